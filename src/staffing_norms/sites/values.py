"""The only place that turns the facts of a site into what formulas read."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from staffing_norms.foundation.quantities import whole_or_exact
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.intake import Record, Stated
from staffing_norms.sites.tasks import day_of_year


def values_of(facts: Mapping[str, Stated], words: Vocabulary) -> dict[str, Any]:
    """
    Return what formulas read: values by fact name, and a flag for each department in scope.

    The fields of a single record are facts by themselves, `lawns.special`, and the day of the year
    of a month and day is `growing_season_from.day`.
    """
    values: dict[str, Any] = {}
    for name, fact in facts.items():
        value = fact.value
        if isinstance(value, Record):
            values |= {field: _plain(number) for field, number in value.items()}
        elif words[name].kind == "month_day":
            values[f"{name}.day"] = day_of_year(str(value))
        else:
            values[name] = _plain(value)
    if "scope" in values:
        values |= {f"scope.{department}": True for department in values["scope"]}
    return values


def integers_of(facts: Mapping[str, Stated], words: Vocabulary) -> dict[str, Any] | None:
    """
    Return what formulas read, each number in whole steps of its scale.

    None where that is not exact: where a number has more digits than its scale, and where tasks
    are stated, each of which may bring a rate of its own.
    """
    integers = values_of(facts, words)
    for name, fact in facts.items():
        if isinstance(fact.value, Record):
            fields = words[name].fields
            for key in fact.value:
                integers[key] = _plain(integers[key] * fields[key.removeprefix(f"{name}.")].scale)
                if isinstance(integers[key], Fraction):
                    return None
        elif fact.unit:
            integers[name] = _plain(integers[name] * words[name].scale)
            if isinstance(integers[name], Fraction):
                return None
        elif words[name].kind == "records":
            if words[name].brings_rates:
                return None
            fields = words[name].fields
            integers[name] = [
                {
                    key: _plain(value * fields[key.removeprefix(f"{name}.")].scale)
                    if isinstance(value, Fraction)
                    else value
                    for key, value in record.items()
                }
                for record in integers[name]
            ]
    return integers


def _plain(value: object) -> object:
    return whole_or_exact(value) if isinstance(value, Fraction) else value
