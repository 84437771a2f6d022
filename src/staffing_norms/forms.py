"""The only place that writes blank forms: a site to fill in, its JSON Schema, questions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from staffing_norms.derivation import Language, Style
from staffing_norms.facts import FactType, Vocabulary
from staffing_norms.intake import STATUSES
from staffing_norms.notation import entries
from staffing_norms.present import term
from staffing_norms.quantities import reference
from staffing_norms.result import Finding, Gap
from staffing_norms.rulebook import Rulebook

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_BRACKETS = {"en": (" (", ")"), "zh": ("（", "）")}


def template(words: Vocabulary, lang: Language, *, full: bool = False) -> str:
    """
    Return a commented site file to fill in; as it is, it states nothing.

    Args:
        words: The vocabulary of the norm that the site is to be planned by.
        lang: Language of the comments and, where a fact has a Chinese key, of the keys.
        full: Every fact; otherwise the name and what a plan may ask for.
    """
    asked = {n: t for n, t in words.items() if full or t.question or t.kind == "text"}
    head = "\n".join(f"# {term(line, lang)}" for line in ("form", "form_units", "form_source"))
    blocks = ["\n".join(_entry(name, type_, lang)) for name, type_ in asked.items()]
    return "\n\n".join([head, *blocks]) + "\n"


def _entry(name: str, type_: FactType, lang: Language) -> Iterator[str]:
    yield f"# {getattr(type_.labels, lang)}{_shape(type_, lang)}"
    meaning = getattr(type_.meaning, lang)
    if meaning:
        yield f"#   {meaning}"
    yield f"{key_of(name, type_, lang)}:"
    if type_.fields:
        fields = [
            f"{key_of(field, of, lang)}: {getattr(of.labels, lang)}{_shape(of, lang)}"
            for field, of in type_.fields.items()
        ]
        yield f"#  - {fields[0]}"
        yield from (f"#    {field}" for field in fields[1:])


def key_of(name: str, type_: FactType, lang: Language) -> str:
    """Return the key to write a fact under."""
    return type_.keys[0] if lang == "zh" and type_.keys else name


def _shape(type_: FactType, lang: Language) -> str:
    """Say what may be written: a unit, or the words to choose from."""
    match type_.kind:
        case "number" if type_.dimension == "fraction":
            said = "%"
        case "number" if not type_.whole and type_.unit != "item":
            said = reference(type_.dimension).symbols[0]
        case "flag":
            said = "true, false"
        case "word" | "words" if type_.words:
            said = ", ".join(type_.words)
        case _:
            return ""
    opening, closing = _BRACKETS[lang]
    return f"{opening}{said}{closing}"


def schema(words: Vocabulary) -> dict[str, Any]:
    """
    Return the JSON Schema of a site, with which editors complete and check site files.

    Args:
        words: The vocabulary of the norm that the site is to be planned by.
    """
    return {
        "$schema": _DIALECT,
        "title": "A site to be staffed · 项目",
        "type": "object",
        "additionalProperties": False,
        "properties": _properties(words, with_source=True),
    }


def _properties(types: Vocabulary, *, with_source: bool = False) -> dict[str, Any]:
    found = {}
    for name, type_ in types.items():
        shape = _type(type_)
        about = f"{type_.labels.en} · {type_.labels.zh}. {type_.meaning.en} {type_.meaning.zh}"
        forms = [shape, {"type": "null"}, *([_sourced(shape)] if with_source else [])]
        for key in (name, *type_.keys):
            found[key] = {"description": about.strip(), "anyOf": forms}
    return found


def _sourced(shape: Mapping[str, Any]) -> dict[str, Any]:
    """Return a fact with its provenance."""
    text = {"type": "string"}
    properties = {"value": shape, "source": text, "status": {"enum": list(STATUSES)}, "note": text}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["value"],
        "properties": properties,
    }


def _type(type_: FactType) -> dict[str, Any]:
    match type_.kind:
        case "number":
            number = {"type": "number", "minimum": float(type_.at_least)}
            return {"anyOf": [number, {"type": "string", "pattern": "[0-9０-９]"}]}
        case "flag":
            return {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no", "是", "否"]}]}
        case "word" if type_.words or type_.activities:
            return {"enum": _spelt(type_.words)}
        case "words":
            listed = {"type": "array", "items": {"enum": _spelt(type_.words)}}
            return {"anyOf": [listed, {"type": "string"}]}
        case "records":
            return {"type": "array", "items": _record(type_)}
        case "record":
            return _record(type_)
        case _:
            return {"type": "string"}


def _record(type_: FactType) -> dict[str, Any]:
    properties = _properties(type_.fields)
    if type_.activities:
        names = {"enum": _spelt(type_.activities)}
        for key in ("activity", *type_.fields["activity"].keys):
            properties[key]["anyOf"] = [names]
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _spelt(words: Mapping[str, Any]) -> list[str]:
    """Return the ids of words, and what they are called."""
    return list(dict.fromkeys(n for name, word in words.items() for n in (name, word.labels.zh)))


def questions(
    gaps: Iterable[Gap], findings: Iterable[Finding], words: Vocabulary, lang: Language
) -> str:
    """
    Return what to ask the client, in the form of a site file to fill in.

    Args:
        gaps: The gaps of a plan: without the answer a role stays unknown.
        findings: Its findings, of which those that ask for facts would make it more detailed.
        words: The vocabulary of facts.
        lang: Language of the questions and keys.
    """
    needed = {gap.fact: gap.question[lang] for gap in gaps}
    wished = {
        fact: getattr(_fact(fact, words).question or _fact(fact, words).labels, lang)
        for finding in findings
        for fact in finding.facts
        if fact not in needed
    }
    blocks = []
    for heading, asked in (("asked_needed", needed), ("asked_wished", wished)):
        if asked:
            blocks.append(f"# {term(heading, lang)}")
            blocks += [_question(fact, text, words, lang) for fact, text in asked.items()]
    return "\n\n".join(blocks or [f"# {term('asked_nothing', lang)}"]) + "\n"


def _question(fact: str, text: str, words: Vocabulary, lang: Language) -> str:
    """Return a question with the key to fill in; a field of records is only named."""
    type_ = _fact(fact, words)
    if "." in fact:
        return f"# {text} ({fact})"
    return f"# {text}{_shape(type_, lang)}\n{key_of(fact, type_, lang)}:"


def _fact(name: str, words: Vocabulary) -> FactType:
    collection, _, field = name.rpartition(".")
    return words[collection].fields[field] if collection else words[name]


def printed_norm(rulebook: Rulebook, words: Vocabulary, lang: Language) -> str:
    """
    Return a norm as Markdown tables: role, method, formula, clause, status.

    Args:
        rulebook: The compiled norm.
        words: The vocabulary of facts.
        lang: Language of labels and formulas.
    """
    rows = list(entries(rulebook, Style(lang, words)))
    headings = ("role", "method", "basis", "clause", "status")
    lines: list[str] = []
    for layout in rulebook.departments:
        roles = {role.role: getattr(role.labels, lang) for role in layout.roles}
        lines += [f"## {getattr(layout.labels, lang)}", ""]
        lines.append(_row(term(name, lang) for name in headings))
        lines.append(_row("---" for _ in headings))
        for row in rows:
            if row.department == layout.department:
                method = term(row.method or "leaders", lang)
                clauses = "; ".join(dict.fromkeys(source.clause for source in row.sources))
                statuses = dict.fromkeys(term(source.status, lang) for source in row.sources)
                role = f"{roles[row.role]} `{row.role}`"
                lines.append(_row([role, method, row.formula, clauses, "; ".join(statuses)]))
        lines.append("")
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '¦') for cell in cells)} |"
