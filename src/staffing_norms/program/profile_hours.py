"""The only place that knows the hours of work that frequency profiles give."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    Mul,
    Not,
    Ref,
    Source,
    Sub,
    Total,
    When,
)
from staffing_norms.foundation.quantities import whole_or_exact
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.book import Book, Given
from staffing_norms.program.conditions import all_of, figure
from staffing_norms.program.layout import RowLayout
from staffing_norms.program.names import by_profile, rate_of, undefined
from staffing_norms.publications.figures import PrintedFigure
from staffing_norms.publications.pack import SharedFinding
from staffing_norms.sites.activities import parts_of
from staffing_norms.sites.facts import type_of
from staffing_norms.sites.profiles import Cell, Often, Profile

EVENLY, IN_SEASON, OUT_OF_SEASON = "frequency", "in_season", "out_of_season"
PARTS = (EVENLY, IN_SEASON, OUT_OF_SEASON)
"""When work is done, as the keys of a cell say it: all year, or in its season and out of it."""

SEASON_DAYS, SEASON_FROM = "growing_season_days", "growing_season_from.day"
DAYS_OF_YEAR = 365  # of the calendar, without a leap day

ASKED = "asked"
"""Status of what is missing because a task is to be stated."""


def given_hours(
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
        name, _ = parts_of(works[0])
        said = (word for word, each in cells.items() if each)
        grades[name] = tuple(dict.fromkeys((*grades.get(name, ()), *said)))
    asks = _Asks(book, department, shared)
    left = tuple(_left(book, department, profile, words, table, asks))
    book.given[department] = Given(profile, covers, grades, left)
    return tuple(_row(book, department, profile, key, cells, asks) for key, cells in table.items())


_Key = tuple[tuple[str, ...], tuple[str, ...]]
_Cells = dict[str, "_Said | None"]


@dataclass(frozen=True, slots=True)
class _Said:
    """A cell of a profile, whether its figure was not seen, and what is remarked on it."""

    cell: Cell
    is_unverified: bool
    note: Bilingual


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
                    note = cell.note or profile.grades[grade].note or profile.source
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
        amount = book.add(by_profile(department, works[0], "quantity"), amount)
    is_stated = Known(Total("tasks", ONE, in_place_of(works)))
    silent = tuple(word for word, said in cells.items() if said is None)
    labels = _labels(book, works, of)
    rest: Formula = ZERO
    if silent:
        ask = When(First((Compare("==", amount, ZERO), TRUE)), ZERO, asks.how_often(labels, works))
        rest = When(_is(profile, silent), ask, ZERO)
    parts: dict[str, str] = {}
    for part in PARTS:
        grades: dict[Often, list[str]] = {}
        for word, said in cells.items():
            often = getattr(said.cell, part) if said else None
            if often is not None:
                grades.setdefault(often, []).append(word)
        if grades or (part == EVENLY and len(silent) == len(cells)):
            hours = rest
            for often, words in reversed(grades.items()):
                spent = _spent(book, department, works, amount, _times(book, often, part), asks)
                if part != EVENLY:  # where there is nothing to do, no season is asked for
                    spent = When(First((Compare("==", amount, ZERO), FALSE)), ZERO, spent)
                hours = When(_is(profile, words), spent, hours)
            name = by_profile(department, works[0], part)
            parts[part] = book.add(name, When(is_stated, ZERO, hours)).output
            rest = ZERO
    unverified = {word: said.note for word, said in cells.items() if said and said.is_unverified}
    frequent = tuple(word for word in cells if word not in silent)
    return RowLayout(works, labels, of, tuple(cells), frequent, unverified, parts)


def _left(
    book: Book,
    department: str,
    profile: Fact | Ref,
    words: Iterable[str],
    table: Mapping[_Key, _Cells],
    asks: "_Asks",
) -> Iterator[Ref]:
    """Yield the hours of work on what is stated, and neither profile nor task is about: unknown."""
    for fact, works in worked_on(book, department).items():
        covered = {word for (_, of), cells in table.items() if fact in of for word in cells}
        silent = tuple(word for word in words if word not in covered)
        if silent:
            some_task = Known(Total("tasks", ONE, Is(Fact("tasks.work"), works)))
            is_none = First((Compare("==", Fact(fact), ZERO), TRUE))
            activity, _ = parts_of(works[0])
            first = tuple(work for work in works if parts_of(work)[0] == activity)
            asked = When(is_none, ZERO, asks.how_often(_labels(book, first, (fact,)), first))
            hours = When(And((_is(profile, silent), Not(some_task))), asked, ZERO)
            yield book.add(by_profile(department, fact, "left"), hours)


def worked_on(book: Book, department: str) -> dict[str, tuple[str, ...]]:
    """Return the facts that are the quantity of a department's work, with the kinds of work."""
    activities = book.words["tasks"].activities
    about: dict[str, tuple[str, ...]] = {}
    for work in works_of(book, department):
        name, variant = parts_of(work)
        for fact in activities[name].work(variant).of:
            about[fact] = (*about.get(fact, ()), work)
    return about


def works_of(book: Book, department: str) -> Iterator[str]:
    """Yield every kind of work of a department."""
    activities = book.words["tasks"].activities
    for name in book.rated[department]:
        if activities[name].unit:
            yield name
        yield from (f"{name}:{variant}" for variant in activities[name].variants)


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
    if part == EVENLY:
        return _product(often, often.a_year)
    season = book.fact(SEASON_DAYS)
    if often.in_all:
        ends = Compare("==", season, Const(DAYS_OF_YEAR))  # the year has no other part
        in_all = _product(often, often.in_all)
        return in_all if part == IN_SEASON else When(ends, ZERO, in_all)
    days: Formula = season if part == IN_SEASON else Sub(Const(DAYS_OF_YEAR), season)
    daily = _product(often, often.a_day)
    return days if daily == ONE else Mul((daily, days))


def _product(often: Often, periods: Fraction) -> Formula:
    """Return printed times a period × periods; a range stands by itself, as it is printed."""
    low, middle, high = often.numbers
    if low == high:
        return Const(whole_or_exact(low * periods))
    printed = figure(PrintedFigure(low, high, OFTEN, low), unit=OFTEN, typical=middle)
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
        speed = rate_of(department, work)
        if speed in book.outputs:
            hours.append(Div(Mul((amount, times)), Ref(speed)))
        else:
            hours.append(When(Compare("==", amount, ZERO), ZERO, asks.how_fast(work)))
    *others, chosen = hours
    for work, spent in zip(works, others, strict=False):
        chosen = When(done_so(book, work), spent, chosen)
    return chosen


def done_so(book: Book, work: str) -> Formula:
    """Return whether facts choose this way of doing work."""
    name, variant = parts_of(work)
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
        name = undefined(code, self.department, work)
        return self.book.add(name, MISSING, Source("", ASKED, question))


def work_labels(book: Book, work: str) -> Bilingual:
    """Return what work is called: its activity, and the way of doing it."""
    name, variant = parts_of(work)
    return book.words["tasks"].activities[name].labels_of(variant)


def _labels(book: Book, works: Sequence[str], of: Sequence[str]) -> Bilingual:
    """Return what work is called; if it has several ways, its activity and what it is done to."""
    if len(works) == 1:
        return work_labels(book, works[0])
    activity = book.words["tasks"].activities[parts_of(works[0])[0]].labels
    things = things_labels(book, of)
    return Bilingual(en=f"{activity.en}, {things.en}", zh=f"{activity.zh}（{things.zh}）")


def things_labels(book: Book, of: Sequence[str]) -> Bilingual:
    """Return what the facts of a quantity are called."""
    things = [type_of(fact, book.words).labels for fact in of]
    return Bilingual(
        en=", ".join(each.en for each in things), zh="、".join(each.zh for each in things)
    )
