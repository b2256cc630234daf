"""Administration as its pages show it: counts, the list of services, their history, and the record of changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tuntas.catalog.definition import SWITCHES, ServiceDefinition
from tuntas.catalog.differences import Change, list_changes
from tuntas.catalog.finding import definition_of
from tuntas.catalog.models import Edit, FileDefinition, ServiceVersion
from tuntas.offices.administering import list_administered, list_kept_officers
from tuntas.offices.duty import rights_today
from tuntas.offices.models import Assignment, Officer, Post
from tuntas.offices.roles import Right, Role
from tuntas.reports.showing import show_date
from tuntas.vault.audit import ROOT
from tuntas.vault.models import AuditEntry

MOST_RECORDS = 50
_PREFIX = "admin."


@dataclass(frozen=True)
class Work:
    """The numbers of the first page. `newer` and `drafts` wait for a decision."""

    services: int
    edited: int
    newer: int
    drafts: int
    off: int
    offices: int
    officers: int
    vacant: int


def count_work(officer: Officer, *, on: date) -> Work:
    """What this administrator looks after on a day."""
    offices = list_administered(officer, on=on)
    rows = list_service_rows(officer, on=on)
    held = Assignment.objects.valid_on(on).values("post")
    return Work(
        services=len(rows),
        edited=sum("edited" in row.marks for row in rows),
        newer=sum("newer" in row.marks for row in rows),
        drafts=sum("draft" in row.marks for row in rows),
        off=sum("off" in row.marks for row in rows),
        offices=offices.count(),
        officers=list_kept_officers(officer, on=on).filter(is_active=True).count(),
        vacant=Post.objects.filter(office__in=offices.values("pk")).exclude(pk__in=held).count(),
    )


@dataclass(frozen=True)
class ServiceRow:
    """One service of the list. `marks` are of "edited", "newer", "off", "draft"; `off` counts offices."""

    definition: ServiceDefinition
    version: ServiceVersion
    marks: frozenset[str]
    off: int

    @property
    def haystack(self) -> str:
        """What the search looks in."""
        one = self.definition
        return " ".join((one.code, one.name, one.short, *one.keywords)).casefold()


def list_service_rows(officer: Officer, *, on: date) -> list[ServiceRow]:
    """Every service by name, with what this administrator should know of it. Four queries."""
    versions = ServiceVersion.objects.filter(is_current=True)
    newer = set(FileDefinition.objects.filter(is_waiting=True).values_list("code", flat=True))
    drafts = set(Edit.objects.filter(officer=officer).values_list("code", flat=True))
    closed = [
        code for codes in list_administered(officer, on=on).values_list("services_off", flat=True) for code in codes
    ]
    rows = [_make_row(version, newer, drafts, closed.count(version.code)) for version in versions]
    return sorted(rows, key=lambda row: row.definition.name)


def _make_row(version: ServiceVersion, newer: set[str], drafts: set[str], off: int) -> ServiceRow:
    facts = {
        "edited": version.is_edited,
        "newer": version.code in newer,
        "draft": version.code in drafts,
        "off": off > 0,
    }
    marks = frozenset(name for name, is_true in facts.items() if is_true)
    return ServiceRow(definition_of(version), version, marks, off)


@dataclass(frozen=True)
class Published:
    """One line of a service's history, with what it changed against the version before it."""

    version: ServiceVersion
    who: str
    changes: tuple[Change, ...]


def list_history(code: str) -> list[Published]:
    """All versions of a service, newest first."""
    versions = list(ServiceVersion.objects.filter(code=code).select_related("published_by").order_by("-number"))
    older: list[ServiceVersion | None] = [*versions[1:], None]
    return [_make_published(version, before) for version, before in zip(versions, older, strict=True)]


def _make_published(version: ServiceVersion, before: ServiceVersion | None) -> Published:
    changes = list_changes(definition_of(before), definition_of(version)) if before else []
    who = version.published_by.name if version.published_by else _("Berkas definisi")
    return Published(version, who, tuple(changes))


@dataclass(frozen=True)
class Record:
    """One change as a sentence."""

    at: datetime
    who: str
    sentence: str
    office: str
    is_own: bool  # somebody changed something about themselves


@dataclass(frozen=True)
class RecordPage:
    """The newest records first; `next` leads further back, "" at the end."""

    records: tuple[Record, ...]
    next: str


def list_records(officer: Officer, *, on: date, before: str = "") -> RecordPage:
    """Changes in the offices that the officer administers; those of services too, for whoever may publish."""
    offices = {office.code: office.name for office in list_administered(officer, on=on)}
    streams = [*offices, *([ROOT] if Right.PUBLISH in rights_today(officer, on=on) else [])]
    found = AuditEntry.objects.filter(stream__in=streams, action__startswith=_PREFIX).order_by("-pk")
    if before.isdecimal():
        found = found.filter(pk__lt=int(before))
    entries = list(found[: MOST_RECORDS + 1])
    shown, more = entries[:MOST_RECORDS], entries[MOST_RECORDS:]
    names = _read_names(shown)
    records = tuple(_make_record(entry, names, offices) for entry in shown)
    return RecordPage(records, str(shown[-1].pk) if more else "")


def _read_names(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """The officers and posts that the entries name, by id; a name is looked up now, it never stands in the audit."""
    ids = {
        text for one in entries for text in (one.actor.partition(":")[2], one.subject, str(one.note.get("post", "")))
    }
    wanted = [UUID(text) for text in ids if _is_uuid(text)]
    officers = {str(one.pk): one.name for one in Officer.objects.filter(pk__in=wanted)}
    posts = Post.objects.filter(pk__in=wanted).select_related("office")
    return officers | {str(post.pk): f"{post.title}, {post.office.name}" for post in posts}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _make_record(entry: AuditEntry, names: Mapping[str, str], offices: Mapping[str, str]) -> Record:
    who = names.get(entry.actor.partition(":")[2], _("Sistem"))
    said = {key: str(value) for key, value in entry.note.items()}
    is_own = "own" in entry.note
    sentence = _sentence(entry.action).format(
        subject=names.get(entry.subject, entry.subject),
        version=said.get("version", ""),
        restored=said.get("restored", ""),
        switch=SWITCHES.get(said.get("switch", ""), said.get("switch", "")).rstrip("."),
        state=_("menyala") if said.get("on") == "1" else _("mati"),
        day=show_date(said.get("on", "") or said.get("from", "") or said.get("until", "")),
        post=names.get(said.get("post", ""), ""),
        role=Role(said["role"]).label if said.get("role") in Role.values else "",
    )
    return Record(entry.at, who, sentence, offices.get(entry.stream, ""), is_own)


def _sentence(action: str) -> str:
    """What an action means, with the places of what it was done to."""
    sentences = {
        "admin.service.published": _("Menerbitkan {subject} versi {version}."),
        "admin.service.restored": _("Menerbitkan lagi {subject} versi {restored}, sebagai versi {version}."),
        "admin.service.file_taken": _("Mengambil alih definisi baru {subject}, sebagai versi {version}."),
        "admin.service.file_declined": _("Menyisihkan definisi baru {subject}."),
        "admin.service.closed": _("Mematikan layanan {subject}."),
        "admin.service.opened": _("Membuka lagi layanan {subject}."),
        "admin.office.added": _("Membuka kantor ini."),
        "admin.office.switched": _("Sakelar {state}: {switch}."),
        "admin.office.hours": _("Mengubah jam kerja."),
        "admin.office.closure_added": _("Menambah hari tutup {day}."),
        "admin.office.closure_removed": _("Menghapus hari tutup {day}."),
        "admin.office.changed": _("Mengubah kop atau alamat kantor."),
        "admin.post.titled": _("Mengubah sebutan jabatan {subject}."),
        "admin.post.added": _("Menambah jabatan {subject} ({role})."),
        "admin.officer.added": _("Menambah petugas {subject}."),
        "admin.officer.changed": _("Mengubah data petugas {subject}."),
        "admin.officer.assigned": _("Memberi {subject} jabatan {post}, mulai {day}."),
        "admin.officer.ended": _("Mengakhiri tugas {subject} sebagai {post}, sampai {day}."),
        "admin.officer.password": _("Memberi {subject} kata sandi baru."),
        "admin.officer.locked": _("Mengunci akun {subject}."),
        "admin.officer.opened": _("Membuka lagi akun {subject}."),
    }
    return sentences.get(action, action)
