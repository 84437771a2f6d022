"""The only place that sets posts that are demanded and decisions of the house beside the norm."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Literal, TypeAlias, cast

from staffing_norms.foundation.errors import (
    Called,
    Fault,
    Said,
    did_you_spell,
    is_list,
    known_names,
)
from staffing_norms.foundation.faults import shown
from staffing_norms.foundation.formula import (
    FALSE,
    ONE,
    TRUE,
    ZERO,
    Add,
    And,
    Ceil,
    Const,
    Div,
    Fact,
    First,
    Formula,
    Is,
    Known,
    Max,
    Total,
    When,
)
from staffing_norms.foundation.quantities import whole_or_exact
from staffing_norms.program.book import Book
from staffing_norms.program.layout import DepartmentLayout
from staffing_norms.program.names import adjusted_of, demanded_of, proposed_of
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.glossary import Glossary
from staffing_norms.sites.intake import Record, Stated
from staffing_norms.sites.vocabulary import department_names

Collection: TypeAlias = Literal["posts", "adjustments"]

POSTS: Collection = "posts"
ADJUSTMENTS: Collection = "adjustments"


def add_beside(book: Book, role: str, norm: Formula) -> None:
    """
    Add what a role comes to as it was decided, and as it is proposed; either may have halves.

    A post takes as many people as its hours have working days: one of 24 hours takes three, over
    three shifts. The posts of a role are rounded up once. Those that are demanded as a minimum
    raise what was decided; those that are demanded exactly replace it.

    Args:
        book: The outputs so far; `adjusted.<role>`, `demanded.<role>` and `proposed.<role>` are
            added.
        role: The role.
        norm: Its people as the norm counts.
    """
    of_role = Is(Fact("adjustments.role"), (role,))
    changes = Total(ADJUSTMENTS, Fact("adjustments.change"), of_role)
    changed = changes if norm == ZERO else Add((norm, changes))
    adjusted = book.add(adjusted_of(role), When(Known(changes), changed, norm))
    people = book.add(demanded_of(role), people_at_posts(book, role))
    raised: Formula = Max((adjusted, people))
    if norm == ZERO:
        raised = When(Known(changes), raised, people)
    proposed = with_posts(role, adjusted, people, stated=people, raised=raised)
    book.add(proposed_of(role), proposed)


def people_at_posts(book: Book, role: str, which: Formula = TRUE) -> Formula:
    """Return the people that the posts of a role which are demanded take, all or some of them."""
    where = demands(role) if which == TRUE else And((demands(role), which))
    hours = Total(POSTS, book.product(POSTS, ("on_duty", "hours")), where)
    return Ceil(Div(hours, Const(_hours_of_a_person(book))))


def with_posts(
    role: str, own: Formula, demanded: Formula, *, stated: Formula, raised: Formula | None = None
) -> Formula:
    """
    Return what the posts of a role that are demanded make of a figure of its own.

    Those that are demanded as a minimum raise it; those that are demanded exactly replace it.

    Args:
        role: The role.
        own: Its own figure.
        demanded: That of its posts.
        stated: What is known where any post of the role is demanded.
        raised: The higher of both figures, where it is to be written in another way.
    """
    higher = raised or Max((own, demanded))
    return When(demands_exactly(role), demanded, When(Known(stated), higher, own))


def demands(role: str) -> Formula:
    """Return whether a post that is demanded is one of a role."""
    return Is(Fact("posts.role"), (role,))


def demands_exactly(role: str) -> Formula:
    """Return whether any post of a role is demanded exactly."""
    exactly = First((Is(Fact("posts.demand"), ("exact",)), FALSE))
    return Known(Total(POSTS, ONE, And((demands(role), exactly))))


def _hours_of_a_person(book: Book) -> int | Fraction:
    """Return the hours that one person works on a working day, as they are assumed."""
    default = book.words["hours_per_day"].default
    return whole_or_exact(cast("Fraction", default and default.value))


@dataclass(frozen=True, slots=True)
class Named:
    """
    A post that is demanded, or an adjustment, with the role that it is about.

    Args:
        collection: `posts` or `adjustments`.
        place: Its position in the list of the site.
        record: What it states.
        role: Id of the role; of a head outside the norm its name.
        department: Department of the role; empty for a head whose department is not said.
        labels: What the role is called, by language; none for a head outside the norm.
        counts: Whether it counts on the day of the plan.
    """

    collection: Collection
    place: int
    record: Record
    role: str
    department: str = ""
    labels: Mapping[str, str] | None = None
    counts: bool = True

    @property
    def key(self) -> str:
        """What outputs call the role: of a head outside the norm also by its department."""
        return self.role if self.labels else f"{self.department}:{self.role.casefold()}"

    @property
    def called(self) -> str:
        """What messages call the role."""
        return Called(self.labels["en"], self.labels["zh"]) if self.labels else self.role

    def get(self, field: str) -> Any:  # noqa: ANN401 - of any kind
        """Return what it states under a field; None for nothing."""
        return self.record.get(f"{self.collection}.{field}")

    def fault(self, field: str, code: str, message: str, hint: str) -> Fault:
        """Return the fault that something is wrong with a field of it."""
        at = self.record.places.get(f"{self.collection}.{field}")
        if at is None:
            return Fault(code, f"{self.collection}[{self.place}].{field}", message, hint)
        return at.fault(code, message, hint)


@dataclass(frozen=True, slots=True)
class Beside:
    """
    What a site states beside the norm: the posts, and the adjustments.

    Args:
        posts: The posts whose roles are found.
        adjustments: The adjustments likewise.
        faults: What is wrong with the roles of the others.
    """

    posts: tuple[Named, ...] = ()
    adjustments: tuple[Named, ...] = ()
    faults: tuple[Fault, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.posts or self.adjustments or self.faults)

    def __iter__(self) -> Iterator[Named]:
        return iter((*self.posts, *self.adjustments))

    def within(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """
        Return what formulas read, with the ids of roles and without what does not count.

        Args:
            values: The values of the site, exact or in whole steps.
        """
        settled: dict[str, list[dict[str, Any]]] = {each.collection: [] for each in self}
        for each in self:
            if each.counts:
                record = values[each.collection][each.place]
                settled[each.collection].append({**record, f"{each.collection}.role": each.key})
        return {**values, **settled}


def read_beside(
    stated: Mapping[str, Stated],
    departments: Sequence[DepartmentLayout],
    words: Vocabulary,
    as_of: date | None,
) -> Beside:
    """
    Return what a site states beside the norm, with the roles that it is about.

    Its faults are every role that is nearly called like one of the norm, that is the name of
    several, or that is of another department, and every department that is unknown.

    Args:
        stated: The facts of the site.
        departments: The departments of the norm.
        words: The vocabulary of the norm.
        as_of: The day of the plan, by which an adjustment may have ended; None where no day is
            said, and all count.
    """
    if POSTS not in stated and ADJUSTMENTS not in stated:
        return Beside()
    reading = _Reading(departments, words, as_of)
    posts, adjustments = (tuple(reading.all(name, stated)) for name in (POSTS, ADJUSTMENTS))
    return Beside(posts, adjustments, tuple(reading.faults))


class _Reading:
    """Finds the roles that posts and adjustments are about; keeps what is wrong."""

    def __init__(
        self, departments: Sequence[DepartmentLayout], words: Vocabulary, as_of: date | None
    ) -> None:
        self.faults: list[Fault] = []
        self._as_of = as_of
        self._labels = {
            each.department: {
                **{role.role: dict(role.labels.by_language) for role in each.roles},
                **{role.role: dict(role.labels.by_language) for role in each.as_needed},
            }
            for each in departments
        }
        self._roles = {
            name: Glossary({role: labels.values() for role, labels in roles.items()})
            for name, roles in self._labels.items()
        }
        self._homes = {
            each.department: Called(each.department, each.labels.zh) for each in departments
        }
        called = {each.department: dict(each.labels.by_language).values() for each in departments}
        self._departments = department_names(called, words)

    def all(self, name: Collection, stated: Mapping[str, Stated]) -> Iterator[Named]:
        """Yield the entries of a list with their roles, but for those with faults."""
        records = stated[name].records if name in stated else ()
        for place, record in enumerate(records):
            if called := record.get(f"{name}.role"):
                counts, known = self._counts(record), len(self.faults)
                found = self._found(Named(name, place, record, called, counts=counts))
                yield from [found] if len(self.faults) == known else []

    def _counts(self, record: Record) -> bool:
        until = record.get("adjustments.until")
        return until is None or self._as_of is None or str(until) >= self._as_of.isoformat()

    def _found(self, entry: Named) -> Named:
        """Return an entry with its department and, where the norm has it, its role."""
        department = self._department(entry)
        found = {home: role for home, of in self._roles.items() if (role := of.find(entry.role))}
        there = [home for home in found if department in ("", home)]
        if len(there) == 1:
            [home] = there
            role = found[home]
            return replace(entry, role=role, department=home, labels=self._labels[home][role])
        if there:
            message = Said("{0} is the name of several roles.", shown(entry.role))
            self._fault(entry, "role", message, known_names(found[home] for home in there))
        elif found:
            homes = (self._homes[home] for home in (next(iter(found)), department))
            message = Said("{0} is a role of {1}, not of {2}.", shown(entry.role), *homes)
            self._fault(entry, "department", message, "Correct it, or leave it out.")
        elif not entry.get("outside"):
            self._misspelt(entry)
        return replace(entry, department=department)

    def _department(self, entry: Named) -> str:
        """Return the department stated; empty where none is, or where it is unknown."""
        stated = entry.get("department")
        found = self._departments.find(stated) or ""
        if stated and not found:
            message = Said("the norm has no department {0}.", shown(stated))
            self._fault(entry, "department", message, self._departments.hint(stated))
        return found

    def _misspelt(self, entry: Named) -> None:
        """Keep as a fault what is nearly called like a role of the norm."""
        spellings = {
            word: role
            for roles in self._labels.values()
            for role, labels in roles.items()
            for word in (role, *labels.values())
        }
        close = did_you_spell(entry.role, spellings)
        if not is_list(close):
            message = Said("the norm has no role {0}.", shown(entry.role))
            hint = Said("{0} Write 'outside: yes' if it is outside the norm.", close)
            self._fault(entry, "role", message, hint)

    def _fault(self, entry: Named, field: str, message: str, hint: str) -> None:
        self.faults.append(entry.fault(field, f"{field}.unknown", message, hint))
