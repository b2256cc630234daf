"""Showing: an answer as people read it, whatever its kind; the same words at the desk, in the chat and for checking."""

from collections.abc import Mapping
from datetime import date

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from tuntas.catalog.definition import Kind, Question
from tuntas.letters.wording import MONTHS


def show_answer(question: Question, value: object) -> str:
    """The text of one cleaned answer; "" for none. A table becomes one line per row."""
    if value is None or value == "":
        return ""
    if question.kind == Kind.TABLE and isinstance(value, list):
        return "\n".join(_show_row(question, row) for row in value if isinstance(row, Mapping))
    if question.kind == Kind.YES_NO:
        return _("Ya") if value in {True, "true"} else _("Tidak")
    if question.kind == Kind.CHOICE:
        return next((choice.label for choice in question.choices if choice.value == str(value)), str(value))
    return _show_plain(question.kind, str(value))


def _show_row(question: Question, row: Mapping[str, object]) -> str:
    shown = (show_answer(column, row.get(column.code)) for column in question.columns)
    return ", ".join(text for text in shown if text)


def _show_plain(kind: Kind, text: str) -> str:
    if kind == Kind.DATE:
        return show_date(text)
    if kind == Kind.MONTH:
        return show_month(text)
    if kind == Kind.MONEY:
        return show_money(text)
    if kind == Kind.RT_RW:
        rt, _slash, rw = text.partition("/")
        return _show_rt_rw(rt, rw)
    return text


def _show_rt_rw(rt: str, rw: str) -> str:
    return _("RT %(rt)s RW %(rw)s") % {"rt": rt, "rw": rw}


def show_birth(person: Mapping[str, object]) -> str:
    """Palembang, 12 Maret 1990, of a person's fields; what is not known is left out."""
    parts = (str(person.get("birth_place") or ""), show_date(str(person.get("birth_date") or "")))
    return ", ".join(part for part in parts if part)


def show_home(card: Mapping[str, object]) -> str:
    """Jalan Siaran No. 18, RT 012 RW 004; what is not known is left out."""
    rt = str(card.get("rt") or "")
    parts = (str(card.get("address") or ""), _show_rt_rw(rt, str(card.get("rw") or "")) if rt else "")
    return ", ".join(part for part in parts if part)


def show_date(text: str) -> str:
    """12 Maret 1990 of "1990-03-12"; a text that is no date stays as it is."""
    found: date | None = parse_date(text)
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}" if found else text


def show_month(text: str) -> str:
    """Maret 2021 of "2021-03"."""
    year, _dash, month = text.partition("-")
    is_month = month.isdigit() and 1 <= int(month) <= 12
    return f"{MONTHS[int(month) - 1]} {year}" if is_month else text


def show_money(text: str) -> str:
    """Rp1.500.000 of "1500000"."""
    return f"Rp{int(text):,}".replace(",", ".") if text.isdigit() else text


def applicant_labels() -> dict[str, str]:
    """The words for each field of an applicant."""
    return {
        "name": _("Nama"),
        "nik": _("NIK"),
        "kk": _("Nomor KK"),
        "birth_place": _("Tempat lahir"),
        "birth_date": _("Tanggal lahir"),
        "sex": _("Jenis kelamin"),
        "religion": _("Agama"),
        "marital_status": _("Status kawin"),
        "occupation": _("Pekerjaan"),
        "address": _("Alamat"),
        "rt": _("RT"),
        "rw": _("RW"),
        "phone": _("Nomor ponsel"),
    }
