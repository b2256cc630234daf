"""`tuntas catalog check` finds what a definition asks for and nobody has."""

from dataclasses import replace

import pytest

from tests.catalog.files import read_services
from tests.flow.region import make_regency
from tests.make import MONDAY
from tuntas.catalog.definition import LetterForm, PrintForm
from tuntas.catalog.texts import list_texts, with_texts
from tuntas.config.commands import run_command
from tuntas.offices.models import Assignment
from tuntas.reports.catalog_problems import examine, list_office_problems, list_template_problems

SERVICES = read_services()
BY_CODE = {one.code: one for one in SERVICES}
TODAY = MONDAY.date()


def test_every_shipped_service_asks_what_its_letter_and_forms_read():
    assert list_template_problems(SERVICES) == []


def test_a_letter_that_names_an_absent_field_is_told():
    letter = LetterForm(template="skaw", title="X", archive="400", series="x", valid_days=None)
    spoiled = replace(BY_CODE["SKD"], letter=letter)

    problems = list_template_problems([spoiled])

    assert "answers.heirs" in " ".join(problem.message for problem in problems)
    assert {problem.key for problem in problems} == {"letter.template"}


def test_a_form_that_does_not_exist_is_told():
    [problem] = list_template_problems([replace(BY_CODE["KK-HLG"], forms=(PrintForm("F-9.99"),))])

    assert problem.key == "forms[0]"
    assert "F-1.02" in problem.message


@pytest.mark.django_db
def test_a_staffed_regency_can_take_every_step():
    make_regency(survey=True, camat=True)

    assert list_office_problems(SERVICES, on=TODAY) == []


@pytest.mark.django_db
def test_an_office_without_a_camat_is_named_with_the_services_it_stops():
    regency = make_regency()
    Assignment.objects.filter(post__office=regency.district, post__role="HEAD").delete()

    problems = list_office_problems(SERVICES, on=TODAY)

    assert {problem.file for problem in problems} == {"NIKAH-NUM", "IKR", "SKAW", "SKJB"}
    assert all("Kecamatan Sako belum punya Camat yang bertugas" in problem.message for problem in problems)


@pytest.mark.django_db
def test_a_village_without_a_registry_is_told():
    regency = make_regency()
    Assignment.objects.filter(post__office=regency.registry).delete()
    regency.registry.posts.all().delete()
    regency.registry.delete()

    assert "KTP-BARU" in {problem.file for problem in list_office_problems(SERVICES, on=TODAY)}


@pytest.mark.django_db
def test_the_command_refuses_with_the_list(capsys):
    regency = make_regency()
    Assignment.objects.filter(post__office=regency.registry, post__role="PRINT_CLERK").delete()

    code = run_command(["catalog", "check"])

    assert code == 1
    assert "Petugas cetak" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_command_is_content_with_what_ships(capsys):
    assert run_command(["catalog", "check"]) == 0
    assert "60 services and 10 packages" in capsys.readouterr().out


@pytest.mark.django_db
def test_an_office_without_a_post_for_a_camat_stops_what_he_signs():
    regency = make_regency()
    Assignment.objects.filter(post__office=regency.district, post__role="HEAD").delete()
    regency.district.posts.filter(role="HEAD").delete()

    found = examine(BY_CODE["IKR"], on=TODAY)

    assert [str(one) for one in found.refusals] == [
        "IKR, chain: Kecamatan Sako belum punya jabatan Camat. Tambahkan jabatannya di halaman kantor itu."
    ]
    assert examine(BY_CODE["SKD"], on=TODAY).refusals == ()


@pytest.mark.django_db
def test_a_post_that_nobody_holds_today_is_a_warning_only():
    regency = make_regency()
    Assignment.objects.filter(post__office=regency.district, post__role="HEAD").delete()

    found = examine(BY_CODE["IKR"], on=TODAY)

    assert found.refusals == ()
    assert "Kecamatan Sako belum punya Camat yang bertugas" in found.warnings[0].message


@pytest.mark.django_db
def test_a_service_that_an_office_switched_off_needs_nobody_there():
    regency = make_regency()
    regency.district.posts.filter(role="HEAD").update(role="OPERATOR")
    regency.district.services_off = ["IKR"]
    regency.district.save()

    assert examine(BY_CODE["IKR"], on=TODAY).refusals == ()
    assert examine(BY_CODE["SKAW"], on=TODAY).refusals != ()


@pytest.mark.django_db
def test_a_choice_that_the_letter_cannot_print_is_refused():
    sku = next(one for one in SERVICES if one.letter and any(q.choices for q in one.questions))
    path = next(path for path in list_texts(sku) if ".choices." in path)

    found = examine(with_texts(sku, {path: "Toko \U0001f642"}), on=TODAY)

    assert ["tidak dapat dicetak" in one.message for one in found.refusals] == [True]
