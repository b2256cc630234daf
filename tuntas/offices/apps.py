from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "tuntas.offices"
    label = "offices"
