"""The chain of a case: which posts it passes, fixed when the case is opened."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tuntas.cases.models import Case, Step
from tuntas.cases.states import Duty
from tuntas.catalog.conditions import holds
from tuntas.catalog.definition import ChainStep, ServiceDefinition
from tuntas.offices.tree import Wanted, get_office_of_level, get_posts
from tuntas.vault.fields import Json
from tuntas.vault.prepared import prepared


def make_steps(
    case: Case, *, definition: ServiceDefinition, applicant: Json, answers: Json, switches: Json, on: date
) -> list[Step]:
    """The steps of a case, unsaved, in order.

    Raises offices.tree.PostMissing or OfficeUnknown when nobody could take a step.
    """
    rows = [
        row
        for row in definition.chain
        if row.when is None or holds(row.when, applicant=applicant, answers=answers, switches=switches)
    ]
    wanted = [_read_wanted(case, row, applicant=applicant) for row in rows]
    posts = get_posts(wanted, on=on)
    return [
        Step(case=case, order=order, office=one.office, post=post, duty=row.duty, title=post.title)
        for order, (row, one, post) in enumerate(zip(rows, wanted, posts, strict=True), 1)
    ]


def _read_wanted(case: Case, row: ChainStep, *, applicant: Json) -> Wanted:
    # Villages and districts are those of whoever applied: a civil registry lies above neither.
    start = case.office if row.office == "own" else case.application.office
    office = get_office_of_level(start, row.office)
    if row.duty != Duty.ENDORSE:
        return Wanted(office, row.role, row.section)
    return Wanted(office, row.role, row.section, str(applicant.get("rt", "")), str(applicant.get("rw", "")))


def list_steps(case: Case) -> list[Step]:
    """The chain in order, read once for each object: like its other relations it is as old as the case in hand."""
    if case.chain is None:
        case.chain = _steps.all(case.pk)
        for step in case.chain:
            step.case = case
    return case.chain


@prepared
def _steps(case_id: UUID) -> QuerySet[Step]:
    return Step.objects.filter(case=case_id).select_related("post")


def find_current_step(case: Case) -> Step | None:
    """The first undecided step, or None when all are decided."""
    return next((step for step in list_steps(case) if step.decided_at is None), None)


def find_duty(case: Case) -> str | None:
    """What the current step asks of an officer, as it is now: a narrow question, however old the case in hand."""
    return _duties.first(case.pk)


@prepared
def _duties(case_id: UUID) -> QuerySet[Step, str]:
    return Step.objects.filter(case=case_id, decided_at__isnull=True).values_list("duty", flat=True)[:1]


def is_last_step(case: Case, step: Step) -> bool:
    """Whether no undecided step of the case follows this one."""
    return all(other.order <= step.order or other.decided_at is not None for other in list_steps(case))


def take_back(step: Step) -> None:
    """The step is undecided again."""
    step.decided_at, step.decided_by, step.capacity = None, None, ""
    step.save(update_fields=["decided_at", "decided_by", "capacity"])
