"""The only place that computes a program in the columns of a dataframe, through narwhals."""

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import Any, TypeAlias, TypeVar, cast

try:
    import narwhals as nw
except ImportError as error:
    message = "dataframes need narwhals: pip install 'staffing-norms[frames]'"
    raise ImportError(message) from error

from staffing_norms.foundation.errors import Fault, SiteError
from staffing_norms.foundation.formula import Fact, Output, Ref, Total, Value, nodes
from staffing_norms.interpreters.columns import Column, Table, read_columns
from staffing_norms.interpreters.expressions import Expressions
from staffing_norms.interpreters.records import Records, joined, read_records, stated_rows
from staffing_norms.interpreters.simplify import Paths, simplify
from staffing_norms.program.beside import ADJUSTMENTS, POSTS
from staffing_norms.program.cover import by_norm
from staffing_norms.program.layout import DepartmentLayout, RoleLayout, outside
from staffing_norms.program.names import method_of
from staffing_norms.sites.facts import Vocabulary

Frame = TypeVar("Frame")
Exactly: TypeAlias = Callable[[Mapping[str, object]], Callable[[str], Value]]
"""Reads one site from a mapping and returns what looks up its outputs."""

_BESIDE = ("adjusted", "proposed")
_FROM_PANDAS = (
    "Convert it: pip install pyarrow, then polars.from_pandas(frame); or polars.read_csv(file)."
)
_PLACE = re.compile(r"\[\d+\]")


def wanted(departments: Iterable[DepartmentLayout]) -> tuple[str, ...]:
    """Return the outputs that a dataframe shows: what to lower for `plan_frame`."""
    names: list[str] = []
    for department in departments:
        names += [role.role for role in department.roles]
        names += [department.in_scope, *(method.chosen for method in department.methods)]
    return tuple(names)


@dataclass(frozen=True, slots=True)
class Apart:
    """
    Records that stand in frames of their own.

    Args:
        frames: The frame of each collection, one record a row.
        on: Column of each of them, and of the frame of the sites, that names the site.
        exactly: Computes one site, for those with records or numbers that no program of integers
            takes.
    """

    frames: Mapping[str, object]
    on: str
    exactly: Exactly


def plan_frame(
    frame: Frame,
    lowered: Sequence[Output],
    departments: Sequence[DepartmentLayout],
    words: Vocabulary,
    methods: Mapping[str, str],
    apart: Apart | None = None,
) -> Frame:
    """
    Plan the sites of a dataframe, one a row.

    Args:
        frame: A polars DataFrame or LazyFrame, or a DuckDB relation. Columns named like a fact,
            or like one of its Chinese keys, state that fact; all columns are kept.
        lowered: The program in integers, with the outputs `wanted`.
        departments: Which of the outputs is what.
        words: The vocabulary.
        methods: Method by department, where it is forced.
        apart: Records in frames of their own. With it, rows at hand whose numbers stand between
            two steps are computed by themselves; without it, they are faults.

    Returns:
        The same kind of frame, with these columns added: the people of each role (null where
        unknown); for each department `<department>_method` (null where out of scope) and
        `<department>_headcount` (of the roles that are known); `headcount` likewise; `complete`;
        and `faults`, the facts that cannot be used in this row. Such a row has no other result.
        With posts or adjustments each role, and the whole, also as adjusted and as proposed.
        Lazy frames stay lazy.

    Raises:
        SiteError: With every column that is misspelt, double, of the wrong type or in the way;
            with the records that belong to no site.
    """
    table, faults = _table(frame), list[Fault]()
    frames, on = (apart.frames, apart.on) if apart else ({}, "")
    records = [
        read_records(name, words[name], _like(table, each, name), table, on, faults)
        for name, each in frames.items()
    ]
    beside = any(name in (POSTS, ADJUSTMENTS) for name in frames)
    results = tuple(_results(departments, beside=beside))
    columns = read_columns(table, words, faults, results=results)
    if faults:
        raise SiteError(faults)
    columns = tuple(
        each.found_in(table) if apart else replace(each, between=None) for each in columns
    )
    names = {name for each in columns for name in each.values}
    names |= {name for each in records for part in each.columns for name in part.values}
    names |= {each.collection for each in records if not each.alone}
    asked = [*wanted(departments), *(_own(lowered, departments).values() if beside else ())]
    program = simplify(lowered, asked, _settled(lowered, names, methods))
    kept, prefix = table.collect_schema().names(), "_"
    while any(name.startswith(prefix) for name in kept):
        prefix += "_"
    planner = _Planner(prefix, program, departments, beside=beside)
    planned = planner.computed(planner.stated(table, columns, records))
    is_alone = any(each.alone for each in records)
    if apart and (is_alone or any(each.between is not None for each in columns)):
        planned = planner.one_by_one(planned, columns, records, apart.exactly)
    planned = planner.added_up(planned).select(*kept, *planner.results())
    is_eager = isinstance(table, nw.DataFrame)
    return cast("Frame", (planned.collect() if is_eager else planned).to_native())


def _own(outputs: Iterable[Output], departments: Iterable[DepartmentLayout]) -> dict[str, str]:
    """Return the output of each role as the norm counts it: another where cover counts."""
    known = {output.name for output in outputs}
    roles = (role.role for department in departments for role in department.roles)
    return {role: by_norm(role) if by_norm(role) in known else role for role in roles}


def _table(frame: object) -> Table:
    table: object = nw.from_native(frame, pass_through=True)
    if isinstance(table, nw.LazyFrame):
        return table
    if isinstance(table, nw.DataFrame) and table.implementation.is_polars():
        return table
    message = f"a polars frame or a DuckDB relation is expected, not {_kind(frame)}."
    raise SiteError([Fault("frame.kind", "", message, _conversion(frame))])


def _conversion(frame: object) -> str:
    """Return how to make a frame that is read of what is none."""
    kind = nw.from_native(frame, pass_through=True, allow_series=True)
    if isinstance(kind, nw.Series):
        return "Hand one site to norms.plan: series.dropna().to_dict() in pandas."
    if isinstance(kind, nw.DataFrame) and kind.implementation.is_pandas_like():
        return _FROM_PANDAS
    if isinstance(frame, list | tuple | Mapping):
        return "Convert it: polars.DataFrame(rows)."
    return "Convert it with polars.DataFrame, say."


def _like(sites: Table, frame: object, collection: str) -> Table:
    """Return a frame of records, of the same library as that of the sites."""
    table: object = nw.from_native(frame, pass_through=True)
    kind = sites.implementation
    if isinstance(table, nw.LazyFrame | nw.DataFrame) and table.implementation == kind:
        return table
    message = f"a frame of {kind.name.lower()} is expected, as the sites are, not {_kind(frame)}."
    raise SiteError([Fault("frame.kind", collection, message, "Convert one of them.")])


def _kind(frame: object) -> str:
    return f"{type(frame).__module__.partition('.')[0]}.{type(frame).__name__}"


def _results(departments: Sequence[DepartmentLayout], *, beside: bool) -> Iterator[str]:
    roles = [role.role for department in departments for role in department.roles]
    yield from roles
    kinds = _BESIDE if beside else ()
    yield from (f"{role}_{kind}" for kind in kinds for role in roles)
    for department in departments:
        yield f"{department.department}_method"
        yield f"{department.department}_headcount"
    yield from ("headcount", *kinds, "complete", "faults")


def _settled(
    lowered: Iterable[Output], stated: Iterable[str], methods: Mapping[str, str]
) -> dict[str, Value]:
    """Return the facts that are the same in every row: the methods, and what no column states."""
    every = [node for output in lowered for node in nodes(output.formula)]
    settled: dict[str, Value] = {node.name: None for node in every if isinstance(node, Fact)}
    settled |= {node.collection: None for node in every if isinstance(node, Total)}
    settled |= {method_of(department): method for department, method in methods.items()}
    for name in stated:
        settled.pop(name, None)
    return settled


class _Planner:
    """
    Computes a program in the columns of a frame.

    Args:
        prefix: What the names of columns begin with that do not stay.
        program: The program.
        departments: Which of its outputs is what.
        beside: Whether posts or adjustments stand beside the norm.
    """

    def __init__(
        self,
        prefix: str,
        program: Iterable[Output],
        departments: Sequence[DepartmentLayout],
        *,
        beside: bool,
    ) -> None:
        self._beside = _BESIDE if beside else ()
        named = ["", *(each.department for each in departments)] if beside else []
        self._outside = [*map(outside, named)]
        self._write = Expressions(prefix)
        self._program = tuple(map(self._write.paths.add, program))
        self._departments = departments
        self._roles = [Ref(role.role) for each in departments for role in each.roles]
        self._own = _own(self._program, departments)
        self._faults: dict[str, nw.Expr] = {}

    def stated(
        self, table: Table, columns: Sequence[Column], records: Iterable[Records]
    ) -> nw.LazyFrame[Any]:
        """Return a frame with what is stated: facts, totals of records, and whether all is well."""
        write = self._write
        facts = {f"fact {name}": x for each in columns for name, x in each.values.items()}
        never = nw.lit(value=False)
        between = [each.between for each in columns if each.between is not None]
        facts["between"] = nw.any_horizontal(never, *between, ignore_nulls=True)
        known = table.lazy().with_columns(*write.named(facts))
        for column in columns:
            if column.stated is not None:
                unread = write.of(Fact(column.fact)).is_null()
                if column.between is not None:
                    unread &= ~column.between
                self._faults[column.fact] = column.stated & unread
        for each in records:
            known = known.with_columns(*write.named({"key": each.key}))
            self._faults[each.name] = each.key.is_null()
            known = known if each.alone else self._joined(known, each)
        faulty = nw.any_horizontal(never, *self._faults.values(), ignore_nulls=True)
        known = known.with_columns(*write.named({"usable": ~faulty}))
        return known.with_columns(*write.named({"told": self._told()}))

    def _joined(self, known: nw.LazyFrame[Any], records: Records) -> nw.LazyFrame[Any]:
        """Set beside each site what its records add up to."""
        write = self._write
        read = [node for output in self._program for node in nodes(output.formula)]
        totals = {node: None for node in read if isinstance(node, Total)}
        own = [total for total in totals if total.collection == records.collection]
        self._faults |= {name: write.column(f"wrong {name}") for name in records.judged}
        return joined(known, records.by_site(write, own), write.called("key"))

    def computed(self, known: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return a frame with every output, each added after those that it reads."""
        stages: dict[int, dict[str, nw.Expr]] = {}
        depths: dict[str, int] = {}
        for output in self._program:
            reads = [node.output for node in nodes(output.formula) if isinstance(node, Ref)]
            depth = depths[output.name] = 1 + max((depths[name] for name in reads), default=0)
            written = self._write.expression(output.formula)
            stages.setdefault(depth, {})[f"output {output.name}"] = written
        for depth in sorted(stages):
            known = known.with_columns(*self._write.named(stages[depth]))
        beside = {f"output {name}": nw.lit(0, nw.Int64) for name in self._outside}
        for kind in self._beside:
            norm = _sum(self._by_norm(role).fill_null(0) for role in self._roles)
            beside[f"output {kind}"] = norm.cast(nw.Float64)
            beside |= {
                f"output {kind}.{role.output}": self._by_norm(role).cast(nw.Float64)
                for role in self._roles
            }
        return known.with_columns(*self._write.named(beside)) if beside else known

    def one_by_one(
        self,
        known: nw.LazyFrame[Any],
        columns: Sequence[Column],
        records: Sequence[Records],
        exactly: Exactly,
    ) -> nw.LazyFrame[Any]:
        """Return a frame in which sites with such records or numbers have what each comes to."""
        write, outputs = self._write, [*wanted(self._departments), *self._beside, *self._outside]
        outputs += [f"{kind}.{role.output}" for kind in self._beside for role in self._roles]
        stated = {each.collection: each.rows_by_site() for each in records}
        sites = known.collect().with_row_index(write.called("row"))
        alone = {site for each in records if each.alone for site in stated[each.collection]}
        is_mine = write.column("between")
        if records:
            is_mine |= write.column("key").is_in(list(alone)).fill_null(value=False)
        mine = sites.filter(is_mine)
        key = write.called("key" if records else "row")
        about = mine.select(
            write.called("row"), write.called("told"), nw.col(key).alias("of")
        ).rows()
        rows: list[list[Any]] = []
        for (row, told, site), cells in zip(about, stated_rows(mine, columns), strict=True):
            facts = cells | {name: of[site] for name, of in stated.items() if site in of}
            wrong = told.split(", ") if told else []
            value: Callable[[str], Value] = _unknown
            try:
                value = exactly(facts)
            except SiteError as error:
                wrong += [_PLACE.sub("", fault.path) for fault in error.faults]
            every = ", ".join(dict.fromkeys(wrong)) or None
            rows.append([row, every, every is None, *(_cell(value(name)) for name in outputs)])
        names = ["row", "told", "usable", *(f"output {name}" for name in outputs)]
        write.paths = Paths({})  # what holds of the program need not hold of these rows
        return self._corrected(sites, names, rows).lazy()

    def _corrected(
        self, sites: nw.DataFrame[Any], names: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> nw.DataFrame[Any]:
        """Return a frame in which some rows have other values; the first names the row."""
        write = self._write
        new = {name: write.called(f"new {name}") for name in names}
        types = {new[name]: sites.schema[write.called(name)] for name in names}
        cells = {new[name]: [row[at] for row in rows] for at, name in enumerate(names)}
        found = nw.from_dict(cells, types, backend=sites.implementation)
        row, *others = names
        found = found.with_columns(nw.col(new[row]).alias(write.called(row)))
        both = sites.join(found, on=write.called(row), how="left").sort(write.called(row))
        is_new = nw.when(~nw.col(new[row]).is_null())
        put = {name: is_new.then(nw.col(new[name])) for name in others}
        kept = {name: each.otherwise(write.column(name)) for name, each in put.items()}
        return both.with_columns(*write.named(kept))

    def added_up(self, known: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return a frame with the people of each department."""
        sums = {
            f"sum {each.department}": _sum(
                [*map(self._known_heads, each.roles), *self._heads(outside(each.department))]
            )
            for each in self._departments
        }
        return known.with_columns(*self._write.named(sums))

    def results(self) -> list[nw.Expr]:
        """Return the columns of the result; a row that cannot be used has only its faults."""
        write = self._write
        roles = self._roles
        shown = {role.output: write.of(role) for role in roles}
        shown |= {
            f"{role.output}_{kind}": write.column(f"output {kind}.{role.output}")
            for kind in self._beside
            for role in roles
        }
        sums = [write.column(f"sum {each.department}") for each in self._departments]
        for department, heads in zip(self._departments, sums, strict=True):
            shown[f"{department.department}_method"] = self._method(department)
            shown[f"{department.department}_headcount"] = heads
        shown["headcount"] = _sum([*sums, *self._heads(outside(""))])
        for kind in self._beside:
            shown[kind] = write.column(f"output {kind}")
        usable = write.column("usable")
        shown = {name: nw.when(usable).then(each) for name, each in shown.items()}
        known = [~write.of(role).is_null() for role in roles if not write.sure(role)]
        shown["complete"] = nw.all_horizontal(usable, *known, ignore_nulls=False)
        shown["faults"] = write.column("told")
        return [each.alias(name) for name, each in shown.items()]

    def _by_norm(self, role: Ref) -> nw.Expr:
        """Return the people of a role as the norm counts, also where those to employ count."""
        return self._write.of(Ref(self._own[role.output]))

    def _known_heads(self, role: RoleLayout) -> nw.Expr:
        heads = Ref(role.role)
        people = self._write.of(heads)
        return people if self._write.sure(heads) else people.fill_null(0)

    def _heads(self, name: str) -> list[nw.Expr]:
        """Return the heads outside the norm, where the people to employ count."""
        return [self._write.column(f"output {name}")] if name in self._outside else []

    def _method(self, department: DepartmentLayout) -> nw.Expr:
        method: nw.Expr = nw.lit(None, nw.String)
        for layout in department.methods:
            chosen = self._write.of(Ref(layout.chosen))
            method = nw.when(chosen).then(nw.lit(layout.method)).otherwise(method)
        return nw.when(self._write.of(Ref(department.in_scope))).then(method)

    def _told(self) -> nw.Expr:
        """Return the names of the facts of a row that cannot be used."""
        names = [nw.when(fault).then(nw.lit(name)) for name, fault in self._faults.items()]
        if not names:
            return nw.lit(None, nw.String)
        told = nw.concat_str(*names, separator=", ", ignore_nulls=True)
        return nw.when(~self._write.column("usable")).then(told)


def _unknown(output: str) -> None:
    """Return nothing, whatever the output."""


def _cell(value: Value) -> int | float | str | None:
    """Return a value as a frame holds it: people who are shared are halves, which floats hold."""
    return float(value) if isinstance(value, Fraction) else value


def _sum(parts: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(operator.add, parts)
