"""`check` as data, for editors and scripts."""

import json
from pathlib import Path

import pytest

from staffing_norms.commands.cli import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_faults_and_warnings_are_data(folder: Path, capsys: Capture) -> None:
    """Each with its code and place, and the line that people read; standard error is silent."""
    (folder / "bad.yaml").write_text("lifts: 3\nliftz: 3\n", "utf-8")
    (folder / "small.yaml").write_text("gross_floor_area: 32\n", "utf-8")

    assert main(["check", "bad.yaml", "small.yaml", "--format", "json", "-l", "zh"]) == 1
    out, err = capsys.readouterr()
    bad, small = json.loads(out)["files"]
    [warning] = small["warnings"]
    assert err == ""
    assert json.loads(out)["schema"] == 1
    assert bad == {
        "file": "bad.yaml",
        "faults": [
            {
                "code": "fact.unknown",
                "path": "liftz",
                "message": "no fact is called 'liftz'.",
                "hint": "Did you mean 'lifts'?",
                "file": "bad.yaml",
                "line": 2,
                "column": 1,
                "text": "bad.yaml:2:1: 没有“liftz”这一项资料。是否指“电梯数”？",
            }
        ],
        "warnings": [],
    }
    assert (small["file"], small["faults"]) == ("small.yaml", [])
    assert warning["code"] == "floor_area.small"
    assert warning["text"].startswith("small.yaml: 总建筑面积 32 ㎡")


def test_a_good_file_as_data(folder: Path, capsys: Capture) -> None:
    """It has neither."""
    (folder / "site.yaml").write_text("lifts: 3\n", "utf-8")

    assert main(["check", "site.yaml", "-f", "json"]) == 0
    files = [{"file": "site.yaml", "faults": [], "warnings": []}]
    assert json.loads(capsys.readouterr().out) == {"schema": 1, "files": files}


def test_a_name_that_no_file_can_have(capsys: Capture) -> None:
    """It is told as any file that cannot be read."""
    name = "a" * 300

    assert main(["check", name]) == 1
    assert capsys.readouterr().err == (
        f"{name}: the file cannot be read: File name too long. Check the path and its rights.\n"
    )
