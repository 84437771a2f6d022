"""
The only place that meets the terminal: text and tables go out, and errors become exit codes.

`rich`, of the extra `cli`, paints what a terminal shows; a pipe and a file get plain text.
"""

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from staffing_norms.derivation import Language
from staffing_norms.errors import Fault, SiteError, StaffingNormsError, UnknownNameError
from staffing_norms.present import (
    NUMERIC,
    Context,
    Item,
    assumptions,
    figures,
    findings,
    headings,
    questions,
    rows_of,
    title,
)
from staffing_norms.result import Result
from staffing_norms.wording import MARKS, code, term

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

FAULTY, MISUSED, INTERRUPTED = 1, 2, 130

_UNKNOWN = ("?", "≥")  # how the figures begin that a gap keeps unknown
_NARROWEST = 14  # columns of a wrapped text


def run(command: Callable[[], int]) -> int:
    """
    Run a command; tell its errors on standard error, never as a traceback.

    Args:
        command: What to run.

    Returns:
        The exit code: 0; 1 when a file has faults; 2 when the arguments are wrong; 130 when it
        was interrupted.
    """
    try:
        return command()
    except StaffingNormsError as error:
        complain(str(error))
        return MISUSED if isinstance(error, UnknownNameError) else FAULTY
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # What is still in the buffer would fail again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def complain(text: str) -> None:
    """Write what is wrong on standard error."""
    sys.stderr.write(f"{text}\n")


def write(text: str, output: Path | None = None, *, keeps: bool = False) -> None:
    """
    Write text to a file, or to any terminal: what its encoding lacks is escaped.

    Args:
        text: The text.
        output: The file; standard output when it is None.
        keeps: Refuse a file that exists, for somebody may have filled it in.

    Raises:
        SiteError: The file cannot be written.
    """
    text = text if text.endswith("\n") else f"{text}\n"
    if output is None:
        _prepare()
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        with output.open("x" if keeps else "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        message, hint = "the file is there already.", "Choose another name, or remove it first."
        raise SiteError([Fault("file.exists", "", message, hint, str(output))]) from None
    except OSError as problem:
        message = f"the file cannot be written: {problem.strerror}."
        hint = "Check the path and its rights."
        raise SiteError([Fault("file.unwritable", "", message, hint, str(output))]) from None


def _prepare() -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def is_terminal() -> bool:
    """Whether a person looks at standard output."""
    return sys.stdout.isatty()


def paint_markdown(text: str) -> None:
    """Show Markdown on the terminal, its tables wrapped to the width."""
    from rich.markdown import Markdown  # noqa: PLC0415 - an extra, loaded when it is used

    _console().print(Markdown(text))


def paint(result: Result, context: Context, lang: Language) -> None:
    """
    Show a plan on the terminal: what is unknown and what to ask in yellow.

    Args:
        result: What planning the site came to.
        context: What it is printed with.
        lang: The language.
    """
    console = _console()
    console.print(title(context, lang), style="bold", markup=False, highlight=False)
    console.print(_table(result, lang))
    for name, text in figures(result, context, lang):
        console.print(f"{name}{MARKS[lang].colon}{text}", markup=False, highlight=False)
    for name, style, items in (
        ("gap", "yellow", questions(result.departments, lang)),
        ("finding", "cyan", findings(result, lang)),
        ("assumption", "dim", assumptions(result, context, lang)),
    ):
        listed = list(items)
        if listed:
            console.print(f"\n{term(name, lang)}", style=f"bold {style}")
            console.print(_bullets(listed, lang))


def _console() -> "Console":
    """Return a console for what standard output is now; it heeds NO_COLOR and COLUMNS."""
    from rich.console import Console  # noqa: PLC0415 - an extra, loaded when it is used

    _prepare()
    return Console(file=sys.stdout)


def _table(result: Result, lang: Language) -> "Table":
    """Lay out the staffing table, each department under a heading of its own."""
    from rich import box  # noqa: PLC0415 - an extra, loaded when it is used
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    names = headings(lang)[1:]
    for name, is_number in zip(names, NUMERIC[1:], strict=True):
        wraps = name in (names[0], names[-1])
        table.add_column(
            name.replace("–", "–\n"),
            justify="right" if is_number else "left",
            no_wrap=not wraps,
            min_width=_NARROWEST if wraps else None,
        )
    for cells, style in _rows(result, lang):
        table.add_row(*cells, style=style)
    return table


def _rows(result: Result, lang: Language) -> "Iterator[tuple[list[RenderableType], str]]":
    """Yield the rows with their styles; a department's name stands above its roles."""
    from rich.padding import Padding  # noqa: PLC0415 - an extra, loaded when it is used
    from rich.text import Text  # noqa: PLC0415 - as above

    for name, role, *cells in rows_of(result, lang):
        unknown = any(cell.startswith(_UNKNOWN) for cell in cells[:-1])
        style = "yellow" if unknown else ""
        figures_of = [Text(cell) for cell in cells]
        if role and name:
            yield [Text(name)], "bold cyan"
        if role:
            yield [Padding(Text(role), (0, 0, 0, 2)), *figures_of], style
        else:
            yield [Text(name), *figures_of], f"bold {style}"


def _bullets(items: list[Item], lang: Language) -> "Table":
    """Lay out a list whose lines hang under their first."""
    from rich.table import Table  # noqa: PLC0415 - an extra, loaded when it is used
    from rich.text import Text  # noqa: PLC0415 - as above

    grid = Table.grid(padding=(0, 1, 0, 0))
    for item in items:
        text = Text.assemble(item.about, item.text, (code(item.code, lang), "dim"))
        grid.add_row(Text(" •"), text)
    return grid
