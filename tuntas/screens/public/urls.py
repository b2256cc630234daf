"""Addresses for anybody who holds a letter."""

from django.urls import path

from tuntas.screens.public.check_file import check_file
from tuntas.screens.public.verify import verify

app_name = "public"
urlpatterns = [
    path("v/<str:code>", verify, name="verify"),
    path("periksa/", check_file, name="check_file"),
]
