"""Correct a resident: what was written down wrongly is mended, by the rules of every form, with its history."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.flow.count_residents import recount
from tuntas.intake.applicant import FIELDS, is_blank
from tuntas.intake.refusals import FieldError, InputRefused, ValueRefused
from tuntas.offices.models import Officer
from tuntas.people.changing import Cause
from tuntas.people.changing import correct_resident as write_correction
from tuntas.people.codes import RELATIONSHIPS, find_label
from tuntas.people.models import Change, Resident
from tuntas.vault import audit
from tuntas.vault.fields import Json

# What may be mended here. The family card is the business of Disdukcapil.
CORRECTABLE = (
    "name",
    "nik",
    "birth_place",
    "birth_date",
    "sex",
    "religion",
    "marital_status",
    "occupation",
    "education",
    "relationship",
    "phone",
)
_NEEDED = frozenset({"name", "birth_date", "sex"})


@transaction.atomic
def correct_resident(
    resident: Resident, given: Mapping[str, str], *, by: Officer, at: datetime | None = None
) -> Change | None:
    """Writes the fields that differ; None when none does. An empty field empties what was there.

    Raises InputRefused naming each field, people.changing.CannotChange for somebody else's NIK.
    """
    at = at or timezone.now()
    on = timezone.localtime(at).date()
    clean = _clean(given, on=on)
    changed = {name: value for name, value in clean.items() if value != str(resident.person.get(name, ""))}
    if not changed:
        return None
    change = write_correction(resident, changed, cause=Cause(by, at, on, details={"fields": sorted(changed)}))
    recount(resident.office_id)
    stream = resident.office.code
    audit.record("resident.corrected", subject=str(resident.pk), actor=f"officer:{by.pk}", stream=stream, at=at)
    return change


def _clean(given: Mapping[str, str], *, on: date) -> Json:
    errors: list[FieldError] = []
    clean: Json = {}
    for name in CORRECTABLE:
        if name not in given:
            continue
        try:
            clean[name] = _clean_one(name, given[name], on=on)
        except ValueRefused as refusal:
            errors.append(FieldError(name, str(refusal)))
    if errors:
        raise InputRefused(errors)
    return clean


def _clean_one(name: str, value: str, *, on: date) -> str:
    if is_blank(value):
        if name in _NEEDED:
            raise ValueRefused(str(FIELDS[name].missing))
        return ""
    if name != "relationship":
        return FIELDS[name].clean(value, on)
    label = find_label(RELATIONSHIPS, value)
    if label is None:
        raise ValueRefused(_("Pilih hubungan seperti di KK, contoh ANAK."))
    return label
