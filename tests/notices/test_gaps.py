"""Events nobody was told of, and notices whose job is gone, are found and mended once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.make import MONDAY, Cast
from tests.notices.papers import make_event, make_told_case, tell
from tuntas.cases.states import Verb
from tuntas.jobs.models import Job
from tuntas.notices.gaps import find_missing, find_stuck, replay_missing
from tuntas.notices.models import Notice

LATER = MONDAY + timedelta(hours=1)


@pytest.mark.django_db
def test_event_without_a_notice_is_found_and_told_once(told_cast: Cast) -> None:
    case = make_told_case(told_cast)
    missed = make_event(case, Verb.FINISH)
    make_event(case, Verb.APPROVE)
    tell(case, Verb.HAND_OVER)

    assert {event.verb for event in find_missing(LATER)} == {Verb.SUBMIT, Verb.FINISH}
    replay_missing(LATER)

    assert Notice.objects.filter(event=missed).count() == 1
    assert not find_missing(LATER).exists()
    assert Notice.objects.count() == 3


@pytest.mark.django_db
def test_news_of_this_minute_and_of_last_month_are_left_alone(told_cast: Cast) -> None:
    make_told_case(told_cast)  # submitted on MONDAY

    assert not find_missing(MONDAY + timedelta(minutes=1)).exists()
    assert not find_missing(MONDAY + timedelta(days=15)).exists()
    assert find_missing(MONDAY + timedelta(days=13)).exists()


@pytest.mark.django_db
def test_person_without_an_address_is_not_a_gap(told_cast: Cast) -> None:
    case = make_told_case(told_cast, phone="", email="")
    case.events.all().delete()
    tell(case)

    assert not find_missing(LATER).exists()


@pytest.mark.django_db
def test_notice_whose_job_was_lost_is_queued_again_once(told_cast: Cast) -> None:
    notice = tell(make_told_case(told_cast))
    Job.objects.all().delete()
    at = timezone.now() + timedelta(hours=2)

    assert not find_stuck(timezone.now()).exists()
    replay_missing(at)
    replay_missing(at)

    assert [job.payload for job in Job.objects.all()] == [{"notice": str(notice.pk)}]
