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

import re
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING, Self
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LISTED = 12  # names in one message
_KNOWN = "Known: "
_MOST_MEANT = 5
_BETWEEN = re.compile(r"[\s_-]+")
_CLOSE = 0.65  # how alike a word and a name are, from 0 to 1, for the name to be suggested
_AS_CLOSE, _NEARLY = 0.01, 0.85
_REMARK = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")


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
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: str(v) if isinstance(v, str) else v for name, v in values.items()}


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
    """
    A site description with faults.

    Attributes:
        read: The facts of each description, as far as they could be read all the same.
    """

    def __init__(
        self, faults: "Iterable[Fault]", read: "Iterable[Mapping[str, object]]" = ()
    ) -> None:
        super().__init__(faults)
        self.read = tuple(read)


class NormError(StaffingNormsError, ValueError):
    """A norm file with faults."""


class UnknownNameError(NormError, LookupError):
    """No such norm, department, role, method or stance."""


class IncompletePlanError(StaffingNormsError, LookupError):
    """A figure was asked for that a gap keeps unknown."""


class Called(str):
    """A name in a message, and *zh*, how it reads in Chinese."""

    __slots__ = ("zh",)
    zh: str

    def __new__(cls, text: str, zh: str) -> Self:
        made = super().__new__(cls, text)
        made.zh = zh
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (str(self), self.zh)


class Said(str):
    """
    A sentence of a message, which keeps its *template* and what it *told*.

    As text it is English; in Chinese it is said by `wording`, from the same particulars.

    >>> said = Said("no fact is called {0}.", "'lift'")
    >>> said, said.template
    ("no fact is called 'lift'.", 'no fact is called {0}.')
    """

    __slots__ = ("template", "told")
    template: str
    told: tuple[object, ...]

    def __new__(cls, template: str, *told: object) -> Self:
        made = super().__new__(cls, template.format(*told))
        made.template, made.told = template, told
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.template, *self.told)


def did_you_mean(
    word: object, known: "Iterable[str]", listed: "Iterable[str] | None" = None
) -> str:
    """
    Return the hint "Did you mean 'x'?", or list what is known, for a name that nobody knows.

    Args:
        word: The name as it is written; case, spaces and punctuation do not matter, nor its type.
        known: All names that would be right.
        listed: Those to list when none is close; all by default.

    >>> did_you_mean("Lift", ["lifts", "entrances"])
    "Did you mean 'lifts'?"
    >>> did_you_mean("stairs", ["lifts", "entrances"])
    'Known: lifts, entrances.'
    """
    names = {name: name for name in known}
    meant = [Called(repr(name), quoted(name)) for name in _alike(str(word), names, {})]
    return _meant(meant) or known_names(names if listed is None else listed)


def did_you_spell(
    word: str,
    spellings: "Mapping[str, str]",
    leading: "Mapping[str, tuple[str, ...]] | None" = None,
) -> str:
    """
    Return the same hint where every name has several spellings: it shows the first of each.

    Args:
        word: The name as it is written.
        spellings: Every accepted spelling, with the name it stands for; a Chinese one is shown
            for a Chinese word.
        leading: Words that are not accepted, with the names that may be meant.

    >>> did_you_spell("楼梯", {"lifts": "lifts", "电梯数": "lifts", "户数": "households"})
    'Known: 电梯数, 户数.'
    >>> did_you_spell("客梯", {"lifts": "lifts", "电梯数": "lifts"}, {"客梯": ("lifts",)})
    "Did you mean '电梯数'?"
    """
    is_latin = all(map(str.isascii, filter(str.isalpha, word)))  # the ² of a unit is no letter
    own, chinese = _main(spellings, is_ascii=is_latin), _main(spellings, is_ascii=False)
    meant = [
        Called(repr(own.get(name, name)), quoted(chinese.get(name, name)))
        for name in _alike(word, spellings, leading or {})
    ]
    return _meant(meant) or known_names(own.values(), (chinese or own).values())


def known_names(names: "Iterable[str]", chinese: "Iterable[str] | None" = None) -> str:
    """
    Return the hint that lists *names*, the first of them if there are many.

    Args:
        names: The names.
        chinese: The same names for a Chinese reader, where they are called otherwise.

    >>> known_names(["lifts", "entrances"])
    'Known: lifts, entrances.'
    """
    every = list(names)
    if not every:
        return ""
    of_chinese = every if chinese is None else list(chinese)
    shown = Called(", ".join(every[:_LISTED]), "、".join(of_chinese[:_LISTED]))
    if len(every) > _LISTED:
        return Said("Known: {0} and {1} more.", shown, len(every) - _LISTED)
    return Said("Known: {0}.", shown)


def is_list(hint: str) -> bool:
    """Whether a hint lists what is known."""
    return isinstance(hint, Said) and hint.template.startswith(_KNOWN)


def quoted(text: str) -> str:
    """Return a text in the quotation marks of Chinese."""
    return f"“{text}”"


def bare(text: str) -> str:
    """
    Return the letters and digits of a name, by which it is found: case and width are free.

    >>> bare("Gross floor-area"), bare("ＧＦＡ")
    ('grossfloorarea', 'gfa')
    """
    return "".join(filter(str.isalnum, normalize("NFKC", text).casefold()))


def _main(spellings: "Mapping[str, str]", *, is_ascii: bool) -> dict[str, str]:
    """Return of each name the first spelling in a script, by name."""
    listed: dict[str, str] = {}
    for spelling, name in spellings.items():
        if spelling.isascii() == is_ascii:
            listed.setdefault(name, spelling)
    return listed


def _alike(
    word: str, spellings: "Mapping[str, str]", leading: "Mapping[str, tuple[str, ...]]"
) -> tuple[str, ...]:
    """
    Return the names that a word may be meant for.

    A remark in brackets after the word is passed over. Whole words of some names, such as guard,
    may be meant for each if no name is nearly so spelt; so may any part of Chinese ones.
    """
    word = _REMARK.sub("", word).strip()
    plain = bare(word)
    ways: dict[str, tuple[str, ...]] = {}
    for spelling, name in spellings.items():
        ways.setdefault(bare(spelling), (name,))
    for other, names in leading.items():
        ways.setdefault(bare(other), names)
    if plain in ways:
        return ways[plain]
    scores = {
        way: SequenceMatcher(None, plain, way).ratio()
        for way in get_close_matches(plain, ways, len(ways) or 1, _CLOSE)
    }
    best = max(scores.values(), default=0.0)
    close = [name for way in ways if scores.get(way, -1.0) > best - _AS_CLOSE for name in ways[way]]
    words = _words(word)
    parts = [name for each, name in spellings.items() if words < _words(each)]
    if not close and len(plain) > 1 and not plain.isascii():
        close = [name for way in ways if plain in way for name in ways[way]]
    likely = (parts, close) if best < _NEARLY else (close,)
    either = [tuple(dict.fromkeys(names)) for names in likely]
    return next((names for names in either if 0 < len(names) <= _MOST_MEANT), ())


def _words(name: str) -> frozenset[str]:
    return frozenset(_BETWEEN.split(name.casefold()))


def _meant(names: list[Called]) -> str:
    """Return the question whether one of the names is meant; nothing where there is none."""
    if not names:
        return ""
    either = Called(" or ".join(names), "或".join(name.zh for name in names))
    return Said("Did you mean {0}?", either)
