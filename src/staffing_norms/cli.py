"""Arguments in, exit code out: the command `staffing-norms`; it needs the extra `cli`."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from cyclopts import App, CycloptsError, Parameter

from staffing_norms import forms, terminal
from staffing_norms.check import read_norm
from staffing_norms.derivation import LANGUAGES, Language
from staffing_norms.errors import (
    Fault,
    NormError,
    SiteError,
    StaffingNormsError,
    UnknownNameError,
    did_you_mean,
)
from staffing_norms.formula import Stance
from staffing_norms.norms import DEFAULT_NORMS, Norms, available_norms, load_norms
from staffing_norms.plan import Plan
from staffing_norms.printed import printed_norm
from staffing_norms.site import Site
from staffing_norms.site_schema import site_schema
from staffing_norms.wording import term

Format: TypeAlias = Literal["table", "json", "markdown", "html", "csv"]

_ENDINGS: Mapping[str, Format] = {
    ".json": "json",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
}
_STANDARD_INPUT = "-"
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*["}]')  # what begins so is YAML for nobody
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the local code page
_PACK = "pack.yaml"

_SiteFile = Annotated[
    str,
    Parameter(help="Site file, YAML or JSON; - is standard input.", allow_leading_hyphen=True),
]
_NormId = Annotated[
    str,
    Parameter(name=["--norms", "-n"], help="Id of a norm; 'staffing-norms norms' lists them."),
]
_Lang = Annotated[
    Language, Parameter(name=["--lang", "-l"], help="Language of the output: English or Chinese.")
]
_Stance = Annotated[
    Stance,
    Parameter(
        name=["--stance", "-s"],
        help="Where the norm prints a range: the fewest people, the middle, or the most.",
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
_Output = Annotated[
    Path | None, Parameter(name=["--output", "-o"], help="File to write; else standard output.")
]
_Format = Annotated[
    Format | None,
    Parameter(
        name=["--format", "-f"],
        help="How the plan is written; else as the ending of --output says, else a table. "
        "The headings of csv are ids, or words with --lang zh.",
    ),
]
_Full = Annotated[bool, Parameter(name="--full", help="Every fact there is.", negative=())]
_Audience = Annotated[
    Literal["client", "internal"],
    Parameter(name="--audience", help="Who reads an html page; findings are internal."),
]

app = App(
    name="staffing-norms",
    help="How many people a site needs, in which roles, and why.",
    help_epilogue="""\
Begin with a blank site file, fill in what you know, and plan it:

  staffing-norms new-site -o site.yaml
  staffing-norms plan site.yaml
  staffing-norms questions site.yaml
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
    norms: _NormId = DEFAULT_NORMS,
    stance: _Stance = "typical",
    method: _Methods = (),
    scope: _Scope = None,
    lang: _Lang = "en",
    format: _Format = None,  # noqa: A002 - the name of the option
    audience: _Audience = "client",
    output: _Output = None,
) -> int:
    """Plan a site: people by department and role, with questions, findings and assumptions."""
    loaded = load_norms(norms)
    planned = loaded.plan(
        _site(site, loaded, scope), stance=stance, methods=_chosen(method, loaded)
    )
    match format or _format_of(output):
        case "json":
            text = planned.to_json(indent=2)
        case "markdown":
            text = planned.to_markdown(lang=lang)
        case "html":
            text = planned.to_html(lang=lang, audience=audience)
        case "csv":
            text = (_BYTE_ORDER_MARK if output else "") + _csv(planned, lang)
        case _ if output is None and terminal.is_terminal():
            terminal.paint(planned._result, planned._context, lang)  # noqa: SLF001 - a face of it
            return 0
        case _:
            text = planned.to_text(lang=lang)
    terminal.write(text, output, keeps=_is_same(site, output))
    return 0


def _is_same(site: str, output: Path | None) -> bool:
    """Whether the output would take the place of the site file."""
    return output is not None and output.exists() and Path(site).exists() and output.samefile(site)


def _format_of(output: Path | None) -> str:
    """Return the format that a file's ending asks for; a table is text."""
    ending = output.suffix.lower() if output else ""
    if ending in ("", ".txt"):
        return "table"
    if ending not in _ENDINGS:
        message = f"no format ends in {ending!r}."
        hint = f"Use one of {', '.join(_ENDINGS)} and .txt, or say which by --format."
        raise UnknownNameError([Fault("format.unknown", "--output", message, hint)])
    return _ENDINGS[ending]


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
    norms: _NormId = DEFAULT_NORMS,
    stance: _Stance = "typical",
    method: _Methods = (),
    scope: _Scope = None,
    lang: _Lang = "en",
    output: _Output = None,
) -> int:
    """Derive figures: the clauses, the formula, the facts it was computed from."""
    loaded = load_norms(norms)
    planned = loaded.plan(
        _site(site, loaded, scope), stance=stance, methods=_chosen(method, loaded)
    )
    about = None if name is None else _id(planned, name)
    terminal.write(planned.explain(about, lang=lang), output, keeps=_is_same(site, output))
    return 0


@app.command(
    help_epilogue="""\
  staffing-norms questions site.yaml
  staffing-norms questions site.yaml --lang zh -o questions.yaml
  staffing-norms questions site.yaml --method security=posts
"""
)
def questions(
    site: _SiteFile,
    /,
    *,
    norms: _NormId = DEFAULT_NORMS,
    method: _Methods = (),
    scope: _Scope = None,
    lang: _Lang = "en",
    output: _Output = None,
) -> int:
    """List what to ask the client, each question with the fact to fill in."""
    loaded = load_norms(norms)
    described = _site(site, loaded, scope)
    planned = loaded.plan(described, methods=_chosen(method, loaded))
    text = forms.questions(planned, described.facts, loaded.words, lang)
    terminal.write(text, output, keeps=True)
    return 0


@app.command(
    help_epilogue="""\
  staffing-norms check site.yaml other.yaml
  staffing-norms check norms/my-norm
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
    norms: _NormId = DEFAULT_NORMS,
) -> int:
    """Report every fault of site files and norms, each as file:line:column."""
    loaded = load_norms(norms)
    has_faults = False
    for path in dict.fromkeys(map(_whole, paths)):
        try:
            _judge(path, loaded)
        except StaffingNormsError as error:
            has_faults = True
            terminal.complain(str(error))
        else:
            terminal.write(f"{path}: no faults")
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
    lang: _Lang = "en",
    output: _Output = None,
) -> int:
    """List the norms there are, or print one: roles, work rates, formulas and clauses."""
    if norm is None:
        loaded = map(load_norms, available_norms())
        terminal.write("\n".join(f"{n.id}  {n.version}  {n.title[lang]}" for n in loaded), output)
        return 0
    text = printed_norm(load_norms(norm), lang)
    if output is None and terminal.is_terminal():
        terminal.paint_norm(text)
    else:
        terminal.write(text, output)
    return 0


@app.command(
    help_epilogue="""\
  staffing-norms new-site -o site.yaml
  staffing-norms new-site --full --lang zh -o site.yaml
"""
)
def new_site(
    *,
    norms: _NormId = DEFAULT_NORMS,
    full: _Full = False,
    lang: _Lang = "en",
    output: _Output = None,
) -> int:
    """Write a blank site file: facts with their units and meanings, to fill in."""
    terminal.write(forms.template(load_norms(norms), lang, full=full), output, keeps=True)
    return 0


@app.command(
    help_epilogue=f"""\
  staffing-norms schema -o {forms.SCHEMA_FILE}

An editor that knows YAML then completes and checks the files that begin with this line, as
those of new-site do:

  {forms.MODELINE}
"""
)
def schema(*, norms: _NormId = DEFAULT_NORMS, output: _Output = None) -> int:
    """Write the JSON Schema of a site, so that editors complete and check site files."""
    text = json.dumps(site_schema(load_norms(norms).words), ensure_ascii=False, indent=2)
    terminal.write(text, output)
    return 0


def _site(path: str, norms: Norms, scope: str | None = None) -> Site:
    """Read a site, and take the scope from the arguments when they have one."""
    site = (
        _from_input(norms) if path == _STANDARD_INPUT else Site.from_file(path, words=norms.words)
    )
    if scope is None:
        return site
    try:
        return site.with_facts(scope=scope)
    except SiteError as error:
        faults = [replace(fault, path=f"--{fault.path}") for fault in error.faults]
        raise UnknownNameError(faults) from None


def _from_input(norms: Norms) -> Site:
    """Read a site from standard input, YAML or JSON; messages call it -."""
    text = sys.stdin.buffer.read()
    try:
        return Site.from_text(text, json=bool(_JSON.match(text)), words=norms.words)
    except SiteError as error:
        faults = [replace(fault, file=_STANDARD_INPUT) for fault in error.faults]
        raise SiteError(faults) from None


def _chosen(methods: Sequence[str], norms: Norms) -> Mapping[str, str]:
    """Read `department=method` pairs, ids or labels."""
    wrong = [pair for pair in methods if "=" not in pair]
    if wrong:
        message, hint = "a method is chosen for a department.", "Write it like security=composite."
        raise UnknownNameError(Fault("method.shape", f"--method {p}", message, hint) for p in wrong)
    layouts = norms.rulebook.departments
    known = dict.fromkeys(each.method for layout in layouts for each in layout.methods)
    ids = {term(method, lang): method for method in known for lang in LANGUAGES}
    departments = norms.words["scope"].glossary
    pairs = (pair.split("=", 1) for pair in methods)
    return {departments.find(name) or name: ids.get(method, method) for name, method in pairs}


def _id(planned: Plan, name: str) -> str:
    """Return the id of a department or role, for the id or for what it is called."""
    ids = dict(_ids(planned))
    if name in ids:
        return ids[name]
    listed = [n for n, own in ids.items() if (n == own if name.isascii() else not n.isascii())]
    message = f"the plan has no role or department {name!r}."
    raise UnknownNameError([Fault("role.unknown", "", message, did_you_mean(name, ids, listed))])


def _ids(planned: Plan) -> Iterator[tuple[str, str]]:
    """Yield everything that departments and roles are called, with their ids."""
    labelled = {each.department: each.labels for each in planned}
    for each in planned:
        labelled |= {role: line.labels for role, line in each.roles.items()}
    for own, labels in labelled.items():
        yield from ((name, own) for name in (own, *labels.values()))


def _whole(path: str) -> str:
    """Return the folder of a norm for a file of it; any other path as it is."""
    folder = Path(path).parent
    is_of_norm = Path(path).suffix == ".yaml" and (folder / _PACK).is_file()
    return str(folder) if is_of_norm and not Path(path).is_dir() else path


def _judge(path: str, norms: Norms) -> None:
    """Raise the faults of a site file or of a norm's folder."""
    folder = Path(path)
    if not folder.is_dir():
        _site(path, norms)
    elif not (folder / _PACK).is_file():
        message = f"this folder has no {_PACK}, so it is no norm."
        raise NormError([Fault("pack.missing", "", message, "Name the site files in it.", path)])
    elif folder.name in ("", ".."):
        read_norm(folder.resolve().name, folder=folder.resolve().parent)
    else:
        read_norm(folder.name, folder=folder.parent)


def _csv(planned: Plan, lang: Language) -> str:
    """Return a plan as CSV: ids for programs, or words for those who open it in Chinese Excel."""
    if lang == "en":
        return planned.to_csv()
    text = io.StringIO()
    rows = list(csv.DictReader(io.StringIO(planned.to_csv())))
    names = [*rows[0]] if rows else []
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([term(f"column_{name}", lang) for name in names])
    for row in rows:
        words = {
            "department": planned[row["department"]].labels[lang],
            "kind": term(row["kind"], lang),
            "basis": term(f"by_{row['basis']}", lang),
            "status": term(row["status"], lang),
        }
        writer.writerow([*(row | words).values()])
    return text.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command.

    Args:
        arguments: The arguments; those of the process by default.

    Returns:
        0; 1 when a file has faults; 2 when the arguments are wrong; 130 when interrupted.
    """
    given = sys.argv[1:] if arguments is None else arguments
    return terminal.run(lambda: _called(given))


def _called(arguments: Sequence[str]) -> int:
    """Run what the arguments say; help and version, which return nothing, succeed."""
    terminal.prepare()
    try:
        result = app(arguments, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        terminal.complain(f"{error} See --help.")
        return terminal.MISUSED
    return result or 0
