"""
The rules of `cn-estate` as a programmer would write them by hand.

The library is timed against them. They read flat facts (no `buildings`, `tasks` or forced
methods) at the typical stance. Areas and fractions are turned into whole hundredths and
ten-thousandths once; the rest is integers.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

Facts: TypeAlias = Mapping[str, Any]
Heads: TypeAlias = dict[str, int | None]
Number: TypeAlias = Decimal | int

_MOST = 10**9


def checked(facts: Facts) -> Heads:
    """
    Return the headcount of every role; None where a fact is missing.

    Args:
        facts: Numbers (`int` or `Decimal`), flags and the words of `scope`; None or absent where
            a fact is unknown.

    Raises:
        ValueError: A number is negative, beyond belief, or has too many digits.
    """
    area = _scaled(facts, "gross_floor_area", 100)
    scope = facts.get("scope")
    heads: Heads = dict.fromkeys(ROLES, 0)
    if scope is None or "customer_service" in scope:
        heads |= _customer_service(area)
    if scope is None or "security" in scope:
        heads |= _security(facts, area)
    if scope is None or "m_and_e" in scope:
        heads |= _m_and_e(facts, area)
    if scope is None or "cleaning" in scope:
        heads |= _cleaning(area)
    if scope is None or "landscaping" in scope:
        heads |= _landscaping(facts, area)
    return heads


def _scaled(facts: Facts, name: str, scale: int, most: int = _MOST) -> int | None:
    """Return a number in whole steps of which *scale* make one unit."""
    value: Number | None = facts.get(name)
    if value is None:
        return None
    exact = value * scale
    steps = int(exact)
    if steps != exact or not 0 <= steps <= most * scale:
        raise ValueError(f"{name} is {value}; between 0 and {most} in steps of 1/{scale}, please.")
    return steps


def _count(facts: Facts, name: str, most: int = 10_000) -> int | None:
    value: int | None = facts.get(name)
    if value is not None and not 0 <= value <= most:
        raise ValueError(f"{name} is {value}; between 0 and {most}, please.")
    return value


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
    entrances = _count(facts, "entrances")
    car_parks = _count(facts, "car_park_entrances")
    centres = _count(facts, "control_centres")
    posts = _count(facts, "fixed_posts")
    watched = _scaled(facts, "fixed_post_area", 100)
    heads: Heads
    if (
        entrances is None
        or car_parks is None
        or centres is None
        or (posts is None and watched is None)
    ):
        heads = {"security_workforce": None if area is None else -(-area // 225_000)}
    else:
        reduction = _scaled(facts, "guard_reduction", 10_000, 1) or 0
        kept = 10_000 - reduction
        streams = _count(facts, "entrance_streams", 20)
        shifts = _count(facts, "patrol_shifts", 4)
        patrolled = _scaled(facts, "patrol_area", 100)
        if patrolled is None:
            patrolled = area
        shifts = 3 if shifts is None else shifts
        gated = facts.get("enclosed") is not False
        fixed = (
            -(-posts * kept // 10_000)
            if posts is not None
            else -(-(watched or 0) * kept // 3_250_000_000)
        )
        heads = {
            "fixed_post_guard": 3 * fixed,
            "entrance_guard": 3 * entrances * (1 if streams is None else streams) if gated else 0,
            "patrol_guard": None
            if patrolled is None
            else shifts * 2 * -(-patrolled * kept // 50_000_000_000),
            "car_park_guard": 3 * car_parks,
            "control_room_guard": 3 * centres,
        }
    if _nobody(heads):
        return heads
    if area is None:
        return heads | dict.fromkeys(
            ("security_supervisor", "squad_leader", "security_group_leader")
        )
    heads["security_supervisor"] = 1
    heads["squad_leader"] = 3
    if area >= 30_000_000:
        heads["security_group_leader"] = -(-area // 6_500_000)
    return heads


def _m_and_e(facts: Facts, area: int | None) -> Heads:
    rooms = _count(facts, "hv_switch_rooms")
    lifts = _count(facts, "lifts", 100_000)
    cooled = _scaled(facts, "air_conditioned_area", 100)
    heads: Heads
    if rooms is None or lifts is None or cooled is None:
        heads = {"m_and_e_workforce": None if area is None else -(-11 * area // 10_000_000)}
    else:
        heads = {
            "duty_electrician": 3 * rooms,
            "plumber": None if area is None else -(-area // 10_000_000),
            "hvac_technician": -(-cooled // 10_000_000),
            "lift_technician": -(-lifts // 10),
            "maintenance_electrician": None if area is None else -(-3 * area // 10_000_000),
            "general_maintenance_worker": None if area is None else -(-2 * area // 10_000_000),
        }
    if _nobody(heads):
        return heads
    if area is None:
        return heads | dict.fromkeys(
            (
                "m_and_e_supervisor",
                "operations_leader",
                "maintenance_leader",
                "m_and_e_maintenance_leader",
                "general_maintenance_leader",
            )
        )
    heads["m_and_e_supervisor"] = 1
    if area >= 80_000_000:
        heads["operations_leader"] = 1
        heads["m_and_e_maintenance_leader"] = 1
        heads["general_maintenance_leader"] = 1
    elif area >= 30_000_000:
        heads["operations_leader"] = 1
        heads["maintenance_leader"] = 1
    return heads


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
    nursery = _scaled(facts, "nursery_area", 100) or 0
    green = _scaled(facts, "outdoor_green_area", 100)
    land = _scaled(facts, "land_area", 100)
    ratio = _scaled(facts, "green_ratio", 10_000, 1)
    heads: Heads = {"nursery_worker": -(-12 * nursery // 1_000_000)}
    if green is None and (land is None or ratio is None):
        heads["landscaping_workforce"] = None if area is None else -(-7 * area // 20_000_000)
    else:
        heads["gardener"] = (
            -(-green // 600_000)
            if green is not None
            else -(-(land or 0) * (ratio or 0) // 6_000_000_000)
        )
        if facts.get("indoor_greenery"):
            households = _count(facts, "households", 1_000_000)
            if land is not None:
                heads["indoor_gardener"] = -(-land // 2_000_000)
            else:
                heads["indoor_gardener"] = None if households is None else -(-households // 200)
    if _nobody(heads):
        return heads
    if area is None:
        return heads | dict.fromkeys(
            ("landscaping_supervisor", "horticulturist", "landscaping_leader", "nursery_supervisor")
        )
    heads["landscaping_supervisor"] = 1
    if area < 30_000_000:
        heads["horticulturist"] = 2
    else:
        heads["horticulturist"] = -(-area // 10_000_000)
        heads["landscaping_leader"] = 2
        heads["nursery_supervisor"] = 1 if nursery else 0
    return heads


def _nobody(workers: Heads) -> bool:
    """Whether a department is known to have nobody to lead."""
    return not any(number is None or number for number in workers.values())


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
