"""How a letter names who signed it: direct, a.n., u.b., Plt. and Plh. (knowledge/domain.md 5.4)."""

from typing import TypedDict

from tuntas.offices.models import Assignment, Office, Post
from tuntas.offices.roles import Role
from tuntas.offices.tree import get_post

# Desks say it short, letters in full.
_IN_FULL = {
    "kasi": "Kepala Seksi",
    "kabid": "Kepala Bidang",
    "kadis": "Kepala Dinas",
    "kades": "Kepala Desa",
    "seklur": "Sekretaris",
    "sekcam": "Sekretaris",
    "sekdis": "Sekretaris",
    "sekdes": "Sekretaris Desa",
}
_PREFIX = {Assignment.Kind.ACTING: "Plt. ", Assignment.Kind.ACTING_DAILY: "Plh. "}


class Signatory(TypedDict):
    """What is frozen into a letter; later changes of person, title or rank do not touch it."""

    lines: list[str]  # above the signature: ["a.n. LURAH SIALANG", "SEKRETARIS,"]
    name: str  # with titles (Permendagri 1/2023 art. 44)
    rank: str
    nip: str
    title: str  # as a sentence names it: "Plt. Lurah Sialang"
    kind: str
    mode: str


def signatory_of(assignment: Assignment) -> Signatory:
    """The signature block of whoever holds this assignment.

    Who signs on behalf (a.n., u.b.) is assigned to the head's post in that mode; their own title is that of their own
    post in the office. Raises offices.tree.PostMissing where the office has no head to sign for.
    """
    officer = assignment.officer
    return {
        "lines": _lines(assignment),
        "name": officer.name,
        "rank": officer.rank,
        "nip": officer.nip,
        "title": _title(assignment),
        "kind": assignment.kind,
        "mode": assignment.mode,
    }


def _lines(assignment: Assignment) -> list[str]:
    own = _own_title(assignment)
    office = assignment.post.office
    if assignment.mode == Assignment.Mode.DIRECT:
        return [_shout(own) + ","]
    head = f"a.n. {_head_title(office).upper()}"
    if assignment.mode == Assignment.Mode.ON_BEHALF:
        return [head, _shout(own) + ","]
    secretary = _in_full(get_post(office, role=Role.SECRETARY).title)
    return [head, secretary.upper(), "u.b.", _shout(own) + ","]


def _title(assignment: Assignment) -> str:
    own = _own_title(assignment)
    if assignment.mode == Assignment.Mode.DIRECT:
        return own
    return f"{own}, a.n. {_head_title(assignment.post.office)}"


def _own_title(assignment: Assignment) -> str:
    post = _own_post(assignment)
    title = _with_place(post) if post.role == Role.HEAD else _in_full(post.title)
    return _PREFIX.get(Assignment.Kind(assignment.kind), "") + title


def _own_post(assignment: Assignment) -> Post:
    """The post whose title the signer prints: for one who signs for the head, their own place in the office."""
    if assignment.mode == Assignment.Mode.DIRECT or assignment.post.role != Role.HEAD:
        return assignment.post
    office = assignment.post.office_id
    others = Assignment.objects.valid_on(assignment.starts_on).filter(officer=assignment.officer, post__office=office)
    own = others.exclude(post__role=Role.HEAD).select_related("post__office").order_by("-starts_on").first()
    return own.post if own else assignment.post


def _head_title(office: Office) -> str:
    return _with_place(get_post(office, role=Role.HEAD))


def _with_place(post: Post) -> str:
    """Lurah of "Kelurahan Sialang" is "Lurah Sialang"; a title that names its place already stays."""
    title = _in_full(post.title)
    place = post.office.name.partition(" ")[2] or post.office.name
    return title if place.casefold() in title.casefold() else f"{title} {place}"


def _in_full(title: str) -> str:
    first, _, rest = title.partition(" ")
    return f"{_IN_FULL.get(first.casefold(), first)} {rest}".strip()


def _shout(title: str) -> str:
    """Capitals, but "Plt." and "Plh." as they are written."""
    for prefix in _PREFIX.values():
        if title.startswith(prefix):
            return prefix + title.removeprefix(prefix).upper()
    return title.upper()
