"""Requirements: the documents that one application needs, and what was sent for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tuntas.catalog.conditions import holds
from tuntas.catalog.definition import Condition, Requirement, ServiceDefinition
from tuntas.intake.models import Upload
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.vault.prepared import prepared

MOST_FILES = 60  # of one application
MOST_PAGES = 10  # files for one requirement


@dataclass(frozen=True)
class Given:
    """What was sent: uploads by requirement, in order; whose papers come to the counter; whose originals were shown."""

    files: tuple[tuple[str, Upload], ...]
    bring: tuple[str, ...]
    shown: tuple[str, ...] = ()


def list_requirements(
    definition: ServiceDefinition,
    *,
    applicant: Mapping[str, object],
    answers: Mapping[str, object],
    switches: Mapping[str, object],
) -> list[Requirement]:
    """The requirements that apply now, in their order; `required` says whether each may be left out here."""

    def is_true(condition: Condition | None) -> bool:
        return holds(condition, applicant=applicant, answers=answers, switches=switches)

    applying = [requirement for requirement in definition.requirements if is_true(requirement.when)]
    return [
        replace(one, required=True) if one.required_when and is_true(one.required_when) else one for one in applying
    ]


def list_certain(definition: ServiceDefinition, *, switches: Mapping[str, object]) -> list[Requirement]:
    """What everybody brings to an office with these switches, before anything was answered."""

    def holds_here(condition: Condition) -> bool:
        is_switch = condition.field.startswith("office.")
        return is_switch and holds(condition, applicant={}, answers={}, switches=switches)

    return [
        one
        for one in definition.requirements
        if (one.when is None or holds_here(one.when))
        and (one.required or (one.required_when is not None and holds_here(one.required_when)))
    ]


def check_files(
    raw: object, *, definition: ServiceDefinition, applying: list[Requirement], by_officer: bool = False
) -> Given:
    """Sorts what was sent as `[{"requirement": "KTP", "upload": id}, {"requirement": "KK", "bring": true}]`.

    An officer at the counter may also say `"shown": true`: the copy was handed in, the original was seen.
    A file for a requirement that does not apply here is left aside: nobody needs it, and it will be forgotten. Raises
    InputRefused, as "files.<code>", for what is missing, unknown, or part of another application.
    """
    given = _read_rows(raw, by_officer=by_officer)
    rows = [(one.code, one.upload) for one in given]
    known = {requirement.code for requirement in definition.requirements}
    errors = [_unknown(code, known) for code, _upload in rows if code not in known]
    uploads = _find_uploads(rows)
    errors += _list_unusable([row for row in rows if row[0] in known], uploads)
    wanted = [requirement.code for requirement in applying]
    files = tuple((code, uploads[pk]) for code, pk in rows if code in wanted and pk in uploads)
    photographed = {code for code, _upload in files}
    shown = tuple(code for code in wanted if _Row(code, is_shown=True) in given and code not in photographed)
    bring = tuple(code for code in wanted if _Row(code) in given and code not in {*photographed, *shown})
    errors += _list_missing(applying, given={code for code, _upload in rows})
    errors += _list_too_many(wanted, files)
    if errors:
        raise InputRefused(errors)
    return Given(files, bring, shown)


@dataclass(frozen=True)
class _Row:
    """What was sent for a requirement: an upload, a paper that was shown, else one that will be brought."""

    code: str
    upload: UUID | None = None
    is_shown: bool = False


def _read_rows(raw: object, *, by_officer: bool) -> list[_Row]:
    rows = [] if raw is None else raw
    if not isinstance(rows, list) or len(rows) > MOST_FILES:
        raise InputRefused(
            [FieldError("files", _("Kirim daftar berkas, paling banyak %(number)d.") % {"number": MOST_FILES})]
        )
    ways = ("upload", "bring", "shown") if by_officer else ("upload", "bring")
    return [_read_row(row, number, ways=ways) for number, row in enumerate(rows)]


def _read_row(row: object, number: int, *, ways: tuple[str, ...]) -> _Row:
    shape = _("Tulis syarat dan unggahannya, contoh KTP dengan upload, atau bring: true.")
    refusal = InputRefused([FieldError(f"files.{number}", shape)])
    if not isinstance(row, Mapping) or not row.keys() <= {"requirement", *ways}:
        raise refusal
    code, upload = row.get("requirement"), row.get("upload") or None
    said = [way for way in ways[1:] if row.get(way) is True]
    if not isinstance(code, str) or not isinstance(upload, str | None) or len(said) != (0 if upload else 1):
        raise refusal
    try:
        return _Row(code.strip().upper(), UUID(upload) if upload else None, is_shown=said == ["shown"])
    except ValueError:
        raise refusal from None


def _unknown(code: str, known: set[str]) -> FieldError:
    message = _("Syarat ini tidak diminta. Yang diminta: %(known)s.") % {"known": ", ".join(sorted(known))}
    is_plain = len(code) <= 20 and code.isascii() and code.replace("-", "").isalnum()
    return FieldError(f"files.{code}" if is_plain else "files", message)


def _find_uploads(rows: list[tuple[str, UUID | None]]) -> dict[UUID | None, Upload]:
    ids = list({pk for _code, pk in rows if pk})
    return {upload.pk: upload for upload in _uploads.all(ids)}


@prepared
def _uploads(ids: list[UUID]) -> QuerySet[Upload]:
    return Upload.objects.filter(pk__in=ids)


def _list_unusable(rows: list[tuple[str, UUID | None]], uploads: Mapping[UUID | None, Upload]) -> list[FieldError]:
    errors = []
    for code, pk in rows:
        if pk and pk not in uploads:
            errors.append(FieldError(f"files.{code}", _("Berkas ini tidak kami temukan. Unggah sekali lagi.")))
        elif pk and uploads[pk].is_claimed:
            errors.append(FieldError(f"files.{code}", _("Berkas ini milik permohonan lain. Unggah sekali lagi.")))
    return errors


def _list_missing(applying: list[Requirement], *, given: set[str]) -> list[FieldError]:
    message = _("Tambahkan foto %(name)s, atau pilih bawa ke loket.")
    return [
        FieldError(f"files.{requirement.code}", message % {"name": requirement.name})
        for requirement in applying
        if requirement.required and requirement.code not in given
    ]


def _list_too_many(wanted: list[str], files: tuple[tuple[str, Upload], ...]) -> list[FieldError]:
    message = _("Paling banyak %(number)d foto untuk satu syarat. Kurangi fotonya.") % {"number": MOST_PAGES}
    counts = {code: sum(one == code for one, _upload in files) for code in wanted}
    return [FieldError(f"files.{code}", message) for code, count in counts.items() if count > MOST_PAGES]
