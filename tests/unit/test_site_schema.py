"""The JSON Schema takes what the library takes, and refuses what it refuses."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import staffing_norms as sn
from staffing_norms.authoring.forms import template
from staffing_norms.authoring.site_schema import site_schema
from staffing_norms.foundation.documents import parse_document
from staffing_norms.foundation.errors import SiteError
from staffing_norms.sites.vocabulary import vocabulary

ROOT = Path(__file__).parents[2]
SCHEMA = site_schema(vocabulary())
VALIDATOR = Draft202012Validator(SCHEMA)
NORMS = sn.load_norms("cn-estate")


def plain(data: object) -> Any:  # noqa: ANN401 - JSON
    """Return data as JSON has it: what the strict loader reads more exactly is made plain."""
    match data:
        case dict():
            return {key: plain(value) for key, value in data.items()}
        case list():
            return [plain(value) for value in data]
        case Decimal():
            return float(data)
        case date():
            return data.isoformat()
        case _:
            return data


def read(text: str | bytes) -> Any:  # noqa: ANN401 - JSON
    return plain(parse_document(text, SiteError).data)


def is_valid(text: str) -> bool:
    return VALIDATOR.is_valid(read(text))


def test_it_is_a_schema() -> None:
    """Of the dialect that it names."""
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda p: p.stem)
def test_it_takes_every_example(path: Path) -> None:
    """Whatever they state."""
    VALIDATOR.validate(read(path.read_bytes()))


@pytest.mark.parametrize(
    "path", sorted((ROOT / "norms/cn-estate/cases").glob("*.yaml")), ids=lambda p: p.stem
)
def test_it_takes_every_case(path: Path) -> None:
    """Those that the library plans."""
    for case in read(path.read_bytes())["cases"]:
        VALIDATOR.validate(case["site"])


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("is_full", [False, True])
@pytest.mark.parametrize("has_samples", [False, True])
def test_it_takes_the_blank_forms(lang: Any, is_full: bool, has_samples: bool) -> None:  # noqa: ANN401, FBT001 - parameters of a test
    """As they are, and with their samples."""
    text = template(NORMS, lang, full=is_full)
    shown = re.sub(r"^#(  -)", r"\1", text, flags=re.MULTILINE)
    VALIDATOR.validate(read(shown if has_samples else text))


@pytest.mark.parametrize(
    "text",
    [
        "电梯数: 46 部",
        "lifts:",
        "lifts: {value: 46, source: p. 12, status: estimated, note: 2024}",
        "电梯数: {数值: 46, 状态: 估算}",
        "电梯数: {数值: 46, 来源: 招标文件, 状态: stated, 备注: 无}",
        "业态: 住宅",
        "property_kind: residential estate",
        "scope: [security, 保洁]",
        "scope: 客服、保安",
        "scope: security",
        "enclosed: 是",
        "enclosed: true",
        "green_ratio: 35 %",
        "gross_floor_area: 32.5",
        "name: 2024",
        "tasks: [{activity: floor_sweeping, quantity: 5 m², frequency: 2/day}]",
        "作业: [{作业项目: 剪草, 作业方式: 二级草坪, 工程量: 900}]",
        "tasks: [{activity: ball_trimming}]",
        "tasks: [{activity: ball_trimming, variant: above_1_m}]",
        "tasks: [{activity: mowing, variant: grade_2, season: {from: 2024-04-01, days: 214}}]",
        "posts: [{role: guard, on_duty: 2 人, hours: 24, demand: exactly}]",
        "人员调整: [{岗位: 保洁员, 增减人数: -0.5, 类别: 兼岗, 有效至: 2027-06-30}]",
        "adjustments: [{role: guard, change: -1 人}, {role: guard, change: +2}]",
    ],
)
def test_both_take(text: str) -> None:
    """What the library reads is valid."""
    sn.Site.from_text(text)

    assert is_valid(text)


@pytest.mark.parametrize(
    "text",
    [
        "flor_area: 3",
        "lifts: -3",
        "lifts: -3 部",
        "lifts: 1.5",
        "lifts: many",
        "lifts: 10000000",
        "hours_per_day: 0",
        "green_ratio: 35",
        "lifts: {value: 46, sauce: p. 12}",
        "lifts: {source: p. 12}",
        "lifts: {value: 46, status: sure}",
        "property_kind: villa",
        "scope: [securty]",
        "scope: 安全",
        "enclosed: perhaps",
        "buildings: 3",
        "buildings: [{storey: 3}]",
        "buildings: [{storeys: 0}]",
        "tasks: [{quantity: 3}]",
        "tasks: [{activity: sweeping}]",
        "tasks: [{activity: mowing}]",
        "tasks: [{activity: mowing, variant: small}]",
        "tasks: [{作业项目: 剪草, 作业方式: 小盆}]",
        "tasks: [{activity: glass_cleaning, variant: small}]",
        "tasks: [{activity: glass_cleaning, season: {day: 3}}]",
        "posts: [{role: guard, on_duty: 2}]",
        "posts: [{role: guard, on_duty: 2, hours: 30}]",
        "posts: [{role: guard, on_duty: -2 人, hours: 8}]",
        "人员调整: [{岗位: 保洁员}]",
        "adjustments: [{role: guard, change: two}]",
    ],
)
def test_both_refuse(text: str) -> None:
    """What the library refuses, an editor underlines."""
    with pytest.raises(SiteError):
        sn.Site.from_text(text)

    assert not is_valid(text)


def test_every_key_is_described() -> None:
    """In both languages, so that an editor shows what it means."""
    described = {key: SCHEMA["$defs"][key]["description"] for key in vocabulary()}

    assert SCHEMA["properties"]["电梯数"] == {"$ref": "#/$defs/lifts"}
    assert described["lifts"] == "lifts · 电梯数\nLifts to look after.\n电梯台数。"
    assert all(described.values())
