"""Prints the plan of a site file: `python -m staffing_norms SITE.yaml`."""

import sys

from staffing_norms.errors import StaffingNormsError
from staffing_norms.norms import plan_staffing
from staffing_norms.site import Site

_USAGE = "usage: python -m staffing_norms SITE.yaml [en|zh]"


def main(arguments: list[str]) -> int:
    """
    Print the plan of a site file.

    Args:
        arguments: The file, YAML or JSON, and the language, `en` by default.

    Returns:
        The exit code: 0, 1 when the file has faults, 2 when the arguments are wrong.
    """
    match arguments:
        case [path]:
            lang = "en"
        case [path, "en" | "zh" as lang]:
            pass
        case _:
            sys.stderr.write(f"{_USAGE}\n")
            return 2
    try:
        plan = plan_staffing(Site.from_file(path))
    except StaffingNormsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{plan.to_text(lang=lang)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
