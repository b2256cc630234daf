"""Keep officers: accounts, and who holds which post from when to when; nothing is deleted, everything is audited."""

import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.catalog.editing import clean
from tuntas.flow.administer import ChangeRefused, note_change
from tuntas.intake.identity import clean_nik
from tuntas.intake.refusals import ValueRefused
from tuntas.offices.administering import check_may_give, get_kept_officer, may_keep_account
from tuntas.offices.models import Assignment, Office, Officer, Post
from tuntas.offices.sessions import close_sessions
from tuntas.vault.keys import blind_index

_USERNAME = re.compile(r"[a-z0-9]([a-z0-9._-]{1,58})[a-z0-9]")
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike on paper
_GROUPS, _LENGTH = 4, 4


def make_password() -> str:
    """A password to write on a note: "k7mq-x2fr-9hta-pw4e"; 79 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _sign in range(_LENGTH)) for _group in range(_GROUPS))


@transaction.atomic
def add_officer(
    given: Mapping[str, str], *, post: Post, starts_on: date, by: Officer, at: datetime | None = None
) -> tuple[Officer, str]:
    """A new account with its first post: username, name, nip, rank, nik. Returns it with its first password, told once.

    Raises ChangeRefused, NotAdministered, MayNotGive.
    """
    at = at or timezone.now()
    check_may_give(by, post, on=timezone.localtime(at).date())
    values = _check_person(given)
    username = given.get("username", "").strip().lower()
    if not _USERNAME.fullmatch(username):
        raise ChangeRefused(username=_("Tulis nama pengguna dengan huruf kecil, contoh kasi.sialang."))
    if Officer.objects.filter(username=username).exists():
        raise ChangeRefused(username=_("Nama pengguna ini sudah dipakai. Tambahkan nama tempatnya."))
    password = make_password()
    officer = Officer.objects.create_user(username, password, **values)
    _mark_given(officer)
    note_change("admin.officer.added", subject=str(officer.pk), by=by, at=at, office=post.office)
    _assign(officer, post, starts_on=starts_on, by=by, at=at)
    return officer, password


def _check_person(given: Mapping[str, str]) -> dict[str, str]:
    values = {field: clean(given.get(field, "")) for field in ("name", "nip", "rank")}
    values["nip"] = values["nip"].replace(" ", "")
    if not 0 < len(values["name"]) <= 120:
        raise ChangeRefused(name=_("Tulis nama lengkap dengan gelar, paling panjang 120 huruf."))
    if values["nip"] and not re.fullmatch(r"\d{18}", values["nip"]):
        raise ChangeRefused(nip=_("NIP punya 18 angka. Kosongkan bila tidak ada."))
    if len(values["rank"]) > 60:
        raise ChangeRefused(rank=_("Pangkat paling panjang 60 huruf."))
    return {**values, **_read_nik(given.get("nik", ""))}


def _read_nik(text: str) -> dict[str, str]:
    """Only its index is kept: enough to tell an officer's own application. A blank one leaves what is known."""
    try:
        return {"nik_index": blind_index("nik", clean_nik(text))} if text.strip() else {}
    except ValueRefused as refusal:
        raise ChangeRefused(nik=str(refusal)) from None


def _mark_given(officer: Officer) -> None:
    officer.must_change_password = True
    officer.save(update_fields=["must_change_password"])


@transaction.atomic
def describe_officer(officer: Officer, given: Mapping[str, str], *, by: Officer, at: datetime | None = None) -> Officer:
    """Changes name, NIP and rank; letters from now on show them. Raises ChangeRefused, NotAdministered."""
    at = at or timezone.now()
    office = _get_place(officer, by, at)
    values = _check_person(given)
    for field, value in values.items():
        setattr(officer, field, value)
    officer.save(update_fields=[*values])
    note_change("admin.officer.changed", subject=str(officer.pk), by=by, at=at, office=office)
    return officer


@transaction.atomic
def assign(
    officer: Officer, post: Post, given: Mapping[str, str], *, starts_on: date, by: Officer, at: datetime | None = None
) -> Assignment:
    """Gives a post from a day on: kind (definitive, plt, plh), mode, decree, perhaps until `ends_on`.

    Raises ChangeRefused, NotAdministered, MayNotGive.
    """
    at = at or timezone.now()
    check_may_give(by, post, on=timezone.localtime(at).date())
    return _assign(officer, post, given, starts_on=starts_on, by=by, at=at)


def _assign(
    officer: Officer,
    post: Post,
    given: Mapping[str, str] | None = None,
    *,
    starts_on: date,
    by: Officer,
    at: datetime,
) -> Assignment:
    given = given or {}
    ends_on = _read_day(given.get("ends_on", ""), field="ends_on")
    if ends_on and ends_on < starts_on:
        raise ChangeRefused(ends_on=_("Hari terakhir tidak boleh sebelum hari pertama."))
    open_ended = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    if Assignment.objects.filter(open_ended, officer=officer, post=post).exists():
        raise ChangeRefused(post=_("Petugas ini sudah memegang jabatan itu. Akhiri dulu penugasannya."))
    assignment: Assignment = Assignment.objects.create(
        officer=officer,
        post=post,
        kind=_one_of(given.get("kind", ""), Assignment.Kind.values, Assignment.Kind.DEFINITIVE),
        mode=_one_of(given.get("mode", ""), Assignment.Mode.values, Assignment.Mode.DIRECT),
        decree=clean(given.get("decree", ""))[:80],
        starts_on=starts_on,
        ends_on=ends_on,
    )
    note: dict[str, str | int] = {"post": str(post.pk), "from": starts_on.isoformat()}
    note |= {"own": 1} if officer == by else {}
    note_change("admin.officer.assigned", subject=str(officer.pk), by=by, at=at, office=post.office, note=note)
    return assignment


def _one_of(value: str, options: list[str], default: str) -> str:
    return value if value in options else default


def _read_day(text: str, *, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text.strip() else None
    except ValueError:
        raise ChangeRefused(**{field: _("Pilih tanggal dari kalender, contoh 23-11-2026.")}) from None


@transaction.atomic
def end_assignment(assignment: Assignment, *, last_on: date, by: Officer, at: datetime | None = None) -> Assignment:
    """The officer holds the post until that day. Raises ChangeRefused, NotAdministered, MayNotGive."""
    at = at or timezone.now()
    check_may_give(by, assignment.post, on=timezone.localtime(at).date())
    if last_on < assignment.starts_on - timedelta(days=1):
        raise ChangeRefused(last_on=_("Hari terakhir tidak boleh sebelum hari pertama."))
    assignment.ends_on = last_on
    assignment.save(update_fields=["ends_on"])
    note: dict[str, str | int] = {"post": str(assignment.post_id), "until": last_on.isoformat()}
    subject = str(assignment.officer_id)
    note_change("admin.officer.ended", subject=subject, by=by, at=at, office=assignment.post.office, note=note)
    return assignment


@transaction.atomic
def reset_password(officer: Officer, *, by: Officer, at: datetime | None = None) -> str:
    """A new first password, told once; it must be changed at the next login, and all sessions end.

    Raises NotAdministered where the account is not this administrator's to keep.
    """
    at = at or timezone.now()
    office = _get_place(officer, by, at)
    password = make_password()
    officer.set_password(password)
    officer.save(update_fields=["password"])
    _mark_given(officer)
    close_sessions(officer)
    note = {"own": 1} if officer == by else {}
    note_change("admin.officer.password", subject=str(officer.pk), by=by, at=at, office=office, note=dict(note))
    return password


@transaction.atomic
def set_active(officer: Officer, *, is_active: bool, by: Officer, at: datetime | None = None) -> Officer:
    """Locks an account, or opens it again; nothing is deleted, so history keeps its names.

    Raises ChangeRefused for one's own account, NotAdministered.
    """
    at = at or timezone.now()
    office = _get_place(officer, by, at)
    if officer == by:
        raise ChangeRefused(account=_("Akun sendiri tidak dapat dikunci. Minta administrator lain."))
    officer.is_active = is_active
    officer.save(update_fields=["is_active"])
    if not is_active:
        close_sessions(officer)
    action = "admin.officer.opened" if is_active else "admin.officer.locked"
    note_change(action, subject=str(officer.pk), by=by, at=at, office=office)
    return officer


def _get_place(officer: Officer, by: Officer, at: datetime) -> Office:
    """The office in whose audit a change of this account stands. Raises NotAdministered."""
    on = timezone.localtime(at).date()
    get_kept_officer(by, officer.pk, on=on)
    if not may_keep_account(by, officer, on=on):
        raise ChangeRefused(account=_("Akun ini juga dipakai di kantor lain. Minta administrator di atas Anda."))
    latest = Assignment.objects.filter(officer=officer).order_by("-starts_on", "-id").select_related("post__office")
    return latest[0].post.office
