"""The only place that says which slips of the keyboard keep a text from being YAML."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from staffing_norms.foundation.errors import Fault, Said

Spot: TypeAlias = tuple[int, int]
"""Line and column, counted from 1."""

_NO_COLON = re.compile(r"\s*(?:- )?(?P<key>[^\s:：#'\"{\[,][^:：#'\"{\[,]*)(?:：|:(?=\S))")
_BARE = re.compile(r"\s*[^\s:：#'\"\[\]{},&*!|>%@`-][^:：]*")
_SWALLOWED = re.compile("[：｛｝]")
_FULL_WIDTH = str.maketrans({"：": ": ", "，": ", ", "｛": "{", "｝": "}"})
_NO_SPACE = "no ': ' stands after {0}."
_IN_BRACES = re.compile(r"[{｛\[].*[：，｛｝].*")
_LONGEST_LINE = 60
EXAMPLE = "Write one 'name: value' a line, such as 'lifts: 46'."


def slips_of_lines(text: str, problem: str, last: int, begun: int) -> Iterator[Fault]:
    """
    Yield the lines without ': ', and with full-width punctuation, that are no YAML so.

    Args:
        text: The text.
        problem: What the parser of YAML says.
        last: The line in which it says so, counted from 1.
        begun: The line in which what it was reading begins.
    """
    lines = _content_lines(text)
    before = [number for number in lines if number <= last][-2:]  # it is noticed a line later
    noticed = [number for number in before if _NO_COLON.match(lines[number])]
    if bare := _bare_line(lines, before, problem, begun):
        noticed.append(bare)
    depths = {_indent(lines[number]) for number in noticed}
    yield from _slips({n: line for n, line in lines.items() if _indent(line) in depths}, bare)
    for number in () if depths else before[-1:]:
        if found := _IN_BRACES.search(lines[number]):
            message = Said("line {0} has full-width punctuation.", number)
            yield _full_width(message, found[0].strip(), (number, found.start() + 1))


def slip_of_key(text: str, spot: Spot, *, is_alone: bool) -> Fault | None:
    """
    Return what is wrong with a key that has swallowed its colon, as in {storeys:18}.

    Args:
        text: The key as it is read.
        spot: Where it stands.
        is_alone: Whether nothing stands behind it.
    """
    if not ((":" in text and is_alone) or _SWALLOWED.search(text)):
        return None
    if wrong := _NO_COLON.match(text):
        message = Said(_NO_SPACE, repr(wrong["key"]))
    else:
        message = Said("{0} has full-width punctuation.", repr(text[:_LONGEST_LINE]))
    return _full_width(message, text, spot)


def glued_lines(text: str) -> Iterator[Fault]:
    """Yield the lines without ': ' of a text that is one long word to YAML."""
    return _slips(_content_lines(text))


def _slips(lines: Mapping[int, str], bare: int = 0) -> Iterator[Fault]:
    """Yield the lines without ': ' after a name; where a *bare* one is noticed, all that are so."""
    for number, line in lines.items():
        if wrong := _NO_COLON.match(line):
            message, hint = Said(_NO_SPACE, repr(wrong["key"])), _with_colon(wrong)
            spot = number, wrong.end("key") + 1
            yield Fault("document.syntax", "", message, hint, None, *spot)
        elif bare and _BARE.fullmatch(line):
            told = repr(line.partition(" #")[0].strip()[:_LONGEST_LINE])
            message = Said("line {0} has no name: {1}.", number, told)
            yield Fault("document.syntax", "", message, EXAMPLE, None, number, _indent(line) + 1)


def _bare_line(lines: Mapping[int, str], before: Sequence[int], problem: str, begun: int) -> int:
    """Return the line without a name at which a mapping breaks off; 0 where it is not that."""
    if problem == "could not find expected ':'":
        number = begun
    elif problem == "mapping values are not allowed here":
        number = before[0]
    else:
        return 0
    is_beside = _indent(lines[number]) == _indent(lines[before[-1]])
    return number if is_beside and _BARE.fullmatch(lines[number]) else 0


def _content_lines(text: str) -> dict[int, str]:
    """Return the lines by number that are neither empty nor comments."""
    return {number: line for number, line in enumerate(text.splitlines(), 1) if _is_content(line)}


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _with_colon(wrong: "re.Match[str]") -> str:
    """Return what to write for a line without ': '."""
    rest = wrong.string[wrong.end() :].partition(" #")[0].split("\n")[0].strip()
    line = f"{wrong['key'].strip()}: {rest}".strip()
    return Said("Write a plain colon and a space: {0}.", repr(line[:_LONGEST_LINE]))


def _full_width(message: str, written: str, spot: Spot) -> Fault:
    plain = re.sub(r"(?<=[:,])(?=\S)|(?<=[:,]) +", " ", written.translate(_FULL_WIDTH))
    hint = Said("Write plain punctuation: {0}.", repr(plain[:_LONGEST_LINE]))
    return Fault("document.syntax", "", message, hint, None, *spot)
