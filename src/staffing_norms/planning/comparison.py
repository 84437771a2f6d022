"""What a user holds of several norms on one site: their plans side by side."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, overload

from staffing_norms.faces.blocks import Page
from staffing_norms.faces.comparison_page import FIGURES, comparison_page
from staffing_norms.faces.pages import page_of
from staffing_norms.faces.side_by_side import Planned, Row, rows_of
from staffing_norms.foundation.errors import Fault, UnknownNameError
from staffing_norms.foundation.languages import LANGUAGES, MARKS, Labels, Language, aside
from staffing_norms.planning.loading import load_norms
from staffing_norms.planning.norms import Norms
from staffing_norms.planning.plan import Plan
from staffing_norms.program.layout import NORM
from staffing_norms.results.tabled import Tabled, as_frame
from staffing_norms.results.wording import term
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.site import Site, without_beside
from staffing_norms.sites.vocabulary import joined

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_COLUMNS: Mapping[str, type] = {"department": str, "norm": str, **FIGURES}


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Comparison(Tabled):
    """
    One site by several norms; `compare_norms` makes it.

    Attributes:
        plans: The plan by each norm, by the norm's id; another one of that id ends in ` (2)`.
        rows: Departments, groups that one norm counts together and another apart, what all norms
            have in common, and the total.
    """

    plans: Mapping[str, Plan]
    rows: tuple[Row, ...]

    def __reduce__(self) -> tuple[object, ...]:
        return _beside, (tuple(self.plans.values()),)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Comparison) and [*self.plans.items()] == [*other.plans.items()]

    def __hash__(self) -> int:
        return hash(tuple(self.plans.items()))

    @property
    def comparable(self) -> bool:
        """Whether the totals of all norms stand for the same departments."""
        return self.rows[-1].is_comparable

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON-ready data in a stable order; docs/json.md has the keys."""
        first = self._first.to_dict()
        return {
            "schema": 1,
            **{name: first[name] for name in ("site", "library", "stance")},
            "norms": [{"name": name, **plan.norms} for name, plan in self.plans.items()],
            "comparable": self.comparable,
            "rows": [_row_data(row) for row in self.rows],
        }

    @overload
    def to_frame(self, kind: Literal["polars"] = ...) -> "pl.DataFrame": ...
    @overload
    def to_frame(self, kind: Literal["pandas"]) -> "pd.DataFrame": ...
    def to_frame(self, kind: str = "polars") -> object:
        """
        Return the figures as a dataframe, one row for each department and norm.

        A department that a norm does not cover has no figures; where another department counts
        its people, `counted_in` names that. While a fact is missing, `headcount` and its range
        are too, and `at_least` has the people that are known.

        Args:
            kind: `polars` or `pandas`; the library must be installed.

        Raises:
            UnknownNameError: No such kind of dataframe.
            ImportError: The library is not installed.
        """
        rows = (each for each in page_of(self).records("en") if each["kind"] == "department")
        return as_frame(kind, _COLUMNS, ([row[name] for name in _COLUMNS] for row in rows))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}: {plan.total}" for name, plan in self.plans.items())
        return f"<Comparison {told}>"

    @property
    def _first(self) -> Plan:
        return next(iter(self.plans.values()))


@page_of.register
def _(compared: Comparison) -> Page:
    return comparison_page(_planned(compared.plans), compared.rows)


def _row_data(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "departments": list(row.departments),
        "labels": {lang: row.called(lang) for lang in LANGUAGES},
        "comparable": row.is_comparable,
        "norms": [_entry_data(row, place) for place in range(len(row.entries))],
    }


def _entry_data(row: Row, place: int) -> dict[str, Any]:
    entry = row.entries[place]
    departments = entry.planned.departments
    return {
        "norm": entry.norm,
        **entry.figures,
        "people_per_10000_m2": None if entry.density is None else str(entry.density),
        "difference": row.difference(place),
        "covers": list(entry.covers),
        "also_for": list(entry.also_for),
        "counted_in": list(entry.counted_in),
        "methods": {each.department: each.method for each in departments},
        "lacks": list(dict.fromkeys(gap.fact for gap in entry.planned.gaps if gap.fact)),
        "lines": [
            {
                "department": line.department,
                "role": line.role,
                "labels": dict(line.labels),
                "headcount": line.headcount,
                "formula": line.formula,
                "source": {"clause": line.source, "status": line.status},
            }
            for line in entry.lines
        ],
    }


def compare_norms(
    site: Site | Mapping[str, object],
    norms: Iterable[str | Path | Norms],
    *,
    stance: str = "typical",
    methods: Mapping[str, str] | None = None,
) -> Comparison:
    """
    Plan a site by several norms, side by side.

    Args:
        site: The site, or a mapping of its facts, which may be those of any of the norms.
        norms: Norms, their ids or their folders; differences are told against the first.
        stance: As for `Norms.plan`.
        methods: As for `Norms.plan`; a norm that has no such method chooses its own.

    Raises:
        SiteError: The mapping has faults.
        NormError: A norm has faults.
        UnknownNameError: No norm is named; no such norm or stance; no norm has such a method.

    >>> compare_norms({"gross_floor_area": "8 万㎡"}, ["cn-estate", "cn-office-tower"])
    <Comparison cn-estate: 70, cn-office-tower: 117>
    """
    if isinstance(norms, str | Path | Norms) or not isinstance(norms, Iterable):
        message = f"{type(norms).__name__} is no list of norms."
        raise UnknownNameError([Fault("norms.list", "norms", message, _LIST)])
    loaded = [each if isinstance(each, Norms) else load_norms(each) for each in norms]
    return compared(loaded, lambda words: _read(site, words), stance=stance, methods=methods)


_LIST = "Write it like ['cn-estate', 'cn-high-rise']."


def _read(site: Site | Mapping[str, object], words: Vocabulary) -> Site:
    return site if isinstance(site, Site) else Site.from_mapping(site, words=words)


def compared(
    norms: Sequence[Norms],
    read: Callable[[Vocabulary], Site],
    *,
    stance: str,
    methods: Mapping[str, str] | None,
) -> Comparison:
    """
    Plan a site by several norms.

    Args:
        norms: The norms.
        read: Reads the site by a vocabulary: that of each norm, with the facts of the others.
        stance: As for `compare_norms`.
        methods: As for `compare_norms`.

    Raises:
        StaffingNormsError: As `compare_norms`.
    """
    if not norms:
        raise UnknownNameError([Fault("norms.list", "norms", "no norm is named.", _LIST)])
    chosen = _choices(norms, stance, methods or {})
    plans = [
        each.plan(
            without_beside(read(joined([each.words, *(other.words for other in norms)]))),
            stance=stance,
            methods=own,
        )
        for each, own in zip(norms, chosen, strict=True)
    ]
    return _beside(plans)


class LeftOut(NamedTuple):
    """
    Norms without which a site is compared by all there are.

    Args:
        reason: Why: they are printed for another `kind` of property than the site states, or than
            the `assumed_kind`; they are `narrow`, for they cover one department; or `blank`.
        norms: The norms, each with what a blank one lacks.
    """

    reason: str
    norms: Mapping[str, Sequence[Labels]]


def suited(found: Comparison, norms: Sequence[Norms]) -> tuple[Comparison, list[LeftOut]]:
    """
    Leave out of a comparison by all there are what says little of the site; two norms stay.

    A site that states no kind of property is taken for what the first norm is printed for, as a
    plan by that norm takes it.

    Args:
        found: The comparison.
        norms: Its norms.

    Returns:
        The comparison, and the norms that were left out.
    """
    stated = _planned(found.plans)[0].context.stated.get("property_kind")
    kinds = {stated.value} if stated else set(norms[0].property_kinds)
    others = [each.id for each in norms if kinds.isdisjoint(each.property_kinds)]
    left = []
    for reason, of in (
        ("kind" if stated else "assumed_kind", lambda _: others),
        ("narrow", lambda total: total.narrow),
        ("blank", _blank),
    ):
        names = of(found.rows[-1])
        if 0 < len(names) < len(found.plans) - 1:
            left.append(
                LeftOut(reason, {name: _lacking(found.plans[name], reason) for name in names})
            )
            found = _beside(plan for name, plan in found.plans.items() if name not in names)
    return found, left


def _blank(total: Row) -> list[str]:
    """Return the norms that count nobody of the site yet, or cover none of its departments."""
    totals = {entry.norm: entry.planned.total for entry in total.entries if entry.has_figure}
    known = [name for name, people in totals.items() if people.known or people.complete]
    return [entry.norm for entry in total.entries if entry.norm not in known]


def _lacking(plan: Plan, reason: str) -> list[Labels]:
    facts = {gap.fact: gap.labels for gap in plan.gaps if gap.fact and reason == "blank"}
    return [*facts.values()]


def left_out_text(left: Iterable[LeftOut], first: str, lang: Language) -> str:
    """Return which norms were left out, why, and how to compare them nevertheless."""
    told = []
    for each in left:
        named = (
            f"{norm}{aside([MARKS[lang].comma.join(labels[lang] for labels in lacks)], lang)}"
            for norm, lacks in each.norms.items()
        )
        names = MARKS[lang].comma.join(named)
        told.append(term(f"left_out_{each.reason}", lang).format(norms=names, first=first))
    return MARKS[lang].blank.join([*told, term("left_out", lang)]) if told else ""


def _choices(
    norms: Sequence[Norms], stance: str, methods: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return for each norm the methods that it has; each is one of some norm."""
    chosen: list[dict[str, str]] = [{} for _ in norms]
    faults: list[Fault] = []
    for department, method in methods.items():
        found: list[Fault] = []
        for own, each in zip(chosen, norms, strict=True):
            try:
                each._choices(stance, {department: method}, NORM)  # noqa: SLF001 - its own check
            except UnknownNameError as error:
                found += error.faults
            else:
                own[department] = method
        faults += found if not any(department in own for own in chosen) else []
    if faults:
        raise UnknownNameError(dict.fromkeys(faults))
    return chosen


def _beside(plans: Iterable[Plan]) -> Comparison:
    """Set plans side by side, each under the id of its norm."""
    named: dict[str, Plan] = {}
    seen: Counter[str] = Counter()
    for plan in plans:
        name = plan.norms["id"]
        seen[name] += 1
        named[f"{name} ({seen[name]})" if seen[name] > 1 else name] = plan
    return Comparison(MappingProxyType(named), tuple(rows_of(_planned(named))))


def _planned(plans: Mapping[str, Plan]) -> list[Planned]:
    return [
        Planned(name, plan._result, plan._context)  # noqa: SLF001 - a face of it
        for name, plan in plans.items()
    ]
