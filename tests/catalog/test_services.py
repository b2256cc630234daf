"""The services that the product ships: 32 of the kelurahan (domain 2.4), 28 of the civil registry (2.5)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tuntas.letters
from tests.catalog.files import read_services
from tuntas.catalog.definition import Condition, Kind, ServiceDefinition
from tuntas.catalog.reading import SERVICES_FOLDER, read_shared
from tuntas.people import codes

TEMPLATES = Path(str(tuntas.letters.__file__)).parent / "templates"
SERVICES = {definition.code: definition for definition in read_services()}
RT = Condition("office.rt_endorsement", ("true",))
SURVEY = Condition("office.survey", ("true",))


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> ServiceDefinition:
    return SERVICES[request.param]


def list_conditions(service: ServiceDefinition) -> Iterator[Condition]:
    found = [row.when for row in (*service.questions, *service.requirements, *service.chain, *service.hints)]
    yield from (condition for condition in found if condition)


_KELURAHAN = (
    "SKD SKD-U SKU SKTM NIKAH NIKAH-NUM NIKAH-NM SKBM SKJD SKK SKMK SKLH SKBN SKPH PSKCK IKR "
    "PCERAI SKAW SKT SPOR SKJB PKK PKTP PPIN PAKL PAKM LEG SKHL SKBD SKJLN SKWALI SKIO"
)
_REGISTRY = (
    "KK-BARU KK-KEPALA KK-PISAH KK-UBAH KK-HLG KTP-BARU KTP-GANTI KTP-LUAR IKD SKPWNI DATANG NONPERM AKL LHM "
    "AKM AKW AKC BATAL PGA PKA PSA UBN PBA KUT2 KIA KIA-G BIO LEG-D"
)
KELURAHAN, REGISTRY = _KELURAHAN.split(), _REGISTRY.split()


def test_every_service_of_the_fact_sheet_is_there() -> None:
    assert set(SERVICES) == {*KELURAHAN, *REGISTRY}
    assert {SERVICES[code].level for code in KELURAHAN} == {"village"}
    assert {SERVICES[code].level for code in REGISTRY} == {"civil_registry"}


def test_dabo_had_eight_services_and_we_still_have_them() -> None:
    assert {"SKD", "SKU", "SKTM", "SKBM", "NIKAH", "SKK", "PSKCK", "SKPH"} <= set(SERVICES)


def test_every_life_event_has_a_service() -> None:
    assert {one.group for one in SERVICES.values()} == set(read_shared("groups"))


def test_each_letter_has_its_template() -> None:
    assert len(read_services(SERVICES_FOLDER, templates=TEMPLATES)) == len(SERVICES)


UP = [("OPERATOR", "check"), ("SECTION_HEAD", "initial"), ("SECRETARY", "initial")]
SHORT = {"LEG", "SKHL"}
CAMAT = {"NIKAH-NUM", "IKR", "SKAW", "SKJB"}


@pytest.mark.parametrize("code", [code for code in KELURAHAN if code not in SHORT])
def test_the_paper_goes_up_the_chain_of_the_kelurahan(code: str) -> None:
    service = SERVICES[code]
    here = [(step.role, step.duty) for step in service.chain if step.when is None and step.office == "own"]
    there = [(step.role, step.duty) for step in service.chain if step.when is None and step.office == "district"]

    assert here == [*UP, ("HEAD", "sign")]
    assert there == ([*UP, ("HEAD", "countersign")] if code in CAMAT else [])
    assert (service.chain[0].role, service.chain[0].when) == ("RT_HEAD", RT)


@pytest.mark.parametrize("code", REGISTRY)
def test_the_registry_ends_with_whoever_prints(code: str) -> None:
    first, *_between, last = SERVICES[code].chain

    assert (first.office, first.when) == ("village", Condition("office.direct_registry", ("false",)))
    assert (last.role, last.duty) == ("PRINT_CLERK", "attach")
    assert SERVICES[code].letter is None
    assert any(document.required for document in SERVICES[code].documents)


def test_only_places_and_poverty_are_surveyed() -> None:
    surveyed = {code for code, one in SERVICES.items() if any(step.duty == "survey" for step in one.chain)}

    assert surveyed == {"SKU", "SKTM", "SKD-U", "SKT", "SPOR"}
    assert all(step.when == SURVEY for code in surveyed for step in SERVICES[code].chain if step.duty == "survey")


def test_each_letter_belongs_to_its_section() -> None:
    eight = ("SKD", "SKBM", "NIKAH", "SKK", "SKTM", "SKPH", "SKU", "PSKCK")
    sections = {code: next(step.section for step in SERVICES[code].chain if step.section) for code in eight}

    assert {step.section for one in SERVICES.values() for step in one.chain} - {""} == {
        "pemerintahan",
        "kesra",
        "ekbang",
        "trantib",
        "dafduk",
        "capil",
    }
    assert sections == {
        "SKD": "pemerintahan",
        "SKBM": "pemerintahan",
        "NIKAH": "pemerintahan",
        "SKK": "pemerintahan",
        "SKTM": "kesra",
        "SKPH": "kesra",
        "SKU": "ekbang",
        "PSKCK": "trantib",
    }


def test_the_registry_asks_for_no_letter_of_the_rt() -> None:
    """Perpres 96/2018 dropped it, but for a first biodata (art. 4), which asks for its own."""
    asking = {code for code in REGISTRY for one in SERVICES[code].requirements if one.code in {"PGT", "PGA"}}

    assert asking == {"BIO"}


@pytest.mark.parametrize("code", [code for code in KELURAHAN if code not in SHORT])
def test_the_letter_of_the_rt_is_asked_only_where_the_rt_does_not_endorse_here(code: str) -> None:
    letter = SERVICES[code].requirements[0]

    assert letter.code == "PGT"
    assert letter.when == Condition("office.rt_endorsement", ("false",))
    assert not letter.required
    assert letter.required_when == Condition("office.rt_letter", ("true",))


def test_every_requirement_says_how_it_is_given(service: ServiceDefinition) -> None:
    for requirement in service.requirements:
        assert requirement.online_form.endswith(".")
        assert requirement.counter_form.endswith(".")


def list_sentences(service: ServiceDefinition) -> Iterator[str]:
    texts = [service.summary]
    texts += [text for row in service.requirements for text in (row.online_form, row.counter_form, row.hint)]
    texts += [text for row in service.questions for text in (row.label, row.hint)]
    texts += [row.text for row in service.hints]
    for text in texts:
        yield from (part for part in re.split(r"(?<=[.?!])\s+", text) if part)


def test_sentences_are_short_and_blame_nobody(service: ServiceDefinition) -> None:
    for sentence in list_sentences(service):
        assert len(sentence.split()) <= 15, sentence
        assert not re.search(r"\b(salah|tidak valid|gagal|silahkan|wajib)\b", sentence, re.IGNORECASE), sentence


def test_every_question_has_short_words_for_lists(service: ServiceDefinition) -> None:
    assert all(question.short and len(question.short) <= 32 for question in service.questions)
    shorts = [question.short for question in service.questions]
    assert len(shorts) == len(set(shorts))


def test_the_promise_in_words_is_the_promise_in_minutes(service: ServiceDefinition) -> None:
    units = {"menit": 1, "jam": 60, "hari kerja": 480}
    number, _blank, unit = service.promise.text.partition(" ")

    assert service.promise.minutes == int(number) * units[unit]


def test_conditions_on_the_applicant_use_the_words_of_siak() -> None:
    known = {
        "applicant.religion": codes.RELIGIONS,
        "applicant.marital_status": codes.MARITAL_STATUSES,
        "applicant.occupation": codes.OCCUPATIONS,
        "applicant.nationality": codes.NATIONALITIES,
    }
    for service in SERVICES.values():
        for condition in list_conditions(service):
            if condition.field in known:
                assert set(condition.values) <= set(known[condition.field].values())


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("religion", codes.RELIGIONS),
        ("nationality", codes.NATIONALITIES),
        ("education", codes.EDUCATIONS),
        ("relationship", codes.RELATIONSHIPS),
        ("marital_status", codes.MARITAL_STATUSES),
        ("occupation", codes.OCCUPATIONS),
        ("blood_type", codes.BLOOD_TYPES),
    ],
)
def test_shared_choices_are_those_of_siak(name: str, labels: dict[int, str]) -> None:
    assert list(read_shared("lists")[name]) == list(labels.values())


def test_validity_reads_as_people_say_it() -> None:
    words = {code: one.letter.validity for code, one in SERVICES.items() if one.letter}

    assert words["SKD"] == "6 bulan"
    assert words["SKU"] == "1 tahun"
    assert words["PSKCK"] == "30 hari"
    assert words["SKK"] == ""


def test_the_death_letter_carries_the_name_of_the_deceased() -> None:
    assert SERVICES["SKK"].subject == "answers.deceased_name"
    assert SERVICES["SKK"].applicant_title == "Pelapor"


def test_dependants_are_a_table() -> None:
    [table] = [question for question in SERVICES["SKTM"].questions if question.kind == Kind.TABLE]

    assert [column.code for column in table.columns] == [
        "name",
        "nik",
        "sex",
        "birth_place",
        "birth_date",
        "relationship",
    ]
