"""Whoever employs what the cover says can man the posts lawfully, in every face alike."""

from fractions import Fraction
from math import ceil, floor
from typing import Any

import polars as pl
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from properties.strategies import ESTATE, Facts, apart
from staffing_norms.program.layout import COVERS, Cover
from staffing_norms.publications.worktime import working_time as time_in_force

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


def beside() -> st.SearchStrategy[Facts]:
    """Return posts and adjustments: of roles in scope and out of it, and outside the norm."""
    role = st.sampled_from(["patrol_guard", "squad_leader", "security_workforce", "cleaner"])
    named = role | st.sampled_from(["Concierge", "project manager"])
    post = st.fixed_dictionaries(
        {
            "role": named,
            "on_duty": st.integers(0, 3),
            "hours": st.sampled_from([8, 12, 24]),
            "days": st.sampled_from([248, 365]),
            "demand": st.sampled_from(["minimum", "exact"]),
        }
    )
    change = st.integers(0, 8).map(lambda halves: Fraction(halves, 2))
    adjustment = st.fixed_dictionaries({"role": named, "change": change})
    return st.fixed_dictionaries(
        {
            "posts": st.lists(post, min_size=1, max_size=3),
            "adjustments": st.lists(adjustment, min_size=1, max_size=3),
        }
    )


@settings(quickly, max_examples=6)
@given(
    st.lists(st.tuples(posts(), beside() | st.just({}), st.booleans()), min_size=4, max_size=4),
    st.sampled_from(COVERS),
)
def test_every_face_counts_what_stands_beside_the_norm(
    drawn: list[tuple[Facts, Facts, bool]], cover: Cover
) -> None:
    """Nobody twice: plan, payroll, the fast way and a dataframe employ the same people."""
    manned = [
        {"gross_floor_area": 90_000, **each, "scope": ["cleaning"] if is_out else ["security"]}
        for each, _, is_out in drawn
    ]
    sites = [{**flat, **more} for flat, (_, more, _) in zip(manned, drawn, strict=True)]
    assume(any(more for _, more, _ in drawn))
    rows = NORMS.plan_frame(
        ESTATE.table(manned).with_columns(pl.Series("site", range(len(sites)))),
        posts=apart(sites, "posts"),
        adjustments=apart(sites, "adjustments"),
        cover=cover,
    ).to_dicts()

    for site, row in zip(sites, rows, strict=True):
        plan = NORMS.plan(site, cover=cover)
        heads = NORMS.headcount(site, cover=cover)
        lines = {line.role: line for line in plan.cover.lines}
        assert plan.headcount == sum(filter(None, heads.values())) == row["headcount"]
        assert plan.headcount == plan.cover.people[cover].known
        assert {role: row[role] for role in BOOK.program.roles} == {
            role: heads[role] for role in BOOK.program.roles
        }
        assert (row["adjusted"], row["proposed"]) == (plan.adjusted.known, plan.proposed.known)
        for role, line in ((role, line) for each in plan for role, line in each.roles.items()):
            three = line.headcount, line.adjusted, line.proposed
            assert (row[role], row[f"{role}_adjusted"], row[f"{role}_proposed"]) == three
        assert sum(filter(None, plan.by_role().values())) == plan.headcount
        for head in plan.heads if cover != "norm" else ():
            assert heads[head.role] == head.headcount == lines[head.role].people[cover]


@settings(quickly, max_examples=40)
@given(
    st.integers(0, 60),
    st.integers(0, 80),
    st.sampled_from([8, 12, 24]),
    st.integers(1, 366),
    working_time(),
)
def test_payroll_covers_gates_and_what_is_demanded_beyond_them(
    gates: int, on_duty: int, hours: int, days: int, time: Facts
) -> None:
    """People × hours each ≥ the gates every day and the seats beyond on the days demanded."""
    post = {"role": "entrance_guard", "on_duty": on_duty, "hours": hours, "days": days}
    site = {"scope": ["security"], "entrances": gates, "posts": [post], **time}
    plan = NORMS.plan(site, methods={"security": "posts"})
    [line] = [each for each in plan.cover.lines if each.role == "entrance_guard"]
    beyond = max(0, on_duty - gates) * hours * days

    for paid in PAID:
        employed = line.people[paid]
        assert employed is not None
        assert employed * line.available[paid] >= gates * 24 * 365 + beyond
        assert employed * line.available[paid] >= on_duty * hours * days


@settings(quickly, max_examples=50)
@given(st.integers(0, 60), working_time())
def test_the_time_of_a_person_is_that_of_the_law(years: int, time: Facts) -> None:
    """The program takes leave and hours as working time gives them, which is written apart."""
    law = time_in_force()
    shares: Facts = {name: time[name] for name in ("absence", "allowance") if name in time}
    stated = {"years_of_service": years, **shares}
    leave, hours = values(stated, BOOK.cover.leave, BOOK.cover.available["no_overtime"])

    assert leave == law.leave_of(Fraction(years))
    assert hours == law.available_hours(leave=leave, **shares)
    [lawful] = values(stated, BOOK.cover.available["lawful_overtime"])
    assert lawful == hours + law.overtime.hours_a_year
