"""An estate with graded lawns, hedges and trees, its cleaning planned under two profiles."""

from pathlib import Path

import staffing_norms as sn

PROFILES = ("cn-fee-grades 2", "cn-single-list")


def main() -> None:
    """Print the hours of cleaning under two profiles, and those of the gardeners."""
    site = sn.Site.from_yaml(Path(__file__).with_name("graded_estate.yaml"))
    for profile in PROFILES:
        plan = sn.plan_staffing(site.with_facts(cleaning_profile=profile))
        [cleaning, landscaping] = plan.hours
        print(f"{profile}: {cleaning.headcount} cleaners on duty")
        for work in cleaning.works:
            print(f"  {work.labels['en']:<50}{float(work.hours):>9,.0f} h")
        employed = cleaning.cover
        print(f"  to employ: {employed.lawful_overtime} with all lawful overtime,", end=" ")
        print(f"{employed.no_overtime} without")
    print(f"gardeners: {float(landscaping.people):.2f} people, rounded to {landscaping.headcount};")
    print(f"  most in month {landscaping.peak_month}: {float(landscaping.peak_hours):,.0f} h")
    for work in landscaping.works:
        if work.crew > 1:
            print(f"  {work.labels['en']}: {float(work.crew_days):g} days of a crew of {work.crew}")


if __name__ == "__main__":
    main()
