"""The only place that says when a finding is raised."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict, Unpack

from staffing_norms.formula import (
    FALSE,
    ONE,
    TRUE,
    ZERO,
    Add,
    And,
    Ceil,
    Compare,
    Fact,
    First,
    Floor,
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
    Bands,
    DepartmentFile,
    PackFile,
    Posts,
    Quota,
    SharedFinding,
    SiteTotal,
    Sourced,
    Test,
    Work,
)
from staffing_norms.rules import (
    Book,
    Place,
    all_hold,
    all_of,
    contribution,
    source_of,
    tabled,
    within,
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
        code = "fact.not_used"
        self.not_used = FindingLayout(code, shared[code].severity, "", "", shared[code].message)

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

    def of_site(self, pack: PackFile, departments: Sequence[DepartmentLayout]) -> None:
        """Add the findings about the whole site: whether its facts can be right comes first."""
        for code, entry in self.shared.items():
            if entry.when:
                values = {
                    name: self.book.add(f"finding.{code}.{name}", self.book.fact(name)).output
                    for name in _facts(entry.when)
                }
                self._add(code, "", all_hold(self.book, "", entry.when), values=values)
        for name, fact in self.book.words.items():
            if fact.default and fact.default.total:
                self._records(name, fact.labels, fact.default.total)
        kind = Fact("property_kind")
        other = And((Known(kind), Not(Is(kind, pack.property_kinds))))
        self._add("property.other_kind", "", other)
        if trust := {"B": "norm.trade_text", "C": "norm.single_copy"}.get(pack.trust):
            self._add(trust, "", TRUE)
        for change in pack.ended:
            told = {"change": change.change, "until": str(change.until)}
            words = {name: Bilingual(en=text, zh=text) for name, text in told.items()}
            self._add("change.ended", _department_of(change.change, departments), TRUE, words=words)
        nobody = all_of([Not(Ref(layout.in_scope)) for layout in departments])
        self._add("scope.empty", "", nobody)
        self._uncovered(departments)
        for total in pack.totals:
            self._printed_total(total, departments)
        for own in pack.findings:
            holds = all_hold(self.book, "", own.when)
            self._put(own.code, own.severity, "", holds, own.message)

    def _uncovered(self, departments: Sequence[DepartmentLayout]) -> None:
        """Say which departments of the contract the norm has no figures of their own for."""
        covered = {layout.department for layout in departments}
        words = self.book.words["scope"].words
        shared: set[str] = set()
        for layout, role in ((each, role) for each in departments for role in each.roles):
            for name in role.shared_with:
                about = {
                    "department": words[name].labels,
                    "owner": layout.labels,
                    "role": role.labels,
                }
                there, home = _in_contract(name), _in_contract(layout.department)
                self._add("scope.not_split", "", And((there, Not(home))), words=about)
                if name not in covered and role.kind == "workforce":
                    shared.add(name)
                    self._add("scope.shared", "", And((there, home)), words=about)
        for name, word in words.items():
            if name not in covered | shared:
                told = {"department": word.labels}
                self._add("scope.not_covered", "", _in_contract(name), words=told)

    def _printed_total(self, total: SiteTotal, departments: Sequence[DepartmentLayout]) -> None:
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
        people = self.book.add(f"{name}.counted", Add(tuple(Ref(role) for _, role in counted)))
        printed = tabled(Place(self.book, "", "", name, total), total)
        least, most = in_stance(printed, "lean"), in_stance(printed, "generous")
        # Whole people keep a limit; a check takes the whole numbers beside its figure.
        ends: dict[str, tuple[Formula, Formula]] = {
            "check": (Floor(least), Ceil(most)),
            "cap": (Floor(most), Floor(most)),
            "floor": (Ceil(least), Ceil(least)),
        }
        low, high = (
            self.book.add(f"{name}.{end}", formula, source_of(total))
            for end, formula in zip(("low", "high"), ends[total.kind], strict=True)
        )
        about: _About = {
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
                self._add(code, "", And((*in_scope, condition)), **about)

    def _records(self, name: str, labels: Bilingual, total: Sequence[str]) -> None:
        """Say that a number differs from what the records of the site add up to."""
        stated = self.book.add(f"finding.records.{name}.stated", Fact(name))
        added_up = self.book.add(f"finding.records.{name}.added_up", self.book.added_up(total))
        self._add(
            "records.differ",
            "",
            Not(Compare("==", stated, added_up)),
            values={"stated": stated.output, "added_up": added_up.output},
            words={"fact": labels, "records": self.book.words[total[0]].labels},
        )

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
            quotas = [r for r in rules if r.role not in {*method.apart, *file.leading}]
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
            if isinstance(rule, Posts | Quota):
                self._partial(layout, rule)
            if isinstance(rule, Bands):
                self._silent(layout, rule)
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

    def _silent(self, layout: DepartmentLayout, rule: Bands) -> None:
        """Say where people are carried on through a band of which the publication says nothing."""
        chosen = [Not(Ref(f"{layout.department}.{m}.chosen")) for m in rule.methods]
        for band in rule.bands:
            if band.silent:
                here = within(self.book.fact(rule.measured_by), band)
                holds = And((Ref(layout.in_scope), Not(all_of(chosen)), here))
                words = {"reading": band.silent}
                self._add("norm.silent", layout.department, holds, words=words)

    def _partial(self, layout: DepartmentLayout, rule: Posts | Quota) -> None:
        """Say that one of several quotas joined by "or" could not be counted."""
        for counting in rule.countings:
            facts = [driver.of for driver in counting.either if driver.of]
            if counting.choose == "first" or len(facts) < len(counting.either):
                continue
            name = f"finding.either.{rule.id}"
            needs = tuple(
                ((fact,), self.book.add(f"{name}.{fact}", Known(self.book.fact(fact))).output)
                for fact in facts
            )
            known = [Ref(output) for _, output in needs]
            some = And((Not(all_of([Not(each) for each in known])), Not(all_of(known))))
            chosen = [Ref(f"{layout.department}.{m}.chosen") for m in rule.methods]
            any_chosen = Not(all_of([Not(each) for each in chosen]))
            holds: list[Formula] = [Ref(layout.in_scope), any_chosen, some]
            if counting.choose in self.book.words:
                holds.append(self.book.is_word(counting.choose, ("larger", "smaller")))
            role = next(each.labels for each in layout.roles if each.role == rule.role)
            self._add(
                "either.unknown",
                layout.department,
                And(tuple(holds)),
                needs=needs,
                words={"role": role},
            )

    def _reading(self, layout: DepartmentLayout, printed: Sourced, used: Formula) -> None:
        code = f"norm.{printed.status}"
        if code in self.shared and printed.reading:
            words = {
                "clause": Bilingual(en=printed.clause, zh=printed.clause),
                "reading": printed.reading,
            }
            self._add(code, layout.department, And((Ref(layout.in_scope), used)), words=words)


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
