"""The people to employ follow from the hours for which people are to be there, by hand."""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import staffing_norms as sn
from norms.tiny import PRINTED, Tiny
from staffing_norms.results.payroll import Payroll
from staffing_norms.results.reasons import CoverLine
from worked import GARDEN, garden

GATES: dict[str, Any] = {
    "scope": ["security"],
    "entrances": 25,
    "car_park_entrances": 0,
    "control_centres": 2,
    "fixed_posts": 0,
    "patrol_area": 0,
    "leave_days": 5,
}
"""25 gates and two seats in control rooms, round the clock."""

POSTS = {"security": "posts"}


def lines(payroll: Payroll) -> Mapping[str, CoverLine]:
    """Return the lines by role."""
    return {line.role: line for line in payroll.lines}


def employed(site: Mapping[str, Any], role: str) -> tuple[int | None, ...]:
    """Return a role's people by the norm, with all lawful overtime, and without overtime."""
    norms = sn.load_norms()
    return tuple(
        norms.headcount(site, methods=POSTS, cover=cover)[role]
        for cover in ("norm", "lawful_overtime", "no_overtime")
    )


def test_posts_that_pool() -> None:
    """25 posts need 93 people with all lawful overtime and 113 without, not 100 and 125."""
    assert employed(GATES, "entrance_guard") == (75, 93, 113)


def test_two_seats_in_a_control_room() -> None:
    """They need 8 with overtime and 10 without."""
    assert employed(GATES, "control_room_guard") == (6, 8, 10)


def test_relief_is_rounded_once_for_a_pool() -> None:
    """26,280 + 35,040 + 122,640 + 26,280 h ÷ 1,984 h are 105.97: 14 + 17 + 62 + 13."""
    told = lines(garden().cover)
    guards = [line for line in told.values() if line.pool == "guards"]

    assert [line.hours for line in guards] == [26_280, 35_040, 122_640, 26_280]
    assert [line.no_overtime for line in guards] == [14, 17, 62, 13]
    assert sum(line.exact["no_overtime"] or 0 for line in guards) == Fraction(210_240, 1984)
    assert [line.lawful_overtime for line in guards] == [11, 15, 51, 11]
    assert guards[0].pool_labels == {"en": "guards", "zh": "秩序维护员"}


def test_what_is_unknown_leaves_the_pool_as_it_is() -> None:
    """35,040, 122,640 and 26,280 h ÷ 1,984 h: 17.66, 79.48, 92.72, so 18 + 62 + 13."""
    told = lines(sn.load_norms().plan({**GARDEN, "fixed_post_area": None}, methods=POSTS).cover)
    roles = ("fixed_post_guard", "entrance_guard", "patrol_guard", "car_park_guard")

    assert [told[role].no_overtime for role in roles] == [None, 18, 62, 13]
    assert told["fixed_post_guard"].exact == {"lawful_overtime": None, "no_overtime": None}


def test_overtime_without_relief() -> None:
    """8,760 ÷ 3 − 1,984 h are 936 h a year, 78 a month; with 5 days of leave 81.3."""
    assert lines(garden().cover)["entrance_guard"].overtime == 78
    assert lines(garden(leave_days=5).cover)["entrance_guard"].overtime == Fraction(244, 3)


def test_gardeners_are_no_fewer_than_are_at_work() -> None:
    """31,744 h ÷ 1,944 h are 16.33: 17; ÷ 2,376 h with overtime 13.36, but 16 are at work."""
    gardener = lines(garden(leave_days=5).cover)["gardener"]

    assert gardener.relieved
    assert gardener.hours == 31_744
    assert [gardener.lawful_overtime, gardener.no_overtime] == [16, 17]
    assert gardener.exact == {
        "lawful_overtime": Fraction(31_744, 2376),
        "no_overtime": Fraction(31_744, 1944),
    }


def test_the_days_of_duty_are_those_of_the_site() -> None:
    """10 stairwells are one cleaner: 8 h on 365 days take 1.47 people; on 248 days just 1."""
    site = {"buildings": [{"storeys": 7, "stairwells": 10}], "scope": ["cleaning"]}
    norms, methods = sn.load_norms(), {"cleaning": "stairs"}
    daily = lines(norms.plan(site, methods=methods).cover)["cleaner"]
    weekdays = lines(norms.plan({**site, "cleaning_days": 248}, methods=methods).cover)["cleaner"]

    assert [daily.hours, daily.no_overtime] == [2920, 2]
    assert daily.exact["no_overtime"] == Fraction(2920, 1984)
    assert [weekdays.hours, weekdays.no_overtime] == [1984, 1]


def test_leaders_and_composite_quotas_are_not_relieved() -> None:
    """They count as proposed; the hours of a composite quota are unknown, a leader's 1,984."""
    told = lines(garden().cover)
    leader, quota = told["squad_leader"], told["cleaning_workforce"]

    assert [leader.relieved, leader.hours, leader.norm, leader.no_overtime] == [False, 5952, 3, 3]
    assert [quota.relieved, quota.hours, quota.norm, quota.no_overtime] == [False, None, 36, 36]
    assert quota.overtime is None


def test_a_post_that_is_demanded_is_manned_on_its_own_days() -> None:
    """2 × 12 h on 250 days are 6,000 h: 3 people, 2.48 with overtime, 3.02 without."""
    post = {"role": "fixed_post_guard", "on_duty": 2, "hours": 12, "days": 250, "demand": "exact"}
    line = lines(garden(posts=[post]).cover)["fixed_post_guard"]

    assert [line.norm, line.proposed, line.hours] == [9, 3, 6000]
    assert line.exact == {
        "lawful_overtime": Fraction(6000, 2416),
        "no_overtime": Fraction(6000, 1984),
    }
    assert [line.on_duty, line.lawful_overtime, line.no_overtime] == [2, 3, 4]


@pytest.mark.parametrize(
    ("role", "posts", "hours"),
    [
        # 1 seat, 8,760 h, and a second one on 24 h × 248 days.
        ("control_room_guard", [(2, 24, 248)], 14_712),
        # 4 gates, 35,040 h, and a fifth on 24 h × 100 days.
        ("entrance_guard", [(5, 24, 100)], 37_440),
        # 6 seats of two posts are 12,600 h, 2,100 h each; two are beyond the gates.
        ("entrance_guard", [(5, 24, 100), (1, 12, 50)], 39_240),
        # No seat beyond those of the norm.
        ("entrance_guard", [(4, 24, 248)], 35_040),
        ("entrance_guard", [(0, 24, 365)], 35_040),
        # 4 plumbers by day, 4 × 1,984 h, and a fifth on 8 h × 100 days.
        ("plumber", [(5, 8, 100)], 8_736),
        # 5 plumbers on every day of the year are 14,600 h, which hold the hours of the norm.
        ("plumber", [(5, 8, 365)], 14_600),
    ],
)
def test_what_is_demanded_beyond_the_norm_is_manned_besides(
    role: str, posts: list[tuple[int, int, int]], hours: int
) -> None:
    """The people of the norm are there every day; seats beyond theirs on the days demanded."""
    demanded = [
        {"role": role, "on_duty": on_duty, "hours": each, "days": days}
        for on_duty, each, days in posts
    ]
    told = lines(garden(posts=demanded).cover)[role]

    assert told.hours == hours
    assert told.exact["no_overtime"] == Fraction(hours, 1984)


def test_a_second_seat_on_working_days() -> None:
    """8,760 + 24 × 248 h are 14,712 h; ÷ 2,416 h 6.09, ÷ 1,984 h 7.42, so 7 and 8 people."""
    post = {"role": "control_room_guard", "on_duty": 2, "hours": 24, "days": 248}
    site = {**GATES, "control_centres": 1, "leave_days": 0, "posts": [post]}

    assert employed(site, "control_room_guard") == (3, 7, 8)


@pytest.mark.parametrize("role", ["entrance_guard", "concierge"])
def test_posts_of_half_hours_are_whole_people_in_the_data(role: str) -> None:
    """4 on duty for 7.5 hours on 100 days are 3,000 h, and nobody is there round the clock."""
    post = {"role": role, "on_duty": 4, "hours": 7.5, "days": 100, "demand": "exact"}
    data = json.loads(garden(posts=[post]).to_json())["cover"]
    [line] = [each for each in data["lines"] if each["role"] == role]

    assert (line["on_duty"], line["hours"]) == (4, "3000")
    assert all(isinstance(each["people"], int | None) for each in data["shift_systems"])


def test_half_a_post_that_was_taken_away_is_manned_where_it_is_demanded() -> None:
    """4 guards on 3 shifts are 11,680 h; 2 on duty on 100 days lack ⅔ of a seat, 1,600 h."""
    plan = garden(
        adjustments=[{"role": "entrance_guard", "change": -8}],
        posts=[{"role": "entrance_guard", "on_duty": 2, "hours": 24, "days": 100}],
    )

    assert lines(plan.cover)["entrance_guard"].hours == 13_280


def test_25_gates_and_one_more_for_100_days() -> None:
    """219,000 h and 24 h × 100 days are 221,400 h; ÷ 1,984 h they are 111.6, so 112."""
    post = {"role": "entrance_guard", "on_duty": 26, "hours": 24, "days": 100}
    site = {**GATES, "leave_days": 0, "posts": [post]}

    assert employed(site, "entrance_guard") == (75, 92, 112)


def test_a_leader_who_is_demanded_round_the_clock_is_relieved() -> None:
    """8,760 h take 3 people on duty, 3.63 with overtime and 4.42 without."""
    post = {"role": "customer_service_supervisor", "on_duty": 1, "hours": 24}
    line = lines(garden(posts=[post]).cover)["customer_service_supervisor"]

    assert line.relieved
    assert [line.norm, line.proposed, line.hours] == [1, 3, 8760]
    assert [line.lawful_overtime, line.no_overtime] == [4, 5]


def test_heads_outside_the_norm_are_employed_too() -> None:
    """A concierge round the clock needs 4.42 people, a manager is one."""
    plan = garden(
        posts=[{"role": "concierge", "on_duty": 1, "hours": 24}],
        adjustments=[
            {"role": "project manager", "change": 1},
            {"role": "trainee", "change": 0},
            {"role": "steward", "change": 1, "department": "security"},
        ],
    )
    told = lines(plan.cover)
    concierge, manager, trainee = told["concierge"], told["project manager"], told["trainee"]

    assert [concierge.relieved, concierge.hours, concierge.no_overtime] == [True, 8760, 5]
    assert concierge.overtime == 78
    assert [manager.relieved, manager.hours, manager.no_overtime] == [False, 1984, 1]
    assert [trainee.no_overtime, trainee.overtime] == [0, 0]
    assert plan.cover.no_overtime.known == garden().cover.no_overtime.known + 5 + 1 + 1
    assert (
        ",cn-estate,,Outside the norm,concierge,concierge,posts,true,,8760," in plan.cover.to_csv()
    )
    assert ",cn-estate,security,Security,steward,steward,day_work,false,," in plan.cover.to_csv()


def test_a_role_out_of_scope_is_covered_as_the_norm_covers_it() -> None:
    """A guard round the clock is 4.42 people; two more are 5,840 h ÷ 1,984 h = 2.94, so 3."""
    site = {"gross_floor_area": 320_000, "scope": ["cleaning"], "leave_days": 0}
    post = {"role": "patrol_guard", "on_duty": 1, "hours": 24}
    more = {"role": "patrol_guard", "change": 2}
    norms = sn.load_norms()
    without = norms.plan(site, cover="no_overtime").headcount
    for beside, people, on_duty in (({"posts": [post]}, 5, 1), ({"adjustments": [more]}, 3, 1)):
        plan = norms.plan({**site, **beside}, cover="no_overtime")
        heads = norms.headcount({**site, **beside}, cover="no_overtime")
        line = lines(plan.cover)["patrol_guard"]

        assert [head.headcount for head in plan.heads] == [people]
        assert heads["patrol_guard"] == people
        assert plan.headcount == sum(filter(None, heads.values())) == without + people
        assert (line.relieved, line.norm, line.on_duty) == (True, None, on_duty)


def test_a_composite_quota_has_no_relief_for_posts_either() -> None:
    """How its own people are spread is unknown, so that nobody is said to stand in."""
    post = {"role": "security_workforce", "on_duty": 50, "hours": 24}
    site = {"gross_floor_area": 32_000, "scope": ["security"], "posts": [post]}
    line = lines(sn.plan_staffing(site).cover)["security_workforce"]

    assert (line.proposed, line.no_overtime, line.relieved) == (150, 150, False)


def test_too_many_hours_of_a_head_are_not_covered() -> None:
    """2,000 on duty round the clock are 17.5 million hours a year, which is no site."""
    post = {"role": "concierge", "on_duty": 1000, "hours": 24}
    site = {"lifts": 1, "scope": ["m_and_e"], "posts": [post, post]}
    norms = sn.load_norms()
    plan = norms.plan(site, cover="no_overtime")
    frame = norms.plan_frame(
        pl.DataFrame([{"site": "a", "lifts": 1, "scope": "m_and_e"}]),
        posts=pl.DataFrame([{"site": "a", **post}] * 2),
        cover="no_overtime",
    )

    assert [head.headcount for head in plan.heads] == [None]
    assert norms.headcount(site, cover="no_overtime")["concierge"] is None
    assert not plan.cover.no_overtime.complete
    assert frame["headcount"][0] == plan.headcount


def test_work_in_hours_is_rounded_once() -> None:
    """Ten walk-up stairs: 365 × 5 + 70 × 24 ÷ 13 + 70 × 104 ÷ 12 = 2,560.9 h ÷ 1,984 h = 1.29."""
    site = {
        "gross_floor_area": 90_000, "scope": ["cleaning"], "grounds_area": 0,
        "common_glass_area": 0, "cleaning_profile": "cn-cpmi-2004 2",
        "buildings": [{"storeys": 7, "stairwells": 1, "count": 10}],
    }  # fmt: skip
    hours = 365 * 5 + Fraction(70 * 24, 13) + Fraction(70 * 104, 12)
    line = lines(sn.load_norms().plan(site).cover)["cleaner"]
    more = {"role": "cleaner", "change": 1}
    adjusted = lines(sn.load_norms().plan({**site, "adjustments": [more]}).cover)["cleaner"]

    assert [line.norm, line.hours, line.no_overtime] == [1, hours, 2]
    assert line.exact["no_overtime"] == hours / 1984
    assert line.overtime == (hours - 1984) / 12
    assert [adjusted.hours, adjusted.no_overtime] == [hours + 8 * 365, 3]


def test_every_total_counts_heads_outside_the_norm() -> None:
    """A concierge round the clock is 4.42 people, 5 of them, in the plan as on the payroll."""
    facts = {**GARDEN, "leave_days": 0}
    post = {"role": "concierge", "on_duty": 1, "hours": 24}
    steward = {"role": "steward", "change": 1, "department": "security"}
    norms = sn.load_norms()
    without = norms.plan(facts, cover="no_overtime")
    site = {**facts, "posts": [post], "adjustments": [steward]}
    plan = norms.plan(site, cover="no_overtime")
    heads = norms.headcount(site, cover="no_overtime")
    frame = norms.plan_frame(
        pl.DataFrame([{"site": "a", **facts}]),
        posts=pl.DataFrame([{"site": "a", **post}]),
        adjustments=pl.DataFrame([{"site": "a", **steward}]),
        cover="no_overtime",
    )

    assert plan.total.known == plan.cover.no_overtime.known == without.total.known + 5 + 1
    assert plan["security"].total.known == without["security"].total.known + 1
    assert (heads["concierge"], heads["steward"]) == (5, 1)
    assert sum(filter(None, heads.values())) == plan.headcount
    assert frame["headcount"][0] == plan.headcount
    assert frame["security_headcount"][0] == plan["security"].headcount
    assert norms.plan(site).total == norms.plan(facts).total


def test_a_dataframe_proposes_by_the_norm_whatever_counts() -> None:
    """
    4 posts are 3 people each, the patrols 2 × ⌈90,000 ÷ 50,000⌉ × 3 = 12; with 4 leaders 28.

    So in rows without adjustments of their own, also one whose floor area stands between steps.
    """
    site = {"scope": "security", "entrances": 1, "car_park_entrances": 1, "control_centres": 1}
    rows = [
        {"site": name, **site, "fixed_posts": 1, "gross_floor_area": area}
        for name, area in (("a", 90_000.0), ("b", 90_000.0), ("c", 90_000.001))
    ]
    steward = {"role": "steward", "change": 1}
    frame = sn.load_norms().plan_frame(
        pl.DataFrame(rows),
        adjustments=pl.DataFrame([{"site": "a", **steward}]),
        methods=POSTS,
        cover="no_overtime",
    )
    one = sn.load_norms().plan(
        {**site, "fixed_posts": 1, "gross_floor_area": 90_000, "adjustments": [steward]},
        methods=POSTS,
        cover="no_overtime",
    )

    assert frame["adjusted"].to_list() == frame["proposed"].to_list() == [29, 28, 28]
    assert frame["entrance_guard_proposed"].to_list() == [3, 3, 3]
    # The fixed post and the gate are 17,520 ÷ 1,984 = 8.83 people: 5 and 4.
    assert frame["entrance_guard"].to_list() == [4, 4, 4]
    assert one.by_role()["steward"] == 1
    assert sum(filter(None, one.by_role().values())) == one.headcount == frame["headcount"][0]
    assert [head["headcount"] for head in one.to_dict()["heads"]] == [1]
    assert (
        "headcount"
        not in sn.plan_staffing({"lifts": 8, "adjustments": [steward]}).to_dict()["heads"][0]
    )


def test_shift_systems_follow_the_proposal() -> None:
    """4 gates demanded, 2 patrols, a barrier, a control room, a switch room: 9 posts, 36 in 4."""
    office = sn.Site.from_yaml(Path(__file__).parents[2] / "examples/office_posts.yaml")
    cover = sn.plan_staffing(office).cover
    people = {each.system: each.people for each in cover.turns}
    on_duty = {line.role: line.on_duty for line in cover.lines}
    weekly = {each.system: each.hours_a_week for each in cover.turns}

    assert (people["three_shifts"], people["four_crews"], people["two_shifts"]) == (27, 36, 18)
    assert (on_duty["entrance_guard"], on_duty["fixed_post_guard"]) == (4, 1)
    assert [weekly[name] for name in ("three_shifts", "four_crews", "two_shifts")] == [56, 42, 84]
    assert cover.lawful_overtime == sn.plan_staffing(office, cover="lawful_overtime").total


def test_fewer_people_are_fewer_posts() -> None:
    """Of 4 gates with 12 people 3 people less leave 3 gates, 4 less 2 whole ones and 3 by day."""
    for change, posts, on_duty in ((-3, 26, 3), (-4, 25, 3)):
        cover = garden(adjustments=[{"role": "entrance_guard", "change": change}]).cover
        assert lines(cover)["entrance_guard"].on_duty == on_duty
        assert cover.turns[0].people == 3 * posts


def test_half_a_head_is_a_whole_employee() -> None:
    """Who is shared with another site is employed once."""
    change = {"role": "customer_service_supervisor", "change": "-0.5"}
    line = lines(garden(adjustments=[change]).cover)["customer_service_supervisor"]

    assert line.proposed == Fraction(1, 2)
    assert line.exact["no_overtime"] == Fraction(1, 2)
    assert line.no_overtime == 1


def test_too_many_people_are_not_covered() -> None:
    """More than 5,000 people of a role are no site; what they need is unknown, never wrong."""
    assert employed({**GATES, "entrances": 1_667}, "entrance_guard") == (5001, None, None)
    assert employed({**GATES, "entrances": 1_666}, "entrance_guard")[0] == 4998


def test_leave_by_years_of_service() -> None:
    """12 years are 10 days of leave; days that are stated go before."""
    assert garden(years_of_service=12).cover.leave == 10
    assert garden(years_of_service="25 years").cover.leave == 15
    assert garden(years_of_service=Fraction(1, 2)).cover.leave == 0
    assert garden(years_of_service=12, leave_days=7).cover.leave == 7


def test_absence_and_allowance_shorten_the_year() -> None:
    """243 days × 8 h × 90 % × 95 % = 1,662.12 h, and 432 h of overtime on top."""
    cover = garden(leave_days=5, absence="10 %", allowance="5 %").cover

    assert cover.assumed == ()
    assert cover.available == {
        "no_overtime": Fraction("1662.12"),
        "lawful_overtime": Fraction("2094.12"),
    }
    assert cover.alternatives == ()


def test_what_is_not_stated_is_shown_side_by_side() -> None:
    """
    One 24-hour post: 5 people at 0 to 15 days of leave; with 15 % lost 5.19 are 6.

    Absence and allowance each by themselves, while nothing is taken off for the other.
    """
    gate = {**GATES, "entrances": 1, "control_centres": 0, "gross_floor_area": 1000}
    norms = sn.load_norms()
    cover = norms.plan({**gate, "leave_days": None}, methods=POSTS).cover
    shown = [(each.fact, each.value, each.no_overtime.known) for each in cover.alternatives]

    assert cover.assumed == ("leave_days", "absence", "allowance")
    assert cover.alternatives[0].lawful_overtime == cover.lawful_overtime
    leaders = cover.no_overtime.known - 5
    assert [(fact, value, people - leaders) for fact, value, people in shown] == [
        ("leave_days", 0, 5),
        ("leave_days", 5, 5),
        ("leave_days", 10, 5),
        ("leave_days", 15, 5),
        ("absence", 0, 5),
        ("absence", Fraction(1, 10), 5),
        ("absence", Fraction(3, 20), 6),
        ("allowance", 0, 5),
        ("allowance", Fraction(1, 10), 5),
        ("allowance", Fraction(3, 20), 6),
    ]
    stated = norms.plan({**gate, "absence": "5 %"}, methods=POSTS).cover
    assert [each.fact for each in stated.alternatives] == ["allowance"] * 3


def test_shift_systems_at_one_post() -> None:
    """8,760 h over 3, 4 and 2 people: 78, 17.2 and 199.7 h of overtime a month; 27 posts."""
    cover = garden(shift_system="四班三运转").cover
    turns = {each.system: each for each in cover.turns}

    assert {name: (each.crews, each.people) for name, each in turns.items()} == {
        "three_shifts": (3, 81),
        "four_crews": (4, 108),
        "two_shifts": (2, 54),
        "day_post": (1, None),
        "day_post_five_days": (1, None),
    }
    assert turns["three_shifts"].overtime == 78
    assert turns["four_crews"].overtime == Fraction(2190 - 1984, 12)
    assert turns["two_shifts"].overtime == Fraction(4380 - 1984, 12)
    assert [name for name, each in turns.items() if each.is_lawful] == [
        "four_crews",
        "day_post_five_days",
    ]
    assert [name for name, each in turns.items() if each.is_stated] == ["four_crews"]


def test_patrols_of_two_shifts_are_no_posts_round_the_clock() -> None:
    """14 patrols on two shifts leave 13 of the 27 posts."""
    turns = {each.system: each for each in garden(patrol_shifts=2).cover.turns}

    assert turns["four_crews"].people == 4 * 13


def test_the_people_to_employ_may_count_in_a_plan() -> None:
    """Heads, totals and stances are those to employ; what is not stated is an assumption."""
    plan = sn.plan_staffing(GARDEN, cover="不加班")

    assert plan["security"]["patrol_guard"].headcount == 62
    assert plan["security"]["patrol_guard"].exact == Fraction(122_640, 1984)
    assert plan["security"]["patrol_guard"].on_duty == 14
    assert plan.headcount == garden().cover.no_overtime.known == 232
    assert plan.cover.norm.known == 193
    assert (plan.lean.known, plan.typical.known, plan.generous.known) == (223, 232, 239)
    assert plan.span is None
    assumed = {each.fact: each.value for each in plan.assumptions}
    assert (assumed["leave_days"], assumed["absence"], assumed["allowance"]) == (0, 0, 0)


def test_no_such_cover() -> None:
    """A name that nobody knows is told with that of a stance, at once."""
    with pytest.raises(sn.UnknownNameError) as caught:
        sn.load_norms().headcount(GARDEN, stance="leen", cover="overtime")

    assert str(caught.value) == (
        "stance: no stance is called 'leen'. Did you mean 'lean'?\n"
        "cover: no cover is called 'overtime'. Did you mean 'no_overtime'?"
    )


@pytest.mark.parametrize("cover", ["norm", "lawful_overtime", "no_overtime"])
def test_every_face_counts_the_same(cover: str) -> None:
    """The plan, the fast way, the exact way and a dataframe agree."""
    norms = sn.load_norms()
    stated = {"entrances": 4, "gross_floor_area": 320_000, "leave_days": 7, "absence": 0.05}
    sites = [GARDEN, {**GARDEN, **stated}, {**GARDEN, "absence": Fraction(1, 300)}, {"lifts": 3}]
    for site in sites[:2]:
        frame = pl.DataFrame([{**site, "absence": float(site.get("absence", 0))}])
        row = norms.plan_frame(frame, cover=cover).row(0, named=True)
        heads = norms.headcount(site, cover=cover)
        assert {role: row[role] for role in heads} == heads
        assert row["headcount"] == sum(filter(None, heads.values()))
    for site in sites:
        plan = norms.plan(site, cover=cover)
        heads = norms.headcount(site, cover=cover)
        roles = {role: line for each in plan for role, line in each.roles.items()}
        assert {role: line.headcount for role, line in roles.items()} == heads


def test_a_role_may_be_relieved_under_one_method_only() -> None:
    """As posts 3 people are 5 on the payroll; as a quota 3 stay 3, and their hours are unknown."""
    tiny = Tiny(
        "\nmethods:\n"
        "  - {id: posts, needs: [lifts]}\n"
        "  - {id: quota, needs: [households], composite: true}\n"
        "rules:\n"
        f"  - {{id: a, kind: posts, role: guard, {PRINTED}, shifts: 3, of: lifts}}\n"
        "  - {id: b, kind: quota, role: guard, methods: [quota], clause: '2', status: printed,"
        " of: households, per: 100 户}\n"
    )
    cover = tiny.rulebook.cover.roles["guard"]
    figures = cover.hours, cover.people["no_overtime"], cover.exact["no_overtime"]
    posts = [tiny.value(each, lifts=1) for each in figures]
    quota = [tiny.value(each, method="quota", households=300) for each in figures]

    assert cover.relieved == {"posts": True, "quota": False}
    assert posts == [8760, 5, Fraction(8760, 1984)]
    assert quota == [None, 3, 3]


def test_a_pool_of_a_norm_that_relieves_nobody_changes_nothing() -> None:
    """Roles that are not relieved are counted one by one, though a pool names them."""
    tiny = Tiny(
        "\nrules:\n"
        f"  - {{id: a, kind: quota, role: guard, {PRINTED}, of: lifts, per: 2 部}}\n"
        "cover:\n"
        "  pools: [{id: all, labels: {en: All, zh: 全}, roles: [guard]}]\n"
    )
    cover = tiny.rulebook.cover.roles["guard"]

    assert tiny.value(cover.people["no_overtime"], lifts=3, leave_days=5) == 2
    assert tiny.value(cover.hours, lifts=3, leave_days=5) == 2 * 1944
