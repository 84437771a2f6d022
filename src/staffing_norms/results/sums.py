"""The only place that adds up people, known or at least so many."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, Protocol, TypeAlias

from staffing_norms.foundation.quantities import plain
from staffing_norms.sites.intake import Stated

People: TypeAlias = int | Fraction
"""People of whom one may be shared with another site, and count half."""

_TEN_THOUSAND = 10_000


@dataclass(frozen=True, slots=True)
class Sum:
    """
    A sum of people that may have halves, known or at least so many.

    Args:
        known: People of the roles that are known. [person]
        gaps: How many facts are missing for the rest.
        complete: Whether every role is known.
    """

    known: People
    gaps: int
    complete: bool

    def __str__(self) -> str:
        """`193`, `12.5`, or `≥ 84 (3 gaps)`."""
        known = plain(self.known)
        if self.complete:
            return known
        return f"≥ {known} ({self.gaps} gap{'s' if self.gaps != 1 else ''})"


@dataclass(frozen=True, slots=True)
class Total(Sum):
    """
    A sum of whole people, known or at least so many.

    Args:
        known: People of the roles that are known. [person]
        gaps: How many facts are missing for the rest.
        complete: Whether every role is known.
    """

    known: int


class Counted(Protocol):
    """A role with its people: as the norm counts, as is proposed, at each stance."""

    @property
    def role(self) -> str:
        """Role id."""

    @property
    def proposed(self) -> People | None:
        """People that are proposed; None for a gap [person]."""

    @property
    def demanded(self) -> int:
        """People that those of its posts take which are demanded [person]."""


class Asked(Protocol):
    """A gap, which keeps roles unknown."""

    @property
    def roles(self) -> tuple[str, ...]:
        """Ids of the roles."""


class Totals(ABC):
    """The sums of people that a department and a whole result have alike."""

    __slots__ = ()

    gaps: Any  # the gaps that keep some of them unknown

    @property
    @abstractmethod
    def _all(self) -> Collection[Counted]:
        """The roles whose people are added up."""

    @property
    def total(self) -> Total:
        """All its people."""
        return total_of(self._all, self.gaps)

    @property
    def norm(self) -> Total:
        """All its people by the norm, also where those to employ count."""
        return total_of(self._all, self.gaps, "norm")

    @property
    def adjusted(self) -> Sum:
        """All its people with what was decided, also those that the norm does not count."""
        return sum_of(self._all, self.gaps, "adjusted")

    @property
    def proposed(self) -> Sum:
        """The same with the posts that are demanded."""
        return sum_of(self._all, self.gaps, "proposed")

    @property
    def lean(self) -> Total:
        """All its people at the lean stance."""
        return total_of(self._all, self.gaps, "lean")

    @property
    def typical(self) -> Total:
        """All its people at the typical stance."""
        return total_of(self._all, self.gaps, "typical")

    @property
    def generous(self) -> Total:
        """All its people at the generous stance."""
        return total_of(self._all, self.gaps, "generous")


def total_of(
    roles: Iterable[Counted],
    gaps: Iterable[Asked],
    of: Literal["headcount", "norm", "lean", "typical", "generous"] = "headcount",
) -> Total:
    """
    Return the sum of whole people.

    Args:
        roles: The roles.
        gaps: The gaps that keep some of them unknown.
        of: Which people are added up.
    """
    return Total(*_added_up(roles, gaps, of))


def sum_of(
    roles: Collection[Counted], gaps: Iterable[Asked], of: Literal["adjusted", "proposed"]
) -> Sum:
    """
    Return the sum of people who may count half; see `total_of`.

    Of a role that is unknown at least those who are demanded are proposed.
    """
    people, asked, complete = _added_up(roles, gaps, of)
    if of == "proposed":
        people += sum(each.demanded for each in roles if each.proposed is None)
    return Sum(people, asked, complete)


def _added_up(roles: Iterable[Counted], gaps: Iterable[Asked], of: str) -> tuple[Any, int, bool]:
    people = [(each.role, getattr(each, of)) for each in roles]
    unknown = {role for role, number in people if number is None}
    asked = [gap for gap in gaps if unknown.intersection(gap.roles)]
    return sum(number for _, number in people if number is not None), len(asked), not unknown


def density(total: Total, stated: Mapping[str, Stated]) -> tuple[Fraction, Fraction] | None:
    """
    Return how densely a site is staffed.

    Returns:
        People per 10,000 m² of floor area, and floor area per person [m²]; None while people
        or floor area are unknown or zero.
    """
    area = stated.get("gross_floor_area")
    if area is None or not total.complete or not total.known or not area.value:
        return None
    size = area.number
    return total.known * _TEN_THOUSAND / size, size / total.known
