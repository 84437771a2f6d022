"""The sites that are planned: the worked example, and random ones with gaps and boundaries."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any, TypeAlias

Facts: TypeAlias = dict[str, Any]

WORKED_EXAMPLE: Facts = {
    "gross_floor_area": 320_000,
    "enclosed": True,
    "entrances": 4,
    "car_park_entrances": 3,
    "fixed_post_area": 9_000,
    "control_centres": 1,
    "hv_switch_rooms": 2,
    "lifts": 46,
    "air_conditioned_area": 0,
    "outdoor_green_area": 96_000,
}

WITH_DECIMALS: Facts = WORKED_EXAMPLE | {
    "gross_floor_area": Decimal("320000.25"),
    "fixed_post_area": Decimal("9000.50"),
    "outdoor_green_area": Decimal("96000.75"),
}

GRADED: Facts = WORKED_EXAMPLE | {
    "cleaning_profile": "cn-cpmi-2004 2",
    "buildings": [{"storeys": 18, "stairwells": 2, "count": 10}],
    "grounds_area": 60_000,
    "common_glass_area": 0,
}

_BOUNDS = (9_000, 60_000, 100_000, 150_000, 200_000, 300_000, 500_000, 650_000, 800_000, 1_300_000)
_DEPARTMENTS = ("customer_service", "security", "m_and_e", "cleaning", "landscaping")


def random_sites(number: int, seed: int = 1) -> Iterator[Facts]:
    """Yield sites with any of the flat facts, each stated or not, areas with two decimals."""
    random = Random(seed)  # noqa: S311 - sites, not secrets
    for _ in range(number):
        facts: Facts = {
            "gross_floor_area": _area(random),
            "land_area": _area(random),
            "households": random.choice((0, 1, 199, 200, 201, random.randrange(9_000))),
            "enclosed": random.random() < 0.8,
            "entrances": random.randrange(6),
            "car_park_entrances": random.randrange(5),
            "entrance_streams": random.randrange(1, 3),
            "fixed_posts": random.randrange(9),
            "fixed_post_area": _area(random) / 50,
            "patrol_area": _area(random),
            "patrol_shifts": random.randrange(5),
            "control_centres": random.randrange(3),
            "guard_reduction": Decimal(random.choice((0, 1_000, random.randrange(5_001)))) / 10_000,
            "hv_switch_rooms": random.randrange(4),
            "lifts": random.choice((0, 9, 10, 11, random.randrange(200))),
            "air_conditioned_area": random.choice((0, _area(random))),
            "outdoor_green_area": random.choice((0, 6_000, _area(random))),
            "green_ratio": Decimal(random.randrange(10_001)) / 10_000,
            "nursery_area": random.choice((0, 0, _area(random))),
            "indoor_greenery": random.random() < 0.3,
            "scope": random.sample(_DEPARTMENTS, random.randrange(1, 6)),
        }
        facts["fixed_post_area"] = facts["fixed_post_area"].quantize(Decimal("0.01"))
        stated = random.choice((0.3, 0.7, 0.9))
        yield {
            name: value
            for name, value in facts.items()
            if random.random() < (stated if name != "scope" else 0.2)
        }


def whole_sites(number: int, seed: int = 2) -> Iterator[Facts]:
    """Yield sites like the worked example: every fact stated, in whole numbers."""
    random = Random(seed)  # noqa: S311 - sites, not secrets
    for _ in range(number):
        yield {
            "gross_floor_area": int(_area(random)) + 1,
            "entrances": random.randrange(6),
            "car_park_entrances": random.randrange(5),
            "fixed_post_area": random.randrange(50_000),
            "control_centres": random.randrange(3),
            "hv_switch_rooms": random.randrange(4),
            "lifts": random.randrange(200),
            "air_conditioned_area": random.randrange(400_000),
            "outdoor_green_area": random.randrange(1, 300_000),
            "nursery_area": random.choice((0, random.randrange(20_000))),
        }


def _area(random: Random) -> Decimal:
    """Return an area on a bound, just beside it, or anywhere."""
    bound = Decimal(random.choice(_BOUNDS))
    anywhere = Decimal(random.randrange(120_000_000)) / 100
    return random.choice((bound, bound - Decimal("0.01"), bound + Decimal("0.01"), anywhere))
