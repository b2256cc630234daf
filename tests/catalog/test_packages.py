"""A package that could not be finished is refused with the file, the line, the key, and what to write."""

from pathlib import Path

import pytest

from tests.catalog.files import GOOD, write
from tuntas.catalog.finding import list_groups, list_packages, list_services, search_services
from tuntas.catalog.outputs import item_of, list_due, list_hand_in, resolve
from tuntas.catalog.package_checks import list_broken_packages
from tuntas.catalog.packages import read_catalog
from tuntas.catalog.problems import DefinitionsRefused, Problem
from tuntas.catalog.publishing import load, publish
from tuntas.catalog.stored import from_json, to_json

CATALOG = read_catalog()
PACKAGES = {one.code: one for one in CATALOG if one.is_package}

# A service SKX asks moved, moved_on (when moved) and purpose, and wants KTP, and KK when moved.
PACKAGE = """\
code = "PAK"
name = "Paket Contoh"
short = "Paket"
group = "pindah"
summary = "Contoh."

[promise]
minutes = 480
text = "1 hari kerja"

[[outputs]]
key = "satu"
service = "SKX"
label = "Surat satu"

[outputs.fill.answers]
moved = false

[[outputs]]
key = "dua"
service = "SKX"
label = "Surat dua"
when = { field = "answers.more", values = ["true"] }
waits_for = ["satu"]

[outputs.papers]
KTP = "output.satu"

[outputs.fill.answers]
moved = false
purpose = "{answers.purpose}"

[[hand_in]]
code = "LAMA"
name = "Surat lama"
output = "dua"

[[requirements]]
code = "KTP"

[[pages]]
title = "Isi"

[[pages.questions]]
code = "more"
label = "Perlu dua?"
kind = "yes_no"
example = "tidak"

[[pages.questions]]
code = "purpose"
label = "Untuk apa?"
kind = "text"
example = "Bank"

[[pages.questions]]
code = "why"
label = "Mengapa dua?"
kind = "choice"
choices = [{ value = "a", label = "A" }, { value = "b", label = "B" }]
when = { field = "answers.more", values = ["true"] }
"""


def read(folder: Path, text: str = PACKAGE, *, old: str = "", new: str = "") -> list[str]:
    """The codes of the packages of a folder whose package has one text replaced."""
    write(folder)
    assert not old or old in text
    write(folder / "packages", text.replace(old, new, 1) if old else text, name="pak.toml")
    return [one.code for one in read_catalog(folder) if one.is_package]


def problem_of(folder: Path, old: str, new: str, **more: str) -> Problem:
    """The one problem that the replaced text leads to."""
    with pytest.raises(DefinitionsRefused) as refused:
        read(folder, old=old, new=new, **more)
    assert len(refused.value.problems) == 1, str(refused.value)
    return refused.value.problems[0]


def test_a_good_package_is_read(tmp_path: Path) -> None:
    assert read(tmp_path) == ["PAK"]


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ('service = "SKX"', 'service = "SKY"', "outputs[0].service", 'Layanan "SKY" tidak ada. Maksud Anda "SKX"?'),
        (
            'waits_for = ["satu"]',
            'waits_for = ["satu", "tiga"]',
            "outputs[1].waits_for",
            'Dokumen "tiga" tidak ada. Pilihannya: dua, satu.',
        ),
        (
            'waits_for = ["satu"]',
            'waits_for = ["satu", "dua"]',
            "outputs[1].waits_for",
            "Dokumen tidak bisa menunggu dirinya sendiri. Hapus dari waits_for.",
        ),
        (
            'label = "Surat satu"',
            'label = "Surat satu"\nwaits_for = ["dua"]',
            "outputs[0].waits_for",
            "Dokumen-dokumen ini saling menunggu: satu → dua → satu. Hapus salah satu waits_for.",
        ),
        (
            '{ field = "answers.more", values = ["true"] }\nwaits_for',
            '{ field = "answers.why", values = ["a"] }\nwaits_for',
            "outputs[1].when.field",
            'Belum dapat dipastikan: pertanyaan "why" boleh tidak terjawab. Wajibkan, '
            "atau tulis juga syarat kapan ia ditanyakan.",
        ),
        (
            "[outputs.fill.answers]\nmoved = false\n\n[[outputs]]",
            "[[outputs]]",
            "outputs[0].fill",
            'Layanan SKX perlu jawaban "moved". Tanyakan di paket ini, atau tulis di fill.',
        ),
        (
            "moved = false\npurpose",
            'moved = "barangkali"\npurpose',
            "outputs[1].fill.answers.moved",
            'Layanan SKX tidak menerima "barangkali" untuk "moved".',
        ),
        (
            "moved = false\npurpose",
            'moved = true\nmoved_on = "2026-13-40"\npurpose',
            "outputs[1].fill.answers.moved_on",
            'Layanan SKX tidak menerima "2026-13-40" untuk "moved_on".',
        ),
        (
            '"{answers.purpose}"',
            '"{answers.purpos}"',
            "outputs[1].fill.answers.purpose",
            '"answers.purpos" tidak dikenal. Maksud Anda "answers.purpose"?',
        ),
        (
            '"{answers.purpose}"',
            '"{answers.more}"',
            "outputs[1].fill.answers.purpose",
            'Jawaban "answers.more" tidak cocok untuk "purpose" pada layanan SKX.',
        ),
        (
            '[outputs.papers]\nKTP = "output.satu"\n',
            '[outputs.papers]\nKTP = "output.tiga"\n',
            "outputs[1].papers.KTP",
            'Dokumen ini memakai "tiga", jadi harus menunggunya. Tambahkan ke waits_for.',
        ),
        ('output = "dua"', 'output = "du"', "hand_in[0].output", 'Dokumen "du" tidak ada. Maksud Anda "dua"?'),
        ('label = "Surat satu"', 'label = "Surat satu"\neach = "more"', "outputs[0].each", '"more" bukan tabel.'),
        (
            'label = "Surat satu"',
            'label = "Surat satu"\nonly_last = true',
            "outputs[0].only_last",
            "only_last hanya bila menunggu dokumen lain dari layanan yang sama.",
        ),
        (
            'label = "Surat satu"',
            'label = "Surat satu"\ndocuments = ["KK"]',
            "outputs[0].documents",
            '"KK" tidak dikenal.',
        ),
        (
            'key = "satu"',
            'kunci = "satu"',
            "outputs[0].key",
            'Kunci "key" belum ada. Tulis teks di antara tanda kutip.',
        ),
    ],
)
def test_what_cannot_work_is_refused_with_the_way_out(
    tmp_path: Path, old: str, new: str, key: str, message: str
) -> None:
    with pytest.raises(DefinitionsRefused) as refused:
        read(tmp_path, old=old, new=new)

    [problem] = [one for one in refused.value.problems if one.key == key and message == one.message]
    assert problem.file == "pak.toml"
    assert problem.line > 0


def test_a_paper_that_nobody_brings_is_refused(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, '[[requirements]]\ncode = "KTP"\n', "")

    assert problem.key == "outputs[0].papers.KTP"
    assert problem.message == (
        'Layanan SKX perlu syarat "KTP", yang tidak selalu ada. Tambahkan [[requirements]], '
        "atau tulis di papers apa gantinya."
    )


def test_a_paper_that_is_asked_only_sometimes_is_not_enough(tmp_path: Path) -> None:
    sometimes = 'code = "KTP"\nwhen = { field = "answers.more", values = ["true"] }\n'

    assert problem_of(tmp_path, 'code = "KTP"\n', sometimes).key == "outputs[0].papers.KTP"


def test_a_paper_is_there_when_one_of_two_ways_is_always_open(tmp_path: Path) -> None:
    """Made here when the answer is yes, brought along when it is no."""
    text = PACKAGE.replace('KTP = "output.satu"', 'KTP = ["output.satu", "KTP"]')
    text = text.replace(
        'label = "Surat satu"', 'label = "Surat satu"\nwhen = { field = "answers.early", values = ["true"] }'
    )
    text = text.replace('code = "KTP"\n', 'code = "KTP"\nwhen = { field = "answers.early", values = ["false"] }\n', 1)
    text += '\n[[pages.questions]]\ncode = "early"\nlabel = "Dulu?"\nkind = "yes_no"\n'
    text = text.replace(
        "[outputs.fill.answers]\nmoved = false\n\n[[outputs]]",
        '[outputs.papers]\nKTP = "PAS"\n\n[outputs.fill.answers]\nmoved = false\n\n[[outputs]]',
    )
    text = text.replace("[[pages]]", '[[requirements]]\ncode = "PAS"\n\n[[pages]]', 1)

    assert read(tmp_path, text) == ["PAK"]

    half = text.replace(
        'when = { field = "answers.early", values = ["false"] }',
        'when = { field = "answers.more", values = ["false"] }',
    )
    assert problem_of(tmp_path, "", "", text=half).key == "outputs[1].papers.KTP"


def test_a_condition_is_told_for_certain_where_its_own_condition_is_written_too(tmp_path: Path) -> None:
    both = (
        'when = [{ field = "answers.more", values = ["true"] }, { field = "answers.why", values = ["a"] }]\nwaits_for'
    )

    assert read(tmp_path, old='when = { field = "answers.more", values = ["true"] }\nwaits_for', new=both) == ["PAK"]


def test_a_package_without_documents_is_refused(tmp_path: Path) -> None:
    start, end = PACKAGE.index("[[outputs]]"), PACKAGE.index("[[requirements]]")

    problem = problem_of(tmp_path, "", "", text=PACKAGE[:start] + PACKAGE[end:])

    assert problem.message == "Paket ini tidak menghasilkan dokumen. Tambahkan [[outputs]] dengan key dan service."


def test_a_package_may_not_take_the_code_of_a_service(tmp_path: Path) -> None:
    assert "SKX" in problem_of(tmp_path, 'code = "PAK"', 'code = "SKX"').message


@pytest.mark.django_db
def test_one_bad_package_publishes_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path / "packages", PACKAGE.replace('service = "SKX"', 'service = "SKY"', 1), name="pak.toml")

    with pytest.raises(DefinitionsRefused):
        load(tmp_path)

    assert list_services() == []


@pytest.mark.django_db
def test_packages_are_listed_apart_and_found_by_the_words_people_use() -> None:
    publish(CATALOG)

    assert {one.code for one in list_packages()} == set(PACKAGES)
    assert not {one.code for one in list_services()} & set(PACKAGES)
    birth = next(group for group in list_groups() if group.code == "kelahiran")
    assert [one.code for one in birth.packages] == ["LAHIR"]
    assert search_services("paket kematian")[0].code == "MATI"


@pytest.mark.parametrize("code", PACKAGES)
def test_a_stored_package_comes_back_as_it_was(code: str) -> None:
    assert from_json(to_json(PACKAGES[code])) == PACKAGES[code]


def test_a_service_that_begins_to_ask_more_breaks_the_packages_that_do_not_know(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path / "packages", PACKAGE, name="pak.toml")
    [package] = [one for one in read_catalog(tmp_path) if one.is_package]
    asking = '[[pages.questions]]\ncode = "size"\nlabel = "Berapa?"\nkind = "number"\n'
    other = write(tmp_path / "other", GOOD + asking)
    [service] = [one for one in read_catalog(other) if one.code == "SKX"]

    problems = list_broken_packages(service, packages=[package])

    assert problems[0].startswith('PAK, outputs[0].fill: Layanan SKX perlu jawaban "size".')


def test_seven_documents_for_a_marriage_at_the_civil_registry() -> None:
    answers = {"own_before": "family", "partner_before": "family", "village_letter": "have"}

    due = list_due(PACKAGES["KAWIN-NM"], applicant={}, answers=answers, switches={})

    assert len(due) == 7
    assert [one.waits_for for one in due][:3] == [(), ("akta_suami",), ("akta_suami",)]


def test_old_papers_are_asked_for_the_document_that_replaces_them() -> None:
    [old] = list_hand_in(PACKAGES["DATANG-KK"], "ktp.2", applicant={}, answers={})

    assert old.name == "KTP-el lama"


def test_a_fill_takes_answers_rows_and_words() -> None:
    rooms = {"answers": {"name": "Ani", "yes": True}, "row": {"nik": "1"}}

    assert resolve("{answers.name}", rooms=rooms) == "Ani"
    assert resolve("KK {answers.name}", rooms=rooms) == "KK Ani"
    assert resolve("{answers.nobody}", rooms=rooms) is None
    assert resolve({"of": "{answers.yes}", "words": {"true": "ya"}}, rooms=rooms) == "ya"
    assert resolve([{"name": "{row.nik}", "gone": "{answers.nobody}"}], rooms=rooms) == [{"name": "1"}]


def test_what_was_answered_elsewhere_is_mended_there() -> None:
    output = next(one for one in PACKAGES["MATI"].outputs if one.key == "ktp_pasangan")

    assert item_of(output, "applicant.name") == "answers.spouse_name"
    assert item_of(output, "answers.kind") == ""
    assert item_of(output, "applicant.phone") == "applicant.phone"
