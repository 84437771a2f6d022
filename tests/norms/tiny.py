"""Compiles a department of a few lines, and computes it for a site."""

from typing import Any, TypeAlias

from staffing_norms.foundation.documents import parse_document
from staffing_norms.foundation.errors import NormError
from staffing_norms.foundation.formula import Stance
from staffing_norms.foundation.schema import validate
from staffing_norms.interpreters.evaluate import Evaluator
from staffing_norms.program.layout import Rulebook
from staffing_norms.program.rulebook import compile_rules
from staffing_norms.publications.check import read_findings
from staffing_norms.publications.pack import DepartmentFile, PackFile
from staffing_norms.sites.site import Site
from staffing_norms.sites.vocabulary import vocabulary_of

Fact: TypeAlias = Any  # whatever a site may state

_PACK = """
id: tiny
version: "2024.1.0"
title: {en: Tiny, zh: 小}
source: {en: Made up., zh: 虚构。}
trust: A
in_force: {from: not stated, to: not stated}
property_kinds: [residential]
departments: [hall]
"""
_TOP = """
department: hall
labels: {en: Hall, zh: 厅}
proof: {}
"""
_ROLES = """
roles:
  guard: {en: Guard, zh: 值守员}
  staff: {en: Staff, zh: 人员}
  head: {en: Head, zh: 主管}
  deputy: {en: Deputy, zh: 副主管}
"""
_POSTS = "methods: [{id: posts, needs: [lifts]}]\n"
PRINTED = 'methods: [posts], clause: "1", status: printed'


class Tiny:
    """
    A norm of one department, `hall`, with the roles guard, staff, head and deputy.

    Args:
        text: Its rules, leaders, rates and findings; its methods and roles too, if others.
        pack: What its title page says besides.
        trust: How far the publication is to be trusted.

    Attributes:
        files: The text of its files, by name.
    """

    def __init__(self, text: str, pack: str = "", trust: str = "A") -> None:
        text = (
            _TOP
            + ("" if "\nmethods:" in text else _POSTS)
            + ("" if "\nroles:" in text else _ROLES)
            + text
        )
        page = _PACK.replace("trust: A", f"trust: {trust}") + pack
        self.files = {"pack.yaml": page, "hall.yaml": text}
        file = validate(DepartmentFile, parse_document(text, NormError), NormError)
        title = validate(PackFile, parse_document(page, NormError), NormError)
        self.words = vocabulary_of(
            title.facts, {file.department: file.labels}, title.property_kinds
        )
        self.rulebook: Rulebook = compile_rules(title, [file], self.words, read_findings())
        self.outputs = {output.name: output for output in self.rulebook.program.outputs}

    def value(
        self, output: str, *, stance: Stance = "typical", method: str = "", **site: Fact
    ) -> Any:  # noqa: ANN401 - a number, a flag or None
        """Return an output for a site, under a method that is forced if it is given."""
        choice = {"method.hall": method} if method else {}
        facts = {**Site.from_mapping(site, words=self.words).values, **choice}
        return Evaluator(self.outputs).evaluation(facts, stance).value(output)

    def stances(self, output: str, **site: Fact) -> tuple[Any, Any, Any]:
        """Return an output at the lean, the typical and the generous stance."""
        lean = self.value(output, stance="lean", **site)
        return lean, self.value(output, **site), self.value(output, stance="generous", **site)

    def raised(self, method: str = "", **site: Fact) -> set[str]:
        """Return the codes of the findings that a site raises, but for those of law."""
        return {
            finding.code
            for finding in self.rulebook.findings
            if not finding.citation and self.value(finding.condition, method=method, **site)
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
