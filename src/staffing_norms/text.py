"""Lays a result out as text: a table for a terminal, and Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from unicodedata import east_asian_width

from staffing_norms import present
from staffing_norms.derivation import Language
from staffing_norms.present import NUMERIC, Context, headings, rows_of
from staffing_norms.result import Result
from staffing_norms.wording import MARKS, code, term


def as_text(result: Result, context: Context, lang: Language) -> str:
    """Return a plan as a table for a terminal, with what follows from it below."""
    rows = [headings(lang), *rows_of(result, lang)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            _padded(cell, width, right=number)
            for cell, width, number in zip(row, widths, NUMERIC, strict=True)
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("─" * width for width in widths))
    told = [present.title(context, lang), "", *lines]
    figures = list(_figures(result, context, lang))
    told += ["", *figures] if figures else []
    for name, items in _sections(result, context, lang):
        told += ["", name, *(f"  • {item}" for item in items)]
    return "\n".join(told)


def as_markdown(result: Result, context: Context, lang: Language) -> str:
    """Return a plan as Markdown."""
    rule = tuple("--:" if number else "---" for number in NUMERIC)
    table = map(_markdown_row, [headings(lang), rule, *rows_of(result, lang)])
    told = [f"# {present.title(context, lang)}", "", *table]
    told += (f"\n{figure}" for figure in _figures(result, context, lang))
    for name, items in _sections(result, context, lang):
        told += ["", f"## {name}", "", *(f"- {item}" for item in items)]
    return "\n".join([*told, ""])


def _figures(result: Result, context: Context, lang: Language) -> Iterator[str]:
    for name, text in present.figures(result, context, lang):
        yield f"{name}{MARKS[lang].colon}{text}"


def _sections(
    result: Result, context: Context, lang: Language
) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield questions, findings and assumptions, where there are any, as lists of texts."""
    lists = {
        "gap": present.questions(result.departments, lang),
        "finding": present.findings(result, lang),
        "assumption": present.assumptions(result, context, lang),
    }
    for name, items in lists.items():
        told = [f"{item.about}{item.text}{code(item.code, lang)}" for item in items]
        if told:
            yield term(name, lang), told


def _width(text: str) -> int:
    """Return how many columns a terminal needs; Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank


def _markdown_row(cells: Iterable[str]) -> str:
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"
