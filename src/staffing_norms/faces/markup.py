"""Writes HTML: elements, in which every text is escaped, and words in one language or in both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import TypeAlias

from staffing_norms.foundation.languages import Language
from staffing_norms.results.wording import term

Languages: TypeAlias = tuple[Language, ...]

_UNESCAPED = ("style",)  # as HTML has it; ours, and never with words of the user
_NO_END = ("meta",)


@dataclass(frozen=True, slots=True)
class Element:
    """An element; the texts in it are escaped when it is written, and only then."""

    name: str
    attributes: dict[str, str]
    children: tuple["Node", ...]


Node: TypeAlias = "str | Element"


def tag(name: str, *children: Node, **attributes: str) -> Element:
    """Return an element; `class_` stands for `class`, and `_` for `-`."""
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    return Element(name, {key: value for key, value in named.items() if value}, children)


def written(node: Node) -> str:
    """
    Return a node as HTML.

    >>> written(tag("b", "1 < 2", class_="note"))
    '<b class="note">1 &lt; 2</b>'
    """
    if isinstance(node, str):
        return escape(node)
    attributes = "".join(f' {name}="{escape(text)}"' for name, text in node.attributes.items())
    start = f"<{node.name}{attributes}>"
    if node.name in _NO_END:
        return start
    inner = "".join(map(str if node.name in _UNESCAPED else written, node.children))
    return f"{start}{inner}</{node.name}>"


@cache
def style_sheet(name: str) -> str:
    """Return a style sheet of the package."""
    return files(__package__).joinpath(f"{name}.css").read_text("utf-8")


def said(texts: Iterable[str], langs: Languages) -> list[Node]:
    """Return a text in each language; once where they are equal."""
    first, *more = texts
    if not any(text != first for text in more):
        return [first]
    return [
        tag("span", first, lang=langs[0]),
        *(
            part
            for text, lang in zip(more, langs[1:], strict=True)
            for part in (" ", tag("span", text, lang=lang, class_="second"))
        ),
    ]


def in_each(make: Callable[[Language], str], langs: Languages) -> list[Node]:
    """Return what is made for each language."""
    return said(map(make, langs), langs)


def named(name: str, langs: Languages) -> list[Node]:
    """Return a word of the interface in each language."""
    return in_each(lambda lang: term(name, lang), langs)
