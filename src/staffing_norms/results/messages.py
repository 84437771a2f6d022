"""The only place that tells a fault in either language."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from staffing_norms.foundation.errors import Called, Fault, NormError, Said, quoted
from staffing_norms.foundation.languages import Language
from staffing_norms.foundation.library import read_shipped
from staffing_norms.foundation.schema import Bilingual, Model, validate
from staffing_norms.results.wording import term
from staffing_norms.sites.facts import Vocabulary, fact_names
from staffing_norms.sites.vocabulary import vocabulary

_SEAM = re.compile(r"(?<=[\u4e00-\u9fff])(?=\{[0-9])|(?<=\})(?=[\u4e00-\u9fff{])")
_GAP = re.compile(r"(?<=[0-9A-Za-z%])\0|\0(?=[0-9A-Za-z])")  # digits stand apart from characters
_ENTRY = re.compile(r"\[([0-9]+)\](\.?)")  # of a list, in a path


class _FaultsFile(Model):
    faults: Mapping[str, Bilingual]
    sentences: Mapping[str, str]
    words: Mapping[str, str]


@cache
def kinds_of_fault() -> Mapping[str, Bilingual]:
    """
    Return what each kind of fault is, in general terms, by code.

    >>> kinds_of_fault()["fact.twice"].en
    'The same fact is stated twice; keep one.'
    """
    return _faults_file().faults


@cache
def _faults_file() -> _FaultsFile:
    return validate(_FaultsFile, read_shipped("faults.yaml"), NormError)


def fault_text(fault: Fault, lang: Language) -> str:
    """
    Return a fault for a reader of a language.

    What is not said in Chinese yet is told by its kind, with the English particulars below.

    >>> print(fault_text(Fault("fact.twice", "电梯数", "it stands twice."), "zh"))
    电梯数: 同一项资料填写了两次；请只保留一处。
      it stands twice.
    >>> hint = Said("Did you mean {0}?", Called("'电梯数'", "“电梯数”"))
    >>> fault = Fault("fact.unknown", "电梯厅", Said("no fact is called {0}.", "'电梯厅'"), hint)
    >>> print(fault_text(fault, "zh"))
    电梯厅: 没有“电梯厅”这一项资料。是否指“电梯数”？
    """
    kind = kinds_of_fault().get(fault.code)
    if lang == "en" or kind is None:
        return str(fault)
    texts = [_in_chinese(text) for text in (fault.message, fault.hint) if text]
    fault = replace(fault, path=_path_in_chinese(fault.path))
    if all(texts):
        return str(replace(fault, message="".join(filter(None, texts)), hint=""))
    particulars = " ".join(filter(None, [fault.message, fault.hint]))
    return f"{replace(fault, message=kind.zh, hint='')}\n  {particulars}"


def _in_chinese(text: str) -> str | None:
    """Return a sentence of a message in Chinese, if it is known."""
    template = text.template if isinstance(text, Said) else text
    sentence = _faults_file().sentences.get(template)
    if sentence is None or not isinstance(text, Said):
        return sentence
    told = list(map(_particular, text.told))
    if text.template == "{0}: {1}":  # at a place
        told[0] = _path_in_chinese(str(text.told[0]))
    said = _SEAM.sub("\0", sentence).format(*told)
    return _GAP.sub(" ", said).replace("\0", "")


def _path_in_chinese(path: str) -> str:
    """Return a place inside a site by what its facts and their fields are called."""
    types: Vocabulary = vocabulary()
    parts: list[str] = []
    for part in path.split("."):
        name, bracket, rest = part.partition("[")
        type_ = None if name.startswith("-") else types.get(fact_names(types).find(name) or "")
        label = type_.labels.zh if type_ and name.isascii() else name
        parts.append(f"{label}{bracket}{rest}")
        types = type_.fields if type_ else {}
    nth = term("nth_entry", "zh")
    whole = ".".join(parts)
    return _ENTRY.sub(lambda at: nth.format(number=int(at[1]) + 1) + " " * len(at[2]), whole)


def _particular(told: object) -> object:
    """Return what a sentence tells in Chinese: a name, another sentence, a value, a place."""
    if isinstance(told, Called):
        return told.zh
    if not isinstance(told, str):
        return told
    if said := _in_chinese(told) or _faults_file().words.get(told):
        return said
    if told[:1] == told[-1:] == "'":
        return quoted(told[1:-1])
    nth = term("nth_entry", "zh")
    return _ENTRY.sub(lambda at: nth.format(number=int(at[1]) + 1) + " " * len(at[2]), told)
