"""The chat: what a webhook costs beside a bare view with one insert, and messages through the whole conversation."""

import statistics
import time
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from bench.figures import Figure
from bench.world import make_body
from tuntas.chat.models import Inbound
from tuntas.chat.webhook import whatsapp
from tuntas.config.work import HANDLERS
from tuntas.gateways.whatsapp_account import read_account
from tuntas.gateways.whatsapp_emulator import open_emulator
from tuntas.gateways.whatsapp_senders import make_webhook, say_text
from tuntas.gateways.whatsapp_signature import HEADER, sign
from tuntas.jobs.worker import drain
from tuntas.vault.models import Tries

ROUNDS, PHONES = 300, 60
TALK = ("halo", "1", "menu", "status", "bantuan")


def bare(request: HttpRequest) -> HttpResponse:
    """The least that a view with one insert does."""
    Tries.objects.create(
        scope="bench", subject=str(time.perf_counter_ns()), since=timezone.now(), count=len(request.body) % 9
    )
    return HttpResponse()


def measure() -> Iterator[Figure]:
    make_body()  # offices and services
    emulator = open_emulator()
    person = emulator.book.add_person("Siti", phone="+6281271000143")
    bodies = [
        make_webhook(read_account(), messages=[say_text(emulator.book, person, "halo")], people=[person])
        for _ in range(ROUNDS)
    ]
    plain, kept = [], []
    for body in bodies:  # in turn, so that a disturbance hits both alike
        plain.append(spent(bare, body))
        kept.append(spent(whatsapp, body))
    plain_ms, kept_ms = statistics.median(plain), statistics.median(kept)
    yield Figure("chat: a bare view with one insert", plain_ms, "ms")
    yield Figure("chat: a webhook accepted", kept_ms, "ms")
    yield Figure("chat: a webhook beside the bare view", kept_ms / plain_ms, "times", budget=3)
    Inbound.objects.all().delete()
    yield Figure("chat: messages through the conversation", talk(), "a second")


def spent(view: Callable[[HttpRequest], HttpResponse], body: bytes) -> float:
    """Milliseconds of one POST."""
    headers = {HEADER: sign(body, secret=read_account().secrets[0])}
    request = RequestFactory().post("/webhooks/whatsapp", body, content_type="application/json", headers=headers)
    started = time.perf_counter()
    assert view(request).status_code == 200
    return (time.perf_counter() - started) * 1000


def talk() -> float:
    """Many phones, five messages each, from the webhook's row to WhatsApp's answer."""
    from tuntas.chat.webhook import keep

    book = open_emulator().book
    people = [book.add_person(f"Warga {n}", phone=f"+628130000{n:04}") for n in range(PHONES)]
    for text in TALK:
        for person in people:
            keep(make_webhook(read_account(), messages=[say_text(book, person, text)], people=[person]))
    started = time.perf_counter()
    drain(HANDLERS)
    return PHONES * len(TALK) / (time.perf_counter() - started)
