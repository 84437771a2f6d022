"""Whatever is wrong in a norm's files is told at once, each fault with its place and remedy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from messages import settled
from staffing_norms.foundation.documents import parse_document, read_document
from staffing_norms.foundation.errors import NormError
from staffing_norms.foundation.library import Home, find_norm
from staffing_norms.publications.check import check_findings, check_norm
from staffing_norms.publications.editions import open_norm

BAD = Path(__file__).parents[1] / "bad"
DEMO = {path.name: path.read_text("utf-8") for path in sorted((BAD / "norm_demo").iterdir())}
FAULTS = cast("list[Any]", read_document(BAD / "norm_faults.yaml", NormError).data)

COMPARE = "Compare both with the page, row by row."

Errors = Callable[..., NormError]


@pytest.fixture
def errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Errors:
    """Return what is wrong with the demonstration once its files are changed."""

    def found(**changed: str) -> NormError:
        folder = tmp_path / "demo"
        folder.mkdir()
        for file, text in {
            **DEMO,
            **{f"{name}.yaml": text for name, text in changed.items()},
        }.items():
            (folder / file).write_text(text, "utf-8")
        monkeypatch.chdir(tmp_path)
        with pytest.raises(NormError) as caught:
            open_norm(Home("demo", Path("demo")))
        return caught.value

    return found


def altered(name: str, *changes: tuple[str, str]) -> str:
    """Return a file of the demonstration with each text replaced once."""
    text = DEMO[f"{name}.yaml"]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_a_norm_is_read_from_any_folder(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    for file, text in DEMO.items():
        (folder / file).write_text(text, "utf-8")

    opened = open_norm(Home("demo", folder))

    assert opened.pack.id == "demo"
    assert [file.department for file in opened.departments] == ["corridors", "gardens", "halls"]


def test_the_shipped_norm_has_its_departments_in_printed_order() -> None:
    opened = open_norm(find_norm("cn-estate"))

    assert [file.department for file in opened.departments] == list(opened.pack.departments)


@pytest.mark.parametrize("slip", FAULTS, ids=[slip["code"] for slip in FAULTS])
def test_a_slip_is_told_with_its_place_and_remedy(slip: dict[str, str], errors: Errors) -> None:
    text, old = DEMO[slip["file"]], slip["old"]
    assert old in text
    name = slip["file"].removesuffix(".yaml")

    error = errors(**{name: text.replace(old, slip["new"], -1 if "all" in slip else 1)})

    assert settled(str(error)) == slip["says"]
    assert error.faults[0].code == slip["code"]


def test_all_faults_of_all_files_are_told_in_the_order_of_files_and_lines(errors: Errors) -> None:
    error = errors(
        pack=altered("pack", ('"2024.1.0"', '"1"'), ("[residential]", "[resident]")),
        corridors=altered("corridors", ("role: guard", "role: gard"), ("rows: 2", "rows: 3")),
        gardens=altered("gardens", ("status: reading", "status: red"), ("severity:", "sverity:")),
    )

    assert str(error).splitlines() == [
        "demo/pack.yaml:3:10: '1' is no version. Write year, number, number, such as '2024.1.0'.",
        "demo/pack.yaml:8:18: property_kind has no word 'resident'. Did you mean 'residential'?",
        "demo/corridors.yaml:20:11: the role 'gard' has no label. Did you mean 'guard'?",
        f"demo/corridors.yaml:74:19: the table 'leaders' has 2 rows, its proof 3. {COMPARE}",
        (
            "demo/gardens.yaml:13:14: unknown status 'red'. "
            "Known: printed, corrected, reading, silent, doubtful, company."
        ),
        "demo/gardens.yaml:24:5: unknown key 'sverity'. Did you mean 'severity'?",
    ]


def test_a_file_that_is_not_yaml_does_not_hide_the_faults_of_the_others(errors: Errors) -> None:
    error = errors(corridors="department: [", gardens=altered("gardens", ("sum: 24", "sum: 25")))

    assert [fault.where for fault in error.faults] == [
        "demo/corridors.yaml:1:14",
        "demo/gardens.yaml:30:25",
    ]


def test_departments_are_judged_without_a_title_page_that_can_be_read(errors: Errors) -> None:
    own_facts = DEMO["pack.yaml"].partition("facts:")[2]
    error = errors(
        pack=altered("pack", ("trust: C", "trust: D"), ("facts:" + own_facts, "")),
        gardens=altered("gardens", ("fountains]", "lifts]"), ("of: fountains", "of: lift")),
        halls=altered("halls", ("choose: counted_by", "choose: larger")),
    )

    assert str(error).splitlines() == [
        "demo/pack.yaml:6:8: unknown trust 'D'. Known: A, B, C.",
        "demo/gardens.yaml:13:64: no fact is called 'lift'. Did you mean 'lifts'?",
    ]


def test_departments_wait_for_a_title_page_that_is_not_yaml() -> None:
    """It may declare the fact that a department names."""
    files = {**DEMO, "pack.yaml": "id: [", "gardens.yaml": altered("gardens", ("of: f", "of: g"))}

    with pytest.raises(NormError) as caught:
        check_norm("demo", files, lambda file: parse_document(files[file], NormError, file=file))

    assert [fault.where for fault in caught.value.faults] == ["pack.yaml:1:6"]


def test_departments_wait_for_the_facts_of_a_title_page_that_cannot_be_read(
    errors: Errors,
) -> None:
    error = errors(pack=altered("pack", ("trust: C", "trust: D")))

    assert str(error) == "demo/pack.yaml:6:8: unknown trust 'D'. Known: A, B, C."


def test_a_title_page_that_is_not_yaml_hides_what_depends_on_it(errors: Errors) -> None:
    error = errors(pack="id: [", corridors=altered("corridors", ("sum: 56", "sum: 57")))

    assert [fault.where for fault in error.faults] == ["demo/pack.yaml:1:6"]


def test_hours_are_not_divided_by_a_fact_that_may_be_zero(errors: Errors) -> None:
    error = errors(
        pack=altered("pack", ("unit: item", "unit: day"), ("default: {same_as: households}", "")),
        gardens=altered(
            "gardens", ("days: landscaping_days", "days: fountains"), ("per: 4", "per: 4 days")
        ),
    )

    assert str(error) == (
        "demo/gardens.yaml:11:42: 'fountains' may be 0, and hours are divided by it."
        " Name a fact above 0."
    )


def test_an_activity_is_work_of_one_department(errors: Errors) -> None:
    rates = """
rates:
  - {activity: mowing, variant: grade_2, clause: "1", status: printed, quantity: 9 m²}
proof:
  rates: {rows: 1, sum: 9}"""
    work = """rules:
  - {id: work, kind: work, role: cleaner, methods: [posts], clause: "1", status: printed,
     hours_per_day: hours_per_day, days: cleaning_days}"""
    error = errors(
        corridors=altered(
            "corridors", ("rules:", work), ("\nproof:", rates), ("rows: 4", "rows: 5")
        ),
        gardens=altered(
            "gardens",
            ("{activity: mowing, variant: grade_1", "{activity: watering, variant: manual"),
        ),
    )

    assert str(error) == (
        "demo/gardens.yaml:18:16: 'mowing' is work of corridors, which rates it too."
        " Keep the rates of one department."
    )


def test_a_norm_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NormError) as caught:
        open_norm(Home("demo", Path("demo")))

    assert str(caught.value) == (
        "demo/pack.yaml: there is no such file. Check the name and the folder."
    )


def test_files_may_come_from_anywhere() -> None:
    pack, _ = check_norm("demo", DEMO, lambda file: parse_document(DEMO[file], NormError))

    assert pack.version == "2024.1.0"


def test_the_findings_that_norms_share_are_judged_as_their_own_are() -> None:
    text = """
findings:
  a.b:
    severity: info
    message: {en: A., zh: 甲。}
    when: [{fact: gross_floor_area, below: 500 lifts}, {fact: land_area, over: land_aera}]
  c.d:
    severity: info
    message: {en: C., zh: 丙。}
    when: [{method: posts}, {fact: lifts, over: households}]
"""
    with pytest.raises(NormError) as caught:
        check_findings(parse_document(text, NormError, file="findings.yaml"))

    assert str(caught.value).splitlines() == [
        "findings.yaml:6:44: '500 lifts' is a number of lifts; an area such as '5 m²' is expected.",
        "findings.yaml:6:80: no fact is called 'land_aera'. Did you mean 'land_area'?",
        "findings.yaml:10:21: no method is called 'posts'.",
        (
            "findings.yaml:10:49: 'households' has the unit 'household'; a fact with 'lift' is"
            " expected. Name another fact."
        ),
    ]


def test_a_ratio_among_the_shared_findings_is_judged() -> None:
    """Areas by areas are plain numbers; else the bounds are measured as what is divided."""
    text = """
findings:
  a.b:
    severity: warning
    message: {en: A., zh: 甲。}
    ratio: {of: [gross_floor_area], to: [households], below: 40 lifts, over: 400 m²}
  c.d:
    severity: warning
    message: {en: C., zh: 丙。}
    ratio: {of: [outdoor_green_area], to: [land_area, green_ratio], below: 0.8 m², over: 1.2–1.3}
  e.f:
    severity: warning
    message: {en: E., zh: 戊。}
    ratio: {of: [above_ground_area, enclosed], to: [land_aera], over: 1}
"""
    with pytest.raises(NormError) as caught:
        check_findings(parse_document(text, NormError, file="findings.yaml"))

    assert str(caught.value).splitlines() == [
        "findings.yaml:6:62: '40 lifts' is a number of lifts; an area such as '5 m²' is expected.",
        "findings.yaml:10:76: '0.8 m²' is an area; a plain number such as '5' is expected.",
        "findings.yaml:10:90: '1.2–1.3' is a range; one number is expected. Write one number.",
        (
            "findings.yaml:14:37: 'enclosed' is true or false; a number is expected. "
            "Name another fact."
        ),
        "findings.yaml:14:53: no fact is called 'land_aera'. Did you mean 'land_area'?",
    ]
