"""Findings of law: counted by hand from the figures of the working time, and told in full."""

from pathlib import Path
from typing import Any

import pytest

import staffing_norms as sn
from staffing_norms.results.result import Finding

ESTATE = Path(__file__).parents[2] / "examples/garden_estate.yaml"
ROOM: dict[str, Any] = {
    "gross_floor_area": 120_000, "scope": ["security"], "entrances": 2, "car_park_entrances": 1,
    "fixed_posts": 0, "control_centres": 1, "fire_control_rooms": 1,
}  # fmt: skip
EXCEPTION = "Local rule, article 3"


def law_of(site: sn.Site | dict[str, Any], norm: str = "cn-estate", **how: Any) -> list[Finding]:  # noqa: ANN401
    """Return the findings of law of a plan."""
    return [each for each in sn.load_norms(norm).plan(site, **how).findings if each.citation]


def codes_of(norm: str = "cn-estate", /, **facts: Any) -> set[str]:  # noqa: ANN401
    """Return the codes of the findings of law about the fire control room of a small site."""
    found = law_of({**ROOM, **facts}, norm, methods={"security": "posts"})
    return {each.code for each in found} - {"law.overtime"}


def test_overtime_of_the_people_on_duty() -> None:
    """
    Posts round the clock for 81 people: 2,920 − 1,984 = 936 hours beyond, or 78 a month.

    Guards 72 × 2,920 ÷ 2,416 = 87.02, control room 8,760 ÷ 2,416 = 3.63, electricians
    17,520 ÷ 2,416 = 7.25: 88 + 4 + 8; without overtime ÷ 1,984: 106 + 5 + 9.
    """
    [found] = law_of(sn.Site.from_yaml(ESTATE))

    assert (found.code, found.severity, found.department) == ("law.overtime", "info", "")
    assert found.roles == (
        "fixed_post_guard", "entrance_guard", "patrol_guard", "car_park_guard",
        "control_room_guard", "duty_electrician",
    )  # fmt: skip
    assert found.citation == "劳动法 第四十一条"
    assert found.message == {
        "en": (
            "With nobody to relieve them (81 in all), overtime would be up to 78 h a month for"
            " each; 36 h are lawful."
        ),
        "zh": "若无人顶岗（共 81 人），每人每月加班最多 78 小时；法定上限为 36 小时。",
    }
    assert found.satisfied_by == {
        "en": "Employ 100 in their place with lawful overtime, or 120 without.",
        "zh": "含轮休须配备 100 人（法定加班内），不加班须 120 人。",
    }


def test_leave_adds_to_the_overtime() -> None:
    """With 5 days of leave (2,920 − 1,944) ÷ 12 = 81.33 hours a month."""
    [found] = law_of(sn.Site.from_yaml(ESTATE).with_facts(leave_days=5))

    assert "overtime would be up to ≈ 81.33 h a month" in found.message["en"]


def test_overtime_of_posts_that_are_demanded() -> None:
    """A leader on duty round the clock is 3 people with 78 hours each; without the post none."""
    site = {"gross_floor_area": 50_000, "scope": ["security"]}
    post = {"role": "security_supervisor", "on_duty": 1, "hours": 24}
    [found] = law_of({**site, "posts": [post]})

    assert found.roles == ("security_supervisor",)
    assert "(3 in all)" in found.message["en"]
    assert law_of(site) == []


def test_a_role_out_of_scope_is_named_in_every_face() -> None:
    """A cleaner who is demanded round the clock is 3 people with 78 hours each, out of scope."""
    post = {"role": "cleaner", "on_duty": 1, "hours": 24}
    plan = sn.plan_staffing({"gross_floor_area": 50_000, "scope": ["security"], "posts": [post]})
    [found] = [each for each in plan.findings if each.citation]

    assert found.roles == ("cleaner",)
    for told in (plan.to_text(), plan.to_markdown(), plan.to_html(audience="internal")):
        assert "With nobody to relieve them (3 in all)" in told
    assert "• 保洁员：若无人顶岗（共 3 人）" in plan.to_text(lang="zh")


def test_overtime_follows_the_hours_of_work() -> None:
    """Ten walk-up stairs are 2,561 h a year for one cleaner: 48 a month beyond 1,984, not 78."""
    site = {
        "gross_floor_area": 90_000, "scope": ["cleaning"], "grounds_area": 0,
        "common_glass_area": 0, "cleaning_profile": "cn-cpmi-2004 2",
        "buildings": [{"storeys": 7, "stairwells": 1, "count": 10}],
    }  # fmt: skip
    [found] = law_of(site)

    assert found.roles == ("cleaner",)
    assert found.message["en"].startswith(
        "With nobody to relieve them (1 in all), overtime would be up to ≈ 48.07 h a month for each"
    )


@pytest.mark.parametrize(
    ("years", "days", "due"),
    [
        (12, 5, "10"), (0.5, 5, ""), (9, 0, "5"), (9, 5, ""), (10, 10, ""), (10, 20, ""),
        (20, 14, "15"), (20, 15, ""), (12, None, ""), (None, 5, ""),
    ],
)  # fmt: skip
def test_leave_that_is_less_than_the_years_give(
    years: float | None, days: int | None, due: str
) -> None:
    """5 days from the first year, 10 from the tenth, 15 from the twentieth; more is lawful."""
    site = sn.Site(gross_floor_area=32_000, years_of_service=years, leave_days=days)
    found = [each for each in law_of(site) if each.code == "law.leave"]

    assert [(each.severity, each.department, each.citation) for each in found] == [
        ("warning", "", "职工带薪年休假条例 第三条") for _ in [due] if due
    ]
    for each in found:
        assert each.message == {
            "en": (
                f"Paid leave of {days} days is stated, but {years} years of service give at least"
                f" {due} by law. The plan takes the days stated."
            ),
            "zh": f"所填年休假 {days} 天，而平均工龄 {years} 年依法至少 {due} 天；测算按所填天数。",
        }
        assert each.satisfied_by == {
            "en": "Check both, or state one of them.",
            "zh": "请核对两项，或只填一项。",
        }


def test_the_lines_that_too_little_leave_is_about() -> None:
    """Guards, for whom others stand in; nobody does for their leaders."""
    [found] = [
        each
        for each in law_of({**ROOM, "years_of_service": 10, "leave_days": 5})
        if each.code == "law.leave"
    ]

    assert found.roles == (
        "entrance_guard", "patrol_guard", "car_park_guard", "control_room_guard",
    )  # fmt: skip


def test_working_time_that_is_not_in_force_on_the_day() -> None:
    """That of 2025 is in force from the first of January on; a plan of no day is of no other."""
    site = {"gross_floor_area": 50_000}
    codes = {}
    for day in (None, "2024-12-31", "2025-01-01"):
        plan = sn.load_norms(as_of=day).plan(site)
        codes[day] = [each for each in plan.findings if each.code == "law.not_in_force"]
    [found] = codes.pop("2024-12-31")

    assert codes == {None: [], "2025-01-01": []}
    assert (found.severity, found.department, found.roles) == ("info", "", ())
    assert found.citation == "人社部发〔2025〕2号"
    assert found.told_in("en") == (
        "The plan is made for 2024-12-31, when this is not in force: Working time in China from"
        " 2025. Leave, overtime and the people to employ rest on it all the same. Check these by"
        " the law of that day."
    )
    assert found.told_in("zh") == (
        "测算日期为 2024-12-31，而“2025 年起的工时与休假”当日未施行；"
        "年休假、加班与配备人数仍按其测算。请按当日有效的规定核对。"
    )


@pytest.mark.parametrize(
    ("posts", "on_duty"),
    [
        ([{"on_duty": 2, "hours": 24, "days": 248}], "1"),  # 3 people of the norm on other days
        ([{"on_duty": 1, "hours": 24, "days": 248}, {"on_duty": 1, "hours": 24}], "1"),
        ([{"on_duty": 2, "hours": 24, "days": 248, "demand": "exact"}], "0"),  # nobody on others
        ([{"on_duty": 2, "hours": 24}], ""),
        ([{"on_duty": 2, "hours": 24, "demand": "exact"}], ""),
    ],
)
def test_a_fire_control_room_is_manned_every_day(posts: list[dict[str, Any]], on_duty: str) -> None:
    """2 are needed a shift; posts of some days of the year do not count for all of it."""
    posts = [{"role": "control_room_guard", **post} for post in posts]
    found = [
        each for each in law_of({**ROOM, "posts": posts}) if each.code == "law.fire_control_room"
    ]

    assert [each.message["en"].partition("every day. ")[2] for each in found] == [
        f"The plan has {on_duty}." for _ in [on_duty] if on_duty
    ]


@pytest.mark.parametrize("cover", ["lawful_overtime", "no_overtime"])
def test_no_overtime_where_relief_counts(cover: str) -> None:
    """The people to employ are planned then, so that nobody has to; rooms are judged as before."""
    assert {each.code for each in law_of(ROOM, cover=cover)} == {"law.fire_control_room"}


def test_day_work_on_working_days_needs_no_overtime() -> None:
    """Gardeners of 248 days of 8 h work 1,984 hours; cleaners of 365 days 2,920."""
    tasks = [
        {"activity": "floor_sweeping", "quantity": 2_000, "frequency": "1/day"},
        {"activity": "mowing", "variant": "special", "quantity": 100_000, "times_per_year": 20},
    ]
    scope = ["cleaning", "landscaping"]
    buildings = [{"storeys": 6, "stairwells": 1}]
    site = {"gross_floor_area": 50_000, "scope": scope, "tasks": tasks, "buildings": buildings}
    [found] = law_of(site)

    assert found.roles == ("cleaner",)


def test_no_overtime_of_a_composite_quota() -> None:
    """How its people are spread over shifts is not known, so nothing is said."""
    assert law_of({"gross_floor_area": 50_000}) == []


def test_a_fire_control_room_with_too_few_people() -> None:
    """One centre, which is a fire control room: 2 a shift are needed, 3 ÷ 3 shifts are there."""
    [found] = [each for each in law_of(ROOM) if each.code == "law.fire_control_room"]

    assert (found.severity, found.department) == ("warning", "security")
    assert found.roles == ("control_room_guard",)
    assert found.citation == "高层民用建筑消防安全管理规定 第二十六条；GB 25201-2010 5.2"
    assert found.message == {
        "en": (
            "Each fire control room needs 2 people in a shift and each other monitoring centre one:"
            " 2 on duty in all, every day. The plan has 1."
        ),
        "zh": (
            "消防控制室每班至少 2 人，其他监控中心每班 1 人，合计每班 2 人，且每天在岗；"
            "方案每班 1 人。"
        ),
    }
    assert found.satisfied_by == {
        "en": "State a post with 2 on duty, or the local exception that allows fewer.",
        "zh": "请按每班 2 人填写要求岗位；有地方规定的，请填写其名称与条款。",
    }


@pytest.mark.parametrize(
    ("facts", "is_raised"),
    [
        ({"fire_control_rooms": None}, False),  # not stated
        ({"fire_control_rooms": 0}, False),
        ({"control_centres": 2}, True),  # 2 + 1 are needed, 2 are there
        ({"control_centres": 3}, True),  # 2 + 2 are needed, 3 are there
        ({"fire_control_rooms": 2, "control_centres": 2}, True),  # 4 are needed
        ({"posts": [{"role": "control_room_guard", "on_duty": 2, "hours": 24}]}, False),
        ({"posts": [{"role": "control_room_guard", "on_duty": 1, "hours": 24}]}, True),
        ({"scope": ["cleaning"]}, False),  # others man it
        ({"entrances": None}, False),  # by the composite quota nobody is counted for it
    ],
)
def test_fire_control_rooms_are_judged_where_they_are_stated(
    facts: dict[str, Any], *, is_raised: bool
) -> None:
    """Two a shift in each room, one in each other centre; posts that are demanded count."""
    stated = {name: value for name, value in {**ROOM, **facts}.items() if value is not None}
    found = {each.code for each in law_of(stated)}

    assert ("law.fire_control_room" in found) is is_raised


def test_a_local_exception_is_cited() -> None:
    """In place of the warning a note says by what one person may do."""
    found = law_of({**ROOM, "local_exception": EXCEPTION})
    [note] = [each for each in found if each.code != "law.overtime"]

    assert (note.code, note.severity) == ("law.local_exception", "info")
    assert note.message == {
        "en": (
            "Each fire control room needs 2 people in a shift, but the site states a local"
            " exception: “Local rule, article 3”. In place of 2 on duty in all the plan has 1."
        ),
        "zh": (
            "消防控制室每班至少 2 人；所填地方规定为“Local rule, article 3”，故每班 1 人，"
            "而非合计 2 人。"
        ),
    }


def test_a_local_exception_that_nothing_rests_on_is_not_told() -> None:
    """Without a fire control room it means nothing."""
    assert codes_of(fire_control_rooms=0, local_exception=EXCEPTION) == set()


@pytest.mark.parametrize(
    ("norm", "facts", "is_long"),
    [
        ("cn-estate", {"shift_system": "three_shifts"}, False),
        ("cn-estate", {"shift_system": "two_shifts"}, True),  # of 12 h
        ("cn-estate", {"shift_system": "two_shifts", "fire_control_rooms": 0}, False),
        ("cn-security-posts", {"guard_shifts": 3}, False),  # of 8 h
        ("cn-security-posts", {"guard_shifts": 2}, True),  # of 12 h
    ],
)
def test_shifts_of_a_fire_control_room(norm: str, facts: dict[str, Any], *, is_long: bool) -> None:
    """24 hours in shifts of at most 8; by the shift system, or by the shifts that a norm takes."""
    assert ("law.shift_length" in codes_of(norm, **facts)) is is_long


def test_the_law_is_told_to_the_house_only() -> None:
    """With the roles, what would satisfy it and the clause; a client's page says nothing of it."""
    plan = sn.plan_staffing(ROOM)
    told = "请按每班 2 人填写要求岗位；有地方规定的，请填写其名称与条款。（高层民用建筑"

    house = plan.to_html(lang="zh", audience="internal")
    assert "监控中心值班员：消防控制室每班至少 2 人" in plan.to_text(lang="zh")
    for text in (plan.to_text(lang="zh"), plan.to_markdown(lang="zh"), house):
        assert told in text
    client = plan.to_html(lang="zh", audience="client")
    assert "劳动法" not in client
    assert "高层民用建筑" not in client


def test_the_law_as_data() -> None:
    """JSON has the roles, the clause and what would satisfy it; other findings have none."""
    found = {each["code"]: each for each in sn.plan_staffing(ROOM).to_dict()["findings"]}

    assert found["law.fire_control_room"]["roles"] == ["control_room_guard"]
    assert found["law.overtime"]["citation"] == "劳动法 第四十一条"
    assert found["law.overtime"]["satisfied_by"]["en"].startswith("Employ ")
    assert found["norm.trade_text"]["roles"] == []
    assert found["norm.trade_text"]["citation"] is None
    assert found["norm.trade_text"]["satisfied_by"] is None
