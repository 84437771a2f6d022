"""CSV for programs and for people: the same rows, whole, with what is missing."""

import csv
import io

import polars as pl

import staffing_norms as sn
from worked import GARDEN, ORCHARD, ORCHARD_METHODS, garden

COLUMNS = [
    "site", "norm", "version", "stance", "department", "department_label", "role", "role_label",
    "kind", "method", "basis", "on_duty", "shifts", "headcount", "lean", "generous", "complete",
    "missing", "formula", "clause", "status",
]  # fmt: skip
SUMS = {"customer_service": 11, "security": 84, "m_and_e": 35, "cleaning": 40, "landscaping": 23}


def orchard() -> sn.Plan:
    """Plan a site with gaps."""
    return sn.plan_staffing(ORCHARD, methods=ORCHARD_METHODS)


def rows(text: str) -> list[dict[str, str]]:
    """Read a CSV as a program does."""
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_in_english_is_for_programs() -> None:
    """Ids and plain figures; the label and the formula in English."""
    [row] = [row for row in rows(garden(name="A, B").to_csv()) if row["role"] == "patrol_guard"]

    assert row == {
        "site": "A, B",
        "norm": "cn-estate",
        "version": "2024.1.0",
        "stance": "typical",
        "department": "security",
        "department_label": "Security",
        "role": "patrol_guard",
        "role_label": "Patrol guard",
        "kind": "workforce",
        "method": "posts",
        "basis": "posts",
        "on_duty": "14",
        "shifts": "3",
        "headcount": "42",
        "lean": "42",
        "generous": "42",
        "complete": "true",
        "missing": "",
        "formula": "3 shifts × 2 people × ⌈320,000 ÷ 50,000⌉ = 42",
        "clause": "三(二)3",
        "status": "reading",
    }
    assert [*row] == COLUMNS


def test_a_row_in_chinese_is_for_people() -> None:
    """The same figures under Chinese headings, with Chinese words; the norm says no shifts."""
    [row] = [row for row in rows(garden().to_csv(lang="zh")) if row["岗位代码"] == "squad_leader"]

    assert row == {
        "项目": "",
        "定额标准": "cn-estate",
        "版本": "2024.1.0",
        "取值": "中值",
        "部门代码": "security",
        "部门": "秩序维护",
        "岗位代码": "squad_leader",
        "岗位": "秩序维护班长",
        "类别": "管理",
        "方法": "分项定额",
        "计数口径": "按管理岗",
        "每班在岗": "",
        "班次": "",
        "定额人数": "3",
        "定额下限": "3",
        "定额上限": "4",
        "是否完整": "是",
        "待补资料": "",
        "计算依据": "3（320,000≥300,000）",
        "条款": "三(二)5",
        "读法": "编者理解",
    }


def test_words_in_chinese_have_no_ids() -> None:
    """Each column of words says all that it may say in Chinese."""
    told = rows(orchard().to_csv(lang="zh"))

    assert {row["类别"] for row in told} == {"一线人员", "管理", "部门", "项目"}
    assert {row["计数口径"] for row in told} == {"按岗位", "按日班", "按综合定额", "按管理岗", ""}
    assert {row["是否完整"] for row in told} == {"是", "否"}
    assert {row["方法"] for row in told} == {"分项定额", "工时定额", "综合定额", ""}


def test_sums_stand_below_their_roles() -> None:
    """A row for each department and one for the site; the kind tells them from roles."""
    told = rows(garden().to_csv())
    heads = {row["department"]: row["headcount"] for row in told if row["kind"] == "department"}
    last = told[-1]

    assert heads == {name: str(people) for name, people in SUMS.items()}
    assert (last["kind"], last["role"], last["role_label"]) == ("site", "", "Total")
    assert (last["headcount"], last["lean"], last["generous"]) == ("193", "184", "200")
    assert len(told) == 30 + 5 + 1


def test_what_is_missing_is_named() -> None:
    """An unknown figure is empty, a sum above it at least so many; both say what they lack."""
    told = {row["role"] or row["kind"]: row for row in rows(orchard().to_csv())}
    chinese = {row["岗位代码"] or row["类别"]: row for row in rows(orchard().to_csv(lang="zh"))}
    unknown, site = told["car_park_guard"], told["site"]

    assert (unknown["headcount"], unknown["complete"]) == ("", "false")
    assert (unknown["on_duty"], unknown["shifts"]) == ("", "3")
    assert unknown["missing"] == "car_park_entrances"
    assert told["entrance_guard"]["missing"] == ""
    assert (site["headcount"], site["complete"]) == ("139", "false")
    assert site["missing"] == "fixed_posts; car_park_entrances; tasks.rate"
    assert chinese["car_park_guard"]["待补资料"] == "停车场出入口数"
    assert chinese["项目"]["待补资料"].startswith("固定岗数；停车场出入口数；")


def test_several_departments_lack_a_fact_once() -> None:
    """Without a floor area every department is open; it is named once for the site."""
    *_, site = rows(sn.plan_staffing({"scope": ["m_and_e", "cleaning"]}).to_csv())

    assert (site["headcount"], site["missing"]) == ("0", "gross_floor_area")


def test_polars_reads_the_types() -> None:
    """Counts are whole numbers, empty ones null; `complete` is a truth value."""
    frame = pl.read_csv(io.StringIO(garden().to_csv()))
    roles = frame.filter(pl.col("kind").is_in(["workforce", "leader"]))

    assert frame.columns == COLUMNS
    assert {frame.schema[name] for name in COLUMNS[11:16]} == {pl.Int64}
    assert frame.schema["complete"] == pl.Boolean
    assert roles["headcount"].sum() == 193
    assert roles.filter(pl.col("basis") == "leaders")["shifts"].null_count() == 15


def test_excel_s_mark_is_no_part_of_the_first_heading() -> None:
    """Python and polars read past it when they are told to, or by themselves."""
    text = sn.plan_staffing(GARDEN).to_csv(byte_order_mark=True)

    assert text[0] == "\ufeff"
    assert rows(text.encode().decode("utf-8-sig")) == rows(garden().to_csv())
    assert pl.read_csv(text.encode()).columns == COLUMNS


def test_a_blank_site_is_told_what_to_state() -> None:
    """Nothing can be counted, so there is no table of question marks."""
    plan = sn.plan_staffing({"name": "花园"})

    assert plan.to_text() == (
        "花园 · Staffing quotas for residential estates (advisory) (cn-estate 2024.1.0) · typical\n"
        "\n"
        "Nothing can be counted yet. Answer this first:\n"
        "  • Customer service, Security, M&E maintenance, Cleaning, Landscaping: What is the gross "
        "floor area under management? [gross_floor_area]"
    )
    assert plan.to_text(lang="zh") == (
        "花园 · 住宅小区物业人员编制标准（建议）（cn-estate 2024.1.0） · 中值\n"
        "\n"
        "资料不足，尚不能测算。请先补充：\n"
        "  • 客户服务、秩序维护、机电维修、保洁、园林绿化：管理范围内的总建筑面积是多少？"
    )


def test_a_role_as_needed_has_nobody_to_employ() -> None:
    """5 cleaners of 600 households are there on 365 days: ⌈5 × 2,920 h ÷ 1,984 h⌉ = 8."""
    site = {"gross_floor_area": 86_000, "households": 600}
    text = sn.load_norms("cn-multi-storey").plan(site, cover="no_overtime").to_csv()
    told = {row["role"]: (row["norm_headcount"], row["headcount"]) for row in rows(text)}

    assert told["storekeeper"] == ("", "")
    assert told["cleaner"] == ("5", "8")
