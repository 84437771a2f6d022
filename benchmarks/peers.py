"""
Twenty rules that rule engines written in Rust can express, side by side.

Security posts and leaders, M&E posts and leaders and the gardeners of `cn-estate`, each as one
output: the printed rule itself, without scope, method choice and "nobody to lead". All areas are
whole square metres and the guard reduction is whole percent, because `datalogic` reckons in
floats; a missing fact gives a missing role in all of them.
"""

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import zen
from datalogic_py import DataHandle, Engine
from sites import WORKED_EXAMPLE, Facts

from staffing_norms import Norms, Site
from staffing_norms.foundation.formula import Program, Ref, nodes
from staffing_norms.interpreters.evaluate import Evaluator, Step
from staffing_norms.interpreters.fast import compile_headcount
from staffing_norms.interpreters.integers import lower

Heads = dict[str, int | None]

_FACTS = (
    "gross_floor_area",
    "fixed_posts",
    "fixed_post_area",
    "guard_reduction_percent",
    "entrances",
    "enclosed",
    "patrol_shifts",
    "car_park_entrances",
    "control_centres",
    "hv_switch_rooms",
    "air_conditioned_area",
    "lifts",
    "outdoor_green_area",
)


def hand_written(facts: Facts) -> Heads:
    """Return the heads of the twenty rules; None where a fact is missing."""
    area, posts = facts.get("gross_floor_area"), facts.get("fixed_posts")
    watched, entrances = facts.get("fixed_post_area"), facts.get("entrances")
    car_parks, centres = facts.get("car_park_entrances"), facts.get("control_centres")
    rooms, lifts = facts.get("hv_switch_rooms"), facts.get("lifts")
    cooled, green = facts.get("air_conditioned_area"), facts.get("outdoor_green_area")
    shifts = facts.get("patrol_shifts")
    shifts = 3 if shifts is None else shifts
    kept = 100 - (facts.get("guard_reduction_percent") or 0)
    fixed = None
    if posts is not None:
        fixed = 3 * -(-posts * kept // 100)
    elif watched is not None:
        fixed = 3 * -(-watched * kept // 325_000)
    gates: int | None = 0
    if facts.get("enclosed") is not False:
        gates = None if entrances is None else 3 * entrances
    heads: Heads = {
        "fixed_post_guard": fixed,
        "entrance_guard": gates,
        "car_park_guard": None if car_parks is None else 3 * car_parks,
        "control_room_guard": None if centres is None else 3 * centres,
        "duty_electrician": None if rooms is None else 3 * rooms,
        "hvac_technician": None if cooled is None else -(-cooled // 100_000),
        "lift_technician": None if lifts is None else -(-lifts // 10),
        "gardener": None if green is None else -(-green // 6_000),
    }
    if area is None:
        return heads | dict.fromkeys(_OF_AREA)
    large, huge = area >= 300_000, area >= 800_000
    heads["patrol_guard"] = shifts * 2 * -(-area * kept // 5_000_000)
    heads["security_supervisor"] = 1
    heads["squad_leader"] = 3
    heads["security_group_leader"] = -(-area // 65_000) if large else 0
    heads["plumber"] = -(-area // 100_000)
    heads["maintenance_electrician"] = -(-3 * area // 100_000)
    heads["general_maintenance_worker"] = -(-2 * area // 100_000)
    heads["m_and_e_supervisor"] = 1
    heads["operations_leader"] = 1 if large else 0
    heads["maintenance_leader"] = 1 if large and not huge else 0
    heads["m_and_e_maintenance_leader"] = 1 if huge else 0
    heads["general_maintenance_leader"] = 1 if huge else 0
    return heads


_OF_AREA = (
    "patrol_guard",
    "security_supervisor",
    "squad_leader",
    "security_group_leader",
    "plumber",
    "maintenance_electrician",
    "general_maintenance_worker",
    "m_and_e_supervisor",
    "operations_leader",
    "maintenance_leader",
    "m_and_e_maintenance_leader",
    "general_maintenance_leader",
)

# The same rules in the language of zen-engine, which reckons in decimals.
_KEPT = "(1 - (guard_reduction_percent ?? 0) / 100)"
_ZEN = {
    "fixed_post_guard": f"fixed_posts != null ? 3 * ceil(fixed_posts * {_KEPT}) : "
    f"(fixed_post_area == null ? null : 3 * ceil(fixed_post_area * {_KEPT} / 3250))",
    "entrance_guard": "(enclosed ?? true) ? (entrances == null ? null : 3 * entrances) : 0",
    "patrol_guard": "gross_floor_area == null ? null : "
    f"(patrol_shifts ?? 3) * 2 * ceil(gross_floor_area * {_KEPT} / 50000)",
    "car_park_guard": "car_park_entrances == null ? null : 3 * car_park_entrances",
    "control_room_guard": "control_centres == null ? null : 3 * control_centres",
    "security_supervisor": "gross_floor_area == null ? null : 1",
    "squad_leader": "gross_floor_area == null ? null : 3",
    "security_group_leader": "gross_floor_area == null ? null : "
    "(gross_floor_area >= 300000 ? ceil(gross_floor_area / 65000) : 0)",
    "duty_electrician": "hv_switch_rooms == null ? null : 3 * hv_switch_rooms",
    "plumber": "gross_floor_area == null ? null : ceil(gross_floor_area / 100000)",
    "hvac_technician": "air_conditioned_area == null ? null : ceil(air_conditioned_area / 100000)",
    "lift_technician": "lifts == null ? null : ceil(lifts / 10)",
    "maintenance_electrician": "gross_floor_area == null ? null : "
    "ceil(3 * gross_floor_area / 100000)",
    "general_maintenance_worker": "gross_floor_area == null ? null : "
    "ceil(2 * gross_floor_area / 100000)",
    "m_and_e_supervisor": "gross_floor_area == null ? null : 1",
    "operations_leader": "gross_floor_area == null ? null : (gross_floor_area >= 300000 ? 1 : 0)",
    "maintenance_leader": "gross_floor_area == null ? null : "
    "(gross_floor_area >= 300000 and gross_floor_area < 800000 ? 1 : 0)",
    "m_and_e_maintenance_leader": "gross_floor_area == null ? null : "
    "(gross_floor_area >= 800000 ? 1 : 0)",
    "general_maintenance_leader": "gross_floor_area == null ? null : "
    "(gross_floor_area >= 800000 ? 1 : 0)",
    "gardener": "outdoor_green_area == null ? null : ceil(outdoor_green_area / 6000)",
}

RULES = tuple(_ZEN)


def _zen_engine() -> zen.ZenEngine:
    """
    Return an engine that holds the rules as a decision graph of one expression node.

    An engine that loads its graphs beforehand compiles them once; `create_decision` takes
    much longer for each site.
    """
    expressions = [{"id": key, "key": key, "value": value} for key, value in _ZEN.items()]
    steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("in", "inputNode", {}),
        ("rules", "expressionNode", {"expressions": expressions}),
        ("out", "outputNode", {}),
    )
    graph = {
        "nodes": [
            {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}, "content": about}
            for name, kind, about in steps
        ],
        "edges": [
            {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}
            for source, target in (("in", "rules"), ("rules", "out"))
        ],
    }
    return zen.ZenEngine({"loader": {"type": "static", "content": {"rules": graph}}})


def _json_logic() -> dict[str, Any]:
    """Return the same rules in JSON logic, as one object of answers."""

    def known(fact: str, people: object) -> dict[str, Any]:
        return {"if": [{"===": [_var(fact), None]}, None, people]}

    def ceil(fact: str, per: int, *factors: object) -> dict[str, Any]:
        product = {"*": [*factors, _var(fact)]} if factors else _var(fact)
        return {"ceil": {"/": [product, per]}}

    def between(least: int, most: int) -> dict[str, Any]:
        test = {"and": [{">=": [area, least]}, {"<": [area, most]}]}
        return known("gross_floor_area", {"if": [test, 1, 0]})

    area = _var("gross_floor_area")
    kept = {"-": [100, {"??": [_var("guard_reduction_percent"), 0]}]}
    gated = {"??": [_var("enclosed"), True]}
    watched = known("fixed_post_area", {"*": [3, ceil("fixed_post_area", 325_000, kept)]})
    posts = {"*": [3, ceil("fixed_posts", 100, kept)]}
    patrols = {"*": [{"??": [_var("patrol_shifts"), 3]}, 2]}
    teams = ceil("gross_floor_area", 5_000_000, kept)
    groups = {"if": [{">=": [area, 300_000]}, ceil("gross_floor_area", 65_000), 0]}
    return {
        "fixed_post_guard": {"if": [{"===": [_var("fixed_posts"), None]}, watched, posts]},
        "entrance_guard": {"if": [gated, known("entrances", {"*": [3, _var("entrances")]}), 0]},
        "patrol_guard": known("gross_floor_area", {"*": [patrols, teams]}),
        "car_park_guard": known("car_park_entrances", {"*": [3, _var("car_park_entrances")]}),
        "control_room_guard": known("control_centres", {"*": [3, _var("control_centres")]}),
        "security_supervisor": known("gross_floor_area", 1),
        "squad_leader": known("gross_floor_area", 3),
        "security_group_leader": known("gross_floor_area", groups),
        "duty_electrician": known("hv_switch_rooms", {"*": [3, _var("hv_switch_rooms")]}),
        "plumber": known("gross_floor_area", ceil("gross_floor_area", 100_000)),
        "hvac_technician": known("air_conditioned_area", ceil("air_conditioned_area", 100_000)),
        "lift_technician": known("lifts", ceil("lifts", 10)),
        "maintenance_electrician": known("gross_floor_area", ceil("gross_floor_area", 100_000, 3)),
        "general_maintenance_worker": known(
            "gross_floor_area", ceil("gross_floor_area", 100_000, 2)
        ),
        "m_and_e_supervisor": known("gross_floor_area", 1),
        "operations_leader": between(300_000, 10**12),
        "maintenance_leader": between(300_000, 800_000),
        "m_and_e_maintenance_leader": between(800_000, 10**12),
        "general_maintenance_leader": between(800_000, 10**12),
        "gardener": known("outdoor_green_area", ceil("outdoor_green_area", 6_000)),
    }


def _var(fact: str) -> dict[str, str]:
    return {"var": fact}


def _output(role: str) -> str:
    """Return the output of the library's program that is the rule itself."""
    department = (
        "landscaping"
        if role == "gardener"
        else "security"
        if RULES.index(role) < RULES.index("duty_electrician")
        else "m_and_e"
    )
    is_leader = role.endswith(("_supervisor", "_leader"))
    return f"{department}.{'leaders' if is_leader else 'posts'}.{role}"


def subset(norms: Norms) -> Program:
    """Return the part of the library's program that the twenty rules need."""
    outputs = {output.name: output for output in norms.rulebook.program.outputs}
    wanted = [_output(role) for role in RULES]
    needed: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            parts = nodes(outputs[name].formula)
            waiting += [part.output for part in parts if isinstance(part, Ref)]
    kept = tuple(output for name, output in outputs.items() if name in needed)
    return Program(kept, tuple(wanted))


def _sites(number: int) -> Iterator[Facts]:
    random = Random(3)  # noqa: S311 - sites, not secrets
    areas = (60_000, 65_000, 100_000, 299_999, 300_000, 650_000, 799_999, 800_000, 1_000_000)
    for _ in range(number):
        values = (
            random.choice((*areas, random.randrange(1_200_000))),
            random.randrange(9),
            random.choice((0, 3_250, 6_500, random.randrange(90_000))),
            random.randrange(51),
            random.randrange(6),
            random.random() < 0.8,
            random.randrange(5),
            random.randrange(5),
            random.randrange(3),
            random.randrange(4),
            random.choice((0, 100_000, random.randrange(900_000))),
            random.randrange(200),
            random.choice((0, 6_000, random.randrange(300_000))),
        )
        stated = zip(_FACTS, values, strict=True)
        yield {name: value for name, value in stated if random.random() < 0.8}


def _stated(facts: Facts) -> Facts:
    """Return the facts as the library takes them: the reduction as a fraction."""
    percent = facts.get("guard_reduction_percent")
    others = {name: value for name, value in facts.items() if name != "guard_reduction_percent"}
    return others if percent is None else others | {"guard_reduction": f"{percent}%"}


class Peers:
    """
    The same twenty rules in every engine, compiled beforehand.

    Args:
        norms: The norm whose program the library's own subset is taken from.
    """

    def __init__(self, norms: Norms) -> None:
        self._norms = norms
        self._program = subset(norms)
        self._outputs = {output.name: output for output in self._program.outputs}
        lowered = lower(self._outputs, self._program.roles, norms.words, "typical")
        self._fast = compile_headcount(lowered, self._program.roles)
        self._evaluator = Evaluator(self._outputs)
        self._zen = _zen_engine()
        self._logic = Engine(templating=True).compile(_json_logic())

    def _with_steps(self, site: Site) -> tuple[Step, ...]:
        evaluation = self._evaluator.evaluation(site.values, "typical")
        return tuple([evaluation.step(role) for role in self._program.roles])

    def _integers(self, site: Site) -> Facts:
        """Return the facts as the lowered program takes them: whole steps of each fact's scale."""
        words = self._norms.words
        return {
            name: value if isinstance(value, bool) else int(value * words[name].scale)
            for name, value in site.values.items()
        }

    def agree(self, number: int) -> None:
        """
        Hold all engines against the hand-written rules.

        Raises:
            AssertionError: One of them counts other people.
        """
        for facts in _sites(number):
            expected = hand_written(facts)
            site = self._norms.site(_stated(facts))
            steps, fast = self._with_steps(site), self._fast(self._integers(site))
            of_zen = self._zen.evaluate("rules", facts)["result"]
            answers = {
                "fast": dict(zip(RULES, fast.values(), strict=True)),
                "steps": {role: step.value for role, step in zip(RULES, steps, strict=True)},
                "datalogic": self._logic.evaluate(facts),
                # zen leaves out what is null.
                "zen": {role: of_zen.get(role) for role in RULES},
            }
            for name, answer in answers.items():
                assert answer == expected, (name, facts, answer, expected)

    def contenders(self) -> dict[str, Callable[[], Any]]:
        """Return what to time on the worked example; the hand-written function comes first."""
        facts, site = WORKED_EXAMPLE, self._norms.site(WORKED_EXAMPLE)
        parsed, integers = DataHandle(json.dumps(facts)), self._integers(site)
        return {
            "hand-written": lambda: hand_written(facts),
            "ours, fast": lambda: self._fast(integers),
            "datalogic, facts parsed beforehand": lambda: self._logic.evaluate_data(parsed),
            "datalogic": lambda: self._logic.evaluate(facts),
            "zen": lambda: self._zen.evaluate("rules", facts),
            "zen, with trace": lambda: self._zen.evaluate("rules", facts, {"trace": True}),
            "ours, with steps": lambda: self._with_steps(site),
        }
