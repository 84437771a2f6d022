"""The wheel carries the norms and nothing else beside the package."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    [path] = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_every_norm_file(wheel: zipfile.ZipFile) -> None:
    """What lies in norms/ lies in the wheel, byte for byte."""
    for path in (ROOT / "norms").rglob("*.yaml"):
        inside = f"staffing_norms/_norms/{path.relative_to(ROOT / 'norms').as_posix()}"
        assert wheel.read(inside) == path.read_bytes()


def test_the_wheel_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    """Modules, the typing marker, norms and metadata: no tests, no docs."""
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    source = ROOT / "src/staffing_norms"
    files = [path for path in source.rglob("*") if path.suffix in {".py", ".css", ".typed"}]
    package = {path.relative_to(source.parent).as_posix() for path in files}

    assert {name for name in names if not name.startswith("staffing_norms/_norms/")} == package


def test_the_core_depends_on_three_libraries(wheel: zipfile.ZipFile) -> None:
    """The wheel asks for pydantic, pint and PyYAML; the rest are extras."""
    [metadata] = [name for name in wheel.namelist() if name.endswith("/METADATA")]
    lines = wheel.read(metadata).decode().splitlines()
    needed = [line for line in lines if line.startswith("Requires-Dist") and "extra ==" not in line]

    assert sorted(line.split()[1].split(">")[0] for line in needed) == [
        "pint",
        "pydantic",
        "pyyaml",
    ]
