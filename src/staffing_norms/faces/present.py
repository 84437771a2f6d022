"""Prepares what every face of a result shows, in either language; never recomputes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple, cast

from staffing_norms.foundation.formula import (
    STANCES,
    Change,
    Const,
    Number,
    Output,
    Source,
    Stance,
)
from staffing_norms.foundation.quantities import format_number, units
from staffing_norms.program.layout import NORM, Cover
from staffing_norms.publications.pack import NO_CLAUSE
from staffing_norms.results.derivation import (
    Language,
    Style,
    conditions,
    counts,
    defaults_taken,
    facts_read,
    ranges,
    record_name,
    sources,
    totals,
    written,
)
from staffing_norms.results.questions import questions as ask
from staffing_norms.results.result import (
    STATUSES,
    Adjustment,
    AsNeeded,
    CoverLine,
    Department,
    Head,
    Line,
    People,
    Post,
    Result,
    Sum,
    Total,
    Uncounted,
)
from staffing_norms.results.wording import MARKS, aside, fact_text, term
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.intake import Stated

NOT_SAID = "–"

_TEN_THOUSAND = 10_000


@dataclass(frozen=True, slots=True)
class Context:
    """
    What a result is printed with.

    Args:
        site: Name of the site.
        stated: Its facts with their provenance.
        norms: What the plan says of its norm: `Norms.stamp`.
        title: Title of the norm by language.
        stance: The stance of the figures.
        library: Version of this library.
        words: The vocabulary of facts.
        outputs: The outputs of the program by name.
    """

    site: str
    stated: Mapping[str, Stated]
    norms: Mapping[str, Any]
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


def explained(line: Line, context: Context, lang: Language, before: Iterable[Line] = ()) -> str:
    """Return the derivation of a line as text, below those of the lines *before* it."""
    rows = explained_rows(line, lang, context, before)
    return "\n".join([head(line, lang), *("  " * depth + text for depth, text in rows)])


def explained_uncounted(other: Uncounted, lang: Language) -> str:
    """Return why the norm has no figure for a role, and what is proposed beside it."""
    rows = list(_beside_rows(other.head, lang)) if other.head else []
    name, why = other.role.labels[lang], "outside_norm"
    if other.needed:
        name, why = f"{name} [{other.needed.role}]", "as_needed"
        rows.insert(0, (1, _clause(other.needed.source, lang, is_noted=False)))
    told = f"{name}{MARKS[lang].colon}{term(why, lang)}"
    return "\n".join([told, *("  " * depth + text for depth, text in rows)])


def explained_rows(
    line: Line, lang: Language, context: Context | None, before: Iterable[Line] = ()
) -> Iterator[tuple[int, str]]:
    """
    Yield how a line is derived: clauses, formula, conditions, inputs, range.

    Args:
        line: The line.
        lang: The language.
        context: What the inputs are told with; without it they are left out.
        before: The lines that are told above it; what is noted there is not noted again.

    Yields:
        How deep a row stands, from 1, and its text.
    """
    marks = MARKS[lang]
    if not line.is_counted:
        methods = marks.comma.join(term(method, lang) for method in line.counted_by)
        yield 1, term("not_counted", lang).format(methods=methods)
        return
    style = Style(lang, line.words)
    formula = written(line.step, style)
    noted = {source for each in before for source in each.sources}
    for source in line.sources:
        yield 1, _clause(source, lang, is_noted=source in noted)
        yield from ((2, change_text(change_data(each), lang)) for each in source.changes)
    if formula != count_text(line.headcount):
        yield 1, formula
    if line.cover:
        yield 1, _cover_text(line.cover, lang)
    for condition in conditions(line.step, style):
        yield 1, f"{term('condition', lang)}{marks.colon}{condition}"
    if line.leads_nobody:
        yield 1, term("nobody_to_lead", lang)
    if context:
        yield from _input_rows(line, context, lang)
        yield from ((1, text) for text in _range_texts(line, context, lang))
    yield from _beside_rows(line, lang)
    if not line.lean == line.headcount == line.generous:
        ends = (("lean", line.lean), ("generous", line.generous))
        told = (f"{term(name, lang)}{marks.colon}{count_text(people)}" for name, people in ends)
        yield 1, marks.semicolon.join(told)


def _range_texts(line: Line, context: Context, lang: Language) -> Iterator[str]:
    """Yield the printed ranges behind a figure, and which end or middle of each it takes."""
    for of, fact in ranges(line.step, context.outputs):
        ends = (of.lean, of.typical, of.generous)
        if of.typical == of.generous or not all(isinstance(each, Const) for each in ends):
            yield term("range_may", lang)
            continue
        figures = {stance: cast("Const", getattr(of, stance)).value for stance in STANCES}
        lean, typical, generous = figures.values()
        taken: Number = figures[cast("Stance", context.stance)]
        is_middle = taken == typical == Fraction(lean + generous) / 2
        yield term("range_middle" if is_middle else "range_end", lang).format(
            low=format_number(min(lean, generous)),
            high=format_number(max(lean, generous)),
            unit=_unit_label(fact, context.words, lang),
            stance=term(context.stance, lang),
            figure=format_number(taken),
        )


def _unit_label(fact: str, words: Vocabulary, lang: Language) -> str:
    """Return what stands behind figures that a fact is divided by; empty for plain numbers."""
    unit = units()[words[fact].unit] if fact in words and words[fact].unit else None
    return f" {unit.labels[lang]}" if unit else ""


def _cover_text(cover: CoverLine, lang: Language) -> str:
    """Return how the people to employ follow from the hours for which they are to be there."""
    exact, told = cover.exact.get(cover.counts), [term("covered_not", lang)]
    if cover.relieved and cover.hours and exact:
        figures = {"hours": cover.hours, "available": cover.available[cover.counts], "exact": exact}
        cells = {name: f"{float(each):,.2f}".removesuffix(".00") for name, each in figures.items()}
        told = [term("covered_by", lang).format(**cells)]
        if cover.pool:
            told.append(term("covered_pool", lang).format(pool=cover.pool_labels[lang]))
        elif exact < cast("People", cover.proposed):
            proposed = people_text(cover.proposed)
            told.append(term("covered_at_least", lang).format(people=proposed))
    named = f"{term(counted_as(cover.counts), lang)}{MARKS[lang].colon}{count_text(cover.counted)}"
    return f"{named}{aside(told, lang)}"


def _beside_rows(planned: Line | Head, lang: Language) -> Iterator[tuple[int, str]]:
    """Yield what is proposed for a role beside the norm, and why."""
    if planned.beside:
        colon, style = MARKS[lang].colon, Style(lang, planned.words, (planned.role,))
        yield 1, f"{term('proposed', lang)}{colon}{written(planned.beside.step, style)}"
        for post in planned.beside.posts:
            yield 2, f"{term('post_demanded', lang)}{colon}{post_text(post, planned.words, lang)}"
        for each in planned.beside.adjustments:
            told = adjustment_text(each, planned.words, lang)
            yield 2, f"{term('adjustment', lang)}{colon}{told}"


def post_text(post: Post, words: Vocabulary, lang: Language) -> str:
    """Return a post that is demanded: people on duty, hours and days, and where it is demanded."""
    demands = words["posts"].fields["demand"].words
    told = term("post_told", lang).format(
        on_duty=post.on_duty,
        hours=format_number(post.hours),
        days=post.days,
        demand=getattr(demands[post.demand].labels, lang),
    )
    source = [f"{term('source', lang)}{MARKS[lang].colon}{post.source}"] if post.source else []
    name = [post.name] if post.name else []
    return MARKS[lang].semicolon.join([*name, told, *source])


def adjustment_text(adjustment: Adjustment, words: Vocabulary, lang: Language) -> str:
    """Return an adjustment: people more or fewer, of what kind, why, by whom and until when."""
    kinds, marks = words["adjustments"].fields["kind"].words, MARKS[lang]
    sign = "+" if adjustment.change > 0 else ""
    change = f"{sign}{format_number(adjustment.change)}".replace("-", "−")
    kind = [getattr(kinds[adjustment.kind].labels, lang)] if adjustment.kind else []
    about = {
        "reason": adjustment.reason,
        "approved_by": adjustment.approved_by,
        "until": adjustment.until,
    }
    told = [f"{term(name, lang)}{marks.colon}{text}" for name, text in about.items() if text]
    ended = [] if adjustment.counts else [term("ended", lang)]
    return marks.semicolon.join([change, *kind, *told, *ended])


def _clause(source: Source, lang: Language, *, is_noted: bool) -> str:
    """Return where a figure is printed, how it is read, and what to know unless it is noted."""
    note = None if is_noted else dict(source.note).get(lang)
    remarks = [dict(source.reading).get(lang), note]
    told = ("" if lang == "zh" else " ").join(filter(None, remarks))
    read = aside([term(source.status, lang)], lang)
    named = f"{term('clause', lang)} {source.clause}"
    clause = f"{term('no_clause', lang) if source.clause == NO_CLAUSE else named}{read}"
    return f"{clause}{MARKS[lang].colon}{told}" if told else clause


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


def head(line: Line, lang: Language) -> str:
    """Return a role with its id, its people, and how many of them are on duty."""
    head = f"{called(line, lang)} [{line.role}]{MARKS[lang].colon}"
    if line.headcount is None:
        return f"{head}{term('unknown', lang)}"
    if not line.is_counted:
        return f"{head}{term('not_counted_here', lang)}"
    people = f"{line.headcount:,} {term('person' if line.headcount == 1 else 'people', lang)}"
    if line.basis == "posts" and line.on_duty and not line.cover:
        shifts = term("one_shift" if line.shifts == 1 else "each_shift", lang)
        people += aside([shifts.format(on_duty=line.on_duty, shifts=line.shifts)], lang)
    return f"{head}{people}"


def _input_rows(line: Line, context: Context, lang: Language) -> Iterator[tuple[int, str]]:
    """Yield each fact and record that a line was computed from, and where it comes from."""
    taken = defaults_taken(line.step)
    for name in _whole_facts(facts_read(line.step), context):
        is_asked = line.headcount is None or name in context.stated
        if name in context.words and name not in taken and is_asked:
            yield 2, _input_row(name, context, lang)
    for name, value in taken.items():
        type_ = context.words[name]
        label = getattr(type_.labels, lang)
        told = aside([term(each.status, lang) for each in (type_.default,) if each], lang)
        text = fact_text(name, value, context.words, lang)
        yield 2, f"{label}{MARKS[lang].colon}{text}{told}"
    yield from _record_rows(line, context, lang)


def _whole_facts(names: Iterable[str], context: Context) -> Iterable[str]:
    """Return facts, each once; a single record in place of its fields."""
    firsts = {name: name.partition(".")[0] for name in names}
    return dict.fromkeys(
        first if first in context.words and context.words[first].kind == "record" else name
        for name, first in firsts.items()
    )


def _input_row(name: str, context: Context, lang: Language) -> str:
    colon = MARKS[lang].colon
    label = f"{getattr(context.words[name].labels, lang)}{colon}"
    fact = context.stated.get(name)
    if fact is None:
        return f"{label}{term('not_stated', lang)}"
    about = [term(fact.status, lang)] if fact.status != "stated" else []
    about += [f"{term('source', lang)}{colon}{fact.source}"] if fact.source else []
    about += [fact.note] if fact.note else []
    return f"{label}{fact_text(name, fact.value, context.words, lang)}{aside(about, lang)}"


def _record_rows(line: Line, context: Context, lang: Language) -> Iterator[tuple[int, str]]:
    """Yield each building or task that was counted, with what it adds, why and by which clause."""
    style = Style(lang, context.words)
    for collection, records in totals(line.step):
        counted = [(place, record) for place, record in enumerate(records) if counts(record)]
        if counted:
            label = getattr(context.words[collection].labels, lang)
            yield 2, f"{label}{aside(_legend(collection, lang), lang)}"
        for place, record in counted:
            name = record_name(context.stated, collection, place, style)
            clauses = [source.clause for source in sources(record, context.outputs)]
            told = aside([*conditions(record, style), *clauses], lang)
            yield 3, f"{name}{MARKS[lang].colon}{written(record, style)}{told}"


def _legend(collection: str, lang: Language) -> list[str]:
    """Return what the formulas of records mean, where the terms say it."""
    name = f"each_of_{collection}"
    legend = term(name, lang)
    return [legend] if legend != name else []


def count_text(value: int | None) -> str:
    """Return a number of people, or that it is unknown."""
    return "?" if value is None else f"{value:,}"


def total_text(total: Total) -> str:
    """Return a sum: the number, or at least how many."""
    return f"{total.known:,}" if total.complete else f"≥ {total.known:,}"


def _total_words(total: Total, lang: Language) -> str:
    """Return a sum within a sentence."""
    return f"{total.known:,}" if total.complete else f"{term('at_least', lang)} {total.known:,}"


def department_head(department: Department, lang: Language) -> str:
    """Return a department's name, its people, and how it was staffed."""
    marks = MARKS[lang]
    parts = [
        f"{term('workforce', lang)} {_total_words(department.workforce_total, lang)}",
        f"{term('leaders', lang)} {_total_words(department.leaders_total, lang)}",
        f"{term('method', lang)}{marks.colon}{term(department.method, lang)}",
    ]
    if len(department.methods) > 1:
        methods = marks.comma.join(
            f"{term(method, lang)} {count_text(people)}"
            for method, people in department.methods.items()
        )
        parts.append(f"{term('methods', lang)}{marks.colon}{methods}")
    people = f"{_total_words(department.total, lang)} {term('people', lang)}"
    return f"{department.labels[lang]}{marks.colon}{people}{aside(parts, lang)}"


Row = tuple[str, ...]


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
        named = f"{department.labels[lang]}{MARKS[lang].code}{term('subtotal', lang)}"
        told = term(department.method, lang)
        yield _total_row(named, department.total, stances, told), cells(department)
    outside = term("outside_norm", lang)
    for other in result.uncounted:
        yield (outside, *uncounted_cells(other, lang)), cells(other.head)
        outside = ""
    if result.heads:
        named = f"{term('outside_norm', lang)}{MARKS[lang].code}{term('subtotal', lang)}"
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
    employed = (f"{sum(head.headcount for head in result.heads):,}",)
    sums = tuple(map(people_text, result.outside))
    return (NOT_SAID, *sums, *(employed if result.cover != NORM else ()))


def people_text(people: People | Sum | None) -> str:
    """Return people of whom one may count half, or that they are unknown, or at least so many."""
    if isinstance(people, Sum):
        known = format_number(people.known)
        return known if people.complete else f"≥ {known}"
    return count_text(None) if people is None else format_number(people)


def uncounted_cells(other: Uncounted, lang: Language) -> Row:
    """Return the cells of a role without a figure of the norm, as `line_cells`."""
    if other.needed:
        return as_needed_cells(other.needed, lang)
    head = cast("Head", other.head)
    told = written(head.beside.step, Style(lang, head.words))
    return head.labels[lang], "", "", NOT_SAID, "", "", told


def called(line: Line, lang: Language) -> str:
    """Return what a role is called, and for which other departments it works too."""
    scope = line.words["scope"].words
    others = MARKS[lang].comma.join(getattr(scope[each].labels, lang) for each in line.shared_with)
    told = [term("shared", lang).format(departments=others)] if others else []
    return f"{line.labels[lang]}{aside(told, lang)}"


def as_needed_cells(role: AsNeeded, lang: Language) -> Row:
    """Return the cells of a role without a figure, those of `headings` without the department."""
    source = role.source
    told = (dict(remark).get(lang) for remark in (source.reading, source.note))
    between = "" if lang == "zh" else " "
    remarks = between.join(filter(None, told))
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


def range_text(lean: Total, generous: Total) -> str:
    """
    Return the range of a sum between the stances, or nothing where there is none.

    What a gap keeps unknown stands beside the range of the rest: `49–57 + ?`.
    """
    if lean.known == generous.known:
        return ""
    known = f"{lean.known:,}–{generous.known:,}"
    return known if lean.complete and generous.complete else f"{known} + {count_text(None)}"


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


def counted_as(cover: Cover) -> str:
    """Return the term for the people who count."""
    return _COUNT if cover == NORM else f"payroll_{cover}"


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


def is_blank(result: Result) -> bool:
    """Whether nothing can be counted yet, so that a table would have no figures."""
    return bool(result.gaps) and not any(line.headcount for line in _lines(result))


def title(context: Context, lang: Language) -> str:
    """Return what a plan is called: its site, its norm and its stance."""
    version = aside([_version(context.norms)], lang)
    norm = f"{context.title[lang]}{version}"
    return " · ".join(filter(None, [context.site, norm, term(context.stance, lang)]))


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
    """Yield what stands below the staffing table: what a dash means, and the figures."""
    if any(line.shifts is None for line in _lines(result)):
        yield term("no_shifts", lang)
    if result.gaps:
        yield term("unknown_mark", lang)
    if result.cover != NORM:
        yield basis_text(result.cover, lang)
    for name, text in figures(result, context, lang):
        yield f"{name}{MARKS[lang].colon}{text}"


def basis_text(cover: Cover, lang: Language) -> str:
    """Return how people are counted."""
    if cover == NORM:
        return term("headcount_basis", lang)
    return term("payroll_basis", lang).format(cover=term(cover, lang))


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
        told = (f"{float(d):,.2f} {term(n, lang)}" for d, n in zip(densities, names, strict=True))
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


def _lines(result: Result) -> Iterator[Line]:
    return (line for department in result.departments for line in department.lines)


def span_text(span: tuple[int, int]) -> str:
    """Return the fewest and the most people; one figure where they are equal."""
    return f"{span[0]:,}–{span[1]:,}" if span[0] != span[1] else f"{span[0]:,}"


class Item(NamedTuple):
    """
    A question, a finding or an assumption, in one language.

    Args:
        about: The department or fact that it is about, with a colon.
        text: What is said.
        code: Fact to state, or code of the finding.
        note: The roles that wait for an answer, or the severity of a finding.
    """

    about: str
    text: str
    code: str = ""
    note: str = ""


def questions(departments: Iterable[Department], lang: Language) -> Iterator[Item]:
    """Yield what to ask the client; what several departments lack is asked once."""
    marks = MARKS[lang]
    asked: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for department in departments:
        for gap in department.gaps:
            names, roles = asked.setdefault((gap.question[lang], gap.fact), ([], []))
            names.append(department.labels[lang])
            roles += [department.roles[role].labels[lang] for role in gap.roles]
    for (question, fact), (names, roles) in asked.items():
        note = f"{term('blocks', lang)}{marks.colon}{marks.comma.join(roles)}"
        yield Item(f"{marks.comma.join(names)}{marks.colon}", question, fact, note)


def suggested(result: Result, context: Context, lang: Language) -> Iterator[Item]:
    """Yield what to ask the client besides: the answers would make the plan more detailed."""
    marks = MARKS[lang]
    names = {each.department: each.labels[lang] for each in result.departments}
    for each in ask(result, context.stated, context.words, lang):
        if each.reason == "useful":
            about = marks.comma.join(names[department] for department in each.departments)
            yield Item(f"{about}{marks.colon}", each.text, each.fact)


def findings(result: Result, lang: Language) -> Iterator[Item]:
    """Yield what to check; of the law also its clause and what would satisfy it."""
    marks = MARKS[lang]
    names = {each.department: each.labels[lang] for each in result.departments}
    roles = {
        role: of.labels[lang] for each in result.departments for role, of in each.roles.items()
    }
    for each in result.findings:
        concerned = marks.comma.join(roles[role] for role in each.roles)
        about = concerned or names.get(each.department, term("site", lang))
        text = f"{each.told_in(lang)}{aside(filter(None, [each.citation]), lang)}"
        yield Item(f"{about}{marks.colon}", text, each.code, term(each.severity, lang))


def assumptions(result: Result, context: Context, lang: Language) -> Iterator[Item]:
    """Yield what the plan takes for granted."""
    for each in result.assumptions:
        text = fact_text(each.fact, each.value, context.words, lang)
        status = aside([term(each.status, lang)], lang)
        yield Item(f"{each.labels[lang]}{MARKS[lang].colon}", f"{text}{status}")


def posts(result: Result, context: Context, lang: Language) -> Iterator[Item]:
    """Yield the posts that are demanded."""
    for each in result.posts:
        about = f"{each.labels[lang]}{MARKS[lang].colon}"
        yield Item(about, post_text(each, context.words, lang))


def adjustments(result: Result, context: Context, lang: Language) -> Iterator[Item]:
    """Yield the adjustments."""
    for each in result.adjustments:
        about = f"{each.labels[lang]}{MARKS[lang].colon}"
        yield Item(about, adjustment_text(each, context.words, lang))


def changes(stamp: Mapping[str, Any], lang: Language) -> Iterator[Item]:
    """Yield what a company changed of the published norm, by the stamp of its own."""
    return (Item("", change_text(change, lang)) for change in stamp["changes"])
