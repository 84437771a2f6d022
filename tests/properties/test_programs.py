"""On random programs with every node, each interpreter answers as the exact one does."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import duckdb
import polars as pl
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from properties.programs import WORDS, facts, layout, programs
from staffing_norms.foundation.errors import NormError
from staffing_norms.foundation.formula import TRUE, Output
from staffing_norms.interpreters.evaluate import Evaluator
from staffing_norms.interpreters.fast import compile_headcount
from staffing_norms.interpreters.frames import Apart, plan_frame
from staffing_norms.interpreters.integers import BOUND, lower
from staffing_norms.interpreters.simplify import simplify

Program = tuple[Output, ...]
Stated = Mapping[str, Any]

quickly = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
HEADS = ("first_heads", "second_heads", "third_heads")
SCHEMA = {
    "area": pl.Float64,
    "ratio": pl.Float64,
    "posts": pl.Int64,
    "gated": pl.Boolean,
    "kind": pl.String,
}


def values(program: Program, stated: Stated, names: Sequence[str]) -> dict[str, Any]:
    """Return what the exact interpreter makes of a program."""
    outputs = {output.name: output for output in program}
    evaluation = Evaluator(outputs).evaluation(stated, "typical")
    return {name: evaluation.value(name) for name in names}


@given(programs(), st.lists(facts(), min_size=1, max_size=5))
@settings(quickly, max_examples=100)
def test_a_shorter_program_means_the_same(program: Program, sites: Sequence[Stated]) -> None:
    """Simplifying changes no value, also when facts are settled beforehand."""
    names = [output.name for output in program]
    short = simplify(program, names)
    settled = simplify(program, names, {**sites[0], "buildings": None})

    for stated in sites:
        assert values(short, stated, names) == values(program, stated, names)
    flat = {name: value for name, value in sites[0].items() if name != "buildings"}
    assert values(settled, {}, names) == values(program, flat, names)


@given(programs(), st.lists(facts(), min_size=1, max_size=5))
@settings(quickly, max_examples=100)
def test_generated_code_means_the_same(program: Program, sites: Sequence[Stated]) -> None:
    """The generated function gives the values of the exact interpreter."""
    names = [output.name for output in program]
    headcount = compile_headcount(program, names)

    for stated in sites:
        assert headcount(stated) == values(program, stated, names)


@given(programs(exact=True), st.lists(facts(), min_size=1, max_size=5))
@settings(quickly, max_examples=100)
def test_an_integer_program_means_the_same(program: Program, sites: Sequence[Stated]) -> None:
    """Lowering changes no value, and no number leaves the bound."""
    try:
        lowered = lower({output.name: output for output in program}, HEADS, WORDS, "typical")
    except NormError:
        assume(False)  # noqa: FBT003 - a program that has no integer form
    for steps in sites:
        stated = {name: exactly(name, value) for name, value in steps.items()}
        expected = values(program, stated, HEADS)
        assert values(lowered, steps, HEADS) == expected
        everything = values(lowered, steps, [output.name for output in lowered]).values()
        assert all(type(value) is not Fraction for value in everything)
        assert all(abs(value) <= BOUND for value in everything if value is not None)


def exactly(name: str, steps: Any) -> Any:  # noqa: ANN401 - numbers, flags, words and records
    """Return a fact in its unit."""
    scale = WORDS[name].scale
    return Fraction(steps, scale) if scale > 1 else steps


@given(programs(exact=True), st.lists(facts(), min_size=1, max_size=5))
@settings(quickly, max_examples=60)
def test_a_dataframe_means_the_same(program: Program, sites: Sequence[Stated]) -> None:
    """Columns give the values of the exact interpreter; a null condition takes no branch."""
    outputs = {output.name: output for output in (Output("always", TRUE), *program)}
    try:
        lowered = lower(outputs, ["always", *HEADS], WORDS, "typical")
    except NormError:
        assume(False)  # noqa: FBT003 - a program that has no integer form
    exact = [{name: exactly(name, value) for name, value in site.items()} for site in sites]
    rows = [{name: _cell(site.get(name)) for name in SCHEMA} for site in exact]
    table = pl.DataFrame(rows, SCHEMA).with_row_index("site")
    lifts = [
        (number, record.get("buildings.lifts"))
        for number, site in enumerate(sites)
        for record in site.get("buildings", ())
    ]
    buildings = pl.DataFrame(lifts, {"site": pl.UInt32, "lifts": pl.Int64}, orient="row")
    expected = [values(program, site, HEADS) for site in exact]

    for made in (pl.DataFrame.clone, pl.DataFrame.lazy, _relation):
        apart = Apart({"buildings": made(buildings)}, "site", _nothing)
        planned: Any = plan_frame(made(table), lowered, [layout(*HEADS)], WORDS, {}, apart)
        found = (
            planned
            if isinstance(planned, pl.DataFrame)
            else planned.pl()
            if hasattr(planned, "pl")
            else planned.collect()
        )
        assert found.sort("site").select(HEADS).to_dicts() == expected


def _nothing(site: Stated) -> Any:  # noqa: ANN401 - it is not asked
    """Fail, for buildings are added up."""
    raise AssertionError(site)


def _relation(table: pl.DataFrame) -> duckdb.DuckDBPyRelation:
    return duckdb.from_arrow(table.to_arrow())


def _cell(value: object) -> object:
    return float(value) if isinstance(value, Fraction) else value
