"""How a thing shows itself in a notebook: what lies low asks here, what lies high answers."""

from functools import singledispatch
from importlib import import_module


@singledispatch
def face(_: object) -> str | None:
    """Return a thing as HTML; the module `notebook` registers how."""
    return None


def notebook_face(thing: object) -> str | None:
    """
    Return a thing as HTML for a notebook.

    Returns:
        None for a thing without a face; a notebook then shows its text.

    >>> notebook_face(46)
    """
    import_module("staffing_norms.faces.notebook")  # loaded when it is asked for
    return face(thing)
