"""The type of a fact declaration: what may be stated under a name, and how it is read."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property, lru_cache, partial
from numbers import Number
from typing import Annotated, Literal, TypeAlias, cast

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from staffing_norms.foundation.errors import (
    Called,
    NormError,
    QuantityError,
    Said,
    bare,
)
from staffing_norms.foundation.faults import Faults, Place, shown
from staffing_norms.foundation.library import read_shipped
from staffing_norms.foundation.quantities import exact, exact_range, format_number
from staffing_norms.foundation.schema import Bilingual, Listed, Model, Name, validate, wrong
from staffing_norms.foundation.units import reference, scale, units
from staffing_norms.sites.activities import Activity
from staffing_norms.sites.glossary import Glossary, Word, blank_hint, flags, glossary
from staffing_norms.sites.profiles import shipped_profiles

Kind = Literal["number", "flag", "word", "words", "text", "day", "month_day", "record", "records"]

_MOST = 10**9
_HALF = 2
_PLAIN = "item"
_MOST_VOCABULARIES = 64
_FIGURES = (int, Decimal, str)


def _number(value: object) -> object:
    return exact(value, "item")


Exact = Annotated[Fraction, BeforeValidator(_number, json_schema_input_type=int | float | str)]


class Default(Model):
    """What is assumed when a fact is not stated: one of these."""

    value: bool | str | Exact | None = None
    same_as: Name | None = None
    product: Annotated[tuple[Name, ...], Listed] = ()
    sum: Annotated[tuple[Name, ...], Listed] = ()
    total: Annotated[tuple[str, ...], Listed] = ()
    derived: bool = False

    @model_validator(mode="after")
    def _one_of_these(self) -> "Default":
        computed = [each for each in (self.same_as, self.product, self.sum, self.total) if each]
        if (self.value is not None) + len(computed) != 1:
            message = "a default says one of 'value', 'same_as', 'product', 'sum' and 'total'."
            raise wrong("", message, "Write one of them.")
        return self

    @property
    def status(self) -> str:
        """What to call it: `derived` where it is worked out from facts that are stated."""
        is_derived = self.derived or self.product or self.sum or self.total
        return "derived" if is_derived else "default"

    @property
    def added_up(self) -> str:
        """The field of records whose total it is, such as `buildings.lifts`; else empty."""
        return ".".join(self.total[:2])


def _profiles_known(words: Iterable[str], word: str) -> str:
    """Return the hint that lists profiles with their grades, and says what another covers."""
    grades: dict[str, list[str]] = {}
    for known in words:
        name, _, grade = known.partition(" ")
        grades.setdefault(name, []).extend([grade] if grade else [])
    named = [f"{name} ({', '.join(own)})" if own else name for name, own in grades.items()]
    hint = Said(
        "Known: {0}. A profile of your own is named to the program too: --profile FILE.",
        Called(", ".join(named), "、".join(named)),
    )
    other = next((each for each in shipped_profiles() if bare(word).startswith(bare(each))), None)
    if other is None or other in grades:
        return hint
    covered = shipped_profiles()[other].departments
    labels = [facts_file().facts["scope"].words[name].labels for name in covered]
    what = Called(", ".join(each.en for each in labels), "、".join(each.zh for each in labels))
    return Said("{0} covers {1} only. {2}", other, what, hint)


class FactType(Model):
    """
    What may be stated under one name.

    A number is in the unit *unit*, at least *at_least* (or more than *over*), at most *at_most*;
    *whole* numbers have no fraction, and *halves* none but a half. Records have
    *fields*, of which each must state those that are *required*. The fact `tasks` has
    *activities*, from a file of their own; of its fields a quantity and a rate are *of_work*, in
    the unit of the activity. The words of what is *graded* are the grades of
    frequency profiles: of those for a department, or of `any`; those of what is *of_departments*
    are departments, of which all are meant by default. What is *rare* stands in the full template
    only; what is *weighty* stands in the short one though it has a default, for much depends on it.
    """

    kind: Kind = "number"
    unit: str = ""
    labels: Bilingual
    meaning: Bilingual
    question: Bilingual | None = None
    keys: Annotated[tuple[str, ...], Listed] = ()
    misnamed: Annotated[tuple[str, ...], Listed] = ()
    required: bool = False
    rare: bool = False
    weighty: bool = False
    graded: str = ""
    of_departments: bool = False
    whole: bool = False
    halves: bool = False
    at_least: Exact = Fraction(0)
    over: Exact | None = None
    at_most: Exact = Fraction(_MOST)
    words: Mapping[str, Word] = Field(default_factory=dict)
    fields: "Mapping[Name, FactType]" = Field(default_factory=dict)
    default: Default | None = None
    activities: Mapping[Name, Activity] = Field(default_factory=dict)
    of_work: Literal["quantity", "rate"] | None = None

    @field_validator("at_least", "over", "at_most", mode="before")
    @classmethod
    def _limit_in_its_unit(cls, value: object, info: ValidationInfo) -> object:
        return _own_figure(value, info.data)

    @field_validator("default", mode="before")
    @classmethod
    def _default_in_its_unit(cls, default: object, info: ValidationInfo) -> object:
        is_said = isinstance(default, Mapping) and type(default.get("value")) in _FIGURES
        if info.data.get("kind") != "number" or not is_said:
            return default
        said = cast("Mapping[str, object]", default)
        try:
            return {**said, "value": _own_figure(said["value"], info.data)}
        except QuantityError as error:
            [fault] = error.faults
            raise wrong("value", fault.message, fault.hint) from None

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
        return scale(self.dimension) if self.kind == "number" and not self.whole else 1

    @cached_property
    def glossary(self) -> Glossary:
        """The words that may be stated, or the activities that a task may name."""
        if self.graded:
            called = {name: word.called for name, word in self.words.items()}
            return Glossary(called, listed=partial(_profiles_known, tuple(called)))
        return glossary(self.words or self.activities)

    @cached_property
    def brings_rates(self) -> bool:
        """Whether each of the records may bring a work rate of its own."""
        return any(field.of_work == "rate" for field in self.fields.values())

    @cached_property
    def field_names(self) -> Glossary:
        """The fields of a record."""
        return fact_names(self.fields)

    def read(
        self,
        faults: Faults,
        place: Place,
        raw: object,
        convert: Callable[[], Fraction] | None = None,
        wanted: str = "a number",
    ) -> Fraction | None:
        """
        Read a number and hold it to its limits; keep any other value as a fault.

        Args:
            faults: Keeps what is wrong.
            place: Where the value stands.
            raw: The value.
            convert: Reads the value where a number in the fact's own unit is not what is meant.
            wanted: What a value of a wrong type should be, for the message.

        Returns:
            The number, or None. [reference unit of the fact's dimension]
        """
        if hint := blank_hint("none" if raw is False or flags().find(raw) == "no" else raw):
            message = Said("{0} is expected; found {1}.", wanted, shown(raw))
            faults.fault(
                "fact.blank", place, message, Said("{0} Write 0 where there is none.", hint)
            )
            return None
        value = faults.reads(place, convert or (lambda: exact(raw, self.unit)), raw, wanted)
        if value is None:
            return None
        if broken := self._broken(value, raw):
            faults.fault("fact.limit", place, *broken)
        return value

    def _broken(self, value: Fraction, raw: object) -> tuple[str, str] | None:
        """Return what is wrong with a number and would be right, and what to do, or None."""
        said, template = self._said(raw), "{0} is {1}; {2} is expected."
        if value > self.at_most:
            is_bare = str(raw).strip()[-1:].isdigit()
            is_share = is_bare and self.dimension == "fraction"
            is_percent = is_share and 1 <= value <= self.at_most * 100
            percent = Said("Write {0} if per cent is meant.", repr(f"{format_number(value)} %"))
            hint = percent if is_percent else "Check the digits and the unit."
            most = Said("at most {0}", self._limit(self.at_most))
            return Said(template, said, "too much", most), hint
        few = "negative" if value < 0 else "too little"
        if self.over is not None and value <= self.over:
            return Said(template, said, few, Said("more than {0}", self._limit(self.over))), ""
        if value < self.at_least:
            return Said(template, said, few, Said("{0} or more", self._limit(self.at_least))), ""
        if self.whole and value.denominator > 1:
            return Said("{0} is not whole; a whole number is expected.", said), ""
        if self.halves and value.denominator > _HALF:
            right = "{0} is neither whole nor a half; whole or half {1} are expected."
            return Said(right, said, self._unit), ""
        return None

    @property
    def _unit(self) -> Called:
        """What stands after a figure; after a plain number nothing."""
        labels = reference(self.dimension).labels
        return Called("", "") if self.unit == _PLAIN else Called(labels["en"], labels["zh"])

    def _said(self, raw: object) -> str:
        """Return a number as messages show it; in Chinese a bare one has its unit."""
        if not isinstance(raw, Number):
            return shown(raw)
        unit = self._unit.zh and units()[self.unit].labels["zh"]
        return Called(shown(raw), f"{shown(raw)} {unit}".rstrip())

    def _limit(self, limit: Fraction) -> str:
        """Return a limit with its unit, unless things are counted; a fraction in per cent."""
        if self.dimension == "fraction":
            return f"{format_number(limit * 100)} %"
        if not limit:
            return "0"
        is_named = scale(self.dimension) > 1 or (limit > 1 and not self.whole)
        number, unit = format_number(limit), self._unit
        en = f"{number} {unit if is_named else ''}".rstrip()
        return Called(en, f"{number} {unit.zh}".rstrip())


def _own_figure(value: object, said: Mapping[str, object]) -> Fraction:
    """Return a figure that a fact declares of itself, a bare one in the unit that it has said."""
    unit = said.get("unit")
    if unit in units():
        return exact(value, str(unit))
    low, _, _ = exact_range(value, None)  # the unit is told as the fault
    return low


class FactsFile(Model):
    """The shared facts, what may stand beside a value, and words that are values by themselves."""

    facts: Mapping[Name, FactType]
    provenance: Mapping[Name, FactType]
    flags: Mapping[Name, Word]
    blanks: Mapping[Name, Word]


Vocabulary: TypeAlias = Mapping[str, FactType]
"""The closed set of facts, by name."""


def spellings(types: Vocabulary) -> dict[str, str]:
    """
    Return every accepted key with the name it stands for.

    >>> from staffing_norms.sites.vocabulary import vocabulary
    >>> spellings(vocabulary())["电梯数"]
    'lifts'
    """
    known = {name: name for name in types}
    return known | {key: name for name, type_ in types.items() for key in type_.keys}


def fact_names(types: Vocabulary) -> Glossary:
    """
    Return the glossary of facts, each found by its labels and keys.

    >>> from staffing_norms.sites.vocabulary import vocabulary
    >>> names = fact_names(vocabulary())
    >>> names.find("Gross floor area"), names.hint("客梯")
    ('gross_floor_area', "Did you mean '电梯数'?")
    """
    return _names_of(_Itself(types))


class _Itself:
    """A vocabulary, equal to nothing but itself, so that its names are collected once."""

    def __init__(self, types: Vocabulary) -> None:
        self.types = types

    def __hash__(self) -> int:
        return id(self.types)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.types is self.types


@lru_cache(maxsize=_MOST_VOCABULARIES)
def _names_of(vocabulary_: _Itself) -> Glossary:
    types = vocabulary_.types
    return Glossary(
        {name: (*type_.keys, type_.labels.en, type_.labels.zh) for name, type_ in types.items()},
        {name: type_.misnamed for name, type_ in types.items()},
        {name: type_.unit for name, type_ in types.items() if type_.unit},
    )


def type_of(name: str, words: Vocabulary) -> FactType:
    """
    Return the type of a fact, or of a field of records.

    >>> from staffing_norms.sites.vocabulary import vocabulary
    >>> type_of("buildings.lifts", vocabulary()).labels.en
    'lifts'
    """
    collection, _, field = name.rpartition(".")
    return words[collection].fields[field] if collection else words[name]


def provenance() -> Vocabulary:
    """
    Return what may stand beside the value of a fact.

    >>> provenance()["status"].glossary.find("估算")
    'estimated'
    """
    return facts_file().provenance


@cache
def provenance_names() -> Glossary:
    """
    Return the names of `{value, source, status, note}`.

    >>> provenance_names().find("来源")
    'source'
    """
    return fact_names(provenance())


def named_fields(types: Vocabulary, names: Iterable[str]) -> Called:
    """
    Return fields of a record as they are written, for a hint.

    >>> from staffing_norms.sites.vocabulary import vocabulary
    >>> print(named_fields(vocabulary()["buildings"].fields, ["name", "storeys"]))
    name: …, storeys: …
    """
    written = [(f"{name}: …", f"{types[name].labels.zh}: …") for name in names]
    en, zh = (", ".join(each) for each in zip(*written, strict=True))
    return Called(en, zh)


@cache
def facts_file() -> FactsFile:
    """Return what norms/facts.yaml says, read once."""
    return validate(FactsFile, read_shipped("facts.yaml"), NormError)
