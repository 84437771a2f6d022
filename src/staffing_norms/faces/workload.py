"""Holds the hours of work of a plan, by activity and by month, and lays them out."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any, Literal, overload

from staffing_norms.faces.blocks import Block, Heading, Listed, Table, as_text
from staffing_norms.faces.data import as_frame
from staffing_norms.faces.payroll import PAID, Payroll
from staffing_norms.faces.present import (
    NOT_SAID,
    Context,
    count_text,
    counted_as,
    people_text,
    title,
)
from staffing_norms.faces.text import separated
from staffing_norms.foundation.formula import Value
from staffing_norms.foundation.quantities import times_per_year
from staffing_norms.program.layout import DepartmentLayout, HoursLayout, WorkLayout
from staffing_norms.results.derivation import Language
from staffing_norms.results.result import CoverLine, Department, Gap, Labels, Result
from staffing_norms.results.wording import MARKS, code, in_language, term
from staffing_norms.sites.facts import Vocabulary

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_MONTHS = 12
_COLUMNS = (
    "site", "norm", "department", "department_label", "role", "role_label", "activity", "variant",
    "work", "hours", "known_hours", "hours_a_month", "hours_a_day", "peak_month", "peak_hours",
    "crew", "crew_days", "people", "exact", "headcount", "lawful_overtime", "no_overtime",
)  # fmt: skip
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
}
_UNKNOWN = "?"
_AT_LEAST = "≥ "
_DAYS = times_per_year(Fraction(1), "day", None)


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
    """

    activity: str
    variant: str
    labels: Labels
    hours: Fraction | None
    people: Fraction | None
    crew: int
    crew_days: Fraction | None

    @property
    def hours_a_month(self) -> Fraction | None:
        """Hours of an average month [hour]."""
        return None if self.hours is None else self.hours / _MONTHS


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
        return None if self.hours is None else self.hours / _MONTHS

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


@dataclass(frozen=True, slots=True, repr=False)
class WorkHours:
    """
    The hours of work of a plan, by department and activity: `plan.hours`.

    A department without work in hours has none.
    """

    departments: tuple[DepartmentHours, ...]
    _context: Context

    def __iter__(self) -> Iterator[DepartmentHours]:
        """Iterate over the departments."""
        return iter(self.departments)

    def __len__(self) -> int:
        return len(self.departments)

    def __repr__(self) -> str:
        told = (f"{each.department}: {_hours(each.hours)} h" for each in self)
        return f"<WorkHours {', '.join(told)}>"

    def __str__(self) -> str:
        return self.to_text()

    def to_dict(self) -> list[dict[str, Any]]:
        """Return them as JSON-ready data in a stable order; docs/json.md lists the keys."""
        return [_department_data(each) for each in self]

    def to_json(self, *, indent: int | None = None) -> str:
        """Return them as JSON text; the same plan gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @in_language
    def to_text(self, *, lang: Language = "en") -> str:
        """Return them as tables for a terminal."""
        return as_text(self._blocks(lang))

    @in_language
    def to_markdown(self, *, lang: Language = "en") -> str:
        """Return them as Markdown."""
        return f"{as_text(self._blocks(lang), markdown=True)}\n"

    @in_language
    def to_csv(self, *, lang: Language = "en", byte_order_mark: bool = False) -> str:
        """
        Return them as CSV: a row for each kind of work, and below it one for the department.

        Args:
            lang: `en` for programs, whose headings and words are ids; `zh` for people.
            byte_order_mark: Whether the text begins with the mark by which Excel knows UTF-8.
        """
        return separated(_COLUMNS, self._records(lang), lang, byte_order_mark=byte_order_mark)

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
             _float(work.people))
            for each in self
            for work in each.works
        ]  # fmt: skip
        return as_frame(kind, _TYPES, rows)

    def _records(self, lang: Language) -> Iterator[dict[str, Any]]:
        about = {"site": self._context.site, "norm": self._context.norms["id"]}
        for each in self:
            place = about | {
                "department": each.department,
                "department_label": each.labels[lang],
                "role": each.role,
                "role_label": each.role_labels[lang],
            }
            for work in each.works:
                yield place | {
                    "activity": work.activity,
                    "variant": work.variant,
                    "work": work.labels[lang],
                    "hours": _decimal(work.hours),
                    "hours_a_month": _decimal(work.hours_a_month),
                    "hours_a_day": _decimal(_ratio(work.hours, _DAYS)),
                    "crew": work.crew,
                    "crew_days": _decimal(work.crew_days),
                    "people": _decimal(work.people),
                }
            yield place | {
                "work": term("subtotal", lang),
                "hours": _decimal(each.hours),
                "known_hours": _decimal(each.known_hours),
                "hours_a_month": _decimal(each.hours_a_month),
                "hours_a_day": _decimal(_ratio(each.hours, _DAYS)),
                "peak_month": each.peak_month,
                "peak_hours": _decimal(each.peak_hours),
                "people": _decimal(each.people),
                "exact": _decimal(each.exact),
                "headcount": each.headcount,
                **_payroll(each),
            }

    def _blocks(self, lang: Language) -> Iterator[Block]:
        """Yield the parts of a page: work, months, people."""
        called = MARKS[lang].colon.join([term("hours_of_work", lang), title(self._context, lang)])
        yield Heading(called, 1)
        if not self.departments:
            yield Listed([term("no_hours", lang)])
            return
        yield _work_table(self, lang)
        gaps = [*_gaps(self, lang)]
        if gaps:
            yield Heading(term("gap", lang))
            yield Listed(gaps)
        yield Heading(term("by_month", lang))
        if any(len(set(each.months)) > 1 for each in self):
            yield _month_table(self.departments, lang)
        yield Listed([*_peaks(self, lang)])
        yield Heading(term("people_by_hours", lang))
        yield _people_table(self, lang)
        yield Listed([*_remarks(self, lang)])


def hours_of_work(
    result: Result,
    layouts: Iterable[DepartmentLayout],
    value: Callable[[str], Value],
    payroll: Callable[[], Payroll],
    context: Context,
) -> WorkHours:
    """
    Group the hours of work of a plan.

    Args:
        result: The plan, in which the norm's people count.
        layouts: The departments of the norm.
        value: What looks up the outputs of the program for the site.
        payroll: What says how many to employ; asked for where there is work.
        context: What the plan is printed with.
    """
    planned = {department.department: department for department in result.departments}
    found = []
    for layout in layouts:
        if layout.hours and layout.department in planned:
            works = tuple(_works(layout.hours, value, context.words))
            if works:
                department = planned[layout.department]
                found.append(_grouped(department, layout.hours, works, value, payroll()))
    return WorkHours(tuple(found), context)


def _works(
    layout: HoursLayout, value: Callable[[str], Value], words: Vocabulary
) -> Iterator[WorkLine]:
    """Yield the kinds of work that there are."""
    for each in layout.works:
        hours = _number(value(each.hours))
        if hours != 0:
            people = _ratio(hours, _number(value(layout.person)))
            days = _ratio(hours, _number(value(layout.day)))
            told = (each.activity, each.variant, _labels(each, words), hours, people)
            yield WorkLine(*told, each.crew, _ratio(days, Fraction(each.crew)))


def _grouped(
    department: Department,
    layout: HoursLayout,
    works: tuple[WorkLine, ...],
    value: Callable[[str], Value],
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
        months=tuple(_number(value(month)) for month in layout.months),
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
    activity = words["tasks"].activities[work.activity]
    ways = [activity.variants[work.variant].labels] if work.variant else []
    labels = [dict(each.by_language) for each in (activity.labels, *ways)]
    return {lang: " · ".join(each[lang] for each in labels) for lang in labels[0]}


def explained_hours(hours: WorkHours, role: str, lang: Language) -> Iterator[str]:
    """Yield the lines that the explanation of a role has of its hours."""
    colon = MARKS[lang].colon
    for each in hours:
        if each.role == role:
            yield f"  {term('hours_of_work', lang)}{colon}{_told(each, lang)}"
            for work in (work for work in each.works if work.crew > 1):
                crew = {"crew": work.crew, "days": _hours(work.crew_days)}
                yield f"    {work.labels[lang]}{colon}{term('crew_told', lang).format(**crew)}"


def _told(each: DepartmentHours, lang: Language) -> str:
    """Return the hours of a year and a month, the people they make, and when most is to be done."""
    if each.hours is None:
        return term("unknown", lang)
    told = term("hours_told", lang).format(
        year=_hours(each.hours), month=_hours(each.hours_a_month), people=_people(each.people)
    )
    return MARKS[lang].semicolon.join([told, *_peak(each, lang)])


def _peak(each: DepartmentHours, lang: Language) -> Iterator[str]:
    """Yield when most is to be done, unless all months are alike."""
    if each.peak_hours is None:
        yield term("peak_unknown" if each.hours is None else "peak_needs_season", lang)
    elif each.peak_hours != each.hours_a_month:
        told = {"month": each.peak_month, "hours": _hours(each.peak_hours)}
        yield term("peak_told", lang).format(**told)


def _work_table(hours: WorkHours, lang: Language) -> Table:
    names = (
        "department", "work", "hours_a_year", "hours_a_month", "hours_a_day", "crew", "crew_days",
        "by_hours",
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for each in hours:
        name = each.labels[lang]
        for work in each.works:
            crew = (f"{work.crew}", _hours(work.crew_days)) if work.crew > 1 else ("", "")
            figures = _periods(work.hours)
            rows.append((name, work.labels[lang], *figures, *crew, _people(work.people)))
            name = ""
        named = f"{each.labels[lang]}{MARKS[lang].code}{term('subtotal', lang)}"
        sign = _sign(each)
        known = (*_periods(each.known_hours), "", "", _people(each.known_people))
        rows.append((named, "", *(figure and f"{sign}{figure}" for figure in known)))
    numeric = [name not in ("department", "work") for name in names]
    return Table("hours_of_work", [term(name, lang) for name in names], rows, numeric)


def _periods(hours: Fraction | None) -> tuple[str, str, str]:
    """Return hours of a year, of an average month and of an average day."""
    each = (_ratio(hours, Fraction(of)) for of in (1, _MONTHS, _DAYS))
    year, month, day = map(_hours, each)
    return year, month, day


def _sign(each: DepartmentHours) -> str:
    """Return what stands before figures of the known work, while other work is unknown."""
    return "" if each.hours is not None else _AT_LEAST


def _gaps(hours: WorkHours, lang: Language) -> Iterator[str]:
    """Yield what to state so that all hours are known."""
    for each in hours:
        for gap in each.gaps:
            told = f"{gap.question[lang]}{code(gap.fact, lang)}"
            yield MARKS[lang].colon.join((each.labels[lang], told))


def _month_table(departments: Iterable[DepartmentHours], lang: Language) -> Table:
    """Lay out the months, a column for each department."""
    every = list(departments)
    rows = [
        (f"{month + 1}", *(_hours(each.months[month]) for each in every))
        for month in range(_MONTHS)
    ]
    names = [term("month", lang), *(each.labels[lang] for each in every)]
    return Table("by_month", names, rows, [True] * len(names))


def _peaks(hours: WorkHours, lang: Language) -> Iterator[str]:
    for each in hours:
        told = [*_peak(each, lang)] or [term("months_alike", lang)]
        yield f"{each.labels[lang]}{MARKS[lang].colon}{told[0]}"


def _people_table(hours: WorkHours, lang: Language) -> Table:
    """Lay out the people: on duty by the hours, in all, rounded, and those to employ."""
    names = [term(name, lang) for name in ("role", "by_hours", "exact", "headcount")]
    is_beside = any(each.cover and each.cover.proposed != each.headcount for each in hours)
    names += [term("proposed", lang)] if is_beside else []
    names += [term(counted_as(paid), lang) for paid in PAID]
    rows = []
    for each in hours:
        counted = [NOT_SAID] * len(names[2:])
        if each.cover:
            own = [people_text(each.cover.proposed)] if is_beside else []
            paid = map(count_text, _payroll(each).values())
            counted = [_people(each.exact), count_text(each.headcount), *own, *paid]
        by_hours = f"{_sign(each)}{_people(each.known_people)}"
        rows.append((each.role_labels[lang], by_hours, *counted))
    return Table("people_by_hours", names, rows, [False] + [True] * (len(names) - 1))


def _remarks(hours: WorkHours, lang: Language) -> Iterator[str]:
    """Yield how to read the people."""
    yield term("hours_and_people", lang)
    if any(each.exact is not None and each.exact != each.people for each in hours):
        yield term("people_without_hours", lang)


def _payroll(each: DepartmentHours) -> dict[str, int | None]:
    """Return the people to employ, by the hours that they are paid for."""
    return {paid: getattr(each.cover, paid, None) for paid in PAID}


def _department_data(each: DepartmentHours) -> dict[str, Any]:
    return {
        "department": each.department,
        "role": each.role,
        **_hours_data(each.hours),
        "known_hours": _text(each.known_hours),
        "months": [_text(hours) for hours in each.months],
        "peak_month": each.peak_month,
        "people": _text(each.people),
        "exact": _text(each.exact),
        "headcount": each.headcount,
        **_payroll(each),
        "works": [_work_data(work) for work in each.works],
    }


def _work_data(work: WorkLine) -> dict[str, Any]:
    return {
        "activity": work.activity,
        "variant": work.variant or None,
        "labels": dict(work.labels),
        **_hours_data(work.hours),
        "crew": work.crew,
        "crew_days": _text(work.crew_days),
        "people": _text(work.people),
    }


def _hours_data(hours: Fraction | None) -> dict[str, Any]:
    """Return hours exactly and rounded to the nearest hour."""
    rounded = None if hours is None else floor(hours + Fraction(1, 2))
    return {"hours": _text(hours), "hours_rounded": rounded}


def _float(figure: Fraction | None) -> float | None:
    return None if figure is None else float(figure)


def _text(figure: Fraction | None) -> str | None:
    return None if figure is None else str(figure)


def _decimal(figure: Fraction | None) -> str:
    """Return a figure for a spreadsheet, to four places."""
    return "" if figure is None else f"{float(figure):.4f}".rstrip("0").rstrip(".")


def _hours(figure: Fraction | None) -> str:
    """Return hours or days to one place."""
    return _UNKNOWN if figure is None else f"{float(figure):,.1f}".removesuffix(".0")


def _people(figure: Fraction | None) -> str:
    """Return people to two places."""
    return _UNKNOWN if figure is None else f"{float(figure):,.2f}"
