"""Learn from a case: once its document is out, the register gets a proposal and keeps the good papers."""

from django.utils import timezone

from tuntas.cases.models import Case
from tuntas.flow.keep_documents import keep_documents
from tuntas.flow.propose_mutation import propose_mutation
from tuntas.jobs.queue import enqueue
from tuntas.vault.fields import Json


def plan_learning(case: Case) -> None:
    """Within the transaction that finishes the case; what the register makes of it must not hold up the document."""
    enqueue("learn_from_case", payload={"case": str(case.pk)}, dedupe_key=f"learn:{case.pk}")


def learn_from_case(payload: Json) -> None:
    """The job: {"case": id}. Safe to repeat."""
    related = ("application__office", "office")
    case = Case.objects.select_related(*related).get(pk=payload["case"])
    at = timezone.now()
    propose_mutation(case, at=at)
    keep_documents(case, at=at)
