"""Requirements: the documents that one application needs, and what was sent for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from tuntas.catalog.conditions import holds
from tuntas.catalog.definition import Condition, Requirement, ServiceDefinition
from tuntas.intake.models import Upload
from tuntas.intake.refusals import FieldError, InputRefused

MOST_FILES = 60  # of one application
MOST_PAGES = 10  # files for one requirement


@dataclass(frozen=True)
class Given:
    """What was sent: uploads by requirement, in order, and the requirements whose papers come to the counter."""

    files: tuple[tuple[str, Upload], ...]
    bring: tuple[str, ...]


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


def check_files(raw: object, *, definition: ServiceDefinition, applying: list[Requirement]) -> Given:
    """Sorts what was sent as `[{"requirement": "KTP", "upload": id}, {"requirement": "KK", "bring": true}]`.

    A file for a requirement that does not apply here is left aside: nobody needs it, and it will be forgotten. Raises
    InputRefused, as "files.<code>", for what is missing, unknown, or part of another application.
    """
    rows = _read_rows(raw)
    known = {requirement.code for requirement in definition.requirements}
    errors = [_unknown(code, known) for code, _upload in rows if code not in known]
    uploads = _find_uploads(rows)
    errors += _list_unusable([row for row in rows if row[0] in known], uploads)
    wanted = [requirement.code for requirement in applying]
    files = tuple((code, uploads[pk]) for code, pk in rows if code in wanted and pk in uploads)
    bring = tuple(code for code in wanted if (code, None) in rows)
    errors += _list_missing(applying, given={code for code, _upload in rows})
    errors += _list_too_many(wanted, files)
    if errors:
        raise InputRefused(errors)
    return Given(files, tuple(code for code in bring if code not in {one for one, _upload in files}))


def _read_rows(raw: object) -> list[tuple[str, UUID | None]]:
    """Pairs of requirement and upload id; None where the paper is brought."""
    rows = [] if raw is None else raw
    if not isinstance(rows, list) or len(rows) > MOST_FILES:
        raise InputRefused(
            [FieldError("files", _("Kirim daftar berkas, paling banyak %(number)d.") % {"number": MOST_FILES})]
        )
    return [_read_row(row, number) for number, row in enumerate(rows)]


def _read_row(row: object, number: int) -> tuple[str, UUID | None]:
    shape = _("Tulis syarat dan unggahannya, contoh KTP dengan upload, atau bring: true.")
    refusal = InputRefused([FieldError(f"files.{number}", shape)])
    if not isinstance(row, Mapping) or not row.keys() <= {"requirement", "upload", "bring"}:
        raise refusal
    code, upload = row.get("requirement"), row.get("upload") or None
    if not isinstance(code, str) or (upload is None) != (row.get("bring") is True):
        raise refusal
    if not isinstance(upload, str | None):
        raise refusal
    try:
        return code.strip().upper(), UUID(upload) if upload else None
    except ValueError:
        raise refusal from None


def _unknown(code: str, known: set[str]) -> FieldError:
    message = _("Syarat ini tidak diminta. Yang diminta: %(known)s.") % {"known": ", ".join(sorted(known))}
    is_plain = len(code) <= 20 and code.isascii() and code.replace("-", "").isalnum()
    return FieldError(f"files.{code}" if is_plain else "files", message)


def _find_uploads(rows: list[tuple[str, UUID | None]]) -> dict[UUID | None, Upload]:
    ids = [pk for _code, pk in rows if pk]
    return {upload.pk: upload for upload in Upload.objects.filter(pk__in=ids)}


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
