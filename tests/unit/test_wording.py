"""Words in either language: terms, names that users type, and what is wrong."""

from fractions import Fraction

import pytest

import staffing_norms as sn
from staffing_norms.foundation.languages import Language
from staffing_norms.results.derivation import Style
from staffing_norms.results.wording import fact_text, language, record_name, standing, term_names
from staffing_norms.sites.vocabulary import vocabulary
from worked import ORCHARD


@pytest.mark.parametrize("lang", ["zh", "ZH", "zh-CN", "zh_Hans_CN", "cn", "中文", "Chinese"])
def test_a_language_is_asked_for_by_its_code_or_name(lang: str) -> None:
    """Case and region are free."""
    assert language(lang) == "zh"
    assert language("en-GB") == "en"


@pytest.mark.parametrize(("lang", "shown"), [("fr", "'fr'"), (None, "null"), (3, "3")])
def test_no_other_language_is_spoken(lang: object, shown: str) -> None:
    """The message says which there are."""
    with pytest.raises(sn.UnknownNameError) as caught:
        language(lang)

    assert str(caught.value) == f"lang: no language is called {shown}. Known: en, zh."


def test_a_name_is_found_by_its_terms() -> None:
    """In either language, or by its id where it has no term."""
    names = term_names(["lean", "composite", "of_another_norm"])

    assert [names.find(name) for name in ("Lean", "定额下限", "下限")] == ["lean"] * 3
    assert [names.find(name) for name in ("综合定额", "composite quota")] == ["composite"] * 2
    assert names.find("of_another_norm") == "of_another_norm"
    assert names.find("中值") is None


@pytest.mark.parametrize(
    ("name", "value", "en", "zh"),
    [
        ("households", 1860, "1,860", "1,860 户"),
        ("lifts", 46, "46", "46 部"),
        ("entrances", 3, "3", "3 个"),  # not 3 个出入口: the label says it
        ("patrol_shifts", 3, "3", "3 班"),
        ("gross_floor_area", 86_000, "86,000 m²", "86,000 平方米"),
        ("green_ratio", Fraction(35, 100), "35%", "35%"),
    ],
)
def test_a_number_stands_with_its_unit(name: str, value: int | Fraction, en: str, zh: str) -> None:
    words = vocabulary()

    assert fact_text(name, value, words, "en") == en
    assert fact_text(name, value, words, "zh") == zh


def test_what_a_norm_is_may_be_told_in_part() -> None:
    """An overlay leaves its kinds to what it extends; a list tells a slip as it is written."""
    assert standing((), "", None, "en") == ""
    assert standing(("residential", "castle"), "C", {"en": "A copy."}, "en") == (
        "residential estate, castle · trade text seen in a single copy · A copy."
    )


def test_a_mapping_of_figures_is_told_field_by_field() -> None:
    """Each with its unit, in either language."""
    lawns = sn.Site(lawns={"special": 600, "grade_1": "2 亩"}).facts["lawns"].value
    words = vocabulary()

    assert fact_text("lawns", lawns, words, "en") == (
        "special-grade lawn 600 m²; grade 1 lawn ≈ 1,333.33 m²"
    )
    assert fact_text("lawns", lawns, words, "zh") == (
        "特级草坪 600 平方米；一级草坪 ≈ 1,333.33 平方米"
    )


@pytest.mark.parametrize(
    ("collection", "place", "lang", "name"),
    [
        ("buildings", 0, "en", "A栋"),
        ("buildings", 1, "en", "buildings 2"),
        ("buildings", 1, "zh", "楼栋 2"),
        ("tasks", 0, "en", "Lobbies · sweeping floors and grounds"),
        ("tasks", 3, "en", "cleaning glass"),
        ("tasks", 1, "en", "mowing, grade 1 lawn"),
        ("tasks", 2, "zh", "除杂草（人工）"),
    ],
)
def test_a_record_has_a_name(collection: str, place: int, lang: Language, name: str) -> None:
    """Its own, or its work and the way of doing it, or its number."""
    site = sn.Site(**ORCHARD)

    assert record_name(site.facts, collection, place, Style(lang, vocabulary())) == name
