"""The only place that turns what a user writes into facts: kinds of value, and provenance."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeGuard, cast

from staffing_norms.documents import Document, Where, mapping_at_top
from staffing_norms.errors import SiteError
from staffing_norms.facts import (
    FactType,
    Vocabulary,
    blank_hint,
    flags,
    provenance,
    provenance_names,
    spellings,
)
from staffing_norms.faults import Entry, Faults, Place, is_empty, shown
from staffing_norms.formula import Value
from staffing_norms.tasks import read_task

MOST_RECORDS = 10_000
"""As many records as a site may state in one collection."""

_OWN_FACTS = "Norms in folders are not searched: plan or compare with the norm that declares it."
_SEPARATORS = re.compile(r"[,;，；、/\n]")


@dataclass(frozen=True, slots=True, eq=False)
class Record(Mapping[str, Value]):
    """
    One of the buildings or tasks of a site: a frozen mapping of values by `<collection>.<field>`.

    Args:
        _values: The values.
        places: Where they stand, as far as they are from a text.

    >>> Record({"buildings.storeys": 9})["buildings.storeys"]
    9
    """

    _values: dict[str, Value]
    places: Mapping[str, Where | None] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))


Figure: TypeAlias = Value | tuple[str, ...] | Record | tuple[Record, ...]
"""The value of a fact."""


@dataclass(frozen=True, slots=True)
class Stated:
    """
    A fact as the user states it; it equals another that states the same in other units.

    Args:
        value: The exact value: a number in the reference unit of its dimension, a flag, a word,
            words, text, or records.
        unit: Id of the fact's own unit, of a number; empty otherwise.
        text: The value as it was written; empty for a list.
        source: Where the user has it from; empty when not said.
        status: One of `stated`, `estimated` and `assumed`; the first when nothing is said.
        note: The user's remark.
        where: Where the value stands, if it is from a text.
    """

    value: Figure
    unit: str = ""
    text: str = field(default="", compare=False)
    source: str = ""
    status: str = "stated"
    note: str = ""
    where: Where | None = field(default=None, compare=False)


def read_facts(document: Document, words: Vocabulary) -> dict[str, Stated]:
    """
    Read the facts of a site.

    Args:
        document: What the user writes.
        words: The facts that may be stated.

    Returns:
        The facts that are stated, by name, in the order of the vocabulary.

    Raises:
        SiteError: With every fault of the document.

    >>> from staffing_norms.facts import vocabulary
    >>> from staffing_norms.documents import document_of
    >>> print(read_facts(document_of({"电梯数": "46 部"}), vocabulary())["lifts"].value)
    46
    """
    data = document.data
    if not isinstance(data, Mapping):
        data = mapping_at_top(document, SiteError, "a site")
    faults = Faults(document, named=True)
    top = faults.entry(data, spellings(words), (), "no fact is called", _OWN_FACTS)
    read = {name: _stated(faults, words[name], name, *top.stated[name]) for name in top.stated}
    faults.raise_as(SiteError)
    return {name: fact for name in words if (fact := read.get(name))}


def _stated(faults: Faults, type_: FactType, name: str, place: Place, raw: object) -> Stated | None:
    """Read one fact, plain or with its provenance."""
    about: dict[str, str] = {}
    if isinstance(raw, Mapping) and _tells_provenance(type_, raw):
        entry = faults.entry(raw, provenance_names(), place, "a fact has no")
        if entry.lacks("value"):
            hint = "Write it like {value: …, source: …}."
            faults.fault("fact.value", place, "the mapping has no 'value'.", hint)
        about = _provenance(faults, entry)
        if "value" not in entry.stated:
            return None
        place, raw = entry.stated["value"]
    value = _figure(faults, type_, name, place, raw)
    if value is None:
        return None
    text = "" if isinstance(raw, list | tuple | Mapping) else str(raw)
    unit = type_.unit if type_.kind == "number" else ""
    return Stated(value, unit, text, **about, where=faults.document.where(place))


def _tells_provenance(type_: FactType, raw: Mapping[str, object]) -> bool:
    """Whether a mapping is `{value, source, …}`, not a record where a list of them is due."""
    is_record = type_.kind in ("record", "records")
    return not is_record or any(key in provenance_names() for key in raw)


def _provenance(faults: Faults, entry: Entry) -> dict[str, str]:
    """Return source, status and note, as far as they are stated."""
    about = {}
    for name in ("source", "note"):
        if name in entry.stated and (text := faults.text(*entry.stated[name])):
            about[name] = text
    if "status" in entry.stated:
        words = provenance()["status"].glossary
        if status := words.read(faults, *entry.stated["status"], "status", "fact.status"):
            about["status"] = status
    return about


def _figure(faults: Faults, type_: FactType, name: str, place: Place, raw: object) -> Figure:
    """Read a value of any kind; keep what cannot be read as a fault."""
    match type_.kind:
        case "number":
            return type_.read(faults, place, raw)
        case "flag":
            return _flag(faults, place, raw)
        case "word":
            return type_.glossary.read(faults, place, raw, "known word")
        case "words":
            return _words(faults, type_, place, raw)
        case "text":
            return faults.text(place, raw)
        case "record":
            return _record(faults, type_, name, place, raw)
        case _:  # records
            return _records(faults, type_, name, place, raw)


def _flag(faults: Faults, place: Place, raw: object) -> bool | None:
    if isinstance(raw, bool) or _is_flag_of_numpy(raw):
        return bool(raw)
    word = flags().find(raw) if isinstance(raw, str) else None
    if word is None:
        message = f"true or false is expected; found {shown(raw)}."
        faults.fault("fact.flag", place, message, blank_hint(raw))
        return None
    return word == "yes"


def _is_flag_of_numpy(raw: object) -> bool:
    return getattr(raw, "shape", None) == () and str(getattr(raw, "dtype", "")) == "bool"


def _words(faults: Faults, type_: FactType, place: Place, raw: object) -> tuple[str, ...] | None:
    """Read a list of words, or text with separators, in the order of the vocabulary."""
    parts = list(_parts(type_, raw)) if isinstance(raw, str) else raw
    if not _is_list(parts, faults, place):
        return None
    found = [
        type_.glossary.read(faults, place if parts is not raw else (*place, i), part, "known word")
        for i, part in enumerate(parts)
        if not is_empty(part)
    ]
    return tuple(word for word in type_.words if word in found) or None


def _parts(type_: FactType, text: str) -> Iterator[str]:
    """Divide text at its separators, and at blanks where that gives words that are known."""
    find = type_.glossary.find
    for part in _SEPARATORS.split(text):
        words = part.split()
        yield from words if not find(part) and any(map(find, words)) else [part]


def _is_list(raw: object, faults: Faults, place: Place) -> TypeGuard[Sequence[object]]:
    if not isinstance(raw, list | tuple):
        faults.fault("fact.list", place, f"a list is expected; found {shown(raw)}.")
        return False
    if len(raw) > MOST_RECORDS:
        message = f"{len(raw):,} entries are too many; at most {MOST_RECORDS:,} are read."
        faults.fault("fact.list", place, message)
        return False
    return True


def _records(
    faults: Faults, type_: FactType, name: str, place: Place, raw: object
) -> tuple[Record, ...] | None:
    if not _is_list(raw, faults, place):
        return None
    return tuple(_record(faults, type_, name, (*place, i), item) for i, item in enumerate(raw))


def _record(faults: Faults, type_: FactType, name: str, place: Place, raw: object) -> Record:
    if not isinstance(raw, Mapping):
        hint = f"Write it like {{{', '.join(f'{field}: …' for field in type_.fields)}}}."
        faults.fault("fact.record", place, f"a mapping is expected; found {shown(raw)}.", hint)
        return Record({})
    entry = faults.entry(raw, type_.field_names, place, f"no field of {name} is called")
    entry = _without_provenance(faults, type_, entry)
    if type_.activities:
        return Record(read_task(faults, type_, entry))
    values = {
        f"{name}.{field}": cast("Value", _figure(faults, type_.fields[field], field, here, value))
        for field, (here, value) in entry.stated.items()
    }
    places = {
        f"{name}.{field}": faults.document.where(at) for field, (at, _) in entry.stated.items()
    }
    return Record({field: value for field, value in values.items() if value is not None}, places)


def _without_provenance(faults: Faults, type_: FactType, entry: Entry) -> Entry:
    """Keep as faults the fields of a record that are written `{value: …, source: …}`."""
    kept = dict(entry.stated)
    for name, (place, raw) in entry.stated.items():
        if isinstance(raw, Mapping) and type_.fields[name].kind != "record":
            message = f"one value is expected; found {shown(raw)}."
            hint = "Write the source of the whole list: {value: […], source: …}."
            faults.fault("fact.provenance", place, message, hint)
            del kept[name]
    return replace(entry, stated=kept, misspelt=entry.misspelt or len(kept) < len(entry.stated))
