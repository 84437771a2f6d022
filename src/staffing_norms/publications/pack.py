"""The only place that models what a publisher tells us: title page, departments, findings."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from staffing_norms.foundation.schema import Bilingual, Either, Listed, Name, Text, wrong
from staffing_norms.publications.figures import (
    Changed,
    Part,
    Printed,
    PrintedFigure,
    Sourced,
    Tests,
)
from staffing_norms.publications.rule_kinds import Leaders, Rate, Rule, Tabled
from staffing_norms.sites.facts import Exact, FactType

NOT_STATED = "not stated"


class Method(Part):
    """
    A way to staff a department.

    *needs* are the facts that make it usable (a list inside means any of them); a *composite*
    estimates the department and checks the other methods, *apart* from some roles.
    """

    id: Name
    needs: Annotated[tuple[Annotated[tuple[Name, ...], Either], ...], Listed]
    automatic: bool = True
    composite: bool = False
    apart: Annotated[tuple[Name, ...], Listed] = ()


class _Told(Part):
    severity: Literal["info", "warning"]
    message: Bilingual


class Ratio(Part):
    """The sum of some facts for each product of others, outside bounds that are no printed ones."""

    of: Annotated[tuple[Name, ...], Listed] = Field(min_length=1)
    to: Annotated[tuple[Name, ...], Listed] = Field(min_length=1)
    below: Printed | None = None
    over: Printed | None = None

    @property
    def sides(self) -> list[tuple[Literal["below", "over"], PrintedFigure]]:
        """The words and figures of the bounds that there are."""
        both: tuple[tuple[Literal["below", "over"], PrintedFigure | None], ...]
        both = (("below", self.below), ("over", self.over))
        return [(word, figure) for word, figure in both if figure]


Trust = Literal["A", "B", "C"]


class SharedFinding(_Told):
    """
    A finding that every norm shares, raised by tests, by a ratio, or by the *trust* in the norm.

    With none of these the compiler knows when, but for what stands *apart*: no formula says when.
    """

    when: Tests = ()
    ratio: Ratio | None = None
    trust: Trust | None = None
    apart: bool = False


class FindingsFile(Part):
    """The findings that every norm shares, by code."""

    findings: Mapping[str, SharedFinding]


class Finding(_Told):
    """A norm's own finding, raised when all its tests hold."""

    code: str
    when: Tests


class Proof(Part):
    """Rows of a table and the sum of its numerals as printed: catches slips of typing."""

    rows: int
    sum: Exact


class Role(Bilingual, defer_build=True):
    """
    What a role is called, and how its people are rounded, once, from the sum of its rules.

    A role that works for other departments too is counted in its own, and *shared_with* them. One
    that *leads* is no workforce, though rules count it.
    """

    leads: bool = False
    rounding: Literal["up", "half_up", "down"] = "up"
    shared_with: Annotated[tuple[Name, ...], Either] = ()


class AsNeeded(Sourced):
    """A role that is to be filled as needed: a note without a figure, and no zero."""

    labels: Bilingual


class Factor(Sourced):
    """
    What every role of the workforce is multiplied by where its tests hold, before rounding.

    As it is printed: by a *factor*, by so much *plus*, or by so much *less*.
    """

    id: Name
    factor: Printed | None = None
    plus: Printed | None = None
    less: Printed | None = None
    when: Tests
    roles: Annotated[tuple[Name, ...], Either] = ()

    @model_validator(mode="after")
    def _one_figure(self) -> "Factor":
        if sum(each is not None for each in (self.factor, self.plus, self.less)) != 1:
            message = "a factor says one of 'factor', 'plus' and 'less'."
            raise wrong("", message, "Write it as printed, such as 'plus: 10 %'.")
        return self


class Counted(Part):
    """The roles that a total adds up: all, or those named, without some."""

    departments: Annotated[tuple[Name, ...], Either] = ()
    roles: Annotated[tuple[Name, ...], Either] = ()
    without: Annotated[tuple[Name, ...], Either] = ()


class SiteTotal(Sourced, Tabled):
    """
    A printed total that is compared with the sum of roles, and never changes them.

    A `check` bounds the sum on both sides, a `cap` from above and a `floor` from below.
    """

    id: Name
    kind: Literal["check", "cap", "floor"]
    labels: Bilingual
    counts: Counted = Counted()


class Pool(Part):
    """Roles whose people may stand in for one another, so that their relief is rounded once."""

    id: Name
    labels: Bilingual
    roles: Annotated[tuple[Name, ...], Listed]


class Duty(Part):
    """When the people of a role are at work by day: the facts with hours a day and days a year."""

    hours: Name
    days: Name


class CoverFile(Part):
    """What is known of the relief of a department: who stands in for whom, and when who works."""

    pools: Annotated[tuple[Pool, ...], Listed] = ()
    duty: Mapping[Name, Duty] = Field(default_factory=dict)


class Standard(Sourced):
    """What a publication asks of the service beside people: a *figure* in its own *unit*."""

    id: Name
    labels: Bilingual
    figure: Printed
    unit: Bilingual


class DepartmentFile(Part):
    """One department of a norm."""

    department: Name
    labels: Bilingual
    methods: Annotated[tuple[Method, ...], Listed]
    roles: Mapping[Name, Role]
    rules: Annotated[tuple[Rule, ...], Listed]
    leaders: Leaders | None = None
    rates: Annotated[tuple[Rate, ...], Listed] = ()
    as_needed: Mapping[Name, AsNeeded] = Field(default_factory=dict)
    cover: CoverFile = CoverFile()
    findings: Annotated[tuple[Finding, ...], Listed] = ()
    proof: Mapping[Literal["rules", "leaders", "rates"], Proof]

    @property
    def leading(self) -> frozenset[str]:
        """The roles that rules count and that are no workforce."""
        return frozenset(role for role, words in self.roles.items() if words.leads)


def _day(value: object) -> object:
    if value == NOT_STATED or isinstance(value, date):
        return value
    raise wrong("", f"{value!r} is no day.", f"Write it like 2024-01-31, or '{NOT_STATED}'.")


Day = Annotated[date | Literal["not stated"], BeforeValidator(_day)]


class InForce(Part):
    """When a publication is in force; `not stated` where it does not say."""

    from_: Day = Field(alias="from")
    to: Day

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day, as far as it says."""
        first, last = (day if isinstance(end, str) else end for end in (self.from_, self.to))
        return first <= day <= last


class PackFile(Part):
    """The title page of a norm."""

    id: Text
    version: Text
    title: Bilingual
    source: Bilingual
    trust: Trust
    in_force: InForce
    property_kinds: Annotated[tuple[Text, ...], Listed, Field(min_length=1)]
    departments: Annotated[tuple[Name, ...], Listed]
    facts: Mapping[Name, FactType] = Field(default_factory=dict)
    factors: Annotated[tuple[Factor, ...], Listed] = ()
    totals: Annotated[tuple[SiteTotal, ...], Listed] = ()
    findings: Annotated[tuple[Finding, ...], Listed] = ()
    standards: Annotated[tuple[Standard, ...], Listed] = ()
    proof: Mapping[Literal["factors", "totals", "standards"], Proof] = Field(default_factory=dict)
    changed: Changed = ()
    ended: Changed = ()


class ChangeEntry(Part):
    """A change of a published norm: what is changed, by its address, to what, why and by whom."""

    change: Text
    to: Any = None
    off: bool = False
    reason: Bilingual
    approved_by: Text
    until: Day = "not stated"

    @model_validator(mode="after")
    def _to_or_off(self) -> "ChangeEntry":
        if (self.to is None) != self.off:
            message = "a change says either 'to' or 'off: true'."
            raise wrong("", message, "Write one of them.")
        return self


class OverlayFile(PackFile):
    """The title page of a company's norm, which extends a published one."""

    extends: Text
    changes: Annotated[tuple[ChangeEntry, ...], Listed] = ()
    property_kinds: Annotated[tuple[Text, ...], Listed] = ()
    departments: Annotated[tuple[Name, ...], Listed] = ()
