"""What a user holds of several norms on one site: their plans side by side, and its faces."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, overload

from staffing_norms import html, text
from staffing_norms.data import density_data
from staffing_norms.derivation import LANGUAGES, Language, Style, conditions
from staffing_norms.errors import Fault, UnknownNameError
from staffing_norms.facts import Vocabulary, joined
from staffing_norms.markup import Element, Languages, Node, said, tag
from staffing_norms.norms import Norms, load_norms
from staffing_norms.notebook import LANGS, cell
from staffing_norms.plan import Plan, as_frame
from staffing_norms.present import (
    NOT_SAID,
    as_needed_cells,
    count_text,
    density,
    line_cells,
    range_text,
    total_text,
)
from staffing_norms.result import Gap, Labels, Line
from staffing_norms.side_by_side import Entry, Planned, Row, rows_of
from staffing_norms.site import Site
from staffing_norms.wording import MARKS, aside, term

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_COLUMNS: Mapping[str, type] = {
    "department": str,
    "norm": str,
    "headcount": int,
    "lean": int,
    "generous": int,
    "density": float,
    "complete": bool,
    "counted_in": str,
}
_WHY = ("norm", "role", "headcount", "range", "clause", "status", "basis")
_COUNTED = ("headcount", "range")
_MOST_TOLD = 3  # lines of a norm that a difference names; the table above it has all


class _Block(NamedTuple):
    """
    A part of a comparison in one language: a heading, a list, or a table.

    Args:
        name: The term that heads it, or nothing.
        level: Level of a heading; 0 for a list or table.
        rows: Rows of cells; the first of a table has the headings.
        numeric: Which columns are numbers; empty for what is no table.
        sums: How many rows at the end of a table are sums.
    """

    name: str
    level: int
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool] = ()
    sums: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """
    One site by several norms; `compare_norms` makes it.

    Attributes:
        plans: The plan by each norm, by the norm's id; a second one of that id ends in ` (2)`.
        rows: Departments, groups that one norm counts together and another apart, what all norms
            cover, and the total.
    """

    plans: Mapping[str, Plan]
    rows: tuple[Row, ...]

    def __reduce__(self) -> tuple[object, ...]:
        return _beside, (tuple(self.plans.values()),)

    @property
    def comparable(self) -> bool:
        """Whether the totals of all norms stand for the same departments."""
        return self.rows[-1].is_comparable

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON-ready data in a stable order; docs/json.md has its keys."""
        [first, *_] = self.plans.values()
        context = first._context  # noqa: SLF001 - as its own faces do
        return {
            "schema": 1,
            "site": {"name": context.site},
            "library": context.library,
            "stance": first.stance,
            "norms": [{"name": name, **plan.norms} for name, plan in self.plans.items()],
            "comparable": self.comparable,
            "rows": [
                {
                    "kind": row.kind,
                    "departments": list(row.departments),
                    "labels": {lang: _names(row, row.departments, lang) for lang in LANGUAGES},
                    "comparable": row.is_comparable,
                    "norms": [self._entry_data(row, place) for place in range(len(row.entries))],
                }
                for row in self.rows
            ],
        }

    def _entry_data(self, row: Row, place: int) -> dict[str, Any]:
        name, plan = list(self.plans.items())[place]
        entry = row.entries[place]
        planned = entry.planned
        figures: tuple[Any, ...] = (None,) * 5
        if entry.has_figure:
            total, lean, generous = planned.total, planned.lean, planned.generous
            dense = density_data(total, plan._context)  # noqa: SLF001 - as its own faces do
            figures = total.known, lean.known, generous.known, total.complete, dense
        names = ("headcount", "lean", "generous", "complete", "density")
        return {
            "norm": name,
            **dict(zip(names, figures, strict=True)),
            "difference": row.difference(place),
            "covers": list(entry.covers),
            "also_for": list(entry.also_for),
            "counted_in": list(entry.counted_in),
            "methods": {each.department: each.method for each in planned.departments},
            "lacks": list(dict.fromkeys(gap.fact for gap in planned.gaps if gap.fact)),
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

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the comparison as JSON text; the same comparison gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def to_text(self, *, lang: Language = "en") -> str:
        """Return the comparison as tables for a terminal."""
        return _written(self._blocks(lang), "", "  • ", text.aligned)

    def to_markdown(self, *, lang: Language = "en") -> str:
        """Return the comparison as Markdown."""
        return f"{_written(self._blocks(lang), '#', '- ', text.barred)}\n"

    def to_html(self, *, lang: Language = "en") -> str:
        """Return the comparison as one page to print, which needs no network."""
        title, *parts = _elements([self._blocks(lang)], (lang,))
        return html.sheet(self._title(lang), lang, tag("header", title), *parts)

    def to_csv(self, *, lang: Language = "en", byte_order_mark: bool = False) -> str:
        """
        Return the figures as CSV, a row for each department and norm.

        Args:
            lang: `en` for programs, whose headings and words are ids; `zh` for people.
            byte_order_mark: Whether the text begins with the mark by which Excel knows UTF-8.
        """
        rows = (dict(zip(_COLUMNS, row, strict=True)) for row in self._records(lang))
        told = ({**row, "complete": str(row["complete"]).lower()} for row in rows)
        return text.separated(tuple(_COLUMNS), told, lang, byte_order_mark=byte_order_mark)

    @overload
    def to_frame(self, kind: Literal["polars"] = ...) -> "pl.DataFrame": ...
    @overload
    def to_frame(self, kind: Literal["pandas"]) -> "pd.DataFrame": ...
    def to_frame(self, kind: str = "polars") -> object:
        """
        Return the figures as a dataframe, one row for each department and norm.

        A department that a norm does not cover has no figures; where another one counts its
        people, `counted_in` names that.

        Args:
            kind: `polars` or `pandas`; the library must be installed.

        Raises:
            UnknownNameError: No such kind of dataframe.
            ImportError: The library is not installed.
        """
        return as_frame(kind, _COLUMNS, self._records("en"))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}: {plan.total}" for name, plan in self.plans.items())
        return f"<Comparison {told}>"

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        _, *parts = _elements([self._blocks(lang) for lang in LANGS], LANGS)
        return cell(said(map(self._title, LANGS), LANGS), *parts)

    def _records(self, lang: Language) -> Iterator[tuple[object, ...]]:
        """Yield the figures of each department by each norm."""
        for row in self.rows:
            if row.kind != "department":
                continue
            for (name, plan), entry in zip(self.plans.items(), row.entries, strict=True):
                planned, figures = entry.planned, (None,) * 5
                if entry.has_figure:
                    ...
                yield ()

    def _title(self, lang: Language) -> str:
        [first, *_] = self.plans.values()
        told = (first._context.site, term("norms_compared", lang), term(first.stance, lang))  # noqa: SLF001 - as its own faces do
        return " · ".join(filter(None, told))
