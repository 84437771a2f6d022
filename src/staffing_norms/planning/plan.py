"""What a user holds: a plan, its lookups and its faces."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

from staffing_norms.faces import data, explanation, present, text
from staffing_norms.faces.lists import Audience
from staffing_norms.faces.workload_page import explained_hours
from staffing_norms.foundation.errors import (
    Fault,
    IncompletePlanError,
    Said,
    UnknownNameError,
    did_you_mean,
    known_names,
)
from staffing_norms.foundation.formula import Ref
from staffing_norms.foundation.languages import Language
from staffing_norms.program.layout import NORM
from staffing_norms.program.names import hours_of
from staffing_norms.results.context import Context
from staffing_norms.results.line import Line
from staffing_norms.results.payroll import Payroll
from staffing_norms.results.questions import Question, questions
from staffing_norms.results.reasons import Adjustment, Head, Post
from staffing_norms.results.result import Assumption, Department, Finding, Gap, Result, role_names
from staffing_norms.results.steps import walk
from staffing_norms.results.sums import Sum, Total, density
from staffing_norms.results.tabled import as_frame
from staffing_norms.results.wording import in_language
from staffing_norms.results.workload import WorkHours
from staffing_norms.sites.glossary import Glossary
from staffing_norms.sites.vocabulary import department_names

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_COLUMNS = (
    "department", "role", "kind", "label_en", "label_zh", "headcount", "lean", "generous",
    "on_duty", "shifts", "basis", "formula", "clause", "status",
)  # fmt: skip
_BESIDE = ("adjusted", "proposed")
_COUNTS = ("headcount", "lean", "generous", "on_duty", "shifts")

_AUDIENCES: tuple[Audience, ...] = get_args(Audience)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Plan:
    """
    The people that a site needs, by department and role, with the derivation of every number.

    A plan is made by `Norms.plan`; it is immutable and safe to share between threads. Pickled,
    it is the site and the choices, and is planned again.
    """

    _result: Result
    _context: Context
    _origin: tuple[Any, ...]
    _payroll: Callable[[], Payroll]
    _hours: Callable[[], WorkHours]

    def __reduce__(self) -> tuple[Any, ...]:
        return self._origin

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(self.to_json())

    @property
    def departments(self) -> tuple[Department, ...]:
        """The departments in scope, in the norm's order."""
        return self._result.departments

    @property
    def headcount(self) -> int:
        """All people [person]; at least so many where the plan is not complete."""
        return self._result.total.known

    @property
    def complete(self) -> bool:
        """Whether every role is known."""
        return self._result.total.complete

    @property
    def total(self) -> Total:
        """All people, known or at least so many."""
        return self._result.total

    @property
    def adjusted(self) -> Sum:
        """All people with what was decided beside the norm; they may have halves."""
        return self._result.adjusted

    @property
    def proposed(self) -> Sum:
        """The same with the posts that the client demands."""
        return self._result.proposed

    @property
    def posts(self) -> tuple[Post, ...]:
        """The posts that the client demands."""
        return self._result.posts

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """The people more or fewer than the norm's that were decided."""
        return self._result.adjustments

    @property
    def heads(self) -> tuple[Head, ...]:
        """The people outside the norm, of no department of the plan."""
        return self._result.heads

    @property
    def lean(self) -> Total:
        """All people at the lean stance."""
        return self._result.lean

    @property
    def typical(self) -> Total:
        """All people at the typical stance."""
        return self._result.typical

    @property
    def generous(self) -> Total:
        """All people at the generous stance."""
        return self._result.generous

    @property
    def span(self) -> tuple[int, int] | None:
        """Fewest and most people over the usable methods [person]; None with gaps."""
        return self._result.span

    @property
    def density(self) -> tuple[Fraction, Fraction] | None:
        """People per 10,000 m² and m² per person; None while people or floor area are unknown."""
        return density(self.total, self._context.stated)

    @property
    def cover(self) -> Payroll:
        """How many to employ so that the people are there every day, worked out when asked for."""
        return self._payroll()

    @property
    def hours(self) -> WorkHours:
        """The hours of work by department and activity, worked out when they are asked for."""
        return self._hours()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What the site does not state and the plan needs."""
        return self._result.gaps

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the plan takes for granted."""
        return self._result.assumptions

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to check."""
        return self._result.findings

    @in_language
    def questions(self, *, lang: Language = "en") -> tuple[Question, ...]:
        """
        Return what to ask the client: first what is needed, last what is merely assumed.

        Args:
            lang: `en` or `zh`; case and region are free.

        Raises:
            UnknownNameError: There is no such language.
        """
        context = self._context
        return tuple(questions(self._result, context.stated, context.words, lang))

    @property
    def stance(self) -> str:
        """Which figure of a printed range counts."""
        return self._context.stance

    @property
    def norms(self) -> Mapping[str, Any]:
        """Id, version, content hash and dates of the norm, and what a company changed of it."""
        return dict(self._context.norms)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all departments."""
        return tuple(line for department in self.departments for line in department.lines)

    def by_role(self) -> dict[str, int | None]:
        """
        Return the headcount of every role of the departments in scope, by role.

        A role is None for a gap, and 0 where the method of its department does not count it by
        itself: under a composite quota one role stands for all guards. Where the people to employ
        count, also heads outside the norm, by their names.
        """
        people = {role: line.headcount for each in self for role, line in each.roles.items()}
        for head in self._result.every_head if self._result.cover != NORM else ():
            parts = people.get(head.role, 0), head.headcount
            people[head.role] = None if None in parts else sum(filter(None, parts))
        return people

    def __iter__(self) -> Iterator[Department]:
        """Iterate over the departments."""
        return iter(self.departments)

    def __contains__(self, department: object) -> bool:
        """Whether a department is planned."""
        return self._departments().find(department) is not None

    def __getitem__(self, department: str) -> Department:
        """
        Return a department.

        Args:
            department: Its id or what it is called, in either language.

        Raises:
            UnknownNameError: The plan has no such department.
        """
        known = self._departments()
        found = known.find(department)
        for each in self.departments:
            if each.department == found:
                return each
        lines = self._lines_called(department)
        message = Said("the plan has no department {0}; it may be out of scope.", repr(department))
        hint = known.hint(department)
        if lines:
            message = Said("{0} is a role, not a department.", repr(department))
            hint = Said("Write plan[{0}][{1}].", repr(lines[0].department), repr(lines[0].role))
        raise UnknownNameError([Fault("department.unknown", str(department), message, hint)])

    def _departments(self) -> Glossary:
        labels = {each.department: each.labels.values() for each in self.departments}
        return department_names(labels, self._context.words)

    def _lines_called(self, role: object) -> list[Line]:
        """Return the lines of the roles of any department that have a name."""
        named = ((each, role_names(each).find(role)) for each in self.departments)
        return [each.roles[found] for each, found in named if found]

    def require_complete(self) -> "Plan":
        """
        Return the plan if every role is known.

        Raises:
            IncompletePlanError: With one fault for each gap, which says what to ask.
        """
        if self.gaps:
            raise IncompletePlanError(
                Fault(
                    "plan.incomplete",
                    gap.fact,
                    Said(
                        "{0} cannot be planned without it: {1}.",
                        gap.department,
                        ", ".join(gap.roles),
                    ),
                    gap.question["en"],
                )
                for gap in self.gaps
            )
        return self

    @in_language
    def explain(self, name: str | None = None, *, lang: Language = "en") -> str:
        """
        Return the derivation of a role, of a department, or of everything.

        Args:
            name: Id of a role or department, or what it is called in either language; all
                departments when it is left out.
            lang: `en` or `zh`.

        Raises:
            UnknownNameError: The plan has no such role or department, or there is no such language.
        """
        if name is None:
            texts = [self.explain(each.department, lang=lang) for each in self]
            texts += (
                explanation.explained_uncounted(each, lang) for each in self._result.uncounted
            )
            return "\n\n".join(texts)
        if name in self:
            department = self[name]
            head = explanation.department_head(department, lang)
            lines = department.lines
            texts = [self._explained(line, lang, lines[:place]) for place, line in enumerate(lines)]
            texts += (explanation.explained_uncounted(each, lang) for each in department.uncounted)
            return "\n\n".join([head, *texts])
        named = self._lines_called(name)
        if len(named) == 1:
            return self._explained(named[0], lang)
        others = [other for home in (*self, self._result) for other in home.uncounted]
        called = {each.role.role: each.role.labels.values() for each in others}
        found = Glossary(called).find(name)
        for each in others:
            if each.role.role == found:
                return explanation.explained_uncounted(each, lang)
        if named:
            message = Said("{0} is the name of several roles.", repr(name))
            hint = known_names(each.role for each in named)
        else:
            roles = [line for each in self for line in each.roles.values()]
            labels = {each.department: each.labels.values() for each in self}
            labels |= {**called, **{each.role: each.labels.values() for each in roles}}
            message = Said("the plan has no role or department {0}.", repr(name))
            hint = present.taken_out(name, self.norms, "en") or Glossary(labels).hint(name)
        raise UnknownNameError([Fault("role.unknown", str(name), message, hint)])

    def _explained(self, line: Line, lang: Language, before: Sequence[Line] = ()) -> str:
        """Return the derivation of a line, and the hours that it rests on."""
        told = explanation.explained(line, lang, before)
        of_department = Ref(hours_of(line.department))
        if not any(step.formula == of_department for step in walk(line.step)):
            return told
        return "\n".join([told, *explained_hours(self.hours, line.role, lang)])

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as JSON-ready data in a stable order; docs/json.md lists the keys."""
        told = data.as_dict(self._result, self._context)
        return {**told, "cover": self.cover.to_dict(), "hours": self.hours.to_dict()}

    def to_json(self, *, indent: int | None = None) -> str:
        """
        Return the plan as JSON text; the same plan gives the same bytes.

        Args:
            indent: Blanks by which each level is indented; None for one line.
        """
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @in_language
    def to_markdown(self, *, lang: Language = "en") -> str:
        """
        Return the plan as Markdown.

        Args:
            lang: `en` or `zh`; case and region are free.

        Raises:
            UnknownNameError: There is no such language.
        """
        return text.as_markdown(self._result, self._context, lang)

    @in_language
    def to_text(self, *, lang: Language = "en") -> str:
        """
        Return the plan as a table for a terminal.

        Args:
            lang: `en` or `zh`; case and region are free.

        Raises:
            UnknownNameError: There is no such language.
        """
        return text.as_text(self._result, self._context, lang)

    @in_language
    def to_csv(self, *, lang: Language = "en", byte_order_mark: bool = False) -> str:
        """
        Return the plan as CSV, a row for each role, department and the site; docs/csv.md has more.

        Args:
            lang: `en` for programs, whose headings and words are ids; `zh` for people.
            byte_order_mark: Whether the text begins with the mark by which Excel knows UTF-8.

        Raises:
            UnknownNameError: There is no such language.
        """
        return text.as_csv(self._result, self._context, lang, byte_order_mark=byte_order_mark)

    @in_language
    def to_html(self, *, lang: Language = "en", audience: Audience = "client") -> str:
        """
        Return the plan as one page to print, which needs no network; the same plan, the same bytes.

        Args:
            lang: `en` or `zh`.
            audience: `client`, without findings, ids and the readings of clauses, or `internal`.

        Raises:
            UnknownNameError: No such audience, or no such language.
        """
        from staffing_norms.faces.report import report  # noqa: PLC0415 - loaded when asked for

        if audience not in _AUDIENCES:
            message = Said("no audience is called {0}.", repr(audience))
            hint = did_you_mean(audience, _AUDIENCES)
            raise UnknownNameError([Fault("audience.unknown", "audience", message, hint)])
        return report(self._result, self._context, lang, audience)

    @overload
    def to_frame(
        self, kind: Literal["polars"] = ..., *, lang: Language = ...
    ) -> "pl.DataFrame": ...
    @overload
    def to_frame(self, kind: Literal["pandas"], *, lang: Language = ...) -> "pd.DataFrame": ...
    @in_language
    def to_frame(self, kind: str = "polars", *, lang: Language = "zh") -> object:
        """
        Return the lines as a dataframe, one row a role.

        Args:
            kind: `polars` or `pandas`; the library must be installed.
            lang: Language of the formulas, `en` or `zh`.

        Raises:
            UnknownNameError: No such kind of dataframe, or no such language.
            ImportError: The library is not installed.
        """
        types: dict[str, type] = {name: int if name in _COUNTS else str for name in _COLUMNS}
        types |= {"norm_headcount": int} if self._result.cover != NORM else {}
        types |= dict.fromkeys(_BESIDE, float) if self._result.is_beside else {}
        others = [other.head for home in (*self, self._result) for other in home.uncounted]
        rows = [_row(line, lang) for line in self.lines]
        rows += [_head_row(head) for head in others if head]
        return as_frame(kind, types, ([row.get(name) for name in types] for row in rows))

    def __repr__(self) -> str:
        parts = ", ".join(f"{each.department}={each.total}" for each in self)
        return f"<Plan {self._context.norms['id']} {self.stance}: {self.total} ({parts})>"

    def _repr_html_(self) -> str:
        from staffing_norms.faces import notebook  # noqa: PLC0415 - loaded when it is asked for

        return notebook.plan_cell(self._result, self._context)

    def __str__(self) -> str:
        return self.to_text()


def _row(line: Line, lang: Language) -> dict[str, Any]:
    same = ("department", "role", "kind", *_COUNTS, "basis", "status")
    return {
        **{name: getattr(line, name) for name in same},
        "label_en": line.labels["en"],
        "label_zh": line.labels["zh"],
        "norm_headcount": line.norm,
        "formula": line.formula_in(lang),
        "clause": line.source,
        **_beside(line),
    }


def _head_row(head: Head) -> dict[str, Any]:
    return {
        "department": head.department or None,
        "role": head.role,
        "kind": "outside",
        "label_en": head.labels["en"],
        "label_zh": head.labels["zh"],
        "headcount": head.headcount if head.cover else None,
        **_beside(head),
    }


def _beside(planned: Line | Head) -> dict[str, float | None]:
    people = {name: getattr(planned, name) for name in _BESIDE}
    return {name: None if each is None else float(each) for name, each in people.items()}
