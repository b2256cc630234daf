"""Addresses for residents."""

from django.urls import path

from tuntas.screens.resident.explain import help_page, privacy
from tuntas.screens.resident.home import home
from tuntas.screens.resident.offices import offices
from tuntas.screens.resident.service import service
from tuntas.screens.resident.status import status
from tuntas.screens.resident.track import track

app_name = "resident"
urlpatterns = [
    path("", home, name="home"),
    path("layanan/<slug:code>/", service, name="service"),
    path("kantor/", offices, name="offices"),
    path("lacak/", track, name="track"),
    path("p/<str:receipt>/", status, name="status"),
    path("bantuan/", help_page, name="help"),
    path("privasi/", privacy, name="privacy"),
]
