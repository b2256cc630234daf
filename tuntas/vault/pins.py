"""Six-digit PINs: made, kept as a salted, peppered, memory-hard hash, and checked in constant time."""

import secrets

from argon2.exceptions import VerifyMismatchError
from argon2.low_level import Type, hash_secret, verify_secret

from tuntas.vault.keys import keyed_hash

# A PIN has a million values: no cost that a submit can bear would save its hash from somebody who tries them all.
# What saves it is the pepper, a key outside the database. Argon2id at 1 to 2 ms only slows who holds both, and the
# counter in `tries` is what protects against guessing through the front door.
_PASSES, _KIBIBYTES, _LANES, _BYTES, _SALT = 1, 2048, 1, 32, 16


def make_pin() -> str:
    """Six digits, each of the million equally likely."""
    return f"{secrets.randbelow(1_000_000):06d}"


def hash_pin(pin: str) -> str:
    """What may be stored of a PIN: under 128 characters, different each time. Spaces in the PIN do not count."""
    salt = secrets.token_bytes(_SALT)
    return hash_secret(_pepper(pin), salt, _PASSES, _KIBIBYTES, _LANES, _BYTES, Type.ID).decode("ascii")


def check_pin(pin: str, hashed: str) -> bool:
    """Whether the PIN is the one that was hashed. No for an empty hash, at the same cost: nobody learns who has one."""
    try:
        return verify_secret((hashed or _UNKNOWN).encode("ascii"), _pepper(pin), Type.ID) and bool(hashed)
    except VerifyMismatchError:
        return False


def _pepper(pin: str) -> bytes:
    return keyed_hash("pin", "".join(pin.split()).encode(errors="surrogatepass")).encode("ascii")


# Fits no PIN that anybody could type, and needs no key, so that importing this module makes none.
_UNKNOWN = hash_secret(b"", bytes(_SALT), _PASSES, _KIBIBYTES, _LANES, _BYTES, Type.ID).decode("ascii")
