"""Bytes that a whole application moves over a phone's link: the pages down, three 12-megapixel photos up."""

import io
import os
from collections.abc import Iterator

from PIL import Image, ImageDraw
from playwright.sync_api import Page, Request, expect, sync_playwright

from bench.figures import Figure
from bench.world import get_cast, running
from tests.chromium import OPTIONS, find_chromium
from tests.journeys.walking import (
    NEEDED,
    check_answers,
    fill_all_but_photos,
    open_form,
    photo_box,
    photo_input,
    send,
)
from tuntas.screens.shared.place import COOKIE

PORT = 18433


def draw_big_photo() -> bytes:
    """What a phone's camera gives: 4000 x 3000, about 3 MB, a paper with lines on a grainy table."""
    image = Image.effect_noise((4000, 3000), 8).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((400, 300, 3600, 2700), fill=(238, 236, 228))
    for line in range(20):
        draw.text((600, 450 + 100 * line), f"CONTOH {line} 1671085204900001 " * 2, fill=(30, 30, 30), font_size=70)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


class Meter:
    """Counts bodies, and apart from them heads, which a proxy's HTTP/2 shrinks to a tenth."""

    def __init__(self, page: Page) -> None:
        self.down = self.up = self.heads = 0
        page.on("requestfinished", self.count)

    def count(self, request: Request) -> None:
        sizes = request.sizes()
        if sizes["responseBodySize"] < 0 or not request.url.startswith("http"):
            return  # from the cache, or a picture that the page made itself
        self.up += sizes["requestBodySize"] or int(request.header_value("content-length") or 0)
        self.down += sizes["responseBodySize"]
        self.heads += sizes["requestHeadersSize"] + sizes["responseHeadersSize"]


def measure() -> Iterator[Figure]:
    photo = draw_big_photo()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with running(PORT) as (base, _pid), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
        context = browser.new_context(base_url=base, locale="id-ID", viewport={"width": 360, "height": 740})
        context.add_cookies([{"name": COOKIE, "value": get_cast().office.code, "url": base}])
        context.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        page = context.new_page()
        meter = Meter(page)
        apply(page, photo)
        page.wait_for_load_state("networkidle")
        browser.close()
    yield Figure("one photo as the phone took it", len(photo), "bytes")
    yield Figure("whole application, 3 photos: down", meter.down, "bytes", 60_000)
    yield Figure("whole application, 3 photos: up", meter.up, "bytes", 600_000)
    yield Figure("whole application, 3 photos: heads over HTTP/1", meter.heads, "bytes")


def apply(page: Page, photo: bytes) -> None:
    """From the first page to the receipt."""
    page.goto("/")
    page.goto("/layanan/skd/")
    open_form(page)
    fill_all_but_photos(page)
    for kind in NEEDED:
        photo_input(page, kind).set_input_files({"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo})
        expect(photo_box(page, kind).get_by_role("status")).to_contain_text("Foto")
    check_answers(page)
    send(page)
