"""Take in: an officer at the counter begins an application for a walk-in, or goes on with the draft they brought."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.refusals import CannotMove
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import get_service
from tuntas.flow.keep_documents import reuse_documents
from tuntas.intake.drafts import open_draft, save_draft
from tuntas.intake.links import renew_token
from tuntas.intake.models import Draft
from tuntas.offices.models import Office, Officer
from tuntas.people.models import Resident
from tuntas.people.prefill import find_applicant, prove_at_counter
from tuntas.vault import audit
from tuntas.vault.fields import Json


@transaction.atomic
def begin_at_counter(
    code: str, *, office: Office, by: Officer, resident: Resident | None = None, at: datetime | None = None
) -> Draft:
    """A draft of a service at a village office, filled with what the register knows of the resident; both are noted.

    Raises catalog.finding.ServiceUnknown.
    """
    at = at or timezone.now()
    version, definition = get_service(code)
    draft, _token = open_draft(version, office=office, channel="counter")
    draft.taken_by = by
    draft.save(update_fields=["taken_by"])
    save_draft(draft, _prefill(definition, resident, by=by, at=at) if resident else {})
    _note("counter.begun", draft, office=office, by=by, at=at)
    return draft


def _prefill(definition: ServiceDefinition, resident: Resident, *, by: Officer, at: datetime) -> Json:
    on = timezone.localtime(at).date()
    proof = prove_at_counter(resident, officer=by, on=on)
    if proof is None:
        return {}
    asked = {one.code for one in definition.requirements}
    return {"applicant": find_applicant(proof, at=at), "files": reuse_documents(proof, asked=asked, at=at)}


@transaction.atomic
def take_over(draft: Draft, *, offices: Collection[Office], by: Officer, at: datetime | None = None) -> Draft:
    """A draft begun on the web or in the chat goes on at this counter; what opened it before is worth nothing now.

    `offices` are the village offices the officer takes in for. Raises CannotMove for a draft that was sent, or that is
    for another office.
    """
    at = at or timezone.now()
    # No join: PostgreSQL joins to the row as it was before it waited, so an office just chosen would be missing.
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if locked.receipt:
        raise CannotMove(_("Isian ini sudah terkirim. Cari dengan nomor tanda terimanya."))
    if locked.office is None and len(offices) == 1:
        locked.office = next(iter(offices))
    if locked.office is None or locked.office not in offices:
        name = locked.office.name if locked.office else _("kantor lain")
        raise CannotMove(_("Isian ini untuk %(office)s. Buka di loket kantor itu.") % {"office": name})
    locked.taken_by = by
    locked.save(update_fields=["taken_by", "office"])
    renew_token(locked)
    _note("counter.taken_over", locked, office=locked.office, by=by, at=at)
    return locked


def find_at_counter(draft_id: uuid.UUID, *, offices: Collection[Office]) -> Draft | None:
    """A draft that lies at the counter of one of these offices, sent or not."""
    rows = Draft.objects.filter(pk=draft_id, office__in=list(offices), taken_by__isnull=False)
    return rows.select_related("service_version", "office", "taken_by").first()


def list_at_counter(offices: Collection[Office], *, most: int = 10) -> list[Draft]:
    """The unsent drafts at the counter of these offices, the newest first."""
    rows = Draft.objects.filter(office__in=list(offices), taken_by__isnull=False, receipt="")
    return list(rows.select_related("service_version", "taken_by").order_by("-updated_at")[:most])


def note_reading(draft: Draft, *, by: Officer, at: datetime | None = None) -> Draft:
    """Notes that an officer opened a draft at the counter, and returns it."""
    if draft.office:
        _note("counter.read", draft, office=draft.office, by=by, at=at or timezone.now())
    return draft


def _note(action: str, draft: Draft, *, office: Office, by: Officer, at: datetime) -> None:
    audit.record(action, subject=str(draft.pk), actor=f"officer:{by.pk}", stream=office.code, at=at)
