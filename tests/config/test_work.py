"""The worker's table: what comes round by the clock has its function, and what it tends is tended."""

import pytest
from django.db import connection

from tests.make import Cast
from tuntas.config.work import HANDLERS, SCHEDULE, tend_database


def test_everything_on_the_schedule_has_its_function() -> None:
    assert {entry.kind for entry in SCHEDULE} <= set(HANDLERS)


@pytest.mark.django_db
def test_a_tended_database_knows_how_its_rows_are_spread(cast: Cast) -> None:
    tend_database({})

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'offices_post'")
            assert cursor.fetchone()[0] > 0
