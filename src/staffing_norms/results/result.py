"""Holds the result of planning a site: departments, gaps and findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from staffing_norms.foundation.errors import Fault, IncompletePlanError, Said, UnknownNameError
from staffing_norms.foundation.face import notebook_face
from staffing_norms.foundation.formula import Source
from staffing_norms.foundation.languages import MARKS, Labels, Language
from staffing_norms.program.layout import NORM, Cover, Kind
from staffing_norms.results.line import Line
from staffing_norms.results.reasons import Adjustment, Head, Post
from staffing_norms.results.sums import Sum, Total, Totals, sum_of, total_of
from staffing_norms.results.wording import language
from staffing_norms.sites.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Gap:
    """
    A fact that the plan needs and the site does not state.

    Args:
        fact: Name of the fact; inside records `tasks.rate`.
        department: Department id.
        roles: The roles that stay unknown.
        alternatives: Facts any of which would do as well.
        labels: What the fact is called, by language.
        question: What to ask the client, by language.
        records: The buildings or tasks that lack it: their positions in the list, from 0.
        is_of_work: Whether the question is about one kind of work, and asks for a task.
    """

    fact: str
    department: str
    roles: tuple[str, ...]
    alternatives: tuple[str, ...]
    labels: Labels
    question: Labels
    records: tuple[int, ...] = ()
    is_of_work: bool = False


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """
    A role that the norm wants filled as needed: it prints no figure, which is no zero.

    Args:
        role: Role id.
        labels: What the role is called, by language.
        source: Clause, status and note.
    """

    role: str
    labels: Labels
    source: Source


@dataclass(frozen=True, slots=True)
class Assumption:
    """
    A fact that the plan takes for granted.

    Args:
        fact: Name of the fact.
        value: Its value.
        status: `default` where nothing is stated, `derived` where it is worked out from other
            facts, else the user's own `estimated` or `assumed`.
        labels: What the fact is called, by language.
    """

    fact: str
    value: Any
    status: str
    labels: Labels


@dataclass(frozen=True, slots=True)
class Finding:
    """
    Something to check.

    Args:
        code: Stable name, such as `composite.below`.
        severity: `info` or `warning`.
        department: Department id; empty for the whole site.
        message: What it is and what to do, by language.
        needs: The facts that it asks for; any of each group would do.
        roles: The roles whose lines it is about; empty where it is about no line.
        citation: The clause of the law that it rests on; empty for what is no law.
        satisfied_by: What would satisfy the law, by language.
    """

    code: str
    severity: str
    department: str
    message: Labels
    needs: tuple[tuple[str, ...], ...] = ()
    roles: tuple[str, ...] = ()
    citation: str = ""
    satisfied_by: Labels = field(default_factory=dict)

    def __str__(self) -> str:
        return self.told_in("en")

    def told_in(self, lang: Language) -> str:
        """
        Return what it is, and what would satisfy the law.

        Args:
            lang: `en` or `zh`; case and region are free.

        Raises:
            UnknownNameError: There is no such language.
        """
        lang = language(lang)
        told = (self.message[lang], self.satisfied_by.get(lang))
        return MARKS[lang].blank.join(filter(None, told))

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that it asks for."""
        return tuple(fact for either in self.needs for fact in either)


class Uncounted(NamedTuple):
    """A role for which the norm has no figure: as needed, or what stands beside the norm."""

    needed: AsNeeded | None
    head: Head | None

    @property
    def role(self) -> AsNeeded | Head:
        """The role."""
        return self.needed or cast("Head", self.head)


@dataclass(frozen=True, slots=True)
class Department(Totals):
    """
    The people of one department; `department["patrol_guard"]` is the line of a role.

    Args:
        department: Department id.
        labels: What it is called, by language.
        method: The method that gives its figures.
        methods: The workforce under each usable method; None where a gap keeps it unknown.
        partial: The methods that count a part of its work only, and are no choice by themselves.
        span: Fewest and most people over its usable methods, leaders included; None with gaps.
        gaps: What it lacks.
        lines: Its roles, without those that come to zero unasked.
        roles: Every role of it, by id.
        as_needed: Roles that the norm wants filled as needed, without a figure.
        heads: What stands beside the norm of roles that it does not count.
        cover: Whether the norm's people count, or those to employ.
    """

    department: str
    labels: Labels
    method: str
    methods: Mapping[str, int | None]
    partial: tuple[str, ...]
    span: tuple[int, int] | None
    gaps: tuple[Gap, ...]
    lines: tuple[Line, ...]
    roles: Mapping[str, Line] = field(repr=False)
    as_needed: tuple[AsNeeded, ...] = ()
    heads: tuple[Head, ...] = ()
    cover: Cover = NORM

    @property
    def is_estimated(self) -> bool:
        """Whether its workforce is the figure of one composite quota."""
        return any(line.basis == "composite" and line.headcount for line in self.lines)

    @property
    def is_compared(self) -> bool:
        """Whether there are methods between which its people span."""
        return len(set(self.methods).difference(self.partial) | {self.method}) > 1

    @property
    def is_beside(self) -> bool:
        """Whether anything stands beside the norm."""
        return bool(self.heads) or any(line.beside for line in self.lines)

    @property
    def workforce_total(self) -> Total:
        """Its people without leaders."""
        return total_of(self._of_kind("workforce"), self.gaps)

    @property
    def leaders_total(self) -> Total:
        """Its leaders."""
        return total_of(self._of_kind("leader"), self.gaps)

    @property
    def headcount(self) -> int:
        """Its people [person]; at least so many where the department is not complete."""
        return self.total.known

    @property
    def complete(self) -> bool:
        """Whether every role is known."""
        return self.total.complete

    @property
    def workforce(self) -> int:
        """Its people without leaders [person]; at least so many where it is not complete."""
        return self.workforce_total.known

    @property
    def leaders(self) -> int:
        """Its leaders [person]; at least so many where it is not complete."""
        return self.leaders_total.known

    @property
    def uncounted(self) -> "tuple[Uncounted, ...]":
        """The roles for which the norm has no figure: as needed, then heads outside the norm."""
        heads = {head.role: head for head in self.heads}
        needed = tuple(Uncounted(each, heads.pop(each.role, None)) for each in self.as_needed)
        return (*needed, *(Uncounted(None, head) for head in heads.values()))

    def __getitem__(self, role: str) -> Line:
        """
        Return the line of a role, also of one that comes to zero.

        Args:
            role: Its id or what it is called, in either language.

        Raises:
            IncompletePlanError: A gap keeps the role unknown.
            UnknownNameError: The department has no such role.
        """
        line = self.roles.get(role)
        if line is None:
            names = role_names(self)
            found = names.find(role)
            if found is None:
                message, hint = (
                    Said("{0} has no role {1}.", self.department, repr(role)),
                    names.hint(role),
                )
                raise UnknownNameError([Fault("role.unknown", str(role), message, hint)])
            line = self.roles[found]
        if line.headcount is None:
            message = Said("{0} is unknown; the plan has gaps.", role)
            hint = "See plan.gaps for what to ask."
            raise IncompletePlanError([Fault("plan.incomplete", role, message, hint)])
        return line

    def __repr__(self) -> str:
        """`<Department security: 84, posts>`."""
        return f"<Department {self.department}: {self.total}, {self.method}>"

    def _repr_html_(self) -> str | None:
        return notebook_face(self)

    @property
    def _all(self) -> "tuple[Line | Head, ...]":
        return (*self.roles.values(), *self.heads)

    def _of_kind(self, kind: Kind) -> list[Line]:
        return [line for line in self.roles.values() if line.kind == kind]


def role_names(department: Department) -> Glossary:
    """Return the glossary of the roles of a department."""
    return Glossary({role: line.labels.values() for role, line in department.roles.items()})


@dataclass(frozen=True, slots=True)
class Result(Totals):
    """
    Everything that planning a site came to.

    Args:
        departments: The departments in scope, in the norm's order.
        gaps: What the site does not state and the plan needs.
        assumptions: What is taken for granted, in the vocabulary's order.
        findings: What to check.
        posts: The posts that the client demands.
        adjustments: The people more or fewer that were decided.
        heads: The people outside the norm, of no department of the plan.
        cover: Whether the norm's people count, or those to employ.
    """

    departments: tuple[Department, ...]
    gaps: tuple[Gap, ...]
    assumptions: tuple[Assumption, ...]
    findings: tuple[Finding, ...]
    posts: tuple[Post, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    heads: tuple[Head, ...] = ()
    cover: Cover = NORM

    @property
    def outside(self) -> tuple[Sum, Sum, Sum]:
        """The heads of no department of the plan: adjusted, proposed, and those who count."""
        adjusted, proposed = (sum_of(self.heads, (), of) for of in ("adjusted", "proposed"))
        return adjusted, proposed, total_of(self.heads, ())

    @property
    def uncounted(self) -> tuple[Uncounted, ...]:
        """The heads of no department of the plan."""
        return tuple(Uncounted(None, head) for head in self.heads)

    @property
    def is_compared(self) -> bool:
        """Whether there are methods between which the people of a department span."""
        return any(department.is_compared for department in self.departments)

    @property
    def is_beside(self) -> bool:
        """Whether anything stands beside the norm."""
        return bool(self.posts or self.adjustments)

    @property
    def span(self) -> tuple[int, int] | None:
        """Fewest and most people over the usable methods; None with gaps."""
        spans = [department.span for department in self.departments]
        known = [span for span in spans if span is not None]
        if len(known) < len(spans):
            return None
        return sum(low for low, _ in known), sum(high for _, high in known)

    @property
    def every_head(self) -> tuple[Head, ...]:
        """The heads of departments, then those of none."""
        return (*(head for each in self.departments for head in each.heads), *self.heads)

    @property
    def _all(self) -> tuple[Line | Head, ...]:
        lines = (line for each in self.departments for line in each.roles.values())
        return (*lines, *self.every_head)
