"""What changes the register: proposals out of finished cases, and residents written down twice."""

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tuntas.flow.mutate import confirm_mutation, decline_mutation, keep_apart, merge_residents, read_waiting
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.offices.models import Officer
from tuntas.offices.roles import Right
from tuntas.people.access import ResidentUnknown, get_proposal, get_resident, list_kept
from tuntas.people.changing import CannotChange
from tuntas.people.duplicates import list_alike
from tuntas.people.models import Proposal, Resident
from tuntas.reports.residents import make_row, read_proposal
from tuntas.screens.desk.residents import frame, load_or_404
from tuntas.screens.shared.access import needs, officer_of
from tuntas.screens.shared.caching import never_kept

_SHOWN = 50


@never_kept
@needs(Right.KEEP_RESIDENTS)
def residents_proposals(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, oldest first, and what was decided lately."""
    kept = list_kept(officer_of(request), on=timezone.localdate())
    proposals = Proposal.objects.filter(office__in=kept).select_related("office", "decided_by")
    waiting = proposals.filter(state=Proposal.State.OPEN).order_by("proposed_at")[:_SHOWN]
    decided = proposals.exclude(state=Proposal.State.OPEN).order_by("-decided_at")[:_SHOWN]
    context = frame(request, open_rows=[_line(one) for one in waiting], decided_rows=[_line(one) for one in decided])
    return render(request, "desk/residents_proposals.html", context)


def _line(proposal: Proposal) -> dict[str, object]:
    people = proposal.data.get("people", [])
    return {"proposal": proposal, "name": people[0].get("name", "") if people else "", "more": len(people) - 1}


@never_kept
@needs(Right.KEEP_RESIDENTS)
def residents_proposal(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """One proposal beside what the register knows; POST writes it into the register, or leaves it out."""
    on = timezone.localdate()
    proposal = load_or_404(lambda officer: get_proposal(officer, proposal_id, on=on), request)
    read_waiting(proposal, by=officer_of(request))
    errors: list[FieldError] = []
    if request.method == "POST":
        try:
            _decide(request, proposal)
        except InputRefused as refusal:
            errors = list(refusal.errors)
        except CannotChange as refusal:
            errors = [FieldError("", str(refusal))]
        else:
            return redirect("desk:residents_proposals")
    context = frame(request, page=read_proposal(proposal), errors=errors, typed=request.POST)
    return render(request, "desk/residents_proposal.html", context, status=422 if errors else 200)


def _decide(request: HttpRequest, proposal: Proposal) -> None:
    posted, officer = request.POST, officer_of(request)
    if posted.get("do") == "decline":
        decline_mutation(proposal, by=officer, reason=posted.get("reason", ""))
        messages.success(request, _("Usulan tidak dicatat."))
        return
    people = {int(place) for place in posted.getlist("people") if place.isdecimal()}
    changes = confirm_mutation(proposal, by=officer, people=people, kk=posted.get("kk", ""), niks=_read_niks(posted))
    text = ngettext("%(n)d orang dicatat dalam buku.", "%(n)d orang dicatat dalam buku.", len(changes))
    messages.success(request, text % {"n": len(changes)})


def _read_niks(posted: Mapping[str, str]) -> dict[int, str]:
    names = ((name.removeprefix("nik."), value) for name, value in posted.items() if name.startswith("nik."))
    return {int(place): value for place, value in names if place.isdecimal()}


@never_kept
@needs(Right.KEEP_RESIDENTS)
def residents_alike(request: HttpRequest) -> HttpResponse:
    """Pairs of residents who may be one person."""
    kept = list_kept(officer_of(request), on=timezone.localdate())
    pairs = [
        {"first": make_row(pair.first), "second": make_row(pair.second), "why": pair.why}
        for office in kept
        for pair in list_alike(office, most=_SHOWN)
    ]
    return render(request, "desk/residents_alike.html", frame(request, pairs=pairs[:_SHOWN]))


@require_POST
@needs(Right.KEEP_RESIDENTS)
def residents_same(request: HttpRequest) -> HttpResponse:
    """Decides a pair: they are two people, or one of the two rows is a double."""
    officer = officer_of(request)
    first, second = (_get_kept(officer, request.POST.get(name, "")) for name in ("first", "second"))
    do = request.POST.get("do", "")
    try:
        if do == "apart":
            keep_apart(first, other=second, by=officer)
            messages.success(request, _("Dicatat sebagai dua orang."))
        elif do in {"first", "second"}:
            keep, drop = (first, second) if do == "first" else (second, first)
            merge_residents(keep, drop=drop, by=officer)
            messages.success(request, _("Data ganda digabung."))
    except CannotChange as refusal:
        messages.warning(request, str(refusal))
    return redirect("desk:residents_alike")


def _get_kept(officer: Officer, text: str) -> Resident:
    """A resident of an office whose register the officer keeps; 404 for everybody else."""
    on = timezone.localdate()
    try:
        found = get_resident(officer, uuid.UUID(text), on=on)
    except (ValueError, ResidentUnknown) as refusal:
        raise Http404 from refusal
    if found.office not in list_kept(officer, on=on):
        raise Http404
    return found
