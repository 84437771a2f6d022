"""The only place that opens a norm: picks its edition, and lays overlays over what they extend."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from staffing_norms.foundation.documents import Document, mapping_at_top
from staffing_norms.foundation.errors import (
    Fault,
    NormError,
    Said,
    StaffingNormsError,
    UnknownNameError,
)
from staffing_norms.foundation.library import PACK, Home, find_norm, short_hash
from staffing_norms.foundation.schema import Bilingual, Listed, Model, validate
from staffing_norms.publications.check import check_norm
from staffing_norms.publications.overlay import lay_changes, lay_over
from staffing_norms.publications.pack import (
    NOT_STATED,
    ChangeEntry,
    DepartmentFile,
    InForce,
    OverlayFile,
    PackFile,
)
from staffing_norms.publications.trees import Files

_WHAT_IF = "*"


@dataclass(frozen=True, slots=True)
class Opened:
    """
    A norm that was read and judged.

    Args:
        pack: Its title page.
        departments: Its departments, in order.
        files: Its files, with what an overlay changed and added.
        hash: Hash of the content of its files, and of those it extends.
        extends: The norm that it changes, if there is one.
    """

    pack: PackFile
    departments: list[DepartmentFile]
    files: Files
    hash: str
    extends: "Opened | None" = None


class _Title(Model):
    """What is read of the title page of an edition before it is picked."""

    version: str
    title: Bilingual
    in_force: InForce
    trust: str = ""
    source: Bilingual | None = None
    property_kinds: Annotated[tuple[str, ...], Listed] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """
    An edition of a norm.

    Args:
        home: Where its files are.
        version: Its version.
        title: Its title.
        trust: How far its source is to be trusted: `A`, `B` or `C`.
        source: Where it is from.
        property_kinds: What it is printed for; an overlay may leave that to what it extends.
        start: The first day on which it is in force, if the publication says so.
        end: The last such day, if there is one.
    """

    home: Home
    version: str
    title: Bilingual
    trust: str
    source: Bilingual | None
    property_kinds: tuple[str, ...]
    start: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        """Whether the edition is in force on a day."""
        return (self.start or day) <= day <= (self.end or day)

    def __str__(self) -> str:
        return f"{self.version} ({self.dates})"

    @property
    def dates(self) -> str:
        """First and last day, `2024-01-01 – not stated`."""
        return f"{self.start or NOT_STATED} – {self.end or NOT_STATED}"


def day_of(value: date | str | None) -> date | None:
    """
    Return a day that a user names.

    Raises:
        UnknownNameError: It is no day.
    """
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    with suppress(ValueError):
        return date.fromisoformat(str(value))
    message, hint = Said("{0} is no day.", repr(value)), "Write it like 2024-01-31."
    raise UnknownNameError([Fault("as_of.day", "as_of", message, hint)])


def judge_norm(home: Home) -> None:
    """
    Judge every edition of a norm, and whether one at most is in force on a day.

    Raises:
        NormError: With every fault of every edition.
    """
    faults: list[Fault] = []
    for each in home.editions:
        try:
            _open(each, None, ())
        except StaffingNormsError as error:
            faults += error.faults
    faults = faults or list(_overlaps(editions_of(home)))
    if faults:
        raise NormError(dict.fromkeys(faults))


def open_norm(home: Home, as_of: date | None = None) -> Opened:
    """
    Open the edition of a norm that is in force.

    Args:
        home: Where the norm is.
        as_of: The day; without it, the only edition, or the one that has no end.

    Raises:
        NormError: With every fault of every file; or none or two editions are in force.
    """
    return _open(pick_edition(home, as_of), as_of, ())


def open_changed(opened: Opened, changes: Iterable[ChangeEntry]) -> Opened:
    """
    Change a norm without files: what if?

    Raises:
        NormError: With every fault, placed by the address of the change.
    """
    entries = list(changes)
    id_ = f"{opened.pack.id.removesuffix(_WHAT_IF)}{_WHAT_IF}"
    files, added = lay_changes(opened.files, id_, entries)
    pack, departments = check_norm(id_, files, files.__getitem__, added)
    told = repr([(entry.change, entry.to) for entry in entries]).encode()
    return Opened(pack, departments, files, short_hash(opened.hash.encode(), told), opened)


def _open(home: Home, as_of: date | None, above: tuple[Path, ...]) -> Opened:
    page = home.read(PACK) if (home.folder / PACK).is_file() else None
    if isinstance(page, Document) and isinstance(page.data, Mapping) and "extends" in page.data:
        return _open_overlay(home, page, as_of, above)
    files: dict[str, Document] = {PACK: page} if page else {}
    pack, departments = check_norm(_name(home, page), home.files, lambda f: _once(home, files, f))
    return Opened(pack, departments, files, home.hash())


def _once(home: Home, files: dict[str, Document], file: str) -> Document:
    if file not in files:
        files[file] = home.read(file)
    return files[file]


def _name(home: Home, page: Document | None) -> str:
    """Return the id that a title page should have: an edition has that of the folder above."""
    parent = home.folder.resolve().parent.name
    data = page.data if page else None
    is_edition = home.given and isinstance(data, Mapping) and data.get("id") == parent
    return parent if is_edition else home.name


def _open_overlay(
    home: Home, page: Document, as_of: date | None, above: tuple[Path, ...]
) -> Opened:
    title = validate(OverlayFile, page, NormError)
    here = home.folder.resolve()
    try:
        if here in above:
            message = f"{title.id!r} extends itself, by way of what it extends."
            fault = page.fault("overlay.circle", ("extends",), message, "Name a published norm.")
            raise NormError([fault])
        base = pick_edition(_extended(home, title), as_of)
    except UnknownNameError as error:
        place = ("extends",)
        raise NormError(
            page.fault(each.code, place, each.message, each.hint) for each in error.faults
        ) from None
    below = _open(base, as_of, (*above, here))
    own: dict[str, Document] = {PACK: page}
    faults: list[Fault] = []
    for file in home.files:
        try:
            mapping_at_top(_once(home, own, file), NormError, "a department")
        except NormError as error:
            faults += error.faults
    if faults:
        raise NormError(faults)
    files, added = lay_over(below.files, own, title, as_of)
    name = _name(home, page)
    pack, departments = check_norm(name, files, files.__getitem__, added)
    return Opened(pack, departments, files, home.hash(below.hash), below)


def _extended(home: Home, title: OverlayFile) -> Home:
    """Find what an overlay extends: by its id, or by a path from the overlay's folder."""
    is_path = title.extends.startswith(".") or "/" in title.extends
    return find_norm(home.folder / title.extends if is_path else title.extends)


# Editions


def editions_of(home: Home) -> list[Edition]:
    """
    Read the dates of each edition of a norm; what else it says is judged when it is opened.

    Raises:
        NormError: With what keeps title and dates from being read.
    """
    found: list[Edition] = []
    faults: list[Fault] = []
    for each in home.editions:
        page = each.read(PACK)
        data = page.data if isinstance(page.data, Mapping) else {}
        told = {key: data[key] for key in _Title.model_fields if key in data}
        try:
            title = validate(_Title, replace(page, data=told), NormError)
        except NormError as error:
            faults += error.faults
        else:
            days = (title.in_force.from_, title.in_force.to)
            start, end = (day if isinstance(day, date) else None for day in days)
            about = (title.trust, title.source, title.property_kinds)
            found.append(Edition(each, title.version, title.title, *about, start, end))
    if faults:
        raise NormError(faults)
    return found


def pick_edition(home: Home, as_of: date | None) -> Home:
    """
    Return the edition in force on a day; a single one, without a day, is taken as it is.

    Raises:
        UnknownNameError: None or two are.
    """
    if as_of is None and len(home.editions) <= 1:
        return next(iter(home.editions), home)
    editions = editions_of(home)
    if as_of is None:
        held = [each for each in editions if each.end is None]
        message = f"{home.name} has several editions, and {_count(held)} of them without an end"
        hint = "Say by as_of which day is meant."
    else:
        held = [each for each in editions if each.holds(as_of)]
        message = f"{home.name} has {_count(held)} in force on {as_of}"
        hint = "Name another day." if not held else "Correct their dates."
    if len(held) == 1:
        return held[0].home
    message = f"{message}: {', '.join(map(str, editions))}."
    raise UnknownNameError([Fault("norms.edition", "as_of", message, hint)])


def _count(editions: list[Edition]) -> str:
    return f"{len(editions)} editions" if editions else "no edition"


def _overlaps(editions: list[Edition]) -> Iterable[Fault]:
    for number, each in enumerate(editions):
        for other in editions[:number]:
            later, earlier = sorted((each, other), key=lambda e: e.start or date.min)[::-1]
            if earlier.end is None or later.start is None or later.start <= earlier.end:
                page = later.home.read(PACK)
                message = f"{earlier} and {later} are in force at the same time."
                yield page.fault("pack.editions", ("in_force",), message, "Correct their dates.")
