"""Posts of an office: new ones, and what people call them here."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuntas.flow import keep_office
from tuntas.flow.administer import ChangeRefused
from tuntas.offices.administering import MayNotGive
from tuntas.offices.models import Post
from tuntas.offices.roles import Right
from tuntas.screens.admin.frame import get_office_or_404
from tuntas.screens.admin.offices import change_office
from tuntas.screens.shared.access import needs, officer_of


@require_POST
@needs(Right.ADMINISTER)
def add_post(request: HttpRequest, code: str) -> HttpResponse:
    """A new position in the office."""

    def change() -> None:
        try:
            keep_office.add_post(code, request.POST.dict(), by=officer_of(request))
        except MayNotGive as refusal:
            raise ChangeRefused(role=str(refusal)) from refusal

    return change_office(request, code, change, done=_("Jabatan ditambahkan. Tunjuk petugasnya."), at="jabatan")


@require_POST
@needs(Right.ADMINISTER)
def title_post(request: HttpRequest, code: str, post_id: UUID) -> HttpResponse:
    """What a post is called in this office."""
    office = get_office_or_404(request, code)
    post = Post.objects.filter(office=office, pk=post_id).select_related("office").first()
    if post is None:
        raise Http404(_("Jabatan ini tidak ada."))

    def change() -> None:
        try:
            keep_office.title_post(post, title=request.POST.get("title", ""), by=officer_of(request))
        except MayNotGive as refusal:
            raise ChangeRefused(title=str(refusal)) from refusal

    return change_office(request, code, change, done=_("Sebutan jabatan tersimpan."), at="jabatan")
