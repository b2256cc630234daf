"""What somebody means by a short message: a command, a number of the list, a greeting. No guessing beyond that."""

import re
import unicodedata
from enum import StrEnum
from typing import Final


class Command(StrEnum):
    """What may be said at any time."""

    MENU = "menu"
    STATUS = "status"
    GO_ON = "go_on"
    BACK = "back"
    CANCEL = "cancel"
    OFFICER = "officer"
    HELP = "help"
    STOP = "stop"
    START = "start"
    LETTER = "letter"
    MEND = "mend"


_COMMANDS: Final = {
    Command.MENU: "menu|info|layanan|daftar|daftar layanan|menu utama|ganti layanan",
    Command.STATUS: "status|cek status|lacak|cek|sudah sampai mana",
    Command.GO_ON: "lanjut|lanjutkan|teruskan|terus|sudah|sudah diisi",
    Command.BACK: "kembali|balik|sebelumnya",
    Command.CANCEL: "batal|batalkan|hapus|tidak jadi",
    Command.OFFICER: "petugas|admin|operator|bicara dengan petugas|orang|manusia",
    Command.HELP: "bantuan|bantu|help|tolong",
    Command.STOP: "berhenti|stop|jangan kirim pesan lagi",
    Command.START: "mulai|start",
    Command.LETTER: "surat|minta surat|kirim surat|unduh|kirim ulang surat",
    Command.MEND: "perbaiki|perbaikan|betulkan",
}
COMMANDS: Final = {word: command for command, words in _COMMANDS.items() for word in words.split("|")}

_NUMBER_WORDS: Final = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()  # noqa: SIM905
_BEFORE: Final = frozenset("no nomor nomer pilih pilihan ke layanan yang angka saya mau".split())  # noqa: SIM905
_AFTER: Final = frozenset("ya pak bu kak min bang mbak mas saja aja dong deh".split())  # noqa: SIM905
_GREETINGS: Final = frozenset(
    [
        "assalamualaikum",
        "assalamu",
        "alaikum",
        "assalamualaikumwrwb",
        "assallamualaikum",
        "asalamualaikum",
        "ass",
        "samlekum",
        "salam",
        "halo",
        "hallo",
        "hai",
        "hi",
        "p",
        "ping",
        "pagi",
        "siang",
        "sore",
        "malam",
        "selamat",
        "permisi",
        "punten",
        "tabik",
        "misi",
        "wr",
        "wb",
    ]
)
_SALAM: Final = re.compile(r"\bas+al+am|\bsam?lekum|^ass\b")


def normalise(text: str) -> str:
    """Small letters and digits with single blanks: "1️⃣" becomes "1", "Assalamu'alaikum!!" "assalamualaikum"."""
    plain = unicodedata.normalize("NFKC", text[:2000]).casefold().replace("\u20e3", "").replace("\ufe0f", "")
    kept = (sign if sign.isalnum() else "" if sign in "'’`" else " " for sign in plain)
    return " ".join("".join(kept).split())


def find_command(text: str) -> Command | None:
    """The command that this whole message is."""
    said = normalise(text).split()
    while said and said[-1] in _AFTER:
        said.pop()
    return COMMANDS.get(" ".join(said))


def find_number(text: str, *, most: int) -> int | None:
    """The number from 0 to `most` that a short message says: "2", "no 2 pak", "nomer dua"."""
    said = normalise(text).split()
    if len(said) > 5:
        return None
    core = [word for word in said if word not in _BEFORE and word not in _AFTER]
    if len(core) != 1:
        return None
    number = _as_number(core[0])
    return number if number is not None and number <= most else None


def _as_number(word: str) -> int | None:
    if word.isascii() and word.isdecimal() and len(word) <= 3:
        return int(word)
    return _NUMBER_WORDS.index(word) if word in _NUMBER_WORDS else None


def list_numbers(text: str) -> list[int]:
    """All numbers of a message in order: "1 3 2", "1,3,2", "satu tiga dua"."""
    found = [_as_number(word) for word in normalise(text).split()]
    return [number for number in found if number is not None]


def is_greeting(text: str) -> bool:
    """Whether nothing was said but hello."""
    said = normalise(text).split()
    return bool(said) and len(said) <= 5 and all(word in _GREETINGS or word in _AFTER for word in said)


def answer_to_greeting(text: str) -> str:
    """How we begin: the salam is returned, everybody else gets a good day."""
    return "Waalaikumsalam." if _SALAM.search(normalise(text)) else "Selamat datang."
