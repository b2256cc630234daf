"""Kill -9 at each point of signing: no case claims a seal it lacks, no number doubles or vanishes, nobody hears twice.

Real processes on a database and a disk of their own, with the product's own settings: SQLite in one run of the suite,
PostgreSQL in the other.
"""

from collections.abc import Iterator

import pytest

from tests.databases import make_tables
from tests.proofs.killing import Workshop


def point(event: str, file: str, function: str, within: str, **more: float) -> dict[str, object]:
    return {"event": event, "file": file, "function": function, "within": within, **more}


FINISH = "finish_signature"
COMMIT = ("call", "django/db/backends/base/base.py", "_commit")
WORKER_POINTS = {
    "claim not committed": point(*COMMIT, "settle"),
    "job claimed": point("call", "flow/sign.py", "finish_signature", "_handle"),
    "letter rendered": point("return", "letters/render.py", "render", FINISH),
    "letter signed": point("return", "gateways/esign.py", "sign", FINISH),
    "seal checked": point("return", "letters/sealing.py", "check_sealed", FINISH),
    "case locked": point("return", "cases/move.py", "lock", FINISH),
    "blob half written": point("call", "pathlib.py", "replace", FINISH),
    "blob written, no row": point("return", "vault/disk.py", "write_bytes", FINISH),
    "blob's row written": point("return", "vault/files.py", "store", FINISH),
    "letter kept": point("return", "letters/sealing.py", "keep", FINISH),
    "case moved": point("return", "cases/move.py", "move", FINISH),
    "notices queued": point("return", "notices/announcing.py", "announce", FINISH),
    "before the commit": point(*COMMIT, FINISH),
    "in mid commit": point(*COMMIT, FINISH, after_ms=0.2),
    "later in mid commit": point(*COMMIT, FINISH, after_ms=1.5),
    "after the commit": point("return", "flow/sign.py", "finish_signature", "_handle"),
    "before the job is removed": point("call", "jobs/queue.py", "finish", "settle"),
    "job removed, not committed": point("return", "jobs/queue.py", "finish", "settle"),
    "message claimed": point("return", "notices/delivering.py", "_claim", "deliver"),
    "message sent, not noted": point("return", "gateways/whatsapp.py", "send", "deliver"),
}
SIGNER_POINTS = {
    "number taken": point("return", "letters/numbering.py", "reserve", "decide"),
    "intent kept": point("return", "letters/intent.py", "prepare", "decide"),
    "state moved": point("return", "cases/move.py", "move", "decide"),
    "job queued": point("return", "flow/sign.py", "request_signature", "decide"),
    "in mid commit": point(*COMMIT, "approve", after_ms=0.2),
}


STORM = 6
PAPERS = len(WORKER_POINTS) + len(SIGNER_POINTS) + STORM
WHOLE = {
    "state": "READY",
    "sealed": 1,
    "numbers": ["used"],
    "finished": 1,
    "signed": 1,
    "told": [["applicant", "sent"]],
    "jobs": 0,
}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """Papers on the Lurah's desk."""
    home = tmp_path_factory.mktemp("workshop")
    workshop = Workshop(home, database=make_tables(home), papers=PAPERS)
    yield workshop
    workshop.close()


def take_papers(workshop: Workshop, count: int, *, signed: bool) -> list[str]:
    """So many cases; signed, they only lack their seals."""
    cases = [workshop.papers.pop() for _each in range(count)]
    if signed:
        workshop.ask("sign", cases=cases)
    return cases


def test_workers_killed_at_each_point_of_sealing_leave_no_lie_and_the_next_one_finishes(workshop: Workshop) -> None:
    """Each worker meets the wreckage of all before it; the lease of what they held has not ended yet."""
    cases = take_papers(workshop, len(WORKER_POINTS), signed=True)

    for name, where in WORKER_POINTS.items():
        assert workshop.ask("work", at=where)["killed"], f"never came to: {name}"
        assert workshop.ask("look", cases=cases)["lies"] == [], name
    mended = workshop.ask("mend", minutes=2, cases=cases)
    swept = workshop.ask("sweep", cases=cases)

    assert mended["lies"] == []
    assert mended["cases"] == [WHOLE] * len(cases)
    assert swept["removed"] > 0, "the dead left bytes behind"
    assert swept["lies"] == []


def test_a_signer_killed_while_signing_has_signed_wholly_or_not_at_all(workshop: Workshop) -> None:
    cases = take_papers(workshop, len(SIGNER_POINTS), signed=False)

    for case, (name, where) in zip(cases, SIGNER_POINTS.items(), strict=True):
        assert workshop.ask("sign", cases=[case], at=where)["killed"], f"never came to: {name}"
        after = workshop.ask("look", cases=[case])
        [told] = after["cases"]
        assert after["lies"] == [], name
        assert (told["state"], told["numbers"]) in [("IN_REVIEW", []), ("SIGNING", ["reserved"])], name
        if told["state"] == "IN_REVIEW":
            workshop.ask("sign", cases=[case])
    mended = workshop.ask("mend", minutes=2, cases=cases)

    assert mended["lies"] == []
    assert mended["cases"] == [WHOLE] * len(cases)


def test_workers_killed_again_and_again_at_any_moment_finish_every_letter_once(workshop: Workshop) -> None:
    cases = take_papers(workshop, STORM, signed=True)

    for round_ in range(1, 11):
        workshop.ask("mend", minutes=2 * round_, cases=[], kill_after_ms=[20, 250])
        assert workshop.ask("look", cases=cases)["lies"] == []
    mended = workshop.ask("mend", minutes=60, cases=cases)

    assert mended["lies"] == []
    assert mended["cases"] == [WHOLE] * STORM
