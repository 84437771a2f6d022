"""Holds what stands beside the norm's figures: posts, adjustments, people to employ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from staffing_norms.foundation.languages import Labels
from staffing_norms.interpreters.evaluate import Step
from staffing_norms.program.layout import NORM, Basis, Cover
from staffing_norms.results.sums import People
from staffing_norms.sites.facts import Vocabulary


@dataclass(frozen=True, slots=True)
class Post:
    """
    A post that the client demands.

    Args:
        role: Role id; of a head outside the norm its name.
        department: Department id; empty where none is said.
        labels: What the role is called, by language.
        name: What the post is called; empty when not said.
        on_duty: People on duty at the same time. [person]
        hours: Hours a day for which it is manned. [hour]
        days: Days a year on which it is manned. [day]
        demand: `minimum` or `exact`.
        source: Where it is demanded; empty when not said.
    """

    role: str
    department: str
    labels: Labels
    name: str
    on_duty: int
    hours: Fraction
    days: int
    demand: str
    source: str


@dataclass(frozen=True, slots=True)
class Adjustment:
    """
    People more or fewer than the norm counts, as it was decided.

    Args:
        role: Role id; of a head outside the norm its name.
        department: Department id; empty where none is said.
        labels: What the role is called, by language.
        change: People more, or fewer below zero; it may have halves. [person]
        kind: `combined`, `shared` or `other`; empty when not said.
        reason: Why; empty when not said.
        approved_by: Who approved it; empty when not said.
        until: The last day on which it counts; None when not said.
        counts: Whether it counts on the day of the plan.
    """

    role: str
    department: str
    labels: Labels
    change: People
    kind: str
    reason: str
    approved_by: str
    until: date | None
    counts: bool


@dataclass(frozen=True, slots=True)
class Reasons:
    """
    Why something else than the norm's figure is proposed for a role.

    Args:
        posts: The posts of the role that are demanded.
        adjustments: Its adjustments.
        demanded: People that its posts take; None for no posts. [person]
        step: The derivation of what is proposed.
    """

    posts: tuple[Post, ...]
    adjustments: tuple[Adjustment, ...]
    demanded: int | None
    step: Step = field(repr=False)

    @property
    def counts(self) -> bool:
        """Whether any of it counts on the day of the plan."""
        return bool(self.posts) or any(each.counts for each in self.adjustments)


@dataclass(frozen=True, slots=True)
class Head:
    """
    A role that the norm does not count: outside it, as needed, or out of its scope.

    Args:
        role: Its name; role id of one that the norm knows.
        department: Department id; empty where none is said.
        labels: What it is called, by language.
        adjusted: People that were decided. [person]
        proposed: The same with the posts that are demanded. [person]
        beside: Why it is proposed.
        words: The vocabulary, in whose units the derivation is written.
        key: What outputs call it: the id of a role that the norm knows.
        cover: How many to employ, where they count in place of the norm's people.
    """

    role: str
    department: str
    labels: Labels
    adjusted: People | None
    proposed: People | None
    beside: "Reasons" = field(repr=False)
    words: Vocabulary = field(repr=False, compare=False)
    key: str = field(repr=False)
    cover: "CoverLine | None" = field(default=None, repr=False)

    @property
    def headcount(self) -> int | None:
        """The people who count: none by the norm, those to employ where they count [person]."""
        return self.cover.counted if self.cover else 0

    lean = typical = generous = headcount

    @property
    def norm(self) -> int:
        """Its people by the norm: none."""
        return 0

    @property
    def demanded(self) -> int:
        """People that its posts take [person]."""
        return self.beside.demanded or 0


@dataclass(frozen=True, slots=True)
class CoverLine:
    """
    The people to employ for a role, so that what is proposed of it is there every day.

    Args:
        role: Role id.
        department: Department id.
        labels: What the role is called, by language.
        basis: How its people are counted.
        relieved: Whether somebody stands in for them when they are off.
        hours: Hours a year for which they are to be there; None where the norm does not say.
            [hour]
        on_duty: People on duty in each shift; None where the norm does not say. [person]
        proposed: Headcount by the norm with what stands beside it. [person]
        people: Headcount by the `norm`, and people to employ with all `lawful_overtime` and with
            `no_overtime`; None for a gap. [person]
        exact: The figures of both before relief is rounded, by name. [person]
        available: Hours that one person works a year in either case, by name. [hour]
        overtime: Overtime of each person and month if nobody is employed for relief. [hour]
        pool: Id of the pool of roles whose people stand in for one another; else empty.
        pool_labels: What the pool is called, by language.
        counts: Which figure counts in the plan.
    """

    role: str
    department: str
    labels: Labels
    basis: Basis
    relieved: bool
    hours: Fraction | None
    on_duty: int | None
    proposed: People | None
    people: Mapping[Cover, int | None]
    exact: Mapping[Cover, Fraction | None]
    available: Mapping[Cover, Fraction]
    overtime: Fraction | None
    pool: str
    pool_labels: Labels
    counts: Cover = NORM

    @property
    def norm(self) -> int | None:
        """Headcount by the norm; None for a gap [person]."""
        return self.people["norm"]

    @property
    def lawful_overtime(self) -> int | None:
        """People to employ if all work all lawful overtime [person]."""
        return self.people["lawful_overtime"]

    @property
    def no_overtime(self) -> int | None:
        """People to employ if nobody works overtime [person]."""
        return self.people["no_overtime"]

    @property
    def counted(self) -> int | None:
        """The figure that counts [person]."""
        return self.people[self.counts]
