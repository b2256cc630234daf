"""The register and two officers who change it at once."""

import time
from threading import Event

import pytest
from django.db import transaction

from tests.make import MONDAY, Cast
from tests.people.neighbours import add_resident
from tests.vault.together import run_together
from tuntas.flow.correct_resident import correct_resident
from tuntas.flow.mutate import merge_residents
from tuntas.offices.models import Office
from tuntas.people.changing import CannotChange, Cause
from tuntas.people.changing import add_resident as add_newcomer
from tuntas.people.keeping import index_kk
from tuntas.people.models import Change, Family, Kind, Resident

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_a_correction_does_not_keep_the_whole_office_waiting(cast: Cast) -> None:
    resident = add_resident(cast.office)
    held, over = Event(), Event()

    def correct() -> object:
        with transaction.atomic():
            change = correct_resident(resident, {"name": "Ani Permata"}, by=cast.citra, at=MONDAY)
            held.set()
            over.wait(10)
        return change

    def use_office() -> object:
        held.wait(10)
        with transaction.atomic():
            office = Office.objects.select_for_update(nowait=True).get(pk=cast.office.pk)
        over.set()
        return office

    changed, office = run_together(correct, use_office)

    over.set()
    assert isinstance(changed, Change), changed
    assert office == cast.office


@pytest.mark.parametrize("kk", ["1671081201100009", "1671081201100001"], ids=["a new card", "a card that is there"])
def test_one_person_who_comes_at_two_desks_at_once_is_written_down_once(cast: Cast, kk: str) -> None:
    add_resident(cast.office, nik="1671085204900002", kk="1671081201100001")
    cause = Cause(cast.citra, MONDAY, MONDAY.date())
    newcomer = {"name": "Gita Permata", "nik": "1671085204950003", "birth_date": "1995-04-12", "sex": "P"}
    card = {"kk": kk, "address": "Jalan Contoh 2", "rt": "003", "rw": "001"}

    def write() -> object:
        with transaction.atomic():
            change = add_newcomer(newcomer, card, office=cast.office, kind=Kind.MOVE_IN, cause=cause)
            time.sleep(0.5)
        return change

    outcomes = run_together(write, write)

    assert {type(one) for one in outcomes} == {CannotChange, Change}, outcomes
    assert Resident.objects.present().count() == 2
    assert Family.objects.filter(kk_index=index_kk(kk)).count() == 1


def test_of_two_merges_that_each_drop_what_the_other_keeps_one_is_refused(cast: Cast) -> None:
    first = add_resident(cast.office)
    second = add_resident(cast.office, nik="1671085204900002")

    def merge(keep: Resident, drop: Resident) -> object:
        with transaction.atomic():
            change = merge_residents(keep, drop=drop, by=cast.citra, at=MONDAY)
            time.sleep(0.5)
        return change

    outcomes = run_together(lambda: merge(first, second), lambda: merge(second, first))

    assert {type(one) for one in outcomes} == {CannotChange, Change}, outcomes
    assert Resident.objects.present().count() == 1
