"""The only place that adds up the hours of work of a department: by year, month and kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from staffing_norms.foundation.formula import (
    ONE,
    ZERO,
    Add,
    Compare,
    Const,
    Div,
    Fact,
    First,
    Formula,
    Is,
    Known,
    Max,
    Min,
    Mul,
    Ref,
    Sub,
    Total,
    When,
)
from staffing_norms.program.book import Book
from staffing_norms.program.layout import HoursLayout, MonthLayout, RowLayout, WorkLayout
from staffing_norms.program.names import hours_of
from staffing_norms.program.profile_hours import (
    DAYS_OF_YEAR,
    EVENLY,
    IN_SEASON,
    OUT_OF_SEASON,
    PARTS,
    SEASON_DAYS,
    SEASON_FROM,
    done_so,
    given_hours,
    works_of,
)
from staffing_norms.program.rates import task_hours
from staffing_norms.publications.pack import DepartmentFile, SharedFinding
from staffing_norms.publications.rule_kinds import Work
from staffing_norms.publications.worktime import MONTHS
from staffing_norms.sites.profiles import Profile

MONTH_START, MONTH_END = "month.start", "month.end"
"""What a program reads of the month that is asked about; no site states it."""

_EVENLY = Const(Fraction(1, MONTHS))
_SOME_YEAR = 2023  # no leap year


def add_hours(
    book: Book,
    file: DepartmentFile,
    profiles: Sequence[Profile],
    shared: Mapping[str, SharedFinding],
) -> HoursLayout | None:
    """
    Add the hours of a department's work, if it has a rule for work.

    The hours of tasks count, and those by the frequency profile of what no task states.

    Args:
        book: The outputs so far, the work rates among them.
        file: The department.
        profiles: The profiles that a site may name.
        shared: The findings that every norm shares; two of them ask for a task.
    """
    rules = [rule for rule in file.rules if isinstance(rule, Work)]
    if not rules:
        return None
    department = file.department
    named = next((rule.profile for rule in rules if rule.profile), None)
    own = [profile for profile in profiles if department in profile.departments]
    rows: tuple[RowLayout, ...] = ()
    if named and own:
        rows = given_hours(book, department, named, own, shared)
    left = book.given[department].left if rows else ()
    writer = _Hours(book, department, rows, left, task_hours(book, department))
    total = book.add(hours_of(department), writer.all_year())
    crews = {row.work: int(row.crew.low) for row in file.rates if row.crew}
    works = tuple(works_of(book, department))
    all_year = {work: writer.of_work(work).output for work in works}
    day = book.add(f"{hours_of(department)}.day", book.fact(rules[0].hours_per_day))
    person = book.add(f"{hours_of(department)}.person", Mul((day, book.fact(rules[0].days))))
    first, month = writer.month()
    monthly = {work: writer.month_of_work(work).output for work in works}
    layouts = tuple(
        WorkLayout(work, all_year[work], monthly[work], crews.get(work, 1)) for work in works
    )
    last = [month.output, *monthly.values()][-1]
    asked = MonthLayout(month.output, first.output, last)
    roles = tuple(dict.fromkeys(rule.role for rule in rules))
    return HoursLayout(roles, total.output, asked, day.output, person.output, layouts, rows)


@dataclass(frozen=True, slots=True)
class _Hours:
    """
    Adds up the hours of a department.

    Args:
        book: The outputs so far.
        department: The department.
        rows: The work that frequency profiles give it.
        left: The outputs of work that they leave out.
        each: The hours of a year of one of its tasks.
    """

    book: Book
    department: str
    rows: Sequence[RowLayout]
    left: Sequence[Ref]
    each: Formula

    def all_year(self) -> Formula:
        """Return the hours of a year."""
        parts = [Ref(part) for row in self.rows for part in row.parts.values()]
        return self._with_profile(ONE, [*parts, *self.left])

    def _with_profile(self, share: Formula, given: Sequence[Formula]) -> Formula:
        """Return a share of the hours of tasks together with the hours by the profile."""
        own = self.book.own_tasks(self.department)
        hours = self.each if share == ONE else Mul((self.each, share))
        stated = Total("tasks", hours, own)
        if not self.rows:
            return stated
        some = When(Known(Total("tasks", ONE, own)), stated, ZERO)
        covers = self.book.given[self.department].covers
        return When(covers, Add((some, *given)), stated)

    def of_work(self, work: str) -> Ref:
        """Add the hours of a year of one kind of work."""
        parts = [(row, map(Ref, row.parts.values())) for row in self.rows if work in row.works]
        given = [self._done_so(work, row, Add(tuple(hours))) for row, hours in parts]
        return self._of_work(work, "", ONE, given)

    def _of_work(self, work: str, when: str, share: Formula, given: Sequence[Formula]) -> Ref:
        """Add a share of the hours of the tasks of one kind, with what the profile gives."""
        this = Is(Fact("tasks.work"), (work,))
        hours = Total("tasks", self.each if share == ONE else Mul((self.each, share)), this)
        stated = When(Known(Total("tasks", ONE, this)), hours, ZERO)
        return self.book.add(f"{hours_of(self.department)}.{work}{when}", Add((stated, *given)))

    def _done_so(self, work: str, row: RowLayout, hours: Formula) -> Formula:
        """Return the hours of a row that are of one way of doing it."""
        return When(done_so(self.book, work), hours, ZERO) if len(row.works) > 1 else hours

    # Months

    def month(self) -> tuple[Ref, Ref]:
        """
        Add the hours of the month that is asked about, from MONTH_START to MONTH_END.

        Seasonal work is spread over the days of its season, other work evenly over the months.

        Returns:
            The first output that depends on the month, and the hours.
        """
        hours = hours_of(self.department)
        start, end = (
            self.book.add(f"{hours}.{day}", Fact(day)) for day in (MONTH_START, MONTH_END)
        )
        season = _overlap(Fact(SEASON_FROM), self.book.fact(SEASON_DAYS), start, end)
        self.book.add(f"{hours}.month.season", season)
        sums = {
            part: self.book.add(f"{hours}.{part}", Add(parts))
            for part in PARTS
            if (parts := self._parts(part))
        }
        given = self._in_month(sums)
        return start, self.book.add(f"{hours}.month", self._with_profile(self._share(), given))

    def month_of_work(self, work: str) -> Ref:
        """Add the same hours of one kind of work."""
        given = [
            self._done_so(work, row, hours)
            for row in self.rows
            if work in row.works
            for hours in self._in_month({part: Ref(name) for part, name in row.parts.items()})
        ]
        return self._of_work(work, ".month", self._share(), given)

    def _parts(self, part: str) -> tuple[Ref, ...]:
        own = (Ref(row.parts[part]) for row in self.rows if part in row.parts)
        return (*own, *(self.left if part == EVENLY else ()))

    def _month(self, name: str) -> Ref:
        return Ref(f"{hours_of(self.department)}.{name}")

    def _share(self) -> Formula:
        """Return the share of a task's hours that the month has: of the days of its season."""
        start, season = Fact("tasks.season_from"), Fact("tasks.season_days")
        days = _overlap(start, season, self._month(MONTH_START), self._month(MONTH_END))
        return First((Div(days, season), _EVENLY))

    def _in_month(self, hours: Mapping[str, Ref]) -> list[Formula]:
        """Return the hours of the month by the profile: even ones, in the season and out of it."""
        season, inside = self.book.fact(SEASON_DAYS), self._month("month.season")
        outside = Sub(Sub(self._month(MONTH_END), self._month(MONTH_START)), inside)
        shares: dict[str, Formula] = {
            EVENLY: _EVENLY,
            IN_SEASON: Div(inside, season),
            OUT_OF_SEASON: Div(outside, Sub(Const(DAYS_OF_YEAR), season)),
        }
        return [
            When(Compare("==", of, ZERO), ZERO, Mul((of, shares[part])))
            for part, of in hours.items()
        ]


def _overlap(start: Formula, length: Formula, month: Formula, end_of_month: Formula) -> Formula:
    """Return how many days of the month lie in a season, which may run into the next year."""
    begin = Sub(start, ONE)
    end = Add((begin, length))
    shared: list[Formula] = []
    for year in (0, DAYS_OF_YEAR):
        first = Max((begin, Add((month, Const(year)))))
        last = Min((end, Add((end_of_month, Const(year)))))
        shared.append(Max((ZERO, Sub(last, first))))
    return Add(tuple(shared))


def days_of(month: int) -> dict[str, int]:
    """
    Return a month as a program reads it: its first day and the day after it.

    The days are counted from the first one of a year, which is 0.

    >>> days_of(2)
    {'month.start': 31, 'month.end': 59}
    """
    start, end = (
        (date(_SOME_YEAR + number // MONTHS, number % MONTHS + 1, 1) - date(_SOME_YEAR, 1, 1)).days
        for number in (month - 1, month)
    )
    return {MONTH_START: start, MONTH_END: end}
