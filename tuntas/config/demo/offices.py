"""Loads the offices of the demo world: regions, offices, posts and the people who hold them."""

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tuntas.config.demo.office_places import PLACES, REGIONS, RT_ENDORSED, TIMEZONES, Place, draw_arms
from tuntas.config.demo.office_staff import Seat, list_seats, name_of
from tuntas.offices.models import Assignment, Office, Officer, Post, Region
from tuntas.offices.roles import Role
from tuntas.offices.signing import hash_signing_pin
from tuntas.vault.keys import blind_index

PASSWORD = "tuntas"  # noqa: S105 -- of demo accounts only, which exist only in a demo database
SIGNING_PIN = "123456"

_LEVELS = {2: Region.Level.PROVINCE, 5: Region.Level.REGENCY, 8: Region.Level.DISTRICT, 13: Region.Level.VILLAGE}
_HOURS = {**{str(day): ["08:00", "16:00"] for day in range(4)}, "4": ["08:00", "16:30"]}
# Nobody sleeps beside a simulated phone, and a visitor at night wants to see what it receives.
SWITCHED: dict[str, object] = {"chat_photos": True, "chat_letters": True, "quiet_hours": []}

# Rank (pangkat/golongan) by role and kind of office; who has one also has a NIP.
_RANKS: dict[Role, str] = {
    Role.OPERATOR: "Pengatur (II/c)",
    Role.FIELD_OFFICER: "Pengatur Muda (II/a)",
    Role.SECTION_HEAD: "Penata Muda Tingkat I (III/b)",
    Role.SECRETARY: "Penata (III/c)",
    Role.DIVISION_HEAD: "Pembina (IV/a)",
    Role.HEAD: "Penata Tingkat I (III/d)",
    Role.PRINT_CLERK: "Pengatur Muda (II/a)",
    Role.OUTREACH: "Pengatur (II/c)",
    Role.CHIEF_ADMIN: "Penata Muda (III/a)",
}
_HEAD_RANKS: dict[str, str] = {
    Office.Level.DISTRICT: "Pembina (IV/a)",
    Office.Level.CIVIL_REGISTRY: "Pembina Utama Muda (IV/c)",
}


@transaction.atomic
def load_offices(*, on: date) -> None:
    """Makes what is missing and leaves the rest; called twice it changes nothing.

    Everybody has held their post since the beginning of the year before `on`.
    """
    for code, name in REGIONS.items():
        _make_region(code, name)
    offices = {place.code: _make_office(place, number) for number, place in enumerate(PLACES, 1)}
    seats = list_seats()
    officers = _make_officers(seats)
    posts = _make_posts(seats, offices)
    _assign(seats, officers, posts, since=date(on.year - 1, 1, 2))


def demo_nik(number: int, *, region: str, is_woman: bool) -> str:
    """An invented NIK of the region, born on a day of the seventies or eighties; women's days count from 41."""
    birth = _birth_of(number)
    place = (region.replace(".", "") + "01")[:6]
    return f"{place}{birth.day + 40 * is_woman:02}{birth:%m%y}{9000 + number:04}"


def _make_region(code: str, name: str) -> None:
    parent = code.rpartition(".")[0] or None
    Region.objects.get_or_create(code=code, defaults={"parent_id": parent, "name": name, "level": _LEVELS[len(code)]})


def _make_office(place: Place, number: int) -> Office:
    above = place.region if place.is_civil_registry else place.region.rpartition(".")[0]
    made: dict[str, object] = {
        "region_id": place.region,
        "parent": Office.objects.filter(code=above).first(),
        "level": _level_of(place),
        "name": _office_name(place),
        "letterhead": _letterhead(place),
        "arms": draw_arms(place.region),
        "address": place.street,
        "place": place.seat,
        "postcode": place.postcode,
        "phone": f"{'0711' if place.region.startswith('16.71') else '0770'}-555-{number:04}",
        "whatsapp": f"+62811000{number:05}",
        "email": f"{place.slug}@tuntas.example",
        "timezone": TIMEZONES.get(place.code[:2], "Asia/Jakarta"),
        "hours": _HOURS,
        "number_code": place.number_code,
        "switches": {"rt_endorsement": place.slug in RT_ENDORSED, **SWITCHED},
    }
    return Office.objects.get_or_create(code=place.code, defaults=made)[0]


def _level_of(place: Place) -> str:
    if place.is_civil_registry:
        return Office.Level.CIVIL_REGISTRY
    return {5: Office.Level.REGENCY, 8: Office.Level.DISTRICT, 13: Office.Level.VILLAGE}[len(place.region)]


def _office_name(place: Place) -> str:
    name = REGIONS[place.region]
    village = "Desa" if place.is_desa else "Kelurahan"
    return {
        Office.Level.CIVIL_REGISTRY: f"Dinas Kependudukan dan Pencatatan Sipil {name}",
        Office.Level.REGENCY: f"Pemerintah {name}",
        Office.Level.DISTRICT: f"Kecamatan {name}",
        Office.Level.VILLAGE: f"{village} {name}",
    }[Office.Level(_level_of(place))]


def _letterhead(place: Place) -> list[str]:
    """The lines above the office's own name (Permendagri 1/2023)."""
    lines = [f"Pemerintah {REGIONS[place.region[:5]]}", f"Kecamatan {REGIONS.get(place.region[:8], '')}"]
    above = {Office.Level.REGENCY: 0, Office.Level.VILLAGE: 2}.get(Office.Level(_level_of(place)), 1)
    return [line.upper() for line in lines[:above]]


def _make_officers(seats: list[Seat]) -> dict[str, Officer]:
    """The people by account, made where missing. All share one hash of the one password: hashing is slow."""
    first = {seat.account: seat for seat in reversed(seats)}
    accounts = list(dict.fromkeys(seat.account for seat in seats))
    found = {officer.username: officer for officer in Officer.objects.filter(username__in=accounts)}
    if missing := [account for account in accounts if account not in found]:
        secrets = {"password": make_password(PASSWORD), "signing_pin": hash_signing_pin(SIGNING_PIN)}
        made = [_make_officer(first[account], accounts.index(account) + 1, secrets) for account in missing]
        found |= {officer.username: officer for officer in Officer.objects.bulk_create(made)}
    return found


def _make_officer(seat: Seat, number: int, secrets: dict[str, str]) -> Officer:
    name, is_woman = name_of(seat.account)
    is_civil_servant = seat.role in _RANKS and not seat.place.is_desa
    return Officer(
        username=seat.account,
        name=name,
        nip=_nip(number, is_woman=is_woman) if is_civil_servant else "",
        rank=_rank_of(seat) if is_civil_servant else "",
        email=f"{seat.account}@tuntas.example",
        phone=f"+62811001{number:05}",
        nik_index=blind_index("nik", demo_nik(number, region=seat.place.region, is_woman=is_woman)),
        is_demo=True,
        **secrets,
    )


def _rank_of(seat: Seat) -> str:
    own = _HEAD_RANKS.get(_level_of(seat.place)) if seat.role == Role.HEAD else None
    return own or _RANKS[seat.role]


def _nip(number: int, *, is_woman: bool) -> str:
    """Date of birth, month of entry, sex and a serial: 18 digits."""
    birth = _birth_of(number)
    return f"{birth:%Y%m%d}{birth.year + 25}{number % 12 + 1:02}{1 + is_woman}{number:03}"


def _birth_of(number: int) -> date:
    return date(1970 + number * 7 % 20, number * 5 % 12 + 1, number * 11 % 28 + 1)


def _make_posts(seats: list[Seat], offices: dict[str, Office]) -> dict[Seat, Post]:
    found = {(post.office_id, post.role, post.section, post.rt): post for post in Post.objects.all()}
    posts: dict[Seat, Post] = {}
    for seat in seats:
        office = offices[seat.place.code]
        made = Post(office=office, role=seat.role, title=seat.title, section=seat.section, rt=seat.rt)
        posts[seat] = found.get((office.pk, seat.role, seat.section, seat.rt), made)
    Post.objects.bulk_create(post for post in posts.values() if post._state.adding)
    return posts


def _assign(seats: list[Seat], officers: dict[str, Officer], posts: dict[Seat, Post], *, since: date) -> None:
    held = set(Assignment.objects.values_list("officer", "post"))
    Assignment.objects.bulk_create(
        Assignment(
            officer=officers[seat.account], post=posts[seat], kind=seat.kind, starts_on=since, decree="821/001/2025"
        )
        for seat in seats
        if (officers[seat.account].pk, posts[seat].pk) not in held
    )
