"""The only place that judges frequency profiles."""

from collections.abc import Iterable
from pathlib import Path

from staffing_norms.foundation.errors import Fault, NormError, Said, did_you_mean, known_names
from staffing_norms.foundation.faults import Faults, Place, shown
from staffing_norms.foundation.schema import in_reading_order
from staffing_norms.publications.measures import Measures, check_lists
from staffing_norms.sites.profiles import Profile, Row, read_profile
from staffing_norms.sites.vocabulary import vocabulary


def read_profiles(files: Iterable[str | Path], taken: Iterable[str]) -> tuple[Profile, ...]:
    """
    Read and judge frequency profiles.

    Args:
        files: The files.
        taken: Ids of profiles that there are besides.

    Raises:
        NormError: With every fault of every file.
    """
    read: dict[str, Profile] = {}
    found: list[Fault] = []
    shipped = "the id {0} is taken: such a profile comes with the library."
    known = dict.fromkeys(taken, (shipped, ""))
    for file in files:
        try:
            document, profile, broken = read_profile(file)
        except NormError as error:
            found += error.faults
            continue
        faults = Faults(document)
        if profile.id in known:
            message = Said(known[profile.id][0], shown(profile.id), known[profile.id][1])
            faults.fault("profile.twice", ("id",), message, "Choose another.")
        template = "the id {0} is taken: such a profile stands in {1}."
        known.setdefault(profile.id, (template, str(file)))
        check_profile(faults, profile)
        check_lists(faults)
        told = [fault.path for fault in broken if fault.path]
        within = tuple(f"{path}{mark}" for path in told for mark in ".[")
        others = [
            each for each in faults.found if not (each.path in told or each.path.startswith(within))
        ]
        found += sorted([*broken, *others], key=in_reading_order)
        read[profile.id] = profile
    if found:
        raise NormError(found)
    return tuple(read.values())


def check_profile(faults: Faults, profile: Profile) -> None:
    """Judge the grades, the work and the quantities that a frequency profile names."""
    measures = Measures(faults, vocabulary())
    what = "{1} has no grade {0}."
    measures.named(("best_grade",), profile.best_grade, profile.grades, what, profile.id)
    scope = measures.words["scope"].words
    for department, rows in profile.departments.items():
        place: Place = ("departments", department)
        if department not in scope:
            hint = did_you_mean(department, scope)
            message = Said("no department is called {0}.", repr(department))
            faults.at_key("name.unknown", place, message, hint)
        stated: dict[str, None] = {}
        for number, row in enumerate(rows):
            here = (*place, number)
            for grade in row.cells:
                if grade not in profile.grades:
                    hint = did_you_mean(grade, profile.grades)
                    message = Said(what, repr(grade), profile.id)
                    faults.at_key("name.unknown", (*here, "cells", grade), message, hint)
            if _check_work(measures, here, row):
                for work in row.works:
                    if work in stated:
                        message = Said("{0} stands in another row as well.", work)
                        faults.fault("name.twice", (*here, "activity"), message, "Keep one.")
                    stated[work] = None


def _check_work(measures: Measures, place: Place, row: Row) -> bool:
    """Judge the work of a row and its quantity; return whether the work is known."""
    activities = measures.words["tasks"].activities
    here: Place = (*place, "activity")
    if not measures.named(here, row.activity, activities, "no activity is called {0}."):
        return False
    activity = activities[row.activity]
    if not row.variant and not activity.unit:
        message = Said("{0} needs its 'variant'.", row.activity)
        hint = known_names(activity.variants)
        measures.faults.fault("task.variant", place, message, hint)
        return False
    what, of = "{1} has no variant {0}.", row.activity
    ways = [
        measures.named((*place, "variant", number), variant, activity.variants, what, of)
        for number, variant in enumerate(row.variant)
    ]
    if not all(ways):
        return False
    works = [activity.work(variant) for variant in row.variant or ("",)]
    is_one = len({work.of for work in works}) == 1 or bool(row.of)
    if len(works) > 1 and not (is_one and all(work.by for work in works)):
        apart = "these are no ways of the same work that a fact of the site chooses from."
        measures.faults.fault("profile.ways", (*place, "variant"), apart, "Write a row for each.")
    elif not (row.of or works[0].of):
        message = Said("no fact of a site is the quantity of {0}.", row.works[0])
        measures.faults.fault("profile.of", place, message, "Write 'of: <fact>'.")
    for number, fact in enumerate(row.of):
        collection, _, field = fact.rpartition(".")
        known = [name for name, type_ in measures.words.items() if type_.kind == "record"]
        at = (*place, "of", number)
        if not collection or measures.named(
            at, collection, known, "no mapping of facts is called {0}."
        ):
            measures.number(at, field, works[0].unit, collection)
    return True
