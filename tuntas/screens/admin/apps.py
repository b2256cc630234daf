from django.apps import AppConfig


class AdminConfig(AppConfig):
    name = "tuntas.screens.admin"
    label = "atur"
