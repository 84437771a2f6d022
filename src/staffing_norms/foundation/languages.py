"""The only place that knows the languages, and how each is punctuated."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, TypeAlias

Language: TypeAlias = Literal["en", "zh"]

LANGUAGES: tuple[Language, ...] = ("en", "zh")

Labels: TypeAlias = Mapping[str, str]
"""What something is called, by language."""


class Marks(NamedTuple):
    """
    Punctuation of a language.

    Args:
        colon: Before what is told.
        semicolon: Between remarks.
        comma: Between the items of a list.
        opening: Opens a remark.
        closing: Closes it.
        blank: Between words, and between sentences.
    """

    colon: str
    semicolon: str
    comma: str
    opening: str
    closing: str
    blank: str


MARKS: Mapping[Language, Marks] = {
    "en": Marks(": ", "; ", ", ", " (", ")", " "),
    "zh": Marks("：", "；", "、", "（", "）", ""),
}


def aside(texts: Iterable[str], lang: Language) -> str:
    """Return remarks in brackets, or nothing."""
    marks = MARKS[lang]
    told = marks.semicolon.join(texts)
    return f"{marks.opening}{told}{marks.closing}" if told else ""
