"""The only place that compiles cover: whom to employ so that the people are there every day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from staffing_norms.foundation.formula import (
    FALSE,
    MISSING,
    ONE,
    TRUE,
    ZERO,
    Add,
    Ceil,
    Compare,
    Const,
    Div,
    Fact,
    First,
    Formula,
    Known,
    Max,
    Min,
    Mul,
    Output,
    Ref,
    Sub,
    Total,
    When,
    rebuilt,
)
from staffing_norms.foundation.quantities import whole_or_exact
from staffing_norms.program.beside import POSTS, demands, demands_exactly
from staffing_norms.program.layout import (
    NORM,
    Cover,
    CoverLayout,
    DepartmentLayout,
    RoleCover,
    RoleLayout,
)
from staffing_norms.program.rules import Book, source_of
from staffing_norms.publications.pack import CoverFile, DepartmentFile, Pool
from staffing_norms.publications.worktime import MONTHS, WorkingTime

MOST_PEOPLE, MOST_HOURS = 5_000, 10**7
"""More people, or hours a year, of one role are not covered: integers stay within their bound."""

_COVER = "cover"
_MANNED = ("on_duty", "hours", "days")


def add_cover(
    book: Book,
    files: Iterable[DepartmentFile],
    departments: Iterable[DepartmentLayout],
    time: WorkingTime,
) -> CoverLayout:
    """
    Add the people to employ for each role, so that what is proposed is there every day.

    A post is manned for its shifts on every day of the year, day work that has `duty` on its own
    days, and a post that is demanded for its own hours and days. The hours of day work are those
    of its people before they are rounded. One person works what leave, absence and allowance leave
    of the working year. Relief is summed over the roles of a pool and rounded once. Leaders, and
    day work without `duty`, are not relieved; nor are rosters and composite quotas, whose hours
    are unknown.

    Args:
        book: The outputs so far, with what is proposed for each role.
        files: The departments' files.
        departments: Their roles, in the same order.
        time: The working time that is in force.
    """
    leave, available = _available(book, time)
    roles = {
        role: cover
        for file, department in zip(files, departments, strict=True)
        for role, cover in _Department(book, file.cover, department, time, available).roles()
    }
    by_paid = {paid: hours.output for paid, hours in available.items()}
    return CoverLayout(time.id, leave.output, by_paid, roles, next(reversed(book.outputs)))


def _available(book: Book, time: WorkingTime) -> tuple[Ref, dict[str, Ref]]:
    """Add the days of leave, and the hours that one person works a year with them."""
    leave, shares = time.side_by_side.leave, time.side_by_side.shares
    taken = First((Fact("leave_days"), lawful_leave(time), Const(leave[0])))
    off = book.add(f"{_COVER}.leave", taken, source_of(time.leave))
    lost = (First((Fact(of), Const(whole_or_exact(shares[0])))) for of in ("absence", "allowance"))
    days, left = Sub(Const(time.year.working_days), off), (Sub(ONE, share) for share in lost)
    worked = Mul((days, Const(time.day.hours), *left))
    hours = book.add(f"{_COVER}.no_overtime.available", worked, source_of(time.year))
    extra = Add((hours, Const(time.overtime.hours_a_year)))
    lawful = book.add(f"{_COVER}.lawful_overtime.available", extra, source_of(time.overtime))
    return off, {"lawful_overtime": lawful, "no_overtime": hours}


def lawful_leave(time: WorkingTime) -> Formula:
    """Return the days of paid leave a year by the years of service, where these are stated."""
    days: Formula = ZERO
    for band in time.leave.bands:
        served = Compare(">=", Fact("years_of_service"), Const(band.from_))
        days = When(served, Const(band.days), days)
    return days


@dataclass(frozen=True, slots=True)
class _Summed:
    """What the roles of a pool come to so far: hours, people at work, and people to employ."""

    hours: Formula = ZERO
    people: Formula = ZERO
    employed: Mapping[str, Formula] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Department:
    """The cover of a department's roles."""

    book: Book
    file: CoverFile
    layout: DepartmentLayout
    time: WorkingTime
    available: Mapping[str, Ref]

    def roles(self) -> Iterator[tuple[str, RoleCover]]:
        """Add the cover of each role, in printed order."""
        pools = {role: pool for pool in self.file.pools for role in pool.roles}
        summed: dict[str, _Summed] = {}
        for role in self.layout.roles:
            yield role.role, self._role(role, pools.get(role.role), summed)

    def _role(self, role: RoleLayout, pool: Pool | None, summed: dict[str, _Summed]) -> RoleCover:
        """Add the cover of a role; *summed* is what each pool comes to so far."""
        proposed = Ref(f"proposed.{role.role}")
        posts = Total(POSTS, self.book.product(POSTS, _MANNED), demands(role.role))
        demanded = self._add(role, "demanded", posts)
        exactly = self._hours(role, demanded, in_whole=False)
        in_whole = self._hours(role, demanded, in_whole=True)
        hours = self._add(role, "hours", exactly)
        by_hours = hours if in_whole == exactly else in_whole
        manned = self._add(role, "manned", _bounded(by_hours, MOST_HOURS))
        relieved = {method: self._is_relieved(role, method) for method in role.under}
        is_covered = self._chosen(role, lambda method: self._is_covered(role, method, demanded))
        if pool and any(relieved.values()):
            whole = self._pooled(role, _if(is_covered, manned, MISSING), pool.id, summed)
        else:
            whole = {paid: _whole(proposed, manned, time) for paid, time in self.available.items()}
        exact, people = {}, {}
        for paid, time in self.available.items():
            needed = _if(is_covered, Div(hours, time), proposed)
            exact[paid] = self._add(role, paid, needed).output
            counted = _if(is_covered, whole[paid], Ceil(proposed))
            people[paid] = self._add(role, f"{paid}.people", counted).output
        overtime = self._add(role, "overtime", self._overtime(proposed, hours)).output
        name, labels = (pool.id, pool.labels) if pool else ("", None)
        duty = self.file.duty.get(role.role)
        by_day = (duty.hours, duty.days) if duty else ()
        told = overtime, demanded.output, relieved, name, labels, by_day
        return RoleCover(hours.output, exact, people, *told)

    def _pooled(
        self, role: RoleLayout, manned: Formula, pool: str, summed: dict[str, _Summed]
    ) -> dict[str, Formula]:
        """Add what a pool comes to with a role; return how many more that is."""
        before = summed.get(pool, _Summed(employed=dict.fromkeys(self.available, ZERO)))
        hours = self._add(role, "pooled_hours", Add((before.hours, manned)))
        at_work = Add((before.people, Ref(f"proposed.{role.role}")))
        people = self._add(role, "pooled_people", at_work)
        employed = {
            paid: self._add(role, f"{paid}.pooled", _whole(people, hours, time))
            for paid, time in self.available.items()
        }
        # What is unknown of one role leaves the others as they are.
        summed[pool] = _Summed(
            First((hours, before.hours)),
            When(Known(hours), people, before.people),
            {paid: First((after, before.employed[paid])) for paid, after in employed.items()},
        )
        return {paid: Sub(after, before.employed[paid]) for paid, after in employed.items()}

    def _add(self, role: RoleLayout, name: str, formula: Formula) -> Ref:
        return self.book.add(f"{_COVER}.{role.role}.{name}", formula)

    def _is_relieved(self, role: RoleLayout, method: str) -> bool:
        """Whether somebody stands in for people of a role, counted by a method."""
        basis = role.basis[method]
        return basis == "posts" or (basis == "day_work" and role.role in self.file.duty)

    def _is_covered(self, role: RoleLayout, method: str, demanded: Ref) -> Formula:
        """Return whether hours say how many to employ: of who is relieved, or is demanded."""
        if self._is_relieved(role, method):
            return TRUE
        return Known(demanded) if role.basis[method] in ("day_work", "leaders") else FALSE

    def _hours(self, role: RoleLayout, demanded: Ref, *, in_whole: bool) -> Formula:
        """
        Return the hours a year for which the people of a role are to be there.

        People are counted by whole hours, for integers cannot hold the parts of an hour.
        """
        own = self._chosen(role, lambda method: self._own_hours(role, method, in_whole=in_whole))
        raised = When(demands_exactly(role.role), demanded, Max((own, demanded)))
        return When(Known(demanded), raised, own)

    def _chosen(self, role: RoleLayout, under: Callable[[str], Formula]) -> Formula:
        """Return what is so under the method that is chosen."""
        by_method = {method: under(method) for method in role.under}
        first = chosen = next(iter(by_method.values()), MISSING)
        for method, formula in by_method.items():
            if formula != first:
                chosen = When(Ref(f"{self.layout.department}.{method}.chosen"), formula, chosen)
        return chosen

    def _own_hours(self, role: RoleLayout, method: str, *, in_whole: bool) -> Formula:
        """Return the hours of what was decided; of work in hours as they are before rounding."""
        people, adjusted = Ref(role.role), Ref(f"adjusted.{role.role}")
        each, rounded = self._each_under(role, method), self.book.outputs[role.under[method]]
        counted, decided = (_bounded(number, MOST_PEOPLE) for number in (people, adjusted))
        hours = Mul((decided, each))
        worked = self._worked(rounded.formula, each)
        if worked is None:
            return hours
        if in_whole:
            name = f"{role.role}.{method}.whole_hours"
            worked = self.book.add(f"{_COVER}.{name}", _bounded(Ceil(worked), MOST_HOURS))
        changed = Max((ZERO, Add((worked, Mul((Sub(decided, counted), each))))))
        return When(Compare(">", people, ZERO), changed, hours)

    def _worked(self, rounded: Formula, each: Formula) -> Formula | None:
        """Return the hours of people whom hours made, at least in part; else None."""
        if not isinstance(rounded, Ceil):
            return None
        terms = rounded.of.terms if isinstance(rounded.of, Add) else (rounded.of,)
        parts = {of: self.book.outputs[of.output].formula for of in terms if isinstance(of, Ref)}
        made = {
            of: part.dividend
            for of, part in parts.items()
            if isinstance(part, Div) and part.divisor == each
        }
        if not made:
            return None
        return Add(tuple(made[of] if of in made else Mul((of, each)) for of in terms))

    def _each_under(self, role: RoleLayout, method: str) -> Formula:
        """Return the hours a year of one person of a role under a method."""
        post, duty = self.time.post, self.file.duty.get(role.role)
        match role.basis[method]:
            case "posts":
                return Mul((Const(post.hours, "hour"), Const(post.days, "day")))
            case "day_work" if duty:
                return Mul((self.book.fact(duty.hours), self.book.fact(duty.days)))
            case "day_work" | "leaders":
                return self.available["no_overtime"]
            case _:
                return MISSING

    def _overtime(self, proposed: Ref, hours: Ref) -> Formula:
        """Return the overtime of one person a month, if nobody is employed for relief."""
        beyond = Sub(Div(hours, proposed), self.available["no_overtime"])
        monthly = Div(Max((ZERO, beyond)), Const(MONTHS))
        return When(Compare(">", proposed, ZERO), monthly, ZERO)


def _if(condition: Formula, then: Formula, otherwise: Formula) -> Formula:
    """Return one formula where a condition holds, else another."""
    if condition in (TRUE, FALSE):
        return then if condition == TRUE else otherwise
    return When(condition, then, otherwise)


def _whole(people: Formula, hours: Formula, available: Ref) -> Formula:
    """Return whole people: for the hours, and no fewer than are at work on one day."""
    return Max((Ceil(people), Ceil(Div(hours, available))))


def _bounded(number: Formula, most: int) -> Formula:
    """Return a number that is small enough to be covered; missing where it is larger."""
    return When(Compare("<=", number, Const(most)), Min((number, Const(most))), MISSING)


def counting(layout: CoverLayout, cover: Cover) -> dict[str, str]:
    """Return the output that counts for each role, where the people to employ count."""
    return {} if cover == NORM else {name: of.people[cover] for name, of in layout.roles.items()}


def renamed(outputs: Iterable[Output], counted: Mapping[str, str]) -> tuple[Output, ...]:
    """
    Return a program in which the outputs that count have the names of the roles.

    Args:
        outputs: The program.
        counted: The output that counts for each role.

    >>> lift = [Output("guard", ONE), Output("paid", Add((Ref("guard"), ONE)))]
    >>> [each.name for each in renamed(lift, {"guard": "paid"})]
    ['norm.guard', 'guard']
    """
    names = {role: f"norm.{role}" for role in counted}
    names |= {output: role for role, output in counted.items()}

    def called(formula: Formula) -> Formula:
        if isinstance(formula, Ref):
            return Ref(names.get(formula.output, formula.output))
        return rebuilt(formula, called)

    return tuple(
        Output(names.get(each.name, each.name), called(each.formula), each.source)
        for each in outputs
    )
