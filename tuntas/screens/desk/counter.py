"""The counter: who came, which service, and the draft that somebody brought along."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tuntas.cases.refusals import CannotMove
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import ServiceUnknown, definition_of, list_catalog, search_services
from tuntas.flow.read_resident import look_up
from tuntas.flow.take_in import begin_at_counter, list_at_counter, take_over
from tuntas.intake.counter import find_by_code
from tuntas.intake.models import Draft
from tuntas.offices.duty import list_villages
from tuntas.offices.models import Office
from tuntas.offices.roles import Right
from tuntas.people.access import ResidentUnknown, get_resident, list_seen
from tuntas.people.models import Resident
from tuntas.reports.residents import make_row
from tuntas.screens.desk.queue import read_desk
from tuntas.screens.shared.access import needs, officer_of
from tuntas.screens.shared.caching import never_kept
from tuntas.vault import tries
from tuntas.vault.tries import TooManyTries

NOBODY = "tanpa"  # the walk-in is not in the register, or need not be looked for
_LONGEST = 200
_WRONG_CODES, _WAIT_SECONDS = 10, 15 * 60


def list_own(request: HttpRequest) -> list[Office]:
    """The village offices that this officer takes in for today."""
    return list_villages(officer_of(request), Right.TAKE_IN, on=timezone.localdate())


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.TAKE_IN)
def counter(request: HttpRequest) -> HttpResponse:
    """GET: the steps so far (`?warga=<id>&layanan=<words>`). POST `cari`: looks somebody up, which is noted."""
    desk, offices = read_desk(request), list_own(request)
    chosen, typed = request.GET.get("warga", ""), request.GET.get("layanan", "").strip()[:100]
    resident = find_chosen(request, chosen)
    context: dict[str, object] = {"desk": desk, "office": desk.office, "offices": offices, "typed": typed}
    context |= {"person": make_row(resident) if resident else None, "nobody": chosen == NOBODY, "chosen": chosen}
    context |= {"services": _find_services(typed), "drafts": _describe_drafts(offices)}
    return render(request, "desk/counter.html", context | _search(request, may_search=desk.can_see_residents))


def find_chosen(request: HttpRequest, chosen: str) -> Resident | None:
    """The resident of the register who was chosen; 404 for one whom this officer may not see."""
    if chosen in {"", NOBODY}:
        return None
    try:
        return get_resident(officer_of(request), uuid.UUID(chosen), on=timezone.localdate())
    except (ValueError, ResidentUnknown) as refusal:
        raise Http404(str(refusal)) from refusal


def _find_services(typed: str) -> list[ServiceDefinition]:
    return search_services(typed) if typed else list_catalog()


def _describe_drafts(offices: list[Office]) -> list[dict[str, object]]:
    return [
        {"draft": one, "service": definition_of(one.service_version), "name": _name_of(one.content)}
        for one in list_at_counter(offices)
    ]


def _name_of(content: dict[str, dict[str, str]]) -> str:
    return (content.get("applicant") or {}).get("name", "")


def _search(request: HttpRequest, *, may_search: bool) -> dict[str, object]:
    """What was typed comes by POST: it must not stand in an address."""
    text = request.POST.get("cari", "").strip()[:_LONGEST]
    officer = officer_of(request)
    offices = list_seen(officer, on=timezone.localdate()) if may_search else []
    found = look_up(text, offices=offices, by=officer) if text and offices else None
    people = [make_row(one) for one in found.residents if one.status == one.Status.PRESENT] if found else []
    return {"text": text, "found": found, "people": people, "may_search": bool(offices)}


@never_kept
@require_POST
@needs(Right.TAKE_IN)
def counter_begin(request: HttpRequest) -> HttpResponse:
    """POST `service`, `warga`, `kantor`: a draft, filled with what the register knows, and its form."""
    offices = {office.code: office for office in list_own(request)}
    office = offices.get(request.POST.get("kantor", "")) or next(iter(offices.values()), None)
    if office is None:
        messages.warning(request, _("Belum ada kelurahan yang menerima permohonan di loket ini."))
        return redirect("desk:counter")
    resident = find_chosen(request, request.POST.get("warga", ""))
    try:
        draft = begin_at_counter(
            request.POST.get("service", ""), office=office, by=officer_of(request), resident=resident
        )
    except ServiceUnknown as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk:counter")
    return redirect("desk:counter_form", draft.pk)


@never_kept
@require_http_methods(["GET", "HEAD"])
@needs(Right.TAKE_IN)
def counter_find(request: HttpRequest) -> HttpResponse:
    """The code that was typed in, as the address that a QR code opens."""
    code = request.GET.get("kode", "").strip()[:20]
    return redirect("desk:counter_open", code) if code and "/" not in code else redirect("desk:counter")


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.TAKE_IN)
def counter_open(request: HttpRequest, code: str) -> HttpResponse:
    """GET: which service a code opens, and a button. POST: the draft goes on at this counter."""
    try:
        draft = _get_by_code(request, code)
        if request.method == "POST":
            taken = take_over(draft, offices=list_own(request), by=officer_of(request))
            return redirect("desk:counter_form", taken.pk)
    except (CannotMove, TooManyTries) as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk:counter")
    desk = read_desk(request)
    page = {"desk": desk, "office": desk.office, "service": definition_of(draft.service_version), "draft": draft}
    return render(request, "desk/counter_open.html", page)


def _get_by_code(request: HttpRequest, code: str) -> Draft:
    """The draft of a code. Raises CannotMove where none fits, TooManyTries for an officer who guesses."""
    at, found = timezone.now(), None

    def fits() -> bool:
        nonlocal found
        found = find_by_code(code, at=at)
        return found is not None

    subject = str(officer_of(request).pk)
    tries.guess("counter-code", fits=fits, subject=subject, limit=_WRONG_CODES, seconds=_WAIT_SECONDS, at=at)
    if found is None:
        raise CannotMove(_("Kode ini tidak ada atau sudah lewat 14 hari. Minta warga membuat yang baru."))
    return found
