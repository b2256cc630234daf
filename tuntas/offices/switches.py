"""Switches: what an office decided for itself, as it holds for one applicant."""

from collections.abc import Iterable, Mapping
from datetime import date

from tuntas.offices.models import Office
from tuntas.offices.roles import Role
from tuntas.offices.tree import OfficeUnknown, PostMissing, climb, get_office_of_level, get_post, regency_of
from tuntas.vault.fields import Json


def switches_for(office: Office, *, applicant: Mapping[str, object], on: date) -> Json:
    """The office's switches; RT endorsement is off where nobody heads the applicant's RT on that day.

    Else a resident of an RT without a head in the system could not apply at all: the paper letter is asked instead.
    """
    switches: Json = dict(office.switches)
    if switches.get("rt_endorsement"):
        switches["rt_endorsement"] = _has_rt_head(office, applicant, on=on)
    return switches


def _has_rt_head(office: Office, applicant: Mapping[str, object], *, on: date) -> bool:
    rt, rw = str(applicant.get("rt", "")), str(applicant.get("rw", ""))
    try:
        get_post(office, role=Role.RT_HEAD, rt=rt, rw=rw, on=on)
    except PostMissing:
        return False
    return True


def find_closed_at(code: str, *, level: str, office: Office) -> Office | None:
    """The office that switched a service off for people of this village office; None where it is offered.

    `level` is the service's own. An office switches for itself and for all offices below it; whoever issues the
    document may switch it off too.
    """
    try:
        issuing = get_office_of_level(office, level)
    except OfficeUnknown:
        issuing = office
    return find_closed(code, offices=(office, issuing))


def find_closed(code: str, *, offices: Iterable[Office]) -> Office | None:
    """The nearest of these offices, and of those above each, that switched a service off."""
    closing = next((start for start in offices if code in start.all_off), None)
    return next((one for one in climb(closing) if code in one.services_off), None) if closing else None


def list_closed(office: Office) -> frozenset[str]:
    """The codes of all services that people of this village office cannot apply for now."""
    registry = Office.objects.filter(level=Office.Level.CIVIL_REGISTRY, region_id=regency_of(office.region_id))
    elsewhere = registry.values_list("services_off", flat=True)
    return office.all_off.union(*elsewhere)
