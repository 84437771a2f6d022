"""
The only place that runs a norm's worked cases: sites with answers worked out by hand.

They lie beside the norm, in `cases/*.yaml`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from staffing_norms.faces.present import taken_out
from staffing_norms.foundation.documents import Document
from staffing_norms.foundation.errors import (
    Fault,
    NormError,
    SiteError,
    UnknownNameError,
    did_you_mean,
)
from staffing_norms.foundation.faults import Faults, Place
from staffing_norms.foundation.languages import LANGUAGES, MARKS, Language
from staffing_norms.foundation.library import CASES, Home
from staffing_norms.foundation.schema import Listed, Model, Name, Text, in_reading_order, validate
from staffing_norms.planning.loading import load_home
from staffing_norms.planning.norms import Norms
from staffing_norms.planning.plan import Plan
from staffing_norms.publications.check import read_findings
from staffing_norms.publications.pack import NOT_STATED, Day
from staffing_norms.results.line import Line
from staffing_norms.results.wording import term
from staffing_norms.sites.intake import read_facts

_UNKNOWN = "?"


class Case(Model):
    """
    A site with what is known of its plan.

    *expect* are people by role, *on_duty* those of one shift (or `not stated`), *unknown* roles
    that stay unknown, *as_needed* some that are filled as needed, *shared_with* the departments
    for which people of a role work too, *departments* people by department; *gaps* are all the
    facts that are missing, *findings* some of the codes that are raised (one that is listed twice,
    twice), *without* some that are not. A site that cannot be read has no plan: *refused* are all
    its facts that are at fault. The norm is that of the day *as_of*, if one is named.
    """

    name: Text
    source: Text
    site: Mapping[Name, Any]
    as_of: Day = "not stated"
    stance: Literal["lean", "typical", "generous"] = "typical"
    methods: Mapping[Name, Name] = Field(default_factory=dict)
    expect: Mapping[Name, int] = Field(default_factory=dict)
    on_duty: Mapping[Name, int | Literal["not stated"]] = Field(default_factory=dict)
    unknown: Annotated[tuple[Name, ...], Listed] = ()
    as_needed: Annotated[tuple[Name, ...], Listed] = ()
    shared_with: Mapping[Name, Annotated[tuple[Name, ...], Listed]] = Field(default_factory=dict)
    departments: Mapping[Name, int] = Field(default_factory=dict)
    headcount: int | None = None
    gaps: Annotated[tuple[str, ...], Listed] = ()
    findings: Annotated[tuple[str, ...], Listed] = ()
    without: Annotated[tuple[str, ...], Listed] = ()
    refused: Annotated[tuple[Name, ...], Listed] = ()


class CasesFile(Model):
    """Cases of a norm."""

    cases: Annotated[tuple[Case, ...], Listed]


@dataclass(frozen=True, slots=True)
class Placed:
    """
    A case and where it is written.

    Args:
        case: The case.
        number: Its position in the file.
        document: The file.
    """

    case: Case
    number: int
    document: Document

    def __str__(self) -> str:
        return f"{self.file}: {self.case.name}"

    @property
    def file(self) -> str:
        """Name of the file without its folder and ending."""
        return Path(self.document.file or "").stem

    def place(self, *parts: str | int) -> Place:
        """Return the place of a part of the case in its file."""
        return ("cases", self.number, *parts)

    @property
    def site(self) -> Document:
        """What it says of the site, every value with its place in the file."""
        above = self.place("site")
        marks, keys = (
            {
                place[len(above) :]: spot
                for place, spot in found.items()
                if place[: len(above)] == above
            }
            for found in (self.document.marks, self.document.key_marks)
        )
        return Document(dict(self.case.site), self.document.file, marks, keys)


@dataclass(frozen=True, slots=True)
class Difference:
    """
    Something that a plan has otherwise than a case.

    Args:
        what: Role, department, or key of the case.
        expected: What the case says.
        got: What the plan has.
        formula: How the plan comes to a role, by language; else empty.
        where: `file:line:column` of what the case says.
    """

    what: str
    expected: str
    got: str
    formula: Mapping[Language, str]
    where: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case that was run; it passed if nothing differs."""

    placed: Placed
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether the plan is as it was worked out."""
        return not self.differences


def read_cases(home: Home) -> list[Placed]:
    """
    Read the cases of a norm.

    Args:
        home: Where the norm is.

    Raises:
        NormError: With every fault of every file.
    """
    placed: list[Placed] = []
    faults: list[Fault] = []
    for path in sorted((home.folder / CASES).glob("*.yaml")):
        try:
            document = home.read(f"{CASES}/{path.name}")
            cases = validate(CasesFile, document, NormError).cases
        except NormError as error:
            faults += error.faults
        else:
            placed += [Placed(case, number, document) for number, case in enumerate(cases)]
    if faults:
        raise NormError(faults)
    return placed


def by_day(
    home: Home, cases: Iterable[Placed], as_of: date | None = None
) -> list[tuple[Norms, list[Placed]]]:
    """
    Load a norm for each day for which it has cases.

    Args:
        home: Where the norm, or an edition of it, is.
        cases: Its cases.
        as_of: The day of those that name none.

    Returns:
        The norm of each day with its cases; that of *as_of* comes first, also without any.

    Raises:
        NormError: The norm has faults, or is not in force on the day of a case.
        UnknownNameError: It is not in force on the day *as_of*.
    """
    found: dict[date | None, tuple[Norms, list[Placed]]] = {as_of: (load_home(home, as_of), [])}
    faults: list[Fault] = []
    for placed in cases:
        day = placed.case.as_of if isinstance(placed.case.as_of, date) else as_of
        try:
            norms = found[day][0] if day in found else load_home(home, day)
        except UnknownNameError as error:
            at = placed.document.fault("case.name", placed.place("as_of"), "")
            faults += (
                replace(at, code=each.code, message=each.message, hint=each.hint)
                for each in error.faults
            )
        else:
            found.setdefault(day, (norms, []))[1].append(placed)
    if faults:
        raise NormError(faults)
    return list(found.values())


def check_cases(norms: Norms, cases: Iterable[Placed]) -> None:
    """
    Judge whether cases name what their norm has, and whether their sites can be read.

    Args:
        norms: The norm.
        cases: Its cases.

    Raises:
        NormError: With every fault.
    """
    known = _Known(norms)
    faults = [fault for placed in cases for fault in known.faults(placed)]
    if faults:
        raise NormError(faults)


class _Known:
    """
    The names that a norm has.

    Args:
        norms: The norm.
    """

    def __init__(self, norms: Norms) -> None:
        self._norms = norms
        layouts = norms.rulebook.departments
        self._methods = {each.department: [m.method for m in each.methods] for each in layouts}
        roles = norms.rulebook.program.roles
        codes = list(dict.fromkeys(finding.code for finding in norms.rulebook.findings))
        lacked = (fact for each in norms.rulebook.gaps for fact in (each.fact, *each.alternatives))
        self._of_keys: Mapping[str, tuple[str, Iterable[str]]] = {
            "methods": ("department", self._methods),
            "expect": ("role", roles),
            "on_duty": ("role", roles),
            "unknown": ("role", roles),
            "as_needed": ("role as needed", [r.role for each in layouts for r in each.as_needed]),
            "shared_with": ("role", roles),
            "departments": ("department", self._methods),
            "gaps": ("fact that a plan may lack", list(dict.fromkeys(filter(None, lacked)))),
            "findings": ("finding", codes),
            "without": ("finding", list(dict.fromkeys((*codes, *read_findings())))),
            "refused": ("fact", norms.words),
        }

    def faults(self, placed: Placed) -> list[Fault]:
        """Return what is wrong with a case."""
        found = Faults(placed.document)
        for key, (what, names) in self._of_keys.items():
            stated = getattr(placed.case, key)
            is_mapping = isinstance(stated, Mapping)
            for number, name in enumerate(stated):
                if name not in names:
                    place = placed.place(key, name if is_mapping else number)
                    tell = found.at_key if is_mapping else found.fault
                    message = f"{self._norms.id} has no {what} {name!r}."
                    hint = taken_out(name, self._norms.stamp, "en") or did_you_mean(name, names)
                    tell("case.name", place, message, hint)
        for department, method in placed.case.methods.items():
            methods = self._methods.get(department, [method])
            if method not in methods:
                place = placed.place("methods", department)
                message = f"{department} has no method {method!r}."
                found.fault("case.name", place, message, did_you_mean(method, methods))
        if not placed.case.refused:
            found.found.extend(_faults_of_site(self._norms, placed))
        return sorted(found.found, key=in_reading_order)


def _faults_of_site(norms: Norms, placed: Placed) -> tuple[Fault, ...]:
    """Return why the site of a case cannot be read; nothing where it can."""
    try:
        read_facts(placed.site, norms.words)
    except SiteError as error:
        return error.faults
    return ()


def run_case(norms: Norms, placed: Placed) -> Outcome:
    """
    Plan the site of a case, and compare the plan with what was worked out.

    Args:
        norms: The norm.
        placed: One of its cases, which `check_cases` found good.
    """
    case = placed.case
    if case.refused:
        return Outcome(placed, tuple(_refusals(norms, placed)))
    site = norms.site(case.site)
    plan = norms.plan(site, stance=case.stance, methods=case.methods)
    return Outcome(placed, tuple(_differences(placed, plan)))


def _refusals(norms: Norms, placed: Placed) -> Iterator[Difference]:
    """Yield the difference where other facts are at fault than a case says."""
    at_fault = {re.split(r"[.\[]", fault.path)[0]: None for fault in _faults_of_site(norms, placed)}
    if set(at_fault) != set(placed.case.refused):
        expected, got = ", ".join(placed.case.refused), ", ".join(at_fault)
        yield _difference(placed, ("refused",), "refused", expected, got)


def _differences(placed: Placed, plan: Plan) -> Iterator[Difference]:
    yield from _of_roles(placed, plan)
    case = placed.case
    totals = {each.department: each.total for each in plan}
    for name, people in case.departments.items():
        total = str(totals.get(name, 0))
        if total != str(people):
            yield _difference(placed, ("departments", name), name, str(people), total)
    if case.headcount not in (None, plan.total.known):
        yield _difference(placed, ("headcount",), "headcount", str(case.headcount), str(plan.total))
    gaps = dict.fromkeys(gap.fact for gap in plan.gaps if gap.fact)
    if set(gaps) != set(case.gaps):
        yield _difference(placed, ("gaps",), "gaps", ", ".join(case.gaps), ", ".join(gaps))
    raised = [finding.code for finding in plan.findings]
    for number, code in enumerate(case.findings):
        if raised.count(code) < case.findings[: number + 1].count(code):
            yield _difference(placed, ("findings", number), "findings", code, "")
    for number, code in enumerate(case.without):
        if code in raised:
            yield _difference(placed, ("without", number), "without", "", code)


def _of_roles(placed: Placed, plan: Plan) -> Iterator[Difference]:
    """Yield what differs from role to role."""
    case = placed.case
    lines = {role: line for department in plan for role, line in department.roles.items()}
    wanted: list[tuple[Place, str, int | None]] = [
        *((("expect", role), role, people) for role, people in case.expect.items()),
        *((("unknown", number), role, None) for number, role in enumerate(case.unknown)),
    ]
    for place, role, people in wanted:
        line = lines.get(role)
        got = 0 if line is None else line.headcount
        if got != people:
            yield _difference(placed, place, role, _people(people), _people(got), line)
    for role, stated in case.on_duty.items():
        on_duty = lines[role].on_duty if role in lines else 0
        each = NOT_STATED if on_duty is None else str(on_duty)
        if each != str(stated):
            yield _difference(placed, ("on_duty", role), f"{role}.on_duty", str(stated), each)
    for role, others in case.shared_with.items():
        shared = ", ".join(sorted(lines[role].shared_with)) if role in lines else ""
        if shared != (wish := ", ".join(sorted(others))):
            yield _difference(placed, ("shared_with", role), f"{role}.shared_with", wish, shared)
    as_needed = [each.role for department in plan for each in department.as_needed]
    for number, role in enumerate(case.as_needed):
        if role not in as_needed:
            yield _difference(placed, ("as_needed", number), "as_needed", role, "")


def _people(number: int | None) -> str:
    return _UNKNOWN if number is None else str(number)


def _difference(
    placed: Placed, place: Place, what: str, expected: str, got: str, line: Line | None = None
) -> Difference:
    where = placed.document.fault("case.differs", placed.place(*place), "").where
    formula: dict[Language, str] = {
        lang: line.formula_in(lang) for lang in LANGUAGES if line is not None
    }
    return Difference(what, expected, got, formula, where)


def told(outcome: Outcome, lang: Language) -> str:
    """Return what differs from a case, one line each; nothing where it passed."""
    marks = MARKS[lang]
    return "\n".join(
        f"{each.where}: {outcome.placed.case.name}{marks.colon}{each.what}{marks.colon}"
        + term("case_differs", lang).format(
            expected=each.expected or term("nothing", lang), got=each.got or term("nothing", lang)
        )
        + (f"{marks.semicolon}{each.formula[lang]}" if each.formula else "")
        for each in outcome.differences
    )
