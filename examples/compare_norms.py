"""One site by three norms: what each counts, what it does not cover, and what is between them."""

from pathlib import Path

import staffing_norms as sn

NORMS = ("cn-estate", "cn-high-rise", "cn-service-levels")


def main() -> None:
    """Print the comparison, and the figures of the departments that all norms cover."""
    site = sn.Site.from_yaml(Path(__file__).with_name("xiaoshan_estate.yaml"))
    compared = sn.compare_norms(site, NORMS)
    print(compared.to_text(lang="zh"))
    print()
    for row in compared.rows:
        if row.kind in ("group", "common", "total"):
            told = (f"{each.norm} {each.planned.total}" for each in row.entries)
            print(f"{row.kind:<7}", *told, sep="  ")


if __name__ == "__main__":
    main()
