"""What must hold of every database at every moment, whatever was killed: asked of the tables, believing nothing."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator

from tuntas.cases.models import Case, Event
from tuntas.cases.states import State, Verb
from tuntas.jobs.models import Job
from tuntas.letters.authority import get_signer
from tuntas.letters.checking import check_file
from tuntas.letters.models import Letter, Number, Series
from tuntas.letters.numbering import list_gaps
from tuntas.letters.reading import read_pdf
from tuntas.notices.models import Notice
from tuntas.vault.audit import AuditBroken, verify

SEALED = {State.READY, State.DELIVERED}


def list_lies(*, letters_of: Collection[str] | None = None) -> list[str]:
    """Every sentence in the database that is not true; empty when all is well, also in the middle of things.

    The bytes of letters are read and their seals checked for the cases `letters_of`, or for all.
    """
    return [*_list_seals(letters_of), *_list_numbers(), *_list_doubles(), *_list_audit()]


def _list_seals(letters_of: Collection[str] | None) -> Iterator[str]:
    for case in Case.objects.select_related("service_version"):
        letters = list(case.letters.filter(voided_at__isnull=True).select_related("number", "blob"))
        sealed = [letter for letter in letters if letter.sealed_at]
        if len(letters) > 1:
            yield f"{case.pk} has {len(letters)} letters"
        if case.state in SEALED and not sealed:
            yield f"{case.pk} is {case.state} without a seal"
        if case.state not in SEALED and sealed:
            yield f"{case.pk} is {case.state} with a seal"
        if case.state == State.SIGNING and not letters:
            yield f"{case.pk} is SIGNING without an intent"
        if case.state == State.IN_REVIEW and letters:
            yield f"{case.pk} is IN_REVIEW with an intent"
        if letters_of is None or str(case.pk) in letters_of:
            yield from (lie for letter in sealed for lie in _list_bytes(letter))


def _list_bytes(letter: Letter) -> Iterator[str]:
    pdf = read_pdf(letter)
    if hashlib.sha256(pdf).hexdigest() != letter.sha256:
        yield f"letter {letter.pk} has other bytes than it says"
    if not get_signer().validate(pdf):
        yield f"letter {letter.pk} has a seal that does not hold"
    if check_file(pdf, on=letter.issued_on).status != "issued":
        yield f"letter {letter.pk} is not recognised"
    if letter.number.state != Number.State.USED:
        yield f"letter {letter.pk} is sealed and its number is {letter.number.state}"


def _list_numbers() -> Iterator[str]:
    for series in Series.objects.select_related("office"):
        if gaps := list_gaps(series.office, series.name, series.year):
            yield f"series {series.name} does not explain {gaps}"
    texts = Counter(Number.objects.values_list("office", "text"))
    yield from (f"number {text} is there {count} times" for (_office, text), count in texts.items() if count > 1)
    for number in Number.objects.filter(state=Number.State.RESERVED).select_related("case"):
        if number.case is None or number.case.state != State.SIGNING:
            yield f"number {number.text} is reserved for nothing"
    for number in Number.objects.filter(state=Number.State.VOID, reason=""):
        yield f"number {number.text} is void without a reason"


def _list_doubles() -> Iterator[str]:
    ends = Counter(Event.objects.filter(verb=Verb.FINISH).values_list("case", flat=True))
    yield from (f"{case} was finished {count} times" for case, count in ends.items() if count > 1)
    told = Counter(Notice.objects.values_list("event", "person"))
    yield from (f"{person} was told {count} times of {event}" for (event, person), count in told.items() if count > 1)
    seqs = Counter(Event.objects.values_list("case", "seq"))
    yield from (f"{case} has event {seq} {count} times" for (case, seq), count in seqs.items() if count > 1)


def _list_audit() -> Iterator[str]:
    try:
        verify()
    except AuditBroken as broken:
        yield str(broken)


def tell_cases(cases: Collection[str]) -> list[dict[str, object]]:
    """Each of these cases as it stands: state, letters, what was told of its end, and what is left to be done."""
    return [_tell(Case.objects.get(pk=case)) for case in cases]


def _tell(case: Case) -> dict[str, object]:
    ends = Notice.objects.filter(case=case, event__verb=Verb.FINISH)
    return {
        "state": str(case.state),
        "sealed": case.letters.filter(sealed_at__isnull=False).count(),
        "numbers": [state for (state,) in case.numbers.order_by("seq").values_list("state")],
        "finished": case.events.filter(verb=Verb.FINISH).count(),
        "signed": case.events.filter(verb=Verb.SIGN).count(),
        "told": sorted(ends.values_list("person", "state")),
        "jobs": Job.objects.count(),
    }
