"""The only place that knows units: what norms/units.yaml says of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar
from unicodedata import normalize

from staffing_norms.foundation.errors import Fault, QuantityError, Said, did_you_mean
from staffing_norms.foundation.library import read_shipped

_Named = TypeVar("_Named")
COUNTER = "item"
"""The unit of a plain count."""


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
        misspelt: Wrong spellings of it that look like no other, for a hint.
        counter: What stands after a figure in a printed formula, by language.
    """

    id: str
    dimension: str
    factor: Fraction
    symbols: tuple[str, ...]
    labels: Mapping[str, str]
    pint: str
    borrowed: tuple[str, ...] = ()
    misspelt: tuple[str, ...] = ()
    counter: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """
    A dimension: what its figures are kept in, in which steps, and how messages call them.

    Args:
        reference: Id of the unit that figures are kept in.
        scale: Whole steps of that unit in integer arithmetic.
        noun: What a figure of it is called, by language.
        example: How one is written.
        counting: Whether it counts things, so that a bare number of items will do.
    """

    reference: str
    scale: int
    noun: Mapping[str, str]
    example: str
    counting: bool = False


@cache
def units() -> Mapping[str, Unit]:
    """
    Return the units by id.

    >>> units()["mu"].factor
    Fraction(2000, 3)
    """
    return MappingProxyType({name: _unit(name, own) for name, own in units_data()["units"].items()})


def scale(dimension: str) -> int:
    """
    Return how many whole steps a reference unit of *dimension* has in integer arithmetic.

    >>> scale("area")
    300
    """
    return dimension_of(dimension).scale


def reference(dimension: str) -> Unit:
    """
    Return the unit that figures of *dimension* are kept in.

    >>> reference("area").id
    'm2'
    """
    return units()[dimension_of(dimension).reference]


@cache
def dimension_of(name: str) -> Dimension:
    """Return what units.yaml says of a dimension."""
    return Dimension(**known_as(name, units_data()["dimensions"], "dimension"))


@cache
def spellings_of(dimension: str | None) -> Mapping[str, Unit]:
    """Return the spellings that are read where *dimension* is expected, or any where None is."""
    counting = dimension is not None and dimension_of(dimension).counting
    return {
        normal(word): unit
        for unit in units().values()
        if dimension in (None, unit.dimension) or (counting and unit.id == COUNTER)
        for word in (unit.id, *unit.symbols, *(unit.borrowed if dimension else ()))
    }


def normal(text: str) -> str:
    """Make full-width and raised characters, minus signs, case and spaces alike."""
    return " ".join(normalize("NFKC", text).replace("−", "-").casefold().split())


def known_as(name: str, known: Mapping[str, _Named], what: str) -> _Named:
    """Return what has a name, or say that nothing has."""
    if name in known:
        return known[name]
    raise wrong_quantity(
        "quantity.unit", Said("no {0} is called {1}.", what, repr(name)), did_you_mean(name, known)
    )


def wrong_quantity(code: str, message: str, hint: str = "") -> QuantityError:
    """Return the error that a quantity cannot be read."""
    return QuantityError([Fault(code, "", message, hint)])


@cache
def units_data() -> Any:  # noqa: ANN401 - as the file is laid out
    return read_shipped("units.yaml").data


def _unit(name: str, entry: Mapping[str, Any]) -> Unit:
    spelt = {key: tuple(entry.get(key, ())) for key in ("symbols", "borrowed", "misspelt")}
    return Unit(**{**entry, **spelt, "id": name, "factor": Fraction(entry["factor"])})
