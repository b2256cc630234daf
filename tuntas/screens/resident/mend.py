"""Mending: the resident sends just what was bad, on the status page itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuntas.cases.models import Application
from tuntas.cases.refusals import CannotMove
from tuntas.catalog.finding import ServiceUnknown
from tuntas.flow.resubmit import resubmit
from tuntas.intake.refusals import InputRefused
from tuntas.intake.uploads import UploadUnknown
from tuntas.offices.tree import OfficeUnknown, PostMissing
from tuntas.reports.status import read_status
from tuntas.reports.status_views import Ask
from tuntas.screens.resident.asking import Mended, list_asked_again, read_mended
from tuntas.screens.resident.proof import with_proof
from tuntas.screens.resident.status import show_status
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept


@open_to_all
@never_kept
@require_POST
@with_proof
def mend(request: HttpRequest, application: Application) -> HttpResponse:
    """POST: takes what was asked for. Whatever is still missing is said beside its field; nothing sent is lost."""
    asks = read_status(application, at=timezone.now()).asks
    mended = read_mended(request, asks)
    if mended.refused:
        return _ask_again(request, application, asks, mended, refused=mended.refused)
    try:
        resubmit(application, answers=mended.answers, applicant=mended.applicant, files=mended.files)
    except InputRefused as refused:
        return _ask_again(request, application, asks, mended, refused=refused.messages)
    except (CannotMove, OfficeUnknown, PostMissing, ServiceUnknown, UploadUnknown) as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Terima kasih. Perbaikan Anda sudah kami terima."))
    return HttpResponseRedirect(reverse("resident:status", args=[application.receipt]))


def _ask_again(
    request: HttpRequest, application: Application, asks: list[Ask], mended: Mended, *, refused: dict[str, str]
) -> HttpResponse:
    asked = list_asked_again(asks, mended, messages=refused)
    return show_status(request, application, asked=asked, refused=refused)
