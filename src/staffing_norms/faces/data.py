"""Turns a result into JSON-ready data in a stable order."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from staffing_norms.faces.present import change_data
from staffing_norms.foundation.languages import LANGUAGES
from staffing_norms.foundation.units import reference, units
from staffing_norms.program.layout import NORM
from staffing_norms.results.context import Context
from staffing_norms.results.line import Line
from staffing_norms.results.reasons import Adjustment, Head, Post
from staffing_norms.results.result import AsNeeded, Assumption, Department, Finding, Gap, Result
from staffing_norms.results.steps import as_data
from staffing_norms.results.sums import Sum, Total, density
from staffing_norms.results.tabled import exact_text
from staffing_norms.sites.intake import Stated


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
        **_norm_data(result.norm.known, result),
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
        **_norm_data(department.norm.known, result),
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


def _norm_data(people: int | None, of: Result) -> dict[str, int | None]:
    """Return the people by the norm, where those to employ count."""
    return {} if of.cover == NORM else {"norm_headcount": people}


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
        **({"headcount": head.headcount} if head.cover else {}),
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
        **_norm_data(line.norm, result),
        **_beside_data(line, of=result),
        "exact": exact_text(line.exact),
        "lean": line.lean,
        "typical": line.typical,
        "generous": line.generous,
        "on_duty": line.on_duty,
        "shifts": line.shifts,
        "basis": line.basis,
        "formula": line.formula,
        "formulas": {lang: line.formula_in(lang) for lang in LANGUAGES},
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
