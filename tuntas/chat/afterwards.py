"""After sending: the correction of exactly what was bad, and what people say when nothing is open."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from tuntas.chat.filling import read_answer
from tuntas.chat.menus import hear_menu, hear_new
from tuntas.chat.photos import name_requirement
from tuntas.chat.showing import join, send_letter, show_letters, show_menu, show_status
from tuntas.chat.showing_form import ask_question, is_page_only
from tuntas.chat.state import LINK, Facts, Finished, Own, Photos, Place, Resubmit, Said, Say, State, Turn
from tuntas.chat.words import is_greeting, normalise
from tuntas.intake.answers import clean_answer
from tuntas.intake.refusals import InputRefused, ValueRefused
from tuntas.reports.status_views import Ask

_IDENTITY = frozenset({"nik", "kk"})


def hear_done(state: State, said: Said, facts: Facts) -> Turn | None:
    """Nothing is open: thanks, hello, a letter of a list, or a new wish."""
    if said.choice.startswith("letter-"):
        return _hear_letter(state, said.choice.removeprefix("letter-"), facts)
    if normalise(said.text).split()[:2] in (["terima", "kasih"], ["makasih"], ["terimakasih"]):
        return Turn(state, Say(_("Sama-sama. Balas *menu* bila perlu layanan lain.")))
    if is_greeting(said.text):
        return hear_new(state, said, facts)
    return hear_menu(state, said, facts)


def _hear_letter(state: State, case: str, facts: Facts) -> Turn:
    for own in facts.own:
        for letter in own.letters:
            if letter[0] == case:
                return send_letter(state, own, letter)  # the numbers of the list still hold
    return show_letters(state, facts)


def _find_returned(state: State, facts: Facts) -> Own | None:
    own = [one for one in facts.own if one.is_returned]
    return next((one for one in own if one.receipt == state.receipt), own[0] if own else None)


def enter_mending(state: State, facts: Facts, lead: str = "") -> Turn:
    """Asks for the first thing that is still bad; what only a page may ask is mended on the status page.

    The phone is trusted without the PIN, which was sent to it; nothing that was answered before is shown (ADR 0014).
    """
    own = _find_returned(state, facts)
    if own is None:
        return show_status(state, facts, join(lead, _("Tidak ada yang perlu Anda perbaiki.")))
    if own.receipt != state.receipt:
        state = replace(state, receipt=own.receipt, mended={})
    done = replace(state, at=Place.DONE, shown=())
    if any(_is_for_page(one) for one in own.asks):
        text = _("Perbaiki permohonan %(receipt)s di %(link)s. Buka dengan PIN Anda.")
        return Turn(done, Say(join(lead, text % {"receipt": own.receipt, "link": LINK}), link=f"status:{own.receipt}"))
    return _ask_next(state, own, lead)


def _is_for_page(one: Ask) -> bool:
    return (one.kind == "applicant" and one.code in _IDENTITY) or is_page_only(one.question)


def _ask_next(state: State, own: Own, lead: str) -> Turn:
    open_ones = [one for one in own.asks if one.item not in state.mended]
    if not open_ones:
        return Turn(state, effects=(Resubmit(own.receipt, state.mended),))
    one, count = open_ones[0], len(open_ones)
    state = replace(state, at=Place.MEND, question=one.item, wanted=one.code if one.kind == "file" else "", shown=())
    head = _("Perbaikan %(receipt)s, tinggal %(n)d hal.") % {"receipt": own.receipt, "n": count}
    if one.kind == "file":
        text = _("Kirim foto *%(name)s* yang baru.") % {"name": one.name}
        return Turn(state, Say(join(lead, head, one.sentence, text), asks=one.code))
    return ask_question(state, one.asked, join(lead, head, one.sentence))


def hear_mending(state: State, said: Said, facts: Facts) -> Turn | None:
    """The mended answer, by the same rule as the first time."""
    own = _find_returned(state, facts)
    if own is None:
        return show_menu(state, facts)
    one = next((ask for ask in own.asks if ask.item == state.question), None)
    if one is None or one.kind == "file":
        return enter_mending(state, facts, _("Kami menunggu fotonya.") if one else "")
    try:
        value = clean_answer(one.asked, read_answer(said), on=facts.on)
    except (ValueRefused, InputRefused) as refusal:
        return enter_mending(state, facts, str(refusal))
    return _ask_next(replace(state, mended={**state.mended, one.item: value}), own, "")


def take_mending_photos(state: State, event: Photos, facts: Facts) -> Turn:
    """New photos for what could not be read: by quote, caption, or in the order asked."""
    own = _find_returned(state, facts)
    if own is None:
        return show_menu(state, facts)
    mended = dict(state.mended)
    for photo in (one for one in event.photos if one.upload):
        if code := _find_asked(photo.asks, photo.caption, own.asks, mended):
            mended[code] = photo.upload
    refusals = " ".join(dict.fromkeys(one.refusal for one in event.photos if one.refusal))
    return _ask_next(replace(state, mended=mended), own, refusals)


def _find_asked(quoted: str, caption: str, asks: Sequence[Ask], mended: dict[str, object]) -> str:
    wanted = [one for one in asks if one.kind == "file"]
    named = name_requirement(caption, [one.requirement for one in wanted if one.requirement])
    open_ones = [one.item for one in wanted if one.item not in mended]
    by_name = [one.item for one in wanted if one.code in {quoted, named} - {""}]
    return next(iter(by_name or open_ones), "")


def finish(state: State, event: Finished, facts: Facts) -> Turn:
    """It was sent."""
    del facts
    done = replace(state, at=Place.DONE, shown=(), loose=(), skipped=(), wanted="", mended={}, receipt="", invalid=0)
    if not event.pin:
        text = _("Terima kasih. Perbaikan %(receipt)s sudah kami terima, dan petugas memeriksanya lagi.")
        return Turn(done, Say(text % {"receipt": event.receipt}))
    until = _("Selesai sebelum %(time)s.") % {"time": event.until} if event.until else ""
    numbers = _("Nomor tanda terima: *%(receipt)s*\nPIN: *%(pin)s*") % {
        "receipt": event.receipt,
        "pin": f"{event.pin[:3]} {event.pin[3:]}",
    }
    keep = _("Simpan pesan ini. Petugas tidak pernah meminta PIN Anda.\nBalas *status* kapan saja.")
    receipts = (*state.receipts, event.receipt)[-20:]
    return Turn(replace(done, receipts=receipts), Say(join(_("Permohonan terkirim."), numbers, until, keep)))
