"""All addresses of the product; each audience brings its own."""

from django.urls import URLPattern, URLResolver, include, path

from tuntas.chat.webhook import whatsapp
from tuntas.config.health import healthz, readyz

handler400 = "tuntas.screens.shared.errors.bad_request"
handler403 = "tuntas.screens.shared.errors.permission_denied"
handler404 = "tuntas.screens.shared.errors.not_found"
handler500 = "tuntas.screens.shared.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tuntas.screens.shared.urls")),
    path("", include("tuntas.screens.public.urls")),
    path("", include("tuntas.screens.resident.urls")),
    path("", include("tuntas.screens.desk.urls")),
    path("atur/", include("tuntas.screens.admin.urls")),
    path("", include("tuntas.screens.demo.urls")),
    path("api/v1/", include("tuntas.api.urls")),
    path("", include("tuntas.screens.desk.urls_account")),
    path("webhooks/whatsapp", whatsapp, name="whatsapp"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
