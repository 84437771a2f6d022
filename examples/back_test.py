"""Lays the plans of real sites beside the staff that their papers state."""

from fractions import Fraction
from pathlib import Path

import staffing_norms as sn

HALF = Fraction(1, 2)
HERE = Path(__file__).parent

# School: tender and contract of 2025. Its manager, assistant manager, boarding staff (24) and
# store keeper are outside the norm's five departments.
# Office: management plan of 2011. Half a person works on another site as well; a supervisor (0.5)
# stands beside the workforce.
WORKFORCE: dict[str, dict[str, int | Fraction]] = {
    "changsha_school": {"security": 13, "m_and_e": 4, "cleaning": 8, "landscaping": 1},
    "nanjing_office": {"security": 2, "m_and_e": HALF, "cleaning": 2, "landscaping": HALF},
}
# Estate: news of 2023, "about 60" in all, without a split.
EVERYBODY = {"dalian_estate": 60}


def plan_of(name: str) -> sn.Plan:
    """Plan one of the example sites."""
    return sn.plan_staffing(sn.Site.from_yaml(HERE / f"{name}.yaml"))


def row(label: str, planned: int, method: str, stated: int | Fraction) -> str:
    """Lay a planned figure beside a stated one."""
    ratio = Fraction(planned) / Fraction(stated)
    return f"  {label:<13}{planned:>6}  {method:<10}{float(stated):>7.1f}{float(ratio):>7.2f}"


def main() -> None:
    """Print norm against papers: workforce by department, or everybody where there is no split."""
    print("site, department  norm  method     stated  ratio")
    for name, departments in WORKFORCE.items():
        plan = plan_of(name)
        leaders = sum(plan[department].leaders for department in departments)
        print(f"{name}: workforce, without the norm's {leaders} leaders")
        for department, stated in departments.items():
            found = plan[department]
            print(row(department, found.workforce, found.method, stated))
        planned = sum(plan[department].workforce for department in departments)
        print(row("together", planned, "", sum(departments.values())))
    for name, stated in EVERYBODY.items():
        print(f"{name}: everybody, leaders included")
        print(row("all", plan_of(name).headcount, "", stated))
    print(
        "The norm is printed for residential estates, so school and office are outside its scope."
        "\nStated staff are tender minimums or news, not observed rosters, and who was contracted"
        "\nout is not known. A ratio shows the distance between the two; it proves neither wrong."
    )


if __name__ == "__main__":
    main()
