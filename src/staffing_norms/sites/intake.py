"""The only place that turns what a user writes into facts: kinds of value, and provenance."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias, TypeGuard, cast

from staffing_norms.foundation.documents import Document, Where, mapping_at_top
from staffing_norms.foundation.errors import Called, QuantityError, Said, SiteError, quoted
from staffing_norms.foundation.faults import Entry, Faults, Place, is_empty, shown
from staffing_norms.foundation.formula import Value
from staffing_norms.foundation.quantities import exact, figures
from staffing_norms.sites.facts import (
    FactType,
    Vocabulary,
    fact_names,
    named_fields,
    provenance,
    provenance_names,
)
from staffing_norms.sites.tasks import month_day, read_task, yes_or_no
from staffing_norms.sites.vocabulary import vocabulary

MOST_RECORDS = 10_000
"""As many records as a site may state in one collection."""

_WRITTEN_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_DAY = len("2026-12-31")
_MOST_FIGURES = 100  # characters
_RATIO = re.compile(r"-?[0-9]{1,40}/[1-9][0-9]{0,39}")
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

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as a mapping has it
        """Return the value of a field, or *default*: asked for each record and formula."""
        return self._values.get(name, default)

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

    @property
    def number(self) -> Fraction:
        """The value of a fact that is a number."""
        return cast("Fraction", self.value)

    @property
    def words(self) -> tuple[str, ...]:
        """The value of a fact that is a list of words."""
        return cast("tuple[str, ...]", self.value)

    @property
    def records(self) -> tuple[Record, ...]:
        """The value of a fact that is a list of records."""
        return cast("tuple[Record, ...]", self.value)


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

    >>> from staffing_norms.sites.vocabulary import vocabulary
    >>> from staffing_norms.foundation.documents import document_of
    >>> print(read_facts(document_of({"电梯数": "46 部"}), vocabulary())["lifts"].value)
    46
    """
    data = document.data
    if not isinstance(data, Mapping):
        data = mapping_at_top(document, SiteError, "a site")
    faults = Faults(document, named=True)
    top = faults.entry(data, fact_names(words), (), "no fact is called {0}.")
    read = {name: _stated(faults, words[name], name, *top.stated[name]) for name in top.stated}
    facts = {name: fact for name in words if (fact := read.get(name))}
    try:
        faults.raise_as(SiteError)
    except SiteError as error:
        raise SiteError(error.faults, [facts]) from None
    return facts


def _stated(faults: Faults, type_: FactType, name: str, place: Place, raw: object) -> Stated | None:
    """Read one fact, plain or with its provenance."""
    about: dict[str, str] = {}
    unit: tuple[Place, object] | None = None
    if isinstance(raw, Mapping) and _tells_provenance(type_, raw):
        entry = faults.entry(raw, provenance_names(), place, "a fact has no {0}.")
        if entry.lacks("value"):
            hint = "Write it like {value: …, source: …}."
            faults.fault("fact.value", place, "the mapping has no 'value'.", hint)
        about = _provenance(faults, entry)
        if "value" not in entry.stated:
            return None
        place, raw = entry.stated["value"]
        unit = entry.stated.get("unit")
    value: Figure
    if unit:
        value = _measured(faults, type_, place, raw, *unit)
    else:
        value = _figure(faults, type_, name, place, raw)
    if value is None:
        return None
    text = "" if isinstance(raw, list | tuple | Mapping) else str(raw)
    own = type_.unit if type_.kind == "number" else ""
    return Stated(value, own, text, **about, where=faults.document.where(place))


def _measured(
    faults: Faults, type_: FactType, place: Place, raw: object, at: Place, unit: object
) -> Fraction | None:
    """Read a bare number whose unit stands beside it, as in the JSON of a plan."""
    said = faults.text(at, unit)
    if type_.kind != "number":
        faults.fault("fact.unit", at, "only a number has a unit.", "Leave it out.")
        return None
    factor = faults.reads(at, lambda: exact(f"1 {said}", type_.unit)) if said else None
    if factor is None:
        return None
    is_ratio = isinstance(raw, str) and _RATIO.fullmatch(raw) is not None
    number = Fraction(str(raw)) if is_ratio else raw
    return type_.read(faults, place, raw, lambda: exact(number, "item") * factor)


def _tells_provenance(type_: FactType, raw: Mapping[str, object]) -> bool:
    """Whether a mapping is `{value, source, …}`, not a record where a list of them is due."""
    is_record = type_.kind in ("record", "records")
    return not is_record or any(map(provenance_names().find, raw))


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
            return yes_or_no(faults, place, raw)
        case "word":
            return type_.glossary.read(faults, place, raw, "known word")
        case "words":
            return _words(faults, type_, place, raw)
        case "text":
            return faults.text(place, raw)
        case "day":
            return _day(faults, place, raw)
        case "month_day":
            return month_day(faults, place, raw)
        case "record":
            return _record(faults, type_, name, place, raw) or None  # with nothing in it
        case _:  # records
            return _records(faults, type_, name, place, raw)


def _day(faults: Faults, place: Place, raw: object) -> str | None:
    """Read a day, which is kept as it is written in JSON: `2026-12-31`."""
    if isinstance(raw, date):
        return raw.isoformat()[:_DAY]
    match = _WRITTEN_DAY.fullmatch(raw.strip()) if isinstance(raw, str) else None
    message = Said("{0} is no day.", shown(raw))
    if match:
        with suppress(ValueError):
            return date(*map(int, match.groups())).isoformat()
        message = Said("there is no such day as {0}.", match[0])
    faults.fault("fact.day", place, message, "Write it like '2026-12-31'.")
    return None


def _words(faults: Faults, type_: FactType, place: Place, raw: object) -> tuple[str, ...] | None:
    """Read a list of words, or text with separators, in the order of the vocabulary."""
    parts = list(_parts(type_, raw)) if isinstance(raw, str) else raw
    if not _is_list(parts, faults, place, ""):
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


def _is_list(raw: object, faults: Faults, place: Place, hint: str) -> TypeGuard[Sequence[object]]:
    if not isinstance(raw, list | tuple):
        faults.fault("fact.list", place, Said("a list is expected; found {0}.", shown(raw)), hint)
        return False
    if len(raw) > MOST_RECORDS:
        message = Said(
            "{0:,} entries are too many; at most {1:,} are read.", len(raw), MOST_RECORDS
        )
        faults.fault("fact.list", place, message)
        return False
    return True


def _records(
    faults: Faults, type_: FactType, name: str, place: Place, raw: object
) -> tuple[Record, ...] | None:
    hint = ""
    if not isinstance(raw, list | tuple):
        hint = _written_out(type_, name, raw)
    if not _is_list(raw, faults, place, hint):
        return None
    return tuple(_record(faults, type_, name, (*place, i), item) for i, item in enumerate(raw))


def _written_out(type_: FactType, name: str, raw: object) -> Said:
    """Return how to write a list; of a text such as 12栋18层 with its figures, if all are read."""
    is_short = isinstance(raw, str) and len(raw) < _MOST_FIGURES
    written = figures(str(raw)) if is_short else []
    told: dict[str, str] = {}
    totals: dict[str, str] = {}
    for amount, unit, is_of_each in written:
        field = _field_of(type_, f"{amount}{unit}", told)
        total = "" if is_of_each else _total_of(name, field)
        if total:
            totals[total] = amount
        elif field:
            told[field] = amount
    if not told or len(told) + len(totals) < len(written):
        return Said("Write it like [{{{0}}}].", named_fields(type_.fields, type_.fields))
    fields = _stated_so(told, type_.fields)
    if not totals:
        return Said("Write it like [{{{0}}}].", fields)
    records = f"{name}: [{{{fields}}}]", f"{type_.labels.zh}: [{{{fields.zh}}}]"
    beside = _stated_so(totals, vocabulary())
    return Said(
        "Write {0}, and {1} on a line of its own, which counts all; in the list it counts each.",
        Called(repr(records[0]), quoted(records[1])),
        Called(repr(str(beside)), quoted(beside.zh)),
    )


def _field_of(type_: FactType, figure: str, told: Mapping[str, str]) -> str:
    """Return the field that a figure such as 18层 is about, which is not told yet."""
    for name, field_type in type_.fields.items():
        if field_type.kind == "number" and name not in told:
            with suppress(QuantityError):
                exact(figure, field_type.unit)
                return name
    return ""


def _total_of(name: str, field: str) -> str:
    """Return the fact that states the total of a field over all records, if there is one."""
    for fact, of in vocabulary().items():
        added_up = of.default.added_up if of.default else ""
        if added_up == f"{name}.{field}" and of.unit == vocabulary()[name].fields[field].unit:
            return fact
    return ""


def _stated_so(told: Mapping[str, str], types: Vocabulary) -> Called:
    """Return figures as they are written, by name."""
    en = ", ".join(f"{name}: {amount}" for name, amount in told.items())
    zh = ", ".join(f"{types[name].labels.zh}: {amount}" for name, amount in told.items())
    return Called(en, zh)


def _record(faults: Faults, type_: FactType, name: str, place: Place, raw: object) -> Record:
    if not isinstance(raw, Mapping):
        hint = Said("Write it like {{{0}}}.", named_fields(type_.fields, type_.fields))
        faults.fault(
            "fact.record", place, Said("a mapping is expected; found {0}.", shown(raw)), hint
        )
        return Record({})
    entry = faults.entry(
        raw,
        type_.field_names,
        place,
        "no field of {1} is called {0}.",
        Called(name, type_.labels.zh),
    )
    entry = _without_provenance(faults, type_, entry)
    if type_.activities:
        return Record(read_task(faults, type_, entry))
    _require(faults, type_, name, entry)
    values = {
        f"{name}.{field}": cast("Value", _figure(faults, type_.fields[field], field, here, value))
        for field, (here, value) in entry.stated.items()
    }
    places = {
        f"{name}.{field}": faults.document.where(at) for field, (at, _) in entry.stated.items()
    }
    return Record({field: value for field, value in values.items() if value is not None}, places)


def _require(faults: Faults, type_: FactType, name: str, entry: Entry) -> None:
    """Keep as faults the fields that a record must state and does not."""
    due = [field for field, of in type_.fields.items() if of.required]
    for each in due:
        if each not in entry.stated and not entry.misspelt:
            called = Called(name, type_.labels.zh), _called(type_.fields[each], each)
            hint = Said("Write it like {{{0}}}.", named_fields(type_.fields, due))
            faults.fault("fact.required", entry.place, Said("{0} need their {1}.", *called), hint)


def _called(type_: FactType, name: str) -> Called:
    """Return the name of a field for a message."""
    return Called(repr(name), quoted(type_.labels.zh))


def _without_provenance(faults: Faults, type_: FactType, entry: Entry) -> Entry:
    """Keep as faults the fields of a record that are written `{value: …, source: …}`."""
    kept = dict(entry.stated)
    for name, (place, raw) in entry.stated.items():
        if isinstance(raw, Mapping) and type_.fields[name].kind != "record":
            message = Said("one value is expected; found {0}.", shown(raw))
            hint = "Write the source of the whole list: {value: […], source: …}."
            faults.fault("fact.provenance", place, message, hint)
            del kept[name]
    return replace(entry, stated=kept, misspelt=entry.misspelt or len(kept) < len(entry.stated))
