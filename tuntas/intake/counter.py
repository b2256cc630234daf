"""Handing a draft over to the counter: a short code, on paper or on a phone, that an officer can open for two weeks."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from tuntas.intake.models import Draft
from tuntas.vault.keys import blind_index

VALID_FOR: Final = timedelta(days=14)
LENGTH: Final = 8
# No vowels, so that no word appears; no 0, O, 1 or I, so that none is mistaken.
_ALPHABET: Final = "23456789BCDFGHJKLMNPQRSTVWXYZ"


def make_code(draft: Draft, *, at: datetime) -> str:
    """A new code such as "K7F3-9QXM"; the draft keeps only its index, and an older code is worth nothing now."""
    plain = "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
    draft.code_index, draft.code_until = blind_index("counter-code", plain), at + VALID_FOR
    draft.save(update_fields=["code_index", "code_until"])
    return f"{plain[:4]}-{plain[4:]}"


def read_code(text: str) -> str | None:
    """The code in its grouped form, however it was typed; None if it cannot be one."""
    plain = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(plain) != LENGTH or any(sign not in _ALPHABET for sign in plain):
        return None
    return f"{plain[:4]}-{plain[4:]}"


def find_by_code(text: str, *, at: datetime) -> Draft | None:
    """The draft of a code that still holds, also after it was sent."""
    code = read_code(text)
    if code is None:
        return None
    index = blind_index("counter-code", code.replace("-", ""))
    found = Draft.objects.filter(code_index=index, code_until__gt=at)
    return found.select_related("service_version", "office").first()
