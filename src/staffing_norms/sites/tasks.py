"""The only place that reads a task: its activity, how much, how often and how fast."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from functools import partial
from unicodedata import normalize

from staffing_norms.foundation.errors import Called, Fault, QuantityError, Said, quoted
from staffing_norms.foundation.faults import Entry, Faults, Place, shown
from staffing_norms.foundation.formula import Value
from staffing_norms.foundation.quantities import exact, frequency, times_per_year, whole_or_exact
from staffing_norms.foundation.units import units
from staffing_norms.sites.activities import work_of
from staffing_norms.sites.facts import FactType, Vocabulary
from staffing_norms.sites.glossary import blank_hint, flags

_SEASON = "Write it like {from: 04-01, days: 184}."
_START = re.compile(r"(?:[0-9]{4}-)?([0-9]{1,2})[-月]([0-9]{1,2})日?")
_LEAP_YEAR, _LEAP_DAY = 2024, 60  # it has every day that a season may start on

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
        the task's own rate in units of work an hour, whether it counts on top of a frequency
        profile, and of a season the day of the year on which it begins and its days; what is not
        stated is left out.

    Source:
        NORMS §5.
    """
    work = _work(faults, type_, entry)
    name, variant = work or ("", "")
    values: dict[str, Value] = {
        "tasks.activity": name,
        "tasks.work": work_of(name, variant),
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
    season = _season(faults, type_.fields["season"], entry)
    values["tasks.times_per_year"] = _times(faults, type_.fields, entry, usual, season)
    if "in_addition" in entry.stated:
        values["tasks.in_addition"] = yes_or_no(faults, *entry.stated["in_addition"])
    if season:
        values["tasks.season_from"], values["tasks.season_days"] = season
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
    called = Called(name, activity.labels.zh)
    if "variant" not in stated:
        if not (activity.unit or entry.misspelt):
            message = Said("{0} needs its 'variant'.", called)
            faults.fault("task.variant", entry.place, message, activity.glossary.hint(""))
        return (name, "") if activity.unit else None
    place, raw = stated["variant"]
    if not activity.variants:
        faults.at_key("task.variant", place, Said("{0} has no variants.", called), "Remove it.")
        return None
    variant = activity.glossary.read(faults, place, raw, Said("variant of {0}", called))
    return None if variant is None else (name, variant)


def _times(
    faults: Faults, fields: Vocabulary, entry: Entry, usual: str, season: tuple[int, int] | None
) -> Fraction | None:
    """Return how often a year, from `times_per_year` or from `frequency` and `season`."""
    stated, type_ = entry.stated, fields["times_per_year"]
    days = season[1] if season else None
    if "times_per_year" in stated:
        for other in ("frequency", "season"):
            if other in stated:
                message = Said(
                    "{0} stands beside 'times_per_year', which counts the whole year.",
                    Called(repr(other), quoted(fields[other].labels.zh)),
                )
                faults.fault("task.times", stated[other][0], message, "Keep one of them.")
        return type_.read(faults, *stated["times_per_year"])
    if "frequency" in stated:
        place, raw = stated["frequency"]
        wanted = "text such as '2/day'"
        return type_.read(faults, place, raw, lambda: _often(raw, days), wanted)
    return _often(usual, days) if usual else None


def _often(written: object, days: int | None) -> Fraction:
    return times_per_year(*frequency(written), days)


def _season(faults: Faults, type_: FactType, task: Entry) -> tuple[int, int] | None:
    """Return the day of the year on which the season of a task begins, and its days."""
    if "season" not in task.stated:
        return None
    place, raw = task.stated["season"]
    if not isinstance(raw, Mapping):
        faults.fault(
            "task.season", place, Said("a mapping is expected; found {0}.", shown(raw)), _SEASON
        )
        return None
    entry = faults.entry(raw, type_.field_names, place, "a season has no {0}.")
    for name in ("from", "days"):
        if name not in entry.stated and not entry.misspelt:
            called = Called(repr(name), quoted(type_.fields[name].labels.zh))
            faults.fault("task.season", place, Said("a season needs its {0}.", called), _SEASON)
    start, days = None, None
    if "from" in entry.stated:
        start = month_day(faults, *entry.stated["from"])
    if "days" in entry.stated:
        days = type_.fields["days"].read(faults, *entry.stated["days"])
    return None if start is None or days is None else (day_of_year(start), int(days))


def yes_or_no(faults: Faults, place: Place, raw: object) -> bool | None:
    """Read yes or no; keep anything else as a fault."""
    if isinstance(raw, bool) or _is_flag_of_numpy(raw):
        return bool(raw)
    word = flags().find(raw) if isinstance(raw, str) else None
    if word is None:
        message = Said("true or false is expected; found {0}.", shown(raw))
        faults.fault("fact.flag", place, message, blank_hint(raw) or "Write yes or no.")
        return None
    return word == "yes"


def _is_flag_of_numpy(raw: object) -> bool:
    return getattr(raw, "shape", None) == () and str(getattr(raw, "dtype", "")) == "bool"


def month_day(faults: Faults, place: Place, raw: object) -> str | None:
    """
    Read a month and day, such as 04-01 or 4月1日, with or without a year.

    Returns:
        The same as `04-01`; None for what is none, which is kept as a fault.
    """
    match = _START.fullmatch(raw.strip()) if isinstance(raw, str) else None
    with suppress(ValueError):
        if match:
            return f"{date(_LEAP_YEAR, int(match[1]), int(match[2])):%m-%d}"
        if isinstance(raw, date):
            return f"{raw:%m-%d}"
    message = Said("{0} is no month and day.", shown(raw))
    faults.fault("fact.month_day", place, message, "Write it like '04-01'.")
    return None


def day_of_year(month_day: str) -> int:
    """
    Return which day of a year of 365 days a month and day is; 29 February counts as 1 March.

    >>> day_of_year("01-01"), day_of_year("02-29"), day_of_year("03-01"), day_of_year("12-31")
    (1, 60, 60, 365)
    """
    day = date.fromisoformat(f"{_LEAP_YEAR}-{month_day}").timetuple().tm_yday
    return day - (day > _LEAP_DAY)


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
        hint = Said(
            "Write it like '20 {0}/h', or '8 min' for one.",
            Called(units()[unit].labels["en"], units()[unit].labels["zh"]),
        )
        message = Said("{0} is no work rate.", shown(raw))
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
