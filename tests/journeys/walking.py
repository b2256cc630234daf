"""What people do in the browser: fill in the form as Ani, come in as an officer, press keys and count them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from tests.make import Cast, make_applicant
from tuntas.catalog.finding import get_service
from tuntas.catalog.shapes import example_of
from tuntas.config.demo.papers import draw_paper
from tuntas.config.work import HANDLERS
from tuntas.intake.drafts import open_draft, save_draft
from tuntas.intake.uploads import receive
from tuntas.jobs.worker import drain
from tuntas.offices.models import Officer
from tuntas.screens.resident.applying.drafts import cookie_name
from tuntas.screens.shared.place import COOKIE

RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NEEDED = ("KTP", "KK", "STM")  # the photos of an SKD
File = dict[str, str | bytes]


@lru_cache(maxsize=16)
def draw(kind: str, flaw: str = "") -> bytes:
    """A photo of a paper of Ani's."""
    return draw_paper(kind, person=make_applicant(), seed=3, flaw=flaw)


def photo_of(kind: str, *, flaw: str = "") -> File:
    return {"name": f"{kind}.jpg", "mimeType": "image/jpeg", "buffer": draw(kind, flaw)}


# ---- the resident ----


def is_scripted(page: Page) -> bool:
    """Whether the page runs its scripts: the progress bar stands only then."""
    return page.locator("#batang").is_visible()


def open_form(page: Page, service: str = "skd") -> None:
    """The form of a service at Kelurahan Sialang, chosen as a resident chooses it."""
    page.goto(f"/ajukan/{service}/")
    if "/kantor/" in page.url:
        page.get_by_role("button", name="Kelurahan Sialang").click()
    expect(page).to_have_url(f"/ajukan/{service}/")


def in_group(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name)


def forward(page: Page, *, heading: str = "") -> None:
    """The main button; with scripts the next screen follows, without them there is only one."""
    if is_scripted(page):
        page.locator("#maju").click()
        if heading:
            expect(page.get_by_role("heading", name=heading, level=2)).to_be_visible()


def fill_person(page: Page, *, name: str = "Ani Contoh") -> None:
    page.get_by_label("Nama lengkap").fill(name)
    page.get_by_label("NIK", exact=True).fill("1671 0852 0490 0001")
    page.get_by_label("Nomor Kartu Keluarga").fill("1671081201100001")
    page.get_by_label("Tempat lahir").fill("Palembang")
    for label, value in (("Tanggal", "12"), ("Bulan", "4"), ("Tahun", "1990")):
        in_group(page, "Tanggal lahir").get_by_label(label).fill(value)
    page.get_by_label("Perempuan").check()


def fill_address(page: Page) -> None:
    page.get_by_label("Alamat di KTP").fill("Jalan Contoh 1")
    page.get_by_label("RT", exact=True).fill("3")
    page.get_by_label("RW", exact=True).fill("1")
    in_group(page, "Agama").get_by_label("Islam").check()
    in_group(page, "Status kawin").get_by_label("Kawin", exact=True).check()
    page.get_by_label("Pekerjaan").select_option(label="Wiraswasta")
    in_group(page, "Kewarganegaraan").get_by_label("Indonesia").check()
    page.get_by_label("Nomor HP", exact=True).fill("0812-3456-7800")


def fill_home(page: Page) -> None:
    in_group(page, "Apakah Anda tinggal di alamat").get_by_label("Ya").check()
    for label, value in (("Bulan", "3"), ("Tahun", "2021")):
        in_group(page, "Sejak kapan").get_by_label(label).fill(value)
    in_group(page, "Apakah Anda pindah").get_by_label("Tidak").check()


def fill_letter(page: Page) -> None:
    page.get_by_label("Siapa nama kepala keluarga").fill("Hendra Contoh")
    page.get_by_label("Untuk apa surat ini").fill("Membuka rekening bank")


def fill_all_but_photos(page: Page, *, name: str = "Ani Contoh") -> None:
    """Up to the screen of the photos."""
    fill_person(page, name=name)
    forward(page, heading="Alamat dan kontak")
    fill_address(page)
    forward(page, heading="Tempat tinggal")
    fill_home(page)
    forward(page, heading="Isi surat")
    fill_letter(page)
    forward(page, heading="Foto syarat")


def begin_at_photos(page: Page, cast: Cast, *, url: str, kinds: tuple[str, ...] = ()) -> None:
    """The form as Ani left it, all but the photos (with those of `kinds`): spares the tests of photos the typing."""
    version, definition = get_service("SKD")
    draft, token = open_draft(version, office=cast.office)
    answers = {one.code: example_of(one) for one in definition.questions if one.required and one.when is None}
    files = {kind: [str(receive(draw(kind)).pk)] for kind in kinds}
    save_draft(draft, {"applicant": cast.ani, "answers": answers, "files": files})
    cookies = {COOKIE: cast.office.code, cookie_name("SKD"): token}
    page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    page.goto("/ajukan/skd/#layar-5")
    expect(page.get_by_role("heading", name="Foto syarat", level=2)).to_be_visible()


def photo_input(page: Page, kind: str) -> Locator:
    return page.locator(f'[id="files.{kind}"]')


def photo_box(page: Page, kind: str) -> Locator:
    return page.locator(f'[data-photo="{kind}"]')


def take_photos(page: Page, kinds: tuple[str, ...] = NEEDED) -> None:
    for kind in kinds:
        photo_input(page, kind).set_input_files(photo_of(kind))
        if is_scripted(page):
            expect(photo_box(page, kind).get_by_role("status")).to_have_text("Foto jelas")


def check_answers(page: Page) -> None:
    """From the photos to the page with all answers."""
    forward(page, heading="Cara menerima surat")
    page.locator("#maju").click()
    expect(page.get_by_role("heading", name="Periksa sekali lagi")).to_be_visible()


def fill_in(page: Page, *, name: str = "Ani Contoh") -> None:
    """Everything, up to the page with all answers."""
    open_form(page)
    fill_all_but_photos(page, name=name)
    take_photos(page)
    check_answers(page)


def send(page: Page) -> "Ticket":
    """Says that all is true and sends."""
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Kirim permohonan").click()
    expect(page.get_by_role("heading", name="Permohonan Anda sudah terkirim")).to_be_visible()
    return read_ticket(page)


@dataclass(frozen=True)
class Ticket:
    receipt: str
    pin: str


def read_ticket(page: Page) -> Ticket:
    receipt, pin = page.locator(".ticket .code").all_inner_texts()
    return Ticket(receipt, pin.replace(" ", ""))


def apply(page: Page) -> Ticket:
    """The whole form, sent."""
    fill_in(page)
    return send(page)


def track(page: Page, ticket: Ticket) -> None:
    """The status page, by receipt and PIN."""
    page.goto("/lacak/")
    page.get_by_label("Nomor tanda terima").fill(ticket.receipt)
    page.get_by_role("textbox", name="PIN").fill(ticket.pin)
    page.get_by_role("button", name="Lihat permohonan saya").click()
    expect(page).to_have_url(f"/p/{ticket.receipt}/")


# ---- the officers ----


def come_in(page: Page, officer: Officer, *, url: str) -> None:
    """An officer's session in this browser; the login page has tests of its own."""
    client = Client()
    client.force_login(officer)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])


@dataclass
class Keyboard:
    """Presses keys and counts them."""

    page: Page
    count: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1


def work() -> None:
    """The worker does what is due, in a thread of its own: this one runs Playwright's loop, sealing needs another."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_drain).result()


def _drain() -> None:
    drain(HANDLERS)
    connections.close_all()


# ---- what every page owes ----


def list_barriers(page: Page) -> list[str]:
    """What axe finds in all levels, and scrolling to the side."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    barriers = [
        f"{page.url} {one['id']}: {[node['target'] for node in one['nodes']]}" for one in found.response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        barriers.append(f"{page.url} scrolls sideways")
    return barriers


def write_file(folder: Path, name: str, make: Callable[[], bytes]) -> Path:
    path = folder / name
    path.write_bytes(make())
    return path
