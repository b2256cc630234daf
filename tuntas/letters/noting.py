"""Noting: who of another office took note of a letter, e.g. the Camat, as the letter prints it on the left."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from tuntas.cases.models import Case, Step
from tuntas.cases.states import Duty
from tuntas.letters.wording import say_date, say_nip, say_time
from tuntas.offices.models import Assignment
from tuntas.offices.signatory import signatory_of
from tuntas.offices.tree import PostMissing
from tuntas.vault.prepared import prepared


@dataclass(frozen=True)
class Note:
    """One signature block beside the signatory's own. `dated`: "20 November 2026, 09.48 WIB"."""

    lines: list[str]
    title: str
    name: str
    rank: str
    nip: str
    dated: str


def list_noted(case: Case, *, timezone: str) -> list[Note]:
    """Who countersigned in the chain, in its order, in the capacity in which they did. Raises PostMissing where the
    assignment of that day is no longer known."""
    return [_make_note(step, timezone=timezone) for step in _countersigned.all(case.pk)]


@prepared
def _countersigned(case: UUID) -> QuerySet[Step]:
    steps = Step.objects.filter(case=case, duty=Duty.COUNTERSIGN, decided_at__isnull=False)
    return steps.select_related("post__office", "decided_by")


def _make_note(step: Step, *, timezone: str) -> Note:
    at, officer = step.decided_at, step.decided_by
    if at is None or officer is None:
        raise PostMissing(step.title)
    day = at.astimezone(ZoneInfo(timezone)).date()
    # Not offices.duty: an account that was locked since then took note all the same.
    held = Assignment.objects.filter(officer=officer, post=step.post, kind=step.capacity, starts_on__lte=day)
    held = held.select_related("officer", "post__office").order_by("-starts_on")
    assignment = held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day)).first() or held.first()
    if assignment is None:
        raise PostMissing(step.title)
    block = signatory_of(assignment)
    return Note(
        lines=list(block["lines"]),
        title=block["title"],
        name=block["name"],
        rank=block["rank"],
        nip=say_nip(block["nip"]),
        dated=f"{say_date(day)}, {say_time(at, timezone=timezone)}",
    )
