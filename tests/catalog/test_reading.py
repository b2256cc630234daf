"""Definitions are read from files; whatever is amiss is told with file, line, key and what to write."""

from pathlib import Path

import pytest

from tests.catalog.files import GOOD, read_services, write
from tuntas.catalog.definition import Condition, Kind
from tuntas.catalog.problems import DefinitionsRefused, Problem


def list_problems(folder: Path, **options: Path) -> list[Problem]:
    with pytest.raises(DefinitionsRefused) as refused:
        read_services(folder, **options)
    return refused.value.problems


def test_a_good_file_becomes_a_definition(tmp_path: Path) -> None:
    [definition] = read_services(write(tmp_path))

    assert definition.code == "SKX"
    assert [question.kind for question in definition.questions] == [Kind.YES_NO, Kind.DATE, Kind.TEXT]
    assert definition.questions[1].when == Condition("answers.moved", ("true",))
    assert definition.letter is not None
    assert definition.letter.valid_days is None


def test_a_requirement_takes_its_words_from_the_dictionary(tmp_path: Path) -> None:
    spoken = 'code = "KTP"\nname = "KTP-el pelapor"\n'

    [definition] = read_services(write(tmp_path, old='code = "KTP"\n', new=spoken))

    assert definition.requirements[0].name == "KTP-el pelapor"
    assert definition.requirements[0].online_form == "Foto KTP asli, bagian depan."


# What is spoilt, the key that is named, and a part of the sentence that says what to write.
SPOILT = {
    "an unknown key": ('level = "village"', 'level = "village"\nkeyword = []', "keyword", 'Maksud Anda "keywords"?'),
    "a key left out": ('summary = "Surat contoh."\n', "", "summary", "belum ada"),
    "an empty text": ('summary = "Surat contoh."', 'summary = " "', "summary", "Jangan dikosongkan"),
    "a text that is a number": ('summary = "Surat contoh."', "summary = 7", "summary", "tanda kutip"),
    "a code in small letters": ('code = "SKX"', 'code = "sk x"', "code", "contoh ini: SKD"),
    # One sign more than the twenty that a code may have, not a mark of something left open.
    "a very long code": ('code = "SKX"', 'code = "SKXXXXXXXXXXXXXXXXXXXXX"', "code", "20 huruf"),
    "an unknown group": ('group = "tempat-tinggal"', 'group = "tempat-tingal"', "group", 'Anda "tempat-tinggal"?'),
    "an unknown level": ('level = "village"', 'level = "vilage"', "level", 'Maksud Anda "village"?'),
    "a level far off": ('level = "village"', 'level = "RW"', "level", "civil_registry, district, village"),
    "a promise without minutes": ("minutes = 30\n", "", "promise.minutes", "contoh 30"),
    "a promise of nothing": ("minutes = 30", "minutes = 0", "promise.minutes", "paling sedikit 1"),
    "a promise in words": ("minutes = 30", 'minutes = "30"', "promise.minutes", "tanpa tanda kutip"),
    "a promise of truth": ("minutes = 30", "minutes = true", "promise.minutes", "tanpa tanda kutip"),
    "a promise left out": ('[promise]\nminutes = 30\ntext = "30 menit"\n', "", "promise", "[promise]"),
    "validity of no days": ('series = "surat-keluar"', 'series = "s"\nvalid_days = 0', "letter.valid_days", "180"),
    "an unknown role": ('role = "OPERATOR"', 'role = "OPERTOR"', "chain[0].role", 'Maksud Anda "OPERATOR"?'),
    "an unknown duty": ('duty = "check"', 'duty = "cek"', "chain[0].duty", 'Maksud Anda "check"?'),
    "a duty without the right": ('duty = "check"', 'duty = "countersign"', "chain[0].duty", "tidak berhak"),
    "an unknown office": ('duty = "check" }', 'duty = "check", office = "camat" }', "chain[0].office", "district"),
    "a chain without a signature": ('{ role = "HEAD", duty = "sign" }', '{ role = "SECRETARY", duty = "initial" }',
                                    "chain", 'duty = "sign"'),
    "no chain at all": ('chain = [\n  { role = "OPERATOR", duty = "check" },\n  { role = "HEAD", duty = "sign" },\n]\n',
                        "", "chain", "satu langkah"),
    "a signature before the end": ('  { role = "OPERATOR", duty = "check" },\n  { role = "HEAD", duty = "sign" },',
                                   '  { role = "HEAD", duty = "sign" },\n  { role = "OPERATOR", duty = "check" },',
                                   "chain", "langkah terakhir"),
    "a signature only sometimes": ('duty = "sign" }', 'duty = "sign", when = { field = "office.survey", '
                                   'values = ["true"] } }', "chain[1].when", "tidak boleh bersyarat"),
    "a signature without a letter": ('[letter]\ntemplate = "skx"\ntitle = "SURAT KETERANGAN CONTOH"\narchive = "400"\n'
                                     'series = "surat-keluar"\n', "", "chain", "[letter]"),
    "an unknown requirement": ('code = "KTP"', 'code = "PASPOR"', "requirements[0].code", "tidak ada di kamus"),
    "a requirement twice": ('code = "KK"', 'code = "KTP"', "requirements[1].code", "dua kali"),
    "requirements in a wrong shape": ('[[requirements]]\ncode = "KTP"\n\n[[requirements]]\ncode = "KK"\nwhen = '
                                      '{ field = "answers.moved", values = ["true"] }\n', "[requirements]\n",
                                      "requirements", "[[requirements]]"),
    "an unknown kind": ('kind = "text"', 'kind = "txt"', "pages[0].questions[2].kind", 'Maksud Anda "text"?'),
    "a question twice": ('code = "purpose"', 'code = "moved_on"', "pages[0].questions[2].code", "dua kali"),
    "a question's code in capitals": ('code = "purpose"', 'code = "Purpose"', "pages[0].questions[2].code",
                                      "birth_date"),
    "a text without an example": ('\nexample = "Bank"', "", "pages[0].questions[2].example", "contoh jawaban"),
    "an example of another kind": ('kind = "text"\nexample = "Bank"', 'kind = "nik"\nexample = "123"',
                                   "pages[0].questions[2].example", "tidak cocok"),
    "an example on no calendar": ('kind = "date"', 'kind = "date"\nexample = "2023-02-30"',
                                  "pages[0].questions[1].example", "tidak cocok"),
    "an example beyond the bounds": ('kind = "text"\nexample = "Bank"', 'kind = "number"\nexample = "9"\nmax = 5',
                                     "pages[0].questions[2].example", "tidak cocok"),
    "an example too long": ('example = "Bank"', 'example = "Bank"\nmax = 2', "pages[0].questions[2].example",
                            "tidak cocok"),
    "bounds the wrong way round": ('example = "Bank"', 'example = "Bank"\nmin = 9\nmax = 4',
                                   "pages[0].questions[2].min", "Tukar"),
    "bounds where none apply": ('kind = "date"', 'kind = "date"\nmax = 4', "pages[0].questions[1].max",
                                "tidak memakai"),
    "past where it means nothing": ('example = "Bank"', 'example = "Bank"\npast = true', "pages[0].questions[2].past",
                                    "Hapus"),
    "an order of no dates": ('example = "Bank"', 'example = "Bank"\nafter = "moved_on"',
                             "pages[0].questions[2].after", "Hanya date"),
    "an order after nothing": ('kind = "date"', 'kind = "date"\nafter = "born_on"', "pages[0].questions[1].after",
                               "Tidak ada pertanyaan tanggal"),
    "a choice without choices": ('kind = "text"\nexample = "Bank"', 'kind = "choice"',
                                 "pages[0].questions[2].choices", "Tulis pilihannya"),
    "choices without a choice": ('example = "Bank"', 'example = "Bank"\nchoices = "religion"',
                                 "pages[0].questions[2].choices", 'kind = "choice"'),
    "an unknown list of choices": ('kind = "text"\nexample = "Bank"', 'kind = "choice"\nchoices = "religon"',
                                   "pages[0].questions[2].choices", 'Maksud Anda "religion"?'),
    "the same choice twice": ('kind = "text"\nexample = "Bank"', 'kind = "choice"\nchoices = [{ value = "a", label = '
                              '"A" }, { value = "a", label = "B" }]', "pages[0].questions[2].choices", "dua kali"),
    "an example that is no choice": ('kind = "text"\nexample = "Bank"', 'kind = "choice"\nexample = "x"\nchoices = '
                                     '"sex"', "pages[0].questions[2].example", "tidak cocok"),
    "a table without columns": ('kind = "text"\nexample = "Bank"', 'kind = "table"', "pages[0].questions[2].columns",
                                "Tulis kolomnya"),
    "columns without a table": ('example = "Bank"', 'example = "Bank"\ncolumns = [{ code = "a", label = "A", kind = '
                                '"nik" }]', "pages[0].questions[2].columns", 'kind = "table"'),
    "a table in a table": ('kind = "text"\nexample = "Bank"', 'kind = "table"\ncolumns = [{ code = "a", label = "A", '
                           'kind = "table" }]', "pages[0].questions[2].columns[0]", "tabel lagi"),
    "a column twice": ('kind = "text"\nexample = "Bank"', 'kind = "table"\ncolumns = [{ code = "a", label = "A", kind '
                       '= "nik" }, { code = "a", label = "A", kind = "nik" }]',
                       "pages[0].questions[2].columns[1].code", "dua kali"),
    "an empty page": ('[[pages]]\ntitle = "Isi"\n', '[[pages]]\ntitle = "Kosong"\n\n[[pages]]\ntitle = "Isi"\n',
                      "pages[0]", "kosong"),
    "a condition on nothing": ('field = "answers.moved"', 'field = "answers.mved"', "requirements[1].when.field",
                               'Maksud Anda "moved"?'),
    "a condition on what comes later": ('kind = "yes_no"', 'kind = "yes_no"\nwhen = { field = "answers.kept", values = '
                                        '["true"] }\n[[pages.questions]]\ncode = "kept"\nlabel = "?"\nkind = "yes_no"',
                                        "pages[0].questions[0].when.field", "Pindahkan ke depan"),
    "a condition on a text": ('field = "answers.moved"', 'field = "answers.purpose"', "requirements[1].when.field",
                              "pilihan atau ya-tidak"),
    "a condition on no value": ('values = ["true"]', "values = []", "requirements[1].when.values", 'values = ["true"]'),
    "a condition on a strange value": ('values = ["true"]', 'values = ["ya"]', "requirements[1].when.values", "true"),
    "a condition on nowhere": ('field = "answers.moved"', 'field = "moved"', "requirements[1].when.field",
                               'Awali dengan "answers."'),
    "a condition on an unknown switch": ('field = "answers.moved"', 'field = "office.rt_endorsment"',
                                         "requirements[1].when.field", 'Maksud Anda "rt_endorsement"?'),
    "a condition on an unknown field": ('field = "answers.moved"', 'field = "applicant.religon"',
                                        "requirements[1].when.field", 'Maksud Anda "religion"?'),
    "a condition on an unknown religion": ('field = "answers.moved", values = ["true"]', 'field = "applicant.religion"'
                                           ', values = ["ISLAAM"]', "requirements[1].when.values",
                                           'Maksud Anda "ISLAM"?'),
    "an age without a date": ('field = "answers.moved", values = ["true"]', 'field = "applicant.age", below = 21',
                              "requirements[1].when.on", 'Pilihannya: answers.moved_on'),
    "an age without a limit": ('field = "answers.moved", values = ["true"]', 'field = "applicant.age", values = ["21"]',
                               "requirements[1].when", "below = 21"),
    "a condition in a wrong shape": ('when = { field = "answers.moved", values = ["true"] }', 'when = "moved"',
                                     "requirements[1].when", "tabel"),
    "a condition with a stray key": ('values = ["true"] }', 'value = ["true"] }', "requirements[1].when.value",
                                     'Maksud Anda "values"?'),
    "examples that ask for more": ('example = "tidak"', 'example = "ya"', "pages[0].questions[1].when",
                                   "memunculkan pertanyaan wajib"),
    "a subject nobody asks for": ('level = "village"', 'level = "village"\nsubject = "answers.name"', "subject",
                                  "applicant"),
    "an unknown field of the applicant": ('level = "village"', 'level = "village"\napplicant_fields = ["emial"]',
                                          "applicant_fields", 'Maksud Anda "email"?'),
    "a hint without a condition": ('[[pages]]', '[[hints]]\ntext = "Periksa."\n\n[[pages]]', "hints[0].when", "kapan"),
    "keywords in no list": ('level = "village"', 'level = "village"\nkeywords = "kos"', "keywords", "daftar teks"),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT)
def test_what_is_amiss_is_named_with_what_to_write(tmp_path: Path, spoilt: str) -> None:
    old, new, key, sentence = SPOILT[spoilt]

    problems = list_problems(write(tmp_path, old=old, new=new))

    assert [problem.key for problem in problems] == [key]
    assert sentence in problems[0].message
    assert problems[0].file == "skx.toml"


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('level = "village"', 'level = "vilage"'),
        ("minutes = 30", "minutes = 0"),
        ('{ role = "HEAD", duty = "sign" }', '{ role = "HED", duty = "sign" }'),
        ('field = "answers.moved", values = ["true"]', 'field = "answers.mvd", values = ["true"]'),
        ('kind = "text"', 'kind = "teks"'),
    ],
)
def test_a_problem_names_its_line(tmp_path: Path, old: str, new: str) -> None:
    [problem] = list_problems(write(tmp_path, old=old, new=new))

    assert problem.line == line_of(GOOD, old)
    assert str(problem).startswith(f"skx.toml baris {problem.line}, {problem.key}: ")


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace('level = "village"', 'level = "x"').replace('kind = "date"', 'kind = "dates"'))
    write(tmp_path, GOOD.replace("minutes = 30", "minutes = 0"), name="b.toml")

    keys = [(problem.file, problem.key) for problem in list_problems(tmp_path)]

    assert keys == [
        ("b.toml", "promise.minutes"),
        ("skx.toml", "code"),
        ("skx.toml", "level"),
        ("skx.toml", "pages[0].questions[1].kind"),
    ]


def test_two_files_may_not_share_a_code(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, name="zz.toml")

    [problem] = list_problems(tmp_path)

    assert (problem.file, problem.key) == ("zz.toml", "code")
    assert "skx.toml" in problem.message


def test_a_letter_needs_its_template(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "skd.typ").touch()

    [problem] = list_problems(write(tmp_path / "services"), templates=templates)

    assert problem.key == "letter.template"
    assert 'Maksud Anda "skd"?' in problem.message


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    [problem] = list_problems(write(tmp_path, old='level = "village"', new="level = village"))

    assert problem.line == line_of(GOOD, "level =")
    assert "tanda kutip" in problem.message


def test_a_file_of_another_encoding_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "skx.toml").write_bytes('code = "é"'.encode("latin-1"))

    [problem] = list_problems(tmp_path)

    assert "UTF-8" in problem.message


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "skx.toml").write_text(GOOD, encoding="utf-8-sig")

    assert read_services(tmp_path)[0].code == "SKX"


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    [problem] = list_problems(tmp_path)

    assert ".toml" in problem.message
