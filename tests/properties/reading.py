"""
Read chapter three of the norm a second time, by hand, as an oracle for the engine.

Every figure was copied from the page and is followed by its clause. Nothing here knows the
library. Facts are plain values (areas in square metres), ``None`` is an unknown headcount, and
all arithmetic is exact.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import ceil, floor

Facts = Mapping[str, object]
Heads = dict[str, int | None]

ROLES: dict[str, str] = {
    # clause 三(一)
    "service_centre_officer": "customer_service",
    "building_inspector": "customer_service",
    "customer_service_supervisor": "customer_service",
    "service_centre_leader": "customer_service",
    "building_inspection_leader": "customer_service",
    # clause 三(二)
    "fixed_post_guard": "security",
    "entrance_guard": "security",
    "patrol_guard": "security",
    "car_park_guard": "security",
    "control_room_guard": "security",
    "security_supervisor": "security",
    "squad_leader": "security",
    "security_group_leader": "security",
    "security_workforce": "security",
    # clause 三(三)
    "duty_electrician": "m_and_e",
    "plumber": "m_and_e",
    "hvac_technician": "m_and_e",
    "lift_technician": "m_and_e",
    "maintenance_electrician": "m_and_e",
    "general_maintenance_worker": "m_and_e",
    "m_and_e_supervisor": "m_and_e",
    "operations_leader": "m_and_e",
    "maintenance_leader": "m_and_e",
    "m_and_e_maintenance_leader": "m_and_e",
    "general_maintenance_leader": "m_and_e",
    "m_and_e_workforce": "m_and_e",
    # clause 三(四)
    "cleaner": "cleaning",
    "cleaning_supervisor": "cleaning",
    "cleaning_technician": "cleaning",
    "cleaning_leader": "cleaning",
    "cleaning_workforce": "cleaning",
    # clause 三(五)
    "gardener": "landscaping",
    "indoor_gardener": "landscaping",
    "nursery_worker": "landscaping",
    "landscaping_supervisor": "landscaping",
    "horticulturist": "landscaping",
    "landscaping_leader": "landscaping",
    "nursery_supervisor": "landscaping",
    "landscaping_workforce": "landscaping",
}

LEADERS: frozenset[str] = frozenset(
    {
        "customer_service_supervisor",
        "service_centre_leader",
        "building_inspection_leader",
        "security_supervisor",
        "squad_leader",
        "security_group_leader",
        "m_and_e_supervisor",
        "operations_leader",
        "maintenance_leader",
        "m_and_e_maintenance_leader",
        "general_maintenance_leader",
        "cleaning_supervisor",
        "cleaning_technician",
        "cleaning_leader",
        "landscaping_supervisor",
        "horticulturist",
        "landscaping_leader",
        "nursery_supervisor",
    }
)

DEPARTMENTS: tuple[str, ...] = tuple(dict.fromkeys(ROLES.values()))

SHIFTS = 3  # a post that is always manned: 三(二)2 prints three people in three shifts
MU = Fraction(2000, 3)  # one 亩 in square metres
STAIR_TASKS = frozenset({"stair_sweeping", "stair_mopping", "stair_wiping"})  # 三(四)1, 3, 4
SERVICING_ROUNDS = 12  # 三(五)11: monthly

# Rates: units one person does in an hour. "" is an activity without variants; None is a variant
# that is named but has no figure that one may plan on.

CLEANING_RATES: dict[str, dict[str, int | Fraction | None]] = {
    "stair_sweeping": {"": 14},  # 三(四)1
    "floor_sweeping": {"": 300},  # 三(四)2
    "stair_mopping": {"": 13},  # 三(四)3
    "stair_wiping": {"": 12},  # 三(四)4
    "carpet_cleaning": {"": 360},  # 三(四)5
    "glass_cleaning": {"": 4 * 60},  # 三(四)6, printed per minute
    "lift_car_polishing": {"": Fraction(60, 10)},  # 三(四)7, ten minutes a car
    "lobby_sweeping": {"": 300},  # floors of 三(四)2
    "garage_sweeping": {"": 300},
    # no rate is printed for the rest
    "lobby_mopping": {"": None},
    "garage_washing": {"": None},
    "lift_car_cleaning": {"": None},
    "toilet_cleaning": {"": None},
}

LANDSCAPING_RATES: dict[str, dict[str, int | Fraction | None]] = {
    "hedge_trimming": {
        "wall_hand": 20,  # 三(五)1(1)
        "wall_machine": 50,
        "massed_hand": 25,  # 三(五)1(2)
        "massed_machine": 50,
    },
    "ball_trimming": {"": 4, "above_1_m": None},  # 三(五)1(3)
    "tree_pruning": {
        "crown_from_15_m": Fraction(1, 8 * 3),  # 三(五)2(1): 1 tree, 8 hours, 3 people
        "crown_10_15_m": Fraction(3, 8 * 3),  # 三(五)2(2): 3 trees, 8 hours, 3 people
        "crown_5_10_m": Fraction(12, 8 * 2),  # 三(五)2(3): 12 trees, 8 hours, 2 people
        "taller": None,  # 三(五)2(4) ends at 3 m of height
    },
    "mowing": {  # 三(五)3
        "special": 360,
        "grade_1": 360,
        "grade_2": 280,
        "grade_3_hover": 180,
        "grade_3_brush": 60,
        "grade_4_brush": 40,
    },
    # 三(五)4(1)
    "fertilising_granular": {"broadcast": 550, "shrub": 240, "pot": 900, "small_tree": 50},
    # 三(五)4(2)
    "fertilising_liquid": {"machine": 250, "hand_indoor": 15, "hand_outdoor": 24, "pour": 200},
    # 三(五)5
    "pest_spraying": {
        "machine": 350,
        "hand_indoor": 15,
        "hand_outdoor": 25,
        "hand_small_pots": 200,
    },
    "watering": {"sprinkler": 8000, "manual": 2000},  # 三(五)6
    "potting": {"seasonal": 250, "sapling": 200},  # 三(五)7
    "dispatch_grooming": {"seasonal": 500, "small_foliage": 150, "large_foliage": 10},  # 三(五)8
    "bonsai_pruning": {"small": 10, "medium": 5, "large": 2},  # 三(五)9(1)
    "bonsai_repotting": {"small": 8, "medium": 2, "large": 1},  # 三(五)9(2)
    "flower_arranging": {  # printed in minutes a piece
        "standard_pot_small": Fraction(60, 8),  # 三(五)10(1)
        "standard_pot_medium": Fraction(60, 20),
        "standard_pot_large": Fraction(60, 35),
        "standard_bouquet_small": Fraction(60, 15),
        "standard_bouquet_medium": Fraction(60, 25),
        "standard_bouquet_large": Fraction(60, 35),
        "standard_basket_small": Fraction(60, 10),
        "standard_basket_medium": Fraction(60, 15),
        "standard_basket_large": Fraction(60, 25),
        "creative_pot_small": Fraction(60, 20),  # 三(五)10(2)
        "creative_pot_medium": Fraction(60, 40),
        "creative_pot_large": Fraction(60, 90),
        "creative_bouquet_small": Fraction(60, 25),
        "creative_bouquet_medium": Fraction(60, 40),
        "creative_bouquet_large": Fraction(60, 60),
        "creative_basket_small": Fraction(60, 20),
        "creative_basket_medium": Fraction(60, 40),
        "creative_basket_large": Fraction(60, 80),
    },
    "machine_servicing": {"": Fraction(1, 2 * 8)},  # 三(五)11: two days a person each month
    "spent_flower_clearing": {"scrapped": 400, "reusable": 300},  # 三(五)12
    "weeding": {"hand": None, "chemical": 700},  # 三(五)13: the printed range is no figure to use
}

# The one usable range, as (slowest, fastest).
RATE_RANGES: dict[tuple[str, str], tuple[int, int]] = {
    ("tree_pruning", "crown_below_5_m"): (2, 5),  # 三(五)2(4)
}


# Facts


def number(facts: Facts, name: str) -> Fraction | None:
    """Return a stated number, or None when it is not stated."""
    value = facts.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise TypeError(f"{name}: {value!r} is not an exact number")
    return Fraction(value)


def number_or(facts: Facts, name: str, default: int) -> Fraction:
    """Return a stated number, or its documented default."""
    value = number(facts, name)
    return Fraction(default) if value is None else value


def flag_or(facts: Facts, name: str, *, default: bool) -> bool:
    """Return a stated flag, or its documented default."""
    value = facts.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise TypeError(f"{name}: {value!r} is not a flag")
    return value


def rows(facts: Facts, name: str) -> list[Facts]:
    """Return a stated list of mappings, empty when it is not stated."""
    value = facts.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise TypeError(f"{name}: {value!r} is not a list")
    return list(value)


def word(row: Facts, name: str) -> str:
    """Return a stated word, or the empty one."""
    value = row.get(name)
    return "" if value is None else str(value)


def departments_in_scope(facts: Facts) -> list[str]:
    """Return the departments in the contract, all five unless a scope is stated."""
    scope = facts.get("scope")
    if scope is None:
        return list(DEPARTMENTS)
    if not isinstance(scope, list):
        raise TypeError(f"scope: {scope!r} is not a list")
    return [department for department in DEPARTMENTS if department in scope]


def patrol_area(facts: Facts) -> Fraction | None:
    """Return the area that is patrolled, by default the whole floor area."""
    stated = number(facts, "patrol_area")
    return number(facts, "gross_floor_area") if stated is None else stated


def lift_count(facts: Facts) -> Fraction | None:
    """Return the lifts stated, or those of the buildings when every building states them."""
    stated = number(facts, "lifts")
    buildings = rows(facts, "buildings")
    if stated is not None or not buildings:
        return stated
    return total(
        product(number(building, "lifts"), number_or(building, "count", 1))
        for building in buildings
    )


def outdoor_green_area(facts: Facts) -> Fraction | None:
    """Return the outdoor green area, by default the land area times the green ratio."""
    stated = number(facts, "outdoor_green_area")
    if stated is not None:
        return stated
    return product(number(facts, "land_area"), number(facts, "green_ratio"))


# Arithmetic in which a missing number makes the answer missing


def product(*factors: Fraction | int | None) -> Fraction | None:
    """Multiply; a missing factor makes the product missing, even beside a zero."""
    answer = Fraction(1)
    for factor in factors:
        if factor is None:
            return None
        answer *= factor
    return answer


def total(parts: Iterable[Fraction | int | None]) -> Fraction | None:
    """Add; a missing part makes the sum missing."""
    answer = Fraction(0)
    for part in parts:
        if part is None:
            return None
        answer += part
    return answer


def whole(exact: Fraction | None) -> int | None:
    """Round up to whole people, teams or posts."""
    return None if exact is None else ceil(exact)


def one_per(quantity: Fraction | None, unit: Fraction | int) -> int | None:
    """Count one for every unit begun."""
    return whole(product(quantity, 1 / Fraction(unit)))


def times(factor: Fraction | int, count: int | None) -> int | None:
    """Multiply a whole count, rounding up should the factor not be whole."""
    return whole(product(factor, count))


def increments(area: Fraction, start: int, step: int) -> int:
    """Count the increments completed beyond the start."""
    return floor((area - start) / step)


def by_stance(
    stance: str, *, lean: Fraction | int, typical: Fraction | int, generous: Fraction | int
) -> Fraction:
    """Choose the figure of a stance."""
    return Fraction({"lean": lean, "typical": typical, "generous": generous}[stance])


# 三(一) customer service


def customer_service_posts(facts: Facts, stance: str) -> Heads:
    """Read 三(一)1-2; the stance changes nothing here."""
    del stance
    area = number(facts, "gross_floor_area")
    if area is None:
        return {"service_centre_officer": None, "building_inspector": None}
    if area < 150_000:
        return {"service_centre_officer": 3, "building_inspector": 0}  # 三(一)1, 2
    return {
        "service_centre_officer": 3 + increments(area, 150_000, 100_000),  # 三(一)2
        "building_inspector": 1 + increments(area, 150_000, 50_000),  # 三(一)2
    }


def customer_service_leaders(facts: Facts, area: Fraction, stance: str) -> Heads:
    """Read 三(一)3."""
    del facts, stance
    if area < 150_000:
        return {"customer_service_supervisor": 1}
    return {
        "customer_service_supervisor": 1,
        "service_centre_leader": 1,
        "building_inspection_leader": 1,
    }


# 三(二) security


def fixed_posts(facts: Facts, stance: str) -> int | None:
    """Read the posts of 三(二)1: the number stated, otherwise the area each can watch."""
    kept = 1 - number_or(facts, "guard_reduction", 0)
    posts = number(facts, "fixed_posts")
    if posts is not None:
        return whole(posts * kept)
    watched = by_stance(stance, lean=3500, typical=Fraction(3000 + 3500, 2), generous=3000)
    return one_per(product(number(facts, "fixed_post_area"), kept), watched)


def entrance_guards(facts: Facts) -> int | None:
    """Read 三(二)2, which speaks of enclosed estates only."""
    if not flag_or(facts, "enclosed", default=True):
        return 0
    streams = number_or(facts, "entrance_streams", 1)
    return whole(product(SHIFTS, number(facts, "entrances"), streams))


def patrol_guards(facts: Facts) -> int | None:
    """Read 三(二)3: teams of two, each for about 50,000 square metres, in every shift."""
    kept = 1 - number_or(facts, "guard_reduction", 0)
    teams = one_per(product(patrol_area(facts), kept), 50_000)
    return times(number_or(facts, "patrol_shifts", 3) * 2, teams)


def security_posts(facts: Facts, stance: str) -> Heads:
    """Read 三(二)1-4 and 6."""
    return {
        "fixed_post_guard": times(SHIFTS, fixed_posts(facts, stance)),  # 三(二)1
        "entrance_guard": entrance_guards(facts),  # 三(二)2
        "patrol_guard": patrol_guards(facts),  # 三(二)3
        # 三(二)4
        "car_park_guard": whole(product(SHIFTS, number(facts, "car_park_entrances"))),
        # 三(二)6: never reduced
        "control_room_guard": whole(product(3, number(facts, "control_centres"))),
    }


def security_composite(facts: Facts, stance: str) -> Heads:
    """Read 三(二)7."""
    each = by_stance(stance, lean=2500, typical=Fraction(2000 + 2500, 2), generous=2000)
    return {"security_workforce": one_per(number(facts, "gross_floor_area"), each)}


def security_leaders(facts: Facts, area: Fraction, stance: str) -> Heads:
    """Read 三(二)5; the group leaders are a clause that says may."""
    del facts
    leaders: Heads = {
        "security_supervisor": 1,
        "squad_leader": int(by_stance(stance, lean=3, typical=3, generous=4)),
    }
    if area >= 300_000 and stance != "lean":
        each = {"typical": Fraction(50_000 + 80_000, 2), "generous": Fraction(50_000)}[stance]
        leaders["security_group_leader"] = one_per(area, each)
    return leaders


# 三(三) mechanical and electrical


def m_and_e_posts(facts: Facts, stance: str) -> Heads:
    """Read 三(三)1-6; the stance changes nothing here."""
    del stance
    area = number(facts, "gross_floor_area")
    return {
        "duty_electrician": whole(product(3, number(facts, "hv_switch_rooms"))),  # 三(三)1
        "plumber": one_per(area, 100_000),  # 三(三)2
        "hvac_technician": one_per(number(facts, "air_conditioned_area"), 100_000),  # 三(三)3
        "lift_technician": one_per(lift_count(facts), 10),  # 三(三)4
        "maintenance_electrician": one_per(product(3, area), 100_000),  # 三(三)5
        "general_maintenance_worker": one_per(product(2, area), 100_000),  # 三(三)6
    }


def m_and_e_composite(facts: Facts, stance: str) -> Heads:
    """Read 三(三)8."""
    people = by_stance(stance, lean=10, typical=Fraction(10 + 12, 2), generous=12)
    area = number(facts, "gross_floor_area")
    return {"m_and_e_workforce": one_per(product(people, area), 100_000)}


def m_and_e_leaders(facts: Facts, area: Fraction, stance: str) -> Heads:
    """Read 三(三)7; its third band says may, so lean stays in the second."""
    del facts
    if area < 300_000:  # 三(三)7(1)
        return {"m_and_e_supervisor": 1}
    if area < 800_000 or stance == "lean":  # 三(三)7(2)
        return {"m_and_e_supervisor": 1, "operations_leader": 1, "maintenance_leader": 1}
    return {  # 三(三)7(3)
        "m_and_e_supervisor": 1,
        "operations_leader": 1,
        "m_and_e_maintenance_leader": 1,
        "general_maintenance_leader": 1,
    }


# 三(四) cleaning


def stair_cleaners(facts: Facts) -> Fraction | None:
    """Read 三(四)8: ten stairwells a person up to 8 storeys, eight from 9 storeys."""
    buildings = rows(facts, "buildings")
    if not buildings:
        return None
    return total(stair_cleaners_of(building) for building in buildings)


def stair_cleaners_of(building: Facts) -> Fraction | None:
    """Read 三(四)8 for one kind of building."""
    storeys = number(building, "storeys")
    if storeys is None:
        return None
    each = 10 if storeys <= 8 else 8
    stairwells = number(building, "stairwells")
    return product(stairwells, number_or(building, "count", 1), Fraction(1, each))


def cleaning_tasks(facts: Facts, stance: str) -> Heads:
    """Read 三(四)1-8: the hours of the tasks and the stairs, rounded up together."""
    tasks = tasks_of(facts, CLEANING_RATES)
    days = number_or(facts, "cleaning_days", 365)
    hours = people_for(tasks, CLEANING_RATES, stance, number_or(facts, "hours_per_day", 8) * days)
    stairs_are_tasks = any(word(task, "activity") in STAIR_TASKS for task in tasks)
    stairs = Fraction(0) if stairs_are_tasks else stair_cleaners(facts)
    return {"cleaner": whole(total([stairs, hours]))}


def cleaning_stairs(facts: Facts, stance: str) -> Heads:
    """Read 三(四)8 alone; the stance changes nothing here."""
    del stance
    return {"cleaner": whole(stair_cleaners(facts))}


def cleaning_composite(facts: Facts, stance: str) -> Heads:
    """Read 三(四)10."""
    each = by_stance(stance, lean=10_000, typical=Fraction(8000 + 10_000, 2), generous=8000)
    return {"cleaning_workforce": one_per(number(facts, "gross_floor_area"), each)}


def cleaning_leaders(facts: Facts, area: Fraction, stance: str) -> Heads:
    """Read 三(四)9, which is silent from 100,000 to 200,000 square metres."""
    del facts, stance
    if area < 200_000:  # 三(四)9(1), carried on from 100,000
        return {"cleaning_supervisor": 1}
    more = 0 if area < 500_000 else increments(area, 500_000, 200_000)  # 三(四)9(3)
    return {  # 三(四)9(2)
        "cleaning_supervisor": 1,
        "cleaning_technician": 1,
        "cleaning_leader": 2 + more,
    }


# 三(五) landscaping


def nursery_workers(facts: Facts) -> int | None:
    """Read 三(五)14 and 17: four people for five 亩 of nursery, under every method."""
    return one_per(4 * number_or(facts, "nursery_area", 0), 5 * MU)


def indoor_gardeners(facts: Facts) -> int | None:
    """Read 三(五)15: by land, or by households where the land is not stated."""
    if not flag_or(facts, "indoor_greenery", default=False):
        return 0
    land = number(facts, "land_area")
    if land is not None:
        return one_per(land, 20_000)
    return one_per(number(facts, "households"), 200)


def landscaping_tasks(facts: Facts, stance: str) -> Heads:
    """Read 三(五)1-13 and 15."""
    tasks = tasks_of(facts, LANDSCAPING_RATES)
    days = number_or(facts, "landscaping_days", 248)
    year = number_or(facts, "hours_per_day", 8) * days
    return {
        "gardener": whole(people_for(tasks, LANDSCAPING_RATES, stance, year)),
        "indoor_gardener": indoor_gardeners(facts),
        "nursery_worker": nursery_workers(facts),
    }


def landscaping_posts(facts: Facts, stance: str) -> Heads:
    """Read 三(五)14-15; the stance changes nothing here."""
    del stance
    return {
        "gardener": one_per(outdoor_green_area(facts), 6000),  # 三(五)14
        "indoor_gardener": indoor_gardeners(facts),
        "nursery_worker": nursery_workers(facts),
    }


def landscaping_composite(facts: Facts, stance: str) -> Heads:
    """Read 三(五)17, nursery workers apart."""
    people = by_stance(stance, lean=3, typical=Fraction(3 + 4, 2), generous=4)
    area = number(facts, "gross_floor_area")
    return {
        "nursery_worker": nursery_workers(facts),
        "landscaping_workforce": one_per(product(people, area), 100_000),
    }


def landscaping_leaders(facts: Facts, area: Fraction, stance: str) -> Heads:
    """Read 三(五)16; the nursery supervisor is a clause that says may."""
    if area < 300_000:  # 三(五)16(1)
        return {"landscaping_supervisor": 1, "horticulturist": 2}
    has_nursery = number_or(facts, "nursery_area", 0) > 0
    return {  # 三(五)16(2)
        "landscaping_supervisor": 1,
        "landscaping_leader": 2,
        "horticulturist": one_per(area, 100_000),
        "nursery_supervisor": 1 if has_nursery and stance != "lean" else 0,
    }


# Tasks


def tasks_of(facts: Facts, table: Mapping[str, object]) -> list[Facts]:
    """Return the stated tasks whose activity stands in a department's table."""
    return [task for task in rows(facts, "tasks") if word(task, "activity") in table]


def rate_of(
    task: Facts, table: Mapping[str, Mapping[str, int | Fraction | None]], stance: str
) -> Fraction | None:
    """Return the task's own rate, or the one printed, or None when there is neither."""
    own = number(task, "rate")
    if own is not None:
        return own
    activity, variant = word(task, "activity"), word(task, "variant")
    if (activity, variant) in RATE_RANGES:
        slow, fast = RATE_RANGES[activity, variant]
        return by_stance(stance, lean=fast, typical=Fraction(slow + fast, 2), generous=slow)
    if not variant and "" not in table[activity]:
        return None  # several are printed, and the task does not say which
    printed = table[activity][variant]
    return None if printed is None else Fraction(printed)


def yearly_hours(
    task: Facts, table: Mapping[str, Mapping[str, int | Fraction | None]], stance: str
) -> Fraction | None:
    """Return the hours of one task in a year."""
    rounds = number(task, "times_per_year")
    if rounds is None and word(task, "activity") == "machine_servicing":
        rounds = Fraction(SERVICING_ROUNDS)  # 三(五)11
    rate = rate_of(task, table, stance)
    return product(number(task, "quantity"), rounds, None if rate is None else 1 / rate)


def people_for(
    tasks: list[Facts],
    table: Mapping[str, Mapping[str, int | Fraction | None]],
    stance: str,
    hours_per_person: Fraction,
) -> Fraction | None:
    """Return the people, not yet rounded, that a department's tasks keep busy for a year."""
    if not tasks:
        return None
    hours = total(yearly_hours(task, table, stance) for task in tasks)
    return product(hours, 1 / hours_per_person)


# Methods


METHODS: dict[str, dict[str, Callable[[Facts, str], Heads]]] = {
    "customer_service": {"posts": customer_service_posts},
    "security": {"posts": security_posts, "composite": security_composite},
    "m_and_e": {"posts": m_and_e_posts, "composite": m_and_e_composite},
    "cleaning": {
        "tasks": cleaning_tasks,
        "composite": cleaning_composite,
        "stairs": cleaning_stairs,  # shown, never chosen automatically
    },
    "landscaping": {
        "tasks": landscaping_tasks,
        "posts": landscaping_posts,
        "composite": landscaping_composite,
    },
}

LEADERS_OF: dict[str, Callable[[Facts, Fraction, str], Heads]] = {
    "customer_service": customer_service_leaders,
    "security": security_leaders,
    "m_and_e": m_and_e_leaders,
    "cleaning": cleaning_leaders,
    "landscaping": landscaping_leaders,
}


def usable(facts: Facts, department: str, method: str) -> bool:
    """Say whether the site states what a method needs."""
    if (department, method) == ("cleaning", "tasks"):
        return bool(tasks_of(facts, CLEANING_RATES))
    if (department, method) == ("cleaning", "stairs"):
        return bool(rows(facts, "buildings"))
    if (department, method) == ("landscaping", "tasks"):
        return bool(tasks_of(facts, LANDSCAPING_RATES))
    return None not in needed_numbers(facts, department, method)


def needed_numbers(facts: Facts, department: str, method: str) -> list[Fraction | None]:
    """Return the numbers that a method needs, None for each that is not stated."""
    match department, method:
        case ("security", "posts"):
            posts, area = number(facts, "fixed_posts"), number(facts, "fixed_post_area")
            gates = ("entrances", "car_park_entrances", "control_centres")
            return [area if posts is None else posts, *(number(facts, name) for name in gates)]
        case ("m_and_e", "posts"):
            plant = ("hv_switch_rooms", "air_conditioned_area")
            return [lift_count(facts), *(number(facts, name) for name in plant)]
        case ("landscaping", "posts"):
            return [outdoor_green_area(facts)]
        case _:  # every composite, and the posts of customer service
            return [number(facts, "gross_floor_area")]


def automatic_method(facts: Facts, department: str) -> str:
    """Return the first usable method, or the last one when none is."""
    methods = [method for method in METHODS[department] if method != "stairs"]
    usable_methods = [method for method in methods if usable(facts, department, method)]
    return usable_methods[0] if usable_methods else methods[-1]


def leaders_of(facts: Facts, stance: str, department: str) -> Heads:
    """Return the leaders from the bands, all of them unknown without a floor area."""
    area = number(facts, "gross_floor_area")
    if area is None:
        return {role: None for role in LEADERS if ROLES[role] == department}
    return LEADERS_OF[department](facts, area, stance)


def read_norm(
    facts: Facts, stance: str = "typical", methods: Mapping[str, str] | None = None
) -> Heads:
    """Return the headcount of every role of the norm, None where it is unknown."""
    headcount: Heads = dict.fromkeys(ROLES, 0)
    for department in departments_in_scope(facts):
        method = (methods or {}).get(department, "auto")
        if method == "auto":
            method = automatic_method(facts, department)
        workforce = METHODS[department][method](facts, stance)
        headcount |= workforce
        if any(people != 0 for people in workforce.values()):
            headcount |= leaders_of(facts, stance, department)
    return headcount


def workforce_by_method(facts: Facts, stance: str = "typical") -> dict[tuple[str, str], int | None]:
    """Return the workforce by every usable method of the departments in scope."""
    return {
        (department, method): whole(total(read(facts, stance).values()))
        for department in departments_in_scope(facts)
        for method, read in METHODS[department].items()
        if usable(facts, department, method)
    }
