"""A norm is printed with every role, rate, clause and status."""

import pytest

import staffing_norms as sn
from staffing_norms.derivation import LANGUAGES, Language
from staffing_norms.printed import printed_norm

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
                "| Indoor gardener `indoor_gardener` | tasks, posts | ⌈land area ÷ 20,000 or, "
                "if that is not stated, households ÷ 200 if indoor greenery⌉ "
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


def test_the_head_says_which_norm_and_how_to_read_it() -> None:
    """Title, id, version; brackets of rounding and ranges."""
    head, legend, *_ = printed_norm(NORMS, "en").split("\n\n")

    assert head == "# Staffing quotas for residential estates (advisory) (cn-estate 2024.1.0)"
    assert legend == (
        "⌈ ⌉ rounds up and ⌊ ⌋ down to whole people. "
        "[a ¦ b ¦ c] are the figures of the stances lean, typical and generous."
    )
