"""Compiles a norm to a program, and lays out which of its outputs is what."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from staffing_norms.foundation.formula import (
    FALSE,
    MISSING,
    ONE,
    TRUE,
    ZERO,
    Add,
    And,
    Ceil,
    Compare,
    Fact,
    First,
    Formula,
    Is,
    Known,
    Mul,
    Not,
    Program,
    Range,
    Ref,
    Total,
    When,
    rebuilt,
)
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.beside import add_beside
from staffing_norms.program.book import Book
from staffing_norms.program.conditions import (
    all_hold,
    all_of,
    any_of,
    multiplier,
    source_of,
    within,
)
from staffing_norms.program.cover import add_cover
from staffing_norms.program.department_findings import add_department_findings
from staffing_norms.program.findings import Findings
from staffing_norms.program.gaps import causes
from staffing_norms.program.hours import add_hours
from staffing_norms.program.law import law_findings
from staffing_norms.program.layout import (
    AsNeededLayout,
    Basis,
    DepartmentLayout,
    GapLayout,
    HoursLayout,
    Kind,
    MethodLayout,
    RoleLayout,
    Rulebook,
)
from staffing_norms.program.leader_bands import leader_counts
from staffing_norms.program.names import chosen_of, is_undefined, method_of, workforce_of
from staffing_norms.program.profile_hours import ASKED
from staffing_norms.program.rates import add_rates
from staffing_norms.program.rules import contribution, shifts_of
from staffing_norms.program.site_findings import add_site_findings
from staffing_norms.publications.pack import DepartmentFile, Factor, PackFile, SharedFinding
from staffing_norms.publications.rule_kinds import WORKFORCE, Leaders, Posts, Quota, Rule
from staffing_norms.publications.worktime import working_time
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.profiles import Profile


def compile_rules(
    pack: PackFile,
    files: Sequence[DepartmentFile],
    words: Vocabulary,
    shared: Mapping[str, SharedFinding],
    profiles: Sequence[Profile] = (),
    as_of: date | None = None,
) -> Rulebook:
    """
    Compile the files of a norm, which have been checked.

    Args:
        pack: The norm's title page.
        files: Its departments, in order.
        words: The vocabulary with the norm's own facts.
        shared: The findings that every norm shares, by code.
        profiles: The frequency profiles that a site may name.
        as_of: The day of the plans, where one is said.
    """
    book = Book(words)
    factors = [_factor(book, factor) for factor in pack.factors]
    rated = {row.activity for file in files for row in file.rates}
    hours = {}
    for file in files:
        add_rates(book, file, rated)
    for file in files:
        hours[file.department] = add_hours(book, file, profiles, shared)
    departments = tuple(_department(book, file, factors, hours[file.department]) for file in files)
    roles = tuple(role.role for department in departments for role in department.roles)
    book.add("headcount", Add(tuple(First((Ref(role), ZERO)) for role in roles)))
    book.add("complete", all_of([Known(Ref(role)) for role in roles]))
    for role in roles:
        add_beside(book, role, Ref(role))
    cover = add_cover(book, files, departments, working_time())
    findings = Findings(book, shared)
    add_site_findings(findings, pack, departments)
    findings.found += law_findings(book, departments, cover, working_time(), as_of)
    for file, department in zip(files, departments, strict=True):
        add_department_findings(findings, file, department)
    undefined = shared["norm.undefined"].message
    gaps = tuple(gap for each in departments for gap in _gaps(book, each, undefined))
    program = Program(tuple(book.outputs.values()), roles)
    return Rulebook(
        program,
        departments,
        tuple(findings.found),
        gaps,
        findings.apart,
        cover,
    )


_Factor: TypeAlias = tuple[Factor, Ref, Ref]


def _factor(book: Book, factor: Factor) -> _Factor:
    """Add whether a factor applies, and the factor."""
    name = f"factor.{factor.id}"
    applies = book.add(f"{name}.applies", all_hold(book, "", factor.when))
    return factor, applies, book.add(name, multiplier(factor), source_of(factor))


def _department(
    book: Book, file: DepartmentFile, factors: Sequence[_Factor], hours: HoursLayout | None
) -> DepartmentLayout:
    name = file.department
    scope = When(Known(Fact("scope")), Known(Fact(f"scope.{name}")), TRUE)
    in_scope = book.add(f"{name}.in_scope", scope)
    methods = _methods(book, file)
    workers = _workers(book, file, methods, in_scope, factors)
    workforce = book.add(workforce_of(name), Add(tuple(Ref(role.role) for role in workers)))
    leaders = _leaders(book, file, methods, in_scope, workforce)
    managed = book.add(f"{name}.leaders", Add(tuple(Ref(role.role) for role in leaders)))
    roles = (*workers, *leaders)
    book.add(f"{name}.headcount", Add(tuple(First((Ref(role.role), ZERO)) for role in roles)))
    book.add(f"{name}.complete", all_of([Known(Ref(role.role)) for role in roles]))
    as_needed = tuple(
        AsNeededLayout(role, each.labels, source_of(each)) for role, each in file.as_needed.items()
    )
    totals = in_scope.output, workforce.output, managed.output
    return DepartmentLayout(name, file.labels, methods, roles, *totals, as_needed, hours)


def _methods(book: Book, file: DepartmentFile) -> tuple[MethodLayout, ...]:
    """Add for each method what it needs, whether it is usable, and whether it is chosen."""
    name, forced = file.department, Fact(method_of(file.department))
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
        book.add(chosen_of(name, method.id), chosen)
        if method.automatic:
            usable_before.append(usable)
        layouts.append(
            MethodLayout(
                method.id,
                usable.output,
                chosen_of(name, method.id),
                f"{path}.workforce",
                tuple((facts, known.output) for facts, known in needs),
                method.automatic,
                method.composite,
            )
        )
    return tuple(layouts)


def _known(book: Book, department: str, facts: tuple[str, ...]) -> Formula:
    """
    Return whether any of the facts is known.

    `tasks` are those of the department, which a frequency profile gives as well.
    """
    known: list[Formula] = []
    for fact in facts:
        if fact == "tasks":
            known.append(Known(Total("tasks", ONE, book.own_tasks(department))))
            known += [book.given[department].covers] if department in book.given else []
        else:
            known.append(Known(book.fact(fact)))
    return any_of(known)


def _workers(
    book: Book,
    file: DepartmentFile,
    methods: Sequence[MethodLayout],
    in_scope: Ref,
    factors: Sequence[_Factor],
) -> tuple[RoleLayout, ...]:
    """Add the workforce roles: under each method, and under the one chosen."""
    layouts = []
    for role in _counted_roles(file, leads=False):
        own = [each for each in factors if role in each[0].roles or not each[0].roles]
        layout, people = _counted(book, file, role, methods, own)
        book.add(role, When(in_scope, people, ZERO))
        layouts.append(layout)
    for method in methods:
        under = [layout.under[method.method] for layout in layouts if method.method in layout.under]
        book.add(method.workforce, Add(tuple(map(Ref, under))))
    return tuple(layouts)


def _counted_roles(file: DepartmentFile, *, leads: bool) -> Iterable[str]:
    """Return the roles that rules count: those of the workforce, or those that lead it."""
    roles = dict.fromkeys(rule.role for rule in file.rules)
    return [role for role in roles if (role in file.leading) == leads]


def _counted(
    book: Book,
    file: DepartmentFile,
    role: str,
    methods: Sequence[MethodLayout],
    factors: Sequence[_Factor],
) -> tuple[RoleLayout, Formula]:
    """Add a role under each method; return it with its people under the one chosen."""
    labels = file.roles[role]
    figures: dict[str, str] = {}
    before: dict[str, str] = {}
    basis: dict[str, Basis] = {}
    shifts: dict[str, str] = {}
    for method in methods:
        rules = [r for r in file.rules if r.role == role and method.method in r.methods]
        if rules:
            exact, heads, per_day = _under(book, file, method.method, rules, factors)
            figures[method.method] = heads.output
            before[heads.output] = exact.output
            basis[method.method] = "leaders" if labels.leads else _basis(method, rules)
            if per_day:
                shifts[method.method] = per_day.output
    people: Formula = ZERO
    for method in reversed(methods):
        if method.method in figures:
            people = When(Ref(method.chosen), Ref(figures[method.method]), people)
    kind: Kind = "leader" if labels.leads else "workforce"
    layout = RoleLayout(role, kind, labels, figures, before, basis, shifts, labels.shared_with)
    return layout, people


def _under(
    book: Book,
    file: DepartmentFile,
    method: str,
    rules: Sequence[Rule],
    factors: Sequence[_Factor],
) -> tuple[Ref, Ref, Ref | None]:
    """Add a role under one method: its rules summed, rounded once, and the shifts of a post."""
    department, role = file.department, rules[0].role
    path = f"{department}.{method}.{role}"
    parts = tuple(
        book.add(f"{path}.{rule.id}", contribution(book, department, method, rule), source_of(rule))
        for rule in rules
    )
    counted: Formula = parts[0] if len(parts) == 1 else Add(parts)
    for _, applies, share in factors:
        counted = Mul((counted, When(applies, share, ONE)))
    exact = book.add(f"exact.{path}", counted)
    people = book.add(path, book.rounded(counted, file.roles[role].rounding))
    posts = [rule for rule in rules if isinstance(rule, Posts)]
    if len(posts) != len(rules):
        return exact, people, None
    return exact, people, book.add(f"{path}.shifts", _shifts(book, posts, parts))


def _shifts(book: Book, posts: Sequence[Posts], parts: Sequence[Ref]) -> Formula:
    """Return the shifts of a role; missing where posts of different shifts add to it."""
    by_shifts: dict[int | str, list[Ref]] = {}
    for rule, part in zip(posts, parts, strict=True):
        by_shifts.setdefault(rule.shifts, []).append(part)
    if len(by_shifts) == 1:
        return shifts_of(book, posts[0])
    shifts: Formula = MISSING
    for rule in posts:
        others = [part for each, of in by_shifts.items() if each != rule.shifts for part in of]
        alone = [Compare("==", part, ZERO) for part in others]
        some = any_of([Not(Compare("==", part, ZERO)) for part in by_shifts[rule.shifts]])
        shifts = When(And((some, *alone)), shifts_of(book, rule), shifts)
    return shifts


def _basis(method: MethodLayout, rules: Sequence[Rule]) -> Basis:
    if all(isinstance(rule, Posts) for rule in rules):
        return "posts"
    if any(rule.roster for rule in rules):
        return "roster"
    is_quota_of_all = method.composite and all(isinstance(rule, Quota) for rule in rules)
    return "composite" if is_quota_of_all else "day_work"


def _leaders(
    book: Book,
    file: DepartmentFile,
    methods: Sequence[MethodLayout],
    in_scope: Ref,
    workforce: Ref,
) -> tuple[RoleLayout, ...]:
    """Add the leaders: by bands and by rules, none where there is nobody to lead."""
    nobody = First((Compare("==", workforce, ZERO), FALSE))
    layouts = []
    for layout, people in (
        *(_in_bands(book, file, file.leaders, methods, workforce) if file.leaders else ()),
        *(_counted(book, file, role, methods, ()) for role in _counted_roles(file, leads=True)),
    ):
        book.add(layout.role, When(in_scope, When(nobody, ZERO, people), ZERO))
        layouts.append(layout)
    return tuple(layouts)


def _in_bands(
    book: Book,
    file: DepartmentFile,
    leaders: Leaders,
    methods: Sequence[MethodLayout],
    workforce: Ref,
) -> Iterable[tuple[RoleLayout, Formula]]:
    """Add the leaders of the band that applies; yield each role with its people."""
    name, by = file.department, leaders.measured_by
    measure = workforce if by == WORKFORCE else book.fact(by)
    counts: list[tuple[Ref, dict[str, Formula]]] = []
    below: dict[str, Formula] = {}
    for number, printed in enumerate(leaders.bands, 1):
        below = leader_counts(book, name, measure, printed, below)
        band_name, applies_if = f"{name}.leaders.{number}", within(measure, printed)
        applies = book.add(band_name, applies_if, source_of(printed))
        counts.append((applies, below))
    for role in dict.fromkeys(role for _, band in counts for role in band):
        people: Formula = ZERO
        for applies, band in reversed(counts):
            people = When(applies, band.get(role, ZERO), people)
        figure = book.add(f"{name}.leaders.{role}", people)
        exact = book.add(f"exact.{figure.output}", _unrounded(people))
        under = dict.fromkeys((method.method for method in methods), figure.output)
        basis: dict[str, Basis] = dict.fromkeys(under, "leaders")
        labels = file.roles[role]
        before, shared = {figure.output: exact.output}, labels.shared_with
        yield RoleLayout(role, "leader", labels, under, before, basis, {}, shared), figure


def _unrounded(people: Formula) -> Formula:
    """Return people before they are rounded, on each branch."""
    if isinstance(people, Ceil):
        return people.of
    return rebuilt(people, _unrounded) if isinstance(people, When | Range) else people


def _gaps(book: Book, layout: DepartmentLayout, undefined: Bilingual) -> Iterable[GapLayout]:
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
        source = book.outputs[fact].source if is_undefined(fact) else None
        if source and source.status == ASKED:
            question = Bilingual(**dict(source.reading))
            yield GapLayout(layout.department, "tasks", (), by_role, question=question)
        elif source is None:
            yield GapLayout(layout.department, fact, alternatives, by_role)
        else:
            told = {
                lang: getattr(undefined, lang).format(clause=source.clause, reading=reading)
                for lang, reading in source.reading
            }
            yield GapLayout(layout.department, "", (), by_role, Bilingual(**told))
