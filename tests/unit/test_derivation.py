"""Derivations are written as one line, and say what they rest on."""

from fractions import Fraction
from typing import Any

import pytest

import staffing_norms as sn
from staffing_norms.foundation.formula import (
    ONE,
    TRUE,
    ZERO,
    Add,
    And,
    Ceil,
    Compare,
    Const,
    Div,
    Fact,
    First,
    Floor,
    Formula,
    Lookup,
    Max,
    Min,
    Mul,
    Output,
    Sub,
    Total,
    When,
)
from staffing_norms.interpreters.evaluate import Evaluator, Step
from staffing_norms.results.derivation import Style, conditions, written
from staffing_norms.results.steps import (
    totals,
)
from staffing_norms.sites.vocabulary import vocabulary
from worked import garden, only

ZH, EN = Style("zh", vocabulary()), Style("en", vocabulary())
A, LIFTS = Fact("gross_floor_area"), Fact("lifts")
TWO, FIVE = Const(2), Const(5)


def run(formula: Formula, **facts: Any) -> Step:  # noqa: ANN401 - any value
    """Return the derivation of a formula for a site."""
    return Evaluator({"it": Output("it", formula)}).evaluation(facts, "typical").step("it")


# The worked example: formulas as a hand calculation writes them

GARDEN_FORMULAS = {
    "service_centre_officer": "3+⌊(320,000−150,000)÷100,000⌋=4",
    "building_inspector": "1+⌊(320,000−150,000)÷50,000⌋=4",
    "customer_service_supervisor": "1（320,000≥150,000）",
    "service_centre_leader": "1（320,000≥150,000）",
    "building_inspection_leader": "1（320,000≥150,000）",
    "fixed_post_guard": "3班×⌈9,000÷3,250⌉=9",
    "entrance_guard": "3班×4=12",
    "patrol_guard": "3班×2人×⌈320,000÷50,000⌉=42",
    "car_park_guard": "3班×3=9",
    "control_room_guard": "3班×1=3",
    "security_supervisor": "1（320,000≥300,000）",
    "squad_leader": "3（320,000≥300,000）",
    "security_group_leader": "⌈320,000÷65,000⌉=5",
    "duty_electrician": "3班×2=6",
    "plumber": "⌈320,000÷100,000⌉=4",
    "hvac_technician": "⌈0÷100,000⌉=0",
    "lift_technician": "⌈46÷10⌉=5",
    "maintenance_electrician": "⌈3×320,000÷100,000⌉=10",
    "general_maintenance_worker": "⌈2×320,000÷100,000⌉=7",
    "m_and_e_supervisor": "1（300,000≤320,000<800,000）",
    "operations_leader": "1（300,000≤320,000<800,000）",
    "maintenance_leader": "1（300,000≤320,000<800,000）",
    "cleaning_workforce": "⌈320,000÷9,000⌉=36",
    "cleaning_supervisor": "1（200,000≤320,000<500,000）",
    "cleaning_technician": "1（200,000≤320,000<500,000）",
    "cleaning_leader": "2（200,000≤320,000<500,000）",
    "gardener": "⌈96,000÷6,000⌉=16",
    "landscaping_supervisor": "1（320,000≥300,000）",
    "horticulturist": "⌈320,000÷100,000⌉=4",
    "landscaping_leader": "2（320,000≥300,000）",
}


def test_the_formulas_of_the_worked_example() -> None:
    """Each role of the worked example, in Chinese, is what a hand calculation writes."""
    assert {line.role: line.formula for line in garden().lines} == GARDEN_FORMULAS


def test_english_formulas_have_blanks_and_words() -> None:
    """The same formulas in English: blanks around the signs, shifts and people spelt out."""
    security = garden()["security"]
    written_out = {role: security[role].formula_in("en") for role in security.roles}

    assert written_out == {
        "fixed_post_guard": "3 shifts × ⌈9,000 ÷ 3,250⌉ = 9",
        "entrance_guard": "3 shifts × 4 = 12",
        "patrol_guard": "3 shifts × 2 people × ⌈320,000 ÷ 50,000⌉ = 42",
        "car_park_guard": "3 shifts × 3 = 9",
        "control_room_guard": "3 shifts × 1 = 3",
        "security_workforce": "0",
        "security_supervisor": "1 (320,000 ≥ 300,000)",
        "squad_leader": "3 (320,000 ≥ 300,000)",
        "security_group_leader": "⌈320,000 ÷ 65,000⌉ = 5",
    }


@pytest.mark.parametrize(
    ("department", "facts", "role", "formula"),
    [
        # three ways to fixed posts, the reduction and the shifts
        ("security", {"fixed_posts": 5}, "fixed_post_guard", "3班×5=15"),
        (
            "security",
            {"fixed_posts": 5, "guard_reduction": "10 %"},
            "fixed_post_guard",
            "3班×⌈5×(1−0.1)⌉=15",
        ),
        (
            "security",
            {"guard_reduction": "10 %"},
            "fixed_post_guard",
            "3班×⌈9,000×(1−0.1)÷3,250⌉=9",
        ),
        ("security", {"entrance_streams": 2}, "entrance_guard", "3班×4×2人=24"),
        ("security", {"entrance_streams": 1}, "entrance_guard", "3班×4×1人=12"),
        ("security", {"enclosed": False}, "entrance_guard", "0"),
        ("security", {"patrol_shifts": 2}, "patrol_guard", "2班×2人×⌈320,000÷50,000⌉=28"),
        ("security", {"patrol_area": 50_001}, "patrol_guard", "3班×2人×⌈50,001÷50,000⌉=12"),
        # bands
        (
            "customer_service",
            {"gross_floor_area": 149_999},
            "service_centre_officer",
            "3（149,999<150,000）",
        ),
        (
            "customer_service",
            {"gross_floor_area": 149_999},
            "building_inspector",
            "0（149,999<150,000）",
        ),
        (
            "cleaning",
            {"gross_floor_area": 900_000},
            "cleaning_leader",
            "2+⌊(900,000−500,000)÷200,000⌋=4",
        ),
        # defaults that are computed, and thirds that stay thirds
        (
            "landscaping",
            {"outdoor_green_area": None, "land_area": 200_000, "green_ratio": "35 %"},
            "gardener",
            "⌈70,000÷6,000⌉=12",
        ),
        ("landscaping", {"nursery_area": "5 亩"}, "nursery_worker", "⌈4×10,000/3÷(10,000/3)⌉=4"),
        (
            "landscaping",
            {"indoor_greenery": True, "households": 1_001},
            "indoor_gardener",
            "⌈1,001÷200⌉=6",
        ),
        (
            "landscaping",
            {"indoor_greenery": True, "households": 1_001, "land_area": 200_000},
            "indoor_gardener",
            "⌈200,000÷20,000⌉=10",
        ),
    ],
)
def test_a_fact_shows_in_the_formula(
    department: str, facts: dict[str, object], role: str, formula: str
) -> None:
    """The worked example with one thing changed."""
    assert garden(**facts)[department][role].formula == formula


BUILDINGS = [
    {"storeys": 8, "stairwells": 4, "count": 3},
    {"storeys": 9, "stairwells": 2, "count": 4},
]


def test_stairs_are_a_sum_over_buildings() -> None:
    """三(四)8: 4 × 3/10 up to 8 storeys and 2 × 4/8 above: 2.2, rounded up once."""
    cleaning = only("cleaning", method="stairs", gross_floor_area=50_000, buildings=BUILDINGS)

    assert cleaning["cleaner"].formula == "⌈4×3÷10+2×4÷8⌉=3"
    assert cleaning["cleaner"].formula_in("en") == "⌈4 × 3 ÷ 10 + 2 × 4 ÷ 8⌉ = 3"


def test_a_long_sum_ends_in_dots() -> None:
    """Of seven buildings six are written; the explanation lists them all."""
    buildings = [{"storeys": 6, "stairwells": n} for n in range(2, 9)]
    cleaning = only("cleaning", method="stairs", gross_floor_area=50_000, buildings=buildings)

    assert cleaning["cleaner"].formula == "⌈2÷10+3÷10+4÷10+5÷10+6÷10+7÷10+…⌉=4"


def test_six_terms_are_written_out() -> None:
    """Dots stand only for what is left out."""
    buildings = [{"storeys": 6, "stairwells": n} for n in range(2, 8)]
    cleaning = only("cleaning", method="stairs", gross_floor_area=50_000, buildings=buildings)

    assert cleaning["cleaner"].formula == "⌈2÷10+3÷10+4÷10+5÷10+6÷10+7÷10⌉=3"


SWEEPING = {"activity": "floor_sweeping", "quantity": 20_000, "times_per_year": 730}
MOPPING = {"activity": "stair_mopping", "quantity": 600, "times_per_year": 104}
GLASS = {"activity": "glass_cleaning", "quantity": 3_000, "times_per_year": 12, "rate": 100}
MOWING = {"activity": "mowing", "variant": "grade_1", "quantity": 36_000, "times_per_year": 24}


def test_tasks_are_hours_over_the_hours_of_one_person() -> None:
    """20,000 × 730/300 + 3,000 × 12/100 = 49,026.67 h over 2,920 is 16.8; stairs add 2.2."""
    cleaning = only(
        "cleaning",
        gross_floor_area=50_000,
        tasks=[SWEEPING, MOWING, GLASS],
        buildings=BUILDINGS,
    )

    assert cleaning["cleaner"].headcount == 19
    assert cleaning["cleaner"].formula == "⌈(20,000×730÷300+3,000×12÷100)÷(8×365)+4×3÷10+2×4÷8⌉=19"


def test_stair_tasks_take_the_place_of_the_stair_quota() -> None:
    """600 × 104/13 = 4,800 h over 2,920 is 1.6; the buildings add nothing, and are not written."""
    cleaning = only("cleaning", gross_floor_area=50_000, tasks=[MOPPING], buildings=BUILDINGS)

    assert cleaning["cleaner"].formula == "⌈600×104÷13÷(8×365)⌉=2"


def test_a_rate_of_a_fraction_is_written_as_one() -> None:
    """三(五)2(1): 1/24 tree an hour; 12 trees once a year are 288 h, over 1,984 a year."""
    pruning = {
        "activity": "tree_pruning",
        "variant": "crown_from_15_m",
        "quantity": 12,
        "times_per_year": 1,
    }
    landscaping = only("landscaping", gross_floor_area=50_000, tasks=[pruning])

    assert landscaping["gardener"].formula == "⌈12×1÷(1/24)÷(8×248)⌉=1"
    assert landscaping["gardener"].exact == Fraction(288, 1984)


@pytest.mark.parametrize(
    ("department", "method", "facts", "role", "formula"),
    [
        ("security", "posts", {}, "entrance_guard", "3班×?=?"),
        ("security", "posts", {}, "fixed_post_guard", "3班×⌈?÷3,250⌉=?"),
        ("security", "posts", {"gross_floor_area": None}, "patrol_guard", "3班×2人×⌈?÷50,000⌉=?"),
        ("customer_service", "auto", {"gross_floor_area": None}, "service_centre_officer", "?"),
        ("cleaning", "tasks", {}, "cleaner", "⌈?÷(8×365)+?⌉=?"),
        ("cleaning", "tasks", {"tasks": [GLASS]}, "cleaner", "⌈3,000×12÷100÷(8×365)+?⌉=?"),
        (
            "cleaning",
            "stairs",
            {"buildings": [{"storeys": 6, "stairwells": 4}, {"storeys": 6}, {"stairwells": 3}]},
            "cleaner",
            "⌈4÷10+?÷10+?⌉=?",
        ),
        ("landscaping", "posts", {"indoor_greenery": True}, "indoor_gardener", "⌈?÷200⌉=?"),
    ],
)
def test_a_gap_is_a_question_mark(
    department: str, method: str, facts: dict[str, Any], role: str, formula: str
) -> None:
    """What is missing stands in the formula, so that what is known can still be checked."""
    planned = only(department, method=method, **{"gross_floor_area": 100_000, **facts})

    assert planned.roles[role].headcount is None
    assert planned.roles[role].formula == formula


# Synthetic formulas: brackets, and what no rule writes today


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (Mul((Add((TWO, FIVE)), FIVE)), "(2+5)×5=35"),
        (Add((Mul((TWO, FIVE)), FIVE)), "2×5+5=15"),
        (Sub(FIVE, Add((ONE, TWO))), "5−(1+2)=2"),
        (Sub(Add((FIVE, ONE)), TWO), "5+1−2=4"),
        (Sub(FIVE, Sub(TWO, ONE)), "5−(2−1)=4"),
        (Div(FIVE, Mul((TWO, FIVE))), "5÷(2×5)=0.5"),
        (Div(Mul((TWO, FIVE)), FIVE), "2×5÷5=2"),
        (Div(FIVE, Div(FIVE, TWO)), "5÷(5÷2)=2"),
        (Div(Add((ONE, TWO)), FIVE), "(1+2)÷5=0.6"),
        (Div(FIVE, Const(3)), "5÷3≈1.67"),
        (Mul((TWO, Const(Fraction(1, 3)))), "2×1/3≈0.67"),
        (Div(TWO, Const(Fraction(1, 3))), "2÷(1/3)=6"),
        (Ceil(Add((TWO, Const(Fraction(1, 2))))), "⌈2+0.5⌉=3"),
        (Ceil(FIVE), "5"),
        (Floor(Div(FIVE, TWO)), "⌊5÷2⌋=2"),
        (Min((FIVE, Add((ONE, TWO)))), "min(5, 1+2)=3"),
        (Max((FIVE, TWO)), "max(5, 2)=5"),
        (Add((FIVE, When(TRUE, ZERO, TWO))), "5"),
        (Add((ZERO,)), "0"),
        (When(Compare("<", A, FIVE), ONE, TWO), "?"),
        (Lookup(Fact("word"), ("a",), (FIVE,)), "?"),
        (Lookup(Fact("kind"), ("b", "a"), (TWO, FIVE)), "5"),
        (First((A, FIVE)), "5"),
        (First((A, Fact("lands"))), "?"),
        (Total("r", Fact("r.n"), TRUE), "?"),
        (Const(3, "shift"), "3班=3"),
        (Mul((First((A, ONE)), FIVE)), "5"),
        (Mul((First((A, ONE)), First((A, ONE)))), "1"),
    ],
)
def test_brackets_stand_where_they_are_needed(formula: Formula, text: str) -> None:
    """× and ÷ bind more tightly than + and −, and what is subtracted or divides is one thing."""
    assert written(run(formula, kind="a"), ZH) == text


def test_min_and_max_in_english() -> None:
    """Blanks around the signs, as everywhere."""
    assert written(run(Min((FIVE, Add((ONE, TWO))))), EN) == "min(5, 1 + 2) = 3"


def test_a_rounded_result_says_so_in_english() -> None:
    """No result is called equal that is not."""
    assert written(run(Div(FIVE, Const(3))), EN) == "5 ÷ 3 ≈ 1.67"


def test_a_fact_outside_the_vocabulary_has_no_unit() -> None:
    """Fields of records, such as a task's times a year, are written as plain numbers."""
    assert EN.fact_unit("tasks.unheard_of") == ""
    assert EN.fact_unit("buildings.storeys") == ""
    assert EN.fact_unit("patrol_shifts") == "shift"


# Conditions


@pytest.mark.parametrize(
    ("area", "texts"),
    [
        (99_999, ["99,999<100,000"]),
        (100_000, ["100,000≤100,000<200,000"]),
        (199_999, ["100,000≤199,999<200,000"]),
        (200_000, ["200,000≤200,000<500,000"]),
        (500_000, ["500,000≥500,000"]),
    ],
)
def test_conditions_are_the_band_that_applies(area: int, texts: list[str]) -> None:
    """三(四)9: only the tightest bounds are told, each as it holds."""
    step = only("cleaning", gross_floor_area=area)["cleaning_supervisor"].step

    assert conditions(step, ZH) == texts


@pytest.mark.parametrize(
    ("tests", "text"),
    [
        ((Compare("<=", A, FIVE),), "4 ≤ 5"),
        ((Compare(">", A, FIVE),), "4 ≤ 5"),
        ((Compare(">", A, TWO), Compare("<=", A, FIVE)), "2 < 4 ≤ 5"),
        ((Compare(">", A, TWO), Compare(">=", A, ONE), Compare("<", A, FIVE)), "2 < 4 < 5"),
        ((Compare(">", A, ONE),), "4 > 1"),
    ],
)
def test_each_sign_is_told_as_it_holds(tests: tuple[Formula, ...], text: str) -> None:
    """A comparison that fails is told by its opposite."""
    assert conditions(run(When(And(tests), ONE, TWO), gross_floor_area=4), EN) == [text]


def test_a_missing_measure_decides_nothing() -> None:
    """There is no condition to tell where the branch is unknown, nor of an equality."""
    unknown = run(When(Compare("<", A, FIVE), ONE, TWO))
    equal = run(When(Compare("==", A, FIVE), ONE, TWO), gross_floor_area=5)

    assert conditions(unknown, EN) == []
    assert conditions(equal, EN) == []


def test_the_conditions_of_records_are_their_own() -> None:
    """A total has none; each building has the bound of its storeys, with the field's name."""
    cleaning = only("cleaning", method="stairs", gross_floor_area=50_000, buildings=BUILDINGS)
    step = cleaning["cleaner"].step
    [(collection, records)] = totals(step)

    assert conditions(step, EN) == []
    assert collection == "buildings"
    assert [conditions(record, EN) for record in records] == [["storeys 8 ≤ 8"], ["storeys 9 > 8"]]
    assert [conditions(record, ZH) for record in records] == [["层数 8≤8"], ["层数 9>8"]]


# What a figure rests on


@pytest.mark.parametrize(
    ("is_on", "formula"),
    [(True, "⌈600,000 ÷ 11,000 × 0.9⌉ = 50"), (False, "⌈600,000 ÷ 11,000⌉ = 55")],
)
def test_a_factor_that_does_not_apply_is_not_written(*, is_on: bool, formula: str) -> None:
    site = {
        "gross_floor_area": 600_000,
        "scope": ["cleaning"],
        "service_level": 2,
        "large_site_factor": is_on,
    }

    plan = sn.load_norms("cn-service-levels").plan(site)
    assert plan["cleaning"]["cleaner"].formula_in("en") == formula
