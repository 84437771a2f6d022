"""Lays out whatever is told in blocks as a page: in every form, and as HTML."""

from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch

from staffing_norms.faces import html
from staffing_norms.faces.blocks import Block, Heading, Listed, Page, Paragraph, Table, as_text
from staffing_norms.faces.markup import Element, Languages, Node, said, tag
from staffing_norms.faces.notebook import LANGS, cell
from staffing_norms.faces.payroll_page import payroll_page
from staffing_norms.faces.text import separated
from staffing_norms.faces.workload_page import workload_page
from staffing_norms.foundation.languages import Language
from staffing_norms.results.payroll import Payroll
from staffing_norms.results.tabled import Form, Tabled
from staffing_norms.results.workload import WorkHours


@singledispatch
def page_of(thing: Tabled) -> Page:
    """Return how a thing is laid out; what lies higher registers its own."""
    raise TypeError(f"nothing lays out {type(thing).__name__}")


page_of.register(Payroll, payroll_page)
page_of.register(WorkHours, workload_page)


def written(thing: Tabled, form: Form, lang: Language, *, byte_order_mark: bool = False) -> str:
    """
    Return a thing in a form.

    Args:
        thing: What is laid out.
        form: The form; `cell` is HTML for a notebook, in both languages.
        lang: The language.
        byte_order_mark: Whether CSV begins with the mark by which Excel knows UTF-8.
    """
    page = page_of(thing)
    if form == "csv":
        rows = page.records(lang)
        return separated(page.columns, rows, lang, byte_order_mark=byte_order_mark)
    langs = LANGS if form == "cell" else (lang,)
    blocks, *others = (page.blocks(each) for each in langs)
    match form:
        case "cell":
            title, *parts = as_elements(blocks, *others, langs=langs)
            return cell(list(title.children), *parts)
        case "html":
            title, *parts = as_elements(blocks, langs=langs)
            return html.sheet(_title(blocks), lang, tag("header", title), *parts)
        case "markdown":
            return f"{as_text(blocks, markdown=True)}\n"
        case _:
            return as_text(blocks)


def _title(blocks: Sequence[Block]) -> str:
    return next(each.text for each in blocks if isinstance(each, Heading))


def as_elements(
    blocks: Iterable[Block], *others: Iterable[Block], langs: Languages
) -> Iterator[Element]:
    """
    Yield blocks as HTML.

    Args:
        blocks: The blocks in the first language.
        others: The same blocks in other languages.
        langs: The languages.
    """
    for same in zip(blocks, *others, strict=True):
        match same[0]:
            case Heading(level=level):
                texts = [each.text for each in same if isinstance(each, Heading)]
                yield tag(f"h{level}", *said(texts, langs))
            case Paragraph():
                texts = [each.text for each in same if isinstance(each, Paragraph)]
                yield tag("p", *said(texts, langs))
            case Listed():
                items = zip(*(each.texts for each in same if isinstance(each, Listed)), strict=True)
                yield tag("ul", *(tag("li", *said(texts, langs)) for texts in items))
            case _:
                yield _table([each for each in same if isinstance(each, Table)], langs)


def _table(same: Sequence[Table], langs: Languages) -> Element:
    first = same[0]
    names = zip(*(each.headings for each in same), strict=True)
    rows = [
        [said(cell, langs) for cell in zip(*cells, strict=True)]
        for cells in zip(*(each.rows for each in same), strict=True)
    ]
    last = len(rows) - first.sums
    numeric = (False, *first.numeric[1:])  # the first names the row
    parts = [html.head_row((said(name, langs) for name in names), numeric)]
    parts += [
        tag("tbody", *(_row(cells, numeric) for cells in some), class_=class_)
        for some, class_ in ((rows[:last], ""), (rows[last:], "total"))
        if some
    ]
    return tag("div", html.table(first.name, langs, *parts), class_="side-by-side")


def _row(cells: Sequence[list[Node]], numeric: Sequence[bool]) -> Element:
    name, *values = cells
    return tag(
        "tr",
        tag("th", *name, scope="row"),
        *(
            tag("td", *value, class_="number" if is_number else "")
            for value, is_number in zip(values, numeric[1:], strict=True)
        ),
    )
