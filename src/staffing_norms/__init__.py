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
    "Assumption",
    "Comparison",
    "Department",
    "Fault",
    "Finding",
    "Gap",
    "IncompletePlanError",
    "Line",
    "NormError",
    "Norms",
    "Plan",
    "QuantityError",
    "Question",
    "Site",
    "SiteError",
    "StaffingNormsError",
    "Total",
    "UnknownNameError",
    "available_norms",
    "compare_norms",
    "load_norms",
    "plan_staffing",
]

if TYPE_CHECKING:
    from staffing_norms.comparison import Comparison, compare_norms
    from staffing_norms.errors import (
        Fault,
        IncompletePlanError,
        NormError,
        QuantityError,
        SiteError,
        StaffingNormsError,
        UnknownNameError,
    )
    from staffing_norms.norms import Norms, available_norms, load_norms, plan_staffing
    from staffing_norms.plan import Plan
    from staffing_norms.questions import Question
    from staffing_norms.result import Assumption, Department, Finding, Gap, Line, Total
    from staffing_norms.site import Site
else:
    from importlib import import_module

    _HOMES = {
        "comparison": ("Comparison", "compare_norms"),
        "errors": (
            "Fault",
            "IncompletePlanError",
            "NormError",
            "QuantityError",
            "SiteError",
            "StaffingNormsError",
            "UnknownNameError",
        ),
        "norms": ("Norms", "available_norms", "load_norms", "plan_staffing"),
        "plan": ("Plan",),
        "questions": ("Question",),
        "result": ("Assumption", "Department", "Finding", "Gap", "Line", "Total"),
        "site": ("Site",),
    }
    _SHOWN = ("result", "site")  # in a notebook, by a module above them
    _HOME = {name: module for module, names in _HOMES.items() for name in names}

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        if _HOME[name] in _SHOWN:
            import_module(f"{__name__}.notebook")
        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted([*globals(), *_HOME])
