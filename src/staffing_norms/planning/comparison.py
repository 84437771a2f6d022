"""What a user holds of several norms on one site: their plans side by side, and its faces."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, overload

from staffing_norms.faces import html, text
from staffing_norms.faces.blocks import Block, Heading, Listed, Table, as_elements, as_text
from staffing_norms.faces.data import as_frame
from staffing_norms.faces.markup import said, tag
from staffing_norms.faces.notebook import LANGS, cell
from staffing_norms.faces.present import (
    as_needed_cells,
    count_text,
    line_cells,
    range_text,
    total_text,
)
from staffing_norms.faces.side_by_side import Entry, Planned, Row, rows_of
from staffing_norms.foundation.errors import Fault, UnknownNameError
from staffing_norms.planning.norms import Norms, load_norms
from staffing_norms.planning.plan import Plan
from staffing_norms.program.beside import without_beside
from staffing_norms.results.derivation import LANGUAGES, Language
from staffing_norms.results.result import Line
from staffing_norms.results.wording import MARKS, aside, in_language, term
from staffing_norms.sites.facts import Vocabulary, joined
from staffing_norms.sites.site import Site

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_COLUMNS: Mapping[str, type] = {
    "department": str,
    "norm": str,
    "headcount": int,
    "at_least": int,
    "lean": int,
    "generous": int,
    "density": float,
    "complete": bool,
    "counted_in": str,
}
_CSV_COLUMNS = ("kind", "department", "department_label", "norm", "norm_label", *[*_COLUMNS][2:])
_IN_CSV = ("department", "common", "total")
_COUNTED_IN_ALL = ("headcount", "lean", "generous")  # which a gap keeps unknown
_WHY = ("norm", "role", "headcount", "range", "clause", "status", "basis")
_COUNTED = ("headcount", "range")
_MOST_TOLD = 3  # roles that a difference names; the table beside it has all


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Comparison:
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

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the comparison as JSON text; the same comparison gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @in_language
    def to_text(self, *, lang: Language = "en") -> str:
        """Return the comparison as tables for a terminal."""
        return as_text(self._blocks(lang))

    @in_language
    def to_markdown(self, *, lang: Language = "en") -> str:
        """Return the comparison as Markdown."""
        return f"{as_text(self._blocks(lang), markdown=True)}\n"

    @in_language
    def to_html(self, *, lang: Language = "en") -> str:
        """Return the comparison as one page to print, which needs no network."""
        title, *parts = as_elements(self._blocks(lang), langs=(lang,))
        return html.sheet(self._title(lang), lang, tag("header", title), *parts)

    @in_language
    def to_csv(self, *, lang: Language = "en", byte_order_mark: bool = False) -> str:
        """
        Return the figures as CSV, one row for each department and norm, the sums below.

        Args:
            lang: `en` for programs, whose headings and words are ids; `zh` for people.
            byte_order_mark: Whether the text begins with the mark by which Excel knows UTF-8.
        """
        told = (
            {name: _plain(value) for name, value in record.items() if value is not None}
            for record in self._records(lang)
        )
        return text.separated(_CSV_COLUMNS, told, lang, byte_order_mark=byte_order_mark)

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
        rows = (each for each in self._records("en") if each["kind"] == "department")
        return as_frame(kind, _COLUMNS, ([row[name] for name in _COLUMNS] for row in rows))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}: {plan.total}" for name, plan in self.plans.items())
        return f"<Comparison {told}>"

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        _, *parts = as_elements(*(self._blocks(lang) for lang in LANGS), langs=LANGS)
        return cell(said(map(self._title, LANGS), LANGS), *parts)

    @property
    def _first(self) -> Plan:
        return next(iter(self.plans.values()))

    def _title(self, lang: Language) -> str:
        site = self._first._context.site  # noqa: SLF001 - a face of it
        told = (site, term("norms_compared", lang), term(self._first.stance, lang))
        return " · ".join(filter(None, told))

    def _records(self, lang: Language) -> Iterator[dict[str, Any]]:
        """Yield the figures of each department by each norm, then their sums."""
        for row in (each for each in self.rows if each.kind in _IN_CSV):
            for entry, plan in zip(row.entries, self.plans.values(), strict=True):
                people = _figures(entry)
                is_open = people["complete"] is False
                others = entry.counted_in
                yield {
                    "kind": row.kind,
                    "department": row.departments[0] if row.kind == "department" else None,
                    "department_label": _row_name(row, lang),
                    "norm": entry.norm,
                    "norm_label": plan.norms["title"][lang],
                    **(people | dict.fromkeys(_COUNTED_IN_ALL) if is_open else people),
                    "at_least": people["headcount"],
                    "density": None if entry.density is None else round(float(entry.density), 2),
                    "counted_in": (",".join(others) if lang == "en" else _names(others, row, lang))
                    or None,
                }

    def _blocks(self, lang: Language) -> list[Block]:
        """Return what every face shows, in a language."""
        blocks: list[Block] = [Heading(self._title(lang), 1), Listed(self._about(lang))]
        told = [*self._comparability(lang), *self._lacks(lang)]
        blocks += [self._table("headcount", _people, lang), Listed(told)]
        if any(entry.density is not None for row in self.rows for entry in row.entries):
            unit = aside([term("per_hectare", lang)], lang)
            blocks += [Heading(f"{term('density', lang)}{unit}")]
            blocks += [self._table("density", _density, lang)]
        blocks += [Heading(term("why", lang))]
        for row in self.rows:
            if row.kind == "department":
                blocks += [Heading(_row_name(row, lang), 3), _why(row, lang)]
            told = list(_differences(row, lang))
            if told and row.kind == "group":
                blocks += [Heading(_row_name(row, lang), 3)]
            if told:
                blocks += [Listed(told)]
        warnings = self._warnings(lang)
        return [*blocks, Heading(term("finding", lang)), Listed(warnings)] if warnings else blocks

    def _about(self, lang: Language) -> list[str]:
        """Return what each norm is, and the departments that it covers."""
        total = self.rows[-1]
        told = []
        for entry, plan in zip(total.entries, self.plans.values(), strict=True):
            without = [name for name in total.departments if name not in entry.covers]
            sides = (("covers", entry.covers), ("covers_not", without))
            covers = [
                term(name, lang).format(departments=_names(of, total, lang))
                for name, of in sides
                if of
            ]
            about = f"{entry.norm} {plan.norms['version']} · {plan.norms['title'][lang]}"
            told.append(f"{about}{MARKS[lang].colon}{MARKS[lang].semicolon.join(covers)}")
        return told

    def _comparability(self, lang: Language) -> Iterator[str]:
        """Say whether the totals stand for the same departments, and which norms cover only one."""
        *others, total = self.rows
        if total.is_comparable:
            yield term("totals_alike", lang)
            return
        common = [row for row in others if row.kind == "common"]
        if common:
            departments = _names(common[0].departments, total, lang)
            yield term("totals_unlike", lang).format(departments=departments)
        else:
            yield term("totals_apart", lang)
        narrow = [entry.norm for entry in total.entries if len(entry.covers) == 1]
        if 0 < len(narrow) < len(total.entries) - 1:
            norms = MARKS[lang].comma.join(narrow)
            yield term("totals_narrow", lang).format(norms=norms)

    def _lacks(self, lang: Language) -> Iterator[str]:
        """Yield what each norm lacks, each fact once."""
        for entry in self.rows[-1].entries:
            gaps = entry.planned.gaps
            if gaps:
                facts = dict.fromkeys(gap.labels[lang] or gap.question[lang] for gap in gaps)
                told = MARKS[lang].semicolon.join(facts)
                yield term("lacks", lang).format(norm=entry.norm, facts=told)

    def _table(
        self, name: str, cell: Callable[[Entry, Row, Language], str], lang: Language
    ) -> Table:
        """Return a table with a row for each row, and a column for each norm."""
        return Table(
            name,
            (term("department", lang), *self.plans),
            [
                (_row_name(row, lang), *(cell(entry, row, lang) for entry in row.entries))
                for row in self.rows
            ],
            (False, *(True for _ in self.plans)),
            sum(row.kind in ("common", "total") for row in self.rows),
        )

    def _warnings(self, lang: Language) -> list[str]:
        """Return what to check about the site as a whole, with the norms that ask for it."""
        found: dict[str, list[str]] = {}
        for name, plan in self.plans.items():
            for each in plan.findings:
                if each.severity == "warning" and not each.department:
                    found.setdefault(each.message[lang], []).append(name)
        marks = MARKS[lang]
        return [f"{marks.comma.join(names)}{marks.colon}{text}" for text, names in found.items()]


def _plain(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _names(departments: Iterable[str], row: Row, lang: Language) -> str:
    return MARKS[lang].comma.join(row.labels[name][lang] for name in departments)


def _row_name(row: Row, lang: Language) -> str:
    """Return what a row is called."""
    if row.kind in ("common", "total"):
        return term(row.kind, lang)
    return " + ".join(row.labels[name][lang] for name in row.departments)


def _figures(entry: Entry) -> dict[str, int | None]:
    """Return the figures of a norm; None for each where it does not cover the departments."""
    planned = entry.planned
    figures: dict[str, int | None] = {
        "headcount": planned.total.known,
        "lean": planned.lean.known,
        "generous": planned.generous.known,
        "complete": planned.total.complete,
    }
    return figures if entry.has_figure else dict.fromkeys(figures)


def _row_data(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "departments": list(row.departments),
        "labels": {lang: _row_name(row, lang) for lang in LANGUAGES},
        "comparable": row.is_comparable,
        "norms": [_entry_data(row, place) for place in range(len(row.entries))],
    }


def _entry_data(row: Row, place: int) -> dict[str, Any]:
    entry = row.entries[place]
    departments = entry.planned.departments
    return {
        "norm": entry.norm,
        **_figures(entry),
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
            for line in _lines(entry)
        ],
    }


def _lines(entry: Entry) -> list[Line]:
    return [line for department in entry.planned.departments for line in department.lines]


def _people(entry: Entry, row: Row, lang: Language) -> str:
    """Return how many people a norm counts, or who counts them, or that nobody does."""
    planned = entry.planned
    if not entry.has_figure:
        return _elsewhere(entry, row, lang)
    others = _names(entry.also_for, row, lang)
    shared = [term("shared", lang).format(departments=others)] if others else []
    ends = range_text(planned.lean, planned.generous)
    is_some = planned.total.known or planned.total.complete
    people = total_text(planned.total) if is_some else count_text(None)
    return f"{people}{f' ({ends})' if ends else ''}{aside(shared, lang)}"


def _elsewhere(entry: Entry, row: Row, lang: Language) -> str:
    if entry.counted_in:
        return term("counted_in", lang).format(departments=_names(entry.counted_in, row, lang))
    return term("not_covered", lang)


def _density(entry: Entry, row: Row, lang: Language) -> str:
    if not entry.has_figure:
        return _elsewhere(entry, row, lang)
    return count_text(None) if entry.density is None else f"{float(entry.density):,.2f}"


def _why(row: Row, lang: Language) -> Table:
    """Return the lines behind the figures of a department, norm by norm."""
    rows: list[tuple[str, ...]] = []
    for entry in row.entries:
        blank = ("",) * (len(_WHY) - 2)
        told = [(_elsewhere(entry, row, lang), *blank)] if not entry.has_figure else []
        method = ""
        for department in entry.planned.departments:
            method = aside([term(department.method, lang)], lang)
            told += (_line_row(line, lang) for line in department.lines)
            for each in department.as_needed:
                role, _, _, people, ends, clause, text = as_needed_cells(each, lang)
                told += [(role, people, ends, clause, term(each.source.status, lang), text)]
        rows += ((f"{entry.norm}{method}", *cells) for cells in told)
    headings = [term(name, lang) for name in _WHY]
    return Table("why", headings, rows, [name in _COUNTED for name in _WHY])


def _line_row(line: Line, lang: Language) -> tuple[str, ...]:
    role, _, _, people, ends, clause, formula = line_cells(line, lang)
    return role, people, ends, clause, term(line.status, lang), formula


def _differences(row: Row, lang: Language) -> Iterator[str]:
    """Yield by what each norm differs from the first: the roles behind either figure."""
    first = row.entries[0]
    for place, entry in enumerate(row.entries):
        more = row.difference(place)
        if more and row.kind in ("department", "group"):
            yield term("differs", lang).format(
                norm=entry.norm,
                difference=f"{more:+,}".replace("-", "−"),
                own=_most(entry, lang),
                first=first.norm,
                theirs=_most(first, lang),
            )


def _most(entry: Entry, lang: Language) -> str:
    """Return the roles with most people, each with its calculation."""
    lines = sorted(filter(_counts, _lines(entry)), key=lambda line: -(line.headcount or 0))
    told = [f"{line.labels[lang]} {line.formula_in(lang)}" for line in lines[:_MOST_TOLD]]
    return MARKS[lang].semicolon.join([*told, "…"] if len(lines) > len(told) else told)


def _counts(line: Line) -> bool:
    return bool(line.headcount)


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
    if isinstance(norms, str | Path | Norms):
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
                each.plan({}, stance=stance, methods={department: method})
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
    planned = [
        Planned(name, plan._result, plan._context)  # noqa: SLF001 - a face of it
        for name, plan in named.items()
    ]
    return Comparison(MappingProxyType(named), tuple(rows_of(planned)))
