"""Opening: an application and its cases come into being, with their chain and their first event."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from tuntas.cases.chain import make_steps
from tuntas.cases.models import Application, ApplicationFile, Case, PaperShown
from tuntas.cases.receipts import make_receipt
from tuntas.cases.states import State
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import get_definition, get_service
from tuntas.catalog.models import ServiceVersion
from tuntas.catalog.outputs import Due, list_due, make_definition, shorten_chain
from tuntas.intake.submission import Submission
from tuntas.offices.models import Office, Officer
from tuntas.offices.switches import switches_for
from tuntas.offices.tree import get_office_of_level
from tuntas.offices.worktime import add_working
from tuntas.vault.fields import Json
from tuntas.vault.keys import blind_index
from tuntas.vault.prepared import prepared
from tuntas.vault.rows import insert


@dataclass(frozen=True)
class Ordered:
    """One document to make: which service, by which office; of a package also which output, and what it waits for."""

    version: ServiceVersion
    definition: ServiceDefinition
    office: Office
    due: Due | None = None


def list_ordered(application: Application, *, on: date) -> list[Ordered]:
    """The documents that a package leads to for the answers as they are now.

    Raises catalog.finding.ServiceUnknown or offices.tree.OfficeUnknown when one cannot be made here.
    """
    if application.package_version_id is None:
        return []
    package = get_definition(application.package_version_id)
    switches = switches_for(application.office, applicant=application.applicant, on=on)
    due = list_due(package, applicant=application.applicant, answers=application.answers, switches=switches)
    return [_order(one, package=package, start=application.office) for one in due]


def _order(due: Due, *, package: ServiceDefinition, start: Office) -> Ordered:
    version, service = get_service(due.output.service)
    made = make_definition(service, package=package, output=due.output)
    shortened = shorten_chain(made, output=due.output, is_waiting=bool(due.waits_for))
    return Ordered(version, shortened, get_office_of_level(start, service.level), due)


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
        package_version=submission.version if submission.definition.is_package else None,
    )
    insert([application])
    files = [ApplicationFile(application=application, requirement=code, upload=one) for code, one in submission.files]
    insert(files)
    if entered_by:
        for requirement in submission.shown:
            PaperShown.objects.create(application=application, requirement=requirement, by=entered_by, at=at)
    return application


def _free_receipt(at: datetime) -> str:
    while _taken.all(receipt := make_receipt(at)):
        continue
    return receipt


@prepared
def _taken(receipt: str) -> QuerySet[Application, str]:
    return Application.objects.filter(receipt=receipt).values_list("receipt", flat=True)


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
        **_package_fields(ordered.due),
    )
    steps = make_steps(
        case,
        definition=ordered.definition,
        applicant=case.applicant,
        answers=case.answers,
        switches=_switches_of_both(application, issuing=ordered.office, on=on),
        on=on,
    )
    case.desk = None if waits else steps[0].post
    insert([case])
    insert(steps)
    return case


def _switches_of_both(application: Application, *, issuing: Office, on: date) -> Json:
    """What the village switched on, and what the office that issues decided for its own part of the chain."""
    own = switches_for(application.office, applicant=application.applicant, on=on)
    if issuing == application.office:
        return own
    return {**issuing.switches, **{name: value for name, value in own.items() if value}}


def _package_fields(due: Due | None) -> dict[str, Any]:
    if due is None:
        return {}
    return {"output": due.key, "label": due.label, "waits_for": list(due.waits_for), "filled": due.filled}
