"""The type of a fact declaration, and the vocabulary: what may be said of a site."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from staffing_norms.errors import NormError
from staffing_norms.library import read_shipped
from staffing_norms.formula import Number
from staffing_norms.quantities import exact, format_number, scale, units
from staffing_norms.schema import Bilingual, Listed, Model, Name, validate

Kind = Literal["number", "flag", "word", "words", "text", "date", "records"]

NO_MORE_THAN = 10**9


def _number(value: object) -> object:
    return exact(value, "item")


Exact = Annotated[Fraction, BeforeValidator(_number)]


class Default(Model):
    """What is assumed when a fact is not stated: one of these."""

    value: bool | str | Exact | None = None
    same_as: Name | None = None
    product: Annotated[tuple[Name, ...], Listed] = ()
    total: Annotated[tuple[str, ...], Listed] = ()


class Word(Model):
    """One of the words that a fact may take."""

    labels: Bilingual
    keys: Annotated[tuple[str, ...], Listed] = ()


class Variant(Model):
    """A way of doing an activity, with the unit that its quantity is in."""

    unit: str
    labels: Bilingual


class Activity(Model):
    """Work that a task may name; variants where the way of doing it matters."""

    labels: Bilingual
    unit: str = ""
    frequency: str = ""
    variants: Mapping[str, Variant] = Field(default_factory=dict)

    def unit_of(self, variant: str) -> str:
        """Return the unit that a task's quantity is in."""
        return self.variants[variant].unit if variant else self.unit


class FactType(Model):
    """
    What may be stated under one name.

    A number is in the unit *unit*, at least *at_least* (or more than *over*), at most *at_most*;
    `whole` numbers have no fraction. The fact `tasks` has *activities*, from a file of their own.
    """

    kind: Kind = "number"
    unit: str = ""
    labels: Bilingual
    meaning: Bilingual
    question: Bilingual | None = None
    keys: Annotated[tuple[str, ...], Listed] = ()
    whole: bool = False
    at_least: Exact = Fraction(0)
    over: Exact | None = None
    at_most: Exact = Fraction(NO_MORE_THAN)
    words: Mapping[str, Word] = Field(default_factory=dict)
    fields: "Mapping[Name, FactType]" = Field(default_factory=dict)
    default: Default | None = None
    activities: Mapping[Name, Activity] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _unit_is_known(self) -> "FactType":
        if self.kind == "number" and self.unit not in units():
            raise ValueError(f"a number needs a unit of units.yaml; {self.unit!r} is none.")
        return self

    @property
    def dimension(self) -> str:
        """The dimension of a number."""
        return units()[self.unit].dimension

    @property
    def scale(self) -> int:
        """How many whole steps one reference unit has in integer arithmetic."""
        return scale(self.dimension) if self.kind == "number" else 1

    def beyond(self, value: Number) -> str:
        """Say which limit a number breaks, or nothing."""
        if value < 0 <= self.at_least:
            return "it cannot be negative."
        if self.over is not None and value <= self.over:
            return f"it must be more than {format_number(self.over)}."
        if value < self.at_least:
            return f"it must be at least {format_number(self.at_least)}."
        if value > self.at_most:
            return (
                f"at most {format_number(self.at_most)} is believed; check the digits and the unit."
            )
        if self.whole and value != int(value):
            return "a whole number is expected."
        return ""


class _FactsFile(Model):
    facts: Mapping[Name, FactType]


class _ActivitiesFile(Model):
    activities: Mapping[Name, Activity]


Vocabulary: TypeAlias = Mapping[str, FactType]
"""The closed set of facts, by name."""


def spellings(facts: Vocabulary) -> dict[str, str]:
    """Return every accepted key with the name of its fact."""
    known = {name: name for name in facts}
    known |= {key: name for name, fact in facts.items() for key in fact.keys}
    return known


@cache
def vocabulary() -> Vocabulary:
    """Return the shipped vocabulary, read once."""
    facts = validate(_FactsFile, read_shipped("facts.yaml"), NormError).facts
    activities = validate(_ActivitiesFile, read_shipped("activities.yaml"), NormError).activities
    tasks = facts["tasks"].model_copy(update={"activities": activities})
    return {**facts, "tasks": tasks}
