"""Gives what is told in tables its forms: JSON, text, Markdown, HTML, CSV and dataframes."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from importlib import import_module
from types import ModuleType
from typing import Any, Literal, TypeAlias

from staffing_norms.foundation.errors import Fault, Said, UnknownNameError, did_you_mean
from staffing_norms.foundation.languages import Language
from staffing_norms.results.wording import in_language

Form: TypeAlias = Literal["text", "markdown", "html", "csv", "cell"]

_KINDS = ("polars", "pandas")
_EXTRAS = {"polars": "'staffing-norms[frames]'"}  # what brings a library
_IN_PANDAS = {int: "Int64", float: "Float64", bool: "boolean"}  # which have values that are missing


class Tabled(ABC):
    """What is told in tables; its data is its own, and the module `pages` lays out the rest."""

    __slots__ = ()

    @abstractmethod
    def to_dict(self) -> Any:  # noqa: ANN401 - as JSON has it
        """Return it as JSON-ready data in a stable order; docs/json.md lists the keys."""

    def to_json(self, *, indent: int | None = None) -> str:
        """
        Return it as JSON text; the same figures give the same bytes.

        Args:
            indent: Blanks by which each level stands in; None for one line.
        """
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @in_language
    def to_text(self, *, lang: Language = "en") -> str:
        """
        Return it as tables for a terminal.

        Args:
            lang: `en` or `zh`.

        Raises:
            UnknownNameError: No such language.
        """
        return _written(self, "text", lang)

    @in_language
    def to_markdown(self, *, lang: Language = "en") -> str:
        """
        Return it as Markdown.

        Args:
            lang: `en` or `zh`.

        Raises:
            UnknownNameError: No such language.
        """
        return _written(self, "markdown", lang)

    @in_language
    def to_html(self, *, lang: Language = "en") -> str:
        """
        Return it as one page to print, which needs no network.

        Args:
            lang: `en` or `zh`.

        Raises:
            UnknownNameError: No such language.
        """
        return _written(self, "html", lang)

    @in_language
    def to_csv(self, *, lang: Language = "en", byte_order_mark: bool = False) -> str:
        """
        Return its figures as CSV; docs/csv.md lists the columns.

        Args:
            lang: `en` for programs, whose headings and words are ids; `zh` for people.
            byte_order_mark: Whether the text begins with the mark by which Excel knows UTF-8.

        Raises:
            UnknownNameError: No such language.
        """
        return _written(self, "csv", lang, byte_order_mark=byte_order_mark)

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return _written(self, "cell", "zh")


def _written(thing: Tabled, form: Form, lang: Language, *, byte_order_mark: bool = False) -> str:
    pages = import_module("staffing_norms.faces.pages")  # loaded when it is asked for
    text: str = pages.written(thing, form, lang, byte_order_mark=byte_order_mark)
    return text


def exact_text(figure: Fraction | int | None) -> str | None:
    """
    Return an exact figure as JSON has it, a text; None where it is unknown.

    >>> exact_text(Fraction(320, 9)), exact_text(None)
    ('320/9', None)
    """
    return None if figure is None else str(figure)


def as_frame(kind: str, types: Mapping[str, type], rows: Iterable[Sequence[Any]]) -> Any:  # noqa: ANN401 - of either library
    """
    Return rows as a dataframe, in which a number may be missing.

    Args:
        kind: `polars` or `pandas`; the library must be installed.
        types: Type of each column, by name.
        rows: The rows.

    Raises:
        UnknownNameError: No such kind of dataframe.
        ImportError: The library is not installed.
    """
    if kind not in _KINDS:
        message, hint = Said("no dataframe is called {0}.", repr(kind)), did_you_mean(kind, _KINDS)
        raise UnknownNameError([Fault("frame.unknown", "kind", message, hint)])
    library = _library(kind)
    every = list(rows)
    columns = {name: [row[place] for row in every] for place, name in enumerate(types)}
    if kind == "pandas":
        own = {name: _IN_PANDAS[type_] for name, type_ in types.items() if type_ in _IN_PANDAS}
        return library.DataFrame(columns).astype(own)
    return library.DataFrame(columns, schema=types)


def _library(name: str) -> ModuleType:
    """Import a dataframe library, which is no requirement of this one."""
    try:
        return import_module(name)
    except ImportError as error:
        wanted = _EXTRAS.get(name, name)
        message = f"to_frame({name!r}) needs {name}; install it with: pip install {wanted}"
        raise ImportError(message) from error
