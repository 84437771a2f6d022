"""Writes words, values and facts in either language."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache, wraps
from typing import Annotated, Any, NamedTuple, TypeVar, cast

from staffing_norms.foundation.errors import Fault, NormError, Said, UnknownNameError
from staffing_norms.foundation.faults import shown
from staffing_norms.foundation.languages import LANGUAGES, MARKS, Language
from staffing_norms.foundation.library import read_shipped
from staffing_norms.foundation.quantities import format_number
from staffing_norms.foundation.schema import Bilingual, Listed, Model, validate
from staffing_norms.foundation.units import reference, units
from staffing_norms.publications.figures import PrintedFigure
from staffing_norms.results.derivation import Style
from staffing_norms.sites.activities import parts_of
from staffing_norms.sites.facts import FactType, Vocabulary
from staffing_norms.sites.glossary import Glossary
from staffing_norms.sites.intake import Stated
from staffing_norms.sites.vocabulary import vocabulary

_FaceT = TypeVar("_FaceT", bound=Callable[..., object])
_REGION = re.compile(r"[-_].*")


class Term(Bilingual):
    """A word of the interface; it is also read by its *keys*."""

    keys: Annotated[tuple[str, ...], Listed] = ()


class _TermsFile(Model):
    terms: Mapping[str, Term]


@cache
def _terms() -> Mapping[str, Term]:
    return validate(_TermsFile, read_shipped("terms.yaml"), NormError).terms


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
    if lang in LANGUAGES:
        return lang
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


def either(texts: Iterable[str], lang: Language) -> str:
    """
    Return texts of which any will do.

    >>> either(["posts", "tasks"], "en")
    'posts or tasks'
    """
    blank = MARKS[lang].blank
    return f"{blank}{term('or', lang)}{blank}".join(texts)


def code(name: str, lang: Language) -> str:
    """Return the name of a fact or finding as it stands behind an English text; it is an id."""
    return f" [{name}]" if name and lang == "en" else ""


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


def printed_figure(figure: PrintedFigure, lang: Language) -> str:
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


def record_name(stated: Mapping[str, Stated], collection: str, place: int, style: Style) -> str:
    """
    Return what a record is called: by its own name and its work, else by its number.

    Args:
        stated: The facts of the site.
        collection: The collection.
        place: The record's position in it, counted from 0.
        style: How it is written.
    """
    record = stated[collection].records[place]
    named = [record.get(f"{collection}.name"), _work(record, collection, style)]
    label = getattr(style.words[collection].labels, style.language)
    return " · ".join(filter(None, named)) or f"{label} {place + 1}"


def _work(record: Mapping[str, Any], collection: str, style: Style) -> str:
    """Return the activity of a task, and the way of doing it."""
    name, variant = parts_of(record.get(f"{collection}.work", ""))
    if not name:
        return ""
    labels = style.words[collection].activities[name].labels_of(variant)
    return str(getattr(labels, style.language))


def _record_texts(collection: str, stated: Mapping[str, Stated], style: Style) -> Iterator[str]:
    """Yield each building, task or post: its name and what it states."""
    marks, type_ = MARKS[style.language], style.words[collection]
    records = stated[collection].records
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
    if not type_.fields[field].of_work:
        type_ = type_.fields[field]
        return _figure(record[name], type_, lang) if type_.whole else number
    work, variant = parts_of(record[f"{collection}.work"])
    dimension = units()[type_.activities[work].unit_of(variant)].dimension
    figure = f"{number} {reference(dimension).labels[lang]}"
    is_rate = type_.fields[field].of_work == "rate"
    return term("an_hour", lang).format(figure=figure) if is_rate else figure
