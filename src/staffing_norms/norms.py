"""The norms that a program works with: load one, and plan sites by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any, TypeVar

from staffing_norms.check import read_norm
from staffing_norms.errors import Fault, NormError, UnknownNameError, did_you_mean
from staffing_norms.facts import Vocabulary, vocabulary
from staffing_norms.fast import Headcount, compile_headcount
from staffing_norms.formula import STANCES, Output, Stance
from staffing_norms.integers import lower
from staffing_norms.layout import Rulebook
from staffing_norms.library import content_hash, read_shipped, shipped_packs
from staffing_norms.notebook import norms_cell
from staffing_norms.pack import PackFile, SharedFinding
from staffing_norms.plan import Plan
from staffing_norms.planner import Planner
from staffing_norms.present import Context
from staffing_norms.rulebook import compile_rules
from staffing_norms.schema import Model, validate
from staffing_norms.site import Site

DEFAULT_NORMS = "cn-estate"

Frame = TypeVar("Frame")


class _FindingsFile(Model):
    findings: Mapping[str, SharedFinding]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Norms:
    """
    A published norm, compiled: immutable, and safe to share between threads.

    `load_norms` makes it; the same id gives the same object.

    Attributes:
        hash: Hash of the content of the norm's files.
    """

    _pack: PackFile
    _planner: Planner
    hash: str
    _compiled: dict[Stance, Headcount] = field(default_factory=dict)
    _lowered: dict[Stance, tuple[Output, ...]] = field(default_factory=dict)

    def __reduce__(self) -> tuple[Any, ...]:
        return load_norms, (self.id,)

    def __repr__(self) -> str:
        return f"<Norms {self.id} {self.version}>"

    def _repr_html_(self) -> str:
        return norms_cell(self._pack, self.hash, self.rulebook.departments, self.words)

    @property
    def id(self) -> str:
        """Id of the norm, such as `cn-estate`."""
        return self._pack.id

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
        stance: Stance = "typical",
        methods: Mapping[str, str] | None = None,
    ) -> Plan:
        """
        Plan a site.

        Args:
            site: The site, or a mapping of its facts.
            stance: `lean`, `typical` or `generous`: which figure of a printed range counts.
            methods: Method by department; the others take the first whose facts are stated.

        Raises:
            SiteError: The mapping has faults.
            UnknownNameError: No such stance, department or method.
        """
        site = site if isinstance(site, Site) else self.site(site)
        choices = self._choices(stance, methods)
        result = self._planner.result(site.facts, {**site.values, **choices}, stance)
        context = Context(
            site.name,
            site.facts,
            {"id": self.id, "version": self.version, "hash": self.hash},
            self.title,
            stance,
            _library_version(),
            self.words,
            self._planner.outputs,
        )
        return Plan(result, context, (_planned, (self, site, stance, methods)))

    def headcount(
        self,
        site: Site | Mapping[str, object],
        *,
        stance: Stance = "typical",
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
        choices = self._choices(stance, methods)
        integers = site.integers
        if integers is not None:
            compiled = self._compiled.get(stance) or self._compile(stance)
            return compiled({**integers, **choices} if choices else integers)
        evaluation = self._planner.evaluation({**site.values, **choices}, stance)
        return {role: evaluation.value(role) for role in self.rulebook.program.roles}  # type: ignore[misc]  # heads are whole

    def plan_frame(
        self,
        frame: Frame,
        *,
        stance: Stance = "typical",
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

        choices = self._choices(stance, methods)
        departments = self.rulebook.departments
        if stance not in self._lowered:
            wanted = frames.wanted(departments)
            self._lowered[stance] = lower(self._planner.outputs, wanted, self.words, stance)
        lowered = self._lowered[stance]
        forced = {name.removeprefix("method."): method for name, method in choices.items()}
        return frames.plan_frame(frame, lowered, departments, self.words, forced)

    def _compile(self, stance: Stance) -> Headcount:
        """Generate the fast function of a stance; two threads may do so, to the same effect."""
        roles = self.rulebook.program.roles
        lowered = lower(self._planner.outputs, roles, self.words, stance)
        self._compiled[stance] = compiled = compile_headcount(lowered, roles)
        return compiled

    def _choices(self, stance: str, methods: Mapping[str, str] | None) -> dict[str, str]:
        """Return what the program reads of the caller's choices."""
        if not methods and stance in STANCES:
            return {}
        faults = []
        if stance not in STANCES:
            message, hint = f"no stance is called {stance!r}.", did_you_mean(str(stance), STANCES)
            faults.append(Fault("stance.unknown", "stance", message, hint))
        if not hasattr(methods or {}, "items"):
            message = f"{type(methods).__name__} is no mapping; write {{'security': 'composite'}}."
            raise UnknownNameError([*faults, Fault("methods.shape", "methods", message)])
        known = {
            layout.department: [method.method for method in layout.methods]
            for layout in self.rulebook.departments
        }
        chosen = {}
        for department, method in (methods or {}).items():
            if department not in known:
                message = f"{self.id} has no department {department!r}."
                hint = did_you_mean(str(department), known)
                faults.append(Fault("department.unknown", "methods", message, hint))
            elif method not in (*known[department], "auto"):
                message = f"{department} has no method {method!r}."
                hint = did_you_mean(str(method), [*known[department], "auto"])
                faults.append(Fault("method.unknown", f"methods.{department}", message, hint))
            elif method != "auto":
                chosen[f"method.{department}"] = method
        if faults:
            raise UnknownNameError(faults)
        return chosen


def _planned(norms: Norms, site: Site, stance: Stance, methods: Mapping[str, str] | None) -> Plan:
    return norms.plan(site, stance=stance, methods=methods)


@cache
def _library_version() -> str:
    return version("staffing-norms")


def available_norms() -> tuple[str, ...]:
    """
    Return the ids of the norms that come with the library.

    >>> "cn-estate" in available_norms()
    True
    """
    return shipped_packs()


def load_norms(name: str = DEFAULT_NORMS) -> Norms:
    """
    Load a norm, checked and compiled; the same id gives the same object.

    Args:
        name: Id of a norm of `available_norms()`.

    Raises:
        UnknownNameError: No norm has that id.
        NormError: Its files have faults.
    """
    if name not in shipped_packs():
        message = f"no norm is called {name!r}."
        hint = did_you_mean(name, shipped_packs())
        raise UnknownNameError([Fault("norms.unknown", name, message, hint)])
    return _loaded(name)


@cache
def _loaded(name: str) -> Norms:
    pack, files = read_norm(name)
    shared = validate(_FindingsFile, read_shipped("findings.yaml"), NormError).findings
    words = {**vocabulary(), **pack.facts}
    rulebook = compile_rules(pack, files, words, shared)
    outputs = {output.name: output for output in rulebook.program.outputs}
    return Norms(pack, Planner(rulebook, words, outputs), content_hash(name))


def plan_staffing(
    site: Site | Mapping[str, object],
    *,
    norms: str | Norms = DEFAULT_NORMS,
    stance: Stance = "typical",
    methods: Mapping[str, str] | None = None,
) -> Plan:
    """
    Plan a site by a norm, the base norm by default.

    Args:
        site: The site, or a mapping of its facts.
        norms: A norm or its id.
        stance: As for `Norms.plan`.
        methods: As for `Norms.plan`.

    Raises:
        SiteError: The mapping has faults.
        UnknownNameError: No such norm, stance, department or method.

    >>> plan_staffing({"gross_floor_area": "32 万平方米"}).headcount
    261
    """
    loaded = load_norms(norms) if isinstance(norms, str) else norms
    return loaded.plan(site, stance=stance, methods=methods)
