"""Compiles a norm to a program, and lays out which of its outputs is what."""

from collections.abc import Iterable, Mapping, Sequence

from staffing_norms.facts import Vocabulary
from staffing_norms.findings import Findings
from staffing_norms.formula import (
    FALSE,
    ONE,
    TRUE,
    ZERO,
    Add,
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
)
from staffing_norms.gaps import causes
from staffing_norms.layout import (
    Basis,
    DepartmentLayout,
    GapLayout,
    MethodLayout,
    RoleLayout,
    Rulebook,
)
from staffing_norms.pack import (
    DepartmentFile,
    PackFile,
    Posts,
    Quota,
    Rule,
    SharedFinding,
)
from staffing_norms.rules import (
    Book,
    all_of,
    contribution,
    leader_counts,
    rate,
    shifts_of,
    source_of,
    within,
)


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
    findings = Findings(book, shared)
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
