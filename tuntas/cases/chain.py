"""The chain of a case: which posts it passes, fixed when the case is opened."""

from datetime import date

from tuntas.cases.models import Case, Step
from tuntas.cases.states import Duty
from tuntas.catalog.conditions import holds
from tuntas.catalog.definition import ChainStep, ServiceDefinition
from tuntas.offices.models import Office, Post
from tuntas.offices.tree import PostMissing, get_office_of_level, get_post
from tuntas.vault.fields import Json


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
    return [_make_step(case, row, order=order, applicant=applicant, on=on) for order, row in enumerate(rows, 1)]


def _make_step(case: Case, row: ChainStep, *, order: int, applicant: Json, on: date) -> Step:
    # Villages and districts are those of whoever applied: a civil registry lies above neither.
    start = case.office if row.office == "own" else case.application.office
    office: Office = get_office_of_level(start, row.office)
    is_rt = row.duty == Duty.ENDORSE
    rt, rw = (str(applicant.get("rt", "")), str(applicant.get("rw", ""))) if is_rt else ("", "")
    post = _get_post(office, role=row.role, section=row.section, rt=rt, rw=rw, on=on)
    return Step(case=case, order=order, office=office, post=post, duty=row.duty, title=post.title)


def _get_post(office: Office, *, role: str, section: str, rt: str, rw: str, on: date) -> Post:
    """A post that somebody holds today, else a vacant one, where the paper waits for a Plt. or Plh."""
    try:
        return get_post(office, role=role, section=section, rt=rt, rw=rw, on=on)
    except PostMissing:
        return get_post(office, role=role, section=section, rt=rt, rw=rw)


def find_current_step(case: Case) -> Step | None:
    """The first undecided step, or None when all are decided."""
    return case.steps.filter(decided_at__isnull=True).select_related("post__office", "office").first()


def is_last_step(step: Step) -> bool:
    """Whether no undecided step follows this one."""
    return not Step.objects.filter(case_id=step.case_id, order__gt=step.order, decided_at__isnull=True).exists()
