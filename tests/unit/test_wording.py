"""Words in either language: terms, names that users type, and what is wrong."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import staffing_norms as sn
from staffing_norms.errors import Fault
from staffing_norms.facts import vocabulary
from staffing_norms.library import read_shipped
from staffing_norms.schema import Bilingual
from staffing_norms.wording import fault_text, kinds_of_fault, term_names

SOURCE = Path(sn.__file__).parent
_CODE = re.compile(r"[a-z_]+\.[a-z_]+")
_NO_CODES = {"record.get", "staffing_norms.packs"}  # of generated Python; a kind of entry point


def literals() -> Iterator[str]:
    """Yield every text in the source that looks like the code of a fault."""
    for path in SOURCE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            value = getattr(node, "value", None)
            if isinstance(node, ast.Constant) and isinstance(value, str) and _CODE.fullmatch(value):
                yield value


def test_every_code_of_a_fault_is_told_in_both_languages() -> None:
    """What looks like a code and is none is a file, a finding or a field of records."""
    findings: object = read_shipped("findings.yaml").data["findings"]  # type: ignore[index]  # a mapping
    fields = {f"{name}.{field}" for name, fact in vocabulary().items() for field in fact.fields}
    others = {*findings, *fields, "tasks.work", *_NO_CODES}  # type: ignore[misc]  # as above
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


def test_a_name_is_found_by_its_terms() -> None:
    """In either language, or by its id where it has no term."""
    names = term_names(["lean", "composite", "of_another_norm"])

    assert [names.find(name) for name in ("Lean", "定额下限", "下限")] == ["lean"] * 3
    assert [names.find(name) for name in ("综合定额", "composite quota")] == ["composite"] * 2
    assert names.find("of_another_norm") == "of_another_norm"
    assert names.find("中值") is None
