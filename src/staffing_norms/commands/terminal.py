"""
The only place that meets the terminal: text and tables go out, and errors become exit codes.

`rich`, of the extra `cli`, paints what a terminal shows; a pipe and a file get plain text.
"""

import errno
import io
import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from staffing_norms.faces.blocks import Block, Heading, Listed, Paragraph
from staffing_norms.faces.blocks import Table as TableBlock
from staffing_norms.faces.lists import Item, sections
from staffing_norms.faces.present import is_blank, one_line, remarks, title
from staffing_norms.faces.staffing_table import Row, headings, numeric, rows_of
from staffing_norms.faces.text import aligned, as_text, staffing
from staffing_norms.foundation.errors import (
    Fault,
    Said,
    SiteError,
    StaffingNormsError,
    UnknownNameError,
)
from staffing_norms.foundation.languages import MARKS, Language
from staffing_norms.results.context import Context
from staffing_norms.results.messages import fault_text
from staffing_norms.results.result import Result
from staffing_norms.results.wording import code, term

if TYPE_CHECKING:
    from rich.console import Console
    from rich.style import Style
    from rich.table import Table

FAULTY, MISUSED, INTERRUPTED = 1, 2, 130

_STYLES = {"question": "yellow", "finding": "cyan", "assumption": "dim", "plain": ""}
_LEAST = 10  # columns of a terminal for Chinese, which is folded anywhere
_WIDE = 1000  # columns in which any table has room
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
        _drop()
        return 0
    except OSError as problem:
        complain(SiteError([_told(problem)]), lang)
        if problem.filename is None:
            _drop()
        return FAULTY


def _drop() -> None:
    """Let go what is still to be written, which would fail again when the interpreter ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told(problem: OSError) -> Fault:
    """Return what keeps a file from being looked at, or the output from being written."""
    if problem.filename is None:
        message = Said("the output cannot be written: {0}.", problem.strerror)
        return Fault("file.unwritable", "", message)
    message = Said("the file cannot be read: {0}.", problem.strerror)
    hint = "Check the path and its rights."
    return Fault("file.unreadable", "", message, hint, str(problem.filename))


def complain(error: StaffingNormsError | str, lang: Language = "en") -> None:
    """Write what is wrong on standard error, if there is one."""
    faults = [] if isinstance(error, str) else error.faults
    text = "\n".join(fault_text(fault, lang) for fault in faults) or error
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"{text}\n")


def warn(faults: Iterable[Fault], lang: Language) -> None:
    """Write on standard error what is no fault, but is to be looked at."""
    mark = f"{term('warned', lang)}{MARKS[lang].colon}"
    for fault in faults:
        place = f"{fault.where}: "
        complain(f"{place}{mark}{fault_text(fault, lang).removeprefix(place)}")


def read() -> bytes:
    """
    Return what stands on standard input.

    Raises:
        OSError: It is closed, or cannot be read.
    """
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), "-")
    try:
        return sys.stdin.buffer.read()
    except OSError as problem:
        problem.filename = "-"
        raise


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
        if sys.stdout is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
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
    return sys.stdout is not None and sys.stdout.isatty()


def is_watched() -> bool:
    """Whether a person looks at standard error."""
    return sys.stderr is not None and sys.stderr.isatty()


def paint_blocks(blocks: Iterable[Block], lang: Language) -> None:
    """
    Show blocks on the terminal; where it is too narrow for a table, folded, or row by row.

    Args:
        blocks: The blocks.
        lang: Their language.
    """
    console = _console()
    for place, block in enumerate(blocks):
        if place:
            console.print()
        match block:
            case Heading(text):
                console.print(text, style="bold", markup=False, highlight=False)
            case Paragraph(text):
                console.print(text, markup=False, highlight=False)
            case Listed(texts):
                console.print(_bullets((Item("", text) for text in texts), lang))
            case _:
                _paint_block(console, block, lang)


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
    _paint_staffing(console, result, lang)
    console.print()
    for remark in remarks(result, context, lang):
        console.print(remark, markup=False, highlight=False)
    for name, tone, items in sections(result, context, lang):
        console.print(f"\n{term(name, lang)}", style=f"bold {_STYLES[tone]}".strip())
        console.print(_bullets(items, lang))


def _console() -> "Console":
    """Return a console for what standard output is now; it heeds NO_COLOR and COLUMNS."""
    from rich.console import Console  # noqa: PLC0415 - an extra, loaded when it is used

    prepare()
    return plain_console() or Console(file=sys.stdout)


def plain_console() -> "Console | None":
    """Return a console that writes no escape codes, where NO_COLOR asks for none."""
    if not os.environ.get("NO_COLOR"):
        return None
    from rich.console import Console  # noqa: PLC0415 - an extra, loaded when it is used

    return Console(file=sys.stdout, color_system=None)  # by itself NO_COLOR leaves bold and dim


def _paint_staffing(console: "Console", result: Result, lang: Language) -> None:
    """Show the staffing table as a pipe gets it, or folded where the terminal is too narrow."""
    names, every, numeric = staffing(result, lang)
    rows = [*every]
    if not _paint_lines(console, aligned(names, rows, numeric), [*map(_style, rows)]):
        folded = _folded(result, lang, "")
        wanted = console.measure(folded, options=console.options.update(width=_WIDE)).maximum
        console.print(folded if wanted <= console.width else _folded(result, lang, "\n"))


def _paint_block(console: "Console", block: TableBlock, lang: Language) -> None:
    """Show a table as a pipe gets it; where the terminal is too narrow, folded, or row by row."""
    lines = aligned(block.headings, block.rows, block.numeric)
    others = len(block.rows) - block.sums
    if _paint_lines(console, lines, [""] * others + ["bold"] * block.sums):
        return
    widths = _widths([block.headings, *block.rows], console.width)
    if not widths:
        console.print(_bullets((_as_item(block, row, lang) for row in block.rows), lang))
        return
    table = _table(block.headings, block.rows, range(len(widths)))
    for column, width, is_number in zip(table.columns, widths, block.numeric, strict=True):
        column.justify = "right" if is_number else "left"
        column.width = width
    console.print(table)


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return how wide each column is, no word cut; nothing where the terminal is too narrow."""
    from rich.cells import cell_len  # noqa: PLC0415 - an extra, loaded when it is used

    columns = [*zip(*rows, strict=True)]
    wanted = [max(map(cell_len, cells)) for cells in columns]
    widths = [max(map(_least, " ".join(cells).split())) for cells in columns]
    spare = width - sum(widths) - len(widths)
    if spare < 0:
        return []
    for _ in range(spare):
        place = max(range(len(widths)), key=lambda place: wanted[place] / widths[place])
        widths[place] += 1
    return widths


def _least(word: str) -> int:
    """Return how many columns a word needs at least."""
    from rich.cells import cell_len  # noqa: PLC0415 - an extra, loaded when it is used

    width = cell_len(word)
    return width if width == len(word) else min(width, _LEAST)


def _as_item(block: TableBlock, row: Sequence[str], lang: Language) -> Item:
    """Return a row with what its figures are, for want of columns."""
    name, *cells = row
    colon = MARKS[lang].colon
    told = (
        f"{heading}{colon}{cell}"
        for heading, cell in zip(block.headings[1:], cells, strict=True)
        if cell
    )
    return Item(f"{name}{colon}" if name else "", MARKS[lang].semicolon.join(told))


def _paint_lines(console: "Console", lines: Sequence[str], styles: "Sequence[str | Style]") -> bool:
    """Show the lines of a table, each row in its style, if the terminal is wide enough."""
    from rich.cells import cell_len  # noqa: PLC0415 - an extra, loaded when it is used
    from rich.text import Text  # noqa: PLC0415 - as above

    if max(map(cell_len, lines)) > console.width:
        return False
    for line, style in zip(lines, ("bold", "", *styles), strict=True):
        console.print(Text(line, style))
    return True


def _style(row: Row) -> "Style":
    """Return how a row is painted: sums are bold, and what is unknown is yellow."""
    from rich.style import Style  # noqa: PLC0415 - an extra, loaded when it is used

    is_unknown = any(cell.startswith(_UNKNOWN) for cell in row[2:-1])
    return Style(bold=not row[1], color="yellow" if is_unknown else None)


def _folded(result: Result, lang: Language, line_end: str) -> "Table":
    """Fold the staffing table: each department with its total above its roles."""
    _, *numbers = numeric(result.cover, is_beside=result.is_beside)
    _, *called = headings(lang, result.cover, is_beside=result.is_beside)
    names = [
        name.replace("–", f"–{line_end}").replace(" ", line_end or " ") if is_number else name
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
            _add(table, row, waiting[0][0] if waiting else row[0], indent=0)
            for each in waiting:
                _add(table, each, each[1], indent=2)
            waiting = []
    return table


def _add(table: "Table", row: Row, name: str, *, indent: int) -> None:
    """Add a row under one name, of its department or its role."""
    from rich.padding import Padding  # noqa: PLC0415 - an extra, loaded when it is used
    from rich.text import Text  # noqa: PLC0415 - as above

    first = Padding(Text(one_line(name)), (0, 0, 0, indent))
    table.add_row(first, *(Text(one_line(cell)) for cell in row[2:]), style=_style(row))


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


def _bullets(items: Iterable[Item], lang: Language) -> "Table":
    """Lay out a list whose lines hang under their first."""
    from rich.table import Table  # noqa: PLC0415 - an extra, loaded when it is used
    from rich.text import Text  # noqa: PLC0415 - as above

    grid = Table.grid("", "", padding=(0, 1, 0, 0))
    grid.columns[1].overflow = "fold"
    for item in items:
        text = Text.assemble(one_line(item.about + item.text), (code(item.code, lang), "dim"))
        grid.add_row(Text(" •"), text)
    return grid
