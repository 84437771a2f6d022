"""
Units and exact numbers: the only import of pint.

The units are data, `norms/units.yaml`. Text is matched whole against a small grammar and a closed
list of spellings; it is never given to pint, whose parser guesses.
"""

import re
from collections.abc import Iterable, Mapping
from copyreg import pickle
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from numbers import Rational, Real
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable
from unicodedata import normalize

from staffing_norms.errors import Fault, QuantityError, did_you_mean
from staffing_norms.library import read_shipped

if TYPE_CHECKING:
    import pint

__all__ = [
    "Unit",
    "exact",
    "exact_range",
    "figure_sum",
    "format_number",
    "frequency",
    "reference",
    "registry",
    "scale",
    "times_per_year",
    "to_pint",
    "units",
    "whole_or_exact",
]

_Named = TypeVar("_Named")
_BUILDING = Lock()
_MOST_CHARACTERS, _MOST_EXPONENT_DIGITS, _MOST_DIGITS = 100, 3, 1000
_PLACES = 6
_COUNTER, _OCCURRENCE, _DAY, _EVERY_DAYS = "item", "time", "day", "every_days"

# A number is an atomic group: '5e-8' is one, and never a range from '5e' to 8.
_NUMBER = r"(?>[+-]?(?:[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)(?:e[+-]?[0-9]+)?)"
_WORDS = r"(?:[^\W\d_]|[%‰]).*"
_NUMERAL = re.compile(_NUMBER)
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_QUANTITY = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<words>{_WORDS})?")
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<low_words>{_WORDS}?)??\s*[-–—~〜至]\s*"
    rf"(?P<high>{_NUMBER})\s*(?P<words>{_WORDS})?"
)
_PER = re.compile(
    rf"(?P<times>{_NUMBER})\s*(?P<counter>[^\d/]*?)\s*(?:/|\bper\b)\s*(?P<period>\D+)"
)
_EVERY = re.compile(
    rf"(?:every|每)\s*(?P<interval>{_NUMBER})?\s*(?P<period>\D+?)\s*"
    rf"(?:(?P<times>{_NUMBER})\s*(?P<counter>\D*))?"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """
    One unit of `norms/units.yaml`.

    Args:
        id: Its name everywhere.
        dimension: What it measures; figures of different dimensions do not mix.
        factor: Its size. [reference unit of the dimension]
        symbols: Spellings that are its own, the one to print first.
        labels: What stands after a figure, by language.
        pint: Its name in pint, or an expression of such names.
        borrowed: Spellings of another unit, read as this one where this one is expected.
        counter: What stands after a figure in a printed formula, by language.
    """

    id: str
    dimension: str
    factor: Fraction
    symbols: tuple[str, ...]
    labels: Mapping[str, str]
    pint: str
    borrowed: tuple[str, ...] = ()
    counter: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Dimension:
    reference: str
    scale: int
    noun: str
    example: str
    counting: bool = False


@dataclass(frozen=True, slots=True)
class _Book:
    """What units.yaml says; spellings by the dimension that is expected, None for any."""

    units: Mapping[str, Unit]
    dimensions: Mapping[str, _Dimension]
    spellings: Mapping[str | None, Mapping[str, Unit]]
    multipliers: Mapping[str, int]
    periods: Mapping[str, Mapping[str, Any]]
    period_words: Mapping[str, str]
    once: Mapping[str, str]
    pint_names: Mapping[str, Unit]


@runtime_checkable
class _PintLike(Protocol):
    """A quantity of any pint registry, told by its shape: pint need not be imported."""

    magnitude: object
    units: Any
    dimensionality: object

    def unit_items(self) -> Iterable[tuple[str, object]]: ...


def units() -> Mapping[str, Unit]:
    """
    Return the units by id.

    >>> units()["mu"].factor
    Fraction(2000, 3)
    """
    return _book().units


def scale(dimension: str) -> int:
    """
    Return how many whole steps a reference unit of *dimension* has in integer arithmetic.

    >>> scale("area")
    300
    """
    return _known(dimension, _book().dimensions, "dimension").scale


def reference(dimension: str) -> Unit:
    """
    Return the unit that figures of *dimension* are kept in.

    >>> reference("area").id
    'm2'
    """
    return units()[_known(dimension, _book().dimensions, "dimension").reference]


def exact(value: object, unit: str) -> Fraction:
    """
    Read *value* as an exact number.

    Args:
        value: A number, also of numpy or pandas; text such as '32 万平方米'; or a pint quantity.
            A float is read by its shortest decimal digits.
        unit: Id of the unit that a bare number is in. Its dimension is expected.

    Returns:
        The number. [reference unit of the dimension of *unit*]

    Raises:
        QuantityError: It is no finite number, or its unit is unknown or of another dimension.

    >>> exact("32 万平方米", "m2"), exact("35 %", "fraction"), exact(0.1, "hectare")
    (Fraction(320000, 1), Fraction(7, 20), Fraction(1000, 1))
    """
    expected = _known(unit, units(), "unit")
    if isinstance(value, str):
        match = _QUANTITY.fullmatch(_clean(value))
        if match is None:
            hint = f"Write it like {_book().dimensions[expected.dimension].example!r}."
            raise _error("quantity.text", f"{value!r} is not one number with its unit.", hint)
        multiplier, written = _resolved(match["words"], expected.dimension, value)
        return _numeral(match["number"]) * multiplier * (written or expected).factor
    if isinstance(value, _PintLike):
        return _from_pint(value, expected)
    return _number(value) * expected.factor


def exact_range(value: object, unit: str | None) -> tuple[Fraction, Fraction, str]:
    """
    Read a number or a range as printed, such as '3000–3500 m²' or '5-8 万㎡'.

    Args:
        value: As for `exact`. What the low end leaves out is as at the high end.
        unit: Id of the unit that a bare number is in. None where any unit may be written; a bare
            number then counts items.

    Returns:
        Low and high end, equal for a single number [reference unit of the dimension], and the id
        of the unit that is written or meant.

    Raises:
        QuantityError: As for `exact`, or the range runs the wrong way round.

    >>> exact_range("5-8 万㎡", None)
    (Fraction(50000, 1), Fraction(80000, 1), 'm2')
    """
    bare = _known(_COUNTER if unit is None else unit, units(), "unit")
    if not isinstance(value, str):
        number = exact(value, bare.id)
        return number, number, bare.id
    ends = _ends(value)
    resolved = [_resolved(words, unit and bare.dimension, value) for _, words in ends]
    written = {found.id for _, found in resolved if found} or {bare.id}
    if len(written) > 1:
        raise _error("quantity.unit", f"the ends of {value!r} have two units.", "Write one.")
    name = written.pop()
    numbers = [
        numeral * multiplier * units()[name].factor
        for (numeral, _), (multiplier, _) in zip(ends, resolved, strict=True)
    ]
    if numbers[0] > numbers[-1]:
        raise _error("quantity.range", f"the range {value!r} runs the wrong way round.")
    return numbers[0], numbers[-1], name


def figure_sum(value: object) -> Fraction:
    """
    Add the numerals of a figure as written, without multiplier and unit, to prove a typed table.

    Raises:
        QuantityError: It is no number and no range.

    >>> figure_sum("3000–3500 m²"), figure_sum("5 万㎡"), figure_sum(3)
    (Fraction(6500, 1), Fraction(5, 1), Fraction(3, 1))
    """
    if isinstance(value, str):
        return sum((numeral for numeral, _ in _ends(value)), Fraction(0))
    return _number(value)


def frequency(value: object) -> tuple[Fraction, str]:
    """
    Read how often something is done, such as '2/day', '每周3次' or 'every 5 days'.

    Returns:
        Times and the id of the period; every N days is N and 'every_days'.

    Raises:
        QuantityError: It is no frequency, or its period is unknown.

    >>> frequency("3/半月"), frequency("every 5 days")
    ((Fraction(3, 1), 'halfmonth'), (Fraction(5, 1), 'every_days'))
    """
    if not isinstance(value, str):
        raise _wrong_type(value, "text such as '2/day'")
    text, book = _clean(value), _book()
    if text in book.once:
        return Fraction(1), book.once[text]
    match = _PER.fullmatch(text) or _EVERY.fullmatch(text)
    if match is None:
        hint = "Write it like '2/day', '3/week' or 'every 5 days'."
        raise _error("quantity.text", f"{value!r} is not a frequency.", hint)
    found = {"interval": None, **match.groupdict()}
    period = _known(found["period"], book.period_words, "period")
    multiplier, _ = _resolved(found["counter"], book.units[_OCCURRENCE].dimension, value)
    times = _numeral(found["times"] or "1") * multiplier
    interval = _numeral(found["interval"] or "1")
    if times < 0 or interval <= 0:
        message = f"{value!r} is no frequency: times are 0 or more, and an interval more than 0."
        raise _error("quantity.range", message)
    if found["interval"] and period == _DAY and times:
        return interval / times, _EVERY_DAYS
    return times / interval, period


def times_per_year(times: Fraction, period: str, season_days: int | None) -> Fraction:
    """
    Return how often a year something is done.

    Args:
        times: Times a period; for 'every_days' the days from one time to the next, above 0.
        period: Id of a period, or 'every_days'.
        season_days: Days of the season in which it is done; None for the whole year.

    Raises:
        QuantityError: No period has that id.

    >>> times_per_year(Fraction(2), "day", 184), times_per_year(Fraction(5), "every_days", None)
    (Fraction(368, 1), Fraction(73, 1))
    """
    if period == _EVERY_DAYS:
        return times_per_year(1 / times, _DAY, season_days)
    found = _known(period, _book().periods, "period")
    if season_days is None or "times_a_day" not in found:
        return times * Fraction(found["times_a_year"])
    return times * Fraction(found["times_a_day"]) * season_days


def format_number(value: Fraction | int) -> str:
    """
    Write a number for people: exactly with up to six decimals, else rounded and marked so.

    >>> format_number(320_000), format_number(Fraction(32, 5)), format_number(Fraction(1280, 9))
    ('320,000', '6.4', '≈ 142.22')
    """
    number = Fraction(value)
    if 10**_PLACES % number.denominator == 0:
        return _decimals(number, _PLACES).rstrip("0").rstrip(".")
    zeros = len(str(int(1 / abs(number))))
    return f"≈ {_decimals(number, max(2, zeros + 1))}"


def whole_or_exact(value: Fraction) -> int | Fraction:
    """
    Return a whole number as an int, which is faster to reckon with.

    >>> whole_or_exact(Fraction(6, 2)), whole_or_exact(Fraction(6, 4))
    (3, Fraction(3, 2))
    """
    return value.numerator if value.denominator == 1 else value


def to_pint(value: Fraction, unit: str) -> "pint.Quantity[Any]":
    """
    Return a figure as an exact quantity of `registry`: the reverse of `exact`.

    Args:
        value: The figure. [reference unit of the dimension of *unit*]
        unit: Id of the unit that the quantity shall be in.

    Raises:
        QuantityError: No unit has that id.

    >>> print(to_pint(Fraction(50_000), "hectare"))
    5 hectare
    """
    target = _known(unit, units(), "unit")
    return registry().Quantity(whole_or_exact(value / target.factor), target.pint)


def registry() -> "pint.UnitRegistry[Any]":
    """
    Return the pint registry of units.yaml, built once; its quantities survive pickling.

    >>> print(registry().Quantity(3, "chinese_mu").to("m ** 2"))
    2000 meter ** 2
    """
    with _BUILDING:
        return _registry()


# What units.yaml says


@cache
def _book() -> _Book:
    data: Any = read_shipped("units.yaml").data
    found = {name: _unit(name, entry) for name, entry in data["units"].items()}
    dimensions = {name: _Dimension(**entry) for name, entry in data["dimensions"].items()}
    spellings: dict[str | None, Mapping[str, Unit]] = {None: _spellings(found.values())}
    for name, dimension in dimensions.items():
        accepted = [unit for unit in found.values() if unit.dimension == name]
        accepted += [found[_COUNTER]] * dimension.counting
        lent = {_normal(word): unit for unit in accepted for word in unit.borrowed}
        spellings[name] = _spellings(accepted) | lent
    periods = data["periods"]
    return _Book(
        units=MappingProxyType(found),
        dimensions=dimensions,
        spellings=spellings,
        multipliers={"": 1, **data["multipliers"]},
        periods=periods,
        period_words={word: name for name in periods for word in (name, *periods[name]["words"])},
        once={word: name for name in periods for word in periods[name].get("once", ())},
        pint_names={unit.pint: unit for unit in found.values()},
    )


def _unit(name: str, entry: Mapping[str, Any]) -> Unit:
    spelt = {key: tuple(entry.get(key, ())) for key in ("symbols", "borrowed")}
    return Unit(**{**entry, **spelt, "id": name, "factor": Fraction(entry["factor"])})


def _spellings(accepted: Iterable[Unit]) -> dict[str, Unit]:
    return {_normal(word): unit for unit in accepted for word in (unit.id, *unit.symbols)}


def _known(name: str, known: Mapping[str, _Named], what: str) -> _Named:
    if name in known:
        return known[name]
    raise _error("quantity.unit", f"no {what} is called {name!r}.", did_you_mean(name, known))


# Text


def _clean(text: str) -> str:
    if len(text) > _MOST_CHARACTERS:
        message = f"{len(text):,} characters are no number; at most {_MOST_CHARACTERS} are read."
        raise _error("quantity.text", message)
    return _normal(text)


def _normal(text: str) -> str:
    """Make full-width and raised characters, minus signs, case and spaces alike."""
    return " ".join(normalize("NFKC", text).replace("−", "-").casefold().split())


def _numeral(text: str) -> Fraction:
    digits, _, exponent = text.partition("e")
    whole = digits.lstrip("+-").partition(".")[0]
    if "," in whole and not _THOUSANDS.fullmatch(whole):
        hint = "Write '320,000' or '320000'; the decimal point is '.'."
        raise _error("quantity.text", f"the commas of {text!r} do not separate thousands.", hint)
    if len(exponent.lstrip("+-")) > _MOST_EXPONENT_DIGITS:
        message = f"the exponent of {text!r} has more than {_MOST_EXPONENT_DIGITS} digits."
        raise _error("quantity.text", message)
    return Fraction(text.replace(",", ""))


def _ends(value: str) -> list[tuple[Fraction, str | None]]:
    """Return numeral and words of both ends of a range, or of the single number."""
    text = _clean(value)
    if match := _RANGE.fullmatch(text):
        low, low_words, high, words = match.groups()
        return [(_numeral(low), low_words or words), (_numeral(high), words)]
    if match := _QUANTITY.fullmatch(text):
        return [(_numeral(match["number"]), match["words"])]
    hint = "Write it like '5', '3–4' or '5 万㎡'."
    raise _error("quantity.text", f"{value!r} is no number and no range.", hint)


def _resolved(words: str | None, dimension: str | None, text: str) -> tuple[int, Unit | None]:
    """Return the multiplier and the unit, if any is written, that *words* stand for."""
    written = words or ""
    found = _divided(written, dimension)
    if found:
        return found
    elsewhere = _divided(written, None)
    if elsewhere and dimension:
        raise _other_dimension(text, elsewhere[1], dimension)
    prefix = max(filter(written.startswith, _book().multipliers), key=len)
    name = written.removeprefix(prefix).strip()
    known = _book().spellings[dimension] if dimension else units()
    raise _error("quantity.unit", f"{text!r} has an unknown unit.", did_you_mean(name, known))


def _divided(words: str, dimension: str | None) -> tuple[int, Unit | None] | None:
    """Divide *words* into multiplier and unit; a whole unit, such as 千米, goes first."""
    spellings = _book().spellings[dimension]
    for prefix, multiplier in _book().multipliers.items():
        name = words.removeprefix(prefix).strip()
        if words.startswith(prefix) and (not name or name in spellings):
            return multiplier, spellings.get(name)
    return None


# Numbers and pint quantities


def _number(value: object) -> Fraction:
    """Read a number without a unit."""
    if isinstance(value, Rational) and not isinstance(value, bool):
        number = Fraction(int(value.numerator), int(value.denominator))
        if max(abs(number.numerator), number.denominator) >= 10**_MOST_DIGITS:
            message = f"a number of more than {_MOST_DIGITS:,} digits is not read."
            raise _error("quantity.range", message)
        return number
    if isinstance(value, Real | Decimal) and not isinstance(value, bool):
        text = _clean(str(value))
        if _NUMERAL.fullmatch(text):
            return _numeral(text)
        raise _error("quantity.finite", f"{text} is not a finite number.")
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        return _number(value.item())  # a scalar of numpy
    raise _wrong_type(value, "a number")


def _from_pint(quantity: _PintLike, expected: Unit) -> Fraction:
    magnitude, book = _number(quantity.magnitude), _book()
    powers = quantity.unit_items()
    name = " * ".join(base if power == 1 else f"{base} ** {power}" for base, power in powers)
    written = book.pint_names.get(name)
    if written and written.id in book.spellings[expected.dimension]:
        return magnitude * written.factor
    counting = book.dimensions[expected.dimension].counting
    target = "dimensionless" if counting else reference(expected.dimension).pint
    try:
        if written:
            raise TypeError
        converted = (magnitude * quantity.units).to(target)
    except (ArithmeticError, AttributeError, TypeError, ValueError):  # what pint's errors are
        shown = f"{format_number(magnitude)} {name or 'dimensionless'}"
        raise _other_dimension(shown, written, expected.dimension) from None
    return _number(converted.magnitude)


@cache
def _registry() -> "pint.UnitRegistry[Any]":
    # Lazily: pint takes longer to import than all else together.
    import pint  # noqa: PLC0415
    from pint.facets import plain  # noqa: PLC0415

    # Definitions are objects: pint reads those in text into floats, or with
    # non_int_type=Fraction cannot print its own exponents.
    built: Any = pint.UnitRegistry(None)
    make: Any = plain.UnitDefinition
    size: Any = plain.ScaleConverter
    for unit in units().values():
        if unit.pint in built:
            continue
        base = reference(unit.dimension)
        of = {f"[{unit.dimension}]": 1}
        if unit != base:
            of = dict(built.Quantity(1, base.pint).unit_items())
        symbol = next((word for word in unit.symbols if word.isascii() and word.isidentifier()), "")
        built.define(make(unit.pint, symbol, (), size(unit.factor), built.UnitsContainer(of)))
    pickle(built.Quantity, lambda found: (_restored, (found.magnitude, dict(found.unit_items()))))
    return built  # type: ignore[no-any-return]


def _restored(magnitude: object, powers: Mapping[str, int]) -> "pint.Quantity[Any]":
    return registry().Quantity(magnitude, registry().UnitsContainer(powers))


def _decimals(number: Fraction, places: int) -> str:
    whole, rest = divmod(round(abs(number) * 10**places), 10**places)
    return f"{'-' * (number < 0)}{whole:,}.{rest:0{places}}"


# Faults


def _error(code: str, message: str, hint: str = "") -> QuantityError:
    return QuantityError([Fault(code, "", message, hint)])


def _wrong_type(value: object, wanted: str) -> QuantityError:
    return _error("quantity.type", f"{wanted} is expected, not {type(value).__name__}.")


def _other_dimension(shown: str, found: Unit | None, expected: str) -> QuantityError:
    dimensions = _book().dimensions
    noun = dimensions[found.dimension].noun if found else "of another kind"
    right = f"{dimensions[expected].noun} such as {dimensions[expected].example!r} is expected."
    return _error("quantity.dimension", f"{shown!r} is {noun}; {right}")
