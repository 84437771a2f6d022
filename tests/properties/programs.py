"""Random programs over a small vocabulary, with every node of the algebra."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

from hypothesis import strategies as st

from staffing_norms.foundation.formula import (
    FALSE,
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
    When,
)
from staffing_norms.planning.loading import load_norms
from staffing_norms.program.layout import DepartmentLayout
from staffing_norms.sites.facts import FactType, Vocabulary

Formulas: TypeAlias = st.SearchStrategy[Formula]

_SAID = {"labels": {"en": "it", "zh": "它"}, "meaning": {"en": "It.", "zh": "它。"}}

WORDS: Vocabulary = {
    "area": FactType.model_validate({"unit": "m2", "at_most": 1000, **_SAID}),
    "ratio": FactType.model_validate({"unit": "fraction", "at_most": 1, **_SAID}),
    "posts": FactType.model_validate({"unit": "post", "whole": True, "at_most": 50, **_SAID}),
    "gated": FactType.model_validate({"kind": "flag", **_SAID}),
    "kind": FactType.model_validate(
        {
            "kind": "word",
            "words": {"x": {"labels": _SAID["labels"]}, "y": {"labels": _SAID["labels"]}},
            **_SAID,
        }
    ),
    "buildings": FactType.model_validate(
        {
            "kind": "records",
            "fields": {"lifts": {"unit": "lift", "whole": True, "at_most": 9, **_SAID}},
            **_SAID,
        }
    ),
}

_OPS = st.sampled_from(("<", "<=", ">", ">=", "=="))
_RECORD = Fact("buildings.lifts")


def _constants(*, exact: bool) -> Formulas:
    whole = st.integers(-3, 60)
    if not exact:
        return whole.map(Const)
    return (st.fractions(-3, 60, max_denominator=6) | whole).map(Const)


def _divisors(*, exact: bool) -> Formulas:
    whole = st.integers(1, 9)
    return (st.fractions(Fraction(1, 6), 9, max_denominator=6) | whole if exact else whole).map(
        Const
    )


@cache
def numbers(depth: int, refs: tuple[str, ...], *, exact: bool) -> Formulas:
    """Return formulas of numbers; whole ones unless *exact*."""
    facts_and_refs: list[Formula] = [Fact("area"), Fact("ratio"), Fact("posts"), First(())]
    leaves = _constants(exact=exact) | st.sampled_from([*facts_and_refs, *map(Ref, refs)])
    if not depth:
        return leaves
    part = numbers(depth - 1, refs, exact=exact)
    flag = flags(depth - 1, refs, exact=exact)
    divided = st.builds(Div, part, _divisors(exact=exact))
    several = st.lists(part, min_size=1, max_size=3).map(tuple)
    inside = st.sampled_from(
        [
            Total("buildings", _RECORD, TRUE),
            Total("buildings", Add((_RECORD, Const(1))), Compare(">", _RECORD, Const(2))),
            Total("buildings", Const(1), First((Compare("<", _RECORD, Const(5)), FALSE))),
        ]
    )
    made: list[Formulas] = [
        leaves,
        inside,
        st.builds(Add, several),
        st.builds(Mul, several),
        st.builds(Sub, part, part),
        st.builds(Min, several),
        st.builds(Max, several),
        st.builds(Ceil, divided),
        st.builds(Floor, divided),
        st.builds(When, flag, part, part),
        st.builds(First, several),
        st.builds(lambda a, b: Lookup(Fact("kind"), ("x", "y"), (a, b)), part, part),
    ]
    if exact:
        made += [divided, st.builds(Ceil, part), st.builds(Floor, part)]
    return st.one_of(made)


@cache
def flags(depth: int, refs: tuple[str, ...], *, exact: bool) -> Formulas:
    """Return formulas of flags."""
    leaves: Formulas = st.sampled_from(
        [
            TRUE,
            FALSE,
            Fact("gated"),
            Known(Fact("posts")),
            Is(Fact("gated"), (True,)),
            Is(Fact("kind"), ("x",)),
            Is(Fact("kind"), ("x", "z")),
            First(()),
        ]
    )
    if not depth:
        return leaves
    part = flags(depth - 1, refs, exact=exact)
    number = numbers(depth - 1, refs, exact=exact)
    several = st.lists(part, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        leaves,
        st.builds(Known, part | number),
        st.builds(Compare, _OPS, number, number),
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Not, part),
        st.builds(When, part, part, part),
        st.builds(First, several),
    )


@st.composite
def programs(draw: st.DrawFn, *, exact: bool = False) -> tuple[Output, ...]:
    """Return programs of which each output may refer to those before, and ends in whole people."""
    outputs: list[Output] = []
    for name in ("first", "second", "third"):
        refs = tuple(output.name for output in outputs)
        formula = draw(numbers(3, refs, exact=exact))
        outputs.append(Output(name, formula))
    heads = tuple(Output(f"{each.name}_heads", Ceil(Ref(each.name))) for each in outputs)
    return (*outputs, *heads) if exact else tuple(outputs)


def facts() -> st.SearchStrategy[dict[str, Any]]:
    """Return what may be stated of these, in whole steps; any of it missing."""
    record = st.fixed_dictionaries({}, optional={"buildings.lifts": st.integers(0, 9)})
    return st.fixed_dictionaries(
        {},
        optional={
            "area": st.integers(0, 1000 * 300),
            "ratio": st.integers(0, 10_000),
            "posts": st.integers(0, 50),
            "gated": st.booleans(),
            "kind": st.sampled_from(("x", "y")),
            "buildings": st.lists(record, max_size=3),
        },
    )


def layout(*roles: str) -> DepartmentLayout:
    """Return a department that is always in scope, with one method and these roles."""
    [department, *_] = load_norms("cn-estate").rulebook.departments
    method = replace(department.methods[0], chosen="always")
    return replace(
        department,
        methods=(method,),
        roles=tuple(replace(department.roles[0], role=role) for role in roles),
        in_scope="always",
    )
