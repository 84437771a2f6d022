"""Knows the hours that a person may work: working time, leave and overtime by law."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from staffing_norms.foundation.errors import Fault, NormError, UnknownNameError, did_you_mean
from staffing_norms.foundation.library import norms_folder, read_shipped
from staffing_norms.foundation.quantities import exact
from staffing_norms.foundation.schema import Bilingual, Listed, Model, Name, Text, validate, wrong
from staffing_norms.publications.figures import Sourced
from staffing_norms.publications.pack import InForce
from staffing_norms.sites.facts import Exact

DEFAULT_WORKING_TIME = "cn-2025"
MONTHS = 12
_FOLDER = "working-time"


def _share(value: object) -> object:
    return exact(value, "fraction")


Share = Annotated[Fraction, BeforeValidator(_share)]


class Year(Sourced):
    """The working year: days and hours, those of a quarter and month, and the divisor of pay."""

    calendar_days: int
    working_days: int
    days_a_quarter: int
    days_a_month: Exact
    hours: int
    paid_days_a_month: Exact


class Day(Sourced):
    """The working day, and the working week."""

    hours: int
    hours_a_week: int


class Rest(Sourced):
    """Rest days that each week has at least."""

    days_a_week: int


class Overtime(Sourced):
    """The most overtime that is lawful."""

    hours_a_day: int
    hours_a_month: int

    @property
    def hours_a_year(self) -> int:
        """All lawful overtime of a year [hour]."""
        return MONTHS * self.hours_a_month


class OvertimePay(Sourced):
    """Pay of an hour of overtime, as a share of the usual pay."""

    working_day: Share
    rest_day: Share
    public_holiday: Share


class LeaveBand(Model):
    """Days of paid leave a year from so many years of service."""

    from_: int = Field(alias="from")
    days: int


class Leave(Sourced):
    """Paid leave by years of service."""

    bands: Annotated[tuple[LeaveBand, ...], Listed]

    @model_validator(mode="after")
    def _bands_rise(self) -> "Leave":
        starts = [band.from_ for band in self.bands]
        if starts != sorted(set(starts)):
            raise wrong(
                "bands", "the bands are not in order.", "Write that of the fewest years first."
            )
        return self


class Comprehensive(Sourced):
    """Working hours that are averaged over a period."""

    needs_approval: bool


class MannedPost(Sourced):
    """What one person on duty of a post works, over all shifts."""

    hours: int
    days: int


class ShiftSystem(MannedPost):
    """Crews that take turns at a post: shifts a day of so many hours, on so many days a year."""

    crews: int
    shifts: int

    @property
    def hours_a_year(self) -> int:
        """Hours a year for which one such post is manned [hour]."""
        return self.shifts * self.hours * self.days


class SideBySide(Sourced):
    """What is shown side by side where a site does not state it; the first counts meanwhile."""

    leave: Annotated[tuple[int, ...], Listed]
    shares: Annotated[tuple[Share, ...], Listed]


class FireControlRoom(Sourced):
    """
    How a fire control room is manned: people in each shift, and the hours of shift and day.

    The people of *role* man the *rooms*, and the other *centres* among which these are; a site
    that states the *exception* has a rule of its own.
    """

    people: int
    hours: int
    hours_a_day: int
    role: Name
    rooms: Name
    centres: Name
    exception: Name


class LawFinding(Model):
    """What to say where a plan falls short of the law, and what would satisfy it."""

    severity: Literal["info", "warning"]
    message: Bilingual
    satisfied_by: Bilingual


class WorkingTime(Model):
    """
    Working time, leave and overtime as they are in force in a country.

    >>> working_time().available_hours(leave=5)
    Fraction(1944, 1)
    """

    id: Text
    version: Text
    title: Bilingual
    source: Bilingual
    trust: Text
    in_force: InForce
    year: Year
    day: Day
    rest: Rest
    overtime: Overtime
    overtime_pay: OvertimePay
    leave: Leave
    comprehensive: Comprehensive
    post: MannedPost
    shift_systems: Mapping[Name, ShiftSystem]
    side_by_side: SideBySide
    fire_control_room: FireControlRoom
    findings: Mapping[Text, LawFinding]

    @model_validator(mode="after")
    def _figures_agree(self) -> "WorkingTime":
        year = self.year
        if year.working_days * self.day.hours != year.hours:
            message = f"{year.working_days} days of {self.day.hours} h are not {year.hours} h."
            raise wrong("year", message, "Check the printed figures.")
        if year.days_a_quarter * 4 != year.working_days:
            message = f"four quarters of {year.days_a_quarter} days are not {year.working_days}."
            raise wrong("year", message, "Check the printed figures.")
        if abs(year.days_a_month * MONTHS - year.working_days) >= Fraction(MONTHS, 100):
            message = (
                f"twelve months of {float(year.days_a_month)} days are not {year.working_days}."
            )
            raise wrong("year", message, "Check the printed figures.")
        return self

    def leave_of(self, years: Fraction) -> int:
        """
        Return the paid leave of a person [day].

        Args:
            years: Years of service. [year]

        Source:
            docs/decisions/0010-law-is-data.md

        >>> [working_time().leave_of(years) for years in (0, 1, 9, 10, 20)]
        [0, 5, 5, 10, 15]
        """
        return max((band.days for band in self.leave.bands if band.from_ <= years), default=0)

    def available_hours(
        self,
        *,
        leave: Fraction | int = 0,
        absence: Fraction | int = 0,
        allowance: Fraction | int = 0,
    ) -> Fraction:
        """
        Return the hours a year that one person is at work, without overtime [hour].

        Args:
            leave: Paid leave a year. [day]
            absence: Share of the time that is lost to illness and the like, below 1.
            allowance: Share of the time at work that is lost to training, changing and the like.

        Source:
            docs/decisions/0010-law-is-data.md
        """
        days = Fraction(self.year.working_days - leave)
        return days * self.day.hours * (1 - Fraction(absence)) * (1 - Fraction(allowance))


def available_working_times() -> tuple[str, ...]:
    """
    Return the ids of the working times that come with the library.

    >>> available_working_times()
    ('cn-2025',)
    """
    return tuple(sorted(path.stem for path in (norms_folder() / _FOLDER).glob("*.yaml")))


@cache
def working_time(name: str = DEFAULT_WORKING_TIME) -> WorkingTime:
    """
    Return a working time by its id, read once.

    Args:
        name: Its id, such as `cn-2025`.

    Raises:
        UnknownNameError: There is no such working time.
    """
    known = available_working_times()
    if name not in known:
        message, hint = f"no working time is called {name!r}.", did_you_mean(name, known)
        raise UnknownNameError([Fault("working_time.unknown", str(name), message, hint)])
    return validate(WorkingTime, read_shipped(f"{_FOLDER}/{name}.yaml"), NormError)
