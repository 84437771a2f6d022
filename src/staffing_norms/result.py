"""The result of planning a site: groups outputs into departments, lines, gaps and findings."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from staffing_norms.derivation import (
    LANGUAGES,
    Language,
    Style,
    defaults_taken,
    facts_lacking,
    facts_read,
    record_name,
    sources,
    totals,
    walk,
    written,
)
from staffing_norms.errors import Fault, IncompletePlanError, UnknownNameError, did_you_mean
from staffing_norms.evaluate import Evaluation, Step
from staffing_norms.facts import FactType, Vocabulary
from staffing_norms.formula import Ceil, Compare, Output, Source, Stance, Value, When
from staffing_norms.intake import Stated
from staffing_norms.quantities import format_number
from staffing_norms.rulebook import (
    Basis,
    DepartmentLayout,
    FindingLayout,
    GapLayout,
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
    def leads_nobody(self) -> bool:
        """Whether it is a leader's line that is empty because the department has no workforce."""
        return self.kind == "leader" and any(
            isinstance(each.formula, Compare) and each.formula.op == "==" and each.value
            for each in walk(self.step)
        )

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
        found: dict[str, dict[str, None]] = {}
        for language, text in (part for remark in remarks for part in remark):
            found.setdefault(language, {})[text] = None
        return {language: _BETWEEN[language].join(texts) for language, texts in found.items()}


_BETWEEN: Labels = {"en": " ", "zh": ""}
_LISTED: Labels = {"en": ", ", "zh": "、"}
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
        gaps: What it lacks.
        lines: Its roles, without those that come to zero unasked.
        roles: Every role of it, by id.
    """

    department: str
    labels: Labels
    method: str
    methods: Mapping[str, int | None]
    span: tuple[int, int] | None
    gaps: tuple[Gap, ...]
    lines: tuple[Line, ...]
    roles: Mapping[str, Line] = field(repr=False)

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

    def _of_kind(self, kind: Kind) -> list[Line]:
        return [line for line in self.roles.values() if line.kind == kind]


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
        return _Planning(self, evaluation, stated, heads("lean"), heads("generous")).result()


@dataclass(frozen=True, slots=True)
class _Planning:
    """One site being planned: groups the outputs, and decides nothing."""

    planner: Planner
    evaluation: Evaluation
    stated: Mapping[str, Stated]
    lean: Heads
    generous: Heads

    def result(self) -> Result:
        value = self.evaluation.value
        gaps = tuple(self.gaps())
        planned = [
            (layout, next(m.method for m in layout.methods if value(m.chosen)))
            for layout in self.planner.rulebook.departments
            if value(layout.in_scope)
        ]
        return Result(
            tuple(self.department(layout, method, gaps) for layout, method in planned),
            gaps,
            tuple(self.assumptions(self.defaults(planned))),
            tuple(self.finding(f) for f in self.planner.rulebook.findings if value(f.condition)),
        )

    def department(
        self, layout: DepartmentLayout, method: str, gaps: tuple[Gap, ...]
    ) -> Department:
        value = self.evaluation.value
        usable = [m for m in layout.methods if value(m.usable)]
        lines = [(role, self.line(layout, role, method)) for role in layout.roles]
        leaders = [line.headcount for role, line in lines if role.kind == "leader"]
        return Department(
            department=layout.department,
            labels=dict(layout.labels.by_language),
            method=method,
            methods={m.method: _people(value(m.workforce)) for m in usable},
            span=_span([_people(value(m.workforce)) for m in usable if m.whole], leaders),
            gaps=tuple(gap for gap in gaps if gap.department == layout.department),
            lines=tuple(line for role, line in lines if _is_shown(line, role, method)),
            roles={line.role: line for _, line in lines},
        )

    def line(self, layout: DepartmentLayout, role: RoleLayout, method: str) -> Line:
        headcount = _people(self.evaluation.value(role.role))
        step = self.derivation(role, method)
        basis = role.basis.get(method, "day_work")
        shifts = self.shifts(role, method, basis)
        return Line(
            role=role.role,
            department=layout.department,
            kind=role.kind,
            labels=dict(role.labels.by_language),
            headcount=headcount,
            exact=_exact(step),
            lean=self.lean[role.role],
            generous=self.generous[role.role],
            on_duty=None if headcount is None or not shifts else headcount // shifts,
            shifts=shifts,
            basis=basis,
            sources=sources(step, self.planner.outputs),
            step=step,
            words=self.planner.words,
        )

    def derivation(self, role: RoleLayout, method: str) -> Step:
        """Return how the method derives a role, or why the role comes to something else."""
        whole = self.evaluation.step(role.role)
        step = self.evaluation.step(role.under.get(method, role.role))
        return step if step.value == whole.value else whole

    def shifts(self, role: RoleLayout, method: str, basis: Basis) -> int | None:
        if basis == "day_work":
            return 1
        output = role.shifts.get(method)
        return _people(self.evaluation.value(output)) if output else None

    def gaps(self) -> Iterator[Gap]:
        value = self.evaluation.value
        unknown = {role for role in self.planner.rulebook.program.roles if value(role) is None}
        for layout in self.planner.rulebook.gaps if unknown else ():
            roles = tuple(
                role
                for role, conditions in layout.blocks.items()
                if role in unknown and any(map(value, conditions))
            )
            if roles:
                yield self.gap(layout, roles)

    def gap(self, layout: GapLayout, roles: tuple[str, ...]) -> Gap:
        fact = self.fact(layout.fact)
        return Gap(
            layout.fact,
            layout.department,
            roles,
            layout.alternatives,
            dict(fact.labels.by_language),
            {lang: self.question(layout.fact, roles, lang) for lang in LANGUAGES},
        )

    def question(self, name: str, roles: Iterable[str], lang: Language) -> str:
        """Return what to ask the client, and about which records."""
        fact = self.fact(name)
        style = Style(lang, self.planner.words)
        names = {
            record_name(self.stated, collection, place, style): None
            for role in roles
            for collection, records in totals(self.evaluation.step(role))
            for place, record in enumerate(records)
            if name in facts_lacking(record)
        }
        colon = ": " if lang == "en" else "："
        about = f"{_LISTED[lang].join(names)}{colon}" if names else ""
        return f"{about}{getattr(fact.question or fact.labels, lang)}"

    def fact(self, name: str) -> FactType:
        collection, _, field = name.rpartition(".")
        words = self.planner.words
        return words[collection].fields[field] if collection else words[name]

    def defaults(self, planned: Iterable[tuple[DepartmentLayout, str]]) -> dict[str, Any]:
        """Return the defaults that the methods of the plan read, also those that come to zero."""
        taken: dict[str, Any] = {}
        for layout, method in planned:
            for role in layout.roles:
                if method in role.under:
                    taken |= defaults_taken(self.evaluation.step(role.under[method]))
        return taken

    def assumptions(self, taken: Mapping[str, Any]) -> Iterator[Assumption]:
        """Yield what is taken for granted, in the vocabulary's order."""
        departments = tuple(layout.department for layout in self.planner.rulebook.departments)
        for name, fact in self.planner.words.items():
            labels = dict(fact.labels.by_language)
            stated = self.stated.get(name)
            if stated is not None:
                if stated.status != "stated":
                    yield Assumption(name, stated.value, stated.status, labels)
            elif name in taken:
                yield Assumption(name, taken[name], "default", labels)
            elif fact.default and isinstance(fact.default.value, str):
                yield Assumption(name, fact.default.value, "default", labels)
            elif fact.kind == "words":
                yield Assumption(name, departments, "default", labels)

    def finding(self, layout: FindingLayout) -> Finding:
        value = self.evaluation.value
        figures = {name: _figure(value(output)) for name, output in layout.values.items()}
        lacking = [facts for facts, known in layout.needs if not value(known)]
        message: dict[str, str] = {
            lang: getattr(layout.message, lang).format(
                **figures,
                **{name: getattr(label, lang) for name, label in layout.words.items()},
                facts=self.listed(lacking, lang),
            )
            for lang in LANGUAGES
        }
        facts = tuple(fact for each in lacking for fact in each)
        return Finding(layout.code, layout.severity, layout.department, message, facts)

    def listed(self, lacking: Iterable[tuple[str, ...]], lang: Language) -> str:
        either = " or " if lang == "en" else "或"
        return _LISTED[lang].join(
            either.join(getattr(self.fact(name).labels, lang) for name in facts)
            for facts in lacking
        )


def _is_shown(line: Line, role: RoleLayout, method: str) -> bool:
    """Whether a role is listed: it has people, may have some, or its zero was stated."""
    if line.headcount != 0:
        return True
    is_planned = role.kind == "workforce" and method in role.under
    return is_planned and any(value is not None for value in facts_read(line.step).values())


def _people(value: Value) -> int | None:
    """Return the value of an output that counts people."""
    return value if isinstance(value, int) else None


def _exact(step: Step) -> Fraction | None:
    """Return a figure before it is rounded up, on the branch taken."""
    if step.value is None:
        return None
    while isinstance(step.formula, When):
        step = step.inputs[-1]
    return Fraction(step.inputs[0].value if isinstance(step.formula, Ceil) else step.value)


def _figure(value: Value) -> str:
    return format_number(value) if isinstance(value, int | Fraction) else "?"


def _total(
    lines: Iterable[Line],
    gaps: Iterable[Gap],
    of: Literal["headcount", "lean", "generous"] = "headcount",
) -> Total:
    people = {line.role: getattr(line, of) for line in lines}
    unknown = {role for role, number in people.items() if number is None}
    asked = [gap for gap in gaps if unknown.intersection(gap.roles)]
    return Total(sum(filter(None, people.values())), len(asked), not unknown)


def _span(workforces: list[int | None], leaders: list[int | None]) -> tuple[int, int] | None:
    """Return fewest and most people over the methods, or None while one is unknown."""
    known = [number for number in workforces if number is not None]
    led = [number for number in leaders if number is not None]
    if not known or len(known) < len(workforces) or len(led) < len(leaders):
        return None
    return min(known) + sum(led), max(known) + sum(led)
