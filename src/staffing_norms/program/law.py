"""The only place that says when a plan falls short of the law."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from staffing_norms.foundation.formula import (
    FALSE,
    MISSING,
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
    Mul,
    Not,
    Or,
    Ref,
    Sub,
    When,
)
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.beside import POSTS, people_at_posts, with_posts
from staffing_norms.program.book import Book
from staffing_norms.program.cover import lawful_leave
from staffing_norms.program.layout import CoverLayout, DepartmentLayout, FindingLayout, RoleLayout
from staffing_norms.program.names import adjusted_of, chosen_of, demanded_of, proposed_of
from staffing_norms.publications.figures import Sourced
from staffing_norms.publications.worktime import WorkingTime

COVERED = "cover"
"""What the program reads where the people to employ count, and not the norm's alone."""


def law_findings(
    book: Book,
    departments: Iterable[DepartmentLayout],
    cover: CoverLayout,
    time: WorkingTime,
    as_of: date | None = None,
) -> Iterator[FindingLayout]:
    """
    Add when a plan falls short of the law; yield what to say of it, once a rule of the law.

    Args:
        book: The outputs so far, with the cover of each role.
        departments: The departments and their roles.
        cover: What it takes to man the posts every day.
        time: The working time, with its findings.
        as_of: The day of the plan, on which it may not be in force; None where no day is said.
    """
    law = _Law(book, time)
    if as_of is not None and not time.in_force.holds(as_of):
        yield law.not_in_force(as_of)
    yield law.overtime(cover)
    yield law.leave(cover)
    for layout in departments:
        for role in layout.roles:
            if role.role == time.fire_control_room.role:
                yield from law.fire_control_room(layout, role)


@dataclass(frozen=True, slots=True)
class _Law:
    """Adds the outputs that judge a plan."""

    book: Book
    time: WorkingTime

    def not_in_force(self, as_of: date) -> FindingLayout:
        """Say that the working time is not in force on the day of the plan."""
        said = self._said("law.not_in_force", "", TRUE, self.time.year, {}, {})
        day = Bilingual(en=str(as_of), zh=str(as_of))
        return replace(said, words={"as_of": day, "working_time": self.time.title})

    def overtime(self, cover: CoverLayout) -> FindingLayout:
        """Say where people on duty, if nobody relieved them, would work too much overtime."""
        code, law = "law.overtime", self.time.overtime
        beyond: dict[str, Ref] = {}
        for role, each in cover.roles.items():
            is_beyond: Formula = Compare(">", Ref(each.overtime), Const(law.hours_a_month))
            if not any(each.relieved.values()):  # then posts that are demanded may be too long
                is_demanded = And((Known(Fact(POSTS)), Known(Ref(each.demanded))))
                is_beyond = When(is_demanded, is_beyond, FALSE)
            is_beyond = First((is_beyond, FALSE))
            beyond[role] = self.book.add(f"{code}.{role}", is_beyond)

        def of_these(outputs: Mapping[str, str]) -> dict[str, Formula]:
            return {role: When(holds, Ref(outputs[role]), ZERO) for role, holds in beyond.items()}

        def joined(join: type[Add | Max | Or], name: str, parts: Mapping[str, Formula]) -> Formula:
            """Join what comes of the roles; without demanded posts the rest is left out."""
            nothing = FALSE if join is Or else ZERO
            relieved = {role for role, each in cover.roles.items() if any(each.relieved.values())}
            others = tuple(part for role, part in parts.items() if role not in relieved)
            rest = self.book.add(f"{code}.demanded.{name}", join((nothing, *others)))
            own = (part for role, part in parts.items() if role in relieved)
            return join((*own, When(Known(Fact(POSTS)), rest, nothing)))

        proposed = {role: proposed_of(role) for role in beyond}
        hours_by_role = {role: each.overtime for role, each in cover.roles.items()}
        values = {
            "people": joined(Add, "people", of_these(proposed)),
            "overtime": joined(Max, "overtime", of_these(hours_by_role)),
        }
        for paid in cover.available:
            people = {role: each.people[paid] for role, each in cover.roles.items()}
            values[paid] = joined(Add, paid, of_these(people))
        roles = {role: holds.output for role, holds in beyond.items()}
        condition = And((Not(Known(Fact(COVERED))), joined(Or, "any", beyond)))
        return self._said(code, "", condition, law, values, roles)

    def leave(self, cover: CoverLayout) -> FindingLayout:
        """Say where the paid leave stated is less than the years of service give."""
        code, stated, due = "law.leave", Fact("leave_days"), lawful_leave(self.time)
        values = {"stated": stated, "years": Fact("years_of_service"), "due": due}
        roles = {}
        for role, each in cover.roles.items():  # those for whom others stand in
            is_relieved = And((Ref(each.covered), Compare(">", Ref(proposed_of(role)), ZERO)))
            roles[role] = self.book.add(f"{code}.{role}", First((is_relieved, FALSE))).output
        return self._said(code, "", Compare("<", stated, due), self.time.leave, values, roles)

    def fire_control_room(
        self, layout: DepartmentLayout, role: RoleLayout
    ) -> Iterator[FindingLayout]:
        """Say where fire control rooms have too few people in a shift, or too long shifts."""
        law = self.time.fire_control_room
        rooms, centres = self.book.fact(law.rooms), self.book.fact(law.centres)
        others = First((Max((ZERO, Sub(centres, rooms))), ZERO))
        needed = Add((Mul((Const(law.people), rooms)), others))
        shifts: Formula = MISSING
        for method, output in role.shifts.items():
            shifts = When(Ref(chosen_of(layout.department, method)), Ref(output), shifts)
        per_day, people = self.book.add("law.shifts.a_day", shifts), self._there_daily(role.role)
        has_rooms = And((Ref(layout.in_scope), Compare(">", rooms, ZERO)))
        lacking = And((has_rooms, Compare("<", people, Mul((needed, per_day)))))
        excepted = Known(Fact(law.exception))
        figures: dict[str, Formula] = {"needed": needed, "on_duty": Div(people, per_day)}
        cited: dict[str, Formula] = {"cited": Fact(law.exception)}
        for code, condition, values in (
            ("law.fire_control_room", And((lacking, Not(excepted))), figures),
            ("law.local_exception", And((lacking, excepted)), figures | cited),
            ("law.shift_length", And((has_rooms, self._is_long(per_day))), {}),
        ):
            roles = {role.role: _condition(code)}
            yield self._said(code, layout.department, condition, law, values, roles)

    def _there_daily(self, role: str) -> Ref:
        """Add the people of a role who are there on every day: posts of some days do not count."""
        daily = Compare(">=", self.book.field(POSTS, "days"), Const(self.time.post.days))
        demanded = First((people_at_posts(self.book, role, daily), ZERO))
        stated = Ref(demanded_of(role))
        there = with_posts(role, Ref(adjusted_of(role)), demanded, stated=stated)
        return self.book.add(f"law.daily.{role}", there)

    def _is_long(self, per_day: Formula) -> Formula:
        """Return whether the shifts of a fire control room are longer than is lawful."""
        law = self.time.fire_control_room
        long = [name for name, each in self.time.shift_systems.items() if each.hours > law.hours]
        few = Compare("<", Mul((per_day, Const(law.hours))), Const(law.hours_a_day))
        return Or((Is(Fact("shift_system"), tuple(long)), few))

    def _said(
        self,
        code: str,
        department: str,
        condition: Formula,
        law: Sourced,
        values: Mapping[str, Formula],
        roles: Mapping[str, str],
    ) -> FindingLayout:
        """Add the condition of a finding, and the figures that it names."""
        entry = self.time.findings[code]
        holds = self.book.add(_condition(code), First((condition, FALSE)))
        outputs = {
            name: self.book.add(f"{_condition(code)}.{name}", formula).output
            for name, formula in values.items()
        }
        figures = {name: str(figure) for name, figure in law if isinstance(figure, int)}
        words = {name: Bilingual(en=text, zh=text) for name, text in figures.items()}
        return FindingLayout(
            code,
            entry.severity,
            department,
            holds.output,
            entry.message,
            outputs,
            words,
            roles=roles,
            citation=law.clause,
            satisfied_by=entry.satisfied_by,
        )


def _condition(code: str) -> str:
    return f"finding.{code}"
