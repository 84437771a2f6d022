"""Holds how many to employ so that the people of a plan are there every day."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from staffing_norms.foundation.languages import Labels
from staffing_norms.program.layout import COVERS, Cover
from staffing_norms.results.context import Context
from staffing_norms.results.reasons import CoverLine
from staffing_norms.results.result import Gap
from staffing_norms.results.sums import Sum, Total
from staffing_norms.results.tabled import Tabled, exact_text

PAID = COVERS[1:]


@dataclass(frozen=True, slots=True)
class Alternative:
    """
    The people to employ if something that the site does not state were so.

    Args:
        fact: The fact: `leave_days`, `absence` or `allowance`.
        value: What it would be: days of leave a year [day], or a share.
        people: People to employ with all `lawful_overtime` and with `no_overtime`. [person]
    """

    fact: str
    value: Fraction
    people: Mapping[Cover, Total]

    @property
    def lawful_overtime(self) -> Total:
        """People to employ if all work all lawful overtime [person]."""
        return self.people["lawful_overtime"]

    @property
    def no_overtime(self) -> Total:
        """People to employ if nobody works overtime [person]."""
        return self.people["no_overtime"]


@dataclass(frozen=True, slots=True)
class Turns:
    """
    What a shift system comes to at one post.

    Args:
        system: Its id, such as `four_crews`.
        crews: People who take turns at the post. [person]
        shifts: Shifts a day.
        hours: Hours of a shift. [hour]
        days: Days a year on which the post is manned. [day]
        hours_each: Hours a year of each of these people. [hour]
        hours_a_week: The same a week, on average. [hour]
        overtime: Overtime of each of them a month. [hour]
        is_lawful: Whether that is within the limit of the law.
        people: People at the posts round the clock of the site; None for a day post. [person]
        is_stated: Whether the site names it as its own.
    """

    system: str
    crews: int
    shifts: int
    hours: int
    days: int
    hours_each: Fraction
    hours_a_week: Fraction
    overtime: Fraction
    is_lawful: bool
    people: int | None
    is_stated: bool


@dataclass(frozen=True, slots=True, repr=False)
class Payroll(Tabled):
    """
    How many to employ so that the people of a plan are there every day: `plan.cover`.

    Args:
        lines: The roles, in the plan's order.
        time: Id of the working time that is in force.
        leave: Paid leave of one person a year. [day]
        absence: Share of the working time that is lost.
        allowance: Share of the time at work that is lost.
        assumed: Those of the three that the site does not state: nothing is taken off for them.
        available: Hours that one person works a year, by `lawful_overtime` and `no_overtime`.
            [hour]
        proposed: People by the norm with what stands beside it. [person]
        people: People by the `norm`, and people to employ with all `lawful_overtime` and with
            `no_overtime`. [person]
        counts: Which of these three counts in the plan.
        alternatives: What these would be if what is not stated were otherwise.
        turns: What each shift system comes to.
        gaps: What the site does not state and the plan needs.
        context: What it is printed with.
        departments: What the departments are called, by id.

    Source:
        docs/decisions/0009-relief-is-pooled.md
    """

    lines: tuple[CoverLine, ...]
    time: str
    leave: Fraction
    absence: Fraction
    allowance: Fraction
    assumed: tuple[str, ...]
    available: Mapping[Cover, Fraction]
    proposed: Sum
    people: Mapping[Cover, Total]
    counts: Cover
    alternatives: tuple[Alternative, ...]
    turns: tuple[Turns, ...]
    gaps: tuple[Gap, ...]
    context: Context
    departments: Mapping[str, Labels]

    @property
    def norm(self) -> Total:
        """People by the norm [person]."""
        return self.people["norm"]

    @property
    def lawful_overtime(self) -> Total:
        """People to employ if all work all lawful overtime [person]."""
        return self.people["lawful_overtime"]

    @property
    def no_overtime(self) -> Total:
        """People to employ if nobody works overtime [person]."""
        return self.people["no_overtime"]

    @property
    def hours(self) -> Fraction:
        """Hours a year of the lines whose hours are known [hour]."""
        return sum((line.hours for line in self.lines if line.hours is not None), Fraction(0))

    def __repr__(self) -> str:
        figures = (f"{name}={self.people[name]}" for name in COVERS)
        return f"<Payroll {self.time}: {', '.join(figures)}>"

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data in a stable order; docs/json.md lists the keys."""
        return {
            "working_time": self.time,
            "counts": self.counts,
            "leave_days": str(self.leave),
            "absence": str(self.absence),
            "allowance": str(self.allowance),
            "assumed": list(self.assumed),
            "available_hours": {name: str(hours) for name, hours in self.available.items()},
            "hours": str(self.hours),
            **{name: _total_data(self.people[name]) for name in COVERS},
            "proposed": {"people": str(self.proposed.known), "complete": self.proposed.complete},
            "lines": [_line_data(line) for line in self.lines],
            "side_by_side": [
                {"fact": each.fact, "value": str(each.value)}
                | {paid: _total_data(each.people[paid]) for paid in PAID}
                for each in self.alternatives
            ],
            "shift_systems": [
                {
                    "system": each.system,
                    "crews": each.crews,
                    "shifts": each.shifts,
                    "hours": each.hours,
                    "days": each.days,
                    "hours_each": str(each.hours_each),
                    "hours_a_week": str(each.hours_a_week),
                    "overtime": str(each.overtime),
                    "is_lawful": each.is_lawful,
                    "people": each.people,
                    "is_stated": each.is_stated,
                }
                for each in self.turns
            ],
        }


def _total_data(total: Total) -> dict[str, Any]:
    return {"people": total.known, "complete": total.complete}


def _line_data(line: CoverLine) -> dict[str, Any]:
    return {
        "role": line.role,
        "department": line.department or None,
        "labels": dict(line.labels),
        "basis": line.basis,
        "relieved": line.relieved,
        "pool": line.pool or None,
        "hours": exact_text(line.hours),
        "on_duty": line.on_duty,
        "headcount": line.norm,
        "proposed": exact_text(line.proposed),
        **{paid: line.people[paid] for paid in PAID},
        "exact": {paid: exact_text(figure) for paid, figure in line.exact.items()},
        "overtime": exact_text(line.overtime),
    }
