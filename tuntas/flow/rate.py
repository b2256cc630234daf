"""Rate: what an applicant thought of the service, once per application, after the documents were handed over."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tuntas.cases.models import Application
from tuntas.cases.refusals import CannotMove
from tuntas.cases.states import State
from tuntas.handover.models import Rating


def note_asked(application: Application, *, channel: str, at: datetime) -> bool:
    """Notes that the question goes out; False when it did before."""
    _row, is_new = Rating.objects.get_or_create(application=application, defaults={"channel": channel, "asked_at": at})
    return is_new


@transaction.atomic
def rate(application: Application, *, score: int, channel: str, words: str = "", at: datetime) -> Rating:
    """Keeps a score from 1 to 5. Raises CannotMove for another number, before a document was handed over, or twice."""
    if not 1 <= score <= 5:
        raise CannotMove(_("Pilih nilai 1 sampai 5."))
    if not application.cases.filter(state=State.DELIVERED).exists():
        raise CannotMove(_("Layanan ini belum selesai. Nilailah setelah suratnya Anda terima."))
    note_asked(application, channel=channel, at=at)
    row = Rating.objects.select_for_update().get(application=application)
    if row.score is not None:
        raise CannotMove(_("Anda sudah memberi nilai. Terima kasih."))
    row.score, row.words, row.rated_at, row.channel = score, words[:500], at, channel
    row.save(update_fields=["score", "words", "rated_at", "channel"])
    return row


@transaction.atomic
def add_words(application: Application, words: str) -> None:
    """Keeps what somebody added to their score. Raises CannotMove without a score, or when words are there."""
    row = Rating.objects.select_for_update().filter(application=application, score__isnull=False).first()
    if row is None or row.words:
        raise CannotMove(_("Saran ini tidak dapat ditambahkan lagi."))
    row.words = words[:500]
    row.save(update_fields=["words"])
