"""
Computes a program exactly for one site, and keeps every step.

Each output is written as a function when it is first asked for: a node gives two statements, one
for its value and one for its step. What is peculiar to an output (names, numbers, formulas) is not
in its text but handed to the function, so that most outputs share the text, and the compiled code,
of another: a norm has far fewer shapes than outputs, and compiling is what takes time.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache, partial
from itertools import count
from math import ceil, floor
from types import CodeType, FunctionType
from typing import Any, NamedTuple, TypeAlias

from staffing_norms.foundation.formula import (
    STANCES,
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
from staffing_norms.interpreters.statements import Block, If, lines

_DEEPEST = 40
_MOST_KEPT = 1024  # shapes whose code is kept; the norms that come with the library have some 200
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


_Function: TypeAlias = Callable[..., Step]


class Evaluator:
    """
    A program compiled: made once, used for every site and stance, shared between threads.

    Args:
        outputs: The outputs of the program by name.

    >>> plumber = Output("plumber", Div(Fact("area"), Const(100_000)))
    >>> Evaluator({"plumber": plumber}).evaluation({"area": 320_000}, "typical").value("plumber")
    Fraction(16, 5)
    """

    __slots__ = ("_first", "_outputs", "_places", "_ranged", "functions")

    def __init__(self, outputs: Mapping[str, Output]) -> None:
        self._outputs = outputs
        self._first = {name: place * len(STANCES) for place, name in enumerate(outputs)}
        self._ranged: dict[str, bool] = {}
        self._places: dict[Stance, dict[str, int]] = {stance: {} for stance in STANCES}
        self.functions: list[_Function] = [
            partial(self._compile, name, stance) for name in outputs for stance in STANCES
        ]

    def evaluation(self, facts: Mapping[str, Any], stance: Stance) -> "Evaluation":
        """
        Return the program for a site.

        Args:
            facts: What is stated: values by fact name, records by collection.
            stance: Which figure of a printed range is read.
        """
        return Evaluation(self, facts, [None] * len(self.functions), stance)

    def place(self, name: str, stance: Stance) -> int:
        """Return where the function and the step of an output are; without ranges, one for all."""
        places = self._places[stance]
        if name not in places:
            own = STANCES.index(stance) if self._is_ranged(name) else 0
            places[name] = self._first[name] + own
        return places[name]

    def _is_ranged(self, name: str) -> bool:
        """Whether an output reads a range, itself or behind what it refers to."""
        if name not in self._ranged:
            self._ranged[name] = self._reads_range(self._outputs[name].formula)
        return self._ranged[name]

    def _reads_range(self, formula: Formula) -> bool:
        match formula:
            case Range():
                return True
            case Ref(name):
                return self._is_ranged(name)
        return any(map(self._reads_range, children(formula)))

    def _compile(
        self, name: str, stance: Stance, steps: list[Step | None], get: Callable[[str], Any]
    ) -> Step:
        """Write the function of an output; two threads may do so, to the same effect."""
        place, writer = self.place(name, stance), _Writer(self, stance)
        body: Block = []
        of = writer.write(self._outputs[name].formula, body)
        made = _step(writer.holding(Ref(name)), of.value, [of])
        body += [f"done = steps[{writer.holding(place)}] = {made}", "return done"]
        self.functions[place] = function = writer.function("steps, get", body)
        return function(steps, get)


class Evaluation:
    """
    A program computed for one site; each output once, when it is first asked for.

    Args:
        evaluator: The program.
        facts: What is stated: values by fact name, records by collection.
        steps: The step of each output, a reference to it, at its place; None before it is computed.
        stance: Which figure of a printed range is read.
    """

    __slots__ = ("_evaluator", "_facts", "_stance", "_steps")

    def __init__(
        self,
        evaluator: Evaluator,
        facts: Mapping[str, Any],
        steps: list[Step | None],
        stance: Stance,
    ) -> None:
        self._evaluator = evaluator
        self._facts = facts
        self._steps = steps
        self._stance = stance

    def at(self, stance: Stance) -> "Evaluation":
        """Return the same at a stance; what reads no range is computed once for all of them."""
        return Evaluation(self._evaluator, self._facts, self._steps, stance)

    def changed(self, facts: Mapping[str, Any], first: str, last: str) -> "Evaluation":
        """Return the same with other facts, on which only outputs from *first* to *last* depend."""
        steps = self._steps.copy()
        since, until = (self._evaluator.place(name, STANCES[0]) for name in (first, last))
        steps[since : until + len(STANCES)] = [None] * (until + len(STANCES) - since)
        return Evaluation(self._evaluator, facts, steps, self._stance)

    def step(self, name: str) -> Step:
        """Return the derivation of an output."""
        place = self._evaluator.place(name, self._stance)
        step = self._steps[place]
        if step is None:
            step = self._evaluator.functions[place](self._steps, self._facts.get)
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
    """Writes formulas as the statements of a function, inputs before what is computed from them."""

    def __init__(self, evaluator: Evaluator, stance: Stance, facts: str = "get") -> None:
        self._evaluator = evaluator
        self._stance: Stance = stance
        self._facts = facts
        self._depth = 0
        self._numbers = count()
        self._held: list[object] = []

    def holding(self, thing: object) -> str:
        """Return a name by which the function reads something that was made beforehand."""
        self._held.append(thing)
        return f"made{len(self._held)}"

    def function(self, arguments: str, body: Block) -> _Function:
        """Make a function of what was written."""
        names = "".join(f", made{number + 1}" for number in range(len(self._held)))
        text = "\n".join([f"def written({arguments}, outputs{names}):", *lines(body, "    ")])
        return FunctionType(_code(text), _USED, argdefs=(self._evaluator.functions, *self._held))

    def write(self, formula: Formula, block: Block) -> _Written:
        """Add to *block* what computes a formula."""
        match formula:
            case Const(value):
                step = self.holding(Step(formula, value))
                return _Written(step, self.holding(value), is_sure=True)
            case Range():
                return self.write(getattr(formula, self._stance), block)
            case Fact(name):
                text = f"{self._facts}({self.holding(name)})"
                return self._add(formula, text, [], block, is_sure=False)
            case Is(of, words):
                word = self.write(of, block)
                text = _if_known([word], f"{word.value} in {self.holding(words)}")
                return self._add(formula, text, [word], block, is_sure=word.is_sure)
            case Known(of):
                known = self.write(of, block)
                text = f"{known.value} is not None"
                return self._add(formula, text, [known], block, is_sure=True)
            case Ref(name):
                at = self.holding(self._evaluator.place(name, self._stance))
                return self._elsewhere(f"steps[{at}] or outputs[{at}](steps, get)", block)
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
        target, name = self._fresh(), self.holding(formula)
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
        target, name = self._fresh(), self.holding(formula)
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
        target, name = self._fresh(), self.holding(formula)
        rest = _filled(target, name, "None", [key])
        for word, entry in reversed([*zip(formula.words, formula.entries, strict=True)]):
            beside = self._branch(target, name, [key], entry)
            rest = [If(f"{key.value} == {self.holding(word)}", beside, rest)]
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
            writer = _Writer(self._evaluator, self._stance, "own")
            inner = writer.write(taken, body)
            part = self._part(writer, [*body, f"return {inner.step}"])
            end = self._elsewhere(f"{part}(steps, get, {self._facts})", block)
        self._depth -= 1
        return block + _filled(target, name, end.value, [*before, end])

    def _total(self, formula: Total, block: Block) -> _Written:
        """Add up records; each gives a step: what it adds, or the test that leaves it out."""
        body: Block = []
        of_record = _Writer(self._evaluator, self._stance, "own")
        where = of_record.write(formula.where, body)
        counted: Block = []
        of = of_record.write(formula.of, counted)
        body += [If(where.value, [*counted, f"return {of.step}"], []), f"return {where.step}"]
        part, parts = self._part(of_record, body), f"parts{next(self._numbers)}"
        records = f"{self._facts}({self.holding(formula.collection)}) or ()"
        block.append(f"{parts} = [{part}(steps, get, each.get) for each in {records}]")
        name = self.holding(formula)
        made = f"new(Step, ({name}, total({parts}), tuple({parts})))"
        return self._elsewhere(made, block)

    def _part(self, writer: "_Writer", body: Block) -> str:
        """Hold a function of its own, of the site and of the facts that it reads."""
        return self.holding(writer.function("steps, get, own", body))

    def _add(
        self, formula: Formula, value: str, inputs: list[_Written], block: Block, *, is_sure: bool
    ) -> _Written:
        target = self._fresh(is_sure=is_sure)
        block += _filled(target, self.holding(formula), value, inputs)
        return target

    def _fresh(self, *, is_sure: bool = False) -> _Written:
        number = next(self._numbers)
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


@lru_cache(_MOST_KEPT)
def _code(text: str) -> CodeType:
    """Compile the text of a function."""
    made: dict[str, Any] = {}
    # Only the text written here is run: names of facts and words are handed to it.
    exec(text, made)  # noqa: S102
    return made["written"].__code__  # type: ignore[no-any-return]  # generated


def _total(parts: Iterable[Step]) -> Number | None:
    """Add up what is counted; over nothing it is missing, and so it is if one record is."""
    values = [part.value for part in parts if part.value is not False]
    return None if None in values or not values else sum(values)


_USED: dict[str, Any] = {
    "Fraction": Fraction,
    "Step": Step,
    # The class's own way, without the arguments by name, takes twice as long.
    "new": tuple.__new__,
    "ceil": ceil,
    "floor": floor,
    "total": _total,
}
