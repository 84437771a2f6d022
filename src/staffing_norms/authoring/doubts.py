"""
The only place that writes warnings about a norm: what is no fault, but is to be looked at.

Each stands at the rule or band that it is about, as a fault does.
"""

from collections.abc import Iterator
from typing import Any

from staffing_norms.authoring.notation import Notation
from staffing_norms.foundation.documents import Document
from staffing_norms.foundation.errors import Fault
from staffing_norms.foundation.faults import Place
from staffing_norms.foundation.formula import Number
from staffing_norms.foundation.languages import Language
from staffing_norms.foundation.library import PACK
from staffing_norms.foundation.quantities import format_number
from staffing_norms.foundation.units import reference
from staffing_norms.interpreters.monotone import Fall, falls
from staffing_norms.interpreters.reach import Dead, dead_ends
from staffing_norms.planning.norms import Norms
from staffing_norms.results.derivation import Style
from staffing_norms.sites.facts import type_of

_LANG: Language = "en"  # as every message


def warnings(norms: Norms) -> Iterator[Fault]:
    """
    Yield what is to be looked at in a norm that has no faults.

    Args:
        norms: The norm.
    """
    desk = _Desk(norms)
    dead = map(desk.dead, dead_ends(norms.rulebook, norms.words))
    yield from dict.fromkeys((*dead, *map(desk.fall, falls(norms.rulebook, norms.words))))


class _Desk:
    """
    Writes warnings about one norm.

    Args:
        norms: The norm.
    """

    def __init__(self, norms: Norms) -> None:
        self._norms = norms
        self._files = norms._opened.files  # noqa: SLF001 - where its entries stand
        outputs = {output.name: output for output in norms.rulebook.program.outputs}
        self._notation = Notation(outputs, Style(_LANG, norms.words))

    def fall(self, found: Fall) -> Fault:
        """Return the warning about a headcount that falls."""
        formula = self._notation.outputs[found.output].formula
        clauses = dict.fromkeys(source.clause for source in self._notation.sources(formula))
        at = "" if found.stance == "typical" else f" at the stance {found.stance}"
        more, fewer = map(format_number, found.falls)
        grows = self._growth(found.fact, found.grows)
        message = (
            f"{found.role} falls from {more} to {fewer}{at} when {found.fact} grows from "
            f"{grows} (clause {'; '.join(clauses)})."
        )
        place = self._counting(found.department, found.role)
        hint = "Compare the figures with the page."
        return self._fault("warning.falls", found.department, place, message, hint)

    def dead(self, found: Dead) -> Fault:
        """Return the warning about what no site can reach."""
        department, *names = found.output.split(".")
        place = self._entry(department, names)
        formula = found.condition or self._notation.outputs[found.output].formula
        what = f"a branch of {names[-1]!r}" if found.condition else "a band of leaders"
        sense = "never" if found.holds else "always"
        condition = self._notation.text(formula)
        message = f"{what} can never apply, for this {sense} holds: {condition}."
        hint = "Compare it with the limits of the facts."
        return self._fault("warning.unreachable", department, place, message, hint)

    def _fault(self, code: str, department: str, place: Place, message: str, hint: str) -> Fault:
        return self._file(department).fault(code, place, message, hint)

    def _file(self, department: str) -> Document:
        """Return the file of a department; the title page for what is of none."""
        return self._files.get(f"{department}.yaml") or self._files[PACK]

    def _growth(self, fact: str, grows: tuple[Number, Number]) -> str:
        """Return two values of a fact with its unit, in per cent where it is a share."""
        dimension = type_of(fact, self._norms.words).dimension
        label = reference(dimension).labels[_LANG]
        if dimension == "fraction":
            grows, label = (grows[0] * 100, grows[1] * 100), "%"
        elif dimension == "item":  # a plain number of what the fact is called
            label = ""
        before, after = map(format_number, grows)
        return f"{before} to {after} {label}".rstrip()

    def _entry(self, department: str, names: list[str]) -> Place:
        """Return the place of a band of leaders, a rule, a total or a factor, by its output."""
        match names:
            case ["leaders", number]:
                return "leaders", "bands", int(number) - 1
            case _:
                tables = ("rules", "totals", "factors")
                found = (self._listed(department, table, "id", names[-1]) for table in tables)
                return next(filter(None, found), ())

    def _counting(self, department: str, role: str) -> Place:
        """Return the place of the first rule that counts a role; for leaders, of their bands."""
        return self._listed(department, "rules", "role", role) or ("leaders",)

    def _listed(self, department: str, table: str, key: str, name: str) -> Place:
        """Return the place of the first entry of a table that has a name."""
        data: Any = self._file(department).data
        found = (i for i, entry in enumerate(data.get(table, ())) if entry[key] == name)
        return next(((table, number, key) for number in found), ())
