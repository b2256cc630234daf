"""Opening: an application and its cases come into being, with their chain and their first event."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from tuntas.cases.chain import make_steps
from tuntas.cases.models import Application, ApplicationFile, Case, PaperShown
from tuntas.cases.receipts import make_receipt
from tuntas.cases.states import State
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.models import ServiceVersion
from tuntas.intake.submission import Submission
from tuntas.offices.models import Office, Officer
from tuntas.offices.switches import switches_for
from tuntas.offices.worktime import add_working
from tuntas.vault.keys import blind_index


@dataclass(frozen=True)
class Ordered:
    """One document to make: which service, by which office."""

    version: ServiceVersion
    definition: ServiceDefinition
    office: Office


def open_application(
    submission: Submission, *, pin_hash: str, at: datetime, entered_by: Officer | None = None
) -> Application:
    """The saved application with its files; the uploads are claimed and belong to nobody else from now on.

    What was shown at the counter is noted under the officer who typed the application in.
    """
    application = Application(
        receipt=_free_receipt(at),
        month=f"{timezone.localtime(at):%y%m}",
        office=submission.office,
        region=submission.office.region_id,
        channel=submission.channel,
        applicant=submission.applicant,
        helper={**submission.helper, "consent_at": at.isoformat()} if submission.helper else {},
        answers=submission.answers,
        delivery=submission.delivery,
        delivery_method=str(submission.delivery.get("method", "download")),
        nik_index=blind_index("nik", str(submission.applicant["nik"])),
        phone_index=blind_index("phone", str(submission.applicant.get("phone", ""))),
        pin_hash=pin_hash,
        submitted_at=at,
        entered_by=entered_by,
    )
    application.save(force_insert=True)
    for requirement, upload in submission.files:
        ApplicationFile.objects.create(application=application, requirement=requirement, upload=upload)
    if entered_by:
        for requirement in submission.shown:
            PaperShown.objects.create(application=application, requirement=requirement, by=entered_by, at=at)
    return application


def _free_receipt(at: datetime) -> str:
    while Application.objects.filter(receipt=(receipt := make_receipt(at))).exists():
        continue
    return receipt


def open_case(application: Application, *, ordered: Ordered, at: datetime, waits: bool = False) -> Case:
    """One saved case with its steps: on the first desk, or WAITING for another case.

    Raises offices.tree.PostMissing or OfficeUnknown when a step could not be taken by anybody.
    """
    promise = ordered.definition.promise.minutes
    on = timezone.localtime(at).date()
    case = Case(
        application=application,
        service_version=ordered.version,
        service_code=ordered.definition.code,
        office=ordered.office,
        state=State.WAITING if waits else State.IN_REVIEW,
        opened_at=at,
        minutes_left=promise if waits else None,
        due_at=None if waits else add_working(at, minutes=promise, office=ordered.office),
    )
    steps = make_steps(
        case,
        definition=ordered.definition,
        applicant=application.applicant,
        answers=application.answers,
        switches=switches_for(application.office, applicant=application.applicant, on=on),
        on=on,
    )
    case.desk = None if waits else steps[0].post
    case.save(force_insert=True)
    case.steps.model.objects.bulk_create(steps)
    return case
