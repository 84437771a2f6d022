"""The steps of a derivation say what a figure rests on."""

from typing import Any

import staffing_norms as sn
from staffing_norms.foundation.formula import (
    Add,
    Compare,
    Const,
    Fact,
    First,
    Formula,
    Output,
    Ref,
    Source,
)
from staffing_norms.interpreters.evaluate import Evaluator, Step
from staffing_norms.results.steps import (
    as_data,
    defaults_taken,
    facts_lacking,
    facts_read,
    sources,
    walk,
)
from worked import GARDEN, ORCHARD, ORCHARD_METHODS, garden, only

A, LIFTS, FIVE = Fact("gross_floor_area"), Fact("lifts"), Const(5)
BUILDINGS = [
    {"storeys": 8, "stairwells": 4, "count": 3},
    {"storeys": 9, "stairwells": 2, "count": 4},
]
SWEEPING = {"activity": "floor_sweeping", "quantity": 20_000, "times_per_year": 730}
MOPPING = {"activity": "stair_mopping", "quantity": 600, "times_per_year": 104}
GLASS = {"activity": "glass_cleaning", "quantity": 3_000, "times_per_year": 12}


def run(formula: Formula, **facts: Any) -> Step:  # noqa: ANN401 - any value
    """Return the derivation of a formula for a site."""
    return Evaluator({"it": Output("it", formula)}).evaluation(facts, "typical").step("it")


def test_sources_are_the_rule_the_band_and_the_rates() -> None:
    """A cleaner planned by tasks rests on the rule, the rate of each task, and the stairs."""
    cleaning = only(
        "cleaning",
        gross_floor_area=50_000,
        tasks=[SWEEPING, GLASS],
        buildings=BUILDINGS,
    )

    assert cleaning["cleaner"].source == "三(四)1–7；三(四)2；三(四)6；三(四)8"
    assert cleaning["cleaner"].status == "doubtful"


def test_a_replaced_rule_is_no_source() -> None:
    """What adds nothing, because something else takes its place, is not cited."""
    cleaning = only("cleaning", gross_floor_area=50_000, tasks=[MOPPING], buildings=BUILDINGS)

    assert cleaning["cleaner"].source == "三(四)1–7；三(四)3"


def test_a_zero_still_has_its_clause() -> None:
    """Where everything is zero, the clause says why."""
    assert garden()["m_and_e"]["hvac_technician"].source == "三(三)3"


def test_the_band_that_applies_is_the_source() -> None:
    """And not the bands that do not."""
    assert [
        only("cleaning", gross_floor_area=area)["cleaning_supervisor"].source
        for area in (99_999, 100_000, 200_000, 500_000)
    ] == ["三(四)9(1)", "–", "三(四)9(2)", "三(四)9(3)"]


def test_an_output_without_a_source_is_skipped() -> None:
    """Outputs between the rule and the role cite nothing."""
    cited = Source("1", "printed")
    outputs = {
        "rule": Output("rule", FIVE, cited),
        "between": Output("between", Ref("rule")),
        "it": Output("it", Add((Ref("between"), Ref("rule")))),
    }
    step = Evaluator(outputs).evaluation({}, "typical").step("it")

    assert sources(step, outputs) == (cited,)


def test_walk_yields_each_step_once() -> None:
    """A fact that is read twice is one step of an output, and is told once."""
    outputs = {"a": Output("a", LIFTS), "it": Output("it", Add((Ref("a"), Ref("a"))))}
    step = Evaluator(outputs).evaluation({"lifts": 2}, "typical").step("it")

    assert [each.formula for each in walk(step)].count(LIFTS) == 1
    assert facts_read(step) == {"lifts": 2}


def test_facts_lacking_are_those_that_matter() -> None:
    """A fact whose place another takes is not lacking."""
    outputs = {
        "it": Output("it", Add((First((Fact("a"), FIVE)), First((Fact("b"), Fact("c"))), LIFTS)))
    }
    step = Evaluator(outputs).evaluation({"lifts": 2}, "typical").step("it")

    assert facts_lacking(step) == {"b", "c"}


def test_defaults_taken_are_not_those_stated() -> None:
    """A default that the site states itself is no assumption."""
    guard = garden(patrol_shifts=3)["security"]["patrol_guard"]

    assert defaults_taken(guard.step) == {"patrol_area": 320_000, "guard_reduction": 0}


def test_a_default_that_is_unknown_is_not_taken() -> None:
    """The patrol area is assumed to be the floor area, which must be known for that."""
    guard = only("security", method="posts", entrances=1).roles["patrol_guard"]

    assert "patrol_area" not in defaults_taken(guard.step)


def test_the_steps_as_data_are_the_whole_derivation() -> None:
    """⌈46 ÷ 10⌉: inputs before what is computed from them, exact figures as text, the clause."""
    norms = sn.load_norms()
    line = norms.plan(GARDEN)["m_and_e"]["lift_technician"]
    outputs = {output.name: output for output in norms.rulebook.program.outputs}
    data = as_data(line.step, outputs)

    assert [step["op"] for step in data][-1] == "ceil"
    assert {"op": "fact", "value": "46", "name": "lifts"} in data
    assert data[-1]["value"] == "5"
    assert [step["clause"] for step in data if "clause" in step] == ["三(三)4"]
    assert "23/5" in [step["value"] for step in data]
    for position, step in enumerate(data):
        of: Any = step.get("of", [])
        assert all(place < position for place in of)


def test_comparisons_carry_their_sign() -> None:
    """320,000 < 150,000 is false, and flags stay flags."""
    data = as_data(run(Compare("<", A, FIVE), gross_floor_area=9), {})

    assert data == [
        {"op": "fact", "value": "9", "name": "gross_floor_area"},
        {"op": "const", "value": "5"},
        {"op": "compare", "value": False, "of": [0, 1], "sign": "<"},
    ]


def test_gaps_are_null_in_data() -> None:
    """The orchard's guards at fixed posts are unknown."""
    plan = sn.plan_staffing(ORCHARD, methods=ORCHARD_METHODS)
    [line] = [line for line in plan["security"].lines if line.role == "fixed_post_guard"]

    assert (
        as_data(line.step, {o.name: o for o in sn.load_norms().rulebook.program.outputs})[-1][
            "value"
        ]
        is None
    )
