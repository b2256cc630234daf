"""The states of a case and the one table of moves between them; a move is a button."""

from dataclasses import dataclass
from typing import TypeAlias

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuntas.catalog.definition import DUTIES
from tuntas.offices.roles import Right


class State(models.TextChoices):
    """Where a case is. Each state says whose turn it is, see TURNS."""

    WAITING = "WAITING", _("Menunggu dokumen lain")
    IN_REVIEW = "IN_REVIEW", _("Sedang diperiksa")
    RETURNED = "RETURNED", _("Perlu diperbaiki")
    SIGNING = "SIGNING", _("Sedang disegel")
    READY = "READY", _("Siap diserahkan")
    DELIVERED = "DELIVERED", _("Tuntas")
    REJECTED = "REJECTED", _("Ditolak")
    WITHDRAWN = "WITHDRAWN", _("Dibatalkan")


class Turn(models.TextChoices):
    """Who must act next."""

    CASE = "another_case", _("dokumen lain")
    OFFICE = "office", _("kantor")
    APPLICANT = "applicant", _("pemohon")
    SYSTEM = "system", _("sistem")
    RESIDENT = "resident", _("pemohon atau kurir")
    NOBODY = "nobody", _("tidak ada")


TURNS: dict[State, Turn] = {
    State.WAITING: Turn.CASE,
    State.IN_REVIEW: Turn.OFFICE,
    State.RETURNED: Turn.APPLICANT,
    State.SIGNING: Turn.SYSTEM,
    State.READY: Turn.RESIDENT,
    State.DELIVERED: Turn.NOBODY,
    State.REJECTED: Turn.NOBODY,
    State.WITHDRAWN: Turn.NOBODY,
}

CHANGEABLE = frozenset({State.WAITING, State.IN_REVIEW, State.RETURNED})  # what the applicant says still decides
ISSUED = frozenset({State.READY, State.DELIVERED})  # the document exists
LOST = frozenset({State.REJECTED, State.WITHDRAWN})  # it never will
CLOSED = LOST | {State.DELIVERED}


class Verb(models.TextChoices):
    """What can be done to a case; its label is the line in the history."""

    SUBMIT = "submit", _("Permohonan diterima")
    RELEASE = "release", _("Mulai diproses")
    APPROVE = "approve", _("Disetujui")
    UNDO = "undo", _("Persetujuan diurungkan")
    SEND_BACK = "send_back", _("Dikembalikan untuk diperbaiki")
    RESUBMIT = "resubmit", _("Diperbaiki pemohon")
    REJECT = "reject", _("Ditolak")
    WITHDRAW = "withdraw", _("Dibatalkan pemohon")
    END = "end", _("Tidak dilanjutkan")
    SIGN = "sign", _("Ditandatangani, sedang disegel")
    FINISH = "finish", _("Surat disegel dan siap")
    ABORT_SIGNING = "abort_signing", _("Penyegelan dibatalkan")
    ISSUE = "issue", _("Dokumen terbit")
    HAND_OVER = "hand_over", _("Diserahkan")
    RECALL = "recall", _("Surat dicabut sebelum diserahkan")
    REVOKE = "revoke", _("Surat dicabut")


class Duty(models.TextChoices):
    """What a step of the chain asks of its post."""

    ENDORSE = "endorse", _("Pengantar")
    CHECK = "check", _("Periksa berkas")
    SURVEY = "survey", _("Tinjau lapangan")
    INITIAL = "initial", _("Paraf")
    COUNTERSIGN = "countersign", _("Mengetahui")
    ATTACH = "attach", _("Lampirkan dokumen")
    SIGN = "sign", _("Tanda tangan")


DUTY_RIGHTS: dict[Duty, Right] = {Duty(word): right for word, right in DUTIES.items()}

# Who a verb belongs to: a right inside the office, the right of the current step's duty, the applicant, or the system.
STEP = "step"
APPLICANT = "applicant"
SYSTEM = "system"
Actor: TypeAlias = Right | str


@dataclass(frozen=True)
class Move:
    """One row: from where, to where (None keeps the state), who may, and the label of its button."""

    sources: frozenset[State]
    target: State | None
    right: Actor
    label: str | Promise


def _move(target: State | None, *sources: State, right: Actor, label: str | Promise) -> Move:
    return Move(frozenset(sources), target, right, label)


MOVES: dict[Verb, Move] = {
    Verb.RELEASE: _move(State.IN_REVIEW, State.WAITING, right=SYSTEM, label=_("Mulai")),
    Verb.APPROVE: _move(State.IN_REVIEW, State.IN_REVIEW, right=STEP, label=_("Setujui")),
    Verb.UNDO: _move(State.IN_REVIEW, State.IN_REVIEW, right=Right.SEE_QUEUE, label=_("Urungkan")),
    Verb.SEND_BACK: _move(State.RETURNED, State.IN_REVIEW, right=Right.SEND_BACK, label=_("Kembalikan")),
    Verb.RESUBMIT: _move(State.IN_REVIEW, State.RETURNED, right=APPLICANT, label=_("Kirim perbaikan")),
    Verb.REJECT: _move(State.REJECTED, State.IN_REVIEW, right=Right.REJECT, label=_("Tolak")),
    Verb.WITHDRAW: _move(State.WITHDRAWN, *CHANGEABLE, right=APPLICANT, label=_("Batalkan")),
    # A document of a package whose forerunner will never come, or that a corrected answer makes needless.
    Verb.END: _move(State.WITHDRAWN, *CHANGEABLE, right=SYSTEM, label=_("Hentikan")),
    Verb.SIGN: _move(State.SIGNING, State.IN_REVIEW, right=Right.SIGN, label=_("Tanda tangani")),
    Verb.FINISH: _move(State.READY, State.SIGNING, right=SYSTEM, label=_("Segel")),
    Verb.ABORT_SIGNING: _move(State.IN_REVIEW, State.SIGNING, right=SYSTEM, label=_("Batalkan penyegelan")),
    Verb.ISSUE: _move(State.READY, State.IN_REVIEW, right=STEP, label=_("Terbitkan")),
    Verb.HAND_OVER: _move(State.DELIVERED, State.READY, right=Right.HAND_OVER, label=_("Serahkan")),
    # A letter that holds no more must not be fetched; who has it already keeps the paper, and the QR page says so.
    Verb.RECALL: _move(State.WITHDRAWN, State.READY, right=Right.REVOKE, label=_("Cabut surat")),
    Verb.REVOKE: _move(None, State.DELIVERED, right=Right.REVOKE, label=_("Cabut surat")),
}
