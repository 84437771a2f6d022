"""Every command, every option, and what a newcomer gets wrong."""

import io
import json
import os
import re
import subprocess
import sys
from contextlib import redirect_stdout
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest

import staffing_norms as sn
from companies import company, demo
from staffing_norms.commands.cli import every_command, main
from staffing_norms.foundation.errors import SiteError
from staffing_norms.foundation.languages import Language

ROOT = Path(__file__).parents[2]
GARDEN = str(ROOT / "examples/garden_estate.yaml")
ESTIMATE = str(ROOT / "examples/floor_area_only.yaml")
NORM = str(ROOT / "norms/cn-estate")
COMMANDS = (
    "plan",
    "compare",
    "cover",
    "explain",
    "hours",
    "questions",
    "check",
    "norms",
    "new-site",
    "schema",
)

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which a newcomer begins."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def plan() -> sn.Plan:
    return sn.plan_staffing(sn.Site.from_file(GARDEN))


def told(capsys: Capture, *arguments: str, code: int = 0) -> str:
    """Run a command; return what it says, on standard error when it fails."""
    assert main(arguments) == code
    out, err = capsys.readouterr()
    assert (out if code else err) == ""
    return err if code else out


def given(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Put content on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


# Help


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_the_first_help_teaches_by_example(arguments: tuple[str, ...], capsys: Capture) -> None:
    """It names every command, and how to begin in either language."""
    text = told(capsys, *arguments)

    assert all(command in text for command in COMMANDS)
    assert "staffing-norms new-site -o site.yaml" in text
    assert "--lang zh" in text


@pytest.mark.parametrize("command", COMMANDS)
def test_each_help_has_an_example(command: str, capsys: Capture) -> None:
    """In two screens at most."""
    text = told(capsys, command, "--help")

    assert f"\n  staffing-norms {command}" in text
    assert len(text.splitlines()) <= 48


def test_the_examples_of_the_help_work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line of them, in an empty folder with two sites and a norm."""
    for name in ("site.yaml", "other.yaml"):
        (folder / name).write_bytes(Path(GARDEN).read_bytes())
    (folder / "site.json").write_text('{"gross_floor_area": 320000}', "utf-8")
    (folder / "norms").mkdir()
    (folder / "norms/my-norm").symlink_to(NORM)
    out = io.StringIO()
    with redirect_stdout(out):
        for command in COMMANDS:
            main([command, "--help"])
    examples = re.findall(r"^  staffing-norms (.*)$", out.getvalue(), flags=re.MULTILINE)
    assert len(examples) > len(COMMANDS)
    for example in dict.fromkeys(examples):
        line, _, source = example.partition(" < ")
        if source:
            given(monkeypatch, (folder / source).read_bytes())
        if line.startswith("new-site"):
            (folder / "site.yaml").unlink()
        with redirect_stdout(io.StringIO()):
            code = main(line.split())
        if "my-norm" not in line:  # whose id is another
            assert code == 0, example
        if line.startswith("new-site"):
            (folder / "site.yaml").write_bytes(Path(GARDEN).read_bytes())


def test_the_version_is_that_of_the_library(capsys: Capture) -> None:
    """As the package has it."""
    assert told(capsys, "--version").strip() == version("staffing-norms")


def test_the_arguments_of_the_process(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """They are taken when none are given."""
    monkeypatch.setattr(sys, "argv", ["staffing-norms", "norms"])

    assert main() == 0
    assert capsys.readouterr().out.startswith("cn-estate  ")


# Plan


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_pipe_gets_the_table_of_the_plan(lang: str, capsys: Capture) -> None:
    """Nothing is added to it."""
    assert told(capsys, "plan", GARDEN, "--lang", lang) == plan().to_text(lang=lang) + "\n"  # type: ignore[arg-type]  # a language


def test_every_format(capsys: Capture) -> None:
    """Each as the plan writes it."""
    for format_, text in (
        ("table", plan().to_text(lang="zh")),
        ("json", plan().to_json(indent=2)),
        ("markdown", plan().to_markdown(lang="zh").rstrip("\n")),
        ("html", plan().to_html(lang="zh").rstrip("\n")),
    ):
        assert told(capsys, "plan", GARDEN, "-l", "zh", "-f", format_) == f"{text}\n"


def test_people_to_employ(folder: Path, capsys: Capture) -> None:
    """In every format, on the screen and in a file; and they may count in a plan."""
    cover = plan().cover

    assert told(capsys, "cover", GARDEN) == cover.to_text() + "\n"
    assert told(capsys, "cover", GARDEN, "-f", "markdown", "-l", "zh") == (
        cover.to_markdown(lang="zh")
    )
    assert told(capsys, "cover", GARDEN, "-f", "json") == cover.to_json(indent=2) + "\n"
    assert told(capsys, "cover", GARDEN, "-o", "cover.csv") == ""
    assert (folder / "cover.csv").read_text("utf-8").startswith("\ufeffsite,norm,department,")
    counted = sn.plan_staffing(sn.Site.from_file(GARDEN), cover="lawful_overtime")
    assert told(capsys, "plan", GARDEN, "--cover", "用足法定加班") == counted.to_text() + "\n"
    assert told(capsys, "explain", GARDEN, "guard", "-c", "overtime", code=2) == (
        "--cover: no cover is called 'overtime'. Did you mean 'no_overtime'?\n"
    )


def test_a_page_may_be_internal(capsys: Capture) -> None:
    """The client's is the default."""
    text = told(capsys, "plan", GARDEN, "-f", "html", "--audience", "internal")

    assert text.rstrip("\n") == plan().to_html(audience="internal").rstrip("\n")


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("plan.json", "{"),
        ("plan.md", "# "),
        ("plan.HTML", "<!"),
        ("plan.htm", "<!"),
        ("plan.csv", "\ufeffsite,norm,"),
        ("plan.txt", "花园小区"),
        ("plan", "花园小区"),
    ],
)
def test_the_ending_of_the_file_says_the_format(
    name: str, start: str, folder: Path, capsys: Capture
) -> None:
    """A table where it says nothing."""
    assert told(capsys, "plan", GARDEN, "-o", name) == ""
    assert (folder / name).read_text("utf-8").startswith(start)


def test_the_option_goes_before_the_ending(folder: Path, capsys: Capture) -> None:
    """The format that is asked for is written."""
    told(capsys, "plan", GARDEN, "--format", "json", "--output", "plan.txt")

    assert json.loads((folder / "plan.txt").read_text("utf-8"))["headcount"] == 193


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_csv_is_that_of_the_plan(lang: Language, folder: Path, capsys: Capture) -> None:
    """A file begins with the mark that Excel needs; standard output does not."""
    told(capsys, "plan", GARDEN, "-l", lang, "-o", "plan.csv")

    assert told(capsys, "plan", GARDEN, "-l", lang, "-f", "csv") == plan().to_csv(lang=lang)
    assert (folder / "plan.csv").read_text("utf-8") == f"\ufeff{plan().to_csv(lang=lang)}"


@pytest.mark.parametrize(
    ("options", "total"),
    [
        (["--stance", "lean"], "184"),
        (["-s", "generous"], "200"),
        (["--method", "security=composite"], "261"),
        (["-m", "保安=综合定额"], "261"),
        (["-m", "security=composite quota"], "261"),
        (["-m", "security=composite", "-m", "m_and_e=composite"], "265"),
        (["--scope", "security,cleaning"], "124"),
        (["--scope", "保安、保洁"], "124"),
        (["--scope", "security", "--scope", "保洁"], "124"),
        (["-m", "security=composite,m_and_e=composite"], "265"),
        (["-m", "秩序维护＝综合定额，机电维修＝综合定额"], "265"),
        (["--norms", "cn-estate"], "193"),
    ],
)
def test_the_choices(options: list[str], total: str, capsys: Capture) -> None:
    """Stance, methods, scope and norm, in words of either language."""
    site = sn.Site.from_file(GARDEN)
    stated = told(capsys, "plan", GARDEN, "-f", "json", *options)

    assert site
    assert str(json.loads(stated)["headcount"]) == total


def test_other_tables_are_folded_to_a_terminal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A comparison, people to employ and hours; in a pipe they are as wide as they are."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    for command, told in (
        (["compare", GARDEN, "--norms", "cn-estate,cn-high-rise"], "Covered by all"),
        (["cover", GARDEN], "Shift systems at one post"),
        (["hours", GARDEN], "Hours of work"),
    ):
        screen = _Screen()
        with redirect_stdout(screen):
            assert main(command) == 0
        shown = screen.getvalue().splitlines()

        assert max(map(len, shown)) <= 100
        assert any(told in line for line in shown)


def test_a_terminal_gets_a_painted_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file named with -o does not."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = _Screen()
    with redirect_stdout(screen):
        assert main(["plan", GARDEN]) == 0
        assert main(["norms", "cn-estate"]) == 0
        shown = screen.getvalue()
        assert main(["plan", GARDEN, "-o", "plan.txt"]) == 0
        assert main(["norms", "cn-estate", "-o", "norm.md"]) == 0

    assert screen.getvalue() == shown
    assert "\x1b[1mCustomer service" in shown
    assert Path("plan.txt").read_text("utf-8") == plan().to_text() + "\n"


def test_help_without_colour_has_no_escape_codes() -> None:
    """Bold and dim are escape codes too; without the wish for none there are some."""
    shown = {}
    for wish in ("", "1"):
        as_if_seen = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "NO_COLOR": wish}
        command = [sys.executable, "-m", "staffing_norms", "plan", "--help"]
        run = subprocess.run(command, env=os.environ | as_if_seen, capture_output=True, check=True)  # noqa: S603
        shown[wish] = b"\x1b" in run.stdout

    assert shown == {"": True, "1": False}


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


# Standard input


@pytest.mark.parametrize(
    "content",
    [
        "总建筑面积: 32万㎡".encode(),
        "总建筑面积: 32万㎡".encode("gb18030"),
        b"\xef\xbb\xbfgross_floor_area: 320000",
        b"{gross_floor_area: 320000}",
        b'{"gross_floor_area": 320000}',
        b'\xef\xbb\xbf\n {\n\t"gross_floor_area": 320000}',
    ],
)
def test_a_site_may_come_from_standard_input(
    content: bytes, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """YAML or JSON, whichever it is."""
    given(monkeypatch, content)

    assert json.loads(told(capsys, "plan", "-", "-f", "json"))["headcount"] == 261


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"lifts: 3\nliftz: 3",
            "-:2:1: no fact is called 'liftz'. Did you mean 'lifts'?",
        ),
        (b'{"lifts": 3,}', "-:1:13: this is not JSON:"),
        (b"", "-: nothing is written here. Write one 'name: value' a line, such as 'lifts: 46'."),
        (b"{}", None),
        (b"\xff\xfe\x00", "-: the bytes are neither UTF-8 nor GB18030; they look like UTF-16."),
    ],
)
def test_faults_of_standard_input(
    content: bytes, message: str | None, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Called -, with line and column."""
    given(monkeypatch, content)
    if message is None:
        told(capsys, "plan", "-")
    else:
        assert told(capsys, "plan", "-", code=1).startswith(message)


def test_an_interrupt_leaves_quietly(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """While it waits for input, say: exit code 130."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=SimpleNamespace(read=interrupt)))

    assert main(["plan", "-"]) == 130
    assert capsys.readouterr() == ("", "")


def test_answers_may_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """For a site in a file."""
    given(monkeypatch, "电梯数: 46".encode())

    data = json.loads(told(capsys, "plan", ESTIMATE, "-a", "-", "-f", "json"))
    assert data["site"]["facts"]["lifts"]["value"] == 46


def test_a_file_may_begin_with_a_hyphen(folder: Path, capsys: Capture) -> None:
    """Behind --, as everywhere."""
    (folder / "-odd.yaml").write_text("lifts: 46\n", "utf-8")

    assert told(capsys, "check", "--", "-odd.yaml") == "-odd.yaml: no faults\n"
    assert told(capsys, "plan", "--", "-odd.yaml").startswith("Staffing quotas")


def test_options_may_stand_before_the_command(capsys: Capture) -> None:
    """With a value, glued to it, or alone; the language alone asks for help."""
    expected = told(capsys, "plan", GARDEN, "--lang", "zh", "-s", "lean")

    assert told(capsys, "--lang", "zh", "-s", "lean", "plan", GARDEN) == expected
    assert told(capsys, "--lang=中文", "-slean", "plan", GARDEN) == expected
    assert told(capsys, "--help", "plan") == told(capsys, "plan", "--help")
    for alone in (("--lang", "zh"), ("-lzh",)):
        assert told(capsys, *alone) == told(capsys)


@pytest.mark.parametrize(
    ("lang", "note"),
    [
        (
            "en",
            "--method security: warning: the department is out of scope, so that nothing changes.",
        ),
        ("zh", "--method security: 提醒：该部门不在服务范围内，不影响测算。"),
    ],
)
def test_a_method_for_a_department_out_of_scope(lang: str, note: str, capsys: Capture) -> None:
    """The plan is the same without it, which is said."""
    options = ("--scope", "cleaning", "-l", lang)
    without = told(capsys, "plan", GARDEN, *options)

    assert main(["plan", GARDEN, "-m", "security=composite", *options]) == 0
    assert capsys.readouterr() == (without, f"{note}\n")


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "warning: norms printed for office: cn-office-tower. Choose one with --norms."),
        ("zh", "提醒：适用于写字楼的定额标准：cn-office-tower。可用 --norms 指定。"),
    ],
)
def test_a_site_of_another_kind_hears_of_the_norms_for_it(
    lang: str, told: str, folder: Path, capsys: Capture
) -> None:
    """On standard error; nothing is said where no norm is for it."""
    (folder / "tower.yaml").write_text("property_kind: office\nlifts: 4\n", "utf-8")
    (folder / "school.yaml").write_text("property_kind: school\nlifts: 4\n", "utf-8")

    for command in ("plan", "check"):
        assert main([command, "tower.yaml", "-l", lang]) == 0
        assert capsys.readouterr().err.splitlines()[-1] == f"tower.yaml: {told}"
    assert main(["plan", "school.yaml"]) == 0
    assert main(["plan", "tower.yaml", "--norms", "cn-office-tower"]) == 0
    assert capsys.readouterr().err == ""


# Explain, questions


def test_the_derivation_of_a_role_a_department_or_all(capsys: Capture) -> None:
    """By id, or by what it is called in either language."""
    for name in ("patrol_guard", "Patrol guard", "巡逻岗秩序维护员"):
        assert told(capsys, "explain", GARDEN, name) == plan().explain("patrol_guard") + "\n"
    for name in ("cleaning", "Cleaning", "保洁"):
        expected = plan().explain("cleaning", lang="zh") + "\n"
        assert told(capsys, "explain", GARDEN, name, "--lang", "zh") == expected
    assert told(capsys, "explain", GARDEN) == plan().explain() + "\n"
    assert "≤" not in told(capsys, "explain", GARDEN, "squad_leader", "-s", "lean", "-o", "x")


def test_an_unknown_role(capsys: Capture) -> None:
    """The hint speaks the language of the question."""
    assert told(capsys, "explain", GARDEN, "patrol_gard", code=2) == (
        "patrol_gard: the plan has no role or department 'patrol_gard'. "
        "Did you mean 'patrol_guard'?\n"
    )
    assert "Known: customer_service, security," in told(capsys, "explain", GARDEN, "x", code=2)
    assert "Known: 客户服务, " in told(capsys, "explain", GARDEN, "人", code=2)


def test_questions_may_be_kept(folder: Path, capsys: Capture) -> None:
    """A file of questions that is there already, filled in perhaps, is kept."""
    shown = told(capsys, "questions", ESTIMATE, "-m", "security=posts", "--scope", "security")
    assert shown.count("\n## ") == 2
    assert "\nentrances:\n" in shown
    told(capsys, "questions", ESTIMATE, "--lang", "zh", "-o", "q.yaml")
    assert "\n出入口数:\n" in (folder / "q.yaml").read_text("utf-8")
    assert told(capsys, "questions", ESTIMATE, "-o", "q.yaml", code=1) == (
        "q.yaml: the file is there already. Choose another name, or remove it first.\n"
    )


def test_a_derivation_as_data(folder: Path, capsys: Capture) -> None:
    """The departments and lines of the plan's JSON that have the name; nothing else is written."""
    departments = plan().to_dict()["departments"]
    [security] = [each for each in departments if each["id"] == "security"]
    [line] = [each for each in security["lines"] if each["role"] == "patrol_guard"]

    def derived(*name: str) -> object:
        return json.loads(told(capsys, "explain", GARDEN, *name, "-f", "json"))

    assert derived() == {"schema": 1, "departments": departments}
    assert derived("秩序维护") == {"schema": 1, "departments": [security]}
    assert derived("巡逻岗秩序维护员") == {
        "schema": 1,
        "departments": [security | {"lines": [line]}],
    }
    told(capsys, "explain", GARDEN, "patrol_guard", "-o", "e.json")
    assert json.loads((folder / "e.json").read_text("utf-8")) == derived("patrol_guard")
    assert told(capsys, "explain", GARDEN, "-o", "e.html", code=2) == (
        "--output: no format ends in '.html'. "
        "Use one of .json and .txt, or say which by --format.\n"
    )


def test_questions_as_data(folder: Path, capsys: Capture) -> None:
    """As the plan asks them, in either language; the ending of a file says the format."""
    planned = sn.plan_staffing(sn.Site.from_file(ESTIMATE))
    first = planned.questions(lang="zh")[0]
    shown = json.loads(told(capsys, "questions", ESTIMATE, "-f", "json", "-l", "zh"))
    told(capsys, "questions", ESTIMATE, "-l", "zh", "-o", "q.json")

    assert shown["schema"] == 1
    assert len(shown["questions"]) == len(planned.questions())
    assert shown["questions"][0] == {
        "fact": first.fact,
        "alternatives": list(first.alternatives),
        "reason": first.reason,
        "text": first.text,
        "departments": list(first.departments),
        "roles": list(first.roles),
        "records": list(first.records),
        "assumed": first.assumed,
    }
    assert json.loads((folder / "q.json").read_text("utf-8")) == shown
    assert told(capsys, "questions", ESTIMATE, "-o", "q.html", code=2) == (
        "--output: no format ends in '.html'. "
        "Use one of .yaml, .yml, .json and .txt, or say which by --format.\n"
    )


# Answers

ANSWERS = """\
出入口数: {数值: 4, 来源: 答疑纪要}
停车场出入口数: 3
固定岗监护面积: 9,000 平方米
监控中心数: 1
高压配电房数:
"""


def test_answers_are_brought_back(folder: Path, capsys: Capture) -> None:
    """From several files, as Windows writes them: 12 guards at the gates, 84 people in security."""
    (folder / "a.yaml").write_bytes(ANSWERS.replace("\n", "\r\n").encode("gb18030"))
    (folder / "b.json").write_text('{"lifts": 46}', "utf-8")
    answers = ["--answers", "a.yaml", "-a", "b.json"]

    data = json.loads(told(capsys, "plan", ESTIMATE, *answers, "-f", "json"))
    asked = told(capsys, "questions", ESTIMATE, *answers)
    explained = told(capsys, "explain", ESTIMATE, "entrance_guard", *answers, "--lang", "zh")

    [security] = [each for each in data["departments"] if each["id"] == "security"]
    assert (security["method"], security["headcount"]) == ("posts", 84)
    assert data["site"]["facts"]["lifts"]["value"] == 46
    assert "\nhv_switch_rooms:\n" in asked
    assert "\nentrances:\n" not in asked
    assert "\nlifts:\n" not in asked
    assert "3班×4=12\n    出入口数：4 个（来源：答疑纪要）\n" in explained
    assert told(capsys, "check", ESTIMATE, *answers) == f"{ESTIMATE}: no faults\n"


def test_answers_that_contradict_the_site(folder: Path, capsys: Capture) -> None:
    """Both places are named, and the command fails."""
    (folder / "site.yaml").write_text("lifts: 46\n", "utf-8")
    (folder / "a.yaml").write_text("电梯数: 48 部\n", "utf-8")
    message = (
        "a.yaml:1:6: 电梯数: '48 部' contradicts '46' at site.yaml:1:8."
        " Keep the right one and leave the other empty.\n"
    )

    for command in ("plan", "explain", "questions", "check"):
        assert told(capsys, command, "site.yaml", "-a", "a.yaml", code=1) == message


def test_the_faults_of_site_and_answers_are_told_at_once(folder: Path, capsys: Capture) -> None:
    """Nobody mends one file to hear of the other."""
    (folder / "site.yaml").write_text("lift: 46\n", "utf-8")
    (folder / "a.yaml").write_text("entrance: 4\n", "utf-8")

    assert told(capsys, "plan", "site.yaml", "-a", "a.yaml", code=1) == (
        "site.yaml:1:1: no fact is called 'lift'. Did you mean 'lifts'?\n"
        "a.yaml:1:1: no fact is called 'entrance'. Did you mean 'entrances'?\n"
    )


def test_a_plan_never_takes_the_place_of_its_answers(folder: Path, capsys: Capture) -> None:
    """Nor does a derivation."""
    (folder / "a.json").write_text('{"lifts": 46}', "utf-8")
    refused = "a.json: the file is there already. Choose another name, or remove it first.\n"

    for command in ("plan", "explain"):
        arguments = (command, ESTIMATE, "-a", "a.json", "-o", "a.json")
        assert told(capsys, *arguments, code=1) == refused


# Check


def test_good_files_get_a_line_each(folder: Path, capsys: Capture) -> None:
    """A norm is judged as a whole, once, for its folder or for any file of it."""
    files = [GARDEN, NORM, f"{NORM}/security.yaml", f"{NORM}/pack.yaml", ESTIMATE]

    assert told(capsys, "check", *files) == "".join(
        f"{path}: no faults\n" for path in (GARDEN, NORM, ESTIMATE)
    )


def test_faults_may_be_told_in_chinese(folder: Path, capsys: Capture) -> None:
    """With their particulars; also what is good, and a slip in the arguments."""
    (folder / "bad.yaml").write_text("liftz: 3\n", "utf-8")

    assert told(capsys, "check", GARDEN, "-l", "zh") == f"{GARDEN}: 没有错误\n"
    for arguments in (("check", "-lzh"), ("check", "-l", "zh"), ("plan", "--lang=zh")):
        assert told(capsys, *arguments, "bad.yaml", code=1) == (
            "bad.yaml:1:1: 没有“liftz”这一项资料。是否指“电梯数”？\n"
        )
    assert told(capsys, "plan", GARDEN, "--lang", "zh", "--foo", code=2) == (
        "plan: 没有“--foo”这个选项。用 --help 查看用法。\n"
    )


def test_choices_may_be_chinese(capsys: Capture) -> None:
    """Stance, departments and methods; a role to explain."""
    ids = ("-s", "lean", "-m", "security=composite")
    words = ("-s", "下限", "-m", "秩序维护=综合定额")

    assert told(capsys, "plan", GARDEN, *words) == told(capsys, "plan", GARDEN, *ids)
    assert told(capsys, "explain", GARDEN, "绿化工") == told(capsys, "explain", GARDEN, "gardener")
    assert told(capsys, "plan", GARDEN, "-s", "x", code=2) == (
        "--stance: no stance is called 'x'. Known: lean, typical, generous.\n"
    )


def test_a_norm_may_be_checked_from_within(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """As the folder that one is in."""
    monkeypatch.chdir(NORM)
    assert told(capsys, "check", ".") == ".: no faults\n"
    assert told(capsys, "check", "security.yaml") == ".: no faults\n"
    monkeypatch.chdir(f"{NORM}/cases")
    assert told(capsys, "check", "..") == "..: no faults\n"


def test_every_fault_of_every_file_is_told(folder: Path, capsys: Capture) -> None:
    """What is good goes to standard output, what is not to standard error; exit code 1."""
    (folder / "bad.yaml").write_text("liftz: 3\nentrances: -1\n", "utf-8")
    (folder / "empty").mkdir()
    broken = folder / "demo"
    broken.mkdir()
    (broken / "pack.yaml").write_text("id: demo\n", "utf-8")
    code = main(["check", "bad.yaml", GARDEN, "nowhere.yaml", "empty", "demo"])
    out, err = capsys.readouterr()
    lines = err.splitlines()

    assert code == 1
    assert out == f"{GARDEN}: no faults\n"
    assert lines[:4] == [
        "bad.yaml:1:1: no fact is called 'liftz'. Did you mean 'lifts'?",
        "bad.yaml:2:12: entrances: -1 is negative; 0 or more is expected.",
        "nowhere.yaml: there is no such file. Check the name and the folder.",
        (
            "empty: this folder has no pack.yaml, so it is no norm. Name the folder of a norm, or"
            " the files in it."
        ),
    ]
    assert lines[4].startswith("demo/pack.yaml:1:1: the key ")


def test_standard_input_may_be_checked(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """As an editor does."""
    given(monkeypatch, b"liftz: 3")

    assert told(capsys, "check", "-", code=1).startswith("-:1:1: no fact is called 'liftz'.")


# Norms, forms, schema


def test_a_norm_in_a_folder_is_planned_by_for_a_day(folder: Path, capsys: Capture) -> None:
    """A company's change counts until its last day."""
    change = ("security.patrols.per", "to: 6 万㎡\n    until: 2026-12-31")
    company(folder, change, extends="cn-estate")
    facts = ["-n", "./acme", "--scope", "security", "--format", "csv", "--as-of"]
    before = told(capsys, "plan", GARDEN, *facts, "2026-12-31")
    after = told(capsys, "plan", GARDEN, *facts, "2027-01-01")

    assert "⌈320,000 ÷ 60,000⌉ = 36" in before
    assert "⌈320,000 ÷ 50,000⌉ = 42" in after
    assert told(capsys, "plan", GARDEN, "--as-of", "May", code=2) == (
        "--as-of: 'May' is no day. Write it like 2024-01-31.\n"
    )


def test_the_norms_are_listed(capsys: Capture) -> None:
    """Id, version, title; below it what it is for and where it is from; in Chinese too."""
    assert told(capsys, "norms").startswith(
        "cn-estate  2024.1.0  Staffing quotas for residential estates (advisory)\n"
        "    residential estate · trade text that several copies agree on · An advisory trade text "
        "without a document number; some copies carry a title that names Shenzhen.\n"
    )
    assert "住宅小区物业人员编制标准（建议）" in told(capsys, "norms", "--lang", "zh")


def test_the_norms_are_listed_as_data(folder: Path, capsys: Capture) -> None:
    """All, or one; in a file by its ending."""
    shown = json.loads(told(capsys, "norms", "-f", "json"))
    told(capsys, "norms", "-o", "norms.json")
    one = json.loads(told(capsys, "norms", "cn-estate", "-f", "json"))

    assert [each["id"] for each in shown["norms"]] == list(sn.available_norms())
    assert json.loads((folder / "norms.json").read_text("utf-8")) == shown
    assert one == {"schema": 1, "norms": [shown["norms"][0]]}
    assert one["norms"][0] == {
        "id": "cn-estate",
        "version": "2024.1.0",
        "title": {
            "en": "Staffing quotas for residential estates (advisory)",
            "zh": "住宅小区物业人员编制标准（建议）",
        },
        "property_kinds": ["residential"],
        "trust": "B",
        "source": one["norms"][0]["source"],
        "from": None,
        "to": None,
    }
    assert told(capsys, "norms", "-o", "norms.html", code=2).startswith("--output: no format")


def test_a_norm_is_shown(folder: Path, capsys: Capture) -> None:
    """As Markdown."""
    shown = told(capsys, "norms", "cn-estate")
    told(capsys, "norms", "cn-estate", "-o", "norm.md")

    assert shown.startswith("# Staffing quotas")
    assert (folder / "norm.md").read_text("utf-8") == shown


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("options", [[], ["--full"]])
def test_a_newcomer_comes_to_a_plan(
    lang: str, options: list[str], folder: Path, capsys: Capture
) -> None:
    """A new site passes the check, is planned with gaps, and never written over."""
    told(capsys, "new-site", "-o", "site.yaml", "--lang", lang, *options)
    blank = (folder / "site.yaml").read_text("utf-8")

    assert told(capsys, "check", "site.yaml") == "site.yaml: no faults\n"
    question = "gross floor area" if lang == "en" else "总建筑面积"
    assert question in told(capsys, "plan", "site.yaml", "--lang", lang).splitlines()[-1]
    assert "is there already" in told(capsys, "new-site", "-o", "site.yaml", code=1)
    assert told(capsys, "new-site", "--norms", "cn-estate", "--lang", lang, *options) == blank


def test_the_schema_is_json(folder: Path, capsys: Capture) -> None:
    """A blank site names it only where a reader takes a # away: the file may not be there."""
    told(capsys, "schema", "-o", "site.schema.json")
    shown = told(capsys, "schema", "--norms", "cn-estate")

    assert json.loads(shown)["properties"]["电梯数"]
    assert (folder / "site.schema.json").read_text("utf-8") == shown
    named = told(capsys, "new-site").splitlines()
    assert "## yaml-language-server: $schema=site.schema.json" in named
    assert not any(line.startswith("# yaml-language-server") for line in named)


# Wrong arguments


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["plan"], "plan: SITE is missing. See --help."),
        (["plann", GARDEN], "no command is called 'plann'. Did you mean 'plan'?"),
        (["--foo"], "no option is called '--foo'. See --help."),
        (
            ["plan", GARDEN, "--fromat", "csv"],
            "plan: no option is called '--fromat'. Did you mean '--format'?",
        ),
        (["plan", GARDEN, "--foo=1"], "plan: no option is called '--foo'. See --help."),
        (["check", GARDEN, "--foo", "1"], "check: no option is called '--foo'. See --help."),
        (["plan", GARDEN, "-a", "--lang", "en"], "plan: -a needs a value. See --help."),
        (["new-site", "--full=yes please"], "new-site: --full takes no value. See --help."),
        (["plan", GARDEN, "-s", "a", "-s", "b"], "plan: -s stands twice. Keep one of them."),
        (
            ["plan", GARDEN, "-f", "xlsx"],
            "-f: 'xlsx' is no known word. Known: table, json, markdown, html, csv.",
        ),
        (
            ["plan", GARDEN, "-s", "lena"],
            "--stance: no stance is called 'lena'. Did you mean 'lean'?",
        ),
        (["plan", GARDEN, "-l", "fr"], "--lang: no language is called 'fr'. Known: en, zh."),
        (["plan", GARDEN, "--audience", "boss"], "--audience: 'boss' is no known word."),
        (
            ["plan", GARDEN, "x"],
            (
                "plan: 'x' is one argument too many. "
                "Put quotes around a name with blanks; see --help."
            ),
        ),
        (
            ["explain", GARDEN, "cover"],  # also the name of an option
            "cover: the plan has no role or department 'cover'. Known: ",
        ),
        (
            ["plan", GARDEN, "-n", "cn-estat"],
            "cn-estat: no norm is called 'cn-estat'. Did you mean",
        ),
        (["norms", "x"], "x: no norm is called 'x'. Known: cn-estate, "),
        (["check", GARDEN, "-n", "x"], "x: no norm is called 'x'. Known: cn-estate, "),
        (
            ["plan", GARDEN, "-m", "security"],
            (
                "--method security: a method is chosen for a department. "
                "Write it like security=composite."
            ),
        ),
        (
            ["plan", GARDEN, "-m", "security="],
            "--method security=: a method is chosen for a department.",
        ),
        (["plan", GARDEN, "-m", ""], "--method: a method is chosen for a department."),
        (
            ["plan", GARDEN, "-m", "cleaning=stairs", "-m", "cleaning=composite"],
            "--method: cleaning stands twice. Keep one of them.",
        ),
        (
            ["plan", GARDEN, "--scope", "，"],
            ("--scope: no department is named. Leave the option out to plan every department."),
        ),
        (["plan", "-", "-a", "-"], "-: standard input can be read only once. Name a file."),
        (
            ["plan", GARDEN, "-m", "securty=posts"],
            "--method: cn-estate has no department 'securty'",
        ),
        (
            ["plan", GARDEN, "-m", "security=post"],
            "--method security: security has no method 'post'. Did you mean 'posts'?",
        ),
        (
            ["plan", GARDEN, "--scope", "安全"],
            "--scope: '安全' is no known word. Known: 客户服务, ",
        ),
    ],
)
def test_wrong_arguments(arguments: list[str], message: str, capsys: Capture) -> None:
    """Exit code 2; what is wrong, and what would be right."""
    assert told(capsys, *arguments, code=2).startswith(message)


def test_a_faulty_site_is_no_wrong_argument(folder: Path, capsys: Capture) -> None:
    """Exit code 1, whatever is asked of it."""
    (folder / "site.yaml").write_text("liftz: 3\n", "utf-8")
    for command in ("plan", "explain", "questions", "check"):
        assert told(capsys, command, "site.yaml", code=1).startswith("site.yaml:1:1: no fact")
    assert "cannot be written" in told(capsys, "plan", GARDEN, "-o", "no/such/file", code=1)


def test_what_is_hardly_right_is_said_beside_a_file_that_leaves_the_house(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A floor area whose 万 was forgotten: the client's page has no findings."""
    monkeypatch.chdir(tmp_path)
    Path("wan.yaml").write_text("总建筑面积: 18.6\n", "utf-8")
    warning = "wan.yaml: 提醒：总建筑面积 18.6 ㎡ 对一个项目而言过小。请核对单位，是否漏写“万”？\n"

    assert main(["plan", "wan.yaml", "--lang", "zh", "-o", "wan.html"]) == 0
    assert capsys.readouterr() == ("", warning)
    assert main(["check", "wan.yaml", "--lang", "zh"]) == 0
    assert capsys.readouterr().err == warning


def test_help_lists_every_command() -> None:
    """Also those that are loaded when they are called, in a process that has called none."""
    program = "from staffing_norms.commands.cli import main; main(['--help'])"
    text = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout

    commands = [name for name in every_command() if not name.startswith("-")]
    assert all(re.search(rf"^│ {name} ", text, re.MULTILINE) for name in commands)


def test_help_loads_no_norm(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """So it is quick."""

    def refuse(*_: object) -> None:
        raise SiteError([])

    monkeypatch.setattr("staffing_norms.commands.cli.load_norms", refuse)
    for command in COMMANDS:
        told(capsys, command, "--help")
    assert set(COMMANDS) < set(every_command())


# A real process


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "staffing_norms", *arguments],
        env={**os.environ, "PYTHONPATH": str(Path(sn.__file__).parents[1]), **environment},
        capture_output=True,
        check=False,
    )


def test_codes_reach_the_shell() -> None:
    """0, 1 and 2, without a traceback."""
    runs = [process("plan", GARDEN), process("plan", "nowhere"), process("plan", GARDEN, "-f", "x")]

    assert [run.returncode for run in runs] == [0, 1, 2]
    assert not any(b"Traceback" in run.stderr for run in runs)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("arguments", ["--help", f"plan {GARDEN}", f"check {GARDEN}", "norms"])
def test_an_output_that_cannot_be_written_is_told(arguments: str) -> None:
    """In one line, exit code 1."""
    line = f"exec {sys.executable} -m staffing_norms {arguments}"
    full = subprocess.run(f"{line} >/dev/full", shell=True, capture_output=True, check=False)  # noqa: S602 - ours

    assert (full.returncode, full.stderr.decode()) == (
        1,
        "the output cannot be written: No space left on device.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (f"plan {GARDEN} >&-", "the output cannot be written: Bad file descriptor.\n"),
        (
            "plan - <&-",
            "-: the file cannot be read: Bad file descriptor. Check the path and its rights.\n",
        ),
        ("plan nowhere.yaml 2>&-", ""),
    ],
)
def test_a_closed_stream_is_told(arguments: str, message: str) -> None:
    """In one line, exit code 1."""
    line = f"exec {sys.executable} -m staffing_norms {arguments}"
    run = subprocess.run(line, shell=True, capture_output=True, check=False)  # noqa: S602 - ours

    assert (run.returncode, run.stdout, run.stderr.decode()) == (1, b"", message)


@pytest.mark.parametrize("arguments", [["--help"], ["plan", GARDEN], ["new-site"], ["schema"]])
def test_a_terminal_may_know_ascii_only(arguments: list[str]) -> None:
    """What it lacks is escaped or drawn otherwise."""
    run = process(*arguments, PYTHONIOENCODING="ascii")

    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.isascii()


def test_a_plan_never_takes_the_place_of_its_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`plan site.yaml -o site.yaml` is refused, and the site is as it was."""
    monkeypatch.chdir(tmp_path)
    Path("site.yaml").write_text("lifts: 46\n", "utf-8")

    code = main(["plan", "site.yaml", "-o", "site.yaml", "--format", "json"])

    assert code == 1
    assert capsys.readouterr().err == (
        "site.yaml: the file is there already. Choose another name, or remove it first.\n"
    )
    assert Path("site.yaml").read_text("utf-8") == "lifts: 46\n"


FILLED_IN = "the file is there already. Choose another name, or remove it first.\n"


@pytest.mark.parametrize(
    ("command", "heading"),
    [("hours", '<th scope="col">月份</th>'), ("cover", '<th scope="col">岗位</th>')],
)
def test_work_and_payroll_are_pages_too(
    command: str, heading: str, folder: Path, capsys: Capture
) -> None:
    """As their ending says; the first column names the row, also where it is a number."""
    site = str(ROOT / "examples/graded_estate.yaml")
    told(capsys, command, site, "--lang", "zh", "-o", "page.html")
    page = (folder / "page.html").read_text("utf-8")

    assert page.startswith("<!DOCTYPE html>")
    assert heading in page


@pytest.mark.parametrize(
    "arguments",
    [
        ("schema",),
        ("show", "cn-estate", "-f", "markdown"),
        ("norms", "-f", "json"),
        ("diff", "cn-estate", "cn-estate", "-f", "json"),
        ("plan", GARDEN, "-f", "json"),
        ("explain", GARDEN, "patrol_guard", "-f", "text"),
        ("hours", GARDEN, "-f", "csv"),
        ("questions", GARDEN, "-f", "json"),
    ],
)
def test_no_command_writes_over_what_somebody_filled_in(
    arguments: tuple[str, ...], folder: Path, capsys: Capture
) -> None:
    """A site, answers, a file of a norm: YAML under any circumstances, else what states facts."""
    files = {
        "site.yaml": "lifts: 46\n",
        "answers.YML": "",
        "site.json": '{"lifts": 46, "note": 1, "entrances": 4}',
        "answers.txt": "电梯数: 46\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")

        assert told(capsys, *arguments, "-o", name, code=1) == f"{name}: {FILLED_IN}"
        assert (folder / name).read_text("utf-8") == text


def test_what_a_command_wrote_it_writes_again(folder: Path, capsys: Capture) -> None:
    """A plan, a schema, a list of norms; and over any other text."""
    (folder / "notes.txt").write_text("- a\n- list: [", "utf-8")
    (folder / "data.json").write_text('{"lifts": 1, "a": 1, "b": 2}', "utf-8")
    for _ in range(2):
        told(capsys, "plan", GARDEN, "-o", "plan.json")
        told(capsys, "schema", "-o", "schema.json")
        told(capsys, "norms", "-f", "json", "-o", "norms")
    told(capsys, "plan", GARDEN, "-o", "notes.txt")
    told(capsys, "plan", GARDEN, "-o", "data.json")

    assert (folder / "notes.txt").read_text("utf-8") == plan().to_text() + "\n"


def test_the_site_on_standard_input_is_not_written_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Nor is that of a comparison of norms; - is standard output."""
    (folder / "site.txt").write_text("lifts: 46\n", "utf-8")
    given(monkeypatch, b"lifts: 46\n")

    assert told(capsys, "plan", "-", "-o", "site.txt", code=1) == f"site.txt: {FILLED_IN}"
    norms = ("cn-estate", "cn-estate")
    arguments = ("diff", *norms, "--site", "site.txt", "-o", "site.txt")
    assert told(capsys, *arguments, code=1) == f"site.txt: {FILLED_IN}"
    assert told(capsys, "plan", GARDEN, "-o", "-") == plan().to_text() + "\n"


@pytest.mark.parametrize(("lang", "said"), [("en", "wrote plan.html"), ("zh", "已写入 plan.html")])
def test_who_looks_on_hears_what_was_written(
    lang: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal; a script hears nothing."""
    screen = _Screen()
    monkeypatch.setattr(sys, "stderr", screen)

    assert main(["plan", GARDEN, "-l", lang, "-o", "plan.html"]) == 0
    assert screen.getvalue() == f"{said}\n"


def test_an_unknown_ending_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table is not written under the name of a workbook."""
    monkeypatch.chdir(tmp_path)
    Path("site.yaml").write_text("lifts: 46\n", "utf-8")

    assert main(["plan", "site.yaml", "-o", "plan.xlsx"]) == 2
    assert capsys.readouterr().err == (
        "--output: no format ends in '.xlsx'. "
        "Write a file that ends in .csv, which a spreadsheet opens.\n"
    )
    assert main(["plan", "site.yaml", "-o", "plan.rtf"]) == 2
    assert capsys.readouterr().err == (
        "--output: no format ends in '.rtf'. "
        "Use one of .json, .md, .html, .htm, .csv and .txt, or say which by --format.\n"
    )
    assert not Path("plan.xlsx").exists()


# Compare


def estate() -> str:
    return str(ROOT / "examples/xiaoshan_estate.yaml")


def test_norms_for_another_kind_of_property_are_left_out(folder: Path, capsys: Capture) -> None:
    """Unless they are named; of an unstated kind all are compared."""
    (folder / "own.yaml").write_text("gross_floor_area: 8 万㎡\nproperty_kind: 住宅\n", "utf-8")

    def compared(*options: str) -> tuple[list[str], str]:
        assert main(["compare", "own.yaml", "-f", "json", *options]) == 0
        out, told = capsys.readouterr()
        return [each["name"] for each in json.loads(out)["norms"]], told

    names, told_apart = compared("--lang", "zh")
    assert "cn-office-tower" not in names
    assert "cn-high-rise" in names
    assert told_apart == (
        "未列入（适用业态与所填不同）：cn-office-tower。"
        "未列入（只含一个部门）：cn-security-posts、cn-service-standards。"
        "未列入（对本项目尚无数字）：cn-service-levels（服务等级）。需要对照时请用 --norms 指定。\n"
    )
    both = ["cn-estate", "cn-office-tower"]
    assert compared("--norms", ",".join(both)) == (both, "")
    (folder / "own.yaml").write_text("gross_floor_area: 8 万㎡\nproperty_kind: 学校\n", "utf-8")
    assert "cn-office-tower" in compared()[0]  # none is for schools, so nothing would be left


def test_where_all_norms_are_compared_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Both are printed for estates such as this."""
    both = ("cn-estate", "cn-high-rise")
    monkeypatch.setattr("staffing_norms.commands.cli.available_norms", lambda: both)

    named = told(capsys, "compare", estate(), "--norms", ",".join(both))
    assert main(["compare", estate()]) == 0
    assert capsys.readouterr() == (named, "")


def test_norms_are_compared_side_by_side(capsys: Capture) -> None:
    """By several ids, with blanks behind the commas; without any by all that fit the site."""
    compared = sn.compare_norms(sn.Site.from_file(estate()), ["cn-estate", "cn-high-rise"])

    chosen = told(capsys, "compare", estate(), "--norms", "cn-estate, cn-high-rise")
    assert chosen == f"{compared}\n"
    assert main(["compare", estate(), "-f", "json"]) == 0
    out, err = capsys.readouterr()
    every = [each["name"] for each in json.loads(out)["norms"]]
    assert every == ["cn-estate", "cn-high-rise", "cn-multi-storey", "cn-service-levels"]
    assert "they cover one department only: cn-security-posts, cn-service-standards. " in err


@pytest.mark.parametrize(
    ("ending", "face"),
    [("md", "to_markdown"), ("html", "to_html"), ("csv", "to_csv"), ("json", "to_json")],
)
def test_a_comparison_is_written_as_the_file_ends(
    ending: str, face: str, folder: Path, capsys: Capture
) -> None:
    """A csv file begins with the mark that Excel needs."""
    compared = sn.compare_norms(sn.Site.from_file(estate()), ["cn-estate"])
    own: dict[str, dict[str, object]] = {
        "csv": {"lang": "zh", "byte_order_mark": True},
        "json": {"indent": 2},
    }
    arguments = ("-n", "cn-estate", "--lang", "zh", "-o", f"compared.{ending}")
    told(capsys, "compare", estate(), *arguments)

    text = (folder / f"compared.{ending}").read_text("utf-8")
    assert text.rstrip("\n") == getattr(compared, face)(**own.get(ending, {"lang": "zh"})).rstrip(
        "\n"
    )


def test_a_comparison_reads_standard_input_and_folders_of_norms(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """The site may state the facts and departments of the folder's norm."""
    demo(folder)
    given(monkeypatch, "喷泉数: 3\n总建筑面积: 8 万㎡\nscope: 花园、保洁".encode())
    words = told(capsys, "compare", "-", "-n", "./demo,cn-estate", "-s", "下限", "--lang", "zh")

    assert words.startswith("定额标准对照 · 定额下限\n")
    assert "\n花园 " in words
    assert "\n保洁 " in words


def test_a_comparison_takes_answers_scope_and_methods(folder: Path, capsys: Capture) -> None:
    """As a plan does."""
    Path("answers.yaml").write_text("电梯数: 46\n", "utf-8")
    options = ("-a", "answers.yaml", "--scope", "security", "-m", "security=composite")
    data = json.loads(told(capsys, "compare", estate(), "-n", "cn-estate", *options, "-f", "json"))

    assert data["site"]["facts"]["lifts"]["value"] == 46
    assert [row["departments"] for row in data["rows"]] == [["security"], ["security"]]
    assert data["rows"][0]["norms"][0]["methods"] == {"security": "composite"}


def test_a_norm_that_there_is_not_is_told(capsys: Capture) -> None:
    """With what it may have meant."""
    assert told(capsys, "compare", estate(), "-n", "cn-estat", code=2) == (
        "cn-estat: no norm is called 'cn-estat'. Did you mean 'cn-estate'?\n"
    )


def test_the_file_of_the_site_is_not_written_over(folder: Path, capsys: Capture) -> None:
    """A slip of the pen."""
    Path("site.yaml").write_text("lifts: 3\n", "utf-8")
    options = ("-n", "cn-estate", "-f", "markdown", "-o", "site.yaml")

    assert "the file is there already" in told(capsys, "compare", "site.yaml", *options, code=1)


def test_a_frequency_profile_is_judged_and_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check` knows one by its grades; `--profile` lets a site name it."""
    monkeypatch.chdir(tmp_path)
    text = (
        "id: own\ntitle: {en: Own, zh: 自有}\nsource: {en: Own, zh: 自有}\ntrust: C\n"
        "best_grade: A\ngrades:\n  A: {labels: {en: grade A, zh: 甲级}}\ndepartments:\n"
        "  cleaning:\n    - {activity: floor_sweeping, cells: {A: 1/day}}\n"
    )
    Path("own.yaml").write_text(text, "utf-8")
    Path("wrong.yaml").write_text(text.replace("1/day", "often"), "utf-8")
    Path("site.yaml").write_text("profile: own\ngrounds_area: 2400\n", "utf-8")

    assert main(["check", "own.yaml"]) == 0
    assert main(["check", "wrong.yaml"]) == 1
    assert main(["check", "site.yaml", "--profile", "own.yaml"]) == 0
    assert main(["check", "site.yaml"]) == 1
    told = capsys.readouterr()
    assert "own.yaml: no faults" in told.out
    assert "wrong.yaml:10:45: 'often' is not a frequency." in told.err
    assert "site.yaml:1:10: profile: 'own' is no known word." in told.err
