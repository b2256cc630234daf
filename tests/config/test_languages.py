"""A regional language: added without tools, refused where it would break a message, and the same to command."""

import gettext
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import trans_real
from hypothesis import given
from hypothesis import strategies as st

from tests.make import MONDAY, Cast
from tests.notices.papers import make_told_case, tell
from tests.tables import load_catalogue
from tuntas.chat.words import COMMANDS
from tuntas.config.languages import (
    SAMPLE,
    Entry,
    LanguageRefused,
    add_language,
    find_problem,
    list_sources,
    make_mo,
    make_po,
    read_po,
)
from tuntas.gateways.messages import Channel
from tuntas.gateways.sms import count_parts
from tuntas.notices import consent, languages, texts
from tuntas.notices.approval import EXAMPLES, list_wordings
from tuntas.notices.wording import fill_template, write


@pytest.fixture
def palembang(settings: Any, tmp_path: Path) -> Iterator[None]:
    """The sample, installed."""
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    add_language("mui", SAMPLE)
    _forget()
    yield
    _forget()


def _forget() -> None:
    languages._list_in.cache_clear()
    trans_real._translations.clear()
    trans_real._default = None
    gettext._translations.clear()


def test_the_sample_has_every_text_of_the_notices_and_the_menu() -> None:
    translated = {one.source for one in read_po(SAMPLE.read_text()) if one.text}
    words = [texts.SALUTATION, texts.FOOTER, texts.REASON_MISSING, texts.CODE]
    for template in texts.TEMPLATES.values():
        words += [template.subject, template.lead, template.action, template.sms]

    assert {str(word) for word in words} - translated == set()
    assert "Layanan %(office)s. Balas dengan angkanya, atau tulis keperluan Anda." in translated
    assert "belum diperiksa penutur asli" in SAMPLE.read_text().lower()


@pytest.mark.usefixtures("palembang")
@pytest.mark.parametrize("key", texts.TEMPLATES)
def test_every_message_keeps_its_variables_and_its_size(key: str) -> None:
    params = {**EXAMPLES, "name": "Ani"}

    sms = write(key, channel=Channel.SMS, params=params, language="mui").body
    chat = write(key, channel=Channel.WHATSAPP, params=params, language="mui").body

    assert count_parts(sms) == 1
    assert EXAMPLES["link"] in sms
    assert EXAMPLES["link"] in chat
    assert fill_template(key, params=params, language="mui").name.endswith("_mui_v1")


@pytest.mark.usefixtures("palembang")
def test_the_words_are_those_of_the_language_and_nobody_elses() -> None:
    params = {**EXAMPLES, "name": "Ani"}

    there = write("ready_download", channel=Channel.WHATSAPP, params=params, language="mui").body
    here = write("ready_download", channel=Channel.WHATSAPP, params=params).body

    assert "lah rampung" in there
    assert "sudah selesai" in here
    assert translation.get_language() == "id"


@pytest.mark.usefixtures("palembang")
def test_whatsapp_knows_each_language_by_templates_of_its_own() -> None:
    names = [one.name for one in list_wordings()]

    assert len(names) == len(set(names))
    assert {"berkas_kurang_v1", "berkas_kurang_mui_v1"} <= set(names)
    assert {one.language for one in list_wordings()} == {"id"}


@pytest.mark.django_db
@pytest.mark.usefixtures("palembang")
def test_an_office_chooses_and_a_resident_chooses_otherwise(cast: Cast) -> None:
    load_catalogue()
    cast.office.switches = {"language": "mui"}
    cast.office.save()

    by_office = tell(make_told_case(cast))
    consent.speak("+6281234567800", language="id")
    chosen = tell(by_office.case)

    assert (by_office.language, chosen.language) == ("mui", "")
    assert "Kami dak pernah mintak PIN atau duit." in by_office.body
    assert "Kami tidak pernah meminta PIN atau uang." in chosen.body


@pytest.mark.django_db
def test_a_language_that_nobody_installed_is_indonesian(cast: Cast) -> None:
    load_catalogue()
    cast.office.switches = {"language": "xx"}
    cast.office.save()

    assert tell(make_told_case(cast), at=MONDAY).language == ""


@pytest.mark.parametrize(
    ("source", "text", "sound"),
    [
        ("Halo %(name)s", "Hai %(name)s", True),
        ("Halo %(name)s", "Hai", False),
        ("Halo %(name)s", "Hai %(nama)s", False),
        ("Halo", "Hai %(name)s", False),
        ("Halo", "Hai 100%", False),
        ("Balas *menu*", "Bales *menu*", True),
        ("Balas *menu*", "Bales *dapur*", False),
        ("Balas *menu*", "Bales menu", False),
    ],
)
def test_a_translation_that_would_break_a_message_is_found(source: str, text: str, sound: bool) -> None:
    assert (find_problem(Entry(source, "", text, 7)) == "") is sound


def test_a_bad_file_is_refused_with_its_lines_and_nothing_is_installed(settings: Any, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    path = tmp_path / "jv.po"
    path.write_text('msgid "Halo %(name)s."\nmsgstr "Sugeng enjing"\n')

    with pytest.raises(LanguageRefused, match=r"jv.po:1: the variables must be %\(name\)s"):
        add_language("jv", path)

    assert not (tmp_path / "locale").exists()


@pytest.mark.parametrize("code", ["id", "../x", "JAWA", "", "jawa-timur-an-x"])
def test_a_code_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(LanguageRefused):
        add_language(code, SAMPLE)


@given(st.dictionaries(st.text(min_size=1).filter(lambda t: "\0" not in t), st.text(min_size=1), max_size=20))
def test_what_was_compiled_is_what_gettext_reads(texts_of: dict[str, str]) -> None:
    entries = [Entry("", "", "Content-Type: text/plain; charset=UTF-8\n", 1)]
    entries += [Entry(source, "", text, 1) for source, text in texts_of.items()]

    read = gettext.GNUTranslations(io.BytesIO(make_mo(entries)))

    assert {source: read.gettext(source) for source in texts_of} == texts_of


def test_the_file_for_a_translator_reads_back() -> None:
    entries = read_po(make_po())

    assert {(one.source, one.plural) for one in entries if one.source} == set(list_sources())
    assert all(not one.text for one in entries if one.source)


def test_commands_are_not_for_translation() -> None:
    assert not {word for word in COMMANDS if len(word) > 4} & {source for source, _plural in list_sources()}
