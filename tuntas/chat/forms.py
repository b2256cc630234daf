"""What a draft still needs, and which of it may be asked in a chat at all."""

from collections.abc import Mapping

from tuntas.catalog.conditions import list_asked
from tuntas.catalog.definition import Kind, Question, Requirement
from tuntas.chat.state import DraftFacts, State
from tuntas.intake.applicant import FIELDS, is_blank
from tuntas.intake.requirements import list_requirements
from tuntas.vault.fields import Json

# The rules of WhatsApp forbid asking for identity numbers in a chat; a table is no fun to type either.
PAGE_ONLY = frozenset({Kind.NIK, Kind.KK, Kind.TABLE})


def part(draft: DraftFacts, name: str) -> Json:
    """One part of the draft's content, as a copy."""
    found = draft.content.get(name)
    return dict(found) if isinstance(found, Mapping) else {}


def list_questions(draft: DraftFacts) -> list[Question]:
    """Every question that applies now."""
    return list_asked(
        draft.definition, applicant=part(draft, "applicant"), answers=part(draft, "answers"), switches=draft.switches
    )


def list_chat_questions(draft: DraftFacts) -> list[Question]:
    """Those that are asked here, one by one."""
    return [question for question in list_questions(draft) if question.kind not in PAGE_ONLY]


def find_next_question(draft: DraftFacts, state: State) -> Question | None:
    """The first question without an answer that was not left out."""
    answers = part(draft, "answers")
    open_ones = (one for one in list_chat_questions(draft) if is_blank(answers.get(one.code)))
    return next((one for one in open_ones if one.required or one.code not in state.skipped), None)


def needs_page(draft: DraftFacts) -> bool:
    """Whether something is still missing that only the secure page may ask."""
    person, answers = part(draft, "applicant"), part(draft, "answers")
    needed = [name for name, field in FIELDS.items() if field.required or name in draft.definition.applicant_fields]
    page_only = [one for one in list_questions(draft) if one.kind in PAGE_ONLY and one.required]
    return any(is_blank(person.get(name)) for name in needed) or any(not answers.get(one.code) for one in page_only)


def list_applying(draft: DraftFacts) -> list[Requirement]:
    """The requirements that hold for what was answered."""
    return list_requirements(
        draft.definition, applicant=part(draft, "applicant"), answers=part(draft, "answers"), switches=draft.switches
    )


def is_given(draft: DraftFacts, code: str) -> bool:
    """Whether a requirement has a photo or comes to the counter."""
    return bool(part(draft, "files").get(code)) or code in draft.content.get("bring", [])


def list_open(draft: DraftFacts, state: State) -> list[Requirement]:
    """The requirements that nothing was sent for yet."""
    return [
        one
        for one in list_applying(draft)
        if not is_given(draft, one.code) and (one.required or one.code not in state.skipped)
    ]


def count_done(draft: DraftFacts) -> tuple[int, int]:
    """How many questions are answered, and of how many."""
    questions, answers = list_chat_questions(draft), part(draft, "answers")
    return sum(not is_blank(answers.get(one.code)) for one in questions), len(questions)
