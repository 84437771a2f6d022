"""Writes the lists beside a staffing table: what is asked, found, assumed, decided, changed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from staffing_norms.faces.explanation import adjustment_text, post_text
from staffing_norms.faces.present import change_text
from staffing_norms.foundation.languages import MARKS, Language, aside
from staffing_norms.results.context import Context
from staffing_norms.results.questions import questions as asked_of
from staffing_norms.results.result import Department, Result
from staffing_norms.results.wording import fact_text, term

Audience: TypeAlias = Literal["client", "internal"]
Tone: TypeAlias = Literal["question", "finding", "assumption", "plain"]


class Item(NamedTuple):
    """
    A question, a finding or an assumption, in one language.

    Args:
        about: The department or fact that it is about, with a colon.
        text: What is said.
        code: Fact to state, or code of the finding.
        note: The roles that wait for an answer, or the severity of a finding.
    """

    about: str
    text: str
    code: str = ""
    note: str = ""


class Section(NamedTuple):
    """
    A list that stands beside the staffing table, in one language.

    Args:
        name: The term that heads it.
        tone: Whether it asks, warns, or says what is taken for granted.
        items: What it lists.
    """

    name: str
    tone: Tone
    items: tuple[Item, ...]


def sections(
    result: Result, context: Context, lang: Language, audience: Audience = "internal"
) -> Iterator[Section]:
    """Yield the lists of a plan in the order of every face, those with items, for an audience."""
    every: tuple[tuple[str, Tone, Audience | None, Iterable[Item]], ...] = (
        ("gap", "question", None, questions(result.departments, lang)),
        # The house reads the same as a finding.
        ("suggested", "question", "client", suggested(result, context, lang)),
        ("posts_demanded", "plain", None, posts(result, context, lang)),
        ("adjustments", "plain", None, adjustments(result, context, lang)),
        ("finding", "finding", "internal", findings(result, lang)),
        ("assumption", "assumption", None, assumptions(result, context, lang)),
        ("changes", "plain", None, changes(context.norms, lang)),
    )
    for name, tone, only, found in every:
        items = tuple(found) if only in (None, audience) else ()
        if items:
            yield Section(name, tone, items)


def questions(departments: Iterable[Department], lang: Language) -> Iterator[Item]:
    """Yield what to ask the client; what several departments lack is asked once."""
    marks = MARKS[lang]
    asked: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for department in departments:
        for gap in department.gaps:
            names, roles = asked.setdefault((gap.question[lang], gap.fact), ([], []))
            names.append(department.labels[lang])
            roles += [department.roles[role].labels[lang] for role in gap.roles]
    for (question, fact), (names, roles) in asked.items():
        note = f"{term('blocks', lang)}{marks.colon}{marks.comma.join(roles)}"
        yield Item(f"{marks.comma.join(names)}{marks.colon}", question, fact, note)


def suggested(result: Result, context: Context, lang: Language) -> Iterator[Item]:
    """Yield what to ask the client besides: the answers would make the plan more detailed."""
    marks = MARKS[lang]
    names = {each.department: each.labels[lang] for each in result.departments}
    for each in asked_of(result, context.stated, context.words, lang):
        if each.reason == "useful":
            about = marks.comma.join(names[department] for department in each.departments)
            yield Item(f"{about}{marks.colon}", each.text, each.fact)


def findings(result: Result, lang: Language) -> Iterator[Item]:
    """Yield what to check; of the law also its clause and what would satisfy it."""
    marks = MARKS[lang]
    names = {each.department: each.labels[lang] for each in result.departments}
    roles = {
        role: of.labels[lang] for each in result.departments for role, of in each.roles.items()
    }
    roles |= {head.key: head.labels[lang] for head in result.every_head}
    for each in result.findings:
        concerned = marks.comma.join(roles[role] for role in each.roles)
        about = concerned or names.get(each.department, term("site", lang))
        text = f"{each.told_in(lang)}{aside(filter(None, [each.citation]), lang)}"
        yield Item(f"{about}{marks.colon}", text, each.code, term(each.severity, lang))


def assumptions(result: Result, context: Context, lang: Language) -> Iterator[Item]:
    """Yield what the plan takes for granted."""
    for each in result.assumptions:
        text = fact_text(each.fact, each.value, context.words, lang)
        status = aside([term(each.status, lang)], lang)
        yield Item(f"{each.labels[lang]}{MARKS[lang].colon}", f"{text}{status}")


def posts(result: Result, context: Context, lang: Language) -> Iterator[Item]:
    """Yield the posts that are demanded."""
    for each in result.posts:
        about = f"{each.labels[lang]}{MARKS[lang].colon}"
        yield Item(about, post_text(each, context.words, lang))


def adjustments(result: Result, context: Context, lang: Language) -> Iterator[Item]:
    """Yield the adjustments."""
    for each in result.adjustments:
        about = f"{each.labels[lang]}{MARKS[lang].colon}"
        yield Item(about, adjustment_text(each, context.words, lang))


def changes(stamp: Mapping[str, Any], lang: Language) -> Iterator[Item]:
    """Yield what a company changed of the published norm, by the stamp of its own."""
    return (Item("", change_text(change, lang)) for change in stamp["changes"])
