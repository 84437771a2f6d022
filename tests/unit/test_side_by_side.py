"""Plans side by side: which departments a figure stands for, and when two may be compared."""

from pathlib import Path

import pytest

import staffing_norms as sn
from companies import demo
from staffing_norms.faces.side_by_side import Row

# 80,000 m² with 12,000 m² of lawns. By cn-estate customer service 3 + 1, security ⌈80,000/2,250⌉
# = 36 and 1 + 3, M&E ⌈11 × 0.8⌉ = 9 and 1, cleaning ⌈80,000/9,000⌉ = 9 and 1, landscaping
# ⌈12,000/6,000⌉ = 2 and 1 + 2. By cn-office-tower management 4 + 1 + 1 + 1, 1 and ⌊5/3⌋ = 1,
# security 40, M&E ⌈4.5 × 8⌉ = 36, cleaning with landscaping ⌈80,000/2,500⌉ = 32.
TOWER = {"gross_floor_area": "8 万㎡", "outdoor_green_area": "12,000 m²"}
BOTH = ("cn-estate", "cn-office-tower")


def rows(*norms: str, **facts: object) -> dict[str, Row]:
    """Return the rows of a comparison, by the departments or by what they sum up."""
    compared = sn.compare_norms({**TOWER, **facts}, norms)
    return {
        each.kind if each.kind in ("common", "total") else "+".join(each.departments): each
        for each in compared.rows
    }


def people(row: Row) -> list[int | None]:
    return [each.planned.total.known if each.has_figure else None for each in row.entries]


def test_departments_groups_and_totals_stand_below_each_other() -> None:
    """Departments of the first norm, then of the others; a group below the last of its own."""
    compared = sn.compare_norms(TOWER, BOTH)
    cleaners = ("cleaning", "landscaping")

    assert [(each.kind, each.departments) for each in compared.rows] == [
        ("department", ("customer_service",)),
        ("department", ("security",)),
        ("department", ("m_and_e",)),
        ("department", ("cleaning",)),
        ("department", ("landscaping",)),
        ("group", cleaners),
        ("department", ("management",)),
        ("common", ("security", "m_and_e", *cleaners)),
        ("total", ("customer_service", "security", "m_and_e", *cleaners, "management")),
    ]


def test_the_figures_are_those_of_the_plans() -> None:
    """Worked out above; the common row leaves out customer service and management."""
    found = rows(*BOTH)

    assert people(found["security"]) == [40, 40]
    assert people(found["m_and_e"]) == [10, 36]
    assert people(found["cleaning+landscaping"]) == [15, 32]
    assert people(found["common"]) == [65, 108]
    assert people(found["total"]) == [69, 117]


def test_a_department_without_figures_has_none() -> None:
    """Not covered is no zero."""
    found = rows(*BOTH)

    assert people(found["management"]) == [None, 9]
    assert people(found["customer_service"]) == [4, None]
    assert found["management"].entries[0].covers == ()


def test_who_works_for_two_departments_stands_with_one() -> None:
    """The other names its owner, and the owner names the other."""
    found = rows(*BOTH)
    cleaning, landscaping = found["cleaning"].entries[1], found["landscaping"].entries[1]

    assert cleaning.also_for == ("landscaping",)
    assert landscaping.counted_in == ("cleaning",)
    assert not landscaping.has_figure
    assert found["total"].entries[1].covers == (
        "security", "m_and_e", "cleaning", "landscaping", "management",
    )  # fmt: skip


def test_only_figures_for_the_same_departments_have_a_difference() -> None:
    """Cleaning alone cannot be compared with cleaning and greening; both together can."""
    found = rows(*BOTH)

    assert found["m_and_e"].difference(1) == 26
    assert found["cleaning"].difference(1) is None
    assert found["landscaping"].difference(1) is None
    assert found["cleaning+landscaping"].difference(1) == 17
    assert found["common"].difference(1) == 43
    assert found["total"].difference(1) is None


def test_norms_that_group_alike_need_no_group() -> None:
    """Both count cleaning and greening together, and both leave out customer service."""
    compared = sn.compare_norms({**TOWER, "households": 700}, ["cn-high-rise", "cn-office-tower"])

    assert {each.kind for each in compared.rows} == {"department", "total"}
    assert compared.comparable


def test_what_a_gap_keeps_unknown_has_no_difference() -> None:
    """The gates of cn-high-rise are not stated, so its security is at least ⌈80,000/3,000⌉."""
    security = rows("cn-office-tower", "cn-high-rise")["security"]

    assert people(security) == [40, 27]
    assert security.difference(1) is None


def test_the_scope_of_the_contract_is_the_rows() -> None:
    """A department that is not in the contract has no row, though people work for it too."""
    found = rows(*BOTH, scope="cleaning")

    assert list(found) == ["cleaning", "total"]
    assert found["total"].entries[1].also_for == ("landscaping",)
    assert not found["total"].is_comparable


def test_nothing_in_common_has_no_row() -> None:
    """One norm covers management alone, the other customer service."""
    found = rows(*BOTH, scope="management, customer_service")

    assert list(found) == ["customer_service", "management", "total"]
    assert people(found["total"]) == [4, 9]


def test_who_works_outside_of_what_is_common_is_not_in_it() -> None:
    """Both count cleaners, but those of one norm are gardeners too, and no gardens are managed."""
    found = rows(*BOTH, scope="security, cleaning")

    assert found["common"].departments == ("security",)
    assert rows(*BOTH, "cn-security-posts")["common"].departments == ("security",)


def test_a_department_of_a_company_has_its_own_name(tmp_path: Path) -> None:
    """No other norm knows corridors."""
    compared = sn.compare_norms({**TOWER, "scope": "走廊、保安"}, ["cn-estate", demo(tmp_path)])
    corridors = next(each for each in compared.rows if each.departments == ("corridors",))

    assert corridors.labels["corridors"] == {"en": "Corridors", "zh": "走廊"}
    assert [each.has_figure for each in corridors.entries] == [False, True]


@pytest.mark.parametrize("norms", [BOTH, BOTH[::-1]])
def test_density_is_by_floor_area(norms: tuple[str, str]) -> None:
    """40 people on 80,000 m² are 5 on 10,000; unknown without a floor area."""
    entries = rows(*norms)["security"].entries

    assert [each.density for each in entries] == [5, 5]
    assert rows(*norms, gross_floor_area=None)["total"].entries[0].density is None
