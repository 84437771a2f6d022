"""The only place that generates a plain Python function from an integer program."""

import linecache
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any, TypeAlias
from weakref import finalize

from staffing_norms.foundation.formula import (
    FALSE,
    TRUE,
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
    When,
    children,
    nodes,
    rebuilt,
)
from staffing_norms.interpreters.simplify import Paths, Truths, simplify
from staffing_norms.interpreters.statements import Block, For, If, asked, lines, merged
from staffing_norms.program.names import department_of

Headcount: TypeAlias = Callable[[Mapping[str, Any]], dict[str, int | None]]

_NUMBERS = count(1)


def compile_headcount(
    lowered: Sequence[Output], roles: Sequence[str], rare: Collection[str] = ()
) -> Headcount:
    """
    Return a function that computes a program for one site, fast and without derivation.

    Args:
        lowered: The program, in integers.
        roles: The outputs to return, in order.
        rare: Facts that few sites state, and on which much depends.

    Returns:
        A function of the facts that are stated, as integers by name (a fact that is not stated is
        left out), with `scope.<department>` flags and `method.<department>` words. It returns
        the value of each role, None where it is missing.

    >>> plumber = Output("plumber", Ceil(Div(Fact("area"), Const(30_000_000))))
    >>> headcount = compile_headcount([plumber], ["plumber"])
    >>> headcount({"area": 96_000_000}), headcount({})
    ({'plumber': 4}, {'plumber': None})
    """
    read = _facts(lowered)
    choices = sorted(name for name in read if name in rare or _is_choice(name))
    if not choices:
        return _compiled(lowered, roles)
    # Few sites choose; for the others a function that does not ask is much shorter.
    chosen = cache(lambda: _compiled(lowered, roles))
    plain = simplify(lowered, roles, dict.fromkeys(choices))
    return _compiled(plain, roles, choices, chosen)


def _is_choice(fact: str) -> bool:
    """Whether a fact says what is asked of the norm: departments, and their methods."""
    return fact.startswith("scope") or department_of(fact) != ""


def _facts(outputs: Iterable[Output]) -> set[str]:
    found = (node for output in outputs for node in nodes(output.formula))
    return {node.name for node in found if isinstance(node, Fact)}


def _compiled(
    outputs: Iterable[Output],
    roles: Iterable[str],
    choices: Sequence[str] = (),
    chosen: Callable[[], Headcount] | None = None,
) -> Headcount:
    """Return a function, which leaves a site where one of *choices* is stated to another."""
    writer = _Writer()
    body = writer.program(outputs)
    heads = "".join(f"        {role!r}: {writer.value(role)},\n" for role in roles)
    chooses = " or ".join(f"{choice!r} in facts" for choice in choices)
    elsewhere: Block = [If(chooses, ["return chosen()(facts)"], [])] if choices else []
    statements = lines([*elsewhere, "get = facts.get", *merged([*writer.reads, *body])])
    written = "".join(f"    {line}\n" for line in statements)
    text = f"def headcount(facts):\n{written}    return {{\n{heads}    }}\n"
    name = f"<staffing_norms.interpreters.fast {next(_NUMBERS)}>"
    space: dict[str, Any] = {"chosen": chosen}
    # Only the text written here is run: its names are made plain, its constants are literals.
    exec(compile(text, name, "exec"), space)  # noqa: S102
    headcount: Headcount = space.pop("headcount")
    # A traceback shows the lines for as long as there is the function.
    linecache.cache[name] = len(text), None, text.splitlines(keepends=True), name
    finalize(headcount, linecache.cache.pop, name, None).atexit = False
    return headcount


class _Writer:
    """
    Writes the statements of one function.

    A variable holds each fact and each output. Before a missing one could be reckoned with, a
    test leads around; what the path to a statement has already settled is not tested again.
    """

    def __init__(self) -> None:
        self._paths = Paths({})
        self._names: dict[Formula, str] = {}
        self._numbers = count()
        self._get = "get"
        self.reads: Block = []

    def program(self, outputs: Iterable[Output]) -> Block:
        """Write the outputs in order."""
        block: Block = []
        for output in outputs:
            formula = self._paths.add(output).formula
            holder = Ref(output.name)
            if isinstance(formula, Const):
                self._names[holder] = repr(formula.value)
            elif isinstance(formula, Fact | Ref) or _is_read(formula):
                self._names[holder] = self._named(formula)
            else:
                block += self._assign(self._named(holder), formula, {})
        return block

    def value(self, output: str) -> str:
        """Return what holds the value of an output."""
        return self._names[Ref(output)]

    def _named(self, holder: Formula) -> str:
        """Return the variable of an output, or of a fact, which is read when first named."""
        if holder not in self._names:
            if isinstance(holder, Ref):
                self._names[holder] = self._fresh(holder.output)
            else:
                [label] = _facts([Output("", holder)])
                default = [repr(node.value) for node in nodes(holder) if isinstance(node, Const)]
                name = self._names[holder] = self._fresh(label)
                self.reads.append(f"{name} = {self._get}({', '.join([repr(label), *default])})")
        return self._names[holder]

    def _fresh(self, label: str) -> str:
        """Return a new variable."""
        plain = re.sub(r"\W", "_", label)
        return f"{plain}_{next(self._numbers)}"

    def _assign(self, target: str, formula: Formula, truths: Truths) -> Block:
        """Write what leaves the value of a formula in a variable."""
        short = self._paths.rewrite(formula, truths)
        before: Block = []
        match short:
            case First(()):
                return [f"{target} = None"]
            case First((first, *others)) if not _is_read(short):
                return self._first(target, first, First(tuple(others)), truths)
            case When(condition, then, otherwise):
                test = self._flat(condition, truths, before)
                holds = self._paths.implied(condition, truths, holds=True)
                fails = self._paths.implied(condition, truths, holds=False)
                branches = self._assign(target, then, holds), self._assign(target, otherwise, fails)
                body: Block = [asked(self._text(test, truths), *branches)]
                return before + self._led_around(test, truths, [f"{target} = None"], body)
            case Total():
                return self._total(target, short, truths)
            case And(tests) | Or(tests) if self._needed(short, truths) is None:
                return self._decided(target, short, tests, truths)
            case _:
                flat = self._flat(short, truths, before)
                body = [f"{target} = {self._text(flat, truths)}"]
                return before + self._led_around(flat, truths, [f"{target} = None"], body)

    def _first(self, target: str, first: Formula, others: Formula, truths: Truths) -> Block:
        rest = self._assign(target, others, truths)
        if self._needed(first, truths) is None:
            return [*self._assign(target, first, truths), If(f"{target} is None", rest, [])]
        return self._led_around(first, truths, rest, [f"{target} = {self._text(first, truths)}"])

    def _decided(
        self, target: str, formula: And | Or, tests: tuple[Formula, ...], truths: Truths
    ) -> Block:
        """Write a test that may be decided though part of it is missing."""
        block: Block = []
        names: list[str] = []
        for test in tests:
            names.append(self._fresh(target))
            block += self._assign(names[-1], test, truths)
        decisive = isinstance(formula, Or)
        decided = " or ".join(f"{name} is {decisive}" for name in names)
        missing = " or ".join(f"{name} is None" for name in names)
        return [
            *block,
            f"{target} = {decisive} if {decided} else None if {missing} else {not decisive}",
        ]

    def _total(self, target: str, formula: Total, truths: Truths) -> Block:
        names, reads, get = dict(self._names), self.reads, self._get
        self.reads, self._get = [], "record.get"
        part = self._fresh(target)
        body = self._assign(part, formula.of, truths)
        body += [
            If(f"{part} is None", [f"{target} = None", "break"], []),
            f"{target} = {part} if {target} is None else {target} + {part}",
        ]
        if formula.where != TRUE:
            where = self._fresh(target)
            body = [
                *self._assign(where, formula.where, truths),
                If(f"{where} is None", [f"{target} = None", "break"], []),
                If(where, body, []),
            ]
        loop = For(formula.collection, [*self.reads, *body])
        self._names, self.reads, self._get = names, reads, get
        return [f"{target} = None", loop]

    def _led_around(self, formula: Formula, truths: Truths, around: Block, body: Block) -> Block:
        """Write *body* where all that a formula needs is known, else *around*."""
        needed = self._needed(formula, truths)
        if not needed:
            return body
        return [If(" or ".join(f"{self._named(each)} is None" for each in needed), around, body)]

    def _needed(self, formula: Formula, truths: Truths) -> dict[Formula, None] | None:
        """
        Return the facts and outputs without any of which a formula is missing, and only then.

        None where that is not so simple, or where no expression computes the formula.
        """
        if _is_read(formula) or isinstance(formula, Const):
            return {}
        match formula:
            case Fact() | Ref():
                return {} if self._paths.sure(formula, truths) else {formula: None}
            case Total() | First(()):
                return None
            case When(condition, then, otherwise):
                needs, *branches = (
                    self._needed(condition, truths),
                    self._needed(then, self._paths.implied(condition, truths, holds=True)),
                    self._needed(otherwise, self._paths.implied(condition, truths, holds=False)),
                )
                simple = needs is not None and all(
                    branch is not None and branch.keys() <= needs.keys() for branch in branches
                )
                return needs if simple else None
        parts = [self._needed(part, truths) for part in children(formula)]
        if None in parts:
            return None
        match formula:
            case Known():
                return {}
            case First():
                return None if parts[-1] else {}
            case And() | Or():
                return None if any(part != parts[0] for part in parts) else parts[0]
            case _:
                return {each: None for part in parts if part for each in part}

    def _flat(self, formula: Formula, truths: Truths, before: Block) -> Formula:
        """Return a formula that one expression computes; what it cannot do is done before."""
        if self._needed(formula, truths) is not None:
            return formula
        if isinstance(formula, When | First | And | Or | Total):
            holder = Ref(f"part {next(self._numbers)}")
            before += self._assign(self._named(holder), formula, truths)
            return holder
        return rebuilt(formula, lambda part: self._flat(part, truths, before))

    def _text(self, formula: Formula, truths: Truths) -> str:  # noqa: PLR0912 - a case a node
        """Return the expression for a formula, all it needs being known."""
        if isinstance(formula, Fact | Ref) or _is_read(formula):
            return self._named(formula)
        match formula:
            case Const(value):
                return repr(value)
            case Known(of):
                return self._is_known(of, truths)
            case Is(of, words):
                known = f"== {words[0]!r}" if len(words) == 1 else f"in {words!r}"
                return f"({self._text(of, truths)} {known})"
            case Not(of):
                return f"(not {self._text(of, truths)})"
            case Ceil(Div(dividend, divisor)):
                return f"-(-{self._text(dividend, truths)} // {self._text(divisor, truths)})"
            case Floor(Div(dividend, divisor)):
                return f"({self._text(dividend, truths)} // {self._text(divisor, truths)})"
            case Min(parts) | Max(parts):
                pick = "min" if isinstance(formula, Min) else "max"
                return f"{pick}(({''.join(f'{self._text(part, truths)}, ' for part in parts)}))"
            case When(condition, then, otherwise):
                holds = self._paths.implied(condition, truths, holds=True)
                fails = self._paths.implied(condition, truths, holds=False)
                test = self._text(condition, truths)
                return f"({self._text(then, holds)} if {test} else {self._text(otherwise, fails)})"
            case First((first, *others)):
                if not others:
                    return self._text(first, truths)
                known, given = self._is_known(first, truths), self._text(first, truths)
                if others == [FALSE]:
                    return f"({known} and {given})"
                return f"({given} if {known} else {self._text(First(tuple(others)), truths)})"
            case _:
                sign = formula.op if isinstance(formula, Compare) else _SIGNS[type(formula)]
                return (
                    f"({f' {sign} '.join(self._text(part, truths) for part in children(formula))})"
                )

    def _is_known(self, formula: Formula, truths: Truths) -> str:
        needed = self._needed(formula, truths) or {}
        return " and ".join(f"{self._named(each)} is not None" for each in needed)


_SIGNS = {Add: "+", Sub: "-", Mul: "*", And: "and", Or: "or"}


def _is_read(formula: Formula) -> bool:
    """Whether a formula is a fact or else a constant, which one read gives."""
    match formula:
        case First((Fact(), Const())):
            return True
        case _:
            return False
