"""A shorter program means the same; here, how short it becomes."""

import pytest

from staffing_norms.foundation.formula import (
    FALSE,
    MISSING,
    ONE,
    TRUE,
    ZERO,
    Add,
    And,
    Ceil,
    Compare,
    Const,
    Div,
    Fact,
    First,
    Formula,
    Is,
    Known,
    Lookup,
    Max,
    Mul,
    Not,
    Or,
    Output,
    Ref,
    Sub,
    Total,
    When,
)
from staffing_norms.interpreters.simplify import reached, simplify

AREA, LIFTS, GATED, KIND = Fact("area"), Fact("lifts"), Fact("gated"), Fact("kind")
SMALL = Compare("<", AREA, Const(9))
LARGE = Compare(">=", AREA, Const(9))


def short(formula: Formula, **facts: int | str | None) -> Formula:
    """Return what a formula is shortened to."""
    [output] = simplify([Output("it", formula)], ["it"], facts)
    return output.formula


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (Add((ONE, Const(2), AREA)), Add((Const(3), AREA))),
        (Add((ZERO, AREA)), AREA),
        (Mul((Const(2), Mul((Const(3), AREA)))), Mul((Const(6), AREA))),
        (Mul((Const(3, "shift"), ONE)), Const(3)),
        (Ceil(Div(Const(7), Const(2))), Const(4)),
        (Max((ONE, Sub(Const(5), ONE))), Const(4)),
        (Compare("<", ONE, Const(2)), TRUE),
        (Is(Const("x"), ("x", "y")), TRUE),  # type: ignore[arg-type]
        (Add((AREA, MISSING)), MISSING),
        (And((TRUE, GATED, And((TRUE, SMALL)))), And((GATED, SMALL))),
        (And((GATED, FALSE)), FALSE),
        (And(()), TRUE),
        (Or((GATED, TRUE)), TRUE),
        (Or((GATED, SMALL)), Or((GATED, SMALL))),
        (Not(Not(GATED)), GATED),
        (Not(SMALL), LARGE),
        (Not(And((Not(GATED), SMALL))), Or((GATED, LARGE))),
        (Not(Or((GATED, SMALL))), And((Not(GATED), LARGE))),
        (Not(MISSING), MISSING),
        (Known(MISSING), FALSE),
        (Known(Add((AREA, LIFTS))), And((Known(AREA), Known(LIFTS)))),
        (Known(First((AREA, ONE))), TRUE),
        (Known(First((AREA, LIFTS))), Known(First((AREA, LIFTS)))),
        (First((MISSING, AREA)), AREA),
        (First((AREA, ONE, LIFTS)), First((AREA, ONE))),
        (First((First((AREA, LIFTS)), ONE)), First((AREA, LIFTS, ONE))),
        (First(()), MISSING),
        (When(TRUE, AREA, LIFTS), AREA),
        (When(FALSE, AREA, LIFTS), LIFTS),
        (When(MISSING, AREA, LIFTS), MISSING),
        (When(Not(GATED), AREA, LIFTS), When(GATED, LIFTS, AREA)),
        (When(Known(AREA), ONE, ONE), ONE),
        (When(SMALL, ONE, ONE), When(Known(AREA), ONE, MISSING)),
        (When(SMALL, MISSING, MISSING), MISSING),
        (When(GATED, GATED, TRUE), When(Known(GATED), TRUE, MISSING)),
        (Lookup(KIND, ("x",), (ONE,)), When(Is(KIND, ("x",)), ONE, MISSING)),
        (Total("buildings", ONE, MISSING), MISSING),
        (Total("buildings", ONE, FALSE), MISSING),
        (Total("buildings", ONE, And((TRUE, GATED))), Total("buildings", ONE, GATED)),
    ],
    ids=repr,
)
def test_each_node_is_shortened(formula: Formula, expected: Formula) -> None:
    """Constants fold, what never holds goes, what is always known is not asked."""
    assert short(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (When(SMALL, ONE, When(LARGE, Const(2), ZERO)), When(SMALL, ONE, Const(2))),
        (When(SMALL, When(LARGE, ONE, Const(2)), ZERO), When(SMALL, Const(2), ZERO)),
        (When(SMALL, When(Known(AREA), ONE, ZERO), AREA), When(SMALL, ONE, AREA)),
        (When(Known(AREA), ONE, First((AREA, LIFTS))), When(Known(AREA), ONE, LIFTS)),
        (
            When(And((GATED, SMALL)), When(SMALL, ONE, ZERO), AREA),
            When(And((GATED, SMALL)), ONE, AREA),
        ),
        (
            When(Or((GATED, SMALL)), ONE, When(SMALL, AREA, ZERO)),
            When(Or((GATED, SMALL)), ONE, ZERO),
        ),
        (
            When(First((SMALL, FALSE)), When(SMALL, ONE, ZERO), AREA),
            When(First((SMALL, FALSE)), ONE, AREA),
        ),
        (
            When(First((SMALL, TRUE)), AREA, When(LARGE, ONE, ZERO)),
            When(First((SMALL, TRUE)), AREA, ONE),
        ),
        (
            When(Is(KIND, ("x",)), When(Known(KIND), ONE, ZERO), AREA),
            When(Is(KIND, ("x",)), ONE, AREA),
        ),
        (
            When(Compare("==", AREA, ONE), When(Known(AREA), ONE, ZERO), AREA),
            When(Compare("==", AREA, ONE), ONE, AREA),
        ),
        (
            When(Known(When(GATED, ONE, AREA)), When(Known(GATED), ONE, ZERO), AREA),
            When(Known(When(GATED, ONE, AREA)), ONE, AREA),
        ),
    ],
    ids=repr,
)
def test_a_branch_knows_what_led_to_it(formula: Formula, expected: Formula) -> None:
    """A condition is not asked again, nor its opposite, nor whether its facts are known."""
    assert short(formula) == expected


def test_facts_can_be_settled() -> None:
    """A fact becomes its value, or missing; a collection is never stated."""
    assert short(When(Is(KIND, ("x",)), AREA, LIFTS), kind="x", area=3) == Const(3)
    assert short(First((AREA, LIFTS)), area=None) == LIFTS
    assert short(Lookup(KIND, ("x", "y"), (ONE, AREA)), kind="y") == AREA
    assert short(Lookup(KIND, ("x", "y"), (ONE, AREA)), kind="z") == MISSING
    assert short(Lookup(KIND, ("x", "y"), (ONE, AREA)), kind=None) == MISSING
    assert short(First((Total("buildings", ONE, TRUE), ZERO)), buildings=None) == ZERO


def test_only_what_is_wanted_stays_and_in_order() -> None:
    """An output that nothing wanted refers to is dropped."""
    one, two, three = (
        Output("one", AREA),
        Output("two", LIFTS),
        Output("three", Add((Ref("one"), ONE))),
    )

    assert reached([one, two, three], ["three"]) == (one, three)


def test_an_output_that_is_read_once_is_written_there() -> None:
    """So are those that are as short as a reference; others keep their name."""
    program = [
        Output("once", Add((AREA, ONE))),
        Output("short", SMALL),
        Output("twice", Mul((AREA, LIFTS))),
        Output("a", When(Ref("short"), Ref("once"), Ref("twice"))),
        Output("b", When(Ref("short"), Ref("twice"), ZERO)),
    ]

    assert simplify(program, ["a", "b"]) == (
        program[2],
        Output("a", When(SMALL, Add((ONE, AREA)), Ref("twice"))),
        Output("b", When(SMALL, Ref("twice"), ZERO)),
    )


def test_a_word_and_a_total_keep_the_outputs_they_read() -> None:
    """Inside a total facts are those of a record, so an output stays outside."""
    program = [
        Output("word", First((KIND, Fact("other")))),
        Output("each", Add((AREA, ONE))),
        Output("it", When(Is(Ref("word"), ("x",)), Total("buildings", Ref("each"), TRUE), ZERO)),
    ]

    assert simplify(program, ["it"]) == (
        program[0],
        Output("each", Add((ONE, AREA))),
        program[2],
    )


def test_a_reference_to_what_is_known_on_this_branch_is_resolved() -> None:
    """A flag that is an output of its own says as much as its formula."""
    usable = Output("usable", And((Known(AREA), Known(LIFTS))))
    uses = When(Ref("usable"), When(Known(AREA), First((AREA, ZERO)), ZERO), ONE)
    again = When(Ref("usable"), Ref("usable"), FALSE)

    assert simplify([usable, Output("it", uses), Output("again", again)], ["it", "again"]) == (
        usable,
        Output("it", When(Ref("usable"), AREA, ONE)),
        Output("again", When(Ref("usable"), TRUE, FALSE)),
    )
