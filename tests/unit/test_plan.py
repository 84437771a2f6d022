"""What a user holds: lookups, faces, and a plan that can be shared, compared and sent away."""

import json
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, replace
from fractions import Fraction
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import staffing_norms as sn
from worked import GARDEN, ORCHARD, ORCHARD_METHODS, garden


def orchard() -> sn.Plan:
    """Plan a site with gaps."""
    return sn.plan_staffing(ORCHARD, methods=ORCHARD_METHODS)


# Lookups


def test_a_department_and_a_role_are_looked_up_by_id() -> None:
    """`plan["security"]["patrol_guard"]`."""
    plan = garden()

    assert plan["security"].headcount == 84
    assert plan["security"]["patrol_guard"].headcount == 42
    assert "security" in plan
    assert "patrol_guard" not in plan
    assert [each.department for each in plan] == [each.department for each in plan.departments]


def test_departments_and_roles_are_looked_up_by_name() -> None:
    """In either language; a department also by the words of the scope."""
    plan = garden()

    for name in ("秩序维护", "保安", "Security"):
        assert plan[name] is plan["security"]
        assert name in plan
    assert "清洁工" not in plan
    assert [] not in plan
    for name in ("巡逻岗秩序维护员", "Patrol guard"):
        assert plan["security"][name] is plan["security"]["patrol_guard"]
    assert plan.explain("绿化工") == plan.explain("gardener")
    assert plan.explain("保洁") == plan.explain("cleaning")


def test_a_name_of_several_roles_is_no_name() -> None:
    """Which is meant is asked for, by their ids."""
    plan = garden()
    security, cleaning = (plan[name] for name in ("security", "cleaning"))
    leader = {"zh": "班长", "en": "Leader"}
    twins = [
        replace(each, roles={**each.roles, role: replace(each.roles[role], labels=leader)})
        for each, role in ((security, "squad_leader"), (cleaning, "cleaning_leader"))
    ]
    twin = replace(plan, _result=replace(plan._result, departments=tuple(twins)))  # noqa: SLF001

    with pytest.raises(sn.UnknownNameError) as caught:
        twin.explain("班长")

    assert str(caught.value) == (
        "班长: '班长' is the name of several roles. Known: squad_leader, cleaning_leader."
    )


def test_a_defined_zero_is_zero() -> None:
    """A role that the method leaves out has a line of its own, if it is asked for."""
    assert garden()["security"]["security_workforce"].headcount == 0


def test_a_gap_is_an_error_and_no_zero() -> None:
    """Missing is never zero."""
    with pytest.raises(sn.IncompletePlanError) as caught:
        orchard()["security"]["car_park_guard"]

    assert str(caught.value) == (
        "car_park_guard: car_park_guard is unknown; the plan has gaps."
        " See plan.gaps for what to ask."
    )
    assert isinstance(caught.value, LookupError)


@pytest.mark.parametrize(
    ("department", "role", "message"),
    [
        (
            "security",
            "patrol_gard",
            "patrol_gard: security has no role 'patrol_gard'. Did you mean 'patrol_guard'?",
        ),
        (
            "securty",
            "",
            (
                "securty: the plan has no department 'securty'; it may be out of scope."
                " Did you mean 'security'?"
            ),
        ),
        (
            "秩序维护",
            "巡逻岗",
            "巡逻岗: security has no role '巡逻岗'. Did you mean '巡逻岗秩序维护员'?",
        ),
        (
            "巡逻岗秩序维护员",
            "",
            (
                "巡逻岗秩序维护员: '巡逻岗秩序维护员' is a role, not a department."
                " Write plan['security']['patrol_guard']."
            ),
        ),
    ],
)
def test_an_unknown_name_is_guessed(department: str, role: str, message: str) -> None:
    """With what was probably meant."""
    with pytest.raises(sn.UnknownNameError) as caught:
        garden()[department][role]

    assert str(caught.value) == message


def test_a_department_out_of_scope_is_not_in_the_plan() -> None:
    """And the message says why that may be."""
    plan = garden(scope=["security"])

    with pytest.raises(sn.UnknownNameError) as caught:
        plan["cleaning"]

    assert "cleaning" not in plan
    assert str(caught.value) == (
        "cleaning: the plan has no department 'cleaning'; it may be out of scope. Known: security."
    )


def test_a_complete_plan_passes() -> None:
    """`require_complete` gives the plan back, to go on with."""
    plan = garden()

    assert plan.require_complete() is plan


def test_an_incomplete_plan_lists_every_gap() -> None:
    """One fault a gap, with the roles it blocks and the question to ask."""
    with pytest.raises(sn.IncompletePlanError) as caught:
        orchard().require_complete()

    assert str(caught.value).splitlines() == [
        (
            "fixed_posts: security cannot be planned without it: fixed_post_guard."
            " How many fixed posts are there (or which area do they watch)?"
        ),
        (
            "car_park_entrances: security cannot be planned without it: car_park_guard."
            " How many entrances and exits have the closed car parks?"
        ),
        (
            "tasks.rate: landscaping cannot be planned without it: gardener."
            " weeding, by hand: How much does one person do in an hour?"
        ),
    ]


def test_the_totals_of_a_plan() -> None:
    """Headcount, completeness and the ends of the printed ranges."""
    plan = garden()

    assert (plan.headcount, plan.complete, str(plan.total)) == (193, True, "193")
    assert (plan.lean.known, plan.generous.known, plan.span) == (184, 200, (189, 265))
    assert (plan.stance, plan.norms["id"]) == ("typical", "cn-estate")


def test_density_is_exact() -> None:
    """193 people on 32 万㎡ are 193/32 for each 万㎡, and 320,000/193 m² a person."""
    assert garden().density == (Fraction(193, 32), Fraction(320_000, 193))


@pytest.mark.parametrize(
    "site",
    [
        ORCHARD,
        {"outdoor_green_area": 0},
        {"gross_floor_area": 0},
        {**GARDEN, "scope": ["landscaping"], "outdoor_green_area": 0},
    ],
)
def test_density_needs_people_and_area(site: dict[str, object]) -> None:
    """With gaps, without a floor area, or with nobody, there is none."""
    assert (
        sn.plan_staffing(site, methods=ORCHARD_METHODS if site is ORCHARD else None).density is None
    )


# Explanations


def test_a_role_is_explained() -> None:
    """Figure, clause, formula, inputs with their source."""
    plan = garden(gross_floor_area={"value": "32 万㎡", "source": "tender p. 12"})

    assert plan.explain("patrol_guard") == (
        "Patrol guard [patrol_guard]: 42 people (14 on duty × 3 shifts)\n"
        "  Clause 三(二)3 (our reading): The clause prints no shifts; with three the total comes "
        "closer to the composite quota.\n"
        "  3 shifts × 2 people × ⌈320,000 ÷ 50,000⌉ = 42\n"
        "    gross floor area: 320,000 m² (source: tender p. 12)\n"
        "    patrol shifts: 3 (assumed by default)\n"
        "    patrol area: 320,000 m² (assumed by default)\n"
        "    guard reduction: 0% (assumed by default)"
    )
    assert plan.explain("patrol_guard", lang="zh") == (
        "巡逻岗秩序维护员 [patrol_guard]：42 人（每班 14 人 × 3 班）\n"
        "  条款 三(二)3（编者理解）：条文未写班次；按三班计算，合计更接近综合定额。\n"
        "  3班×2人×⌈320,000÷50,000⌉=42\n"
        "    总建筑面积：320,000 平方米（来源：tender p. 12）\n"
        "    巡逻班次：3 班（默认值）\n"
        "    巡逻面积：320,000 平方米（默认值）\n"
        "    技防减员比例：0%（默认值）"
    )


def test_a_department_is_explained_role_by_role() -> None:
    """Its head, and then each of its lines."""
    plan = garden()
    parts = plan.explain("security").split("\n\n")

    assert parts[0] == (
        "Security: 84 people (workforce 75; leaders 9; method: posts; "
        "workforce by method: posts 75, composite quota 143)"
    )
    assert parts[1:] == [plan.explain(line.role) for line in plan["security"].lines]


def test_everything_is_explained_department_by_department() -> None:
    """Without a name."""
    plan = garden()

    assert plan.explain(lang="zh") == "\n\n".join(
        plan.explain(each.department, lang="zh") for each in plan
    )


def test_a_role_of_zero_can_be_explained() -> None:
    """Also one that is no line, such as a leader with nobody to lead."""
    plan = garden(outdoor_green_area=0)

    assert plan.explain("landscaping_leader").splitlines()[0] == (
        "Landscaping leader [landscaping_leader]: 0 people"
    )
    assert "  No workforce, so no leaders." in plan.explain("landscaping_leader").splitlines()
    assert (
        "  无一线人员，不设管理及班组长。"
        in plan.explain("landscaping_leader", lang="zh").splitlines()
    )


def test_an_unknown_name_cannot_be_explained() -> None:
    """Roles and departments are guessed."""
    with pytest.raises(sn.UnknownNameError) as caught:
        garden().explain("patrols")

    assert str(caught.value) == (
        "patrols: the plan has no role or department 'patrols'. Did you mean 'patrol_guard'?"
    )


# JSON


def test_json_is_the_dict() -> None:
    """Text with Chinese characters as they are, and indented when asked for."""
    plan = garden()

    assert json.loads(plan.to_json()) == plan.to_dict()
    assert json.loads(plan.to_json(indent=2)) == plan.to_dict()
    assert "秩序维护" in plan.to_json()
    assert plan.to_json(indent=2).startswith('{\n  "schema": 1')


def test_json_is_the_same_in_every_process() -> None:
    """The order of sets and hashes must not show."""
    code = (
        "import json, sys, staffing_norms as sn\n"
        "site, methods = json.load(sys.stdin)\n"
        "sys.stdout.buffer.write(sn.plan_staffing(site, methods=methods).to_json().encode())"
    )
    package = Path(sn.__file__).parents[1]
    runs = [
        subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", code],
            input=json.dumps([ORCHARD, ORCHARD_METHODS]).encode(),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(package)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert runs == [orchard().to_json().encode()] * 2


# Dataframes

COLUMNS = [
    "department", "role", "kind", "label_en", "label_zh", "headcount", "lean", "generous",
    "on_duty", "shifts", "basis", "formula", "clause", "status",
]  # fmt: skip
PATROL = [
    "security", "patrol_guard", "workforce", "Patrol guard", "巡逻岗秩序维护员", 42, 42, 42,
    14, 3, "posts", "3班×2人×⌈320,000÷50,000⌉=42", "三(二)3", "reading",
]  # fmt: skip


def test_lines_as_a_polars_frame() -> None:
    """One row a role; counts are whole numbers, and a gap is null."""
    frame = garden().to_frame()
    gaps = orchard().to_frame("polars").filter(pl.col("role") == "car_park_guard")

    assert frame.columns == COLUMNS
    assert list(frame.filter(pl.col("role") == "patrol_guard").row(0)) == PATROL
    assert frame["headcount"].sum() == 193
    assert {frame.schema[name] for name in COLUMNS[5:10]} == {pl.Int64}
    assert gaps["headcount"].to_list() == [None]
    assert gaps["shifts"].to_list() == [3]


def test_lines_as_a_pandas_frame() -> None:
    """The same, with pandas' own whole numbers that may be missing."""
    frame = garden().to_frame("pandas")
    gaps = orchard().to_frame("pandas").set_index("role").loc["car_park_guard"]

    assert list(frame.columns) == COLUMNS
    assert frame[frame["role"] == "patrol_guard"].to_numpy().tolist() == [PATROL]
    assert {str(frame.dtypes[name]) for name in COLUMNS[5:10]} == {"Int64"}
    assert gaps["headcount"] is pd.NA


def test_a_plan_without_lines_is_an_empty_frame() -> None:
    """Columns and types do not depend on the rows."""
    plan = sn.plan_staffing(
        {"gross_floor_area": 0, "outdoor_green_area": 0, "scope": ["landscaping"]}
    )
    frame = plan.to_frame()

    assert frame.schema == garden().to_frame().schema
    assert frame["role"].to_list() == ["gardener"]


def test_a_frame_has_its_formulas_in_either_language() -> None:
    """In Chinese unless English is asked for; two guards in pairs, one pair to 50,000 m²."""
    own, chinese, english = (
        frame.filter(pl.col("role") == "patrol_guard")["formula"].item()
        for frame in (
            garden().to_frame(),
            garden().to_frame(lang="zh"),
            garden().to_frame(lang="en"),
        )
    )

    assert own == chinese == "3班×2人×⌈320,000÷50,000⌉=42"
    assert english == "3 shifts × 2 people × ⌈320,000 ÷ 50,000⌉ = 42"


def test_an_unknown_frame_is_guessed() -> None:
    """Only two kinds are known."""
    with pytest.raises(sn.UnknownNameError) as caught:
        garden().to_frame("panda")  # type: ignore[call-overload]  # the fault

    assert str(caught.value) == "kind: no dataframe is called 'panda'. Did you mean 'pandas'?"


@pytest.mark.parametrize(
    ("kind", "wanted"), [("polars", "'staffing-norms[frames]'"), ("pandas", "pandas")]
)
def test_a_missing_library_is_named(
    kind: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to install: the extra that brings it, where one does."""
    monkeypatch.setitem(sys.modules, kind, None)
    plan = garden()

    with pytest.raises(ImportError) as caught:
        plan.to_frame(kind)  # type: ignore[call-overload]  # one of the two

    assert str(caught.value) == (
        f"to_frame({kind!r}) needs {kind}; install it with: pip install {wanted}"
    )


# A value that can be shared


def test_repr_is_one_line() -> None:
    """With the norm, the stance and the totals."""
    assert repr(garden()) == (
        "<Plan cn-estate typical: 193 (customer_service=11, security=84, m_and_e=35, cleaning=40,"
        " landscaping=23)>"
    )
    assert "security=≥ 54 (2 gaps)" in repr(orchard())
    assert "\n" not in repr(orchard()["security"])


def test_str_is_the_table() -> None:
    """`print(plan)` shows what `to_text` gives."""
    assert str(garden()) == garden().to_text()


def test_equal_sites_give_equal_plans() -> None:
    """However the facts were written."""
    written = garden(gross_floor_area="320000")

    assert garden() == written
    assert hash(garden()) == hash(written)
    assert garden() != garden(lifts=47)
    assert garden() != garden().to_dict()


def test_a_plan_can_be_pickled() -> None:
    """It is planned again where it is read."""
    plan = orchard()
    copy = pickle.loads(pickle.dumps(plan))  # noqa: S301 - our own

    assert copy == plan
    assert copy.to_json() == plan.to_json()


def test_norms_and_sites_can_be_pickled() -> None:
    """A norm is found again by its id, a site is its facts."""
    norms, site = sn.load_norms(), sn.Site(**GARDEN)

    assert pickle.loads(pickle.dumps(norms)) is norms  # noqa: S301 - our own
    assert pickle.loads(pickle.dumps(site)) == site  # noqa: S301 - our own


@pytest.mark.parametrize(
    ("shared", "name"),
    [(garden(), "_result"), (sn.load_norms(), "hash"), (sn.Site(**GARDEN), "_facts")],
    ids=["plan", "norms", "site"],
)
def test_what_is_shared_is_immutable(shared: object, name: str) -> None:
    """Assignment is refused."""
    with pytest.raises(FrozenInstanceError):
        setattr(shared, name, None)


def test_threads_share_a_norm() -> None:
    """Many threads that plan the same sites get the same plans."""
    norms = sn.load_norms()
    sites = [{**GARDEN, "lifts": lifts} for lifts in range(8)]
    alone = [norms.plan(site).to_json() for site in sites]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda site: norms.plan(site).to_json(), sites * 8))

    assert together == alone * 8


def test_a_role_is_told_from_a_department() -> None:
    """`plan["patrol_guard"]` says where the role is."""
    with pytest.raises(sn.UnknownNameError) as caught:
        sn.plan_staffing({"gross_floor_area": 1})["patrol_guard"]

    assert str(caught.value) == (
        "patrol_guard: 'patrol_guard' is a role, not a department. "
        "Write plan['security']['patrol_guard']."
    )


def test_a_role_that_the_method_does_not_count_says_so() -> None:
    """Under the composite quota a patrol is not zero patrols, but counted with the others."""
    plan = sn.plan_staffing({"gross_floor_area": 1})
    line = plan["security"].roles["patrol_guard"]

    assert plan.explain("patrol_guard") == (
        "Patrol guard [patrol_guard]: not counted by itself\n"
        "  The method of this plan does not count this role by itself; these do: posts. To see it "
        'counted, plan with methods={"security": "posts"} in Python, or --method security=posts.'
    )
    assert not line.is_counted
    assert (line.on_duty, line.shifts) == (None, None)


def test_a_span_is_unknown_while_the_plan_has_gaps() -> None:
    """A forced method with gaps leaves nothing to compare."""
    plan = sn.plan_staffing({"gross_floor_area": 1}, methods={"security": "posts"})

    assert plan["security"].span is None
    assert plan.span is None


def test_a_span_holds_the_plan_itself() -> None:
    """Stairs by force: ⌈10 ÷ 10⌉ = 1 cleaner and a supervisor, against ⌈90,000 ÷ 9,000⌉ = 10."""
    site = {"gross_floor_area": 90_000, "buildings": [{"storeys": 6, "stairwells": 10}]}
    plan = sn.plan_staffing(site, methods={"cleaning": "stairs"})

    assert plan["cleaning"].headcount == 2
    assert plan["cleaning"].span == (2, 11)


def test_a_figure_worked_out_from_stated_facts_is_no_default() -> None:
    """32,000 m² of land at 35 % is a green area of 11,200 m², derived and not assumed."""
    plan = sn.plan_staffing({"land_area": 32_000, "green_ratio": "35 %"})
    [green] = [each for each in plan.assumptions if each.fact == "outdoor_green_area"]

    assert (green.value, green.status) == (11_200, "derived")


def test_roles_by_role() -> None:
    """Every role in scope, also what another figure stands for; gaps are None."""
    plan, estimate = garden(), sn.plan_staffing({"gross_floor_area": 320_000})
    blank = sn.plan_staffing({"scope": ["security"]})

    assert plan.by_role() == sn.load_norms().headcount(GARDEN)
    assert (plan.by_role()["patrol_guard"], estimate.by_role()["patrol_guard"]) == (42, 0)
    assert estimate.by_role()["security_workforce"] == 143
    assert blank.by_role()["security_workforce"] is None
    assert "gardener" not in blank.by_role()


@pytest.mark.parametrize(
    ("stance", "role", "told"),
    [
        # 三(二)7: one for each 2,000–2,500 m²
        ("typical", "security_workforce",
         "  Printed range 2,000–2,500 m²: typical takes the middle, 2,250"),
        ("lean", "security_workforce", "  Printed range 2,000–2,500 m²: lean takes 2,500"),
        ("generous", "security_workforce", "  Printed range 2,000–2,500 m²: generous takes 2,000"),
        # 三(三)8: 10–12 for each 10 万㎡
        ("typical", "m_and_e_workforce", "  Printed range 10–12: typical takes the middle, 11"),
        # 三(二)5: 3–4, of which the norm's file takes 3
        ("typical", "squad_leader", "  Printed range 3–4: typical takes 3"),
        ("lean", "security_group_leader",
         '  The norm says "may": lean leaves these people out'),
    ],
)  # fmt: skip
def test_the_range_behind_a_figure_is_told(stance: str, role: str, told: str) -> None:
    """Which end or middle of what is printed it takes; above the figures of the stances."""
    explained = sn.plan_staffing({"gross_floor_area": 320_000}, stance=stance).explain(role)

    assert explained.splitlines()[-2] == told
    assert explained.splitlines()[-1].startswith("  lean: ")


def test_without_a_range_none_is_told() -> None:
    assert "range" not in garden().explain("patrol_guard")
    assert "原文区间 2,000–2,500 平方米：中值取中点 2,250" in sn.plan_staffing(
        {"gross_floor_area": 320_000}
    ).explain("security_workforce", lang="zh")
