"""Sets the plans of one site by several norms side by side: groups them, and decides nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from staffing_norms.foundation.languages import MARKS, Labels, Language
from staffing_norms.results.context import Context
from staffing_norms.results.line import Line
from staffing_norms.results.result import Result
from staffing_norms.results.sums import density
from staffing_norms.results.wording import term

Kind: TypeAlias = Literal["department", "group", "common", "total"]


class Planned(NamedTuple):
    """A plan of the site: by which norm, what it came to, and what it is printed with."""

    norm: str
    result: Result
    context: Context


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What one norm says of the departments of a row.

    Args:
        norm: The norm.
        planned: Those of its departments that stand in the row, with their lines and gaps.
        covers: The departments of the row that its figure stands for.
        also_for: Departments outside the row for which its people work too.
        counted_in: Departments outside the row, whose people work for those of the row.
        density: People per 10,000 m² of floor area; None while people or area are unknown.
    """

    norm: str
    planned: Result
    covers: tuple[str, ...]
    also_for: tuple[str, ...]
    counted_in: tuple[str, ...]
    density: Fraction | None

    @property
    def has_figure(self) -> bool:
        """Whether the norm counts people here; if not, there is no figure, which is no zero."""
        return bool(self.planned.departments)

    @property
    def figures(self) -> dict[str, int | None]:
        """The people, their range, and whether all are known; None for each without a figure."""
        planned = self.planned
        figures: dict[str, int | None] = {
            "headcount": planned.total.known,
            "lean": planned.lean.known,
            "generous": planned.generous.known,
            "complete": planned.total.complete,
        }
        return figures if self.has_figure else dict.fromkeys(figures)

    @property
    def lines(self) -> list[Line]:
        """The lines behind the figure."""
        return [line for department in self.planned.departments for line in department.lines]

    @property
    def stands_for(self) -> frozenset[str]:
        """Every department for which the people of the figure work."""
        return frozenset((*self.covers, *self.also_for))


@dataclass(frozen=True, slots=True)
class Row:
    """
    Some departments of the site, by each of the norms.

    Args:
        kind: One `department`; a `group` that one norm counts together and another apart; the
            departments that all norms have in `common`; the `total`.
        departments: Ids of the departments.
        labels: What these and other departments of the site are called.
        entries: What each norm says of them.
    """

    kind: Kind
    departments: tuple[str, ...]
    labels: Mapping[str, Labels]
    entries: tuple[Entry, ...]

    def called(self, lang: Language) -> str:
        """Return what the row is called."""
        if self.kind in ("common", "total"):
            return term(self.kind, lang)
        return " + ".join(self.labels[name][lang] for name in self.departments)

    def names(self, departments: Iterable[str], lang: Language) -> str:
        """Return what departments are called."""
        return MARKS[lang].comma.join(self.labels[name][lang] for name in departments)

    @property
    def is_alike(self) -> bool:
        """Whether the figures of all norms stand for the same departments, or all for none."""
        return len({entry.stands_for for entry in self.entries}) == 1

    @property
    def is_comparable(self) -> bool:
        """Whether every norm counts people here, and for the same departments."""
        return self.is_alike and self.entries[0].has_figure

    @property
    def narrow(self) -> list[str]:
        """The norms that cover only one department, where others have more in common."""
        found = [entry.norm for entry in self.entries if len(entry.covers) == 1]
        return found if self.departments[1:] and len(found) < len(self.entries) - 1 else []

    def difference(self, place: int) -> int | None:
        """
        Return how many people more a norm counts than the first one.

        Args:
            place: Position of the norm.

        Returns:
            People; None where a gap keeps one unknown, and where the figures do not stand for
            the same departments. [person]
        """
        first, other = self.entries[0], self.entries[place]
        is_known = first.planned.total.complete and other.planned.total.complete
        if not (first.has_figure and is_known and first.stands_for == other.stands_for):
            return None
        return other.planned.total.known - first.planned.total.known


def rows_of(plans: Sequence[Planned]) -> Iterator[Row]:
    """
    Yield the rows: departments, groups of them, what all norms have in common, the total.

    Args:
        plans: The plans of one site.
    """
    shared = [_shared(plan.result) for plan in plans]
    departments = tuple(_departments(plans, shared))
    others = (other for own in shared for theirs in own.values() for other in theirs)
    labels = {name: _labels(name, plans) for name in dict.fromkeys((*departments, *others))}

    def row(kind: Kind, of: Iterable[str]) -> Row:
        held = tuple(of)
        entries = (_entry(plan, own, held) for plan, own in zip(plans, shared, strict=True))
        return Row(kind, held, labels, tuple(entries))

    single = [row("department", [name]) for name in departments]
    unlike = {name for each in single if not each.is_alike for name in each.departments}
    groups = _groups(shared)
    told = [
        row("group", (name for name in departments if name in group))
        for group in groups
        if group <= unlike
    ]
    for each in single:
        yield each
        yield from (group for group in told if group.departments[-1:] == each.departments)
    total = row("total", departments)
    held = {name for name in departments if all(name in each.covers for each in total.entries)}
    for group in groups:
        held = held if group <= held else held - group
    if held and not total.is_comparable:
        yield row("common", (name for name in departments if name in held))
    yield total


_Shared: TypeAlias = dict[str, tuple[str, ...]]


def _shared(result: Result) -> _Shared:
    """Return by department the others that its workforce works for and that have none."""
    planned = {each.department for each in result.departments}
    found = {}
    for each in result.departments:
        workers = [line for line in each.lines if line.kind == "workforce" and line.is_counted]
        others = dict.fromkeys(other for line in workers for other in line.shared_with)
        found[each.department] = tuple(other for other in others if other not in planned)
    return found


def _departments(plans: Sequence[Planned], shared: Sequence[_Shared]) -> Iterator[str]:
    """Yield every department that is planned by a norm, shared, or in the contract, once."""
    names: dict[str, None] = {}
    for plan, own in zip(plans, shared, strict=True):
        scope = plan.context.stated.get("scope")
        stated = scope.words if scope else ()
        for name, others in own.items():
            names |= dict.fromkeys(
                (name, *(each for each in others if not scope or each in stated))
            )
        names |= dict.fromkeys(stated)
    return iter(names)


def _labels(name: str, plans: Sequence[Planned]) -> Labels:
    """Return what a department is called, by the first norm that knows it."""
    scopes = (plan.context.words["scope"].words for plan in plans)
    return next(dict(words[name].labels.by_language) for words in scopes if name in words)


def _groups(shared: Sequence[_Shared]) -> list[set[str]]:
    """Return the departments that some norm counts together."""
    groups: list[set[str]] = []
    for group in ({name, *others} for own in shared for name, others in own.items() if others):
        touched = [each for each in groups if each & group]
        groups = [each for each in groups if not each & group] + [group.union(*touched)]
    return groups


def _entry(plan: Planned, shared: _Shared, held: Sequence[str]) -> Entry:
    """Return what a norm says of some departments."""
    departments = tuple(each for each in plan.result.departments if each.department in held)
    own = [each.department for each in departments]
    others = [other for name in own for other in shared[name]]
    gaps = tuple(gap for gap in plan.result.gaps if gap.department in own)
    planned = Result(departments, gaps, (), ())
    densities = density(planned.total, plan.context.stated)
    return Entry(
        plan.norm,
        planned,
        tuple(name for name in held if name in own or name in others),
        tuple(name for name in dict.fromkeys(others) if name not in held),
        tuple(
            name
            for name, theirs in shared.items()
            if name not in held and any(each in held for each in theirs)
        ),
        densities[0] if densities else None,
    )
