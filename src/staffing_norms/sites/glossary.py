"""The only place that finds names by what they are called, as people write them."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property
from types import MappingProxyType
from typing import Annotated, cast

from staffing_norms.foundation.errors import (
    NormError,
    QuantityError,
    Said,
    bare,
    did_you_spell,
    is_list,
)
from staffing_norms.foundation.faults import Faults, Place, shown
from staffing_norms.foundation.library import read_shipped
from staffing_norms.foundation.quantities import exact
from staffing_norms.foundation.schema import Bilingual, Listed, Model, Name, validate

_LARGEST_NAME = 10**9
_LONGEST_WORD = 200
_WITH_UNIT = re.compile(r"(?P<name>[^()（）]+)[(（](?P<unit>[^()（）]+)[)）]\s*")


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
            abs(text) < _LARGEST_NAME if isinstance(text, int) else len(text) <= _LONGEST_WORD
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


class _Words(Model):
    """What is read of the facts here: the words that are values by themselves."""

    flags: Mapping[Name, Word]
    blanks: Mapping[Name, Word]


@cache
def flags() -> Glossary:
    """
    Return the words `yes` and `no`.

    >>> flags().find("是")
    'yes'
    """
    return glossary(_words().flags)


def blank_hint(raw: object) -> str:
    """
    Return what to do about a word that stands where a value is not known; nothing for any other.

    >>> blank_hint("待定")
    'Leave it empty where it is not known.'
    """
    return "Leave it empty where it is not known." if _blanks().find(raw) else ""


@cache
def _blanks() -> Glossary:
    return glossary(_words().blanks)


@cache
def _words() -> _Words:
    page = read_shipped("facts.yaml")
    data = cast("Mapping[str, object]", page.data)
    own = {name: data[name] for name in _Words.model_fields}
    return validate(_Words, replace(page, data=own), NormError)
