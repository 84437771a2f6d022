"""Frequency profiles: every cell that ships, and what may be wrong with a file of one's own."""

import pickle
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from staffing_norms import Fault, NormError, SiteError, load_norms
from staffing_norms.foundation.errors import QuantityError
from staffing_norms.foundation.faults import Faults
from staffing_norms.foundation.library import PROFILES, norms_folder
from staffing_norms.publications.profile_check import check_profile, read_profiles
from staffing_norms.results.messages import fault_text
from staffing_norms.sites.profiles import (
    Cell,
    Often,
    is_profile,
    often,
    read_profile,
    shipped_profiles,
)
from staffing_norms.sites.vocabulary import vocabulary

DAY, WEEK, MONTH, QUARTER = 365, 52, 12, 4

# Times a year, by profile and row and in the order of the grades; None where nothing is said.
# A page that lists them: PACKS §2, where N a day is 365 N and every N days 365 / N.
CELLS: dict[str, dict[str, list[float | Fraction | None]]] = {
    "cn-cpmi-2004": {
        "floor_sweeping": [2 * DAY, DAY, DAY],
        "stair_sweeping": [2 * DAY, DAY, DAY],
        "stair_mopping": [WEEK, 2 * MONTH, None],
        "lobby_mopping": [DAY, None, None],
        "stair_wiping": [DAY, 2 * WEEK, None],
        "glass_cleaning": [WEEK, MONTH, QUARTER],
    },
    "cn-fee-grades": {
        "floor_sweeping": [2 * DAY, DAY, DAY, DAY],
        "stair_sweeping": [2 * DAY, DAY, DAY, DAY],
        "stair_wiping": [2 * DAY, DAY, 2 * WEEK, WEEK],
        "glass_cleaning": [WEEK, None, MONTH, 6],
    },
    "cn-five-grades": {
        "stair_sweeping": [Fraction(DAY, 2), DAY, DAY, DAY, None],
        "lobby_sweeping": [None, 2 * DAY, 2 * DAY, 2 * DAY, None],
        "stair_mopping": [None, 2 * WEEK, Fraction(DAY, 2), DAY, None],
        "stair_wiping": [WEEK, 2 * WEEK, 2 * WEEK, Fraction(DAY, 2), DAY],
        "glass_cleaning": [3, 6, None, None, None],
    },
    "cn-single-list": {
        "stair_sweeping": [Fraction(DAY, 3)],
        "stair_mopping": [WEEK],
        "stair_wiping": [WEEK],
        "glass_cleaning": [6],
        "lift_car_cleaning": [DAY],
        "floor_sweeping": [DAY],
        "garage_sweeping": [Fraction(DAY, 2)],
        "garage_washing": [6],
    },
}

# Times in a growing season of 184 days and in the 181 others, lean to generous.
LAWNS = {
    "mowing:special": ([Fraction(184, 5)] * 3, [Fraction(n * 181, 365) for n in (12, 18, 24)]),
    "mowing:grade_1": ([Fraction(184, 10)] * 3, [Fraction(12 * 181, 365)] * 3),
    "mowing:grade_2": ([Fraction(184, 20)] * 3, [3] * 3),
    "mowing:grade_3_hover": ([Fraction(4 * 184, 365)] * 3, [Fraction(4 * 181, 365)] * 3),
    "mowing:grade_4_brush": ([0] * 3, [1] * 3),
    "watering:sprinkler": ([184] * 3, [Fraction(n * 181, 14) for n in (4, 5, 6)]),
}

BEST = {
    "cn-cpmi-2004": "1", "cn-fee-grades": "1", "cn-five-grades": "5", "cn-lawn-manual": "1",
    "cn-single-list": "1",
}  # fmt: skip

HEAD = """\
id: acme
title: {en: Acme grades, zh: 企业频次}
source: {en: Handbook, zh: 手册}
trust: C
best_grade: A
grades:
  A: {labels: {en: grade A, zh: 甲级}}
  B: {labels: {en: grade B, zh: 乙级}}
departments:
"""


def rows(name: str) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Yield the work of each row with its cells."""
    profile = shipped_profiles()[name]
    for department in profile.departments.values():
        for row in department:
            yield row.works[0], dict(row.cells)


def a_year(said: Often | None) -> Fraction:
    """Return how often a year; a single figure, not a range."""
    assert said
    assert len(set(said.numbers)) == 1
    return said.numbers[0] * said.a_year


def in_days(said: Often | None, days: int) -> list[Fraction]:
    """Return how often in so many days of a season, in each stance."""
    assert said
    return [number * (said.in_all + said.a_day * days) for number in said.numbers]


@pytest.mark.parametrize("name", CELLS)
def test_every_cell_is_as_it_was_read(name: str) -> None:
    """Figure by figure; no row and no cell besides."""
    grades = list(shipped_profiles()[name].grades)

    assert {
        work: [a_year(cells[grade].frequency) if grade in cells else None for grade in grades]
        for work, cells in rows(name)
    } == CELLS[name]


def test_every_cell_of_the_lawn_manual_is_as_it_was_read() -> None:
    """In the growing season and out of it; what has no consensus has no cell."""
    cells = dict(rows("cn-lawn-manual"))

    assert {work for work, own in cells.items() if own} == set(LAWNS)
    assert {
        work: (in_days(own["1"].in_season, 184), in_days(own["1"].out_of_season, 181))
        for work, own in cells.items()
        if own
    } == LAWNS


def test_every_profile_says_which_grade_is_best_and_what_is_not_verified() -> None:
    """Grades run up or down; one standard was not seen, and watering in a translation only."""
    profiles = shipped_profiles()
    unverified = {
        (name, row.works[0])
        for name, profile in profiles.items()
        for own in profile.departments.values()
        for row in own
        for grade, cell in row.cells.items()
        if profile.is_unverified(cell, grade)
    }

    assert {name: profile.best_grade for name, profile in profiles.items()} == BEST
    assert unverified == {
        *(("cn-cpmi-2004", work) for work in CELLS["cn-cpmi-2004"]),
        ("cn-lawn-manual", "watering:sprinkler"),
    }


@pytest.mark.parametrize("name", BEST)
def test_every_shipped_profile_passes(name: str) -> None:
    """They are judged as a company's own are."""
    document, profile, _ = read_profile(norms_folder() / PROFILES / f"{name}.yaml")
    faults = Faults(document)

    check_profile(faults, profile)

    assert faults.found == []


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("1-2/month", [12, 18, 24]),
        ("每月1～2次", [12, 18, 24]),
        ("2–3/week", [104, 130, 156]),
        ("every 3-5 days", [73, Fraction(365, 4), Fraction(365, 3)]),
        ("1/day", [365, 365, 365]),
    ],
)
def test_a_range_gives_the_stances(written: str, numbers: list[Fraction]) -> None:
    """Fewer times are lean; the typical figure is the middle of those printed."""
    said = often(written)

    assert [number * said.a_year for number in said.numbers] == numbers


@pytest.mark.parametrize("written", ["often", "continuous", "1-2/fortnight", 2, None])
def test_what_is_no_frequency(written: object) -> None:
    """Nothing is guessed."""
    with pytest.raises(QuantityError):
        often(written)


def test_a_range_has_its_smaller_end_first() -> None:
    """As in a norm."""
    with pytest.raises(QuantityError) as caught:
        often("3–2/week")

    assert str(caught.value) == (
        "the range '3–2/week' runs the wrong way round. Write the smaller end first."
    )


# What a site states


@pytest.mark.parametrize(
    "written",
    ["cn-fee-grades 2", "cn-fee-grades/2", "cn-fee-grades grade 2", "cn-fee-grades 二级",
     "收费指导价服务等级 二级", "CN Fee Grades 2"],
)  # fmt: skip
def test_a_grade_may_be_written_in_several_ways(written: str) -> None:
    """By id and number, in words, in Chinese."""
    assert vocabulary()["profile"].glossary.find(written) == "cn-fee-grades 2"


def test_a_profile_of_one_grade_needs_none() -> None:
    """Its grade may be said all the same."""
    glossary = vocabulary()["landscaping_profile"].glossary

    assert glossary.find("cn-lawn-manual") == glossary.find("cn-lawn-manual 1") == "cn-lawn-manual"


def test_a_department_takes_profiles_with_rows_for_it() -> None:
    """One for all departments may be any; another is told, with the grades that there are."""
    words = vocabulary()

    assert "cn-lawn-manual" in words["profile"].words
    assert list(words["landscaping_profile"].words) == ["cn-lawn-manual"]
    with pytest.raises(SiteError, match="Known: cn-lawn-manual"):
        load_norms().site({"landscaping_profile": "cn-fee-grades 2"})


def test_a_hint_lists_every_profile_once() -> None:
    """With its grades; of one for other departments it says what it covers."""
    own = "A profile of your own is named to the program too: --profile FILE."
    faults: list[Fault] = []
    for fact, text in (("profile", "house rules"), ("landscaping_profile", "cn-single-list")):
        with pytest.raises(SiteError) as caught:
            load_norms().site({fact: text})
        faults += caught.value.faults

    assert [str(fault) for fault in faults] == [
        (
            "profile: 'house rules' is no known word. Known: cn-cpmi-2004 (1, 2, 3), "
            "cn-fee-grades (1, 2, 3, 4), cn-five-grades (1, 2, 3, 4, 5), cn-lawn-manual, "
            f"cn-single-list. {own}"
        ),
        (
            "landscaping_profile: 'cn-single-list' is no known word. "
            f"cn-single-list covers Cleaning only. Known: cn-lawn-manual. {own}"
        ),
    ]
    assert fault_text(faults[1], "zh") == (
        "绿化频次标准: “cn-single-list”不是可用的选项。cn-single-list 仅适用于保洁。"
        "可填：cn-lawn-manual。自有频次标准须另行指定文件：--profile 文件。"
    )


# Files of one's own


def written(folder: Path, rows: str, head: str = HEAD, name: str = "acme.yaml") -> Path:
    """Write a profile."""
    file = folder / name
    file.write_text(head + rows, "utf-8")
    return file


GOOD = "  cleaning:\n    - {activity: floor_sweeping, cells: {A: 2/day, B: 1/day}}\n"


def test_a_norm_takes_profiles_of_ones_own(tmp_path: Path) -> None:
    """A site may name them; the norm's hash says so, and it survives pickling and changes."""
    file = written(tmp_path, GOOD)
    norms = load_norms("cn-estate", profiles=[file])
    site = {
        "gross_floor_area": 90_000, "scope": ["cleaning"], "grounds_area": 4_800, "buildings": [],
        "profile": "acme 乙级", "stair_floors": 0, "tasks": [
            {"activity": "stair_sweeping", "quantity": 0, "frequency": "1/day"}],
    }  # fmt: skip

    # 4,800 m² ÷ 300 m²/h = 16 h a day of 8: 2 people.
    for each in (norms, pickle.loads(pickle.dumps(norms)), norms.with_changes({})):  # noqa: S301
        assert each.headcount(site)["cleaner"] == 2
        assert each.stamp["hash"] == each.hash != load_norms("cn-estate").hash
    assert norms.hash == load_norms("cn-estate", profiles=[file]).hash


def test_profiles_may_lie_in_the_folder_of_a_norm(tmp_path: Path) -> None:
    """A company's overlay brings its own."""
    (tmp_path / "acme" / "profiles").mkdir(parents=True)
    written(tmp_path / "acme" / "profiles", GOOD)
    (tmp_path / "acme" / "pack.yaml").write_text(
        "id: acme\nextends: cn-estate\nversion: 2026.1.0\ntitle: {en: Acme, zh: 企业}\n"
        "source: {en: Acme, zh: 企业}\ntrust: C\nin_force: {from: not stated, to: not stated}\n",
        "utf-8",
    )

    assert "acme B" in load_norms(tmp_path / "acme").words["cleaning_profile"].words


def test_every_fault_of_every_file_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with file, line and column, what is wrong, what is right."""
    monkeypatch.chdir(tmp_path)
    head = HEAD.replace("best_grade: A", "best_grade: C").replace("id: acme", "id: cn-fee-grades")
    one = written(
        tmp_path,
        """\
  cleaning:
    - {activity: flor_sweeping, cells: {A: 2/day}}
    - {activity: stair_sweeping, cells: {A: 1/day, 3: 1/day}}
    - {activity: stair_sweeping, cells: {B: 1/day}}
    - {activity: lift_car_polishing, cells: {A: 1/day}}
    - {activity: glass_cleaning, of: [lawns.specail, lifts, nursery, beds.x], cells: {A: 1/month}}
  lanscaping:
    - {activity: mowing, cells: {A: 1/week}}
    - {activity: mowing, variant: grade_9, cells: {A: 1/week}}
    - {activity: mowing, variant: [special, grade_1], cells: {A: 1/week}}
""",
        head,
    )
    two = written(
        tmp_path,
        """\
  cleaning:
    - {activity: floor_sweeping, cells: {A: often}}
    - {activity: stair_sweeping, cells: {A: {in_season: 1/day}}}
    - {activity: stair_wiping, cell: {A: 1/day}}
    - {activity: carpet_cleaning, cells: {A: {frequency: 1/day, in_season: 1/day}}}
""",
        HEAD.replace(
            "  A: {labels: {en: grade A, zh: 甲级}}", "  A: {labels: {en: A, zh: 甲}, status: seen}"
        ),
        "two.yaml",
    )
    with pytest.raises(NormError) as caught:
        read_profiles([one.name, two.name], shipped_profiles())

    assert str(caught.value).splitlines() == [
        (
            "acme.yaml:1:5: the id 'cn-fee-grades' is taken: such a profile comes with the "
            "library. Choose another."
        ),
        "acme.yaml:5:13: cn-fee-grades has no grade 'C'. Known: A, B.",
        "acme.yaml:11:18: no activity is called 'flor_sweeping'. Did you mean 'floor_sweeping'?",
        "acme.yaml:12:52: cn-fee-grades has no grade '3'. Known: A, B.",
        "acme.yaml:13:18: stair_sweeping stands in another row as well. Keep one.",
        (
            "acme.yaml:14:7: no fact of a site is the quantity of lift_car_polishing. "
            "Write 'of: <fact>'."
        ),
        "acme.yaml:15:39: lawns have no field 'specail'. Did you mean 'special'?",
        (
            "acme.yaml:15:54: 'lifts' has the unit 'lift'; a fact with 'm2' is expected. "
            "Name another fact."
        ),
        "acme.yaml:15:61: no fact is called 'nursery'. Did you mean 'nursery_area'?",
        "acme.yaml:15:70: no mapping of facts is called 'beds'. Known: lawns, hedges, trees.",
        "acme.yaml:16:3: no department is called 'lanscaping'. Did you mean 'landscaping'?",
        (
            "acme.yaml:17:7: mowing needs its 'variant'. Known: special, grade_1, grade_2, "
            "grade_3_hover, grade_3_brush, grade_4_brush."
        ),
        "acme.yaml:18:35: mowing has no variant 'grade_9'. Did you mean 'grade_1' or 'grade_2'?",
        (
            "acme.yaml:19:35: these are no ways of the same work that a fact of the site "
            "chooses from. Write a row for each."
        ),
        "two.yaml:7:39: unknown status 'seen'. Known: read, unverified.",
        (
            "two.yaml:11:45: 'often' is not a frequency. "
            "Write it like '2/day', '3/week' or 'every 5 days'."
        ),
        (
            "two.yaml:12:45: a cell says 'frequency', or 'in_season' and 'out_of_season'. "
            "Write 0/year for a season without the work."
        ),
        "two.yaml:13:32: unknown key 'cell'. Did you mean 'cells'?",
        (
            "two.yaml:14:46: a cell says 'frequency', or 'in_season' and 'out_of_season'. "
            "Write 0/year for a season without the work."
        ),
    ]


def test_a_fault_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can be read of a file is judged beside what cannot; in Chinese with its particulars."""
    monkeypatch.chdir(tmp_path)
    head = HEAD.replace("id: acme", "id: Acme House").replace("trust: C", "trust: D")
    file = written(
        tmp_path,
        """\
  cleaning:
    - {activity: flor_sweeping, cells: {A: often, C: 1/day}}
    - {activity: stair_sweeping, cells: {A: 1/day}}
    - {activity: stair_sweeping, cells: {B: 1/fortnit}}
    - {cells: {A: 1/day}}
  lanscaping:
    - {activity: mowing, variant: grade_9, cells: {A: 1/week}}
""",
        head.replace("best_grade: A", "best_grade: C"),
    )
    with pytest.raises(NormError) as caught:
        read_profiles([file.name], ())

    often = "Write it like '2/day', '3/week' or 'every 5 days'."
    assert str(caught.value).splitlines() == [
        "acme.yaml:1:5: a name such as 'floor_area' is expected; found 'Acme House'.",
        "acme.yaml:4:8: unknown trust 'D'. Known: A, B, C.",
        "acme.yaml:5:13: Acme House has no grade 'C'. Known: A, B.",
        "acme.yaml:11:18: no activity is called 'flor_sweeping'. Did you mean 'floor_sweeping'?",
        f"acme.yaml:11:44: 'often' is not a frequency. {often}",
        "acme.yaml:11:51: Acme House has no grade 'C'. Known: A, B.",
        "acme.yaml:13:18: stair_sweeping stands in another row as well. Keep one.",
        f"acme.yaml:13:45: '1/fortnit' is not a frequency. {often}",
        "acme.yaml:14:7: the key 'activity' is missing. Write 'activity: …'.",
        "acme.yaml:15:3: no department is called 'lanscaping'. Did you mean 'landscaping'?",
        "acme.yaml:16:35: mowing has no variant 'grade_9'. Did you mean 'grade_1' or 'grade_2'?",
    ]
    assert [fault_text(fault, "zh") for fault in caught.value.faults] == [
        "acme.yaml:1:5: 此处应填小写英文名称，如 floor_area；现为“Acme House”。",
        "acme.yaml:4:8: trust 不能是“D”。可填：A、B、C。",
        "acme.yaml:5:13: Acme House 没有“C”这个等级。可填：A、B。",
        "acme.yaml:11:18: 没有“flor_sweeping”这个作业项目。是否指“floor_sweeping”？",
        "acme.yaml:11:44: 无法识别频次“often”。请写成“每日2次”“每周3次”或“每5天”。",
        "acme.yaml:11:51: Acme House 没有“C”这个等级。可填：A、B。",
        "acme.yaml:13:18: stair_sweeping 在另一行已出现。请只保留一处。",
        "acme.yaml:13:45: 无法识别频次“1/fortnit”。请写成“每日2次”“每周3次”或“每5天”。",
        "acme.yaml:14:7: 缺少键“activity”。请填写“activity: …”。",
        "acme.yaml:15:3: 没有“lanscaping”这个部门。是否指“landscaping”？",
        "acme.yaml:16:35: mowing 没有“grade_9”这种作业方式。是否指“grade_1”或“grade_2”？",
    ]


@pytest.mark.parametrize(
    "text", ["- cn\n", "id: acme\ndepartments: [cleaning]\n", "departments: {cleaning: {a: b}}\n"]
)
def test_what_is_hardly_a_profile_is_judged_by_its_shape(tmp_path: Path, text: str) -> None:
    """Nothing more can be said of it, and nothing breaks."""
    with pytest.raises(NormError) as caught:
        read_profiles([written(tmp_path, "", text)], ())

    assert not {"name.unknown", "task.variant"} & {fault.code for fault in caught.value.faults}


def test_two_files_of_one_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is named."""
    monkeypatch.chdir(tmp_path)
    files = [written(tmp_path, GOOD).name, written(tmp_path, GOOD, name="too.yaml").name]

    with pytest.raises(NormError) as caught:
        read_profiles(files, ())

    assert str(caught.value) == (
        "too.yaml:1:5: the id 'acme' is taken: such a profile stands in acme.yaml. Choose another."
    )


def test_a_profile_is_told_by_its_grades(tmp_path: Path) -> None:
    """Also one with faults; a site or a norm is none, nor is what is no YAML."""
    site = written(tmp_path, "", "lifts: 3\n", "site.yaml")
    broken = written(tmp_path, "", "lifts: [3\n", "broken.yaml")
    text = written(tmp_path, "", "grades: 3\n", "grades.txt")

    assert is_profile(written(tmp_path, "  nobody: []\n"))
    assert not any(map(is_profile, (site, broken, text)))


def test_a_profile_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    """Each file is judged."""
    lacking, other = tmp_path / "lacking.yaml", written(tmp_path, GOOD)

    with pytest.raises(NormError) as caught:
        read_profiles([lacking, other, other], ())

    assert [fault.code for fault in caught.value.faults] == ["file.missing", "profile.twice"]
