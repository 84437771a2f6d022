"""Run every measurement and print one table; `run.py` calls it in its own environment."""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

from hand_written import checked, heads, in_steps, plain
from peers import Peers
from sites import GRADED, WITH_DECIMALS, WORKED_EXAMPLE, Facts, random_sites, whole_sites
from startup import answers, heavy_imports, imports, loading, python_start
from timing import Row, compare, show

from staffing_norms import Norms, load_norms
from staffing_norms.interpreters.evaluate import Evaluator

_PACKAGES = (
    "staffing-norms", "pydantic", "pint", "PyYAML", "numpy", "polars", "narwhals", "zen-engine",
    "datalogic-py",
)  # fmt: skip
Contenders: TypeAlias = dict[str, Callable[[], Any]]

_MILLION = Path(__file__).with_name("million.py")


def main() -> None:
    """Measure, section by section."""
    options = argparse.ArgumentParser(description="Measure the library against its peers.")
    options.add_argument("--quick", action="store_true", help="fewer rounds, fewer sites")
    quick: bool = options.parse_args().quick
    rounds, number = (3, 100_000) if quick else (15, 1_000_000)
    norms = load_norms("cn-estate")
    _machine()
    _startup(rounds)
    _one_site(norms, rounds)
    _peers(norms, rounds)
    _million(number, min(rounds, 5))


def _machine() -> None:
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()};")
    print(", ".join(f"{name} {version(name)}" for name in _PACKAGES) + ".")
    print("\nEach ratio is to the first row of its table, in the same round.")


def _startup(rounds: int) -> None:
    print("\n## Starting")
    print(f"\nA bare interpreter takes {python_start(rounds) / 1e6:.0f} ms, not counted below.")
    show("Importing in a fresh interpreter", imports(rounds), ("ms", 1e6))
    loaded = heavy_imports("import staffing_norms")
    print(f"\n`import staffing_norms` loads of pint, pydantic and yaml: {_listed(loaded)}.")
    show("Loading the norm in a fresh interpreter", loading(rounds), ("ms", 1e6))
    loaded = heavy_imports("import staffing_norms; staffing_norms.load_norms()")
    print(f"\n`load_norms` loads of pint, pydantic and yaml: {_listed(loaded)}.")
    show("The first answer of the command line, as a whole process", answers(rounds), ("ms", 1e6))


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "none"


def _one_site(norms: Norms, rounds: int) -> None:
    print("\n## One site")
    _agree(norms)
    plainly: Contenders = {
        "hand-written without any check": partial(plain, WORKED_EXAMPLE | {"nursery_area": 0})
    }
    worked = _heads(norms, WORKED_EXAMPLE, rounds, plainly)
    show("Heads of every role: the worked example", worked)
    decimals = _heads(norms, WITH_DECIMALS, rounds, {})
    show("Heads of every role: the worked example with decimal areas", decimals)
    show("Heads of every role: 200 random sites in turn", _many_heads(norms, rounds))
    show("The rest, on the worked example", _rest(norms, rounds))


def _agree(norms: Norms) -> None:
    """
    Hold the hand-written functions against the library.

    Raises:
        AssertionError: They count other people.
    """
    for facts in random_sites(2_000):
        assert checked(facts) == norms.headcount(facts), facts
    for facts in whole_sites(2_000):
        assert plain(facts) == checked(facts) == norms.headcount(facts), facts
    print("\nThe hand-written functions agree with `norms.headcount` on 4,000 random sites.")


def _heads(norms: Norms, facts: Facts, rounds: int, others: Contenders) -> list[Row]:
    site = norms.site(facts)
    contenders: Contenders = {
        "hand-written": partial(heads, in_steps(facts)),
        "hand-written, checking the facts as well": partial(checked, facts),
        **others,
        "norms.headcount": partial(norms.headcount, site),
    }
    return compare(contenders, rounds=rounds)


def _many_heads(norms: Norms, rounds: int) -> list[Row]:
    described = list(random_sites(200))
    in_integers = [in_steps(facts) for facts in described]
    sites = [norms.site(facts) for facts in described]
    contenders: Contenders = {
        "hand-written": lambda: [heads(facts) for facts in in_integers],
        "hand-written, checking the facts as well": lambda: [checked(facts) for facts in described],
        "norms.headcount": lambda: [norms.headcount(site) for site in sites],
    }
    return compare(contenders, rounds=rounds, calls=len(sites))


def _rest(norms: Norms, rounds: int) -> list[Row]:
    """Time everything that makes more than heads, one after another."""
    site, plan = norms.site(WORKED_EXAMPLE), norms.plan(WORKED_EXAMPLE)
    graded = norms.site(GRADED)
    program = norms.rulebook.program
    evaluator = Evaluator({output.name: output for output in program.outputs})

    def steps() -> list[object]:
        evaluation = evaluator.evaluation(site.values, "typical")
        return [evaluation.step(role) for role in program.roles]

    contenders: Contenders = {
        "hand-written": partial(heads, in_steps(WORKED_EXAMPLE)),
        "norms.headcount": partial(norms.headcount, site),
        "every role with its steps": steps,
        "norms.site(mapping)": partial(norms.site, WORKED_EXAMPLE),
        "norms.plan(site)": partial(norms.plan, site),
        "plan.to_dict()": plan.to_dict,
        "plan.explain()": plan.explain,
        "norms.headcount, cleaning by grade": partial(norms.headcount, graded),
        "norms.plan(site), cleaning by grade": partial(norms.plan, graded),
        "plan.cover, cleaning by grade": lambda: norms.plan(graded).cover,
        "plan.hours, cleaning by grade": lambda: norms.plan(graded).hours,
        "load_norms, cached": load_norms,
    }
    return compare(contenders, rounds=rounds)


def _peers(norms: Norms, rounds: int) -> None:
    print("\n## Twenty rules in Rust engines")
    peers = Peers(norms)
    peers.agree(2_000)
    print("\nAll engines agree on 2,000 random sites.")
    show("The worked example", compare(peers.contenders(), rounds=rounds))


def _million(number: int, rounds: int) -> None:
    print(f"\n## {number:,} flat sites")
    _ask_million("agree", "20000", cores=None)
    print("\nnumpy, polars and `norms.headcount` agree on a sample.")
    for cores, title in ((None, "all cores for polars"), ("1", "one core for polars")):
        answer = _ask_million("times", str(number), str(rounds), cores=cores)
        show(f"Heads of every role: {title}", [Row(**row) for row in answer], ("ms", 1e6))
    ten = _ask_million("times", "10", str(rounds), cores=None)
    show("Heads of every role: ten sites", [Row(**row) for row in ten], ("ms", 1e6))
    print("\n| | peak memory, MB |\n|---|---:|")
    for name in ("the sites alone", *(row["name"] for row in answer)):
        print(f"| {name} | {_ask_million('memory', str(number), name, cores=None):,.0f} |")


def _ask_million(*question: str, cores: str | None) -> Any:  # noqa: ANN401 - JSON
    """Return the answer of `million.py` in a process of its own."""
    environment = os.environ | ({"POLARS_MAX_THREADS": cores} if cores else {})
    command = [sys.executable, str(_MILLION), *question]
    answer = subprocess.run(  # noqa: S603 - our own command
        command, check=True, stdout=subprocess.PIPE, text=True, env=environment
    )
    return json.loads(answer.stdout)


if __name__ == "__main__":
    main()
