"""Who may do what to a case now: one rule, two voices (`check_may` raises a sentence, `may` answers)."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.chain import find_current_step, is_last_step, list_steps
from tuntas.cases.models import Case, Step
from tuntas.cases.refusals import CannotMove
from tuntas.cases.states import APPLICANT, DUTY_RIGHTS, MOVES, SYSTEM, Duty, State, Verb
from tuntas.offices.duty import find_assignment, has_right
from tuntas.offices.models import Officer
from tuntas.offices.roles import Right
from tuntas.vault.keys import blind_index

UNDO_TIME = timedelta(seconds=30)

# Verbs of the desk at which the case lies; the others belong to the office as a whole.
_DESK_VERBS = frozenset({Verb.APPROVE, Verb.SIGN, Verb.ISSUE, Verb.SEND_BACK, Verb.REJECT})


def check_may(officer: Officer, verb: Verb, *, case: Case, at: datetime) -> None:
    """Raises CannotMove with the sentence the officer reads.

    Nobody decides their own case; nobody takes two steps of one chain (design 3.5); a desk verb belongs to whoever
    holds the current step's post on that day. Typing an application in at the counter decides nothing and so counts as
    no step: where one operator sits, the same one types and checks, and three others decide after that.
    """
    row = MOVES[verb]
    if case.state not in row.sources:
        raise CannotMove(_("Berkas ini sudah berubah: %(state)s.") % {"state": State(case.state).label})
    if row.right in {APPLICANT, SYSTEM}:
        raise CannotMove(_("Langkah ini bukan untuk petugas."))
    _check_not_own(officer, case)
    if verb in _DESK_VERBS:
        _check_desk(officer, verb, case, at=at)
    elif verb == Verb.UNDO:
        _check_undo(officer, case, at=at)
    elif isinstance(row.right, Right) and not _has_office_right(officer, row.right, case, at=at):
        raise CannotMove(_("Jabatan Anda tidak memiliki wewenang ini."))


def may(officer: Officer, verb: Verb, *, case: Case, at: datetime) -> bool:
    """Whether `check_may` would let it pass."""
    try:
        check_may(officer, verb, case=case, at=at)
    except CannotMove:
        return False
    return True


def open_verbs(officer: Officer, *, case: Case, at: datetime) -> list[Verb]:
    """The buttons this officer sees on this case now."""
    return [verb for verb in MOVES if may(officer, verb, case=case, at=at)]


def step_verb(step: Step, *, is_last: bool) -> Verb:
    """Which verb approving this step means: signing, issuing without a letter, or passing it on."""
    if step.duty == Duty.SIGN:
        return Verb.SIGN
    return Verb.ISSUE if is_last else Verb.APPROVE


def check_may_enter(officer: Officer, *, nik_index: str) -> None:
    """Raises CannotMove when an officer types in an application of their own: a colleague has to."""
    if officer.nik_index and officer.nik_index == nik_index:
        raise CannotMove(_("Ini permohonan Anda sendiri. Petugas lain harus memasukkannya."))


def _check_not_own(officer: Officer, case: Case) -> None:
    own = officer.nik_index and officer.nik_index in {case.application.nik_index, _index_of_subject(case)}
    if own:
        raise CannotMove(_("Ini permohonan Anda sendiri. Petugas lain harus memutusnya."))


def _index_of_subject(case: Case) -> str:
    """Whose document of a package this is: not always the applicant's."""
    nik = str((case.filled or {}).get("applicant", {}).get("nik", ""))
    return blind_index("nik", nik) if nik else ""


def _check_desk(officer: Officer, verb: Verb, case: Case, *, at: datetime) -> None:
    step = find_current_step(case)
    if step is None or find_assignment(officer, post=step.post, on=timezone.localtime(at).date()) is None:
        raise CannotMove(_("Berkas ini tidak sedang di meja Anda."))
    right = MOVES[verb].right
    needed = right if isinstance(right, Right) else DUTY_RIGHTS[Duty(step.duty)]
    forward = {Verb.APPROVE, Verb.SIGN, Verb.ISSUE}
    if needed not in step.post.rights or (
        verb in forward and verb != step_verb(step, is_last=is_last_step(case, step))
    ):
        raise CannotMove(_("Jabatan Anda tidak memiliki wewenang ini."))
    if any(other.decided_by_id == officer.pk for other in list_steps(case)):
        raise CannotMove(_("Anda sudah memutus langkah lain pada berkas ini. Petugas lain harus melanjutkan."))


def _check_undo(officer: Officer, case: Case, *, at: datetime) -> None:
    last = case.events.order_by("-seq").first()
    if last is None or last.verb != Verb.APPROVE or last.by_id != officer.pk:
        raise CannotMove(_("Hanya persetujuan terakhir Anda yang dapat diurungkan."))
    if at - last.at > UNDO_TIME:
        raise CannotMove(_("Waktu untuk mengurungkan sudah lewat."))


def _has_office_right(officer: Officer, right: Right, case: Case, *, at: datetime) -> bool:
    on = timezone.localtime(at).date()
    if has_right(officer, right, office=case.office, on=on):
        return True
    return right != Right.REVOKE and has_right(officer, right, office=case.application.office, on=on)
