"""The only place that judges work rates."""

from staffing_norms.foundation.errors import known_names
from staffing_norms.foundation.faults import Place
from staffing_norms.publications.measures import Measures
from staffing_norms.publications.pack import DepartmentFile
from staffing_norms.publications.rule_kinds import Rate, Work
from staffing_norms.sites.activities import Activity


def check_rates(measures: Measures, file: DepartmentFile) -> None:
    """Judge the work rates of a department: each of one activity, in its unit, and used."""
    if file.rates and not any(isinstance(rule, Work) for rule in file.rules):
        message = "no rule of kind 'work' uses the rates."
        measures.faults.fault("rate.unused", ("rates",), message, "Write one, or remove them.")
    measures.once(("rates",), [f"{rate.activity} {rate.variant}".strip() for rate in file.rates])
    activities = measures.words["tasks"].activities
    for number, rate in enumerate(file.rates):
        place = ("rates", number)
        if measures.named((*place, "activity"), rate.activity, activities, "no activity is called"):
            _check_rate(measures, place, rate, activities[rate.activity])


def _check_rate(measures: Measures, place: Place, rate: Rate, activity: Activity) -> None:
    quantity, is_known = rate.quantity, True
    if rate.variant:
        what = f"{rate.activity} has no variant"
        is_known = measures.named((*place, "variant"), rate.variant, activity.variants, what)
    elif not activity.unit:
        message, is_known = f"{rate.activity} needs a variant.", False
        measures.faults.fault("rate.variant", place, message, known_names(activity.variants))
    if quantity and is_known:
        here, unit = (*place, "quantity"), activity.unit_of(rate.variant)
        if measures.in_unit(here, quantity, unit, bare=False):
            measures.positive(here, quantity)
    for key, figure, unit in (
        ("hours", rate.hours, "item"),
        ("minutes", rate.minutes, "item"),
        ("crew", rate.crew, "person"),
    ):
        here = (*place, key)
        if figure and (quantity is None or (key == "minutes" and rate.hours)):
            beside = "beside 'hours'" if quantity else "without 'quantity'"
            message = f"{key!r} stands {beside}."
            measures.faults.fault("rate.key", here, message, f"Remove {key!r}.")
        elif (
            figure
            and measures.single(here, figure)
            and measures.in_unit(here, figure, unit, bare=True)
        ):
            measures.positive(here, figure)
