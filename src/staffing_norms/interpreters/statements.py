"""The only place that lays out generated Python: statements, and blocks of them."""

import re
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(slots=True)
class If:
    """Statements where a test holds, and others where it does not."""

    test: str
    then: "Block"
    otherwise: "Block"


@dataclass(slots=True)
class For:
    """Statements for each record of a collection."""

    collection: str
    body: "Block"


Block: TypeAlias = list[str | If | For]


def asked(test: str, then: Block, otherwise: Block) -> If:
    """
    Return a question; for what is missing, never for what is known, so that equal ones look equal.

    >>> asked("lifts is not None", ["more = 1"], ["more = 0"])
    If(test='lifts is None', then=['more = 0'], otherwise=['more = 1'])
    """
    known = re.fullmatch(r"(\w+) is not None", test)
    return If(f"{known[1]} is None", otherwise, then) if known else If(test, then, otherwise)


def merged(block: Block) -> Block:
    """
    Ask once where statements that follow each other ask the same.

    >>> merged([If("old", ["a = 1"], []), If("old", ["b = 1"], ["b = 0"])])
    [If(test='old', then=['a = 1', 'b = 1'], otherwise=['b = 0'])]
    """
    found: Block = []
    for statement in block:
        last = found[-1] if found else None
        if isinstance(statement, If) and isinstance(last, If) and _is_same(last, statement):
            last.then += statement.then
            last.otherwise += statement.otherwise
        else:
            found.append(statement)
    for statement in found:
        match statement:
            case If():
                statement.then = merged(statement.then)
                statement.otherwise = merged(statement.otherwise)
            case For():
                statement.body = merged(statement.body)
    return found


def _is_same(first: If, second: If) -> bool:
    """Whether two questions are the same, and the first does not change what it asks about."""
    return first.test == second.test and not _set_by(first) & set(re.findall(r"\w+", first.test))


def _set_by(statement: str | If | For) -> set[str]:
    match statement:
        case If():
            parts = [*statement.then, *statement.otherwise]
        case For():
            parts = statement.body
        case _:
            return {statement.partition(" = ")[0]}
    return {name for part in parts for name in _set_by(part)}


def lines(block: Block, margin: str = "") -> list[str]:
    """
    Return the lines of a block.

    >>> lines([If("old", [], ["a = 1"])])
    ['if not (old):', '    a = 1']
    """
    found: list[str] = []
    inner = f"{margin}    "
    for statement in block:
        match statement:
            case str():
                found.append(f"{margin}{statement}")
            case For(collection, body):
                found.append(f"{margin}for record in get({collection!r}) or ():")
                found += lines(body, inner)
            case If(test, [], otherwise):
                found.append(f"{margin}if not ({test}):")
                found += lines(otherwise, inner)
            case If(test, then, [If(_, [_, *_]) as only]):
                first, *others = lines([only], margin)
                found += [f"{margin}if {test}:", *lines(then, inner)]
                found += [f"{margin}el{first.removeprefix(margin)}", *others]
            case _:
                found += [f"{margin}if {statement.test}:", *lines(statement.then, inner)]
                if statement.otherwise:
                    found += [f"{margin}else:", *lines(statement.otherwise, inner)]
    return found
