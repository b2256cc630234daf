"""A PDF as an answer: to keep, or to look at in the browser."""

from django.http import HttpResponse


def answer_pdf(data: bytes, *, name: str, in_page: bool = False) -> HttpResponse:
    """The PDF as a download, or shown `in_page`; `name` comes without its ending."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'{"inline" if in_page else "attachment"}; filename="{name}.pdf"'
    return answer
