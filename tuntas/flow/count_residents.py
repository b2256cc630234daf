"""Count residents: an office's figures, after a change and once a night, when everybody may be a day older."""

from uuid import UUID

from django.utils import timezone

from tuntas.jobs.queue import enqueue
from tuntas.offices.models import Office
from tuntas.people.counting import count_office
from tuntas.people.models import Resident
from tuntas.vault.fields import Json


def recount(office: UUID) -> None:
    """Has the figures of an office counted anew, once, after the caller's transaction."""
    enqueue("count_residents", payload={"office": str(office)}, dedupe_key=f"count:{office}")


def count_residents(payload: Json) -> None:
    """The job: {"office": id}. Safe to repeat."""
    at = timezone.now()
    count_office(Office.objects.get(pk=payload["office"]), on=timezone.localtime(at).date(), at=at)


def count_all_residents(_payload: Json) -> None:
    """The nightly job: one count for each office that has residents."""
    for office in Resident.objects.order_by("office").values_list("office", flat=True).distinct():
        recount(office)
