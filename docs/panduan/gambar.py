"""Takes the pictures of the guides from a running demo world: python docs/panduan/gambar.py http://127.0.0.1:8000."""

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "gambar"


def main(address: str) -> None:
    """One browser: a resident and a head on a phone, an operator and an administrator at a desk."""
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--disable-dev-shm-usage"])
        visit_as_resident(open_page(browser, address, width=360))
        visit_as_operator(open_page(browser, address, width=1280))
        visit_as_head(open_page(browser, address, width=360))
        visit_as_administrator(open_page(browser, address, width=1280))
        browser.close()


def open_page(browser: Browser, address: str, *, width: int) -> Page:
    size = {"width": width, "height": 740 if width < 700 else 800}
    return browser.new_context(base_url=address, locale="id-ID", viewport=size).new_page()


def keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


def visit_as_resident(page: Page) -> None:
    page.goto("/")
    keep(page, "warga-depan")
    page.goto("/layanan/skd/")
    keep(page, "warga-layanan")
    page.goto("/ajukan/skd/")
    page.get_by_role("button", name="Sialang").first.click()
    page.wait_for_url("**/ajukan/skd/")
    keep(page, "warga-isian")


def log_in(page: Page, account: str) -> None:
    page.goto("/masuk/")
    page.fill("[name=login]", account)
    page.fill("[name=password]", "tuntas")
    page.click("main button.btn")
    page.wait_for_load_state()


def visit_as_operator(page: Page) -> None:
    log_in(page, "operator.sialang")
    page.goto("/meja/")
    keep(page, "operator-meja")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meja/*-*/")
    keep(page, "operator-berkas")


def visit_as_head(page: Page) -> None:
    log_in(page, "lurah.sialang")
    page.goto("/setujui/")
    keep(page, "lurah-setujui")
    page.get_by_role("link", name="Lihat surat").first.click()
    keep(page, "lurah-surat")


def visit_as_administrator(page: Page) -> None:
    """Leaves a draft of one hint behind, which nobody else sees."""
    log_in(page, "admin")
    page.goto("/atur/layanan/skd/ubah/syarat/")
    page.locator("summary", has_text="KTP-el pemohon").click()
    page.locator('[id="requirements.KTP.hint"]').fill("Bagian depan saja, tanpa pelindung plastik.")
    page.get_by_role("button", name="Simpan draf").click()
    page.locator("summary", has_text="KTP-el pemohon").click()
    keep(page, "admin-syarat")
    page.goto("/atur/layanan/skd/terbit/")
    keep(page, "admin-terbit")
    page.goto("/atur/kantor/16.71.08.1006/")
    keep(page, "admin-kantor")
    page.goto("/atur/")
    keep(page, "admin-atur")


if __name__ == "__main__":
    main(sys.argv[1])
