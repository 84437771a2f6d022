"""The only place that holds the outputs of a program that is being compiled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from staffing_norms.foundation.formula import (
    FALSE,
    HALF,
    MISSING,
    TRUE,
    Add,
    Ceil,
    Compare,
    Const,
    Fact,
    First,
    Floor,
    Formula,
    Is,
    Min,
    Mul,
    Output,
    Range,
    Ref,
    Source,
    Total,
    When,
)
from staffing_norms.foundation.quantities import whole_or_exact
from staffing_norms.program.names import of_fact
from staffing_norms.sites.facts import Vocabulary


class Book:
    """
    The outputs of a program that is being compiled, by name and in order.

    Args:
        words: The vocabulary of facts.

    Attributes:
        outputs: The outputs by name.
        rated: The activities that each department rates, which makes them its own.
        given: The work of departments that frequency profiles give.
    """

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.outputs: dict[str, Output] = {}
        self.rated: dict[str, tuple[str, ...]] = {}
        self.given: dict[str, Given] = {}

    def add(self, name: str, formula: Formula, source: Source | None = None) -> Ref:
        """Add an output."""
        self.outputs[name] = Output(name, formula, source)
        return Ref(name)

    def fact(self, name: str) -> Fact | Ref:
        """Return a fact as it is stated, or else assumed."""
        default = self.words[name].default
        if default is None or isinstance(default.value, str):
            return Fact(name)
        if default.value is not None:
            assumed: Formula = _constant(default.value)
        elif default.same_as is not None:
            assumed = self.fact(default.same_as)
        elif default.product:
            assumed = Mul(tuple(map(self.fact, default.product)))
        elif default.sum:
            assumed = Add(tuple(map(self.fact, default.sum)))
        else:
            assumed = self._within(name, self.added_up(default.total))
        return self.add(of_fact(name), First((Fact(name), assumed)))

    def _within(self, name: str, total: Formula) -> Formula:
        """Return what records add up to, if it could be stated so; it keeps integers small."""
        if not self.words[name].rare:
            return total
        added = self.add(f"records.{name}", total)
        most = _constant(self.words[name].at_most)
        limited = Min((added, most))
        return When(Compare("==", added, limited), limited, MISSING)

    def word(self, name: str) -> Ref:
        """Return a word as it is stated or else assumed."""
        default = self.words[name].default
        assumed = Const(default.value) if default and isinstance(default.value, str) else MISSING  # type: ignore[arg-type]  # a word is a constant too
        return self.add(of_fact(name), First((Fact(name), assumed)))

    def added_up(self, total: Sequence[str]) -> Formula:
        """Return what records add up to: the collection, and the fields that are multiplied."""
        collection, *fields = total
        return Total(collection, self.product(collection, fields), TRUE)

    def field(self, collection: str, name: str) -> Formula:
        """Return a field of a record, as it is stated or else assumed."""
        default = self.words[collection].fields[name].default
        stated = Fact(f"{collection}.{name}")
        if default is None or default.value is None or isinstance(default.value, str):
            return stated
        return First((stated, _constant(default.value)))

    def product(self, collection: str, names: Iterable[str]) -> Formula:
        """Return the product of fields of a record."""
        return Mul(tuple(self.field(collection, name) for name in names))

    def own_tasks(self, department: str) -> Formula:
        """Return whether a task is work of a department."""
        return Is(Fact("tasks.activity"), self.rated[department])

    def is_whole(self, formula: Formula) -> bool:
        """Whether a formula can only be a whole number."""
        match formula:
            case Const(value):
                return isinstance(value, int)
            case Fact(name):
                collection, _, field = name.rpartition(".")
                facts = self.words[collection].fields if collection else self.words
                return facts[field].whole
            case Ref(output):
                return self.is_whole(self.outputs[output].formula)
            case Ceil() | Floor():
                return True
            case Add(parts) | Mul(parts) | First(parts):
                return all(map(self.is_whole, parts))
            case Range(lean, typical, generous):
                return all(map(self.is_whole, (lean, typical, generous)))
            case When(_, then, otherwise):
                return self.is_whole(then) and self.is_whole(otherwise)
            case Total(_, of, _):
                return self.is_whole(of)
            case _:
                return False

    def rounded(self, formula: Formula, rounding: str = "up") -> Formula:
        """Return a formula rounded to whole people or posts, where it is not whole anyway."""
        if self.is_whole(formula):
            return formula
        if rounding == "up":
            return Ceil(formula)
        return Floor(formula if rounding == "down" else Add((formula, HALF)))

    def is_word(self, name: str, words: tuple[str | bool, ...]) -> Formula:
        """Return whether a fact is one of *words*, as it is stated or else assumed."""
        default = self.words[name].default
        said = Is(Fact(name), words)
        if default is None:
            return said
        return First((said, TRUE if default.value in words else FALSE))


@dataclass(frozen=True, slots=True)
class Given:
    """
    The work that frequency profiles give a department, as tasks would.

    Args:
        profile: The fact that names profile and grade.
        covers: Whether the profile covers the department.
        grades: Words of the grades that say how often an activity is done, by activity.
        left: The outputs of work on things of which the profile says nothing.
    """

    profile: Fact | Ref
    covers: Ref
    grades: Mapping[str, tuple[str, ...]]
    left: tuple[Ref, ...]

    def by_any(self, activities: Iterable[str]) -> Formula:
        """Return whether the profile gives any of these activities."""
        words = dict.fromkeys(word for name in activities for word in self.grades.get(name, ()))
        return First((Is(self.profile, tuple(words)), FALSE)) if words else FALSE


def _constant(value: bool | Fraction) -> Const:  # noqa: FBT001 - a default is either
    return Const(value if isinstance(value, bool) else whole_or_exact(value))
