"""Reads what several commands are asked alike: their options; it needs the extra `cli`."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, TypeVar

from cyclopts import Parameter, Token

from staffing_norms.commands import terminal
from staffing_norms.commands.arguments import STANDARD, named
from staffing_norms.foundation.documents import parse_document
from staffing_norms.foundation.errors import Called, Fault, Said, SiteError, UnknownNameError
from staffing_norms.foundation.languages import Language
from staffing_norms.foundation.library import find_norm
from staffing_norms.planning.loading import DEFAULT_NORMS, available_norms, load_norms
from staffing_norms.planning.norms import Norms
from staffing_norms.planning.plan import Plan
from staffing_norms.program.layout import NORM
from staffing_norms.publications.editions import editions_of
from staffing_norms.results.tabled import Tabled
from staffing_norms.results.wording import term
from staffing_norms.sites.facts import Vocabulary, fact_names
from staffing_norms.sites.site import Site
from staffing_norms.sites.vocabulary import vocabulary

FormatT = TypeVar("FormatT", bound=str)

_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*["}]')  # what begins so is YAML for nobody
_WORKBOOKS = (".xls", ".xlsx", ".ods")
_ENDINGS: Mapping[str, str] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
}

_FORMS = (".yaml", ".yml")  # no command writes over one
_SITES = (".json", ".txt", "")  # in which a site may stand besides
_AND = re.compile("[,，、;；]")
_EQUALS = re.compile("[=＝]")


def _files(type_: object, tokens: Sequence[Token]) -> str | tuple[str, ...]:
    """Return one file or several as they are named."""
    names = tuple(map(named, tokens))
    return names[0] if type_ is str else names


def _output(_: object, tokens: Sequence[Token]) -> Path | None:
    """Return the file to write; - is standard output."""
    [token] = tokens
    return None if named(token) == STANDARD else Path(named(token))


NormId = Annotated[
    str,
    Parameter(
        name=["--norms", "-n"],
        help="Id of a norm, as 'staffing-norms norms' lists them, or its folder, such as ./acme.",
    ),
]
AsOf = Annotated[
    str | None,
    Parameter(name="--as-of", help="Day whose edition of the norm counts, such as 2026-01-31."),
]
Lang = Annotated[
    Language, Parameter(name=["--lang", "-l"], help="Language of the output: English or Chinese.")
]
Profiles = Annotated[
    tuple[Path, ...],
    Parameter(
        name=["--profile"],
        help="File of a frequency profile of your own, which the site may name; may be repeated.",
        show_default=False,
        negative=(),
    ),
]
Output = Annotated[
    Path | None,
    Parameter(
        name=["--output", "-o"], help="File to write; else standard output.", converter=_output
    ),
]
SiteFile = Annotated[
    str,
    Parameter(help="Site file, YAML or JSON; - is standard input.", converter=_files),
]
Paths = Annotated[
    tuple[str, ...],
    Parameter(
        help="Site files, and folders or files of norms; - is a site on standard input.",
        converter=_files,
    ),
]
Answers = Annotated[
    tuple[str, ...],
    Parameter(
        name=["--answers", "-a"],
        help="File of answers, which fill in what the site leaves blank; may be repeated; - is "
        "standard input.",
        converter=_files,
        show_default=False,
        negative=(),
    ),
]
Stance = Annotated[
    str,
    Parameter(
        name=["--stance", "-s"],
        help="Where the norm prints a range: the fewest people, the middle, or the most, that is "
        "lean, typical or generous; or 下限, 中值, 上限.",
    ),
]
Methods = Annotated[
    tuple[str, ...],
    Parameter(
        name=["--method", "-m"],
        help="Method of a department, such as security=composite or 保洁=综合定额; several with "
        "commas, or repeated. The others take the first whose facts are stated.",
        show_default=False,
        negative=(),
    ),
]
Scope = Annotated[
    tuple[str, ...],
    Parameter(
        name="--scope",
        help="Departments to plan, such as security,cleaning or 保安,保洁; may be repeated.",
        show_default=False,
        negative=(),
    ),
]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Options:
    """The options of every command that reads norms and writes a text."""

    as_of: AsOf = None
    lang: Lang = "en"
    output: Output = None

    def load(self, norm: str) -> Norms:
        """Return a norm in the edition that is asked for."""
        return load_norms(norm, as_of=self.as_of)

    def form(self, asked: FormatT | None, formats: Sequence[FormatT]) -> FormatT:
        """
        Return the format to write: as asked for, else as the ending of the file says.

        Args:
            asked: The format that is asked for.
            formats: Those there are; the first stands for itself, and in a file that ends in .txt
                or has no ending.

        Raises:
            UnknownNameError: No format has the ending.
        """
        ending = self.output.suffix.lower() if self.output else ""
        if asked is not None or ending in ("", ".txt"):
            return asked or formats[0]
        known = {end: each for end, name in _ENDINGS.items() for each in formats if each == name}
        if ending not in known:
            message = Said("no format ends in {0}.", repr(ending))
            hint: str = Said("Use one of {0} and .txt, or say which by --format.", ", ".join(known))
            if ending in _WORKBOOKS and ".csv" in known:
                hint = "Write a file that ends in .csv, which a spreadsheet opens."
            raise UnknownNameError([Fault("format.unknown", "--output", message, hint)])
        return known[ending]

    def write(self, text: str, *read: str, keeps: bool = False) -> None:
        """
        Write a text, though not over a file that somebody filled in.

        Args:
            text: The text.
            read: The files that were read.
            keeps: Write over no file at all.
        """
        output = self.output
        if output is None:
            terminal.write(text)
            return
        is_own = any(_is_same(file, output) for file in read) or _is_filled_in(output)
        terminal.write(text, output, keeps=keeps or is_own)
        if terminal.is_watched():
            terminal.complain(term("written", self.lang).format(file=output))

    @property
    def is_shown(self) -> bool:
        """Whether the text is for a person at a terminal."""
        return self.output is None and terminal.is_terminal()

    def write_face(
        self,
        told: Plan | Tabled,
        form: str,
        *read: str,
        **asked: str,
    ) -> None:
        """
        Write a face of what was planned.

        Args:
            told: What was planned; a plan as a table on a terminal is painted elsewhere.
            form: The face, such as `markdown`; a table is text.
            read: The files that were read.
            asked: What else the face is asked.
        """
        match form:
            case "table" if isinstance(told, Tabled) and self.is_shown:
                from staffing_norms.faces.pages import page_of  # noqa: PLC0415 - loaded when asked for

                terminal.paint_blocks(page_of(told).blocks(self.lang), self.lang)
                return
            case "json":
                text = told.to_json(indent=2)
            case "csv":
                text = told.to_csv(lang=self.lang, byte_order_mark=self.output is not None)
            case "table":
                text = told.to_text(lang=self.lang)
            case _:
                text = getattr(told, f"to_{form}")(lang=self.lang, **asked)
        self.write(text, *read)


@dataclass(frozen=True, kw_only=True)
class SiteOptions(Options):
    """The options of every command that plans a site; what they stand for is read here."""

    answers: Answers = ()
    profile: Profiles = ()
    stance: Stance = "typical"
    method: Methods = ()
    scope: Scope = ()

    def load(self, norm: str) -> Norms:
        """Return a norm in the edition that is asked for, with the profiles."""
        return load_norms(norm, as_of=self.as_of, profiles=self.profile)

    def methods(self) -> Mapping[str, str]:
        """Return the methods by department, from `department=method` pairs."""
        told = [pair.strip() for each in self.method for pair in _AND.split(each)]
        pairs = [[part.strip() for part in _EQUALS.split(pair, 1)] for pair in told]
        message, hint = "a method is chosen for a department.", "Write it like security=composite."
        faults = [
            Fault("method.shape", f"--method {pair}".rstrip(), message, hint)
            for pair, parts in zip(told, pairs, strict=True)
            if len(parts) == 1 or not all(parts)
        ]
        faults += [
            Fault("method.twice", "--method", Said("{0} stands twice.", name), "Keep one of them.")
            for name, times in Counter(name for name, *_ in pairs if name).items()
            if times > 1
        ]
        if faults:
            raise UnknownNameError(faults)
        return dict(pairs)

    def given(self, path: str) -> bytes:
        """Return what stands on standard input, where the site or the answers are there."""
        return _given(path, *self.answers)

    def site(self, path: str, words: Vocabulary, given: bytes | None = None) -> Site:
        """
        Read a site and the answers, and take the scope from the arguments when they have one.

        What stood on standard input is *given* where it has been read before.
        """
        site = read_site(path, words, self.answers, given)
        if not self.scope:
            return site
        names = [name for each in self.scope for name in _AND.split(each) if name.strip()]
        if not names:
            message = "no department is named."
            hint = "Leave the option out to plan every department."
            raise UnknownNameError([Fault("department.unknown", "--scope", message, hint)])
        try:
            return site.with_facts(scope=names)
        except SiteError as error:
            faults = [replace(fault, path="--scope") for fault in error.faults]
            raise UnknownNameError(faults) from None

    def write(self, text: str, *read: str, keeps: bool = False) -> None:
        """Write a text, though not over the answers either."""
        super().write(text, *read, *self.answers, keeps=keeps)


@dataclass(frozen=True, kw_only=True)
class PlanOptions(SiteOptions):
    """The options of every command that plans a site by one norm."""

    norms: NormId = DEFAULT_NORMS

    def plan(self, path: str, cover: str = NORM) -> Plan:
        """Plan a site as the options say."""
        return self.planned(path, cover)[-1]

    def planned(self, path: str, cover: str = NORM) -> tuple[Norms, Site, Plan]:
        """Plan a site as the options say; return also its norm and the site."""
        norms, methods = self.load(self.norms), self.methods()
        site = norms.reading(lambda: self.site(path, norms.words))
        planned = norms.plan(site, stance=self.stance, methods=methods, cover=cover)
        for name in methods:
            if name not in planned:
                option = f"--method {name}"
                message = "the department is out of scope, so that nothing changes."
                terminal.warn([Fault("warning.method", option, message)], self.lang)
        return norms, site, planned


def doubts(planned: Plan, norms: Norms, site: Site, path: str, lang: Language) -> list[Fault]:
    """Return the warnings about a site as a whole, which a file that is sent may not show."""
    told = [
        Fault(each.code, "", each.message[lang], file=path)
        for each in planned.findings
        if each.severity == "warning" and not each.department
    ]
    return [*told, *other_norms(norms, site, path)]


def other_norms(norms: Norms, site: Site, path: str) -> list[Fault]:
    """Return what to plan by instead where a norm is printed for another kind of property."""
    stated = site.facts.get("property_kind")
    if stated is None or stated.value in norms.property_kinds:
        return []
    kind = str(stated.value)
    others = [
        name
        for name in available_norms()
        if any(kind in edition.property_kinds for edition in editions_of(find_norm(name)))
    ]
    labels = norms.words["property_kind"].words[kind].labels
    message = Said("norms printed for {0}: {1}.", Called(labels.en, labels.zh), ", ".join(others))
    hint = "Choose one with --norms."
    return [Fault("warning.kind", "", message, hint, path)] if others else []


def read_site(
    path: str, words: Vocabulary, answers: Sequence[str] = (), given: bytes | None = None
) -> Site:
    """
    Read a site and the answers to its questions.

    Args:
        path: Its file; - is standard input.
        words: The vocabulary.
        answers: Files of answers.
        given: What stood on standard input, where it has been read before.
    """
    given = _given(path, *answers) if given is None else given
    files = [_from_input(given, words) if file == STANDARD else file for file in (path, *answers)]
    return Site().with_answers(*files, words=words)  # which tells the faults of all files


def _given(*files: str) -> bytes:
    if files.count(STANDARD) > 1:
        message = "standard input can be read only once."
        raise UnknownNameError([Fault("argument.wrong", STANDARD, message, "Name a file.")])
    return terminal.read() if STANDARD in files else b""


def _from_input(text: bytes, words: Vocabulary) -> Site:
    """Read a site from standard input, YAML or JSON; messages call it -."""
    is_json = bool(_JSON.match(text))
    return Site.from_text(text, json=is_json, file=STANDARD, words=words)


def _is_same(file: str, output: Path) -> bool:
    """Whether the output would take the place of a file that is read."""
    return output.exists() and Path(file).exists() and output.samefile(file)


def _is_filled_in(path: Path) -> bool:
    """Whether a file may be a site, a norm or answers: YAML, or what mostly states facts."""
    ending = path.suffix.lower()
    if ending not in (*_FORMS, *_SITES) or not path.is_file():
        return False
    if ending in _FORMS:
        return True
    data = _data_of(path.read_bytes())
    known = fact_names(vocabulary())
    facts = [key for key in data if known.find(key)]
    return len(facts) > len(data) / 2


def _data_of(content: bytes) -> Mapping[object, object]:
    """Return the data of a file, nothing for text."""
    data: object = None
    try:
        data = json.loads(content)  # in a moment, though it be a long plan
    except ValueError:
        with suppress(SiteError):
            data = parse_document(content, SiteError).data
    return data if isinstance(data, Mapping) else {}
