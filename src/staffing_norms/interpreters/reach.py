"""
The only place that finds what no site can reach: a band or a rule that never applies.

The conditions on the way to a branch are held against the limits of the facts and against one
another. What cannot be decided so is taken to be reachable.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import TypeAlias

from staffing_norms.foundation.formula import (
    OPPOSITE,
    TRUE,
    ZERO,
    And,
    Compare,
    Const,
    Fact,
    First,
    Formula,
    Is,
    Known,
    Not,
    Number,
    Or,
    Output,
    Ref,
    Total,
    When,
    children,
)
from staffing_norms.program.layout import Rulebook
from staffing_norms.program.names import fact_of
from staffing_norms.sites.facts import FactType, Vocabulary, type_of

_FLAGS = frozenset((True, False))
_CONDITIONS = (And, Or, Not, Compare, Is)


@dataclass(frozen=True, slots=True)
class Dead:
    """
    What no site can reach.

    Args:
        output: The output in which it stands.
        condition: What never holds; None where it is the output itself.
        holds: Whether it is the branch taken where the condition holds.
    """

    output: str
    condition: Formula | None = None
    holds: bool = True


@dataclass(frozen=True, slots=True)
class _Span:
    """The values that a number may still have."""

    low: Number
    high: Number
    is_over: bool = False  # more than *low*
    is_below: bool = False  # less than *high*

    def cut(self, op: str, value: Number) -> "_Span":
        """Return the span with one more comparison."""
        span = self
        if op in (">", ">=", "==") and (value, op == ">") > (self.low, self.is_over):
            span = replace(span, low=value, is_over=op == ">")
        if op in ("<", "<=", "==") and (-value, op == "<") > (-self.high, self.is_below):
            span = replace(span, high=value, is_below=op == "<")
        return span


_Domain: TypeAlias = "_Span | frozenset[str | bool]"
_Domains: TypeAlias = Mapping[str, _Domain]


def dead_ends(rulebook: Rulebook, words: Vocabulary) -> Iterator[Dead]:
    """
    Yield the rules and the bands that never apply.

    Args:
        rulebook: The compiled norm.
        words: Its vocabulary of facts.
    """
    outputs = {output.name: output for output in rulebook.program.outputs}
    reach = _Reach(outputs, words)
    for output in rulebook.program.outputs:
        if output.source and isinstance(output.formula, _CONDITIONS):
            if reach.assumed(output.formula, holds=True, domains={}) is None:
                yield Dead(output.name)
        elif output.source:
            yield from reach.branches(output.name, output.formula, {})


@dataclass(frozen=True, slots=True)
class _Reach:
    """
    Follows the branches of formulas.

    Args:
        outputs: The outputs of the program by name.
        words: The vocabulary of facts.
    """

    outputs: Mapping[str, Output]
    words: Vocabulary

    def branches(self, output: str, formula: Formula, domains: _Domains) -> Iterator[Dead]:
        """Yield the branches of a formula that are never taken."""
        if not isinstance(formula, When):
            for part in children(formula):
                yield from self.branches(output, part, domains)
            return
        for branch, holds in ((formula.then, True), (formula.otherwise, False)):
            narrowed = self.assumed(formula.condition, holds=holds, domains=domains)
            if narrowed is not None:
                yield from self.branches(output, branch, narrowed)
            elif branch != ZERO:
                yield Dead(output, formula.condition, holds)

    def assumed(self, formula: Formula, *, holds: bool, domains: _Domains) -> _Domains | None:
        """Return what facts may say where a condition holds, or does not; None: never."""
        match formula:
            case Const(value):
                return domains if (value == TRUE.value) == holds else None
            case Not(of):
                return self.assumed(of, holds=not holds, domains=domains)
            case And(tests) | Or(tests):
                assume = self._all if isinstance(formula, And) == holds else self._any
                return assume(tests, holds=holds, domains=domains)
            case First(options) if options:
                return self._any(options, holds=holds, domains=domains)
            case Ref(output) if not fact_of(output):
                return self.assumed(self.outputs[output].formula, holds=holds, domains=domains)
            case Known(Total(_, _, where)) if holds:
                return None if self.assumed(where, holds=True, domains={}) is None else domains
            case Compare(op, left, Const(value)):
                return self._compared(left, op if holds else OPPOSITE.get(op, ""), value, domains)
            case Is(of, words):
                return self._said(of, frozenset(words), domains, holds=holds)
            case Fact() | Ref():
                return self._said(formula, frozenset((True,)), domains, holds=holds)
            case _:
                return domains

    def _all(
        self, tests: tuple[Formula, ...], *, holds: bool, domains: _Domains
    ) -> _Domains | None:
        narrowed: _Domains | None = domains
        for test in tests:
            if narrowed is not None:
                narrowed = self.assumed(test, holds=holds, domains=narrowed)
        return narrowed

    def _any(
        self, tests: tuple[Formula, ...], *, holds: bool, domains: _Domains
    ) -> _Domains | None:
        """Assume one of several: what is known stays, unless only one is possible."""
        tried = [self.assumed(test, holds=holds, domains=domains) for test in tests]
        possible = [each for each in tried if each is not None]
        if len(possible) == 1:
            return possible[0]
        return domains if possible else None

    def _compared(
        self, left: Formula, op: str, value: Number, domains: _Domains
    ) -> _Domains | None:
        name, type_ = self._fact(left)
        if type_ is None or type_.kind != "number":
            return domains
        known = domains.get(name)
        span = (known if isinstance(known, _Span) else _span(type_)).cut(op, value)
        return None if _is_empty(span, type_) else {**domains, name: span}

    def _said(
        self, of: Formula, words: frozenset[str | bool], domains: _Domains, *, holds: bool
    ) -> _Domains | None:
        name, type_ = self._fact(of)
        known = domains.get(name, _words(type_))
        if isinstance(known, frozenset):
            left = known & words if holds else known - words
        elif holds:  # any word, as far as was known
            left = words
        else:
            return domains
        return {**domains, name: left} if left else None

    def _fact(self, formula: Formula) -> tuple[str, FactType | None]:
        """Return the fact that a formula is, as it is stated or assumed, with its type."""
        name = ""
        match formula:
            case Fact(stated):
                name = stated
            case Ref(output):
                name = fact_of(output)
            case First((Fact(stated), *_)):
                name = stated
        collection, _, own = name.rpartition(".")
        known = self.words[collection].fields if collection in self.words else self.words
        return name, type_of(name, self.words) if own in known else None


def _span(type_: FactType) -> _Span:
    """Return the values that a number may have."""
    if type_.over is not None:
        return _Span(type_.over, type_.at_most, is_over=True)
    return _Span(type_.at_least, type_.at_most)


def _is_empty(span: _Span, type_: FactType) -> bool:
    """Whether no value is left, or no whole one where only whole ones may be stated."""
    low, high = span.low, span.high
    if type_.whole:
        low = floor(low) + 1 if span.is_over else ceil(low)
        high = ceil(high) - 1 if span.is_below else floor(high)
        return low > high
    return low > high or (low == high and (span.is_over or span.is_below))


def _words(type_: FactType | None) -> frozenset[str | bool] | None:
    """Return what a flag or a word may say; None where that is not known."""
    if type_ is None:
        return None
    return _FLAGS if type_.kind == "flag" else frozenset(type_.words) or None
