"""A norm file is read as it is printed, and what cannot be meant is refused with its place."""

from datetime import date
from fractions import Fraction

import pytest

from staffing_norms.foundation.documents import parse_document
from staffing_norms.foundation.errors import NormError
from staffing_norms.foundation.schema import Model, ModelT, validate
from staffing_norms.publications import figures
from staffing_norms.publications.pack import DepartmentFile, InForce, Method, Proof
from staffing_norms.publications.rule_kinds import Bands, Count, LeaderBand, Posts, Quota, Rate

PRINTED = 'clause: "1", status: printed'
RULE = f"id: a, role: guard, methods: [posts], {PRINTED}"


def read(model: type[ModelT], text: str) -> ModelT:
    return validate(model, parse_document(text, NormError), NormError)


def refused(model: type[Model], text: str) -> str:
    """Return what is said of a text that is refused."""
    with pytest.raises(NormError) as caught:
        read(model, text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "numerals"),
    [
        ("3", 3, 3, "item", 3),
        ("3–4", 3, 4, "item", 7),
        ("3000–3500 m²", 3000, 3500, "m2", 6500),
        ("5-8 万㎡", 50_000, 80_000, "m2", 13),
        ("5 亩", Fraction(10_000, 3), Fraction(10_000, 3), "mu", 5),
        ("0.5", Fraction(1, 2), Fraction(1, 2), "item", Fraction(1, 2)),
    ],
)
def test_a_figure_is_exact_and_keeps_its_numerals(
    text: str, low: Fraction, high: Fraction, unit: str, numerals: Fraction
) -> None:
    people = read(Count, f"people: {text}").people

    assert (people.low, people.high, people.unit, people.numerals) == (low, high, unit, numerals)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("many", "'many' is no number and no range. Write it like '5', '3–4' or '5 万㎡'."),
        ("4–3", "the range '4–3' runs the wrong way round. Write the smaller end first."),
        ("true", "a number is expected, not bool. Write it like 5, '3–4' or '5 万㎡'."),
        ("5 hectars", "'5 hectars' has the unknown unit 'hectars'. Did you mean 'hectares'?"),
    ],
)
def test_a_figure_that_cannot_be_read_is_refused(figure: str, said: str) -> None:
    assert refused(Count, f"people: {figure}") == f"1:9: {said}"


def test_a_clause_that_is_not_simply_printed_says_why() -> None:
    text = '{clause: "1", status: doubtful}'

    assert refused(LeaderBand, text) == (
        "1:23: status 'doubtful' needs a 'reading' that says why. Write 'reading: {en: …, zh: …}'."
    )
    assert read(LeaderBand, text[:-1] + ", reading: {en: a, zh: b}}").reading


@pytest.mark.parametrize(
    ("bounds", "lower", "upper"),
    [
        ("from: 1, below: 9", ("from", 1), ("below", 9)),
        ("over: 1, up_to: 9", ("over", 1), ("up_to", 9)),
        ("", None, None),
    ],
)
def test_a_band_knows_its_bounds(
    bounds: str, lower: tuple[str, Fraction] | None, upper: tuple[str, Fraction] | None
) -> None:
    text = ", ".join(filter(None, [bounds, "people: 1"]))
    [band] = read(Bands, f"{{kind: bands, {RULE}, measured_by: a, bands: [{{{text}}}]}}").bands

    assert (band.lower and (band.lower[0], band.lower[1].low)) == lower
    assert (band.upper and (band.upper[0], band.upper[1].low)) == upper


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ("from: 1, over: 2", "1:30: 'over' stands beside 'from'. Keep one of them."),
        ("up_to: 1, below: 2", "1:32: 'below' stands beside 'up_to'. Keep one of them."),
    ],
)
def test_a_band_has_one_bound_a_side(bounds: str, said: str) -> None:
    assert refused(figures.Test, f"{{fact: lifts, {bounds}}}") == said


def test_a_bound_of_a_test_is_a_figure_or_a_fact() -> None:
    test = read(figures.Test, "{fact: lifts, from: 5 万㎡, below: land_area}")

    assert [(word, getattr(bound, "low", bound)) for word, bound in test.sides] == [
        ("from", 50_000),
        ("below", "land_area"),
    ]


def test_a_bound_of_a_band_is_no_fact() -> None:
    text = f"{{kind: bands, {RULE}, measured_by: a, bands: [{{from: land_area, people: 1}}]}}"

    assert refused(Bands, text) == (
        "1:114: 'land_area' is no number and no range. Write it like '5', '3–4' or '5 万㎡'."
    )


@pytest.mark.parametrize("text", ["{or_unknown: true}", "{fact: lifts, some: tasks}"])
def test_a_test_has_one_subject(text: str) -> None:
    assert refused(figures.Test, text) == (
        "1:1: a test names exactly one of 'fact', 'method', 'some' and 'none'. Write one of them."
    )


def test_what_is_tested_may_be_one_word_or_several() -> None:
    assert read(figures.Test, "{fact: a, is: b}").is_ == ("b",)
    assert read(figures.Test, "{fact: a, is: [b, true]}").is_ == ("b", True)


@pytest.mark.parametrize(
    "text",
    ["of: a, either: [{of: b}]", "shifts: 3", "per: 3, either: [{of: b}]"],
)
def test_what_is_counted_is_written_once(text: str) -> None:
    text = text if "shifts" in text else f"{text}, shifts: 3"

    assert refused(Posts, f"{{kind: posts, {RULE}, {text}}}") == (
        "1:1: what is counted is written once: by 'of', or by a list 'either'."
        " Write 'of: <fact>', and 'per' or 'times' beside it."
    )


def test_what_is_counted_is_a_list_of_drivers_either_way() -> None:
    alone = read(Quota, f"{{kind: quota, {RULE}, of: lifts, per: 10, times: count}}")
    several = read(Quota, f"{{kind: quota, {RULE}, either: [{{of: lifts}}, {{of: rooms}}]}}")

    assert [(each.of, each.times) for each in alone.drivers] == [("lifts", "count")]
    assert alone.drivers[0].per == alone.per
    assert [each.of for each in several.drivers] == ["lifts", "rooms"]


def test_leaders_may_be_a_bare_figure() -> None:
    band = read(LeaderBand, f"{{{PRINTED}, posts: {{head: 3–4, deputy: {{people: 2}}}}}}")

    assert [count.people.high for count in band.posts.values()] == [4, 2]


@pytest.mark.parametrize(
    ("figure", "is_read"),
    [
        ("quantity: 3 m", True),
        ("own_rate: true", True),
        ("own_rate: true, quantity: 3 m", True),
        ("own_rate: false", False),
        ("hours: 3", False),
    ],
)
def test_a_rate_has_a_figure_or_asks_for_one(figure: str, is_read: bool) -> None:  # noqa: FBT001
    text = f"{{activity: mowing, {PRINTED}, {figure}}}"
    said = "" if is_read else refused(Rate, text)

    assert said == (
        ""
        if is_read
        else "1:1: the rate has no 'quantity'. Write it, or 'own_rate: true' where none is usable."
    )
    assert not is_read or read(Rate, text)


def test_a_need_is_a_fact_or_any_of_several() -> None:
    assert read(Method, "{id: a, needs: [b, [c, d]]}").needs == (("b",), ("c", "d"))


def test_a_proof_may_have_decimals() -> None:
    assert read(Proof, "{rows: 2, sum: 7.25}").sum == Fraction(29, 4)


def test_a_publication_is_in_force_from_a_day_or_does_not_say() -> None:
    in_force = read(InForce, "{from: 2016-05-01, to: not stated}")

    assert (in_force.from_, in_force.to) == (date(2016, 5, 1), "not stated")
    assert refused(InForce, "{from: May, to: not stated}") == (
        "1:8: 'May' is no day. Write it like 2024-01-31, or 'not stated'."
    )


def test_nothing_is_read_that_the_models_do_not_name() -> None:
    said = refused(DepartmentFile, "{department: a, colour: red}").splitlines()

    assert said[-1].startswith("1:17: unknown key 'colour'. Known: department, labels, methods,")
