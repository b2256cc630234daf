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

    name: str  # under which WhatsApp approves it; a changed text needs another version
    subject: str | Promise
    lead: str | Promise
    action: str | Promise
    sms: str | Promise
    version: int = 1
    category: str = "UTILITY"
    is_essential: bool = True  # a decision about somebody's paper; a reminder is not
    tells: str = ""  # when and whom, for docs/notices.md


# The event of each verb; `ready` is followed by the way of delivery. A verb not here is not told: each message costs
# the office money and the reader attention, and the status page shows every step.
TOLD: Final[Mapping[Verb, str]] = {
    Verb.SUBMIT: "submitted",
    Verb.SEND_BACK: "returned",
    Verb.REJECT: "rejected",
    Verb.WITHDRAW: "withdrawn",
    Verb.END: "ended",
    Verb.FINISH: "ready",
    Verb.ISSUE: "ready",
    Verb.HAND_OVER: "delivered",
    Verb.RECALL: "revoked",
    Verb.REVOKE: "revoked",
}

TEMPLATES: Final[Mapping[str, Template]] = {
    "submitted": Template(
        name="permohonan_diterima",
        tells="an application came in; to who sent it",
        subject=_("Permohonan %(service)s kami terima, nomor %(receipt)s"),
        lead=_("Permohonan %(service)s %(whose)s sudah kami terima.\nNomor tanda terima: %(receipt)s."),
        action=_("Lihat perkembangannya dengan PIN permohonan:"),
        sms=_("permohonan %(service)s kami terima. Lihat dengan PIN: %(link)s"),
    ),
    "submitted_by_helper": Template(
        name="permohonan_dari_pendamping",
        tells="a helper applied; to the applicant",
        subject=_("Permohonan %(service)s untuk Anda, nomor %(receipt)s"),
        lead=_(
            "Pendamping mengajukan %(service)s untuk Anda.\nNomor tanda terima: %(receipt)s.\n"
            "Bukan permintaan Anda? Hubungi %(contact)s."
        ),
        action=_("Lihat perkembangannya. PIN ada pada pendamping Anda:"),
        sms=_("pendamping mengajukan %(service)s untuk Anda. Bukan permintaan Anda? Hubungi kami. %(link)s"),
    ),
    "returned": Template(
        name="berkas_kurang",
        tells="something has to be mended; to applicant and helper",
        subject=_("Mohon perbaiki permohonan %(service)s, nomor %(receipt)s"),
        lead=_("Permohonan %(service)s %(whose)s perlu diperbaiki.\n%(reason)s"),
        action=_("Perbaiki di sini dengan PIN permohonan:"),
        sms=_("permohonan %(service)s perlu Anda perbaiki. Lihat caranya: %(link)s"),
    ),
    "ready_download": Template(
        name="dokumen_siap_unduh",
        tells="a document is ready; to applicant and helper",
        subject=_("%(service)s siap diunduh, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s sudah selesai dan siap diunduh."),
        action=_("Unduh dengan PIN permohonan:"),
        sms=_("%(service)s %(whose)s sudah siap. Unduh dengan PIN: %(link)s"),
    ),
    "ready_pickup": Template(
        name="dokumen_siap_ambil",
        tells="a document is ready; to applicant and helper",
        subject=_("%(service)s siap diambil, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s sudah siap.\nAmbil di %(office)s pada jam kerja. Gratis."),
        action=_("Bawa KTP-el. Lihat jam buka:"),
        sms=_("%(service)s %(whose)s siap diambil pada jam kerja. Bawa KTP-el. %(link)s"),
    ),
    "ready_print_point": Template(
        name="dokumen_siap_cetak",
        tells="a document is ready; to applicant and helper",
        subject=_("%(service)s siap dicetak, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s sudah siap.\nDokumen dapat dicetak di tempat yang Anda pilih. Gratis."),
        action=_("Lihat tempat cetaknya:"),
        sms=_("%(service)s %(whose)s siap dicetak di tempat pilihan Anda. %(link)s"),
    ),
    "ready_courier": Template(
        name="dokumen_siap_antar",
        tells="a document is ready; to applicant and helper",
        subject=_("%(service)s siap diantar, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s sudah siap.\nKurir kami akan mengantarnya. Gratis."),
        action=_("Lihat perkembangannya:"),
        sms=_("%(service)s %(whose)s sudah siap dan akan diantar kurir. %(link)s"),
    ),
    "rejected": Template(
        name="permohonan_ditolak",
        tells="an application was rejected; to applicant and helper",
        subject=_("Permohonan %(service)s kami tolak, nomor %(receipt)s"),
        lead=_("Permohonan %(service)s %(whose)s kami tolak.\n%(reason)s"),
        action=_("Lihat penjelasannya:"),
        sms=_("permohonan %(service)s kami tolak. Lihat alasannya: %(link)s"),
    ),
    "withdrawn": Template(
        name="permohonan_batal",
        tells="an application was withdrawn; to applicant and helper",
        subject=_("Permohonan %(service)s dibatalkan, nomor %(receipt)s"),
        lead=_(
            "Permohonan %(service)s %(whose)s sudah dibatalkan atas permintaan pemohon.\n"
            "Bukan permintaan Anda? Hubungi %(contact)s."
        ),
        action=_("Lihat catatannya:"),
        sms=_("permohonan %(service)s dibatalkan. Bukan permintaan Anda? Hubungi kami. %(link)s"),
    ),
    "ended": Template(
        name="dokumen_tidak_dilanjutkan",
        tells="a document of a package ends because another will not come; to applicant and helper",
        subject=_("%(service)s tidak dilanjutkan, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s tidak dapat kami lanjutkan.\n%(reason)s"),
        action=_("Lihat penjelasannya:"),
        sms=_("%(service)s %(whose)s tidak dilanjutkan. Lihat alasannya: %(link)s"),
    ),
    "delivered": Template(
        name="dokumen_diterima",
        tells="a document was handed over; to applicant and helper",
        subject=_("%(service)s sudah diterima, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s sudah sampai di tangan penerima.\nBukan Anda? Hubungi %(contact)s."),
        action=_("Lihat catatan penyerahannya:"),
        sms=_("%(service)s %(whose)s sudah diterima. Bukan Anda? Hubungi kami. %(link)s"),
    ),
    "revoked": Template(
        name="dokumen_dicabut",
        tells="a letter was revoked; to applicant and helper",
        subject=_("%(service)s dicabut, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s kami cabut dan tidak berlaku lagi.\n%(reason)s"),
        action=_("Lihat penjelasannya:"),
        sms=_("%(service)s %(whose)s dicabut dan tidak berlaku lagi. Lihat alasannya: %(link)s"),
    ),
    "returned_reminder": Template(
        name="pengingat_perbaikan",
        tells="nothing was mended for three and for ten days; to applicant and helper",
        subject=_("Permohonan %(service)s menunggu perbaikan Anda, nomor %(receipt)s"),
        lead=_("Permohonan %(service)s %(whose)s masih menunggu perbaikan.\n%(reason)s"),
        action=_("Perbaiki di sini dengan PIN permohonan:"),
        sms=_("permohonan %(service)s masih menunggu perbaikan Anda. Lihat caranya: %(link)s"),
        is_essential=False,
    ),
    "ready_reminder": Template(
        name="pengingat_dokumen",
        tells="a document was not fetched for three and for ten days; to applicant and helper",
        subject=_("%(service)s belum Anda ambil, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s sudah siap dan belum diambil."),
        action=_("Lihat cara mengambilnya:"),
        sms=_("%(service)s %(whose)s sudah siap dan belum diambil. Lihat caranya: %(link)s"),
        is_essential=False,
    ),
    "expiring": Template(
        name="dokumen_segera_berakhir",
        tells="a letter that was valid for two months or more ends in two weeks; to the applicant",
        subject=_("%(service)s segera berakhir, nomor %(receipt)s"),
        lead=_("%(service)s %(whose)s berakhir dua minggu lagi.\nMasih perlu? Ajukan yang baru dari rumah. Gratis."),
        action=_("Lihat surat yang lama:"),
        sms=_("%(service)s %(whose)s berakhir dua minggu lagi. Perlu lagi? Ajukan dari rumah. %(link)s"),
        is_essential=False,
    ),
    "endorse": Template(
        name="tugas_pengantar",
        tells="a case came to the desk of an RT; to its head",
        subject=_("Pengantar %(service)s menunggu Anda, nomor %(receipt)s"),
        lead=_("Warga RT Anda mengajukan %(service)s.\nNomor tanda terima: %(receipt)s. Pengantar Anda ditunggu."),
        action=_("Periksa di meja Anda:"),
        sms=_("warga RT Anda mengajukan %(service)s. Pengantar Anda ditunggu: %(link)s"),
    ),
}

# A code for whoever wants to prove that a phone is theirs; it stands alone, for it belongs to no event.
CODE_NAME: Final = "kode_bukti_v1"
CODE: Final = _("Kode Tuntas Anda %(code)s. Berlaku 10 menit. Jangan beri tahu siapa pun.")

SALUTATION: Final = _("Halo %(name)s.")
NAMELESS: Final = _("Bapak/Ibu")
REASON_MISSING: Final = _("Alasannya ada di tautan ini.")
FOOTER: Final = _("%(office)s. Kami tidak pernah meminta PIN atau uang.")
YOURS: Final = _("Anda")
HELPED: Final = _("yang Anda bantu")
US: Final = _("kami")
US_AT: Final = _("kami di %(phone)s")
