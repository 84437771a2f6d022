"""The only place that reads how a site is to be planned: the stance, the methods, who counts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from staffing_norms.foundation.errors import Fault, Said, UnknownNameError
from staffing_norms.foundation.formula import STANCES, Stance
from staffing_norms.program.layout import COVERS, Cover, DepartmentLayout
from staffing_norms.program.names import method_of
from staffing_norms.results.wording import term_names
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.vocabulary import department_names

_AUTO = "auto"


def read_choices(
    norms: str,
    departments: Sequence[DepartmentLayout],
    words: Vocabulary,
    *,
    stance: str,
    methods: Mapping[str, str] | None,
    cover: str,
) -> tuple[Stance, dict[str, str], Cover]:
    """
    Return stance and cover, and what a program reads of the choice of methods.

    Args:
        norms: Id of the norm.
        departments: Its departments.
        words: Its vocabulary.
        stance: As for `Norms.plan`.
        methods: As for `Norms.plan`.
        cover: As for `Norms.plan`.

    Raises:
        UnknownNameError: With every choice that there is not.
    """
    faults, stances, covers = [], term_names(STANCES), term_names(COVERS)
    read = cast("Stance | None", stances.find(stance))
    if read is None:
        message = Said("no stance is called {0}.", repr(stance))
        faults.append(Fault("stance.unknown", "stance", message, stances.hint(stance)))
    counted = cast("Cover | None", covers.find(cover))
    if counted is None:
        message = Said("no cover is called {0}.", repr(cover))
        faults.append(Fault("cover.unknown", "cover", message, covers.hint(cover)))
    if not hasattr(methods or {}, "items"):
        message = Said(
            "{0} is no mapping; write {{'security': 'composite'}}.", type(methods).__name__
        )
        raise UnknownNameError([*faults, Fault("methods.shape", "methods", message)])
    chosen: dict[str, str] = {}
    for department, method in _named(norms, departments, words, methods or {}, faults):
        if department in chosen:
            message = Said("{0} stands twice.", department)
            faults.append(Fault("method.twice", "methods", message, "Keep one of them."))
        chosen[department] = method
    if faults or read is None or counted is None:
        raise UnknownNameError(faults)
    forced = {method_of(name): method for name, method in chosen.items() if method != _AUTO}
    return read, forced, counted


def _named(
    norms: str,
    departments: Sequence[DepartmentLayout],
    words: Vocabulary,
    methods: Mapping[str, str],
    faults: list[Fault],
) -> Iterator[tuple[str, str]]:
    """Yield the ids of departments and methods; keep those that are unknown as faults."""
    layouts = {layout.department: layout for layout in departments}
    labels = {name: [layout.labels.en, layout.labels.zh] for name, layout in layouts.items()}
    names = department_names(labels, words)
    for name, wanted in methods.items():
        department = names.find(name)
        if department is None:
            message = Said("{0} has no department {1}.", norms, repr(name))
            faults.append(Fault("department.unknown", "methods", message, names.hint(name)))
            continue
        known = term_names([*(each.method for each in layouts[department].methods), _AUTO])
        method = known.find(wanted)
        if method is None:
            message, path = (
                Said("{0} has no method {1}.", department, repr(wanted)),
                f"methods.{department}",
            )
            faults.append(Fault("method.unknown", path, message, known.hint(wanted)))
        else:
            yield department, method
