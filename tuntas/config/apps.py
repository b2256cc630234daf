from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "tuntas.config"
    label = "config"
