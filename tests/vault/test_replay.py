import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.make import make_office
from tests.vault.together import run_together
from tuntas.offices.models import Office
from tuntas.vault import replay
from tuntas.vault.models import Replay
from tuntas.vault.replay import KeyReused, answer_once, answer_prepared

BODY = b'{"applicant": {"nik": "1671085204900001"}}'


class Maker:
    """Counts how often it was really asked."""

    def __init__(self, answer: dict[str, Any] | None = None) -> None:
        self.calls = 0
        self.answer = answer or {"receipt": "2611-7K3F-9QXM", "pin": "482913"}

    def __call__(self) -> tuple[int, dict[str, Any]]:
        self.calls += 1
        return 201, self.answer


@pytest.mark.django_db
def test_the_same_key_and_body_get_the_same_answer() -> None:
    maker = Maker()

    first = answer_once("k1", scope="submit", body=BODY, make=maker)
    second = answer_once("k1", scope="submit", body=BODY, make=maker)

    assert first == second == (201, {"receipt": "2611-7K3F-9QXM", "pin": "482913"})
    assert maker.calls == 1


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused() -> None:
    answer_once("k1", scope="submit", body=BODY, make=Maker())

    with pytest.raises(KeyReused, match="Pakai kunci baru"):
        answer_once("k1", scope="submit", body=BODY + b" ", make=Maker())


@pytest.mark.django_db
def test_a_key_counts_within_its_scope_only() -> None:
    budi, citra = Maker({"by": "budi"}), Maker({"by": "citra"})

    answer_once("k1", scope="approve budi", body=BODY, make=budi)

    assert answer_once("k1", scope="approve citra", body=BODY, make=citra) == (201, {"by": "citra"})


@pytest.mark.django_db
def test_a_refusal_is_not_remembered_and_leaves_nothing_behind() -> None:
    def refuse() -> tuple[int, dict[str, Any]]:
        make_office()
        raise LookupError

    with pytest.raises(LookupError):
        answer_once("k1", scope="submit", body=BODY, make=refuse)

    assert not Office.objects.exists()
    assert not Replay.objects.exists()
    assert answer_once("k1", scope="submit", body=BODY, make=Maker())[0] == 201


@pytest.mark.django_db
def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        answer_once("", scope="submit", body=BODY, make=Maker())


@pytest.mark.django_db
def test_neither_key_nor_body_nor_answer_lies_in_clear() -> None:
    answer_once("my-secret-key", scope="submit", body=BODY, make=Maker())

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM vault_replay")
        row = b" ".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for value in cursor.fetchone()
        )

    assert not [secret for secret in (b"my-secret", b"1671085204900001", b"482913", b"7K3F") if secret in row]


@pytest.mark.django_db
def test_answers_are_forgotten_after_two_days() -> None:
    maker = Maker()
    answer_once("k1", scope="submit", body=BODY, make=maker)

    assert replay.forget_old(at=timezone.now() + timedelta(hours=47)) == 0
    assert replay.forget_old(at=timezone.now() + timedelta(hours=49)) == 1
    answer_once("k1", scope="submit", body=BODY, make=maker)

    assert maker.calls == 2


@pytest.mark.django_db(transaction=True)
def test_a_second_sending_waits_for_the_first_and_gets_its_answer() -> None:
    maker = Maker()

    def slowly() -> tuple[int, dict[str, Any]]:
        time.sleep(0.3)
        return maker()

    results = run_together(*[lambda: answer_once("k1", scope="submit", body=BODY, make=slowly)] * 4)

    assert results == [(201, maker.answer)] * 4
    assert maker.calls == 1


@pytest.mark.django_db(transaction=True)
def test_when_the_first_sending_is_refused_the_second_takes_its_place() -> None:
    maker, refused = Maker(), []

    def make() -> tuple[int, dict[str, Any]]:
        time.sleep(0.2)
        if not refused:
            refused.append(True)
            raise LookupError
        return maker()

    results = run_together(*[lambda: answer_once("k1", scope="submit", body=BODY, make=make)] * 3)

    assert len([result for result in results if isinstance(result, LookupError)]) == 1
    assert len([result for result in results if result == (201, maker.answer)]) == 2
    assert maker.calls == 1


@pytest.mark.django_db
def test_what_is_prepared_is_prepared_once() -> None:
    maker, prepared = Maker(), []

    def prepare() -> Maker:
        prepared.append(1)
        return maker

    first = answer_prepared("k1", scope="submit", body=BODY, prepare=prepare)
    second = answer_prepared("k1", scope="submit", body=BODY, prepare=prepare)

    assert first == second == (201, maker.answer)
    assert len(prepared) == maker.calls == 1
    with pytest.raises(KeyReused):
        answer_prepared("k1", scope="submit", body=b"{}", prepare=prepare)


@pytest.mark.django_db
def test_a_refusal_while_preparing_is_not_remembered() -> None:
    def refuse() -> Maker:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        answer_prepared("k1", scope="submit", body=BODY, prepare=refuse)

    assert answer_prepared("k1", scope="submit", body=BODY, prepare=Maker)[0] == 201


@pytest.mark.django_db
def test_who_is_refused_for_what_the_same_request_just_did_gets_its_answer() -> None:
    maker = Maker()

    def overtaken() -> Maker:
        answer_once("k1", scope="submit", body=BODY, make=maker)
        raise ValueError("these uploads belong to another application")

    assert answer_prepared("k1", scope="submit", body=BODY, prepare=overtaken) == (201, maker.answer)


@pytest.mark.django_db
def test_who_is_overtaken_after_preparing_makes_nothing() -> None:
    maker, late = Maker(), Maker({"receipt": "another"})

    def overtaken() -> Maker:
        answer_once("k1", scope="submit", body=BODY, make=maker)
        return late

    assert answer_prepared("k1", scope="submit", body=BODY, prepare=overtaken) == (201, maker.answer)
    assert late.calls == 0
