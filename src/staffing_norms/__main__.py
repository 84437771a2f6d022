"""The command `staffing-norms`, which is also `python -m staffing_norms`."""

import gc
import sys
from collections.abc import Sequence

_SELDOM = 200_000  # objects that are made before garbage is looked for


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command.

    Args:
        arguments: The arguments; those of the process by default.

    Returns:
        The exit code: 0; 1 when a file has faults; 2 when the arguments are wrong or the extra is
        lacking; 130 when interrupted.
    """
    is_process = arguments is None
    if is_process:
        gc.disable()  # what is loaded stays to the end, and so does most of what a command makes:
    from staffing_norms.commands import short  # noqa: PLC0415 - so that all is loaded in this way

    command = short.loaded(sys.argv[1:] if arguments is None else arguments)
    if is_process:
        gc.freeze()  # looking for garbage among it would take a tenth of the time
        gc.set_threshold(_SELDOM)
        gc.enable()
    return command()


if __name__ == "__main__":
    sys.exit(main())
