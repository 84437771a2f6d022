"""The only place that says what to check of a whole site."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from staffing_norms.foundation.formula import (
    MISSING,
    TRUE,
    ZERO,
    Add,
    And,
    Ceil,
    Compare,
    Const,
    Div,
    Fact,
    Floor,
    Formula,
    Is,
    Known,
    Mul,
    Not,
    Ref,
    When,
    in_stance,
)
from staffing_norms.foundation.quantities import whole_or_exact
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.conditions import all_hold, any_of, source_of
from staffing_norms.program.findings import About, Findings
from staffing_norms.program.layout import DepartmentLayout
from staffing_norms.program.rules import Place, tabled
from staffing_norms.publications.figures import Test
from staffing_norms.publications.pack import PackFile, Ratio, SiteTotal

_SIGNS: Mapping[str, Literal["<", ">"]] = {"below": "<", "over": ">"}


def add_site_findings(
    findings: Findings, pack: PackFile, departments: Sequence[DepartmentLayout]
) -> None:
    """Add the findings about the whole site: whether its facts can be right comes first."""
    for code, entry in findings.shared.items():
        if entry.when:
            values = {
                name: findings.book.add(f"finding.{code}.{name}", findings.book.fact(name)).output
                for name in _facts(entry.when)
            }
            findings.add(code, "", all_hold(findings.book, "", entry.when), values=values)
        if entry.ratio:
            _ratio(findings, code, entry.ratio)
    for name, fact in findings.book.words.items():
        if fact.default and fact.default.total:
            _records(findings, name, fact.labels, fact.default.total)
    _other_kinds(findings, pack.property_kinds)
    for code, entry in findings.shared.items():
        if entry.trust == pack.trust:
            findings.add(code, "", TRUE)
    for change in pack.ended:
        told = {"change": change.change, "until": str(change.until)}
        words = {name: Bilingual(en=text, zh=text) for name, text in told.items()}
        findings.add("change.ended", _department_of(change.change, departments), TRUE, words=words)
    nobody = Not(any_of([Ref(layout.in_scope) for layout in departments]))
    names = Bilingual(
        en=", ".join(layout.labels.en for layout in departments),
        zh="、".join(layout.labels.zh for layout in departments),
    )
    findings.add("scope.empty", "", nobody, words={"departments": names})
    _uncovered(findings, departments)
    for total in pack.totals:
        _printed_total(findings, total, departments)
    for own in pack.findings:
        holds = all_hold(findings.book, "", own.when)
        findings.put(own.code, own.severity, "", holds, own.message)


def _other_kinds(findings: Findings, printed: Sequence[str]) -> None:
    """Say that the site is of another kind than those that the norm is printed for."""
    words = findings.book.words["property_kind"].words
    labels = {name: word.labels for name, word in words.items()}
    own = Bilingual(
        en=", ".join(labels[kind].en for kind in printed),
        zh="、".join(labels[kind].zh for kind in printed),
    )
    for kind, label in labels.items():
        if kind not in printed:
            told = {"kinds": own, "stated": label}
            stated = Is(Fact("property_kind"), (kind,))
            findings.add("property.other_kind", "", stated, words=told)


def _ratio(findings: Findings, code: str, ratio: Ratio) -> None:
    """Say that facts of the site do not go together, as far as they are stated."""
    of, to = ({name: findings.book.fact(name) for name in names} for names in (ratio.of, ratio.to))
    whole, share = Add(tuple(of.values())), Mul(tuple(to.values()))
    some = Compare(">", share, ZERO)
    outside: list[Formula] = [
        Compare(_SIGNS[word], whole, Mul((Const(whole_or_exact(figure.low)), share)))
        for word, figure in ratio.sides
    ]
    figures = {**of, **to, "whole": whole, "ratio": When(some, Div(whole, share), MISSING)}
    values = {
        name: findings.book.add(f"finding.{code}.{name}", formula).output
        for name, formula in figures.items()
    }
    findings.add(code, "", And((some, any_of(outside))), values=values)


def _uncovered(findings: Findings, departments: Sequence[DepartmentLayout]) -> None:
    """Say which departments of the contract the norm has no figures of their own for."""
    covered = {layout.department for layout in departments}
    words = findings.book.words["scope"].words
    shared: set[str] = set()
    for layout, role in ((each, role) for each in departments for role in each.roles):
        for name in role.shared_with:
            about = {
                "department": words[name].labels,
                "owner": layout.labels,
                "role": role.labels,
            }
            there, home = _in_contract(name), _in_contract(layout.department)
            findings.add("scope.not_split", "", And((there, Not(home))), words=about)
            if name not in covered and role.kind == "workforce":
                shared.add(name)
                findings.add("scope.shared", "", And((there, home)), words=about)
    for name, word in words.items():
        if name not in covered | shared:
            told = {"department": word.labels}
            findings.add("scope.not_covered", "", _in_contract(name), words=told)


def _printed_total(
    findings: Findings, total: SiteTotal, departments: Sequence[DepartmentLayout]
) -> None:
    """Compare the sum of roles with a total that is printed for them."""
    counts, name = total.counts, f"total.{total.id}"
    counted = [
        (layout, role.role)
        for layout in departments
        for role in layout.roles
        if (layout.department in counts.departments or not counts.departments)
        and (role.role in counts.roles or not counts.roles)
        and role.role not in counts.without
    ]
    in_scope = [Ref(each) for each in dict.fromkeys(layout.in_scope for layout, _ in counted)]
    people = findings.book.add(f"{name}.counted", Add(tuple(Ref(role) for _, role in counted)))
    printed = tabled(Place(findings.book, "", "", name, total), total)
    least, most = in_stance(printed, "lean"), in_stance(printed, "generous")
    # Whole people keep a limit; a check takes the whole numbers beside its figure.
    ends: dict[str, tuple[Formula, Formula]] = {
        "check": (Floor(least), Ceil(most)),
        "cap": (Floor(most), Floor(most)),
        "floor": (Ceil(least), Ceil(least)),
    }
    low, high = (
        findings.book.add(f"{name}.{end}", formula, source_of(total))
        for end, formula in zip(("low", "high"), ends[total.kind], strict=True)
    )
    about: About = {
        "values": {"counted": people.output, "low": low.output, "high": high.output},
        "words": {
            "total": total.labels,
            "clause": Bilingual(en=total.clause, zh=total.clause),
        },
    }
    below, above = Compare("<", people, low), Compare(">", people, high)
    for code, condition, kinds in (
        ("total.below", below, ("check", "floor")),
        ("total.above", above, ("check", "cap")),
        ("total.incomplete", And((Known(low), Not(Known(people)))), ("check", "cap", "floor")),
    ):
        if total.kind in kinds:
            findings.add(code, "", And((*in_scope, condition)), **about)


def _records(findings: Findings, name: str, labels: Bilingual, total: Sequence[str]) -> None:
    """Say that a number differs from what the records of the site add up to."""
    stated = findings.book.add(f"finding.records.{name}.stated", Fact(name))
    added_up = findings.book.add(f"finding.records.{name}.added_up", findings.book.added_up(total))
    findings.add(
        "records.differ",
        "",
        Not(Compare("==", stated, added_up)),
        values={"stated": stated.output, "added_up": added_up.output},
        words={"fact": labels, "records": findings.book.words[total[0]].labels},
    )


def _department_of(address: str, departments: Iterable[DepartmentLayout]) -> str:
    """Return the department that a change is about; empty for the whole site."""
    first = address.partition(".")[0]
    return first if first in {each.department for each in departments} else ""


def _in_contract(department: str) -> Formula:
    return Known(Fact(f"scope.{department}"))


def _facts(tests: Iterable[Test]) -> dict[str, None]:
    """Return the facts that tests of the site name, each once."""
    named = [(test.fact, *(side for _, side in test.sides)) for test in tests]
    return dict.fromkeys(name for names in named for name in names if isinstance(name, str))
