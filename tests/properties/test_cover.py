"""Whoever employs what the cover says can man the posts lawfully, in every face alike."""

from fractions import Fraction
from math import ceil, floor
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from properties.strategies import ESTATE, Facts
from staffing_norms.program.layout import COVERS

NORMS, BOOK = ESTATE.norms, ESTATE.book
PAID = COVERS[1:]
MANNED = ("entrances", "car_park_entrances", "control_centres", "fixed_posts", "hv_switch_rooms")

quickly = settings(deadline=None, suppress_health_check=list(HealthCheck))


def working_time() -> st.SearchStrategy[Facts]:
    """Return what a site may state of its working time, exactly to four places."""
    shares = st.integers(0, 9000).map(lambda each: Fraction(each, 10_000))
    stated = {
        "leave_days": st.integers(0, 120),
        "years_of_service": st.integers(0, 60),
        "absence": shares,
        "allowance": shares,
    }
    return st.fixed_dictionaries({}, optional=stated)


def posts() -> st.SearchStrategy[Facts]:
    """Return posts of a site, and people by day."""
    counts: dict[str, Any] = {name: st.integers(0, 300) for name in MANNED}
    others = {
        "gross_floor_area": st.integers(0, 2_000_000),
        "outdoor_green_area": st.integers(0, 500_000),
        "lifts": st.integers(0, 100),
        "air_conditioned_area": st.just(0),
        "hours_per_day": st.integers(1, 24),
        "landscaping_days": st.integers(1, 366),
    }
    return st.fixed_dictionaries({}, optional={**counts, **others})


def values(site: Facts, *outputs: str) -> list[Any]:
    """Return outputs of a site."""
    evaluation = NORMS._planner.evaluation(NORMS.site(site).values, "typical")  # noqa: SLF001 - its program
    return [evaluation.value(output) for output in outputs]


@settings(quickly, max_examples=60)
@given(posts(), working_time())
def test_payroll_covers_the_hours_and_pooling_saves(site: Facts, time: Facts) -> None:
    """For each pool: people × hours each ≥ the hours, no one too many, no more than apart."""
    stated = {**site, **time}
    pools: dict[str, list[str]] = {}
    for role, cover in BOOK.cover.roles.items():
        pools.setdefault(cover.pool or role, []).append(role)
    for roles in pools.values():
        covers = [BOOK.cover.roles[role] for role in roles]
        for paid in PAID:
            [hours_each] = values(stated, BOOK.cover.available[paid])
            people = values(stated, *(cover.people[paid] for cover in covers))
            exact = values(stated, *(cover.exact[paid] for cover in covers))
            hours = values(stated, *(cover.hours for cover in covers))
            heads = values(stated, *roles)
            known = [each for each, number in zip(hours, people, strict=True) if number is not None]
            employed = sum(filter(None, people))
            assert [each is None for each in people] == [each is None for each in heads]
            assert employed >= sum(filter(None, heads))
            apart = [
                max(ceil(each), head)
                for each, head in zip(exact, heads, strict=True)
                if each is not None
            ]
            assert employed <= sum(apart)
            if None not in known:
                assert employed * hours_each >= sum(known)
                least = max(ceil(sum(known) / Fraction(hours_each)), sum(filter(None, heads)))
                assert employed == least
                assert floor(employed) == employed


@settings(quickly, max_examples=50)
@given(ESTATE.flat_facts(), posts(), working_time())
def test_the_fast_way_employs_the_same(facts: Facts, manned: Facts, time: Facts) -> None:
    """The generated function and the exact way agree on whom to employ."""
    site = {**facts, **manned, **time}
    for cover in PAID:
        named = {role: each.people[cover] for role, each in BOOK.cover.roles.items()}
        fast = NORMS.headcount(site, cover=cover)
        assert fast == dict(zip(named, values(site, *named.values()), strict=True))


@settings(quickly, max_examples=3)
@given(st.lists(st.tuples(posts(), working_time()), min_size=8, max_size=8))
def test_a_dataframe_employs_the_same(sites: list[tuple[Facts, Facts]]) -> None:
    """Row by row as site by site."""
    every = [{"entrances": 1, **manned, **time} for manned, time in sites]
    rows = NORMS.plan_frame(ESTATE.table(every), cover="lawful_overtime").to_dicts()

    for site, row in zip(every, rows, strict=True):
        heads = NORMS.headcount(site, cover="lawful_overtime")
        assert {role: row[role] for role in heads} == heads
