"""Checks of conditions: each must ask for something that exists and is known by then."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tuntas.catalog.definition import APPLICANT_FIELDS, SWITCHES, Condition, Kind, Question, ServiceDefinition
from tuntas.catalog.problems import Refuse, unknown

Questions = Mapping[str, Question]


def check_condition(
    path: str, condition: Condition, *, known: Questions, refuse: Refuse, lists: Mapping[str, Mapping[str, Any]]
) -> None:
    """The same for one condition that may ask every question of `known`."""
    _Check(refuse, lists).one(path, condition, known=known)


def check_conditions(definition: ServiceDefinition, *, refuse: Refuse, lists: Mapping[str, Mapping[str, Any]]) -> None:
    """Calls `refuse(key path, sentence)` for each condition that can never be judged as it stands."""
    check = _Check(refuse, lists)
    earlier: dict[str, Question] = {}
    everything = {question.code: question for question in definition.questions}
    for page_number, page in enumerate(definition.pages):
        for number, question in enumerate(page.questions):
            path = f"pages[{page_number}].questions[{number}].when"
            check.one(path, question.when, known=earlier, later=everything)
            earlier[question.code] = question
    for number, requirement in enumerate(definition.requirements):
        check.one(f"requirements[{number}].when", requirement.when, known=everything)
        check.one(f"requirements[{number}].required_when", requirement.required_when, known=everything)
    for number, step in enumerate(definition.chain):
        check.one(f"chain[{number}].when", step.when, known=everything)
    for number, form in enumerate(definition.forms):
        check.one(f"forms[{number}].when", form.when, known=everything)
    for number, hint in enumerate(definition.hints):
        check.one(f"hints[{number}].when", hint.when, known=everything)


class _Check:
    def __init__(self, refuse: Refuse, lists: Mapping[str, Mapping[str, Any]]) -> None:
        self.refuse = refuse
        self.lists = lists

    def one(self, path: str, condition: Condition | None, *, known: Questions, later: Questions | None = None) -> None:
        if condition is None:
            return
        room, _dot, code = condition.field.partition(".")
        if (
            condition.field == "applicant.age"
            or condition.below is not None
            or condition.least is not None
            or condition.on
        ):
            self._age(path, condition, known=known)
        elif room == "answers":
            self._answer(path, condition, code, known=known, later=later or known)
        elif room == "applicant":
            self._word(f"{path}.field", code, APPLICANT_FIELDS, prefix="applicant.")
            self._values(path, condition, self.lists.get(code, {}).keys())
        elif room == "office":
            self._word(f"{path}.field", code, SWITCHES.keys(), prefix="office.")
            self._values(path, condition, ("true", "false"))
        else:
            self.refuse(f"{path}.field", _('Awali dengan "answers.", "applicant.", atau "office.".'))

    def _age(self, path: str, condition: Condition, *, known: Questions) -> None:
        day = known.get(condition.on.removeprefix("answers."))
        has_bound = condition.below is not None or condition.least is not None
        if condition.field != "applicant.age" or not has_bound or condition.values:
            message = _('Umur ditulis begini: { field = "applicant.age", below = 21, on = "answers.<tanggal>" }.')
            self.refuse(path, message)
        elif condition.below is not None and condition.below < 1:
            self.refuse(f"{path}.below", _("Tidak ada orang yang lebih muda dari ini. Tulis umur di atas nol."))
        elif day is None or day.kind != Kind.DATE:
            dates = [f"answers.{code}" for code, question in known.items() if question.kind == Kind.DATE]
            self._word(f"{path}.on", condition.on, dates, prefix="")

    def _answer(self, path: str, condition: Condition, code: str, *, known: Questions, later: Questions) -> None:
        question = known.get(code)
        if question is None and code in later:
            message = _('Pertanyaan "%(code)s" baru ditanyakan sesudah ini. Pindahkan ke depan.')
            self.refuse(f"{path}.field", message % {"code": code})
        elif question is None:
            self._word(f"{path}.field", code, known.keys(), prefix="answers.")
        elif question.kind == Kind.YES_NO:
            self._values(path, condition, ("true", "false"))
        elif question.kind == Kind.CHOICE:
            self._values(path, condition, [choice.value for choice in question.choices])
        else:
            self.refuse(f"{path}.field", _("Syarat hanya bisa merujuk pertanyaan pilihan atau ya-tidak."))

    def _word(self, path: str, word: str, options: Collection[str], *, prefix: str) -> None:
        if word not in options:
            self.refuse(path, unknown(word, options, prefix=prefix))

    def _values(self, path: str, condition: Condition, options: Collection[str]) -> None:
        if not condition.values:
            self.refuse(f"{path}.values", _('Tulis nilai yang dicari, contoh values = ["true"].'))
        for value in condition.values if options else ():
            self._word(f"{path}.values", value, options, prefix="")
