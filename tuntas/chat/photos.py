"""Photos in any order: matched to requirements where that is sure, asked about where it is not."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from tuntas.catalog.definition import Requirement
from tuntas.chat.filling import SKIP, drop_photos, keeping, with_content
from tuntas.chat.forms import list_applying, list_open, part
from tuntas.chat.showing import show_menu
from tuntas.chat.showing_form import go_on, show_assign, show_photos
from tuntas.chat.state import DraftFacts, Facts, Photo, Photos, Place, Said, State, Turn
from tuntas.chat.words import list_numbers, normalise
from tuntas.intake.requirements import MOST_PAGES
from tuntas.vault.fields import Json

MOST_LOOSE = 10  # photos that we ask about at once
_SHORT_NAMES = {"ktp": "KTP", "ektp": "KTP", "kk": "KK", "kartu keluarga": "KK", "pengantar": "PGT", "rt": "PGT"}


def take_photos(state: State, event: Photos, facts: Facts) -> Turn:
    """One answer for all photos that came together."""
    draft = facts.draft
    if draft is None or draft.receipt:
        return show_menu(state, facts, _("Fotonya bagus. Pilih layanannya dulu, lalu kirim lagi fotonya."))
    files, loose, taken = _sort(state, event.photos, draft)
    lead = " ".join([*_tell(taken, files, draft), *dict.fromkeys(one.refusal for one in event.photos if one.refusal)])
    doubtful = [code for code, photo in taken if photo.is_doubtful]
    state = replace(state, loose=(*state.loose, *loose)[:MOST_LOOSE])
    facts, keep = with_content(facts, files=files)
    if doubtful and state.at in {Place.PHOTOS, Place.REVIEW}:
        return keeping(_show_doubt(state, facts, doubtful[0], lead), keep)
    if state.loose:
        return keeping(show_assign(state, facts, lead), keep)
    if not taken and state.at in {Place.PHOTOS, Place.ASSIGN}:
        return keeping(show_photos(state, facts, lead), keep)
    return keeping(go_on(state, facts, lead), keep)


def _sort(state: State, photos: Sequence[Photo], draft: DraftFacts) -> tuple[Json, list[str], list[tuple[str, Photo]]]:
    """The files with what is sure, the rest, and what was sure."""
    files, loose, taken = {code: list(rows) for code, rows in part(draft, "files").items()}, [], []
    good = [one for one in photos if one.upload]
    for photo in good:
        now = replace(draft, content={**draft.content, "files": files})
        code = infer(photo, state, now, is_single=len(good) == 1)
        if not code:
            loose.append(photo.upload)
            continue
        if code == state.doubtful:
            files[code] = []  # the new photo takes the place of the one that was hard to read
            state = replace(state, doubtful="")
        if len(files.get(code, [])) < MOST_PAGES:
            files.setdefault(code, []).append(photo.upload)
            taken.append((code, photo))
    return files, loose, taken


def infer(photo: Photo, state: State, draft: DraftFacts, *, is_single: bool) -> str:
    """The requirement that a photo is for: by what it quotes, what is written under it, or because only one is open.

    A single photo right after we asked for one thing is that thing.
    """
    applying = list_applying(draft)
    codes = {one.code for one in applying}
    if photo.asks in codes:
        return photo.asks
    if named := name_requirement(photo.caption, applying):
        return named
    if state.doubtful in codes and is_single:
        return state.doubtful
    open_ones = list_open(draft, state)
    if len(open_ones) == 1:
        return open_ones[0].code
    return state.wanted if is_single and state.at == Place.PHOTOS and state.wanted in codes else ""


def name_requirement(text: str, applying: Sequence[Requirement]) -> str:
    """The requirement that words name: by its code, a part of its name, or what everybody calls it."""
    said = normalise(text)
    if not said:
        return ""
    codes = {one.code for one in applying}
    for alias, code in sorted(_SHORT_NAMES.items(), key=lambda pair: -len(pair[0])):
        if code in codes and f" {alias} " in f" {said} ":
            return code
    fitting = [
        one.code for one in applying if one.code.casefold() == said or (len(said) > 3 and said in normalise(one.name))
    ]
    return fitting[0] if len(fitting) == 1 else ""


def _tell(taken: Sequence[tuple[str, Photo]], files: Json, draft: DraftFacts) -> list[str]:
    names = {one.code: one.name for one in draft.definition.requirements}
    told = list(dict.fromkeys(names[code] for code, _photo in taken))
    if not told:
        return []
    full = [code for code, rows in files.items() if len(rows) >= MOST_PAGES]
    more = [_("Paling banyak %(n)d foto untuk satu syarat.") % {"n": MOST_PAGES}] if full else []
    return [_("Foto %(names)s sudah kami terima.") % {"names": ", ".join(told)}, *more]


def _show_doubt(state: State, facts: Facts, code: str, lead: str) -> Turn:
    name = next(one.name for one in facts.draft.definition.requirements if one.code == code) if facts.draft else ""
    hint = _("Tulisan %(name)s kurang jelas. Ulangi di tempat terang, atau balas *pakai*.") % {"name": name}
    turn = show_photos(replace(state, wanted=code), facts, f"{lead} {hint}".strip())
    return replace(turn, state=replace(turn.state, at=Place.PHOTOS, doubtful=code, wanted=code))


def hear_photos(state: State, said: Said, facts: Facts) -> Turn | None:
    """Words while photos are awaited: use it, leave it out, bring it, or name what comes next."""
    draft, word = facts.draft, normalise(said.text)
    if draft is None:
        return show_menu(state, facts)
    if word in {"pakai", "pakai saja", "gunakan", "sudah", "selesai", "lanjut"}:
        return go_on(replace(state, wanted="" if state.doubtful else state.wanted), facts)
    if word in {"ulang", "ulangi"} and state.wanted:
        return drop_photos(state, state.wanted, facts)
    wanted = next((one for one in list_applying(draft) if one.code == state.wanted), None)
    if wanted and (turn := _do_without(state, wanted, word, facts)):
        return turn
    named = name_requirement(said.text, list_applying(draft))
    return show_photos(replace(state, wanted=named), facts) if named else None


def _do_without(state: State, wanted: Requirement, word: str, facts: Facts) -> Turn | None:
    if word.split()[:1] == ["bawa"]:
        return _bring(state, wanted.code, facts)
    if word not in SKIP:
        return None
    if wanted.required:
        return show_photos(state, facts, _("Syarat ini perlu. Boleh dibawa ke loket: balas *bawa*."))
    return go_on(replace(state, skipped=(*state.skipped, wanted.code), wanted=""), facts)


def _bring(state: State, code: str, facts: Facts) -> Turn:
    bring = [*(facts.draft.content.get("bring", []) if facts.draft else []), code]
    facts, keep = with_content(facts, bring=list(dict.fromkeys(bring)))
    return keeping(go_on(replace(state, wanted=""), facts, _("Baik, bawa ke loket saat mengambil surat.")), keep)


def hear_assign(state: State, said: Said, facts: Facts) -> Turn | None:
    """Which photo is which: numbers in the order of the photos, or the name for a single one."""
    draft = facts.draft
    if draft is None:
        return show_menu(replace(state, loose=()), facts)
    if normalise(said.text) in {"buang", "hapus foto", "abaikan"}:
        return go_on(replace(state, loose=()), facts, _("Foto itu tidak kami pakai."))
    codes = _read_codes(state, said, draft)
    if not codes:
        return None
    files = {code: list(rows) for code, rows in part(draft, "files").items()}
    for upload, code in zip(state.loose, codes, strict=False):
        if len(files.get(code, [])) < MOST_PAGES:
            files.setdefault(code, []).append(upload)
    facts, keep = with_content(facts, files=files)
    return keeping(
        go_on(replace(state, loose=state.loose[len(codes) :]), facts, _("Baik, fotonya sudah kami catat.")), keep
    )


def _read_codes(state: State, said: Said, draft: DraftFacts) -> list[str]:
    """The requirement of each loose photo; one number alone means all of them."""
    if said.choice:
        return [said.choice] * len(state.loose)
    numbers = list_numbers(said.text)
    if numbers and all(1 <= number <= len(state.shown) for number in numbers):
        codes = [state.shown[number - 1] for number in numbers]
        return codes * len(state.loose) if len(codes) == 1 else codes[: len(state.loose)]
    named = name_requirement(said.text, list_applying(draft))
    return [named] * len(state.loose) if named else []
