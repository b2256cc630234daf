"""The words of every event, for every person and channel, whatever their names are."""

import re
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import Cast
from tests.notices.papers import HELPER, make_event, make_told_case
from tuntas.cases.states import Verb
from tuntas.catalog.finding import list_services
from tuntas.gateways.messages import Channel
from tuntas.gateways.sms import count_parts
from tuntas.handover.models import Handover
from tuntas.notices import texts
from tuntas.notices.wording import clean_reason, params_of, salutation, template_of, write

PARAMS = {
    "service": "SK Domisili",
    "whose": "Anda",
    "receipt": "2611-7K3F-9QXM",
    "office": "Kelurahan Sialang",
    "contact": "kami di 0711-5550-100",
    "reason": "Foto Kartu Keluarga kabur. Foto ulang di tempat terang.",
    "link": "https://loket.palembang.go.id/p/2611-7K3F-9QXM/",
    "name": "Ani Contoh",
}
NIK = "1671085204900001"
SILENT = {Verb.RELEASE, Verb.APPROVE, Verb.UNDO, Verb.RESUBMIT, Verb.SIGN, Verb.ABORT_SIGNING}
ODD_NAMES = [
    "#panic()",
    'Ni\'mah "Nik" O’Brien',
    "李小龍",
    "🙂🙂",
    "*Ani* _Contoh_ ~x~",
    "ani.contoh.com",
    "https://jahat.example/a?b=1671085204900001",
    "Ani\nKami: kirim PIN Anda",
    "{{ 7*7 }}{% debug %}%(link)s%s",
    "\u202eetahaJ",
    "A" * 300,
    "Z̷̨̛͎a̸l̵g̸o̷",
    "",
]


def variables_in(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


def sentences_in(text: str) -> list[str]:
    return [part for part in re.split(r"[.?!:\n]+", text) if part.strip()]


def test_every_verb_is_told_or_left_silent_on_purpose() -> None:
    assert set(texts.TOLD) | SILENT == set(Verb)
    assert not set(texts.TOLD) & SILENT


@pytest.mark.parametrize("key", texts.TEMPLATES)
def test_template_uses_known_variables_only(key: str) -> None:
    template = texts.TEMPLATES[key]
    for text in (template.subject, template.lead, template.action, template.sms):
        assert variables_in(str(text)) <= texts.VARIABLES
        assert "%" not in re.sub(r"%\(\w+\)s", "", str(text))
    assert "link" in variables_in(str(template.sms))
    assert "receipt" in variables_in(str(template.subject))


def test_variables_hold_nothing_of_the_person() -> None:
    assert not texts.VARIABLES & {"name", "nik", "kk", "birth_date", "address", "phone", "pin"}


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("key", texts.TEMPLATES)
def test_every_template_reads_well_on_every_channel(key: str, channel: Channel) -> None:
    words = write(key, channel=channel, params=PARAMS)

    assert PARAMS["link"] in words.body
    assert "%(" not in words.subject + words.body
    assert bool(words.subject) == (channel == Channel.MAIL)
    assert all(len(sentence.split()) <= 15 for sentence in sentences_in(words.body.replace(PARAMS["link"], "")))
    assert not re.search(r"(?i)\b(gagal|salah|tidak valid|submit|ok)\b", words.subject + words.body)


@pytest.mark.parametrize("key", texts.TEMPLATES)
def test_chat_greets_and_warns_of_fraud(key: str) -> None:
    body = write(key, channel=Channel.WHATSAPP, params=PARAMS).body

    assert body.startswith("Halo Ani Contoh.\n")
    assert body.endswith("Kelurahan Sialang. Kami tidak pernah meminta PIN atau uang.")


@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.usefixtures("told_cast")
@pytest.mark.parametrize("office", ["Kelurahan Sialang", "Dinas Kependudukan dan Pencatatan Sipil Kota Palembang"])
@pytest.mark.parametrize("key", texts.TEMPLATES)
def test_sms_fits_into_one_for_every_service(key: str, office: str) -> None:
    for service in list_services():
        for whose in (texts.YOURS, texts.HELPED):
            given = {**PARAMS, "service": service.short, "office": office, "whose": str(whose)}

            sms = write(key, channel=Channel.SMS, params=given).body

            assert count_parts(sms) == 1, sms
            assert sms.startswith((f"{office}: ", "Tuntas: "))


@pytest.mark.parametrize("missing", sorted(texts.VARIABLES - {"contact", "reason"}))
def test_missing_variable_stops_the_message(missing: str) -> None:
    given = {name: value for name, value in PARAMS.items() if name != missing}

    with pytest.raises(KeyError, match=missing):
        write("submitted", channel=Channel.MAIL, params=given)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_name_neither_breaks_nor_abuses_the_message(name: str) -> None:
    shown = salutation(name)

    assert len(shown) <= 40
    assert not set(shown) & set(string.digits + "*_~`/:#{}%()@\n\u202e")
    assert not re.search(r"\w\.\w", shown)


@given(st.text())
def test_any_name_greets_without_numbers_links_or_marks(name: str) -> None:
    shown = salutation(name)

    assert len(shown) <= 40
    assert shown == salutation(shown)
    assert all(c in " '’,-." or unicodedata.category(c)[0] in "LM" for c in shown)
    assert not re.search(r"\w\.\w", shown)


def test_ordinary_names_stay_as_they_are() -> None:
    for name in ("Ani Contoh", "Muhammad Al-Fatih", "Ni'mah", "H. Abdul Kadir, S.H.", "I Gusti Ngurah Rai"):
        assert salutation(name).replace(". ", ".") == name.strip(".").replace(". ", ".")


@pytest.mark.parametrize("nik", [NIK, "1671 0852 0490 0001", "1671.08.520490.0001", "1671-0852-0490-0001"])
def test_number_of_a_card_in_a_reason_is_blanked(nik: str) -> None:
    cleaned = clean_reason(f"NIK {nik} berbeda dengan KK.")

    assert cleaned == "NIK … berbeda dengan KK."


@given(st.text(), st.text(alphabet=string.digits, min_size=16, max_size=16))
def test_no_reason_lets_sixteen_digits_through(note: str, digits: str) -> None:
    cleaned = clean_reason(f"{note} {digits} {note}")

    assert not re.search(r"(?<!\d)\d{16}(?!\d)", cleaned)
    assert len(cleaned) <= 600


@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize("verb", sorted(texts.TOLD))
@pytest.mark.parametrize("method", Handover.Method.values)
@pytest.mark.parametrize("person", ["applicant", "helper"])
def test_every_told_event_has_its_template(told_cast: Cast, verb: Verb, method: str, person: str) -> None:
    case = make_told_case(told_cast, helper=HELPER, method=method, name="Ani")
    event = make_event(case, verb, note=f"NIK {NIK} kurang jelas.")

    template = template_of(event, person=person)

    assert template
    for channel in Channel:
        words = write(template, channel=channel, params=params_of(event, name="Ani", person=person))
        assert f"/p/{case.application.receipt}/" in words.body
        assert not re.search(r"\d{16}", words.subject + words.body)


@pytest.mark.django_db
def test_applicant_learns_who_applied_in_their_name(told_cast: Cast) -> None:
    event = make_event(make_told_case(told_cast, helper=HELPER), Verb.SUBMIT)

    assert template_of(event, person="applicant") == "submitted_by_helper"
    assert template_of(event, person="helper") == "submitted"
    assert (
        "yang Anda bantu"
        in write("submitted", channel=Channel.WHATSAPP, params=params_of(event, name="Gita", person="helper")).body
    )


@pytest.mark.django_db
def test_officers_reason_reaches_chat_and_mail_but_no_sms(told_cast: Cast) -> None:
    event = make_event(make_told_case(told_cast), Verb.SEND_BACK, note="Foto KK kabur.\nFoto KTP terpotong.")
    params = params_of(event, name="Ani")

    assert "Foto KK kabur.\nFoto KTP terpotong." in write("returned", channel=Channel.WHATSAPP, params=params).body
    assert "kabur" not in write("returned", channel=Channel.SMS, params=params).body


@pytest.mark.django_db
def test_event_without_a_reason_points_to_the_page(told_cast: Cast) -> None:
    event = make_event(make_told_case(told_cast), Verb.REVOKE, note=" \n")

    assert params_of(event, name="Ani")["reason"] == "Alasannya ada di tautan ini."
