"""
Exact numbers, as people write them with their units.

Text is matched whole against a small grammar and a closed list of spellings; it is never given to
pint, whose parser guesses.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from numbers import Rational, Real
from operator import index
from typing import Any, Protocol, runtime_checkable

from staffing_norms.foundation.errors import (
    Called,
    QuantityError,
    Said,
    did_you_mean,
    known_names,
    quoted,
)
from staffing_norms.foundation.units import (
    COUNTER,
    Unit,
    dimension_of,
    known_as,
    normal,
    reference,
    spellings_of,
    units,
    units_data,
    wrong_quantity,
)

_MOST_CHARACTERS, _MOST_EXPONENT_DIGITS, _MOST_DIGITS, _PLACES = 100, 3, 1000, 6
_BEYOND = 10**_MOST_DIGITS
_DAY, _EVERY_DAYS = "day", "every_days"
_TEN, _HUNDRED = 10, 100
FIGURE = "a number or text with its unit"
_NO_QUANTITY = "{0} is not one number with its unit."
_UNKNOWN_UNIT = "{0} has the unknown unit {1}."
_FREQUENCY = "Write it like '2/day', '3/week' or 'every 5 days'."
_ROUGH = "Write {0} alone; 'status: estimated' beside it says that it is rough."
_PARTS = (
    "Write one number; of several parts their sum, with the parts in a note: "
    "{{value: …, note: {0}}}."
)

# A number is an atomic group: '5e-8' is one, and never a range from '5e' to 8.
_NUMBER = r"(?>[+-]?(?:[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)(?:e[+-]?[0-9]+)?)"
_WORDS = r"(?:[^\W\d_]|[%‰]).*"
_NUMERAL = re.compile(_NUMBER)
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_QUANTITY = re.compile(rf"({_NUMBER})\s*({_WORDS})?")
_RANGE = re.compile(rf"({_NUMBER})\s*({_WORDS}?)??\s*[-–—~〜至]\s*({_NUMBER})\s*({_WORDS})?")
_PER = re.compile(
    rf"(?P<times>{_NUMBER})\s*(?P<counter>[^\d/]*?)\s*(?:/|\b(?:per|an?)\b)\s*(?P<period>\D+)"
)
_EVERY = re.compile(
    rf"(?:every|每)\s*(?P<interval>{_NUMBER})?\s*(?P<period>\D+?)\s*"
    rf"(?:(?P<times>{_NUMBER})\s*(?P<counter>\D*))?"
)
_IN = re.compile(
    rf"(?P<interval>{_NUMBER})\s*(?P<period>[^\d/]+?)\s*(?P<times>{_NUMBER})\s*(?P<counter>\D*)"
)
_STOPS = " ,;.。、"  # what may stand after a number as after a sentence
_REMARK = re.compile(r"(?P<figure>[^(（]+)[(（](?P<remark>[^()（）]+)[)）]")
_CLOSE_UNIT, _CLOSE_PERIOD = 0.87, 0.8  # nearer than for names: another size is not meant


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
    expected = known_as(unit, units(), "unit")
    if isinstance(value, str):
        return _from_text(value, expected)
    if isinstance(value, Real | Decimal) or not isinstance(value, _PintLike):
        return _number(value) * expected.factor
    return _from_pint(value, expected)


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
    bare = known_as(COUNTER if unit is None else unit, units(), "unit")
    if not isinstance(value, str):
        number = exact(value, bare.id)
        return number, number, bare.id
    ends = _ends(value)
    resolved = [_resolved(words, unit and bare.dimension, value) for _, words in ends]
    written = {found.id for _, found in resolved if found} or {bare.id}
    if len(written) > 1:
        raise wrong_quantity(
            "quantity.unit", Said("the ends of {0} have two units.", repr(value)), "Write one."
        )
    name = written.pop()
    numerals = [numeral * units()[name].factor for numeral, _ in ends]
    low, high = numerals[0] * resolved[0][0], numerals[-1] * resolved[-1][0]
    if low > high:
        raise wrong_quantity(
            "quantity.range", Said("the range {0} runs the wrong way round.", repr(value))
        )
    return low, high, name


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


def figures(text: str) -> list[tuple[str, str, bool]]:
    """
    Return number and unit of the figures of a text, and whether they are said to be of each thing.

    >>> figures("12栋18层，每栋3部电梯")
    [('12', '栋', False), ('18', '层', False), ('3', '部电梯', True)]
    """
    return [
        (found["number"].replace(",", ""), found["unit"], bool(found["before"] or found["after"]))
        for found in _figure().finditer(normal(text))
    ]


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
    text = _counted(_clean(value).rstrip(_STOPS))
    text = units_data()["frequencies"].get(text, text)
    match = _PER.fullmatch(text) or _EVERY.fullmatch(text) or _IN.fullmatch(text)
    period = _period_words().get(match["period"]) if match else None
    if match is None or period is None:
        close = (
            get_close_matches(match["period"], _period_words(), 1, _CLOSE_PERIOD) if match else []
        )
        hint = did_you_mean(close[0], close) if close else _FREQUENCY
        raise wrong_quantity("quantity.text", Said("{0} is not a frequency.", repr(value)), hint)
    multiplier, _ = _resolved(match["counter"], units()["time"].dimension, value)
    times = _numeral(match["times"] or "1") * multiplier
    pause = match.groupdict().get("interval")
    interval = _numeral(pause or "1")
    if times < 0 or interval <= 0:
        message = Said(
            "{0} is no frequency: times are 0 or more, and an interval more than 0.", repr(value)
        )
        raise wrong_quantity("quantity.range", message)
    if pause and period == _DAY and times:
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

    Source:
        The calendar without leap days, as `periods` of norms/units.yaml has it.

    >>> times_per_year(Fraction(2), "day", 184), times_per_year(Fraction(5), "every_days", None)
    (Fraction(368, 1), Fraction(73, 1))
    """
    if period == _EVERY_DAYS:
        return times_per_year(1 / times, _DAY, season_days)
    rates = known_as(period, units_data()["periods"], "period")
    if season_days is None or "times_a_day" not in rates:
        return times * Fraction(rates["times_a_year"])
    return times * Fraction(rates["times_a_day"]) * season_days


def format_number(value: Fraction | int) -> str:
    """
    Write a number for people: exactly with up to six decimals, else rounded and marked so.

    >>> format_number(320_000), format_number(Fraction(32, 5)), format_number(Fraction(1280, 9))
    ('320,000', '6.4', '≈ 142.22')
    """
    if value.denominator == 1:
        return f"{value.numerator:,}"
    number = Fraction(value)
    if 10**_PLACES % number.denominator == 0:
        return _decimals(number, _PLACES).rstrip("0")
    return f"≈ {_decimals(number, max(2, len(str(int(1 / abs(number)))) + 1))}"


def to_places(value: Fraction | int, places: int, *, is_bare: bool = False) -> str:
    """
    Write a number for people to so many decimal places.

    Args:
        value: The number.
        places: How many, one or more.
        is_bare: Whether a number that is whole, so rounded, has none.

    >>> to_places(Fraction(29, 2), 2), to_places(8760, 1, is_bare=True)
    ('14.50', '8,760')
    """
    text = _decimals(Fraction(value), places)
    return text.removesuffix("." + "0" * places) if is_bare else text


def at_least(figure: str, *, is_whole: bool) -> str:
    """
    Return a figure that is written, marked as "at least" where it is not the whole.

    >>> at_least("84", is_whole=False)
    '≥ 84'
    """
    return figure if is_whole else f"≥ {figure}"


def signed(value: Fraction | int) -> str:
    """
    Write a difference for people, with its sign.

    >>> signed(1200), signed(Fraction(-1, 2)), signed(0)
    ('+1,200', '−0.5', '0')
    """
    return f"{'+' * (value > 0)}{format_number(value)}".replace("-", "−")


def plain(value: Fraction | int | None, places: int = _PLACES) -> str:
    """
    Write a number for programs, without commas and in no more than so many decimal places.

    >>> plain(149_256), plain(Fraction(14, 3), 4), plain(None)
    ('149256', '4.6667', '')
    """
    if value is None:
        return ""
    return _decimals(Fraction(value), places).rstrip("0").removesuffix(".").replace(",", "")


def per_cent_hint(raw: object, share: Fraction) -> str:
    """
    Return the hint for a share of 100 % or more whose per cent sign may be missing, if any.

    Args:
        raw: The share as it is written.
        share: What it is read as.

    >>> per_cent_hint(80, Fraction(80)), per_cent_hint("80 %", Fraction(4, 5))
    ('Write 80 % (0.8).', '')
    """
    if not 1 < share < _HUNDRED or str(raw).rstrip().endswith("%"):
        return ""
    return Said("Write {0} % ({1}).", format_number(share), format_number(share / _HUNDRED))


def whole_or_exact(value: Fraction) -> int | Fraction:
    """
    Return a whole number as an int, which is faster to reckon with.

    >>> whole_or_exact(Fraction(6, 2)), whole_or_exact(Fraction(6, 4))
    (3, Fraction(3, 2))
    """
    return value.numerator if value.denominator == 1 else value


@cache
def _period_words() -> Mapping[str, str]:
    periods = units_data()["periods"]
    return {word: name for name in periods for word in (name, *periods[name]["words"])}


# Text


def _clean(text: str) -> str:
    if len(text) > _MOST_CHARACTERS:
        message = Said(
            "{0:,} characters are no number; at most {1} are read.", len(text), _MOST_CHARACTERS
        )
        raise wrong_quantity("quantity.text", message)
    return normal(text)


def _from_text(value: str, expected: Unit) -> Fraction:
    text = _clean(value).rstrip(_STOPS)
    match = _QUANTITY.fullmatch(text) or _in_words(text, expected.dimension)
    if match is None:
        _refuse_remark(value)
        hint = Said("Write it like {0}.", _example(expected.dimension))
        raise wrong_quantity("quantity.text", Said(_NO_QUANTITY, repr(value)), hint)
    multiplier, written = _resolved(match[2], expected.dimension, value)
    return _numeral(match[1]) * multiplier * (written or expected).factor


def _in_words(text: str, dimension: str) -> "re.Match[str] | None":
    """Match a number that begins in Chinese numerals and has a unit, or none, such as 三个."""
    match = re.match(_numerals(), text)
    if match is None or _divided(text[match.end() :].strip(), dimension) is None:
        return None
    return _QUANTITY.fullmatch(f"{_value(match[0])}{text[match.end() :]}")


@cache
def _numerals() -> str:
    """Return what Chinese numerals up to 99 look like."""
    digits = "".join(word for word, value in units_data()["numerals"].items() if value < _TEN)
    tens = "".join(word for word, value in units_data()["numerals"].items() if value == _TEN)
    return rf"(?:[{digits}]?[{tens}][{digits}]?|[{digits}])"


def _value(numeral: str) -> int:
    digits: list[int] = [units_data()["numerals"][each] for each in numeral]
    if _TEN not in digits:
        return digits[0]
    place = digits.index(_TEN)
    return _TEN * (digits[0] if place else 1) + sum(digits[place + 1 :])


def _counted(text: str) -> str:
    """Write in digits how many times something is done, and in how many days, weeks or months."""
    numeral = _numerals()
    pattern = rf"^{numeral}|(?<=每){numeral}|{numeral}(?=\s*次)"
    return re.sub(pattern, lambda match: str(_value(match[0])), text)


@cache
def _figure() -> re.Pattern[str]:
    """Return what one of several figures of a text looks like."""
    each, in_all = _any_of("of_each"), _any_of("in_all")
    return re.compile(
        rf"(?P<before>{each})?\s*(?:{in_all})?\s*(?<![a-z0-9.])"
        rf"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)\s*"
        rf"(?P<unit>[^\W\d]+?)(?=[\W\d]|$|{each}|{in_all})(?P<after>\s*(?:{each})(?!\s*[0-9]))?"
    )


def _any_of(words: str) -> str:
    """Return a pattern for any of some words of units.yaml, the longest first."""
    return "|".join(map(re.escape, sorted(units_data()[words], key=len, reverse=True)))


def _refuse_remark(text: str) -> None:
    """Say what to do about a number with words about it, and about several in one text."""
    if (match := _REMARK.fullmatch(text.strip())) and _QUANTITY.fullmatch(_clean(match["figure"])):
        hint = Said(
            "Write {{value: {0}, note: {1}}}.", match["figure"].strip(), match["remark"].strip()
        )
        raise wrong_quantity(
            "quantity.text", Said("{0} is a number with a remark.", repr(text)), hint
        )
    counted = _without(text.strip(), "in_all")
    number = _without(counted, "rough")
    if number != text.strip() and _QUANTITY.fullmatch(normal(number)):
        code, told = "quantity.rough", Said(_ROUGH, repr(number))
        if number == counted:
            code, told = "quantity.text", Said("Write {0} alone.", repr(number))
        raise wrong_quantity(code, Said(_NO_QUANTITY, repr(text)), told)
    if len(figures(text)) > 1 and "/" not in text and not _RANGE.fullmatch(normal(text)):
        hint = Said(_PARTS, f'"{text.strip()}"')
        raise wrong_quantity("quantity.text", Said(_NO_QUANTITY, repr(text)), hint)


def _without(text: str, words: str) -> str:
    """Return text without some words of units.yaml before and after it."""
    either = _any_of(words)
    return re.sub(rf"^(?:{either})\s*|\s*(?:{either})$", "", text, flags=re.IGNORECASE)


def _numeral(text: str) -> Fraction:
    digits, _, exponent = text.partition("e")
    whole = digits.lstrip("+-").partition(".")[0]
    if "," in whole and not _THOUSANDS.fullmatch(whole):
        hint = "Write '320,000' or '320000'; the decimal point is '.'."
        raise wrong_quantity(
            "quantity.text", Said("the commas of {0} do not separate thousands.", repr(text)), hint
        )
    if len(exponent.lstrip("+-")) > _MOST_EXPONENT_DIGITS:
        message = Said(
            "the exponent of {0} has more than {1} digits.", repr(text), _MOST_EXPONENT_DIGITS
        )
        raise wrong_quantity("quantity.text", message)
    return Fraction(text.replace(",", ""))


def _ends(value: str) -> list[tuple[Fraction, str | None]]:
    """Return numeral and words of both ends of a range, or of the single number."""
    text = _clean(value)
    if match := _RANGE.fullmatch(text):
        low, low_words, high, words = match.groups()
        return [(_numeral(low), low_words or words), (_numeral(high), words)]
    if match := _QUANTITY.fullmatch(text):
        return [(_numeral(match[1]), match[2])]
    hint = "Write it like '5', '3–4' or '5 万㎡'."
    raise wrong_quantity("quantity.text", Said("{0} is no number and no range.", repr(value)), hint)


def _resolved(words: str | None, dimension: str | None, text: str) -> tuple[int, Unit | None]:
    """Return the multiplier and the unit, if any is written, that *words* stand for."""
    written = words or ""
    if found := _divided(written, dimension):
        return found
    if dimension and (elsewhere := _divided(written, None)):
        raise _other_dimension(text, elsewhere[1], dimension)
    prefix = max(filter(written.startswith, ("", *units_data()["multipliers"])), key=len)
    name = written.removeprefix(prefix).strip()
    _refuse_remark(text)
    known = spellings_of(dimension)
    if meant := next((unit.labels["zh"] for unit in known.values() if name in unit.misspelt), ""):
        whole = text.strip(_STOPS).replace(name, meant)
        message = Said(_UNKNOWN_UNIT, repr(text), repr(name))
        raise wrong_quantity("quantity.unit", message, did_you_mean(whole, [whole]))
    ours_first = sorted(
        known.values(),
        key=lambda unit: (unit.dimension != dimension, unit != reference(unit.dimension)),
    )
    close = get_close_matches(name, known, 1, _CLOSE_UNIT)
    hint = did_you_mean(name, close) or known_names(
        dict.fromkeys(unit.symbols[0] for unit in ours_first),
        dict.fromkeys(unit.labels["zh"] or unit.symbols[0] for unit in ours_first),
    )
    raise wrong_quantity("quantity.unit", Said(_UNKNOWN_UNIT, repr(text), repr(name)), hint)


def _divided(words: str, dimension: str | None) -> tuple[int, Unit | None] | None:
    """Divide *words* into multiplier and unit; a whole unit, such as 千米, goes first."""
    spellings = spellings_of(dimension)
    for prefix, multiplier in {"": 1, **units_data()["multipliers"]}.items():
        name = words.removeprefix(prefix).strip()
        if words.startswith(prefix) and (not name or name in spellings):
            return multiplier, spellings.get(name)
    return None


# Numbers and pint quantities


@runtime_checkable
class _PintLike(Protocol):
    """A quantity of any pint registry, told by its shape: pint need not be imported."""

    magnitude: object
    units: Any
    dimensionality: object

    def unit_items(self) -> Iterable[tuple[str, object]]: ...


def _number(value: object) -> Fraction:
    """Read a number without a unit."""
    if isinstance(value, bool):
        raise _wrong_type(value, "a number")
    if isinstance(value, Rational):
        return _ratio(value)
    if isinstance(value, Real | Decimal):
        text = _clean(str(value))
        if _NUMERAL.fullmatch(text):
            return _numeral(text)
        raise wrong_quantity("quantity.finite", Said("{0} is not a finite number.", text))
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        return _number(value.item())  # an array of one number without a dimension
    raise _wrong_type(value, "a number")


def _ratio(value: Rational) -> Fraction:
    try:
        ratio = Fraction(index(value.numerator), index(value.denominator))
    except TypeError:  # numpy counts its timedelta64 among the whole numbers
        raise _wrong_type(value, "a number") from None
    if max(abs(ratio.numerator), ratio.denominator) < _BEYOND:
        return ratio
    message = Said("a number of more than {0:,} digits is not read.", _MOST_DIGITS)
    raise wrong_quantity("quantity.range", message)


def _from_pint(quantity: _PintLike, expected: Unit) -> Fraction:
    magnitude, dimension = _number(quantity.magnitude), dimension_of(expected.dimension)
    powers = quantity.unit_items()
    name = " * ".join(base if power == 1 else f"{base} ** {power}" for base, power in powers)
    shown = f"{format_number(magnitude)} {name or 'dimensionless'}"
    if ours := next((unit for unit in units().values() if unit.pint == name), None):
        if ours.id in spellings_of(expected.dimension):
            return magnitude * ours.factor
        raise _other_dimension(shown, ours, expected.dimension)
    target = "dimensionless" if dimension.counting else units()[dimension.reference].pint
    try:
        converted = (magnitude * quantity.units).to(target)
    except (ArithmeticError, AttributeError, TypeError, ValueError):  # what pint's errors are
        raise _other_dimension(shown, None, expected.dimension) from None
    return _number(converted.magnitude)


def _decimals(number: Fraction, places: int) -> str:
    whole, rest = divmod(round(abs(number) * 10**places), 10**places)
    return f"{'-' * (number < 0)}{whole:,}.{rest:0{places}}"


# Faults


def _wrong_type(value: object, wanted: str) -> QuantityError:
    return wrong_quantity(
        "quantity.type", Said("{0} is expected, not {1}.", wanted, type(value).__name__)
    )


def _other_dimension(shown: str, found: Unit | None, expected: str) -> QuantityError:
    right = _noun(expected)
    noun = _noun(found.dimension) if found else Said("not {0}", right)
    example = _example(expected)
    message = Said("{0} is {1}; {2} such as {3} is expected.", repr(shown), noun, right, example)
    return wrong_quantity("quantity.dimension", message)


def _noun(dimension: str) -> Called:
    of = dimension_of(dimension)
    return Called(of.noun["en"], of.noun["zh"])


def _example(dimension: str) -> Called:
    """Return how a figure of a dimension is written, in quotation marks."""
    example = dimension_of(dimension).example
    number, _, unit = example.partition(" ")
    chinese = f"{number} {reference(dimension).labels['zh'] or unit}"
    return Called(repr(example), quoted(chinese.rstrip()))
