"""Errors carry all their faults, as text for people and as data for programs."""

import json
import pickle

import pytest

from staffing_norms.foundation.errors import (
    Called,
    Fault,
    IncompletePlanError,
    NormError,
    QuantityError,
    Said,
    SiteError,
    StaffingNormsError,
    UnknownNameError,
    did_you_mean,
    did_you_spell,
    known_names,
)

FAULT = Fault("fact.unknown", "flor_area", "no fact is called 'flor_area'.", "Remove it.")
PLACED = Fault("fact.limit", "lifts", "lifts: -5 is negative.", "", "site.yaml", 3, 8)


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (FAULT, "flor_area: no fact is called 'flor_area'. Remove it."),
        (PLACED, "site.yaml:3:8: lifts: -5 is negative."),
        (Fault("a", "lifts", "no.", "", None, 3, 8), "3:8: no."),
        (Fault("a", "", "nothing is here.", "", "site.yaml"), "site.yaml: nothing is here."),
        (Fault("a", "", "nothing is here."), "nothing is here."),
    ],
)
def test_a_fault_tells_where_and_what_and_what_to_do(fault: Fault, text: str) -> None:
    """The place in the text comes first, else the place inside the data."""
    assert str(fault) == text


def test_an_error_has_one_line_a_fault() -> None:
    """Faults may come from an iterator."""
    error = SiteError(iter([FAULT, PLACED]))

    assert error.faults == (FAULT, PLACED)
    assert str(error) == f"{FAULT}\n{PLACED}"


def test_an_error_is_data() -> None:
    """Every attribute of a fault is JSON-ready."""
    data = SiteError([PLACED]).to_dict()

    assert json.loads(json.dumps(data)) == {
        "error": "SiteError",
        "faults": [
            {
                "code": "fact.limit",
                "path": "lifts",
                "message": "lifts: -5 is negative.",
                "hint": "",
                "file": "site.yaml",
                "line": 3,
                "column": 8,
            }
        ],
    }


@pytest.mark.parametrize(
    ("error", "standard"),
    [
        (QuantityError, ValueError),
        (SiteError, ValueError),
        (NormError, ValueError),
        (UnknownNameError, LookupError),
        (UnknownNameError, NormError),
        (IncompletePlanError, LookupError),
    ],
)
def test_an_error_is_also_a_standard_one(
    error: type[StaffingNormsError], standard: type[Exception]
) -> None:
    """Callers may catch the root, the branch or the standard exception."""
    assert issubclass(error, StaffingNormsError)
    assert issubclass(error, standard)


@pytest.mark.parametrize("error", [SiteError, UnknownNameError])
def test_an_error_survives_pickling(error: type[StaffingNormsError]) -> None:
    """It crosses the border of a process with its faults."""
    restored = pickle.loads(pickle.dumps(error([FAULT, PLACED])))  # noqa: S301 - our own bytes

    assert type(restored) is error
    assert restored.faults == (FAULT, PLACED)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("lift", "Did you mean 'lifts'?"),
        ("LIFTS", "Did you mean 'lifts'?"),
        ("电梯", "Did you mean '电梯数'?"),
        ("water", "Known: lifts, Entrances, 电梯数."),
        ("", "Known: lifts, Entrances, 电梯数."),
        (5, "Known: lifts, Entrances, 电梯数."),
        ("entrance", "Did you mean 'Entrances'?"),
    ],
)
def test_a_close_name_is_suggested(word: object, hint: str) -> None:
    """Case does not matter, nor whether the word is a text; the name is shown as it is spelt."""
    assert did_you_mean(word, ["lifts", "Entrances", "电梯数"]) == hint


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("巡逻岗", "Did you mean '巡逻岗秩序维护员'?"),
        ("维护", "Did you mean '巡逻岗秩序维护员' or '门岗秩序维护员'?"),
        ("门", "Known: 巡逻岗秩序维护员, 门岗秩序维护员, patrol_guard."),
        ("pat", "Known: 巡逻岗秩序维护员, 门岗秩序维护员, patrol_guard."),
    ],
)
def test_a_part_of_a_chinese_name_suggests_it(word: str, hint: str) -> None:
    """Of two characters at least; in English a close name is close by its letters."""
    assert did_you_mean(word, ["巡逻岗秩序维护员", "门岗秩序维护员", "patrol_guard"]) == hint


def test_of_several_spellings_one_is_listed() -> None:
    """In the script of the word."""
    spellings = {"lifts": "lifts", "电梯数": "lifts", "升降机": "lifts", "entrances": "entrances"}

    assert did_you_spell("水", spellings) == "Known: 电梯数."
    assert did_you_spell("water", spellings) == "Known: lifts, entrances."
    assert did_you_spell("电梯", spellings) == "Did you mean '电梯数'?"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("客梯", "Did you mean '电梯数'?"),
        ("客梯数", "Did you mean '电梯数'?"),
        ("escalator", "Did you mean 'lifts'?"),
        ("岗亭", "Did you mean '电梯数' or '户数'?"),
        ("Lifts (no.)", "Did you mean 'lifts'?"),
        ("电梯数（部）", "Did you mean '电梯数'?"),
        ("lifters", "Did you mean 'lifts'?"),
        ("units", "Known: lifts, households."),
    ],
)
def test_a_word_leads_to_what_may_be_meant(word: str, hint: str) -> None:
    """By its letters or by a word that is not accepted; all that fit alike are shown."""
    spellings = {
        "lifts": "lifts",
        "电梯数": "lifts",
        "households": "households",
        "户数": "households",
    }
    leading = {"客梯": ("lifts",), "escalators": ("lifts",), "岗亭": ("lifts", "households")}

    assert did_you_spell(word, spellings, leading) == hint


def test_a_word_that_is_like_many_names_leads_to_none() -> None:
    """A hint names at most five."""
    names = [f"{name}栋高座楼" for name in "一二三四五六"]

    assert did_you_mean("高座", names[3:]) == (
        "Did you mean '四栋高座楼' or '五栋高座楼' or '六栋高座楼'?"
    )
    assert did_you_mean("高座", names) == f"Known: {', '.join(names)}."


def test_a_word_of_several_names_leads_to_each() -> None:
    """Unless one name is nearly the word."""
    guards = ["gate_guard", "patrol_guard", "Fixed-post guard"]

    assert did_you_mean("Guard", guards) == (
        "Did you mean 'gate_guard' or 'patrol_guard' or 'Fixed-post guard'?"
    )
    assert did_you_mean("gross area", ["grounds_area", "gross_floor_area"]) == (
        "Did you mean 'gross_floor_area'?"
    )
    assert did_you_mean("Guard", [*guards, "guards"]) == "Did you mean 'guards'?"
    assert did_you_mean("area", [f"{name}_area" for name in "abcdef"]).startswith("Known: ")


def test_a_fault_as_data_is_plain_text() -> None:
    """Whoever writes it out need not know how a message is made."""
    data = Fault("a", "lifts", Said("{0} is no value.", "nan")).to_dict()

    assert type(data["message"]) is str


def test_a_sentence_keeps_its_particulars() -> None:
    """Over the border of a process too."""
    said = Said("{0} is no {1}.", "'lift'", Called("fact", "资料项"))
    restored = pickle.loads(pickle.dumps(said))  # noqa: S301 - our own bytes

    assert said == restored == "'lift' is no fact."
    assert (restored.template, restored.told) == ("{0} is no {1}.", ("'lift'", "fact"))
    assert restored.told[1].zh == "资料项"


def test_when_none_is_close_others_may_be_listed() -> None:
    """Many spellings are searched, and few listed."""
    assert did_you_mean("water", ["lifts", "电梯数"], ["lifts"]) == "Known: lifts."
    assert did_you_mean("water", []) == ""


def test_a_list_of_names_is_short() -> None:
    """Twelve names are told, and how many more there are."""
    assert known_names("abcdefghijkl") == "Known: a, b, c, d, e, f, g, h, i, j, k, l."
    assert known_names("abcdefghijklm") == "Known: a, b, c, d, e, f, g, h, i, j, k, l and 1 more."
    assert known_names([]) == ""
