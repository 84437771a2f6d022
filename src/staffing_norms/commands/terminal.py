"""
The only place that meets the terminal: text and tables go out, and errors become exit codes.

`rich`, of the extra `cli`, paints what a terminal shows; a pipe and a file get plain text.
"""

import io
import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from staffing_norms.faces.present import (
    Context,
    Item,
    Row,
    adjustments,
    assumptions,
    findings,
    headings,
    is_blank,
    numeric,
    posts,
    questions,
    remarks,
    rows_of,
    title,
)
from staffing_norms.faces.text import as_text
from staffing_norms.foundation.errors import (
    Fault,
    Said,
    SiteError,
    StaffingNormsError,
    UnknownNameError,
)
from staffing_norms.results.derivation import Language
from staffing_norms.results.result import Result
from staffing_norms.results.wording import code, fault_text, term

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

FAULTY, MISUSED, INTERRUPTED = 1, 2, 130

_UNKNOWN = ("?", "≥")  # how the figures begin that a gap keeps unknown


def run(command: Callable[[], int], lang: Language = "en") -> int:
    """
    Run a command; tell its errors on standard error, never as a traceback.

    Args:
        command: What to run.
        lang: Language of the errors; in Chinese the particulars stay English.

    Returns:
        The exit code: 0; 1 when a file has faults; 2 when the arguments are wrong; 130 when it
        was interrupted.
    """
    try:
        return command()
    except StaffingNormsError as error:
        complain(error, lang)
        return MISUSED if isinstance(error, UnknownNameError) else FAULTY
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # What is still in the buffer would fail again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def complain(error: StaffingNormsError | str, lang: Language = "en") -> None:
    """Write what is wrong on standard error."""
    faults = [] if isinstance(error, str) else error.faults
    text = "\n".join(fault_text(fault, lang) for fault in faults) or error
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
        prepare()
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
        message = Said("the file cannot be written: {0}.", problem.strerror)
        hint = "Check the path and its rights."
        raise SiteError([Fault("file.unwritable", "", message, hint, str(output))]) from None


def write_folder(files: Mapping[str, str], folder: Path) -> None:
    """
    Write files to a folder that is made for them.

    Args:
        files: Their texts by their paths in it.
        folder: The folder.

    Raises:
        SiteError: The folder is there already, or cannot be made.
    """
    try:
        folder.mkdir(parents=True)
        for path in files:
            (folder / path).parent.mkdir(exist_ok=True)
    except FileExistsError:
        message, hint = "this is there already.", "Choose another name, or remove it first."
        raise SiteError([Fault("file.exists", "", message, hint, str(folder))]) from None
    except OSError as problem:
        message = Said("the folder cannot be made: {0}.", problem.strerror)
        hint = "Check the path and its rights."
        raise SiteError([Fault("file.unwritable", "", message, hint, str(folder))]) from None
    for path, text in files.items():
        write(text, folder / path)


def prepare() -> None:
    """Let standard output escape what its encoding lacks."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def is_terminal() -> bool:
    """Whether a person looks at standard output."""
    return sys.stdout.isatty()


def paint_norm(text: str) -> None:
    """
    Show a printed norm on the terminal, its tables wrapped to the width.

    Args:
        text: Markdown whose blocks are headings, tables and plain text.
    """
    console = _console()
    for block in text.strip().split("\n\n"):
        if block.startswith("|"):
            names, _, *rows = (line[2:-2].split(" | ") for line in block.splitlines())
            console.print(_table(names, rows, range(len(names))))
        else:
            style = "bold" if block.startswith("#") else ""
            console.print(block.lstrip("# "), style=style, markup=False, highlight=False)
        console.print()


def paint(result: Result, context: Context, lang: Language) -> None:
    """
    Show a plan on the terminal: what is unknown and what to ask in yellow.

    Args:
        result: What planning the site came to.
        context: What it is printed with.
        lang: The language.
    """
    if is_blank(result):
        write(as_text(result, context, lang))
        return
    console = _console()
    console.print(title(context, lang), style="bold", markup=False, highlight=False)
    console.print()
    console.print(_staffing(result, lang))
    console.print()
    for remark in remarks(result, context, lang):
        console.print(remark, markup=False, highlight=False)
    for name, style, items in (
        ("gap", "yellow", questions(result.departments, lang)),
        ("posts_demanded", "", posts(result, context, lang)),
        ("adjustments", "", adjustments(result, context, lang)),
        ("finding", "cyan", findings(result, lang)),
        ("assumption", "dim", assumptions(result, context, lang)),
    ):
        listed = list(items)
        if listed:
            console.print(f"\n{term(name, lang)}", style=f"bold {style}".strip())
            console.print(_bullets(listed, lang))


def _console() -> "Console":
    """Return a console for what standard output is now; it heeds NO_COLOR and COLUMNS."""
    from rich.console import Console  # noqa: PLC0415 - an extra, loaded when it is used

    prepare()
    return Console(file=sys.stdout)


def _staffing(result: Result, lang: Language) -> "Table":
    """Lay out the staffing table, each department with its total above its roles."""
    _, *numbers = numeric(result.cover, is_beside=result.is_beside)
    _, *called = headings(lang, result.cover, is_beside=result.is_beside)
    names = [
        name.replace("–", "–\n").replace(" ", "\n") if is_number else name
        for name, is_number in zip(called, numbers, strict=True)
    ]
    table = _table(names, [], (0, len(names) - 1))
    for column, is_number in zip(table.columns, numbers, strict=True):
        column.justify = "right" if is_number else "left"
    waiting: list[Row] = []
    for row in rows_of(result, lang):
        if row[1]:
            waiting.append(row)
        else:
            name = waiting[0][0] if waiting else row[0]
            _add(table, name, row[2:], is_total=True)
            for _, role, *cells in waiting:
                _add(table, role, cells)
            waiting = []
    return table


def _add(table: "Table", name: str, cells: Sequence[str], *, is_total: bool = False) -> None:
    """Add a row; one with an unknown figure is yellow."""
    from rich.padding import Padding  # noqa: PLC0415 - an extra, loaded when it is used
    from rich.style import Style  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    is_unknown = any(cell.startswith(_UNKNOWN) for cell in cells[:-1])
    style = Style(bold=is_total, color="yellow" if is_unknown else None)
    first = Padding(Text(name), (0, 0, 0, 0 if is_total else 2))
    table.add_row(first, *map(Text, cells), style=style)


def _table(
    names: Sequence[str], rows: Iterable[Sequence[str]], wrapped: Collection[int]
) -> "Table":
    """Lay out a table, some of whose columns may wrap."""
    from rich import box  # noqa: PLC0415 - an extra, loaded when it is used
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=0, header_style="bold")
    for place, name in enumerate(names):
        table.add_column(Text(name), no_wrap=place not in wrapped, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _bullets(items: list[Item], lang: Language) -> "Table":
    """Lay out a list whose lines hang under their first."""
    from rich.table import Table  # noqa: PLC0415 - an extra, loaded when it is used
    from rich.text import Text  # noqa: PLC0415 - as above

    grid = Table.grid("", "", padding=(0, 1, 0, 0))
    grid.columns[1].overflow = "fold"
    for item in items:
        text = Text.assemble(item.about, item.text, (code(item.code, lang), "dim"))
        grid.add_row(Text(" •"), text)
    return grid
