"""The only place that judges how people are counted: drivers, tables, limits, choices."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache

from staffing_norms.foundation.errors import known_names
from staffing_norms.foundation.faults import Place
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.foundation.units import units
from staffing_norms.publications.bands import check_bands
from staffing_norms.publications.figures import Conditional, PrintedFigure, Undefined
from staffing_norms.publications.measures import Measures, check_tests
from staffing_norms.publications.rule_kinds import CHOICES, Counting, Driver, Row, Tabled
from staffing_norms.sites.facts import FactType

_At = Callable[[str], Place]


@cache
def people() -> FactType:
    """Return the type of what is counted in people: other roles, or the workforce."""
    labels = Bilingual(**units()["person"].labels)
    return FactType(unit="person", labels=labels, meaning=labels, whole=True)


def check_tabled(
    measures: Measures,
    place: Place,
    table: Tabled,
    methods: Collection[str],
    roles: Collection[str],
) -> None:
    """
    Judge how a rule or a total counts people.

    Args:
        measures: The names and figures of the file.
        place: Where the rule stands.
        table: What it says.
        methods: The methods that its tests may name.
        roles: The roles that it may count by.
    """
    if table.choose != "first" and not any(each.either for each in table.countings):
        message = "there is nothing to choose from."
        here = (*place, "choose")
        measures.faults.fault("choice.none", here, message, "List the drivers in 'either'.")
    if table.by is None:
        _check_counting(measures, _within(place), table, methods, roles)
        return
    rows: Place = (*place, "rows")
    type_ = measures.fact((*place, "by"), table.by, ("number", "word"))
    if type_ and type_.kind == "word":
        _check_words(measures, rows, table.rows, table.by, type_)
    elif type_:
        for number, row in enumerate(table.rows):
            if row.is_:
                message = f"{table.by!r} is a number; a bound is expected."
                hint = "Write 'from', 'over', 'up_to' or 'below'."
                measures.faults.fault("row.key", (*rows, number, "is"), message, hint)
        check_bands(measures, rows, table.rows, type_)
    for number, row in enumerate(table.rows):
        check_undefined(measures, (*rows, number, "undefined"), row.undefined, methods)
        if not row.undefined:
            at = _within_row(place, number, row)
            _check_counting(measures, at, table.counting_of(row), methods, roles)


def _within(place: Place) -> _At:
    """Return what places the keys of an entry."""
    return lambda key: (*place, key)


def _within_row(place: Place, number: int, row: Row) -> _At:
    """Return what places the keys of a table's row; those that it does not say are the rule's."""

    def at(key: str) -> Place:
        return (*place, "rows", number, key) if key in row.model_fields_set else (*place, key)

    return at


def _check_words(
    measures: Measures, place: Place, rows: Sequence[Row], by: str, type_: FactType
) -> None:
    """Judge whether the rows of a table have each word of a fact once."""
    said: list[str] = []
    for number, row in enumerate(rows):
        if row.sides:
            message, hint = f"{by!r} is a word; it has no bounds.", "Write 'is: <word>'."
            measures.faults.fault("row.key", (*place, number, row.sides[0][0]), message, hint)
        for i, word in enumerate(row.is_):
            here = (*place, number, "is", i)
            measures.named(here, word, type_.words, f"{by} has no word")
            if word in said:
                message = f"{word!r} has a row already."
                measures.faults.fault("row.twice", here, message, "Keep one.")
            said.append(word)
        if not (row.is_ or row.sides):
            message = f"the row does not say for which word of {by!r} it holds."
            measures.faults.fault("row.word", (*place, number), message, "Write 'is: <word>'.")
    lacking = [word for word in type_.words if word not in said]
    if lacking and set(said) <= set(type_.words):
        message = f"no row says what holds for {', '.join(map(repr, lacking))}."
        hint = "Write it; 'undefined: {reading: …}' where the publication does not say."
        measures.faults.fault("row.missing", place, message, hint)


def _check_counting(
    measures: Measures,
    at: _At,
    counting: Counting,
    methods: Collection[str],
    roles: Collection[str],
) -> None:
    """Judge drivers, people, limits and choice."""
    if counting.people.numerals:
        measures.people(at("people"), counting.people)
    if counting.either:
        for number, driver in enumerate(counting.either):
            _check_driver(measures, _within((*at("either"), number)), driver, roles)
    else:
        _check_driver(measures, at, counting, roles)
    for key, limits in (("at_least", counting.at_least), ("at_most", counting.at_most)):
        _check_limits(measures, at(key), limits, methods)
    if counting.either:
        _check_choice(measures, at("choose"), counting)


def _check_driver(measures: Measures, at: _At, driver: Driver, roles: Collection[str]) -> None:
    if bool(driver.of) == bool(driver.of_roles):
        message = "a driver is either a fact or other roles."
        measures.faults.fault("driver.one", at("of"), message, "Write 'of' or 'of_roles'.")
        return
    counted: FactType | None = people()
    for number, role in enumerate(driver.of_roles):
        what = "no rule before this one counts under the same methods the role"
        measures.named((*at("of_roles"), number), role, roles, what)
    if driver.of:
        counted = measures.number(at("of"), driver.of)
    if counted and driver.per:
        check_divisor(measures, at("per"), driver.per, counted)
    if driver.times is not None:
        measures.number(at("times"), driver.times)
    if driver.reduced_by is not None:
        measures.number(at("reduced_by"), driver.reduced_by, "fraction")


def _check_limits(
    measures: Measures, place: Place, limits: Iterable[Conditional], methods: Collection[str]
) -> None:
    for number, limit in enumerate(limits):
        measures.people((*place, number, "people"), limit.people)
        check_tests(measures, (*place, number, "when"), limit.when, methods)


def _check_choice(measures: Measures, place: Place, counting: Counting) -> None:
    """Judge which of the drivers joined by "or" counts."""
    if counting.choose in CHOICES:
        return
    type_ = measures.fact(place, counting.choose, ("word",))
    names = [
        *CHOICES,
        *(driver.of or next(iter(driver.of_roles), "") for driver in counting.either),
    ]
    unknown = [word for word in type_.words if word not in names] if type_ else []
    if unknown:
        message = f"the word {unknown[0]!r} of {counting.choose!r} names no driver."
        measures.faults.fault("choice.word", place, message, known_names(names))


def check_divisor(measures: Measures, place: Place, per: PrintedFigure, type_: FactType) -> None:
    """Judge what a driver is divided by."""
    if measures.figure(place, per, type_):
        measures.positive(place, per)


def check_undefined(
    measures: Measures,
    place: Place,
    undefined: Undefined | None,
    methods: Collection[str],
    *,
    of_rule: bool = False,
) -> None:
    """Judge where a publication defines no figure; only a rule says unless what."""
    if undefined is None:
        return
    check_tests(measures, (*place, "unless"), undefined.unless, methods)
    if of_rule and not undefined.unless:
        message = "a rule that is never defined counts nobody."
        measures.faults.fault("undefined.unless", place, message, "Write 'unless: [{…}]'.")
    if undefined.unless and not of_rule:
        message = "'unless' belongs to a rule; a row or band has its own bounds."
        measures.faults.fault("undefined.unless", (*place, "unless"), message, "Remove it.")
