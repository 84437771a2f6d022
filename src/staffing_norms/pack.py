"""What a publisher tells us: the models of a norm's files, checked where they are read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from staffing_norms.errors import QuantityError
from staffing_norms.facts import Exact, FactType
from staffing_norms.quantities import exact_range, figure_sum
from staffing_norms.schema import Bilingual, Either, Listed, Model, Name, Text, wrong

_HINTS = {
    "quantity.range": "Write the smaller end first.",
    "quantity.type": "Write it like 5, '3–4' or '5 万㎡'.",
}

Status = Literal["printed", "corrected", "reading", "silent", "doubtful"]
NOT_STATED = "not stated"


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
    if isinstance(value, Figure):
        return value
    try:
        low, high, unit = exact_range(value, None)
    except QuantityError as error:
        [fault] = error.faults
        hint = fault.hint or _HINTS.get(fault.code, "")
        raise QuantityError([replace(fault, hint=hint)]) from None
    return Figure(low, high, unit, figure_sum(value))


Printed = Annotated[Figure, BeforeValidator(_figure)]


class Sourced(Model):
    """Something printed: where, and how it is read."""

    clause: Text
    status: Status
    reading: Bilingual | None = None
    note: Bilingual | None = None

    @model_validator(mode="after")
    def _reading_says_why(self) -> "Sourced":
        if self.status != "printed" and self.reading is None:
            message = f"status {self.status!r} needs a 'reading' that says why."
            raise wrong("status", message, "Write 'reading: {en: …, zh: …}'.")
        return self


class Bounds(Model):
    """A band of a measure: `from` ≥, `over` >, `up_to` ≤, `below` <."""

    from_: Printed | None = Field(None, alias="from")
    over: Printed | None = None
    up_to: Printed | None = None
    below: Printed | None = None

    @property
    def lower(self) -> tuple[str, Figure] | None:
        """The word and figure of the lower bound."""
        if self.from_:
            return "from", self.from_
        return ("over", self.over) if self.over else None

    @property
    def upper(self) -> tuple[str, Figure] | None:
        """The word and figure of the upper bound."""
        if self.up_to:
            return "up_to", self.up_to
        return ("below", self.below) if self.below else None

    @model_validator(mode="after")
    def _one_bound_a_side(self) -> "Bounds":
        if self.from_ and self.over:
            raise wrong("over", "'over' stands beside 'from'.", "Keep one of them.")
        if self.up_to and self.below:
            raise wrong("below", "'below' stands beside 'up_to'.", "Keep one of them.")
        return self


class Test(Bounds):
    """One condition on the site, the method or its records; the tests of a list all hold."""

    fact: Name | None = None
    is_: Annotated[tuple[bool | str, ...], Either] | None = Field(None, alias="is")
    or_unknown: bool = False
    method: Name | None = None
    some: Literal["buildings", "tasks"] | None = None
    none: Literal["buildings", "tasks"] | None = None
    where: Annotated[tuple["Test", ...], Listed] = ()

    @model_validator(mode="after")
    def _one_subject(self) -> "Test":
        subjects = [self.fact, self.method, self.some, self.none]
        if sum(subject is not None for subject in subjects) != 1:
            message = "a test names exactly one of 'fact', 'method', 'some' and 'none'."
            raise wrong("", message, "Write one of them.")
        return self


Tests = Annotated[tuple[Test, ...], Listed]


class Driver(Model):
    """What a rule counts: *of*, one for each *per*, less the share *reduced_by*."""

    of: Name
    per: Printed | None = None
    times: Name | None = None
    reduced_by: Name | None = None


class _Rule(Sourced):
    id: Name
    role: Name
    methods: Annotated[tuple[Name, ...], Listed]
    when: Tests = ()


class _Driven(_Rule):
    people: Printed = Figure(Fraction(1), Fraction(1), "item", Fraction(0))
    of: Name | None = None
    per: Printed | None = None
    times: Name | None = None
    reduced_by: Name | None = None
    either: Annotated[tuple[Driver, ...], Listed] = ()

    @model_validator(mode="after")
    def _one_way_to_count(self) -> "_Driven":
        if (self.of is None) != bool(self.either) or (self.either and (self.per or self.times)):
            message = "what is counted is written once: by 'of', or by a list 'either'."
            raise wrong("", message, "Write 'of: <fact>', and 'per' or 'times' beside it.")
        return self

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """What is counted, the first that is stated."""
        if self.of is None:
            return self.either
        return (Driver(of=self.of, per=self.per, times=self.times, reduced_by=self.reduced_by),)


class Posts(_Driven):
    """Posts that are manned: shifts × people × ⌈driver ÷ per⌉."""

    kind: Literal["posts"]
    shifts: int | Name


class Quota(_Driven):
    """People by a quota: people × driver ÷ per, rounded once with the role."""

    kind: Literal["quota"]


class Band(Bounds):
    """People within a band; *plus* for each completed *every* above its lower bound."""

    people: Printed
    plus: Printed | None = None
    every: Printed | None = None


class Bands(_Rule):
    """People by bands of one measure."""

    kind: Literal["bands"]
    measured_by: Name
    bands: Annotated[tuple[Band, ...], Listed]


class SpreadBand(Bounds):
    """One for each *per* within the band."""

    per: Printed


class Replaced(Model):
    """Activities whose tasks take the place of a rule under one method."""

    method: Name
    activities: Annotated[tuple[Name, ...], Listed]


class Spread(_Rule):
    """A total over records: the product of *of* ÷ the *per* of the record's band."""

    kind: Literal["spread"]
    over: Literal["buildings"]
    of: Annotated[tuple[Name, ...], Listed]
    measured_by: Name
    bands: Annotated[tuple[SpreadBand, ...], Listed]
    replaced_by: Replaced | None = None


class Work(_Rule):
    """Yearly hours of the department's tasks ÷ the hours that one person works a year."""

    kind: Literal["work"]
    hours_per_day: Name
    days: Name


Rule = Annotated[Posts | Quota | Bands | Spread | Work, Field(discriminator="kind")]


class Count(Model):
    """How many of a leader's role: a number, a range, a growing number or a quota."""

    people: Printed
    typical: int | None = None
    per: Printed | None = None
    plus: Printed | None = None
    every: Printed | None = None
    when: Tests = ()


def _count(value: object) -> object:
    return value if isinstance(value, dict) else {"people": value}


Counts = Mapping[Name, Annotated[Count, BeforeValidator(_count)]]


class LeaderBand(Bounds, Sourced):
    """The leaders of one band; *may* holds the optional ones, which lean leaves out."""

    posts: Counts = Field(default_factory=dict)
    may: Counts = Field(default_factory=dict)
    optional: bool = False
    as_below: bool = False


class Leaders(Model):
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


class Method(Model):
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


class Finding(Model):
    """Something to check, raised when all its tests hold."""

    code: str
    severity: Literal["info", "warning"]
    when: Tests
    message: Bilingual


class SharedFinding(Model):
    """A finding that every norm shares; the compiler knows its condition."""

    severity: Literal["info", "warning"]
    message: Bilingual


class Proof(Model):
    """Rows of a table and the sum of its numerals as printed: catches slips of typing."""

    rows: int
    sum: Exact


class DepartmentFile(Model):
    """One department of a norm."""

    department: Name
    labels: Bilingual
    methods: Annotated[tuple[Method, ...], Listed]
    roles: Mapping[Name, Bilingual]
    rules: Annotated[tuple[Rule, ...], Listed]
    leaders: Leaders | None = None
    rates: Annotated[tuple[Rate, ...], Listed] = ()
    findings: Annotated[tuple[Finding, ...], Listed] = ()
    proof: Mapping[Literal["rules", "leaders", "rates"], Proof]


def _day(value: object) -> object:
    if value == NOT_STATED or isinstance(value, date):
        return value
    raise wrong("", f"{value!r} is no day.", f"Write it like 2024-01-31, or '{NOT_STATED}'.")


Day = Annotated[date | Literal["not stated"], BeforeValidator(_day)]


class InForce(Model):
    """When a publication is in force; `not stated` where it does not say."""

    from_: Day = Field(alias="from")
    to: Day


class PackFile(Model):
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
