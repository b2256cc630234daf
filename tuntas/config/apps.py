from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "tuntas.config"
    label = "config"

    def ready(self) -> None:
        """Registers the system checks."""
        import_module("tuntas.config.checks")
