"""Writes the staffing table: its columns, and a row for each role, department and the site."""

from collections.abc import Iterator
from functools import partial
from typing import cast

from staffing_norms.faces.present import (
    NOT_SAID,
    called,
    count_text,
    counted_as,
    method_text,
    people_text,
    range_text,
    total_text,
)
from staffing_norms.foundation.languages import MARKS, Language
from staffing_norms.program.layout import NORM, Cover
from staffing_norms.results.derivation import Style, written
from staffing_norms.results.line import Line
from staffing_norms.results.reasons import Head
from staffing_norms.results.result import AsNeeded, Department, Result, Uncounted
from staffing_norms.results.sums import Total
from staffing_norms.results.wording import term

Row = tuple[str, ...]


_HEADINGS = (
    "department", "role", "on_duty", "shifts", "headcount", "range", "clause", "basis",
)  # fmt: skip


_COUNT = "headcount"


_BESIDE = ("adjusted", "proposed")


_NUMERIC = ("on_duty", "shifts", "headcount", *_BESIDE, "range")


def headings(lang: Language, cover: Cover, *, is_beside: bool) -> Row:
    """Return the headings of the staffing table; *is_beside* where anything stands beside it."""
    names = _columns(cover, is_beside=is_beside)
    return tuple(term(name, lang) for name in names)


def numeric(cover: Cover, *, is_beside: bool) -> tuple[bool, ...]:
    """Return which columns of the staffing table are numbers."""
    names = _columns(cover, is_beside=is_beside)
    return tuple(name in (*_NUMERIC, counted_as(cover)) for name in names)


def _columns(cover: Cover, *, is_beside: bool) -> Row:
    """Return the columns; the people to employ, where they count, stand beside the norm's."""
    at = 1 + _HEADINGS.index(_COUNT)
    more = _BESIDE if is_beside else ()
    employed = () if cover == NORM else (counted_as(cover),)
    return (*_HEADINGS[:at], *more, *employed, *_HEADINGS[at:])


def rows_of(result: Result, lang: Language) -> Iterator[Row]:
    """Yield the staffing table: a row for each role, department and the site."""
    at = _HEADINGS.index(_COUNT)
    for row, people in _norm_rows(result, lang):
        yield (*row[:at], *people, *row[at + 1 :])


def _norm_rows(result: Result, lang: Language) -> Iterator[tuple[Row, Row]]:
    """Yield each row of the staffing table, and the people that stand in it side by side."""
    cells = partial(people_cells, cover=result.cover, is_beside=result.is_beside)
    for department in result.departments:
        name = department.labels[lang]
        for line in department.lines:
            yield (name, *line_cells(line, lang)), cells(line)
            name = ""
        for other in department.uncounted:
            yield (name, *uncounted_cells(other, lang)), cells(other.head)
            name = ""
        stances = (department.lean, department.generous)
        named = f"{department.labels[lang]}{MARKS[lang].blank}{term('subtotal', lang)}"
        told = method_text(department.method, department, lang)
        yield _total_row(named, department.total, stances, told), cells(department)
    outside = term("outside_norm", lang)
    for other in result.uncounted:
        yield (outside, *uncounted_cells(other, lang)), cells(other.head)
        outside = ""
    if result.heads:
        named = f"{term('outside_norm', lang)}{MARKS[lang].blank}{term('subtotal', lang)}"
        sums = outside_cells(result)
        yield (named, "", "", "", NOT_SAID, "", "", ""), sums
    total = _total_row(term("total", lang), result.total, (result.lean, result.generous), "")
    yield total, cells(result)


def people_cells(
    planned: Line | Head | Department | Result | None, cover: Cover, *, is_beside: bool
) -> Row:
    """
    Return the people of a row, as far as they are shown: norm, adjusted, proposed, to employ.

    Args:
        planned: What the row is about; None for a role without a figure.
        cover: Which people count.
        is_beside: Whether what is adjusted and proposed is shown.
    """
    names = (*(_BESIDE if is_beside else ()), *(("headcount",) if cover != NORM else ()))
    if planned is None:
        return (NOT_SAID,) * (1 + len(names))
    if isinstance(planned, Head):
        return (NOT_SAID, *(people_text(getattr(planned, name)) for name in names))
    if isinstance(planned, Line):
        return tuple(people_text(getattr(planned, name)) for name in ("norm", *names))
    own = {"headcount": total_text(planned.total)} if cover != NORM else {}
    own |= {name: people_text(getattr(planned, name)) for name in _BESIDE}
    return (total_text(planned.norm), *(own[name] for name in names))


def outside_cells(result: Result) -> Row:
    """Return the people of the heads of no department."""
    *sums, employed = map(people_text, result.outside)
    return (NOT_SAID, *sums, *((employed,) if result.cover != NORM else ()))


def uncounted_cells(other: Uncounted, lang: Language) -> Row:
    """Return the cells of a role without a figure of the norm, as `line_cells`."""
    if other.needed:
        return as_needed_cells(other.needed, lang)
    head = cast("Head", other.head)
    told = written(head.beside.step, Style(lang, head.words))
    return head.labels[lang], "", "", NOT_SAID, "", "", told


def as_needed_cells(role: AsNeeded, lang: Language) -> Row:
    """Return the cells of a role without a figure, those of `headings` without the department."""
    source = role.source
    told = (dict(remark).get(lang) for remark in (source.reading, source.note))
    remarks = MARKS[lang].blank.join(filter(None, told))
    text = MARKS[lang].colon.join(filter(None, [term("as_needed", lang), remarks]))
    return role.labels[lang], "", "", NOT_SAID, "", source.clause, text


def line_cells(line: Line, lang: Language) -> Row:
    """Return the cells of a line, those of `headings` without the department."""
    is_unknown = line.headcount is None and line.shifts is not None
    return (
        called(line, lang),
        count_text(None) if is_unknown else _said(line.on_duty),
        _said(line.shifts),
        count_text(line.headcount),
        "" if line.lean == line.generous else _ends(line),
        line.source_in(lang),
        line.formula_in(lang),
    )


def _said(value: int | None) -> str:
    """Return a number, or a dash where the norm does not say."""
    return NOT_SAID if value is None else f"{value:,}"


def _ends(line: Line) -> str:
    return f"{count_text(line.lean)}–{count_text(line.generous)}"


def _total_row(name: str, total: Total, stances: tuple[Total, Total], told: str) -> Row:
    lean, generous = stances
    return name, "", "", "", total_text(total), range_text(lean, generous), "", told
