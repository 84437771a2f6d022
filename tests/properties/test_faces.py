"""Every face of the library counts the same people, and as the printed page does."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from properties.reading import read_norm
from properties.strategies import (
    BOOK,
    NORMS,
    OUTPUTS,
    ROLES,
    Facts,
    any_facts,
    choices,
    flat_facts,
    flat_numbers,
    forced_methods,
    lowered,
    stances,
    table,
    thresholds,
)
from staffing_norms.foundation.formula import STANCES, Stance
from staffing_norms.interpreters.evaluate import Evaluator
from staffing_norms.interpreters.fast import Headcount, compile_headcount
from staffing_norms.interpreters.frames import plan_frame
from staffing_norms.sites.site import Site

Heads: TypeAlias = dict[str, Any]
Methods: TypeAlias = Mapping[str, str]
PlanOfFrame: TypeAlias = Callable[[pl.DataFrame, Stance, Methods], pl.DataFrame]

PROFILES = frozenset(name for name, fact in NORMS.words.items() if fact.graded)

quickly = settings(deadline=None, suppress_health_check=list(HealthCheck))


@cache
def fast(stance: Stance) -> Headcount:
    """Return the generated function of a stance."""
    return compile_headcount(lowered(stance), ROLES)


def exactly(site: Site, stance: Stance, methods: Methods) -> Heads:
    """Return what the exact interpreter counts."""
    evaluation = Evaluator(OUTPUTS).evaluation({**site.values, **choices(methods)}, stance)
    return {role: evaluation.value(role) for role in ROLES}


def in_integers(site: Site, stance: Stance, methods: Methods) -> Heads:
    """Return what the exact interpreter makes of the lowered program."""
    program = {output.name: output for output in lowered(stance)}
    stated = {**integers_of(site), **choices(methods)}
    evaluation = Evaluator(program).evaluation(stated, stance)
    return {role: evaluation.value(role) for role in ROLES}


def integers_of(site: Site) -> Mapping[str, Any]:
    """Return the facts of a site without tasks, in whole steps."""
    integers = site._integers  # noqa: SLF001 - what the fast path reads
    assert integers is not None
    return integers


def framed(frame: Any, stance: Stance, methods: Methods) -> Any:  # noqa: ANN401 - any kind
    """Return a planned frame."""
    return plan_frame(frame, lowered(stance), BOOK.departments, NORMS.words, methods)


def eagerly(sites: pl.DataFrame, stance: Stance, methods: Methods) -> pl.DataFrame:
    """Plan with polars at once."""
    planned: pl.DataFrame = framed(sites, stance, methods)
    return planned


def lazily(sites: pl.DataFrame, stance: Stance, methods: Methods) -> pl.DataFrame:
    """Plan with polars later."""
    planned: pl.DataFrame = framed(sites.lazy(), stance, methods).collect()
    return planned


def in_duckdb(sites: pl.DataFrame, stance: Stance, methods: Methods) -> pl.DataFrame:
    """Plan in a database."""
    planned: pl.DataFrame = framed(duckdb.from_arrow(sites.to_arrow()), stance, methods).pl()
    return planned


FRAMES: tuple[PlanOfFrame, ...] = (eagerly, lazily, in_duckdb)


@given(any_facts(), stances(), forced_methods())
@settings(quickly, max_examples=300)
def test_the_second_reading_counts_alike(facts: Facts, stance: Stance, methods: Methods) -> None:
    """The exact program means what the printed page does, which knows no frequency profiles."""
    printed = {name: value for name, value in facts.items() if name not in PROFILES}
    site = Site.from_mapping(printed)

    assert exactly(site, stance, methods) == read_norm(printed, stance, methods)


@given(any_facts(), stances(), forced_methods())
@settings(quickly, max_examples=200)
def test_one_site_is_counted_alike(facts: Facts, stance: Stance, methods: Methods) -> None:
    """Exact program, integer program and generated function agree."""
    site = Site.from_mapping(facts)
    expected = exactly(site, stance, methods)

    if "tasks" not in site.facts:
        assert in_integers(site, stance, methods) == expected
        assert fast(stance)({**integers_of(site), **choices(methods)}) == expected


@given(
    st.lists(flat_facts(), min_size=1, max_size=30),
    stances(),
    forced_methods(),
    st.sampled_from(FRAMES),
)
@settings(quickly, max_examples=10)
def test_many_sites_are_counted_alike(
    sites: Sequence[Facts], stance: Stance, methods: Methods, plan: PlanOfFrame
) -> None:
    """A dataframe of any kind agrees with the exact interpreter, role by role."""
    sites = [*sites, BUSY]
    expected = [exactly(Site.from_mapping(facts), stance, methods) for facts in sites]

    assert plan(table(sites), stance, methods).select(ROLES).to_dicts() == expected


BUSY: Facts = {
    "gross_floor_area": 320_000,
    "land_area": 120_000,
    "households": 2_400,
    "enclosed": True,
    "entrances": 4,
    "car_park_entrances": 3,
    "fixed_post_area": 9_000,
    "guard_reduction": 0,
    "control_centres": 1,
    "hv_switch_rooms": 2,
    "lifts": 46,
    "air_conditioned_area": 70_000,
    "outdoor_green_area": 96_000,
    "indoor_greenery": True,
    "nursery_area": 4_000,
}


def walks() -> list[Facts]:
    """Return the busy site at every threshold of every number, each other fact missing in turn."""
    there = [BUSY | {name: value} for name in flat_numbers() for value in thresholds(name)]
    alone = [
        {name: value for name, value in site.items() if name != missing}
        for site in there[::5]
        for missing in BUSY
    ]
    return there + alone


@pytest.mark.parametrize("stance", STANCES)
def test_every_threshold_is_counted_alike(stance: Stance) -> None:
    """At each threshold, one step before and one behind, with each needed fact and without."""
    sites = walks()
    expected = [read_norm(facts, stance) for facts in sites]

    assert len(sites) > 1000
    assert [fast(stance)(integers_of(Site.from_mapping(facts))) for facts in sites] == expected
    for plan in FRAMES:
        assert plan(table(sites), stance, {}).select(ROLES).to_dicts() == expected, plan.__name__
    assert [exactly(Site.from_mapping(facts), stance, {}) for facts in sites[::7]] == expected[::7]
