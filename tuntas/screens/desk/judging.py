"""The verdicts of a case as rows of a form, with what an officer has said so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tuntas.catalog.reasons import Reason, list_reasons
from tuntas.flow.verdicts import Wrong, known_items
from tuntas.intake.refusals import FieldError
from tuntas.reports.workbench import Bench

_BAD = {"unclear", "wrong"}


@dataclass(frozen=True)
class Choice:
    """A reason on offer, with the sentence that the resident would read."""

    code: str
    says: str
    label: str
    sentence: str


@dataclass(frozen=True)
class Row:
    """One item to judge. `number` is the place of a document's photo, 0 for an answer."""

    item: str
    label: str
    offered: list[Choice]
    number: int = 0
    said: str = ""
    reason: str = ""
    note: str = ""
    message: str = ""


@dataclass(frozen=True)
class Judging:
    """Documents first, then the answers that can be asked for again."""

    documents: list[Row]
    answers: list[Row]

    @property
    def has_bad_answers(self) -> bool:
        return any(row.said in _BAD for row in self.answers)


def list_rows(bench: Bench, *, posted: Mapping[str, str], errors: Sequence[FieldError] = ()) -> Judging:
    """The rows of a case; after a refused try with everything as it was typed."""
    maker = _Maker(posted, _messages(posted, errors), known_items(bench.case))
    documents = [
        maker.row(one.item, one.name, about="document", said=one.said, reason=one.reason) for one in bench.documents
    ]
    askable = [fact for fact in bench.facts if fact.item.startswith(("applicant.", "answers."))]
    return Judging(
        documents=[replace(row, number=number) for number, row in enumerate(documents, 1)],
        answers=[maker.row(one.item, one.label, about="answer") for one in askable],
    )


def read_wrongs(posted: Mapping[str, str]) -> list[Wrong]:
    """Every item judged unclear or wrong, with its reason and a few words of the officer's own."""
    return [
        Wrong(item, posted.get(f"reason.{item}", ""), posted.get(f"note.{item}", "").strip()[:300])
        for item, said in _said(posted)
        if said in _BAD
    ]


def read_fine(posted: Mapping[str, str]) -> list[str]:
    """Every item judged good."""
    return [item for item, said in _said(posted) if said == "ok"]


def _said(posted: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name.removeprefix("verdict."), said) for name, said in posted.items() if name.startswith("verdict.")]


def _messages(posted: Mapping[str, str], errors: Sequence[FieldError]) -> dict[str, str]:
    """`flow.verdicts` names a reason by its place among those that were sent: "reasons.0.code"."""
    items = [wrong.item for wrong in read_wrongs(posted)]
    named = {f"reasons.{place}.code": item for place, item in enumerate(items)}
    return {named[error.field]: error.message for error in errors if error.field in named}


@dataclass(frozen=True)
class _Maker:
    posted: Mapping[str, str]
    messages: Mapping[str, str]
    names: Mapping[str, str]  # as the resident reads them

    def row(self, item: str, label: str, *, about: str, said: str = "", reason: str = "") -> Row:
        return Row(
            item=item,
            label=label,
            offered=[self._offer(one, item) for one in list_reasons(about)],
            said=self.posted.get(f"verdict.{item}", said),
            reason=self.posted.get(f"reason.{item}", reason),
            note=self.posted.get(f"note.{item}", ""),
            message=self.messages.get(item, ""),
        )

    def _offer(self, reason: Reason, item: str) -> Choice:
        sentence = reason.sentence.format(item=self.names.get(item, item))
        return Choice(reason.code, reason.says, reason.label, sentence)
