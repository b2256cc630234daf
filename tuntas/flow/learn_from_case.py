"""Learn from a case: once its document is out, the register gets a proposal and keeps the good papers."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tuntas.cases.models import Case
from tuntas.flow.keep_documents import keep_documents
from tuntas.flow.propose_mutation import propose_mutation
from tuntas.jobs.queue import enqueue
from tuntas.vault.fields import Json
from tuntas.vault.prepared import prepared


def plan_learning(case: Case) -> None:
    """Within the transaction that finishes the case; what the register makes of it must not hold up the document."""
    enqueue("learn_from_case", payload={"case": str(case.pk)}, dedupe_key=f"learn:{case.pk}")


def learn_from_case(payload: Json) -> None:
    """The job: {"case": id}. Safe to repeat."""
    case = _cases.get(UUID(payload["case"]))
    at = timezone.now()
    propose_mutation(case, at=at)
    keep_documents(case, at=at)


@prepared
def _cases(case: UUID) -> QuerySet[Case]:
    return Case.objects.select_related("application__office", "office").filter(pk=case)
