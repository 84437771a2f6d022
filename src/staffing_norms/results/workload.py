"""Holds the hours of work of a plan, by activity and by month."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from staffing_norms.foundation.formula import Value
from staffing_norms.foundation.languages import Labels
from staffing_norms.foundation.quantities import to_places
from staffing_norms.program.layout import DepartmentLayout, HoursLayout, MonthLayout, WorkLayout
from staffing_norms.publications.worktime import MONTHS
from staffing_norms.results.context import Context
from staffing_norms.results.payroll import PAID, Payroll
from staffing_norms.results.reasons import CoverLine
from staffing_norms.results.result import Department, Gap, Result
from staffing_norms.results.tabled import Tabled, as_frame, exact_text
from staffing_norms.sites.facts import Vocabulary

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

T = TypeVar("T")


def of_months(figures: Iterable[T]) -> dict[str, T]:
    """Return the figures of the months, from the first, by the names of their columns."""
    return {f"month_{number}": figure for number, figure in enumerate(figures, start=1)}


_TYPES: Mapping[str, type] = {
    "department": str,
    "role": str,
    "activity": str,
    "variant": str,
    "label_en": str,
    "label_zh": str,
    "hours": float,
    "crew": int,
    "crew_days": float,
    "people": float,
    **of_months([float] * MONTHS),
}


@dataclass(frozen=True, slots=True)
class WorkLine:
    """
    The hours of one kind of work.

    Args:
        activity: Its activity.
        variant: The way of doing it; empty where there is one only.
        labels: What it is called, by language.
        hours: Hours a year; None for a gap. [hour]
        people: The part of the people on duty that does it, not rounded. [person]
        crew: How many do it together. [person]
        crew_days: Working days a year of such a crew. [day]
        months: Hours of each month, from the first; None for a gap. [hour]
    """

    activity: str
    variant: str
    labels: Labels
    hours: Fraction | None
    people: Fraction | None
    crew: int
    crew_days: Fraction | None
    months: tuple[Fraction | None, ...]

    @property
    def hours_a_month(self) -> Fraction | None:
        """Hours of an average month [hour]."""
        return None if self.hours is None else self.hours / MONTHS


@dataclass(frozen=True, slots=True)
class DepartmentHours:
    """
    The hours of work of a department, and the people whom they make.

    Args:
        department: Department id.
        labels: What it is called, by language.
        role: The role that does the work.
        role_labels: What the role is called, by language.
        works: The kinds of work that it has.
        hours: Hours a year of all of them; None for a gap. [hour]
        months: Hours of each month, from the first; None for a gap. [hour]
        gaps: What is not stated and keeps hours of the role unknown.
        people: The people on duty whom the hours make, not rounded. [person]
        exact: All people of the role, also those whom the norm counts without hours, not rounded;
            None where the method of the plan does not count them. [person]
        headcount: The same rounded once, which is the figure of the plan. [person]
        cover: What it takes to employ them; None where the plan does not count them.
    """

    department: str
    labels: Labels
    role: str
    role_labels: Labels
    works: tuple[WorkLine, ...]
    hours: Fraction | None
    months: tuple[Fraction | None, ...]
    gaps: tuple[Gap, ...] = field(repr=False)
    people: Fraction | None
    exact: Fraction | None
    headcount: int | None
    cover: CoverLine | None = field(repr=False)

    @property
    def hours_a_month(self) -> Fraction | None:
        """Hours of an average month [hour]."""
        return None if self.hours is None else self.hours / MONTHS

    @property
    def known_hours(self) -> Fraction:
        """Hours a year of the work of which they are known [hour]."""
        return sum((work.hours for work in self.works if work.hours is not None), Fraction(0))

    @property
    def known_people(self) -> Fraction:
        """The people on duty whom the known hours make, not rounded [person]."""
        return sum((work.people for work in self.works if work.people is not None), Fraction(0))

    @property
    def peak_hours(self) -> Fraction | None:
        """Hours of the month that has most; None while one is unknown [hour]."""
        known = [hours for hours in self.months if hours is not None]
        return max(known) if len(known) == len(self.months) else None

    @property
    def peak_month(self) -> int | None:
        """The month that has most hours, from 1, or the first of them; None if it is unknown."""
        return None if self.peak_hours is None else self.months.index(self.peak_hours) + 1

    @property
    def employed(self) -> Mapping[str, int | None]:
        """People of the role to employ, by `lawful_overtime` and `no_overtime` [person]."""
        return {paid: getattr(self.cover, paid, None) for paid in PAID}


@dataclass(frozen=True, slots=True, repr=False)
class WorkHours(Tabled):
    """
    The hours of work of a plan, by department and activity: `plan.hours`.

    A department without work in hours has none.

    Args:
        departments: The departments that have work in hours.
        context: What they are printed with.
    """

    departments: tuple[DepartmentHours, ...]
    context: Context

    def __iter__(self) -> Iterator[DepartmentHours]:
        """Iterate over the departments."""
        return iter(self.departments)

    def __len__(self) -> int:
        return len(self.departments)

    def __repr__(self) -> str:
        told = (f"{each.department}: {_told(each.hours)} h" for each in self)
        return f"<WorkHours {', '.join(told)}>"

    def to_dict(self) -> list[dict[str, Any]]:
        """Return them as JSON-ready data in a stable order; docs/json.md lists the keys."""
        return [_department_data(each) for each in self]

    @overload
    def to_frame(self, kind: Literal["polars"] = ...) -> "pl.DataFrame": ...
    @overload
    def to_frame(self, kind: Literal["pandas"]) -> "pd.DataFrame": ...
    def to_frame(self, kind: str = "polars") -> object:
        """
        Return the kinds of work as a dataframe, one row each.

        Args:
            kind: `polars` or `pandas`; the library must be installed.

        Raises:
            UnknownNameError: No such kind of dataframe.
            ImportError: The library is not installed.
        """
        rows = [
            (each.department, each.role, work.activity, work.variant or None, work.labels["en"],
             work.labels["zh"], _float(work.hours), work.crew, _float(work.crew_days),
             _float(work.people), *map(_float, work.months))
            for each in self
            for work in each.works
        ]  # fmt: skip
        return as_frame(kind, _TYPES, rows)


def hours_of_work(
    result: Result,
    layouts: Iterable[DepartmentLayout],
    value: Callable[[str], Value],
    in_month: Callable[[int, MonthLayout], Callable[[str], Value]],
    payroll: Callable[[], Payroll],
    context: Context,
) -> WorkHours:
    """
    Group the hours of work of a plan.

    Args:
        result: The plan, in which the norm's people count.
        layouts: The departments of the norm.
        value: What looks up the outputs of the program for the site.
        in_month: What does so for a month, from 1, of those outputs that depend on it.
        payroll: What says how many to employ; asked for where there is work.
        context: What the plan is printed with.
    """
    planned = {department.department: department for department in result.departments}
    found = []
    for layout in layouts:
        if layout.hours and layout.department in planned:
            done = {each: _number(value(each.hours)) for each in layout.hours.works}
            done = {each: hours for each, hours in done.items() if hours != 0}
            if done:
                months = [in_month(month + 1, layout.hours.month) for month in range(MONTHS)]
                works = tuple(_works(layout.hours, done, value, months, context.words))
                department = planned[layout.department]
                found.append(_grouped(department, layout.hours, works, value, months, payroll()))
    return WorkHours(tuple(found), context)


def _works(
    layout: HoursLayout,
    done: Mapping[WorkLayout, Fraction | None],
    value: Callable[[str], Value],
    each_month: Iterable[Callable[[str], Value]],
    words: Vocabulary,
) -> Iterator[WorkLine]:
    """Yield the kinds of work that there are."""
    day, person = _number(value(layout.day)), _number(value(layout.person))
    for each, hours in done.items():
        yield WorkLine(
            each.activity,
            each.variant,
            _labels(each, words),
            hours,
            people=_ratio(hours, person),
            crew=each.crew,
            crew_days=_ratio(_ratio(hours, day), Fraction(each.crew)),
            months=tuple(_number(in_month(each.month)) for in_month in each_month),
        )


def _grouped(
    department: Department,
    layout: HoursLayout,
    works: tuple[WorkLine, ...],
    value: Callable[[str], Value],
    each_month: Iterable[Callable[[str], Value]],
    payroll: Payroll,
) -> DepartmentHours:
    role = layout.roles[0]
    line, hours = department.roles[role], _number(value(layout.total))
    employed = {each.role: each for each in payroll.lines}
    return DepartmentHours(
        department=department.department,
        labels=department.labels,
        role=role,
        role_labels=line.labels,
        works=works,
        hours=hours,
        months=tuple(_number(in_month(layout.month.hours)) for in_month in each_month),
        gaps=tuple(gap for gap in department.gaps if role in gap.roles) if hours is None else (),
        people=_ratio(hours, _number(value(layout.person))),
        exact=line.exact if line.is_counted else None,
        headcount=line.headcount if line.is_counted else None,
        cover=employed.get(role) if line.is_counted else None,
    )


def _number(value: Value) -> Fraction | None:
    return None if value is None else Fraction(value)


def _ratio(amount: Fraction | None, of: Fraction | None) -> Fraction | None:
    return None if amount is None or of is None else amount / of


def _labels(work: WorkLayout, words: Vocabulary) -> Labels:
    """Return what work is called: its activity, and the way of doing it."""
    return dict(words["tasks"].activities[work.activity].labels_of(work.variant).by_language)


def _department_data(each: DepartmentHours) -> dict[str, Any]:
    return {
        "department": each.department,
        "role": each.role,
        **_hours_data(each.hours),
        "known_hours": exact_text(each.known_hours),
        "months": [exact_text(hours) for hours in each.months],
        "peak_month": each.peak_month,
        "people": exact_text(each.people),
        "exact": exact_text(each.exact),
        "headcount": each.headcount,
        **each.employed,
        "works": [_work_data(work) for work in each.works],
    }


def _work_data(work: WorkLine) -> dict[str, Any]:
    return {
        "activity": work.activity,
        "variant": work.variant or None,
        "labels": dict(work.labels),
        **_hours_data(work.hours),
        "crew": work.crew,
        "crew_days": exact_text(work.crew_days),
        "people": exact_text(work.people),
        "months": [exact_text(hours) for hours in work.months],
    }


def _hours_data(hours: Fraction | None) -> dict[str, Any]:
    """Return hours exactly and rounded to the nearest hour."""
    rounded = None if hours is None else floor(hours + Fraction(1, 2))
    return {"hours": exact_text(hours), "hours_rounded": rounded}


def _told(hours: Fraction | None) -> str:
    return "?" if hours is None else to_places(hours, 1, is_bare=True)


def _float(figure: Fraction | None) -> float | None:
    return None if figure is None else float(figure)
