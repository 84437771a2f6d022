"""Reads the steps of a derivation: what it rests on, and how it is written as one formula."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from staffing_norms.foundation.formula import (
    OFTEN,
    STANCES,
    Add,
    Ceil,
    Compare,
    Const,
    Div,
    Fact,
    First,
    Floor,
    Formula,
    Known,
    Lookup,
    Max,
    Min,
    Mul,
    Number,
    Output,
    Range,
    Ref,
    Source,
    Sub,
    Total,
    When,
    children,
)
from staffing_norms.foundation.quantities import format_number, units
from staffing_norms.interpreters.evaluate import Step
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.intake import Stated

Language: TypeAlias = Literal["en", "zh"]

LANGUAGES: tuple[Language, ...] = ("en", "zh")

_DEFAULT, _GIVEN = "fact.", "profile."
_ROUNDED = "≈ "
_MOST_TERMS = 6
_SUM, _PRODUCT, _WHOLE = 1, 2, 3
_OPERATORS: dict[type[Formula], tuple[str, int]] = {
    Add: ("+", _SUM),
    Sub: ("−", _SUM),
    Mul: ("×", _PRODUCT),
    Div: ("÷", _PRODUCT),
}
_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_TURNED = {">": "<", ">=": "<="}
_BETWEEN: Mapping[Language, str] = {"en": "; ", "zh": "；"}
_BRACKETS: Mapping[Language, str] = {"en": " ({})", "zh": "（{}）"}


def walk(step: Step, *, into_records: bool = True) -> Iterator[Step]:
    """
    Yield a step and all it was computed from, in reading order, each once.

    Work of a frequency profile of which a site has none is not gone into.
    """
    seen: set[int] = set()
    waiting = [step]
    while waiting:
        each = waiting.pop()
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            is_closed = isinstance(each.formula, Total) and not into_records
            if not is_closed and not _gives_nothing(each):
                waiting += reversed(each.inputs)


def _gives_nothing(step: Step) -> bool:
    """Whether a step is work that a frequency profile gives, and there is none of it."""
    is_given = isinstance(step.formula, Ref) and step.formula.output.startswith(_GIVEN)
    return is_given and step.value == 0


def sources(step: Step, outputs: Mapping[str, Output]) -> tuple[Source, ...]:
    """Return what a figure rests on in print: its rules, its band and its work rates."""
    found: dict[Source, bool] = {}
    for each in walk(step):
        if isinstance(each.formula, Ref) and each.value is not False:
            source = outputs[each.formula.output].source
            if source is not None and source.clause:
                found[source] = found.get(source, False) or each.value != 0
    return tuple(source for source, counts in found.items() if counts) or tuple(found)


def ranges(step: Step, outputs: Mapping[str, Output]) -> Iterator[tuple[Range, str]]:
    """
    Yield the printed ranges that a figure rests on, each once, with the fact that is measured.

    A range has a fact where the fact is divided by it: `gross_floor_area` by 2,000–2,500 m².
    Those inside a total are its records' own, and how often work is done is no printed figure.
    """
    seen: set[int] = set()
    for each in walk(step, into_records=False):
        parts = children(each.formula)
        if isinstance(each.formula, Ref):
            parts = (outputs[each.formula.output].formula,)
        taken = {id(part.formula) for part in each.inputs}
        for part in (part for part in parts if isinstance(part, Range) and not _is_often(part)):
            is_read = taken.intersection(id(getattr(part, stance)) for stance in STANCES)
            if is_read and id(part) not in seen:
                seen.add(id(part))
                yield part, _divided(each)


def _is_often(range_: Range) -> bool:
    """Whether a range says how often work is done: that of a frequency profile."""
    return isinstance(range_.lean, Const) and range_.lean.unit == OFTEN


def _divided(step: Step) -> str:
    """Return the fact that a division divides, the first of several; empty where there is none."""
    if not isinstance(step.formula, Div):
        return ""
    return next(iter(facts_read(step.inputs[0])), "")


def facts_read(step: Step) -> dict[str, Any]:
    """Return the facts that a figure was computed from, with their values, stated or not."""
    return {each.formula.name: each.value for each in walk(step) if isinstance(each.formula, Fact)}


def facts_used(steps: Iterable[Step]) -> set[str]:
    """Return the facts and lists whose values count; one merely asked whether it is stated not."""
    used, seen = set(), set()
    waiting = [*steps]
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each.formula, Known):
            continue
        seen.add(id(each))
        waiting += each.inputs
        match each.formula:
            case Fact(name) | Total(name):
                used.add(name.partition(".")[0])
    return used


def defaults_taken(step: Step) -> dict[str, Any]:
    """Return the facts that are assumed, with the assumed values."""
    taken: dict[str, Any] = {}
    for each in walk(step):
        if isinstance(each.formula, Ref) and each.formula.output.startswith(_DEFAULT):
            [first] = each.inputs
            if first.inputs[0].value is None and each.value is not None:
                taken[each.formula.output.removeprefix(_DEFAULT)] = each.value
    return taken


def facts_lacking(step: Step) -> set[str]:
    """Return the facts whose absence keeps a figure unknown."""
    lacking = set()
    waiting = [step]
    while waiting:
        each = waiting.pop()
        if each.value is None:
            waiting += each.inputs
            if isinstance(each.formula, Fact):
                lacking.add(each.formula.name)
    return lacking


def totals(step: Step) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """
    Yield for each total of a derivation its collection, and one step for each record of it.

    One of which only is asked whether there is any is left out.
    """
    steps = [*walk(step)]
    asked = {id(each.inputs[0]) for each in steps if isinstance(each.formula, Known)}
    for each in steps:
        if isinstance(each.formula, Total) and id(each) not in asked:
            yield each.formula.collection, each.inputs


def counts(record: Step) -> bool:
    """Whether a record of a total was counted; if not, its step is the test that left it out."""
    return record.value is not False


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
        return sign if self.language == "zh" else f" {sign} "

    def aside(self, texts: Iterable[str]) -> str:
        """Return remarks on a formula in brackets, or nothing."""
        told = _BETWEEN[self.language].join(texts)
        return _BRACKETS[self.language].format(told) if told else ""

    def number(self, value: Fraction | int, unit: str = "") -> str:
        """Return a number exactly, with the counter of its unit where formulas write one."""
        text = format_number(value)
        if text.startswith(_ROUNDED):
            text = f"{value.numerator:,}/{value.denominator:,}"
        counter = units()[unit].counter if unit else None
        if counter is None:
            return text
        return f"{text}{counter['zh']}" if self.language == "zh" else f"{text} {counter['en']}"

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
    return f"{text}{style.aside(bounds)}"


def _value(step: Step) -> str:
    return "?" if step.value is None else format_number(step.value)


def conditions(step: Step, style: Style) -> list[str]:
    """
    Return the bounds that chose the branches, as they hold: `200,000≤320,000<500,000`.

    The bounds inside a total are its records' own.
    """
    bounds: dict[str, list[tuple[str, Any]]] = {}
    for each in walk(step, into_records=False):
        match each:
            case Step(Compare(op), bool(holds), (measure, bound)) if op in _OPPOSITE:
                sign = op if holds else _OPPOSITE[op]
                bounds.setdefault(_measure(measure, style), []).append((sign, bound.value))
    return [_between(measure, found, style) for measure, found in bounds.items()]


def _measure(step: Step, style: Style) -> str:
    """Write what is compared; a field of a record with its name."""
    text, _ = _text(step, style)
    collection, _, field = getattr(step.formula, "name", "").rpartition(".")
    if not collection:
        return text
    return f"{getattr(style.words[collection].fields[field].labels, style.language)} {text}"


def _between(measure: str, bounds: Iterable[tuple[str, Any]], style: Style) -> str:
    """Write the tightest bounds of a measure on both sides."""
    lower = [(value, sign) for sign, value in bounds if sign in _TURNED]
    upper = [(value, sign) for sign, value in bounds if sign not in _TURNED]
    if not upper:
        value, sign = max(lower)
        return f"{measure}{style.sign(_SIGNS[sign])}{style.number(value)}"
    value, sign = min(upper)
    text = f"{measure}{style.sign(_SIGNS[sign])}{style.number(value)}"
    if not lower:
        return text
    value, sign = max(lower)
    return f"{style.number(value)}{style.sign(_SIGNS[_TURNED[sign]])}{text}"


def _text(step: Step, style: Style) -> tuple[str, int]:
    """Return the text of a step, and how tightly its outermost sign binds."""
    match step.formula:
        case Const(value, unit):
            return _number(value, style, unit)
        case Fact(name):
            return _number(step.value, style, style.fact_unit(name))
        case Ref(output) if output.startswith(_DEFAULT):
            return _number(step.value, style, style.fact_unit(output.removeprefix(_DEFAULT)))
        case Ref(output) if output in style.figures:
            return _number(step.value, style, "")
        case Ceil():
            return _rounded(step, style, "⌈⌉"), _WHOLE
        case Floor():
            return _rounded(step, style, "⌊⌋"), _WHOLE
        case Add() | Sub() | Mul() | Div() as formula:
            return _joined(_operands(step), style, *_OPERATORS[type(formula)])
        case Min() | Max() as formula:
            parts = ", ".join(_text(part, style)[0] for part in step.inputs)
            return f"{type(formula).__name__.lower()}({parts})", _PRODUCT
        case Total():
            return _total(step, style)
        case Ref() | First() if step.inputs:
            return _text(step.inputs[-1], style)
        case When() | Lookup() if len(step.inputs) > 1:
            return _text(step.inputs[-1], style)
        case _:
            return "?", _WHOLE


def _number(value: Number | None, style: Style, unit: str) -> tuple[str, int]:
    """Write a number; a fraction binds as the division that it is."""
    if value is None:
        return "?", _WHOLE
    text = style.number(value, unit)
    return text, _PRODUCT if "/" in text else _WHOLE


def _rounded(step: Step, style: Style, brackets: str) -> str:
    text, binding = _text(step.inputs[0], style)
    return text if binding == _WHOLE else f"{brackets[0]}{text}{brackets[1]}"


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
            return _gives_nothing(step) or _stands_aside(step, 0)


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
        return "?", _WHOLE
    text, binding = _joined(parts[:_MOST_TERMS], style, *_OPERATORS[Add])
    if len(parts) <= _MOST_TERMS:
        return text, binding
    return f"{text}{style.sign('+')}…", _SUM


def record_name(stated: Mapping[str, Stated], collection: str, place: int, style: Style) -> str:
    """
    Return what a record is called: by its own name and its work, else by its number.

    Args:
        stated: The facts of the site.
        collection: The collection.
        place: The record's position in it, counted from 0.
        style: How it is written.
    """
    records: Any = stated[collection].value
    record = records[place]
    named = [record.get(f"{collection}.name"), _work(record, collection, style)]
    label = getattr(style.words[collection].labels, style.language)
    return " · ".join(filter(None, named)) or f"{label} {place + 1}"


def _work(record: Mapping[str, Any], collection: str, style: Style) -> str:
    """Return the activity of a task, and the way of doing it."""
    name, _, variant = record.get(f"{collection}.work", "").partition(":")
    if not name:
        return ""
    activity = style.words[collection].activities[name]
    ways = [activity.variants[variant].labels] if variant else []
    return " · ".join(getattr(labels, style.language) for labels in (activity.labels, *ways))


def as_data(step: Step, outputs: Mapping[str, Output]) -> list[dict[str, object]]:
    """
    Return the steps of a derivation as a flat list, inputs before what is computed from them.

    Each has `op`, `value` (exact, as text), and where they apply `of` (the positions of its
    inputs), `name` (of a fact or output), `clause` and `sign` (of a comparison).
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
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        value = str(value)
    datum: dict[str, object] = {"op": type(step.formula).__name__.lower(), "value": value}
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
