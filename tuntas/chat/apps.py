from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "tuntas.chat"
    label = "chat"
