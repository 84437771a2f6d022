"""Compiles a department of a few lines, and computes it for a site."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from staffing_norms.documents import parse_document
from staffing_norms.errors import NormError
from staffing_norms.evaluate import Evaluator
from staffing_norms.facts import vocabulary
from staffing_norms.formula import Stance
from staffing_norms.layout import Rulebook
from staffing_norms.library import read_shipped
from staffing_norms.pack import DepartmentFile, PackFile, SharedFinding
from staffing_norms.rulebook import compile_rules
from staffing_norms.schema import Model, validate
from staffing_norms.site import Site

Fact: TypeAlias = Any  # whatever a site may state

_PACK = """
id: tiny
version: "2024.1.0"
title: {en: Tiny, zh: 小}
source: {en: Made up., zh: 虚构。}
trust: C
in_force: {from: not stated, to: not stated}
property_kinds: [residential]
departments: [hall]
"""
_TOP = """
department: hall
labels: {en: Hall, zh: 厅}
roles:
  guard: {en: Guard, zh: 值守员}
  staff: {en: Staff, zh: 人员}
  head: {en: Head, zh: 主管}
  deputy: {en: Deputy, zh: 副主管}
proof: {}
"""
_POSTS = "methods: [{id: posts, needs: [lifts]}]\n"
PRINTED = 'methods: [posts], clause: "1", status: printed'


class _FindingsFile(Model):
    findings: Mapping[str, SharedFinding]


class Tiny:
    """
    A norm of one department, `hall`, with the roles guard, staff, head and deputy.

    Args:
        text: Its rules, leaders, rates and findings; its methods too, if not `posts` alone.
    """

    def __init__(self, text: str) -> None:
        text = _TOP + ("" if "\nmethods:" in text else _POSTS) + text
        file = validate(DepartmentFile, parse_document(text, NormError), NormError)
        pack = validate(PackFile, parse_document(_PACK, NormError), NormError)
        shared = validate(_FindingsFile, read_shipped("findings.yaml"), NormError).findings
        self.rulebook: Rulebook = compile_rules(pack, [file], vocabulary(), shared)
        self._outputs = {output.name: output for output in self.rulebook.program.outputs}

    def value(
        self, output: str, *, stance: Stance = "typical", method: str = "", **site: Fact
    ) -> Any:  # noqa: ANN401 - a number, a flag or None
        """Return an output for a site, under a method that is forced if it is given."""
        choice = {"method.hall": method} if method else {}
        facts = {**Site.from_mapping(site).values, **choice}
        return Evaluator(self._outputs, stance).evaluation(facts).value(output)

    def stances(self, output: str, **site: Fact) -> tuple[Any, Any, Any]:
        """Return an output at the lean, the typical and the generous stance."""
        lean = self.value(output, stance="lean", **site)
        return lean, self.value(output, **site), self.value(output, stance="generous", **site)

    def raised(self, method: str = "", **site: Fact) -> set[str]:
        """Return the codes of the findings that a site raises."""
        return {
            finding.code
            for finding in self.rulebook.findings
            if self.value(finding.condition, method=method, **site)
        }

    def gaps(self, method: str = "", **site: Fact) -> dict[str, tuple[str, ...]]:
        """Return the missing facts with the roles that each of them blocks."""
        found = {
            gap.fact: tuple(
                role
                for role, conditions in gap.blocks.items()
                if self.value(role, method=method, **site) is None
                and any(self.value(each, method=method, **site) for each in conditions)
            )
            for gap in self.rulebook.gaps
        }
        return {fact: roles for fact, roles in found.items() if roles}
