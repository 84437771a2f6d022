"""People who answer a telephone: Erlang C against printed figures and small queues by hand."""

from decimal import Decimal, getcontext, localcontext
from fractions import Fraction

import pytest

from staffing_norms.foundation.errors import QuantityError
from staffing_norms.results.messages import fault_text
from staffing_norms.telephone import Agents, agents_needed

ASKED = {"minutes": 30, "seconds_each": 180, "within_seconds": 20, "share": "80 %"}


def test_the_printed_example() -> None:
    """100 calls in 30 minutes, 180 s each, 80 % within 20 s: 14 agents; 14 ÷ 70 % = 20 staff."""
    found = agents_needed(100, **ASKED, shrinkage="30 %")

    assert (found.agents, found.staff, found.load) == (14, 20, Fraction(10))
    assert float(found.service_level) == pytest.approx(0.8883500191794669, abs=1e-15)
    assert float(found.waiting_probability) == pytest.approx(0.1741319335950498, abs=1e-15)
    assert float(found.occupancy) == pytest.approx(0.7142857142857143, abs=1e-15)


def test_one_agent() -> None:
    """A single agent who speaks half of the time: half of the calls wait (M/M/1)."""
    found = agents_needed(1, minutes=2, seconds_each=60, within_seconds=0, share="50 %")

    assert found == Agents(1, 1, Fraction(1, 2), Decimal("0.5"), Decimal("0.5"), Decimal("0.5"))


def test_two_agents() -> None:
    """Two agents who speak half of the time: a third of the calls wait, 2ρ² ÷ (1 + ρ) (M/M/2)."""
    found = agents_needed(1, minutes=1, seconds_each=60, within_seconds=0, share="60 %")

    assert (found.agents, found.waiting_probability) == (2, Decimal("0.333333333333333"))


@pytest.mark.parametrize(("share", "agents"), [("2/3", 1), ("667/1000", 2)])
def test_a_share_met_exactly_is_met(share: str, agents: int) -> None:
    """With a third of an Erlang one agent answers two thirds at once, and not a little more."""
    found = agents_needed(1, minutes=3, seconds_each=60, within_seconds=0, share=Fraction(share))

    assert found.agents == agents


@pytest.mark.parametrize(("busy_up_to", "agents"), [(1, 14), ("5/7", 14), ("70 %", 15)])
def test_agents_rest(busy_up_to: int | str, agents: int) -> None:
    """10 Erlang keep 14 agents busy for 10/14 = 5/7 of their time; for less it takes a 15th."""
    limit = Fraction(5, 7) if busy_up_to == "5/7" else busy_up_to

    assert agents_needed(100, **ASKED, busy_up_to=limit).agents == agents


def test_figures_may_carry_their_units() -> None:
    """Text with units means the same as bare numbers."""
    with_units = agents_needed(
        "100", minutes="0.5 h", seconds_each="3 分钟", within_seconds="20 s", share=Fraction(4, 5)
    )

    assert with_units == agents_needed(100, **ASKED)


def test_the_reader_s_own_decimals_change_nothing() -> None:
    """What a caller has set for decimal numbers neither counts nor is changed."""
    with localcontext() as context:
        context.prec = 3
        found = agents_needed(100, **ASKED)
        assert getcontext().prec == 3

    assert found == agents_needed(100, **ASKED)


def test_every_fault_is_told_at_once() -> None:
    """A target that nobody can meet, and figures that are none."""
    with pytest.raises(QuantityError) as caught:
        agents_needed(
            0,
            minutes=-1,
            seconds_each="x",
            within_seconds=-20,
            share="100 %",
            busy_up_to=0,
            shrinkage=1,
        )

    assert str(caught.value).splitlines() == [
        "calls: 0 is not above 0. Where nobody calls, nobody is needed.",
        "minutes: -1 is not above 0. Write how long the calls are counted.",
        "seconds_each: 'x' is not one number with its unit. Write it like '8 h'.",
        "within_seconds: -20 is not 0 or more. Write 0 where nobody is to wait.",
        (
            "share: '100 %' is not above 0 and below 100 %."
            " No number of people answers every call in time for sure."
        ),
        (
            "busy_up_to: 0 is not above 0 and at most 100 %."
            " Write a share such as 85 %, or leave it out."
        ),
        "shrinkage: 1 is not 0 or more and below 100 %. Write a share such as 30 %.",
    ]


def test_shares_without_per_cent_and_wrong_types_are_told() -> None:
    """In either language, with what would be right."""
    with pytest.raises(QuantityError) as caught:
        agents_needed(
            None,
            minutes=[30],
            seconds_each=180,
            within_seconds=20,
            share=80,
            busy_up_to=85,
            shrinkage="130 %",
        )

    assert str(caught.value).splitlines() == [
        "calls: a number or text with its unit is expected; found null.",
        "minutes: a number or text with its unit is expected; found a list.",
        "share: 80 is not above 0 and below 100 %. Write 80 % (0.8).",
        "busy_up_to: 85 is not above 0 and at most 100 %. Write 85 % (0.85).",
        "shrinkage: '130 %' is not 0 or more and below 100 %. Write a share such as 30 %.",
    ]
    assert [fault_text(fault, "zh") for fault in caught.value.faults] == [
        "calls: 此处应填数字，或带单位的文字；现为空。",
        "minutes: 此处应填数字，或带单位的文字；现为清单。",
        "share: 80 不成立；须大于 0 且小于 100%。请写 80%（即 0.8）。",
        "busy_up_to: 85 不成立；须大于 0 且不超过 100%。请写 85%（即 0.85）。",
        "shrinkage: “130 %”不成立；须不小于 0 且小于 100%。请写 30% 这样的比例。",
    ]


@pytest.mark.parametrize("calls", ["100 calls", "100 通", "100 次", "100 个电话", "100 个"])
def test_calls_are_counted_in_words(calls: str) -> None:
    """With what people write after the number."""
    assert agents_needed(calls, **ASKED) == agents_needed(100, **ASKED)


@pytest.mark.parametrize("more", [{"calls": 10**8}, {"calls": 100, "busy_up_to": "0.01 %"}])
def test_a_load_beyond_reason_is_refused(more: dict[str, object]) -> None:
    """More people than any site has are taken for a slip of units."""
    with pytest.raises(QuantityError) as caught:
        agents_needed(**{**ASKED, **more})

    assert str(caught.value) == (
        "calls: 10,000 people could not answer so many calls as soon as is asked."
        " Check figures and units."
    )
