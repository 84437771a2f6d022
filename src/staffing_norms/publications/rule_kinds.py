"""The only place that models the kinds of printed rules, of leaders and of work rates."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from staffing_norms.foundation.schema import Bilingual, Either, Listed, Name, wrong
from staffing_norms.publications.figures import (
    Bounds,
    Conditionals,
    Part,
    Printed,
    PrintedFigure,
    Sourced,
    Tests,
    Undefined,
    Written,
    entry,
)
from staffing_norms.sites.activities import work_of

WORKFORCE = "workforce"
"""What leaders may be measured by, beside facts."""


class Driver(Part):
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

    people: Printed = PrintedFigure(Fraction(1), Fraction(1), "item", Fraction(0))
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

    people: Printed = PrintedFigure(Fraction(1), Fraction(1), "item", Fraction(0))
    per: Printed | None = None


class Replaced(Part):
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


class Count(Part):
    """How many of a leader's role: a number, a range, a growing number or a quota."""

    people: Printed
    typical: int | None = None
    per: Printed | None = None
    plus: Printed | None = None
    every: Printed | None = None
    started: bool = False
    when: Tests = ()


Counts = Mapping[
    Name, Annotated[Count, BeforeValidator(entry, json_schema_input_type=Count | Written)]
]


class LeaderBand(Bounds, Sourced):
    """The leaders of one band; *may* holds the optional ones, which lean leaves out."""

    posts: Counts = Field(default_factory=dict)
    may: Counts = Field(default_factory=dict)
    optional: bool = False
    as_below: bool = False


class Leaders(Part):
    """The leaders of a department, by bands of one measure."""

    measured_by: Name
    bands: Annotated[tuple[LeaderBand, ...], Listed]


class Rate(Sourced):
    """A work rate: *quantity* in *hours* (or *minutes*) by a *crew*, or *per_person* of it."""

    activity: Name
    variant: str = ""
    quantity: Printed | None = None
    hours: Printed | None = None
    minutes: Printed | None = None
    crew: Printed | None = None
    per_person: bool = False
    own_rate: bool = False

    @property
    def work(self) -> str:
        """The work as tasks name it."""
        return work_of(self.activity, self.variant)

    @model_validator(mode="after")
    def _figure_or_own_rate(self) -> "Rate":
        if self.quantity is None and not self.own_rate:
            message = "the rate has no 'quantity'."
            raise wrong("", message, "Write it, or 'own_rate: true' where none is usable.")
        if self.per_person and self.crew is None:
            message = "the rate is 'per_person', but has no 'crew'."
            raise wrong("per_person", message, "Write how many do it together as 'crew'.")
        return self
