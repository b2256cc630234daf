"""Who is asking, as far as a throttle needs to know."""

from ipaddress import ip_address

from django.http import HttpRequest


def visitor_of(request: HttpRequest) -> str:
    """The visitor's address; behind a proxy on a private address, the one that the proxy names.

    For throttles only, which keep a keyed hash of it.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if not _is_inside(address):
        return address
    return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip() or address


def _is_inside(address: str) -> bool:
    try:
        return ip_address(address).is_private
    except ValueError:
        return False
