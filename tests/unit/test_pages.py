"""The same blocks as HTML, in one language and in two."""

import pytest

import staffing_norms as sn
from staffing_norms.faces.blocks import Block, Heading, Listed, Paragraph, Table
from staffing_norms.faces.markup import written
from staffing_norms.faces.pages import as_elements, page_of
from staffing_norms.results.tabled import Tabled

ENGLISH: list[Block] = [
    Heading("Norms <side by side>", 1),
    Paragraph("Two norms."),
    Listed(["one | two", "three"]),
    Table("headcount", ("Department", "a"), [("Cleaning", "4"), ("Total", "12")], (False, True), 1),
]
CHINESE: list[Block] = [
    Heading("定额标准对照", 1),
    Paragraph("两种标准。"),
    Listed(["一", "三"]),
    Table("headcount", ("部门", "a"), [("保洁", "4"), ("合计", "12")], (False, True), 1),
]


def test_html_in_one_language() -> None:
    """Every text is escaped; the sums have a body of their own."""
    heading, text, items, table = map(written, as_elements(ENGLISH, langs=("en",)))

    assert heading == "<h1>Norms &lt;side by side&gt;</h1>"
    assert text == "<p>Two norms.</p>"
    assert items == "<ul><li>one | two</li><li>three</li></ul>"
    assert '<tbody><tr><th scope="row">Cleaning</th><td class="number">4</td></tr></tbody>' in table
    assert '<tbody class="total"><tr><th scope="row">Total</th>' in table


def test_html_in_two_languages() -> None:
    """What is equal in both is said once."""
    *_, table = map(written, as_elements(CHINESE, ENGLISH, langs=("zh", "en")))

    assert '<span lang="zh">保洁</span> <span lang="en" class="second">Cleaning</span>' in table
    assert '<td class="number">4</td>' in table


def test_a_table_without_sums_has_one_body() -> None:
    """And one of sums alone too."""
    for sums in (0, 1):
        table = Table("why", ("Norm",), [("a",)], (False,), sums)
        [element] = as_elements([table], langs=("en",))
        assert written(element).count("<tbody") == 1


def test_what_is_planned_is_laid_out_as_a_page() -> None:
    """People to employ and hours, in one language to print and in both for a notebook."""
    task = {"activity": "stair_mopping", "quantity": "14 层", "frequency": "1/day"}
    plan = sn.plan_staffing({"name": "Mill", "gross_floor_area": 9000, "tasks": [task]})
    for told, english, chinese in (
        (plan.cover, "Shift systems at one post", "单个岗位的班制对照"),
        (plan.hours, "Hours of work", "作业工时"),
    ):
        page, cell = told.to_html(lang="zh"), told._repr_html_()

        assert page.startswith('<!DOCTYPE html>\n<html lang="zh">')
        assert chinese in page
        assert english not in page
        assert chinese in cell
        assert english in cell
        assert "Mill" in cell


class _Bare(Tabled):
    """A thing of tables that no page knows."""

    def to_dict(self) -> list[int]:
        return [1]


def test_what_nobody_lays_out_is_a_mistake_of_ours() -> None:
    """A thing of tables says its data and how it is laid out, or nothing can be made of it."""
    assert _Bare().to_json() == "[1]"
    with pytest.raises(TypeError, match=r"^nothing lays out _Bare$"):
        page_of(_Bare())
    with pytest.raises(TypeError, match="abstract"):
        Tabled()  # type: ignore[abstract]  # which is what is tried
