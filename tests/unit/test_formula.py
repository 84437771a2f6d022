"""The algebra: frozen nodes, walked and rebuilt without knowing each kind."""

from dataclasses import FrozenInstanceError
from fractions import Fraction
from typing import get_args

import pytest

from staffing_norms.foundation.formula import (
    FALSE,
    ONE,
    TRUE,
    ZERO,
    Add,
    Ceil,
    Compare,
    Const,
    Div,
    Fact,
    Formula,
    Is,
    Known,
    Lookup,
    Mul,
    Output,
    Program,
    Range,
    Ref,
    Stance,
    Total,
    When,
    children,
    in_stance,
    nodes,
    rebuilt,
)

AREA = Fact("gross_floor_area")
QUOTA = Range(Const(2500), Const(2250), Const(2000))


def test_children_come_in_reading_order() -> None:
    """A condition comes before its branches, a key before the entries of its table."""
    test = Compare("<", AREA, Const(9))

    assert children(When(test, ONE, ZERO)) == (test, ONE, ZERO)
    assert children(Lookup(Fact("tasks.work"), ("a", "b"), (ONE, ZERO))) == (
        Fact("tasks.work"),
        ONE,
        ZERO,
    )
    assert children(Total("tasks", ONE, TRUE)) == (ONE, TRUE)


def test_words_and_names_are_no_children() -> None:
    """What is no formula is not walked into."""
    assert children(Is(AREA, ("a", "b"))) == (AREA,)
    assert children(Ref("headcount")) == ()
    assert children(Const(3, "shift")) == ()


def test_nodes_come_from_the_top_down() -> None:
    """A formula is yielded before what it is made of."""
    formula = Ceil(Div(AREA, Const(9000)))

    assert list(nodes(formula)) == [formula, formula.of, AREA, Const(9000)]


def test_rebuilt_changes_the_parts_and_nothing_else() -> None:
    """Words, units and signs stay as they are; only the formulas below are changed."""
    formula = Lookup(Fact("tasks.work"), ("a",), (Ref("rate"),))
    changed = rebuilt(formula, lambda part: ONE if part == Ref("rate") else part)

    assert changed == Lookup(Fact("tasks.work"), ("a",), (ONE,))
    assert rebuilt(Compare("<", AREA, ONE), lambda part: part) == Compare("<", AREA, ONE)


@pytest.mark.parametrize(
    ("stance", "quota"), [("lean", 2500), ("typical", 2250), ("generous", 2000)]
)
def test_a_stance_reads_its_end_of_every_range(stance: Stance, quota: int) -> None:
    """三(二)7 prints 2,000 to 2,500 m² a person: 2,500 is lean, 2,250 the middle."""
    formula = Add((Ceil(Div(AREA, QUOTA)), Mul((Range(ZERO, ONE, Const(2)), AREA))))
    read = in_stance(formula, stance)

    assert children(read)[0] == Ceil(Div(AREA, Const(quota)))
    assert not [node for node in nodes(read) if isinstance(node, Range)]


def test_a_range_may_stand_inside_a_range() -> None:
    """Each is read at the same stance."""
    assert in_stance(Range(ZERO, QUOTA, QUOTA), "generous") == Const(2000)


@pytest.mark.parametrize("node", get_args(Formula))
def test_nodes_are_frozen_and_have_slots(node: type) -> None:
    """A program is shared between threads, so no node can be changed."""
    assert hasattr(node, "__slots__")
    assert node.__dataclass_params__.frozen  # type: ignore[attr-defined]  # of a dataclass


def test_a_node_cannot_be_changed() -> None:
    """Assignment is refused."""
    with pytest.raises(FrozenInstanceError):
        AREA.name = "lifts"  # type: ignore[misc]


def test_equal_formulas_are_equal() -> None:
    """A formula is its content, so that programs can be compared and cached."""
    assert Const(Fraction(3, 2)) == Const(Fraction(6, 4))
    assert hash(Known(AREA)) == hash(Known(Fact("gross_floor_area")))
    assert Program((Output("a", ONE),), ("a",)) == Program((Output("a", ONE),), ("a",))
    assert (TRUE.value, FALSE.value) == (True, False)
