"""The only place that rewrites a program into a shorter one that means the same."""

import operator
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import ceil, floor, prod
from typing import Any, ClassVar, TypeAlias

from staffing_norms.foundation.formula import (
    FALSE,
    HOLDS,
    MISSING,
    OPPOSITE,
    TRUE,
    Add,
    And,
    Ceil,
    Compare,
    Const,
    Div,
    Fact,
    First,
    Floor,
    Formula,
    Is,
    Known,
    Lookup,
    Max,
    Min,
    Mul,
    Not,
    Or,
    Output,
    Ref,
    Sub,
    Total,
    Value,
    When,
    children,
    nodes,
    rebuilt,
)

Truths: TypeAlias = Mapping[Formula, Formula]
"""What is known on the branch taken: conditions, and `Known`, with their constants."""

_FOLDS: dict[type[Formula], Callable[..., Any]] = {
    Add: lambda *terms: sum(terms),
    Sub: operator.sub,
    Mul: lambda *factors: prod(factors),
    Div: Fraction,
    Ceil: ceil,
    Floor: floor,
    Min: lambda *values: min(values),
    Max: lambda *values: max(values),
    Not: operator.not_,
}
_NEUTRAL: dict[type[Formula], int] = {Add: 0, Mul: 1}


def simplify(
    outputs: Iterable[Output], wanted: Iterable[str], facts: Mapping[str, Value] | None = None
) -> tuple[Output, ...]:
    """
    Return the shortest program found that gives the same wanted outputs.

    Args:
        outputs: The program, in one stance.
        wanted: Names of the outputs to keep, beside those they refer to.
        facts: Facts that are settled beforehand: their values, or None for never stated.
            A collection may only be None.

    >>> lifts = Output("lifts", First((Fact("lifts"), Const(0))))
    >>> simplify([lifts], ["lifts"], {"lifts": None})[0].formula
    Const(value=0, unit='')
    """
    names = tuple(wanted)
    paths = Paths(facts or {})
    kept = _reached(tuple(paths.add(output) for output in outputs), names)
    shorter = _inlined(kept, names)
    return kept if len(shorter) == len(kept) else simplify(shorter, names, facts)


def reached(outputs: Iterable[Output], wanted: Iterable[str]) -> tuple[Output, ...]:
    """Return the wanted outputs and those they refer to, in the order of the program."""
    return _reached(tuple(outputs), tuple(wanted))


def _reached(outputs: tuple[Output, ...], wanted: tuple[str, ...]) -> tuple[Output, ...]:
    found = set(wanted)
    for output in reversed(outputs):
        if output.name in found:
            found |= {node.output for node in nodes(output.formula) if isinstance(node, Ref)}
    return tuple(output for output in outputs if output.name in found)


def _inlined(outputs: tuple[Output, ...], wanted: tuple[str, ...]) -> tuple[Output, ...]:
    """Write outputs that are read once where they are read."""
    reads: dict[str, int] = dict.fromkeys(wanted, 2)
    for output in outputs:
        for node in nodes(output.formula):
            if isinstance(node, Ref):
                reads[node.output] = reads.get(node.output, 0) + 1
            elif isinstance(node, Is | Lookup | Total):
                # A word keeps its name; and what a total reads are the fields of its records.
                reads |= {part.output: 2 for part in nodes(node) if isinstance(part, Ref)}
    once = {output.name: output.formula for output in outputs if reads[output.name] == 1}

    def written(formula: Formula) -> Formula:
        if isinstance(formula, Ref) and formula.output in once:
            return written(once[formula.output])
        return rebuilt(formula, written)

    return tuple(
        Output(output.name, written(output.formula), output.source)
        for output in outputs
        if output.name not in once
    )


class Paths:
    """
    Rewrites formulas, knowing on each branch which conditions led there.

    Args:
        facts: Facts that are settled beforehand, as for `simplify`.
    """

    def __init__(self, facts: Mapping[str, Value]) -> None:
        self._facts = facts
        self._formulas: dict[str, Formula] = {}
        self._never_missing: set[str] = set()

    def add(self, output: Output) -> Output:
        """Rewrite the next output of the program."""
        formula = self._formulas[output.name] = self.rewrite(output.formula, {})
        if self.sure(formula, {}):
            self._never_missing.add(output.name)
        return Output(output.name, formula, output.source)

    def sure(self, formula: Formula, truths: Truths) -> bool:
        """Whether a formula is never missing."""
        match formula:
            case Const() | Known():
                return True
            case Fact():
                return truths.get(Known(formula)) == TRUE
            case Ref(name):
                return name in self._never_missing or truths.get(Known(formula)) == TRUE
            case First(options):
                return any(self.sure(option, truths) for option in options)
            case When(condition, then, otherwise):
                return (
                    self.sure(condition, truths)
                    and self.sure(then, self.implied(condition, truths, holds=True))
                    and self.sure(otherwise, self.implied(condition, truths, holds=False))
                )
            case Lookup() | Total():
                return False
            case _:
                return all(self.sure(part, truths) for part in children(formula))

    def implied(self, condition: Formula, truths: Truths, *, holds: bool) -> Truths:
        """Return what is known where a condition holds, or where it does not."""
        found = dict(truths)
        self._learn(condition, found, holds=holds)
        return found

    def _learn(self, condition: Formula, found: dict[Formula, Formula], *, holds: bool) -> None:
        found[condition] = Const(holds)
        match condition:
            case Not(of):
                self._learn(of, found, holds=not holds)
            case And(tests) if holds:
                for test in tests:
                    self._learn(test, found, holds=True)
            case Or(tests) if not holds:
                for test in tests:
                    self._learn(test, found, holds=False)
            case Ref(name) if name in self._formulas:
                found[Known(condition)] = TRUE
                self._learn(self._formulas[name], found, holds=holds)
            case First((test, otherwise)) if otherwise == Const(not holds):
                self._learn(test, found, holds=holds)
            case Known(of) if holds:
                self._know(of, found)
            case Compare(op, left, right) if op in OPPOSITE:
                found[Compare(OPPOSITE[op], left, right)] = Const(not holds)
                self._know(condition, found)
            case Compare() | Is() | Fact():
                self._know(condition, found)

    def _know(self, formula: Formula, found: dict[Formula, Formula]) -> None:
        """A formula has a value, hence whatever it cannot do without."""
        if isinstance(formula, Fact | Ref):
            found[Known(formula)] = TRUE
        elif isinstance(formula, When):
            self._know(formula.condition, found)
        elif type(formula) in _FOLDS or isinstance(formula, Compare | Is):
            for part in children(formula):
                self._know(part, found)

    def rewrite(self, formula: Formula, truths: Truths) -> Formula:
        """Return a shorter formula with the same value wherever *truths* hold."""
        if isinstance(formula, Const):
            return Const(formula.value) if formula.unit else formula
        return self._METHODS.get(type(formula), Paths._strict)(self, formula, truths)

    def _fact(self, formula: Fact, truths: Truths) -> Formula:
        if formula.name in self._facts:
            value = self._facts[formula.name]
            return MISSING if value is None else Const(value)  # type: ignore[arg-type]
        if truths.get(Known(formula)) == FALSE:
            return MISSING
        return truths.get(formula, formula)

    def _ref(self, formula: Ref, truths: Truths) -> Formula:
        if formula in truths:
            return truths[formula]
        there = self._formulas.get(formula.output, formula)
        if truths and not isinstance(there, Ref):
            there = self.rewrite(there, truths)
        return there if _is_short(there) else formula

    def _and(self, formula: And, truths: Truths) -> Formula:
        return _conjunction([self.rewrite(test, truths) for test in formula.tests])

    def _or(self, formula: Or, truths: Truths) -> Formula:
        tests = [_negated(self.rewrite(test, truths)) for test in formula.tests]
        return _negated(_conjunction(tests))

    def _not(self, formula: Not, truths: Truths) -> Formula:
        return _negated(self.rewrite(formula.of, truths))

    def _when(self, formula: When, truths: Truths) -> Formula:
        condition = self.rewrite(formula.condition, truths)
        if condition == MISSING:
            return MISSING
        if isinstance(condition, Const):
            return self.rewrite(formula.then if condition.value else formula.otherwise, truths)
        then = self.rewrite(formula.then, self.implied(condition, truths, holds=True))
        otherwise = self.rewrite(formula.otherwise, self.implied(condition, truths, holds=False))
        if isinstance(condition, Not):
            condition, then, otherwise = condition.of, otherwise, then
        if then == otherwise:
            if then == MISSING or self.sure(condition, truths):
                return then
            return When(self._is_known(condition, truths), then, MISSING)
        return When(condition, then, otherwise)

    def _first(self, formula: First, truths: Truths) -> Formula:
        kept: list[Formula] = []
        for option in formula.options:
            short = self.rewrite(option, truths)
            kept += short.options if isinstance(short, First) else [short]
            if self.sure(short, truths):
                break
        return kept[0] if len(kept) == 1 else First(tuple(kept))

    def _known(self, formula: Known, truths: Truths) -> Formula:
        return self._is_known(self.rewrite(formula.of, truths), truths)

    def _is_known(self, of: Formula, truths: Truths) -> Formula:
        if of == MISSING:
            return FALSE
        if self.sure(of, truths):
            return TRUE
        known = Known(of)
        if known in truths:
            return truths[known]
        if type(of) in _FOLDS or isinstance(of, Compare | Is):
            return _conjunction([self._is_known(part, truths) for part in children(of)])
        return known

    def _lookup(self, formula: Lookup, truths: Truths) -> Formula:
        """Ask for one word after the other."""
        key = self.rewrite(formula.key, truths)
        if isinstance(key, Const):
            entries = dict(zip(formula.words, formula.entries, strict=True))
            return self.rewrite(entries.get(key.value, MISSING), truths)  # type: ignore[call-overload]
        if key == MISSING:
            return MISSING
        chosen: Formula = MISSING
        for word, entry in zip(reversed(formula.words), reversed(formula.entries), strict=True):
            chosen = When(Is(key, (word,)), entry, chosen)  # type: ignore[arg-type]
        return self.rewrite(chosen, truths)

    def _total(self, formula: Total, truths: Truths) -> Formula:
        if formula.collection in self._facts:
            return MISSING
        where = self.rewrite(formula.where, truths)
        if where in (MISSING, FALSE):
            return MISSING
        return Total(formula.collection, self.rewrite(formula.of, truths), where)

    def _strict(self, formula: Formula, truths: Truths) -> Formula:
        """Rewrite what is missing when a part of it is."""
        short = rebuilt(formula, lambda part: self.rewrite(part, truths))
        if short in truths:
            return truths[short]
        parts = children(short)
        if MISSING in parts:
            return MISSING
        if all(isinstance(part, Const) for part in parts):
            return Const(_folded(short, [part.value for part in parts]))  # type: ignore[union-attr]
        return _merged(short) if isinstance(short, Add | Mul) else short

    # One method for each node; every other node is missing when a part of it is.
    _METHODS: ClassVar[dict[type[Formula], Callable[..., Formula]]] = {
        Fact: _fact,
        Ref: _ref,
        When: _when,
        First: _first,
        And: _and,
        Or: _or,
        Not: _not,
        Known: _known,
        Lookup: _lookup,
        Total: _total,
    }


def _is_short(formula: Formula) -> bool:
    """Whether a formula is as quickly read as a reference to it."""
    if isinstance(formula, Compare | Is | Known | Not):
        return all(isinstance(part, Const | Fact | Ref) for part in children(formula))
    return formula == MISSING or isinstance(formula, Const | Fact | Ref)


def _conjunction(tests: list[Formula]) -> Formula:
    kept: list[Formula] = []
    for test in tests:
        kept += test.tests if isinstance(test, And) else [test]
    kept = [test for test in kept if test != TRUE]
    if FALSE in kept:
        return FALSE
    if len(kept) == 1:
        return kept[0]
    return And(tuple(kept)) if kept else TRUE


def _negated(test: Formula) -> Formula:
    match test:
        case Const(value):
            return Const(not value)
        case Not(of):
            return of
        case Compare(op, left, right) if op in OPPOSITE:
            return Compare(OPPOSITE[op], left, right)
        case And(tests):
            return Or(tuple(map(_negated, tests)))
        case Or(tests):
            return And(tuple(map(_negated, tests)))
        case _:
            return test if test == MISSING else Not(test)


def _folded(formula: Formula, values: list[Any]) -> Any:  # noqa: ANN401 - a number or a flag
    if isinstance(formula, Compare):
        return HOLDS[formula.op](*values)
    if isinstance(formula, Is):
        return values[0] in formula.words
    return _FOLDS[type(formula)](*values)


def _merged(formula: Add | Mul) -> Formula:
    """Return a sum or product with its constants in one."""
    kind = type(formula)
    parts: list[Formula] = []
    for part in children(formula):
        parts += children(part) if isinstance(part, kind) else [part]
    constant = _FOLDS[kind](*(part.value for part in parts if isinstance(part, Const)))
    others: list[Formula] = [part for part in parts if not isinstance(part, Const)]
    if constant != _NEUTRAL[kind]:
        others.insert(0, Const(constant))
    return others[0] if len(others) == 1 else kind(tuple(others))
