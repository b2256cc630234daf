"""What every template may use."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tuntas.screens.shared.place import find_office


def page(request: HttpRequest) -> dict[str, object]:
    """`office`: the office whose name, hours and colours the frame shows, or None. A view may give another one."""
    return {"office": SimpleLazyObject(lambda: find_office(request))}
