"""A plan is printed as a table, as Markdown and as data, the same in both languages."""

import json
from fractions import Fraction
from typing import Any
from unicodedata import east_asian_width

import pytest

import staffing_norms as sn
from staffing_norms.faces.text import _markdown_row
from staffing_norms.foundation.languages import LANGUAGES, Language
from staffing_norms.results.wording import term
from worked import ORCHARD, ORCHARD_METHODS, garden


def orchard() -> sn.Plan:
    """Plan a site with gaps."""
    return sn.plan_staffing(ORCHARD, methods=ORCHARD_METHODS)


BOTH = pytest.mark.parametrize("plan", [garden(), orchard()], ids=["garden", "orchard"])
EACH = pytest.mark.parametrize("lang", LANGUAGES)

# Data

TEXTS = {"en": str, "zh": str}
NUMBER = (int, type(None))
SHAPE: dict[str, Any] = {
    "schema": int,
    "site": {"name": str, "facts": dict},
    "norms": {
        "id": str,
        "version": str,
        "hash": str,
        "title": TEXTS,
        "trust": str,
        "source": TEXTS,
        "property_kinds": [str],
        "in_force": {"from": (str, type(None)), "to": (str, type(None))},
        "extends": (dict, type(None)),
        "as_of": (str, type(None)),
        "changes": [dict],
        "switched_off": dict,
    },
    "library": str,
    "stance": str,
    "headcount": int,
    "complete": bool,
    "lean": int,
    "typical": int,
    "generous": int,
    "span": (list, type(None)),
    "density": (dict, type(None)),
    "departments": [
        {
            "id": str,
            "labels": TEXTS,
            "headcount": int,
            "complete": bool,
            "workforce": int,
            "leaders": int,
            "lean": int,
            "typical": int,
            "generous": int,
            "method": str,
            "methods": dict,
            "span": (list, type(None)),
            "density": (dict, type(None)),
            "lines": [
                {
                    "role": str,
                    "kind": str,
                    "labels": TEXTS,
                    "headcount": NUMBER,
                    "exact": (str, type(None)),
                    "lean": NUMBER,
                    "typical": NUMBER,
                    "generous": NUMBER,
                    "on_duty": NUMBER,
                    "shifts": NUMBER,
                    "basis": str,
                    "formula": str,
                    "formulas": TEXTS,
                    "source": {"clause": str, "status": str, "changes": [dict]},
                    "note": dict,
                    "shared_with": [str],
                    "steps": [dict],
                }
            ],
            "as_needed": [dict],
        }
    ],
    "gaps": [
        {
            "fact": str,
            "department": str,
            "roles": [str],
            "alternatives": [str],
            "labels": TEXTS,
            "question": TEXTS,
            "records": [int],
        }
    ],
    "assumptions": [{"fact": str, "value": object, "status": str, "labels": TEXTS}],
    "findings": [
        {
            "code": str,
            "severity": str,
            "department": (str, type(None)),
            "message": TEXTS,
            "facts": [str],
            "roles": [str],
            "citation": (str, type(None)),
            "satisfied_by": (dict, type(None)),
        }
    ],
    "cover": dict,
    "hours": [dict],
}


def check(data: object, shape: Any) -> None:  # noqa: ANN401 - a nested sketch of the data
    """Hold data to a sketch of its keys, their order and their types."""
    if isinstance(shape, dict):
        assert isinstance(data, dict)
        assert list(data) == list(shape)
        for key, inner in shape.items():
            check(data[key], inner)
    elif isinstance(shape, list):
        assert isinstance(data, list)
        for item in data:
            check(item, shape[0])
    else:
        assert isinstance(data, shape)


@BOTH
def test_the_data_has_the_documented_keys(plan: sn.Plan) -> None:
    """Keys, their order and the types of their values, at every depth."""
    check(plan.to_dict(), SHAPE)


@BOTH
def test_the_data_survives_json(plan: sn.Plan) -> None:
    """Nothing in it is more than JSON knows."""
    assert json.loads(json.dumps(plan.to_dict())) == plan.to_dict()
    assert plan.to_json() == plan.to_json()


def test_the_figures_of_the_data() -> None:
    """Exact figures are texts of fractions, and ranges are lists."""
    data = garden().to_dict()
    cleaning = data["departments"][3]

    assert (data["schema"], data["headcount"], data["complete"]) == (1, 193, True)
    assert (data["lean"], data["generous"], data["span"]) == (184, 200, [189, 265])
    assert data["density"] == {"people_per_10000_m2": "193/32", "m2_per_person": "320000/193"}
    assert data["departments"][1]["methods"] == {"posts": 75, "composite": 143}
    assert cleaning["density"] == {"people_per_10000_m2": "5/4", "m2_per_person": "8000"}
    assert cleaning["lines"][0]["exact"] == "320/9"
    source = {"clause": "三(四)10", "status": "reading", "changes": []}
    assert cleaning["lines"][0]["source"] == source
    assert [data["findings"][place]["department"] for place in (0, -1)] == [None, "landscaping"]


def test_unknown_figures_are_null() -> None:
    """Of a role, of a method, of the span and of the density."""
    data = orchard().to_dict()
    security, landscaping = data["departments"][1], data["departments"][4]
    guard = security["lines"][0]

    assert (guard["role"], guard["headcount"], guard["exact"]) == ("fixed_post_guard", None, None)
    assert (guard["lean"], guard["generous"], guard["on_duty"]) == (None, None, None)
    assert (data["span"], data["density"], security["density"]) == (None, None, None)
    assert landscaping["methods"] == {"tasks": None, "composite": 16}
    assert not data["complete"]


def test_the_facts_are_echoed() -> None:
    """With unit, status, the text as written, source and note; thirds stay thirds."""
    facts = orchard().to_dict()["site"]["facts"]

    assert facts["entrances"] == {
        "value": 3,
        "unit": "entrance",
        "text": "3",
        "source": "site map",
        "note": "one is closed",
        "status": "estimated",
    }
    assert facts["nursery_area"] == {
        "value": "10000/3",
        "unit": "m2",
        "status": "stated",
        "text": "5 亩",
    }
    assert facts["name"] == {"value": "Orchard Court", "status": "stated", "text": "Orchard Court"}
    assert facts["buildings"]["value"][0] == {
        "name": "A栋",
        "storeys": 6,
        "stairwells": 4,
        "count": 3,
    }


def test_a_finding_about_the_site_has_no_department() -> None:
    """Null, and not an empty text."""
    data = garden(property_kind="office").to_dict()

    assert data["findings"][0]["code"] == "property.other_kind"
    assert data["findings"][0]["department"] is None


@EACH
def test_what_is_to_know_of_a_band_is_told_once(lang: Language) -> None:
    """三(一)3 has three leaders: all name the clause, the first also who may hold the post."""
    note = {"en": "The deputy manager of the site", "zh": "主管可由管理处副经理兼任"}[lang]
    clause = {"en": "Clause 三(一)3 (as printed)", "zh": "条款 三(一)3（原文）"}[lang]
    told = garden().explain("customer_service", lang=lang)

    assert (told.count(note), told.count(clause)) == (1, 3)
    assert told.index(note) < told.index("service_centre_leader")
    assert note in garden().explain("service_centre_leader", lang=lang)
    assert garden().to_html(lang=lang, audience="internal").count(note) == 1


def test_where_nothing_is_printed_no_clause_is_told() -> None:
    """Cleaning leaders from 10 to 20 万㎡."""
    plan = sn.plan_staffing({"gross_floor_area": 150_000})

    assert "No clause (the norm is silent): Nothing" in plan.explain("cleaning_supervisor")
    assert "无对应条款（条文未规定）：10 至" in plan.explain("cleaning_supervisor", lang="zh")


def test_assumptions_are_plain_values() -> None:
    """Numbers, flags, words and lists of words."""
    values = {each["fact"]: each["value"] for each in garden().to_dict()["assumptions"]}

    assert values["patrol_area"] == 320_000
    assert values["enclosed"] is True
    assert values["property_kind"] == "residential"
    assert values["scope"][0] == "customer_service"


# Tables


def width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


@BOTH
@EACH
def test_the_columns_of_the_table_stand_in_line(plan: sn.Plan, lang: Language) -> None:
    """In a terminal, where Chinese characters take two columns, each column starts at one place."""
    lines = plan.to_text(lang=lang).split("\n\n")[1].splitlines()
    rule = lines[1]
    gaps = [place for place, sign in enumerate(rule) if sign == " "]

    for line in [lines[0], *lines[2:]]:
        columns = "".join(sign * width(sign) for sign in line).ljust(len(rule))
        assert all(columns[place] == " " for place in gaps)


@EACH
def test_the_table_has_a_row_for_each_line_department_and_the_site(lang: Language) -> None:
    """30 lines, 5 departments, the site, the headings and a rule."""
    plan = garden()
    table = plan.to_text(lang=lang).split("\n\n")[1].splitlines()

    assert len(table) == len(plan.lines) + 5 + 1 + 2 == 38


def test_the_rows_of_the_table() -> None:
    """Posts show people on duty and shifts; a range shows its ends; a total its sum."""
    rows = [row.split() for row in garden().to_text().splitlines()]

    assert [
        "Entrance",
        "guard",
        "4",
        "3",
        "12",
        "三(二)2",
        "3",
        "shifts",
        "×",
        "4",
        "=",
        "12",
    ] in rows
    assert [
        *("Squad", "leader", "–", "–", "3", "3–4", "三(二)5"),
        *("3", "(320,000", "≥", "300,000)"),
    ] in rows
    assert ["Security", "subtotal", "84", "79–87", "posts"] in rows
    assert ["Total", "193", "184–200"] in rows


def test_the_rows_of_a_table_with_gaps() -> None:
    """A gap is a question mark, and sums are at least so many."""
    rows = [row.split() for row in orchard().to_text(lang="zh").splitlines()]

    assert ["停车场岗秩序维护员", "?", "3", "?", "三(二)4", "3班×?=?"] in rows
    assert ["秩序维护小计", "≥", "54", "49–57", "+", "?", "分项定额"] in rows


def test_what_follows_from_the_table() -> None:
    """Span, density, findings and assumptions, each under its heading; no empty heading."""
    text = garden().to_text()

    assert text.split("\n\n")[2].splitlines() == [
        "–: the norm does not say how these people are spread over shifts.",
        (
            "How rough: 1 of 5 departments estimated by one composite quota each; more facts "
            "would refine them"
        ),
        "Span between the methods usable so far: 189–265",
        "Density: 6.03 people per 10,000 m²; 1,658.03 m² per person",
    ]
    assert [part.splitlines()[0] for part in text.split("\n\n")[3:]] == ["Findings", "Assumptions"]


def test_a_dash_is_explained_where_there_is_one() -> None:
    """An estate of nothing to maintain has neither leaders nor a composite quota."""
    nothing = ("gross_floor_area", "hv_switch_rooms", "lifts", "air_conditioned_area")
    plan = sn.plan_staffing(dict.fromkeys(nothing, 0) | {"scope": ["m_and_e"]})

    assert plan["m_and_e"].method == "posts"
    assert "–:" not in plan.to_text()


def test_questions_come_first_where_there_are_gaps() -> None:
    """And there is neither span nor density."""
    parts = orchard().to_text(lang="zh").split("\n\n")

    assert parts[2].splitlines() == [
        "–：条文未规定这些人员的班次。",
        "?：补充资料后确定；≥：至少。",
        "估算程度：5 个部门中有 1 个按综合定额整体估算，补充资料可细化",
    ]
    assert [part.splitlines()[0] for part in parts[3:]] == ["待补资料", "核查提示", "采用假设"]
    assert parts[3].splitlines()[-1] == ("  • 园林绿化：除杂草（人工）：每人每小时完成多少工程量？")


def test_a_site_without_a_name_has_no_empty_place() -> None:
    """The title starts with the norm."""
    assert (
        garden()
        .to_text()
        .startswith(
            "Staffing quotas for residential estates (advisory) (cn-estate 2024.1.0) · typical\n"
        )
    )
    assert (
        garden(name="花园")
        .to_text(lang="zh")
        .startswith("花园 · 住宅小区物业人员编制标准（建议）（cn-estate 2024.1.0） · 中值\n")
    )


def test_a_span_of_one_figure_is_not_told() -> None:
    """Customer service has a single method."""
    plan = garden(scope=["customer_service"])

    assert plan.span == (11, 11)
    assert "Span" not in plan.to_text()


@BOTH
@EACH
def test_markdown_tables_are_whole(plan: sn.Plan, lang: Language) -> None:
    """Each row has the same number of cells, under a title and over sections."""
    text = plan.to_markdown(lang=lang)
    table = [line for line in text.splitlines() if line.startswith("|")]

    assert {line.count("|") for line in table} == {9}
    assert text.startswith("# ")
    assert text.endswith("\n")
    assert len(table) == len(plan.lines) + 5 + 1 + 2


def test_markdown_shows_what_the_table_shows() -> None:
    """The row of the patrols, with the numbers to the right."""
    lines = garden().to_markdown().splitlines()

    assert (
        "|  | Patrol guard | 14 | 3 | 42 |  | 三(二)3 "
        "| 3 shifts × 2 people × ⌈320,000 ÷ 50,000⌉ = 42 |"
    ) in lines
    assert "| --- | --- | --: | --: | --: | --: | --- | --- |" in lines


def test_markdown_cells_hold_no_bars() -> None:
    """A bar in the user's words does not split a cell."""
    assert _markdown_row(["a|b", "c"]) == "| a\\|b | c |"


@EACH
def test_a_line_end_in_a_name_ends_no_row(lang: Language) -> None:
    """A text that a user broke over two lines is written on one."""
    plan = garden(
        name="A\nB",
        posts=[{"role": "site\nnurse", "on_duty": 1, "hours": 8, "name": "ward\n7"}],
        gross_floor_area={"value": 320_000, "note": "per\ntender"},
    )
    markdown, text = plan.to_markdown(lang=lang), plan.to_text(lang=lang)

    assert markdown.startswith("# A B · ")
    assert {line.count("|") for line in markdown.splitlines() if line.startswith("|")} == {11}
    for face in (markdown, text):
        assert "site nurse" in face
        assert "ward 7" in face
    assert "per tender" in plan.explain("plumber", lang=lang)


# Explanations


@BOTH
def test_chinese_is_written_in_chinese_punctuation(plan: sn.Plan) -> None:
    """Full-width colons, semicolons and brackets around what is ours; no doubled blanks."""
    for row in plan.explain(lang="zh").splitlines():
        told = row.strip()
        assert ": " not in told
        assert "; " not in told
        assert " (" not in told
        assert "  " not in told


@BOTH
@EACH
def test_no_row_has_doubled_blanks(plan: sn.Plan, lang: Language) -> None:
    """Only the indentation is wider."""
    rows = [*plan.explain(lang=lang).splitlines(), *plan.to_text(lang=lang).split("\n\n")[2:]]

    assert [row for row in rows if "  " in row.replace("\n  •", "").strip()] == []


def test_tasks_are_rows_of_hours() -> None:
    """20,000 × 730/300 and, with a rate of its own, 3,000 × 12/100; then two kinds of stairs."""
    rows = orchard().explain("cleaner").splitlines()

    assert rows[
        rows.index("    tasks (quantity × times a year ÷ work an hour = hours a year)") :
    ] == [
        "    tasks (quantity × times a year ÷ work an hour = hours a year)",
        "      Lobbies · sweeping floors and grounds: 20,000 × 730 ÷ 300 ≈ 48,666.67 (三(四)2)",
        "      cleaning glass: 3,000 × 12 ÷ 100 = 360",
        "    buildings",
        "      A栋: 4 × 3 ÷ 10 = 1.2 (storeys 6 ≤ 8)",
        "      buildings 2: 2 × 4 ÷ 8 = 1 (storeys 30 > 8)",
        ("  Hours of work: 49,026.7 h a year, 4,085.6 h in an average month: 16.79 people on duty"),
    ]


def test_tasks_without_a_rate_show_the_gap() -> None:
    """36,000 h are not guessed: what lacks stands as a question mark."""
    rows = orchard().explain("gardener", lang="zh").splitlines()

    assert rows[0] == "绿化工 [gardener]：待定"
    assert rows[-6:] == [
        "    作业（工程量×年作业次数÷每小时工效=年工时）",
        "      剪草（一级草坪）：50,000×24÷360≈3,333.33（三(五)3）",
        "      除杂草（人工）：3,000×12÷?=?",
        "      大树修剪（冠径 15 米以上）：12×1÷(1/24)=288（三(五)2(1)）",
        "  作业工时：待定",
        "    大树修剪（冠径 15 米以上）：3 人班组，每年 12 个班组工日",
    ]


def test_what_is_not_stated_is_shown_only_for_a_gap() -> None:
    """The area of fixed posts does as well as their number; without both, both are asked for."""
    known = garden().explain("fixed_post_guard")
    unknown = orchard().explain("fixed_post_guard").splitlines()

    assert "not stated" not in known
    assert "    fixed posts: not stated" in unknown
    assert "    area watched by fixed posts: not stated" in unknown


def test_provenance_stands_beside_a_fact() -> None:
    """Status, source and note."""
    rows = orchard().explain("entrance_guard").splitlines()

    assert "    entrances: 3 (estimated; source: site map; one is closed)" in rows


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        ({"patrol_area": Fraction(1, 3)}, "    patrol area: ≈ 0.33 m²"),
        ({"guard_reduction": "12.5 %"}, "    guard reduction: 12.5%"),
        ({"enclosed": False}, "    gated: no"),
    ],
)
def test_facts_are_written_for_people(facts: dict[str, object], row: str) -> None:
    """Fractions as per cent, flags as words, and what is rounded is marked."""
    roles = ("patrol_guard", "entrance_guard")
    rows = "\n".join(garden(**facts).explain(role) for role in roles).splitlines()

    assert row in rows


def test_words_are_written_in_the_language() -> None:
    """A word has a label, and a list of words one for each."""
    text = garden(property_kind={"value": "office", "status": "assumed"}).to_text(lang="zh")

    assert "  • 业态：写字楼（假设）" in text
    assert "  • 服务范围：客户服务、秩序维护、机电维修、保洁、园林绿化（默认值）" in text


def test_estimated_records_are_counted() -> None:
    """A list of buildings is told by its length."""
    text = garden(buildings={"value": ORCHARD["buildings"], "status": "estimated"}).to_text()

    assert "  • buildings: 2 (estimated)" in text


def test_a_name_is_written_as_it_is() -> None:
    """Even where the user only assumes it."""
    text = garden(name={"value": "Garden Estate", "status": "assumed"}).to_text()

    assert "  • name: Garden Estate (assumed)" in text


def test_one_person_and_one_shift() -> None:
    """Singular and plural; a single shift is no product."""
    plan = garden(patrol_shifts=1)

    assert plan.explain("security_supervisor").splitlines()[0] == (
        "Security supervisor [security_supervisor]: 1 person"
    )
    assert plan.explain("patrol_guard").splitlines()[0] == (
        "Patrol guard [patrol_guard]: 14 people (14 on duty in one shift)"
    )


def test_a_range_is_told_below_the_figure() -> None:
    """Squad leaders: 3 to 4."""
    assert (
        garden().explain("squad_leader", lang="zh").splitlines()[-1] == "  定额下限：3；定额上限：4"
    )
    assert garden().explain("squad_leader").splitlines()[-1] == "  lean: 3; generous: 4"


def test_an_unknown_term_stands_for_itself() -> None:
    """A method that the terms do not know shows its id."""
    assert term("piecework", "zh") == "piecework"


def test_what_every_department_lacks_is_asked_once() -> None:
    """An empty site asks for its floor area in one question."""
    text = sn.plan_staffing({}).to_text()

    assert text.count("[gross_floor_area]") == 1


def test_a_role_that_is_as_needed_has_no_figure_and_says_why() -> None:
    """The printed page gives no figure for vehicle attendants of an office."""
    plan = sn.load_norms("cn-office-tower").plan({"gross_floor_area": 40000})

    assert (
        "|  | 车辆管理员 |  |  | – |  | 1 "
        "| 按需配置，未定人数：总人数不含车辆管理员，原文亦未列其定额。 |"
    ) in plan.to_markdown(lang="zh")
    assert plan.headcount == 60


def test_a_role_that_is_as_needed_may_have_nothing_more_to_say() -> None:
    """The printed page names a storekeeper."""
    plan = sn.load_norms("cn-multi-storey").plan({"gross_floor_area": 40000})

    row = "|  | Storekeeper |  |  | – |  | 6 | as needed, without a figure |"
    assert row in plan.to_markdown()


def test_a_role_as_needed_is_explained_without_a_figure() -> None:
    plan = sn.load_norms("cn-multi-storey").plan({"gross_floor_area": 50_000})
    told = "Storekeeper [storekeeper]: as needed, without a figure\n  Clause 6 (as printed)"

    for name in ("storekeeper", "STORE KEEPER", "仓管员"):
        assert plan.explain(name) == told
    assert plan.explain("management").endswith(f"\n\n{told}")
    with pytest.raises(sn.UnknownNameError, match=r"Did you mean 'storekeeper'\?$"):
        plan.explain("storekeepr")


def test_a_role_as_needed_is_told_apart_in_data() -> None:
    plan = sn.load_norms("cn-multi-storey").plan({"gross_floor_area": 50_000})
    [management] = [each for each in plan.to_dict()["departments"] if each["id"] == "management"]

    assert management["as_needed"][2] == {
        "role": "storekeeper",
        "labels": {"en": "Storekeeper", "zh": "仓管员"},
        "source": {"clause": "6", "status": "printed"},
        "note": {},
    }
    assert plan.to_csv().count(",as_needed,") == 3
