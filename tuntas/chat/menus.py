"""Hearing what somebody wants: the office, a service, consent, and for whom it is."""

from dataclasses import replace

from django.utils.translation import gettext as _

from tuntas.chat.showing import (
    show_consent,
    show_guess,
    show_menu,
    show_more,
    show_office,
    show_service,
    show_status,
    show_who,
)
from tuntas.chat.showing_form import go_on
from tuntas.chat.state import LINK, ChooseOffice, DropDraft, Facts, OpenDraft, Place, Said, Say, State, Turn
from tuntas.chat.words import answer_to_greeting, is_greeting, normalise


def hear_new(state: State, said: Said, facts: Facts) -> Turn:
    """The first words: a greeting back, and straight to what was wished for if something was."""
    name = facts.office.name if facts.office else _("kelurahan Anda")
    hello = _("%(hello)s Ini loket %(office)s di WhatsApp.") % {"hello": answer_to_greeting(said.text), "office": name}
    if facts.office is None:
        return show_office(replace(state, pending=",".join(said.found[:5])), facts, hello)
    return _open_wish(state, facts, said.found, hello)


def _open_wish(state: State, facts: Facts, found: tuple[str, ...], lead: str) -> Turn:
    known = [code for code in found if code in facts.services]
    if not known:
        return show_menu(state, facts, lead)
    if len(known) == 1:
        return show_service(state, facts, lead, code=known[0])
    return show_guess(state, facts, lead, codes=known)


def hear_office(state: State, said: Said, facts: Facts) -> Turn | None:
    """By its number, or by a part of its name."""
    code = said.choice or _find_office(said.text, facts)
    if not code:
        return None
    state = replace(state, at=Place.MENU, shown=(), invalid=0)
    return Turn(state, effects=(ChooseOffice(code),))


def _find_office(text: str, facts: Facts) -> str:
    said = normalise(text)
    words = [word for word in said.split() if word not in {"kelurahan", "desa", "di", "saya", "kel"}]
    wanted = " ".join(words)
    fitting = [code for code, name in facts.offices if len(wanted) >= 3 and wanted in normalise(name)]
    exact = [code for code, name in facts.offices if normalise(name).endswith(f" {wanted}")]
    return next(iter(exact if len(exact) == 1 else fitting if len(fitting) == 1 else []), "")


def hear_menu(state: State, said: Said, facts: Facts) -> Turn | None:
    """A number of the list, a service in their own words, or hello again."""
    if facts.office is None:
        return show_office(replace(state, pending=said.choice), facts)
    if said.choice in facts.services:
        return show_service(state, facts, code=said.choice)
    shows = {"more": show_more, "status": show_status, "menu": show_menu}
    if said.choice in shows:
        return shows[said.choice](state, facts)
    return show_menu(state, facts, answer_to_greeting(said.text)) if is_greeting(said.text) else None


def hear_service(state: State, said: Said, facts: Facts) -> Turn | None:
    """Begin here, on the web, or look at something else."""
    if said.choice == "start" or normalise(said.text) in {"mulai", "ya", "lanjut", "setuju"}:
        return show_consent(state, facts)
    if said.choice == "web":
        text = _("Isi %(service)s di halaman web: %(link)s\nFoto dan isian tersimpan. Boleh juga dilanjutkan di sini.")
        say = Say(text % {"service": facts.services[state.service].short, "link": LINK}, link="web")
        return Turn(replace(state, at=Place.PAGE, shown=()), say, (OpenDraft(state.service),))
    return hear_menu(state, said, facts)


def hear_consent(state: State, said: Said, facts: Facts) -> Turn | None:
    """Yes begins the application; no shows the way to the counter."""
    answer = said.choice or {"setuju": "yes", "ya": "yes", "boleh": "yes", "tidak": "no"}.get(normalise(said.text), "")
    if answer == "yes":
        if facts.known:
            return show_who(state, facts)
        return _begin(state, with_known=False)
    if answer == "no":
        name = facts.office.name if facts.office else _("kantor")
        return show_menu(
            state,
            facts,
            _("Baik, tidak ada yang kami simpan. Anda juga dilayani di loket %(office)s.") % {"office": name},
        )
    return None


def hear_who(state: State, said: Said, facts: Facts) -> Turn | None:
    """The same person as last time, or somebody else."""
    del facts
    if said.choice not in {"known", "other"}:
        return None
    return _begin(state, with_known=said.choice == "known")


def _begin(state: State, *, with_known: bool) -> Turn:
    fresh = replace(
        state, at=Place.QUESTION, question="", loose=(), skipped=(), wanted="", doubtful="", shown=(), invalid=0
    )
    return Turn(fresh, effects=(OpenDraft(state.service, with_known),))


def hear_resume(state: State, said: Said, facts: Facts) -> Turn | None:
    """Go on with what is unfinished, leave it for later, or forget it."""
    if said.choice == "go_on":
        return go_on(state, facts)
    if said.choice == "menu":
        return show_menu(state, facts, _("Isian Anda tetap tersimpan. Balas *lanjut* untuk meneruskannya."))
    if said.choice == "drop":
        gone = replace(facts, draft=None)
        turn = show_menu(replace(state, loose=(), skipped=(), wanted=""), gone, _("Isian sudah kami hapus."))
        return replace(turn, effects=(DropDraft(),))
    return None


def greet_office(state: State, facts: Facts) -> Turn:
    """The office is known now: what was wished for before, or its menu."""
    name = facts.office.name if facts.office else ""
    wish = tuple(code for code in state.pending.split(",") if code)
    return _open_wish(replace(state, pending=""), facts, wish, _("Baik, %(office)s.") % {"office": name})
