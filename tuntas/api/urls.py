"""The API as one object with its documentation, mounted at /api/v1/."""

from django.urls import path
from ninja import NinjaAPI

from tuntas.api import applications, catalogue, desk, problems, verification
from tuntas.api.docs import api_docs

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

urlpatterns = [path("docs", api_docs, {"api": api}, name="api_docs"), path("", api.urls)]
