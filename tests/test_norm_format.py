"""What docs/norm-format.md says of norm files is true: every example gives what stands below it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest

from norms.tiny import PRINTED, Tiny
from staffing_norms.foundation.documents import parse_document
from staffing_norms.foundation.errors import NormError
from staffing_norms.foundation.schema import Model
from staffing_norms.planning.cases import CasesFile
from staffing_norms.publications.check import check_norm
from staffing_norms.publications.pack import DepartmentFile, OverlayFile, PackFile

PAGE = (Path(__file__).parents[1] / "docs/norm-format.md").read_text("utf-8")

_PART = re.compile(
    r"^#+ (?P<heading>[^\n]+)\n"
    r"|^```yaml\n(?P<yaml>.*?)^```\n"
    r"|^\| site \|(?P<columns>[^\n]*)\n\|[-|]+\n(?P<rows>(?:\|[^\n]*\n)+)",
    re.MULTILINE | re.DOTALL,
)
_PART_OF_FILE = re.compile(r"# \S+\.yaml\n")
_TITLE_PAGE = "# title page\n"
_PHRASE = re.compile(r"^\| [^|]+ \| `(kind: .*?)` \| `(.*?)` → (.*) \|$", re.MULTILINE)
_STANCES = " · "
_GAP = "gap"
_LEFT_OUT = ("proof.missing", "role.unused")


@dataclass(frozen=True, slots=True)
class Example:
    """An example: its heading, what it writes, and what its table says by site and column."""

    heading: str
    texts: tuple[str, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def norm(self) -> Tiny:
        """Compile what it writes."""
        pack = "".join(text for text in self.texts if text.startswith(_TITLE_PAGE))
        department = "".join(text for text in self.texts if not text.startswith(_TITLE_PAGE))
        return Tiny(f"\n{department}", pack)


def cells(row: str) -> tuple[str, ...]:
    """Return the cells of a row of a table, without the marks of code."""
    return tuple(cell.strip().strip("`") for cell in row.strip("|").split(" |"))


def examples() -> Iterator[Example]:
    """Yield the examples of the page: blocks of YAML up to the table of what they give."""
    heading = ""
    texts: list[str] = []
    for part in _PART.finditer(PAGE):
        if part["heading"]:
            if texts:
                yield Example(heading, tuple(texts))  # that shows nothing
            heading, texts = part["heading"], []
        elif part["columns"]:
            rows = tuple(cells(row) for row in part["rows"].splitlines())
            yield Example(heading, tuple(texts), cells(part["columns"]), rows)
            texts = []
        elif not _PART_OF_FILE.match(part["yaml"]):
            texts.append(part["yaml"])
    assert texts == []


def judged(norm: Tiny) -> list[str]:
    """Return the faults of a norm but for what an example leaves out: proofs and unused roles."""
    files = {name: parse_document(text, NormError) for name, text in norm.files.items()}
    try:
        check_norm("tiny", [*files], files.__getitem__)
    except NormError as error:
        return [str(each) for each in error.faults if each.code not in _LEFT_OUT]
    return []


def site_of(text: str) -> Any:  # noqa: ANN401 - a mapping of facts
    """Return the facts of a site that stand in a cell."""
    return {} if text == "–" else parse_document(f"{{{text}}}", NormError).data


def shown(norm: Tiny, column: str, method: str, site: dict[str, Any]) -> str:
    """Return what a norm gives for a role, as the page writes it."""
    found = [
        norm.value(column, stance=stance, method=method, **site)
        for stance in ("lean", "typical", "generous")
    ]
    told = [_GAP if each is None else str(each) for each in found]
    return told[0] if len(set(told)) == 1 else _STANCES.join(told)


@pytest.mark.parametrize("example", [*examples()], ids=lambda example: example.heading)
def test_an_example_gives_what_stands_below_it(example: Example) -> None:
    """Its norm has no faults; the people and findings of each site are those of its row."""
    norm = example.norm()
    codes = {code for row in example.rows for code in row if re.fullmatch(r"\w+\.\w+", code)}

    assert example.rows
    assert judged(norm) == []
    for site, *told in example.rows:
        facts, row = site_of(site), dict(zip(example.columns, told, strict=True))
        method = row.pop("method", "–").replace("–", "")
        if "finding" in row:
            raised = codes & norm.raised(method, **facts)
            assert raised == {row.pop("finding")} - {"–"}, site
        assert {role: shown(norm, role, method, facts) for role in row} == row, site


@pytest.mark.parametrize(("written", "site", "people"), _PHRASE.findall(PAGE))
def test_a_printed_phrase_is_written_so(written: str, site: str, people: str) -> None:
    """A row of the last table is a rule without faults, which gives what stands beside it."""
    norm = Tiny(f"rules: [{{id: g, role: guard, {PRINTED}, {written}}}]")

    assert judged(norm) == []
    assert shown(norm, "guard", "", site_of(site)) == people


def models_within(annotation: object) -> Iterator[type[Model]]:
    """Yield the models that an annotation holds."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for member in get_args(annotation):
        yield from models_within(member)


def models_of(*files: type[Model]) -> list[type[Model]]:
    """Return the models that files are made of, each once."""
    found = [*files]
    for model in found:  # which grows
        for each in model.model_fields.values():
            held = dict.fromkeys(models_within(each.annotation))
            found += [one for one in held if one not in found]
    return found


def test_every_key_of_a_norm_file_is_explained() -> None:
    """Each key that an author may write stands on the page as code."""
    found = models_of(PackFile, DepartmentFile, OverlayFile, CasesFile)
    keys = {field.alias or name for each in found for name, field in each.model_fields.items()}
    written_by_overlays = {"changed", "ended"}
    prose = re.sub(r"^```.*?^```", "", PAGE, flags=re.MULTILINE | re.DOTALL)
    code = " ".join(re.findall(r"`[^`\n]+`", prose))

    assert {"rows", "unless", "same_as", "headcount", "approved_by"} <= keys
    assert {
        key for key in keys - written_by_overlays if not re.search(rf"\b{key}\b", code)
    } == set()
