"""Prints the plan of a site file: `python -m staffing_norms SITE.yaml`."""

import io
import os
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
        case [path, *rest] if rest in ([], ["en"], ["zh"]):
            chinese = rest == ["zh"]
        case _:
            sys.stderr.write(f"{_USAGE}\n")
            return 2
    try:
        plan = plan_staffing(Site.from_file(path))
    except StaffingNormsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    _write(f"{plan.to_text(lang='zh' if chinese else 'en')}\n")
    return 0


def _write(text: str) -> None:
    """Write to any terminal: what its encoding lacks is escaped, and a reader may stop early."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still in the buffer would fail again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
