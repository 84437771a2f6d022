"""Arguments in, exit code out: the command `staffing-norms`."""

import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

from staffing_norms import forms
from staffing_norms.check import read_norm
from staffing_norms.derivation import Language
from staffing_norms.errors import Fault, SiteError, StaffingNormsError, UnknownNameError
from staffing_norms.formula import Stance
from staffing_norms.norms import DEFAULT_NORMS, Norms, available_norms, load_norms
from staffing_norms.plan import Plan
from staffing_norms.site import Site

_FAULTY, _MISUSED = 1, 2
_STANDARD_INPUT = "-"
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the local code page

_SiteFile = Annotated[
    str,
    Parameter(help="Site file, YAML or JSON; - is standard input.", allow_leading_hyphen=True),
]
_NormId = Annotated[str, Parameter(name=["--norms", "-n"], help="Id of the norm.")]
_Lang = Annotated[Language, Parameter(name=["--lang", "-l"], help="Language of the output.")]
_Stance = Annotated[
    Stance, Parameter(name=["--stance", "-s"], help="Which figure of a printed range counts.")
]
_Methods = Annotated[
    tuple[str, ...],
    Parameter(
        name=["--method", "-m"],
        help="DEPARTMENT=METHOD, such as security=composite; may be repeated.",
        show_default=False,
        negative=(),
    ),
]
_Scope = Annotated[
    str | None, Parameter(name="--scope", help="Departments to plan: security,cleaning.")
]
_Output = Annotated[
    Path | None, Parameter(name=["--output", "-o"], help="File to write; else standard output.")
]
_Format = Annotated[
    Literal["table", "json", "markdown", "html", "csv"],
    Parameter(name=["--format", "-f"], help="How the plan is written."),
]
_Full = Annotated[
    bool, Parameter(name="--full", help="Every fact, not only what is asked.", negative=())
]
_Audience = Annotated[
    Literal["internal", "client"],
    Parameter(name="--audience", help="Of an html page: the client's has no internal findings."),
]

_EXAMPLES = """\
Begin with a blank site file, fill in what you know, and plan it:

  staffing-norms new-site -o site.yaml
  staffing-norms plan site.yaml
  staffing-norms questions site.yaml
  staffing-norms explain site.yaml patrol_guard
"""

app = App(
    name="staffing-norms",
    help="How many people a site needs, in which roles, and why.",
    help_epilogue=_EXAMPLES,
    help_format="plaintext",
    version_flags=["--version"],
    result_action="return_value",
)


@app.command(
    help_epilogue="""\
  staffing-norms plan site.yaml --lang zh
  staffing-norms plan site.yaml --method security=composite --stance lean
  staffing-norms plan site.yaml --format html --audience client -o plan.html
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
    format: _Format = "table",  # noqa: A002 - the name of the option
    audience: _Audience = "internal",
    output: _Output = None,
) -> int:
    """Plan a site: people by department and role, with questions, findings and assumptions."""
    planned = _planned(site, norms, stance, method, scope)
    match format:
        case "table":
            text = planned.to_text(lang=lang)
        case "json":
            text = planned.to_json(indent=2)
        case "markdown":
            text = planned.to_markdown(lang=lang)
        case "html":
            text = planned.to_html(lang=lang, audience=audience)
        case "csv":
            text = planned.to_csv() if output is None else _BYTE_ORDER_MARK + planned.to_csv()
    return _write(text, output)


@app.command(
    help_epilogue="""\
  staffing-norms explain site.yaml patrol_guard --lang zh
  staffing-norms explain site.yaml security
"""
)
def explain(  # noqa: PLR0913 - an argument an option
    site: _SiteFile,
    name: Annotated[str | None, Parameter(help="Role or department; all when left out.")] = None,
    /,
    *,
    norms: _NormId = DEFAULT_NORMS,
    stance: _Stance = "typical",
    method: _Methods = (),
    scope: _Scope = None,
    lang: _Lang = "en",
    output: _Output = None,
) -> int:
    """Derive the figures of a role, of a department or of the whole site."""
    planned = _planned(site, norms, stance, method, scope)
    return _write(planned.explain(name, lang=lang), output)


@app.command(help_epilogue="  staffing-norms questions site.yaml --lang zh -o questions.yaml\n")
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
    planned = _planned(site, norms, "typical", method, scope)
    return _write(
        forms.questions(planned.gaps, planned.findings, load_norms(norms).words, lang), output
    )


@app.command(
    help_epilogue="  staffing-norms check site.yaml\n  staffing-norms check norms/my-norm\n"
)
def check(
    paths: Annotated[list[Path], Parameter(help="Site files, and folders of norms.")],
    /,
    *,
    norms: _NormId = DEFAULT_NORMS,
) -> int:
    """Report every fault of site files and norm folders, as file:line:column."""
    words = load_norms(norms).words
    faults: list[str] = []
    for path in paths:
        try:
            if path.is_dir():
                read_norm(path.name, folder=path.parent)
            else:
                Site.from_file(path, words=words)
        except StaffingNormsError as error:
            faults.append(str(error))
        else:
            _write(f"{path}: no faults", None)
    if faults:
        sys.stderr.write("\n".join([*faults, ""]))
    return _FAULTY if faults else 0


@app.command(
    name="norms",
    help_epilogue="  staffing-norms norms\n  staffing-norms norms cn-estate --lang zh\n",
)
def show_norms(
    norm: Annotated[str | None, Parameter(help="Id of a norm; all when left out.")] = None,
    /,
    *,
    lang: _Lang = "en",
    output: _Output = None,
) -> int:
    """List the norms that come with the library, or print one with its clauses."""
    if norm is not None:
        chosen = load_norms(norm)
        head = f"# {chosen.title[lang]} ({chosen.id} {chosen.version})\n\n"
        return _write(head + forms.printed_norm(chosen.rulebook, chosen.words, lang), output)
    loaded = [load_norms(each) for each in available_norms()]
    return _write("\n".join(f"{n.id} {n.version}  {n.title[lang]}" for n in loaded), output)


@app.command(
    help_epilogue="""\
  staffing-norms new-site -o site.yaml
  staffing-norms new-site --full --lang zh
"""
)
def new_site(
    *,
    norms: _NormId = DEFAULT_NORMS,
    full: _Full = False,
    lang: _Lang = "en",
    output: _Output = None,
) -> int:
    """Write a blank site file: every fact with its unit and meaning, to fill in."""
    return _write(forms.template(load_norms(norms).words, lang, full=full), output)


@app.command(help_epilogue="  staffing-norms schema -o site.schema.json\n")
def schema(*, norms: _NormId = DEFAULT_NORMS, output: _Output = None) -> int:
    """Write the JSON Schema of a site, so that editors complete and check site files."""
    text = json.dumps(forms.schema(load_norms(norms).words), ensure_ascii=False, indent=2)
    return _write(text, output)


def _planned(
    path: str, norms: str, stance: Stance, methods: Sequence[str], scope: str | None
) -> Plan:
    loaded = load_norms(norms)
    site = _site(path, loaded)
    if scope is not None:
        site = site.with_facts(scope=scope)
    return loaded.plan(site, stance=stance, methods=_chosen(methods))


def _site(path: str, norms: Norms) -> Site:
    if path != _STANDARD_INPUT:
        return Site.from_file(path, words=norms.words)
    text = sys.stdin.buffer.read()
    return Site.from_text(text, json=text.lstrip().startswith(b"{"), words=norms.words)


def _chosen(methods: Sequence[str]) -> Mapping[str, str]:
    """Read `department=method` pairs."""
    wrong = [pair for pair in methods if "=" not in pair]
    if wrong:
        message = "a method is given as DEPARTMENT=METHOD, such as security=composite."
        raise UnknownNameError(Fault("method.shape", f"--method {pair}", message) for pair in wrong)
    return dict(pair.split("=", 1) for pair in methods)


def _write(text: str, output: Path | None) -> int:
    """Write to a file, or to any terminal: what its encoding lacks is escaped."""
    text = text if text.endswith("\n") else f"{text}\n"
    if output is not None:
        try:
            output.write_text(text, "utf-8")
        except OSError as problem:
            message = f"the file cannot be written: {problem.strerror}."
            raise SiteError([Fault("file.unwritable", "", message, file=str(output))]) from None
        return 0
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.stdout.write(text)
    sys.stdout.flush()
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command.

    Args:
        arguments: The arguments; those of the process by default.

    Returns:
        0; 1 when a file has faults; 2 when the arguments are wrong.
    """
    try:
        result = app(arguments, exit_on_error=False, print_error=False)
    except (CycloptsError, UnknownNameError) as error:
        sys.stderr.write(f"{error}\n")
        return _MISUSED
    except StaffingNormsError as error:
        sys.stderr.write(f"{error}\n")
        return _FAULTY
    except BrokenPipeError:
        # What is still in the buffer would fail again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0
