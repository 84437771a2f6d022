"""The commands for norm authors: begin a norm, check it, test it, show it, compare it."""

import io
import json
import shutil
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from companies import company
from drafts import CASES, GROUNDS, draft
from staffing_norms.authoring.printed import printed_norm
from staffing_norms.commands.cli import main
from staffing_norms.planning.loading import load_norms

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which an author begins."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: Capture, *arguments: str, code: int = 0) -> tuple[str, str]:
    """Run a command; return what it says on standard output and on standard error."""
    assert main(arguments) == code
    return capsys.readouterr()


@pytest.mark.parametrize("command", ["new-norm", "test", "show", "diff", "schema"])
def test_each_help_has_an_example(command: str, capsys: Capture) -> None:
    """In two screens at most."""
    text, _ = told(capsys, command, "--help")

    assert f"\n  staffing-norms {command}" in text
    assert len(text.splitlines()) <= 48


# Begin


@pytest.mark.parametrize(
    ("lang", "made", "checked", "tested"),
    [
        (
            "en",
            "a: made. Next: staffing-norms check a, then staffing-norms test a\n",
            "a: no faults\n",
            "a 2024.1.0: 3 of 3 cases pass\n",
        ),
        (
            "zh",
            "a：已生成。下一步：staffing-norms check a，再 staffing-norms test a\n",
            "a: 没有错误\n",
            "a 2024.1.0: 3 个算例中 3 个通过\n",
        ),
    ],
)
def test_a_new_norm_passes(
    lang: str, made: str, checked: str, tested: str, capsys: Capture
) -> None:
    """Check and test, without a change."""
    assert told(capsys, "new-norm", "a", "--lang", lang) == (made, "")
    assert told(capsys, "check", "a", "--lang", lang) == (checked, "")
    assert told(capsys, "check", "a/cases/grounds.yaml", "--lang", lang) == (checked, "")
    assert told(capsys, "test", "a", "--lang", lang) == (tested, "")


def test_a_new_norm_is_made_in_any_folder(folder: Path, capsys: Capture) -> None:
    """Folders above it are made too."""
    out, _ = told(capsys, "new-norm", "my-norm", "-o", "norms/own")

    assert out.startswith("norms/own/my-norm: made.")
    assert sorted(path.name for path in (folder / "norms/own/my-norm").iterdir()) == [
        "cases",
        "cases.schema.json",
        "department.schema.json",
        "grounds.yaml",
        "pack.schema.json",
        "pack.yaml",
    ]


def test_a_new_norm_takes_nothing_s_place(folder: Path, capsys: Capture) -> None:
    """A folder that is there is kept; one that cannot be made is told."""
    (folder / "file").write_text("", "utf-8")
    told(capsys, "new-norm", "my-norm")
    (folder / "my-norm/pack.yaml").write_text("id: mine", "utf-8")

    assert told(capsys, "new-norm", "my-norm", code=1) == (
        "",
        "my-norm: this is there already. Choose another name, or remove it first.\n",
    )
    assert (folder / "my-norm/pack.yaml").read_text("utf-8") == "id: mine"
    assert told(capsys, "new-norm", "my-norm", "-o", "file", code=1) == (
        "",
        (
            "file/my-norm: the folder cannot be made: Not a directory. "
            "Check the path and its rights.\n"
        ),
    )
    assert told(capsys, "new-norm", "My", code=2)[1] == (
        "'My' is no id of a norm. Write small letters, digits and hyphens, such as 'my-norm'.\n"
    )


# Check


def test_a_shipped_norm_is_checked_by_its_id(capsys: Capture) -> None:
    """Unless there is a file of that name."""
    assert told(capsys, "check", "cn-estate") == ("cn-estate: no faults\n", "")


def test_faults_of_norm_and_cases_are_told_at_once(capsys: Capture) -> None:
    """Each with file, line and column."""
    draft(
        "my-norm",
        (GROUNDS, "role: gate_guard", "role: gate_gard"),
        (CASES, "stance: lean", "stance: leen"),
    )
    out, err = told(capsys, "check", "my-norm", code=1)

    assert out == ""
    assert err.splitlines() == [
        (
            "my-norm/grounds.yaml:34:11: the role 'gate_gard' has no label. "
            "Did you mean 'gate_guard'?"
        ),
        "my-norm/cases/grounds.yaml:19:13: unknown stance 'leen'. Did you mean 'lean'?",
    ]


def test_names_in_cases_are_judged_by_the_norm(capsys: Capture) -> None:
    """Once it has no faults itself."""
    draft("my-norm", (CASES, "gate_guard: 12", "gate_gard: 12"))

    assert told(capsys, "check", "my-norm", code=1) == (
        "",
        (
            "my-norm/cases/grounds.yaml:7:33: my-norm has no role 'gate_gard'. "
            "Did you mean 'gate_guard'?\n"
        ),
    )


def test_a_warning_is_no_fault(capsys: Capture) -> None:
    """It stands on standard error, and the exit code is 0."""
    draft(
        "my-norm",
        (GROUNDS, "{up_to: 500 户, people: 1}", "{up_to: 500 户, people: 3}"),
        (GROUNDS, "sum: 1531", "sum: 1533"),
    )
    said = (
        "desk_officer falls from 3 to 2 when households grows from 500 to 501 households "
        "(clause 4). Compare the figures with the page."
    )

    assert told(capsys, "check", "my-norm") == (
        "my-norm: no faults\n",
        f"my-norm/grounds.yaml:56:11: warning: {said}\n",
    )
    assert told(capsys, "check", "my-norm", "--lang", "zh")[1] == (
        f"my-norm/grounds.yaml:56:11: 提醒：规模增大而人数减少；请对照原文。\n  {said}\n"
    )


# Test


def test_what_differs_is_told_and_counted(capsys: Capture) -> None:
    """The lines on standard error, the count on standard output; exit code 1."""
    draft("my-norm", (CASES, "gate_guard: 12", "gate_guard: 13"))

    assert told(capsys, "test", "my-norm", code=1) == (
        "my-norm 2024.1.0: 2 of 3 cases pass\n",
        (
            "my-norm/cases/grounds.yaml:7:45: a small estate: gate_guard: expected 13, got 12; "
            "3 shifts × 2 people × 2 = 12\n"
        ),
    )


def test_a_norm_without_cases(folder: Path, capsys: Capture) -> None:
    """It is said where they would be."""
    draft("my-norm")
    (folder / CASES.replace("cases/", "my-norm/cases/")).unlink()

    assert told(capsys, "test", "my-norm") == (
        "my-norm 2024.1.0: There are no cases in my-norm/cases.\n",
        "",
    )


def test_every_edition_is_tested_by_its_own_cases(folder: Path, capsys: Capture) -> None:
    """Each in a folder of its own below the norm's."""
    title = ("pack.yaml", "my-norm", "acme")
    draft("my-norm", title, ("pack.yaml", "to: not stated", "to: 2025-12-31"))
    (folder / "acme").mkdir()
    (folder / "my-norm").rename(folder / "acme/2024")
    draft(
        "my-norm",
        title,
        ("pack.yaml", "2024.1.0", "2026.1.0"),
        ("pack.yaml", "from: not stated", "from: 2026-01-01"),
        (GROUNDS, "    people: 2\n    of: ent", "    of: ent"),
        (GROUNDS, "sum: 1531", "sum: 1529"),
    )
    (folder / "my-norm").rename(folder / "acme/2026")
    out, err = told(capsys, "test", "acme", code=1)

    assert out == "acme 2024.1.0: 3 of 3 cases pass\nacme 2026.1.0: 2 of 3 cases pass\n"
    assert err.splitlines()[0] == (
        "acme/2026/cases/grounds.yaml:7:45: a small estate: gate_guard: expected 12, got 6; "
        "3 shifts × 2 = 6"
    )


@pytest.mark.parametrize("command", ["test", "show"])
def test_a_norm_that_is_not_there(command: str, capsys: Capture) -> None:
    """Exit code 2."""
    assert told(capsys, command, "./nowhere", code=2) == (
        "",
        "nowhere: there is no such folder. Check the name.\n",
    )
    assert (
        "no norm is called 'cn-estat'. Did you mean" in told(capsys, command, "cn-estat", code=2)[1]
    )


def editions(folder: Path, *later: tuple[str, str, str]) -> None:
    """Write a norm of two editions, that of 2024 and a *later* one."""
    for year, days, changes in (
        ("2024", "to: 2025-12-31", ()),
        ("2026", "to: not stated", later),
    ):
        start = "not stated" if year == "2024" else "2026-01-01"
        dates = ("pack.yaml", "{from: not stated, to: not stated}", f"{{from: {start}, {days}}}")
        version = ("pack.yaml", "2024.1.0", f"{year}.1.0")
        draft("my-norm", ("pack.yaml", "my-norm", "acme"), version, dates, *changes)
        (folder / "acme").mkdir(exist_ok=True)
        (folder / "my-norm").rename(folder / f"acme/{year}")


def test_the_faults_of_all_editions_are_told(folder: Path, capsys: Capture) -> None:
    """Also those of names in their cases."""
    editions(folder)
    for year in ("2024", "2026"):
        cases = folder / f"acme/{year}/{CASES}"
        text = cases.read_text("utf-8").replace("gate_guard: 12", "gate_gard: 12", 1)
        cases.write_text(text, "utf-8")
    says = "acme has no role 'gate_gard'. Did you mean 'gate_guard'?"

    assert told(capsys, "check", "acme", code=1) == (
        "",
        (f"acme/2024/cases/grounds.yaml:7:33: {says}\nacme/2026/cases/grounds.yaml:7:33: {says}\n"),
    )


def test_a_day_picks_the_edition_that_is_tested(folder: Path, capsys: Capture) -> None:
    """And is refused where none is in force."""
    editions(folder)
    shutil.rmtree(folder / "acme/2026/cases")

    assert told(capsys, "test", "acme", "--as-of", "2025-01-31") == (
        "acme 2024.1.0: 3 of 3 cases pass\n",
        "",
    )
    assert told(capsys, "test", "acme", "--as-of", "2026-01-31") == (
        "acme 2026.1.0: There are no cases in acme/2026/cases.\n",
        "",
    )
    assert told(capsys, "test", "acme", "--as-of", "soon", code=2)[1] == (
        "--as-of: 'soon' is no day. Write it like 2024-01-31.\n"
    )


def test_a_day_picks_the_editions_that_are_compared(folder: Path, capsys: Capture) -> None:
    """Of both norms."""
    editions(folder)
    out, _ = told(capsys, "diff", "acme", "cn-estate", "--as-of", "2025-01-31")

    assert out.startswith("acme 2024.1.0 → cn-estate ")


DATED = """\
cases:
  - name: now
    source: 3 × 3 × 2
    site: &site {gross_floor_area: 5 万㎡, entrances: 2, lifts: 0, households: 0}
    expect: {gate_guard: 18}
  - name: then
    as_of: 2027-07-01
    source: 3 × 2 × 2
    site: *site
    expect: {gate_guard: 12}
"""


def test_a_case_has_a_day_of_its_own(folder: Path, capsys: Capture) -> None:
    """A change that has ended is not made; a day on which the norm is not in force is a fault."""
    draft("my-norm")
    change = "grounds.gates.people", "to: 3\n    until: 2026-12-31"
    cases = company(folder, change, extends="../my-norm") / "cases"
    cases.mkdir()
    (cases / "a.yaml").write_text(DATED, "utf-8")
    passed = told(capsys, "test", "acme")
    checked = told(capsys, "check", "./acme")
    on_a_day = told(capsys, "test", "acme", "--as-of", "2027-01-01", code=1)
    (cases / "a.yaml").write_text(DATED.replace("2027-07-01", "2025-07-01"), "utf-8")
    early = "acme has no edition in force on 2025-07-01: 2026.1.0 (2026-01-01 – not stated)."
    fault = f"acme/cases/a.yaml:7:12: {early} Name another day.\n"

    assert passed == ("acme 2026.1.0: 2 of 2 cases pass\n", "")
    assert checked == ("./acme: no faults\n", "")
    assert on_a_day == (
        "acme 2026.1.0: 1 of 2 cases pass\n",
        (
            "acme/cases/a.yaml:5:26: now: gate_guard: expected 18, got 12; "
            "3 shifts × 2 people × 2 = 12\n"
        ),
    )
    assert told(capsys, "test", "acme", code=1) == ("", fault)
    assert told(capsys, "check", "./acme", code=1) == ("", fault)


def test_a_role_that_was_switched_off_is_told(folder: Path, capsys: Capture) -> None:
    """By which change; in a case of the overlay, and in a plan."""
    draft("my-norm")
    change = "grounds.lifts", "off: true\n    until: 2026-12-31"
    cases = company(folder, change, extends="../my-norm") / "cases"
    cases.mkdir()
    (cases / "a.yaml").write_text(DATED.replace("gate_guard: 18", "lift_keeper: 0"), "utf-8")
    (folder / "site.yaml").write_text("gross_floor_area: 5 万㎡", "utf-8")
    off = "grounds.lifts: switched off; approved by: Board; until: 2026-12-31; reason: We can."

    assert told(capsys, "check", "./acme", code=1)[1] == (
        f"acme/cases/a.yaml:5:14: acme has no role 'lift_keeper'. {off}\n"
    )
    assert told(capsys, "explain", "site.yaml", "lift_keeper", "--norms", "./acme", code=2)[1] == (
        f"lift_keeper: the plan has no role or department 'lift_keeper'. {off}\n"
    )
    assert load_norms("./acme").stamp["switched_off"] == {"lift_keeper": "grounds.lifts"}


# Show


@pytest.mark.parametrize(
    ("options", "form"),
    [
        ([], "markdown"),
        (["-f", "markdown"], "markdown"),
        (["--format", "table"], "table"),
        (["--format", "html"], "html"),
    ],
)
def test_a_norm_is_shown(options: list[str], form: str, capsys: Capture) -> None:
    """Its folder or id, in each form; a pipe gets Markdown."""
    norms = load_norms(draft("my-norm"))
    out, _ = told(capsys, "show", "my-norm", "--lang", "zh", *options)

    assert out.rstrip("\n") == printed_norm(norms, "zh", form).rstrip("\n")  # type: ignore[arg-type]  # a form


@pytest.mark.parametrize(
    ("name", "start"),
    [("norm.md", "# A norm"), ("norm.html", "<!DOCTYPE"), ("norm.txt", "A norm"), ("norm", "A n")],
)
def test_the_ending_says_how(name: str, start: str, folder: Path, capsys: Capture) -> None:
    """As for a plan."""
    draft("my-norm")

    assert told(capsys, "show", "my-norm", "-o", name) == ("", "")
    assert (folder / name).read_text("utf-8").startswith(start)


def test_an_ending_that_no_form_has(capsys: Capture) -> None:
    """Those there are are listed."""
    assert told(capsys, "show", "cn-estate", "-o", "norm.csv", code=2)[1] == (
        "--output: no format ends in '.csv'. Use one of .md, .html, .htm and .txt, or say which "
        "by --format.\n"
    )


def test_a_terminal_gets_painted_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """As of `norms`."""

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("NO_COLOR", "1")
    draft("my-norm")
    screens = []
    for command in (["show"], ["norms"], ["diff", "cn-estate"]):
        screens.append(Screen())
        with redirect_stdout(screens[-1]):
            assert main([*command, "./my-norm"]) == 0

    shown, listed, compared = (screen.getvalue() for screen in screens)
    assert compared.startswith("cn-estate 2024.1.0 → my-norm")
    assert "…" not in compared  # what a pipe cuts is folded
    assert shown == listed
    assert "Gate guard" in shown
    assert "| ---" not in shown


# Diff


def test_norms_are_compared(folder: Path, capsys: Capture) -> None:
    """By id or folder, in each form."""
    draft("old")
    draft("new", (GROUNDS, "per: 8–10 部", "per: 3–5 部"), (GROUNDS, "sum: 1531", "sum: 1521"))
    (folder / "site.yaml").write_text(
        "{gross_floor_area: 5 万㎡, entrances: 2, lifts: 12, households: 400}", "utf-8"
    )
    table, _ = told(capsys, "diff", "old", "new")
    told(capsys, "diff", "old", "new", "--lang", "zh", "-o", "d.md")
    told(capsys, "diff", "old", "new", "--site", "site.yaml", "-o", "d.json")

    assert "changed  grounds.lifts  Lift keeper" in table
    assert "| 修改 | grounds.lifts | 电梯管理员 | 3 | per | 8–10 部 | 3–5 部 |" in (
        (folder / "d.md").read_text("utf-8")
    )
    data = json.loads((folder / "d.json").read_text("utf-8"))
    assert data["headcount"] == ["17", "18"]
    assert json.loads(told(capsys, "diff", "old", "new", "-f", "json")[0])["roles"] == []


def test_a_site_with_faults_is_told(folder: Path, capsys: Capture) -> None:
    """As anywhere."""
    (folder / "site.yaml").write_text("liftz: 3", "utf-8")

    assert told(capsys, "diff", "cn-estate", "cn-estate", "--site", "site.yaml", code=1)[1] == (
        "site.yaml:1:1: no fact is called 'liftz'. Did you mean 'lifts'?\n"
    )


# Schema


@pytest.mark.parametrize(
    ("of", "key"),
    [
        ("site", "properties"),
        ("pack", "anyOf"),
        ("department", "anyOf"),
        ("cases", "anyOf"),
    ],
)
def test_a_schema_is_written_of_each_file(of: str, key: str, capsys: Capture) -> None:
    """That of a site without asking."""
    schema, _ = told(capsys, "schema", "--of", of)

    assert key in json.loads(schema)
    if of == "site":
        assert told(capsys, "schema") == (schema, "")


def test_a_schema_of_something_else(capsys: Capture) -> None:
    """Exit code 2."""
    assert told(capsys, "schema", "--of", "norm", code=2)[1] == (
        "--of: 'norm' is no known word. Known: site, pack, department, cases.\n"
    )
