"""Addresses that exist in a demonstration only."""

from django.urls import path

from tuntas.screens.demo.simulator import simulator

app_name = "demo"
urlpatterns = [path("simulator/", simulator, name="simulator")]
