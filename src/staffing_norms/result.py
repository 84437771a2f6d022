"""The result of planning a site: groups outputs into departments, lines, gaps and findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from staffing_norms.derivation import (
    Language,
    Style,
    walk,
    written,
)
from staffing_norms.errors import Fault, IncompletePlanError, UnknownNameError
from staffing_norms.evaluate import Step
from staffing_norms.faces import notebook_face
from staffing_norms.facts import Glossary, Vocabulary
from staffing_norms.formula import Compare, Source
from staffing_norms.layout import Basis, Kind

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """
    The people of one role.

    Args:
        role: Role id.
        department: Department id.
        kind: `workforce` or `leader`.
        labels: What the role is called, by language.
        headcount: People on duty over all shifts, as the norm counts; None for a gap. [person]
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
        words: The vocabulary, in whose units the formula is written.
    """

    role: str
    department: str
    kind: Kind
    labels: Labels
    headcount: int | None
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

    @property
    def formula(self) -> str:
        """The derivation as one line, in Chinese: `3班×2人×⌈320,000÷50,000⌉=42`."""
        return self.formula_in("zh")

    def formula_in(self, lang: Language) -> str:
        """Return the derivation as one line: `3 shifts × 2 people × ⌈320,000 ÷ 50,000⌉ = 42`."""
        return written(self.step, Style(lang, self.words))

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
        if self.complete:
            return str(self.known)
        return f"≥ {self.known} ({self.gaps} gap{'s' if self.gaps != 1 else ''})"


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
    """

    fact: str
    department: str
    roles: tuple[str, ...]
    alternatives: tuple[str, ...]
    labels: Labels
    question: Labels
    records: tuple[int, ...] = ()


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
    """

    code: str
    severity: str
    department: str
    message: Labels
    needs: tuple[tuple[str, ...], ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that it asks for."""
        return tuple(fact for either in self.needs for fact in either)


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

    @property
    def total(self) -> Total:
        """All its people."""
        return _total(self.roles.values(), self.gaps)

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
        return _total(self.roles.values(), self.gaps, "lean")

    @property
    def typical(self) -> Total:
        """Its people at the typical stance."""
        return _total(self.roles.values(), self.gaps, "typical")

    @property
    def generous(self) -> Total:
        """Its people at the generous stance."""
        return _total(self.roles.values(), self.gaps, "generous")

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
                message, hint = f"{self.department} has no role {role!r}.", names.hint(role)
                raise UnknownNameError([Fault("role.unknown", str(role), message, hint)])
            line = self.roles[found]
        if line.headcount is None:
            message = f"{role} is unknown; the plan has gaps."
            hint = "See plan.gaps for what to ask."
            raise IncompletePlanError([Fault("plan.incomplete", role, message, hint)])
        return line

    def _repr_html_(self) -> str | None:
        return notebook_face(self)

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

    @property
    def total(self) -> Total:
        """All people."""
        return _total(self._roles(), self.gaps)

    @property
    def lean(self) -> Total:
        """All people at the lean stance."""
        return _total(self._roles(), self.gaps, "lean")

    @property
    def typical(self) -> Total:
        """All people at the typical stance."""
        return _total(self._roles(), self.gaps, "typical")

    @property
    def generous(self) -> Total:
        """All people at the generous stance."""
        return _total(self._roles(), self.gaps, "generous")

    @property
    def span(self) -> tuple[int, int] | None:
        """Fewest and most people over the usable methods; None with gaps."""
        spans = [department.span for department in self.departments]
        known = [span for span in spans if span is not None]
        if len(known) < len(spans):
            return None
        return sum(low for low, _ in known), sum(high for _, high in known)

    def _roles(self) -> list[Line]:
        return [line for department in self.departments for line in department.roles.values()]


def _total(
    lines: Iterable[Line],
    gaps: Iterable[Gap],
    of: Literal["headcount", "lean", "typical", "generous"] = "headcount",
) -> Total:
    people = {line.role: getattr(line, of) for line in lines}
    unknown = {role for role, number in people.items() if number is None}
    asked = [gap for gap in gaps if unknown.intersection(gap.roles)]
    return Total(sum(filter(None, people.values())), len(asked), not unknown)
