"""A draft and two who change it at once: who waited for the other goes on from what it has become."""

import time
from collections.abc import Callable
from dataclasses import replace
from threading import Event

import pytest
from django.db import transaction

from tests.make import Cast, make_applicant
from tests.vault.together import run_together
from tuntas.cases.refusals import CannotMove
from tuntas.catalog.finding import get_service
from tuntas.catalog.publishing import load, publish
from tuntas.flow.fill_draft import Typed, fill_draft
from tuntas.flow.take_in import take_over
from tuntas.intake.drafts import follow_current, open_draft
from tuntas.intake.models import Draft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def change_while_another_waits(
    draft: Draft, *, change: Callable[[Draft], object], other: Callable[[Draft], object]
) -> object:
    """What the other came to, who read the draft before the change and had to wait for it."""
    held, seen = Event(), Draft.objects.select_related("office", "service_version").get(pk=draft.pk)

    def hold() -> None:
        with transaction.atomic():
            row = Draft.objects.select_for_update().get(pk=draft.pk)
            held.set()
            time.sleep(1)  # the other one waits at the lock by now
            change(row)

    def wait() -> object:
        held.wait(10)
        return other(seen)

    first, second = run_together(hold, wait)
    assert first is None, first
    return second


def choose_office(cast: Cast) -> Callable[[Draft], object]:
    def choose(row: Draft) -> None:
        row.office = cast.elsewhere
        row.save(update_fields=["office"])

    return choose


def test_a_counter_that_waited_does_not_take_a_draft_that_was_given_to_another_office(cast: Cast) -> None:
    load()
    draft, _token = open_draft(get_service("SKD")[0])

    refused = change_while_another_waits(
        draft,
        change=choose_office(cast),
        other=lambda seen: take_over(seen, offices=[cast.office], by=cast.budi),
    )

    assert isinstance(refused, CannotMove), refused
    assert cast.elsewhere.name in str(refused)
    draft.refresh_from_db()
    assert (draft.office, draft.taken_by) == (cast.elsewhere, None)


def test_a_counter_that_waited_takes_a_draft_whose_office_was_chosen_meanwhile(cast: Cast) -> None:
    load()
    draft, _token = open_draft(get_service("SKD")[0])

    taken = change_while_another_waits(
        draft,
        change=choose_office(cast),
        other=lambda seen: take_over(seen, offices=[cast.office, cast.elsewhere], by=cast.eko),
    )

    assert isinstance(taken, Draft), taken
    assert (taken.office, taken.taken_by) == (cast.elsewhere, cast.eko)


def begin_under_old_version() -> Draft:
    load()
    version, definition = get_service("SKD")
    draft, _token = open_draft(version)
    publish([replace(definition, summary="Untuk warga yang tinggal di sini.")])
    return draft


def test_a_counter_that_waited_takes_a_draft_that_went_on_to_a_new_version(cast: Cast) -> None:
    draft = begin_under_old_version()

    taken = change_while_another_waits(
        draft, change=follow_current, other=lambda seen: take_over(seen, offices=[cast.office], by=cast.budi)
    )

    assert isinstance(taken, Draft), taken
    assert taken.service_version.is_current


def test_a_secure_page_that_waited_keeps_what_was_typed_though_the_draft_went_on_to_a_new_version(cast: Cast) -> None:
    draft, typed = begin_under_old_version(), Typed(applicant=make_applicant())

    kept = change_while_another_waits(draft, change=follow_current, other=lambda seen: fill_draft(seen, typed))

    assert isinstance(kept, Draft), kept
    assert not typed.refused
    draft.refresh_from_db()
    assert draft.service_version.is_current
    assert draft.content["applicant"]["name"] == make_applicant()["name"]
