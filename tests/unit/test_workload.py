"""Hours of work, against hand calculations with the rates of 三(四) and 三(五)."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

import staffing_norms as sn
from staffing_norms.commands.cli import main

ROOT = Path(__file__).parents[2]

# 24 trees by a crew of three, 0.125 an hour each: 192 h.
PRUNING = {
    "activity": "tree_pruning",
    "variant": "crown_10_15_m",
    "quantity": 24,
    "times_per_year": 1,
}
# 5,600 m² at 280 m² an hour, daily over 30 days of which 20 are in July: 600 h.
MOWING = {
    "activity": "mowing",
    "variant": "grade_2",
    "quantity": 5600,
    "frequency": "1/day",
    "season": {"from": "07-12", "days": 30},
}
WEEDING = {"activity": "weeding", "variant": "hand", "quantity": 50, "times_per_year": 4}
SWEEPING = {"activity": "floor_sweeping", "quantity": 3000, "frequency": "1/day"}
STAIRS = {"activity": "stair_sweeping", "quantity": 14, "frequency": "1/day"}


def plan(*tasks: dict[str, object], scope: str = "landscaping") -> sn.Plan:
    return sn.plan_staffing(
        {"gross_floor_area": 50_000, "tasks": [*tasks], "scope": [scope], "leave_days": 0}
    )


def test_hours_are_told_by_work() -> None:
    """Each activity with its way of doing it, in the order of the rates."""
    [landscaping] = plan(MOWING, PRUNING).hours
    pruning, mowing = landscaping.works

    assert (pruning.activity, pruning.variant) == ("tree_pruning", "crown_10_15_m")
    assert pruning.hours == 192
    assert (mowing.labels["en"], mowing.labels["zh"]) == (
        "mowing, grade 2 lawn",
        "剪草（二级草坪）",
    )
    assert mowing.hours == 600
    assert mowing.hours_a_month == 50
    assert (landscaping.department, landscaping.role) == ("landscaping", "gardener")
    assert landscaping.hours == 792
    assert landscaping.hours_a_month == 66


def test_a_season_is_spread_over_its_days() -> None:
    """Twenty of thirty days lie in July, ten in August; what has no season is spread evenly."""
    [landscaping] = plan(PRUNING, MOWING).hours

    assert landscaping.months == (*[16] * 6, 16 + 400, 16 + 200, *[16] * 4)
    assert landscaping.peak_month == 7
    assert landscaping.peak_hours == 416


def test_each_work_has_its_months() -> None:
    """The season is the mowing's own; the trees, 192 hours, take 16 of each month."""
    pruning, mowing = plan(PRUNING, MOWING).hours.departments[0].works

    assert [*pruning.months] == [Fraction(16)] * 12
    assert [*map(str, mowing.months)] == [*"000000", "400", "200", *"0000"]


def test_a_figure_for_each_of_a_crew_is_not_divided() -> None:
    """三(五)4(2) and 9(2): 250 m² and one pot an hour each, by two together."""
    spraying = {
        "activity": "fertilising_liquid",
        "variant": "machine",
        "quantity": 2000,
        "times_per_year": 2,
    }
    repotting = {"activity": "bonsai_repotting", "variant": "large", "quantity": 16}
    works = plan(spraying, {**repotting, "times_per_year": 1}).hours.departments[0].works

    for work in works:
        assert work.hours == 16
        assert work.crew == 2
        assert work.crew_days == 1


def test_a_crew_has_days() -> None:
    """192 hours of three people are 64 hours together, eight days; who works alone has days too."""
    pruning, mowing = plan(PRUNING, MOWING).hours.departments[0].works

    assert [pruning.crew, mowing.crew] == [3, 1]
    assert pruning.crew_days == 8
    assert mowing.crew_days == 75


def test_people_stand_exact_beside_the_rounded_figure() -> None:
    """792 hours ÷ (8 h × 248 days) is less than half a person; one is on duty, and employed."""
    [landscaping] = plan(PRUNING, MOWING).hours

    assert landscaping.people == landscaping.exact == Fraction(792, 8 * 248)
    assert [each.people for each in landscaping.works] == [Fraction(192, 1984), Fraction(600, 1984)]
    assert landscaping.headcount == 1
    assert landscaping.cover is not None
    assert (landscaping.cover.lawful_overtime, landscaping.cover.no_overtime) == (1, 1)


def test_people_without_hours_are_told_apart() -> None:
    """The cleaners of stairs by quota have no hours: 24,252 h ÷ 2,920 h, and 7.2 + 0.5 people."""
    hours = sn.plan_staffing(sn.Site.from_yaml(ROOT / "examples/walk_up_estate.yaml")).hours
    cleaning = hours.departments[0]
    assert cleaning.people is not None

    assert cleaning.hours == 24_252
    assert cleaning.exact == cleaning.people + Fraction(77, 10)
    assert cleaning.headcount == 17
    assert "Before rounding, the norm also counts people without hours" in hours.to_text()


@pytest.mark.parametrize(
    ("profile", "stairs", "people"),
    [
        # Swept daily, 14 floors an hour; wiped daily, 12 floors an hour.
        ("cn-fee-grades 2", Fraction(360 * 365, 14) + Fraction(360 * 365, 12), 18),
        # Swept every 3 days; mopped 52 times, 13 floors an hour; wiped 52 times.
        ("cn-single-list", Fraction(360 * 365, 3 * 14) + 360 * 4 + 30 * 52, 13),
    ],
)
def test_the_graded_estate_under_two_profiles(profile: str, stairs: Fraction, people: int) -> None:
    """24,000 m² of grounds daily, 1,800 m² of glass six times, 8 lift cars a quarter hour daily."""
    site = sn.Site.from_yaml(ROOT / "examples/graded_estate.yaml")
    cleaning = sn.plan_staffing(site.with_facts(cleaning_profile=profile)).hours.departments[0]

    assert cleaning.hours == 24_000 * 365 // 300 + stairs + 1_800 * 6 // 240 + 8 * 365 // 4
    assert cleaning.headcount == people


def test_what_lacks_a_rate_is_unknown() -> None:
    """The norm prints no rate for weeding by hand; the rest is known."""
    hours = plan(PRUNING, WEEDING).hours
    [landscaping] = hours
    pruning, weeding = landscaping.works

    assert pruning.hours == 192
    assert (weeding.hours, weeding.hours_a_month, weeding.people, weeding.crew_days) == (
        None,
        None,
        None,
        None,
    )
    assert (landscaping.hours, landscaping.people, landscaping.headcount) == (None, None, None)
    assert (landscaping.peak_month, landscaping.peak_hours) == (None, None)
    assert [" ".join(line.split()) for line in hours.to_text().splitlines()[4:10]] == [
        "Landscaping pruning large trees, crown 10–15 m 192 16 0.5 3 8 0.10",
        "weeding, by hand ? ? ? ?",
        "Landscaping subtotal ≥ 192 ≥ 16 ≥ 0.5 ≥ 0.10",
        "",
        "Questions to the client",
        "",
    ]
    assert (
        "  • Landscaping: weeding, by hand: How much does one person do in an hour? [tasks.rate]"
    ) in hours.to_text()
    assert landscaping.known_hours == 192
    assert landscaping.known_people == Fraction(192, 1984)
    assert "most in a month: unknown while something" in hours.to_text()
    assert hours.to_dict()[0]["works"][1]["hours"] is None


def test_months_that_lack_the_season_say_so() -> None:
    """3,600 m² at 360 m² an hour, every 10 days of 184 and monthly: a year is known, months not."""
    site = {
        "gross_floor_area": 90_000, "scope": ["landscaping"], "growing_season_days": 184,
        "landscaping_profile": "cn-lawn-manual", "hedges": {"wall": 0},
        "lawns": {"special": 0, "grade_1": 3_600, "grade_2": 0, "grade_3": 0, "grade_4": 0},
    }  # fmt: skip
    hours = sn.plan_staffing(site).hours
    [landscaping] = hours

    mown = 10 * (Fraction(184, 10) + Fraction(12 * 181, 365))
    watered = Fraction(3_600, 2_000) * (184 + Fraction(5, 2) * Fraction(181, 7))
    assert landscaping.hours == mown + watered
    assert landscaping.gaps == ()
    assert (
        "  • Landscaping: most in a month: unknown while the first day of the growing season "
        "is not stated [growing_season_from]"
    ) in hours.to_text().splitlines()
    assert "  • 园林绿化：高峰月份：未填生长季起始日，待定" in hours.to_text(lang="zh").splitlines()


def test_another_method_counts_nobody_by_hours() -> None:
    """The hours are there, and what they would make; the plan's people are others."""
    site = {"gross_floor_area": 50_000, "tasks": [PRUNING], "scope": ["landscaping"]}
    hours = sn.plan_staffing(site, methods={"landscaping": "composite"}).hours
    [landscaping] = hours

    assert landscaping.people == Fraction(192, 1984)
    assert (landscaping.exact, landscaping.headcount, landscaping.cover) == (None, None, None)
    assert ["Gardener", "0.10", "–", "–", "–", "–"] in [
        line.split() for line in hours.to_text().splitlines()
    ]


def test_without_work_there_are_no_hours() -> None:
    """And the page says what to state."""
    hours = sn.plan_staffing({"gross_floor_area": 50_000}).hours

    assert len(hours) == 0
    assert hours.to_dict() == []
    assert str(hours).splitlines()[2] == (
        "  • No department has work in hours. State tasks, or what there is to do and a frequency "
        "profile."
    )


def test_months_alike_have_no_peak_to_tell() -> None:
    """Daily work is spread over equal months."""
    hours = plan(SWEEPING, STAIRS, scope="cleaning").hours

    assert hours.departments[0].months == (Fraction(3650 + 365, 12),) * 12
    assert "  • Cleaning: all months are alike" in hours.to_text()
    assert "  • 保洁：各月相同" in hours.to_text(lang="zh")


def test_hours_as_data() -> None:
    """Exact figures as text, rounded ones as whole numbers, what is unknown as null."""
    hours = plan(MOWING).hours
    [data] = json.loads(hours.to_json())
    months = data.pop("months")

    assert months == ["0"] * 6 + ["400", "200"] + ["0"] * 4
    assert data == {
        "department": "landscaping",
        "role": "gardener",
        "hours": "600",
        "hours_rounded": 600,
        "known_hours": "600",
        "peak_month": 7,
        "people": "75/248",
        "exact": "75/248",
        "headcount": 1,
        "lawful_overtime": 1,
        "no_overtime": 1,
        "works": [
            {
                "activity": "mowing",
                "variant": "grade_2",
                "labels": {"en": "mowing, grade 2 lawn", "zh": "剪草（二级草坪）"},
                "hours": "600",
                "hours_rounded": 600,
                "crew": 1,
                "crew_days": "75",
                "people": "75/248",
                "months": months,
            }
        ],
    }
    assert hours.to_dict() == plan(MOWING).to_dict()["hours"]


def test_hours_are_rounded_to_the_nearest() -> None:
    """280 m² at 360 m² are seven ninths of an hour; 140 m² are less than half of one."""
    for quantity, rounded in ((280, 1), (140, 0)):
        task = {**MOWING, "variant": "special", "quantity": quantity, "times_per_year": 1}
        del task["frequency"], task["season"]

        assert plan(task).hours.to_dict()[0]["hours_rounded"] == rounded


def test_hours_as_csv() -> None:
    """A row for each kind of work, and one for the department below."""
    hours = plan(PRUNING, MOWING).hours
    english, chinese = hours.to_csv(), hours.to_csv(lang="zh", byte_order_mark=True)

    assert english.splitlines() == [
        (
            "site,norm,department,department_label,role,role_label,activity,variant,work,hours,"
            "known_hours,hours_a_month,hours_a_day,peak_month,peak_hours,crew,crew_days,people,"
            "exact,headcount,lawful_overtime,no_overtime,month_1,month_2,month_3,month_4,month_5,"
            "month_6,month_7,month_8,month_9,month_10,month_11,month_12"
        ),
        (
            ",cn-estate,landscaping,Landscaping,gardener,Gardener,tree_pruning,crown_10_15_m,"
            '"pruning large trees, crown 10–15 m",192,,16,0.526,,,3,8,0.0968,,,,,'
            "16,16,16,16,16,16,16,16,16,16,16,16"
        ),
        (
            ",cn-estate,landscaping,Landscaping,gardener,Gardener,mowing,grade_2,"
            '"mowing, grade 2 lawn",600,,50,1.6438,,,1,75,0.3024,,,,,0,0,0,0,0,0,400,200,0,0,0,0'
        ),
        (
            ",cn-estate,landscaping,Landscaping,gardener,Gardener,,,subtotal,792,792,66,2.1699,7,416,,,"
            "0.3992,0.3992,1,1,1,16,16,16,16,16,16,416,216,16,16,16,16"
        ),
    ]
    assert chinese.startswith("\ufeff项目,定额标准,部门代码,部门,")
    assert ",高峰月份,高峰月工时,班组人数,班组工日," in chinese


def test_hours_as_a_frame() -> None:
    """A row for each kind of work; what is unknown is missing."""
    hours = plan(PRUNING, WEEDING).hours
    polars, pandas = hours.to_frame(), hours.to_frame("pandas")

    assert polars.select("department", "role", "activity", "variant", "crew").rows() == [
        ("landscaping", "gardener", "tree_pruning", "crown_10_15_m", 3),
        ("landscaping", "gardener", "weeding", "hand", 1),
    ]
    assert polars["hours"].to_list() == [192, None]
    assert polars["crew_days"].to_list() == [8, None]
    assert polars["month_7"].to_list() == [16, None]
    assert list(pandas.columns) == polars.columns
    assert pandas["hours"].isna().tolist() == [False, True]


def test_hours_as_tables() -> None:
    """Work, months and people; a crew is told where there is one."""
    hours = plan(PRUNING, MOWING).hours

    lines = str(hours).splitlines()
    assert lines[4].split("  ")[:1] == ["Landscaping"]
    assert lines[4].split()[-5:] == ["16", "0.5", "3", "8", "0.10"]
    assert lines[5].split()[-4:] == ["600", "50", "1.6", "0.30"]
    assert "  • Landscaping: most in month 7: 416 h" in lines
    assert ["Gardener", "0.40", "0.40", "1", "1", "1"] in [line.split() for line in lines]
    assert "| 园林绿化小计 |  | 792 | 66 | 2.2 |  |  | 0.40 |" in hours.to_markdown(lang="zh")
    assert repr(hours) == "<WorkHours landscaping: 792 h>"


def test_an_explanation_ends_with_the_hours() -> None:
    """Of a role whose work is counted in hours, with the days of its crews."""
    planned = plan(PRUNING, MOWING)

    assert planned.explain("gardener").splitlines()[-2:] == [
        (
            "  Hours of work: 792 h a year, 66 h in an average month: 0.40 people on duty; most in "
            "month 7: 416 h"
        ),
        "    pruning large trees, crown 10–15 m: crew of 3, 8 crew-days a year",
    ]
    assert planned.explain("绿化工", lang="zh").splitlines()[-2:] == [
        "  作业工时：全年 792 小时，月均 66 小时，折合在岗 0.40 人；高峰 7 月：416 小时",
        "    大树修剪（冠径 10–15 米）：3 人班组，每年 8 个班组工日",
    ]
    assert plan(WEEDING).explain("gardener").endswith("  Hours of work: unknown")
    assert "Hours of work" not in planned.explain("landscaping_supervisor")
    assert "Hours of work" in planned.explain("landscaping")
    estate = sn.plan_staffing(sn.Site.from_yaml(ROOT / "examples/walk_up_estate.yaml"))
    assert estate.explain("gardener").count("Hours of work") == 1


@pytest.fixture
def site(tmp_path: Path) -> Path:
    path = tmp_path / "site.json"
    facts = {"gross_floor_area": 50_000, "tasks": [MOWING], "scope": ["landscaping"]}
    path.write_text(json.dumps(facts), "utf-8")
    return path


@pytest.mark.parametrize(
    ("options", "face"),
    [
        ([], "to_text"),
        (["-f", "json"], "to_json"),
        (["-f", "markdown"], "to_markdown"),
        (["-f", "csv"], "to_csv"),
    ],
)
def test_the_command_writes_each_format(
    options: list[str], face: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Table, JSON, Markdown and CSV, as Python gives them."""
    assert main(["hours", str(site), *options]) == 0

    hours = sn.plan_staffing(sn.Site.from_file(site)).hours
    written = hours.to_json(indent=2) if face == "to_json" else getattr(hours, face)()
    assert capsys.readouterr().out.rstrip("\n") == written.rstrip("\n")


def test_the_ending_of_the_file_says_the_format(site: Path) -> None:
    """A file of CSV begins with the mark that Excel needs."""
    output = site.with_name("hours.csv")

    assert main(["hours", str(site), "--lang", "zh", "-o", str(output)]) == 0
    assert output.read_text("utf-8").startswith("\ufeff项目,")


def test_what_is_proposed_stands_beside_the_people_by_hours() -> None:
    """One cleaner more than the 17 of the hours is proposed; without it there is no such column."""
    estate = sn.Site.from_yaml(ROOT / "examples/walk_up_estate.yaml")
    more = estate.with_facts(adjustments=[{"role": "cleaner", "change": 1}])
    lines = sn.plan_staffing(more).hours.to_text().splitlines()
    [row] = [line.split() for line in lines if line.startswith("Cleaner ")]

    assert row[3:5] == ["17", "18"]
    assert any("Headcount  Proposed" in line for line in lines)
    assert "Proposed" not in sn.plan_staffing(estate).hours.to_text()
