"""All addresses of the product; each audience brings its own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from tuntas.config.health import healthz, readyz

handler400 = "tuntas.screens.shared.errors.bad_request"
handler403 = "tuntas.screens.shared.errors.permission_denied"
handler404 = "tuntas.screens.shared.errors.not_found"
handler500 = "tuntas.screens.shared.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tuntas.screens.shared.urls")),
    path("", include("tuntas.screens.public.urls")),
    path("", include("tuntas.screens.resident.urls")),
    path("akun/", include("allauth.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
for _audience in ("desk", "demo"):
    if find_spec(f"tuntas.screens.{_audience}.urls"):
        urlpatterns.append(path("", include(f"tuntas.screens.{_audience}.urls")))
