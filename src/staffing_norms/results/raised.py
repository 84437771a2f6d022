"""The only place that tells the findings that a program raises for a site."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from staffing_norms.foundation.formula import Value
from staffing_norms.foundation.languages import LANGUAGES, MARKS, Language, aside
from staffing_norms.foundation.quantities import format_number
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.interpreters.evaluate import Evaluation, Step
from staffing_norms.program.beside import ADJUSTMENTS, POSTS
from staffing_norms.program.layout import DepartmentLayout, FindingLayout, Rulebook
from staffing_norms.results.result import Department, Finding
from staffing_norms.results.steps import facts_used
from staffing_norms.results.wording import either, term
from staffing_norms.sites.facts import Vocabulary, type_of
from staffing_norms.sites.intake import Stated

_SAID = ("month_day", "text", "word", "words")  # kinds of facts that are no quantities


@dataclass(frozen=True, slots=True)
class Raised:
    """
    Tells the findings of one site.

    Args:
        rulebook: The compiled norm.
        words: The vocabulary of facts.
        evaluation: The program for the site.
        stated: The facts of the site.
        read_by: The vocabulary that they were read by.
    """

    rulebook: Rulebook
    words: Vocabulary
    evaluation: Evaluation
    stated: Mapping[str, Stated]
    read_by: Vocabulary

    def findings(self, departments: Iterable[Department]) -> Iterator[Finding]:
        """Yield what to check, first the facts that count nothing."""
        yield from self.not_used(departments)
        for layout in self.rulebook.findings:
            if self.evaluation.value(layout.condition):
                yield self.finding(layout)

    def finding(self, layout: FindingLayout) -> Finding:
        value = self.evaluation.value
        figures = {name: _figure(value(output)) for name, output in layout.values.items()}
        lacking = [facts for facts, known in layout.needs if not value(known)]

        def said(text: Bilingual) -> dict[str, str]:
            return {
                lang: getattr(text, lang).format(
                    **figures,
                    printed=_ends(figures),
                    **{name: getattr(label, lang) for name, label in layout.words.items()},
                    facts=self.listed(lacking, lang),
                    items=MARKS[lang].comma.join(
                        getattr(item, lang) for item, holds in layout.items if value(holds)
                    ),
                )
                for lang in LANGUAGES
            }

        return Finding(
            layout.code,
            layout.severity,
            layout.department,
            said(layout.message),
            tuple(lacking),
            tuple(role for role, concerned in layout.roles.items() if value(concerned)),
            layout.citation,
            said(layout.satisfied_by) if layout.satisfied_by else {},
        )

    def not_used(self, departments: Iterable[Department]) -> Iterator[Finding]:
        """Yield what to say of the facts that count nothing; while a role is unknown, any may."""
        lines = [line for each in departments for line in each.roles.values()]
        is_known = all(line.headcount is not None for line in lines)
        words = self.words
        idle = {name for name in self.stated if name in words and words[name].kind not in _SAID}
        idle -= self.used(idle, [line.step for line in lines]) if is_known else idle
        told = [name for name in self.stated if name not in words or name in idle]
        if told:
            layout = self.rulebook.apart["fact.not_used"]
            others = self.other_methods(departments)
            message: dict[str, str] = {
                lang: getattr(layout.message, lang).format(facts=self.idle(told, others, lang))
                for lang in LANGUAGES
            }
            yield Finding(layout.code, layout.severity, layout.department, message)

    def other_methods(
        self, departments: Iterable[Department]
    ) -> list[tuple[DepartmentLayout, str, set[str]]]:
        """Return the methods that the plan does not take, with the facts that each would count."""
        taken = {each.department: each.method for each in departments}
        others = (
            (layout, each.method)
            for layout in self.rulebook.departments
            for each in layout.methods
            if taken.get(layout.department, each.method) != each.method
        )
        step = self.evaluation.step
        return [
            (
                layout,
                method,
                facts_used(step(r.under[method]) for r in layout.roles if method in r.under),
            )
            for layout, method in others
        ]

    def idle(
        self,
        facts: Iterable[str],
        others: Iterable[tuple[DepartmentLayout, str, set[str]]],
        lang: Language,
    ) -> str:
        """Return facts by the methods that would count them."""
        groups: dict[str, list[str]] = {}
        for name in facts:
            ways = (
                f"{layout.department}={method}"
                if lang == "en"
                else f"{layout.labels.zh}={term(method, lang)}"
                for layout, method, counted in others
                if name in counted
            )
            methods = either(ways, lang)
            label = getattr(self.read_by[name].labels, lang)
            groups.setdefault(methods, []).append(label)
        with_method = term("with_method", lang)
        return MARKS[lang].semicolon.join(
            MARKS[lang].comma.join(labels)
            + aside([with_method.format(methods=methods)] if methods else [], lang)
            for methods, labels in groups.items()
        )

    def used(self, facts: Iterable[str], roles: Iterable[Step]) -> set[str]:
        """Return facts that count: for roles, else for what stands beside, cover or the law."""
        used, rulebook = {*facts_used(roles), POSTS, ADJUSTMENTS}, self.rulebook
        if used.issuperset(facts):
            return used
        others = [rulebook.cover.leave, *rulebook.cover.available.values()]
        others += [each.condition for each in rulebook.findings if each.citation]
        return used | facts_used(map(self.evaluation.step, others))

    def listed(self, lacking: Iterable[tuple[str, ...]], lang: Language) -> str:
        words = self.words
        return MARKS[lang].comma.join(
            either((getattr(type_of(name, words).labels, lang) for name in facts), lang)
            for facts in lacking
        )


def _figure(value: Value) -> str:
    """Write a figure that a message names, or a text that the site states."""
    if isinstance(value, str):
        return value
    return format_number(value) if isinstance(value, int | Fraction) else "?"


def _ends(figures: Mapping[str, str]) -> str:
    """Return the ends of a printed figure: a range, or one number."""
    ends = dict.fromkeys(figures[end] for end in ("low", "high") if end in figures)
    return "–".join(ends)
