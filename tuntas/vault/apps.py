from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "tuntas.vault"
    label = "vault"
