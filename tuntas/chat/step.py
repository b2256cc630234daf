"""One step of a conversation: what happened, and the one message that answers it. Pure: no clock, no table, no network.

Order for a text: what must never be stored, commands, numbers and taps of the present question, its answer in words,
a wish in people's own words, and only then "we did not understand".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from django.utils.translation import gettext as _

from tuntas.cases.receipts import read_receipt
from tuntas.chat.afterwards import enter_mending, finish, hear_done, hear_mending, take_mending_photos
from tuntas.chat.filling import (
    go_back,
    hear_courier,
    hear_delivery,
    hear_edit,
    hear_page,
    hear_question,
    hear_review,
    hinder,
)
from tuntas.chat.menus import (
    greet_office,
    hear_consent,
    hear_menu,
    hear_new,
    hear_office,
    hear_resume,
    hear_service,
    hear_who,
)
from tuntas.chat.photos import hear_assign, hear_photos, take_photos
from tuntas.chat.showing import (
    join,
    show_consent,
    show_guess,
    show_help,
    show_letters,
    show_menu,
    show_more,
    show_office,
    show_resume,
    show_service,
    show_status,
    show_who,
)
from tuntas.chat.showing_form import (
    go_on,
    show_assign,
    show_courier,
    show_delivery,
    show_edit,
    show_page,
    show_photos,
    show_question,
    show_review,
)
from tuntas.chat.state import (
    LINK,
    Event,
    Facts,
    Finished,
    Hindered,
    Odd,
    Photos,
    Place,
    Said,
    Say,
    State,
    Turn,
)
from tuntas.chat.words import Command, find_command, find_number
from tuntas.gateways.whatsapp_incoming import redact

Hearer: TypeAlias = Callable[[State, Said, Facts], Turn | None]

BOT, HUMAN, STOPPED = "bot", "human", "stopped"
FILLING: Final = frozenset(
    {Place.QUESTION, Place.PAGE, Place.DELIVERY, Place.COURIER, Place.PHOTOS, Place.ASSIGN, Place.REVIEW, Place.EDIT}
)
SHOW: Final[Mapping[Place, Callable[..., Turn]]] = {
    Place.NEW: show_menu,
    Place.OFFICE: show_office,
    Place.MENU: show_menu,
    Place.MORE: show_more,
    Place.GUESS: show_guess,
    Place.SERVICE: show_service,
    Place.CONSENT: show_consent,
    Place.WHO: show_who,
    Place.QUESTION: show_question,
    Place.PAGE: show_page,
    Place.DELIVERY: show_delivery,
    Place.COURIER: show_courier,
    Place.PHOTOS: show_photos,
    Place.ASSIGN: show_assign,
    Place.REVIEW: show_review,
    Place.EDIT: show_edit,
    Place.RESUME: show_resume,
    Place.MEND: enter_mending,
    Place.DONE: show_menu,
}
HEAR: Final[Mapping[Place, Hearer]] = {
    Place.NEW: hear_new,
    Place.OFFICE: hear_office,
    Place.MENU: hear_menu,
    Place.MORE: hear_menu,
    Place.GUESS: hear_menu,
    Place.SERVICE: hear_service,
    Place.CONSENT: hear_consent,
    Place.WHO: hear_who,
    Place.QUESTION: hear_question,
    Place.PAGE: hear_page,
    Place.DELIVERY: hear_delivery,
    Place.COURIER: hear_courier,
    Place.PHOTOS: hear_photos,
    Place.ASSIGN: hear_assign,
    Place.REVIEW: hear_review,
    Place.EDIT: hear_edit,
    Place.RESUME: hear_resume,
    Place.MEND: hear_mending,
    Place.DONE: hear_done,
}
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
        return finish(state, event)
    if isinstance(event, Hindered):
        is_mending = state.at == Place.MEND
        return (
            show_menu(replace(state, mended={}), facts, event.sentence) if is_mending else hinder(state, event, facts)
        )
    return _react(state, event, facts) if state.mode == BOT else _wake(state, event, facts)


def _react(state: State, event: Event, facts: Facts) -> Turn:
    """Something came from the person, or from the page that they filled in."""
    match event:
        case Said():
            return hear(state, event, facts)
        case Photos():
            take = take_mending_photos if state.at == Place.MEND else take_photos
            return take(state, event, facts)
        case Odd(kind):
            return show_here(state, facts, _explain(kind))
    if facts.draft is None:
        return greet_office(state, facts)
    return go_on(state, facts, _("Baik, data sudah kami terima.") if state.at == Place.PAGE else "")


def hear(state: State, said: Said, facts: Facts) -> Turn:
    """Somebody wrote or tapped something."""
    if said.is_redacted:
        return _guard(state, facts)
    found = _find_choice(state, said)
    if found == _STALE:
        return show_here(state, facts, _("Pilihan itu sudah lewat. Ini yang sekarang."))
    if found is None and (turn := _interrupt(state, said, facts)):
        return turn
    said = replace(said, choice=found or "", text=said.text.replace(LINK, ""))
    return HEAR[state.at](state, said, facts) or fail(state, said, facts)


def _interrupt(state: State, said: Said, facts: Facts) -> Turn | None:
    """Words that mean something at any place: a command, a receipt, hello after days, 0 for the menu."""
    command = find_command(said.text)
    if command and (turn := obey(state, command, facts)):
        return turn
    if receipt := _find_receipt(said.text):
        return show_status(state, facts, receipt=receipt)
    if facts.days_away >= 1 and state.at in FILLING and facts.draft and not facts.draft.receipt:
        return show_resume(state, facts)
    is_zero = find_number(said.text, most=0) == 0 and state.at not in {Place.QUESTION, Place.MEND}
    return show_menu(state, facts) if is_zero else None


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


def obey(state: State, command: Command, facts: Facts) -> Turn | None:
    """A word that works at any time; None where it means something else just now."""
    if command == Command.STOP:
        text = _("Baik, kami tidak mengirim pesan lagi. Balas *mulai* bila ingin bicara lagi.")
        return Turn(replace(state, mode=STOPPED), Say(text))
    if command == Command.OFFICER:
        return _call_officer(state, facts)
    if command == Command.BACK:
        return go_back(state, facts)
    if command == Command.CANCEL:
        return show_resume(state, facts) if facts.draft and not facts.draft.receipt else show_menu(state, facts)
    if command == Command.GO_ON and state.at in {
        Place.MENU,
        Place.MORE,
        Place.GUESS,
        Place.DONE,
        Place.NEW,
        Place.RESUME,
    }:
        return go_on(state, facts)
    simple: dict[Command, Callable[[State, Facts], Turn]] = {
        Command.MENU: show_menu,
        Command.STATUS: show_status,
        Command.LETTER: show_letters,
        Command.MEND: enter_mending,
        Command.HELP: show_help,
    }
    return simple[command](state, facts) if command in simple else None


def _call_officer(state: State, facts: Facts) -> Turn:
    office = facts.office
    hours = (
        _("Petugas membalas pada jam kerja, %(hours)s.") % {"hours": office.hours} if office and office.hours else ""
    )
    phone = _("Mendesak? Telepon %(phone)s.") % {"phone": office.phone} if office and office.phone else ""
    text = _("Baik, petugas akan membaca percakapan ini. Balas *menu* untuk kembali ke layanan otomatis.")
    return Turn(replace(state, mode=HUMAN), Say(join(text, " ".join(part for part in (hours, phone) if part))))


def _wake(state: State, event: Event, facts: Facts) -> Turn:
    """An officer has the word, or the person wants quiet: only their own word brings us back."""
    command = find_command(event.text) if isinstance(event, Said) else None
    if state.mode == STOPPED and command in {Command.START, Command.MENU}:
        return show_menu(replace(state, mode=BOT), facts, _("Senang bertemu lagi."))
    if state.mode == HUMAN and command == Command.MENU:
        return show_menu(replace(state, mode=BOT), facts)
    return Turn(state)


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


def show_here(state: State, facts: Facts, lead: str = "") -> Turn:
    """The present question once more."""
    return SHOW[state.at](state, facts, lead)


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
