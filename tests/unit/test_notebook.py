"""In a notebook everything shows itself in both languages, in the colours of the notebook."""

import pickle
import subprocess
import sys
from typing import Any

import pytest

import staffing_norms as sn
from reading import HARMFUL, Reader
from staffing_norms.faces.markup import style_sheet
from worked import ORCHARD, ORCHARD_METHODS, garden

PLAN = sn.plan_staffing({**ORCHARD, "name": HARMFUL}, methods=ORCHARD_METHODS)
THINGS: dict[str, Any] = {
    "plan": PLAN,
    "whole plan": garden(),
    "department": PLAN["security"],
    "whole department": PLAN["cleaning"],
    "line": PLAN["cleaning"]["cleaner"],
    "norms": sn.load_norms(),
    "site": sn.Site(**{**ORCHARD, "name": HARMFUL}),
    "nameless site": sn.Site(lifts=46),
}
ALL = pytest.mark.parametrize("thing", THINGS.values(), ids=list(THINGS))


def read(thing: Any) -> Reader:  # noqa: ANN401 - whatever shows itself
    """Read the face of a thing."""
    return Reader(thing._repr_html_())


@ALL
def test_a_face_is_whole_and_needs_nothing_else(thing: Any) -> None:  # noqa: ANN401 - as above
    """No script, no link, no identifiers that could clash between cells, equal bytes."""
    face = read(thing)

    assert {"script", "link", "img", "a"}.isdisjoint(name for name, _ in face.tags)
    assert {"src", "href", "id", "style"}.isdisjoint(n for _, each in face.tags for n in each)
    assert face.tags[0] == ("div", {"class": "staffing-norms"})
    assert thing._repr_html_() == thing._repr_html_()
    assert "<script" not in thing._repr_html_()


@ALL
def test_a_face_is_in_both_languages(thing: Any) -> None:  # noqa: ANN401 - as above
    """Chinese first, each part marked with its language."""
    languages = [each["lang"] for _, each in read(thing).tags if "lang" in each]

    assert languages[0] == "zh"
    assert languages.count("zh") == languages.count("en") > 0


def test_colours_are_the_notebook_s_own() -> None:
    """Neither white nor black is laid down, and no rule reaches outside the cell."""
    sheet = style_sheet("blocks")
    rules = [line for line in sheet.splitlines() if "{" in line]

    assert "#" not in sheet
    assert all(rule.startswith(".staffing-norms") for rule in rules)
    assert all(
        part.strip().startswith(".staffing-norms")
        for rule in rules
        for part in rule.partition("{")[0].split(",")
    )


def test_a_plan_shows_gaps_findings_and_derivations() -> None:
    """Table, gaps and findings at once, in this order; derivations and assumptions folded."""
    face = read(PLAN)

    for gap in PLAN.gaps:
        assert gap.question["zh"] in face.text
        assert gap.question["en"] in face.text
    for finding in PLAN.findings:
        assert finding.message["zh"] in face.text
    assert len(face.of("details")) == 1 + len(PLAN.departments) + len(PLAN.lines)
    places = [
        face.text.index(told) for told in ("岗位定员表", "待补资料\n", "核查提示", "采用假设")
    ]
    assert places == sorted(places)
    assert "待补资料 3 项" in face.text
    assert "one is closed" in face.text


def test_a_plan_compares_stances_and_methods() -> None:
    """The row of security: 79, 84, 87; 75 by posts, 143 by composite quota."""
    assert ["秩序维护 Security", "79", "84", "87", "75", "143", "84–152"] in read(garden()).rows


def test_a_department_tells_what_it_knows() -> None:
    """Its lines, methods and gaps, and what its figures rest on."""
    face = read(PLAN["security"])

    assert ["秩序维护 Security", "≥ 49", "≥ 54", "≥ 57", "≥ 45", "143", "–"] in face.rows
    assert "封闭停车场有几个出入口？" in face.text
    assert "one is closed" in face.text
    assert len(face.of("details")) == len(PLAN["security"].lines)


def test_a_line_tells_how_it_is_derived() -> None:
    """Clauses, formula and inputs with their sources in both languages, as `explain` tells them."""
    plan = garden(patrol_area={"value": 320_000, "source": "tender p. 12"})
    face = read(plan["security"]["patrol_guard"])

    assert "巡逻岗秩序维护员 [patrol_guard]：42 人（每班 14 人 × 3 班）" in face.text
    assert "3班×2人×⌈320,000÷50,000⌉=42" in face.text
    assert "3 shifts × 2 people × ⌈320,000 ÷ 50,000⌉ = 42" in face.text
    assert "patrol area: 320,000 m² (source: tender p. 12)" in face.text
    assert "巡逻面积：320,000 平方米（来源：tender p. 12）" in face.text


def test_a_norm_tells_its_methods_and_roles() -> None:
    """Which facts each method needs, any of those that stand for each other."""
    norms = sn.load_norms()
    face = read(norms)

    assert norms.hash in face.text
    assert ["综合定额 composite quota", "总建筑面积 gross floor area"] in face.rows
    assert "固定岗数或固定岗监护面积" in face.text
    assert "fixed posts or area watched by fixed posts" in face.text
    assert "patrol_guard" in face.text
    assert len(face.of("details")) == 5


def test_a_site_tells_its_facts() -> None:
    """Each with status, source and remark; a fact of a norm's own by its label."""
    assert [
        "出入口数 entrances", "3 个 3", "估算 estimated", "site map", "one is closed",
    ] in read(THINGS["site"]).rows  # fmt: skip
    words = {**sn.load_norms().words, "towers": sn.load_norms().words["lifts"]}
    site = sn.Site.from_mapping({"towers": "4"}, words=words)
    assert ["电梯数 lifts", "4 部 4", "已填 stated", "", ""] in read(site).rows


@pytest.mark.parametrize(
    "code",
    [
        "import staffing_norms as sn; print(sn.Site(lifts=46)._repr_html_()[:4])",
        "from staffing_norms import Site; print(Site(lifts=46)._repr_html_()[:4])",
        "import staffing_norms as sn; print(sn.plan_staffing({})['security']._repr_html_()[:4])",
    ],
)
def test_the_first_cell_of_a_notebook_has_a_face(code: str) -> None:
    """In a fresh interpreter, whatever is asked for first."""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert run.stdout == "<div\n"


def test_a_plan_that_was_pickled_looks_the_same() -> None:
    """It is planned again, to the same bytes."""
    assert pickle.loads(pickle.dumps(PLAN))._repr_html_() == PLAN._repr_html_()  # noqa: S301 - ours
