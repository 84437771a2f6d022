"""Pictures of the HTML faces, to look at before they change: needs Chromium, which no test does."""
# ruff: noqa: INP001 - a script is no package

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import staffing_norms as sn

EXAMPLES = Path(__file__).parents[1] / "examples"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--no-pdf-header-footer",
)
DARK = "--blink-settings=preferredColorScheme=0"
PHONE_SIZE = "--window-size=500,2600"
SCREEN = "--window-size=1000,2600"
PHONE = '<iframe src="{page}" width="390" height="2500"></iframe>'  # no window is so narrow
NOTEBOOK = """<!DOCTYPE html><meta charset="utf-8"><style>
:root { color-scheme: light dark }
body { background: Canvas; color: CanvasText; font: 14px system-ui, "Noto Sans CJK SC", sans-serif }
table { font-size: 12px } td, th { text-align: right; white-space: pre }
tbody tr:nth-child(odd) { background: rgba(128, 128, 128, .15) }
</style>"""


def pages(site: sn.Site) -> Iterator[tuple[str, str]]:
    """Yield each face of a site with the name of its picture."""
    plan = sn.plan_staffing(site)
    yield "zh-client", plan.to_html(lang="zh", audience="client")
    yield "en-client", plan.to_html(lang="en", audience="client")
    yield "zh-internal", plan.to_html(lang="zh", audience="internal")
    yield "en-internal", plan.to_html(lang="en", audience="internal")
    department = next(iter(plan))
    shown = (plan, department, department.lines[0], site, sn.load_norms())
    for thing in shown:
        yield f"notebook-{type(thing).__name__.lower()}", f"{NOTEBOOK}{thing._repr_html_()}"


def pictures(name: str, page: Path, folder: Path) -> Iterator[list[str]]:
    """Yield the arguments of the browser for each picture of a page."""
    phone = folder / f"{name}-phone.html"
    phone.write_text(PHONE.format(page=page.name), "utf-8")
    yield [SCREEN, f"--screenshot={folder / f'{name}-screen.png'}", page.as_uri()]
    yield [PHONE_SIZE, f"--screenshot={folder / f'{name}-phone.png'}", phone.as_uri()]
    if "notebook" in name:
        yield [DARK, SCREEN, f"--screenshot={folder / f'{name}-dark.png'}", page.as_uri()]
    else:
        yield [f"--print-to-pdf={folder / f'{name}.pdf'}", page.as_uri()]


def main() -> int:
    """Write pages, pictures and PDFs of a site's faces into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("site", type=Path, nargs="?", default=EXAMPLES / "garden_estate.yaml")
    arguments = parser.parse_args()
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write(f"none of {', '.join(BROWSERS)} is installed.\n")
        return 1
    folder = arguments.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages(sn.Site.from_file(arguments.site)):
        page = folder / f"{name}.html"
        page.write_text(text, "utf-8")
        for picture in pictures(name, page, folder):
            with tempfile.TemporaryDirectory() as profile:
                command = [browser, *FLAGS, f"--user-data-dir={profile}", *picture]
                subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - our own flags
    return 0


if __name__ == "__main__":
    sys.exit(main())
