"""The norms that a program works with: load one, and plan sites by it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar, cast

from staffing_norms.check import read_findings
from staffing_norms.derivation import LANGUAGES
from staffing_norms.editions import Opened, day_of, open_changed, open_norm
from staffing_norms.errors import Fault, NormError, UnknownNameError
from staffing_norms.facts import Vocabulary, department_names, joined, vocabulary_of
from staffing_norms.fast import Headcount, compile_headcount
from staffing_norms.formula import STANCES, Change, Output, Stance
from staffing_norms.integers import lower
from staffing_norms.layout import Rulebook
from staffing_norms.library import Home, all_packs, find_norm
from staffing_norms.notebook import norms_cell
from staffing_norms.pack import ChangeEntry, PackFile
from staffing_norms.plan import Plan
from staffing_norms.planner import Planner
from staffing_norms.present import Context, change_data
from staffing_norms.rulebook import compile_rules
from staffing_norms.schema import Bilingual
from staffing_norms.site import Site
from staffing_norms.wording import term, term_names

DEFAULT_NORMS = "cn-estate"
_MOST_LOADED = 64  # norms that are kept; each day that is asked for makes another
_AUTO = "auto"

Frame = TypeVar("Frame")


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Norms:
    """
    A published norm, compiled: immutable, and safe to share between threads.

    `load_norms` makes it; the same id gives the same object.

    Attributes:
        hash: Hash of the content of the norm's files, and of those that it extends.
    """

    _opened: Opened
    _planner: Planner
    hash: str
    _origin: tuple[Any, ...]
    _as_of: date | None = None
    _compiled: dict[Stance, Headcount] = field(default_factory=dict)
    _lowered: dict[Stance, tuple[Output, ...]] = field(default_factory=dict)

    def __reduce__(self) -> tuple[Any, ...]:
        return self._origin

    def __repr__(self) -> str:
        return f"<Norms {self.id} {self.version}>"

    def _repr_html_(self) -> str:
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
    def version(self) -> str:
        """Version of the norm's files."""
        return self._pack.version

    @property
    def title(self) -> Mapping[str, str]:
        """Title of the publication, by language."""
        return dict(self._pack.title.by_language)

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
            message = (
                f"{type(changes).__name__} is no mapping; write {{'security.patrols.per': …}}."
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
        return _compiled(opened, (_changed, (self, dict(changes))), self._as_of)

    def site(self, facts: Mapping[str, object]) -> Site:
        """
        Return a site that may state the norm's own facts.

        Raises:
            SiteError: With every fault of the description.
        """
        return Site.from_mapping(facts, words=self.words)

    def plan(
        self,
        site: Site | Mapping[str, object],
        *,
        stance: str = "typical",
        methods: Mapping[str, str] | None = None,
    ) -> Plan:
        """
        Plan a site.

        Args:
            site: The site, or a mapping of its facts.
            stance: `lean`, `typical` or `generous`, or its Chinese name: which figure of a
                printed range counts.
            methods: Method by department, by their ids or names in either language; the others
                take the first whose facts are stated.

        Raises:
            SiteError: The mapping has faults.
            UnknownNameError: No such stance, department or method.
        """
        site = site if isinstance(site, Site) else self.site(site)
        read, choices = self._choices(stance, methods)
        known = all(name in self.words for name in site.facts)
        result = self._planner.result(site.facts, site.words, {**site.values, **choices}, read)
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
        return Plan(result, context, (_planned, (self, site, stance, methods)))

    def headcount(
        self,
        site: Site | Mapping[str, object],
        *,
        stance: str = "typical",
        methods: Mapping[str, str] | None = None,
    ) -> dict[str, int | None]:
        """
        Return the headcount of every role, without derivation: the fast way.

        Args:
            site: The site, or a mapping of its facts.
            stance: As for `plan`.
            methods: As for `plan`.

        Returns:
            People by role; None for a gap, 0 for a role that the method or scope leaves out.

        Raises:
            SiteError: The mapping has faults.
            UnknownNameError: No such stance, department or method.
        """
        site = site if isinstance(site, Site) else self.site(site)
        read, choices = self._choices(stance, methods)
        integers = site.integers
        if integers is not None:
            compiled = self._compiled.get(read) or self._compile(read)
            return compiled({**integers, **choices} if choices else integers)
        evaluation = self._planner.evaluation({**site.values, **choices}, read)
        return {role: evaluation.value(role) for role in self.rulebook.program.roles}  # type: ignore[misc]  # heads are whole

    def plan_frame(
        self,
        frame: Frame,
        *,
        stance: str = "typical",
        methods: Mapping[str, str] | None = None,
    ) -> Frame:
        """
        Plan the sites of a dataframe, one a row, by their flat facts.

        Args:
            frame: A polars DataFrame or LazyFrame, or a DuckDB relation. A column named like a
                fact, or like one of its Chinese keys, states it, a number in the fact's own unit.
            stance: As for `plan`.
            methods: As for `plan`.

        Returns:
            The frame with a column of people for each role (null for a gap), the method and
            headcount of each department, `headcount`, `complete`, and `faults`: the facts of a
            row that cannot be used; such a row is not planned.

        Raises:
            SiteError: Columns that are misspelt, of a wrong type, or stated twice.
            UnknownNameError: No such stance, department or method.
            ImportError: The extra `frames` is not installed.
        """
        from staffing_norms import frames  # noqa: PLC0415 - an extra, loaded when it is asked for

        read, choices = self._choices(stance, methods)
        departments = self.rulebook.departments
        if read not in self._lowered:
            wanted = frames.wanted(departments)
            self._lowered[read] = lower(self._planner.outputs, wanted, self.words, read)
        lowered = self._lowered[read]
        forced = {name.removeprefix("method."): method for name, method in choices.items()}
        return frames.plan_frame(frame, lowered, departments, self.words, forced)

    def _compile(self, stance: Stance) -> Headcount:
        """Generate the fast function of a stance; two threads may do so, to the same effect."""
        roles = self.rulebook.program.roles
        lowered = lower(self._planner.outputs, roles, self.words, stance)
        self._compiled[stance] = compiled = compile_headcount(lowered, roles)
        return compiled

    def _choices(
        self, stance: str, methods: Mapping[str, str] | None
    ) -> tuple[Stance, dict[str, str]]:
        """Return the stance, and what the program reads of the caller's choice of methods."""
        if not methods and stance in STANCES:
            return stance, {}
        faults, stances = [], term_names(STANCES)
        read = cast("Stance | None", stances.find(stance))
        if read is None:
            message = f"no stance is called {stance!r}."
            faults.append(Fault("stance.unknown", "stance", message, stances.hint(stance)))
        if not hasattr(methods or {}, "items"):
            message = f"{type(methods).__name__} is no mapping; write {{'security': 'composite'}}."
            raise UnknownNameError([*faults, Fault("methods.shape", "methods", message)])
        chosen: dict[str, str] = {}
        for department, method in self._named(methods or {}, faults):
            if department in chosen:
                message = f"{department} stands twice."
                faults.append(Fault("method.twice", "methods", message, "Keep one of them."))
            chosen[department] = method
        if faults or read is None:
            raise UnknownNameError(faults)
        return read, {
            f"method.{name}": method for name, method in chosen.items() if method != _AUTO
        }

    def _named(self, methods: Mapping[str, str], faults: list[Fault]) -> Iterator[tuple[str, str]]:
        """Yield the ids of departments and methods; keep those that are unknown as faults."""
        layouts = {layout.department: layout for layout in self.rulebook.departments}
        labels = {name: [layout.labels.en, layout.labels.zh] for name, layout in layouts.items()}
        departments = department_names(labels, self.words)
        for name, wanted in methods.items():
            department = departments.find(name)
            if department is None:
                message, hint = f"{self.id} has no department {name!r}.", departments.hint(name)
                faults.append(Fault("department.unknown", "methods", message, hint))
                continue
            known = term_names([*(each.method for each in layouts[department].methods), _AUTO])
            method = known.find(wanted)
            if method is None:
                message, hint = f"{department} has no method {wanted!r}.", known.hint(wanted)
                faults.append(Fault("method.unknown", f"methods.{department}", message, hint))
            else:
                yield department, method


def _planned(norms: Norms, site: Site, stance: str, methods: Mapping[str, str] | None) -> Plan:
    return norms.plan(site, stance=stance, methods=methods)


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


def load_norms(norms: str | Path = DEFAULT_NORMS, *, as_of: date | str | None = None) -> Norms:
    """
    Load a norm, checked and compiled; the same id gives the same object.

    Args:
        norms: Id of a norm of `available_norms()`, or the folder of a norm.
        as_of: The day whose edition is meant, a date or text like `2024-01-31`; without it the
            only edition, or the one that has no end.

    Raises:
        UnknownNameError: No norm has that id, or no single edition is in force on that day.
        NormError: Its files have faults.
    """
    day, home = day_of(as_of), find_norm(norms)
    return load_home(home, day) if home.given else _loaded(home, day)  # a folder may be edited


@lru_cache(maxsize=_MOST_LOADED)
def _loaded(home: Home, as_of: date | None) -> Norms:
    return load_home(home, as_of)


def load_home(home: Home, as_of: date | None = None) -> Norms:
    """
    Load a norm, or one edition of it, from where it was found.

    Raises:
        UnknownNameError: No single edition is in force on that day.
        NormError: Its files have faults.
    """
    source = str(home.folder.resolve()) if home.given else home.name
    return _compiled(open_norm(home, as_of), (_again, (source, as_of)), as_of)


def _compiled(opened: Opened, origin: tuple[Any, ...], as_of: date | None) -> Norms:
    pack = opened.pack
    labels = {file.department: file.labels for file in opened.departments}
    words = vocabulary_of(pack.facts, labels, pack.property_kinds)
    rulebook = compile_rules(pack, opened.departments, words, read_findings())
    outputs = {output.name: output for output in rulebook.program.outputs}
    return Norms(opened, Planner(rulebook, words, outputs), opened.hash, origin, as_of)


def _again(source: str, as_of: date | None) -> Norms:
    return load_norms(source, as_of=as_of)


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
) -> Plan:
    """
    Plan a site by a norm, the base norm by default.

    Args:
        site: The site, or a mapping of its facts.
        norms: A norm, its id or its folder.
        stance: As for `Norms.plan`.
        methods: As for `Norms.plan`.

    Raises:
        SiteError: The mapping has faults.
        UnknownNameError: No such norm, stance, department or method.

    >>> plan_staffing({"gross_floor_area": "32 万平方米"}).headcount
    261
    """
    loaded = norms if isinstance(norms, Norms) else load_norms(norms)
    return loaded.plan(site, stance=stance, methods=methods)
