"""
The only finder of norms: those that come with the library, installed ones, and folders.

An installed distribution offers a norm by an entry point of the group `staffing_norms.packs`: its
name is the norm's id, its value a package whose folder is the norm, or holds a folder of that name.
"""

import os
import sys
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from staffing_norms.foundation.documents import Document, read_document, read_trusted
from staffing_norms.foundation.errors import Fault, NormError, Said, UnknownNameError, did_you_mean

PACK = "pack.yaml"
CASES = "cases"  # the folder of a norm's worked cases
PROFILES = "profiles"  # the folder of frequency profiles, beside norms or in one
_GROUP = "staffing_norms.packs"
_MOST_PATHS = 8  # of modules, for which what packages offer is kept
_OURSELVES = "staffing_norms itself"


@dataclass(frozen=True, slots=True)
class Home:
    """
    Where the files of a norm are.

    Args:
        name: Id of the norm.
        folder: The folder; messages name its files as it is written.
        shipped: Whether the norm comes with the library.
        given: Whether the folder was given, so that its name is the id, or that of its parent.
    """

    name: str
    folder: Path
    shipped: bool = False
    given: bool = False

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files, sorted, without those of the norm's cases."""
        return tuple(sorted(path.name for path in self.folder.glob("*.yaml")))

    @property
    def profiles(self) -> tuple[Path, ...]:
        """Files of frequency profiles in the folder of the norm, sorted."""
        return tuple(sorted((self.folder / PROFILES).glob("*.yaml")))

    @property
    def editions(self) -> "tuple[Home, ...]":
        """The norm itself, or each of its editions in a folder of its own; empty for no norm."""
        if (self.folder / PACK).is_file():
            return (self,)
        pages = sorted(self.folder.glob(f"*/{PACK}"))
        return tuple(replace(self, folder=page.parent) for page in pages)

    def read(self, file: str) -> Document:
        """Read a file of the norm."""
        path = self.folder / file
        if self.shipped:
            return read_shipped(path.relative_to(norms_folder()).as_posix())
        return read_document(path, NormError, json=False)

    def hash(self, *beneath: str) -> str:
        """Return a short hash over names and text of the files, and of the norms *beneath*."""
        digest = sha256()
        for file in self.files:
            content = (self.folder / file).read_bytes()
            text = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            digest.update(b"\0".join([f"{self.name}/{file}".encode(), text, b""]))
        return short_hash(digest.digest(), *(other.encode() for other in beneath))


def short_hash(content: bytes, *more: bytes) -> str:
    """Return a digest as it is shown, together with what else it depends on."""
    if more:
        content = sha256(b"\0".join([content, *more])).digest()
    return f"sha256:{content.hex()[:16]}"


def read_shipped(relative: str) -> Document:
    """Read a norm file that comes with the library, by its path inside `norms/`."""
    return read_trusted(norms_folder() / relative, f"norms/{relative}")


@cache
def norms_folder() -> Path:
    """Find `norms/`: inside the installed package, else beside `src/` in the repository."""
    package = Path(__file__).parents[1]
    for folder in (package / "_norms", package.parents[1] / "norms"):
        if folder.is_dir():
            return folder
    message = "the norm files that come with staffing_norms are not installed."
    raise NormError([Fault("norms.missing", "", message, "Install staffing_norms again.")])


@cache
def shipped_packs() -> tuple[str, ...]:
    """Return the sorted ids of the packs that come with the library."""
    pages = (page for depth in ("*", "*/*") for page in norms_folder().glob(f"{depth}/{PACK}"))
    return tuple(sorted({page.relative_to(norms_folder()).parts[0] for page in pages}))


def all_packs() -> tuple[str, ...]:
    """Return the sorted ids of all packs, shipped and installed."""
    return tuple(sorted({*shipped_packs(), *(each.name for each in _installed())}))


def find_norm(norm: object) -> Home:
    """
    Find a norm by its id or its folder.

    Args:
        norm: An id, or a folder: a path, or a text with a separator or that is no id.

    Raises:
        UnknownNameError: There is no such norm.
        NormError: Two distributions offer the id, or one offers what is not there.
    """
    if not isinstance(norm, str | Path):
        message = Said("{0} is no norm; write its id or its folder.", type(norm).__name__)
        raise UnknownNameError([Fault("norms.unknown", "norms", message)])
    if isinstance(norm, Path) or norm in (".", "..") or {os.sep, os.altsep or os.sep} & {*norm}:
        return home_at(Path(norm))
    offered = [each for each in _installed() if each.name == norm]
    sources = [_OURSELVES] if norm in shipped_packs() else []
    sources += [_distribution(each) for each in offered]
    if len(sources) > 1:
        message = Said("two offer the norm {0}: {1}.", repr(norm), " and ".join(sources))
        raise NormError([Fault("norms.twice", norm, message, "Uninstall one of them.")])
    if offered:
        return _home_of(offered[0])
    if sources:
        return Home(norm, norms_folder() / norm, shipped=True)
    if norm and Home(norm, Path(norm)).editions:
        return home_at(Path(norm))
    message = Said("no norm is called {0}.", repr(norm))
    hint = did_you_mean(norm, all_packs())
    raise UnknownNameError([Fault("norms.unknown", norm, message, hint)])


def home_at(folder: Path) -> Home:
    """
    Return the norm in a folder.

    Raises:
        UnknownNameError: The folder is no norm.
    """
    home = Home(folder.resolve().name, Path(os.path.normpath(folder)), given=True)
    if home.editions:
        return home
    message: str = Said("this folder has no {0}, so it is no norm.", PACK)
    hint = "Name the folder of a norm, or the files in it."
    if folder.is_file():
        message, hint = "this is a file; the folder of a norm is expected.", "Name its folder."
    elif not folder.exists():
        message, hint = "there is no such folder.", "Check the name."
    raise UnknownNameError([Fault("pack.missing", "", message, hint, str(folder))])


def _installed() -> tuple[EntryPoint, ...]:
    return _on(tuple(sys.path))


@lru_cache(maxsize=_MOST_PATHS)
def _on(_: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """Return what packages on a path offer: each of them is opened, which takes milliseconds."""
    return tuple(entry_points(group=_GROUP))


def _distribution(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value


def _home_of(entry: EntryPoint) -> Home:
    """Return the norm that an entry point names; only its package is looked for."""
    try:
        found = find_spec(entry.module)
    except ImportError:
        found = None
    places = found.submodule_search_locations if found else None
    for place in map(Path, places or ()):
        for folder in (place / entry.name, place):
            home = Home(entry.name, folder)
            if home.editions:
                return home
    told = f"{_distribution(entry)} offers the norm {entry.name!r}"
    message = Said("{0}, but the package {1} holds none.", told, entry.module)
    hint = Said("Install it again, or put {0} into that package.", PACK)
    raise NormError([Fault("norms.installed", entry.name, message, hint)])
