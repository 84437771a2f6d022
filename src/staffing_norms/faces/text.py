"""Lays a result out as text: a table for a terminal, Markdown and CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

from staffing_norms.faces import present
from staffing_norms.faces.present import Context, Item, headings, numeric, rows_of
from staffing_norms.foundation.quantities import format_number
from staffing_norms.program.layout import NORM
from staffing_norms.results.derivation import Language
from staffing_norms.results.result import Department, Gap, Head, Line, Result, Sum, Uncounted
from staffing_norms.results.wording import MARKS, code, term

COLUMNS = (
    "site", "norm", "version", "stance", "department", "department_label", "role", "role_label",
    "kind", "method", "basis", "on_duty", "shifts", "headcount", "lean", "generous", "complete",
    "missing", "formula", "clause", "status",
)  # fmt: skip
_BESIDE = ("adjusted", "proposed")
# Columns of ids, each with what the names of its words begin with.
_WORDS = {
    "stance": "", "kind": "", "method": "", "basis": "by_", "complete": "complete_", "status": "",
}  # fmt: skip
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the local code page


def as_text(result: Result, context: Context, lang: Language) -> str:
    """Return a plan as a table for a terminal, with what follows from it below."""
    if present.is_blank(result):
        questions = present.questions(result.departments, lang)
        asked = (f"  • {_item_text(each, lang)}" for each in questions)
        return "\n".join([present.title(context, lang), "", term("nothing_counted", lang), *asked])
    lines = aligned(*_staffing(result, lang))
    told = [present.title(context, lang), "", *lines]
    remarks = list(present.remarks(result, context, lang))
    told += ["", *remarks] if remarks else []
    for name, items in _sections(result, context, lang):
        told += ["", name, *(f"  • {item}" for item in items)]
    stamped = list(_stamp(context, lang))
    told += ["", *stamped] if stamped else []
    return "\n".join(told)


def as_markdown(result: Result, context: Context, lang: Language) -> str:
    """Return a plan as Markdown."""
    table = barred(*_staffing(result, lang))
    told = [f"# {present.title(context, lang)}", "", *table]
    told += (f"\n{remark}" for remark in present.remarks(result, context, lang))
    for name, items in _sections(result, context, lang):
        told += ["", f"## {name}", "", *(f"- {item}" for item in items)]
    norms = context.norms
    told += ["", " · ".join([norms["id"], norms["version"], *_stamp(context, lang), norms["hash"]])]
    return "\n".join([*told, ""])


def _staffing(
    result: Result, lang: Language
) -> tuple[Sequence[str], Iterable[Sequence[str]], Sequence[bool]]:
    """Return headings, rows and numeric columns of the staffing table."""
    names = headings(lang, result.cover, is_beside=result.is_beside)
    return names, rows_of(result, lang), numeric(result.cover, is_beside=result.is_beside)


def _stamp(context: Context, lang: Language) -> Iterator[str]:
    for name, told in present.stamp(context, lang):
        yield f"{term(name, lang)}{MARKS[lang].colon}{told}"


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
    at = 1 + COLUMNS.index("headcount")
    more = (*(_BESIDE if result.is_beside else ()), *(("payroll",) if result.cover != NORM else ()))
    columns = (*COLUMNS[:at], *more, *COLUMNS[at:])
    return separated(columns, rows, lang, byte_order_mark=byte_order_mark)


def separated(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    lang: Language,
    *,
    byte_order_mark: bool,
) -> str:
    """
    Return rows as CSV.

    Args:
        columns: The columns, in order; a row may leave some empty.
        rows: The rows, with ids for words.
        lang: English for programs, whose headings and words are ids; Chinese for people.
        byte_order_mark: Whether the text begins with the mark that Excel needs.
    """
    text = io.StringIO()
    text.write(_BYTE_ORDER_MARK if byte_order_mark else "")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writerow({name: term(f"column_{name}", lang) for name in columns})
    for row in rows:
        writer.writerow(row if lang == "en" else {**row, **_in_words(row, lang)})
    return text.getvalue()


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
        return told | (_payroll_record(planned) if result.cover != NORM else {})

    for department in result.departments:
        place = about | {
            "department": department.department,
            "department_label": department.labels[lang],
            "method": department.method,
        }
        for line in department.lines:
            gaps = [gap for gap in department.gaps if line.role in gap.roles]
            is_known = line.headcount is not None
            told = _line_record(line, lang) | _completeness(gaps, lang, is_known=is_known)
            yield place | told | beside(line)
        for other in department.uncounted:
            yield place | _uncounted_record(other, lang) | beside(other.head)
        yield place | _sum_record("department", "subtotal", department, lang) | beside(department)
    for other in result.uncounted:
        yield about | _uncounted_record(other, lang) | beside(other.head)
    yield about | _sum_record("site", "total", result, lang) | beside(result)


def _payroll_record(planned: Line | Head | Department | Result | None) -> dict[str, Any]:
    """Return the people to employ, where they count, beside those of the norm."""
    if planned is None:
        return {}
    if isinstance(planned, Head):
        return {"payroll": planned.headcount}
    if isinstance(planned, Line):
        return {"headcount": planned.norm, "payroll": planned.headcount}
    return {"headcount": planned.norm.known, "payroll": planned.total.known}


def _beside_record(planned: Line | Head | Department | Result | None) -> dict[str, str]:
    """Return what is adjusted and proposed, in plain digits; nothing where it is unknown."""
    record = {}
    for name in _BESIDE if planned else ():
        people = getattr(planned, name)
        known = people.known if isinstance(people, Sum) else people
        record[name] = "" if known is None else format_number(known).replace(",", "")
    return record


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
        **_completeness(planned.gaps, lang, is_known=planned.total.complete),
    }


def _completeness(gaps: Iterable[Gap], lang: Language, *, is_known: bool) -> dict[str, str]:
    """Return whether a figure is whole, and the facts that it lacks."""
    asked = [gap for gap in gaps if gap.fact]  # where the norm defines no figure, no fact helps
    facts = dict.fromkeys(gap.fact if lang == "en" else gap.labels[lang] for gap in asked)
    return {"complete": str(is_known).lower(), "missing": MARKS[lang].semicolon.join(facts)}


def _in_words(row: Mapping[str, Any], lang: Language) -> dict[str, str]:
    """Return what stands for the ids in a row."""
    return {name: term(f"{kind}{row[name]}", lang) for name, kind in _WORDS.items() if name in row}


def _sections(
    result: Result, context: Context, lang: Language
) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield questions, findings and assumptions, where there are any, as lists of texts."""
    lists = {
        "gap": present.questions(result.departments, lang),
        "posts_demanded": present.posts(result, context, lang),
        "adjustments": present.adjustments(result, context, lang),
        "finding": present.findings(result, lang),
        "assumption": present.assumptions(result, context, lang),
        "changes": present.changes(context.norms, lang),
    }
    for name, items in lists.items():
        told = [_item_text(item, lang) for item in items]
        if told:
            yield term(name, lang), told


def _item_text(item: Item, lang: Language) -> str:
    return f"{item.about}{item.text}{code(item.code, lang)}"


def aligned(
    names: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[bool]
) -> list[str]:
    """Return the lines of a table for a terminal: headings, a rule, rows; numbers to the right."""
    every = [names, *rows]
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
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"
