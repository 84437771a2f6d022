"""Makes typing slips: the department files of a norm, each time with one mistake."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
Data: TypeAlias = Any  # what a YAML file holds
Files: TypeAlias = dict[str, Data]

TABLES = ("methods", "rules", "leaders", "rates", "findings", "proof")
WORDS = ("clause", "id", "reading", "note", "activity", "variant", "role", "status", "message")
OTHER_UNITS = {"万㎡": ("㎡", "亩", "万户"), "m²": ("亩", "公顷", "m"), "亩": ("㎡", "公顷")}
OTHER_BOUNDS = {"from": "over", "over": "from", "up_to": "below", "below": "up_to"}
ROWS_DEPTH = 2  # tables stand at the top, bands one below


@dataclass(frozen=True, slots=True)
class Slip:
    """
    One typing slip.

    Args:
        kind: What kind of slip it is.
        file: The file in which it is made.
        where: The place, and what became of it.
        data: What the file says with it.
    """

    kind: str
    file: str
    where: str
    data: Data

    def __str__(self) -> str:
        return f"{self.kind} in {self.file}, {self.where}"


def digits(files: Files, random: Random) -> Iterator[Slip]:
    """Yield each figure with a digit mistyped, dropped, doubled, or changed for its neighbour."""
    for file, data in files.items():
        for path, text in _figures(data):
            for slip in _digit_slips(text, random):
                if slip.strip("0") or text.strip("0"):  # 00 is 0
                    changed = _put(data, path, _word(slip))
                    yield Slip("a digit", file, f"{_at(path)}: {text} → {slip}", changed)


def ranges(files: Files) -> Iterator[Slip]:
    """Yield each range the wrong way round."""
    for file, data in files.items():
        for path, text in _figures(data):
            if match := re.match("([0-9]+)–([0-9]+)", text):
                slip = f"{match[2]}–{match[1]}{text[match.end() :]}"
                changed = _put(data, path, slip)
                yield Slip("a range", file, f"{_at(path)}: {text} → {slip}", changed)


def units(files: Files) -> Iterator[Slip]:
    """Yield each figure in another unit, but for those that no plan uses."""
    for file, data in files.items():
        for path, text in _figures(data):
            number, _, unit = text.partition(" ")
            row = data[path[0]][path[1]] if path[0] == "rates" else {}
            others = OTHER_UNITS.get(unit, ("km",) if unit else ())
            for other in () if "own_rate" in row else others:
                slip = f"{number} {other}"
                changed = _put(data, path, slip)
                yield Slip("a unit", file, f"{_at(path)}: {text} → {slip}", changed)


def keys(files: Files) -> Iterator[Slip]:
    """Yield the tables without each of their keys."""
    for file, data in files.items():
        for path, _ in _places(data):
            if isinstance(path[-1], str):
                yield Slip("a key left out", file, _at(path), _put(data, path, None))


def rows(files: Files) -> Iterator[Slip]:
    """Yield the tables with each row twice, and without it."""
    for file, data in files.items():
        for path, value in _places(data):
            for i in range(
                len(value) if isinstance(value, list) and len(path) <= ROWS_DEPTH else 0
            ):
                where = f"{_at(path)}[{i}]"
                twice = _put(data, path, [*value[: i + 1], *value[i:]])
                yield Slip("a row twice", file, where, twice)
                yield Slip("a row left out", file, where, _put(data, (*path, i), None))


def bounds(files: Files) -> Iterator[Slip]:
    """Yield each bound by the other word for its side."""
    for file, data in files.items():
        for path, value in _places(data):
            for word in value.keys() & OTHER_BOUNDS if isinstance(value, dict) else ():
                other = OTHER_BOUNDS[word]
                slip = {other if key == word else key: each for key, each in value.items()}
                where = f"{_at(path)}: {word} → {other}"
                yield Slip("a bound", file, where, _put(data, path, slip))


def neighbours(files: Files) -> Iterator[Slip]:
    """Yield two figures of one unit in each other's place; hours and crew are only multiplied."""
    for file, data in files.items():
        found = [(path, text) for path, text in _figures(data) if path[0] != "proof"]
        for (path, text), (other, figure) in pairwise(found):
            is_same = text == figure or {path[-1], other[-1]} == {"hours", "crew"}
            if not is_same and text.partition(" ")[2] == figure.partition(" ")[2]:
                changed = _put(_put(data, path, _word(figure)), other, _word(text))
                yield Slip("two figures", file, f"{_at(path)}: {text} ↔ {figure}", changed)


def _put(data: Data, path: Path, value: Data) -> Data:
    """Return data with another value at *path*, or without it for None."""
    if not path:
        return value
    items = dict(data) if isinstance(data, dict) else dict(enumerate(data))
    items[path[0]] = _put(items[path[0]], path[1:], value)
    kept = {key: item for key, item in items.items() if item is not None}
    return kept if isinstance(data, dict) else list(kept.values())


def _places(data: Data, path: Path = ()) -> Iterator[tuple[Path, Data]]:
    """Yield every place of the tables that holds no mere words, with its value."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if (path or key in TABLES) and key not in WORDS:
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
