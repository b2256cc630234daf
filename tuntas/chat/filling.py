"""Hearing answers: questions by the web's own rules, the secure page, delivery, the last look."""

from dataclasses import replace

from django.utils.translation import gettext as _

from tuntas.chat.forms import list_chat_questions, list_questions, part
from tuntas.chat.showing import join, show_menu, show_resume
from tuntas.chat.showing_form import (
    go_on,
    is_page_only,
    show_courier,
    show_delivery,
    show_edit,
    show_page,
    show_photos,
    show_question,
    show_review,
)
from tuntas.chat.state import Facts, Hindered, Keep, Place, Said, State, Submit, Turn
from tuntas.chat.words import normalise
from tuntas.intake.answers import clean_answer
from tuntas.intake.delivery import check_delivery
from tuntas.intake.refusals import InputRefused, ValueRefused
from tuntas.vault.fields import Json

SKIP = frozenset({"lewati", "lewat", "tidak ada", "skip", "kosong"})


def with_content(facts: Facts, **parts: object) -> tuple[Facts, Keep]:
    """The world with a changed draft, and the wish to keep it."""
    assert facts.draft is not None  # noqa: S101 -- only places with a draft come here
    content: Json = {**facts.draft.content, **parts}
    return replace(facts, draft=replace(facts.draft, content=content)), Keep(content)


def keeping(turn: Turn, keep: Keep) -> Turn:
    """The turn, with the draft kept first."""
    return replace(turn, effects=(keep, *turn.effects))


def read_answer(said: Said) -> object:
    """What was meant: the choice that was tapped or numbered, else the words."""
    return said.choice or said.text.strip()


def hear_question(state: State, said: Said, facts: Facts) -> Turn:
    """An answer to the question that was asked."""
    draft = facts.draft
    question = next((one for one in list_chat_questions(draft) if one.code == state.question), None) if draft else None
    if draft is None or question is None:
        return go_on(state, facts)
    if normalise(said.text) in SKIP and not said.choice and not question.required:
        return go_on(replace(state, skipped=(*state.skipped, question.code)), facts)
    try:
        value = clean_answer(question, read_answer(said), on=facts.on)
    except (ValueRefused, InputRefused) as refusal:
        return _ask_again(state, str(refusal), facts)
    answers = part(draft, "answers") | {question.code: value}
    facts, keep = with_content(facts, answers=answers)
    return keeping(go_on(replace(state, question=""), facts), keep)


def _ask_again(state: State, sentence: str, facts: Facts) -> Turn:
    count = state.invalid + 1
    lead = sentence if count == 1 else join(sentence, _("Bingung? Balas *petugas*."))
    turn = show_question(state, facts, lead)
    return replace(turn, state=replace(turn.state, invalid=count))


def hear_page(state: State, said: Said, facts: Facts) -> Turn:
    """Whatever is said while the page is open: what is still missing, or how it goes on."""
    del said
    draft = facts.draft
    if draft is None:
        return show_menu(state, facts)
    turn = go_on(state, facts)
    if turn.state.at == Place.PAGE:
        return show_page(state, facts, _("Data pemohon belum lengkap."))
    return turn


def hear_delivery(state: State, said: Said, facts: Facts) -> Turn | None:
    """How the letter shall come."""
    if said.choice == "courier":
        return show_courier(state, facts)
    if said.choice not in {"download", "pickup"} or facts.draft is None:
        return None
    facts, keep = with_content(facts, delivery={"method": said.choice})
    return keeping(go_on(state, facts), keep)


def hear_courier(state: State, said: Said, facts: Facts) -> Turn:
    """The address, checked as the web checks it."""
    if facts.draft is None:
        return show_menu(state, facts)
    person = part(facts.draft, "applicant")
    home = _("%(address)s, RT %(rt)s RW %(rw)s") % {name: person.get(name, "") for name in ("address", "rt", "rw")}
    address = home if said.choice == "same" else said.text
    try:
        delivery = check_delivery({"method": "courier", "address": address})
    except InputRefused as refusal:
        return show_courier(state, facts, refusal.errors[0].message)
    facts, keep = with_content(facts, delivery=delivery)
    return keeping(go_on(state, facts), keep)


def hear_review(state: State, said: Said, facts: Facts) -> Turn | None:
    """Send, change, or let it be."""
    word = normalise(said.text)
    if said.choice == "send" or word in {"kirim", "ya", "setuju", "benar"}:
        return Turn(state, effects=(Submit(),))
    if said.choice == "edit" or word in {"ubah", "ganti", "edit"}:
        return show_edit(state, facts)
    if said.choice == "drop":
        return show_resume(state, facts)
    return None


def hear_edit(state: State, said: Said, facts: Facts) -> Turn | None:
    """The part that shall be changed."""
    kind, _dash, code = said.choice.partition("-")
    if facts.draft is None or not kind:
        return None
    if kind == "q":
        return show_question(replace(state, question=code), facts)
    if kind == "f":
        return drop_photos(state, code, facts)
    return show_delivery(state, facts) if kind == "delivery" else show_page(state, facts)


def drop_photos(state: State, code: str, facts: Facts, lead: str = "") -> Turn:
    """The photos of one requirement are taken out and asked for again."""
    if facts.draft is None:
        return show_menu(state, facts, lead)
    files = {name: rows for name, rows in part(facts.draft, "files").items() if name != code}
    bring = [one for one in facts.draft.content.get("bring", []) if one != code]
    facts, keep = with_content(facts, files=files, bring=bring)
    return keeping(show_photos(replace(state, wanted=code), facts, lead), keep)


def go_back(state: State, facts: Facts) -> Turn:
    """One question back; before the first one, the menu."""
    draft = facts.draft
    if draft is None or draft.receipt:
        return show_menu(state, facts)
    if state.at != Place.QUESTION:
        return (
            show_edit(state, facts)
            if state.at in {Place.REVIEW, Place.PHOTOS, Place.DELIVERY, Place.PAGE}
            else go_on(state, facts)
        )
    codes = [one.code for one in list_chat_questions(draft)]
    place = codes.index(state.question) if state.question in codes else 0
    if place == 0:
        return show_menu(state, facts, _("Isian Anda tersimpan. Balas *lanjut* untuk meneruskannya."))
    return show_question(replace(state, question=codes[place - 1]), facts)


def hinder(state: State, event: Hindered, facts: Facts) -> Turn:
    """Sending needs more work: straight to the first thing that does."""
    if not event.errors or facts.draft is None:
        return show_review(state, facts, event.sentence) if facts.draft else show_menu(state, facts, event.sentence)
    error = event.errors[0]
    room, _dot, code = error.field.partition(".")
    code = code.partition(".")[0]
    if room == "files" and code:
        return drop_photos(state, code, facts, error.message)
    if room == "answers" and _is_in_chat(code, facts):
        return show_question(replace(state, question=code), facts, error.message)
    if room == "delivery":
        return show_delivery(state, facts, error.message)
    return (
        show_page(state, facts, error.message)
        if room in {"applicant", "answers"}
        else show_review(state, facts, error.message)
    )


def _is_in_chat(code: str, facts: Facts) -> bool:
    found = next((one for one in list_questions(facts.draft) if one.code == code), None) if facts.draft else None
    return found is not None and not is_page_only(found)
