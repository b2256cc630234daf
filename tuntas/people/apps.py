from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tuntas.people"
    label = "people"
