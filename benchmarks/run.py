"""
Measure the library against its peers: `python benchmarks/run.py [--quick]`.

It makes `benchmarks/.venv`, installs `requirements.txt` and the working tree into it, and runs
`measure.py` there.
"""

import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"


def main() -> int:
    """Make the environment and run the measurements in it."""
    inside = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    python = str(ENVIRONMENT / inside)
    if not Path(python).exists():
        venv.create(ENVIRONMENT, with_pip=True)
    requirements = str(HERE / "requirements.txt")
    install = [python, "-m", "pip", "install", "--quiet", "--requirement", requirements]
    subprocess.run(install, cwd=HERE.parent, check=True)  # noqa: S603 - our own command
    measure = [python, str(HERE / "measure.py"), *sys.argv[1:]]
    return subprocess.run(measure, check=False).returncode  # noqa: S603 - our own command


if __name__ == "__main__":
    sys.exit(main())
