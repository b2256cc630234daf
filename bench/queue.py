"""An officer's queue in a small office's database and in a nation's: the same desk, a hundred times the cases."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from bench.figures import Figure, median_ms
from bench.world import SERVICE, get_cast
from tests.make import make_applicant
from tuntas.cases.models import Application, Case, Event
from tuntas.cases.receipts import make_receipt
from tuntas.cases.states import State, Verb
from tuntas.catalog.finding import get_service
from tuntas.offices.models import Office, Post
from tuntas.reports.inbox import list_queue
from tuntas.vault.keys import make_id

SMALL, LARGE, ON_DESK, BATCH = 10_000, 1_000_000, 300, 2_000


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
    return median_ms(lambda: list_queue(get_cast().budi, at=timezone.now()), times=60)


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
    """Finished cases of all offices until there are `total` cases."""
    offices = [get_cast().office, get_cast().elsewhere]
    while (there := Case.objects.count()) < total:
        applications = [make_application(offices[n % 2]) for n in range(min(BATCH, total - there))]
        with transaction.atomic():
            Application.objects.bulk_create(applications)
            Case.objects.bulk_create([make_case(one, state=State.DELIVERED) for one in applications])


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
