from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "tuntas.letters"
    label = "letters"
