"""The only place that holds the vocabulary: what may be said of a site, also by one norm."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import cast

from pydantic import Field

from staffing_norms.foundation.errors import NormError
from staffing_norms.foundation.library import PACK, Home, norms_folder, read_shipped, shipped_packs
from staffing_norms.foundation.schema import Bilingual, Model, Name, validate
from staffing_norms.sites.activities import Activity
from staffing_norms.sites.facts import Default, FactType, Vocabulary, fact_names, facts_file
from staffing_norms.sites.glossary import Glossary, Word
from staffing_norms.sites.profiles import Profile, shipped_profiles, words_of


class _ActivitiesFile(Model):
    activities: Mapping[Name, Activity]


class _OwnFacts(Model):
    """What is read of the title page of a norm that is not in use."""

    facts: Mapping[Name, FactType] = Field(default_factory=dict)


@cache
def vocabulary() -> Vocabulary:
    """
    Return the shipped vocabulary, read once.

    >>> vocabulary()["land_area"].unit
    'm2'
    """
    activities = validate(_ActivitiesFile, read_shipped("activities.yaml"), NormError).activities
    facts = facts_file().facts
    tasks = facts["tasks"].model_copy(update={"activities": activities})
    return MappingProxyType(_graded({**facts, "tasks": tasks}, [*shipped_profiles().values()]))


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


def department_names(labels: Mapping[str, Iterable[str]], words: Vocabulary) -> Glossary:
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


def _but(type_: FactType, **said: object) -> FactType:
    """Return a fact that says something else."""
    read = {name: getattr(type_, name) for name in FactType.model_fields}
    return FactType.model_construct(**{**read, **said})
