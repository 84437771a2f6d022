"""Headings, lists and tables: the same blocks as text and as Markdown."""

from staffing_norms.faces.blocks import Block, Heading, Listed, Paragraph, Table, as_text

ENGLISH: list[Block] = [
    Heading("Norms <side by side>", 1),
    Paragraph("Two norms."),
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
        "# Norms <side by side>\n\nTwo norms.\n\n- one | two\n- three\n\n"
        "| Department | a |\n| --- | --: |\n| Cleaning | 4 |\n| Total | 12 |"
    )
