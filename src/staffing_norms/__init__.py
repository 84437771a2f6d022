"""
Staffing norms for managed properties: how many people, in which roles, and why.

>>> import staffing_norms as sn
>>> plan = sn.plan_staffing({"gross_floor_area": "32 万平方米"})
>>> plan.headcount
261

Importing the package is cheap; each name is loaded when it is first used.
"""

from typing import TYPE_CHECKING

__all__ = [
    "Adjustment",
    "Agents",
    "Assumption",
    "Comparison",
    "CoverLine",
    "Department",
    "DepartmentHours",
    "Fault",
    "Finding",
    "Gap",
    "Head",
    "IncompletePlanError",
    "Line",
    "NormError",
    "Norms",
    "Payroll",
    "Plan",
    "Post",
    "QuantityError",
    "Question",
    "Site",
    "SiteError",
    "StaffingNormsError",
    "Sum",
    "Total",
    "UnknownNameError",
    "WorkHours",
    "WorkLine",
    "WorkingTime",
    "agents_needed",
    "available_norms",
    "compare_norms",
    "load_norms",
    "plan_staffing",
    "working_time",
]

if TYPE_CHECKING:
    from staffing_norms.foundation.errors import (
        Fault,
        IncompletePlanError,
        NormError,
        QuantityError,
        SiteError,
        StaffingNormsError,
        UnknownNameError,
    )
    from staffing_norms.planning.comparison import Comparison, compare_norms
    from staffing_norms.planning.loading import available_norms, load_norms, plan_staffing
    from staffing_norms.planning.norms import Norms
    from staffing_norms.planning.plan import Plan
    from staffing_norms.publications.worktime import WorkingTime, working_time
    from staffing_norms.results.line import Line
    from staffing_norms.results.payroll import Payroll
    from staffing_norms.results.questions import Question
    from staffing_norms.results.reasons import Adjustment, CoverLine, Head, Post
    from staffing_norms.results.result import Assumption, Department, Finding, Gap
    from staffing_norms.results.sums import Sum, Total
    from staffing_norms.results.workload import DepartmentHours, WorkHours, WorkLine
    from staffing_norms.sites.site import Site
    from staffing_norms.telephone import Agents, agents_needed
else:
    from importlib import import_module

    _HOMES = {
        "planning.comparison": ("Comparison", "compare_norms"),
        "foundation.errors": (
            "Fault",
            "IncompletePlanError",
            "NormError",
            "QuantityError",
            "SiteError",
            "StaffingNormsError",
            "UnknownNameError",
        ),
        "planning.loading": ("available_norms", "load_norms", "plan_staffing"),
        "planning.norms": ("Norms",),
        "results.payroll": ("Payroll",),
        "planning.plan": ("Plan",),
        "results.questions": ("Question",),
        "results.reasons": ("Adjustment", "CoverLine", "Head", "Post"),
        "results.line": ("Line",),
        "results.result": ("Assumption", "Department", "Finding", "Gap"),
        "results.sums": ("Sum", "Total"),
        "sites.site": ("Site",),
        "telephone": ("Agents", "agents_needed"),
        "results.workload": ("DepartmentHours", "WorkHours", "WorkLine"),
        "publications.worktime": ("WorkingTime", "working_time"),
    }
    _HOME = {name: module for module, names in _HOMES.items() for name in names}

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted([*globals(), *_HOME])
