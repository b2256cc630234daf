"""The survey after delivery: one question from 1 to 5, then a few words; everything else goes its ordinary way."""

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from tuntas.chat.afterwards import hear_done
from tuntas.chat.filling import SKIP
from tuntas.chat.showing import ask
from tuntas.chat.state import Facts, Place, Rate, Said, Say, State, Turn
from tuntas.chat.words import normalise

LONGEST: Final = 500


def show_survey(state: State, facts: Facts, lead: str = "") -> Turn:
    """How content are they? The numbers mean the same as what is tapped."""
    del facts
    labels = (_("Sangat kecewa"), _("Kecewa"), _("Biasa saja"), _("Puas"), _("Sangat puas"))
    rows = [(str(score), label, "") for score, label in enumerate(labels, 1)]
    text = _("Permohonan %(receipt)s sudah tuntas. Bagaimana layanan kami?") % {"receipt": state.surveyed}
    return ask(replace(state, at=Place.SURVEY), lead, text, rows, menu=_("Beri nilai"))


def hear_survey(state: State, said: Said, facts: Facts) -> Turn | None:
    """A number or a tap is the answer; any other words are a wish of their own."""
    if said.choice not in {"1", "2", "3", "4", "5"}:
        return hear_done(replace(state, at=Place.DONE, shown=(), surveyed=""), said, facts)
    text = _("Terima kasih. Ada saran untuk kami? Tulis singkat, atau balas *lewati*.")
    asked = replace(state, at=Place.SURVEY_WORDS, shown=())
    return Turn(asked, Say(text), (Rate(state.surveyed, score=int(said.choice)),))


def hear_words(state: State, said: Said, facts: Facts) -> Turn | None:
    """What they add, if anything; then nothing is open any more."""
    done = replace(state, at=Place.DONE, shown=(), surveyed="")
    if normalise(said.text) in SKIP or not said.text.strip():
        return Turn(done, Say(_("Baik. Balas *menu* bila perlu layanan lain.")))
    if said.found and len(normalise(said.text).split()) <= 3:  # "mau urus KK" is a wish, not a remark
        return hear_done(done, said, facts)
    words = said.text.strip()[:LONGEST]
    text = _("Terima kasih, saran Anda kami catat. Balas *menu* bila perlu layanan lain.")
    return Turn(done, Say(text), (Rate(state.surveyed, words=words),))
