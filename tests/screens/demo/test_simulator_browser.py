"""The simulator in a real browser: readable on a phone, and by people who cannot see it."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.make import MONDAY, make_applicant, make_application, make_case, make_cast
from tests.tables import load_catalogue
from tuntas.cases.models import Event
from tuntas.cases.states import State, Verb
from tuntas.chat.models import Inbound
from tuntas.config.work import HANDLERS
from tuntas.jobs.worker import drain
from tuntas.notices.announcing import announce
from tuntas.notices.delivering import deliver
from tuntas.offices.models import Officer
from tuntas.screens.demo.phones import MOST_PHONES

PEOPLE = {
    "2611-7K3F-9QXM": {"name": "Ani Contoh"},
    "2611-4TXR-8WNC": {"name": "Siti Aminah", "phone": "+628120000001"},
    "2611-2B3C-4D5F": {"name": "Gita Permata", "phone": "", "email": "gita.permata.dari.sialang@contoh.id"},
    "2611-2B3C-4D5G": {"name": "Hasan", "phone": "", "email": ""},
}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [320, 1280])
def test_simulator_fits_the_screen_and_has_no_barrier(open_page: Callable[..., Page], width: int) -> None:
    load_catalogue()
    cast = make_cast()
    Officer.objects.update(is_demo=True)
    for receipt, person in PEOPLE.items():
        application = make_application(cast.office, receipt=receipt, applicant=make_applicant(**person))
        case = make_case(cast.office, application=application, state=State.READY)
        announce(Event.objects.create(case=case, seq=2, verb=Verb.FINISH, target=State.READY, at=MONDAY))
    drain({"deliver_notice": deliver})

    page = open_page(width=width)
    page.goto("/simulator/")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert 5 <= page.locator(".handset").count() <= MOST_PHONES  # those of other tests may lie in the same book
    assert Axe().run(page).violations_count == 0


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_phone_talks_with_and_without_javascript(either_page360: Page) -> None:
    load_catalogue()
    make_cast()
    Officer.objects.update(is_demo=True)
    page = either_page360
    page.goto("/simulator/")
    phone = page.locator(".handset").first

    phone.get_by_label("Tulis pesan").fill("Assalamualaikum")
    phone.get_by_role("button", name="Kirim pesan").click()
    phone.get_by_text("Assalamualaikum", exact=False).last.wait_for()
    while not Inbound.objects.exists():
        page.wait_for_timeout(50)
    drain(HANDLERS)
    page.reload()

    assert "Waalaikumsalam" in phone.inner_text()
    assert phone.get_by_role("button", name="1.").count() >= 1
