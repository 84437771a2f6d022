"""The only place that reads facts from the columns of a dataframe."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, TypeAlias, cast
from unicodedata import normalize

import narwhals as nw

from staffing_norms.foundation.documents import document_of
from staffing_norms.foundation.errors import Fault, SiteError, bare, did_you_mean, known_names
from staffing_norms.foundation.faults import is_unknown_cell
from staffing_norms.foundation.units import units
from staffing_norms.interpreters.integers import are_alone, limits
from staffing_norms.sites.facts import FactType, Vocabulary, fact_names
from staffing_norms.sites.intake import read_facts

Table: TypeAlias = nw.DataFrame[Any] | nw.LazyFrame[Any]
_Reading: TypeAlias = tuple[nw.Expr | None, dict[str, nw.Expr], nw.Expr | None]

_SEPARATOR = "[,;，；、\\s\u3000]+"
_ALIKE = 0.85
_ULPS = 2.0**-50
_READ = ("number", "flag", "word", "words")
_NO_LETTER = r"[^\p{L}\p{N}]"
_UNREAD: _Reading = (None, {}, None)
_IN_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")


@dataclass(frozen=True, slots=True)
class Column:
    """
    What one column says of every site, or of every record.

    Args:
        name: Name of the column.
        fact: Name of the fact; of a field of records `<collection>.<field>`.
        stated: Whether anything is stated, or must be; None where whatever is stated can be used.
        values: What formulas read, by the name that they read; the fact itself is null where it
            is not stated or cannot be used. Nothing where formulas read nothing.
        type: Type of the fact.
        between: Whether a number stands between two steps of its scale, so that its row is
            computed by itself where rows are at hand; None where none can be.
    """

    name: str
    fact: str
    stated: nw.Expr | None
    values: Mapping[str, nw.Expr]
    type: FactType
    between: nw.Expr | None = None

    @property
    def cells(self) -> tuple[nw.Expr, nw.Expr]:
        """What the rows say, for `said`: a number in steps of its scale, and as it is written."""
        is_number = self.type.kind == "number" and self.values
        written = nw.col(self.name)
        steps = self.values[self.fact] if is_number else written
        return steps.alias(self.fact), written.alias(f"{self.fact} written")

    def said(self, cell: object, written: object) -> object:
        """Return a cell as a site states it: an exact number, and any value where text is due."""
        if isinstance(cell, int) and self.type.kind == "number" and self.values:
            return Fraction(cell, self.type.scale)
        said = written if cell is None and self.between is not None else cell
        if said is None or is_unknown_cell(said):
            return None
        return str(said) if self.type.kind == "text" else said

    def found_in(self, table: Table) -> "Column":
        """Return the column, with `between` only where rows at hand have such a number."""
        if self.between is None:
            return self
        is_any = isinstance(table, nw.DataFrame) and table.select(self.between.any()).item()
        return self if is_any else replace(self, between=None)


def read_columns(
    table: Table,
    words: Vocabulary,
    faults: list[Fault],
    *,
    results: Collection[str] = (),
    collection: str = "",
    key: str = "",
) -> tuple[Column, ...]:
    """
    Return the facts that the columns of a dataframe state.

    Args:
        table: The dataframe. Text for a number or a flag is read where the rows are at hand.
        words: The vocabulary, whose scales and limits the values keep; the fields of records.
        faults: Keeps every column that is of the wrong type, nearly a fact, one fact with
            another, or in the way of a result; and that no column is a fact.
        results: Names that the columns of the result are going to have.
        collection: Name of the records that the rows are; empty for sites.
        key: Column of records that says of which site they are, and nothing else.
    """
    types, schema = _flat(words), table.collect_schema()
    names, before = fact_names(types), f"{collection}." if collection else ""
    named = {column: names.find(column) for column in schema if column != key}
    raw = bool(collection) and are_alone(words)
    open_ = {name: type_ for name, type_ in types.items() if name not in named.values()}
    found: dict[str, str] = {}
    wrong: list[Fault] = []
    for column, name in named.items():
        place = f"{before}{column}"
        if column in results:
            message = f"column {column!r} has the name of a result."
            wrong.append(Fault("frame.taken", place, message, "Rename it."))
        elif name is None:
            wrong += _misspelt(place, column, types, open_)
        elif name in found:
            message = f"column {column!r} states {name} a second time, after {found[name]!r}."
            wrong.append(Fault("frame.twice", place, message, "Keep one of them."))
        else:
            found[name] = column
            wrong += _mistyped(place, column, name, types[name], table) if not raw else ()
    wrong += _lacking(types, found, collection) if not wrong else ()
    faults += wrong
    columns = []
    for name, column in found.items() if not wrong else ():
        fact, type_ = f"{before}{name}", types[name]
        is_read = not raw and type_.kind in _READ and schema[column] != nw.Unknown
        stated, values, between = _read(table, column, fact, type_) if is_read else _UNREAD
        columns.append(Column(column, fact, stated, values, type_, between))
    return tuple(columns)


def _flat(words: Vocabulary) -> dict[str, FactType]:
    """Return what a column may state: a fact, or a field of one that is a record."""
    types = dict(words)
    for name, type_ in words.items():
        if type_.kind == "record":
            for field, of in type_.fields.items():
                ways = (f"{a}.{b}" for a in _ways(name, type_) for b in _ways(field, of))
                types[f"{name}.{field}"] = of.model_copy(update={"keys": tuple(ways)})
    return types


def _ways(name: str, type_: FactType) -> tuple[str, ...]:
    return (name, *type_.keys, type_.labels.en, type_.labels.zh)


def _lacking(types: Vocabulary, found: Collection[str], collection: str) -> Iterator[Fault]:
    """Judge whether anything is stated, and whatever every record must state."""
    due = [name for name, type_ in types.items() if type_.required and name not in found]
    if due:
        message = f"{collection} need their {', '.join(map(repr, due))}."
        yield Fault("frame.required", collection, message, "Add a column for each.")
    elif not any(collection or types[name].kind in _READ for name in found):
        what = f"a field of {collection}" if collection else "a fact of the vocabulary"
        flat = [name for name, type_ in types.items() if not type_.fields]
        hint = known_names(flat) if collection else "Name one gross_floor_area, say."
        yield Fault("frame.facts", collection, f"no column is {what}.", hint)


def _misspelt(place: str, column: str, types: Vocabulary, open_: Vocabulary) -> list[Fault]:
    """
    A misspelt fact must not pass through as a column of the user's own, and leave a gap.

    Args:
        place: Where the column stands, for the fault.
        column: Name of the column.
        types: What columns may state.
        open_: What no column states.
    """
    message = f"column {column!r} is no fact."
    whole, dot, _ = column.partition(".")
    record = fact_names({name: t for name, t in types.items() if t.fields}).find(whole)
    if dot and record and types[record].kind == "records":
        return [Fault("frame.records", place, message, _apart(record))]
    if dot and record:
        hint = did_you_mean(column, [name for name in types if name.startswith(f"{record}.")])
        return [Fault("frame.misspelt", place, message, hint)]
    shorter = _IN_BRACKETS.sub("", normalize("NFKC", column))
    plain, names = bare(shorter), fact_names(open_)
    ways = {bare(way) for name, type_ in open_.items() for way in _ways(name, type_)}
    ways |= {bare(way) for type_ in open_.values() for way in type_.misnamed if type_.unit}
    if not get_close_matches(plain, ways, 1, _ALIKE):
        return []
    hint, meant = names.hint(column), names.find(shorter)
    if meant and open_[meant].kind == "number":
        # What stands in brackets may be a unit, such as 万㎡.
        hint += f" Its numbers are read in {units()[open_[meant].unit].labels['en']}."
    return [Fault("frame.misspelt", place, message, hint)]


def _apart(records: str) -> str:
    return f"Give them as a frame of their own, one a row: plan_frame(…, {records}=…)."


def _mistyped(place: str, column: str, name: str, fact: FactType, table: Table) -> list[Fault]:
    message, dtype = f"column {column!r} holds records.", table.collect_schema()[column]
    if fact.kind == "records":
        return [Fault("frame.records", place, message, _apart(name))]
    if fact.kind == "record":
        listed = ", ".join(f"{name}.{field}" for field in fact.fields)
        return [Fault("frame.records", place, message, f"Make each field a column: {listed}.")]
    due = {
        "number": ("a number", dtype.is_numeric()),
        "flag": ("true or false", dtype == nw.Boolean),
        "word": ("text", is_text(dtype)),
        "words": ("text", is_text(dtype)),
    }
    what, right = due.get(fact.kind, ("anything", True))
    if right or dtype == nw.Unknown:  # a column of nothing but nulls
        return []
    hint = "Convert it."
    if is_text(dtype):
        if isinstance(table, nw.DataFrame):
            return []
        hint = f"{hint} Only a polars DataFrame may hold text, whose units are read."
    message = f"column {column!r} is of type {dtype}; {what} is expected."
    return [Fault("frame.type", place, message, hint)]


def is_text(dtype: nw.dtypes.DType) -> bool:
    return dtype in (nw.String, nw.Categorical) or isinstance(dtype, nw.Enum)


def _read(table: Table, column: str, name: str, fact: FactType) -> _Reading:
    """Return whether anything is stated, what formulas read, and what is between two steps."""
    value, dtype = nw.col(column), table.collect_schema()[column]
    if fact.kind == "number" and dtype.is_numeric():
        is_null = value.is_null() | value.is_nan() if dtype.is_float() else value.is_null()
        said = nw.lit(value=True) if fact.required else ~is_null
        return said, {name: _steps(value, dtype, fact)}, _between(value, dtype, fact)
    if dtype == nw.Boolean:
        return None, {name: value}, None
    text = value.cast(nw.String).str.strip_chars()
    said = nw.lit(value=True) if fact.required else text.str.len_chars() > 0
    match fact.kind:
        case "word":
            return said, _one_word(name, text.str.to_lowercase(), fact), None
        case "words":
            return said, _some_words(name, text.str.to_lowercase(), fact), None
        case _:
            value, between = _written(table.lazy().select(text.alias(name)), text, fact)
            return said, {name: value}, between


def _written(
    texts: nw.LazyFrame[Any], text: nw.Expr, fact: FactType
) -> tuple[nw.Expr, nw.Expr | None]:
    """Return what each text says, read as in a site, or null; and what is between two steps."""
    steps: dict[str, int] = {}
    between: list[str] = []
    for [written] in texts.unique().collect().rows():
        try:
            read = read_facts(document_of({"it": written}), {"it": fact}).values()
        except SiteError:
            continue
        for each in read:
            exact = Fraction(cast("Fraction", each.value)) * fact.scale
            if exact.denominator == 1:
                steps[written] = int(exact)
            else:
                between.append(written)
    found = text.replace_strict(
        list(steps), list(steps.values()), default=None, return_dtype=nw.Int64
    )
    value = found if fact.kind == "number" else found == 1
    return value, text.is_in(between) if between else None


def _steps(value: nw.Expr, dtype: nw.dtypes.DType, fact: FactType) -> nw.Expr:
    """Return a number in whole steps of its scale, or null where it cannot be used."""
    scale, (low, high) = fact.scale, limits(fact)
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
    return steps


def _between(value: nw.Expr, dtype: nw.dtypes.DType, fact: FactType) -> nw.Expr | None:
    """Whether a number is within its limits and on no step; its digits must be its own."""
    if fact.whole or not (dtype.is_decimal() or dtype == nw.Float64):
        return None
    low, high = limits(fact)
    rough = value.cast(nw.Float64) * fact.scale
    return (rough >= low) & (rough <= high) & _steps(value, dtype, fact).is_null()


def _is_whole(number: nw.Expr) -> nw.Expr:
    """Whether a float is whole but for its last bits: that of 0.07 × 100 is not."""
    return (number - number.round(0)).abs() <= number.abs() * _ULPS


def _spelt(fact: FactType) -> dict[str, list[str]]:
    """Return the ways to write each word."""
    return {
        word: list(dict.fromkeys(each.casefold() for each in (word, *entry.called)))
        for word, entry in fact.words.items()
    }


def _one_word(name: str, text: nw.Expr, fact: FactType) -> dict[str, nw.Expr]:
    plain = text.str.replace_all(_NO_LETTER, "")
    value = nw.lit(None, nw.String)
    for word, ways in _spelt(fact).items():
        value = nw.when(plain.is_in([*map(bare, ways)])).then(nw.lit(word)).otherwise(value)
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
