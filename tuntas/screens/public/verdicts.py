"""What a checked letter is called on the page: one colour, one icon, two sentences."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Verdict:
    """The head of the answer. `tone` is a class of the sheet, `icon` a name in `icons.SYMBOLS`."""

    tone: str
    icon: str
    title: str | Promise
    advice: str | Promise


VERDICTS: dict[str, Verdict] = {
    "valid": Verdict("ok", "check", _("Surat ini asli dan berlaku"), _("Cocokkan data di bawah dengan kertas Anda.")),
    "revoked": Verdict("no", "x", _("Surat ini sudah dicabut"), _("Jangan dipakai lagi.")),
    "expired": Verdict("idle", "clock", _("Masa berlaku surat ini sudah habis"), _("Surat ini asli. Minta yang baru.")),
    "unknown": Verdict(
        "warn", "ask", _("Kode ini tidak kami kenal"), _("Mungkin palsu, mungkin kodenya keliru terbaca.")
    ),
    "issued": Verdict(
        "ok", "check", _("Berkas ini asli dan utuh"), _("Isinya sama persis dengan yang kami terbitkan.")
    ),
    "altered": Verdict(
        "no", "x", _("Berkas ini sudah diubah"), _("Segelnya rusak: isinya berbeda dari yang kami terbitkan.")
    ),
    "added": Verdict(
        "no", "x", _("Berkas ini sudah diubah"), _("Segelnya utuh, tetapi bukan berkas yang kami terbitkan.")
    ),
    "not_ours": Verdict("warn", "ask", _("Berkas ini bukan dari kami"), _("Kami tidak pernah menerbitkan berkas ini.")),
    "unreadable": Verdict(
        "warn", "ask", _("Berkas ini belum terbaca"), _("Pilih berkas PDF yang asli, bukan fotonya.")
    ),
}


# What the seal is, said truly: a word on certification is only for a certified signature (UU ITE, PP 71/2019).
SEALS: dict[str, str | Promise] = {
    "local": _("Segel elektronik internal pemerintah daerah"),
    "bsre": _("Tanda tangan elektronik tersertifikasi BSrE"),
}


def describe_seal(seal: str) -> str | Promise:
    """Who sealed the letter, in words."""
    return SEALS.get(seal, SEALS["local"])


def describe(status: str) -> Verdict:
    """The verdict of a status of `letters.checking`. Raises KeyError for a status without words."""
    return VERDICTS[status]
