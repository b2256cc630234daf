"""A whole application: all that needs work is told at once, and what a blind machine sends is accepted."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalog.files import read_services
from tests.catalog.machine import list_faults
from tests.intake.papers import fill_application, make_upload
from tests.make import Cast, make_applicant, make_office
from tests.tables import load_catalogue
from tuntas.catalog.publishing import publish
from tuntas.catalog.schema import answers_schema
from tuntas.intake.refusals import InputRefused
from tuntas.intake.submission import Submission, check_submission

TODAY = date(2026, 11, 23)
SERVICES = {definition.code: definition for definition in read_services()}

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    load_catalogue()


@pytest.fixture
def skd(cast: Cast) -> dict[str, Any]:
    return fill_application(SERVICES["SKD"], village=cast.office.code)


def check(raw: object, **options: Any) -> Submission:
    return check_submission(raw, **{"channel": "web", "on": TODAY, **options})


def refuse(raw: object) -> dict[str, str]:
    with pytest.raises(InputRefused) as refused:
        check(raw)
    return {error.field: error.message for error in refused.value.errors}


@pytest.mark.parametrize("code", SERVICES)
@pytest.mark.parametrize("switches", [{}, {"rt_endorsement": True}, {"survey": True}])
def test_what_a_blind_machine_sends_is_accepted(cast: Cast, code: str, switches: dict[str, bool]) -> None:
    cast.office.switches = switches
    cast.office.save()
    if SERVICES[code].level == "civil_registry":
        make_office("16.71", level="civil_registry", name="Disdukcapil Kota Palembang")

    submission = check(fill_application(SERVICES[code], village=cast.office.code))

    assert submission.version.code == code
    assert submission.office == cast.office
    assert submission.applicant == make_applicant()
    assert list_faults(answers_schema(SERVICES[code]), submission.answers) == []
    assert submission.helper is None
    assert submission.delivery == {"method": "download"}


@pytest.mark.parametrize("village", ["1671081006", "16.71.08.1006", " 16.71.08.1006 "])
def test_a_village_is_known_with_dots_and_without(skd: dict[str, Any], village: str) -> None:
    assert check({**skd, "village": village, "service": "skd"}).office.code == "16.71.08.1006"


@pytest.mark.parametrize(
    "village", [None, 1671081006, "", "16.71.08", "16.71.08.9999", "Sialang", "1" * 500, [], "\x00"]
)
def test_an_unknown_village_is_told(skd: dict[str, Any], village: object) -> None:
    assert refuse({**skd, "village": village}).keys() == {"village"}


@pytest.mark.parametrize("service", [None, "", "SKX", 7, [], "S\x00D", "x" * 500])
def test_an_unknown_service_is_told(skd: dict[str, Any], service: object) -> None:
    assert refuse({**skd, "service": service}).keys() == {"service"}


def test_a_package_is_told_to_wait(skd: dict[str, Any]) -> None:
    assert refuse({**skd, "service": None, "package": "LAHIR-3"}).keys() == {"package"}


def test_everything_that_needs_work_is_told_at_once(skd: dict[str, Any]) -> None:
    skd["applicant"]["nik"] = "123"
    skd["applicant"]["birth_date"] = "2030-01-01"
    skd["answers"]["lives_since"] = "21"
    skd["answers"].pop("purpose")
    skd["files"].pop()
    skd |= {"delivery": {"method": "pigeon"}, "helper": {"name": "Lestari"}, "shoe_size": 43, "channel": "smoke"}

    assert refuse(skd).keys() == {
        "shoe_size",
        "applicant.nik",
        "applicant.birth_date",
        "answers.lives_since",
        "answers.purpose",
        "files.STM",
        "delivery.method",
        "helper.relation",
        "helper.phone",
        "helper.consent",
        "channel",
    }


def test_nothing_at_all_is_told_at_once() -> None:
    assert {"service", "village", "applicant", "delivery"} <= refuse({}).keys()


def test_no_sentence_repeats_what_was_sent(skd: dict[str, Any]) -> None:
    secret = "16710852O39OOOO4"
    skd["applicant"] |= dict.fromkeys(skd["applicant"], secret)
    skd["answers"] |= {code: {secret: secret} for code in skd["answers"]}
    skd |= {"village": secret, "delivery": {"method": secret}, "helper": {secret: secret}, secret: secret}

    assert all(secret not in f"{field} {message}" for field, message in refuse(skd).items())


def test_a_paper_brought_to_the_counter_is_noted(skd: dict[str, Any]) -> None:
    skd["files"][-1] = {"requirement": "STM", "bring": True}

    submission = check(skd)

    assert submission.delivery == {"method": "download", "bring": ["STM"]}
    assert [code for code, _upload in submission.files] == ["KTP", "KK"]


def test_a_file_belongs_to_one_application(skd: dict[str, Any]) -> None:
    skd["files"][0]["upload"] = str(make_upload(is_claimed=True).pk)

    assert refuse(skd).keys() == {"files.KTP"}


def test_a_helper_needs_consent(skd: dict[str, Any]) -> None:
    helper = {"name": "Lestari", "relation": "ketua RT", "phone": "0812-7100-0143"}

    assert refuse({**skd, "helper": helper}).keys() == {"helper.consent"}
    assert check({**skd, "helper": {**helper, "consent": True}}).helper == {
        "name": "Lestari",
        "relation": "ketua RT",
        "phone": "+6281271000143",
        "consent": True,
        "notify": True,
    }


def test_a_courier_needs_an_address(skd: dict[str, Any]) -> None:
    assert refuse({**skd, "delivery": {"method": "courier"}}).keys() == {"delivery.address"}
    sent = check({**skd, "delivery": {"method": "courier", "address": " Jalan  Contoh 1 ", "note": "Pagar hijau"}})
    assert sent.delivery == {"method": "courier", "address": "Jalan Contoh 1", "note": "Pagar hijau"}


@pytest.mark.parametrize("delivery", [None, [], "download", {}, {"method": None}, {"method": ["pickup"]}, {"way": "x"}])
def test_an_unknown_way_of_delivery_is_told(skd: dict[str, Any], delivery: object) -> None:
    assert all(field.startswith("delivery") for field in refuse({**skd, "delivery": delivery}))


def test_a_client_of_the_api_names_its_channel(skd: dict[str, Any]) -> None:
    assert check({**skd, "channel": "app"}, channel="api").channel == "app"
    assert check({**skd, "channel": "app"}, channel="web").channel == "web"
    assert check(skd, channel="api").channel == "api"


def test_an_office_above_that_is_not_there_cannot_issue(cast: Cast, skd: dict[str, Any]) -> None:
    changed = {**SERVICES, "SKD": SERVICES["SKD"].__class__(**{**vars(SERVICES["SKD"]), "level": "civil_registry"})}
    publish(changed.values())

    assert refuse(skd).keys() == {"service"}


def test_what_an_officer_should_look_at_is_noted(cast: Cast) -> None:
    raw = fill_application(SERVICES["SKBM"], village=cast.office.code)
    raw["applicant"]["birth_date"] = "1990-04-13"

    assert check(raw).hints == [
        "Tanggal lahir berbeda dengan yang terbaca dari NIK.",
        "Status pada data pemohon: kawin. Cocokkan dengan KK.",
    ]


@pytest.mark.parametrize("name", ["#panic()", 'Siti "Ani"', "Siti 🙂", "陈美玲", "Ani\u202e"])
def test_a_name_that_cannot_be_printed_has_its_sentence(skd: dict[str, Any], name: str) -> None:
    skd["applicant"]["name"] = name

    errors = refuse(skd)

    assert errors.keys() == {"applicant.name"}
    assert errors["applicant.name"].startswith(("Ganti “", "Ada tanda yang tidak terlihat"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(), part, max_size=3),
    max_leaves=8,
)
PARTS = ["service", "package", "village", "applicant", "helper", "answers", "files", "delivery", "channel", "else"]


@given(raw=JSON, parts=st.dictionaries(st.sampled_from(PARTS), JSON, min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
def test_no_json_is_beyond_a_sentence(skd: dict[str, Any], raw: Any, parts: dict[str, Any]) -> None:
    for body in (raw, {**skd, **parts}):
        try:
            check(body)
        except InputRefused as refused:
            errors = refused.errors
            assert errors
