"""An officer's queue: one desk among 10,000 cases and among many more (`make bench BENCH_CASES=1000000`)."""

import os
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from bench.figures import Figure, median_cpu_ms, median_ms
from bench.world import SERVICE, get_cast
from tests.make import make_applicant
from tuntas.cases.models import Application, Case, Event
from tuntas.cases.receipts import make_receipt
from tuntas.cases.states import State, Verb
from tuntas.catalog.finding import get_service
from tuntas.offices.models import Office, Post
from tuntas.reports.inbox import list_queue
from tuntas.vault.keys import make_id

SMALL, LARGE = 10_000, int(os.environ.get("BENCH_CASES", "100_000"))
ON_DESK, BATCH = 300, 10_000


def measure() -> Iterator[Figure]:
    fill_desk()
    fill_archive(SMALL)
    small = median_queue_ms()
    yield Figure(f"queue at {SMALL:,} cases", small, "ms")
    fill_archive(LARGE)
    large = median_queue_ms()
    yield Figure(f"queue at {LARGE:,} cases", large, "ms")
    yield Figure("queue: large / small", large / small, "x", 1.5)


def median_queue_ms() -> float:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    clock = median_cpu_ms if connection.vendor == "sqlite" else median_ms  # on SQLite the database is this process
    return clock(lambda: list_queue(get_cast().budi, at=timezone.now()), times=100)


def fill_desk() -> None:
    """What waits at the operator's desk."""
    office, now = get_cast().office, timezone.now()
    desk = Post.objects.get(office=office, role="OPERATOR")
    for number in range(ON_DESK):
        application = make_application(office)
        application.save(force_insert=True)
        case = make_case(application, state=State.IN_REVIEW)
        case.desk, case.due_at = desk, now + timedelta(minutes=number - ON_DESK // 2)
        case.save(force_insert=True)
        Event.objects.create(case=case, seq=1, verb=Verb.SUBMIT, target=State.IN_REVIEW, actor="applicant", at=now)


def fill_archive(total: int) -> None:
    """Finished cases of two offices until there are `total`: copies of one, with keys of their own."""
    offices = [get_cast().office, get_cast().elsewhere]
    applications = [make_application(office) for office in offices]
    Application.objects.bulk_create(applications)
    Case.objects.bulk_create([make_case(one, state=State.DELIVERED) for one in applications])
    originals = [(read_row(Application, pk=one.pk), read_row(Case, application=one)) for one in applications]
    while (there := Case.objects.count()) < total:
        with transaction.atomic(), connection.cursor() as cursor:
            copy_pairs(cursor, [originals[n % 2] for n in range(min(BATCH, total - there))])


def read_row(model: type[Model], **found_by: Any) -> dict[str, Any]:
    """One row as the database gives it, by column; nothing is decrypted."""
    fields = model._meta.concrete_fields
    row = model._base_manager.values_list(*(field.attname for field in fields)).get(**found_by)
    prepared = [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]
    return dict(zip([field.column for field in fields], prepared, strict=True))


def copy_pairs(cursor: Any, pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    applications, cases = [], []
    for application, case in pairs:
        key = as_stored(make_id())
        applications.append({**application, "id": key, "receipt": key_text(key), "nik_index": make_id().hex})
        cases.append({**case, "id": as_stored(make_id()), "application_id": key})
    for table, rows in (("cases_application", applications), ("cases_case", cases)):
        columns = list(rows[0])
        places = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
        cursor.executemany(statement, [list(row.values()) for row in rows])


def key_text(key: Any) -> str:
    """As long as a receipt, and never twice: real ones are drawn until they are free, which is not measured here."""
    return str(getattr(key, "hex", key))[-16:]


def as_stored(key: uuid.UUID) -> Any:
    return key if connection.vendor == "postgresql" else key.hex


def make_application(office: Office) -> Application:
    at = timezone.now()
    return Application(
        id=make_id(),
        receipt=make_receipt(at),
        month=f"{at:%y%m}",
        office=office,
        region=office.region_id,
        applicant=make_applicant(),
        nik_index=make_id().hex,
        submitted_at=at,
    )


def make_case(application: Application, *, state: State) -> Case:
    version, _ = get_service(SERVICE)
    return Case(
        id=make_id(),
        application=application,
        service_version=version,
        service_code=SERVICE,
        office=application.office,
        state=state,
        opened_at=application.submitted_at,
    )
