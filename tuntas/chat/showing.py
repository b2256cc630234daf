"""What we ask at each place of a conversation: one message each, with the same numbers to tap and to type."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from tuntas.catalog.definition import ServiceDefinition
from tuntas.chat.forms import count_done
from tuntas.chat.state import LINK, Facts, Own, Place, Say, State, Turn
from tuntas.gateways.whatsapp_outgoing import Option
from tuntas.intake.requirements import list_certain

MENU_ROWS = 8
# What people ask a kelurahan for most, until an office chooses its own eight (`catalog.definition.CHAT_MENU`).
COMMON = ("SKD", "SKU", "SKTM", "NIKAH", "PSKCK", "SKBM", "SKK", "PAKL", "SKAW", "PPIN", "SKPH", "PKK")


def join(*parts: str) -> str:
    """Paragraphs, without the empty ones."""
    return "\n\n".join(part for part in parts if part)


def number(titles: Sequence[str]) -> str:
    """The numbered lines that stand in the text too, for phones that show no list."""
    return "\n".join(f"{place}. {title}" for place, title in enumerate(titles, 1))


def ask(state: State, lead: str, text: str, options: Sequence[tuple[str, str, str]] = (), **more: str) -> Turn:
    """A turn that says a text with its options: (what it means, title, hint)."""
    state = replace(state, shown=tuple(meaning for meaning, _title, _hint in options), turn=state.turn + 1)
    lines = number([title for _meaning, title, _hint in options])
    made = tuple(
        Option(f"{state.at}.{state.turn}:{meaning}", f"{place}. {title}"[:60], hint)
        for place, (meaning, title, hint) in enumerate(options, 1)
    )
    return Turn(state, Say(join(lead, text, lines), made, **more))


def show_office(state: State, facts: Facts, lead: str = "") -> Turn:
    """Which kelurahan: asked once, when our number serves several."""
    text = _("Di kelurahan atau desa mana Anda tinggal? Balas angkanya, atau tulis namanya.")
    rows = [(code, name, "") for code, name in facts.offices[:10]]
    return ask(replace(state, at=Place.OFFICE), lead, text, rows, menu=_("Pilih kelurahan"))


def list_menu(facts: Facts) -> list[ServiceDefinition]:
    """The eight services of the menu."""
    wanted = dict.fromkeys([*(facts.office.menu if facts.office else ()), *COMMON, *facts.services])
    return [facts.services[code] for code in wanted if code in facts.services][:MENU_ROWS]


def show_menu(state: State, facts: Facts, lead: str = "") -> Turn:
    """The menu: eight services, the rest, and where things are."""
    if facts.office is None:
        return show_office(state, facts, lead)
    rows = [(one.code, one.short, one.promise.text) for one in list_menu(facts)]
    rows += [("more", _("Paket, layanan lain"), ""), ("status", _("Status permohonan"), "")]
    head = _("Layanan %(office)s. Balas dengan angkanya, atau tulis keperluan Anda.") % {"office": facts.office.name}
    turn = ask(
        replace(state, at=Place.MENU, invalid=0), join(lead, _returned(facts)), head, rows, menu=_("Pilih layanan")
    )
    return _append(turn, _("Ingin bicara dengan orang? Balas *petugas*."))


def _append(turn: Turn, text: str) -> Turn:
    return replace(turn, say=replace(turn.say, text=join(turn.say.text, text))) if turn.say else turn


def _returned(facts: Facts) -> str:
    found = next((own for own in facts.own if own.is_returned), None)
    if found is None:
        return ""
    return _("Permohonan %(receipt)s perlu Anda perbaiki. Balas *perbaiki*.") % {"receipt": found.receipt}


def show_more(state: State, facts: Facts, lead: str = "") -> Turn:
    """All services that the menu has no room for."""
    shown = {one.code for one in list_menu(facts)}
    rest = [one for one in facts.services.values() if one.code not in shown]
    rest.sort(key=lambda one: not one.is_package)
    text = _("Paket dan layanan lain. Balas dengan angkanya, atau tulis keperluan Anda, contoh: ahli waris.")
    rows = [(one.code, one.short, "") for one in rest]
    return ask(replace(state, at=Place.MORE, invalid=0), lead, text, rows)


def show_guess(state: State, facts: Facts, lead: str = "", *, codes: Sequence[str] = ()) -> Turn:
    """Several services fit the words: which one is meant?"""
    found = [facts.services[code] for code in (codes or state.shown) if code in facts.services][:8]
    if not found:
        return show_menu(state, facts, lead)
    rows = [(one.code, one.short, "") for one in found] + [("menu", _("Bukan semuanya"), "")]
    return ask(replace(state, at=Place.GUESS), lead, _("Maksud Anda yang mana?"), rows)


def show_service(state: State, facts: Facts, lead: str = "", *, code: str = "") -> Turn:
    """One service: what it costs, how long it takes, what to have at hand."""
    service = facts.services.get(code or state.service)
    if service is None:
        return show_menu(state, facts, lead)
    switches = facts.office.switches if facts.office else {}
    papers = "\n".join(f"• {one.name}" for one in list_certain(service, switches=switches))
    head = _("*%(name)s*\nGratis, %(time)s di jam kerja.") % {"name": service.name, "time": service.promise.text}
    papers = _("Siapkan foto:\n%(papers)s") % {"papers": papers} if papers else ""
    rows = [("start", _("Mulai di sini"), ""), ("web", _("Isi di halaman web"), ""), ("menu", _("Menu"), "")]
    return ask(replace(state, at=Place.SERVICE, service=service.code, invalid=0), lead, join(head, papers), rows)


def show_consent(state: State, facts: Facts, lead: str = "") -> Turn:
    """What happens with the data, before the first piece of it."""
    del facts
    text = _(
        "Data dan foto Anda kami pakai untuk surat ini saja. "
        "Kami simpan terenkripsi, dan hanya petugasnya yang membuka.\n"
        "Kami tidak pernah meminta PIN, OTP, atau uang. Rincian: %(link)s"
    ) % {"link": LINK}
    rows = [("yes", _("Setuju"), ""), ("no", _("Tidak"), "")]
    return ask(replace(state, at=Place.CONSENT), lead, text, rows, link="privacy")


def show_who(state: State, facts: Facts, lead: str = "") -> Turn:
    """Whether it is for the same person as last time: then nothing is asked twice."""
    rows = [("known", facts.known, ""), ("other", _("Orang lain"), "")]
    return ask(replace(state, at=Place.WHO), lead, _("Surat ini untuk siapa?"), rows)


def show_resume(state: State, facts: Facts, lead: str = "") -> Turn:
    """There is something unfinished."""
    if facts.draft is None:
        return show_menu(state, facts, lead)
    done, most = count_done(facts.draft)
    text = _("Permohonan %(service)s Anda belum selesai: %(done)d dari %(most)d pertanyaan terjawab.") % {
        "service": facts.draft.definition.short,
        "done": done,
        "most": most,
    }
    rows = [("go_on", _("Lanjutkan"), ""), ("menu", _("Mulai yang lain"), ""), ("drop", _("Hapus isian"), "")]
    return ask(replace(state, at=Place.RESUME, invalid=0), lead, text, rows)


def show_status(state: State, facts: Facts, lead: str = "", *, receipt: str = "") -> Turn:
    """Where the papers of this person are; a stranger's receipt leads to the page that asks for its PIN."""
    own = [one for one in facts.own if receipt in {"", one.receipt}][:3]
    done = replace(state, at=Place.DONE, shown=())
    if not own:
        text = _("Lihat status di %(link)s. Halaman itu meminta nomor tanda terima dan PIN.") % {"link": LINK}
        return Turn(done, Say(join(lead, text), link="track"))
    lines = [f"*{one.receipt}*\n{one.line}" for one in own]
    more = _("Balas *perbaiki* untuk memperbaikinya di sini.") if any(one.is_returned for one in own) else ""
    more = more or (_("Balas *surat* untuk menerima suratnya di sini.") if any(one.letters for one in own) else "")
    return Turn(done, Say(join(lead, *lines, more)))


def show_letters(state: State, facts: Facts, lead: str = "") -> Turn:
    """The finished letter again: into the chat that asked for it, where the office allows that; else its page."""
    own = [one for one in facts.own if one.letters]
    done = replace(state, at=Place.DONE, shown=())
    if not own:
        return show_status(state, facts, join(lead, _("Belum ada surat yang siap.")))
    newest = own[0]
    if not (newest.from_here and facts.office and facts.office.sends_letters):
        text = _("Surat %(receipt)s ada di %(link)s. Buka dengan PIN Anda.") % {"receipt": newest.receipt, "link": LINK}
        return Turn(done, Say(join(lead, text), link=f"status:{newest.receipt}"))
    return _send_letter(done, newest, lead)


def _send_letter(state: State, own: Own, lead: str) -> Turn:
    if len(own.letters) > 1:
        rows = [(f"letter-{case}", name, "") for case, name in own.letters]
        return ask(replace(state, at=Place.DONE), lead, _("Surat yang mana?"), rows)
    return send_letter(state, own, own.letters[0], lead=lead)


def send_letter(state: State, own: Own, letter: tuple[str, str], *, lead: str = "") -> Turn:
    """One sealed letter, as a file in the chat."""
    case, name = letter
    text = _("%(name)s, nomor %(receipt)s.\nCek keasliannya dengan kode QR di surat.")
    return Turn(state, Say(join(lead, text % {"name": name, "receipt": own.receipt}), letter=case))


def show_counter_code(state: State, facts: Facts) -> Turn:
    """The code with which an officer at the counter goes on with the unfinished draft."""
    if facts.draft is None or facts.draft.receipt:
        return show_menu(state, facts, _("Belum ada isian yang dapat dilanjutkan di loket."))
    text = _("Sebutkan kode ini di loket: *%(code)s*. Berlaku 14 hari. Petugas melanjutkan isian Anda di sana.")
    return Turn(state, Say(text % {"code": LINK}, link="code"))


def show_help(state: State, facts: Facts) -> Turn:
    """The words that always work."""
    phone = facts.office.phone if facts.office else ""
    text = _(
        "Yang dapat Anda balas kapan saja:\n*menu* daftar layanan\n*status* sampai di mana permohonan Anda\n"
        "*surat* menerima surat yang sudah jadi\n*lanjut* meneruskan isian\n"
        "*loket* meneruskan isian di loket\n*kembali* ke pertanyaan sebelumnya\n"
        "*petugas* bicara dengan orang\n*berhenti* tidak menerima pesan lagi"
    )
    return Turn(state, Say(join(text, _("Telepon kantor: %(phone)s.") % {"phone": phone} if phone else "")))
