"""Check identity: the national population register is asked whether it knows the applicant like this."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tuntas.cases.identity import index_identity
from tuntas.cases.models import Application, IdentityCheck
from tuntas.gateways.civil_registry import Answer, Identity, open_registry
from tuntas.jobs.queue import enqueue
from tuntas.vault import audit
from tuntas.vault.fields import Json

Says = IdentityCheck.Says


def plan_identity_check(application: Application) -> None:
    """Within the transaction that took the applicant's data; an office without a connection asks nobody."""
    if settings.CIVIL_REGISTRY_URL:
        enqueue("check_identity", payload={"application": str(application.pk)}, queue="registry")


def check_identity(payload: Json) -> None:
    """The job: {"application": id}. Safe to repeat; raises GatewayDown, and the queue tries again later."""
    registry = open_registry(settings.CIVIL_REGISTRY_URL)
    if registry is None:
        return
    asked = Application.objects.get(pk=payload["application"]).applicant
    born = date.fromisoformat(str(asked["birth_date"]))
    answer = registry.compare(Identity(nik=str(asked["nik"]), name=str(asked["name"]), birth_date=born))
    _keep(payload, answer, index=index_identity(asked))


@transaction.atomic
def _keep(payload: Json, answer: Answer, *, index: str) -> None:
    """Unless the applicant mended their data meanwhile: then another job asks again."""
    application = (
        Application.objects.select_for_update(of=("self",)).select_related("office").get(pk=payload["application"])
    )
    if index_identity(application.applicant) != index:
        return
    at = timezone.now()
    said = {"identity_index": index, "says": read_answer(answer), "at": at}
    IdentityCheck.objects.update_or_create(application=application, defaults=said)
    audit.record(
        "identity.compared", subject=str(application.pk), actor="system", stream=application.office.code, at=at
    )


def read_answer(answer: Answer) -> Says:
    """The one thing that an officer must know of it first."""
    if not answer.is_known:
        return Says.UNKNOWN
    if answer.is_deceased:
        return Says.DECEASED
    differing = {(False, True): Says.NAME, (True, False): Says.BIRTH, (False, False): Says.BOTH}
    return differing.get((answer.name_matches, answer.birth_date_matches), Says.AGREES)
