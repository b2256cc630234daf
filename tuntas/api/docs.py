"""Docs: the API on one page, written from its OpenAPI description; no script, no other origin."""

import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI

from tuntas.api.access import open_to_all


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    title: str
    text: str
    needs_token: bool
    parameters: list[str]
    body: str


@open_to_all
def api_docs(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """The documentation page."""
    description = api.get_openapi_schema()
    shapes = description.get("components", {}).get("schemas", {})
    calls = [
        _call(method, path, operation, shapes)
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
    ]
    return render(request, "api/api_docs.html", {"calls": calls, "description": description["info"]["description"]})


def _call(method: str, path: str, operation: dict[str, object], shapes: dict[str, object]) -> Call:
    parameters = operation.get("parameters") or []
    names = [str(row["name"]) for row in parameters] if isinstance(parameters, list) else []
    return Call(
        method=method.upper(),
        path=path,
        title=str(operation.get("summary", "")),
        text=str(operation.get("description", "")),
        needs_token="security" in operation,
        parameters=names,
        body=_body(operation.get("requestBody"), shapes),
    )


def _body(request_body: object, shapes: dict[str, object]) -> str:
    """The shape of the body as indented JSON Schema, or "" when there is none."""
    if not isinstance(request_body, dict):
        return ""
    kind, content = next(iter(request_body["content"].items()))
    schema = content.get("schema", {})
    reference = str(schema.get("$ref", "")).rpartition("/")[2]
    shown = shapes.get(reference, schema)
    return f"{kind}\n{json.dumps(shown, indent=2, ensure_ascii=False)}"
