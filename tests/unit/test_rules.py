"""Each kind of printed rule gives the people that its clause gives by hand."""

from typing import Any

import polars as pl
import pytest

from norms.tiny import PRINTED, Tiny
from staffing_norms.interpreters.evaluate import Evaluator
from staffing_norms.interpreters.fast import compile_headcount
from staffing_norms.interpreters.frames import plan_frame, wanted
from staffing_norms.interpreters.integers import lower
from staffing_norms.results.steps import sources
from staffing_norms.sites.site import Site
from staffing_norms.sites.vocabulary import vocabulary


def guards(rule: str) -> Tiny:
    """Return a norm with one rule for guards."""
    return Tiny(f"rules: [{{id: g, role: guard, {PRINTED}, {rule}}}]")


# Posts


def test_a_post_is_manned_in_every_shift() -> None:
    norm = guards("kind: posts, shifts: 3, people: 2, of: fixed_posts")

    assert norm.value("guard", fixed_posts=4) == 3 * 2 * 4


def test_posts_are_rounded_up_before_shifts_and_people() -> None:
    norm = guards("kind: posts, shifts: patrol_shifts, people: 2, of: patrol_area, per: 5 万㎡")

    assert norm.value("guard", gross_floor_area=50_001, patrol_shifts=2) == 2 * 2 * 2


def test_one_for_each_range_gives_fewest_people_for_its_larger_end() -> None:
    norm = guards("kind: posts, shifts: 1, of: fixed_post_area, per: 3000–3500 m²")

    assert norm.stances("guard", fixed_post_area=10_500) == (3, 4, 4)


def test_a_range_of_people_gives_most_people_for_its_larger_end() -> None:
    norm = guards("kind: posts, shifts: 1, people: 2–4, of: fixed_posts")

    assert norm.stances("guard", fixed_posts=5) == (10, 15, 20)


def test_a_share_is_taken_off_before_rounding() -> None:
    norm = guards("kind: posts, shifts: 1, of: fixed_posts, reduced_by: guard_reduction")

    assert norm.value("guard", fixed_posts=11, guard_reduction="10 %") == 10


def test_the_first_stated_of_several_facts_counts() -> None:
    norm = guards(
        "kind: posts, shifts: 1, either: [{of: fixed_posts, times: entrance_streams},"
        " {of: fixed_post_area, per: 100 m²}]"
    )

    assert norm.value("guard", fixed_posts=2, entrance_streams=3, fixed_post_area=900) == 6
    assert norm.value("guard", fixed_post_area=900) == 9


# Quotas


def test_a_quota_is_rounded_once_with_its_role() -> None:
    rule = f"role: guard, {PRINTED}, kind: quota, of: lifts, per: 2"
    norm = Tiny(f"rules: [{{id: a, {rule}}}, {{id: b, {rule}}}]")

    assert norm.value("guard", lifts=3) == 3


def test_a_quota_of_several_people_takes_the_first_stated_fact() -> None:
    norm = guards("kind: quota, people: 3, either: [{of: lifts, per: 4}, {of: households}]")

    assert norm.value("guard", lifts=5, households=1) == 4
    assert norm.value("guard", households=2) == 6


# Bands


@pytest.mark.parametrize(
    ("area", "people"),
    [(99_999, 1), (100_000, 2), (300_000, 2), (300_001, 3), (349_999, 3), (350_000, 4)],
)
def test_exactly_one_band_applies(area: int, people: int) -> None:
    norm = guards(
        "kind: bands, measured_by: gross_floor_area, bands: [{below: 10 万㎡, people: 1},"
        " {from: 10 万㎡, up_to: 30 万㎡, people: 2},"
        " {over: 30 万㎡, people: 3, plus: 1, every: 5 万㎡}]"
    )

    assert norm.value("guard", gross_floor_area=area) == people


def test_a_band_may_print_a_range_of_people() -> None:
    norm = guards("kind: bands, measured_by: lifts, bands: [{people: 2–4}]")

    assert norm.stances("guard", lifts=1) == (2, 3, 4)


def test_a_middle_that_is_not_whole_is_rounded_with_the_role() -> None:
    norm = guards("kind: bands, measured_by: lifts, bands: [{people: 2–3}]")

    assert norm.stances("guard", lifts=1) == (2, 3, 3)


def test_a_step_that_is_a_range_adds_fewest_people_for_its_larger_end() -> None:
    norm = guards(
        "kind: bands, measured_by: lifts,"
        " bands: [{below: 10, people: 0}, {from: 10, people: 1, plus: 2, every: 4–6}]"
    )

    assert norm.stances("guard", lifts=22) == (1 + 2 * 2, 1 + 2 * 2, 1 + 2 * 3)


def test_a_step_that_is_started_counts_as_a_whole_one() -> None:
    norm = guards(
        "kind: bands, measured_by: lifts, bands: [{up_to: 10, people: 1},"
        " {over: 10, people: 1, plus: 1, every: 5, started: true}]"
    )

    assert [norm.value("guard", lifts=lifts) for lifts in (10, 11, 15, 16)] == [1, 2, 2, 3]


SILENT = (
    "kind: bands, measured_by: lifts, bands: [{below: 10, people: 1},"
    " {from: 10, below: 20, as_below: true, silent: {en: Not printed., zh: 未印。}},"
    " {from: 20, people: 3}]"
)


@pytest.mark.parametrize(("lifts", "people"), [(9, 1), (10, 1), (19, 1), (20, 3)])
def test_a_silent_band_carries_on_and_says_so(lifts: int, people: int) -> None:
    norm = guards(SILENT)

    assert norm.value("guard", lifts=lifts) == people
    assert ("norm.silent" in norm.raised(lifts=lifts)) == (10 <= lifts < 20)


@pytest.mark.parametrize(("lifts", "told"), [(9, []), (10, ["Not printed."]), (20, [])])
def test_a_figure_says_that_it_was_carried_on(lifts: int, told: list[str]) -> None:
    """The reading of the silent band is a source of the figure, under the rule's clause."""
    norm = guards(SILENT)
    step = Evaluator(norm.outputs).evaluation({"lifts": lifts}, "typical").step("hall.posts.guard")
    found = [each for each in sources(step, norm.outputs) if each.status == "silent"]

    assert [dict(each.reading)["en"] for each in found] == told
    assert [each.clause for each in found] == ["1"] * len(told)


@pytest.mark.parametrize(("lifts", "people"), [(9, 1), (10, None), (19, None), (20, 3)])
def test_an_undefined_band_is_a_gap(lifts: int, people: int | None) -> None:
    norm = guards(
        "kind: bands, measured_by: lifts, bands: [{below: 10, people: 1},"
        " {from: 10, below: 20, undefined: {reading: {en: Not printed., zh: 未印。}}},"
        " {from: 20, people: 3}]"
    )

    assert norm.value("guard", lifts=lifts) == people
    assert norm.gaps(lifts=lifts) == ({"": ("guard",)} if people is None else {})


# Fixed numbers, tables, limits, choices


def test_so_many_for_every_site() -> None:
    norm = guards("kind: fixed, people: 2–4")

    assert norm.stances("guard") == (2, 3, 4)


BY_KIND = (
    "kind: quota, of: lifts, by: property_kind, rows: [{is: [residential, mixed], per: 10},"
    " {is: office, per: 5, people: 2, at_least: 3}, {is: school, of: households, per: 100},"
    " {is: [hospital, retail, industrial], undefined: {reading: {en: Not printed., zh: 未印。}}}]"
)


@pytest.mark.parametrize(
    ("kind", "people"),
    [
        ({}, 3),  # residential is assumed: 21/10
        ({"property_kind": "mixed"}, 3),
        ({"property_kind": "office"}, 9),  # 2 × 21/5 = 8.4
        ({"property_kind": "school"}, 2),  # 150/100
        ({"property_kind": "retail"}, None),
    ],
)
def test_a_row_says_what_holds_for_a_word(kind: dict[str, Any], people: int | None) -> None:
    assert guards(BY_KIND).value("guard", lifts=21, households=150, **kind) == people


def test_a_row_has_limits_of_its_own() -> None:
    assert guards(BY_KIND).value("guard", lifts=5, property_kind="office") == 3


def test_what_a_row_leaves_undefined_is_a_gap() -> None:
    norm = guards(BY_KIND)

    assert norm.gaps(lifts=5, property_kind="retail") == {"": ("guard",)}
    assert norm.gaps(property_kind="school") == {"households": ("guard",)}


def test_a_word_without_an_assumption_is_asked_for() -> None:
    norm = Tiny(
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, of: lifts, by: grade,"
        " rows: [{is: one, per: 10}, {is: two, per: 20}]}]",
        pack="""
facts:
  grade:
    kind: word
    labels: {en: grade, zh: 等级}
    meaning: {en: Grade., zh: 等级。}
    words: {one: {labels: {en: one, zh: 一级}}, two: {labels: {en: two, zh: 二级}}}
""",
    )

    assert norm.value("guard", lifts=40, grade="二级") == 2
    assert norm.gaps(lifts=40) == {"grade": ("guard",)}


@pytest.mark.parametrize(("lifts", "people"), [(10, 5), (11, 4), (20, 7), (21, 3)])
def test_a_row_says_what_holds_within_bounds(lifts: int, people: int) -> None:
    norm = guards(
        "kind: posts, shifts: 1, of: lifts, by: lifts,"
        " rows: [{up_to: 10, per: 2}, {over: 10, up_to: 20, per: 3}, {over: 20, per: 7}]"
    )

    assert norm.value("guard", lifts=lifts) == people


@pytest.mark.parametrize(
    ("limits", "site", "people"),
    [
        ("at_least: 2", {"lifts": 5}, 2),
        ("at_least: 2", {"lifts": 21}, 3),
        ("at_least: {people: 2, when: [{fact: lifts, below: 10}]}", {"lifts": 9}, 2),
        ("at_least: {people: 2, when: [{fact: lifts, below: 10}]}", {"lifts": 10}, 1),
        ("at_most: 2", {"lifts": 21}, 2),
        ("at_most: 2", {"lifts": 11}, 2),
        ("at_least: 2, at_most: [{people: 3, when: [{fact: enclosed, is: true}]}, 4]",
         {"lifts": 90}, 3),
        ("at_least: 2, at_most: [{people: 3, when: [{fact: enclosed, is: true}]}, 4]",
         {"lifts": 90, "enclosed": False}, 4),
    ],
)  # fmt: skip
def test_a_figure_is_kept_within_limits(limits: str, site: dict[str, Any], people: int) -> None:
    assert guards(f"kind: quota, of: lifts, per: 10, {limits}").value("guard", **site) == people


CHOICE = """
facts:
  guards_by:
    kind: word
    labels: {en: quota that counts, zh: 定额取法}
    meaning: {en: Which quota counts., zh: 以何者为准。}
    default: {value: larger}
    words:
      larger: {labels: {en: larger, zh: 取大}}
      smaller: {labels: {en: smaller, zh: 取小}}
      lifts: {labels: {en: by lifts, zh: 按电梯}}
      households: {labels: {en: by households, zh: 按户数}}
"""
OR = (
    f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, choose: CHOICE,"
    " either: [{of: lifts, per: 10}, {of: households, per: 100}]}]"
)
BOTH = {"lifts": 25, "households": 401}  # 2.5 and 4.01


@pytest.mark.parametrize(
    ("choose", "site", "people"),
    [
        ("first", BOTH, 3),
        ("larger", BOTH, 5),
        ("smaller", BOTH, 3),
        ("larger", {"lifts": 25}, 3),
        ("smaller", {"households": 401}, 5),
        ("larger", {}, None),
        ("guards_by", BOTH, 5),
        ("guards_by", {**BOTH, "guards_by": "smaller"}, 3),
        ("guards_by", {**BOTH, "guards_by": "按户数"}, 5),
        ("guards_by", {"lifts": 25, "guards_by": "households"}, None),
    ],
)
def test_of_drivers_joined_by_or_the_one_chosen_counts(
    choose: str, site: dict[str, Any], people: int | None
) -> None:
    norm = Tiny(OR.replace("CHOICE", choose), pack=CHOICE)

    assert norm.value("guard", **site) == people


@pytest.mark.parametrize(
    ("choose", "site", "is_said"),
    [("larger", {"lifts": 25}, True), ("larger", BOTH, False), ("larger", {}, False),
     ("first", {"lifts": 25}, False)],
)  # fmt: skip
def test_a_quota_that_could_not_be_compared_is_said(
    choose: str,
    site: dict[str, Any],
    is_said: bool,  # noqa: FBT001 - what is expected
) -> None:
    norm = Tiny(OR.replace("CHOICE", choose), pack=CHOICE)

    assert ("either.unknown" in norm.raised(**site)) == is_said


def test_people_are_counted_by_other_roles() -> None:
    norm = Tiny(
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, of: lifts, per: 2}},"
        f" {{id: s, role: staff, {PRINTED}, kind: quota, of: households, per: 4}},"
        f" {{id: d, role: deputy, {PRINTED}, kind: quota, of_roles: [guard, staff], per: 3}}]"
    )

    assert norm.value("deputy", lifts=5, households=5) == 2  # 3 + 2 people, each rounded


def test_a_test_that_is_decided_lacks_nothing() -> None:
    """Ungated, so the number of households does not matter; only the lifts are asked for."""
    when = "[{fact: enclosed, is: true}, {fact: households, over: 5}]"
    norm = guards(f"kind: quota, either: [{{of: lifts}}], when: {when}")
    both = Tiny(
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, of: lifts, when: {when}}},"
        f" {{id: h, role: guard, {PRINTED}, kind: quota, of: entrances}}]"
    )

    assert norm.gaps(enclosed=False) == {}
    assert norm.gaps(enclosed=True) == {"households": ("guard",)}
    assert both.gaps(enclosed=False) == {"entrances": ("guard",)}


def test_a_figure_is_undefined_unless_its_tests_hold() -> None:
    norm = guards(
        "kind: quota, of: lifts, undefined:"
        " {unless: [{fact: lifts, from: 3}], reading: {en: Small., zh: 过小。}}"
    )

    assert [norm.value("guard", lifts=lifts) for lifts in (2, 3)] == [None, 3]
    assert norm.gaps(lifts=2) == {"": ("guard",)}
    assert norm.gaps(lifts=3) == {}
    assert norm.gaps() == {"lifts": ("guard",)}


@pytest.mark.parametrize(
    ("rounding", "people"), [("up", [2, 2, 2]), ("half_up", [1, 2, 2]), ("down", [1, 1, 1])]
)
def test_a_role_is_rounded_as_it_is_printed(rounding: str, people: list[int]) -> None:
    norm = Tiny(
        f"\nroles: {{guard: {{en: Guard, zh: 值守员, rounding: {rounding}}}}}\n"
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, of: lifts, per: 10}}]"
    )

    assert [norm.value("guard", lifts=lifts) for lifts in (14, 15, 16)] == people


def test_a_factor_multiplies_the_workforce_before_rounding_where_it_applies() -> None:
    norm = Tiny(
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, of: lifts, per: 10}},"
        f" {{id: s, role: staff, {PRINTED}, kind: quota, of: lifts, per: 10}}]\n"
        'leaders: {measured_by: lifts, bands: [{clause: "2", status: printed, posts: {head: 9}}]}',
        pack='factors: [{id: f, clause: "3", status: printed, factor: 0.9, roles: guard,'
        " when: [{fact: indoor_greenery, is: true}, {fact: lifts, over: 100}]}]",
    )

    large: dict[str, Any] = {"lifts": 101, "indoor_greenery": True}
    assert norm.value("guard", **large) == 10  # ⌈9.09⌉
    assert norm.value("staff", **large) == 11
    assert norm.value("head", **large) == 9
    assert norm.value("guard", lifts=101) == 11
    assert norm.value("guard", lifts=100, indoor_greenery=True) == 10


@pytest.mark.parametrize(
    ("printed", "people"),
    [
        ("factor: 0.9", (18, 18, 18)),
        ("plus: 10 %", (22, 22, 22)),
        ("less: 20 %", (16, 16, 16)),
        ("plus: 5–15 %", (21, 22, 23)),
        ("less: 10–30 %", (14, 16, 18)),  # the larger cut is lean
    ],
)
def test_a_factor_is_written_as_it_is_printed(printed: str, people: tuple[int, ...]) -> None:
    norm = Tiny(
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, of: lifts}}]",
        pack=f'factors: [{{id: f, clause: "3", status: printed, {printed},'
        " when: [{fact: enclosed, is: true}]}]",
    )

    assert norm.stances("guard", lifts=20) == people
    assert norm.value("guard", lifts=20, enclosed=False) == 20


def test_shifts_are_those_of_the_posts_that_count() -> None:
    """Day patrols for a small site, round the clock for a large one; both at once have none."""
    norm = Tiny(
        f"rules: [{{id: d, role: guard, {PRINTED}, kind: posts, shifts: 1, of: entrances}},"
        f" {{id: r, role: guard, {PRINTED}, kind: posts, shifts: 3, of: lifts}}]"
    )

    assert norm.value("hall.posts.guard.shifts", entrances=2, lifts=0) == 1
    assert norm.value("hall.posts.guard.shifts", entrances=0, lifts=2) == 3
    assert norm.value("hall.posts.guard.shifts", entrances=1, lifts=2) is None
    assert norm.value("hall.posts.guard.shifts", entrances=0, lifts=0) is None


# Totals of the site

TOTAL = """
totals:
  - id: t
    kind: KIND
    labels: {en: All, zh: 总数}
    clause: "9"
    status: printed
    people: 1–2
    of: lifts
    per: 10
    counts: {without: [head]}
"""


@pytest.mark.parametrize(
    ("kind", "households", "code"),
    [
        ("check", 1, "total.below"),
        ("check", 2, ""),
        ("check", 5, ""),
        ("check", 6, "total.above"),
        ("cap", 1, ""),
        ("cap", 6, "total.above"),
        ("floor", 1, "total.below"),
        ("floor", 6, ""),
        ("check", None, "total.incomplete"),
    ],
)
def test_a_total_is_compared_and_never_changes_roles(
    kind: str, households: int | None, code: str
) -> None:
    """Of 25 lifts 2.5 to 5 people: whole numbers from 2 to 5 agree."""
    norm = Tiny(
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, of: households}}]\n"
        'leaders: {measured_by: lifts, bands: [{clause: "2", status: printed, posts: {head: 9}}]}',
        pack=TOTAL.replace("KIND", kind),
    )

    raised = norm.raised(lifts=25, households=households)
    assert {each for each in raised if each.startswith("total.")} == ({code} if code else set())
    assert norm.value("guard", lifts=25, households=households) == households


@pytest.mark.parametrize(
    ("kind", "people", "code"),
    [("cap", 4, ""), ("cap", 5, "total.above"), ("floor", 2, "total.below"), ("floor", 3, "")],
)
def test_whole_people_keep_a_limit(kind: str, people: int, code: str) -> None:
    """Of 22 lifts at most 4.4 and at least 2.2 people: 4 and 3."""
    norm = Tiny(
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, of: households}}]",
        pack=TOTAL.replace("KIND", kind).replace("without: [head]", ""),
    )

    raised = norm.raised(lifts=22, households=people)
    assert {each for each in raised if each.startswith("total.")} == ({code} if code else set())


def test_leaders_may_be_measured_by_the_people_they_lead() -> None:
    norm = Tiny(
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, of: lifts, per: 2}}]\n"
        'leaders: {measured_by: workforce, bands: [{below: 5, clause: "2", status: printed,'
        ' posts: {head: 1}}, {from: 5, clause: "3", status: printed,'
        " posts: {head: {people: 1, per: 4}}}]}"
    )

    assert [norm.value("head", lifts=lifts) for lifts in (8, 9, 18)] == [1, 2, 3]


LED = f"""
methods: [{{id: posts, needs: [lifts]}}, {{id: whole, needs: [lifts], composite: true}}]
roles:
  guard: {{en: Guard, zh: 值守员}}
  staff: {{en: Staff, zh: 人员}}
  head: {{en: Head, zh: 主管, leads: true}}
rules:
  - {{id: h, role: head, {PRINTED}, kind: bands, measured_by: households,
     bands: [{{below: 50, people: 1}}, {{from: 50, people: 2}}]}}
  - {{id: w, role: head, methods: [whole], clause: "2", status: printed, kind: fixed, people: 3}}
  - {{id: g, role: guard, {PRINTED}, kind: quota, of: lifts, per: 10}}
  - {{id: s, role: staff, methods: [whole], clause: "3", status: printed, kind: quota, of: lifts}}
"""


def test_a_role_that_leads_is_no_workforce_though_rules_count_it() -> None:
    norm = Tiny(LED)

    assert [norm.value("head", lifts=9, households=number) for number in (49, 50)] == [1, 2]
    assert norm.value("head", lifts=9, households=49, method="whole") == 3
    assert norm.value("head", lifts=0, households=49) == 0  # nobody to lead
    site: dict[str, Any] = {"lifts": 9, "households": 50}
    assert norm.value("hall.workforce", **site) == 1
    assert norm.value("hall.leaders", **site) == 2
    assert norm.value("hall.headcount", **site) == 3
    [head] = [role for role in norm.rulebook.departments[0].roles if role.role == "head"]
    assert (head.kind, set(head.basis.values())) == ("leader", {"leaders"})


def test_a_factor_of_all_roles_leaves_those_that_lead() -> None:
    norm = Tiny(
        LED,
        pack='factors: [{id: f, clause: "4", status: printed, factor: 0.5,'
        " when: [{fact: lifts, over: 10}]}]",
    )

    found = [norm.value(role, lifts=40, households=50) for role in ("guard", "head")]
    assert found == [2, 2]  # 40/10 × 0.5 guards


def test_a_leader_who_works_for_another_department_is_no_figure_for_it() -> None:
    shared = LED.replace("leads: true", "leads: true, shared_with: [cleaning]")

    raised = Tiny(shared).raised(lifts=9, households=49, scope=["hall", "cleaning"])
    assert "scope.not_covered" in raised
    assert "scope.shared" not in raised


# Spreads


def test_records_are_added_up_each_by_its_band() -> None:
    norm = guards(
        "kind: spread, over: buildings, of: [stairwells, count], measured_by: storeys,"
        " bands: [{up_to: 8, per: 10}, {from: 9, per: 8}]"
    )
    buildings = [
        {"storeys": 8, "stairwells": 5, "count": 3},  # 15/10
        {"storeys": 9, "stairwells": 4},  # 4/8
    ]

    assert norm.value("guard", buildings=buildings) == 2


def test_a_spread_by_a_range_gives_fewest_people_for_its_larger_end() -> None:
    norm = guards(
        "kind: spread, over: buildings, of: [stairwells], measured_by: storeys,"
        " bands: [{below: 9, per: 2–4}, {from: 9, per: 1}]"
    )

    assert norm.stances("guard", buildings=[{"storeys": 3, "stairwells": 8}]) == (2, 3, 4)


def test_records_of_a_norm_s_own_are_added_up_in_every_interpreter() -> None:
    norm = Tiny(
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: spread, over: pools, of: [water],"
        " measured_by: depth, bands: [{below: 2 m, per: 100 m²}, {from: 2 m, per: 50 m²}],"
        " when: [{some: pools, where: [{fact: depth, over: 1 m}]}]}]",
        pack="""
facts:
  pools:
    kind: records
    labels: {en: pools, zh: 泳池}
    meaning: {en: Pools., zh: 泳池。}
    fields:
      water:
        {unit: m2, keys: [水面], labels: {en: water, zh: 水面}, meaning: {en: Water., zh: 水面。}}
      depth: {unit: m, labels: {en: depth, zh: 水深}, meaning: {en: Depth., zh: 水深。}}
""",
    )
    pools = [{"water": 150.5, "depth": 1}, {"水面": "120 m²", "depth": 2}]
    site = Site.from_mapping({"pools": pools}, words=norm.words)
    lowered = lower(norm.outputs, ("guard",), norm.words, "typical")

    assert norm.value("guard", pools=pools) == 4  # 1.505 + 2.4
    assert compile_headcount(lowered, ("guard",))(site.integers or {}) == {"guard": 4}
    assert norm.value("guard", pools=pools[:1]) == 0
    assert norm.gaps(pools=[{"depth": 3}]) == {"pools.water": ("guard",)}


def test_each_record_may_need_so_many_people_or_none() -> None:
    norm = guards(
        "kind: spread, over: buildings, of: [lifts, count], measured_by: storeys,"
        " bands: [{up_to: 9, people: 0}, {over: 9, people: 2}]"
    )
    tower = {"storeys": 10, "lifts": 3, "count": 2}

    assert norm.value("guard", buildings=[{"storeys": 9}, tower]) == 2 * 3 * 2
    assert norm.value("guard", buildings=[{"storeys": 9}]) == 0


def test_records_may_count_alike_whatever_they_measure() -> None:
    norm = guards("kind: spread, over: buildings, of: [count], bands: [{people: 2, per: 3}]")

    assert norm.value("guard", buildings=[{"count": 4}, {"storeys": 6}]) == 4  # 10/3


# Work

WORK = f"""
methods: [{{id: posts, needs: [tasks]}}]
rules:
  - {{id: w, kind: work, role: guard, {PRINTED}, hours_per_day: hours_per_day, days: cleaning_days}}
  - {{id: s, kind: spread, role: guard, {PRINTED}, over: buildings, of: [count],
     measured_by: storeys, bands: [{{per: 1}}],
     replaced_by: {{method: posts, activities: [stair_mopping]}}}}
rates:
  - {{activity: floor_sweeping, clause: "2", status: printed, quantity: 300 m²}}
  - {{activity: stair_mopping, clause: "2", status: printed, quantity: 26 层, hours: 2}}
  - {{activity: glass_cleaning, clause: "2", status: printed, quantity: 4 m², minutes: 1, crew: 2}}
  - {{activity: carpet_cleaning, clause: "2", status: printed, quantity: 300–400 m²}}
  - {{activity: mowing, variant: special, clause: "2", status: printed, own_rate: true,
     quantity: 9 m²}}
"""


@pytest.mark.parametrize(
    ("task", "people"),
    [
        ({"activity": "floor_sweeping", "quantity": 4_800}, 2),  # 16 h a day
        ({"activity": "glass_cleaning", "quantity": 1_920}, 2),  # 240 m² an hour by two
        ({"activity": "floor_sweeping", "quantity": 80, "rate": 10}, 1),  # its own rate
    ],
)
def test_work_is_hours_by_the_hours_of_a_person(task: dict[str, Any], people: int) -> None:
    norm, buildings = Tiny(WORK), [{"storeys": 3}]

    tasks = [{**task, "times_per_year": 365}]
    assert norm.value("guard", tasks=tasks, buildings=buildings) == people + 1


def test_tasks_take_the_place_of_a_rule() -> None:
    tasks = [{"activity": "stair_mopping", "quantity": 208, "times_per_year": 365}]

    assert Tiny(WORK).value("guard", tasks=tasks, buildings=[{"storeys": 3}]) == 2


def test_the_slower_end_of_a_rate_takes_most_people() -> None:
    tasks = [{"activity": "carpet_cleaning", "quantity": 16_800, "times_per_year": 365}]

    assert Tiny(WORK).stances("guard", tasks=tasks, buildings=[{"storeys": 3}]) == (7, 7, 8)


def test_a_rate_that_is_not_to_be_used_is_no_rate() -> None:
    task = {"activity": "mowing", "variant": "special", "quantity": 9, "times_per_year": 365}

    assert Tiny(WORK).value("guard", tasks=[task], buildings=[{"storeys": 3}]) is None


# Conditions


@pytest.mark.parametrize(
    ("when", "site", "holds"),
    [
        ("{fact: enclosed, is: true}", {}, True),
        ("{fact: enclosed, is: false}", {}, False),
        ("{fact: property_kind, is: [office, school]}", {"property_kind": "school"}, True),
        ("{fact: property_kind, is: office}", {"property_kind": "school"}, False),
        ("{fact: households, over: 5, below: 9}", {"households": 5}, False),
        ("{fact: households, over: 5, below: 9}", {"households": 6}, True),
        ("{fact: households, over: 5, below: 9}", {"households": 9}, False),
        ("{fact: households, up_to: 5, or_unknown: true}", {}, True),
        ("{fact: households, up_to: 5, or_unknown: true}", {"households": 6}, False),
        ("{fact: nursery_area, over: land_area}", {"nursery_area": 8, "land_area": 8}, False),
        ("{fact: nursery_area, from: land_area}", {"nursery_area": 8, "land_area": 8}, True),
        (
            "{fact: nursery_area, from: 5 m², below: land_area}",
            {"nursery_area": 7, "land_area": 8},
            True,
        ),
        ("{fact: nursery_area, over: land_area, or_unknown: true}", {"nursery_area": 8}, True),
        ("{fact: patrol_area, below: gross_floor_area}", {"gross_floor_area": 8}, False),
        (
            "{some: buildings, where: [{fact: lifts, over: count}]}",
            {"buildings": [{"lifts": 1}]},
            False,
        ),
        (
            "{some: buildings, where: [{fact: lifts, over: count}]}",
            {"buildings": [{"lifts": 2}]},
            True,
        ),
        ("{method: posts}", {}, True),
        ("{some: buildings}", {"buildings": [{"storeys": 3}]}, True),
        ("{some: buildings}", {}, False),
        (
            "{none: buildings, where: [{fact: lifts, over: 0}]}",
            {"buildings": [{"storeys": 3}]},
            True,
        ),
        (
            "{some: buildings, where: [{fact: count, from: 1}]}",
            {"buildings": [{"storeys": 3}]},
            True,
        ),
    ],
)
def test_a_rule_counts_where_its_conditions_hold(
    when: str,
    site: dict[str, Any],
    holds: bool,  # noqa: FBT001 - what is expected
) -> None:
    norm = guards(f"kind: quota, of: lifts, when: [{when}]")

    assert norm.value("guard", lifts=7, **site) == (7 if holds else 0)


def test_all_conditions_must_hold() -> None:
    norm = guards("kind: quota, of: lifts, when: [{method: posts}, {fact: enclosed, is: false}]")

    assert norm.value("guard", lifts=7, enclosed=False) == 7
    assert norm.value("guard", lifts=7) == 0


@pytest.mark.parametrize("bound", ["5", "entrances"])
def test_an_unknown_condition_leaves_the_role_unknown(bound: str) -> None:
    norm = guards(f"kind: quota, of: lifts, when: [{{fact: households, over: {bound}}}]")

    assert norm.value("guard", lifts=7) is None


def test_a_fact_bounded_by_another_is_read_alike_by_every_interpreter() -> None:
    """The area of 亩 and the one of m² are compared exactly: 3 亩 are 2,000 m²."""
    norm = guards("kind: quota, of: lifts, when: [{fact: nursery_area, over: land_area}]")
    sites: list[dict[str, Any]] = [
        {"lifts": 7, "nursery_area": "3 亩", "land_area": land} for land in (2_000, 1999.99)
    ]
    sites.append({"lifts": 7, "nursery_area": "3 亩"})
    expected = [0, 7, None]
    layouts = norm.rulebook.departments
    lowered = lower(norm.outputs, wanted(layouts), vocabulary(), "typical")
    fast = compile_headcount(lowered, ("guard",))
    columns = pl.DataFrame({"lifts": 7, "nursery_area": 2_000.0, "land_area": [2e3, 1999.99, None]})
    framed = plan_frame(columns, lowered, layouts, vocabulary(), {})

    assert [norm.value("guard", **site) for site in sites] == expected
    integers = [Site.from_mapping(site).integers for site in sites]
    assert [fast(each)["guard"] for each in integers if each] == expected
    assert framed["guard"].to_list() == expected


# Defaults of facts


@pytest.mark.parametrize(
    ("fact", "site", "people"),
    [
        ("patrol_shifts", {}, 3),
        ("patrol_area", {"gross_floor_area": 6}, 6),
        ("outdoor_green_area", {"land_area": 30, "green_ratio": "10 %"}, 3),
        ("lifts", {"buildings": [{"lifts": 2, "count": 3}, {"lifts": 1}]}, 7),
        ("lifts", {"buildings": [{"lifts": 2}, {"storeys": 1}]}, None),
    ],
)
def test_a_fact_that_is_not_stated_is_assumed(
    fact: str, site: dict[str, Any], people: int | None
) -> None:
    assert guards(f"kind: quota, of: {fact}").value("guard", **site) == people


def test_a_fact_may_be_the_sum_of_others() -> None:
    norm = Tiny(
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, of: gates}}]",
        pack="""
facts:
  gates:
    unit: entrance
    labels: {en: gates, zh: 门岗}
    meaning: {en: Gates., zh: 门岗。}
    whole: true
    default: {sum: [entrances, car_park_entrances]}
""",
    )

    assert norm.value("guard", entrances=2, car_park_entrances=3) == 5
    assert norm.value("guard", entrances=2, car_park_entrances=3, gates=4) == 4
    assert norm.value("guard", entrances=2) is None
    assert norm.gaps(entrances=2) == {"gates": ("guard",)}


# Leaders


def led(bands: str) -> Tiny:
    """Return a norm with one guard for each lift, and leaders by lifts."""
    return Tiny(
        f"rules: [{{id: g, role: guard, {PRINTED}, kind: quota, of: lifts}}]\n"
        f"leaders: {{measured_by: lifts, bands: [{bands}]}}"
    )


FIRST = '{below: 10, clause: "2", status: printed, posts: {head: 1}}'


def test_leaders_grow_by_completed_steps() -> None:
    norm = led(
        f'{FIRST}, {{from: 10, clause: "3", status: printed,'
        " posts: {head: {people: 2, plus: 1, every: 5}}}"
    )

    assert [norm.value("head", lifts=lifts) for lifts in (9, 10, 14, 15)] == [1, 2, 2, 3]


def test_a_range_of_leaders_takes_its_typical_figure() -> None:
    norm = led('{clause: "2", status: printed, posts: {head: {people: 3–4, typical: 3}}}')

    assert norm.stances("head", lifts=1) == (3, 3, 4)


def test_leaders_by_a_quota_are_rounded_up() -> None:
    norm = led('{clause: "2", status: printed, posts: {head: {people: 2, per: 5–8}}}')

    assert norm.stances("head", lifts=17) == (5, 6, 7)


def test_leaders_that_may_be_are_left_out_at_the_lean_stance() -> None:
    norm = led(
        '{clause: "2", status: printed, posts: {head: 1},'
        " may: {deputy: {people: 1, when: [{fact: enclosed, is: true}]}}}"
    )

    assert norm.stances("deputy", lifts=1) == (0, 1, 1)
    assert norm.stances("deputy", lifts=1, enclosed=False) == (0, 0, 0)


def test_an_optional_band_leaves_the_band_below_at_the_lean_stance() -> None:
    norm = led(
        f'{FIRST}, {{from: 10, clause: "3", status: printed, optional: true, posts: {{deputy: 2}}}}'
    )

    assert norm.stances("head", lifts=10) == (1, 0, 0)
    assert norm.stances("deputy", lifts=10) == (0, 2, 2)


def test_a_silent_band_is_as_the_band_below() -> None:
    norm = led(
        f'{FIRST}, {{from: 10, clause: "3", status: silent, as_below: true,'
        " reading: {en: Nothing is printed., zh: 条文空缺。}}"
    )

    assert norm.value("head", lifts=10) == 1
