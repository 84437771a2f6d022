"""A task: what, how much, how often, how fast; in English and in Chinese."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, cast

import pint
import pytest

from staffing_norms.foundation.documents import document_of
from staffing_norms.foundation.errors import SiteError
from staffing_norms.foundation.formula import Value
from staffing_norms.sites.intake import Record, read_facts
from staffing_norms.sites.vocabulary import vocabulary


def read(**task: object) -> Mapping[str, Value]:
    """Return what is read of one task, by field."""
    facts = read_facts(document_of({"tasks": [task]}), vocabulary())
    (record,) = cast("tuple[Record]", facts["tasks"].value)
    return {name.removeprefix("tasks."): value for name, value in record.items()}


def faults_of(**task: object) -> list[str]:
    """Return the messages about one task."""
    with pytest.raises(SiteError) as caught:
        read_facts(document_of({"tasks": [task]}), vocabulary())
    return [str(fault).removeprefix("tasks[0]") for fault in caught.value.faults]


def test_a_task_may_be_written_in_english_or_in_chinese() -> None:
    """Keys, words, units and frequencies mean the same."""
    english = read(
        activity="Sweeping floors and grounds",
        name="lobby",
        quantity="9,000 m²",
        frequency="2/day",
        rate="300 m²/h",
        season={"from": "04-01", "days": 184},
    )
    chinese = read(
        作业项目="地面清扫",
        名称="lobby",
        工程量="9000 平方米",
        频次="每天2次",
        工效="300 平方米/小时",
        季节={"起始日": "4月1日", "天数": "184 天"},
    )

    assert english == chinese
    assert english == {
        "activity": "floor_sweeping",
        "work": "floor_sweeping",
        "name": "lobby",
        "quantity": 9000,
        "rate": 300,
        "times_per_year": 368,
        "season_from": 91,
        "season_days": 184,
    }


# Activity and variant


@pytest.mark.parametrize(
    ("task", "work"),
    [
        ({"activity": "mowing", "variant": "grade_1"}, "mowing:grade_1"),
        ({"activity": "剪草", "variant": "Grade 1 lawn"}, "mowing:grade_1"),
        ({"项目": "剪草", "方式": "一级草坪"}, "mowing:grade_1"),
        ({"活动": "Mowing", "作业方式": "一级草坪"}, "mowing:grade_1"),
        ({"activity": "ball_trimming"}, "ball_trimming"),
        ({"activity": "球形植物修剪", "variant": "above_1_m"}, "ball_trimming:above_1_m"),
    ],
)
def test_work_is_an_activity_with_its_variant(task: dict[str, object], work: str) -> None:
    """An activity that has a unit of its own does without."""
    assert read(**task)["work"] == work


@pytest.mark.parametrize(
    ("task", "message"),
    [
        ({}, ": a task needs its 'activity'. Write it like 'activity: floor_sweeping'."),
        (
            {"activity": " "},
            ": a task needs its 'activity'. Write it like 'activity: floor_sweeping'.",
        ),
        (
            {"activty": "mowing"},
            ".activty: no field of tasks is called 'activty'. Did you mean 'activity'?",
        ),
        ({"activity": "moving"}, ".activity: 'moving' is no activity. Did you mean 'mowing'?"),
        (
            {"activity": "mowing"},
            (
                ": mowing needs its 'variant'. "
                "Known: special, grade_1, grade_2, grade_3_hover, grade_3_brush, grade_4_brush."
            ),
        ),
        (
            {"activity": "mowing", "varant": "special"},
            ".varant: no field of tasks is called 'varant'. Did you mean 'variant'?",
        ),
        (
            {"activity": "mowing", "variant": "grade_11"},
            ".variant: 'grade_11' is no variant of mowing. Did you mean 'grade_1'?",
        ),
        (
            {"activity": "glass_cleaning", "variant": "by hand"},
            ".variant: glass_cleaning has no variants. Remove it.",
        ),
    ],
)
def test_a_slip_in_the_work_is_one_fault(task: dict[str, object], message: str) -> None:
    """A misspelt key is not reported as missing too."""
    assert faults_of(**task) == [message]


def test_all_faults_of_a_task_are_found() -> None:
    """Also those beside an unknown activity."""
    faults = faults_of(activity="moving", name=["a"], frequency="now", season=3)

    assert faults == [
        ".activity: 'moving' is no activity. Did you mean 'mowing'?",
        ".name: text is expected; found a list.",
        ".season: a mapping is expected; found 3. Write it like {from: 04-01, days: 184}.",
        ".frequency: 'now' is not a frequency. Write it like '2/day', '3/week' or 'every 5 days'.",
    ]


# How much


@pytest.mark.parametrize(
    ("quantity", "value"),
    [(500, 500), ("500 m²", 500), ("0.5 亩", Fraction(1000, 3)), ("2.5 万平方米", 25_000), (0, 0)],
)
def test_a_quantity_is_in_the_unit_of_the_activity(quantity: object, value: Fraction) -> None:
    """Zero is a quantity."""
    assert read(activity="glass_cleaning", quantity=quantity)["quantity"] == value


@pytest.mark.parametrize(
    ("quantity", "message"),
    [
        (
            "3 棵",
            ".quantity: '3 棵' is a number of trees; an area such as '5 m²' is expected.",
        ),
        (-1, ".quantity: -1 is negative; 0 or more is expected."),
        (
            "1e10",
            (
                ".quantity: '1e10' is too much; at most 1,000,000,000 is expected. "
                "Check the digits and the unit."
            ),
        ),
        ([1], ".quantity: a number is expected; found a list."),
    ],
)
def test_another_quantity_is_a_fault(quantity: object, message: str) -> None:
    """Of another dimension, beyond the limits, or none at all."""
    assert faults_of(activity="glass_cleaning", quantity=quantity) == [message]


# How often


@pytest.mark.parametrize(
    ("task", "times"),
    [
        ({"times_per_year": 12}, 12),
        ({"年次数": "12 次"}, 12),
        ({"frequency": "2/day"}, 730),
        ({"frequency": "every 5 days"}, 73),
        ({"frequency": "2/day", "season": {"from": "04-01", "days": 184}}, 368),
        ({"frequency": "1/week", "season": {"from": "04-01", "days": 182}}, 26),
        ({"frequency": "1/year", "season": {"from": "04-01", "days": 182}}, 1),
    ],
)
def test_times_a_year(task: dict[str, object], times: int) -> None:
    """Stated as such, or as a frequency, in a season where there is one (NORMS §5)."""
    assert read(activity="glass_cleaning", **task)["times_per_year"] == times


def test_some_work_has_its_own_frequency() -> None:
    """Machines are serviced monthly (三(五)11), unless the task says otherwise."""
    assert read(activity="machine_servicing")["times_per_year"] == 12
    assert read(activity="machine_servicing", frequency="1/week")["times_per_year"] == 52
    assert "times_per_year" not in read(activity="glass_cleaning")


LIKE = "Write it like {from: 04-01, days: 184}."
BESIDE = "stands beside 'times_per_year', which counts the whole year. Keep one of them."


@pytest.mark.parametrize(
    ("task", "messages"),
    [
        ({"times_per_year": 3, "频次": "1/day"}, [f".频次: 'frequency' {BESIDE}"]),
        (
            {"times_per_year": 3, "season": {"from": "04-01", "days": 9}},
            [f".season: 'season' {BESIDE}"],
        ),
        ({"times_per_year": -3}, [".times_per_year: -3 is negative; 0 or more is expected."]),
        ({"frequency": 2}, [".frequency: text such as '2/day' is expected; found 2."]),
        (
            {"frequency": "9999/day"},
            [
                (
                    ".frequency: '9999/day' is too much; at most 1,000,000 times is expected. "
                    "Check the digits and the unit."
                )
            ],
        ),
    ],
)
def test_another_frequency_is_a_fault(task: dict[str, object], messages: list[str]) -> None:
    """Nothing that is stated is ignored."""
    assert faults_of(activity="glass_cleaning", **task) == messages


@pytest.mark.parametrize(
    ("season", "messages"),
    [
        ("summer", [f": a mapping is expected; found 'summer'. {LIKE}"]),
        (
            {},
            [f": a season needs its 'from'. {LIKE}", f": a season needs its 'days'. {LIKE}"],
        ),
        ({"days": 9}, [f": a season needs its 'from'. {LIKE}"]),
        ({"from": "04-01", "days": None}, [f": a season needs its 'days'. {LIKE}"]),
        ({"form": "04-01"}, [".form: a season has no 'form'. Did you mean 'from'?"]),
        ({"from": "04-01", "days": 0}, [".days: 0 is too little; 1 or more is expected."]),
        (
            {"from": "04-01", "days": 366},
            [".days: 366 is too much; at most 365 is expected. Check the digits and the unit."],
        ),
        (
            {"from": "04-01", "days": "all"},
            [".days: 'all' is not one number with its unit. Write it like '5 days'."],
        ),
        *(
            (
                {"from": start, "days": 9},
                [f".from: {shown} is no month and day. Write it like '04-01'."],
            )
            for start, shown in [("04-31", "'04-31'"), ("spring", "'spring'"), (401, "401")]
        ),
    ],
)
def test_another_season_is_a_fault(season: object, messages: list[str]) -> None:
    """A season has a first day, and days that fit into a year."""
    faults = faults_of(activity="glass_cleaning", frequency="1/day", season=season)

    assert faults == [f".season{message}" for message in messages]


@pytest.mark.parametrize("start", ["04-01", "4-1", "02-29", "4月1日", "2025-04-01", " 04-01 "])
def test_a_season_begins_on_a_month_and_day(start: str) -> None:
    """In either language, with or without a year."""
    task = read(activity="glass_cleaning", frequency="1/day", season={"from": start, "days": 9})

    assert task["times_per_year"] == 9


def test_a_day_that_a_document_reads_begins_a_season() -> None:
    """YAML makes a date of it."""
    season = date(2025, 4, 1)
    task = read(activity="glass_cleaning", frequency="1/day", season={"from": season, "days": 9})

    assert task["times_per_year"] == 9


# How fast


@pytest.mark.parametrize(
    ("rate", "an_hour"),
    [
        (300, 300),
        ("300", 300),
        ("300 m²", 300),
        ("300 m²/h", 300),
        ("300 m² per hour", 300),
        ("300 ㎡／小时", 300),
        ("300 平方米/小时", 300),
        ("300平方米每小时", 300),
        ("每小时 300 平方米", 300),
        ("600 m² PER 2 h", 300),
        ("4 m²/min", 240),
        ("8 min", Fraction(15, 2)),
        ("8 minutes", Fraction(15, 2)),
        ("8 分钟", Fraction(15, 2)),
        ("8 min/m²", Fraction(15, 2)),
        ("5 min per 100 m²", 1200),
        ("每100平方米5分钟", 1200),
        ("0.5 h/亩", Fraction(4000, 3)),
        ("1000 h", Fraction(1, 1000)),
    ],
)
def test_a_rate_is_units_an_hour_or_the_time_of_a_unit(rate: object, an_hour: Fraction) -> None:
    """Both are kept as exact units an hour."""
    assert read(activity="glass_cleaning", rate=rate)["rate"] == an_hour


def test_a_rate_of_things_that_are_counted() -> None:
    """The unit is that of the activity: 10 minutes a car is 6 cars an hour."""
    assert read(activity="lift_car_polishing", rate="10 min/car")["rate"] == 6
    assert read(activity="lift_car_polishing", rate="每个轿厢10分钟")["rate"] == 6
    assert read(activity="stair_sweeping", rate="14 层/小时")["rate"] == 14


def test_a_rate_may_be_a_quantity_of_pint() -> None:
    """A time, or an amount in an hour."""
    ureg: pint.UnitRegistry[Any] = pint.UnitRegistry()

    assert read(activity="glass_cleaning", rate=ureg.Quantity(8, "minute"))["rate"] == Fraction(
        15, 2
    )
    assert read(activity="glass_cleaning", rate=ureg.Quantity(300, "m**2"))["rate"] == 300


NO_RATE = "is no work rate. Write it like '20 m²/h', or '8 min' for one."


@pytest.mark.parametrize(
    ("rate", "message"),
    [
        ("fast", f"'fast' {NO_RATE}"),
        ("8 trees", f"'8 trees' {NO_RATE}"),
        ("300 m²/day", f"'300 m²/day' {NO_RATE}"),
        ("10/m²", f"'10/m²' {NO_RATE}"),
        ("8 min/tree", f"'8 min/tree' {NO_RATE}"),
        ("0 min", f"'0 min' {NO_RATE}"),
        ("300 m²/0 h", f"'300 m²/0 h' {NO_RATE}"),
        ("a/", f"'a/' {NO_RATE}"),
        ("5 " + "m" * 200, f"'5 {'m' * 37}…' {NO_RATE}"),
        (True, f"true {NO_RATE}"),
        ([300], f"a list {NO_RATE}"),
        (0, "0 is too little; 0.001 or more is expected."),
        ("-8 min", "'-8 min' is negative; 0.001 or more is expected."),
        (
            "1e12 m²/h",
            (
                "'1e12 m²/h' is too much; at most 1,000,000,000 is expected. "
                "Check the digits and the unit."
            ),
        ),
    ],
)
def test_another_rate_is_a_fault(rate: object, message: str) -> None:
    """A bare number is an amount, never a time."""
    assert faults_of(activity="glass_cleaning", rate=rate) == [f".rate: {message}"]
