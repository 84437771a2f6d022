"""Takes files in and tells every fault of them: the command `check`; it needs the extra `cli`."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter

from staffing_norms.commands import terminal
from staffing_norms.commands.options import (
    Answers,
    AsOf,
    Lang,
    NormId,
    Paths,
    Profiles,
    doubts,
    read_site,
)
from staffing_norms.foundation.errors import Fault, StaffingNormsError
from staffing_norms.foundation.languages import Language
from staffing_norms.foundation.library import CASES, PACK, all_packs
from staffing_norms.planning.loading import DEFAULT_NORMS, load_norms
from staffing_norms.planning.norms import Norms
from staffing_norms.publications.profile_check import read_profiles
from staffing_norms.results.messages import fault_text
from staffing_norms.results.wording import term
from staffing_norms.sites.profiles import is_profile, shipped_profiles

_Form = Annotated[
    Literal["text", "json"],
    Parameter(name=["--format", "-f"], help="Lines to read, or faults and warnings as data."),
]

checker = App()


@checker.command(
    help_epilogue="""\
  staffing-norms check site.yaml other.yaml
  staffing-norms check norms/my-norm
  staffing-norms check cn-estate
  staffing-norms check site.yaml --answers answers.yaml
  staffing-norms check site.yaml --format json
  staffing-norms check - < site.yaml
"""
)
def check(  # noqa: PLR0913 - an argument an option
    paths: Paths,
    /,
    *,
    answers: Answers = (),
    norms: NormId = DEFAULT_NORMS,
    as_of: AsOf = None,
    profile: Profiles = (),
    lang: Lang = "en",
    form: _Form = "text",
) -> int:
    """Report every fault of site files and norms, each as file:line:column."""
    loaded = load_norms(norms, as_of=as_of, profiles=profile)
    told: list[dict[str, Any]] = []
    for path in dict.fromkeys(map(_whole, paths)):
        faults: Sequence[Fault] = ()
        warnings: Sequence[Fault] = ()
        try:
            warnings = _judge(path, loaded, answers, lang)
        except StaffingNormsError as error:
            faults = error.faults
        told.append({"file": path, "faults": faults, "warnings": warnings})
        if form == "text":
            _tell(path, faults, warnings, lang)
    if form == "json":
        files = [
            {"file": each["file"]} | {kind: _as_data(each[kind], lang) for kind in list(each)[1:]}
            for each in told
        ]
        terminal.write(json.dumps({"schema": 1, "files": files}, ensure_ascii=False, indent=2))
    return terminal.FAULTY if any(each["faults"] for each in told) else 0


def _tell(path: str, faults: Sequence[Fault], warnings: Sequence[Fault], lang: Language) -> None:
    """Tell what is wrong with a file, or that nothing is."""
    if faults:
        terminal.complain(StaffingNormsError(faults), lang)
    else:
        terminal.write(f"{path}: {term('no_faults', lang)}")
    terminal.warn(warnings, lang)


def _as_data(faults: Sequence[Fault], lang: Language) -> list[dict[str, Any]]:
    return [{**each.to_dict(), "text": fault_text(each, lang)} for each in faults]


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
        from staffing_norms.commands import workbench  # noqa: PLC0415 - loaded when asked for

        return workbench.judged(norm)
    site = norms.reading(lambda: read_site(path, norms.words, answers))
    return doubts(norms.plan(site), norms, site, path, lang)
