"""Reads what several commands are asked alike: their options; it needs the extra `cli`."""

import re
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from cyclopts import Parameter

from staffing_norms.commands import terminal
from staffing_norms.foundation.errors import Fault, Said, SiteError, UnknownNameError
from staffing_norms.planning.norms import DEFAULT_NORMS, Norms, load_norms
from staffing_norms.planning.plan import Plan
from staffing_norms.program.layout import NORM
from staffing_norms.results.derivation import Language
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.site import Site

FormatT = TypeVar("FormatT", bound=str)

_STANDARD_INPUT = "-"
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*["}]')  # what begins so is YAML for nobody
_WORKBOOKS = (".xls", ".xlsx", ".ods")
_ENDINGS: Mapping[str, str] = {
    ".json": "json",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
}

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
    Path | None, Parameter(name=["--output", "-o"], help="File to write; else standard output.")
]
SiteFile = Annotated[
    str,
    Parameter(help="Site file, YAML or JSON; - is standard input.", allow_leading_hyphen=True),
]
Answers = Annotated[
    tuple[str, ...],
    Parameter(
        name=["--answers", "-a"],
        help="File of answers, which fill in what the site leaves blank; may be repeated.",
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
        help="Method of a department, such as security=composite or 保洁=综合定额; may be "
        "repeated. The others take the first whose facts are stated.",
        show_default=False,
        negative=(),
    ),
]
Scope = Annotated[
    str | None,
    Parameter(name="--scope", help="Departments to plan, such as security,cleaning or 保安,保洁."),
]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class SiteOptions:
    """The options of every command that plans a site; what they stand for is read here."""

    answers: Answers = ()
    as_of: AsOf = None
    profile: Profiles = ()
    stance: Stance = "typical"
    method: Methods = ()
    scope: Scope = None
    lang: Lang = "en"
    output: Output = None

    def load(self, norm: str) -> Norms:
        """Return a norm in the edition that is asked for, with the profiles."""
        return load_norms(norm, as_of=self.as_of, profiles=self.profile)

    def methods(self) -> Mapping[str, str]:
        """Return the methods by department, from `department=method` pairs."""
        wrong = [pair for pair in self.method if "=" not in pair]
        if wrong:
            message = "a method is chosen for a department."
            hint = "Write it like security=composite."
            raise UnknownNameError(
                Fault("method.shape", f"--method {pair}", message, hint) for pair in wrong
            )
        return dict(pair.split("=", 1) for pair in self.method)

    def given(self, path: str) -> bytes:
        """Return what stands on standard input, where the site or the answers are there."""
        return _given(path, *self.answers)

    def site(self, path: str, words: Vocabulary, given: bytes | None = None) -> Site:
        """
        Read a site and the answers, and take the scope from the arguments when they have one.

        What stood on standard input is *given* where it has been read before.
        """
        site = read_site(path, words, self.answers, given)
        if self.scope is None:
            return site
        try:
            return site.with_facts(scope=self.scope)
        except SiteError as error:
            faults = [replace(fault, path=f"--{fault.path}") for fault in error.faults]
            raise UnknownNameError(faults) from None

    def write(self, text: str, path: str) -> None:
        """Write a text, though not over the site or the answers that were read."""
        keeps = any(_is_same(file, self.output) for file in (path, *self.answers))
        terminal.write(text, self.output, keeps=keeps)


@dataclass(frozen=True, kw_only=True)
class PlanOptions(SiteOptions):
    """The options of every command that plans a site by one norm."""

    norms: NormId = DEFAULT_NORMS

    def loaded(self) -> Norms:
        """Return the norm."""
        return self.load(self.norms)

    def plan(self, path: str, cover: str = NORM) -> Plan:
        """Plan a site as the options say."""
        norms = self.loaded()
        site = norms.reading(lambda: self.site(path, norms.words))
        return norms.plan(site, stance=self.stance, methods=self.methods(), cover=cover)


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
    files = [
        _from_input(given, words) if file == _STANDARD_INPUT else file for file in (path, *answers)
    ]
    return Site().with_answers(*files, words=words)  # which tells the faults of all files


def _given(*files: str) -> bytes:
    return sys.stdin.buffer.read() if _STANDARD_INPUT in files else b""


def _from_input(text: bytes, words: Vocabulary) -> Site:
    """Read a site from standard input, YAML or JSON; messages call it -."""
    is_json = bool(_JSON.match(text))
    return Site.from_text(text, json=is_json, file=_STANDARD_INPUT, words=words)


def _is_same(site: str, output: Path | None) -> bool:
    """Whether the output would take the place of a file that is read."""
    return output is not None and output.exists() and Path(site).exists() and output.samefile(site)


def format_of(output: Path | None, formats: Collection[FormatT]) -> FormatT | Literal["table"]:
    """
    Return the format that a file's ending asks for; a table is text.

    Args:
        output: The file; None is standard output.
        formats: The formats that there are.

    Raises:
        UnknownNameError: No format has the ending.
    """
    ending = output.suffix.lower() if output else ""
    if ending in ("", ".txt"):
        return "table"
    known = {end: each for end, name in _ENDINGS.items() for each in formats if each == name}
    if ending not in known:
        message = Said("no format ends in {0}.", repr(ending))
        hint: str = Said("Use one of {0} and .txt, or say which by --format.", ", ".join(known))
        if ending in _WORKBOOKS and ".csv" in known:
            hint = "Write a file that ends in .csv, which a spreadsheet opens."
        raise UnknownNameError([Fault("format.unknown", "--output", message, hint)])
    return known[ending]
