"""Each document of an application as the status page shows it: one sentence on what happens now, and its journey."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from tuntas.cases.states import CLOSED, ISSUED, State, Verb
from tuntas.reports.status_views import ApplicationStatus, CaseStatus
from tuntas.screens.resident.journey import follow_journey
from tuntas.screens.shared import wording
from tuntas.screens.shared.path import Station


@dataclass(frozen=True)
class Document:
    """A case in words. `can_fetch`: there is a letter to download; `in_hand`: it reached a hand, so it gets a stamp."""

    case: CaseStatus
    sentence: str
    journey: list[Station]
    issued_on: date | None = None
    valid_until: date | None = None
    closed_at: datetime | None = None
    can_fetch: bool = False
    first_time: bool = False
    in_hand: bool = False
    is_open: bool = False  # its journey is shown at once; those of the others open on demand
    waits: str = ""  # what it waits for: "Akta Kematian (sedang diperiksa)"


def list_documents(report: ApplicationStatus, *, now: datetime) -> list[Document]:
    """The documents of an application, in the order they were opened."""
    first = min(report.cases, key=lambda case: (case.state != State.RETURNED, case.state in CLOSED), default=None)
    return [_describe(case, report=report, now=now, is_open=case is first) for case in report.cases]


def headline(report: ApplicationStatus) -> str:
    """What the applicant must do now: "Giliran Anda: ganti 1 foto"; empty when it is not their turn."""
    asks = report.asks
    if asks:
        only_files = all(ask.kind == "file" for ask in asks)
        text = _("Giliran Anda: ganti %(number)s foto") if only_files else _("Giliran Anda: perbaiki %(number)s hal")
        return text % {"number": len(asks)}
    ready = sum(1 for case in report.cases if case.state == State.READY)
    return _("Giliran Anda: ambil %(number)s surat") % {"number": ready} if ready else ""


def _describe(case: CaseStatus, *, report: ApplicationStatus, now: datetime, is_open: bool) -> Document:
    letter = case.letter
    return Document(
        case=case,
        sentence=_sentence(case, delivery=report.delivery, now=now),
        journey=follow_journey(case, now=now),
        issued_on=_date(letter.issued_on) if letter else None,
        valid_until=_date(letter.valid_until) if letter else None,
        closed_at=case.history[-1].at if case.history else None,
        can_fetch=letter is not None and case.state in ISSUED,
        first_time=case.state == State.READY,
        is_open=is_open,
        waits=_say_waits(case, report) if case.state == State.WAITING else "",
        in_hand=case.state == State.DELIVERED and not (letter and letter.is_revoked),
    )


def _say_waits(case: CaseStatus, report: ApplicationStatus) -> str:
    open_ones = [one for one in report.forerunners(case) if one.state not in ISSUED]
    return ", ".join(f"{one.short} ({str(one.state.label).lower()})" for one in open_ones)


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _sentence(case: CaseStatus, *, delivery: str, now: datetime) -> str:
    if case.letter and case.letter.is_revoked:
        return _("Kantor mencabut surat ini. %(reason)s") % {"reason": _note_of(case, Verb.RECALL, Verb.REVOKE)}
    if case.state == State.IN_REVIEW:
        return _review(case, now=now)
    if case.state == State.REJECTED:
        return _note_of(case, Verb.REJECT) or _("Kantor menolak permohonan ini.")
    if case.state == State.READY:
        return _ready(case, delivery=delivery)
    return {
        State.WAITING: _("Dibuat setelah dokumen lain selesai. Anda tidak perlu berbuat apa-apa."),
        State.RETURNED: _("Menunggu perbaikan dari Anda. Waktu kami berhenti dulu."),
        State.SIGNING: _("Sudah ditandatangani. Segel dipasang, biasanya kurang dari 1 menit."),
        State.DELIVERED: _("Surat sudah di tangan Anda."),
        State.WITHDRAWN: _note_of(case, Verb.END) or _("Anda membatalkan permohonan ini."),
    }[case.state]


def _review(case: CaseStatus, *, now: datetime) -> str:
    where = _("Sekarang di meja %(desk)s, %(office)s.") % {"desk": case.desk, "office": case.office}
    if case.is_late:
        return _("%(where)s Sudah lewat janji, dan kami sedang mengejarnya.") % {"where": where}
    if case.due_at is None:
        return where
    return _("%(where)s Selesai sebelum %(time)s.") % {"where": where, "time": wording.near(case.due_at, now=now)}


def _ready(case: CaseStatus, *, delivery: str) -> str:
    if any(not one.has_file for one in case.issued):
        return _ready_card(delivery)
    return {
        "pickup": _("Ambil di loket %(office)s. Bawa KTP Anda. Boleh juga diunduh.") % {"office": case.office},
        "print_point": _("Ambil di titik cetak. Bawa KTP Anda. Boleh juga diunduh."),
        "courier": _("Kurir akan mengantar. Boleh juga diunduh sekarang."),
    }.get(delivery, _("Unduh suratnya. Setelah itu baru kami sebut tuntas."))


def _ready_card(delivery: str) -> str:
    """A card cannot be downloaded."""
    return {
        "print_point": _("Ambil di titik cetak. Bawa KTP lama untuk ditarik."),
        "courier": _("Kurir akan mengantar. Siapkan KTP lama untuk ditarik."),
    }.get(delivery, _("Ambil di loket. Bawa KTP lama untuk ditarik."))


def _note_of(case: CaseStatus, *verbs: Verb) -> str:
    return next((line.note for line in reversed(case.history) if line.verb in verbs), "")
