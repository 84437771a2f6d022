"""Laws of plans over sites that nobody has thought of."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import staffing_norms as sn
from staffing_norms.foundation.formula import STANCES

AREAS = st.integers(0, 2_000_000)
COUNTS = st.integers(0, 60)
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "gross_floor_area": AREAS,
    "land_area": AREAS,
    "green_ratio": st.integers(0, 100).map(lambda percent: f"{percent} %"),
    "outdoor_green_area": AREAS,
    "nursery_area": st.integers(0, 20).map(lambda mu: f"{mu} 亩"),
    "households": st.integers(0, 9_000),
    "enclosed": st.booleans(),
    "entrances": COUNTS,
    "entrance_streams": st.integers(1, 3),
    "car_park_entrances": COUNTS,
    "fixed_posts": COUNTS,
    "fixed_post_area": AREAS,
    "patrol_area": AREAS,
    "patrol_shifts": st.integers(0, 4),
    "control_centres": COUNTS,
    "guard_reduction": st.integers(0, 50).map(lambda percent: f"{percent} %"),
    "hv_switch_rooms": COUNTS,
    "lifts": COUNTS,
    "air_conditioned_area": AREAS,
}
SITES = st.fixed_dictionaries({}, optional=FACTS)
A_FACT = st.sampled_from(sorted(FACTS)).flatmap(lambda name: st.tuples(st.just(name), FACTS[name]))
COMPLETE = st.fixed_dictionaries(FACTS)


@settings(max_examples=60, deadline=None)
@given(SITES)
def test_lean_is_least_and_generous_most(site: dict[str, Any]) -> None:
    """For every department; what is unknown at one stance is unknown at all."""
    plans = [sn.plan_staffing(site, stance=stance) for stance in STANCES]

    for departments in zip(*plans, strict=True):
        heads = [each.headcount for each in departments]
        assert heads == sorted(heads)
        assert len({each.complete for each in departments}) == 1
        assert {(each.lean.known, each.generous.known) for each in departments} == {
            (heads[0], heads[2])
        }


@settings(max_examples=60, deadline=None)
@given(SITES)
def test_the_plan_adds_up(site: dict[str, Any]) -> None:
    """Lines to departments, departments to the site; complete exactly where there is no gap."""
    plan = sn.plan_staffing(site)

    for each in plan:
        assert each.headcount == sum(line.headcount or 0 for line in each.lines)
        assert each.headcount == each.workforce + each.leaders
        assert each.complete is not bool(each.gaps)
    assert plan.headcount == sum(each.headcount for each in plan)
    assert plan.complete is not bool(plan.gaps)


@settings(max_examples=60, deadline=None)
@given(SITES, A_FACT)
def test_one_more_fact_never_drops_the_rest(site: dict[str, Any], fact: tuple[str, Any]) -> None:
    """
    Stating one more fact leaves no hole where there was a figure.

    A department changes to a more detailed method only when all its facts are stated: what was
    complete stays complete, and the method is never a less detailed one. Only where there was
    nobody, who needs no leaders, the first workforce asks for what its leaders are measured by.
    """
    name, value = fact
    norms = sn.load_norms()
    before, after = norms.plan(site), norms.plan({**site, name: value})
    ranks = {
        layout.department: [method.method for method in layout.methods]
        for layout in norms.rulebook.departments
    }

    for old, new in zip(before, after, strict=True):
        rank = ranks[old.department].index
        assert rank(new.method) <= rank(old.method)
        unknown = {line.kind for line in new.lines if line.headcount is None}
        assert new.complete or not old.complete or (not old.headcount and unknown == {"leader"})
        assert set(old.methods) <= set(new.methods)


@settings(max_examples=30, deadline=None)
@given(COMPLETE, st.sampled_from(["entrances", "car_park_entrances", "control_centres"]))
def test_a_part_of_the_facts_is_no_site(site: dict[str, Any], lacking: str) -> None:
    """With one fact of `posts` missing, security is estimated as a whole, not counted in part."""
    area = {"gross_floor_area": site["gross_floor_area"]}
    partial = {name: value for name, value in site.items() if name != lacking}
    planned, estimated = sn.plan_staffing(partial), sn.plan_staffing(area)

    assert planned["security"].headcount == estimated["security"].headcount


@settings(max_examples=30, deadline=None)
@given(COMPLETE)
def test_every_line_explains_itself(site: dict[str, Any]) -> None:
    """The formula ends in the headcount, in both languages; a bare figure may have its band."""
    for line in sn.plan_staffing(site).lines:
        assert line.formula.split("（")[0].split("=")[-1] == f"{line.headcount:,}"
        assert line.formula_in("en").split(" = ")[-1].split(" (")[0] == f"{line.headcount:,}"


def test_the_facts_are_those_of_the_vocabulary() -> None:
    """The strategies name facts that exist."""
    assert set(FACTS) <= set(sn.load_norms().words)
