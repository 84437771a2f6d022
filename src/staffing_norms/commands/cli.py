"""Arguments in, exit code out: the command `staffing-norms`; it needs the extra `cli`."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Annotated, Any, Literal, TypeAlias, get_args

from cyclopts import App, CycloptsError, Parameter

from staffing_norms.authoring import forms
from staffing_norms.commands import arguments, terminal
from staffing_norms.commands.checking import checker
from staffing_norms.commands.options import (
    NormId,
    Options,
    PlanOptions,
    Profiles,
    SiteFile,
    SiteOptions,
    doubts,
    other_norms,
)
from staffing_norms.foundation.errors import UnknownNameError
from staffing_norms.foundation.languages import Language
from staffing_norms.foundation.library import find_norm
from staffing_norms.planning.loading import DEFAULT_NORMS, available_norms, load_norms
from staffing_norms.planning.plan import Plan
from staffing_norms.program.layout import NORM
from staffing_norms.publications.editions import Edition, editions_of
from staffing_norms.results.result import role_names
from staffing_norms.results.wording import standing

Form: TypeAlias = Literal["table", "json", "markdown", "html", "csv"]
DerivedForm: TypeAlias = Literal["text", "json"]
AskedForm: TypeAlias = Literal["yaml", "json"]
ListForm: TypeAlias = Literal["table", "json"]

_Cover = Annotated[
    str,
    Parameter(
        name=["--cover", "-c"],
        help="Which people count: those of the norm, or those to employ so that they are there "
        "every day, with all lawful_overtime or with no_overtime; or 用足法定加班, 不加班.",
    ),
]
_Form = Annotated[
    Form | None,
    Parameter(
        name=["--format", "-f"],
        help="How it is written; else as the ending of --output says, else a table. "
        "The headings and words of csv are ids; with --lang zh they are Chinese.",
    ),
]
_DerivedForm = Annotated[
    DerivedForm | None,
    Parameter(
        name=["--format", "-f"],
        help="Text, or the departments and lines as the JSON of a plan has them; else as the "
        "ending of --output says, else text.",
    ),
]
_AskedForm = Annotated[
    AskedForm | None,
    Parameter(
        name=["--format", "-f"],
        help="A file to fill in, or the questions as JSON; else as the ending of --output says, "
        "else the file.",
    ),
]
_ListForm = Annotated[
    ListForm | None,
    Parameter(
        name=["--format", "-f"],
        help="How the list is written; else as the ending of --output says, else a table.",
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
        "compared, and why clauses are read as they are.",
    ),
]

_AS_USUAL, _NO_NORM, _ANY = PlanOptions(), SiteOptions(), Options()

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
    form: _Form = None,
    audience: _Audience = "client",
) -> int:
    """Plan a site: people by department and role, with questions, findings and assumptions."""
    norms, described, planned = asked.planned(site, cover)
    written, lang = asked.form(form, get_args(Form)), asked.lang
    if written == "table" and asked.output is None and terminal.is_terminal():
        terminal.paint(planned._result, planned._context, lang)  # noqa: SLF001 - a face of it
    else:
        more = {"audience": audience} if written == "html" else {}
        asked.write_face(planned, written, site, **more)
    if asked.output is not None:
        terminal.warn(doubts(planned, norms, described, site, lang), lang)
    else:
        terminal.warn(other_norms(norms, described, site), lang)
    return 0


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
    form: _DerivedForm = None,
) -> int:
    """Derive figures: the clauses, the formula, the facts it was computed from."""
    planned = asked.plan(site, cover)
    text = planned.explain(name, lang=asked.lang)
    if asked.form(form, get_args(DerivedForm)) == "json":
        text = _as_json({"departments": _lines_called(planned, name)})
    asked.write(text, site)
    return 0


def _lines_called(planned: Plan, name: str | None) -> list[dict[str, Any]]:
    """Return the departments of a plan as data, with those lines only that have a name."""
    departments: list[dict[str, Any]] = planned.to_dict()["departments"]
    if name is None:
        return departments
    if name in planned:
        return [each for each in departments if each["id"] == planned[name].department]
    roles = {each.department: role_names(each).find(name) for each in planned}
    return [
        each | {"lines": [line for line in each["lines"] if line["role"] == roles[each["id"]]]}
        for each in departments
        if roles[each["id"]]
    ]


def _as_json(data: dict[str, Any]) -> str:
    return json.dumps({"schema": 1, **data}, ensure_ascii=False, indent=2)


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
    form: _Form = None,
) -> int:
    """Say how many to employ so that the people of a plan are there every day."""
    written = asked.form(form, get_args(Form))
    asked.write_face(asked.plan(site).cover, written, site)
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
    form: _Form = None,
) -> int:
    """Show the hours of work: by activity and month, with crews and the people they make."""
    written = asked.form(form, get_args(Form))
    asked.write_face(asked.plan(site).hours, written, site)
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
    form: _Form = None,
) -> int:
    """Plan a site by several norms, side by side: what each counts, what not, and why."""
    from staffing_norms.planning import comparison  # noqa: PLC0415 - loaded when it is asked for

    written = asked.form(form, get_args(Form))
    names = available_norms() if norms is None else [each.strip() for each in norms.split(",")]
    loaded, given = [asked.load(name) for name in names], asked.given(site)
    compared = comparison.compared(
        loaded,
        lambda words: asked.site(site, words, given),
        stance=asked.stance,
        methods=asked.methods(),
    )
    if norms is None:
        compared, left = comparison.suited(compared, loaded)
        told = comparison.left_out_text(left, loaded[0].id, asked.lang)
        if told:
            terminal.complain(told)
    asked.write_face(compared, written, site)
    return 0


@app.command(
    help_epilogue="""\
  staffing-norms questions site.yaml
  staffing-norms questions site.yaml --lang zh -o answers.yaml
  staffing-norms plan site.yaml --answers answers.yaml
  staffing-norms questions site.yaml --method security=posts
"""
)
def questions(site: SiteFile, /, *, asked: PlanOptions = _AS_USUAL, form: _AskedForm = None) -> int:
    """List what to ask the client, each question with the fact to fill in."""
    written = asked.form(form, get_args(AskedForm))
    *_, planned = asked.planned(site)
    if written == "json":
        told = [asdict(each) for each in planned.questions(lang=asked.lang)]
        asked.write(_as_json({"questions": told}), site)
    else:
        text = forms.questions(planned, asked.lang)
        asked.write(text, site, keeps=True)
    return 0


app.update(checker)


@app.command(
    name="norms",
    help_epilogue="""\
  staffing-norms norms
  staffing-norms norms cn-estate --lang zh
  staffing-norms norms --format json
  staffing-norms norms cn-estate -o cn-estate.md
""",
)
def show_norms(
    norm: Annotated[
        str | None, Parameter(help="Id of a norm, which is printed as by 'show'; else all.")
    ] = None,
    /,
    *,
    asked: Options = _ANY,
    form: _ListForm = None,
) -> int:
    """List the norms there are, with what they are printed for; NORM alone is short for 'show'."""
    if norm is not None and form is None:
        from staffing_norms.commands import workbench  # noqa: PLC0415 - loaded when asked for

        return workbench.show(norm, asked=asked)
    names = available_norms() if norm is None else [norm]
    editions = [each for name in names for each in editions_of(find_norm(name))]
    if asked.form(form, get_args(ListForm)) == "json":
        asked.write(_as_json({"norms": [_edition_data(each) for each in editions]}))
    else:
        asked.write("\n".join(_edition_text(each, asked.lang) for each in editions))
    return 0


def _edition_text(edition: Edition, lang: Language) -> str:
    """Return an edition of a norm, and below it what it is printed for and where it is from."""
    source = dict(edition.source.by_language) if edition.source else None
    about = standing(edition.property_kinds, edition.trust, source, lang)
    told = f"{edition.home.name}  {edition.version}  {getattr(edition.title, lang)}"
    return f"{told}\n    {about}".rstrip()


def _edition_data(edition: Edition) -> dict[str, Any]:
    """Return an edition of a norm as data; what is not stated is null."""
    return {
        "id": edition.home.name,
        "version": edition.version,
        "title": dict(edition.title.by_language),
        "property_kinds": list(edition.property_kinds),
        "trust": edition.trust or None,
        "source": dict(edition.source.by_language) if edition.source else None,
        "from": str(edition.start) if edition.start else None,
        "to": str(edition.end) if edition.end else None,
    }


@app.command(
    help_epilogue="""\
  staffing-norms new-site -o site.yaml
  staffing-norms new-site --full --lang zh -o site.yaml
"""
)
def new_site(
    *,
    asked: Options = _ANY,
    norms: NormId = DEFAULT_NORMS,
    profile: Profiles = (),
    full: _Full = False,
) -> int:
    """Write a blank site file: facts with their units and meanings, to fill in."""
    words = load_norms(norms, as_of=asked.as_of, profiles=profile)
    asked.write(forms.template(words, asked.lang, full=full), keeps=True)
    return 0


def every_command() -> App:
    """Return the app with the commands for norm authors, which take long to load."""
    from staffing_norms.commands import workbench  # noqa: PLC0415 - loaded when it is asked for

    if not set(workbench.bench) <= set(app):
        app.update(workbench.bench)
    return app


def main(given: Sequence[str] | None = None) -> int:
    """
    Run the command.

    Args:
        given: The arguments; those of the process by default.

    Returns:
        0; 1 when a file has faults; 2 when the arguments are wrong; 130 when interrupted.
    """
    told = sys.argv[1:] if given is None else given
    return terminal.run(lambda: _called(told), arguments.language_of(told))


def _called(given: Sequence[str]) -> int:
    """Run what the arguments say; help and version, which return nothing, succeed."""
    terminal.prepare()
    try:
        taken = arguments.taken(given)
        own = set(_names(app))
        called = app if own.intersection(taken[:1]) else every_command()
        console = terminal.plain_console()
        result = called(taken, console=console, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        raise UnknownNameError([arguments.misused(error, _names(every_command()))]) from None
    except UnknownNameError as error:
        raise UnknownNameError(arguments.by_options(error.faults)) from None
    return result or 0


def _names(of: App) -> Iterable[str]:
    """Return the names of the commands, without the options that stand for themselves."""
    return (name for name in of if not name.startswith("-"))
