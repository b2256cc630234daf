"""Keep an office: what an administrator may change of it, each change with its line in the audit."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.catalog.definition import SWITCHES
from tuntas.catalog.editing import clean
from tuntas.flow.administer import ChangeRefused, note_change
from tuntas.intake.identity import clean_phone
from tuntas.intake.refusals import ValueRefused
from tuntas.letters.wording import DAYS
from tuntas.offices.administering import check_may_give, check_may_make, get_administered
from tuntas.offices.models import Closure, Office, Officer, Post
from tuntas.offices.roles import Role

MOST_LINES = 4
_LIMITS = {"name": 120, "address": 200, "place": 80, "postcode": 5, "phone": 20, "whatsapp": 20, "email": 254}
_NEEDED = ("name", "address", "place")
_THREE = re.compile(r"\d{1,3}")


def _get(code: str, by: Officer, at: datetime) -> Office:
    office = get_administered(by, code, on=timezone.localtime(at).date())
    return Office.objects.select_for_update().get(pk=office.pk)


@transaction.atomic
def set_switches(code: str, on: Mapping[str, bool], *, by: Officer, at: datetime | None = None) -> list[str]:
    """Sets the office's switches; they hold for applications from now on. Returns those that changed.

    Raises NotAdministered.
    """
    at = at or timezone.now()
    office = _get(code, by, at)
    changed = [name for name in SWITCHES if name in on and bool(office.switches.get(name)) != on[name]]
    office.switches = {**office.switches, **{name: on[name] for name in changed}}
    office.save(update_fields=["switches"])
    for name in changed:
        note: dict[str, str | int] = {"switch": name, "on": int(on[name])}
        note_change("admin.office.switched", subject=office.code, by=by, at=at, office=office, note=note)
    return changed


@transaction.atomic
def offer_service(code: str, service: str, *, is_on: bool, by: Officer, at: datetime | None = None) -> bool:
    """Switches a service on or off for an office and those below it; returns whether that changed anything.

    Raises NotAdministered.
    """
    at = at or timezone.now()
    office = _get(code, by, at)
    if (service not in office.services_off) == is_on:
        return False
    others = [one for one in office.services_off if one != service]
    office.services_off = others if is_on else sorted([*others, service])
    office.save(update_fields=["services_off"])
    action = "admin.service.opened" if is_on else "admin.service.closed"
    note_change(action, subject=service, by=by, at=at, office=office)
    return True


@transaction.atomic
def set_hours(code: str, hours: Mapping[str, tuple[str, str]], *, by: Officer, at: datetime | None = None) -> Office:
    """Sets the working hours: by weekday ("0" is Monday) opening and closing, both empty for a day off.

    Raises ChangeRefused with the day that needs work, NotAdministered.
    """
    at = at or timezone.now()
    office = _get(code, by, at)
    read = {day: span for day in map(str, range(7)) if (span := _read_span(day, hours.get(day, ("", ""))))}
    if not read:
        raise ChangeRefused(hours=_("Isi jam paling sedikit untuk satu hari."))
    office.hours = read
    office.save(update_fields=["hours"])
    note_change("admin.office.hours", subject=office.code, by=by, at=at, office=office)
    return office


def _read_span(day: str, span: tuple[str, str]) -> list[str]:
    opens, closes = (part.strip().replace(".", ":") for part in span)
    if not opens and not closes:
        return []
    try:
        begin, end = time.fromisoformat(opens.zfill(5)), time.fromisoformat(closes.zfill(5))
    except ValueError:
        begin = end = time()
    if begin >= end:
        sentence = _("%(day)s: tulis jam buka lalu jam tutup, contoh 08.00 dan 16.00.")
        raise ChangeRefused(**{f"hours.{day}": sentence % {"day": DAYS[int(day)]}})
    return [f"{begin:%H:%M}", f"{end:%H:%M}"]


@transaction.atomic
def add_closure(code: str, *, on: date, name: str, by: Officer, at: datetime | None = None) -> Closure:
    """Adds a day on which the office is closed. Raises ChangeRefused, NotAdministered."""
    at = at or timezone.now()
    office = _get(code, by, at)
    name = clean(name)
    if not 0 < len(name) <= 100:
        raise ChangeRefused(closure_name=_("Tulis alasan tutup, paling panjang 100 huruf. Contoh: Cuti bersama."))
    closure, _made = Closure.objects.get_or_create(office=office, on=on, defaults={"name": name})
    note = {"on": on.isoformat()}
    note_change("admin.office.closure_added", subject=office.code, by=by, at=at, office=office, note=note)
    return closure


@transaction.atomic
def remove_closure(code: str, closure_id: int, *, by: Officer, at: datetime | None = None) -> None:
    """Takes such a day away again; one that is not there is no matter. Raises NotAdministered."""
    at = at or timezone.now()
    office = _get(code, by, at)
    for closure in Closure.objects.filter(office=office, pk=closure_id):
        note = {"on": closure.on.isoformat()}
        closure.delete()
        note_change("admin.office.closure_removed", subject=office.code, by=by, at=at, office=office, note=note)


@transaction.atomic
def set_letterhead(
    code: str, given: Mapping[str, str], lines: Sequence[str], *, by: Officer, at: datetime | None = None
) -> Office:
    """Sets the lines above the office's name, its name, address and how to reach it; letters from now on show them.

    Raises ChangeRefused with the fields that need work, NotAdministered.
    """
    at = at or timezone.now()
    office = _get(code, by, at)
    values = {field: clean(given.get(field, "")) for field in _LIMITS}
    heads = [line for line in map(clean, lines) if line][:MOST_LINES]
    if problems := _check_head(values, heads):
        raise ChangeRefused(**problems)
    values["whatsapp"] = _clean_whatsapp(values["whatsapp"])
    changed = [field for field, value in values.items() if getattr(office, field) != value]
    changed += ["letterhead"] if office.letterhead != heads else []
    for field, value in values.items():
        setattr(office, field, value)
    office.letterhead = heads
    office.save(update_fields=[*_LIMITS, "letterhead"])
    for field in changed:
        note_change("admin.office.changed", subject=office.code, by=by, at=at, office=office, note={"field": field})
    return office


def _check_head(values: Mapping[str, str], lines: Sequence[str]) -> dict[str, str]:
    said = _("Paling panjang %(most)d huruf.")
    problems = {field: said % {"most": most} for field, most in _LIMITS.items() if len(values[field]) > most}
    problems |= {field: _("Jangan dikosongkan.") for field in _NEEDED if not values[field]}
    if values["postcode"] and not re.fullmatch(r"\d{5}", values["postcode"]):
        problems["postcode"] = _("Tulis kode pos dengan 5 angka.")
    if any(len(line) > 120 for line in lines):
        problems["letterhead"] = _("Setiap baris kop paling panjang 120 huruf.")
    try:
        if values["email"]:
            validate_email(values["email"])
    except ValidationError:
        problems["email"] = _("Tulis alamat surel, contoh lurah@palembang.go.id.")
    return problems


def _clean_whatsapp(number: str) -> str:
    try:
        return clean_phone(number) if number else ""
    except ValueRefused as refusal:
        raise ChangeRefused(whatsapp=str(refusal)) from None


@transaction.atomic
def title_post(post: Post, *, title: str, by: Officer, at: datetime | None = None) -> Post:
    """What people call a post here: "Subkoordinator", "Wali Nagari". Letters from now on show it.

    Raises ChangeRefused, NotAdministered, MayNotGive.
    """
    at = at or timezone.now()
    check_may_give(by, post, on=timezone.localtime(at).date())
    post.title = _check_title(title)
    post.save(update_fields=["title"])
    note_change("admin.post.titled", subject=str(post.pk), by=by, at=at, office=post.office)
    return post


@transaction.atomic
def add_post(code: str, given: Mapping[str, str], *, by: Officer, at: datetime | None = None) -> Post:
    """A new position: role, title, section; RT heads with rt and rw.

    Raises ChangeRefused, NotAdministered, MayNotGive.
    """
    at = at or timezone.now()
    office = _get(code, by, at)
    role = given.get("role", "")
    if role not in Role.values:
        raise ChangeRefused(role=_("Pilih jenis jabatan dari daftar."))
    check_may_make(by, role, on=timezone.localtime(at).date())
    rt, rw = (given.get(name, "").strip() for name in ("rt", "rw"))
    if role == Role.RT_HEAD and not _THREE.fullmatch(rt):
        raise ChangeRefused(rt=_("Tulis nomor RT, contoh 003."))
    if rw and not _THREE.fullmatch(rw):
        raise ChangeRefused(rw=_("Tulis nomor RW, contoh 004."))
    post = Post.objects.create(
        office=office,
        role=role,
        title=_check_title(given.get("title", "")),
        section=clean(given.get("section", "")).lower()[:40],
        rt=rt.zfill(3) if rt and role == Role.RT_HEAD else "",
        rw=rw.zfill(3) if rw and role == Role.RT_HEAD else "",
    )
    note_change("admin.post.added", subject=str(post.pk), by=by, at=at, office=office, note={"role": role})
    return post


def _check_title(title: str) -> str:
    title = clean(title)
    if not 0 < len(title) <= 120:
        raise ChangeRefused(title=_("Tulis sebutan jabatan, paling panjang 120 huruf. Contoh: Kasi Pemerintahan."))
    return title
