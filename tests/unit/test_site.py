"""A site: read from anything, frozen, comparable, and safe to share."""

import copy
import inspect
import json
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing_norms.foundation.errors import SiteError, UnknownNameError
from staffing_norms.foundation.pint_units import registry
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.sites.facts import FactType
from staffing_norms.sites.site import Site, SiteFacts
from staffing_norms.sites.vocabulary import vocabulary

NUMBERS = {name: type_ for name, type_ in vocabulary().items() if type_.kind == "number"}
GARDEN = {
    "name": "花园小区",
    "gross_floor_area": {"value": "32 万平方米", "source": "tender p. 12"},
    "lifts": 46,
    "green_ratio": "35 %",
    "scope": ["security", "cleaning"],
    "enclosed": True,
    "buildings": [{"storeys": 9, "stairwells": 2, "count": 3}],
    "tasks": [{"activity": "floor_sweeping", "quantity": "9000 m²", "frequency": "2/day"}],
}
YAML = """\
项目名称: 花园小区
总建筑面积: {value: '320,000 m²', source: tender p. 12}
电梯数: 46 部
绿地率: 0.35
服务范围: 保洁、秩序维护
封闭管理: 是
楼栋:
  - {层数: 9, 单元数: 2, 栋数: 3}
作业:
  - {作业项目: 地面清扫, 工程量: 9000 平方米, 频次: 每天2次}
"""


def garden() -> Site:
    return Site.from_mapping(GARDEN)


# Reading


@pytest.mark.parametrize("ending", [".csv", ".XLSX", ".pdf"])
def test_a_table_is_no_site_file(ending: str) -> None:
    """It is not read at all."""
    message = (
        f"sites{ending}: a file that ends in '{ending.lower()}' is no site. "
        "Write a site as YAML or JSON; the sites of a table are planned by plan_frame."
    )

    for read in (Site.from_file, Site.from_yaml, Site.from_json):
        with pytest.raises(SiteError) as caught:
            read(f"sites{ending}")
        assert str(caught.value) == message


def test_a_double_key_hides_no_other_fault() -> None:
    """All are told at once."""
    with pytest.raises(SiteError) as caught:
        Site.from_text("lifts: 1\nlifts: 2\nenclosed: 1\n")

    assert [str(fault) for fault in caught.value.faults] == [
        "2:1: the key 'lifts' stands twice, first in line 1. Keep one of them.",
        "3:11: enclosed: true or false is expected; found 1. Write yes or no.",
    ]


def test_the_keywords_are_the_vocabulary() -> None:
    """The typed keywords, the signature and the data name the same facts in the same order."""
    signature = inspect.signature(Site)

    assert list(SiteFacts.__annotations__) == list(vocabulary())
    assert list(signature.parameters) == list(vocabulary())
    assert {each.kind for each in signature.parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert {each.default for each in signature.parameters.values()} == {None}


def test_the_keywords_are_typed() -> None:
    """Mypy, which reads this too, knows the facts and what each may be."""
    ureg: pint.UnitRegistry[Any] = pint.UnitRegistry()
    site = Site(
        gross_floor_area="32 万㎡",
        lifts=46,
        land_area=ureg.Quantity(3, "hectare"),
        green_ratio=Fraction(1, 3),
        households={"value": np.int64(1200), "status": "estimated"},
        enclosed=True,
        scope=["security"],
        buildings=[{"storeys": 9}],
        name=None,
    )

    assert list(site.facts) == [fact for fact in vocabulary() if fact in site.facts]
    with pytest.raises(SiteError, match="no fact is called 'flor_area'"):
        Site(flor_area=1)  # type: ignore[call-arg]
    with pytest.raises(SiteError, match="a number is expected; found a list"):
        Site(lifts=[46])  # type: ignore[arg-type]


def test_every_way_of_reading_gives_the_same_site(tmp_path: Path) -> None:
    """From a mapping, YAML or JSON; from a file or text; in UTF-8 or GB18030."""
    (tmp_path / "site.yaml").write_text(YAML, "gb18030")
    (tmp_path / "site.json").write_text(json.dumps(GARDEN), "utf-8")

    assert Site.from_yaml(tmp_path / "site.yaml") == garden()
    assert Site.from_json(tmp_path / "site.json") == garden()
    assert Site.from_file(tmp_path / "site.yaml") == garden()
    assert Site.from_file(str(tmp_path / "site.json")) == garden()
    assert Site.from_text(YAML) == garden()
    assert Site.from_text(YAML.encode("gb18030")) == garden()
    assert Site.from_text(json.dumps(GARDEN, ensure_ascii=False), json=True) == garden()


def test_a_norm_may_have_facts_of_its_own(tmp_path: Path) -> None:
    """The vocabulary is then the norm's."""
    label = Bilingual(en="pools", zh="泳池数")
    pools = FactType(unit="item", labels=label, meaning=label, keys=("泳池数",))
    words = {**vocabulary(), "pools": pools}
    (tmp_path / "site.yaml").write_text("泳池数: 2", "utf-8")
    (tmp_path / "site.json").write_text('{"pools": 2}', "utf-8")

    for site in (
        Site.from_mapping({"pools": 2}, words=words),
        Site.from_text("泳池数: 2", words=words),
        Site.from_yaml(tmp_path / "site.yaml", words=words),
        Site.from_json(tmp_path / "site.json", words=words),
        Site.from_file(tmp_path / "site.yaml", words=words),
    ):
        assert site.values["pools"] == 2
    with pytest.raises(SiteError):
        Site.from_mapping({"pools": 2})


def test_a_site_without_facts() -> None:
    """Everything is unknown."""
    assert Site() == Site.from_mapping({})
    assert Site().name == ""
    assert repr(Site()) == "Site()"


# What it says


def test_facts_and_values() -> None:
    """Facts as stated; values as formulas read them."""
    site = garden()

    assert site.name == "花园小区"
    assert site.facts["gross_floor_area"].source == "tender p. 12"
    assert site.facts["gross_floor_area"].text == "32 万平方米"
    assert site.values["green_ratio"] == Fraction(7, 20)
    assert type(site.values["gross_floor_area"]) is int
    assert site.values["scope"] == ("security", "cleaning")
    assert site.values["scope.security"] is True
    assert "scope.landscaping" not in site.values
    assert site.values["buildings"][0]["buildings.storeys"] == 9


def test_it_is_shown_in_short() -> None:
    """Numbers in their reference unit; lists by their length."""
    assert repr(garden()) == (
        "Site(name='花园小区', gross_floor_area=320000, scope=<2>, enclosed=True, lifts=46, "
        "buildings=<1>, green_ratio=0.35, tasks=<1>)"
    )


@pytest.mark.parametrize("fact", NUMBERS)
def test_a_quantity_gives_back_the_exact_figure(fact: str) -> None:
    """Of every number, in its own unit; thirds survive."""
    type_ = NUMBERS[fact]
    figure = Fraction(2) if type_.whole else min(Fraction(1, 3), type_.at_most)
    quantity = Site.from_mapping({fact: figure}).quantity(fact)

    assert quantity.magnitude == figure
    assert Site.from_mapping({fact: quantity}).values[fact] == figure


@given(st.fractions(0, 1_000_000))
def test_an_area_goes_to_pint_and_back(area: Fraction) -> None:
    """In any unit, exactly."""
    quantity = Site(land_area=area).quantity("land_area")

    assert quantity.magnitude == area
    assert Site(land_area=quantity.to("chinese_mu")) == Site(land_area=area)


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ("lift", "lift: the site states no number 'lift'. Did you mean 'lifts'?"),
        ("name", "name: the site states no number 'name'. Known: lifts."),
        ("land_area", "land_area: the site states no number 'land_area'. Known: lifts."),
        (5, "5: the site states no number 5. Known: lifts."),
        ([], "[]: the site states no number []. Known: lifts."),
    ],
)
def test_only_a_stated_number_is_a_quantity(fact: str, message: str) -> None:
    """Text is none, nor is what is no name at all."""
    with pytest.raises(UnknownNameError) as caught:
        Site(name="x", lifts=46).quantity(fact)

    assert str(caught.value) == message


# What it is


def test_sites_are_equal_when_their_facts_are() -> None:
    """In whatever units, words or order they were written."""
    same = [
        Site(land_area=20_000, lifts=46),
        Site(lifts="46 部", land_area="30 亩"),
        Site(land_area=pint.UnitRegistry().Quantity(2, "hectare"), lifts=46.0),
        Site.from_mapping({"用地面积": "2 公顷", "电梯数": np.int64(46)}),
        Site(land_area=registry().Quantity(30, "chinese_mu"), lifts="46 lifts"),
    ]

    assert all(site == same[0] for site in same)
    assert len(set(same)) == 1


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"lifts": 47},
        {"lifts": 46, "households": 1},
        {"lifts": {"value": 46, "source": "p. 3"}},
        {"lifts": {"value": 46, "status": "assumed"}},
        {"lifts": {"value": 46, "note": "?"}},
    ],
)
def test_sites_differ_when_a_fact_or_its_provenance_does(other: dict[str, object]) -> None:
    """A plan shows all of it."""
    assert Site(lifts=46) != Site.from_mapping(other)


def test_a_site_can_be_copied_and_pickled() -> None:
    """The copy is equal in all respects."""
    site = garden()

    for again in (pickle.loads(pickle.dumps(site)), copy.copy(site), copy.deepcopy(site)):  # noqa: S301
        assert again == site
        assert hash(again) == hash(site)
        assert again.values == site.values
        assert again.facts["gross_floor_area"].text == "32 万平方米"


def test_a_site_cannot_be_changed() -> None:
    """Nor can what it gives out."""
    site = garden()

    with pytest.raises(FrozenInstanceError):
        site.name = "x"  # type: ignore[misc]
    given: list[Any] = [site.facts, site.values, site.values["buildings"][0]]
    for mapping in given:
        with pytest.raises(TypeError):
            mapping["lifts"] = 47
    with pytest.raises(FrozenInstanceError):
        site.facts["lifts"].value = 47  # type: ignore[misc]


def test_what_a_site_was_read_from_may_change() -> None:
    """The site keeps nothing of it."""
    facts = copy.deepcopy(GARDEN)
    site = Site.from_mapping(facts)
    facts["buildings"].clear()  # type: ignore[attr-defined]
    facts["lifts"] = 0

    assert site == garden()


def test_threads_may_share_everything() -> None:
    """Sites and quantities made at once are those made one by one."""

    def work(number: int) -> tuple[Site, str, str]:
        site = Site.from_mapping({**GARDEN, "land_area": f"{number} 亩"})
        return site, str(site.quantity("land_area")), str(garden().quantity("lifts"))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(40))) == [work(number) for number in range(40)]


# Facts of norms

LABEL = Bilingual(en="label", zh="标签")
LEVELS = {"gross_floor_area": "8 万㎡", "服务等级": "二级"}


def test_the_facts_of_a_norm_survive_whatever_is_done_to_a_site() -> None:
    """Changed, answered and pickled, it knows what it was read by."""
    pools = FactType(unit="item", labels=LABEL, meaning=LABEL, keys=("泳池数",))
    site = Site.from_mapping({"泳池数": 2, "lifts": 3}, words={**vocabulary(), "pools": pools})
    again = pickle.loads(pickle.dumps(site))  # noqa: S301 - our own

    assert again == site
    for each in (site, again):
        assert each.with_facts(lifts=4) == Site.from_mapping(
            {"pools": 2, "lifts": 4}, words=site.words
        )
        assert each.with_answers({"泳池数": 2, "entrances": 1}).facts["pools"].value == 2
        assert each.integers == {"lifts": 3, "pools": 2}


def test_a_fact_is_taken_away_by_any_of_its_names() -> None:
    """By its Chinese key as by its own name."""
    site = Site(lifts=46, entrances=4)

    for gone in ("lifts", "电梯数", "Lifts"):
        assert site.with_facts(**{gone: None}) == Site(entrances=4)
    assert site.with_facts(电梯数=2) == Site(lifts=2, entrances=4)  # type: ignore[call-arg]


def test_what_is_no_site_is_told() -> None:
    """A number in place of a file or a mapping is a typed error too."""
    anything: Any = 5
    hint = "Hand over a Site, or a mapping such as {'lifts': 46}."

    with pytest.raises(SiteError, match=re.escape("5: int is no file. Write its path.")):
        Site.from_yaml(anything)
    with pytest.raises(SiteError, match=re.escape(f"a site is expected; found 5. {hint}")):
        Site().with_answers(anything)


def test_a_site_may_state_the_facts_of_another_shipped_norm() -> None:
    """However it is made, and changed; they stand behind the shared ones."""
    for site in (
        Site.from_mapping(LEVELS),
        Site(**LEVELS),  # type: ignore[arg-type]  # Chinese keys
        Site(gross_floor_area=80_000).with_facts(service_level="2"),  # type: ignore[call-arg]
        Site(gross_floor_area=80_000).with_answers({"服务等级": "2"}),
        pickle.loads(pickle.dumps(Site.from_mapping(LEVELS))),  # noqa: S301 - our own
    ):
        assert list(site.facts) == ["gross_floor_area", "service_level"]
        assert site.facts["service_level"].value == "level_2"
        assert site.integers == {"gross_floor_area": 80_000 * 300, "service_level": "level_2"}


def test_the_norm_in_use_says_what_its_fact_is() -> None:
    """Where another norm declares the same name otherwise."""
    level = FactType(unit="item", labels=LABEL, meaning=LABEL, keys=("级别",))
    words = {**vocabulary(), "service_level": level}

    assert Site.from_mapping({"service_level": 7}, words=words).facts["service_level"].value == 7
    with pytest.raises(SiteError, match="no fact is called '服务等级'"):
        Site.from_mapping(LEVELS, words=words)


def test_a_site_without_facts_of_norms_pickles_without_declarations() -> None:
    """A thousand sites sent to other processes do not carry the vocabulary."""
    assert Site(lifts=3).__reduce__()[1] == (Site(lifts=3).facts, {})
    assert len(pickle.dumps(Site(lifts=3))) < 500


def test_a_mapping_of_figures_is_read_field_by_field() -> None:
    """Formulas read each field as a fact; what has nothing in it states nothing."""
    site = Site(lawns={"special": "2 亩", "二级": 5}, growing_season_from="4月1日")

    assert repr(site) == "Site(lawns=<2>, growing_season_from='04-01')"
    assert site.values == {
        "lawns.special": Fraction(4_000, 3), "lawns.grade_2": 5, "growing_season_from.day": 91,
    }  # fmt: skip
    assert site.integers is not None
    assert site.integers["lawns.special"] == 400_000
    assert Site(lawns={"special": "0.001 m2"}).integers is None
    assert Site(lawns={"special": None}) == Site()
