"""Two hundred letters signed at the same moment: two hundred numbers, letters and QR codes, and nobody waits forever.

On PostgreSQL, where writers do not queue up by themselves as they do on SQLite.
"""

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from tests.make import PIN, Cast
from tests.proofs.papers import read_qr, send_quickly
from tests.proofs.truth import list_lies
from tests.vault.together import run_together
from tuntas.cases.models import Case, Step
from tuntas.cases.states import Duty, State
from tuntas.flow.approve import approve
from tuntas.jobs.models import Job
from tuntas.letters.models import Letter, Number
from tuntas.letters.reading import read_pdf, verify_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
AT_ONCE = 200
WORKERS = 3


def bring_to_the_lurah(cast: Cast) -> Case:
    """A sent application whose first three steps were decided; rows only, those decisions are proven elsewhere."""
    case = send_quickly(cast).cases[0]
    for order, officer in enumerate(cast.chain[:3], 1):
        Step.objects.filter(case=case, order=order).update(decided_by=officer, decided_at=timezone.now())
    Case.objects.filter(pk=case.pk).update(desk=Step.objects.get(case=case, duty=Duty.SIGN).post)
    return Case.objects.get(pk=case.pk)


def run_workers(count: int) -> None:
    """Worker processes as an office runs them, until nothing is left to do."""
    database = connection.settings_dict
    script = "import os, django; django.setup(); from tuntas.config.work import work_once; work_once()"
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "DJANGO_SETTINGS_MODULE": "tuntas.config.settings",
        "TUNTAS_HOME": str(settings.TUNTAS_HOME),
        "TUNTAS_NOTICE_HOURLY": "1000",  # all letters are Ani's
        "TUNTAS_DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}?host={database['HOST']}",
    }
    started = [
        subprocess.Popen([sys.executable, "-c", script], env=environment, stderr=subprocess.PIPE) for _ in range(count)
    ]
    for one in started:
        _out, said = one.communicate(timeout=240)
        assert one.returncode == 0, said.decode()[-3000:]


def test_many_letters_signed_at_once_get_numbers_letters_and_qr_codes_of_their_own(office_at_work: Cast) -> None:
    cases = [bring_to_the_lurah(office_at_work) for _each in range(AT_ONCE)]

    started = time.perf_counter()
    signed: list[Any] = run_together(
        *[lambda case=case: approve(case, by=office_at_work.dewi, pin=PIN) for case in cases]
    )
    told = time.perf_counter()
    run_workers(WORKERS)
    print("SIGN", told - started, "SEAL", time.perf_counter() - told)
    assert Counter(type(one).__name__ for one in signed) == {"Case": AT_ONCE}
    assert Counter(Case.objects.values_list("state", flat=True)) == {State.READY: AT_ONCE}
    assert sorted(Number.objects.values_list("seq", flat=True)) == list(range(1, AT_ONCE + 1))
    assert Number.objects.filter(state=Number.State.USED).values("text").distinct().count() == AT_ONCE
    assert Job.objects.count() == 0
    letters = list(Letter.objects.select_related("blob"))
    pdfs = [read_pdf(letter) for letter in letters]
    assert len({letter.sha256 for letter in letters}) == len(set(pdfs)) == AT_ONCE
    assert [read_qr(pdf) for pdf in pdfs] == [[verify_url(letter)] for letter in letters]
    assert len({letter.code for letter in letters}) == AT_ONCE
    assert list_lies(letters_of=()) == []
