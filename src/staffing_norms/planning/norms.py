"""The norms that a program works with: load one, and plan sites by it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from staffing_norms.faces.present import Context, change_data
from staffing_norms.foundation.errors import Fault, NormError, Said, SiteError, UnknownNameError
from staffing_norms.foundation.formula import STANCES, Change, Output, Stance, Value
from staffing_norms.foundation.library import Home, all_packs, find_norm, short_hash
from staffing_norms.foundation.schema import Bilingual, in_reading_order
from staffing_norms.interpreters.fast import Headcount, compile_headcount
from staffing_norms.interpreters.integers import lower
from staffing_norms.planning.plan import Plan
from staffing_norms.program.beside import ADJUSTMENTS, POSTS, Beside, read_beside
from staffing_norms.program.cover import counting, renamed
from staffing_norms.program.law import COVERED
from staffing_norms.program.layout import COVERS, NORM, Cover, Rulebook, outside
from staffing_norms.program.rulebook import compile_rules
from staffing_norms.publications.check import read_findings, read_profiles
from staffing_norms.publications.editions import Opened, day_of, open_changed, open_norm
from staffing_norms.publications.pack import ChangeEntry, PackFile, Standard
from staffing_norms.results.derivation import LANGUAGES
from staffing_norms.results.planner import Planner
from staffing_norms.results.result import Result
from staffing_norms.results.wording import term, term_names
from staffing_norms.sites.facts import Vocabulary, department_names, joined, vocabulary_of
from staffing_norms.sites.intake import Stated
from staffing_norms.sites.profiles import Profile, shipped_profiles
from staffing_norms.sites.site import Site

if TYPE_CHECKING:
    from staffing_norms.faces.payroll import Payroll
    from staffing_norms.faces.workload import WorkHours

DEFAULT_NORMS = "cn-estate"
_MOST_LOADED = 64  # norms that are kept; each day that is asked for makes another
_AUTO = "auto"
_BESIDE = frozenset({POSTS, ADJUSTMENTS})

Frame = TypeVar("Frame")


class _Own(NamedTuple):
    """Frequency profiles beside those that are shipped, and the content of their files."""

    profiles: tuple[Profile, ...] = ()
    content: tuple[bytes, ...] = ()


_NONE = _Own()


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Norms:
    """
    A published norm, compiled: immutable, and safe to share between threads.

    `load_norms` makes it; the same id gives the same object.

    Attributes:
        hash: Hash of the content of the norm's files, of those that it extends, and of the
            frequency profiles given with it.
    """

    _opened: Opened
    _planner: Planner
    hash: str
    _origin: tuple[Any, ...]
    _as_of: date | None = None
    _own: _Own = _NONE
    _compiled: dict[tuple[Stance, Cover], Headcount] = field(default_factory=dict)
    _lowered: dict[tuple[Stance, Cover], tuple[Output, ...]] = field(default_factory=dict)

    def __reduce__(self) -> tuple[Any, ...]:
        return self._origin

    def __repr__(self) -> str:
        return f"<Norms {self.id} {self.version}>"

    def _repr_html_(self) -> str:
        from staffing_norms.faces.notebook import norms_cell  # noqa: PLC0415 - loaded when it is asked for

        return norms_cell(self._pack, self.hash, self.rulebook.departments, self.words)

    @property
    def _pack(self) -> PackFile:
        return self._opened.pack

    @property
    def id(self) -> str:
        """Id of the norm, such as `cn-estate`."""
        return self._pack.id

    @property
    def changes(self) -> tuple[Change, ...]:
        """What a company changed of the published norm."""
        return self._pack.changed

    @property
    def property_kinds(self) -> tuple[str, ...]:
        """The kinds of property that the norm is printed for, as `property_kind` names them."""
        return self._pack.property_kinds

    @property
    def version(self) -> str:
        """Version of the norm's files."""
        return self._pack.version

    @property
    def title(self) -> Mapping[str, str]:
        """Title of the publication, by language."""
        return dict(self._pack.title.by_language)

    @property
    def standards(self) -> tuple[Standard, ...]:
        """What the publication asks of the service beside people; most ask nothing."""
        return self._pack.standards

    @property
    def rulebook(self) -> Rulebook:
        """The compiled norm, for those who interpret programs."""
        return self._planner.rulebook

    @property
    def words(self) -> Vocabulary:
        """The facts that a site may state for this norm."""
        return self._planner.words

    @property
    def stamp(self) -> dict[str, Any]:
        """What a plan says of its norm: which it is, when it is in force, what was changed."""
        return _stamp(self._opened) | {
            "hash": self.hash,
            "as_of": None if self._as_of is None else str(self._as_of),
            "changes": [change_data(change) for change in self.changes],
            "switched_off": {role: each.change for each in self.changes for role in each.roles},
        }

    def with_changes(self, changes: Mapping[str, object]) -> "Norms":
        """
        Return the norm with some figures changed: what if?

        Args:
            changes: New value by address, such as `security.patrols.per`; None switches off what
                has that address. docs/company-norms.md explains addresses.

        Raises:
            NormError: No such address, or the norm could not have such a value.

        >>> load_norms().with_changes({"security.patrols.per": "6 万㎡"}).id
        'cn-estate*'
        """
        if not hasattr(changes, "items"):
            message = Said(
                "{0} is no mapping; write {{'security.patrols.per': …}}.", type(changes).__name__
            )
            raise NormError([Fault("changes.shape", "changes", message)])
        reason = Bilingual(**{lang: term("what_if", lang) for lang in LANGUAGES})
        entries = [
            ChangeEntry.model_construct(
                change=str(address), to=to, off=to is None, reason=reason, approved_by=""
            )
            for address, to in changes.items()
        ]
        opened = open_changed(self._opened, entries)
        origin = (_changed, (self, dict(changes)))
        return _compiled(opened, origin, self._as_of, self._own)

    def site(self, facts: Mapping[str, object]) -> Site:
        """
        Return a site that may state the norm's own facts.

        Raises:
            SiteError: With every fault of the description.
        """
        site = self._read(facts)
        if faults := self._beside(site.facts).faults:
            raise SiteError(faults)
        return site

    def _read(self, facts: Mapping[str, object]) -> Site:
        return self.reading(lambda: Site.from_mapping(facts, words=self.words))

    def reading(self, read: Callable[[], Site]) -> Site:
        """
        Return a site that is read for this norm, or tell with its faults those of its roles.

        Args:
            read: Reads the site.

        Raises:
            SiteError: With every fault of the description, and each role of its posts and
                adjustments that the norm does not know.
        """
        try:
            return read()
        except SiteError as error:
            roles = (self._beside(cast("Mapping[str, Stated]", facts)) for facts in error.read)
            faults = [*error.faults, *(fault for each in roles for fault in each.faults)]
            files = [fault.file for fault in faults]
            faults.sort(key=lambda fault: (files.index(fault.file), *in_reading_order(fault)))
            raise SiteError(faults, error.read) from None

    def plan(
        self,
        site: Site | Mapping[str, object],
        *,
        stance: str = "typical",
        methods: Mapping[str, str] | None = None,
        cover: str = NORM,
    ) -> Plan:
        """
        Plan a site.

        Args:
            site: The site, or a mapping of its facts.
            stance: `lean`, `typical` or `generous`, or its Chinese name: which figure of a
                printed range counts.
            methods: Method by department, by their ids or names in either language; the others
                take the first whose facts are stated.
            cover: `norm`, `lawful_overtime` or `no_overtime`, or its Chinese name: whether the
                norm's people count, or those to employ so that they are there every day.

        Raises:
            SiteError: The mapping has faults.
            UnknownNameError: No such stance, department, method or cover.
        """
        site = site if isinstance(site, Site) else self._read(site)
        read, choices, counted = self._choices(stance, methods, cover)
        known = all(name in self.words for name in site.facts)
        values, beside = {**site.values, **choices}, self._beside(site.facts)
        values |= {} if counted == NORM else {COVERED: counted}
        by_norm = self._planner.result(site.facts, site.words, values, read, beside)
        values = beside.within(values)
        result = by_norm
        if counted != NORM:
            from staffing_norms.faces import relief  # noqa: PLC0415 - loaded when it is asked for

            result = relief.counted(self._planner, by_norm, values, read, counted)
        context = Context(
            site.name,
            site.facts,
            self.stamp,
            self.title,
            read,
            _library_version(),
            self.words if known else joined([self.words, site.words]),
            self._planner.outputs,
        )
        payroll = partial(_payroll_of, self._planner, by_norm, values, read, context, counted)
        origin = (_planned, (self, site, stance, methods, cover))
        employed = cache(payroll)
        hours = partial(_hours_of_work, self._planner, by_norm, values, read, context, employed)
        return Plan(result, context, origin, employed, cache(hours))

    def headcount(
        self,
        site: Site | Mapping[str, object],
        *,
        stance: str = "typical",
        methods: Mapping[str, str] | None = None,
        cover: str = NORM,
    ) -> dict[str, int | None]:
        """
        Return the headcount of every role, without derivation: the fast way.

        Args:
            site: The site, or a mapping of its facts.
            stance: As for `plan`.
            methods: As for `plan`.
            cover: As for `plan`.

        Returns:
            People by role; None for a gap, 0 for a role that the scope leaves out or that the
            method of its department does not count by itself. Where the people to employ count,
            also heads outside the norm, by their names. To have the roles of one method
            for every site, name it: `methods={"security": "posts"}`.

        Raises:
            SiteError: The mapping has faults.
            UnknownNameError: No such stance, department, method or cover.
        """
        site = site if isinstance(site, Site) else self.site(site)
        read, choices, counted = self._choices(stance, methods, cover)
        integers = site.integers
        if integers is not None and (counted == NORM or _BESIDE.isdisjoint(integers)):
            compiled = self._compiled.get((read, counted)) or self._compile(read, counted)
            return compiled({**integers, **choices} if choices else integers)
        value = self._exactly(site, choices, read, self._counting(counted))
        people: dict[str, Any] = {role: value(role) for role in self.rulebook.program.roles}
        if counted != NORM and self._beside(site.facts):
            plan = self.plan(site, stance=stance, methods=methods, cover=cover)
            for head in (*plan.heads, *(head for each in plan for head in each.heads)):
                people[head.role] = (people.get(head.role) or 0) + head.headcount
        return people

    def plan_frame(  # noqa: PLR0913 - a frame for each list
        self,
        frame: Frame,
        *,
        buildings: object = None,
        tasks: object = None,
        posts: object = None,
        adjustments: object = None,
        on: str = "site",
        stance: str = "typical",
        methods: Mapping[str, str] | None = None,
        cover: str = NORM,
    ) -> Frame:
        """
        Plan the sites of a dataframe, one a row.

        Args:
            frame: A polars DataFrame or LazyFrame, or a DuckDB relation. A column named like a
                fact, or like one of its Chinese keys, states it, a number in the fact's own unit.
            buildings: The buildings of all sites, in a frame of the same library: a row for each,
                a column for each field, and one that names the site.
            tasks: Their tasks, likewise, in a polars DataFrame: each may bring a rate of its own,
                so that sites with tasks are computed one by one.
            posts: The posts demanded, likewise.
            adjustments: The adjustments, likewise.
            on: Name of the column that names the site, in *frame* and in each of these.
            stance: As for `plan`.
            methods: As for `plan`.
            cover: As for `plan`.

        Returns:
            The frame with a column of people for each role (null for a gap, 0 as in `headcount`),
            the method and headcount of each department, `headcount`, `complete`, and `faults`: the
            facts of a row that cannot be used; such a row is not planned. With posts or
            adjustments also `<role>_adjusted`, `<role>_proposed`, `adjusted` and `proposed`.

        Raises:
            SiteError: Columns that are misspelt, of a wrong type, or stated twice; rows that belong
                to no site.
            UnknownNameError: No such stance, department, method or cover.
            ImportError: The extra `frames` is not installed.
        """
        from staffing_norms.interpreters import frames  # noqa: PLC0415 - an extra, loaded when it is asked for

        read, choices, counted = self._choices(stance, methods, cover)
        departments, named = self.rulebook.departments, self._counting(counted)
        if (read, counted) not in self._lowered:
            self._lowered[read, counted] = self._lower(read, frames.wanted(departments), named)
        lowered = self._lowered[read, counted]
        forced = {name.removeprefix("method."): method for name, method in choices.items()}
        given = {"buildings": buildings, "tasks": tasks, "posts": posts, "adjustments": adjustments}
        apart = frames.Apart(
            {name: each for name, each in given.items() if each is not None},
            on,
            lambda facts: self._alone(self._read(facts), choices, read, counted),
        )
        return frames.plan_frame(frame, lowered, departments, self.words, forced, apart)

    def _beside(self, facts: Mapping[str, Stated]) -> Beside:
        """Return what a site states beside the norm, with the norm's own roles."""
        return read_beside(facts, self.rulebook.departments, self.words, self._as_of)

    def _exactly(
        self, site: Site, choices: Mapping[str, str], stance: Stance, counted: Mapping[str, str]
    ) -> Callable[[str], Value]:
        """Return what looks up the outputs of a site, those that count by the roles' names."""
        beside = self._beside(site.facts)
        if beside.faults:
            raise SiteError(beside.faults)
        values = beside.within({**site.values, **choices})
        value = self._planner.evaluation(values, stance).value
        return lambda name: value(counted.get(name, name))

    def _alone(
        self, site: Site, choices: Mapping[str, str], stance: Stance, cover: Cover
    ) -> Callable[[str], Value]:
        """Return the same with the totals of what stands beside the norm."""
        value = self._exactly(site, choices, stance, self._counting(cover))
        totals: dict[str, Value] = dict.fromkeys(("adjusted", "proposed"))
        named = ["", *(each.department for each in self.rulebook.departments)]
        totals |= dict.fromkeys(map(outside, named), 0)
        if not self._beside(site.facts):
            return lambda name: totals[name] if name in totals else value(name)
        methods = {name.removeprefix("method."): method for name, method in choices.items()}
        plan = self.plan(site, stance=stance, methods=methods, cover=cover)
        totals |= {"adjusted": plan.adjusted.known, "proposed": plan.proposed.known}
        heads = {"": plan.heads, **{each.department: each.heads for each in plan}}
        totals |= {outside(name): sum(h.headcount for h in own) for name, own in heads.items()}
        return lambda name: totals[name] if name in totals else value(name)

    def _compile(self, stance: Stance, cover: Cover) -> Headcount:
        """Generate a fast function; two threads may do so, to the same effect."""
        roles = self.rulebook.program.roles
        lowered = self._lower(stance, roles, self._counting(cover))
        graded = [name for name, type_ in self.words.items() if type_.graded]
        self._compiled[stance, cover] = compiled = compile_headcount(lowered, roles, graded)
        return compiled

    def _lower(
        self,
        stance: Stance,
        wanted: Iterable[str],
        counted: Mapping[str, str],
    ) -> tuple[Output, ...]:
        """Return the program in integers, in which the outputs that count have the roles' names."""
        names = [counted.get(name, name) for name in wanted]
        lowered = lower(self._planner.outputs, names, self.words, stance)
        return renamed(lowered, counted) if counted else lowered

    def _counting(self, cover: Cover) -> dict[str, str]:
        return counting(self.rulebook.cover, cover)

    def _choices(
        self, stance: str, methods: Mapping[str, str] | None, cover: str
    ) -> tuple[Stance, dict[str, str], Cover]:
        """Return stance and cover, and what the program reads of the choice of methods."""
        if not methods and stance in STANCES and cover in COVERS:
            return stance, {}, cover
        faults, stances, covers = [], term_names(STANCES), term_names(COVERS)
        read = cast("Stance | None", stances.find(stance))
        if read is None:
            message = Said("no stance is called {0}.", repr(stance))
            faults.append(Fault("stance.unknown", "stance", message, stances.hint(stance)))
        counted = cast("Cover | None", covers.find(cover))
        if counted is None:
            message = Said("no cover is called {0}.", repr(cover))
            faults.append(Fault("cover.unknown", "cover", message, covers.hint(cover)))
        if not hasattr(methods or {}, "items"):
            message = Said(
                "{0} is no mapping; write {{'security': 'composite'}}.", type(methods).__name__
            )
            raise UnknownNameError([*faults, Fault("methods.shape", "methods", message)])
        chosen: dict[str, str] = {}
        for department, method in self._named(methods or {}, faults):
            if department in chosen:
                message = Said("{0} stands twice.", department)
                faults.append(Fault("method.twice", "methods", message, "Keep one of them."))
            chosen[department] = method
        if faults or read is None or counted is None:
            raise UnknownNameError(faults)
        forced = {f"method.{name}": method for name, method in chosen.items() if method != _AUTO}
        return read, forced, counted

    def _named(self, methods: Mapping[str, str], faults: list[Fault]) -> Iterator[tuple[str, str]]:
        """Yield the ids of departments and methods; keep those that are unknown as faults."""
        layouts = {layout.department: layout for layout in self.rulebook.departments}
        labels = {name: [layout.labels.en, layout.labels.zh] for name, layout in layouts.items()}
        departments = department_names(labels, self.words)
        for name, wanted in methods.items():
            department = departments.find(name)
            if department is None:
                message, hint = (
                    Said("{0} has no department {1}.", self.id, repr(name)),
                    departments.hint(name),
                )
                faults.append(Fault("department.unknown", "methods", message, hint))
                continue
            known = term_names([*(each.method for each in layouts[department].methods), _AUTO])
            method = known.find(wanted)
            if method is None:
                message, hint = (
                    Said("{0} has no method {1}.", department, repr(wanted)),
                    known.hint(wanted),
                )
                faults.append(Fault("method.unknown", f"methods.{department}", message, hint))
            else:
                yield department, method


def _planned(
    norms: Norms, site: Site, stance: str, methods: Mapping[str, str] | None, cover: str
) -> Plan:
    return norms.plan(site, stance=stance, methods=methods, cover=cover)


def _payroll_of(
    planner: Planner,
    result: Result,
    values: Mapping[str, Any],
    stance: Stance,
    context: Context,
    cover: Cover,
) -> "Payroll":
    from staffing_norms.faces import relief  # noqa: PLC0415 - loaded when it is asked for

    return relief.payroll_of(planner, result, values, stance, context, cover)


def _hours_of_work(
    planner: Planner,
    result: Result,
    values: Mapping[str, Any],
    stance: Stance,
    context: Context,
    payroll: "Callable[[], Payroll]",
) -> "WorkHours":
    from staffing_norms.faces.workload import hours_of_work  # noqa: PLC0415 - loaded when asked for

    value = planner.evaluation(values, stance).value
    departments = planner.rulebook.departments
    return hours_of_work(result, departments, value, payroll, context)


@cache
def _library_version() -> str:
    return version("staffing-norms")


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
        NormError: Its files, or those of profiles, have faults.
    """
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
    given = tuple(str(Path(file).resolve()) for file in profiles)
    files = (*home.profiles, *map(Path, profiles))
    own = _Own(read_profiles(files, shipped_profiles()), tuple(map(Path.read_bytes, files)))
    origin = (_again, (source, as_of, given))
    return _compiled(open_norm(home, as_of), origin, as_of, own)


def _compiled(opened: Opened, origin: tuple[Any, ...], as_of: date | None, own: _Own) -> Norms:
    pack = opened.pack
    labels = {file.department: file.labels for file in opened.departments}
    words = vocabulary_of(pack.facts, labels, pack.property_kinds, own.profiles)
    every = [*(profile for _, profile in shipped_profiles().values()), *own.profiles]
    rulebook = compile_rules(pack, opened.departments, words, read_findings(), every)
    outputs = {output.name: output for output in rulebook.program.outputs}
    hash_ = short_hash(opened.hash.encode(), *own.content) if own.content else opened.hash
    return Norms(opened, Planner(rulebook, words, outputs), hash_, origin, as_of, own)


def _again(source: str, as_of: date | None, profiles: tuple[str, ...]) -> Norms:
    return load_norms(source, as_of=as_of, profiles=profiles)


def _changed(norms: Norms, changes: Mapping[str, object]) -> Norms:
    return norms.with_changes(changes)


def _stamp(opened: Opened) -> dict[str, Any]:
    pack = opened.pack
    bounds = {"from": pack.in_force.from_, "to": pack.in_force.to}
    return {
        "id": pack.id,
        "version": pack.version,
        "hash": opened.hash,
        "title": dict(pack.title.by_language),
        "trust": pack.trust,
        "source": dict(pack.source.by_language),
        "in_force": {
            name: str(day) if isinstance(day, date) else None for name, day in bounds.items()
        },
        "extends": None if opened.extends is None else _stamp(opened.extends),
    }


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
