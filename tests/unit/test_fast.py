"""The generated function: what it reads, how it asks, and what a traceback shows."""

import gc
import linecache
import pickle
import traceback
from fractions import Fraction
from typing import Any

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
from staffing_norms.interpreters.fast import Headcount, compile_headcount
from staffing_norms.sites.site import Site

AREA, LIFTS, GATED, KIND = Fact("area"), Fact("lifts"), Fact("gated"), Fact("kind")
COUNT, STOREYS = Fact("buildings.count"), Fact("buildings.storeys")
SMALL = Compare("<", AREA, Const(9))


def counted(formula: Formula, **facts: Any) -> object:  # noqa: ANN401 - any value
    """Return what the generated function makes of one formula."""
    return compile_headcount([Output("it", formula)], ["it"])(facts)["it"]


def text(headcount: Headcount) -> str:
    """Return the generated function as a traceback would show it."""
    return "".join(linecache.getlines(headcount.__code__.co_filename))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (Const(5), 5),
        (AREA, 12),
        (Fact("nothing"), None),
        (MISSING, None),
        (Add((AREA, LIFTS)), 15),
        (Sub(LIFTS, AREA), -9),
        (Mul((AREA, LIFTS)), 36),
        (Ceil(Div(AREA, Const(5))), 3),
        (Ceil(Div(Sub(LIFTS, AREA), Const(5))), -1),
        (Floor(Div(Sub(LIFTS, AREA), Const(5))), -2),
        (Floor(Div(AREA, LIFTS)), 4),
        (Min((AREA, LIFTS)), 3),
        (Max((AREA, LIFTS)), 12),
        (Max((AREA, Fact("nothing"))), None),
        (Compare("==", AREA, Const(12)), True),
        (And((GATED, SMALL)), False),
        (Or((GATED, SMALL)), True),
        (Not(GATED), False),
        (Is(KIND, ("x",)), True),
        (Is(KIND, ("y", "z")), False),
        (Known(AREA), True),
        (Known(First((Fact("nothing"), Fact("nothing_else")))), False),
        (When(GATED, AREA, LIFTS), 12),
        (When(Fact("nothing"), AREA, LIFTS), None),
        (First((Fact("nothing"), LIFTS)), 3),
        (First((Fact("nothing"), Fact("nothing_else"), AREA)), 12),
        (First((When(Fact("nothing"), ONE, ONE), LIFTS)), 3),
        (Add((First((Mul((AREA, Fact("nothing"))), LIFTS, ONE)), ONE)), 4),
        (Add((First((Mul((AREA, LIFTS)), ONE)), ONE)), 37),
        (Add((When(First((Compare("<", Fact("nothing"), ONE), FALSE)), ONE, ZERO), AREA)), 12),
        (Add((When(Known(Fact("nothing")), AREA, LIFTS), ONE)), 4),
        (Lookup(KIND, ("w", "x"), (ONE, AREA)), 12),
        (Lookup(KIND, ("w",), (ONE,)), None),
    ],
    ids=repr,
)
def test_each_node_computes(formula: Formula, expected: object) -> None:
    """Python integers, and None for what is missing."""
    assert counted(formula, area=12, lifts=3, gated=True, kind="x") == expected


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ((TRUE, KIND), (None, True)),
        ((FALSE, KIND), (False, None)),
        ((SMALL, GATED), (None, None)),
        ((GATED, Known(AREA)), (False, None)),
    ],
    ids=repr,
)
def test_a_test_may_be_decided_though_part_of_it_is_missing(
    tests: tuple[Formula, ...], expected: tuple[object, object]
) -> None:
    """False decides a conjunction and true a disjunction; else the missing part does."""
    assert (counted(And(tests)), counted(Or(tests))) == expected


@pytest.mark.parametrize(
    ("buildings", "expected"),
    [
        (None, None),
        ([], None),
        ([{"buildings.storeys": 9, "buildings.count": 4}], 4),
        ([{"buildings.storeys": 9}, {"buildings.storeys": 2, "buildings.count": 5}], 1),
        ([{"buildings.storeys": 2}], None),
        ([{"buildings.storeys": 9}, {"buildings.count": 1}], None),
    ],
)
def test_a_total_adds_the_records_where_its_test_holds(
    buildings: list[dict[str, int]] | None, expected: int | None
) -> None:
    """Over nothing it is missing, and where one test or one part is."""
    total = Total("buildings", First((COUNT, ONE)), Compare(">", STOREYS, Const(8)))
    facts = {} if buildings is None else {"buildings": buildings}

    assert counted(total, **facts) == expected
    assert counted(First((total, ZERO)), **facts) == (expected or 0)
    part = Total("buildings", COUNT, TRUE)
    assert counted(part, buildings=[{"buildings.count": 2}, {"buildings.count": 3}]) == 5
    assert counted(part, buildings=[{"buildings.count": 2}, {}]) is None


def test_a_fact_with_a_default_is_one_read() -> None:
    """The default stands in the read, not in a branch."""
    headcount = compile_headcount([Output("it", Mul((AREA, First((LIFTS, ONE)))))], ["it"])

    assert text(headcount) == (
        "def headcount(facts):\n"
        "    get = facts.get\n"
        "    area_1 = get('area')\n"
        "    lifts_2 = get('lifts', 1)\n"
        "    if area_1 is None:\n"
        "        it_0 = None\n"
        "    else:\n"
        "        it_0 = (area_1 * lifts_2)\n"
        "    return {\n"
        "        'it': it_0,\n"
        "    }\n"
    )


def test_roles_under_one_condition_share_one_question() -> None:
    """What the path has settled is not asked again, and one answer serves several roles."""
    usable = Output("usable", And((Known(AREA), Known(LIFTS))))
    roles = [
        Output("a", When(Ref("usable"), AREA, ZERO)),
        Output("b", When(Ref("usable"), Mul((Const(3), LIFTS)), ZERO)),
        Output("c", When(Not(Ref("usable")), Add((Ref("a"), Ref("b"))), ZERO)),
    ]
    headcount = compile_headcount([usable, *roles], ["a", "b", "c"])

    assert headcount({"area": 2, "lifts": 3}) == {"a": 2, "b": 9, "c": 0}
    assert headcount({"area": 2}) == {"a": 0, "b": 0, "c": 0}
    assert text(headcount).count("if ") == 1


def test_a_question_about_what_a_total_sets_is_asked_again() -> None:
    """As a variable is set inside its loop."""
    stairs = Total("buildings", COUNT, TRUE)
    program = [Output("a", First((AREA, stairs))), Output("b", First((AREA, Ref("a"), ONE)))]
    headcount = compile_headcount([*program, Output("c", Add((Ref("a"), ONE)))], ["a", "b", "c"])

    assert headcount({"buildings": [{"buildings.count": 2}]}) == {"a": 2, "b": 2, "c": 3}
    assert headcount({}) == {"a": None, "b": 1, "c": None}


def test_a_question_about_what_it_sets_is_asked_again() -> None:
    """Two defaults after each other are two questions."""
    program = [
        Output("a", First((AREA, LIFTS, GATED))),
        Output("b", First((Mul((Ref("a"), ONE, Const(2))), ZERO))),
    ]
    headcount = compile_headcount(program, ["a", "b"])

    assert headcount({"lifts": 4}) == {"a": 4, "b": 8}
    assert headcount({}) == {"a": None, "b": 0}


def test_a_site_that_chooses_is_counted_by_the_whole_program() -> None:
    """Without scope and method the function does not look for them."""
    chosen = When(Known(Fact("method.security")), Is(Fact("method.security"), ("posts",)), GATED)
    in_scope = When(Known(Fact("scope")), Known(Fact("scope.security")), TRUE)
    guard = Output("guard", When(in_scope, When(chosen, ONE, ZERO), Const(7)))
    headcount = compile_headcount([guard], ["guard"])

    assert headcount({"gated": True}) == {"guard": 1}
    assert headcount({"gated": True, "method.security": "other"}) == {"guard": 0}
    assert headcount({"gated": True, "scope": (), "scope.other": True}) == {"guard": 7}
    assert headcount({"gated": True, "scope": (), "scope.security": True}) == {"guard": 1}
    assert "method" not in text(headcount).partition("get =")[2]


def test_a_traceback_shows_the_generated_line() -> None:
    """Whoever hands over text for a number sees where it was used."""
    headcount = compile_headcount([Output("it", Sub(AREA, ONE))], ["it"])

    with pytest.raises(TypeError) as raised:
        headcount({"area": "12"})
    assert "it_0 = (area_1 - 1)" in "".join(traceback.format_exception(raised.value))


def test_names_need_not_be_python() -> None:
    """Dots, keywords and blanks in names do no harm."""
    program = [Output("class", Add((Fact("for"), ONE))), Output("a b", Fact("x.y"))]

    assert compile_headcount(program, ["class", "a b"])({"for": 1, "x.y": 2}) == {
        "class": 2,
        "a b": 2,
    }


def integers_of(site: Site) -> Any:  # noqa: ANN401 - a mapping or None
    """Return what the generated function reads of a site."""
    return site._integers  # noqa: SLF001 - the fast path reads it without a call


def test_a_site_keeps_its_facts_in_whole_steps() -> None:
    """Areas in three-hundredths, fractions in ten-thousandths; flags and words as they are."""
    site = Site.from_mapping(
        {
            "gross_floor_area": "0.01 亩",
            "green_ratio": "35 %",
            "lifts": 46,
            "enclosed": False,
            "scope": ["security"],
            "buildings": [{"storeys": 9, "name": "A"}],
        }
    )

    assert integers_of(site) == {
        "gross_floor_area": 2000,
        "green_ratio": 3500,
        "lifts": 46,
        "enclosed": False,
        "scope": ("security",),
        "scope.security": True,
        "buildings": [{"buildings.storeys": 9, "buildings.name": "A"}],
    }
    assert integers_of(pickle.loads(pickle.dumps(site))) == integers_of(site)  # noqa: S301 - own


def test_a_site_that_has_no_whole_steps_is_left_to_the_exact_interpreter() -> None:
    """A seventh of a square metre, or a task with a rate of its own."""
    task = {"activity": "floor_sweeping", "quantity": 300, "times_per_year": 365}

    assert integers_of(Site.from_mapping({"land_area": Fraction(1, 7)})) is None
    assert integers_of(Site.from_mapping({"tasks": [task]})) is None
    assert Site.from_mapping({"lifts": 2}) == Site.from_mapping({"电梯数": "2 部"})


def test_the_text_goes_with_the_function() -> None:
    """Norms that are tried and dropped leave nothing behind, and take nothing from others alike."""
    outputs = [Output("it", AREA)]
    kept, dropped = (compile_headcount(outputs, ["it"]) for _ in range(2))
    name = dropped.__code__.co_filename
    shown = text(dropped)
    assert name in linecache.cache

    del dropped
    gc.collect()

    assert name not in linecache.cache
    assert text(kept) == shown
