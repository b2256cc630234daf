"""Authority: the signer of this installation, and its key, which lies encrypted among the others."""

from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from tuntas.gateways.esign import Signer, make_keys, open_signer
from tuntas.vault.keys import decrypt, encrypt, read_or_make

FILE = "seal.key"
_BOUND = "letters.seal"


@cache
def get_signer() -> Signer:
    """Whoever TUNTAS_ESIGN_URL names. Raises gateways.refusals.GatewayRefused for a name nobody knows."""
    return open_signer(settings.ESIGN_URL, keys=_read_keys)


def _read_keys() -> bytes:
    """The local seal's key and certificates, made at first start into $TUNTAS_HOME/keys with mode 0600.

    They lie there under the key ring, so that a stolen folder cannot seal where the ring comes from the environment.
    """
    host = urlsplit(settings.PUBLIC_URL).hostname or "Tuntas"
    fresh = make_keys(institution=host, at=timezone.now())  # the clock is read once in the life of a key
    return decrypt(read_or_make(FILE, content=encrypt(fresh, bound_to=_BOUND)), bound_to=_BOUND)
