"""A plan's lines, totals, gaps, assumptions and findings are those of a hand calculation."""

import shutil
from dataclasses import FrozenInstanceError, fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import staffing_norms as sn
from companies import DEMO, demo
from staffing_norms.foundation.formula import STANCES, Stance
from worked import GARDEN, ORCHARD, ORCHARD_METHODS, codes, garden, only

FLOOR_AREA = {"gross_floor_area": 320_000}

# The worked example, role by role: lean, typical, generous
HEADS: dict[str, tuple[int, int, int]] = {
    "service_centre_officer": (4, 4, 4),
    "building_inspector": (4, 4, 4),
    "customer_service_supervisor": (1, 1, 1),
    "service_centre_leader": (1, 1, 1),
    "building_inspection_leader": (1, 1, 1),
    "fixed_post_guard": (9, 9, 9),
    "entrance_guard": (12, 12, 12),
    "patrol_guard": (42, 42, 42),
    "car_park_guard": (9, 9, 9),
    "control_room_guard": (3, 3, 3),
    "security_workforce": (0, 0, 0),
    "security_supervisor": (1, 1, 1),
    "squad_leader": (3, 3, 4),
    "security_group_leader": (0, 5, 7),
    "duty_electrician": (6, 6, 6),
    "plumber": (4, 4, 4),
    "hvac_technician": (0, 0, 0),
    "lift_technician": (5, 5, 5),
    "maintenance_electrician": (10, 10, 10),
    "general_maintenance_worker": (7, 7, 7),
    "m_and_e_workforce": (0, 0, 0),
    "m_and_e_supervisor": (1, 1, 1),
    "operations_leader": (1, 1, 1),
    "maintenance_leader": (1, 1, 1),
    "m_and_e_maintenance_leader": (0, 0, 0),
    "general_maintenance_leader": (0, 0, 0),
    "cleaner": (0, 0, 0),
    "cleaning_workforce": (32, 36, 40),
    "cleaning_supervisor": (1, 1, 1),
    "cleaning_technician": (1, 1, 1),
    "cleaning_leader": (2, 2, 2),
    "gardener": (16, 16, 16),
    "indoor_gardener": (0, 0, 0),
    "nursery_worker": (0, 0, 0),
    "landscaping_workforce": (0, 0, 0),
    "landscaping_supervisor": (1, 1, 1),
    "horticulturist": (4, 4, 4),
    "landscaping_leader": (2, 2, 2),
    "nursery_supervisor": (0, 0, 0),
}


@pytest.mark.parametrize("stance", STANCES)
def test_the_worked_example_role_by_role(stance: Stance) -> None:
    """Every role of the base norm in the three stances."""
    plan = sn.plan_staffing(GARDEN, stance=stance)
    heads = {role: line.headcount for each in plan for role, line in each.roles.items()}

    assert heads == {role: figures[STANCES.index(stance)] for role, figures in HEADS.items()}


@pytest.mark.parametrize(
    ("stance", "departments", "headcount"),
    [
        ("lean", [11, 79, 35, 36, 23], 184),
        ("typical", [11, 84, 35, 40, 23], 193),
        ("generous", [11, 87, 35, 44, 23], 200),
    ],
)
def test_the_totals_of_the_worked_example(
    stance: Stance, departments: list[int], headcount: int
) -> None:
    """Lean leaves out group leaders; generous has four squad leaders; cleaning 32, 36 or 40."""
    plan = sn.plan_staffing(GARDEN, stance=stance)

    assert [each.headcount for each in plan] == departments
    assert plan.headcount == headcount
    assert (plan.lean.known, plan.generous.known) == (184, 200)


def test_workforce_and_leaders_add_up() -> None:
    """Security: 75 and 9; M&E 32 and 3; cleaning 36 and 4; landscaping 16 and 7."""
    split = {each.department: (each.workforce, each.leaders) for each in garden()}

    assert split == {
        "customer_service": (8, 3),
        "security": (75, 9),
        "m_and_e": (32, 3),
        "cleaning": (36, 4),
        "landscaping": (16, 7),
    }


def test_every_line_knows_its_other_stances() -> None:
    """The typical plan shows what each role would be at the ends of the printed range."""
    lines = {line.role: (line.lean, line.headcount, line.generous) for line in garden().lines}

    assert lines == {role: HEADS[role] for role in lines}


def test_floor_area_alone_gives_an_estimate() -> None:
    """Composite quotas: ⌈142.2⌉ + 9, ⌈35.2⌉ + 3, ⌈35.6⌉ + 4, ⌈11.2⌉ + 7 and 11: 261."""
    plan = sn.plan_staffing(FLOOR_AREA)
    split = {each.department: (each.workforce, each.leaders) for each in plan}

    assert split == {
        "customer_service": (8, 3),
        "security": (143, 9),
        "m_and_e": (36, 3),
        "cleaning": (36, 4),
        "landscaping": (12, 7),
    }
    assert plan.headcount == 261
    assert plan.complete


def test_every_usable_method_is_shown() -> None:
    """Beside the chosen one: security 75 by posts and 143 by the composite quota."""
    methods = {each.department: (each.method, dict(each.methods)) for each in garden()}

    assert methods == {
        "customer_service": ("posts", {"posts": 8}),
        "security": ("posts", {"posts": 75, "composite": 143}),
        "m_and_e": ("posts", {"posts": 32, "composite": 36}),
        "cleaning": ("composite", {"composite": 36}),
        "landscaping": ("posts", {"posts": 16, "composite": 12}),
    }


def test_the_span_goes_from_the_lowest_to_the_highest_method() -> None:
    """11; 75–143 + 9; 32–36 + 3; 36 + 4; 12–16 + 7: from 189 to 265."""
    plan = garden()

    assert [each.span for each in plan] == [(11, 11), (84, 152), (35, 39), (40, 40), (19, 23)]
    assert plan.span == (189, 265)


def test_stairs_are_shown_but_are_no_estimate_of_the_whole() -> None:
    """The stair quota is a part of the work, so it does not widen the span."""
    cleaning = garden(buildings=[{"storeys": 6, "stairwells": 30}])["cleaning"]

    assert cleaning.methods == {"composite": 36, "stairs": 3}
    assert cleaning.span == (40, 40)


def test_a_method_with_gaps_leaves_the_span_open() -> None:
    """Weeding by hand has no rate, so the highest is unknown; 4 nursery workers come apart."""
    plan = sn.plan_staffing(ORCHARD, methods=ORCHARD_METHODS)

    assert plan["landscaping"].methods == {"tasks": None, "composite": 12 + 4}
    assert plan["landscaping"].span is None
    assert plan.span is None


def test_no_usable_method_leaves_the_span_open() -> None:
    """Without any fact there is no figure at all."""
    assert only("security").span is None


def test_unknown_leaders_leave_the_span_open() -> None:
    """Gardeners are known from the green area, leaders only from the floor area."""
    assert only("landscaping", outdoor_green_area=6_000).span is None


# Lines

LINES: list[tuple[str, str, int, int | None, int | None, str]] = [
    ("patrol_guard", "posts", 42, 14, 3, "42"),
    ("fixed_post_guard", "posts", 9, 3, 3, "9"),
    ("entrance_guard", "posts", 12, 4, 3, "12"),
    ("duty_electrician", "posts", 6, 2, 3, "6"),
    ("service_centre_officer", "day_work", 4, 4, 1, "4"),
    ("lift_technician", "day_work", 5, 5, 1, "23/5"),
    ("gardener", "day_work", 16, 16, 1, "16"),
    ("horticulturist", "leaders", 4, None, None, "16/5"),
    ("security_group_leader", "leaders", 5, None, None, "64/13"),
    ("squad_leader", "leaders", 3, None, None, "3"),
    ("cleaning_workforce", "composite", 36, None, None, "320/9"),
]


@pytest.mark.parametrize(("role", "basis", "headcount", "on_duty", "shifts", "exact"), LINES)
def test_a_line_states_what_it_counts(
    role: str, basis: str, headcount: int, on_duty: int | None, shifts: int | None, exact: str
) -> None:
    """People on duty × shifts for posts, at work for day work; else the norm does not say."""
    [line] = [line for line in garden().lines if line.role == role]

    assert (line.basis, line.headcount, line.on_duty, line.shifts) == (
        basis,
        headcount,
        on_duty,
        shifts,
    )
    assert line.exact == Fraction(exact)


def test_a_figure_is_exact_however_it_is_rounded(tmp_path: Path) -> None:
    """An usher for each 10 of 23 lifts, rounded half up: 2 for 2.3."""
    norms = sn.load_norms(shutil.copytree(DEMO, tmp_path / "demo"))
    usher = norms.plan({"lifts": 23})["halls"]["usher"]

    assert (usher.exact, usher.headcount) == (Fraction(23, 10), 2)


def test_the_shifts_of_patrols_are_a_fact() -> None:
    """2 shifts × 2 × ⌈6.4⌉ = 28, of whom 14 are on duty at a time."""
    line = garden(patrol_shifts=2)["security"]["patrol_guard"]

    assert (line.headcount, line.on_duty, line.shifts) == (28, 14, 2)


def test_without_patrols_nobody_says_how_many_are_on_duty() -> None:
    """No shift, no guard."""
    line = garden(patrol_shifts=0)["security"]["patrol_guard"]

    assert (line.headcount, line.on_duty, line.shifts) == (0, None, 0)


def test_a_gap_has_no_figures() -> None:
    """Neither exact nor on duty; the shifts are printed all the same."""
    line = only("security", method="posts", **FLOOR_AREA).roles["car_park_guard"]

    assert (line.headcount, line.exact, line.on_duty, line.shifts) == (None, None, None, 3)


def test_status_is_the_least_certain() -> None:
    """三(一)1–2 is printed, 三(一)2 a reading, 三(二)6 a slip mended."""
    plan = garden()

    assert plan["customer_service"]["service_centre_officer"].status == "printed"
    assert plan["customer_service"]["building_inspector"].status == "reading"
    assert plan["security"]["control_room_guard"].status == "corrected"
    assert plan["cleaning"].roles["cleaner"].status == "printed"


def test_a_line_and_a_finding_speak_the_languages_there_are() -> None:
    """As people write them; another is an error that lists them."""
    plan = garden()
    line = plan["security"]["patrol_guard"]
    for told_in in (line.formula_in, line.source_in, plan.findings[0].told_in):
        assert told_in("zh-CN") == told_in("zh")  # type: ignore[arg-type]  # as people write it
        with pytest.raises(sn.UnknownNameError) as caught:
            told_in("fr")  # type: ignore[arg-type]  # the mistake

        assert str(caught.value) == "lang: no language is called 'fr'. Known: en, zh."


def test_notes_and_readings_stand_beside_the_figure() -> None:
    """In both languages, the note first; nothing where there is nothing to say."""
    guard = garden()["security"]["control_room_guard"]

    assert guard.note == {
        "en": "Printed as a minimum for each monitoring centre of a smart estate; never reduced. "
        'One printed word (养活) is a slip for "reduce" (减少); no amount of reduction is printed.',
        "zh": "条文为智能化小区每个监控中心的最低人数，不作减员。印本“养活”为“减少”之误；"
        "条文未给出减员幅度。",
    }
    assert garden()["m_and_e"]["plumber"].note == {}


def test_roles_of_zero_are_left_out_unless_their_fact_is_stated() -> None:
    """0 m² of air conditioning is stated; a nursery and indoor greenery are not."""
    shown = {line.role for line in garden().lines}

    assert "hvac_technician" in shown
    assert shown.isdisjoint({"nursery_worker", "indoor_gardener", "security_workforce", "cleaner"})
    assert "nursery_worker" in {line.role for line in garden(nursery_area=0).lines}
    assert "indoor_gardener" in {line.role for line in garden(indoor_greenery=False).lines}


def test_leaders_of_zero_are_left_out() -> None:
    """The lean plan has no group leaders, and does not list them."""
    plan = sn.plan_staffing(GARDEN, stance="lean")

    assert "security_group_leader" not in {line.role for line in plan.lines}


def test_roles_of_another_method_are_no_lines() -> None:
    """Under the composite quota the posts are zero by definition, though facts are stated."""
    plan = sn.plan_staffing(GARDEN, methods={"security": "composite"})
    workers = [line.role for line in plan["security"].lines if line.kind == "workforce"]

    assert workers == ["security_workforce"]
    assert plan["security"]["patrol_guard"].headcount == 0


def test_a_department_with_nobody_has_no_leaders() -> None:
    """No green area, no gardener, no supervisor; the derivation says so."""
    landscaping = garden(outdoor_green_area=0)["landscaping"]
    supervisor = landscaping["landscaping_supervisor"]

    assert landscaping.headcount == 0
    assert [line.role for line in landscaping.lines] == ["gardener"]
    assert (supervisor.headcount, supervisor.exact) == (0, Fraction(0))
    assert supervisor.formula == "0"
    assert supervisor.leads_nobody
    assert not landscaping["gardener"].leads_nobody


# Totals


def test_a_total_says_how_much_is_known() -> None:
    """`193`, and `at least` with the number of gaps."""
    assert str(garden().total) == "193"
    assert str(sn.Total(84, 1, complete=False)) == "≥ 84 (1 gap)"


def test_a_plan_with_gaps_is_at_least_so_many() -> None:
    """12 at four gates, 42 on patrol and 9 leaders (4, 12): 63, while three facts are missing."""
    site = {**FLOOR_AREA, "entrances": 4}
    plan = sn.plan_staffing(site, methods={"security": "posts"})

    assert str(plan["security"].total) == "≥ 63 (3 gaps)"
    assert (plan["security"].headcount, plan["security"].complete) == (63, False)
    assert str(plan["security"].workforce_total) == "≥ 54 (3 gaps)"
    assert str(plan["security"].leaders_total) == "9"
    assert (str(plan["security"].lean), str(plan["security"].generous)) == (
        "≥ 58 (3 gaps)",
        "≥ 66 (3 gaps)",
    )
    assert str(plan.total) == f"≥ {261 - 152 + 63} (3 gaps)"
    assert not plan.complete


# Gaps

AREA = "What is the gross floor area under management?", "管理范围内的总建筑面积是多少？"
WORK = (
    "Which work is to be done: what, how much and how often?",
    "需要做哪些作业、工程量多少、多久一次？",
)
GAPS: list[tuple[str, str, dict[str, Any], str, tuple[str, ...], set[str], tuple[str, str]]] = [
    (
        "customer_service", "posts", {"gross_floor_area": None}, "gross_floor_area", (),
        {"service_centre_officer", "building_inspector", "customer_service_supervisor",
         "service_centre_leader", "building_inspection_leader"}, AREA,
    ),
    (
        "security", "posts", {"entrances": None}, "entrances", (), {"entrance_guard"},
        ("How many gates has the estate?", "小区有几个出入口？"),
    ),
    (
        "security", "posts", {"car_park_entrances": None}, "car_park_entrances", (),
        {"car_park_guard"},
        ("How many entrances and exits have the closed car parks?", "封闭停车场有几个出入口？"),
    ),
    (
        "security", "posts", {"control_centres": None}, "control_centres", (),
        {"control_room_guard"},
        ("How many monitoring centres are there?", "共有几个监控中心（含消防控制室）？"),
    ),
    (
        "security", "posts", {"fixed_post_area": None}, "fixed_posts", ("fixed_post_area",),
        {"fixed_post_guard"},
        ("How many fixed posts are there (or which area do they watch)?",
         "设几个固定岗（或固定岗监护面积是多少）？"),
    ),
    (
        "security", "posts", {"gross_floor_area": None}, "gross_floor_area", (),
        {"patrol_guard", "security_supervisor", "squad_leader", "security_group_leader"}, AREA,
    ),
    (
        "security", "composite", {"gross_floor_area": None}, "gross_floor_area", (),
        {"security_workforce", "security_supervisor", "squad_leader", "security_group_leader"},
        AREA,
    ),
    (
        "m_and_e", "posts", {"hv_switch_rooms": None}, "hv_switch_rooms", (),
        {"duty_electrician"},
        ("How many high-voltage switch rooms are there?", "共有几个高压配电房？"),
    ),
    (
        "m_and_e", "posts", {"lifts": None}, "lifts", (), {"lift_technician"},
        ("How many lifts are there?", "共有多少台电梯？"),
    ),
    (
        "m_and_e", "posts", {"air_conditioned_area": None}, "air_conditioned_area", (),
        {"hvac_technician"},
        ("Which area does central air conditioning serve (0 where there is none)?",
         "中央空调服务的面积是多少（没有时填 0）？"),
    ),
    ("cleaning", "tasks", {"buildings": [{"storeys": 6, "stairwells": 4}]}, "tasks", (),
     {"cleaner"}, WORK),
    (
        "cleaning", "stairs", {}, "buildings", (), {"cleaner"},
        ("Which buildings are there: storeys, stairwells, how many alike?",
         "各楼栋的层数、单元（梯）数与栋数？"),
    ),
    ("landscaping", "tasks", {}, "tasks", (), {"gardener"}, WORK),
    (
        "landscaping", "posts", {"outdoor_green_area": None}, "outdoor_green_area", (),
        {"gardener"},
        ("What is the outdoor green area (or the land area and the green ratio)?",
         "室外绿地面积是多少（或用地面积与绿地率）？"),
    ),
    (
        "landscaping", "posts", {"indoor_greenery": True}, "land_area", ("households",),
        {"indoor_gardener"},
        ("What is the land area of the site?", "项目的用地面积是多少？"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("department", "method", "facts", "fact", "alternatives", "roles", "question"), GAPS
)
def test_a_missing_fact_is_one_gap(  # noqa: PLR0913, PLR0917 - the columns of the table
    department: str,
    method: str,
    facts: dict[str, Any],
    fact: str,
    alternatives: tuple[str, ...],
    roles: set[str],
    question: tuple[str, str],
) -> None:
    """A forced method asks for exactly the fact that it lacks, and names the roles it blocks."""
    [gap] = only(department, method=method, **{**GARDEN, **facts}).gaps

    assert (gap.fact, gap.department, gap.alternatives) == (fact, department, alternatives)
    assert set(gap.roles) == roles
    assert (gap.question["en"], gap.question["zh"]) == question


def test_tasks_without_stairs_ask_for_buildings() -> None:
    """三(四)8 is part of the work: without buildings and stair tasks it is a gap."""
    sweeping = {"activity": "floor_sweeping", "quantity": 20_000, "times_per_year": 730}
    [gap] = garden(tasks=[sweeping])["cleaning"].gaps

    assert (gap.fact, gap.roles) == ("buildings", ("cleaner",))


def test_a_question_about_records_says_which() -> None:
    """三(五)13 by hand has no usable rate, so its task is named; the mowing is not."""
    [gap] = sn.plan_staffing(ORCHARD, methods=ORCHARD_METHODS)["landscaping"].gaps

    assert (gap.fact, gap.roles) == ("tasks.rate", ("gardener",))
    assert gap.question == {
        "en": "weeding, by hand: How much does one person do in an hour?",
        "zh": "除杂草（人工）：每人每小时完成多少工程量？",
    }
    assert gap.labels == {"en": "work rate", "zh": "工效"}


def test_a_task_without_a_frequency_is_a_gap() -> None:
    """How often the lobbies are swept is asked, and nothing is guessed."""
    task = {"name": "Lobbies", "activity": "floor_sweeping", "quantity": 20_000}
    gaps = {gap.fact: gap for gap in garden(tasks=[task])["cleaning"].gaps}

    assert gaps["tasks.times_per_year"].roles == ("cleaner",)
    assert gaps["tasks.times_per_year"].question["en"] == (
        "Lobbies · sweeping floors and grounds: How often is it done?"
    )


def test_fields_of_buildings_are_asked_for() -> None:
    """The second building has no stairwells, the third no storeys."""
    buildings = [
        {"name": "A", "storeys": 6, "stairwells": 2},
        {"name": "B", "storeys": 6},
        {"stairwells": 3},
    ]
    gaps = only("cleaning", method="stairs", buildings=buildings, **FLOOR_AREA).gaps

    assert {gap.fact: gap.question["en"] for gap in gaps} == {
        "buildings.stairwells": "B: How many stairwells has each building?",
        "buildings.storeys": "buildings 3: How many storeys has each building?",
    }


def test_a_stated_zero_is_no_gap() -> None:
    """Nothing to guard is not the same as not knowing."""
    zeros = dict.fromkeys(("entrances", "car_park_entrances", "control_centres", "fixed_posts"), 0)
    security = only("security", method="posts", **FLOOR_AREA, **zeros)

    assert security.gaps == ()
    assert security.workforce == 42


def test_gaps_out_of_scope_are_not_asked() -> None:
    """Only what the contract covers is planned."""
    plan = sn.plan_staffing(
        {**FLOOR_AREA, "scope": ["cleaning"]}, methods={"security": "posts", "m_and_e": "posts"}
    )

    assert [each.department for each in plan] == ["cleaning"]
    assert plan.gaps == ()
    assert plan.headcount == 40


def test_without_any_fact_everything_is_a_gap() -> None:
    """An empty site is a list of questions and no error."""
    plan = sn.plan_staffing({})

    assert {gap.fact for gap in plan.gaps} == {"gross_floor_area"}
    assert (plan.headcount, plan.complete) == (0, False)


# Assumptions


def assumed(plan: sn.Plan) -> dict[str, object]:
    return {each.fact: each.value for each in plan.assumptions if each.status == "default"}


def test_the_defaults_of_the_worked_example() -> None:
    """Each default that a formula of the plan reads, also where the role comes to zero."""
    assert assumed(garden()) == {
        "property_kind": "residential",
        "scope": ("customer_service", "security", "m_and_e", "cleaning", "landscaping"),
        "enclosed": True,
        "entrance_streams": 1,
        "patrol_area": 320_000,
        "patrol_shifts": 3,
        "guard_reduction": 0,
        "nursery_area": 0,
        "indoor_greenery": False,
    }


def test_defaults_of_other_methods_are_not_taken() -> None:
    """The composite quotas read nothing but the floor area."""
    assert set(assumed(sn.plan_staffing(FLOOR_AREA))) == {"property_kind", "scope", "nursery_area"}


def test_computed_defaults_have_their_value() -> None:
    """2 × 3 lifts of the buildings, and 35 % of the land."""
    plan = garden(
        lifts=None,
        buildings=[{"storeys": 9, "stairwells": 1, "lifts": 3, "count": 2}],
        outdoor_green_area=None,
        land_area=200_000,
        green_ratio="35 %",
    )

    derived = {each.fact: each.value for each in plan.assumptions if each.status == "derived"}
    assert derived == {"lifts": 6, "outdoor_green_area": 70_000}


def test_only_departments_are_all_assumed(tmp_path: Path) -> None:
    """Words of a norm's own are not: what is not stated of them is not taken for granted."""
    own = demo(tmp_path)
    services = "{kind: words, labels: {en: services, zh: 服务}, meaning: {en: Any., zh: 各项。}"
    grounds = "words: {grounds: {labels: {en: grounds, zh: 场地}}}"
    pack = (own / "pack.yaml").read_text("utf-8")
    stated = f"facts:\n  services: {services}, {grounds}}}\n"
    (own / "pack.yaml").write_text(pack.replace("facts:\n", stated), "utf-8")
    plan = sn.load_norms(own).plan({"gross_floor_area": 3000, "lifts": 4})

    assert assumed(plan)["scope"] == ("corridors", "gardens")
    assert "services" not in assumed(plan)
    assert "services" not in [question.fact for question in plan.questions()]


def test_what_is_stated_is_not_assumed() -> None:
    """Neither a number, nor a word, nor the scope."""
    plan = garden(patrol_shifts=3, property_kind="residential", scope=["security"])

    assert set(assumed(plan)) == {
        "enclosed",
        "entrance_streams",
        "patrol_area",
        "guard_reduction",
    }


@pytest.mark.parametrize("status", ["estimated", "assumed"])
def test_the_user_s_own_guesses_are_assumptions(status: str) -> None:
    """With the status that the user gave."""
    plan = garden(lifts={"value": 46, "status": status})
    [own] = [each for each in plan.assumptions if each.fact == "lifts"]

    assert (own.value, own.status, own.labels) == (46, status, {"en": "lifts", "zh": "电梯数"})


# Findings


def message(plan: sn.Plan, code: str, department: str) -> tuple[str, str]:
    [found] = [f for f in plan.findings if (f.code, f.department) == (code, department)]
    return found.message["en"], found.message["zh"]


def test_the_findings_of_the_worked_example() -> None:
    """
    The norm is a trade text; security is below its composite, landscaping above, M&E inside.

    Posts round the clock ask more of the people on duty than the law allows.
    """
    assert [(each.department, each.code) for each in garden().findings] == [
        ("", "norm.trade_text"),
        ("", "law.overtime"),
        ("security", "composite.below"),
        ("cleaning", "detail.missing"),
        ("landscaping", "composite.above"),
        ("landscaping", "detail.missing"),
    ]


def test_composite_findings_carry_the_exact_figures() -> None:
    """75 against 128–160, and 16 against 9.6–12.8."""
    plan = garden()

    assert message(plan, "composite.below", "security") == (
        (
            "The workforce counted role by role, 75, is below the composite quota of clause 三(二)7"
            " (128–160). Check the facts stated, or plan by the composite quota."
        ),
        (
            "按岗位合计一线人员 75 人，低于条款 三(二)7 综合定额（128–160 人）。"
            "请核对已填资料，或改用综合定额。"
        ),
    )
    assert message(plan, "composite.above", "landscaping") == (
        (
            "The workforce counted role by role, 16, is above the composite quota of clause "
            "三(五)17 (9.6–12.8). Check the facts stated; a site with more work than usual may be "
            "right."
        ),
        (
            "按岗位合计一线人员 16 人，高于条款 三(五)17 综合定额（9.6–12.8 人）。"
            "请核对已填资料；作业量高于一般项目时可以成立。"
        ),
    )


def security(area: int, posts: int | None) -> sn.Plan:
    """Plan guards on patrol and at fixed posts only."""
    site = {
        "gross_floor_area": area,
        "scope": ["security"],
        "entrances": 0,
        "car_park_entrances": 0,
        "control_centres": 0,
        "fixed_posts": posts,
    }
    return sn.plan_staffing(site, methods={"security": "posts"})


@pytest.mark.parametrize(
    ("area", "posts", "expected"),
    [
        (75_000, 5, ["composite.below"]),  # 12 + 15 = 27 < 75,000/2,500 = 30
        (75_000, 6, []),  # 12 + 18 = 30
        (72_000, 8, []),  # 12 + 24 = 36 = 72,000/2,000
        (72_000, 9, ["composite.above"]),  # 12 + 27 = 39
        (75_000, None, ["composite.incomplete"]),
    ],
)
def test_the_ends_of_the_composite_quota_are_inside(
    area: int, posts: int | None, expected: list[str]
) -> None:
    """三(二)7: exactly 2,500 or 2,000 m² a person is no finding; one post less or more is."""
    found = [code for code in codes(security(area, posts), "security") if "composite" in code]

    assert found == expected


def test_an_incomplete_comparison_says_so() -> None:
    """With the quota's own figures: 75,000/2,500 to 75,000/2,000."""
    assert message(security(75_000, None), "composite.incomplete", "security") == (
        (
            "The composite quota of clause 三(二)7 (30–37.5) cannot be compared until the missing"
            " facts are known."
        ),
        "资料未齐，暂不能与条款 三(二)7 综合定额（30–37.5 人）核对。",
    )


def test_the_composite_quota_is_not_compared_with_itself() -> None:
    """Under the composite method there is nothing else to compare."""
    assert codes(sn.plan_staffing(FLOOR_AREA), "security") == ["detail.missing"]


def test_a_less_detailed_method_says_what_is_missing() -> None:
    """The analyst's list of questions; facts that would do as well stand side by side."""
    plan = sn.plan_staffing({**FLOOR_AREA, "entrances": 4})
    [found] = [f for f in plan.findings if f.department == "security"]

    assert found.severity == "info"
    assert found.facts == (
        "car_park_entrances",
        "control_centres",
        "fixed_posts",
        "fixed_post_area",
    )
    assert found.message == {
        "en": "A more detailed method becomes usable once these are stated: car-park entrances, "
        "monitoring centres, fixed posts or area watched by fixed posts.",
        "zh": "补充以下资料后可采用更细的方法：停车场出入口数、监控中心数、"
        "固定岗数或固定岗监护面积。",
    }


def test_the_most_detailed_method_misses_nothing() -> None:
    """With every fact of `posts` stated, security asks for none."""
    assert "detail.missing" not in codes(garden(), "security")


ONE_GARDENER = {"gross_floor_area": 10_000, "scope": ["landscaping"], "outdoor_green_area": 6_000}
STAIRS = [
    {"activity": f"stair_{work}", "quantity": 600, "times_per_year": 52}
    for work in ("sweeping", "mopping", "wiping")
]
LOW, TALL = {"stairwells": 2, "storeys": 8}, {"stairwells": 2, "storeys": 9}
GLASS = {"activity": "glass_cleaning", "quantity": 3_000, "times_per_year": 12}
STAIRS_SWEPT = {
    "cleaning_profile": "cn-fee-grades 2", "stair_floors": 15,
    "tasks": [{"activity": "stair_sweeping", "quantity": 14, "times_per_year": 10}],
}  # fmt: skip
LAWN = {
    "landscaping_profile": "cn-lawn-manual 1", "lawns": {"special": 100},
    "growing_season_days": 200,
}  # fmt: skip

FINDINGS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    # code, department, a site that raises it, its neighbour that does not
    ("leaders.exceed_workforce", "landscaping", {}, {"outdoor_green_area": 18_000}),
    ("norm.silent", "cleaning", {"gross_floor_area": 100_000}, {"gross_floor_area": 99_999}),
    ("norm.silent", "cleaning", {"gross_floor_area": 199_999}, {"gross_floor_area": 200_000}),
    ("norm.doubtful", "landscaping", {"outdoor_green_area": None}, {}),
    ("norm.doubtful", "cleaning", {"tasks": [GLASS]}, {"tasks": [{**GLASS, "rate": 100}]}),
    ("reduction.without_control_centre", "security",
     {"guard_reduction": 0.1, "control_centres": 0}, {"guard_reduction": 0.1}),
    ("reduction.without_control_centre", "security",
     {"guard_reduction": 0.1, "control_centres": None}, {"control_centres": None}),
    ("reduction.under_composite", "security",
     {"guard_reduction": 0.1, "entrances": None}, {"guard_reduction": 0, "entrances": None}),
    ("reduction.under_composite", "security",
     {"guard_reduction": 0.1, "entrances": None}, {"guard_reduction": 0.1}),
    ("stairs.replaced", "cleaning", {"tasks": STAIRS}, {"tasks": [GLASS]}),
    ("stairs.task_missing", "cleaning", {"tasks": STAIRS[:2]}, {"tasks": STAIRS}),
    ("stairs.task_missing", "cleaning", {"tasks": STAIRS[1:]}, {"tasks": [GLASS]}),
    ("stairs.task_missing", "cleaning", {"tasks": STAIRS[::2]}, {"tasks": STAIRS}),
    ("tasks.whole_job", "cleaning", {"tasks": [GLASS]}, {}),
    ("tasks.whole_job", "landscaping",
     {"tasks": [{**GLASS, "activity": "watering", "variant": "manual"}]},
     {"tasks": [GLASS]}),
    ("lifts.contradict_storeys", "cleaning",
     {"buildings": [{**LOW, "lifts": 1}]}, {"buildings": [{**TALL, "lifts": 1}]}),
    ("lifts.contradict_storeys", "cleaning",
     {"buildings": [{**TALL, "lifts": 0}]}, {"buildings": [{**LOW, "lifts": 0}]}),
    ("lifts.contradict_storeys", "cleaning",
     {"buildings": [{**LOW, "lifts": 1}]}, {"buildings": [LOW, TALL]}),
    ("floor_area.small", "", {"gross_floor_area": "499.99 m²"}, {"gross_floor_area": "500 m²"}),
    ("above_ground_area.exceeds_floor_area", "",
     {"above_ground_area": "32.01 万㎡"}, {"above_ground_area": "32 万㎡"}),
    ("below_ground_area.exceeds_floor_area", "",
     {"below_ground_area": "33 万㎡"}, {"below_ground_area": "3 万㎡"}),
    ("air_conditioned_area.exceeds_floor_area", "",
     {"air_conditioned_area": 320_001}, {"air_conditioned_area": 320_000}),
    ("green_area.exceeds_land", "", {"land_area": "143 亩"}, {"land_area": "144 亩"}),  # 96,000 m²
    ("green_area.exceeds_land", "", {"land_area": "9.5 万㎡"},
     {"land_area": "9.5 万㎡", "outdoor_green_area": None, "green_ratio": 1}),
    ("floor_areas.differ", "",  # 1 % of 32 万㎡ is 3,200 m²
     {"above_ground_area": "25 万㎡", "below_ground_area": "7.33 万㎡"},
     {"above_ground_area": "25 万㎡", "below_ground_area": "7.32 万㎡"}),
    ("floor_areas.differ", "",
     {"above_ground_area": "25 万㎡", "below_ground_area": "6.67 万㎡"},
     {"above_ground_area": "25 万㎡", "below_ground_area": "6.68 万㎡"}),
    ("floor_areas.differ", "", {"above_ground_area": "2 万㎡", "below_ground_area": 0},
     {"above_ground_area": "2 万㎡"}),
    ("households.unusual", "", {"households": 8_001}, {"households": 8_000}),  # 40 m² each
    ("households.unusual", "", {"households": 799}, {"households": 800}),  # 400 m² each
    ("households.unusual", "", {"households": 1}, {"households": 0}),
    ("lifts.unusual", "", {"lifts": 321}, {"lifts": 320}),
    ("entrances.unusual", "", {"entrances": 31}, {"entrances": 30}),
    ("green_area.small", "", {"outdoor_green_area": 9.6}, {"outdoor_green_area": 100}),
    ("green_area.small", "", {"outdoor_green_area": 99},
     {"outdoor_green_area": 99, "gross_floor_area": "1 万㎡"}),
    ("green_area.small", "", {"outdoor_green_area": 1}, {"outdoor_green_area": 0}),
    ("green_area.differs", "",  # 80,000 m² × 1.2 are 96,000 m²
     {"land_area": 228_571, "green_ratio": "35 %"}, {"land_area": 228_572, "green_ratio": "35 %"}),
    ("green_area.differs", "",  # 120,000 m² × 0.8 are 96,000 m²
     {"land_area": 300_001, "green_ratio": "40 %"}, {"land_area": 300_000, "green_ratio": "40 %"}),
    ("green_ratio.without_land", "",
     {"outdoor_green_area": None, "green_ratio": "35 %"},
     {"outdoor_green_area": None, "green_ratio": "35 %", "land_area": 300_000}),
    ("green_ratio.without_land", "",
     {"outdoor_green_area": None, "green_ratio": "35 %"}, {"green_ratio": "35 %"}),
    ("fire_control_rooms.exceed_centres", "", {"fire_control_rooms": 2}, {"fire_control_rooms": 1}),
    ("fire_control_rooms.exceed_centres", "",
     {"fire_control_rooms": 2}, {"fire_control_rooms": 2, "control_centres": None}),
    ("records.differ", "",  # 46 are stated
     {"buildings": [{"lifts": 4, "count": 11}, {"lifts": 1}]},
     {"buildings": [{"lifts": 4, "count": 11}, {"lifts": 2}]}),
    ("records.differ", "", {"buildings": [{"lifts": 48}]}, {"buildings": [{"lifts": 48}, {}]}),
    ("records.differ", "", {"buildings": [{"lifts": 48}]},
     {"buildings": [{"lifts": 48}], "lifts": None}),
    ("property.other_kind", "", {"property_kind": "office"}, {"property_kind": "residential"}),
    ("property.other_kind", "", {"property_kind": "school"}, {}),
    ("scope.not_covered", "", {"scope": ["management", "security"]}, {"scope": ["security"]}),
    ("scope.empty", "", {"scope": ["management"]}, {"scope": ["management", "security"]}),
    ("law.overtime", "", {}, {"scope": ["cleaning"]}),  # posts are manned on 365 days
    ("law.leave", "", {"years_of_service": 10, "leave_days": 5},
     {"years_of_service": 9, "leave_days": 5}),
    ("law.fire_control_room", "security", {"fire_control_rooms": 1}, {"fire_control_rooms": 0}),
    ("law.local_exception", "security", {"fire_control_rooms": 1, "local_exception": "local rule"},
     {"fire_control_rooms": 1}),
    ("law.shift_length", "security", {"fire_control_rooms": 1, "shift_system": "two_shifts"},
     {"fire_control_rooms": 1, "shift_system": "three_shifts"}),
    ("profile.unverified", "landscaping",  # lawns of grade 3 are not watered
     {"landscaping_profile": "cn-lawn-manual 1", "growing_season_days": 200,
      "lawns": {"special": 0, "grade_1": 0, "grade_2": 100, "grade_3": 100}},
     {"landscaping_profile": "cn-lawn-manual 1", "growing_season_days": 200,
      "lawns": {"special": 0, "grade_1": 0, "grade_2": 0, "grade_3": 100}}),
    ("profile.replaced", "cleaning", STAIRS_SWEPT, {**STAIRS_SWEPT, "tasks": []}),
    ("task.below_inventory", "cleaning", STAIRS_SWEPT, {**STAIRS_SWEPT, "stair_floors": 14}),
    ("inventory.not_stated", "landscaping", {"landscaping_profile": "cn-lawn-manual 1"}, {}),
    ("inventory.not_used", "landscaping", {"lawns": {"special": 1}}, {"lawns": {"special": 0}}),
    ("growing_season.no_start", "landscaping", LAWN, {**LAWN, "growing_season_from": "04-01"}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "department", "site", "neighbour"), FINDINGS)
def test_a_finding_is_raised_here_and_not_next_door(
    code: str, department: str, site: dict[str, Any], neighbour: dict[str, Any]
) -> None:
    """Each finding has a site that raises it and one that differs in a single thing."""
    base = ONE_GARDENER if code == "leaders.exceed_workforce" else GARDEN

    assert code in codes(sn.plan_staffing({**base, **site}), department)
    assert code not in codes(sn.plan_staffing({**base, **neighbour}), department)


def test_a_contract_for_nothing_that_the_norm_has_is_told_what_it_has() -> None:
    """The plan has nobody, and says why."""
    plan = sn.plan_staffing({**GARDEN, "scope": ["management"]})

    [finding] = [each for each in plan.findings if each.code == "scope.empty"]
    assert plan.headcount == 0
    assert finding.message["en"] == (
        "The contract covers none of the departments of this norm, so the plan has nobody. It has:"
        " Customer service, Security, M&E maintenance, Cleaning, Landscaping. Name one of them in"
        " the scope, or plan by another norm."
    )
    assert finding.message["zh"] == (
        "服务范围不含本定额的任何部门（客户服务、秩序维护、机电维修、保洁、园林绿化），测算结果为空。"
        "请在服务范围中列入本定额的部门，或改用其他定额。"
    )


def test_every_code_of_the_norm_is_tried() -> None:
    """No finding is left without a site that raises it."""
    tried = {code for code, *_ in FINDINGS} | {
        "composite.below",
        "composite.above",
        "composite.incomplete",
        "detail.missing",
        "norm.trade_text",
    }

    assert {layout.code for layout in sn.load_norms().rulebook.findings} == tried


def test_more_leaders_than_people() -> None:
    """One gardener, led by a supervisor and two horticulturists."""
    assert message(sn.plan_staffing(ONE_GARDENER), "leaders.exceed_workforce", "landscaping") == (
        "3 leaders for 1 people. A small site may share its leaders with another.",
        "管理及班组长 3 人多于一线人员 1 人。小型项目可与其他项目共用管理人员。",
    )


def test_silence_names_both_neighbours() -> None:
    """Between 10 and 20 万㎡ nothing is printed, and the finding says what stands around."""
    en, zh = message(sn.plan_staffing({"gross_floor_area": 150_000}), "norm.silent", "cleaning")

    assert en.startswith("The norm is silent here. Nothing is printed from 10 to 20 万㎡")
    assert zh.startswith("条文对此未作规定。10 至 20 万㎡")
    assert "三(四)9(1)" in en
    assert "三(四)9(2)" in en


def test_a_finding_about_facts_names_their_figures() -> None:
    """118 亩 are 236,000/3 m²."""
    plan = garden(land_area="118 亩", buildings=[{"lifts": 4, "count": 12}], fire_control_rooms=3)

    assert message(plan, "green_area.exceeds_land", "") == (
        (
            "The outdoor green area, 96,000 m², is larger than the land, ≈ 78,666.67 m². Check"
            " digits and units of both."
        ),
        "室外绿地面积 96,000 ㎡ 大于用地面积 ≈ 78,666.67 ㎡。请核对两项的数值与单位。",
    )
    assert message(plan, "records.differ", "") == (
        (
            "The lifts stated, 46, are not what the buildings add up to, 48. Check both; the plan"
            " takes the figure stated."
        ),
        "所填电梯数 46 与按楼栋合计的 48 不符。请核对；测算按所填数。",
    )
    assert message(plan, "fire_control_rooms.exceed_centres", "") == (
        (
            "Fire control rooms, 3, are among the monitoring centres, but only 1 of these are"
            " stated. Count all centres, fire control rooms included."
        ),
        ("消防控制室 3 个应计入监控中心，但监控中心只填 1 个。请按含消防控制室的总数填写。"),
    )


def test_a_floor_area_without_its_wan_is_told_once_and_first() -> None:
    """32 where 32 万㎡ was meant: every department is planned by it, the site is told once."""
    plan = sn.plan_staffing({"gross_floor_area": 32})

    assert [f.code for f in plan.findings].count("floor_area.small") == 1
    assert (plan.findings[0].code, plan.findings[0].department) == ("floor_area.small", "")
    assert plan.findings[0].message == {
        "en": "A gross floor area of 32 m² is hardly a whole site. Check the unit: was it meant in"
        " 万㎡ (10,000 m²)?",
        "zh": "总建筑面积 32 ㎡ 对一个项目而言过小。请核对单位，是否漏写“万”？",
    }


def test_another_kind_of_property_is_about_the_site() -> None:
    """The finding belongs to no department."""
    assert message(garden(property_kind="office"), "property.other_kind", "") == (
        (
            "The norm is printed for residential estate, and the site is stated to be office. "
            "Plan by a norm that is printed for that, if there is one."
        ),
        "本定额适用于住宅小区，所填业态为写字楼。如有适用于该业态的定额标准，请改用。",
    )


def test_findings_out_of_scope_are_not_raised() -> None:
    """A plan of security says nothing of landscaping; what the norm is holds for any plan."""
    plan = garden(scope=["security"])

    assert {finding.department for finding in plan.findings} == {"", "security"}
    assert codes(plan, "") == ["fact.not_used", "norm.trade_text", "law.overtime"]


@pytest.mark.parametrize("kind", [sn.Line, sn.Department, sn.Gap, sn.Assumption, sn.Finding])
def test_results_are_immutable(kind: type) -> None:
    """What a plan holds can be shared."""
    plan = sn.plan_staffing(ORCHARD, methods=ORCHARD_METHODS)
    found = {
        sn.Line: plan.lines[0],
        sn.Department: plan["security"],
        sn.Gap: plan.gaps[0],
        sn.Assumption: plan.assumptions[0],
        sn.Finding: plan.findings[0],
    }[kind]

    for each in fields(kind):
        with pytest.raises(FrozenInstanceError):
            setattr(found, each.name, None)


IDLE = ("These facts count nothing in this plan: {}. They are kept; another method or norm may use "
        "them.")  # fmt: skip


def idle(plan: sn.Plan) -> list[str]:
    """Return what a plan says of facts that count nothing."""
    return [each.message["en"] for each in plan.findings if each.code == "fact.not_used"]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        # By the composite quotas nobody counts gates or lifts; no clause counts parking spaces.
        (
            {"gross_floor_area": 280_000, "entrances": 3, "lifts": 36, "parking_spaces": 900},
            (
                "parking spaces; entrances (counted with --method security=posts); lifts (counted "
                "with --method m_and_e=posts)"
            ),
        ),
        # By posts gates count, and the area watched by fixed posts gives way to their number.
        ({**GARDEN, "fixed_posts": 3}, "area watched by fixed posts"),
        ({**GARDEN, "enclosed": False}, "entrances"),
        # The green area that is stated takes the place of land and ratio.
        ({**GARDEN, "land_area": 240_000, "green_ratio": "40 %"}, "land area, green ratio"),
        # Buildings say how many lifts there are, unless that is stated.
        (
            {**GARDEN, "buildings": [{"lifts": 46}]},
            "buildings (counted with --method cleaning=tasks or cleaning=stairs)",
        ),
        ({**GARDEN, "lifts": None, "buildings": [{"lifts": 46}]}, ""),
        # Leave counts for cover, fire control rooms for the law, posts and words for themselves.
        ({**GARDEN, "leave_days": 5, "fire_control_rooms": 1, "property_kind": "residential"}, ""),
        ({**GARDEN, "posts": [{"role": "patrol_guard", "on_duty": 20, "hours": 24}]}, ""),
        # While a role is unknown, any fact may count.
        ({"lifts": 36, "households": 900}, ""),
    ],
)
def test_facts_that_count_nothing_are_told(facts: dict[str, Any], told: str) -> None:
    assert idle(sn.plan_staffing(facts)) == ([IDLE.format(told)] if told else [])


def test_what_is_unusual_is_told_with_its_figures() -> None:
    """280,000 m² for 186 households is 1,505.376 m² each; above and below ground are 265,000 m²."""
    plan = sn.plan_staffing(
        {
            "gross_floor_area": 280_000,
            "above_ground_area": 215_000,
            "below_ground_area": 50_000,
            "households": 186,
        }
    )

    assert message(plan, "households.unusual", "") == (
        (
            "280,000 m² of floor for 186 households is ≈ 1,505.38 m² each, which is unusual. Check "
            "digits and units of both."
        ),
        "总建筑面积 280,000 ㎡、186 户，户均 ≈ 1,505.38 ㎡，不合常情。请核对两项的数值与单位。",
    )
    assert message(plan, "floor_areas.differ", "") == (
        (
            "The floor areas above and below ground, 215,000 m² and 50,000 m², add up to "
            "265,000 m², not to the gross floor area, 280,000 m². Check the three."
        ),
        (
            "地上建筑面积 215,000 ㎡ 与地下建筑面积 50,000 ㎡ 合计 265,000 ㎡，"
            "与总建筑面积 280,000 ㎡ 不符。请核对三项。"
        ),
    )


def test_a_site_without_floor_is_doubted() -> None:
    assert "floor_area.small" in codes(sn.plan_staffing({"gross_floor_area": 0}), "")


def test_results_say_what_they_are() -> None:
    """
    Figures first; a finding is its message.

    To be there on 14 posts, 8,760 h a year by people of 1,984 h, takes 61.8 people.
    """
    plan = garden()
    security = plan["security"]

    assert repr(security) == "<Department security: 84, posts>"
    assert repr(security["patrol_guard"]) == (
        "<Line patrol_guard: 42 = 3 shifts × 2 people × ⌈320,000 ÷ 50,000⌉>"
    )
    assert repr(security["squad_leader"]) == "<Line squad_leader: 3 (320,000 ≥ 300,000)>"
    employed = sn.plan_staffing(GARDEN, cover="no_overtime")["security"]["patrol_guard"]
    assert repr(employed) == (
        "<Line patrol_guard: 62 for 42 = 3 shifts × 2 people × ⌈320,000 ÷ 50,000⌉>"
    )
    assert str(plan.findings[-1]) == (
        "A more detailed method becomes usable once these are stated: tasks."
    )
