"""Lays a result out as HTML: its tables and lists, and a page to print."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from staffing_norms.faces import explanation, lists, present, staffing_table
from staffing_norms.faces.lists import Item
from staffing_norms.faces.markup import (
    Element,
    Languages,
    Node,
    in_each,
    named,
    said,
    style_sheet,
    tag,
    written,
)
from staffing_norms.faces.present import NOT_SAID, count_text, total_text
from staffing_norms.foundation.formula import STANCES
from staffing_norms.foundation.languages import Language
from staffing_norms.program.layout import NORM, Cover
from staffing_norms.results.context import Context
from staffing_norms.results.line import Line
from staffing_norms.results.reasons import Head
from staffing_norms.results.result import Department, Result, Uncounted
from staffing_norms.results.wording import FactRow, fact_rows, term
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.intake import Stated

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def sheet(title: str, lang: Language, *parts: Element) -> str:
    """
    Return a page that needs nothing else.

    Args:
        title: What its window is called.
        lang: The language of the page.
        parts: What it shows.
    """
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", style_sheet("blocks"), style_sheet("page")),
    )
    body = tag("body", tag("main", *parts), class_="staffing-norms")
    return f"<!DOCTYPE html>\n{written(tag('html', head, body, lang=lang))}\n"


# Tables


def table(
    name: str, langs: Languages, *parts: Element, notes: Iterable[list[Node]] = (), class_: str = ""
) -> Element:
    """
    Return a table that scrolls sideways by itself where the window is narrow.

    Args:
        name: The term that is its caption, and its class.
        langs: The languages.
        parts: Head and bodies.
        notes: Remarks below it.
        class_: Another class of it.
    """
    inner = tag("table", tag("caption", *named(name, langs)), *parts)
    remarks = (tag("p", *note, class_="remark") for note in notes)
    about = {"role": "region", "aria_label": term(name, langs[0]), "tabindex": "0"}
    return tag("div", inner, *remarks, class_=f"table {name} {class_}".rstrip(), **about)


def head_row(names: Iterable[list[Node]], numeric: Sequence[bool]) -> Element:
    """Return the head of a table, with the names of its columns."""
    cells = (
        tag("th", *name, scope="col", class_="number" if number else "")
        for name, number in zip(names, numeric, strict=True)
    )
    return tag("thead", tag("tr", *cells))


def labels(thing: Department | Line, langs: Languages) -> list[Node]:
    """Return what a department or role is called."""
    return in_each(lambda lang: thing.labels[lang], langs)


def staffing(departments: Iterable[Department], total: Result | None, langs: Languages) -> Element:
    """Return the staffing table: a group of rows for each department, and the sum of all."""
    every = tuple(departments)
    is_beside = any(each.is_beside for each in (total, *every) if each)
    cover = every[0].cover if every else NORM
    headings = (staffing_table.headings(lang, cover, is_beside=is_beside) for lang in langs)
    names = (said(name, langs) for name in zip(*headings, strict=True))
    parts = [head_row(names, staffing_table.numeric(cover, is_beside=is_beside))]
    parts += (_department_rows(each, langs, is_beside=is_beside) for each in every)
    if total:
        if total.heads:
            parts.append(_outside(total, langs))
        name = tag("th", *named("total", langs), scope="row", colspan="4")
        row = tag("tr", name, *_sums(total, cover, is_beside=is_beside), tag("td", colspan="2"))
        parts.append(tag("tbody", row, class_="total"))
    class_ = "beside" if is_beside else ""
    return table("staffing", langs, *parts, notes=_legend(every, langs), class_=class_)


def _legend(departments: tuple[Department, ...], langs: Languages) -> Iterator[list[Node]]:
    """Yield what the signs in the tables of departments mean."""
    notes = zip(*(present.legend(departments, lang) for lang in langs), strict=True)
    return (said(note, langs) for note in notes)


def _department_rows(department: Department, langs: Languages, *, is_beside: bool) -> Element:
    """Return a department with its sum, and its lines below."""
    cover = department.cover
    every: list[tuple[list[Element], Line | Head | None]] = [
        *((_line_cells(line, langs), line) for line in department.lines),
        *((_uncounted_cells(each, langs), each.head) for each in department.uncounted),
    ]
    rows = [_row(cells, each, cover, is_beside=is_beside) for cells, each in every]
    sums = _sums(department, cover, is_beside=is_beside)
    method = in_each(lambda lang: present.method_text(department.method, department, lang), langs)
    return _group_of_rows(labels(department, langs), sums, method, rows, langs)


def _group_of_rows(
    name: list[Node],
    sums: Iterable[Element],
    told: list[Node],
    rows: Sequence[Element],
    langs: Languages,
) -> Element:
    """Return rows below their sum, all beside the name of their department."""
    first = tag(
        "tr",
        tag("th", *name, scope="rowgroup", rowspan=str(1 + len(rows))),
        tag("th", *named("subtotal", langs), scope="row", colspan="3"),
        *sums,
        tag("td", *told, colspan="2"),
        class_="department",
    )
    return tag("tbody", first, *rows)


def _outside(result: Result, langs: Languages) -> Element:
    """Return the heads of no department with their sum, below the departments."""
    norm, *others = staffing_table.outside_cells(result)
    sums = (*_numbers(norm), *_beside(others), *_numbers(""))
    rows = [
        _row(_uncounted_cells(each, langs), each.head, result.cover, is_beside=True)
        for each in result.uncounted
    ]
    return _group_of_rows(named("outside_norm", langs), sums, [], rows, langs)


_NORM = 4  # cells of a row up to the headcount of the norm


def _row(
    cells: list[Element], planned: Line | Head | None, cover: Cover, *, is_beside: bool
) -> Element:
    """Return a row, in which the people by the norm, proposed and to employ stand side by side."""
    norm, *others = staffing_table.people_cells(planned, cover, is_beside=is_beside)
    first = cells[:_NORM] if cover == NORM else (*cells[: _NORM - 1], *_numbers(norm))
    return tag("tr", *first, *_beside(others), *cells[_NORM:])


def _beside(people: Sequence[str]) -> Iterator[Element]:
    """Return what stands to the right of the norm's people, if anything; the last counts."""
    return _numbers(*people[:-1], *map(_strong, people[-1:]))


def _sums(planned: Department | Result, cover: Cover, *, is_beside: bool) -> Iterator[Element]:
    first, *others = staffing_table.people_cells(planned, cover, is_beside=is_beside)
    yield from _numbers(_strong(first))
    yield from _beside(others)
    yield from _numbers(present.range_text(planned.lean, planned.generous))


def _numbers(*texts: Node) -> Iterator[Element]:
    return (tag("td", text, class_="number") for text in texts)


def _strong(text: str) -> Element:
    return tag("strong", text)


def _line_cells(line: Line, langs: Languages) -> list[Element]:
    rows = [staffing_table.line_cells(line, lang) for lang in langs]
    _, on_duty, shifts, headcount, ends, *_ = rows[0]
    leads = line.kind == "leader"
    mark: list[Node] = [" ", tag("small", *named("leader", langs), class_="mark")] if leads else []
    return [
        tag("th", *said([row[0] for row in rows], langs), *mark, scope="row"),
        *_numbers(on_duty, shifts),
        *_numbers(_strong(headcount), ends),
        tag("td", *(tag("div", clause) for clause in line.clauses), class_="clause"),
        tag("td", *said([row[-1] for row in rows], langs), class_="formula"),
    ]


def _uncounted_cells(other: Uncounted, langs: Languages) -> list[Element]:
    rows = list(zip(*(staffing_table.uncounted_cells(other, lang) for lang in langs), strict=True))
    return [
        tag("th", *said(rows[0], langs), scope="row"),
        *_numbers(*(each[0] for each in rows[1:5])),
        tag("td", rows[5][0], class_="clause"),
        tag("td", *said(rows[6], langs), class_="formula"),
    ]


def comparison(
    departments: Sequence[Department], total: Result | None, stance: str, langs: Languages
) -> Element:
    """
    Return stances and methods side by side, a row for each department.

    Args:
        departments: The departments.
        total: The whole plan, for the sum of all.
        stance: The stance of the plan, whose figures stand out; empty where it is not known.
        langs: The languages.
    """
    methods = tuple(dict.fromkeys(m for each in departments for m in (each.method, *each.methods)))
    upper = (
        tag("th", *named("department", langs), scope="col", rowspan="2"),
        _group("headcount", STANCES, langs),
        _group("methods", methods, langs),
        tag("th", *named("span", langs), scope="col", rowspan="2", class_="number"),
    )
    partial = {each for department in departments for each in department.partial}
    lower = (
        *(tag("th", *named(name, langs), scope="col", class_="number") for name in STANCES),
        *(_method_head(name, langs, is_partial=name in partial) for name in methods),
    )
    rows = (
        tag(
            "tr",
            tag("th", *labels(each, langs), scope="row"),
            *_by_stance(each, stance),
            *_numbers(*(_workforce(each, method) for method in methods), _span(each)),
        )
        for each in departments
    )
    parts = [tag("thead", tag("tr", *upper), tag("tr", *lower)), tag("tbody", *rows)]
    if total:
        name = tag("th", *named("total", langs), scope="row")
        blank = tag("td", colspan=str(len(methods)))
        row = tag("tr", name, *_by_stance(total, stance), blank, *_numbers(_span(total)))
        parts.append(tag("tbody", row, class_="total"))
    notes = [named("chosen", langs)]
    if any(each.gaps or None in each.methods.values() for each in departments):
        notes.append(named("unknown_mark", langs))
    notes += [named("partial_method", langs)] if partial.intersection(methods) else []
    return table("comparison", langs, *parts, notes=notes)


def _method_head(method: str, langs: Languages, *, is_partial: bool) -> Element:
    """Return the head of a method's column; one that counts a part of the work says so."""
    part = [tag("small", *named("part_of_work", langs), class_="part")] if is_partial else []
    return tag("th", *named(method, langs), *part, scope="col", class_="number")


def _group(name: str, columns: Sequence[str], langs: Languages) -> Element:
    size = str(len(columns))
    return tag("th", *named(name, langs), scope="colgroup", colspan=size, class_="group")


def _by_stance(planned: Result | Department, stance: str) -> Iterator[Element]:
    """Return the people at each stance; those of the plan stand out."""
    for each in STANCES:
        people = total_text(getattr(planned, each))
        yield from _numbers(_strong(people) if each == stance else people)


def _workforce(department: Department, method: str) -> Node:
    """Return the workforce under a method, where it is usable."""
    if method == department.method:
        return _strong(total_text(department.workforce_total))
    if method in department.methods:
        return count_text(department.methods[method])
    return NOT_SAID


def _span(planned: Result | Department) -> str:
    """Return the span, where there are methods between which there is one."""
    return present.span_text(planned.span) if planned.is_compared and planned.span else NOT_SAID


def facts(stated: Mapping[str, Stated], words: Vocabulary, langs: Languages) -> Element:
    """Return the facts of a site with status, source and note."""
    names = ("fact", "value", "fact_status", "fact_source", "note")
    top = head_row((named(name, langs) for name in names), (False,) * len(names))
    rows = zip(*(fact_rows(stated, words, lang) for lang in langs), strict=True)
    return table("site_facts", langs, top, tag("tbody", *(_fact(row, langs) for row in rows)))


def _fact(row: Sequence[FactRow], langs: Languages) -> Element:
    values = zip(*(each.values for each in row), strict=True)
    return tag(
        "tr",
        tag("th", *said([each.label for each in row], langs), scope="row"),
        tag("td", *(tag("div", *said(value, langs)) for value in values)),
        tag("td", *said([each.status for each in row], langs)),
        tag("td", row[0].source),
        tag("td", row[0].note),
    )


# Lists


class Section(NamedTuple):
    """
    A list beside the tables, with the term that heads it and its tone: see `lists.Section`.

    Args:
        name: The term that heads it.
        tone: Whether it asks, warns, or says what is taken for granted.
        part: The list.
    """

    name: str
    tone: lists.Tone
    part: Element


def sections(
    result: Result, context: Context, langs: Languages, audience: lists.Audience = "internal"
) -> Iterator[Section]:
    """Yield the lists of a plan in order; for the house with the names of facts and findings."""
    told = (lists.sections(result, context, lang, audience) for lang in langs)
    for name, tone, items in map(_in_each_language, zip(*told, strict=True)):
        yield Section(name, tone, listed(items, langs, tone, codes=audience == "internal"))


def _in_each_language(
    told: Sequence[lists.Section],
) -> tuple[str, lists.Tone, Iterable[tuple[Item, ...]]]:
    """Return a list with each of its items in each language."""
    return told[0].name, told[0].tone, zip(*(each.items for each in told), strict=True)


def questions(departments: Sequence[Department], langs: Languages) -> list[Element]:
    """Return what to ask the client for departments by themselves, with the facts to state."""
    items = [*zip(*(lists.questions(departments, lang) for lang in langs), strict=True)]
    return [listed(items, langs, "question", codes=True)] if items else []


def listed(
    items: Iterable[Sequence[Item]], langs: Languages, tone: lists.Tone, *, codes: bool
) -> Element:
    """Return a list of items, each in each language."""
    return tag("ul", *(_item(item, langs, codes=codes) for item in items), class_=tone)


def _item(item: Sequence[Item], langs: Languages, *, codes: bool) -> Element:
    told = (tag("div", _strong(each.about), each.text) for each in item)
    texts = [_in(lang, text, langs) for text, lang in zip(told, langs, strict=True)]
    notes = said([each.note for each in item], langs)
    code: list[Node] = [" ", tag("code", item[0].code)] if codes and item[0].code else []
    return tag("li", *texts, tag("small", *notes, *code))


def _in(lang: Language, block: Element, langs: Languages) -> Element:
    """Return a block with its language, where it is one of two."""
    return block if langs == (lang,) else tag("div", block, lang=lang)


def derivations(
    department: Department, langs: Languages, *, brief: bool = False
) -> Iterator[Element]:
    """Yield the derivation of each line, folded under its figure; *brief* as for the client."""
    for place, line in enumerate(department.lines):
        summary = in_each(partial(explanation.head, line, brief=brief), langs)
        parts = derived(line, langs, department.lines[:place], brief=brief)
        yield tag("details", tag("summary", *summary), parts)


def derived(
    line: Line, langs: Languages, before: Iterable[Line] = (), *, brief: bool = False
) -> Element:
    """Return how a line is derived, below the lines *before* it, a list for each language."""
    told = {lang: explanation.explained_rows(line, lang, before, brief=brief) for lang in langs}
    found = (_in(lang, _derivation(rows), langs) for lang, rows in told.items())
    return tag("div", *found, class_="derivation")


def _derivation(rows: Iterable[tuple[int, str]]) -> Element:
    return tag("ul", *(tag("li", text, class_=f"depth-{depth}") for depth, text in rows))


def pairs(told: Iterable[tuple[list[Node], list[Node]]], class_: str = "") -> Element:
    """Return names with their values."""
    parts = (tag("div", tag("dt", *name), tag("dd", *value)) for name, value in told)
    return tag("dl", *parts, class_=class_)


def figures(result: Result, context: Context, langs: Languages) -> Element:
    """Return the figures of a plan as a whole."""
    people: list[Node] = [_strong(total_text(result.total))]
    if result.gaps:
        asked = in_each(lambda lang: _open_questions(result, lang), langs)
        people += [" ", tag("small", *asked)]
    told = [(named(present.counted_as(result.cover), langs), people)]
    if result.is_beside:
        told += (
            (named(name, langs), [_strong(text)])
            for name, text in zip(
                ("adjusted", "proposed"),
                staffing_table.people_cells(result, NORM, is_beside=True)[1:],
                strict=True,
            )
        )
    ends = present.range_text(result.lean, result.generous)
    told += [(named("range", langs), [ends])] if ends else []
    given = (present.figures(result, context, lang) for lang in langs)
    for each in zip(*given, strict=True):
        names, texts = zip(*each, strict=True)
        told.append((said(names, langs), said(texts, langs)))
    return pairs(told, "figures")


def _open_questions(result: Result, lang: Language) -> str:
    return term("open_questions", lang).format(gaps=len(result.gaps))


def clauses(result: Result, lang: Language) -> list[Element]:
    """Return the clauses that a plan rests on, by how they are read."""
    told: list[tuple[list[Node], list[Node]]] = [
        ([status], [read]) for status, read in present.clauses(result, lang)
    ]
    return [pairs(told)]
