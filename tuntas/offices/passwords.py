"""The one check of an officer's user name and password, for the login page and for the API."""

from datetime import datetime

from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.utils.translation import gettext_lazy as _

from tuntas.offices.models import Officer
from tuntas.vault import tries

SCOPE = "login"
LIMIT = 5
SECONDS = 300
REFUSED = _("Nama pengguna, kata sandi, atau kode tidak cocok. Periksa lalu coba lagi.")


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id at OWASP's figures (19 MiB, 2 passes, 1 lane): twenty officers logging in at eight o'clock must not
    fill the memory of a small machine, as they would with the framework's 100 MiB and 8 lanes each."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1


class LoginRefused(Exception):
    """One sentence for every reason: an unknown name, a wrong password, a missing code, an officer who has left."""

    def __init__(self) -> None:
        super().__init__(str(REFUSED))


def check_password(username: str, *, password: str, at: datetime) -> Officer:
    """The officer with this user name and password. Raises LoginRefused, TooManyTries.

    Takes the same time and says the same whether the name exists or not. Wrong guesses count per name, never per
    visitor.
    """
    name = username.replace("\0", "").strip().lower()  # PostgreSQL has no NUL
    officer = Officer.objects.filter(username=name).first()
    fits = tries.guess(
        SCOPE, fits=lambda: _matches(officer, password), subject=name, limit=LIMIT, seconds=SECONDS, at=at
    )
    if not fits or officer is None:
        raise LoginRefused
    return officer


def _matches(officer: Officer | None, password: str) -> bool:
    if officer is None or not officer.has_usable_password():
        make_password(password)  # costs what a check costs
        return False
    return officer.check_password(password) and officer.is_active
