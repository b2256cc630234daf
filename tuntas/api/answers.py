"""Answers: statuses, queues and records as plain JSON."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from tuntas.cases.chain import find_current_step
from tuntas.cases.models import Application, Case
from tuntas.cases.paper import form_of, service_of
from tuntas.catalog.definition import Question, Requirement, ServiceDefinition
from tuntas.catalog.schema import answers_schema, is_expected
from tuntas.letters.checking import Checked
from tuntas.reports.inbox import Row
from tuntas.reports.status import list_own_files
from tuntas.reports.status_views import ApplicationStatus, CaseStatus
from tuntas.vault.fields import Json


def iso(at: datetime | None) -> str | None:
    """ISO 8601 with the offset of the installation's time zone, e.g. 2026-11-21T10:11:00+07:00."""
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def service_summary(definition: ServiceDefinition) -> Json:
    """One row of the catalogue."""
    return {
        "code": definition.code,
        "name": definition.name,
        "short": definition.short,
        "group": definition.group,
        "level": definition.level,
        "summary": definition.summary,
        "promise": definition.promise.text,
        "promise_minutes": definition.promise.minutes,
        "free": True,  # UU 24/2013 art. 79A: never a fee
        "requirements": [_requirement(requirement, definition) for requirement in definition.requirements],
    }


def service_detail(definition: ServiceDefinition) -> Json:
    """One service with its questions and the JSON Schema of `answers`."""
    questions = [_question(question) | {"page": page.title} for page in definition.pages for question in page.questions]
    more: Json = {
        "questions": questions,
        "schema": answers_schema(definition),
        "legal_basis": list(definition.legal_basis),
        "documents": _documents(definition),
        "chain": [{"role": step.role, "duty": step.duty, "office": step.office} for step in definition.chain],
    }
    return service_summary(definition) | more


def _documents(definition: ServiceDefinition) -> list[Json]:
    return [
        {"code": one.code, "name": one.name, "is_card": one.is_card, "required": one.required}
        for one in definition.documents
    ]


def _requirement(requirement: Requirement, definition: ServiceDefinition) -> Json:
    return {
        "code": requirement.code,
        "name": requirement.name,
        "online_form": requirement.online_form,
        "counter_form": requirement.counter_form,
        "hint": requirement.hint,
        "required": is_expected(definition, requirement),
        "when": {"field": requirement.when.field, "values": list(requirement.when.values)}
        if requirement.when
        else None,
    }


def _question(question: Question) -> Json:
    return {
        "code": question.code,
        "label": question.label,
        "kind": question.kind,
        "hint": question.hint,
        "example": question.example,
        "required": question.required and question.when is None,
        "choices": [{"value": choice.value, "label": choice.label} for choice in question.choices],
        "columns": [_question(column) for column in question.columns],
    }


def application_status(status: ApplicationStatus) -> Json:
    """What the holder of receipt and PIN sees."""
    return {
        "receipt": status.receipt,
        "state": str(status.state),
        "office": status.office,
        "submitted_at": iso(status.submitted_at),
        "delivery": status.delivery,
        "cases": [_case_status(case, receipt=status.receipt) | _place(case, status) for case in status.cases],
        **_package(status),
    }


def _package(status: ApplicationStatus) -> Json:
    """Of a package: its name, and what happened to all documents in one line of time."""
    if not status.package:
        return {}
    timeline = [
        {"at": iso(line.at), "case": case.id, "document": case.name, "verb": line.verb, "text": line.text}
        for case, line in status.timeline
    ]
    return {"package": {"code": status.package, "name": status.package_name}, "timeline": timeline}


def _place(case: CaseStatus, status: ApplicationStatus) -> Json:
    """Of a package: which document this is, whose, what it waits for, and which old papers go back for it."""
    if not case.output:
        return {}
    return {
        "output": case.output,
        "holder": case.holder or None,
        "waits_for": [
            {"output": one.output, "case": one.id, "name": one.name, "state": str(one.state)}
            for one in status.forerunners(case)
        ],
        "hand_in": list(case.hand_in),
    }


def _case_status(case: CaseStatus, *, receipt: str) -> Json:
    body: Json = {
        "id": case.id,
        "service": case.service,
        "name": case.name,
        "state": str(case.state),
        "word": case.word,
        "turn": str(case.turn),
        "office": case.office,
        "desk": case.desk,
        "due_at": iso(case.due_at),
        "history": [
            {"at": iso(line.at), "verb": line.verb, "text": line.text, "by": line.by, "note": line.note}
            for line in case.history
        ],
        "asks": [
            {"item": ask.item, "kind": ask.kind, "code": ask.code, "name": ask.name, "message": ask.sentence}
            for ask in case.asks
        ],
    }
    if case.issued:
        documents = f"{settings.PUBLIC_URL}/api/v1/applications/{receipt}/documents/{case.id}"
        body["documents"] = [
            {"code": one.code, "name": one.name, "pdf_url": f"{documents}/{one.id}.pdf" if one.has_file else None}
            for one in case.issued
        ]
    if case.letter:
        body["letter"] = {
            "number": case.letter.number,
            "title": case.letter.title,
            "issued_on": case.letter.issued_on,
            "valid_until": case.letter.valid_until or None,
            "verify_url": case.letter.verify_url,
            "pdf_url": f"{settings.PUBLIC_URL}/api/v1/applications/{receipt}/letters/{case.id}.pdf",
        }
    return body


def sent(application: Application, *, pin: str, cases: list[Case]) -> Json:
    """The answer to an application; the PIN is told here and nowhere else."""
    return {
        "receipt": application.receipt,
        "pin": pin,
        "status_url": f"{settings.PUBLIC_URL}/p/{application.receipt}/",
        "cases": [_sent_case(case) for case in cases],
    }


def _sent_case(case: Case) -> Json:
    body: Json = {"id": str(case.pk), "service": case.service_code, "state": str(case.state)}
    return body | ({"output": case.output, "name": case.label, "waits_for": case.waits_for} if case.output else {})


def queue_row(row: Row) -> Json:
    """One line of an officer's queue, the applicant masked."""
    return {
        "case": str(row.case.pk),
        "receipt": row.receipt,
        "service": row.service,
        "step": row.step,
        "applicant": row.masked,
        "channel": row.channel,
        "due_at": iso(row.due_at),
        "late": row.is_late,
    }


def moved(case: Case) -> Json:
    """Where a case stands after a verb."""
    step = find_current_step(case)
    return {"state": str(case.state), "step": step.title if step else None, "turn": str(case.turn)}


def case_record(case: Case, status: CaseStatus) -> Json:
    """The full record of a case, for the officers it concerns; the caller has noted the reading."""
    application, definition = case.application, service_of(case)
    files = [
        {
            "requirement": row.requirement,
            "upload": str(row.upload_id),
            "media_type": row.upload.media_type,
            "pages": row.upload.pages,
            "quality": {"verdict": row.upload.verdict, "hints": row.upload.hints},
            "url": f"{settings.PUBLIC_URL}/api/v1/cases/{case.pk}/files/{row.pk}",
        }
        for row in list_own_files(case)
    ]
    more: Json = {
        "receipt": application.receipt,
        "channel": application.channel,
        "submitted_at": iso(application.submitted_at),
        "applicant": case.applicant,
        "helper": application.helper or None,
        "answers": case.answers,
        "delivery": application.delivery,
        "files": files,
        "requirements": [_requirement(row, definition) for row in definition.requirements],
        "attach": _documents(definition),
        "package": form_of(case).code if case.output else None,
    }
    return _case_status(status, receipt=application.receipt) | more


def verification(checked: Checked | None) -> Json:
    """What anyone may know of a letter: never more than a masked name."""
    if checked is None:
        return {}
    return {
        "status": checked.status,
        "service": checked.service,
        "number": checked.number,
        "issued_on": checked.issued_on.isoformat() if checked.issued_on else None,
        "valid_until": checked.valid_until.isoformat() if checked.valid_until else None,
        "office": checked.office,
        "signatory": checked.signatory,
        "holder": checked.holder_masked,
        "seal": checked.seal,
    }
