"""What no site can reach is found; what cannot be decided is left alone."""

from dataclasses import replace

import pytest

from norms.tiny import PRINTED, Tiny
from staffing_norms import available_norms, load_norms
from staffing_norms.foundation.formula import (
    ONE,
    And,
    Compare,
    Const,
    Div,
    Fact,
    Is,
    Output,
    Program,
    Ref,
    Source,
    When,
)
from staffing_norms.interpreters.reach import Dead, dead_ends


def found(text: str) -> list[Dead]:
    tiny = Tiny(text)
    return list(dead_ends(tiny.rulebook, tiny.words))


def fixed(*tests: str) -> str:
    return (
        f"rules: [{{id: f, kind: fixed, role: guard, {PRINTED}, people: 2, "
        f"when: [{', '.join(tests)}]}}]"
    )


def test_a_band_beyond_the_limit_of_its_fact() -> None:
    """There are at most a million households."""
    assert found(
        f"rules: [{{id: b, kind: bands, role: guard, {PRINTED}, measured_by: households, "
        "bands: [{up_to: 200 万户, people: 1}, {over: 200 万户, people: 2}]}]"
    ) == [
        Dead(
            "hall.posts.guard.b",
            Compare("<=", Fact("households"), Const(2_000_000)),
            holds=False,
        )
    ]


def test_tests_that_contradict_each_other() -> None:
    """Five lifts or more, and fewer than three."""
    lifts = Ref("fact.lifts")
    both = And((Compare(">=", lifts, Const(5)), Compare("<", lifts, Const(3))))

    assert found(fixed("{fact: lifts, from: 5}", "{fact: lifts, below: 3}")) == [
        Dead("hall.posts.guard.f", both)
    ]


@pytest.mark.parametrize(
    "tests",
    [
        ("{fact: lifts, over: 5}", "{fact: lifts, below: 6}"),
        ("{fact: gross_floor_area, over: 5 m²}", "{fact: gross_floor_area, below: 5 m²}"),
        ("{fact: gross_floor_area, over: 5 m²}", "{fact: gross_floor_area, up_to: 5 m²}"),
        ("{fact: property_kind, is: office}", "{fact: property_kind, is: [school, retail]}"),
        ("{fact: enclosed, is: true}", "{fact: enclosed, is: false}"),
        ("{some: tasks, where: [{fact: activity, is: mowing}, {fact: activity, is: weeding}]}",),
        ("{some: buildings, where: [{fact: storeys, from: 9, below: 9}]}",),
        ("{fact: green_ratio, over: 100 %}",),
        ("{fact: hours_per_day, up_to: 0}",),
        ("{fact: lifts, over: 5}", "{fact: lifts, up_to: 5}", "{fact: enclosed, is: true}"),
        ("{some: buildings, where: [{fact: count, from: 5, below: 5}]}",),
    ],
)
def test_tests_that_never_hold(tests: tuple[str, ...]) -> None:
    """Whole numbers, open ends, words, flags, records, limits."""
    assert [dead.output for dead in found(fixed(*tests))] == ["hall.posts.guard.f"]


@pytest.mark.parametrize(
    "tests",
    [
        ("{fact: gross_floor_area, over: 5 m²}", "{fact: gross_floor_area, below: 6 m²}"),
        ("{fact: lifts, over: 5}", "{fact: lifts, up_to: 6}"),
        ("{fact: lifts, from: 5, or_unknown: true}", "{fact: lifts, below: 3}"),
        ("{fact: property_kind, is: [office, retail]}", "{fact: property_kind, is: retail}"),
        ("{fact: enclosed, is: false}",),
        ("{fact: lifts, from: 0}",),
        (
            "{some: tasks, where: [{fact: activity, is: mowing}]}",
            "{none: tasks, where: [{fact: activity, is: weeding}]}",
        ),
        ("{method: posts}",),
    ],
)
def test_tests_that_may_hold(tests: tuple[str, ...]) -> None:
    """Nothing is said of them."""
    assert found(fixed(*tests)) == []


def test_a_band_of_leaders_beyond_the_limit() -> None:
    """The output of the band itself."""
    assert found(
        f"""
rules: [{{id: q, kind: quota, role: guard, {PRINTED}, of: lifts}}]
leaders:
  measured_by: households
  bands:
    - {{up_to: 200 万户, clause: "1", status: printed, posts: {{head: 2}}}}
    - {{over: 200 万户, clause: "1", status: printed, posts: {{head: 3}}}}
"""
    ) == [Dead("hall.leaders.2")]


def test_what_cannot_be_decided_is_reachable() -> None:
    """A measure that is no fact; words of which nobody has a list; a figure made of two facts."""
    tiny = Tiny(
        f"""
rules: [{{id: q, kind: quota, role: guard, {PRINTED}, of: lifts}}]
leaders:
  measured_by: workforce
  bands:
    - {{up_to: 5, clause: "1", status: printed, posts: {{head: 2}}}}
    - {{over: 5, clause: "1", status: printed, posts: {{head: 3}}}}
"""
    )
    said = Is(Fact("name"), ("a",))
    forced = Is(Fact("method.hall"), ("posts",))
    crowded = Compare(">", Div(Fact("lifts"), Fact("entrances")), Const(10**9))
    words = When(forced, ONE, When(said, Const(2), Const(3)))
    formula = When(said, ONE, When(crowded, ONE, words))
    source = Source("1", "printed")
    program = Program((Output("x", formula, source),), ())
    rulebook = replace(tiny.rulebook, program=program, departments=())

    assert list(dead_ends(tiny.rulebook, tiny.words)) == []
    assert list(dead_ends(rulebook, tiny.words)) == []


@pytest.mark.parametrize("norm", available_norms())
def test_all_of_a_shipped_norm_can_be_reached(norm: str) -> None:
    """As far as the limits of the facts say."""
    loaded = load_norms(norm)

    assert list(dead_ends(loaded.rulebook, loaded.words)) == []
