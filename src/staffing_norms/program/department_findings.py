"""The only place that says what to check of a department."""

from staffing_norms.foundation.formula import (
    ONE,
    ZERO,
    Add,
    And,
    Compare,
    Fact,
    Formula,
    Is,
    Known,
    Not,
    Ref,
    Total,
    in_stance,
)
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.conditions import all_hold, all_of, any_chosen, any_of, within
from staffing_norms.program.findings import About, Findings
from staffing_norms.program.layout import DepartmentLayout
from staffing_norms.program.names import chosen_of
from staffing_norms.program.profile_findings import add_profile_findings, is_used
from staffing_norms.program.rules import contribution
from staffing_norms.publications.figures import Sourced
from staffing_norms.publications.pack import DepartmentFile
from staffing_norms.publications.rule_kinds import Bands, Posts, Quota, Work


def add_department_findings(
    findings: Findings, file: DepartmentFile, layout: DepartmentLayout
) -> None:
    """Add the findings about one department."""
    in_scope = Ref(layout.in_scope)
    _composite(findings, file, layout)
    _detail(findings, layout)
    _readings(findings, file, layout)
    add_profile_findings(findings, file, layout)
    leaders, workers = Ref(layout.leaders), Ref(layout.workforce)
    findings.add(
        "leaders.exceed_workforce",
        layout.department,
        Compare(">", leaders, workers),
        values={"leaders": layout.leaders, "workforce": layout.workforce},
    )
    for own in file.findings:
        holds = And((in_scope, all_hold(findings.book, file.department, own.when)))
        findings.put(own.code, own.severity, file.department, holds, own.message)


def _composite(findings: Findings, file: DepartmentFile, layout: DepartmentLayout) -> None:
    """Compare the people counted one by one with the composite quota."""
    name = file.department
    for method in file.methods:
        rules = [r for r in file.rules if method.composite and method.id in r.methods]
        quotas = [r for r in rules if r.role not in {*method.apart, *file.leading}]
        if not quotas:
            continue
        [quota] = quotas
        apart = {quota.role, *method.apart}
        workers = [r.role for r in layout.roles if r.kind == "workforce" and r.role not in apart]
        counted = findings.book.add(f"{name}.counted", Add(tuple(map(Ref, workers))))
        exact = contribution(findings.book, name, method.id, quota)
        low = findings.book.add(f"{name}.composite.low", in_stance(exact, "lean"))
        high = findings.book.add(f"{name}.composite.high", in_stance(exact, "generous"))
        in_detail = And((Ref(layout.in_scope), Not(Ref(chosen_of(name, method.id)))))
        about: About = {
            "values": {"counted": counted.output, "low": low.output, "high": high.output},
            "words": {"clause": Bilingual(en=quota.clause, zh=quota.clause)},
        }
        unknown = And((Known(low), Not(Known(counted))))
        for code, condition in (
            ("composite.below", Compare("<", counted, low)),
            ("composite.above", Compare(">", counted, high)),
            ("composite.incomplete", unknown),
        ):
            findings.add(code, name, And((in_detail, condition)), **about)


def _detail(findings: Findings, layout: DepartmentLayout) -> None:
    """Say which facts would make a more detailed method usable."""
    for rank, method in enumerate(layout.methods):
        later = [Ref(other.chosen) for other in layout.methods[rank + 1 :]]
        if later:
            condition = And((Ref(layout.in_scope), any_of(later), Not(Ref(method.usable))))
            findings.add("detail.missing", layout.department, condition, needs=method.needs)


def _readings(findings: Findings, file: DepartmentFile, layout: DepartmentLayout) -> None:
    """Say where the plan rests on a clause that is silent or doubtful."""
    name = file.department
    for rule in file.rules:
        used = [
            And(
                (
                    Ref(chosen_of(name, m)),
                    Compare(">", Ref(f"{name}.{m}.{rule.role}.{rule.id}"), ZERO),
                )
            )
            for m in rule.methods
        ]
        _reading(findings, layout, rule, any_of(used))
        if isinstance(rule, Posts | Quota):
            _partial(findings, layout, rule)
        if isinstance(rule, Bands):
            _silent(findings, layout, rule)
    if file.leaders:
        for number, band in enumerate(file.leaders.bands, 1):
            led = Compare(">", Ref(layout.leaders), ZERO)
            _reading(findings, layout, band, And((Ref(f"{name}.leaders.{number}"), led)))
    for row in file.rates:
        by_table = And((Is(Fact("tasks.work"), (row.work,)), Not(Known(Fact("tasks.rate")))))
        methods = [m for r in file.rules if isinstance(r, Work) for m in r.methods]
        chosen = any_chosen(name, methods)
        ways: list[Formula] = [Known(Total("tasks", ONE, by_table))]
        for each in layout.hours.rows if layout.hours else ():
            ways += [is_used(findings, layout, each)] if row.work in each.works else []
        _reading(findings, layout, row, And((chosen, any_of(ways))))


def _silent(findings: Findings, layout: DepartmentLayout, rule: Bands) -> None:
    """Say where people are carried on through a band of which the publication says nothing."""
    chosen = any_chosen(layout.department, rule.methods)
    for band in rule.bands:
        if band.silent:
            here = within(findings.book.fact(rule.measured_by), band)
            holds = And((Ref(layout.in_scope), chosen, here))
            words = {"reading": band.silent}
            findings.add("norm.silent", layout.department, holds, words=words)


def _partial(findings: Findings, layout: DepartmentLayout, rule: Posts | Quota) -> None:
    """Say that one of several quotas joined by "or" could not be counted."""
    for counting in rule.countings:
        facts = [driver.of for driver in counting.either if driver.of]
        if counting.choose == "first" or len(facts) < len(counting.either):
            continue
        name = f"finding.either.{rule.id}"
        needs = tuple(
            ((fact,), findings.book.add(f"{name}.{fact}", Known(findings.book.fact(fact))).output)
            for fact in facts
        )
        known = [Ref(output) for _, output in needs]
        some = And((any_of(known), Not(all_of(known))))
        chosen = any_chosen(layout.department, rule.methods)
        holds: list[Formula] = [Ref(layout.in_scope), chosen, some]
        if counting.choose in findings.book.words:
            holds.append(findings.book.is_word(counting.choose, ("larger", "smaller")))
        role = next(each.labels for each in layout.roles if each.role == rule.role)
        findings.add(
            "either.unknown",
            layout.department,
            And(tuple(holds)),
            needs=needs,
            words={"role": role},
        )


def _reading(findings: Findings, layout: DepartmentLayout, printed: Sourced, used: Formula) -> None:
    code = f"norm.{printed.status}"
    if code in findings.shared and printed.reading:
        words = {
            "clause": Bilingual(en=printed.clause, zh=printed.clause),
            "reading": printed.reading,
        }
        findings.add(code, layout.department, And((Ref(layout.in_scope), used)), words=words)
