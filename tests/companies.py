"""Writes norms into folders: the demonstration, and a company's norm that extends it."""

import shutil
from pathlib import Path

DEMO = Path(__file__).parent / "bad" / "norm_demo"
TITLE = """\
id: {id}
version: "2026.1.0"
extends: {extends}
title: {{en: Acme, zh: 安可}}
source: {{en: Handbook, zh: 手册}}
trust: A
in_force: {{from: 2026-01-01, to: not stated}}
"""
ENTRY = """\
  - change: {change}
    {value}
    reason: {{en: We can., zh: 可行。}}
    approved_by: Board
"""


def demo(folder: Path, **changed: tuple[str, str]) -> Path:
    """Write the demonstration norm, each file with a text replaced once; return its folder."""
    own = folder / "demo"
    shutil.copytree(DEMO, own)
    for name, (old, new) in changed.items():
        text = (own / f"{name}.yaml").read_text("utf-8")
        assert old in text
        (own / f"{name}.yaml").write_text(text.replace(old, new, 1), "utf-8")
    return own


def company(
    folder: Path, *changes: tuple[str, str], id_: str = "acme", extends: str = "../demo", **files: str
) -> Path:
    """Write a norm that extends another; return its folder, whose title page has 7 lines."""
    own = folder / id_
    own.mkdir()
    more = files.pop("pack", "")
    listed = "".join(ENTRY.format(change=change, value=value) for change, value in changes)
    text = TITLE.format(id=id_, extends=extends) + more + (f"changes:\n{listed}" if listed else "")
    (own / "pack.yaml").write_text(text, "utf-8")
    for name, each in files.items():
        (own / f"{name}.yaml").write_text(each, "utf-8")
    return own
