"""Submission: everything a resident sends, checked together, so that all that needs work is told at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ParamSpec, TypeVar

from django.utils.translation import gettext as _

from tuntas.catalog.conditions import holds
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import ServiceUnknown, get_service
from tuntas.catalog.models import ServiceVersion
from tuntas.catalog.outputs import list_due
from tuntas.intake.answers import check_answers
from tuntas.intake.applicant import check_applicant
from tuntas.intake.delivery import check_delivery, check_helper
from tuntas.intake.identity import nik_hints
from tuntas.intake.models import Upload
from tuntas.intake.offering import check_offered
from tuntas.intake.refusals import FieldError, InputRefused, list_unknown
from tuntas.intake.requirements import Given, check_files, list_requirements
from tuntas.offices.models import Office
from tuntas.offices.switches import switches_for
from tuntas.offices.tree import OfficeUnknown, get_office_of_level, get_village_office
from tuntas.vault.fields import Json

P = ParamSpec("P")
T = TypeVar("T")

CHANNELS = ("web", "whatsapp", "counter", "app", "outreach", "api")
_KNOWN = ("service", "package", "village", "applicant", "helper", "answers", "files", "delivery", "channel")


@dataclass(frozen=True)
class Submission:
    """A checked application, not stored yet. `office` is the village office where it comes in.

    `delivery` holds `method`, where needed `address` and `note`, and under `bring` the requirements whose papers come
    to the counter. `helper` is None when the applicant filled it in. `hints` are for the officer. `shown` are the
    requirements whose originals an officer saw at the counter.
    """

    version: ServiceVersion
    definition: ServiceDefinition
    office: Office
    applicant: Json
    helper: Json | None
    answers: Json
    files: list[tuple[str, Upload]]
    delivery: Json
    channel: str
    hints: list[str]
    shown: tuple[str, ...] = ()


def check_submission(raw: object, *, channel: str, on: date) -> Submission:
    """Checks an application as any channel sends it (`contract.md`, POST /api/v1/applications).

    `channel` is where it came in; a client of the API may name its own. Only what an officer sends, "counter", may say
    that originals were shown. `on` is today. Raises InputRefused with every field that needs work. No value is ever
    repeated.
    """
    if not isinstance(raw, Mapping):
        raise InputRefused([FieldError("", _("Kirim permohonan sebagai objek JSON."))])
    checking, by_officer = _Checking(), channel == "counter"
    checking.errors += list_unknown(raw, _KNOWN)
    service = checking.take(_find_service, raw.get("service"), package=raw.get("package"))
    office = checking.take(_find_office, raw.get("village"), definition=service[1] if service else None)
    more = service[1].applicant_fields if service else ()
    applicant = checking.take(check_applicant, raw.get("applicant"), on=on, also_required=more)
    switches = switches_for(office, applicant=applicant or {}, on=on) if office else {}
    answers, given = _check_content(
        checking, raw, service=service, applicant=applicant or {}, switches=switches, on=on, by_officer=by_officer
    )
    helper = checking.take(check_helper, raw.get("helper"))
    delivery = checking.take(check_delivery, raw.get("delivery"))
    channel = checking.take(_check_channel, raw.get("channel"), channel=channel) or channel
    if checking.errors or not (service and office and applicant and given and delivery) or answers is None:
        raise InputRefused(checking.errors)
    if given.bring:
        delivery["bring"] = list(given.bring)
    if service[1].is_package:
        _check_leads_somewhere(service[1], applicant=applicant, answers=answers, switches=switches)
    hints = list_hints(service[1], applicant=applicant, answers=answers, switches=switches, on=on)
    files = list(given.files)
    return Submission(
        *service, office, applicant, helper or None, answers, files, delivery, channel, hints, given.shown
    )


def _check_leads_somewhere(
    package: ServiceDefinition, *, applicant: Json, answers: Json, switches: Mapping[str, object]
) -> None:
    if not list_due(package, applicant=applicant, answers=answers, switches=switches):
        message = _("Menurut jawaban Anda tidak ada dokumen yang perlu dibuat. Periksa lagi jawaban Anda.")
        raise InputRefused([FieldError("answers", message)])


def list_hints(
    definition: ServiceDefinition, *, applicant: Json, answers: Json, switches: Mapping[str, object], on: date
) -> list[str]:
    """What the officer should look at: where NIK and person differ, and what the service itself warns of."""
    hints = nik_hints(str(applicant["nik"]), str(applicant["birth_date"]), str(applicant["sex"]), on=on)
    return hints + [
        hint.text
        for hint in definition.hints
        if holds(hint.when, applicant=applicant, answers=answers, switches=switches)
    ]


class _Checking:
    """Runs one check after another and gathers what each refuses."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []

    def take(self, check: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return check(*args, **kwargs)
        except InputRefused as refusal:
            self.errors += refusal.errors
            return None


def _check_content(
    checking: _Checking,
    raw: Mapping[str, object],
    *,
    service: tuple[ServiceVersion, ServiceDefinition] | None,
    applicant: Json,
    switches: Json,
    on: date,
    by_officer: bool,
) -> tuple[Json | None, Given | None]:
    """Answers and files, as far as they can be judged while other parts still need work."""
    if service is None:
        return None, None
    definition = service[1]
    answers = checking.take(
        check_answers, definition, raw.get("answers", {}), applicant=applicant, switches=switches, on=on
    )
    said = raw.get("answers") if answers is None else answers
    applying = list_requirements(
        definition, applicant=applicant, answers=said if isinstance(said, Mapping) else {}, switches=switches
    )
    files = raw.get("files")
    return answers, checking.take(check_files, files, definition=definition, applying=applying, by_officer=by_officer)


def _find_service(code: object, *, package: object) -> tuple[ServiceVersion, ServiceDefinition]:
    """A service or a package, each under its own name; a form sends the code of either as `service`."""
    field, wanted = ("package", package) if package and not code else ("service", code)
    if package and code:
        raise InputRefused([FieldError("package", _("Pilih satu: service atau package. Hapus yang lain."))])
    if not isinstance(wanted, str) or not wanted.strip():
        raise InputRefused([FieldError(field, _("Tulis kode layanan, contoh SKD."))])
    try:
        version, definition = get_service(wanted.strip())
    except ServiceUnknown as refusal:
        raise InputRefused([FieldError(field, str(refusal))]) from None
    if field == "package" and not definition.is_package:
        raise InputRefused([FieldError("package", _("Ini kode layanan. Tulis pada service."))])
    return version, definition


def _find_office(code: object, *, definition: ServiceDefinition | None) -> Office:
    if not isinstance(code, str) or len(code) > 40:
        raise InputRefused([FieldError("village", _("Tulis kode kelurahan 10 angka, contoh 16.71.08.1006."))])
    try:
        office = get_village_office(code.strip())
    except OfficeUnknown as refusal:
        raise InputRefused([FieldError("village", str(refusal))]) from None
    if definition is not None:
        _check_level(office, definition)
    return office


def _check_level(office: Office, definition: ServiceDefinition) -> None:
    try:
        get_office_of_level(office, definition.level)
    except OfficeUnknown as refusal:
        raise InputRefused([FieldError("service", str(refusal))]) from None
    check_offered(definition, office=office)


def _check_channel(value: object, *, channel: str) -> str:
    if value in (None, ""):
        return channel
    if value not in CHANNELS:
        message = _("Pilih salah satu: %(options)s.") % {"options": ", ".join(CHANNELS)}
        raise InputRefused([FieldError("channel", message)])
    return str(value) if channel == "api" else channel
