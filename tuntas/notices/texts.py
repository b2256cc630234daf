"""The sentences that people receive: which events are told, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuntas.cases.states import Verb

# What a sentence may name. Nobody's NIK, birth date or address; the name stands in the salutation alone.
VARIABLES: Final = frozenset({"service", "whose", "receipt", "office", "contact", "reason", "link"})


@dataclass(frozen=True)
class Template:
    """One event's words. A chat message and a mail are salutation, `lead`, `action`, link; an SMS is one line.

    The SMS follows "<office>: ", holds the link itself, and fits into 160 GSM-7 characters.
    """

    subject: str | Promise
    lead: str | Promise
    action: str | Promise
    sms: str | Promise


# The event of each verb; `ready` is followed by the way of delivery. A verb not here is not told.
TOLD: Final[Mapping[Verb, str]] = {
    Verb.SUBMIT: "submitted",
    Verb.SEND_BACK: "returned",
    Verb.REJECT: "rejected",
    Verb.WITHDRAW: "withdrawn",
    Verb.END: "ended",
    Verb.FINISH: "ready",
    Verb.ISSUE: "ready",
    Verb.HAND_OVER: "delivered",
    Verb.REVOKE: "revoked",
}

TEMPLATES: Final[Mapping[str, Template]] = {
    "submitted": Template(
        subject=_("Permohonan %(service)s kami terima, nomor %(receipt)s"),
        lead=_("Permohonan %(service)s %(whose)s sudah kami terima.\nNomor permohonan: %(receipt)s."),
        action=_("Lihat perkembangannya dengan PIN permohonan:"),
        sms=_("permohonan %(service)s kami terima. Lihat dengan PIN: %(link)s"),
    ),
    "submitted_by_helper": Template(
        subject=_("Permohonan %(service)s untuk Anda, nomor %(receipt)s"),
        lead=_(
            "Pendamping mengajukan %(service)s untuk Anda.\nNomor permohonan: %(receipt)s.\n"
            "Bukan permintaan Anda? Hubungi %(contact)s."
        ),
        action=_("Lihat perkembangannya. PIN ada pada pendamping Anda:"),
        sms=_("pendamping mengajukan %(service)s untuk Anda. Bukan permintaan Anda? Hubungi kami. %(link)s"),
    ),
    "returned": Template(
        subject=_("Mohon perbaiki permohonan %(service)s, nomor %(receipt)s"),
        lead=_("Permohonan %(service)s %(whose)s perlu diperbaiki.\n%(reason)s"),
        action=_("Perbaiki di sini dengan PIN permohonan:"),
        sms=_("permohonan %(service)s perlu Anda perbaiki. Lihat caranya: %(link)s"),
    ),
    "ready_download": Template(
        subject=_("%(service)s siap diunduh, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s sudah selesai dan siap diunduh."),
        action=_("Unduh dengan PIN permohonan:"),
        sms=_("%(service)s %(whose)s sudah siap. Unduh dengan PIN: %(link)s"),
    ),
    "ready_pickup": Template(
        subject=_("%(service)s siap diambil, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s sudah siap.\nAmbil di %(office)s pada jam kerja. Gratis."),
        action=_("Bawa KTP-el. Lihat jam buka:"),
        sms=_("%(service)s %(whose)s siap diambil pada jam kerja. Bawa KTP-el. %(link)s"),
    ),
    "ready_print_point": Template(
        subject=_("%(service)s siap dicetak, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s sudah siap.\nDokumen dapat dicetak di tempat yang Anda pilih. Gratis."),
        action=_("Lihat tempat cetaknya:"),
        sms=_("%(service)s %(whose)s siap dicetak di tempat pilihan Anda. %(link)s"),
    ),
    "ready_courier": Template(
        subject=_("%(service)s siap diantar, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s sudah siap.\nKurir kami akan mengantarnya. Gratis."),
        action=_("Lihat perkembangannya:"),
        sms=_("%(service)s %(whose)s sudah siap dan akan diantar kurir. %(link)s"),
    ),
    "rejected": Template(
        subject=_("Permohonan %(service)s kami tolak, nomor %(receipt)s"),
        lead=_("Permohonan %(service)s %(whose)s kami tolak.\n%(reason)s"),
        action=_("Lihat penjelasannya:"),
        sms=_("permohonan %(service)s kami tolak. Lihat alasannya: %(link)s"),
    ),
    "withdrawn": Template(
        subject=_("Permohonan %(service)s dibatalkan, nomor %(receipt)s"),
        lead=_(
            "Permohonan %(service)s %(whose)s sudah dibatalkan atas permintaan pemohon.\n"
            "Bukan permintaan Anda? Hubungi %(contact)s."
        ),
        action=_("Lihat catatannya:"),
        sms=_("permohonan %(service)s dibatalkan. Bukan permintaan Anda? Hubungi kami. %(link)s"),
    ),
    "ended": Template(
        subject=_("%(service)s tidak dilanjutkan, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s tidak dapat kami lanjutkan.\n%(reason)s"),
        action=_("Lihat penjelasannya:"),
        sms=_("%(service)s %(whose)s tidak dilanjutkan. Lihat alasannya: %(link)s"),
    ),
    "delivered": Template(
        subject=_("%(service)s sudah diterima, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s sudah sampai di tangan penerima.\nBukan Anda? Hubungi %(contact)s."),
        action=_("Lihat catatan penyerahannya:"),
        sms=_("%(service)s %(whose)s sudah diterima. Bukan Anda? Hubungi kami. %(link)s"),
    ),
    "revoked": Template(
        subject=_("%(service)s dicabut, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s kami cabut dan tidak berlaku lagi.\n%(reason)s"),
        action=_("Lihat penjelasannya:"),
        sms=_("%(service)s %(whose)s dicabut dan tidak berlaku lagi. Lihat alasannya: %(link)s"),
    ),
}

SALUTATION: Final = _("Halo %(name)s.")
NAMELESS: Final = _("Bapak/Ibu")
REASON_MISSING: Final = _("Alasannya ada di tautan ini.")
FOOTER: Final = _("%(office)s. Kami tidak pernah meminta PIN atau uang.")
YOURS: Final = _("Anda")
HELPED: Final = _("yang Anda bantu")
US: Final = _("kami")
US_AT: Final = _("kami di %(phone)s")
