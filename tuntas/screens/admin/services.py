"""Services as the administrator sees them: the list, one service, and where it is switched off."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuntas.catalog.editing import find_edit, find_waiting_file
from tuntas.flow.keep_office import offer_service
from tuntas.offices.administering import NotAdministered, list_administered
from tuntas.offices.roles import Right
from tuntas.reports.administration import list_service_rows
from tuntas.reports.catalog_problems import examine
from tuntas.screens.admin.chain import describe_chain
from tuntas.screens.admin.frame import find_sample_office, frame, get_version_or_404
from tuntas.screens.shared.access import needs, officer_of

FILTERS = ("", "edited", "newer", "off", "draft")


@needs(Right.ADMINISTER)
def services(request: HttpRequest) -> HttpResponse:
    """All services; `?cari=` by code or name, `?hanya=` those edited, with a newer file, switched off, under edit."""
    only, wanted = request.GET.get("hanya", ""), request.GET.get("cari", "").strip()[:80]
    rows = list_service_rows(officer_of(request), on=timezone.localdate())
    counts = {name: sum(name in row.marks for row in rows) for name in FILTERS if name}
    text = wanted.casefold()
    shown = [row for row in rows if (only not in FILTERS or not only or only in row.marks) and text in row.haystack]
    context = frame(request, shown=shown, total=len(rows), counts=counts, only=only, wanted=wanted)
    return render(request, "admin/services.html", context)


@needs(Right.ADMINISTER)
def service(request: HttpRequest, code: str) -> HttpResponse:
    """One service with everything that it asks, promises and passes, and where it is switched off."""
    version, definition = get_version_or_404(code)
    officer, on = officer_of(request), timezone.localdate()
    kept = list_administered(officer, on=on)
    office = find_sample_office(request)
    context = frame(
        request,
        service=definition,
        version=version,
        chain=describe_chain(definition, office=office),
        office=office,
        edit=find_edit(definition.code, by=officer),
        newer=find_waiting_file(definition.code),
        examined=examine(definition, on=on),
        off=[one for one in kept if definition.code in one.services_off],
        on_offices=[one for one in kept if definition.code not in one.services_off],
    )
    return render(request, "admin/service.html", context)


@require_POST
@needs(Right.ADMINISTER)
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """Switches the service off or on for an office and those below it."""
    _version, definition = get_version_or_404(code)
    is_on = request.POST.get("do") == "open"
    try:
        offer_service(request.POST.get("office", ""), definition.code, is_on=is_on, by=officer_of(request))
    except NotAdministered as refusal:
        raise Http404(str(refusal)) from refusal
    names = {"service": definition.short}
    text = _("%(service)s dibuka lagi.") if is_on else _("%(service)s dimatikan. Berkas yang berjalan tetap selesai.")
    messages.success(request, text % names)
    return redirect("admin:service", code)
