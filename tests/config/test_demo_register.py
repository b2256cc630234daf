"""The demo world's register: everybody who applies in it is known there."""

import pytest
from django.utils import timezone

from tuntas.config.demo.offices import load_offices
from tuntas.config.demo.register import load_register
from tuntas.config.demo.residents import SKETCHES, make_resident
from tuntas.intake.applicant import check_applicant
from tuntas.intake.identity import clean_nik, nik_hints
from tuntas.offices.models import Office
from tuntas.people.finding import find_by_nik
from tuntas.people.models import Resident
from tuntas.screens.demo.phones import FIRST

pytestmark = pytest.mark.django_db


def test_each_village_knows_the_residents_who_apply_there() -> None:
    load_offices(on=timezone.localdate())

    load_register(timezone.now())

    for office in Office.objects.filter(level=Office.Level.VILLAGE):
        for number in range(len(SKETCHES)):
            applicant = check_applicant(make_resident(number, office=office), on=timezone.localdate())
            resident = find_by_nik(applicant["nik"], offices=[office.pk])
            assert resident is not None
            assert resident.person["name"] == applicant["name"]


def test_every_number_in_it_fits_its_person() -> None:
    load_offices(on=timezone.localdate())
    load_register(timezone.now())

    for resident in Resident.objects.all():
        person = resident.person
        assert clean_nik(person["nik"]) == person["nik"]
        assert nik_hints(person["nik"], person["birth_date"], person["sex"], on=timezone.localdate()) == []


def test_loading_it_again_adds_nobody() -> None:
    load_offices(on=timezone.localdate())
    first = load_register(timezone.now())

    assert (load_register(timezone.now()), Resident.objects.count()) == (0, first)


def test_a_resident_of_the_demo_reads_the_code_on_a_phone_of_the_simulator() -> None:
    load_offices(on=timezone.localdate())
    load_register(timezone.now())
    phones = {phone for _name, phone in FIRST if phone}

    for office in Office.objects.filter(level=Office.Level.VILLAGE):
        siti = find_by_nik(make_resident(0, office=office)["nik"], offices=[office.pk])
        assert siti is not None
        assert siti.person["phone"] in phones
