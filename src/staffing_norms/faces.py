"""How a thing shows itself in a notebook: what lies low asks here, what lies high answers."""

from functools import singledispatch


@singledispatch
def notebook_face(_: object) -> str | None:
    """
    Return a thing as HTML for a notebook.

    Returns:
        None for a thing without a face; a notebook then shows its text.

    >>> notebook_face(46)
    """
    return None
