"""Lays out the hours of work of a plan: work, months, people."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import partial
from typing import Any

from staffing_norms.faces.blocks import Block, Heading, Listed, Page, Table
from staffing_norms.faces.present import NOT_SAID, count_text, counted_as, people_text, title
from staffing_norms.foundation.languages import MARKS, Language
from staffing_norms.foundation.quantities import at_least, times_per_year, to_places
from staffing_norms.publications.worktime import MONTHS
from staffing_norms.results.payroll import PAID
from staffing_norms.results.wording import code, term
from staffing_norms.results.workload import DepartmentHours, WorkHours, of_months

_COLUMNS = (
    "site", "norm", "department", "department_label", "role", "role_label", "activity", "variant",
    "work", "hours", "known_hours", "hours_a_month", "hours_a_day", "peak_month", "peak_hours",
    "crew", "crew_days", "people", "exact", "headcount", "lawful_overtime", "no_overtime",
    *of_months(range(MONTHS)),
)  # fmt: skip
_UNKNOWN = "?"


def workload_page(hours: WorkHours) -> Page:
    """Return how hours of work are laid out."""
    return Page(partial(_blocks, hours), _COLUMNS, partial(_records, hours))


def _records(hours: WorkHours, lang: Language) -> Iterator[dict[str, Any]]:
    """Yield a row for each kind of work, and below it one for the department."""
    about = {"site": hours.context.site, "norm": hours.context.norms["id"]}
    for each in hours:
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
                **_by_period(work.hours),
                "crew": work.crew,
                "crew_days": work.crew_days,
                "people": work.people,
                **of_months(work.months),
            }
        yield place | {
            "work": term("subtotal", lang),
            **_by_period(each.hours),
            "known_hours": each.known_hours,
            "peak_month": each.peak_month,
            "peak_hours": each.peak_hours,
            "people": each.people,
            "exact": each.exact,
            "headcount": each.headcount,
            **each.employed,
            **of_months(each.months),
        }


def _by_period(hours: Fraction | None) -> dict[str, Fraction | None]:
    """Return hours of a year, of an average month and of an average day."""
    of: dict[str, Fraction | int] = {"hours": 1, "hours_a_month": MONTHS, "hours_a_day": _days()}
    return {name: None if hours is None else hours / parts for name, parts in of.items()}


def _days() -> Fraction:
    return times_per_year(Fraction(1), "day", None)


def _blocks(hours: WorkHours, lang: Language) -> list[Block]:
    """Return the parts of a page: work, months, people."""
    told = [term("hours_of_work", lang), title(hours.context, lang)]
    heading = Heading(MARKS[lang].colon.join(told), 1)
    if not hours.departments:
        return [heading, Listed([term("no_hours", lang)])]
    blocks: list[Block] = [heading, _work_table(hours, lang)]
    gaps = [*_gaps(hours, lang)]
    if gaps:
        blocks += [Heading(term("gap", lang)), Listed(gaps)]
    blocks += [Heading(term("by_month", lang))]
    if any(len(set(each.months)) > 1 for each in hours):
        blocks += [_month_table(hours.departments, lang)]
    blocks += [Listed([*_peaks(hours, lang)]), Heading(term("people_by_hours", lang))]
    return [*blocks, _people_table(hours, lang), Listed([*_remarks(hours, lang)])]


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
        named = f"{each.labels[lang]}{MARKS[lang].blank}{term('subtotal', lang)}"
        is_whole = each.hours is not None
        known = (*_periods(each.known_hours), "", "", _people(each.known_people))
        rows.append(
            (named, "", *(figure and at_least(figure, is_whole=is_whole) for figure in known))
        )
    numeric = [name not in ("department", "work") for name in names]
    return Table("hours_of_work", [term(name, lang) for name in names], rows, numeric)


def _periods(hours: Fraction | None) -> list[str]:
    """Return hours of a year, of an average month and of an average day."""
    return [_hours(each) for each in _by_period(hours).values()]


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
        (f"{month + 1}", *(_hours(each.months[month]) for each in every)) for month in range(MONTHS)
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
            paid = map(count_text, each.employed.values())
            counted = [_people(each.exact), count_text(each.headcount), *own, *paid]
        by_hours = at_least(_people(each.known_people), is_whole=each.hours is not None)
        rows.append((each.role_labels[lang], by_hours, *counted))
    return Table("people_by_hours", names, rows, [False] + [True] * (len(names) - 1))


def _remarks(hours: WorkHours, lang: Language) -> Iterator[str]:
    """Yield how to read the people."""
    yield term("hours_and_people", lang)
    if any(each.exact is not None and each.exact != each.people for each in hours):
        yield term("people_without_hours", lang)


def _hours(figure: Fraction | None) -> str:
    """Return hours or days to one place."""
    return _UNKNOWN if figure is None else to_places(figure, 1, is_bare=True)


def _people(figure: Fraction | None) -> str:
    """Return people to two places."""
    return _UNKNOWN if figure is None else to_places(figure, 2)
