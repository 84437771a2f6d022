"""The only place that says when a finding is raised."""

from collections.abc import Mapping
from typing import TypedDict, Unpack

from staffing_norms.formula import (
    FALSE,
    ONE,
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
    Ref,
    Total,
    in_stance,
)
from staffing_norms.layout import DepartmentLayout, FindingLayout
from staffing_norms.pack import (
    DepartmentFile,
    PackFile,
    SharedFinding,
    Sourced,
    Work,
)
from staffing_norms.rules import (
    Book,
    all_hold,
    all_of,
    contribution,
)
from staffing_norms.schema import Bilingual


class _About(TypedDict, total=False):
    values: Mapping[str, str]
    words: Mapping[str, Bilingual]
    needs: tuple[tuple[tuple[str, ...], str], ...]


class Findings:
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
