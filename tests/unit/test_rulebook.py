"""A norm compiles to a program that chooses methods, adds roles up and knows what to check."""

from typing import Any

import pytest

from norms.tiny import PRINTED, Tiny
from staffing_norms.foundation.formula import Ref, nodes

METHODS = """
methods:
  - {id: detail, needs: [lifts, [fixed_posts, fixed_post_area]]}
  - {id: whole, needs: [gross_floor_area], composite: true, apart: [deputy]}
  - {id: part, needs: [households], automatic: false}
rules:
  - {id: g, kind: posts, role: guard, methods: [detail], clause: "1", status: printed, shifts: 3,
     of: lifts}
  - {id: p, kind: quota, role: guard, methods: [part], clause: "1", status: printed,
     of: households}
  - {id: w, kind: quota, role: staff, methods: [whole], clause: "2", status: printed,
     of: gross_floor_area, per: 80–100 m²}
  - {id: d, kind: quota, role: deputy, methods: [detail, whole], clause: "3", status: printed,
     of: nursery_area}
leaders:
  measured_by: gross_floor_area
  bands: [{clause: "4", status: printed, posts: {head: 2}}]
"""
POSTS = f"rules: [{{id: g, kind: posts, role: guard, {PRINTED}, shifts: 3, of: lifts}}]"


# Methods


def test_the_first_usable_method_is_chosen() -> None:
    norm = Tiny(METHODS)

    assert norm.value("guard", lifts=2, fixed_posts=1, gross_floor_area=1_000) == 6
    assert norm.value("guard", lifts=2, gross_floor_area=1_000) == 0
    assert norm.value("staff", lifts=2, gross_floor_area=1_000) == 12


def test_the_last_automatic_method_is_chosen_where_none_is_usable() -> None:
    norm = Tiny(METHODS)

    assert norm.value("hall.whole.chosen", households=5) is True
    assert norm.value("hall.part.usable", households=5) is True


def test_a_forced_method_is_chosen_whatever_is_stated() -> None:
    norm = Tiny(METHODS)

    assert norm.value("guard", method="part", households=5) == 5
    assert norm.value("guard", method="detail", gross_floor_area=1) is None


def test_a_method_needs_one_fact_of_each_list() -> None:
    norm = Tiny(METHODS)

    assert norm.value("hall.detail.usable", lifts=1, fixed_post_area=5) is True
    assert norm.value("hall.detail.usable", lifts=1) is False


def test_a_method_that_needs_tasks_needs_those_of_the_department() -> None:
    norm = Tiny(
        f"""
methods: [{{id: posts, needs: [tasks]}}]
rules:
  - {{id: w, kind: work, role: guard, {PRINTED}, hours_per_day: hours_per_day, days: cleaning_days}}
rates: [{{activity: floor_sweeping, clause: "2", status: printed, quantity: 300 m²}}]
"""
    )
    mowing = {"activity": "mowing", "variant": "special", "quantity": 1, "times_per_year": 1}

    assert norm.value("hall.posts.usable", tasks=[mowing]) is False
    assert (
        norm.value(
            "hall.posts.usable", tasks=[{**mowing, "activity": "floor_sweeping", "variant": None}]
        )
        is True
    )


# Totals


def test_a_department_out_of_scope_has_nobody() -> None:
    norm = Tiny(METHODS)

    assert norm.value("hall.headcount", lifts=2, gross_floor_area=1_000, scope=["cleaning"]) == 0
    assert norm.value("headcount", lifts=2, gross_floor_area=1_000) == 12 + 2


def test_a_department_without_workforce_has_no_leaders() -> None:
    assert Tiny(METHODS).value("head", lifts=0, fixed_posts=0, gross_floor_area=5) == 0


def test_a_department_may_have_no_leaders_at_all() -> None:
    norm = Tiny(POSTS)

    assert norm.value("hall.headcount", lifts=2) == 6
    assert norm.value("hall.leaders", lifts=2) == 0


def test_a_total_counts_what_is_known_and_says_whether_that_is_all() -> None:
    norm = Tiny(METHODS)

    assert norm.value("guard", method="detail", gross_floor_area=5) is None
    assert norm.value("headcount", method="detail", gross_floor_area=5) == 2
    assert norm.value("complete", method="detail", gross_floor_area=5) is False
    assert norm.value("complete", gross_floor_area=5) is True


# What is laid out


def test_a_role_knows_how_its_people_are_counted() -> None:
    roles = {role.role: role for role in Tiny(METHODS).rulebook.departments[0].roles}

    assert roles["guard"].basis == {"part": "day_work", "detail": "posts"}
    assert roles["staff"].basis == {"whole": "composite"}
    assert roles["head"].kind == "leader"
    assert set(roles["head"].under) == {"detail", "whole", "part"}


def test_a_post_knows_its_shifts() -> None:
    norm = Tiny(POSTS)
    [guard] = norm.rulebook.departments[0].roles

    assert norm.value(guard.shifts["posts"]) == 3


def test_every_output_refers_to_earlier_ones_only() -> None:
    seen: set[str] = set()
    for output in Tiny(METHODS).rulebook.program.outputs:
        assert {each.output for each in nodes(output.formula) if isinstance(each, Ref)} <= seen
        seen.add(output.name)


# Findings


def test_the_composite_quota_checks_what_is_counted() -> None:
    norm = Tiny(METHODS)
    site: dict[str, Any] = {"gross_floor_area": 800, "fixed_posts": 1}

    assert norm.raised(lifts=2, **site) & {"composite.below", "composite.above"} == {
        "composite.below"
    }
    assert norm.raised(lifts=3, **site) & {"composite.below", "composite.above"} == set()
    assert norm.raised(lifts=4, **site) & {"composite.below", "composite.above"} == {
        "composite.above"
    }
    assert "composite.incomplete" in norm.raised(method="detail", gross_floor_area=800)


def test_a_less_detailed_method_says_which_facts_would_do_better() -> None:
    norm = Tiny(METHODS)

    assert "detail.missing" in norm.raised(gross_floor_area=5)
    assert "detail.missing" not in norm.raised(lifts=1, fixed_posts=1, gross_floor_area=5)


@pytest.mark.parametrize(
    ("trust", "codes"), [("A", set()), ("B", {"norm.trade_text"}), ("C", {"norm.single_copy"})]
)
def test_a_norm_that_is_no_official_text_says_so(trust: str, codes: set[str]) -> None:
    """Trust B is a trade text in several copies, trust C one that was seen once."""
    assert Tiny(POSTS, trust=trust).raised(lifts=1) == codes


def test_a_contract_for_a_department_without_figures_is_told() -> None:
    norm = Tiny(POSTS)

    assert norm.raised(lifts=1, scope=["hall", "cleaning"]) == {"scope.not_covered"}
    assert norm.raised(lifts=1, scope=["hall"]) == set()


def test_a_department_that_a_role_works_for_too_is_told_apart() -> None:
    role = "{en: Guard, zh: 值守员, shared_with: [cleaning]}"
    norm = Tiny(f"\nroles: {{guard: {role}}}\n{POSTS}")

    assert norm.raised(lifts=1, scope=["hall", "cleaning"]) == {"scope.shared"}
    assert norm.raised(lifts=1, scope=["cleaning"]) == {"scope.not_split", "scope.empty"}


def test_a_site_of_another_kind_is_told() -> None:
    norm = Tiny(POSTS)

    assert norm.raised(lifts=1, property_kind="office") == {"property.other_kind"}
    assert norm.raised(lifts=1, property_kind="residential") == set()
    assert norm.raised(lifts=1) == set()


def test_more_leaders_than_workers_are_told() -> None:
    norm = Tiny(METHODS)

    assert "leaders.exceed_workforce" in norm.raised(gross_floor_area=80)
    assert "leaders.exceed_workforce" not in norm.raised(gross_floor_area=8_000)


READINGS = """
methods: [{id: posts, needs: [tasks]}]
rules:
  - {id: w, kind: work, role: guard, methods: [posts], clause: "1", status: printed,
     hours_per_day: hours_per_day, days: cleaning_days}
  - {id: l, kind: quota, role: staff, methods: [posts], clause: "2", status: doubtful,
     reading: {en: Unclear., zh: 不清。}, of: lifts}
leaders:
  measured_by: lifts
  bands:
    - {below: 5, clause: "3", status: printed, posts: {head: 1}}
    - {from: 5, clause: "–", status: silent, as_below: true, reading: {en: Empty., zh: 空缺。}}
rates:
  - {activity: floor_sweeping, clause: "4", status: doubtful, quantity: 300 m²,
     reading: {en: Odd., zh: 存疑。}}
  - {activity: stair_mopping, clause: "4", status: reading, quantity: 13 层,
     reading: {en: Each., zh: 每人。}}
"""


def test_a_plan_says_where_it_rests_on_a_silent_or_doubtful_clause() -> None:
    norm = Tiny(READINGS)
    mopping = {"activity": "stair_mopping", "quantity": 13, "times_per_year": 365}
    sweeping = {"activity": "floor_sweeping", "quantity": 300, "times_per_year": 365}

    assert norm.raised(tasks=[mopping], lifts=0) & {"norm.silent", "norm.doubtful"} == set()
    assert "norm.doubtful" in norm.raised(tasks=[sweeping], lifts=0)
    assert "norm.doubtful" not in norm.raised(tasks=[{**sweeping, "rate": 300}], lifts=0)
    assert "norm.doubtful" in norm.raised(tasks=[mopping], lifts=1)
    assert "norm.silent" in norm.raised(tasks=[mopping], lifts=5)


def test_a_finding_of_the_norm_is_raised_when_its_tests_hold() -> None:
    norm = Tiny(
        POSTS + "\nfindings: [{code: many.lifts, severity: info, when: [{fact: lifts, over: 9}],"
        " message: {en: Many., zh: 多。}}]"
    )

    assert "many.lifts" in norm.raised(lifts=10)
    assert "many.lifts" not in norm.raised(lifts=9)
    assert "many.lifts" not in norm.raised(lifts=10, scope=["security"])
