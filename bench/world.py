"""The world that is measured: one staffed office, the real catalogue, photos ready to be sent."""

import io
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from django.core.management import call_command
from PIL import Image, ImageDraw

from tests.make import PIN, Cast, make_cast
from tuntas.catalog.finding import get_service
from tuntas.catalog.publishing import load
from tuntas.catalog.schema import answers_schema
from tuntas.config.serve import HOST
from tuntas.intake.models import Upload
from tuntas.intake.requirements import list_requirements
from tuntas.intake.uploads import receive
from tuntas.offices.signing import set_signing_pin

SERVICE = "SKD"
_cast: list[Cast] = []


def make_world() -> None:
    """Tables, catalogue, Kelurahan Sialang with its chain staffed."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load()
    cast = make_cast()
    for officer in cast.chain:
        set_signing_pin(officer, pin=PIN)
    _cast.append(cast)


def get_cast() -> Cast:
    """The people of the world."""
    return _cast[0]


@cache
def draw_photo() -> bytes:
    """A phone's photo of a document: 1600 x 1200, lines of text, some noise, about 200 KB."""
    image = Image.effect_noise((1600, 1200), 12).convert("RGB")
    draw = ImageDraw.Draw(image)
    for line in range(12):
        draw.text((120, 100 + 80 * line), f"CONTOH {line} 1671085204900001 " * 3, fill=(20, 20, 20))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


@cache
def make_answers() -> dict[str, Any]:
    """An answer to each question that must be answered: the schema's own example."""
    schema = answers_schema(get_service(SERVICE)[1])
    return {code: schema["properties"][code]["examples"][0] for code in schema["required"]}


@cache
def list_needed() -> list[str]:
    """Codes of the requirements that the application needs."""
    _, definition = get_service(SERVICE)
    needed = list_requirements(definition, applicant=get_cast().ani, answers=make_answers(), switches={})
    return [requirement.code for requirement in needed if requirement.required]


def make_body() -> dict[str, Any]:
    """An application with fresh uploads, as the API takes it."""
    upload = receive(draw_photo())
    uploads = [upload, *(_twin(upload) for _ in list_needed()[1:])]
    return {
        "service": SERVICE,
        "village": get_cast().office.code,
        "applicant": get_cast().ani,
        "answers": make_answers(),
        "files": [
            {"requirement": code, "upload": str(one.pk)} for code, one in zip(list_needed(), uploads, strict=True)
        ],
        "delivery": {"method": "download"},
    }


def _twin(upload: Upload) -> Upload:
    """Another row over the same bytes: cleaning photos is measured elsewhere."""
    fields = {
        field.attname: getattr(upload, field.attname) for field in Upload._meta.concrete_fields if not field.primary_key
    }
    return Upload.objects.create(**fields)


@contextmanager
def running(port: int) -> Iterator[tuple[str, int]]:
    """The product as an office runs it, web and worker; its base address and the id of its first process."""
    environment = {**os.environ, "PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-m", "tuntas", "run"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    base = f"http://{HOST}:{port}"
    try:
        _wait_until_ready(process, base)
        yield base, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def _wait_until_ready(process: "subprocess.Popen[bytes]", base: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError, urllib.error.URLError), urllib.request.urlopen(f"{base}/readyz", timeout=5):
            return
        time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"the product did not start: {process.stdout.read().decode()[-2000:] if process.stdout else ''}")
