"""Loads the whole demo world: services, offices, people and their papers."""

from django.utils import timezone

from tuntas.catalog.publishing import load as load_services
from tuntas.config.demo.applications import load_applications
from tuntas.config.demo.offices import load_offices
from tuntas.config.demo.packages import load_packages
from tuntas.config.demo.register import load_register


def load_world() -> int:
    """Fills an empty database; returns the number of applications."""
    load_services()
    load_offices(on=timezone.localdate())
    now = timezone.now()
    load_register(now)
    return load_applications(now) + load_packages(now)
