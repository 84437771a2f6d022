"""Headings, lists and tables: the same blocks in every form."""

from staffing_norms.faces.blocks import Block, Heading, Listed, Table, as_elements, as_text
from staffing_norms.faces.markup import written

ENGLISH: list[Block] = [
    Heading("Norms <side by side>", 1),
    Listed(["one | two", "three"]),
    Table("headcount", ("Department", "a"), [("Cleaning", "4"), ("Total", "12")], (False, True), 1),
]
CHINESE: list[Block] = [
    Heading("定额标准对照", 1),
    Listed(["一", "三"]),
    Table("headcount", ("部门", "a"), [("保洁", "4"), ("合计", "12")], (False, True), 1),
]


def test_text_for_a_terminal() -> None:
    """Chinese takes two columns a character; numbers stand to the right."""
    assert as_text(CHINESE) == (
        "定额标准对照\n\n  • 一\n  • 三\n\n部门   a\n────  ──\n保洁   4\n合计  12"
    )


def test_markdown() -> None:
    """Headings have their level, lists dashes, tables bars."""
    assert as_text(ENGLISH, markdown=True) == (
        "# Norms <side by side>\n\n- one | two\n- three\n\n"
        "| Department | a |\n| --- | --: |\n| Cleaning | 4 |\n| Total | 12 |"
    )


def test_html_in_one_language() -> None:
    """Every text is escaped; the sums have a body of their own."""
    heading, items, table = map(written, as_elements(ENGLISH, langs=("en",)))

    assert heading == "<h1>Norms &lt;side by side&gt;</h1>"
    assert items == "<ul><li>one | two</li><li>three</li></ul>"
    assert '<tbody><tr><th scope="row">Cleaning</th><td class="number">4</td></tr></tbody>' in table
    assert '<tbody class="total"><tr><th scope="row">Total</th>' in table


def test_html_in_two_languages() -> None:
    """What is equal in both is said once."""
    _, _, table = map(written, as_elements(CHINESE, ENGLISH, langs=("zh", "en")))

    assert '<span lang="zh">保洁</span> <span lang="en" class="second">Cleaning</span>' in table
    assert '<td class="number">4</td>' in table


def test_a_table_without_sums_has_one_body() -> None:
    """And one of sums alone too."""
    for sums in (0, 1):
        table = Table("why", ("Norm",), [("a",)], (False,), sums)
        [element] = as_elements([table], langs=("en",))
        assert written(element).count("<tbody") == 1
