"""Sites that tests plan, and helpers to plan them."""

from typing import Any

import staffing_norms as sn

GARDEN: dict[str, Any] = {
    "gross_floor_area": 320_000,
    "entrances": 4,
    "car_park_entrances": 3,
    "fixed_post_area": 9_000,
    "control_centres": 1,
    "hv_switch_rooms": 2,
    "lifts": 46,
    "air_conditioned_area": 0,
    "outdoor_green_area": 96_000,
}
"""The worked example of the base norm."""

ORCHARD: dict[str, Any] = {
    "name": "Orchard Court",
    "gross_floor_area": 320_000,
    "entrances": {"value": 3, "status": "estimated", "source": "site map", "note": "one is closed"},
    "control_centres": 0,
    "guard_reduction": "10 %",
    "nursery_area": "5 亩",
    "buildings": [
        {"name": "A栋", "storeys": 6, "stairwells": 4, "count": 3},
        {"storeys": 30, "stairwells": 2, "count": 4, "lifts": 3},
    ],
    "tasks": [
        {
            "name": "Lobbies",
            "activity": "floor_sweeping",
            "quantity": "20000 m²",
            "frequency": "2/day",
        },
        {"activity": "mowing", "variant": "grade_1", "quantity": 50_000, "frequency": "24/year"},
        {"activity": "weeding", "variant": "hand", "quantity": 3_000, "frequency": "monthly"},
        {"activity": "glass_cleaning", "quantity": 3_000, "frequency": "monthly", "rate": 100},
        {
            "activity": "tree_pruning",
            "variant": "crown_from_15_m",
            "quantity": 12,
            "frequency": "yearly",
        },
    ],
}
"""A site with estimates, buildings, tasks and gaps, when security is planned by posts."""

ORCHARD_METHODS = {"security": "posts", "landscaping": "tasks"}


def garden(**changes: Any) -> sn.Plan:  # noqa: ANN401 - facts are written in many ways
    """Plan the worked example with some facts changed; None leaves a fact out."""
    return sn.plan_staffing({**GARDEN, **changes})


def only(department: str, *, method: str = "auto", **facts: Any) -> sn.Department:  # noqa: ANN401 - as above
    """Plan one department of a site."""
    plan = sn.plan_staffing({**facts, "scope": [department]}, methods={department: method})
    return plan[department]


def codes(plan: sn.Plan, department: str = "") -> list[str]:
    """Return the codes of the findings about a department, or about the site."""
    return [finding.code for finding in plan.findings if finding.department == department]
