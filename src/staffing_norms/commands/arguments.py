"""Puts arguments as cyclopts takes them, and tells what is wrong with them; needs extra `cli`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Literal, get_args, get_origin

from cyclopts import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    Token,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

from staffing_norms.foundation.errors import Fault, Said, UnknownNameError, did_you_mean
from staffing_norms.foundation.languages import Language
from staffing_norms.results.wording import language

STANDARD = "-"  # input or output

_TAKEN = "\0-"  # the same for cyclopts, which takes what begins with - for an option
_LANG = re.compile(r"(--lang=|-l=?)(.+)")
_ALONE = re.compile("--help|--version|--full|--[^=]+=.*|-h|-[^-].+")  # no value comes after it
_WRONG, _HELP = "argument.wrong", "See --help."
_ASKED = ("as_of", "stance", "cover", "methods", "lang")  # how the library calls options


def language_of(arguments: Sequence[str]) -> Language:
    """Return the language that the arguments ask for, though others of them be wrong."""
    with suppress(UnknownNameError):
        asked = {language(value) for _, _, value in _languages(arguments)}
        return "zh" if "zh" in asked else "en"
    return "en"


def taken(arguments: Sequence[str]) -> list[str]:
    """
    Return the arguments as cyclopts takes them.

    The command comes first, though options may stand before it; each language is told by its code.

    >>> taken(["--lang", "中文", "plan", "site.yaml"])
    ['plan', '--lang', 'zh', 'site.yaml']
    """
    told = list(arguments)
    for place, option, value in _languages(arguments):
        told[place] = f"{option}{language(value)}"
    ends = told.index("--") if "--" in told else len(told)
    told[:ends] = [_TAKEN if each == STANDARD else each for each in told[:ends]]
    place = 0
    while place < len(told) and told[place].startswith("-"):
        place += 1 if _ALONE.fullmatch(told[place]) else 2
    if place < len(told):
        return [told[place], *told[:place], *told[place + 1 :]]
    languages = {
        at for place, option, _ in _languages(told) for at in (place, place - (not option))
    }
    return [each for place, each in enumerate(told) if place not in languages]


def _languages(arguments: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Yield where the arguments name a language: the place, what stands before it, and its name."""
    for place, argument in enumerate(arguments):
        if place and arguments[place - 1] in ("--lang", "-l"):
            yield place, "", argument
        elif match := _LANG.fullmatch(argument):
            yield place, match[1], match[2]


def named(token: Token) -> str:
    """Return what an argument says; - is standard input or output."""
    return _written(token.value)


def _written(argument: str) -> str:
    return STANDARD if argument == _TAKEN else argument


def misused(error: CycloptsError, commands: Iterable[str]) -> Fault:
    """
    Return what is wrong with the arguments.

    Args:
        error: What cyclopts says.
        commands: Every command there is.
    """
    at = " ".join(error.command_chain or ())
    match error:
        case UnknownCommandError(unused_tokens=[str(name), *_]) if not name.startswith("-"):
            message = Said("no command is called {0}.", repr(_written(name)))
            return Fault(_WRONG, "", message, did_you_mean(name, commands))
        case UnknownCommandError(unused_tokens=[str(name), *_]):
            return Fault(_WRONG, "", Said("no option is called {0}.", repr(name)), _HELP)
        case UnknownOptionError(token=token, argument_collection=known):
            name, _, _ = (token.keyword or token.value).partition("=")
            names = [each for argument in known for each in argument.names if argument.parse]
            message = Said("no option is called {0}.", repr(name))
            return Fault(_WRONG, at, message, did_you_mean(name, names, ()) or _HELP)
        case CoercionError(token=Token(keyword=str(option), value=value), target_type=type_):
            if get_origin(type_) is not Literal:
                return Fault(_WRONG, at, Said("{0} takes no value.", option), _HELP)
            message = Said("{0} is no {1}.", repr(_written(value)), "known word")
            return Fault(_WRONG, option, message, did_you_mean(value, get_args(type_)))
        case MissingArgumentError(argument=argument, keyword=option) if argument:
            template = "{0} needs a value." if option else "{0} is missing."
            return Fault(_WRONG, at, Said(template, option or argument.name), _HELP)
        case RepeatArgumentError(token=token):
            return Fault(_WRONG, at, Said("{0} stands twice.", token.keyword), "Keep one of them.")
        case UnusedCliTokensError(unused_tokens=[str(name), *_]):
            message = Said("{0} is one argument too many.", repr(_written(name)))
            return Fault(_WRONG, at, message, "Put quotes around a name with blanks; see --help.")
        case _:
            return Fault(_WRONG, at, str(error), _HELP)


def by_options(faults: Iterable[Fault]) -> Iterator[Fault]:
    """
    Yield faults of what the library was asked, by the options that asked for it.

    >>> [each.path for each in by_options([Fault("x", "as_of", ""), Fault("x", "methods.a", "")])]
    ['--as-of', '--method a']
    """
    for fault in faults:
        name, _, rest = fault.path.partition(".")
        is_typed = repr(fault.path) in fault.message  # a role or a norm of that name
        if name in _ASKED and not is_typed and fault.file is None:
            option = "method" if name == "methods" else name.replace("_", "-")
            fault = replace(fault, path=f"--{option} {rest}".rstrip())  # noqa: PLW2901 - renamed
        yield fault
