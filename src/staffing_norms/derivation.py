"""Reads the steps of a derivation: what it rests on, and how it is written as one formula."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from staffing_norms.evaluate import Step
from staffing_norms.facts import Vocabulary
from staffing_norms.formula import (
    Add,
    Ceil,
    Compare,
    Const,
    Div,
    Fact,
    Floor,
    Mul,
    Output,
    Ref,
    Source,
    Sub,
    Total,
    When,
)
from staffing_norms.quantities import format_number, units

Language: TypeAlias = Literal["en", "zh"]

_DEFAULT = "fact."
_MOST_TERMS = 6
_SUM, _PRODUCT, _WHOLE = 1, 2, 3
_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "="}


def walk(step: Step) -> Iterator[Step]:
    """Yield a step and all it was computed from, in reading order, each once."""
    seen: set[int] = set()
    waiting = [step]
    while waiting:
        each = waiting.pop()
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            waiting += reversed(each.inputs)


def sources(step: Step, outputs: Mapping[str, Output]) -> tuple[Source, ...]:
    """Return what a figure rests on in print: its rules, its band and its work rates."""
    found: dict[Source, bool] = {}
    for each in walk(step):
        if isinstance(each.formula, Ref) and each.value is not False:
            source = outputs[each.formula.output].source
            if source is not None:
                found[source] = found.get(source, False) or each.value != 0
    return tuple(source for source, counts in found.items() if counts) or tuple(found)


def facts_read(step: Step) -> dict[str, Any]:
    """Return the facts that a figure was computed from, with their values, stated or not."""
    return {each.formula.name: each.value for each in walk(step) if isinstance(each.formula, Fact)}


def defaults_taken(step: Step) -> dict[str, Any]:
    """Return the facts that are assumed, with the assumed values."""
    taken: dict[str, Any] = {}
    for each in walk(step):
        if isinstance(each.formula, Ref) and each.formula.output.startswith(_DEFAULT):
            [first] = each.inputs
            if first.inputs[0].value is None and each.value is not None:
                taken[each.formula.output.removeprefix(_DEFAULT)] = each.value
    return taken


@dataclass(frozen=True, slots=True)
class Style:
    """
    How formulas are written.

    Args:
        language: `zh` writes close, `en` with blanks around the signs.
        words: The vocabulary, which knows the units of facts.
    """

    language: Language
    words: Vocabulary

    def sign(self, sign: str) -> str:
        """Return a sign between two operands."""
        return sign if self.language == "zh" else f" {sign} "

    def number(self, value: Fraction | int, unit: str = "") -> str:
        """Return a number with the counter of its unit, where formulas write one."""
        text = format_number(value)
        counter = units()[unit].counter if unit else None
        if counter is None:
            return text
        return f"{text}{counter['zh']}" if self.language == "zh" else f"{text} {counter['en']}"

    def fact_unit(self, name: str) -> str:
        """Return the unit of a fact that is a number."""
        collection, _, field = name.rpartition(".")
        words = self.words[collection].fields if collection else self.words
        return words[field].unit if field in words else ""


def written(step: Step, style: Style) -> str:
    """
    Return a derivation as one line: `3班×2人×⌈320,000÷50,000⌉=42`.

    Factors of one that are merely assumed are left out; the assumptions name them.
    """
    text, _ = _text(step, style)
    value = "?" if step.value is None else style.number(step.value)
    return text if text == value else f"{text}{style.sign('=')}{value}"


def conditions(step: Step, style: Style) -> Iterator[tuple[str, bool]]:
    """Yield the comparisons that chose a branch, as text, and whether they hold."""
    for each in walk(step):
        if isinstance(each.formula, Compare) and each.value is not None:
            left, right = (_text(part, style)[0] for part in each.inputs)
            yield f"{left}{style.sign(_SIGNS[each.formula.op])}{right}", each.value


def _text(step: Step, style: Style) -> tuple[str, int]:
    """Return the text of a step, and how tightly its outermost sign binds."""
    formula = step.formula
    match formula:
        case Const(value, unit):
            return style.number(value, unit), _WHOLE
        case Fact(name):
            return _fact(step, name, style), _WHOLE
        case Ref(output) if output.startswith(_DEFAULT):
            return _fact(step, output.removeprefix(_DEFAULT), style), _WHOLE
        case Ceil():
            return _bracketed(step, style, "⌈⌉"), _WHOLE
        case Floor():
            return _bracketed(step, style, "⌊⌋"), _WHOLE
        case Add():
            return _joined(_terms(step), style, "+", _SUM)
        case Sub():
            return _joined(list(step.inputs), style, "−", _SUM)
        case Mul():
            return _joined(_factors(step), style, "×", _PRODUCT)
        case Div():
            return _joined(list(step.inputs), style, "÷", _PRODUCT)
        case Total():
            return _total(step, style)
        case _:
            # Ref, When, First and Lookup stand for what they came to, their last step.
            return _text(step.inputs[-1], style)


def _fact(step: Step, name: str, style: Style) -> str:
    if step.value is None:
        return "?"
    return style.number(step.value, style.fact_unit(name))


def _bracketed(step: Step, style: Style, brackets: str) -> str:
    text, binding = _text(step.inputs[0], style)
    return text if binding == _WHOLE else f"{brackets[0]}{text}{brackets[1]}"


def _terms(step: Step) -> list[Step]:
    """Leave out terms that are zero because something else takes their place."""
    return [part for part in step.inputs if not _stands_aside(part)] or list(step.inputs[:1])


def _stands_aside(step: Step) -> bool:
    """Whether a contribution is the constant zero of a branch."""
    while isinstance(step.formula, Ref | When) and step.inputs:
        step = step.inputs[-1]
    return step.formula == Const(0)


def _factors(step: Step) -> list[Step]:
    """Leave out factors of one that nobody stated."""
    return [part for part in step.inputs if not _is_assumed_one(part)] or list(step.inputs[:1])


def _is_assumed_one(step: Step) -> bool:
    stated = any(value is not None for value in facts_read(step).values())
    return step.value == 1 and not isinstance(step.formula, Const) and not stated


def _joined(parts: list[Step], style: Style, sign: str, binding: int) -> tuple[str, int]:
    """Join operands by a sign, in brackets where they bind less tightly."""
    if len(parts) == 1:
        return _text(parts[0], style)
    texts = []
    for position, part in enumerate(parts):
        text, inner = _text(part, style)
        needed = binding + 1 if position and sign in "−÷" else binding
        texts.append(text if inner >= needed else f"({text})")
    return style.sign(sign).join(texts), binding


def _total(step: Step, style: Style) -> tuple[str, int]:
    """Write a total over records as a sum; a long one ends in dots."""
    if step.value is None:
        return "?", _WHOLE
    text, binding = _joined(list(step.inputs[:_MOST_TERMS]), style, "+", _SUM)
    if len(step.inputs) <= _MOST_TERMS:
        return text, binding
    return f"{text}{style.sign('+')}…", _SUM


def as_data(step: Step, outputs: Mapping[str, Output]) -> list[dict[str, object]]:
    """
    Return the steps of a derivation as a flat list, inputs before what is computed from them.

    Each has `op`, `value` (exact, as text), and where they apply `of` (the positions of its
    inputs), `name` (of a fact or output) and `clause`.
    """
    steps: list[dict[str, object]] = []
    places: dict[int, int] = {}

    def place(each: Step) -> int:
        if id(each) not in places:
            inputs = [place(part) for part in each.inputs]
            steps.append(_datum(each, inputs, outputs))
            places[id(each)] = len(steps) - 1
        return places[id(each)]

    place(step)
    return steps


def _datum(step: Step, inputs: list[int], outputs: Mapping[str, Output]) -> dict[str, object]:
    value = step.value
    exact = (
        str(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else value
    )
    datum: dict[str, object] = {"op": type(step.formula).__name__.lower(), "value": exact}
    if inputs:
        datum["of"] = inputs
    match step.formula:
        case Fact(name):
            datum["name"] = name
        case Ref(output):
            datum["name"] = output
            source = outputs[output].source
            if source is not None:
                datum["clause"] = source.clause
        case Compare(op):
            datum["sign"] = op
    return datum
