"""The secure page: what must not be typed in a chat, over a link that lives an hour. It never shows what it knows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import TypeAlias

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tuntas.catalog.conditions import list_asked
from tuntas.catalog.definition import Question, Requirement, ServiceDefinition
from tuntas.catalog.finding import definition_of
from tuntas.chat.forms import PAGE_ONLY
from tuntas.flow.fill_draft import Typed, fill_draft
from tuntas.intake.answers import clean_answer
from tuntas.intake.applicant import is_blank
from tuntas.intake.links import find_linked, renew_token
from tuntas.intake.models import Draft
from tuntas.intake.refusals import FieldError, FileRefused, InputRefused, ValueRefused
from tuntas.intake.requirements import list_requirements
from tuntas.intake.uploads import receive
from tuntas.screens.resident.applying.drafts import remember
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.applying.person import list_person_pages
from tuntas.screens.shared.applying.receiving import Opened
from tuntas.screens.shared.caching import never_kept
from tuntas.screens.shared.questions import Field, make_field, read_answer
from tuntas.vault.fields import Json

LinkView: TypeAlias = Callable[[HttpRequest, Draft], HttpResponse]


@dataclass(frozen=True)
class Asked:
    """What this page asks of a draft now."""

    definition: ServiceDefinition
    people: list[Question]
    questions: list[Question]
    requirements: list[Requirement]


def linked(page: str) -> Callable[[LinkView], Callable[[HttpRequest, str], HttpResponse]]:
    """Gives the view the draft of its link; one that is too old gets a page that says where to go."""

    def decorate(view: LinkView) -> Callable[[HttpRequest, str], HttpResponse]:
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            draft = find_linked(token, page=page)
            if draft is None:
                return render(request, "resident/link_over.html", status=HTTPStatus.GONE)
            answer = view(request, draft)
            answer["Referrer-Policy"] = "same-origin"
            return answer

        return opened

    return decorate


@open_to_all
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
@linked("secure")
def secure(request: HttpRequest, draft: Draft) -> HttpResponse:
    """GET: an empty form. POST: what was filled in goes into the draft, and the chat goes on."""
    asked = list_asked_here(draft)
    if request.method != "POST":
        return _show(request, draft, asked, Typed())
    typed = read_typed(request, asked)
    kept = fill_draft(draft, typed)
    if typed.refused:
        return _show(request, kept, asked, typed)
    return render(request, "resident/secure_kept.html", {"service": asked.definition})


@open_to_all
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
@linked("carry_on")
def carry_on(request: HttpRequest, draft: Draft) -> HttpResponse:
    """GET: what the button does. POST: this browser holds the draft from now on, and the form opens."""
    definition = definition_of(draft.service_version)
    if request.method != "POST":
        return render(request, "resident/carry_on.html", {"service": definition})
    answer = redirect("resident:apply", definition.code.lower())
    return remember(answer, Opened(draft, definition, renew_token(draft)))


def list_asked_here(draft: Draft) -> Asked:
    """The person, the questions of the service that no chat may ask, and the photos."""
    definition, content = definition_of(draft.service_version), draft.content
    applicant, answers = content.get("applicant") or {}, content.get("answers") or {}
    switches = draft.office.switches if draft.office else {}
    questions = list_asked(definition, applicant=applicant, answers=answers, switches=switches)
    return Asked(
        definition,
        [question for page in list_person_pages(definition) for question in page.questions],
        [question for question in questions if question.kind in PAGE_ONLY],
        list_requirements(definition, applicant=applicant, answers=answers, switches=switches),
    )


def read_typed(request: HttpRequest, asked: Asked) -> Typed:
    """What was typed, clean where it is, and every photo that came along."""
    typed = Typed()
    for question in asked.people:
        value = read_answer(question, request.POST, name=f"applicant.{question.code}")
        if not is_blank(value):
            typed.applicant[question.code] = value
    for question in asked.questions:
        _take_answer(question, read_answer(question, request.POST, name=f"answers.{question.code}"), into=typed)
    for requirement in asked.requirements:
        _take_files(request, requirement.code, into=typed)
    return typed


def _take_answer(question: Question, value: object, *, into: Typed) -> None:
    if is_blank(value) or value == []:
        return
    try:
        into.answers[question.code] = clean_answer(question, value, on=timezone.localdate())
    except ValueRefused as refusal:
        into.refused[f"answers.{question.code}"] = str(refusal)
    except InputRefused as refusal:
        into.refused |= {f"answers.{question.code}.{error.field}": error.message for error in refusal.errors}


def _take_files(request: HttpRequest, code: str, *, into: Typed) -> None:
    for given in request.FILES.getlist(f"files.{code}"):
        try:
            into.files.setdefault(code, []).append(str(receive(given.read()).pk))
        except FileRefused as refusal:
            into.refused[f"files.{code}"] = str(refusal)


def _show(request: HttpRequest, draft: Draft, asked: Asked, typed: Typed) -> HttpResponse:
    """The form, with what this very request typed; what was kept before is only said to be there."""
    person = [_make(one, typed.applicant, typed, "applicant") for one in asked.people]
    questions = [_make(one, typed.answers, typed, "answers") for one in asked.questions]
    ids = {one.name: one.id for one in (*person, *questions)}
    given = draft.content.get("files") or {}
    page = {
        "service": asked.definition,
        "person": person,
        "questions": questions,
        "photos": [(one, len(given.get(one.code, []))) for one in asked.requirements],
        "errors": [FieldError(ids.get(name, name), message) for name, message in typed.refused.items()],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if typed.refused else HTTPStatus.OK
    return render(request, "resident/secure.html", page, status=status)


def _make(question: Question, values: Json, typed: Typed, group: str) -> Field:
    name = f"{group}.{question.code}"
    return make_field(question, name=name, value=values.get(question.code), messages=typed.refused)
