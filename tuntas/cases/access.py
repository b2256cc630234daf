"""Finding a case only for those it concerns: residents by receipt and PIN, officers by their offices and posts."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
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
from tuntas.vault.prepared import prepared

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
    application = _applications.first(known) if known else None
    digits = "".join(character for character in pin if character.isdigit())

    def fits() -> bool:
        return check_pin(digits, application.pin_hash if application else _NOBODY) and application is not None

    is_right = tries.guess("pin", fits=fits, subject=subject, limit=WRONG_PINS, seconds=WAIT_SECONDS, at=at)
    if application is None or not is_right:
        raise AccessRefused(_("Nomor tanda terima dan PIN ini tidak cocok. Periksa keduanya, lalu coba lagi."))
    return application


@prepared
def _applications(receipt: str) -> QuerySet[Application]:
    return Application.objects.select_related("office").filter(receipt=receipt)


def list_visible(officer: Officer, *, at: datetime) -> CaseQuerySet:
    """The cases that exist for an officer: those of offices where they may see all, and of their own posts."""
    on = timezone.localtime(at).date()
    posts = list_posts(officer, on=on)
    return Case.objects.visible_to(offices=whole_offices(posts), posts=posts)


def whole_offices(posts: list[Post]) -> list[UUID]:
    """The offices of these posts in which all cases may be seen."""
    return [post.office_id for post in posts if Right.SEE_OFFICE_CASES in post.rights]


def get_case(officer: Officer, case_id: UUID | str, *, at: datetime, for_page: bool = True) -> Case:
    """One visible case, for a page with what it shows. Raises CaseUnknown, also for a case of another office."""
    posts = list_posts(officer, on=timezone.localtime(at).date())
    offices, held = whole_offices(posts), [post.pk for post in posts]
    case = (_cases_for_page if for_page else _cases).first(UUID(str(case_id)), offices, held)
    if case is None:
        raise CaseUnknown(_("Berkas ini tidak ada."))
    return case


@prepared
def _cases(case_id: UUID, offices: list[UUID], posts: list[UUID]) -> QuerySet[Case]:
    visible: QuerySet[Case] = Case.objects.visible_to(offices=offices, posts=posts)
    return visible.filter(pk=case_id).select_related("application")


@prepared
def _cases_for_page(case_id: UUID, offices: list[UUID], posts: list[UUID]) -> QuerySet[Case]:
    visible: QuerySet[Case] = Case.objects.visible_to(offices=offices, posts=posts)
    return visible.filter(pk=case_id).select_related("application__office", "office", "desk")
