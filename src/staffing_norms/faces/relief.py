"""Works out how many to employ so that the people of a plan are there every day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from typing import Any, TypeVar, cast

from staffing_norms.faces.payroll import PAID, Alternative, Payroll, Turns
from staffing_norms.faces.present import Context
from staffing_norms.foundation.formula import STANCES, Stance, Value
from staffing_norms.interpreters.evaluate import Evaluation
from staffing_norms.program.layout import Cover
from staffing_norms.publications.worktime import MONTHS, working_time
from staffing_norms.publications.worktime import Post as OnDuty
from staffing_norms.results.planner import Planner
from staffing_norms.results.result import (
    Assumption,
    CoverLine,
    Department,
    Head,
    Line,
    Post,
    Result,
    Total,
)

_LEAVE, _SERVICE, _SYSTEM = "leave_days", "years_of_service", "shift_system"
_SHARES = ("absence", "allowance")
_ROUND_THE_CLOCK, _DAYS_A_WEEK = 24, 7
_EXACT = "exact"

_Number = TypeVar("_Number", int, Fraction)


def counted(
    planner: Planner, result: Result, values: Mapping[str, Any], stance: Stance, cover: Cover
) -> Result:
    """
    Return a result in which the people to employ count.

    Args:
        planner: The norm.
        result: What it comes to.
        values: What the program reads of the site.
        stance: Which figure of a printed range counts.
        cover: Which people are to count, other than the norm's.
    """
    working = _Working(planner, result, values, stance)
    departments = tuple(working.department(each, cover) for each in result.departments)
    assumptions = (*result.assumptions, *working.assumptions())
    heads = tuple(working.head(each, cover) for each in result.heads)
    return replace(
        result, departments=departments, heads=heads, assumptions=assumptions, cover=cover
    )


def payroll_of(
    planner: Planner,
    result: Result,
    values: Mapping[str, Any],
    stance: Stance,
    context: Context,
    cover: Cover,
) -> Payroll:
    """
    Return how many to employ for a plan.

    Args:
        planner: The norm.
        result: What it comes to, the norm's people counted.
        values: What the program reads of the site.
        stance: Which figure of a printed range counts.
        context: What it is printed with.
        cover: Which people count in the plan.
    """
    return _Working(planner, result, values, stance).payroll(context, cover)


class _Working:
    """
    Asks the program how many to employ for one site.

    Args:
        planner: The norm.
        result: What the site comes to.
        values: What the program reads of the site.
        stance: Which figure of a printed range counts.
    """

    def __init__(
        self, planner: Planner, result: Result, values: Mapping[str, Any], stance: Stance
    ) -> None:
        self._planner, self._result, self._values = planner, result, values
        self._cover, self._stance = planner.rulebook.cover, stance
        self._time = working_time(self._cover.time)
        self._evaluation = planner.evaluation(values, stance)
        self._worked = self._available(self._evaluation)

    def payroll(self, context: Context, cover: Cover) -> Payroll:
        """Return how many to employ, with what would be if something were otherwise."""
        first = self._time.side_by_side.shares[0]
        shares = {share: Fraction(self._values.get(share, first)) for share in _SHARES}
        lawful, without = (self._total(self._evaluation, paid) for paid in PAID)
        return Payroll(
            lines=tuple(replace(line, counts=cover) for line, shown in self._lines() if shown),
            time=self._cover.time,
            leave=_number(self._evaluation, self._cover.leave),
            absence=shares["absence"],
            allowance=shares["allowance"],
            assumed=tuple(self._assumed()),
            available=self._worked,
            norm=self._result.total,
            proposed=self._result.proposed,
            lawful_overtime=lawful,
            no_overtime=without,
            counts=cover,
            alternatives=tuple(self._alternatives(lawful, without)),
            turns=tuple(self._turns()),
            _context=context,
            _departments={each.department: each.labels for each in self._result.departments},
        )

    def department(self, department: Department, cover: Cover) -> Department:
        """Return a department in which the people to employ count."""
        roles: dict[str, Line] = {}
        for role, line in department.roles.items():
            told = replace(self._line(line, department), counts=cover)
            output = self._cover.roles[role].people[cover]
            stances: dict[str, Any] = {
                each: _people(self._evaluation.at(each).value(output)) for each in STANCES
            }
            roles[role] = replace(
                line, headcount=told.counted, exact=told.exact[cover], cover=told, **stances
            )
        lines = tuple(roles[line.role] for line in department.lines)
        heads = tuple(self.head(each, cover) for each in department.heads)
        return replace(department, roles=roles, lines=lines, heads=heads, span=None, cover=cover)

    def head(self, head: Head, cover: Cover) -> Head:
        """Return a head that the norm does not count, for whom those to employ count."""
        return replace(head, cover=replace(self._head(head), counts=cover))

    def assumptions(self) -> Iterator[Assumption]:
        """Yield what is taken for granted of the working time."""
        for fact in self._assumed():
            labels = dict(self._planner.words[fact].labels.by_language)
            yield Assumption(fact, Fraction(0), "default", labels)

    def _assumed(self) -> Iterator[str]:
        """Yield the facts that are not stated."""
        if not {_LEAVE, _SERVICE} & self._values.keys():
            yield _LEAVE
        yield from (share for share in _SHARES if share not in self._values)

    def _available(self, evaluation: Evaluation) -> dict[str, Fraction]:
        """Return the hours that one person works a year, without overtime and with all of it."""
        available = self._cover.available.items()
        return {paid: _number(evaluation, output) for paid, output in available}

    def _lines(self) -> Iterator[tuple[CoverLine, bool]]:
        """Yield each role, and whether it is shown."""
        for department in self._result.departments:
            shown = {line.role for line in department.lines}
            for line in department.roles.values():
                yield self._line(line, department), line.role in shown
            yield from ((self._head(head), True) for head in department.heads)
        yield from ((self._head(head), True) for head in self._result.heads)

    def _line(self, line: Line, department: Department) -> CoverLine:
        layout, value = self._cover.roles[line.role], self._evaluation.value
        labels = layout.pool_labels
        return CoverLine(
            role=line.role,
            department=line.department,
            labels=line.labels,
            basis=line.basis,
            relieved=layout.relieved.get(department.method, False) or _is_demanded(line),
            hours=_figure(value(layout.hours)),
            on_duty=_on_duty(line),
            norm=line.headcount,
            proposed=line.proposed,
            lawful_overtime=_people(value(layout.people["lawful_overtime"])),
            no_overtime=_people(value(layout.people["no_overtime"])),
            exact={paid: _figure(value(layout.exact[paid])) for paid in PAID},
            available=self._worked,
            overtime=_figure(value(layout.overtime)),
            pool=layout.pool,
            pool_labels=dict(labels.by_language) if labels else {},
        )

    def _head(self, head: Head) -> CoverLine:
        """Return a head that the norm does not count: its posts are manned, others are there."""
        available, proposed = self._worked, head.proposed or 0
        hours = _hours(head, available["no_overtime"])
        exact: dict[str, Fraction] = {paid: _exact(head, available, paid) for paid in PAID}
        beyond = hours / proposed - available["no_overtime"] if proposed else 0
        return CoverLine(
            role=head.role,
            department=head.department,
            labels=head.labels,
            basis="posts" if _is_demanded(head) else "day_work",
            relieved=_is_demanded(head),
            hours=hours,
            on_duty=_on_duty(head),
            norm=None,
            proposed=head.proposed,
            lawful_overtime=_whole(head, exact["lawful_overtime"]),
            no_overtime=_whole(head, exact["no_overtime"]),
            exact=exact,
            available=available,
            overtime=Fraction(max(0, beyond), MONTHS),
            pool="",
            pool_labels={},
        )

    def _total(self, evaluation: Evaluation, paid: Cover) -> Total:
        """Return all people to employ."""
        roles = [role for each in self._result.departments for role in each.roles]
        people = [_people(evaluation.value(self._cover.roles[role].people[paid])) for role in roles]
        available = self._available(evaluation)
        outside = [_whole(head, _exact(head, available, paid)) for head in self._result.every_head]
        known = sum(each for each in (*people, *outside) if each is not None)
        return Total(known, self._result.total.gaps, None not in people)

    def _alternatives(self, *totals: Total) -> Iterator[Alternative]:
        """Yield what would be if what the site does not state were otherwise, one by one."""
        shown, assumed = self._time.side_by_side, [*self._assumed()]
        asked: list[tuple[str, Sequence[Fraction | int]]] = []
        asked += [(_LEAVE, shown.leave)] if _LEAVE in assumed else []
        asked += [(share, shown.shares) for share in assumed if share in _SHARES][:1]
        for fact, (meanwhile, *others) in asked:
            yield Alternative(fact, Fraction(meanwhile), *totals)
            for value in others:
                changed = {**self._values, fact: value}
                evaluation = self._evaluation.changed(changed, self._cover.leave, self._cover.last)
                yield Alternative(
                    fact, Fraction(value), *(self._total(evaluation, paid) for paid in PAID)
                )

    def _turns(self) -> Iterator[Turns]:
        """Yield what each shift system comes to at one post, and at those of the site."""
        post, limit = self._time.post, self._time.overtime.hours_a_month
        planned = [line for each in self._result.departments for line in each.roles.values()]
        posts = sum(_round_the_clock(each, post) for each in planned)
        posts += sum(_round_the_clock(each, post) for each in self._result.every_head)
        available = self._worked["no_overtime"]
        for name, system in self._time.shift_systems.items():
            each = Fraction(system.hours_a_year, system.crews)
            overtime = max(Fraction(0), each - available) / MONTHS
            is_whole = system.shifts * system.hours == _ROUND_THE_CLOCK
            yield Turns(
                system=name,
                crews=system.crews,
                shifts=system.shifts,
                hours=system.hours,
                days=system.days,
                hours_each=each,
                hours_a_week=each * _DAYS_A_WEEK / self._time.year.calendar_days,
                overtime=overtime,
                is_lawful=overtime <= limit,
                people=posts * system.crews if is_whole else None,
                is_stated=self._values.get(_SYSTEM) == name,
            )


def _number(evaluation: Evaluation, output: str) -> Fraction:
    """Return a number of the program that is always known."""
    return Fraction(cast("Fraction", evaluation.value(output)))


def _figure(value: Value) -> Fraction | None:
    return None if value is None else Fraction(cast("Fraction", value))


def _people(value: Value) -> int | None:
    return cast("int | None", value)


def _is_demanded(planned: Line | Head) -> bool:
    """Whether the client demands a post of a role."""
    return planned.beside is not None and bool(planned.beside.posts)


def _demanded(planned: Line | Head) -> tuple[tuple[Post, ...], bool]:
    """Return the posts of a role that the client demands, and whether any of them exactly."""
    posts = planned.beside.posts if planned.beside else ()
    return posts, any(each.demand == _EXACT for each in posts)


def _beside_own(planned: Line | Head, own: _Number, demanded: _Number) -> _Number:
    """Return what is proposed: a role's own, raised to what is demanded, or replaced by it."""
    posts, is_exact = _demanded(planned)
    if not posts:
        return own
    return demanded if is_exact else max(own, demanded)


def _on_duty(planned: Line | Head) -> int | None:
    """Return the people on duty at the same time, as proposed; None where nothing says so."""
    posts, _ = _demanded(planned)
    own = None
    if isinstance(planned, Line) and planned.on_duty is not None:
        own = planned.on_duty
        if planned.adjusted != planned.headcount and planned.shifts:
            own = ceil(Fraction(planned.adjusted or 0) / planned.shifts)
    if own is None and not posts:
        return None
    return _beside_own(planned, own or 0, sum(each.on_duty for each in posts))


def _round_the_clock(planned: Line | Head, post: OnDuty) -> int:
    """Return the posts of a role that are manned round the clock, as proposed."""
    posts, _ = _demanded(planned)
    always = [each for each in posts if each.hours == _ROUND_THE_CLOCK and each.days == post.days]
    own, shifts = 0, planned.shifts if isinstance(planned, Line) and planned.basis == "posts" else 0
    if shifts and shifts * post.hours == _ROUND_THE_CLOCK:
        own = floor(Fraction(planned.adjusted or 0) / shifts)
    return _beside_own(planned, own, sum(each.on_duty for each in always))


def _hours(head: Head, available: Fraction) -> Fraction:
    """Return the hours a year for which a head that the norm does not count is to be there."""
    posts, _ = _demanded(head)
    demanded = sum((each.on_duty * each.hours * each.days for each in posts), Fraction(0))
    return _beside_own(head, (head.adjusted or 0) * available, demanded)


def _exact(head: Head, available: Mapping[str, Fraction], paid: Cover) -> Fraction:
    """Return the people to employ for a head, before they are rounded."""
    if not _is_demanded(head):
        return Fraction(head.proposed or 0)
    return _hours(head, available["no_overtime"]) / available[paid]


def _whole(head: Head, exact: Fraction) -> int:
    """Return whole people to employ for a head, no fewer than are at work on one day."""
    return max(ceil(head.proposed or 0), ceil(exact))
