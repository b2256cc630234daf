from django.apps import AppConfig


class ResidentConfig(AppConfig):
    name = "tuntas.screens.resident"
    label = "resident"
