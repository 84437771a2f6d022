"""
What can go wrong.

    StaffingNormsError
    ├── QuantityError        (ValueError)   a number or unit that cannot be read
    ├── SiteError            (ValueError)   a site description with faults
    ├── NormError            (ValueError)   a norm file with faults
    │   └── UnknownNameError (LookupError)  no such norm, department, role, method or stance
    └── IncompletePlanError  (LookupError)  a figure was asked for that a gap keeps unknown

Every error carries `faults`: all that was found, not only the first.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LISTED = 12  # names in one message


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing that is wrong, and where.

    Args:
        code: Stable name of the kind of fault, for programs; the message is for people.
        path: Place inside the document, such as `buildings[2].storeys`; empty for the whole.
        message: What is wrong, and what would be right.
        hint: What to do; empty where the message says it all.
        file: Name of the file, or None when the input was no file.
        line: Line in *file*, counted from 1.
        column: Column in *line*, counted from 1.
    """

    code: str
    path: str
    message: str
    hint: str = ""
    file: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def where(self) -> str:
        """`file:line:column`, else the file, else the place inside the document."""
        parts = [str(part) for part in (self.file, self.line, self.column) if part is not None]
        return ":".join(parts) or self.path

    def __str__(self) -> str:
        """Where · what · what would be right · what to do."""
        return ": ".join(
            filter(None, [self.where, " ".join(filter(None, [self.message, self.hint]))])
        )

    def to_dict(self) -> dict[str, str | int | None]:
        """Return the fault as JSON-ready data."""
        return {name: getattr(self, name) for name in self.__slots__}


class StaffingNormsError(Exception):
    """The root of every error of this library; never raised itself."""

    def __init__(self, faults: "Iterable[Fault]") -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """One line a fault."""
        return "\n".join(map(str, self.faults))

    def to_dict(self) -> dict[str, object]:
        """Return the error as JSON-ready data."""
        return {
            "error": type(self).__name__,
            "faults": [fault.to_dict() for fault in self.faults],
        }


class QuantityError(StaffingNormsError, ValueError):
    """A number or unit that cannot be read."""


class SiteError(StaffingNormsError, ValueError):
    """A site description with faults."""


class NormError(StaffingNormsError, ValueError):
    """A norm file with faults."""


class UnknownNameError(NormError, LookupError):
    """No such norm, department, role, method or stance."""


class IncompletePlanError(StaffingNormsError, LookupError):
    """A figure was asked for that a gap keeps unknown."""


def did_you_mean(word: str, known: "Iterable[str]", listed: "Iterable[str] | None" = None) -> str:
    """
    Return the hint "Did you mean 'x'?", or list what is known, for a name that nobody knows.

    Args:
        word: The name as it is written; case does not matter. Part of one Chinese name suggests it.
        known: All names that would be right.
        listed: Those to list when none is close; all by default.

    >>> did_you_mean("Lift", ["lifts", "entrances"])
    "Did you mean 'lifts'?"
    >>> did_you_mean("stairs", ["lifts", "entrances"])
    'Known: lifts, entrances.'
    """
    names = list(known)
    folded = {name.casefold(): name for name in reversed(names)}
    close = [folded[name] for name in get_close_matches(word.casefold(), folded, n=1)]
    if not close and len(word) > 1 and not word.isascii():
        close = [name for name in folded.values() if word in name]
    if len(close) == 1:
        return f"Did you mean {close[0]!r}?"
    return known_names(names if listed is None else listed)


def did_you_spell(word: str, spellings: "Mapping[str, str]") -> str:
    """
    Return the same hint where every name has several spellings.

    Args:
        word: The name as it is written.
        spellings: Every accepted spelling, with the name it stands for; when none is close, one
            of each name is listed, in Chinese for a Chinese word.

    >>> did_you_spell("楼梯", {"lifts": "lifts", "电梯数": "lifts", "户数": "households"})
    'Known: 电梯数, 户数.'
    """
    listed: dict[str, str] = {}
    for spelling, name in spellings.items():
        if spelling.isascii() == word.isascii():
            listed.setdefault(name, spelling)
    return did_you_mean(word, spellings, listed.values())


def known_names(names: "Iterable[str]") -> str:
    """
    Return the hint that lists *names*, the first of them if there are many.

    >>> known_names(["lifts", "entrances"])
    'Known: lifts, entrances.'
    """
    every = list(names)
    if not every:
        return ""
    more = f" and {len(every) - _LISTED} more" if len(every) > _LISTED else ""
    return f"Known: {', '.join(every[:_LISTED])}{more}."
