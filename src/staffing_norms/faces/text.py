"""Lays a result out as text: a table for a terminal, Markdown and CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any
from unicodedata import east_asian_width

from staffing_norms.faces import lists, present
from staffing_norms.faces.lists import Item
from staffing_norms.faces.staffing_table import Row, headings, numeric, rows_of
from staffing_norms.foundation.languages import MARKS, Language
from staffing_norms.foundation.quantities import plain
from staffing_norms.program.layout import NORM
from staffing_norms.results.context import Context
from staffing_norms.results.line import Line
from staffing_norms.results.reasons import Head
from staffing_norms.results.result import Department, Gap, Result, Uncounted
from staffing_norms.results.sums import Sum
from staffing_norms.results.wording import code, term

COLUMNS = (
    "site", "norm", "version", "stance", "department", "department_label", "role", "role_label",
    "kind", "method", "basis", "on_duty", "shifts", "headcount", "lean", "generous", "complete",
    "missing", "formula", "clause", "status",
)  # fmt: skip
_BESIDE = ("adjusted", "proposed")
# Columns of ids, each with what the names of its words begin with.
_WORDS = {
    "stance": "", "kind": "", "method": "", "basis": "by_", "complete": "complete_",
    "relieved": "complete_", "status": "",
}  # fmt: skip
_EMPLOYED = {name: f"employed_{name}" for name in ("headcount", "lean", "generous")}
_PLACES = 4
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the local code page


def as_text(result: Result, context: Context, lang: Language) -> str:
    """Return a plan as a table for a terminal, with what follows from it below."""
    if present.is_blank(result):
        questions = lists.questions(result.departments, lang)
        asked = (f"  • {_item_text(each, lang)}" for each in questions)
        return "\n".join([present.title(context, lang), "", term("nothing_counted", lang), *asked])
    lines = aligned(*staffing(result, lang))
    told = [present.title(context, lang), "", *lines]
    remarks = list(present.remarks(result, context, lang))
    told += ["", *remarks] if remarks else []
    for name, _, items in lists.sections(result, context, lang):
        told += ["", term(name, lang), *(f"  • {_item_text(item, lang)}" for item in items)]
    return "\n".join(told)


def as_markdown(result: Result, context: Context, lang: Language) -> str:
    """Return a plan as Markdown."""
    table = barred(*staffing(result, lang))
    told = [f"# {present.title(context, lang)}", "", *table]
    told += (f"\n{remark}" for remark in present.remarks(result, context, lang))
    for name, _, items in lists.sections(result, context, lang):
        told += [
            "",
            f"## {term(name, lang)}",
            "",
            *(f"- {_item_text(item, lang)}" for item in items),
        ]
    told += ["", " · ".join(context.norms[name] for name in ("id", "version", "hash"))]
    return "\n".join([*told, ""])


def staffing(result: Result, lang: Language) -> tuple[Row, Iterable[Row], Sequence[bool]]:
    """Return headings, rows and numeric columns of the staffing table."""
    names = headings(lang, result.cover, is_beside=result.is_beside)
    return names, rows_of(result, lang), numeric(result.cover, is_beside=result.is_beside)


def as_csv(result: Result, context: Context, lang: Language, *, byte_order_mark: bool) -> str:
    """
    Return a plan as CSV: a row for each role, department and the site.

    Args:
        result: The plan.
        context: What it is printed with.
        lang: English for programs, whose headings and words are ids; Chinese for people.
        byte_order_mark: Whether the text begins with the mark that Excel needs.
    """
    rows = _records(result, context, lang)
    at = COLUMNS.index("headcount")
    people: tuple[str, ...] = ("headcount", *(_BESIDE if result.is_beside else ()))
    if result.cover != NORM:
        people = ("norm_headcount", *people[1:], "headcount")
    columns = (*COLUMNS[:at], *people, *COLUMNS[at + 1 :])
    named = {} if result.cover == NORM else _EMPLOYED
    return separated(columns, rows, lang, byte_order_mark=byte_order_mark, named=named)


def separated(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    lang: Language,
    *,
    byte_order_mark: bool,
    named: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """
    Return rows as CSV.

    Args:
        columns: The columns, in order; a row may leave some empty.
        rows: The rows, with ids for words; what is None is left empty.
        lang: English for programs, whose headings and words are ids; Chinese for people.
        byte_order_mark: Whether the text begins with the mark that Excel needs.
        named: The terms of columns that are called otherwise than usual.
    """
    text = io.StringIO()
    text.write(_BYTE_ORDER_MARK if byte_order_mark else "")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writerow({name: term(f"column_{named.get(name, name)}", lang) for name in columns})
    for row in rows:
        written = {name: _cell(value) for name, value in row.items()}
        writer.writerow(written if lang == "en" else written | _in_words(written, lang))
    return text.getvalue()


def _cell(value: object) -> object:
    """Return a value as programs read it; figures that are not whole to four places."""
    if isinstance(value, bool):
        return str(value).lower()
    return plain(value, _PLACES) if isinstance(value, Fraction) else value


def _records(result: Result, context: Context, lang: Language) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table for programs; sums stand below what they are the sums of."""
    about = {
        "site": context.site,
        "norm": context.norms["id"],
        "version": context.norms["version"],
        "stance": context.stance,
    }

    def beside(planned: Line | Head | Department | Result | None) -> dict[str, Any]:
        told: dict[str, Any] = _beside_record(planned) if result.is_beside else {}
        return told | (_norm_record(planned) if result.cover != NORM else {})

    for department in result.departments:
        place = about | {
            "department": department.department,
            "department_label": department.labels[lang],
            "method": department.method,
        }
        for line in department.lines:
            gaps = [gap for gap in department.gaps if line.role in gap.roles]
            is_known = line.headcount is not None
            told = _line_record(line, lang) | completeness(gaps, lang, is_known=is_known)
            yield place | told | beside(line)
        for other in department.uncounted:
            yield place | _uncounted_record(other, lang) | beside(other.head)
        yield place | _sum_record("department", "subtotal", department, lang) | beside(department)
    for other in result.uncounted:
        yield about | _uncounted_record(other, lang) | beside(other.head)
    yield about | _sum_record("site", "total", result, lang) | beside(result)


def _norm_record(planned: Line | Head | Department | Result | None) -> dict[str, Any]:
    """Return the people by the norm, where those to employ count; of a head, those who do."""
    if planned is None:
        return {}
    if isinstance(planned, Head):
        return {"headcount": planned.headcount}
    norm = planned.norm
    return {"norm_headcount": norm.known if isinstance(norm, Sum) else norm}


def _beside_record(planned: Line | Head | Department | Result | None) -> dict[str, Any]:
    """Return what is adjusted and proposed; nothing where it is unknown."""
    people = {name: getattr(planned, name) for name in _BESIDE if planned}
    return {name: each.known if isinstance(each, Sum) else each for name, each in people.items()}


def _line_record(line: Line, lang: Language) -> dict[str, Any]:
    same = ("role", "kind", "basis", "on_duty", "shifts", "headcount", "lean", "generous", "status")
    return {
        **{name: getattr(line, name) for name in same},
        "role_label": line.labels[lang],
        "formula": line.formula_in(lang),
        "clause": line.source,
    }


def _uncounted_record(other: Uncounted, lang: Language) -> dict[str, Any]:
    named = {"role": other.role.role, "role_label": other.role.labels[lang]}
    if other.needed is None:
        return {"kind": "outside", **named}
    source = other.needed.source
    return {"kind": "as_needed", **named, "clause": source.clause, "status": source.status}


def _sum_record(
    kind: str, name: str, planned: Department | Result, lang: Language
) -> dict[str, Any]:
    """Return the people of a department or site: all, or at least so many."""
    return {
        "kind": kind,
        "role_label": term(name, lang),
        "headcount": planned.total.known,
        "lean": planned.lean.known,
        "generous": planned.generous.known,
        **completeness(planned.gaps, lang, is_known=planned.total.complete),
    }


def completeness(gaps: Iterable[Gap], lang: Language, *, is_known: bool) -> dict[str, Any]:
    """Return whether a figure is whole, and the facts that it lacks."""
    asked = [gap for gap in gaps if gap.fact]  # where the norm defines no figure, no fact helps
    facts = dict.fromkeys(gap.fact if lang == "en" else gap.labels[lang] for gap in asked)
    return {"complete": is_known, "missing": MARKS[lang].semicolon.join(facts)}


def _in_words(row: Mapping[str, Any], lang: Language) -> dict[str, str]:
    """Return what stands for the ids in a row."""
    told = {name: row[name] for name in _WORDS if row.get(name)}
    return {name: term(f"{_WORDS[name]}{word}", lang) for name, word in told.items()}


def _item_text(item: Item, lang: Language) -> str:
    return f"{present.one_line(item.about + item.text)}{code(item.code, lang)}"


def aligned(
    names: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[bool]
) -> list[str]:
    """Return the lines of a table for a terminal: headings, a rule, rows; numbers to the right."""
    every = [names, *([*map(present.one_line, row)] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*every, strict=True)]
    lines = [
        "  ".join(
            _padded(cell, width, right=number)
            for cell, width, number in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in every
    ]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return lines


def barred(
    names: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[bool]
) -> list[str]:
    """Return the lines of a table in Markdown."""
    rule = tuple("--:" if number else "---" for number in numeric)
    return [_markdown_row(row) for row in (names, rule, *rows)]


def _width(text: str) -> int:
    """Return how many columns a terminal needs; Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank


def _markdown_row(cells: Iterable[str]) -> str:
    escaped = (present.one_line(cell).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"
