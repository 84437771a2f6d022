"""The faults of a document are collected, and raised at once."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pint
import pytest

from staffing_norms.foundation.documents import document_of, parse_document
from staffing_norms.foundation.errors import Fault, NormError, SiteError
from staffing_norms.foundation.faults import Faults, is_empty, is_unknown_cell, shown
from staffing_norms.foundation.quantities import exact
from staffing_norms.sites.glossary import Glossary

TEXT = "name: Garden\nlifts: many\n"
KNOWN = Glossary({"name": (), "lifts": ["电梯数"]})

_LEFT_OUT = "Leave it out where it is unknown; from pandas: row.dropna().to_dict()."


def faults_of(text: str = TEXT, *, named: bool = False) -> Faults:
    return Faults(parse_document(text, SiteError, file="site.yaml"), named=named)


def messages(faults: Faults) -> list[str]:
    return [str(fault) for fault in faults.found]


# Where a fault stands


def test_a_fault_stands_at_its_value_or_at_its_key() -> None:
    """Line and column come from the document."""
    faults = faults_of()
    faults.fault("code", ("lifts",), "wrong.", "Mend it.")
    faults.at_key("code", ("lifts",), "wrong.")

    assert messages(faults) == ["site.yaml:2:8: wrong. Mend it.", "site.yaml:2:1: wrong."]


def test_the_path_comes_before_what_is_said_of_a_value() -> None:
    """Once only: in data without a text it is already where the value stands."""
    in_text, in_data = faults_of(named=True), Faults(document_of({}), named=True)
    for faults in (in_text, in_data):
        faults.fault("code", ("lifts",), "wrong.")
        faults.at_key("code", ("lifts",), "wrong.")

    assert messages(in_text) == ["site.yaml:2:8: lifts: wrong.", "site.yaml:2:1: wrong."]
    assert messages(in_data) == ["lifts: wrong.", "lifts: wrong."]


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("电梯数", "电梯数"),
        ("a\nb", r"'a\nb'"),
        ("\ud800", r"'\ud800'"),
        ("x" * 101, f"'{'x' * 39}…'"),
        ("x" * 100, "x" * 100),
    ],
)
def test_a_path_is_short_and_can_be_printed(key: str, path: str) -> None:
    """Whatever a key is made of."""
    faults = Faults(document_of({}))
    faults.fault("code", (key,), "wrong.")

    assert faults.found[0].path == path


# Raising


def test_faults_are_raised_in_reading_order() -> None:
    """By line, then column; the class is the caller's."""
    faults = faults_of()
    faults.fault("b", ("lifts",), "second.")
    faults.at_key("a", ("lifts",), "first.")

    with pytest.raises(NormError, match=re.escape("site.yaml:2:1: first.\nsite.yaml:2:8: second.")):
        faults.raise_as(NormError)


def test_without_faults_nothing_is_raised() -> None:
    """A document may be right."""
    faults_of().raise_as(SiteError)


def test_of_very_many_faults_a_thousand_are_told() -> None:
    """Further ones are counted, and cost no search for names."""
    faults = faults_of()
    for number in range(1002):
        faults.entry({f"lift{number}": 1}, KNOWN, (), "no fact is called {0}.")

    with pytest.raises(SiteError) as caught:
        faults.raise_as(SiteError)
    told = caught.value.faults
    message, hint = "2 more faults are not listed.", "Mend these first."
    assert len(told) == 1001
    assert told[-1] == Fault("document.faults", "", message, hint, "site.yaml")
    assert [fault.hint for fault in faults.found[-3:]] == ["Did you mean 'lifts'?", "", ""]


# Reading


def test_a_quantity_that_cannot_be_read_is_a_fault() -> None:
    """One of a wrong type is told in the words of documents."""
    faults = faults_of()

    assert faults.reads(("lifts",), lambda: exact("46 部", "lift")) == 46
    assert faults.reads(("lifts",), lambda: exact("many", "lift")) is None
    assert faults.reads(("lifts",), lambda: exact([46], "lift"), [46], "a number") is None
    assert faults.reads(("lifts",), lambda: exact([46], "lift")) is None
    assert messages(faults) == [
        "site.yaml:2:8: 'many' is not one number with its unit. Write it like '5 lifts'.",
        "site.yaml:2:8: a number is expected; found a list.",
        "site.yaml:2:8: a number is expected, not list.",
    ]


def test_an_entry_knows_what_is_stated_empty_and_misspelt() -> None:
    """Each name with its place, which holds the key as it is written."""
    faults = faults_of()
    entry = faults.entry({"name": " ", "电梯数": 46}, KNOWN, ("here",), "no fact is called {0}.")

    assert entry.stated == {"lifts": (("here", "电梯数"), 46)}
    assert [entry.lacks(name) for name in ("name", "lifts", "entrances")] == [False, False, True]
    assert messages(faults) == []


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"lift": 1}, "lift: no fact is called 'lift'. Did you mean 'lifts'?"),
        ({"water": 1}, "water: no fact is called 'water'. Known: name, lifts."),
        ({"游泳池": 1}, "游泳池: no fact is called '游泳池'. Known: 电梯数."),
        ({-1: 1}, "-1: no fact is called -1. Known: name, lifts."),
        ({None: 1}, "null: no fact is called null. Known: name, lifts."),
        (
            {"lifts": 1, "电梯数": 1},
            "电梯数: '电梯数' states lifts a second time, after 'lifts'. Keep one of them.",
        ),
        (
            {"lifts": float("nan")},
            f"lifts: nan is no value. {_LEFT_OUT}",
        ),
    ],
)
def test_a_key_may_be_at_fault(raw: dict[object, object], message: str) -> None:
    """Unknown, double, or with the mark of an empty cell as its value."""
    faults = Faults(document_of(raw))
    faults.entry(raw, KNOWN, (), "no fact is called {0}.")

    assert messages(faults) == [message]


def test_an_entry_with_an_unknown_key_lacks_nothing() -> None:
    """What seems to be missing may just be misspelt."""
    entry = Faults(document_of({})).entry({"lift": 1}, KNOWN, (), "no fact is called {0}.")

    assert entry.misspelt
    assert not entry.lacks("lifts")


def test_an_empty_statement_is_no_second_one() -> None:
    """A form may have both columns."""
    faults = Faults(document_of({}))
    entry = faults.entry({"lifts": None, "电梯数": 46}, KNOWN, (), "no fact is called {0}.")

    assert entry.stated["lifts"][1] == 46
    assert messages(faults) == []


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  Garden\n", "Garden"),
        (2024, "2024"),
        (Decimal("3.10"), "3.10"),
        (2.5, "2.5"),
        (date(2024, 4, 1), "2024-04-01"),
        (np.str_("Garden"), "Garden"),
    ],
)
def test_text_may_look_like_a_number_or_a_day(raw: object, text: str) -> None:
    """Documents read `name: 2024` as a number."""
    faults = Faults(document_of({}))
    read = faults.text(("name",), raw)

    assert read == text
    assert type(read) is str
    assert messages(faults) == []


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (["Garden"], "name: text is expected; found a list."),
        ({}, "name: text is expected; found a mapping."),
        (True, "name: text is expected; found true."),
        pytest.param(
            10**5000, "name: text is expected; found a number of thousands of digits.", id="huge"
        ),
        ("x" * 1001, "name: 1,001 characters are too many; at most 1,000 are kept."),
        ("a\ud800", "name: the invisible character U+D800 is not allowed. Remove it."),
        ("a\x1b[2J", "name: the invisible character U+001B is not allowed. Remove it."),
    ],
)
def test_other_values_are_no_text(raw: object, message: str) -> None:
    """Neither is what cannot be printed."""
    faults = Faults(document_of({}))
    faults.text(("name",), raw)

    assert messages(faults) == [message]


# How values are shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("46 户", "'46 户'"),
        ("x" * 40, f"'{'x' * 40}'"),
        ("x" * 41, f"'{'x' * 39}…'"),
        ("\ud800\n", r"'\ud800\n'"),
        (46, "46"),
        (True, "true"),
        (None, "null"),
        (Decimal("1e30"), "1E+30"),
        (Fraction(1, 3), "1/3"),
        pytest.param(10**5000, "a number of thousands of digits", id="huge"),
        (10**60, f"1{'0' * 38}…"),
        (np.int64(46), "46"),
        (date(2024, 4, 1), "2024-04-01"),
        (pint.UnitRegistry().Quantity(-5, "m"), "-5 meter"),
        ({"value": 1}, "a mapping"),
        ([1], "a list"),
        ((1,), "a list"),
        ({1}, "a value of type set"),
    ],
)
def test_a_value_is_shown_in_short(value: object, text: str) -> None:
    """In one line, safe to print, and never the inside of a list."""
    assert shown(value) == text


@pytest.mark.parametrize("value", [None, "", " \n", [], ()])
def test_nothing_is_stated(value: object) -> None:
    """Null, blank text and an empty list state nothing."""
    assert is_empty(value)


@pytest.mark.parametrize("value", [0, False, "0", [None], {}, np.array([]), float("nan")])
def test_something_is_stated(value: object) -> None:
    """Zero and false are values."""
    assert not is_empty(value)


@pytest.mark.parametrize(
    "value",
    [float("nan"), np.float32("nan"), Decimal("NaN"), Decimal("sNaN"), pd.NA, pd.NaT],
)
def test_a_dataframe_marks_an_empty_cell(value: object) -> None:
    """NaN, NA and NaT, of whatever library."""
    assert is_unknown_cell(value)


@pytest.mark.parametrize("value", [0, 0.0, "nan", float("inf"), None, [float("nan")]])
def test_other_values_are_no_mark(value: object) -> None:
    """Text is read as text."""
    assert not is_unknown_cell(value)


def test_a_number_of_any_length_is_no_mark() -> None:
    """Python itself does not write one of more than 4,300 digits."""
    assert not is_unknown_cell(10**5000)
