"""
The only place that lowers a program to integer arithmetic.

The lowered program is made of the same nodes, with these invariants. A fact is an integer: its
value times the scale of its type. Every number is an `int`. There is no `Range`, for a stance is
fixed. `Div` stands only directly under `Ceil` or `Floor`, with integers on both sides and a
positive divisor. Nothing in it leaves ±2^62, whatever the facts are within their limits.

Work that is stated as tasks has no one denominator, for each task may bring its own rate. The
lowered program takes no tasks as stated: whoever has a site with tasks computes it exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import ceil, floor, lcm

from staffing_norms.errors import Fault, NormError
from staffing_norms.facts import FactType, Vocabulary
from staffing_norms.formula import (
    ONE,
    Add,
    Ceil,
    Compare,
    Const,
    Div,
    Fact,
    First,
    Floor,
    Formula,
    Max,
    Min,
    Mul,
    Output,
    Ref,
    Stance,
    Sub,
    Total,
    When,
    children,
    in_stance,
    rebuilt,
)
from staffing_norms.intake import MOST_RECORDS
from staffing_norms.simplify import reached, simplify

BOUND = 2**62
"""No integer of a lowered program is farther from zero; int64 has room for twice that."""

EXACT_ONLY = "tasks"
"""The collection that the lowered program takes as not stated."""


def lower(
    outputs: Mapping[str, Output], wanted: Sequence[str], words: Vocabulary, stance: Stance
) -> tuple[Output, ...]:
    """
    Return a program in integers that gives the wanted outputs, and whatever they refer to.

    Args:
        outputs: The outputs of the exact program by name, in order.
        wanted: Names of outputs that are whole numbers or flags.
        words: The vocabulary, whose scales and limits the facts keep.
        stance: Which figure of a printed range is read.

    Raises:
        NormError: An output cannot be lowered, or its integers may leave the bound.

    >>> from staffing_norms.facts import vocabulary
    >>> area = Div(Fact("gross_floor_area"), Const(100000))
    >>> lower({"plumber": Output("plumber", Ceil(area))}, ["plumber"], vocabulary(), "lean")
    ... # doctest: +NORMALIZE_WHITESPACE
    (Output(name='plumber', formula=Ceil(of=Div(dividend=Fact(name='gross_floor_area'),
    divisor=Const(value=30000000, unit=''))), source=None),)
    """
    needed = [
        Output(output.name, in_stance(output.formula, stance), output.source)
        for output in reached(outputs.values(), wanted)
    ]
    lowering = _Lowering(words)
    lowered = [lowering.add(output) for output in simplify(needed, wanted, {EXACT_ONLY: None})]
    for name in wanted:
        if lowering.added[name].unit.denominator != 1:
            raise _error("integers.fraction", name, "it is wanted, but it is no whole number.")
    return simplify(lowered, wanted)


def limits(fact: FactType) -> tuple[int, int]:
    """
    Return the least and the most that a number may be, in whole steps of its scale.

    >>> from staffing_norms.facts import vocabulary
    >>> limits(vocabulary()["guard_reduction"])
    (0, 5000)
    """
    low = ceil(fact.at_least * fact.scale)
    if fact.over is not None:
        low = max(low, floor(fact.over * fact.scale) + 1)
    return low, floor(fact.at_most * fact.scale)


@dataclass(frozen=True, slots=True)
class _Whole:
    """
    A formula in integers.

    Args:
        formula: The formula.
        low: The least that it can come to.
        high: The most that it can come to.
        unit: The value is the formula times this.
    """

    formula: Formula
    low: int
    high: int
    unit: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if self.size > BOUND:
            raise OverflowError

    @property
    def size(self) -> int:
        """How far from zero it can come."""
        return max(abs(self.low), abs(self.high))

    def times(self, factor: int) -> "_Whole":
        """Return the formula in a unit that is so many times finer."""
        if factor == 1:
            return self
        low, high = sorted((self.low * factor, self.high * factor))
        return _Whole(Mul((Const(factor), self.formula)), low, high, self.unit / (factor or 1))


class _Lowering:
    """The outputs lowered so far."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self.added: dict[str, _Whole] = {}

    def add(self, output: Output) -> Output:
        """Lower the next output of the program; it holds the numerator of its value."""
        try:
            whole = self._lowered(output.formula)
            whole = whole.times(whole.unit.numerator)
        except OverflowError:
            message = "its integers may exceed 2^62; lower the limits of its facts."
            raise _error("integers.bound", output.name, message) from None
        except ZeroDivisionError:
            message = "it divides by what is no constant, or may be zero, outside a rounding."
            raise _error("integers.division", output.name, message) from None
        self.added[output.name] = whole
        return Output(output.name, whole.formula, output.source)

    def _lowered(self, formula: Formula) -> _Whole:
        match formula:
            case Const(value):
                if isinstance(value, bool | str):
                    return _Whole(formula, 0, 1)
                return _Whole(ONE, 1, 1, Fraction(value))
            case Fact(name):
                return self._fact(formula, name)
            case Ref(name):
                there = self.added[name]
                return _Whole(formula, there.low, there.high, there.unit)
            case Ceil(of) | Floor(of):
                return self._rounded_somehow(type(formula), of)
            case Div(dividend, Const(value)):
                whole = self._lowered(dividend)
                return _Whole(whole.formula, whole.low, whole.high, whole.unit / value)
            case Div():
                raise ZeroDivisionError
            case Mul(factors):
                return reduce(_multiplied, map(self._lowered, factors))
            case Total(collection, of, where):
                each = self._lowered(of)
                low, high = min(0, each.low) * MOST_RECORDS, max(0, each.high) * MOST_RECORDS
                total = Total(collection, each.formula, self._lowered(where).formula)
                return _Whole(total, low, high, each.unit)
            case Add() | Sub() | Min() | Max() | Compare() | When() | First():
                return self._alike(formula)
            case _:
                return _Whole(rebuilt(formula, lambda part: self._lowered(part).formula), 0, 1)

    def _fact(self, formula: Fact, name: str) -> _Whole:
        collection, _, field = name.rpartition(".")
        words = self._words[collection].fields if collection in self._words else self._words
        fact = words.get(field if words is not self._words else name)
        if fact is None or fact.kind != "number":
            return _Whole(formula, 0, 1)
        return _Whole(formula, *limits(fact), Fraction(1, fact.scale))

    def _rounded_somehow(self, kind: type[Ceil | Floor], of: Formula) -> _Whole:
        """Lower a rounding, branch by branch where one denominator for all is too large."""
        try:
            return self._rounded(kind, of)
        except OverflowError:
            branched = _by_branch(of)
            if branched is None:
                raise
            then, otherwise = kind(branched.then), kind(branched.otherwise)
            return self._lowered(When(branched.condition, then, otherwise))

    def _rounded(self, kind: type[Ceil | Floor], of: Formula) -> _Whole:
        """Lower a rounding: of a quotient of integers, which is exact."""
        dividend, divisor = (of.dividend, of.divisor) if isinstance(of, Div) else (of, ONE)
        top, bottom = self._lowered(dividend), self._lowered(divisor)
        ratio = top.unit / bottom.unit
        top, bottom = top.times(ratio.numerator), bottom.times(ratio.denominator)
        if bottom.low < 1:
            raise ZeroDivisionError
        if bottom.high == 1:
            return _Whole(top.formula, top.low, top.high)
        ends = [
            Fraction(numerator, denominator)
            for numerator in (top.low, top.high)
            for denominator in (bottom.low, bottom.high)
        ]
        whole = ceil if kind is Ceil else floor
        return _Whole(kind(Div(top.formula, bottom.formula)), whole(min(ends)), whole(max(ends)))

    def _alike(self, formula: Formula) -> _Whole:
        """Lower what is only right when its numbers are in one unit: the finest of them."""
        parts = [self._lowered(part) for part in children(formula)]
        aside = parts[:1] if isinstance(formula, When) else []
        numbers = parts[len(aside) :]
        unit = Fraction(1, lcm(*(number.unit.denominator for number in numbers)))
        numbers = [number.times(int(number.unit / unit)) for number in numbers]
        fresh = iter([*aside, *numbers])
        whole = rebuilt(formula, lambda _: next(fresh).formula)
        lows, highs = [each.low for each in numbers], [each.high for each in numbers]
        match formula:
            case Compare():
                return _Whole(whole, 0, 1)
            case Add():
                # Part of a sum may be farther from zero than the whole: leave room for any part.
                room = sum(each.size for each in numbers)
                return replace(_Whole(whole, -room, room, unit), low=sum(lows), high=sum(highs))
            case Sub():
                return _Whole(whole, lows[0] - highs[1], highs[0] - lows[1], unit)
            case _:
                return _Whole(whole, min(lows, default=0), max(highs, default=0), unit)


def _by_branch(formula: Formula) -> When | None:
    """Return a product or quotient, one of whose parts has branches, as branches of it."""
    if isinstance(formula, When):
        return formula
    for part in children(formula) if isinstance(formula, Mul | Div) else ():
        if branched := _by_branch(part):
            then, otherwise = (
                _with(formula, part, end) for end in (branched.then, branched.otherwise)
            )
            return When(branched.condition, then, otherwise)
    return None


def _with(formula: Formula, part: Formula, other: Formula) -> Formula:
    """Return a formula with another one in place of a part."""
    return rebuilt(formula, lambda each: other if each is part else each)


def _multiplied(left: _Whole, right: _Whole) -> _Whole:
    ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    both = Mul((left.formula, right.formula))
    return _Whole(both, min(ends), max(ends), left.unit * right.unit)


def _error(code: str, output: str, message: str) -> NormError:
    return NormError([Fault(code, output, f"there is no integer form: {message}")])
