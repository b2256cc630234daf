"""Packages as plain JSON: life events with the documents they lead to."""

from tuntas.api.answers import service_detail, service_summary
from tuntas.catalog.definition import Condition, HandIn, Output, ServiceDefinition
from tuntas.vault.fields import Json


def package_summary(package: ServiceDefinition) -> Json:
    """One row of the list of packages. `level` is the highest office that any of its documents comes from."""
    return service_summary(package) | {"outputs": [_output(one) for one in package.outputs]}


def package_detail(package: ServiceDefinition) -> Json:
    """One package with its questions, the JSON Schema of `answers`, and the old documents to give back."""
    more: Json = {
        "outputs": [_output(one) for one in package.outputs],
        "hand_in": [_hand_in(o) for o in package.hand_in],
    }
    return service_detail(package) | more


def _output(output: Output) -> Json:
    """A document; it is made when all of `when` hold, once for each row of the table `each` where one is named."""
    return {
        "key": output.key,
        "service": output.service,
        "name": output.label,
        "when": [_condition(one) for one in output.when],
        "waits_for": list(output.waits_for),
        "each": output.each or None,
    }


def _hand_in(one: HandIn) -> Json:
    return {"code": one.code, "name": one.name, "output": one.output, "when": [_condition(c) for c in one.when]}


def _condition(condition: Condition) -> Json:
    """Like the conditions of requirements, with ages where these decide."""
    age = {"below": condition.below, "least": condition.least, "on": condition.on or None}
    is_age = condition.below is not None or condition.least is not None
    return {"field": condition.field, "values": list(condition.values)} | (age if is_age else {})
