from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "tuntas.screens.shared"
    label = "shared"
