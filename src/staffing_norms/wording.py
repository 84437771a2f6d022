"""Writes words, values and facts in either language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, NamedTuple

from staffing_norms.derivation import Language, Style, record_name
from staffing_norms.errors import Fault, NormError
from staffing_norms.facts import FactType, Glossary, Vocabulary
from staffing_norms.intake import Stated
from staffing_norms.library import read_shipped
from staffing_norms.quantities import format_number, reference, units
from staffing_norms.schema import Bilingual, Listed, Model, validate


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


class Term(Bilingual):
    """A word of the interface; it is also read by its *keys*."""

    keys: Annotated[tuple[str, ...], Listed] = ()


class _TermsFile(Model):
    terms: Mapping[str, Term]


class _FaultsFile(Model):
    faults: Mapping[str, Bilingual]


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
    return validate(_FaultsFile, read_shipped("faults.yaml"), NormError).faults


def fault_text(fault: Fault, lang: Language) -> str:
    """
    Return a fault for a reader of a language: in Chinese its kind, and below it the particulars.

    >>> print(fault_text(Fault("fact.twice", "电梯数", "it stands twice.", "Keep one."), "zh"))
    电梯数: 同一项资料填写了两次；请只保留一处。
      it stands twice. Keep one.
    """
    kind = kinds_of_fault().get(fault.code)
    if lang == "en" or kind is None:
        return str(fault)
    particulars = " ".join(filter(None, [fault.message, fault.hint]))
    return f"{replace(fault, message=kind.zh, hint='')}\n  {particulars}"


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


def code(name: str, lang: Language) -> str:
    """Return the name of a fact or finding as it stands behind a text."""
    return f"{MARKS[lang].code}[{name}]" if name else ""


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
    said = [value] if isinstance(value, str) else value
    labels = (getattr(type_.words[w].labels, lang) if w in type_.words else w for w in said)
    return MARKS[lang].comma.join(labels)


def _figure(value: Fraction | int, type_: FactType, lang: Language) -> str:
    """Write a number with its unit; a count of what its label names needs none."""
    if type_.dimension == "fraction":
        return f"{format_number(value * 100)}%"
    unit = "" if type_.whole else f" {reference(type_.dimension).labels[lang]}"
    return f"{format_number(value)}{unit}"


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
    """Yield each building or task: its name and its numbers."""
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
    """Return a number of a record, with the unit of its work where the label does not say it."""
    collection, _, field = name.partition(".")
    if name not in record or type_.fields[field].kind != "number":
        return ""
    number = format_number(record[name])
    if field not in ("quantity", "rate"):
        return number
    work, _, variant = record[f"{collection}.work"].partition(":")
    dimension = units()[type_.activities[work].unit_of(variant)].dimension
    figure = f"{number} {reference(dimension).labels[lang]}"
    return term("an_hour", lang).format(figure=figure) if field == "rate" else figure
