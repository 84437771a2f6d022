"""The only place that judges a norm as a whole: all its files, and all faults raised at once."""

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from staffing_norms.foundation.documents import Document
from staffing_norms.foundation.errors import Fault, NormError, did_you_mean
from staffing_norms.foundation.faults import Faults, Place, shown
from staffing_norms.foundation.library import PACK, read_shipped
from staffing_norms.foundation.schema import ModelT, in_reading_order, validate
from staffing_norms.publications.counting import check_tabled
from staffing_norms.publications.departments import check_department, check_own_findings
from staffing_norms.publications.measures import Measures, check_lists, check_ratio, check_tests
from staffing_norms.publications.pack import (
    DepartmentFile,
    FindingsFile,
    InForce,
    PackFile,
    SharedFinding,
)
from staffing_norms.publications.proof import check_proofs
from staffing_norms.sites.facts import Default, FactType, fact_names
from staffing_norms.sites.vocabulary import vocabulary

Read = Callable[[str], Document]

_VERSION = re.compile(r"[0-9]{4}\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
# The program has outputs of these names, bare or behind a department and method.
_RESERVED = ("chosen", "complete", "headcount", "high", "low", "usable", "workforce")


@cache
def read_findings() -> Mapping[str, SharedFinding]:
    """
    Read and judge the findings that every norm shares, once.

    Raises:
        NormError: With every fault of the file.
    """
    return check_findings(read_shipped("findings.yaml"))


def check_findings(document: Document) -> Mapping[str, SharedFinding]:
    """
    Judge the findings that every norm shares.

    Args:
        document: The file.

    Raises:
        NormError: With every fault of the file.
    """
    findings = validate(FindingsFile, document, NormError).findings
    faults = Faults(document)
    measures = Measures(faults, vocabulary())
    for code, finding in findings.items():
        check_tests(measures, ("findings", code, "when"), finding.when, ())
        if finding.ratio:
            check_ratio(measures, ("findings", code, "ratio"), finding.ratio)
    faults.raise_as(NormError)
    return findings


def check_norm(
    name: str,
    files: Iterable[str],
    read: Read,
    added: Mapping[str, Mapping[str, Any]] | None = None,
) -> tuple[PackFile, list[DepartmentFile]]:
    """
    Judge the files of a norm.

    Args:
        name: Id of the norm.
        files: Names of the files that there are.
        read: Returns a file by its name, or raises NormError.
        added: What an overlay adds to each file of the norm that it extends.

    Raises:
        NormError: With every fault of every file, in the order of files and lines.
    """
    added = added or {}
    there = [Path(file).stem for file in files if file != PACK]
    pages = _Pages(read)
    pack = pages.open(PACK, PackFile)
    listed = [each for each in dict.fromkeys(pack.departments) if each in there] if pack else there
    departments = {each: pages.open(f"{each}.yaml", DepartmentFile) for each in listed}
    words = {**(pack.facts if pack else {}), **vocabulary()}
    if pack:
        _check_pack(Measures(pages.faults[PACK], words), pack, name, there)
    known = dict.fromkeys(_RESERVED, "a figure of every plan")
    rated: dict[str, str] = {}
    for each, file in departments.items():
        if file and not (pack is None and pages.may_have_facts()):
            page = f"{each}.yaml"
            measures = Measures(pages.faults[page], words, added.get(page))
            check_department(measures, file, each)
            _check_names(measures, file, known)
            _check_activities(measures, file, rated)
    if pack:
        own = Measures(pages.faults[PACK], words, added.get(PACK))
        _check_totals(own, pack, {each: file for each, file in departments.items() if file})
        for each, file in departments.items():
            if file:
                _check_shared(Measures(pages.faults[f"{each}.yaml"], words), file, there)
    for found in pages.faults.values():
        check_lists(found)
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
        if PACK not in self.faults:
            return True
        data = self.faults[PACK].document.data
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
    shared, taken = fact_names(vocabulary()), dict[str, str]()
    for name, fact in pack.facts.items():
        for place, key in (
            (("facts", name), name),
            *((("facts", name, "keys", i), key) for i, key in enumerate(fact.keys)),
        ):
            if stands_for := shared.find(key) or taken.get(key):
                message = f"the key {key!r} already stands for the fact {stands_for!r}."
                measures.faults.at_key("fact.twice", place, message, "Choose another.")
            taken.setdefault(key, name)
        if (fact.kind in ("word", "words")) != bool(fact.words):
            message = f"{name!r} is {fact.kind!r}, and words belong to 'word' and 'words'."
            hint = "Write 'words: {…}'." if not fact.words else "Remove them."
            measures.faults.fault("fact.words", ("facts", name, "words"), message, hint)
        if fact.default:
            _check_default(measures, ("facts", name, "default"), fact.default, fact)


def _check_default(measures: Measures, place: Place, default: Default, type_: FactType) -> None:
    """Judge whether a default is a value of its fact, or names facts that there are."""
    if default.value is not None:
        _check_assumed(measures, (*place, "value"), default, type_)
    if default.same_as is not None:
        measures.fact((*place, "same_as"), default.same_as)
    for key, names in (("product", default.product), ("sum", default.sum)):
        for number, name in enumerate(names):
            measures.number((*place, key, number), name)
    for number, part in enumerate(default.total):
        if number == 0:
            records = measures.fact((*place, "total", 0), part, ("records",))
        elif records:
            measures.number((*place, "total", number), part, collection=default.total[0])


def _check_assumed(measures: Measures, place: Place, default: Default, type_: FactType) -> None:
    value = default.value
    if type_.kind == "word" and isinstance(value, str):
        measures.named(place, value, type_.words, f"{place[1]} has no word")
    elif type_.kind == "number" and isinstance(value, Fraction):
        type_.read(measures.faults, place, measures.written(place), lambda: value)
    elif not (type_.kind == "flag" and isinstance(value, bool)):
        message = f"{shown(value)} is no value of {place[1]!r}, which is {type_.kind!r}."
        measures.faults.fault("fact.kind", place, message, "Write one, or remove it.")


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


def _check_totals(measures: Measures, pack: PackFile, files: Mapping[str, DepartmentFile]) -> None:
    """Judge what concerns the whole site, and the proof of its figures."""
    is_whole = all(each in files for each in pack.departments)
    roles = {role: None for file in files.values() for role in file.roles}
    workers = {rule.role: None for file in files.values() for rule in file.rules}
    measures.once(("factors",), [factor.id for factor in pack.factors], "id")
    for number, factor in enumerate(pack.factors):
        place: Place = ("factors", number)
        check_tests(measures, (*place, "when"), factor.when, ())
        if not factor.when:
            message = "a factor without tests would always apply."
            measures.faults.fault("factor.when", place, message, "Write when it applies.")
        for key, share in (("factor", factor.factor), ("plus", factor.plus), ("less", factor.less)):
            if share and measures.in_unit((*place, key), share, "fraction", bare=True):
                measures.positive((*place, key), share)
        if factor.less and factor.less.high >= 1:
            message = "nobody would be left."
            measures.faults.fault(
                "factor.less", (*place, "less"), message, "Write less than 100 %."
            )
        for i, role in enumerate(factor.roles if is_whole else ()):
            measures.named((*place, "roles", i), role, workers, "no rule counts a role")
    measures.once(("totals",), [total.id for total in pack.totals], "id")
    for number, total in enumerate(pack.totals):
        place = ("totals", number)
        check_tabled(measures, place, total, (), ())
        here: Place = (*place, "counts")
        for i, department in enumerate(total.counts.departments):
            what = "no department is called"
            measures.named((*here, "departments", i), department, pack.departments, what)
        for key, named in (("roles", total.counts.roles), ("without", total.counts.without)):
            for i, role in enumerate(named if is_whole else ()):
                measures.named((*here, key, i), role, roles, "no role is called")
    check_own_findings(measures, pack.findings, ())
    measures.once(("standards",), [standard.id for standard in pack.standards], "id")
    tables = {"factors": pack.factors, "totals": pack.totals, "standards": pack.standards}
    check_proofs(measures, tables, pack.proof)


def _check_shared(measures: Measures, file: DepartmentFile, there: list[str]) -> None:
    """Judge whether the departments that a role is shared with are others that there are."""
    others = dict.fromkeys([*there, *measures.words["scope"].words])
    others.pop(file.department, None)
    for role, words in file.roles.items():
        for number, other in enumerate(words.shared_with):
            place = ("roles", role, "shared_with", number)
            measures.named(place, other, others, "no other department is called")


def _check_activities(measures: Measures, file: DepartmentFile, rated: dict[str, str]) -> None:
    """Judge whether each activity is one department's, for its tasks count there."""
    for number, rate in enumerate(file.rates):
        other = rated.setdefault(rate.activity, file.department)
        if other != file.department:
            message = f"{rate.activity!r} is work of {other}, which rates it too."
            hint = "Keep the rates of one department."
            measures.faults.fault("rate.twice", ("rates", number, "activity"), message, hint)
