"""
The only place that collects the faults of a document, so that all are raised at once.

Keys and text, which every kind of entry has, are read here too.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from numbers import Number, Rational
from string import whitespace
from typing import Any, Protocol, TypeAlias, TypeVar

from staffing_norms.foundation.documents import Document
from staffing_norms.foundation.errors import Fault, QuantityError, Said, StaffingNormsError, is_list

Place: TypeAlias = tuple[str | int, ...]
T = TypeVar("T")

_MOST_FAULTS = 1_000  # of one document; a hint for each of 100,000 would take minutes
_MOST_SHOWN = 40  # characters of a value
_MOST_PATH = 100
_MOST_TEXT = 1_000
_BLANKS = f"{whitespace}\u3000/／-–—－"  # a dash or a stroke fills an empty cell of a form
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LEFT_OUT = "Leave it out where it is unknown; from pandas: row.dropna().to_dict()."
_EMPTY_CELLS = ("NAType", "NaTType")  # of pandas, which need not be installed


class Names(Protocol):
    """Names that keys are looked up in."""

    def find(self, text: object) -> str | None:
        """Return what a key stands for, if anything."""

    def hint(self, text: object) -> str:
        """Return the hint for a key that stands for nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What a mapping says.

    Args:
        place: Where it stands.
        stated: Place and value of each name that has a value.
        empty: Names without a value.
        misspelt: Whether it has a key that nobody knows.
    """

    place: Place
    stated: Mapping[str, tuple[Place, object]]
    empty: Collection[str]
    misspelt: bool

    def lacks(self, name: str) -> bool:
        """Whether a name is left out, and not merely misspelt or without a value."""
        return not (self.misspelt or name in self.stated or name in self.empty)


class Faults:
    """
    The faults found so far in a document.

    Args:
        document: The document, which knows where each value stands.
        named: Put the path in front of what is said of a value in a text; without a text, the
            path is where the value stands.
    """

    def __init__(self, document: Document, *, named: bool = False) -> None:
        self.document = document
        self.found: list[Fault] = list(document.faults)
        self._named = named
        self._told: set[str] = set()

    def fault(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Keep a fault at a value."""
        fault = self.document.fault(code, place, message, hint)
        if self._named and fault.where != fault.path:
            fault = replace(fault, message=Said("{0}: {1}", fault.path, message))
        self._keep(fault)

    def at_key(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Keep a fault at a key, the last part of *place*."""
        self._keep(self.document.fault(code, place, message, hint, at_key=True))

    def hint(self, word: str, known: Names) -> str:
        """
        Return the hint for a name that nobody knows; one that lists what is known only once.

        Args:
            word: The name as it is written.
            known: The names that would be right.
        """
        if len(self.found) >= _MOST_FAULTS:
            return ""
        hint = known.hint(word[:_MOST_PATH])
        if hint in self._told:
            return ""
        if is_list(hint):
            self._told.add(hint)
        return hint

    def reads(
        self, place: Place, read: Callable[[], T], raw: object = None, wanted: str = ""
    ) -> T | None:
        """
        Return what *read* gives; keep a quantity that cannot be read as a fault at a value.

        Args:
            place: Where the value stands.
            read: Reads it.
            raw: The value, for the message when it is of a wrong type.
            wanted: What would be right, for the same message; without it *read* says so.
        """
        try:
            return read()
        except QuantityError as error:
            [fault] = error.faults
            message = fault.message
            if wanted and fault.code == "quantity.type":
                message = Said("{0} is expected; found {1}.", wanted, shown(raw))
            self.fault(fault.code, place, message, fault.hint)
            return None

    def entry(
        self,
        raw: Mapping[Any, object],
        known: Names,
        place: Place,
        what: str,
        of: object = "",
    ) -> Entry:
        """
        Read the keys of a mapping; keep unknown and double ones as faults.

        Args:
            raw: The mapping.
            known: The keys that are accepted.
            place: Where the mapping stands.
            what: The message about an unknown key, such as "no fact is called {0}."
            of: What the message calls the mapping, as {1}.
        """
        stated: dict[str, tuple[Place, object]] = {}
        empty, misspelt = set(), False
        for key, value in raw.items():
            name, here = known.find(key), (*place, key if isinstance(key, str) else shown(key))
            if name is None:
                misspelt = True
                hint = self.hint(str(here[-1]), known)
                self.at_key("fact.unknown", here, Said(what, shown(key), of), hint)
            elif is_empty(value):
                empty.add(name)
            elif is_unknown_cell(value):
                empty.add(name)
                message = Said("{0} is no value.", value)
                self.fault("fact.cell", here, message, _LEFT_OUT)
            elif name in stated:
                first = stated[name][0][-1]
                message = Said(
                    "{0} states {1} a second time, after {2}.", shown(key), name, repr(first)
                )
                self.at_key("fact.twice", here, message, "Keep one of them.")
            else:
                stated[name] = here, value
        return Entry(place, stated, empty, misspelt)

    def text(self, place: Place, raw: object) -> str | None:
        """Return text without blanks around it; keep any other value as a fault."""
        is_number = isinstance(raw, float | Decimal) or _is_short_integer(raw)
        if not (is_number or isinstance(raw, str | date)):  # documents read 2024 as a number
            self.fault("fact.text", place, Said("text is expected; found {0}.", shown(raw)))
            return None
        text = (raw if isinstance(raw, str) else str(raw)).strip()
        if len(text) > _MOST_TEXT:
            message = Said(
                "{0:,} characters are too many; at most {1:,} are kept.", len(text), _MOST_TEXT
            )
            self.fault("fact.text", place, message)
        elif unseen := _UNSEEN.search(text):
            message = Said("the invisible character U+{0:04X} is not allowed.", ord(unseen[0]))
            self.fault("fact.text", place, message, "Remove it.")
        return text

    def raise_as(self, error: type[StaffingNormsError]) -> None:
        """Raise all faults as one *error*, in reading order, if there are any."""
        faults = sorted(self.found, key=lambda fault: (fault.line or 0, fault.column or 0))
        if more := faults[_MOST_FAULTS:]:
            message = Said("{0:,} more faults are not listed.", len(more))
            last = Fault("document.faults", "", message, "Mend these first.", self.document.file)
            faults[_MOST_FAULTS:] = [last]
        if faults:
            raise error(faults)

    def _keep(self, fault: Fault) -> None:
        is_plain = len(fault.path) <= _MOST_PATH and fault.path.isprintable()
        path = fault.path if is_plain else shown(fault.path)
        self.found.append(fault if is_plain else replace(fault, path=path))


def shown(value: object) -> str:
    """
    Return a value as messages show it: short, in one line, safe to print.

    >>> shown("46 户"), shown(4.5), shown(True), shown([46])
    ("'46 户'", '4.5', 'true', 'a list')
    """
    match value:
        case str():
            return repr(_cut(value))
        case bool():
            return str(value).lower()
        case None:
            return "null"
        case Mapping():
            return "a mapping"
        case list() | tuple():
            return "a list" if value else "an empty list"
        case Number() | date():
            return _written(value)
        case _ if hasattr(value, "magnitude"):  # of pint
            return _written(value)
        case _:
            return f"a value of type {type(value).__name__}"


def is_empty(value: object) -> bool:
    """
    Whether nothing is stated: None, blank text, a dash alone, an empty list.

    >>> [is_empty(value) for value in (None, " ", "—", [], 0, False)]
    [True, True, True, True, False, False]
    """
    if isinstance(value, str):
        return not value.strip(_BLANKS)
    return value is None or (isinstance(value, list | tuple) and not value)


def is_unknown_cell(value: object) -> bool:
    """
    Whether a value is what a dataframe has in an empty cell: NaN, NA or NaT.

    >>> is_unknown_cell(float("nan")), is_unknown_cell(0.0)
    (True, False)
    """
    if isinstance(value, Number) and not isinstance(value, Rational):
        return "nan" in str(value).casefold()
    return type(value).__name__ in _EMPTY_CELLS


def _is_short_integer(value: object) -> bool:
    return type(value) is int and abs(value) < 10**_MOST_SHOWN


def _written(value: object) -> str:
    try:
        return _cut(" ".join(str(value).split()))
    except ValueError:  # Python does not write integers of more than 4,300 digits
        return "a number of thousands of digits"


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
