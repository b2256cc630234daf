"""Who may call what: every operation names its right, or says that it is open."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from tuntas.api.problems import RightMissing
from tuntas.offices.duty import remember, rights_today
from tuntas.offices.models import Officer
from tuntas.offices.roles import Right
from tuntas.offices.sessions import find_officer

P = ParamSpec("P")
R = TypeVar("R")
Operation = Callable[Concatenate[HttpRequest, P], R]


class OfficerToken(HttpBearer):
    """`Authorization: Bearer …` of an officer's session."""

    def authenticate(self, request: HttpRequest, token: str) -> Officer | None:
        """The officer, who is then `request.auth`; None answers 401."""
        found = find_officer(token, at=timezone.now())
        return remember(found) if found else None


def open_to_all(operation: Operation[P, R]) -> Operation[P, R]:
    """No token is needed."""
    operation.access = "open"  # type: ignore[attr-defined]
    return operation


def needs(*rights: Right) -> Callable[[Operation[P, R]], Operation[P, R]]:
    """One of these rights, by a post held today, or 403."""

    def guard(operation: Operation[P, R]) -> Operation[P, R]:
        @wraps(operation)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
            if not rights_today(get_officer(request), on=timezone.localdate()) & set(rights):
                raise RightMissing(_("Jabatan Anda tidak memiliki wewenang ini."))
            return operation(request, *args, **kwargs)

        guarded.access = rights  # type: ignore[attr-defined]
        return cast("Operation[P, R]", guarded)

    return guard


def get_officer(request: HttpRequest) -> Officer:
    """The officer whose token came with the request."""
    officer = getattr(request, "auth", None)
    if not isinstance(officer, Officer):
        raise RightMissing(_("Masuk dulu sebagai petugas."))
    return officer
