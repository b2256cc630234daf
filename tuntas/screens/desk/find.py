"""Finding a case by its receipt, as somebody at the counter reads it out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.access import list_visible
from tuntas.cases.paper import leave_out_replaced
from tuntas.cases.receipts import read_receipt
from tuntas.offices.roles import Right
from tuntas.screens.shared.access import needs, officer_of


@needs(Right.SEE_QUEUE)
def find(request: HttpRequest) -> HttpResponse:
    """Opens the first case of a receipt that this officer may see, an open one if any, or says that there is none."""
    receipt = read_receipt(request.GET.get("tanda-terima", ""))
    visible = list_visible(officer_of(request), at=timezone.now())
    found = leave_out_replaced(visible.filter(application__receipt=receipt)) if receipt else []
    case = min(found, key=lambda one: one.is_closed, default=None)
    if case is None:
        messages.warning(request, _("Nomor tanda terima ini tidak ada di kantor Anda. Periksa lagi nomornya."))
        return redirect("desk:start")
    return redirect("desk:case", case.pk)
