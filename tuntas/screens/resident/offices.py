"""Choosing an office: search by the name of kelurahan, kecamatan or town; the choice stays in a cookie."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from tuntas.offices.models import Office
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.place import remember_office

_SHOWN = 30


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def offices(request: HttpRequest) -> HttpResponse:
    """GET: the offices that fit `?cari=`, at most 30. POST `office`: chooses one and goes on to `ke`."""
    onward = _safe_path(request.POST.get("ke") or request.GET.get("ke", ""))
    if request.method == "POST":
        return _choose(request.POST.get("office", ""), onward=onward)
    wanted = " ".join(request.GET.get("cari", "").split())[:60]
    found = list_open_offices(wanted)
    page = {"wanted": wanted, "found": found[:_SHOWN], "has_more": len(found) > _SHOWN, "onward": onward}
    return render(request, "resident/offices.html", page)


def list_open_offices(wanted: str) -> list[Office]:
    """Open offices of villages whose own, district's or regency's name holds every word; one more than is shown."""
    rows = Office.objects.filter(level=Office.Level.VILLAGE, is_open=True).select_related("region__parent__parent")
    for word in wanted.split():
        above = Q(region__parent__name__icontains=word) | Q(region__parent__parent__name__icontains=word)
        rows = rows.filter(Q(name__icontains=word) | above)
    return list(rows.order_by("region__name", "code")[: _SHOWN + 1])


def _choose(code: str, *, onward: str) -> HttpResponse:
    office = Office.objects.filter(code=code, is_open=True, level=Office.Level.VILLAGE).first()
    if office is None:
        raise Http404
    answer = HttpResponseRedirect(onward)
    remember_office(answer, office)
    return answer


def _safe_path(path: str) -> str:
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours else reverse("resident:home")
