"""Prints a result as text, Markdown and JSON-ready data; it never recomputes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any
from unicodedata import east_asian_width

from staffing_norms.derivation import (
    Language,
    Style,
    as_data,
    conditions,
    defaults_taken,
    facts_read,
)
from staffing_norms.errors import NormError
from staffing_norms.facts import FactType, Vocabulary
from staffing_norms.formula import Output
from staffing_norms.intake import Stated
from staffing_norms.library import read_shipped
from staffing_norms.quantities import format_number, reference, units
from staffing_norms.result import Department, Line, Result, Total
from staffing_norms.schema import Bilingual, Model, validate

_TEN_THOUSAND = 10_000
_COLON = {"en": ": ", "zh": "："}


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


def as_dict(result: Result, context: Context) -> dict[str, Any]:
    """Return a plan as JSON-ready data in a stable order; the keys are documented and tested."""
    return {
        "schema": 1,
        "site": {
            "name": context.site,
            "facts": {name: _fact_data(fact) for name, fact in context.stated.items()},
        },
        "norms": dict(context.norms),
        "library": context.library,
        "stance": context.stance,
        "headcount": result.total.known,
        "complete": result.total.complete,
        "lean": result.lean.known,
        "generous": result.generous.known,
        "span": _span_data(result.span),
        "density": density_data(result.total, context),
        "departments": [_department_data(each, context) for each in result.departments],
        "gaps": [
            {
                "fact": gap.fact,
                "department": gap.department,
                "roles": list(gap.roles),
                "alternatives": list(gap.alternatives),
                "labels": dict(gap.labels),
                "question": dict(gap.question),
            }
            for gap in result.gaps
        ],
        "assumptions": [
            {
                "fact": each.fact,
                "value": _plain(each.value),
                "status": each.status,
                "labels": dict(each.labels),
            }
            for each in result.assumptions
        ],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "department": finding.department or None,
                "message": dict(finding.message),
                "facts": list(finding.facts),
            }
            for finding in result.findings
        ],
    }


def _department_data(department: Department, context: Context) -> dict[str, Any]:
    return {
        "id": department.department,
        "labels": dict(department.labels),
        "headcount": department.total.known,
        "complete": department.total.complete,
        "workforce": department.workforce,
        "leaders": department.leaders,
        "lean": department.lean.known,
        "generous": department.generous.known,
        "method": department.method,
        "methods": dict(department.methods),
        "span": _span_data(department.span),
        "density": density_data(department.total, context),
        "lines": [_line_data(line, context) for line in department.lines],
    }


def _line_data(line: Line, context: Context) -> dict[str, Any]:
    return {
        "role": line.role,
        "kind": line.kind,
        "labels": dict(line.labels),
        "headcount": line.headcount,
        "exact": None if line.exact is None else str(line.exact),
        "lean": line.lean,
        "generous": line.generous,
        "on_duty": line.on_duty,
        "shifts": line.shifts,
        "basis": line.basis,
        "formula": line.formula,
        "source": {"clause": line.source, "status": line.status},
        "note": dict(line.note),
        "steps": as_data(line.step, context.outputs),
    }


def _span_data(span: tuple[int, int] | None) -> list[int] | None:
    return None if span is None else list(span)


def density_data(total: Total, context: Context) -> dict[str, str] | None:
    """Return people per 10,000 m² and m² per person, exactly; None while either is unknown."""
    densities = density(total, context.stated)
    if densities is None:
        return None
    return {"people_per_10000_m2": str(densities[0]), "m2_per_person": str(densities[1])}


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


def _fact_data(fact: Stated) -> dict[str, Any]:
    data = {"value": _plain(fact.value)}
    if fact.unit:
        data["unit"] = reference(units()[fact.unit].dimension).id
    about = {"text": fact.text, "source": fact.source, "note": fact.note}
    return {**data, "status": fact.status, **{name: text for name, text in about.items() if text}}


def _plain(value: object) -> Any:
    """Return a value as JSON has it: whole numbers as such, other exact ones as text."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name).rpartition(".")[2]: _plain(item) for name, item in value.items()}
    return value


def fact_text(name: str, value: object, context: Context, lang: Language) -> str:
    """Return the value of a fact as people write it, with its unit."""
    if value is None:
        return term("unknown", lang)
    if isinstance(value, bool):
        return term("yes" if value else "no", lang)
    type_ = context.words[name]
    if isinstance(value, tuple):
        words = [getattr(type_.words[w].labels, lang) for w in value if w in type_.words]
        return ("、" if lang == "zh" else ", ").join(words) or str(len(value))
    if isinstance(value, str):
        return getattr(type_.words[value].labels, lang) if value in type_.words else value
    return _figure(Fraction(value), type_, lang)


def _figure(value: Fraction, type_: FactType, lang: Language) -> str:
    """Write a number with its unit; a count of what its label names needs none."""
    if type_.dimension == "fraction":
        return f"{format_number(value * 100)} %"
    unit = "" if type_.whole else f" {reference(type_.dimension).labels[lang]}"
    return f"{format_number(value)}{unit}"


def explained(line: Line, context: Context, lang: Language) -> str:
    """Return the derivation of a line: figure, clause, formula, band, inputs, notes."""
    colon = _COLON[lang]
    clauses = [f"{term('clause', lang)} {s.clause} ({term(s.status, lang)})" for s in line.sources]
    style = Style(lang, context.words)
    failed = f" ({term('fails', lang)})"
    bands = [
        f"{term('condition', lang)} {text}{'' if holds else failed}"
        for text, holds in dict.fromkeys(conditions(line.step, style))
    ]
    inputs = [f"  {row}" for row in _input_rows(line, context, lang)]
    told = [f"{term('note', lang)}{colon}{line.note[lang]}"] if lang in line.note else []
    if not line.lean == line.headcount == line.generous:
        ends = (("lean", line.lean), ("generous", line.generous))
        told.append(" · ".join(f"{term(name, lang)} {_count(people)}" for name, people in ends))
    rows = [*clauses, line.formula_in(lang), *bands, *inputs, *told]
    return "\n".join([_head(line, lang), *(f"  {row}" for row in rows)])


def _head(line: Line, lang: Language) -> str:
    """Return a role with its people, and how many of them are on duty at a time."""
    word = "person" if line.headcount == 1 else "people"
    people = f"{_count(line.headcount)} {term(word, lang)}"
    if line.basis == "posts" and line.on_duty is not None:
        people += f" ({term('each_shift', lang)} {line.on_duty:,} × {line.shifts})"
    return f"{line.labels[lang]} [{line.role}]{_COLON[lang]}{people}"


def _input_rows(line: Line, context: Context, lang: Language) -> Iterator[str]:
    """Yield each fact that a line was computed from, and where it comes from."""
    taken = defaults_taken(line.step)
    for name in {**facts_read(line.step), **taken}:
        if name in context.words and name not in taken:
            yield _input_row(name, context, lang)
    for name, value in taken.items():
        label = getattr(context.words[name].labels, lang)
        yield f"{label} {fact_text(name, value, context, lang)} ({term('default', lang)})"


def _input_row(name: str, context: Context, lang: Language) -> str:
    label = getattr(context.words[name].labels, lang)
    fact = context.stated.get(name)
    if fact is None:
        return f"{label}: {term('not_stated', lang)}"
    about = [term(fact.status, lang)] if fact.status != "stated" else []
    about += [f"{term('source', lang)}: {fact.source}"] if fact.source else []
    about += [fact.note] if fact.note else []
    told = f" ({'; '.join(about)})" if about else ""
    return f"{label} {fact_text(name, fact.value, context, lang)}{told}"


def _count(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def total_text(total: Total) -> str:
    """Return a sum: the number, or at least how many."""
    return f"{total.known:,}" if total.complete else f"≥ {total.known:,}"


def department_head(department: Department, lang: Language) -> str:
    """Return a department's name, its people, and how it was staffed."""
    methods = ", ".join(
        f"{term(name, lang)} {_count(people)}" for name, people in department.methods.items()
    )
    head = f"{department.labels[lang]}: {total_text(department.total)}"
    parts = [
        f"{term('workforce', lang)} {total_text(department.workforce_total)}",
        f"{term('leaders', lang)} {total_text(department.leaders_total)}",
        f"{term('method', lang)}: {term(department.method, lang)}",
    ]
    if len(department.methods) > 1:
        parts.append(f"{term('methods', lang)}: {methods}")
    return f"{head} ({'; '.join(parts)})"


Row = tuple[str, ...]


def rows_of(result: Result, context: Context, lang: Language) -> Iterator[Row]:
    """Yield the staffing table: department, role, on duty, shifts, headcount, range, basis."""
    for department in result.departments:
        name = department.labels[lang]
        for line in department.lines:
            span = f"{_count(line.lean)}–{_count(line.generous)}"
            yield (
                name,
                line.labels[lang],
                "" if line.on_duty is None or line.basis != "posts" else f"{line.on_duty:,}",
                "" if line.shifts is None or line.basis != "posts" else f"{line.shifts:,}",
                _count(line.headcount),
                "" if line.lean == line.generous else span,
                f"{line.formula_in(lang)}  [{line.source}]",
            )
            name = ""
        yield _total_row(
            f"{department.labels[lang]} {term('subtotal', lang)}",
            department.total,
            (department.lean, department.generous),
            term(department.method, lang),
        )
    stances = (result.lean, result.generous)
    yield _total_row(term("total", lang), result.total, stances, "")


def _total_row(name: str, total: Total, stances: tuple[Total, Total], told: str) -> Row:
    lean, generous = stances
    ends = "" if lean.known == generous.known else f"{total_text(lean)}–{generous.known:,}"
    return name, "", "", "", total_text(total), ends, told


def headings(lang: Language) -> Row:
    """Return the headings of the staffing table."""
    spread = f"{term('lean', lang)}–{term('generous', lang)}"
    names = ("department", "role", "on_duty", "shifts", "headcount")
    return (*(term(name, lang) for name in names), spread, term("basis", lang))


_NUMERIC = (False, False, True, True, True, True, False)


def as_text(result: Result, context: Context, lang: Language) -> str:
    """Return a plan as a table for a terminal, with what follows from it below."""
    rows = [headings(lang), *rows_of(result, context, lang)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            _padded(cell, width, right=number)
            for cell, width, number in zip(row, widths, _NUMERIC, strict=True)
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("─" * width for width in widths))
    title = [_title(context, lang), ""]
    return "\n".join([*title, *lines, *_below(result, context, lang)])


def _title(context: Context, lang: Language) -> str:
    named = f"{context.site} · " if context.site else ""
    norm = f"{context.title[lang]} ({context.norms['id']} {context.norms['version']})"
    return f"{named}{norm} · {term(context.stance, lang)}"


def _below(result: Result, context: Context, lang: Language) -> Iterator[str]:
    """Yield span, density, questions, findings and assumptions."""
    if result.span or result.total.complete:
        yield ""
    if result.span and result.span[0] != result.span[1]:
        yield f"{term('span', lang)}: {result.span[0]:,}–{result.span[1]:,}"
    densities = density(result.total, context.stated)
    if densities:
        people, area = (f"{float(each):,.2f}" for each in densities)
        yield (
            f"{term('density', lang)}: {people} {term('per_hectare', lang)}, "
            f"{area} {term('per_person', lang)}"
        )
    for name, items in sections(result, context, lang):
        if items:
            yield ""
            yield term(name, lang)
            yield from (f"  • {item}" for item in items)


def sections(
    result: Result, context: Context, lang: Language
) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield questions, findings and assumptions as lists of texts."""
    names = {each.department: each.labels[lang] for each in result.departments}
    yield (
        "gap",
        [f"{names[gap.department]}: {gap.question[lang]} [{gap.fact}]" for gap in result.gaps],
    )
    yield (
        "finding",
        [
            f"{names.get(each.department, term('site', lang))}: {each.message[lang]} [{each.code}]"
            for each in result.findings
        ],
    )
    yield (
        "assumption",
        [
            f"{each.labels[lang]}: {fact_text(each.fact, each.value, context, lang)} "
            f"({term(each.status, lang)})"
            for each in result.assumptions
        ],
    )


def _width(text: str) -> int:
    """Return how many columns a terminal needs; Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank


def as_markdown(result: Result, context: Context, lang: Language) -> str:
    """Return a plan as Markdown."""
    table = [headings(lang), tuple("--:" if number else "---" for number in _NUMERIC)]
    table += rows_of(result, context, lang)
    lines = [f"# {_title(context, lang)}", ""]
    lines += [_markdown_row(row) for row in table]
    for name, items in sections(result, context, lang):
        if items:
            lines += ["", f"## {term(name, lang)}", "", *(f"- {item}" for item in items)]
    return "\n".join([*lines, ""])


def _markdown_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
