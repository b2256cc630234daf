"""Submit: a resident sends an application; its cases open and everybody concerned is told."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tuntas.cases.models import Application, Case
from tuntas.cases.opening import Ordered, list_ordered, open_application
from tuntas.cases.rules import check_may_enter
from tuntas.flow.check_identity import plan_identity_check
from tuntas.flow.package import begin_cases
from tuntas.intake.submission import Submission
from tuntas.intake.uploads import claim
from tuntas.offices.models import Officer
from tuntas.offices.tree import get_office_of_level
from tuntas.vault.keys import blind_index
from tuntas.vault.pins import hash_pin, make_pin


@dataclass(frozen=True)
class Sent:
    """What the applicant is given, once: the PIN is not kept anywhere in clear."""

    application: Application
    pin: str
    cases: list[Case]


@dataclass(frozen=True)
class NewPin:
    """A PIN as it is said, and as it is kept."""

    said: str = field(repr=False)
    hashed: str


def draw_pin() -> NewPin:
    """A PIN for one application. Its hash is slow on purpose: call it before the transaction."""
    pin = make_pin()
    return NewPin(pin, hash_pin(pin))


def submit(
    submission: Submission, *, at: datetime | None = None, by: Officer | None = None, pin: NewPin | None = None
) -> Sent:
    """Keeps the application, opens its cases and announces them, all or nothing.

    The application stays with the village; each case belongs to the office that issues its document. A package has
    one case for each document that its answers lead to. `by` is the officer who typed it in at the counter, which
    nobody does for themselves. A PIN is drawn unless given.

    Raises CannotMove then, offices.tree.PostMissing or OfficeUnknown when nobody could handle it,
    intake.refusals.InputRefused when a file was claimed by another application in the meantime.
    """
    if by:
        check_may_enter(by, nik_index=blind_index("nik", str(submission.applicant["nik"])))
    return _submit(submission, at=at or timezone.now(), by=by, pin=pin or draw_pin())


@transaction.atomic
def _submit(submission: Submission, *, at: datetime, by: Officer | None, pin: NewPin) -> Sent:
    claim([upload for _, upload in submission.files])
    application = open_application(submission, pin_hash=pin.hashed, at=at, entered_by=by)
    plan_identity_check(application)
    orders = list_ordered(application, on=timezone.localtime(at).date()) or [_order(submission)]
    cases = begin_cases(application, orders, at=at, by=by, actor=_sender(submission, by=by))
    return Sent(application, pin.said, cases)


def _order(submission: Submission) -> Ordered:
    issuing = get_office_of_level(submission.office, submission.definition.level)
    return Ordered(submission.version, submission.definition, issuing)


def _sender(submission: Submission, *, by: Officer | None) -> str:
    if by:
        return "officer"
    return "helper" if submission.helper else "applicant"
