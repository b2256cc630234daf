"""Note an original: the applicant brought a paper to the counter, and an officer saw it and took the copy."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Case, PaperShown
from tuntas.cases.refusals import CannotMove
from tuntas.catalog.finding import get_definition
from tuntas.offices.models import Officer
from tuntas.vault import audit


@transaction.atomic
def note_original(case: Case, *, requirement: str, by: Officer, at: datetime | None = None) -> PaperShown:
    """States that the original was shown; stating it again changes nothing.

    Raises CannotMove for a closed case, an own application, or what the service does not ask for.
    """
    at = at or timezone.now()
    if case.is_closed:
        raise CannotMove(_("Berkas ini sudah selesai."))
    if by.nik_index and by.nik_index == case.application.nik_index:
        raise CannotMove(_("Ini permohonan Anda sendiri. Petugas lain harus memutusnya."))
    if requirement not in {one.code for one in get_definition(case.service_version_id).requirements}:
        raise CannotMove(_("Syarat ini tidak ada pada berkas."))
    row, is_new = PaperShown.objects.get_or_create(
        application=case.application, requirement=requirement, defaults={"by": by, "at": at}
    )
    if is_new:
        actor, note = f"officer:{by.pk}", {"requirement": requirement}
        audit.record("paper.shown", subject=str(case.pk), actor=actor, stream=case.office.code, note={**note}, at=at)
    return row
