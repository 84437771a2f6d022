"""The people to employ are laid out alike as text, Markdown, CSV and JSON, in both languages."""

import csv
import io
import json
from typing import Any

import pytest

import staffing_norms as sn
from staffing_norms.foundation.languages import Language

SITE: dict[str, Any] = {
    "name": "Gate House",
    "scope": ["security"],
    "gross_floor_area": 1000,
    "entrances": 1,
    "car_park_entrances": 0,
    "control_centres": 0,
    "fixed_posts": 0,
    "patrol_area": 0,
    "leave_days": 5,
    "absence": "10 %",
    "shift_system": "four_crews",
}
"""One gate round the clock: 8,760 h a year; 243 × 8 × 90 % = 1,749.6 h a person."""


def plan(**changes: Any) -> sn.Plan:  # noqa: ANN401 - facts are written in many ways
    """Plan the gate."""
    return sn.plan_staffing({**SITE, **changes}, methods={"security": "posts"})


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            [
                (
                    "Cover: Gate House · Staffing quotas for residential estates (advisory) "
                    "(cn-estate 2024.1.0) · typical"
                ),
                "Entrance guard 8,760 1 3 4.02 → 5 5.01 → 6 97.5 guards",
                "Squad leader 5,248.8 – 3 3 3",
                "Total 15,758.4 7 9 10",
                (
                    "• One person works 1,749.6 h a year without overtime, 2,181.6 h with all "
                    "lawful overtime (Working time in China from 2025)."
                ),
                "• Taken off: paid leave 5 days, absence 10%.",
                "• Not stated, so that nothing is taken off for it: allowance.",
                (
                    "• Overtime a month: hours of each person if nobody is employed for relief; "
                    "36 are lawful."
                ),
                "allowance: 10% 9 10",
                "four crews on three shifts (stated) 4 3 365 2,190 42 36.7 no 4",
                "day post, 5 days a week 1 1 248 1,984 38 19.5 yes –",
            ],
        ),
        (
            "zh",
            [
                "门岗秩序维护员 8,760 1 3 4.02 → 5 5.01 → 6 97.5 秩序维护员",
                "合计 15,758.4 7 9 10",
                "• 已扣除：年休假天数 5 天、缺勤率 10%。",
                "• 未填，暂不扣除：宽放率。",
                "宽放率：10% 9 10",
                "四班三运转（已填） 4 3 365 2,190 42 36.7 否 4",
            ],
        ),
    ],
)
def test_text_and_markdown(lang: Language, told: list[str]) -> None:
    """Figures before and after rounding, what was taken off, and the shift systems."""
    cover = plan().cover
    lines = [" ".join(line.split()) for line in cover.to_text(lang=lang).splitlines()]
    cells = (
        line.strip("| ").replace("|", " ") for line in cover.to_markdown(lang=lang).split("\n")
    )
    markdown = [" ".join(line.split()).lstrip("#- ") for line in cells]

    assert [line for line in told if line not in lines] == []
    assert [line for line in told if line.lstrip("• ") not in markdown] == []


def test_the_text_shows_what_is_proposed_where_it_differs() -> None:
    """A gate whose guards are two fewer has a column of its own."""
    text = plan(adjustments=[{"role": "entrance_guard", "change": -2}]).cover.to_text()
    [row] = [" ".join(line.split()) for line in text.splitlines() if "Entrance guard" in line]

    assert "Proposed" in text
    assert row == "Entrance guard 2,920 1 3 1 1.34 → 2 1.67 → 2 97.5 guards"
    assert "Proposed" not in plan().cover.to_text()


def test_a_pool_has_a_sum_by_which_its_rounding_is_understood() -> None:
    """(8,760 + 8,760) ÷ 1,749.6 = 10.01 are 11, 6 and 5 of them; unknown where a part is."""
    text = plan(car_park_entrances=1).cover.to_text()
    rows = [" ".join(line.split()) for line in text.splitlines()]

    assert "Entrance guard 8,760 1 3 4.02 → 5 5.01 → 6 97.5 guards" in rows
    assert "Car-park guard 8,760 1 3 4.02 → 4 5.01 → 5 97.5 guards" in rows
    assert "guards subtotal 17,520 2 6 8.03 → 9 10.01 → 11 guards" in rows
    assert (
        "• 4.02 → 5: people before and after relief is rounded up, once for a pool, and not to"
        " fewer than are at work."
    ) in rows
    assert (
        "• 4.02 → 4: the pool is rounded as a whole (guards subtotal 8.03 → 9) and its roles share"
        " that in printed order, so that one may have fewer than it would alone."
    ) in rows
    unknown = plan(car_park_entrances=1, entrances=None).cover.to_text()
    assert "guards subtotal ? ? ? ? ? guards" in [" ".join(x.split()) for x in unknown.split("\n")]


def test_without_relief_no_rounding_is_explained() -> None:
    """Leaders are not relieved."""
    cover = sn.plan_staffing({"gross_floor_area": 50_000, "scope": ["customer_service"]}).cover

    assert "before and after relief" not in cover.to_text()


def test_a_plan_has_norm_and_payroll_side_by_side() -> None:
    """3 guards by the norm, 2 as proposed, 4 to employ: 5,840 h ÷ 1,749.6 h are 3.34."""
    less = [{"role": "entrance_guard", "change": -1}, {"role": "aide", "change": 1}]
    planned = sn.plan_staffing(
        {**SITE, "adjustments": less}, methods={"security": "posts"}, cover="no_overtime"
    )
    lines = [" ".join(line.split()) for line in planned.to_text().splitlines()]
    [row] = [line for line in lines if line.startswith("Entrance guard") or " guard 1 3 " in line]
    rows = {row["role_label"]: row for row in csv.DictReader(io.StringIO(planned.to_csv()))}

    assert "Headcount Adjusted Proposed Payroll, no overtime" in " ".join(planned.to_text().split())
    assert "Entrance guard 1 3 3 2 2 4 " in row
    assert "Outside the norm aide – 1 1 1 1" in lines
    people = ("norm_headcount", "adjusted", "proposed", "headcount")
    assert [rows["Entrance guard"][name] for name in people] == ["3", "2", "2", "4"]
    assert [rows["aide"][name] for name in people] == ["", "1", "1", "1"]
    assert [rows["Total"][name] for name in people] == ["7", "7", "7", "9"]
    assert "norm_headcount" not in plan().to_csv()
    assert "<td" in planned.to_html()


def test_an_explanation_says_that_nobody_is_missing_at_work() -> None:
    """12 h on 248 days are 2,976 h ÷ 1,749.6 h = 1.70, but 2 people share the 12 hours."""
    post = {"role": "control_room_guard", "on_duty": 1, "hours": 12, "days": 200}
    planned = sn.plan_staffing(
        {**SITE, "posts": [post]}, methods={"security": "posts"}, cover="lawful_overtime"
    )

    assert (
        "Payroll, lawful overtime: 2 (2,400 h a year ÷ 2,181.60 h a person = 1.10; "
        "not fewer than the 2 proposed)"
    ) in planned.explain("control_room_guard")


def test_what_is_unknown_is_no_number() -> None:
    """A role with a gap has a question mark, and the sum is at least so much."""
    cover = plan(entrances=None).cover
    text = cover.to_text()
    [row] = [line.split() for line in text.splitlines() if "Entrance guard" in line]

    assert row == ["Entrance", "guard", "?", "?", "?", "?", "?", "?", "guards"]
    # 4 leaders of 1,749.6 h each
    assert text.split("Total")[1].split()[:4] == ["≥", "6,998.4", "≥", "4"]
    assert "365 2,190 42 36.7 no ≥ 0" in " ".join(text.split())
    assert not cover.no_overtime.complete
    assert json.loads(cover.to_json())["lines"][1]["no_overtime"] is None


def test_without_anything_open_nothing_is_side_by_side() -> None:
    """Where leave, absence and allowance are stated, the plan says no more of them."""
    text = plan(allowance="0 %").cover.to_text()

    assert "If one of them is stated otherwise" not in text
    assert "Not stated" not in text
    assert "Taken off" not in plan(leave_days=None, absence=None).cover.to_text()


def test_csv() -> None:
    """One row a role and one for the site; figures before rounding have four places."""
    rows = list(csv.DictReader(io.StringIO(plan().cover.to_csv())))
    chinese = plan().cover.to_csv(lang="zh", byte_order_mark=True)
    [gate] = [row for row in rows if row["role"] == "entrance_guard"]

    assert gate == {
        "site": "Gate House",
        "norm": "cn-estate",
        "department": "security",
        "department_label": "Security",
        "role": "entrance_guard",
        "role_label": "Entrance guard",
        "basis": "posts",
        "relieved": "true",
        "pool": "guards",
        "hours": "8760",
        "on_duty": "1",
        "headcount": "3",
        "proposed": "3",
        "lawful_overtime_exact": "4.0154",
        "lawful_overtime": "5",
        "no_overtime_exact": "5.0069",
        "no_overtime": "6",
        "overtime": "97.5333",
        "complete": "true",
        "missing": "",
    }
    assert (rows[-1]["role_label"], rows[-1]["no_overtime"]) == ("Total", "10")
    assert chinese.startswith(
        "\ufeff项目,定额标准,部门代码,部门,岗位代码,岗位,计数口径,是否顶岗,顶岗组,年工时"
    )
    assert ",门岗秩序维护员,按岗位,是,秩序维护员,8760,1,3,3," in chinese


def test_csv_of_what_is_unknown() -> None:
    """Without the gates there are at least 4 leaders, and the rows say what they lack."""
    open_ = plan(entrances=None).cover
    rows = list(csv.DictReader(io.StringIO(open_.to_csv())))
    [gate] = [row for row in rows if row["role"] == "entrance_guard"]
    [leader] = [row for row in rows if row["role"] == "squad_leader"]
    told = ("no_overtime", "complete", "missing")

    assert [gate[name] for name in told] == ["", "false", "entrances"]
    assert [leader[name] for name in told] == ["3", "true", ""]
    assert [rows[-1][name] for name in told] == ["4", "false", "entrances"]
    assert ",否,出入口数\n" in open_.to_csv(lang="zh")


@pytest.mark.parametrize("cover", ["norm", "no_overtime"])
def test_every_face_counts_the_same_people(cover: str) -> None:
    """Of the gate 3 by the norm and 6 to employ: `headcount` is what counts, wherever it stands."""
    aide = [{"role": "aide", "change": 1}]
    made = sn.plan_staffing(
        {**SITE, "adjustments": aide}, methods={"security": "posts"}, cover=cover
    )
    csv_rows = {row["role"]: row for row in csv.DictReader(io.StringIO(made.to_csv()))}
    frame = {row["role"]: row for row in made.to_frame().iter_rows(named=True)}
    [security] = made.to_dict()["departments"]
    data = {line["role"]: line for line in security["lines"]}
    faces = (csv_rows, frame, data)

    for face in faces:
        gate = face["entrance_guard"]
        counted = [int(gate[name]) for name in ("headcount", "lean", "generous")]
        assert counted == ([3] * 3 if cover == "norm" else [6] * 3)
        told = {"3"} if cover != "norm" else {"None"}
        assert {str(gate.get("norm_headcount"))} == told
    totals = made.to_dict()
    assert totals["headcount"] == made.headcount
    assert [each.get("norm_headcount") for each in (totals, security)] == (
        [None, None] if cover == "norm" else [7, 7]
    )
    assert frame["aide"]["headcount"] == (None if cover == "norm" else 1)
    assert int(csv_rows[""]["headcount"]) == made.headcount


@pytest.mark.parametrize(("cover", "people"), [("norm", 3), ("lawful_overtime", 5), ("不加班", 6)])
def test_the_figure_that_counts(cover: str, people: int) -> None:
    """8,760 h ÷ (1,749.6 + 432) h are 4.02 people, ÷ 1,749.6 h 5.01; the norm has 3."""
    made = sn.plan_staffing(SITE, cover=cover)
    [gate] = [line for line in made.cover.lines if line.role == "entrance_guard"]

    assert gate.counted == people
    assert made["security"]["entrance_guard"].headcount == people


def test_json() -> None:
    """Exact figures are texts; `plan.to_dict()` has the same."""
    planned = plan()
    data = json.loads(planned.cover.to_json(indent=2))
    [gate] = [line for line in data["lines"] if line["role"] == "entrance_guard"]

    assert planned.to_dict()["cover"] == data
    assert (data["working_time"], data["counts"]) == ("cn-2025", "norm")
    assert (data["leave_days"], data["absence"], data["allowance"]) == ("5", "1/10", "0")
    assert data["assumed"] == ["allowance"]
    assert data["available_hours"] == {"lawful_overtime": "10908/5", "no_overtime": "8748/5"}
    assert data["no_overtime"] == {"people": 10, "complete": True}
    assert data["proposed"] == {"people": "7", "complete": True}
    assert gate["exact"] == {"lawful_overtime": "3650/909", "no_overtime": "3650/729"}
    assert (gate["pool"], gate["overtime"]) == ("guards", "1463/15")
    assert [each["value"] for each in data["side_by_side"]] == ["0", "1/10", "3/20"]
    assert data["shift_systems"][1] == {
        "system": "four_crews",
        "crews": 4,
        "shifts": 3,
        "hours": 8,
        "days": 365,
        "hours_each": "2190",
        "hours_a_week": "42",
        "overtime": "367/10",
        "is_lawful": False,
        "people": 4,
        "is_stated": True,
    }


def test_it_is_shown_in_short() -> None:
    """In a shell by its sums, printed as a table."""
    cover = plan().cover

    assert repr(cover) == "<Payroll cn-2025: norm=7, lawful_overtime=9, no_overtime=10>"
    assert str(cover) == cover.to_text()


def test_a_plan_says_for_whom_there_is_no_relief() -> None:
    """三(四)10: ⌈45,000 ÷ 9,000⌉ = 5 cleaners by composite quota, whose hours nobody knows."""
    facts = {"gross_floor_area": 45_000, "scope": ["cleaning"]}
    told = (
        "No relief is included for 5 of them, whose hours the norm does not say "
        "(Cleaning staff (composite quota)): more may be needed."
    )
    planned = sn.plan_staffing(facts, cover="no_overtime")

    for face in (planned.to_text(), planned.to_markdown(), planned.to_html()):
        assert told in face
    assert "No relief" not in sn.plan_staffing(facts).to_text()
    posts = sn.plan_staffing(SITE, methods={"security": "posts"}, cover="no_overtime")
    assert "No relief" not in posts.to_text()


def test_a_plan_whose_payroll_counts_says_so() -> None:
    """In its heading, below the table, in derivations, on a page, and in its JSON."""
    planned = sn.plan_staffing(SITE, methods={"security": "posts"}, cover="no_overtime")
    text, basis = planned.to_text(), "People are counted as they are to be employed"

    assert "Payroll, no overtime" in text
    assert basis in text
    assert basis in planned.to_html()
    assert "配备人数（不加班）" in planned.to_html(lang="zh")
    assert planned.to_dict()["cover"]["counts"] == "no_overtime"
    assert planned.explain("entrance_guard").splitlines()[0] == (
        "Entrance guard [entrance_guard]: 6 people"
    )
    assert planned.explain("entrance_guard").splitlines()[3] == (
        "  Payroll, no overtime: 6 (8,760 h a year ÷ 1,749.60 h a person = 5.01; "
        "rounded together with the pool guards)"
    )
    assert "配备人数（不加班）：1（不配顶岗）" in planned.explain("security_supervisor", lang="zh")
    control = sn.plan_staffing(
        {**SITE, "control_centres": 1}, methods={"security": "posts"}, cover="加班"
    )
    assert "4 (8,760 h a year ÷ 2,181.60 h a person = 4.02)" not in control.explain()
    assert "5 (8,760 h a year ÷ 2,181.60 h a person = 4.02)" in control.explain()
