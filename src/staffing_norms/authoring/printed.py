"""The only place that lays out a norm as it is printed: tables of what it says, with clauses."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal, TypeAlias

from staffing_norms.authoring.notation import Notation
from staffing_norms.faces import html, lists
from staffing_norms.faces.blocks import Block, Heading, Listed, Paragraph, Table, as_text
from staffing_norms.faces.markup import Element, Node, tag
from staffing_norms.faces.pages import as_elements
from staffing_norms.foundation.formula import Formula, Output, Ref, Source, nodes
from staffing_norms.foundation.languages import MARKS, Language, aside
from staffing_norms.foundation.units import reference, units
from staffing_norms.planning.norms import Norms
from staffing_norms.program.layout import DepartmentLayout, MethodLayout, RoleLayout
from staffing_norms.program.names import rate_of, undefined
from staffing_norms.results.derivation import Style
from staffing_norms.results.wording import either, printed_figure, standing, term
from staffing_norms.sites.activities import Activity, parts_of, work_of

Form: TypeAlias = Literal["table", "markdown", "html"]

_METHODS = ("method", "needs", "taken")
_ROLES = ("role", "method", "basis", "clause", "status")
_RATES = ("activity", "work_rate", "clause", "status")
_COVER = ("role", "by_day", "pool")
_READINGS = ("clause", "status", "readings")
_STANDARDS = ("standard", "figure", "clause", "status", "note")
_OTHERS = ("entry", "basis", "clause", "status")
_HEAD = 3  # blocks that head a page


def printed_norm(norms: Norms, lang: Language, form: Form = "markdown") -> str:
    """
    Return a norm as it is printed: methods, roles, work rates and readings of each department.

    Args:
        norms: The norm.
        lang: Language of labels and formulas.
        form: Markdown, tables for a terminal, or an HTML page that needs nothing else.
    """
    if form == "table":
        return as_text(norm_blocks(norms, lang, has_marks=False)) + "\n"
    blocks = norm_blocks(norms, lang)
    if form == "markdown":
        return as_text(blocks, markdown=True) + "\n"
    parts = list(map(_coded, as_elements(blocks, langs=(lang,))))
    head = tag("header", *parts[:_HEAD])
    return html.sheet(_title(norms, lang), lang, head, *parts[_HEAD:])


def norm_blocks(norms: Norms, lang: Language, *, has_marks: bool = True) -> list[Block]:
    """
    Return the blocks of a norm as it is printed.

    Args:
        norms: The norm.
        lang: Language of labels and formulas.
        has_marks: Whether ids stand between back quotes, as in Markdown.
    """
    stamp = norms.stamp
    about = standing(norms.property_kinds, stamp["trust"], stamp["source"], lang)
    blocks: list[Block] = [Heading(_title(norms, lang), 1), Paragraph(about)]
    blocks += [Paragraph(term("norm_legend", lang)), *_Tables(norms, lang).blocks()]
    return blocks if has_marks else [_without_marks(block) for block in blocks]


def _title(norms: Norms, lang: Language) -> str:
    return f"{norms.title[lang]}{aside([f'{norms.id} {norms.version}'], lang)}"


def _without_marks(block: Block) -> Block:
    match block:
        case Heading(text):
            return replace(block, text=text.replace("`", ""))
        case Table(rows=rows):
            return replace(block, rows=[[cell.replace("`", "") for cell in row] for row in rows])
        case _:
            return block


def _coded(element: Element) -> Element:
    """Return an element in which ids that stand between back quotes are code."""
    inner = (part for child in element.children for part in _parts(child))
    return replace(element, children=tuple(inner))


def _parts(node: Node) -> Iterator[Node]:
    if isinstance(node, Element):
        yield _coded(node)
        return
    for place, part in enumerate(node.split("`")):
        if part:
            yield tag("code", part) if place % 2 else part


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

    def blocks(self) -> Iterator[Block]:
        """Yield a part for each department, and for what stands in none of them."""
        for layout in self._norms.rulebook.departments:
            yield Heading(f"{getattr(layout.labels, self._lang)} `{layout.department}`")
            yield from self._tables(
                (_METHODS, self.methods(layout.methods)),
                (_ROLES, self.roles(layout)),
                (_RATES, self.rates(layout.department)),
                (_COVER, self.cover(layout.roles)),
                (_READINGS, self.readings(layout.department)),
            )
        of_site = [(_OTHERS, self.others()), (_READINGS, self.readings("factor", "total"))]
        for name, found in (("site", of_site), ("standards", [(_STANDARDS, self.standards())])):
            tables = list(self._tables(*found))
            if tables:
                yield Heading(term(name, self._lang))
                yield from tables
        items = [item.text for item in lists.changes(self._norms.stamp, self._lang)]
        if items:
            yield Heading(term("changes", self._lang))
            yield Listed(items)

    def _tables(self, *found: tuple[tuple[str, ...], Iterable[list[str]]]) -> Iterator[Table]:
        """Yield tables, without those that have no rows."""
        for names, lines in found:
            # The bar between the figures of a range is none between cells.
            rows = [[cell.replace("|", "¦") for cell in line] for line in lines]
            if rows:
                headings = [term(name, self._lang) for name in names]
                yield Table(names[0], headings, rows, [False] * len(names))

    def methods(self, methods: Iterable[MethodLayout]) -> Iterator[list[str]]:
        """Yield every method, the facts that it needs, and when it is taken."""
        marks = MARKS[self._lang]
        for each in methods:
            needs = marks.comma.join(
                either(
                    (getattr(self._norms.words[name].labels, self._lang) for name in facts),
                    self._lang,
                )
                for facts, _ in each.needs
            )
            taken = ["if_stated" if each.whole else "if_asked"]
            taken += ["one_quota"] if each.composite else []
            told = marks.semicolon.join(term(name, self._lang) for name in taken)
            yield [f"{term(each.method, self._lang)} `{each.method}`", needs, told]

    def readings(self, *owners: str) -> Iterator[list[str]]:
        """Yield how clauses are read, and what else is to be known of them."""
        starts = tuple(f"{name}." for owner in owners for name in (owner, undefined(owner)))
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
            note = MARKS[self._lang].blank.join(getattr(said, self._lang) for said in remarks)
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
        prefix = rate_of(department, "")
        rated = {
            name.removeprefix(prefix): output
            for name, output in self._notation.outputs.items()
            if name.startswith(prefix)
        }
        self._told_of.update(f"{prefix}{work}" for work in rated)
        for name in dict.fromkeys(parts_of(work)[0] for work in rated):
            activity = self._activities[name]
            yield from self._ways(name, activity, rated)

    def _ways(self, name: str, activity: Activity, rated: dict[str, Output]) -> Iterator[list[str]]:
        """Yield an activity by itself, where it may stand alone, and each way of doing it."""
        label = f"{getattr(activity.labels, self._lang)} `{name}`"
        if activity.unit:
            yield [label, *self._rate(rated.get(name), activity.unit)]
        for way, variant in activity.variants.items():
            told = f"{label} · {getattr(variant.labels, self._lang)} `{way}`"
            yield [told, *self._rate(rated.get(work_of(name, way)), variant.unit)]

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
