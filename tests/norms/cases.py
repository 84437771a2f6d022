"""Reads the cases of a norm: sites with answers worked out by hand from the clauses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from staffing_norms.errors import NormError
from staffing_norms.library import norms_folder, read_shipped, shipped_packs
from staffing_norms.schema import Listed, Model, Name, Text, validate


class Case(Model):
    """
    A site with what is known of its plan.

    *expect* are people by role, *departments* people by department; *gaps* are all the facts
    that are missing, *findings* some of the codes that are raised, *without* some that are not.
    """

    name: Text
    source: Text
    site: Mapping[Name, Any]
    stance: Literal["lean", "typical", "generous"] = "typical"
    methods: Mapping[Name, Name] = Field(default_factory=dict)
    expect: Mapping[Name, int] = Field(default_factory=dict)
    departments: Mapping[Name, int] = Field(default_factory=dict)
    headcount: int | None = None
    gaps: Annotated[tuple[str, ...], Listed] = ()
    findings: Annotated[tuple[str, ...], Listed] = ()
    without: Annotated[tuple[str, ...], Listed] = ()


class _CasesFile(Model):
    cases: Annotated[tuple[Case, ...], Listed]


@dataclass(frozen=True, slots=True)
class Place:
    """A case and where it is written."""

    norm: str
    file: str
    case: Case

    def __str__(self) -> str:
        return f"{self.file}: {self.case.name}"


def all_cases() -> list[Place]:
    """Return the cases of every shipped norm."""
    return [
        Place(norm, path.stem, case)
        for norm in shipped_packs()
        for path in sorted((norms_folder() / norm / "cases").glob("*.yaml"))
        for case in validate(_CasesFile, read_shipped(f"{norm}/cases/{path.name}"), NormError).cases
    ]
