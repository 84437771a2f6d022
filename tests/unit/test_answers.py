"""Answers fill in what a site leaves blank, and contradict nothing."""

import pickle
from pathlib import Path

import pytest

from staffing_norms.foundation.errors import SiteError
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.sites.facts import FactType
from staffing_norms.sites.site import Site
from staffing_norms.sites.vocabulary import vocabulary

SITE = """\
name: 桂花苑
lifts: 46 部
scope: [security]
enclosed: true
buildings:
  - {name: walk-ups, storeys: 6}
  - {storeys: 9, lifts: 2}
  - {name: twin}
  - {name: twin}
tasks:
  - {activity: floor_sweeping, quantity: 640}
"""


def site() -> Site:
    return Site.from_text(SITE, file="site.yaml")


def refused(answers: str) -> str:
    with pytest.raises(SiteError) as caught:
        site().with_answers(Site.from_text(answers, file="answers.yaml"))
    return str(caught.value)


def test_answers_fill_in_what_is_blank() -> None:
    """With their sources, in the vocabulary's order; blanks say nothing."""
    filled = site().with_answers(
        {"出入口数": {"value": 4, "source": "答疑"}, "lifts": None, "name": ""}
    )

    assert list(filled.facts) == [
        *list(site().facts)[:3],
        "entrances",
        "lifts",
        "buildings",
        "tasks",
    ]
    assert filled.values["entrances"] == 4
    assert filled.facts["entrances"].source == "答疑"
    assert filled.facts["lifts"] == site().facts["lifts"]
    assert pickle.loads(pickle.dumps(filled)) == filled  # noqa: S301 - its own


def test_answers_come_from_files_mappings_and_sites(tmp_path: Path) -> None:
    """One after the other; a file may be GB18030 with the line ends of Windows."""
    (tmp_path / "answers.yaml").write_bytes("出入口数: 4\r\n监控中心数:\r\n".encode("gb18030"))
    (tmp_path / "answers.json").write_text('{"户数": 900}', "utf-8")

    filled = Site().with_answers(
        tmp_path / "answers.yaml",
        str(tmp_path / "answers.json"),
        {"lifts": 12},
        Site(hv_switch_rooms=2),
    )

    assert filled == Site(entrances=4, households=900, lifts=12, hv_switch_rooms=2)
    assert Site(lifts=1).with_answers() == Site(lifts=1)


def test_the_same_value_twice_is_no_fault() -> None:
    """In whatever unit; the surer statement stays, and of two the one with a source."""
    stated = Site(land_area="12 亩", lifts={"value": 46, "status": "estimated"}, entrances=4)
    answers = {
        "land_area": "8000 m²",
        "lifts": {"value": 46, "source": "letter"},
        "entrances": {"value": 4, "status": "assumed"},
    }

    facts = stated.with_answers(answers).facts

    assert facts["land_area"].text == "12 亩"
    assert (facts["lifts"].status, facts["lifts"].source) == ("stated", "letter")
    assert facts["entrances"].status == "stated"


def test_a_contradiction_names_both_places() -> None:
    """All of them at once, in reading order."""
    assert refused("电梯数: {value: 48, source: letter}\nenclosed: no\nscope: [cleaning]\n") == (
        "answers.yaml:1:14: 电梯数.value: '48' contradicts '46 部' at site.yaml:2:8."
        " Keep the right one and leave the other empty.\n"
        "answers.yaml:2:11: enclosed: false contradicts true at site.yaml:4:11."
        " Keep the right one and leave the other empty.\n"
        "answers.yaml:3:8: scope: a list contradicts a list at site.yaml:3:8."
        " Keep the right one and leave the other empty."
    )


def test_tasks_of_other_work_are_added() -> None:
    """Those that the site states stay; one that is stated already adds nothing."""
    swept = "{activity: floor_sweeping, quantity: 640}"
    mopped = "{activity: stair_mopping, quantity: 13}"
    filled, same = (
        site().with_answers(Site.from_text(f"tasks: [{told}]"))
        for told in (f"{mopped}, {swept}", f"{swept}, {swept}")
    )

    works = [task["tasks.work"] for task in filled.values["tasks"]]
    assert works == ["floor_sweeping", "stair_mopping"]
    assert same.values["tasks"] == site().values["tasks"]


def test_a_task_of_work_that_is_stated_already_is_refused() -> None:
    """Which of two counts is not guessed."""
    answers = "tasks: [{activity: stair_mopping}, {activity: floor_sweeping, quantity: 700}]"

    assert refused(answers) == (
        "answers.yaml:1:8: tasks: the site has a task of sweeping floors and grounds already, "
        "which says something else. Change that task in the site file."
    )


def test_answers_that_contradict_one_another() -> None:
    """Without a text, the fact is the place."""
    with pytest.raises(SiteError) as caught:
        Site().with_answers({"lifts": 46}, {"lifts": 48}, {"lifts": 50})

    assert [str(fault) for fault in caught.value.faults] == [
        f"lifts: '{number}' contradicts '46', which is stated already."
        " Keep the right one and leave the other empty."
        for number in (48, 50)
    ]
    assert {fault.code for fault in caught.value.faults} == {"answer.contradicts"}


def test_the_faults_of_all_answers_are_told(tmp_path: Path) -> None:
    """Those of reading first."""
    (tmp_path / "a.yaml").write_text("lift: 46", "utf-8")

    with pytest.raises(SiteError) as caught:
        Site().with_answers(tmp_path / "a.yaml", {"entrances": "x"})

    assert [fault.code for fault in caught.value.faults] == ["fact.unknown", "quantity.text"]


def test_fields_of_buildings_are_filled_in() -> None:
    """By name, by number, or by number with the word for it in either language."""
    buildings = """\
buildings:
  - {name: walk-ups, lifts: 0, storeys: 6, stairwells:}
  - {名称: 2, 单元数: 3}
  - {name: 楼栋 3, lifts: 4}
  - {name: buildings 4, lifts: 5}
  - {}
"""
    filled = site().with_answers(Site.from_text(buildings))
    records = filled.values["buildings"]

    assert [dict(record) for record in records] == [
        {"buildings.name": "walk-ups", "buildings.storeys": 6, "buildings.lifts": 0},
        {"buildings.storeys": 9, "buildings.lifts": 2, "buildings.stairwells": 3},
        {"buildings.name": "twin", "buildings.lifts": 4},
        {"buildings.name": "twin", "buildings.lifts": 5},
    ]


def test_buildings_that_the_site_does_not_state_are_taken_whole() -> None:
    """There is nothing to match."""
    assert Site().with_answers({"楼栋": [{"层数": 6}]}) == Site(buildings=[{"storeys": 6}])


def test_a_field_that_is_there_is_contradicted() -> None:
    """With the place of the field, on both sides; later answers are held to earlier ones."""
    assert refused("buildings:\n  - {name: 2, lifts: 3, storeys: 9}\n") == (
        "answers.yaml:2:22: buildings[0].lifts: 3 contradicts 2 at site.yaml:7:25."
        " Keep the right one and leave the other empty."
    )
    with pytest.raises(SiteError, match=r"^buildings\[0\].storeys: 7 contradicts 6 at site.yaml"):
        site().with_answers({"buildings": [{"name": "walk-ups", "storeys": 7}]})
    with pytest.raises(SiteError, match=r"lifts: 5 contradicts 4, which is stated already"):
        site().with_answers(*({"buildings": [{"name": 3, "lifts": n}]} for n in (4, 5)))


def test_a_building_that_is_not_there() -> None:
    """Misspelt, called like another, or not named."""
    assert refused(
        "buildings:\n  - {name: walkups, lifts: 1}\n  - {name: twin, lifts: 1}\n  - {lifts: 1}\n"
    ) == (
        "answers.yaml:2:12: buildings[0].name: none of the buildings of the site are called"
        " 'walkups'. Did you mean 'walk-ups'?\n"
        "answers.yaml:3:12: buildings[1].name: several of the buildings of the site are called"
        " 'twin'. Known: walk-ups, buildings 2, buildings 3, buildings 4.\n"
        "answers.yaml:4:13: buildings[2].lifts: it is not said which of the buildings of the site"
        " this is about. Write the name. Known: walk-ups, buildings 2, buildings 3, buildings 4."
    )
    with pytest.raises(SiteError, match=r"^buildings\[0\]: none of the buildings of the site"):
        site().with_answers({"buildings": [{"name": "tower"}]})


def test_the_sources_of_buildings_are_joined() -> None:
    """The list has one source: of those that differ both are told, and the less sure status."""
    own = {"value": [{"name": "A"}], "source": "tender", "note": "by plan"}
    told = {"value": [{"name": "A", "lifts": 2}], "source": "letter", "status": "estimated"}
    same = {"value": [{"name": "A"}], "source": "letter", "status": "estimated"}
    stated = Site.from_mapping({"buildings": own})
    fact = stated.with_answers({"buildings": told}).facts["buildings"]

    assert (fact.source, fact.status, fact.note) == ("tender; letter", "estimated", "by plan")
    assert stated.with_answers({"buildings": same}) == stated
    assert stated.with_answers({"buildings": {**told, "value": [{"name": 1}]}}) == stated


def test_a_norm_s_own_facts_are_answered() -> None:
    """With the norm's vocabulary; a what-if keeps them too."""
    label = Bilingual(en="pools", zh="泳池数")
    pools = FactType(unit="item", labels=label, meaning=label)
    words = {**vocabulary(), "pools": pools}

    filled = Site(lifts=1).with_answers({"pools": 2}, words=words)

    assert filled.values["pools"] == 2
    assert filled.with_facts(lifts=2).values == {"lifts": 2, "pools": 2}
    assert filled.with_answers({"entrances": 4}).values == {"entrances": 4, "lifts": 1, "pools": 2}
    with pytest.raises(SiteError, match=r"^pools: '3' contradicts '2', which is stated already"):
        filled.with_answers(Site.from_mapping({"pools": 3}, words=words))


def test_an_answer_takes_the_place_of_an_estimate() -> None:
    own = Site(outdoor_green_area={"value": "2.1 公顷", "status": "estimated"}, lifts=46)

    answered = own.with_answers({"outdoor_green_area": "2.3 公顷"})

    assert answered == Site(outdoor_green_area="2.3 公顷", lifts=46)
    with pytest.raises(SiteError):
        own.with_answers({"outdoor_green_area": {"value": "2.3 公顷", "status": "estimated"}})


def test_answers_complete_a_mapping_of_figures() -> None:
    """Field by field; one that contradicts is told."""
    lawns = Site.from_text("lawns: {special: 600 m²}", file="site.yaml")
    answered = lawns.with_answers({"草坪": {"特级": 600, "一级": "1,200 m²"}})

    assert answered == Site(lawns={"special": 600, "grade_1": 1_200})
    with pytest.raises(SiteError) as caught:
        lawns.with_answers({"lawns": {"special": 700}})
    assert str(caught.value) == (
        "lawns.special: 700 contradicts 600 at site.yaml:1:18. "
        "Keep the right one and leave the other empty."
    )
