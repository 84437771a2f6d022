"""Writes headings, lists and tables: the same blocks as text, as Markdown and as HTML."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from staffing_norms.faces import html
from staffing_norms.faces.markup import Element, Languages, Node, said, tag
from staffing_norms.faces.text import aligned, barred


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, of the page (1) or of a part of it."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of texts."""

    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table, whose first column names the rows.

    Args:
        name: The term that is its caption.
        headings: What heads the columns.
        rows: The cells.
        numeric: Which columns are numbers.
        sums: How many rows at the end are sums.
    """

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    sums: int = 0


Block = Heading | Listed | Table


def as_text(blocks: Iterable[Block], *, markdown: bool = False) -> str:
    """
    Return blocks as text for a terminal.

    Args:
        blocks: The blocks.
        markdown: Write Markdown.
    """
    return "\n\n".join("\n".join(_lines(block, markdown=markdown)) for block in blocks)


def _lines(block: Block, *, markdown: bool) -> Iterable[str]:
    match block:
        case Heading(text, level):
            return [f"{'#' * level} {text}" if markdown else text]
        case Listed(texts):
            return [f"{'-' if markdown else '  •'} {text}" for text in texts]
        case _:
            draw = barred if markdown else aligned
            return draw(block.headings, block.rows, block.numeric)


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
    parts = [html.head_row((said(name, langs) for name in names), first.numeric)]
    parts += [
        tag("tbody", *(_row(cells, first.numeric) for cells in some), class_=class_)
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
