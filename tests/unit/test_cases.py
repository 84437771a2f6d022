"""The cases beside a norm are read, judged and run; what differs is told at its place."""

from pathlib import Path

import pytest

from drafts import CASES, draft
from staffing_norms.foundation.errors import NormError, known_names
from staffing_norms.foundation.library import home_at
from staffing_norms.planning.cases import Difference, check_cases, read_cases, run_case, told
from staffing_norms.planning.loading import load_norms

CASE = f"my-norm/{CASES}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def differences(*changes: tuple[str, str]) -> list[Difference]:
    """Return what differs once the cases of the draft are changed."""
    home = home_at(draft("my-norm", *((CASES, old, new) for old, new in changes)))
    norms, cases = load_norms(home.folder), read_cases(home)
    check_cases(norms, cases)
    return [each for case in cases for each in run_case(norms, case).differences]


def faults(*changes: tuple[str, str]) -> list[str]:
    with pytest.raises(NormError) as caught:
        differences(*changes)
    return str(caught.value).splitlines()


def test_a_case_that_passes_says_nothing() -> None:
    """Nor is there anything to tell."""
    home = home_at(draft("my-norm"))
    outcomes = [run_case(load_norms(home.folder), case) for case in read_cases(home)]

    assert [outcome.passed for outcome in outcomes] == [True, True, True]
    assert told(outcomes[0], "en") == ""
    assert str(outcomes[0].placed) == "grounds: a small estate"


def test_a_role_that_differs_is_told_with_its_formula() -> None:
    """What the case says, what the plan has, and how it comes to that."""
    [difference] = differences(("gate_guard: 12", "gate_guard: 13"))

    assert difference == Difference(
        "gate_guard",
        "13",
        "12",
        {"en": "3 shifts × 2 people × 2 = 12", "zh": "3班×2人×2=12"},
        "my-norm/cases/grounds.yaml:7:45",
    )


@pytest.mark.parametrize(
    ("old", "new", "what", "expected", "got"),
    [
        ("grounds: 17", "grounds: 18", "grounds", "18", "17"),
        ("headcount: 42", "headcount: 43", "headcount", "43", "42"),
        ("headcount: 42", "gaps: [households]", "gaps", "households", ""),
        ("headcount: 42", "findings: [composite.below]", "findings", "composite.below", ""),
        ("headcount: 42", "without: [property.other_kind]", "without", "", "property.other_kind"),
        ("grounds_workforce: 40", "gate_guard: 1", "gate_guard", "1", "0"),
        ("headcount: 42", "unknown: [grounds_workforce]", "grounds_workforce", "?", "40"),
    ],
)
def test_whatever_differs(old: str, new: str, what: str, expected: str, got: str) -> None:
    """People of departments and the site, gaps, findings, roles that nobody plans."""
    changes = [(old, new)]
    if new.startswith("without"):
        changes.append(("20 万㎡}\n    expect", "20 万㎡, property_kind: office}\n    expect"))
    found = differences(*changes)

    assert (what, expected, got) in [(each.what, each.expected, each.got) for each in found]


@pytest.mark.parametrize(
    ("new", "what", "expected", "got"),
    [
        ("on_duty: {gate_guard: 5}", "gate_guard.on_duty", "5", "4"),
        ("on_duty: {gate_guard: not stated}", "gate_guard.on_duty", "not stated", "4"),
        ("on_duty: {grounds_supervisor: 1}", "grounds_supervisor.on_duty", "1", "not stated"),
        (
            "shared_with: {gate_guard: [cleaning, security]}",
            "gate_guard.shared_with",
            "cleaning, security",
            "",
        ),
        ("refused: [entrances]", "refused", "entrances", ""),
        ("findings: [detail.missing]", "findings", "detail.missing", ""),
    ],
)
def test_what_else_may_differ(new: str, what: str, expected: str, got: str) -> None:
    """Two guards at each of two gates; a leader's shifts are not stated; nobody is shared."""
    found = differences(("departments: {grounds: 17}", new))

    assert (what, expected, got) in [(each.what, each.expected, each.got) for each in found]


AS_NEEDED = """as_needed:
  boat_keeper: {labels: {en: Boat keeper, zh: 船只管理员}, clause: "9", status: printed}

proof:
"""


@pytest.mark.parametrize(("scope", "expected"), [("grounds", []), ("security", ["boat_keeper"])])
def test_a_role_as_needed_is_noted_where_its_department_is_planned(
    scope: str, expected: list[str]
) -> None:
    site = f"{{gross_floor_area: 20 万㎡, scope: [{scope}]}}"
    text = f"cases: [{{name: a, source: b, site: {site}, as_needed: [boat_keeper]}}]"
    folder = draft("my-norm", ("grounds.yaml", "proof:\n", AS_NEEDED))
    (folder / CASES).write_text(text, "utf-8")
    home = home_at(folder)
    outcome = run_case(load_norms(home.folder), read_cases(home)[0])

    assert [each.expected for each in outcome.differences] == expected


def test_a_site_that_is_refused_as_the_case_says() -> None:
    """It has no plan: what else the case says is not asked."""
    half = ("entrances: 2, lifts: 12", "entrances: 1.5, lifts: 12")

    assert differences(half, ("departments: {grounds: 17}", "refused: [entrances]")) == []


def test_findings_that_are_raised_or_not_as_the_case_says() -> None:
    """An office is no residential estate, and a plan of it says so."""
    office = ("20 万㎡}\n    expect", "20 万㎡, property_kind: office}\n    expect")
    expected = (
        "    headcount: 42",
        "    findings: [property.other_kind]\n    without: [composite.below]",
    )
    none = ("grounds_workforce: 40, grounds_supervisor: 1, grounds_deputy: 1", "")

    assert differences(office, expected, none) == []


def test_a_day_that_cannot_be_read() -> None:
    """It is told as on a title page."""
    assert faults(("stance: lean", "as_of: soon")) == [
        f"{CASE}:19:12: 'soon' is no day. Write it like 2024-01-31, or 'not stated'."
    ]


def test_a_finding_that_this_norm_cannot_raise_is_not_raised() -> None:
    """Where every norm knows it; it cannot be expected."""
    found = load_norms(draft("my-norm")).rulebook.findings
    codes = dict.fromkeys(each.code for each in found)
    expected = ("headcount: 42", "without: [total.below]")

    assert differences(expected) == []
    assert faults(("headcount: 42", "findings: [composite.beloww, total.below]")) == [
        f"{CASE}:14:16: my-norm has no finding 'composite.beloww'. Did you mean 'composite.below'?",
        f"{CASE}:14:34: my-norm has no finding 'total.below'. {known_names(codes)}",
    ]


def test_a_department_out_of_scope_has_nobody() -> None:
    """As a role of it has nobody."""
    found = differences(("entrances: 2, ", "scope: [security], "))

    assert [(each.what, each.got) for each in found] == [
        ("site_secretary", "0"),
        ("gate_guard", "0"),
        ("lift_keeper", "0"),
        ("desk_officer", "0"),
        ("grounds_supervisor", "0"),
        ("grounds", "0"),
    ]


def test_what_is_unknown() -> None:
    """Without the lifts, their keeper is a gap, which a case may say."""
    without_lifts = ("lifts: 12, ", "")
    posts = "methods: {grounds: posts}"
    found = differences(without_lifts, ("departments: {grounds: 17}", posts))

    assert [(each.what, each.expected, each.got) for each in found] == [
        ("lift_keeper", "2", "?"),
        ("gaps", "", "lifts"),
    ]
    assert (
        differences(
            without_lifts,
            ("lift_keeper: 2, ", ""),
            (
                "departments: {grounds: 17}",
                f"{posts}\n    unknown: [lift_keeper]\n    gaps: [lifts]",
            ),
        )
        == []
    )


def test_a_difference_is_one_line_in_either_language() -> None:
    """With its place, the case, what differs and the formula."""
    home = home_at(draft("my-norm", (CASES, "gate_guard: 12", "gate_guard: 13")))
    outcome = run_case(load_norms(home.folder), read_cases(home)[0])

    assert told(outcome, "en") == (
        "my-norm/cases/grounds.yaml:7:45: a small estate: gate_guard: expected 13, got 12; "
        "3 shifts × 2 people × 2 = 12"
    )
    assert told(outcome, "zh") == (
        "my-norm/cases/grounds.yaml:7:45: a small estate：gate_guard：应为 13，实得 12；"
        "3班×2人×2=12"
    )


def test_names_that_the_norm_does_not_have() -> None:
    """All at once, each at its place, with what was meant."""
    assert faults(
        ("gate_guard: 12", "gate_gard: 12"),
        ("lifts: 12", "liftz: 12"),
        ("{grounds: 17}", "{ground: 17}\n    methods: {grounds: post, ground: posts}"),
        ("stance: lean", "gaps: [lift]\n    findings: [composite.belov]\n    unknown: [sweper]"),
    ) == [
        "my-norm/cases/grounds.yaml:6:50: no fact is called 'liftz'. Did you mean 'lifts'?",
        f"{CASE}:7:33: my-norm has no role 'gate_gard'. Did you mean 'gate_guard'?",
        f"{CASE}:8:19: my-norm has no department 'ground'. Did you mean 'grounds'?",
        "my-norm/cases/grounds.yaml:9:24: grounds has no method 'post'. Did you mean 'posts'?",
        f"{CASE}:9:30: my-norm has no department 'ground'. Did you mean 'grounds'?",
        (
            "my-norm/cases/grounds.yaml:20:12: my-norm has no fact that a plan may lack 'lift'. "
            "Did you mean 'lifts'?"
        ),
        (
            "my-norm/cases/grounds.yaml:21:16: my-norm has no finding 'composite.belov'. "
            "Did you mean 'composite.below'?"
        ),
        "my-norm/cases/grounds.yaml:22:15: my-norm has no role 'sweper'. Did you mean 'sweeper'?",
    ]


def test_files_of_cases_with_faults() -> None:
    """Of all files, in their order."""
    folder = draft("my-norm", (CASES, "expect: {site", "expects: {site"))
    (folder / "cases/bad.yaml").write_text("cases: [{name: a}]\n", "utf-8")
    with pytest.raises(NormError) as caught:
        read_cases(home_at(folder))

    assert str(caught.value).splitlines() == [
        "my-norm/cases/bad.yaml:1:9: the key 'source' is missing. Write 'source: …'.",
        "my-norm/cases/bad.yaml:1:9: the key 'site' is missing. Write 'site: …'.",
        "my-norm/cases/grounds.yaml:7:5: unknown key 'expects'. Did you mean 'expect'?",
    ]
