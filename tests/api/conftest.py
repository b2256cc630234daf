"""The API as a client sees it: the cast with the catalogue, uploads, tokens, and everything due done."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.flow.papers import draw_photo
from tests.make import PASSWORD, PIN, Cast
from tests.tables import load_catalogue
from tuntas.offices.signing import set_signing_pin

V1 = "/api/v1"
Body = dict[str, Any]


class Api:
    """A client of the API: JSON in, (status, JSON) out."""

    def __init__(self) -> None:
        self.client = Client()
        self.tokens: dict[str, str] = {}

    def get(self, path: str, *, by: str = "", **query: str) -> tuple[int, Any]:
        answer = self.client.get(V1 + path, query, headers=self._headers(by))
        return answer.status_code, self._read(answer)

    def post(self, path: str, body: Body | bytes, *, by: str = "", key: str = "") -> tuple[int, Any]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {**self._headers(by), "Idempotency-Key": key or str(uuid.uuid4())}
        answer = self.client.post(V1 + path, data, content_type="application/json", headers=headers)
        return answer.status_code, self._read(answer)

    def upload(self, data: bytes | None = None, *, path: str = "/uploads", key: str = "") -> tuple[int, Any]:
        file = SimpleUploadedFile("foto.jpg", draw_photo() if data is None else data, "image/jpeg")
        answer = self.client.post(V1 + path, {"file": file}, headers={"Idempotency-Key": key or str(uuid.uuid4())})
        return answer.status_code, self._read(answer)

    def attach(self, case: object, code: str, data: bytes | None, *, by: str) -> tuple[int, Any]:
        body: dict[str, Any] = {"document": code, "number": "1671-0001"}
        if data is not None:
            body["file"] = SimpleUploadedFile("dokumen.pdf", data, "application/pdf")
        headers = {**self._headers(by), "Idempotency-Key": str(uuid.uuid4())}
        answer = self.client.post(f"{V1}/cases/{case}/attach", body, headers=headers)
        return answer.status_code, self._read(answer)

    def log_in(self, username: str) -> str:
        if username not in self.tokens:
            _status, told = self.post("/session", {"username": username, "password": PASSWORD})
            self.tokens[username] = told["token"]
        return self.tokens[username]

    def _headers(self, by: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.log_in(by)}"} if by else {}

    @staticmethod
    def _read(answer: Any) -> Any:
        return json.loads(answer.content) if "json" in answer.headers["Content-Type"] else answer.content


@pytest.fixture
def api(cast: Cast) -> Api:
    load_catalogue()
    set_signing_pin(cast.dewi, pin=PIN)
    return Api()


@pytest.fixture
def body(api: Api, cast: Cast) -> Callable[..., Body]:
    """An SKD application with fresh uploads."""

    def make(**fields: Any) -> Body:
        _status, service = api.get("/services/skd")
        schema = service["schema"]
        answers = {name: schema["properties"][name]["examples"][0] for name in schema["required"]}
        needed = [row["code"] for row in service["requirements"] if row["required"]]
        return {
            "service": "SKD",
            "village": "16.71.08.1006",
            "applicant": cast.ani,
            "answers": answers,
            "files": [{"requirement": code, "upload": api.upload()[1]["upload"]} for code in needed],
            "delivery": {"method": "download"},
            **fields,
        }

    return make
