"""
Says what a compiled norm means, so that a slip that changes nothing is known for what it is.

Left aside are texts, ids that only name an entry, the order in which things are listed, and the
order in which figures are added or multiplied. So is what a department's last automatic method
needs: where no other is usable it is taken, whatever is known; and what is said of the people to
employ, of whom the roles of a pool have their share in the order of the rules.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from staffing_norms.foundation.formula import (
    Add,
    And,
    Formula,
    Is,
    Lookup,
    Max,
    Min,
    Mul,
    Or,
    Ref,
    children,
)
from staffing_norms.planning.norms import Norms
from staffing_norms.program.layout import DepartmentLayout, FindingLayout, GapLayout, RoleLayout
from staffing_norms.sites.facts import FactType

Meaning: TypeAlias = tuple[object, ...]

_NUMBERS: dict[Meaning, int] = {}  # of what formulas mean: the same number, the same meaning


def meaning(norms: Norms) -> Meaning:
    """Return what a norm means: equal for norms that plan every site alike."""
    said = _Said({each.name: each.formula for each in norms.rulebook.program.outputs})
    rulebook = norms.rulebook
    return (
        frozenset(map(said.department, rulebook.departments)),
        frozenset(
            Counter(said.finding(each) for each in rulebook.findings if _is_own(each)).items()
        ),
        frozenset(map(said.gap, rulebook.gaps)),
        frozenset((name, _fact(type_)) for name, type_ in norms.words.items()),
    )


def _is_own(finding: FindingLayout) -> bool:
    """Whether a norm raises a finding itself; those of the law are about people to employ."""
    return not finding.code.startswith("law.")


class _Said:
    """Numbers the formulas of a program by what they mean."""

    def __init__(self, formulas: Mapping[str, Formula]) -> None:
        self.formulas = formulas
        self.numbers: dict[str, int] = {}

    def output(self, name: str) -> int:
        if name not in self.numbers:
            self.numbers[name] = self.formula(self.formulas[name])
        return self.numbers[name]

    def formula(self, formula: Formula) -> int:
        if isinstance(formula, Ref):
            return self.output(formula.output)
        if isinstance(formula, Lookup):
            beside = zip(formula.words, map(self.formula, formula.entries), strict=True)
            return _number((Lookup, self.formula(formula.key), frozenset(beside)))
        if isinstance(formula, Is):
            return _number((Is, self.formula(formula.of), frozenset(formula.words)))
        parts = [self.formula(part) for part in children(formula)]
        if isinstance(formula, Add | Mul | And | Or | Min | Max):
            parts.sort()
        values = [getattr(formula, name) for name in formula.__slots__]
        own = () if parts else (formula,)
        named = [value for value in values if isinstance(value, str)]
        return _number((type(formula), *own, *named, *parts))

    def outputs(self, names: Mapping[str, str]) -> frozenset[tuple[str, int]]:
        return frozenset((key, self.output(name)) for key, name in names.items())

    def department(self, layout: DepartmentLayout) -> Meaning:
        last = [method.method for method in layout.methods if method.whole][-1]
        methods = frozenset(
            (
                each.method,
                self.output(each.chosen),
                each.whole,
                each.composite,
                () if each.method == last else (self.output(each.usable), _needs(each.needs)),
            )
            for each in layout.methods
        )
        roles = frozenset(map(self.role, layout.roles))
        as_needed = frozenset(each.role for each in layout.as_needed)
        return layout.department, methods, roles, as_needed, self.output(layout.in_scope)

    def role(self, layout: RoleLayout) -> Meaning:
        return (
            layout.role,
            layout.kind,
            self.output(layout.role),
            self.outputs(layout.under),
            frozenset(layout.basis.items()),
            self.outputs(layout.shifts),
            frozenset(layout.shared_with),
        )

    def finding(self, layout: FindingLayout) -> Meaning:
        values = self.outputs(layout.values)
        condition = self.output(layout.condition)
        return layout.code, layout.department, condition, values, _needs(layout.needs)

    def gap(self, layout: GapLayout) -> Meaning:
        blocks = frozenset(
            (role, frozenset(map(self.output, conditions)))
            for role, conditions in layout.blocks.items()
        )
        return layout.department, layout.fact, frozenset(layout.alternatives), blocks


def _number(meant: Meaning) -> int:
    return _NUMBERS.setdefault(meant, len(_NUMBERS))


def _needs(needs: Iterable[tuple[tuple[str, ...], str]]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(facts) for facts, _ in needs)


def _fact(type_: FactType) -> Meaning:
    texts = ("labels", "meaning", "question", "keys", "words", "fields", "activities")
    own: list[Any] = [getattr(type_, name) for name in FactType.model_fields if name not in texts]
    fields = frozenset((name, _fact(field)) for name, field in type_.fields.items())
    return *map(repr, own), frozenset(type_.words), fields
