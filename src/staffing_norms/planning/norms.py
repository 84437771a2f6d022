"""The norm that a program works with: plans sites by it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from importlib.metadata import version
from typing import Any, NamedTuple, TypeVar, cast

from staffing_norms.faces.present import change_data
from staffing_norms.foundation.errors import Fault, NormError, Said, SiteError
from staffing_norms.foundation.formula import STANCES, Change, Output, Stance, Value
from staffing_norms.foundation.languages import LANGUAGES
from staffing_norms.foundation.library import short_hash
from staffing_norms.foundation.schema import Bilingual, in_reading_order
from staffing_norms.interpreters.fast import Headcount, compile_headcount
from staffing_norms.interpreters.integers import lower
from staffing_norms.planning.choices import read_choices
from staffing_norms.planning.plan import Plan
from staffing_norms.program.beside import ADJUSTMENTS, POSTS, Beside, read_beside
from staffing_norms.program.cover import counting, renamed
from staffing_norms.program.hours import days_of
from staffing_norms.program.law import COVERED
from staffing_norms.program.layout import COVERS, NORM, Cover, MonthLayout, Rulebook, outside
from staffing_norms.program.names import adjusted_of, department_of
from staffing_norms.program.rulebook import compile_rules
from staffing_norms.publications.check import read_findings
from staffing_norms.publications.editions import Opened, open_changed
from staffing_norms.publications.pack import ChangeEntry, PackFile, Standard
from staffing_norms.results import relief
from staffing_norms.results.context import Context
from staffing_norms.results.payroll import Payroll
from staffing_norms.results.planner import Planner
from staffing_norms.results.proposal import below_zero, judge
from staffing_norms.results.reasons import Head
from staffing_norms.results.result import Result
from staffing_norms.results.wording import term
from staffing_norms.results.workload import WorkHours, hours_of_work
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.intake import Stated
from staffing_norms.sites.profiles import Profile, shipped_profiles
from staffing_norms.sites.site import Site
from staffing_norms.sites.vocabulary import joined, vocabulary_of

Frame = TypeVar("Frame")


class Own(NamedTuple):
    """Frequency profiles beside those that are shipped, and the content of their files."""

    profiles: tuple[Profile, ...] = ()
    content: tuple[bytes, ...] = ()


_NONE = Own()


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
    _own: Own = _NONE
    _compiled: dict[tuple[Stance, Cover], Headcount] = field(default_factory=dict)
    _lowered: dict[tuple[Stance, Cover, bool], tuple[Output, ...]] = field(default_factory=dict)

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

        >>> from staffing_norms.planning.loading import load_norms
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
        return compile_norms(opened, origin, self._as_of, self._own)

    def site(self, facts: Mapping[str, object]) -> Site:
        """
        Return a site that may state the norm's own facts.

        Raises:
            SiteError: With every fault of the description, as `reading` tells them.
        """
        site = self._read(facts)
        judge(self._beside(site.facts), self._not_counted)
        return site

    @property
    def _not_counted(self) -> dict[str, None]:
        """The people of the norm's roles before a site is planned: unknown."""
        return dict.fromkeys(self.rulebook.program.roles)

    def _read(self, facts: Mapping[str, object]) -> Site:
        return self.reading(lambda: Site.from_mapping(facts, words=self.words))

    def reading(self, read: Callable[[], Site]) -> Site:
        """
        Return a site that is read for this norm, or tell with its faults those of its roles.

        Args:
            read: Reads the site.

        Raises:
            SiteError: With every fault of the description, each role of its posts and adjustments
                that the norm does not know, and each that adjustments leave with fewer than no
                people where the norm counts none.
        """
        try:
            return read()
        except SiteError as error:
            faults = list(error.faults)
            for facts in error.read:
                beside = self._beside(cast("Mapping[str, Stated]", facts))
                faults += [*beside.faults, *below_zero(beside, self._not_counted)]
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
        payroll = partial(relief.payroll_of, self._planner, by_norm, values, read, context, counted)
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
            SiteError: The mapping has faults; posts or adjustments are of unknown roles, or leave
                a role with fewer than no people.
            UnknownNameError: No such stance, department, method or cover.
        """
        site = site if isinstance(site, Site) else self.site(site)
        read, choices, counted = self._choices(stance, methods, cover)
        integers, facts = site.integers, site.facts
        is_beside = POSTS in facts or ADJUSTMENTS in facts
        people: dict[str, int | None]
        if integers is not None and (counted == NORM or not is_beside):
            compiled = self._compiled.get((read, counted)) or self._compile(read, counted)
            people = compiled({**integers, **choices} if choices else integers)
        else:
            value = self._exactly(site, choices, read, self._counting(counted))
            people = {role: cast("int | None", value(role)) for role in self.rulebook.program.roles}
        if is_beside and counted == NORM:
            judge(self._beside(facts), people)
        elif is_beside:
            plan = self.plan(site, stance=stance, methods=methods, cover=cover)
            for head in self._unknown(plan):
                parts = people.get(head.role, 0), head.headcount
                people[head.role] = None if None in parts else sum(filter(None, parts))
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
        given = {"buildings": buildings, "tasks": tasks, "posts": posts, "adjustments": adjustments}
        is_beside = posts is not None or adjustments is not None
        own = tuple(named) if is_beside else ()  # the norm's people too, which may be proposed
        key = read, counted, is_beside
        if key not in self._lowered:
            self._lowered[key] = self._lower(read, frames.wanted(departments), named, own)
        lowered = self._lowered[key]
        forced = {department_of(name): method for name, method in choices.items()}
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
        values = self._beside(site.facts).within({**site.values, **choices})
        value = self._planner.evaluation(values, stance).value
        return lambda name: value(counted.get(name, name))

    def _alone(
        self, site: Site, choices: Mapping[str, str], stance: Stance, cover: Cover
    ) -> Callable[[str], Value]:
        """Return the same with the totals of what stands beside the norm."""
        value = self._exactly(site, choices, stance, self._counting(cover))
        named = ["", *(each.department for each in self.rulebook.departments)]
        totals: dict[str, Value] = dict.fromkeys(map(outside, named), 0)
        if not self._beside(site.facts):  # then the norm's people are proposed
            people = [value(adjusted_of(role)) for role in self.rulebook.program.roles]
            known = sum(cast("int", each) for each in people if each is not None)
            totals |= {"adjusted": known, "proposed": known}
            return lambda name: totals[name] if name in totals else value(name)
        methods = {department_of(name): method for name, method in choices.items()}
        plan = self.plan(site, stance=stance, methods=methods, cover=cover)
        totals |= {"adjusted": plan.adjusted.known, "proposed": plan.proposed.known}
        for name in named:
            heads = (head for head in self._unknown(plan) if head.department == name)
            totals[outside(name)] = sum(head.headcount or 0 for head in heads)
        return lambda name: totals[name] if name in totals else value(name)

    def _unknown(self, plan: Plan) -> Iterator[Head]:
        """Yield the heads of a plan that are no roles of the program."""
        every = (*plan.heads, *(head for each in plan for head in each.heads))
        return (head for head in every if head.key not in self.rulebook.cover.roles)

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
        own: Iterable[str] = (),
    ) -> tuple[Output, ...]:
        """
        Return the program in integers, in which the outputs that count have the roles' names.

        With those of *own* as the norm counts, where other outputs have their names.
        """
        names = [*(counted.get(name, name) for name in wanted), *own]
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
        departments = self.rulebook.departments
        return read_choices(
            self.id, departments, self.words, stance=stance, methods=methods, cover=cover
        )


def _planned(
    norms: Norms, site: Site, stance: str, methods: Mapping[str, str] | None, cover: str
) -> Plan:
    return norms.plan(site, stance=stance, methods=methods, cover=cover)


def _hours_of_work(
    planner: Planner,
    result: Result,
    values: Mapping[str, Any],
    stance: Stance,
    context: Context,
    payroll: Callable[[], Payroll],
) -> WorkHours:
    evaluation, stated = planner.evaluation(values, stance), dict(values)

    def in_month(month: int, layout: MonthLayout) -> Callable[[str], Value]:
        return evaluation.changed(stated | days_of(month), layout.first, layout.last).value

    departments = planner.rulebook.departments
    return hours_of_work(result, departments, evaluation.value, in_month, payroll, context)


@cache
def _library_version() -> str:
    return version("staffing-norms")


def compile_norms(opened: Opened, origin: tuple[Any, ...], as_of: date | None, own: Own) -> Norms:
    """Compile a norm that was read and judged; *origin* is what makes it again from a pickle."""
    pack = opened.pack
    labels = {file.department: file.labels for file in opened.departments}
    words = vocabulary_of(pack.facts, labels, pack.property_kinds, own.profiles)
    every = [*shipped_profiles().values(), *own.profiles]
    rulebook = compile_rules(pack, opened.departments, words, read_findings(), every, as_of)
    outputs = {output.name: output for output in rulebook.program.outputs}
    hash_ = short_hash(opened.hash.encode(), *own.content) if own.content else opened.hash
    return Norms(opened, Planner(rulebook, words, outputs), hash_, origin, as_of, own)


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
        "property_kinds": list(pack.property_kinds),
        "in_force": {
            name: str(day) if isinstance(day, date) else None for name, day in bounds.items()
        },
        "extends": None if opened.extends is None else _stamp(opened.extends),
    }
