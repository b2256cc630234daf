"""Chains that lead nowhere are refused, with the step that does."""

from pathlib import Path

import pytest

from tests.catalog.files import GOOD, read_services, write
from tuntas.catalog.problems import DefinitionsRefused
from tuntas.catalog.reading import SERVICES_FOLDER, read_shared

SIGN = '  { role = "HEAD", duty = "sign" },'


def refused(tmp_path: Path, old: str, new: str) -> list[str]:
    """The keys and sentences of what is refused once `old` is `new` in the sample."""
    with pytest.raises(DefinitionsRefused) as raised:
        read_services(write(tmp_path, old=old, new=new))
    return [f"{problem.key} {problem.message}" for problem in raised.value.problems]


def test_two_steps_at_one_desk_are_a_dead_end(tmp_path: Path) -> None:
    twice = '  { role = "OPERATOR", duty = "check" },\n' + SIGN

    [problem] = refused(tmp_path, SIGN, twice)

    assert problem.startswith("chain[1] Meja ini sudah")


def test_two_steps_at_one_desk_may_exclude_each_other(tmp_path: Path) -> None:
    on = '  { role = "SECRETARY", duty = "initial", when = { field = "answers.moved", values = ["true"] } },\n'
    off = on.replace("true", "false")

    assert len(read_services(write(tmp_path, old=SIGN, new=on + off + SIGN))[0].chain) == 4


def test_a_letter_is_signed_by_the_office_that_issues_it(tmp_path: Path) -> None:
    elsewhere = SIGN.replace('"sign"', '"sign", office = "district"')

    assert refused(tmp_path, SIGN, elsewhere)[0].startswith("chain[1].office")


def test_an_rt_head_sits_in_the_village(tmp_path: Path) -> None:
    step = '  { role = "RT_HEAD", duty = "endorse", office = "district" },\n' + SIGN

    assert refused(tmp_path, SIGN, step)[0].startswith("chain[1].office")


ATTACHED = GOOD.replace(SIGN, '  { role = "PRINT_CLERK", duty = "attach" },').replace(
    """[letter]
template = "skx"
title = "SURAT KETERANGAN CONTOH"
archive = "400"
series = "surat-keluar"
""",
    """[[documents]]
code = "KK"
name = "Kartu Keluarga"
""",
)


def test_a_service_without_a_letter_ends_with_what_is_attached(tmp_path: Path) -> None:
    [service] = read_services(write(tmp_path, ATTACHED))

    assert [document.code for document in service.documents] == ["KK"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        (
            'duty = "attach" }',
            'duty = "attach", when = { field = "answers.moved", values = ["true"] } }',
            "chain[1].when",
        ),
        ('name = "Kartu Keluarga"', 'name = "Kartu Keluarga"\nrequired = false', "documents"),
        ('name = "Kartu Keluarga"', 'name = "K"\n\n[[documents]]\ncode = "KK"\nname = "K"', "documents[1].code"),
        ('  { role = "PRINT_CLERK", duty = "attach" },', "", "chain"),
    ],
    ids=["attach sometimes", "nothing required", "a twin", "never attached"],
)
def test_what_would_never_be_issued_is_refused(tmp_path: Path, old: str, new: str, key: str) -> None:
    with pytest.raises(DefinitionsRefused) as raised:
        read_services(write(tmp_path, ATTACHED, old=old, new=new))

    assert key in [problem.key for problem in raised.value.problems]


def test_a_shared_chain_takes_the_section_of_the_service(tmp_path: Path) -> None:
    own = GOOD[GOOD.index("chain = [") : GOOD.index("[promise]")]

    [service] = read_services(write(tmp_path, old=own, new='chain = "KEL"\nsection = "kesra"\n\n'))

    assert [step.section for step in service.chain] == ["", "", "kesra", "", ""]


def test_an_unknown_chain_is_told_with_those_there_are(tmp_path: Path) -> None:
    own = GOOD[GOOD.index("chain = [") : GOOD.index("[promise]")]

    assert any("DAFDUK" in problem for problem in refused(tmp_path, own, 'chain = "XYZ"\n\n'))


PURPOSE = '[[pages.questions]]\ncode = "purpose"'
BLOCK = """[[pages.questions]]
block = "person"
prefix = "father"
who = "ayah"
only = ["name", "nik"]
optional = ["nik"]

"""


def test_a_block_asks_all_its_questions_with_its_prefix(tmp_path: Path) -> None:
    [service] = read_services(write(tmp_path, old=PURPOSE, new=BLOCK + PURPOSE))

    assert [question.code for question in service.questions][-3:] == ["father_name", "father_nik", "purpose"]
    assert [question.required for question in service.questions][-3:] == [True, False, True]
    assert service.questions[-3].label == "Siapa nama ayah?"


def test_an_unknown_block_or_question_of_it_is_told(tmp_path: Path) -> None:
    assert any("person" in one for one in refused(tmp_path, PURPOSE, BLOCK.replace('"person"', '"persn"') + PURPOSE))
    assert any("nik" in one for one in refused(tmp_path, PURPOSE, BLOCK.replace('["nik"]', '["nk"]') + PURPOSE))


def test_what_stands_behind_a_block_is_told_at_its_own_line(tmp_path: Path) -> None:
    folder = write(tmp_path, old=PURPOSE, new=BLOCK + PURPOSE)
    text = (folder / "skx.toml").read_text().replace('example = "Bank"', "")
    (folder / "skx.toml").write_text(text)

    with pytest.raises(DefinitionsRefused) as raised:
        read_services(folder)

    [problem] = raised.value.problems
    assert text.splitlines()[problem.line - 1] in {"[[pages.questions]]", 'code = "purpose"'}
    assert problem.line > text.splitlines().index('block = "person"')


def test_every_shared_chain_and_block_is_used() -> None:
    text = "".join(file.read_text() for file in SERVICES_FOLDER.glob("*.toml"))

    assert [name for name in read_shared("chains") if f'chain = "{name}"' not in text] == []
    assert [name for name in read_shared("blocks") if f'block = "{name}"' not in text] == []
