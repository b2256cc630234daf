"""One step of a conversation: what happened, and the one message that answers it. Pure: no clock, no table, no network.

Order for a text: what must never be stored, commands, numbers and taps of the present question, its answer in words,
a wish in people's own words, and only then "we did not understand".
"""

import re
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from tuntas.cases.receipts import read_receipt
from tuntas.chat.afterwards import finish, take_mending_photos
from tuntas.chat.commands import BOT, obey, wake
from tuntas.chat.filling import (
    hinder,
)
from tuntas.chat.menus import (
    greet_office,
)
from tuntas.chat.photos import take_photos
from tuntas.chat.places import FILLING, HEAR, show_here
from tuntas.chat.showing import (
    show_guess,
    show_menu,
    show_resume,
    show_service,
    show_status,
)
from tuntas.chat.showing_form import (
    go_on,
)
from tuntas.chat.state import (
    LINK,
    Changed,
    Event,
    Facts,
    Finished,
    Hindered,
    Odd,
    Photos,
    Place,
    Said,
    State,
    Turn,
)
from tuntas.chat.words import find_command, find_number
from tuntas.gateways.whatsapp_incoming import redact

# Lists that stay on the screen and mean the same a week later.
_LASTING: Final = frozenset({Place.MENU, Place.MORE, Place.GUESS})
_RECEIPT: Final = re.compile(r"\b\d{4}[\s-]?[0-9A-Za-z]{4}[\s-]?[0-9A-Za-z]{4}\b")


def step(state: State, event: Event, facts: Facts) -> Turn:
    """What follows. While the bot talks there is always an answer, and none ever holds a number of sixteen digits."""
    turn = _step(state, event, facts)
    if turn.say is None:
        return turn
    options = tuple(replace(one, title=redact(one.title), hint=redact(one.hint)) for one in turn.say.options)
    return replace(turn, say=replace(turn.say, text=redact(turn.say.text), options=options))


def _step(state: State, event: Event, facts: Facts) -> Turn:
    if isinstance(event, Finished):
        return finish(state, event, facts)
    if isinstance(event, Hindered):
        return _meet_hindrance(state, event, facts)
    if state.mode != BOT:
        return wake(state, event, facts)
    if isinstance(event, Changed):
        return _see_change(state, facts)
    if isinstance(event, Photos):
        return take_mending_photos(state, event, facts) if state.at == Place.MEND else take_photos(state, event, facts)
    return show_here(state, facts, _explain(event.kind)) if isinstance(event, Odd) else hear(state, event, facts)


def _meet_hindrance(state: State, event: Hindered, facts: Facts) -> Turn:
    if state.at == Place.MEND:
        return show_menu(replace(state, mended={}), facts, event.sentence)
    return hinder(state, event, facts)


def _see_change(state: State, facts: Facts) -> Turn:
    if facts.draft is None:
        return greet_office(state, facts)
    return go_on(state, facts, _("Baik, data sudah kami terima.") if state.at == Place.PAGE else "")


def hear(state: State, said: Said, facts: Facts) -> Turn:
    """Somebody wrote or tapped something."""
    if said.is_redacted:
        return _guard(state, facts)
    found = _find_choice(state, said)
    if isinstance(found, Turn):
        return found
    if found == _STALE:
        return show_here(state, facts, _("Pilihan itu sudah lewat. Ini yang sekarang."))
    if found is None and (turn := _hear_words(state, said, facts)):
        return turn
    said = replace(said, choice=found or "", text=said.text.replace(LINK, ""))
    return HEAR[state.at](state, said, facts) or fail(state, said, facts)


def _hear_words(state: State, said: Said, facts: Facts) -> Turn | None:
    """Words that mean the same wherever one is: a command, a receipt, zero for the menu, a hello after days."""
    command = find_command(said.text)
    if command and (turn := obey(state, command, facts)):
        return turn
    if receipt := _find_receipt(said.text):
        return show_status(state, facts, receipt=receipt)
    if facts.days_away >= 1 and state.at in FILLING and facts.draft and not facts.draft.receipt:
        return show_resume(state, facts)
    if find_number(said.text, most=0) == 0 and state.at not in {Place.QUESTION, Place.MEND}:
        return show_menu(state, facts)
    return None


_STALE: Final = "\0stale"


def _find_choice(state: State, said: Said) -> str | None:
    """What a tap or a number means at this place; None for words."""
    if said.choice:
        place, _colon, meaning = said.choice.partition(":")
        name, _dot, turn = place.partition(".")
        is_fresh = name == state.at and turn == str(state.turn) and meaning in state.shown
        is_lasting = name in _LASTING and state.at not in FILLING | {Place.MEND, Place.CONSENT, Place.WHO}
        return meaning if is_fresh or is_lasting else _STALE
    # A number is the answer itself where a number was asked for.
    number = find_number(said.text, most=len(state.shown)) if state.shown and state.at != Place.ASSIGN else None
    return state.shown[number - 1] if number else None


def _guard(state: State, facts: Facts) -> Turn:
    lead = _("Jangan kirim NIK, nomor KK, atau nomor rekening di chat. Nomornya sudah kami buang.")
    return show_here(state, facts, lead)


def _explain(kind: str) -> str:
    return {
        "audio": _("Kami belum dapat mendengar rekaman suara. Tulislah, atau balas *petugas*."),
        "video": _("Kami belum dapat membuka video. Kirim foto atau PDF."),
        "sticker": _("Stikernya bagus. Kami hanya dapat membaca tulisan dan foto."),
        "location": _("Kami belum dapat membaca lokasi. Tulis alamatnya."),
        "contacts": _("Kami belum dapat membaca kontak. Tulis yang Anda perlukan."),
    }.get(kind, _("Pesan jenis ini belum dapat kami baca. Kirim tulisan, foto, atau PDF."))


def fail(state: State, said: Said, facts: Facts) -> Turn:
    """Not understood: the question again, then the way to a person."""
    if said.found and state.at not in FILLING | {Place.MEND, Place.OFFICE}:
        codes = said.found
        return show_service(state, facts, code=codes[0]) if len(codes) == 1 else show_guess(state, facts, codes=codes)
    count = state.invalid + 1
    lead = _("Maaf, kami belum mengerti.")
    if count == 2:
        lead = _("Maaf, kami masih belum mengerti. Balas angkanya, atau balas *petugas*.")
    if count >= 3:
        lead = _("Biar petugas yang membantu: balas *petugas*. Atau balas *menu*.")
    turn = show_here(state, facts, lead)
    return replace(turn, state=replace(turn.state, invalid=count))


def _find_receipt(text: str) -> str:
    return next((known for found in _RECEIPT.findall(text) if (known := read_receipt(found))), "")
