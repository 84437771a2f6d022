"""Lays out how many to employ for a plan: the roles, what is not stated, and shift systems."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from math import ceil
from typing import Any, NamedTuple

from staffing_norms.faces.blocks import Block, Heading, Listed, Page, Table
from staffing_norms.faces.present import (
    NOT_SAID,
    count_text,
    counted_as,
    people_text,
    title,
    total_text,
)
from staffing_norms.faces.text import completeness
from staffing_norms.foundation.languages import MARKS, Language
from staffing_norms.foundation.quantities import at_least, format_number, to_places
from staffing_norms.program.layout import COVERS, Cover
from staffing_norms.publications.worktime import working_time
from staffing_norms.results.payroll import PAID, Payroll
from staffing_norms.results.reasons import CoverLine
from staffing_norms.results.sums import People
from staffing_norms.results.wording import fact_text, term

_COLUMNS = (
    "site", "norm", "department", "department_label", "role", "role_label", "basis", "relieved",
    "pool", "hours", "on_duty", "headcount", "proposed", "lawful_overtime_exact",
    "lawful_overtime", "no_overtime_exact", "no_overtime", "overtime", "complete", "missing",
)  # fmt: skip


def payroll_page(payroll: Payroll) -> Page:
    """Return how a payroll is laid out."""
    return Page(partial(_blocks, payroll), _COLUMNS, partial(_records, payroll))


def _records(payroll: Payroll, lang: Language) -> Iterator[dict[str, Any]]:
    """Yield a row for each role, and one for the site below."""
    context = payroll.context
    about: dict[str, Any] = {"site": context.site, "norm": context.norms["id"]}
    for line in payroll.lines:
        gaps = [gap for gap in payroll.gaps if line.role in gap.roles]
        people: dict[str, Any] = {f"{paid}_exact": line.exact[paid] for paid in PAID}
        people |= {paid: line.people[paid] for paid in PAID}
        yield about | {
            "department": line.department,
            "department_label": _department(payroll, line, lang),
            "role": line.role,
            "role_label": line.labels[lang],
            "basis": line.basis,
            "relieved": line.relieved,
            "pool": line.pool_labels.get(lang, "") if lang == "zh" else line.pool,
            "hours": line.hours,
            "on_duty": line.on_duty,
            "headcount": line.norm,
            "proposed": line.proposed,
            **people,
            "overtime": line.overtime,
            **completeness(gaps, lang, is_known=line.proposed is not None),
        }
    people = {paid: payroll.people[paid].known for paid in PAID}
    yield about | {
        "role_label": term("total", lang),
        "hours": payroll.hours,
        "headcount": payroll.norm.known,
        "proposed": payroll.proposed.known,
        **people,
        **completeness(payroll.gaps, lang, is_known=payroll.proposed.complete),
    }


def _department(payroll: Payroll, line: CoverLine, lang: Language) -> str:
    labels = payroll.departments.get(line.department)
    return labels[lang] if labels else term("outside_norm", lang)


def _blocks(payroll: Payroll, lang: Language) -> list[Block]:
    """Return the parts of a page: the roles, what is not stated, and the shift systems."""
    told = [term("cover", lang), title(payroll.context, lang)]
    blocks: list[Block] = [Heading(MARKS[lang].colon.join(told), 1), _staff(payroll, lang)]
    blocks += [Listed([*_remarks(payroll, lang)])]
    if payroll.alternatives:
        blocks += [Heading(term("side_by_side", lang)), _otherwise(payroll, lang)]
    return [*blocks, Heading(term("turns", lang)), _systems(payroll, lang)]


class _Row(NamedTuple):
    """A row of the table of roles: a role, or what the roles of a pool come to."""

    label: str
    lines: Sequence[CoverLine]

    @property
    def first(self) -> CoverLine:
        """The role, or the first of the pool."""
        return self.lines[0]

    def sum_of(self, name: str) -> Any:  # noqa: ANN401 - of any kind of number
        """Return a figure; unknown where a part is."""
        return _sum(getattr(line, name) for line in self.lines)

    def exact(self, paid: Cover) -> Any:  # noqa: ANN401 - as above
        """Return people to employ before relief is rounded."""
        return _sum(line.exact[paid] for line in self.lines)

    def said(self, name: str) -> str:
        """Return a figure; a dash where nothing says it, or that it is unknown."""
        figure = self.sum_of(name)
        is_unknown = figure is None and self.sum_of("proposed") is None
        return count_text(None) if is_unknown else _said(figure)

    def rounding(self, paid: Cover) -> str:
        """Return people to employ before and after relief is rounded."""
        exact, people = self.exact(paid), self.sum_of(paid)
        if exact is None or exact == people:
            return count_text(people)
        return f"{to_places(exact, 2)} → {count_text(people)}"


def _sum(figures: Iterable[Any]) -> Any:  # noqa: ANN401 - of any kind of number
    """Return a sum; None where a part is."""
    known = [*figures]
    return None if None in known else sum(known)


def _rows(payroll: Payroll, lang: Language) -> Iterator[_Row]:
    """Yield the roles, and below the last of each pool of several what the pool comes to."""
    pools: dict[str, list[CoverLine]] = {}
    for line in payroll.lines:
        pools.setdefault(line.pool, []).append(line)
    for line in payroll.lines:
        yield _Row(line.labels[lang], [line])
        pool = pools[line.pool]
        if line.pool and line is pool[-1] and pool[1:]:
            named = f"{line.pool_labels[lang]}{MARKS[lang].blank}{term('subtotal', lang)}"
            yield _Row(named, pool)


def _staff(payroll: Payroll, lang: Language) -> Table:
    is_beside = any(line.proposed != line.norm for line in payroll.lines)
    names = ["department", "role", "hours_a_year", "on_duty", "headcount"]
    names += ["proposed"] if is_beside else []
    names += [*map(counted_as, PAID), "overtime_each", "pool"]
    rows, before = [], ""
    for row in _rows(payroll, lang):
        department = _department(payroll, row.first, lang)
        own = [people_text(row.sum_of("proposed"))] if is_beside else []
        is_one = row.first.relieved and not row.lines[1:]
        rows.append(
            (
                "" if department == before else department,
                row.label,
                *map(row.said, ("hours", "on_duty", "norm")),
                *own,
                *map(row.rounding, PAID),
                row.said("overtime") if is_one else "",
                row.first.pool_labels.get(lang, ""),
            )
        )
        before = department
    sums = [total_text(payroll.people[name]) for name in COVERS]
    sums[1:1] = [people_text(payroll.proposed)] if is_beside else []
    is_whole = all(line.hours is not None or line.proposed == 0 for line in payroll.lines)
    hours = at_least(_said(payroll.hours), is_whole=is_whole)
    rows.append((term("total", lang), "", hours, "", *sums, "", ""))
    headings = [term(name, lang) for name in names]
    numeric = [name not in ("department", "role", "pool") for name in names]
    return Table("cover", headings, rows, numeric, sums=1)


def _remarks(payroll: Payroll, lang: Language) -> Iterator[str]:
    """Yield what the figures rest on."""
    comma, time = MARKS[lang].comma, working_time(payroll.time)
    hours = {name: format_number(each) for name, each in payroll.available.items()}
    yield term("cover_hours", lang).format(**hours, time=getattr(time.title, lang))
    words = payroll.context.words
    lost = {"leave_days": payroll.leave, "absence": payroll.absence, "allowance": payroll.allowance}
    taken = [
        f"{getattr(words[name].labels, lang)} {fact_text(name, value, words, lang)}"
        for name, value in lost.items()
        if name not in payroll.assumed
    ]
    if taken:
        yield term("cover_lost", lang).format(facts=comma.join(taken))
    if payroll.assumed:
        named = (getattr(words[name].labels, lang) for name in payroll.assumed)
        yield term("cover_assumed", lang).format(facts=comma.join(named))
    yield from _examples([*_rows(payroll, lang)], lang)
    yield term("cover_overtime", lang).format(hours=time.overtime.hours_a_month)
    yield term("cover_unrelieved", lang)
    yield from (getattr(each, lang) for each in (time.comprehensive.note,) if each)


def _examples(rows: Sequence[_Row], lang: Language) -> Iterator[str]:
    """Yield how people are rounded, and why a role of a pool may have few, by figures shown."""
    told = [(row, paid) for row in rows if row.first.relieved for paid in PAID]
    known = [each for each in told if each[0].exact(each[1]) is not None]
    for row, paid in known:
        exact = row.exact(paid)
        if exact != row.sum_of(paid) == ceil(exact):
            yield term("cover_exact", lang).format(figures=row.rounding(paid))
            break
    wholes = {row.first.pool: row for row in rows if row.lines[1:]}
    for row, paid in known:
        whole = wholes.get(row.first.pool)
        if whole and row.sum_of(paid) < row.exact(paid):
            sums = {"figures": row.rounding(paid), "sum": whole.rounding(paid)}
            yield term("cover_share", lang).format(**sums, pool=whole.label)
            break


def _otherwise(payroll: Payroll, lang: Language) -> Table:
    words, colon = payroll.context.words, MARKS[lang].colon
    rows = []
    for each in payroll.alternatives:
        value = fact_text(each.fact, each.value, words, lang)
        people = (total_text(each.people[paid]) for paid in PAID)
        rows.append((f"{getattr(words[each.fact].labels, lang)}{colon}{value}", *people))
    headings = [term("fact", lang), *(term(counted_as(paid), lang) for paid in PAID)]
    return Table("side_by_side", headings, rows, (False, True, True))


def _systems(payroll: Payroll, lang: Language) -> Table:
    names = ("crews", "each_turn", "days_a_year", "hours_each", "hours_a_week", "overtime_each")
    limit = working_time(payroll.time).overtime.hours_a_month
    words = payroll.context.words["shift_system"].words
    is_whole = all(line.proposed is not None or line.basis != "posts" for line in payroll.lines)
    rows = []
    for each in payroll.turns:
        label = getattr(words[each.system].labels, lang)
        if each.is_stated:
            label = term("shift_system_own", lang).format(system=label)
        figures = map(_said, (getattr(each, name) for name in _FIGURES))
        lawful = term("yes" if each.is_lawful else "no", lang)
        people = _said(each.people)
        if each.people is not None:
            people = at_least(people, is_whole=is_whole)
        rows.append((label, *figures, lawful, people))
    headings = [term("shift_system", lang), *(term(name, lang) for name in names)]
    headings.append(term("is_lawful", lang).format(hours=limit))
    headings.append(term("people_in_turn", lang))
    return Table("turns", headings, rows, (False, *[True] * 6, False, True))


_FIGURES = ("crews", "shifts", "days", "hours_each", "hours_a_week", "overtime")


def _said(figure: People | None) -> str:
    """Return a figure to one place; a dash where nothing says it."""
    return NOT_SAID if figure is None else to_places(figure, 1, is_bare=True)
