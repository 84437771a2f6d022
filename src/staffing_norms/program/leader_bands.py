"""The only place that knows the formulas of the leaders of a band."""

from collections.abc import Mapping

from staffing_norms.foundation.formula import (
    STANCES,
    ZERO,
    Ceil,
    Div,
    Formula,
    Range,
    When,
    in_stance,
)
from staffing_norms.program.book import Book
from staffing_norms.program.conditions import all_hold, figure
from staffing_norms.program.rules import growing, product
from staffing_norms.publications.figures import Bounds
from staffing_norms.publications.rule_kinds import Count, LeaderBand


def leader_counts(
    book: Book, department: str, measure: Formula, band: LeaderBand, below: Mapping[str, Formula]
) -> dict[str, Formula]:
    """
    Return the leaders of one band by role.

    Args:
        book: The outputs so far.
        department: The band's department.
        measure: What the bands measure.
        band: The band.
        below: The leaders of the band below.
    """
    if band.as_below:
        return dict(below)
    counts = {
        role: _count(book, department, measure, band, count) for role, count in band.posts.items()
    }
    for role, count in band.may.items():
        people = _count(book, department, measure, band, count)
        counts[role] = _unless_lean(ZERO, people)
    if band.optional:
        roles = dict.fromkeys((*below, *counts))
        counts = {r: _unless_lean(below.get(r, ZERO), counts.get(r, ZERO)) for r in roles}
    return counts


def _unless_lean(lean: Formula, people: Formula) -> Formula:
    """Return a figure that the lean stance leaves out: the norm says "may"."""
    few, some, most = (
        in_stance(part, stance)
        for part, stance in zip((lean, people, people), STANCES, strict=True)
    )
    return few if few == some == most else Range(few, some, most)


def _count(book: Book, department: str, measure: Formula, band: Bounds, count: Count) -> Formula:
    if count.per:
        share = product(figure(count.people), measure)
        people: Formula = Ceil(Div(share, figure(count.per, more_is_lean=True)))
    else:
        people = growing(measure, band, count.people, count, count.typical)
    return When(all_hold(book, department, count.when), people, ZERO) if count.when else people
