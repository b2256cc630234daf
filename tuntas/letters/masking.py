"""Masking: what of a person may be shown to somebody who only holds a letter."""


def mask_name(name: str) -> str:
    """The first letter of each word, the rest starred: "Siti Rahmawati" is "S*** R********"."""
    return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
