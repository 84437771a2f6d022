"""A headcount that falls as a driver grows is found, at the very step at which it does."""

from fractions import Fraction

import pytest

from norms.tiny import PRINTED, Tiny
from staffing_norms import available_norms, load_norms
from staffing_norms.interpreters.monotone import Fall, falls


def found(text: str) -> list[Fall]:
    tiny = Tiny(text)
    return list(falls(tiny.rulebook, tiny.words))


def bands(*people: str, role: str = "guard") -> str:
    lower, upper = people
    return (
        f"rules: [{{id: b, kind: bands, role: {role}, {PRINTED}, measured_by: households, "
        f"bands: [{{up_to: 500 户, people: {lower}}}, {{over: 500 户, people: {upper}}}]}}]"
    )


def test_bands_that_fall() -> None:
    """Five people up to 500 households, four above: from 500 to 501."""
    assert found(bands("5", "4")) == [
        Fall("hall", "guard", "hall.posts.guard", "households", "typical", (500, 501), (5, 4))
    ]


def test_bands_that_rise() -> None:
    """Nothing is said of them."""
    assert found(bands("4", "5")) == []


def test_a_fall_at_one_stance() -> None:
    """3–5 then 2–6: the middle stays 4, the lean end falls from 3 to 2."""
    [fall] = found(bands("3–5", "2–6"))

    assert (fall.stance, fall.grows, fall.falls) == ("lean", (500, 501), (3, 2))


def test_what_reduces_or_divides_is_meant_to() -> None:
    """A share taken off, and the hours of a day."""
    reduced = "shifts: 3, of: fixed_posts, reduced_by: guard_reduction"
    work = f"{{id: w, kind: work, role: staff, {PRINTED}, hours_per_day: hours_per_day, days: "

    assert (
        found(
            f"""
rules:
  - {{id: p, kind: posts, role: guard, {PRINTED}, {reduced}}}
  - {work}cleaning_days}}
rates:
  - {{activity: floor_sweeping, clause: "1", status: printed, quantity: 100 m²}}
"""
        )
        == []
    )


def test_a_share_that_raises_elsewhere_is_not_passed_over() -> None:
    """Two more people above a share of a half, but fewer posts up to there: 100 × (1 − 1 %)."""
    reduced = "of: fixed_posts, reduced_by: guard_reduction"
    more = "when: [{fact: guard_reduction, from: 50 %}], people: 200"
    falling = found(
        f"""
rules:
  - {{id: p, kind: quota, role: guard, {PRINTED}, {reduced}}}
  - {{id: m, kind: fixed, role: guard, {PRINTED}, {more}}}
"""
    )

    assert [fall.fact for fall in falling] == ["guard_reduction"]
    [fall] = falling
    assert fall.grows[1] - fall.grows[0] == Fraction(1, 100)


def test_a_role_that_ends() -> None:
    """Two people below five lifts, nobody from there on."""
    [fall] = found(
        f"rules: [{{id: f, kind: fixed, role: guard, {PRINTED}, people: 2, "
        "when: [{fact: lifts, below: 5}]}]"
    )

    assert (fall.fact, fall.grows, fall.falls) == ("lifts", (4, 5), (2, 0))


def test_a_role_that_gives_way_to_another() -> None:
    """Two staff take the place of two guards: nobody is lost."""
    assert (
        found(
            f"""
rules:
  - {{id: f, kind: fixed, role: guard, {PRINTED}, people: 2, when: [{{fact: lifts, below: 5}}]}}
  - {{id: g, kind: fixed, role: staff, {PRINTED}, people: 2, when: [{{fact: lifts, from: 5}}]}}
"""
        )
        == []
    )


def test_records_of_a_collection() -> None:
    """20 stairwells: one for each 10 up to 8 storeys, one for each 20 above: 2, then 1."""
    [fall] = found(
        f"rules: [{{id: s, kind: spread, role: guard, {PRINTED}, over: buildings, "
        "of: [stairwells, count], measured_by: storeys, "
        "bands: [{up_to: 8, per: 10}, {from: 9, per: 20}]}]"
    )

    assert (fall.fact, fall.grows, fall.falls) == ("buildings.storeys", (8, 9), (2, 1))


def test_a_bound_of_something_else_is_found_between_wide_steps() -> None:
    """One guard a lift; two heads for fewer than 30 guards, one from 30 on."""
    [fall] = found(
        f"""
rules:
  - {{id: q, kind: quota, role: guard, {PRINTED}, of: lifts}}
leaders:
  measured_by: workforce
  bands:
    - {{below: 30, clause: "1", status: printed, posts: {{head: 2}}}}
    - {{from: 30, clause: "1", status: printed, posts: {{head: 1}}}}
"""
    )

    assert (fall.role, fall.fact, fall.grows, fall.falls) == ("head", "lifts", (29, 30), (2, 1))


@pytest.mark.parametrize("kind", ["office", "school"])
def test_a_word_is_tried(kind: str) -> None:
    """A rule for one kind of property only falls for that kind."""
    rule = bands("5", "4").replace(
        "measured_by", f"when: [{{fact: property_kind, is: {kind}}}], measured_by"
    )

    assert [fall.falls for fall in found(rule)] == [(5, 4)]


def test_what_shipped_norms_print_so() -> None:
    """
    One norm prints a fall itself, and no other does.

    One officer for 400–500 households, and never fewer than two below 500: by the lean figure
    500 ÷ 500 = 1, and two just below.
    """
    found = {
        (norm, fall.role, fall.fact, fall.stance, fall.grows, fall.falls)
        for norm in available_norms()
        for loaded in [load_norms(norm)]
        for fall in falls(loaded.rulebook, loaded.words)
    }

    assert found == {
        ("cn-service-levels", "service_officer", "households", "lean", (499, 500), (2, 1))
    }
