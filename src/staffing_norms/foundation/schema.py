"""Strict frozen models of our data files, whose faults point into the file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar, Union, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidationError,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from staffing_norms.foundation.errors import Called, Fault, Said, StaffingNormsError, did_you_mean
from staffing_norms.foundation.faults import shown

if TYPE_CHECKING:
    from staffing_norms.foundation.documents import Document

_Place: TypeAlias = tuple[str | int, ...]
_Detail: TypeAlias = Mapping[str, Any]
_Type: TypeAlias = Any  # whatever a field may be annotated with

_AT_KEY = "at_key"
_EXPECTED = {
    "string_type": "text",
    "string_too_short": "text",
    "string_pattern_mismatch": "a name such as 'floor_area'",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "too_short": "a list of at least one",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
}
_KEY_ITSELF = "[key]"
_ABOUT_KEYS = ("extra_forbidden", "missing")


class Model(BaseModel):
    """A mapping with a closed set of keys."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True
    )


ModelT = TypeVar("ModelT", bound=Model)

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]


class Bilingual(Model):
    """The same words in both languages; *printed* is the publication's own, where it differs."""

    en: Text
    zh: Text
    printed: str = ""

    @property
    def by_language(self) -> tuple[tuple[str, str], ...]:
        """The words with their language."""
        return (("en", self.en), ("zh", self.zh))


def as_tuple(value: object) -> object:
    """Let a strict tuple field read a list."""
    return tuple(value) if isinstance(value, list) else value


def one_or_many(value: object) -> object:
    """Let a tuple field be written as a single value."""
    return tuple(value) if isinstance(value, list) else (value,)


Listed = BeforeValidator(as_tuple)


class _OneOrMany(BeforeValidator):
    """Reads a single value as a list of one, and says so in a JSON Schema."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        many = handler(core)
        return {"anyOf": [many["items"], many]}


Either = _OneOrMany(one_or_many)


def wrong(key: str, message: str, hint: str = "") -> PydanticCustomError:
    """Return what a validator of a model raises: a fault at the value of *key*."""
    return PydanticCustomError(_AT_KEY, "{message}", {"key": key, "message": message, "hint": hint})


def validate(model: type[ModelT], document: "Document", error: type[StaffingNormsError]) -> ModelT:
    """
    Read *document* as *model*.

    Raises:
        StaffingNormsError: As *error*, with every fault and its place, one a mistake.
    """
    empty = list(_empty(document.data))
    try:
        read = model.model_validate(document.data)
    except ValidationError as invalid:
        faults = list(_faults(model, document, empty, invalid.errors(include_url=False)))
    else:
        faults = []
    told = {fault.path for fault in faults}  # a key that is unknown besides
    faults += [
        fault for fault in (_nothing(document, place) for place in empty) if fault.path not in told
    ]
    if faults:
        raise error(sorted(faults, key=in_reading_order))
    return read


def in_reading_order(fault: Fault) -> tuple[int, int]:
    """Return line and column of a fault, to sort the faults of one file."""
    return fault.line or 0, fault.column or 0


# Faults


def _empty(value: object, place: _Place = ()) -> Iterator[_Place]:
    """Yield the places where a key or a dash stands without a value."""
    if value is None:
        yield place
    items: Any = enumerate(value) if isinstance(value, list) else ()
    for key, item in value.items() if isinstance(value, Mapping) else items:
        yield from _empty(item, (*place, key))


def _nothing(document: "Document", place: _Place) -> Fault:
    message = Said("nothing is written for {0}.", repr(place[-1]))
    hint = "Write its value, or remove it."
    return document.fault("value.empty", place, message, hint, at_key=True)


def _faults(
    model: type[Model], document: "Document", empty: list[_Place], details: Sequence[_Detail]
) -> Iterator[Fault]:
    """Yield one fault a mistake: none of a value that is empty, one of a value of a union."""
    of_keys: dict[_Place, list[_Detail]] = {}
    of_values: dict[_Place, list[_Detail]] = {}
    types: dict[_Place, _Type] = {}
    for detail in details:
        about_keys = detail["type"] in _ABOUT_KEYS
        loc = detail["loc"][:-1] if about_keys else detail["loc"]
        place, types[place] = _followed(model, document.data, loc)
        (of_keys if about_keys else of_values).setdefault(place, []).append(detail)
    for place, found in of_keys.items():
        yield from _key_faults(document, place, list(_keys(types[place])), found)
    for place, found in of_values.items():
        if not any(each[: len(place)] == place for each in empty):
            yield _value_fault(document, place, found)


def _key_faults(
    document: "Document", place: _Place, known: list[str], details: Sequence[_Detail]
) -> Iterator[Fault]:
    """Yield what is wrong with the keys of a mapping; a misspelt key is not also missing."""
    hints = []
    for key in _last(details, "extra_forbidden"):
        hints.append(did_you_mean(key, known))
        message = Said("unknown key {0}.", repr(key))
        yield document.fault("key.unknown", (*place, key), message, hints[-1], at_key=True)
    for key in _last(details, "missing"):
        if did_you_mean(key, [key]) not in hints:
            message, hint = (
                Said("the key {0} is missing.", repr(key)),
                Said("Write '{0}: …'.", Called(key, key)),
            )
            yield document.fault("key.missing", place, message, hint)


def _last(details: Sequence[_Detail], type_: str) -> list[str]:
    return [str(detail["loc"][-1]) for detail in details if detail["type"] == type_]


def _value_fault(document: "Document", place: _Place, details: Sequence[_Detail]) -> Fault:
    expected = [_EXPECTED[detail["type"]] for detail in details if detail["type"] in _EXPECTED]
    detail, value = details[0], details[0]["input"]
    about, at_key = detail.get("ctx", {}), detail["loc"][-1:] == (_KEY_ITSELF,)
    if expected:
        hint = "Put quotes around it." if expected[0] == "text" and _is_bare(value) else ""
        message = Said("{0} is expected; found {1}.", " or ".join(expected), shown(value))
        return document.fault("value.type", place, message, hint, at_key=at_key)
    match detail["type"]:
        case "literal_error":
            what = "key" if at_key else place[-1]
            return _unknown_word(document, place, what, value, about["expected"], at_key=at_key)
        case "union_tag_invalid":
            known = about["expected_tags"]
            return _unknown_word(document, (*place, "kind"), "kind", about["tag"], known)
        case "union_tag_not_found":
            lacking, hint = "the key 'kind' is missing.", "Write 'kind: …'."
            return document.fault("key.missing", place, lacking, hint)
        case "at_key":
            where = (*place, about["key"]) if about["key"] else place
            return document.fault("value.wrong", where, about["message"], about["hint"])
        case _:
            return _raised(document, place, about["error"])


def _unknown_word(
    document: "Document",
    place: _Place,
    what: str | int,
    value: object,
    expected: str,
    *,
    at_key: bool = False,
) -> Fault:
    hint = did_you_mean(str(value), re.findall("'([^']*)'", expected))
    message = Said("unknown {0} {1}.", Called(str(what), str(what)), repr(value))
    return document.fault("value.unknown", place, message, hint, at_key=at_key)


def _raised(document: "Document", place: _Place, error: ValueError) -> Fault:
    """Return what a validator raised, with its own code and hint where it has them."""
    if isinstance(error, StaffingNormsError):
        [fault] = error.faults
        return document.fault(fault.code, place, fault.message, fault.hint)
    return document.fault("value.wrong", place, str(error))


def _is_bare(value: object) -> bool:
    """Whether a value is a number, a day or a constant that was meant as text."""
    return not isinstance(value, Mapping | list | tuple | str)


# Places


def _followed(model: type[Model], data: Any, loc: _Place) -> tuple[_Place, _Type]:  # noqa: ANN401
    """
    Follow a place as pydantic gives it through the data and the types.

    What pydantic adds is dropped: tags, members of a union, keys that a short form leaves out.

    Returns:
        The place as it is written, and the type of what stands there.
    """
    place: _Place = ()
    type_: _Type = model
    for part in loc:
        if isinstance(type_, tuple) and isinstance(data, Mapping) and data.get("kind") == part:
            type_ = next(each for each in type_ if part in get_args(_keys(each)["kind"]))
        elif _holds(data, part):
            place, data, type_ = (*place, part), data[part], _type_of(type_, part)
    return place, type_


def _holds(data: object, part: str | int) -> bool:
    if isinstance(part, int):
        return isinstance(data, list)
    return isinstance(data, Mapping) and part in data


def _type_of(type_: _Type, part: str | int) -> _Type:
    """Return the type of what stands at *part* of a value; a union is a tuple of types."""
    if members := get_args(type_):
        origin: object = get_origin(type_)
        return _plain(members[1 if origin is Mapping else 0])
    return _plain(_keys(type_).get(str(part)))


def _keys(model: _Type) -> dict[str, _Type]:
    """Return the keys of a model with their types."""
    fields = getattr(model, "model_fields", {})
    return {field.alias or name: field.annotation for name, field in fields.items()}


def _plain(type_: _Type) -> _Type:
    """Strip what is annotated, and None from what may be left out."""
    origin: object = get_origin(type_)
    if origin is Annotated:
        return _plain(get_args(type_)[0])
    if origin in (Union, UnionType):
        [first, *others] = [_plain(each) for each in get_args(type_) if each is not type(None)]
        return (first, *others) if others else first
    return type_
