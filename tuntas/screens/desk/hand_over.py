"""Handing over at the counter, and taking a letter back."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.access import list_visible
from tuntas.cases.models import Case
from tuntas.cases.paper import list_old_papers, name_of
from tuntas.cases.refusals import CannotMove
from tuntas.cases.states import State
from tuntas.catalog.definition import HandIn
from tuntas.flow.hand_over import hand_over
from tuntas.flow.revoke import revoke
from tuntas.handover.models import Handover
from tuntas.handover.recording import AlreadyHandedOver
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.letters.reading import list_letters
from tuntas.offices.models import Officer
from tuntas.offices.roles import Right
from tuntas.screens.desk.case import load_case
from tuntas.screens.desk.queue import read_desk
from tuntas.screens.desk.wording import say_delivery
from tuntas.screens.shared.access import needs, officer_of

SHOWN = 50


@needs(Right.HAND_OVER)
def ready(request: HttpRequest) -> HttpResponse:
    """Documents that wait for a hand, oldest first."""
    visible = list_ready(officer_of(request), at=timezone.now())
    cases = list(visible[:SHOWN])
    with_letter = {letter.case_id for letter in list_letters(cases)}
    rows = [_row(case, has_letter=case.pk in with_letter) for case in cases]
    desk = read_desk(request)
    context = {"rows": rows, "total": visible.count(), "desk": desk, "office": desk.office}
    context |= {"paper": sum(1 for case in cases if case.pk in with_letter and is_on_paper(case))}
    return render(request, "desk/ready.html", context)


def list_ready(officer: Officer, *, at: datetime) -> QuerySet[Case]:
    """What this officer may hand over now, oldest first."""
    visible = list_visible(officer, at=at).filter(state=State.READY)
    return visible.select_related("application").order_by("opened_at", "id")


def is_on_paper(case: Case) -> bool:
    """Whether the applicant wants the paper, instead of a file to print at home."""
    return case.application.delivery_method != Handover.Method.DOWNLOAD


def _row(case: Case, *, has_letter: bool) -> dict[str, object]:
    application = case.application
    delivery = say_delivery(application.delivery_method)
    row = {"case": case, "name": case.applicant.get("name", ""), "short": name_of(case), "delivery": delivery}
    return row | {"has_letter": has_letter}


@needs(Right.HAND_OVER)
def hand_over_case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Who took the document, and how they belong to the applicant."""
    case, posted = load_case(request, case_id), request.POST
    old = list_old_papers(case)
    errors: list[FieldError] = []
    if request.method == "POST":
        try:
            hand_over(
                case,
                by=officer_of(request),
                method=Handover.Method.PICKUP,
                receiver=posted.get("receiver", ""),
                relation=posted.get("relation", ""),
                proof=posted.get("proof", ""),
                old_papers={one.code: posted.get(f"old.{one.code}", "") for one in old},
            )
        except InputRefused as refusal:
            errors = list(refusal.errors)
        except (CannotMove, AlreadyHandedOver) as refusal:
            messages.warning(request, str(refusal))
            return redirect("desk:ready")
        else:
            messages.success(request, _("%(service)s sudah diserahkan. Tuntas.") % {"service": name_of(case)})
            return redirect("desk:ready")
    desk = read_desk(request)
    context = {"case": case, "short": name_of(case), "name": case.applicant.get("name", "")}
    context |= {"receiver": posted.get("receiver") or case.application.applicant.get("name", "")}
    context |= {"desk": desk, "office": desk.office, "errors": errors, "typed": posted}
    context |= {
        "has_letter": bool(list_letters([case])),
        "relations": Handover.Relation.choices,
        "old": [_say_old(one, posted) for one in old],
    }
    return render(request, "desk/hand_over_case.html", context, status=422 if errors else 200)


def _say_old(one: HandIn, posted: QueryDict) -> dict[str, str]:
    return {"code": one.code, "name": one.name, "said": posted.get(f"old.{one.code}", "")}


@needs(Right.REVOKE)
def revoke_case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Revokes the letter with a reason; its QR page says so from then on."""
    case = load_case(request, case_id)
    errors: list[FieldError] = []
    if request.method == "POST":
        try:
            revoke(case, by=officer_of(request), reason=request.POST.get("reason", ""))
        except InputRefused as refusal:
            errors = list(refusal.errors)
        except CannotMove as refusal:
            messages.warning(request, str(refusal))
            return redirect("desk:case", case.pk)
        else:
            messages.success(request, _("Surat dicabut. Halaman QR sekarang menyatakan itu."))
            return redirect("desk:case", case.pk)
    desk = read_desk(request)
    context = {"case": case, "short": name_of(case), "desk": desk, "office": desk.office, "errors": errors}
    context |= {"typed": request.POST.get("reason", "")}
    return render(request, "desk/revoke_case.html", context, status=422 if errors else 200)
