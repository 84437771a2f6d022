"""Says which output of a program is what; frozen records and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from staffing_norms.foundation.formula import Program, Source
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.sites.activities import parts_of

Kind: TypeAlias = Literal["workforce", "leader"]
Basis: TypeAlias = Literal["posts", "day_work", "roster", "composite", "leaders"]


Cover: TypeAlias = Literal["norm", "lawful_overtime", "no_overtime"]

NORM: Cover = "norm"
"""The figure that counts where nobody asks for the people to employ."""
COVERS: tuple[Cover, ...] = (NORM, "lawful_overtime", "no_overtime")


@dataclass(frozen=True, slots=True)
class RoleLayout:
    """
    A role of a department.

    Args:
        role: Role id, which is also the name of its output.
        kind: Workforce or leader.
        labels: What the role is called.
        under: Output that derives its figure, by method; a leader's is the same under each.
        exact: Output of the figure before it is rounded, by the output that derives it.
        basis: How its people are counted, by method.
        shifts: Output that holds the shifts of a post, by method.
        shared_with: Other departments for which its people work too.
    """

    role: str
    kind: Kind
    labels: Bilingual
    under: Mapping[str, str]
    exact: Mapping[str, str]
    basis: Mapping[str, Basis]
    shifts: Mapping[str, str]
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AsNeededLayout:
    """A role that the publication wants filled as needed, without a figure."""

    role: str
    labels: Bilingual
    source: Source


@dataclass(frozen=True, slots=True)
class MethodLayout:
    """
    A method of a department: its id and the outputs that say what becomes of it.

    Args:
        method: Method id.
        usable: Output: are its facts stated?
        chosen: Output: does it give the plan's figures?
        workforce: Output: the workforce that it gives.
        needs: Facts that it needs (any of each tuple) with the output that says they are known.
        whole: Whether it staffs the whole job, so that `auto` may take it.
        composite: Whether it estimates the department as one figure.
    """

    method: str
    usable: str
    chosen: str
    workforce: str
    needs: tuple[tuple[tuple[str, ...], str], ...]
    whole: bool
    composite: bool


@dataclass(frozen=True, slots=True)
class WorkLayout:
    """
    A kind of work: its id as tasks name it, its outputs, and how many work together.

    Its outputs are the hours a year, and of the month that is asked about. Its *activity* and
    *variant* are empty where there is none.
    """

    work: str
    hours: str
    month: str
    crew: int

    @property
    def activity(self) -> str:
        """The activity."""
        return parts_of(self.work)[0]

    @property
    def variant(self) -> str:
        """The way of doing it; empty where there is one only."""
        return parts_of(self.work)[1]


@dataclass(frozen=True, slots=True)
class RowLayout:
    """
    Work that frequency profiles give a department.

    Args:
        works: The work as tasks name it; several where a fact chooses the way of doing it.
        labels: What it is called.
        of: Facts that add up to the quantity.
        words: Words of the profiles and grades that have such a row.
        said: Those that say how often.
        unverified: Those whose figure was not seen, with a remark on it if there is one.
        parts: Outputs of its hours a year: in all, or in the growing season and out of it.
    """

    works: tuple[str, ...]
    labels: Bilingual
    of: tuple[str, ...]
    words: tuple[str, ...]
    said: tuple[str, ...]
    unverified: Mapping[str, Bilingual]
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MonthLayout:
    """The hours of the month that is asked about, and the outputs that alone depend on it."""

    hours: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class HoursLayout:
    """
    The hours of work of a department.

    Args:
        roles: The roles that do it.
        total: Output: hours a year.
        month: Hours of the month that is asked about.
        day: Output: hours of one person on a working day.
        person: Output: hours of one person a year.
        works: The kinds of work.
        rows: The work that frequency profiles give.
    """

    roles: tuple[str, ...]
    total: str
    month: MonthLayout
    day: str
    person: str
    works: tuple[WorkLayout, ...]
    rows: tuple[RowLayout, ...]


@dataclass(frozen=True, slots=True)
class DepartmentLayout:
    """
    A department: its methods, its roles, and the outputs of its totals.

    Args:
        department: Department id.
        labels: What it is called.
        methods: Its methods, in the order in which they are tried.
        roles: The roles that it counts: the workforce, then the leaders.
        in_scope: Output: is it planned?
        workforce: Output: the people of its workforce. [person]
        leaders: Output: its leaders. [person]
        as_needed: The roles that the publication wants filled as needed.
        hours: The outputs of its work, where it has a rule for work.
    """

    department: str
    labels: Bilingual
    methods: tuple[MethodLayout, ...]
    roles: tuple[RoleLayout, ...]
    in_scope: str
    workforce: str
    leaders: str
    as_needed: tuple[AsNeededLayout, ...] = ()
    hours: HoursLayout | None = None


@dataclass(frozen=True, slots=True)
class FindingLayout:
    """
    Something to check.

    Args:
        code: Stable name.
        severity: `info` or `warning`.
        department: Department id; empty for the whole site.
        condition: Output: is it so?
        message: What to say; `{name}` stands for one of *values*, *words* and the facts of *needs*.
        values: Outputs that the message names.
        words: Texts that the message names.
        needs: Facts of which the message names those that are not known.
        items: Texts of which the message names those whose output holds.
        roles: The roles that it may be about, each with the output that says whether it is.
        citation: The clause of the law that it rests on; empty for what is no law.
        satisfied_by: What would satisfy the law, written like the message.
    """

    code: str
    severity: str
    department: str
    condition: str
    message: Bilingual
    values: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Bilingual] = field(default_factory=dict)
    needs: tuple[tuple[tuple[str, ...], str], ...] = ()
    items: tuple[tuple[Bilingual, str], ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    citation: str = ""
    satisfied_by: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class GapLayout:
    """
    A fact to ask for, with the roles it may block and the outputs that say whether it does.

    Where the publication defines no figure, *fact* is empty and *undefined* says so. A *question*
    stands in place of that of the fact.
    """

    department: str
    fact: str
    alternatives: tuple[str, ...]
    blocks: Mapping[str, tuple[str, ...]]
    undefined: Bilingual | None = None
    question: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class RoleCover:
    """
    The people to employ for a role: outputs, most of them by which hours a person is paid for.

    Args:
        hours: Output: hours a year for which its people are to be there.
        exact: Outputs: people before they are rounded, by `lawful_overtime` or `no_overtime`.
        people: Outputs: whole people; relief is rounded once for a pool.
        overtime: Output: overtime hours per person and month without relief.
        demanded: Output: hours a year of its posts that are demanded.
        on_duty: Output: people on duty at the same time, as proposed.
        round_the_clock: Output: posts that are manned round the clock, as proposed.
        covered: Output: whether its hours say how many to employ.
        relieved: Whether somebody stands in for its people, by method.
        pool: Id of the pool of roles whose people stand in for one another, or empty.
        pool_labels: What the pool is called.
        duty: Facts: its hours a day and days a year, where its people work by day; else empty.
    """

    hours: str
    exact: Mapping[Cover, str]
    people: Mapping[Cover, str]
    overtime: str
    demanded: str
    on_duty: str
    round_the_clock: str
    covered: str
    relieved: Mapping[str, bool]
    pool: str = ""
    pool_labels: Bilingual | None = None
    duty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverLayout:
    """
    What it takes to man the posts of a site every day.

    Args:
        time: Id of the working time.
        leave: Output: days of paid leave a year.
        available: Outputs: hours that one person works a year, by which of them are paid.
        roles: The cover of each role.
        last: The last output that depends on the time that one person works; *leave* is the first.
    """

    time: str
    leave: str
    available: Mapping[Cover, str]
    roles: Mapping[str, RoleCover]
    last: str

    @property
    def by_law(self) -> set[str]:
        """The outputs that rest on the law, not on the norm."""
        return {self.leave, *self.available.values()}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """
    A compiled norm: the program, and which of its outputs is what.

    Args:
        program: The outputs, each after those that it refers to.
        departments: The departments, in the norm's order.
        findings: Something to check, each with the output that says when.
        gaps: The facts to ask for, each with the roles that wait for it.
        apart: What to say where no output says when, by code: of facts that the program does not
            know, of posts and of adjustments.
        cover: The outputs of the people to employ.
    """

    program: Program
    departments: tuple[DepartmentLayout, ...]
    findings: tuple[FindingLayout, ...]
    gaps: tuple[GapLayout, ...]
    apart: Mapping[str, FindingLayout]
    cover: CoverLayout


def outside(department: str) -> str:
    """Return what a dataframe calls the heads outside the norm, of a department or, "", of none."""
    return f"outside.{department}"
