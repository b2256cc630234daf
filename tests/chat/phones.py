"""People with phones, for the stories of the chat: what they say goes through the signed webhook, as in the product."""

import io
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw

from tuntas.config.work import HANDLERS
from tuntas.gateways.whatsapp_account import read_account
from tuntas.gateways.whatsapp_emulator import Emulator, open_emulator
from tuntas.gateways.whatsapp_phonebook import Person
from tuntas.gateways.whatsapp_senders import confirm, make_webhook, say_text, send_file, tap
from tuntas.gateways.whatsapp_signature import HEADER, sign
from tuntas.jobs.worker import drain

PATH = "/webhooks/whatsapp"


def post(body: bytes, *, signature: str | None = None) -> Any:
    """A webhook, signed with our secret unless told otherwise."""
    given = sign(body, secret=read_account().secrets[0]) if signature is None else signature
    return Client().post(PATH, body, content_type="application/json", headers={HEADER: given})


@cache
def draw_paper(seed: int = 1) -> bytes:
    """A sharp photo of print, large enough to please the quality check."""
    chance = random.Random(seed)
    image = Image.new("RGB", (1400, 1000), "white")
    draw = ImageDraw.Draw(image)
    for line in range(40, 960, 24):
        words = "".join(chance.choice("ABCDEFGHIKLMNOPRSTU ") for _ in range(80))
        draw.text((40, line), words, fill="black")
    memory = io.BytesIO()
    image.save(memory, "JPEG", quality=90)
    return memory.getvalue()


@dataclass
class Phone:
    """One resident with a phone. `at` is the moment that the worker believes in."""

    person: Person
    emulator: Emulator
    at: datetime | None = None
    sent: list[dict[str, Any]] = field(default_factory=list)

    def type(self, text: str, **more: str) -> str:
        """Types a text; returns the answer."""
        return self._send([say_text(self.emulator.book, self.person, text, **more)])

    def tap(self, title: str) -> str:
        """Taps the option with this title in the last message that has options."""
        option = next(one for one in self.options() if title in one["title"])
        return self._send([tap(self.emulator.book, self.person, option["id"], option["title"])])

    def photograph(
        self, *files: bytes, captions: Sequence[str] = (), media_type: str = "image/jpeg", quoted: str = ""
    ) -> str:
        """Sends files in one go, one answer comes back after a moment of silence."""
        book = self.emulator.book
        named = [*captions, *[""] * len(files)]
        sent = [
            send_file(book, self.person, data, media_type=media_type, caption=named[n], quoted=quoted)
            for n, data in enumerate(files)
        ]
        return self._send(sent)

    def _send(self, messages: list[dict[str, Any]]) -> str:
        before = len(self.heard())
        self.sent += messages
        assert post(make_webhook(self.emulator.account, messages=messages, people=[self.person])).status_code == 200
        self.work()
        return "\n---\n".join(self.heard()[before:])

    def work(self, *, later: timedelta = timedelta(minutes=5)) -> None:
        """The worker does everything that comes due soon."""
        drain(HANDLERS)
        drain(HANDLERS, at=timezone.now() + later)

    def lines(self) -> list[dict[str, Any]]:
        """What the office said in the conversation, as the API took it; news of a case comes as a template besides."""
        ours = [line.content for line in self.emulator.book.list_lines(self.person.id) if line.is_ours]
        return [content for content in ours if not is_news(content)]

    def heard(self) -> list[str]:
        """The words of what the office sent."""
        return [read_words(content) for content in self.lines()]

    def options(self) -> list[dict[str, str]]:
        """What can be tapped in the last message that has anything to tap."""
        for content in reversed(self.lines()):
            if "interactive" in content:
                action = content["interactive"]["action"]
                rows = [row for section in action.get("sections", []) for row in section["rows"]]
                return rows or [button["reply"] for button in action["buttons"]]
        return []

    def look(self) -> None:
        """The phone is on: receipts go out."""
        statuses = confirm(self.emulator.book, self.person)
        if statuses:
            post(make_webhook(self.emulator.account, statuses=statuses))
        self.work()

    def open_link(self) -> str:
        """The path of the last address in what the office sent."""
        found = re.findall(r"https?://[^/\s]+(/\S+?)(?=[\s.]*(?:\s|$))", "\n".join(self.heard()))
        return str(found[-1])


def is_news(content: dict[str, Any]) -> bool:
    """Whether a message is a notice: their templates have a version in their name."""
    return content["type"] == "template" and re.search(r"_v\d+$", content["template"]["name"]) is not None


def read_words(content: dict[str, Any]) -> str:
    kind = content["type"]
    part = content[kind]
    if kind == "text":
        return str(part["body"])
    if kind == "interactive":
        return str(part["body"]["text"])
    return str(part.get("caption", part.get("name", "")))


def make_phone(name: str = "Siti Rahmawati", phone: str = "+6281271000143") -> Phone:
    emulator = open_emulator()
    return Phone(emulator.book.add_person(name, phone=phone), emulator)


def person_form(**fields: str) -> dict[str, str]:
    """The secure page, filled in."""
    return {
        "applicant.name": "Siti Rahmawati",
        "applicant.nik": "1671085203900004",
        "applicant.kk": "1671081503210007",
        "applicant.birth_place": "Palembang",
        "applicant.birth_date.day": "12",
        "applicant.birth_date.month": "3",
        "applicant.birth_date.year": "1990",
        "applicant.sex": "P",
        "applicant.address": "Jalan Siaran No. 18",
        "applicant.rt": "12",
        "applicant.rw": "4",
        "applicant.religion": "ISLAM",
        "applicant.marital_status": "KAWIN",
        "applicant.occupation": "WIRASWASTA",
        "applicant.education": "SLTA/SEDERAJAT",
        "applicant.nationality": "WNI",
        **fields,
    }
