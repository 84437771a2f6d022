"""Compiles a norm to a program, and lays out which of its outputs is what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypedDict, Unpack

from staffing_norms.facts import Vocabulary
from staffing_norms.formula import (
    FALSE,
    ONE,
    TRUE,
    ZERO,
    Add,
    And,
    Compare,
    Fact,
    First,
    Formula,
    Is,
    Known,
    Not,
    Program,
    Ref,
    Total,
    When,
    in_stance,
)
from staffing_norms.gaps import causes
from staffing_norms.pack import (
    DepartmentFile,
    PackFile,
    Posts,
    Quota,
    Rule,
    SharedFinding,
    Sourced,
    Work,
)
from staffing_norms.rules import (
    Book,
    all_hold,
    all_of,
    contribution,
    leader_counts,
    rate,
    shifts_of,
    source_of,
    within,
)
from staffing_norms.schema import Bilingual

Kind: TypeAlias = Literal["workforce", "leader"]
Basis: TypeAlias = Literal["posts", "day_work", "composite"]


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
    """

    role: str
    kind: Kind
    labels: Bilingual
    under: Mapping[str, str]
    basis: Mapping[str, Basis]
    shifts: Mapping[str, str]


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
    """A department: its methods, its roles, and the outputs of its totals."""

    department: str
    labels: Bilingual
    methods: tuple[MethodLayout, ...]
    roles: tuple[RoleLayout, ...]
    in_scope: str
    workforce: str
    leaders: str


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
    """A fact to ask for, with the roles it may block and the outputs that say whether it does."""

    department: str
    fact: str
    alternatives: tuple[str, ...]
    blocks: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A compiled norm: the program, and which of its outputs is what."""

    program: Program
    departments: tuple[DepartmentLayout, ...]
    findings: tuple[FindingLayout, ...]
    gaps: tuple[GapLayout, ...]


def compile_rules(
    pack: PackFile,
    files: Sequence[DepartmentFile],
    words: Vocabulary,
    shared: Mapping[str, SharedFinding],
) -> Rulebook:
    """
    Compile the files of a norm, which have been checked.

    Args:
        pack: The norm's title page.
        files: Its departments, in order.
        words: The vocabulary with the norm's own facts.
        shared: The findings that every norm shares, by code.
    """
    book = Book(words)
    departments = tuple(_department(book, file) for file in files)
    roles = tuple(role.role for department in departments for role in department.roles)
    book.add("headcount", Add(tuple(First((Ref(role), ZERO)) for role in roles)))
    book.add("complete", all_of([Known(Ref(role)) for role in roles]))
    findings = _Findings(book, shared)
    for file, department in zip(files, departments, strict=True):
        findings.of_department(file, department)
    findings.of_site(pack)
    gaps = tuple(gap for department in departments for gap in _gaps(book, department))
    program = Program(tuple(book.outputs.values()), roles)
    return Rulebook(program, departments, tuple(findings.found), gaps)


def _department(book: Book, file: DepartmentFile) -> DepartmentLayout:
    name = file.department
    scope = When(Known(Fact("scope")), Known(Fact(f"scope.{name}")), TRUE)
    in_scope = book.add(f"{name}.in_scope", scope)
    book.rated[name] = tuple(dict.fromkeys(row.activity for row in file.rates))
    for row in file.rates:
        speed = rate(row)
        if speed is not None:
            work = f"{row.activity}:{row.variant}" if row.variant else row.activity
            book.add(f"{name}.rate.{work}", speed, source_of(row))
    methods = _methods(book, file)
    workers = _workers(book, file, methods, in_scope)
    workforce = book.add(f"{name}.workforce", Add(tuple(Ref(role.role) for role in workers)))
    leaders = _leaders(book, file, methods, in_scope, workforce)
    managed = book.add(f"{name}.leaders", Add(tuple(Ref(role.role) for role in leaders)))
    roles = (*workers, *leaders)
    book.add(f"{name}.headcount", Add(tuple(First((Ref(role.role), ZERO)) for role in roles)))
    book.add(f"{name}.complete", all_of([Known(Ref(role.role)) for role in roles]))
    return DepartmentLayout(
        name, file.labels, methods, roles, in_scope.output, workforce.output, managed.output
    )


def _methods(book: Book, file: DepartmentFile) -> tuple[MethodLayout, ...]:
    """Add for each method what it needs, whether it is usable, and whether it is chosen."""
    name, forced = file.department, Fact(f"method.{file.department}")
    automatic = [method.id for method in file.methods if method.automatic]
    layouts: list[MethodLayout] = []
    usable_before: list[Formula] = []
    for method in file.methods:
        path = f"{name}.{method.id}"
        needs = tuple(
            (facts, book.add(f"{path}.needs.{facts[0]}", _known(book, name, facts)))
            for facts in method.needs
        )
        usable = book.add(f"{path}.usable", all_of([known for _, known in needs]))
        first = [Not(before) for before in usable_before]
        if method.id == automatic[-1]:
            itself = all_of(first) if first else TRUE
        else:
            itself = all_of([*first, usable]) if method.automatic else FALSE
        chosen = When(Known(forced), Is(forced, (method.id,)), itself)
        book.add(f"{path}.chosen", chosen)
        if method.automatic:
            usable_before.append(usable)
        layouts.append(
            MethodLayout(
                method.id,
                usable.output,
                f"{path}.chosen",
                f"{path}.workforce",
                tuple((facts, known.output) for facts, known in needs),
                method.automatic,
                method.composite,
            )
        )
    return tuple(layouts)


def _known(book: Book, department: str, facts: tuple[str, ...]) -> Formula:
    """Return whether any of the facts is known; `tasks` are those of the department."""
    known = [
        Known(
            Total("tasks", ONE, book.own_tasks(department)) if fact == "tasks" else book.fact(fact)
        )
        for fact in facts
    ]
    return known[0] if len(known) == 1 else Not(all_of([Not(each) for each in known]))


def _workers(
    book: Book, file: DepartmentFile, methods: Sequence[MethodLayout], in_scope: Ref
) -> tuple[RoleLayout, ...]:
    """Add the workforce roles: under each method, and under the one chosen."""
    layouts = []
    under: dict[str, list[Formula]] = {method.method: [] for method in methods}
    for role in dict.fromkeys(rule.role for rule in file.rules):
        figures: dict[str, str] = {}
        basis: dict[str, Basis] = {}
        shifts: dict[str, str] = {}
        for method in methods:
            rules = [r for r in file.rules if r.role == role and method.method in r.methods]
            if rules:
                figure, per_day = _under(book, file.department, method.method, rules)
                under[method.method].append(figure)
                figures[method.method] = figure.output
                basis[method.method] = _basis(method, rules)
                if per_day:
                    shifts[method.method] = per_day.output
        people: Formula = ZERO
        for method in reversed(methods):
            if method.method in figures:
                people = When(Ref(method.chosen), Ref(figures[method.method]), people)
        book.add(role, When(in_scope, people, ZERO))
        layouts.append(RoleLayout(role, "workforce", file.roles[role], figures, basis, shifts))
    for method in methods:
        book.add(method.workforce, Add(tuple(under[method.method])))
    return tuple(layouts)


def _under(
    book: Book, department: str, method: str, rules: Sequence[Rule]
) -> tuple[Ref, Ref | None]:
    """Add a role under one method, its rules summed and rounded once; and the shifts of a post."""
    path = f"{department}.{method}.{rules[0].role}"
    parts = tuple(
        book.add(f"{path}.{rule.id}", contribution(book, department, method, rule), source_of(rule))
        for rule in rules
    )
    people = book.add(path, book.rounded(parts[0] if len(parts) == 1 else Add(parts)))
    posts = [rule for rule in rules if isinstance(rule, Posts)]
    if len({rule.shifts for rule in posts}) != 1 or len(posts) != len(rules):
        return people, None
    return people, book.add(f"{path}.shifts", shifts_of(book, posts[0]))


def _basis(method: MethodLayout, rules: Iterable[Rule]) -> Basis:
    if all(isinstance(rule, Posts) for rule in rules):
        return "posts"
    is_quota_of_all = method.composite and all(isinstance(rule, Quota) for rule in rules)
    return "composite" if is_quota_of_all else "day_work"


def _leaders(
    book: Book,
    file: DepartmentFile,
    methods: Sequence[MethodLayout],
    in_scope: Ref,
    workforce: Ref,
) -> tuple[RoleLayout, ...]:
    """Add the leaders: those of the band that applies, none where there is nobody to lead."""
    if file.leaders is None:
        return ()
    name, measure = file.department, book.fact(file.leaders.measured_by)
    counts: list[tuple[Ref, dict[str, Formula]]] = []
    below: dict[str, Formula] = {}
    for number, printed in enumerate(file.leaders.bands, 1):
        below = leader_counts(book, name, measure, printed, below)
        band_name, applies_if = f"{name}.leaders.{number}", within(measure, printed)
        applies = book.add(band_name, applies_if, source_of(printed))
        counts.append((applies, below))
    nobody = First((Compare("==", workforce, ZERO), FALSE))
    layouts = []
    for role in dict.fromkeys(role for _, band in counts for role in band):
        people: Formula = ZERO
        for applies, band in reversed(counts):
            people = When(applies, band.get(role, ZERO), people)
        figure = book.add(f"{name}.leaders.{role}", people)
        book.add(role, When(in_scope, When(nobody, ZERO, figure), ZERO))
        under = dict.fromkeys((method.method for method in methods), figure.output)
        basis: dict[str, Basis] = dict.fromkeys(under, "day_work")
        layouts.append(RoleLayout(role, "leader", file.roles[role], under, basis, {}))
    return tuple(layouts)


class _About(TypedDict, total=False):
    values: Mapping[str, str]
    words: Mapping[str, Bilingual]
    needs: tuple[tuple[tuple[str, ...], str], ...]


class _Findings:
    """Adds the conditions of findings, and collects what to say when they hold."""

    def __init__(self, book: Book, shared: Mapping[str, SharedFinding]) -> None:
        self.book = book
        self.shared = shared
        self.found: list[FindingLayout] = []

    def _add(self, code: str, department: str, condition: Formula, **about: Unpack[_About]) -> None:
        """Add a finding of the shared catalogue."""
        entry = self.shared[code]
        self._put(code, entry.severity, department, condition, entry.message, **about)

    def _put(
        self,
        code: str,
        severity: str,
        department: str,
        condition: Formula,
        message: Bilingual,
        **about: Unpack[_About],
    ) -> None:
        name = f"finding.{len(self.found) + 1}.{code}"
        self.book.add(name, First((condition, FALSE)))
        self.found.append(FindingLayout(code, severity, department, name, message, **about))

    def of_site(self, pack: PackFile) -> None:
        """Add the findings about the whole site."""
        kind = Fact("property_kind")
        other = And((Known(kind), Not(Is(kind, pack.property_kinds))))
        self._add("property.other_kind", "", other)

    def of_department(self, file: DepartmentFile, layout: DepartmentLayout) -> None:
        """Add the findings about one department."""
        in_scope = Ref(layout.in_scope)
        self._composite(file, layout)
        self._detail(layout)
        self._readings(file, layout)
        leaders, workers = Ref(layout.leaders), Ref(layout.workforce)
        self._add(
            "leaders.exceed_workforce",
            layout.department,
            Compare(">", leaders, workers),
            values={"leaders": layout.leaders, "workforce": layout.workforce},
        )
        for own in file.findings:
            holds = And((in_scope, all_hold(self.book, file.department, own.when)))
            self._put(own.code, own.severity, file.department, holds, own.message)

    def _composite(self, file: DepartmentFile, layout: DepartmentLayout) -> None:
        """Compare the people counted one by one with the composite quota."""
        name = file.department
        for method in file.methods:
            rules = [r for r in file.rules if method.composite and method.id in r.methods]
            quotas = [r for r in rules if r.role not in method.apart]
            if not quotas:
                continue
            [quota] = quotas
            apart = {quota.role, *method.apart}
            workers = [
                r.role for r in layout.roles if r.kind == "workforce" and r.role not in apart
            ]
            counted = self.book.add(f"{name}.counted", Add(tuple(map(Ref, workers))))
            exact = contribution(self.book, name, method.id, quota)
            low = self.book.add(f"{name}.composite.low", in_stance(exact, "lean"))
            high = self.book.add(f"{name}.composite.high", in_stance(exact, "generous"))
            in_detail = And((Ref(layout.in_scope), Not(Ref(f"{name}.{method.id}.chosen"))))
            about: _About = {
                "values": {"counted": counted.output, "low": low.output, "high": high.output},
                "words": {"clause": Bilingual(en=quota.clause, zh=quota.clause)},
            }
            unknown = And((Known(low), Not(Known(counted))))
            for code, condition in (
                ("composite.below", Compare("<", counted, low)),
                ("composite.above", Compare(">", counted, high)),
                ("composite.incomplete", unknown),
            ):
                self._add(code, name, And((in_detail, condition)), **about)

    def _detail(self, layout: DepartmentLayout) -> None:
        """Say which facts would make a more detailed method usable."""
        for rank, method in enumerate(layout.methods):
            later = [Ref(other.chosen) for other in layout.methods[rank + 1 :]]
            if later:
                less_detailed = Not(all_of([Not(other) for other in later]))
                condition = And((Ref(layout.in_scope), less_detailed, Not(Ref(method.usable))))
                self._add("detail.missing", layout.department, condition, needs=method.needs)

    def _readings(self, file: DepartmentFile, layout: DepartmentLayout) -> None:
        """Say where the plan rests on a clause that is silent or doubtful."""
        name = file.department
        for rule in file.rules:
            used = [
                And(
                    (
                        Ref(f"{name}.{m}.chosen"),
                        Compare(">", Ref(f"{name}.{m}.{rule.role}.{rule.id}"), ZERO),
                    )
                )
                for m in rule.methods
            ]
            self._reading(layout, rule, Not(all_of([Not(each) for each in used])))
        if file.leaders:
            for number, band in enumerate(file.leaders.bands, 1):
                led = Compare(">", Ref(layout.leaders), ZERO)
                self._reading(layout, band, And((Ref(f"{name}.leaders.{number}"), led)))
        for row in file.rates:
            work = f"{row.activity}:{row.variant}" if row.variant else row.activity
            by_table = And((Is(Fact("tasks.work"), (work,)), Not(Known(Fact("tasks.rate")))))
            methods = [m for r in file.rules if isinstance(r, Work) for m in r.methods]
            chosen = Not(all_of([Not(Ref(f"{name}.{m}.chosen")) for m in methods]))
            self._reading(layout, row, And((chosen, Known(Total("tasks", ONE, by_table)))))

    def _reading(self, layout: DepartmentLayout, printed: Sourced, used: Formula) -> None:
        code = f"norm.{printed.status}"
        if code in self.shared and printed.reading:
            words = {
                "clause": Bilingual(en=printed.clause, zh=printed.clause),
                "reading": printed.reading,
            }
            self._add(code, layout.department, And((Ref(layout.in_scope), used)), words=words)


def _gaps(book: Book, layout: DepartmentLayout) -> Iterable[GapLayout]:
    """Add, for each fact that may be lacking, the conditions under which it blocks a role."""
    found: dict[str, tuple[tuple[str, ...], dict[str, list[str]]]] = {}
    for role in layout.roles:
        for cause in causes(book.outputs[role.role].formula, book.outputs):
            _, blocks = found.setdefault(cause.fact, (cause.alternatives, {}))
            conditions = blocks.setdefault(role.role, [])
            name = f"gap.{layout.department}.{cause.fact}.{role.role}.{len(conditions) + 1}"
            book.add(name, First((cause.when, FALSE)))
            conditions.append(name)
    for fact, (alternatives, blocks) in found.items():
        by_role = {role: tuple(conditions) for role, conditions in blocks.items()}
        yield GapLayout(layout.department, fact, alternatives, by_role)
