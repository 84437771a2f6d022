"""What the user tells us: a site, its facts with their sources, its buildings and tasks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypedDict, Unpack, cast

from staffing_norms.errors import Fault, SiteError, UnknownNameError, did_you_mean
from staffing_norms.facts import Vocabulary, vocabulary
from staffing_norms.intake import Stated, read_facts
from staffing_norms.library import Document, document_of, parse_document, read_document
from staffing_norms.quantities import format_number, to_pint

if TYPE_CHECKING:
    from pint import Quantity


class SiteFacts(TypedDict, total=False):
    """The keywords of `Site`: one for each fact of the vocabulary, which a test holds it to."""

    name: object
    gross_floor_area: object


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Site:
    """
    A site, described by facts: immutable, and safe to share between threads.

    Each fact is a keyword. A value may be a number in the fact's own unit, text with a unit
    (`"32 万平方米"`), a pint quantity, or a mapping `{value, source, status, note}`. What is not
    stated, or None, is unknown; it is never taken for zero.

    Raises:
        SiteError: With every fault of the description.

    >>> Site(gross_floor_area="32 万平方米", lifts=46)
    Site(gross_floor_area=320000, lifts=46)
    """

    _facts: dict[str, Stated]
    _values: dict[str, Any] = field(compare=False)

    def __init__(self, **facts: Unpack[SiteFacts]) -> None:
        self._set(read_facts(document_of(facts), vocabulary()))

    def _set(self, facts: dict[str, Stated]) -> None:
        object.__setattr__(self, "_facts", facts)
        object.__setattr__(self, "_values", _values(facts))

    @classmethod
    def _of(cls, document: Document, words: Vocabulary | None) -> "Site":
        site = cls.__new__(cls)
        site._set(read_facts(document, words or vocabulary()))
        return site

    @classmethod
    def from_mapping(
        cls, facts: Mapping[str, object], *, words: Vocabulary | None = None
    ) -> "Site":
        """
        Read a site from a mapping, whose keys may be Chinese.

        Args:
            facts: Values by fact name.
            words: The vocabulary of a norm with facts of its own; the shipped one by default.

        Raises:
            SiteError: With every fault of the description.

        >>> Site.from_mapping({"总建筑面积": "32万㎡"})
        Site(gross_floor_area=320000)
        """
        return cls._of(document_of(dict(facts)), words)

    @classmethod
    def from_yaml(cls, path: str | Path, *, words: Vocabulary | None = None) -> "Site":
        """
        Read a site from a YAML file, UTF-8 or GB18030.

        Raises:
            SiteError: With every fault, each with file, line and column.
        """
        return cls._of(read_document(path, SiteError, json=False), words)

    @classmethod
    def from_json(cls, path: str | Path, *, words: Vocabulary | None = None) -> "Site":
        """
        Read a site from a JSON file, UTF-8 or GB18030.

        Raises:
            SiteError: With every fault, each with file, line and column.
        """
        return cls._of(read_document(path, SiteError, json=True), words)

    @classmethod
    def from_file(cls, path: str | Path, *, words: Vocabulary | None = None) -> "Site":
        """
        Read a site from a file: JSON when its name ends in `.json`, else YAML.

        Raises:
            SiteError: With every fault, each with file, line and column.
        """
        return cls._of(read_document(path, SiteError), words)

    @classmethod
    def from_text(
        cls, text: str | bytes, *, json: bool = False, words: Vocabulary | None = None
    ) -> "Site":
        """
        Read a site from YAML text, or from JSON text.

        Raises:
            SiteError: With every fault, each with line and column.

        >>> Site.from_text("电梯数: 46 部")
        Site(lifts=46)
        """
        return cls._of(parse_document(text, SiteError, json=json), words)

    @property
    def facts(self) -> Mapping[str, Stated]:
        """The facts stated, in the order of the vocabulary."""
        return MappingProxyType(self._facts)

    @property
    def values(self) -> Mapping[str, Any]:
        """What formulas read: values by fact name, records by collection."""
        return self._values

    @property
    def name(self) -> str:
        """The name of the site, or nothing."""
        stated = self._facts.get("name")
        return str(stated.value) if stated else ""

    def quantity(self, fact: str) -> "Quantity[Any]":
        """
        Return a stated number as a pint quantity in its reference unit.

        Raises:
            UnknownNameError: No such number is stated.
        """
        stated = self._facts.get(fact)
        if stated is None or not stated.unit:
            numbers = [name for name, value in self._facts.items() if value.unit]
            raise UnknownNameError(
                [
                    Fault(
                        "fact.unknown",
                        fact,
                        f"the site states no number {fact!r}.",
                        did_you_mean(fact, numbers),
                    )
                ]
            )
        return to_pint(cast("Fraction", stated.value), stated.unit)

    def __repr__(self) -> str:
        return f"Site({', '.join(f'{name}={_short(fact)}' for name, fact in self._facts.items())})"

    def __hash__(self) -> int:
        return hash(repr(self))

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (self._facts,)


def _restored(facts: dict[str, Stated]) -> Site:
    site = Site.__new__(Site)
    site._set(facts)  # noqa: SLF001 - the other half of Site.__reduce__
    return site


def _short(fact: Stated) -> str:
    if fact.unit:
        return format_number(cast("Fraction", fact.value)).replace(",", "")
    if isinstance(fact.value, tuple):
        return f"<{len(fact.value)}>"
    return repr(fact.value)


def _values(facts: Mapping[str, Stated]) -> dict[str, Any]:
    """Return what formulas read: values by fact name, and a flag for each department in scope."""
    values: dict[str, Any] = {}
    for name, fact in facts.items():
        values[name] = _plain(fact.value)
    if "scope" in values:
        values |= {f"scope.{department}": True for department in values["scope"]}
    return values


def _plain(value: object) -> object:
    """Whole fractions become integers, on which arithmetic is faster."""
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value
