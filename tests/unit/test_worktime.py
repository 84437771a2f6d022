"""Working time is as the law prints it, and what follows from it comes out by hand."""

from fractions import Fraction
from typing import Any

import pytest

from staffing_norms.foundation.documents import Document, parse_document
from staffing_norms.foundation.errors import NormError, UnknownNameError
from staffing_norms.foundation.library import norms_folder
from staffing_norms.foundation.schema import validate
from staffing_norms.publications.worktime import WorkingTime, working_time

TIME = working_time()
PAGE = (norms_folder() / "working-time/cn-2025.yaml").read_text("utf-8")


def page(old: str, new: str) -> Document:
    """Return the file with something else in it."""
    assert old in PAGE
    return parse_document(PAGE.replace(old, new), NormError, file="cn-2025.yaml")


def test_the_year() -> None:
    """人社部发〔2025〕2号: 248 working days a year, 62 a quarter, 20.67 a month, 1,984 h."""
    year = TIME.year

    assert (year.working_days, year.days_a_quarter, year.hours) == (248, 62, 1984)
    assert year.days_a_month == Fraction("20.67")
    assert year.paid_days_a_month == Fraction("21.75")


def test_limits_and_pay_of_overtime() -> None:
    """劳动法 第四十一条, 第四十四条: 3 h a day, 36 h a month; 150, 200 and 300 %."""
    pay = TIME.overtime_pay

    assert (TIME.overtime.hours_a_day, TIME.overtime.hours_a_month) == (3, 36)
    assert TIME.overtime.hours_a_year == 432
    assert [pay.working_day, pay.rest_day, pay.public_holiday] == [Fraction(3, 2), 2, 3]


@pytest.mark.parametrize(("years", "days"), [(0, 0), (1, 5), (9, 5), (10, 10), (19, 10), (20, 15)])
def test_leave_by_years_of_service(years: int, days: int) -> None:
    """职工带薪年休假条例 第三条: 5, 10, 15 days from 1, 10, 20 years."""
    assert TIME.leave_of(Fraction(years)) == days


@pytest.mark.parametrize(
    ("leave", "without", "lawful"),
    [(0, "4.42", "3.63"), (5, "4.51", "3.69"), (10, "4.60", "3.75"), (15, "4.70", "3.82")],
)
def test_a_post_round_the_clock(leave: int, without: str, lawful: str) -> None:
    """8,760 h a year take so many people without overtime, and with 432 h of it."""
    available = TIME.available_hours(leave=leave)

    assert f"{float(8760 / available):.2f}" == without
    assert f"{float(8760 / (available + TIME.overtime.hours_a_year)):.2f}" == lawful


def test_shares_are_lost_of_what_is_left() -> None:
    """243 days × 8 h × 90 % × 95 % = 1,662.12 h."""
    hours = TIME.available_hours(leave=5, absence=Fraction(1, 10), allowance=Fraction(1, 20))

    assert hours == Fraction("1662.12")


def test_shift_systems_man_a_post_round_the_clock() -> None:
    """Three shifts of 8 h and two of 12 h are 8,760 h a year; a day post 2,920 or 1,984."""
    hours = {name: system.hours_a_year for name, system in TIME.shift_systems.items()}

    assert hours == {
        "three_shifts": 8760,
        "four_crews": 8760,
        "two_shifts": 8760,
        "day_post": 2920,
        "day_post_five_days": 1984,
    }


def test_the_cost_of_overtime_of_four_crews() -> None:
    """In 30 days 2,880 h less 2,666.24 h are 213.76 h at 8.62 × 150 %: 2,763.92."""
    manned = 4 * 24 * 30
    worked = 4 * 4 * Fraction("20.83") * TIME.day.hours
    cost = (manned - worked) * Fraction("8.62") * TIME.overtime_pay.working_day

    assert (manned, worked) == (2880, Fraction("2666.24"))
    assert f"{float(cost):.2f}" == "2763.92"


def test_no_such_working_time() -> None:
    """A name that nobody knows is told, with what there is; so is what is no name."""
    anything: Any = 5
    for name, message in (
        ("cn-2024", "cn-2024: no working time is called 'cn-2024'. Did you mean 'cn-2025'?"),
        (anything, "5: no working time is called 5. Known: cn-2025."),
    ):
        with pytest.raises(UnknownNameError) as caught:
            working_time(name)

        assert str(caught.value) == message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("hours: 1984", "hours: 1948", "248 days of 8 h are not 1948 h."),
        ("days_a_quarter: 62", "days_a_quarter: 26", "four quarters of 26 days are not 248."),
        ("days_a_month: 20.67", "days_a_month: 20.76", "twelve months of 20.76 days are not 248."),
    ],
)
def test_printed_figures_prove_one_another(old: str, new: str, message: str) -> None:
    """A slip of typing is told at the figures."""
    with pytest.raises(NormError) as caught:
        validate(WorkingTime, page(old, new), NormError)

    assert str(caught.value) == f"cn-2025.yaml:14:3: {message} Check the printed figures."


def test_bands_of_leave_rise() -> None:
    """Bands that are out of order are a slip."""
    with pytest.raises(NormError) as caught:
        validate(WorkingTime, page("{from: 10, days: 10}", "{from: 1, days: 10}"), NormError)

    message = "the bands are not in order. Write that of the fewest years first."
    assert str(caught.value) == f"cn-2025.yaml:56:5: {message}"
