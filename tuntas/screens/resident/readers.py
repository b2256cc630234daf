"""Who looked: the resident sees which office opened their data, when, and what for."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tuntas.cases.models import Application
from tuntas.offices.models import Office
from tuntas.screens.resident.proof import with_proof
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept
from tuntas.vault.models import AuditEntry

ACTIONS: dict[str, str | Promise] = {
    "case.read": _("membuka data permohonan"),
    "file.read": _("melihat foto syarat"),
    "nik.read": _("menampilkan NIK lengkap"),
    "letter.read": _("membuka surat"),
    "letter.previewed": _("membaca naskah surat"),
    "form.print": _("mencetak formulir"),
    "phone.read": _("menampilkan nomor telepon"),
}
_SHOWN = 200


@dataclass(frozen=True)
class Reading:
    """One look at the data."""

    at: datetime
    office: str
    action: str | Promise


@open_to_all
@never_kept
@require_safe
@with_proof
def readers(request: HttpRequest, application: Application) -> HttpResponse:
    """The looks of officers at this application, newest first."""
    page = {"application": application, "office": application.office, "readings": list_readings(application)}
    return render(request, "resident/readers.html", page)


def list_readings(application: Application) -> list[Reading]:
    """The newest 200 looks at the cases of an application, from the audit chain."""
    subjects = [str(pk) for pk in application.cases.values_list("pk", flat=True)] + [str(application.pk)]
    entries = AuditEntry.objects.filter(subject__in=subjects, action__in=ACTIONS, actor__startswith="officer:")
    rows = list(entries.order_by("-at", "-seq")[:_SHOWN])
    names = dict(Office.objects.filter(code__in={row.stream for row in rows}).values_list("code", "name"))
    return [Reading(row.at, names.get(row.stream, row.stream), ACTIONS[row.action]) for row in rows]
