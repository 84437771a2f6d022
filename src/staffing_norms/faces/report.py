"""Lays a plan out as a page to print, for the client or for the house."""

from collections.abc import Iterable, Iterator

from staffing_norms.faces import html, present
from staffing_norms.faces.lists import Audience
from staffing_norms.faces.markup import (
    Element,
    Languages,
    in_each,
    named,
    tag,
)
from staffing_norms.foundation.languages import Language
from staffing_norms.results.context import Context
from staffing_norms.results.result import Department, Result
from staffing_norms.results.wording import term


def report(result: Result, context: Context, lang: Language, audience: Audience) -> str:
    """
    Return a plan as one page that needs nothing else: no script, no picture, no network.

    Args:
        result: The plan.
        context: What it is printed with.
        lang: The language of the page.
        audience: For whom it is; a client's page is shorter, without findings, the comparison of
            methods, and what the house notes of clauses.
    """
    title = filter(None, (context.site, term("report", lang)))
    sections = (
        tag("section", tag("h2", term(name, lang)), *inner, class_=name)
        for name, inner in _sections(result, context, (lang,), audience)
    )
    head = _letterhead(context, lang, internal=audience == "internal")
    return html.sheet(" · ".join(title), lang, head, *sections)


def _letterhead(context: Context, lang: Language, *, internal: bool) -> Element:
    """Return whose plan it is, by which norm and at which stance."""
    norms, langs = context.norms, (lang,)
    identity = (("id", norms["id"]), ("hash", norms["hash"])) if internal else ()
    about = (
        ("norm", context.title[lang]),
        ("version", norms["version"]),
        *present.stamp(context, lang),
        ("trust", term(f"trust_{norms['trust']}", lang)),
        ("norm_source", norms["source"][lang]),
        ("printed_for", present.printed_for(context, lang)),
        *identity,
        ("stance", term(context.stance, lang)),
        ("library", f"staffing-norms {context.library}"),
    )
    return tag(
        "header",
        tag("h1", context.site or term("report", lang)),
        *([tag("p", term("report", lang), class_="kind")] if context.site else []),
        *([tag("p", term("internal", lang), class_="internal")] if internal else []),
        html.pairs((named(name, langs), [text]) for name, text in about if text),
    )


def _sections(
    result: Result, context: Context, langs: Languages, audience: Audience
) -> Iterator[tuple[str, list[Element]]]:
    """Yield the sections of a page, in order, each with the term that heads it."""
    departments, internal = result.departments, audience == "internal"
    compared = [html.comparison(departments, result, context.stance, langs)] if internal else []
    told = in_each(lambda lang: present.basis_text(result, lang), langs)
    basis = tag("p", *told, class_="basis-note")
    every = tuple(html.sections(result, context, langs, audience))
    yield "summary", [html.figures(result, context, langs), *compared, basis]
    yield from ((each.name, [each.part]) for each in every if each.tone == "question")
    yield "staffing", [html.staffing(departments, result, langs)]
    yield "site_facts", [html.facts(context.stated, context.words, langs)]
    yield from ((each.name, [each.part]) for each in every if each.tone != "question")
    yield "derivations", [*_derivations(departments, langs, brief=not internal)]
    if not internal:
        yield "about", html.clauses(result, langs[0])


def _derivations(
    departments: Iterable[Department], langs: Languages, *, brief: bool
) -> Iterator[Element]:
    for each in departments:
        yield tag("h3", *html.labels(each, langs))
        yield from html.derivations(each, langs, brief=brief)
