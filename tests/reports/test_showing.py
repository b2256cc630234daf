"""Showing: the same words for an answer at the desk, in the chat and when it is checked."""

import pytest

from tuntas.catalog.definition import Choice, Kind, Question
from tuntas.reports.showing import show_answer


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (Kind.DATE, "1990-03-12", "12 Maret 1990"),
        (Kind.MONTH, "2021-03", "Maret 2021"),
        (Kind.MONEY, 1500000, "Rp1.500.000"),
        (Kind.YES_NO, True, "Ya"),
        (Kind.YES_NO, False, "Tidak"),
        (Kind.RT_RW, "012/004", "RT 012 RW 004"),
        (Kind.TEXT, "Membuka rekening", "Membuka rekening"),
        (Kind.TEXT, None, ""),
    ],
)
def test_each_kind_reads_as_people_say_it(kind, value, text):
    assert show_answer(Question("x", "X", kind), value) == text


def test_a_choice_shows_its_label_and_a_table_its_rows():
    choice = Question("sex", "Kelamin", Kind.CHOICE, choices=(Choice("L", "Laki-laki"), Choice("P", "Perempuan")))
    table = Question("child", "Anak", Kind.TABLE, columns=(Question("name", "Nama", Kind.NAME), choice))

    assert show_answer(choice, "P") == "Perempuan"
    assert show_answer(table, [{"name": "Arka", "sex": "L"}, {"name": "Dewi", "sex": "P"}]) == (
        "Arka, Laki-laki\nDewi, Perempuan"
    )
