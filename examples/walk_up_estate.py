"""An estate of walk-ups: cleaning by stairs and tasks, beside the composite quota."""

from pathlib import Path

import staffing_norms as sn


def main() -> None:
    """Print cleaning and landscaping under every method, and how the cleaners are counted."""
    site = sn.Site.from_yaml(Path(__file__).with_name("walk_up_estate.yaml"))
    plan = sn.plan_staffing(site)
    for name in ("cleaning", "landscaping"):
        department = plan[name]
        print(f"{name}: {department.total} by {department.method}; workforce by method:")
        for method, workforce in department.methods.items():
            print(f"  {method:<9} {workforce}")
    print()
    print(plan.explain("cleaner"))


if __name__ == "__main__":
    main()
