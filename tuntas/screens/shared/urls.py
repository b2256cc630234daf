"""Addresses that all audiences share."""

from django.urls import path

from tuntas.screens.shared.sheet import mark, sheet

app_name = "shared"
urlpatterns = [
    path("gaya/<slug:digest>.css", sheet, name="sheet"),
    path("gaya/tanda.svg", mark, name="mark"),
]
