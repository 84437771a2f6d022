"""What the user tells us: a site, its facts with their sources, its buildings and tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from inspect import Parameter, Signature
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, SupportsFloat, TypeAlias, TypedDict, Unpack

from staffing_norms.foundation.documents import Document, document_of, parse_document, read_document
from staffing_norms.foundation.errors import Fault, Said, SiteError, UnknownNameError, did_you_mean
from staffing_norms.foundation.face import notebook_face
from staffing_norms.foundation.faults import shown
from staffing_norms.foundation.pint_units import to_pint
from staffing_norms.foundation.quantities import format_number
from staffing_norms.sites.answers import filled
from staffing_norms.sites.facts import FactType, Vocabulary, fact_names
from staffing_norms.sites.intake import Record, Stated, read_facts
from staffing_norms.sites.values import integers_of, values_of
from staffing_norms.sites.vocabulary import extended, joined, vocabulary

if TYPE_CHECKING:
    from pint import Quantity


_NO_SITES = (".csv", ".tsv", ".xls", ".xlsx", ".doc", ".docx", ".pdf", ".parquet")

Explained: TypeAlias = Mapping[str, object]
"""Any fact with its provenance: `{value, source, status, note}`."""

NumberFact: TypeAlias = SupportsFloat | str | Explained | None
"""A number in the fact's own unit, also of numpy; text with a unit; or a pint quantity."""

FlagFact: TypeAlias = bool | str | Explained | None
TextFact: TypeAlias = str | Explained | None
WordsFact: TypeAlias = Sequence[str] | Explained | None
RecordFact: TypeAlias = Mapping[str, object] | None
DayFact: TypeAlias = date | str | Explained | None
RecordsFact: TypeAlias = Sequence[Mapping[str, object]] | Explained | None


class SiteFacts(TypedDict, total=False):
    """The keywords of `Site`: one for each fact of the vocabulary, which a test holds it to."""

    name: TextFact
    gross_floor_area: NumberFact
    above_ground_area: NumberFact
    below_ground_area: NumberFact
    chargeable_area: NumberFact
    land_area: NumberFact
    property_kind: TextFact
    households: NumberFact
    parking_spaces: NumberFact
    scope: WordsFact
    enclosed: FlagFact
    entrances: NumberFact
    car_park_entrances: NumberFact
    entrance_streams: NumberFact
    fixed_posts: NumberFact
    fixed_post_area: NumberFact
    patrol_area: NumberFact
    patrol_shifts: NumberFact
    control_centres: NumberFact
    fire_control_rooms: NumberFact
    local_exception: TextFact
    guard_reduction: NumberFact
    hv_switch_rooms: NumberFact
    lifts: NumberFact
    air_conditioned_area: NumberFact
    buildings: RecordsFact
    outdoor_green_area: NumberFact
    green_ratio: NumberFact
    nursery_area: NumberFact
    indoor_greenery: FlagFact
    hours_per_day: NumberFact
    cleaning_days: NumberFact
    landscaping_days: NumberFact
    profile: TextFact
    cleaning_profile: TextFact
    landscaping_profile: TextFact
    lobby_area: NumberFact
    grounds_area: NumberFact
    garage_area: NumberFact
    common_glass_area: NumberFact
    carpet_area: NumberFact
    toilets: NumberFact
    lift_cars: NumberFact
    stair_floors: NumberFact
    lawns: RecordFact
    hedges: RecordFact
    trees: RecordFact
    pots: NumberFact
    beds: NumberFact
    growing_season_days: NumberFact
    growing_season_from: DayFact
    grade_3_mower: TextFact
    hedge_tool: TextFact
    watering_method: TextFact
    tasks: RecordsFact
    posts: RecordsFact
    adjustments: RecordsFact
    leave_days: NumberFact
    years_of_service: NumberFact
    absence: NumberFact
    allowance: NumberFact
    shift_system: TextFact


@dataclass(frozen=True, init=False, repr=False)
class Site:
    """
    A site, described by facts: immutable, and safe to share between threads.

    Each fact is a keyword. A value may be a number in the fact's own unit, text with a unit
    (`"32 万平方米"`), a pint quantity, or a mapping `{value, source, status, note}`. What is not
    stated, or None, is unknown; it is never taken for zero. Sites are equal when their facts,
    sources and remarks are, in whatever units they were written.

    Raises:
        SiteError: With every fault of the description.

    >>> Site(gross_floor_area="32 万平方米", lifts=46)
    Site(gross_floor_area=320000, lifts=46)
    """

    _facts: dict[str, Stated]
    _values: dict[str, Any] = field(compare=False)
    _integers: dict[str, Any] | None = field(compare=False)
    _words: Vocabulary = field(compare=False)

    def __init__(self, **facts: Unpack[SiteFacts]) -> None:
        document = document_of(facts)
        words = _understood(document, vocabulary())
        _fill(self, read_facts(document, words), words)

    @staticmethod
    def _of(document: Document, words: Vocabulary | None) -> "Site":
        words = _understood(document, words or vocabulary())
        return _made(read_facts(document, words), words)

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
        given: object = facts
        if not isinstance(given, Mapping):
            message = Said("a site is expected; found {0}.", shown(given))
            raise SiteError([Fault("site.type", "", message, _site_hint(given))])
        return cls._of(document_of(facts), words)

    @classmethod
    def from_yaml(cls, path: str | Path, *, words: Vocabulary | None = None) -> "Site":
        """
        Read a site from a YAML file, UTF-8 or GB18030.

        Raises:
            SiteError: With every fault, each with file, line and column.
        """
        return cls._of(_read_file(path, json=False), words)

    @classmethod
    def from_json(cls, path: str | Path, *, words: Vocabulary | None = None) -> "Site":
        """
        Read a site from a JSON file, UTF-8 or GB18030.

        Raises:
            SiteError: With every fault, each with file, line and column.
        """
        return cls._of(_read_file(path, json=True), words)

    @classmethod
    def from_file(cls, path: str | Path, *, words: Vocabulary | None = None) -> "Site":
        """
        Read a site from a file: JSON when its name ends in `.json`, else YAML.

        Raises:
            SiteError: With every fault, each with file, line and column.
        """
        return cls._of(_read_file(path), words)

    @classmethod
    def from_text(
        cls,
        text: str | bytes,
        *,
        json: bool = False,
        file: str | None = None,
        words: Vocabulary | None = None,
    ) -> "Site":
        """
        Read a site from YAML text, or from JSON text.

        Args:
            text: The text; bytes are UTF-8 or GB18030.
            json: Read JSON.
            file: What messages call the text.
            words: The vocabulary of a norm with facts of its own; the shipped one by default.

        Raises:
            SiteError: With every fault, each with line and column.

        >>> Site.from_text("电梯数: 46 部")
        Site(lifts=46)
        """
        return cls._of(parse_document(text, SiteError, file=file, json=json, goes_on=True), words)

    @property
    def facts(self) -> Mapping[str, Stated]:
        """The facts stated, in the order of the vocabulary."""
        return MappingProxyType(self._facts)

    @property
    def words(self) -> Vocabulary:
        """The vocabulary that the site was read by."""
        return self._words

    @property
    def values(self) -> Mapping[str, Any]:
        """What formulas read: values by fact name, records by collection."""
        return MappingProxyType(self._values)

    @property
    def integers(self) -> Mapping[str, Any] | None:
        """The values in whole steps of their scales; None where that is not exact."""
        return self._integers

    @property
    def name(self) -> str:
        """The name of the site, or nothing."""
        stated = self._facts.get("name")
        return str(stated.value) if stated else ""

    def with_facts(self, **facts: Unpack[SiteFacts]) -> "Site":
        """
        Return the site with some facts changed, for a what-if; None takes a fact away.

        Raises:
            SiteError: With every fault of the changes.

        >>> Site(lifts=46).with_facts(lifts=50, entrances=4)
        Site(entrances=4, lifts=50)
        """
        document = document_of(facts)
        words = _understood(document, self._words)
        changed = read_facts(document, words)
        named = set(map(fact_names(words).find, facts))
        kept = {name: fact for name, fact in self._facts.items() if name not in named}
        both = {name: f for name in words if (f := changed.get(name) or kept.get(name))}
        return _made(both, words)

    def with_answers(
        self,
        *answers: "Site | Mapping[str, object] | str | Path",
        words: Vocabulary | None = None,
    ) -> "Site":
        """
        Return the site with the answers to its questions, which fill in what it leaves blank.

        An answer about a building names it, or gives its number: `{name: 2, lifts: 4}`.

        Args:
            answers: Files, mappings or sites that state the answers.
            words: The vocabulary of a norm with facts of its own; that of the site by default.

        Raises:
            SiteError: With every fault of the answers; with every answer that contradicts what
                the site or an earlier answer states, and where both stand.

        >>> Site(lifts=46).with_answers({"出入口数": 4, "lifts": "46 部", "land_area": None})
        Site(entrances=4, lifts=46)
        """
        own = words or self._words
        read: list[Site] = []
        faults: list[Fault] = []
        facts: list[Mapping[str, object]] = []
        for each in answers:
            try:
                read.append(_read(each, own))
                facts.append(read[-1].facts)
            except SiteError as error:
                faults += error.faults
                facts += error.read
        if faults:
            raise SiteError(faults, facts)
        every = joined([own, *(site.words for site in (self, *read))])
        return _made(filled(self._facts, [site.facts for site in read], every), every)

    def quantity(self, fact: str) -> "Quantity[Any]":
        """
        Return a stated number as an exact pint quantity in the fact's own unit.

        Args:
            fact: Name of the fact.

        Raises:
            UnknownNameError: No such number is stated.

        >>> print(Site(land_area="12 亩").quantity("land_area"))
        8000 meter ** 2
        """
        stated = self._facts.get(str(fact))
        if stated is None or not stated.unit:
            numbers = [name for name, value in self._facts.items() if value.unit]
            message = Said("the site states no number {0}.", repr(fact))
            hint = did_you_mean(fact, numbers)
            raise UnknownNameError([Fault("fact.unknown", str(fact), message, hint)])
        return to_pint(stated.number, stated.unit)

    def __repr__(self) -> str:
        return f"Site({', '.join(f'{name}={_short(fact)}' for name, fact in self._facts.items())})"

    def _repr_html_(self) -> str | None:
        return notebook_face(self)

    def __hash__(self) -> int:
        return hash(frozenset(self._facts.items()))

    def __reduce__(self) -> tuple[object, ...]:
        shipped = vocabulary()
        own = {name: type_ for name, type_ in self._words.items() if type_ != shipped.get(name)}
        return _restored, (self._facts, own)


Site.__init__.__signature__ = Signature(  # type: ignore[attr-defined]
    [Parameter("self", Parameter.POSITIONAL_ONLY)]
    + [Parameter(fact, Parameter.KEYWORD_ONLY, default=None) for fact in SiteFacts.__annotations__]
)


def without_beside(site: Site) -> Site:
    """Return a site without posts and adjustments, whose roles are those of one norm."""
    is_stated = site.facts.keys() & {"posts", "adjustments"}
    return site.with_facts(posts=None, adjustments=None) if is_stated else site


def _read(source: Site | Mapping[str, object] | str | Path, words: Vocabulary | None) -> Site:
    """Read a site from a file or a mapping; one that is read stays as it is."""
    if isinstance(source, Site):
        return source
    if isinstance(source, str | Path):
        return Site.from_file(source, words=words)
    return Site.from_mapping(source, words=words)


def _read_file(path: str | Path, *, json: bool | None = None) -> Document:
    """Read a file of a site; a table or a text of an office program is none."""
    if (ending := Path(str(path)).suffix.lower()) in _NO_SITES:
        message = Said("a file that ends in {0} is no site.", repr(ending))
        hint = "Write a site as YAML or JSON; the sites of a table are planned by plan_frame."
        raise SiteError([Fault("file.kind", "", message, hint, str(path))])
    return read_document(path, SiteError, json=json, goes_on=True)


def _site_hint(value: object) -> str:
    """Return what to hand over in place of what is no mapping."""
    if isinstance(value, str | Path):
        return Said("Read a file with Site.from_file({0}).", repr(str(value)))
    if hasattr(value, "to_dict"):
        return "Hand over what its to_dict() gives."
    return "Hand over a Site, or a mapping such as {'lifts': 46}."


def _understood(document: Document, words: Vocabulary) -> Vocabulary:
    """Return a vocabulary with the facts of other norms that a document states."""
    return extended(words, document.data if isinstance(document.data, Mapping) else ())


def _made(facts: dict[str, Stated], words: Vocabulary) -> Site:
    site = Site.__new__(Site)
    _fill(site, facts, words)
    return site


def _fill(site: Site, facts: dict[str, Stated], words: Vocabulary) -> None:
    object.__setattr__(site, "_facts", facts)
    object.__setattr__(site, "_values", values_of(facts, words))
    object.__setattr__(site, "_integers", integers_of(facts, words))
    object.__setattr__(site, "_words", words)


def _restored(facts: dict[str, Stated], own: Mapping[str, FactType]) -> Site:
    """Return a site from a pickle, which has the facts of norms but not the shipped vocabulary."""
    return _made(facts, MappingProxyType({**vocabulary(), **own}) if own else vocabulary())


def _short(fact: Stated) -> str:
    if fact.unit:
        return format_number(fact.number).replace(",", "")
    if isinstance(fact.value, tuple | Record):
        return f"<{len(fact.value)}>"
    return repr(fact.value)
