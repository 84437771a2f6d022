"""The only place that names the outputs of a program for which other modules ask."""

from staffing_norms.publications.rule_kinds import WORKFORCE

_FACT, _UNDEFINED, _HOURS, _PROFILE = "fact.", "undefined.", "hours.", "profile."
_METHOD = "method."
_OF_DEPARTMENT = 1  # dots in the name of an output of a department itself


def of_fact(fact: str) -> str:
    """Return the output that is a fact as it is stated, or else assumed."""
    return f"{_FACT}{fact}"


def fact_of(output: str) -> str:
    """
    Return the fact that an output is, as it is stated or else assumed; empty for other outputs.

    >>> fact_of("fact.lifts"), fact_of("security.workforce")
    ('lifts', '')
    """
    return output.removeprefix(_FACT) if output.startswith(_FACT) else ""


def undefined(*path: str) -> str:
    """Return the output that is missing because the publication does not define it."""
    return _UNDEFINED + ".".join(filter(None, path))


def is_undefined(output: str) -> bool:
    """Whether an output is missing because the publication does not define it."""
    return output.startswith(_UNDEFINED)


def hours_of(department: str) -> str:
    """Return the output of the yearly hours of a department's work."""
    return f"{_HOURS}{department}"


def is_hours(output: str) -> bool:
    """Whether an output is hours of a department's work."""
    return output.startswith(_HOURS)


def rate_of(department: str, work: str) -> str:
    """Return the output of a work rate; without work what the names of all of them begin with."""
    return f"{department}.rate.{work}"


def by_profile(department: str, work: str, part: str) -> str:
    """Return the output of what frequency profiles give of work, or of its quantity."""
    return f"{_PROFILE}{department}.{work}.{part}"


def is_by_profile(output: str) -> bool:
    """Whether an output is what frequency profiles give."""
    return output.startswith(_PROFILE)


def workforce_of(department: str) -> str:
    """Return the output of the workforce of a department."""
    return f"{department}.{WORKFORCE}"


def is_workforce(output: str) -> bool:
    """Whether an output is the workforce of a department, by which its leaders are measured."""
    return output.endswith(f".{WORKFORCE}") and output.count(".") == _OF_DEPARTMENT


def chosen_of(department: str, method: str) -> str:
    """Return the output that says whether a method gives the figures of a department."""
    return f"{department}.{method}.chosen"


def adjusted_of(role: str) -> str:
    """Return the output of the people of a role as the house decided."""
    return f"adjusted.{role}"


def demanded_of(role: str) -> str:
    """Return the output of the people that the posts of a role which are demanded take."""
    return f"demanded.{role}"


def proposed_of(role: str) -> str:
    """Return the output of the people of a role with the posts that are demanded."""
    return f"proposed.{role}"


def method_of(department: str) -> str:
    """Return what a program reads as a fact: the method that is asked for."""
    return f"{_METHOD}{department}"


def department_of(name: str) -> str:
    """Return the department of which a fact is the method; empty for other facts."""
    return name.removeprefix(_METHOD) if name.startswith(_METHOD) else ""
