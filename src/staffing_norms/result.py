"""The result of planning a site: groups outputs into departments, lines, gaps and findings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from staffing_norms.derivation import (
    Language,
    Style,
    defaults_taken,
    facts_read,
    sources,
    written,
)
from staffing_norms.errors import Fault, IncompletePlanError, UnknownNameError, did_you_mean
from staffing_norms.evaluate import Evaluation, Step
from staffing_norms.facts import FactType, Vocabulary
from staffing_norms.formula import Ceil, Output, Source, Stance, Value
from staffing_norms.intake import Stated
from staffing_norms.quantities import format_number
from staffing_norms.rulebook import (
    Basis,
    DepartmentLayout,
    FindingLayout,
    Kind,
    RoleLayout,
    Rulebook,
)

Labels = Mapping[str, str]
Heads = Mapping[str, int | None]


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
        generous: Headcount with the most. [person]
        on_duty: People on duty in each shift; None where the norm does not say. [person]
        shifts: Shifts a day of a post; 1 for day work; None where the norm does not say.
        basis: `posts`, `day_work` or `composite`.
        sources: The clauses that the figure rests on.
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
    generous: int | None
    on_duty: int | None
    shifts: int | None
    basis: Basis
    sources: tuple[Source, ...]
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
    def source(self) -> str:
        """The clauses, as printed."""
        return "；".join(dict.fromkeys(source.clause for source in self.sources))

    @property
    def status(self) -> str:
        """How the clauses are read: the least certain counts."""
        return max(
            (source.status for source in self.sources), key=_STATUSES.index, default="printed"
        )

    @property
    def note(self) -> Labels:
        """What to know beside the figure, by language: notes, and why a clause is read so."""
        remarks = [source.note for source in self.sources] + [s.reading for s in self.sources]
        found: dict[str, list[str]] = {}
        for remark in dict.fromkeys(remarks):
            for language, text in remark:
                found.setdefault(language, []).append(text)
        return {language: " ".join(texts) for language, texts in found.items()}


_STATUSES = ("printed", "corrected", "reading", "doubtful", "silent")


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
    """

    fact: str
    department: str
    roles: tuple[str, ...]
    alternatives: tuple[str, ...]
    labels: Labels
    question: Labels


@dataclass(frozen=True, slots=True)
class Assumption:
    """
    A fact that the plan takes for granted.

    Args:
        fact: Name of the fact.
        value: Its value.
        status: `default` where nothing is stated, else the user's own `estimated` or `assumed`.
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
        facts: The facts that it asks for.
    """

    code: str
    severity: str
    department: str
    message: Labels
    facts: tuple[str, ...] = ()


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
        total: All its people.
        workforce_total: Its people without leaders.
        leaders_total: Its leaders.
        lean: Its people at the lean stance.
        generous: Its people at the generous stance.
        gaps: What it lacks.
        lines: Its roles, without those that come to zero unasked.
        roles: Every role of it, by id.
    """

    department: str
    labels: Labels
    method: str
    methods: Mapping[str, int | None]
    span: tuple[int, int] | None
    total: Total
    workforce_total: Total
    leaders_total: Total
    lean: Total
    generous: Total
    gaps: tuple[Gap, ...]
    lines: tuple[Line, ...]
    roles: Mapping[str, Line] = field(repr=False)

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

        Raises:
            IncompletePlanError: A gap keeps the role unknown.
            UnknownNameError: The department has no such role.
        """
        line = self.roles.get(role)
        if line is None:
            message = f"{self.department} has no role {role!r}."
            hint = did_you_mean(role, self.roles)
            raise UnknownNameError([Fault("role.unknown", role, message, hint)])
        if line.headcount is None:
            message = f"{role} is unknown; the plan has gaps."
            hint = "See plan.gaps for what to ask."
            raise IncompletePlanError([Fault("plan.incomplete", role, message, hint)])
        return line


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that planning a site came to."""

    departments: tuple[Department, ...]
    total: Total
    lean: Total
    generous: Total
    span: tuple[int, int] | None
    gaps: tuple[Gap, ...]
    assumptions: tuple[Assumption, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Planner:
    """
    A norm ready to plan sites.

    Args:
        rulebook: The compiled norm.
        words: The vocabulary of facts.
        outputs: The outputs of the program by name.
    """

    rulebook: Rulebook
    words: Vocabulary
    outputs: Mapping[str, Output]

    def result(
        self,
        stated: Mapping[str, Stated],
        facts: Mapping[str, Any],
        stance: Stance,
        heads: Callable[[Stance], Heads],
    ) -> Result:
        """
        Plan a site.

        Args:
            stated: The facts of the site with their provenance.
            facts: The values of facts and choices that the program reads.
            stance: Which figure of a printed range counts.
            heads: Headcounts of the site by role at another stance.
        """
        evaluation = Evaluation(self.outputs, facts, stance)
        gaps = tuple(self._gaps(evaluation))
        lean, generous = heads("lean"), heads("generous")
        departments = tuple(
            self._department(evaluation, layout, gaps, lean, generous)
            for layout in self.rulebook.departments
            if evaluation.value(layout.in_scope)
        )
        planned = [role for each in departments for role in each.roles]
        return Result(
            departments,
            _total({role: evaluation.value(role) for role in planned}, gaps),
            _total({role: lean[role] for role in planned}, gaps),
            _total({role: generous[role] for role in planned}, gaps),
            _sum_of_spans(departments),
            gaps,
            tuple(self._assumptions(stated, departments)),
            tuple(self._findings(evaluation)),
        )

    def _department(
        self,
        evaluation: Evaluation,
        layout: DepartmentLayout,
        gaps: tuple[Gap, ...],
        lean: Heads,
        generous: Heads,
    ) -> Department:
        method = next(m.method for m in layout.methods if evaluation.value(m.chosen))
        roles = {
            role.role: self._line(evaluation, layout, role, method, lean, generous)
            for role in layout.roles
        }
        gaps = tuple(gap for gap in gaps if gap.department == layout.department)
        people = {role: line.headcount for role, line in roles.items()}
        workers = {r: n for r, n in people.items() if roles[r].kind == "workforce"}
        leaders = {r: n for r, n in people.items() if roles[r].kind == "leader"}
        usable = [m for m in layout.methods if evaluation.value(m.usable)]
        led = _total(leaders, gaps)
        whole = [evaluation.value(m.workforce) for m in usable if m.whole]
        return Department(
            layout.department,
            dict(layout.labels.by_language),
            method,
            {m.method: _people(evaluation.value(m.workforce)) for m in usable},
            _span(whole, led),
            _total(people, gaps),
            _total(workers, gaps),
            led,
            _total({role: lean[role] for role in roles}, gaps),
            _total({role: generous[role] for role in roles}, gaps),
            gaps,
            tuple(line for line in roles.values() if _is_shown(line, method, layout)),
            roles,
        )

    def _line(
        self,
        evaluation: Evaluation,
        layout: DepartmentLayout,
        role: RoleLayout,
        method: str,
        lean: Heads,
        generous: Heads,
    ) -> Line:
        headcount = _people(evaluation.value(role.role))
        step = evaluation.step(role.under.get(method, role.role))
        exact = step.inputs[0].value if isinstance(step.formula, Ceil) else step.value
        basis = role.basis.get(method, "day_work")
        shifts = evaluation.value(role.shifts[method]) if method in role.shifts else None
        if basis == "day_work":
            shifts = 1
        on_duty = None
        if isinstance(shifts, int) and shifts and headcount is not None:
            on_duty = headcount // shifts
        return Line(
            role.role,
            layout.department,
            role.kind,
            dict(role.labels.by_language),
            headcount,
            None if headcount is None else Fraction(exact if headcount else 0),
            lean[role.role],
            generous[role.role],
            on_duty,
            shifts if isinstance(shifts, int) else None,
            basis,
            sources(step, self.outputs),
            step,
            self.words,
        )

    def _gaps(self, evaluation: Evaluation) -> list[Gap]:
        unknown = {role for role in self.rulebook.program.roles if evaluation.value(role) is None}
        if not unknown:
            return []
        gaps = []
        for layout in self.rulebook.gaps:
            blocked = tuple(
                role
                for role, conditions in layout.blocks.items()
                if role in unknown and any(map(evaluation.value, conditions))
            )
            if blocked:
                fact = self._fact(layout.fact)
                question = fact.question or fact.labels
                gaps.append(
                    Gap(
                        layout.fact,
                        layout.department,
                        blocked,
                        layout.alternatives,
                        dict(fact.labels.by_language),
                        dict(question.by_language),
                    )
                )
        return gaps

    def _fact(self, name: str) -> FactType:
        collection, _, field = name.rpartition(".")
        return self.words[collection].fields[field] if collection else self.words[name]

    def _assumptions(
        self, stated: Mapping[str, Stated], departments: tuple[Department, ...]
    ) -> list[Assumption]:
        """Return the defaults taken and what the user only estimates, in the vocabulary's order."""
        taken: dict[str, Any] = {}
        for department in departments:
            for line in department.lines:
                taken |= defaults_taken(line.step)
        found = []
        for name, fact in self.words.items():
            labels = dict(fact.labels.by_language)
            if name in stated:
                if stated[name].status != "stated":
                    value = stated[name].value
                    found.append(Assumption(name, value, stated[name].status, labels))
            elif name in taken:
                found.append(Assumption(name, taken[name], "default", labels))
            elif fact.default and isinstance(fact.default.value, str):
                found.append(Assumption(name, fact.default.value, "default", labels))
            elif fact.kind == "words":
                scope = tuple(layout.department for layout in self.rulebook.departments)
                found.append(Assumption(name, scope, "default", labels))
        return found

    def _findings(self, evaluation: Evaluation) -> list[Finding]:
        return [
            self._finding(evaluation, layout)
            for layout in self.rulebook.findings
            if evaluation.value(layout.condition)
        ]

    def _finding(self, evaluation: Evaluation, layout: FindingLayout) -> Finding:
        lacking = [facts for facts, known in layout.needs if not evaluation.value(known)]
        values = {name: evaluation.value(output) for name, output in layout.values.items()}
        figures = {
            name: format_number(value) if isinstance(value, int | Fraction) else "?"
            for name, value in values.items()
        }
        message = {}
        for language, text in layout.message.by_language:
            words = {name: getattr(label, language) for name, label in layout.words.items()}
            message[language] = text.format(
                **figures, **words, facts=self._listed(lacking, language)
            )
        facts = tuple(fact for each in lacking for fact in each)
        return Finding(layout.code, layout.severity, layout.department, message, facts)

    def _listed(self, lacking: list[tuple[str, ...]], language: str) -> str:
        between, either = (", ", " or ") if language == "en" else ("、", "或")
        return between.join(
            either.join(getattr(self._fact(fact).labels, language) for fact in facts)
            for facts in lacking
        )


def _is_shown(line: Line, method: str, layout: DepartmentLayout) -> bool:
    """Whether a role is listed: it has people, may have some, or its zero was stated."""
    if line.headcount != 0:
        return True
    role = next(role for role in layout.roles if role.role == line.role)
    if line.kind == "leader" or method not in role.under:
        return False
    return any(value is not None for value in facts_read(line.step).values())


def _people(value: Value) -> int | None:
    """Return the value of an output that counts people."""
    return value if isinstance(value, int) else None


def _total(people: Heads, gaps: tuple[Gap, ...]) -> Total:
    known = sum(number for number in people.values() if number is not None)
    unknown = {role for role, number in people.items() if number is None}
    asked = [gap for gap in gaps if unknown & set(gap.roles)]
    return Total(known, len(asked), not unknown)


def _span(workforces: list[Any], leaders: Total) -> tuple[int, int] | None:
    """Return fewest and most people over the methods, or None while one is unknown."""
    if not workforces or None in workforces or not leaders.complete:
        return None
    return min(workforces) + leaders.known, max(workforces) + leaders.known


def _sum_of_spans(departments: tuple[Department, ...]) -> tuple[int, int] | None:
    spans = [department.span for department in departments]
    known = [span for span in spans if span is not None]
    if len(known) < len(spans):
        return None
    return sum(low for low, _ in known), sum(high for _, high in known)
