"""The account's addresses with the fewest neighbours: what their pages link to, and nothing behind it."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tuntas.screens.shared.access import officers_only, open_to_all


@open_to_all
def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("kosong")


@officers_only
def desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse("meja")


resident = ["home", "track", "help", "offices", "privacy"], "resident"
public = ["check_file", "verify"], "public"


def _stubs(names: list[str], app: str) -> tuple[list[object], str]:
    return [path(f"{app}/{name}/", nothing, name=name) for name in names], app


urlpatterns = [
    path("", include("tuntas.screens.shared.urls")),
    path("", include("tuntas.screens.desk.urls_account")),
    path("", include(_stubs(*resident))),
    path("", include(_stubs(*public))),
    path("meja/", include(([path("", desk, name="start")], "desk"))),
]
