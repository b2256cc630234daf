"""Finding a case only for those it concerns: residents by receipt and PIN, officers by their offices and posts."""

import uuid
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Application, Case, CaseQuerySet
from tuntas.cases.receipts import read_receipt
from tuntas.cases.refusals import AccessRefused, CaseUnknown
from tuntas.offices.duty import list_posts
from tuntas.offices.models import Officer, Post
from tuntas.offices.roles import Right
from tuntas.vault import tries
from tuntas.vault.keys import blind_index
from tuntas.vault.pins import check_pin, hash_pin

WRONG_PINS = 5
WAIT_SECONDS = 15 * 60

# Checked when no such receipt exists, so that a guess at a receipt costs what a guess at a PIN costs.
_NOBODY = hash_pin("000000")


def get_application(receipt: str, *, pin: str, at: datetime) -> Application:
    """The application whose receipt and PIN these are.

    Wrong guesses count per receipt, whoever makes them. Raises AccessRefused, or vault.tries.TooManyTries. Call it
    outside a transaction, so that a wrong guess stays counted.
    """
    known = read_receipt(receipt) or ""
    subject = blind_index("receipt", known or receipt.strip().upper() or "-")
    application = Application.objects.select_related("office").filter(receipt=known).first() if known else None
    digits = "".join(character for character in pin if character.isdigit())

    def fits() -> bool:
        return check_pin(digits, application.pin_hash if application else _NOBODY) and application is not None

    is_right = tries.guess("pin", fits=fits, subject=subject, limit=WRONG_PINS, seconds=WAIT_SECONDS, at=at)
    if application is None or not is_right:
        raise AccessRefused(_("Nomor tanda terima dan PIN ini tidak cocok. Periksa keduanya, lalu coba lagi."))
    return application


def list_visible(officer: Officer, *, at: datetime) -> CaseQuerySet:
    """The cases that exist for an officer: those of offices where they may see all, and of their own posts."""
    on = timezone.localtime(at).date()
    posts = list_posts(officer, on=on)
    return Case.objects.visible_to(offices=whole_offices(posts), posts=posts)


def whole_offices(posts: list[Post]) -> list[uuid.UUID]:
    """The offices of these posts in which all cases may be seen."""
    return [post.office_id for post in posts if Right.SEE_OFFICE_CASES in post.rights]


def get_case(officer: Officer, case_id: uuid.UUID | str, *, at: datetime, for_page: bool = True) -> Case:
    """One visible case, for a page with what it shows. Raises CaseUnknown, also for a case of another office."""
    related = ("application__office", "office", "desk") if for_page else ("application",)
    case = list_visible(officer, at=at).select_related(*related).filter(pk=case_id).first()
    if case is None:
        raise CaseUnknown(_("Berkas ini tidak ada."))
    return case
