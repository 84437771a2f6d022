"""Writes why a figure is what it is: clauses, formula, inputs, ranges, what stands beside it."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import cast

from staffing_norms.faces.present import (
    called,
    change_data,
    change_text,
    count_text,
    counted_as,
    method_text,
    one_line,
    people_text,
    total_text,
)
from staffing_norms.foundation.formula import STANCES, Const, Number, Source
from staffing_norms.foundation.languages import MARKS, Language, aside
from staffing_norms.foundation.quantities import format_number, signed, to_places
from staffing_norms.foundation.units import units
from staffing_norms.publications.figures import NO_CLAUSE
from staffing_norms.results.derivation import Style, conditions, written
from staffing_norms.results.line import Line
from staffing_norms.results.reasons import Adjustment, CoverLine, Head, Post
from staffing_norms.results.result import Department, Uncounted
from staffing_norms.results.steps import counts, defaults_taken, facts_read, ranges, sources, totals
from staffing_norms.results.sums import People, Total
from staffing_norms.results.wording import fact_text, record_name, term
from staffing_norms.sites.facts import Vocabulary


def explained(line: Line, lang: Language, before: Iterable[Line] = ()) -> str:
    """Return the derivation of a line as text, below those of the lines *before* it."""
    rows = explained_rows(line, lang, before)
    return "\n".join([head(line, lang), *("  " * depth + one_line(text) for depth, text in rows)])


def explained_uncounted(other: Uncounted, lang: Language) -> str:
    """Return why the norm has no figure for a role, and what is proposed beside it."""
    rows = list(_beside_rows(other.head, lang)) if other.head else []
    name, why = other.role.labels[lang], "outside_norm"
    if other.needed:
        name, why = f"{name} [{other.needed.role}]", "as_needed"
        rows.insert(0, (1, _clause(other.needed.source, lang)))
    told = f"{name}{MARKS[lang].colon}{term(why, lang)}"
    return "\n".join([one_line(told), *("  " * depth + one_line(text) for depth, text in rows)])


def explained_rows(
    line: Line, lang: Language, before: Iterable[Line] = (), *, brief: bool = False
) -> Iterator[tuple[int, str]]:
    """
    Yield how a line is derived: clauses, formula, conditions, inputs, range.

    Args:
        line: The line.
        lang: The language.
        before: The lines that are told above it; what is noted there is not noted again.
        brief: Whether readings and notes of the norm are left out, as for the client.

    Yields:
        How deep a row stands, from 1, and its text.
    """
    marks = MARKS[lang]
    if not line.is_counted:
        methods = marks.comma.join(term(method, lang) for method in line.counted_by)
        yield (
            1,
            term("not_counted", lang).format(
                methods=methods, department=line.department, method=line.counted_by[0]
            ),
        )
        return
    style = Style(lang, line.words)
    formula = written(line.step, style)
    noted = {source for each in before for source in each.sources}
    for source in line.sources:
        yield 1, _clause(source, lang, is_noted=source in noted, brief=brief)
        yield from ((2, change_text(change_data(each), lang)) for each in source.changes)
    if formula != count_text(line.headcount):
        yield 1, formula
    if line.cover:
        yield 1, _cover_text(line.cover, lang)
    for condition in conditions(line.step, style):
        yield 1, f"{term('condition', lang)}{marks.colon}{condition}"
    if line.leads_nobody:
        yield 1, term("nobody_to_lead", lang)
    yield from _input_rows(line, lang)
    yield from ((1, text) for text in _range_texts(line, lang))
    yield from _beside_rows(line, lang)
    if not line.lean == line.headcount == line.generous:
        ends = (("lean", line.lean), ("generous", line.generous))
        told = (f"{term(name, lang)}{marks.colon}{count_text(people)}" for name, people in ends)
        yield 1, marks.semicolon.join(told)


def _range_texts(line: Line, lang: Language) -> Iterator[str]:
    """Yield the printed ranges behind a figure, and which end or middle of each it takes."""
    stance = line.grounds.stance
    for of, fact in ranges(line.step, line.grounds.outputs):
        ends = (of.lean, of.typical, of.generous)
        if of.typical == of.generous or not all(isinstance(each, Const) for each in ends):
            yield term("range_may", lang)
            continue
        figures = {each: cast("Const", getattr(of, each)).value for each in STANCES}
        lean, typical, generous = figures.values()
        taken: Number = figures[stance]
        is_middle = taken == typical == Fraction(lean + generous) / 2
        yield term("range_middle" if is_middle else "range_end", lang).format(
            low=format_number(min(lean, generous)),
            high=format_number(max(lean, generous)),
            unit=_unit_label(fact, line.words, lang),
            stance=term(stance, lang),
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
        cells = {name: to_places(each, 2, is_bare=True) for name, each in figures.items()}
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
    change = signed(adjustment.change)
    kind = [getattr(kinds[adjustment.kind].labels, lang)] if adjustment.kind else []
    about = {
        "reason": adjustment.reason,
        "approved_by": adjustment.approved_by,
        "until": adjustment.until,
    }
    told = [f"{term(name, lang)}{marks.colon}{text}" for name, text in about.items() if text]
    ended = [] if adjustment.counts else [term("ended", lang)]
    return marks.semicolon.join([change, *kind, *told, *ended])


def _clause(source: Source, lang: Language, *, is_noted: bool = False, brief: bool = False) -> str:
    """Return where a figure is printed, how it is read, and what to know unless it is noted."""
    note = None if is_noted else dict(source.note).get(lang)
    remarks = [] if brief else [dict(source.reading).get(lang), note]
    told = MARKS[lang].blank.join(filter(None, remarks))
    read = aside([term(source.status, lang)], lang)
    named = f"{term('clause', lang)} {source.clause}"
    clause = f"{term('no_clause', lang) if source.clause == NO_CLAUSE else named}{read}"
    return f"{clause}{MARKS[lang].colon}{told}" if told else clause


def head(line: Line, lang: Language, *, brief: bool = False) -> str:
    """Return a role with its id unless *brief*, its people, and how many of them are on duty."""
    id_ = "" if brief else f" [{line.role}]"
    head = f"{called(line, lang)}{id_}{MARKS[lang].colon}"
    if line.headcount is None:
        return f"{head}{term('unknown', lang)}"
    if not line.is_counted:
        return f"{head}{term('not_counted_here', lang)}"
    people = f"{line.headcount:,} {term('person' if line.headcount == 1 else 'people', lang)}"
    if line.basis == "posts" and line.on_duty and not line.cover:
        shifts = term("one_shift" if line.shifts == 1 else "each_shift", lang)
        people += aside([shifts.format(on_duty=line.on_duty, shifts=line.shifts)], lang)
    return f"{head}{people}"


def _input_rows(line: Line, lang: Language) -> Iterator[tuple[int, str]]:
    """Yield each fact and record that a line was computed from, and where it comes from."""
    taken = defaults_taken(line.step)
    for name in _whole_facts(facts_read(line.step), line.words):
        is_asked = line.headcount is None or name in line.grounds.stated
        if name in line.words and name not in taken and is_asked:
            yield 2, _input_row(name, line, lang)
    for name, value in taken.items():
        type_ = line.words[name]
        label = getattr(type_.labels, lang)
        told = aside([term(each.status, lang) for each in (type_.default,) if each], lang)
        text = fact_text(name, value, line.words, lang)
        yield 2, f"{label}{MARKS[lang].colon}{text}{told}"
    yield from _record_rows(line, lang)


def _whole_facts(names: Iterable[str], words: Vocabulary) -> Iterable[str]:
    """Return facts, each once; a single record in place of its fields."""
    firsts = {name: name.partition(".")[0] for name in names}
    return dict.fromkeys(
        first if first in words and words[first].kind == "record" else name
        for name, first in firsts.items()
    )


def _input_row(name: str, line: Line, lang: Language) -> str:
    colon = MARKS[lang].colon
    label = f"{getattr(line.words[name].labels, lang)}{colon}"
    fact = line.grounds.stated.get(name)
    if fact is None:
        return f"{label}{term('not_stated', lang)}"
    about = [term(fact.status, lang)] if fact.status != "stated" else []
    about += [f"{term('source', lang)}{colon}{fact.source}"] if fact.source else []
    about += [fact.note] if fact.note else []
    return f"{label}{fact_text(name, fact.value, line.words, lang)}{aside(about, lang)}"


def _record_rows(line: Line, lang: Language) -> Iterator[tuple[int, str]]:
    """Yield each building or task that was counted, with what it adds, why and by which clause."""
    style = Style(lang, line.words)
    for collection, records in totals(line.step):
        counted = [(place, record) for place, record in enumerate(records) if counts(record)]
        if counted:
            label = getattr(line.words[collection].labels, lang)
            yield 2, f"{label}{aside(_legend(collection, lang), lang)}"
        for place, record in counted:
            name = record_name(line.grounds.stated, collection, place, style)
            clauses = [source.clause for source in sources(record, line.grounds.outputs)]
            told = aside([*conditions(record, style), *clauses], lang)
            yield 3, f"{name}{MARKS[lang].colon}{written(record, style)}{told}"


def _legend(collection: str, lang: Language) -> list[str]:
    """Return what the formulas of records mean, where the terms say it."""
    name = f"each_of_{collection}"
    legend = term(name, lang)
    return [legend] if legend != name else []


def _total_words(total: Total, lang: Language) -> str:
    """Return a sum within a sentence."""
    return total_text(total, term("at_least", lang))


def department_head(department: Department, lang: Language) -> str:
    """Return a department's name, its people, and how it was staffed."""
    marks = MARKS[lang]
    parts = [
        f"{term('workforce', lang)} {_total_words(department.workforce_total, lang)}",
        f"{term('leaders', lang)} {_total_words(department.leaders_total, lang)}",
        f"{term('method', lang)}{marks.colon}{method_text(department.method, department, lang)}",
    ]
    if len(department.methods) > 1:
        methods = marks.comma.join(
            method_text(method, department, lang, count_text(people))
            for method, people in department.methods.items()
        )
        parts.append(f"{term('methods', lang)}{marks.colon}{methods}")
    people = f"{_total_words(department.total, lang)} {term('people', lang)}"
    return f"{department.labels[lang]}{marks.colon}{people}{aside(parts, lang)}"
