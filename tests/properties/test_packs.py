"""Every norm, shipped today or later, counts the same people in every interpreter."""

from fractions import Fraction
from functools import cache
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from properties.strategies import Facts, Space, apart
from properties.test_faces import quickly
from staffing_norms import available_norms, load_norms

each_norm = pytest.mark.parametrize("norm", available_norms())


@cache
def space(norm: str) -> Space:
    """Return the sites that a norm may be asked for."""
    return Space(load_norms(norm))


@each_norm
@given(data=st.data())
@quickly
def test_plan_headcount_and_explanation_agree(norm: str, data: st.DataObject) -> None:
    norms, here = load_norms(norm), space(norm)
    site = norms.site(data.draw(here.any_facts()))
    choice: Any = {
        "stance": data.draw(st.sampled_from(("lean", "typical", "generous"))),
        "methods": data.draw(here.forced_methods()),
    }

    plan = norms.plan(site, **choice)

    lines = {role: line.headcount for each in plan for role, line in each.roles.items()}
    fast = norms.headcount(site, **choice)
    assert {role: fast[role] for role in lines} == lines
    assert all(not fast[role] for role in fast.keys() - lines.keys())  # out of scope
    assert plan.complete == (None not in lines.values()) == (not plan.gaps)
    assert all(plan.explain(role) for role in lines)


@each_norm
@given(data=st.data())
@settings(quickly, max_examples=5)
def test_frames_agree_with_headcount(norm: str, data: st.DataObject) -> None:
    norms, here = load_norms(norm), space(norm)
    sites = [*data.draw(st.lists(here.flat_facts(), max_size=20)), {"gross_floor_area": 50_000}]
    choice: Any = {
        "stance": data.draw(st.sampled_from(("lean", "typical", "generous"))),
        "methods": data.draw(here.forced_methods()),
    }
    expected = [norms.headcount(site, **choice) for site in sites]
    frame, roles = here.table(sites), norms.rulebook.program.roles

    eager = norms.plan_frame(frame, **choice)
    lazy = norms.plan_frame(frame.lazy(), **choice).collect()
    database = norms.plan_frame(duckdb.from_arrow(frame.to_arrow()), **choice).pl()

    for planned in (eager, lazy, database):
        assert planned.select(roles).to_dicts() == expected


@each_norm
@given(data=st.data())
@settings(quickly, max_examples=4)
def test_frames_of_records_agree_with_headcount(norm: str, data: st.DataObject) -> None:
    norms, here = load_norms(norm), space(norm)
    building = {"storeys": 8, "stairwells": 3, "count": 2, "lifts": 1}
    task = {"activity": "floor_sweeping", "quantity": 900, "times_per_year": 365}
    busy = {"gross_floor_area": 50_000, "buildings": [building], "tasks": [task]}
    sites = [busy, *(as_floats(site) for site in data.draw(st.lists(here.any_facts(), max_size=8)))]
    choice: Any = {
        "stance": data.draw(st.sampled_from(("lean", "typical", "generous"))),
        "methods": data.draw(here.forced_methods()),
    }
    flat, untasked = (without(sites, names) for names in (("buildings", "tasks"), ("tasks",)))
    frame = here.table(flat).with_row_index("site")
    buildings, tasks = (apart(sites, collection) for collection in ("buildings", "tasks"))
    roles = norms.rulebook.program.roles

    eager = norms.plan_frame(frame, buildings=buildings, tasks=tasks, **choice)
    lazy = norms.plan_frame(frame.lazy(), buildings=buildings.lazy(), **choice).collect()
    relation = norms.plan_frame(
        duckdb.from_arrow(frame.to_arrow()),
        buildings=duckdb.from_arrow(buildings.to_arrow()),
        **choice,
    )

    assert eager.select(roles).to_dicts() == [norms.headcount(site, **choice) for site in sites]
    expected = [norms.headcount(site, **choice) for site in untasked]
    assert lazy.select(roles).to_dicts() == expected
    assert relation.pl().sort("site").select(roles).to_dicts() == expected


def without(sites: list[Facts], names: tuple[str, ...]) -> list[Facts]:
    """Return the sites without some facts."""
    return [{name: site[name] for name in site if name not in names} for site in sites]


def as_floats(site: Facts) -> Facts:
    """Return a site whose tasks have numbers as a dataframe holds them."""
    tasks = [
        {
            name: float(value) if isinstance(value, Fraction) else value
            for name, value in task.items()
        }
        for task in site.get("tasks", ())
    ]
    return site | {"tasks": tasks} if tasks else site
