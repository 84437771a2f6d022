"""
The algebra and the program: frozen nodes and nothing else.

A norm compiles to a `Program`, an ordered list of named outputs. Every face of the library
is an interpreter of that list, so no two of them can disagree.

A value is an exact number, a flag, a word, or missing. Missing spreads from the branch taken:
`When` with a missing condition takes no branch, `And` and `Or` decide as far as what is known
decides, `First` steps over what is missing, and `Known` asks.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, TypeAlias, cast, get_args

Number: TypeAlias = int | Fraction
Value: TypeAlias = int | Fraction | bool | str | None
Stance: TypeAlias = Literal["lean", "typical", "generous"]

STANCES: tuple[Stance, ...] = ("lean", "typical", "generous")


@dataclass(frozen=True, slots=True)
class Const:
    """A fixed number, or a flag; *unit* names what it counts."""

    value: Number
    unit: str = ""


OFTEN = "time"
"""What a number counts that says how often."""


@dataclass(frozen=True, slots=True)
class Range:
    """A printed range: an interpreter reads the formula of its stance."""

    lean: "Formula"
    typical: "Formula"
    generous: "Formula"


@dataclass(frozen=True, slots=True)
class Fact:
    """What the site states: `lifts`; inside a `Total` a field of the record: `buildings.lifts`."""

    name: str


@dataclass(frozen=True, slots=True)
class Known:
    """Whether a formula has a value; never missing itself."""

    of: "Formula"


@dataclass(frozen=True, slots=True)
class Is:
    """Whether a word, or a flag, is one of *words*."""

    of: "Fact | Ref"
    words: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """The value of an earlier output."""

    output: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """A closed table: the entry beside the word that *key* is, or missing."""

    key: Fact
    words: tuple[str, ...]
    entries: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Add:
    """The sum of the terms."""

    terms: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Sub:
    """*left* less *right*."""

    left: "Formula"
    right: "Formula"


@dataclass(frozen=True, slots=True)
class Mul:
    """The product of the factors."""

    factors: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Div:
    """An exact quotient; the divisor is proven positive when the program is built."""

    dividend: "Formula"
    divisor: "Formula"


@dataclass(frozen=True, slots=True)
class Ceil:
    """The next whole number up."""

    of: "Formula"


@dataclass(frozen=True, slots=True)
class Floor:
    """The next whole number down."""

    of: "Formula"


@dataclass(frozen=True, slots=True)
class Min:
    """The least; missing if any is missing."""

    of: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Max:
    """The greatest; missing if any is missing."""

    of: "tuple[Formula, ...]"


Op: TypeAlias = Literal["<", "<=", ">", ">=", "=="]

HOLDS: Mapping[Op, Callable[..., Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}
"""What a comparison asks of its sides."""
OPPOSITE: Mapping[Op, Op] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
"""What holds where a comparison does not; equality has no other sign."""


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two numbers."""

    op: Op
    left: "Formula"
    right: "Formula"


@dataclass(frozen=True, slots=True)
class And:
    """All hold: false if any is false, else missing if any is missing."""

    tests: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """Any holds: true if any is true, else missing if any is missing."""

    tests: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    of: "Formula"


@dataclass(frozen=True, slots=True)
class When:
    """One branch of two; a missing condition takes neither."""

    condition: "Formula"
    then: "Formula"
    otherwise: "Formula"


@dataclass(frozen=True, slots=True)
class First:
    """The first that is not missing."""

    options: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Total:
    """
    The sum of *of* over the records where *where* holds.

    A total over nothing is missing, not zero: without the collection, and where no record holds.
    """

    collection: str
    of: "Formula"
    where: "Formula"


Formula: TypeAlias = (
    Const | Range | Fact | Known | Is | Ref | Lookup | Add | Sub | Mul | Div | Ceil | Floor
    | Min | Max | Compare | And | Or | Not | When | First | Total
)  # fmt: skip

ZERO = Const(0)
ONE = Const(1)
HALF = Const(Fraction(1, 2))
MISSING = First(())
"""The formula that never has a value."""
TRUE = Const(True)  # noqa: FBT003 - a constant of the algebra
FALSE = Const(False)  # noqa: FBT003 - a constant of the algebra


@dataclass(frozen=True, slots=True)
class Change:
    """
    What a company changed of a published norm.

    Args:
        change: Address of what is changed, such as `security.patrols.per`.
        printed: What is printed there; empty where nothing is.
        to: The company's value; empty where it is switched off.
        reason: Why, by language.
        approved_by: Who approved it.
        until: The last day on which it counts, if there is one.
        roles: Ids of the roles that nothing counts any more.
    """

    change: str
    printed: str
    to: str
    reason: tuple[tuple[str, str], ...]
    approved_by: str
    until: date | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """
    Where a figure is printed, and how it is read.

    Args:
        clause: Clause of the publication, such as `三(二)3`.
        status: `printed`, `corrected`, `reading`, `silent`, `doubtful` or `company`.
        reading: Why it is not simply `printed`, by language; empty when it is.
        note: What a user should know beside the figure, by language.
        changes: What a company changed of it.
    """

    clause: str
    status: str
    reading: tuple[tuple[str, str], ...] = ()
    note: tuple[tuple[str, str], ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """One named formula; references point to earlier outputs only."""

    name: str
    formula: Formula
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """
    The outputs in order.

    Args:
        outputs: Every output after those it refers to.
        roles: The outputs that are the headcounts of roles, in printed order.
    """

    outputs: tuple[Output, ...]
    roles: tuple[str, ...]


_NODES = frozenset(get_args(Formula))  # of which nothing is a subclass


def children(formula: Formula) -> tuple[Formula, ...]:
    """Return the formulas that *formula* is made of, in reading order."""
    found: list[Formula] = []
    for name in formula.__slots__:
        part = getattr(formula, name)
        if type(part) in _NODES:
            found.append(part)
        elif isinstance(part, tuple):
            found += [item for item in part if type(item) in _NODES]
    return tuple(found)


def rebuilt(formula: Formula, change: Callable[[Formula], Formula]) -> Formula:
    """Return *formula* with *change* applied to each of the formulas that it is made of."""
    parts: dict[str, object] = {}
    for name in formula.__slots__:
        part = getattr(formula, name)
        if type(part) in _NODES:
            part = change(part)
        elif isinstance(part, tuple):
            part = tuple(change(item) if type(item) in _NODES else item for item in part)
        parts[name] = part
    return cast("Callable[..., Formula]", type(formula))(**parts)


def nodes(formula: Formula) -> Iterator[Formula]:
    """Yield *formula* and everything below it."""
    yield formula
    for child in children(formula):
        yield from nodes(child)


def in_stance(formula: Formula, stance: Stance) -> Formula:
    """Return *formula* with every range read at *stance*."""
    if isinstance(formula, Range):
        return in_stance(getattr(formula, stance), stance)
    return rebuilt(formula, lambda part: in_stance(part, stance))
