"""
The only place that lowers a program to integer arithmetic.

The lowered program is made of the same nodes, with these invariants. A fact is an integer: its
value times the scale of its type. Every number is an `int`. There is no `Range`, for a stance is
fixed. `Div` stands only directly under `Ceil` or `Floor`, with integers on both sides and a
positive divisor. Nothing in it leaves ±2^62, whatever the facts are within their limits.

Work that is stated as tasks has no one denominator, for each task may bring its own rate. The
lowered program takes no tasks as stated: whoever has a site with tasks computes it exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import ceil, floor, lcm

from staffing_norms.foundation.errors import Fault, NormError
from staffing_norms.foundation.formula import (
    MISSING,
    ONE,
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
from staffing_norms.interpreters.simplify import reached, simplify
from staffing_norms.sites.facts import FactType, Vocabulary
from staffing_norms.sites.intake import MOST_RECORDS

BOUND = 2**62
"""No integer of a lowered program is farther from zero; int64 has room for twice that."""


def lower(
    outputs: Mapping[str, Output],
    wanted: Sequence[str],
    words: Vocabulary,
    stance: Stance,
) -> tuple[Output, ...]:
    """
    Return a program in integers that gives the wanted outputs, and whatever they refer to.

    Collections that `are_alone` are taken as not stated: few sites state any, and the program is
    much shorter without them.

    Args:
        outputs: The outputs of the exact program by name, in order.
        wanted: Names of outputs that are whole numbers or flags.
        words: The vocabulary, whose scales and limits the facts keep.
        stance: Which figure of a printed range is read.

    Raises:
        NormError: An output cannot be lowered, or its integers may leave the bound.

    >>> from staffing_norms.sites.vocabulary import vocabulary
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
    alone = [name for name, type_ in words.items() if are_alone(type_.fields)]
    lowering = _Lowering(words, wanted)
    lowered = [
        integer
        for output in simplify(needed, wanted, dict.fromkeys(alone))
        for integer in lowering.add(output)
    ]
    for name in wanted:
        if lowering.added[name].unit.denominator != 1:
            raise _error("integers.fraction", name, "it is wanted, but it is no whole number.")
    return simplify(lowered, wanted)


def are_alone(fields: Vocabulary) -> bool:
    """
    Whether records are only read site by site, exactly.

    So are tasks, which may bring rates, and records that are named in the user's words.
    """
    return any(
        field.of_work == "rate" or (field.required and field.kind == "text")
        for field in fields.values()
    )


def limits(fact: FactType) -> tuple[int, int]:
    """
    Return the least and the most that a number may be, in whole steps of its scale.

    >>> from staffing_norms.sites.vocabulary import vocabulary
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

    def __init__(self, words: Vocabulary, wanted: Iterable[str]) -> None:
        self._words = words
        self._wanted = set(wanted)
        self._exact: dict[str, Formula] = {}
        self._terms: list[Output] = []
        self._totals = 0
        self.added: dict[str, _Whole] = {}

    def add(self, output: Output) -> list[Output]:
        """
        Lower the next output of the program; it holds the numerator of its value.

        One that only a rounding could lower is written where it is rounded.
        """
        self._terms, self._totals = [], 0
        try:
            whole = self._lowered(output.formula)
            whole = whole.times(whole.unit.numerator)
        except (OverflowError, ZeroDivisionError) as error:
            if output.name not in self._wanted:
                self._exact[output.name] = output.formula
                return []
            message = "its integers may exceed 2^62; lower the limits of its facts."
            if isinstance(error, ZeroDivisionError):
                message = "it divides by what is no constant, or may be zero, outside a rounding."
            is_bound = isinstance(error, OverflowError)
            code = "integers.bound" if is_bound else "integers.division"
            raise _error(code, output.name, message) from None
        self.added[output.name] = whole
        return [*self._terms, Output(output.name, whole.formula, output.source)]

    def _lowered(self, formula: Formula) -> _Whole:
        match formula:
            case Const(value):
                if isinstance(value, bool | str):
                    return _Whole(formula, 0, 1)
                return _Whole(ONE, 1, 1, Fraction(value))
            case Fact(name):
                return self._fact(formula, name)
            case Ref(name) if name in self._exact:
                return self._lowered(self._exact[name])
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
                self._totals += 1
                each = self._lowered(of)
                self._totals -= 1
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
        except (OverflowError, ZeroDivisionError):
            tests, terms, divisor = self._apart(of)
            if terms == [of]:
                return self._rounded_by_branch(kind, of)
        whole = Add(tuple(terms)) if terms[1:] else terms[0]
        if tests:
            rounding = kind(whole if divisor is None else Div(whole, divisor))
            return self._lowered(When(And(tuple(tests)), rounding, MISSING))
        try:
            return self._rounded(kind, whole if divisor is None else Div(whole, divisor))
        except OverflowError:
            return self._rounded_apart(kind, terms, divisor or ONE)

    def _rounded_by_branch(self, kind: type[Ceil | Floor], of: Formula) -> _Whole:
        """Lower a rounding branch by branch; what has no branches cannot be lowered."""
        branched = _by_branch(of)
        if branched is None:
            return self._rounded(kind, of)
        then, otherwise = kind(branched.then), kind(branched.otherwise)
        return self._lowered(When(branched.condition, then, otherwise))

    def _apart(self, formula: Formula) -> tuple[list[Formula], list[Formula], Formula | None]:
        """Return tests without which a formula is missing, the terms of its sum, its divisor."""
        match formula:
            case Ref(name) if name in self._exact:
                return self._apart(self._exact[name])
            case When(condition, then, First(())):
                tests, terms, divisor = self._apart(then)
                return [condition, *tests], terms, divisor
            case Div(dividend, divided) if not isinstance(divided, Const):
                tests, terms, divisor = self._apart(dividend)
                return (tests, terms, divided) if divisor is None else ([], [formula], None)
            case Add(parts):
                apart = [self._apart(part) for part in parts]
                divisors = {each: None for _, _, each in apart if each is not None}
                if len(divisors) > 1:
                    return [], [formula], None
                divisor = next(iter(divisors), None)
                terms = []
                for _, own, by in apart:
                    terms += [Mul((each, divisor)) for each in own] if divisor and not by else own
                return [test for tests, _, _ in apart for test in tests], terms, divisor
            case _:
                return [], [formula], None

    def _rounded_apart(
        self, kind: type[Ceil | Floor], terms: Sequence[Formula], divisor: Formula
    ) -> _Whole:
        """
        Lower the rounding of a sum, the whole part of each term by itself.

        No denominator of one term has to be multiplied with the size of another: what is left of
        a term is below one.
        """
        if self._totals:  # a term could not be held outside of its record
            raise OverflowError
        bottom = self._lowered(divisor)
        finer = bottom.unit.denominator
        bottom = bottom.times(bottom.unit.numerator)
        lowered = [self._lowered(term) for term in terms]
        lowered = [each.times(each.unit.numerator) for each in lowered]
        common = lcm(*(each.unit.denominator for each in lowered))
        wholes: list[Formula] = []
        rests: list[Formula] = []
        low = high = 0
        for each in lowered:
            by = each.unit.denominator
            whole = each.formula
            if by > 1:
                held = self._held(each)
                whole = Floor(Div(held, Const(by)))
                rest = Sub(held, Mul((Const(by), whole)))
                rests.append(Mul((Const(common // by), rest)))
            wholes.append(whole)
            low, high = low + each.low // by, high + each.high // by
        left = _Whole(Add(tuple(rests)), 0, len(rests) * common * finer)
        up = kind(Div(Mul((Const(finer), left.formula)), Const(common)))
        top = Add((Mul((Const(finer), Add(tuple(wholes)))), up))
        low, high = low * finer, high * finer + len(rests) * finer
        ends = [Fraction(a, b) for a in (low, high) for b in (bottom.low, bottom.high)]
        return _Whole(kind(Div(top, bottom.formula)), floor(min(ends)), ceil(max(ends)))

    def _held(self, whole: _Whole) -> Formula:
        """Return a formula that is read twice, as an output of its own unless it is short."""
        if isinstance(whole.formula, Fact | Ref):
            return whole.formula
        name = f"term {len(self._terms) + 1} of {len(self.added)}"
        self._terms.append(Output(name, whole.formula))
        return Ref(name)

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
            case Min():
                return _Whole(whole, min(lows), min(highs), unit)
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
