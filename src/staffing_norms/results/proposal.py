"""The only place that sets beside a result what is proposed: posts and adjustments."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from staffing_norms.foundation.errors import Said, SiteError
from staffing_norms.foundation.formula import STANCES, ZERO
from staffing_norms.foundation.quantities import format_number, whole_or_exact
from staffing_norms.foundation.schema import in_reading_order
from staffing_norms.interpreters.evaluate import Evaluation, Evaluator
from staffing_norms.program.beside import Beside, Named, add_beside
from staffing_norms.program.layout import FindingLayout
from staffing_norms.program.rules import Book
from staffing_norms.results.derivation import LANGUAGES
from staffing_norms.results.result import (
    Adjustment,
    Department,
    Finding,
    Head,
    Labels,
    Line,
    Post,
    Reasons,
    Result,
)
from staffing_norms.sites.facts import Vocabulary

_ASSUMED = ("days", "demand")


@dataclass(frozen=True, slots=True)
class Proposing:
    """
    Sets beside the result of one site what is proposed.

    Args:
        beside: The posts and adjustments of the site.
        evaluation: The program for the site, which reads them.
        facts: What it reads.
        words: The vocabulary of facts.
        said: What to say of posts and adjustments, by code.
    """

    beside: Beside
    evaluation: Evaluation
    facts: Mapping[str, Any]
    words: Vocabulary
    said: Mapping[str, FindingLayout]

    def result(self, result: Result) -> Result:
        """
        Return a result with what is proposed.

        Args:
            result: What the norm comes to.

        Raises:
            SiteError: With every role that is not found, and every role of which adjustments
                leave fewer than no people.
        """
        lines = {line.role: line for each in result.departments for line in each.roles.values()}
        self._judge(lines)
        heads = tuple(self._heads(lines, {each.department for each in result.departments}))
        departments = tuple(self._department(each, heads) for each in result.departments)
        posts, adjustments = self._entries()
        return replace(
            result,
            departments=departments,
            findings=(*self._findings(departments, adjustments), *result.findings),
            posts=posts,
            adjustments=adjustments,
            heads=tuple(head for head in heads if not head.department),
        )

    def _judge(self, lines: Mapping[str, Line]) -> None:
        """Hold adjustments to the people that there are, once a role."""
        faults = list(self.beside.faults)
        by_role: dict[str, list[Named]] = {}
        for each in self.beside.adjustments:
            if each.counts:
                by_role.setdefault(each.key, []).append(each)
        for role, entries in by_role.items():
            counted = lines[role].headcount if role in lines else 0
            change = sum(each.get("change") for each in entries)
            if counted is not None and counted + change < 0:
                template = "{1} leaves {2} of {0}, of whom the norm counts {3}."
                if entries[1:]:
                    template = "{1} in all leaves {2} of {0}, of whom the norm counts {3}."
                last = [each for each in entries if each.get("change") < 0][-1]
                figures = map(_signed, (change, counted + change, counted))
                message = Said(template, last.called, *figures)
                hint = "Take away no more than there are."
                faults.append(last.fault("change", "adjustment.below_zero", message, hint))
        if faults:
            raise SiteError(sorted(faults, key=in_reading_order))

    def _heads(self, lines: Mapping[str, Line], departments: Iterable[str]) -> Iterator[Head]:
        """Yield the roles that no line counts; those of other departments without one."""
        named: dict[str, Named] = {}
        for each in self.beside:
            if each.key not in lines:
                named.setdefault(each.key, each)
        book = Book(self.words)
        for key in named:
            add_beside(book, key, ZERO)
        evaluation = Evaluator(book.outputs).evaluation(self.facts, STANCES[0])
        for key, each in named.items():
            step: Any = evaluation.step(f"proposed.{key}")
            yield Head(
                role=each.role,
                department=each.department if each.department in departments else "",
                labels=_labels(each),
                adjusted=evaluation.value(f"adjusted.{key}"),  # type: ignore[arg-type]  # a number
                proposed=step.value,
                beside=Reasons(*self._entries(key), step),
                words=self.words,
            )

    def _department(self, department: Department, heads: Iterable[Head]) -> Department:
        """Return a department with what is proposed for its roles, also those that come to zero."""
        named = {each.key for each in self.beside}
        roles = {
            role: self._line(line) if role in named else line
            for role, line in department.roles.items()
        }
        shown = {line.role for line in department.lines} | named
        return replace(
            department,
            roles=roles,
            lines=tuple(line for role, line in roles.items() if role in shown),
            heads=tuple(head for head in heads if head.department == department.department),
        )

    def _line(self, line: Line) -> Line:
        adjusted: Any = self.evaluation.value(f"adjusted.{line.role}")
        step = self.evaluation.step(f"proposed.{line.role}")
        beside = Reasons(*self._entries(line.role), step)
        return replace(line, adjusted=adjusted, proposed=step.value, beside=beside)

    def _entries(self, key: str | None = None) -> tuple[tuple[Post, ...], tuple[Adjustment, ...]]:
        """Return the posts and adjustments, all or those of a role."""
        posts, adjustments = self.beside.posts, self.beside.adjustments
        return (
            tuple(self._post(each) for each in posts if key in (None, each.key)),
            tuple(_adjustment(each) for each in adjustments if key in (None, each.key)),
        )

    def _findings(
        self, departments: Iterable[Department], adjustments: Iterable[Adjustment]
    ) -> Iterator[Finding]:
        """Yield what to check of posts and adjustments."""
        told: dict[str, Any]
        exact = {each.key for each in self.beside.posts if each.get("demand") == "exact"}
        for line in (line for each in departments for line in each.lines if line.beside):
            if not line.is_counted:
                yield self._finding("posts.contained", line)
            elif line.role in exact and line.headcount and line.headcount > (line.proposed or 0):
                told = {"proposed": line.proposed, "norm": line.headcount}
                yield self._finding("posts.below_norm", line, told)
        for each in adjustments:
            if not each.counts:
                told = {"change": each.change, "until": each.until}
                yield self._finding("adjustment.expired", each, told)

    def _finding(
        self, code: str, about: Line | Adjustment, told: Mapping[str, Any] | None = None
    ) -> Finding:
        """Return what to say of a role."""
        layout = self.said[code]
        figures = {
            name: str(value) if isinstance(value, date) else format_number(value)
            for name, value in (told or {}).items()
        }
        message: dict[str, str] = {
            lang: getattr(layout.message, lang).format(role=about.labels[lang], **figures)
            for lang in LANGUAGES
        }
        return Finding(code, layout.severity, about.department, message)

    def _post(self, entry: Named) -> Post:
        fields = self.words["posts"].fields
        assumed: dict[str, Any] = {
            name: of.default.value for name, of in fields.items() if of.default
        }
        days, demand = (assumed[n] if entry.get(n) is None else entry.get(n) for n in _ASSUMED)
        return Post(
            role=entry.role,
            department=entry.department,
            labels=_labels(entry),
            name=entry.get("name") or "",
            on_duty=int(entry.get("on_duty")),
            hours=entry.get("hours"),
            days=int(days),
            demand=demand,
            source=entry.get("source") or "",
        )


def _adjustment(entry: Named) -> Adjustment:
    until = entry.get("until")
    return Adjustment(
        role=entry.role,
        department=entry.department,
        labels=_labels(entry),
        change=whole_or_exact(entry.get("change")),
        kind=entry.get("kind") or "",
        reason=entry.get("reason") or "",
        approved_by=entry.get("approved_by") or "",
        until=date.fromisoformat(until) if until else None,
        counts=entry.counts,
    )


def _signed(number: Fraction | int) -> str:
    return format_number(number).replace("-", "−")


def _labels(entry: Named) -> Labels:
    return entry.labels or dict.fromkeys(LANGUAGES, entry.role)
