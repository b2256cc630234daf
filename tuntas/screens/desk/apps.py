from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "tuntas.screens.desk"
    label = "desk"
