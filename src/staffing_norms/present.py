"""Prints a result as text, Markdown and JSON-ready data; it never recomputes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from staffing_norms.derivation import (
    Language,
    Style,
    conditions,
    counts,
    defaults_taken,
    facts_read,
    record_name,
    sources,
    totals,
    written,
)
from staffing_norms.errors import NormError
from staffing_norms.facts import FactType, Vocabulary
from staffing_norms.formula import Output, Source
from staffing_norms.intake import Stated
from staffing_norms.library import read_shipped
from staffing_norms.quantities import format_number, reference
from staffing_norms.result import Department, Line, Result, Total
from staffing_norms.schema import Bilingual, Model, validate

_TEN_THOUSAND = 10_000


class _Marks(NamedTuple):
    """Punctuation of a language."""

    colon: str
    semicolon: str
    comma: str
    opening: str
    closing: str
    code: str


_MARKS: Mapping[Language, _Marks] = {
    "en": _Marks(": ", "; ", ", ", " (", ")", " "),
    "zh": _Marks("：", "；", "、", "（", "）", ""),
}


class _TermsFile(Model):
    terms: Mapping[str, Bilingual]


@cache
def _terms() -> Mapping[str, Bilingual]:
    return validate(_TermsFile, read_shipped("terms.yaml"), NormError).terms


def term(name: str, lang: Language) -> str:
    """Return a word of the interface; a name that it does not know stands for itself."""
    entry = _terms().get(name)
    return getattr(entry, lang) if entry else name


@dataclass(frozen=True, slots=True)
class Context:
    """
    What a result is printed with.

    Args:
        site: Name of the site.
        stated: Its facts with their provenance.
        norms: Id, version and content hash of the norm.
        title: Title of the norm by language.
        stance: The stance of the figures.
        library: Version of this library.
        words: The vocabulary of facts.
        outputs: The outputs of the program by name.
    """

    site: str
    stated: Mapping[str, Stated]
    norms: Mapping[str, str]
    title: Mapping[str, str]
    stance: str
    library: str
    words: Vocabulary
    outputs: Mapping[str, Output]


def density(total: Total, stated: Mapping[str, Stated]) -> tuple[Fraction, Fraction] | None:
    """
    Return how densely a site is staffed.

    Returns:
        People per 10,000 m² of floor area, and floor area per person [m²]; None while people
        or floor area are unknown or zero.
    """
    area = stated.get("gross_floor_area")
    if area is None or not total.complete or not total.known or not area.value:
        return None
    size = Fraction(area.value)  # type: ignore[arg-type]  # a number
    return total.known * _TEN_THOUSAND / size, size / total.known


def fact_text(name: str, value: Any, context: Context, lang: Language) -> str:  # noqa: ANN401 - of any kind
    """Return the value of a fact as people write it, with its unit."""
    type_ = context.words[name]
    if type_.kind == "flag":
        return term("yes" if value else "no", lang)
    if type_.kind == "records":
        return str(len(value))
    if type_.kind == "number":
        return _figure(value, type_, lang)
    words = [value] if isinstance(value, str) else value
    labels = (getattr(type_.words[w].labels, lang) if w in type_.words else w for w in words)
    return _MARKS[lang].comma.join(labels)


def _figure(value: Fraction | int, type_: FactType, lang: Language) -> str:
    """Write a number with its unit; a count of what its label names needs none."""
    if type_.dimension == "fraction":
        return f"{format_number(value * 100)}%"
    unit = "" if type_.whole else f" {reference(type_.dimension).labels[lang]}"
    return f"{format_number(value)}{unit}"


def _aside(texts: Iterable[str], lang: Language) -> str:
    """Return remarks in brackets, or nothing."""
    marks = _MARKS[lang]
    told = marks.semicolon.join(texts)
    return f"{marks.opening}{told}{marks.closing}" if told else ""


def explained(line: Line, context: Context, lang: Language) -> str:
    """Return the derivation of a line: figure, clauses, formula, conditions, inputs, range."""
    marks = _MARKS[lang]
    style = Style(lang, context.words)
    formula = line.formula_in(lang)
    rows = [_clause(source, lang) for source in line.sources]
    rows += [formula] if formula != _count(line.headcount) else []
    rows += [f"{term('condition', lang)}{marks.colon}{t}" for t in conditions(line.step, style)]
    if line.leads_nobody:
        rows.append(term("nobody_to_lead", lang))
    rows += [f"  {row}" for row in _input_rows(line, context, lang)]
    if not line.lean == line.headcount == line.generous:
        ends = (("lean", line.lean), ("generous", line.generous))
        told = (f"{term(name, lang)}{marks.colon}{_count(people)}" for name, people in ends)
        rows.append(marks.semicolon.join(told))
    return "\n".join([_head(line, lang), *(f"  {row}" for row in rows)])


def _clause(source: Source, lang: Language) -> str:
    """Return where a figure is printed, how it is read, and what to know about it."""
    remarks = [dict(source.reading).get(lang), dict(source.note).get(lang)]
    told = ("" if lang == "zh" else " ").join(filter(None, remarks))
    read = _aside([term(source.status, lang)], lang)
    clause = f"{term('clause', lang)} {source.clause}{read}"
    return f"{clause}{_MARKS[lang].colon}{told}" if told else clause


def _head(line: Line, lang: Language) -> str:
    """Return a role with its people, and how many of them are on duty at a time."""
    head = f"{line.labels[lang]} [{line.role}]{_MARKS[lang].colon}"
    if line.headcount is None:
        return f"{head}{term('unknown', lang)}"
    people = f"{line.headcount:,} {term('person' if line.headcount == 1 else 'people', lang)}"
    if line.basis == "posts" and line.on_duty:
        shifts = term("one_shift" if line.shifts == 1 else "each_shift", lang)
        people += _aside([shifts.format(on_duty=line.on_duty, shifts=line.shifts)], lang)
    return f"{head}{people}"


def _input_rows(line: Line, context: Context, lang: Language) -> Iterator[str]:
    """Yield each fact and record that a line was computed from, and where it comes from."""
    taken = defaults_taken(line.step)
    for name in facts_read(line.step):
        is_asked = line.headcount is None or name in context.stated
        if name in context.words and name not in taken and is_asked:
            yield _input_row(name, context, lang)
    for name, value in taken.items():
        label = getattr(context.words[name].labels, lang)
        told = _aside([term("default", lang)], lang)
        yield f"{label}{_MARKS[lang].colon}{fact_text(name, value, context, lang)}{told}"
    yield from _record_rows(line, context, lang)


def _input_row(name: str, context: Context, lang: Language) -> str:
    colon = _MARKS[lang].colon
    label = f"{getattr(context.words[name].labels, lang)}{colon}"
    fact = context.stated.get(name)
    if fact is None:
        return f"{label}{term('not_stated', lang)}"
    about = [term(fact.status, lang)] if fact.status != "stated" else []
    about += [f"{term('source', lang)}{colon}{fact.source}"] if fact.source else []
    about += [fact.note] if fact.note else []
    return f"{label}{fact_text(name, fact.value, context, lang)}{_aside(about, lang)}"


def _record_rows(line: Line, context: Context, lang: Language) -> Iterator[str]:
    """Yield each building or task that was counted, with what it adds, why and by which clause."""
    style = Style(lang, context.words)
    for collection, records in totals(line.step):
        counted = [(place, record) for place, record in enumerate(records) if counts(record)]
        if counted:
            label = getattr(context.words[collection].labels, lang)
            yield f"{label}{_aside(_legend(collection, lang), lang)}"
        for place, record in counted:
            name = record_name(context.stated, collection, place, style)
            clauses = [source.clause for source in sources(record, context.outputs)]
            told = _aside([*conditions(record, style), *clauses], lang)
            yield f"  {name}{_MARKS[lang].colon}{written(record, style)}{told}"


def _legend(collection: str, lang: Language) -> list[str]:
    """Return what the formulas of records mean, where the terms say it."""
    entry = _terms().get(f"each_of_{collection}")
    return [getattr(entry, lang)] if entry else []


def _count(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def total_text(total: Total) -> str:
    """Return a sum: the number, or at least how many."""
    return f"{total.known:,}" if total.complete else f"≥ {total.known:,}"


def department_head(department: Department, lang: Language) -> str:
    """Return a department's name, its people, and how it was staffed."""
    marks = _MARKS[lang]
    parts = [
        f"{term('workforce', lang)} {total_text(department.workforce_total)}",
        f"{term('leaders', lang)} {total_text(department.leaders_total)}",
        f"{term('method', lang)}{marks.colon}{term(department.method, lang)}",
    ]
    if len(department.methods) > 1:
        methods = marks.comma.join(
            f"{term(name, lang)} {_count(people)}" for name, people in department.methods.items()
        )
        parts.append(f"{term('methods', lang)}{marks.colon}{methods}")
    people = f"{total_text(department.total)} {term('people', lang)}"
    return f"{department.labels[lang]}{marks.colon}{people}{_aside(parts, lang)}"


Row = tuple[str, ...]


def rows_of(result: Result, lang: Language) -> Iterator[Row]:
    """Yield the staffing table: a row for each role, department and the site."""
    for department in result.departments:
        name = department.labels[lang]
        for line in department.lines:
            yield _line_row(line, name, lang)
            name = ""
        stances = (department.lean, department.generous)
        named = f"{department.labels[lang]}{_MARKS[lang].code}{term('subtotal', lang)}"
        yield _total_row(named, department.total, stances, term(department.method, lang))
    yield _total_row(term("total", lang), result.total, (result.lean, result.generous), "")


def _line_row(line: Line, department: str, lang: Language) -> Row:
    is_post = line.basis == "posts"
    return (
        department,
        line.labels[lang],
        "" if line.on_duty is None or not is_post else f"{line.on_duty:,}",
        "" if line.shifts is None or not is_post else f"{line.shifts:,}",
        _count(line.headcount),
        "" if line.lean == line.generous else f"{_count(line.lean)}–{_count(line.generous)}",
        line.source,
        line.formula_in(lang),
    )


def _total_row(name: str, total: Total, stances: tuple[Total, Total], told: str) -> Row:
    lean, generous = stances
    ends = "" if lean.known == generous.known else f"{total_text(lean)}–{generous.known:,}"
    return name, "", "", "", total_text(total), ends, "", told


_HEADINGS = (
    "department", "role", "on_duty", "shifts", "headcount", "range", "clause", "basis",
)  # fmt: skip
_NUMERIC = (False, False, True, True, True, True, False, False)


def headings(lang: Language) -> Row:
    """Return the headings of the staffing table."""
    return tuple(term(name, lang) for name in _HEADINGS)


def as_text(result: Result, context: Context, lang: Language) -> str:
    """Return a plan as a table for a terminal, with what follows from it below."""
    rows = [headings(lang), *rows_of(result, lang)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            _padded(cell, width, right=number)
            for cell, width, number in zip(row, widths, _NUMERIC, strict=True)
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("─" * width for width in widths))
    told = [_title(context, lang), "", *lines]
    figures = list(_figures(result, context, lang))
    told += ["", *figures] if figures else []
    for name, items in sections(result, context, lang):
        told += ["", name, *(f"  • {item}" for item in items)]
    return "\n".join(told)


def _title(context: Context, lang: Language) -> str:
    version = _aside([f"{context.norms['id']} {context.norms['version']}"], lang)
    norm = f"{context.title[lang]}{version}"
    return " · ".join(filter(None, [context.site, norm, term(context.stance, lang)]))


def _figures(result: Result, context: Context, lang: Language) -> Iterator[str]:
    """Yield the span between methods and the density, where they are known."""
    marks = _MARKS[lang]
    if result.span and result.span[0] != result.span[1]:
        yield f"{term('span', lang)}{marks.colon}{result.span[0]:,}–{result.span[1]:,}"
    densities = density(result.total, context.stated)
    if densities:
        names = ("per_hectare", "per_person")
        told = (f"{float(d):,.2f} {term(n, lang)}" for d, n in zip(densities, names, strict=True))
        yield f"{term('density', lang)}{marks.colon}{marks.semicolon.join(told)}"


def sections(
    result: Result, context: Context, lang: Language
) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield questions, findings and assumptions, where there are any, as lists of texts."""
    marks = _MARKS[lang]
    names = {each.department: each.labels[lang] for each in result.departments}
    asked = [
        f"{names[gap.department]}{marks.colon}{gap.question[lang]}{marks.code}[{gap.fact}]"
        for gap in result.gaps
    ]
    found = [
        f"{names.get(each.department, term('site', lang))}{marks.colon}{each.message[lang]}"
        f"{marks.code}[{each.code}]"
        for each in result.findings
    ]
    assumed = [
        f"{each.labels[lang]}{marks.colon}{fact_text(each.fact, each.value, context, lang)}"
        f"{_aside([term(each.status, lang)], lang)}"
        for each in result.assumptions
    ]
    lists = {"gap": asked, "finding": found, "assumption": assumed}
    yield from ((term(name, lang), items) for name, items in lists.items() if items)


def _width(text: str) -> int:
    """Return how many columns a terminal needs; Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank


def as_markdown(result: Result, context: Context, lang: Language) -> str:
    """Return a plan as Markdown."""
    rule = tuple("--:" if number else "---" for number in _NUMERIC)
    table = map(_markdown_row, [headings(lang), rule, *rows_of(result, lang)])
    told = [f"# {_title(context, lang)}", "", *table]
    told += (f"\n{figure}" for figure in _figures(result, context, lang))
    for name, items in sections(result, context, lang):
        told += ["", f"## {name}", "", *(f"- {item}" for item in items)]
    return "\n".join([*told, ""])


def _markdown_row(cells: Iterable[str]) -> str:
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"
