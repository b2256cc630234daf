"""Checks of packages: every document must be tellable, its waits must end, and nothing it needs may be missing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from tuntas.catalog.condition_checks import check_condition
from tuntas.catalog.definition import Condition, Kind, Output, Question, ServiceDefinition
from tuntas.catalog.implying import Context, is_certain
from tuntas.catalog.output_checks import check_output
from tuntas.catalog.problems import Refuse, suggest

Lists = Mapping[str, Mapping[str, Any]]


def check_package(
    package: ServiceDefinition, *, services: Mapping[str, ServiceDefinition], refuse: Refuse, lists: Lists
) -> None:
    """Calls `refuse(key path, sentence)` for each thing that keeps a package from being finished."""
    if not package.outputs:
        refuse("outputs", _("Paket ini tidak menghasilkan dokumen. Tambahkan [[outputs]] dengan key dan service."))
    keys = [output.key for output in package.outputs]
    for number, output in enumerate(package.outputs):
        path = f"outputs[{number}]"
        if keys.index(output.key) != number:
            refuse(f"{path}.key", _('Kunci "%(key)s" ditulis dua kali. Beri kunci lain.') % {"key": output.key})
        _check_conditions(path, output.when, package=package, each=output.each, refuse=refuse, lists=lists)
        _check_waits(path, output, keys=keys, refuse=refuse)
        if output.service not in services:
            hint = suggest(output.service, services.keys())
            message = _('Layanan "%(code)s" tidak ada. %(hint)s') % {"code": output.service, "hint": hint}
            refuse(f"{path}.service", message)
            continue
        check_output(path, output, package=package, service=services[output.service], refuse=refuse)
    _check_circles(package, refuse)
    _check_hand_in(package, refuse=refuse, lists=lists)


def list_broken_packages(service: ServiceDefinition, *, packages: Iterable[ServiceDefinition]) -> list[str]:
    """What packages would lack if this wording of a service were published: "KAWIN, outputs[1].fill: ..."."""
    problems: list[str] = []
    for package in packages:
        for number, output in enumerate(package.outputs):
            if output.service == service.code:
                noting = _noting(package.code, problems)
                check_output(f"outputs[{number}]", output, package=package, service=service, refuse=noting)
    return problems


def _noting(code: str, problems: list[str]) -> Refuse:
    def refuse(key: str, message: str) -> None:
        problems.append(f"{code}, {key}: {message}")

    return refuse


def _check_waits(path: str, output: Output, *, keys: list[str], refuse: Refuse) -> None:
    for key in output.waits_for:
        if key == output.key:
            refuse(f"{path}.waits_for", _("Dokumen tidak bisa menunggu dirinya sendiri. Hapus dari waits_for."))
        elif key not in keys:
            hint = suggest(key, keys)
            refuse(f"{path}.waits_for", _('Dokumen "%(key)s" tidak ada. %(hint)s') % {"key": key, "hint": hint})


def _check_circles(package: ServiceDefinition, refuse: Refuse) -> None:
    """A document that waits, however far around, for itself is never begun."""
    waits = {output.key: output.waits_for for output in package.outputs}
    for number, output in enumerate(package.outputs):
        way = _find_way_back(output.key, waits)
        if len(way) > 1:
            message = _("Dokumen-dokumen ini saling menunggu: %(way)s. Hapus salah satu waits_for.")
            refuse(f"outputs[{number}].waits_for", message % {"way": " → ".join([*way, output.key])})
            return


def _find_way_back(start: str, waits: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The keys from `start` back to it, or [] when nothing leads back."""
    paths = [[start]]
    seen: set[str] = set()
    while paths:
        path = paths.pop()
        for key in waits.get(path[-1], ()):
            if key == start:
                return path
            if key not in seen:
                seen.add(key)
                paths.append([*path, key])
    return []


def _check_hand_in(package: ServiceDefinition, *, refuse: Refuse, lists: Lists) -> None:
    keys = [output.key for output in package.outputs]
    for number, one in enumerate(package.hand_in):
        path = f"hand_in[{number}]"
        _check_conditions(path, one.when, package=package, each="", refuse=refuse, lists=lists)
        if one.output not in keys and keys:
            hint = suggest(one.output, keys)
            refuse(f"{path}.output", _('Dokumen "%(key)s" tidak ada. %(hint)s') % {"key": one.output, "hint": hint})


def _check_conditions(
    path: str,
    conditions: tuple[Condition, ...],
    *,
    package: ServiceDefinition,
    each: str,
    refuse: Refuse,
    lists: Lists,
) -> None:
    """Each must ask something that exists, and that is answered for certain by whoever gets there."""
    questions = {question.code: question for question in package.questions}
    table = questions.get(each)
    if each and (table is None or table.kind != Kind.TABLE):
        tables = [code for code, question in questions.items() if question.kind == Kind.TABLE]
        message = _('"%(word)s" bukan tabel. %(hint)s') % {"word": each, "hint": suggest(each, tables)}
        refuse(f"{path}.each", message.strip())
        return
    columns = {column.code: column for column in table.columns} if table else {}
    for number, condition in enumerate(conditions):
        where = f"{path}.when[{number}]" if len(conditions) > 1 else f"{path}.when"
        if condition.field.startswith("row."):
            _check_row(where, condition, columns=columns, questions=questions, refuse=refuse, lists=lists)
            continue
        check_condition(where, condition, known=questions, refuse=refuse, lists=lists)
        others = Context(conditions[:number] + conditions[number + 1 :])
        for code in _asked_by(condition):
            if code in questions and not is_certain(questions[code], others):
                message = _(
                    'Belum dapat dipastikan: pertanyaan "%(code)s" boleh tidak terjawab. Wajibkan, '
                    "atau tulis juga syarat kapan ia ditanyakan."
                )
                refuse(f"{where}.field", message % {"code": code})


def _asked_by(condition: Condition) -> list[str]:
    names = [condition.field, condition.on if condition.on.startswith("answers.") else f"answers.{condition.on}"]
    return [name.removeprefix("answers.") for name in names if name.startswith("answers.") and name != "answers."]


def _check_row(
    path: str,
    condition: Condition,
    *,
    columns: Mapping[str, Question],
    questions: Mapping[str, Question],
    refuse: Refuse,
    lists: Lists,
) -> None:
    if not columns:
        refuse(f"{path}.field", _("Tulis each dengan kode tabelnya, supaya row.<kolom> punya arti."))
        return
    code = condition.field.removeprefix("row.")
    if code == "age":
        as_applicant = replace(condition, field="applicant.age")
        check_condition(path, as_applicant, known=questions, refuse=refuse, lists=lists)
        code = "birth_date"
    else:
        as_answer = replace(condition, field=f"answers.{code}")
        check_condition(path, as_answer, known=columns, refuse=refuse, lists=lists)
    if code in columns and not columns[code].required:
        message = _('Belum dapat dipastikan: kolom "%(code)s" boleh kosong. Wajibkan kolom itu.')
        refuse(f"{path}.field", message % {"code": code})
