"""Planning a dataframe: its columns in and out, null, and what cannot be used."""

import importlib
import sys
from decimal import Decimal
from functools import cache
from math import inf, nan
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pytest

from properties.programs import layout
from staffing_norms.foundation.errors import SiteError
from staffing_norms.foundation.formula import (
    FALSE,
    MISSING,
    ONE,
    TRUE,
    ZERO,
    Add,
    And,
    Ceil,
    Compare,
    Const,
    Div,
    Fact,
    First,
    Floor,
    Formula,
    Is,
    Known,
    Lookup,
    Max,
    Min,
    Mul,
    Not,
    Or,
    Output,
    Ref,
    Stance,
    Sub,
    Total,
    When,
)
from staffing_norms.interpreters.columns import read_columns
from staffing_norms.interpreters.frames import plan_frame, wanted
from staffing_norms.interpreters.integers import lower
from staffing_norms.planning.loading import load_norms
from staffing_norms.sites.facts import FactType

NORMS = load_norms("cn-estate")
BOOK = NORMS.rulebook
ROLES = BOOK.program.roles


@cache
def lowered(stance: Stance) -> tuple[Output, ...]:
    """Return the integer program of a stance."""
    outputs = {output.name: output for output in BOOK.program.outputs}
    return lower(outputs, wanted(BOOK.departments), NORMS.words, stance)


def planned(frame: Any, **methods: str) -> Any:  # noqa: ANN401 - any kind
    """Plan a frame by the base norm."""
    return plan_frame(frame, lowered("typical"), BOOK.departments, NORMS.words, methods)


def in_duckdb(table: pl.DataFrame) -> duckdb.DuckDBPyRelation:
    """Return the same rows as a relation."""
    return duckdb.from_arrow(table.to_arrow())


def everywhere(table: pl.DataFrame, **methods: str) -> pl.DataFrame:
    """Plan eagerly, lazily and in a database, which is all the same."""
    eager: pl.DataFrame = planned(table, **methods)
    lazy = planned(table.lazy(), **methods)
    relation = planned(in_duckdb(table), **methods)

    assert isinstance(lazy, pl.LazyFrame)
    assert isinstance(relation, duckdb.DuckDBPyRelation)
    assert lazy.collect().equals(eager)
    assert relation.columns == eager.columns
    assert relation.pl().drop(table.columns).equals(eager.drop(table.columns))
    return eager


def faults_of(frame: Any) -> list[str]:  # noqa: ANN401 - any kind
    """Return the lines of the error that a frame raises."""
    with pytest.raises(SiteError) as raised:
        planned(frame)
    return str(raised.value).splitlines()


_APART = "Give them as a frame of their own, one a row: plan_frame(…, {}=…)."

EXAMPLE = {
    "gross_floor_area": 320_000,
    "entrances": 4,
    "car_park_entrances": 3,
    "fixed_post_area": 9_000,
    "control_centres": 1,
    "hv_switch_rooms": 2,
    "lifts": 46,
    "air_conditioned_area": 0,
    "outdoor_green_area": 96_000,
}


def test_the_worked_example_is_planned() -> None:
    """The printed figures, with the method and the people of each department."""
    row = everywhere(pl.DataFrame([{"id": "a", **EXAMPLE}])).row(0, named=True)

    assert row["id"] == "a"
    assert row["patrol_guard"] == 42
    assert row["security_workforce"] == 0
    assert (row["security_method"], row["security_headcount"]) == ("posts", 84)
    assert (row["cleaning_method"], row["cleaning_headcount"]) == ("composite", 40)
    assert (row["headcount"], row["complete"], row["faults"]) == (193, True, None)


def test_the_columns_come_in_order() -> None:
    """First what was there, then each role, each department, and the whole."""
    table = pl.DataFrame({"note": ["x"], "lifts": [46], "_odd": [1]})
    planned_ = planned(table)
    names = [department.department for department in BOOK.departments]

    assert planned_.columns[:3] == ["note", "lifts", "_odd"]
    assert planned_.columns[-3:] == ["headcount", "complete", "faults"]
    assert planned_.columns[3 : 3 + len(ROLES)] == list(ROLES)
    assert [name for name in planned_.columns if name.endswith("_method")] == [
        f"{name}_method" for name in names
    ]
    assert {planned_.schema[role] for role in ROLES} == {pl.Int64}
    assert planned_.schema["complete"] == pl.Boolean
    assert planned_.schema["faults"] == pl.String


def test_what_is_unknown_is_null_and_not_zero() -> None:
    """A gap is null; the sums count what is known."""
    row = planned(pl.DataFrame({"lifts": [46], "nursery_area": [100]})).row(0, named=True)

    assert row["plumber"] == 0  # the composite method leaves it out
    assert row["m_and_e_workforce"] is None
    assert row["nursery_worker"] == 1
    assert (row["landscaping_headcount"], row["headcount"]) == (1, 1)
    assert (row["complete"], row["faults"]) == (False, None)


def test_facts_are_found_by_their_chinese_keys() -> None:
    """The spellings of a site file are those of a column."""
    there = everywhere(pl.DataFrame([EXAMPLE]))
    here = everywhere(
        pl.DataFrame([EXAMPLE]).rename({"gross_floor_area": "总建筑面积", "lifts": "电梯数"})
    )

    assert here.select(ROLES).equals(there.select(ROLES))


def test_methods_are_forced_for_every_row() -> None:
    """As for a single site."""
    row = everywhere(pl.DataFrame([EXAMPLE]), security="composite").row(0, named=True)

    assert (row["security_method"], row["security_workforce"], row["patrol_guard"]) == (
        "composite",
        143,
        0,
    )


def test_the_scope_may_differ_by_row() -> None:
    """Ids or Chinese names, with any separator; blank means all."""
    scopes = [
        None,
        "",
        " Security ",
        "security, 保洁",
        "客服；security、cleaning",
        "m_and_e landscaping",
    ]
    table = pl.DataFrame([EXAMPLE] * len(scopes)).with_columns(scope=pl.Series(scopes))
    methods = everywhere(table).select("^.*_method$")
    covered = [sum(method is not None for method in row) for row in methods.rows()]

    assert covered == [5, 5, 1, 2, 3, 2]
    assert everywhere(table)["faults"].to_list() == [None] * len(scopes)


def test_words_and_flags_are_read() -> None:
    """A word by any of its spellings; a flag as it is."""
    table = pl.DataFrame(
        {
            "property_kind": ["Office", "写字楼", None, "palace"],
            "enclosed": [True, False, None, True],
            "entrances": [2, 2, 2, 2],
            "name": ["a", "b", "c", "d"],
        }
    ).with_columns(pl.col("property_kind").cast(pl.Categorical))
    found = everywhere(table, security="posts")

    assert found["entrance_guard"].to_list() == [6, 0, 6, None]
    assert found["faults"].to_list() == [None, None, None, "property_kind"]


@pytest.mark.parametrize(
    ("fact", "values", "faulty"),
    [
        ("gross_floor_area", [0.0, 0.01, 1e9, 123_456.78, None], [False] * 5),
        ("gross_floor_area", [-0.01, 1e9 + 1, inf, -inf], [True] * 4),
        (
            "gross_floor_area",
            [2000 / 3 * 0.01, 100 / 3, 0.001, 0.333333],
            [False, False, True, True],
        ),
        ("guard_reduction", [0.5, 0.0001, 0.07, 0.5001, 0.00001], [False] * 3 + [True] * 2),
        ("lifts", [3.0, 3.5, 1e6, 1e300], [False, True, True, True]),
        ("lifts", [0, 100_000, -1, 100_001], [False, False, True, True]),
        ("entrance_streams", [1, 20, 0, 21], [False, False, True, True]),
        ("green_ratio", [0, 1, 2, -1], [False, False, True, True]),
        (
            "gross_floor_area",
            [Decimal("0.01"), Decimal("320000.25"), Decimal("0.001"), Decimal(-5)],
            [False, False, True, True],
        ),
        (
            "gross_floor_area",
            [Decimal("999999999.99"), Decimal("1000000000.01"), Decimal("123456789.0000001")],
            [False, True, True],
        ),
        ("gross_floor_area", [Decimal(10) ** 30, Decimal(1), None], [True, False, False]),
        ("lifts", [Decimal(3), Decimal("3.5")], [False, True]),
    ],
)
def test_a_number_that_cannot_be_used_is_a_fault_of_its_row(
    fact: str, values: list[Any], faulty: list[bool]
) -> None:
    """Not finite, beyond a limit, not whole, or with more digits than are carried exactly."""
    found = everywhere(pl.DataFrame({fact: values}))

    assert found["faults"].to_list() == [fact if wrong else None for wrong in faulty]


def test_two_decimals_are_always_exact() -> None:
    """No area with two decimals is refused for the last bits of a float."""
    areas = [number / 100 for number in range(99_900, 130_000)]
    found = planned(pl.DataFrame({"gross_floor_area": areas}))

    assert found["faults"].null_count() == len(areas)


@pytest.mark.parametrize("kind", [pl.Int8, pl.UInt16, pl.Int64, pl.UInt64, pl.Float32])
def test_every_kind_of_number_is_accepted(kind: type[pl.DataType]) -> None:
    """Integers of every width, and floats of both."""
    table = pl.DataFrame({"lifts": pl.Series([46, 0, None], dtype=kind)})

    assert everywhere(table, m_and_e="posts")["lift_technician"].to_list() == [5, 0, None]


def test_integers_beyond_64_bits_are_faults() -> None:
    """They neither wrap nor raise."""
    table = pl.DataFrame({"lifts": pl.Series([2**64 - 1, 1], dtype=pl.UInt64)})
    huge = duckdb.sql("SELECT unnest([170141183460469231731687303715884105727, 1]) AS lifts")

    assert everywhere(table)["faults"].to_list() == ["lifts", None]
    assert planned(huge).pl()["faults"].to_list() == ["lifts", None]


def test_a_faulty_row_has_no_figures() -> None:
    """The faults are named; the other rows stand."""
    table = pl.DataFrame([EXAMPLE, EXAMPLE | {"lifts": -1, "entrances": -1}])
    good, bad = everywhere(table).rows(named=True)

    assert good["headcount"] == 193
    assert bad["faults"] == "entrances, lifts"
    assert {bad[role] for role in ROLES} == {None}
    assert (bad["headcount"], bad["security_headcount"], bad["security_method"]) == (None,) * 3
    assert bad["complete"] is False


def test_an_unknown_department_in_scope_is_a_fault() -> None:
    """The row is not planned as if it covered less."""
    table = pl.DataFrame([EXAMPLE] * 3).with_columns(
        scope=pl.Series(["security", "securty", "security, kitchen"])
    )

    assert everywhere(table)["faults"].to_list() == [None, "scope", "scope"]


def test_a_column_of_nulls_states_nothing() -> None:
    """Whatever its type is."""
    table = pl.DataFrame({"gross_floor_area": [320_000], "lifts": [None], "enclosed": [None]})

    assert everywhere(table)["m_and_e_workforce"].to_list() == [36]


def test_a_frame_of_nulls_leaves_gaps() -> None:
    """A fact that no row states is not known; it is no fault."""
    found = everywhere(pl.DataFrame({"lifts": [None]}), m_and_e="posts")

    assert found.select("lift_technician", "complete", "faults").rows() == [(None, False, None)]


def test_nan_is_not_stated() -> None:
    """Other libraries have it for what is null: it is no fault, and no 0."""
    found = everywhere(pl.DataFrame({"lifts": [46.0, nan], "land_area": [nan, 1]}), m_and_e="posts")

    assert found["lift_technician"].to_list() == [5, None]
    assert found["faults"].to_list() == [None, None]


def test_numbers_between_two_steps_are_computed_where_rows_are_at_hand() -> None:
    """
    Square feet and a third decimal count as in `headcount`; a lazy frame names them as faults.

    One pair of guards to 50,000 m², three shifts: 0.001 m² more makes one pair more. What is out
    of its limits stays a fault, whatever its digits.
    """
    areas = [50_000.0, 50_000.001, -0.001, None]
    table = pl.DataFrame({"gross_floor_area": areas}).with_columns(
        land_area=pl.Series(["90,000 sqft", "1 mu", "80,000.5 sqft", " "])
    )
    exact = pl.DataFrame({"patrol_area": [Decimal("50000.0001"), Decimal(50_000), None]})
    found = NORMS.plan_frame(table, methods={"security": "posts"})
    lazy = NORMS.plan_frame(table.drop("land_area").lazy()).collect()

    assert found["patrol_guard"].to_list() == [6, 12, None, None]
    assert found["faults"].to_list() == [None, None, "gross_floor_area", None]
    assert NORMS.plan_frame(exact, methods={"security": "posts"})["patrol_guard"].to_list() == [
        12,
        6,
        None,
    ]
    fault = "gross_floor_area"
    assert lazy["faults"].to_list() == [None, fault, fault, None]


def test_only_flags_need_no_fault() -> None:
    """A frame in which nothing can be wrong has an empty column of faults."""
    assert everywhere(pl.DataFrame({"enclosed": [True]}))["faults"].to_list() == [None]


def test_an_empty_frame_stays_empty() -> None:
    """No row in, no row out, and all columns."""
    found = planned(pl.DataFrame({"lifts": []}, {"lifts": pl.Int64}))

    assert found.height == 0
    assert found.columns[-1] == "faults"


def test_columns_that_are_wrong_are_all_named_at_once() -> None:
    """Wrong types, double and misspelt facts, records, and columns in the way of a result."""
    table = pl.DataFrame(
        {
            "lifts": ["46"],
            "电梯数": [46],
            "gross_floor_aera": [320_000],
            "Entrances": [4],
            "enclosed": [1],
            "scope": [5],
            "property_kind": [True],
            "headcount": [193],
            "security_method": ["posts"],
            "buildings": [[{"storeys": 9}]],
            "作业": [[1]],
            "lawns": [{"special": 1}],
            "city": ["x"],
        }
    )

    assert faults_of(table) == [
        "电梯数: column '电梯数' states lifts a second time, after 'lifts'. Keep one of them.",
        "gross_floor_aera: column 'gross_floor_aera' is no fact. Did you mean 'gross_floor_area'?",
        "enclosed: column 'enclosed' is of type Int64; true or false is expected. Convert it.",
        "scope: column 'scope' is of type Int64; text is expected. Convert it.",
        "property_kind: column 'property_kind' is of type Boolean; text is expected. Convert it.",
        "headcount: column 'headcount' has the name of a result. Rename it.",
        "security_method: column 'security_method' has the name of a result. Rename it.",
        "buildings: column 'buildings' holds records. " + _APART.format("buildings"),
        "作业: column '作业' holds records. " + _APART.format("tasks"),
        (
            "lawns: column 'lawns' holds records. Make each field a column: lawns.special, "
            "lawns.grade_1, lawns.grade_2, lawns.grade_3, lawns.grade_4."
        ),
    ]


def test_columns_that_look_like_facts_are_not_passed_over() -> None:
    """A unit behind a name, fields of records, and words that may mean several things."""
    table = pl.DataFrame(
        {
            "lifts": [46],
            "总建筑面积（万㎡）": [32],
            "总面积": [32],
            "buildings.storeys": [9],
            "lawns.specal": [100],
            "lift": [46],
            "type": ["x"],
            "面积等级": ["A"],
        }
    )

    assert faults_of(table) == [
        (
            "总建筑面积（万㎡）: column '总建筑面积（万㎡）' is no fact. Did you mean "
            "'总建筑面积'? Its numbers are read in m²."
        ),
        "总面积: column '总面积' is no fact. Did you mean '总建筑面积'?",
        "buildings.storeys: column 'buildings.storeys' is no fact. " + _APART.format("buildings"),
        "lawns.specal: column 'lawns.specal' is no fact. Did you mean 'lawns.special'?",
    ]
    taken = table.select("lifts", pl.lit(320_000).alias("总建筑面积（㎡）"))
    assert everywhere(taken)["headcount"].to_list() == [261]  # in the unit that is its own
    stated = table.select("lifts", "总面积", gross_floor_area=pl.lit(320_000))
    assert everywhere(stated)["faults"].to_list() == [None]  # then it is a column of their own


def test_text_is_read_as_in_a_site_where_the_rows_are_at_hand() -> None:
    """Units, and words for yes and no; what cannot be read is a fault of its row."""
    texts = ["32 万平方米", "320,000", " ", None, "32 lifts", "-1", "0.001"]
    table = pl.DataFrame({"gross_floor_area": texts}).with_columns(
        enclosed=pl.Series(["是", "no", "", None, "yes", "yes", "perhaps"]),
        entrances=pl.lit(2),
        blank=pl.lit(None, pl.String),
    )
    found = planned(table.rename({"blank": "lifts"}), security="posts")

    assert found["patrol_guard"].to_list() == [42, 42, None, None, None, None, None]
    assert found["entrance_guard"].to_list() == [6, 0, 6, 6, None, None, None]
    area = "gross_floor_area"
    assert found["faults"].to_list() == [None] * 4 + [area, area, f"{area}, enclosed"]


def test_profiles_and_inventory_are_columns() -> None:
    """
    A profile by any of its spellings, and the fields of a record as columns of their own.

    Each row is what the site alone comes to, with the fields in one mapping.
    """
    spelt = ["cn-fee-grades 2", "cn-fee-grades/2", "cn-fee-grades 二级", None]
    table = pl.DataFrame({"cleaning_profile": spelt}).with_columns(
        gross_floor_area=pl.lit(100_000),
        grounds_area=pl.lit(20_000.5),
        stair_floors=pl.lit(100),
        **{"lawns.special": pl.lit(3000), "草坪.一级": pl.lit(1000)},
    )
    found = everywhere(table, cleaning="tasks")
    sites = table.rename({"草坪.一级": "lawns.grade_1"}).rows(named=True)

    for row, site in zip(found.select(ROLES).to_dicts(), sites, strict=True):
        lawns = {grade: site.pop(f"lawns.{grade}") for grade in ("special", "grade_1")}
        facts = {name: value for name, value in site.items() if value is not None}
        assert row == NORMS.headcount({**facts, "lawns": lawns}, methods={"cleaning": "tasks"})
    assert found["cleaner"].is_null().to_list() == [False, False, False, True]


def test_text_is_refused_where_only_the_columns_are_at_hand() -> None:
    """With what to do."""
    table = pl.DataFrame({"建筑面积": ["32 万平方米"], "enclosed": ["是"]})
    only = "Convert it. Only a polars DataFrame may hold text, whose units are read."

    assert faults_of(table.lazy()) == [
        f"建筑面积: column '建筑面积' is of type String; a number is expected. {only}",
        f"enclosed: column 'enclosed' is of type String; true or false is expected. {only}",
    ]


def test_a_frame_without_facts_is_refused() -> None:
    """Nothing could be planned, and nobody would notice."""
    expected = "no column is a fact of the vocabulary. Name one gross_floor_area, say."

    assert faults_of(pl.DataFrame({"city": ["x"]})) == [expected]
    assert faults_of(pl.DataFrame({"name": ["x"], "size": [1]})) == [expected]


_FROM_PANDAS = (
    "Convert it: pip install pyarrow, then polars.from_pandas(frame); or polars.read_csv(file)."
)
_FROM_OTHER = "Convert it with polars.DataFrame, say."
_FROM_SERIES = "Hand one site to norms.plan: series.dropna().to_dict() in pandas."


@pytest.mark.parametrize(
    ("frame", "kind", "hint"),
    [
        (pd.DataFrame({"lifts": [1]}), "pandas.DataFrame", _FROM_PANDAS),
        (pl.DataFrame({"lifts": [1]}).to_arrow(), "pyarrow.Table", _FROM_OTHER),
        ({"lifts": [1]}, "builtins.dict", "Convert it: polars.DataFrame(rows)."),
        ([{"lifts": 1}], "builtins.list", "Convert it: polars.DataFrame(rows)."),
        (pd.Series({"lifts": 1}), "pandas.Series", _FROM_SERIES),
        (pl.Series([1]), "polars.Series", _FROM_SERIES),
        ("sites.csv", "builtins.str", _FROM_OTHER),
    ],
)
def test_what_is_no_frame_is_refused(frame: object, kind: str, hint: str) -> None:
    """With what is expected instead, and how to get it."""
    expected = f"a polars frame or a DuckDB relation is expected, not {kind}."

    assert faults_of(frame) == [f"{expected} {hint}"]


def test_without_narwhals_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has the core only learns what to install."""
    monkeypatch.setitem(sys.modules, "narwhals", None)
    monkeypatch.delitem(sys.modules, "staffing_norms.interpreters.frames")

    with pytest.raises(ImportError) as raised:
        importlib.import_module("staffing_norms.interpreters.frames")
    assert str(raised.value) == "dataframes need narwhals: pip install 'staffing-norms[frames]'"


AREA, LIFTS, GATED = Fact("land_area"), Fact("lifts"), Fact("enclosed")
OFFICE = Is(Fact("property_kind"), ("office",))
ROW = {"land_area": 0.04, "lifts": 5, "enclosed": True, "property_kind": "office"}


def computed(formula: Formula, **facts: Any) -> object:  # noqa: ANN401 - any value
    """Return what one formula comes to in polars and in DuckDB, for a row of facts."""
    schema = {
        "land_area": pl.Float64,
        "lifts": pl.Int64,
        "enclosed": pl.Boolean,
        "property_kind": pl.String,
    }
    table = pl.DataFrame([{**dict.fromkeys(schema), **facts}], schema)
    program = (Output("always", TRUE), Output("it", formula))
    found = [plan_frame(table, program, [layout("it")], NORMS.words, {})["it"].item()]
    relation = plan_frame(in_duckdb(table), program, [layout("it")], NORMS.words, {})
    found.append(relation.pl()["it"].item())
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (Const(5), 5),
        (AREA, 12),
        (MISSING, None),
        (Add((AREA, LIFTS)), 17),
        (Sub(LIFTS, AREA), -7),
        (Mul((AREA, LIFTS)), 60),
        (Ceil(Div(AREA, Const(5))), 3),
        (Ceil(Div(AREA, Const(6))), 2),
        (Ceil(Div(Sub(LIFTS, AREA), Const(5))), -1),
        (Floor(Div(Sub(LIFTS, AREA), Const(5))), -2),
        (Ceil(Div(AREA, LIFTS)), 3),
        (Floor(Div(AREA, LIFTS)), 2),
        (Min((AREA, LIFTS)), 5),
        (Max((AREA, LIFTS)), 12),
        (When(And((GATED, OFFICE)), ONE, ZERO), 1),
        (When(Or((Not(GATED), OFFICE)), ONE, ZERO), 1),
        (When(Compare("==", AREA, Const(12)), AREA, LIFTS), 12),
        (When(Not(OFFICE), ONE, AREA), 12),
        (First((LIFTS, AREA)), 5),
        (Lookup(Fact("property_kind"), ("school", "office"), (ONE, AREA)), 12),
        (Total("buildings", ONE, TRUE), None),
    ],
    ids=repr,
)
def test_each_node_computes(formula: Formula, expected: object) -> None:
    """Integers of 64 bits, rounded as integers are; a division rounds to the floor."""
    assert computed(formula, **ROW) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (When(Compare("<", LIFTS, Const(9)), ONE, Const(2)), None),
        (When(Compare("<", LIFTS, Const(9)), MISSING, Const(2)), None),
        (When(GATED, ONE, MISSING), None),
        (When(OFFICE, ONE, ZERO), None),
        (Max((LIFTS, ONE)), None),
        (Min((ONE, LIFTS)), None),
        (Add((ONE, LIFTS)), None),
        (When(And((GATED, Compare(">", Const(1), Const(2)))), ONE, ZERO), 0),
        (When(And((GATED, Known(LIFTS))), ONE, ZERO), 0),
        (When(Or((GATED, Not(Known(LIFTS)))), ONE, ZERO), 1),
        (When(Or((GATED, Known(LIFTS))), ONE, ZERO), None),
        (When(And((GATED, MISSING)), ONE, ZERO), None),
        (When(First((Compare("==", LIFTS, ZERO), FALSE)), ONE, Const(7)), 7),
        (First((LIFTS, Const(3))), 3),
    ],
    ids=repr,
)
def test_null_is_unknown(formula: Formula, expected: object) -> None:
    """A null condition takes no branch; what is decided without the null is decided."""
    assert computed(formula) == expected


def test_a_branch_that_is_not_taken_may_be_anything() -> None:
    """A negative number on the way does not raise."""
    steps = Floor(Div(Sub(LIFTS, Const(9)), Const(4)))

    assert computed(When(Compare("<", LIFTS, Const(9)), Const(3), steps), lifts=5) == 3


def test_outputs_that_are_read_twice_are_computed_once() -> None:
    """They stand in a column of their own, which does not stay."""
    program = (
        Output("always", TRUE),
        Output("both", Add((AREA, LIFTS))),
        Output("a", Mul((Ref("both"), Const(2)))),
        Output("b", Mul((Ref("both"), Ref("a")))),
    )
    found = plan_frame(pl.DataFrame([ROW]), program, [layout("a", "b")], NORMS.words, {})

    assert (found["a"].item(), found["b"].item()) == (34, 578)
    assert not [name for name in found.columns if "both" in name]


def test_a_whole_number_may_be_of_a_dimension_with_parts() -> None:
    """Then only whole units are read, each of which is a step."""
    said = {"labels": {"en": "n", "zh": "数"}, "meaning": {"en": "N.", "zh": "数。"}}
    fact = FactType.model_validate({"unit": "m2", "whole": True, "at_most": 9, **said})
    table = nw.from_native(pl.DataFrame({"plots": [4.0, 4.5, 10.0]}))
    [column] = read_columns(table, {"plots": fact}, [])

    steps = dict(column.values)["plots"]

    assert table.select(steps)["plots"].to_list() == [4, None, None]
