"""What a user holds: a plan, its lookups and its faces."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from staffing_norms import data, html, notebook, present, text
from staffing_norms.derivation import Language
from staffing_norms.errors import (
    Fault,
    IncompletePlanError,
    UnknownNameError,
    did_you_mean,
    known_names,
)
from staffing_norms.facts import Glossary, department_names
from staffing_norms.present import Context
from staffing_norms.questions import Question, questions
from staffing_norms.result import (
    Assumption,
    Department,
    Finding,
    Gap,
    Line,
    Result,
    Total,
    role_names,
)

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_COLUMNS = (
    "department", "role", "kind", "label_en", "label_zh", "headcount", "lean", "generous",
    "on_duty", "shifts", "basis", "formula", "clause", "status",
)  # fmt: skip
_COUNTS = ("headcount", "lean", "generous", "on_duty", "shifts")
_KINDS = ("polars", "pandas")
_IN_PANDAS = {int: "Int64", float: "Float64", bool: "boolean"}  # which have values that are missing

Audience: TypeAlias = Literal["client", "internal"]
_AUDIENCES: tuple[Audience, ...] = ("client", "internal")


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
        return present.density(self.total, self._context.stated)

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

    def questions(self, *, lang: Language = "en") -> tuple[Question, ...]:
        """
        Return what to ask the client: first what is needed, last what is merely assumed.

        Args:
            lang: `en` or `zh`.
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
        message = f"the plan has no department {department!r}; it may be out of scope."
        hint = known.hint(department)
        if lines:
            message = f"{department!r} is a role, not a department."
            hint = f"Write plan[{lines[0].department!r}][{lines[0].role!r}]."
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
                    f"{gap.department} cannot be planned without it: {', '.join(gap.roles)}.",
                    gap.question["en"],
                )
                for gap in self.gaps
            )
        return self

    def explain(self, name: str | None = None, *, lang: Language = "en") -> str:
        """
        Return the derivation of a role, of a department, or of everything.

        Args:
            name: Id of a role or department, or what it is called in either language; all
                departments when it is left out.
            lang: `en` or `zh`.

        Raises:
            UnknownNameError: The plan has no such role or department.
        """
        if name is None:
            return "\n\n".join(self.explain(each.department, lang=lang) for each in self)
        if name in self:
            department = self[name]
            head = present.department_head(department, lang)
            lines = department.lines
            texts = [
                present.explained(line, self._context, lang, lines[:place])
                for place, line in enumerate(lines)
            ]
            texts += (present.explained_as_needed(each, lang) for each in department.as_needed)
            return "\n\n".join([head, *texts])
        named = self._lines_called(name)
        if len(named) == 1:
            return present.explained(named[0], self._context, lang)
        for each in (role for department in self for role in department.as_needed):
            if name in (each.role, *each.labels.values()):
                return present.explained_as_needed(each, lang)
        if named:
            message = f"{name!r} is the name of several roles."
            hint = known_names(each.role for each in named)
        else:
            roles = [line for each in self for line in each.roles.values()]
            labels = {each.department: each.labels.values() for each in self}
            labels |= {each.role: each.labels.values() for each in roles}
            message = f"the plan has no role or department {name!r}."
            hint = present.taken_out(name, self.norms, "en") or Glossary(labels).hint(name)
        raise UnknownNameError([Fault("role.unknown", str(name), message, hint)])

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as JSON-ready data in a stable order; docs/json.md lists the keys."""
        return data.as_dict(self._result, self._context)

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the plan as JSON text; the same plan gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def to_markdown(self, *, lang: Language = "en") -> str:
        """Return the plan as Markdown."""
        return text.as_markdown(self._result, self._context, lang)

    def to_text(self, *, lang: Language = "en") -> str:
        """Return the plan as a table for a terminal."""
        return text.as_text(self._result, self._context, lang)

    def to_csv(self, *, lang: Language = "en", byte_order_mark: bool = False) -> str:
        """
        Return the plan as CSV, a row for each role, department and the site; docs/csv.md has more.

        Args:
            lang: `en` for programs, whose headings and words are ids; `zh` for people.
            byte_order_mark: Whether the text begins with the mark by which Excel knows UTF-8.
        """
        return text.as_csv(self._result, self._context, lang, byte_order_mark=byte_order_mark)

    def to_html(self, *, lang: Language = "en", audience: Audience = "client") -> str:
        """
        Return the plan as one page to print, which needs no network; the same plan, the same bytes.

        Args:
            lang: `en` or `zh`.
            audience: `client`, without findings and names of facts, or `internal`.

        Raises:
            UnknownNameError: No such audience.
        """
        if audience not in _AUDIENCES:
            message = f"no audience is called {audience!r}."
            hint = did_you_mean(audience, _AUDIENCES)
            raise UnknownNameError([Fault("audience.unknown", "audience", message, hint)])
        return html.page(self._result, self._context, lang, internal=audience == "internal")

    @overload
    def to_frame(self, kind: Literal["polars"] = ...) -> "pl.DataFrame": ...
    @overload
    def to_frame(self, kind: Literal["pandas"]) -> "pd.DataFrame": ...
    def to_frame(self, kind: str = "polars") -> object:
        """
        Return the lines as a dataframe, one row a role.

        Args:
            kind: `polars` or `pandas`; the library must be installed.

        Raises:
            UnknownNameError: No such kind of dataframe.
            ImportError: The library is not installed.
        """
        types = {name: int if name in _COUNTS else str for name in _COLUMNS}
        return as_frame(kind, types, map(_row, self.lines))

    def __repr__(self) -> str:
        parts = ", ".join(f"{each.department}={each.total}" for each in self)
        return f"<Plan {self._context.norms['id']} {self.stance}: {self.total} ({parts})>"

    def _repr_html_(self) -> str:
        return notebook.plan_cell(self._result, self._context)

    def __str__(self) -> str:
        return self.to_text()


def as_frame(kind: str, types: Mapping[str, type], rows: Iterable[Sequence[Any]]) -> Any:  # noqa: ANN401 - of either library
    """
    Return rows as a dataframe, in which a number may be missing.

    Args:
        kind: `polars` or `pandas`; the library must be installed.
        types: Type of each column, by name.
        rows: The rows.

    Raises:
        UnknownNameError: No such kind of dataframe.
        ImportError: The library is not installed.
    """
    if kind not in _KINDS:
        message, hint = f"no dataframe is called {kind!r}.", did_you_mean(kind, _KINDS)
        raise UnknownNameError([Fault("frame.unknown", "kind", message, hint)])
    library = _library(kind)
    every = list(rows)
    columns = {name: [row[place] for row in every] for place, name in enumerate(types)}
    if kind == "pandas":
        own = {name: _IN_PANDAS[type_] for name, type_ in types.items() if type_ in _IN_PANDAS}
        return library.DataFrame(columns).astype(own)
    return library.DataFrame(columns, schema=types)


def _library(name: str) -> ModuleType:
    """Import a dataframe library, which is no requirement of this one."""
    try:
        return import_module(name)
    except ImportError as error:
        message = f"to_frame({name!r}) needs {name}; install it with: pip install {name}"
        raise ImportError(message) from error


def _row(line: Line) -> tuple[Any, ...]:
    return (
        line.department, line.role, line.kind, line.labels["en"], line.labels["zh"],
        line.headcount, line.lean, line.generous, line.on_duty, line.shifts, line.basis,
        line.formula, line.source, line.status,
    )  # fmt: skip
