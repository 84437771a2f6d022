"""The only place that knows the formula of each kind of printed rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from staffing_norms.foundation.formula import (
    MISSING,
    ONE,
    TRUE,
    ZERO,
    Add,
    Ceil,
    Const,
    Div,
    Fact,
    First,
    Floor,
    Formula,
    Is,
    Known,
    Max,
    Min,
    Mul,
    Or,
    Ref,
    Source,
    Sub,
    Total,
    When,
)
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.book import Book
from staffing_norms.program.conditions import all_hold, all_of, bound, figure, under
from staffing_norms.program.names import hours_of, undefined
from staffing_norms.publications.figures import (
    Bounds,
    Conditional,
    PrintedFigure,
    Sourced,
    Test,
    Undefined,
)
from staffing_norms.publications.rule_kinds import (
    Band,
    Bands,
    Count,
    Counting,
    Driver,
    Fixed,
    Posts,
    Quota,
    Rule,
    Spread,
    SpreadBand,
    Tabled,
    Work,
)


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
        name = undefined(self.path, str(part))
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
    for row, counted in list(zip(table.rows, figures, strict=True))[-2::-1]:
        if row.is_:
            applies = place.book.is_word(table.by, row.is_)
        else:
            applies = all_of(under(place.book.fact(table.by), row))
        people = When(applies, counted, people)
    return people


def _counted(place: Place, table: Tabled, counting: Counting) -> Formula:
    """Return the people that a row counts, within its limits."""
    if isinstance(table, Posts):
        posts = [place.book.rounded(_driven(place, driver, ONE)) for driver in counting.drivers]
        manned = figure(counting.people, unit="person"), _chosen(place.book, counting, posts)
        people = product(shifts_of(place.book, table), *manned)
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


def product(*factors: Formula) -> Formula:
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
    driven = product(people, *factors)
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
            figures.append(growing(measure, band, band.people, band))
    people = figures[-1]
    for band, figure_ in list(zip(bands, figures, strict=True))[-2::-1]:
        people = When(all_of(under(measure, band)), figure_, people)
    return people


def growing(
    measure: Formula,
    band: Bounds,
    people: PrintedFigure,
    growth: Band | Count,
    typical: int | None = None,
) -> Formula:
    """Return people, and *plus* for each step of *every* above the band's lower bound."""
    base = figure(people, typical=typical)
    start = band.from_ or band.over
    if growth.plus is None or growth.every is None or start is None:
        return base
    share = Div(Sub(measure, bound(start)), figure(growth.every, more_is_lean=True))
    steps = Ceil(share) if growth.started else Floor(share)
    return Add((base, product(figure(growth.plus), steps)))


def _spread(book: Book, department: str, method: str, rule: Spread) -> Formula:
    """Return the total over records of the people that each adds by its band."""
    *lower, last = [(band, _share(book, rule, band)) for band in rule.bands]
    _, share = last
    for band, people in reversed(lower):
        measure = book.field(rule.over, rule.measured_by or "")
        share = When(all_of(under(measure, band)), people, share)
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
    people = product(figure(band.people), book.product(rule.over, rule.of))
    return Div(people, figure(band.per, more_is_lean=True)) if band.per else people


def _work(book: Book, department: str, rule: Work) -> Formula:
    """Return the yearly hours of the department's work ÷ the hours of one person a year."""
    hours = Ref(hours_of(department))
    return Div(hours, Mul((book.fact(rule.hours_per_day), book.fact(rule.days))))
