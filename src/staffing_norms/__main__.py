"""
The command `staffing-norms`, which is also `python -m staffing_norms`.

`SITE [en|zh]` with a site file's name, which ends in .yaml, .yml or .json, is short for
`plan SITE --lang …` and works without the extra `cli`; every other command needs it.
"""

import gc
import sys
from collections.abc import Sequence
from pathlib import PurePath

from staffing_norms.commands import terminal
from staffing_norms.planning.norms import plan_staffing
from staffing_norms.results.derivation import LANGUAGES, Language
from staffing_norms.results.wording import language, term
from staffing_norms.sites.site import Site

_ENDINGS = (".yaml", ".yml", ".json")
_EXTRA = "cyclopts"  # which brings rich
_SELDOM = 200_000  # objects that are made before garbage is looked for


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command.

    Args:
        arguments: The arguments; those of the process by default.

    Returns:
        The exit code: 0; 1 when a file has faults; 2 when the arguments are wrong or the extra is
        lacking; 130 when interrupted.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    short = _short(given)
    try:
        from staffing_norms.commands import cli  # noqa: PLC0415 - an extra, loaded when it is used
    except ModuleNotFoundError as error:
        if error.name != _EXTRA:
            raise
        if short:
            return terminal.run(lambda: _plan(*short), short[1])
        terminal.complain("\n".join(term("lacking", lang) for lang in LANGUAGES))
        return terminal.MISUSED
    if arguments is None:
        gc.freeze()  # what is loaded stays to the end, and so does most of what a command makes:
        gc.set_threshold(_SELDOM)  # looking for garbage would take a tenth of the time
    return cli.main(["plan", short[0], "--lang", short[1]] if short else given)


def _short(arguments: Sequence[str]) -> tuple[str, Language] | None:
    """Return the site file and the language of `SITE [en|zh]`."""
    match arguments:
        case [site] if PurePath(site).suffix.lower() in _ENDINGS:
            return site, LANGUAGES[0]
        case [site, lang] if PurePath(site).suffix.lower() in _ENDINGS and lang in LANGUAGES:
            return site, language(lang)
        case _:
            return None


def _plan(site: str, lang: Language) -> int:
    terminal.write(plan_staffing(Site.from_file(site)).to_text(lang=lang))
    return 0


if __name__ == "__main__":
    sys.exit(main())
