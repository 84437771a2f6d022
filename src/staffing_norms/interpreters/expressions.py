"""The only place that turns formulas into dataframe expressions, through narwhals."""

import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, cast

import narwhals as nw

from staffing_norms.foundation.formula import (
    HOLDS,
    MISSING,
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
    Max,
    Min,
    Mul,
    Not,
    Or,
    Ref,
    Sub,
    Total,
    When,
    children,
)
from staffing_norms.interpreters.simplify import Paths


class Expressions:
    """
    Formulas as expressions over columns that hold facts, outputs and totals.

    Args:
        prefix: What the names of these columns begin with, so that they are nobody else's.

    Attributes:
        paths: Knows which formulas are never missing.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._totals: dict[Total, int] = {}
        self.paths = Paths({})

    def column(self, name: str) -> nw.Expr:
        """Return a column by its name without the prefix."""
        return nw.col(self.called(name))

    def called(self, name: str) -> str:
        """Return the whole name of a column."""
        return f"{self._prefix}{name}"

    def named(self, expressions: Mapping[str, nw.Expr]) -> list[nw.Expr]:
        """Return columns to add, by their names without the prefix."""
        return [each.alias(self.called(name)) for name, each in expressions.items()]

    def sure(self, formula: Formula) -> bool:
        """Whether a formula is never missing."""
        return self.paths.sure(formula, {})

    def total(self, total: Total) -> str:
        """Return the name of the column that holds a total."""
        return f"total {self._totals.setdefault(total, len(self._totals))}"

    def of(self, formula: Fact | Ref | Total) -> nw.Expr:
        """Return the column that holds a fact, an output or a total."""
        if isinstance(formula, Total):
            return self.column(self.total(formula))
        if isinstance(formula, Fact):
            return self.column(f"fact {formula.name}")
        return self.column(f"output {formula.output}")

    def expression(self, formula: Formula) -> nw.Expr:  # noqa: PLR0912 - a case a node
        """Return a formula as an expression, which is null where the formula is missing."""
        match formula:
            case Const(value):
                return nw.lit(cast("int | str", value), nw.Int64 if type(value) is int else None)
            case Fact() | Ref() | Total():
                return self.of(formula)
            case Known(of):
                return ~self.expression(of).is_null()
            case Is(of, words):
                return self.expression(of).is_in(words)
            case Not(of):
                return ~self.expression(of)
            case Ceil(Div(dividend, divisor)):
                by = self.expression(divisor)
                return (self.expression(dividend) + (by - 1)) // by
            case Floor(Div(dividend, divisor)):
                return self.expression(dividend) // self.expression(divisor)
            case When():
                return self._when(formula)
            case And(tests) | Or(tests):
                unknown = nw.lit(None, nw.Boolean)
                each = (unknown if test == MISSING else self.expression(test) for test in tests)
                return reduce(operator.and_ if isinstance(formula, And) else operator.or_, each)
            case First(()):
                return nw.lit(None, nw.Int64)
        parts = [self.expression(part) for part in children(formula)]
        match formula:
            case First():
                return nw.coalesce(*parts)
            case Min() | Max():
                known = nw.all_horizontal(*(~part.is_null() for part in parts), ignore_nulls=False)
                pick = nw.min_horizontal if isinstance(formula, Min) else nw.max_horizontal
                return nw.when(known).then(pick(*parts))
            case Compare(op):
                return cast("nw.Expr", HOLDS[op](*parts))
            case _:
                return reduce(_JOINED[type(formula)], parts)

    def _when(self, formula: When) -> nw.Expr:
        condition, then = self.expression(formula.condition), self.expression(formula.then)
        if formula.otherwise == MISSING:
            return nw.when(condition).then(then)
        otherwise = self.expression(formula.otherwise)
        if formula.then == MISSING:
            return nw.when(~condition).then(otherwise)
        if not self.sure(formula.condition):
            # A null condition would lead to the last branch; it leads to neither.
            otherwise = nw.when(~condition).then(otherwise)
        return nw.when(condition).then(then).otherwise(otherwise)


_JOINED: dict[type[Formula], Callable[[Any, Any], Any]] = {
    Add: operator.add,
    Sub: operator.sub,
    Mul: operator.mul,
}
