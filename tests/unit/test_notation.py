"""Formulas are written with the names of facts, as a norm prints them."""

from fractions import Fraction

import pytest

from staffing_norms.authoring.notation import Notation
from staffing_norms.foundation.formula import (
    FALSE,
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
    Is,
    Known,
    Lookup,
    Max,
    Min,
    Mul,
    Not,
    Or,
    Output,
    Range,
    Ref,
    Source,
    Sub,
    Total,
    When,
)
from staffing_norms.foundation.languages import Language
from staffing_norms.results.derivation import Style
from staffing_norms.sites.vocabulary import vocabulary

AREA, LIFTS, GATED = Fact("gross_floor_area"), Fact("lifts"), Fact("enclosed")
TASK, COUNT = Fact("tasks.work"), Fact("buildings.count")
LARGE = Compare(">=", AREA, Const(300_000))
HIGH = Compare(">", Fact("buildings.storeys"), Const(20))
OUTPUTS = {
    "fact.lifts": Output("fact.lifts", First((LIFTS, ZERO))),
    "band": Output("band", LARGE, Source("1(1)", "printed")),
    "other": Output("other", Not(LARGE), Source("1(2)", "reading")),
    "choice": Output("choice", When(GATED, Const(3), Const(4))),
    "guards": Output("guards", Const(6), Source("7", "printed")),
    "grounds.workforce": Output("grounds.workforce", Add((Ref("guards"),))),
    "rate": Output("rate", Const(20), Source("9", "printed")),
}


def notation(lang: Language = "en") -> Notation:
    return Notation(OUTPUTS, Style(lang, vocabulary()))


@pytest.mark.parametrize(
    ("formula", "english", "chinese"),
    [
        (Const(3, "shift"), "3 shifts", "3班"),
        (Const(Fraction(10_000, 3)), "10,000/3", "10,000/3"),
        (Div(ONE, Const(Fraction(1, 3))), "1 ÷ (1/3)", "1÷(1/3)"),
        (TRUE, "yes", "是"),
        (Range(ONE, Const(2), Const(3)), "[1 | 2 | 3]", "[1 | 2 | 3]"),
        (AREA, "gross floor area", "总建筑面积"),
        (COUNT, "buildings alike", "栋数"),
        (Ref("fact.lifts"), "lifts", "电梯数"),
        (Ref("band"), "gross floor area ≥ 300,000", "总建筑面积≥300,000"),
        (Ceil(Div(LIFTS, Const(10))), "⌈lifts ÷ 10⌉", "⌈电梯数÷10⌉"),
        (Floor(Div(LIFTS, Const(10))), "⌊lifts ÷ 10⌋", "⌊电梯数÷10⌋"),
        (
            Mul((Const(2), Add((LIFTS, Sub(AREA, ONE))))),
            "2 × (lifts + gross floor area − 1)",
            "2×(电梯数+总建筑面积−1)",
        ),
        (Sub(LIFTS, Sub(AREA, ONE)), "lifts − (gross floor area − 1)", "电梯数−(总建筑面积−1)"),
        (Min((LIFTS, ONE)), "the least of(lifts, 1)", "最小(电梯数, 1)"),
        (Max((LIFTS, ONE)), "the most of(lifts, 1)", "最大(电梯数, 1)"),
        (Total("buildings", COUNT, TRUE), "Σ(buildings alike)", "Σ(栋数)"),
        (First((LIFTS, ONE)), "lifts", "电梯数"),
        (
            First((LIFTS, AREA)),
            "lifts or, if that is not stated, gross floor area",
            "电梯数 未填则 总建筑面积",
        ),
        (First((Fact("tasks.rate"), Lookup(TASK, ("a",), (Ref("rate"),)))), "work rate", "工效"),
        (When(LARGE, ONE, ZERO), "1 if gross floor area ≥ 300,000", "1 当 总建筑面积≥300,000"),
        (
            When(LARGE, ONE, When(GATED, Const(2), Const(3))),
            "1 if gross floor area ≥ 300,000; 2 if gated; else 3",
            "1 当 总建筑面积≥300,000; 2 当 封闭管理; 其余 3",
        ),
        (
            When(LARGE, When(GATED, ONE, Const(2)), Ref("choice")),
            ("(1 if gated; else 2) if gross floor area ≥ 300,000; else (3 if gated; else 4)"),
            "(1 当 封闭管理; 其余 2) 当 总建筑面积≥300,000; 其余 (3 当 封闭管理; 其余 4)",
        ),
        (
            When(When(GATED, LARGE, TRUE), ONE, ZERO),
            "1 if (gross floor area ≥ 300,000 if gated; else yes)",
            "1 当 (总建筑面积≥300,000 当 封闭管理; 其余 是)",
        ),
        (
            Not(And((GATED, Or((LARGE, Known(LIFTS)))))),
            "not (gated and (gross floor area ≥ 300,000 or lifts is stated))",
            "非 (封闭管理 且 (总建筑面积≥300,000 或 电梯数 已填))",
        ),
        (
            Compare("<", Ref("grounds.workforce"), When(GATED, ONE, Const(2))),
            "workforce < (1 if gated; else 2)",
            "一线人员<(1 当 封闭管理; 其余 2)",
        ),
        (
            When(LARGE, ZERO, When(GATED, ONE, ZERO)),
            "1 if gated",
            "1 当 封闭管理",
        ),
        (
            When(LARGE, ZERO, ONE),
            "0 if gross floor area ≥ 300,000; else 1",
            "0 当 总建筑面积≥300,000; 其余 1",
        ),
        (Not(GATED), "not gated", "非 封闭管理"),
        (Known(LIFTS), "lifts is stated", "电梯数 已填"),
        (
            Known(Total("tasks", ONE, Is(Fact("tasks.activity"), ("mowing",)))),
            "some tasks: activity = mowing",
            "有作业: 作业项目 = 剪草",
        ),
        (
            Known(Total("buildings", ONE, HIGH)),
            "some buildings: storeys > 20",
            "有楼栋: 层数>20",
        ),
        (
            Known(Total("buildings", ONE, First((HIGH, FALSE)))),
            "some buildings: storeys > 20",
            "有楼栋: 层数>20",
        ),
        (Known(Total("buildings", ONE, First((And(()), FALSE)))), "some buildings", "有楼栋"),
        (
            Is(Fact("property_kind"), ("school", "office")),
            "kind of property = school/office",
            "业态 = 学校/写字楼",
        ),
        (Is(Fact("property_kind"), ("villa",)), "kind of property = villa", "业态 = villa"),
        (Is(GATED, (True,)), "gated = yes", "封闭管理 = 是"),
        (Is(Ref("fact.enclosed"), (False,)), "gated = no", "封闭管理 = 否"),
        (And((GATED, Known(LIFTS))), "gated and lifts is stated", "封闭管理 且 电梯数 已填"),
        (Or((GATED, Known(LIFTS))), "gated or lifts is stated", "封闭管理 或 电梯数 已填"),
    ],
)
def test_a_formula(formula: Formula, english: str, chinese: str) -> None:
    """In both languages, with brackets where they are needed."""
    assert notation("en").text(formula) == english
    assert notation("zh").text(formula) == chinese


def test_the_clauses_of_a_formula() -> None:
    """Those of the bands that give somebody; a work rate's is its own."""
    rest = When(Ref("other"), ONE, ZERO)
    looked_up = Lookup(TASK, ("a",), (Ref("rate"),))

    def clauses(formula: Formula) -> list[str]:
        return [source.clause for source in notation().sources(formula)]

    assert clauses(When(Ref("band"), ONE, rest)) == ["1(1)", "1(2)"]
    assert clauses(When(Ref("band"), ZERO, rest)) == ["1(2)"]
    assert clauses(Ref("fact.lifts")) == []
    assert clauses(looked_up) == []
    assert clauses(Ref("grounds.workforce")) == []


def test_what_no_printed_formula_is() -> None:
    """It is refused by name."""
    with pytest.raises(TypeError, match=r"^no printed formula is a Lookup$"):
        notation().text(Lookup(TASK, ("a",), (ONE,)))
