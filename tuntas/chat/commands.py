"""Words that work at any time, and who has the word: the bot, an officer, or nobody."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from tuntas.chat.afterwards import enter_mending
from tuntas.chat.filling import go_back
from tuntas.chat.showing import (
    join,
    show_counter_code,
    show_help,
    show_letters,
    show_menu,
    show_office,
    show_resume,
    show_status,
)
from tuntas.chat.showing_form import go_on
from tuntas.chat.state import Event, Facts, Place, Said, Say, State, Turn
from tuntas.chat.words import Command, find_command

BOT, HUMAN, STOPPED = "bot", "human", "stopped"


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
        Command.COUNTER: show_counter_code,
    }
    return simple[command](state, facts) if command in simple else None


def _call_officer(state: State, facts: Facts) -> Turn:
    office = facts.office
    if office is None:
        return show_office(state, facts, _("Pilih kantornya dulu, lalu balas *petugas* lagi."))
    hours = _("Petugas membalas pada jam kerja, %(hours)s.") % {"hours": office.hours} if office.hours else ""
    phone = _("Mendesak? Telepon %(phone)s.") % {"phone": office.phone} if office.phone else ""
    text = _("Baik, petugas akan membaca percakapan ini. Balas *menu* untuk kembali ke layanan otomatis.")
    return Turn(replace(state, mode=HUMAN), Say(join(text, " ".join(part for part in (hours, phone) if part))))


def wake(state: State, event: Event, facts: Facts) -> Turn:
    """An officer has the word, or the person wants quiet: only their own word brings us back."""
    command = find_command(event.text) if isinstance(event, Said) else None
    if state.mode == STOPPED and command in {Command.START, Command.MENU}:
        return show_menu(replace(state, mode=BOT), facts, _("Senang bertemu lagi."))
    if state.mode == HUMAN and command == Command.MENU:
        return show_menu(replace(state, mode=BOT), facts)
    return Turn(state)
