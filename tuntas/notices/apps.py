from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tuntas.notices"
    label = "notices"
