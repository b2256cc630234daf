"""The API as one object with its documentation, mounted at /api/v1/."""

from django.urls import path
from ninja import NinjaAPI

from tuntas.api import applications, catalogue, desk, problems, verification
from tuntas.api.docs import docs

api = NinjaAPI(
    title="Tuntas",
    version="1",
    description="Satu loket untuk layanan kelurahan, kecamatan, dan Disdukcapil. Semua layanan gratis.",
    urls_namespace="api",
    docs_url=None,
)
problems.install(api)
for room in (catalogue, applications, verification, desk):
    api.add_router("", room.router)

app_name = "api"
urlpatterns = [path("docs", docs, {"api": api}, name="docs"), path("", api.urls)]
