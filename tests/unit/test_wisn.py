"""The workload method gives what is printed elsewhere, and says what it cannot use."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from staffing_norms.foundation.errors import QuantityError
from staffing_norms.results.messages import fault_text
from staffing_norms.wisn import (
    available_working_time,
    individual_factor,
    ratio,
    required_staff,
    support_factor,
)


def test_the_example_of_the_who() -> None:
    """1,696 h are available; 1.00 × 1.0667 + 0.50 = 1.5667 are required; 2 are there: 1.28."""
    available = available_working_time(260, off=(13, 18, 12, 5))
    support = support_factor("6.25 %")
    individual = individual_factor(848, available=available)
    required = required_staff(
        3392 * Fraction(1, 2), available=available, support=support, individual=individual
    )

    assert available == 1696
    assert (support, individual) == (Fraction(16, 15), Fraction(1, 2))
    assert required == Fraction(47, 30)
    assert round(float(ratio(2, required)), 2) == 1.28


def test_the_example_of_a_clinic_in_kenya() -> None:
    """25,000 h are 3,125 days of 8 h; with 179 days a person that is 17.46 people."""
    available = available_working_time(Fraction("4.5") * 52, off=(10, 30, 15))

    assert available == 179 * 8
    assert round(float(required_staff(25_000, available=available)), 2) == 17.46


def test_relief_of_a_post() -> None:
    """8 hours every day need 1.72 people of 1,698 h; a post round the clock 4.735 of 1,850 h."""
    assert round(float(required_staff(8 * 365, available=2080 - 382)), 2) == 1.72
    assert round(float(required_staff(8760, available=1850)), 3) == 4.735


def test_the_labour_quota_method() -> None:
    """4,651,200 pieces at 16 a day, 251 days, attendance 95 %: 1,219.12 people."""
    available = available_working_time(251, hours_per_day=1, absence="5 %")
    required = required_staff(Fraction(4_651_200, 16), available=available)

    assert round(float(required), 2) == 1219.12


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            lambda: available_working_time(260, off=(200, 60)),
            "off: 260 days off leave nothing of 260 days. Check the days off.",
        ),
        (
            lambda: available_working_time(-1, off=(1, "much"), hours_per_day=25, absence=1),
            (
                "days: -1 is not more than 0. Check the figure.\n"
                "off[1]: 'much' is not one number with its unit. Write it like '5 days'.\n"
                "hours_per_day: 25 is more than 24. Check the figure.\n"
                "absence: 100 % of the time leaves none for the work. Write less than 100 %."
            ),
        ),
        (
            lambda: support_factor("60 %", "40 %"),
            "shares: 100 % of the time leaves none for the work. Write less than 100 %.",
        ),
        (
            lambda: individual_factor(848, available=0),
            "available: 0 is not more than 0. Check the figure.",
        ),
        (
            lambda: required_staff(1, available=1, support=Fraction(1, 2)),
            (
                "support: 1/2 is not 1 or more. "
                "Write support_factor(Fraction(1, 2)) for a share of the time."
            ),
        ),
        (
            lambda: required_staff(1, available=1, support="6.25 %"),
            (
                "support: '6.25 %' is not 1 or more. "
                "Write support_factor('6.25 %') for a share of the time."
            ),
        ),
        (
            lambda: available_working_time(None, off="13 days", hours_per_day=[8], absence=5),
            (
                "days: a number or text with its unit is expected; found null.\n"
                "off: a list is expected; found '13 days'. Write it like (13, 18).\n"
                "hours_per_day: a number or text with its unit is expected; found a list.\n"
                "absence: 500 % of the time leaves none for the work. Write 5 % (0.05)."
            ),
        ),
        (
            lambda: available_working_time(260, off=13),  # type: ignore[arg-type]
            "off: a list is expected; found 13. Write it like (13, 18).",
        ),
        (lambda: ratio(2, 0), "required: 0 is not more than 0. Check the figure."),
    ],
)
def test_what_cannot_be_used_is_told(asked: Callable[[], Fraction], message: str) -> None:
    """Every figure that is wrong is told, all at once."""
    with pytest.raises(QuantityError) as caught:
        asked()

    assert str(caught.value) == message
    assert "\n" not in "".join(fault_text(fault, "zh") for fault in caught.value.faults)
