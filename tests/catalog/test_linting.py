"""The linter says of a definition under edit what it says of a file: dead ends, steps out of reach, broken packages."""

from dataclasses import replace

import pytest

from tuntas.catalog.definition import ChainStep, Condition, Requirement, ServiceDefinition
from tuntas.catalog.linting import list_problems
from tuntas.catalog.packages import read_catalog

CATALOG = {one.code: one for one in read_catalog()}
SKD, KTP = CATALOG["SKD"], CATALOG["KTP-BARU"]
YES = Condition("answers.newcomer", ("true",))


def said(definition: ServiceDefinition) -> str:
    return "\n".join(str(problem) for problem in list_problems(definition, around=CATALOG))


@pytest.mark.parametrize("code", sorted(CATALOG))
def test_what_ships_is_well_formed(code: str) -> None:
    assert said(CATALOG[code]) == ""


def test_a_paper_that_may_have_no_desk_is_a_dead_end() -> None:
    steps = tuple(replace(step, when=Condition("office.survey", ("true",))) for step in KTP.chain)

    assert "Semua langkah bersyarat" in said(replace(KTP, chain=steps))


def test_a_step_after_the_signature_is_never_reached() -> None:
    after = (*SKD.chain, ChainStep("OPERATOR", "check", when=YES))

    assert "Surat harus ditandatangani sekali, di langkah terakhir" in said(replace(SKD, chain=after))


def test_a_step_for_an_answer_that_nobody_can_give_is_never_reached() -> None:
    nobody = Condition("applicant.age", below=0, on="answers.lives_since")
    steps = (SKD.chain[0], replace(SKD.chain[1], when=nobody), *SKD.chain[2:])

    assert "Tidak ada orang yang lebih muda" in said(replace(SKD, chain=steps))


def test_a_demanded_requirement_that_a_package_does_not_bring_breaks_the_package() -> None:
    package = next(one for one in CATALOG.values() if one.is_package)
    service = CATALOG[package.outputs[0].service]
    more = Requirement("LOKAL-1", "Foto rumah", "Foto.", "Bawa.")

    problems = said(replace(service, requirements=(*service.requirements, more)))

    assert package.code in problems
    assert "LOKAL-1" in problems
