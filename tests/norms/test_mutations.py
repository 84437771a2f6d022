"""Every typing slip in a shipped norm is refused, fails a proof, or fails a case."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal, TypeAlias

import pytest

from norms.cases import misses_a_floor
from norms.meaning import Meaning, meaning
from norms.slips import PACK, Slip, all_slips
from staffing_norms import Norms, available_norms
from staffing_norms.foundation.documents import Document
from staffing_norms.foundation.errors import NormError, SiteError
from staffing_norms.foundation.formula import STANCES, Stance
from staffing_norms.foundation.library import Home, find_norm
from staffing_norms.interpreters.evaluate import Evaluation
from staffing_norms.planning.cases import Placed, check_cases, read_cases, run_case
from staffing_norms.program.rulebook import compile_rules
from staffing_norms.publications.check import check_norm, read_findings
from staffing_norms.publications.editions import Opened
from staffing_norms.results.planner import Planner
from staffing_norms.sites.profiles import shipped_profiles
from staffing_norms.sites.vocabulary import vocabulary_of

Files: TypeAlias = Mapping[str, Document]
Fate: TypeAlias = Literal["refused", "failed", "same", "missed"]

PAGE = Path(__file__).parents[2] / "docs/check-a-norm.md"
SEED = 20240101
SHARED = read_findings()
PROFILES = [*shipped_profiles().values()]
HOMES = [(norm, home) for norm in available_norms() for home in find_norm(norm).editions]


@pytest.fixture(autouse=True)
def untraced() -> Iterator[None]:
    """Run without measuring coverage: thousands of slips take the same lines over and over."""
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)


@dataclass(frozen=True, slots=True)
class Part:
    """
    What is judged at once: a department by itself, or the whole norm where totals add it up.

    Args:
        norm: Id of the norm.
        files: The files, without a slip.
        cases: The cases by which they are judged; the one that failed last comes first.
        sound: The norm without a slip.
        meant: What it means.
    """

    norm: str
    files: Files
    cases: list[Placed]
    sound: Norms
    meant: Meaning

    def fate(self, slip: Slip) -> Fate:
        """Say whether a slip is refused, fails a case, means the same, or is missed."""
        changed = replace(self.files[slip.file], data=slip.data)
        try:
            norms = compiled(self.norm, {**self.files, slip.file: changed})
        except NormError:
            return "refused"
        if meaning(norms) == self.meant:
            return "same"
        if self.fails(norms):
            return "failed"
        return "same" if slip.edge and self.agrees_at(norms, *slip.edge) else "missed"

    def fails(self, norms: Norms) -> bool:
        """Whether a case fails: first those whose people differ, which is quick to see."""
        for judge in (counts_otherwise, fails_a_case):
            for number, placed in enumerate(self.cases):
                if judge(norms, placed):
                    self.cases.insert(0, self.cases.pop(number))
                    return True
        return misses_a_floor(norms)

    def agrees_at(self, norms: Norms, fact: str, figure: str) -> bool:
        """Whether the site of each case has the same roles and totals with a fact at a bound."""
        program = self.sound.rulebook.program
        totals = [each.name for each in program.outputs if each.name.startswith("total.")]
        for case in (placed.case for placed in self.cases if not placed.case.refused):
            facts = self.sound.site({**case.site, fact: figure}).values
            for stance in STANCES:
                one, other = (evaluated(each, facts, stance).value for each in (self.sound, norms))
                if any(one(name) != other(name) for name in (*program.roles, *totals)):
                    return False
        return True


def compiled(norm: str, files: Files) -> Norms:
    """
    Compile the files of a norm, one of which may have a slip.

    Raises:
        NormError: They are refused.
    """
    pack, departments = check_norm(norm, files, files.__getitem__)
    labels = {file.department: file.labels for file in departments}
    words = vocabulary_of(pack.facts, labels, pack.property_kinds)
    rulebook = compile_rules(pack, departments, words, SHARED, PROFILES)
    outputs = {output.name: output for output in rulebook.program.outputs}
    opened = Opened(pack, departments, dict(files), "")
    return Norms(opened, Planner(rulebook, words, outputs), "", (), None)


def evaluated(norms: Norms, facts: Mapping[str, Any], stance: Stance) -> Evaluation:
    """Return the program of a norm for a site: figures without a whole plan."""
    return norms._planner.evaluation(facts, stance)  # noqa: SLF001


def counts_otherwise(norms: Norms, placed: Placed) -> bool:
    """Whether a role has other people than a case says."""
    case = placed.case
    if case.refused:
        return False
    try:
        facts: dict[str, Any] = {**norms.site(case.site).values}
    except SiteError:
        return True
    facts |= {f"method.{each}": method for each, method in case.methods.items()}
    value = evaluated(norms, facts, case.stance).value
    roles = set(norms.rulebook.program.roles)
    return any(role not in roles or value(role) != people for role, people in case.expect.items())


def fails_a_case(norms: Norms, placed: Placed) -> bool:
    try:
        check_cases(norms, [placed])
    except NormError:
        return True
    return not run_case(norms, placed).passed


def part_of(norm: str, documents: Files, cases: Iterable[Placed], file: str) -> Part:
    """Return what is judged when a file has a slip."""
    page: Any = documents[PACK].data
    own = list(cases)
    if file != PACK and "totals" not in page:
        department = file.removesuffix(".yaml")
        alone = replace(documents[PACK], data={**page, "departments": [department]})
        documents = {PACK: alone, file: documents[file]}
        own = [each for each in own if each.file == department]
    sound = compiled(norm, documents)
    return Part(norm, documents, own, sound, meaning(sound))


@cache
def fates(norm: str, home: Home) -> tuple[Counter[tuple[str, Fate]], list[str]]:
    """Return how many slips of each kind end in which way, and those that are missed."""
    documents = {file: home.read(file) for file in home.files}
    cases = read_cases(home)
    parts = {file: part_of(norm, documents, cases, file) for file in documents}
    data = {file: document.data for file, document in documents.items()}
    found: Counter[tuple[str, Fate]] = Counter()
    missed: list[str] = []
    for slip in all_slips(data, Random(SEED)):  # noqa: S311 - no secret
        fate = parts[slip.file].fate(slip)
        found[slip.kind, fate] += 1
        if fate == "missed":
            missed.append(str(slip))
    return found, missed


def table() -> str:
    """Return, by kind and norm, how many slips were made and how many of them were caught."""
    found = [fates(*each)[0] for each in HOMES]
    rows = [["slip", *(home.name for _, home in HOMES)], ["---"] * (len(HOMES) + 1)]
    for kind in dict.fromkeys(kind for each in found for kind, _ in each):
        caught = [each[kind, "refused"] + each[kind, "failed"] for each in found]
        made = [count + each[kind, "missed"] for count, each in zip(caught, found, strict=True)]
        rows.append([kind, *(f"{a} of {b}" for a, b in zip(caught, made, strict=True))])
    same = [sum(count for (_, fate), count in each.items() if fate == "same") for each in found]
    rows.append(["*left aside: means the same*", *map(str, same)])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


@pytest.mark.parametrize(("norm", "home"), HOMES, ids=[home.name for _, home in HOMES])
def test_every_slip_is_caught(norm: str, home: Home) -> None:
    found, missed = fates(norm, home)

    assert found.total() > 100
    assert missed == []


@pytest.mark.parametrize(("norm", "home"), HOMES, ids=[home.name for _, home in HOMES])
def test_a_norm_without_a_slip_is_not_caught(norm: str, home: Home) -> None:
    documents = {file: home.read(file) for file in home.files}
    cases = read_cases(home)
    for file, document in documents.items():
        part = part_of(norm, documents, cases, file)

        assert part.fate(Slip("none", file, "", document.data)) == "same"
        assert not part.fails(part.sound)


def test_the_page_tells_what_was_measured(request: pytest.FixtureRequest) -> None:
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition("| slip |")
    after = rest.partition("\n\n")[2]
    if request.config.getoption("--rewrite-golden"):
        PAGE.write_text(f"{before}{table()}\n{after}", "utf-8")

    assert f"{table()}\n" in PAGE.read_text("utf-8")
