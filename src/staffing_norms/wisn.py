"""
The only place that knows the workload method of the WHO, WISN: people for a yearly workload.

    required = hours of work ÷ available working time × support factor + individual factor

Work that everybody does beside it is a share of the time (support); work that some do is a number
of hours a year (individual).
"""

from collections.abc import Callable, Iterable
from fractions import Fraction

from staffing_norms.foundation.documents import document_of
from staffing_norms.foundation.errors import Fault, QuantityError, Said
from staffing_norms.foundation.faults import Faults, Place, shown
from staffing_norms.foundation.quantities import FIGURE, exact, format_number, per_cent_hint


def available_working_time(
    days: object, *, off: Iterable[object] = (), hours_per_day: object = 8, absence: object = 0
) -> Fraction:
    """
    Return the hours a year that one person is at work.

    Args:
        days: Working days a year before days off, 366 at most: five a week are 260. [day]
        off: Days off: public holidays, leave, illness, training. [day]
        hours_per_day: Hours of a working day, 24 at most. [hour]
        absence: Share of the time that is lost besides, below 100 %.

    Raises:
        QuantityError: A figure cannot be read, or no working time is left.

    Source:
        WHO, Workload Indicators of Staffing Need (manual of 2010): the available working time.

    >>> available_working_time(260, off=(13, 18, 12, 5))
    Fraction(1696, 1)
    """
    reading = _Reading()
    total, taken = reading.within("days", days, "day", 366), reading.each("off", off, "day")
    hours = reading.within("hours_per_day", hours_per_day, "hour", 24)
    lost = reading.share("absence", absence)
    reading.finish()
    if sum(taken) >= total:
        template = "{0} days off leave nothing of {1} days."
        message = Said(template, *map(format_number, (sum(taken), total)))
        raise QuantityError([Fault("quantity.range", "off", message, "Check the days off.")])
    return (total - sum(taken)) * hours * (1 - lost)


def support_factor(*shares: object) -> Fraction:
    """
    Return the factor for the work that everybody does beside the workload (CAF).

    Args:
        shares: Shares of the working time that it takes, together below 100 %.

    Raises:
        QuantityError: A share cannot be read, or they leave no time.

    Source:
        WHO, Workload Indicators of Staffing Need (manual of 2010): the category allowance factor.

    >>> support_factor("6.25 %")
    Fraction(16, 15)
    """
    reading = _Reading()
    taken = reading.share("shares", *shares)
    reading.finish()
    return 1 / (1 - taken)


def individual_factor(hours: object, *, available: object) -> Fraction:
    """
    Return the people for the work that some members of the staff do (IAF).

    Args:
        hours: Hours a year of all of them together. [hour]
        available: Available working time of one person a year. [hour]

    Raises:
        QuantityError: A figure cannot be read, or no working time is available.

    Source:
        WHO, Workload Indicators of Staffing Need (manual of 2010): the individual allowance factor.

    >>> individual_factor(848, available=1696)
    Fraction(1, 2)
    """
    return required_staff(hours, available=available)


def required_staff(
    hours: object, *, available: object, support: object = 1, individual: object = 0
) -> Fraction:
    """
    Return the people whom a workload needs, before rounding.

    Args:
        hours: Hours of work a year. [hour]
        available: Available working time of one person a year. [hour]
        support: The support factor, 1 or more.
        individual: The individual factor. [person]

    Raises:
        QuantityError: A figure cannot be read, or no working time is available.

    Source:
        WHO, Workload Indicators of Staffing Need (manual of 2010): the staff requirement.

    >>> required_staff(2920, available=2080 - 382)
    Fraction(1460, 849)
    """
    reading = _Reading()
    work = reading.of("hours", hours, "hour")
    time = reading.above_zero("available", available, "hour")
    factor = reading.factor("support", support)
    others = reading.of("individual", individual, "person")
    reading.finish()
    return work / time * factor + others


def ratio(existing: object, required: object) -> Fraction:
    """
    Return how many people there are for each one that is required; below 1 there are too few.

    Args:
        existing: People who are there. [person]
        required: People who are required, more than 0. [person]

    Raises:
        QuantityError: A figure cannot be read, or nobody is required.

    Source:
        WHO, Workload Indicators of Staffing Need (manual of 2010): the WISN ratio.

    >>> ratio(3, 2)
    Fraction(3, 2)
    """
    reading = _Reading()
    there = reading.of("existing", existing, "person")
    needed = reading.above_zero("required", required, "person")
    reading.finish()
    return there / needed


class _Reading:
    """Reads the figures of one question; keeps all that is wrong with them."""

    def __init__(self) -> None:
        self._faults = Faults(document_of({}))

    def finish(self) -> None:
        """Raise what is wrong."""
        self._faults.raise_as(QuantityError)

    def of(self, path: str | Place, value: object, unit: str) -> Fraction:
        """Return a figure that is 0 or more."""
        return self._read(path, value, unit, lambda each: each >= 0, "{0} is not 0 or more.")

    def above_zero(self, path: str, value: object, unit: str) -> Fraction:
        """Return a figure that is more than 0."""
        return self._read(path, value, unit, lambda each: each > 0, "{0} is not more than 0.")

    def within(self, path: str, value: object, unit: str, most: int) -> Fraction:
        """Return a figure that is more than 0, and no more than a year or a day has of it."""
        figure = self.above_zero(path, value, unit)
        if figure > most:
            message = Said("{0} is more than {1}.", shown(value), most)
            self._faults.fault("quantity.range", (path,), message, "Check the figure.")
        return figure

    def factor(self, path: str, value: object) -> Fraction:
        """Return a factor that is 1 or more; less may be meant as a share of the time."""
        call = Said("Write {0} for a share of the time.", f"support_factor({value!r})")
        wrong = "{0} is not 1 or more."
        return self._read(path, value, "fraction", lambda each: each >= 1, wrong, call)

    def each(self, path: str, values: object, unit: str) -> list[Fraction]:
        """Return several figures."""
        if isinstance(values, str) or not isinstance(values, Iterable):
            message = Said("a list is expected; found {0}.", shown(values))
            self._faults.fault("quantity.type", (path,), message, "Write it like (13, 18).")
            return []
        return [self.of((path, place), value, unit) for place, value in enumerate(values)]

    def share(self, path: str, *values: object) -> Fraction:
        """Return the sum of shares, which is below 1."""
        total = sum(self.each(path, values, "fraction"), Fraction(0))
        if total >= 1:
            template = "{0} % of the time leaves none for the work."
            message = Said(template, format_number(total * 100))
            hint = per_cent_hint(values[0], total) if len(values) == 1 else ""
            hint = hint or "Write less than 100 %."
            self._faults.fault("quantity.range", (path,), message, hint)
        return total

    def _read(
        self,
        path: str | Place,
        value: object,
        unit: str,
        fits: Callable[[Fraction], bool],
        wrong: str,
        hint: str = "Check the figure.",
    ) -> Fraction:
        """Return a figure; keep one that cannot be read or does not fit as a fault."""
        place = (path,) if isinstance(path, str) else path
        figure = self._faults.reads(place, lambda: exact(value, unit), value, FIGURE)
        if figure is None:
            return Fraction(0)
        if not fits(figure):
            self._faults.fault("quantity.range", place, Said(wrong, shown(value)), hint)
        return figure
