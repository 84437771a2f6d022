"""Shows plans, norms and sites in a notebook."""

from staffing_norms.faces import html, present
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
from staffing_norms.faces.present import Context
from staffing_norms.foundation.face import face
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.program.layout import DepartmentLayout, MethodLayout
from staffing_norms.publications.pack import PackFile
from staffing_norms.results.result import Department, Line, Result
from staffing_norms.results.wording import MARKS, term
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.site import Site

# A notebook has no language setting, so both are shown; clauses are Chinese, so Chinese leads.
LANGS: Languages = ("zh", "en")


def plan_cell(result: Result, context: Context) -> str:
    """Return a plan: its figures, what is open, the comparison, and the derivations folded."""
    return cell(
        in_each(lambda lang: present.title(context, lang), LANGS),
        html.figures(result, context, LANGS),
        *_headed("gap", html.questions(result.departments, LANGS, codes=True)),
        html.comparison(result.departments, result, context.stance, LANGS),
        *_headed("finding", html.findings(result, LANGS)),
        _fold(named("staffing", LANGS), html.staffing(result.departments, result, LANGS)),
        *_headed("posts_demanded", html.posts(result, context, LANGS)),
        *_headed("adjustments", html.adjustments(result, context, LANGS)),
        *_headed("derivations", [_derivations(each, context) for each in result.departments]),
        *_folded("assumption", html.assumptions(result, context, LANGS)),
    )


@face.register
def _(department: Department) -> str:
    """Return a department: as a plan, but for the facts of the site, which it does not know."""
    return cell(
        html.labels(department, LANGS),
        *html.questions([department], LANGS, codes=True),
        html.comparison([department], None, "", LANGS),
        html.staffing([department], None, LANGS),
        *_headed("derivations", list(html.derivations(department, None, LANGS))),
    )


@face.register
def _(line: Line) -> str:
    """Return a line with its derivation."""
    title = in_each(lambda lang: present.head(line, lang), LANGS)
    return cell(title, html.derived(line, None, LANGS))


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
        "source": _both(pack.source),
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
            f"{MARKS[lang].code}{term('or', lang)}{MARKS[lang].code}".join(
                getattr(words[name].labels, lang) for name in either
            )
            for either, _ in method.needs
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


def _folded(name: str, parts: list[Element]) -> list[Element]:
    return [_fold(named(name, LANGS), *parts)] if parts else []


def _fold(title: list[Node], *parts: Element) -> Element:
    return tag("details", tag("summary", *title), *parts)


def _derivations(department: Department, context: Context) -> Element:
    title = in_each(lambda lang: present.department_head(department, lang), LANGS)
    return _fold(title, *html.derivations(department, context, LANGS))
