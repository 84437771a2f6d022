"""What a terminal, a pipe and a file get; errors become exit codes."""

import io
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from rich.cells import cell_len

import staffing_norms as sn
from staffing_norms.authoring.printed import norm_blocks
from staffing_norms.commands import terminal
from staffing_norms.faces.blocks import Listed, Paragraph, Table
from staffing_norms.foundation.errors import Fault, IncompletePlanError, SiteError, UnknownNameError
from staffing_norms.foundation.languages import LANGUAGES, Language
from staffing_norms.planning.plan import Plan
from worked import GARDEN, garden

FAULT = Fault("x", "site", "it is wrong.")
PARTIAL = {"gross_floor_area": 100_000, "entrances": 4}


class Screen(io.StringIO):
    """Standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns without colours, which get no escape codes at all."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")


def on_screen(show: Callable[..., None], *arguments: object) -> str:
    """Return what a terminal shows."""
    screen = Screen()
    with redirect_stdout(screen):
        show(*arguments)
    return screen.getvalue()


def paint(plan: Plan, lang: Language = "en") -> None:
    terminal.paint(plan._result, plan._context, lang)  # noqa: SLF001 - as the command does


def raising(error: BaseException) -> Callable[[], int]:
    def command() -> int:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (SiteError([FAULT, FAULT]), 1, "site: it is wrong.\nsite: it is wrong.\n"),
        (IncompletePlanError([FAULT]), 1, "site: it is wrong.\n"),
        (UnknownNameError([FAULT]), 2, "site: it is wrong.\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_an_error_becomes_an_exit_code(
    error: BaseException, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Faulty files are 1, wrong arguments 2; nothing goes to standard output."""
    assert terminal.run(raising(error)) == code
    assert capsys.readouterr() == ("", told)


def test_an_error_may_be_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    """In its own words where they are known; else its kind, with its particulars in English."""
    fault = Fault("file.missing", "", "there is no file here.", "", "site.yaml")
    known = Fault("file.missing", "", "there is no such file.", "", "site.json")

    assert terminal.run(raising(SiteError([fault, known, FAULT])), "zh") == 1
    assert capsys.readouterr().err == (
        "site.yaml: 找不到文件；请核对文件名和文件夹。\n"
        "  there is no file here.\n"
        "site.json: 找不到文件。\n"
        "site: it is wrong.\n"
    )


def test_success_is_what_the_command_says() -> None:
    """And other errors are not hidden."""
    assert terminal.run(lambda: 0) == 0
    with pytest.raises(ZeroDivisionError):
        terminal.run(raising(ZeroDivisionError()))


def test_a_reader_may_stop_early(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is still to be written goes nowhere."""
    with (tmp_path / "out").open("w", encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdout", file)

        assert terminal.run(raising(BrokenPipeError())) == 0
        file.write("lost")
    assert (tmp_path / "out").read_text("utf-8") == ""


def test_a_stream_that_is_lacking_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard output or input, when it is closed or fails; without standard error, nothing."""

    def written() -> int:
        terminal.write("text")
        return 0

    class Broken:
        buffer = property(lambda self: self)

        def read(self) -> bytes:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stdin", None)
    assert terminal.run(lambda: len(terminal.read())) == 1
    monkeypatch.setattr(sys, "stdin", Broken())
    assert terminal.run(lambda: len(terminal.read())) == 1
    monkeypatch.setattr(sys, "stdout", None)
    assert terminal.run(written) == 1
    assert not terminal.is_terminal()
    assert capsys.readouterr().err == (
        "-: the file cannot be read: Bad file descriptor. Check the path and its rights.\n"
        "-: the file cannot be read: Input/output error. Check the path and its rights.\n"
        "the output cannot be written: Bad file descriptor.\n"
    )
    monkeypatch.setattr(sys, "stderr", None)
    terminal.complain("nobody hears it")
    assert not terminal.is_watched()


def test_a_full_disk_is_told_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is still to be written goes nowhere."""
    with (tmp_path / "out").open("w", encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdout", file)

        assert terminal.run(raising(OSError(28, "No space left on device")), "zh") == 1
        file.write("lost")
    assert (tmp_path / "out").read_text("utf-8") == ""
    assert capsys.readouterr().err == "结果无法写出（No space left on device）。\n"


@pytest.mark.parametrize("encoding", ["ascii", "gb18030", "utf-8"])
def test_any_encoding_will_do(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it lacks is escaped."""
    content = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(content, encoding=encoding))
    terminal.write("保洁 m²")

    assert content.getvalue() == "保洁 m²\n".encode(encoding, "backslashreplace")


def test_a_file_is_utf_8_and_ends_in_a_line_end(tmp_path: Path) -> None:
    """Whether the text does or not."""
    for text in ("保洁", "保洁\n"):
        terminal.write(text, tmp_path / "out")

        assert (tmp_path / "out").read_bytes() == "保洁\n".encode()


def test_a_file_that_somebody_filled_in_is_kept(tmp_path: Path) -> None:
    """A form is not written over it."""
    path = tmp_path / "site.yaml"
    terminal.write("first", path, keeps=True)
    with pytest.raises(SiteError) as caught:
        terminal.write("second", path, keeps=True)

    assert str(caught.value) == (
        f"{path}: the file is there already. Choose another name, or remove it first."
    )
    assert path.read_text("utf-8") == "first\n"


def test_a_file_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    """A missing folder, say."""
    path = tmp_path / "no/such/folder"
    with pytest.raises(SiteError) as caught:
        terminal.write("text", path)

    assert str(caught.value) == (
        f"{path}: the file cannot be written: No such file or directory. "
        "Check the path and its rights."
    )


def test_who_looks() -> None:
    """A terminal is one; a pipe is none."""
    with redirect_stdout(Screen()):
        assert terminal.is_terminal()
    with redirect_stdout(io.StringIO()):
        assert not terminal.is_terminal()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_eighty_columns_are_enough(lang: Language) -> None:
    """No line is wider, and no text is cut off."""
    shown = on_screen(paint, garden(name="花园小区"), lang)

    assert max(map(cell_len, shown.splitlines())) <= 80
    assert "…" not in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wide_terminal_shows_what_a_pipe_gets(
    lang: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same table, and the same lists below."""
    monkeypatch.setenv("COLUMNS", "400")
    plan = garden(name="花园小区", control_centres=None)
    shown = on_screen(paint, plan, lang)
    title, table, *below = plan.to_text(lang=lang).split("\n\n")

    assert shown.startswith(f"{title}\n\n{table}\n\n")
    for text in below:
        assert all(row.strip(" •") in shown for row in text.splitlines())


def test_a_narrow_terminal_shows_every_figure() -> None:
    """Each department with its sum stands above its roles."""
    plan = garden(name="花园\n小区")
    shown = on_screen(paint, plan)

    assert shown.startswith("花园 小区 · ")
    for line in plan.lines:
        assert line.labels["en"].split()[0] in shown
    assert shown.index("Security  ") < shown.index("Fixed-post guard")


@pytest.mark.parametrize(("columns", "heads"), [("100", 1), ("80", 2)])
def test_heads_are_broken_only_where_they_must_be(
    columns: str, heads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folded table is 99 columns wide in Chinese, with its heads on one line."""
    monkeypatch.setenv("COLUMNS", columns)
    table = on_screen(paint, garden(), "zh").split("\n\n")[1]

    assert len(table.partition("─")[0].strip("\n").splitlines()) == heads
    assert ("下限–上限" in table) is (heads == 1)


def test_what_a_company_changed_stands_on_a_terminal() -> None:
    """As in a pipe: patrols of 60,000 m² in place of 50,000, and the norm that is changed."""
    norms = sn.load_norms(as_of="2026-05-01").with_changes({"security.patrols.per": "6 万㎡"})
    plan = norms.plan(GARDEN)
    shown = on_screen(paint, plan)

    assert "\nAs of: 2026-05-01\n" in shown
    assert "\nChanges to the published norm\n • security.patrols.per: 6 万㎡ in place of" in shown


def test_a_bold_title_is_left_out_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bold is an escape code too; without the wish for none there are some."""
    assert "\x1b" not in on_screen(paint, garden())
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b[1m" in on_screen(paint, garden())


def test_chinese_columns_are_aligned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures of all rows end in the same column of the terminal."""
    monkeypatch.setenv("COLUMNS", "400")
    table = on_screen(paint, garden(), "zh").split("\n\n")[1]
    above, rows = table.split("─\n")
    [heading] = [line for line in above.splitlines() if "定额人数" in line]
    end = cell_len(heading[: heading.index("定额人数") + 4])
    for row in rows.splitlines():
        ends = [cell_len(row[:place]) for place in range(len(row) + 1)]

        assert row[ends.index(end) - 1].isdigit()


def test_what_is_unknown_is_yellow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rows, the totals above it, and the questions; the rest is not."""
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("COLUMNS", "400")
    shown = on_screen(paint, sn.plan_staffing(PARTIAL, methods={"security": "posts"}))
    yellow = "\n".join(line for line in shown.splitlines() if "33m" in line)

    for told in ("Security", "Car-park guard", "Total", "Questions to the client"):
        assert told in yellow
    for told in ("Entrance guard", "Cleaning supervisor", "Findings"):
        assert told in shown
        assert told not in yellow


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_norm_is_wrapped_to_the_terminal(lang: Language) -> None:
    """Its tables are; nothing is cut off."""
    blocks = norm_blocks(sn.load_norms("cn-estate"), lang, has_marks=False)
    shown = on_screen(terminal.paint_blocks, blocks, lang)

    assert max(map(cell_len, shown.splitlines())) <= 80
    assert "…" not in shown
    assert "patrol_guard " in shown
    assert "`" not in shown
    assert "---" not in shown
    assert not any(word in shown.split() for word in ("三(一)1–", "Calcu"))  # no word is cut


def test_a_table_that_does_not_fit_is_told_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """At 30 columns three headings of 12 letters each do not fit; at 39 they do, folded."""
    names = ("Abcdefghijkl", "Bcdefghijklm", "Cdefghijklmn")
    rows = [("one one one one", "2", ""), ("", "3", "many many many")]
    table = Table("table", names, rows, (False, True, False))

    monkeypatch.setenv("COLUMNS", "30")
    shown = on_screen(terminal.paint_blocks, [Paragraph("Two."), Listed(["a"]), table], "en")
    assert [line.rstrip() for line in shown.splitlines()] == [
        "Two.",
        "",
        " • a",
        "",
        " • one one one one:",
        "   Bcdefghijklm: 2",
        " • Bcdefghijklm: 3;",
        "   Cdefghijklmn: many many",
        "   many",
    ]
    monkeypatch.setenv("COLUMNS", "39")
    shown = on_screen(terminal.paint_blocks, [table], "en")
    assert [line.rstrip() for line in shown.splitlines()] == [
        "Abcdefghijkl Bcdefghijklm Cdefghijklmn",
        "──────────────────────────────────────",
        "one one one             2",
        "one",
        "                        3 many many",
        "                          many",
    ]


def test_a_blank_site_has_no_table_on_a_terminal() -> None:
    """What is to be stated first, as in a pipe."""
    plan = sn.plan_staffing({"name": "花园"})

    assert on_screen(paint, plan) == f"{plan.to_text()}\n"
