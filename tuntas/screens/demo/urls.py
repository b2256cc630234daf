"""Addresses that exist in a demonstration only."""

from django.urls import path

from tuntas.screens.demo.simulator import add_phone, chat, media, say, simulator

app_name = "demo"
urlpatterns = [
    path("simulator/", simulator, name="simulator"),
    path("simulator/ponsel/", add_phone, name="add_phone"),
    path("simulator/ponsel/<str:person_id>/", chat, name="chat"),
    path("simulator/ponsel/<str:person_id>/kirim/", say, name="say"),
    path("simulator/berkas/<str:media_id>/", media, name="media"),
]
