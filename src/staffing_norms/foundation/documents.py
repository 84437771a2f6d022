"""
Text becomes plain data, with the place of every key and value.

The only import of yaml.

    bytes → text → events → data and marks

YAML and JSON become the same few events; faults, data and marks come from these. No constructor
of yaml runs: `_plain` alone says what a word means. Text from outside goes through the Python
parser, as the C parser can crash on it. Inside, a fault travels as a NormError without a file;
the public functions give it the file and the error class of the caller.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, partial
from itertools import takewhile
from json import JSONDecodeError, loads
from pathlib import Path
from typing import NamedTuple, cast

import yaml

from staffing_norms.foundation.errors import (
    Called,
    Fault,
    NormError,
    Said,
    StaffingNormsError,
    did_you_mean,
)
from staffing_norms.foundation.slips import EXAMPLE, Spot, glued_lines, slip_of_key, slips_of_lines

_Place = tuple[str | int, ...]
_Placed = tuple[_Place, yaml.Event, Spot, Spot | None]
_Wrong = tuple[str, str, str]  # code, message and hint

_LARGEST = 1024 * 1024  # bytes of a file, or characters of a text, from outside
_DEPTH = 50
_NODES = 200_000
_LONGEST_NUMBER = 100

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}\n]|[^\s\[\]{},:"]+')
_NO_NUMBERS = {"NaN", "Infinity", "-Infinity"}
_REST = re.compile(r"[0-9]{3}(?![0-9])")  # of a number, after a comma that divides thousands
_YAML_END = re.compile(r"'\\x00'|'<stream end>'")
_KINDS = {list: "a list", str: "text", int: "a number", Decimal: "a number", type(None): "empty"}
_TWICE, _DATE_WRONG = "document.duplicate_key", "document.date"

_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Where(NamedTuple):
    """Where a value stands in a text: its path, the file, line and column counted from 1."""

    path: str
    file: str | None
    line: int | None
    column: int | None

    def __str__(self) -> str:
        """`file:line:column`, without a file `line:column`."""
        return ":".join(str(part) for part in self[1:] if part is not None)

    def fault(self, code: str, message: str, hint: str) -> Fault:
        """Return a fault here, with the path in front of what is said of the value."""
        return Fault(code, self.path, Said("{0}: {1}", self.path, message), hint, *self[1:])


class Origin(NamedTuple):
    """Where a part of a document comes from: another file, or a *path* given in Python."""

    file: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Document:
    """
    Text turned into plain data, with the place of every key and value.

    Args:
        data: dict, list, str, int, Decimal, date, bool or None, nested.
        file: Name of the file for messages, or None when the input was no file.
        marks: Path of each value → line and column of the value, counted from 1; () is the root.
        key_marks: Path of each mapping entry → line and column of its key.
        origins: Path of each value that does not come from where the one above it does.
        faults: Keys that stand twice, where the reader wants to go on with the last of them.
    """

    data: object
    file: str | None
    marks: Mapping[_Place, Spot]
    key_marks: Mapping[_Place, Spot]
    origins: Mapping[_Place, Origin] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def fault(
        self, code: str, path: _Place, message: str, hint: str = "", *, at_key: bool = False
    ) -> Fault:
        """Return a fault at *path*, or at the nearest place above it that the text has."""
        known = self.key_marks if at_key and path in self.key_marks else self.marks
        above = [path[:length] for length in range(len(path), -1, -1)]
        begins = next((place for place in above if place in self.origins), ())
        origin = self.origins.get(begins, Origin(self.file, ""))
        within = (place for place in above if len(place) >= len(begins) and place in known)
        spot = next((known[place] for place in within), (None, None))
        return Fault(code, origin.path or _dotted(path), message, hint, origin.file, *spot)

    def where(self, path: _Place) -> Where | None:
        """Return where a value stands; None for data given in Python."""
        return Where(_dotted(path), self.file, *self.marks[path]) if self.marks else None


def document_of(data: object) -> Document:
    """
    Return data given in Python as a document without file and marks.

    >>> document_of({"lifts": 46}).fault("fact.unknown", ("lifts",), "no norm knows it.").where
    'lifts'
    """
    return Document(data, None, {}, {})


def read_document(
    path: str | Path,
    error: type[StaffingNormsError],
    *,
    json: bool | None = None,
    goes_on: bool = False,
) -> Document:
    """
    Read a file from outside.

    Args:
        path: The file; messages repeat it as it is given.
        error: Class to raise, such as SiteError, with all faults at once.
        json: Read strictly JSON, or YAML; by default JSON when the name ends in `.json`.
        goes_on: Keep in the document that a key stands twice, for the caller to tell, and a day
            that does not exist as text, whose field says what is wrong with it.
    """
    given: object = path
    with _raised_as(error, str(path)):
        if not isinstance(given, str | Path):
            message = Said("{0} is no file.", type(given).__name__)
            raise _halt("file.missing", None, message, "Write its path.")
        content = _content(Path(path), _LARGEST + 1)
    is_json = Path(path).suffix.lower() == ".json" if json is None else json
    return parse_document(content, error, file=str(path), json=is_json, goes_on=goes_on)


def parse_document(
    text: str | bytes,
    error: type[StaffingNormsError],
    *,
    file: str | None = None,
    json: bool = False,
    goes_on: bool = False,
) -> Document:
    """
    Read YAML, or strictly JSON, from text.

    Args:
        text: The text; bytes are UTF-8 or GB18030, with or without a byte-order mark.
        error: Class to raise, such as SiteError, with all faults at once.
        file: Name for messages.
        json: Read JSON.
        goes_on: Keep in the document that a key stands twice, for the caller to tell, and a day
            that does not exist as text, whose field says what is wrong with it.

    >>> from staffing_norms.foundation.errors import SiteError
    >>> parse_document("lifts: 46", SiteError).data
    {'lifts': 46}
    """
    with _raised_as(error, file):
        if len(text) > _LARGEST:
            raise _halt("document.size", None, "there is more than 1 MiB of text.", "Divide it.")
        clean = _clean(text)
        events = _json_events(clean) if json else _yaml_events(clean, yaml.SafeLoader)
        document = _document(events, file, goes_on=goes_on)
        if isinstance(document.data, str) and (glued := [*glued_lines(clean)]):
            raise NormError(glued)
        return document


def mapping_at_top(
    document: Document, error: type[StaffingNormsError], what: str
) -> dict[str, object]:
    """
    Return the data of a document whose top level must be a mapping.

    Args:
        document: The document.
        error: Class to raise, such as SiteError, when the top level is something else.
        what: What the document describes, such as "a site".
    """
    if isinstance(document.data, Mapping):
        return {str(key): value for key, value in document.data.items()}
    found = _KINDS.get(type(document.data), f"a {type(document.data).__name__}")
    message = Said("the top level is {0}; a mapping that describes {1} is expected.", found, what)
    raise error([*document.faults, document.fault("document.top_level", (), message, EXAMPLE)])


def read_trusted(path: Path, file: str) -> Document:
    """
    Read a YAML file of this library, with libyaml's parser where it is built.

    It is not judged: a test does so. Where its values stand is read when a message asks for it.

    Args:
        path: The file.
        file: Name for messages.
    """
    with _raised_as(NormError, file):
        events = list(_parsed(_clean(_content(path)), _FAST))
        if any(isinstance(event, yaml.AliasEvent) for event in events):
            return _document(_bounded(_expanded(events)), file)
        values = _values(events)
        again = cache(partial(read_document, path, NormError, json=False))
        marks, key_marks = (_Later(lambda: again().marks), _Later(lambda: again().key_marks))
        return Document(_data(next(values), values), file, marks, key_marks)


class _Later(Mapping[_Place, Spot]):
    """Places that are read when one is asked for."""

    def __init__(self, read: Callable[[], Mapping[_Place, Spot]]) -> None:
        self._read = read

    def __getitem__(self, place: _Place) -> Spot:
        return self._read()[place]

    def __iter__(self) -> Iterator[_Place]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


@contextmanager
def _raised_as(error: type[StaffingNormsError], file: str | None) -> Iterator[None]:
    """Give the faults of the reading their file and the caller's class."""
    try:
        yield
    except NormError as found:
        raise error(replace(fault, file=file) for fault in found.faults) from None


def _halt(code: str, spot: Spot | None, message: str, hint: str) -> NormError:
    """Return the single fault that stops the reading at once."""
    return NormError([Fault(code, "", message, hint, None, *(spot or (None, None)))])


def _dotted(path: _Place) -> str:
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def _spot(event: yaml.Event) -> Spot:
    mark = cast("yaml.Mark", event.start_mark)  # parsers mark every event
    return mark.line + 1, mark.column + 1


def _spot_of(text: str, index: int) -> Spot:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _content(path: Path, most: int = -1) -> bytes:
    """Read a file, or at most so many bytes of it."""
    try:
        with path.open("rb") as stream:
            return stream.read(most)
    except FileNotFoundError:
        close = [
            sibling.name
            for sibling in path.parent.glob("*")
            if get_close_matches(path.stem, [sibling.stem])
        ]
        hint = did_you_mean(path.name, close, ()) or "Check the name and the folder."
        raise _halt("file.missing", None, "there is no such file.", hint) from None
    except IsADirectoryError:
        message = "this is a folder; a file is expected."
        raise _halt("file.directory", None, message, "Name a file in it.") from None
    except (OSError, ValueError) as problem:
        message = Said(
            "the file cannot be read: {0}.", getattr(problem, "strerror", None) or problem
        )
        raise _halt("file.unreadable", None, message, "Check the path and its rights.") from None


def _clean(content: str | bytes) -> str:
    """Return text with plain line ends, without a byte-order mark and control characters."""
    text = content if isinstance(content, str) else _decoded(content)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if unseen := _UNSEEN.search(text):
        spot = _spot_of(text, unseen.start())
        raise _halt("document.character", spot, *_not_allowed(unseen[0]))
    return text


def _not_allowed(character: str) -> tuple[str, str]:
    return Said("the invisible character U+{0:04X} is not allowed.", ord(character)), "Remove it."


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    message = "the bytes are neither UTF-8 nor GB18030."
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "the bytes are neither UTF-8 nor GB18030; they look like UTF-16."
    raise _halt("document.encoding", None, message, "Save the file as UTF-8.")


def _yaml_events(text: str, loader: type[yaml.SafeLoader]) -> Iterator[yaml.Event]:
    return _bounded(_expanded(_parsed(text, loader)))


def _parsed(text: str, loader: type[yaml.SafeLoader]) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.MarkedYAMLError as problem:
        raise _not_yaml(text, problem) from None
    except (ValueError, OverflowError):  # PyYAML lets these out; no other text is known to do so
        wrong = cast("re.Match[str]", re.search(r"\\U(?!000|0010)|%YAML", text))
        spot = _spot_of(text, wrong.start())
        message = "this names no character and no version of YAML."
        raise _halt("document.syntax", spot, message, "Correct it.") from None


def _not_yaml(text: str, problem: yaml.MarkedYAMLError) -> NormError:
    mark = cast("yaml.Mark", problem.problem_mark)  # scanner and parser always give it
    spot = mark.line + 1, mark.column + 1
    line = [*text.splitlines(), ""][mark.line]
    if re.match(" *\t", line) or "'\\t'" in str(problem.problem):
        message = Said("line {0} uses a tab where YAML allows only spaces.", spot[0])
        return _halt("document.tab", spot, message, "Write spaces.")
    start = problem.context_mark
    begun = start.line + 1 if start else spot[0]
    if slips := [*slips_of_lines(text, str(problem.problem), spot[0], begun)]:
        return NormError(slips)
    told = _YAML_END.sub("the end", " ".join(filter(None, [problem.problem, problem.context])))
    message = Said("this is not YAML: {0}.", told)
    if start:
        message = Said("this is not YAML: {0} (which begins in line {1}).", told, begun)
    hint = "Check indentation, colons, quotes and brackets up to here."
    return _halt("document.syntax", spot, message, hint)


def _expanded(events: Iterable[yaml.Event]) -> Iterator[yaml.Event]:
    """Replace every alias by the events of its anchor, the first marked where the alias stands."""
    past: list[yaml.Event] = []
    spans: dict[str | None, slice] = {}
    opened: list[tuple[str | None, int]] = []
    for event in events:
        fresh = [event]
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in spans:
                message = Said("no value that ends above carries the anchor '&{0}'.", event.anchor)
                raise _halt("document.alias", _spot(event), message, "Write the value out.")
            fresh = past[spans[event.anchor]]
            fresh[0] = copy(fresh[0])
            fresh[0].start_mark = event.start_mark
        elif isinstance(event, yaml.NodeEvent):
            opened.append((event.anchor, len(past)))
            spans.pop(event.anchor, None)
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionEndEvent):
            anchor, start = opened.pop()
            spans[anchor] = slice(start, len(past) + 1)
        past += fresh
        yield from fresh


def _bounded(events: Iterable[yaml.Event]) -> Iterator[yaml.Event]:
    """Pass on the values of one document; stop at what takes too much memory or recursion."""
    documents = depth = nodes = 0
    for event in events:
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        if documents > 1:
            message = "a second document starts here; one file holds one document."
            raise _halt("document.second", _spot(event), message, "Move it to a file of its own.")
        if depth > _DEPTH:
            message = Said("lists and mappings nest more than {0} levels deep.", _DEPTH)
            raise _halt("document.depth", _spot(event), message, "Nest fewer levels.")
        if nodes > _NODES:
            message = Said("there are more than {0:,} values, each alias written out.", _NODES)
            raise _halt("document.size", _spot(event), message, "Divide the document.")
        yield from _values([event])


def _values(events: Iterable[yaml.Event]) -> Iterator[yaml.Event]:
    """Pass on values and the ends of lists and mappings; not the start and end of documents."""
    return (
        event for event in events if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent)
    )


def _json_events(text: str) -> list[yaml.Event]:
    """Turn JSON into the events that YAML would give, so that every value has its place."""
    events = list(_bounded(_json_tokens(text)))  # the depth first: `loads` recurses
    try:
        loads(text if text.strip() else "null", parse_int=str)  # `int` limits the digits
    except JSONDecodeError as problem:
        spot = problem.lineno, problem.colno
        told = problem.msg.removesuffix(" at").removesuffix(" starting")
        message = Said("this is not JSON: {0}.", f"{told[0].lower()}{told[1:]}")
        hint = "Check quotes, commas and brackets up to here."
        raise _halt("document.syntax", spot, message, hint) from None
    for event in events:
        if isinstance(event, yaml.ScalarEvent) and not event.implicit[0]:
            event.value = loads(event.value)
        elif isinstance(event, yaml.ScalarEvent) and event.value in _NO_NUMBERS:
            message = Said("JSON has no number {0}.", event.value)  # which Python's reader accepts
            raise _halt("document.syntax", _spot(event), message, "Write digits or null.")
    return events


def _json_tokens(text: str) -> Iterator[yaml.Event]:
    line, start = 0, 0
    for token in _JSON_TOKEN.finditer(text):
        word = token[0]
        mark = yaml.Mark("", token.start(), line, token.start() - start, None, 0)
        if word == "\n":
            line, start = line + 1, token.end()
        elif word in "[{":
            kind = yaml.SequenceStartEvent if word == "[" else yaml.MappingStartEvent
            yield kind(None, None, implicit=True, start_mark=mark)
        elif word in "]}":
            yield yaml.CollectionEndEvent(mark)
        else:
            is_text = word[0] == '"'
            yield yaml.ScalarEvent(None, None, (not is_text, is_text), word, mark)


def _document(events: Iterable[yaml.Event], file: str | None, *, goes_on: bool = False) -> Document:
    """Make the document; faults in it are found all at once."""
    kept = list(events)
    if not kept:
        raise _halt("document.empty", None, "nothing is written here.", EXAMPLE)
    placed: list[_Placed] = []
    _place(placed, kept[0], iter(kept[1:]), ())
    faults = [each for each in _faults(placed) if not (goes_on and each.code == _DATE_WRONG)]
    if faults and not (goes_on and all(each.code == _TWICE for each in faults)):
        raise NormError(faults)
    marks = {path: spot for path, _, spot, first in placed if not first}
    key_marks = {path: spot for path, _, spot, first in placed if first}
    told = tuple(replace(fault, file=file) for fault in faults)
    return Document(_data(kept[0], iter(kept[1:])), file, marks, key_marks, faults=told)


def _inside(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """Return what follows, up to the end of the list or mapping that has just begun."""
    return takewhile(lambda event: not isinstance(event, yaml.CollectionEndEvent), events)


def _place(
    placed: list[_Placed], event: yaml.Event, events: Iterator[yaml.Event], path: _Place
) -> None:
    """Keep each event with path and spot, and each key also with where its mapping first has it."""
    placed.append((path, event, _spot(event), None))
    if isinstance(event, yaml.SequenceStartEvent):
        for index, item in enumerate(_inside(events)):
            _place(placed, item, events, (*path, index))
    elif isinstance(event, yaml.MappingStartEvent):
        first: dict[str, Spot] = {}
        for key in _inside(events):
            if not isinstance(key, yaml.ScalarEvent):
                message = "a list or mapping cannot be a key; text is expected."
                raise _halt("document.key", _spot(key), message, "Write a short name.")
            here, spot = (*path, key.value), _spot(key)
            placed.append((here, key, spot, first.setdefault(key.value, spot)))
            _place(placed, next(events), events, here)


def _faults(placed: Sequence[_Placed]) -> Iterator[Fault]:
    rests = _rests(placed)
    for number, (path, event, spot, first) in enumerate(placed):
        fault: _Wrong | None = _wrong_node(event, is_key=first is not None)
        if number in rests and number + 2 in rests:
            continue  # the rest goes on
        if number in rests:
            message = Said("a comma ends the value before {0}.", repr(path[-1]))
            whole = Called(repr(rests[number]), f'"{rests[number]}"')
            fault = "document.comma", message, Said("Put quotes around the whole: {0}.", whole)
        elif first and first != spot:
            name = Said("the key {0} stands twice, first in line {1}.", repr(path[-1]), first[0])
            fault = _TWICE, name, "Keep one of them."
        elif first and (slip := _slip(event, placed[number + 1][1], spot)):
            yield replace(slip, path=_dotted(path))
        if fault:
            code, told, hint = fault
            yield Fault(code, _dotted(path), told, hint, None, *spot)


def _slip(key: yaml.Event, value: yaml.Event, spot: Spot) -> Fault | None:
    text = key.value if isinstance(key, yaml.ScalarEvent) and key.implicit[0] else ""
    return slip_of_key(text, spot, is_alone=_is_blank(value))


def _rests(placed: Sequence[_Placed]) -> dict[int, str]:
    """Return the keys that are the rest of a number, as in {per: 9,000 m²}, with the whole."""
    rests: dict[int, str] = {}
    for number, (_, key, _, first) in enumerate(placed):
        if first and isinstance(key, yaml.ScalarEvent) and _REST.match(key.value):
            before, after = placed[number - 1][1], placed[number + 1][1]
            begun = rests.get(number - 2) or getattr(before, "value", "")
            if begun and _is_blank(after) and _touches(before, key):
                rests[number] = f"{begun},{key.value}"
    return rests


def _is_blank(event: yaml.Event) -> bool:
    """Whether nothing is written, not even quotes."""
    return isinstance(event, yaml.ScalarEvent) and event.value == "" and event.implicit[0]


def _touches(before: yaml.Event, key: yaml.Event) -> bool:
    """Whether nothing but a comma stands between a value and the key after it."""
    end, start = cast("yaml.Mark", before.end_mark), cast("yaml.Mark", key.start_mark)
    return (end.line, end.column + 1) == (start.line, start.column)


def _wrong_node(event: yaml.Event, *, is_key: bool) -> _Wrong | None:
    """Return code, message and hint of what is wrong with one value or key by itself."""
    if written := cast("yaml.ScalarEvent | yaml.CollectionStartEvent", event).tag:
        tag = written.replace("tag:yaml.org,2002:", "!!")
        return "document.tag", Said("the tag '{0}' is not allowed.", tag), "Remove it."
    if not isinstance(event, yaml.ScalarEvent):
        return None
    if unseen := _UNSEEN.search(event.value):
        return "document.character", *_not_allowed(unseen[0])
    if not event.implicit[0]:
        return None
    if is_key and event.value == "<<":
        return "document.merge", "entries cannot be merged with '<<'.", "Write them out."
    if not is_key and _DATE.fullmatch(event.value) and isinstance(_plain(event.value), str):
        message = Said("there is no such day as {0}.", event.value)
        return _DATE_WRONG, message, "Correct it, or put quotes around it if it is text."
    return None


def _data(event: yaml.Event, events: Iterator[yaml.Event]) -> object:
    """Turn events that have no faults into plain data."""
    if isinstance(event, yaml.ScalarEvent):
        return _plain(event.value) if event.implicit[0] else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        return [_data(item, events) for item in _inside(events)]
    keys = cast("Iterator[yaml.ScalarEvent]", _inside(events))
    return {key.value: _data(next(events), events) for key in keys}


def _plain(word: str) -> object:
    """Read a word without quotes; what is no exact number, day or constant stays text."""
    if word in _WORDS:
        return _WORDS[word]
    if len(word) > _LONGEST_NUMBER:
        return word
    if _INTEGER.fullmatch(word):
        return int(word)
    if _DECIMAL.fullmatch(word):
        return Decimal(word)
    if _DATE.fullmatch(word):
        with suppress(ValueError):
            return date.fromisoformat(word)
    return word
