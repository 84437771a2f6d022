"""Norm against actual staff over a CSV of sites, as Excel writes it."""

import csv
from pathlib import Path

import staffing_norms as sn

ACTUAL = "实有人数"  # our own column: people on the roster


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV in UTF-8, with Excel's mark or without, or in GB18030."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return list(csv.DictReader(text.splitlines()))


def main() -> None:
    """Print a line a site; a blank cell is unknown, and a faulty row stops nothing."""
    norms = sn.load_norms()
    print("norm, lean–generous | actual | norm ÷ actual | site")
    for row in read_rows(Path(__file__).with_name("sites.csv")):
        actual = int(row.pop(ACTUAL))
        try:
            plan = norms.plan(row)
        except sn.SiteError as error:
            print(f"not planned: {row['项目名称']}: {error}")
            continue
        ratio = f"{plan.headcount / actual:.2f}" if plan.complete else "–"
        ends = f"{plan.lean.known}–{plan.generous.known}"
        print(f"{plan.total!s:>4}, {ends:<15} | {actual:>6} | {ratio:>13} | {row['项目名称']}")
        print(f"{'':23}by {', '.join(f'{each.department} {each.method}' for each in plan)}")
    print("The norm counts people on duty; an actual roster also holds relief for rest days.")


if __name__ == "__main__":
    main()
