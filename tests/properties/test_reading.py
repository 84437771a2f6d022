"""Check the second reading itself: the norm's worked example, and its bounds, by hand."""

from fractions import Fraction
from math import inf

import pytest

from properties.reading import LEADERS, ROLES, read_norm, workforce_by_method

EXAMPLE: dict[str, object] = {
    "gross_floor_area": 320_000,
    "enclosed": True,
    "entrances": 4,
    "car_park_entrances": 3,
    "fixed_post_area": 9000,
    "control_centres": 1,
    "hv_switch_rooms": 2,
    "lifts": 46,
    "air_conditioned_area": 0,
    "outdoor_green_area": 96_000,
}

TYPICAL: dict[str, int | None] = {
    "service_centre_officer": 4,
    "building_inspector": 4,
    "customer_service_supervisor": 1,
    "service_centre_leader": 1,
    "building_inspection_leader": 1,
    "fixed_post_guard": 9,
    "entrance_guard": 12,
    "patrol_guard": 42,
    "car_park_guard": 9,
    "control_room_guard": 3,
    "security_supervisor": 1,
    "squad_leader": 3,
    "security_group_leader": 5,
    "duty_electrician": 6,
    "plumber": 4,
    "lift_technician": 5,
    "maintenance_electrician": 10,
    "general_maintenance_worker": 7,
    "m_and_e_supervisor": 1,
    "operations_leader": 1,
    "maintenance_leader": 1,
    "cleaning_workforce": 36,
    "cleaning_supervisor": 1,
    "cleaning_technician": 1,
    "cleaning_leader": 2,
    "gardener": 16,
    "landscaping_supervisor": 1,
    "landscaping_leader": 2,
    "horticulturist": 4,
}
LEAN = TYPICAL | {"security_group_leader": 0, "cleaning_workforce": 32}
GENEROUS = TYPICAL | {"squad_leader": 4, "security_group_leader": 7, "cleaning_workforce": 40}

STAIRS: dict[str, object] = {"storeys": 9, "stairwells": 4}


def by_department(headcount: dict[str, int | None]) -> dict[str, int]:
    """Add up the departments of a complete headcount."""
    sums = dict.fromkeys(ROLES.values(), 0)
    for role, people in headcount.items():
        assert people is not None
        sums[ROLES[role]] += people
    return sums


def task(activity: str, variant: str = "", **others: object) -> dict[str, object]:
    """Return a task of 2,920 units once a year, unless told otherwise."""
    stated: dict[str, object] = {"quantity": 2920, "times_per_year": 1}
    return {"activity": activity, "variant": variant} | stated | others


def cleaners(*tasks: dict[str, object], **others: object) -> int | None:
    """Return the cleaners of a site with these tasks."""
    return read_norm({"tasks": list(tasks)} | others, methods={"cleaning": "tasks"})["cleaner"]


def gardeners(*tasks: dict[str, object], stance: str = "typical") -> int | None:
    """Return the gardeners of a site with these tasks, one hour a year being one gardener."""
    facts: dict[str, object] = {"tasks": list(tasks), "hours_per_day": 1, "landscaping_days": 1}
    return read_norm(facts, stance, {"landscaping": "tasks"})["gardener"]


@pytest.mark.parametrize(
    ("stance", "expected"), [("lean", LEAN), ("typical", TYPICAL), ("generous", GENEROUS)]
)
def test_the_worked_example_holds_role_by_role(
    stance: str, expected: dict[str, int | None]
) -> None:
    assert read_norm(EXAMPLE, stance) == dict.fromkeys(ROLES, 0) | expected


@pytest.mark.parametrize(
    ("stance", "expected"),
    [
        ("lean", (11, 79, 35, 36, 23)),
        ("typical", (11, 84, 35, 40, 23)),
        ("generous", (11, 87, 35, 44, 23)),
    ],
)
def test_the_worked_example_holds_by_department(stance: str, expected: tuple[int, ...]) -> None:
    assert tuple(by_department(read_norm(EXAMPLE, stance)).values()) == expected


def test_the_worked_example_totals_184_193_and_200() -> None:
    totals = [
        sum(by_department(read_norm(EXAMPLE, stance)).values())
        for stance in ("lean", "typical", "generous")
    ]

    assert totals == [184, 193, 200]


def test_the_worked_example_shows_every_usable_method() -> None:
    assert workforce_by_method(EXAMPLE) == {
        ("customer_service", "posts"): 8,
        ("security", "posts"): 75,
        ("security", "composite"): 143,
        ("m_and_e", "posts"): 32,
        ("m_and_e", "composite"): 36,
        ("cleaning", "composite"): 36,
        ("landscaping", "posts"): 16,
        ("landscaping", "composite"): 12,
    }


def test_the_floor_area_alone_gives_261() -> None:
    headcount = read_norm({"gross_floor_area": 320_000})

    assert headcount["security_workforce"] == 143
    assert tuple(by_department(headcount).values()) == (11, 152, 39, 40, 19)
    assert sum(by_department(headcount).values()) == 261


def test_every_role_is_returned_in_order_and_every_leader_is_a_role() -> None:
    assert list(read_norm({})) == list(ROLES)
    assert set(ROLES) >= LEADERS


@pytest.mark.parametrize(
    ("area", "officers", "inspectors", "leaders"),
    [
        (0, 3, 0, 1),
        (149_999, 3, 0, 1),
        (Fraction(1_499_999, 10), 3, 0, 1),
        (150_000, 3, 1, 3),
        (199_999, 3, 1, 3),
        (200_000, 3, 2, 3),
        (249_999, 3, 2, 3),
        (250_000, 4, 3, 3),
    ],
)
def test_customer_service_counts_completed_increments_from_150_000(
    area: int | Fraction, officers: int, inspectors: int, leaders: int
) -> None:
    headcount = read_norm({"gross_floor_area": area, "scope": ["customer_service"]})

    assert headcount["service_centre_officer"] == officers
    assert headcount["building_inspector"] == inspectors
    assert sum(by_department(headcount).values()) == officers + inspectors + leaders


@pytest.mark.parametrize(
    ("area", "lean", "typical", "generous"),
    [(299_999, 0, 0, 0), (300_000, 0, 5, 6), (325_000, 0, 5, 7), (325_001, 0, 6, 7)],
)
def test_security_group_leaders_begin_at_300_000(
    area: int, lean: int, typical: int, generous: int
) -> None:
    found = [
        read_norm({"gross_floor_area": area}, stance)["security_group_leader"]
        for stance in ("lean", "typical", "generous")
    ]

    assert found == [lean, typical, generous]


@pytest.mark.parametrize(
    ("facts", "guards"),
    [
        ({"fixed_post_area": 3250}, 3),
        ({"fixed_post_area": Fraction(32_501, 10)}, 6),
        ({"fixed_posts": 2, "fixed_post_area": 900_000}, 6),
        ({"fixed_posts": 0, "fixed_post_area": 900_000}, 0),
        ({"fixed_posts": 10, "guard_reduction": Fraction(1, 10)}, 27),
        ({"fixed_posts": 10, "guard_reduction": Fraction(9, 100)}, 30),
        ({}, None),
    ],
)
def test_fixed_posts_are_whole_before_the_shifts(
    facts: dict[str, object], guards: int | None
) -> None:
    assert read_norm(facts, methods={"security": "posts"})["fixed_post_guard"] == guards


@pytest.mark.parametrize(
    ("facts", "guards"),
    [
        ({"gross_floor_area": 50_000}, 6),
        ({"gross_floor_area": 50_001}, 12),
        ({"gross_floor_area": 900_000, "patrol_area": 50_000}, 6),
        ({"patrol_area": 50_001, "patrol_shifts": 2}, 8),
        ({"patrol_area": 100_000, "guard_reduction": Fraction(1, 2)}, 6),
        ({"patrol_shifts": 0}, None),
    ],
)
def test_patrols_go_in_teams_of_two(facts: dict[str, object], guards: int | None) -> None:
    assert read_norm(facts, methods={"security": "posts"})["patrol_guard"] == guards


@pytest.mark.parametrize(
    ("facts", "guards"),
    [
        ({"entrances": 2}, 6),
        ({"entrances": 2, "entrance_streams": 2}, 12),
        ({"entrances": 2, "enclosed": False}, 0),
        ({"enclosed": False}, 0),
        ({"enclosed": True}, None),
        ({"entrance_streams": 0}, None),
    ],
)
def test_entrances_are_manned_when_enclosed(facts: dict[str, object], guards: int | None) -> None:
    assert read_norm(facts, methods={"security": "posts"})["entrance_guard"] == guards


@pytest.mark.parametrize(
    ("area", "stance", "leaders"),
    [
        (299_999, "typical", 1),
        (300_000, "typical", 3),
        (799_999, "typical", 3),
        (800_000, "lean", 3),
        (800_000, "typical", 4),
        (800_000, "generous", 4),
    ],
)
def test_m_and_e_leaders_follow_the_bands(area: int, stance: str, leaders: int) -> None:
    headcount = read_norm({"gross_floor_area": area, "scope": ["m_and_e"]}, stance)

    assert sum(headcount[role] or 0 for role in LEADERS) == leaders
    assert headcount["maintenance_leader"] == (1 if leaders == 3 else 0)


@pytest.mark.parametrize(
    ("facts", "technicians"),
    [
        ({"lifts": 10}, 1),
        ({"lifts": 11}, 2),
        ({"lifts": 0}, 0),
        ({"buildings": [{"lifts": 2, "count": 5}, {"lifts": 1}]}, 2),
        ({"buildings": [{"lifts": 2, "count": 5}, {"storeys": 3}]}, None),
        ({"lifts": 3, "buildings": [{"lifts": 99}]}, 1),
        ({"buildings": []}, None),
    ],
)
def test_lifts_default_to_those_of_the_buildings(
    facts: dict[str, object], technicians: int | None
) -> None:
    assert read_norm(facts, methods={"m_and_e": "posts"})["lift_technician"] == technicians


def test_the_people_of_m_and_e_round_up_just_above_the_unit() -> None:
    facts: dict[str, object] = {"gross_floor_area": 100_001, "air_conditioned_area": 100_000}
    headcount = read_norm(facts | {"hv_switch_rooms": 1, "lifts": 0}, methods={"m_and_e": "auto"})

    assert headcount["duty_electrician"] == 3
    assert headcount["plumber"] == 2
    assert headcount["hvac_technician"] == 1
    assert headcount["maintenance_electrician"] == 4
    assert headcount["general_maintenance_worker"] == 3
    assert headcount["m_and_e_workforce"] == 0


@pytest.mark.parametrize(
    ("area", "technicians", "leaders"),
    [
        (99_999, 0, 0),
        (100_000, 0, 0),
        (199_999, 0, 0),
        (200_000, 1, 2),
        (499_999, 1, 2),
        (500_000, 1, 2),
        (699_999, 1, 2),
        (700_000, 1, 3),
        (900_000, 1, 4),
    ],
)
def test_cleaning_leaders_follow_the_bands(area: int, technicians: int, leaders: int) -> None:
    headcount = read_norm({"gross_floor_area": area})

    assert headcount["cleaning_supervisor"] == 1
    assert headcount["cleaning_technician"] == technicians
    assert headcount["cleaning_leader"] == leaders


@pytest.mark.parametrize(
    ("buildings", "people"),
    [
        ([{"storeys": 8, "stairwells": 10}], 1),
        ([{"storeys": 9, "stairwells": 10}], 2),
        ([{"storeys": 8, "stairwells": 5}, {"storeys": 9, "stairwells": 4}], 1),
        ([{"storeys": 8, "stairwells": 1, "count": 11}], 2),
        ([{"storeys": 8, "stairwells": 0}], 0),
        ([{"storeys": 8, "stairwells": 5}, {"storeys": 9}], None),
        ([{"stairwells": 5, "count": 0}], None),
        ([], None),
    ],
)
def test_stairs_count_by_storeys(buildings: list[dict[str, object]], people: int | None) -> None:
    headcount = read_norm({"buildings": buildings}, methods={"cleaning": "stairs"})

    assert headcount["cleaner"] == people


def test_stairs_are_never_chosen_automatically() -> None:
    headcount = read_norm({"buildings": [STAIRS]})

    assert headcount["cleaning_workforce"] is None
    assert headcount["cleaner"] == 0
    assert workforce_by_method({"buildings": [STAIRS]}) == {("cleaning", "stairs"): 1}


def test_cleaning_adds_stairs_and_hours_before_rounding() -> None:
    half_a_person = task("floor_sweeping", quantity=1200, times_per_year=365)

    assert cleaners(half_a_person, buildings=[STAIRS]) == 1
    assert cleaners(half_a_person, half_a_person, buildings=[STAIRS]) == 2
    assert cleaners(half_a_person) is None


@pytest.mark.parametrize(
    ("activity", "hourly"), [("stair_sweeping", 14), ("stair_mopping", 13), ("stair_wiping", 12)]
)
def test_a_stair_task_replaces_the_stairs(activity: str, hourly: int) -> None:
    assert cleaners(task(activity, quantity=2920 * hourly)) == 1
    assert cleaners(task(activity, quantity=2920 * hourly), buildings=[STAIRS]) == 1
    assert cleaners(task(activity, quantity=2920 * hourly + 1)) == 2


@pytest.mark.parametrize(
    ("activity", "hourly"),
    [("carpet_cleaning", 360), ("glass_cleaning", 240), ("lift_car_polishing", 6)],
)
def test_the_other_cleaning_rates_are_as_printed(activity: str, hourly: int) -> None:
    no_stairs: list[object] = [{"storeys": 1, "stairwells": 0}]

    assert cleaners(task(activity, quantity=2920 * hourly), buildings=no_stairs) == 1
    assert cleaners(task(activity, quantity=2920 * hourly + 1), buildings=no_stairs) == 2


@pytest.mark.parametrize(
    ("area", "stance", "leaders"),
    [
        (299_999, "generous", (1, 2, 0, 0)),
        (300_000, "lean", (1, 3, 2, 0)),
        (300_000, "typical", (1, 3, 2, 1)),
        (300_001, "generous", (1, 4, 2, 1)),
    ],
)
def test_landscaping_leaders_follow_the_bands(
    area: int, stance: str, leaders: tuple[int, ...]
) -> None:
    headcount = read_norm({"gross_floor_area": area, "nursery_area": 1}, stance)
    roles = ("landscaping_supervisor", "horticulturist", "landscaping_leader", "nursery_supervisor")

    assert tuple(headcount[role] for role in roles) == leaders


@pytest.mark.parametrize(
    ("area", "workers"),
    [(0, 0), (Fraction(2500, 3), 1), (834, 2), (Fraction(10_000, 3), 4), (3334, 5)],
)
def test_five_mu_of_nursery_take_four_people(area: int | Fraction, workers: int) -> None:
    assert read_norm({"nursery_area": area})["nursery_worker"] == workers


@pytest.mark.parametrize(
    ("facts", "people"),
    [
        ({"land_area": 20_000}, 1),
        ({"land_area": 20_001, "households": 1}, 2),
        ({"households": 201}, 2),
        ({}, None),
        ({"indoor_greenery": False}, 0),
    ],
)
def test_indoor_greenery_counts_land_before_households(
    facts: dict[str, object], people: int | None
) -> None:
    site = {"outdoor_green_area": 6000, "indoor_greenery": True} | facts

    assert read_norm(site)["indoor_gardener"] == people
    assert read_norm(site, methods={"landscaping": "composite"})["indoor_gardener"] == 0


def test_the_green_area_defaults_to_the_land_times_the_ratio() -> None:
    site: dict[str, object] = {"land_area": 20_000, "green_ratio": Fraction(3, 10)}

    assert read_norm(site)["gardener"] == 1
    assert read_norm(site | {"outdoor_green_area": 6001})["gardener"] == 2


@pytest.mark.parametrize(
    ("activity", "variant", "quantity", "hours"),
    [
        ("hedge_trimming", "wall_hand", 20, 1),
        ("hedge_trimming", "massed_machine", 51, 2),
        ("ball_trimming", "", 4, 1),
        ("tree_pruning", "crown_from_15_m", 1, 24),
        ("tree_pruning", "crown_10_15_m", 3, 24),
        ("tree_pruning", "crown_5_10_m", 12, 16),
        ("mowing", "special", 361, 2),
        ("mowing", "grade_4_brush", 40, 1),
        ("fertilising_granular", "small_tree", 50, 1),
        ("fertilising_liquid", "hand_outdoor", 24, 1),
        ("pest_spraying", "hand_outdoor", 25, 1),
        ("watering", "sprinkler", 8000, 1),
        ("flower_arranging", "standard_pot_small", 15, 2),
        ("flower_arranging", "creative_pot_large", 2, 3),
        ("machine_servicing", "", 1, 16),
        ("weeding", "chemical", 1400, 2),
    ],
)
def test_landscaping_rates_are_as_printed(
    activity: str, variant: str, quantity: int, hours: int
) -> None:
    assert gardeners(task(activity, variant, quantity=quantity)) == hours


def test_a_range_of_rates_follows_the_stance() -> None:
    pruning = task("tree_pruning", "crown_below_5_m", quantity=70)

    assert gardeners(pruning, stance="lean") == 14
    assert gardeners(pruning, stance="typical") == 20
    assert gardeners(pruning, stance="generous") == 35


@pytest.mark.parametrize(
    ("activity", "variant"),
    [
        ("weeding", "hand"),
        ("ball_trimming", "above_1_m"),
        ("tree_pruning", "taller"),
        ("mowing", ""),
    ],
)
def test_work_without_a_rate_is_a_gap_unless_the_task_states_one(
    activity: str, variant: str
) -> None:
    watering = task("watering", "manual")

    assert gardeners(watering, task(activity, variant)) is None
    assert gardeners(task(activity, variant, rate=Fraction(2920, 3))) == 3


def test_machines_are_serviced_monthly_unless_stated() -> None:
    assert gardeners(task("machine_servicing", quantity=2, times_per_year=None)) == 384
    assert gardeners(task("watering", "manual", times_per_year=None)) is None
    assert gardeners(task("machine_servicing", quantity=None)) is None


def test_a_task_counts_for_its_own_department_only() -> None:
    site: dict[str, object] = {"tasks": [task("mowing", "special")], "gross_floor_area": 9000}

    assert read_norm(site)["cleaning_workforce"] == 1
    assert read_norm(site)["gardener"] == 1
    assert cleaners(task("mowing", "special"), buildings=[STAIRS]) is None


def test_a_department_without_workforce_has_no_leaders() -> None:
    headcount = read_norm({"outdoor_green_area": 0, "gross_floor_area": 320_000})
    without_area = read_norm({"outdoor_green_area": 0})

    assert by_department(headcount)["landscaping"] == 0
    assert without_area["landscaping_supervisor"] == 0


def test_an_unknown_workforce_still_has_the_leaders_of_its_band() -> None:
    headcount = read_norm({"gross_floor_area": 320_000}, methods={"landscaping": "posts"})

    assert headcount["gardener"] is None
    assert headcount["nursery_worker"] == 0
    assert headcount["horticulturist"] == 4


def test_nothing_stated_leaves_composites_and_leaders_unknown() -> None:
    headcount = read_norm({})
    unknown = {role for role, people in headcount.items() if people is None}

    composites = {f"{name}_workforce" for name in ("security", "m_and_e", "cleaning")}
    officers = {"service_centre_officer", "building_inspector"}
    assert unknown == LEADERS | officers | composites | {"landscaping_workforce"}
    assert workforce_by_method({}) == {}


def test_departments_outside_the_scope_are_zero() -> None:
    headcount = read_norm(EXAMPLE | {"scope": ["cleaning"]})

    assert by_department(headcount)["cleaning"] == 40
    assert sum(by_department(headcount).values()) == 40
    assert list(workforce_by_method(EXAMPLE | {"scope": ["cleaning"]})) == [
        ("cleaning", "composite")
    ]


def test_a_reduction_spares_gates_control_rooms_and_the_composite() -> None:
    reduced = EXAMPLE | {"guard_reduction": Fraction(1, 2)}

    assert read_norm(reduced) == read_norm(EXAMPLE) | {"fixed_post_guard": 6, "patrol_guard": 24}
    assert workforce_by_method(reduced)["security", "composite"] == 143


@pytest.mark.parametrize(
    "facts", [{"lifts": inf}, {"lifts": True}, {"enclosed": 1}, {"scope": "x"}]
)
def test_inexact_facts_are_refused(facts: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        read_norm(facts, methods={"security": "posts"})


@pytest.mark.parametrize("name", ["tasks", "buildings"])
def test_lists_must_be_lists(name: str) -> None:
    with pytest.raises(TypeError, match="is not a list"):
        read_norm({name: 3})
