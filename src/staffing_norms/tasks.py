"""The only place that reads a task: its activity, how much, how often and how fast."""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from staffing_norms.errors import Fault, QuantityError, did_you_mean
from staffing_norms.facts import Activity, FactType
from staffing_norms.formula import Value
from staffing_norms.faults import Faults, Place
from staffing_norms.quantities import exact, frequency, times_per_year, units, whole_or_exact

_MINUTES_AN_HOUR = 60
_MAX_SEASON_DAYS = 366
_START = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def read_task(
    faults: Faults,
    type_: FactType,
    raw: Mapping[str, object],
    places: Mapping[str, Place],
    place: Place,
) -> dict[str, Value]:
    """
    Read one task of a site.

    Args:
        faults: Keeps what is wrong.
        type_: The type of the fact `tasks`, with the activities and the fields of a task.
        raw: What is stated, by field.
        places: Where it is stated, by field.
        place: Where the task itself stands.

    Returns:
        By `tasks.<field>`: activity, work (activity and variant), quantity, times a year, and
        the task's own rate in units of work an hour; what is not stated is left out.

    Source:
        NORMS §5.
    """
    if "activity" not in raw:
        hint = "Write 'activity: floor_sweeping', say."
        faults.fault("task.activity", place, "a task needs its 'activity'.", hint)
        return {}
    name = _named(faults, type_.activities, str(raw["activity"]), places["activity"], "activity")
    activity = type_.activities.get(name)
    if activity is None:
        return {}
    variant = _variant(faults, activity, name, raw, places, place)
    if variant is None:
        return {}
    unit = activity.unit_of(variant)
    values: dict[str, Value] = {
        "tasks.activity": name,
        "tasks.work": f"{name}:{variant}" if variant else name,
    }
    if "quantity" in raw:
        here = places["quantity"]
        quantity = faults.reads(here, lambda: exact(raw["quantity"], unit))
        values["tasks.quantity"] = _within(
            faults, type_.fields["quantity"], "quantity", quantity, here
        )
    values["tasks.times"] = _times(faults, type_.fields["times_per_year"], raw, places, activity)
    if "rate" in raw:
        values["tasks.rate"] = faults.reads(places["rate"], lambda: _rate(raw["rate"], unit))
    return {field: value for field, value in values.items() if value is not None}


def _named(faults: Faults, known: Mapping[str, object], word: str, place: Place, what: str) -> str:
    """Return the id that *word* spells: dashes, blanks and case do not matter."""
    name = re.sub(r"[^a-z0-9]+", "_", word.strip().casefold()).strip("_")
    if name not in known:
        message = f"no {what} is called {word!r}."
        faults.fault(f"task.{what}", place, message, did_you_mean(name or word, known))
    return name


def _variant(
    faults: Faults,
    activity: Activity,
    name: str,
    raw: Mapping[str, object],
    places: Mapping[str, Place],
    place: Place,
) -> str | None:
    """Return the variant, empty where the activity needs none, None where it is at fault."""
    if "variant" not in raw:
        if activity.unit:
            return ""
        message = f"{name} needs its 'variant': {', '.join(activity.variants)}."
        faults.fault("task.variant", place, message)
        return None
    if not activity.variants:
        faults.fault("task.variant", places["variant"], f"{name} has no variants.", "Remove it.")
        return None
    word = str(raw["variant"])
    variant = _named(faults, activity.variants, word, places["variant"], "variant")
    return variant if variant in activity.variants else None


def _within(
    faults: Faults, type_: FactType, name: str, value: Fraction | None, place: Place
) -> Value:
    if value is None:
        return None
    wrong = type_.beyond(value)
    if wrong:
        faults.fault("fact.limit", place, f"{name}: {wrong}")
    return whole_or_exact(value)


def _times(
    faults: Faults,
    type_: FactType,
    raw: Mapping[str, object],
    places: Mapping[str, Place],
    activity: Activity,
) -> Value:
    """Return how often a year, from `times_per_year` or from `frequency` and `season`."""
    if "times_per_year" in raw and "frequency" in raw:
        message = "a task states 'times_per_year' or 'frequency', not both."
        faults.fault("task.frequency", places["frequency"], message, "Keep one of them.")
        return None
    season = _season(faults, raw["season"], places["season"]) if "season" in raw else None
    if "times_per_year" in raw:
        here = places["times_per_year"]
        times = faults.reads(here, lambda: exact(raw["times_per_year"], type_.unit))
    elif "frequency" in raw or activity.frequency:
        here = places.get("frequency", ())
        written = raw.get("frequency", activity.frequency)
        times = faults.reads(here, lambda: times_per_year(*frequency(written), season))
    else:
        return None
    return _within(faults, type_, "times a year", times, here)


def _season(faults: Faults, raw: object, place: Place) -> int | None:
    """Return the days of a season `{from: 04-01, days: 184}`."""
    shape = "a season looks like {from: 04-01, days: 184}"
    if not isinstance(raw, Mapping) or set(raw) != {"from", "days"}:
        faults.fault("task.season", place, f"{shape}; both keys are needed.")
        return None
    start, days = raw["from"], raw["days"]
    if not (isinstance(start, date) or _START.fullmatch(str(start))):
        message = f"a season starts on a month and day such as 04-01; found {start!r}."
        faults.fault("task.season", (*place, "from"), message)
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= _MAX_SEASON_DAYS:
        message = f"a season has 1 to {_MAX_SEASON_DAYS} days; found {days!r}."
        faults.fault("task.season", (*place, "days"), message)
        return None
    return days


def _rate(raw: object, unit: str) -> Value:
    """Return units of work an hour, from a number, `300 m²/h` or `8 min` for one unit."""
    if not isinstance(raw, str):
        return _positive(exact(raw, unit), raw)
    amount, _, period = (part.strip() for part in re.sub(r"每|\bper\b", "/", raw).partition("/"))
    if _is_time(amount):
        return _positive(Fraction(1) / _positive(exact(amount, "hour"), raw), raw)
    value = _positive(exact(amount, unit), raw)
    if period and not _is_time(f"1 {period}"):
        message = f"{raw!r} is no work rate; units an hour such as '300 m²/h' or '8 min' are."
        raise QuantityError([Fault("quantity.unit", "", message)])
    return whole_or_exact(value / exact(f"1 {period}", "hour")) if period else value


def _is_time(text: str) -> bool:
    """Whether *text* is a number of hours or minutes, with its unit written."""
    symbols = (*units()["hour"].symbols, *units()["minute"].symbols)
    return re.search(r"[^\d.,\s]+$", text) is not None and text.endswith(symbols) and _reads(text)


def _reads(text: str) -> bool:
    try:
        exact(text, "hour")
    except QuantityError:
        return False
    return True


def _positive(value: Fraction, raw: object) -> Fraction:
    if value <= 0:
        message = f"the work rate is {raw}; it must be more than 0."
        raise QuantityError([Fault("quantity.range", "", message)])
    return value
