"""How to take a better photo: one question for the worst that was noticed; it never blocks."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the hints of intake.quality, the one that hides most first.
_ADVICE: dict[str, str | Promise] = {
    "blur": _("Tulisannya kabur. Ulangi dengan ponsel diam?"),
    "small": _("Fotonya terlalu kecil. Ulangi dari lebih dekat?"),
    "dark": _("Fotonya gelap. Ulangi di tempat terang?"),
    "glare": _("Ada pantulan cahaya. Ulangi tanpa lampu kilat?"),
    "sideways": _("Tulisannya rebah. Ulangi dengan kertas tegak?"),
}


def advise(hints: Sequence[str]) -> str:
    """One sentence for the hints of an upload, "" for none."""
    return next((str(sentence) for hint, sentence in _ADVICE.items() if hint in hints), "")
