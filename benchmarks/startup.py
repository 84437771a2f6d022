"""What a fresh interpreter pays: importing the package, loading a norm, the first answer."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter_ns

from timing import Row, rows

_SITE = Path(__file__).parents[1] / "examples/garden_estate.yaml"
_HEAVY = ("pint", "pydantic", "yaml")
_LOAD = """
from time import perf_counter_ns as now
start = now()
import staffing_norms
import staffing_norms.planning.norms
imported = now()
staffing_norms.load_norms("cn-estate")
loaded = now()
norms = staffing_norms.load_norms("cn-estate")
site = norms.site({"gross_floor_area": 320000})
described = now()
norms.headcount(site)
print(imported - start, loaded - imported, now() - described)
"""


def imports(rounds: int) -> list[Row]:
    """Time imports in fresh interpreters, less the start of a bare one; `pydantic` is 1."""
    names = ("pydantic", "pint", "staffing_norms")
    taken: dict[str, list[float]] = {f"import {name}": [] for name in names}
    for _ in range(rounds):
        bare = _fresh("pass")
        for name in names:
            taken[f"import {name}"].append(max(_fresh(f"import {name}") - bare, 0))
    return rows(taken)


def heavy_imports(code: str) -> list[str]:
    """Return which of the slow packages *code* loads."""
    answer = f"{code}\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    return [name for name in _HEAVY if name in json.loads(_run(answer))]


def loading(rounds: int) -> list[Row]:
    """Time `load_norms` in fresh interpreters; `import pydantic` is 1."""
    taken: dict[str, list[float]] = {
        "import pydantic": [],
        "load_norms and its imports": [],
        "load_norms apart from imports": [],
        "the first headcount": [],
    }
    for _ in range(rounds):
        bare = _fresh("pass")
        importing, load, first = map(int, _run(_LOAD).split())
        times = (_fresh("import pydantic") - bare, importing + load, load, first)
        for name, time in zip(taken, times, strict=True):
            taken[name].append(time)
    return rows(taken)


def answers(rounds: int) -> list[Row]:
    """Time whole processes, from start to end; a bare interpreter is 1."""
    plan = [sys.executable, "-m", "staffing_norms", "plan", str(_SITE)]
    taken: dict[str, list[float]] = {"a bare interpreter": [], "staffing-norms plan": []}
    commands = [sys.executable, "-c", "pass"], plan
    for _ in range(rounds):
        for times, command in zip(taken.values(), commands, strict=True):
            start = perf_counter_ns()
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603
            times.append(perf_counter_ns() - start)
    return rows(taken)


def python_start(rounds: int) -> float:
    """Return the time that a bare interpreter takes, start to end, in nanoseconds."""
    return median(_fresh("pass") for _ in range(rounds))


def _fresh(code: str) -> int:
    start = perf_counter_ns()
    _run(code)
    return perf_counter_ns() - start


def _run(code: str) -> str:
    """Return what code prints in an interpreter of its own."""
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
