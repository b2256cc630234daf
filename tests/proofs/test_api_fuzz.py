"""Whatever a client sends, every operation of the API answers: never an error of ours, every refusal a problem.

Arbitrary JSON, bodies that are nearly right, bytes, headers, paths, queries and methods, against each operation that
the router knows, for strangers and for officers.
"""

import copy
import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.flow.papers import draw_photo
from tests.make import PASSWORD, Cast
from tests.proofs.papers import make_quick_body, send_quickly
from tuntas.api.urls import api
from tuntas.flow.submit import Sent

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
FEW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    print_blob=False,
)


def list_operations() -> Iterator[tuple[str, str]]:
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method in operations:
            yield method.upper(), path


OPERATIONS = sorted(list_operations())

any_text = st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(
    [
        "",
        " ",
        "\0",
        "\ud800",
        "#panic()",
        "' OR 1=1 --",
        "中文",
        "👩‍👩‍👧",
        "1" * 5000,
        "../../etc/passwd",
        "%00",
        "\r\nX: y",
    ]
)
any_number = st.integers() | st.floats() | st.sampled_from([2**63, -(2**63), 10**400, 1e308, -0.0])
any_json = st.recursive(
    st.none() | st.booleans() | any_number | any_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=12,
)
path_part = any_text.map(lambda text: quote(text.encode("utf-8", "surrogatepass"), safe=""))
header_text = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=250)


@st.composite
def nearly(draw: Callable[[Any], Any], body: Any) -> Any:
    """The body with one to three places replaced, removed or added."""
    made = copy.deepcopy(body)
    for _ in range(draw(st.integers(1, 3))):
        place = made
        while isinstance(place, dict | list) and place:
            key = (
                draw(st.sampled_from(sorted(place)))
                if isinstance(place, dict)
                else draw(st.integers(0, len(place) - 1))
            )
            if not isinstance(place[key], dict | list) or not place[key] or draw(st.booleans()):
                break
            place = place[key]
        else:
            continue
        what = draw(st.sampled_from(["replace", "replace", "remove", "add"]))
        if what == "replace":
            place[key] = draw(any_json)
        elif what == "remove":
            del place[key]
        elif isinstance(place, dict):
            place[draw(any_text)] = draw(any_json)
    return made


class World:
    """A sent application, officers with tokens, and the bodies that each operation would take."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.client = Client()
        self.sent: Sent = send_quickly(cast)
        self.tokens = [self.log_in(officer.username) for officer in (cast.budi, cast.dewi, cast.eko)]

    def log_in(self, username: str) -> str:
        body = json.dumps({"username": username, "password": PASSWORD})
        return str(self.client.post(f"{V1}/session", body, content_type="application/json").json()["token"])

    def body_of(self, path: str) -> Any:
        pin = self.sent.pin
        return {
            "/applications": make_quick_body(self.cast),
            "/applications/{receipt}/corrections": {
                "pin": pin,
                "answers": {"purpose": "Bank"},
                "applicant": {"name": "Ani"},
                "files": [{"requirement": "KK", "upload": str(uuid.uuid4())}],
            },
            "/applications/{receipt}/withdrawal": {"pin": pin, "reason": "Tidak jadi"},
            "/session": {"username": "budi", "password": "bukan ini", "otp": "123456"},
            "/cases/{case_id}/approve": {"note": "Baik", "pin": "000001"},
            "/cases/{case_id}/send-back": {"reasons": [{"requirement": "KK", "code": "unreadable", "note": "x"}]},
            "/cases/{case_id}/reject": {"code": "other", "note": "x"},
            "/cases/{case_id}/hand-over": {"method": "pickup", "receiver": "Ani", "relation": "self", "proof": "x"},
        }.get(path.removeprefix(V1), {})

    @property
    def real(self) -> dict[str, str]:
        """What the parts of addresses really are."""
        case = self.sent.cases[0]
        file = self.sent.application.files.all()[0]
        receipt = self.sent.application.receipt
        return {
            "receipt": receipt,
            "case_id": str(case.pk),
            "code": "SKD",
            "file_id": str(file.pk),
            "document_id": str(uuid.uuid4()),
        }

    def fill(self, path: str) -> str:
        """The path with what is really there."""
        return path.format(**self.real)

    def post(self, address: str, raw: bytes, *, key: str | None = None, by: int = 0) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[by]}"} | ({"Idempotency-Key": key} if key else {})
        return self.call("POST", address, raw, headers=headers)

    def call(self, method: str, address: str, raw: bytes, *, kind: str = "application/json", **more: Any) -> Any:
        """The answer; what the request changed is taken back, so that the next one meets the same world."""
        headers = more.get("headers") or {"Authorization": f"Bearer {self.tokens[0]}"}
        before = transaction.savepoint()
        try:
            return self.client.generic(method, address, raw, content_type=kind, headers=headers)
        finally:
            transaction.savepoint_rollback(before)


@pytest.fixture
def world(office_at_work: Cast) -> World:
    return World(office_at_work)


def check(answer: Any) -> None:
    """An answer, or a problem document in words."""
    assert answer.status_code < 500
    if answer.status_code < 400:
        return
    kind = answer.headers["Content-Type"]
    assert kind.startswith("application/problem+json"), (answer.status_code, kind, answer.content[:200])
    problem = json.loads(answer.content)
    assert problem["status"] == answer.status_code
    assert problem["title"].strip().endswith((".", "!", "?")), problem
    assert all(error["message"].strip() for error in problem.get("errors", []))


POSTS = [path for method, path in OPERATIONS if method == "POST" and "uploads" not in path and "verify" not in path]
POISON = ["", "\0", "x\0y", "\ud800", "👩‍👩‍👧 中文", "9" * 20_000, "' OR 1=1 --", "../../x\r\nX: y"]
POISON_JSON = ["x\0y", "\ud800", "9" * 20_000, None, 10**400, float("nan"), [], {"a": {"b": [[]]}}]


def list_places(body: Any, *above: Any) -> Iterator[tuple[Any, ...]]:
    """Where something stands in a body, however deep."""
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else []
    for key, value in inner:
        yield (*above, key)
        yield from list_places(value, *above, key)


def put(body: Any, place: tuple[Any, ...], value: object) -> Any:
    made = inner = copy.deepcopy(body)
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return made


def test_poison_in_every_place_of_a_body(world: World) -> None:
    for path in POSTS:
        body, address = world.body_of(path), world.fill(path)
        for place in list_places(body):
            for poison in POISON_JSON:
                check(world.post(address, json.dumps(put(body, place, poison)).encode()))


def list_addresses(world: World, path: str, operation: Any) -> Iterator[str]:
    """The address with poison in each part and each parameter in turn."""
    names = [row["name"] for row in operation.get("parameters", [])]
    for poison in POISON:
        part = quote(poison[:2000].encode("utf-8", "surrogatepass"), safe="")
        for name in names:
            if "{" + name + "}" in path:
                yield path.format(**{**world.real, name: part})
            else:
                yield f"{world.fill(path)}?{name}={part}"


def test_poison_in_every_part_of_an_address(world: World) -> None:
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            for address in list_addresses(world, path, operation):
                check(world.call(method.upper(), address, b"{}"))


def test_bodies_that_are_nearly_right(world: World) -> None:
    bodies = {path: world.body_of(path) for path in POSTS}

    @FEW
    @given(st.data())
    def send(data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(POSTS))
        raw = json.dumps(data.draw(nearly(bodies[path]) | any_json), ensure_ascii=data.draw(st.booleans()))
        key, by = data.draw(st.none() | header_text), data.draw(st.integers(0, 2))
        check(world.post(world.fill(path), raw.encode("utf-8", "surrogatepass"), key=key, by=by))

    send()


def test_any_path_query_header_and_bytes(world: World) -> None:
    @FEW
    @given(st.data())
    def send(data: st.DataObject) -> None:
        method, path = data.draw(st.sampled_from(OPERATIONS))
        parts = {name: data.draw(path_part) for name in world.real}
        address = path.format(**parts) if data.draw(st.booleans()) else world.fill(path)
        query = data.draw(st.dictionaries(st.sampled_from(["pin", "cursor", "only", "level"]) | path_part, path_part))
        address += "?" + "&".join(f"{name}={value}" for name, value in query.items())
        token = data.draw(header_text | st.sampled_from(world.tokens))
        kind = data.draw(header_text | st.sampled_from(["application/json", "multipart/form-data; boundary=x", ""]))
        headers = {"Authorization": f"Bearer {token}"}
        check(world.call(method, address, data.draw(st.binary(max_size=200)), kind=kind, headers=headers))

    send()


def test_any_method(world: World) -> None:
    for path in {path for _method, path in OPERATIONS} | {V1 + "/", V1 + "/nothing", V1 + "/cases/x"}:
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "OPTIONS"):
            check(world.call(method, world.fill(path), b"{}"))


def test_any_file(world: World) -> None:
    photo = draw_photo()

    @FEW
    @given(st.sampled_from(["/uploads", "/verify"]), st.binary(max_size=400), st.integers(0, len(photo)), st.text())
    def send(path: str, piece: bytes, cut: int, name: str) -> None:
        data = photo[:cut] + piece + photo[cut + len(piece) :] if cut % 2 else piece
        file = SimpleUploadedFile(name.replace("/", "") or "x", data, "image/jpeg")
        check(world.client.post(V1 + path, {"file": file}))

    send()


DEEP = 100_000
HOSTILE = {
    "deep lists": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "an endless number": b'{"pin": ' + b"9" * 10_000 + b"}",
    "a lone surrogate": b'{"village": "\\ud800", "applicant": {"name": "\\udfff"}}',
    "a NUL": b'{"service": "SKD\\u0000", "village": "16.71.08.1006\\u0000", "applicant": {"name": "A\\u0000"}}',
    "twice the same key": b'{"village": "1", "village": "16.71.08.1006"}',
    "another encoding": '{"village": "Sialang"}'.encode("utf-16"),
    "five megabytes": b'{"village": "' + b"1" * 5_000_000 + b'"}',
}


def test_hostile_bodies(world: World) -> None:
    for name, raw in HOSTILE.items():
        for path in POSTS:
            answer = world.post(world.fill(path), raw, key="x")

            check(answer)
            assert answer.status_code >= 400, (name, path)


def test_the_right_pin_still_opens_after_guesses_of_every_shape(world: World) -> None:
    path = f"{V1}/applications/{world.sent.application.receipt}"
    for pin in POISON[:4]:
        check(world.client.get(path, {"pin": pin.encode("utf-8", "surrogatepass")}))

    assert world.client.get(path, {"pin": world.sent.pin}).status_code == 200
