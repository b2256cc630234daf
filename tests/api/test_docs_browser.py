"""The documentation of the API on a phone and on a desk: long addresses break, wide shapes scroll in themselves."""

import pytest
from playwright.sync_api import Page

from tests.conftest import BrowserPage
from tests.make import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_documentation_does_not_scroll_to_the_side(cast: Cast, open_page: BrowserPage, width: int) -> None:
    page: Page = open_page(width=width)
    page.goto("/api/v1/docs")

    closed = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    opened = page.evaluate("document.documentElement.scrollWidth")

    cut = page.evaluate("[...document.querySelectorAll('h2')].filter(one => one.scrollWidth > one.clientWidth).length")
    low = page.evaluate(
        "[...document.querySelectorAll('summary')].filter(one => one.getBoundingClientRect().height < 47.5).length"
    )

    assert (closed, opened, cut, low) == (width, width, 0, 0)
