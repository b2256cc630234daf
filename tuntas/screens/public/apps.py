from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "tuntas.screens.public"
    label = "public"
