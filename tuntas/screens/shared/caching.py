"""How long a browser may keep a page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

P = ParamSpec("P")
View: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
_MINUTES = 5


def briefly_cached(view: View[P]) -> View[P]:
    """Five minutes in the visitor's own browser: the page shows their office, so no proxy may share it."""

    @wraps(view)
    def cached(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        patch_cache_control(answer, private=True, max_age=_MINUTES * 60)
        patch_vary_headers(answer, ["Cookie"])
        return answer

    return cached


def never_kept(view: View[P]) -> View[P]:
    """Not kept anywhere and not found by search engines: pages that show something about a person."""

    @wraps(view)
    def unkept(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        patch_cache_control(answer, private=True, no_store=True)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return unkept
