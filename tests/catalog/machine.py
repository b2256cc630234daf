"""A machine that knows a service by its schema alone: fills it blindly, and judges values by it."""

import re
from datetime import date
from typing import Any

Schema = dict[str, Any]


def fill(schema: Schema) -> Any:
    """The simplest value a client would send: an example where there is one, and of an object only what is required."""
    for given in (schema.get("examples"), schema.get("enum")):
        if given:
            return given[0]
    match schema["type"]:
        case "object":
            return {name: fill(schema["properties"][name]) for name in schema.get("required", [])}
        case "array":
            return [fill(schema["items"])] * max(1, schema.get("minItems", 1))
        case "integer":
            return schema.get("minimum", 1)
        case "boolean":
            return True
    return "2020-03-12" if schema.get("format") == "date" else "Pembukaan rekening bank"


def list_faults(schema: Schema, value: Any, path: str = "$") -> list[str]:
    """Where a value breaks the schema: the part of JSON Schema 2020-12 that services use, and nothing beyond it."""
    unknown = schema.keys() - _WORDS
    assert not unknown, f"{path}: this judge does not know {unknown}"
    faults = [f"{path}: {fault}" for fault in _judge(schema, value)]
    if isinstance(value, dict):
        for name, part in schema.get("properties", {}).items():
            faults += list_faults(part, value[name], f"{path}.{name}") if name in value else []
    if isinstance(value, list) and "items" in schema:
        faults += [fault for n, one in enumerate(value) for fault in list_faults(schema["items"], one, f"{path}[{n}]")]
    for rule in schema.get("allOf", []):
        faults += list_faults(rule["then"], value, path) if not list_faults(rule["if"], value, path) else []
    return faults


_WORDS = {
    "$schema", "title", "description", "examples", "type", "properties", "required", "additionalProperties", "allOf",
    "enum", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "items", "minItems", "maxItems",
}  # fmt: skip
_TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}


def _judge(schema: Schema, value: Any) -> list[str]:
    kind = schema.get("type")
    if kind and (not isinstance(value, _TYPES[kind]) or (kind == "integer" and isinstance(value, bool))):
        return [f"not of type {kind}"]
    faults = []
    if "enum" in schema and value not in schema["enum"]:
        faults.append("not one of the choices")
    if isinstance(value, str):
        faults += _judge_text(schema, value)
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        faults.append("out of bounds")
    if isinstance(value, list) and not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        faults.append("too few or too many rows")
    if isinstance(value, dict):
        faults += [f"{name} is missing" for name in schema.get("required", []) if name not in value]
        if schema.get("additionalProperties") is False:
            faults += ["something unknown" for name in value if name not in schema["properties"]]
    return faults


def _judge_text(schema: Schema, value: str) -> list[str]:
    faults = []
    if "pattern" in schema and not re.search(schema["pattern"].replace("$", r"\Z"), value):
        faults.append("does not match the pattern")
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        faults.append("too short or too long")
    if schema.get("format") == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            faults.append("on no calendar")
    return faults
