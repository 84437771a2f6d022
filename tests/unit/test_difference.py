"""Two norms are compared: what an entry says, and what a site needs by either."""

from pathlib import Path

import pytest

from companies import company, demo
from drafts import GROUNDS, draft
from staffing_norms.authoring.difference import (
    Difference,
    EntryChange,
    as_data,
    as_text,
    difference,
)
from staffing_norms.planning.loading import load_norms
from staffing_norms.sites.site import Site

SITE = {"gross_floor_area": "5 万㎡", "entrances": 2, "lifts": 12, "households": 400}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compared(
    *changes: tuple[str, str], site: dict[str, object] | None = None, file: str = GROUNDS
) -> Difference:
    """Compare the norm to begin with with itself, changed."""
    before = load_norms(draft("old"))
    after = load_norms(draft("new", *((file, old, new) for old, new in changes)))
    return difference((before, after), None if site is None else Site.from_mapping(site))


def changed(*changes: tuple[str, str]) -> list[tuple[str, str, str, str, str]]:
    """Return kind, entry, key, before and after of each change of the department."""
    return [
        (each.kind, each.entry, each.key, each.before.get("en", ""), each.after.get("en", ""))
        for each in compared(*changes).changes
        if each.department
    ]


def test_the_same_norm_differs_in_nothing_but_its_id() -> None:
    """Labels are those of the publication."""
    title = {"en": "A norm to begin with", "zh": "起步标准"}
    same = {"en": "old", "zh": "old"}
    other = {"en": "new", "zh": "new"}

    assert compared() == Difference(
        ("old 2024.1.0", "new 2024.1.0"),
        (EntryChange("changed", "", "id", title, ("", ""), "id", same, other),),
    )


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (
            "per: 8–10 部",
            "per: 8–12 部",
            ("changed", "rules.lifts", "per", "8–10 lifts", "8–12 lifts"),
        ),
        (
            "per: 1 万㎡",
            "per: 1 公顷",
            ("changed", "rules.composite", "per", "10,000 m²", "1 ha"),
        ),
        (
            "people: 2, plus: 1",
            "people: 3, plus: 1",
            ("changed", "rules.desk", "bands.2.people", "2", "3"),
        ),
        (
            "    people: 2\n    of: ent",
            "    of: ent",
            ("changed", "rules.gates", "people", "2", ""),
        ),
        (
            'clause: "3"',
            "clause: 3a",
            ("changed", "rules.lifts", "clause", "3", "3a"),
        ),
        (
            "may: {grounds_deputy: 1}",
            "may: {grounds_deputy: 2}",
            ("changed", "leaders.bands.2", "may.grounds_deputy.people", "1", "2"),
        ),
        (
            "composite: true}",
            "composite: true, automatic: false}",
            ("changed", "methods.composite", "automatic", "", "no"),
        ),
        (
            "quantity: 600 m²",
            "quantity: 700 m²",
            ("changed", "rates.floor_sweeping", "quantity", "600 m²", "700 m²"),
        ),
        (
            "{fact: property_kind, is: residential}",
            "{fact: property_kind, is: [residential, mixed]}",
            (
                "changed",
                "rules.composite",
                "when.property_kind.is",
                "residential",
                "residential, mixed",
            ),
        ),
    ],
)
def test_a_figure_or_word_that_changed(old: str, new: str, change: tuple[str, ...]) -> None:
    """By entry and key, as it is printed; what is left out is empty."""
    sums = {
        "8–12 部": ("sum: 1531", "sum: 1533"),
        "people: 3, plus: 1": ("sum: 1531", "sum: 1532"),
        "    of: ent": ("sum: 1531", "sum: 1529"),
        "may: {grounds_deputy: 2}": ("sum: 23", "sum: 24"),
        "700": ("sum: 600", "sum: 700"),
    }
    proof = [pair for sign, pair in sums.items() if sign in new]

    assert changed((old, new), *proof) == [change]


def test_a_rule_of_another_name_is_another_rule() -> None:
    """One is gone with all it said, the other new."""
    gone, new = (
        each for each in compared(("id: lifts", "id: elevators")).changes if each.department
    )
    says = {"kind: quota", "methods: posts", "of: lifts", "per: 8–10 lifts", "status: printed"}

    assert (gone.kind, gone.entry, gone.clauses, gone.key) == (
        "removed",
        "rules.lifts",
        ("3", ""),
        "",
    )
    assert (new.kind, new.entry, new.clauses, new.key) == (
        "added",
        "rules.elevators",
        ("", "3"),
        "",
    )
    assert gone.labels["zh"] == new.labels["zh"] == "电梯管理员"
    assert set(gone.before["en"].split("; ")) == set(new.after["en"].split("; ")) == says
    assert gone.after == new.before == {}


def test_the_title_page_is_compared_too() -> None:
    """Its days, for one."""
    found = compared(("from: not stated", "from: 2024-01-31"), file="pack.yaml").changes

    assert [(each.entry, each.key, each.before["en"], each.after["en"]) for each in found] == [
        ("id", "id", "old", "new"),
        ("in_force.from", "from", "not stated", "2024-01-31"),
    ]


def test_a_site_role_by_role() -> None:
    """Twelve lifts: ⌈12 ÷ 9⌉ = 2, and ⌈12 ÷ 4⌉ = 3; the rest is the same."""
    found = compared(("per: 8–10 部", "per: 3–5 部"), ("sum: 1531", "sum: 1521"), site=SITE)

    assert [(each.role, each.before, each.after, each.difference) for each in found.roles] == [
        ("site_secretary", 1, 1, 0),
        ("gate_guard", 12, 12, 0),
        ("lift_keeper", 2, 3, 1),
        ("desk_officer", 1, 1, 0),
        ("grounds_supervisor", 1, 1, 0),
    ]
    assert found.totals == ("17", "18")


def test_what_is_unknown_by_either_norm_has_no_difference() -> None:
    """A role of one norm only has nobody by the other."""
    site: dict[str, object] = {"entrances": 2, "lifts": 12, "households": 400}
    found = compared(
        ("site_secretary", "site_clerk"),
        site=site,
    )

    assert {each.role: (each.before, each.after, each.difference) for each in found.roles} == {
        "site_secretary": (1, 0, -1),
        "site_clerk": (0, 1, 1),
        "gate_guard": (12, 12, 0),
        "lift_keeper": (2, 2, 0),
        "desk_officer": (1, 1, 0),
        "grounds_supervisor": (None, None, None),
        "grounds_deputy": (None, None, None),
    }
    assert "| Grounds | Grounds supervisor (grounds_supervisor) | ? | ? | ? |" in (
        as_text(found, "en", markdown=True).splitlines()
    )
    assert as_text(found, "en", markdown=True).endswith("| ? |")
    assert "(site_secretary) | 1 | 0 | −1 |" in as_text(found, "en", markdown=True)
    assert as_data(found)["difference"] is None


@pytest.mark.parametrize(
    ("department", "entry", "address"),
    [
        ("", "facts.ponds", "facts.ponds"),
        ("grounds", "rules.lifts", "grounds.lifts"),
        ("grounds", "rules.methods", "grounds.rules.methods"),
        ("grounds", "leaders.bands.2", "grounds.leaders.2"),
        ("grounds", "rates.mowing:grade_1", "grounds.rates.mowing:grade_1"),
    ],
)
def test_an_entry_has_the_address_by_which_it_is_changed(
    department: str, entry: str, address: str
) -> None:
    """A rule called like a key of the file is told from that key."""
    change = EntryChange("changed", department, entry, {}, ("", ""), "", {}, {})

    assert change.address == address


def test_who_changed_a_figure_is_no_figure(folder: Path) -> None:
    """An overlay's entries differ in what they say, and in their status."""
    demo(folder)
    changes = (("corridors.guards.shifts", "to: 2"), ("corridors.stairs", "off: true"))
    other = company(folder, *changes)
    found = difference((load_norms("./demo"), load_norms(other)))
    told = [(each.kind, each.address, each.key) for each in found.changes if each.department]

    assert told == [
        ("removed", "corridors.roles.cleaner", ""),
        ("changed", "corridors.guards", "status"),
        ("changed", "corridors.guards", "shifts"),
        ("removed", "corridors.stairs", ""),
    ]
    assert not [each for each in found.changes if each.entry in ("changed", "ended")]


def test_tables_in_either_language() -> None:
    """Changes, then roles."""
    found = compared(("per: 8–10 部", "per: 3–5 部"), ("sum: 1531", "sum: 1521"), site=SITE)

    assert (
        as_text(found, "zh", markdown=True)
        == """\
# old 2024.1.0 → new 2024.1.0

| 变动 | 条目 | 名称 | 条款 | 键 | 变动前 | 变动后 |
| --- | --- | --- | --- | --- | --- | --- |
| 修改 | id | 起步标准 |  | id | old | new |
| 修改 | grounds.lifts | 电梯管理员 | 3 | per | 8–10 部 | 3–5 部 |

| 部门 | 岗位 | 变动前 | 变动后 | 差额 |
| --- | --- | --: | --: | --: |
| 综合服务部 | 项目文员（site_secretary） | 1 | 1 | 0 |
| 综合服务部 | 门岗（gate_guard） | 12 | 12 | 0 |
| 综合服务部 | 电梯管理员（lift_keeper） | 2 | 3 | +1 |
| 综合服务部 | 前台人员（desk_officer） | 1 | 1 | 0 |
| 综合服务部 | 综合服务主管（grounds_supervisor） | 1 | 1 | 0 |
| 合计 |  | 17 | 18 | +1 |"""
    )
    assert as_text(found, "en").splitlines()[:5] == [
        "old 2024.1.0 → new 2024.1.0",
        "",
        "Change   Entry          Name                  Clause  Key  Before      After",
        "───────  ─────────────  ────────────────────  ──────  ───  ──────────  ─────────",
        "changed  id             A norm to begin with          id   old         new",
    ]


def test_norms_that_say_the_same() -> None:
    """It is said, and there is no table."""
    norms = load_norms(draft("old"))

    assert as_text(difference((norms, norms)), "en") == (
        "old 2024.1.0 → old 2024.1.0\n\nThe norms say the same."
    )


def test_data() -> None:
    """Every key, in a stable order."""
    found = as_data(compared(("id: lifts", "id: elevators"), site=SITE))
    change, role = found["changes"][1], found["roles"][2]

    assert list(found) == ["schema", "norms", "changes", "roles", "headcount", "difference"]
    assert found["difference"] == 0
    assert (found["schema"], found["norms"], found["headcount"]) == (
        1,
        ["old 2024.1.0", "new 2024.1.0"],
        ["17", "17"],
    )
    assert change | {"before": "", "labels": {}} == {
        "kind": "removed",
        "department": "grounds",
        "entry": "rules.lifts",
        "address": "grounds.lifts",
        "labels": {},
        "clause": {"before": "3", "after": None},
        "key": None,
        "before": "",
        "after": None,
    }
    assert role == {
        "department": "grounds",
        "role": "lift_keeper",
        "labels": {"en": "Lift keeper", "zh": "电梯管理员"},
        "before": 2,
        "after": 2,
        "difference": 0,
    }
    assert as_data(compared())["headcount"] is None
