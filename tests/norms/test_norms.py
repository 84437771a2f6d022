"""Every shipped norm loads, proves its tables and gives the answers worked out by hand."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from norms.cases import CORES, Place, all_cases, core
from staffing_norms import Plan, available_norms, load_norms
from staffing_norms.foundation.documents import parse_document, read_document, read_trusted
from staffing_norms.foundation.errors import NormError
from staffing_norms.foundation.formula import (
    STANCES,
    Add,
    Ceil,
    Div,
    Fact,
    First,
    Floor,
    Formula,
    Max,
    Min,
    Mul,
    Range,
    Ref,
    Sub,
    When,
    children,
)
from staffing_norms.foundation.library import find_norm, norms_folder
from staffing_norms.foundation.schema import validate
from staffing_norms.interpreters.evaluate import Evaluator, Step
from staffing_norms.planning.cases import check_cases, run_case
from staffing_norms.program.names import is_undefined
from staffing_norms.publications.editions import open_norm
from staffing_norms.publications.figures import Bounds
from staffing_norms.publications.pack import DepartmentFile, PackFile
from staffing_norms.publications.rule_kinds import Bands, Spread
from staffing_norms.results.steps import walk
from staffing_norms.sites.facts import FactType

ALL_CASES = all_cases()
CASES = [place for place in ALL_CASES if not place.case.refused]  # that have a plan
NORMS = available_norms()

each_norm = pytest.mark.parametrize("norm", NORMS)
each_case = pytest.mark.parametrize("place", CASES, ids=map(str, CASES))


@cache
def page_of(norm: str) -> PackFile:
    return open_norm(find_norm(norm)).pack


@cache
def files_of(norm: str) -> list[DepartmentFile]:
    return open_norm(find_norm(norm)).departments


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


FILES = sorted(norms_folder().rglob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_shipped_file_bears_to_be_judged(file: Path) -> None:
    """What the library reads of its own without judging it, a reader who judges reads alike."""
    trusted = read_trusted(file, file.name)
    judged = read_document(file, NormError, json=False)

    assert trusted.data == judged.data
    assert dict(trusted.marks) == judged.marks
    assert dict(trusted.key_marks) == judged.key_marks
    assert len(trusted.marks) == len(judged.marks)


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
        for each in (
            *file.rules,
            *file.rates,
            *(file.leaders.bands if file.leaders else ()),
            *file.as_needed.values(),
        )
    ]

    assert printed
    page = page_of(norm)
    for each in (*printed, *page.factors, *page.totals, *page.standards):
        assert each.clause
        assert each.status == "printed" or each.reading


@each_norm
def test_every_rule_band_and_rate_keeps_its_clause_in_the_program(norm: str) -> None:
    rulebook = load_norms(norm).rulebook
    sources = Counter(
        (output.source.clause, output.source.status)
        for output in rulebook.program.outputs
        if output.source and not is_undefined(output.name)
        if output.name not in rulebook.cover.by_law
    )
    page = page_of(norm)
    printed = Counter((factor.clause, factor.status) for factor in page.factors)
    printed.update((total.clause, total.status) for total in page.totals for _ in ("low", "high"))
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
    page = page_of(norm)
    assert ("factors" in page.proof) == bool(page.factors)
    assert ("totals" in page.proof) == bool(page.totals)
    assert ("standards" in page.proof) == bool(page.standards)


def test_a_fact_that_several_norms_have_is_the_same_in_each() -> None:
    known: dict[str, FactType] = {}
    for norm in NORMS:
        for name, fact in page_of(norm).facts.items():
            assert known.setdefault(name, fact) == fact, (norm, name)


# The cases


def test_a_misspelt_key_of_a_case_is_refused() -> None:
    text = "{name: a, source: b, site: {lifts: 2}, expects: {plumber: 1}}"
    with pytest.raises(NormError) as caught:
        validate(type(CASES[0].case), parse_document(text, NormError), NormError)

    assert str(caught.value) == "1:40: unknown key 'expects'. Did you mean 'expect'?"


@each_norm
def test_every_case_names_what_its_norm_has(norm: str) -> None:
    check_cases(load_norms(norm), [place.placed for place in ALL_CASES if place.norm == norm])


def test_every_case_has_a_name_of_its_own_and_says_something() -> None:
    names = Counter((place.norm, str(place)) for place in ALL_CASES)

    assert max(names.values()) == 1
    for place in ALL_CASES:
        case = place.case
        said = case.expect or case.unknown or case.departments or case.gaps or case.refused
        assert said, str(place)


@pytest.mark.parametrize("place", ALL_CASES, ids=map(str, ALL_CASES))
def test_a_case_gives_the_plan_that_was_worked_out(place: Place) -> None:
    assert run_case(load_norms(place.norm), place.placed).differences == ()


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

    for own in (page_of(norm).findings, *(file.findings for file in files_of(norm))):
        assert {finding.message.en for finding in own} - said == set()


@each_norm
def test_a_printed_total_is_met_and_missed_by_cases(norm: str) -> None:
    raised = {
        (finding.code, finding.message["en"].partition(":")[0])
        for number, place in enumerate(CASES)
        if place.norm == norm
        for finding in plan_of(number).findings
    }

    for total in page_of(norm).totals:
        if total.kind != "cap":
            assert ("total.below", total.labels.en) in raised
        if total.kind != "floor":
            assert ("total.above", total.labels.en) in raised


@pytest.mark.parametrize(("area", "height", "least"), CORES)
def test_the_core_of_a_small_site_has_a_minimum(area: int, height: str, least: int) -> None:
    assert core(load_norms("cn-multi-storey"), area, height) == least


@each_norm
def test_every_factor_is_switched_on_and_off_by_cases(norm: str) -> None:
    factors = {f"factor.{factor.id}.applies" for factor in page_of(norm).factors}
    asked = {(name, bool(value)) for name, value in reached(norm)[0] if name in factors}

    assert asked == {(name, is_on) for name in factors for is_on in (True, False)}


@each_norm
def test_every_turn_of_a_rule_and_of_a_total_is_taken_by_a_case(norm: str) -> None:
    loaded = load_norms(norm)
    outputs = {output.name: output for output in loaded.rulebook.program.outputs}
    ends = ("low", "high")
    totals = [f"total.{total.id}.{end}" for total in page_of(norm).totals for end in ends]
    rules = [
        f"{file.department}.{method}.{rule.role}.{rule.id}"
        for file in files_of(norm)
        for rule in file.rules
        for method in rule.methods
    ]
    evaluator = Evaluator(outputs)
    taken: set[Turn] = set()
    for number, place in enumerate(CASES):
        if place.norm == norm:
            stance = place.case.stance
            site = evaluator.evaluation(loaded.site(place.case.site).values, stance)
            counted = {
                step.formula.output: step.inputs[0]
                for step in steps(plan_of(number))
                if isinstance(step.formula, Ref) and step.formula.output in rules
            }
            for name, step in (*counted.items(), *((name, site.step(name)) for name in totals)):
                taken.update(turns_taken(outputs[name].formula, step, stance, (name,)))
    possible = {
        turn for name in (*rules, *totals) for turn in turns(outputs[name].formula, (name,))
    }

    assert possible - taken == set()


Turn = tuple[tuple[str | int, ...], str | int | bool]
"""A place in a formula that may go on in several ways, or a range in it, and one of them."""


def turns(formula: Formula, path: tuple[str | int, ...]) -> Iterator[Turn]:
    """
    Yield every way in which a figure may come about.

    They are the branches of a condition (a row, a band, a limit, a choice), the options of which
    the first is taken, what may be the least or the most, and the stances of a range.
    """
    match formula:
        case Range():
            yield from (((path[0], str(formula)), stance) for stance in STANCES)
        case When(_, then, otherwise):
            yield from ((path, holds) for holds in (True, False))
            # What a limit limits where its tests hold, counts by itself where they do not.
            is_limit = isinstance(then, Max | Min) and then.of[0] == otherwise
            counts_outside = ((*path, 0), 0) if is_limit else None
            yield from (turn for turn in turns(then, (*path, 0)) if turn != counts_outside)
            yield from turns(otherwise, (*path, 1))
        case First() | Max() | Min() | Add() | Sub() | Mul() | Div() | Ceil() | Floor():
            for number, part in enumerate(children(formula)):
                if isinstance(formula, First | Max | Min):
                    yield path, number
                yield from turns(part, (*path, number))


def turns_taken(
    formula: Formula, step: Step, stance: str, path: tuple[str | int, ...]
) -> Iterator[Turn]:
    """Yield the ways in which a figure came about, by its derivation."""
    match formula:
        case Range():
            yield (path[0], str(formula)), stance
        case When(_, then, otherwise):
            for condition, branch in zip(step.inputs, step.inputs[1:], strict=False):
                yield path, bool(condition.value)
                taken = then if condition.value else otherwise
                yield from turns_taken(taken, branch, stance, (*path, int(not condition.value)))
        case First() | Max() | Min() | Add() | Sub() | Mul() | Div() | Ceil() | Floor():
            values = [part.value for part in step.inputs]
            for number, (part, of) in enumerate(zip(children(formula), step.inputs, strict=False)):
                decides = of.value == step.value and values.count(of.value) == 1
                if isinstance(formula, First | Max | Min) and decides and of.value is not None:
                    yield path, number
                yield from turns_taken(part, of, stance, (*path, number))
