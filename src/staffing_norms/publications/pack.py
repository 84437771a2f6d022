"""What a publisher tells us: the models of a norm's files, checked where they are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Generic, Literal, TypeVar, get_args

from pydantic import BeforeValidator, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from staffing_norms.foundation.errors import QuantityError
from staffing_norms.foundation.formula import Change
from staffing_norms.foundation.quantities import exact_range, figure_sum
from staffing_norms.foundation.schema import Bilingual, Either, Listed, Model, Name, Text, wrong
from staffing_norms.sites.facts import Exact, FactType

_FACT = re.compile(r"[a-z][a-z0-9_]*")
_HINTS = {
    "quantity.range": "Write the smaller end first.",
    "quantity.type": "Write it like 5, '3–4' or '5 万㎡'.",
}


class _Part(Model, defer_build=True):
    """What a norm's files are made of: built with the whole file when one is read, for speed."""


Status = Literal["printed", "corrected", "reading", "silent", "doubtful", "company"]
NOT_STATED = "not stated"
WORKFORCE = "workforce"  # what leaders may be measured by, beside facts
NO_CLAUSE = "–"


@dataclass(frozen=True, slots=True)
class Figure:
    """
    A printed number or range, exact, in the reference unit of its dimension.

    Args:
        low: The smaller end.
        high: The larger end; equal to *low* for a single number.
        unit: Id of the unit as printed.
        numerals: Sum of the numerals as printed, for the proof of the table.
    """

    low: Fraction
    high: Fraction
    unit: str
    numerals: Fraction


def _figure(value: object) -> Figure:
    try:
        low, high, unit = exact_range(value, None)
    except QuantityError as error:
        [fault] = error.faults
        hint = fault.hint or _HINTS.get(fault.code, "")
        raise QuantityError([replace(fault, hint=hint)]) from None
    return Figure(low, high, unit, figure_sum(value))


_Written = int | float | str  # how a figure may stand in a file
Printed = Annotated[Figure, BeforeValidator(_figure, json_schema_input_type=_Written)]


def _laid(value: object) -> object:
    if isinstance(value, tuple):
        return value
    message = "only an overlay writes what is changed."
    raise wrong("", message, "Remove it; write an entry in 'changes' of an overlay's pack.yaml.")


# What overlay.py writes into the data of a file that it changes.
Changed = Annotated[tuple[Change, ...], BeforeValidator(_laid), SkipJsonSchema()]


class Sourced(_Part):
    """Something printed: where, how it is read, and what a company *changed* of it."""

    clause: Text
    status: Status
    reading: Bilingual | None = None
    note: Bilingual | None = None
    changed: Changed = ()

    @model_validator(mode="after")
    def _reading_says_why(self) -> "Sourced":
        if self.status != "printed" and self.reading is None and not self.changed:
            message = f"status {self.status!r} needs a 'reading' that says why."
            raise wrong("status", message, "Write 'reading: {en: …, zh: …}'.")
        return self


def _limit(value: object) -> object:
    is_name = isinstance(value, str) and _FACT.fullmatch(value)
    return value if is_name else _figure(value)


Limit = Annotated[Figure | str, BeforeValidator(_limit, json_schema_input_type=_Written)]
BoundT = TypeVar("BoundT")


class _Bounded(_Part, Generic[BoundT]):
    """What has bounds: `from` ≥, `over` >, `up_to` ≤, `below` <."""

    from_: BoundT | None = Field(None, alias="from")
    over: BoundT | None = None
    up_to: BoundT | None = None
    below: BoundT | None = None

    @property
    def lower(self) -> tuple[str, BoundT] | None:
        """The word and figure of the lower bound."""
        if self.from_:
            return "from", self.from_
        return ("over", self.over) if self.over else None

    @property
    def upper(self) -> tuple[str, BoundT] | None:
        """The word and figure of the upper bound."""
        if self.up_to:
            return "up_to", self.up_to
        return ("below", self.below) if self.below else None

    @property
    def sides(self) -> list[tuple[str, BoundT]]:
        """The words and figures of the bounds that there are."""
        return [side for side in (self.lower, self.upper) if side]

    @model_validator(mode="after")
    def _one_bound_a_side(self) -> "_Bounded[BoundT]":
        if self.from_ and self.over:
            raise wrong("over", "'over' stands beside 'from'.", "Keep one of them.")
        if self.up_to and self.below:
            raise wrong("below", "'below' stands beside 'up_to'.", "Keep one of them.")
        return self


class Bounds(_Bounded[Printed]):
    """A band of a measure."""


class Test(_Bounded[Limit]):
    """
    One condition on the site, the method or its records; the tests of a list all hold.

    A bound is a figure, or the name of another fact.
    """

    fact: Name | None = None
    is_: Annotated[tuple[bool | str, ...], Either] | None = Field(None, alias="is")
    or_unknown: bool = False
    method: Name | None = None
    some: Name | None = None
    none: Name | None = None
    where: Annotated[tuple["Test", ...], Listed] = ()

    @model_validator(mode="after")
    def _one_subject(self) -> "Test":
        subjects = [self.fact, self.method, self.some, self.none]
        if sum(subject is not None for subject in subjects) != 1:
            message = "a test names exactly one of 'fact', 'method', 'some' and 'none'."
            raise wrong("", message, "Write one of them.")
        return self


Tests = Annotated[tuple[Test, ...], Listed]


def _entry(value: object) -> object:
    """Let a figure that holds always be written alone."""
    return value if isinstance(value, dict) else {"people": value}


class Conditional(_Part):
    """A number of people, where its tests hold."""

    people: Printed
    when: Tests = ()


_Short = BeforeValidator(_entry, json_schema_input_type=Conditional | _Written)
Conditionals = Annotated[tuple[Annotated[Conditional, _Short], ...], Either]


class Undefined(_Part):
    """Where a publication does not define a figure: a gap, never zero. *reading* says why."""

    reading: Bilingual
    unless: Tests = ()


class Driver(_Part):
    """What a rule counts: *of*, one for each *per*, less the share *reduced_by*."""

    of: Name | None = None
    of_roles: Annotated[tuple[Name, ...], Either] = ()
    per: Printed | None = None
    times: Name | None = None
    reduced_by: Name | None = None


Choice = Literal["first", "larger", "smaller"]
CHOICES: tuple[str, ...] = get_args(Choice)


class Counting(Driver):
    """
    How people are counted: *people* for each *per* of a driver, within limits.

    Drivers that the page joins by "or" stand in *either*; *choose* says which one counts: the
    `first` that is stated, the one with the `larger` or `smaller` result, or what a fact says
    whose words are these and the names of the drivers.
    """

    people: Printed = Figure(Fraction(1), Fraction(1), "item", Fraction(0))
    either: Annotated[tuple[Driver, ...], Listed] = ()
    choose: Choice | Name = "first"
    at_least: Conditionals = ()
    at_most: Conditionals = ()

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """What is counted, one or the other."""
        own = {name: getattr(self, name) for name in Driver.model_fields}
        return self.either or (Driver.model_construct(**own),)


class Row(Bounds, Counting):
    """One row of a table: for a word or a band of *by*, what it says in place of the rule."""

    is_: Annotated[tuple[str, ...], Either] = Field((), alias="is")
    undefined: Undefined | None = None


class Tabled(Counting):
    """What is counted, the same for all sites or by the *rows* of a table."""

    by: Name | None = None
    rows: Annotated[tuple[Row, ...], Listed] = ()

    @property
    def countings(self) -> tuple[Counting, ...]:
        """How people are counted, everywhere or in each row that is defined."""
        if not self.rows:
            return (self,)
        return tuple(self.counting_of(row) for row in self.rows if not row.undefined)

    def counting_of(self, row: Row) -> Counting:
        """Return what a row says, and the rule where the row is silent."""
        said = {name for name in row.model_fields_set if name in Counting.model_fields}
        drives = said & {"of", "of_roles", "either"}
        own = {
            name: getattr(row if name in said else self, name)
            for name in Counting.model_fields
            if name in said or not (drives and name in _DRIVING)
        }
        return Counting.model_construct(**own)

    @model_validator(mode="after")
    def _one_way_to_count(self) -> "Tabled":
        if bool(self.by) != bool(self.rows):
            key, other = ("by", "rows") if self.by else ("rows", "by")
            raise wrong(key, f"{key!r} stands without {other!r}.", f"Write '{other}: …'.")
        for counting in self.countings:
            single = bool(counting.of) + bool(counting.of_roles)
            beside = counting.per or counting.times or counting.reduced_by
            if single + bool(counting.either) != 1 or (counting.either and beside):
                message = "what is counted is written once: by 'of', or by a list 'either'."
                raise wrong("", message, "Write 'of: <fact>', and 'per' or 'times' beside it.")
        return self


_DRIVING = (*Driver.model_fields, "either")


class _Rule(Sourced):
    """A rule adds people to a role; a *roster* counts those of all shifts, and not by shift."""

    id: Name
    role: Name
    methods: Annotated[tuple[Name, ...], Listed]
    when: Tests = ()
    undefined: Undefined | None = None
    roster: bool = False


class Posts(_Rule, Tabled):
    """Posts that are manned: shifts × people × ⌈driver ÷ per⌉."""

    kind: Literal["posts"]
    shifts: int | Name


class Quota(_Rule, Tabled):
    """People by a quota: people × driver ÷ per, rounded once with the role."""

    kind: Literal["quota"]


class Band(Bounds):
    """
    People within a band; *plus* for each completed *every* above its lower bound.

    A step that is *started* counts as a whole one. Where the publication says nothing, the band
    takes the figure *as_below*, or is *undefined*; *silent* says why.
    """

    people: Printed | None = None
    plus: Printed | None = None
    every: Printed | None = None
    started: bool = False
    as_below: bool = False
    silent: Bilingual | None = None
    undefined: Undefined | None = None

    @model_validator(mode="after")
    def _one_figure(self) -> "Band":
        said = [self.people is not None, self.as_below, self.undefined is not None]
        if sum(said) != 1:
            message = "a band says one of 'people', 'as_below' and 'undefined'."
            raise wrong("", message, "Write one of them.")
        if self.as_below != (self.silent is not None):
            key, other = ("as_below", "silent") if self.as_below else ("silent", "as_below")
            raise wrong(key, f"{key!r} stands without {other!r}.", f"Write '{other}: …'.")
        return self


class Bands(_Rule):
    """People by bands of one measure."""

    kind: Literal["bands"]
    measured_by: Name
    bands: Annotated[tuple[Band, ...], Listed]


class Fixed(_Rule):
    """So many people for every site."""

    kind: Literal["fixed"]
    people: Printed


class SpreadBand(Bounds):
    """People for each record within the band, or for each *per* of what it states."""

    people: Printed = Figure(Fraction(1), Fraction(1), "item", Fraction(0))
    per: Printed | None = None


class Replaced(_Part):
    """Activities whose tasks take the place of a rule under one method."""

    method: Name
    activities: Annotated[tuple[Name, ...], Listed]


class Spread(_Rule):
    """A total over records: people × the product of *of* ÷ *per*, by the record's band."""

    kind: Literal["spread"]
    over: Name
    of: Annotated[tuple[Name, ...], Listed]
    measured_by: Name | None = None
    bands: Annotated[tuple[SpreadBand, ...], Listed]
    replaced_by: Replaced | None = None

    @model_validator(mode="after")
    def _bands_have_a_measure(self) -> "Spread":
        if self.measured_by is None and [band.sides for band in self.bands] != [[]]:
            message = "without 'measured_by' there is one band, without bounds."
            raise wrong("bands", message, "Write 'measured_by: <field>', or one band.")
        return self


class Work(_Rule):
    """
    Yearly hours of the department's tasks ÷ the hours that one person works a year.

    The fact *profile* says by which frequency profile work is done that no task states.
    """

    kind: Literal["work"]
    hours_per_day: Name
    days: Name
    profile: Name | None = None


Rule = Annotated[Fixed | Posts | Quota | Bands | Spread | Work, Field(discriminator="kind")]


class Count(_Part):
    """How many of a leader's role: a number, a range, a growing number or a quota."""

    people: Printed
    typical: int | None = None
    per: Printed | None = None
    plus: Printed | None = None
    every: Printed | None = None
    started: bool = False
    when: Tests = ()


Counts = Mapping[
    Name, Annotated[Count, BeforeValidator(_entry, json_schema_input_type=Count | _Written)]
]


class LeaderBand(Bounds, Sourced):
    """The leaders of one band; *may* holds the optional ones, which lean leaves out."""

    posts: Counts = Field(default_factory=dict)
    may: Counts = Field(default_factory=dict)
    optional: bool = False
    as_below: bool = False


class Leaders(_Part):
    """The leaders of a department, by bands of one measure."""

    measured_by: Name
    bands: Annotated[tuple[LeaderBand, ...], Listed]


class Rate(Sourced):
    """A work rate: *quantity* in *hours* (or *minutes*) by a crew of *crew*."""

    activity: Name
    variant: str = ""
    quantity: Printed | None = None
    hours: Printed | None = None
    minutes: Printed | None = None
    crew: Printed | None = None
    own_rate: bool = False

    @model_validator(mode="after")
    def _figure_or_own_rate(self) -> "Rate":
        if self.quantity is None and not self.own_rate:
            message = "the rate has no 'quantity'."
            raise wrong("", message, "Write it, or 'own_rate: true' where none is usable.")
        return self


class Method(_Part):
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


class _Told(_Part):
    severity: Literal["info", "warning"]
    message: Bilingual


class Ratio(_Part):
    """The sum of some facts for each product of others, outside bounds that are no printed ones."""

    of: Annotated[tuple[Name, ...], Listed] = Field(min_length=1)
    to: Annotated[tuple[Name, ...], Listed] = Field(min_length=1)
    below: Printed | None = None
    over: Printed | None = None

    @property
    def sides(self) -> list[tuple[Literal["below", "over"], Figure]]:
        """The words and figures of the bounds that there are."""
        both: tuple[tuple[Literal["below", "over"], Figure | None], ...]
        both = (("below", self.below), ("over", self.over))
        return [(word, figure) for word, figure in both if figure]


class SharedFinding(_Told):
    """A finding that every norm shares; with neither tests nor a ratio the compiler knows when."""

    when: Tests = ()
    ratio: Ratio | None = None


class FindingsFile(_Part):
    """The findings that every norm shares, by code."""

    findings: Mapping[str, SharedFinding]


class Finding(_Told):
    """A norm's own finding, raised when all its tests hold."""

    code: str
    when: Tests


class Proof(_Part):
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


class Counted(_Part):
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


class Pool(_Part):
    """Roles whose people may stand in for one another, so that their relief is rounded once."""

    id: Name
    labels: Bilingual
    roles: Annotated[tuple[Name, ...], Listed]


class Duty(_Part):
    """When the people of a role are at work by day: the facts with hours a day and days a year."""

    hours: Name
    days: Name


class CoverFile(_Part):
    """What is known of the relief of a department: who stands in for whom, and when who works."""

    pools: Annotated[tuple[Pool, ...], Listed] = ()
    duty: Mapping[Name, Duty] = Field(default_factory=dict)


class Standard(Sourced):
    """What a publication asks of the service beside people: a *figure* in its own *unit*."""

    id: Name
    labels: Bilingual
    figure: Printed
    unit: Bilingual


class DepartmentFile(_Part):
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


class InForce(_Part):
    """When a publication is in force; `not stated` where it does not say."""

    from_: Day = Field(alias="from")
    to: Day


class PackFile(_Part):
    """The title page of a norm."""

    id: Text
    version: Text
    title: Bilingual
    source: Bilingual
    trust: Literal["A", "B", "C"]
    in_force: InForce
    property_kinds: Annotated[tuple[Text, ...], Listed]
    departments: Annotated[tuple[Name, ...], Listed]
    facts: Mapping[Name, FactType] = Field(default_factory=dict)
    factors: Annotated[tuple[Factor, ...], Listed] = ()
    totals: Annotated[tuple[SiteTotal, ...], Listed] = ()
    findings: Annotated[tuple[Finding, ...], Listed] = ()
    standards: Annotated[tuple[Standard, ...], Listed] = ()
    proof: Mapping[Literal["factors", "totals", "standards"], Proof] = Field(default_factory=dict)
    changed: Changed = ()
    ended: Changed = ()


class ChangeEntry(_Part):
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
