"""The only place that fills what a site leaves blank with the answers to its questions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from staffing_norms.foundation.documents import Where
from staffing_norms.foundation.errors import (
    Called,
    Fault,
    Said,
    SiteError,
    did_you_mean,
    known_names,
)
from staffing_norms.foundation.faults import shown
from staffing_norms.sites.facts import FactType, Vocabulary, provenance
from staffing_norms.sites.intake import Record, Stated

_Facts: TypeAlias = Mapping[str, Stated]


def filled(stated: _Facts, answers: Iterable[_Facts], words: Vocabulary) -> dict[str, Stated]:
    """
    Return the facts of a site together with those of the answers to its questions.

    Args:
        stated: The facts of the site.
        answers: The facts of each answer. Of two equal values the surer stays, and what is stated
            takes the place of an estimate; an entry about a building, found by its name or number,
            adds what the site leaves out of it; a task of other work is added to those stated.
        words: The facts that may be stated.

    Raises:
        SiteError: With every answer that contradicts what is stated already.
    """
    facts = dict(stated)
    faults: list[Fault] = []
    for answer in answers:
        found: list[Fault] = []
        for name, told in answer.items():
            own, type_ = facts.get(name), words.get(name)
            if own is None:
                facts[name] = told
            elif own.value == told.value:
                facts[name] = _surer(own, told)
            elif told.status == "stated" != own.status:  # an estimate gives way to an answer
                facts[name] = told
            elif isinstance(own.value, Record) and isinstance(told.value, Record):
                value = _with(own.value, told.value, name, found.append)
                facts[name] = replace(_joined(own, told), value=value)
            elif type_ and type_.brings_rates:
                facts[name] = _with_tasks(name, type_, own, told, found.append)
            elif type_ and type_.kind == "records":
                facts[name] = _completed(name, type_, own, told, found.append)
            else:
                sides = (_said(told), told.where), (_said(own), own.where)
                found.append(_contradiction(name, *sides))
        faults += sorted(found, key=lambda fault: (fault.line or 0, fault.column or 0))
    if faults:
        raise SiteError(faults)
    return {name: facts[name] for name in dict.fromkeys([*words, *facts]) if name in facts}


def record_names(records: Iterable[Mapping[str, Any]], collection: str, label: str) -> list[str]:
    """
    Return by what name an answer may speak of each record: its own, or its number.

    Args:
        records: The records.
        collection: Name of the collection.
        label: What the collection is called.

    >>> towers, other = {"buildings.name": "towers"}, {"buildings.storeys": 6}
    >>> record_names([towers, other], "buildings", "buildings")
    ['towers', 'buildings 2']
    """
    own = [record.get(f"{collection}.name") for record in records]
    return [
        name if name and own.count(name) == 1 else f"{label} {number}"
        for number, name in enumerate(own, 1)
    ]


def _completed(
    name: str, type_: FactType, own: Stated, told: Stated, fault: Callable[[Fault], None]
) -> Stated:
    """Return the records of a site with what an answer adds to them."""
    records = list(own.records)
    labels = [label for _, label in type_.labels.by_language]
    many = Called(type_.labels.en, type_.labels.zh)
    names = record_names(records, name, labels[0])
    called = {
        spelling: place
        for place in range(len(records))
        for spelling in (str(place + 1), *(f"{label} {place + 1}" for label in labels))
    } | {own_name: place for place, own_name in enumerate(names)}
    for number, entry in enumerate(told.records):
        about = str(entry.get(f"{name}.name", ""))
        if about in called:
            place = called[about]
            records[place] = _with(records[place], entry, f"{name}[{number}]", fault)
        elif entry:
            several = any(record.get(f"{name}.name") == about for record in records)
            template = "none of the {0} of the site are called {1}."
            if several:
                template = "several of the {0} of the site are called {1}."
            message = Said(template, many, repr(about))
            hint = did_you_mean(about, names)
            if not about:
                message = Said("it is not said which of the {0} of the site this is about.", many)
                hint = Said("Write the name. {0}", known_names(names))
            at = next(iter(entry.places.values()), None)
            fault(_fault("answer.unknown", f"{name}[{number}]", at, message, hint))
    value = tuple(records)
    return own if value == own.value else replace(_joined(own, told), value=value)


def _with_tasks(
    name: str, type_: FactType, own: Stated, told: Stated, fault: Callable[[Fault], None]
) -> Stated:
    """Return the tasks of a site with those of an answer, which are of other work."""
    stated = own.records
    works = {task.get(f"{name}.work") for task in stated}
    for number, task in enumerate(told.records):
        if task.get(f"{name}.work") in works and task not in stated:
            labels = type_.activities[str(task[f"{name}.activity"])].labels
            called = Called(labels.en, labels.zh)
            message = Said("the site has a task of {0} already, which says something else.", called)
            hint = "Change that task in the site file."
            fault(_fault("answer.contradicts", f"{name}[{number}]", told.where, message, hint))
    added = tuple(task for task in told.records if task not in stated)
    return replace(_joined(own, told), value=(*stated, *added)) if added else own


def _with(record: Record, entry: Record, path: str, fault: Callable[[Fault], None]) -> Record:
    """Return a record with the fields that it lacks."""
    values, places = dict(record), dict(record.places)
    for field, value in entry.items():
        plain, at = field.rpartition(".")[2], entry.places.get(field)
        if plain == "name":
            continue
        if field not in values:
            values[field], places[field] = value, at
        elif values[field] != value:
            own = shown(values[field]), places.get(field)
            fault(_contradiction(f"{path}.{plain}", (shown(value), at), own))
    return Record(values, places)


_Side: TypeAlias = tuple[str, Where | None]


def _contradiction(path: str, told: _Side, own: _Side) -> Fault:
    """Return the fault that an answer states something else than the site does."""
    message = Said("{0} contradicts {1}, which is stated already.", told[0], own[0])
    if own[1]:
        message = Said("{0} contradicts {1} at {2}.", told[0], own[0], str(own[1]))
    hint = "Keep the right one and leave the other empty."
    return _fault("answer.contradicts", path, told[1], message, hint)


def _fault(code: str, path: str, at: Where | None, message: str, hint: str) -> Fault:
    if at is None:
        return Fault(code, path, message, hint)
    return at.fault(code, message, hint)


def _said(fact: Stated) -> str:
    """Return a value as messages show it."""
    value = fact.value
    return shown(value if isinstance(value, bool | tuple) else fact.text)


def _surer(own: Stated, told: Stated) -> Stated:
    """Return of two that state the same the surer, or the one that says where it is from."""
    return min(own, told, key=lambda fact: (_unsureness(fact), not fact.source))


def _joined(own: Stated, told: Stated) -> Stated:
    """Return what the site states with the provenance of both; the less sure status counts."""
    status = max(own, told, key=_unsureness).status
    source, note = (
        "; ".join(dict.fromkeys(filter(None, texts)))
        for texts in ((own.source, told.source), (own.note, told.note))
    )
    return replace(own, source=source, note=note, status=status)


def _unsureness(fact: Stated) -> int:
    return list(provenance()["status"].words).index(fact.status)
