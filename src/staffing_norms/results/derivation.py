"""The only place that writes a derivation as one line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from staffing_norms.foundation.formula import (
    OPPOSITE,
    Add,
    Ceil,
    Compare,
    Const,
    Div,
    Fact,
    First,
    Floor,
    Formula,
    Lookup,
    Max,
    Min,
    Mul,
    Number,
    Op,
    Ref,
    Sub,
    Total,
    When,
)
from staffing_norms.foundation.languages import MARKS, Language, aside
from staffing_norms.foundation.quantities import format_number
from staffing_norms.foundation.units import units
from staffing_norms.interpreters.evaluate import Step
from staffing_norms.program.names import fact_of
from staffing_norms.results.steps import counts, facts_read, gives_nothing, walk
from staffing_norms.sites.facts import Vocabulary

_ROUNDED = "≈ "
_MOST_TERMS = 6
SUM, PRODUCT, WHOLE = range(5, 8)
"""How tightly signs bind; conditions and branches, which no derivation has, bind less."""
OPERATORS: Mapping[type[Formula], tuple[str, int]] = {
    Add: ("+", SUM),
    Sub: ("−", SUM),
    Mul: ("×", PRODUCT),
    Div: ("÷", PRODUCT),
}
"""The sign of each node, and how tightly it binds."""
SIGNS: Mapping[Op, str] = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "="}
"""The sign of each comparison."""
_TURNED: Mapping[Op, Op] = {">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Style:
    """
    How formulas are written.

    Args:
        language: `zh` writes close, `en` with blanks around the signs.
        words: The vocabulary, which knows the units of facts.
        figures: Outputs of which only the figure is written.
    """

    language: Language
    words: Vocabulary
    figures: tuple[str, ...] = ()

    def sign(self, sign: str) -> str:
        """Return a sign between two operands."""
        blank = MARKS[self.language].blank
        return f"{blank}{sign}{blank}"

    def number(self, value: Fraction | int, unit: str = "") -> str:
        """Return a number exactly, with the counter of its unit where formulas write one."""
        text = format_number(value)
        if text.startswith(_ROUNDED):
            text = f"{value.numerator:,}/{value.denominator:,}"
        counter = units()[unit].counter if unit else None
        if counter is None:
            return text
        return f"{text}{MARKS[self.language].blank}{counter[self.language]}"

    def fact_unit(self, name: str) -> str:
        """Return the unit of a fact that is a number; fields of records are written without."""
        return self.words[name].unit if name in self.words else ""


def written(step: Step, style: Style) -> str:
    """
    Return a derivation as one line: `3班×2人×⌈320,000÷50,000⌉=42`.

    Factors of one that are merely assumed are left out; the assumptions name them.
    """
    text, _ = _text(step, style)
    value = _value(step)
    if text == value:
        return text
    equals = "≈" if value.startswith(_ROUNDED) else "="
    return f"{text}{style.sign(equals)}{value.removeprefix(_ROUNDED)}"


def calculated(step: Step, style: Style) -> str:
    """
    Return a derivation as one line; a bare figure with the bounds that chose it.

    A row of a table is `2（86,000<300,000）`: the figure that is printed for sites of that size.
    """
    text = written(step, style)
    bounds = conditions(step, style) if text == _value(step) else []
    return f"{text}{aside(bounds, style.language)}"


def _value(step: Step) -> str:
    return "?" if step.value is None else format_number(step.value)


def conditions(step: Step, style: Style) -> list[str]:
    """
    Return the bounds that chose the branches, as they hold: `200,000≤320,000<500,000`.

    The bounds inside a total are its records' own.
    """
    bounds: dict[str, list[tuple[Op, Any]]] = {}
    for each in walk(step, into_records=False):
        match each:
            case Step(Compare(op), bool(holds), (measure, bound)) if op in OPPOSITE:
                sign = op if holds else OPPOSITE[op]
                bounds.setdefault(_measure(measure, style), []).append((sign, bound.value))
    return [_between(measure, found, style) for measure, found in bounds.items()]


def _measure(step: Step, style: Style) -> str:
    """Write what is compared; a field of a record with its name."""
    text, _ = _text(step, style)
    collection, _, field = getattr(step.formula, "name", "").rpartition(".")
    if not collection:
        return text
    return f"{getattr(style.words[collection].fields[field].labels, style.language)} {text}"


def _between(measure: str, bounds: Iterable[tuple[Op, Any]], style: Style) -> str:
    """Write the tightest bounds of a measure on both sides."""
    lower = [(value, sign) for sign, value in bounds if sign in _TURNED]
    upper = [(value, sign) for sign, value in bounds if sign not in _TURNED]
    if not upper:
        value, sign = max(lower)
        return f"{measure}{style.sign(SIGNS[sign])}{style.number(value)}"
    value, sign = min(upper)
    text = f"{measure}{style.sign(SIGNS[sign])}{style.number(value)}"
    if not lower:
        return text
    value, sign = max(lower)
    return f"{style.number(value)}{style.sign(SIGNS[_TURNED[sign]])}{text}"


def _text(step: Step, style: Style) -> tuple[str, int]:
    """Return the text of a step, and how tightly its outermost sign binds."""
    match step.formula:
        case Const(value, unit):
            return _number(value, style, unit)
        case Fact(name):
            return _number(step.value, style, style.fact_unit(name))
        case Ref(output) if fact := fact_of(output):
            return _number(step.value, style, style.fact_unit(fact))
        case Ref(output) if output in style.figures:
            return _number(step.value, style, "")
        case Ceil():
            return _rounded(step, style, "⌈⌉"), WHOLE
        case Floor():
            return _rounded(step, style, "⌊⌋"), WHOLE
        case Add() | Sub() | Mul() | Div() as formula:
            return _joined(_operands(step), style, *OPERATORS[type(formula)])
        case Min() | Max() as formula:
            parts = ", ".join(_text(part, style)[0] for part in step.inputs)
            return f"{type(formula).__name__.lower()}({parts})", PRODUCT
        case Total():
            return _total(step, style)
        case Ref() | First() if step.inputs:
            return _text(step.inputs[-1], style)
        case When() | Lookup() if len(step.inputs) > 1:
            return _text(step.inputs[-1], style)
        case _:
            return "?", WHOLE


def _number(value: Number | None, style: Style, unit: str) -> tuple[str, int]:
    """Write a number; a fraction binds as the division that it is."""
    if value is None:
        return "?", WHOLE
    text = style.number(value, unit)
    return text, PRODUCT if "/" in text else WHOLE


def _rounded(step: Step, style: Style, brackets: str) -> str:
    text, binding = _text(step.inputs[0], style)
    return text if binding == WHOLE else f"{brackets[0]}{text}{brackets[1]}"


def _operands(step: Step) -> Sequence[Step]:
    """Leave out what changes nothing: no work, nothing of a kind, ones that nobody stated."""
    match step.formula:
        case Add():
            kept = [part for part in step.inputs if not _is_left_out(part)]
        case Mul():
            kept = [part for part in step.inputs if not _is_assumed_one(part)]
        case _:
            return step.inputs
    return kept or step.inputs[:1]


def _is_left_out(step: Step) -> bool:
    """Whether a term is nothing: by its branch, of a profile's work, of a kind in an inventory."""
    match step.formula:
        case Fact(name) if step.value == 0:
            return "." in name
        case _:
            return gives_nothing(step) or _stands_aside(step, 0)


def _stands_aside(step: Step, nothing: int) -> bool:
    """Whether an operand is the constant of a branch that changes nothing."""
    while isinstance(step.formula, Ref | When):
        step = step.inputs[-1]
    return step.formula == Const(nothing)


def _is_assumed_one(step: Step) -> bool:
    if isinstance(step.formula, When) and _stands_aside(step, 1):
        return True
    stated = any(value is not None for value in facts_read(step).values())
    return step.value == 1 and not isinstance(step.formula, Const) and not stated


def _joined(parts: Sequence[Step], style: Style, sign: str, binding: int) -> tuple[str, int]:
    """Join operands by a sign, in brackets where they bind less tightly."""
    if len(parts) == 1:
        return _text(parts[0], style)
    texts = []
    for position, part in enumerate(parts):
        text, inner = _text(part, style)
        needed = binding + 1 if position and sign in "−÷" else binding
        texts.append(text if inner >= needed else f"({text})")
    joined = style.sign(sign).join(texts)
    return joined.replace(f"{style.sign('+')}-", style.sign("−")), binding


def _total(step: Step, style: Style) -> tuple[str, int]:
    """Write a total over records as a sum; a long one ends in dots."""
    parts = [part for part in step.inputs if counts(part)]
    if not parts:
        return "?", WHOLE
    text, binding = _joined(parts[:_MOST_TERMS], style, *OPERATORS[Add])
    if len(parts) <= _MOST_TERMS:
        return text, binding
    return f"{text}{style.sign('+')}…", SUM
