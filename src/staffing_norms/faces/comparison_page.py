"""Lays out the plans of a site by several norms: figures, densities, and why they differ."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from staffing_norms.faces.blocks import Block, Heading, Listed, Page, Table
from staffing_norms.faces.present import count_text, range_text, total_text
from staffing_norms.faces.side_by_side import Entry, Planned, Row
from staffing_norms.faces.staffing_table import as_needed_cells, line_cells
from staffing_norms.foundation.languages import MARKS, Language, aside
from staffing_norms.foundation.quantities import signed, to_places
from staffing_norms.results.line import Line
from staffing_norms.results.wording import term

FIGURES: Mapping[str, type] = {
    "headcount": int,
    "at_least": int,
    "lean": int,
    "generous": int,
    "density": float,
    "complete": bool,
    "counted_in": str,
}
_COLUMNS = ("kind", "department", "department_label", "norm", "norm_label", *FIGURES)
_IN_CSV = ("department", "common", "total")
_COUNTED_IN_ALL = ("headcount", "lean", "generous")  # which a gap keeps unknown
_WHY = ("norm", "role", "headcount", "range", "clause", "status", "basis")
_COUNTED = ("headcount", "range")
_MOST_TOLD = 3  # roles that a difference names; the table beside it has all


def comparison_page(plans: Sequence[Planned], rows: Sequence[Row]) -> Page:
    """
    Return how norms are laid out side by side.

    Args:
        plans: The plans.
        rows: What they say of departments, and in total.
    """
    return Page(partial(_blocks, plans, rows), _COLUMNS, partial(_records, plans, rows))


def _records(
    plans: Sequence[Planned], rows: Sequence[Row], lang: Language
) -> Iterator[dict[str, Any]]:
    """Yield the figures of each department by each norm, then their sums."""
    for row in (each for each in rows if each.kind in _IN_CSV):
        for entry, plan in zip(row.entries, plans, strict=True):
            people = entry.figures
            is_open = people["complete"] is False
            others = entry.counted_in
            yield {
                "kind": row.kind,
                "department": row.departments[0] if row.kind == "department" else None,
                "department_label": row.called(lang),
                "norm": entry.norm,
                "norm_label": plan.context.norms["title"][lang],
                **(people | dict.fromkeys(_COUNTED_IN_ALL) if is_open else people),
                "at_least": people["headcount"],
                "density": None if entry.density is None else round(float(entry.density), 2),
                "counted_in": (",".join(others) if lang == "en" else row.names(others, lang))
                or None,
            }


def _blocks(plans: Sequence[Planned], rows: Sequence[Row], lang: Language) -> list[Block]:
    """Return the parts of a page: figures, densities, what is behind them, what to check."""
    context = plans[0].context
    told = (context.site, term("norms_compared", lang), term(context.stance, lang))
    blocks: list[Block] = [Heading(" · ".join(filter(None, told)), 1)]
    blocks += [Listed(_about(plans, rows[-1], lang)), _table("headcount", rows, _people, lang)]
    blocks += [Listed(list(_comparability(rows, lang)))]
    lacks = list(_lacks(rows[-1], lang))
    blocks += [Heading(term("lacks", lang)), Listed(lacks)] if lacks else []
    if any(entry.density is not None for row in rows for entry in row.entries):
        unit = aside([term("per_hectare", lang)], lang)
        blocks += [Heading(f"{term('density', lang)}{unit}")]
        blocks += [_table("density", rows, _density, lang)]
    blocks += [Heading(term("why", lang))]
    for row in rows:
        blocks += _reasons(row, lang)
    warnings = _warnings(plans, lang)
    return [*blocks, Heading(term("finding", lang)), Listed(warnings)] if warnings else blocks


def _about(plans: Sequence[Planned], total: Row, lang: Language) -> list[str]:
    """Return what each norm is, and the departments that it covers."""
    told = []
    for entry, plan in zip(total.entries, plans, strict=True):
        without = [name for name in total.departments if name not in entry.covers]
        sides = (("covers", entry.covers), ("covers_not", without))
        covers = [
            term(name, lang).format(departments=total.names(of, lang)) for name, of in sides if of
        ]
        norms = plan.context.norms
        about = f"{entry.norm} {norms['version']} · {norms['title'][lang]}"
        told.append(f"{about}{MARKS[lang].colon}{MARKS[lang].semicolon.join(covers)}")
    return told


def _comparability(rows: Sequence[Row], lang: Language) -> Iterator[str]:
    """Say whether the totals stand for the same departments, and which norms cover only one."""
    *others, total = rows
    if total.is_comparable:
        yield term("totals_alike", lang)
        return
    common = [row for row in others if row.kind == "common"]
    if common:
        departments = total.names(common[0].departments, lang)
        yield term("totals_unlike", lang).format(departments=departments)
    else:
        yield term("totals_apart", lang)
    narrow = total.narrow
    if narrow:
        yield term("totals_narrow", lang).format(norms=MARKS[lang].comma.join(narrow))


def _lacks(total: Row, lang: Language) -> Iterator[str]:
    """Yield what each norm lacks, by department; where it defines no figure, that."""
    marks = MARKS[lang]
    for entry in total.entries:
        told: dict[str, dict[str, None]] = {}
        for gap in entry.planned.gaps:
            known = told.setdefault(gap.department, {})
            known[gap.labels[lang] if gap.fact else gap.question[lang]] = None
        for department, facts in told.items():
            named = f"{entry.norm} · {total.labels[department][lang]}"
            yield f"{named}{marks.colon}{marks.semicolon.join(facts)}"


def _table(
    name: str, rows: Sequence[Row], cell: Callable[[Entry, Row, Language], str], lang: Language
) -> Table:
    """Return a table with a row for each row, and a column for each norm."""
    norms = [entry.norm for entry in rows[-1].entries]
    return Table(
        name,
        (term("department", lang), *norms),
        [(row.called(lang), *(cell(entry, row, lang) for entry in row.entries)) for row in rows],
        (False, *(True for _ in norms)),
        sum(row.kind in ("common", "total") for row in rows),
    )


def _reasons(row: Row, lang: Language) -> Iterator[Block]:
    """Yield what is behind the figures of a department or group: lines, and differences."""
    lines, told = _why(row, lang), list(_differences(row, lang))
    if lines.rows or told:
        yield Heading(row.called(lang), 3)
    if lines.rows:
        yield lines
    if told:
        yield Listed(told)


def _warnings(plans: Sequence[Planned], lang: Language) -> list[str]:
    """Return what to check about the site as a whole, with the norms that ask for it."""
    found: dict[str, list[str]] = {}
    for plan in plans:
        for each in plan.result.findings:
            if each.severity == "warning" and not each.department:
                found.setdefault(each.message[lang], []).append(plan.norm)
    marks = MARKS[lang]
    return [f"{marks.comma.join(names)}{marks.colon}{text}" for text, names in found.items()]


def _people(entry: Entry, row: Row, lang: Language) -> str:
    """Return how many people a norm counts, or who counts them, or that nobody does."""
    planned = entry.planned
    if not entry.has_figure:
        return _elsewhere(entry, row, lang)
    others = row.names(entry.also_for, lang)
    shared = [term("shared", lang).format(departments=others)] if others else []
    ends = range_text(planned.lean, planned.generous)
    is_some = planned.total.known or planned.total.complete
    people = total_text(planned.total) if is_some else count_text(None)
    return f"{people}{f' ({ends})' if ends else ''}{aside(shared, lang)}"


def _elsewhere(entry: Entry, row: Row, lang: Language) -> str:
    if entry.counted_in:
        return term("counted_in", lang).format(departments=row.names(entry.counted_in, lang))
    return term("not_covered", lang)


def _density(entry: Entry, row: Row, lang: Language) -> str:
    if not entry.has_figure:
        return _elsewhere(entry, row, lang)
    return count_text(None) if entry.density is None else to_places(entry.density, 2)


def _why(row: Row, lang: Language) -> Table:
    """Return the lines behind the figures of a department, norm by norm."""
    rows: list[tuple[str, ...]] = []
    for entry in row.entries if row.kind == "department" else ():
        blank = ("",) * (len(_WHY) - 2)
        told = [(_elsewhere(entry, row, lang), *blank)] if entry.counted_in else []
        method = ""
        for department in entry.planned.departments:
            method = aside([term(department.method, lang)], lang)
            told += (_line_row(line, lang) for line in department.lines)
            for each in department.as_needed:
                role, _, _, people, ends, clause, text = as_needed_cells(each, lang)
                told += [(role, people, ends, clause, term(each.source.status, lang), text)]
        rows += ((f"{entry.norm}{method}", *cells) for cells in told)
    headings = [term(name, lang) for name in _WHY]
    return Table("why", headings, rows, [name in _COUNTED for name in _WHY])


def _line_row(line: Line, lang: Language) -> tuple[str, ...]:
    role, _, _, people, ends, clause, formula = line_cells(line, lang)
    return role, people, ends, clause, term(line.status, lang), formula


def _differences(row: Row, lang: Language) -> Iterator[str]:
    """Yield by what each norm differs from the first: the roles behind either figure."""
    first = row.entries[0]
    for place, entry in enumerate(row.entries):
        more = row.difference(place)
        if more and row.kind in ("department", "group"):
            yield term("differs", lang).format(
                norm=entry.norm,
                difference=signed(more),
                own=_most(entry, lang),
                first=first.norm,
                theirs=_most(first, lang),
            )


def _most(entry: Entry, lang: Language) -> str:
    """Return the roles with most people, each with its calculation."""
    lines = sorted(filter(_counts, entry.lines), key=lambda line: -(line.headcount or 0))
    told = [f"{line.labels[lang]} {line.formula_in(lang)}" for line in lines[:_MOST_TOLD]]
    return MARKS[lang].semicolon.join([*told, "…"] if len(lines) > len(told) else told)


def _counts(line: Line) -> bool:
    return bool(line.headcount)
