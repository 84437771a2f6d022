"""
Computes a program exactly for one site, and keeps every step.

Each output is written as a function when it is first asked for: a node gives two statements, one
for its value and one for its step.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import partial
from itertools import count
from math import ceil, floor
from typing import Any, NamedTuple

from staffing_norms.formula import (
    Add,
    And,
    Compare,
    Const,
    Div,
    Fact,
    First,
    Formula,
    Is,
    Known,
    Lookup,
    Max,
    Min,
    Mul,
    Not,
    Number,
    Or,
    Output,
    Range,
    Ref,
    Stance,
    Sub,
    Total,
    Value,
    When,
    children,
)
from staffing_norms.statements import Block, If, lines

_DEEPEST = 40
_UNTIL: Mapping[type[Formula], tuple[str, str]] = {
    And: ("is False", "True"),
    Or: ("is True", "False"),
    First: ("is not None", "None"),
}


class Step(NamedTuple):
    """
    One step of a derivation.

    Args:
        formula: What was computed.
        value: What came of it; None where it is missing.
        inputs: The steps that it was computed from, on the branch taken.
    """

    formula: Formula
    value: Any
    inputs: "tuple[Step, ...]" = ()


class Evaluator:
    """
    A program compiled for a stance: made once, used for every site, shared between threads.

    Args:
        outputs: The outputs of the program by name.
        stance: Which figure of a printed range is read.

    >>> plumber = Output("plumber", Div(Fact("area"), Const(100_000)))
    >>> Evaluator({"plumber": plumber}, "typical").evaluation({"area": 320_000}).value("plumber")
    Fraction(16, 5)
    """

    __slots__ = ("_numbers", "_outputs", "_space", "places", "stance")

    def __init__(self, outputs: Mapping[str, Output], stance: Stance) -> None:
        self.stance = stance
        self.places = {name: place for place, name in enumerate(outputs)}
        self._outputs = outputs
        self._numbers = count()
        self._space: dict[str, Any] = dict(_USED)
        for name, place in self.places.items():
            self._space[f"output{place}"] = partial(self._compile, name)

    def evaluation(self, facts: Mapping[str, Any]) -> "Evaluation":
        """Return the program for a site: values by fact name, records by collection."""
        return Evaluation(self, facts)

    def reference(self, place: int, steps: list[Step | None], facts: Mapping[str, Any]) -> Step:
        """Compute the output at a place; the step is that of a reference to it."""
        return self._space[f"output{place}"](steps, facts.get)  # type: ignore[no-any-return]  # generated

    def holding(self, thing: object) -> str:
        """Return a name by which generated functions read something that was made beforehand."""
        name = f"made{self.number()}"
        self._space[name] = thing
        return name

    def number(self) -> int:
        """Return a number that no name has yet."""
        return next(self._numbers)

    def define(self, name: str, arguments: str, body: Block) -> None:
        """Make a function of what was written."""
        text = "".join(f"    {line}\n" for line in lines(body))
        # Only the text written here is run: names of facts and words are literals in it.
        exec(f"def {name}({arguments}):\n{text}", self._space)  # noqa: S102

    def _compile(self, name: str, steps: list[Step | None], get: Callable[[str], Any]) -> Step:
        """Write the function of an output; two threads may do so, to the same effect."""
        place = self.places[name]
        body: Block = []
        of = _Writer(self).write(self._outputs[name].formula, body)
        made = _step(self.holding(Ref(name)), of.value, [of])
        body += [f"done = steps[{place}] = {made}", "return done"]
        self.define(f"output{place}", "steps, get", body)
        return self._space[f"output{place}"](steps, get)  # type: ignore[no-any-return]  # generated


class Evaluation:
    """
    A program computed for one site; each output once, when it is first asked for.

    Args:
        evaluator: The program.
        facts: What is stated: values by fact name, records by collection.
    """

    __slots__ = ("_evaluator", "_facts", "_steps")

    def __init__(self, evaluator: Evaluator, facts: Mapping[str, Any]) -> None:
        self._evaluator = evaluator
        self._facts = facts
        self._steps: list[Step | None] = [None] * len(evaluator.places)

    def step(self, name: str) -> Step:
        """Return the derivation of an output."""
        place = self._evaluator.places[name]
        step = self._steps[place] or self._evaluator.reference(place, self._steps, self._facts)
        return step.inputs[0]

    def value(self, name: str) -> Value:
        """Return the value of an output."""
        return self.step(name).value  # type: ignore[no-any-return]  # a step's value is a Value


class _Written(NamedTuple):
    """The variables of a formula's step and value, and whether it is never missing."""

    step: str
    value: str
    is_sure: bool = False


class _Writer:
    """Writes formulas as statements, inputs before what is computed from them."""

    def __init__(self, evaluator: Evaluator, facts: str = "get") -> None:
        self._evaluator = evaluator
        self._facts = facts
        self._depth = 0

    def write(self, formula: Formula, block: Block) -> _Written:
        """Add to *block* what computes a formula."""
        match formula:
            case Const(value):
                hold = self._evaluator.holding
                return _Written(hold(Step(formula, value)), hold(value), is_sure=True)
            case Range():
                return self.write(getattr(formula, self._evaluator.stance), block)
            case Fact(name):
                return self._add(formula, f"{self._facts}({name!r})", [], block, is_sure=False)
            case Known(of):
                known = self.write(of, block)
                text = f"{known.value} is not None"
                return self._add(formula, text, [known], block, is_sure=True)
            case Ref(name):
                place = self._evaluator.places[name]
                return self._elsewhere(f"steps[{place}] or output{place}(steps, get)", block)
            case Lookup():
                return self._lookup(formula, block)
            case And() | Or() | First():
                return self._until(formula, block)
            case When():
                return self._when(formula, block)
            case Total():
                return self._total(formula, block)
        inputs = [self.write(part, block) for part in children(formula)]
        text = _if_known(inputs, _expression(formula, [each.value for each in inputs]))
        is_sure = all(each.is_sure for each in inputs)
        return self._add(formula, text, inputs, block, is_sure=is_sure)

    def _elsewhere(self, step: str, block: Block) -> _Written:
        """Add a step that is made as a whole; its value is read from it."""
        target = self._fresh()
        block += [f"{target.step} = {step}", f"{target.value} = {target.step}[1]"]
        return target

    def _until(self, formula: And | Or | First, block: Block) -> _Written:
        """Compute until one decides; if none does, the answer is missing if any test is."""
        decides, end = _UNTIL[type(formula)]
        target, name = self._fresh(), self._evaluator.holding(formula)
        undecided = f"{target.step} is None"
        block.append(f"{target.step} = None")
        tried: list[_Written] = []
        for part in children(formula):
            inner: Block = []
            tried.append(each := self.write(part, inner))
            decided = _filled(target, name, each.value, tried)
            inner.append(If(f"{each.value} {decides}", decided, []))
            block += [If(undecided, inner, [])] if tried[1:] else inner
        block.append(If(undecided, _filled(target, name, _if_known(tried, end), tried), []))
        return target

    def _when(self, formula: When, block: Block) -> _Written:
        """Take a branch; a missing condition takes neither."""
        condition = self.write(formula.condition, block)
        target, name = self._fresh(), self._evaluator.holding(formula)
        then = self._branch(target, name, [condition], formula.then)
        otherwise = self._branch(target, name, [condition], formula.otherwise)
        if not condition.is_sure:
            neither = _filled(target, name, "None", [condition])
            otherwise = [If(f"{condition.value} is None", neither, otherwise)]
        block.append(If(condition.value, then, otherwise))
        return target

    def _lookup(self, formula: Lookup, block: Block) -> _Written:
        """Take the entry beside the word; another word, or none, has none."""
        key = self.write(formula.key, block)
        target, name = self._fresh(), self._evaluator.holding(formula)
        rest = _filled(target, name, "None", [key])
        for word, entry in reversed([*zip(formula.words, formula.entries, strict=True)]):
            beside = self._branch(target, name, [key], entry)
            rest = [If(f"{key.value} == {word!r}", beside, rest)]
        block += rest
        return target

    def _branch(self, target: _Written, name: str, before: list[_Written], taken: Formula) -> Block:
        """Write the branch that gives a formula its value; a deep one becomes a function."""
        block: Block = []
        self._depth += 1
        if self._depth < _DEEPEST:
            end = self.write(taken, block)
        else:
            body: Block = []
            inner = _Writer(self._evaluator, "own").write(taken, body)
            part = self._part([*body, f"return {inner.step}"])
            end = self._elsewhere(f"{part}(steps, get, {self._facts})", block)
        self._depth -= 1
        return block + _filled(target, name, end.value, [*before, end])

    def _total(self, formula: Total, block: Block) -> _Written:
        """Add up records; each gives a step: what it adds, or the test that leaves it out."""
        body: Block = []
        of_record = _Writer(self._evaluator, "own")
        where = of_record.write(formula.where, body)
        counted: Block = []
        of = of_record.write(formula.of, counted)
        body += [If(where.value, [*counted, f"return {of.step}"], []), f"return {where.step}"]
        part, parts = self._part(body), f"parts{self._evaluator.number()}"
        records = f"{self._facts}({formula.collection!r}) or ()"
        block.append(f"{parts} = [{part}(steps, get, each.get) for each in {records}]")
        name = self._evaluator.holding(formula)
        made = f"new(Step, ({name}, total({parts}), tuple({parts})))"
        return self._elsewhere(made, block)

    def _part(self, body: Block) -> str:
        """Make a function of its own, of the site and of the facts that it reads."""
        name = f"part{self._evaluator.number()}"
        self._evaluator.define(name, "steps, get, own", body)
        return name

    def _add(
        self, formula: Formula, value: str, inputs: list[_Written], block: Block, *, is_sure: bool
    ) -> _Written:
        target = self._fresh(is_sure=is_sure)
        block += _filled(target, self._evaluator.holding(formula), value, inputs)
        return target

    def _fresh(self, *, is_sure: bool = False) -> _Written:
        number = self._evaluator.number()
        return _Written(f"step{number}", f"value{number}", is_sure)


def _filled(target: _Written, name: str, value: str, inputs: Iterable[_Written]) -> Block:
    """Write what gives a formula its value and its step."""
    made = _step(name, target.value, inputs)
    return [f"{target.value} = {value}", f"{target.step} = {made}"]


def _step(name: str, value: str, inputs: Iterable[_Written]) -> str:
    return f"new(Step, ({name}, {value}, ({''.join(f'{each.step}, ' for each in inputs)})))"


def _if_known(inputs: Iterable[_Written], value: str) -> str:
    missing = " or ".join(f"{each.value} is None" for each in inputs if not each.is_sure)
    return f"None if {missing} else {value}" if missing else value


def _expression(formula: Formula, values: list[str]) -> str:
    """Write what a formula comes to, none of the values being missing."""
    match formula:
        case Is(_, words):
            return f"{values[0]} in {words!r}"
        case Add():
            return " + ".join(values) or "0"
        case Sub():
            return f"{values[0]} - {values[1]}"
        case Mul():
            return " * ".join(values) or "1"
        case Div():
            # What comes out whole is an int, which is much faster to reckon with.
            a, b = values
            whole = f"type({a}) is type({b}) is int and not {a} % {b}"
            return f"{a} // {b} if {whole} else Fraction({a}, {b})"
        case Min():
            return f"min([{', '.join(values)}])"
        case Max():
            return f"max([{', '.join(values)}])"
        case Compare(op):
            return f"{values[0]} {op} {values[1]}"
        case Not():
            return f"not {values[0]}"
        case _:  # Ceil and Floor, which are functions by these names
            return f"{type(formula).__name__.lower()}({values[0]})"


def _total(parts: Iterable[Step]) -> Number | None:
    """Add up what is counted; over nothing it is missing, and so it is if one record is."""
    values = [part.value for part in parts if part.value is not False]
    return None if None in values or not values else sum(values)


_USED: Mapping[str, Any] = {
    "Fraction": Fraction,
    "Step": Step,
    # The class's own way, without the arguments by name, takes twice as long.
    "new": tuple.__new__,
    "ceil": ceil,
    "floor": floor,
    "total": _total,
}
