"""
The only place that writes the JSON Schema of a norm's files, with which editors complete and check.

The shape comes from the models of the files, what a key means from `norms/keys.yaml`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaWarningKind

from staffing_norms.authoring.site_schema import DIALECT, Schema, site_schema
from staffing_norms.foundation.errors import NormError
from staffing_norms.foundation.library import read_shipped
from staffing_norms.foundation.schema import Bilingual, Model, validate
from staffing_norms.foundation.units import units
from staffing_norms.planning.cases import CasesFile
from staffing_norms.publications.pack import DepartmentFile, OverlayFile, PackFile
from staffing_norms.sites.facts import Vocabulary

File: TypeAlias = Literal["pack", "department", "cases"]

_FILES: Mapping[File, tuple[type[Model], ...]] = {
    "pack": (PackFile, OverlayFile),
    "department": (DepartmentFile,),
    "cases": (CasesFile,),
}
_DEFINITIONS = "#/$defs/{model}"
_NULL = {"type": "null"}  # a key that is written has a value


class Key(Bilingual):
    """What a key means, and what it *names*, for completion."""

    names: Literal["", "facts", "activities", "property_kinds", "units"] = ""


class _KeysFile(Model):
    keys: Annotated[Mapping[str, Key], Field(min_length=1)]


class _Generator(GenerateJsonSchema):
    def emit_warning(self, kind: JsonSchemaWarningKind, detail: str) -> None:
        """Say nothing: defaults that JSON lacks, and keys that nobody writes, are left out."""


def norm_schema(file: File, words: Vocabulary) -> Schema:
    """
    Return the JSON Schema of a file of a norm; the library itself checks more.

    Args:
        file: Which of its files.
        words: The vocabulary of facts that the file may name.
    """
    models = _FILES[file]
    known = _names(words)
    definitions = {
        name: _described(name, definition, known)
        for model in models
        for name, definition in _definitions(model)
    }
    if file == "cases":
        site = site_schema(words)
        definitions |= site.pop("$defs")
        is_refused = {"required": ["refused"]}  # such a site has faults on purpose
        definitions["Case"] |= {"if": is_refused, "else": {"properties": {"site": site}}}
    return {
        "$schema": DIALECT,
        "anyOf": [{"$ref": _DEFINITIONS.format(model=model.__name__)} for model in models],
        "$defs": definitions,
    }


@cache
def keys() -> Mapping[str, Key]:
    """Return what the keys of norm files mean; `Spread.of` goes before `of`."""
    return validate(_KeysFile, read_shipped("keys.yaml"), NormError).keys


def _definitions(model: type[Model]) -> Iterator[tuple[str, Schema]]:
    """Yield the models that a file is made of, the file itself last."""
    schema = model.model_json_schema(ref_template=_DEFINITIONS, schema_generator=_Generator)
    yield from schema.pop("$defs").items()
    yield model.__name__, schema


def _names(words: Vocabulary) -> Mapping[str, list[str]]:
    """Return what may be named, by what it is."""
    return {
        "facts": [*words],
        "activities": [*words["tasks"].activities],
        "property_kinds": [*words["property_kind"].words],
        "units": [*units()],
    }


def _described(model: str, definition: Schema, known: Mapping[str, list[str]]) -> Schema:
    """Return a definition with what each key means, and without what nobody writes."""
    kept = {name: part for name, part in definition.items() if name != "title"}
    kept["properties"] = {
        key: _property(keys().get(f"{model}.{key}", keys().get(key)), shape, known)
        for key, shape in definition["properties"].items()
    }
    return kept


def _property(key: Key | None, shape: Schema, known: Mapping[str, list[str]]) -> Schema:
    plain: Schema = _written(shape)
    if key is None:
        return plain
    if key.names:
        plain = _naming(plain, known[key.names])
    return {"description": f"{key.en}\n{key.zh}", **plain}


def _written(shape: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a shape without titles, defaults and null, which nobody writes."""
    match shape:
        case {"anyOf": list(forms), **others}:
            [first, *more] = [_written(form) for form in forms if form != _NULL]
            return _written(others) | ({"anyOf": [first, *more]} if more else first)
        case Mapping():
            kept = (name for name in shape if name not in ("title", "default"))
            return {name: _written(shape[name]) for name in kept}
        case list():
            return [_written(part) for part in shape]
        case _:
            return shape


def _naming(shape: Any, names: list[str]) -> Any:  # noqa: ANN401 - JSON
    """Return a shape in whose texts an editor offers names; others may be the norm's own."""
    match shape:
        case {"type": "string"}:
            return {"anyOf": [{"enum": names}, shape]}
        case Mapping():
            return {name: _naming(part, names) for name, part in shape.items()}
        case list():
            return [_naming(part, names) for part in shape]
        case _:
            return shape
