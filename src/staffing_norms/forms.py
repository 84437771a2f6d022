"""The only place that writes forms to fill in: a blank site file, and the questions of a plan."""

from collections.abc import Iterable, Iterator, Mapping

from staffing_norms.derivation import Language, Style, facts_lacking, record_name, totals
from staffing_norms.facts import FactType, Vocabulary
from staffing_norms.intake import Stated
from staffing_norms.norms import Norms
from staffing_norms.plan import Plan
from staffing_norms.quantities import reference
from staffing_norms.result import Gap
from staffing_norms.wording import MARKS, aside, fact_text, term

SCHEMA_FILE = "site.schema.json"
"""The file in which a blank site file expects its JSON Schema."""

MODELINE = f"# yaml-language-server: $schema={SCHEMA_FILE}"
_HEAD = ("form", "form_units", "form_source", "form_sample")


def template(norms: Norms, lang: Language, *, full: bool = False) -> str:
    """
    Return a commented site file to fill in; as it is, it states nothing.

    Args:
        norms: The norm that the site is to be planned by.
        lang: Language of the comments and, where a fact has a Chinese key, of the keys.
        full: Every fact; otherwise what the site is, and what a plan by the norm may lack.
    """
    asked = norms.words if full else _asked(norms)
    head = "\n".join([MODELINE, *(f"# {term(line, lang)}" for line in _HEAD)])
    blocks = ["\n".join(_entry(norms, name, lang)) for name in asked]
    return "\n\n".join([head, *blocks]) + "\n"


def _asked(norms: Norms) -> Iterator[str]:
    """Yield what the site is called, its kind and scope, and every fact that a plan may lack."""
    lacked = {fact for gap in norms.rulebook.gaps for fact in (gap.fact, *gap.alternatives)}
    for name, type_ in norms.words.items():
        if name in lacked or type_.kind in ("text", "word", "words"):
            yield name


def _entry(norms: Norms, name: str, lang: Language) -> Iterator[str]:
    """Yield the lines of one fact: what it is called, what may be written, what it means."""
    type_ = norms.words[name]
    said = filter(None, [_shape(type_, lang), _default(name, norms.words, lang)])
    yield f"# {_label(type_, lang)}{aside(said, lang)}"
    yield f"#   {getattr(type_.meaning, lang)}"
    for field, of in type_.fields.items():
        told = f"{_key(field, of, lang)}{MARKS[lang].colon}{getattr(of.meaning, lang)}"
        yield f"#   · {told}{aside(filter(None, [_shape(of, lang)]), lang)}"
    if type_.activities:
        yield f"#   {term('form_tasks', lang).format(norm=norms.id)}"
    yield from _blank(name, type_, lang)


def _blank(name: str, type_: FactType, lang: Language) -> Iterator[str]:
    """Yield the key to fill in; below one of records, a sample."""
    yield f"{_key(name, type_, lang)}:"
    if type_.fields:
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
            return "%"
        case "number" if not type_.whole and type_.unit not in ("item", "time"):
            return reference(type_.dimension).labels[lang]
        case "flag":
            return " / ".join(term(word, lang) for word in ("yes", "no"))
        case "word" | "words":
            chosen = [w.labels.zh if lang == "zh" else name for name, w in type_.words.items()]
            return MARKS[lang].comma.join(chosen)
        case _:
            return ""


def _default(name: str, words: Vocabulary, lang: Language) -> str:
    """Say what is taken when nothing is written."""
    default = words[name].default
    if default is None or default.value is default.same_as is None:
        return ""
    if default.same_as is not None:
        value = _label(words[default.same_as], lang)
    else:
        value = fact_text(name, default.value, words, lang)
    return term("when_empty", lang).format(value=value)


def questions(plan: Plan, stated: Mapping[str, Stated], words: Vocabulary, lang: Language) -> str:
    """
    Return what to ask the client, in the form of a site file to fill in.

    Args:
        plan: The plan: without the answers to its gaps a role stays unknown, and with what its
            findings ask for it would be more detailed.
        stated: The facts of its site.
        words: The vocabulary of facts.
        lang: Language of the questions and keys.
    """
    needed = list(
        dict.fromkeys(fact for gap in plan.gaps for fact in (gap.fact, *gap.alternatives))
    )
    wished = dict.fromkeys(fact for each in plan.findings for fact in each.facts)
    form = _Questions(plan, stated, Style(lang, words))
    blocks = [
        *form.section("asked_needed", needed),
        *form.section("asked_wished", [fact for fact in wished if fact not in needed]),
    ]
    head = term("asked_how" if blocks else "asked_nothing", lang)
    return "\n\n".join([f"# {head}", *blocks]) + "\n"


class _Questions:
    """
    Writes the questions of one plan.

    Args:
        plan: The plan.
        stated: The facts of its site.
        style: Language and vocabulary.
    """

    def __init__(self, plan: Plan, stated: Mapping[str, Stated], style: Style) -> None:
        self._plan, self._stated, self._style = plan, stated, style
        self._lang: Language = style.language

    def section(self, heading: str, facts: Iterable[str]) -> Iterator[str]:
        """Yield a heading and the questions under it, where there are any."""
        for number, fact in enumerate(facts):
            if number == 0:
                yield f"## {term(heading, self._lang)}"
            yield self._of_records(fact) if "." in fact else self._of_site(fact)

    def _of_site(self, fact: str) -> str:
        """Return a question with the key to fill in."""
        type_ = self._style.words[fact]
        text = getattr(type_.question or type_.labels, self._lang)
        shape = aside(filter(None, [_shape(type_, self._lang)]), self._lang)
        return "\n".join([f"# {text}{shape}", *_blank(fact, type_, self._lang)])

    def _of_records(self, fact: str) -> str:
        """Return a question about a field of records, with those that lack it."""
        collection, _, field = fact.partition(".")
        type_ = self._style.words[collection]
        of = type_.fields[field]
        text = getattr(of.question or of.labels, self._lang)
        lacking = dict.fromkeys(
            record_name(self._stated, collection, place, self._style)
            for gap in self._plan.gaps
            if gap.fact == fact
            for place in self._lacking(gap, collection)
        )
        told = term("asked_of", self._lang).format(
            field=_key(field, of, self._lang),
            collection=_key(collection, type_, self._lang),
            records=MARKS[self._lang].semicolon.join(lacking),
        )
        return f"# {text}\n#   {told}"

    def _lacking(self, gap: Gap, collection: str) -> Iterator[int]:
        """Yield the positions of the records for want of whose field a role is unknown."""
        for role in gap.roles:
            for over, records in totals(self._plan[gap.department].roles[role].step):
                for place, record in enumerate(records):
                    if over == collection and gap.fact in facts_lacking(record):
                        yield place
