"""A gap names the fact whose absence blocks a role on the branch taken, and no other."""

from norms.tiny import PRINTED, Tiny


def guards(rule: str) -> Tiny:
    """Return a norm with one rule for guards."""
    return Tiny(f"rules: [{{id: g, role: guard, {PRINTED}, {rule}}}]")


def test_a_fact_that_is_not_stated_blocks_the_role() -> None:
    norm = guards("kind: quota, of: households")

    assert norm.gaps() == {"households": ("guard",)}
    assert norm.gaps(households=0) == {}


def test_a_fact_of_a_branch_that_is_not_taken_is_no_gap() -> None:
    norm = guards("kind: quota, of: households, when: [{fact: enclosed, is: true}]")

    assert norm.gaps(enclosed=False) == {}
    assert norm.gaps(enclosed=True) == {"households": ("guard",)}


def test_an_unknown_condition_is_a_gap_itself() -> None:
    norm = guards("kind: quota, of: lifts, when: [{fact: households, over: 5}]")

    assert norm.gaps(lifts=7) == {"households": ("guard",)}


def test_any_of_several_facts_would_do() -> None:
    norm = guards("kind: quota, either: [{of: land_area}, {of: households}]")
    [gap] = [gap for gap in norm.rulebook.gaps if gap.fact == "land_area"]

    assert norm.gaps() == {"land_area": ("guard",)}
    assert gap.alternatives == ("households",)
    assert norm.gaps(households=5) == {}


def test_a_fact_that_defaults_to_another_asks_for_that_one() -> None:
    norm = guards("kind: quota, of: patrol_area")

    assert norm.gaps() == {"gross_floor_area": ("guard",)}
    assert norm.gaps(patrol_area=5) == {}


def test_a_fact_that_is_worked_out_asks_for_itself() -> None:
    norm = guards("kind: quota, of: outdoor_green_area")

    assert norm.gaps(land_area=5) == {"outdoor_green_area": ("guard",)}
    assert norm.gaps(land_area=5, green_ratio=1) == {}


def test_a_fact_with_a_fixed_default_is_never_a_gap() -> None:
    assert guards("kind: quota, of: nursery_area").gaps() == {}


def test_records_are_asked_for_and_then_what_they_lack() -> None:
    norm = guards(
        "kind: spread, over: buildings, of: [stairwells], measured_by: storeys,"
        " bands: [{up_to: 8, per: 10}, {from: 9, per: 8}]"
    )

    assert norm.gaps() == {"buildings": ("guard",)}
    assert norm.gaps(buildings=[{"storeys": 3}]) == {"buildings.stairwells": ("guard",)}
    assert norm.gaps(buildings=[{"stairwells": 3}]) == {"buildings.storeys": ("guard",)}
    assert norm.gaps(buildings=[{"storeys": 3, "stairwells": 3}]) == {}


def test_work_without_a_printed_rate_asks_for_its_own() -> None:
    norm = Tiny(
        f"""
methods: [{{id: posts, needs: [tasks]}}]
rules:
  - {{id: w, kind: work, role: guard, {PRINTED}, hours_per_day: hours_per_day, days: cleaning_days}}
rates:
  - {{activity: floor_sweeping, clause: "2", status: printed, quantity: 300 m²}}
  - {{activity: weeding, variant: hand, clause: "2", status: printed, own_rate: true}}
"""
    )
    weeding = {"activity": "weeding", "variant": "hand", "quantity": 5, "times_per_year": 1}

    assert norm.gaps() == {"tasks": ("guard",)}
    assert norm.gaps(tasks=[weeding]) == {"tasks.rate": ("guard",)}
    assert norm.gaps(tasks=[{**weeding, "rate": 1}]) == {}


def test_a_gap_blocks_the_leaders_too() -> None:
    norm = Tiny(
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, of: lifts}}]\n"
        "leaders: {measured_by: households, bands: ["
        '{below: 10, clause: "2", status: printed, posts: {head: 1}},'
        '{from: 10, clause: "3", status: printed, posts: {head: 2}}]}'
    )

    assert norm.gaps(lifts=1) == {"households": ("head",)}
    assert norm.gaps(lifts=0) == {}
