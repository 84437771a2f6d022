"""Says which output of a program is what; frozen records and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from staffing_norms.formula import Program, Source
from staffing_norms.schema import Bilingual

Kind: TypeAlias = Literal["workforce", "leader"]
Basis: TypeAlias = Literal["posts", "day_work", "roster", "composite", "leaders"]


@dataclass(frozen=True, slots=True)
class RoleLayout:
    """
    A role of a department.

    Args:
        role: Role id, which is also the name of its output.
        kind: Workforce or leader.
        labels: What the role is called.
        under: Output that derives its figure, by method; a leader's is the same under each.
        basis: How its people are counted, by method.
        shifts: Output that holds the shifts of a post, by method.
        shared_with: Other departments for which its people work too.
    """

    role: str
    kind: Kind
    labels: Bilingual
    under: Mapping[str, str]
    basis: Mapping[str, Basis]
    shifts: Mapping[str, str]
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AsNeededLayout:
    """A role that the publication wants filled as needed, without a figure."""

    role: str
    labels: Bilingual
    source: Source


@dataclass(frozen=True, slots=True)
class MethodLayout:
    """
    A method of a department: its id and the outputs that say what becomes of it.

    Args:
        method: Method id.
        usable: Output: are its facts stated?
        chosen: Output: does it give the plan's figures?
        workforce: Output: the workforce that it gives.
        needs: Facts that it needs (any of each tuple) with the output that says they are known.
        whole: Whether it staffs the whole job, so that `auto` may take it.
        composite: Whether it estimates the department as one figure.
    """

    method: str
    usable: str
    chosen: str
    workforce: str
    needs: tuple[tuple[tuple[str, ...], str], ...]
    whole: bool
    composite: bool


@dataclass(frozen=True, slots=True)
class DepartmentLayout:
    """A department: its methods, its roles, what is as needed, and the outputs of its totals."""

    department: str
    labels: Bilingual
    methods: tuple[MethodLayout, ...]
    roles: tuple[RoleLayout, ...]
    in_scope: str
    workforce: str
    leaders: str
    as_needed: tuple[AsNeededLayout, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingLayout:
    """
    Something to check.

    Args:
        code: Stable name.
        severity: `info` or `warning`.
        department: Department id; empty for the whole site.
        condition: Output: is it so?
        message: What to say; `{name}` stands for one of *values*, *words* and the facts of *needs*.
        values: Outputs that the message names.
        words: Texts that the message names.
        needs: Facts of which the message names those that are not known.
    """

    code: str
    severity: str
    department: str
    condition: str
    message: Bilingual
    values: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Bilingual] = field(default_factory=dict)
    needs: tuple[tuple[tuple[str, ...], str], ...] = ()


@dataclass(frozen=True, slots=True)
class GapLayout:
    """
    A fact to ask for, with the roles it may block and the outputs that say whether it does.

    Where the publication defines no figure, *fact* is empty and *undefined* says so.
    """

    department: str
    fact: str
    alternatives: tuple[str, ...]
    blocks: Mapping[str, tuple[str, ...]]
    undefined: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """
    A compiled norm: the program, and which of its outputs is what.

    What to say of facts that the program does not know, *not_used*, has no output.
    """

    program: Program
    departments: tuple[DepartmentLayout, ...]
    findings: tuple[FindingLayout, ...]
    gaps: tuple[GapLayout, ...]
    not_used: FindingLayout
