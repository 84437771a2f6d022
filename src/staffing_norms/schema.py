"""The only import of pydantic: strict frozen models whose faults point into the file."""

from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from staffing_norms.errors import Fault, StaffingNormsError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from staffing_norms.library import Document


class Model(BaseModel):
    """A mapping with a closed set of keys."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True
    )


ModelT = TypeVar("ModelT", bound=Model)

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Bilingual(Model):
    """The same words in both languages; *printed* is the publication's own, where it differs."""

    en: str
    zh: str
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
Either = BeforeValidator(one_or_many)


def validate(model: type[ModelT], document: "Document", error: type[StaffingNormsError]) -> ModelT:
    """
    Read *document* as *model*.

    Raises:
        StaffingNormsError: As *error*, with every fault and its place.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as invalid:
        details = invalid.errors(include_url=False)
    raise error(_fault(model, document, detail) for detail in details)


def _fault(model: type[Model], document: "Document", detail: "Mapping[str, Any]") -> Fault:
    path = _written(document, detail["loc"])
    match detail["type"]:
        case "extra_forbidden":
            return document.fault(
                "key.unknown",
                path,
                f"unknown key {path[-1]!r}.",
                did_you_mean(str(path[-1]), _keys(model)),
                at_key=True,
            )
        case "missing":
            return document.fault("key.missing", path, f"the key {detail['loc'][-1]!r} is missing.")
        case "literal_error" | "enum" | "union_tag_invalid":
            expected = detail["ctx"].get("expected") or detail["ctx"]["expected_tags"]
            value = detail["input"] if path in document.marks else detail["ctx"]["tag"]
            return document.fault("value.unknown", path, f"{value!r} is not one of {expected}.")
        case "value_error":
            return document.fault(
                "value.wrong", path, str(detail["ctx"]["error"]).removeprefix(": ")
            )
        case _:
            return document.fault(
                "value.wrong", path, f"{detail['msg']}; found {detail['input']!r}."
            )


def _written(document: "Document", loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Drop what pydantic adds to a place: union tags and names of validators."""
    path: tuple[str | int, ...] = ()
    for part in loc:
        if (*path, part) in document.marks:
            path = (*path, part)
    return path


def _keys(model: type[Model]) -> list[str]:
    """Return every key that a file of this module's models may hold."""
    known: dict[str, None] = dict.fromkeys(model.model_fields)
    for other in Model.__subclasses__():
        known.update(
            dict.fromkeys(field.alias or name for name, field in other.model_fields.items())
        )
    return list(known)
