"""
The only place that compares two norms: entry by entry and figure by figure, and on a site.

What an entry says is read from the models of its file, whatever keys they have.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from staffing_norms.faces.blocks import Block, Heading, Paragraph, Table
from staffing_norms.faces.blocks import as_text as written
from staffing_norms.foundation.formula import Change
from staffing_norms.foundation.languages import LANGUAGES, MARKS, Language, aside
from staffing_norms.foundation.quantities import format_number, signed
from staffing_norms.foundation.schema import Model
from staffing_norms.planning.norms import Norms
from staffing_norms.planning.plan import Plan
from staffing_norms.publications.figures import PrintedFigure
from staffing_norms.publications.pack import DepartmentFile, PackFile
from staffing_norms.results.wording import printed_figure, term
from staffing_norms.sites.activities import work_of
from staffing_norms.sites.site import Site, without_beside

Files: TypeAlias = tuple[PackFile, Sequence[DepartmentFile]]
Path: TypeAlias = tuple[str, ...]
Labels: TypeAlias = Mapping[str, str]  # by language

Kind: TypeAlias = Literal["added", "removed", "changed"]

_NONE = "–"
_UNKNOWN = "?"
_OF_THE_PAGE = ("proof",)  # it follows from the rest
_TABLES = ("bands",)  # whose rows are entries of their own
_NAMES = ("id", "code", "activity", "fact", "method")
_TOLD = ("clause", "id", "role", "reading", "note", "message")  # in other columns, or at length


@dataclass(frozen=True, slots=True)
class EntryChange:
    """
    One figure or word that two norms have otherwise.

    Args:
        kind: Whether the entry is new, gone, or in both.
        department: Department id; empty for the title page.
        entry: The entry of a file, such as `rules.patrols`.
        labels: What the entry is about, by language.
        clauses: Its clause in the one norm and in the other; empty where it has none.
        key: The key in the entry, such as `per`; empty for an entry that is new or gone.
        before: What the one norm says, by language; empty where it says nothing.
        after: What the other norm says.
    """

    kind: Kind
    department: str
    entry: str
    labels: Labels
    clauses: tuple[str, str]
    key: str
    before: Labels
    after: Labels

    @property
    def address(self) -> str:
        """The address by which an overlay changes the entry, such as `grounds.patrols`."""
        table, _, name = self.entry.partition(".")
        if table == "rules" and name not in DepartmentFile.model_fields:
            entry = name
        else:
            entry = self.entry.replace("leaders.bands.", "leaders.", 1)
        return f"{self.department}.{entry}".lstrip(".")


@dataclass(frozen=True, slots=True)
class Role:
    """A role on a site by two norms; None is unknown, and a norm without the role has nobody."""

    department: str
    of: Labels
    role: str
    labels: Labels
    before: int | None
    after: int | None

    @property
    def difference(self) -> int | None:
        """How many people more the other norm gives."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Difference:
    """
    Two norms compared.

    Args:
        names: Id and version of each.
        changes: What they have otherwise.
        roles: The roles of a site by each, where a site was given.
        totals: The site's headcount by each, as text; empty without a site.
    """

    names: tuple[str, str]
    changes: tuple[EntryChange, ...]
    roles: tuple[Role, ...] = ()
    totals: tuple[str, ...] = ()

    @property
    def difference(self) -> int | None:
        """How many people more the other norm gives to the site; None while one is unknown."""
        people = [each.difference for each in self.roles]
        known = [number for number in people if number is not None]
        return sum(known) if self.totals and len(known) == len(people) else None


def compare(before: Files, after: Files) -> Iterator[EntryChange]:
    """
    Yield what two norms have otherwise, in the order of the one, then of the other.

    Args:
        before: Title page and departments of the one norm.
        after: Those of the other.
    """
    ours, theirs = _entries(before), _entries(after)
    for place in dict.fromkeys((*ours, *theirs)):
        yield from _changes(place, ours.get(place), theirs.get(place))


@dataclass(frozen=True, slots=True)
class _Entry:
    labels: Labels
    clause: str
    says: Mapping[str, Labels]


_Place: TypeAlias = tuple[str, str]


def _changes(place: _Place, ours: _Entry | None, theirs: _Entry | None) -> Iterator[EntryChange]:
    department, entry = place
    clauses = (ours.clause if ours else "", theirs.clause if theirs else "")
    if ours is None or theirs is None:
        kind: Kind = "added" if ours is None else "removed"
        [only] = [each for each in (ours, theirs) if each]
        yield EntryChange(
            kind, department, entry, only.labels, clauses, "", _whole(ours), _whole(theirs)
        )
        return
    for key in dict.fromkeys((*ours.says, *theirs.says)):
        before, after = ours.says.get(key, {}), theirs.says.get(key, {})
        if before != after:
            yield EntryChange(
                "changed", department, entry, theirs.labels, clauses, key, before, after
            )


def _whole(entry: _Entry | None) -> Labels:
    """Return the figures and words that an entry goes by, in one text."""
    if entry is None:
        return {}
    return {
        lang: MARKS[lang].semicolon.join(
            f"{key}{MARKS[lang].colon}{text[lang]}"
            for key, text in entry.says.items()
            if key.partition(".")[0] not in _TOLD
        )
        for lang in LANGUAGES
    }


def _entries(files: Files) -> dict[_Place, _Entry]:
    """Return the entries of all files of a norm."""
    pack, departments = files
    found = dict(_of_file("", pack, dict(pack.title.by_language), {}))
    for file in departments:
        labels = {role: dict(words.by_language) for role, words in file.roles.items()}
        found |= _of_file(file.department, file, dict(file.labels.by_language), labels)
    return found


def _of_file(
    department: str,
    file: Model,
    labels: Labels,
    roles: Mapping[str, Labels],
) -> Iterator[tuple[_Place, _Entry]]:
    """Yield the entries of a file: the elements of its tables, and its single keys."""
    groups: dict[str, dict[str, Labels]] = {}
    for path, text in _leaves(file, ()):
        if path[0] in _OF_THE_PAGE:
            continue
        length = 1 + (len(path) > 1) + (len(path) > 2 and path[1] in _TABLES)  # noqa: PLR2004 - key and row
        entry, key = ".".join(path[:length]), ".".join(path[length:])
        groups.setdefault(entry, {})[key or path[length - 1]] = text
    for entry, says in groups.items():
        role = says.get("role", {}).get("en", entry.rpartition(".")[2])
        clause = says.get("clause", {}).get("en", "")
        yield (department, entry), _Entry(roles.get(role, labels), clause, says)


def _leaves(value: object, path: Path) -> Iterator[tuple[Path, Labels]]:
    """Yield what a value says, key by key; what is left out says nothing."""
    match value:
        case (Change(), *_):  # no figure: who changed one
            return
        case Model():
            for name, field in type(value).model_fields.items():
                said = getattr(value, name)
                if field.is_required() or said != field.get_default(call_default_factory=True):
                    yield from _leaves(said, (*path, field.alias or name))
        case Mapping():
            for name, said in value.items():
                yield from _leaves(said, (*path, str(name)))
        case tuple() if any(isinstance(each, Model) for each in value):
            for number, said in enumerate(value, 1):
                yield from _leaves(said, (*path, _name(said, number)))
        case _:
            yield path, {lang: _text(value, lang) for lang in LANGUAGES}


def _name(entry: object, number: int) -> str:
    """Return by what an element of a list is told from the others: its name, or its number."""
    named = [getattr(entry, key, None) for key in _NAMES]
    own = next((name for name in named if isinstance(name, str)), str(number))
    return work_of(own, getattr(entry, "variant", ""))


def _text(value: object, lang: Language) -> str:
    """Return a figure with its unit, or a word, as people write it."""
    match value:
        case PrintedFigure():
            return printed_figure(value, lang)
        case bool():
            return term("yes" if value else "no", lang)
        case int() | Fraction():
            return format_number(value)
        case date():
            return value.isoformat()
        case tuple():
            return MARKS[lang].comma.join(_text(each, lang) for each in value)
        case _:
            return str(value)


def on_site(before: Plan, after: Plan) -> Iterator[Role]:
    """
    Yield every role of a site that somebody has by either norm, or that is unknown.

    Args:
        before: The plan by the one norm.
        after: The plan by the other.
    """
    ours, theirs = (
        {
            (each.department, role): (each, line)
            for each in plan
            for role, line in each.roles.items()
        }
        for plan in (before, after)
    )
    for place in dict.fromkeys((*ours, *theirs)):
        department, line = theirs.get(place) or ours[place]
        people = [lines[place][1].headcount if place in lines else 0 for lines in (ours, theirs)]
        if people != [0, 0]:
            yield Role(place[0], department.labels, place[1], line.labels, *people)


def difference(norms: tuple[Norms, Norms], site: Site | None = None) -> Difference:
    """
    Compare two norms.

    Args:
        norms: The norms.
        site: A site to plan by each.
    """
    names = (f"{norms[0].id} {norms[0].version}", f"{norms[1].id} {norms[1].version}")
    opened = (each._opened for each in norms)  # noqa: SLF001 - the models of its files
    changes = tuple(compare(*((each.pack, each.departments) for each in opened)))
    if site is None:
        return Difference(names, changes)
    alone = without_beside(site)
    plans = norms[0].plan(alone), norms[1].plan(alone)
    totals = tuple(str(plan.total) for plan in plans)
    return Difference(names, changes, tuple(on_site(*plans)), totals)


# Forms


def as_data(compared: Difference) -> dict[str, Any]:
    """Return a comparison as JSON-ready data in a stable order."""
    return {
        "schema": 1,
        "norms": list(compared.names),
        "changes": [
            {
                "kind": each.kind,
                "department": each.department or None,
                "entry": each.entry,
                "address": each.address,
                "labels": dict(each.labels),
                "clause": {"before": each.clauses[0] or None, "after": each.clauses[1] or None},
                "key": each.key or None,
                "before": each.before.get("en"),
                "after": each.after.get("en"),
            }
            for each in compared.changes
        ],
        "roles": [
            {
                "department": each.department,
                "role": each.role,
                "labels": dict(each.labels),
                "before": each.before,
                "after": each.after,
                "difference": each.difference,
            }
            for each in compared.roles
        ],
        "headcount": list(compared.totals) or None,
        "difference": compared.difference,
    }


_MOST_SHOWN = 40  # characters of a text in a terminal
_CHANGES = ("change", "entry", "name", "clause", "key", "before", "after")
_ROLES = ("department", "role", "before", "after", "difference")


def as_blocks(compared: Difference, lang: Language, *, whole: bool) -> list[Block]:
    """
    Return a comparison as blocks.

    Args:
        compared: The comparison.
        lang: Language of headings and names.
        whole: Whether long texts are told whole; else they are cut.
    """
    blocks: list[Block] = [Heading(" → ".join(compared.names), 1)]
    blocks += [] if compared.changes else [Paragraph(term("no_changes", lang))]
    for name, names, rows, first in (
        ("changes", _CHANGES, _change_rows(compared, lang, whole=whole), len(_CHANGES)),
        ("total", _ROLES, _role_rows(compared, lang), 2),
    ):
        numeric = [place >= first for place in range(len(names))]
        headings = [term(name, lang) for name in names]
        blocks += [Table(name, headings, rows, numeric)] if rows else []
    return blocks


def as_text(compared: Difference, lang: Language, *, markdown: bool = False) -> str:
    """
    Return a comparison as tables.

    Args:
        compared: The comparison.
        lang: Language of headings and names.
        markdown: Write Markdown; else tables for a terminal.
    """
    return written(as_blocks(compared, lang, whole=markdown), markdown=markdown)


def _change_rows(compared: Difference, lang: Language, *, whole: bool) -> list[list[str]]:
    """Return a row for each change; a long text is cut unless the *whole* of it is wanted."""
    return [
        [
            term(change.kind, lang),
            change.address,
            change.labels[lang],
            " → ".join(clause for clause in dict.fromkeys(change.clauses) if clause),
            change.key,
            *(
                text if whole or len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
                for text in (change.before.get(lang, _NONE), change.after.get(lang, _NONE))
            ),
        ]
        for change in compared.changes
    ]


def _role_rows(compared: Difference, lang: Language) -> list[list[str]]:
    rows = [
        [
            each.of[lang],
            f"{each.labels[lang]}{aside([each.role], lang)}",
            _people(each.before),
            _people(each.after),
            _more(each.difference),
        ]
        for each in compared.roles
    ]
    total = [term("total", lang), "", *compared.totals, _more(compared.difference)]
    return [*rows, total] if compared.totals else []


def _more(people: int | None) -> str:
    return _UNKNOWN if people is None else signed(people)


def _people(number: int | None) -> str:
    return _UNKNOWN if number is None else format_number(number)
