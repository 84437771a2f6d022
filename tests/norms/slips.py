"""
Makes typing slips: the files of a norm, each time with one mistake.

Texts are not judged: clauses, readings, notes, labels and what else is written for people to read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any, TypeAlias

from staffing_norms.publications.rule_kinds import CHOICES
from staffing_norms.sites.facts import FactType
from staffing_norms.sites.vocabulary import vocabulary

Path: TypeAlias = tuple[str | int, ...]
Data: TypeAlias = Any  # what a YAML file holds
Files: TypeAlias = dict[str, Data]

PACK = "pack.yaml"
# What is written for people: no plan rests on it. The status and the severity say how a figure or
# a finding is to be taken, trust and version what a publication is. No page prints who relieves
# whom: `cover` is ours, and no case says what people are to be employed.
TEXTS = (
    *("clause", "reading", "note", "message", "labels", "meaning", "question", "keys", "en", "zh"),
    *("title", "source", "version", "trust", "status", "severity", "silent", "cover"),
)
OTHER_UNITS = {"万㎡": ("㎡", "亩", "万户"), "m²": ("亩", "公顷", "m"), "亩": ("㎡", "公顷")}
EDGES = (("from", "over"), ("up_to", "below"))
OTHER_KEYS = (
    *EDGES,
    *(("from", "up_to"), ("over", "below")),
    *(("at_least", "at_most"), ("posts", "may"), ("some", "none"), ("plus", "every")),
)
KEYED = ("is", "activity")
CLOSED: Mapping[str, list[list[str]]] = {
    "kind": [
        ["posts", "quota", "bands", "fixed", "spread", "work"],
        ["check", "cap", "floor"],
        ["number", "flag", "word"],
    ],
    "choose": [[*CHOICES]],
    "rounding": [["up", "half_up", "down"]],
}


@dataclass(frozen=True, slots=True)
class Slip:
    """
    One typing slip.

    Args:
        kind: What kind of slip it is.
        file: The file in which it is made.
        where: The place, and what became of it.
        data: What the file says with it.
        edge: The fact and the figure at which alone it could matter.
    """

    kind: str
    file: str
    where: str
    data: Data
    edge: tuple[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.kind} in {self.file}, {self.where}"


def all_slips(files: Files, random: Random) -> Iterator[Slip]:
    """Yield every slip of a norm."""
    names = _closed_lists(files)
    for file, data in files.items():
        yield from _digits(file, data, random)
        yield from _ranges(file, data)
        yield from _units(file, data)
        yield from _keys(file, data)
        yield from _rows(file, data)
        yield from _exchanges(file, data)
        yield from _other_keys(file, data)
        yield from _neighbours(file, data)
        yield from _names(file, data, names[file])


def _digits(file: str, data: Data, random: Random) -> Iterator[Slip]:
    """Yield each figure with a digit mistyped, dropped, doubled, or changed for its neighbour."""
    for path, text in _figures(data):
        for slip in _digit_slips(text, random):
            if slip.strip("0") or text.strip("0"):  # 00 is 0
                changed = _put(data, path, _word(slip))
                yield Slip("a digit", file, f"{_at(path)}: {text} → {slip}", changed)


def _ranges(file: str, data: Data) -> Iterator[Slip]:
    """Yield each range the wrong way round."""
    for path, text in _figures(data):
        if match := re.match("([0-9.]+)–([0-9.]+)", text):
            slip = f"{match[2]}–{match[1]}{text[match.end() :]}"
            yield Slip("a range", file, f"{_at(path)}: {text} → {slip}", _put(data, path, slip))


def _units(file: str, data: Data) -> Iterator[Slip]:
    """Yield each figure in another unit, but for those that no plan uses; and each fact."""
    for path, text in _figures(data):
        number, _, unit = text.partition(" ")
        row = data[path[0]][path[1]] if path[0] == "rates" else {}
        others = OTHER_UNITS.get(unit, ("km",) if unit else ())
        for other in () if "own_rate" in row else others:
            slip = f"{number} {other}"
            yield Slip("a unit", file, f"{_at(path)}: {text} → {slip}", _put(data, path, slip))
    for path, value in _places(data):
        if path[-1] == "unit":
            for other in ("m2", "household"):
                yield Slip(
                    "a unit", file, f"{_at(path)}: {value} → {other}", _put(data, path, other)
                )


def _keys(file: str, data: Data) -> Iterator[Slip]:
    """Yield a file without each of its keys."""
    for path, _ in _places(data):
        if isinstance(path[-1], str):
            yield Slip("a key left out", file, _at(path), _put(data, path, None))


def _rows(file: str, data: Data) -> Iterator[Slip]:
    """Yield a file with each row of a list left out, twice, and twice under another id."""
    for path, value in _places(data):
        for i, row in enumerate(value if isinstance(value, list) else ()):
            where = f"{_at(path)}[{i}]"
            yield Slip("a row left out", file, where, _put(data, (*path, i), None))
            again = [row]
            if isinstance(row, dict) and "id" in row:
                again.append({**row, "id": f"{row['id']}_2"})
            for twin in again:
                twice = _put(data, path, [*value[: i + 1], twin, *value[i + 1 :]])
                yield Slip("a row twice", file, where, twice)


def _exchanges(file: str, data: Data) -> Iterator[Slip]:
    """
    Yield two neighbouring rows in each other's place, and a word of theirs.

    Names may stand in any order, and so may rows that are found by what they are for.
    """
    for path, value in _places(data):
        for i, (row, other) in enumerate(pairwise(value if isinstance(value, list) else ())):
            where = f"{_at(path)}[{i}]"
            both = row.keys() & other.keys() if isinstance(row, dict) else set()
            if both and not both & set(KEYED):
                swapped = [*value[:i], other, row, *value[i + 2 :]]
                yield Slip("two rows", file, where, _put(data, path, swapped))
            for key in sorted(both - {"id", *TEXTS}):
                if row[key] != other[key] and not isinstance(row[key], dict):
                    one, two = {**row, key: other[key]}, {**other, key: row[key]}
                    mixed = [*value[:i], one, two, *value[i + 2 :]]
                    yield Slip("two words", file, f"{where}.{key}", _put(data, path, mixed))


def _other_keys(file: str, data: Data) -> Iterator[Slip]:
    """Yield each bound, and each other key that has a counterpart, by the other word."""
    for path, value in ((), data), *_places(data):
        for pair in OTHER_KEYS if isinstance(value, dict) else ():
            if value.keys() & set(pair):
                other = dict(zip(pair, reversed(pair), strict=True))
                slip = {other.get(key, key): each for key, each in value.items()}
                where = f"{_at(path)}: {' ↔ '.join(pair)}"
                at = [value[key] for key in pair if key in value and pair in EDGES]
                edge = (value["fact"], str(at[0])) if at and "fact" in value else None
                yield Slip("a bound", file, where, _put(data, path, slip), edge)


def _neighbours(file: str, data: Data) -> Iterator[Slip]:
    """Yield two figures of one unit in each other's place; hours and crew are only multiplied."""
    found = [(path, text) for path, text in _figures(data) if path[0] != "proof"]
    for (path, text), (other, figure) in pairwise(found):
        is_same = text == figure or {path[-1], other[-1]} == {"hours", "crew"}
        if not is_same and text.partition(" ")[2] == figure.partition(" ")[2]:
            changed = _put(_put(data, path, _word(figure)), other, _word(text))
            yield Slip("two figures", file, f"{_at(path)}: {text} ↔ {figure}", changed)


def _names(file: str, data: Data, lists: Mapping[str, list[list[str]]]) -> Iterator[Slip]:
    """Yield each name of a closed list replaced by its neighbours there, each flag turned."""
    for path, value in _places(data):
        if isinstance(value, bool):
            yield Slip("a flag", file, f"{_at(path)}: {value}", _put(data, path, not value))
        if isinstance(value, str) and path[-1] not in ("id", "unit", "department"):
            own = {"a word": CLOSED[str(path[-1])]} if path[-1] in CLOSED else {}
            for kind, closed in (own or lists).items():
                for other in _beside(value, closed):
                    where = f"{_at(path)}: {value} → {other}"
                    yield Slip(kind, file, where, _put(data, path, other))
        if isinstance(value, dict) and path[-1] in ("posts", "may"):
            for role in value:
                for other in _beside(role, lists["a role"]):
                    slip = {other if each == role else each: it for each, it in value.items()}
                    where = f"{_at(path)}: {role} → {other}"
                    yield Slip("a role", file, where, _put(data, path, slip))


def _beside(name: str, lists: Iterable[list[str]]) -> Iterator[str]:
    for names in lists:
        if name in names:
            i = names.index(name)
            beside = dict.fromkeys((names[i - 1], names[(i + 1) % len(names)]))
            yield from (other for other in beside if other != name)


def _closed_lists(files: Files) -> dict[str, dict[str, list[list[str]]]]:
    """Return, by file, the closed lists from which its names are taken."""
    page = files[PACK]
    own = {name: FactType.model_validate(fact) for name, fact in page.get("facts", {}).items()}
    words = {**vocabulary(), **own}
    facts = [*_alike(words), *(each for it in words.values() for each in _alike(it.fields))]
    said = [[*it.words] for it in words.values() if it.words]
    activities = words["tasks"].activities
    said += [[*each.variants] for each in activities.values() if each.variants]
    shared = {
        "a fact": facts,
        "a word": [*said, [*activities]],
        "a department": [page["departments"]],
    }
    roles = {file: [*data.get("roles", ())] for file, data in files.items()}
    roles[PACK] = [role for each in roles.values() for role in each]
    methods = {
        file: [method["id"] for method in data.get("methods", ())] for file, data in files.items()
    }
    return {
        file: {**shared, "a role": [roles[file]], "a method": [methods[file]]} for file in files
    }


def _alike(types: Mapping[str, FactType]) -> list[list[str]]:
    """Return the names of facts that one may be taken for the other, in the vocabulary's order."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, type_ in types.items():
        found.setdefault((type_.kind, type_.unit), []).append(name)
    return [*found.values()]


def _put(data: Data, path: Path, value: Data) -> Data:
    """Return data with another value at *path*, or without it for None."""
    if not path:
        return value
    items = dict(data) if isinstance(data, dict) else dict(enumerate(data))
    items[path[0]] = _put(items[path[0]], path[1:], value)
    kept = {key: item for key, item in items.items() if item is not None}
    return kept if isinstance(data, dict) else list(kept.values())


def _places(data: Data, path: Path = ()) -> Iterator[tuple[Path, Data]]:
    """Yield every place that holds no text, with its value."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if key not in TEXTS:
            yield (*path, key), value
            if isinstance(value, dict | list):
                yield from _places(value, (*path, key))


def _figures(data: Data) -> Iterator[tuple[Path, str]]:
    for path, value in _places(data):
        if isinstance(value, int | str) and re.match("[0-9]", str(value)):
            yield path, str(value)


def _digit_slips(text: str, random: Random) -> Iterator[str]:
    found = [i for i, character in enumerate(text) if character in "0123456789"]
    for i in found:
        other = random.choice([digit for digit in "0123456789" if digit != text[i]])
        yield f"{text[:i]}{other}{text[i + 1 :]}"
    i = random.choice(found)
    yield f"{text[:i]}{text[i + 1 :]}"
    yield f"{text[:i]}{text[i]}{text[i:]}"
    for i, j in pairwise(found):
        if j == i + 1 and text[i] != text[j]:
            yield f"{text[:i]}{text[j]}{text[i]}{text[j + 1 :]}"


def _word(text: str) -> int | str | None:
    """Read a word as the loader would."""
    return int(text) if re.fullmatch("0|[1-9][0-9]*", text) else text or None


def _at(path: Path) -> str:
    return ".".join(map(str, path))
