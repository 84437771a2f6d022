"""The only place that adds up the records of sites, which stand in dataframes of their own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import narwhals as nw

from staffing_norms.foundation.errors import Fault
from staffing_norms.foundation.formula import Total
from staffing_norms.interpreters.columns import Column, Table, is_text, read_columns
from staffing_norms.interpreters.expressions import Expressions
from staffing_norms.interpreters.integers import are_alone
from staffing_norms.sites.facts import FactType
from staffing_norms.sites.intake import MOST_RECORDS

RowsBySite: TypeAlias = dict[object, list[dict[str, object]]]
"""The records of each site as they are stated, by what names the site."""

_KEY = "Say with on='…' which column of both frames it is."
_COLLECT = "Give all frames as DataFrames, by collect() or pl(), say."
_SHOWN = 3  # sites that a message names


@dataclass(frozen=True, slots=True)
class Records:
    """
    The records of one collection, those of all sites, one a row.

    Args:
        collection: Name of the collection.
        table: The rows.
        columns: What the columns state.
        key: What names the site, here and in the frame of the sites.
        name: Name of the column from which it is.
        alone: Whether sites with such records are computed one by one.
    """

    collection: str
    table: Table
    columns: tuple[Column, ...]
    key: nw.Expr
    name: str
    alone: bool

    @property
    def judged(self) -> tuple[str, ...]:
        """What `by_site` judges: the fields, and how many records there are."""
        return (*(each.fact for each in self.columns if each.stated is not None), self.collection)

    def by_site(self, write: Expressions, totals: Iterable[Total]) -> nw.LazyFrame[Any]:
        """
        Return a row for each site that has records.

        Args:
            write: Writes formulas.
            totals: The totals over this collection.

        Returns:
            The column `key`; `wrong <name>` for each of *judged*: whether it cannot be used; the
            collection as a fact, which is stated; and each total.
        """
        facts = {f"fact {name}": x for each in self.columns for name, x in each.values.items()}
        judged = {
            f"wrong {each.fact}": each.stated & each.values[each.fact].is_null()
            for each in self.columns
            if each.stated is not None
        }
        rows = self.table.lazy().select(*write.named({"key": self.key, **facts, **judged}))
        parts: dict[str, nw.Expr] = {}
        found = {name: write.column(name).any() for name in judged}
        found[f"wrong {self.collection}"] = nw.len() > MOST_RECORDS
        found[f"fact {self.collection}"] = nw.len() > 0
        for total in totals:
            parts |= _parts(write, total)
            found[write.total(total)] = _added_up(write, total)
        rows = rows.with_columns(*write.named(parts)) if parts else rows
        return rows.group_by(write.called("key"), drop_null_keys=True).agg(*write.named(found))

    def rows_by_site(self) -> RowsBySite:
        """Return the records of each site as they are stated, by what names the site."""
        sites = self.table.lazy().select(self.key.alias("site")).collect()["site"]
        found: RowsBySite = {}
        rows = stated_rows(self.table, self.columns, self.collection)
        for site, row in zip(sites, rows, strict=True):
            found.setdefault(site, []).append(row)
        return found


def _parts(write: Expressions, total: Total) -> dict[str, nw.Expr]:
    """Return what each record adds to a total, and whether that is counted and not known."""
    name, of, where = write.total(total), write.expression(total.of), write.expression(total.where)
    return {
        f"counted {name}": where,
        f"part {name}": nw.when(where).then(of),
        f"unknown {name}": where.is_null() | (where & of.is_null()),
    }


def _added_up(write: Expressions, total: Total) -> nw.Expr:
    """Return a total: missing over nothing, and where a record that is counted is not known."""
    name = write.total(total)
    is_known = write.column(f"counted {name}").any() & ~write.column(f"unknown {name}").any()
    known = is_known & (nw.len() <= MOST_RECORDS)
    return nw.when(known).then(write.column(f"part {name}").sum()).cast(nw.Int64)


def read_records(
    collection: str, fact: FactType, table: Table, sites: Table, on: str, faults: list[Fault]
) -> Records:
    """
    Return the records of one collection, as far as its frame can be used.

    Args:
        collection: Name of the collection.
        fact: The collection, with its fields.
        table: The records, one a row.
        sites: The frame of the sites.
        on: Column, in either, that names the site.
        faults: Keeps what is wrong with the frame.
    """
    here = table.collect_schema()
    at_hand = isinstance(table, nw.DataFrame) and isinstance(sites, nw.DataFrame)
    if are_alone(fact.fields) and not at_hand:
        message = f"{collection} are read site by site, which only polars DataFrames allow."
        faults.append(Fault("frame.lazy", collection, message, _COLLECT))
    if on not in here:
        message = f"no column of {collection} is called {on!r}, by which its rows find their sites."
        faults.append(Fault("frame.key", collection, message, _KEY))
    elif on not in sites.collect_schema():
        message = f"no column is called {on!r}, by which rows find their sites."
        faults.append(Fault("frame.key", "", message, _KEY))
    else:
        faults += _strangers(collection, table, sites, on)
    columns = read_columns(table, fact.fields, faults, collection=collection, key=on)
    key = nw.col(on) if faults else nw.col(on).cast(_key_type(sites, on))
    return Records(collection, table, columns, key, on, alone=are_alone(fact.fields))


def stated_rows(
    table: Table, columns: Sequence[Column], collection: str = ""
) -> list[dict[str, object]]:
    """Return the rows of a frame as sites, or records of one, are stated."""
    cells = [cell for each in columns for cell in each.cells]
    rows = table.lazy().select(*cells).collect().rows()
    return [_stated(columns, row, f"{collection}.") for row in rows]


def _stated(columns: Iterable[Column], row: Sequence[object], before: str) -> dict[str, object]:
    stated: dict[str, Any] = {}
    for column, cell, written in zip(columns, row[::2], row[1::2], strict=True):
        name, _, field = column.fact.removeprefix(before).partition(".")
        said = column.said(cell, written)
        if said is not None and field:
            stated.setdefault(name, {})[field] = said
        elif said is not None:
            stated[name] = said
    return stated


def joined(sites: nw.LazyFrame[Any], summed: nw.LazyFrame[Any], key: str) -> nw.LazyFrame[Any]:
    """Set sums beside their sites, whose order a frame of polars keeps; a relation has none."""
    if not sites.implementation.is_polars():
        return sites.join(summed, on=key, how="left")
    left, right = sites.to_native(), summed.to_native()
    both: nw.LazyFrame[Any] = nw.from_native(
        left.join(right, on=key, how="left", maintain_order="left")
    )
    return both


def _key_type(table: Table, on: str) -> nw.dtypes.DType:
    """Return the type by which rows are joined: text and integers have many."""
    dtype = table.collect_schema()[on]
    if is_text(dtype):
        return nw.String()
    return nw.Int64() if dtype.is_integer() else dtype


def _strangers(collection: str, table: Table, sites: Table, on: str) -> Iterator[Fault]:
    """Judge whether rows find their sites: by the types, and each row where it is at hand."""
    mine, theirs = _key_type(table, on), _key_type(sites, on)
    if nw.Unknown not in (mine, theirs) and mine != theirs:
        message = f"column {on!r} is of type {mine} here, but {theirs} for the sites."
        yield Fault("frame.key", f"{collection}.{on}", message, "Convert one of them.")
    elif isinstance(table, nw.DataFrame) and isinstance(sites, nw.DataFrame):
        found = table.select(nw.col(on).cast(theirs))[on]
        if blank := found.null_count():
            message = f"{on!r} is empty in {blank:,} of {len(found):,} rows."
            yield Fault("frame.key", f"{collection}.{on}", message, "Write it in each row.")
        known = sites.select(nw.col(on).cast(theirs))[on]
        names = found.drop_nulls().unique(maintain_order=True)
        names = names.filter(~names.is_in(known))
        if len(names):
            shown = ", ".join(repr(name) for name in names.head(_SHOWN).to_list())
            more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
            message = f"the frame of the sites has no {shown}{more}."
            hint = f"Correct {on!r}, or leave out the rows of {collection} that are of no site."
            yield Fault("frame.key", f"{collection}.{on}", message, hint)
