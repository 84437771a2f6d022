"""Spells the arguments and options that several commands share; they need the extra `cli`."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from cyclopts import Parameter

from staffing_norms.derivation import Language
from staffing_norms.errors import Fault, UnknownNameError

FormatT = TypeVar("FormatT", bound=str)

_ENDINGS: Mapping[str, str] = {
    ".json": "json",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
}

NormId = Annotated[
    str,
    Parameter(
        name=["--norms", "-n"],
        help="Id of a norm, as 'staffing-norms norms' lists them, or its folder, such as ./acme.",
    ),
]
AsOf = Annotated[
    str | None,
    Parameter(name="--as-of", help="Day whose edition of the norm counts, such as 2026-01-31."),
]
Lang = Annotated[
    Language, Parameter(name=["--lang", "-l"], help="Language of the output: English or Chinese.")
]
Output = Annotated[
    Path | None, Parameter(name=["--output", "-o"], help="File to write; else standard output.")
]


def format_of(output: Path | None, formats: Collection[FormatT]) -> FormatT | Literal["table"]:
    """
    Return the format that a file's ending asks for; a table is text.

    Args:
        output: The file; None is standard output.
        formats: The formats that there are.

    Raises:
        UnknownNameError: No format has the ending.
    """
    ending = output.suffix.lower() if output else ""
    if ending in ("", ".txt"):
        return "table"
    known = {end: each for end, name in _ENDINGS.items() for each in formats if each == name}
    if ending not in known:
        message = f"no format ends in {ending!r}."
        hint = f"Use one of {', '.join(known)} and .txt, or say which by --format."
        raise UnknownNameError([Fault("format.unknown", "--output", message, hint)])
    return known[ending]
