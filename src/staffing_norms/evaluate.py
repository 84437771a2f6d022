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

    __slots__ = ("_facts", "_outputs", "_steps", "stance")

    def __init__(
        self, outputs: Mapping[str, Output], facts: Mapping[str, Any], stance: Stance
    ) -> None:
        self._outputs = outputs
        self._facts = facts
        self.stance = stance
        self._steps: dict[str, Step] = {}

    def step(self, name: str) -> Step:
        """Return the derivation of an output."""
        step = self._steps.get(name)
        if step is None:
            step = self._steps[name] = compute(self, self._outputs[name].formula, self._facts)
        return step

    def value(self, name: str) -> Value:
        """Return the value of an output."""
        return self.step(name).value  # type: ignore[no-any-return]  # a step's value is a Value


def compute(run: Evaluation, formula: Formula, facts: Mapping[str, Any]) -> Step:
    """Compute a formula from *facts*: the site's, or those of one of its records."""
    return _COMPUTE[type(formula)](run, formula, facts)


def _all(run: Evaluation, parts: tuple[Formula, ...], facts: Mapping[str, Any]) -> tuple[Step, ...]:
    compute = _COMPUTE
    return tuple([compute[type(part)](run, part, facts) for part in parts])


def _const(_run: Evaluation, formula: Const, _facts: Mapping[str, Any]) -> Step:
    return Step(formula, formula.value)


def _range(run: Evaluation, formula: Range, facts: Mapping[str, Any]) -> Step:
    return compute(run, getattr(formula, run.stance), facts)


def _fact(_run: Evaluation, formula: Fact, facts: Mapping[str, Any]) -> Step:
    return Step(formula, facts.get(formula.name))


def _known(run: Evaluation, formula: Known, facts: Mapping[str, Any]) -> Step:
    of = compute(run, formula.of, facts)
    return Step(formula, of.value is not None, (of,))


def _is(run: Evaluation, formula: Is, facts: Mapping[str, Any]) -> Step:
    of = compute(run, formula.of, facts)
    return Step(formula, None if of.value is None else of.value in formula.words, (of,))


def _ref(run: Evaluation, formula: Ref, _facts: Mapping[str, Any]) -> Step:
    step = run.step(formula.output)
    return Step(formula, step.value, (step,))


def _lookup(run: Evaluation, formula: Lookup, facts: Mapping[str, Any]) -> Step:
    key = compute(run, formula.key, facts)
    if key.value not in formula.words:
        return Step(formula, None, (key,))
    entry = compute(run, formula.entries[formula.words.index(key.value)], facts)
    return Step(formula, entry.value, (key, entry))


def _add(run: Evaluation, formula: Add, facts: Mapping[str, Any]) -> Step:
    steps = _all(run, formula.terms, facts)
    total: Any = 0
    for step in steps:
        if step.value is None:
            return Step(formula, None, steps)
        total += step.value
    return Step(formula, total, steps)


def _sub(run: Evaluation, formula: Sub, facts: Mapping[str, Any]) -> Step:
    left, right = steps = _all(run, (formula.left, formula.right), facts)
    if left.value is None or right.value is None:
        return Step(formula, None, steps)
    return Step(formula, left.value - right.value, steps)


def _mul(run: Evaluation, formula: Mul, facts: Mapping[str, Any]) -> Step:
    steps = _all(run, formula.factors, facts)
    product: Any = 1
    for step in steps:
        if step.value is None:
            return Step(formula, None, steps)
        product *= step.value
    return Step(formula, product, steps)


def _div(run: Evaluation, formula: Div, facts: Mapping[str, Any]) -> Step:
    dividend, divisor = steps = _all(run, (formula.dividend, formula.divisor), facts)
    if dividend.value is None or divisor.value is None:
        return Step(formula, None, steps)
    return Step(formula, Fraction(dividend.value, divisor.value), steps)


def _ceil(run: Evaluation, formula: Ceil, facts: Mapping[str, Any]) -> Step:
    of = compute(run, formula.of, facts)
    return Step(formula, None if of.value is None else -(-of.value // 1), (of,))


def _floor(run: Evaluation, formula: Floor, facts: Mapping[str, Any]) -> Step:
    of = compute(run, formula.of, facts)
    return Step(formula, None if of.value is None else of.value // 1, (of,))


def _extreme(run: Evaluation, formula: Min | Max, facts: Mapping[str, Any]) -> Step:
    steps = _all(run, formula.of, facts)
    values = [step.value for step in steps]
    if None in values:
        return Step(formula, None, steps)
    return Step(formula, min(values) if isinstance(formula, Min) else max(values), steps)


def _compare(run: Evaluation, formula: Compare, facts: Mapping[str, Any]) -> Step:
    left, right = steps = _all(run, (formula.left, formula.right), facts)
    if left.value is None or right.value is None:
        return Step(formula, None, steps)
    return Step(formula, _HOLDS[formula.op](left.value, right.value), steps)


def _and(run: Evaluation, formula: And, facts: Mapping[str, Any]) -> Step:
    return _until(run, formula, formula.tests, facts, decisive=False)


def _or(run: Evaluation, formula: Or, facts: Mapping[str, Any]) -> Step:
    return _until(run, formula, formula.tests, facts, decisive=True)


def _until(
    run: Evaluation,
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
        step = compute(run, test, facts)
        steps.append(step)
        if step.value is decisive:
            return Step(formula, decisive, tuple(steps))
        if step.value is None:
            value = None
    return Step(formula, value, tuple(steps))


def _not(run: Evaluation, formula: Not, facts: Mapping[str, Any]) -> Step:
    of = compute(run, formula.of, facts)
    return Step(formula, None if of.value is None else not of.value, (of,))


def _when(run: Evaluation, formula: When, facts: Mapping[str, Any]) -> Step:
    condition = compute(run, formula.condition, facts)
    if condition.value is None:
        return Step(formula, None, (condition,))
    taken = compute(run, formula.then if condition.value else formula.otherwise, facts)
    return Step(formula, taken.value, (condition, taken))


def _first(run: Evaluation, formula: First, facts: Mapping[str, Any]) -> Step:
    steps: list[Step] = []
    for option in formula.options:
        step = compute(run, option, facts)
        steps.append(step)
        if step.value is not None:
            return Step(formula, step.value, tuple(steps))
    return Step(formula, None, tuple(steps))


def _total(run: Evaluation, formula: Total, facts: Mapping[str, Any]) -> Step:
    """Add up records; each gives a step: what it adds, or the test that leaves it out."""
    records = facts.get(formula.collection) or ()
    steps = tuple([_of_record(run, formula, record) for record in records])
    values = [step.value for step in steps if step.value is not False]
    missing = None in values or not values
    return Step(formula, None if missing else sum(values), steps)


def _of_record(run: Evaluation, formula: Total, record: Mapping[str, Any]) -> Step:
    where = compute(run, formula.where, record)
    return compute(run, formula.of, record) if where.value else where


_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
}

_COMPUTE: dict[type[Formula], Callable[..., Step]] = {
    Const: _const,
    Range: _range,
    Fact: _fact,
    Known: _known,
    Is: _is,
    Ref: _ref,
    Lookup: _lookup,
    Add: _add,
    Sub: _sub,
    Mul: _mul,
    Div: _div,
    Ceil: _ceil,
    Floor: _floor,
    Min: _extreme,
    Max: _extreme,
    Compare: _compare,
    And: _and,
    Or: _or,
    Not: _not,
    When: _when,
    First: _first,
    Total: _total,
}
