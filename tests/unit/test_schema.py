"""Each mistake in a file is one fault at its own place, in the words of the house."""

from collections.abc import Mapping
from typing import Annotated, Literal

import pytest
from pydantic import BeforeValidator, Field, model_validator

from staffing_norms.foundation.documents import document_of, parse_document
from staffing_norms.foundation.errors import NormError, SiteError
from staffing_norms.foundation.quantities import exact
from staffing_norms.foundation.schema import (
    Bilingual,
    Either,
    Listed,
    Model,
    Name,
    Text,
    validate,
    wrong,
)


class Box(Model):
    """One member of a union."""

    kind: Literal["box"]
    size: int
    box: str = ""


class Bag(Model):
    """Another member."""

    kind: Literal["bag"]
    colour: Literal["red", "green"]


def _number(value: object) -> object:
    return exact(value, "item")


def _even(value: object) -> object:
    if value == 1:
        raise ValueError("1 is odd.")
    return value


def _item(value: object) -> object:
    return value if isinstance(value, dict) else {"size": value, "kind": "box"}


class Shelf(Model):
    """Every kind of field that our files have."""

    name: Name = "shelf"
    label: Bilingual | None = None
    things: Annotated[tuple[Annotated[Box | Bag, Field(discriminator="kind")], ...], Listed] = ()
    by_name: Mapping[Name, Annotated[Box, BeforeValidator(_item)]] = Field(default_factory=dict)
    words: Annotated[tuple[bool | str, ...], Either] = ()
    count: int | Name = 0
    from_: Annotated[object, BeforeValidator(_number)] = Field(0, alias="from")
    pairs: Annotated[object, BeforeValidator(_even)] = 0
    tops: Mapping[Literal["left", "right"], int] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _not_thirteen(self) -> "Shelf":
        if self.count == 13:
            raise wrong("count", "13 is unlucky.", "Write 14.")
        if self.count == 17:
            raise wrong("", "17 is odd.")
        return self


KEYS = ("name", "label", "things", "by_name", "words", "count", "from", "pairs", "tops")


class Room(Model):
    """What must be there."""

    title: Text
    floor: int


def said(text: str, model: type[Model] = Shelf) -> list[str]:
    """Return what is said of a text."""
    with pytest.raises(NormError) as caught:
        validate(model, parse_document(text, NormError), NormError)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        # keys
        ("nmae: a", "1:1: unknown key 'nmae'. Did you mean 'name'?"),
        ("form: 3", "1:1: unknown key 'form'. Did you mean 'from'?"),
        ("label: {en: a, zh: b, de: c}", "1:23: unknown key 'de'. Known: en, zh, printed."),
        ("label: {en: a}", "1:8: the key 'zh' is missing. Write 'zh: …'."),
        ("by_name: {A b: 3}", "1:11: a name such as 'floor_area' is expected; found 'A b'."),
        ("by_name: {a: {sise: 3, kind: box}}", "1:15: unknown key 'sise'. Did you mean 'size'?"),
        ("tops: {let: 3}", "1:8: unknown key 'let'. Did you mean 'left'?"),
        # members of a union
        ("things: [{size: 3}]", "1:10: the key 'kind' is missing. Write 'kind: …'."),
        ("things: [{kind: bx}]", "1:17: unknown kind 'bx'. Did you mean 'box'?"),
        ("things: [{kind: box}]", "1:10: the key 'size' is missing. Write 'size: …'."),
        ("things: [{kind: box, siz: 1}]", "1:22: unknown key 'siz'. Did you mean 'size'?"),
        ("things: [{kind: bag, size: 1, colour: red}]",
         "1:22: unknown key 'size'. Known: kind, colour."),
        ("things: [{kind: bag, colour: rde}]", "1:30: unknown colour 'rde'. Did you mean 'red'?"),
        ("things: [{kind: box, size: 1, box: 2}]",
         "1:36: text is expected; found 2. Put quotes around it."),
        ("things: [box]", "1:10: a mapping is expected; found 'box'."),
        # values
        ("name: 3", "1:7: text is expected; found 3. Put quotes around it."),
        ("name: A", "1:7: a name such as 'floor_area' is expected; found 'A'."),
        ("label: {en: '', zh: b}", "1:13: text is expected; found ''."),
        ("label: [a]", "1:8: a mapping is expected; found a list."),
        ("things: box", "1:9: a list is expected; found 'box'."),
        ("words: 1.5", "1:8: true or false or text is expected; found 1.5."),
        ("words: [a, {b: c}]", "1:12: true or false or text is expected; found a mapping."),
        ("count: A", "1:8: a whole number or a name such as 'floor_area' is expected; found 'A'."),
        ("by_name: {a: x}", "1:14: a whole number is expected; found 'x'."),
        ("tops: 3", "1:7: a mapping is expected; found 3."),
        # what validators say
        ("from: x", "1:7: 'x' is not one number with its unit. Write it like '5'."),
        ("pairs: 1", "1:8: 1 is odd."),
        ("count: 13", "1:8: 13 is unlucky. Write 14."),
        ("name: a\ncount: 17", "1:1: 17 is odd."),
        # nothing
        ("name:", "1:1: nothing is written for 'name'. Write its value, or remove it."),
        ("words: [a, ]\nlabel: ~",
         "2:1: nothing is written for 'label'. Write its value, or remove it."),
        ("things: [{kind: box, size: }]",
         "1:22: nothing is written for 'size'. Write its value, or remove it."),
    ],
)  # fmt: skip
def test_a_mistake_is_one_fault_at_its_place(text: str, fault: str) -> None:
    assert said(text) == [fault]


def test_several_mistakes_are_told_in_reading_order() -> None:
    assert said("things:\n  - {kind: bag, colour: 1}\nname: A\nfloor:") == [
        "2:25: unknown colour 1. Known: red, green.",
        "3:7: a name such as 'floor_area' is expected; found 'A'.",
        f"4:1: unknown key 'floor'. Known: {', '.join(KEYS)}.",
    ]


def test_a_misspelt_key_is_not_also_missing() -> None:
    assert said("{titel: a, storey: 3}", Room) == [
        "1:1: the key 'floor' is missing. Write 'floor: …'.",
        "1:2: unknown key 'titel'. Did you mean 'title'?",
        "1:12: unknown key 'storey'. Known: title, floor.",
    ]


def test_a_file_of_the_wrong_shape_is_told_at_its_start() -> None:
    assert said("- a") == ["1:1: a mapping is expected; found a list."]


def test_what_is_right_is_read() -> None:
    text = """
name: a
label: {en: b, zh: c}
things: [{kind: bag, colour: red}]
by_name: {d: 3}
words: e
count: f
from: 1/2
"""
    shelf = validate(Shelf, parse_document(text.replace("1/2", "0.5"), NormError), NormError)

    assert shelf.label is not None
    assert shelf.label.by_language == (("en", "b"), ("zh", "c"))
    assert isinstance(shelf.things[0], Bag)
    assert shelf.by_name["d"].size == 3
    assert shelf.words == ("e",)


def test_data_from_python_is_told_by_its_path() -> None:
    with pytest.raises(SiteError) as caught:
        validate(Shelf, document_of({"label": {"en": "a"}}), SiteError)

    assert str(caught.value) == "label: the key 'zh' is missing. Write 'zh: …'."
