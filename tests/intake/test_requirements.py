"""Requirements: what is asked of whom, and what was sent for it."""

from typing import Any
from uuid import uuid4

import pytest

from tests.catalog.files import read_services
from tests.intake.papers import make_upload
from tests.make import make_applicant
from tuntas.intake.refusals import InputRefused
from tuntas.intake.requirements import MOST_FILES, MOST_PAGES, Given, check_files, list_requirements

SERVICES = {definition.code: definition for definition in read_services()}
ON, OFF = {"rt_endorsement": True}, {"rt_endorsement": False}


def list_codes(code: str, **given: Any) -> list[str]:
    given = {"applicant": make_applicant(), "answers": {}, "switches": ON, **given}
    return [one.code for one in list_requirements(SERVICES[code], **given)]


def test_the_letter_of_the_rt_is_asked_where_the_rt_does_not_endorse_here() -> None:
    assert list_codes("SKD", switches=ON) == ["KTP", "KK", "STM"]
    assert list_codes("SKD", switches=OFF) == ["PGT", "KTP", "KK", "STM"]


@pytest.mark.parametrize(("switches", "required"), [(OFF, False), ({**OFF, "rt_letter": True}, True)])
def test_an_office_decides_whether_it_insists_on_the_letter_of_the_rt(
    switches: dict[str, bool], required: bool
) -> None:
    letter = list_requirements(SERVICES["SKD"], applicant={}, answers={}, switches=switches)[0]

    assert (letter.code, letter.required) == ("PGT", required)


def test_who_moved_here_brings_the_letter_of_moving() -> None:
    assert "SKP" in list_codes("SKD", answers={"newcomer": True})
    assert "SKP" not in list_codes("SKD", answers={"newcomer": False})


@pytest.mark.parametrize(
    ("status", "more"),
    [("never", {"SPN"}), ("divorced", {"CRI"}), ("widowed", {"AKM"}), ("married", {"IZP"})],
)
def test_marrying_again_asks_for_how_the_last_marriage_ended(status: str, more: set[str]) -> None:
    answers = {"marriage_status": status, "wedding_date": "2027-01-15"}

    assert set(list_codes("NIKAH", answers=answers)) - set(list_codes("NIKAH")) == more


@pytest.mark.parametrize(
    ("born", "more"),
    [("2006-01-15", set()), ("2006-01-16", {"N5"}), ("2008-01-15", {"N5"}), ("2008-01-16", {"N5", "DSP"})],
)
def test_the_young_need_their_parents_and_the_younger_a_court(born: str, more: set[str]) -> None:
    given = {"applicant": make_applicant(birth_date=born), "answers": {"wedding_date": "2027-01-15"}}

    assert set(list_codes("NIKAH", **given)) - set(list_codes("NIKAH")) == more


def test_soldiers_ask_their_commander() -> None:
    soldier = make_applicant(occupation="TENTARA NASIONAL INDONESIA (TNI)")

    assert set(list_codes("NIKAH", applicant=soldier)) - set(list_codes("NIKAH")) == {"IZK"}


def check(raw: object) -> Given:
    applying = list_requirements(SERVICES["SKD"], applicant={}, answers={}, switches=ON)
    return check_files(raw, definition=SERVICES["SKD"], applying=applying)


def refuse(raw: object) -> dict[str, str]:
    with pytest.raises(InputRefused) as refused:
        check(raw)
    return {error.field: error.message for error in refused.value.errors}


def send(*codes: str) -> list[dict[str, object]]:
    return [{"requirement": code, "upload": str(make_upload().pk)} for code in codes]


@pytest.mark.django_db
def test_each_requirement_has_its_file() -> None:
    given = check(send("KTP", "kk", "STM"))

    assert [code for code, _upload in given.files] == ["KTP", "KK", "STM"]
    assert given.bring == ()


@pytest.mark.django_db
def test_a_requirement_may_have_several_pages() -> None:
    assert [code for code, _upload in check(send("KTP", "KK", "STM", "STM")).files] == ["KTP", "KK", "STM", "STM"]


@pytest.mark.django_db
def test_a_paper_may_come_to_the_counter() -> None:
    given = check([*send("KTP", "KK"), {"requirement": "STM", "bring": True}])

    assert given.bring == ("STM",)


@pytest.mark.django_db
def test_a_photo_makes_bringing_the_paper_needless() -> None:
    assert check([*send("KTP", "KK", "STM"), {"requirement": "STM", "bring": True}]).bring == ()


@pytest.mark.django_db
def test_what_is_missing_is_told_by_name() -> None:
    assert refuse(send("KTP", "KK")) == {
        "files.STM": "Tambahkan foto Bukti tempat tinggal, atau pilih bawa ke loket.",
    }
    assert refuse(None).keys() == {"files.KTP", "files.KK", "files.STM"}


@pytest.mark.django_db
def test_a_file_that_nobody_needs_here_is_left_aside() -> None:
    files = check(send("PGT", "KTP", "KK", "STM")).files

    assert [code for code, _upload in files] == ["KTP", "KK", "STM"]


@pytest.mark.django_db
def test_a_file_for_an_unknown_requirement_is_refused_by_name() -> None:
    assert "KK, KTP, PGT, SKP, STM" in refuse([*send("KTP", "KK", "STM", "PASPOR")])["files.PASPOR"]
    assert refuse([*send("KTP", "KK", "STM"), {"requirement": "Siti Rahmawati", "bring": True}]).keys() == {"files"}


@pytest.mark.django_db
def test_a_file_of_another_application_is_refused() -> None:
    theirs = make_upload(is_claimed=True)

    errors = refuse([*send("KTP", "KK"), {"requirement": "STM", "upload": str(theirs.pk)}])

    assert errors == {"files.STM": "Berkas ini milik permohonan lain. Unggah sekali lagi."}


@pytest.mark.django_db
def test_a_file_that_never_arrived_is_asked_for_again() -> None:
    errors = refuse([*send("KTP", "KK"), {"requirement": "STM", "upload": str(uuid4())}])

    assert errors == {"files.STM": "Berkas ini tidak kami temukan. Unggah sekali lagi."}


@pytest.mark.django_db
def test_a_requirement_has_only_so_many_pages() -> None:
    assert "Paling banyak 10 foto" in refuse(send("KTP", "KK", *["STM"] * (MOST_PAGES + 1)))["files.STM"]


@pytest.mark.parametrize(
    "row",
    ["KTP", None, {}, {"requirement": "KTP"}, {"requirement": 7, "bring": True}, {"requirement": "KTP", "upload": ""},
     {"requirement": "KTP", "upload": "1"}, {"requirement": "KTP", "upload": 1}, {"requirement": "KTP", "upload": []},
     {"requirement": "KTP", "bring": False}, {"requirement": "KTP", "bring": True, "upload": str(uuid4())},
     {"requirement": "KTP", "bring": True, "size": 1}, {"requirement": "KTP", "upload": "\x00" * 36}],
)  # fmt: skip
def test_a_row_in_a_wrong_shape_is_told_the_right_one(row: object) -> None:
    assert "bring: true" in refuse([row])["files.0"]


@pytest.mark.parametrize("raw", ["KTP", {}, 1, [{}] * (MOST_FILES + 1)])
def test_files_that_are_no_list_are_told(raw: object) -> None:
    assert refuse(raw).keys() == {"files"}
