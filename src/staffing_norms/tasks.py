"""The only place that reads a task: its activity, how much, how often and how fast."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from functools import partial
from unicodedata import normalize

from staffing_norms.errors import Fault, QuantityError, known_names
from staffing_norms.facts import FactType, Vocabulary
from staffing_norms.faults import Entry, Faults, Place, shown
from staffing_norms.formula import Value
from staffing_norms.quantities import exact, frequency, times_per_year, units, whole_or_exact

_SEASON = "Write it like {from: 04-01, days: 184}."
_START = re.compile(r"(?:[0-9]{4}-)?([0-9]{1,2})[-月]([0-9]{1,2})日?")
_LEAP_YEAR = 2024  # it has every day that a season may start on

_LONGEST_RATE = 100
_PER = re.compile(r"(?P<amount>.+?)(?:/|每|\bper\b)\s*(?P<base>.+)", re.IGNORECASE)
_EACH = re.compile(r"每\s*(?P<base>[0-9.,]*[^0-9]+)(?P<amount>[0-9].*)")


def read_task(faults: Faults, type_: FactType, entry: Entry) -> dict[str, Value]:
    """
    Read one task of a site.

    Args:
        faults: Keeps what is wrong.
        type_: The type of the fact `tasks`, with the activities and the fields of a task.
        entry: What the task states.

    Returns:
        By `tasks.<field>`: activity, work (activity and variant), name, quantity, times a year,
        and the task's own rate in units of work an hour; what is not stated is left out.

    Source:
        NORMS §5.
    """
    work = _work(faults, type_, entry)
    name, variant = work or ("", "")
    values: dict[str, Value] = {
        "tasks.activity": name,
        "tasks.work": f"{name}:{variant}" if variant else name,
        "tasks.name": faults.text(*entry.stated["name"]) if "name" in entry.stated else None,
    }
    if work:
        unit = type_.activities[name].unit_of(variant)
        for field, read in (("quantity", exact), ("rate", _rate)):
            if field in entry.stated:
                place, raw = entry.stated[field]
                convert = partial(read, raw, unit)
                values[f"tasks.{field}"] = type_.fields[field].read(faults, place, raw, convert)
    usual = type_.activities[name].frequency if work else ""
    values["tasks.times_per_year"] = _times(faults, type_.fields, entry, usual)
    return {
        field: whole_or_exact(value) if isinstance(value, Fraction) else value
        for field, value in values.items()
        if value not in (None, "")
    }


def _work(faults: Faults, type_: FactType, entry: Entry) -> tuple[str, str] | None:
    """Return activity and variant, which is empty where the activity does without."""
    stated = entry.stated
    if "activity" not in stated:
        if not entry.misspelt:
            hint = "Write it like 'activity: floor_sweeping'."
            faults.fault("task.activity", entry.place, "a task needs its 'activity'.", hint)
        return None
    name = type_.glossary.read(faults, *stated["activity"], "activity")
    if name is None:
        return None
    activity = type_.activities[name]
    if "variant" not in stated:
        if not (activity.unit or entry.misspelt):
            message, hint = f"{name} needs its 'variant'.", known_names(activity.variants)
            faults.fault("task.variant", entry.place, message, hint)
        return (name, "") if activity.unit else None
    place, raw = stated["variant"]
    if not activity.variants:
        faults.at_key("task.variant", place, f"{name} has no variants.", "Remove it.")
        return None
    variant = activity.glossary.read(faults, place, raw, f"variant of {name}")
    return None if variant is None else (name, variant)


def _times(faults: Faults, fields: Vocabulary, entry: Entry, usual: str) -> Fraction | None:
    """Return how often a year, from `times_per_year` or from `frequency` and `season`."""
    stated, type_ = entry.stated, fields["times_per_year"]
    season = _season(faults, fields["season"], *stated["season"]) if "season" in stated else None
    if "times_per_year" in stated:
        for other in ("frequency", "season"):
            if other in stated:
                message = f"'{other}' stands beside 'times_per_year', which counts the whole year."
                faults.at_key("task.times", stated[other][0], message, "Keep one of them.")
        return type_.read(faults, *stated["times_per_year"])
    if "frequency" in stated:
        place, raw = stated["frequency"]
        wanted = "text such as '2/day'"
        return type_.read(faults, place, raw, lambda: _often(raw, season), wanted)
    return _often(usual, season) if usual else None


def _often(written: object, season: int | None) -> Fraction:
    return times_per_year(*frequency(written), season)


def _season(faults: Faults, type_: FactType, place: Place, raw: object) -> int | None:
    """Return the days of a season."""
    if not isinstance(raw, Mapping):
        faults.fault("task.season", place, f"a mapping is expected; found {shown(raw)}.", _SEASON)
        return None
    entry = faults.entry(raw, type_.field_names, place, "a season has no")
    where, start = entry.stated.get("from", (place, None))
    if start is not None and not _is_start(start):
        message = f"{shown(start)} is no month and day."
        faults.fault("task.season", where, message, "Write it like '04-01'.")
    if "days" not in entry.stated:
        if not entry.misspelt:
            faults.fault("task.season", place, "a season needs its 'days'.", _SEASON)
        return None
    days = type_.fields["days"].read(faults, *entry.stated["days"])
    return None if days is None else int(days)


def _is_start(raw: object) -> bool:
    """Whether a value is a month and day, such as 04-01 or 4月1日, with or without a year."""
    match = _START.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if match is None:
        return isinstance(raw, date)
    try:
        return bool(date(_LEAP_YEAR, int(match[1]), int(match[2])))
    except ValueError:
        return False


def _rate(raw: object, unit: str) -> Fraction:
    """
    Read a work rate: a number, '300 m²/h' and '每小时 300 平方米', or '8 min' and '10 min/car'.

    Returns:
        Work done in an hour. [reference unit of the dimension of *unit*]
    """
    amount, base = _halves(raw)
    work, hours = _read_as(unit, amount), _read_as("hour", base)
    if work is None:  # so the amount has a unit, and is the time that the work takes
        work, hours = _read_as(unit, base), _read_as("hour", amount)
    if work is None or not hours:
        hint = f"Write it like '20 {units()[unit].labels['en']}/h', or '8 min' for one."
        message = f"{shown(raw)} is no work rate."
        raise QuantityError([Fault("task.rate", "", message, hint)])
    return work / hours


def _halves(raw: object) -> tuple[object, object]:
    """Divide a work rate into its amount and what that is for, which is one when not written."""
    if not isinstance(raw, str) or len(raw) > _LONGEST_RATE:
        return raw, 1
    text = normalize("NFKC", raw).strip()
    match = _EACH.fullmatch(text) or _PER.fullmatch(text)
    if match is None:
        return text, 1
    base = match["base"]
    return match["amount"], base if base[0].isdigit() else f"1 {base}"


def _read_as(unit: str, value: object) -> Fraction | None:
    with suppress(QuantityError):
        return exact(value, unit)
    return None
