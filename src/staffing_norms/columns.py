"""The only place that reads facts from the columns of a dataframe."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

import narwhals as nw

from staffing_norms.errors import Fault, SiteError
from staffing_norms.facts import FactType, Vocabulary, spellings
from staffing_norms.integers import limits

Schema: TypeAlias = Mapping[str, nw.dtypes.DType]

_SEPARATOR = "[,;，；、\\s\u3000]+"
_ALIKE = 0.85
_ULPS = 2.0**-50
_READ = ("number", "flag", "word", "words")


@dataclass(frozen=True, slots=True)
class Column:
    """
    What one column says of every site.

    Args:
        fact: Name of the fact.
        stated: Whether anything is stated; None where whatever is stated can be used.
        values: What formulas read, by the name that they read; the fact itself is null where it
            is not stated or cannot be used.
    """

    fact: str
    stated: nw.Expr | None
    values: Mapping[str, nw.Expr]


def read_columns(schema: Schema, words: Vocabulary, results: Iterable[str]) -> tuple[Column, ...]:
    """
    Return the facts that the columns of a dataframe state.

    Args:
        schema: The columns and their types.
        words: The vocabulary, whose scales and limits the values keep.
        results: Names that the columns of the result are going to have.

    Raises:
        SiteError: With every column that is of the wrong type, nearly a fact, one fact with
            another, or in the way of a result; or because no column is a fact.
    """
    taken = set(results)
    known = spellings(words)
    faults: list[Fault] = []
    found: dict[str, str] = {}
    for column, dtype in schema.items():
        name = known.get(column)
        if column in taken:
            message = f"column {column!r} has the name of a result."
            faults.append(Fault("frame.taken", column, message, "Rename it."))
        elif name is None:
            faults += _misspelt(column, known)
        elif name in found:
            message = f"column {column!r} states {name} a second time, after {found[name]!r}."
            faults.append(Fault("frame.twice", column, message, "Keep one of them."))
        else:
            found[name] = column
            faults += _mistyped(column, dtype, words[name])
    if not found and not faults:
        message = "no column is a fact of the vocabulary."
        faults.append(Fault("frame.facts", "", message, "Name one gross_floor_area, say."))
    if faults:
        raise SiteError(faults)
    return tuple(
        _read(name, nw.col(column), schema[column], words[name])
        for name, column in found.items()
        if words[name].kind in _READ and schema[column] != nw.Unknown
    )


def _misspelt(column: str, known: Mapping[str, str]) -> list[Fault]:
    """A misspelt fact must not pass through as a column of the user's own, and leave a gap."""
    plain = re.sub(r"[\s_-]+", "_", column.strip().casefold())
    close = get_close_matches(plain, known, 1, _ALIKE)
    if not close:
        return []
    message = f"column {column!r} is no fact."
    return [Fault("frame.misspelt", column, message, f"Did you mean {close[0]!r}?")]


def _mistyped(column: str, dtype: nw.dtypes.DType, fact: FactType) -> list[Fault]:
    if fact.kind == "records":
        message = f"column {column!r} holds records; a dataframe is planned from flat facts."
        hint = "Drop it, or plan these sites one by one."
        return [Fault("frame.records", column, message, hint)]
    due = {
        "number": ("a number", dtype.is_numeric()),
        "flag": ("true or false", dtype == nw.Boolean),
        "word": ("text", _is_text(dtype)),
        "words": ("text", _is_text(dtype)),
    }
    what, right = due.get(fact.kind, ("anything", True))
    if right or dtype == nw.Unknown:  # a column of nothing but nulls
        return []
    message = f"column {column!r} is of type {dtype}; {what} is expected."
    return [Fault("frame.type", column, message, "Convert it.")]


def _is_text(dtype: nw.dtypes.DType) -> bool:
    return dtype in (nw.String, nw.Categorical) or isinstance(dtype, nw.Enum)


def _read(name: str, column: nw.Expr, dtype: nw.dtypes.DType, fact: FactType) -> Column:
    if fact.kind == "number":
        return Column(name, ~column.is_null(), {name: _steps(column, dtype, fact)})
    if fact.kind == "flag":
        return Column(name, None, {name: column})
    text = column.cast(nw.String).str.strip_chars().str.to_lowercase()
    read = _one_word if fact.kind == "word" else _some_words
    return Column(name, text.str.len_chars() > 0, read(name, text, fact))


def _steps(value: nw.Expr, dtype: nw.dtypes.DType, fact: FactType) -> nw.Expr:
    """Return a number in whole steps of its scale, or null where it cannot be used."""
    scale = 1 if fact.whole else fact.scale
    low, high = (limit // (fact.scale // scale) for limit in limits(fact))
    if dtype.is_integer():
        usable = (value >= -(-low // scale)) & (value <= high // scale)
        steps = nw.when(usable).then(value).cast(nw.Int64) * scale
    elif dtype.is_decimal():
        # The part after the point is small enough for a float to tell each of its digits.
        rough = value.cast(nw.Float64) * scale
        whole = nw.when((rough >= low - 1) & (rough <= high + 1)).then(value).cast(nw.Int64)
        part = (value - whole).cast(nw.Float64) * scale
        steps = whole * scale + part.round(0).cast(nw.Int64)
        usable = _is_whole(part) & (steps >= low) & (steps <= high)
        steps = nw.when(usable).then(steps)
    else:
        exact = value.cast(nw.Float64) * scale
        usable = _is_whole(exact) & (exact.round(0) >= low) & (exact.round(0) <= high)
        steps = nw.when(usable).then(exact.round(0)).cast(nw.Int64)
    return steps * (fact.scale // scale)


def _is_whole(number: nw.Expr) -> nw.Expr:
    """Whether a float is whole but for its last bits: that of 0.07 × 100 is not."""
    return (number - number.round(0)).abs() <= number.abs() * _ULPS


def _spelt(fact: FactType) -> dict[str, list[str]]:
    """Return the ways to write each word."""
    return {
        word: [
            each.casefold()
            for each in dict.fromkeys((word, *entry.keys, entry.labels.en, entry.labels.zh))
        ]
        for word, entry in fact.words.items()
    }


def _one_word(name: str, text: nw.Expr, fact: FactType) -> dict[str, nw.Expr]:
    value = nw.lit(None, nw.String)
    for word, ways in _spelt(fact).items():
        value = nw.when(text.is_in(ways)).then(nw.lit(word)).otherwise(value)
    return {name: value}


def _some_words(name: str, text: nw.Expr, fact: FactType) -> dict[str, nw.Expr]:
    """Return whether words are listed, and for each word whether it is one of them."""
    ways = {word: "|".join(map(re.escape, each)) for word, each in _spelt(fact).items()}
    any_way = "|".join(ways.values())
    yes = nw.lit(value=True)
    listed = text.str.contains(f"^(?:{any_way})(?:{_SEPARATOR}(?:{any_way}))*$")
    values: dict[str, nw.Expr] = {name: nw.when(listed).then(yes)}
    for word, way in ways.items():
        one = text.str.contains(f"(?:^|{_SEPARATOR})(?:{way})(?:{_SEPARATOR}|$)")
        values[f"{name}.{word}"] = nw.when(one).then(yes)
    return values
