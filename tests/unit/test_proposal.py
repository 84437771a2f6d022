"""Three columns stand side by side: the norm, what was decided, and what is proposed."""

import csv
import io
from datetime import date
from fractions import Fraction

import polars as pl
import pytest

import staffing_norms as sn
from reading import Reader
from staffing_norms.authoring.difference import difference
from staffing_norms.foundation.languages import LANGUAGES, Language
from staffing_norms.results.messages import fault_text
from staffing_norms.results.result import Finding
from staffing_norms.results.sums import Sum

# Guards by hand: 2 fixed posts × 3, 4 gates × 3, 2 × ⌈320,000 ÷ 50,000⌉ × 3, 3 car parks × 3,
# 1 centre × 3; the leaders of 32 万㎡ are 1 supervisor, 3 squad leaders and ⌈32 ÷ 6.5⌉ = 5.
SITE = {
    "name": "Plaza",
    "gross_floor_area": 320_000,
    "entrances": 4,
    "car_park_entrances": 3,
    "control_centres": 1,
    "fixed_posts": 2,
    "scope": ["security", "customer_service"],
}
POSTS = [
    {"role": "control_room_guard", "on_duty": 2, "hours": 24, "source": "tender p. 12"},
    {"role": "entrance_guard", "name": "gate", "on_duty": 2, "hours": 24, "demand": "exactly"},
    {"role": "Host", "department": "security", "on_duty": 1, "hours": 12, "days": 248},
]
ADJUSTMENTS = [
    {"role": "patrol_guard", "change": -3, "reason": "cameras", "approved_by": "head office"},
    {"role": "Project manager", "change": 1},
    {
        "role": "customer_service_supervisor",
        "change": -0.5,
        "kind": "shared",
        "until": "2027-06-30",
    },
]


def proposed(**more: object) -> sn.Plan:
    """Plan the site with what stands beside the norm."""
    return sn.plan_staffing({**SITE, "posts": POSTS, "adjustments": ADJUSTMENTS, **more})


def test_the_norm_keeps_its_figures() -> None:
    """Whatever stands beside them: roles, departments, site."""
    plan, alone = proposed(), sn.plan_staffing(SITE)

    assert (plan.headcount, plan.total) == (alone.headcount, alone.total) == (92, alone.total)
    assert {line.role: line.headcount for line in alone.lines} == {
        line.role: line.headcount for line in plan.lines
    }


def test_the_columns_of_roles() -> None:
    """Those that something is said of; the others are as the norm counts."""
    lines = {line.role: line for line in proposed().lines}
    columns = {
        role: (line.headcount, line.adjusted, line.proposed)
        for role, line in lines.items()
        if line.beside
    }

    assert columns == {
        "customer_service_supervisor": (1, Fraction(1, 2), Fraction(1, 2)),
        "entrance_guard": (12, 12, 6),
        "patrol_guard": (42, 39, 39),
        "control_room_guard": (3, 3, 6),
    }
    assert all(
        line.adjusted == line.proposed == line.headcount
        for line in lines.values()
        if not line.beside
    )


def test_totals_hold_the_heads_outside_the_norm() -> None:
    """Security 72 + 9 = 81; − 3 = 78; − 6 + 3 + ⌈12 ÷ 8⌉ = 77. Customer service 11 − 0.5."""
    plan = proposed()
    security = plan["security"]

    assert (security.headcount, security.adjusted.known, security.proposed.known) == (81, 78, 77)
    assert [(each.role, each.proposed) for each in security.heads] == [("Host", 2)]
    assert [(each.role, each.adjusted) for each in plan.heads] == [("Project manager", 1)]
    assert plan.adjusted == Sum(Fraction(179, 2), 0, complete=True)
    assert plan.proposed == Sum(Fraction(177, 2), 0, complete=True)
    assert str(plan.proposed) == "88.5"


def test_a_plan_without_either_proposes_the_norm() -> None:
    """The same figures in all three."""
    plan = sn.plan_staffing(SITE)

    assert (plan.adjusted.known, plan.proposed.known, plan.posts, plan.heads) == (92, 92, (), ())


def test_a_gap_keeps_totals_open() -> None:
    """At least so many, and how many facts they wait for."""
    plan = sn.plan_staffing(
        {"gross_floor_area": 320_000, "entrances": 4, "scope": ["security"], "posts": POSTS[:1]},
        methods={"security": "posts"},
    )

    assert not plan.proposed.complete
    assert str(plan.proposed) == f"≥ {plan.proposed.known} (3 gaps)"
    assert "≥ 63" in plan.to_text()  # 12 + 42 guards and 9 leaders


def test_posts_and_adjustments_are_kept() -> None:
    """With their roles, and what is assumed where nothing is said."""
    plan = proposed()
    room, gate, host = plan.posts
    patrol, _, shared = plan.adjustments

    assert (room.role, room.department, room.on_duty) == ("control_room_guard", "security", 2)
    assert (room.hours, room.days) == (Fraction(24), 365)
    assert (room.demand, room.source, room.name) == ("minimum", "tender p. 12", "")
    assert (gate.demand, gate.name, host.days) == ("exact", "gate", 248)
    assert (patrol.change, patrol.reason, patrol.approved_by) == (-3, "cameras", "head office")
    assert (patrol.kind, patrol.until) == ("", None)
    assert (shared.change, shared.kind, shared.until) == (
        Fraction(-1, 2), "shared", date(2027, 6, 30),
    )  # fmt: skip


def found(plan: sn.Plan, code: str) -> list[Finding]:
    """Return the findings of a code."""
    return [each for each in plan.findings if each.code == code]


def test_an_exact_demand_below_the_norm_is_told() -> None:
    """Two people at the gate round the clock are 6, where the norm wants 12."""
    [finding] = found(proposed(), "posts.below_norm")

    assert (finding.severity, finding.department) == ("warning", "security")
    assert finding.message["en"] == (
        "Entrance guard: the client demands posts for 6 people, below the 12 of the norm. "
        "Agree what is left undone, or more posts."
    )


def test_a_minimum_below_the_norm_is_told() -> None:
    """Two people at the gate round the clock are 6 of the 12, which stand; 13 were decided."""
    post = {**POSTS[1], "demand": "minimum"}
    plan = proposed(posts=[post], adjustments=[{"role": "entrance_guard", "change": 1}])
    [finding] = found(plan, "posts.minimum_below_norm")

    assert (finding.severity, finding.department) == ("info", "security")
    assert finding.message == {
        "en": (
            "Entrance guard: the client demands posts for at least 6 people, fewer than the 12 of"
            " the norm; 13 are proposed. State the demand as exact if it is to replace the norm."
        ),
        "zh": (
            "门岗秩序维护员：甲方要求的岗位至少合 6 人，少于定额 12 人；拟配 13 人。"
            "如以甲方要求为准，请将要求填为“固定”。"
        ),
    }


@pytest.mark.parametrize(
    "posts",
    [
        [{"role": "entrance_guard", "on_duty": 4, "hours": 24}],  # the 12 of the norm
        [POSTS[1]],  # an exact demand is told by itself
        [POSTS[1], {"role": "entrance_guard", "on_duty": 1, "hours": 24}],
        [{"role": "entrance_guard", "on_duty": 0, "hours": 24}],  # nothing is demanded
    ],
)
def test_no_minimum_below_the_norm(posts: list[dict[str, object]]) -> None:
    """Where as many are demanded, where none are, and where exactly so many are."""
    assert found(proposed(posts=posts), "posts.minimum_below_norm") == []


def test_a_role_out_of_scope_is_told() -> None:
    """Once a role; its posts count outside the norm: 2 on duty round the clock are 6, and one."""
    plan = proposed(
        posts=[{"role": "cleaner", "on_duty": 2, "hours": 24}],
        adjustments=[
            {"role": "cleaner", "change": 1},
            {"role": "Nurse", "change": 1},
            {"role": "Host", "department": "security", "change": 1},
        ],
    )
    [finding] = found(plan, "posts.out_of_scope")

    assert [(head.role, head.proposed) for head in plan.heads] == [("cleaner", 6), ("Nurse", 1)]
    assert [head.demanded for head in plan.heads] == [6, 0]
    assert (finding.severity, finding.department) == ("info", "")
    assert finding.message == {
        "en": (
            "Cleaner: its department is out of the scope of this plan, so that its posts and"
            " adjustments count outside the norm. Add the department to the scope if it is meant"
            " to be planned."
        ),
        "zh": (
            "保洁员：所属部门不在本次测算范围内，其要求岗位与调整计入定额外。"
            "如需测算该部门，请将其加入服务范围。"
        ),
    }


@pytest.mark.parametrize(("demand", "total"), [("minimum", "≥ 92 (1 gap)"), ("exact", "92")])
def test_who_is_demanded_counts_though_the_norm_is_unknown(demand: str, total: str) -> None:
    """Without the 6 at fixed posts the site has 86; 2 on duty round the clock are 6 at least."""
    post = {"role": "fixed_post_guard", "on_duty": 2, "hours": 24, "demand": demand}
    plan = sn.load_norms().plan(
        {**SITE, "fixed_posts": None, "posts": [post]}, methods={"security": "posts"}
    )

    assert str(plan.total) == "≥ 86 (1 gap)"
    assert str(plan.proposed) == total
    assert plan["security"].proposed.known == 75 + 6
    assert str(plan.adjusted) == "≥ 86 (1 gap)"


def test_posts_within_another_figure_are_told() -> None:
    """The composite quota holds the guards of all posts, so that a post comes on top of it."""
    plan = sn.plan_staffing(
        {"gross_floor_area": 320_000, "posts": POSTS[:1], "scope": ["security"]}
    )
    [finding] = found(plan, "posts.contained")

    assert plan["security"].method == "composite"
    assert plan.proposed.known == plan.headcount + 6
    assert finding.message["en"].startswith("Control-room guard: the method of this plan counts")


def test_an_adjustment_that_ended_is_not_added() -> None:
    """The composite quota counts the patrol guards; nobody is added to them any more."""
    facts = {"gross_floor_area": 320_000, "scope": ["security"]}
    change = {"role": "patrol_guard", "change": 2, "until": "2026-06-30"}
    plan = sn.load_norms(as_of="2026-07-01").plan({**facts, "adjustments": [change]})

    assert found(plan, "adjustment.expired")
    assert not found(plan, "posts.contained")
    assert plan.proposed.known == plan.headcount


def test_an_adjustment_that_ended_is_told() -> None:
    """On the day after its last."""
    site = {**SITE, "adjustments": [{**ADJUSTMENTS[0], "until": "2026-06-30"}]}
    plan = sn.load_norms(as_of="2026-07-01").plan(site)
    [finding] = found(plan, "adjustment.expired")

    assert finding.message["en"] == (
        "Patrol guard: the adjustment by -3 ended on 2026-06-30 and no longer counts. "
        "Have it approved anew, or remove it."
    )
    assert plan.proposed.known == plan.headcount
    assert "until: 2026-06-30; ended, not counted" in plan.to_text()


def test_nobody_can_be_taken_away_that_is_not_there() -> None:
    """One fault a role with the sum of its changes, at the last that takes away."""
    changes = [
        {"role": "control_room_guard", "change": -2.5},
        {"role": "control_room_guard", "change": -2},
        {"role": "entrance_gaurd", "change": -1},
        {"role": "Project manager", "change": -0.5},
        {"role": "plumber", "change": -9},
        {"role": "entrance_guard", "change": -99},
        {"role": "entrance_guard", "change": 99},
    ]
    with pytest.raises(sn.SiteError) as caught:
        sn.load_norms().plan(
            {**SITE, "scope": ["security", "m_and_e"], "adjustments": changes},
            methods={"m_and_e": "posts"},
        )

    assert [str(fault) for fault in caught.value.faults] == [
        (
            "adjustments[2].role: the norm has no role 'entrance_gaurd'. "
            "Did you mean 'entrance_guard'? Write 'outside: yes' if it is outside the norm."
        ),
        (
            "adjustments[1].change: −4.5 in all leaves −1.5 of Control-room guard, "
            "of whom the norm counts 3. Take away no more than there are."
        ),
        (
            "adjustments[3].change: −0.5 leaves −0.5 of Project manager, "
            "of whom the norm counts 0. Take away no more than there are."
        ),
        (
            "adjustments[4].change: −9 leaves −5 of Plumber, of whom the norm counts 4. "
            "Take away no more than there are."
        ),
    ]
    assert fault_text(caught.value.faults[1], "zh") == (
        "人员调整第 2 条 增减人数: 监控中心值班员定额 3 人，增减合计 −4.5 人后为 −1.5 人。"
        "减少的人数不能多于现有人数。"
    )


def test_a_department_out_of_scope_is_beside_the_plan() -> None:
    """A role of the norm in a department that the contract leaves out counts as a head."""
    plan = proposed(posts=[{"role": "cleaner", "on_duty": 1, "hours": 8}])
    [head] = [each for each in plan.heads if each.role == "cleaner"]

    assert (head.labels["en"], head.proposed) == ("Cleaner", 1)


def test_a_role_as_needed_is_filled() -> None:
    """The norm for walk-up estates prints a receptionist without a figure."""
    posts = [{"role": "接待员", "on_duty": 1, "hours": 8}]
    site = {"gross_floor_area": 30_000, "posts": posts, "scope": ["management"]}
    plan = sn.plan_staffing(site, norms="cn-multi-storey")
    [head] = plan["management"].heads
    text = plan.to_text()

    assert (head.role, head.adjusted, head.proposed) == ("receptionist", 0, 1)
    assert plan.proposed.known == plan.headcount + 1
    assert text.count("Receptionist") == 2  # the table, and the list of posts
    assert plan.explain("receptionist") == (
        "Receptionist [receptionist]: as needed, without a figure\n"
        "  Clause 6 (as printed)\n"
        "  Proposed: ⌈1 × 8 ÷ 8⌉ = 1\n"
        "    post demanded: at least 1 on duty, 8 h a day on 365 days a year"
    )


# Faces


def test_an_explanation_says_what_is_proposed_and_why() -> None:
    """Below the norm's own derivation, whose figure it starts from."""
    plan = proposed()

    assert plan.explain("patrol_guard").splitlines()[-2:] == [
        "  Proposed: 42 − 3 = 39",
        "    adjustment: −3; reason: cameras; approved by: head office",
    ]
    assert plan.explain("control_room_guard", lang="zh").splitlines()[-2:] == [
        "  拟配人数：max(3, ⌈2×24÷8⌉)=6",
        "    甲方要求：不少于 2 人在岗，每日 24 小时，每年 365 天；来源：tender p. 12",
    ]
    assert plan.explain("entrance_guard").splitlines()[-2:] == [
        "  Proposed: ⌈2 × 24 ÷ 8⌉ = 6",
        "    post demanded: gate; exactly 2 on duty, 24 h a day on 365 days a year",
    ]
    manager = "Project manager: Outside the norm\n  Proposed: 1\n    adjustment: +1"
    assert plan.explain("Project manager") == plan.explain("PROJECT MANAGER") == manager
    assert plan.explain().endswith(manager)
    assert plan.explain("security").endswith(
        "Host: Outside the norm\n"
        "  Proposed: ⌈1 × 12 ÷ 8⌉ = 2\n"
        "    post demanded: at least 1 on duty, 12 h a day on 248 days a year"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_has_two_more_columns(lang: Language) -> None:
    """In text and in Markdown; heads outside the norm stand below the departments."""
    plan = proposed()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in plan.to_markdown(lang=lang).splitlines()
        if line.startswith("|")
    ]
    names = {"en": ["Headcount", "Adjusted", "Proposed"], "zh": ["定额人数", "调整后", "拟配人数"]}
    told = {row[0] + row[1]: row[4:7] for row in cells}

    assert cells[0][4:7] == names[lang]
    assert cells[-1][4:7] == ["92", "89.5", "88.5"]
    assert cells[-2][4:7] == cells[-3][4:7] == ["–", "1", "1"]
    assert told["Host"] == ["–", "0", "2"]
    assert len({len(row) for row in cells}) == 1


def test_a_plan_of_the_norm_alone_has_no_more_columns() -> None:
    """Text, Markdown, CSV, JSON, dataframe and page are as they were."""
    plan = sn.plan_staffing(SITE)
    keys = {"adjusted", "proposed", "posts", "adjustments", "heads"}

    assert "Proposed" not in plan.to_text() + plan.to_markdown() + plan.to_html()
    assert keys.isdisjoint(plan.to_dict())
    assert keys.isdisjoint(plan.to_dict()["departments"][0]["lines"][0])
    assert keys.isdisjoint(plan.to_frame().columns)
    assert keys.isdisjoint(next(csv.reader(io.StringIO(plan.to_csv()))))


def test_the_table_for_programs() -> None:
    """Plain digits; heads outside the norm are rows of their own kind."""
    rows = list(csv.DictReader(io.StringIO(proposed().to_csv())))
    told = {
        row["role"] or row["kind"]: (row["headcount"], row["adjusted"], row["proposed"])
        for row in rows
    }

    assert list(rows[0])[13:16] == ["headcount", "adjusted", "proposed"]
    assert told["patrol_guard"] == ("42", "39", "39")
    assert told["Host"] == ("", "0", "2")
    assert told["site"] == ("92", "89.5", "88.5")
    assert [row["kind"] for row in rows if row["role"] in ("Host", "Project manager")] == [
        "outside", "outside",
    ]  # fmt: skip
    assert "定额外" in proposed().to_csv(lang="zh")


def test_an_unknown_figure_is_an_empty_cell() -> None:
    """Of a role that waits for a fact."""
    plan = sn.plan_staffing(
        {"gross_floor_area": 320_000, "posts": POSTS[:1]}, methods={"security": "posts"}
    )
    rows = {row["role"]: row for row in csv.DictReader(io.StringIO(plan.to_csv()))}

    assert (rows["entrance_guard"]["headcount"], rows["entrance_guard"]["proposed"]) == ("", "")
    assert plan["security"].roles["entrance_guard"].proposed is None
    assert plan.to_frame().filter(pl.col("role") == "entrance_guard")["proposed"].to_list() == [
        None
    ]


def test_the_data() -> None:
    """Whole people are numbers, halves texts; what is not said is null."""
    data = proposed().to_dict()
    service, security = data["departments"]
    keys = list(data)

    assert (data["headcount"], data["adjusted"], data["proposed"]) == (92, "179/2", "177/2")
    assert (service["adjusted"], security["proposed"]) == ("21/2", 77)
    assert security["lines"][2]["proposed"] == 39
    labels = {"en": "Host", "zh": "Host"}
    assert security["heads"] == [{"role": "Host", "labels": labels, "adjusted": 0, "proposed": 2}]
    assert keys[keys.index("departments") + 1 :][:3] == ["heads", "posts", "adjustments"]
    assert data["posts"][2] == {
        "role": "Host", "department": "security", "labels": labels, "name": None, "on_duty": 1,
        "hours": 12, "days": 248, "demand": "minimum", "source": None,
    }  # fmt: skip
    assert data["adjustments"][2] == {
        "role": "customer_service_supervisor", "department": "customer_service",
        "labels": {"en": "Customer service supervisor", "zh": "客服主管"}, "change": "-1/2",
        "kind": "shared", "reason": None, "approved_by": None, "until": "2027-06-30",
        "counts": True,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["polars", "pandas"])
def test_the_dataframe_has_two_more_columns(kind: str) -> None:
    """And a row for each head outside the norm."""
    frame = proposed().to_frame(kind)  # type: ignore[call-overload]  # either
    rows = frame[["role", "kind", "adjusted", "proposed"]]
    told = rows.rows() if kind == "polars" else list(rows.itertuples(index=False, name=None))

    assert ("customer_service_supervisor", "leader", 0.5, 0.5) in told
    assert told[-2:] == [("Host", "outside", 0.0, 2.0), ("Project manager", "outside", 1.0, 1.0)]


@pytest.mark.parametrize("audience", ["client", "internal"])
def test_the_page(audience: str) -> None:
    """Sums at the top, columns in the table, a section for posts and one for adjustments."""
    read = Reader(proposed().to_html(audience=audience))  # type: ignore[arg-type]  # either
    text = " ".join(read.texts)

    assert "Headcount 92 Adjusted 89.5 Proposed 88.5" in text
    assert "Patrol guard 14 3 42 39 39" in text
    assert "Outside the norm subtotal – 1 1 Project manager – 1 1" in text
    assert "Posts demanded by the client Control-room guard:  at least 2 on duty" in text
    assert "Adjustments Patrol guard:  −3; reason: cameras; approved by: head office" in text
    assert ("posts.below_norm" in text) == (audience == "internal")


def test_the_notebook() -> None:
    """A plan has the sections and columns, a department its own, and a line says why."""
    plan = proposed()

    assert "甲方要求岗位" in plan._repr_html_()
    assert "Adjusted" in str(plan["security"]._repr_html_())
    assert "Adjusted" not in str(sn.plan_staffing(SITE)["security"]._repr_html_())
    assert "42 − 3 = 39" in str(plan["security"]["patrol_guard"]._repr_html_())


def test_the_facts_tell_what_was_stated() -> None:
    """Each entry with its role, as the site writes it."""
    assert "role Host; on duty 1; hours a day 12; days a year 248; department security" in (
        proposed().to_html()
    )


def test_norms_are_compared_without_it() -> None:
    """The roles of one norm are not those of another; their own figures are compared."""
    site = {**SITE, "posts": POSTS, "adjustments": ADJUSTMENTS}
    compared = sn.compare_norms(site, ["cn-estate", "cn-high-rise"])

    assert compared.to_dict() == sn.compare_norms(SITE, ["cn-estate", "cn-high-rise"]).to_dict()
    both = sn.load_norms("cn-estate"), sn.load_norms("cn-high-rise")
    alone, beside = (difference(both, sn.Site.from_mapping(each)) for each in (SITE, site))
    assert (beside.roles, beside.totals) == (alone.roles, alone.totals)
