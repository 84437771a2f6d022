"""What the documents say is true."""

import re
from pathlib import Path

import pytest

import staffing_norms as sn
from staffing_norms.library import read_shipped

ROOT = Path(__file__).parents[1]


def code_blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def first_column(name: str, pattern: str) -> set[str]:
    """Return the words in code style that begin the rows of a document's tables."""
    text = (ROOT / name).read_text("utf-8")
    return set(re.findall(rf"^\| `({pattern})` \|", text, re.MULTILINE))


def test_the_readme_s_python_runs_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every Python block of the README runs, one after the other, and its asserts hold."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for block in code_blocks("README.md", "python"):
        exec(compile(block, "README.md", "exec"), names)  # noqa: S102 - the README's own code

    assert "巡逻岗秩序维护员" in capsys.readouterr().out


def test_the_readme_s_site_is_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site shown in the README gives the plan that the README states."""
    [text] = code_blocks("README.md", "yaml")

    assert sn.plan_staffing(sn.Site.from_text(text)).headcount == 193


def test_the_readme_opens_with_two_one_line_commands() -> None:
    """Set-up and first plan are one line each, and so are set-up and tests."""
    first, second = code_blocks("README.md", "sh")[:2]

    assert first.count("\n") == second.count("\n") == 1
    assert "python -m staffing_norms examples/" in first
    assert "pytest" in second


def test_every_finding_is_documented() -> None:
    """docs/json.md lists every code that a plan may carry, and no other."""
    documented = first_column("docs/json.md", r"\w+\.\w+")
    norms = sn.load_norms()

    assert documented == {finding.code for finding in norms.rulebook.findings} | set(
        read_shipped("findings.yaml").data["findings"]  # type: ignore[index]  # a mapping
    )


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


def test_the_module_table_is_complete() -> None:
    """CONTRIBUTING.md has a line for each module."""
    listed = first_column("CONTRIBUTING.md", r"\w+")
    modules = {path.stem for path in (ROOT / "src/staffing_norms").glob("[!_]*.py")}

    assert listed == modules


def test_links_between_documents_lead_somewhere() -> None:
    """Each relative link of a document names a file of the tree."""
    broken = [
        (page.name, link)
        for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]

    assert broken == []
