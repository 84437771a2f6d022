"""A norm is printed with every role, rate, clause and status."""

from dataclasses import replace
from random import Random

import pytest

import staffing_norms as sn
from norms.slips import PACK, Data, Files, all_slips
from staffing_norms.authoring.printed import printed_norm
from staffing_norms.foundation.documents import document_of
from staffing_norms.foundation.errors import NormError
from staffing_norms.foundation.formula import Output
from staffing_norms.foundation.languages import LANGUAGES, Language
from staffing_norms.foundation.library import find_norm
from staffing_norms.foundation.schema import validate
from staffing_norms.program.rulebook import compile_rules
from staffing_norms.publications.check import read_findings
from staffing_norms.publications.pack import DepartmentFile
from staffing_norms.results.planner import Planner
from staffing_norms.sites.vocabulary import vocabulary

NORMS = sn.load_norms("cn-estate")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_role_and_rate_is_printed(lang: Language) -> None:
    """By its id."""
    text = printed_norm(NORMS, lang)

    for output in NORMS.rulebook.program.outputs:
        department, _, work = output.name.partition(".rate.")
        if work and "." not in department:
            assert all(f"`{part}`" in text for part in work.split(":"))
    for layout in NORMS.rulebook.departments:
        assert f"`{layout.department}`" in text
        assert all(f"`{role.role}` |" in text for role in layout.roles)


@pytest.mark.parametrize(
    ("lang", "row"),
    [
        (
            "en",
            "| Lift technician `lift_technician` | posts | ⌈lifts ÷ 10⌉ | 三(三)4 | as printed |",
        ),
        (
            "en",
            (
                "| Indoor gardener `indoor_gardener` | tasks, posts | ⌈(land area ÷ 20,000 or, "
                "if that is not stated, households ÷ 200) if indoor greenery⌉ "
                "| 三(五)15 | as printed |"
            ),
        ),
        (
            "en",
            (
                "| Landscaping leader `landscaping_leader` | leaders | 2 if gross floor area "
                "≥ 300,000 | 三(五)16(2) | as printed |"
            ),
        ),
        (
            "en",
            (
                "| Gardener `gardener` | tasks | ⌈(Σ(quantity × times a year ÷ work rate) + hours "
                "by the frequency profile) ÷ (hours a day × days of landscaping a year)⌉ "
                "| 三(五)1–13 | as printed |"
            ),
        ),
        (
            "zh",
            (
                "| 绿化工 `gardener` | 工时定额 | ⌈(Σ(工程量×年作业次数÷工效)+频次标准工时)"
                "÷(日工作小时×绿化年作业天数)⌉ | 三(五)1–13 | 原文 |"
            ),
        ),
        ("en", "| sweeping stairs `stair_sweeping` | 14 floors an hour | 三(四)1 | as printed |"),
        (
            "en",
            (
                "| pruning large trees `tree_pruning` · crown below 5 m, height to 3 m "
                "`crown_below_5_m` | [5 ¦ 3.5 ¦ 2] trees an hour | 三(五)2(4) | as printed |"
            ),
        ),
        (
            "en",
            (
                "| weeding `weeding` · by hand `hand` | not printed; the task states its own, "
                "in m² an hour |  |  |"
            ),
        ),
        ("zh", "| 电梯工 `lift_technician` | 分项定额 | ⌈电梯数÷10⌉ | 三(三)4 | 原文 |"),
        ("zh", "| 梯级清扫 `stair_sweeping` | 每小时 14 层 | 三(四)1 | 原文 |"),
        ("zh", "| 作业项目 | 工效 | 条款 | 读法 |"),
    ],
)
def test_a_row(lang: Language, row: str) -> None:
    """Name, method, formula with the names of facts, clause and status."""
    assert row in printed_norm(NORMS, lang).splitlines()


@pytest.mark.parametrize(
    ("norm", "row"),
    [
        (
            "cn-security-posts",
            "if kind of buildings = multi-storey without lifts; else not defined by the norm | 3 |",
        ),
        (
            "cn-security-posts",
            "| 3 | not defined by the norm | Floor patrols are printed for high-rise buildings",
        ),
        (
            "cn-service-levels",
            ") × (0.9 if factor for large sites and gross floor area > 500,000; else 1)⌉ | 3; 7 |",
        ),
        ("cn-service-levels", "| 7 | our reading | The note allows the factor"),
    ],
)
def test_what_is_undefined_and_what_factors_say_is_printed(norm: str, row: str) -> None:
    assert row in printed_norm(sn.load_norms(norm), "en")


@pytest.mark.parametrize(
    ("lang", "row"),
    [
        ("en", "## Standards of service"),
        ("en", "| Standard | Figure | Clause | Status | Note |"),
        (
            "en",
            (
                "| Telephone answered within `telephone_rings` | 3 rings "
                "| 000; 001; 002; 004 | as printed |  |"
            ),
        ),
        (
            "en",
            (
                "| Households visited `visits` | 4–5 a day | 001 | as printed "
                "| The number of visiting officers follows from it. |"
            ),
        ),
        ("zh", "| 急修到场时限 `emergency_repair` | 30 分钟 | 004 | 原文 |  |"),
    ],
)
def test_what_is_asked_of_the_service_is_printed(lang: Language, row: str) -> None:
    """Each standard with its figure and clause, of the norm that has some."""
    assert row in printed_norm(sn.load_norms("cn-service-standards"), lang).splitlines()
    assert row not in printed_norm(NORMS, lang).splitlines()


def test_the_head_says_which_norm_and_how_to_read_it() -> None:
    """Title, id, version; what it is for and where it is from; brackets of rounding and ranges."""
    head, about, legend, *_ = printed_norm(NORMS, "en").split("\n\n")

    assert head == "# Staffing quotas for residential estates (advisory) (cn-estate 2024.1.0)"
    assert about == (
        "residential estate · trade text that several copies agree on · An advisory trade text "
        "without a document number; some copies carry a title that names Shenzhen."
    )
    assert legend == (
        "⌈ ⌉ rounds up and ⌊ ⌋ down to whole people. "
        "[a ¦ b ¦ c] are the figures of the stances lean, typical and generous."
    )


def test_methods_are_printed_with_what_they_need() -> None:
    """In their order, and whether a plan takes them by itself."""
    rows = printed_norm(NORMS, "en").splitlines()

    assert "| tasks `tasks` | tasks | in this order, once its facts are stated |" in rows
    assert "| stairwells `stairs` | buildings | only if asked for |" in rows
    assert (
        "| composite quota `composite` | gross floor area | in this order, once its facts are "
        "stated; one quota for the department |"
    ) in rows
    assert (
        "| posts `posts` | entrances, car-park entrances, monitoring centres, fixed posts or area "
        "watched by fixed posts | in this order, once its facts are stated |"
    ) in rows


@pytest.mark.parametrize(
    ("lang", "row"),
    [
        ("en", "| 三(三)4 | as printed | Many sites contract lift maintenance out. |"),
        ("zh", "| 三(二)7 | 编者理解 | 综合定额按不含管理及班组长的一线人员理解。 |"),
    ],
)
def test_readings_and_notes_are_printed(lang: Language, row: str) -> None:
    """With their clauses."""
    assert row in printed_norm(NORMS, lang).splitlines()


def test_what_stands_in_no_department_is_printed_too() -> None:
    """Whatever has a clause: every source of the program is in the page, but for the law's."""
    for norm in sn.available_norms():
        loaded = sn.load_norms(norm)
        text = printed_norm(loaded, "en")
        clauses = {
            each.source.clause
            for each in loaded.rulebook.program.outputs
            if each.source and each.name not in loaded.rulebook.cover.by_law
        }

        assert {clause for clause in clauses if clause not in text} == set()


def test_a_role_as_needed_is_printed() -> None:
    """With its clause, and without a figure."""
    needed = [
        (norm, each.role)
        for norm in sn.available_norms()
        for layout in sn.load_norms(norm).rulebook.departments
        for each in layout.as_needed
    ]

    assert needed
    for norm, role in needed:
        assert f"`{role}` |  | as needed, without a figure |" in printed_norm(
            sn.load_norms(norm), "en"
        )


def test_tables_for_a_terminal() -> None:
    """The same words without the marks of Markdown, in columns."""
    lines = printed_norm(NORMS, "en", "table").splitlines()
    [row] = [line for line in lines if line.startswith("Plumber plumber")]

    assert lines[0] == "Staffing quotas for residential estates (advisory) (cn-estate 2024.1.0)"
    assert row.split("  ")[0] == "Plumber plumber"
    assert "⌈gross floor area ÷ 100,000⌉" in row
    assert "Security security" in lines
    assert "`" not in "\n".join(lines)


def test_a_page_stands_by_itself() -> None:
    """It names nothing outside, escapes what it says, and has every table."""
    page = printed_norm(NORMS, "zh", "html")

    assert page.startswith('<!DOCTYPE html>\n<html lang="zh">')
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page
    assert "M&amp;E" in printed_norm(NORMS, "en", "html")
    assert page.count("<table>") == sum(
        block.startswith("|") for block in printed_norm(NORMS, "zh").split("\n\n")
    )
    assert '<th scope="row">水工 <code>plumber</code></th>' in page


def test_changes_of_a_company_are_in_every_form() -> None:
    """At the end, one line each."""
    changed = NORMS.with_changes({"security.patrols.per": "6 万㎡"})
    [line] = [line for line in printed_norm(changed, "en").splitlines() if line.startswith("- ")]

    assert "6 万㎡" in line
    assert line.removeprefix("- ") in printed_norm(changed, "en", "table")
    assert "<ul><li>" in printed_norm(changed, "en", "html")


# Whatever changes a figure is seen

DATA: Files = {
    file: find_norm("cn-estate").read(file).data for file in ("security.yaml", "cleaning.yaml")
}
SHARED = read_findings()


def compiled(data: Data) -> tuple[dict[str, Output], str]:
    """Return the figures of a department alone, and how it is printed."""
    file = validate(DepartmentFile, document_of(data), NormError)
    words = vocabulary()
    rulebook = compile_rules(NORMS._pack, [file], words, SHARED)  # noqa: SLF001 - its title page
    outputs = {output.name: output for output in rulebook.program.outputs}
    text = printed_norm(replace(NORMS, _planner=Planner(rulebook, words, outputs)), "en")
    figures = {n: o for n, o in outputs.items() if not n.startswith(("finding.", "gap."))}
    return figures, text


@pytest.mark.parametrize(
    ("kind", "every"),
    [
        ("a digit", 7),
        ("a key left out", 1),
        ("a bound", 1),
        ("a row left out", 1),
        ("a row twice", 1),
        ("a unit", 1),
        ("two figures", 1),
    ],
)
def test_whatever_changes_a_figure_is_seen(kind: str, every: int) -> None:
    """A figure, a key or a row that is otherwise makes another page, where it makes a program."""
    page = find_norm(NORMS.id).read(PACK).data
    made = all_slips({PACK: page, **DATA}, Random(1))  # noqa: S311 - no secret
    slips = [slip for slip in made if slip.kind == kind and slip.file != PACK]
    plain = {file: compiled(data) for file, data in DATA.items()}
    unseen, seen = [], 0
    for slip in slips[::every]:
        try:
            figures, text = compiled(slip.data)
        except (NormError, KeyError, IndexError, ValueError):  # which the check refuses
            continue
        if figures != plain[slip.file][0]:
            seen += 1
            unseen += [str(slip)] if text == plain[slip.file][1] else []

    assert seen
    assert unseen == []
