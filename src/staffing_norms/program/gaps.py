"""The only place that says which missing fact keeps a formula unknown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from staffing_norms.foundation.formula import (
    FALSE,
    ONE,
    TRUE,
    And,
    Fact,
    First,
    Formula,
    Known,
    Lookup,
    Not,
    Or,
    Output,
    Ref,
    Total,
    When,
    children,
)
from staffing_norms.program.names import fact_of, is_undefined


@dataclass(frozen=True, slots=True)
class Cause:
    """
    A fact whose absence makes a formula missing.

    Args:
        fact: Name of the fact to ask for; the output that stands for what the publication leaves
            undefined; empty for an entry that a table lacks.
        alternatives: Facts any of which would do as well.
        when: Whether it is the absence of this fact that matters, on the branch taken.
    """

    fact: str
    alternatives: tuple[str, ...]
    when: Formula


def causes(formula: Formula, outputs: Mapping[str, Output]) -> Iterator[Cause]:
    """
    Yield what can make *formula* missing, each with the condition under which it does.

    Args:
        formula: A formula of a program.
        outputs: The outputs that it may refer to.
    """
    match formula:
        case Known():
            return
        case Fact(name):
            yield Cause(name, (), Not(Known(formula)))
        case Ref(output) if is_undefined(output):
            yield Cause(output, (), TRUE)
        case Ref(output) if fact_of(output):
            yield from _causes_of_default(formula, outputs)
        case Ref(output):
            yield from causes(outputs[output].formula, outputs)
        case When(condition, then, otherwise):
            yield from causes(condition, outputs)
            yield from _on(condition, causes(then, outputs))
            yield from _on(Not(condition), causes(otherwise, outputs))
        case First(options):
            yield from _causes_of_first(formula, options, outputs)
        case Lookup():
            yield Cause("", (), Not(Known(formula)))
        case Total(collection, of, where):
            yield Cause(collection, (), Not(Known(Total(collection, ONE, where))))
            for cause in causes(of, outputs):
                lacking = And((where, cause.when))
                yield replace(cause, when=Known(Total(collection, ONE, lacking)))
        case _:
            for child in children(formula):
                found = causes(child, outputs)
                is_decidable = isinstance(formula, And | Or)  # what is decided lacks nothing
                yield from _on(Not(Known(formula)), found) if is_decidable else found


def _causes_of_default(fact: Ref, outputs: Mapping[str, Output]) -> Iterator[Cause]:
    """A fact that defaults to another asks for that one; a computed default asks for itself."""
    formula = outputs[fact.output].formula
    match formula:
        case First((_, Fact() | Ref() as same)):
            yield from _on(Not(Known(fact)), causes(same, outputs))
        case First((Fact(name), default)) if any(causes(default, outputs)):
            yield Cause(name, (), Not(Known(fact)))
        case _:
            return


def _causes_of_first(
    first: First, options: Iterable[Formula], outputs: Mapping[str, Output]
) -> Iterator[Cause]:
    """Any of the options would do: the first is asked for, the others are alternatives."""
    options = tuple(options)
    if any(not any(causes(option, outputs)) for option in reversed(options)):
        return  # mostly the last one, a constant: the others need not be followed
    found = (cause.fact for option in options for cause in causes(option, outputs) if cause.fact)
    name, *alternatives = dict.fromkeys(found)
    yield Cause(name, tuple(alternatives), Not(Known(first)))


def _on(condition: Formula, found: Iterable[Cause]) -> Iterator[Cause]:
    """Let causes count only where *condition* holds."""
    for cause in found:
        yield Cause(cause.fact, cause.alternatives, First((And((condition, cause.when)), FALSE)))
