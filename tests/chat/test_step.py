"""The conversation as a function: whatever happens, there is one answer, and none holds an identity number."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalog.files import read_services
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.reading import SERVICES_FOLDER
from tuntas.chat.state import (
    Changed,
    ChooseOffice,
    DraftFacts,
    DropDraft,
    Facts,
    Finished,
    Hindered,
    Keep,
    Odd,
    OfficeFacts,
    OpenDraft,
    Photo,
    Photos,
    Said,
    State,
    Submit,
    Turn,
    read_state,
)
from tuntas.chat.step import step
from tuntas.chat.words import COMMANDS, Command, find_command, find_number, is_greeting, list_numbers
from tuntas.intake.refusals import FieldError

LONG_NUMBER = re.compile(r"(?<!\d)\d{16}(?!\d)")
ON = date(2026, 11, 23)
OFFICE = OfficeFacts("16.71.08.1006", "Kelurahan Sialang", hours="hari ini 08.00–16.00", takes_photos=True)


@cache
def services() -> dict[str, ServiceDefinition]:
    return {one.code: one for one in read_services(SERVICES_FOLDER)}


def make_facts(**fields: Any) -> Facts:
    return Facts(**{"on": ON, "services": services(), "office": OFFICE, **fields})


def live(facts: Facts, turn: Turn) -> Facts:
    """The world after a turn, as `chat.doing` would leave it."""
    for effect in turn.effects:
        if isinstance(effect, OpenDraft):
            facts = replace(facts, draft=DraftFacts(services()[effect.service], {}, {}))
        elif isinstance(effect, Keep) and facts.draft:
            facts = replace(facts, draft=replace(facts.draft, content=effect.content))
        elif isinstance(effect, DropDraft):
            facts = replace(facts, draft=None)
        elif isinstance(effect, ChooseOffice):
            facts = replace(facts, office=OFFICE)
    return facts


WORDS = st.one_of(
    st.sampled_from([*COMMANDS, "1", "2", "3", "4", "9", "0", "halo", "domisli", "pakai", "bawa", "lewati", "kirim"]),
    st.sampled_from(["Maret 2021", "Siti Rahmawati", "12-03-1990", "1671085203900004", "1 3 2", "😀", "ya", "tidak"]),
    st.text(max_size=60),
    st.from_regex(r"\d{14,20}", fullmatch=True),
)
SAID = st.builds(
    Said,
    text=WORDS,
    choice=st.sampled_from(["", "", "menu.0:SKD", "question.3:ya", "x", "review.9:send", ":"]),
    found=st.lists(st.sampled_from(["SKD", "SKU", "TIDAK-ADA"]), max_size=3).map(tuple),
    is_redacted=st.sampled_from([False, False, True]),
)
PHOTO = st.builds(
    Photo,
    upload=st.sampled_from(["", "a", "b", "c"]),
    refusal=st.sampled_from(["", "Yang terkirim adalah video."]),
    caption=st.one_of(st.just("ktp"), st.text(max_size=20)),
    asks=st.sampled_from(["", "KK", "?"]),
    is_doubtful=st.booleans(),
)
EVENT = st.one_of(
    SAID,
    SAID,
    SAID,
    st.builds(Photos, st.lists(PHOTO, min_size=1, max_size=50).map(tuple)),
    st.builds(Odd, st.sampled_from(["audio", "video", "sticker", "location", "", "unsupported"])),
    st.just(Changed()),
    st.builds(Finished, st.just("2611-7K3F-9QXM"), st.sampled_from(["", "482913"])),
    st.builds(
        Hindered,
        st.lists(
            st.sampled_from(
                [
                    FieldError(name, "Periksa ini.")
                    for name in (
                        "answers.purpose",
                        "applicant.nik",
                        "files.KTP",
                        "delivery.address",
                        "",
                        "answers.x.0.nik",
                    )
                ]
            ),
            max_size=2,
        ).map(tuple),
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(events=st.lists(EVENT, max_size=25), has_office=st.booleans(), takes_photos=st.booleans())
def test_arbitrary_events_always_get_an_answer_and_never_leak_a_number(
    events: list[Any], has_office: bool, takes_photos: bool
) -> None:
    office = replace(OFFICE, takes_photos=takes_photos)
    facts = make_facts(office=office if has_office else None, offices=(("16.71.08.1006", "Kelurahan Sialang"),))
    state, answered = State(), True
    for event in events:
        for _round in range(4):
            was_silent = state.mode != "bot" and not isinstance(event, Finished | Hindered)
            turn = step(state, event, facts)
            facts, state = live(facts, turn), read_state(turn.state.to_json())
            answered = turn.say is not None
            assert answered or turn.effects or was_silent
            if turn.say:
                shown = [turn.say.text, *(option.title + option.hint for option in turn.say.options)]
                assert turn.say.text.strip()
                assert not any(LONG_NUMBER.search(text) for text in shown)
                break
            if was_silent:
                break
            event = Hindered(sentence="Coba lagi.") if Submit() in turn.effects else Changed()
        else:
            pytest.fail("four rounds and no answer")


@given(st.text(max_size=200))
def test_words_are_read_whatever_they_are(text: str) -> None:
    assert find_command(text) in {None, *Command}
    assert find_number(text, most=10) in {None, *range(11)}
    assert isinstance(list_numbers(text), list)
    assert is_greeting(text) in {True, False}


@pytest.mark.parametrize("text", ["2", "2.", "2️⃣", "no 2 pak", "nomer dua", "pilih 2 ya", "yang 2", " 2 ", "DUA"])
def test_a_number_is_understood_in_many_ways(text: str) -> None:
    assert find_number(text, most=8) == 2


@pytest.mark.parametrize(
    "text", ["urus satu KK baru", "saya punya 2 anak di rumah", "RT 2 RW 3", "12 Maret 1990", "", "🙏"]
)
def test_a_number_within_a_sentence_is_no_choice(text: str) -> None:
    assert find_number(text, most=8) is None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("MENU", Command.MENU),
        ("petugas dong", Command.OFFICER),
        ("Stop!", Command.STOP),
        ("status saya bagaimana", None),
    ],
)
def test_commands_are_whole_messages(text: str, command: Command | None) -> None:
    assert find_command(text) == command


def test_all_eight_services_of_the_menu_open_by_their_number() -> None:
    facts = make_facts()
    menu = step(State(), Said("halo"), facts)

    opened = [step(menu.state, Said(str(number)), facts).state.service for number in range(1, 9)]

    assert opened == ["SKD", "SKU", "SKTM", "NIKAH", "PSKCK", "SKBM", "SKK", "PAKL"]


def test_an_answer_to_a_list_of_last_week_changes_nothing() -> None:
    facts = make_facts(draft=DraftFacts(services()["SKD"], {}, {}))
    asked = step(State(), Changed(), facts)

    turn = step(asked.state, Said("Ya", choice="question.0:tidak"), facts)

    assert turn.effects == ()
    assert turn.say
    assert "sudah lewat" in turn.say.text


def test_an_unfinished_application_is_offered_after_days() -> None:
    facts = make_facts(draft=DraftFacts(services()["SKD"], {}, {}), days_away=3)
    asked = step(State(), Changed(), facts)

    turn = step(asked.state, Said("halo bu"), facts)

    assert turn.say
    assert [option.title for option in turn.say.options] == ["1. Lanjutkan", "2. Mulai yang lain", "3. Hapus isian"]
