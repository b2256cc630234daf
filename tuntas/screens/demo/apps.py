from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "tuntas.screens.demo"
    label = "demo"
