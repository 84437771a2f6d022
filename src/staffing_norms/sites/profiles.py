"""Reads frequency profiles: how often work is done, by grade."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from unicodedata import normalize

from pydantic import BeforeValidator, Field, model_validator

from staffing_norms.foundation.documents import Document, read_document
from staffing_norms.foundation.errors import Fault, NormError, QuantityError, Said
from staffing_norms.foundation.faults import shown
from staffing_norms.foundation.library import PROFILES, norms_folder, read_shipped
from staffing_norms.foundation.quantities import exact, frequency, times_per_year
from staffing_norms.foundation.schema import (
    Bilingual,
    Either,
    Listed,
    Model,
    Name,
    Text,
    validate,
    wrong,
)
from staffing_norms.sites.activities import work_of

_ENDS = re.compile(
    r"(?P<before>\D*?)(?P<low>[0-9.]+)\s*[-–—~〜至]\s*(?P<high>[0-9.]+)(?P<after>.*)"
)


@dataclass(frozen=True, slots=True)
class Often:
    """
    How often work is done; a range gives the stances, fewer times being lean.

    Args:
        numbers: The printed times a period, in each stance.
        a_year: Periods in a year.
        in_all: Of a part of the year, one where its days do not count, else 0.
        a_day: Of a part of the year, periods in one of its days.

    >>> often("1-2/month").numbers == (1, 1.5, 2)
    True
    """

    numbers: tuple[Fraction, ...]
    a_year: Fraction
    in_all: Fraction
    a_day: Fraction


def often(written: object) -> Often:
    """
    Read a frequency, or a range of frequencies: '2/day', 'every 20 days', '1-2/month'.

    Raises:
        QuantityError: It is none, or its range runs the wrong way round.
    """
    match = _ENDS.fullmatch(normalize("NFKC", written)) if isinstance(written, str) else None
    if match is None:
        number, period = _of_period(written)
        numbers = [number] * 3
    else:
        low, high = exact(match["low"], "item"), exact(match["high"], "item")
        if low > high:
            message = Said("the range {0} runs the wrong way round.", shown(written))
            raise QuantityError(
                [Fault("quantity.range", "", message, "Write the smaller end first.")]
            )
        middle = _decimal((low + high) / 2)
        each = (match["low"], middle, match["high"])
        read = [_of_period(f"{match['before']}{number}{match['after']}") for number in each]
        numbers, period = sorted(number for number, _ in read), read[0][1]
    return Often(tuple(numbers), *_periods(period))


@cache
def _periods(period: str) -> tuple[Fraction, Fraction, Fraction]:
    """Return how many a year has, and of a part of it: once, and for each of its days."""
    a_year, one, two = (times_per_year(Fraction(1), period, days) for days in (None, 1, 2))
    return a_year, one - (two - one), two - one


def _decimal(number: Fraction) -> str:
    return str(float(number)) if number.denominator > 1 else str(number)


def _of_period(written: object) -> tuple[Fraction, str]:
    """Return times a period; every so many days is a part of one time a day."""
    times, period = frequency(written)
    return (1 / times, "day") if period == "every_days" else (times, period)


Frequency = Annotated[Often, BeforeValidator(often, json_schema_input_type=str)]
Status = Literal["read", "unverified"]


def _cell(value: object) -> object:
    """Let a frequency be written alone."""
    return value if isinstance(value, dict) else {"frequency": value}


class Cell(Model):
    """How often work is done in a grade: all year, or in the growing season and out of it."""

    frequency: Frequency | None = None
    in_season: Frequency | None = None
    out_of_season: Frequency | None = None
    status: Status | None = None
    note: Bilingual | None = None

    @model_validator(mode="after")
    def _all_year_or_by_season(self) -> "Cell":
        seasons = (self.in_season is not None, self.out_of_season is not None)
        if seasons != (self.frequency is None,) * 2:
            message = "a cell says 'frequency', or 'in_season' and 'out_of_season'."
            raise wrong("", message, "Write 0/year for a season without the work.")
        return self


class Row(Model):
    """
    A kind of work, and how often it is done in each grade; without a cell the profile is silent.

    Ways that are the same work on the same things stand together in *variant*. *of* names the
    facts that add up to the quantity, where they are not those of the activity.
    """

    activity: Name
    variant: Annotated[tuple[Name, ...], Either] = ()
    of: Annotated[tuple[str, ...], Either] = ()
    cells: Mapping[str, Annotated[Cell, BeforeValidator(_cell)]] = Field(default_factory=dict)
    note: Bilingual | None = None

    @property
    def works(self) -> tuple[str, ...]:
        """The work as tasks name it: the activity, or each way of doing it."""
        return tuple(work_of(self.activity, each) for each in self.variant) or (self.activity,)


class Grade(Model):
    """A grade; *status* is that of its cells which say nothing else."""

    labels: Bilingual
    status: Status = "read"
    note: Bilingual | None = None


class Profile(Model):
    """A frequency profile: rows by department, with a cell for each grade that says how often."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Bilingual
    source: Bilingual
    trust: Literal["A", "B", "C"]
    note: Bilingual | None = None
    grades: Mapping[str, Grade]
    best_grade: Text
    departments: Mapping[Name, Annotated[tuple[Row, ...], Listed]]

    def word(self, grade: str) -> str:
        """Return what a site states to be planned by a grade."""
        return self.id if len(self.grades) == 1 else f"{self.id} {grade}"

    def is_unverified(self, cell: Cell, grade: str) -> bool:
        """Whether the figure of a cell was not seen in the text that it is said to be from."""
        return (cell.status or self.grades[grade].status) == "unverified"


def read_profile(path: str | Path) -> tuple[Document, Profile, tuple[Fault, ...]]:
    """
    Read a profile from a file.

    Returns:
        The file, the profile, and the faults of its shape: with some, the names of grades and of
        work are there all the same, as far as they can be read, so that they can be judged too.

    Raises:
        NormError: It is no YAML.
    """
    document = read_document(path, NormError, json=False)
    try:
        return document, validate(Profile, document, NormError), ()
    except NormError as error:
        return document, _in_part(document.data), error.faults


def _in_part(data: object) -> Profile:
    """Return what names grades and work in a profile with faults."""
    page = _mapping(data)
    departments = {
        name: tuple(map(_row_in_part, rows if isinstance(rows, list) else ()))
        for name, rows in _mapping(page.get("departments")).items()
    }
    named = (grade for rows in departments.values() for row in rows for grade in row.cells)
    grades = _mapping(page.get("grades"))
    best = str(page.get("best_grade", next(iter(grades), "")))
    grades = grades or dict.fromkeys([best, *named])
    return Profile.model_construct(
        id=str(page.get("id", "")), grades=grades, best_grade=best, departments=departments
    )


def _row_in_part(data: object) -> Row:
    row = _mapping(data)
    variant, of = (
        tuple(map(str, each if isinstance(each, list) else [each]))
        for each in (row.get("variant", []), row.get("of", []))
    )
    cells = _mapping(row.get("cells"))
    return Row.model_construct(
        activity=str(row.get("activity", "")), variant=variant, of=of, cells=cells
    )


def _mapping(data: object) -> Mapping[str, Any]:
    return data if isinstance(data, Mapping) else {}


def is_profile(path: str | Path) -> bool:
    """Whether a YAML file is a frequency profile, be it with faults: it has grades."""
    if Path(path).suffix not in (".yaml", ".yml"):
        return False
    with suppress(NormError):
        data = read_document(path, NormError, json=False).data
        return isinstance(data, Mapping) and "grades" in data
    return False


@cache
def shipped_profiles() -> Mapping[str, Profile]:
    """
    Return the profiles that come with the library, by id.

    >>> shipped_profiles()["cn-fee-grades"].best_grade
    '1'
    """
    read: dict[str, Profile] = {}
    for path in sorted((norms_folder() / PROFILES).glob("*.yaml")):
        profile = validate(Profile, read_shipped(f"{PROFILES}/{path.name}"), NormError)
        read[profile.id] = profile
    return read


def words_of(
    profiles: Sequence[Profile], department: str
) -> Iterator[tuple[str, Bilingual, tuple[str, ...]]]:
    """
    Yield each grade of profiles: its word, what it is called, and how else it may be written.

    Args:
        profiles: The profiles.
        department: The department that they must have rows for; `any` for whichever.
    """
    for profile in profiles:
        if department != "any" and department not in profile.departments:
            continue
        for grade, named in profile.grades.items():
            word, labels = profile.word(grade), named.labels
            called = Bilingual(
                en=f"{profile.title.en}, {labels.en}", zh=f"{profile.title.zh} {labels.zh}"
            )
            texts = (grade, labels.en, labels.zh, f"grade {grade}")
            ways = [f"{name} {text}" for name in (profile.id, profile.title.zh) for text in texts]
            yield word, called, tuple(way for way in dict.fromkeys(ways) if way != word)
