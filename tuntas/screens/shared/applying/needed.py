"""What a service asks people to bring, in words: always, or only in some cases."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuntas.catalog.definition import Condition, Requirement, ServiceDefinition

_OFFICE = "office."
_FIELDS: dict[str, str | Promise] = {
    "sex": gettext_lazy("jenis kelamin"),
    "religion": gettext_lazy("agama"),
    "marital_status": gettext_lazy("status kawin"),
    "occupation": gettext_lazy("pekerjaan"),
    "nationality": gettext_lazy("kewarganegaraan"),
}


@dataclass(frozen=True)
class Sometimes:
    """A requirement that not everybody has, and when it is asked for."""

    requirement: Requirement
    text: str


def list_sometimes(definition: ServiceDefinition) -> list[Sometimes]:
    """The documents that some bring, each with its case. What an office switches is not among them."""
    rows = []
    for one in definition.requirements:
        if one.when and not one.when.field.startswith(_OFFICE):
            rows.append(Sometimes(one, describe_condition(definition, one.when)))
        elif not one.required and one.when is None and one.required_when is None:
            rows.append(Sometimes(one, _("bila Anda punya")))
    return rows


def describe_condition(definition: ServiceDefinition, condition: Condition) -> str:
    """When something applies, in the words of the form: "bila baru pindah: ya"."""
    if condition.below is not None:
        return _("bila belum berumur %(age)s tahun") % {"age": condition.below}
    place, _dot, code = condition.field.partition(".")
    question = next((one for one in definition.questions if place == "answers" and one.code == code), None)
    labels = {"true": _("ya"), "false": _("tidak")}
    name = str(_FIELDS.get(code, code))
    if question is not None:
        labels |= {choice.value: choice.label for choice in question.choices}
        name = question.name
    answers = _(" atau ").join(labels.get(value) or _readable(value) for value in condition.values)
    return _("bila %(question)s: %(answers)s") % {
        "question": name if name[:2].isupper() else name[:1].lower() + name[1:],
        "answers": answers,
    }


def _readable(value: str) -> str:
    """A code list's capitals as people write them: "Kepolisian RI (POLRI)"."""
    return " ".join(word if "(" in word or len(word) < 3 else word.capitalize() for word in value.split())
