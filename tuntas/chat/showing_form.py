"""What we ask while an application is filled in: questions, the secure page, photos, and everything once more."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from tuntas.catalog.definition import Kind, Question, Requirement
from tuntas.catalog.shapes import example_text
from tuntas.chat.forms import (
    PAGE_ONLY,
    find_next_question,
    is_given,
    list_applying,
    list_chat_questions,
    list_open,
    list_questions,
    needs_page,
    part,
)
from tuntas.chat.showing import ask, join, show_menu
from tuntas.chat.state import LINK, DraftFacts, Facts, Place, Say, State, Turn
from tuntas.reports.showing import show_answer


def go_on(state: State, facts: Facts, lead: str = "") -> Turn:
    """The next thing that the draft needs, whatever was done before."""
    draft = facts.draft
    if draft is None:
        return show_menu(state, facts, lead)
    if draft.receipt:
        return show_sent(state, draft, lead)
    state = replace(state, invalid=0, doubtful="")
    if question := find_next_question(draft, state):
        return show_question(replace(state, question=question.code), facts, lead)
    return _go_on_after_questions(state, draft, facts, lead)


def _go_on_after_questions(state: State, draft: DraftFacts, facts: Facts, lead: str) -> Turn:
    if needs_page(draft):
        return show_page(state, facts, lead)
    if state.loose:
        return show_assign(state, facts, lead)
    if list_open(draft, state):
        return show_photos(state, facts, lead)
    if not part(draft, "delivery").get("method"):
        return show_delivery(state, facts, lead)
    return show_review(state, facts, lead)


def show_sent(state: State, draft: DraftFacts, lead: str = "") -> Turn:
    """It was sent already, here or on the web."""
    text = _("Permohonan ini sudah terkirim. Nomor tanda terima: *%(receipt)s*.") % {"receipt": draft.receipt}
    return Turn(replace(state, at=Place.DONE, shown=()), Say(join(lead, text)))


def list_choices(question: Question) -> list[tuple[str, str, str]]:
    """The answers that a question offers; none for one that is typed."""
    if question.kind == Kind.YES_NO:
        return [("ya", _("Ya"), ""), ("tidak", _("Tidak"), "")]
    return [(choice.value, choice.label, "") for choice in question.choices]


def show_question(state: State, facts: Facts, lead: str = "") -> Turn:
    """One question, with its place in the row and an example."""
    draft = facts.draft
    question = next((one for one in list_chat_questions(draft) if one.code == state.question), None) if draft else None
    if draft is None or question is None:
        return go_on(state, facts, lead)
    questions = list_chat_questions(draft)
    place = _("Pertanyaan %(n)d dari %(most)d") % {"n": questions.index(question) + 1, "most": len(questions)}
    return ask_question(replace(state, at=Place.QUESTION), question, join(lead, place))


def ask_question(state: State, question: Question, lead: str) -> Turn:
    """The question itself, wherever it comes from."""
    example = example_text(question)
    shown = _("Contoh: %(example)s") % {"example": example} if example else ""
    skip = "" if question.required else _("Tidak ada? Balas *lewati*.")
    text = "\n".join(part for part in (f"*{question.label}*", question.hint, shown, skip) if part)
    return ask(state, lead, text, list_choices(question), menu=_("Pilih jawaban"))


def show_page(state: State, facts: Facts, lead: str = "") -> Turn:
    """The secure page for what nobody may ask in a chat."""
    text = _(
        "Isi data pemohon di halaman aman: %(link)s\n"
        "Berlaku 60 menit. Jangan kirim NIK atau nomor KK di chat ini. Kami lanjutkan di sini setelah Anda mengisinya."
    ) % {"link": LINK}
    return Turn(replace(state, at=Place.PAGE, shown=()), Say(join(lead, text), link="secure"))


def show_photos(state: State, facts: Facts, lead: str = "") -> Turn:
    """The checklist, and the photo that is wanted now."""
    draft = facts.draft
    if draft is None:
        return show_menu(state, facts, lead)
    lines = [f"{'☑' if is_given(draft, one.code) else '☐'} {one.name}" for one in list_applying(draft)]
    open_ones = list_open(draft, state)
    if not open_ones:
        return go_on(state, facts, lead) if lines and not state.loose else show_review(state, facts, lead)
    wanted = next((one for one in open_ones if one.code == state.wanted), open_ones[0])
    state = replace(state, at=Place.PHOTOS, wanted=wanted.code, shown=())
    checklist = join(_("Foto syarat:"), "\n".join(lines))
    if not (facts.office and facts.office.takes_photos):
        text = _("Kirim fotonya lewat halaman aman: %(link)s") % {"link": LINK}
        return Turn(state, Say(join(lead, checklist, text, _other_ways(wanted)), link="secure", asks=wanted.code))
    text = _("Kirim foto *%(name)s*. Boleh beberapa foto sekaligus, dengan keterangan.") % {"name": wanted.name}
    return Turn(state, Say(join(lead, checklist, join(text, wanted.hint), _other_ways(wanted)), asks=wanted.code))


def _other_ways(wanted: Requirement) -> str:
    bring = _("Lebih suka membawanya ke loket? Balas *bawa*.")
    return bring if wanted.required else f"{bring}\n{_('Tidak ada? Balas *lewati*.')}"


def show_assign(state: State, facts: Facts, lead: str = "") -> Turn:
    """Photos came that may be anything: which is which?"""
    draft = facts.draft
    if draft is None or not state.loose:
        return go_on(replace(state, loose=()), facts, lead)
    applying = list_open(draft, state) or list_applying(draft)
    rows = [(one.code, one.name, "") for one in applying]
    count = len(state.loose)
    if count == 1:
        text = _("Foto itu untuk syarat yang mana?")
    else:
        text = _("Ada %(n)d foto. Balas angkanya menurut urutan foto, contoh: %(example)s") % {
            "n": count,
            "example": " ".join(str(place % max(1, len(rows)) + 1) for place in range(min(count, 4))),
        }
    return ask(replace(state, at=Place.ASSIGN), lead, text, rows)


def show_delivery(state: State, facts: Facts, lead: str = "") -> Turn:
    """How the letter shall reach them."""
    del facts
    rows = [
        ("download", _("Kirim ke HP"), ""),
        ("pickup", _("Ambil di loket"), ""),
        ("courier", _("Diantar kurir"), ""),
    ]
    return ask(replace(state, at=Place.DELIVERY), lead, _("Bagaimana Anda ingin menerima suratnya?"), rows)


def show_courier(state: State, facts: Facts, lead: str = "") -> Turn:
    """Where the courier shall go."""
    address = str(part(facts.draft, "applicant").get("address", "")) if facts.draft else ""
    rows = [("same", _("Alamat di KTP"), "")] if address else []
    text = _("Ke alamat mana kurir mengantar? Tulis jalan, nomor rumah, RT dan RW.")
    return ask(replace(state, at=Place.COURIER), lead, text, rows)


def show_review(state: State, facts: Facts, lead: str = "") -> Turn:
    """Everything once more, with identity numbers hidden."""
    draft = facts.draft
    if draft is None:
        return show_menu(state, facts, lead)
    rows = [("send", _("Kirim permohonan"), ""), ("edit", _("Ubah isian"), ""), ("drop", _("Batalkan"), "")]
    head = _("Periksa sekali lagi. *%(service)s*") % {"service": draft.definition.short}
    text = join(head, "\n".join([*_person_lines(draft), *_answer_lines(draft), *_photo_lines(draft)]))
    return ask(replace(state, at=Place.REVIEW, invalid=0, wanted=""), lead, text, rows)


def _person_lines(draft: DraftFacts) -> list[str]:
    person = part(draft, "applicant")
    ending = str(person.get("nik", ""))[-4:]
    return [
        f"{draft.definition.applicant_title}: {person.get('name', '')}",
        _("NIK berakhir %(end)s") % {"end": ending},
    ]


def _answer_lines(draft: DraftFacts) -> list[str]:
    answers = part(draft, "answers")
    shown = [(one, answers.get(one.code)) for one in list_questions(draft)]
    return [f"{one.name}: {_show(one, value)}" for one, value in shown if value not in (None, "", [])]


def _show(question: Question, value: object) -> str:
    if question.kind in {Kind.NIK, Kind.KK}:
        return f"••••{str(value)[-4:]}"
    if question.kind == Kind.TABLE and isinstance(value, list):
        return _("%(n)d baris") % {"n": len(value)}
    return show_answer(question, value)


def _photo_lines(draft: DraftFacts) -> list[str]:
    files: Mapping[str, list[str]] = part(draft, "files")
    lines = []
    for one in list_applying(draft):
        if files.get(one.code):
            lines.append(_("%(name)s: %(n)d foto") % {"name": one.name, "n": len(files[one.code])})
        elif is_given(draft, one.code):
            lines.append(_("%(name)s: dibawa ke loket") % {"name": one.name})
    return lines


def show_edit(state: State, facts: Facts, lead: str = "") -> Turn:
    """What shall be changed."""
    draft = facts.draft
    if draft is None:
        return show_menu(state, facts, lead)
    rows = [(f"q-{one.code}", one.name, "") for one in list_chat_questions(draft)]
    rows += [("person", _("Data pemohon"), "")]
    rows += [(f"f-{one.code}", one.name, "") for one in list_applying(draft) if is_given(draft, one.code)]
    rows += [("delivery", _("Cara menerima surat"), "")]
    return ask(replace(state, at=Place.EDIT), lead, _("Yang mana ingin Anda ubah?"), rows, menu=_("Pilih bagian"))


def is_page_only(question: Question | None) -> bool:
    """Whether a question may only be asked on the secure page."""
    return question is not None and question.kind in PAGE_ONLY
