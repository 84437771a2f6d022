"""Arguments in, exit code out: the command `staffing-norms`; it needs the extra `cli`."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

from cyclopts import App, CycloptsError, Parameter

from staffing_norms.authoring import forms
from staffing_norms.commands import terminal
from staffing_norms.commands.options import (
    Answers,
    AsOf,
    Lang,
    NormId,
    Output,
    PlanOptions,
    Profiles,
    SiteFile,
    SiteOptions,
    format_of,
    read_site,
)
from staffing_norms.foundation.errors import (
    Fault,
    NormError,
    SiteError,
    StaffingNormsError,
    UnknownNameError,
)
from staffing_norms.foundation.library import CASES, PACK, all_packs, find_norm
from staffing_norms.planning.norms import DEFAULT_NORMS, Norms, available_norms, load_norms
from staffing_norms.planning.plan import Plan
from staffing_norms.program.layout import NORM
from staffing_norms.publications.check import read_profiles
from staffing_norms.publications.editions import Edition, editions_of
from staffing_norms.results.derivation import Language
from staffing_norms.results.wording import MARKS, language, standing, term
from staffing_norms.sites.profiles import is_profile, shipped_profiles

if TYPE_CHECKING:
    from staffing_norms.faces.payroll import Payroll
    from staffing_norms.faces.workload import WorkHours
    from staffing_norms.planning.comparison import Comparison

Format: TypeAlias = Literal["table", "json", "markdown", "html", "csv"]
TableFormat: TypeAlias = Literal["table", "json", "markdown", "csv"]

_LANG = re.compile(r"(--lang=|-l=?)(.+)")

_Cover = Annotated[
    str,
    Parameter(
        name=["--cover", "-c"],
        help="Which people count: those of the norm, or those to employ so that they are there "
        "every day, with all lawful_overtime or with no_overtime; or 用足法定加班, 不加班.",
    ),
]
_Format = Annotated[
    Format | None,
    Parameter(
        name=["--format", "-f"],
        help="How the plan is written; else as the ending of --output says, else a table. "
        "The headings and words of csv are ids; with --lang zh they are Chinese.",
    ),
]
_TableFormat = Annotated[
    TableFormat | None,
    Parameter(
        name=["--format", "-f"],
        help="How the tables are written; else as the ending of --output says, else a table. "
        "The headings and words of csv are ids; with --lang zh they are Chinese.",
    ),
]
_Several = Annotated[
    str | None,
    Parameter(
        name=["--norms", "-n"],
        help="Norms, with commas: ids or folders, such as cn-estate,cn-high-rise; else all there "
        "are. Differences are told against the first.",
    ),
]
_Full = Annotated[bool, Parameter(name="--full", help="Every fact there is.", negative=())]
_Audience = Annotated[
    Literal["client", "internal"],
    Parameter(
        name="--audience",
        help="Who reads an html page: the client a short one, the house also findings, methods "
        "compared and derivations.",
    ),
]

_AS_USUAL, _NO_NORM = PlanOptions(), SiteOptions()

app = App(
    name="staffing-norms",
    help="How many people a site needs, in which roles, and why.",
    help_epilogue="""\
Begin with a blank site file, fill in what you know, and plan it:

  staffing-norms new-site -o site.yaml
  staffing-norms plan site.yaml
  staffing-norms questions site.yaml -o answers.yaml
  staffing-norms plan site.yaml --answers answers.yaml
  staffing-norms explain site.yaml patrol_guard

中文：在命令后加 --lang zh，例如 staffing-norms new-site --lang zh -o site.yaml
""",
    help_format="plaintext",
    version_flags=["--version"],
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)


@app.command(
    help_epilogue="""\
  staffing-norms plan site.yaml
  staffing-norms plan site.yaml --lang zh --scope security,cleaning
  staffing-norms plan site.yaml --method security=composite --stance lean
  staffing-norms plan site.yaml -o plan.html
  staffing-norms plan - --format json < site.json
"""
)
def plan(
    site: SiteFile,
    /,
    *,
    asked: PlanOptions = _AS_USUAL,
    cover: _Cover = NORM,
    format: _Format = None,  # noqa: A002 - the name of the option
    audience: _Audience = "client",
) -> int:
    """Plan a site: people by department and role, with questions, findings and assumptions."""
    planned, lang, output = asked.plan(site, cover), asked.lang, asked.output
    match format or format_of(output, get_args(Format)):
        case "json":
            text = planned.to_json(indent=2)
        case "markdown":
            text = planned.to_markdown(lang=lang)
        case "html":
            text = planned.to_html(lang=lang, audience=audience)
        case "csv":
            text = planned.to_csv(lang=lang, byte_order_mark=output is not None)
        case _ if output is None and terminal.is_terminal():
            terminal.paint(planned._result, planned._context, lang)  # noqa: SLF001 - a face of it
            return 0
        case _:
            text = planned.to_text(lang=lang)
    asked.write(text, site)
    if output is not None and (doubts := _doubts(planned, site, lang)):
        terminal.complain(SiteError(doubts), lang)
    return 0


def _tables(told: "Payroll | WorkHours", form: TableFormat | None, asked: PlanOptions) -> str:
    """Return the tables of a plan as asked for, else as the ending of the file says."""
    match form or format_of(asked.output, get_args(TableFormat)):
        case "json":
            return told.to_json(indent=2)
        case "markdown":
            return told.to_markdown(lang=asked.lang)
        case "csv":
            return told.to_csv(lang=asked.lang, byte_order_mark=asked.output is not None)
        case _:
            return told.to_text(lang=asked.lang)


def _doubts(planned: Plan, path: str, lang: Language) -> list[Fault]:
    """Return the warnings about a site as a whole, which a file that is sent may not show."""
    return [
        Fault(each.code, "", each.message[lang], file=path)
        for each in planned.findings
        if each.severity == "warning" and not each.department
    ]


@app.command(
    help_epilogue="""\
  staffing-norms explain site.yaml
  staffing-norms explain site.yaml security
  staffing-norms explain site.yaml patrol_guard --stance lean
  staffing-norms explain site.yaml 保洁 --lang zh
"""
)
def explain(
    site: SiteFile,
    name: Annotated[
        str | None, Parameter(help="Role or department, by its id or name; else all of them.")
    ] = None,
    /,
    *,
    asked: PlanOptions = _AS_USUAL,
    cover: _Cover = NORM,
) -> int:
    """Derive figures: the clauses, the formula, the facts it was computed from."""
    asked.write(asked.plan(site, cover).explain(name, lang=asked.lang), site)
    return 0


@app.command(
    name="cover",
    help_epilogue="""\
  staffing-norms cover site.yaml
  staffing-norms cover site.yaml --lang zh -o cover.md
  staffing-norms cover site.yaml --format json
  staffing-norms plan site.yaml --cover no_overtime
""",
)
def show_cover(
    site: SiteFile,
    /,
    *,
    asked: PlanOptions = _AS_USUAL,
    format: _TableFormat = None,  # noqa: A002 - the name of the option
) -> int:
    """Say how many to employ so that the people of a plan are there every day."""
    asked.write(_tables(asked.plan(site).cover, format, asked), site)
    return 0


@app.command(
    help_epilogue="""\
  staffing-norms hours site.yaml
  staffing-norms hours site.yaml --lang zh --scope cleaning,landscaping
  staffing-norms hours site.yaml -o hours.csv
"""
)
def hours(
    site: SiteFile,
    /,
    *,
    asked: PlanOptions = _AS_USUAL,
    format: _TableFormat = None,  # noqa: A002 - the name of the option
) -> int:
    """Show the hours of work: by activity and month, with crews and the people they make."""
    asked.write(_tables(asked.plan(site).hours, format, asked), site)
    return 0


@app.command(
    help_epilogue="""\
  staffing-norms compare site.yaml --norms cn-estate,cn-high-rise
  staffing-norms compare site.yaml --norms cn-estate,norms/my-norm --lang zh
  staffing-norms compare site.yaml -o compared.html
  staffing-norms compare site.yaml -f csv -o compared.csv
"""
)
def compare(
    site: SiteFile,
    /,
    *,
    asked: SiteOptions = _NO_NORM,
    norms: _Several = None,
    format: _Format = None,  # noqa: A002 - the name of the option
) -> int:
    """Plan a site by several norms, side by side: what each counts, what not, and why."""
    from staffing_norms.planning import comparison  # noqa: PLC0415 - loaded when it is asked for

    names = available_norms() if norms is None else [each.strip() for each in norms.split(",")]
    loaded = [asked.load(name) for name in names]
    given, lang, output = asked.given(site), asked.lang, asked.output

    def compared_by(of: Sequence[Norms]) -> "Comparison":
        return comparison.compared(
            of,
            lambda words: asked.site(site, words, given),
            stance=asked.stance,
            methods=asked.methods(),
        )

    compared = compared_by(loaded)
    plans = zip(loaded, compared.plans.values(), strict=True)
    others = [each for each, planned in plans if norms is None and _is_of_other_kind(planned)]
    if others and len(others) < len(loaded):
        compared = compared_by([each for each in loaded if each not in others])
        told = MARKS[lang].comma.join(each.id for each in others)
        terminal.complain(term("left_out", lang).format(norms=told))
    match format or format_of(output, get_args(Format)):
        case "json":
            text = compared.to_json(indent=2)
        case "markdown":
            text = compared.to_markdown(lang=lang)
        case "html":
            text = compared.to_html(lang=lang)
        case "csv":
            text = compared.to_csv(lang=lang, byte_order_mark=output is not None)
        case _:
            text = compared.to_text(lang=lang)
    asked.write(text, site)
    return 0


@app.command(
    help_epilogue="""\
  staffing-norms questions site.yaml
  staffing-norms questions site.yaml --lang zh -o answers.yaml
  staffing-norms plan site.yaml --answers answers.yaml
  staffing-norms questions site.yaml --method security=posts
"""
)
def questions(site: SiteFile, /, *, asked: PlanOptions = _AS_USUAL) -> int:
    """List what to ask the client, each question with the fact to fill in."""
    norms = asked.loaded()
    described = norms.reading(lambda: asked.site(site, norms.words))
    planned = norms.plan(described, stance=asked.stance, methods=asked.methods())
    text = forms.questions(planned, described.facts, norms.words, asked.lang)
    terminal.write(text, asked.output, keeps=True)
    return 0


@app.command(
    help_epilogue="""\
  staffing-norms check site.yaml other.yaml
  staffing-norms check norms/my-norm
  staffing-norms check cn-estate
  staffing-norms check site.yaml --answers answers.yaml
  staffing-norms check - < site.yaml
"""
)
def check(
    paths: Annotated[
        list[str],
        Parameter(
            help="Site files, and folders or files of norms; - is a site on standard input.",
            allow_leading_hyphen=True,
        ),
    ],
    /,
    *,
    answers: Answers = (),
    norms: NormId = DEFAULT_NORMS,
    as_of: AsOf = None,
    profile: Profiles = (),
    lang: Lang = "en",
) -> int:
    """Report every fault of site files and norms, each as file:line:column."""
    loaded = load_norms(norms, as_of=as_of, profiles=profile)
    has_faults = False
    for path in dict.fromkeys(map(_whole, paths)):
        try:
            doubts = _judge(path, loaded, answers, lang)
        except StaffingNormsError as error:
            has_faults = True
            terminal.complain(error, lang)
        else:
            terminal.write(f"{path}: {term('no_faults', lang)}")
            if doubts:
                terminal.complain(NormError(doubts), lang)
    return terminal.FAULTY if has_faults else 0


@app.command(
    name="norms",
    help_epilogue="""\
  staffing-norms norms
  staffing-norms norms cn-estate --lang zh
  staffing-norms norms cn-estate -o cn-estate.md
""",
)
def show_norms(
    norm: Annotated[str | None, Parameter(help="Id of a norm; else all are listed.")] = None,
    /,
    *,
    as_of: AsOf = None,
    lang: Lang = "en",
    output: Output = None,
) -> int:
    """List the norms there are, or print one: roles, work rates, formulas and clauses."""
    if norm is None:
        editions = (each for id_ in available_norms() for each in editions_of(find_norm(id_)))
        terminal.write("\n".join(_edition_text(each, lang) for each in editions), output)
        return 0
    from staffing_norms.commands import workbench  # noqa: PLC0415 - loaded when it is asked for

    workbench.print_norm(load_norms(norm, as_of=as_of), lang, None, output)
    return 0


def _is_of_other_kind(planned: Plan) -> bool:
    """Whether the norm is printed for another kind of property than the site states."""
    return any(each.code == "property.other_kind" for each in planned.findings)


def _edition_text(edition: Edition, lang: Language) -> str:
    """Return an edition of a norm, and below it what it is printed for and where it is from."""
    source = dict(edition.source.by_language) if edition.source else None
    about = standing(edition.property_kinds, edition.trust, source, lang)
    told = f"{edition.home.name}  {edition.version}  {getattr(edition.title, lang)}"
    return f"{told}\n    {about}".rstrip()


@app.command(
    help_epilogue="""\
  staffing-norms new-site -o site.yaml
  staffing-norms new-site --full --lang zh -o site.yaml
"""
)
def new_site(
    *,
    norms: NormId = DEFAULT_NORMS,
    as_of: AsOf = None,
    profile: Profiles = (),
    full: _Full = False,
    lang: Lang = "en",
    output: Output = None,
) -> int:
    """Write a blank site file: facts with their units and meanings, to fill in."""
    terminal.write(
        forms.template(load_norms(norms, as_of=as_of, profiles=profile), lang, full=full),
        output,
        keeps=True,
    )
    return 0


def _whole(path: str) -> str:
    """Return the folder of a norm for a file of it; any other path as it is."""
    folder = Path(path).parent
    if folder.resolve().name == CASES and (folder / ".." / PACK).is_file():
        folder = Path(os.path.normpath(folder / ".."))
    is_of_norm = Path(path).suffix == ".yaml" and (folder / PACK).is_file()
    return str(folder) if is_of_norm and not Path(path).is_dir() else path


def _judge(path: str, norms: Norms, answers: Sequence[str], lang: Language) -> list[Fault]:
    """
    Judge a site file with its answers, or a norm; return what is no fault but to be looked at.

    Raises:
        StaffingNormsError: With every fault.
    """
    if Path(path).is_file() and is_profile(path):
        read_profiles([path], shipped_profiles())
        return []
    norm = Path(path) if Path(path).is_dir() else path
    if norm is not path or (path in all_packs() and not Path(path).exists()):
        from staffing_norms.commands import workbench  # noqa: PLC0415 - loaded when it is asked for

        return workbench.judged(norm)
    site = norms.reading(lambda: read_site(path, norms.words, answers))
    return _doubts(norms.plan(site), path, lang)


def every_command() -> App:
    """Return the app with the commands for norm authors, which take long to load."""
    from staffing_norms.commands import workbench  # noqa: PLC0415 - loaded when it is asked for

    if not set(workbench.bench) <= set(app):
        app.update(workbench.bench)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command.

    Args:
        arguments: The arguments; those of the process by default.

    Returns:
        0; 1 when a file has faults; 2 when the arguments are wrong; 130 when interrupted.
    """
    given = sys.argv[1:] if arguments is None else arguments
    return terminal.run(lambda: _called(_spoken(given)), _language(given))


def _language(arguments: Sequence[str]) -> Language:
    """Return the language that the arguments ask for, though others of them be wrong."""
    with suppress(UnknownNameError):
        asked = {language(value) for _, _, value in _languages(arguments)}
        return "zh" if "zh" in asked else "en"
    return "en"


def _spoken(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with each language by its code."""
    told = list(arguments)
    for place, option, value in _languages(arguments):
        told[place] = f"{option}{language(value)}"
    return told


def _languages(arguments: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Yield where the arguments name a language: the place, what stands before it, and its name."""
    for place, argument in enumerate(arguments):
        if place and arguments[place - 1] in ("--lang", "-l"):
            yield place, "", argument
        elif match := _LANG.fullmatch(argument):
            yield place, match[1], match[2]


def _called(arguments: Sequence[str]) -> int:
    """Run what the arguments say; help and version, which return nothing, succeed."""
    terminal.prepare()
    try:
        own = {name for name in app if not name.startswith("-")}
        called = app if own.intersection(arguments[:1]) else every_command()
        result = called(arguments, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        raise UnknownNameError([Fault("argument.wrong", "", str(error), "See --help.")]) from None
    return result or 0
