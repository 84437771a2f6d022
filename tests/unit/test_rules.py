"""Each kind of printed rule gives the people that its clause gives by hand."""

from typing import Any

import pytest

from norms.tiny import PRINTED, Tiny


def guards(rule: str) -> Tiny:
    """Return a norm with one rule for guards."""
    return Tiny(f"rules: [{{id: g, role: guard, {PRINTED}, {rule}}}]")


# Posts


def test_a_post_is_manned_in_every_shift() -> None:
    norm = guards("kind: posts, shifts: 3, people: 2, of: fixed_posts")

    assert norm.value("guard", fixed_posts=4) == 3 * 2 * 4


def test_posts_are_rounded_up_before_shifts_and_people() -> None:
    norm = guards("kind: posts, shifts: patrol_shifts, people: 2, of: patrol_area, per: 5 万㎡")

    assert norm.value("guard", gross_floor_area=50_001, patrol_shifts=2) == 2 * 2 * 2


def test_one_for_each_range_gives_fewest_people_for_its_larger_end() -> None:
    norm = guards("kind: posts, shifts: 1, of: fixed_post_area, per: 3000–3500 m²")

    assert norm.stances("guard", fixed_post_area=10_500) == (3, 4, 4)


def test_a_range_of_people_gives_most_people_for_its_larger_end() -> None:
    norm = guards("kind: posts, shifts: 1, people: 2–4, of: fixed_posts")

    assert norm.stances("guard", fixed_posts=5) == (10, 15, 20)


def test_a_share_is_taken_off_before_rounding() -> None:
    norm = guards("kind: posts, shifts: 1, of: fixed_posts, reduced_by: guard_reduction")

    assert norm.value("guard", fixed_posts=11, guard_reduction="10 %") == 10


def test_the_first_stated_of_several_facts_counts() -> None:
    norm = guards(
        "kind: posts, shifts: 1, either: [{of: fixed_posts, times: entrance_streams},"
        " {of: fixed_post_area, per: 100 m²}]"
    )

    assert norm.value("guard", fixed_posts=2, entrance_streams=3, fixed_post_area=900) == 6
    assert norm.value("guard", fixed_post_area=900) == 9


# Quotas


def test_a_quota_is_rounded_once_with_its_role() -> None:
    rule = f"role: guard, {PRINTED}, kind: quota, of: lifts, per: 2"
    norm = Tiny(f"rules: [{{id: a, {rule}}}, {{id: b, {rule}}}]")

    assert norm.value("guard", lifts=3) == 3


def test_a_quota_of_several_people_takes_the_first_stated_fact() -> None:
    norm = guards("kind: quota, people: 3, either: [{of: lifts, per: 4}, {of: households}]")

    assert norm.value("guard", lifts=5, households=1) == 4
    assert norm.value("guard", households=2) == 6


# Bands


@pytest.mark.parametrize(
    ("area", "people"),
    [(99_999, 1), (100_000, 2), (300_000, 2), (300_001, 3), (349_999, 3), (350_000, 4)],
)
def test_exactly_one_band_applies(area: int, people: int) -> None:
    norm = guards(
        "kind: bands, measured_by: gross_floor_area, bands: [{below: 10 万㎡, people: 1},"
        " {from: 10 万㎡, up_to: 30 万㎡, people: 2},"
        " {over: 30 万㎡, people: 3, plus: 1, every: 5 万㎡}]"
    )

    assert norm.value("guard", gross_floor_area=area) == people


def test_a_band_may_print_a_range_of_people() -> None:
    norm = guards("kind: bands, measured_by: lifts, bands: [{people: 2–4}]")

    assert norm.stances("guard", lifts=1) == (2, 3, 4)


def test_a_middle_that_is_not_whole_is_rounded_with_the_role() -> None:
    norm = guards("kind: bands, measured_by: lifts, bands: [{people: 2–3}]")

    assert norm.stances("guard", lifts=1) == (2, 3, 3)


def test_a_step_that_is_a_range_adds_fewest_people_for_its_larger_end() -> None:
    norm = guards(
        "kind: bands, measured_by: lifts,"
        " bands: [{below: 10, people: 0}, {from: 10, people: 1, plus: 2, every: 4–6}]"
    )

    assert norm.stances("guard", lifts=22) == (1 + 2 * 2, 1 + 2 * 2, 1 + 2 * 3)


# Spreads


def test_records_are_added_up_each_by_its_band() -> None:
    norm = guards(
        "kind: spread, over: buildings, of: [stairwells, count], measured_by: storeys,"
        " bands: [{up_to: 8, per: 10}, {from: 9, per: 8}]"
    )
    buildings = [
        {"storeys": 8, "stairwells": 5, "count": 3},  # 15/10
        {"storeys": 9, "stairwells": 4},  # 4/8
    ]

    assert norm.value("guard", buildings=buildings) == 2


def test_a_spread_by_a_range_gives_fewest_people_for_its_larger_end() -> None:
    norm = guards(
        "kind: spread, over: buildings, of: [stairwells], measured_by: storeys,"
        " bands: [{below: 9, per: 2–4}, {from: 9, per: 1}]"
    )

    assert norm.stances("guard", buildings=[{"storeys": 3, "stairwells": 8}]) == (2, 3, 4)


# Work

WORK = f"""
methods: [{{id: posts, needs: [tasks]}}]
rules:
  - {{id: w, kind: work, role: guard, {PRINTED}, hours_per_day: hours_per_day, days: cleaning_days}}
  - {{id: s, kind: spread, role: guard, {PRINTED}, over: buildings, of: [count],
     measured_by: storeys, bands: [{{per: 1}}],
     replaced_by: {{method: posts, activities: [stair_mopping]}}}}
rates:
  - {{activity: floor_sweeping, clause: "2", status: printed, quantity: 300 m²}}
  - {{activity: stair_mopping, clause: "2", status: printed, quantity: 26 层, hours: 2}}
  - {{activity: glass_cleaning, clause: "2", status: printed, quantity: 4 m², minutes: 1, crew: 2}}
  - {{activity: carpet_cleaning, clause: "2", status: printed, quantity: 300–400 m²}}
  - {{activity: mowing, variant: special, clause: "2", status: printed, own_rate: true,
     quantity: 9 m²}}
"""


@pytest.mark.parametrize(
    ("task", "people"),
    [
        ({"activity": "floor_sweeping", "quantity": 4_800}, 2),  # 16 h a day
        ({"activity": "glass_cleaning", "quantity": 1_920}, 2),  # 240 m² an hour by two
        ({"activity": "floor_sweeping", "quantity": 80, "rate": 10}, 1),  # its own rate
    ],
)
def test_work_is_hours_by_the_hours_of_a_person(task: dict[str, Any], people: int) -> None:
    norm, buildings = Tiny(WORK), [{"storeys": 3}]

    tasks = [{**task, "times_per_year": 365}]
    assert norm.value("guard", tasks=tasks, buildings=buildings) == people + 1


def test_tasks_take_the_place_of_a_rule() -> None:
    tasks = [{"activity": "stair_mopping", "quantity": 208, "times_per_year": 365}]

    assert Tiny(WORK).value("guard", tasks=tasks, buildings=[{"storeys": 3}]) == 2


def test_the_slower_end_of_a_rate_takes_most_people() -> None:
    tasks = [{"activity": "carpet_cleaning", "quantity": 16_800, "times_per_year": 365}]

    assert Tiny(WORK).stances("guard", tasks=tasks, buildings=[{"storeys": 3}]) == (7, 7, 8)


def test_a_rate_that_is_not_to_be_used_is_no_rate() -> None:
    task = {"activity": "mowing", "variant": "special", "quantity": 9, "times_per_year": 365}

    assert Tiny(WORK).value("guard", tasks=[task], buildings=[{"storeys": 3}]) is None


# Conditions


@pytest.mark.parametrize(
    ("when", "site", "holds"),
    [
        ("{fact: enclosed, is: true}", {}, True),
        ("{fact: enclosed, is: false}", {}, False),
        ("{fact: property_kind, is: [office, school]}", {"property_kind": "school"}, True),
        ("{fact: property_kind, is: office}", {"property_kind": "school"}, False),
        ("{fact: households, over: 5, below: 9}", {"households": 5}, False),
        ("{fact: households, over: 5, below: 9}", {"households": 6}, True),
        ("{fact: households, over: 5, below: 9}", {"households": 9}, False),
        ("{fact: households, up_to: 5, or_unknown: true}", {}, True),
        ("{fact: households, up_to: 5, or_unknown: true}", {"households": 6}, False),
        ("{method: posts}", {}, True),
        ("{some: buildings}", {"buildings": [{"storeys": 3}]}, True),
        ("{some: buildings}", {}, False),
        (
            "{none: buildings, where: [{fact: lifts, over: 0}]}",
            {"buildings": [{"storeys": 3}]},
            True,
        ),
        (
            "{some: buildings, where: [{fact: count, from: 1}]}",
            {"buildings": [{"storeys": 3}]},
            True,
        ),
    ],
)
def test_a_rule_counts_where_its_conditions_hold(
    when: str,
    site: dict[str, Any],
    holds: bool,  # noqa: FBT001 - what is expected
) -> None:
    norm = guards(f"kind: quota, of: lifts, when: [{when}]")

    assert norm.value("guard", lifts=7, **site) == (7 if holds else 0)


def test_all_conditions_must_hold() -> None:
    norm = guards("kind: quota, of: lifts, when: [{method: posts}, {fact: enclosed, is: false}]")

    assert norm.value("guard", lifts=7, enclosed=False) == 7
    assert norm.value("guard", lifts=7) == 0


def test_an_unknown_condition_leaves_the_role_unknown() -> None:
    norm = guards("kind: quota, of: lifts, when: [{fact: households, over: 5}]")

    assert norm.value("guard", lifts=7) is None


# Defaults of facts


@pytest.mark.parametrize(
    ("fact", "site", "people"),
    [
        ("patrol_shifts", {}, 3),
        ("patrol_area", {"gross_floor_area": 6}, 6),
        ("outdoor_green_area", {"land_area": 30, "green_ratio": "10 %"}, 3),
        ("lifts", {"buildings": [{"lifts": 2, "count": 3}, {"lifts": 1}]}, 7),
        ("lifts", {"buildings": [{"lifts": 2}, {"storeys": 1}]}, None),
    ],
)
def test_a_fact_that_is_not_stated_is_assumed(
    fact: str, site: dict[str, Any], people: int | None
) -> None:
    assert guards(f"kind: quota, of: {fact}").value("guard", **site) == people


# Leaders


def led(bands: str) -> Tiny:
    """Return a norm with one guard for each lift, and leaders by lifts."""
    return Tiny(
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, of: lifts}}]\n"
        f"leaders: {{measured_by: lifts, bands: [{bands}]}}"
    )


FIRST = '{below: 10, clause: "2", status: printed, posts: {head: 1}}'


def test_leaders_grow_by_completed_steps() -> None:
    norm = led(
        f'{FIRST}, {{from: 10, clause: "3", status: printed,'
        " posts: {head: {people: 2, plus: 1, every: 5}}}"
    )

    assert [norm.value("head", lifts=lifts) for lifts in (9, 10, 14, 15)] == [1, 2, 2, 3]


def test_a_range_of_leaders_takes_its_typical_figure() -> None:
    norm = led('{clause: "2", status: printed, posts: {head: {people: 3–4, typical: 3}}}')

    assert norm.stances("head", lifts=1) == (3, 3, 4)


def test_leaders_by_a_quota_are_rounded_up() -> None:
    norm = led('{clause: "2", status: printed, posts: {head: {people: 2, per: 5–8}}}')

    assert norm.stances("head", lifts=17) == (5, 6, 7)


def test_leaders_that_may_be_are_left_out_at_the_lean_stance() -> None:
    norm = led(
        '{clause: "2", status: printed, posts: {head: 1},'
        " may: {deputy: {people: 1, when: [{fact: enclosed, is: true}]}}}"
    )

    assert norm.stances("deputy", lifts=1) == (0, 1, 1)
    assert norm.stances("deputy", lifts=1, enclosed=False) == (0, 0, 0)


def test_an_optional_band_leaves_the_band_below_at_the_lean_stance() -> None:
    norm = led(
        f'{FIRST}, {{from: 10, clause: "3", status: printed, optional: true, posts: {{deputy: 2}}}}'
    )

    assert norm.stances("head", lifts=10) == (1, 0, 0)
    assert norm.stances("deputy", lifts=10) == (0, 2, 2)


def test_a_silent_band_is_as_the_band_below() -> None:
    norm = led(
        f'{FIRST}, {{from: 10, clause: "3", status: silent, as_below: true,'
        " reading: {en: Nothing is printed., zh: 条文空缺。}}"
    )

    assert norm.value("head", lifts=10) == 1
