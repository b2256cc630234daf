"""The simulator of a demonstration: phones that chat with the office, and every message that the office sent."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tuntas.gateways.whatsapp_account import read_account
from tuntas.gateways.whatsapp_emulator import open_emulator
from tuntas.gateways.whatsapp_phonebook import Person
from tuntas.intake.uploads import check_size
from tuntas.offices.models import Officer
from tuntas.screens.demo import phones
from tuntas.screens.demo.outbox import CHANNELS, read_outbox
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept

P = ParamSpec("P")
LONGEST = 4096
MOST_FILES = 50


def in_demo(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """In a real office these addresses do not exist."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not read_account().is_simulated or not Officer.objects.filter(is_demo=True).exists():
            raise Http404
        return view(request, *args, **kwargs)

    return shown


@open_to_all
@require_safe
@never_kept
@in_demo
def simulator(request: HttpRequest) -> HttpResponse:
    """Phones to play with, and the readable outbox, with `?saluran=` of one channel."""
    only = request.GET.get("saluran", "")
    page = {"outbox": read_outbox(only), "only": only, "channels": CHANNELS}
    page |= {"handsets": phones.list_handsets(), "samples": phones.list_samples()}
    return render(request, "demo/simulator.html", page)


@open_to_all
@require_safe
@never_kept
@in_demo
def chat(request: HttpRequest, person_id: str) -> HttpResponse:
    """The messages of one phone alone: what the script fetches to keep the page fresh."""
    return render(request, "demo/_chat.html", {"handset": phones.read_handset(_get_person(person_id))})


@open_to_all
@require_POST
@never_kept
@in_demo
def say(request: HttpRequest, person_id: str) -> HttpResponse:
    """POST `text`, `option` with `title`, `photo` files or `sample`: goes out as a signed webhook."""
    person = _get_person(person_id)
    text = request.POST.get("text", "").strip()[:LONGEST]
    files = [(given.read(), given.content_type or "") for given in request.FILES.getlist("photo")[:MOST_FILES]]
    if sample := phones.read_sample(request.POST.get("sample", "")):
        files.append((sample, "image/jpeg"))
    for data, _kind in files:
        check_size(len(data))
    if files:
        phones.send_files(person, files, caption=text)
    elif option := request.POST.get("option", "")[:200]:
        phones.tap_option(person, option, request.POST.get("title", "") or phones.title_of(person, option))
    elif text:
        phones.type_text(person, text)
    return HttpResponseRedirect(f"{reverse('demo:simulator')}#{person.id}")


@open_to_all
@require_POST
@never_kept
@in_demo
def add_phone(request: HttpRequest) -> HttpResponse:
    """One more phone on the table."""
    person = phones.add_handset()
    return HttpResponseRedirect(f"{reverse('demo:simulator')}#{person.id}")


@open_to_all
@require_safe
@never_kept
@in_demo
def media(request: HttpRequest, media_id: str) -> HttpResponse:
    """A photo or letter on a phone."""
    found = open_emulator().book.find_media(media_id)
    if found is None or not found[0].startswith(("image/", "application/pdf")):
        raise Http404
    return HttpResponse(found[2], content_type=found[0])


def _get_person(person_id: str) -> Person:
    person = phones.find_person(person_id)
    if person is None:
        raise Http404
    return person
