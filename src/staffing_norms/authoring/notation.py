"""The only place that writes formulas with the names of facts in place of figures."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from staffing_norms.foundation.formula import (
    ZERO,
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
    Lookup,
    Max,
    Min,
    Mul,
    Not,
    Or,
    Output,
    Range,
    Ref,
    Source,
    Sub,
    Total,
    Value,
    When,
    children,
)
from staffing_norms.program.names import fact_of, is_hours, is_undefined, is_workforce
from staffing_norms.publications.rule_kinds import WORKFORCE
from staffing_norms.results.derivation import OPERATORS, PRODUCT, SIGNS, SUM, WHOLE, Style
from staffing_norms.results.wording import term

_BRANCHES, _EITHER, _OR, _AND, _TEST = range(SUM)  # they bind less tightly
_NAMES: dict[type[Formula], str] = {Min: "least_of", Max: "most_of"}
_WORDS: dict[type[Formula], tuple[str, int]] = {
    And: ("and", _AND),
    Or: ("or", _OR),
    First: ("or_else", _EITHER),
}


@dataclass(frozen=True, slots=True)
class Notation:
    """
    Writes the formulas of one program.

    Args:
        outputs: The outputs of the program by name.
        style: Language and vocabulary.
    """

    outputs: Mapping[str, Output]
    style: Style

    def text(self, formula: Formula) -> str:
        """Return a formula as text."""
        return self._text(formula)[0]

    def sources(self, formula: Formula) -> Iterator[Source]:
        """Yield the clauses that a formula rests on; not those of bands that give nobody."""
        match formula:
            case Ref(name) if is_workforce(name) or is_hours(name):
                return  # rules and work rates have their own
            case Ref(name):
                output = self.outputs[name]
                if output.source is not None:
                    yield output.source
                yield from self.sources(output.formula)
            case When(_, then, otherwise) if then == ZERO:
                yield from self.sources(otherwise)
            case Lookup():  # each work rate has a clause of its own
                return
            case _:
                for child in children(formula):
                    yield from self.sources(child)

    def _text(self, formula: Formula) -> tuple[str, int]:  # noqa: PLR0912 - a case a node
        """Return the text of a formula, and how tightly its outermost sign binds."""
        match formula:
            case Const(value, unit):
                text = self._constant(value, unit)
                return text, PRODUCT if "/" in text else WHOLE
            case Range(lean, typical, generous):
                return f"[{' | '.join(map(self.text, (lean, typical, generous)))}]", WHOLE
            case Fact(name):
                return self._label(name), WHOLE
            case Ref(output):
                return self._referred(output)
            case Ceil(of):
                return f"⌈{self.text(of)}⌉", WHOLE
            case Floor(of):
                return f"⌊{self.text(of)}⌋", WHOLE
            case Add() | Sub() | Mul() | Div():
                return self._joined(children(formula), *OPERATORS[type(formula)])
            case Min(parts) | Max(parts):
                listed = ", ".join(map(self.text, parts))
                return f"{self._term(_NAMES[type(formula)])}({listed})", WHOLE
            case Total(_, of, _):
                return f"Σ({self.text(of)})", WHOLE
            case First((Fact(name), Const())):
                return self._label(name), WHOLE
            case First((Fact(), Lookup())):
                return self._term("work_rate"), WHOLE
            case When():
                return self._branches(formula), _BRANCHES
            case And() | Or() | First():
                return self._listed(formula)
            case _:
                return self._condition(formula), _TEST

    def _referred(self, output: str) -> tuple[str, int]:
        """Return what stands for an output; how tightly it binds, as `_text` does."""
        if fact := fact_of(output):
            return self._label(fact), WHOLE
        if is_undefined(output):
            return self._term("undefined"), WHOLE
        if is_workforce(output):
            return self._term(WORKFORCE), WHOLE
        formula = self.outputs[output].formula
        if is_hours(output) and isinstance(formula, When):
            texts = self.text(formula.otherwise), self._term("profile_hours")
            return self.style.sign("+").join(texts), SUM
        return self._text(formula)

    def _listed(self, formula: And | Or | First) -> tuple[str, int]:
        """Write tests or options one after the other; grades of a profile are too many to name."""
        match formula:
            case First((Is(Ref(output)), Const())) if self._is_graded(output):
                return self._term("given_by_profile"), _TEST
        word, binding = _WORDS[type(formula)]
        tests = (self._bracketed(part, _TEST, binding) for part in children(formula))
        return f" {self._term(word)} ".join(tests), binding

    def _is_graded(self, output: str) -> bool:
        """Whether an output is the frequency profile of a department, stated or not."""
        fact = self.style.words.get(fact_of(output))
        return bool(fact and fact.graded)

    def _condition(self, formula: Formula) -> str:
        match formula:
            case Compare(op, left, right):
                sides = (self._bracketed(side, SUM) for side in (left, right))
                return self.style.sign(SIGNS[op]).join(sides)
            case Not(of):
                return f"{self._term('not')} {self._bracketed(of, _TEST)}"
            case Known(Total(collection, _, where)):
                return self._some(collection, where)
            case Known(of):
                return f"{self._bracketed(of, _TEST)} {self._term('is_stated')}"
            case Is(of, words):
                return f"{self.text(of)} = {'/'.join(self._word(of, word) for word in words)}"
            case _:
                raise TypeError(f"no printed formula is a {type(formula).__name__}")

    def _some(self, collection: str, where: Formula) -> str:
        """Write that there is a record; tests do not hold of one that does not state its facts."""
        some = self._term("some_records").format(records=self._label(collection))
        match where:
            case First((And(()), Const(False))):
                return some
            case First((tests, Const(False))):
                return f"{some}: {self.text(tests)}"
            case _:
                return f"{some}: {self.text(where)}"

    def _branches(self, formula: Formula) -> str:
        """Write a chain of branches: `3 if A < 150,000; else 4`."""
        branches = []
        while isinstance(formula, When):
            branches.append((formula.then, formula.condition))
            formula = formula.otherwise
        word = f" {self._term('if')} "
        parts = [
            word.join((self._bracketed(then, _TEST), self._bracketed(condition, _EITHER)))
            for then, condition in branches
            if then != ZERO or formula != ZERO
        ]
        if formula != ZERO:
            parts.append(f"{self._term('else')} {self._bracketed(formula, _TEST)}")
        return "; ".join(parts)

    def _joined(self, parts: Iterable[Formula], sign: str, binding: int) -> tuple[str, int]:
        """Join operands by a sign, in brackets where they bind less tightly."""
        texts = (
            self._bracketed(part, binding + 1 if position and sign in "−÷" else binding)
            for position, part in enumerate(parts)
        )
        return self.style.sign(sign).join(texts), binding

    def _bracketed(self, formula: Formula, needed: int, own: int = WHOLE) -> str:
        """Return a formula, in brackets where it binds less tightly than is *needed*."""
        text, inner = self._text(formula)
        return text if inner >= needed or inner == own else f"({text})"

    def _constant(self, value: Value, unit: str) -> str:
        if isinstance(value, bool):
            return self._term("yes" if value else "no")
        return self.style.number(value, unit)  # type: ignore[arg-type]  # a constant is a number

    def _label(self, name: str) -> str:
        """Return what a fact, or a field of a record, is called."""
        collection, _, field = name.rpartition(".")
        words = self.style.words[collection].fields if collection else self.style.words
        return str(getattr(words[field].labels, self.style.language))

    def _word(self, of: Fact | Ref, word: str | bool) -> str:  # noqa: FBT001 - a word or a flag
        """Return what a word of a fact is called."""
        if isinstance(word, bool):
            return self._constant(word, "")
        name = fact_of(of.output) if isinstance(of, Ref) else of.name
        collection, _, field = name.rpartition(".")
        words = self.style.words
        type_ = words[collection].fields[field] if collection else words[field]
        known: Mapping[str, Any] = type_.words or words[collection or field].activities
        return str(getattr(known[word].labels, self.style.language)) if word in known else word

    def _term(self, name: str) -> str:
        return term(name, self.style.language)
