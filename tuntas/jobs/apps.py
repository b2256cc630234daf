from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "tuntas.jobs"
    label = "jobs"
