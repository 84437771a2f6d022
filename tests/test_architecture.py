"""The modules import one way, and the heavy libraries in one place each."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src/staffing_norms"

# From the bottom up: each module imports only from groups before its own, and in its own only
# from modules before it.
GROUPS = {
    "foundation": [
        "errors", "slips", "documents", "library", "faults", "schema", "units", "quantities",
        "pint_units", "languages", "formula", "face",
    ],
    "sites": [
        "glossary", "activities", "profiles", "facts", "vocabulary", "tasks", "intake", "answers",
        "values", "site",
    ],
    "publications": [
        "figures", "rule_kinds", "pack", "worktime", "trees", "addresses", "overlay", "measures",
        "bands", "counting", "proof", "leaders_check", "rates_check", "departments",
        "profile_check", "check", "editions",
    ],
    "program": [
        "names", "gaps", "book", "conditions", "rules", "leader_bands", "layout", "rates",
        "profile_hours", "hours", "beside", "cover", "law", "findings", "site_findings",
        "profile_findings", "department_findings", "rulebook",
    ],
    "interpreters": [
        "simplify", "integers", "statements", "fast", "columns", "expressions", "records", "frames",
        "evaluate", "monotone", "reach",
    ],
    "results": [
        "steps", "derivation", "wording", "messages", "sums", "reasons", "line", "result",
        "proposal", "raised", "planner", "questions", "context", "tabled", "payroll", "relief",
        "workload",
    ],
    "faces": [
        "present", "explanation", "staffing_table", "lists", "text", "data", "markup", "html",
        "report", "side_by_side", "blocks", "payroll_page", "workload_page",
        "comparison_page", "notebook", "pages",
    ],
    "planning": [
        "plan", "choices", "norms", "loading", "comparison", "cases",
    ],
    "authoring": [
        "difference", "notation", "printed", "doubts", "forms", "site_schema", "norm_schema",
        "skeleton",
    ],
    "commands": [
        "terminal", "arguments", "options", "workbench", "checking", "cli",
        "short",
    ],
}  # fmt: skip
ORDER = [
    *(f"{group}.{module}" for group, modules in GROUPS.items() for module in modules),
    "telephone", "wisn", "__main__", "__init__",
]  # fmt: skip

HOMES = {
    "yaml": {"foundation.documents"},
    "pint": {"foundation.pint_units", "sites.site"},
    "narwhals": {
        f"interpreters.{name}" for name in ("columns", "expressions", "records", "frames")
    },
    "cyclopts": {
        f"commands.{name}" for name in ("arguments", "checking", "cli", "options", "workbench")
    },
    "rich": {"commands.terminal"},
}


def file_of(module: str) -> Path:
    """Return the file of a module: `sites.facts`."""
    return SOURCE.joinpath(*module.split(".")).with_suffix(".py")


def imports_of(module: str) -> set[str]:
    """Return the modules that one imports anywhere, also inside functions and for types only."""
    found = set()
    for node in ast.walk(ast.parse(file_of(module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = {name for name in names if name.removeprefix("staffing_norms.") in ORDER}
            found |= modules or {node.module}
    return found


def own_imports(module: str) -> set[str]:
    """Return the modules of this package that one imports."""
    found = (name.partition("staffing_norms.") for name in imports_of(module))
    return {name for _, package, name in found if package}


def test_every_module_has_its_place() -> None:
    """A new module is put into the order, with its reason; a group holds no code of its own."""
    paths = [path.relative_to(SOURCE) for path in SOURCE.rglob("*.py")]
    modules = [".".join(path.with_suffix("").parts) for path in paths]
    groups = [module for module in modules if module.endswith(".__init__")]

    assert sorted(ORDER) == sorted(set(modules) - set(groups))
    assert sorted(groups) == sorted(f"{group}.__init__" for group in GROUPS)
    for group in groups:
        assert len(ast.parse(file_of(group).read_text("utf-8")).body) == 1  # its docstring


def test_every_module_is_told_of() -> None:
    """The table of CONTRIBUTING.md has a row for each module, in the same order."""
    table = (SOURCE.parents[1] / "CONTRIBUTING.md").read_text("utf-8")
    told = re.findall(r"^\| (?:\*\*)?`([\w.]+)`", table, re.MULTILINE)
    listed = [name for group, modules in GROUPS.items() for name in (group, *modules)]

    assert told == [*listed, "telephone", "wisn"]


@pytest.mark.parametrize("module", ORDER)
def test_a_module_imports_only_from_below(module: str) -> None:
    """No import points upwards, so there is no circle."""
    own = own_imports(module)

    assert own <= set(ORDER[: ORDER.index(module)])


@pytest.mark.parametrize(("library", "homes"), HOMES.items())
def test_a_heavy_library_has_one_home(library: str, homes: set[str]) -> None:
    """Each is imported by the module whose reason they are."""
    users = {
        module
        for module in ORDER
        if any(name.split(".")[0] == library for name in imports_of(module))
    }

    assert users == homes


def test_frames_knows_nothing_of_plans() -> None:
    """The dataframe interpreter is a second one: it shares no code with the exact one."""
    reached, waiting = set(), ["interpreters.frames"]
    while waiting:
        module = waiting.pop()
        reached.add(module)
        own = own_imports(module)
        waiting += own - reached

    groups = {module.partition(".")[0] for module in reached}
    assert "interpreters.evaluate" not in reached
    assert groups <= {"foundation", "sites", "publications", "program", "interpreters"}


def test_importing_the_package_is_light() -> None:
    """`import staffing_norms` loads neither pint nor yaml nor pydantic."""
    code = "import sys, staffing_norms; print({'pint', 'yaml', 'pydantic'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert run.stdout.strip() == "set()"


def test_importing_the_compiler_reads_no_file_of_norms() -> None:
    """What it knows of units and facts it asks for when a norm is compiled."""
    code = (
        "import sys; read = [];"
        "sys.addaudithook(lambda event, args:"
        " read.append(args[0]) if event == 'open' and str(args[0]).endswith('.yaml') else None);"
        "import staffing_norms.program.rulebook; print(read)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("told", ["str({})", "{}.to_dict()", "{}.explain()"])
def test_a_table_loads_no_page(told: str) -> None:
    """A plan that is shown as text, as data or explained loads nothing that writes HTML."""
    plan = "sn.plan_staffing({'lifts': 2})"
    code = (
        f"import sys, staffing_norms as sn; {told.format(plan)};"
        "print({f'staffing_norms.faces.{name}' for name in ('html', 'markup', 'pages', 'notebook')}"
        " & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert run.stdout.strip() == "set()"
