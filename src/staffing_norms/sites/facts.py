"""The type of a fact declaration, and the vocabulary: what may be said of a site."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property, lru_cache, partial
from numbers import Number
from types import MappingProxyType
from typing import Annotated, Literal, TypeAlias, cast

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from staffing_norms.foundation.errors import (
    Called,
    NormError,
    QuantityError,
    Said,
    bare,
    did_you_spell,
    is_list,
)
from staffing_norms.foundation.faults import Faults, Place, shown
from staffing_norms.foundation.library import PACK, Home, norms_folder, read_shipped, shipped_packs
from staffing_norms.foundation.quantities import (
    exact,
    exact_range,
    format_number,
    reference,
    scale,
    units,
)
from staffing_norms.foundation.schema import Bilingual, Either, Listed, Model, Name, validate, wrong
from staffing_norms.sites.profiles import Profile, shipped_profiles, words_of

Kind = Literal["number", "flag", "word", "words", "text", "day", "month_day", "record", "records"]

_NO_MORE_THAN = 10**9
_LONGEST_WORD = 200
_HALF = 2
_PLAIN = "item"
_MOST_VOCABULARIES = 64
_WITH_UNIT = re.compile(r"(?P<name>[^()（）]+)[(（](?P<unit>[^()（）]+)[)）]\s*")
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


class Word(Model):
    """
    A word that may be stated: its id, its labels and *keys* all mean the same.

    What is *misnamed* may mean something else too: it is not read, and leads to the word in a hint.
    """

    labels: Bilingual
    keys: Annotated[tuple[str, ...], Listed] = ()
    misnamed: Annotated[tuple[str, ...], Listed] = ()

    @property
    def called(self) -> tuple[str, ...]:
        """What it is called beside its id."""
        return (self.labels.en, self.labels.zh, *self.keys)


class Work(Word):
    """
    Work with a quantity in *unit*.

    A frequency profile takes what the facts *of* add up to for the quantity, if the words *by*
    which facts choose the way of doing it are these.
    """

    unit: str = ""
    of: Annotated[tuple[str, ...], Either] = ()
    by: Mapping[Name, str] = Field(default_factory=dict)


class Variant(Work):
    """A way of doing an activity."""

    unit: str


class Activity(Work):
    """
    Work that a task may name; variants where the way of doing it matters.

    It is *rated_as* another activity, or stands *beside* one as work of the same department.
    """

    rated_as: Name | None = None
    beside: Name | None = None
    frequency: str = ""
    variants: Mapping[str, Variant] = Field(default_factory=dict)

    def work(self, variant: str) -> Work:
        """Return a way of doing it, or the activity itself where *variant* is empty."""
        return self.variants[variant] if variant else self

    def unit_of(self, variant: str) -> str:
        """Return the unit that a task's quantity is in."""
        return self.work(variant).unit

    @cached_property
    def glossary(self) -> "Glossary":
        """The variants."""
        return glossary(self.variants)


class Glossary:
    """
    Names, each found by its id and by what it is called; case, spaces and punctuation are free.

    Args:
        called: What else each is called, by id.
        misnamed: Words that may mean something else, by the id that they lead to in a hint.
        units: The unit of each that is a number: its name may have it behind it, in brackets.
        listed: Returns the hint that lists what is known for a word, where it is no plain list.

    >>> Glossary({"special": ["special-grade lawn", "特级草坪"]}).find("Special grade lawn")
    'special'
    """

    def __init__(
        self,
        called: Mapping[str, Iterable[str]],
        misnamed: Mapping[str, Iterable[str]] = MappingProxyType({}),
        units: Mapping[str, str] | None = None,
        listed: Callable[[str], str] | None = None,
    ) -> None:
        self._spellings = {name: name for name in called}
        for name, words in called.items():
            for word in words:
                self._spellings.setdefault(word, name)
        self._misnamed = misnamed
        self._units = units or {}
        self._listed = listed

    @cached_property
    def _found(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for spelling, name in self._spellings.items():
            found.setdefault(bare(spelling), name)
        return found

    def find(self, text: object) -> str | None:
        """Return the id that *text*, or a whole number, spells; None for what is no name."""
        if isinstance(text, bool) or not isinstance(text, str | int):
            return None
        if text in self._spellings:
            return self._spellings[str(text)]
        is_short = (
            abs(text) < _NO_MORE_THAN if isinstance(text, int) else len(text) <= _LONGEST_WORD
        )
        if not is_short:
            return None
        return self._found.get(bare(str(text))) or self._before_its_unit(str(text))

    def _before_its_unit(self, text: str) -> str | None:
        """Return the number whose name is written with its own unit, such as GFA (m²)."""
        match = _WITH_UNIT.fullmatch(text)
        name = self._found.get(bare(match["name"])) if match else None
        if match and name and (unit := self._units.get(name)):
            with suppress(QuantityError):
                return name if exact(f"1 {match['unit']}", unit) == exact(1, unit) else None
        return None

    def hint(self, text: object) -> str:
        """Return the hint for what is no name."""
        word = text if isinstance(text, str) else shown(text)
        leading: dict[str, tuple[str, ...]] = {}
        for name, words in self._misnamed.items():
            for each in words:
                leading[each] = (*leading.get(each, ()), name)
        hint = did_you_spell(word[:_LONGEST_WORD], self._spellings, leading)
        return self._listed(word) if self._listed and is_list(hint) else hint

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
            hint = blank_hint(raw) or faults.hint(raw if isinstance(raw, str) else "", self)
            faults.fault(code, place, Said("{0} is no {1}.", shown(raw), what), hint)
        return found


def glossary(words: Mapping[str, Word]) -> Glossary:
    """Return the glossary of words by id."""
    return Glossary(
        {name: word.called for name, word in words.items()},
        {name: word.misnamed for name, word in words.items()},
    )


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
    covered = shipped_profiles()[other][1].departments
    labels = [_facts_file().facts["scope"].words[name].labels for name in covered]
    what = Called(", ".join(each.en for each in labels), "、".join(each.zh for each in labels))
    return Said("{0} covers {1} only. {2}", other, what, hint)


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


class FactType(Model):
    """
    What may be stated under one name.

    A number is in the unit *unit*, at least *at_least* (or more than *over*), at most *at_most*;
    *whole* numbers have no fraction, and *halves* none but a half. Records have
    *fields*, of which each must state those that are *required*. The fact `tasks` has
    *activities*, from a file of their own. The words of what is *graded* are the grades of
    frequency profiles: of those for a department, or of `any`. What is *rare* stands in the full
    template only; what is *weighty* stands in the short one though it has a default, for much
    depends on it.
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
    whole: bool = False
    halves: bool = False
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
        if self.graded:
            called = {name: word.called for name, word in self.words.items()}
            return Glossary(called, listed=partial(_profiles_known, tuple(called)))
        return glossary(self.words or self.activities)

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
        is_named = self.scale > 1 or (limit > 1 and not self.whole)
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


def fact_names(types: Vocabulary) -> Glossary:
    """
    Return the glossary of facts, each found by its labels and keys.

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
    profiles = [profile for _, profile in shipped_profiles().values()]
    return MappingProxyType(_graded({**facts, "tasks": tasks}, profiles))


def _graded(types: Vocabulary, profiles: Sequence[Profile]) -> dict[str, FactType]:
    """Return facts, of which those that are graded have the grades of *profiles* too for words."""
    found = dict(types)
    for name, type_ in types.items():
        if type_.graded:
            grades = {
                word: Word(labels=labels, keys=ways)
                for word, labels, ways in words_of(profiles, type_.graded)
            }
            found[name] = _but(type_, words={**type_.words, **grades})
    return found


def vocabulary_of(
    facts: Mapping[str, FactType],
    departments: Mapping[str, Bilingual],
    kinds: Sequence[str],
    profiles: Sequence[Profile] = (),
) -> Vocabulary:
    """
    Return the vocabulary of a norm: the shipped one, its own facts, its departments in the scope.

    Args:
        facts: The norm's own facts.
        departments: What its departments are called, by id.
        kinds: The kinds of property that it is printed for; a site is assumed to be of the first.
        profiles: Frequency profiles beside those that come with the library.

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
    known = {**shipped, **facts, "scope": scope, "property_kind": kind}
    return MappingProxyType(_graded(known, profiles) if profiles else known)


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
    known = fact_names(words)
    strange = [key for key in stated if known.find(key) is None]
    if not strange:
        return words
    declared = declared_facts()
    names = fact_names(declared)
    found = {name: declared[name] for key in strange if (name := names.find(key))}
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
def provenance_names() -> Glossary:
    """
    Return the names of `{value, source, status, note}`.

    >>> provenance_names().find("来源")
    'source'
    """
    return fact_names(provenance())


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


def named_fields(types: Vocabulary, names: Iterable[str]) -> Called:
    """
    Return fields of a record as they are written, for a hint.

    >>> print(named_fields(vocabulary()["buildings"].fields, ["name", "storeys"]))
    name: …, storeys: …
    """
    written = [(f"{name}: …", f"{types[name].labels.zh}: …") for name in names]
    en, zh = (", ".join(each) for each in zip(*written, strict=True))
    return Called(en, zh)


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
