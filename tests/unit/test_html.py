"""A page to print: whole, escaped, in one language, the same bytes for the same plan."""

from html import escape
from itertools import pairwise

import pytest

import staffing_norms as sn
from reading import HARMFUL, Reader
from staffing_norms.faces.lists import Audience
from staffing_norms.faces.markup import tag, written
from staffing_norms.foundation.formula import Stance
from staffing_norms.foundation.languages import LANGUAGES, Language
from staffing_norms.planning.plan import _AUDIENCES
from staffing_norms.results.wording import term
from worked import GARDEN, ORCHARD, ORCHARD_METHODS, garden

EACH = pytest.mark.parametrize("lang", LANGUAGES)
FOR = pytest.mark.parametrize("audience", _AUDIENCES)


def orchard(**changes: object) -> sn.Plan:
    """Plan a site with gaps, estimates, buildings and tasks."""
    return sn.plan_staffing({**ORCHARD, **changes}, methods=ORCHARD_METHODS)


PLANS = {"garden": garden(name="花园小区"), "orchard": orchard(), "nameless": garden()}
ALL = pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))


@ALL
@EACH
@FOR
def test_the_page_is_whole(plan: sn.Plan, lang: Language, audience: Audience) -> None:
    """A document with language, encoding and title, whose elements nest."""
    page = plan.to_html(lang=lang, audience=audience)
    read = Reader(page)

    assert page.startswith(f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">')
    assert page.endswith("</html>\n")
    assert len(read.of("title")) == len(read.of("h1")) == len(read.of("main")) == 1
    assert term("report", lang) in read.texts[1]


@ALL
@EACH
def test_the_page_needs_nothing_else(plan: sn.Plan, lang: Language) -> None:
    """No script, no link, nothing from elsewhere, and a browser is told to load nothing."""
    page = plan.to_html(lang=lang, audience="internal")
    read = Reader(page)

    assert {"script", "link", "img", "iframe", "a", "object"}.isdisjoint(t for t, _ in read.tags)
    assert {"src", "href", "style"}.isdisjoint(name for _, each in read.tags for name in each)
    assert not any(name.startswith("on") for _, each in read.tags for name in each)
    for outside in ("http:", "https:", "//", "@import", "url("):
        assert outside not in page
    assert {"content": "default-src 'none'; style-src 'unsafe-inline'"}.items() <= dict(
        read.of("meta")[1]
    ).items()


@ALL
@EACH
def test_headings_and_tables_can_be_read_aloud(plan: sn.Plan, lang: Language) -> None:
    """Headings leave no level out, and each head of a table says what it is the head of."""
    read = Reader(plan.to_html(lang=lang, audience="internal"))
    levels = [int(name[1]) for name, _ in read.tags if name in ("h1", "h2", "h3")]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(each.get("scope") for each in read.of("th"))
    assert len(read.of("caption")) == len(read.of("table")) == 3
    assert all(each["aria-label"] for each in read.of("div") if each.get("role") == "region")


@ALL
@EACH
def test_every_role_stands_in_the_staffing_table(plan: sn.Plan, lang: Language) -> None:
    """With its people, clauses and formula."""
    rows = Reader(plan.to_html(lang=lang)).rows
    cells = {tuple(cell for cell in row if cell) for row in rows}
    shown = {part for row in cells for part in row}

    for line in plan.lines:
        label = line.labels[lang]
        marked = f"{label} {term('leader', lang)}" if line.kind == "leader" else label
        people = "?" if line.headcount is None else f"{line.headcount:,}"
        formula = line.formula_in(lang)
        assert any({marked, people, "".join(line.clauses), formula} <= {*row, "?"} for row in cells)
    assert {department.labels[lang] for department in plan} <= shown


def test_the_figures_of_the_worked_example() -> None:
    """Stances and methods side by side, as the norm's documentation works them."""
    rows = Reader(garden().to_html(lang="zh", audience="internal")).rows

    assert rows[:2] == [
        ["部门", "定额人数", "各方法一线人员", "现有资料可用方法间跨度"],
        ["定额下限", "中值", "定额上限", "分项定额", "综合定额"],
    ]
    assert rows[2:8] == [
        ["客户服务", "11", "11", "11", "8", "–", "–"],
        ["秩序维护", "79", "84", "87", "75", "143", "84–152"],
        ["机电维修", "35", "35", "35", "32", "36", "35–39"],
        ["保洁", "36", "40", "44", "–", "36", "–"],
        ["园林绿化", "23", "23", "23", "16", "12", "19–23"],
        ["合计", "184", "193", "200", "", "189–265"],
    ]
    assert [
        "巡逻岗秩序维护员",
        "14",
        "3",
        "42",
        "",
        "三(二)3",
        "3班×2人×⌈320,000÷50,000⌉=42",
    ] in rows
    assert [
        *("秩序维护班长 管理", "–", "–", "3", "3–4", "三(二)5"),
        "3（320,000≥300,000）",
    ] in rows
    assert ["绿化工", "16", "1", "16", "", "三(五)14", "⌈96,000÷6,000⌉=16"] in rows
    assert ["秩序维护", "小计", "84", "79–87", "分项定额"] in rows
    assert [
        *("部门", "岗位", "每班在岗", "班次", "定额人数", "下限–上限", "条款", "计算依据"),
    ] in rows
    assert ["合计", "193", "184–200", ""] in rows


@pytest.mark.parametrize("stance", ["lean", "typical", "generous"])
def test_every_plan_shows_three_stances(stance: Stance) -> None:
    """Whichever stance counts, the figures of all three stand side by side."""
    rows = Reader(sn.plan_staffing(GARDEN, stance=stance).to_html(audience="internal")).rows

    assert rows[1][:4] == ["lean", "typical", "generous", "posts"]
    assert rows[7][:4] == ["Total", "184", "193", "200"]


@EACH
@FOR
def test_the_head_says_by_what_it_was_computed(lang: Language, audience: Audience) -> None:
    """Norm, version, stance and library; the id and the hash are for the house; no clock."""
    plan = garden(name="Garden Estate")
    text = Reader(plan.to_html(lang=lang, audience=audience)).text

    for told in ("Garden Estate", sn.load_norms().title[lang], "2024.1.0", term("typical", lang)):
        assert told in text
    for told in ("cn-estate", plan.norms["hash"]):
        assert (told in text) is (audience == "internal")
    assert "staffing-norms 0." in text
    assert term("headcount_basis", lang) in text


def test_the_facts_stand_with_their_sources() -> None:
    """Value, status, source and remark; buildings and tasks one by one."""
    rows = Reader(orchard().to_html()).rows

    assert ["entrances", "3", "estimated", "site map", "one is closed"] in rows
    assert [
        "buildings",
        (
            "A栋: storeys 6; stairwells 4; buildings alike 3"
            "buildings 2: storeys 30; stairwells 2; buildings alike 4; lifts 3"
        ),
        "stated",
        "",
        "",
    ] in rows
    [tasks] = [row for row in rows if row[0] == "tasks"]
    assert tasks[1].startswith(
        "Lobbies · sweeping floors and grounds: quantity 20,000 m²; times a year 730"
    )
    assert (
        "cleaning glass: quantity 3,000 m²; times a year 12; work rate 100 m² an hour" in tasks[1]
    )


@EACH
@FOR
def test_gaps_are_visible(lang: Language, audience: Audience) -> None:
    """The questions, the roles that wait for the answers, and sums of at least so many."""
    plan = orchard()
    text = Reader(plan.to_html(lang=lang, audience=audience)).text

    for gap in plan.gaps:
        assert gap.question[lang] in text
    assert plan["security"].roles["car_park_guard"].labels[lang] in text
    assert term("open_questions", lang).format(gaps=3) in text
    assert "≥ 139" in text


@EACH
def test_a_client_s_page_has_no_findings(lang: Language) -> None:
    """Nor ids, methods compared, or readings; it keeps clauses, questions and assumptions."""
    plan = orchard()
    client = Reader(plan.to_html(lang=lang)).text
    internal = Reader(plan.to_html(lang=lang, audience="internal")).text

    for finding in plan.findings:
        assert finding.message[lang] not in client
        assert finding.message[lang] in internal
        assert finding.code not in client
        assert finding.code in internal
    for code in ("tasks.rate", "car_park_entrances", "patrol_guard"):
        assert code not in client
        assert code in internal
    assert (term("internal", lang) in internal, term("internal", lang) in client) == (True, False)
    for name in ("comparison", "span"):
        assert term(name, lang) not in client
        assert term(name, lang) in internal
    for line in plan.lines:
        for source in line.sources:
            told = [dict(remark).get(lang, "") for remark in (source.reading, source.note)]
            assert not any(remark in client for remark in told if remark)
            assert source.clause in client
    for name in (
        *("assumption", "gap", "site_facts", "staffing", "leader", "about", "derivations"),
    ):
        assert term(name, lang) in client


def test_a_client_can_follow_each_figure() -> None:
    """三(二)1: one post for 3,000 to 3,500 m²; the area is the tender's, and nothing is an id."""
    area = {"value": 9000, "source": "tender p. 12"}
    read = Reader(garden(fixed_post_area=area).to_html())
    told = read.text.partition("Fixed-post guard: 9 people (3 on duty × 3 shifts)\n")[2]

    assert told.splitlines()[:4] == [
        "Clause 三(二)1 (our reading)",
        "3 shifts × ⌈9,000 ÷ 3,250⌉ = 9",
        "area watched by fixed posts: 9,000 m² (source: tender p. 12)",
        "guard reduction: 0% (assumed by default)",
    ]
    assert len(read.of("details")) == len(garden().lines)


def test_a_client_s_page_says_what_the_norm_is_printed_for() -> None:
    """Also where the site is of another kind, which is no finding for the client."""
    page = garden(property_kind="office").to_html(lang="zh")
    text = Reader(page).text

    assert "标准适用业态\n住宅小区" in text
    assert "业态\n写字楼" in text
    assert "property.other_kind" not in text


def test_what_is_unknown_is_explained_below_the_tables() -> None:
    """The words of the text, where there is a question; else only the dash."""
    assert (
        "?: unknown until the questions are answered; ≥: at least so many."
        in Reader(orchard().to_html()).text
    )
    assert "≥" not in Reader(garden().to_html()).text.partition("Staffing table")[0]
    assert "?:" not in Reader(garden().to_html()).text


def test_a_client_s_page_says_how_clauses_are_read() -> None:
    """Each under its status: only the rate of pruning is a slip that is mended."""
    plan = orchard(scope=["landscaping"], gross_floor_area=250_000)
    told = Reader(plan.to_html()).text.partition("\nClauses\n")[2].split("\n")

    assert told[:4] == [
        "as printed",
        "三(五)1–13; 三(五)3; 三(五)14, 17; 三(五)16(1)",
        "printed slip corrected",
        "三(五)2(1)",
    ]


def test_where_nothing_is_printed_a_client_reads_so() -> None:
    """Cleaning leaders from 10 to 20 万㎡ rest on no clause."""
    text = Reader(sn.plan_staffing({"gross_floor_area": 150_000}).to_html()).text

    assert "\nthe norm is silent\nNo clause\n" in text


@EACH
def test_derivations_are_folded(lang: Language) -> None:
    """One for each line, shut on a screen, with inputs and their sources."""
    plan = garden(gross_floor_area={"value": 320_000, "source": "tender p. 12"})
    read = Reader(plan.to_html(lang=lang, audience="internal"))

    assert read.of("details") == [{}] * len(plan.lines)
    assert "tender p. 12" in read.text
    assert "::details-content" in plan.to_html(lang=lang)


@EACH
@FOR
def test_everything_is_escaped(lang: Language, audience: Audience) -> None:
    """What a user writes is text, wherever it stands."""
    plan = orchard(
        name=HARMFUL,
        entrances={"value": 3, "status": "estimated", "source": HARMFUL, "note": HARMFUL},
        buildings=[{"name": HARMFUL, "storeys": 6, "stairwells": 4}],
        tasks=[{"name": HARMFUL, "activity": "floor_sweeping", "quantity": 20_000}],
    )
    page = plan.to_html(lang=lang, audience=audience)

    assert Reader(page).text.count(HARMFUL) >= 8
    assert page.count(escape(HARMFUL)) >= 8
    assert "<script" not in page


def test_attributes_are_escaped() -> None:
    """A quotation mark does not end an attribute; an empty one is left out."""
    assert written(tag("p", class_='a"b', title="")) == '<p class="a&quot;b"></p>'


@ALL
@EACH
@FOR
def test_the_same_plan_gives_the_same_bytes(
    plan: sn.Plan, lang: Language, audience: Audience
) -> None:
    """Also when it is planned anew."""
    again = sn.plan_staffing(ORCHARD, methods=ORCHARD_METHODS) if plan.gaps else plan

    assert again.to_html(lang=lang, audience=audience) == plan.to_html(lang=lang, audience=audience)


def test_an_unknown_audience_is_named() -> None:
    """With those that there are."""
    with pytest.raises(sn.UnknownNameError) as caught:
        garden().to_html(audience="clients")  # type: ignore[arg-type]  # on purpose

    assert str(caught.value) == (
        "audience: no audience is called 'clients'. Did you mean 'client'?"
    )


def test_an_empty_site_has_a_page() -> None:
    """Nothing is stated: everything is asked for."""
    rows = Reader(sn.plan_staffing({}).to_html(lang="zh", audience="internal")).rows

    assert ["客户服务", "≥ 0", "≥ 0", "≥ 0"] in [row[:4] for row in rows]


def test_a_role_as_needed_stands_in_the_table_without_a_figure() -> None:
    page = sn.load_norms("cn-multi-storey").plan({"gross_floor_area": 50_000}).to_html(lang="zh")

    [row] = [row for row in Reader(page).rows if row[0] == "仓管员"]
    assert row == ["仓管员", "", "", "–", "", "6", "按需配置，未定人数"]


@EACH
@FOR
def test_a_page_says_how_rough_it_is(lang: Language, audience: Audience) -> None:
    """What the norm is, how many departments are estimated, and the span between methods."""
    text = Reader(garden().to_html(lang=lang, audience=audience)).text

    for told in {
        "en": (
            "trade text that several copies agree on",
            (
                "An advisory trade text without a document number; some copies carry a title that "
                "names Shenzhen."
            ),
            (
                "1 of 5 departments estimated by one composite quota each; more facts would "
                "refine them"
            ),
        ),
        "zh": (
            "行业文本（多处转载一致）",
            "行业流传的建议性文本，无文号；部分版本的标题冠有深圳。",
            "5 个部门中有 1 个按综合定额整体估算，补充资料可细化",
        ),
    }[lang]:
        assert told in text
    assert "189–265" in text


def test_a_page_suggests_what_would_refine_it() -> None:
    """What a more detailed method lacks, as questions to the client, without ids."""
    text = Reader(sn.plan_staffing({"gross_floor_area": 80_000}).to_html()).text

    assert "Answers that would refine the calculation" in text
    assert "Security: \nHow many gates has the estate?" in text
    assert "car_park_entrances" not in text


def test_one_usable_method_says_nothing_of_certainty() -> None:
    """Security has its composite quota alone: there is no span between methods."""
    plan = sn.plan_staffing({"gross_floor_area": 320_000, "scope": ["security"]})
    read = Reader(plan.to_html(audience="internal"))

    assert plan.span == (152, 152)
    assert [row[-1] for row in read.rows[2:4]] == ["–", "–"]
    assert "one method only is usable so far, which says nothing of how sure it is" in read.text


WALK_UPS = {
    "gross_floor_area": 20_000,
    "buildings": [{"storeys": 6, "stairwells": 4, "lifts": 0, "count": 5}],
    "scope": ["cleaning"],
}


def test_a_method_for_a_part_of_the_work_says_so() -> None:
    """20,000 ÷ 10,000, 9,000, 8,000 is 2, 3, 3 for all; 20 stairwells ÷ 10 are 2 for the stairs."""
    plan = sn.plan_staffing(WALK_UPS)
    read = Reader(plan.to_html(lang="zh", audience="internal"))

    assert read.rows[1][3:] == ["综合定额", "楼道定额仅部分作业"]
    assert read.rows[2] == ["保洁", "3", "4", "4", "3", "2", "–"]
    assert "仅部分作业：该方法不涵盖全部工作，仅在本方案采用时计入跨度。" in read.text
    assert plan.explain("cleaning").splitlines()[0] == (
        "Cleaning: 4 people (workforce 3; leaders 1; method: composite quota; workforce by method: "
        "composite quota 3, stairwells 2 (part of the work))"
    )


def test_a_plan_by_a_part_of_the_work_says_so_everywhere() -> None:
    """Then it spans to the method for all of it: 2 or 3 cleaners, with their leader."""
    plan = sn.plan_staffing(WALK_UPS, methods={"cleaning": "stairs"})
    read = Reader(plan.to_html(audience="internal"))

    assert plan["cleaning"].span == (3, 4)
    assert ["Cleaning", "subtotal", "3", "", "stairwells (part of the work)"] in read.rows
    assert read.rows[2][-1] == "3–4"
    assert "stairwells (part of the work)" in plan.to_text()
