"""Posts that are demanded and adjustments stand beside the norm, which keeps its own figure."""

from dataclasses import replace
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffing_norms as sn
from staffing_norms.foundation.formula import ZERO, Const, Value
from staffing_norms.interpreters.evaluate import Evaluator
from staffing_norms.program.beside import Beside, add_beside, read_beside
from staffing_norms.program.book import Book
from staffing_norms.results.messages import fault_text
from staffing_norms.sites.vocabulary import vocabulary

# 12 guards at 4 entrances in 3 shifts
ENTRANCES = {
    "gross_floor_area": 320_000,
    "entrances": 4,
    "car_park_entrances": 3,
    "control_centres": 1,
    "fixed_posts": 2,
}


def post(role: str, on_duty: int, hours: object, **more: object) -> dict[str, object]:
    """Return a post that is demanded."""
    return {"role": role, "on_duty": on_duty, "hours": hours, **more}


def change(role: str, people: object, **more: object) -> dict[str, object]:
    """Return an adjustment."""
    return {"role": role, "change": people, **more}


def both(norm: Const, *posts: dict[str, object], changes: tuple[object, ...] = ()) -> list[Value]:
    """Return what a guard comes to, adjusted and proposed."""
    book = Book(vocabulary())
    add_beside(book, "guard", norm)
    site = sn.Site(posts=posts, adjustments=[change("guard", each) for each in changes])
    run = Evaluator(book.outputs).evaluation(site.values, "typical")
    return [run.value(f"{name}.guard") for name in ("adjusted", "proposed")]


@pytest.mark.parametrize(
    ("on_duty", "hours", "people"),
    [
        (1, 8, 1),
        (1, 8.01, 2),
        (1, 12, 2),  # 12 ÷ 8 is 1.5
        (2, 12, 3),
        (1, 24, 3),  # three shifts of 8 hours
        (2, 24, 6),
        (1, "4 小时", 1),
        (0, 24, 0),
    ],
)
def test_a_post_takes_a_person_for_eight_hours(on_duty: int, hours: object, people: int) -> None:
    """The hours of a day, over all people on duty, are rounded up once."""
    assert both(ZERO, post("guard", on_duty, hours)) == [0, people]


def test_posts_of_a_role_are_rounded_up_together() -> None:
    """12 h and 4 h make two people, not two and one."""
    assert both(ZERO, post("guard", 1, 12), post("guard", 1, 4)) == [0, 2]
    assert both(ZERO, post("guard", 1, 12), post("cleaner", 1, 24)) == [0, 2]


@pytest.mark.parametrize(
    ("norm", "posts", "changes", "figures"),
    [
        (5, [], [], [5, 5]),
        (5, [("minimum", 8)], [], [5, 5]),
        (5, [("minimum", 48)], [], [5, 6]),
        (5, [("exact", 8)], [], [5, 1]),
        (5, [("exact", 48)], [-1], [4, 6]),
        (5, [("exact", 8), ("minimum", 16)], [], [5, 3]),
        (5, [], [2, -0.5], [Fraction(13, 2), Fraction(13, 2)]),
        (5, [("minimum", 48)], [2], [7, 7]),
        (5, [("minimum", 48)], [-2], [3, 6]),
        (0, [("minimum", 8)], [2], [2, 2]),
        (0, [("minimum", 8)], [-1], [-1, 1]),
        (0, [], [0.5], [Fraction(1, 2), Fraction(1, 2)]),
    ],
)
def test_a_minimum_raises_and_an_exact_demand_replaces(
    norm: int, posts: list[tuple[str, int]], changes: list[float], figures: list[Fraction]
) -> None:
    """The norm's figure, what was decided, and what is proposed; of a role with so many hours."""
    demanded = [post("guard", hours // 8, 8, demand=demand) for demand, hours in posts]

    assert both(Const(norm), *demanded, changes=tuple(changes)) == figures


HOURS = st.integers(1, 2400).map(lambda each: Fraction(each, 100))
HALVES = st.integers(-20, 20).map(lambda each: Fraction(each, 2))


@given(
    norm=st.integers(0, 50),
    hours=st.lists(st.tuples(st.integers(0, 9), HOURS), max_size=4),
    changes=st.lists(HALVES, max_size=4),
    data=st.data(),
)
def test_the_laws_of_minima(
    norm: int,
    hours: list[tuple[int, Fraction]],
    changes: list[Fraction],
    data: st.DataObject,
) -> None:
    """Order is irrelevant; nothing falls below what was decided, nor below what is demanded."""
    posts = [post("guard", on_duty, each) for on_duty, each in hours]
    adjusted, proposed = both(Const(norm), *posts, changes=tuple(changes))
    shuffled = data.draw(st.permutations(posts)), data.draw(st.permutations(changes))
    needed = ceil(sum((on_duty * each for on_duty, each in hours), Fraction(0)) / 8)

    assert [adjusted, proposed] == both(Const(norm), *shuffled[0], changes=tuple(shuffled[1]))
    assert adjusted == norm + sum(changes)
    assert proposed == (max(adjusted, needed) if hours else adjusted)


def test_a_gap_of_the_norm_is_kept() -> None:
    """Nothing is proposed for what is unknown, unless it is demanded exactly."""
    norms = sn.load_norms()
    unknown = {"gross_floor_area": 320_000, "car_park_entrances": 1}
    methods = {"security": "posts"}
    more = {**unknown, "posts": [post("entrance_guard", 1, 24)]}
    exact = {**unknown, "posts": [post("entrance_guard", 1, 24, demand="exactly")]}
    lines = [norms.plan(s, methods=methods)["security"].roles for s in (unknown, more, exact)]
    guards = [roles["entrance_guard"] for roles in lines]

    assert [line.headcount for line in guards] == [None, None, None]
    assert [(line.adjusted, line.proposed) for line in guards] == [
        (None, None), (None, None), (None, 3),
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["entrance_guard", "Entrance guard", "门岗秩序维护员"])
@pytest.mark.parametrize("more", [{}, {"department": "security"}, {"department": "秩序维护"}])
def test_a_role_is_named_in_either_language(role: str, more: dict[str, object]) -> None:
    """By its id or what the norm calls it, with its department or without."""
    plan = sn.plan_staffing({**ENTRANCES, "adjustments": [change(role, 1, **more)]})

    assert plan.adjustments[0].role == "entrance_guard"
    assert plan.adjustments[0].department == "security"


def test_what_is_no_role_is_a_head_outside_the_norm() -> None:
    """It keeps its name, whose case does not matter, and stands in the department stated."""
    heads = [
        change("Project manager", 1),
        change("project manager", -0.5),
        post("project manager", 1, 8, department="Security"),
    ]
    plan = sn.plan_staffing({**ENTRANCES, "adjustments": heads[:2], "posts": heads[2:]})
    [own] = plan["security"].heads
    [manager] = plan.heads

    assert (manager.role, manager.department) == ("Project manager", "")
    assert (manager.adjusted, manager.proposed) == (Fraction(1, 2), Fraction(1, 2))
    assert (own.role, own.adjusted, own.proposed) == ("project manager", 0, 1)


def faults(**stated: object) -> list[str]:
    """Return the faults of a site that is planned."""
    with pytest.raises(sn.SiteError) as caught:
        sn.plan_staffing({**ENTRANCES, **stated})
    return [str(fault) for fault in caught.value.faults]


def test_what_is_wrong_with_roles_is_told_at_once() -> None:
    """A misspelt role, a role of another department, an unknown department."""
    assert faults(
        posts=[post("entrance gaurd", 1, 24)],
        adjustments=[
            change("cleaner", 1, department="security"),
            change("cleaner", 1, department="garage"),
        ],
    ) == [
        (
            "posts[0].role: the norm has no role 'entrance gaurd'. Did you mean 'entrance_guard'? "
            "Write 'outside: yes' if it is outside the norm."
        ),
        (
            "adjustments[0].department: 'cleaner' is a role of cleaning, not of security. "
            "Correct it, or leave it out."
        ),
        (
            "adjustments[1].department: the norm has no department 'garage'. Known: "
            "customer_service, security, m_and_e, cleaning, landscaping."
        ),
    ]


def test_a_name_like_that_of_a_role_may_be_outside_the_norm() -> None:
    """The norm has a 客服主管; a 客服主任 is somebody else where the site says so."""
    assert faults(adjustments=[change("客服主任", 1)])
    plan = sn.plan_staffing({**ENTRANCES, "adjustments": [change("客服主任", 1, outside=True)]})

    assert [head.role for head in plan.heads] == ["客服主任"]


def test_a_name_of_several_roles_needs_its_department() -> None:
    """Two departments of a norm may call a role alike; its id or its department tells which."""
    home = next(d for d in sn.load_norms().rulebook.departments if d.department == "security")
    twin = replace(home, department="cleaning", roles=(replace(home.roles[0], role="twin"),))
    label = home.roles[0].labels.en

    def read(**more: object) -> Beside:
        site = sn.Site(adjustments=[change(label, 1, **more)])
        return read_beside(site.facts, (home, twin), vocabulary(), None)

    [fault] = read().faults
    assert str(fault) == (
        "adjustments[0].role: 'Fixed-post guard' is the name of several roles. "
        "Known: fixed_post_guard, twin."
    )
    assert [each.role for each in read(department="cleaning")] == ["twin"]


def test_roles_are_told_together_with_other_faults(tmp_path: Path) -> None:
    """Where the norm is known, a figure that cannot be read does not hide a misspelt role."""
    wrong = {
        "lifts": "46 m",
        "posts": [{"role": "entrance gaurd", "on_duty": 1.5, "hours": 8}, {"on_duty": 1}, "x"],
    }
    told = [
        "lifts: '46 m' is a length; a number of lifts such as '5 lifts' is expected.",
        "posts[0].on_duty: 1.5 is not whole; a whole number is expected.",
        ("posts[1]: posts need their 'role'. Write it like {role: …, on_duty: …, hours: …}."),
        ("posts[1]: posts need their 'hours'. Write it like {role: …, on_duty: …, hours: …}."),
        (
            "posts[2]: a mapping is expected; found 'x'. Write it like {name: …, role: …, "
            "on_duty: …, hours: …, days: …, demand: …, department: …, outside: …, source: …}."
        ),
        (
            "posts[0].role: the norm has no role 'entrance gaurd'. Did you mean 'entrance_guard'? "
            "Write 'outside: yes' if it is outside the norm."
        ),
    ]
    norms = sn.load_norms()

    for ask in (norms.plan, norms.headcount, norms.site):
        with pytest.raises(sn.SiteError) as caught:
            ask(wrong)
        assert [str(fault) for fault in caught.value.faults] == told

    site, answers = tmp_path / "site.yaml", tmp_path / "answers.yaml"
    site.write_text("posts:\n  - {role: cleanr, on_duty: 1, hours: 8}\n", "utf-8")
    answers.write_text("lifts: many\n", "utf-8")
    with pytest.raises(sn.SiteError) as caught:
        norms.reading(lambda: sn.Site().with_answers(site, answers, words=norms.words))
    assert [str(fault) for fault in caught.value.faults] == [
        (f"{answers}:1:8: lifts: 'many' is not one number with its unit. Write it like '5 lifts'."),
        (
            f"{site}:2:12: posts[0].role: the norm has no role 'cleanr'. "
            "Did you mean 'cleaner'? Write 'outside: yes' if it is outside the norm."
        ),
    ]


def test_a_misspelt_role_alone_is_told_by_each_way() -> None:
    """By a site that is read for the norm, and by the people to employ."""
    wrong = {**ENTRANCES, "adjustments": [change("entrance gaurd", 1)]}
    norms = sn.load_norms()

    with pytest.raises(sn.SiteError, match="the norm has no role 'entrance gaurd'"):
        norms.site(wrong)
    for cover in ("norm", "no_overtime"):
        with pytest.raises(sn.SiteError, match="the norm has no role 'entrance gaurd'"):
            norms.headcount(sn.Site(**wrong), cover=cover)  # type: ignore[arg-type]


def test_the_fast_way_refuses_what_a_plan_refuses() -> None:
    """Adjustments that leave fewer than no people, with the misspelt role, whatever counts."""
    wrong: Any = {
        **ENTRANCES,
        "adjustments": [change("entrance gaurd", 1), change("entrance_guard", -13)],
    }
    norms = sn.load_norms()
    for ask in (norms.plan, norms.headcount):
        for cover in ("norm", "no_overtime"):
            with pytest.raises(sn.SiteError) as caught:
                ask(sn.Site(**wrong), cover=cover)
            assert [str(fault) for fault in caught.value.faults] == [
                (
                    "adjustments[0].role: the norm has no role 'entrance gaurd'. "
                    "Did you mean 'entrance_guard'? Write 'outside: yes' if it is outside the norm."
                ),
                (
                    "adjustments[1].change: −13 leaves −1 of Entrance guard, "
                    "of whom the norm counts 12. Take away no more than there are."
                ),
            ]


def test_who_is_taken_away_outside_the_norm_is_told_with_all_other_faults() -> None:
    """No plan is needed to know that; of the gates a plan is, and of what cannot be read too."""
    wrong: Any = {
        **ENTRANCES,
        "absence": "100 %",
        "adjustments": [
            change("项目经理", -1),
            change("entrance_guard", -99),
            change("Host", -2),
            change("Host", "three"),
        ],
    }
    norms, least = sn.load_norms(), "Take away no more than there are."
    below = f"adjustments[0].change: −1 leaves −1 of 项目经理, of whom the norm counts 0. {least}"
    share = "absence: '100 %' is too much; at most 90 % is expected. Check the digits and the unit."
    number = (
        "adjustments[3].change: 'three' is not one number with its unit. Write it like '5 people'."
    )
    for ask in (norms.site, norms.plan, norms.headcount):
        with pytest.raises(sn.SiteError) as caught:
            ask(wrong)
        assert {str(fault) for fault in caught.value.faults} == {below, share, number}
    wrong = {**ENTRANCES, "adjustments": [change("项目经理", -1), change("entrance gaurd", 1)]}
    for ask in (norms.site, norms.plan, norms.headcount):
        with pytest.raises(sn.SiteError) as caught:
            ask(wrong)
        codes = {fault.code for fault in caught.value.faults}
        assert codes == {"adjustment.below_zero", "role.unknown"}


def test_places_in_a_file_are_told(tmp_path: Path) -> None:
    """File, line and column of the role and of the change; also in Chinese."""
    file = tmp_path / "site.yaml"
    file.write_text(
        "总建筑面积: 32 万平方米\n人员调整:\n  - {岗位: 门岗秩序维护, 增减人数: 1}\n", "utf-8"
    )
    with pytest.raises(sn.SiteError) as caught:
        sn.plan_staffing(sn.Site.from_file(file))
    [fault] = caught.value.faults

    assert (fault.line, fault.column, fault.code) == (3, 10, "role.unknown")
    assert fault_text(fault, "zh") == (
        f"{file}:3:10: 人员调整第 1 条 岗位：定额中没有岗位“门岗秩序维护”。是否指“门岗秩序维护员”？"
        "确属定额外岗位时，请注明“定额外: 是”。"
    )


def test_ended_adjustments_do_not_count() -> None:
    """On the day of the plan; without a day all count."""
    site = {**ENTRANCES, "adjustments": [change("entrance_guard", 1, until="2026-06-30")]}
    days = ["2026-06-30", "2026-07-01", None]
    plans = [sn.load_norms(as_of=day).plan(site) for day in days]

    assert [plan["security"]["entrance_guard"].adjusted for plan in plans] == [13, 12, 13]
    assert [plan.adjustments[0].counts for plan in plans] == [True, False, True]


def test_nothing_is_read_where_nothing_is_stated() -> None:
    """So a plan of the norm alone takes no longer."""
    assert not read_beside({}, (), vocabulary(), None)
