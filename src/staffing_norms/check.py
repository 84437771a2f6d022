"""The only place that opens a norm's files: all are judged, and all faults raised at once."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from staffing_norms.departments import check_department
from staffing_norms.documents import Document, read_document
from staffing_norms.errors import Fault, NormError, did_you_mean
from staffing_norms.facts import Default, spellings, vocabulary
from staffing_norms.faults import Faults, Place
from staffing_norms.library import read_shipped, shipped_files
from staffing_norms.measures import Measures
from staffing_norms.pack import DepartmentFile, InForce, PackFile
from staffing_norms.schema import ModelT, in_reading_order, validate

Read = Callable[[str], Document]

_PACK = "pack.yaml"
_VERSION = re.compile(r"[0-9]{4}\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
# The program has outputs of these names, bare or behind a department and method.
_RESERVED = ("chosen", "complete", "headcount", "high", "low", "usable", "workforce")


def read_norm(name: str, *, folder: Path | None = None) -> tuple[PackFile, list[DepartmentFile]]:
    """
    Read and judge the files of a norm.

    Args:
        name: Id of the norm, which is also the name of its folder.
        folder: Where the norm's folder is; the norms that come with the library by default.

    Returns:
        The title page, and the departments in its order.

    Raises:
        NormError: With every fault of every file.
    """
    if folder is None:
        files = [Path(path).name for path in shipped_files(name)]
        return check_norm(name, files, lambda file: read_shipped(f"{name}/{file}"))
    own = folder / name
    files = sorted(path.name for path in own.glob("*.yaml"))
    return check_norm(name, files, lambda file: read_document(own / file, NormError, json=False))


def check_norm(
    name: str, files: Iterable[str], read: Read
) -> tuple[PackFile, list[DepartmentFile]]:
    """
    Judge the files of a norm.

    Args:
        name: Id of the norm.
        files: Names of the files that there are.
        read: Returns a file by its name, or raises NormError.

    Raises:
        NormError: With every fault of every file, in the order of files and lines.
    """
    there = [Path(file).stem for file in files if file != _PACK]
    pages = _Pages(read)
    pack = pages.open(_PACK, PackFile)
    listed = [each for each in dict.fromkeys(pack.departments) if each in there] if pack else there
    departments = {each: pages.open(f"{each}.yaml", DepartmentFile) for each in listed}
    words = {**(pack.facts if pack else {}), **vocabulary()}
    if pack:
        _check_pack(Measures(pages.faults[_PACK], words), pack, name, there)
    known = dict.fromkeys(_RESERVED, "a figure of every plan")
    rated: dict[str, str] = {}
    for each, file in departments.items():
        if file and not (pack is None and pages.may_have_facts()):
            measures = Measures(pages.faults[f"{each}.yaml"], words)
            check_department(measures, file, each)
            _check_names(measures, file, known)
            _check_activities(measures, file, rated)
    faults = pages.all_faults()
    if faults or pack is None:
        raise NormError(faults)
    return pack, [file for file in departments.values() if file]


class _Pages:
    """
    The files of a norm as they are opened, with the faults of each.

    Args:
        read: Returns a file by its name, or raises NormError.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._found: list[list[Fault]] = []
        self.faults: dict[str, Faults] = {}

    def open(self, file: str, model: type[ModelT]) -> ModelT | None:
        """Return a file as a model; keep the faults of one that cannot be read."""
        try:
            document = self._read(file)
            self.faults[file] = Faults(document)
            self._found.append(self.faults[file].found)
            return validate(model, document, NormError)
        except NormError as error:
            self._found.append(list(error.faults))
            return None

    def may_have_facts(self) -> bool:
        """Whether a title page that cannot be read may declare facts, which departments name."""
        if _PACK not in self.faults:
            return True
        data = self.faults[_PACK].document.data
        return isinstance(data, Mapping) and "facts" in data

    def all_faults(self) -> list[Fault]:
        """Return the faults of all files, in the order of files and lines."""
        return [fault for found in self._found for fault in sorted(found, key=in_reading_order)]


def _check_pack(measures: Measures, pack: PackFile, name: str, there: list[str]) -> None:
    """Judge the title page against its folder and the vocabulary."""
    faults = measures.faults
    if pack.id != name:
        message = f"the id is {pack.id!r}, but the folder is called {name!r}."
        faults.fault("pack.id", ("id",), message, "Write the same in both.")
    if not _VERSION.fullmatch(pack.version):
        message = f"{pack.version!r} is no version."
        hint = "Write year, number, number, such as '2024.1.0'."
        faults.fault("pack.version", ("version",), message, hint)
    _check_in_force(measures, pack.in_force)
    words = measures.words["property_kind"].words
    for number, word in enumerate(pack.property_kinds):
        measures.named(("property_kinds", number), word, words, "property_kind has no word")
    _check_files(measures, pack, there)
    _check_facts(measures, pack)


def _check_in_force(measures: Measures, in_force: InForce) -> None:
    start, end = in_force.from_, in_force.to
    if not isinstance(start, str) and not isinstance(end, str) and end < start:
        message = f"the norm ends on {end}, before it is in force."
        measures.faults.fault("pack.in_force", ("in_force", "to"), message, "Correct one of them.")


def _check_files(measures: Measures, pack: PackFile, there: list[str]) -> None:
    """Judge whether the listed departments are the files that there are."""
    measures.once(("departments",), pack.departments)
    unlisted = [file for file in there if file not in pack.departments]
    lacking = [each for each in pack.departments if each not in there]
    for number, each in enumerate(pack.departments):
        if each in lacking:
            message = f"the department {each!r} has no file {each}.yaml."
            hint = did_you_mean(each, unlisted) or "Write the file, or remove the department."
            measures.faults.fault("pack.file", ("departments", number), message, hint)
    for file in () if lacking else unlisted:
        message = f"the file {file}.yaml is not listed."
        measures.faults.fault("pack.file", ("departments",), message, "List it, or remove it.")


def _check_facts(measures: Measures, pack: PackFile) -> None:
    """Judge the norm's own facts: their names are new, and their defaults name facts."""
    taken = spellings(vocabulary())
    for name, fact in pack.facts.items():
        for place, key in (
            (("facts", name), name),
            *((("facts", name, "keys", i), key) for i, key in enumerate(fact.keys)),
        ):
            if key in taken:
                message = f"the key {key!r} already stands for the fact {taken[key]!r}."
                measures.faults.at_key("fact.twice", place, message, "Choose another.")
            taken.setdefault(key, name)
        if fact.default:
            _check_default(measures, ("facts", name, "default"), fact.default)


def _check_default(measures: Measures, place: Place, default: Default) -> None:
    if default.same_as is not None:
        measures.fact((*place, "same_as"), default.same_as)
    for number, factor in enumerate(default.product):
        measures.number((*place, "product", number), factor)
    for number, part in enumerate(default.total):
        if number == 0:
            records = measures.fact((*place, "total", 0), part, ("records",))
        elif records:
            measures.number((*place, "total", number), part, collection=default.total[0])


def _check_names(measures: Measures, file: DepartmentFile, known: dict[str, str]) -> None:
    """Judge whether department and role ids are new, for a plan is asked by either."""
    name = file.department
    ids = {name: ("department",), **{role: ("roles", role) for role in file.roles}}
    for each, place in ids.items():
        if each in known:
            message = f"the id {each!r} is taken: it is {known[each]}."
            measures.faults.at_key("id.twice", place, message, "Choose another.")
        what = "a department" if each == name else f"a role of {name}"
        known.setdefault(each, what)


def _check_activities(measures: Measures, file: DepartmentFile, rated: dict[str, str]) -> None:
    """Judge whether each activity is one department's, for its tasks count there."""
    for number, rate in enumerate(file.rates):
        other = rated.setdefault(rate.activity, file.department)
        if other != file.department:
            message = f"{rate.activity!r} is work of {other}, which rates it too."
            hint = "Keep the rates of one department."
            measures.faults.fault("rate.twice", ("rates", number, "activity"), message, hint)
