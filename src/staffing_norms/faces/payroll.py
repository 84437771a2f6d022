"""Holds how many to employ so that the people of a plan are there every day, and lays it out."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Any

from staffing_norms.faces.blocks import Block, Heading, Listed, Table, as_text
from staffing_norms.faces.present import (
    NOT_SAID,
    Context,
    count_text,
    counted_as,
    people_text,
    title,
    total_text,
)
from staffing_norms.faces.text import separated
from staffing_norms.foundation.quantities import format_number
from staffing_norms.program.layout import COVERS, Cover
from staffing_norms.publications.worktime import working_time
from staffing_norms.results.derivation import Language
from staffing_norms.results.result import CoverLine, People, Sum, Total
from staffing_norms.results.wording import MARKS, fact_text, in_language, term

PAID = COVERS[1:]
_COLUMNS = (
    "site", "norm", "department", "department_label", "role", "role_label", "basis", "relieved",
    "pool", "hours", "on_duty", "headcount", "proposed", "lawful_overtime_exact",
    "lawful_overtime", "no_overtime_exact", "no_overtime", "overtime",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alternative:
    """
    The people to employ if something that the site does not state were so.

    Args:
        fact: The fact: `leave_days`, `absence` or `allowance`.
        value: What it would be.
        lawful_overtime: People to employ if all work all lawful overtime.
        no_overtime: People to employ if nobody works overtime.
    """

    fact: str
    value: Fraction
    lawful_overtime: Total
    no_overtime: Total


@dataclass(frozen=True, slots=True)
class Turns:
    """
    What a shift system comes to at one post.

    Args:
        system: Its id, such as `four_crews`.
        crews: People who take turns at the post. [person]
        shifts: Shifts a day.
        hours: Hours of a shift. [hour]
        days: Days a year on which the post is manned. [day]
        hours_each: Hours a year of each of these people. [hour]
        hours_a_week: The same a week, on average. [hour]
        overtime: Overtime of each of them a month. [hour]
        is_lawful: Whether that is within the limit of the law.
        people: People at the posts round the clock of the site; None for a day post. [person]
        is_stated: Whether the site names it as its own.
    """

    system: str
    crews: int
    shifts: int
    hours: int
    days: int
    hours_each: Fraction
    hours_a_week: Fraction
    overtime: Fraction
    is_lawful: bool
    people: int | None
    is_stated: bool


@dataclass(frozen=True, slots=True, repr=False)
class Payroll:
    """
    How many to employ so that the people of a plan are there every day: `plan.cover`.

    Args:
        lines: The roles, in the plan's order.
        time: Id of the working time that is in force.
        leave: Paid leave of one person a year. [day]
        absence: Share of the working time that is lost.
        allowance: Share of the time at work that is lost.
        assumed: Those of the three that the site does not state: nothing is taken off for them.
        available: Hours that one person works a year, by `lawful_overtime` and `no_overtime`.
            [hour]
        norm: People by the norm.
        proposed: The same with what stands beside the norm.
        lawful_overtime: People to employ if all work all lawful overtime.
        no_overtime: People to employ if nobody works overtime.
        counts: Which of these three counts in the plan.
        alternatives: What these would be if what is not stated were otherwise.
        turns: What each shift system comes to.
    """

    lines: tuple[CoverLine, ...]
    time: str
    leave: Fraction
    absence: Fraction
    allowance: Fraction
    assumed: tuple[str, ...]
    available: Mapping[str, Fraction]
    norm: Total
    proposed: Sum
    lawful_overtime: Total
    no_overtime: Total
    counts: Cover
    alternatives: tuple[Alternative, ...]
    turns: tuple[Turns, ...]
    _context: Context
    _departments: Mapping[str, Mapping[str, str]]

    @property
    def hours(self) -> Fraction:
        """Hours a year of the lines whose hours are known [hour]."""
        return sum((line.hours for line in self.lines if line.hours is not None), Fraction(0))

    def __repr__(self) -> str:
        figures = (f"{name}={getattr(self, name)}" for name in COVERS)
        return f"<Payroll {self.time}: {', '.join(figures)}>"

    def __str__(self) -> str:
        return self.to_text()

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data in a stable order; docs/json.md lists the keys."""
        return {
            "working_time": self.time,
            "counts": self.counts,
            "leave_days": str(self.leave),
            "absence": str(self.absence),
            "allowance": str(self.allowance),
            "assumed": list(self.assumed),
            "available_hours": {name: str(hours) for name, hours in self.available.items()},
            "hours": str(self.hours),
            **{name: _total_data(getattr(self, name)) for name in COVERS},
            "proposed": {"people": str(self.proposed.known), "complete": self.proposed.complete},
            "lines": [_line_data(line) for line in self.lines],
            "side_by_side": [
                {"fact": each.fact, "value": str(each.value)}
                | {paid: _total_data(getattr(each, paid)) for paid in PAID}
                for each in self.alternatives
            ],
            "shift_systems": [
                {
                    "system": each.system,
                    "crews": each.crews,
                    "shifts": each.shifts,
                    "hours": each.hours,
                    "days": each.days,
                    "hours_each": str(each.hours_each),
                    "hours_a_week": str(each.hours_a_week),
                    "overtime": str(each.overtime),
                    "is_lawful": each.is_lawful,
                    "people": each.people,
                    "is_stated": each.is_stated,
                }
                for each in self.turns
            ],
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """Return it as JSON text; the same plan gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @in_language
    def to_text(self, *, lang: Language = "en") -> str:
        """Return it as tables for a terminal."""
        return as_text(self._blocks(lang))

    @in_language
    def to_markdown(self, *, lang: Language = "en") -> str:
        """Return it as Markdown."""
        return f"{as_text(self._blocks(lang), markdown=True)}\n"

    @in_language
    def to_csv(self, *, lang: Language = "en", byte_order_mark: bool = False) -> str:
        """
        Return its lines as CSV, with a row for the site below; docs/csv.md has more.

        Args:
            lang: `en` for programs, whose headings and words are ids; `zh` for people.
            byte_order_mark: Whether the text begins with the mark by which Excel knows UTF-8.
        """
        return separated(_COLUMNS, self._records(lang), lang, byte_order_mark=byte_order_mark)

    def _records(self, lang: Language) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table for programs."""
        about = {"site": self._context.site, "norm": self._context.norms["id"]}
        for line in self.lines:
            relieved = term("yes" if line.relieved else "no", lang)
            yield about | {
                "department": line.department,
                "department_label": self._department(line, lang),
                "role": line.role,
                "role_label": line.labels[lang],
                "basis": line.basis,
                "relieved": relieved if lang == "zh" else str(line.relieved).lower(),
                "pool": line.pool_labels.get(lang, "") if lang == "zh" else line.pool,
                "hours": _decimal(line.hours),
                "on_duty": line.on_duty,
                "headcount": line.norm,
                "proposed": _decimal(line.proposed),
                "lawful_overtime_exact": _decimal(line.exact["lawful_overtime"]),
                "lawful_overtime": line.lawful_overtime,
                "no_overtime_exact": _decimal(line.exact["no_overtime"]),
                "no_overtime": line.no_overtime,
                "overtime": _decimal(line.overtime),
            }
        yield about | {
            "role_label": term("total", lang),
            "hours": _decimal(self.hours),
            "headcount": self.norm.known,
            "proposed": _decimal(self.proposed.known),
            "lawful_overtime": self.lawful_overtime.known,
            "no_overtime": self.no_overtime.known,
        }

    def _department(self, line: CoverLine, lang: Language) -> str:
        labels = self._departments.get(line.department)
        return labels[lang] if labels else term("outside_norm", lang)

    def _blocks(self, lang: Language) -> Iterator[Block]:
        """Yield the parts of a page: the roles, what is not stated, and the shift systems."""
        called = MARKS[lang].colon.join([term("cover", lang), title(self._context, lang)])
        yield Heading(called, 1)
        yield self._staff(lang)
        yield Listed([*self._remarks(lang)])
        if self.alternatives:
            yield Heading(term("side_by_side", lang))
            yield self._otherwise(lang)
        yield Heading(term("turns", lang))
        yield self._systems(lang)

    def _staff(self, lang: Language) -> Table:
        names = ["department", "role", "hours_a_year", "on_duty", "headcount"]
        names += ["proposed"] if self._is_beside else []
        names += [*map(counted_as, PAID), "overtime_each", "pool"]
        rows, before = [], ""
        for line, is_pool in self._with_pools(lang):
            department = self._department(line, lang)
            own = [people_text(line.proposed)] if self._is_beside else []
            rows.append(
                (
                    "" if department == before else department,
                    line.labels[lang],
                    *(_said(figure, line) for figure in (line.hours, line.on_duty, line.norm)),
                    *own,
                    *(_rounding(line, paid) for paid in PAID),
                    _said(line.overtime, line) if line.relieved and not is_pool else "",
                    line.pool_labels.get(lang, ""),
                )
            )
            before = department
        sums = [total_text(getattr(self, name)) for name in COVERS]
        sums[1:1] = [people_text(self.proposed)] if self._is_beside else []
        rows.append((term("total", lang), "", _said(self.hours), "", *sums, "", ""))
        headings = [term(name, lang) for name in names]
        numeric = [name not in ("department", "role", "pool") for name in names]
        return Table("cover", headings, rows, numeric, sums=1)

    @property
    def _is_beside(self) -> bool:
        """Whether anything else than the norm is proposed."""
        return any(line.proposed != line.norm for line in self.lines)

    def _with_pools(self, lang: Language) -> Iterator[tuple[CoverLine, bool]]:
        """Yield the lines, and below the last of each pool of several what the pool comes to."""
        pools: dict[str, list[CoverLine]] = {}
        for line in self.lines:
            pools.setdefault(line.pool, []).append(line)
        for line in self.lines:
            yield line, False
            pool = pools[line.pool]
            if line.pool and line is pool[-1] and pool[1:]:
                yield _summed(pool, lang), True

    def _remarks(self, lang: Language) -> Iterator[str]:
        """Yield what the figures rest on."""
        marks, time = MARKS[lang], working_time(self.time)
        hours = {name: format_number(each) for name, each in self.available.items()}
        yield term("cover_hours", lang).format(**hours, time=getattr(time.title, lang))
        figures = {"leave_days": self.leave, "absence": self.absence, "allowance": self.allowance}
        taken = {name: value for name, value in figures.items() if name not in self.assumed}
        words = self._context.words
        if taken:
            told = (
                f"{getattr(words[name].labels, lang)} {fact_text(name, value, words, lang)}"
                for name, value in taken.items()
            )
            yield term("cover_lost", lang).format(facts=marks.comma.join(told))
        if self.assumed:
            named = (getattr(words[name].labels, lang) for name in self.assumed)
            yield term("cover_assumed", lang).format(facts=marks.comma.join(named))
        yield from self._example(lang)
        yield term("cover_overtime", lang).format(hours=time.overtime.hours_a_month)
        yield term("cover_unrelieved", lang)
        yield from (getattr(each, lang) for each in (time.comprehensive.note,) if each)

    def _example(self, lang: Language) -> Iterator[str]:
        """Yield how people are rounded, by figures of the table, where any are."""
        for line, _ in self._with_pools(lang):
            for paid in PAID:
                exact, people = line.exact[paid], _counted(line, paid)
                if line.relieved and exact is not None and exact != people == ceil(exact):
                    told = {"exact": f"{float(exact):,.2f}", "people": people}
                    yield term("cover_exact", lang).format(**told)
                    return

    def _otherwise(self, lang: Language) -> Table:
        words = self._context.words
        rows = [
            (
                MARKS[lang].colon.join(
                    [
                        getattr(words[each.fact].labels, lang),
                        fact_text(each.fact, each.value, words, lang),
                    ]
                ),
                total_text(each.lawful_overtime),
                total_text(each.no_overtime),
            )
            for each in self.alternatives
        ]
        headings = [term("fact", lang), *(term(counted_as(paid), lang) for paid in PAID)]
        return Table("side_by_side", headings, rows, (False, True, True))

    def _systems(self, lang: Language) -> Table:
        names = ("crews", "each_turn", "days_a_year", "hours_each", "hours_a_week", "overtime_each")
        limit = working_time(self.time).overtime.hours_a_month
        words = self._context.words["shift_system"].words
        rows = []
        for each in self.turns:
            label = getattr(words[each.system].labels, lang)
            if each.is_stated:
                label = term("shift_system_own", lang).format(system=label)
            often = (each.crews, each.shifts, each.days)
            figures = (*often, each.hours_each, each.hours_a_week, each.overtime)
            lawful = term("yes" if each.is_lawful else "no", lang)
            rows.append((label, *(_said(figure) for figure in figures), lawful, _said(each.people)))
        headings = [term("shift_system", lang), *(term(name, lang) for name in names)]
        headings.append(term("is_lawful", lang).format(hours=limit))
        headings.append(term("people_in_turn", lang))
        return Table("turns", headings, rows, (False, *[True] * 6, False, True))


def _total_data(total: Total) -> dict[str, Any]:
    return {"people": total.known, "complete": total.complete}


def _line_data(line: CoverLine) -> dict[str, Any]:
    return {
        "role": line.role,
        "department": line.department or None,
        "labels": dict(line.labels),
        "basis": line.basis,
        "relieved": line.relieved,
        "pool": line.pool or None,
        "hours": _text(line.hours),
        "on_duty": line.on_duty,
        "headcount": line.norm,
        "proposed": _text(line.proposed),
        "lawful_overtime": line.lawful_overtime,
        "no_overtime": line.no_overtime,
        "exact": {paid: _text(figure) for paid, figure in line.exact.items()},
        "overtime": _text(line.overtime),
    }


def _text(figure: People | None) -> str | None:
    return None if figure is None else str(figure)


def _decimal(figure: People | None) -> str:
    """Return a figure for a spreadsheet, to four places."""
    return "" if figure is None else f"{float(figure):.4f}".rstrip("0").rstrip(".")


def _said(figure: People | None, line: CoverLine | None = None) -> str:
    """Return a figure to one place; a dash where there is none, or that it is unknown."""
    if figure is None:
        return count_text(None) if line and line.proposed is None else NOT_SAID
    return f"{float(figure):,.1f}".removesuffix(".0")


def _rounding(line: CoverLine, paid: Cover) -> str:
    """Return people before and after relief is rounded."""
    exact, people = line.exact[paid], _counted(line, paid)
    if exact is None or exact == people:
        return count_text(people)
    return f"{float(exact):,.2f} → {count_text(people)}"


def _counted(line: CoverLine, paid: Cover) -> int | None:
    return replace(line, counts=paid).counted


def _summed(pool: Sequence[CoverLine], lang: Language) -> CoverLine:
    """Return what the lines of a pool come to; unknown where one of them is."""
    first = pool[0]
    return replace(
        first,
        labels={lang: f"{first.pool_labels[lang]}{MARKS[lang].code}{term('subtotal', lang)}"},
        hours=_sum(line.hours for line in pool),
        on_duty=_sum(line.on_duty for line in pool),
        norm=_sum(line.norm for line in pool),
        proposed=_sum(line.proposed for line in pool),
        lawful_overtime=_sum(line.lawful_overtime for line in pool),
        no_overtime=_sum(line.no_overtime for line in pool),
        exact={paid: _sum(line.exact[paid] for line in pool) for paid in PAID},
    )


def _sum(figures: Iterable[Any]) -> Any:  # noqa: ANN401 - of any kind of number
    """Return a sum; None where a part is."""
    known = [*figures]
    return None if None in known else sum(known)
