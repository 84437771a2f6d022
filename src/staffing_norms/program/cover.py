"""The only place that compiles cover: whom to employ so that the people are there every day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from staffing_norms.foundation.formula import (
    FALSE,
    MISSING,
    ONE,
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
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.beside import ADJUSTMENTS, POSTS, add_beside, demands, with_posts
from staffing_norms.program.book import Book
from staffing_norms.program.conditions import source_of
from staffing_norms.program.layout import (
    NORM,
    Cover,
    CoverLayout,
    DepartmentLayout,
    RoleCover,
    RoleLayout,
)
from staffing_norms.program.names import adjusted_of, chosen_of, proposed_of
from staffing_norms.publications.pack import CoverFile, DepartmentFile, Pool
from staffing_norms.publications.worktime import MONTHS, WorkingTime, working_time
from staffing_norms.sites.facts import Vocabulary

MOST_PEOPLE, MOST_HOURS = 5_000, 10**7
"""More people, or hours a year, of one role are not covered: integers stay within their bound."""

ROUND_THE_CLOCK = 24
"""Hours a day of a post that is manned day and night."""

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
    days, and a post that is demanded for its own hours and days: as a minimum, by the people of
    the norm as far as they go, and for the seats beyond besides. The hours of day work are those
    of its people before they are rounded. One person works what leave, absence and allowance leave
    of the working year. Relief is summed over the roles of a pool and rounded once. Leaders, and
    day work without `duty`, are not relieved; nor are rosters and composite quotas, whose hours
    are unknown.

    Args:
        book: The outputs so far, with what is proposed for each role.
        files: The departments' files.
        departments: Their roles, in the same order.
        time: The working time that is in force.

    Source:
        docs/decisions/0009-relief-is-pooled.md
    """
    leave, available = _available(book, time)
    roles: dict[str, RoleCover] = {}
    for file, department in zip(files, departments, strict=True):
        covering = _Department(book, file.cover, department.department, time, available)
        roles |= covering.roles(department.roles)
    by_paid = {paid: hours.output for paid, hours in available.items()}
    return CoverLayout(time.id, leave.output, by_paid, roles, next(reversed(book.outputs)))


def cover_of_heads(
    heads: Iterable[str], norm: Mapping[str, Output], layout: CoverLayout, words: Vocabulary
) -> tuple[Mapping[str, Output], Mapping[str, RoleCover]]:
    """
    Compile heads that the norm does not know; users name them, so its program has none of them.

    Each is like a leader of whom the norm counts nobody: posts are manned, and nobody stands in for
    others.

    Args:
        heads: What outputs call heads; roles of the norm among them are left out.
        norm: The outputs of the norm's program by name.
        layout: The cover of the norm's roles.
        words: The vocabulary of facts.

    Returns:
        A program of their own, with what is adjusted and proposed; and the cover of each.

    Source:
        docs/decisions/0009-relief-is-pooled.md
    """
    book = Book(words)
    for name in (layout.leave, *layout.available.values()):
        book.outputs[name] = norm[name]
    available = {paid: Ref(output) for paid, output in layout.available.items()}
    roles = []
    for head in (each for each in heads if each not in layout.roles):
        add_beside(book, book.add(head, ZERO).output, ZERO)
        labels = Bilingual(en=head, zh=head)
        roles.append(RoleLayout(head, "workforce", labels, {"": head}, {}, {"": "leaders"}, {}))
    covering = _Department(book, CoverFile(), "", working_time(layout.time), available)
    return book.outputs, dict(covering.roles(roles))


def _available(book: Book, time: WorkingTime) -> tuple[Ref, dict[Cover, Ref]]:
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
    employed: Mapping[Cover, Formula] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Department:
    """The cover of a department's roles."""

    book: Book
    file: CoverFile
    department: str
    time: WorkingTime
    available: Mapping[Cover, Ref]

    def roles(self, roles: Iterable[RoleLayout]) -> Iterator[tuple[str, RoleCover]]:
        """Add the cover of each role, in printed order."""
        pools = {role: pool for pool in self.file.pools for role in pool.roles}
        summed: dict[str, _Summed] = {}
        for role in roles:
            yield role.role, self._role(role, pools.get(role.role), summed)

    def _role(self, role: RoleLayout, pool: Pool | None, summed: dict[str, _Summed]) -> RoleCover:
        """Add the cover of a role; *summed* is what each pool comes to so far."""
        proposed = Ref(proposed_of(role.role))
        posts = Total(POSTS, self.book.product(POSTS, _MANNED), demands(role.role))
        demanded = self._add(role, "demanded", posts)
        hours, whole_hours = self._hours(role, demanded)
        manned = self._add(role, "manned", _bounded(whole_hours, MOST_HOURS))
        relieved = {method: self._is_relieved(role, method) for method in role.under}
        is_covered = self._chosen(role, lambda method: self._is_covered(role, method, demanded))
        covered = self._add(role, "covered", is_covered)
        is_covered = is_covered if is_covered in (TRUE, FALSE) else covered
        if pool and any(relieved.values()):
            whole = self._pooled(role, _if(is_covered, manned, MISSING), pool.id, summed)
        else:
            whole = {paid: _whole(proposed, manned, time) for paid, time in self.available.items()}
        exact: dict[Cover, str] = {}
        people: dict[Cover, str] = {}
        for paid, time in self.available.items():
            needed = _if(is_covered, Div(hours, time), proposed)
            exact[paid] = self._add(role, paid, needed).output
            counted = _if(is_covered, whole[paid], Ceil(proposed))
            people[paid] = self._add(role, f"{paid}.people", counted).output
        overtime = self._add(role, "overtime", self._overtime(proposed, hours)).output
        name, labels = (pool.id, pool.labels) if pool else ("", None)
        duty = self.file.duty.get(role.role)
        return RoleCover(
            hours=hours.output,
            exact=exact,
            people=people,
            overtime=overtime,
            demanded=demanded.output,
            on_duty=self._on_duty(role, demanded).output,
            round_the_clock=self._round_the_clock(role, demanded).output,
            covered=covered.output,
            relieved=relieved,
            pool=name,
            pool_labels=labels,
            duty=(duty.hours, duty.days) if duty else (),
        )

    def _pooled(
        self, role: RoleLayout, manned: Formula, pool: str, summed: dict[str, _Summed]
    ) -> dict[Cover, Formula]:
        """Add what a pool comes to with a role; return how many more that is."""
        before = summed.get(pool, _Summed(employed=dict.fromkeys(self.available, ZERO)))
        hours = self._add(role, "pooled_hours", Add((before.hours, manned)))
        at_work = Add((before.people, Ref(proposed_of(role.role))))
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

    def _hours(self, role: RoleLayout, demanded: Ref) -> tuple[Ref, Ref]:
        """
        Add the hours a year for which the people of a role are to be there, exact and whole.

        People are counted by whole hours, for integers cannot hold the parts of an hour.
        """
        exact, whole = (
            self._chosen(role, partial(self._own_hours, role, in_whole=in_whole))
            for in_whole in (False, True)
        )
        beyond = self._beyond(role, demanded)
        hours = self._raised(role, "hours", exact, demanded, beyond)
        same = whole == exact
        return hours, hours if same else self._raised(role, "whole_hours", whole, demanded, beyond)

    def _raised(self, role: RoleLayout, name: str, own: Formula, demanded: Ref, beyond: Ref) -> Ref:
        """Add the hours that a role has of its own, and those with the posts demanded."""
        decided = self._add(role, f"own_{name}", own)
        both = First((Add((decided, beyond)), decided))
        raised = Max((decided, demanded, both))
        there = with_posts(role.role, decided, demanded, stated=demanded, raised=raised)
        return self._add(role, name, there)

    def _beyond(self, role: RoleLayout, demanded: Ref) -> Ref:
        """Add the hours of the seats demanded beyond those that a role has of its own."""
        own, seats = self._chosen(role, partial(self._own_seats, role)), self._seats(role)
        beyond = Max((ZERO, Sub(demanded, Div(Mul((own, demanded)), seats))))
        return self._add(role, "beyond", When(Compare(">", seats, ZERO), beyond, ZERO))

    def _own_seats(self, role: RoleLayout, method: str) -> Formula:
        """Return the people on duty at the same time as decided, on average over the shifts."""
        adjusted = Ref(adjusted_of(role.role))
        match role.basis[method]:
            case "posts":
                shifts = Ref(role.shifts[method])
                return When(Compare(">", shifts, ZERO), Div(adjusted, shifts), MISSING)
            case "day_work":
                return adjusted
            case _:
                return MISSING

    def _seats(self, role: RoleLayout) -> Formula:
        """Return the people on duty at the same time at the posts that are demanded."""
        return Total(POSTS, self.book.product(POSTS, ("on_duty",)), demands(role.role))

    def _chosen(self, role: RoleLayout, under: Callable[[str], Formula]) -> Formula:
        """Return what is so under the method that is chosen."""
        by_method = {method: under(method) for method in role.under}
        first = chosen = next(iter(by_method.values()), MISSING)
        for method, formula in by_method.items():
            if formula != first:
                chosen = When(Ref(chosen_of(self.department, method)), formula, chosen)
        return chosen

    def _own_hours(self, role: RoleLayout, method: str, *, in_whole: bool) -> Formula:
        """Return the hours of what was decided; of work in hours as they are before rounding."""
        people, adjusted = Ref(role.role), Ref(adjusted_of(role.role))
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
        own = When(Known(Fact(ADJUSTMENTS)), changed, worked)
        return When(Compare(">", people, ZERO), own, hours)

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

    def _on_duty(self, role: RoleLayout, demanded: Ref) -> Ref:
        """Add the people on duty at the same time; missing where nothing says so."""
        own = self._chosen(role, lambda method: self._own_on_duty(role, method))
        posts = self._seats(role)
        raised = Max((First((own, ZERO)), posts))
        there = with_posts(role.role, own, posts, stated=demanded, raised=raised)
        return self._add(role, "on_duty", there)

    def _own_on_duty(self, role: RoleLayout, method: str) -> Formula:
        """Return the people of a shift; what was decided may leave some shifts one more."""
        people, adjusted = Ref(role.role), Ref(adjusted_of(role.role))
        if role.basis[method] == "day_work":
            return Ceil(adjusted)
        if method not in role.shifts:
            return MISSING
        shifts = Ref(role.shifts[method])
        as_printed, at_most = Floor(Div(people, shifts)), Ceil(Div(adjusted, shifts))
        own = When(Compare("==", adjusted, people), as_printed, at_most)
        return When(Compare(">", shifts, ZERO), own, MISSING)

    def _round_the_clock(self, role: RoleLayout, demanded: Ref) -> Ref:
        """Add the posts that are manned day and night all the year round."""
        own = self._chosen(role, lambda method: self._own_round_the_clock(role, method))
        hours, days = (self.book.field(POSTS, name) for name in ("hours", "days"))
        always = (
            Compare("==", hours, Const(ROUND_THE_CLOCK)),
            Compare("==", days, Const(self.time.post.days)),
        )
        which = And((demands(role.role), *always))
        posts = Total(POSTS, self.book.product(POSTS, ("on_duty",)), which)
        known, manned = (First((each, ZERO)) for each in (own, posts))
        there = with_posts(role.role, known, manned, stated=demanded)
        return self._add(role, "round_the_clock", there)

    def _own_round_the_clock(self, role: RoleLayout, method: str) -> Formula:
        """Return the whole posts of those whose shifts make up a day."""
        if role.basis[method] != "posts":
            return ZERO
        shifts, post = Ref(role.shifts[method]), self.time.post
        is_a_day = Compare("==", Mul((shifts, Const(post.hours))), Const(ROUND_THE_CLOCK))
        return When(is_a_day, Floor(Div(Ref(adjusted_of(role.role)), shifts)), ZERO)

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


def by_norm(role: str) -> str:
    """Return what the people of a role by the norm are called where those to employ count."""
    return f"norm.{role}"


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
    names = {role: by_norm(role) for role in counted}
    names |= {output: role for role, output in counted.items()}

    def called(formula: Formula) -> Formula:
        if isinstance(formula, Ref):
            return Ref(names.get(formula.output, formula.output))
        return rebuilt(formula, called)

    return tuple(
        Output(names.get(each.name, each.name), called(each.formula), each.source)
        for each in outputs
    )
