"""The only place that knows the formula of each kind of printed rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Literal

from staffing_norms.foundation.formula import (
    FALSE,
    HALF,
    MISSING,
    ONE,
    STANCES,
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
    Lookup,
    Max,
    Min,
    Mul,
    Not,
    Number,
    Or,
    Output,
    Range,
    Ref,
    Source,
    Sub,
    Total,
    When,
    in_stance,
)
from staffing_norms.foundation.quantities import whole_or_exact
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.gaps import UNDEFINED
from staffing_norms.publications.pack import (
    Band,
    Bands,
    Bounds,
    Conditional,
    Count,
    Counting,
    Driver,
    Factor,
    Figure,
    Fixed,
    LeaderBand,
    Posts,
    Quota,
    Rate,
    Rule,
    Sourced,
    Spread,
    SpreadBand,
    Tabled,
    Test,
    Undefined,
    Work,
)
from staffing_norms.sites.facts import Vocabulary

_SIGNS: Mapping[str, Literal["<", "<=", ">", ">="]] = {
    "from": ">=",
    "over": ">",
    "up_to": "<=",
    "below": "<",
}


class Book:
    """
    The outputs of a program that is being compiled, by name and in order.

    Args:
        words: The vocabulary of facts.

    Attributes:
        outputs: The outputs by name.
        rated: The activities that each department rates, which makes them its own.
        given: The work of departments that frequency profiles give.
    """

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.outputs: dict[str, Output] = {}
        self.rated: dict[str, tuple[str, ...]] = {}
        self.given: dict[str, Given] = {}

    def add(self, name: str, formula: Formula, source: Source | None = None) -> Ref:
        """Add an output."""
        self.outputs[name] = Output(name, formula, source)
        return Ref(name)

    def fact(self, name: str) -> Fact | Ref:
        """Return a fact as it is stated, or else assumed."""
        default = self.words[name].default
        if default is None or isinstance(default.value, str):
            return Fact(name)
        if default.value is not None:
            assumed: Formula = _constant(default.value)
        elif default.same_as is not None:
            assumed = self.fact(default.same_as)
        elif default.product:
            assumed = Mul(tuple(map(self.fact, default.product)))
        elif default.sum:
            assumed = Add(tuple(map(self.fact, default.sum)))
        else:
            assumed = self._within(name, self.added_up(default.total))
        return self.add(f"fact.{name}", First((Fact(name), assumed)))

    def _within(self, name: str, total: Formula) -> Formula:
        """Return what records add up to, if it could be stated so; it keeps integers small."""
        if not self.words[name].rare:
            return total
        added = self.add(f"records.{name}", total)
        most = _constant(self.words[name].at_most)
        limited = Min((added, most))
        return When(Compare("==", added, limited), limited, MISSING)

    def word(self, name: str) -> Ref:
        """Return a word as it is stated or else assumed."""
        default = self.words[name].default
        assumed = Const(default.value) if default and isinstance(default.value, str) else MISSING  # type: ignore[arg-type]  # a word is a constant too
        return self.add(f"fact.{name}", First((Fact(name), assumed)))

    def added_up(self, total: Sequence[str]) -> Formula:
        """Return what records add up to: the collection, and the fields that are multiplied."""
        collection, *fields = total
        return Total(collection, self.product(collection, fields), TRUE)

    def field(self, collection: str, name: str) -> Formula:
        """Return a field of a record, as it is stated or else assumed."""
        default = self.words[collection].fields[name].default
        stated = Fact(f"{collection}.{name}")
        if default is None or default.value is None or isinstance(default.value, str):
            return stated
        return First((stated, _constant(default.value)))

    def product(self, collection: str, names: Iterable[str]) -> Formula:
        """Return the product of fields of a record."""
        return Mul(tuple(self.field(collection, name) for name in names))

    def own_tasks(self, department: str) -> Formula:
        """Return whether a task is work of a department."""
        return Is(Fact("tasks.activity"), self.rated[department])

    def is_whole(self, formula: Formula) -> bool:
        """Whether a formula can only be a whole number."""
        match formula:
            case Const(value):
                return isinstance(value, int)
            case Fact(name):
                collection, _, field = name.rpartition(".")
                facts = self.words[collection].fields if collection else self.words
                return facts[field].whole
            case Ref(output):
                return self.is_whole(self.outputs[output].formula)
            case Ceil() | Floor():
                return True
            case Add(parts) | Mul(parts) | First(parts):
                return all(map(self.is_whole, parts))
            case Range(lean, typical, generous):
                return all(map(self.is_whole, (lean, typical, generous)))
            case When(_, then, otherwise):
                return self.is_whole(then) and self.is_whole(otherwise)
            case Total(_, of, _):
                return self.is_whole(of)
            case _:
                return False

    def rounded(self, formula: Formula, rounding: str = "up") -> Formula:
        """Return a formula rounded to whole people or posts, where it is not whole anyway."""
        if self.is_whole(formula):
            return formula
        if rounding == "up":
            return Ceil(formula)
        return Floor(formula if rounding == "down" else Add((formula, HALF)))

    def is_word(self, name: str, words: tuple[str | bool, ...]) -> Formula:
        """Return whether a fact is one of *words*, as it is stated or else assumed."""
        default = self.words[name].default
        said = Is(Fact(name), words)
        if default is None:
            return said
        return First((said, TRUE if default.value in words else FALSE))


@dataclass(frozen=True, slots=True)
class Given:
    """
    The work that frequency profiles give a department, as tasks would.

    Args:
        profile: The fact that names profile and grade.
        covers: Whether the profile covers the department.
        grades: Words of the grades that say how often an activity is done, by activity.
    """

    profile: Fact | Ref
    covers: Ref
    grades: Mapping[str, tuple[str, ...]]

    def by_any(self, activities: Iterable[str]) -> Formula:
        """Return whether the profile gives any of these activities."""
        words = dict.fromkeys(word for name in activities for word in self.grades.get(name, ()))
        return First((Is(self.profile, tuple(words)), FALSE)) if words else FALSE


def _constant(value: bool | Fraction) -> Const:  # noqa: FBT001 - a default is either
    return Const(value if isinstance(value, bool) else whole_or_exact(value))


def source_of(printed: Sourced) -> Source:
    """Return where something is printed and how it is read."""
    return Source(
        printed.clause,
        printed.status,
        printed.reading.by_language if printed.reading else (),
        printed.note.by_language if printed.note else (),
        printed.changed,
    )


def figure(
    printed: Figure, *, more_is_lean: bool = False, unit: str = "", typical: Number | None = None
) -> Formula:
    """
    Return a printed figure; a range gives the three stances, its midpoint the typical one.

    Args:
        printed: The figure.
        more_is_lean: Whether the larger end means fewer people, as in "one for each 2–3 lifts".
        unit: What it counts, for printing.
        typical: The typical figure where it is not the midpoint.
    """
    if printed.low == printed.high:
        return Const(whole_or_exact(printed.low), unit)
    ends = (printed.high, printed.low) if more_is_lean else (printed.low, printed.high)
    middle = (printed.low + printed.high) / 2 if typical is None else Fraction(typical)
    lean, generous = (Const(whole_or_exact(end), unit) for end in ends)
    return Range(lean, Const(whole_or_exact(middle), unit), generous)


def multiplier(factor: Factor) -> Formula:
    """Return what a factor multiplies by: itself, 1 + so much more, or 1 − so much less."""
    if factor.plus:
        return Add((ONE, figure(factor.plus)))
    if factor.less:
        return Sub(ONE, figure(factor.less, more_is_lean=True))
    return figure(factor.factor) if factor.factor else ONE


def all_of(tests: Sequence[Formula]) -> Formula:
    """Return the conjunction of tests."""
    return tests[0] if len(tests) == 1 else And(tuple(tests))


def within(measure: Formula, bounds: Bounds) -> Formula:
    """Return whether a measure lies within bounds."""
    return all_of([Compare(_SIGNS[word], measure, _bound(side)) for word, side in bounds.sides])


def _under(measure: Formula, bounds: Bounds) -> list[Formula]:
    """Return whether a measure lies under the upper bound, if there is one."""
    if bounds.up_to:
        return [Compare("<=", measure, _bound(bounds.up_to))]
    return [Compare("<", measure, _bound(bounds.below))] if bounds.below else []


def _bound(printed: Figure) -> Const:
    return Const(whole_or_exact(printed.low))


def all_hold(book: Book, department: str, tests: Iterable[Test], collection: str = "") -> Formula:
    """
    Return whether all tests of a norm file hold.

    Args:
        book: The outputs so far.
        department: Department whose methods the tests name.
        tests: The tests.
        collection: The collection whose records they are about; empty for the site.
    """
    return all_of([_test(book, department, test, collection) for test in tests])


def _test(book: Book, department: str, test: Test, collection: str) -> Formula:
    if test.method is not None:
        return Ref(f"{department}.{test.method}.chosen")
    if test.fact is None:
        records = test.some or test.none or ""
        where = First((all_hold(book, department, test.where, records), FALSE))
        some: Formula = Known(Total(records, ONE, where))
        given = _given(book, department, test) if department in book.given else FALSE
        if given != FALSE:
            some = Or((some, given))
        return some if test.some else Not(some)
    fact = _named(book, test.fact, collection)
    if test.is_ is None:
        limits = [
            (word, _named(book, side, collection) if isinstance(side, str) else _bound(side))
            for word, side in test.sides
        ]
        holds = all_of([Compare(_SIGNS[word], fact, limit) for word, limit in limits])
    elif isinstance(fact, Fact):
        holds = Is(fact, test.is_) if collection else book.is_word(test.fact, test.is_)
    else:
        holds = fact if test.is_ == (True,) else Not(fact)
    return First((holds, TRUE)) if test.or_unknown else holds


def _given(book: Book, department: str, test: Test) -> Formula:
    """Return whether a frequency profile gives what a test asks of tasks: some activities."""
    match test.where:
        case (Test(fact="activity", is_=tuple(words)),) if "tasks" in (test.some, test.none):
            return book.given[department].by_any(map(str, words))
        case _:
            return FALSE


def _named(book: Book, name: str, collection: str) -> Formula:
    return book.field(collection, name) if collection else book.fact(name)


def contribution(book: Book, department: str, method: str, rule: Rule) -> Formula:
    """
    Return what a rule adds to its role under a method, before the role is rounded.

    Args:
        book: The outputs so far; facts with defaults are added.
        department: The rule's department.
        method: One of the rule's methods.
        rule: The rule.
    """
    place = Place(book, department, method, f"{department}.{method}.{rule.role}.{rule.id}", rule)
    match rule:
        case Fixed():
            people = figure(rule.people)
        case Posts() | Quota():
            people = tabled(place, rule)
        case Bands():
            people = _bands(place, book.fact(rule.measured_by), rule.bands)
        case Spread():
            people = _spread(book, department, method, rule)
        case _:
            people = _work(book, department, rule)
    if rule.undefined:
        people = When(place.holds(rule.undefined.unless), people, place.undefined(rule.undefined))
    return When(place.holds(rule.when), people, ZERO) if rule.when else people


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a formula belongs that is being compiled.

    Args:
        book: The outputs so far.
        department: Department whose methods the tests name; empty for the site.
        method: Method under which roles are counted; empty for the plan's own figures.
        path: Name of the output that holds the formula.
        printed: The rule, or what else is printed.
    """

    book: Book
    department: str
    method: str
    path: str
    printed: Sourced

    def holds(self, tests: Iterable[Test]) -> Formula:
        """Return whether all tests hold."""
        return all_hold(self.book, self.department, tests)

    def undefined(self, gap: Undefined, part: object = "") -> Ref:
        """Add what is missing because the publication does not define it."""
        name = ".".join(filter(None, [f"{UNDEFINED}{self.path}", str(part)]))
        source = Source(self.printed.clause, "undefined", gap.reading.by_language)
        return self.book.add(name, MISSING, source)

    def silent(self, reading: Bilingual | None, part: int, people: Formula) -> Ref:
        """Add people who are carried on, as the publication says nothing, with why."""
        source = Source(self.printed.clause, "silent", reading.by_language if reading else ())
        return self.book.add(f"{self.path}.silent.{part}", people, source)


def tabled(place: Place, table: Tabled) -> Formula:
    """Return the people that are counted, by the row of the table that applies if it has rows."""
    if table.by is None:
        return _counted(place, table, table)
    figures = [
        place.undefined(row.undefined, number)
        if row.undefined
        else _counted(place, table, table.counting_of(row))
        for number, row in enumerate(table.rows, 1)
    ]
    people = figures[-1]
    for row, figure in list(zip(table.rows, figures, strict=True))[-2::-1]:
        if row.is_:
            applies = place.book.is_word(table.by, row.is_)
        else:
            applies = all_of(_under(place.book.fact(table.by), row))
        people = When(applies, figure, people)
    return people


def _counted(place: Place, table: Tabled, counting: Counting) -> Formula:
    """Return the people that a row counts, within its limits."""
    if isinstance(table, Posts):
        posts = [place.book.rounded(_driven(place, driver, ONE)) for driver in counting.drivers]
        manned = figure(counting.people, unit="person"), _chosen(place.book, counting, posts)
        people = _product(shifts_of(place.book, table), *manned)
    else:
        each = figure(counting.people)
        shares = [_driven(place, driver, each) for driver in counting.drivers]
        people = _chosen(place.book, counting, shares)
    for limit in counting.at_least:
        people = _limited(place, limit, people, Max((people, figure(limit.people))))
    for limit in counting.at_most:
        people = _limited(place, limit, people, Min((people, figure(limit.people))))
    return people


def _limited(place: Place, limit: Conditional, free: Formula, limited: Formula) -> Formula:
    return When(place.holds(limit.when), limited, free) if limit.when else limited


def _chosen(book: Book, counting: Counting, options: Sequence[Formula]) -> Formula:
    """Return the option that the rule, or a fact, chooses among drivers joined by "or"."""
    if len(options) == 1:
        return options[0]
    ways: dict[str, Formula] = {
        "first": First(tuple(options)),
        "larger": reduce(lambda a, b: First((Max((a, b)), a, b)), options),
        "smaller": reduce(lambda a, b: First((Min((a, b)), a, b)), options),
    }
    if counting.choose in ways:
        return ways[counting.choose]
    ways |= zip(map(name_of, counting.drivers), options, strict=True)
    *words, last = book.words[counting.choose].words
    people = ways[last]
    for word in reversed(words):
        people = When(book.is_word(counting.choose, (word,)), ways[word], people)
    return people


def name_of(driver: Driver) -> str:
    """Return what a fact calls a driver that it chooses: its fact, or its first role."""
    return driver.of or driver.of_roles[0]


def _product(*factors: Formula) -> Formula:
    """Return a product without factors of one."""
    kept = tuple(factor for factor in factors if getattr(factor, "value", None) != 1)
    return kept[0] if len(kept) == 1 else Mul(kept)


def _driven(place: Place, driver: Driver, people: Formula) -> Formula:
    """Return people × of × times × (1 − reduced_by) ÷ per."""
    book = place.book
    factors: list[Formula] = [book.fact(driver.of) if driver.of else _roles(place, driver)]
    if driver.times:
        factors.append(book.fact(driver.times))
    if driver.reduced_by:
        factors.append(Sub(ONE, book.fact(driver.reduced_by)))
    driven = _product(people, *factors)
    return Div(driven, figure(driver.per, more_is_lean=True)) if driver.per else driven


def _roles(place: Place, driver: Driver) -> Formula:
    """Return the people of other roles, counted before under the same method."""
    roles = [Ref(f"{place.department}.{place.method}.{role}") for role in driver.of_roles]
    return roles[0] if len(roles) == 1 else Add(tuple(roles))


def shifts_of(book: Book, rule: Posts) -> Formula:
    """Return the shifts in which a rule's posts are manned."""
    return Const(rule.shifts, "shift") if isinstance(rule.shifts, int) else book.fact(rule.shifts)


def _bands(place: Place, measure: Formula, bands: Sequence[Band]) -> Formula:
    """Return the people of the band that applies; bands meet, so an upper bound decides."""
    figures: list[Formula] = []
    for number, band in enumerate(bands, 1):
        if band.undefined:
            figures.append(place.undefined(band.undefined, number))
        elif band.people is None:
            figures.append(place.silent(band.silent, number, figures[-1]))
        else:
            figures.append(_growing(measure, band, band.people, band))
    people = figures[-1]
    for band, figure_ in list(zip(bands, figures, strict=True))[-2::-1]:
        people = When(all_of(_under(measure, band)), figure_, people)
    return people


def _growing(
    measure: Formula,
    band: Bounds,
    people: Figure,
    growth: Band | Count,
    typical: int | None = None,
) -> Formula:
    """Return people, and *plus* for each step of *every* above the band's lower bound."""
    base = figure(people, typical=typical)
    start = band.from_ or band.over
    if growth.plus is None or growth.every is None or start is None:
        return base
    share = Div(Sub(measure, _bound(start)), figure(growth.every, more_is_lean=True))
    steps = Ceil(share) if growth.started else Floor(share)
    return Add((base, _product(figure(growth.plus), steps)))


def _spread(book: Book, department: str, method: str, rule: Spread) -> Formula:
    """Return the total over records of the people that each adds by its band."""
    *lower, last = [(band, _share(book, rule, band)) for band in rule.bands]
    _, share = last
    for band, people in reversed(lower):
        measure = book.field(rule.over, rule.measured_by or "")
        share = When(all_of(_under(measure, band)), people, share)
    total: Formula = Total(rule.over, share, TRUE)
    if rule.replaced_by and rule.replaced_by.method == method:
        replaced = Is(Fact("tasks.activity"), rule.replaced_by.activities)
        stated: Formula = Known(Total("tasks", ONE, replaced))
        if department in book.given:
            stated = Or((stated, book.given[department].by_any(rule.replaced_by.activities)))
        total = When(stated, ZERO, total)
    return total


def _share(book: Book, rule: Spread, band: SpreadBand) -> Formula:
    """Return the people of one record within a band."""
    if not band.people.high:
        return ZERO
    people = _product(figure(band.people), book.product(rule.over, rule.of))
    return Div(people, figure(band.per, more_is_lean=True)) if band.per else people


def _work(book: Book, department: str, rule: Work) -> Formula:
    """Return the yearly hours of the department's work ÷ the hours of one person a year."""
    hours = Ref(hours_of(department))
    return Div(hours, Mul((book.fact(rule.hours_per_day), book.fact(rule.days))))


def hours_of(department: str) -> str:
    """Return the output of the yearly hours of a department's work."""
    return f"hours.{department}"


def task_hours(book: Book, department: str) -> Formula:
    """Return the yearly hours of a task of a department."""
    rates = [name for name in book.outputs if name.startswith(f"{department}.rate.")]
    works = tuple(name.removeprefix(f"{department}.rate.") for name in rates)
    table = Lookup(Fact("tasks.work"), works, tuple(map(Ref, rates)))
    amount = Mul((Fact("tasks.quantity"), Fact("tasks.times_per_year")))
    return Div(amount, First((Fact("tasks.rate"), table)))


def rate(printed: Rate) -> Formula | None:
    """Return units of work per person-hour, or None where the figure is not to be used."""
    if printed.own_rate or printed.quantity is None:
        return None
    hours = printed.hours.low if printed.hours else 1
    if printed.minutes:
        hours = printed.minutes.low / 60
    crew = printed.crew.low if printed.crew else 1
    low, high = (end / (hours * crew) for end in (printed.quantity.low, printed.quantity.high))
    return figure(Figure(low, high, printed.quantity.unit, low), more_is_lean=True)


def leader_counts(
    book: Book, department: str, measure: Formula, band: LeaderBand, below: Mapping[str, Formula]
) -> dict[str, Formula]:
    """
    Return the leaders of one band by role.

    Args:
        book: The outputs so far.
        department: The band's department.
        measure: What the bands measure.
        band: The band.
        below: The leaders of the band below.
    """
    if band.as_below:
        return dict(below)
    counts = {
        role: _count(book, department, measure, band, count) for role, count in band.posts.items()
    }
    for role, count in band.may.items():
        people = _count(book, department, measure, band, count)
        counts[role] = _unless_lean(ZERO, people)
    if band.optional:
        roles = dict.fromkeys((*below, *counts))
        counts = {r: _unless_lean(below.get(r, ZERO), counts.get(r, ZERO)) for r in roles}
    return counts


def _unless_lean(lean: Formula, people: Formula) -> Formula:
    """Return a figure that the lean stance leaves out: the norm says "may"."""
    few, some, most = (
        in_stance(part, stance)
        for part, stance in zip((lean, people, people), STANCES, strict=True)
    )
    return few if few == some == most else Range(few, some, most)


def _count(book: Book, department: str, measure: Formula, band: Bounds, count: Count) -> Formula:
    if count.per:
        share = _product(figure(count.people), measure)
        people: Formula = Ceil(Div(share, figure(count.per, more_is_lean=True)))
    else:
        people = _growing(measure, band, count.people, count, count.typical)
    return When(all_hold(book, department, count.when), people, ZERO) if count.when else people
