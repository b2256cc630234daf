"""What every template may use."""

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """Names that the base page needs."""
    return {}
