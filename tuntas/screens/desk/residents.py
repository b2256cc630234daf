"""The register of residents: finding somebody, their record, their family."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuntas.flow.correct_resident import correct_resident
from tuntas.flow.read_resident import look_up, read_family, read_resident
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.offices.models import Officer
from tuntas.offices.roles import Right
from tuntas.people.access import ResidentUnknown, get_family, get_resident, list_kept, list_seen
from tuntas.people.changing import CannotChange
from tuntas.people.models import Proposal, Resident
from tuntas.reports.residents import make_row, read_record
from tuntas.reports.residents import read_family as read_members
from tuntas.screens.desk.queue import read_desk
from tuntas.screens.desk.residents_fields import list_fields
from tuntas.screens.shared.access import needs, officer_of
from tuntas.screens.shared.caching import never_kept

T = TypeVar("T")
_LONGEST = 200


def load_or_404(load: Callable[[Officer], T], request: HttpRequest) -> T:
    """What the officer may see, else the page that is not there: both look the same."""
    try:
        return load(officer_of(request))
    except ResidentUnknown as refusal:
        raise Http404(str(refusal)) from refusal


def frame(request: HttpRequest, **more: object) -> dict[str, object]:
    """What every page of the register shows: the desk's frame, the tabs, how many proposals wait."""
    desk, officer, on = read_desk(request), officer_of(request), timezone.localdate()
    kept = list_kept(officer, on=on)
    waiting = Proposal.objects.filter(office__in=kept, state=Proposal.State.OPEN).count() if kept else 0
    return {"desk": desk, "office": desk.office, "keeps": bool(kept), "waiting": waiting, **more}


@never_kept
@needs(Right.SEE_RESIDENTS)
def residents(request: HttpRequest) -> HttpResponse:
    """Search by NIK, KK, phone or name. What was typed comes by POST: it must not stand in an address."""
    officer, on = officer_of(request), timezone.localdate()
    offices = list_seen(officer, on=on)
    text = request.POST.get("cari", "").strip()[:_LONGEST]
    found = look_up(text, offices=offices, by=officer) if text and offices else None
    people = [make_row(resident) for resident in found.residents] if found else []
    total = Resident.objects.visible_to([office.pk for office in offices]).present().count()
    context = frame(request, offices=offices, text=text, found=found, people=people, total=total)
    return render(request, "desk/residents.html", context)


@never_kept
@needs(Right.SEE_RESIDENTS)
def residents_record(request: HttpRequest, resident_id: uuid.UUID) -> HttpResponse:
    """One record; the reading is noted."""
    return _show_record(request, resident_id, what="resident.read")


@never_kept
@require_POST
@needs(Right.SEE_RESIDENTS)
def residents_reveal(request: HttpRequest, resident_id: uuid.UUID) -> HttpResponse:
    """The record with NIK and KK in full, because somebody asked; the asking is noted."""
    return _show_record(request, resident_id, what="resident.revealed")


def _show_record(request: HttpRequest, resident_id: uuid.UUID, *, what: str) -> HttpResponse:
    on = timezone.localdate()
    resident = load_or_404(lambda officer: get_resident(officer, resident_id, on=on), request)
    read_resident(resident, by=officer_of(request), what=what)
    context = frame(request, record=read_record(resident, on=on), revealed=what == "resident.revealed")
    return render(request, "desk/residents_record.html", context)


@never_kept
@needs(Right.SEE_RESIDENTS)
def residents_family(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """A family card with its members; the reading is noted."""
    family = load_or_404(lambda officer: get_family(officer, family_id, on=timezone.localdate()), request)
    read_family(family, by=officer_of(request))
    return render(request, "desk/residents_family.html", frame(request, page=read_members(family)))


@never_kept
@needs(Right.KEEP_RESIDENTS)
def residents_correct(request: HttpRequest, resident_id: uuid.UUID) -> HttpResponse:
    """Mends what was written down wrongly. The numbers are shown in full here, so opening is noted as such."""
    on, officer = timezone.localdate(), officer_of(request)
    resident = load_or_404(lambda officer: get_resident(officer, resident_id, on=on), request)
    if resident.office not in list_kept(officer, on=on):
        raise Http404
    errors: list[FieldError] = []
    if request.method == "POST":
        try:
            change = correct_resident(resident, request.POST, by=officer)
        except InputRefused as refusal:
            errors = list(refusal.errors)
        except CannotChange as refusal:
            errors = [FieldError("nik", str(refusal))]
        else:
            messages.success(request, _("Data diperbaiki.") if change else _("Tidak ada yang berubah."))
            return redirect("desk:residents_record", resident.pk)
    else:
        read_resident(resident, by=officer, what="resident.revealed")
    fields = list_fields(resident, typed=request.POST, said={error.field: error.message for error in errors})
    context = frame(request, record=make_row(resident), fields=fields, errors=errors)
    return render(request, "desk/residents_correct.html", context, status=422 if errors else 200)
