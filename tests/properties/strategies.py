"""Random sites over the whole vocabulary, thick on the thresholds of the rules."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

import polars as pl
from hypothesis import strategies as st

from staffing_norms.facts import FactType
from staffing_norms.formula import (
    STANCES,
    Compare,
    Const,
    Div,
    Fact,
    Formula,
    Output,
    Stance,
    nodes,
)
from staffing_norms.frames import wanted
from staffing_norms.integers import limits, lower
from staffing_norms.norms import load_norms

Facts: TypeAlias = dict[str, Any]

NORMS = load_norms("cn-estate")
BOOK = NORMS.rulebook
OUTPUTS = {output.name: output for output in BOOK.program.outputs}
ROLES = BOOK.program.roles

_MULTIPLES = (1, 2, 3, 7)


@cache
def lowered(stance: Stance) -> tuple[Output, ...]:
    """Return the integer program of a stance, with what a dataframe shows."""
    return lower(OUTPUTS, wanted(BOOK.departments), NORMS.words, stance)


@cache
def flat_numbers() -> Mapping[str, FactType]:
    """Return the numbers that a site may state and the program reads."""
    program = [
        node for stance in STANCES for output in lowered(stance) for node in nodes(output.formula)
    ]
    read = {node.name for node in program if isinstance(node, Fact)}
    return {
        name: fact for name, fact in NORMS.words.items() if fact.kind == "number" and name in read
    }


@cache
def thresholds(name: str) -> tuple[Fraction, ...]:
    """Return where the rules change their answer with a number: each bound and one step aside."""
    fact = flat_numbers()[name]
    low, high = limits(fact)
    bounds = {low, high}
    for stance in STANCES:
        for output in lowered(stance):
            bounds |= set(_bounds(output.formula, name))
    near = {bound + step for bound in bounds for step in (-1, 0, 1)}
    return tuple(Fraction(step, fact.scale) for step in sorted(near) if low <= step <= high)


def _bounds(formula: Formula, name: str) -> Iterator[int]:
    """Yield the constants that a fact is compared with or divided by, and multiples of these."""
    for node in nodes(formula):
        match node:
            case Compare(_, left, Const(bound)) if _reads(left, name):
                yield int(bound)
            case Div(dividend, Const(divisor)) if _reads(dividend, name):
                for factor in (node.value for node in nodes(dividend) if isinstance(node, Const)):
                    if isinstance(factor, int) and factor > 0:
                        yield from (int(many * divisor / factor) for many in _MULTIPLES)
                yield from (int(many * divisor) for many in _MULTIPLES)


def _reads(formula: Formula, name: str) -> bool:
    return Fact(name) in nodes(formula)


def number(name: str) -> st.SearchStrategy[Fraction]:
    """Return values of a number: a threshold, one beside it, or any."""
    fact = flat_numbers()[name]
    low, high = limits(fact)
    anywhere = st.integers(low, min(high, low + 3_000_000 * fact.scale))
    return st.sampled_from(thresholds(name)) | anywhere.map(lambda step: Fraction(step, fact.scale))


def _department_words() -> list[str]:
    return [department.department for department in BOOK.departments]


def flat_facts() -> st.SearchStrategy[Facts]:
    """Return sites without records, any of their facts missing."""
    known: dict[str, st.SearchStrategy[Any]] = {name: number(name) for name in flat_numbers()}
    known["enclosed"] = known["indoor_greenery"] = st.booleans()
    known["scope"] = st.lists(st.sampled_from(_department_words()), min_size=1, unique=True)
    return st.fixed_dictionaries({}, optional=known)


def _building() -> st.SearchStrategy[Facts]:
    return st.fixed_dictionaries(
        {},
        optional={
            "storeys": st.sampled_from((1, 7, 8, 9, 10, 33)),
            "stairwells": st.integers(0, 5),
            "count": st.integers(0, 20),
            "lifts": st.integers(0, 4),
        },
    )


def _task() -> st.SearchStrategy[Facts]:
    activities = NORMS.words["tasks"].activities
    kinds = [
        {"activity": name} | ({"variant": variant} if variant else {})
        for name, activity in activities.items()
        for variant in (*activity.variants, *([""] if activity.unit else []))
    ]
    amounts = st.fixed_dictionaries(
        {},
        optional={
            "quantity": st.fractions(0, 100_000, max_denominator=7),
            "times_per_year": st.integers(0, 800),
            "rate": st.fractions(Fraction(1, 3), 1000, max_denominator=3),
        },
    )
    return st.builds(lambda kind, amount: kind | amount, st.sampled_from(kinds), amounts)


def any_facts() -> st.SearchStrategy[Facts]:
    """Return sites that may state buildings and tasks."""
    records = st.fixed_dictionaries(
        {},
        optional={
            "buildings": st.lists(_building(), max_size=3),
            "tasks": st.lists(_task(), max_size=4),
        },
    )
    return st.builds(lambda flat, more: flat | more, flat_facts(), records)


def stances() -> st.SearchStrategy[Stance]:
    """Return the stances."""
    return st.sampled_from(STANCES)


def forced_methods() -> st.SearchStrategy[dict[str, str]]:
    """Return methods for some of the departments."""
    methods = {
        layout.department: st.sampled_from([method.method for method in layout.methods])
        for layout in BOOK.departments
    }
    return st.just({}) | st.fixed_dictionaries({}, optional=methods)


def choices(methods: Mapping[str, str]) -> dict[str, str]:
    """Return what a program reads of forced methods."""
    return {f"method.{department}": method for department, method in methods.items()}


def table(sites: Iterable[Facts]) -> pl.DataFrame:
    """Return flat sites as a dataframe: integers, floats, flags, and words as text."""
    listed = list(sites)
    names = [name for name in NORMS.words if any(name in site for site in listed)]
    schema = {name: _column_type(NORMS.words[name]) for name in names}
    cells = {name: [_cell(site.get(name)) for site in listed] for name in names}
    return pl.DataFrame(cells, schema, strict=False)


def _column_type(fact: FactType) -> type[pl.DataType]:
    if fact.kind == "number":
        return pl.Int64 if fact.whole else pl.Float64
    return pl.Boolean if fact.kind == "flag" else pl.String


def _cell(value: object) -> object:
    if isinstance(value, Fraction):
        return float(value)
    return "、".join(value) if isinstance(value, list) else value
