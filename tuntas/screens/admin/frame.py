"""What all pages of administrators share: the menu, what may be loaded, and refusals as fields."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import definition_of
from tuntas.catalog.models import ServiceVersion
from tuntas.intake.refusals import FieldError
from tuntas.offices.administering import NotAdministered, get_administered, get_kept_officer, list_administered
from tuntas.offices.duty import list_posts, rights_today
from tuntas.offices.models import Office, Officer
from tuntas.offices.roles import Right
from tuntas.screens.shared.access import officer_of


def frame(request: HttpRequest, **more: object) -> dict[str, object]:
    """The menu and the place above it, with what the page itself shows."""
    officer, on = officer_of(request), timezone.localdate()
    posts = [post for post in list_posts(officer, on=on) if Right.ADMINISTER in post.rights]
    rights = rights_today(officer, on=on)
    place = posts[0].office.name if posts else officer.name
    return {
        "place": place if len(posts) < 2 else _("%(n)d kantor") % {"n": len(posts)},
        "publishes": Right.PUBLISH in rights,
        "has_desk": Right.SEE_QUEUE in rights,
        **more,
    }


def get_version_or_404(code: str) -> tuple[ServiceVersion, ServiceDefinition]:
    """The current version of a service, else its last; 404 for a code that never was."""
    found = ServiceVersion.objects.filter(code=code.upper()).order_by("-is_current", "-number").first()
    if found is None:
        raise Http404(_("Layanan ini tidak ada."))
    return found, definition_of(found)


def get_office_or_404(request: HttpRequest, code: str) -> Office:
    """An office that this administrator keeps; any other is not there."""
    try:
        return get_administered(officer_of(request), code, on=timezone.localdate())
    except NotAdministered as refusal:
        raise Http404(str(refusal)) from refusal


def get_officer_or_404(request: HttpRequest, officer_id: UUID) -> Officer:
    """An officer whom this administrator keeps; any other is not there."""
    try:
        return get_kept_officer(officer_of(request), officer_id, on=timezone.localdate())
    except NotAdministered as refusal:
        raise Http404(str(refusal)) from refusal


def find_sample_office(request: HttpRequest) -> Office | None:
    """The office that previews speak for: `?kantor=<code>` of those that the administrator keeps, else a village."""
    kept = list_administered(officer_of(request), on=timezone.localdate())
    wanted = kept.filter(code=request.GET.get("kantor", "")[:24]).first()
    return wanted or kept.filter(level=Office.Level.VILLAGE).first() or kept.first()


def as_errors(problems: Mapping[str, str]) -> list[FieldError]:
    """Refusals by field as the summary at the top of a form shows them."""
    return [FieldError(field, message) for field, message in problems.items()]


def read_day(text: str) -> date | None:
    """A day from a date field; None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
