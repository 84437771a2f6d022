"""The only place that lays out a norm as it is printed: tables of what it says, with clauses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from staffing_norms.authoring.notation import Notation
from staffing_norms.faces import html, present
from staffing_norms.faces.markup import Element, Node, tag
from staffing_norms.faces.text import aligned, barred
from staffing_norms.foundation.formula import Formula, Output, Ref, Source, nodes
from staffing_norms.foundation.quantities import reference, units
from staffing_norms.planning.norms import Norms
from staffing_norms.program.gaps import UNDEFINED
from staffing_norms.program.layout import DepartmentLayout, MethodLayout, RoleLayout
from staffing_norms.results.derivation import Language, Style
from staffing_norms.results.wording import MARKS, aside, printed_figure, standing, term
from staffing_norms.sites.facts import Activity

Form: TypeAlias = Literal["table", "markdown", "html"]

_METHODS = ("method", "needs", "taken")
_ROLES = ("role", "method", "basis", "clause", "status")
_RATES = ("activity", "work_rate", "clause", "status")
_COVER = ("role", "by_day", "pool")
_READINGS = ("clause", "status", "readings")
_STANDARDS = ("standard", "figure", "clause", "status", "note")
_OTHERS = ("entry", "basis", "clause", "status")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: its headings, which are terms, and its rows."""

    headings: tuple[str, ...]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class _Section:
    """The tables of a department, or of what concerns several; and a list."""

    name: str
    tables: tuple[_Table, ...]
    items: tuple[str, ...] = ()


def printed_norm(norms: Norms, lang: Language, form: Form = "markdown") -> str:
    """
    Return a norm as it is printed: methods, roles, work rates and readings of each department.

    Args:
        norms: The norm.
        lang: Language of labels and formulas.
        form: Markdown, tables for a terminal, or an HTML page that needs nothing else.
    """
    title = f"{norms.title[lang]}{aside([f'{norms.id} {norms.version}'], lang)}"
    sections = list(_Tables(norms, lang).sections())
    stamp = norms.stamp
    about = standing(norms.property_kinds, stamp["trust"], stamp["source"], lang)
    if form == "html":
        return _page(title, about, sections, lang)
    mark, draw = ("#", _barred) if form == "markdown" else ("", _aligned)
    parts = [f"{mark} {title}\n{about}".strip(), term("norm_legend", lang)]
    for section in sections:
        parts.append(f"## {section.name}" if mark else section.name.replace("`", ""))
        parts += [draw(table, lang) for table in section.tables]
        parts += ["\n".join(f"- {item}" for item in section.items)] if section.items else []
    return "\n\n".join([*parts, ""])


class _Tables:
    """
    The tables of a norm.

    Args:
        norms: The norm.
        lang: Language of labels and formulas.
    """

    def __init__(self, norms: Norms, lang: Language) -> None:
        self._lang: Language = lang
        self._norms = norms
        self._told_of = norms.rulebook.cover.by_law
        self._activities = norms.words["tasks"].activities
        outputs = {output.name: output for output in norms.rulebook.program.outputs}
        self._notation = Notation(outputs, Style(lang, norms.words))

    def sections(self) -> Iterator[_Section]:
        """Yield a section for each department, and one for what stands in none of them."""
        for layout in self._norms.rulebook.departments:
            name = f"{getattr(layout.labels, self._lang)} `{layout.department}`"
            found = (
                (_METHODS, self.methods(layout.methods)),
                (_ROLES, self.roles(layout)),
                (_RATES, self.rates(layout.department)),
                (_COVER, self.cover(layout.roles)),
                (_READINGS, self.readings(layout.department)),
            )
            yield _section(name, found)
        of_site = [(_OTHERS, self.others()), (_READINGS, self.readings("factor", "total"))]
        standards = _section(term("standards", self._lang), [(_STANDARDS, self.standards())])
        yield from (
            each for each in (_section(term("site", self._lang), of_site), standards) if each.tables
        )
        items = tuple(item.text for item in present.changes(self._norms.stamp, self._lang))
        if items:
            yield _Section(term("changes", self._lang), (), items)

    def methods(self, methods: Iterable[MethodLayout]) -> Iterator[list[str]]:
        """Yield every method, the facts that it needs, and when it is taken."""
        marks = MARKS[self._lang]
        either = f"{marks.code}{term('or', self._lang)}{marks.code}"
        for each in methods:
            needs = marks.comma.join(
                either.join(getattr(self._norms.words[name].labels, self._lang) for name in facts)
                for facts, _ in each.needs
            )
            taken = ["if_stated" if each.whole else "if_asked"]
            taken += ["one_quota"] if each.composite else []
            told = marks.semicolon.join(term(name, self._lang) for name in taken)
            yield [f"{term(each.method, self._lang)} `{each.method}`", needs, told]

    def readings(self, *owners: str) -> Iterator[list[str]]:
        """Yield how clauses are read, and what else is to be known of them."""
        starts = tuple(f"{stem}{owner}." for owner in owners for stem in ("", UNDEFINED))
        found: dict[tuple[str, str, str], None] = {}
        for name, output in self._notation.outputs.items():
            source = output.source if name.startswith(starts) else None
            for said in (source.reading, source.note) if source else ():
                status = term(source.status, self._lang) if source else ""
                for text in [dict(said)[self._lang]] if said else []:
                    found[source.clause if source else "", status, text] = None
        yield from map(list, found)

    def standards(self) -> Iterator[list[str]]:
        """Yield what is asked of the service beside people."""
        for each in self._norms.standards:
            name = f"{getattr(each.labels, self._lang)} `{each.id}`"
            figure = f"{printed_figure(each.figure, self._lang)} {getattr(each.unit, self._lang)}"
            remarks = [said for said in (each.reading, each.note) if said]
            note = MARKS[self._lang].code.join(getattr(said, self._lang) for said in remarks)
            yield [name, figure, each.clause, term(each.status, self._lang), note]

    def others(self) -> Iterator[list[str]]:
        """Yield whatever has a clause and stands in no other table."""
        for name, output in self._notation.outputs.items():
            if output.source and name not in self._told_of:
                text = self._notation.text(output.formula)
                yield [f"`{name}`", text, *self._told([output.source])]

    def roles(self, layout: DepartmentLayout) -> Iterator[list[str]]:
        """Yield every role, once for all methods under which its formula is the same."""
        for role in layout.roles:
            name = f"{getattr(role.labels, self._lang)} `{role.role}`"
            for (formula, *told), methods in self._figures(role).items():
                yield [name, MARKS[self._lang].comma.join(methods), formula, *told]
        for each in layout.as_needed:
            name = f"{getattr(each.labels, self._lang)} `{each.role}`"
            yield [name, "", term("as_needed", self._lang), *self._told([each.source])]

    def _figures(self, role: RoleLayout) -> dict[tuple[str, ...], dict[str, None]]:
        """Return formula, clauses and statuses of a role, with what the methods are called."""
        found: dict[tuple[str, ...], dict[str, None]] = {}
        for method, output in role.under.items():
            formula = self._notation.outputs[output].formula
            self._tell(Ref(output))
            row = self._notation.text(formula), *self._told(self._notation.sources(formula))
            called = term("leaders" if role.kind == "leader" else method, self._lang)
            found.setdefault(row, {})[called] = None
        return found

    def cover(self, roles: Iterable[RoleLayout]) -> Iterator[list[str]]:
        """Yield the roles that are relieved by day, or in a pool."""
        for role in roles:
            cover = self._norms.rulebook.cover.roles[role.role]
            by_day = (getattr(self._norms.words[fact].labels, self._lang) for fact in cover.duty)
            pool = getattr(cover.pool_labels, self._lang, "")
            if cover.duty or pool:
                name = f"{getattr(role.labels, self._lang)} `{role.role}`"
                yield [name, " × ".join(by_day), pool]

    def rates(self, department: str) -> Iterator[list[str]]:
        """Yield every activity that a department rates, and the ways of doing it."""
        prefix = f"{department}.rate."
        rated = {
            name.removeprefix(prefix): output
            for name, output in self._notation.outputs.items()
            if name.startswith(prefix)
        }
        self._told_of.update(f"{prefix}{work}" for work in rated)
        for name in dict.fromkeys(work.partition(":")[0] for work in rated):
            activity = self._activities[name]
            yield from self._ways(name, activity, rated)

    def _ways(self, name: str, activity: Activity, rated: dict[str, Output]) -> Iterator[list[str]]:
        """Yield an activity by itself, where it may stand alone, and each way of doing it."""
        label = f"{getattr(activity.labels, self._lang)} `{name}`"
        if activity.unit:
            yield [label, *self._rate(rated.get(name), activity.unit)]
        for way, variant in activity.variants.items():
            told = f"{label} · {getattr(variant.labels, self._lang)} `{way}`"
            yield [told, *self._rate(rated.get(f"{name}:{way}"), variant.unit)]

    def _rate(self, rate: Output | None, unit: str) -> list[str]:
        """Return a work rate, with its clause and status; a task may have to bring its own."""
        label = reference(units()[unit].dimension).labels[self._lang]
        if rate is None:
            return [term("own_rate", self._lang).format(unit=label), "", ""]
        if isinstance(rate.formula, Ref):  # that of another activity
            rate = self._notation.outputs[rate.formula.output]
        figure = f"{self._notation.text(rate.formula)} {label}"
        told = term("an_hour", self._lang).format(figure=figure)
        return [told, *self._told([rate.source] if rate.source else [])]

    def _tell(self, formula: Formula) -> None:
        """Keep in mind the outputs that a formula refers to."""
        for node in nodes(formula):
            if isinstance(node, Ref) and node.output not in self._told_of:
                self._told_of.add(node.output)
                self._tell(self._notation.outputs[node.output].formula)

    def _told(self, sources: Iterable[Source]) -> tuple[str, str]:
        """Return the clauses, and how they are read."""
        found = list(sources)
        clauses = dict.fromkeys(source.clause for source in found)
        statuses = dict.fromkeys(term(source.status, self._lang) for source in found)
        semicolon = MARKS[self._lang].semicolon
        return semicolon.join(clauses), semicolon.join(statuses)


def _section(name: str, found: Iterable[tuple[tuple[str, ...], Iterable[list[str]]]]) -> _Section:
    """Return a section without the tables that have no rows."""
    tables = (_Table(headings, list(rows)) for headings, rows in found)
    return _Section(name, tuple(table for table in tables if table.rows))


def _names(table: _Table, lang: Language) -> list[str]:
    return [term(name, lang) for name in table.headings]


def _barred(table: _Table, lang: Language) -> str:
    """Return a table in Markdown; the bar between the figures of a range is no bar of it."""
    rows = [[cell.replace("|", "¦") for cell in row] for row in table.rows]
    return "\n".join(barred(_names(table, lang), rows, [False] * len(table.headings)))


def _aligned(table: _Table, lang: Language) -> str:
    rows = [[cell.replace("`", "") for cell in row] for row in table.rows]
    return "\n".join(aligned(_names(table, lang), rows, [False] * len(table.headings)))


def _page(title: str, about: str, sections: Iterable[_Section], lang: Language) -> str:
    """Return a page that needs nothing else."""
    parts = (
        tag(
            "section",
            tag("h2", *_coded(section.name)),
            *(_drawn(table, lang) for table in section.tables),
            *([tag("ul", *(tag("li", item) for item in section.items))] if section.items else []),
        )
        for section in sections
    )
    header = tag("header", tag("h1", title), tag("p", about), tag("p", term("norm_legend", lang)))
    return html.sheet(title, lang, header, *parts)


def _drawn(table: _Table, lang: Language) -> Element:
    """Return a table as an element."""
    rows = (tag("tr", *(tag("td", *_coded(cell)) for cell in row)) for row in table.rows)
    names: list[list[Node]] = [[name] for name in _names(table, lang)]
    head = html.head_row(names, [False] * len(names))
    return html.table(table.headings[0], (lang,), head, tag("tbody", *rows))


def _coded(text: str) -> Iterator[Node]:
    """Yield a text whose ids stand in back quotes, these as code."""
    for place, part in enumerate(text.split("`")):
        if part:
            yield tag("code", part) if place % 2 else part
