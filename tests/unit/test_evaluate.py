"""Each node of the algebra computes exactly, and what is missing stays missing."""

from fractions import Fraction
from typing import Any

import pytest

from staffing_norms.foundation.formula import (
    FALSE,
    ONE,
    STANCES,
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
    When,
)
from staffing_norms.interpreters.evaluate import Evaluator, Step

NOTHING = Fact("nothing")
TWO, FIVE = Const(2), Const(5)


def run(formula: Formula, stance: Stance = "typical", **facts: Any) -> Step:  # noqa: ANN401 - any value
    """Return the derivation of a formula for a site."""
    return Evaluator({"it": Output("it", formula)}).evaluation(facts, stance).step("it")


def value(formula: Formula, **facts: Any) -> object:  # noqa: ANN401 - any value
    """Return what a formula comes to for a site."""
    return run(formula, **facts).value


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (Const(5), 5),
        (Fact("lifts"), 46),
        (Add((TWO, FIVE, ONE)), 8),
        (Sub(TWO, FIVE), -3),
        (Mul((TWO, FIVE)), 10),
        (Div(TWO, FIVE), Fraction(2, 5)),
        (Ceil(Div(FIVE, TWO)), 3),
        (Ceil(FIVE), 5),
        (Floor(Div(FIVE, TWO)), 2),
        (Floor(FIVE), 5),
        (Min((FIVE, TWO)), 2),
        (Max((TWO, FIVE)), 5),
    ],
)
def test_arithmetic_is_exact(formula: Formula, expected: object) -> None:
    """Every operation on whole numbers and fractions gives the exact result."""
    assert value(formula, lifts=46) == expected


def test_no_noise_hires_a_person() -> None:
    """50 × 1.1 is 55 heads and not 56, and three thirds are one."""
    assert value(Ceil(Mul((Const(50), Const(Fraction(11, 10)))))) == 55
    assert value(Ceil(Mul((Const(3), Const(Fraction(1, 3)))))) == 1


@pytest.mark.parametrize("of", [Ceil, Floor])
def test_rounding_gives_whole_numbers(of: type[Ceil | Floor]) -> None:
    """A rounded figure is an int, which prints and compares as one."""
    assert type(value(of(Const(Fraction(7, 2))))) is int


@pytest.mark.parametrize(
    "formula",
    [
        NOTHING,
        Add((ONE, NOTHING)),
        Sub(NOTHING, ONE),
        Sub(ONE, NOTHING),
        Mul((ZERO, NOTHING)),
        Div(NOTHING, ONE),
        Div(ONE, NOTHING),
        Ceil(NOTHING),
        Floor(NOTHING),
        Min((ONE, NOTHING)),
        Max((NOTHING, ONE)),
        Compare("<", NOTHING, ONE),
        Compare("<", ONE, NOTHING),
        Not(NOTHING),
        Is(NOTHING, ("a",)),
        First((NOTHING, NOTHING)),
        Lookup(NOTHING, ("a",), (ONE,)),
        Lookup(Fact("word"), ("a",), (ONE,)),
        When(NOTHING, ONE, ONE),
        When(TRUE, NOTHING, ONE),
    ],
)
def test_missing_spreads(formula: Formula) -> None:
    """What rests on something missing is missing, and never zero."""
    assert value(formula, word="other") is None


@pytest.mark.parametrize(
    ("op", "holds"),
    [("<", (True, False, False)), ("<=", (True, True, False)), (">", (False, False, True)),
     (">=", (False, True, True)), ("==", (False, True, False))],
)  # fmt: skip
def test_comparisons(op: Any, holds: tuple[bool, ...]) -> None:  # noqa: ANN401 - one of the signs
    """4, 5 and 6 are compared with 5."""
    assert tuple(value(Compare(op, Const(n), FIVE)) for n in (4, 5, 6)) == holds


KLEENE = [
    (TRUE, TRUE, True, True),
    (TRUE, FALSE, False, True),
    (FALSE, FALSE, False, False),
    (TRUE, NOTHING, None, True),
    (NOTHING, TRUE, None, True),
    (FALSE, NOTHING, False, None),
    (NOTHING, FALSE, False, None),
    (NOTHING, NOTHING, None, None),
]


@pytest.mark.parametrize(("left", "right", "both", "either"), KLEENE)
def test_what_is_known_may_decide(
    left: Formula,
    right: Formula,
    both: bool | None,  # noqa: FBT001 - what is expected
    either: bool | None,  # noqa: FBT001 - what is expected
) -> None:
    """And and Or follow Kleene: a known false, or a known true, decides without the rest."""
    assert value(And((left, right))) is both
    assert value(Or((left, right))) is either


def test_not_is_the_opposite() -> None:
    """Of a known test."""
    assert value(Not(TRUE)) is False


def test_a_branch_not_taken_is_not_computed() -> None:
    """A figure asks for nothing that it does not rest on."""
    step = run(When(FALSE, NOTHING, FIVE))

    assert step.value == 5
    assert [each.formula for each in step.inputs] == [FALSE, FIVE]


def test_first_steps_over_what_is_missing() -> None:
    """The first that is known counts, also when it is zero."""
    assert value(First((NOTHING, ZERO, FIVE))) == 0


def test_known_is_never_missing() -> None:
    """It asks whether a formula has a value; a stated zero is one."""
    assert value(Known(NOTHING)) is False
    assert value(Known(ZERO)) is True


def test_is_compares_words_and_flags() -> None:
    """A word, or a flag, is one of those listed."""
    assert value(Is(Fact("kind"), ("office", "school")), kind="school") is True
    assert value(Is(Fact("kind"), ("office",)), kind="school") is False
    assert value(Is(Fact("gated"), (True,)), gated=True) is True


def test_lookup_gives_the_entry_beside_the_word() -> None:
    """A closed table."""
    table = Lookup(Fact("work"), ("a", "b"), (TWO, FIVE))

    assert value(table, work="b") == 5


@pytest.mark.parametrize(("stance", "expected"), [("lean", 1), ("typical", 2), ("generous", 5)])
def test_a_range_is_read_at_the_stance(stance: Stance, expected: int) -> None:
    """Lean, typical and generous."""
    assert run(Range(ONE, TWO, FIVE), stance).value == expected


RECORDS = [{"r.n": 2, "r.kind": "a"}, {"r.n": 3, "r.kind": "b"}, {"r.n": 4, "r.kind": "a"}]


def test_a_total_adds_up_the_records_where_it_holds() -> None:
    """2 + 4, and all: 2 + 3 + 4."""
    assert value(Total("r", Fact("r.n"), Is(Fact("r.kind"), ("a",))), r=RECORDS) == 6
    assert value(Total("r", Fact("r.n"), TRUE), r=RECORDS) == 9


def test_a_total_has_a_step_for_each_record() -> None:
    """What it adds, or the test that leaves it out, in the order of the records."""
    step = run(Total("r", Fact("r.n"), Is(Fact("r.kind"), ("a",))), r=RECORDS)

    assert [each.value for each in step.inputs] == [2, False, 4]


@pytest.mark.parametrize("records", [None, [], [{"r.n": 2, "r.kind": "b"}]])
def test_a_total_over_nothing_is_missing(records: object) -> None:
    """No collection, an empty one, and one where no record holds: not zero, but unknown."""
    assert value(Total("r", Fact("r.n"), Is(Fact("r.kind"), ("a",))), r=records) is None


@pytest.mark.parametrize("record", [{"r.kind": "a"}, {"r.n": 5}])
def test_a_total_is_missing_if_one_record_is(record: dict[str, object]) -> None:
    """A record without its figure, or of which it is unknown whether it counts."""
    total = Total("r", Fact("r.n"), Is(Fact("r.kind"), ("a",)))

    assert value(total, r=[*RECORDS, record]) is None


def test_a_total_of_zeros_is_zero() -> None:
    """What is stated as 0 is 0."""
    assert value(Total("r", Fact("r.n"), TRUE), r=[{"r.n": 0}]) == 0


def test_an_output_is_computed_once() -> None:
    """All who refer to an output share its step."""
    outputs = {
        "a": Output("a", Add((ONE, TWO))),
        "b": Output("b", Mul((Ref("a"), Ref("a")))),
    }
    evaluation = Evaluator(outputs).evaluation({}, "typical")
    left, right = evaluation.step("b").inputs

    assert evaluation.value("b") == 9
    assert left.inputs[0] is right.inputs[0]


def test_an_evaluator_serves_many_sites() -> None:
    """What one site states is nothing to the next."""
    evaluator = Evaluator({"it": Output("it", Add((Fact("lifts"), ONE)))})

    assert [evaluator.evaluation({"lifts": n}, "typical").value("it") for n in (1, 2)] == [2, 3]
    assert evaluator.evaluation({}, "typical").value("it") is None


def test_what_reads_no_range_is_computed_once_for_all_stances() -> None:
    """A range, also one behind a reference, gives each stance a step of its own."""
    outputs = {
        "plain": Output("plain", Add((Fact("lifts"), ONE))),
        "ranged": Output("ranged", Add((Ref("plain"), Range(ONE, TWO, FIVE)))),
        "behind": Output("behind", Mul((Ref("ranged"), TWO))),
    }
    site = Evaluator(outputs).evaluation({"lifts": 1}, "lean")
    stances = [site.at(stance) for stance in STANCES]

    assert [each.value("behind") for each in stances] == [6, 8, 14]
    assert all(each.step("plain") is site.step("plain") for each in stances)


def test_outputs_of_one_shape_share_their_code() -> None:
    """Facts and figures are handed to it, so that few texts are compiled."""
    outputs = {
        "a": Output("a", Add((Fact("lifts"), ONE))),
        "b": Output("b", Add((Fact("entrances"), FIVE))),
    }
    evaluator = Evaluator(outputs)
    site = evaluator.evaluation({"lifts": 1, "entrances": 2}, "typical")

    assert [site.value(name) for name in outputs] == [2, 7]
    written: list[Any] = [evaluator.functions[evaluator.place(name, "typical")] for name in outputs]
    assert written[0].__code__ is written[1].__code__


def test_a_long_chain_of_branches_is_computed() -> None:
    """A table of 200 bands, which nest, on the site and on a record."""
    area = Fact("r.area")
    chain: Formula = Const(-1)
    for bound in reversed(range(200)):
        chain = When(Compare("<", area, Const(bound)), Const(bound), chain)

    assert value(chain, **{"r.area": 150}) == 151
    assert value(Total("r", chain, TRUE), r=[{"r.area": 150}, {"r.area": 500}]) == 151 - 1


def test_nothing_to_compute_has_its_neutral_value() -> None:
    """No term, factor, test or option."""
    assert [value(of(())) for of in (Add, Mul, And, Or, First)] == [0, 1, True, False, None]


@pytest.mark.parametrize(
    ("dividend", "kind"), [(6, int), (7, Fraction), (Fraction(7, 2), Fraction)]
)
def test_a_quotient_is_whole_where_it_can_be(dividend: Any, kind: type) -> None:  # noqa: ANN401 - a number
    """Whole numbers give a fraction only where they must."""
    quotient = value(Div(Const(dividend), TWO))

    assert quotient == Fraction(dividend) / 2
    assert type(quotient) is kind
