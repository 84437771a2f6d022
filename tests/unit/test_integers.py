"""A program in integers: its scales, its bound, and what cannot be lowered."""

from fractions import Fraction

import pytest

from staffing_norms.foundation.errors import NormError
from staffing_norms.foundation.formula import (
    MISSING,
    ONE,
    STANCES,
    TRUE,
    ZERO,
    Add,
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
    Output,
    Range,
    Ref,
    Sub,
    Total,
    When,
    nodes,
)
from staffing_norms.interpreters.evaluate import Evaluator
from staffing_norms.interpreters.fast import compile_headcount
from staffing_norms.interpreters.integers import BOUND, limits, lower
from staffing_norms.planning.loading import load_norms
from staffing_norms.sites.facts import FactType, Vocabulary
from staffing_norms.sites.vocabulary import vocabulary

_TOO_LARGE = (
    "it: there is no integer form: its integers may exceed 2^62; lower the limits of its facts."
)
_DIVIDES = (
    "it: there is no integer form: it divides by what is no constant, or may be zero, "
    "outside a rounding."
)

AREA, LIFTS, SHARE = Fact("gross_floor_area"), Fact("lifts"), Fact("green_ratio")


def lowered(formula: Formula, words: Vocabulary | None = None) -> Formula:
    """Return the integer formula of one output at the lean stance."""
    outputs = {"it": Output("it", formula)}
    [output] = lower(outputs, ["it"], words or vocabulary(), "lean")
    return output.formula


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (LIFTS, LIFTS),
        (Compare("<", AREA, Const(150_000)), Compare("<", AREA, Const(45_000_000))),
        (
            Compare("<", AREA, Div(LIFTS, Const(7))),
            Compare("<", Mul((Const(7), AREA)), Mul((Const(300), LIFTS))),
        ),
        (Ceil(Div(AREA, Const(100_000))), Ceil(Div(AREA, Const(30_000_000)))),
        (Ceil(Div(Mul((Const(3), AREA)), Const(100_000))), Ceil(Div(AREA, Const(10_000_000)))),
        (Ceil(Div(AREA, Const(Fraction(1, 300)))), AREA),
        (Ceil(Div(Mul((Const(Fraction(7, 2)), AREA)), Const(100_000))), None),
        (Ceil(Mul((LIFTS, Sub(ONE, SHARE)))), None),
        (Ceil(LIFTS), LIFTS),
        (Floor(Div(Sub(AREA, Const(500_000)), Const(200_000))), None),
        (Ceil(Div(AREA, Add((LIFTS, Const(Fraction(1, 2)))))), None),
        (Ceil(Add((AREA, LIFTS))), Ceil(Div(Add((AREA, Mul((Const(300), LIFTS)))), Const(300)))),
        (
            Ceil(First((AREA, LIFTS))),
            Ceil(Div(First((AREA, Mul((Const(300), LIFTS)))), Const(300))),
        ),
        (Ceil(Min((AREA, LIFTS))), Ceil(Div(Min((AREA, Mul((Const(300), LIFTS)))), Const(300)))),
        (Ceil(Max((AREA, ONE))), Ceil(Div(Max((AREA, Const(300))), Const(300)))),
        (
            Ceil(When(Is(Fact("property_kind"), ("office",)), AREA, ZERO)),
            Ceil(Div(When(Is(Fact("property_kind"), ("office",)), AREA, ZERO), Const(300))),
        ),
        (
            Ceil(Lookup(Fact("property_kind"), ("office",), (Const(Fraction(5, 2)),))),
            Ceil(Div(When(Is(Fact("property_kind"), ("office",)), Const(5), MISSING), Const(2))),
        ),
        (
            Ceil(Div(Total("buildings", Fact("buildings.lifts"), TRUE), Const(10))),
            Ceil(Div(Total("buildings", Fact("buildings.lifts"), TRUE), Const(10))),
        ),
        (Not(Known(AREA)), Not(Known(AREA))),
        (Fact("scope.security"), Fact("scope.security")),
        (Range(LIFTS, ONE, ZERO), LIFTS),
        (MISSING, MISSING),
        (ZERO, ZERO),
    ],
    ids=repr,
)
def test_each_node_is_lowered(formula: Formula, expected: Formula | None) -> None:
    """Facts are whole steps, all numbers are integers, and Div stands under a rounding."""
    short = lowered(formula)

    assert expected is None or short == expected
    for node in nodes(short):
        assert not isinstance(node, Range)
        assert not isinstance(node, Const) or not isinstance(node.value, Fraction)
    quotients = [node for node in nodes(short) if isinstance(node, Div)]
    rounded = [node.of for node in nodes(short) if isinstance(node, Ceil | Floor)]
    assert quotients == rounded


@pytest.mark.parametrize("stance", STANCES)
def test_the_base_norm_is_lowered_whole(stance: str) -> None:
    """Every role has an integer form, free of tasks, at every stance."""
    norms = load_norms("cn-estate")
    outputs = {output.name: output for output in norms.rulebook.program.outputs}
    roles = norms.rulebook.program.roles
    program = lower(outputs, roles, norms.words, stance)  # type: ignore[arg-type]

    assert set(roles) <= {output.name for output in program}
    every = [node for output in program for node in nodes(output.formula)]
    assert not [node for node in every if isinstance(node, Total) and node.collection == "tasks"]
    assert not [
        node for node in every if isinstance(node, Const) and isinstance(node.value, Fraction)
    ]


def test_the_stance_picks_the_figure() -> None:
    """A range is read at one of its ends or between."""
    quota = Ceil(Div(LIFTS, Range(Const(10), Const(9), Const(8))))
    outputs = {"it": Output("it", quota)}

    assert [lower(outputs, ["it"], vocabulary(), stance)[0].formula for stance in STANCES] == [
        Ceil(Div(LIFTS, Const(divisor))) for divisor in (10, 9, 8)
    ]


def test_a_reference_carries_the_denominator_of_its_output() -> None:
    """The output holds the numerator, and whoever reads it knows what it counts."""
    outputs = {
        "share": Output("share", Div(Add((AREA, ONE)), Const(7))),
        "one": Output("one", Ceil(Mul((Const(2), Ref("share"))))),
        "two": Output("two", Floor(Ref("share"))),
    }

    assert lower(outputs, ["one", "two"], vocabulary(), "lean") == (
        Output("share", Add((Const(300), AREA))),
        Output("one", Ceil(Div(Ref("share"), Const(1050)))),
        Output("two", Floor(Div(Ref("share"), Const(2100)))),
    )


def test_what_tasks_say_is_taken_as_not_stated() -> None:
    """Each task may bring a rate of its own, so there is no one denominator."""
    hours = Total("tasks", Div(Fact("tasks.quantity"), Fact("tasks.rate")), TRUE)

    assert lowered(Ceil(hours)) == MISSING
    assert lowered(When(Known(hours), ONE, LIFTS)) == LIFTS


def words_with(**limits_: object) -> Vocabulary:
    """Return a vocabulary of one plain number."""
    said = {"labels": {"en": "n", "zh": "数"}, "meaning": {"en": "N.", "zh": "数。"}}
    return {"number": FactType.model_validate({"unit": "item", **said, **limits_})}


def test_limits_are_whole_steps() -> None:
    """A bound that is not reached is one step away."""
    words = vocabulary()

    assert limits(words["gross_floor_area"]) == (0, 300_000_000_000)
    assert limits(words["hours_per_day"]) == (1, 2400)
    assert limits(words["entrance_streams"]) == (1, 20)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        (
            Mul((Fact("number"), Fact("number"), Fact("number"))),
            _TOO_LARGE,
        ),
        (
            Add((Mul((Fact("number"), Const(2**31))), Mul((Fact("number"), Const(-(2**31)), ONE)))),
            _TOO_LARGE,
        ),
        (
            Compare("<", Mul((Const(Fraction(1, 3)), Fact("number"))), Const(Fraction(1, 2**61))),
            _TOO_LARGE,
        ),
        (
            Div(ONE, Fact("number")),
            _DIVIDES,
        ),
        (
            Ceil(Div(ONE, Fact("number"))),
            _DIVIDES,
        ),
        (
            Div(Fact("number"), Const(2)),
            "it: there is no integer form: it is wanted, but it is no whole number.",
        ),
    ],
    ids=repr,
)
def test_what_has_no_integer_form_is_named(formula: Formula, message: str) -> None:
    """The error names the output, when the norm is compiled and not when a site is planned."""
    with pytest.raises(NormError) as raised:
        lowered(formula, words_with(at_most=2**31))

    assert str(raised.value) == message


def test_a_rounding_is_lowered_by_its_branches_where_one_denominator_is_too_large() -> None:
    """A seventh or an eleventh of a number has the denominator 77: 2^60 is too large for it."""
    number, words = Fact("number"), words_with(at_most=2**60)
    table = When(Known(SHARE), Div(number, Const(7)), Div(number, Const(11)))

    assert lowered(Ceil(table), words) == When(
        Known(SHARE), Ceil(Div(number, Const(7))), Ceil(Div(number, Const(11)))
    )
    twice = Mul((Const(2), number))
    assert lowered(Ceil(Mul((Const(2), table))), words) == When(
        Known(SHARE), Ceil(Div(twice, Const(7))), Ceil(Div(twice, Const(11)))
    )
    with pytest.raises(NormError):
        lowered(Ceil(Mul((Const(8), number))), words)


DAYS, HOURS, GATED = Fact("cleaning_days"), Fact("hours_per_day"), Fact("enclosed")
MANY = Div(AREA, Const(99_991)), Div(AREA, Const(99_989)), Fact("entrances")


@pytest.mark.parametrize(
    "formula",
    [
        Ceil(Add((Div(AREA, Mul((HOURS, DAYS))), Div(LIFTS, Const(40))))),
        Ceil(Add((Div(AREA, DAYS), Div(Add((LIFTS, ONE)), DAYS)))),
        Ceil(Add((When(GATED, Div(AREA, DAYS), MISSING), When(GATED, LIFTS, MISSING)))),
        Ceil(When(GATED, Div(AREA, DAYS), MISSING)),
        Ceil(Add(MANY)),
        Floor(Add(MANY)),
        Ceil(Add((*MANY, Div(Add((AREA, LIFTS)), Const(7))))),
        Ceil(Div(Add(MANY), Mul((HOURS, DAYS)))),
    ],
)
def test_a_sum_is_rounded_apart(formula: Formula) -> None:
    """Over a divisor that the site states, and where no denominator would be small enough."""
    outputs = {
        "part": Output("part", Div(AREA, DAYS)),
        "it": Output("it", formula),
        "twice": Output("twice", Ceil(Add((Ref("part"), Ref("part"))))),
    }
    headcount = compile_headcount(
        lower(outputs, ["it", "twice"], vocabulary(), "lean"), ["it", "twice"]
    )
    exact = Evaluator(outputs)

    for area in (0, 1, 99_989, 99_991, 99_989 * 99_991, 123_456_789):
        for days, hours, gated in ((1, 1, True), (248, Fraction(15, 2), False), (365, 8, None)):
            facts = {
                "gross_floor_area": area, "lifts": 46, "entrances": 3, "cleaning_days": days,
                "hours_per_day": hours, "enclosed": gated,
            }  # fmt: skip
            steps = {**facts, "gross_floor_area": area * 300, "hours_per_day": int(hours * 100)}
            wanted = exact.evaluation(facts, "lean")

            assert headcount(steps) == {name: wanted.value(name) for name in ("it", "twice")}


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        (Ceil(Add((Div(AREA, DAYS), Div(LIFTS, HOURS)))), _DIVIDES),
        (Ceil(Div(Div(AREA, DAYS), HOURS)), _DIVIDES),
        (Add((Ref("part"), Ref("part"))), _DIVIDES),
        (
            Total("buildings", Ceil(Add((*MANY, Div(AREA, Const(99_971))))), TRUE),
            _TOO_LARGE,
        ),
    ],
)
def test_some_sums_cannot_be_rounded_apart(formula: Formula, message: str) -> None:
    """Two divisors, one within another, none of them in a rounding, and those of records."""
    outputs = {"part": Output("part", Div(AREA, DAYS)), "it": Output("it", formula)}

    with pytest.raises(NormError) as caught:
        lower(outputs, ["it"], vocabulary(), "lean")

    assert str(caught.value) == message


def test_the_bound_is_reached_and_not_passed() -> None:
    """A number of 62 bits is fine."""
    words = words_with(at_most=2**31)
    squared = Mul((Fact("number"), Fact("number")))

    assert lowered(squared, words) == squared
    assert BOUND == 2**62
    assert (
        lowered(Ceil(Div(Fact("number"), Fact("number"))), words_with(over=0, at_most=9))
        is not None
    )


def test_the_least_of_two_is_no_more_than_either() -> None:
    """An area of up to 10^9 m² squared would pass the bound; one of up to 100 m² does not."""
    area = Min((Fact("gross_floor_area"), Const(100)))
    words = vocabulary()

    assert lower({"it": Output("it", Ceil(Mul((area, area))))}, ["it"], words, "typical")
    with pytest.raises(NormError, match=r"its integers may exceed 2\^62"):
        lowered(Ceil(Mul((Fact("gross_floor_area"), Fact("land_area")))))


@pytest.mark.parametrize("name", ["tasks.frequency", "posts.on_duty", "adjustments.change"])
def test_records_that_are_read_site_by_site_are_taken_as_not_stated(name: str) -> None:
    """Without them the total is gone, and what stands in its place is left."""
    total = Total(name.partition(".")[0], Fact(name), TRUE)
    [output] = lower(
        {"it": Output("it", First((total, Const(7))))}, ["it"], vocabulary(), "typical"
    )

    assert output.formula == Const(7)
