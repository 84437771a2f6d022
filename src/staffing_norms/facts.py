"""The type of a fact declaration, and the vocabulary: what may be said of a site."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from types import MappingProxyType
from typing import Annotated, Literal, TypeAlias, cast
from unicodedata import normalize

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from staffing_norms.errors import NormError, QuantityError, did_you_spell
from staffing_norms.faults import Faults, Place, shown
from staffing_norms.library import PACK, Home, norms_folder, read_shipped, shipped_packs
from staffing_norms.quantities import (
    exact,
    exact_range,
    format_number,
    reference,
    scale,
    units,
)
from staffing_norms.schema import Bilingual, Listed, Model, Name, validate, wrong

Kind = Literal["number", "flag", "word", "words", "text", "record", "records"]

_NO_MORE_THAN = 10**9
_LONGEST_WORD = 200
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
        return "derived" if self.product or self.sum or self.total else "default"

    @property
    def added_up(self) -> str:
        """The field of records whose total it is, such as `buildings.lifts`; else empty."""
        return ".".join(self.total[:2])


class Word(Model):
    """A word that may be stated: its id, its labels and *keys* all mean the same."""

    labels: Bilingual
    keys: Annotated[tuple[str, ...], Listed] = ()

    @property
    def called(self) -> tuple[str, ...]:
        """What it is called beside its id."""
        return (self.labels.en, self.labels.zh, *self.keys)


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
        return glossary(self.variants)


class Glossary:
    """
    Names, each found by its id and by what it is called; case, spaces and punctuation are free.

    Args:
        called: What else each is called, by id.

    >>> Glossary({"special": ["special-grade lawn", "特级草坪"]}).find("Special grade lawn")
    'special'
    """

    def __init__(self, called: Mapping[str, Iterable[str]]) -> None:
        self._spellings = {word: name for name, words in called.items() for word in (name, *words)}
        self._found = {_bare(spelling): name for spelling, name in self._spellings.items()}

    def find(self, text: object) -> str | None:
        """Return the id that *text*, or a whole number, spells; None for what is no name."""
        if isinstance(text, bool) or not isinstance(text, str | int):
            return None
        is_short = (
            abs(text) < _NO_MORE_THAN if isinstance(text, int) else len(text) <= _LONGEST_WORD
        )
        return self._found.get(_bare(str(text))) if is_short else None

    def hint(self, text: object) -> str:
        """Return the hint for what is no name."""
        word = text if isinstance(text, str) else shown(text)
        return did_you_spell(word[:_LONGEST_WORD], self._spellings)

    def read(
        self, faults: Faults, place: Place, raw: object, what: str, code: str = "fact.word"
    ) -> str | None:
        """
        Return the id that a value spells; keep any other value as a fault.

        Args:
            faults: Keeps what is wrong.
            place: Where the value stands.
            raw: The value.
            what: What it should be, for the message, such as "activity".
            code: Code of the fault.
        """
        found = self.find(raw)
        if found is None:
            hint = faults.hint(raw if isinstance(raw, str) else "", self._spellings)
            faults.fault(code, place, f"{shown(raw)} is no {what}.", blank_hint(raw) or hint)
        return found


def glossary(words: Mapping[str, Word]) -> Glossary:
    """Return the glossary of words by id."""
    return Glossary({name: word.called for name, word in words.items()})


def department_names(labels: Mapping[str, Iterable[str]], words: "Vocabulary") -> Glossary:
    """
    Return the glossary of departments.

    Args:
        labels: What a norm calls each, by id.
        words: The vocabulary, whose fact `scope` has more names for them.

    >>> department_names({"security": ["Security"]}, vocabulary()).find("保安")
    'security'
    """
    scope = words["scope"].words
    known = {name: scope[name].called if name in scope else () for name in labels}
    return Glossary({name: (*labels[name], *known[name]) for name in labels})


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
        return scale(self.dimension) if self.kind == "number" else 1

    @cached_property
    def glossary(self) -> Glossary:
        """The words that may be stated, or the activities that a task may name."""
        return glossary(self.words or self.activities)

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
        if hint := blank_hint(raw):
            message = f"{wanted} is expected; found {shown(raw)}."
            faults.fault("fact.blank", place, message, f"{hint} Write 0 where there is none.")
            return None
        value = faults.reads(place, convert or (lambda: exact(raw, self.unit)), raw, wanted)
        if value is None:
            return None
        if broken := self._broken(value, is_bare=str(raw).strip()[-1:].isdigit()):
            what, right, hint = broken
            message = f"{shown(raw)} is {what}; {right} is expected."
            faults.fault("fact.limit", place, message, hint)
        return value

    def _broken(self, value: Fraction, *, is_bare: bool) -> tuple[str, str, str] | None:
        """Return what is wrong with a number, what would be right and what to do, or None."""
        if value > self.at_most:
            is_share = is_bare and self.dimension == "fraction"
            is_percent = is_share and 1 <= value <= self.at_most * 100
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


def _own_figure(value: object, said: Mapping[str, object]) -> Fraction:
    """Return a figure that a fact declares of itself, a bare one in the unit that it has said."""
    unit = said.get("unit")
    if unit in units():
        return exact(value, str(unit))
    low, _, _ = exact_range(value, None)  # the unit is told as the fault
    return low


class _FactsFile(Model):
    facts: Mapping[Name, FactType]
    provenance: Mapping[Name, FactType]
    flags: Mapping[Name, Word]
    blanks: Mapping[Name, Word]


class _ActivitiesFile(Model):
    activities: Mapping[Name, Activity]


class _OwnFacts(Model):
    """What is read of the title page of a norm that is not in use."""

    facts: Mapping[Name, FactType] = Field(default_factory=dict)


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


def type_of(name: str, words: Vocabulary) -> FactType:
    """
    Return the type of a fact, or of a field of records.

    >>> type_of("buildings.lifts", vocabulary()).labels.en
    'lifts'
    """
    collection, _, field = name.rpartition(".")
    return words[collection].fields[field] if collection else words[name]


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


def vocabulary_of(
    facts: Mapping[str, FactType], departments: Mapping[str, Bilingual], kinds: Sequence[str]
) -> Vocabulary:
    """
    Return the vocabulary of a norm: the shipped one, its own facts, its departments in the scope.

    Args:
        facts: The norm's own facts.
        departments: What its departments are called, by id.
        kinds: The kinds of property that it is printed for; a site is assumed to be of the first.

    >>> words = vocabulary_of({}, {"management": Bilingual(en="Management", zh="管理")}, ["office"])
    >>> words["scope"].glossary.find("管理")
    'management'
    >>> words["property_kind"].default.value
    'office'
    """
    shipped = vocabulary()
    words = dict(shipped["scope"].words)
    for each, labels in departments.items():
        words[each] = Word(labels=labels, keys=words[each].called if each in words else ())
    scope = _but(shipped["scope"], words=words)
    default = Default(value=kinds[0]) if kinds else None
    kind = _but(shipped["property_kind"], default=default)
    return MappingProxyType({**shipped, **facts, "scope": scope, "property_kind": kind})


def joined(vocabularies: Iterable[Vocabulary]) -> Vocabulary:
    """
    Return what any of several norms lets a site state; of two that differ the first counts.

    Its scope has the departments of all of them.
    """
    every = list(vocabularies)
    facts = {name: type_ for words in reversed(every) for name, type_ in words.items()}
    order = dict.fromkeys(name for words in every for name in words)
    scope = {name: word for words in reversed(every) for name, word in words["scope"].words.items()}
    facts["scope"] = _but(facts["scope"], words=scope)
    return MappingProxyType({name: facts[name] for name in order})


def extended(words: Vocabulary, stated: Iterable[object]) -> Vocabulary:
    """
    Return a vocabulary with the facts of other shipped norms that a site states.

    The title pages of those norms are read only when something is stated that *words* lacks.

    Args:
        words: The vocabulary in use, whose own facts count where a name is declared twice.
        stated: The keys under which the site states its facts.

    >>> extended(vocabulary(), ["lifts"]) is vocabulary()
    True
    >>> extended(vocabulary(), ["服务等级"])["service_level"].labels.en
    'service level'
    """
    known = spellings(words)
    strange = [key for key in stated if key not in known]
    if not strange:
        return words
    declared = declared_facts()
    names = spellings(declared)
    found = {names[key]: declared[names[key]] for key in strange if key in names}
    return MappingProxyType({**words, **{n: t for n, t in found.items() if n not in words}})


@cache
def declared_facts() -> Vocabulary:
    """Return the facts that shipped norms declare for themselves; of two the first one's."""
    facts: dict[str, FactType] = {}
    for name in shipped_packs():
        for edition in Home(name, norms_folder() / name, shipped=True).editions:
            page = edition.read(PACK)
            data = cast("Mapping[str, object]", page.data)
            own = {key: data[key] for key in _OwnFacts.model_fields if key in data}
            facts = {**validate(_OwnFacts, replace(page, data=own), NormError).facts, **facts}
    return MappingProxyType(facts)


def _but(type_: FactType, **said: object) -> FactType:
    """Return a fact that says something else."""
    read = {name: getattr(type_, name) for name in FactType.model_fields}
    return FactType.model_construct(**{**read, **said})


def provenance() -> Vocabulary:
    """
    Return what may stand beside the value of a fact.

    >>> provenance()["status"].glossary.find("估算")
    'estimated'
    """
    return _facts_file().provenance


@cache
def provenance_names() -> Mapping[str, str]:
    """
    Return every accepted key of `{value, source, status, note}` with the name it stands for.

    >>> provenance_names()["来源"]
    'source'
    """
    return spellings(provenance())


@cache
def flags() -> Glossary:
    """
    Return the words `yes` and `no`.

    >>> flags().find("是")
    'yes'
    """
    return glossary(_facts_file().flags)


@cache
def _blanks() -> Glossary:
    return glossary(_facts_file().blanks)


def blank_hint(raw: object) -> str:
    """
    Return what to do about a word that stands where a value is not known; nothing for any other.

    >>> blank_hint("待定")
    'Leave it empty where it is not known.'
    """
    return "Leave it empty where it is not known." if _blanks().find(raw) else ""


@cache
def _facts_file() -> _FactsFile:
    return validate(_FactsFile, read_shipped("facts.yaml"), NormError)
