"""The only place that models what is printed: figures, their clause, bounds and tests."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BeforeValidator, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from staffing_norms.foundation.errors import QuantityError
from staffing_norms.foundation.formula import Change
from staffing_norms.foundation.quantities import exact_range, figure_sum
from staffing_norms.foundation.schema import Bilingual, Either, Listed, Model, Name, Text, wrong

_FACT = re.compile(r"[a-z][a-z0-9_]*")
_HINTS = {
    "quantity.range": "Write the smaller end first.",
    "quantity.type": "Write it like 5, '3–4' or '5 万㎡'.",
}


class Part(Model, defer_build=True):
    """What a norm's files are made of: built with the whole file when one is read, for speed."""


Status = Literal["printed", "corrected", "reading", "silent", "doubtful", "company"]
NO_CLAUSE = "–"


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """
    A printed number or range, exact, in the reference unit of its dimension.

    Args:
        low: The smaller end.
        high: The larger end; equal to *low* for a single number.
        unit: Id of the unit as printed.
        numerals: Sum of the numerals as printed, for the proof of the table.
    """

    low: Fraction
    high: Fraction
    unit: str
    numerals: Fraction


def _figure(value: object) -> PrintedFigure:
    try:
        low, high, unit = exact_range(value, None)
    except QuantityError as error:
        [fault] = error.faults
        hint = fault.hint or _HINTS.get(fault.code, "")
        raise QuantityError([replace(fault, hint=hint)]) from None
    return PrintedFigure(low, high, unit, figure_sum(value))


Written = int | float | str  # how a figure may stand in a file
Printed = Annotated[PrintedFigure, BeforeValidator(_figure, json_schema_input_type=Written)]


def _laid(value: object) -> object:
    if isinstance(value, tuple):
        return value
    message = "only an overlay writes what is changed."
    raise wrong("", message, "Remove it; write an entry in 'changes' of an overlay's pack.yaml.")


# What overlay.py writes into the data of a file that it changes.
Changed = Annotated[tuple[Change, ...], BeforeValidator(_laid), SkipJsonSchema()]


class Sourced(Part):
    """Something printed: where, how it is read, and what a company *changed* of it."""

    clause: Text
    status: Status
    reading: Bilingual | None = None
    note: Bilingual | None = None
    changed: Changed = ()

    @model_validator(mode="after")
    def _reading_says_why(self) -> "Sourced":
        if self.status != "printed" and self.reading is None and not self.changed:
            message = f"status {self.status!r} needs a 'reading' that says why."
            raise wrong("status", message, "Write 'reading: {en: …, zh: …}'.")
        return self


def _limit(value: object) -> object:
    is_name = isinstance(value, str) and _FACT.fullmatch(value)
    return value if is_name else _figure(value)


Limit = Annotated[PrintedFigure | str, BeforeValidator(_limit, json_schema_input_type=Written)]
BoundT = TypeVar("BoundT")


class _Bounded(Part, Generic[BoundT]):
    """What has bounds: `from` ≥, `over` >, `up_to` ≤, `below` <."""

    from_: BoundT | None = Field(None, alias="from")
    over: BoundT | None = None
    up_to: BoundT | None = None
    below: BoundT | None = None

    @property
    def lower(self) -> tuple[str, BoundT] | None:
        """The word and figure of the lower bound."""
        if self.from_:
            return "from", self.from_
        return ("over", self.over) if self.over else None

    @property
    def upper(self) -> tuple[str, BoundT] | None:
        """The word and figure of the upper bound."""
        if self.up_to:
            return "up_to", self.up_to
        return ("below", self.below) if self.below else None

    @property
    def sides(self) -> list[tuple[str, BoundT]]:
        """The words and figures of the bounds that there are."""
        return [side for side in (self.lower, self.upper) if side]

    @model_validator(mode="after")
    def _one_bound_a_side(self) -> "_Bounded[BoundT]":
        if self.from_ and self.over:
            raise wrong("over", "'over' stands beside 'from'.", "Keep one of them.")
        if self.up_to and self.below:
            raise wrong("below", "'below' stands beside 'up_to'.", "Keep one of them.")
        return self


class Bounds(_Bounded[Printed]):
    """A band of a measure."""


class Test(_Bounded[Limit]):
    """
    One condition on the site, the method or its records; the tests of a list all hold.

    A bound is a figure, or the name of another fact.
    """

    fact: Name | None = None
    is_: Annotated[tuple[bool | str, ...], Either] | None = Field(None, alias="is")
    or_unknown: bool = False
    method: Name | None = None
    some: Name | None = None
    none: Name | None = None
    where: Annotated[tuple["Test", ...], Listed] = ()

    @model_validator(mode="after")
    def _one_subject(self) -> "Test":
        subjects = [self.fact, self.method, self.some, self.none]
        if sum(subject is not None for subject in subjects) != 1:
            message = "a test names exactly one of 'fact', 'method', 'some' and 'none'."
            raise wrong("", message, "Write one of them.")
        return self


Tests = Annotated[tuple[Test, ...], Listed]


def entry(value: object) -> object:
    """Let a figure that holds always be written alone."""
    return value if isinstance(value, dict) else {"people": value}


class Conditional(Part):
    """A number of people, where its tests hold."""

    people: Printed
    when: Tests = ()


_Short = BeforeValidator(entry, json_schema_input_type=Conditional | Written)
Conditionals = Annotated[tuple[Annotated[Conditional, _Short], ...], Either]


class Undefined(Part):
    """Where a publication does not define a figure: a gap, never zero. *reading* says why."""

    reading: Bilingual
    unless: Tests = ()
