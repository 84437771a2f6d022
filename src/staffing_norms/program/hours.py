"""The only place that knows the hours of work: of tasks, and by frequency profiles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from staffing_norms.foundation.formula import (
    FALSE,
    MISSING,
    OFTEN,
    ONE,
    TRUE,
    ZERO,
    Add,
    And,
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
    Not,
    Ref,
    Source,
    Sub,
    Total,
    When,
)
from staffing_norms.foundation.quantities import times_per_year, whole_or_exact
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.gaps import UNDEFINED
from staffing_norms.program.layout import HoursLayout, RowLayout, WorkLayout
from staffing_norms.program.rules import (
    Book,
    Given,
    all_of,
    figure,
    hours_of,
    rate,
    source_of,
    task_hours,
)
from staffing_norms.publications.pack import DepartmentFile, Figure, SharedFinding
from staffing_norms.publications.pack import Work as WorkRule
from staffing_norms.sites.facts import type_of
from staffing_norms.sites.profiles import Cell, Often, Profile

ASKED = "asked"
"""Status of what is missing because a task is to be stated."""

MONTHS = 12
_SOME_YEAR = 2023  # no leap year
_YEAR = int(times_per_year(Fraction(1), "day", None))
_SEASON_DAYS, SEASON_FROM = "growing_season_days", "growing_season_from.day"
_EVENLY, IN_SEASON, _OUT_OF_SEASON = "frequency", "in_season", "out_of_season"
_PARTS = (_EVENLY, IN_SEASON, _OUT_OF_SEASON)


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
        speed = rate(row)
        if speed is not None:
            work = f"{row.activity}:{row.variant}" if row.variant else row.activity
            book.add(f"{file.department}.rate.{work}", speed, source_of(row))
    for name, activity in kin.items():
        if activity.rated_as:
            same = Ref(f"{file.department}.rate.{activity.rated_as}")
            book.add(f"{file.department}.rate.{name}", same)
    book.rated[file.department] = (*own, *kin)


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
    rules = [rule for rule in file.rules if isinstance(rule, WorkRule)]
    if not rules:
        return None
    department = file.department
    named = next((rule.profile for rule in rules if rule.profile), None)
    own = [profile for profile in profiles if department in profile.departments]
    rows: tuple[RowLayout, ...] = ()
    if named and own:
        rows = _given(book, department, named, own, shared)
    writer = _Hours(book, department, rows, task_hours(book, department))
    total = book.add(hours_of(department), writer.all_year())
    months = tuple(writer.months())
    crews = {
        f"{row.activity}:{row.variant}" if row.variant else row.activity: int(row.crew.low)
        for row in file.rates
        if row.crew
    }
    works = tuple(
        WorkLayout(work, writer.of_work(work).output, crews.get(work, 1)) for work in writer.works()
    )
    day = book.add(f"{hours_of(department)}.day", book.fact(rules[0].hours_per_day))
    person = book.add(f"{hours_of(department)}.person", Mul((day, book.fact(rules[0].days))))
    roles = tuple(dict.fromkeys(rule.role for rule in rules))
    return HoursLayout(roles, total.output, months, day.output, person.output, works, rows)


def _given(
    book: Book,
    department: str,
    named: str,
    profiles: Sequence[Profile],
    shared: Mapping[str, SharedFinding],
) -> tuple[RowLayout, ...]:
    """Add the hours by frequency profiles, and what they give the department."""
    profile = book.fact(named)
    words = tuple(each.word(grade) for each in profiles for grade in each.grades)
    covers = book.add(f"{department}.profiled", First((Is(profile, words), FALSE)))
    table = _table(book, department, profiles)
    grades: dict[str, tuple[str, ...]] = {}
    for (works, _), cells in table.items():
        name = works[0].partition(":")[0]
        said = (word for word, each in cells.items() if each)
        grades[name] = tuple(dict.fromkeys((*grades.get(name, ()), *said)))
    book.given[department] = Given(profile, covers, grades)
    asks = _Asks(book, department, shared)
    return tuple(_row(book, department, profile, key, cells, asks) for key, cells in table.items())


_Key = tuple[tuple[str, ...], tuple[str, ...]]
_Cells = dict[str, "_Said | None"]


@dataclass(frozen=True, slots=True)
class _Said:
    """A cell of a profile, whether its figure was not seen, and what is remarked on it."""

    cell: Cell
    is_unverified: bool
    note: Bilingual | None


def _table(book: Book, department: str, profiles: Sequence[Profile]) -> dict[_Key, _Cells]:
    """Return the rows of all profiles by work and quantity, with the cell of each grade."""
    activities = book.words["tasks"].activities
    table: dict[_Key, _Cells] = {}
    others = {name for home, own in book.rated.items() if home != department for name in own}
    for profile in profiles:
        for row in profile.departments[department]:
            if row.activity in others:  # whose tasks count there
                continue
            of = row.of or activities[row.activity].work((*row.variant, "")[0]).of
            if row.activity not in book.rated[department]:
                book.rated[department] += (row.activity,)
            cells = table.setdefault((row.works, of), {})
            for grade in profile.grades:
                cell, said = row.cells.get(grade), None
                if cell is not None:
                    note = cell.note or profile.grades[grade].note
                    said = _Said(cell, profile.is_unverified(cell, grade), note)
                cells[profile.word(grade)] = said
    return table


def _row(
    book: Book,
    department: str,
    profile: Fact | Ref,
    key: _Key,
    cells: _Cells,
    asks: "_Asks",
) -> RowLayout:
    """Add the hours of a row; none where a task states the work."""
    works, of = key
    amount = quantity(book, of)
    if len(of) > 1:
        amount = book.add(f"profile.{department}.{works[0]}.quantity", amount)
    is_stated = Known(Total("tasks", ONE, in_place_of(works)))
    silent = tuple(word for word, said in cells.items() if said is None)
    labels = work_labels(book, works[0]) if len(works) == 1 else _row_labels(book, works, of)
    rest: Formula = ZERO
    if silent:
        ask = When(First((Compare("==", amount, ZERO), TRUE)), ZERO, asks.how_often(labels, works))
        rest = When(_is(profile, silent), ask, ZERO)
    parts: dict[str, str] = {}
    for part in _PARTS:
        grades: dict[Often, list[str]] = {}
        for word, said in cells.items():
            often = getattr(said.cell, part) if said else None
            if often is not None:
                grades.setdefault(often, []).append(word)
        if grades or (part == _EVENLY and len(silent) == len(cells)):
            hours = rest
            for often, words in reversed(grades.items()):
                spent = _spent(book, department, works, amount, _times(book, often, part), asks)
                if part != _EVENLY:  # where there is nothing to do, no season is asked for
                    spent = When(First((Compare("==", amount, ZERO), FALSE)), ZERO, spent)
                hours = When(_is(profile, words), spent, hours)
            name = f"profile.{department}.{works[0]}.{part}"
            parts[part] = book.add(name, When(is_stated, ZERO, hours)).output
            rest = ZERO
    unverified = {word: said.note for word, said in cells.items() if said and said.is_unverified}
    frequent = tuple(word for word in cells if word not in silent)
    return RowLayout(works, labels, of, tuple(cells), frequent, unverified, parts)


def quantity(book: Book, of: Sequence[str]) -> Formula:
    """Return what facts of the inventory add up to."""
    facts = tuple(Fact(name) if "." in name else book.fact(name) for name in of)
    return facts[0] if len(facts) == 1 else Add(facts)


def in_place_of(works: Sequence[str]) -> Formula:
    """Return whether a task takes the place of what a frequency profile says of work."""
    on_top = First((Fact("tasks.in_addition"), FALSE))
    return And((Is(Fact("tasks.work"), tuple(works)), Not(on_top)))


def _is(profile: Fact | Ref, words: Iterable[str]) -> Formula:
    return First((Is(profile, tuple(words)), FALSE))


def _times(book: Book, often: Often, part: str) -> Formula:
    """Return how often work is done in the year, in its growing season or out of it."""
    if part == _EVENLY:
        return _product(often, often.a_year)
    season = book.fact(_SEASON_DAYS)
    if often.in_all:
        ends = Compare("==", season, Const(_YEAR))  # the year has no other part
        in_all = _product(often, often.in_all)
        return in_all if part == IN_SEASON else When(ends, ZERO, in_all)
    days: Formula = season if part == IN_SEASON else Sub(Const(_YEAR), season)
    daily = _product(often, often.a_day)
    return days if daily == ONE else Mul((daily, days))


def _product(often: Often, periods: Fraction) -> Formula:
    """Return printed times a period × periods; a range stands by itself, as it is printed."""
    low, middle, high = often.numbers
    if low == high:
        return Const(whole_or_exact(low * periods))
    printed = figure(Figure(low, high, OFTEN, low), unit=OFTEN, typical=middle)
    return printed if periods == 1 else Mul((printed, Const(whole_or_exact(periods))))


def _spent(
    book: Book,
    department: str,
    works: Sequence[str],
    amount: Formula,
    times: Formula,
    asks: "_Asks",
) -> Formula:
    """Return quantity × times ÷ work rate, by the way of doing it that a fact chooses."""
    if times == ZERO:
        return ZERO
    hours: list[Formula] = []
    for work in works:
        speed = f"{department}.rate.{work}"
        if speed in book.outputs:
            hours.append(Div(Mul((amount, times)), Ref(speed)))
        else:
            hours.append(When(Compare("==", amount, ZERO), ZERO, asks.how_fast(work)))
    *others, chosen = hours
    for work, spent in zip(works, others, strict=False):
        chosen = When(_done_so(book, work), spent, chosen)
    return chosen


def _done_so(book: Book, work: str) -> Formula:
    """Return whether facts choose this way of doing work."""
    name, _, variant = work.partition(":")
    by = book.words["tasks"].activities[name].work(variant).by
    return all_of([Is(book.word(fact), (word,)) for fact, word in by.items()])


@dataclass(frozen=True, slots=True)
class _Asks:
    """Adds what is missing because a task is to be stated, with the question."""

    book: Book
    department: str
    shared: Mapping[str, SharedFinding]

    def how_often(self, labels: Bilingual, works: Sequence[str]) -> Ref:
        """Ask for the frequency of work."""
        return self._asked("profile.no_frequency", labels, works[0])

    def how_fast(self, work: str) -> Ref:
        """Ask for the rate of work."""
        return self._asked("profile.no_rate", work_labels(self.book, work), work)

    def _asked(self, code: str, labels: Bilingual, work: str) -> Ref:
        question = tuple(
            (lang, text.format(work=getattr(labels, lang)))
            for lang, text in self.shared[code].message.by_language
        )
        name = f"{UNDEFINED}{code}.{self.department}.{work}"
        return self.book.add(name, MISSING, Source("", ASKED, question))


def work_labels(book: Book, work: str) -> Bilingual:
    """Return what work is called: its activity, and the way of doing it."""
    name, _, variant = work.partition(":")
    activity = book.words["tasks"].activities[name]
    if not variant:
        return activity.labels
    way = activity.variants[variant].labels
    return Bilingual(en=f"{activity.labels.en}, {way.en}", zh=f"{activity.labels.zh}（{way.zh}）")


def _row_labels(book: Book, works: Sequence[str], of: Sequence[str]) -> Bilingual:
    """Return what work is called that has several ways: its activity, and what it is done to."""
    activity = book.words["tasks"].activities[works[0].partition(":")[0]].labels
    things = things_labels(book, of)
    return Bilingual(en=f"{activity.en}, {things.en}", zh=f"{activity.zh}（{things.zh}）")


def things_labels(book: Book, of: Sequence[str]) -> Bilingual:
    """Return what the facts of a quantity are called."""
    things = [type_of(fact, book.words).labels for fact in of]
    return Bilingual(
        en=", ".join(each.en for each in things), zh="、".join(each.zh for each in things)
    )


@dataclass(frozen=True, slots=True)
class _Hours:
    """
    Adds up the hours of a department.

    Args:
        book: The outputs so far.
        department: The department.
        rows: The work that frequency profiles give it.
        each: The hours of a year of one of its tasks.
    """

    book: Book
    department: str
    rows: Sequence[RowLayout]
    each: Formula

    def all_year(self) -> Formula:
        """Return the hours of a year."""
        parts = [Ref(part) for row in self.rows for part in row.parts.values()]
        return self._with_profile(ONE, parts)

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

    def works(self) -> Iterator[str]:
        """Yield every kind of work of the department."""
        activities = self.book.words["tasks"].activities
        for name in self.book.rated[self.department]:
            if activities[name].unit:
                yield name
            yield from (f"{name}:{variant}" for variant in activities[name].variants)

    def of_work(self, work: str) -> Ref:
        """Add the hours of a year of one kind of work."""
        this = Is(Fact("tasks.work"), (work,))
        hours = Total("tasks", self.each, this)
        parts: list[Formula] = [When(Known(Total("tasks", ONE, this)), hours, ZERO)]
        for row in self.rows:
            if work in row.works:
                given: Formula = Add(tuple(map(Ref, row.parts.values())))
                if len(row.works) > 1:
                    given = When(_done_so(self.book, work), given, ZERO)
                parts.append(given)
        return self.book.add(f"{hours_of(self.department)}.{work}", Add(tuple(parts)))

    def months(self) -> Iterator[str]:
        """Add the hours of each month: seasonal work over the days of its season, other evenly."""
        sums = {part: self._sum(part) for part in _PARTS}
        evenly = Const(Fraction(1, MONTHS))
        for month in range(1, MONTHS + 1):
            days = _days(month)
            in_task = _overlap(Fact("tasks.season_from"), Fact("tasks.season_days"), days)
            share = First((Div(in_task, Fact("tasks.season_days")), evenly))
            all_year = sums[_EVENLY]
            given: list[Formula] = [Mul((all_year, evenly))] if all_year else []
            given += self._seasonal(sums, month)
            name = f"{hours_of(self.department)}.month.{month}"
            yield self.book.add(name, self._with_profile(share, given)).output

    def _sum(self, part: str) -> Ref | None:
        parts = tuple(Ref(row.parts[part]) for row in self.rows if part in row.parts)
        return self.book.add(f"{hours_of(self.department)}.{part}", Add(parts)) if parts else None

    def _seasonal(self, sums: Mapping[str, Ref | None], month: int) -> Iterator[Formula]:
        """Yield the hours of a month in the growing season, and out of it."""
        inside_of_it, outside_of_it = sums[IN_SEASON], sums[_OUT_OF_SEASON]
        if not (inside_of_it and outside_of_it):  # a cell has both or neither
            return
        season = self.book.fact(_SEASON_DAYS)
        days = _days(month)
        inside = self.book.add(f"season.month.{month}", _overlap(Fact(SEASON_FROM), season, days))
        outside = Sub(Const(len(days)), inside)
        for hours, share in (
            (inside_of_it, Div(inside, season)),
            (outside_of_it, Div(outside, Sub(Const(_YEAR), season))),
        ):
            yield When(Compare("==", hours, ZERO), ZERO, Mul((hours, share)))


def _days(month: int) -> range:
    """Return the days of a month, counted from the first day of a year, which is 0."""
    first, last = date(_SOME_YEAR, 1, 1), date(_SOME_YEAR + month // MONTHS, month % MONTHS + 1, 1)
    return range((date(_SOME_YEAR, month, 1) - first).days, (last - first).days)


def _overlap(start: Formula, length: Formula, days: range) -> Formula:
    """Return how many of some days lie in a season, which may run into the next year."""
    begin = Sub(start, ONE)
    end = Add((begin, length))
    shared: list[Formula] = []
    for year in (0, _YEAR):
        first, last = Max((begin, Const(days.start + year))), Min((end, Const(days.stop + year)))
        shared.append(Max((ZERO, Sub(last, first))))
    return Add(tuple(shared))
