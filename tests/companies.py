"""Writes norms into folders: the demonstration, and a company's norm that extends it."""

import shutil
from pathlib import Path

DEMO = Path(__file__).parent / "bad" / "norm_demo"
DEPARTMENTS = ("corridors", "gardens")
PACK = """\
id: demo
version: "2024.1.0"
title: {en: Demonstration, zh: 示例}
source: {en: Made up., zh: 虚构。}
trust: C
in_force: {from: 2024-01-01, to: not stated}
property_kinds: [residential]
departments: [corridors, gardens]
facts:
  fountains: {unit: item, whole: true, labels: {en: fountains, zh: 喷泉数}, keys: [喷泉数],
              meaning: {en: Fountains., zh: 喷泉的数量。}, default: {same_as: households}}
factors:
  - {id: dry, clause: "12", status: printed, factor: 0.5, roles: [fountain_keeper],
     when: [{fact: fountains, over: 9}]}
proof: {factors: {rows: 1, sum: 9.5}}
"""
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


def demo(folder: Path, edition: str = "", *, version: str = "", in_force: str = "") -> Path:
    """Write the demonstration norm, or an *edition* of it in a folder of its own."""
    own = folder / "demo" / edition
    own.mkdir(parents=True)
    for name in DEPARTMENTS:
        shutil.copy(DEMO / f"{name}.yaml", own)
    text = PACK.replace("2024.1.0", version or "2024.1.0")
    if in_force:
        text = text.replace("from: 2024-01-01, to: not stated", in_force)
    (own / "pack.yaml").write_text(text, "utf-8")
    return own


def company(
    folder: Path,
    *changes: tuple[str, str],
    id_: str = "acme",
    extends: str = "../demo",
    **files: str,
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
