"""Laws of the hours of work, on random inventories and tasks."""

from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from staffing_norms import Norms, Site, load_norms
from staffing_norms.foundation.formula import STANCES
from staffing_norms.program.hours import days_of

NORMS = load_norms("cn-estate")
quickly = settings(max_examples=40, deadline=None)

areas = st.integers(0, 10_000_000).map(lambda cents: Fraction(cents, 100))
counts = st.integers(0, 5_000)
INVENTORY: dict[str, Any] = {
    "lobby_area": areas,
    "grounds_area": areas,
    "garage_area": areas,
    "common_glass_area": areas,
    "lift_cars": counts,
    "stair_floors": counts,
    "growing_season_days": st.integers(1, 365),
    "growing_season_from": st.sampled_from(["01-01", "04-01", "11-30"]),
    "lawns": st.fixed_dictionaries(
        dict.fromkeys(["special", "grade_1", "grade_2", "grade_3", "grade_4"], areas)
    ),
    "cleaning_profile": st.sampled_from([*NORMS.words["cleaning_profile"].words]),
    "landscaping_profile": st.sampled_from([*NORMS.words["landscaping_profile"].words]),
    "watering_method": st.sampled_from(["sprinkler", "manual"]),
    "grade_3_mower": st.sampled_from(["hover", "brush"]),
}
inventories = st.fixed_dictionaries(INVENTORY)
some = st.fixed_dictionaries({}, optional=INVENTORY)
tasks = st.lists(
    st.fixed_dictionaries(
        {
            "activity": st.sampled_from(["stair_sweeping", "floor_sweeping", "glass_cleaning"]),
            "quantity": counts,
            "times_per_year": st.integers(0, 730),
        }
    ),
    max_size=5,
)


def hours(
    facts: dict[str, Any], *outputs: str, norms: Norms = NORMS, month: int | None = None
) -> list[Any]:
    """Return hours of a site, at the typical stance; of one of its months, where one is named."""
    site = norms.site({"gross_floor_area": 90_000, **facts})
    values = {**site.values, **(days_of(month) if month else {})}
    evaluation = norms._planner.evaluation(values, "typical")  # noqa: SLF001
    return [evaluation.value(f"hours.{output}") for output in outputs]


@given(some)
@quickly
def test_the_fast_way_gives_the_same_people(facts: dict[str, Any]) -> None:
    """Rounded apart in integers or exactly in fractions."""
    site = Site.from_mapping({"gross_floor_area": 90_000, **facts})
    for stance in STANCES:
        exact = NORMS._planner.evaluation(site.values, stance)  # noqa: SLF001
        roles = NORMS.rulebook.program.roles

        assert site.integers is not None
        assert NORMS.headcount(site, stance=stance) == {role: exact.value(role) for role in roles}


@given(inventories)
@quickly
def test_hours_add_up_over_works_and_months(facts: dict[str, Any]) -> None:
    """What a department works is what each kind of work takes, and what each month takes."""
    for layout in NORMS.rulebook.departments:
        if layout.hours:
            name = layout.department
            named = [f"{name}.{each.work}" for each in layout.hours.works]
            [total, *works] = hours(facts, name, *named)
            monthly = [f"{name}.month", *(f"{work}.month" for work in named)]
            of_months = [hours(facts, *monthly, month=month) for month in range(1, 13)]
            months, *of_works = zip(*of_months, strict=True)

            assert total is None or total == sum(works) == sum(months)
            for all_year, in_months in zip(works, of_works, strict=True):
                assert all_year is None or all_year == sum(in_months)


@given(inventories, tasks, st.randoms())
@quickly
def test_hours_are_additive_in_any_order(
    facts: dict[str, Any], stated: list[dict[str, Any]], random: Random
) -> None:
    """Tasks of the same work together give what they give one by one."""
    shuffled = [*stated]
    random.shuffle(shuffled)
    apart = [hours({"tasks": [task]}, "cleaning")[0] for task in stated]
    together = hours({"tasks": shuffled}, "cleaning")[0]

    assert together == (sum(apart) if stated else None)
    assert hours({**facts, "tasks": shuffled}, "cleaning") == hours(
        {**facts, "tasks": stated}, "cleaning"
    )


@given(tasks.filter(bool))
@quickly
def test_a_doubled_frequency_doubles_the_hours(stated: list[dict[str, Any]]) -> None:
    """Twice as often, twice the hours; so with the quantity."""
    for field in ("times_per_year", "quantity"):
        twice = [{**task, field: 2 * task[field]} for task in stated]

        assert hours({"tasks": twice}, "cleaning")[0] == 2 * hours({"tasks": stated}, "cleaning")[0]


def test_a_doubled_frequency_of_a_profile_doubles_the_hours(tmp_path: Path) -> None:
    """From n times a year to 2n, each a grade of one profile."""
    times = range(1, 25)
    grades = "".join(f"  {n}: {{labels: {{en: grade {n}, zh: {n} 级}}}}\n" for n in times)
    cells = ", ".join(f"{n}: {n}/year" for n in times)
    file = tmp_path / "often.yaml"
    file.write_text(
        "id: often\ntitle: {en: Often, zh: 频次}\nsource: {en: A test., zh: 测试。}\ntrust: C\n"
        f'best_grade: "24"\ngrades:\n{grades}departments:\n  cleaning:\n'
        f"    - {{activity: floor_sweeping, cells: {{{cells}}}}}\n",
        encoding="utf-8",
    )
    norms = load_norms("cn-estate", profiles=[file])
    site = {"grounds_area": Fraction(12_345, 10)}
    swept = {
        n: hours({**site, "cleaning_profile": f"often {n}"}, "cleaning", norms=norms)[0]
        for n in times
    }

    assert swept[1] == Fraction(12_345, 10 * 300)  # 三(四)2
    assert all(swept[2 * n] == 2 * swept[n] for n in times[:12])


@given(inventories)
@quickly
def test_a_doubled_inventory_doubles_the_hours(facts: dict[str, Any]) -> None:
    """Of every profile."""
    twice = {
        name: 2 * value if isinstance(value, int | Fraction) and "season" not in name else value
        for name, value in facts.items()
    }
    twice["lawns"] = {grade: 2 * area for grade, area in facts["lawns"].items()}
    names = ("cleaning", "landscaping")

    assert hours(twice, *names) == [
        None if each is None else 2 * each for each in hours(facts, *names)
    ]
