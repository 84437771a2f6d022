"""The only place that judges whether bands meet: exactly one applies to each value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import TypeAlias

from staffing_norms.foundation.faults import Place
from staffing_norms.foundation.quantities import format_number
from staffing_norms.foundation.units import reference
from staffing_norms.publications.figures import Bounds, PrintedFigure
from staffing_norms.publications.measures import Measures
from staffing_norms.publications.rule_kinds import Band, Count
from staffing_norms.sites.facts import FactType

_ONE = "Exactly one band may apply."
_Cut: TypeAlias = tuple[Fraction, int]
_Fault: TypeAlias = tuple[str, Place, str, str]
_CONTINUED = {"below": "from", "up_to": "over", "from": "below", "over": "up_to"}


@dataclass(frozen=True, slots=True)
class _Edge:
    """
    A bound of a band.

    Args:
        word: `from`, `over`, `up_to` or `below`.
        raw: Its figure as it is written.
        value: Its figure. [reference unit]
        cut: Where it divides the values: those from here on lie above it.
    """

    word: str
    raw: object
    value: Fraction
    cut: _Cut

    def __str__(self) -> str:
        return f'"{self.word} {self.raw}"'

    @property
    def continued(self) -> str:
        """The bound that meets this one."""
        return f"{{{_CONTINUED[self.word]}: {self.raw}, …}}"


@dataclass(frozen=True, slots=True)
class _Band:
    place: Place
    lower: _Edge | None
    upper: _Edge | None

    def __str__(self) -> str:
        edges = [str(edge) for edge in (self.lower, self.upper) if edge]
        return " ".join(edges) or "a band without bounds"


def check_bands(
    measures: Measures, place: Place, bounds: Sequence[Bounds], type_: FactType, other: str = ""
) -> None:
    """
    Judge the bands of a table: in rising order, without gap and overlap, open at both ends.

    Args:
        measures: The names and figures of the file.
        place: Where the list of bands stands.
        bounds: The bands.
        type_: What they measure.
        other: What may be done about a gap instead of moving a bound.
    """
    if not bounds:
        measures.faults.fault("bands.none", place, "the list has no band.", "Write at least one.")
    fit = [measures.bounds((*place, i), each, type_) for i, each in enumerate(bounds)]
    if bounds and all(fit):
        bands = [_band(measures, (*place, i), each, type_) for i, each in enumerate(bounds)]
        for fault in (
            _reversed(bands)
            or _unordered(bands)
            or [
                *_ends(bands, type_),
                *(fault for pair in pairwise(bands) for fault in _meeting(*pair, type_, other)),
            ]
        ):
            measures.faults.fault(*fault)


def _band(measures: Measures, place: Place, bounds: Bounds, type_: FactType) -> _Band:
    def edge(side: tuple[str, PrintedFigure] | None) -> _Edge | None:
        if side is None:
            return None
        word, figure = side
        raw = measures.written((*place, word))
        return _Edge(word, raw, figure.low, _cut(word, figure.low, type_))

    return _Band(place, edge(bounds.lower), edge(bounds.upper))


def _cut(word: str, value: Fraction, type_: FactType) -> _Cut:
    """Return where a bound divides the values; of whole numbers, up to 8 is below 9."""
    is_above = word in ("over", "up_to")
    if type_.whole:
        return Fraction(floor(value) + 1 if is_above else ceil(value)), 0
    return value, int(is_above)


def _reversed(bands: Sequence[_Band]) -> list[_Fault]:
    return [
        (
            "bands.reversed",
            (*band.place, band.upper.word),
            f"{band.lower} and {band.upper} run the wrong way round: nothing lies between them.",
            "Write the smaller figure as the lower bound.",
        )
        for band in bands
        if band.lower and band.upper and band.lower.cut >= band.upper.cut
    ]


def _unordered(bands: Sequence[_Band]) -> list[_Fault]:
    return [
        (
            "bands.order",
            (*band.place, band.lower.word),
            f"{band.lower} stands after {before.lower}.",
            "Write the bands in rising order.",
        )
        for before, band in pairwise(bands)
        if before.lower and band.lower and band.lower.cut < before.lower.cut
    ][:1]


def _ends(bands: Sequence[_Band], type_: FactType) -> Iterator[_Fault]:
    """Yield what is wrong with the outer bounds: the least value and any large one have a band."""
    first, last = bands[0].lower, bands[-1].upper
    starts = ("from", type_.at_least) if type_.over is None else ("over", type_.over)
    for edge, place, is_open in (
        (first, bands[0].place, first is None or first.cut <= _cut(*starts, type_)),
        (last, bands[-1].place, last is None),
    ):
        if edge and not is_open:
            side = "before" if edge is first else "after"
            reach = {"from": "below", "over": "up to", "below": "from", "up_to": "above"}[edge.word]
            message = f"nothing applies {reach} {_figure(edge.value, type_)}. {_ONE}"
            hint = f"Remove {edge}, or write a band {edge.continued} {side} it."
            yield "bands.gap", (*place, edge.word), message, hint


def _meeting(before: _Band, band: _Band, type_: FactType, other: str) -> Iterator[_Fault]:
    """Yield what is wrong where one band ends and the next begins."""
    if before.upper is None:
        message = f"{before} has no upper bound, but another band follows. {_ONE}"
        hint = f"Write {band.lower.continued}." if band.lower else "Write its upper bound."
        yield "bands.overlap", before.place, message, hint
    elif band.lower is None:
        message = f"{band} has no lower bound, but another band stands before it. {_ONE}"
        yield "bands.overlap", band.place, message, f"Write {before.upper.continued}."
    elif before.upper.cut < band.lower.cut:
        where = _stretch(before.upper.cut, band.lower.cut, type_)
        message = f"nothing applies {where}: {before.upper} is followed by {band.lower}. {_ONE}"
        hint = f"Write {before.upper.continued}{other}."
        yield "bands.gap", (*band.place, band.lower.word), message, hint
    elif before.upper.cut > band.lower.cut:
        end = min(edge.cut for edge in (before.upper, band.upper) if edge)
        where = _stretch(band.lower.cut, end, type_)
        message = f"two bands apply {where}: {before.upper} and {band.lower}. {_ONE}"
        hint = f"Write {before.upper.continued}."
        yield "bands.overlap", (*band.place, band.lower.word), message, hint


def _stretch(start: _Cut, end: _Cut, type_: FactType) -> str:
    """Say which values lie between two cuts."""
    last = end[0] - 1 if type_.whole else end[0]
    if start[0] == last:
        return f"at {_figure(last, type_)}"
    return f"from {format_number(start[0])} to {_figure(last, type_)}"


def _figure(value: Fraction, type_: FactType) -> str:
    return f"{format_number(value)} {reference(type_.dimension).labels['en']}".rstrip()


def check_growth(
    measures: Measures, place: Place, count: Count | Band, measure: FactType, band: Bounds
) -> None:
    """Judge what is added for each completed step above the lower bound of a band."""
    measures.growth(place, count.plus, count.every, measure)
    if count.started and not count.every:
        message = "'started' stands without 'every'."
        measures.faults.fault("growth.half", (*place, "started"), message, "Write 'every: …'.")
    if isinstance(count, Band) and count.people is None and count.plus:
        message = "'plus' stands without 'people'."
        measures.faults.fault("growth.half", (*place, "plus"), message, "Write 'people: …'.")
    if count.plus and count.every and not band.lower:
        message = "'plus' counts from the lower bound, and the band has none."
        measures.faults.fault("growth.start", (*place, "plus"), message, "Write its lower bound.")
