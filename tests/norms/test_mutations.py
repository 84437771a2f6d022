"""Every typing slip in a shipped norm is refused, fails a proof, or fails a case."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random
from typing import Any, Literal, TypeAlias

import pytest

from norms import slips
from norms.cases import misses_a_floor
from norms.meaning import Meaning, meaning
from norms.slips import PACK, Slip
from staffing_norms import Norms, available_norms
from staffing_norms.cases import Placed, check_cases, read_cases, run_case
from staffing_norms.check import check_norm, read_findings
from staffing_norms.documents import Document
from staffing_norms.editions import Opened
from staffing_norms.errors import NormError
from staffing_norms.facts import vocabulary_of
from staffing_norms.library import Home, find_norm
from staffing_norms.planner import Planner
from staffing_norms.rulebook import compile_rules

Files: TypeAlias = Mapping[str, Document]
Fate: TypeAlias = Literal["refused", "failed", "same", "missed"]

SEED = 20240101
SHARED = read_findings()
HOMES = {
    f"{norm} {home.name}" if home.name != norm else norm: (norm, home)
    for norm in available_norms()
    for home in find_norm(norm).editions
}


@dataclass(frozen=True, slots=True)
class Part:
    """
    What is judged at once: a department by itself, or the whole norm where totals add them up.

    Args:
        norm: Id of the norm.
        files: The files, without a slip.
        cases: The cases, of which the one that failed last leads.
    """

    norm: str
    files: Files
    cases: list[Placed]
    values: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def compiled(self, files: Files) -> Norms:
        """
        Compile the files, one of which may have a slip.

        Raises:
            NormError: They are refused.
        """
        pack, departments = check_norm(self.norm, files, files.__getitem__)
        labels = {file.department: file.labels for file in departments}
        words = vocabulary_of(pack.facts, labels, pack.property_kinds)
        rulebook = compile_rules(pack, departments, words, SHARED)
        outputs = {output.name: output for output in rulebook.program.outputs}
        opened = Opened(pack, departments, dict(files), "")
        return Norms(opened, Planner(rulebook, words, outputs), "", (), None)

    def fate(self, slip: Slip, meant: Meaning) -> Fate:
        """Say whether a slip is refused, fails a case, means the same, or is missed."""
        changed = replace(self.files[slip.file], data=slip.data)
        try:
            norms = self.compiled({**self.files, slip.file: changed})
        except NormError:
            return "refused"
        if meaning(norms) == meant:
            return "same"
        if slip.file == PACK:
            self.values.clear()  # it says what may be stated
        return "failed" if self.fails(norms) else "missed"

    def fails(self, norms: Norms) -> bool:
        """Whether a case fails: first those whose people differ, which is quick to see."""
        for judge in (self.counts_otherwise, fails_a_case):
            for number, placed in enumerate(self.cases):
                if judge(norms, placed):
                    self.cases.insert(0, self.cases.pop(number))
                    return True
        return misses_a_floor(norms)

    def counts_otherwise(self, norms: Norms, placed: Placed) -> bool:
        """Whether a role has other people than a case says."""
        case = placed.case
        if case.refused or not case.expect.keys() <= {*norms.rulebook.program.roles}:
            return not case.refused
        try:
            key = str(placed)
            if key not in self.values:
                chosen = {f"method.{each}": method for each, method in case.methods.items()}
                self.values[key] = {**norms.site(case.site).values, **chosen}
        except NormError:
            return True
        value = norms._planner.evaluation(self.values[key], case.stance).value  # noqa: SLF001
        return any(value(role) != people for role, people in case.expect.items())
