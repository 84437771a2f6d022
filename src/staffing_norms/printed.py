"""The only place that lays out a norm as it is printed: its roles and its work rates, as tables."""

from collections.abc import Iterable, Iterator

from staffing_norms.derivation import Language, Style
from staffing_norms.facts import Activity
from staffing_norms.formula import Output, Source
from staffing_norms.layout import DepartmentLayout, RoleLayout
from staffing_norms.norms import Norms
from staffing_norms.notation import Notation
from staffing_norms.quantities import reference, units
from staffing_norms.wording import MARKS, aside, term

_ROLES = ("role", "method", "basis", "clause", "status")
_RATES = ("activity", "work_rate", "clause", "status")


def printed_norm(norms: Norms, lang: Language) -> str:
    """
    Return a norm as Markdown: a table of roles and one of work rates for each department.

    Args:
        norms: The norm.
        lang: Language of labels and formulas.
    """
    tables = _Tables(norms, lang)
    head = f"# {norms.title[lang]}{aside([f'{norms.id} {norms.version}'], lang)}"
    parts = [head, term("norm_legend", lang)]
    for layout in norms.rulebook.departments:
        parts.append(f"## {getattr(layout.labels, lang)} `{layout.department}`")
        parts.append(_table(_ROLES, tables.roles(layout), lang))
        rates = list(tables.rates(layout.department))
        parts += [_table(_RATES, rates, lang)] if rates else []
    return "\n\n".join([*parts, ""])


class _Tables:
    """
    The rows of a norm's tables.

    Args:
        norms: The norm.
        lang: Language of labels and formulas.
    """

    def __init__(self, norms: Norms, lang: Language) -> None:
        self._lang: Language = lang
        self._activities = norms.words["tasks"].activities
        outputs = {output.name: output for output in norms.rulebook.program.outputs}
        self._notation = Notation(outputs, Style(lang, norms.words))

    def roles(self, layout: DepartmentLayout) -> Iterator[list[str]]:
        """Yield every role, once for all methods under which its formula is the same."""
        for role in layout.roles:
            name = f"{getattr(role.labels, self._lang)} `{role.role}`"
            for (formula, *told), methods in self._figures(role).items():
                yield [name, MARKS[self._lang].comma.join(methods), formula, *told]

    def _figures(self, role: RoleLayout) -> dict[tuple[str, ...], dict[str, None]]:
        """Return formula, clauses and statuses of a role, with what the methods are called."""
        found: dict[tuple[str, ...], dict[str, None]] = {}
        for method, output in role.under.items():
            formula = self._notation.outputs[output].formula
            row = self._notation.text(formula), *self._told(self._notation.sources(formula))
            called = term("leaders" if role.kind == "leader" else method, self._lang)
            found.setdefault(row, {})[called] = None
        return found

    def rates(self, department: str) -> Iterator[list[str]]:
        """Yield every activity that a department rates, and the ways of doing it."""
        prefix = f"{department}.rate."
        rated = {
            name.removeprefix(prefix): output
            for name, output in self._notation.outputs.items()
            if name.startswith(prefix)
        }
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
        figure = f"{self._notation.text(rate.formula)} {label}"
        told = term("an_hour", self._lang).format(figure=figure)
        return [told, *self._told([rate.source] if rate.source else [])]

    def _told(self, sources: Iterable[Source]) -> tuple[str, str]:
        """Return the clauses, and how they are read."""
        found = list(sources)
        clauses = dict.fromkeys(source.clause for source in found)
        statuses = dict.fromkeys(term(source.status, self._lang) for source in found)
        semicolon = MARKS[self._lang].semicolon
        return semicolon.join(clauses), semicolon.join(statuses)


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]], lang: Language) -> str:
    names = [term(name, lang) for name in headings]
    return "\n".join(map(_row, [names, ["---"] * len(names), *rows]))


def _row(cells: Iterable[str]) -> str:
    """Return a row; the bar between the figures of a range is no bar of the table."""
    return f"| {' | '.join(cell.replace('|', '¦') for cell in cells)} |"
