"""The order in which a site lists its records changes no figure."""

from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from properties.strategies import ESTATE, NORMS, OUTPUTS, ROLES, Facts, stances
from properties.test_faces import quickly
from staffing_norms.foundation.formula import Stance

RECORDS = ("buildings", "tasks", "posts", "adjustments")


def posts() -> st.SearchStrategy[Facts]:
    """Return posts that a client demands."""
    every: dict[str, Any] = {
        "role": st.sampled_from(ROLES),
        "on_duty": st.integers(0, 9),
        "hours": st.integers(1, 2_400).map(lambda each: Fraction(each, 100)),
        "demand": st.sampled_from(["minimum", "exact"]),
    }
    return st.fixed_dictionaries(every, optional={"days": st.integers(1, 366)})


def adjustments() -> st.SearchStrategy[Facts]:
    """Return decisions that bring more people."""
    halves = st.integers(0, 20).map(lambda each: Fraction(each, 2))
    return st.fixed_dictionaries({"role": st.sampled_from(ROLES), "change": halves})


def beside() -> st.SearchStrategy[Facts]:
    """Return what may stand beside the norm."""
    listed = {"posts": st.lists(posts(), max_size=4)}
    return st.fixed_dictionaries(listed | {"adjustments": st.lists(adjustments(), max_size=4)})


@given(ESTATE.any_facts(), beside(), stances(), st.randoms())
@settings(quickly, max_examples=60)
def test_the_order_of_records_is_irrelevant(
    facts: Facts, more: Facts, stance: Stance, random: Random
) -> None:
    """Of buildings, tasks, posts and adjustments: every output of the program is the same."""
    site = facts | more
    shuffled = site | {
        name: random.sample(site[name], len(site[name])) for name in RECORDS if name in site
    }

    assert values(shuffled, stance) == values(site, stance)


def values(site: Facts, stance: Stance) -> dict[str, Any]:
    """Return every output for a site."""
    evaluation = NORMS._planner.evaluation(NORMS.site(site).values, stance)  # noqa: SLF001 - its program
    return {name: evaluation.value(name) for name in OUTPUTS}
