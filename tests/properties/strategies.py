"""Random sites over the whole vocabulary, thick on the thresholds of the rules."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import polars as pl
from hypothesis import strategies as st

from staffing_norms.foundation.formula import (
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
from staffing_norms.interpreters.frames import wanted
from staffing_norms.interpreters.integers import limits, lower
from staffing_norms.planning.loading import load_norms
from staffing_norms.planning.norms import Norms
from staffing_norms.sites.activities import Activity
from staffing_norms.sites.facts import FactType

Facts: TypeAlias = dict[str, Any]

_MULTIPLES = (1, 2, 3, 7)


class Space:
    """
    The sites that a norm may be asked for.

    Args:
        norms: The norm.
    """

    def __init__(self, norms: Norms) -> None:
        self.norms = norms
        self.book = norms.rulebook
        self.words = norms.words
        self.outputs = {output.name: output for output in self.book.program.outputs}
        self.roles = self.book.program.roles
        self._lowered: dict[Stance, tuple[Output, ...]] = {}
        self._thresholds: dict[str, tuple[Fraction, ...]] = {}

    def lowered(self, stance: Stance) -> tuple[Output, ...]:
        """Return the integer program of a stance, with what a dataframe shows."""
        if stance not in self._lowered:
            shown = wanted(self.book.departments)
            self._lowered[stance] = lower(self.outputs, shown, self.words, stance)
        return self._lowered[stance]

    @cached_property
    def read(self) -> Mapping[str, FactType]:
        """The facts, but for records and choices, that the program reads."""
        program = [
            node
            for stance in STANCES
            for output in self.lowered(stance)
            for node in nodes(output.formula)
        ]
        named = {node.name for node in program if isinstance(node, Fact)}
        return {name: fact for name, fact in self.words.items() if name in named}

    def numbers(self) -> Mapping[str, FactType]:
        """Return the numbers that a site may state and the program reads."""
        return {name: fact for name, fact in self.read.items() if fact.kind == "number"}

    def thresholds(self, name: str) -> tuple[Fraction, ...]:
        """Return where the rules change their answer with a number: each bound, one step aside."""
        if name not in self._thresholds:
            self._thresholds[name] = self._near_bounds(name)
        return self._thresholds[name]

    def _near_bounds(self, name: str) -> tuple[Fraction, ...]:
        fact = self.read[name]
        low, high = limits(fact)
        bounds = {low, high}
        for stance in STANCES:
            for output in self.lowered(stance):
                bounds |= set(_bounds(output.formula, name))
        near = {bound + step for bound in bounds for step in (-1, 0, 1)}
        return tuple(Fraction(step, fact.scale) for step in sorted(near) if low <= step <= high)

    def number(self, name: str) -> st.SearchStrategy[Fraction]:
        """Return values of a number: a threshold, one beside it, or any."""
        fact = self.read[name]
        low, high = limits(fact)
        anywhere = st.integers(low, min(high, low + 3_000_000 * fact.scale))
        near = st.sampled_from(self.thresholds(name))
        return near | anywhere.map(lambda step: Fraction(step, fact.scale))

    def flat_facts(self) -> st.SearchStrategy[Facts]:
        """Return sites without records, any of their facts missing."""
        known: dict[str, st.SearchStrategy[Any]] = {}
        for name, fact in self.read.items():
            if fact.kind == "number":
                known[name] = self.number(name)
            elif fact.kind == "flag":
                known[name] = st.booleans()
            elif fact.kind == "word":
                known[name] = st.sampled_from(list(fact.words))
        departments = [layout.department for layout in self.book.departments]
        known["scope"] = st.lists(st.sampled_from(departments), min_size=1, unique=True)
        return st.fixed_dictionaries({}, optional=known)

    def any_facts(self) -> st.SearchStrategy[Facts]:
        """Return sites that may state buildings and tasks."""
        records = st.fixed_dictionaries(
            {},
            optional={
                "buildings": st.lists(_building(), max_size=3),
                "tasks": st.lists(_task(self.words["tasks"].activities), max_size=4),
            },
        )
        return st.builds(lambda flat, more: flat | more, self.flat_facts(), records)

    def forced_methods(self) -> st.SearchStrategy[dict[str, str]]:
        """Return methods for some of the departments."""
        methods = {
            layout.department: st.sampled_from([method.method for method in layout.methods])
            for layout in self.book.departments
        }
        return st.just({}) | st.fixed_dictionaries({}, optional=methods)

    def table(self, sites: Iterable[Facts]) -> pl.DataFrame:
        """Return flat sites as a dataframe: integers, floats, flags, and words as text."""
        listed = list(sites)
        names = [name for name in self.words if any(name in site for site in listed)]
        schema = {name: _column_type(self.words[name]) for name in names}
        cells = {name: [_cell(site.get(name)) for site in listed] for name in names}
        return pl.DataFrame(cells, schema, strict=False)


def apart(sites: Iterable[Facts], collection: str) -> pl.DataFrame:
    """Return the records of sites as a dataframe, in which the column `site` numbers the sites."""
    rows = [
        {"site": number} | {name: _cell(value) for name, value in record.items()}
        for number, site in enumerate(sites)
        for record in site.get(collection, ())
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


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


def _task(activities: Mapping[str, Activity]) -> st.SearchStrategy[Facts]:
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


def stances() -> st.SearchStrategy[Stance]:
    """Return the stances."""
    return st.sampled_from(STANCES)


def choices(methods: Mapping[str, str]) -> dict[str, str]:
    """Return what a program reads of forced methods."""
    return {f"method.{department}": method for department, method in methods.items()}


def _column_type(fact: FactType) -> type[pl.DataType]:
    if fact.kind == "number":
        return pl.Int64 if fact.whole else pl.Float64
    return pl.Boolean if fact.kind == "flag" else pl.String


def _cell(value: object) -> object:
    if isinstance(value, Fraction):
        return float(value)
    return "、".join(value) if isinstance(value, list) else value


ESTATE = Space(load_norms("cn-estate"))
NORMS, BOOK, OUTPUTS, ROLES = ESTATE.norms, ESTATE.book, ESTATE.outputs, ESTATE.roles
lowered, thresholds, flat_numbers = ESTATE.lowered, ESTATE.thresholds, ESTATE.numbers
flat_facts, any_facts, forced_methods = ESTATE.flat_facts, ESTATE.any_facts, ESTATE.forced_methods
table = ESTATE.table
