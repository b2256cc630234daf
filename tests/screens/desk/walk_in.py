"""A walk-in at the counter, as an officer's browser sends it."""

import re
from typing import Any

from django.test import Client

from tests.make import make_applicant
from tuntas.cases.models import Application
from tuntas.catalog.conditions import holds
from tuntas.catalog.definition import Kind, Question, ServiceDefinition
from tuntas.catalog.packages import read_catalog
from tuntas.catalog.shapes import example_of
from tuntas.intake.models import Draft

COUNTER = "/meja/loket/"
SERVICES = {one.code: one for one in read_catalog()}
MORE = {"email": "ani@contoh.example", "education": "SLTA/SEDERAJAT"}


def begin(client: Client, code: str = "SKD", **posted: str) -> Draft:
    """A draft at the counter, as the button of the service makes it."""
    answer = client.post(f"{COUNTER}buka/", {"service": code, "warga": "tanpa", **posted})
    assert answer.status_code == 302
    return Draft.objects.get(pk=answer["Location"].strip("/").rpartition("/")[2])


def type_in(question: Question, value: Any, *, name: str) -> dict[str, str]:
    """What an officer types for an answer."""
    if question.kind == Kind.TABLE:
        cells = [
            (column, row.get(column.code), f"{name}.{n}") for n, row in enumerate(value) for column in question.columns
        ]
        typed: dict[str, str] = {}
        for column, cell, place in cells:
            typed |= type_in(column, cell, name=f"{place}.{column.code}") if cell is not None else {}
        return typed
    if question.kind == Kind.DATE:
        return {f"{name}.{part}": text for part, text in zip(("year", "month", "day"), value.split("-"), strict=True)}
    if question.kind == Kind.MONTH:
        return {f"{name}.{part}": text for part, text in zip(("year", "month"), value.split("-"), strict=True)}
    return {name: str(value).lower() if isinstance(value, bool) else str(value)}


def fill(definition: ServiceDefinition, **more: Any) -> dict[str, Any]:
    """The whole form, typed from the examples; every original was shown."""
    person = make_applicant(**{name: MORE[name] for name in definition.applicant_fields})
    typed: dict[str, Any] = {"who": "self", "delivery.method": "pickup", "do": "check"}
    for name, value in person.items():
        kind = Kind.DATE if name == "birth_date" else Kind.TEXT
        typed |= type_in(Question(name, "", kind), value, name=f"applicant.{name}")
    given: dict[str, Any] = {}
    for one in definition.questions:
        if one.required and holds(one.when, applicant=person, answers=given, switches={}):
            given[one.code] = example_of(one)
            typed |= type_in(one, given[one.code], name=f"answers.{one.code}")
    return {**typed, "shown": [one.code for one in definition.requirements], **more}


def take_in(client: Client, code: str = "SKD", **more: Any) -> Application:
    """From the button of the service to the slip."""
    draft = begin(client, code)
    answer = client.post(f"{COUNTER}{draft.pk}/", fill(SERVICES[code], **more))
    assert answer.status_code == 302, re.findall(r'<li><a href="#[^<]+', answer.content.decode())
    assert client.get(answer["Location"]).status_code == 200
    assert client.post(f"{COUNTER}{draft.pk}/kirim/").status_code == 302
    draft.refresh_from_db()
    return Application.objects.get(receipt=draft.receipt)
