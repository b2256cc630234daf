"""Specimen: what a letter of a service looks like at an office, with invented data and the word CONTOH on every page.

An administrator looks at it before a change is published; nothing of it is stored, numbered or sealed.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.shapes import example_of
from tuntas.letters.context import SEALS, Block, Person, Sheet, list_chosen, make_letterhead, make_place, say_all
from tuntas.letters.preview import stack
from tuntas.letters.render import LetterCannotBeSet, Paper, compile_pictures, make_qr
from tuntas.letters.wording import say_date, say_place, say_time
from tuntas.offices.models import Office
from tuntas.offices.roles import Role
from tuntas.offices.titles import name_post

_INVENTED = "SITI CONTOH"


def render_specimen(definition: ServiceDefinition, *, office: Office, at: datetime) -> bytes:
    """PNG of all pages, one below the other. Raises LetterCannotBeSet, also for a service without a letter."""
    sheet = _make_sheet(definition, office=office, at=at)
    paper = Paper(
        [sheet], title=sheet.title, author=sheet.place.unit, mark=_("CONTOH. Semua data rekaan, surat ini tidak sah.")
    )
    return stack(compile_pictures(paper))


def _make_sheet(definition: ServiceDefinition, *, office: Office, at: datetime) -> Sheet:
    if definition.letter is None:
        raise LetterCannotBeSet(_("Layanan ini tidak menerbitkan surat sendiri."))
    letter, place, day = definition.letter, make_place(office), at.date()
    answers = {question.code: example_of(question) for question in definition.questions}
    until = say_date(day + timedelta(days=letter.valid_days)) if letter.valid_days else ""
    return Sheet(
        template=letter.template,
        title=letter.title,
        number=f"{letter.archive}/000/{office.number_code}/XI/2026",
        place=place,
        letterhead=make_letterhead(office),
        applicant=_invent(office, place.unit, place.district, place.regency),
        answers=say_all(definition, answers),
        chosen=list_chosen(definition, answers),
        signatory=_sign(office),
        dated=say_place(office.place, say_date(day)),
        valid_until=until,
        sealed=f"{say_date(day)}, {say_time(at, timezone=office.timezone)}",
        seal=SEALS["local"],
        code="CONTOH",
        verify_at="contoh",
        qr=make_qr("CONTOH"),
    )


def _sign(office: Office) -> Block:
    """The head's post with an invented name: nobody's name stands under what they have not signed."""
    post = office.posts.filter(role=Role.HEAD).first()
    title = post.title if post else name_post(office, role=Role.HEAD)
    return Block(
        lines=[f"{title} {office.name.partition(' ')[2]}".upper() + ","],
        title=title,
        name="Budi Contoh, S.Sos.",
        rank="Penata (III/c)",
        nip="19800101 200501 1 001",
    )


def _invent(office: Office, unit: str, district: str, regency: str) -> Person:
    street = "Jalan Contoh No. 1, RT 001 RW 001"
    return Person(
        name=_INVENTED,
        nik="0000000000000000",
        kk="0000000000000000",
        birth=say_place(office.place, "12 April 1990"),
        is_male=False,
        sex="Perempuan",
        religion="Islam",
        marital_status="Kawin",
        occupation="Wiraswasta",
        education="SLTA/Sederajat",
        nationality="Indonesia",
        address=say_place(street, unit, district),
        full_address=say_place(street, unit, district, regency),
    )
