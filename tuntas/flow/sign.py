"""Sign: two verbs, so that no case ever claims a seal it lacks.

`request_signature` reserves the number and leaves an intent; `finish_signature`, a job, renders, seals, verifies and
only then moves the case to READY. Killed anywhere, the job runs again, or the number is voided with a reason.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.chain import list_steps, take_back
from tuntas.cases.models import Case, Step
from tuntas.cases.move import lock, move
from tuntas.cases.refusals import CannotMove
from tuntas.cases.states import State, Verb
from tuntas.flow.learn_from_case import plan_learning
from tuntas.flow.package import follow_up
from tuntas.gateways.refusals import GatewayRefused
from tuntas.jobs.queue import enqueue
from tuntas.letters.intent import Blank, prepare
from tuntas.letters.models import Letter
from tuntas.letters.render import LetterCannotBeSet
from tuntas.letters.sealing import keep, seal, void_letter
from tuntas.notices.announcing import announce
from tuntas.offices.duty import find_assignment
from tuntas.offices.models import Officer
from tuntas.vault.fields import Json
from tuntas.vault.prepared import prepared

_STALE = timedelta(minutes=2)


def request_signature(
    case: Case, *, step: Step, by: Officer, blank: Blank | None, at: datetime, note: str = ""
) -> Letter:
    """Within the caller's transaction on a locked case: number, intent, state SIGNING, and the job that finishes it."""
    assignment = find_assignment(by, post=step.post, on=timezone.localtime(at).date())
    if assignment is None:
        raise CannotMove(_("Berkas ini tidak sedang di meja Anda."))
    letter = prepare(case, signer=assignment, blank=blank, at=at)
    move(case, Verb.SIGN, at=at, by=by, note=note, step=step)
    _enqueue(letter)
    return letter


def _enqueue(letter: Letter) -> None:
    enqueue("finish_signature", payload={"letter": str(letter.pk)}, dedupe_key=f"finish:{letter.pk}")


def finish_signature(payload: Json) -> None:
    """The job: {"letter": id}. Safe to repeat; does nothing when the letter is kept or void already."""
    letter = _letters.get(UUID(payload["letter"]))
    if letter.sealed_at or letter.voided_at:
        return
    try:
        pdf = seal(letter)
    except (LetterCannotBeSet, GatewayRefused) as refusal:
        abort_signature(letter, reason=str(refusal))
        return
    _finish(letter, pdf=pdf, at=timezone.now())


@prepared
def _letters(letter: UUID) -> QuerySet[Letter]:
    return Letter.objects.select_related("case", "office", "number").filter(pk=letter)


@transaction.atomic
def _finish(letter: Letter, *, pdf: bytes, at: datetime) -> None:
    case = lock(letter.case)
    if case.state != State.SIGNING or not _open.all(letter.pk):
        return
    keep(letter, pdf=pdf, at=at)
    announce(move(case, Verb.FINISH, at=at, actor="system"))
    plan_learning(case)
    follow_up(case, at=at)


@transaction.atomic
def abort_signature(letter: Letter, *, reason: str) -> None:
    """Voids the number with its reason and puts the case back on the signer's desk."""
    at = timezone.now()
    case = lock(letter.case)
    if case.state != State.SIGNING or not _open.all(letter.pk):
        return
    void_letter(letter, reason=reason, at=at)
    last = next((step for step in reversed(list_steps(case)) if step.decided_at), None)
    if last:
        take_back(last)
    move(case, Verb.ABORT_SIGNING, at=at, actor="system", note=reason)


@prepared
def _open(letter: UUID) -> QuerySet[Letter, UUID]:
    """The letter, as long as it is neither sealed nor void."""
    letters = Letter.objects.filter(pk=letter, sealed_at__isnull=True, voided_at__isnull=True)
    return letters.values_list("pk", flat=True)


def resume_signatures(_payload: Json) -> None:
    """The cron job: letters whose job is lost or dead are taken up again."""
    before = timezone.now() - _STALE
    stuck = Letter.objects.filter(
        sealed_at__isnull=True, voided_at__isnull=True, requested_at__lt=before, case__state=State.SIGNING
    )
    for letter in stuck.iterator():
        _enqueue(letter)
