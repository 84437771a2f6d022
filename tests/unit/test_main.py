"""`python -m staffing_norms` prints a plan, on any terminal, and fails without a traceback."""

import io
import os
import runpy
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

import staffing_norms as sn
from staffing_norms import __main__
from staffing_norms.__main__ import main
from worked import garden

EXAMPLE = str(Path(__file__).parents[2] / "examples/garden_estate.yaml")
USAGE = "usage: python -m staffing_norms SITE.yaml [en|zh]\n"


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a user does."""
    package = str(Path(sn.__file__).parents[1])
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "staffing_norms", *arguments],
        env={**os.environ, "PYTHONPATH": package, **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "word"), [([], "Security"), (["en"], "Security"), (["zh"], "秩序维护")]
)
def test_a_site_is_planned(
    arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In English unless Chinese is asked for."""
    assert main([EXAMPLE, *arguments]) == 0

    out, err = capsys.readouterr()
    assert word in out
    assert "193" in out
    assert err == ""


def test_the_table_is_that_of_the_plan(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is added to it."""
    main([EXAMPLE])

    assert capsys.readouterr().out == sn.plan_staffing(sn.Site.from_yaml(EXAMPLE)).to_text() + "\n"


@pytest.mark.parametrize("arguments", [[], [EXAMPLE, "fr"], [EXAMPLE, "en", "zh"]])
def test_wrong_arguments_show_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, on the error stream."""
    assert main(arguments) == 2
    assert capsys.readouterr() == ("", USAGE)


def test_a_faulty_file_shows_its_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1; one line a fault, with file, line and column."""
    site = tmp_path / "site.yaml"
    site.write_text("entrancez: 1\nliftz: 3\n", "utf-8")

    assert main([str(site)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert sorted(line.removeprefix(str(site)) for line in err.splitlines()) == [
        ":1:1: no fact is called 'entrancez'. Did you mean 'entrances'?",
        ":2:1: no fact is called 'liftz'. Did you mean 'lifts'?",
    ]


def test_a_missing_file_is_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    """And no traceback."""
    assert main(["nowhere.yaml"]) == 1
    assert capsys.readouterr().err == (
        "nowhere.yaml: there is no such file. Check the name and the folder.\n"
    )


def test_the_command_exits_with_the_code() -> None:
    """0, 1 and 2 reach the shell."""
    codes = [command(*arguments).returncode for arguments in ([EXAMPLE], ["nowhere.yaml"], [])]

    assert codes == [0, 1, 2]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gb18030", "utf-8"])
def test_any_terminal_will_do(encoding: str) -> None:
    """What the terminal's encoding lacks is escaped; what it has is printed."""
    run = command(EXAMPLE, "zh", PYTHONIOENCODING=encoding)
    expected = sn.plan_staffing(sn.Site.from_yaml(EXAMPLE)).to_text(lang="zh") + "\n"

    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.replace(b"\r\n", b"\n") == expected.encode(encoding, "backslashreplace")


def test_a_reader_may_stop_early() -> None:
    """`| head -1` is no error."""
    package = str(Path(sn.__file__).parents[1])
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "staffing_norms", EXAMPLE],
        env={**os.environ, "PYTHONPATH": package},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        error = process.stderr.read()

    assert (process.returncode, error) == (0, b"")


def test_a_closed_pipe_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is still to be written goes nowhere."""
    with (tmp_path / "out").open("w", encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdout", _Closed(file.fileno()))

        assert main([EXAMPLE]) == 0


class _Closed(io.StringIO):
    """A stream whose reader has gone."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def fileno(self) -> int:
        return self.number

    def flush(self) -> None:
        raise BrokenPipeError


def test_output_may_be_caught() -> None:
    """Whatever stands in for standard output is written to."""
    out = io.StringIO()
    with redirect_stdout(out):
        main([EXAMPLE])

    assert out.getvalue().endswith("\n")


def test_the_module_runs_as_a_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It takes its arguments from the command line."""
    monkeypatch.setattr(sys, "argv", ["staffing_norms"])

    with pytest.raises(SystemExit) as caught:
        runpy.run_path(str(__main__.__file__), run_name="__main__")

    assert caught.value.code == 2
    assert capsys.readouterr().err == USAGE


def test_the_example_is_the_worked_one() -> None:
    """The file that the README plans."""
    assert sn.plan_staffing(sn.Site.from_yaml(EXAMPLE)).headcount == garden().headcount
