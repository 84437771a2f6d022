"""Interleaved rounds: each contender once a round, as a ratio to the reference of that round."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import repeat
from statistics import median
from time import perf_counter_ns
from typing import Any

_ROUND_NS = 10_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """
    What one contender came to.

    Args:
        name: Name of the contender.
        nanoseconds: Median time of one call. [ns]
        ratio: Median over the rounds of its time by the reference's time in the same round.
        least: Least ratio of a round.
        most: Greatest ratio of a round.
    """

    name: str
    nanoseconds: float
    ratio: float
    least: float
    most: float


def compare(
    contenders: Mapping[str, Callable[[], Any]],
    *,
    rounds: int,
    once: bool = False,
    calls: int = 1,
) -> list[Row]:
    """
    Time the contenders by turns; the first is the reference.

    Args:
        contenders: What to call, by name.
        rounds: How often each has its turn.
        once: Whether one call is long enough for a turn.
        calls: How many calls of what is measured one call of a contender makes.
    """
    repetitions: dict[str, int] = {}
    for name, call in contenders.items():
        call()  # The first call, which may compile and warm up, is not counted.
        repetitions[name] = 1 if once else _repetitions(call)
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, call in contenders.items():
            taken[name].append(_time(call, repetitions[name]) / calls)
    return rows(taken)


def rows(taken: Mapping[str, list[float]]) -> list[Row]:
    """Return the ratios of times that were taken round by round; the first is the reference."""
    reference = next(iter(taken.values()))
    found = []
    for name, times in taken.items():
        ratios = [time / base for time, base in zip(times, reference, strict=True)]
        found.append(Row(name, median(times), median(ratios), min(ratios), max(ratios)))
    return found


def _repetitions(call: Callable[[], Any]) -> int:
    """Return how many calls fill a turn."""
    return max(1, int(_ROUND_NS / max(_time(call, 3), 1)))


def _time(call: Callable[[], Any], repetitions: int) -> float:
    """Return the time of one call, without the garbage collector, in nanoseconds."""
    gc.collect()
    gc.disable()
    try:
        start = perf_counter_ns()
        for _ in repeat(None, repetitions):
            call()
        return (perf_counter_ns() - start) / repetitions
    finally:
        gc.enable()


def show(title: str, found: list[Row], unit: tuple[str, float] = ("µs", 1e3)) -> None:
    """Print one section of the table, as Markdown."""
    name, size = unit
    print(f"\n### {title}\n")
    print(f"| | ratio, median | range | median, {name} |")
    print("|---|---:|---:|---:|")
    for row in found:
        spread = f"{_number(row.least)} … {_number(row.most)}"
        figures = (_number(row.ratio), spread, _number(row.nanoseconds / size))
        print(f"| {row.name} | {' | '.join(figures)} |")


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
