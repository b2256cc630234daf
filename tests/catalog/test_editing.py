"""An administrator's change of a service: what may be changed, what is refused, and what survives a newer file."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.catalog.files import GOOD, read_services, write
from tests.make import make_office, make_officer, make_post
from tuntas.catalog.definition import Requirement, ServiceDefinition
from tuntas.catalog.differences import Change, list_changes
from tuntas.catalog.editing import (
    TextsRefused,
    add_free,
    add_known,
    change_texts,
    definition_of_edit,
    find_waiting_file,
    get_file,
    keep_edit,
    list_local,
    open_edit,
    remove_local,
)
from tuntas.catalog.finding import definition_of, get_service
from tuntas.catalog.linting import list_problems
from tuntas.catalog.merging import merge
from tuntas.catalog.models import ServiceVersion
from tuntas.catalog.publishing import add_version, load, offer
from tuntas.catalog.texts import PARTS, list_texts, with_texts
from tuntas.offices.models import Officer
from tuntas.offices.roles import Role

SERVICES = read_services()
SKD = next(one for one in SERVICES if one.code == "SKD")


@pytest.fixture
def rizal(db: None) -> Officer:
    return make_officer("rizal", post=make_post(make_office(), Role.CHIEF_ADMIN))


def edit(**values: str) -> ServiceDefinition:
    return change_texts(SKD, {path.replace("__", "."): value for path, value in values.items()}, part="syarat")


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.code)
def test_every_shipped_text_fits_its_own_limit_and_can_be_saved_unchanged(service: ServiceDefinition) -> None:
    changed = service
    for part in PARTS:
        changed = change_texts(
            changed, {path: text.value for path, (_g, text) in list_texts(service).items()}, part=part
        )

    assert changed == service
    assert list_changes(service, changed) == []


def test_a_changed_hint_is_the_only_difference() -> None:
    changed = edit(requirements__KTP__hint="Bagian depan saja.")

    assert list_changes(SKD, changed) == [Change("Syarat KTP-el pemohon: Petunjuk", "", "Bagian depan saja.")]
    assert list_problems(changed) == []


@pytest.mark.parametrize(
    "text", ['#panic("x")', "<script>alert(1)</script>", "\"kutip\" 'tunggal' `balik`", "🙂 senyum", "{{ 7*7 }}"]
)
def test_code_in_a_text_is_only_letters(text: str) -> None:
    changed = edit(requirements__KTP__hint=text)

    assert changed.requirements[1].hint == text


def test_a_text_of_five_thousand_letters_is_refused_with_its_limit() -> None:
    with pytest.raises(TextsRefused) as refused:
        edit(requirements__KTP__hint="a" * 5000)

    assert refused.value.problems == {"requirements.KTP.hint": "Paling panjang 240 huruf, tulisan ini 5000 huruf."}


def test_lines_and_invisible_signs_become_plain_words() -> None:
    changed = edit(requirements__KTP__hint="Bagian\r\n depan\u202e \x00saja\u200b.")

    assert changed.requirements[1].hint == "Bagian depan saja."


def test_a_name_may_not_be_emptied_and_minutes_are_a_number() -> None:
    with pytest.raises(TextsRefused):
        edit(requirements__KTP__name="  ")
    for wrong in ("0", "-5", "1.5", "nol", "9999999", "٣"):
        with pytest.raises(TextsRefused):
            change_texts(SKD, {"promise.minutes": wrong}, part="umum")


def test_what_is_not_a_text_of_the_part_changes_nothing() -> None:
    given = {"code": "X", "chain": "", "requirements.KTP.code": "Y", "questions.purpose.kind": "number", "summary": "Z"}

    assert change_texts(SKD, given, part="syarat") == SKD


def test_the_rt_letter_may_be_demanded_left_out_or_left_to_each_office() -> None:
    demanded = edit(requirements__PGT__need="required")
    left_out = change_texts(demanded, {"requirements.PGT.need": "optional"}, part="syarat")
    by_office = change_texts(left_out, {"requirements.PGT.need": "office"}, part="syarat")

    assert demanded.requirements[0].required
    assert (left_out.requirements[0].required, left_out.requirements[0].required_when) == (False, None)
    assert by_office == SKD


def test_the_labels_of_codes_of_the_state_are_nobodys_to_change() -> None:
    paths = [path for one in SERVICES for path in list_texts(one) if ".choices.ISLAM" in path]

    assert paths == []


def test_a_requirement_of_the_dictionary_or_of_ones_own_is_added_and_taken_away() -> None:
    more = add_known(SKD, "AKM")
    more = add_free(
        more, {"name": "Foto rumah", "online_form": "Foto rumah dari depan.", "counter_form": "Bawa foto.", "hint": ""}
    )

    assert list_local(more, file=SKD) == ["AKM", "LOKAL-1"]
    assert list_problems(more) == []
    assert remove_local(remove_local(more, "LOKAL-1", file=SKD), "AKM", file=SKD) == SKD
    with pytest.raises(TextsRefused):
        remove_local(SKD, "KTP", file=SKD)
    with pytest.raises(TextsRefused):
        add_known(SKD, "KTP")
    with pytest.raises(TextsRefused):
        add_free(SKD, {"name": "Foto"})


def test_merging_keeps_our_words_takes_their_news_and_names_what_clashes() -> None:
    ours = edit(requirements__KTP__hint="Kami.", requirements__KK__name="KK kami")
    ours = add_free(ours, {"name": "Foto", "online_form": "Foto.", "counter_form": "Bawa."})
    theirs = edit(requirements__KTP__hint="Pusat.", requirements__STM__name="Bukti dari pusat")

    merged = merge(SKD, ours=ours, theirs=theirs)

    texts = {path: text.value for path, (_g, text) in list_texts(merged.definition).items()}
    assert texts["requirements.KTP.hint"] == "Kami."
    assert texts["requirements.KK.name"] == "KK kami"
    assert texts["requirements.STM.name"] == "Bukti dari pusat"
    assert texts["requirements.LOKAL-1.name"] == "Foto"
    assert merged.clashes == (Change("Syarat KTP-el pemohon: Petunjuk", "Pusat.", "Kami."),)
    assert merged.lost == ()


def test_merging_tells_what_the_newer_definition_no_longer_has() -> None:
    ours = edit(requirements__STM__hint="Kami.")
    theirs = replace(SKD, requirements=tuple(one for one in SKD.requirements if one.code != "STM"))

    merged = merge(SKD, ours=ours, theirs=theirs)

    assert [change.after for change in merged.lost] == [""]
    assert "STM" not in {one.code for one in merged.definition.requirements}


def test_two_requirements_of_ones_own_under_one_code_are_both_kept() -> None:
    free = {"online_form": "Foto.", "counter_form": "Bawa."}
    ours, theirs = add_free(SKD, {"name": "Satu", **free}), add_free(SKD, {"name": "Dua", **free})

    merged = merge(SKD, ours=ours, theirs=theirs)

    assert [one.name for one in merged.definition.requirements[-2:]] == ["Dua", "Satu"]


def test_a_merge_without_a_change_of_ours_is_theirs() -> None:
    theirs = with_texts(SKD, {"summary": "Baru."})

    assert merge(SKD, ours=SKD, theirs=theirs).definition == theirs


def test_an_edit_is_opened_once_and_kept(rizal: Officer) -> None:
    load()
    version, definition = get_service("SKD")
    first = open_edit(version, by=rizal)
    keep_edit(first, with_texts(definition, {"summary": "Baru."}))

    again = open_edit(version, by=rizal)

    assert again.pk == first.pk
    assert definition_of_edit(again).summary == "Baru."
    assert definition_of(version).summary == definition.summary


def publish_edited(code: str, **values: str) -> ServiceVersion:
    version, definition = get_service(code)
    return add_version(with_texts(definition, values), origin="edited", file_digest=version.base_digest)


@pytest.mark.django_db
def test_loading_the_same_files_again_leaves_an_edit_alone(tmp_path: Path) -> None:
    load(write(tmp_path))
    edited = publish_edited("SKX", summary="Kami.")

    loaded = load(tmp_path)

    assert (loaded.new, loaded.unchanged, loaded.kept) == ((), ("SKX",), ())
    assert get_service("SKX")[0] == edited
    assert find_waiting_file("SKX") is None


@pytest.mark.django_db
def test_a_newer_file_waits_beside_an_edit(tmp_path: Path) -> None:
    load(write(tmp_path))
    edited = publish_edited("SKX", summary="Kami.")

    loaded = load(write(tmp_path, old='text = "30 menit"', new='text = "1 jam"'))

    assert (loaded.new, loaded.kept) == ((), ("SKX",))
    assert get_service("SKX")[0] == edited
    waiting = find_waiting_file("SKX")
    assert waiting is not None
    assert waiting.definition["promise"]["text"] == "1 jam"
    assert get_file(edited).promise.text == "30 menit"
    assert load(tmp_path).kept == ("SKX",)


@pytest.mark.django_db
def test_a_file_that_goes_back_waits_no_longer(tmp_path: Path) -> None:
    load(write(tmp_path))
    publish_edited("SKX", summary="Kami.")
    load(write(tmp_path, old='text = "30 menit"', new='text = "1 jam"'))

    load(write(tmp_path))

    assert find_waiting_file("SKX") is None


@pytest.mark.django_db
def test_an_edited_service_that_was_retired_comes_back_edited(tmp_path: Path) -> None:
    load(write(tmp_path))
    edited = publish_edited("SKX", summary="Kami.")
    load()

    load(tmp_path)

    assert get_service("SKX")[0] == edited


@pytest.mark.django_db
def test_shipped_files_are_only_offered_to_a_running_installation(tmp_path: Path) -> None:
    load(write(tmp_path))
    before = get_service("SKX")[0]
    newer = read_services(write(tmp_path, old='text = "30 menit"', new='text = "1 jam"'))

    assert offer(newer) == ("SKX",)
    assert get_service("SKX")[0] == before
    assert find_waiting_file("SKX") is not None


def test_a_local_requirement_has_a_code_that_files_may_have(tmp_path: Path) -> None:
    write(
        tmp_path, GOOD.replace('code = "KK"', 'code = "LOKAL-1"\nname = "a"\nonline_form = "b"\ncounter_form = "c"', 1)
    )

    [definition] = read_services(tmp_path)

    assert isinstance(definition.requirements[1], Requirement)
