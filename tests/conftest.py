"""Fixtures of all tests: the cast, the catalogue, the job worker by hand, and a real browser."""

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import TransactionTestCase
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import OPTIONS, find_chromium
from tests.databases import begin_to_make, make_postgres_with_tables, put_tables
from tests.make import Cast
from tests.settings import WITH_POSTGRES
from tests.tables import empty_tables, place_cast
from tuntas.vault.triggers import allow_changes

# The same examples each time: a run says something about the change, not about its luck. To look for more:
# HYPOTHESIS_PROFILE=explore make test. No deadlines: the neighbours on the machine are not under test.
hypothesis.settings.register_profile("house", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("explore", deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

TRACES = Path(os.environ.get("TUNTAS_TEST_TRACES", "build/traces"))
BrowserPage = Callable[..., Page]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what uses the browser; leaves out what needs PostgreSQL on SQLite, and on PostgreSQL what asks no database.

    So the second run of the suite, on PostgreSQL, repeats only what a database could change.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    left_out = {item for item in items if (not _minds_postgres(item) if WITH_POSTGRES else _needs_postgres(item))}
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = sorted((item for item in items if item not in left_out), key=_comes_late)


def _comes_late(item: pytest.Item) -> bool:
    """Stories of half a minute come first: one that begins as the last keeps the other workers waiting for it."""
    return not {"proofs", "journeys", "test_killed_worker.py", "test_serve.py", "test_packages.py"} & set(
        item.path.parts
    )


def _needs_postgres(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgres") is not None


def _minds_postgres(item: pytest.Item) -> bool:
    return _asks_a_database(item) and item.get_closest_marker("one_database") is None


def _asks_a_database(item: pytest.Item) -> bool:
    """By its marker or fixtures, or because its module gives processes of its own a database."""
    asks = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(asks) or _needs_postgres(item) or hasattr(getattr(item, "module", None), "make_tables")


def pytest_configure(config: pytest.Config) -> None:
    """While the workers collect their tests, the tables are made that they will all ask for."""
    if config.getoption("numprocesses", default=None) and not hasattr(config, "workerinput"):
        begin_to_make()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A copy of the first database of the run, for this process.

    Emptying the tables after a browser test deletes audit entries too, which the product's triggers refuse.
    """
    if WITH_POSTGRES:
        connection.settings_dict["NAME"] = urlsplit(make_postgres_with_tables()).path.removeprefix("/")
    else:
        put_tables(Path(connection.settings_dict["NAME"]))
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        allow_changes(None, editor)
    TransactionTestCase._fixture_teardown = lambda _case: empty_tables()
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Any:
    """Playwright leaves its event loop running in this thread, and other tests must not meet it, nor their fixtures.

    Sealing starts a loop of its own; and Django keeps one connection for a thread with a loop and another for the same
    thread without, so that a test would neither see nor end the transaction of its fixtures.
    """
    if item.get_closest_marker("browser"):
        return (yield)
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(None if running and running.is_closed() else running)


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """What one test put into the cache is no part of the next one's world."""
    yield
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    """Ani and the officers of Sialang; Eko in Dabo."""
    return place_cast()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run: Debian's, or the one that `CHROMIUM` names."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
        running = asyncio._get_running_loop()
        yield launched
        asyncio._set_running_loop(running)  # the last test may have been one without the browser
        launched.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Notes on the test whether it failed, so that the browser fixture knows whether its trace is worth keeping."""
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


_FAILED = pytest.StashKey[bool]()


@pytest.fixture
def open_page(request: pytest.FixtureRequest, live_server: Any, browser: Browser) -> Iterator[BrowserPage]:
    """Opens pages of the running product, each in a visitor's own browser: `open_page(width=360, javascript=False)`.

    Relative addresses work: `page.goto("/lacak/")`. A failed test leaves its traces in build/traces.
    """
    contexts: list[BrowserContext] = []

    def open_one(*, width: int = 360, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            java_script_enabled=javascript,
            viewport={"width": width, "height": 740 if width < 700 else 800},
        )
        context.set_default_timeout(10_000)
        context.tracing.start(snapshots=True)  # pages as they were at each step; a film besides costs a tenth
        contexts.append(context)
        return context.new_page()

    yield open_one
    for number, context in enumerate(contexts, 1):
        name = f"{request.node.name}-{number}.zip".replace("/", "_")
        context.tracing.stop(path=TRACES / name if _FAILED in request.node.stash else None)
        context.close()


@pytest.fixture
def page360(open_page: BrowserPage) -> Page:
    """A cheap phone: 360 pixels wide."""
    return open_page(width=360)


@pytest.fixture
def page1280(open_page: BrowserPage) -> Page:
    """A desk: 1280 pixels wide."""
    return open_page(width=1280)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def either_page360(request: pytest.FixtureRequest, open_page: BrowserPage) -> Page:
    """A cheap phone, once with JavaScript and once without."""
    return open_page(width=360, javascript=request.param)
