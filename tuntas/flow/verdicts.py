"""Verdicts: what an officer says of each document and answer while deciding a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tuntas.cases.models import Case, Verdict
from tuntas.cases.paper import asked_item, form_of, service_of
from tuntas.catalog.reasons import REASONS
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.offices.models import Officer
from tuntas.reports.showing import applicant_labels


@dataclass(frozen=True)
class Wrong:
    """One thing the applicant must mend: a requirement's code, "answers.<code>" or "applicant.<field>", and why."""

    item: str
    code: str
    note: str = ""


def check_wrongs(case: Case, wrongs: Sequence[Wrong]) -> None:
    """Raises InputRefused, naming each reason that does not fit this case."""
    errors = [] if wrongs else [FieldError("reasons", _("Pilih paling sedikit satu hal yang perlu diperbaiki."))]
    known = known_items(case)
    for position, wrong in enumerate(wrongs):
        if wrong.item not in known:
            errors.append(FieldError(f"reasons.{position}.item", _("Syarat atau jawaban ini tidak ada pada berkas.")))
        if wrong.code not in REASONS:
            errors.append(FieldError(f"reasons.{position}.code", _("Pilih alasan dari daftar.")))
    if errors:
        raise InputRefused(errors)


def known_items(case: Case) -> dict[str, str]:
    """Everything of a case that can be judged: item -> the name that people read.

    In a package the items are those of the application, so that one office's verdict speaks to all.
    """
    service, form = service_of(case), form_of(case)
    items = {requirement.code: requirement.name for requirement in service.requirements}
    used = {asked_item(case, f"answers.{question.code}") for question in service.questions}
    used |= {asked_item(case, f"applicant.{name}") for name in applicant_labels()}
    asked = {f"answers.{question.code}": question.name for question in form.questions}
    items |= {item: name for item, name in asked.items() if item in used}
    return items | {f"applicant.{name}": label for name, label in applicant_labels().items()}


def keep_wrongs(case: Case, wrongs: Sequence[Wrong], *, by: Officer, at: datetime) -> str:
    """Stores one open verdict per item and returns the sentences that the applicant reads, one per line."""
    names = known_items(case)
    sentences = []
    for wrong in wrongs:
        reason = REASONS[wrong.code]
        sentence = reason.sentence.format(item=names[wrong.item])
        sentences.append(f"{sentence} {wrong.note}".strip())
        case.verdicts.filter(item=wrong.item, is_open=True).update(is_open=False)
        Verdict.objects.create(
            case=case, item=wrong.item, says=reason.says, reason=wrong.code, note=wrong.note, by=by, at=at, is_open=True
        )
    return "\n".join(sentences)


def keep_fine(case: Case, items: Sequence[str], *, by: Officer, at: datetime) -> None:
    """Stores that these items were looked at and found good."""
    known = known_items(case) if items else {}
    rows = [Verdict(case=case, item=item, says=Verdict.Says.OK, by=by, at=at) for item in items if item in known]
    Verdict.objects.bulk_create(rows)
