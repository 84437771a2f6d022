"""The only place that collects findings: their conditions, and what to say when these hold."""

from collections.abc import Mapping
from typing import TypedDict, Unpack

from staffing_norms.foundation.formula import FALSE, And, First, Formula
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.book import Book
from staffing_norms.program.layout import FindingLayout
from staffing_norms.publications.pack import SharedFinding


class About(TypedDict, total=False):
    """What a message names, as a `FindingLayout` has it."""

    values: Mapping[str, str]
    words: Mapping[str, Bilingual]
    needs: tuple[tuple[tuple[str, ...], str], ...]
    items: tuple[tuple[Bilingual, str], ...]


class Findings:
    """
    Adds the conditions of findings, and collects what to say when they hold.

    Args:
        book: The outputs so far.
        shared: The findings that every norm shares, by code.

    Attributes:
        found: The findings in order.
        apart: The findings that no output raises, by code.
    """

    def __init__(self, book: Book, shared: Mapping[str, SharedFinding]) -> None:
        self.book = book
        self.shared = shared
        self.found: list[FindingLayout] = []
        self.apart = {
            code: FindingLayout(code, entry.severity, "", "", entry.message)
            for code, entry in shared.items()
            if entry.apart
        }

    def after(self, first: Formula, *others: Formula) -> Formula:
        """Return whether all conditions hold; the others are computed only where the first does."""
        return And((first, self.book.add(f"finding.{len(self.found) + 1}.after", And(others))))

    def add(self, code: str, department: str, condition: Formula, **about: Unpack[About]) -> None:
        """Add a finding of the shared catalogue."""
        entry = self.shared[code]
        self.put(code, entry.severity, department, condition, entry.message, **about)

    def put(
        self,
        code: str,
        severity: str,
        department: str,
        condition: Formula,
        message: Bilingual,
        **about: Unpack[About],
    ) -> None:
        """Add a finding."""
        name = f"finding.{len(self.found) + 1}.{code}"
        self.book.add(name, First((condition, FALSE)))
        self.found.append(FindingLayout(code, severity, department, name, message, **about))
