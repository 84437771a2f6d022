"""What cyclopts says of arguments, in our words."""

from cyclopts import CycloptsError

from staffing_norms.commands.arguments import misused
from staffing_norms.foundation.errors import Fault


def test_what_is_not_foreseen_is_told_as_cyclopts_tells_it() -> None:
    """With where the usage is shown."""
    error = CycloptsError(msg="Something is odd.")

    assert misused(error, ["plan"]) == Fault(
        "argument.wrong", "", "Something is odd.", "See --help."
    )
