"""Chains: the ways of a paper that many services share, written once and named by their code."""

from collections.abc import Mapping
from typing import Any

from tuntas.catalog.sheets import Part


def list_steps(part: Part, *, shared: Mapping[str, Mapping[str, Any]]) -> list[Part]:
    """The steps of a service: its own, or those of the chain it names: `chain = "KEL"` and `section = "kesra"`.

    The section stands wherever the shared chain says "{section}".
    """
    section = part.text("section", default="")
    if not isinstance(part.peek("chain"), str):
        return part.parts("chain")
    steps = shared.get(part.one_of("chain", shared.keys()), {}).get("steps", [])
    return [Part(part.sheet, _fill(step, section), path="chain") for step in steps]


def _fill(step: Mapping[str, Any], section: str) -> dict[str, Any]:
    filled = {key: section if value == "{section}" else value for key, value in step.items()}
    return {key: value for key, value in filled.items() if value != ""}
