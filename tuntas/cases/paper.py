"""The paper of a case: what it is made as, what the applicant filled in for it, and what people call it."""

from collections.abc import Iterable
from uuid import UUID

from tuntas.cases.models import Case
from tuntas.catalog.definition import HandIn, Output, ServiceDefinition
from tuntas.catalog.finding import get_definition
from tuntas.catalog.outputs import base_of, get_output, item_of, list_hand_in, make_definition

# Versions never change, so what was made of two of them stays right; bounded, because tests make many.
_MADE: dict[tuple[UUID, UUID, str], ServiceDefinition] = {}
_MOST_KEPT = 500


def form_of(case: Case) -> ServiceDefinition:
    """What the applicant filled in: the package, else the service itself."""
    return get_definition(case.application.package_version_id or case.service_version_id)


def service_of(case: Case) -> ServiceDefinition:
    """What the case is made as: the service, with the requirements and documents that are this case's own."""
    package_id = case.application.package_version_id
    if package_id is None:
        return get_definition(case.service_version_id)
    key = (package_id, case.service_version_id, base_of(case.output))
    if key not in _MADE:
        if len(_MADE) >= _MOST_KEPT:
            _MADE.clear()
        service, whole = get_definition(case.service_version_id), get_definition(package_id)
        _MADE[key] = make_definition(service, package=whole, output=get_output(whole, case.output))
    return _MADE[key]


def leave_out_replaced(cases: Iterable[Case]) -> list[Case]:
    """Each document once, in the order in which they were opened: of a package a correction may end a case, and a
    later one open another for the same output, which then stands for it."""
    ordered = sorted(cases, key=lambda case: (case.opened_at, case.pk))
    newest = {case.output: case.pk for case in ordered}
    return [case for case in ordered if not case.output or newest[case.output] == case.pk]


def name_of(case: Case) -> str:
    """The document in few words: "KTP-el istri", else the service's short name."""
    return case.label or get_definition(case.service_version_id).short


def asked_item(case: Case, item: str) -> str:
    """Where the applicant answered "answers.<code>" or "applicant.<field>" of this case; "" for nowhere."""
    output = find_output(case)
    return item_of(output, item) if output else item


def find_output(case: Case) -> Output | None:
    """The package's output that this case is, none for an ordinary service."""
    return get_output(form_of(case), case.output) if case.output else None


def list_old_papers(case: Case) -> list[HandIn]:
    """The old documents to give back when this one is handed over."""
    if not case.output:
        return []
    application = case.application
    return list_hand_in(form_of(case), case.output, applicant=application.applicant, answers=application.answers)
