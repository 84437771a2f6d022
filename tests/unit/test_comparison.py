"""Norms on one site: every face of a comparison, and what it refuses."""

import csv
import io
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import cast

import pandas as pd
import polars as pl
import pytest

import staffing_norms as sn
from companies import demo
from reading import HARMFUL, Reader
from staffing_norms.planning import comparison
from staffing_norms.planning.comparison import compared
from staffing_norms.sites.facts import Vocabulary

# Worked out in test_side_by_side.py.
TOWER = {"name": "Tower", "gross_floor_area": "8 万㎡", "outdoor_green_area": "12,000 m²"}
BOTH = ("cn-estate", "cn-office-tower")


def tower() -> sn.Comparison:
    return sn.compare_norms(TOWER, BOTH)


# Reading the site


def test_a_site_may_state_the_facts_of_any_of_the_norms(tmp_path: Path) -> None:
    """Those of a shipped norm and of a company's, and a department of either."""
    folder = demo(tmp_path)
    facts = {"服务等级": "二级", "喷泉数": 3, "scope": "花园、保洁", "gross_floor_area": 320_000}
    found = sn.compare_norms(facts, ["cn-service-levels", folder])

    # One cleaner for 1–1.2 万㎡ at level 2: ⌈32 ÷ 1.1⌉ = 30.
    assert found.plans["cn-service-levels"]["cleaning"].headcount == 30
    assert [plan.norms["id"] for plan in found.plans.values()] == ["cn-service-levels", "demo"]
    assert {each.departments for each in found.rows[:-1]} >= {("cleaning",), ("gardens",)}


def test_each_norm_reads_the_site_by_its_own_words_first() -> None:
    """And by those of the others after them."""
    loaded = [sn.load_norms("cn-service-levels"), sn.load_norms("cn-multi-storey")]
    seen: list[Vocabulary] = []

    def reads(words: Vocabulary) -> sn.Site:
        seen.append(words)
        return sn.Site()

    compared(loaded, reads, stance="typical", methods=None)

    for words, own in zip(seen, loaded, strict=True):
        assert all(words[name] is type_ for name, type_ in own.words.items() if name != "scope")
        assert {"service_level", "building_height"} <= words.keys()
        assert {"management", "customer_service"} <= words["scope"].words.keys()


def test_a_faulty_site_is_refused_with_its_fault() -> None:
    """As a plan refuses it."""
    with pytest.raises(sn.SiteError) as caught:
        sn.compare_norms({"flor_area": 3}, BOTH)

    assert str(caught.value) == (
        "flor_area: no fact is called 'flor_area'. Did you mean 'gross_floor_area'?"
    )


def test_a_site_that_is_read_is_taken_as_it_is() -> None:
    """So is a norm that is loaded."""
    site = sn.Site.from_mapping(TOWER)

    assert sn.compare_norms(site, [sn.load_norms(each) for each in BOTH]) == tower()


# What it refuses, and names


@pytest.mark.parametrize(
    ("norms", "message"),
    [
        ([], "norms: no norm is named. Write it like ['cn-estate', 'cn-high-rise']."),
        (
            "cn-estate",
            "norms: str is no list of norms. Write it like ['cn-estate', 'cn-high-rise'].",
        ),
        (
            cast("list[str]", 5),
            "norms: int is no list of norms. Write it like ['cn-estate', 'cn-high-rise'].",
        ),
        (["cn-estat"], "cn-estat: no norm is called 'cn-estat'. Did you mean 'cn-estate'?"),
    ],
)  # fmt: skip
def test_norms_are_a_list_of_norms(norms: list[str], message: str) -> None:
    """At least one; a text is not taken letter by letter."""
    with pytest.raises(sn.UnknownNameError) as caught:
        sn.compare_norms(TOWER, norms)

    assert str(caught.value) == message


def test_norms_of_one_id_are_numbered() -> None:
    """A norm and what-ifs of it."""
    norms = sn.load_norms()
    more = [norms.with_changes({"security.patrols.per": f"{size} 万㎡"}) for size in (4, 6)]

    found = sn.compare_norms(TOWER, [norms, *more])
    assert list(found.plans) == ["cn-estate", "cn-estate*", "cn-estate* (2)"]


def test_a_method_is_forced_where_a_norm_has_it() -> None:
    """cn-estate counts nobody at posts that are not stated; cn-office-tower has no posts."""
    found = sn.compare_norms(TOWER, BOTH, methods={"security": "posts"}, stance="lean")

    assert [plan["security"].method for plan in found.plans.values()] == ["posts", "quota"]
    assert [plan.stance for plan in found.plans.values()] == ["lean", "lean"]
    assert found.rows[1].difference(1) is None


def test_a_method_that_no_norm_has_is_refused() -> None:
    """With what each norm says of it."""
    with pytest.raises(sn.UnknownNameError) as caught:
        sn.compare_norms(TOWER, BOTH, methods={"landscaping": "stairs"})

    assert [fault.message for fault in caught.value.faults] == [
        "landscaping has no method 'stairs'.",
        "cn-office-tower has no department 'landscaping'.",
    ]


# What is left out where none is named


def suited(**facts: object) -> tuple[list[str], str]:
    """Return the norms by which a site is compared, and what is said of the others."""
    norms = [sn.load_norms(each) for each in sn.available_norms()]
    every = sn.compare_norms({"gross_floor_area": "8 万㎡", **facts}, norms)
    found, left = comparison.suited(every, norms)
    return list(found.plans), comparison.left_out_text(left, norms[0].id, "en")


def test_what_says_little_of_a_site_is_left_out() -> None:
    """A norm of offices, as a plan assumes an estate; of one department; without a figure."""
    names, told = suited()

    assert names == ["cn-estate", "cn-high-rise", "cn-multi-storey"]
    assert told == (
        "Left out, for the site states no kind of property and they are printed for another one "
        "than cn-estate: cn-office-tower. Left out, for they cover one department only: "
        "cn-security-posts, cn-service-standards. Left out, for they count nobody of this site "
        "yet: cn-service-levels (service level). Name norms with --norms to compare them."
    )


def test_two_norms_stay_at_least() -> None:
    """One norm is for offices and none for schools; two cover customer service."""
    office, _ = suited(property_kind="office", service_level="2")
    school, told = suited(property_kind="school", service_level="2", households=700)
    service, nothing = suited(
        property_kind="住宅", scope="customer_service", service_level="2", households=700
    )

    assert "cn-estate" in office
    assert "cn-office-tower" in school
    assert "another kind" not in told
    assert service == ["cn-estate", "cn-service-levels", "cn-service-standards"]
    assert "one department" not in nothing
    assert "count nobody of this site yet: cn-high-rise, cn-multi-storey," in nothing


def test_where_all_say_something_nothing_is_said() -> None:
    """Not even how to name norms."""
    norms = [sn.load_norms(each) for each in ("cn-estate", "cn-high-rise")]
    found, left = comparison.suited(sn.compare_norms(TOWER, norms), norms)

    assert list(found.plans) == ["cn-estate", "cn-high-rise"]
    assert comparison.left_out_text(left, "cn-estate", "zh") == ""


def test_a_department_that_no_norm_covers_has_no_reasons() -> None:
    """It stands in the table, for it is in the contract."""
    told = str(sn.compare_norms({**TOWER, "scope": "security, management"}, ["cn-estate"]))

    assert "\nManagement  not covered\n" in told
    assert "\nManagement\n\n" not in told


# Faces

HEADCOUNT = """\
Department                cn-estate            cn-office-tower
──────────────────────  ───────────  ─────────────────────────
Customer service                  4                not covered
Security                 40 (36–45)                         40
M&E maintenance           10 (9–11)                 36 (32–40)
Cleaning                  10 (9–11)  32 (also for Landscaping)
Landscaping                       5                in Cleaning
Cleaning + Landscaping   15 (14–16)                         32
Management              not covered                          9
Covered by all           65 (59–72)              108 (104–112)
Total                    69 (63–76)              117 (113–121)
"""
DENSITY_ZH = """\
人员密度（人/万㎡）

部门             cn-estate  cn-office-tower
───────────────  ─────────  ───────────────
客户服务              0.50           未规定
秩序维护              5.00             5.00
机电维修              1.25             4.50
保洁                  1.25             4.00
园林绿化              0.62         计入保洁
保洁 + 园林绿化       1.88             4.00
管理                未规定             1.12
共有部门              8.12            13.50
合计                  8.62            14.62
"""


def test_a_column_for_each_norm_and_a_row_for_each_department() -> None:
    """With the range; what is not covered, and what another department counts, is said as such."""
    assert HEADCOUNT in str(tower())
    assert DENSITY_ZH in tower().to_text(lang="zh")


def test_without_a_floor_area_there_is_no_density() -> None:
    """Nor a table of it; what is quite unknown is no 'at least 0'."""
    told = str(sn.compare_norms({"households": 700}, ["cn-multi-storey", "cn-high-rise"]))

    assert "Density" not in told
    # One cleaner for 140 households; one for 90–100, 95 in the middle: ⌈7.4⌉, without the area.
    assert "\nCleaning                              5" in told
    assert "≥ 0" not in told


def test_the_totals_say_what_they_stand_for() -> None:
    """Alike; with something in common; with nothing."""
    unlike = (
        "The totals stand for different departments. What all norms cover: "
        "Security, M&E maintenance, Cleaning, Landscaping."
    )
    alike = sn.compare_norms(TOWER, ["cn-high-rise", "cn-office-tower"])
    apart = sn.compare_norms({**TOWER, "scope": "management, customer_service"}, BOTH)

    assert f"  • {unlike}\n" in str(tower())
    assert "  • The totals stand for the same departments.\n" in str(alike)
    assert "  • 各标准合计所含部门不同，且没有共有部门。\n" in apart.to_text(lang="zh")
    assert [each.comparable for each in (tower(), alike, apart)] == [False, True, False]


def test_a_norm_of_one_department_is_told() -> None:
    """It leaves nothing else in common; where all are such, there is nothing to tell."""
    told = "Compared without the norms of one department (cn-security-posts), the others may have"
    both = sn.compare_norms(TOWER, [*BOTH, "cn-security-posts"])
    alone = sn.compare_norms({**TOWER, "scope": "security"}, [*BOTH, "cn-security-posts"])

    assert f"  • {told} more in common.\n" in str(both)
    assert "of one department" not in str(alone) + str(tower())


def test_each_norm_says_what_it_covers() -> None:
    """And what it does not; one that covers all has nothing to add."""
    told = tower().to_text(lang="zh")
    alone = str(sn.compare_norms({**TOWER, "scope": "security"}, ["cn-estate"]))

    assert (
        "cn-office-tower 2026.1.0 · 高层写字楼物业人员编制："
        "含秩序维护、机电维修、保洁、园林绿化、管理；未规定客户服务\n"
    ) in told
    assert "(advisory): counts Security\n" in alone


def test_the_lines_behind_each_figure() -> None:
    """Role, people, clause, status and formula; for one figure, the bounds that it holds within."""
    markdown = tower().to_markdown()

    rows = [line.split(" | ")[1:] for line in markdown.splitlines() if line.startswith("| cn-")]

    printed = ["Guard", "40", "", "9", "our reading", "⌈80,000 ÷ 2,000⌉ = 40 |"]
    ranged = ["M&E staff (composite quota)", "9", "8–10", "三(三)8", "our reading"]
    banded = ["M&E supervisor", "1", "", "三(三)7(1)", "as printed", "1 (80,000 < 300,000) |"]
    assert printed in rows
    assert [*ranged, "⌈11 × 80,000 ÷ 100,000⌉ = 9 |"] in rows
    assert banded in rows
    assert "\n| cn-estate | not covered |  |" not in markdown  # as the table above says
    assert "\n| cn-office-tower | in Cleaning |  |  |  |  |  |\n" in markdown


def test_a_difference_is_told_by_its_formulas() -> None:
    """By the roles with most people on both sides; dots stand for the others."""
    found = tower()

    assert (
        "  • cn-office-tower +26: M&E technician ⌈4.5 × 80,000 ÷ 10,000⌉ = 36; against cn-estate: "
        "M&E staff (composite quota) ⌈11 × 80,000 ÷ 100,000⌉ = 9; "
        "M&E supervisor 1 (80,000 < 300,000)\n"
    ) in str(found)
    assert (
        "- cn-office-tower +17：保洁绿化员 ⌈80,000÷2,500⌉=32；对照 cn-estate："
        "保洁人员（综合定额） ⌈80,000÷9,000⌉=9；绿化工 ⌈12,000÷6,000⌉=2；"
        "园艺师 2（80,000<300,000）；…\n"
    ) in found.to_markdown(lang="zh")
    assert "cn-estate −26:" in str(sn.compare_norms(TOWER, BOTH[::-1]))


def test_what_a_norm_lacks_and_leaves_as_needed_is_told() -> None:
    """The fact to ask for; why no figure is defined; roles that are filled as needed."""
    told = str(
        sn.compare_norms({"gross_floor_area": "2 万㎡"}, ["cn-high-rise", "cn-multi-storey"])
    )

    assert (
        "What the norms lack\n\n"
        "  • cn-high-rise · Management: households\n"
        "  • cn-high-rise · Security: busy vehicle gates; quiet vehicle gates\n"
        "  • cn-high-rise · M&E maintenance: The norm defines no figure here (clause 7). "
    ) in told
    assert "  • cn-multi-storey · Cleaning: households\n" in told
    [clerk] = [line for line in told.splitlines() if "Records clerk" in line]
    assert clerk.startswith("cn-multi-storey (")
    assert " ".join(clerk.split()).endswith(" – 6 as printed as needed, without a figure")
    assert "\nCleaning + Landscaping\n" not in told  # there is no difference to tell of it


def test_what_to_check_names_the_norms_that_ask_for_it() -> None:
    """Once for all of them; what is for information is left to the plans."""
    told = sn.compare_norms({**TOWER, "gross_floor_area": 400, "property_kind": "school"}, BOTH)
    [_, findings] = str(told).split("\nFindings\n\n")
    [_, plain] = str(sn.compare_norms({"outdoor_green_area": 1}, ["cn-estate"])).split("Why they")

    assert "  • cn-estate, cn-office-tower: A gross floor area of 400 m² is hardly" in findings
    assert "trade text that several copies" not in findings
    assert "Findings" not in plain


def test_html_is_one_page_that_needs_nothing_else() -> None:
    """A table for each, in the language asked for; no script and no address."""
    page = tower().to_html(lang="zh")

    assert page.startswith('<!DOCTYPE html>\n<html lang="zh">')
    assert "<title>Tower · 定额标准对照 · 中值</title>" in page
    assert "prefers-color-scheme: dark" in page
    assert {"script", "link", "img", "a"}.isdisjoint(name for name, _ in Reader(page).tags)
    assert HARMFUL in Reader(sn.compare_norms({"name": HARMFUL}, BOTH).to_html()).text
    assert ["秩序维护", "40 (36–45)", "40"] in Reader(page).rows
    assert ["Total", "69 (63–76)", "117 (113–121)"] in Reader(tower().to_html()).rows


def test_a_notebook_shows_both_languages() -> None:
    """Chinese first, and what is equal in both once."""
    rows = Reader(tower()._repr_html_()).rows

    assert ["合计 Total", "69 (63–76)", "117 (113–121)"] in rows
    assert ["管理 Management", "未规定 not covered", "9"] in rows
    assert repr(tower()) == "<Comparison cn-estate: 69, cn-office-tower: 117>"


def test_json_has_the_rows_with_every_norm() -> None:
    """Exact, null where a norm does not cover a department, and the same bytes every time."""
    data = json.loads(tower().to_json())
    security, management = data["rows"][1], data["rows"][6]
    estate, office = security["norms"]

    assert data["schema"] == 1
    assert [data["site"]["name"], data["stance"], data["comparable"]] == ["Tower", "typical", False]
    assert [each["name"] for each in data["norms"]] == list(BOTH)
    assert security["labels"] == {"en": "Security", "zh": "秩序维护"}
    assert [estate[name] for name in ("headcount", "lean", "generous", "complete")] == [
        40,
        36,
        45,
        True,
    ]
    assert [estate["people_per_10000_m2"], estate["difference"]] == ["5", 0]
    assert estate["methods"] == {"security": "composite"}
    assert office["lines"] == [
        {
            "department": "security",
            "role": "guard",
            "labels": {"en": "Guard", "zh": "秩序维护员"},
            "headcount": 40,
            "formula": "⌈80,000÷2,000⌉=40",
            "source": {"clause": "9", "status": "reading"},
        }
    ]
    assert management["norms"][0] == {
        "norm": "cn-estate",
        "headcount": None,
        "lean": None,
        "generous": None,
        "complete": None,
        "people_per_10000_m2": None,
        "difference": None,
        "covers": [],
        "also_for": [],
        "counted_in": [],
        "methods": {},
        "lacks": [],
        "lines": [],
    }
    assert tower().to_json() == tower().to_json()


def test_json_names_the_facts_that_are_lacking() -> None:
    """By their names; where the norm defines no figure there is none."""
    found = sn.compare_norms({"gross_floor_area": "2 万㎡"}, ["cn-high-rise"]).to_dict()
    lacking = {row["departments"][0]: row["norms"][0]["lacks"] for row in found["rows"]}

    assert lacking["m_and_e"] == []
    assert lacking["security"] == ["busy_vehicle_gates", "quiet_vehicle_gates"]


def test_csv_is_long() -> None:
    """A row for each department and norm; ids for programs, words for people."""
    plain = list(csv.DictReader(io.StringIO(tower().to_csv())))
    words = list(csv.DictReader(io.StringIO(tower().to_csv(lang="zh"))))

    assert plain[2] == {
        "kind": "department", "department": "security", "department_label": "Security",
        "norm": "cn-estate", "norm_label": "Staffing quotas for residential estates (advisory)",
        "headcount": "40", "at_least": "40", "lean": "36", "generous": "45", "density": "5.0",
        "complete": "true", "counted_in": "",
    }  # fmt: skip
    assert [*plain[9].values()][1:4] == ["landscaping", "Landscaping", "cn-office-tower"]
    assert [*plain[9].values()][5:] == [*[""] * 6, "cleaning"]
    assert list(words[2].values()) == [
        *("部门", "security", "秩序维护", "cn-estate", "住宅小区物业人员编制标准（建议）"),
        *("40", "40", "36", "45", "5.0", "是", ""),
    ]
    assert words[9]["计入部门"] == "保洁"
    assert tower().to_csv(byte_order_mark=True).startswith("\ufeffkind,department,")


def test_the_sums_stand_below_in_csv() -> None:
    """69 and 117 in all; of the departments of both 65 and 108, on 80,000 m² 8.125 and 13.5."""
    sums = list(csv.DictReader(io.StringIO(tower().to_csv())))[-4:]
    told = ("kind", "department", "department_label", "headcount", "density")

    assert [tuple(row[name] for name in told) for row in sums] == [
        ("common", "", "Covered by all", "65", "8.12"),
        ("common", "", "Covered by all", "108", "13.5"),
        ("total", "", "Total", "69", "8.62"),
        ("total", "", "Total", "117", "14.62"),
    ]


def test_what_a_gap_keeps_unknown_is_no_plain_number() -> None:
    """Security of cn-high-rise is at least ⌈20,000/3,000⌉ = 7; the gates are not stated."""
    compared = sn.compare_norms({"gross_floor_area": "2 万㎡"}, ["cn-high-rise"])
    [row] = [
        each for each in csv.DictReader(io.StringIO(compared.to_csv()))
        if each["department"] == "security"
    ]  # fmt: skip
    frame = compared.to_frame().filter(pl.col("department") == "security")

    assert (row["headcount"], row["at_least"], row["lean"], row["complete"]) == (
        "",
        "7",
        "",
        "false",
    )
    assert frame.select("headcount", "at_least", "complete").row(0) == (None, 7, False)


def test_frames_are_long_and_never_zero_for_what_is_not_covered() -> None:
    """The columns are the same in polars and pandas."""
    frame, other = tower().to_frame(), tower().to_frame("pandas")
    management = frame.filter(pl.col("department") == "management")

    assert frame.schema == {
        "department": pl.String, "norm": pl.String, "headcount": pl.Int64, "at_least": pl.Int64,
        "lean": pl.Int64,
        "generous": pl.Int64, "density": pl.Float64, "complete": pl.Boolean,
        "counted_in": pl.String,
    }  # fmt: skip
    assert management["headcount"].to_list() == [None, 9]
    assert frame.group_by("norm").agg(pl.col("headcount").sum()).sort("norm").rows() == [
        ("cn-estate", 69), ("cn-office-tower", 117),
    ]  # fmt: skip
    assert other["headcount"].sum() == 69 + 117
    assert pd.isna(other["complete"].iloc[-2])
    with pytest.raises(sn.UnknownNameError, match="no dataframe is called 'duckdb'"):
        tower().to_frame("duckdb")  # type: ignore[call-overload]  # what is refused


def test_a_comparison_is_a_value() -> None:
    """Equal, hashed and pickled by its plans."""
    assert pickle.loads(pickle.dumps(tower())) == tower()  # noqa: S301 - our own
    assert hash(tower()) == hash(tower())
    assert tower() != sn.compare_norms(TOWER, BOTH[::-1])


# One site file for many norms

OPENED = """\
import sys
opened = set()
def hook(event, arguments):
    if event == "open" and "norms" in str(arguments[0]):
        opened.add(str(arguments[0]).replace("\\\\", "/").split("norms/")[-1].split("/")[0])
sys.addaudithook(hook)
import staffing_norms as sn
norms = sn.load_norms("cn-office-tower")
{code}
print(sorted(each for each in opened if each.startswith("cn-")))
"""


@pytest.mark.parametrize(
    ("code", "opened"),
    [
        ('norms.plan(norms.site({"lifts": 3, "服务范围": "保洁"}))', ["cn-office-tower"]),
        ('norms.headcount({"gross_floor_area": "8 万㎡"})', ["cn-office-tower"]),
        ("sn.Site(lifts=3).with_facts(entrances=2)", ["cn-office-tower"]),
        ('norms.plan({"service_level": "2"})', list(sn.available_norms())),
    ],
)  # fmt: skip
def test_other_norms_are_opened_only_for_a_fact_of_theirs(code: str, opened: list[str]) -> None:
    """So loading time does not grow with the number of norms."""
    command = [sys.executable, "-c", OPENED.format(code=code)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)  # noqa: S603

    assert run.stdout == f"{opened}\n"


def test_the_fact_of_another_norm_is_kept_and_told_once() -> None:
    """It is no fault, it counts nobody, and the plan says that it is not used."""
    facts = {**TOWER, "服务等级": "二级", "busy_vehicle_gates": 2}
    plan = sn.plan_staffing(facts)
    [told] = [each for each in plan.findings if each.code == "fact.not_used"]

    assert plan.headcount == 69
    assert (told.severity, told.department) == ("info", "")
    assert told.message == {
        "en": (
            "These facts count nothing in this plan: service level, busy vehicle gates. They are "
            "kept; another method or norm may use them."
        ),
        "zh": (
            "本次测算未用到以下资料：服务等级、车流量大的车辆出入口数。"
            "予以保留，其他方法或定额可能用到。"
        ),
    }
    assert plan.to_dict()["site"]["facts"]["service_level"]["value"] == "level_2"
    assert ["服务等级", "二级", "已填", "", ""] in Reader(plan.to_html(lang="zh")).rows
    assert sn.load_norms().headcount(facts) == sn.load_norms().headcount(TOWER)
    assert not [each for each in sn.plan_staffing(TOWER).findings if each.code == told.code]


def test_one_key_means_one_thing_in_all_shipped_norms() -> None:
    """Two norms may ask for the same fact; no key of one means another fact of another."""
    meant: dict[str, set[str]] = {}
    for each in map(sn.load_norms, sn.available_norms()):
        for name, type_ in each.words.items():
            for key in (name, *type_.keys):
                meant.setdefault(key, set()).add(name)

    assert {key: names for key, names in meant.items() if len(names) > 1} == {}


def test_every_department_of_a_shipped_norm_may_stand_in_any_scope() -> None:
    """The shared vocabulary has them all."""
    shared = sn.Site().words["scope"].words
    departments = {
        layout.department
        for each in map(sn.load_norms, sn.available_norms())
        for layout in each.rulebook.departments
    }

    assert departments <= shared.keys()


def test_the_json_page_names_every_key() -> None:
    """Every key of a comparison's JSON stands in docs/json.md."""
    page = (Path(__file__).parents[2] / "docs/json.md").read_text("utf-8")
    data = tower().to_dict()
    entry = data["rows"][1]["norms"][0]
    keys = {*data, *data["norms"][0], *data["rows"][1], *entry, *entry["lines"][0]}

    assert {key for key in keys if f"`{key}`" not in page} == set()
