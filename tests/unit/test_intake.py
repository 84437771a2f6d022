"""What a user writes becomes facts: every kind of value, plain or with its provenance."""

import copy
import pickle
from collections import ChainMap, OrderedDict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from staffing_norms.foundation.documents import document_of, parse_document
from staffing_norms.foundation.errors import SiteError
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.planning.loading import plan_staffing
from staffing_norms.sites.facts import FactType
from staffing_norms.sites.intake import Record, Stated, read_facts
from staffing_norms.sites.site import Site
from staffing_norms.sites.vocabulary import vocabulary

LABEL = Bilingual(en="label", zh="标签")

_LEFT_OUT = "Leave it out where it is unknown; from pandas: row.dropna().to_dict()."


def read(data: object) -> dict[str, Stated]:
    return read_facts(document_of(data), vocabulary())


def value_of(**fact: object) -> Any:  # noqa: ANN401 - of any kind
    """Return the value of the only fact."""
    ((_, stated),) = read(fact).items()
    return stated.value


def faults_of(data: object) -> list[str]:
    with pytest.raises(SiteError) as caught:
        read(data)
    return [str(fault) for fault in caught.value.faults]


def huge(power: int) -> dict[str, object]:
    return {"lifts": 10**power}


# Facts


def test_facts_come_in_the_order_of_the_vocabulary() -> None:
    """However they are written."""
    tasks = [{"activity": "floor_sweeping"}]

    assert list(read({"tasks": tasks, "电梯数": 1, "name": "x"})) == ["name", "lifts", "tasks"]


@pytest.mark.parametrize("nothing", [None, "", "  ", [], (), {"value": None, "source": "p. 3"}])
def test_what_is_empty_is_not_stated(nothing: object) -> None:
    """Null, blank text and an empty list are unknown, never zero."""
    assert read({"lifts": nothing, "buildings": nothing, "scope": nothing, "name": nothing}) == {}


@pytest.mark.parametrize(
    "data",
    [
        {"lifts": 46},
        OrderedDict(lifts=46),
        ChainMap({}, {"lifts": 46}),
        MappingProxyType({"lifts": 46}),
    ],
)
def test_any_mapping_is_read(data: Mapping[str, object]) -> None:
    """Subclasses too."""
    assert read(data)["lifts"].value == 46


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (None, "empty"),
        ([("lifts", 46)], "a list"),
        ("lifts: 46", "text"),
        (46, "a number"),
        (pd.Series({"lifts": 46}), "a Series"),
    ],
)
def test_a_site_is_a_mapping(data: object, found: str) -> None:
    """Nothing else, not even pairs."""
    assert faults_of(data) == [
        (
            f"the top level is {found}; a mapping that describes a site is expected. "
            "Write one 'name: value' a line, such as 'lifts: 46'."
        )
    ]


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        (-1, "-1"),
        (None, "null"),
        (("lifts",), "a list"),
        ("x" * 1_000_000, f"'{'x' * 39}…'"),
        pytest.param(10**5000, "a number of thousands of digits", id="huge"),
    ],
)
def test_a_key_that_is_no_name(key: object, shown: str) -> None:
    """The message is short."""
    (message,) = faults_of({key: 1})

    assert message.startswith(
        f"{shown}: no fact is called {shown}. Known: name, gross_floor_area, "
    )


def test_all_faults_are_found_at_once() -> None:
    """Unknown keys first, then the values."""
    faults = faults_of({"lifts": "many", "flor_area": 1, "enclosed": 1})

    assert [fault.partition(":")[0] for fault in faults] == ["flor_area", "lifts", "enclosed"]


# Numbers


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (46, 46),
        (46.0, 46),
        (Decimal(46), 46),
        (Fraction(46), 46),
        ("46", 46),
        ("46 部", 46),
        ("46台", 46),
        ("46 lifts", 46),
        (np.int64(46), 46),
        (np.float32(46), 46),
        (np.array(46), 46),
    ],
)
def test_a_number_of_any_type(raw: object, value: int) -> None:
    """Also of numpy, and with a unit."""
    assert value_of(lifts=raw) == value
    assert read({"lifts": raw})["lifts"].text == str(raw)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (True, "a number is expected; found true."),
        ("many", "'many' is not one number with its unit. Write it like '5 lifts'."),
        (
            "46 户",
            "'46 户' is a number of households; a number of lifts such as '5 lifts' is expected.",
        ),
        ("-5", "'-5' is negative; 0 or more is expected."),
        (1e30, "1e+30 is too much; at most 100,000 is expected. Check the digits and the unit."),
        (float("inf"), "inf is not a finite number."),
        ("inf", "'inf' is not one number with its unit. Write it like '5 lifts'."),
        (
            float("nan"),
            f"nan is no value. {_LEFT_OUT}",
        ),
        (
            pd.NA,
            f"<NA> is no value. {_LEFT_OUT}",
        ),
        (
            pd.NaT,
            f"NaT is no value. {_LEFT_OUT}",
        ),
        (4.5, "4.5 is not whole; a whole number is expected."),
        ("4" * 1_000_000, "1,000,000 characters are no number; at most 100 are read."),
        ([46], "a number is expected; found a list."),
        ({46}, "a number is expected; found a value of type set."),
        (b"46", "a number is expected; found a value of type bytes."),
        (1j, "a number is expected; found 1j."),
        (np.array([46]), "a number is expected; found a value of type ndarray."),
        (np.timedelta64(46, "D"), "a number is expected; found 46 days."),
        (datetime(2025, 4, 1, 8, 30), "a number is expected; found 2025-04-01 08:30:00."),  # noqa: DTZ001
        (object(), "a number is expected; found a value of type object."),
    ],
)
def test_another_value_is_no_number(raw: object, message: str) -> None:
    """The message names the fact as the user does."""
    assert faults_of({"电梯数": raw}) == [f"电梯数: {message}"]


def test_a_number_of_any_length_has_a_short_message() -> None:
    """Python itself does not write one of more than 4,300 digits."""
    assert faults_of(huge(10_000)) == ["lifts: a number of more than 1,000 digits is not read."]
    assert faults_of(huge(900)) == [
        (
            f"lifts: 1{'0' * 38}… is too much; at most 100,000 is expected. "
            "Check the digits and the unit."
        )
    ]


# Flags, words, text


@pytest.mark.parametrize("raw", [False, "no", "No", "FALSE", "否", "无", " 没有 ", np.False_])
def test_a_flag(raw: object) -> None:
    """True and false, or words for them."""
    assert value_of(enclosed=raw) is False


@pytest.mark.parametrize(
    ("raw", "shown"), [(1, "1"), (0.0, "0.0"), ("maybe", "'maybe'"), ([True], "a list")]
)
def test_another_value_is_no_flag(raw: object, shown: str) -> None:
    """A number neither."""
    assert faults_of({"enclosed": raw}) == [
        f"enclosed: true or false is expected; found {shown}. Write yes or no."
    ]


@pytest.mark.parametrize("raw", ["office", "Office", " OFFICE ", "写字楼", "办公"])
def test_a_word(raw: str) -> None:
    """In either language and any case."""
    assert value_of(property_kind=raw) == "office"


@pytest.mark.parametrize(
    "raw",
    [
        ["security", "cleaning"],
        ("保洁", "秩序维护"),
        ["Cleaning", "", "security", "cleaning"],
        "security, cleaning",
        "保洁、秩序维护",
        "保洁;秩序维护；",
        "security cleaning",
        "保洁 秩序维护",
    ],
)
def test_words_are_a_list_or_text_with_separators(raw: object) -> None:
    """Their order, and doubles, do not matter."""
    assert value_of(scope=raw) == ("security", "cleaning")


def test_words_may_have_spaces_inside() -> None:
    """A space separates only words that are known."""
    assert value_of(scope="Customer service / M&E maintenance") == ("customer_service", "m_and_e")


@pytest.mark.parametrize(
    ("raw", "messages"),
    [
        (["security", "claening"], ["[1]: 'claening' is no known word. Did you mean 'cleaning'?"]),
        ("security claening", [": 'claening' is no known word. Did you mean 'cleaning'?"]),
        (
            "customer servce",
            [": 'customer servce' is no known word. Did you mean 'customer_service'?"],
        ),
        (5, [": a list is expected; found 5."]),
        ({"security"}, [": a list is expected; found a value of type set."]),
        (iter(["security"]), [": a list is expected; found a value of type list_iterator."]),
        ("x," * 10_001, [": 10,002 entries are too many; at most 10,000 are read."]),
    ],
)
def test_another_value_is_no_list_of_words(raw: object, messages: list[str]) -> None:
    """Each unknown word is told, with its place."""
    assert faults_of({"scope": raw}) == [f"scope{message}" for message in messages]


def test_words_that_are_all_empty_state_nothing() -> None:
    """Separators alone are no scope."""
    assert read({"scope": ", ;"}) == {}
    assert read({"scope": ["", None]}) == {}


def test_text() -> None:
    """Without blanks around it."""
    assert value_of(项目名称=" 花园小区 ") == "花园小区"
    assert faults_of({"name": ["a"]}) == ["name: text is expected; found a list."]


# Provenance


@pytest.mark.parametrize(
    "raw",
    [
        {"value": "46 部", "source": "tender p. 3", "status": "estimated", "note": "roughly"},
        {"数值": "46 部", "来源": "tender p. 3", "状态": "estimated", "备注": "roughly"},
    ],
)
def test_a_fact_may_have_its_provenance(raw: object) -> None:
    """Under English keys or Chinese ones."""
    stated = Stated(Fraction(46), "lift", "46 部", "tender p. 3", "estimated", "roughly")

    assert read({"lifts": raw}) == {"lifts": stated}
    assert read({"lifts": raw})["lifts"].text == "46 部"


@pytest.mark.parametrize(
    ("word", "status"),
    [("stated", "stated"), ("已确认", "stated"), ("估算", "estimated"), ("假设", "assumed")],
)
def test_the_status_may_be_a_chinese_word(word: str, status: str) -> None:
    """It means the English one."""
    assert read({"lifts": {"value": 46, "status": word}})["lifts"].status == status


@pytest.mark.parametrize("status", ["stated", "estimated", "assumed"])
def test_a_list_may_have_its_provenance(status: str) -> None:
    """The list stands under `value`."""
    fact = read({"buildings": {"value": [{"storeys": 9}], "status": status}})["buildings"]

    assert fact.value == ({"buildings.storeys": 9},)
    assert (fact.status, fact.text) == (status, "")


def test_the_unit_may_stand_beside_a_bare_number() -> None:
    """As the JSON of a plan has it: exact, whatever the fact's own unit, and `text` is not read."""
    found = read(
        {
            "land_area": {"value": "25000/3", "unit": "m2", "text": "12.5 亩"},
            "lifts": {"value": 3, "unit": ""},
            "outdoor_green_area": {"数值": 12.5, "单位": "亩"},
        }
    )

    assert [each.value for each in found.values()] == [Fraction(25_000, 3), 3, Fraction(25_000, 3)]


def test_only_a_number_has_a_unit() -> None:
    """Beside what is none it is told."""
    with pytest.raises(SiteError) as raised:
        read({"enclosed": {"value": True, "unit": "m2"}})

    assert str(raised.value) == "enclosed.unit: only a number has a unit. Leave it out."


def test_a_plan_s_json_states_its_site() -> None:
    """The facts are read back as they were, in words and lists too."""
    site = Site.from_mapping(
        {
            "land_area": {"value": "12.5 亩", "source": "p. 12", "status": "estimated"},
            "green_ratio": "35 %",
            "scope": ["security", "m_and_e"],
            "enclosed": False,
            "buildings": [{"storeys": 9, "lifts": 2}],
        }
    )

    assert Site.from_mapping(plan_staffing(site).to_dict()["site"]["facts"]) == site


def test_without_provenance_a_fact_is_stated() -> None:
    """By the user, without a source."""
    assert read({"lifts": 46})["lifts"] == Stated(Fraction(46), "lift", "46", "", "stated", "")


@pytest.mark.parametrize(
    ("raw", "messages"),
    [
        ({"valeu": 46}, [".valeu: a fact has no 'valeu'. Did you mean 'value'?"]),
        (
            {"value": 46, "page": 3},
            [".page: a fact has no 'page'. Known: value, source, status, note, unit, text."],
        ),
        (
            {"source": "p. 3"},
            [": the mapping has no 'value'. Write it like {value: …, source: …}."],
        ),
        ({}, [": the mapping has no 'value'. Write it like {value: …, source: …}."]),
        (
            {"value": float("nan")},
            [f".value: nan is no value. {_LEFT_OUT}"],
        ),
        (
            {"value": 46, "值": 47},
            [".值: '值' states value a second time, after 'value'. Keep one of them."],
        ),
        (
            {"value": 46, "status": "sure"},
            [".status: 'sure' is no status. Known: stated, estimated, assumed."],
        ),
        (
            {"value": 46, "状态": "大概"},
            [".状态: '大概' is no status. Known: 已确认, 估算, 假设."],
        ),
        (
            {"value": 46, "status": "estimate"},
            [".status: 'estimate' is no status. Did you mean 'estimated'?"],
        ),
        (
            {"value": "x", "source": [3]},
            [
                ".source: text is expected; found a list.",
                ".value: 'x' is not one number with its unit. Write it like '5 lifts'.",
            ],
        ),
        ({"value": {"value": 46}}, [".value: a number is expected; found a mapping."]),
        (
            {"value": 46, "unit": "户"},
            [
                (
                    ".unit: '1 户' is a number of households; a number of lifts such as '5 lifts' "
                    "is expected."
                )
            ],
        ),
        (
            {"value": {"value": 46}, "unit": "lift"},
            [".value: a number is expected; found a mapping."],
        ),
        ({"value": 46, "unit": [1]}, [".unit: text is expected; found a list."]),
        (
            {"value": "5 lifts", "unit": "lift"},
            [".value: '5 lifts' is a number of lifts; a plain number such as '5' is expected."],
        ),
        ({"value": 4.5, "unit": "lift"}, [".value: 4.5 is not whole; a whole number is expected."]),
    ],
)
def test_a_slip_in_the_provenance_is_told(raw: object, messages: list[str]) -> None:
    """A misspelt 'value' is not reported as missing too."""
    assert faults_of({"lifts": raw}) == [f"lifts{message}" for message in messages]


# Records


def test_buildings_may_be_written_in_english_or_in_chinese() -> None:
    """Keys and units mean the same; what is empty is left out."""
    english = value_of(
        buildings=[{"name": "A", "storeys": 9, "stairwells": 2, "count": 3, "lifts": None}]
    )
    chinese = value_of(
        楼栋=({"名称": "A", "层数": "9 层", "单元数": "2 个单元", "栋数": "3 栋", "电梯数": ""},)
    )

    assert english == chinese
    assert english == (
        {
            "buildings.name": "A",
            "buildings.storeys": 9,
            "buildings.stairwells": 2,
            "buildings.count": 3,
        },
    )


def entries() -> Iterator[object]:
    yield {"storeys": 9}


TWICE = "states storeys a second time, after '层数'. Keep one of them."
WHOLE = "Write the source of the whole list: {value: […], source: …}."
LIKE = "Write it like {name: …, storeys: …, stairwells: …, count: …, lifts: …}."
LISTED = "Write it like [{name: …, storeys: …, stairwells: …, count: …, lifts: …}]."


@pytest.mark.parametrize(
    ("raw", "messages"),
    [
        (3, [f": a list is expected; found 3. {LISTED}"]),
        ("three", [f": a list is expected; found 'three'. {LISTED}"]),
        ({"storeys": 9}, [f": a list is expected; found a mapping. {LISTED}"]),
        (entries(), [f": a list is expected; found a value of type generator. {LISTED}"]),
        (
            "12栋18层",
            [": a list is expected; found '12栋18层'. Write it like [{count: 12, storeys: 18}]."],
        ),
        ("12栋18米", [f": a list is expected; found '12栋18米'. {LISTED}"]),
        ("12部电梯", [f": a list is expected; found '12部电梯'. {LISTED}"]),
        (
            "6栋18层各2部电梯",
            [
                (
                    ": a list is expected; found '6栋18层各2部电梯'. "
                    "Write it like [{count: 6, storeys: 18, lifts: 2}]."
                ),
            ],
        ),
        (
            "12 buildings, 3 lifts each",
            [
                (
                    ": a list is expected; found '12 buildings, 3 lifts each'. "
                    "Write it like [{count: 12, lifts: 3}]."
                ),
            ],
        ),
        (
            "6栋18层共12部电梯",
            [
                (
                    ": a list is expected; found '6栋18层共12部电梯'. "
                    "Write 'buildings: [{count: 6, storeys: 18}]', and 'lifts: 12' on a line of "
                    "its own, which counts all; in the list it counts each."
                ),
            ],
        ),
        ([9], [f"[0]: a mapping is expected; found 9. {LIKE}"]),
        ([[9]], [f"[0]: a mapping is expected; found a list. {LIKE}"]),
        (
            [{"storys": 9}],
            ["[0].storys: no field of buildings is called 'storys'. Did you mean 'storeys'?"],
        ),
        (
            [{"层数": 9, "storeys": 9}],
            [f"[0].storeys: 'storeys' {TWICE}"],
        ),
        ([{}, {"层数": 0}], ["[1].层数: 0 is too little; 1 or more is expected."]),
        (
            [{"storeys": {"value": 9}}],
            [f"[0].storeys: one value is expected; found a mapping. {WHOLE}"],
        ),
    ],
)
def test_other_values_are_no_buildings(raw: object, messages: list[str]) -> None:
    """A generator is read once only, so it is refused."""
    assert faults_of({"buildings": raw}) == [f"buildings{message}" for message in messages]


def test_nesting_without_end_is_told_in_short() -> None:
    """Lists inside lists, even inside themselves."""
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    itself: list[object] = []
    itself.append(itself)

    for value in (deep, itself):
        assert faults_of({"buildings": value}) == [
            f"buildings[0]: a mapping is expected; found a list. {LIKE}"
        ]
        assert faults_of({"name": value}) == ["name: text is expected; found a list."]


def test_a_fact_of_a_norm_may_be_a_record() -> None:
    """Its fields stand under its name."""
    field = {"labels": LABEL, "meaning": LABEL, "unit": "m2"}
    pool = {"kind": "record", "labels": LABEL, "meaning": LABEL, "fields": {"water": field}}
    words = {"pool": FactType.model_validate(pool)}
    data = {"pool": {"water": "5 亩"}}

    (plain,) = read_facts(document_of(data), words).values()
    (told,) = read_facts(
        document_of({"pool": {"value": data["pool"], "source": "x"}}), words
    ).values()

    assert plain.value == told.value == {"pool.water": Fraction(10_000, 3)}
    assert (plain.text, plain.source, told.source) == ("", "", "x")


def test_a_record_is_a_frozen_mapping() -> None:
    """It can be hashed, copied and pickled, and equals a mapping of the same values."""
    record = Record({"buildings.storeys": Fraction(9)})

    assert dict(record) == {"buildings.storeys": 9}
    assert len(record) == 1
    assert hash(record) == hash(Record({"buildings.storeys": 9}))
    assert pickle.loads(pickle.dumps(record)) == copy.deepcopy(record) == record  # noqa: S301
    with pytest.raises(TypeError):
        record["buildings.storeys"] = 10  # type: ignore[index]


@pytest.mark.parametrize(
    "written",
    [
        "2026-12-31",
        " 2026/12/31",
        "2026.12.31",
        "2026年12月31日",
        date(2026, 12, 31),
        datetime(2026, 12, 31, 23, 59),  # noqa: DTZ001 - a day has no zone
        pd.Timestamp("2026-12-31"),
    ],
)
def test_a_day_is_read_as_people_write_it(written: object) -> None:
    """It is kept as JSON has it."""
    entry = {"role": "cleaner", "change": 1, "until": written}
    [adjustment] = value_of(adjustments=[entry])

    assert adjustment["adjustments.until"] == "2026-12-31"


@pytest.mark.parametrize("written", ["next year", 2026, True, "12-31"])
def test_another_value_is_no_day(written: object) -> None:
    entry = {"role": "cleaner", "change": 1, "until": written}
    [fault] = faults_of({"adjustments": [entry]})

    assert fault.startswith("adjustments[0].until: ")
    assert fault.endswith(" is no day. Write it like '2026-12-31'.")


def test_a_day_that_does_not_exist_hides_nothing() -> None:
    """It is a fault of its field; a text is what it is."""
    text = """\
name: 2026-13-01
lifts: 2026-02-30
growing_season_from: 2026-13-01
adjustments:
  - {role: cleaner, change: 1, until: 2026-13-01}
households: 4.5
"""
    with pytest.raises(SiteError) as caught:
        read_facts(parse_document(text, SiteError, goes_on=True), vocabulary())

    assert str(caught.value).splitlines() == [
        ("2:8: lifts: '2026-02-30' is not one number with its unit. Write it like '5 lifts'."),
        ("3:22: growing_season_from: '2026-13-01' is no month and day. Write it like '04-01'."),
        (
            "5:39: adjustments[0].until: there is no such day as 2026-13-01. "
            "Write it like '2026-12-31'."
        ),
        "6:13: households: 4.5 is not whole; a whole number is expected.",
    ]


def test_a_record_must_state_what_is_required() -> None:
    """Each field that is left out or empty; of an entry with a misspelt key only that is told."""
    posts = [{"role": "guard"}, {"rol": "guard"}, {"role": "guard", "on_duty": 1, "hours": None}]

    assert faults_of({"posts": posts}) == [
        "posts[0]: posts need their 'on_duty'. Write it like {role: …, on_duty: …, hours: …}.",
        "posts[0]: posts need their 'hours'. Write it like {role: …, on_duty: …, hours: …}.",
        "posts[1].rol: no field of posts is called 'rol'. Did you mean 'role'?",
        "posts[2]: posts need their 'hours'. Write it like {role: …, on_duty: …, hours: …}.",
    ]


def test_a_post_has_no_more_hours_than_a_day() -> None:
    """And nobody is on duty below zero."""
    post = {"role": "guard", "on_duty": -1, "hours": 30, "days": 400}

    assert faults_of({"posts": [post]}) == [
        "posts[0].on_duty: -1 is negative; 0 or more is expected.",
        "posts[0].hours: 30 is too much; at most 24 h is expected. Check the digits and the unit.",
        "posts[0].days: 400 is too much; at most 366 is expected. Check the digits and the unit.",
    ]
