"""Arguments in, exit code out: the commands for norm authors; they need the extra `cli`."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, TypeAlias, get_args

from cyclopts import App, Parameter

from staffing_norms.authoring import difference
from staffing_norms.authoring.doubts import warnings
from staffing_norms.authoring.norm_schema import norm_schema
from staffing_norms.authoring.printed import Form, norm_blocks, printed_norm
from staffing_norms.authoring.site_schema import site_schema
from staffing_norms.authoring.skeleton import norm_files
from staffing_norms.commands import terminal
from staffing_norms.commands.options import AsOf, Lang, NormId, Options
from staffing_norms.foundation.errors import Fault, NormError, StaffingNormsError
from staffing_norms.foundation.library import CASES, find_norm, home_at
from staffing_norms.planning.cases import Placed, by_day, check_cases, read_cases, run_case, told
from staffing_norms.planning.loading import DEFAULT_NORMS
from staffing_norms.planning.norms import Norms
from staffing_norms.publications.editions import day_of, judge_norm, pick_edition
from staffing_norms.results.wording import term
from staffing_norms.sites.site import Site

DiffForm: TypeAlias = Literal["table", "markdown", "json"]

_Norm = Annotated[
    str, Parameter(help="Id of a norm, as 'staffing-norms norms' lists them, or its folder.")
]
_ShowForm = Annotated[
    Form | None,
    Parameter(
        name=["--format", "-f"],
        help="How the norm is written; else as the ending of --output says, else tables on a "
        "terminal and Markdown in a pipe.",
    ),
]
_DiffForm = Annotated[
    DiffForm | None,
    Parameter(
        name=["--format", "-f"],
        help="How the comparison is written; else as the ending of --output says, else a table.",
    ),
]

_ANY = Options()

bench = App()


@bench.command(
    name="test",
    help_epilogue="""\
  staffing-norms test my-norm
  staffing-norms test cn-estate --lang zh
  staffing-norms test acme --as-of 2027-07-01
""",
)
def run_cases(norm: _Norm, /, *, as_of: AsOf = None, lang: Lang = "en") -> int:
    """Run the cases beside a norm, worked out by hand; tell every figure that differs."""
    has_failed, day, home = False, day_of(as_of), find_norm(norm)
    for edition in home.editions if day is None else [pick_edition(home, day)]:
        cases = read_cases(edition)
        dated = by_day(edition, cases, day)
        _check(dated)
        outcomes = [run_case(norms, case) for norms, own in dated for case in own]
        failed = [outcome for outcome in outcomes if not outcome.passed]
        for outcome in failed:
            terminal.complain(told(outcome, lang))
        passed, folder = len(cases) - len(failed), edition.folder / CASES
        loaded, _ = dated[0]
        counts = {"passed": passed, "cases": len(cases), "folder": folder}
        name = f"{loaded.id} {loaded.version}"
        terminal.write(
            f"{name}: {term('cases_run' if cases else 'no_cases', lang).format(**counts)}"
        )
        has_failed = has_failed or bool(failed)
    return terminal.FAULTY if has_failed else 0


def _check(dated: Iterable[tuple[Norms, Iterable[Placed]]]) -> None:
    """Judge the cases of each day; raise all faults at once."""
    faults: list[Fault] = []
    for norms, cases in dated:
        try:
            check_cases(norms, cases)
        except NormError as error:
            faults += error.faults
    if faults:
        raise NormError(faults)


def judged(norm: str | Path) -> list[Fault]:
    """
    Judge a norm and its cases.

    Args:
        norm: Its id or folder.

    Returns:
        What is no fault, but is to be looked at.

    Raises:
        NormError: With every fault of every file.
    """
    home = home_at(norm) if isinstance(norm, Path) else find_norm(norm)
    faults: list[Fault] = []
    try:
        judge_norm(home)
    except StaffingNormsError as error:
        faults += error.faults
    cases = {}
    for edition in home.editions:
        try:
            cases[edition] = read_cases(edition)
        except NormError as error:
            faults += error.faults
    if faults:
        raise NormError(faults)
    dated = []
    for edition, placed in cases.items():
        try:
            dated.append(by_day(edition, placed))
            _check(dated[-1])
        except NormError as error:
            faults += error.faults
    if faults:
        raise NormError(faults)
    return [fault for days in dated for fault in warnings(days[0][0])]


@bench.command(
    help_epilogue="""\
  staffing-norms show cn-estate
  staffing-norms show my-norm --lang zh -o my-norm.html
  staffing-norms show my-norm --format table
"""
)
def show(norm: _Norm, /, *, asked: Options = _ANY, form: _ShowForm = None) -> int:
    """Print a norm as tables: methods, roles, work rates and readings, with their clauses."""
    norms = asked.load(norm)
    if form is not None or asked.output is not None:
        asked.write(printed_norm(norms, asked.lang, asked.form(form, get_args(Form))))
        return 0
    if terminal.is_terminal():
        terminal.paint_blocks(norm_blocks(norms, asked.lang, has_marks=False), asked.lang)
    else:
        terminal.write(printed_norm(norms, asked.lang))
    return 0


@bench.command(
    help_epilogue="""\
  staffing-norms diff cn-estate my-norm
  staffing-norms diff cn-estate my-norm --site site.yaml
  staffing-norms diff cn-estate my-norm --as-of 2026-01-31 --lang zh -o difference.md
"""
)
def diff(
    before: _Norm,
    after: _Norm,
    /,
    *,
    site: Annotated[
        str | None, Parameter(name="--site", help="Site file to plan by both, role by role.")
    ] = None,
    asked: Options = _ANY,
    form: _DiffForm = None,
) -> int:
    """Compare two norms entry by entry, and on a site role by role."""
    written = asked.form(form, get_args(DiffForm))
    norms = asked.load(before), asked.load(after)
    described = site and Site.from_file(site, words={**norms[1].words, **norms[0].words})
    compared = difference.difference(norms, described or None)
    if written == "table" and asked.is_shown:
        terminal.paint_blocks(difference.as_blocks(compared, asked.lang, whole=True), asked.lang)
        return 0
    if written == "json":
        text = json.dumps(difference.as_data(compared), ensure_ascii=False, indent=2)
    else:
        text = difference.as_text(compared, asked.lang, markdown=written == "markdown")
    asked.write(text, *filter(None, [site]))
    return 0


@bench.command(
    help_epilogue="""\
  staffing-norms schema -o site.schema.json
  staffing-norms schema --of department -o department.schema.json

An editor that knows YAML then completes and checks the site files beside
it that begin with this line; new-norm writes the schemas of a norm's files:

  # yaml-language-server: $schema=site.schema.json
"""
)
def schema(
    *,
    of: Annotated[
        Literal["site", "pack", "department", "cases"],
        Parameter(name="--of", help="Of a site file, or of a file of a norm."),
    ] = "site",
    norms: NormId = DEFAULT_NORMS,
    asked: Options = _ANY,
) -> int:
    """Write the JSON Schema of a site or of a norm's files, for editors, in both languages."""
    words = asked.load(norms).words
    found = site_schema(words) if of == "site" else norm_schema(of, words)
    asked.write(json.dumps(found, ensure_ascii=False, indent=2))
    return 0


@bench.command(
    help_epilogue="""\
  staffing-norms new-norm my-norm
  staffing-norms new-norm my-norm -o norms --lang zh
"""
)
def new_norm(
    name: Annotated[str, Parameter(help="Id of the norm, such as my-norm.")],
    /,
    *,
    lang: Lang = "en",
    output: Annotated[
        Path | None,
        Parameter(name=["--output", "-o"], help="Folder to make the norm's folder in; else here."),
    ] = None,
) -> int:
    """Make the folder of a norm to begin with: it passes check and test, and is to be replaced."""
    files = norm_files(name, lang)
    folder = (output or Path()) / name
    terminal.write_folder(files, folder)
    terminal.write(term("norm_made", lang).format(folder=folder))
    return 0
