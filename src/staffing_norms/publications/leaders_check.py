"""The only place that judges the leaders of a department."""

from fractions import Fraction

from staffing_norms.foundation.faults import Place
from staffing_norms.foundation.quantities import format_number
from staffing_norms.publications.bands import check_bands, check_growth
from staffing_norms.publications.counting import check_divisor, people
from staffing_norms.publications.figures import PrintedFigure
from staffing_norms.publications.measures import Measures, check_tests
from staffing_norms.publications.rule_kinds import WORKFORCE, Count, LeaderBand, Leaders
from staffing_norms.sites.facts import FactType

_OR_SILENT = ", or put a band of status 'silent' between the two"


def check_leaders(measures: Measures, leaders: Leaders, methods: list[str]) -> None:
    """Judge the bands of leaders; *methods* are those that their tests may name."""
    place: Place = ("leaders", "bands")
    measure: FactType | None = people()
    if leaders.measured_by != WORKFORCE:
        measure = measures.number(("leaders", "measured_by"), leaders.measured_by)
    if measure is None:
        return
    check_bands(measures, place, leaders.bands, measure, _OR_SILENT)
    for number, band in enumerate(leaders.bands):
        _check_leader_band(measures, (*place, number), band, is_first=number == 0)
        for key, counts in (("posts", band.posts), ("may", band.may)):
            for role, count in counts.items():
                here = (*place, number, key, role)
                _check_count(measures, here, count, measure, band)
                check_tests(measures, (*here, "when"), count.when, methods)


def _check_leader_band(
    measures: Measures, place: Place, band: LeaderBand, *, is_first: bool
) -> None:
    fault = measures.faults.fault
    if band.as_below and (band.posts or band.may or band.optional):
        message = "a band 'as_below' has no posts of its own and is not optional."
        fault("leaders.as_below", (*place, "as_below"), message, "Keep one of them.")
    for key, is_so in (("as_below", band.as_below), ("optional", band.optional)):
        if is_so and is_first:
            message = f"{key!r} needs a band below, and this is the first."
            fault("leaders.below", (*place, key), message, f"Remove {key!r}.")
    for role in band.posts.keys() & band.may.keys():
        message = f"the role {role!r} stands in 'posts' and in 'may'."
        measures.faults.at_key("role.twice", (*place, "may", role), message, "Keep one of them.")


def _check_count(
    measures: Measures, place: Place, count: Count, measure: FactType, band: LeaderBand
) -> None:
    """Judge how many leaders a role has: whole people, for nothing rounds them but a quota."""
    fault = measures.faults.fault
    measures.people((*place, "people"), count.people)
    if count.per:
        check_divisor(measures, (*place, "per"), count.per, measure)
        for key, is_stated in (
            ("typical", count.typical is not None),
            ("plus", count.plus),
            ("every", count.every),
        ):
            if is_stated:
                message = f"{key!r} stands beside 'per'."
                fault("leaders.count", (*place, key), message, "Keep one of them.")
        return
    check_growth(measures, place, count, measure, band)
    low, high = count.people.low, count.people.high
    if count.typical is not None and not low <= count.typical <= high:
        message = f"{count.typical} lies outside {measures.written((*place, 'people'))}."
        fault("leaders.typical", (*place, "typical"), message, "Write a figure of the range.")
    else:
        _check_whole(measures, (*place, "people"), count.people, count.typical)
    if count.plus:
        _check_whole(measures, (*place, "plus"), count.plus)


def _check_whole(
    measures: Measures, place: Place, people: PrintedFigure, typical: int | None = None
) -> None:
    middle = (people.low + people.high) / 2 if typical is None else Fraction(typical)
    parts = [each for each in (people.low, people.high, middle) if each.denominator > 1]
    if parts:
        message = f"{format_number(parts[0])} is no whole number of people."
        hint = "Write whole numbers, and 'typical' where the middle of a range is none."
        measures.faults.fault("leaders.whole", place, message, hint)
