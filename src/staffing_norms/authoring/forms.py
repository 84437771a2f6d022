"""The only place that writes forms to fill in: a blank site, and the questions of a plan."""

import json
from collections.abc import Iterable, Iterator
from typing import get_args

from staffing_norms.foundation.languages import MARKS, Language, aside
from staffing_norms.foundation.units import reference
from staffing_norms.planning.norms import Norms
from staffing_norms.planning.plan import Plan
from staffing_norms.program.layout import DepartmentLayout
from staffing_norms.results.questions import Question, Reason
from staffing_norms.results.wording import fact_text, term
from staffing_norms.sites.facts import FactType, Vocabulary, type_of

_MODELINE = "## yaml-language-server: $schema=site.schema.json"
_HEAD = ("form", "form_units", "form_source", "form_sample", "form_schema")
_ASKED = ("asked_how", "form_units", "form_source", "form_sample", "asked_back")
_REASONS: tuple[Reason, ...] = get_args(Reason)


def template(norms: Norms, lang: Language, *, full: bool = False) -> str:
    """
    Return a commented site file to fill in; as it is, it states nothing.

    Args:
        norms: The norm that the site is to be planned by.
        lang: Language of the comments and, where a fact has a Chinese key, of the keys.
        full: Every fact; otherwise what the site is, and what a plan by the norm may lack.
    """
    asked = norms.words if full else _asked(norms)
    head = "\n".join(f"# {term(line, lang)}" for line in _HEAD)
    blocks = ["\n".join(_entry(norms, name, lang)) for name in asked]
    return "\n\n".join([f"{head}\n{_MODELINE}", *blocks]) + "\n"


def _asked(norms: Norms) -> Iterable[str]:
    """
    Return what the site is called, its kind and scope, and every fact that much depends on.

    Facts that give one of them together stand side by side.
    """
    lacked = {fact for gap in norms.rulebook.gaps for fact in (gap.fact, *gap.alternatives)}
    asked = [
        name
        for name, type_ in norms.words.items()
        if name in lacked or type_.weighty or type_.kind in ("text", "word", "words")
        if not type_.rare
    ]
    beside = {
        fact: facts for name in asked for facts in _together(norms.words[name]) for fact in facts
    }
    named = (name for name in norms.words if name in {*asked, *beside})
    return dict.fromkeys(fact for name in named for fact in beside.get(name, (name,)))


def _together(type_: FactType) -> list[tuple[str, ...]]:
    """Return the facts that give a fact together, if there are any."""
    return [type_.default.product] if type_.default and type_.default.product else []


def _entry(norms: Norms, name: str, lang: Language) -> Iterator[str]:
    """Yield the lines of one fact: what it is called, what may be written, what it means."""
    type_ = norms.words[name]
    if type_.of_departments:
        type_ = _offered(type_, norms.rulebook.departments)
    said = filter(None, [_shape(type_, lang), _default(name, norms.words, lang)])
    yield f"# {_label(type_, lang)}{aside(said, lang)}"
    yield f"#   {getattr(type_.meaning, lang)}"
    for field, of in type_.fields.items():
        told = f"{_key(field, of, lang)}{MARKS[lang].colon}{getattr(of.meaning, lang)}"
        yield f"#   · {told}{aside(filter(None, [_shape(of, lang)]), lang)}"
    if type_.activities:
        yield f"#   {term('form_tasks', lang).format(norm=norms.id)}"
    yield from _blank(name, type_, lang)


def _offered(scope: FactType, departments: Iterable[DepartmentLayout]) -> FactType:
    """Return the scope of a contract with the departments that a norm has figures for."""
    own = {layout.department for layout in departments}
    shared = {name for each in departments for role in each.roles for name in role.shared_with}
    words = {name: word for name, word in scope.words.items() if name in own | shared}
    return scope.model_copy(update={"words": words})


def _blank(name: str, type_: FactType, lang: Language) -> Iterator[str]:
    """Yield the key to fill in; below one of records, a sample."""
    yield f"{_key(name, type_, lang)}:"
    if type_.kind == "record":
        yield from (f"  {_key(field, of, lang)}:" for field, of in type_.fields.items())
    elif type_.fields:
        sample = term(f"sample_{name}", lang)
        yield from (f"#  {line}" for line in sample.splitlines() if sample.startswith("-"))


def _key(name: str, type_: FactType, lang: Language) -> str:
    """Return the key to write a fact under."""
    return type_.keys[0] if lang == "zh" and type_.keys else name


def _label(type_: FactType, lang: Language) -> str:
    return str(getattr(type_.labels, lang))


def _shape(type_: FactType, lang: Language) -> str:
    """Say what may be written: a unit, or the words to choose from."""
    match type_.kind:
        case "number" if type_.dimension == "fraction":
            return term("form_share", lang)
        case "number" if not type_.whole and type_.unit not in ("item", "time"):
            return reference(type_.dimension).labels[lang]
        case "flag":
            return " / ".join(term(word, lang) for word in ("yes", "no"))
        case "word" | "words":
            return MARKS[lang].comma.join(_word(type_, name, lang) for name in type_.words)
        case _:
            return ""


def _word(type_: FactType, name: str, lang: Language) -> str:
    """Return how a word is written."""
    return type_.words[name].labels.zh if lang == "zh" else name


def _default(name: str, words: Vocabulary, lang: Language) -> str:
    """Say what is taken when nothing is written."""
    default = words[name].default
    if default is None or default.value is default.same_as is None:
        return ""
    if default.same_as is not None:
        value = _label(words[default.same_as], lang)
    elif words[name].words:
        value = _word(words[name], str(default.value), lang)
    else:
        value = fact_text(name, default.value, words, lang)
    return term("when_empty", lang).format(value=value)


def questions(plan: Plan, lang: Language) -> str:
    """
    Return what to ask the client, in the form of a file of answers to fill in.

    Args:
        plan: The plan.
        lang: Language of the questions and keys.
    """
    asked = plan.questions(lang=lang)
    if not asked:
        return f"# {term('asked_nothing', lang)}\n"
    form = _Questions(plan, asked, lang)
    blocks = [block for reason in _REASONS for block in form.section(reason)]
    return "\n\n".join(["\n".join(f"# {term(line, lang)}" for line in _ASKED), *blocks]) + "\n"


class _Questions:
    """
    Writes the questions of one plan.

    Args:
        plan: The plan.
        asked: Its questions.
        lang: The language.
    """

    def __init__(self, plan: Plan, asked: Iterable[Question], lang: Language) -> None:
        self._plan, self._asked, self._lang = plan, list(asked), lang
        context = plan._context  # noqa: SLF001 - a face of it
        self._stated, self._words = context.stated, context.words
        self._listed: set[str] = set()

    def section(self, reason: Reason) -> Iterator[str]:
        """Yield a heading and the questions under it, where there are any."""
        asked = [each for each in self._asked if each.reason == reason]
        if asked:
            yield f"## {term(f'asked_{reason}', self._lang)}"
        for each in asked:
            yield "\n".join([*self._told(each), *self._blanks(each)])

    def _told(self, question: Question) -> Iterator[str]:
        """Yield the question, what it is asked for, and what may be answered."""
        lang, marks = self._lang, MARKS[self._lang]
        ways, type_ = self._ways(question), type_of(question.fact, self._words)
        assumed = question.assumed
        if assumed and type_.kind == "word":
            assumed = _word(type_, str(type_.glossary.find(assumed)), lang)
        is_told = len(ways) > 1 or type_.of_departments  # of which all are assumed
        shape = "" if is_told else _shape(type_, lang)
        empty = term("when_empty", lang).format(value=assumed) if assumed else ""
        yield f"# {question.text}{aside(filter(None, [shape, empty]), lang)}"
        if question.departments:
            homes = [self._plan[each] for each in question.departments]
            lines = {role: line for home in homes for role, line in home.roles.items()}
            roles = marks.comma.join(lines[role].labels[lang] for role in question.roles)
            names = marks.comma.join(home.labels[lang] for home in homes)
            about = f"{names}{aside(filter(None, [roles]), lang)}"
            yield f"#   {term('asked_for', lang)}{marks.colon}{about}"
        if len(ways) > 1:
            together = (term("asked_together", lang).join(map(self._way, way)) for way in ways)
            yield f"#   {term('asked_either', lang)}{marks.colon}{marks.semicolon.join(together)}"

    def _ways(self, question: Question) -> list[tuple[str, ...]]:
        """Return the facts that answer a question, each alone or several together."""
        alone = [(fact,) for fact in question.facts]
        several = [
            tuple(each for each in facts if each not in self._stated)
            for fact in question.facts
            for facts in _together(type_of(fact, self._words))
        ]
        return [*alone, *several]

    def _way(self, fact: str) -> str:
        """Return the key of an answer, and what may be written there."""
        type_ = type_of(fact, self._words)
        collection, _, name = fact.rpartition(".")
        key = _key(name, type_, self._lang)
        if collection:
            of = _key(collection, self._words[collection], self._lang)
            key = term("asked_of", self._lang).format(field=key, collection=of)
        return f"{key}{aside(filter(None, [_shape(type_, self._lang)]), self._lang)}"

    def _blanks(self, question: Question) -> Iterator[str]:
        """Yield the keys to fill in; what only the site file may state is told instead."""
        for fact in (each for way in self._ways(question) for each in way):
            collection, _, _ = fact.rpartition(".")
            if collection and self._words[collection].brings_rates:
                yield self._elsewhere("asked_in_site", fact)
            elif (collection or fact) in self._listed:
                yield self._elsewhere("asked_above", fact)
            elif not collection:
                self._listed.add(fact)
                yield from _blank(fact, self._words[fact], self._lang)
            elif self._words[collection].kind == "record":
                self._listed.add(collection)
                yield from self._mapping(collection)
            else:
                self._listed.add(collection)
                yield from self._list(collection)

    def _elsewhere(self, where: str, fact: str) -> str:
        return f"#   {term(where, self._lang)}{MARKS[self._lang].colon}{self._way(fact)}"

    def _mapping(self, record: str) -> Iterator[str]:
        """Yield the fields to fill in of a single record."""
        facts = dict.fromkeys(fact for question in self._asked for fact in question.facts)
        yield f"{_key(record, self._words[record], self._lang)}:"
        for fact in facts:
            of, _, field = fact.rpartition(".")
            if of == record:
                yield f"  {_key(field, self._words[record].fields[field], self._lang)}:"

    def _list(self, collection: str) -> Iterator[str]:
        """Yield the entries to fill in of a list, with all that is asked about each."""
        type_, lang = self._words[collection], self._lang
        asked: dict[str, list[str]] = {}
        for question in self._asked:
            fields = [fact for fact in question.facts if fact.startswith(f"{collection}.")]
            for record in question.records if fields else ():
                asked.setdefault(record, []).extend(fields)
        yield f"{_key(collection, type_, lang)}:"
        for record, fields in asked.items():
            names = ["name", *(field.rpartition(".")[2] for field in fields)]
            name, *keys = (_key(each, type_.fields[each], lang) for each in names)
            yield f"  - {name}: {json.dumps(record, ensure_ascii=False)}"
            yield from (f"    {key}:" for key in keys)
