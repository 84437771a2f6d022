"""
The only place that knows what is asked for without the extra `cli`: `SITE [en|zh]`.

A site file's name, which ends in .yaml, .yml or .json, is short for `plan SITE --lang …`; every
other command needs the extra.
"""

from collections.abc import Callable, Sequence
from pathlib import PurePath

from staffing_norms.commands import terminal
from staffing_norms.foundation.languages import LANGUAGES, Language
from staffing_norms.planning.loading import plan_staffing
from staffing_norms.results.wording import term
from staffing_norms.sites.site import Site

_ENDINGS = (".yaml", ".yml", ".json")
_EXTRA = "cyclopts"  # which brings rich


def loaded(arguments: Sequence[str]) -> Callable[[], int]:
    """Return what runs the command and returns its exit code; the libraries are loaded."""
    short = _short(arguments)
    try:
        from staffing_norms.commands import cli  # noqa: PLC0415 - an extra, loaded when it is used
    except ModuleNotFoundError as error:
        if error.name != _EXTRA:
            raise
        return (lambda: terminal.run(lambda: _plan(*short), short[1])) if short else _lacking
    given = ["plan", short[0], "--lang", short[1]] if short else arguments
    return lambda: cli.main(given)


def _short(arguments: Sequence[str]) -> tuple[str, Language] | None:
    """Return the site file and the language of `SITE [en|zh]`."""
    match arguments:
        case [site] if PurePath(site).suffix.lower() in _ENDINGS:
            return site, LANGUAGES[0]
        case [site, lang] if PurePath(site).suffix.lower() in _ENDINGS and lang in LANGUAGES:
            return site, lang
        case _:
            return None


def _plan(site: str, lang: Language) -> int:
    terminal.write(plan_staffing(Site.from_file(site)).to_text(lang=lang))
    return 0


def _lacking() -> int:
    terminal.complain("\n".join(term("lacking", lang) for lang in LANGUAGES))
    return terminal.MISUSED
