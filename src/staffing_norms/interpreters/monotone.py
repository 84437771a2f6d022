"""
The only place that looks for headcounts that fall as a driver grows.

Each figure of a role is computed along each number that it reads: beside every bound and every
step of the program, while the other facts stay where they are. A number that divides or reduces
is meant to lower a figure, and is passed over unless it raises the figure elsewhere. So is a role
that ends where others take its place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

from staffing_norms.foundation.formula import (
    STANCES,
    Compare,
    Const,
    Div,
    Fact,
    First,
    Formula,
    Is,
    Number,
    Output,
    Range,
    Ref,
    Stance,
    Sub,
    children,
    in_stance,
    nodes,
)
from staffing_norms.interpreters.evaluate import Evaluation, Evaluator
from staffing_norms.program.layout import Rulebook
from staffing_norms.program.names import fact_of
from staffing_norms.sites.facts import FactType, Vocabulary, type_of

_STANCES: tuple[Stance, ...] = ("typical", *(each for each in STANCES if each != "typical"))
_STEPS = 3  # completed steps above each bound
_USUAL = 10  # of a fact that has neither bound nor step
_SHARE = Fraction(1, 100)
_WIDE = [digit * 10**power for power in range(7) for digit in (1, 2, 5)]

_Site = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fall:
    """
    A figure that falls as a fact grows.

    Args:
        department: Department id.
        role: Role id.
        output: The output that derives the figure.
        fact: The fact that grows; of a record, `buildings.storeys`.
        stance: The stance at which it does.
        grows: The fact just before and just after. [reference unit]
        falls: The figure just before and just after. [person]
    """

    department: str
    role: str
    output: str
    fact: str
    stance: Stance
    grows: tuple[Number, Number]
    falls: tuple[Number, Number]


def falls(rulebook: Rulebook, words: Vocabulary) -> Iterator[Fall]:
    """
    Yield the first fall of each role along each fact, under each of its methods.

    Args:
        rulebook: The compiled norm.
        words: Its vocabulary of facts.
    """
    outputs = {output.name: output for output in rulebook.program.outputs}
    evaluator = Evaluator(outputs)
    for layout in rulebook.departments:
        for role in layout.roles:
            for output, method in {output: name for name, output in role.under.items()}.items():
                beside = [
                    other.under[method]
                    for other in layout.roles
                    if other.kind == role.kind and method in other.under
                ]
                figure = _Figure(output, beside, outputs, words, evaluator)
                for fact in figure.numbers():
                    found = figure.first_fall(fact)
                    if found:
                        yield Fall(layout.department, role.role, output, fact, *found)


@dataclass(frozen=True)
class _Figure:
    """
    One figure of a role; what it is made of is looked up once.

    Args:
        output: The output that derives it.
        beside: The outputs of the roles, itself among them, that may take one another's place.
        outputs: The outputs of the program by name.
        words: The vocabulary of facts.
        evaluator: The program.
    """

    output: str
    beside: list[str]
    outputs: Mapping[str, Output]
    words: Vocabulary
    evaluator: Evaluator

    @cached_property
    def _parts(self) -> list[Formula]:
        return list(self._reached(Ref(self.output), {}))

    @cached_property
    def _stances(self) -> tuple[Stance, ...]:
        """Return the stances that can differ: one, if no printed range is read."""
        is_ranged = any(isinstance(part, Range) for part in self._parts)
        return _STANCES if is_ranged else _STANCES[:1]

    def _reached(self, formula: Formula, seen: dict[str, None]) -> Iterator[Formula]:
        """Yield every formula that the figure is made of, also behind references."""
        for node in nodes(formula):
            yield node
            if isinstance(node, Ref) and node.output not in seen:
                seen[node.output] = None
                yield from self._reached(self.outputs[node.output].formula, seen)

    @cached_property
    def _facts(self) -> dict[str, FactType]:
        """Return the facts of the vocabulary that it reads."""
        names = dict.fromkeys(part.name for part in self._parts if isinstance(part, Fact))
        found = {}
        for name in names:
            collection, _, own = name.rpartition(".")
            known = self.words[collection].fields if collection in self.words else self.words
            if own in known and (collection in self.words or not collection):
                found[name] = type_of(name, self.words)
        return found

    def numbers(self) -> list[str]:
        """Return the numbers that it reads; what stands in for one of them is not read itself."""
        stated = set(self._stated(Ref(self.output)))
        numbers = [name for name, type_ in self._facts.items() if type_.kind == "number"]
        return [name for name in numbers if name in stated]

    def _stated(self, formula: Formula) -> Iterator[str]:
        """Yield the facts of a formula, each without what is assumed in its place."""
        for node in nodes(formula):
            match node:
                case Fact(name):
                    yield name
                case Ref(output) if fact := fact_of(output):
                    yield fact
                case Ref(output):
                    yield from self._stated(self.outputs[output].formula)

    def first_fall(
        self, fact: str
    ) -> tuple[Stance, tuple[Number, Number], tuple[Number, Number]] | None:
        """Return the stance, what the fact grows from and to, and what the figure falls by."""
        found = None
        rises = not self._lowers(Ref(self.output), fact)
        points = self._points(fact)
        for stance in self._stances:
            for site in self._sites(fact):
                figures = [(at, self._at(site, fact, at, stance)) for at in points]
                known = [(at, people) for at, people in figures if people is not None]
                for (low, more), (high, fewer) in pairwise(known):
                    rises = rises or fewer > more
                    if fewer < more and found is None:
                        grows, falls = self._narrowed(site, fact, stance, low, high)
                        if falls[1] or not self._is_replaced(site, fact, stance, grows):
                            found = stance, grows, falls
            if found and rises:
                return found
        return None

    def _narrowed(
        self, site: _Site, fact: str, stance: Stance, low: Number, high: Number
    ) -> tuple[tuple[Number, Number], tuple[Number, Number]]:
        """Return one step of the fact, between two values, over which the figure falls."""
        unit = self._unit(fact)
        more, fewer = (self._at(site, fact, at, stance) for at in (low, high))
        while high - low > unit:
            middle = low + Fraction(high - low) / unit // 2 * unit
            people = self._at(site, fact, middle, stance)
            if people is not None and people < more:
                high, fewer = middle, people
            else:
                low, more = middle, more if people is None else people
        return (low, high), (more, fewer)

    def _is_replaced(
        self, site: _Site, fact: str, stance: Stance, grows: tuple[Number, Number]
    ) -> bool:
        """Whether the roles beside a role that ends are as many afterwards."""
        few, many = (
            sum(
                evaluation.value(output) or 0  # type: ignore[misc]  # a role is a number
                for output in self.beside
            )
            for at in grows
            for evaluation in [self._evaluation(site, fact, at, stance)]
        )
        return many >= few

    def _at(self, site: _Site, fact: str, value: Number, stance: Stance) -> Any:  # noqa: ANN401 - people, or None
        """Return the figure for a site with one fact changed."""
        return self._evaluation(site, fact, value, stance).value(self.output)

    def _evaluation(self, site: _Site, fact: str, value: Number, stance: Stance) -> Evaluation:
        return self.evaluator.evaluation(_stated(site, {fact: value}), stance)

    def _lowers(self, formula: Formula, fact: str, *, flipped: bool = False) -> bool:
        """Whether a fact stands where its growth lowers the figure: it divides, or is taken off."""
        match formula:
            case Fact(name):
                return flipped and name == fact
            case Ref(name):
                return self._lowers(self.outputs[name].formula, fact, flipped=flipped)
            case Compare():
                return False
            case Div(kept, turned) | Sub(kept, turned):
                return self._lowers(kept, fact, flipped=flipped) or self._lowers(
                    turned, fact, flipped=not flipped
                )
            case _:
                return any(self._lowers(part, fact, flipped=flipped) for part in children(formula))

    # Sites

    def _unit(self, fact: str) -> Number:
        return _SHARE if type_of(fact, self.words).dimension == "fraction" else 1

    @cached_property
    def _marks(self) -> dict[str, tuple[list[Number], list[Number]]]:
        """Return the bounds of each fact, and the steps in which it is counted."""
        marks: dict[str, tuple[list[Number], list[Number]]] = {
            name: ([], []) for name in self._facts
        }
        for part in self._parts:
            match part:
                case Compare(_, left, Const(value)):
                    for name in marks:
                        if self._is_fact(left, name):
                            marks[name][0].append(value)
                case Div(dividend, divisor):
                    every = [in_stance(divisor, stance) for stance in STANCES]
                    counted = [each.value for each in every if isinstance(each, Const)]
                    read = {
                        each.name for each in self._reached(dividend, {}) if isinstance(each, Fact)
                    }
                    for name in read & marks.keys():
                        marks[name][1].extend(counted)
        return marks

    def _is_fact(self, formula: Formula, fact: str) -> bool:
        """Whether a formula is a fact, or the fact as it is stated or assumed."""
        match formula:
            case Ref(name):
                return self._is_fact(self.outputs[name].formula, fact)
            case First((stated, *_)):
                return self._is_fact(stated, fact)
            case _:
                return formula == Fact(fact)

    def _points(self, fact: str) -> list[Number]:
        """Return values of a fact beside its bounds and its steps, in rising order."""
        type_, unit = type_of(fact, self.words), self._unit(fact)
        bounds, steps = self._marks[fact]
        starts = [0, *bounds]
        marks = [
            *(bounds or [_USUAL * unit]),
            *(start + step * n for start in starts for step in steps for n in range(1, _STEPS + 1)),
        ]
        points = {mark + side for mark in marks for side in (-unit, 0, unit)}
        points |= {unit * wide for wide in _WIDE}
        return sorted(point for point in points if _is_allowed(point, type_))

    def _sites(self, fact: str) -> Iterator[_Site]:
        """Yield sites: the other numbers large, small or not stated, and each word and flag."""
        others = {name: type_ for name, type_ in self._facts.items() if name != fact}
        for level in (self._large, self._small, None):
            base: _Site = {}
            for name, type_ in others.items():
                default = type_.default.value if type_.default else None
                if type_.kind == "number" and type_.default is None and level:
                    base[name] = level(name)
                elif isinstance(default, str):
                    base[name] = default
            yield base
            for name, type_ in others.items():
                for word in self._words(name, type_):
                    if word != base.get(name):
                        yield {**base, name: word}

    def _large(self, name: str) -> Number:
        bounds, steps = self._marks[name]
        return self._nearest(name, max([*bounds, *steps], default=_USUAL * self._unit(name)))

    def _small(self, name: str) -> Number:
        return self._nearest(name, self._unit(name))

    def _nearest(self, name: str, value: Number) -> Number:
        type_ = type_of(name, self.words)
        return min(max(value, type_.at_least), type_.at_most)

    def _words(self, name: str, type_: FactType) -> Iterable[object]:
        """Return what a flag or a word may say, as far as the figure asks."""
        if type_.kind == "flag":
            return (True, False)
        asked = [
            part for part in self._parts if isinstance(part, Is) and self._is_fact(part.of, name)
        ]
        return dict.fromkeys(word for part in asked for word in part.words)


def _is_allowed(value: Number, type_: FactType) -> bool:
    is_over = type_.over is None or value > type_.over
    is_whole = not type_.whole or Fraction(value).denominator == 1
    return is_over and is_whole and type_.at_least <= value <= type_.at_most


def _stated(site: _Site, more: _Site) -> _Site:
    """Return what a program reads; what is said of records makes one record."""
    read: _Site = {}
    for name, value in {**site, **more}.items():
        collection, _, own = name.rpartition(".")
        if collection:
            read.setdefault(collection, [{}])[0][name] = value
        else:
            read[own] = value
    return read
