"""What the documents say is true: their code runs, and prints what they show."""

import ast
import io
import json
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from code import InteractiveConsole
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import staffing_norms as sn
from staffing_norms.foundation.languages import LANGUAGES
from staffing_norms.foundation.library import read_shipped

ROOT = Path(__file__).parents[1]

_FENCE = re.compile(r"^```(\S[^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"(?:^|\| )staffing-norms ", re.MULTILINE)
_NAMED = re.compile(r"# (\S+\.\w+)(?:, (continued|mended))?\n")
_STATUS = re.compile(r"# exits with (\d)")
_LEFT_OUT = "…\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a document: its language, its text, and where the text lies."""

    language: str
    text: str
    span: tuple[int, int]

    @property
    def is_python(self) -> bool:
        return self.language in {"python", "{code-cell} python"}

    @property
    def is_command(self) -> bool:
        return self.language == "sh" and bool(_COMMAND.search(self.text))


def blocks_of(name: str) -> list[Block]:
    text = (ROOT / name).read_text("utf-8")
    return [Block(m[1], m[2], m.span(2)) for m in _FENCE.finditer(text)]


def code_blocks(name: str, language: str) -> list[str]:
    return [block.text for block in blocks_of(name) if block.language == language]


def pages_with_code() -> list[str]:
    """Return every document that has code to run."""
    found = [*ROOT.glob("README*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*.md")]
    names = sorted(path.relative_to(ROOT).as_posix() for path in found)
    return [name for name in names if any(b.is_python or b.is_command for b in blocks_of(name))]


def run_command(block: str) -> str:
    """Run the lines of a shell block that call the command; return what they print."""
    printed = ""
    for line in block.splitlines():
        status = _STATUS.search(line)
        expected = int(status[1]) if status else 0
        before, pipe, command = line.rpartition(" | ")
        words = shlex.split(command if pipe else line, comments=True)
        if not words:
            continue
        assert words[0] == "staffing-norms", line
        program = [
            sys.executable,
            "-c",
            "import sys, staffing_norms.commands.cli as c; sys.exit(c.main())",
        ]
        given = shlex.split(before)[1] if pipe else None
        run = subprocess.run(  # noqa: S603 - the documents' own commands
            [*program, *words[1:]], input=given, capture_output=True, encoding="utf-8", check=False
        )
        assert run.returncode == expected, (line, run.stderr)
        printed += run.stdout + run.stderr
    return printed


def run_page(name: str) -> Iterator[tuple[Block, str]]:
    """
    Run a document, top to bottom, in the working directory.

    Its Python shares one namespace. A YAML block that begins with a comment like `# site.yaml`
    becomes that file; `# site.yaml, continued` is added to it, and `# site.yaml, mended` takes the
    place of what was added last.

    Yields:
        Each block that shows what the code before it printed, with what it did print.
    """
    names: dict[str, object] = {"__name__": "__main__"}
    printed = ""
    files: dict[str, list[str]] = {}
    for block in blocks_of(name):
        if block.is_python:
            out = io.StringIO()
            with redirect_stdout(out):
                exec(compile(block.text, name, "exec"), names)  # noqa: S102 - the page's own code
            printed = out.getvalue()
        elif block.is_command:
            printed = run_command(block.text)
        elif named := _NAMED.match(block.text):
            file = Path(named[1])
            file.parent.mkdir(parents=True, exist_ok=True)
            before = files.get(named[1], [])
            kept = {"continued": before, "mended": before[:-1]}.get(named[2], [])
            files[named[1]] = [*kept, block.text]
            file.write_text("".join(files[named[1]]), "utf-8")
        elif block.language == "text":
            yield block, printed


def tidy(text: str) -> str:
    """Return a text without blanks at the ends of lines."""
    return "".join(f"{line.rstrip()}\n" for line in text.rstrip().splitlines())


def shows(text: str, printed: str) -> bool:
    """Whether a document's text is what was printed; a line `…` stands for lines left out."""
    parts = map(re.escape, f"\n{text}".split(f"\n{_LEFT_OUT}"))
    pattern = r"\n(?:.*\n)*?".join(parts)
    return re.fullmatch(pattern, f"\n{printed}") is not None


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty directory that has the examples."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", pages_with_code())
def test_a_document_runs_and_prints_what_it_shows(
    name: str, workplace: Path, request: pytest.FixtureRequest
) -> None:
    """Every Python block and every command of a page runs, in order; shown output is true."""
    shown = [(block, tidy(printed)) for block, printed in run_page(name)]
    if request.config.getoption("--rewrite-golden"):
        text = (ROOT / name).read_text("utf-8")
        for block, printed in reversed(shown):
            if not shows(block.text, printed):
                start, end = block.span
                text = f"{text[:start]}{printed}{text[end:]}"
        (ROOT / name).write_text(text, "utf-8")
        return

    assert [b.text for b, printed in shown if not shows(b.text, printed)] == []


@pytest.mark.parametrize(
    ("text", "printed", "is_so"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\nb\n", "a\nb\nc\n", False),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("…\nd\n", "a\nd\n", True),
        ("a\n…\n", "a\nb\n", True),
        ("a\n…\n", "b\na\n", False),
        ("…\nx\n", "a\nb\n", False),
    ],
)
def test_shown_output_may_leave_lines_out(text: str, printed: str, *, is_so: bool) -> None:
    """A line `…` stands for any lines; all else is literal."""
    assert shows(text, printed) is is_so


def test_the_readme_s_site_is_the_example() -> None:
    """What the README shows is the file that its commands read."""
    [text] = code_blocks("README.md", "yaml")
    comment, _, example = (ROOT / "examples/garden_estate.yaml").read_text("utf-8").partition("\n")

    assert comment.startswith("#")
    assert text == example


def test_the_readme_opens_with_two_one_line_commands() -> None:
    """Set-up and first plan are one line each, and so are set-up and tests."""
    first, second = code_blocks("README.md", "sh")[:2]

    assert first.count("\n") == second.count("\n") == 1
    assert "python -m staffing_norms examples/" in first
    assert "pytest" in second


def test_the_chinese_readme_is_the_readme() -> None:
    """Both have the same code, apart from comments and language, and as many headings."""

    def bare(name: str) -> list[tuple[str, str]]:
        own = re.compile(r"\s*#.*| --lang zh| zh$|\.to_text\(lang=\"zh\"\)", re.MULTILINE)
        return [(b.language, own.sub("", b.text)) for b in blocks_of(name)]

    def headings(name: str) -> list[str]:
        prose = _FENCE.sub("", (ROOT / name).read_text("utf-8"))
        return re.findall(r"^(#+) ", prose, re.MULTILINE)

    assert bare("README.zh.md") == bare("README.md")
    assert headings("README.zh.md") == headings("README.md")


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_can_be_pasted_into_the_interpreter(
    name: str, workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Line by line, where a loop ends with an empty line."""
    console = InteractiveConsole()
    for block in code_blocks(name, "python"):
        for line in (*block.splitlines(), ""):
            console.push(line)

    assert capsys.readouterr().err == ""


def first_column(name: str, pattern: str) -> set[str]:
    """Return the words in code style that begin the rows of a document's tables."""
    text = (ROOT / name).read_text("utf-8")
    return set(re.findall(rf"^\| `({pattern})` \|", text, re.MULTILINE))


def test_every_finding_is_documented() -> None:
    """docs/json.md lists every code that a plan may carry, and no other."""
    documented = first_column("docs/json.md", r"\w+\.\w+")
    shared: Any = read_shipped("findings.yaml").data
    raised = {finding.code for finding in sn.load_norms().rulebook.findings}

    assert documented == {*raised, *shared["findings"], *sn.working_time().findings}


def test_the_json_page_names_every_key() -> None:
    """Every key of a plan's JSON stands in docs/json.md."""
    page = (ROOT / "docs/json.md").read_text("utf-8")
    plan = sn.plan_staffing(sn.Site.from_yaml(ROOT / "examples/garden_estate.yaml")).to_dict()
    [department, *_] = plan["departments"]
    [line, *_] = department["lines"]
    keys = {
        *plan,
        *department,
        *line,
        *plan["norms"],
        *plan["findings"][0],
        *plan["assumptions"][0],
    }

    assert {key for key in keys if f"`{key}`" not in page} == set()


def test_the_csv_page_names_every_column_in_order() -> None:
    """Each column of a plan's CSV has its row in docs/csv.md, with its Chinese heading."""
    rows, cover, hours, *_ = (ROOT / "docs/csv.md").read_text("utf-8").split("\n## ")
    plan = sn.plan_staffing({"gross_floor_area": 1})
    headings = [plan.to_csv(lang=lang).splitlines()[0].split(",") for lang in LANGUAGES]

    assert re.findall(r"^\| `(\w+)` \| (\S+) \|", rows, re.MULTILINE) == [
        *zip(*headings, strict=True)
    ]
    for page, face in ((cover, plan.cover), (hours, plan.hours)):
        columns = face.to_csv().splitlines()[0].split(",")
        assert [each for each in columns if f"`{each}`" not in page] == []


def test_the_api_page_names_every_public_name() -> None:
    """Each name of the package has its entry in docs/api.md, and no other has."""
    page = (ROOT / "docs/api.md").read_text("utf-8")

    named = re.findall(r"^\.\. auto\w+:: (\w+)(?:\(\))?$", page, re.MULTILINE)
    assert set(named) == set(sn.__all__)


def test_the_generated_pages_are_fresh() -> None:
    """They are what docs/generate.py writes today, a page a norm; run it when this fails."""
    docs = ROOT / "docs"
    pages = runpy.run_path(str(docs / "generate.py"))["pages"]()
    there = {page.relative_to(docs).as_posix() for page in docs.glob("norms/*.md")} | {*pages}
    found = {name: docs / name for name in there if (docs / name).exists()}

    written = {name: page.read_text("utf-8") for name, page in found.items()}
    assert sorted(name for name in there if written.get(name) != pages.get(name)) == []


def test_the_command_line_page_is_complete() -> None:
    """Every command and option is in docs/cli.md, with an example, and no other is."""
    from staffing_norms.commands.cli import every_command  # noqa: PLC0415 - an extra

    app = every_command()

    commands = {name for name in app if not name.startswith("-")}
    options = {
        option
        for name in commands
        for argument in app[name].assemble_argument_collection()
        for option in argument.names
        if option.startswith("-")
    }
    listed = first_column("docs/cli.md", r"[\w-]+")
    rows = (ROOT / "docs/cli.md").read_text("utf-8")
    short = set(re.findall(r"^\| `--[\w-]+` \| `(-\w)` \|", rows, re.MULTILINE))
    examples = {
        word.partition("=")[0]
        for block in code_blocks("docs/cli.md", "sh")
        for line in block.splitlines()
        for word in line.split()
    }

    assert {name for name in listed if not name.startswith("-")} - {"0", "1", "2"} == commands
    assert {name for name in listed if name.startswith("-")} | short == options
    assert commands | {option for option in options if option.startswith("--")} <= examples


def test_links_between_documents_lead_somewhere() -> None:
    """Each relative link of a document names a file of the tree."""
    broken = [
        (page.name, link)
        for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
        for link in re.findall(r"\]\(([^)#:]+)[^)]*\)", page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]

    assert broken == []


@pytest.fixture(scope="module")
def site_of_documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    options = ["-q", "-W", "--keep-going", "-b", "html", "-d", str(folder / "trees")]
    command = [sys.executable, "-m", "sphinx", *options, str(ROOT / "docs"), str(folder / "html")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert run.returncode == 0, run.stderr
    return folder / "html"


def test_the_documents_build_without_warnings(site_of_documents: Path) -> None:
    """Sphinx builds every page, and warns of nothing."""
    built = {path.stem for path in site_of_documents.glob("*.html")}

    assert {path.stem for path in (ROOT / "docs").glob("*.md")} <= built


def test_the_documents_are_searchable_in_both_languages(site_of_documents: Path) -> None:
    """The index holds English stems, and Chinese text by pairs of characters."""
    script = (site_of_documents / "searchindex.js").read_text("utf-8")
    language = (site_of_documents / "_static/language_data.js").read_text("utf-8")
    index = json.loads(script.removeprefix("Search.setIndex(").removesuffix(")"))

    def pages(term: str) -> set[str]:
        found = [index[kind].get(term, []) for kind in ("terms", "titleterms")]
        numbers = [n for each in found for n in (each if isinstance(each, list) else [each])]
        return {index["docnames"][number] for number in numbers}

    assert "norms/cn-estate" in pages("巡逻") & pages("逻岗")
    assert "methods-and-composites" in pages("综合") & pages("合定") & pages("定额")
    assert "read-a-derivation" in pages("deriv")
    assert "function splitQuery" in language
    assert "window.Stemmer = EnglishStemmer;" in language


def test_no_document_shows_an_outside_link() -> None:
    """The pages stand by themselves."""
    pages = [*ROOT.glob("README*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")]

    assert [page.name for page in pages if "http" in page.read_text("utf-8")] == []


def test_the_examples_are_what_they_claim() -> None:
    """Every script of examples/ begins with a docstring that says what it does."""
    for path in (ROOT / "examples").glob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path.name
