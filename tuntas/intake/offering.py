"""Offering: whether an office takes applications for a service now, told before anybody fills in a form."""

from django.utils.translation import gettext as _

from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import list_catalog
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.offices.models import Office
from tuntas.offices.switches import find_closed_at


def check_offered(definition: ServiceDefinition, *, office: Office) -> None:
    """Raises InputRefused, as "service", where the office or one above it switched the service off."""
    if sentence := describe_closed(definition, office=office):
        raise InputRefused([FieldError("service", sentence)])


def describe_closed(definition: ServiceDefinition, *, office: Office) -> str:
    """Why the service cannot be applied for at this office now; "" where it can."""
    closed = _find_closed(definition, office=office)
    sentence = _("%(office)s sedang tidak membuka %(service)s. Tanyakan ke kantor itu kapan dibuka lagi.")
    return sentence % {"office": closed.name, "service": definition.short} if closed else ""


def _find_closed(definition: ServiceDefinition, *, office: Office) -> Office | None:
    """The office that closed the service, or a package's document that nobody can go without."""
    if closed := find_closed_at(definition.code, level=definition.level, office=office):
        return closed
    needed = [output.service for output in definition.outputs if not output.when]
    services = [one for one in list_catalog() if one.code in needed] if needed else []
    found = (find_closed_at(one.code, level=one.level, office=office) for one in services)
    return next((one for one in found if one), None)
