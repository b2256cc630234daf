"""The word, the class and the icon of each state; the word always stands, colour and icon only help."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Badge:
    """How a state is shown: `tone` is a class of the sheet, `icon` a name in `icons.ICONS`."""

    word: str | Promise
    tone: str
    icon: str


BADGES: dict[str, Badge] = {
    "WAITING": Badge(_("Menunggu dokumen lain"), "idle", "wait"),
    "IN_REVIEW": Badge(_("Sedang diperiksa"), "busy", "eye"),
    "RETURNED": Badge(_("Perlu Anda perbaiki"), "warn", "pen"),
    "SIGNING": Badge(_("Sedang disegel"), "busy", "lock"),
    "READY": Badge(_("Siap diserahkan"), "ok", "doc"),
    "DELIVERED": Badge(_("Tuntas"), "done-all", "seal"),
    "REJECTED": Badge(_("Ditolak"), "no", "ban"),
    "WITHDRAWN": Badge(_("Dibatalkan"), "idle", "x"),
    "valid": Badge(_("Berlaku"), "ok", "check"),
    "revoked": Badge(_("Dicabut"), "no", "x"),
    "expired": Badge(_("Kedaluwarsa"), "idle", "clock"),
    "unknown": Badge(_("Tidak dikenal"), "warn", "ask"),
    "clear": Badge(_("Foto jelas"), "ok", "check"),
    "unclear": Badge(_("Tulisan kurang jelas"), "warn", "alert"),
    "sending": Badge(_("Sedang mengirim"), "busy", "send"),
    "late": Badge(_("Lewat janji"), "no", "alert"),
}


def badge_of(state: str) -> Badge:
    """The badge of a case's state, a letter's status or a photo's verdict. Raises KeyError for a state without one."""
    return BADGES[state]
