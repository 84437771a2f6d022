"""Holds headings, texts, lists and tables, and writes them as text and as Markdown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from staffing_norms.faces.text import aligned, barred
from staffing_norms.foundation.languages import Language


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, of the page (1) or of a part of it."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text of its own."""

    text: str


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


Block = Heading | Paragraph | Listed | Table


@dataclass(frozen=True, slots=True)
class Page:
    """
    How something is laid out.

    Args:
        blocks: Its blocks in a language; the first is its heading.
        columns: The columns of its CSV.
        records: The rows of its CSV, in a language.
    """

    blocks: Callable[[Language], Sequence[Block]]
    columns: Sequence[str]
    records: Callable[[Language], Iterable[Mapping[str, Any]]]


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
        case Paragraph(text):
            return [text]
        case Listed(texts):
            return [f"{'-' if markdown else '  •'} {text}" for text in texts]
        case _:
            draw = barred if markdown else aligned
            return draw(block.headings, block.rows, block.numeric)
