"""The modules import one way, and the heavy libraries in one place each."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src/staffing_norms"

# From the bottom up: each module imports only from those before it.
ORDER = [
    "errors", "documents", "library", "faults", "schema", "quantities", "telephone", "wisn",
    "formula", "profiles", "facts", "tasks", "intake", "answers", "faces", "site",
    "pack", "worktime", "overlay", "measures", "bands", "counting", "proof", "departments",
    "check", "editions", "gaps", "rules", "layout", "hours", "beside", "cover", "law", "findings",
    "rulebook", "simplify", "integers", "statements", "fast",
    "columns", "expressions", "records", "frames",
    "evaluate", "monotone", "reach", "derivation", "result", "proposal", "planner", "wording",
    "questions", "present", "text", "data", "markup", "html", "side_by_side", "blocks",
    "payroll", "relief", "workload", "notebook", "plan",
    "norms", "comparison", "cases", "difference", "notation", "printed", "doubts", "forms",
    "site_schema", "norm_schema", "skeleton", "terminal", "options", "workbench", "cli",
    "__main__", "__init__",
]  # fmt: skip

HOMES = {
    "yaml": {"documents"}, "pint": {"quantities", "site"},
    "narwhals": {"columns", "expressions", "records", "frames"},
    "cyclopts": {"cli", "options", "workbench"}, "rich": {"terminal"},
}  # fmt: skip


def imports_of(module: str) -> set[str]:
    """Return the modules that one imports anywhere, also inside functions and for types only."""
    found = set()
    for node in ast.walk(ast.parse((SOURCE / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "staffing_norms":
            found |= {f"staffing_norms.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def own_imports(module: str) -> set[str]:
    """Return the modules of this package that one imports."""
    found = (name.partition("staffing_norms.") for name in imports_of(module))
    return {name for _, package, name in found if package}


def test_every_module_has_its_place() -> None:
    """A new module is put into the order, with its reason."""
    assert sorted(ORDER) == sorted(path.stem for path in SOURCE.glob("*.py"))


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
    reached, waiting = set(), ["frames"]
    while waiting:
        module = waiting.pop()
        reached.add(module)
        own = own_imports(module)
        waiting += own - reached

    assert reached.isdisjoint({"evaluate", "derivation", "result", "plan", "present"})


def test_importing_the_package_is_light() -> None:
    """`import staffing_norms` loads neither pint nor yaml nor pydantic."""
    code = "import sys, staffing_norms; print({'pint', 'yaml', 'pydantic'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert run.stdout.strip() == "set()"


def test_a_table_loads_no_page() -> None:
    """A plan that is shown as text loads nothing that writes HTML."""
    code = (
        "import sys, staffing_norms as sn; str(sn.plan_staffing({'lifts': 2}));"
        "print({'staffing_norms.html', 'staffing_norms.notebook'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert run.stdout.strip() == "set()"
