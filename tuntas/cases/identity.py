"""Identity: of whom an application speaks, and what the national population register said of just that person."""

from tuntas.cases.models import Case, IdentityCheck
from tuntas.vault.fields import Json
from tuntas.vault.keys import blind_index


def index_identity(applicant: Json) -> str:
    """32 hex characters for NIK, name and birth date together: another of the three is another identity."""
    return blind_index("identity", "\n".join(str(applicant[name]) for name in ("nik", "name", "birth_date")))


def find_identity_check(case: Case) -> IdentityCheck | None:
    """What the register said of whom this document is made for; None before it answered, or of somebody else."""
    index = index_identity(case.applicant)
    return IdentityCheck.objects.filter(application=case.application_id, identity_index=index).first()
