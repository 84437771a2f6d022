"""The only place that knows work rates, and the hours of a task by them."""

from collections.abc import Iterable

from staffing_norms.foundation.formula import Div, Fact, First, Formula, Lookup, Mul, Ref
from staffing_norms.program.book import Book
from staffing_norms.program.conditions import figure, source_of
from staffing_norms.program.names import rate_of
from staffing_norms.publications.figures import PrintedFigure
from staffing_norms.publications.pack import DepartmentFile
from staffing_norms.publications.rule_kinds import Rate


def add_rates(book: Book, file: DepartmentFile, elsewhere: Iterable[str]) -> None:
    """
    Add the work rates of a department, and which activities are its own.

    Args:
        book: The outputs so far.
        file: The department.
        elsewhere: Activities that the norm rates, in any department.
    """
    taken = set(elsewhere)
    own = dict.fromkeys(row.activity for row in file.rates)
    activities = book.words["tasks"].activities
    kin = {
        name: activity
        for name, activity in activities.items()
        if name not in taken and (activity.rated_as or activity.beside) in own
    }
    for row in file.rates:
        speed = _rate(row)
        if speed is not None:
            book.add(rate_of(file.department, row.work), speed, source_of(row))
    for name, activity in kin.items():
        if activity.rated_as:
            same = Ref(rate_of(file.department, activity.rated_as))
            book.add(rate_of(file.department, name), same)
    book.rated[file.department] = (*own, *kin)


def task_hours(book: Book, department: str) -> Formula:
    """Return the yearly hours of a task of a department."""
    start = rate_of(department, "")
    rates = [name for name in book.outputs if name.startswith(start)]
    works = tuple(name.removeprefix(start) for name in rates)
    table = Lookup(Fact("tasks.work"), works, tuple(map(Ref, rates)))
    amount = Mul((Fact("tasks.quantity"), Fact("tasks.times_per_year")))
    return Div(amount, First((Fact("tasks.rate"), table)))


def _rate(printed: Rate) -> Formula | None:
    """Return units of work per person-hour, or None where the figure is not to be used."""
    if printed.own_rate or printed.quantity is None:
        return None
    hours = printed.hours.low if printed.hours else 1
    if printed.minutes:
        hours = printed.minutes.low / 60
    crew = printed.crew.low if printed.crew and not printed.per_person else 1
    low, high = (end / (hours * crew) for end in (printed.quantity.low, printed.quantity.high))
    return figure(PrintedFigure(low, high, printed.quantity.unit, low), more_is_lean=True)
