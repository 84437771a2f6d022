"""The result of planning a site: groups outputs into departments, lines, gaps and findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal, NamedTuple, TypeAlias, cast

from staffing_norms.foundation.errors import Fault, IncompletePlanError, Said, UnknownNameError
from staffing_norms.foundation.face import notebook_face
from staffing_norms.foundation.formula import Compare, Source
from staffing_norms.foundation.quantities import format_number
from staffing_norms.interpreters.evaluate import Step
from staffing_norms.program.layout import NORM, Basis, Cover, Kind
from staffing_norms.results.derivation import (
    Language,
    Style,
    calculated,
    walk,
)
from staffing_norms.sites.facts import Glossary, Vocabulary

Labels = Mapping[str, str]
People: TypeAlias = int | Fraction
"""People of whom one may be shared with another site, and count half."""


@dataclass(frozen=True, slots=True)
class Line:
    """
    The people of one role.

    Args:
        role: Role id.
        department: Department id.
        kind: `workforce` or `leader`.
        labels: What the role is called, by language.
        headcount: People on duty over all shifts, as the norm counts; None for a gap, and 0 where
            the method of the plan does not count the role by itself. [person]
        adjusted: The same with what was decided; it may have halves. [person]
        proposed: The same with the posts that are demanded. [person]
        exact: The figure before it is rounded up once. [person]
        lean: Headcount with the fewest people that the norm allows. [person]
        typical: Headcount in the middle of printed ranges. [person]
        generous: Headcount with the most. [person]
        on_duty: People on duty in each shift; None where the norm does not say. [person]
        shifts: Shifts a day of a post; 1 for day work; None where the norm does not say.
        basis: `posts`, `day_work`, `roster`, `composite` or `leaders`.
        counted_by: The methods that count the role.
        is_counted: Whether the method of the plan is one of them; if not, others stand for it.
        sources: The clauses that the figure rests on.
        shared_with: Other departments for which these people work too.
        step: The derivation.
        beside: Why something else is proposed, where anything stands beside the norm.
        cover: How many to employ, where they count in place of the norm's people.
        words: The vocabulary, in whose units the formula is written.
    """

    role: str
    department: str
    kind: Kind
    labels: Labels
    headcount: int | None
    adjusted: People | None
    proposed: People | None
    exact: Fraction | None
    lean: int | None
    typical: int | None
    generous: int | None
    on_duty: int | None
    shifts: int | None
    basis: Basis
    counted_by: tuple[str, ...]
    is_counted: bool
    sources: tuple[Source, ...]
    shared_with: tuple[str, ...]
    step: Step = field(repr=False)
    words: Vocabulary = field(repr=False, compare=False)
    beside: "Reasons | None" = field(default=None, repr=False)
    cover: "CoverLine | None" = field(default=None, repr=False)

    @property
    def norm(self) -> int | None:
        """Headcount by the norm, also where those to employ count [person]."""
        return self.cover.norm if self.cover else self.headcount

    @property
    def formula(self) -> str:
        """The derivation as one line, in Chinese: `3班×2人×⌈320,000÷50,000⌉=42`."""
        return self.formula_in("zh")

    def formula_in(self, lang: Language) -> str:
        """
        Return the derivation as one line: `3 shifts × 2 people × ⌈320,000 ÷ 50,000⌉ = 42`.

        A figure that is printed for a band of sites has the band: `1 (320,000 ≥ 300,000)`.
        """
        return calculated(self.step, Style(lang, self.words))

    @property
    def leads_nobody(self) -> bool:
        """Whether it is a leader's line that is empty because the department has no workforce."""
        return self.kind == "leader" and any(
            isinstance(each.formula, Compare) and each.formula.op == "==" and each.value
            for each in walk(self.step)
        )

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses, as printed."""
        return tuple(dict.fromkeys(source.clause for source in self.sources))

    @property
    def source(self) -> str:
        """The clauses as one text."""
        return "；".join(self.clauses)

    def source_in(self, lang: Language) -> str:
        """Return the clauses as one text, as people of a language write it."""
        return _BETWEEN_CLAUSES[lang].join(self.clauses)

    @property
    def status(self) -> str:
        """How the clauses are read: the least certain counts."""
        return max(
            (source.status for source in self.sources), key=STATUSES.index, default="printed"
        )

    @property
    def note(self) -> Labels:
        """What to know beside the figure, by language: notes, and why a clause is read so."""
        remarks = [source.note for source in self.sources] + [s.reading for s in self.sources]
        found: dict[str, dict[str, None]] = {}
        for language, text in (part for remark in remarks for part in remark):
            found.setdefault(language, {})[text] = None
        return {language: _BETWEEN[language].join(texts) for language, texts in found.items()}

    def __repr__(self) -> str:
        """`<Line patrol_guard: 42 = 3 shifts × 2 people × ⌈320,000 ÷ 50,000⌉>`."""
        formula, equals, people = self.formula_in("en").rpartition(" = ")
        told = f"{people}{equals}{formula}"
        if self.cover:  # then the people to employ count, and the formula is the norm's
            told = f"{self.headcount} for {told}"
        return f"<Line {self.role}: {told}>"

    def _repr_html_(self) -> str | None:
        return notebook_face(self)


_BETWEEN: Labels = {"en": " ", "zh": ""}
_BETWEEN_CLAUSES: Labels = {"en": "; ", "zh": "；"}
STATUSES = ("printed", "corrected", "reading", "doubtful", "silent", "company", "undefined")


@dataclass(frozen=True, slots=True)
class Total:
    """
    A sum of people, known or at least so many.

    Args:
        known: People of the roles that are known. [person]
        gaps: How many facts are missing for the rest.
        complete: Whether every role is known.
    """

    known: int
    gaps: int
    complete: bool

    def __str__(self) -> str:
        """`193`, or `≥ 84 (3 gaps)`."""
        return _at_least(str(self.known), self)


@dataclass(frozen=True, slots=True)
class Sum:
    """
    A sum of people that may have halves, known or at least so many.

    Args:
        known: People of the roles that are known. [person]
        gaps: How many facts are missing for the rest.
        complete: Whether every role is known.
    """

    known: People
    gaps: int
    complete: bool

    def __str__(self) -> str:
        """`193`, `12.5`, or `≥ 84 (3 gaps)`."""
        return _at_least(format_number(self.known).replace(",", ""), self)


def _at_least(known: str, total: Total | Sum) -> str:
    if total.complete:
        return known
    return f"≥ {known} ({total.gaps} gap{'s' if total.gaps != 1 else ''})"


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
class Head:
    """
    A role that the norm does not count: outside it, as needed, or out of its scope.

    Args:
        role: Its name; role id of one that the norm knows.
        department: Department id; empty where none is said.
        labels: What it is called, by language.
        adjusted: People that were decided. [person]
        proposed: The same with the posts that are demanded. [person]
        beside: Why it is proposed.
        words: The vocabulary, in whose units the derivation is written.
        cover: How many to employ, where they count in place of the norm's people.
    """

    role: str
    department: str
    labels: Labels
    adjusted: People | None
    proposed: People | None
    beside: "Reasons" = field(repr=False)
    words: Vocabulary = field(repr=False, compare=False)
    cover: "CoverLine | None" = field(default=None, repr=False)

    @property
    def headcount(self) -> int:
        """The people who count: none by the norm, those to employ where they count [person]."""
        return (self.cover and self.cover.counted) or 0

    lean = typical = generous = headcount

    @property
    def norm(self) -> int:
        """Its people by the norm: none."""
        return 0


@dataclass(frozen=True, slots=True)
class Post:
    """
    A post that the client demands.

    Args:
        role: Role id; of a head outside the norm its name.
        department: Department id; empty where none is said.
        labels: What the role is called, by language.
        name: What the post is called; empty when not said.
        on_duty: People on duty at the same time. [person]
        hours: Hours a day for which it is manned. [hour]
        days: Days a year on which it is manned. [day]
        demand: `minimum` or `exact`.
        source: Where it is demanded; empty when not said.
    """

    role: str
    department: str
    labels: Labels
    name: str
    on_duty: int
    hours: Fraction
    days: int
    demand: str
    source: str


@dataclass(frozen=True, slots=True)
class Adjustment:
    """
    People more or fewer than the norm counts, as it was decided.

    Args:
        role: Role id; of a head outside the norm its name.
        department: Department id; empty where none is said.
        labels: What the role is called, by language.
        change: People more, or fewer below zero; it may have halves. [person]
        kind: `combined`, `shared` or `other`; empty when not said.
        reason: Why; empty when not said.
        approved_by: Who approved it; empty when not said.
        until: The last day on which it counts; None when not said.
        counts: Whether it counts on the day of the plan.
    """

    role: str
    department: str
    labels: Labels
    change: People
    kind: str
    reason: str
    approved_by: str
    until: date | None
    counts: bool


@dataclass(frozen=True, slots=True)
class Reasons:
    """
    Why something else than the norm's figure is proposed for a role.

    Args:
        posts: The posts of the role that are demanded.
        adjustments: Its adjustments.
        step: The derivation of what is proposed.
    """

    posts: tuple[Post, ...]
    adjustments: tuple[Adjustment, ...]
    step: Step = field(repr=False)


@dataclass(frozen=True, slots=True)
class CoverLine:
    """
    The people to employ for a role, so that what is proposed of it is there every day.

    Args:
        role: Role id.
        department: Department id.
        labels: What the role is called, by language.
        basis: How its people are counted.
        relieved: Whether somebody stands in for them when they are off.
        hours: Hours a year for which they are to be there; None where the norm does not say.
            [hour]
        on_duty: People on duty in each shift; None where the norm does not say. [person]
        norm: Headcount by the norm; None for a gap. [person]
        proposed: The same with what stands beside the norm. [person]
        lawful_overtime: People to employ if all work all lawful overtime. [person]
        no_overtime: People to employ if nobody works overtime. [person]
        exact: The figures of both before relief is rounded, by name. [person]
        available: Hours that one person works a year in either case, by name. [hour]
        overtime: Overtime of each person and month if nobody is employed for relief. [hour]
        pool: Id of the pool of roles whose people stand in for one another; else empty.
        pool_labels: What the pool is called, by language.
        counts: Which figure counts in the plan.
    """

    role: str
    department: str
    labels: Labels
    basis: Basis
    relieved: bool
    hours: Fraction | None
    on_duty: int | None
    norm: int | None
    proposed: People | None
    lawful_overtime: int | None
    no_overtime: int | None
    exact: Mapping[str, Fraction | None]
    available: Mapping[str, Fraction]
    overtime: Fraction | None
    pool: str
    pool_labels: Labels
    counts: Cover = NORM

    @property
    def counted(self) -> int | None:
        """The figure that counts [person]."""
        if self.counts == NORM:
            return self.norm
        return self.no_overtime if self.counts == "no_overtime" else self.lawful_overtime


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
        """Return what it is, and what would satisfy the law."""
        return _BETWEEN[lang].join(filter(None, (self.message[lang], self.satisfied_by.get(lang))))

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
class Department:
    """
    The people of one department; `department["patrol_guard"]` is the line of a role.

    Args:
        department: Department id.
        labels: What it is called, by language.
        method: The method that gives its figures.
        methods: The workforce under each usable method; None where a gap keeps it unknown.
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
        return len(self.methods) > 1

    @property
    def is_beside(self) -> bool:
        """Whether anything stands beside the norm."""
        return bool(self.heads) or any(line.beside for line in self.lines)

    @property
    def total(self) -> Total:
        """All its people."""
        return _total(self._all, self.gaps)

    @property
    def norm(self) -> Total:
        """All its people by the norm, also where those to employ count."""
        return _total(self._all, self.gaps, "norm")

    @property
    def adjusted(self) -> Sum:
        """All its people with what was decided, also those that the norm does not count."""
        return _sum(self._all, self.gaps, "adjusted")

    @property
    def proposed(self) -> Sum:
        """The same with the posts that are demanded."""
        return _sum(self._all, self.gaps, "proposed")

    @property
    def workforce_total(self) -> Total:
        """Its people without leaders."""
        return _total(self._of_kind("workforce"), self.gaps)

    @property
    def leaders_total(self) -> Total:
        """Its leaders."""
        return _total(self._of_kind("leader"), self.gaps)

    @property
    def lean(self) -> Total:
        """Its people at the lean stance."""
        return _total(self._all, self.gaps, "lean")

    @property
    def typical(self) -> Total:
        """Its people at the typical stance."""
        return _total(self._all, self.gaps, "typical")

    @property
    def generous(self) -> Total:
        """Its people at the generous stance."""
        return _total(self._all, self.gaps, "generous")

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
class Result:
    """Everything that planning a site came to."""

    departments: tuple[Department, ...]
    gaps: tuple[Gap, ...]
    assumptions: tuple[Assumption, ...]
    findings: tuple[Finding, ...]
    posts: tuple[Post, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    heads: tuple[Head, ...] = ()
    cover: Cover = NORM

    @property
    def outside(self) -> tuple[Sum, Sum]:
        """The heads of no department of the plan, adjusted and proposed."""
        return _sum(self.heads, (), "adjusted"), _sum(self.heads, (), "proposed")

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
    def total(self) -> Total:
        """All people."""
        return _total(self._all, self.gaps)

    @property
    def norm(self) -> Total:
        """All people by the norm, also where those to employ count."""
        return _total(self._all, self.gaps, "norm")

    @property
    def adjusted(self) -> Sum:
        """All people with what was decided, also those that the norm does not count."""
        return _sum(self._all, self.gaps, "adjusted")

    @property
    def proposed(self) -> Sum:
        """The same with the posts that are demanded."""
        return _sum(self._all, self.gaps, "proposed")

    @property
    def lean(self) -> Total:
        """All people at the lean stance."""
        return _total(self._all, self.gaps, "lean")

    @property
    def typical(self) -> Total:
        """All people at the typical stance."""
        return _total(self._all, self.gaps, "typical")

    @property
    def generous(self) -> Total:
        """All people at the generous stance."""
        return _total(self._all, self.gaps, "generous")

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


def _total(
    lines: Iterable[Line | Head],
    gaps: Iterable[Gap],
    of: Literal["headcount", "norm", "lean", "typical", "generous"] = "headcount",
) -> Total:
    return Total(*_summed(lines, gaps, of))


def _sum(
    lines: Iterable[Line | Head], gaps: Iterable[Gap], of: Literal["adjusted", "proposed"]
) -> Sum:
    return Sum(*_summed(lines, gaps, of))


def _summed(lines: Iterable[Line | Head], gaps: Iterable[Gap], of: str) -> tuple[Any, int, bool]:
    people = [(line.role, getattr(line, of)) for line in lines]
    unknown = {role for role, number in people if number is None}
    asked = [gap for gap in gaps if unknown.intersection(gap.roles)]
    return sum(number for _, number in people if number is not None), len(asked), not unknown
