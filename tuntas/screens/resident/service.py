"""One service: what to bring, how long it takes, what it costs, who handles it, on what law, and how to apply."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tuntas.catalog.finding import ServiceUnknown, get_service
from tuntas.intake.offering import describe_closed
from tuntas.intake.requirements import list_certain
from tuntas.screens.resident.journey import describe_journey
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.applying.needed import list_sometimes
from tuntas.screens.shared.caching import briefly_cached
from tuntas.screens.shared.package_words import list_promised
from tuntas.screens.shared.place import find_office


@open_to_all
@require_safe
@briefly_cached
def service(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a service by its code in any case; raises Http404 for a code without a service."""
    try:
        _version, definition = get_service(code)
    except ServiceUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    office = find_office(request)
    switches = office.switches if office else {}
    page = {
        "service": definition,
        "office": office,
        "closed": describe_closed(definition, office=office) if office else "",
        "needed": list_certain(definition, switches=switches),
        "sometimes": list_sometimes(definition),
        "journey": [] if definition.is_package else describe_journey(definition, office=office),
        "promised": list_promised(definition),
        "hand_in": list(dict.fromkeys(one.name for one in definition.hand_in)),
        "without_rt": office is not None and not (switches.get("rt_endorsement") or switches.get("rt_letter")),
    }
    return render(request, "resident/service.html", page)
