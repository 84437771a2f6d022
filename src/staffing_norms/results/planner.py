"""Plans a site: asks the program for its outputs, and groups them into a result."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from staffing_norms.foundation.formula import STANCES, Output, Stance, Value
from staffing_norms.foundation.languages import LANGUAGES, MARKS
from staffing_norms.interpreters.evaluate import Evaluation, Evaluator
from staffing_norms.program.beside import Beside
from staffing_norms.program.layout import (
    Basis,
    DepartmentLayout,
    GapLayout,
    RoleLayout,
    Rulebook,
)
from staffing_norms.results.derivation import Style
from staffing_norms.results.line import Grounds, Line
from staffing_norms.results.proposal import Proposing
from staffing_norms.results.raised import Raised
from staffing_norms.results.result import AsNeeded, Assumption, Department, Gap, Result
from staffing_norms.results.steps import (
    defaults_taken,
    facts_lacking,
    facts_read,
    sources,
    totals,
)
from staffing_norms.results.wording import record_name
from staffing_norms.sites.facts import Vocabulary, type_of
from staffing_norms.sites.intake import Stated


@dataclass(frozen=True, slots=True)
class Planner:
    """
    A norm ready to plan sites.

    Args:
        rulebook: The compiled norm.
        words: The vocabulary of facts.
        outputs: The outputs of the program by name.
    """

    rulebook: Rulebook
    words: Vocabulary
    outputs: Mapping[str, Output]
    _evaluator: Evaluator = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_evaluator", Evaluator(self.outputs))

    def evaluation(self, facts: Mapping[str, Any], stance: Stance) -> Evaluation:
        """Return the program for a site, to be asked for its outputs."""
        return self._evaluator.evaluation(facts, stance)

    def result(
        self,
        stated: Mapping[str, Stated],
        read_by: Vocabulary,
        facts: Mapping[str, Any],
        stance: Stance,
        beside: Beside | None = None,
    ) -> Result:
        """
        Plan a site.

        Args:
            stated: The facts of the site with their provenance.
            read_by: The vocabulary that they were read by.
            facts: The values of facts and choices that the program reads.
            stance: Which figure of a printed range counts.
            beside: What the site states beside the norm.

        Raises:
            SiteError: An adjustment leaves a role with fewer than no people.
        """
        facts = beside.within(facts) if beside else facts
        evaluation = self.evaluation(facts, stance)
        stances = {each: evaluation.at(each) for each in STANCES}
        grounds = Grounds(stated, self.outputs, stance, self.words)
        raised = Raised(self.rulebook, self.words, evaluation, stated, read_by)
        result = _Planning(self, evaluation, stated, stances, grounds, raised).result()
        if not beside:
            return result
        read = evaluation, facts, self.words
        return Proposing(beside, *read, self.rulebook, self.outputs).result(result)


@dataclass(frozen=True, slots=True)
class _Planning:
    """One site being planned: groups the outputs, and decides nothing."""

    planner: Planner
    evaluation: Evaluation
    stated: Mapping[str, Stated]
    stances: Mapping[Stance, Evaluation]
    grounds: Grounds
    raised: Raised

    def result(self) -> Result:
        value = self.evaluation.value
        gaps = tuple(self.gaps())
        planned = [
            (layout, next(m.method for m in layout.methods if value(m.chosen)))
            for layout in self.planner.rulebook.departments
            if value(layout.in_scope)
        ]
        departments = tuple(self.department(layout, method, gaps) for layout, method in planned)
        return Result(
            departments,
            gaps,
            tuple(self.assumptions(self.defaults(planned))),
            tuple(self.raised.findings(departments)),
        )

    def department(
        self, layout: DepartmentLayout, method: str, gaps: tuple[Gap, ...]
    ) -> Department:
        value = self.evaluation.value
        usable = [m for m in layout.methods if value(m.usable)]
        lines = [(role, self.line(layout, role, method)) for role in layout.roles]
        leaders = [line.headcount for role, line in lines if role.kind == "leader"]
        compared = [m for m in layout.methods if m.method == method or (m in usable and m.whole)]
        return Department(
            department=layout.department,
            labels=dict(layout.labels.by_language),
            method=method,
            methods={m.method: _people(value(m.workforce)) for m in usable},
            partial=tuple(m.method for m in layout.methods if not m.whole),
            span=_span([_people(value(m.workforce)) for m in compared], leaders),
            gaps=tuple(gap for gap in gaps if gap.department == layout.department),
            lines=tuple(line for role, line in lines if _is_shown(line, role, method)),
            roles={line.role: line for _, line in lines},
            as_needed=tuple(
                AsNeeded(each.role, dict(each.labels.by_language), each.source)
                for each in layout.as_needed
            ),
        )

    def line(self, layout: DepartmentLayout, role: RoleLayout, method: str) -> Line:
        headcount = _people(self.evaluation.value(role.role))
        by_stance = {each: _people(run.value(role.role)) for each, run in self.stances.items()}
        derived = self.derived(role, method)
        step = self.evaluation.step(derived)
        exact = self.evaluation.value(role.exact.get(derived, derived))
        basis = role.basis.get(method, "day_work")
        shifts = self.shifts(role, method, basis)
        return Line(
            role=role.role,
            department=layout.department,
            kind=role.kind,
            labels=dict(role.labels.by_language),
            headcount=headcount,
            adjusted=headcount,
            proposed=headcount,
            exact=Fraction(exact) if isinstance(exact, int | Fraction) else None,
            lean=by_stance["lean"],
            typical=by_stance["typical"],
            generous=by_stance["generous"],
            on_duty=None if headcount is None or not shifts else headcount // shifts,
            shifts=shifts,
            basis=basis,
            counted_by=tuple(role.under),
            is_counted=method in role.under,
            sources=sources(step, self.planner.outputs),
            shared_with=role.shared_with,
            step=step,
            grounds=self.grounds,
        )

    def derived(self, role: RoleLayout, method: str) -> str:
        """Return the output that derives a role: the method's, or its own where it differs."""
        value, output = self.evaluation.value, role.under.get(method, role.role)
        return output if value(output) == value(role.role) else role.role

    def shifts(self, role: RoleLayout, method: str, basis: Basis) -> int | None:
        if basis == "day_work":
            return 1 if method in role.under else None
        output = role.shifts.get(method)
        return _people(self.evaluation.value(output)) if output else None

    def gaps(self) -> Iterator[Gap]:
        value = self.evaluation.value
        unknown = {role for role in self.planner.rulebook.program.roles if value(role) is None}
        for layout in self.planner.rulebook.gaps if unknown else ():
            roles = tuple(
                role
                for role, conditions in layout.blocks.items()
                if role in unknown and any(map(value, conditions))
            )
            if roles:
                yield self.gap(layout, roles)

    def gap(self, layout: GapLayout, roles: tuple[str, ...]) -> Gap:
        if layout.undefined:
            told = dict(layout.undefined.by_language)
            return Gap("", layout.department, roles, (), {"en": "", "zh": ""}, told)
        words = self.planner.words
        if layout.question:
            labels = dict(type_of(layout.fact, words).labels.by_language)
            question = dict(layout.question.by_language)
            return Gap(layout.fact, layout.department, roles, (), labels, question, is_of_work=True)
        field, places = records_without(layout.fact, self.stated, words)
        asked, either = (field, (field,)) if places else (layout.fact, ())
        places = places or self.lacking(layout.fact, roles)
        return Gap(
            layout.fact,
            layout.department,
            roles,
            (*layout.alternatives, *either),
            dict(type_of(layout.fact, words).labels.by_language),
            {
                lang: question_text(asked, places, self.stated, Style(lang, words))
                for lang in LANGUAGES
            },
            places,
        )

    def lacking(self, name: str, roles: Iterable[str]) -> tuple[int, ...]:
        """Return the positions of the records for want of whose field a role is unknown."""
        places = {
            place
            for role in roles
            for _, records in totals(self.evaluation.step(role))
            for place, record in enumerate(records)
            if name in facts_lacking(record)
        }
        return tuple(sorted(places))

    def defaults(self, planned: Iterable[tuple[DepartmentLayout, str]]) -> dict[str, Any]:
        """Return the defaults that the methods of the plan read, also those that come to zero."""
        taken: dict[str, Any] = {}
        for layout, method in planned:
            for role in layout.roles:
                if method in role.under:
                    taken |= defaults_taken(self.evaluation.step(role.under[method]))
        return taken

    def assumptions(self, taken: Mapping[str, Any]) -> Iterator[Assumption]:
        """Yield what is taken for granted, in the vocabulary's order."""
        departments = tuple(layout.department for layout in self.planner.rulebook.departments)
        for name, fact in self.planner.words.items():
            labels = dict(fact.labels.by_language)
            stated = self.stated.get(name)
            if stated is not None:
                if stated.status != "stated":
                    yield Assumption(name, stated.value, stated.status, labels)
            elif name in taken and fact.default:
                yield Assumption(name, taken[name], fact.default.status, labels)
            elif fact.default and isinstance(fact.default.value, str) and not fact.rare:
                yield Assumption(name, fact.default.value, "default", labels)
            elif fact.of_departments:
                yield Assumption(name, departments, "default", labels)


def question_text(
    name: str, records: Iterable[int], stated: Mapping[str, Stated], style: Style
) -> str:
    """
    Return what to ask the client.

    Args:
        name: The fact, or the field of records.
        records: Positions of the records that it is about.
        stated: The facts of the site.
        style: How it is written.
    """
    collection, _, _ = name.rpartition(".")
    names = dict.fromkeys(record_name(stated, collection, place, style) for place in records)
    marks = MARKS[style.language]
    about = f"{marks.comma.join(names)}{marks.colon}" if names else ""
    fact = type_of(name, style.words)
    return f"{about}{getattr(fact.question or fact.labels, style.language)}"


def records_without(
    fact: str, stated: Mapping[str, Stated], words: Vocabulary
) -> tuple[str, tuple[int, ...]]:
    """Return the field that adds up to a fact, and the positions of the records without it."""
    default = type_of(fact, words).default
    field = default.added_up if default else ""
    collection, _, _ = field.partition(".")
    records = stated[collection].records if collection in stated else ()
    return field, tuple(place for place, record in enumerate(records) if field not in record)


def _is_shown(line: Line, role: RoleLayout, method: str) -> bool:
    """Whether a role is listed: it has people, may have some, or its zero was stated."""
    if line.headcount != 0:
        return True
    is_planned = role.kind == "workforce" and method in role.under
    return is_planned and any(value is not None for value in facts_read(line.step).values())


def _people(value: Value) -> int | None:
    """Return the value of an output that counts people."""
    return value if isinstance(value, int) else None


def _span(workforces: list[int | None], leaders: list[int | None]) -> tuple[int, int] | None:
    """Return fewest and most people over the methods, or None while one is unknown."""
    known = [number for number in workforces if number is not None]
    led = [number for number in leaders if number is not None]
    if not known or len(known) < len(workforces) or len(led) < len(leaders):
        return None
    return min(known) + sum(led), max(known) + sum(led)
