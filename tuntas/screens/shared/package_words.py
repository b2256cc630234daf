"""What a package leads to, in the words of its service page: each document, when it is made, what it waits for."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tuntas.catalog.definition import Condition, Output, ServiceDefinition
from tuntas.screens.shared.applying.needed import describe_condition


@dataclass(frozen=True)
class Promised:
    """One document that a package may lead to."""

    name: str
    when: str
    after: str


def list_promised(package: ServiceDefinition) -> list[Promised]:
    """The documents of a package in their order; two ways to one document are told as one."""
    names = {output.key: output.label for output in package.outputs}
    rows: dict[str, Promised] = {}
    for output in package.outputs:
        when = _say_when(package, output)
        after = ", ".join(dict.fromkeys(names[key] for key in output.waits_for))
        known = rows.get(output.label)
        if known and known.when and when:
            when = _("%(one)s; %(other)s") % {"one": known.when, "other": when}
        rows[output.label] = Promised(output.label, when, known.after if known else after)
    return list(rows.values())


def count_documents(package: ServiceDefinition) -> str:
    """How many documents, as people say it: "5 dokumen", "2 sampai 4 dokumen"."""
    certain = sum(1 for output in package.outputs if not output.when)
    labels = len({output.label for output in package.outputs})
    fewest = max(certain, 1)
    if any(output.each for output in package.outputs):
        return _("%(number)s dokumen atau lebih") % {"number": max(fewest, 2)}
    if fewest == labels:
        return _("%(number)s dokumen") % {"number": labels}
    return _("%(from)s sampai %(to)s dokumen") % {"from": fewest, "to": labels}


def _say_when(package: ServiceDefinition, output: Output) -> str:
    said = [_say(package, condition) for condition in output.when]
    each = [_("untuk setiap orang")] if output.each else []
    return ", ".join([*each, *said])


def _say(package: ServiceDefinition, condition: Condition) -> str:
    if condition.least is not None and condition.below is not None:
        return _("umur %(from)s sampai kurang dari %(to)s tahun") % {"from": condition.least, "to": condition.below}
    if condition.least is not None:
        return _("mulai umur %(age)s tahun") % {"age": condition.least}
    if condition.below is not None:
        return _("belum berumur %(age)s tahun") % {"age": condition.below}
    if condition.field.startswith("row."):
        return ", ".join(value.casefold() for value in condition.values)
    return describe_condition(package, condition)
