"""The only place that knows the formulas of printed figures, bounds and tests."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from staffing_norms.foundation.formula import (
    FALSE,
    ONE,
    TRUE,
    Add,
    And,
    Compare,
    Const,
    Fact,
    First,
    Formula,
    Is,
    Known,
    Not,
    Number,
    Or,
    Range,
    Ref,
    Source,
    Sub,
    Total,
)
from staffing_norms.foundation.quantities import whole_or_exact
from staffing_norms.program.book import Book
from staffing_norms.program.names import chosen_of
from staffing_norms.publications.figures import Bounds, PrintedFigure, Sourced, Test
from staffing_norms.publications.pack import Factor

_SIGNS: Mapping[str, Literal["<", "<=", ">", ">="]] = {
    "from": ">=",
    "over": ">",
    "up_to": "<=",
    "below": "<",
}


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
    printed: PrintedFigure,
    *,
    more_is_lean: bool = False,
    unit: str = "",
    typical: Number | None = None,
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


def any_of(tests: Sequence[Formula]) -> Formula:
    """Return the disjunction of tests."""
    return tests[0] if len(tests) == 1 else Or(tuple(tests))


def any_chosen(department: str, methods: Sequence[str]) -> Formula:
    """Return whether any of some methods gives the figures of a department."""
    return any_of([Ref(chosen_of(department, method)) for method in methods])


def within(measure: Formula, bounds: Bounds) -> Formula:
    """Return whether a measure lies within bounds."""
    return all_of([Compare(_SIGNS[word], measure, bound(side)) for word, side in bounds.sides])


def under(measure: Formula, bounds: Bounds) -> list[Formula]:
    """Return whether a measure lies under the upper bound, if there is one."""
    if bounds.up_to:
        return [Compare("<=", measure, bound(bounds.up_to))]
    return [Compare("<", measure, bound(bounds.below))] if bounds.below else []


def bound(printed: PrintedFigure) -> Const:
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
        return Ref(chosen_of(department, test.method))
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
            (word, _named(book, side, collection) if isinstance(side, str) else bound(side))
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
