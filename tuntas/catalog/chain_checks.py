"""Checks of chains: a paper must reach an end, by steps that somebody may take and that can be reached."""

from django.utils.translation import gettext as _

from tuntas.catalog.definition import DUTIES, ChainStep, Condition, ServiceDefinition
from tuntas.catalog.problems import Refuse
from tuntas.offices.roles import rights_of


def check_chain(definition: ServiceDefinition, *, refuse: Refuse) -> None:
    """Calls `refuse(key path, sentence)` for each step that leads nowhere, and for a chain without an end."""
    for number, step in enumerate(definition.chain):
        path = f"chain[{number}]"
        _check_right(path, step, refuse)
        _check_reached(path, number, definition, refuse)
    if not definition.chain:
        refuse("chain", _('Tulis paling sedikit satu langkah, contoh { role = "HEAD", duty = "sign" }.'))
    elif definition.letter:
        _check_signed(definition, refuse)
    else:
        _check_attached(definition, refuse)
    if definition.chain and all(step.when for step in definition.chain):
        refuse("chain", _("Semua langkah bersyarat, jadi berkas bisa tanpa meja. Hapus when di satu langkah."))


def _check_right(path: str, step: ChainStep, refuse: Refuse) -> None:
    if DUTIES.get(step.duty) not in rights_of(step.role):
        message = _('%(role)s tidak berhak untuk "%(duty)s". Pilih peran atau tugas lain.')
        refuse(f"{path}.duty", message % {"role": step.role, "duty": step.duty})
    if step.duty == "endorse" and step.office not in {"own", "village"}:
        refuse(f"{path}.office", _("Ketua RT ada di kelurahan. Hapus office, atau tulis village."))


def _check_reached(path: str, number: int, definition: ServiceDefinition, refuse: Refuse) -> None:
    """Nobody takes two steps of one chain, so a second step at the same desk is a dead end."""
    step = definition.chain[number]
    desk = _desk(step, definition)
    if any(_desk(one, definition) == desk and _may_meet(one.when, step.when) for one in definition.chain[:number]):
        refuse(path, _("Meja ini sudah mendapat langkah sebelumnya. Satu orang hanya memutus satu langkah."))
    if not _can_hold(step.when, definition):
        refuse(f"{path}.when", _("Langkah ini tidak pernah tercapai: syaratnya tidak mungkin terpenuhi."))


def _desk(step: ChainStep, definition: ServiceDefinition) -> tuple[str, str, str]:
    office = definition.level if step.office == "own" else step.office
    return step.role, office, step.section


def _may_meet(one: Condition | None, other: Condition | None) -> bool:
    """Whether both steps can be in one case: not when they ask the same field for different values."""
    if one is None or other is None or one.field != other.field or one.below or other.below:
        return True
    return bool({value.casefold() for value in one.values} & {value.casefold() for value in other.values})


def _can_hold(condition: Condition | None, definition: ServiceDefinition) -> bool:
    """Whether the question that a condition asks is itself ever asked: no question waits for another in a circle."""
    questions = {question.code: question for question in definition.questions}
    seen: set[str] = set()
    while condition is not None and condition.field.startswith("answers."):
        code = condition.field.removeprefix("answers.")
        if code in seen:
            return False
        seen.add(code)
        condition = questions[code].when if code in questions else None
    return True


def _check_signed(definition: ServiceDefinition, refuse: Refuse) -> None:
    signs = [number for number, step in enumerate(definition.chain) if step.duty == "sign"]
    last = len(definition.chain) - 1
    if signs != [last]:
        refuse("chain", _('Surat harus ditandatangani sekali, di langkah terakhir: tulis duty = "sign" di sana.'))
    elif definition.chain[last].when:
        refuse(f"chain[{last}].when", _("Tanda tangan tidak boleh bersyarat. Hapus when."))
    elif definition.chain[last].office not in {"own", definition.level}:
        refuse(f"chain[{last}].office", _("Kantor yang menerbitkan harus menandatangani. Hapus office."))
    if definition.documents:
        refuse("documents", _("Layanan dengan [letter] tidak melampirkan dokumen lain. Hapus documents."))


def _check_attached(definition: ServiceDefinition, refuse: Refuse) -> None:
    last = len(definition.chain) - 1
    attaches = [number for number, step in enumerate(definition.chain) if step.duty == "attach"]
    if any(step.duty == "sign" for step in definition.chain):
        refuse("chain", _('Tanpa [letter] tidak ada yang ditandatangani. Tambahkan [letter], atau pakai "attach".'))
    elif definition.documents and attaches != [last]:
        refuse("chain", _('Dokumen dilampirkan sekali, di langkah terakhir: tulis duty = "attach" di sana.'))
    elif attaches and definition.chain[attaches[0]].when:
        refuse(f"chain[{attaches[0]}].when", _("Lampiran tidak boleh bersyarat. Hapus when."))
    elif attaches and not any(document.required for document in definition.documents):
        refuse("documents", _("Tulis paling sedikit satu dokumen wajib, contoh [[documents]] code dan name."))
    codes = [document.code for document in definition.documents]
    for number, code in enumerate(codes):
        if codes.index(code) != number:
            refuse(f"documents[{number}].code", _('Dokumen "%(code)s" ditulis dua kali.') % {"code": code})
