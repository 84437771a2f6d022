"""Arguments in, exit code out: the command `staffing-norms`; it needs the extra `cli`."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, TypeAlias, get_args

from cyclopts import App, CycloptsError, Parameter

from staffing_norms import forms, terminal
from staffing_norms.derivation import Language
from staffing_norms.editions import editions_of
from staffing_norms.errors import (
    Fault,
    NormError,
    SiteError,
    StaffingNormsError,
    UnknownNameError,
)
from staffing_norms.facts import Vocabulary
from staffing_norms.library import CASES, PACK, all_packs, find_norm
from staffing_norms.norms import DEFAULT_NORMS, Norms, available_norms, load_norms
from staffing_norms.options import AsOf, Lang, NormId, Output, format_of
from staffing_norms.plan import Plan
from staffing_norms.site import Site
from staffing_norms.wording import term

Format: TypeAlias = Literal["table", "json", "markdown", "html", "csv"]

_STANDARD_INPUT = "-"
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*["}]')  # what begins so is YAML for nobody
_IN_CHINESE = re.compile("\0(?:--lang|-l)[\0=]?zh\0")

_SiteFile = Annotated[
    str,
    Parameter(help="Site file, YAML or JSON; - is standard input.", allow_leading_hyphen=True),
]
_Answers = Annotated[
    tuple[str, ...],
    Parameter(
        name=["--answers", "-a"],
        help="File of answers, which fill in what the site leaves blank; may be repeated.",
        show_default=False,
        negative=(),
    ),
]
_Stance = Annotated[
    str,
    Parameter(
        name=["--stance", "-s"],
        help="Where the norm prints a range: the fewest people, the middle, or the most, that is "
        "lean, typical or generous; or 下限, 中值, 上限.",
    ),
]
_Methods = Annotated[
    tuple[str, ...],
    Parameter(
        name=["--method", "-m"],
        help="Method of a department, such as security=composite or 保洁=综合定额; may be "
        "repeated. The others take the first whose facts are stated.",
        show_default=False,
        negative=(),
    ),
]
_Scope = Annotated[
    str | None,
    Parameter(name="--scope", help="Departments to plan, such as security,cleaning or 保安,保洁."),
]
_Format = Annotated[
    Format | None,
    Parameter(
        name=["--format", "-f"],
        help="How the plan is written; else as the ending of --output says, else a table. "
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
def plan(  # noqa: PLR0913 - an argument an option
    site: _SiteFile,
    /,
    *,
    answers: _Answers = (),
    norms: NormId = DEFAULT_NORMS,
    as_of: AsOf = None,
    stance: _Stance = "typical",
    method: _Methods = (),
    scope: _Scope = None,
    lang: Lang = "en",
    format: _Format = None,  # noqa: A002 - the name of the option
    audience: _Audience = "client",
    output: Output = None,
) -> int:
    """Plan a site: people by department and role, with questions, findings and assumptions."""
    loaded = load_norms(norms, as_of=as_of)
    described = _site(site, loaded.words, scope, answers)
    planned = loaded.plan(described, stance=stance, methods=_chosen(method))
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
    terminal.write(text, output, keeps=any(_is_same(file, output) for file in (site, *answers)))
    if output is not None and (doubts := _doubts(planned, site, lang)):
        terminal.complain(SiteError(doubts), lang)
    return 0


def _doubts(planned: Plan, path: str, lang: Language) -> list[Fault]:
    """Return the warnings about a site as a whole, which a file that is sent may not show."""
    return [
        Fault(each.code, "", each.message[lang], file=path)
        for each in planned.findings
        if each.severity == "warning" and not each.department
    ]


def _is_same(site: str, output: Path | None) -> bool:
    """Whether the output would take the place of a file that is read."""
    return output is not None and output.exists() and Path(site).exists() and output.samefile(site)


@app.command(
    help_epilogue="""\
  staffing-norms explain site.yaml
  staffing-norms explain site.yaml security
  staffing-norms explain site.yaml patrol_guard --stance lean
  staffing-norms explain site.yaml 保洁 --lang zh
"""
)
def explain(  # noqa: PLR0913 - an argument an option
    site: _SiteFile,
    name: Annotated[
        str | None, Parameter(help="Role or department, by its id or name; else all of them.")
    ] = None,
    /,
    *,
    answers: _Answers = (),
    norms: NormId = DEFAULT_NORMS,
    as_of: AsOf = None,
    stance: _Stance = "typical",
    method: _Methods = (),
    scope: _Scope = None,
    lang: Lang = "en",
    output: Output = None,
) -> int:
    """Derive figures: the clauses, the formula, the facts it was computed from."""
    loaded = load_norms(norms, as_of=as_of)
    described = _site(site, loaded.words, scope, answers)
    planned = loaded.plan(described, stance=stance, methods=_chosen(method))
    keeps = any(_is_same(file, output) for file in (site, *answers))
    terminal.write(planned.explain(name, lang=lang), output, keeps=keeps)
    return 0


@app.command(
    help_epilogue="""\
  staffing-norms compare site.yaml --norms cn-estate,cn-high-rise
  staffing-norms compare site.yaml --norms cn-estate,norms/my-norm --lang zh
  staffing-norms compare site.yaml -o compared.html
  staffing-norms compare site.yaml -f csv -o compared.csv
"""
)
def compare(  # noqa: PLR0913 - an argument an option
    site: _SiteFile,
    /,
    *,
    answers: _Answers = (),
    norms: _Several = None,
    as_of: AsOf = None,
    stance: _Stance = "typical",
    method: _Methods = (),
    scope: _Scope = None,
    lang: Lang = "en",
    format: _Format = None,  # noqa: A002 - the name of the option
    output: Output = None,
) -> int:
    """Plan a site by several norms, side by side: what each counts, what not, and why."""
    from staffing_norms import comparison  # noqa: PLC0415 - loaded when it is asked for

    names = available_norms() if norms is None else [each.strip() for each in norms.split(",")]
    loaded = [load_norms(name, as_of=as_of) for name in names]
    given = _given(site, *answers)
    compared = comparison.compared(
        loaded,
        lambda words: _site(site, words, scope, answers, given),
        stance=stance,
        methods=_chosen(method),
    )
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
    terminal.write(text, output, keeps=any(_is_same(file, output) for file in (site, *answers)))
    return 0


@app.command(
    help_epilogue="""\
  staffing-norms questions site.yaml
  staffing-norms questions site.yaml --lang zh -o answers.yaml
  staffing-norms plan site.yaml --answers answers.yaml
  staffing-norms questions site.yaml --method security=posts
"""
)
def questions(  # noqa: PLR0913 - an argument an option
    site: _SiteFile,
    /,
    *,
    answers: _Answers = (),
    norms: NormId = DEFAULT_NORMS,
    as_of: AsOf = None,
    method: _Methods = (),
    scope: _Scope = None,
    lang: Lang = "en",
    output: Output = None,
) -> int:
    """List what to ask the client, each question with the fact to fill in."""
    loaded = load_norms(norms, as_of=as_of)
    described = _site(site, loaded.words, scope, answers)
    planned = loaded.plan(described, methods=_chosen(method))
    text = forms.questions(planned, described.facts, loaded.words, lang)
    terminal.write(text, output, keeps=True)
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
    answers: _Answers = (),
    norms: NormId = DEFAULT_NORMS,
    as_of: AsOf = None,
    lang: Lang = "en",
) -> int:
    """Report every fault of site files and norms, each as file:line:column."""
    loaded = load_norms(norms, as_of=as_of)
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
        rows = (f"{e.home.name}  {e.version}  {getattr(e.title, lang)}" for e in editions)
        terminal.write("\n".join(rows), output)
        return 0
    from staffing_norms import workbench  # noqa: PLC0415 - loaded when it is asked for

    workbench.print_norm(load_norms(norm, as_of=as_of), lang, None, output)
    return 0


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
    full: _Full = False,
    lang: Lang = "en",
    output: Output = None,
) -> int:
    """Write a blank site file: facts with their units and meanings, to fill in."""
    terminal.write(
        forms.template(load_norms(norms, as_of=as_of), lang, full=full), output, keeps=True
    )
    return 0


def _site(
    path: str,
    words: Vocabulary,
    scope: str | None = None,
    answers: Sequence[str] = (),
    given: bytes | None = None,
) -> Site:
    """
    Read a site and the answers, and take the scope from the arguments when they have one.

    What stood on standard input is *given* where it has been read before.
    """
    given = _given(path, *answers) if given is None else given
    files = [
        _from_input(given, words) if file == _STANDARD_INPUT else file for file in (path, *answers)
    ]
    site = Site().with_answers(*files, words=words)  # which tells the faults of all files
    if scope is None:
        return site
    try:
        return site.with_facts(scope=scope)
    except SiteError as error:
        faults = [replace(fault, path=f"--{fault.path}") for fault in error.faults]
        raise UnknownNameError(faults) from None


def _given(*files: str) -> bytes:
    """Return what stands on standard input, where it is one of the files."""
    return sys.stdin.buffer.read() if _STANDARD_INPUT in files else b""


def _from_input(text: bytes, words: Vocabulary) -> Site:
    """Read a site from standard input, YAML or JSON; messages call it -."""
    is_json = bool(_JSON.match(text))
    return Site.from_text(text, json=is_json, file=_STANDARD_INPUT, words=words)


def _chosen(methods: Sequence[str]) -> Mapping[str, str]:
    """Read `department=method` pairs."""
    wrong = [pair for pair in methods if "=" not in pair]
    if wrong:
        message, hint = "a method is chosen for a department.", "Write it like security=composite."
        raise UnknownNameError(Fault("method.shape", f"--method {p}", message, hint) for p in wrong)
    return dict(pair.split("=", 1) for pair in methods)


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
    norm = Path(path) if Path(path).is_dir() else path
    if norm is not path or (path in all_packs() and not Path(path).exists()):
        from staffing_norms import workbench  # noqa: PLC0415 - loaded when it is asked for

        return workbench.judged(norm)
    return _doubts(norms.plan(_site(path, norms.words, answers=answers)), path, lang)


def every_command() -> App:
    """Return the app with the commands for norm authors, which take long to load."""
    from staffing_norms import workbench  # noqa: PLC0415 - loaded when it is asked for

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
    return terminal.run(lambda: _called(given), _language(given))


def _language(arguments: Sequence[str]) -> Language:
    """Return the language that the arguments ask for, though others of them be wrong."""
    found = _IN_CHINESE.search("\0".join(["", *arguments, ""]))
    return "zh" if found else "en"


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
