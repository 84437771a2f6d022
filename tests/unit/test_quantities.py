"""Units and exact numbers: what people write is read exactly, or refused in words they know."""

import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages import settled
from staffing_norms.foundation.errors import Fault, QuantityError
from staffing_norms.foundation.pint_units import registry, to_pint
from staffing_norms.foundation.quantities import (
    exact,
    exact_range,
    figure_sum,
    format_number,
    frequency,
    times_per_year,
    whole_or_exact,
)
from staffing_norms.foundation.units import reference, scale, units

FULL_WIDTH = str.maketrans("0123456789,.%", "０１２３４５６７８９，．％")
MULTIPLIERS = {"": 1, "百": 100, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6}
MULTIPLIERS |= {"千万": 10**7, "亿": 10**8}
PERIODS = ["day", "week", "halfmonth", "month", "quarter", "halfyear", "year"]


@cache
def foreign(number_type: type = float) -> "pint.UnitRegistry[Any]":
    """Return a registry of somebody else."""
    return pint.UnitRegistry(non_int_type=number_type)


def fault_of(read: Callable[..., object], *arguments: object) -> Fault:
    """Return the single fault that reading raises."""
    with pytest.raises(QuantityError) as raised:
        read(*arguments)
    (fault,) = raised.value.faults
    assert fault.path == ""
    return fault


def said(fault: Fault) -> str:
    return f"{fault.code}: {fault}"


@st.composite
def written_numbers(draw: st.DrawFn) -> tuple[str, str, Fraction]:
    """Draw a number as somebody may write it, the unit expected, and the number."""
    unit = units()[draw(st.sampled_from(sorted(units())))]
    coefficient, places = draw(st.integers(-(10**12), 10**12)), draw(st.integers(0, 9))
    numeral = format(Decimal(coefficient).scaleb(-places), draw(st.sampled_from(["f", ",f"])))
    multiplier = draw(st.sampled_from(sorted(MULTIPLIERS)))
    word = draw(st.sampled_from([unit.id, *unit.symbols, *unit.borrowed]))
    gaps = st.sampled_from(["", " ", "　", "\t"])
    text = f"{numeral}{draw(gaps)}{multiplier}{draw(gaps)}{word}"
    text = text.translate(draw(st.sampled_from([{}, FULL_WIDTH])))
    number = Fraction(coefficient, 10**places) * MULTIPLIERS[multiplier] * unit.factor
    return text, unit.id, number


class TestUnits:
    def test_every_spelling_belongs_to_one_unit(self) -> None:
        owners: dict[str, str] = {}
        for unit in units().values():
            for word in (unit.id, *unit.symbols):
                number = exact_range(f"1 {word}", None)

                assert number == (unit.factor, unit.factor, unit.id)
                assert owners.setdefault(word.casefold(), unit.id) == unit.id

    def test_a_borrowed_spelling_is_owned_by_another_unit_and_read_where_expected(self) -> None:
        borrowed = [(unit, word) for unit in units().values() for word in unit.borrowed]

        assert borrowed
        for unit, word in borrowed:
            assert exact_range(f"1 {word}", None)[2] != unit.id
            assert exact(f"1 {word}", unit.id) == 1

    def test_every_unit_is_complete(self) -> None:
        for name, unit in units().items():
            assert unit.id == name
            assert unit.factor > 0
            assert unit.symbols
            assert set(unit.labels) == {"en", "zh"}
            assert unit.counter is None or set(unit.counter) == {"en", "zh"}

    def test_every_dimension_has_a_reference_of_its_own_whose_factor_is_one(self) -> None:
        for unit in units().values():
            assert reference(unit.dimension).dimension == unit.dimension
            assert reference(unit.dimension).factor == 1
            assert isinstance(scale(unit.dimension), int)

    def test_formulas_count_in_shifts_and_people(self) -> None:
        counters = {unit.id: unit.counter for unit in units().values() if unit.counter}

        assert counters == {
            "person": {"en": "people", "zh": "人"},
            "shift": {"en": "shifts", "zh": "班"},
        }

    @pytest.mark.parametrize(
        ("dimension", "steps"),
        [("area", 300), ("fraction", 10_000), ("length", 100), ("time", 100), ("lift", 1)],
    )
    def test_scale_is_that_of_the_design(self, dimension: str, steps: int) -> None:
        assert scale(dimension) == steps

    @pytest.mark.parametrize("unit", ["m2", "mu", "hectare", "km2"])
    def test_a_hundredth_of_an_area_is_whole_steps(self, unit: str) -> None:
        assert (units()[unit].factor / 100 * scale("area")).denominator == 1

    def test_units_cannot_be_changed(self) -> None:
        with pytest.raises(TypeError):
            units()["acre"] = units()["mu"]  # type: ignore[index]

    def test_an_unknown_name_is_answered_with_the_nearest(self) -> None:
        assert said(fault_of(exact, 5, "lft")) == (
            "quantity.unit: no unit is called 'lft'. Did you mean 'lift'?"
        )
        assert said(fault_of(scale, "areas")) == (
            "quantity.unit: no dimension is called 'areas'. Did you mean 'area'?"
        )

    def test_importing_reads_no_file_and_no_pint(self) -> None:
        program = (
            "import sys, staffing_norms.foundation.quantities;"
            "from staffing_norms.foundation.units import units_data as data;"
            "assert 'pint' not in sys.modules and not data.cache_info().currsize"
        )

        subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603 - our own words


class TestText:
    @pytest.mark.parametrize(
        ("text", "unit", "number"),
        [
            ("32 万平方米", "m2", 320_000),
            ("32万㎡", "m2", 320_000),
            ("32 万 m²", "m2", 320_000),
            ("320,000 m2", "m2", 320_000),
            ("１，２００ 平方米", "m2", 1200),
            ("18.5 ha", "m2", 185_000),
            ("3.2公顷", "m2", 32_000),
            ("5 亩", "m2", Fraction(10_000, 3)),
            ("5 MU", "m2", Fraction(10_000, 3)),
            ("5 km²", "m2", 5_000_000),
            ("1.2e5 m2", "m2", 120_000),
            ("1.2E+5", "m2", 120_000),
            ("5", "hectare", 50_000),
            ("5 万", "m2", 50_000),
            ("5 千平米", "m2", 5000),
            ("５　平方米", "m2", 5),
            ("  5 m2\n", "m2", 5),
            ("−3.5 m²", "m2", Fraction(-7, 2)),
            ("+.5 m²", "m2", Fraction(1, 2)),
            ("5千米", "m", 5000),
            ("250 cm", "m", Fraction(5, 2)),
            ("35 %", "fraction", Fraction(35, 100)),
            ("35％", "fraction", Fraction(35, 100)),
            ("35 百分比", "fraction", Fraction(35, 100)),
            ("5‰", "fraction", Fraction(5, 1000)),
            ("0.35", "fraction", Fraction(35, 100)),
            ("35", "percent", Fraction(35, 100)),
            ("90 分钟", "hour", Fraction(3, 2)),
            ("2.5万户", "household", 25_000),
            ("46 个", "household", 46),
            ("46 pcs", "lift", 46),
            ("5 棵", "tree", 5),
            ("5 棵", "plant", 5),
            ("18 floors", "storey", 18),
            ("18 层", "floor", 18),
            ("248 天", "day", 248),
            ("3 亿", "item", 300_000_000),
            ("28 萬㎡", "m2", 280_000),
            ("28万平方米。", "m2", 280_000),
            ("3,", "lift", 3),
            ("三个", "entrance", 3),
            ("十二", "lift", 12),
            ("二十一部", "lift", 21),
            ("三十", "lift", 30),
            ("两 座", "lift", 2),
            ("十万㎡", "m2", 100_000),
            ("12 elevators", "lift", 12),
            ("3 gates", "entrance", 3),
            ("400 flats", "household", 400),
            ("100 ft", "m", Fraction("30.48")),
            ("1 sq ft", "m2", Fraction("0.3048") ** 2),
            ("10,000 ft²", "m2", Fraction("929.0304")),
        ],
    )
    def test_is_read_exactly(self, text: str, unit: str, number: Fraction) -> None:
        assert exact(text, unit) == number

    @pytest.mark.parametrize(
        ("text", "unit", "message"),
        [
            ("", "m2", "quantity.text: '' is not one number with its unit. Write it like '5 m²'."),
            (
                "十字路口",
                "lift",
                (
                    "quantity.text: '十字路口' is not one number with its unit. "
                    "Write it like '5 lifts'."
                ),
            ),
            (
                "28万平方米（含地下6.5万）",
                "m2",
                (
                    "quantity.text: '28万平方米（含地下6.5万）' is a number with a remark. "
                    "Write {value: 28万平方米, note: 含地下6.5万}."
                ),
            ),
            (
                "many（about 5）",
                "lift",
                (
                    "quantity.text: 'many（about 5）' is not one number with its unit. "
                    "Write it like '5 lifts'."
                ),
            ),
            (
                "5 平方尺",
                "m2",
                (
                    "quantity.unit: '5 平方尺' has the unknown unit '平方尺'. "
                    "Known: m², ha, 亩, km², ft²."
                ),
            ),
            (
                "5 sq yd",
                "m2",
                (
                    "quantity.unit: '5 sq yd' has the unknown unit 'sq yd'. "
                    "Known: m², ha, 亩, km², ft²."
                ),
            ),
            (
                "NaN",
                "m2",
                ("quantity.text: 'NaN' is not one number with its unit. Write it like '5 m²'."),
            ),
            (
                "9^9^9",
                "m2",
                ("quantity.text: '9^9^9' is not one number with its unit. Write it like '5 m²'."),
            ),
            (
                "1 200 m2",
                "m2",
                (
                    "quantity.text: '1 200 m2' is not one number with its unit. "
                    "Write it like '5 m²'."
                ),
            ),
            (
                "3–4 m2",
                "m2",
                ("quantity.text: '3–4 m2' is not one number with its unit. Write it like '5 m²'."),
            ),
            (
                "1,5",
                "m2",
                (
                    "quantity.text: the commas of '1,5' do not separate thousands. "
                    "Write '320,000' or '320000'; the decimal point is '.'."
                ),
            ),
            (
                "32,0000 m2",
                "m2",
                (
                    "quantity.text: the commas of '32,0000' do not separate thousands. "
                    "Write '320,000' or '320000'; the decimal point is '.'."
                ),
            ),
            ("1e1000", "m2", "quantity.text: the exponent of '1e1000' has more than 3 digits."),
            (
                "5 m",
                "m2",
                ("quantity.dimension: '5 m' is a length; an area such as '5 m²' is expected."),
            ),
            (
                "5 千米",
                "m2",
                ("quantity.dimension: '5 千米' is a length; an area such as '5 m²' is expected."),
            ),
            (
                "46 户",
                "lift",
                (
                    "quantity.dimension: '46 户' is a number of households; "
                    "a number of lifts such as '5 lifts' is expected."
                ),
            ),
            (
                "46 个",
                "m2",
                (
                    "quantity.dimension: '46 个' is a plain number; "
                    "an area such as '5 m²' is expected."
                ),
            ),
            (
                "1 day",
                "hour",
                (
                    "quantity.dimension: '1 day' is a number of days; "
                    "a time in hours such as '8 h' is expected."
                ),
            ),
            (
                "5 hectars",
                "m2",
                (
                    "quantity.unit: '5 hectars' has the unknown unit 'hectars'. "
                    "Did you mean 'hectares'?"
                ),
            ),
            (
                "5 公倾",
                "m2",
                "quantity.unit: '5 公倾' has the unknown unit '公倾'. Did you mean '5 公顷'?",
            ),
            (
                "约15.6万㎡",
                "m2",
                (
                    "quantity.rough: '约15.6万㎡' is not one number with its unit. Write "
                    "'15.6万㎡' alone; 'status: estimated' beside it says that it is rough."
                ),
            ),
            (
                "28.6万方。",
                "m2",
                (
                    "quantity.unit: '28.6万方。' has the unknown unit '方'. "
                    "Did you mean '28.6万平方米'?"
                ),
            ),
            (
                "共36部",
                "lift",
                "quantity.text: '共36部' is not one number with its unit. Write '36部' alone.",
            ),
            (
                "36 lifts in total",
                "lift",
                (
                    "quantity.text: '36 lifts in total' is not one number with its unit. "
                    "Write '36 lifts' alone."
                ),
            ),
            (
                "合计约36部",
                "lift",
                (
                    "quantity.rough: '合计约36部' is not one number with its unit. Write '36部' "
                    "alone; 'status: estimated' beside it says that it is rough."
                ),
            ),
            (
                "≥36",
                "lift",
                (
                    "quantity.rough: '≥36' is not one number with its unit. Write '36' alone; "
                    "'status: estimated' beside it says that it is rough."
                ),
            ),
            (
                "地上300个，地下1800个",
                "parking_space",
                (
                    "quantity.text: '地上300个，地下1800个' is not one number with its unit. "
                    "Write one number; of several parts their sum, with the parts in a note: "
                    '{value: …, note: "地上300个，地下1800个"}.'
                ),
            ),
            (
                "3部客梯1部货梯",
                "lift",
                (
                    "quantity.text: '3部客梯1部货梯' is not one number with its unit. "
                    "Write one number; of several parts their sum, with the parts in a note: "
                    '{value: …, note: "3部客梯1部货梯"}.'
                ),
            ),
            (
                "3部至5部",
                "lift",
                "quantity.unit: '3部至5部' has the unknown unit '部至5部'. Known: lifts, items.",
            ),
            (
                "About 46 lifts",
                "lift",
                (
                    "quantity.rough: 'About 46 lifts' is not one number with its unit. Write "
                    "'46 lifts' alone; 'status: estimated' beside it says that it is rough."
                ),
            ),
            (
                "5 亩左右",
                "m2",
                (
                    "quantity.rough: '5 亩左右' is not one number with its unit. Write '5 亩' "
                    "alone; 'status: estimated' beside it says that it is rough."
                ),
            ),
            (
                "约定面积",
                "m2",
                "quantity.text: '约定面积' is not one number with its unit. Write it like '5 m²'.",
            ),
            (
                "5 万平方迷",
                "m2",
                (
                    "quantity.unit: '5 万平方迷' has the unknown unit '平方迷'. "
                    "Known: m², ha, 亩, km², ft²."
                ),
            ),
            (
                "5 m3",
                "m2",
                ("quantity.unit: '5 m3' has the unknown unit 'm3'. Known: m², ha, 亩, km², ft²."),
            ),
            (
                "80 residents",
                "person",
                (
                    "quantity.unit: '80 residents' has the unknown unit 'residents'. "
                    "Known: people, items."
                ),
            ),
            (
                "1 人/80 亩",
                "m2",
                (
                    "quantity.unit: '1 人/80 亩' has the unknown unit '人/80 亩'. "
                    "Known: m², ha, 亩, km², ft²."
                ),
            ),
        ],
    )
    def test_that_cannot_be_read_is_refused_with_what_to_write(
        self, text: str, unit: str, message: str
    ) -> None:
        assert said(fault_of(exact, text, unit)) == message

    def test_of_any_length_is_answered_at_once(self) -> None:
        start = time.perf_counter()
        for text in ("9" * 100_000, "㎡" * 100_000, "1," * 50_000, " " * 100_000):
            for read in (figure_sum, frequency):
                assert said(fault_of(read, text)) == (
                    "quantity.text: 100,000 characters are no number; at most 100 are read."
                )

        assert time.perf_counter() - start < 1

    @given(written_numbers())
    def test_any_decimal_in_any_spelling_reads_back_exactly(
        self, written: tuple[str, str, Fraction]
    ) -> None:
        text, unit, number = written

        assert exact(text, unit) == number

    @given(
        st.one_of(
            st.text(max_size=120),
            st.text("0123456789.,+-eE%–~ /万亿平方米㎡㎞每天次周m²ahper", max_size=30),
            st.from_regex(r"[0-9]{1,4} ?[^\d]{0,20}", fullmatch=True),
        )
    )
    def test_garbage_raises_nothing_but_quantity_errors(self, text: str) -> None:
        for read in (
            lambda: exact(text, "m2"),
            lambda: exact_range(text, None),
            lambda: exact_range(text, "lift"),
            lambda: figure_sum(text),
            lambda: frequency(text),
        ):
            with suppress(QuantityError):
                read()


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "number"),
        [
            (5, 5),
            (-5, -5),
            (Fraction(1, 3), Fraction(1, 3)),
            (Decimal("320000.01"), Fraction(32_000_001, 100)),
            (Decimal("1E+5"), 100_000),
            (0.1, Fraction(1, 10)),
            (1e22, 10**22),
            (5e-324, Fraction(5, 10**324)),
            (np.int64(-(2**63)), -(2**63)),
            (np.uint8(200), 200),
            (np.float64(0.1), Fraction(1, 10)),
            (np.float32(0.1), Fraction(1, 10)),
            (np.array(5), 5),
            (pd.Series([0.1, 2.5]).iloc[1], Fraction(5, 2)),
            (pd.array([7], dtype="Int64")[0], 7),
            (np.str_("5 亩"), Fraction(10_000, 3)),
        ],
    )
    def test_of_any_kind_are_read_by_their_digits(self, value: object, number: Fraction) -> None:
        assert exact(value, "m2") == number

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (True, "quantity.type: a number is expected, not bool."),
            (np.True_, "quantity.type: a number is expected, not bool."),
            (None, "quantity.type: a number is expected, not NoneType."),
            (pd.NA, "quantity.type: a number is expected, not NAType."),
            ([5], "quantity.type: a number is expected, not list."),
            (5j, "quantity.type: a number is expected, not complex."),
            (np.array([5]), "quantity.type: a number is expected, not ndarray."),
            (np.timedelta64(5, "ns"), "quantity.type: a number is expected, not timedelta64."),
            (float("nan"), "quantity.finite: nan is not a finite number."),
            (np.float32("-inf"), "quantity.finite: -inf is not a finite number."),
            (Decimal("Infinity"), "quantity.finite: infinity is not a finite number."),
            (Decimal("sNaN"), "quantity.finite: snan is not a finite number."),
            (10**1000, "quantity.range: a number of more than 1,000 digits is not read."),
            (
                Decimal("1E+999999"),
                ("quantity.text: the exponent of '1e+999999' has more than 3 digits."),
            ),
        ],
    )
    def test_that_are_none_are_refused(self, value: object, message: str) -> None:
        assert said(fault_of(exact, value, "m2")) == message
        assert said(fault_of(exact_range, value, "m2")) == message
        assert said(fault_of(figure_sum, value)) == message

    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_a_float_is_the_decimal_that_python_prints(self, value: float) -> None:
        assert exact(value, "item") == Fraction(repr(value))


class TestRanges:
    @pytest.mark.parametrize(
        ("value", "unit", "figure", "numerals"),
        [
            ("3000–3500 m²", None, (3000, 3500, "m2"), 6500),
            ("5-8 万㎡", None, (50_000, 80_000, "m2"), 13),
            ("2.5～3 万㎡", None, (25_000, 30_000, "m2"), Fraction(11, 2)),
            ("5万–8万㎡", None, (50_000, 80_000, "m2"), 13),
            ("5 m²—8 m²", None, (5, 8, "m2"), 13),
            ("5 至 8 亩", None, (Fraction(10_000, 3), Fraction(16_000, 3), "mu"), 13),
            ("-5–-3 m", None, (-5, -3, "m"), -8),
            ("3–4", None, (3, 4, "item"), 7),
            ("3–4", "lift", (3, 4, "lift"), 7),
            ("5–5 m²", "m2", (5, 5, "m2"), 10),
            ("5–8", "hectare", (50_000, 80_000, "hectare"), 13),
            ("5 万㎡", None, (50_000, 50_000, "m2"), 5),
            ("14 floors", None, (14, 14, "floor"), 14),
            ("5e-1 m", None, (Fraction(1, 2), Fraction(1, 2), "m"), Fraction(1, 2)),
            (5, None, (5, 5, "item"), 5),
            (Decimal("0.5"), None, (Fraction(1, 2), Fraction(1, 2), "item"), Fraction(1, 2)),
            (5, "hectare", (50_000, 50_000, "hectare"), 5),
        ],
    )
    def test_are_read_as_printed(
        self,
        value: object,
        unit: str | None,
        figure: tuple[Fraction, Fraction, str],
        numerals: Fraction,
    ) -> None:
        assert exact_range(value, unit) == figure
        assert figure_sum(value) == numerals

    @pytest.mark.parametrize(
        ("text", "unit", "message"),
        [
            ("8–5 m", None, "quantity.range: the range '8–5 m' runs the wrong way round."),
            ("5 m–8 m2", None, "quantity.unit: the ends of '5 m–8 m2' have two units. Write one."),
            (
                "3–4 m",
                "m2",
                ("quantity.dimension: '3–4 m' is a length; an area such as '5 m²' is expected."),
            ),
            (
                "80 residents",
                None,
                (
                    "quantity.unit: '80 residents' has the unknown unit 'residents'. "
                    "Known: m, m², fraction, h, days, times, years, items, households, people, "
                    "lifts, entrances and # more."
                ),
            ),
            (
                "3–4 entrancs",
                None,
                (
                    "quantity.unit: '3–4 entrancs' has the unknown unit 'entrancs'. "
                    "Did you mean 'entrances'?"
                ),
            ),
            (
                "about 5",
                None,
                (
                    "quantity.text: 'about 5' is no number and no range. "
                    "Write it like '5', '3–4' or '5 万㎡'."
                ),
            ),
        ],
    )
    def test_that_cannot_be_meant_are_refused(
        self, text: str, unit: str | None, message: str
    ) -> None:
        assert settled(said(fault_of(exact_range, text, unit))) == message


class TestFrequencies:
    @pytest.mark.parametrize(
        ("text", "times", "period"),
        [
            ("2/day", 2, "day"),
            ("2 times a day", 2, "day"),
            ("twice a week", 2, "week"),
            ("Once a quarter", 1, "quarter"),
            ("半年一次", 1, "halfyear"),
            ("半个月1次", 1, "halfmonth"),
            ("2 / Day", 2, "day"),
            ("1/week", 1, "week"),
            ("3/半月", 3, "halfmonth"),
            ("5 / half-year", 5, "halfyear"),
            ("2次/天", 2, "day"),
            ("2 times per day", 2, "day"),
            ("每周3次", 3, "week"),
            ("每天1次", 1, "day"),
            ("每半年 1 次", 1, "halfyear"),
            ("每季度", 1, "quarter"),
            ("every year", 1, "year"),
            ("daily", 1, "day"),
            ("annually", 1, "year"),
            ("0.5/day", Fraction(1, 2), "day"),
            ("0/day", 0, "day"),
            ("every 2 days", 2, "every_days"),
            ("every 5 days", 5, "every_days"),
            ("每2天", 2, "every_days"),
            ("每3天2次", Fraction(3, 2), "every_days"),
            ("every 3 days 0 times", 0, "day"),
            ("每3个月1次", Fraction(1, 3), "month"),
            ("每周一次", 1, "week"),
            ("每月二次", 2, "month"),
            ("一周2次。", 2, "week"),
            ("每两天一次", 2, "every_days"),
            ("隔日1次", 2, "every_days"),
            ("隔天一次", 2, "every_days"),
            ("every other day", 2, "every_days"),
            ("每天2次", 2, "day"),
            ("每月十二次", 12, "month"),
            ("3个月1次", Fraction(1, 3), "month"),
        ],
    )
    def test_are_read(self, text: str, times: Fraction, period: str) -> None:
        assert frequency(text) == (times, period)

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (12, "quantity.type: text such as '2/day' is expected, not int."),
            (
                "twice",
                (
                    "quantity.text: 'twice' is not a frequency. "
                    "Write it like '2/day', '3/week' or 'every 5 days'."
                ),
            ),
            ("1/wek", "quantity.text: '1/wek' is not a frequency. Did you mean 'week'?"),
            *(
                (
                    text,
                    (
                        f"quantity.text: '{text}' is not a frequency. "
                        "Write it like '2/day', '3/week' or 'every 5 days'."
                    ),
                )
                for text in ("2/fortnight", "每周一", "每周1~2次", "3")
            ),
            (
                "2户/天",
                (
                    "quantity.dimension: '2户/天' is a number of households; "
                    "a number of times such as '5 times' is expected."
                ),
            ),
            (
                "-1/day",
                (
                    "quantity.range: '-1/day' is no frequency: times are 0 or more, "
                    "and an interval more than 0."
                ),
            ),
            (
                "every 0 days",
                (
                    "quantity.range: 'every 0 days' is no frequency: times are 0 or "
                    "more, and an interval more than 0."
                ),
            ),
        ],
    )
    def test_that_cannot_be_read_are_refused(self, value: object, message: str) -> None:
        assert said(fault_of(frequency, value)) == message

    @pytest.mark.parametrize(
        ("period", "times"), list(zip(PERIODS, [365, 52, 24, 12, 4, 2, 1], strict=True))
    )
    def test_come_to_the_times_a_year_of_the_norm(self, period: str, times: int) -> None:
        assert times_per_year(Fraction(3), period, None) == 3 * times

    @pytest.mark.parametrize(
        ("period", "times"),
        [
            ("day", 184),
            ("week", Fraction(184, 7)),
            ("halfmonth", Fraction(24 * 184, 365)),
            ("month", Fraction(12 * 184, 365)),
            ("quarter", Fraction(4 * 184, 365)),
            ("halfyear", Fraction(2 * 184, 365)),
            ("year", 1),
        ],
    )
    def test_in_a_season_count_its_days_only(self, period: str, times: Fraction) -> None:
        assert times_per_year(Fraction(3), period, 184) == 3 * times

    def test_every_so_many_days_divides_the_days(self) -> None:
        assert times_per_year(Fraction(5), "every_days", None) == 73
        assert times_per_year(Fraction(4), "every_days", 184) == 46

    def test_an_unknown_period_is_answered_with_the_nearest(self) -> None:
        assert said(fault_of(times_per_year, Fraction(1), "weeks", None)) == (
            "quantity.unit: no period is called 'weeks'. Did you mean 'week'?"
        )


class TestWords:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (0, "0"),
            (100, "100"),
            (320_000, "320,000"),
            (Fraction(-5), "-5"),
            (Fraction(32, 5), "6.4"),
            (Fraction(-12_345_678, 1000), "-12,345.678"),
            (Fraction(1, 64), "0.015625"),
            (Fraction(1, 128), "≈ 0.0078"),
            (Fraction(1280, 9), "≈ 142.22"),
            (Fraction(-1, 3), "≈ -0.33"),
            (Fraction(1, 300), "≈ 0.0033"),
            (Fraction(10**9, 7), "≈ 142,857,142.86"),
        ],
    )
    def test_show_a_number_exactly_or_say_that_they_do_not(
        self, value: Fraction, text: str
    ) -> None:
        assert format_number(value) == text

    def test_a_whole_number_is_an_int(self) -> None:
        assert type(whole_or_exact(Fraction(4, 2))) is int
        assert whole_or_exact(Fraction(1, 2)) == Fraction(1, 2)


class TestPint:
    @pytest.mark.parametrize("unit", sorted(units()))
    def test_the_registry_has_the_factors_of_the_list(self, unit: str) -> None:
        ours = units()[unit]

        converted = registry().Quantity(1, ours.pint).to(reference(ours.dimension).pint)

        assert converted.magnitude == ours.factor

    @pytest.mark.parametrize("unit", sorted(units()))
    def test_a_quantity_is_exact_printed_pickled_and_read_back(self, unit: str) -> None:
        quantity = to_pint(Fraction(7, 3), unit)
        restored = pickle.loads(pickle.dumps(quantity))  # noqa: S301 - our own bytes

        assert exact(quantity, unit) == Fraction(7, 3)
        assert restored == quantity
        assert restored.dimensionality == quantity.dimensionality
        assert str(quantity)

    def test_every_count_is_a_dimension_of_its_own(self) -> None:
        with pytest.raises(pint.DimensionalityError):
            to_pint(Fraction(46), "lift").to("household")

    def test_a_whole_magnitude_is_an_int(self) -> None:
        assert type(to_pint(Fraction(50_000), "hectare").magnitude) is int

    @pytest.mark.parametrize(
        ("magnitude", "pint_unit", "unit", "number"),
        [
            (5, "hectare", "m2", 50_000),
            (0.1, "hectare", "m2", 1000),
            (Decimal("0.1"), "meter ** 2", "m2", Fraction(1, 10)),
            (5, "kilometer ** 2", "m2", 5_000_000),
            (1, "centimeter ** 2", "m2", Fraction(1, 10_000)),
            (35, "percent", "fraction", Fraction(35, 100)),
            (0.35, "dimensionless", "fraction", Fraction(35, 100)),
            (90, "minute", "hour", Fraction(3, 2)),
            (248, "day", "day", 248),
            (46, "dimensionless", "lift", 46),
            (46, "count", "lift", 46),
            (46, "dimensionless", "item", 46),
        ],
    )
    @pytest.mark.parametrize("number_type", [float, Decimal, Fraction])
    def test_quantities_of_any_registry_are_read_exactly(
        self, magnitude: float, pint_unit: str, unit: str, number: Fraction, number_type: type
    ) -> None:
        quantity = foreign(number_type).Quantity(magnitude, pint_unit)

        assert exact(quantity, unit) == number

    def test_units_that_only_pint_knows_are_converted_by_it(self) -> None:
        yards = foreign().Quantity(Decimal(100), "yard")

        assert exact(yards, "m") == Fraction("91.44")

    def test_our_plain_item_counts_anything(self) -> None:
        assert exact(to_pint(Fraction(46), "item"), "lift") == 46

    @pytest.mark.parametrize(
        ("magnitude", "pint_unit", "unit", "message"),
        [
            (5, "meter", "m2", "'5 meter' is a length; an area such as '5 m²' is expected."),
            (
                5,
                "kilogram",
                "m2",
                ("'5 kilogram' is not an area; an area such as '5 m²' is expected."),
            ),
            (
                5,
                "dimensionless",
                "m2",
                ("'5 dimensionless' is not an area; an area such as '5 m²' is expected."),
            ),
            (
                5.5,
                "percent",
                "lift",
                ("'5.5 percent' is a fraction; a number of lifts such as '5 lifts' is expected."),
            ),
            (
                1,
                "day",
                "hour",
                ("'1 day' is a number of days; a time in hours such as '8 h' is expected."),
            ),
            (
                5,
                "decibel",
                "fraction",
                ("'5 decibel' is not a fraction; a fraction such as '35 %' is expected."),
            ),
            (
                5,
                "degC",
                "m",
                ("'5 degree_Celsius' is not a length; a length such as '5 m' is expected."),
            ),
        ],
    )
    def test_quantities_of_another_dimension_are_refused(
        self, magnitude: float, pint_unit: str, unit: str, message: str
    ) -> None:
        quantity = foreign().Quantity(magnitude, pint_unit)

        assert said(fault_of(exact, quantity, unit)) == f"quantity.dimension: {message}"

    def test_arrays_are_refused(self) -> None:
        quantity = foreign().Quantity(np.array([1, 2]), "meter ** 2")

        assert said(fault_of(exact, quantity, "m2")) == (
            "quantity.type: a number is expected, not ndarray."
        )
