"""Who may open a page. Every view carries one of these three decorators; a test walks all addresses and reads them.

    @open_to_all          anybody
    @officers_only        an officer who is logged in, whatever posts they hold
    @needs(Right.SIGN)    an officer who holds a post with that right today

The decorator says who may open the page. Whether this officer may see this very case is asked again in the query
(`cases.access`), and whether they may do this very thing in `flow`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeAlias, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.offices.duty import remember, rights_today
from tuntas.offices.models import Officer
from tuntas.offices.roles import Right

OPEN: Final = "open"
OFFICERS: Final = "officers"
_CHANGE: Final = "change_password"  # the one page for an officer whose password was given by somebody else
Access: TypeAlias = str | Right
P = ParamSpec("P")
A = TypeVar("A", bound=HttpResponseBase)
View: TypeAlias = Callable[Concatenate[HttpRequest, P], A]
AnyView: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def access_of(view: Callable[..., Any]) -> Access | None:
    """What a view asks for: OPEN, OFFICERS or a Right; None if nobody decided."""
    return getattr(view, "access", None)


def open_to_all(view: View[P, A]) -> View[P, A]:
    """Anybody may open this page."""
    view.access = OPEN  # type: ignore[attr-defined]
    return view


def officers_only(view: AnyView[P]) -> AnyView[P]:
    """Only an officer who is logged in; others are led to the login page."""
    return _guarded(view, OFFICERS)


def needs(right: Right) -> Callable[[AnyView[P]], AnyView[P]]:
    """Only an officer who holds this right today; another officer gets the 403 page."""

    def decorate(view: AnyView[P]) -> AnyView[P]:
        return _guarded(view, right)

    return decorate


def officer_of(request: HttpRequest) -> Officer:
    """The officer behind a request that one of the decorators let through. Raises PermissionDenied without one."""
    if not request.user.is_authenticated:
        raise PermissionDenied(_("Silakan masuk dulu."))
    return request.user


def _guarded(view: AnyView[P], access: Access) -> AnyView[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(_way_back(request))
        officer = remember(officer_of(request))
        if officer.must_change_password and view.__name__ != _CHANGE:
            return redirect("account_change_password")
        if isinstance(access, Right):
            _check_right(officer, access)
        return view(request, *args, **kwargs)

    guarded.access = access  # type: ignore[attr-defined]
    return guarded


def _way_back(request: HttpRequest) -> str:
    """Where the officer goes on after the login: the page itself, or the desk where a form was sent too late."""
    return request.get_full_path() if request.method in {"GET", "HEAD"} else resolve_url("desk:start")


def _check_right(officer: Officer, right: Right) -> None:
    if right not in rights_today(officer, on=timezone.localdate()):
        raise PermissionDenied(_("Halaman ini bukan bagian dari tugas Anda hari ini."))
