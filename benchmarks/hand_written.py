"""
The rules of `cn-estate` as a programmer would write them by hand.

The library is timed against them. They read flat facts (no `buildings`, `tasks` or forced
methods) at the typical stance. `in_steps` checks the facts and turns them into integers, as a
`Site` does; `heads` has the rules; `checked` does both; `plain` has the rules without any check.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

Facts: TypeAlias = Mapping[str, Any]
Heads: TypeAlias = dict[str, int | None]
Number: TypeAlias = Decimal | int

# How many steps one unit has, and the most that is believed.
_NUMBERS = {
    "gross_floor_area": (100, 10**9),
    "land_area": (100, 10**9),
    "fixed_post_area": (100, 10**9),
    "patrol_area": (100, 10**9),
    "air_conditioned_area": (100, 10**9),
    "outdoor_green_area": (100, 10**9),
    "nursery_area": (100, 10**9),
    "guard_reduction": (10_000, 0.5),
    "green_ratio": (10_000, 1),
    "households": (1, 10**6),
    "entrances": (1, 10**4),
    "car_park_entrances": (1, 10**4),
    "entrance_streams": (1, 20),
    "fixed_posts": (1, 10**4),
    "patrol_shifts": (1, 4),
    "control_centres": (1, 10**4),
    "hv_switch_rooms": (1, 10**4),
    "lifts": (1, 10**5),
}


def checked(facts: Facts) -> Heads:
    """
    Return the headcount of every role; None where a fact is missing.

    Args:
        facts: Numbers (`int` or `Decimal`), flags and the words of `scope`; None or absent where
            a fact is unknown.

    Raises:
        ValueError: A number is negative, beyond belief, or has too many digits.
    """
    return heads(in_steps(facts))


def in_steps(facts: Facts) -> Facts:
    """
    Return the facts with every number in whole steps.

    Raises:
        ValueError: A number is negative, beyond belief, or has too many digits.
    """
    steps = {}
    for name, value in facts.items():
        if value is None:
            continue
        if name in _NUMBERS:
            scale, most = _NUMBERS[name]
            exact: Number = value * scale
            steps[name] = int(exact)
            if steps[name] != exact or not 0 <= value <= most:
                raise ValueError(f"{name} is {value}; 0 to {most} in steps of 1/{scale}, please.")
        else:
            steps[name] = value
    return steps


def heads(facts: Facts) -> Heads:
    """Return the headcount of every role, from facts that `in_steps` has checked."""
    area = facts.get("gross_floor_area")
    scope = facts.get("scope")
    found: Heads = dict.fromkeys(ROLES, 0)
    if scope is None or "customer_service" in scope:
        found |= _customer_service(area)
    if scope is None or "security" in scope:
        found |= _security(facts, area)
    if scope is None or "m_and_e" in scope:
        found |= _m_and_e(facts, area)
    if scope is None or "cleaning" in scope:
        found |= _cleaning(area)
    if scope is None or "landscaping" in scope:
        found |= _landscaping(facts, area)
    return found


def _customer_service(area: int | None) -> Heads:
    if area is None:
        return dict.fromkeys(ROLES[:5])
    if area < 15_000_000:
        return {"service_centre_officer": 3, "customer_service_supervisor": 1}
    above = area - 15_000_000
    return {
        "service_centre_officer": 3 + above // 10_000_000,
        "building_inspector": 1 + above // 5_000_000,
        "customer_service_supervisor": 1,
        "service_centre_leader": 1,
        "building_inspection_leader": 1,
    }


def _security(facts: Facts, area: int | None) -> Heads:
    entrances = facts.get("entrances")
    car_parks = facts.get("car_park_entrances")
    centres = facts.get("control_centres")
    posts = facts.get("fixed_posts")
    watched: Any = facts.get("fixed_post_area")
    people: Heads
    if (
        entrances is None
        or car_parks is None
        or centres is None
        or (posts is None and watched is None)
    ):
        people = {"security_workforce": None if area is None else -(-area // 225_000)}
    else:
        kept = 10_000 - facts.get("guard_reduction", 0)
        streams = facts.get("entrance_streams", 1)
        shifts = facts.get("patrol_shifts", 3)
        patrolled = facts.get("patrol_area", area)
        gated = facts.get("enclosed") is not False
        fixed = (
            -(-posts * kept // 10_000) if posts is not None else -(-watched * kept // 3_250_000_000)
        )
        people = {
            "fixed_post_guard": 3 * fixed,
            "entrance_guard": 3 * entrances * streams if gated else 0,
            "patrol_guard": None
            if patrolled is None
            else shifts * 2 * -(-patrolled * kept // 50_000_000_000),
            "car_park_guard": 3 * car_parks,
            "control_room_guard": 3 * centres,
        }
    if _nobody(people):
        return people
    if area is None:
        return people | dict.fromkeys(
            ("security_supervisor", "squad_leader", "security_group_leader")
        )
    people["security_supervisor"] = 1
    people["squad_leader"] = 3
    if area >= 30_000_000:
        people["security_group_leader"] = -(-area // 6_500_000)
    return people


def _m_and_e(facts: Facts, area: int | None) -> Heads:
    rooms = facts.get("hv_switch_rooms")
    lifts = facts.get("lifts")
    cooled = facts.get("air_conditioned_area")
    people: Heads
    if rooms is None or lifts is None or cooled is None:
        people = {"m_and_e_workforce": None if area is None else -(-11 * area // 10_000_000)}
    else:
        people = {
            "duty_electrician": 3 * rooms,
            "plumber": None if area is None else -(-area // 10_000_000),
            "hvac_technician": -(-cooled // 10_000_000),
            "lift_technician": -(-lifts // 10),
            "maintenance_electrician": None if area is None else -(-3 * area // 10_000_000),
            "general_maintenance_worker": None if area is None else -(-2 * area // 10_000_000),
        }
    if _nobody(people):
        return people
    if area is None:
        return people | dict.fromkeys(
            (
                "m_and_e_supervisor",
                "operations_leader",
                "maintenance_leader",
                "m_and_e_maintenance_leader",
                "general_maintenance_leader",
            )
        )
    people["m_and_e_supervisor"] = 1
    if area >= 80_000_000:
        people["operations_leader"] = 1
        people["m_and_e_maintenance_leader"] = 1
        people["general_maintenance_leader"] = 1
    elif area >= 30_000_000:
        people["operations_leader"] = 1
        people["maintenance_leader"] = 1
    return people


def _cleaning(area: int | None) -> Heads:
    if area is None:
        return dict.fromkeys(
            ("cleaning_workforce", "cleaning_supervisor", "cleaning_technician", "cleaning_leader")
        )
    cleaners = -(-area // 900_000)
    if not cleaners:
        return {}
    if area < 20_000_000:
        return {"cleaning_workforce": cleaners, "cleaning_supervisor": 1}
    return {
        "cleaning_workforce": cleaners,
        "cleaning_supervisor": 1,
        "cleaning_technician": 1,
        "cleaning_leader": 2 if area < 50_000_000 else 2 + (area - 50_000_000) // 20_000_000,
    }


def _landscaping(facts: Facts, area: int | None) -> Heads:
    nursery = facts.get("nursery_area", 0)
    green = facts.get("outdoor_green_area")
    land: Any = facts.get("land_area")
    ratio = facts.get("green_ratio")
    people: Heads = {"nursery_worker": -(-12 * nursery // 1_000_000)}
    if green is None and (land is None or ratio is None):
        people["landscaping_workforce"] = None if area is None else -(-7 * area // 20_000_000)
    else:
        people["gardener"] = (
            -(-green // 600_000) if green is not None else -(-land * ratio // 6_000_000_000)
        )
        if facts.get("indoor_greenery"):
            households = facts.get("households")
            if land is not None:
                people["indoor_gardener"] = -(-land // 2_000_000)
            else:
                people["indoor_gardener"] = None if households is None else -(-households // 200)
    if _nobody(people):
        return people
    if area is None:
        return people | dict.fromkeys(
            ("landscaping_supervisor", "horticulturist", "landscaping_leader", "nursery_supervisor")
        )
    people["landscaping_supervisor"] = 1
    if area < 30_000_000:
        people["horticulturist"] = 2
    else:
        people["horticulturist"] = -(-area // 10_000_000)
        people["landscaping_leader"] = 2
        people["nursery_supervisor"] = 1 if nursery else 0
    return people


def _nobody(workers: Heads) -> bool:
    """Whether a department is known to have nobody to lead."""
    return not any(workers.values()) and None not in workers.values()


def plain(facts: Facts) -> Heads:
    """
    Return the headcount of every role, without a check.

    Args:
        facts: Whole numbers, with every fact of a site whose departments count posts.
    """
    area, nursery = facts["gross_floor_area"], facts["nursery_area"]
    small, large = area < 150_000, area >= 300_000
    huge, tidy = area >= 800_000, area >= 200_000
    return {
        "service_centre_officer": 3 if small else 3 + (area - 150_000) // 100_000,
        "building_inspector": 0 if small else 1 + (area - 150_000) // 50_000,
        "customer_service_supervisor": 1,
        "service_centre_leader": 0 if small else 1,
        "building_inspection_leader": 0 if small else 1,
        "fixed_post_guard": 3 * -(-facts["fixed_post_area"] // 3_250),
        "entrance_guard": 3 * facts["entrances"],
        "patrol_guard": 6 * -(-area // 50_000),
        "car_park_guard": 3 * facts["car_park_entrances"],
        "control_room_guard": 3 * facts["control_centres"],
        "security_workforce": 0,
        "security_supervisor": 1,
        "squad_leader": 3,
        "security_group_leader": -(-area // 65_000) if large else 0,
        "duty_electrician": 3 * facts["hv_switch_rooms"],
        "plumber": -(-area // 100_000),
        "hvac_technician": -(-facts["air_conditioned_area"] // 100_000),
        "lift_technician": -(-facts["lifts"] // 10),
        "maintenance_electrician": -(-3 * area // 100_000),
        "general_maintenance_worker": -(-2 * area // 100_000),
        "m_and_e_workforce": 0,
        "m_and_e_supervisor": 1,
        "operations_leader": 1 if large else 0,
        "maintenance_leader": 1 if large and not huge else 0,
        "m_and_e_maintenance_leader": 1 if huge else 0,
        "general_maintenance_leader": 1 if huge else 0,
        "cleaner": 0,
        "cleaning_workforce": -(-area // 9_000),
        "cleaning_supervisor": 1,
        "cleaning_technician": 1 if tidy else 0,
        "cleaning_leader": (2 if area < 500_000 else 2 + (area - 500_000) // 200_000)
        if tidy
        else 0,
        "gardener": -(-facts["outdoor_green_area"] // 6_000),
        "indoor_gardener": 0,
        "nursery_worker": -(-12 * nursery // 10_000),
        "landscaping_workforce": 0,
        "landscaping_supervisor": 1,
        "horticulturist": -(-area // 100_000) if large else 2,
        "landscaping_leader": 2 if large else 0,
        "nursery_supervisor": 1 if large and nursery else 0,
    }


ROLES = tuple(
    plain(
        dict.fromkeys(
            (
                "gross_floor_area",
                "nursery_area",
                "fixed_post_area",
                "entrances",
                "car_park_entrances",
                "control_centres",
                "hv_switch_rooms",
                "air_conditioned_area",
                "lifts",
                "outdoor_green_area",
            ),
            0,
        )
    )
)
