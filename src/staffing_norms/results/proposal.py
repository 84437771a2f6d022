"""The only place that sets beside a result what is proposed: posts and adjustments."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from staffing_norms.foundation.errors import Fault, Said, SiteError
from staffing_norms.foundation.formula import STANCES, Output
from staffing_norms.foundation.languages import LANGUAGES, Labels
from staffing_norms.foundation.quantities import format_number, whole_or_exact
from staffing_norms.foundation.schema import in_reading_order
from staffing_norms.interpreters.evaluate import Evaluation, Evaluator
from staffing_norms.program.beside import Beside, Named
from staffing_norms.program.cover import cover_of_heads
from staffing_norms.program.layout import Rulebook
from staffing_norms.program.names import adjusted_of, demanded_of, proposed_of
from staffing_norms.results.line import Line
from staffing_norms.results.reasons import Adjustment, Head, Post, Reasons
from staffing_norms.results.result import Department, Finding, Result
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
        rulebook: The compiled norm.
        outputs: The outputs of its program by name.
    """

    beside: Beside
    evaluation: Evaluation
    facts: Mapping[str, Any]
    words: Vocabulary
    rulebook: Rulebook
    outputs: Mapping[str, Output]

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
        judge(self.beside, {role: line.headcount for role, line in lines.items()})
        heads = tuple(self._heads(lines, {each.department for each in result.departments}))
        departments = tuple(self._department(each, heads) for each in result.departments)
        posts, adjustments = self._entries()
        findings = self._findings(departments, heads, adjustments)
        return replace(
            result,
            departments=departments,
            findings=(*findings, *result.findings),
            posts=posts,
            adjustments=adjustments,
            heads=tuple(head for head in heads if not head.department),
        )

    def _heads(self, lines: Mapping[str, Line], departments: Iterable[str]) -> Iterator[Head]:
        """Yield the roles that no line counts; those of other departments without one."""
        named: dict[str, Named] = {}
        for each in self.beside:
            if each.key not in lines:
                named.setdefault(each.key, each)
        outputs, covers = cover_of_heads(named, self.outputs, self.rulebook.cover, self.words)
        unknown = Evaluator(outputs).evaluation(self.facts, STANCES[0])
        for key, each in named.items():
            evaluation = unknown if key in covers else self.evaluation
            proposed: Any = evaluation.value(proposed_of(key))
            yield Head(
                role=each.role,
                department=each.department if each.department in departments else "",
                labels=_labels(each),
                adjusted=evaluation.value(adjusted_of(key)),  # type: ignore[arg-type]  # a number
                proposed=proposed,
                beside=self._reasons(key, evaluation),
                words=self.words,
                key=key,
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
        adjusted: Any = self.evaluation.value(adjusted_of(line.role))
        beside = self._reasons(line.role, self.evaluation)
        return replace(line, adjusted=adjusted, proposed=beside.step.value, beside=beside)

    def _reasons(self, key: str, evaluation: Evaluation) -> Reasons:
        demanded: Any = evaluation.value(demanded_of(key))
        return Reasons(*self._entries(key), demanded, evaluation.step(proposed_of(key)))

    def _entries(self, key: str | None = None) -> tuple[tuple[Post, ...], tuple[Adjustment, ...]]:
        """Return the posts and adjustments, all or those of a role."""
        posts, adjustments = self.beside.posts, self.beside.adjustments
        return (
            tuple(self._post(each) for each in posts if key in (None, each.key)),
            tuple(_adjustment(each) for each in adjustments if key in (None, each.key)),
        )

    def _findings(
        self,
        departments: Sequence[Department],
        heads: Iterable[Head],
        adjustments: Iterable[Adjustment],
    ) -> Iterator[Finding]:
        """Yield what to check of posts and adjustments."""
        told: dict[str, Any]
        exact = {each.key for each in self.beside.posts if each.get("demand") == "exact"}
        for line in (line for each in departments for line in each.lines if _counts(line)):
            if not line.is_counted:
                yield self._finding("posts.contained", line)
            elif line.role in exact and line.headcount and line.headcount > (line.proposed or 0):
                told = {"proposed": line.proposed, "norm": line.headcount}
                yield self._finding("posts.below_norm", line, told)
            elif line.role not in exact and 0 < line.demanded < (line.headcount or 0):
                told = {"demanded": line.demanded, "norm": line.headcount}
                told["proposed"] = line.proposed
                yield self._finding("posts.minimum_below_norm", line, told)
        planned = {"", *(each.department for each in departments)}
        elsewhere = {each.key for each in self.beside if each.department not in planned}
        for head in heads:
            if head.key in elsewhere:
                yield self._finding("posts.out_of_scope", head)
        for each in adjustments:
            if not each.counts:
                told = {"change": each.change, "until": each.until}
                yield self._finding("adjustment.expired", each, told)

    def _finding(
        self, code: str, about: Line | Head | Adjustment, told: Mapping[str, Any] | None = None
    ) -> Finding:
        """Return what to say of a role."""
        layout = self.rulebook.apart[code]
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


def judge(beside: Beside, counted: Mapping[str, int | None]) -> None:
    """
    Hold what stands beside the norm to the roles and the people that there are.

    Args:
        beside: The posts and adjustments of the site.
        counted: People by role, as the norm counts.

    Raises:
        SiteError: With every role that is not found, and every role of which adjustments leave
            fewer than no people.
    """
    faults = [*beside.faults, *below_zero(beside, counted)]
    if faults:
        raise SiteError(sorted(faults, key=in_reading_order))


def below_zero(beside: Beside, counted: Mapping[str, int | None]) -> Iterator[Fault]:
    """Yield a fault for every role of which adjustments leave fewer than no people; see `judge`."""
    by_role: dict[str, list[Named]] = {}
    for each in beside.adjustments:
        if each.counts:
            by_role.setdefault(each.key, []).append(each)
    for role, entries in by_role.items():
        people, changes = counted.get(role, 0), [each.get("change") for each in entries]
        if None in changes:  # one of them cannot be read, which is a fault by itself
            continue
        change = sum(changes)
        if people is not None and people + change < 0:
            template = "{1} leaves {2} of {0}, of whom the norm counts {3}."
            if entries[1:]:
                template = "{1} in all leaves {2} of {0}, of whom the norm counts {3}."
            last = [each for each in entries if each.get("change") < 0][-1]
            figures = map(_signed, (change, people + change, people))
            message = Said(template, last.called, *figures)
            hint = "Take away no more than there are."
            yield last.fault("change", "adjustment.below_zero", message, hint)


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


def _counts(line: Line) -> bool:
    return line.beside is not None and line.beside.counts


def _signed(number: Fraction | int) -> str:
    return format_number(number).replace("-", "−")


def _labels(entry: Named) -> Labels:
    return entry.labels or dict.fromkeys(LANGUAGES, entry.role)
