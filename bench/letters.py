"""Milliseconds of CPU for one letter: QR, typst, seal; and for its copy among many for the printer."""

from collections.abc import Iterator

from django.utils import timezone

from bench.figures import Figure, median_cpu_ms
from bench.world import get_cast, make_body
from tests.make import PIN
from tuntas.cases.models import Case
from tuntas.flow.approve import approve
from tuntas.flow.submit import submit
from tuntas.intake.submission import check_submission
from tuntas.letters.batch import render_batch
from tuntas.letters.models import Letter
from tuntas.letters.sealing import keep, seal


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
    sealed = keep(letters[0], pdf=seal(letters[0]), at=timezone.now())
    batch = median_cpu_ms(lambda: render_batch([sealed] * 100), times=5)
    yield Figure("letter: print copy in a batch of 100", batch / 100, "ms CPU", 2.5)
