from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "tuntas.handover"
    label = "handover"
