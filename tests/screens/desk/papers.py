"""Cases as the desk gets them: sent just now through the product's own verbs, brought to a station of the chain."""

from typing import Any

from django.test import Client
from django.utils import timezone

from tests.flow.papers import send
from tests.make import PIN, Cast
from tuntas.cases.models import Case
from tuntas.flow.approve import approve
from tuntas.flow.submit import Sent
from tuntas.offices.models import Officer


def send_now(cast: Cast, **fields: Any) -> Sent:
    """Ani's application for an SKD with its three photos, on Budi's desk."""
    return send(cast, at=timezone.now(), **fields)


def bring(cast: Cast, *, steps: int = 0, **fields: Any) -> Case:
    """A case that the first `steps` officers of the chain have let through."""
    case = send_now(cast, **fields).cases[0]
    for officer in cast.chain[:steps]:
        case = approve(case, by=officer, pin=PIN)
    return case


def client_of(officer: Officer) -> Client:
    """The officer's browser, logged in."""
    client = Client()
    client.force_login(officer)
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())
