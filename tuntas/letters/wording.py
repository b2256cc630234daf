"""Wording: how a letter says dates, money, codes and addresses in Indonesian (Permendagri 1/2023, KTP usage)."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from num2words import num2words

from tuntas.catalog.definition import Kind, Question

# What a letter can say of an answer: a text, a yes or no, or the rows of a table.
Said: TypeAlias = "str | bool | list[dict[str, Said]]"

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

# SIAK's labels are in capitals; these stay or change more than their case.
_LABELS = {
    "KATHOLIK": "Katolik",
    "BUDHA": "Buddha",
    "KEPERCAYAAN THD TUHAN YME/LAINNYA": "Kepercayaan terhadap Tuhan YME",
    "WNI": "Indonesia",
    "WNA": "Asing",
    "L": "Laki-laki",
    "P": "Perempuan",
    "TENTARA NASIONAL INDONESIA (TNI)": "Tentara Nasional Indonesia (TNI)",
    "KEPOLISIAN RI (POLRI)": "Kepolisian RI (Polri)",
    "ANGGOTA MAHKAMAH KONSTITUSI": "Anggota Mahkamah Konstitusi",
}
_ACRONYMS = frozenset(
    ("PNS", "BUMN", "BUMD", "DPR-RI", "DPD", "BPK", "DPRD", "SD", "SLTP", "SLTA", "I", "II", "III", "IV")
)


def say_date(value: date | str) -> str:
    """A date or its ISO form as "21 November 2026"; "" for none."""
    if not value:
        return ""
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def say_weekday(value: date | str) -> str:
    """A date with its day: "Sabtu, 21 November 2026"; "" for none."""
    if not value:
        return ""
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{DAYS[day.weekday()]}, {say_date(day)}"


def say_month(value: str) -> str:
    """ "2021-03" as "Maret 2021"; "" for none."""
    year, _, month = value.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month else ""


def say_zone(timezone: str) -> str:
    """WIB, WITA or WIT; "" for a zone that Indonesia does not have."""
    return _ZONES.get(timezone, "")


def say_time(at: datetime, *, timezone: str) -> str:
    """The office's clock: "10.11 WIB"."""
    clock = at.astimezone(ZoneInfo(timezone)).strftime("%H.%M")
    return f"{clock} {say_zone(timezone)}".strip()


def say_money(rupiah: int) -> str:
    """ "Rp1.500.000,00 (satu juta lima ratus ribu rupiah)": figures and words, so that neither is changed easily."""
    figures = f"{rupiah:,}".replace(",", ".")
    return f"Rp{figures},00 ({num2words(rupiah, lang='id')} rupiah)"


def say_rt_rw(rt: str, rw: str) -> str:
    """ "RT 012 RW 004"; "" where a place has none (000/000)."""
    pairs = (("RT", rt), ("RW", rw))
    return " ".join(f"{name} {number}" for name, number in pairs if number.strip("0"))


def say_nip(nip: str) -> str:
    """Eighteen digits as people write them: "19780512 200312 2 004"; anything else as it stands."""
    if not re.fullmatch(r"\d{18}", nip):
        return nip
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"


def say_label(label: str) -> str:
    """A code list's label as a sentence has it: "MENGURUS RUMAH TANGGA" is "Mengurus rumah tangga"."""
    if label in _LABELS:
        return _LABELS[label]
    if label != label.upper():
        return label
    lowered = re.sub(r"[A-Z][A-Z-]*", lambda word: _lower(word[0]), label)
    return lowered[:1].upper() + lowered[1:]


def say_purpose(text: str) -> str:
    """A purpose inside a sentence: "Membuka rekening bank" begins small there, "KUR BRI" does not."""
    text = " ".join(text.split()).rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def say_place(*parts: str) -> str:
    """The parts that are there, with commas between them."""
    return ", ".join(part.strip() for part in parts if part.strip())


def say_answer(question: Question, value: object) -> Said:
    """One cleaned answer as the letter prints it; "" (False, no rows) for a question that was not answered."""
    if question.kind is Kind.TABLE:
        rows = value if isinstance(value, list) else []
        return [say_answers(question.columns, row) for row in rows]
    if question.kind is Kind.YES_NO:
        return value is True
    if value is None or value == "":
        return ""
    return _say(question, value)


def say_answers(questions: tuple[Question, ...], answers: Mapping[str, object]) -> dict[str, Said]:
    """Every question's answer by its code; a template may name each of them, answered or not."""
    return {question.code: say_answer(question, answers.get(question.code)) for question in questions}


def _say(question: Question, value: object) -> str:
    text = str(value).strip() if question.kind is Kind.LONG else " ".join(str(value).split())
    if question.kind is Kind.CHOICE:
        labels = {choice.value: choice.label for choice in question.choices}
        return say_label(labels.get(text, text))
    return _SAY.get(question.kind, str)(text)


_SAY: dict[Kind, Callable[[str], str]] = {
    Kind.DATE: say_date,
    Kind.MONTH: say_month,
    Kind.TIME: lambda text: text.replace(":", "."),
    Kind.MONEY: lambda text: say_money(int(text)),
    Kind.NUMBER: lambda text: f"{int(text):,}".replace(",", "."),
    Kind.RT_RW: lambda text: say_rt_rw(*text.split("/", 1)),
    Kind.NAME: str.upper,
}


def _lower(word: str) -> str:
    return word if word in _ACRONYMS else word.lower()
