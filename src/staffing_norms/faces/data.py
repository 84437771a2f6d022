"""Turns a result into JSON-ready data in a stable order, and rows into dataframes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from importlib import import_module
from types import ModuleType
from typing import Any

from staffing_norms.faces.present import Context, change_data, density
from staffing_norms.foundation.errors import Fault, Said, UnknownNameError, did_you_mean
from staffing_norms.foundation.quantities import reference, units
from staffing_norms.results.derivation import (
    as_data,
)
from staffing_norms.results.result import (
    Adjustment,
    AsNeeded,
    Assumption,
    Department,
    Finding,
    Gap,
    Head,
    Line,
    Post,
    Result,
    Sum,
    Total,
)
from staffing_norms.sites.intake import Stated

_KINDS = ("polars", "pandas")
_IN_PANDAS = {int: "Int64", float: "Float64", bool: "boolean"}  # which have values that are missing


def as_dict(result: Result, context: Context) -> dict[str, Any]:
    """Return a plan as JSON-ready data in a stable order; the keys are documented and tested."""
    return {
        "schema": 1,
        "site": {
            "name": context.site,
            "facts": {name: _fact_data(fact) for name, fact in context.stated.items()},
        },
        "norms": dict(context.norms),
        "library": context.library,
        "stance": context.stance,
        "headcount": result.total.known,
        "complete": result.total.complete,
        "lean": result.lean.known,
        "typical": result.typical.known,
        "generous": result.generous.known,
        **_beside_data(result, of=result),
        "span": _span_data(result.span),
        "density": density_data(result.total, context),
        "departments": [_department_data(each, context, result) for each in result.departments],
        **_entries_data(result),
        "gaps": [_gap_data(gap) for gap in result.gaps],
        "assumptions": [_assumption_data(each) for each in result.assumptions],
        "findings": [_finding_data(finding) for finding in result.findings],
    }


def _department_data(department: Department, context: Context, result: Result) -> dict[str, Any]:
    return {
        "id": department.department,
        "labels": dict(department.labels),
        "headcount": department.total.known,
        "complete": department.total.complete,
        "workforce": department.workforce,
        "leaders": department.leaders,
        "lean": department.lean.known,
        "typical": department.typical.known,
        "generous": department.generous.known,
        **_beside_data(department, of=result),
        "method": department.method,
        "methods": dict(department.methods),
        "span": _span_data(department.span),
        "density": density_data(department.total, context),
        "lines": [_line_data(line, context, result) for line in department.lines],
        "as_needed": [_as_needed_data(each) for each in department.as_needed],
        **({"heads": list(map(_head_data, department.heads))} if result.is_beside else {}),
    }


def _beside_data(planned: Result | Department | Line, *, of: Result) -> dict[str, Any]:
    """Return what is adjusted and proposed, where anything stands beside the norm."""
    if not of.is_beside:
        return {}
    both = {"adjusted": planned.adjusted, "proposed": planned.proposed}
    return {
        name: _plain(people.known if isinstance(people, Sum) else people)
        for name, people in both.items()
    }


def _entries_data(result: Result) -> dict[str, Any]:
    """Return the heads outside the norm, the posts demanded and the adjustments, if any."""
    if not result.is_beside:
        return {}
    return {
        "heads": list(map(_head_data, result.heads)),
        "posts": list(map(_entry_data, result.posts)),
        "adjustments": list(map(_entry_data, result.adjustments)),
    }


def _head_data(head: Head) -> dict[str, Any]:
    return {
        "role": head.role,
        "labels": dict(head.labels),
        "adjusted": _plain(head.adjusted),
        "proposed": _plain(head.proposed),
    }


def _entry_data(entry: Post | Adjustment) -> dict[str, Any]:
    """Return a post or an adjustment; what is not said is null."""
    told = {name: getattr(entry, name) for name in entry.__slots__}
    told["labels"] = dict(entry.labels)
    return {
        name: str(value) if isinstance(value, date) else None if value == "" else _plain(value)
        for name, value in told.items()
    }


def _as_needed_data(role: AsNeeded) -> dict[str, Any]:
    return {
        "role": role.role,
        "labels": dict(role.labels),
        "source": {"clause": role.source.clause, "status": role.source.status},
        "note": dict(role.source.note),
    }


def _line_data(line: Line, context: Context, result: Result) -> dict[str, Any]:
    return {
        "role": line.role,
        "kind": line.kind,
        "labels": dict(line.labels),
        "headcount": line.headcount,
        **_beside_data(line, of=result),
        "exact": None if line.exact is None else str(line.exact),
        "lean": line.lean,
        "typical": line.typical,
        "generous": line.generous,
        "on_duty": line.on_duty,
        "shifts": line.shifts,
        "basis": line.basis,
        "formula": line.formula,
        "source": {
            "clause": line.source,
            "status": line.status,
            "changes": [change_data(each) for source in line.sources for each in source.changes],
        },
        "note": dict(line.note),
        "shared_with": list(line.shared_with),
        "steps": as_data(line.step, context.outputs),
    }


def _gap_data(gap: Gap) -> dict[str, Any]:
    return {
        "fact": gap.fact,
        "department": gap.department,
        "roles": list(gap.roles),
        "alternatives": list(gap.alternatives),
        "labels": dict(gap.labels),
        "question": dict(gap.question),
        "records": list(gap.records),
    }


def _assumption_data(assumption: Assumption) -> dict[str, Any]:
    return {
        "fact": assumption.fact,
        "value": _plain(assumption.value),
        "status": assumption.status,
        "labels": dict(assumption.labels),
    }


def _finding_data(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "department": finding.department or None,
        "message": dict(finding.message),
        "facts": list(finding.facts),
        "roles": list(finding.roles),
        "citation": finding.citation or None,
        "satisfied_by": dict(finding.satisfied_by) or None,
    }


def _span_data(span: tuple[int, int] | None) -> list[int] | None:
    return None if span is None else list(span)


def density_data(total: Total, context: Context) -> dict[str, str] | None:
    """Return people per 10,000 m² and m² per person, exactly; None while either is unknown."""
    densities = density(total, context.stated)
    if densities is None:
        return None
    return {"people_per_10000_m2": str(densities[0]), "m2_per_person": str(densities[1])}


def _fact_data(fact: Stated) -> dict[str, Any]:
    data = {"value": _plain(fact.value)}
    if fact.unit:
        data["unit"] = reference(units()[fact.unit].dimension).id
    about = {"text": fact.text, "source": fact.source, "note": fact.note}
    return {**data, "status": fact.status, **{name: text for name, text in about.items() if text}}


def _plain(value: object) -> object:
    """Return a value as JSON has it: whole numbers as such, other exact ones as text."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name).rpartition(".")[2]: _plain(item) for name, item in value.items()}
    return value


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
        message, hint = Said("no dataframe is called {0}.", repr(kind)), did_you_mean(kind, _KINDS)
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
