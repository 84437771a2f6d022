"""Every shipped norm loads, proves its tables and gives the answers worked out by hand."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from norms.cases import Place, all_cases
from staffing_norms import Plan, available_norms, load_norms
from staffing_norms.editions import read_norm
from staffing_norms.derivation import walk
from staffing_norms.documents import parse_document
from staffing_norms.errors import NormError
from staffing_norms.evaluate import Step
from staffing_norms.formula import Fact, Ref
from staffing_norms.pack import Bands, Bounds, DepartmentFile, Spread
from staffing_norms.schema import validate

CASES = all_cases()
NORMS = available_norms()

each_norm = pytest.mark.parametrize("norm", NORMS)
each_case = pytest.mark.parametrize("place", CASES, ids=map(str, CASES))


@cache
def files_of(norm: str) -> list[DepartmentFile]:
    return read_norm(norm)[1]


@cache
def plan_of(number: int) -> Plan:
    """Return the plan of a case."""
    place = CASES[number]
    case = place.case
    return load_norms(place.norm).plan(case.site, stance=case.stance, methods=case.methods)


def steps(plan: Plan) -> Iterator[Step]:
    """Yield every step of every role of a plan, also of those that come to zero."""
    for department in plan:
        for line in department.roles.values():
            yield from walk(line.step)


@cache
def reached(norm: str) -> tuple[frozenset[tuple[str, Any]], frozenset[str]]:
    """Return what the cases of a norm come to: outputs with values, and work that is named."""
    outputs, work = set(), set()
    for number, place in enumerate(CASES):
        for step in steps(plan_of(number)) if place.norm == norm else ():
            if isinstance(step.formula, Ref):
                outputs.add((step.formula.output, step.value))
            if step.formula == Fact("tasks.work"):
                work.add(step.value)
    return frozenset(outputs), frozenset(work)


# The files


@each_norm
def test_a_shipped_norm_loads_with_all_its_departments(norm: str) -> None:
    loaded = load_norms(norm)

    assert loaded.id == norm
    assert [layout.department for layout in loaded.rulebook.departments] == [
        file.department for file in files_of(norm)
    ]


@each_norm
def test_everything_that_is_printed_has_a_clause_and_a_status(norm: str) -> None:
    printed = [
        each
        for file in files_of(norm)
        for each in (*file.rules, *file.rates, *(file.leaders.bands if file.leaders else ()))
    ]

    assert printed
    for each in printed:
        assert each.clause
        assert each.status == "printed" or each.reading


@each_norm
def test_every_rule_band_and_rate_keeps_its_clause_in_the_program(norm: str) -> None:
    sources = Counter(
        (output.source.clause, output.source.status)
        for output in load_norms(norm).rulebook.program.outputs
        if output.source
    )
    printed: Counter[tuple[str, str]] = Counter()
    for file in files_of(norm):
        printed.update((rule.clause, rule.status) for rule in file.rules for _ in rule.methods)
        printed.update((rate.clause, rate.status) for rate in file.rates if not rate.own_rate)
        if file.leaders:
            printed.update((band.clause, band.status) for band in file.leaders.bands)

    assert sources == printed


@each_norm
def test_every_table_is_proven(norm: str) -> None:
    for file in files_of(norm):
        assert file.proof["rules"].rows == len(file.rules)
        assert ("leaders" in file.proof) == bool(file.leaders)
        assert ("rates" in file.proof) == bool(file.rates)


# The cases


def test_a_misspelt_key_of_a_case_is_refused() -> None:
    text = "{name: a, source: b, site: {lifts: 2}, expects: {plumber: 1}}"
    with pytest.raises(NormError) as caught:
        validate(type(CASES[0].case), parse_document(text, NormError), NormError)

    assert str(caught.value) == "1:40: unknown key 'expects'. Did you mean 'expect'?"


def test_every_case_has_a_name_of_its_own_and_says_something() -> None:
    names = Counter((place.norm, str(place)) for place in CASES)

    assert max(names.values()) == 1
    for place in CASES:
        case = place.case
        assert case.expect or case.departments or case.gaps, str(place)


@each_case
def test_a_case_gives_the_plan_that_was_worked_out(place: Place) -> None:
    case, plan = place.case, plan_of(CASES.index(place))
    roles = {role: line.headcount for each in plan for role, line in each.roles.items()}

    assert {role: roles[role] for role in case.expect} == case.expect
    assert {name: plan[name].headcount for name in case.departments} == case.departments
    assert {name for name in case.departments if not plan[name].complete} == set()
    assert {gap.fact for gap in plan.gaps} == set(case.gaps)
    assert plan.complete == (not case.gaps)
    raised = {finding.code for finding in plan.findings}
    assert set(case.findings) <= raised
    assert not raised & set(case.without)
    assert case.headcount in (None, plan.headcount)


@each_case
def test_a_case_gives_the_same_headcount_without_a_derivation(place: Place) -> None:
    case, plan = place.case, plan_of(CASES.index(place))
    norm = load_norms(place.norm)
    heads = norm.headcount(case.site, stance=case.stance, methods=case.methods)
    planned = {role: line.headcount for each in plan for role, line in each.roles.items()}

    assert {role: heads[role] for role in case.expect} == case.expect
    assert heads == {role: planned.get(role, 0) for role in heads}
    assert case.headcount in (None, sum(people or 0 for people in heads.values()))


# What the cases reach


@each_norm
def test_every_rule_is_reached_by_a_case(norm: str) -> None:
    counted = {name for name, value in reached(norm)[0] if value}
    rules = {
        f"{file.department}.{method}.{rule.role}.{rule.id}"
        for file in files_of(norm)
        for rule in file.rules
        for method in rule.methods
    }

    assert rules - counted == set()


@each_norm
def test_every_band_of_leaders_is_reached_by_a_case(norm: str) -> None:
    applied = {name for name, value in reached(norm)[0] if value is True}
    bands = {
        f"{file.department}.leaders.{number}"
        for file in files_of(norm)
        if file.leaders
        for number, _ in enumerate(file.leaders.bands, 1)
    }

    assert bands - applied == set()


@each_norm
def test_every_rate_is_reached_by_a_case(norm: str) -> None:
    outputs, named = reached(norm)
    used = {name for name, value in outputs if value}
    for file in files_of(norm):
        for rate in file.rates:
            work = f"{rate.activity}:{rate.variant}".rstrip(":")

            assert work in named
            assert rate.own_rate or f"{file.department}.rate.{work}" in used, work


@each_norm
def test_every_band_of_a_rule_is_reached_by_a_case(norm: str) -> None:
    for file in files_of(norm):
        for rule in file.rules:
            if isinstance(rule, Bands | Spread):
                outputs = {
                    f"{file.department}.{method}.{rule.role}.{rule.id}" for method in rule.methods
                }
                values = list(measured(norm, outputs, rule))

                assert [
                    band for band in rule.bands if not any(lies_in(band, each) for each in values)
                ] == []


def measured(norm: str, outputs: set[str], rule: Bands | Spread) -> Iterator[Fraction]:
    """Yield the values that the cases of a norm measure by the bands of a rule."""
    name = f"{rule.over}.{rule.measured_by}" if isinstance(rule, Spread) else rule.measured_by
    for number, place in enumerate(CASES):
        for step in steps(plan_of(number)) if place.norm == norm else ():
            if isinstance(step.formula, Ref) and step.formula.output in outputs:
                yield from (
                    Fraction(each.value)
                    for each in walk(step)
                    if each.formula == Fact(name) and each.value is not None
                )


def lies_in(bounds: Bounds, value: Fraction) -> bool:
    """Whether a value lies within printed bounds."""
    return (
        (bounds.from_ is None or value >= bounds.from_.low)
        and (bounds.over is None or value > bounds.over.low)
        and (bounds.up_to is None or value <= bounds.up_to.low)
        and (bounds.below is None or value < bounds.below.low)
    )


@each_norm
def test_every_finding_of_a_norm_is_raised_by_a_case(norm: str) -> None:
    said = {
        finding.message["en"]
        for number, place in enumerate(CASES)
        if place.norm == norm
        for finding in plan_of(number).findings
    }

    for file in files_of(norm):
        assert {finding.message.en for finding in file.findings} - said == set()
