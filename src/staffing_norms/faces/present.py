"""Writes what every face says alike: figures, title, what signs mean; never recomputes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from staffing_norms.foundation.formula import Change
from staffing_norms.foundation.languages import MARKS, Language, aside
from staffing_norms.foundation.quantities import format_number, to_places
from staffing_norms.program.layout import NORM, Cover
from staffing_norms.publications.figures import NO_CLAUSE
from staffing_norms.results.context import Context
from staffing_norms.results.line import STATUSES, Line
from staffing_norms.results.result import Department, Result
from staffing_norms.results.sums import People, Sum, Total, density
from staffing_norms.results.wording import term

NOT_SAID = "–"


def title(context: Context, lang: Language) -> str:
    """Return what a plan is called: its site, its norm and its stance."""
    version = aside([_version(context.norms)], lang)
    norm = f"{context.title[lang]}{version}"
    site = one_line(context.site)
    return " · ".join(filter(None, [site, norm, term(context.stance, lang)]))


def one_line(text: str) -> str:
    """Return a text of the user's on one line, for where a line end would end a row."""
    return " ".join(text.split())


def printed_for(context: Context, lang: Language) -> str:
    """Return the kinds of property that the norm is printed for; empty where it names none."""
    kinds = context.words["property_kind"].words
    named = (getattr(kinds[each].labels, lang) for each in context.norms["property_kinds"])
    return MARKS[lang].comma.join(named)


def stamp(context: Context, lang: Language) -> Iterator[tuple[str, str]]:
    """Yield when the norm is in force, for which day, and what it extends, each with its term."""
    norms, in_force = context.norms, context.norms["in_force"]
    if any(in_force.values()):
        start, end = (in_force[bound] or term("not_said", lang) for bound in ("from", "to"))
        yield "in_force", f"{start} – {end}"
    if norms["as_of"]:
        yield "as_of", norms["as_of"]
    below = norms["extends"]
    while below:
        yield "extends", f"{below['title'][lang]}{aside([_version(below)], lang)}"
        below = below["extends"]


def _version(norms: Mapping[str, Any]) -> str:
    return f"{norms['id']} {norms['version']}"


def remarks(result: Result, context: Context, lang: Language) -> Iterator[str]:
    """Yield what stands below the staffing table: what its signs mean, figures, the norm's days."""
    yield from legend(result.departments, lang)
    if result.cover != NORM:
        yield basis_text(result, lang)
    stamped = ((term(name, lang), text) for name, text in stamp(context, lang))
    for name, text in (*figures(result, context, lang), *stamped):
        yield f"{name}{MARKS[lang].colon}{text}"


def legend(departments: Iterable[Department], lang: Language) -> Iterator[str]:
    """Yield what the signs in the staffing table of departments mean, where they stand."""
    every = tuple(departments)
    if any(line.shifts is None for each in every for line in each.lines):
        yield term("no_shifts", lang)
    if any(each.gaps for each in every):
        yield term("unknown_mark", lang)


def method_text(method: str, department: Department, lang: Language, *people: str) -> str:
    """Return what a method is called, its people, and whether it counts a part of the work only."""
    part = [term("part_of_work", lang)] if method in department.partial else []
    return f"{' '.join([term(method, lang), *people])}{aside(part, lang)}"


def basis_text(result: Result, lang: Language) -> str:
    """Return how people are counted, and for whom no relief could be."""
    if result.cover == NORM:
        return term("headcount_basis", lang)
    told = term("payroll_basis", lang).format(cover=term(result.cover, lang))
    every = [line for line in _lines(result) if line.headcount]
    bare = [line for line in every if line.cover and line.cover.hours is None]
    if not bare:
        return told
    marks = MARKS[lang]
    roles = dict.fromkeys(called(line, lang) for line in bare)
    people = count_text(sum(line.headcount or 0 for line in bare))
    without = term("payroll_without", lang).format(roles=marks.comma.join(roles), people=people)
    return f"{told}{marks.blank}{without}"


def figures(result: Result, context: Context, lang: Language) -> Iterator[tuple[str, str]]:
    """Yield how rough a plan is, its span and density, where they are known, each with its name."""
    estimated = sum(each.is_estimated for each in result.departments)
    if estimated:
        departments = len(result.departments)
        rough = term("estimated_of", lang).format(estimated=estimated, departments=departments)
        yield term("estimated_as_a_whole", lang), rough
    if result.span and result.span[0] != result.span[1]:
        yield term("span", lang), span_text(result.span)
    densities = density(result.total, context.stated)
    if densities:
        names = ("per_hectare", "per_person")
        told = (f"{to_places(d, 2)} {term(n, lang)}" for d, n in zip(densities, names, strict=True))
        yield term("density", lang), MARKS[lang].semicolon.join(told)


def clauses(result: Result, lang: Language) -> Iterator[tuple[str, str]]:
    """Yield how clauses are read, the most certain first, each with the clauses read so."""
    found: dict[str, dict[str, None]] = {status: {} for status in STATUSES}
    for source in (source for line in _lines(result) for source in line.sources):
        found[source.status][source.clause] = None
    for status, read in found.items():
        if read:
            told = (term("no_clause", lang) if each == NO_CLAUSE else each for each in read)
            yield term(status, lang), MARKS[lang].semicolon.join(told)


def is_blank(result: Result) -> bool:
    """Whether nothing can be counted yet, so that a table would have no figures."""
    return bool(result.gaps) and not any(line.headcount for line in _lines(result))


def _lines(result: Result) -> Iterator[Line]:
    return (line for department in result.departments for line in department.lines)


def counted_as(cover: Cover) -> str:
    """Return the term for the people who count."""
    return "headcount" if cover == NORM else f"payroll_{cover}"


def called(line: Line, lang: Language) -> str:
    """Return what a role is called, and for which other departments it works too."""
    scope = line.words["scope"].words
    others = MARKS[lang].comma.join(getattr(scope[each].labels, lang) for each in line.shared_with)
    told = [term("shared", lang).format(departments=others)] if others else []
    return f"{line.labels[lang]}{aside(told, lang)}"


def count_text(value: int | None) -> str:
    """Return a number of people, or that it is unknown."""
    return "?" if value is None else f"{value:,}"


def total_text(total: Sum, at_least: str = "≥") -> str:
    """Return a sum: the number, or at least how many."""
    known = format_number(total.known)
    return known if total.complete else f"{at_least} {known}"


def people_text(people: People | Sum | None) -> str:
    """Return people of whom one may count half, or that they are unknown, or at least so many."""
    if isinstance(people, Sum):
        return total_text(people)
    return count_text(None) if people is None else format_number(people)


def range_text(lean: Total, generous: Total) -> str:
    """
    Return the range of a sum between the stances, or nothing where there is none.

    What a gap keeps unknown stands beside the range of the rest: `49–57 + ?`.
    """
    if lean.known == generous.known:
        return ""
    known = f"{lean.known:,}–{generous.known:,}"
    return known if lean.complete and generous.complete else f"{known} + {count_text(None)}"


def span_text(span: tuple[int, int]) -> str:
    """Return the fewest and the most people; one figure where they are equal."""
    return f"{span[0]:,}–{span[1]:,}" if span[0] != span[1] else f"{span[0]:,}"


def change_data(change: Change) -> dict[str, Any]:
    """Return what a company changed, as JSON has it."""
    return {
        "change": change.change,
        "printed": change.printed or None,
        "to": change.to or None,
        "reason": dict(change.reason),
        "approved_by": change.approved_by or None,
        "until": str(change.until) if change.until else None,
    }


def taken_out(role: str, stamp: Mapping[str, Any], lang: Language) -> str:
    """Return the change by which a company took a role out, by its id; empty where none did."""
    address = stamp["switched_off"].get(role)
    told = (change_text(each, lang) for each in stamp["changes"] if each["change"] == address)
    return next(told, "")


def change_text(change: Mapping[str, Any], lang: Language) -> str:
    """Return what a company changed: the address, both values, by whom, until when and why."""
    marks = MARKS[lang]
    if change["to"] is None:
        told = term("changed_off", lang)
    else:
        told = term("changed_to", lang).format(
            to=change["to"], printed=change["printed"] or term("not_printed", lang)
        )
    about = {
        "approved_by": change["approved_by"],
        "until": change["until"],
        "reason": change["reason"][lang],
    }
    stated = {name: text for name, text in about.items() if text}
    parts = [told, *(f"{term(name, lang)}{marks.colon}{text}" for name, text in stated.items())]
    return f"{change['change']}{marks.colon}{marks.semicolon.join(parts)}"
