"""Lays the plan of a real site beside the staff that its tender asks for."""

from pathlib import Path

import staffing_norms as sn

# Boarding school, Changsha, tender and contract of 2025. The manager, the assistant manager,
# the boarding staff (24) and the store keeper are outside the norm's five departments.
STATED = {"security": 13, "m_and_e": 4, "cleaning": 8, "landscaping": 1}


def main() -> None:
    """Print planned and stated people by department, and how they compare."""
    site = sn.Site.from_yaml(Path(__file__).with_name("changsha_school.yaml"))
    plan = sn.plan_staffing(site)
    print(f"{site.name}: norm against tender (workforce without leaders)")
    for department, stated in STATED.items():
        planned = plan[department]
        ratio = planned.workforce / stated
        print(
            f"  {department:<14} norm {planned.workforce:>3} by {planned.method:<9}"
            f" tender {stated:>3}  ratio {ratio:.2f}"
        )
    print("The norm is printed for residential estates and counts people on duty by quotas of")
    print(
        "area; a school's tender is a minimum roster. The ratio shows the distance, not an error."
    )


if __name__ == "__main__":
    main()
