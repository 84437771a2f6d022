"""The only place that judges the facts a norm file names, and the dimension of its figures."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from staffing_norms.foundation.errors import Said, did_you_mean
from staffing_norms.foundation.faults import Faults, Place, shown
from staffing_norms.foundation.quantities import exact_range
from staffing_norms.foundation.units import units
from staffing_norms.publications.figures import Bounds, PrintedFigure, Test
from staffing_norms.publications.pack import Ratio
from staffing_norms.sites.facts import FactType, Vocabulary

_BARE = "item"
_KINDS = {
    "number": "a number",
    "flag": "true or false",
    "word": "a word",
    "words": "a list of words",
    "text": "text",
    "record": "a mapping",
    "records": "a list of records",
}


@dataclass(frozen=True, slots=True)
class Measures:
    """
    Judges names and figures of one file.

    Args:
        faults: The faults of the file.
        words: The vocabulary with the norm's own facts.
        added: What an overlay adds to the file; None for a file that stands by itself.
        named_facts: The facts of a site that the file names so far, and where.
    """

    faults: Faults
    words: Vocabulary
    added: Mapping[str, Any] | None = None
    named_facts: list[tuple[Place, str]] = field(default_factory=list)

    def once(self, place: Place, names: Sequence[str], key: str = "") -> None:
        """Keep names that a list has twice as faults, each at the *key* of its entry."""
        for number, name in enumerate(names):
            if name in names[:number]:
                here = (*place, number, key) if key else (*place, number)
                self.faults.fault("name.twice", here, f"{name!r} stands twice.", "Keep one.")

    def named(
        self, place: Place, name: str, known: Iterable[str], what: str, *told: object
    ) -> bool:
        """
        Whether a name is known; keep one that is not as a fault.

        Args:
            place: Where it stands.
            name: The name.
            known: The names that there are.
            what: The message, with {0} for the name; or what stands before the name in it.
            told: Other particulars of the message, {1} and on.
        """
        names = dict.fromkeys(known)
        if name in names:
            return True
        message = Said(what if "{0}" in what else f"{what} {{0}}.", repr(name), *told)
        self.faults.fault("name.unknown", place, message, did_you_mean(name, names))
        return False

    def fact(
        self, place: Place, name: str, kinds: Iterable[str] = (), collection: str = ""
    ) -> FactType | None:
        """
        Return the type of a fact, or of a field of a collection's records.

        Args:
            place: Where it is named.
            name: The fact.
            kinds: The kinds that it may have; none where any will do.
            collection: The collection whose field it is; empty for a fact of the site.
        """
        facts = self.words[collection].fields if collection else self.words
        what = "{1} have no field {0}." if collection else "no fact is called {0}."
        if not self.named(place, name, facts, what, collection):
            return None
        if not collection:
            self.named_facts.append((place, name))
        kind, wanted = facts[name].kind, list(kinds)
        if wanted and kind not in wanted:
            right = " or ".join(_KINDS[each] for each in wanted)
            message = f"{name!r} is {_KINDS[kind]}; {right} is expected."
            self.faults.fault("fact.kind", place, message, "Name another fact.")
            return None
        return facts[name]

    def number(
        self, place: Place, name: str, unit: str = "", collection: str = ""
    ) -> FactType | None:
        """Return the type of a fact that is a number, measured like *unit* if that is given."""
        type_ = self.fact(place, name, ("number",), collection)
        if type_ is None or not unit or type_.dimension == units()[unit].dimension:
            return type_
        message = Said(
            "{0} has the unit {1}; a fact with {2} is expected.",
            *map(repr, (name, type_.unit, unit)),
        )
        self.faults.fault("fact.dimension", place, message, "Name another fact.")
        return None

    def records(self, place: Place, name: str) -> bool:
        """Whether a list of records has a name; keep one that has not as a fault."""
        known = [each for each, type_ in self.words.items() if type_.kind == "records"]
        if not self.named(place, name, known, "no list of records is called"):
            return False
        self.named_facts.append((place, name))
        return True

    def figure(self, place: Place, figure: PrintedFigure, type_: FactType) -> bool:
        """Whether a figure has the dimension of the fact that it measures."""
        plain = type_.whole or type_.dimension in ("item", "fraction")
        needs_no_unit = plain or not figure.high
        return self.in_unit(place, figure, type_.unit, bare=needs_no_unit)

    def in_unit(self, place: Place, figure: PrintedFigure, unit: str, *, bare: bool) -> bool:
        """Whether a figure has the dimension of *unit*; *bare* numbers may be in it."""
        raw = self.written(place)
        if figure.unit == _BARE and not bare:
            symbol = units()[unit].symbols[0]
            message = f"{shown(raw)} has no unit."
            self.faults.fault(
                "figure.unit", place, message, f"Write one, such as '{raw} {symbol}'."
            )
            return False
        return self.faults.reads(place, lambda: exact_range(raw, unit)) is not None

    def people(self, place: Place, figure: PrintedFigure) -> None:
        """Judge a number of people, which may be 0 but no less."""
        if self.in_unit(place, figure, "person", bare=True) and figure.low < 0:
            message = f"{shown(self.written(place))} is negative."
            self.faults.fault("figure.negative", place, message, "Write 0 or more.")

    def positive(self, place: Place, figure: PrintedFigure) -> None:
        """Judge a figure that something is divided or multiplied by."""
        if figure.low <= 0:
            message = f"{shown(self.written(place))} is not more than 0."
            self.faults.fault("figure.zero", place, message, "Write the figure as printed.")

    def single(self, place: Place, figure: PrintedFigure) -> bool:
        """Whether a figure that must be one number is no range."""
        if figure.low == figure.high:
            return True
        message = f"{self.written(place)!r} is a range; one number is expected."
        self.faults.fault("figure.range", place, message, "Write one number.")
        return False

    def growth(
        self, place: Place, plus: PrintedFigure | None, every: PrintedFigure | None, type_: FactType
    ) -> None:
        """Judge what is added for each completed step of a measure."""
        for key, figure, other in (("plus", plus, "every"), ("every", every, "plus")):
            if figure and not (plus and every):
                message = f"{key!r} stands without {other!r}."
                self.faults.fault("growth.half", (*place, key), message, f"Write '{other}: …'.")
        if plus and every:
            self.people((*place, "plus"), plus)
            if self.figure((*place, "every"), every, type_):
                self.positive((*place, "every"), every)

    def bounds(
        self, place: Place, bounds: Bounds | Test, type_: FactType, collection: str = ""
    ) -> bool:
        """Whether the bounds are single figures, or facts, of the dimension of what they bound."""
        fit = [
            self._bound((*place, word), bound, type_, collection) for word, bound in bounds.sides
        ]
        return all(fit)

    def _bound(
        self, place: Place, bound: PrintedFigure | str, type_: FactType, collection: str
    ) -> bool:
        if isinstance(bound, str):
            return self.number(place, bound, type_.unit, collection) is not None
        return self.single(place, bound) and self.figure(place, bound, type_)

    def written(self, place: Place) -> object:
        """Return what stands at a place; for a key that a short form leaves out, its short form."""
        value: Any = self.faults.document.data
        for part in place:
            holder: type[Any] = dict if isinstance(part, str) else list
            if isinstance(value, holder):
                value = value[part]
        return value


def check_tests(
    measures: Measures,
    place: Place,
    tests: Iterable[Test],
    methods: Iterable[str],
    collection: str = "",
) -> None:
    """
    Judge the conditions of a list.

    Args:
        measures: The names and figures of the file.
        place: Where the list stands.
        tests: The conditions.
        methods: The methods of the department.
        collection: The collection whose records they are about; empty for the site.
    """
    for number, test in enumerate(tests):
        _check_test(measures, (*place, number), test, list(methods), collection)


def check_ratio(measures: Measures, place: Place, ratio: Ratio) -> None:
    """Judge the facts of a ratio; among areas alone it is a plain number."""
    first, *others = (
        measures.number((*place, key, number), name)
        for key, names in (("of", ratio.of), ("to", ratio.to))
        for number, name in enumerate(names)
    )
    if first is None or None in others:
        return
    shares = [type_ for type_ in others[len(ratio.of) - 1 :] if type_]
    is_plain = any(type_.dimension == first.dimension for type_ in shares)
    unit = _BARE if is_plain else first.unit
    for word, figure in ratio.sides:
        if measures.single((*place, word), figure):
            measures.in_unit((*place, word), figure, unit, bare=is_plain)


def _check_test(
    measures: Measures, place: Place, test: Test, methods: list[str], collection: str
) -> None:
    has_bounds = bool(test.lower or test.upper)
    unfit = {
        "is": test.is_ is not None and test.fact is None,
        "or_unknown": test.or_unknown and test.fact is None,
        "where": bool(test.where) and test.some is None and test.none is None,
        (test.lower or test.upper or ("", None))[0]: has_bounds and test.fact is None,
    }
    for key in (key for key, is_unfit in unfit.items() if is_unfit):
        message = f"{key!r} does not belong to this test."
        measures.faults.fault("test.key", (*place, key), message, "Remove it.")
    if test.fact is not None:
        _check_fact(measures, place, test, test.fact, collection)
    elif collection:
        message = f"a test of {collection} names one of their fields."
        measures.faults.fault("test.subject", place, message, "Write 'fact: …'.")
    elif test.method is not None:
        measures.named((*place, "method"), test.method, methods, "no method is called")
    else:
        key, records = ("some", test.some) if test.some else ("none", test.none or "")
        if measures.records((*place, key), records):
            check_tests(measures, (*place, "where"), test.where, (), records)


def _check_fact(measures: Measures, place: Place, test: Test, fact: str, collection: str) -> None:
    """Judge a test of a fact: bounds of a number, or 'is' with the words of a word or a flag."""
    has_bounds = bool(test.lower or test.upper)
    if has_bounds == (test.is_ is not None):
        message = f"the test of {fact!r} needs either a bound or 'is'."
        hint = "Write one, such as 'from: 5' or 'is: true'."
        measures.faults.fault("test.empty", place, message, hint)
        return
    kinds = ("number",) if has_bounds else ("flag", "word")
    type_ = measures.fact((*place, "fact"), fact, kinds, collection)
    if type_ is None:
        return
    if test.is_ is None:
        measures.bounds(place, test, type_, collection)
    elif type_.kind == "word":
        activities = measures.words[collection].activities if collection else {}
        for number, word in enumerate(test.is_):
            here, known = (*place, "is", number), [*type_.words, *activities]
            measures.named(here, str(word), known, f"{fact} has no word")
    elif len(test.is_) != 1 or not isinstance(test.is_[0], bool):
        message = f"{fact!r} is true or false."
        measures.faults.fault("test.flag", (*place, "is"), message, "Write one of the two.")


def check_lists(faults: Faults) -> None:
    """Judge whether a list has an entry twice, where nothing else is wrong with the entry."""
    told = tuple(faults.found)
    for place, items in _lists(faults.document.data):
        for number in (i for i, item in enumerate(items) if item in items[:i]):
            here = (*place, number)
            path = faults.document.fault("", here, "").path
            if not any(each.path.startswith(path) for each in told):
                is_name = not isinstance(items[number], Mapping | list)
                what = shown(items[number]) if is_name else "the entry"
                faults.fault("name.twice", here, Said("{0} stands twice.", what), "Keep one.")


def _lists(data: object, place: Place = ()) -> Iterator[tuple[Place, list[Any]]]:
    """Yield every list within what a file says, with its place."""
    if isinstance(data, list):
        yield place, data
    items: Any = data.items() if isinstance(data, Mapping) else enumerate(data)  # type: ignore[arg-type]
    for key, value in items:
        if isinstance(value, Mapping | list):
            yield from _lists(value, (*place, key))
