"""Fetches photos and PDFs from WhatsApp: at once, because their addresses live minutes and their ids a week."""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from tuntas.chat.models import Message
from tuntas.chat.splitting import queue_answer
from tuntas.gateways.whatsapp_api import MediaGone, MediaUnfit
from tuntas.gateways.whatsapp_emulator import open_api
from tuntas.intake.models import Upload
from tuntas.intake.refusals import FileRefused
from tuntas.intake.uploads import Prepared, keep, prepare
from tuntas.vault.fields import Json

REFUSAL_LENGTH: Final = 300


def fetch_media(payload: Json) -> None:
    """The job: {"message": id}. Raises GatewayDown to be tried again; what cannot be had or read gets a sentence."""
    message = Message.objects.filter(pk=payload["message"], state=Message.State.FETCHING).first()
    if message is None:
        return
    try:
        prepared: Prepared | None = prepare(open_api().fetch(str(message.content["media_id"])))
        refusal = ""
    except MediaGone:
        prepared, refusal = None, _("Fotonya sudah tidak dapat kami ambil. Kirim sekali lagi.")
    except MediaUnfit as unfit:
        large = _("Berkas ini terlalu besar. Kirim fotonya dengan ukuran sedang.")
        prepared, refusal = (
            None,
            large if str(unfit) == "size" else _("Berkas ini belum dapat kami baca. Kirim foto atau PDF."),
        )
    except FileRefused as refused:
        prepared, refusal = None, str(refused)
    _finish(message, prepared, refusal)


@transaction.atomic
def _finish(message: Message, prepared: Prepared | None, refusal: str) -> None:
    """Keeps the file and wakes the conversation; a repeated job finds nothing to do."""
    locked = Message.objects.select_for_update().filter(pk=message.pk, state=Message.State.FETCHING).first()
    if locked is None:
        return
    upload: Upload | None = keep(prepared) if prepared else None
    locked.upload, locked.refusal, locked.state = upload, refusal[:REFUSAL_LENGTH], Message.State.READY
    locked.save(update_fields=["upload", "refusal", "state"])
    queue_answer(locked.conversation)
