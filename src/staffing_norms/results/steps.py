"""The only place that reads the steps of a derivation: what a figure rests on."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from staffing_norms.foundation.formula import (
    OFTEN,
    STANCES,
    Compare,
    Const,
    Div,
    Fact,
    Known,
    Output,
    Range,
    Ref,
    Source,
    Total,
    children,
)
from staffing_norms.interpreters.evaluate import Step
from staffing_norms.program.names import fact_of, is_by_profile


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
            if not is_closed and not gives_nothing(each):
                waiting += reversed(each.inputs)


def gives_nothing(step: Step) -> bool:
    """Whether a step is work that a frequency profile gives, and there is none of it."""
    is_given = isinstance(step.formula, Ref) and is_by_profile(step.formula.output)
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
        fact = fact_of(each.formula.output) if isinstance(each.formula, Ref) else ""
        if fact:
            [first] = each.inputs
            if first.inputs[0].value is None and each.value is not None:
                taken[fact] = each.value
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
