"""Builders of rows for tests: one short call each, real places, invented people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tuntas.cases.models import Application, Case, Event, Step
from tuntas.cases.states import Duty, State, Verb
from tuntas.catalog.models import ServiceVersion
from tuntas.offices.models import Assignment, Office, Officer, Post, Region
from tuntas.offices.roles import Role
from tuntas.vault.keys import blind_index

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09.00 in Palembang, an ordinary working day
PASSWORD = "tuntas"
PIN = "482913"

LEVELS = {2: Region.Level.PROVINCE, 5: Region.Level.REGENCY, 8: Region.Level.DISTRICT, 13: Region.Level.VILLAGE}
NAMES = {
    "16": "Sumatera Selatan",
    "16.71": "Kota Palembang",
    "16.71.08": "Sako",
    "16.71.08.1006": "Sialang",
    "16.71.14": "Plaju",
    "16.71.14.1001": "Plaju Ulu",
    "21": "Kepulauan Riau",
    "21.04": "Kabupaten Lingga",
    "21.04.01": "Singkep",
    "21.04.01.1001": "Dabo",
}
HOURS = {str(weekday): ["08:00", "16:00"] for weekday in range(5)}


def make_region(code: str) -> Region:
    """The region of a dotted code, with the regions above it."""
    parent = make_region(code.rpartition(".")[0]) if "." in code else None
    level = LEVELS[len(code)]
    return Region.objects.get_or_create(
        code=code, defaults={"parent": parent, "level": level, "name": NAMES.get(code, f"Wilayah {code}")}
    )[0]


def make_office(code: str = "16.71.08.1006", *, parent: Office | None = None, **fields: Any) -> Office:
    """A village office with a letterhead, or a district's office for a district's code."""
    region = make_region(code)
    is_village = region.level == Region.Level.VILLAGE
    given = {
        "level": Office.Level.VILLAGE if is_village else Office.Level.DISTRICT,
        "name": f"{'Kelurahan' if is_village else 'Kecamatan'} {region.name}",
        "letterhead": ["PEMERINTAH KOTA PALEMBANG", "KECAMATAN SAKO"],
        "address": "Jalan Contoh 1",
        "place": "Palembang",
        "hours": HOURS,
        "number_code": f"Kel-{region.name}",
        **fields,
    }
    return Office.objects.create(code=code, region=region, parent=parent, **given)


def make_post(office: Office, role: Role, *, title: str = "", **fields: Any) -> Post:
    """A post of an office."""
    return Post.objects.create(office=office, role=role, title=title or role.label, **fields)


def make_officer(username: str, *, name: str = "", post: Post | None = None, **fields: Any) -> Officer:
    """An officer with the password "tuntas" who holds the post definitively since 2020."""
    officer = Officer.objects.create_user(username, PASSWORD, name=name or username.title(), **fields)
    if post is not None:
        assign(officer, post)
    return officer


def assign(officer: Officer, post: Post, **fields: Any) -> Assignment:
    """The officer holds the post since 2020, unless the fields say otherwise."""
    return Assignment.objects.create(officer=officer, post=post, **{"starts_on": date(2020, 1, 1), **fields})


def make_applicant(**fields: Any) -> dict[str, Any]:
    """Ani of Sialang, as `intake.applicant` leaves her after cleaning."""
    return {
        "name": "Ani Contoh",
        "nik": "1671085204900001",
        "kk": "1671081201100001",
        "phone": "+6281234567800",
        "birth_place": "Palembang",
        "birth_date": "1990-04-12",
        "sex": "P",
        "religion": "ISLAM",
        "marital_status": "KAWIN",
        "occupation": "WIRASWASTA",
        "nationality": "WNI",
        "address": "Jalan Contoh 1",
        "rt": "003",
        "rw": "001",
        **fields,
    }


@dataclass(frozen=True)
class Cast:
    """The people of every story: Ani applies; Budi, Citra, Fajar and Dewi decide in turn; Eko works elsewhere."""

    ani: dict[str, Any]
    office: Office
    budi: Officer  # operator
    citra: Officer  # section head
    fajar: Officer  # secretary
    dewi: Officer  # head
    eko: Officer  # operator of another office
    elsewhere: Office

    @property
    def chain(self) -> tuple[Officer, ...]:
        """The four who decide, in order."""
        return self.budi, self.citra, self.fajar, self.dewi


def make_cast() -> Cast:
    """Kelurahan Sialang with its chain staffed, and a stranger in Dabo."""
    district = make_office("16.71.08")
    office = make_office("16.71.08.1006", parent=district)
    elsewhere = make_office("21.04.01.1001")
    return Cast(
        ani=make_applicant(),
        office=office,
        budi=make_officer("budi", name="Budi Santoso", post=make_post(office, Role.OPERATOR, title="Operator")),
        citra=make_officer(
            "citra",
            name="Citra Lestari, S.E.",
            nip="198203042005012001",
            post=make_post(office, Role.SECTION_HEAD, title="Kasi Pemerintahan", section="pemerintahan"),
        ),
        fajar=make_officer(
            "fajar",
            name="Fajar Hidayat, S.Sos.",
            nip="197905062003121002",
            post=make_post(office, Role.SECRETARY, title="Sekretaris Kelurahan"),
        ),
        dewi=make_officer(
            "dewi",
            name="Dewi Anggraini, S.IP., M.Si.",
            nip="197501022000032001",
            rank="Penata Tingkat I / III.d",
            post=make_post(office, Role.HEAD, title="Lurah"),
        ),
        eko=make_officer("eko", name="Eko Prasetyo", post=make_post(elsewhere, Role.OPERATOR, title="Operator")),
        elsewhere=elsewhere,
    )


CHAIN = (
    (Role.OPERATOR, Duty.CHECK),
    (Role.SECTION_HEAD, Duty.INITIAL),
    (Role.SECRETARY, Duty.INITIAL),
    (Role.HEAD, Duty.SIGN),
)


def make_version(code: str = "SKD") -> ServiceVersion:
    """The current version of a service; an empty definition unless the catalogue was loaded."""
    found = ServiceVersion.objects.filter(code=code, is_current=True).first()
    return found or ServiceVersion.objects.create(code=code, number=1, digest="0" * 64, definition={})


def make_application(office: Office, *, receipt: str = "2611-7K3F-9QXM", **fields: Any) -> Application:
    """Ani's application to an office, without cases."""
    applicant = fields.pop("applicant", None) or make_applicant()
    given = {
        "month": receipt[:4],
        "region": office.region_id,
        "applicant": applicant,
        "nik_index": blind_index("nik", applicant["nik"]),
        "phone_index": blind_index("phone", applicant["phone"]),
        "submitted_at": MONDAY,
        **fields,
    }
    return Application.objects.create(receipt=receipt, office=office, **given)


def make_case(
    office: Office, *, state: State = State.IN_REVIEW, application: Application | None = None, **fields: Any
) -> Case:
    """A case with the chain of the office's own posts, before its first decision; rows only, no rule was asked."""
    version = make_version(fields.pop("service", "SKD"))
    posts = {post.role: post for post in office.posts.all()}
    given = {
        "desk": posts.get(CHAIN[0][0]) if state == State.IN_REVIEW else None,
        "due_at": MONDAY if state == State.IN_REVIEW else None,
        "opened_at": MONDAY,
        "service_version": version,
        "service_code": version.code,
        **fields,
    }
    application = application or make_application(office)
    case: Case = Case.objects.create(application=application, office=office, state=state, **given)
    for order, (role, duty) in enumerate(CHAIN, 1):
        if post := posts.get(role):
            Step.objects.create(case=case, order=order, office=office, post=post, duty=duty, title=post.title)
    Event.objects.create(case=case, seq=1, verb=Verb.SUBMIT, target=state, actor="applicant", at=MONDAY)
    return case
