"""The only place that turns a program into dataframe expressions, through narwhals."""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, TypeVar, cast

try:
    import narwhals as nw
except ImportError as error:
    message = "dataframes need narwhals: pip install 'staffing-norms[frames]'"
    raise ImportError(message) from error

from staffing_norms.columns import Column, read_columns
from staffing_norms.errors import Fault, SiteError
from staffing_norms.facts import Vocabulary
from staffing_norms.formula import (
    MISSING,
    Add,
    And,
    Ceil,
    Compare,
    Const,
    Div,
    Fact,
    First,
    Floor,
    Formula,
    Is,
    Known,
    Max,
    Min,
    Mul,
    Not,
    Or,
    Output,
    Ref,
    Sub,
    Total,
    Value,
    When,
    children,
    nodes,
)
from staffing_norms.layout import DepartmentLayout, RoleLayout
from staffing_norms.simplify import Paths, simplify

Frame = TypeVar("Frame")


def wanted(departments: Iterable[DepartmentLayout]) -> tuple[str, ...]:
    """Return the outputs that a dataframe shows: what to lower for `plan_frame`."""
    names: list[str] = []
    for department in departments:
        names += [role.role for role in department.roles]
        names += [department.in_scope, *(method.chosen for method in department.methods)]
    return tuple(names)


def plan_frame(
    frame: Frame,
    lowered: Sequence[Output],
    departments: Sequence[DepartmentLayout],
    words: Vocabulary,
    methods: Mapping[str, str],
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

    Returns:
        The same kind of frame, with these columns added: the people of each role (null where
        unknown); for each department `<department>_method` (null where out of scope) and
        `<department>_headcount` (of the roles that are known); `headcount` likewise; `complete`;
        and `faults`, the facts that cannot be used in this row. Such a row has no other result.
        Lazy frames stay lazy.

    Raises:
        SiteError: With every column that is misspelt, double, of the wrong type or in the way.
    """
    table = _table(frame)
    schema = table.collect_schema()
    columns = read_columns(schema, words, _results(departments))
    stated = {name for column in columns for name in column.values}
    program = simplify(lowered, wanted(departments), _settled(lowered, stated, methods))
    prefix = "_"
    while any(name.startswith(prefix) for name in schema):
        prefix += "_"
    planner = _Planner(prefix)
    planned = table.lazy()
    for added in planner.stages(columns, program, departments):
        planned = planned.with_columns(added)
    planned = planned.select(*schema, *planner.results(departments))
    is_eager = isinstance(table, nw.DataFrame)
    return cast("Frame", (planned.collect() if is_eager else planned).to_native())


def _table(frame: object) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:
    table: object = nw.from_native(frame, pass_through=True)
    if isinstance(table, nw.LazyFrame):
        return table
    if isinstance(table, nw.DataFrame) and table.implementation.is_polars():
        return table
    kind = f"{type(frame).__module__.partition('.')[0]}.{type(frame).__name__}"
    message = f"a polars frame or a DuckDB relation is expected, not {kind}."
    raise SiteError([Fault("frame.kind", "", message, "Convert it with polars.from_pandas, say.")])


def _results(departments: Sequence[DepartmentLayout]) -> Iterator[str]:
    for department in departments:
        yield from (role.role for role in department.roles)
    for department in departments:
        yield f"{department.department}_method"
        yield f"{department.department}_headcount"
    yield from ("headcount", "complete", "faults")


def _settled(
    lowered: Iterable[Output], stated: Iterable[str], methods: Mapping[str, str]
) -> dict[str, Value]:
    """Return the facts that are the same in every row: the methods, and what no column states."""
    every = [node for output in lowered for node in nodes(output.formula)]
    settled: dict[str, Value] = {node.name: None for node in every if isinstance(node, Fact)}
    settled |= {node.collection: None for node in every if isinstance(node, Total)}
    settled |= {f"method.{department}": method for department, method in methods.items()}
    for name in stated:
        settled.pop(name, None)
    return settled


class _Planner:
    """
    Turns facts and formulas into expressions.

    Args:
        prefix: What the names of columns begin with that do not stay.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._paths = Paths({})
        self._faults: dict[str, nw.Expr] = {}

    def stages(
        self,
        columns: Sequence[Column],
        program: Iterable[Output],
        departments: Sequence[DepartmentLayout],
    ) -> Iterator[list[nw.Expr]]:
        """Yield columns to add, each after those that it reads, so that expressions stay small."""
        yield self._named(
            {f"fact {name}": x for each in columns for name, x in each.values.items()}
        )
        for column in columns:
            if column.stated is not None:
                self._faults[column.fact] = column.stated & self._of(Fact(column.fact)).is_null()
        never = nw.lit(value=False)
        faulty = nw.any_horizontal(never, *self._faults.values(), ignore_nulls=True)
        yield self._named({"usable": ~faulty})
        yield from self._computed(program)
        yield self._named(
            {
                f"sum {each.department}": _sum(map(self._known_heads, each.roles))
                for each in departments
            }
        )

    def results(self, departments: Sequence[DepartmentLayout]) -> list[nw.Expr]:
        """Return the columns of the result; a row that cannot be used has only its faults."""
        roles = [Ref(role.role) for department in departments for role in department.roles]
        shown = {role.output: self._of(role) for role in roles}
        for department in departments:
            name = department.department
            shown[f"{name}_method"] = self._method(department)
            shown[f"{name}_headcount"] = self._column(f"sum {name}")
        shown["headcount"] = _sum(self._column(f"sum {each.department}") for each in departments)
        usable = self._column("usable")
        shown = {name: nw.when(usable).then(each) for name, each in shown.items()}
        known = [~self._of(role).is_null() for role in roles if not self._paths.sure(role, {})]
        shown["complete"] = nw.all_horizontal(usable, *known, ignore_nulls=False)
        shown["faults"] = self._told()
        return [each.alias(name) for name, each in shown.items()]

    def _computed(self, program: Iterable[Output]) -> Iterator[list[nw.Expr]]:
        stages: dict[int, dict[str, nw.Expr]] = {}
        depths: dict[str, int] = {}
        for output in program:
            formula = self._paths.add(output).formula
            reads = [node.output for node in nodes(formula) if isinstance(node, Ref)]
            depth = depths[output.name] = 1 + max((depths[name] for name in reads), default=0)
            stages.setdefault(depth, {})[f"output {output.name}"] = self._expression(formula)
        for depth in sorted(stages):
            yield self._named(stages[depth])

    def _known_heads(self, role: RoleLayout) -> nw.Expr:
        heads = Ref(role.role)
        return self._of(heads) if self._paths.sure(heads, {}) else self._of(heads).fill_null(0)

    def _method(self, department: DepartmentLayout) -> nw.Expr:
        method: nw.Expr = nw.lit(None, nw.String)
        for layout in department.methods:
            chosen = self._of(Ref(layout.chosen))
            method = nw.when(chosen).then(nw.lit(layout.method)).otherwise(method)
        return nw.when(self._of(Ref(department.in_scope))).then(method)

    def _told(self) -> nw.Expr:
        """Return the names of the facts of a row that cannot be used."""
        names = [nw.when(fault).then(nw.lit(name)) for name, fault in self._faults.items()]
        if not names:
            return nw.lit(None, nw.String)
        told = nw.concat_str(*names, separator=", ", ignore_nulls=True)
        return nw.when(~self._column("usable")).then(told)

    def _column(self, name: str) -> nw.Expr:
        return nw.col(f"{self._prefix}{name}")

    def _named(self, expressions: Mapping[str, nw.Expr]) -> list[nw.Expr]:
        return [each.alias(f"{self._prefix}{name}") for name, each in expressions.items()]

    def _of(self, formula: Fact | Ref) -> nw.Expr:
        """Return the column that holds a fact or an output."""
        if isinstance(formula, Fact):
            return self._column(f"fact {formula.name}")
        return self._column(f"output {formula.output}")

    def _expression(self, formula: Formula) -> nw.Expr:  # noqa: PLR0912 - a case a node
        """Return a formula as an expression, which is null where the formula is missing."""
        match formula:
            case Const(value):
                return nw.lit(cast("int | str", value), nw.Int64 if type(value) is int else None)
            case Fact() | Ref():
                return self._of(formula)
            case Known(of):
                return ~self._expression(of).is_null()
            case Is(of, words):
                return self._expression(of).is_in(words)
            case Not(of):
                return ~self._expression(of)
            case Ceil(Div(dividend, divisor)):
                by = self._expression(divisor)
                return (self._expression(dividend) + (by - 1)) // by
            case Floor(Div(dividend, divisor)):
                return self._expression(dividend) // self._expression(divisor)
            case When():
                return self._when(formula)
            case And(tests) | Or(tests):
                unknown = nw.lit(None, nw.Boolean)
                each = (unknown if test == MISSING else self._expression(test) for test in tests)
                return reduce(operator.and_ if isinstance(formula, And) else operator.or_, each)
            case First(()):
                return nw.lit(None, nw.Int64)
        parts = [self._expression(part) for part in children(formula)]
        match formula:
            case First():
                return nw.coalesce(*parts)
            case Min() | Max():
                known = nw.all_horizontal(*(~part.is_null() for part in parts), ignore_nulls=False)
                pick = nw.min_horizontal if isinstance(formula, Min) else nw.max_horizontal
                return nw.when(known).then(pick(*parts))
            case Compare(op):
                return cast("nw.Expr", _HOLDS[op](*parts))
            case _:
                return reduce(_JOINED[type(formula)], parts)

    def _when(self, formula: When) -> nw.Expr:
        condition, then = self._expression(formula.condition), self._expression(formula.then)
        if formula.otherwise == MISSING:
            return nw.when(condition).then(then)
        otherwise = self._expression(formula.otherwise)
        if formula.then == MISSING:
            return nw.when(~condition).then(otherwise)
        if not self._paths.sure(formula.condition, {}):
            # A null condition would lead to the last branch; it leads to neither.
            otherwise = nw.when(~condition).then(otherwise)
        return nw.when(condition).then(then).otherwise(otherwise)


def _sum(parts: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(operator.add, parts)


_HOLDS: dict[str, Callable[..., Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}
_JOINED: dict[type[Formula], Callable[[Any, Any], Any]] = {
    Add: operator.add,
    Sub: operator.sub,
    Mul: operator.mul,
}
