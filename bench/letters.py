"""Milliseconds of CPU for one letter: QR, typst, seal."""

from collections.abc import Iterator

from django.utils import timezone

from bench.figures import Figure, median_cpu_ms
from bench.world import get_cast, make_body
from tests.make import PIN
from tuntas.cases.models import Case
from tuntas.flow.approve import approve
from tuntas.flow.submit import submit
from tuntas.intake.submission import check_submission
from tuntas.letters.models import Letter
from tuntas.letters.sealing import seal


def make_case(*, steps: int) -> Case:
    """A fresh case after so many approvals; after four its number is reserved and its letter waits for the seal."""
    submission = check_submission(make_body(), channel="api", on=timezone.localdate())
    case = submit(submission).cases[0]
    for officer in get_cast().chain[:steps]:
        case = approve(case, by=officer, pin=PIN)
    return case


def measure() -> Iterator[Figure]:
    letters = [Letter.objects.get(case=make_case(steps=4)) for _ in range(5)]
    seal(letters[0])  # fonts and templates are read once per process
    queue = iter(letters * 6)
    yield Figure("letter: QR, render, seal", median_cpu_ms(lambda: seal(next(queue)), times=30), "ms CPU", 40)
