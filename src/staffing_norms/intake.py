"""The only place that turns what a user writes into facts: spellings, limits, provenance."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from staffing_norms.errors import SiteError, did_you_mean
from staffing_norms.facts import FactType, Vocabulary, spellings
from staffing_norms.formula import Value
from staffing_norms.faults import Faults, Place
from staffing_norms.library import Document, mapping_at_top
from staffing_norms.quantities import exact, whole_or_exact
from staffing_norms.tasks import read_task

Record: TypeAlias = Mapping[str, Value]

STATUSES = ("stated", "estimated", "assumed")
"""How sure a fact is; the first is meant when nothing is said."""

_PROVENANCE = ("value", "source", "status", "note")
_WORDS_FOR = {"yes": True, "是": True, "有": True, "no": False, "否": False, "无": False}
_MAX_RECORDS = 10_000
_MAX_TEXT = 40


@dataclass(frozen=True, slots=True)
class Stated:
    """
    A fact as the user states it.

    Args:
        value: The exact value: a number in the fact's reference unit, a flag, a word, words, or
            records, each a mapping of values by `<collection>.<field>`.
        unit: Id of the unit of a number; empty otherwise.
        text: The value as it was written.
        source: Where the user has it from; empty when not said.
        status: One of `stated`, `estimated` and `assumed`.
        note: The user's remark.
    """

    value: Value | tuple[str, ...] | tuple[Record, ...]
    unit: str = ""
    text: str = ""
    source: str = ""
    status: str = STATUSES[0]
    note: str = ""


def read_facts(document: Document, words: Vocabulary) -> dict[str, Stated]:
    """
    Read the facts of a site, in the order of the vocabulary.

    Raises:
        SiteError: With every fault of the document.
    """
    data = mapping_at_top(document, SiteError, "a site")
    faults = Faults(document)
    stated = {
        name: _stated(faults, words[name], name, place, data[str(place[-1])])
        for name, place in fields(faults, data, words, (), "no fact is called")
    }
    faults.raise_as(SiteError)
    return {name: fact for name in words if (fact := stated.get(name)) is not None}


def fields(
    faults: Faults,
    data: Mapping[str, object],
    types: Mapping[str, FactType],
    place: Place,
    what: str,
) -> list[tuple[str, Place]]:
    """Return the name and place of each field of *data*; keep unknown and double ones as faults."""
    known = spellings(types)
    found: dict[str, str] = {}
    for key in data:
        name = known.get(key)
        if name is None:
            faults.unknown("fact.unknown", (*place, key), f"{what} {key!r}.", known)
        elif name in found:
            message = f"{key!r} states {name} a second time, after {found[name]!r}."
            faults.fault("fact.twice", (*place, key), message, "Keep one of them.")
        else:
            found[name] = key
    return [(name, (*place, key)) for name, key in found.items()]


def _stated(faults: Faults, type_: FactType, name: str, place: Place, raw: object) -> Stated | None:
    """Read one fact, plain or with its provenance."""
    about: dict[str, str] = {}
    if isinstance(raw, Mapping):
        about = _provenance(faults, raw, place)
        raw, place = raw.get("value"), (*place, "value") if "value" in raw else place
    if _blank(raw):
        return None
    value = _value(faults, type_, name, raw, place)
    if value is None:
        return None
    unit = type_.unit if type_.kind == "number" else ""
    text = "" if isinstance(raw, list | tuple) else str(raw)
    return Stated(value, unit, text, **about)


def _provenance(faults: Faults, raw: Mapping[str, object], place: Place) -> dict[str, str]:
    about: dict[str, str] = {}
    for key, value in raw.items():
        here = (*place, key)
        if key not in _PROVENANCE:
            faults.unknown("fact.unknown", here, f"a fact has no {key!r}.", _PROVENANCE)
        elif key == "status" and value not in STATUSES:
            message = f"status {value!r} is not one of {', '.join(STATUSES)}."
            faults.fault("fact.status", here, message, did_you_mean(str(value), STATUSES))
        elif key != "value" and not _blank(value):
            about[key] = str(value)
    if "value" not in raw:
        faults.fault("fact.value", place, "a fact with a source or note needs its 'value'.")
    return about


def _blank(raw: object) -> bool:
    """Whether nothing is stated: null, empty text, an empty list."""
    return raw is None or raw == [] or raw == () or (isinstance(raw, str) and not raw.strip())


def _value(
    faults: Faults, type_: FactType, name: str, raw: object, place: Place
) -> Value | tuple[str, ...] | tuple[Record, ...]:
    match type_.kind:
        case "number":
            return _number(faults, type_, name, raw, place)
        case "flag":
            return _flag(faults, name, raw, place)
        case "word":
            return _word(faults, type_, name, raw, place)
        case "words":
            return _words(faults, type_, name, raw, place)
        case "text":
            return _text(faults, name, raw, place)
        case "records":
            return _records(faults, type_, name, raw, place)


def _number(faults: Faults, type_: FactType, name: str, raw: object, place: Place) -> Value:
    value = faults.reads(place, lambda: exact(raw, type_.unit))
    if value is None:
        return None
    wrong = type_.beyond(value)
    if wrong:
        faults.fault("fact.limit", place, f"{name} is {_written(raw)}; {wrong}")
        return None
    return value


def _written(raw: object) -> str:
    text = str(raw)
    return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT]}…"


def _flag(faults: Faults, name: str, raw: object, place: Place) -> bool | None:
    if isinstance(raw, bool):
        return raw
    answer = _WORDS_FOR.get(str(raw).strip().casefold())
    if answer is None:
        faults.fault("fact.flag", place, f"{name} is {_written(raw)!r}; true or false is expected.")
    return answer


def _word(faults: Faults, type_: FactType, name: str, raw: object, place: Place) -> str | None:
    known = {word: word for word in type_.words}
    for word, entry in type_.words.items():
        known |= {key.casefold(): word for key in (*entry.keys, entry.labels.en, entry.labels.zh)}
    found = known.get(str(raw).strip().casefold())
    if found is None:
        message = f"{name} is {_written(raw)!r}, which is not one of {', '.join(type_.words)}."
        faults.fault("fact.word", place, message, _guess(str(raw), known))
    return found


def _guess(word: str, known: Mapping[str, object]) -> str:
    hint = did_you_mean(word, known)
    return hint if hint.startswith("Did") else ""


def _words(
    faults: Faults, type_: FactType, name: str, raw: object, place: Place
) -> tuple[str, ...] | None:
    items = re.split(r"[,;，；、\s]+", raw.strip()) if isinstance(raw, str) else raw
    if not isinstance(items, list | tuple):
        faults.fault("fact.list", place, f"{name} is {_written(raw)!r}; a list is expected.")
        return None
    listed = isinstance(raw, list | tuple)
    found = [
        _word(faults, type_, name, item, (*place, i) if listed else place)
        for i, item in enumerate(items)
    ]
    return tuple(dict.fromkeys(word for word in found if word))


def _text(faults: Faults, name: str, raw: object, place: Place) -> str | None:
    if isinstance(raw, Mapping | list | tuple | bool):
        faults.fault("fact.text", place, f"{name} is a {type(raw).__name__}; text is expected.")
        return None
    return str(raw)


def _records(
    faults: Faults, type_: FactType, name: str, raw: object, place: Place
) -> tuple[Record, ...] | None:
    if not isinstance(raw, list | tuple):
        faults.fault("fact.list", place, f"{name} is {_written(raw)!r}; a list is expected.")
        return None
    if len(raw) > _MAX_RECORDS:
        faults.fault(
            "fact.many", place, f"{name} has {len(raw):,} entries; at most 10,000 are read."
        )
        return None
    return tuple(_record(faults, type_, name, item, (*place, i)) for i, item in enumerate(raw))


def _record(faults: Faults, type_: FactType, name: str, item: object, place: Place) -> Record:
    if not isinstance(item, Mapping):
        message = f"{_written(item)!r} is no entry of {name}, which looks like {_sample(type_)}."
        faults.fault("fact.record", place, message)
        return {}
    found = fields(faults, item, type_.fields, place, f"{name} have no field")
    stated = {field: here for field, here in found if not _blank(item[str(here[-1])])}
    if type_.activities:
        raw = {field: item[str(here[-1])] for field, here in stated.items()}
        return read_task(faults, type_, raw, stated, place)
    return {
        f"{name}.{field}": _value(faults, type_.fields[field], field, item[str(here[-1])], here)
        for field, here in stated.items()
    }


def _sample(type_: FactType) -> str:
    return f"{{{', '.join(f'{name}: …' for name in type_.fields)}}}"
