"""Works out how many to employ so that the people of a plan are there every day."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeAlias, cast

from staffing_norms.foundation.formula import STANCES, Stance, Value
from staffing_norms.interpreters.evaluate import Evaluation, Evaluator
from staffing_norms.program.cover import ROUND_THE_CLOCK, cover_of_heads
from staffing_norms.program.layout import Cover
from staffing_norms.publications.worktime import MONTHS, working_time
from staffing_norms.results.context import Context
from staffing_norms.results.line import Line
from staffing_norms.results.payroll import PAID, Alternative, Payroll, Turns
from staffing_norms.results.planner import Planner
from staffing_norms.results.reasons import CoverLine, Head
from staffing_norms.results.result import Assumption, Department, Result
from staffing_norms.results.sums import Total

_LEAVE, _SERVICE, _SYSTEM = "leave_days", "years_of_service", "shift_system"
_SHARES = ("absence", "allowance")
_DAYS_A_WEEK = 7

_Values: TypeAlias = Callable[[str], Value]
"""Looks up what an output comes to."""


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
        keys = [head.key for head in result.every_head]
        self._outputs, covers = cover_of_heads(keys, planner.outputs, self._cover, planner.words)
        self._covers = {**self._cover.roles, **covers}
        self._counted = [role for each in result.departments for role in each.roles] + keys
        self._heads = Evaluator(self._outputs)
        self._evaluation = planner.evaluation(values, stance)
        self._value = self._read(self._evaluation, values)
        self._worked = {
            paid: _number(self._value(output)) for paid, output in self._cover.available.items()
        }

    def _read(self, evaluation: Evaluation, values: Mapping[str, Any]) -> _Values:
        """Return what looks up outputs of the norm, and of heads that it does not know."""
        heads = self._heads.evaluation(values, self._stance)
        return lambda name: (heads if name in self._outputs else evaluation).value(name)

    def payroll(self, context: Context, cover: Cover) -> Payroll:
        """Return how many to employ, with what would be if something were otherwise."""
        first = self._time.side_by_side.shares[0]
        shares = {share: Fraction(self._values.get(share, first)) for share in _SHARES}
        people = {paid: self._total(self._value, paid) for paid in PAID}
        return Payroll(
            lines=tuple(replace(line, counts=cover) for line, shown in self._lines() if shown),
            time=self._cover.time,
            leave=_number(self._value(self._cover.leave)),
            absence=shares["absence"],
            allowance=shares["allowance"],
            assumed=tuple(self._assumed()),
            available=self._worked,
            proposed=self._result.proposed,
            people={"norm": self._result.total, **people},
            counts=cover,
            alternatives=tuple(self._alternatives(people)),
            turns=tuple(self._turns()),
            gaps=self._result.gaps,
            context=context,
            departments={each.department: each.labels for each in self._result.departments},
        )

    def department(self, department: Department, cover: Cover) -> Department:
        """Return a department in which the people to employ count."""
        roles: dict[str, Line] = {}
        for role, line in department.roles.items():
            told = replace(self._line(line), counts=cover)
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
        return replace(head, cover=replace(self._line(head), counts=cover))

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

    def _lines(self) -> Iterator[tuple[CoverLine, bool]]:
        """Yield each role, and whether it is shown."""
        for department in self._result.departments:
            shown = {line.role for line in department.lines}
            for line in department.roles.values():
                yield self._line(line), line.role in shown
            yield from ((self._line(head), True) for head in department.heads)
        yield from ((self._line(head), True) for head in self._result.heads)

    def _line(self, planned: Line | Head) -> CoverLine:
        """Return the people to employ for a role, or for a head that the norm does not count."""
        value = self._value
        if isinstance(planned, Line):
            layout = self._covers[planned.role]
            norm, basis = planned.headcount, planned.basis
        else:
            layout = self._covers[planned.key]
            norm, basis = None, "day_work" if value(layout.demanded) is None else "posts"
        labels = layout.pool_labels
        return CoverLine(
            role=planned.role,
            department=planned.department,
            labels=planned.labels,
            basis=basis,
            relieved=bool(value(layout.covered)),
            hours=_figure(value(layout.hours)),
            on_duty=_people(value(layout.on_duty)),
            proposed=planned.proposed,
            people={
                "norm": norm,
                **{paid: _people(value(layout.people[paid])) for paid in PAID},
            },
            exact={paid: _figure(value(layout.exact[paid])) for paid in PAID},
            available=self._worked,
            overtime=_figure(value(layout.overtime)),
            pool=layout.pool,
            pool_labels=dict(labels.by_language) if labels else {},
        )

    def _total(self, value: _Values, paid: Cover) -> Total:
        """Return all people to employ."""
        people = [_people(value(self._covers[key].people[paid])) for key in self._counted]
        known = sum(each for each in people if each is not None)
        return Total(known, self._result.total.gaps, None not in people)

    def _alternatives(self, meanwhile: Mapping[Cover, Total]) -> Iterator[Alternative]:
        """Yield what would be if what the site does not state were otherwise, one by one."""
        shown, assumed = self._time.side_by_side, [*self._assumed()]
        asked: list[tuple[str, Sequence[Fraction | int]]] = []
        asked += [(_LEAVE, shown.leave)] if _LEAVE in assumed else []
        asked += [(share, shown.shares) for share in assumed if share in _SHARES]
        for fact, (first, *others) in asked:
            yield Alternative(fact, Fraction(first), meanwhile)
            for each in others:
                changed = {**self._values, fact: each}
                evaluation = self._evaluation.changed(changed, self._cover.leave, self._cover.last)
                value = self._read(evaluation, changed)
                people = {paid: self._total(value, paid) for paid in PAID}
                yield Alternative(fact, Fraction(each), people)

    def _turns(self) -> Iterator[Turns]:
        """Yield what each shift system comes to at one post, and at those of the site."""
        limit, available = self._time.overtime.hours_a_month, self._worked["no_overtime"]
        outputs = [self._covers[key].round_the_clock for key in self._counted]
        posts = sum(_people(self._value(output)) or 0 for output in outputs)
        for name, system in self._time.shift_systems.items():
            each = Fraction(system.hours_a_year, system.crews)
            overtime = max(Fraction(0), each - available) / MONTHS
            is_whole = system.shifts * system.hours == ROUND_THE_CLOCK
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


def _number(value: Value) -> Fraction:
    """Return a number of the program that is always known."""
    return Fraction(cast("Fraction", value))


def _figure(value: Value) -> Fraction | None:
    return None if value is None else Fraction(cast("Fraction", value))


def _people(value: Value) -> int | None:
    """Return people as a whole number, also where they were added up as fractions."""
    return None if value is None else int(cast("Fraction", value))
