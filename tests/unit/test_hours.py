"""Hours of work: what tasks and frequency profiles come to in a year and in a month."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from staffing_norms import Norms, Plan, SiteError, load_norms
from staffing_norms.foundation.formula import STANCES
from staffing_norms.foundation.quantities import times_per_year
from staffing_norms.program.hours import days_of
from staffing_norms.program.profile_hours import DAYS_OF_YEAR

NORMS = load_norms("cn-estate")
MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

# Nothing to clean but stairs, swept daily, mopped twice a month, wiped twice a week (PACKS §2).
STAIRS: dict[str, Any] = {
    "gross_floor_area": 90_000,
    "scope": ["cleaning"],
    "cleaning_profile": "cn-cpmi-2004 2",
    "grounds_area": 0,
    "common_glass_area": 0,
}
TEN_WALK_UPS = {**STAIRS, "buildings": [{"storeys": 7, "stairwells": 1, "count": 10}]}
EIGHT_TOWERS = {**STAIRS, "buildings": [{"storeys": 18, "stairwells": 1, "count": 8}]}

LAWNS: dict[str, Any] = {
    "gross_floor_area": 90_000,
    "scope": ["landscaping"],
    "landscaping_profile": "cn-lawn-manual",
    "growing_season_days": 184,
    "growing_season_from": "04-01",
    "lawns": {"special": 0, "grade_1": 0, "grade_2": 0, "grade_3": 0, "grade_4": 0},
}


def hours(
    site: dict[str, Any], of: str = "cleaning", stance: str = "typical", month: int | None = None
) -> Any:  # noqa: ANN401 - a number
    """Return an output of hours."""
    read = next(each for each in STANCES if each == stance)
    values = {**NORMS.site(site).values, **(days_of(month) if month else {})}
    return NORMS._planner.evaluation(values, read).value(f"hours.{of}")  # noqa: SLF001


def months(site: dict[str, Any], of: str = "landscaping") -> list[Any]:
    """Return the hours of each month."""
    return [hours(site, f"{of}.month", month=month) for month in range(1, 13)]


def lawn(area: int, **lawns: int) -> dict[str, Any]:
    """Return a site with so much lawn of each grade."""
    return {**LAWNS, "lawns": {**LAWNS["lawns"], **lawns}}


def codes(plan: Plan) -> list[str]:
    """Return the codes of the findings of a plan."""
    return [finding.code for finding in plan.findings]


def asked(plan: Plan) -> list[str]:
    """Return the questions of the gaps of a plan."""
    return [gap.question["en"] for gap in plan.gaps]


def test_ten_walk_ups_are_seven_hours_a_day() -> None:
    """PACKS §2, sanity check: 5.0 + 0.35 + 1.66 = 7.0 h a day, one cleaner; 2,561 h a year."""
    swept, mopped, wiped = (
        hours(TEN_WALK_UPS, f"cleaning.stair_{way}") / 365
        for way in ("sweeping", "mopping", "wiping")
    )

    assert (swept, round(mopped, 2), round(wiped, 2)) == (5, Fraction(35, 100), Fraction(166, 100))
    assert hours(TEN_WALK_UPS) == 365 * 5 + Fraction(70 * 24, 13) + Fraction(70 * 104, 12)
    assert round(hours(TEN_WALK_UPS)) == 2_561
    assert NORMS.headcount(TEN_WALK_UPS)["cleaner"] == 1


def test_eight_towers_are_more_than_one_cleaner() -> None:
    """PACKS §2: eight 18-floor buildings need 14.4 h a day, two cleaners by hours."""
    assert round(float(hours(EIGHT_TOWERS)) / 365, 1) == 14.4
    assert NORMS.headcount(EIGHT_TOWERS)["cleaner"] == 2


def test_stairs_may_be_stated_in_place_of_buildings() -> None:
    """They count before what the buildings add up to."""
    assert hours({**STAIRS, "stair_floors": 70}) == hours(TEN_WALK_UPS)
    assert hours({**TEN_WALK_UPS, "stair_floors": 140}) == 2 * hours(TEN_WALK_UPS)


def test_more_stairs_than_could_be_stated_are_asked_for() -> None:
    """Buildings that add up to more than a fact may be are a slip of the keyboard."""
    plan = NORMS.plan({**STAIRS, "buildings": [{"storeys": 100, "stairwells": 1_000, "count": 99}]})

    assert [gap.fact for gap in plan.gaps] == ["stair_floors"]


@pytest.mark.parametrize(
    ("lawns", "stance", "total"),
    [
        # 3,600 m² at 360 m² an hour, every 5 days of 184, then once or twice a month.
        ({"special": 3_600}, "lean", 10 * (Fraction(184, 5) + Fraction(12 * 181, 365))),
        ({"special": 3_600}, "generous", 10 * (Fraction(184, 5) + Fraction(24 * 181, 365))),
        # 2,800 m² at 280 m² an hour: every 20 days, and three times besides.
        ({"grade_2": 2_800}, "typical", 10 * (Fraction(184, 20) + 3)),
        # 1,800 m² at 180 m² an hour with the hover mower: once a quarter.
        ({"grade_3": 1_800}, "typical", 10 * 4),
        # 4,000 m² at 40 m² an hour: once a year.
        ({"grade_4": 4_000}, "typical", 100),
    ],
)  # fmt: skip
def test_lawns_by_hand(lawns: dict[str, int], stance: str, total: Fraction) -> None:
    """Area × times a year ÷ the work rate of 三(五)3; watering is apart."""
    site = lawn(0, **lawns)
    mown = [
        hours(site, f"landscaping.mowing:{way}", stance)
        for way in (
            "special",
            "grade_1",
            "grade_2",
            "grade_3_hover",
            "grade_3_brush",
            "grade_4_brush",
        )
    ]

    assert sum(mown) == total


def test_watering_follows_season_and_method() -> None:
    """三(五)6: 2,000 m² an hour by hand, 8,000 by sprinklers; daily, then 2–3 a week."""
    site = lawn(0, special=500, grade_1=1_000, grade_2=500)
    times = 184 + Fraction(5, 2) * Fraction(181, 7)

    assert hours(site, "landscaping.watering:manual") == times
    assert hours(site, "landscaping.watering:sprinkler") == 0
    sprinkled = {**site, "watering_method": "sprinkler"}
    assert hours(sprinkled, "landscaping.watering:manual") == 0
    assert hours(sprinkled, "landscaping.watering:sprinkler") == times / 4


def test_the_mower_is_chosen() -> None:
    """三(五)3: 180 m² an hour with the hover mower, 60 with the brush cutter; which is assumed."""
    site = lawn(0, grade_3=1_800)
    plan = NORMS.plan(site)

    assert hours({**site, "grade_3_mower": "brush"}) is None
    assert hours({**site, "grade_3_mower": "brush"}, "landscaping") == 3 * 40
    assert [each.value for each in plan.assumptions if each.fact == "grade_3_mower"] == ["hover"]
    assert "hedge_tool" not in [each.fact for each in plan.assumptions]


# Months


def test_seasonal_work_lies_in_its_season() -> None:
    """184 days from 1 April are April to September and 1 October; daily rates follow the days."""
    site = lawn(0, special=3_600)
    inside = [0, 0, 0, 30, 31, 30, 31, 31, 30, 1, 0, 0]
    mown = [
        Fraction(n, 5) + Fraction(18, 365) * (d - n)
        for n, d in zip(inside, MONTH_DAYS, strict=True)
    ]
    watered = [n + Fraction(5, 14) * (d - n) for n, d in zip(inside, MONTH_DAYS, strict=True)]

    assert months(site) == [
        10 * m + Fraction(3_600, 2_000) * w for m, w in zip(mown, watered, strict=True)
    ]


def test_a_season_may_run_into_the_next_year() -> None:
    """100 days from 1 December: 31 + 31 + 28 + 10."""
    site = {**lawn(0, grade_2=2_800), "growing_season_days": 100, "growing_season_from": "12-01"}
    shares = [31, 28, 10, 0, 0, 0, 0, 0, 0, 0, 0, 31]
    watering = Fraction(2_800, 2_000)

    assert months(site) == [
        10 * (Fraction(n, 20) + Fraction(3 * (d - n), 265))
        + watering * (n + Fraction(5, 14) * (d - n))
        for n, d in zip(shares, MONTH_DAYS, strict=True)
    ]


def test_a_season_of_the_whole_year_leaves_no_other() -> None:
    """What is done so many times out of season is not done then."""
    site = {**lawn(0, grade_2=2_800), "growing_season_days": 365}

    assert hours(site, "landscaping.mowing:grade_2") == 10 * Fraction(365, 20)
    assert sum(months(site)) == hours(site, "landscaping")


def test_months_need_the_first_day_of_the_season() -> None:
    """The year does not."""
    site = {name: value for name, value in LAWNS.items() if name != "growing_season_from"}
    site["lawns"] = {**LAWNS["lawns"], "special": 360}

    assert months(site) == [None] * 12
    assert hours(site, "landscaping") is not None


def test_other_work_is_the_same_in_every_month() -> None:
    """A twelfth each; a task with a season of its own lies in that."""
    glass = {"activity": "glass_cleaning", "quantity": 2_400, "frequency": "1/day"}
    summer = {**glass, "season": {"from": "07-01", "days": 62}}

    assert months(TEN_WALK_UPS, "cleaning") == [hours(TEN_WALK_UPS) / 12] * 12
    assert months({**STAIRS, "stair_floors": 0, "tasks": [summer]}, "cleaning") == [
        0, 0, 0, 0, 0, 0, 310, 310, 0, 0, 0, 0,
    ]  # fmt: skip


# Tasks, and what is not said


def test_a_stated_task_wins_one_by_one() -> None:
    """It takes the place of the same work in the profile, and of nothing else."""
    swept = {"activity": "stair_sweeping", "quantity": 14, "times_per_year": 10}
    site = {**TEN_WALK_UPS, "tasks": [swept]}

    assert hours(site, "cleaning.stair_sweeping") == 10
    assert hours(site) == hours(TEN_WALK_UPS) - 365 * 5 + 10


def test_one_way_of_doing_it_takes_the_place_of_the_other() -> None:
    """Grade 3 lawns are mown by one machine or the other, not by both."""
    site = lawn(0, grade_3=1_800)
    task = {"activity": "mowing", "variant": "grade_3_brush", "quantity": 60, "times_per_year": 1}
    watered = hours(site, "landscaping") - 40

    assert hours({**site, "tasks": [task]}, "landscaping") == watered + 1


def test_what_there_is_none_of_is_left_out_of_the_formula() -> None:
    """Of five grades of lawn one is there, mown every 10 days and watered daily in its season."""
    plan = NORMS.plan(lawn(0, grade_1=7_200))
    line = plan["landscaping"]["gardener"]

    assert line.formula == (
        "⌈(7,200×0.1×184÷360+7,200×12/365×(365−184)÷360"
        "+7,200×184÷2,000+7,200×2.5×1/7×(365−184)÷2,000)÷(8×248)⌉=1"
    )
    assert [source.clause for source in line.sources] == ["三(五)1–13", "三(五)3", "三(五)6"]
    assert "grade_3_mower" not in {each.fact for each in plan.assumptions}
    assert "grade_3_mower" in {each.fact for each in NORMS.plan(lawn(0, grade_3=1_800)).assumptions}


def test_nothing_to_do_is_written_as_nothing() -> None:
    """No lawn of any grade."""
    assert NORMS.plan(LAWNS)["landscaping"]["gardener"].formula == "⌈0÷(8×248)⌉=0"


def test_a_profile_gives_the_stairs_in_place_of_the_quota() -> None:
    """三(四)8 counts stairs by buildings; they are counted once."""
    plan = NORMS.plan(TEN_WALK_UPS)

    assert plan["cleaning"].method == "tasks"
    assert "stairs.replaced" in codes(plan)
    assert "stairs.task_missing" not in codes(plan)


def test_a_profile_for_all_counts_where_it_has_rows() -> None:
    """One for cleaning leaves landscaping as it is."""
    site = {**TEN_WALK_UPS, "scope": ["cleaning", "landscaping"], "outdoor_green_area": 6_000}
    site = {name: value for name, value in site.items() if name != "cleaning_profile"}
    plan = NORMS.plan({**site, "profile": "cn-cpmi-2004 2"})

    assert (plan["cleaning"].method, plan["landscaping"].method) == ("tasks", "posts")
    assert hours({**site, "profile": "cn-lawn-manual"}) is None


def test_what_there_is_of_a_thing_is_asked_for() -> None:
    """Missing is not zero: a row of the grade without its quantity is a gap."""
    site = {name: value for name, value in STAIRS.items() if name != "common_glass_area"}
    plan = NORMS.plan({**site, "stair_floors": 70})

    assert [gap.fact for gap in plan.gaps] == ["common_glass_area"]
    assert asked(plan) == ["Which area of common glass is cleaned (0 where there is none)?"]


def test_what_has_no_frequency_asks_for_a_task() -> None:
    """A cell that is not there, hedges, beds; none of them where there is none."""
    beds = {**LAWNS, "hedges": {"wall": 100, "massed": 0}, "beds": 50}

    assert asked(NORMS.plan(LAWNS)) == []
    assert asked(NORMS.plan(beds)) == [
        (
            "How often, and how much each time: trimming hedges and shrubs, wall-shaped hedges? "
            "The frequency profile does not say; state a task with its frequency."
        ),
        (
            "How often, and how much each time: weeding, by hand? "
            "The frequency profile does not say; state a task with its frequency."
        ),
    ]
    assert asked(
        NORMS.plan({**STAIRS, "cleaning_profile": "cn-cpmi-2004 3", "stair_floors": 7})
    ) == [
        (
            f"How often, and how much each time: {work}? "
            "The frequency profile does not say; state a task with its frequency."
        )
        for work in ("mopping stairs", "wiping handrails, grilles and skirtings of stairs")
    ]


def test_each_is_a_question_of_its_own() -> None:
    """All of them are answered by tasks."""
    plan = NORMS.plan({**LAWNS, "hedges": {"wall": 100}, "trees": {"crown_5_10_m": 3}})
    found = [each for each in plan.questions() if each.fact == "tasks"]

    assert [each.reason for each in found] == ["needed", "needed"]
    assert "wall-shaped hedges" in found[0].text
    assert "crown 5–10 m" in found[1].text


def test_work_without_a_printed_rate_asks_for_a_task() -> None:
    """The norm prints nothing for lift cars; a task brings its own rate."""
    single = {
        **STAIRS, "cleaning_profile": "cn-single-list", "stair_floors": 0, "garage_area": 0,
        "lift_cars": 4,
    }  # fmt: skip
    task = {"activity": "lift_car_cleaning", "quantity": 4, "frequency": "1/day", "rate": "15 min"}

    assert asked(NORMS.plan(single)) == [
        (
            "How much does one person do in an hour: daily cleaning of lift cars? "
            "The norm prints no work rate; state a task with its rate."
        )
    ]
    assert hours({**single, "tasks": [task]}) == 365
    assert hours({**single, "lift_cars": 0}) == 0


def test_lobbies_and_garages_are_swept_like_floors() -> None:
    """They have the rate of 三(四)2, as tasks and by a profile."""
    lobby = {"activity": "lobby_sweeping", "quantity": 300, "times_per_year": 7}
    garage = {
        **STAIRS, "cleaning_profile": "cn-single-list", "stair_floors": 0, "lift_cars": 0,
        "garage_area": 600, "tasks": [{"activity": "garage_washing", "quantity": 0,
        "times_per_year": 0, "rate": 1}],
    }  # fmt: skip

    assert hours({"gross_floor_area": 90_000, "tasks": [lobby]}) == 7
    assert hours(garage) == 365


def message(plan: Plan, code: str, lang: str = "en") -> str:
    """Return what the findings of a code say."""
    return "\n".join(each.message[lang] for each in plan.findings if each.code == code)


def test_what_a_task_takes_the_place_of_is_told() -> None:
    """The stairs of ten walk-ups have 70 floors: a task of 14 leaves 56 out, and says so."""
    swept = {"activity": "stair_sweeping", "quantity": 14, "times_per_year": 10}
    plan = NORMS.plan({**TEN_WALK_UPS, "tasks": [swept]})
    whole = NORMS.plan({**TEN_WALK_UPS, "tasks": [swept | {"quantity": 70}]})

    assert message(plan, "profile.replaced") == (
        "Stated tasks take the place of what the frequency profile says of this work: sweeping "
        "stairs. Write 'in_addition: yes' in a task that comes on top of it."
    )
    assert message(plan, "task.below_inventory") == (
        "sweeping stairs: the tasks stated are of 14, which is all that counts, while the site has "
        "70 (floors of stairs). State tasks for the whole, or write 'in_addition: yes' in those "
        "that come on top of the frequency profile."
    )
    assert message(plan, "task.below_inventory", "zh") == (
        "梯级清扫：自填作业的工程量为 14，仅此计入，而项目共有 70（楼梯层数合计）。"
        "请按全部工程量填写作业；属频次标准之外另行增加的，请注明“另计: 是”。"
    )
    assert message(whole, "profile.replaced")
    assert not message(whole, "task.below_inventory")
    assert not message(NORMS.plan(TEN_WALK_UPS), "profile.replaced")


@pytest.mark.parametrize("key", ["in_addition", "另计"])
def test_a_task_in_addition_counts_on_top(key: str) -> None:
    """365 × 5 h by the profile, and ten more hours: 140 floors at 14 an hour."""
    swept = {"activity": "stair_sweeping", "quantity": 14, "times_per_year": 10, key: "yes"}
    site = {**TEN_WALK_UPS, "tasks": [swept]}
    plan = NORMS.plan(site)

    assert hours(site, "cleaning.stair_sweeping") == 365 * 5 + 10
    assert hours({**site, "tasks": [swept | {key: False}]}, "cleaning.stair_sweeping") == 10
    assert not {"profile.replaced", "task.below_inventory"} & set(codes(plan))
    with pytest.raises(SiteError, match="true or false is expected; found 'perhaps'"):
        NORMS.plan({**site, "tasks": [swept | {key: "perhaps"}]})


def test_what_is_not_stated_is_told_and_asked() -> None:
    """Missing is not zero, also where no role waits: hedges, trees, beds, pots."""
    plan = NORMS.plan({**LAWNS, "hedges": {"wall": 0, "massed": 0}, "beds": 0})
    found = {each.fact: each for each in plan.questions() if each.reason == "useful"}
    trees = [f"trees.crown_{size}" for size in ("from_15_m", "10_15_m", "5_10_m", "below_5_m")]

    assert message(plan, "inventory.not_stated") == (
        "Not stated, and taken as none, for the frequency profile does not ask for them: "
        "ball-shaped plants, crown from 15 m, crown 10–15 m, crown 5–10 m, crown below 5 m, height "
        "to 3 m, pot plants. State how much there is, or 0."
    )
    assert set(found) >= {"hedges.balls", *trees, "pots"}
    assert found["hedges.balls"].text == (
        "How many ball-shaped plants are there (0 where there are none)?"
    )
    none = {"hedges": {"wall": 0, "massed": 0, "balls": 0}, "beds": 0, "pots": 0}
    none["trees"] = dict.fromkeys([name.removeprefix("trees.") for name in trees], 0)
    assert not message(NORMS.plan({**LAWNS, **none}), "inventory.not_stated")


def test_what_there_is_counts_nothing_without_a_profile() -> None:
    """A finding says by which fact it would count, and it is asked for."""
    site = {"gross_floor_area": 90_000, "scope": ["landscaping"], "lawns": {"special": 600}}
    plan = NORMS.plan(site)
    task = {"activity": "mowing", "variant": "special", "quantity": 600, "times_per_year": 9}

    assert message(plan, "inventory.not_used") == (
        "What there is counts nothing until it is known how often it is worked on: special-grade "
        "lawn. Name a frequency profile as 'landscaping_profile', or state tasks."
    )
    assert message(plan, "inventory.not_used", "zh") == (
        "以下工程量因频次未知而未计入：特级草坪。请填写“绿化频次标准”，或填写作业。"
    )
    assert "landscaping_profile" in [each.fact for each in plan.questions()]
    for counted in ({"tasks": [task]}, {"landscaping_profile": "cn-lawn-manual"}):
        assert not message(NORMS.plan({**site, **counted}), "inventory.not_used")
    assert not message(NORMS.plan({**site, "scope": ["cleaning"]}), "inventory.not_used")


def test_where_no_lawn_is_the_season_is_not_asked_for() -> None:
    """No lawn takes no hour, however long the season is; one square metre asks for it."""
    without = {name: value for name, value in LAWNS.items() if "season" not in name}
    question = "How many days does the growing season last"

    assert hours(without, "landscaping") == 0
    assert months(without) == [0] * 12
    assert asked(NORMS.plan(without)) == []
    mown = NORMS.plan({**without, "lawns": {**LAWNS["lawns"], "grade_1": 1}})
    assert [each.startswith(question) for each in asked(mown)] == [True]


def test_the_first_day_of_the_season_is_asked_for() -> None:
    """Hours by month need it, where there is work that follows the season."""
    without = {name: value for name, value in LAWNS.items() if name != "growing_season_from"}
    mown = {**without, "lawns": {**LAWNS["lawns"], "special": 360}}

    assert message(NORMS.plan(mown), "growing_season.no_start") == (
        "Hours by month, and the busiest month, need this: first day of the growing season."
    )
    assert "growing_season_from" in [each.fact for each in NORMS.plan(mown).questions()]
    for site in (without, mown | {"growing_season_from": "04-01"}):
        assert not message(NORMS.plan(site), "growing_season.no_start")


# Findings


def test_a_frequency_that_was_not_seen_is_told() -> None:
    """Once, with the work that it is used for."""
    plan = NORMS.plan({**lawn(0, special=100), "lawns": {**LAWNS["lawns"], "special": 100}})
    [found] = [each for each in plan.findings if each.code == "profile.unverified"]
    stairs = [e for e in NORMS.plan(TEN_WALK_UPS).findings if e.code == "profile.unverified"]

    assert found.message["en"] == (
        "These frequencies of the profile were not verified: watering, special-grade lawn, grade 1 "
        "lawn, grade 2 lawn. Check them before they are relied on. Watering was seen in a machine "
        "translation only."
    )
    assert stairs[0].message["zh"] == (
        "作业频次标准中以下频次未经核实：梯级清扫、拖楼梯、擦楼梯扶手、铁栏、地脚线。"
        "采用前请核对。二级的频次未见于文本。"
    )
    assert "profile.unverified" not in codes(NORMS.plan(LAWNS))


def test_what_neither_profile_nor_task_is_about_is_a_gap() -> None:
    """Carpets and toilets, of which cn-cpmi-2004 says nothing; 0 m² of garages need no answer."""
    site = {**TEN_WALK_UPS, "carpet_area": 100, "toilets": 3, "garage_area": 0}
    cleaned = {"activity": "toilet_cleaning", "quantity": 3, "frequency": "1/day", "rate": 2}
    washed = {"activity": "carpet_cleaning", "quantity": 100, "frequency": "1/month"}
    how_often = (
        "How often, and how much each time: {}? The frequency profile does not say; state a task "
        "with its frequency."
    )

    assert asked(NORMS.plan(site)) == [
        how_often.format(work) for work in ("cleaning carpets", "cleaning toilets")
    ]
    assert not NORMS.plan(site).complete
    assert NORMS.headcount(site)["cleaner"] is None
    assert asked(NORMS.plan({**site, "tasks": [cleaned]})) == [how_often.format("cleaning carpets")]
    assert NORMS.plan({**site, "tasks": [cleaned, washed]}).complete
    assert hours({"gross_floor_area": 1, "toilets": 3}) is None  # no profile, no task: no answer


def test_what_is_only_worked_out_is_told() -> None:
    """Four lifts have cars; cn-cpmi-2004 says nothing of cars, and cn-single-list does."""
    site = {**TEN_WALK_UPS, "lifts": 4}
    plan = NORMS.plan(site)
    [told] = [each for each in plan.findings if each.code == "inventory.not_stated"]

    assert plan.complete
    assert "lift cars" in told.message["en"]
    for other in ({"lift_cars": 0}, {"cleaning_profile": "cn-single-list"}):
        [told] = [
            each
            for each in NORMS.plan({**site, **other}).findings
            if each.code == "inventory.not_stated"
        ]
        assert "lift cars" not in told.message["en"]


def test_what_another_profile_is_about_is_a_gap_too() -> None:
    """The manual of lawns says nothing of pots; lobbies are no work of gardeners."""
    potted = {**LAWNS, "pots": 40, "lobby_area": 500}

    assert [each.partition(": ")[2].partition("?")[0] for each in asked(NORMS.plan(potted))] == [
        "spreading granular fertiliser, pot by pot"
    ]


def test_a_doubtful_rate_is_told_where_a_profile_uses_it() -> None:
    """三(四)6 prints glass by the minute."""
    doubtful = "The norm is doubtful here (clause 三(四)6)."
    glass = {**TEN_WALK_UPS, "common_glass_area": 10}

    assert [f for f in NORMS.plan(glass).findings if f.message["en"].startswith(doubtful)]
    assert not [
        f for f in NORMS.plan(TEN_WALK_UPS).findings if f.message["en"].startswith(doubtful)
    ]


# Profiles of one's own


def given(tmp_path: Path, rows: str) -> Norms:
    """Return the base norm with a profile of these rows."""
    file = tmp_path / "own.yaml"
    file.write_text(
        "id: own\ntitle: {en: Own, zh: 自有}\nsource: {en: Own, zh: 自有}\ntrust: C\n"
        "best_grade: A\ngrades:\n  A: {labels: {en: grade A, zh: 甲级}}\ndepartments:\n" + rows,
        "utf-8",
    )
    return load_norms("cn-estate", profiles=[file])


def test_a_row_may_be_done_in_its_season_only(tmp_path: Path) -> None:
    """Nothing is done in the other part of the year, nor is it asked for."""
    rows = (
        "  landscaping:\n    - {activity: mowing, variant: special, "
        "cells: {A: {in_season: 1/week, out_of_season: 0/year}}}\n"
    )
    norms = given(tmp_path, rows)
    site = {**LAWNS, "landscaping_profile": "own", "lawns": {"special": 720_000}}

    # 720,000 ÷ 360 = 2,000 h × 184/7 = 52,571.4 h; ÷ 1,984 h = 26.5.
    assert norms.headcount(site)["gardener"] == 27


def test_an_unverified_cell_without_a_remark_names_the_source(tmp_path: Path) -> None:
    """What is not remarked on is said to be from where the profile is from."""
    cell = "cells: {A: {frequency: 1/day, status: unverified}}"
    norms = given(tmp_path, f"  cleaning:\n    - {{activity: stair_sweeping, {cell}}}\n")
    plan = norms.plan({**TEN_WALK_UPS, "cleaning_profile": "own"})
    [found] = [each for each in plan.findings if each.code == "profile.unverified"]

    assert found.message["en"] == (
        "These frequencies of the profile were not verified: sweeping stairs. Check them before "
        "they are relied on. Own"
    )


def test_work_of_another_department_counts_there(tmp_path: Path) -> None:
    """An activity is one department's: its row elsewhere gives nothing."""
    rows = "  landscaping:\n    - {activity: floor_sweeping, cells: {A: 1/day}}\n"
    norms = given(tmp_path, rows)
    site = {**LAWNS, "landscaping_profile": "own", "grounds_area": 10_000}

    assert norms.headcount(site)["gardener"] == 0


def test_work_that_no_norm_rates_is_a_departments_by_its_row(tmp_path: Path) -> None:
    """A task of it counts there, with a rate of its own; without one a rate is asked for."""
    rows = "  cleaning:\n    - {activity: carpet_cleaning, cells: {A: 1/day}}\n"
    norms = given(tmp_path, rows).with_changes({"cleaning.rates.carpet_cleaning": None})
    task = {"activity": "carpet_cleaning", "quantity": 1, "times_per_year": 2_920, "rate": 1}
    site = {
        **STAIRS, "cleaning_profile": "own", "carpet_area": 100,
        "buildings": [{"storeys": 6, "stairwells": 0}],
    }  # fmt: skip

    assert norms.headcount({**site, "tasks": [task]})["cleaner"] == 1
    assert asked(norms.plan(site)) == [
        (
            "How much does one person do in an hour: cleaning carpets? "
            "The norm prints no work rate; state a task with its rate."
        )
    ]


def test_daily_work_is_done_on_each_day_of_the_year() -> None:
    """The seasons divide the same year as frequencies do."""
    assert times_per_year(Fraction(1), "day", None) == DAYS_OF_YEAR == sum(MONTH_DAYS)
