"""The only place that says what to ask the client, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from staffing_norms.foundation.languages import Language
from staffing_norms.results.derivation import Style
from staffing_norms.results.planner import question_text, records_without
from staffing_norms.results.result import Result
from staffing_norms.results.steps import defaults_taken
from staffing_norms.results.wording import fact_text
from staffing_norms.sites.answers import record_names
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.intake import Stated

Reason: TypeAlias = Literal["needed", "useful", "assumed"]


@dataclass(frozen=True, slots=True)
class Question:
    """
    What to ask the client.

    Args:
        fact: The fact to state; inside records `tasks.rate`.
        alternatives: Facts any of which would do as well.
        reason: `needed` where a role stays unknown without it, `useful` where it makes the plan
            more detailed, `assumed` where a default stands for it.
        text: The question.
        departments: Ids of the departments that it is about; none for the whole site.
        roles: Ids of the roles that wait for it or rest on the default.
        records: The buildings or tasks that it is about, by name or number; else none.
        assumed: What is assumed until it is answered, as people write it; else empty.
    """

    fact: str
    alternatives: tuple[str, ...]
    reason: Reason
    text: str
    departments: tuple[str, ...]
    roles: tuple[str, ...]
    records: tuple[str, ...] = ()
    assumed: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """The fact and its alternatives."""
        return (self.fact, *self.alternatives)


class _Need(NamedTuple):
    """Why a department asks for any of some facts."""

    reason: Reason
    facts: tuple[str, ...]
    department: str = ""
    roles: tuple[str, ...] = ()
    records: tuple[int, ...] = ()
    assumed: object = None
    text: str = ""  # in place of the question of the fact


def questions(
    result: Result, stated: Mapping[str, Stated], words: Vocabulary, lang: Language
) -> Iterator[Question]:
    """
    Yield what to ask the client: what is needed, what is useful, what is assumed.

    Args:
        result: What planning the site came to.
        stated: The facts of the site.
        words: The vocabulary of facts.
        lang: The language.
    """
    needs: dict[str, list[_Need]] = {}
    asked: dict[str, str] = {}
    for need in _needs(result, stated, words, lang):
        if need.text:
            needs.setdefault(need.text, []).append(need)
            continue
        first = asked.setdefault(need.facts[0], need.facts[0])
        asked |= {fact: asked.get(fact, first) for fact in need.facts}
        same = needs.setdefault(first, [])
        if not same or same[0].reason == need.reason:
            same.append(need)
    for same in needs.values():
        yield _question(same, stated, Style(lang, words))


def _needs(
    result: Result, stated: Mapping[str, Stated], words: Vocabulary, lang: Language
) -> Iterator[_Need]:
    """Yield every reason to ask, the most urgent first."""
    for gap in result.gaps:
        if gap.fact:  # else the norm defines no figure, and no answer would
            facts = (gap.fact, *gap.alternatives)
            text = gap.question[lang] if gap.is_of_work else ""
            yield _Need("needed", facts, gap.department, gap.roles, gap.records, text=text)
    for finding in result.findings:
        for facts in finding.needs:
            field, records = records_without(facts[0], stated, words)
            either = (*facts, field) if records else facts
            yield _Need("useful", either, finding.department, (), records)
    for each in result.assumptions:
        if each.status == "default":
            for department, roles in _taken(each.fact, result) or [("", ())]:
                yield _Need("assumed", (each.fact,), department, roles, (), each.value)


def _taken(fact: str, result: Result) -> list[tuple[str, tuple[str, ...]]]:
    """Return the departments with the roles that rest on the default of a fact."""
    taken = [
        (line.department, line.role)
        for department in result.departments
        for line in department.roles.values()
        if line.is_counted and fact in defaults_taken(line.step)
    ]
    departments = dict.fromkeys(department for department, _ in taken)
    return [(each, tuple(role for home, role in taken if home == each)) for each in departments]


def _question(same: list[_Need], stated: Mapping[str, Stated], style: Style) -> Question:
    """Return what several departments ask for as one question."""
    words, lang = style.words, style.language
    first = same[0]
    fact, *alternatives = dict.fromkeys(fact for need in same for fact in need.facts)
    places = tuple(sorted({place for need in same for place in need.records}))
    field = next((each for each in first.facts if "." in each), fact)
    collection, _, _ = field.rpartition(".")
    names: list[str] = []
    if places:
        label = getattr(words[collection].labels, lang)
        names = record_names(stated[collection].records, collection, label)
    return Question(
        fact,
        tuple(alternatives),
        first.reason,
        first.text or question_text(field, places, stated, style),
        tuple(dict.fromkeys(need.department for need in same if need.department)),
        tuple(dict.fromkeys(role for need in same for role in need.roles)),
        tuple(names[place] for place in places),
        "" if first.assumed is None else fact_text(fact, first.assumed, words, lang),
    )
