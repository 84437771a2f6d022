"""The only place that writes the JSON Schema of a site, with which editors complete and check."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from staffing_norms.foundation.languages import LANGUAGES
from staffing_norms.results.wording import term
from staffing_norms.sites.activities import Activity
from staffing_norms.sites.facts import FactType, Vocabulary, provenance, spellings
from staffing_norms.sites.glossary import Word
from staffing_norms.sites.vocabulary import declared_facts, extended

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": ["string", "number"]}  # a year is a name too
_QUANTITY = {"type": "string", "pattern": "^[^-−－]*[0-9０-９]"}  # no sign stands before it
_SIGNED = {"type": "string", "pattern": "[0-9０-９]"}
_LISTED = {"type": "string", "pattern": "[,;，；、/\\s]"}

Schema = dict[str, Any]


def site_schema(words: Vocabulary) -> Schema:
    """
    Return the JSON Schema of a site file; the library itself checks more.

    Args:
        words: The vocabulary of the norm that the site is to be planned by; it may also state the
            facts of other shipped norms.
    """
    facts = extended(words, declared_facts())
    definitions: Schema = {}
    for name, type_ in facts.items():
        value = _defined(f"{name}.value")
        definitions[f"{name}.value"] = _shape(type_)
        definitions[name] = _stated(type_, value, _explained(value))
    return {
        "$schema": DIALECT,
        "title": "A site to be staffed · 项目",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            key: _defined(name) for name, type_ in facts.items() for key in (name, *type_.keys)
        },
        "$defs": definitions,
    }


def _defined(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _stated(type_: FactType, *forms: Schema) -> Schema:
    """Return what may stand under a key; what is empty is unknown."""
    about = f"{type_.labels.en} · {type_.labels.zh}\n{type_.meaning.en}\n{type_.meaning.zh}"
    return {"description": about, "anyOf": [*forms, {"type": "null"}]}


def _explained(shape: Schema) -> Schema:
    """Return a fact with its provenance."""
    status = {"enum": _spelt(provenance()["status"].words)}
    forms = dict.fromkeys(provenance(), _TEXT) | {"value": shape, "status": status}
    keys = spellings(provenance())
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: {"anyOf": [forms[n], {"type": "null"}]} for key, n in keys.items()},
        "anyOf": _one_of(key for key, name in keys.items() if name == "value"),
    }


def _one_of(keys: Iterable[str]) -> list[Schema]:
    return [{"required": [key]} for key in keys]


def _shape(type_: FactType) -> Schema:
    """Return what a value may be."""
    match type_.kind:
        case "number":
            return {"anyOf": [_number(type_), _SIGNED if type_.at_least < 0 else _QUANTITY]}
        case "flag":
            words = [term(word, lang) for word in ("yes", "no") for lang in LANGUAGES]
            return {"anyOf": [{"type": "boolean"}, {"enum": words}]}
        case "word" if type_.words:
            spelt = _spelt(type_.words)
            return {"enum": [*spelt, *(int(each) for each in spelt if each.isdecimal())]}
        case "words":
            word = {"enum": _spelt(type_.words)}
            return {"anyOf": [{"type": "array", "items": word}, word, _LISTED]}
        case "records":
            return {"type": "array", "items": _record(type_)}
        case "record":
            return _record(type_)
        case _:
            return _TEXT


def _number(type_: FactType) -> Schema:
    """Return the limits of a bare number, which is in the fact's own unit."""
    least = {"minimum": _json(type_.at_least)}
    if type_.over is not None:
        least = {"exclusiveMinimum": _json(type_.over)}
    kind = "integer" if type_.whole else "number"
    return {"type": kind, **least, "maximum": _json(type_.at_most)}


def _json(number: Fraction) -> int | float:
    return number.numerator if number.denominator == 1 else float(number)


def _record(type_: FactType) -> Schema:
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            key: _stated(field, _shape(field))
            for name, field in type_.fields.items()
            for key in (name, *field.keys)
        },
    }
    if type_.activities:
        return schema | _task(type_)
    due = [[name, *field.keys] for name, field in type_.fields.items() if field.required]
    return schema | ({"allOf": [{"anyOf": _one_of(keys)} for keys in due]} if due else {})


def _task(type_: FactType) -> Schema:
    """Return what a task must say: its activity, and the way of doing it where there are some."""
    names, ways = ([field, *type_.fields[field].keys] for field in ("activity", "variant"))
    known = _spelt(type_.activities)
    rules = [
        {
            "if": {"anyOf": [_holds(key, _spelt({name: activity})) for key in names]},
            "then": _variants(activity, ways),
        }
        for name, activity in type_.activities.items()
    ]
    is_known = {"properties": _each_of(names, known), "anyOf": _one_of(names)}
    return {"allOf": [is_known, *rules]}


def _holds(key: str, spellings: list[str]) -> Schema:
    return {"required": [key], "properties": _each_of([key], spellings)}


def _each_of(keys: Iterable[str], spellings: list[str]) -> Schema:
    return {key: {"enum": spellings} for key in keys}


def _variants(activity: Activity, keys: list[str]) -> Schema:
    """Return the ways of an activity, one of which must be named where it has no unit itself."""
    schema: Schema = {"properties": _each_of(keys, _spelt(activity.variants))}
    return schema if activity.unit else schema | {"anyOf": _one_of(keys)}


def _spelt(words: Mapping[str, Word]) -> list[str]:
    """Return every spelling of words."""
    spellings = (
        spelling
        for name, word in words.items()
        for spelling in (name, word.labels.en, word.labels.zh, *word.keys)
    )
    return list(dict.fromkeys(spellings))
