"""Checking: is this letter true? By its code, or by the file itself; nothing is shown beyond a masked name."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet

from tuntas.catalog.finding import get_definition
from tuntas.letters.authority import get_signer
from tuntas.letters.codes import clean_code
from tuntas.letters.masking import mask_name
from tuntas.letters.models import Letter
from tuntas.letters.numbering import local_day
from tuntas.letters.reading import CODE_INDEX
from tuntas.vault.keys import blind_index

LARGEST = 25 * 1024 * 1024  # bytes of a file that is looked at at all
MOST_ENDS = 50  # places where an issued file may have ended before somebody added to it
_END = b"%%EOF"
_HEADER_WITHIN = 1024  # readers look for "%PDF-" this far into a file (ISO 32000-1 annex H.3)


class Status(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class FileStatus(StrEnum):
    ISSUED = "issued"
    ALTERED = "altered"
    NOT_OURS = "not_ours"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Checked:
    """What anyone may know of a letter whose code or file they hold; an unknown code has the status alone."""

    status: Status
    service: str = ""
    number: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    revoked_on: date | None = None
    office: str = ""
    signatory: str = ""
    signatory_title: str = ""
    holder_masked: str = ""
    seal: str = ""
    letter: Letter | None = None


@dataclass(frozen=True)
class CheckedFile:
    """`checked` tells the true letter that the file is, or was made from. `seal_holds` is no proof of an issued file:

    a signature stays valid when something harmless is added behind it.
    """

    status: FileStatus
    checked: Checked | None = None
    seal_holds: bool = False


def check_code(code: str, *, on: date) -> Checked:
    """The letter of a verification code as typed or scanned, on a day. Every unknown code costs one look-up."""
    index = blind_index(CODE_INDEX, clean_code(code) or "-")
    letter = _sealed().filter(code_index=index).first()
    return describe(letter, on=on) if letter else Checked(Status.UNKNOWN)


def check_file(data: bytes, *, on: date) -> CheckedFile:
    """Whether a file is one that was issued, byte for byte; raises nothing, whatever the file holds.

    The hash decides. The signature only tells an altered letter of ours from a stranger's file.
    """
    if len(data) > LARGEST or b"%PDF-" not in data[:_HEADER_WITHIN]:
        return CheckedFile(FileStatus.UNREADABLE)
    whole, beginnings = _hash(data)
    known = {letter.sha256: letter for letter in _sealed().filter(sha256__in=[whole, *beginnings])}
    if letter := known.get(whole):
        return CheckedFile(FileStatus.ISSUED, describe(letter, on=on), seal_holds=True)
    if letter := next((known[digest] for digest in beginnings if digest in known), None):
        return CheckedFile(FileStatus.ALTERED, describe(letter, on=on), seal_holds=get_signer().validate(data))
    if get_signer().is_named_in(data):
        return CheckedFile(FileStatus.ALTERED, seal_holds=get_signer().validate(data))
    return CheckedFile(FileStatus.NOT_OURS if _is_whole(data) else FileStatus.UNREADABLE)


def describe(letter: Letter, *, on: date) -> Checked:
    """The public face of a sealed letter."""
    definition = get_definition(letter.case.service_version_id)
    return Checked(
        status=status_of(letter, on=on),
        service=definition.name,
        number=letter.number.text,
        issued_on=letter.issued_on,
        valid_until=letter.valid_until,
        revoked_on=local_day(letter.office, at=letter.revoked_at) if letter.revoked_at else None,
        office=letter.office.name,
        signatory=letter.signatory["name"],
        signatory_title=letter.signatory["title"],
        holder_masked=mask_name(letter.holder),
        seal=letter.seal,
        letter=letter,
    )


def status_of(letter: Letter, *, on: date) -> Status:
    """Whether a sealed letter holds on a day; revoked weighs more than expired."""
    if letter.revoked_at:
        return Status.REVOKED
    if letter.valid_until and on > letter.valid_until:
        return Status.EXPIRED
    return Status.VALID


def _sealed() -> QuerySet[Letter]:
    sealed = Letter.objects.filter(sealed_at__isnull=False, voided_at__isnull=True)
    return sealed.select_related("number", "office", "case")


def _hash(data: bytes) -> tuple[str, list[str]]:
    """The digest of the file, and those of its beginnings up to each end mark, the longest first.

    What is added to a PDF stands behind its end mark, so an issued letter with additions is found by its beginning.
    """
    running, beginnings, done = hashlib.sha256(), [], 0
    for _attempt in range(MOST_ENDS):
        mark = data.find(_END, done)
        if mark < 0:
            break
        for end in _list_ends(data, mark + len(_END)):
            running.update(data[done:end])
            done = end
            beginnings.append(running.copy().hexdigest())
    running.update(data[done:])
    return running.hexdigest(), beginnings[::-1]


def _list_ends(data: bytes, end: int) -> list[int]:
    """Where a file may end after its mark: at once, or after one line break."""
    breaks = {b"\r\n": 2, b"\n": 1, b"\r": 1}
    length = next((size for text, size in breaks.items() if data.startswith(text, end)), 0)
    return [end, end + length] if length else [end]


def _is_whole(data: bytes) -> bool:
    """A PDF that was cut off in transit has no end mark near its end; that is no stranger's letter but a torn file."""
    return _END in data[-2048:]
