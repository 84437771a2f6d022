"""Computes a program exactly for one site, and keeps every step."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from staffing_norms.formula import (
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
    Range,
    Ref,
    Stance,
    Sub,
    Total,
    Value,
    When,
)


class Step(NamedTuple):
    """
    One step of a derivation.

    Args:
        formula: What was computed.
        value: What came of it; None where it is missing.
        inputs: The steps that it was computed from, on the branch taken.
    """

    formula: Formula
    value: Any
    inputs: "tuple[Step, ...]" = ()


class Evaluation:
    """
    A program computed for one site; each output once, when it is first asked for.

    Args:
        outputs: The outputs of the program by name.
        facts: What is stated: values by fact name, records by collection.
        stance: Which figure of a printed range is read.
    """

    __slots__ = ("_facts", "_outputs", "_stance", "_steps")

    def __init__(
        self, outputs: Mapping[str, Output], facts: Mapping[str, Any], stance: Stance
    ) -> None:
        self._outputs = outputs
        self._facts = facts
        self._stance = stance
        self._steps: dict[str, Step] = {}

    def step(self, name: str) -> Step:
        """Return the derivation of an output."""
        step = self._steps.get(name)
        if step is None:
            step = self._steps[name] = self._compute(self._outputs[name].formula, self._facts)
        return step

    def value(self, name: str) -> Value:
        """Return the value of an output."""
        return self.step(name).value  # type: ignore[no-any-return]  # a step's value is a Value

    def _compute(self, formula: Formula, facts: Mapping[str, Any]) -> Step:
        return _COMPUTE[type(formula)](self, formula, facts)

    def _all(self, parts: tuple[Formula, ...], facts: Mapping[str, Any]) -> tuple[Step, ...]:
        compute = _COMPUTE
        return tuple([compute[type(part)](self, part, facts) for part in parts])

    def _const(self, formula: Const, facts: Mapping[str, Any]) -> Step:  # noqa: ARG002
        return Step(formula, formula.value)

    def _range(self, formula: Range, facts: Mapping[str, Any]) -> Step:
        return self._compute(getattr(formula, self._stance), facts)

    def _fact(self, formula: Fact, facts: Mapping[str, Any]) -> Step:
        return Step(formula, facts.get(formula.name))

    def _known(self, formula: Known, facts: Mapping[str, Any]) -> Step:
        of = self._compute(formula.of, facts)
        return Step(formula, of.value is not None, (of,))

    def _is(self, formula: Is, facts: Mapping[str, Any]) -> Step:
        of = self._compute(formula.of, facts)
        return Step(formula, None if of.value is None else of.value in formula.words, (of,))

    def _ref(self, formula: Ref, facts: Mapping[str, Any]) -> Step:  # noqa: ARG002
        step = self.step(formula.output)
        return Step(formula, step.value, (step,))

    def _lookup(self, formula: Lookup, facts: Mapping[str, Any]) -> Step:
        key = self._compute(formula.key, facts)
        if key.value not in formula.words:
            return Step(formula, None, (key,))
        entry = self._compute(formula.entries[formula.words.index(key.value)], facts)
        return Step(formula, entry.value, (key, entry))

    def _add(self, formula: Add, facts: Mapping[str, Any]) -> Step:
        steps = self._all(formula.terms, facts)
        total: Any = 0
        for step in steps:
            if step.value is None:
                return Step(formula, None, steps)
            total += step.value
        return Step(formula, total, steps)

    def _sub(self, formula: Sub, facts: Mapping[str, Any]) -> Step:
        left, right = steps = self._all((formula.left, formula.right), facts)
        if left.value is None or right.value is None:
            return Step(formula, None, steps)
        return Step(formula, left.value - right.value, steps)

    def _mul(self, formula: Mul, facts: Mapping[str, Any]) -> Step:
        steps = self._all(formula.factors, facts)
        product: Any = 1
        for step in steps:
            if step.value is None:
                return Step(formula, None, steps)
            product *= step.value
        return Step(formula, product, steps)

    def _div(self, formula: Div, facts: Mapping[str, Any]) -> Step:
        dividend, divisor = steps = self._all((formula.dividend, formula.divisor), facts)
        if dividend.value is None or divisor.value is None:
            return Step(formula, None, steps)
        return Step(formula, Fraction(dividend.value, divisor.value), steps)

    def _ceil(self, formula: Ceil, facts: Mapping[str, Any]) -> Step:
        of = self._compute(formula.of, facts)
        return Step(formula, None if of.value is None else -(-of.value // 1), (of,))

    def _floor(self, formula: Floor, facts: Mapping[str, Any]) -> Step:
        of = self._compute(formula.of, facts)
        return Step(formula, None if of.value is None else of.value // 1, (of,))

    def _extreme(self, formula: Min | Max, facts: Mapping[str, Any]) -> Step:
        steps = self._all(formula.of, facts)
        values = [step.value for step in steps]
        if None in values:
            return Step(formula, None, steps)
        return Step(formula, min(values) if isinstance(formula, Min) else max(values), steps)

    def _compare(self, formula: Compare, facts: Mapping[str, Any]) -> Step:
        left, right = steps = self._all((formula.left, formula.right), facts)
        if left.value is None or right.value is None:
            return Step(formula, None, steps)
        return Step(formula, _HOLDS[formula.op](left.value, right.value), steps)

    def _and(self, formula: And, facts: Mapping[str, Any]) -> Step:
        return self._until(formula, formula.tests, facts, decisive=False)

    def _or(self, formula: Or, facts: Mapping[str, Any]) -> Step:
        return self._until(formula, formula.tests, facts, decisive=True)

    def _until(
        self,
        formula: And | Or,
        tests: tuple[Formula, ...],
        facts: Mapping[str, Any],
        *,
        decisive: bool,
    ) -> Step:
        """Test until one decides; without it the answer is missing if any test is."""
        steps: list[Step] = []
        value: bool | None = not decisive
        for test in tests:
            step = self._compute(test, facts)
            steps.append(step)
            if step.value is decisive:
                return Step(formula, decisive, tuple(steps))
            if step.value is None:
                value = None
        return Step(formula, value, tuple(steps))

    def _not(self, formula: Not, facts: Mapping[str, Any]) -> Step:
        of = self._compute(formula.of, facts)
        return Step(formula, None if of.value is None else not of.value, (of,))

    def _when(self, formula: When, facts: Mapping[str, Any]) -> Step:
        condition = self._compute(formula.condition, facts)
        if condition.value is None:
            return Step(formula, None, (condition,))
        taken = self._compute(formula.then if condition.value else formula.otherwise, facts)
        return Step(formula, taken.value, (condition, taken))

    def _first(self, formula: First, facts: Mapping[str, Any]) -> Step:
        steps: list[Step] = []
        for option in formula.options:
            step = self._compute(option, facts)
            steps.append(step)
            if step.value is not None:
                return Step(formula, step.value, tuple(steps))
        return Step(formula, None, tuple(steps))

    def _total(self, formula: Total, facts: Mapping[str, Any]) -> Step:
        steps: list[Step] = []
        for record in facts.get(formula.collection) or ():
            where = self._compute(formula.where, record)
            if where.value is None:
                return Step(formula, None, (where,))
            if where.value:
                steps.append(self._compute(formula.of, record))
        values = [step.value for step in steps]
        missing = None in values or not values
        return Step(formula, None if missing else sum(values), tuple(steps))


_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
}

# One method for each node: the same table serves every evaluation.
_COMPUTE: dict[type[Formula], Callable[..., Step]] = {
    Const: Evaluation._const,
    Range: Evaluation._range,
    Fact: Evaluation._fact,
    Known: Evaluation._known,
    Is: Evaluation._is,
    Ref: Evaluation._ref,
    Lookup: Evaluation._lookup,
    Add: Evaluation._add,
    Sub: Evaluation._sub,
    Mul: Evaluation._mul,
    Div: Evaluation._div,
    Ceil: Evaluation._ceil,
    Floor: Evaluation._floor,
    Min: Evaluation._extreme,
    Max: Evaluation._extreme,
    Compare: Evaluation._compare,
    And: Evaluation._and,
    Or: Evaluation._or,
    Not: Evaluation._not,
    When: Evaluation._when,
    First: Evaluation._first,
    Total: Evaluation._total,
}
