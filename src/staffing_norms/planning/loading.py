"""The only place that loads a norm, and keeps those that are loaded."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from staffing_norms.foundation.errors import Fault, NormError, Said
from staffing_norms.foundation.faults import shown
from staffing_norms.foundation.library import Home, all_packs, find_norm
from staffing_norms.planning.norms import Norms, Own, compile_norms
from staffing_norms.planning.plan import Plan
from staffing_norms.program.layout import NORM
from staffing_norms.publications.editions import day_of, open_norm
from staffing_norms.publications.profile_check import read_profiles
from staffing_norms.sites.profiles import shipped_profiles
from staffing_norms.sites.site import Site

DEFAULT_NORMS = "cn-estate"
_MOST_LOADED = 64  # norms that are kept; each day that is asked for makes another
_LIST = "Write it like ['profile.yaml']."


def available_norms() -> tuple[str, ...]:
    """
    Return the ids of the norms that come with the library, and of installed ones.

    >>> "cn-estate" in available_norms()
    True
    """
    return all_packs()


def load_norms(
    norms: str | Path = DEFAULT_NORMS,
    *,
    as_of: date | str | None = None,
    profiles: Iterable[str | Path] = (),
) -> Norms:
    """
    Load a norm, checked and compiled; the same id gives the same object.

    Args:
        norms: Id of a norm of `available_norms()`, or the folder of a norm.
        as_of: The day whose edition is meant, a date or text like `2024-01-31`; without it the
            only edition, or the one that has no end.
        profiles: Files of frequency profiles that a site may name, beside those that come with the
            library and those in a folder `profiles` of the norm.

    Raises:
        UnknownNameError: No norm has that id, or no single edition is in force on that day.
        NormError: Its files, or those of profiles, have faults; *profiles* is no list.
    """
    if isinstance(profiles, str | Path) or not isinstance(profiles, Iterable):
        message = Said("{0} is no list of files.", shown(profiles))
        raise NormError([Fault("profiles.list", "profiles", message, _LIST)])
    day, home, files = day_of(as_of), find_norm(norms), tuple(profiles)
    if home.given or files:  # which may be edited
        return load_home(home, day, files)
    return _loaded(home, day)


@lru_cache(maxsize=_MOST_LOADED)
def _loaded(home: Home, as_of: date | None) -> Norms:
    return load_home(home, as_of)


def load_home(home: Home, as_of: date | None = None, profiles: Sequence[str | Path] = ()) -> Norms:
    """
    Load a norm, or one edition of it, from where it was found.

    Args:
        home: Where it was found.
        as_of: As for `load_norms`.
        profiles: As for `load_norms`.

    Raises:
        UnknownNameError: No single edition is in force on that day.
        NormError: Its files have faults.
    """
    source = str(home.folder.resolve()) if home.given else home.name
    files = (*home.profiles, *profiles)
    read = read_profiles(files, shipped_profiles())
    own = Own(read, tuple(Path(file).read_bytes() for file in files))
    given = tuple(str(Path(file).resolve()) for file in profiles)
    origin = (_again, (source, as_of, given))
    return compile_norms(open_norm(home, as_of), origin, as_of, own)


def _again(source: str, as_of: date | None, profiles: tuple[str, ...]) -> Norms:
    return load_norms(source, as_of=as_of, profiles=profiles)


def plan_staffing(
    site: Site | Mapping[str, object],
    *,
    norms: str | Norms = DEFAULT_NORMS,
    stance: str = "typical",
    methods: Mapping[str, str] | None = None,
    cover: str = NORM,
) -> Plan:
    """
    Plan a site by a norm, the base norm by default.

    Args:
        site: The site, or a mapping of its facts.
        norms: A norm, its id or its folder.
        stance: As for `Norms.plan`.
        methods: As for `Norms.plan`.
        cover: As for `Norms.plan`.

    Raises:
        SiteError: The mapping has faults.
        UnknownNameError: No such norm, stance, department, method or cover.

    >>> plan_staffing({"gross_floor_area": "32 万平方米"}).headcount
    261
    """
    loaded = norms if isinstance(norms, Norms) else load_norms(norms)
    return loaded.plan(site, stance=stance, methods=methods, cover=cover)
