"""How a document reaches a hand: once, with a name, and with proof where somebody acts for the applicant."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from hypothesis import given
from hypothesis import strategies as st

from tests.make import MONDAY, Cast, make_application, make_case, make_cast
from tuntas.cases.models import Case
from tuntas.cases.states import State
from tuntas.handover.models import Handover
from tuntas.handover.recording import AlreadyHandedOver, find_handover, record
from tuntas.intake.refusals import InputRefused

Method, Relation = Handover.Method, Handover.Relation


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.office, state=State.READY)


def give(case: Case, **changes: Any) -> Handover:
    """Hands it to Ani's sister at the counter, unless the changes say otherwise."""
    given = {"method": Method.PICKUP, "receiver": "Siti Aminah", "relation": Relation.FAMILY, "at": MONDAY, **changes}
    return record(case, **given)


def refused_fields(work: Callable[[], object]) -> set[str]:
    with pytest.raises(InputRefused) as raised:
        work()
    return {error.field for error in raised.value.errors}


def test_pick_up_keeps_who_gave_and_who_took(cast: Cast, case: Case) -> None:
    give(case, by=cast.budi, receiver="  Siti \n Aminah ", proof=" KTP diperlihatkan ")

    kept = find_handover(case)
    assert kept
    assert (kept.receiver, kept.proof, kept.by, kept.at) == ("Siti Aminah", "KTP diperlihatkan", cast.budi, MONDAY)


@pytest.mark.parametrize("method", [Method.PICKUP, Method.PRINT_POINT, Method.COURIER])
def test_every_way_but_a_download_needs_an_officer(cast: Cast, case: Case, method: str) -> None:
    assert refused_fields(lambda: give(case, method=method)) == {"method"}

    assert give(case, method=method, by=cast.budi).method == method


def test_first_download_is_the_applicants_own_hand(case: Case) -> None:
    kept = give(case, method=Method.DOWNLOAD, relation=Relation.SELF, receiver="")

    assert (kept.receiver, kept.by) == ("Ani Contoh", None)


def test_second_hand_over_is_refused_with_the_day_of_the_first(cast: Cast, case: Case) -> None:
    give(case, by=cast.budi)

    with pytest.raises(AlreadyHandedOver, match="23 November 2026") as raised:
        give(case, by=cast.budi, receiver="Eko", at=MONDAY + timedelta(days=3))

    assert "Siti" not in str(raised.value)
    assert Handover.objects.count() == 1


def test_proxy_shows_a_letter_of_authority(cast: Cast, case: Case) -> None:
    assert refused_fields(lambda: give(case, by=cast.budi, relation=Relation.PROXY, proof=" ")) == {"proof"}

    assert give(case, by=cast.budi, relation=Relation.PROXY, proof="Surat kuasa 20 November 2026").pk


def test_helper_takes_it_only_where_there_is_one(cast: Cast, case: Case) -> None:
    helped = make_application(cast.office, receipt="2611-4TXR-8WNC", helper={"name": "Gita", "phone": "+6281277778888"})

    assert refused_fields(lambda: give(case, by=cast.budi, relation=Relation.HELPER)) == {"relation"}
    assert give(make_case(cast.office, application=helped), by=cast.budi, relation=Relation.HELPER).pk


def test_all_that_is_missing_is_named_at_once(case: Case) -> None:
    fields = refused_fields(lambda: give(case, method="merpati", receiver=" 12 ", relation="tetangga", proof="x" * 501))

    assert fields == {"method", "receiver", "relation", "proof"}
    assert not find_handover(case)


@given(receiver=st.text(max_size=150), method=st.text(max_size=12), relation=st.text(max_size=8))
def test_whatever_is_typed_is_kept_or_refused_with_sentences(receiver: str, method: str, relation: str) -> None:
    unsaved = Case()

    with pytest.raises(InputRefused) as raised:
        record(unsaved, method=method, receiver=receiver, relation=relation, at=MONDAY)

    assert all(error.message.endswith(".") and len(error.message.split()) <= 15 for error in raised.value.errors)


@pytest.mark.django_db
def test_nothing_of_the_receiver_lies_in_clear(cast: Cast, case: Case) -> None:
    give(case, by=cast.budi, proof="Surat kuasa Siti Aminah")

    with connection.cursor() as cursor:
        cursor.execute("SELECT receiver, proof FROM handover_handover")
        row = cursor.fetchone()

    assert row
    assert b"Siti" not in b"".join(bytes(value) for value in row)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_hand_it_over_once() -> None:
    cast = make_cast()
    case = make_case(cast.office, state=State.READY)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def hand_over(receiver: str) -> None:
        start.wait()
        try:
            give(case, by=cast.budi, receiver=receiver)
        except AlreadyHandedOver:
            outcomes.append("refused")
        else:
            outcomes.append("given")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=hand_over, args=(name,)) for name in ("Siti", "Eko")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["given", "refused"]
    assert Handover.objects.count() == 1
