"""
A million flat sites: `norms.plan_frame` on polars against the same rules by hand in numpy.

Run as a script, in a process of its own, it answers one question as JSON: `agree ROWS`,
`times ROWS ROUNDS`, or `memory ROWS CONTENDER` with the peak of resident memory in MB.
"""

import json
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
from hand_written import ROLES
from timing import compare

import staffing_norms as sn

Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Column: TypeAlias = tuple[Any, Flags]
"""The values, and where they are stated."""
Heads: TypeAlias = tuple[Ints, Flags]

_AREAS = {
    "gross_floor_area": 1_200_000,
    "fixed_post_area": 50_000,
    "air_conditioned_area": 400_000,
    "outdoor_green_area": 300_000,
    "nursery_area": 20_000,
}
_COUNTS = {
    "entrances": 6,
    "car_park_entrances": 5,
    "fixed_posts": 9,
    "control_centres": 3,
    "hv_switch_rooms": 4,
    "lifts": 200,
}
_STATED = 0.95


def columns(number: int) -> dict[str, Column]:
    """Return random sites: areas with two decimals, one fact in twenty not stated."""
    random = np.random.default_rng(4)
    values: dict[str, Any] = {
        name: random.integers(0, most * 100, number) / 100 for name, most in _AREAS.items()
    }
    values |= {name: random.integers(0, most, number) for name, most in _COUNTS.items()}
    values["guard_reduction"] = random.integers(0, 51, number) / 100
    values["enclosed"] = random.random(number) < 0.8
    return {name: (column, random.random(number) < _STATED) for name, column in values.items()}


def frame(sites: Mapping[str, Column]) -> pl.DataFrame:
    """Return the same sites as a frame, with nulls."""
    found = pl.DataFrame({name: values for name, (values, _) in sites.items()})
    return found.select(
        pl.when(pl.Series(known)).then(pl.col(name)).alias(name)
        for name, (_, known) in sites.items()
    )


def checked(sites: Mapping[str, Column]) -> dict[str, Heads]:
    """
    Return the heads of every role and where they are known.

    Raises:
        ValueError: A number is out of bounds or has too many digits.
    """
    area, area_known = _scaled(sites, "gross_floor_area", 100, 10**9)
    return {
        **_customer_service(area, area_known),
        **_security(sites, area, area_known),
        **_m_and_e(sites, area, area_known),
        **_cleaning(area, area_known),
        **_landscaping(sites, area, area_known),
    }


def _scaled(sites: Mapping[str, Column], name: str, scale: int, most: int) -> tuple[Ints, Flags]:
    """Return a column in whole steps, 0 where it is not stated."""
    values, known = sites[name]
    exact = values * scale
    steps = np.rint(exact)
    wrong = (np.abs(exact - steps) > 1e-15 * np.abs(exact)) | (steps < 0) | (steps > most * scale)
    if (wrong & known).any():
        raise ValueError(f"{name} is out of bounds or has too many digits.")
    return np.where(known, steps, 0).astype(np.int64), known


def _count(sites: Mapping[str, Column], name: str, most: int = 100_000) -> tuple[Ints, Flags]:
    values, known = sites[name]
    if (((values < 0) | (values > most)) & known).any():
        raise ValueError(f"{name} is out of bounds.")
    return np.where(known, values, 0), known


def _ceil(dividend: Ints, divisor: int) -> Ints:
    return -(-dividend // divisor)


def _customer_service(area: Ints, known: Flags) -> dict[str, Heads]:
    large = area >= 15_000_000
    above = area - 15_000_000
    one_if_large = large.astype(np.int64)
    return {
        "service_centre_officer": (np.where(large, 3 + above // 10_000_000, 3), known),
        "building_inspector": (np.where(large, 1 + above // 5_000_000, 0), known),
        "customer_service_supervisor": (np.ones_like(area), known),
        "service_centre_leader": (one_if_large, known),
        "building_inspection_leader": (one_if_large, known),
    }


def _security(sites: Mapping[str, Column], area: Ints, area_known: Flags) -> dict[str, Heads]:
    entrances, entrances_known = _count(sites, "entrances")
    car_parks, car_parks_known = _count(sites, "car_park_entrances")
    centres, centres_known = _count(sites, "control_centres")
    posts, posts_known = _count(sites, "fixed_posts")
    watched, watched_known = _scaled(sites, "fixed_post_area", 100, 10**9)
    reduction, _ = _scaled(sites, "guard_reduction", 10_000, 1)
    enclosed, enclosed_known = sites["enclosed"]
    kept = 10_000 - reduction
    by_posts = entrances_known & car_parks_known & centres_known & (posts_known | watched_known)
    fixed = np.where(posts_known, _ceil(posts * kept, 10_000), _ceil(watched * kept, 3_250_000_000))
    patrols = 6 * _ceil(area * kept, 50_000_000_000)
    always = np.ones_like(area_known)
    workers: dict[str, Heads] = {
        "fixed_post_guard": (np.where(by_posts, 3 * fixed, 0), always),
        "entrance_guard": (
            np.where(by_posts & (enclosed | ~enclosed_known), 3 * entrances, 0),
            always,
        ),
        "patrol_guard": (np.where(by_posts, patrols, 0), area_known | ~by_posts),
        "car_park_guard": (np.where(by_posts, 3 * car_parks, 0), always),
        "control_room_guard": (np.where(by_posts, 3 * centres, 0), always),
        "security_workforce": (np.where(by_posts, 0, _ceil(area, 225_000)), area_known | by_posts),
    }
    some, known = _led(workers, area_known)
    large = some & (area >= 30_000_000)
    return workers | {
        "security_supervisor": (some.astype(np.int64), known),
        "squad_leader": (3 * some, known),
        "security_group_leader": (np.where(large, _ceil(area, 6_500_000), 0), known),
    }


def _led(workers: Mapping[str, Heads], area_known: Flags) -> tuple[Flags, Flags]:
    """Return whether there is anybody to lead, and whether the number of leaders is known."""
    some = np.zeros_like(area_known)
    for heads, known in workers.values():
        some |= (heads != 0) | ~known
    return some, area_known | ~some


def _m_and_e(sites: Mapping[str, Column], area: Ints, area_known: Flags) -> dict[str, Heads]:
    rooms, rooms_known = _count(sites, "hv_switch_rooms")
    lifts, lifts_known = _count(sites, "lifts")
    cooled, cooled_known = _scaled(sites, "air_conditioned_area", 100, 10**9)
    by_posts = rooms_known & lifts_known & cooled_known
    always = np.ones_like(area_known)
    of_area = area_known | ~by_posts
    workers: dict[str, Heads] = {
        "duty_electrician": (np.where(by_posts, 3 * rooms, 0), always),
        "plumber": (np.where(by_posts, _ceil(area, 10_000_000), 0), of_area),
        "hvac_technician": (np.where(by_posts, _ceil(cooled, 10_000_000), 0), always),
        "lift_technician": (np.where(by_posts, _ceil(lifts, 10), 0), always),
        "maintenance_electrician": (np.where(by_posts, _ceil(3 * area, 10_000_000), 0), of_area),
        "general_maintenance_worker": (np.where(by_posts, _ceil(2 * area, 10_000_000), 0), of_area),
        "m_and_e_workforce": (
            np.where(by_posts, 0, _ceil(11 * area, 10_000_000)),
            area_known | by_posts,
        ),
    }
    some, known = _led(workers, area_known)
    large, huge = some & (area >= 30_000_000), some & (area >= 80_000_000)
    one_if_huge = huge.astype(np.int64)
    return workers | {
        "m_and_e_supervisor": (some.astype(np.int64), known),
        "operations_leader": (large.astype(np.int64), known),
        "maintenance_leader": ((large & ~huge).astype(np.int64), known),
        "m_and_e_maintenance_leader": (one_if_huge, known),
        "general_maintenance_leader": (one_if_huge, known),
    }


def _cleaning(area: Ints, known: Flags) -> dict[str, Heads]:
    nobody = np.zeros_like(area)
    large = area >= 20_000_000
    increments = np.maximum(area - 50_000_000, 0) // 20_000_000
    return {
        "cleaner": (nobody, np.ones_like(known)),
        "cleaning_workforce": (_ceil(area, 900_000), known),
        "cleaning_supervisor": ((area > 0).astype(np.int64), known),
        "cleaning_technician": (large.astype(np.int64), known),
        "cleaning_leader": (np.where(large, 2 + increments, 0), known),
    }


def _landscaping(sites: Mapping[str, Column], area: Ints, area_known: Flags) -> dict[str, Heads]:
    green, by_posts = _scaled(sites, "outdoor_green_area", 100, 10**9)
    nursery, _ = _scaled(sites, "nursery_area", 100, 10**9)
    always = np.ones_like(area_known)
    workers: dict[str, Heads] = {
        "gardener": (_ceil(green, 600_000), always),
        "indoor_gardener": (np.zeros_like(area), always),
        "nursery_worker": (_ceil(12 * nursery, 1_000_000), always),
        "landscaping_workforce": (
            np.where(by_posts, 0, _ceil(7 * area, 20_000_000)),
            area_known | by_posts,
        ),
    }
    some, known = _led(workers, area_known)
    large = some & (area >= 30_000_000)
    few = np.where(some, 2, 0)
    return workers | {
        "landscaping_supervisor": (some.astype(np.int64), known),
        "horticulturist": (np.where(large, _ceil(area, 10_000_000), few), known),
        "landscaping_leader": (2 * large, known),
        "nursery_supervisor": ((large & (nursery > 0)).astype(np.int64), known),
    }


def plain(sites: Mapping[str, Column]) -> dict[str, Ints]:
    """Return the heads as if every fact were stated and right: arithmetic, and no check."""
    whole = {name: _steps(sites, name, 100) for name in _AREAS}
    area, nursery = whole["gross_floor_area"], whole["nursery_area"]
    kept = 10_000 - _steps(sites, "guard_reduction", 10_000)
    small, large = area < 15_000_000, area >= 30_000_000
    tidy, huge = area >= 20_000_000, area >= 80_000_000
    zero, one = np.zeros_like(area), np.ones_like(area)
    above = area - 15_000_000
    increments = np.maximum(area - 50_000_000, 0) // 20_000_000
    cool = whole["air_conditioned_area"]
    one_if_large, one_if_huge = large.astype(np.int64), huge.astype(np.int64)
    return {
        "service_centre_officer": np.where(small, 3, 3 + above // 10_000_000),
        "building_inspector": np.where(small, 0, 1 + above // 5_000_000),
        "customer_service_supervisor": one,
        "service_centre_leader": (~small).astype(np.int64),
        "building_inspection_leader": (~small).astype(np.int64),
        "fixed_post_guard": 3 * _ceil(sites["fixed_posts"][0] * kept, 10_000),
        "entrance_guard": 3 * sites["entrances"][0] * sites["enclosed"][0],
        "patrol_guard": 6 * _ceil(area * kept, 50_000_000_000),
        "car_park_guard": 3 * sites["car_park_entrances"][0],
        "control_room_guard": 3 * sites["control_centres"][0],
        "security_workforce": zero,
        "security_supervisor": one,
        "squad_leader": 3 * one,
        "security_group_leader": np.where(large, _ceil(area, 6_500_000), 0),
        "duty_electrician": 3 * sites["hv_switch_rooms"][0],
        "plumber": _ceil(area, 10_000_000),
        "hvac_technician": _ceil(cool, 10_000_000),
        "lift_technician": _ceil(sites["lifts"][0], 10),
        "maintenance_electrician": _ceil(3 * area, 10_000_000),
        "general_maintenance_worker": _ceil(2 * area, 10_000_000),
        "m_and_e_workforce": zero,
        "m_and_e_supervisor": one,
        "operations_leader": one_if_large,
        "maintenance_leader": one_if_large - one_if_huge,
        "m_and_e_maintenance_leader": one_if_huge,
        "general_maintenance_leader": one_if_huge,
        "cleaner": zero,
        "cleaning_workforce": _ceil(area, 900_000),
        "cleaning_supervisor": one,
        "cleaning_technician": tidy.astype(np.int64),
        "cleaning_leader": np.where(tidy, 2 + increments, 0),
        "gardener": _ceil(whole["outdoor_green_area"], 600_000),
        "indoor_gardener": zero,
        "nursery_worker": _ceil(12 * nursery, 1_000_000),
        "landscaping_workforce": zero,
        "landscaping_supervisor": one,
        "horticulturist": np.where(large, _ceil(area, 10_000_000), 2),
        "landscaping_leader": 2 * one_if_large,
        "nursery_supervisor": (large & (nursery > 0)).astype(np.int64),
    }


def _steps(sites: Mapping[str, Column], name: str, scale: int) -> Ints:
    steps: Ints = np.rint(sites[name][0] * scale).astype(np.int64)
    return steps


def contenders(number: int) -> dict[str, Callable[[], Any]]:
    """Return what to time on so many sites; the reference is the checked numpy."""
    sites = columns(number)
    eager = frame(sites)
    lazy = eager.lazy()
    norms = sn.load_norms("cn-estate")
    return {
        "numpy": lambda: checked(sites),
        "numpy without checks": lambda: plain(sites),
        "plan_frame, polars lazy, the roles": lambda: (
            norms.plan_frame(lazy).select(ROLES).collect()
        ),
        "plan_frame, polars lazy, all columns": lambda: norms.plan_frame(lazy).collect(),
        "plan_frame, polars eager, all columns": lambda: norms.plan_frame(eager),
    }


def agree(number: int) -> None:
    """
    Hold numpy and polars against each other, and both against `norms.headcount`.

    Raises:
        AssertionError: They count other people.
    """
    sites = columns(number)
    table, norms = frame(sites), sn.load_norms("cn-estate")
    by_hand = checked(sites)
    heads = norms.plan_frame(table).select(ROLES)
    lazily = norms.plan_frame(table.lazy()).select(ROLES).collect()
    assert lazily.equals(heads)
    for role, (values, known) in by_hand.items():
        expected = pl.select(pl.when(pl.Series(known)).then(pl.Series(values))).to_series()
        assert (expected.cast(heads[role].dtype).eq_missing(heads[role])).all(), role
    for row, facts in enumerate(table.head(500).iter_rows(named=True)):
        assert norms.headcount(facts) == heads.row(row, named=True), facts
    certain = {name: (values, np.ones_like(known)) for name, (values, known) in sites.items()}
    simple = plain(certain)
    for role, (values, known) in checked(certain).items():
        staffed = known & (certain["outdoor_green_area"][0] > 0)
        assert (values == simple[role])[staffed].all(), role


def main() -> None:
    """Answer one question as JSON."""
    what, number, *more = sys.argv[1:]
    answer: object = None
    match what:
        case "agree":
            agree(int(number))
        case "times":
            found = compare(contenders(int(number)), rounds=int(more[0]), once=True)
            answer = [asdict(row) for row in found]
        case "memory":
            calls = contenders(int(number))
            kept = calls[more[0]]() if more[0] in calls else None
            answer = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            del kept
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
