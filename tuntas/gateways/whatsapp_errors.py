"""What each error code of the Cloud API asks of us: the code decides, never the title."""

from enum import StrEnum
from typing import Final


class Answer(StrEnum):
    """What to do about an error."""

    WAIT = "wait"  # the same message again, to this person, later
    PAUSE = "pause"  # nothing at all from this number for a while
    TEMPLATE = "template"  # outside the 24 hours: only an approved template passes
    FALL_BACK = "fall_back"  # never by WhatsApp: another channel
    STOP = "stop"  # nobody gets anything until an operator mended the account
    ALERT = "alert"  # our own mistake: this message never, and somebody must look


# knowledge of the error-codes reference of the Cloud API; codes not named here are transient up to 99, else ours.
_TABLE: Final[dict[Answer, frozenset[int]]] = {
    Answer.TEMPLATE: frozenset({131047}),
    Answer.WAIT: frozenset({131056, 131000, 131016, 131052, 131053, 133004, 133016, 135000, 1, 2}),
    Answer.PAUSE: frozenset({130429, 80007, 4, 131048}),
    Answer.FALL_BACK: frozenset({131026, 131049, 131050, 131062, 130472, 131045, 132015, 132016}),
    Answer.STOP: frozenset({131042, 131031, 368, 190, 10, 0, 3, 131005, *range(200, 300)}),
    Answer.ALERT: frozenset({131051, 131009, 131008, 100, 132000, 132001, 132005, 132007, 132008, 132012, 33}),
}
_LOUD: Final = frozenset({Answer.STOP, Answer.ALERT})
_LOUD_CODES: Final = frozenset({131048, 132015, 132016})


def answer_to(code: int, *, http_status: int = 0) -> Answer:
    """What an error asks for; an unknown one is told by the HTTP status."""
    for answer, codes in _TABLE.items():
        if code in codes and not (code == 0 and http_status >= 500):
            return answer
    if http_status == 429:
        return Answer.PAUSE
    return Answer.WAIT if http_status >= 500 or http_status == 0 else Answer.ALERT


def is_loud(code: int, *, http_status: int = 0) -> bool:
    """Whether an operator must hear of it."""
    return code in _LOUD_CODES or answer_to(code, http_status=http_status) in _LOUD
