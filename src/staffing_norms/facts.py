"""The type of a fact declaration, and the vocabulary: what may be said of a site."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, cached_property
from types import MappingProxyType
from typing import Annotated, Literal, TypeAlias
from unicodedata import normalize

from pydantic import BeforeValidator, Field, model_validator

from staffing_norms.errors import NormError
from staffing_norms.faults import Faults, Place, shown
from staffing_norms.library import read_shipped
from staffing_norms.quantities import exact, format_number, reference, scale, units
from staffing_norms.schema import Bilingual, Listed, Model, Name, validate

Kind = Literal["number", "flag", "word", "words", "text", "record", "records"]

_NO_MORE_THAN = 10**9
_LONGEST_WORD = 200


def _number(value: object) -> object:
    return exact(value, "item")


Exact = Annotated[Fraction, BeforeValidator(_number)]


class Default(Model):
    """What is assumed when a fact is not stated: one of these."""

    value: bool | str | Exact | None = None
    same_as: Name | None = None
    product: Annotated[tuple[Name, ...], Listed] = ()
    total: Annotated[tuple[str, ...], Listed] = ()

    @property
    def status(self) -> str:
        """What to call it: `derived` where it is worked out from facts that are stated."""
        return "derived" if self.product or self.total else "default"


class Word(Model):
    """A word that may be stated: its id, its labels and *keys* all mean the same."""

    labels: Bilingual
    keys: Annotated[tuple[str, ...], Listed] = ()


class Variant(Word):
    """A way of doing an activity, with the unit that its quantity is in."""

    unit: str


class Activity(Word):
    """Work that a task may name; variants where the way of doing it matters."""

    unit: str = ""
    frequency: str = ""
    variants: Mapping[str, Variant] = Field(default_factory=dict)

    def unit_of(self, variant: str) -> str:
        """Return the unit that a task's quantity is in."""
        return self.variants[variant].unit if variant else self.unit

    @cached_property
    def glossary(self) -> "Glossary":
        """The variants."""
        return Glossary(self.variants)


class Glossary:
    """
    Words, each found by its id, its labels and its keys; case, spaces and punctuation are free.

    Args:
        words: The words by id.

    >>> lawn = Word(labels=Bilingual(en="special-grade lawn", zh="特级草坪"))
    >>> Glossary({"special": lawn}).find("Special grade lawn")
    'special'
    """

    def __init__(self, words: Mapping[str, Word]) -> None:
        self._spellings = {
            spelling: name
            for name, word in words.items()
            for spelling in (name, *word.keys, word.labels.en, word.labels.zh)
        }
        self._found = {_bare(spelling): name for spelling, name in self._spellings.items()}

    def find(self, text: str) -> str | None:
        """Return the id of the word that *text* spells, or None."""
        return self._found.get(_bare(text)) if len(text) <= _LONGEST_WORD else None

    def read(self, faults: Faults, place: Place, raw: object, what: str) -> str | None:
        """
        Return the id of the word that a value spells; keep any other value as a fault.

        Args:
            faults: Keeps what is wrong.
            place: Where the value stands.
            raw: The value.
            what: What a word is, for the message, such as "activity".
        """
        found = self.find(raw) if isinstance(raw, str) else None
        if found is None:
            hint = faults.hint(raw if isinstance(raw, str) else "", self._spellings)
            faults.fault("fact.word", place, f"{shown(raw)} is no {what}.", hint)
        return found


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, normalize("NFKC", text).casefold()))


class FactType(Model):
    """
    What may be stated under one name.

    A number is in the unit *unit*, at least *at_least* (or more than *over*), at most *at_most*;
    *whole* numbers have no fraction. Records have *fields*. The fact `tasks` has *activities*,
    from a file of their own.
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
    at_most: Exact = Fraction(_NO_MORE_THAN)
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

    @cached_property
    def glossary(self) -> Glossary:
        """The words that may be stated, or the activities that a task may name."""
        return Glossary(self.words or self.activities)

    @cached_property
    def field_names(self) -> Mapping[str, str]:
        """Every accepted key of a record, with the name of its field."""
        return spellings(self.fields)

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
        value = faults.reads(place, convert or (lambda: exact(raw, self.unit)), raw, wanted)
        if value is None:
            return None
        if broken := self._broken(value):
            what, right, hint = broken
            message = f"{shown(raw)} is {what}; {right} is expected."
            faults.fault("fact.limit", place, message, hint)
        return value

    def _broken(self, value: Fraction) -> tuple[str, str, str] | None:
        """Return what is wrong with a number, what would be right and what to do, or None."""
        if value > self.at_most:
            is_percent = self.dimension == "fraction" and 1 <= value <= self.at_most * 100
            percent = f"Write '{format_number(value)} %' if per cent is meant."
            hint = percent if is_percent else "Check the digits and the unit."
            return "too much", f"at most {self._limit(self.at_most)}", hint
        few = "negative" if value < 0 else "too little"
        if self.over is not None and value <= self.over:
            return few, f"more than {self._limit(self.over)}", ""
        if value < self.at_least:
            return few, f"{self._limit(self.at_least)} or more", ""
        if self.whole and value.denominator > 1:
            return "not whole", "a whole number", ""
        return None

    def _limit(self, limit: Fraction) -> str:
        """Return a limit with its unit, unless things are counted; a fraction in per cent."""
        if self.dimension == "fraction":
            return f"{format_number(limit * 100)} %"
        label = reference(self.dimension).labels["en"] if limit and self.scale > 1 else ""
        return f"{format_number(limit)} {label}".rstrip()


class _FactsFile(Model):
    facts: Mapping[Name, FactType]
    provenance: Mapping[Name, FactType]
    flags: Mapping[Name, Word]


class _ActivitiesFile(Model):
    activities: Mapping[Name, Activity]


Vocabulary: TypeAlias = Mapping[str, FactType]
"""The closed set of facts, by name."""


def spellings(types: Vocabulary) -> dict[str, str]:
    """
    Return every accepted key with the name it stands for.

    >>> spellings(vocabulary())["电梯数"]
    'lifts'
    """
    known = {name: name for name in types}
    return known | {key: name for name, type_ in types.items() for key in type_.keys}


@cache
def vocabulary() -> Vocabulary:
    """
    Return the shipped vocabulary, read once.

    >>> vocabulary()["land_area"].unit
    'm2'
    """
    activities = validate(_ActivitiesFile, read_shipped("activities.yaml"), NormError).activities
    facts = _facts_file().facts
    tasks = facts["tasks"].model_copy(update={"activities": activities})
    return MappingProxyType({**facts, "tasks": tasks})


@cache
def provenance_names() -> Mapping[str, str]:
    """
    Return every accepted key of `{value, source, status, note}` with the name it stands for.

    >>> provenance_names()["来源"]
    'source'
    """
    return spellings(_facts_file().provenance)


@cache
def flags() -> Glossary:
    """
    Return the words `yes` and `no`.

    >>> flags().find("是")
    'yes'
    """
    return Glossary(_facts_file().flags)


@cache
def _facts_file() -> _FactsFile:
    return validate(_FactsFile, read_shipped("facts.yaml"), NormError)
