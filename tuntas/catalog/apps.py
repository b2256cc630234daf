from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "tuntas.catalog"
    label = "catalog"
