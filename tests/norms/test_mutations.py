"""Every typing slip in a shipped norm is refused, fails a proof, or fails a case."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest

from norms import slips
from norms.cases import all_cases
from norms.slips import Data, Files, Slip
from staffing_norms.cases import Case
from staffing_norms.check import check_norm, read_findings
from staffing_norms.documents import Document
from staffing_norms.errors import NormError
from staffing_norms.evaluate import Evaluator
from staffing_norms.facts import vocabulary
from staffing_norms.layout import Rulebook
from staffing_norms.library import find_norm
from staffing_norms.pack import DepartmentFile, PackFile
from staffing_norms.rulebook import compile_rules
from staffing_norms.site import Site

NORM = "cn-estate"
PACK = "pack.yaml"
SEED = 20240101
SHARED = read_findings()

Value = Callable[[str], Any]


@cache
def documents() -> Mapping[str, Document]:
    home = find_norm(NORM)
    return {file: home.read(file) for file in home.files}


def files() -> Files:
    return {file: document.data for file, document in documents().items() if file != PACK}


@cache
def cases(department: str) -> list[tuple[Case, dict[str, Any]]]:
    """Return the cases of one department, with what its program reads."""
    return [
        (place.case, {**Site.from_mapping(place.case.site).values, **choices(place.case)})
        for place in all_cases()
        if (place.norm, place.file) == (NORM, department)
    ]


def choices(case: Case) -> dict[str, str]:
    return {f"method.{department}": method for department, method in case.methods.items()}


def is_caught(slip: Slip) -> bool:
    """Whether a file is refused, or a case of its department fails."""
    department = slip.file.removesuffix(".yaml")
    page: Data = documents()[PACK].data
    read = {
        PACK: replace(documents()[PACK], data={**page, "departments": [department]}),
        slip.file: replace(documents()[slip.file], data=slip.data),
    }
    try:
        pack, [file] = check_norm(NORM, read, read.__getitem__)
    except NormError:
        return True
    return fails_a_case(pack, file)


def fails_a_case(pack: PackFile, file: DepartmentFile) -> bool:
    rulebook = compile_rules(pack, [file], vocabulary(), SHARED)
    outputs = {output.name: output for output in rulebook.program.outputs}
    for case, facts in cases(file.department):
        if not case.expect.keys() <= outputs.keys():
            return True
        value = Evaluator(outputs, case.stance).evaluation(facts).value
        if not holds(case, rulebook, value, file.department):
            return True
    return False


def holds(case: Case, rulebook: Rulebook, value: Value, department: str) -> bool:
    headcount = value(f"{department}.headcount")
    gaps = {
        gap.fact
        for gap in rulebook.gaps
        for role, conditions in gap.blocks.items()
        if value(role) is None and any(map(value, conditions))
    }
    raised = {finding.code for finding in rulebook.findings if value(finding.condition)}
    return (
        all(value(role) == people for role, people in case.expect.items())
        and case.departments.get(department, headcount) == headcount
        and gaps == set(case.gaps)
        and raised >= set(case.findings)
        and not raised & set(case.without)
    )


def survivors(found: Iterable[Slip]) -> list[str]:
    return [str(slip) for slip in found if not is_caught(slip)]


def test_a_norm_without_a_slip_is_not_caught() -> None:
    assert len(survivors(Slip("none", file, "", data) for file, data in files().items())) == len(
        files()
    )


def test_every_slip_in_a_digit_is_caught() -> None:
    found = list(slips.digits(files(), Random(SEED)))  # noqa: S311 - no secret

    assert len(found) > 900
    assert survivors(found) == []


@pytest.mark.parametrize(
    "kind", [slips.ranges, slips.units, slips.keys, slips.rows, slips.bounds, slips.neighbours]
)
def test_every_other_slip_is_caught(kind: Callable[[Files], Iterator[Slip]]) -> None:
    found = list(kind(files()))

    assert found
    assert survivors(found) == []
