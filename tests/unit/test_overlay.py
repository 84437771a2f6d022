"""A company's norm changes a published one by addresses, and keeps what was printed."""

import json
import pickle
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import staffing_norms as sn
from companies import company, demo
from staffing_norms.authoring.printed import printed_norm
from staffing_norms.foundation.formula import Change

HERE = Path()
SITE: dict[str, Any] = {
    "lifts": 2,
    "fixed_posts": 4,
    "gross_floor_area": "10 万㎡",
    "fountains": 8,
    "hours_per_day": 8,
    "landscaping_days": 251,
    "buildings": [{"storeys": 6, "stairwells": 20}],
    "tasks": [{"activity": "mowing", "variant": "grade_1", "quantity": 360, "times_per_year": 251}],
}
"""By the demonstration: guards 3 × 4 = 12, porters 2, cleaners 20 ÷ 10 = 2, head 1, keepers 2."""


@pytest.fixture(autouse=True)
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write the norm that companies extend, and work beside it."""
    monkeypatch.chdir(tmp_path)
    return demo(HERE)


def heads(norms: sn.Norms, **facts: object) -> dict[str, int | None]:
    return norms.headcount({**SITE, **facts})


def faults_of(*changes: tuple[str, str], **files: str) -> list[str]:
    company(HERE, *changes, **files)
    with pytest.raises(sn.NormError) as caught:
        sn.load_norms("./acme")
    return str(caught.value).splitlines()


# Changes


def test_a_changed_figure_counts_and_keeps_what_is_printed() -> None:
    """Two shifts in place of three: 2 × 4 = 8 guards."""
    company(HERE, ("corridors.guards.shifts", "to: 2\n    until: 2026-12-31"))

    line = sn.load_norms("./acme").plan(SITE)["corridors"]["guard"]

    assert (line.headcount, line.status, line.source) == (8, "company", "1")
    assert line.sources[0].changes == (
        Change(
            "corridors.guards.shifts",
            "3",
            "2",
            (("en", "We can."), ("zh", "可行。")),
            "Board",
            date(2026, 12, 31),
        ),
    )


@pytest.mark.parametrize(
    ("address", "to", "role", "people"),
    [
        ("corridors.rules.guards.shifts", "1", "guard", 4),
        ("corridors.guards.people", "2", "guard", 24),  # is not printed
        ("corridors.guards.either.1.of", "lifts", "guard", 6),
        ("corridors.guards.when", "[{fact: lifts, from: 3}]", "guard", 0),
        ("corridors.porters.bands.2.people", "5", "porter", 5),
        ("corridors.porters.bands[from 10 万㎡, below 30 万㎡].people", "5", "porter", 5),
        ("corridors.stairs.bands[up_to 8].per", "5", "cleaner", 4),
        ("corridors.leaders.1.posts.head", "2", "head", 2),
        ("corridors.leaders.bands.1.posts", "{head: 3}", "head", 3),
        ("corridors.leaders[below 20 万㎡].posts.head", "{people: 1–3, typical: 2}", "head", 2),
        ("gardens.fountains.per", "8", "fountain_keeper", 1),
        ("gardens.rates.mowing:grade_1.minutes", "160", "gardener", 2),  # 6 × 160 ÷ 60 = 16 hours
        ("factors.dry.when", "[{fact: fountains, over: 7}]", "fountain_keeper", 1),  # 2 × 0.5
    ],
)
def test_everything_has_an_address(address: str, to: str, role: str, people: int) -> None:
    """By department, rule and key; bands by number or bounds, rates by activity and variant."""
    company(HERE, (address, f"to: {to}"))

    norms = sn.load_norms("./acme")

    assert heads(norms)[role] == people
    assert norms.plan(SITE).departments
    line = next(d.roles[role] for d in norms.plan(SITE) if role in d.roles)
    assert line.status == "company"


def test_what_leaders_are_measured_by_marks_all_their_bands() -> None:
    company(HERE, ("corridors.leaders.measured_by", "to: above_ground_area"))

    line = sn.load_norms("./acme").plan({**SITE, "above_ground_area": "30 万㎡"})
    head = line["corridors"]["head"]

    assert (head.headcount, head.status) == (
        2,
        "company",
    )  # 1, and 1 for 100,000 m² above the bound


def test_a_list_that_is_replaced_is_the_company_s() -> None:
    rules = (
        "to: [{id: guards, kind: posts, role: guard, methods: [posts], clause: '9',"
        " status: printed, shifts: 1, of: lifts}, {id: all, kind: quota, role: staff,"
        " methods: [composite], clause: '9', status: printed, of: lifts}]"
    )
    company(HERE, ("corridors.rules", rules), ("corridors.methods.composite.apart", "off: true"))

    corridors = sn.load_norms("./acme").plan(SITE)["corridors"]

    assert (corridors["guard"].headcount, corridors["guard"].status) == (2, "company")
    assert sorted(corridors.roles) == ["deputy", "guard", "head", "staff"]


def test_labels_facts_and_kinds_of_property_may_be_changed() -> None:
    company(
        HERE,
        ("corridors.roles.guard.zh", "to: 保卫"),
        ("facts.fountains.default.same_as", "to: lifts"),
        ("property_kinds", "to: [office]"),
    )

    norms = sn.load_norms("./acme")
    plan = norms.plan({key: SITE[key] for key in SITE if key != "fountains"})

    assert plan["corridors"]["guard"].labels == {"en": "Guard", "zh": "保卫"}
    assert plan["corridors"]["guard"].status == "printed"
    assert plan["gardens"]["fountain_keeper"].headcount == 1  # 2 ÷ 4, rounded up
    assert [change.change for change in norms.changes] == [
        "corridors.roles.guard.zh",
        "facts.fountains.default.same_as",
        "property_kinds",
    ]


def test_a_rule_is_switched_off_with_the_role_that_it_alone_counts() -> None:
    company(
        HERE,
        ("corridors.stairs", "off: true"),
        ("corridors.guards.when", "off: true"),
        ("corridors.leaders.2.may", "off: true"),
        ("gardens.findings.beds.replaced", "off: true"),
        ("gardens.beds", "off: true"),
    )

    norms = sn.load_norms("./acme")
    plan = norms.plan({**SITE, "enclosed": False, "gross_floor_area": "40 万㎡"})

    assert list(plan["corridors"].roles) == ["guard", "porter", "staff", "head"]
    assert plan["corridors"]["guard"].headcount == 12
    assert plan["corridors"]["guard"].status == "company"
    assert "gardener" in plan["gardens"].roles  # by its work
    assert "beds.replaced" not in {finding.code for finding in plan.findings}
    assert norms.changes[0].printed == (
        "{id: stairs, kind: spread, role: cleaner, methods: [posts], clause: 3, status: printed,"
        " over: buildings, of: [stairwells, count], measured_by: storeys,"
        " bands: [{up_to: 8, per: 10}, {from: 9, per: 8}]}"
    )
    assert norms.changes[0].to == ""


def test_a_department_is_switched_off() -> None:
    company(HERE, ("corridors", "off: true"))

    norms = sn.load_norms("./acme")

    assert [each.department for each in norms.rulebook.departments] == ["gardens"]
    assert norms.changes[0].printed == ""


PAGE = Path(__file__).parents[2] / "docs" / "company-norms.md"


@pytest.mark.parametrize(
    "address", re.findall(r"^\| `([^`…]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)
)
def test_the_addresses_of_the_documents_name_something(address: str) -> None:
    """What stands in docs/company-norms.md is there to be switched off, or needed."""
    codes = set()
    try:
        sn.load_norms().with_changes({address: None})
    except sn.NormError as error:
        codes = {fault.code for fault in error.faults}

    assert "change.unknown" not in codes


def test_what_several_findings_are_called_names_none() -> None:
    """A code that stands twice is no address; the number is."""
    norms = sn.load_norms()
    with pytest.raises(sn.NormError, match=r"nothing called 'cleaning\.findings\.lifts\.contra"):
        norms.with_changes({"cleaning.findings.lifts.contradict_storeys": None})

    assert (
        norms.with_changes({"cleaning.findings.6": None})
        .changes[0]
        .printed.startswith("{code: lifts.contradict_storeys,")
    )


# Faults


def test_an_address_that_names_nothing_is_guessed() -> None:
    assert faults_of(
        ("corridors.gards.shifts", "to: 2"),
        ("corridors.guards.shifts.most", "to: 2"),
        ("corridors.guards.peple", "off: true"),
        ("corridors.leaders.1.may", "off: true"),
        ("zzz", "to: 2"),
    ) == [
        (
            "acme/pack.yaml:9:13: demo has nothing called 'corridors.gards.shifts'."
            " Did you mean 'corridors.guards.shifts'?"
        ),
        (
            "acme/pack.yaml:13:13: demo has nothing called 'corridors.guards.shifts.most'."
            " Did you mean 'corridors.guards.shifts'?"
        ),
        (
            "acme/pack.yaml:17:13: demo has nothing called 'corridors.guards.peple'."
            " Did you mean 'corridors.guards.role'?"
        ),
        (
            "acme/pack.yaml:21:13: demo has nothing called 'corridors.leaders.1.may'."
            " Did you mean 'corridors.leaders.2.may'?"
        ),
        (
            "acme/pack.yaml:25:13: demo has nothing called 'zzz'."
            " Known: property_kinds, facts, factors, corridors, gardens."
        ),
    ]


def test_the_changed_norm_is_judged_where_the_change_stands() -> None:
    """The line is the company's where it wrote, the publisher's where it did not."""
    assert faults_of(
        ("corridors.guards.pre", "to: 2"),
        ("corridors.porters.bands.2.people", "to: 2 m²"),
        ("corridors.porters.bands.1.below", "to: 9 万㎡"),
        ("corridors.all.per", "to: 2"),
    ) == [
        "acme/pack.yaml:9:13: unknown key 'pre'. Did you mean 'per'?",
    ]


def test_what_does_not_fit_together_is_told_at_either_place() -> None:
    assert faults_of(
        ("corridors.porters.bands.2.people", "to: 2 m²"),
        ("corridors.porters.bands.1.below", "to: 9 万㎡"),
        ("corridors.all.per", "to: 2"),
        ("corridors.guards.shifts", "off: true"),
    ) == [
        "demo/corridors.yaml:18:5: the key 'shifts' is missing. Write 'shifts: …'.",
    ]


def test_a_rule_is_replaced_by_a_rule() -> None:
    assert faults_of(("corridors.guards", "to: 2")) == [
        "acme/pack.yaml:10:9: a mapping is expected; found 2.",
    ]


def test_figures_are_judged_like_printed_ones() -> None:
    assert faults_of(
        ("corridors.porters.bands.2.people", "to: 2 m²"),
        ("corridors.all.per", "to: 2"),
    ) == [
        (
            "acme/pack.yaml:10:9: '2 m²' is an area;"
            " a number of people such as '5 people' is expected."
        ),
        "acme/pack.yaml:14:9: 2 has no unit. Write one, such as '2 m²'.",
    ]


def test_a_place_is_changed_once() -> None:
    assert faults_of(
        ("corridors.porters", "off: true"),
        ("corridors.porters.bands.1.people", "to: 2"),
        ("corridors.guards.people", "to: 2"),
        ("corridors.guards.people", "to: 3"),
        ("corridors.all.per", "to: 2 万㎡"),
        ("corridors.all", "off: true"),
    ) == [
        (
            "acme/pack.yaml:13:13: 'corridors.porters.bands.1.people' is changed already, by the"
            " change of 'corridors.porters'. Keep one of them."
        ),
        (
            "acme/pack.yaml:21:13: 'corridors.guards.people' is changed already, by the change of"
            " 'corridors.guards.people'. Keep one of them."
        ),
        (
            "acme/pack.yaml:29:13: 'corridors.all' is changed already, by the change of"
            " 'corridors.all.per'. Keep one of them."
        ),
    ]


def test_a_whole_department_has_no_value() -> None:
    assert faults_of(("gardens", "to: 2")) == [
        (
            "acme/pack.yaml:9:13: 'gardens' is a whole department, which has no value to change."
            " Name a part of it, or switch it off."
        ),
    ]


def test_an_entry_says_what_why_and_who() -> None:
    assert faults_of(
        ("corridors.guards.shifts", "to: 2\n    off: true"),
        ("corridors.guards.shifts", "until: tomorrow\n    off: true"),
        ("corridors.guards.shifts", "off: true\n    approvd_by: me"),
    ) == [
        "acme/pack.yaml:9:5: a change says either 'to' or 'off: true'. Write one of them.",
        ("acme/pack.yaml:15:12: 'tomorrow' is no day. Write it like 2024-01-31, or 'not stated'."),
        "acme/pack.yaml:21:5: unknown key 'approvd_by'. Did you mean 'approved_by'?",
    ]


def test_only_an_overlay_writes_what_was_changed(published: Path) -> None:
    """What is shown as the publisher's and the company's cannot be typed."""
    page = published / "corridors.yaml"
    page.write_text(
        page.read_text("utf-8").replace("    kind: bands\n", "    kind: bands\n    changed: []\n")
    )
    with pytest.raises(sn.NormError) as caught:
        sn.load_norms("./demo")

    assert str(caught.value) == (
        "demo/corridors.yaml:31:14: only an overlay writes what is changed."
        " Remove it; write an entry in 'changes' of an overlay's pack.yaml."
    )


# Additions

RECEPTION = """\
department: corridors
roles:
  receptionist: {en: Receptionist, zh: 前台}
rules:
  - {id: reception, kind: posts, role: receptionist, methods: [posts], clause: H 4, status: company,
     reading: {en: Two shifts., zh: 两班。}, shifts: 2, of: lifts}
findings:
  - {code: lifts.many, severity: info, when: [{fact: lifts, over: 1}],
     message: {en: Many., zh: 多。}}
proof: {rules: {rows: 1, sum: 2}}
"""


def test_rules_roles_and_findings_are_added_with_a_proof_of_their_own() -> None:
    company(HERE, ("corridors.guards.shifts", "to: 1"), corridors=RECEPTION)

    plan = sn.load_norms("./acme").plan(SITE)

    assert plan["corridors"]["receptionist"].headcount == 4  # 2 shifts × 2 lifts
    assert plan["corridors"]["receptionist"].status == "company"
    assert plan["corridors"]["guard"].headcount == 4
    assert "lifts.many" in {finding.code for finding in plan.findings}


def test_rates_and_leaders_are_added() -> None:
    gardens = """
roles: {foreman: {en: Foreman, zh: 班长}}
rates:
  - {activity: mowing, variant: grade_2, clause: H 5, status: printed, quantity: 120 m²}
leaders:
  measured_by: gross_floor_area
  bands: [{clause: H 6, status: printed, posts: {foreman: 1}}]
proof: {rates: {rows: 1, sum: 120}, leaders: {rows: 1, sum: 1}}
"""
    company(HERE, gardens=gardens)

    tasks = [{"activity": "mowing", "variant": "grade_2", "quantity": 960, "times_per_year": 251}]
    people = heads(sn.load_norms("./acme"), tasks=tasks)

    assert people["gardener"] == 1  # 8 hours a day
    assert people["foreman"] == 1


def test_the_proof_of_an_addition_is_held_against_it() -> None:
    [told] = faults_of(corridors=RECEPTION.replace("sum: 2}", "sum: 3}"))

    assert told == (
        "acme/corridors.yaml:10:31: the figures of 'rules' add up to 2, by its proof to 3."
        " Compare both with the page, row by row."
    )


def test_an_addition_needs_a_proof() -> None:
    [told] = faults_of(corridors=RECEPTION[: RECEPTION.index("proof")])

    assert told == (
        "acme/corridors.yaml:1:1: the table 'rules' has no proof."
        " Count and add up the page: 'rules: {rows: …, sum: …}'."
    )


def test_a_department_is_added() -> None:
    pool = """
department: pool
labels: {en: Pool, zh: 泳池}
methods: [{id: posts, needs: [pools]}]
roles: {lifeguard: {en: Lifeguard, zh: 救生员}}
rules:
  - {id: guards, kind: posts, role: lifeguard, methods: [posts], clause: H 7, status: printed,
     shifts: 2, of: pools}
proof: {rules: {rows: 1, sum: 2}}
"""
    pack = """
departments: [pool]
facts:
  pools: {unit: item, whole: true, labels: {en: pools, zh: 泳池数}, keys: [泳池数],
          meaning: {en: Pools., zh: 泳池的数量。}}
"""
    company(HERE, pack=pack, pool=pool)

    assert heads(sn.load_norms("./acme"), pools=3)["lifeguard"] == 6


def test_what_is_there_is_changed_and_not_added() -> None:
    corridors = """
department: corridor
labels: {en: Halls}
roles: {guard: {en: Guard, zh: 保卫}}
leaders: {bands: []}
methods: none
"""
    hint = "Change it in 'changes' of pack.yaml, by its address."

    assert faults_of(corridors=corridors) == [
        (
            "acme/corridors.yaml:2:13: the file is corridors.yaml, but the department is called"
            " 'corridor'. Write the same."
        ),
        f"acme/corridors.yaml:3:10: 'en' is there already. {hint}",
        f"acme/corridors.yaml:4:9: 'guard' is there already. {hint}",
        f"acme/corridors.yaml:5:11: 'bands' is there already. {hint}",
        f"acme/corridors.yaml:6:1: 'methods' cannot be added to what is there. {hint}",
    ]


def test_a_file_belongs_to_a_department() -> None:
    assert faults_of(corridor="roles: {a: {en: A, zh: 甲}}\n", pool="department: pool\n") == [
        (
            "acme/pack.yaml:3:10: ../demo has no department 'corridor', which corridor.yaml would"
            " add to. Did you mean 'corridors'?"
        ),
        (
            "acme/pack.yaml:3:10: ../demo has no department 'pool', which pool.yaml would"
            " add to. List a new one in 'departments'."
        ),
    ]


def test_a_file_that_cannot_be_read_is_told() -> None:
    assert faults_of(corridors="- a\n", gardens="rules: [\n")[0] == (
        "acme/corridors.yaml:1:1: the top level is a list; a mapping that describes a department"
        " is expected. Write one 'name: value' a line, such as 'lifts: 46'."
    )


# Days


def test_a_change_that_has_ended_is_not_made_and_the_plan_says_so() -> None:
    """It counts until its last day; without a day it is made, and its end is shown."""
    company(
        HERE,
        ("corridors.guards.shifts", "to: 2\n    until: 2026-12-31"),
        ("property_kinds", "to: [office]\n    until: 2026-12-31"),
    )
    last = sn.load_norms("./acme", as_of="2026-12-31").plan(SITE)
    after = sn.load_norms("./acme", as_of="2027-01-01").plan(SITE)
    ended = [each for each in after.findings if each.code == "change.ended"]

    assert last["corridors"]["guard"].headcount == 8
    assert after["corridors"]["guard"].headcount == 12
    assert after["corridors"]["guard"].status == "printed"
    assert [(each.department, each.message["en"]) for each in ended] == [
        (
            "corridors",
            (
                "The company's change of corridors.guards.shifts ended on 2026-12-31; the"
                " published norm counts again. Have it approved anew, or remove it."
            ),
        ),
        (
            "",
            (
                "The company's change of property_kinds ended on 2026-12-31; the"
                " published norm counts again. Have it approved anew, or remove it."
            ),
        ),
    ]
    assert after.norms["changes"] == []
    assert not [each for each in last.findings if each.code == "change.ended"]
    assert sn.load_norms("./acme").plan(SITE)["corridors"]["guard"].headcount == 8


# Overlays of overlays


def test_an_overlay_may_extend_an_overlay() -> None:
    """Group and city: the city's figure counts, and what each found is kept."""
    company(HERE, ("corridors.guards.shifts", "to: 2"), corridors=RECEPTION)
    company(HERE, ("corridors.guards.shifts", "to: 1"), id_="city", extends="../acme")

    plan = sn.load_norms("./city").plan(SITE)
    line = plan["corridors"]["guard"]

    assert line.headcount == 4
    assert [(each.printed, each.to) for each in line.sources[0].changes] == [("3", "2"), ("2", "1")]
    assert [each["to"] for each in plan.norms["changes"]] == ["2", "1"]
    assert plan.norms["extends"]["id"] == "acme"
    assert plan.norms["extends"]["extends"]["id"] == "demo"


def test_a_circle_is_told() -> None:
    company(HERE, extends="../city")
    company(HERE, id_="city", extends="../acme")

    with pytest.raises(sn.NormError) as caught:
        sn.load_norms("./city")

    assert str(caught.value) == (
        "city/pack.yaml:3:10: 'city' extends itself, by way of what it extends."
        " Name a published norm."
    )


@pytest.mark.parametrize(
    ("extends", "told"),
    [
        ("cn-estat", "no norm is called 'cn-estat'. Did you mean 'cn-estate'?"),
        ("../nowhere", "there is no such folder. Check the name."),
    ],
)
def test_what_is_extended_must_be_there(extends: str, told: str) -> None:
    company(HERE, extends=extends)

    with pytest.raises(sn.NormError) as caught:
        sn.load_norms("./acme")

    assert str(caught.value) == f"acme/pack.yaml:3:10: {told}"


def test_a_published_norm_is_extended_by_its_id() -> None:
    company(HERE, ("security.patrols.per", "to: 6 万㎡"), extends="cn-estate")

    norms = sn.load_norms("./acme")
    people = norms.headcount({"patrol_area": "10 万㎡"}, methods={"security": "posts"})

    assert people["patrol_guard"] == 12  # 3 × 2 × ⌈100,000 ÷ 60,000⌉


def test_the_faults_of_what_is_extended_come_first(published: Path) -> None:
    text = (published / "pack.yaml").read_text("utf-8")
    (published / "pack.yaml").write_text(text.replace("trust: C", "trust: D"), "utf-8")

    assert faults_of(("x", "to: 2")) == ["demo/pack.yaml:5:8: unknown trust 'D'. Known: A, B, C."]


# What if


def test_what_if_a_figure_were_another() -> None:
    """A new norm, marked as such; the old one stays as it is, and both can be pickled."""
    norms = sn.load_norms("./demo")
    what_if = norms.with_changes({"corridors.guards.shifts": 2, "corridors.stairs": None})
    again = what_if.with_changes({"corridors.porters.bands.2.people": 4})
    copy = pickle.loads(pickle.dumps(again))  # noqa: S301 - our own

    assert (heads(norms)["guard"], heads(what_if)["guard"], heads(again)["porter"]) == (12, 8, 4)
    assert (what_if.id, again.id, again.version) == ("demo*", "demo*", "2024.1.0")
    assert len({norms.hash, what_if.hash, again.hash}) == 3
    assert "cleaner" not in heads(what_if)
    assert what_if.plan(SITE).norms["extends"]["hash"] == norms.hash
    assert copy.plan(SITE) == again.plan(SITE)
    assert what_if.changes[0].reason == (("en", "what if"), ("zh", "试算"))
    assert norms.with_changes({}).headcount(SITE) == norms.headcount(SITE)


def test_faults_of_a_what_if_are_placed_by_address() -> None:
    norms = sn.load_norms("./demo")
    with pytest.raises(sn.NormError) as caught:
        norms.with_changes({"corridors.all.per": "6 hours", "corridors.guards.peple": 3})
    with pytest.raises(sn.NormError) as unknown:
        norms.with_changes({"corridors.gards.shifts": 2})
    with pytest.raises(sn.NormError) as shape:
        norms.with_changes(["corridors.all.per"])  # type: ignore[arg-type]

    assert str(caught.value) == (
        "corridors.guards.peple: unknown key 'peple'. Did you mean 'people'?"
    )
    assert str(unknown.value) == (
        "corridors.gards.shifts: demo has nothing called 'corridors.gards.shifts'."
        " Did you mean 'corridors.guards.shifts'?"
    )
    assert str(shape.value) == ("changes: list is no mapping; write {'security.patrols.per': …}.")


# Faces


def test_every_face_shows_what_was_changed() -> None:
    company(
        HERE,
        ("corridors.guards.shifts", "to: 2\n    until: 2026-12-31"),
        ("corridors.guards.people", "to: 1"),
        ("corridors.stairs", "off: true"),
    )
    norms = sn.load_norms("./acme", as_of=date(2026, 5, 1))
    plan = norms.plan(SITE)
    shifts = "2 in place of 3; approved by: Board; until: 2026-12-31; reason: We can."
    shown = [
        f"corridors.guards.shifts: {shifts}",
        (
            "corridors.guards.people: 1 in place of what is not printed; approved by: Board;"
            " reason: We can."
        ),
        "corridors.stairs: switched off; approved by: Board; reason: We can.",
    ]
    chinese = "corridors.guards.shifts：2（原文：3）；批准：Board；有效至：2026-12-31；理由：可行。"

    assert "  Clause 1 (company figure)\n" + "".join(
        f"    {each}\n" for each in shown[:2]
    ) in plan.explain("guard")
    assert chinese in plan.explain("guard", lang="zh")
    for text in (plan.to_text(), plan.to_markdown(), plan.to_html(), printed_norm(norms, "en")):
        assert all(each in text for each in shown)
        assert "Changes to the published norm" in text
    assert "企业调整" in plan.to_text(lang="zh")
    [source] = [each["source"] for each in plan.to_dict()["departments"][0]["lines"][:1]]
    assert source == {
        "clause": "1",
        "status": "company",
        "changes": plan.norms["changes"][:2],
    }
    assert json.loads(plan.to_json())["norms"]["changes"][0] == {
        "change": "corridors.guards.shifts",
        "printed": "3",
        "to": "2",
        "reason": {"en": "We can.", "zh": "可行。"},
        "approved_by": "Board",
        "until": "2026-12-31",
    }


def test_every_face_is_stamped() -> None:
    """Which norm, since when, for which day, and what it extends."""
    company(HERE)
    plan = sn.load_norms("./acme", as_of="2026-05-01").plan(SITE)
    stamp = "In force: 2026-01-01 – not stated"
    extends = "Extends: Demonstration (demo 2024.1.0)"

    assert plan.norms == {
        "id": "acme",
        "version": "2026.1.0",
        "hash": sn.load_norms("./acme").hash,
        "title": {"en": "Acme", "zh": "安可"},
        "trust": "A",
        "source": {"en": "Handbook", "zh": "手册"},
        "property_kinds": ["residential"],
        "in_force": {"from": "2026-01-01", "to": None},
        "extends": {
            "id": "demo",
            "version": "2024.1.0",
            "hash": sn.load_norms("./demo").hash,
            "title": {"en": "Demonstration", "zh": "示例"},
            "trust": "C",
            "source": {"en": "Made up.", "zh": "虚构。"},
            "property_kinds": ["residential"],
            "in_force": {"from": "2024-01-01", "to": None},
            "extends": None,
        },
        "as_of": "2026-05-01",
        "changes": [],
        "switched_off": {},
    }
    assert f"\n{stamp}\nAs of: 2026-05-01\n{extends}\n\n" in plan.to_text()
    assert f"\n\n{stamp}\n\nAs of: 2026-05-01\n\n{extends}\n\n" in plan.to_markdown()
    assert plan.to_markdown().endswith(f"\n\nacme · 2026.1.0 · {plan.norms['hash']}\n")
    for told in ("2026-01-01 – not stated", "2026-05-01", "Demonstration (demo 2024.1.0)"):
        assert told in plan.to_html()


def test_the_hash_follows_what_is_extended(published: Path) -> None:
    """A letter of the published norm makes another hash of the company's."""
    company(HERE)
    before = sn.load_norms("./acme").hash
    text = (published / "pack.yaml").read_text("utf-8")
    (published / "pack.yaml").write_text(text.replace("Made up.", "Made up"), "utf-8")

    assert sn.load_norms("./acme").hash != before
