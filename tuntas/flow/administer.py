"""Administer: what every change by an administrator has in common, a right and a line in the audit."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.offices.duty import rights_today
from tuntas.offices.models import Office, Officer
from tuntas.offices.roles import Right
from tuntas.vault import audit
from tuntas.vault.audit import ROOT


class NotAllowed(Exception):
    """The officer does not hold the right that the change needs."""


class ChangeRefused(Exception):
    """A change that cannot be made; `problems` has a sentence for each field, "" for the whole."""

    def __init__(self, **problems: str) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


def check_right(by: Officer, right: Right, *, at: datetime) -> None:
    """Raises NotAllowed unless the officer holds the right on that day, in any office."""
    if right not in rights_today(by, on=timezone.localtime(at).date()):
        raise NotAllowed(_("Perubahan ini bukan bagian dari tugas Anda hari ini."))


def note_change(
    action: str,
    *,
    subject: str,
    by: Officer,
    at: datetime,
    office: Office | None = None,
    note: Mapping[str, str | int] | None = None,
) -> None:
    """Adds the change to the audit of the office, or of the installation. Call it last in the transaction."""
    audit.record(
        action,
        subject=subject,
        actor=f"officer:{by.pk}",
        stream=office.code if office else ROOT,
        note=dict(note or {}),
        at=at,
    )
