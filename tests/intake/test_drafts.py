"""Drafts survive a closed browser, and nobody reads them without the token."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.make import MONDAY, make_version
from tuntas.intake.drafts import find_draft, forget_old_drafts, mark_sent, open_draft, save_draft
from tuntas.intake.models import Draft
from tuntas.intake.refusals import InputRefused

pytestmark = pytest.mark.django_db


def test_a_draft_is_found_by_its_token_as_it_was_left() -> None:
    draft, token = open_draft(make_version(), channel="whatsapp")
    save_draft(draft, {"answers": {"purpose": "Bank"}, "files": {"KTP": "x"}})

    found = find_draft(token)

    assert found == draft
    assert found.content == {"answers": {"purpose": "Bank"}, "files": {"KTP": "x"}}
    assert found.channel == "whatsapp"


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "\ud800" * 43, "A" * 9000, "' OR 1=1 --"])
def test_another_token_finds_nothing(token: str) -> None:
    open_draft(make_version())

    assert find_draft(token) is None


def test_neither_the_token_nor_the_content_lies_in_the_database() -> None:
    draft, token = open_draft(make_version())
    save_draft(draft, {"applicant": {"nik": "1671085203900004"}})

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM intake_draft")
        row = b"|".join(
            bytes(cell) if isinstance(cell, memoryview) else str(cell).encode() for cell in cursor.fetchone()
        )

    assert token.encode() not in row
    assert b"1671085203900004" not in row


def test_a_sent_draft_keeps_its_receipt_and_nothing_else() -> None:
    draft, token = open_draft(make_version())
    save_draft(draft, {"applicant": {"nik": "1671085203900004"}})

    mark_sent(draft, "2611-7K3F-9QXM")

    found = find_draft(token)
    assert found is not None
    assert (found.receipt, found.content) == ("2611-7K3F-9QXM", {})
    with pytest.raises(InputRefused) as refused:
        save_draft(found, {"answers": {}})
    assert "sudah terkirim" in refused.value.errors[0].message


def test_a_form_that_saves_itself_while_another_tab_sends_it_does_not_bring_the_content_back() -> None:
    draft, token = open_draft(make_version())
    seen = Draft.objects.get(pk=draft.pk)
    mark_sent(draft, "2611-7K3F-9QXM", pin="482913")

    with pytest.raises(InputRefused):
        save_draft(seen, {"applicant": {"nik": "1671085203900004"}})

    found = find_draft(token)
    assert found is not None
    assert found.content == {"pin": "482913"}


@pytest.mark.parametrize("content", [{"a": "\ud800"}, {"a": {1, 2}}, {"a": "x" * 300_000}])
def test_what_cannot_be_kept_is_told(content: dict[str, object]) -> None:
    draft, _token = open_draft(make_version())

    with pytest.raises(InputRefused):
        save_draft(draft, content)

    draft.refresh_from_db()
    assert draft.content == {}


def test_drafts_are_forgotten_after_thirty_days() -> None:
    old, _token = open_draft(make_version())
    young, _token = open_draft(make_version())
    Draft.objects.filter(pk=old.pk).update(updated_at=MONDAY - timedelta(days=30, seconds=1))
    Draft.objects.filter(pk=young.pk).update(updated_at=MONDAY - timedelta(days=30))

    assert forget_old_drafts(MONDAY) == 1
    assert list(Draft.objects.all()) == [young]
