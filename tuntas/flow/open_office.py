"""Open an office: a new one below an administrator's own, or the first of an installation with its administrator."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.flow.administer import ChangeRefused, note_change
from tuntas.flow.keep_officer import make_password
from tuntas.offices.administering import list_administered
from tuntas.offices.models import Assignment, Office, Officer, Post
from tuntas.offices.opening import OfficeCannotOpen, make_office
from tuntas.offices.roles import Role
from tuntas.offices.tree import OfficeUnknown, dotted
from tuntas.vault import audit


@transaction.atomic
def open_office(code: str, *, is_registry: bool = False, by: Officer, at: datetime | None = None) -> Office:
    """A new office of a region below one that `by` administers. Raises ChangeRefused."""
    at = at or timezone.now()
    try:
        office = make_office(code, is_registry=is_registry)
    except (OfficeCannotOpen, OfficeUnknown) as refusal:
        raise ChangeRefused(code=str(refusal)) from refusal
    kept = list_administered(by, on=timezone.localtime(at).date())
    if office.parent is None or not kept.filter(pk=office.parent.pk).exists():
        raise ChangeRefused(code=_("Kantor di atasnya bukan bagian Anda, atau belum ada. Buka dari atas ke bawah."))
    office.save()
    note_change("admin.office.added", subject=office.code, by=by, at=at, office=office)
    return office


@transaction.atomic
def begin_installation(username: str, *, name: str, code: str, at: datetime | None = None) -> tuple[Office, str]:
    """The office of a region, and an administrator of services there; returns both with the first password.

    For the command line, by whoever runs the machine. Raises ChangeRefused.
    """
    at = at or timezone.now()
    username = username.strip().lower()
    if not username or not name.strip() or Officer.objects.filter(username=username).exists():
        raise ChangeRefused(username=_("Nama pengguna ini sudah dipakai, atau namanya kosong."))
    office, password = _find_or_make(code), make_password()
    post = Post.objects.get_or_create(
        office=office, role=Role.CHIEF_ADMIN, defaults={"title": str(Role.CHIEF_ADMIN.label)}
    )[0]
    officer = Officer.objects.create_user(username, password, name=name.strip())
    officer.must_change_password = True
    officer.save(update_fields=["must_change_password"])
    Assignment.objects.create(officer=officer, post=post, starts_on=timezone.localtime(at).date())
    audit.record("admin.officer.added", subject=str(officer.pk), actor="system", stream=office.code, at=at)
    return office, password


def _find_or_make(code: str) -> Office:
    try:
        found = Office.objects.filter(code=dotted(code)).first()
        if found is None:
            found = make_office(code)
            found.save()
    except (OfficeCannotOpen, OfficeUnknown) as refusal:
        raise ChangeRefused(code=str(refusal)) from refusal
    return found
