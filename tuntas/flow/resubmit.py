"""Resubmit: the applicant mends exactly what was bad, and the paper returns to the desk that asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Application, ApplicationFile, Case, Verdict
from tuntas.cases.move import lock_all, move
from tuntas.cases.paper import form_of
from tuntas.cases.refusals import CannotMove
from tuntas.cases.states import State, Verb
from tuntas.flow.check_identity import plan_identity_check
from tuntas.flow.package import refresh
from tuntas.intake.answers import check_answers
from tuntas.intake.applicant import check_applicant
from tuntas.intake.models import Upload
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.intake.uploads import claim
from tuntas.notices.announcing import announce
from tuntas.offices.switches import switches_for
from tuntas.reports.status import list_followed
from tuntas.vault.fields import Json
from tuntas.vault.keys import blind_index


@transaction.atomic
def resubmit(
    application: Application,
    *,
    answers: Mapping[str, object] | None = None,
    applicant: Mapping[str, object] | None = None,
    files: Sequence[tuple[str, Upload]] = (),
    actor: str = "applicant",
    at: datetime | None = None,
) -> list[Case]:
    """Takes the mended items of every returned case; the caller has proven the applicant by PIN.

    `answers` and `applicant` are keyed by code; only what was asked for may come. Raises CannotMove when nothing was
    asked, InputRefused naming what is missing, not asked for, or unfit.
    """
    at = at or timezone.now()
    cases = [case for case in lock_all(application) if case.state == State.RETURNED]
    if not cases:
        raise CannotMove(_("Tidak ada yang perlu diperbaiki pada permohonan ini."))
    application.refresh_from_db()
    asked = {verdict.item for case in cases for verdict in list_asks(case)}
    _check_complete(asked, may=_list_followed(cases, asked), given=_items_of(answers or {}, applicant or {}, files))
    _mend_data(application, cases, answers=answers or {}, applicant=applicant or {}, at=at)
    _mend_files(application, files)
    refresh(application, at=at)
    for case in cases:
        case.verdicts.filter(is_open=True).update(is_open=False)
    cases = [case for case in lock_all(application) if case.state == State.RETURNED]
    for case in cases:
        announce(move(case, Verb.RESUBMIT, at=at, actor=actor))
    return cases


def list_asks(case: Case) -> list[Verdict]:
    """What the applicant still has to mend on a case, oldest first."""
    return list(case.verdicts.filter(is_open=True).order_by("at", "id"))


def _items_of(
    answers: Mapping[str, object], applicant: Mapping[str, object], files: Sequence[tuple[str, Upload]]
) -> dict[str, str]:
    """item -> the name of the field it came in by."""
    items = {f"answers.{code}": f"answers.{code}" for code in answers}
    items |= {f"applicant.{name}": f"applicant.{name}" for name in applicant}
    return items | {requirement: f"files.{requirement}" for requirement, _upload in files}


def _list_followed(cases: Sequence[Case], asked: set[str]) -> set[str]:
    """What another answer may bring up, and may therefore come along."""
    return {ask.item for case in cases for ask in list_followed(form_of(case), asked)}


def _check_complete(asked: set[str], *, may: set[str], given: Mapping[str, str]) -> None:
    errors = [
        FieldError(item if "." in item else f"files.{item}", _("Bagian ini masih perlu Anda perbaiki."))
        for item in sorted(asked - given.keys())
    ]
    errors += [
        FieldError(given[item], _("Bagian ini tidak perlu diubah.")) for item in sorted(given.keys() - asked - may)
    ]
    if errors:
        raise InputRefused(errors)


def _mend_data(
    application: Application,
    cases: Sequence[Case],
    *,
    answers: Mapping[str, object],
    applicant: Mapping[str, object],
    at: datetime,
) -> None:
    if not answers and not applicant:
        return
    on = timezone.localtime(at).date()
    person: Json = check_applicant({**application.applicant, **applicant}, on=on)
    replies = {**application.answers, **answers}
    for case in cases:
        switches = switches_for(application.office, applicant=person, on=on)
        mended = check_answers(form_of(case), replies, applicant=person, switches=switches, on=on)
        application.answers = {**application.answers, **mended}
    application.applicant = person
    application.nik_index = blind_index("nik", str(person["nik"]))
    application.phone_index = blind_index("phone", str(person.get("phone", "")))
    application.save(update_fields=["applicant", "answers", "nik_index", "phone_index"])
    plan_identity_check(application)


def _mend_files(application: Application, files: Sequence[tuple[str, Upload]]) -> None:
    claim([upload for _requirement, upload in files])
    for requirement, upload in files:
        application.files.filter(requirement=requirement, is_current=True).update(is_current=False)
        ApplicationFile.objects.create(application=application, requirement=requirement, upload=upload)
