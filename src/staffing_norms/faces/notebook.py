"""Shows plans, norms and sites in a notebook."""

from staffing_norms.faces import explanation, html, present
from staffing_norms.faces.markup import (
    Element,
    Languages,
    Node,
    in_each,
    named,
    style_sheet,
    tag,
    written,
)
from staffing_norms.foundation.face import face
from staffing_norms.foundation.languages import MARKS
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.layout import DepartmentLayout, MethodLayout
from staffing_norms.publications.pack import PackFile
from staffing_norms.results.context import Context
from staffing_norms.results.line import Line
from staffing_norms.results.result import Department, Result
from staffing_norms.results.wording import either
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.site import Site

# A notebook has no language setting, so both are shown; clauses are Chinese, so Chinese leads.
LANGS: Languages = ("zh", "en")


def plan_cell(result: Result, context: Context) -> str:
    """Return a plan: its figures, its table, methods compared, lists and, folded, derivations."""
    lists = (_list(each) for each in html.sections(result, context, LANGS))
    return cell(
        in_each(lambda lang: present.title(context, lang), LANGS),
        html.figures(result, context, LANGS),
        html.staffing(result.departments, result, LANGS),
        html.comparison(result.departments, result, context.stance, LANGS),
        *(part for parts in lists for part in parts),
        *_headed("derivations", [*map(_derivations, result.departments)]),
    )


def _list(section: html.Section) -> list[Element]:
    """Return a list under its heading; what is merely assumed is folded."""
    if section.tone == "assumption":
        return [_fold(named(section.name, LANGS), section.part)]
    return _headed(section.name, [section.part])


@face.register
def _(department: Department) -> str:
    """Return a department: as a plan, with what it lacks."""
    return cell(
        html.labels(department, LANGS),
        *html.questions([department], LANGS),
        html.staffing([department], None, LANGS),
        html.comparison([department], None, "", LANGS),
        *_headed("derivations", list(html.derivations(department, LANGS))),
    )


@face.register
def _(line: Line) -> str:
    """Return a line with its derivation."""
    title = in_each(lambda lang: explanation.head(line, lang), LANGS)
    return cell(title, html.derived(line, LANGS))


@face.register
def _(site: Site) -> str:
    """Return the facts of a site."""
    title: list[Node] = [site.name] if site.name else named("site", LANGS)
    return cell(title, html.facts(site.facts, site.words, LANGS))


def norms_cell(
    pack: PackFile, content: str, departments: tuple[DepartmentLayout, ...], words: Vocabulary
) -> str:
    """
    Return a norm: what it is, and the methods and roles of its departments.

    Args:
        pack: Its title page.
        content: Hash of its content.
        departments: Its departments.
        words: The facts that a site may state for it.
    """
    kinds = words["property_kind"].words
    about: dict[str, list[Node]] = {
        "norm": [pack.id],
        "version": [pack.version],
        "hash": [content],
        "fact_source": _both(pack.source),
        "property_kinds": [
            part for kind in pack.property_kinds for part in (*_both(kinds[kind].labels), " ")
        ],
    }
    return cell(
        _both(pack.title),
        html.pairs((named(name, LANGS), value) for name, value in about.items()),
        _methods(departments, words),
        *(_fold(_both(each.labels), _roles(each)) for each in departments),
    )


def _methods(departments: tuple[DepartmentLayout, ...], words: Vocabulary) -> Element:
    """Return the methods of each department, with the facts that they need."""
    names = [named(name, LANGS) for name in ("department", "method", "needs")]
    bodies = [
        tag("tbody", *(_method(each, place, words) for place in range(len(each.methods))))
        for each in departments
    ]
    return html.table("norm_methods", LANGS, html.head_row(names, (False,) * 3), *bodies)


def _method(department: DepartmentLayout, place: int, words: Vocabulary) -> Element:
    method = department.methods[place]
    size = str(len(department.methods))
    name = tag("th", *_both(department.labels), scope="rowgroup", rowspan=size)
    return tag(
        "tr",
        *([] if place else [name]),
        tag("th", *named(method.method, LANGS), scope="row"),
        tag("td", *_needs(method, words)),
    )


def _needs(method: MethodLayout, words: Vocabulary) -> list[Node]:
    """Return the facts that a method needs, any of some where they are alternatives."""
    return in_each(
        lambda lang: MARKS[lang].comma.join(
            either((getattr(words[name].labels, lang) for name in facts), lang)
            for facts, _ in method.needs
        ),
        LANGS,
    )


def _roles(department: DepartmentLayout) -> Element:
    items = (
        tag("li", *_both(role.labels), " ", tag("code", role.role)) for role in department.roles
    )
    return tag("ul", *items)


def _both(words: Bilingual) -> list[Node]:
    return in_each(lambda lang: getattr(words, lang), LANGS)


def cell(title: list[Node], *parts: Element) -> str:
    style = tag("style", style_sheet("blocks"))
    return written(
        tag("div", style, tag("p", *title, class_="title"), *parts, class_="staffing-norms")
    )


def _headed(name: str, parts: list[Element]) -> list[Element]:
    """Return parts under a heading, or nothing where there are none."""
    return [tag("p", *named(name, LANGS), class_="heading"), *parts] if parts else []


def _fold(title: list[Node], *parts: Element) -> Element:
    return tag("details", tag("summary", *title), *parts)


def _derivations(department: Department) -> Element:
    title = in_each(lambda lang: explanation.department_head(department, lang), LANGS)
    return _fold(title, *html.derivations(department, LANGS))
