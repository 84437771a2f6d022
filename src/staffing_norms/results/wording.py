"""Writes words, values and facts in either language."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache, wraps
from typing import Annotated, Any, NamedTuple, TypeVar, cast

from staffing_norms.foundation.errors import (
    Called,
    Fault,
    NormError,
    Said,
    UnknownNameError,
    quoted,
)
from staffing_norms.foundation.faults import shown
from staffing_norms.foundation.library import read_shipped
from staffing_norms.foundation.quantities import format_number, reference, units
from staffing_norms.foundation.schema import Bilingual, Listed, Model, validate
from staffing_norms.publications.pack import Figure
from staffing_norms.results.derivation import LANGUAGES, Language, Style, record_name
from staffing_norms.sites.facts import FactType, Glossary, Vocabulary, fact_names, vocabulary
from staffing_norms.sites.intake import Stated


class Marks(NamedTuple):
    """Punctuation of a language."""

    colon: str
    semicolon: str
    comma: str
    opening: str
    closing: str
    code: str


MARKS: Mapping[Language, Marks] = {
    "en": Marks(": ", "; ", ", ", " (", ")", " "),
    "zh": Marks("：", "；", "、", "（", "）", ""),
}


_FaceT = TypeVar("_FaceT", bound=Callable[..., object])
_REGION = re.compile(r"[-_].*")
_SEAM = re.compile(r"(?<=[\u4e00-\u9fff])(?=\{[0-9])|(?<=\})(?=[\u4e00-\u9fff{])")
_GAP = re.compile(r"(?<=[0-9A-Za-z%])\0|\0(?=[0-9A-Za-z])")  # digits stand apart from characters
_ENTRY = re.compile(r"\[([0-9]+)\](\.?)")  # of a list, in a path


class Term(Bilingual):
    """A word of the interface; it is also read by its *keys*."""

    keys: Annotated[tuple[str, ...], Listed] = ()


class _TermsFile(Model):
    terms: Mapping[str, Term]


class _FaultsFile(Model):
    faults: Mapping[str, Bilingual]
    sentences: Mapping[str, str]
    words: Mapping[str, str]


@cache
def _terms() -> Mapping[str, Term]:
    return validate(_TermsFile, read_shipped("terms.yaml"), NormError).terms


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


def term(name: str, lang: Language) -> str:
    """Return a word of the interface; a name that it does not know stands for itself."""
    entry = _terms().get(name)
    return getattr(entry, lang) if entry else name


def term_names(names: Iterable[str]) -> Glossary:
    """
    Return the glossary of names by the words for them.

    >>> term_names(["lean", "typical"]).find("下限")
    'lean'
    """
    terms = {name: _terms().get(name) for name in names}
    return Glossary({n: (t.en, t.zh, *t.keys) if t else () for n, t in terms.items()})


def language(lang: object) -> Language:
    """
    Return the language that is asked for; case and region are free.

    Args:
        lang: Its code or its name, such as `zh`, `zh-CN` or `EN`.

    Raises:
        UnknownNameError: There is no such language.

    >>> language("zh-CN"), language("EN")
    ('zh', 'en')
    """
    names = term_names(LANGUAGES)
    found = names.find(_REGION.sub("", lang) if isinstance(lang, str) else lang)
    if found is None:
        message = Said("no language is called {0}.", shown(lang))
        raise UnknownNameError([Fault("lang.unknown", "lang", message, names.hint(""))])
    return cast("Language", found)


def in_language(face: _FaceT) -> _FaceT:
    """Let a face take its argument `lang` as people write it; see `language`."""

    @wraps(face)
    def of_language(*args: object, **kwargs: object) -> object:
        if "lang" in kwargs:
            kwargs["lang"] = language(kwargs["lang"])
        return face(*args, **kwargs)

    return cast("_FaceT", of_language)


def code(name: str, lang: Language) -> str:
    """Return the name of a fact or finding as it stands behind an English text; it is an id."""
    return f" [{name}]" if name and lang == "en" else ""


def aside(texts: Iterable[str], lang: Language) -> str:
    """Return remarks in brackets, or nothing."""
    marks = MARKS[lang]
    told = marks.semicolon.join(texts)
    return f"{marks.opening}{told}{marks.closing}" if told else ""


def fact_text(name: str, value: Any, words: Vocabulary, lang: Language) -> str:  # noqa: ANN401 - of any kind
    """Return the value of a fact as people write it, with its unit."""
    type_ = words[name]
    if type_.kind == "flag":
        return term("yes" if value else "no", lang)
    if type_.kind == "records":
        return str(len(value))
    if type_.kind == "number":
        return _figure(value, type_, lang)
    if type_.kind == "record":
        fields = (
            f"{getattr(type_.fields[field.rpartition('.')[2]].labels, lang)} "
            f"{fact_text(field.rpartition('.')[2], number, type_.fields, lang)}"
            for field, number in value.items()
        )
        return MARKS[lang].semicolon.join(fields)
    said = [value] if isinstance(value, str) else value
    labels = (getattr(type_.words[w].labels, lang) if w in type_.words else w for w in said)
    return MARKS[lang].comma.join(labels)


def _figure(value: Fraction | int, type_: FactType, lang: Language) -> str:
    """Write a number with its unit; a count of what its label names needs none in English."""
    if type_.dimension == "fraction":
        return f"{format_number(value * 100)}%"
    unit = reference(type_.dimension).labels[lang]
    if type_.whole:
        # After 出入口数, 3 个出入口 is written 3 个.
        is_named = unit[1:] and unit[1:] in type_.labels.zh
        unit = "" if lang == "en" else unit[:1] if is_named else unit
    return f"{format_number(value)} {unit}".rstrip()


def printed_figure(figure: Figure, lang: Language) -> str:
    """Return a figure of a norm file as it is printed, with its unit; a plain number has none."""
    unit = units()[figure.unit]
    ends = dict.fromkeys((figure.low, figure.high))
    label = "" if unit.id == "item" else f" {unit.labels[lang]}"
    return "–".join(format_number(end / unit.factor) for end in ends) + label


def standing(
    kinds: Iterable[str], trust: str, source: Mapping[str, str] | None, lang: Language
) -> str:
    """Return what a norm is printed for, how far it is to be trusted, and where it is from."""
    words = vocabulary()["property_kind"].words
    labels = (getattr(words[kind].labels, lang) if kind in words else kind for kind in kinds)
    named = MARKS[lang].comma.join(labels)
    known = (named, term(f"trust_{trust}", lang) if trust else "", source[lang] if source else "")
    return " · ".join(filter(None, known))


class FactRow(NamedTuple):
    """
    A fact of a site, in one language.

    Args:
        label: What it is called.
        values: Its value; of buildings and tasks, one for each.
        status: How sure it is.
        source: Where it is from.
        note: The user's remark.
    """

    label: str
    values: tuple[str, ...]
    status: str
    source: str
    note: str


def fact_rows(stated: Mapping[str, Stated], words: Vocabulary, lang: Language) -> Iterator[FactRow]:
    """Yield the facts of a site with their provenance."""
    for name, fact in stated.items():
        label = getattr(words[name].labels, lang)
        values: tuple[str, ...] = (fact_text(name, fact.value, words, lang),)
        if words[name].kind == "records":
            values = tuple(_record_texts(name, stated, Style(lang, words)))
        yield FactRow(label, values, term(fact.status, lang), fact.source, fact.note)


def _record_texts(collection: str, stated: Mapping[str, Stated], style: Style) -> Iterator[str]:
    """Yield each building, task or post: its name and what it states."""
    marks, type_ = MARKS[style.language], style.words[collection]
    records: Any = stated[collection].value
    for place, record in enumerate(records):
        numbers = [
            f"{getattr(type_.fields[field].labels, style.language)} {amount}"
            for field in type_.fields
            if (amount := _amount(record, type_, f"{collection}.{field}", style.language))
        ]
        told = marks.semicolon.join(numbers)
        yield marks.colon.join(filter(None, (record_name(stated, collection, place, style), told)))


def _amount(record: Mapping[str, Any], type_: FactType, name: str, lang: Language) -> str:
    """Return what a record states; a number with the unit of its work where no label says it."""
    collection, _, field = name.partition(".")
    is_number = type_.fields[field].kind == "number"
    if name not in record or field == "name" or (type_.activities and not is_number):
        return ""
    if not is_number:
        return fact_text(field, record[name], type_.fields, lang)
    number = format_number(record[name])
    if field not in ("quantity", "rate"):
        type_ = type_.fields[field]
        return _figure(record[name], type_, lang) if type_.whole else number
    work, _, variant = record[f"{collection}.work"].partition(":")
    dimension = units()[type_.activities[work].unit_of(variant)].dimension
    figure = f"{number} {reference(dimension).labels[lang]}"
    return term("an_hour", lang).format(figure=figure) if field == "rate" else figure
