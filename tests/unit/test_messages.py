"""Faults are told in either language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import staffing_norms as sn
from staffing_norms.foundation.errors import Fault
from staffing_norms.foundation.library import read_shipped
from staffing_norms.foundation.schema import Bilingual
from staffing_norms.publications.worktime import working_time
from staffing_norms.results.messages import fault_text, kinds_of_fault
from staffing_norms.sites.vocabulary import vocabulary

SOURCE = Path(sn.__file__).parent


_CODE = re.compile(r"[a-z_]+\.[a-z_]+")


_NO_CODES = {  # of generated Python; a kind of entry point; a late module; what months read
    "record.get",
    "staffing_norms.packs",
    "staffing_norms.faces.notebook",
    "month.start",
    "month.end",
    "month.season",
}


def literals() -> Iterator[str]:
    """Yield every text in the source that looks like the code of a fault."""
    for path in {*SOURCE.rglob("*.py")} - {SOURCE / "__init__.py"}:  # which names modules
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            value = getattr(node, "value", None)
            if isinstance(node, ast.Constant) and isinstance(value, str) and _CODE.fullmatch(value):
                yield value


def test_every_code_of_a_fault_is_told_in_both_languages() -> None:
    """What looks like a code and is none is a file, a finding or a field of records."""
    findings: object = read_shipped("findings.yaml").data["findings"]  # type: ignore[index]  # a mapping
    fields = {f"{name}.{field}" for name, fact in vocabulary().items() for field in fact.fields}
    fields |= {f"{name}.day" for name, fact in vocabulary().items() if fact.kind == "month_day"}
    fields |= {f"tasks.{read}" for read in ("work", "season_from", "season_days")}
    others = {*findings, *working_time().findings, *fields, *_NO_CODES}  # type: ignore[misc]  # as above
    codes = {text for text in literals() if not text.endswith(".yaml")} - others

    assert sorted(codes) == sorted(kinds_of_fault())


@pytest.mark.parametrize("kind", kinds_of_fault().values(), ids=kinds_of_fault())
def test_a_kind_of_fault_is_one_sentence(kind: Bilingual) -> None:
    """In either language, and short."""
    assert kind.en.endswith(".")
    assert kind.zh.endswith("。")
    assert max(len(kind.en), 2 * len(kind.zh)) < 90  # columns


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (
            Fault("file.missing", "", "there is no such file.", "Check it.", "site.yaml"),
            "site.yaml: 找不到文件；请核对文件名和文件夹。\n  there is no such file. Check it.",
        ),
        (
            Fault("argument.wrong", "", "Unknown option: --foo."),
            "命令参数有误；用 --help 查看用法。\n  Unknown option: --foo.",
        ),
        (Fault("of.another", "lifts", "it is wrong."), "lifts: it is wrong."),
    ],
)
def test_a_fault_in_chinese_has_its_particulars_below(fault: Fault, text: str) -> None:
    """In English as they are; one that is not ours is told as it is."""
    assert fault_text(fault, "zh") == text
    assert fault_text(fault, "en") == str(fault)


BAD = Path(__file__).parents[1] / "bad"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("电梯厅: 3", "1:1: 没有“电梯厅”这一项资料。是否指“电梯数”？"),
        ("门岗数: 3", "1:1: 没有“门岗数”这一项资料。是否指“出入口数”或“固定岗数”？"),
        ("电梯数: 46 户", "1:6: 电梯数：“46 户”是户数；此处应填电梯数，如“5 部”。"),
        (
            "总建筑面积: 28万平方米（含地下6.5万）",
            (
                "1:8: 总建筑面积：“28万平方米（含地下6.5万）”是数字加说明。"
                "请写成 {数值: 28万平方米, 备注: 含地下6.5万}。"
            ),
        ),
        ("用地面积: 5 公倾", "1:7: 用地面积：“5 公倾”的单位“公倾”无法识别。是否指“5 公顷”？"),
        (
            "总建筑面积: 28.6万方",
            "1:8: 总建筑面积：“28.6万方”的单位“方”无法识别。是否指“28.6万平方米”？",
        ),
        ("电梯数: 共36部", "1:6: 电梯数：“共36部”不是“一个数字加单位”。请只写“36部”。"),
        (
            "户数: 不低于300户",
            (
                "1:5: 户数：“不低于300户”不是“一个数字加单位”。"
                "请只写“300户”；如为约数，可注明“状态: 估算”。"
            ),
        ),
        (
            "车位数: 地上300个，地下1800个",
            (
                "1:6: 车位数：“地上300个，地下1800个”不是“一个数字加单位”。请只写一个数；"
                "如为几部分，请写合计数，各部分写入备注："
                '{数值: …, 备注: "地上300个，地下1800个"}。'
            ),
        ),
        ("电梯数: 待定", "1:6: 电梯数：此处应填数字；现为“待定”。未知时请留空。确实没有时填 0。"),
        ("绿地率: 高", "1:6: 绿地率：“高”不是“一个数字加单位”。请写成如“35 %”。"),
        ("封闭管理: 1", "1:7: 封闭管理：此处应填“是”或“否”；现为 1。请填“是”或“否”。"),
        ("电梯数: 4.5", "1:6: 电梯数：4.5 部不是整数；请填整数。"),
        (
            "用地面积: 1e12",
            "1:7: 用地面积：1E+12 平方米过大；最多 1,000,000,000 平方米。请核对数字与单位。",
        ),
        ("绿地率: 35", "1:6: 绿地率：35 过大；最多 100 %。如指百分数，请写“35 %”。"),
        (
            "楼栋: 12栋18层",
            "1:5: 楼栋：此处应填清单；现为“12栋18层”。请写成 [{栋数: 12, 层数: 18}]。",
        ),
        (
            "楼栋: 12栋，每栋3部电梯",
            (
                "1:5: 楼栋：此处应填清单；现为“12栋，每栋3部电梯”。"
                "请写成 [{栋数: 12, 每栋电梯数: 3}]。"
            ),
        ),
        (
            "楼栋: 6栋18层12部电梯",
            (
                "1:5: 楼栋：此处应填清单；现为“6栋18层12部电梯”。"
                "请写成“楼栋: [{栋数: 6, 层数: 18}]”，总数另起一行写“电梯数: 12”；"
                "清单中须填每栋的数量。"
            ),
        ),
        (
            "作业: [{作业项目: 剪草}]",
            (
                "1:6: 作业第 1 条：“剪草”须填“作业方式”。可填：特级草坪、一级草坪、二级草坪、"
                "三级草坪，气垫机、三级草坪，割灌机、四级草坪，割灌机。"
            ),
        ),
        (
            "作业: [{作业项目: 地面清扫, 频次: 时常}]",
            ("1:23: 作业第 1 条 频次：无法识别频次“时常”。请写成“每日2次”“每周3次”或“每5天”。"),
        ),
        ("电梯数: 3\n电梯: 4", "2:1: “电梯”与前面的“电梯数”是同一项资料，重复填写。请只保留一处。"),
        ("电梯数: 3\n电梯数: 4", "2:1: “电梯数”写了两次，第一次在第 1 行。请只保留一处。"),
        (
            "户数: 3\n12栋18层\n电梯数: 3",
            "2:1: 第 2 行“12栋18层”前面没有名称。请每行写一项“名称: 内容”，如“电梯数: 46”。",
        ),
        (
            "总建筑面积:28万㎡\n户数: 3",
            (
                "1:6: “总建筑面积”后面没有冒号加空格。"
                "英文冒号后要有一个空格，请写成“总建筑面积: 28万㎡”。"
            ),
        ),
    ],
)
def test_a_fault_is_told_in_chinese(text: str, told: str) -> None:
    """With its particulars, in the words of a Chinese reader."""
    with pytest.raises(sn.SiteError) as caught:
        sn.Site.from_text(text)

    assert [fault_text(fault, "zh") for fault in caught.value.faults] == [told]


@pytest.mark.parametrize("path", sorted(BAD.glob("site_*.yaml")), ids=lambda path: path.stem)
def test_no_fault_of_a_site_needs_english(path: Path) -> None:
    """Whatever is wrong with a site, all of it is told in Chinese."""
    with pytest.raises(sn.SiteError) as caught:
        sn.Site.from_file(path)

    assert "\n" not in "".join(fault_text(fault, "zh") for fault in caught.value.faults)


def test_every_sentence_is_one_of_a_message() -> None:
    """None has been left behind in the list of sentences."""
    said: object = read_shipped("faults.yaml").data["sentences"]  # type: ignore[index]  # a mapping
    texts = {
        node.value
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert sorted(each for each in said if each not in texts) == []  # type: ignore[attr-defined]
