"""The only import of pint: figures as quantities of its registry, which units.yaml defines."""

from collections.abc import Mapping
from copyreg import pickle
from fractions import Fraction
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from staffing_norms.foundation.quantities import whole_or_exact
from staffing_norms.foundation.units import known_as, reference, units

if TYPE_CHECKING:
    import pint

_BUILDING = Lock()


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
    target = known_as(unit, units(), "unit")
    return registry().Quantity(whole_or_exact(value / target.factor), target.pint)


def registry() -> "pint.UnitRegistry[Any]":
    """
    Return the pint registry of units.yaml, built once; its quantities survive pickling.

    >>> print(registry().Quantity(3, "chinese_mu").to("m ** 2"))
    2000 meter ** 2
    """
    with _BUILDING:
        return _registry()


@cache
def _registry() -> "pint.UnitRegistry[Any]":
    # Lazily: pint takes longer to import than all else together.
    import pint  # noqa: PLC0415
    from pint.facets import plain  # noqa: PLC0415

    # Definitions are objects: pint reads those in text into floats, or with
    # non_int_type=Fraction cannot print its own exponents.
    built: Any = pint.UnitRegistry(None)
    define: Any = plain.UnitDefinition
    size: Any = plain.ScaleConverter
    for unit in units().values():
        if unit.pint in built:
            continue
        base = reference(unit.dimension)
        powers = {f"[{unit.dimension}]": 1}
        if unit != base:
            powers = dict(built.Quantity(1, base.pint).unit_items())
        symbol = next((word for word in unit.symbols if word.isascii() and word.isidentifier()), "")
        of = built.UnitsContainer(powers)
        built.define(define(unit.pint, symbol, (), size(unit.factor), of))
    pickle(built.Quantity, lambda found: (_restored, (found.magnitude, dict(found.unit_items()))))
    return cast("pint.UnitRegistry[Any]", built)


def _restored(magnitude: object, powers: Mapping[str, int]) -> "pint.Quantity[Any]":
    return registry().Quantity(magnitude, registry().UnitsContainer(powers))
