"""The only place that knows how many people answer a telephone in time: Erlang C."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import partial
from math import ceil
from typing import NamedTuple

from staffing_norms.foundation.documents import document_of
from staffing_norms.foundation.errors import Fault, QuantityError, Said
from staffing_norms.foundation.faults import Faults, shown
from staffing_norms.foundation.quantities import FIGURE, exact, per_cent_hint

_MOST_AGENTS = 10_000
_EXACTLY, _SHOWN = Context(prec=50), Context(prec=15)
_ALIKE = Decimal("1e-40")  # what lies closer to a limit keeps it


class _Asked(NamedTuple):
    """A figure that is asked for: the unit of a bare number, its limits, what to do beyond them."""

    unit: str
    hint: str
    wrong: str = "{0} is not above 0."
    fits: Callable[[Fraction], bool] = lambda each: each > 0


_NEVER_ALL = "No number of people answers every call in time for sure."
_ASKED = {
    "calls": _Asked("call", "Where nobody calls, nobody is needed."),
    "minutes": _Asked("minute", "Write how long the calls are counted."),
    "seconds_each": _Asked("second", "Write how long a call takes."),
    "within_seconds": _Asked(
        "second",
        "Write 0 where nobody is to wait.",
        "{0} is not 0 or more.",
        lambda each: each >= 0,
    ),
    "share": _Asked(
        "fraction", _NEVER_ALL, "{0} is not above 0 and below 100 %.", lambda each: 0 < each < 1
    ),
    "busy_up_to": _Asked(
        "fraction",
        "Write a share such as 85 %, or leave it out.",
        "{0} is not above 0 and at most 100 %.",
        lambda each: 0 < each <= 1,
    ),
    "shrinkage": _Asked(
        "fraction",
        "Write a share such as 30 %.",
        "{0} is not 0 or more and below 100 %.",
        lambda each: 0 <= each < 1,
    ),
}


@dataclass(frozen=True, slots=True)
class Agents:
    """
    The people who answer a telephone, and how well they do.

    Args:
        agents: People who answer at the same time. [person]
        staff: People to be there so that as many answer: breaks and the like come on top. [person]
        load: Calls that are spoken at the same time on average. [Erlang]
        service_level: Share of the calls that are answered in time, to 15 digits.
        waiting_probability: Share of the calls that wait at all, to 15 digits.
        occupancy: Share of their time in which the agents speak, to 15 digits.
    """

    agents: int
    staff: int
    load: Fraction
    service_level: Decimal
    waiting_probability: Decimal
    occupancy: Decimal


def agents_needed(  # noqa: PLR0913 - the figures of the formula
    calls: object,
    *,
    minutes: object,
    seconds_each: object,
    within_seconds: object,
    share: object,
    busy_up_to: object = 1,
    shrinkage: object = 0,
) -> Agents:
    """
    Return the fewest people who answer a telephone as soon as is asked.

    Calls come at random, and callers wait until they are answered: the formula Erlang C. Each
    figure is a number or text with its unit, such as '80 %' or '3 min'.

    Args:
        calls: Calls that come in *minutes*, more than 0.
        minutes: The time in which they are counted, more than 0. [min]
        seconds_each: What a call takes, with the work after it, more than 0. [s]
        within_seconds: The time in which calls are to be answered. [s]
        share: Share of the calls to be answered in that time, above 0 and below 100 %.
        busy_up_to: Share of their time in which agents may speak, above 0, at most 100 %.
        shrinkage: Share of the time paid in which nobody answers, such as breaks; below 100 %.

    Raises:
        QuantityError: A figure cannot be read, or nobody can do what is asked.

    Source:
        A. K. Erlang, 1917: the formula for calls that wait, called Erlang C.

    >>> agents_needed(100, minutes=30, seconds_each=180, within_seconds=20, share="80 %").agents
    14
    """
    asked = _figures(
        {
            "calls": calls,
            "minutes": minutes,
            "seconds_each": seconds_each,
            "within_seconds": within_seconds,
            "share": share,
            "busy_up_to": busy_up_to,
            "shrinkage": shrinkage,
        }
    )
    load = asked["calls"] * asked["seconds_each"] / asked["minutes"]
    fewest = ceil(load / asked["busy_up_to"])
    patience = asked["within_seconds"] / asked["seconds_each"]
    with localcontext(_EXACTLY):
        most_late = _decimal(1 - asked["share"]) + _ALIKE
        for agents, waiting in _queues(load):
            late = waiting * _decimal((load - agents) * patience).exp()
            if agents >= fewest and late < most_late:
                staff = ceil(agents / (1 - asked["shrinkage"]))
                shares = 1 - late, waiting, _decimal(load / agents)
                return Agents(agents, staff, load, *map(_SHOWN.plus, shares))
    template = "{0:,} people could not answer so many calls as soon as is asked."
    message = Said(template, _MOST_AGENTS)
    raise QuantityError([Fault("quantity.range", "calls", message, "Check figures and units.")])


def _queues(load: Fraction) -> Iterator[tuple[int, Decimal]]:
    """Yield each number of agents above the load, with the share of calls that wait."""
    offered, turned_away = _decimal(load), Decimal(1)
    for agents in range(1, _MOST_AGENTS + 1):
        lost = offered * turned_away
        turned_away = lost / (agents + lost)  # Erlang B, from one agent to the next
        if agents > load:
            yield agents, agents * turned_away / (agents - offered * (1 - turned_away))


def _figures(asked: Mapping[str, object]) -> dict[str, Fraction]:
    """Read what is asked; raise all its faults at once."""
    figures: dict[str, Fraction] = {}
    faults = Faults(document_of(asked))
    for name, value in asked.items():
        of = _ASKED[name]
        figure = faults.reads((name,), partial(exact, value, of.unit), value, FIGURE)
        if figure is None:
            continue
        figures[name] = figure
        if not of.fits(figure):
            percent = of.unit == "fraction" and per_cent_hint(value, figure)
            message = Said(of.wrong, shown(value))
            faults.fault("quantity.range", (name,), message, percent or of.hint)
    faults.raise_as(QuantityError)
    return figures


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
