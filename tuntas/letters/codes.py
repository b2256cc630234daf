"""Verification codes: 80 random bits, never derived from a number or a person, easy to type from paper."""

import re
import secrets

# 32 characters without 0, 1, I and O: sixteen of them make 80 bits, and nothing typed from paper can be taken wrongly.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 16


def make_code() -> str:
    """A fresh code, e.g. "7H4KXNQ2M9TR3WCB"."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def group_code(code: str) -> str:
    """As the letter prints it: "7H4K-XNQ2-M9TR-3WCB"."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def clean_code(text: str) -> str:
    """What somebody typed or scanned, in the form that is kept; bounded, so that any text costs the same to look up."""
    return re.sub(r"[\s.\-\u2010-\u2015]", "", text[:64]).upper()
