"""`python -m staffing_norms` is the command; a plan needs no extra; nothing ends in a traceback."""

import gc
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
LACKING = (
    "The command needs an extra. Install it with: pip install 'staffing-norms[cli]'\n"
    "Without it: python -m staffing_norms SITE.yaml [en|zh]\n"
    "命令行需要附加组件，请先安装：pip install 'staffing-norms[cli]'\n"
    "不安装时可用：python -m staffing_norms 项目文件.yaml zh\n"
)


@pytest.fixture(params=["with the extra", "without it"])
def extra(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both with the extra `cli` and without it."""
    if request.param == "without it":
        without(monkeypatch, "cyclopts")


def without(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """Let a library be missing."""
    for name in [*sys.modules]:
        if name == "staffing_norms.commands.cli" or name.partition(".")[0] == library:
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("staffing_norms.commands.cli", raising=False)
    monkeypatch.setitem(sys.modules, library, None)


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a user does."""
    package = str(Path(sn.__file__).parents[1])
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "staffing_norms", *arguments],
        env={**os.environ, "PYTHONPATH": package, **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(("arguments", "lang"), [([], "en"), (["en"], "en"), (["zh"], "zh")])
def test_a_site_is_planned(
    arguments: list[str],
    lang: str,
    extra: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In English unless Chinese is asked for; nothing is added to the table of the plan."""
    assert main([EXAMPLE, *arguments]) == 0

    plan = sn.plan_staffing(sn.Site.from_yaml(EXAMPLE))
    assert capsys.readouterr() == (plan.to_text(lang=lang) + "\n", "")  # type: ignore[arg-type]  # a language


def test_every_ending_of_a_site_file_will_do(
    tmp_path: Path,
    extra: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """YAML and JSON, in capitals too."""
    for name in ("site.yml", "site.YAML", "site.json"):
        (tmp_path / name).write_text('{"gross_floor_area": 320000}', "utf-8")

        assert main([str(tmp_path / name)]) == 0
        assert "261" in capsys.readouterr().out


def test_a_faulty_file_shows_its_faults(
    tmp_path: Path,
    extra: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
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


def test_a_missing_file_is_a_fault(
    extra: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And no traceback."""
    assert main(["nowhere.yaml"]) == 1
    assert capsys.readouterr().err == (
        "nowhere.yaml: there is no such file. Check the name and the folder.\n"
    )


@pytest.mark.parametrize(
    "arguments", [[], ["--help"], ["plan", EXAMPLE], [EXAMPLE, "fr"], [EXAMPLE, "en", "zh"]]
)
def test_any_other_command_needs_the_extra(
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """How to get it is said on the error stream; exit code 2."""
    without(monkeypatch, "cyclopts")

    assert main(arguments) == 2
    assert capsys.readouterr() == ("", LACKING)


def test_another_missing_module_is_not_taken_for_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a broken installation."""
    without(monkeypatch, "dataclasses")

    with pytest.raises(ModuleNotFoundError, match="dataclasses"):
        main(["norms"])


def test_with_the_extra_it_is_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is not a site file is a command of it."""
    assert main(["norms"]) == 0
    assert "cn-estate" in capsys.readouterr().out
    assert main([EXAMPLE, "fr"]) == 2
    assert capsys.readouterr().err.startswith(f"no command is called {EXAMPLE!r}. Known: plan, ")


def test_the_command_exits_with_the_code() -> None:
    """0, 1 and 2 reach the shell."""
    codes = [command(*arguments).returncode for arguments in ([EXAMPLE], ["no.yaml"], ["x"])]

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
    monkeypatch.setattr(sys, "argv", ["staffing-norms", "nowhere.yaml"])
    for name in ("disable", "freeze", "set_threshold"):
        monkeypatch.setattr(gc, name, lambda *_: None)  # this process goes on

    with pytest.raises(SystemExit) as caught:
        runpy.run_path(str(__main__.__file__), run_name="__main__")

    assert caught.value.code == 1
    assert capsys.readouterr().err.startswith("nowhere.yaml: there is no such file.")


def test_the_example_is_the_worked_one() -> None:
    """The file that the README plans."""
    assert sn.plan_staffing(sn.Site.from_yaml(EXAMPLE)).headcount == garden().headcount
