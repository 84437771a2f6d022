"""The only place that says when a finding is raised."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypedDict, Unpack

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
    Const,
    Div,
    Fact,
    First,
    Floor,
    Formula,
    Is,
    Known,
    Mul,
    Not,
    Or,
    Ref,
    Total,
    When,
    in_stance,
)
from staffing_norms.foundation.quantities import whole_or_exact
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.hours import (
    IN_SEASON,
    SEASON_FROM,
    in_place_of,
    quantity,
    things_labels,
)
from staffing_norms.program.layout import DepartmentLayout, FindingLayout, HoursLayout, RowLayout
from staffing_norms.program.rules import (
    Book,
    Place,
    all_hold,
    all_of,
    contribution,
    source_of,
    tabled,
    within,
)
from staffing_norms.publications.pack import (
    Bands,
    DepartmentFile,
    PackFile,
    Posts,
    Quota,
    Ratio,
    SharedFinding,
    SiteTotal,
    Sourced,
    Test,
    Work,
)
from staffing_norms.sites.facts import type_of


class _About(TypedDict, total=False):
    values: Mapping[str, str]
    words: Mapping[str, Bilingual]
    needs: tuple[tuple[tuple[str, ...], str], ...]
    items: tuple[tuple[Bilingual, str], ...]


_SIGNS: Mapping[str, Literal["<", ">"]] = {"below": "<", "over": ">"}
_BESIDE = ("posts.below_norm", "posts.contained", "adjustment.expired")


class Findings:
    """Adds the conditions of findings, and collects what to say when they hold."""

    def __init__(self, book: Book, shared: Mapping[str, SharedFinding]) -> None:
        self.book = book
        self.shared = shared
        self.found: list[FindingLayout] = []
        self.not_used = self._apart("fact.not_used")
        self.beside = {code: self._apart(code) for code in _BESIDE}

    def _apart(self, code: str) -> FindingLayout:
        """Return what to say where no output says when."""
        entry = self.shared[code]
        return FindingLayout(code, entry.severity, "", "", entry.message)

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
            if entry.ratio:
                self._ratio(code, entry.ratio)
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

    def _ratio(self, code: str, ratio: Ratio) -> None:
        """Say that facts of the site do not go together, as far as they are stated."""
        of, to = ({name: self.book.fact(name) for name in names} for names in (ratio.of, ratio.to))
        whole, share = Add(tuple(of.values())), Mul(tuple(to.values()))
        some = Compare(">", share, ZERO)
        outside: list[Formula] = [
            Compare(_SIGNS[word], whole, Mul((Const(whole_or_exact(figure.low)), share)))
            for word, figure in ratio.sides
        ]
        figures = {**of, **to, "whole": whole, "ratio": When(some, Div(whole, share), MISSING)}
        values = {
            name: self.book.add(f"finding.{code}.{name}", formula).output
            for name, formula in figures.items()
        }
        self._add(code, "", And((some, Or(tuple(outside)))), values=values)

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
        self._profiles(file, layout)
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
            ways: list[Formula] = [Known(Total("tasks", ONE, by_table))]
            for each in layout.hours.rows if layout.hours else ():
                ways += [self._is_used(layout, each)] if work in each.works else []
            self._reading(layout, row, And((chosen, Not(all_of([Not(way) for way in ways])))))

    def _is_used(self, layout: DepartmentLayout, row: RowLayout) -> Formula:
        """Return whether the frequency profile of the site gives a row, and hours by it."""
        hours = Add(tuple(map(Ref, row.parts.values())))
        some = First((Not(Compare("==", hours, ZERO)), TRUE))
        return First(
            (And((Is(self.book.given[layout.department].profile, row.words), some)), FALSE)
        )

    def _profiles(self, file: DepartmentFile, layout: DepartmentLayout) -> None:
        """Say which frequencies were not verified, and what no frequency is known of."""
        name, hours = layout.department, layout.hours
        if hours is None or not hours.rows:
            return
        methods = [m for r in file.rules if isinstance(r, Work) for m in r.methods]
        chosen = Not(all_of([Not(Ref(f"{name}.{m}.chosen")) for m in methods]))
        holds = And((Ref(layout.in_scope), Ref(self.book.given[name].covers.output), chosen))
        planned = self.book.add(f"finding.{name}.planned", holds)
        doubts: dict[tuple[str, Bilingual | None], list[RowLayout]] = {}
        for row in hours.rows:
            for word, note in row.unverified.items():
                doubts.setdefault((word, note), []).append(row)
        used = {
            row.works: self.book.add(f"finding.{name}.{row.works[0]}", self._is_used(layout, row))
            for rows in doubts.values()
            for row in rows
        }
        for (word, note), rows in doubts.items():
            named = Is(self.book.given[name].profile, (word,))
            some = Not(all_of([Not(used[row.works]) for row in rows]))
            self._add(
                "profile.unverified",
                name,
                And((planned, named, some)),
                words={"reading": note or Bilingual(en="", zh="")},
                items=tuple((row.labels, used[row.works].output) for row in rows),
            )
        self._replaced(hours, name, planned)
        self._not_covered(hours, name, planned)
        self._not_stated(hours, name, planned)
        for rule in file.rules:
            if isinstance(rule, Work) and rule.profile:
                self._not_used(hours, layout, rule.profile)

    def _replaced(self, hours: HoursLayout, name: str, planned: Formula) -> None:
        """Say which work of the frequency profile stated tasks take the place of."""
        items = []
        for row in hours.rows:
            own = in_place_of(row.works)
            told = f"finding.{name}.{row.works[0]}"
            given = Is(self.book.given[name].profile, row.said)
            both = And((given, Known(Total("tasks", ONE, own))))
            replaced = self.book.add(f"{told}.replaced", First((both, FALSE)))
            items.append((row.labels, replaced.output))
            done = Total("tasks", Fact("tasks.quantity"), own)
            stated = self.book.add(f"{told}.stated", done)
            there = self.book.add(f"{told}.there", quantity(self.book, row.of))
            self._add(
                "task.below_inventory",
                name,
                And((planned, Compare(">", stated, ZERO), Compare("<", stated, there))),
                values={"stated": stated.output, "there": there.output},
                words={"work": row.labels, "things": things_labels(self.book, row.of)},
            )
        some = Not(all_of([Not(Ref(output)) for _, output in items]))
        self._add("profile.replaced", name, And((planned, some)), items=tuple(items))

    def _not_covered(self, hours: HoursLayout, name: str, planned: Formula) -> None:
        """Say what is stated that neither the frequency profile nor a task is about."""
        profile, items = self.book.given[name].profile, []
        for fact, works in self._worked_on(hours).items():
            words = tuple(word for row in hours.rows if fact in row.of for word in row.words)
            left = And(
                (
                    Known(Fact(fact)),
                    Not(Compare("==", Fact(fact), ZERO)),
                    Not(First((Is(profile, words), FALSE))),
                    Not(_some_task(works)),
                )
            )
            output = self.book.add(f"finding.{name}.not_covered.{fact}", First((left, FALSE)))
            items.append((type_of(fact, self.book.words).labels, output))
        some = Not(all_of([Not(output) for _, output in items]))
        self._add(
            "profile.not_covered",
            name,
            And((planned, some)),
            items=tuple((labels, output.output) for labels, output in items),
        )

    def _not_stated(self, hours: HoursLayout, name: str, planned: Formula) -> None:
        """Say what is not stated, though no role waits for it, and so counts as none."""
        profile, needs = self.book.given[name].profile, []
        for fact, works in self._worked_on(hours).items():
            known = Known(Fact(fact) if "." in fact else self.book.fact(fact))
            asking = tuple(word for row in hours.rows if fact in row.of for word in row.said)
            told = Or((known, _some_task(works), First((Is(profile, asking), FALSE))))
            output = self.book.add(f"finding.{name}.stated.{fact}", told)
            needs.append(((fact,), output.output))
        lacking = Not(all_of([Ref(output) for _, output in needs]))
        self._add("inventory.not_stated", name, And((planned, lacking)), needs=tuple(needs))
        seasonal = [Ref(row.parts[IN_SEASON]) for row in hours.rows if IN_SEASON in row.parts]
        if seasonal:
            start = self.book.add(f"finding.{name}.start", Known(Fact(SEASON_FROM)))
            some = Or(tuple(First((Compare(">", part, ZERO), FALSE)) for part in seasonal))
            unknown = And((planned, some, Not(start)))
            asked = ((SEASON_FROM.partition(".")[0],), start.output)
            self._add("growing_season.no_start", name, unknown, needs=(asked,))

    def _not_used(self, hours: HoursLayout, layout: DepartmentLayout, profile: str) -> None:
        """Say what there is that counts nothing for want of a frequency profile."""
        name, items = layout.department, []
        for fact, works in self._worked_on(hours).items():
            idle = And((Compare(">", Fact(fact), ZERO), Not(_some_task(works))))
            output = self.book.add(f"finding.{name}.idle.{fact}", First((idle, FALSE)))
            items.append((type_of(fact, self.book.words).labels, output.output))
        covers = self.book.given[name].covers
        some = Not(all_of([Not(Ref(output)) for _, output in items]))
        self._add(
            "inventory.not_used",
            name,
            And((Ref(layout.in_scope), Not(covers), some)),
            words={"profile": Bilingual(en=profile, zh=self.book.words[profile].labels.zh)},
            needs=(((profile,), covers.output),),
            items=tuple(items),
        )

    def _worked_on(self, hours: HoursLayout) -> Mapping[str, Sequence[str]]:
        """Return the facts that are the quantity of work, each with the kinds of work."""
        activities = self.book.words["tasks"].activities
        about: dict[str, list[str]] = {}
        for each in hours.works:
            for fact in activities[each.activity].work(each.variant).of:
                about.setdefault(fact, []).append(each.work)
        return about

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


def _some_task(works: Sequence[str]) -> Formula:
    """Return whether a task is stated of any of some kinds of work."""
    return Known(Total("tasks", ONE, Is(Fact("tasks.work"), tuple(works))))


def _in_contract(department: str) -> Formula:
    return Known(Fact(f"scope.{department}"))


def _facts(tests: Iterable[Test]) -> dict[str, None]:
    """Return the facts that tests of the site name, each once."""
    named = [(test.fact, *(side for _, side in test.sides)) for test in tests]
    return dict.fromkeys(name for names in named for name in names if isinstance(name, str))
