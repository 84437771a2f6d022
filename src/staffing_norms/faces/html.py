"""Lays a result out as HTML: its tables and lists, and a page to print."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from staffing_norms.faces import present
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
from staffing_norms.faces.present import NOT_SAID, Context, Item, count_text, total_text
from staffing_norms.foundation.formula import STANCES
from staffing_norms.program.layout import NORM, Cover
from staffing_norms.results.derivation import Language
from staffing_norms.results.result import Department, Head, Line, Result, Uncounted
from staffing_norms.results.wording import FactRow, fact_rows, term
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.intake import Stated

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

# Tables


def table(
    name: str, langs: Languages, *parts: Element, note: str = "", class_: str = ""
) -> Element:
    """
    Return a table that scrolls sideways by itself where the window is narrow.

    Args:
        name: The term that is its caption, and its class.
        langs: The languages.
        parts: Head and bodies.
        note: The term of a remark.
        class_: Another class of it.
    """
    inner = tag("table", tag("caption", *named(name, langs)), *parts)
    remark = [tag("p", *named(note, langs), class_="remark")] if note else []
    about = {"role": "region", "aria_label": term(name, langs[0]), "tabindex": "0"}
    return tag("div", inner, *remark, class_=f"table {name} {class_}".rstrip(), **about)


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
    headings = (present.headings(lang, cover, is_beside=is_beside) for lang in langs)
    _, *names = zip(*headings, strict=True)
    _, *numbers = present.numeric(cover, is_beside=is_beside)
    parts = [head_row((said(name, langs) for name in names), numbers)]
    parts += (_department_rows(each, langs, is_beside=is_beside) for each in every)
    if total:
        if total.heads:
            parts.append(_outside(total, langs))
        name = tag("th", *named("total", langs), scope="row", colspan="3")
        row = tag("tr", name, *_sums(total, cover, is_beside=is_beside), tag("td", colspan="2"))
        parts.append(tag("tbody", row, class_="total"))
    class_ = "beside" if is_beside else ""
    return table("staffing", langs, *parts, note="no_shifts", class_=class_)


def _department_rows(department: Department, langs: Languages, *, is_beside: bool) -> Element:
    """Return a department with its sum, and its lines below."""
    name = tag("th", *labels(department, langs), scope="rowgroup", colspan="3")
    method = tag("td", *named(department.method, langs), colspan="2")
    cover = department.cover
    sums = _sums(department, cover, is_beside=is_beside)
    every: list[tuple[list[Element], Line | Head | None]] = [
        *((_line_cells(line, langs), line) for line in department.lines),
        *((_uncounted_cells(each, langs), each.head) for each in department.uncounted),
    ]
    rows = (_row(cells, each, cover, is_beside=is_beside) for cells, each in every)
    return tag("tbody", tag("tr", name, *sums, method, class_="department"), *rows)


def _outside(result: Result, langs: Languages) -> Element:
    """Return the heads of no department with their sum, below the departments."""
    name = tag("th", *named("outside_norm", langs), scope="rowgroup", colspan="3")
    norm, *others = present.outside_cells(result)
    sums = (*_numbers(norm), *_beside(others), *_numbers(""))
    top = tag("tr", name, *sums, tag("td", colspan="2"), class_="department")
    rows = (
        _row(_uncounted_cells(each, langs), each.head, result.cover, is_beside=True)
        for each in result.uncounted
    )
    return tag("tbody", top, *rows)


_NORM = 4  # cells of a row up to the headcount of the norm


def _row(
    cells: list[Element], planned: Line | Head | None, cover: Cover, *, is_beside: bool
) -> Element:
    """Return a row, in which the people by the norm, proposed and to employ stand side by side."""
    norm, *others = present.people_cells(planned, cover, is_beside=is_beside)
    first = cells[:_NORM] if cover == NORM else (*cells[: _NORM - 1], *_numbers(norm))
    return tag("tr", *first, *_beside(others), *cells[_NORM:])


def _beside(people: Sequence[str]) -> Iterator[Element]:
    """Return what stands to the right of the norm's people, if anything; the last counts."""
    return _numbers(*people[:-1], *map(_strong, people[-1:]))


def _sums(planned: Department | Result, cover: Cover, *, is_beside: bool) -> Iterator[Element]:
    first, *others = present.people_cells(planned, cover, is_beside=is_beside)
    yield from _numbers(_strong(first))
    yield from _beside(others)
    yield from _numbers(present.range_text(planned.lean, planned.generous))


def _numbers(*texts: Node) -> Iterator[Element]:
    return (tag("td", text, class_="number") for text in texts)


def _strong(text: str) -> Element:
    return tag("strong", text)


def _line_cells(line: Line, langs: Languages) -> list[Element]:
    rows = [present.line_cells(line, lang) for lang in langs]
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
    rows = list(zip(*(present.uncounted_cells(other, lang) for lang in langs), strict=True))
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
    lower = (
        tag("th", *named(name, langs), scope="col", class_="number")
        for name in (*STANCES, *methods)
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
    return table("comparison", langs, *parts, note="chosen")


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


def questions(departments: Iterable[Department], langs: Languages, *, codes: bool) -> list[Element]:
    """Return what to ask the client; *codes* also names the facts to state."""
    planned = tuple(departments)
    return _list(lambda lang: present.questions(planned, lang), langs, "questions", codes=codes)


def suggested(result: Result, context: Context, langs: Languages) -> list[Element]:
    """Return what to ask the client besides, for a more detailed plan."""
    return _list(
        lambda lang: present.suggested(result, context, lang), langs, "questions", codes=False
    )


def findings(result: Result, langs: Languages) -> list[Element]:
    """Return what to check."""
    return _list(lambda lang: present.findings(result, lang), langs, "findings", codes=True)


def assumptions(result: Result, context: Context, langs: Languages) -> list[Element]:
    """Return what is taken for granted."""
    return _list(
        lambda lang: present.assumptions(result, context, lang), langs, "assumptions", codes=False
    )


def posts(result: Result, context: Context, langs: Languages) -> list[Element]:
    """Return the posts that are demanded."""
    return _list(lambda lang: present.posts(result, context, lang), langs, "posts", codes=False)


def adjustments(result: Result, context: Context, langs: Languages) -> list[Element]:
    """Return the adjustments."""
    return _list(
        lambda lang: present.adjustments(result, context, lang), langs, "adjustments", codes=False
    )


def changes(context: Context, langs: Languages) -> list[Element]:
    """Return what a company changed of the published norm."""
    return _list(lambda lang: present.changes(context.norms, lang), langs, "changes", codes=False)


def _list(
    make: Callable[[Language], Iterable[Item]], langs: Languages, class_: str, *, codes: bool
) -> list[Element]:
    """Return a list of items, or nothing where there are none."""
    items = [_item(item, langs, codes=codes) for item in zip(*map(make, langs), strict=True)]
    return [tag("ul", *items, class_=class_)] if items else []


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
    department: Department, context: Context | None, langs: Languages
) -> Iterator[Element]:
    """Yield the derivation of each line, folded under its figure."""
    for place, line in enumerate(department.lines):
        summary = in_each(partial(present.head, line), langs)
        parts = derived(line, context, langs, department.lines[:place])
        yield tag("details", tag("summary", *summary), parts)


def derived(
    line: Line, context: Context | None, langs: Languages, before: Iterable[Line] = ()
) -> Element:
    """Return how a line is derived, below the lines *before* it, a list for each language."""
    lists = (_in(lang, _derivation(line, context, lang, before), langs) for lang in langs)
    return tag("div", *lists, class_="derivation")


def _derivation(
    line: Line, context: Context | None, lang: Language, before: Iterable[Line]
) -> Element:
    rows = present.explained_rows(line, lang, context, before)
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
                present.people_cells(result, NORM, is_beside=True)[1:],
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


# A page to print


def page(result: Result, context: Context, lang: Language, *, internal: bool) -> str:
    """
    Return a plan as one page that needs nothing else: no script, no picture, no network.

    Args:
        result: The plan.
        context: What it is printed with.
        lang: The language of the page.
        internal: Whether it is for the house; a client's page is shorter, without findings,
            the comparison of methods, and derivations.
    """
    title = filter(None, (context.site, term("report", lang)))
    sections = (
        tag("section", tag("h2", term(name, lang)), *inner, class_=name)
        for name, inner in _sections(result, context, (lang,), internal=internal)
        if inner
    )
    head = _letterhead(context, lang, internal=internal)
    return sheet(" · ".join(title), lang, head, *sections)


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


def _letterhead(context: Context, lang: Language, *, internal: bool) -> Element:
    """Return whose plan it is, by which norm and at which stance."""
    norms, langs = context.norms, (lang,)
    identity = (("id", norms["id"]), ("hash", norms["hash"])) if internal else ()
    about = (
        ("norm", context.title[lang]),
        ("version", norms["version"]),
        *present.stamp(context, lang),
        ("trust", term(f"trust_{norms['trust']}", lang)),
        ("norm_source", norms["source"][lang]),
        *identity,
        ("stance", term(context.stance, lang)),
        ("library", f"staffing-norms {context.library}"),
    )
    return tag(
        "header",
        tag("h1", context.site or term("report", lang)),
        *([tag("p", term("report", lang), class_="kind")] if context.site else []),
        *([tag("p", term("internal", lang), class_="internal")] if internal else []),
        pairs((named(name, langs), [text]) for name, text in about),
    )


def _sections(
    result: Result, context: Context, langs: Languages, *, internal: bool
) -> Iterator[tuple[str, list[Element]]]:
    """Yield the sections of a page, in order, each with the term that heads it."""
    departments = result.departments
    compared = [comparison(departments, result, context.stance, langs)] if internal else []
    told = in_each(lambda lang: present.basis_text(result.cover, lang), langs)
    basis = tag("p", *told, class_="basis-note")
    yield "summary", [figures(result, context, langs), *compared, basis]
    yield "gap", questions(departments, langs, codes=internal)
    yield "suggested", suggested(result, context, langs)
    yield "staffing", [staffing(departments, result, langs)]
    yield "posts_demanded", posts(result, context, langs)
    yield "adjustments", adjustments(result, context, langs)
    yield "site_facts", [facts(context.stated, context.words, langs)]
    yield "assumption", assumptions(result, context, langs)
    yield "changes", changes(context, langs)
    if not internal:
        yield "about", clauses(result, langs[0])
        return
    yield "finding", findings(result, langs)
    yield (
        "derivations",
        [
            part
            for department in departments
            for part in (
                tag("h3", *labels(department, langs)),
                *derivations(department, context, langs),
            )
        ],
    )
