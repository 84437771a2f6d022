"""Reads messages whole, but for how many names a list leaves out: these grow with the data."""

import re


def settled(message: str) -> str:
    """
    Return a message with a mark in place of how many more names there are.

    >>> settled("Known: lifts and 27 more.")
    'Known: lifts and # more.'
    """
    return re.sub(r"\band \d+ more\.", "and # more.", message)
