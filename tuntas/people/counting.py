"""Counting: how many residents an office has by sex, age, religion and so on, kept as numbers without names."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from tuntas.offices.models import Office
from tuntas.people.models import Count, Resident
from tuntas.vault.fields import Json

TOPICS = ("age", "religion", "marital_status", "education", "occupation", "nationality", "rt")
UNKNOWN = ""
OLDEST = 75
_STEP = 5

Key = tuple[str, str, str]  # topic, label, sex


def count_office(office: Office, *, on: date, at: datetime) -> int:
    """Counts all who live here and replaces the numbers of before. Returns how many residents that were."""
    numbers, total = _count(office, on=on)
    rows = [
        Count(office=office, topic=topic, label=label, sex=sex, number=number, counted_at=at)
        for (topic, label, sex), number in numbers.items()
    ]
    with transaction.atomic():
        # Two counts at once would each insert their own; what only refers to the office need not wait.
        Office.objects.select_for_update(no_key=True).get(pk=office.pk)
        Count.objects.filter(office=office).delete()
        Count.objects.bulk_create(rows)
    return total


def _count(office: Office, *, on: date) -> tuple[Counter[Key], int]:
    numbers: Counter[Key] = Counter()
    total = 0
    residents = Resident.objects.present().filter(office=office).select_related("family").order_by("pk")
    for resident in residents.iterator(chunk_size=2000):
        total += 1
        for topic, label in _labels({**resident.person, **resident.family.card}, on=on):
            numbers[topic, label[:60], resident.sex] += 1
    return numbers, total


def _labels(known: Json, *, on: date) -> Iterator[tuple[str, str]]:
    yield "age", age_group(str(known.get("birth_date", "")), on=on)
    yield "rt", f"{known.get('rt') or '000'}/{known.get('rw') or '000'}"
    for topic in TOPICS[1:-1]:
        yield topic, str(known.get(topic) or UNKNOWN)


def age_group(birth_date: str, *, on: date) -> str:
    """ "00-04", "05-09" ... "75+" of an ISO date; "" for none."""
    try:
        born = date.fromisoformat(birth_date)
    except ValueError:
        return UNKNOWN
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age >= OLDEST:
        return f"{OLDEST}+"
    start = max(age, 0) // _STEP * _STEP
    return f"{start:02d}-{start + _STEP - 1:02d}"
