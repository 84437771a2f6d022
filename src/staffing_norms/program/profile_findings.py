"""The only place that says what to check of the work that frequency profiles give."""

from collections.abc import Sequence

from staffing_norms.foundation.formula import (
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
    Or,
    Ref,
    Total,
)
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.conditions import all_of, any_chosen, any_of
from staffing_norms.program.findings import Findings
from staffing_norms.program.layout import DepartmentLayout, HoursLayout, RowLayout
from staffing_norms.program.profile_hours import (
    IN_SEASON,
    SEASON_FROM,
    in_place_of,
    quantity,
    things_labels,
    worked_on,
)
from staffing_norms.publications.pack import DepartmentFile
from staffing_norms.publications.rule_kinds import Work
from staffing_norms.sites.facts import type_of


def add_profile_findings(
    findings: Findings, file: DepartmentFile, layout: DepartmentLayout
) -> None:
    """Say which frequencies were not verified, and what no frequency is known of."""
    name, hours = layout.department, layout.hours
    if hours is None or not hours.rows:
        return
    methods = [m for r in file.rules if isinstance(r, Work) for m in r.methods]
    chosen = any_chosen(name, methods)
    holds = And((Ref(layout.in_scope), Ref(findings.book.given[name].covers.output), chosen))
    planned = findings.book.add(f"finding.{name}.planned", holds)
    doubts: dict[tuple[str, Bilingual], list[RowLayout]] = {}
    for row in hours.rows:
        for word, note in row.unverified.items():
            doubts.setdefault((word, note), []).append(row)
    used = {
        row.works: findings.book.add(
            f"finding.{name}.{row.works[0]}", is_used(findings, layout, row)
        )
        for rows in doubts.values()
        for row in rows
    }
    for (word, note), rows in doubts.items():
        named = Is(findings.book.given[name].profile, (word,))
        some = any_of([used[row.works] for row in rows])
        findings.add(
            "profile.unverified",
            name,
            findings.after(planned, named, some),
            words={"reading": note},
            items=tuple((row.labels, used[row.works].output) for row in rows),
        )
    _replaced(findings, hours, name, planned)
    _not_stated(findings, hours, name, planned)
    for rule in file.rules:
        if isinstance(rule, Work) and rule.profile:
            _not_used(findings, layout, rule.profile)


def is_used(findings: Findings, layout: DepartmentLayout, row: RowLayout) -> Formula:
    """Return whether the frequency profile of the site gives a row, and hours by it."""
    hours = Add(tuple(map(Ref, row.parts.values())))
    some = First((Not(Compare("==", hours, ZERO)), TRUE))
    return First(
        (And((Is(findings.book.given[layout.department].profile, row.words), some)), FALSE)
    )


def _replaced(findings: Findings, hours: HoursLayout, name: str, planned: Formula) -> None:
    """Say which work of the frequency profile stated tasks take the place of."""
    items = []
    for row in hours.rows:
        own = in_place_of(row.works)
        told = f"finding.{name}.{row.works[0]}"
        given = Is(findings.book.given[name].profile, row.said)
        both = And((given, Known(Total("tasks", ONE, own))))
        replaced = findings.book.add(f"{told}.replaced", First((both, FALSE)))
        items.append((row.labels, replaced.output))
        done = Total("tasks", Fact("tasks.quantity"), own)
        stated = findings.book.add(f"{told}.stated", done)
        there = findings.book.add(f"{told}.there", quantity(findings.book, row.of))
        findings.add(
            "task.below_inventory",
            name,
            And((planned, Compare(">", stated, ZERO), Compare("<", stated, there))),
            values={"stated": stated.output, "there": there.output},
            words={"work": row.labels, "things": things_labels(findings.book, row.of)},
        )
    some = any_of([Ref(output) for _, output in items])
    findings.add("profile.replaced", name, findings.after(planned, some), items=tuple(items))


def _not_stated(findings: Findings, hours: HoursLayout, name: str, planned: Formula) -> None:
    """Say what is not stated, though no role waits for it, and so counts as none."""
    profile, needs = findings.book.given[name].profile, []
    for fact, works in worked_on(findings.book, name).items():
        rows = [row for row in hours.rows if fact in row.of]
        asking, about = (
            First((Is(profile, tuple(word for row in rows for word in getattr(row, words))), FALSE))
            for words in ("said", "words")
        )
        worked_out = And((Known(quantity(findings.book, (fact,))), about))
        told = Or((Known(Fact(fact)), worked_out, _some_task(works), asking))
        output = findings.book.add(f"finding.{name}.stated.{fact}", told)
        needs.append(((fact,), output.output))
    lacking = Not(all_of([Ref(output) for _, output in needs]))
    findings.add("inventory.not_stated", name, findings.after(planned, lacking), needs=tuple(needs))
    seasonal = [Ref(row.parts[IN_SEASON]) for row in hours.rows if IN_SEASON in row.parts]
    if seasonal:
        start = findings.book.add(f"finding.{name}.start", Known(Fact(SEASON_FROM)))
        some = any_of([First((Compare(">", part, ZERO), FALSE)) for part in seasonal])
        unknown = findings.after(planned, some, Not(start))
        asked = ((SEASON_FROM.partition(".")[0],), start.output)
        findings.add("growing_season.no_start", name, unknown, needs=(asked,))


def _not_used(findings: Findings, layout: DepartmentLayout, profile: str) -> None:
    """Say what there is that counts nothing for want of a frequency profile."""
    name, items = layout.department, []
    for fact, works in worked_on(findings.book, name).items():
        idle = And((Compare(">", Fact(fact), ZERO), Not(_some_task(works))))
        output = findings.book.add(f"finding.{name}.idle.{fact}", First((idle, FALSE)))
        items.append((type_of(fact, findings.book.words).labels, output.output))
    covers = findings.book.given[name].covers
    some = any_of([Ref(output) for _, output in items])
    findings.add(
        "inventory.not_used",
        name,
        And((Ref(layout.in_scope), Not(covers), some)),
        words={"profile": Bilingual(en=profile, zh=findings.book.words[profile].labels.zh)},
        needs=(((profile,), covers.output),),
        items=tuple(items),
    )


def _some_task(works: Sequence[str]) -> Formula:
    """Return whether a task is stated of any of some kinds of work."""
    return Known(Total("tasks", ONE, Is(Fact("tasks.work"), tuple(works))))
