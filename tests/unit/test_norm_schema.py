"""The schemas of a norm's files take what the library takes, and tell editors what keys mean."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from staffing_norms import available_norms, load_norms
from staffing_norms.authoring.norm_schema import File, keys, norm_schema
from staffing_norms.authoring.skeleton import norm_files
from staffing_norms.foundation.documents import parse_document
from staffing_norms.foundation.errors import NormError
from staffing_norms.foundation.library import CASES, PACK, find_norm
from staffing_norms.sites.vocabulary import vocabulary

FILES: tuple[File, ...] = get_args(File)
SCHEMAS = {file: norm_schema(file, vocabulary()) for file in FILES}


def plain(data: object) -> Any:  # noqa: ANN401 - JSON
    """Return data as JSON has it: what the strict loader reads more exactly is made plain."""
    match data:
        case dict():
            return {key: plain(value) for key, value in data.items()}
        case list():
            return [plain(value) for value in data]
        case Decimal():
            return float(data)
        case date():
            return data.isoformat()
        case _:
            return data


def shipped() -> Iterator[tuple[str, File, object]]:
    """Yield every file of every shipped norm, with what it is."""
    for norm in available_norms():
        for home in find_norm(norm).editions:
            for file in home.files:
                yield (
                    f"{norm}/{file}",
                    "pack" if file == PACK else "department",
                    home.read(file).data,
                )
            for path in sorted((home.folder / CASES).glob("*.yaml")):
                name = f"{CASES}/{path.name}"
                yield f"{norm}/{name}", "cases", home.read(name).data


SHIPPED = list(shipped())


@pytest.mark.parametrize("file", FILES)
def test_it_is_a_schema(file: File) -> None:
    """Of the dialect that it names."""
    Draft202012Validator.check_schema(SCHEMAS[file])


@pytest.mark.parametrize(("name", "file", "data"), SHIPPED, ids=[name for name, *_ in SHIPPED])
def test_it_takes_every_shipped_file(name: str, file: File, data: object) -> None:
    """As the library does; a norm may have facts of its own."""
    words = load_norms(name.partition("/")[0]).words

    Draft202012Validator(norm_schema(file, words)).validate(plain(data))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (PACK, "trust: C", "trust: D"),
        (PACK, "trust: C", "trsut: C"),
        (PACK, "departments: [grounds]", "departments: grounds"),
        ("grounds.yaml", "kind: quota", "kind: quotum"),
        ("grounds.yaml", "of: lifts", "off: lifts"),
        ("grounds.yaml", "status: reading", "status: read"),
        ("grounds.yaml", "people: 2, plus: 1", "people: [2], plus: 1"),
        ("cases/grounds.yaml", "stance: lean", "stance: leen"),
        ("cases/grounds.yaml", "lifts: 12", "liftz: 12"),
        ("cases/grounds.yaml", "gate_guard: 12", "gate_guard: twelve"),
    ],
)
def test_it_refuses_what_the_library_refuses(file: str, old: str, new: str) -> None:
    """A misspelt key or word, and a value of a wrong kind, wherever they stand."""
    text = norm_files("my-norm", "en")[file]
    kinds: dict[str, File] = {PACK: "pack", "grounds.yaml": "department"}
    validator = Draft202012Validator(SCHEMAS[kinds.get(file, "cases")])

    def is_valid(text: str) -> bool:
        return validator.is_valid(plain(parse_document(text, NormError).data))

    assert old in text
    assert is_valid(text)
    assert not is_valid(text.replace(old, new, 1))


def test_every_key_has_a_meaning_and_every_meaning_a_key() -> None:
    """In both languages: norms/keys.yaml is whole, and nothing in it is idle."""
    used, lacking = set(), []
    for schema in SCHEMAS.values():
        models = {name: each for name, each in schema["$defs"].items() if name[0].isupper()}
        for model, definition in models.items():  # the others are facts
            for key, shape in definition["properties"].items():
                name = f"{model}.{key}" if f"{model}.{key}" in keys() else key
                used.add(name)
                if name not in keys():
                    lacking.append(f"{model}.{key}")
                elif shape["description"] != f"{keys()[name].en}\n{keys()[name].zh}":
                    lacking.append(name)

    assert lacking == []
    assert set(keys()) - used == set()


def test_a_key_without_a_meaning_keeps_its_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    """So a new key never breaks the schema."""
    kept = {name: key for name, key in keys().items() if name != "trust"}
    monkeypatch.setattr("staffing_norms.authoring.norm_schema.keys", lambda: kept)
    schema = norm_schema("pack", vocabulary())

    assert schema["$defs"]["PackFile"]["properties"]["trust"] == {
        "enum": ["A", "B", "C"],
        "type": "string",
    }


def completed(schema: dict[str, Any], *path: str) -> tuple[list[str], set[str]]:
    """
    Return what an editor offers at a place of a file: keys, and words.

    It follows references, alternatives and conditions as an editor does.
    """
    root, places = schema, [schema]
    for part in (*path, None):
        places = [each for place in places for each in alternatives(root, place)]
        if part is not None:
            inner = "items" if part == "[]" else part
            found = [
                p["items"] if inner == "items" else p["properties"][inner]
                for p in places
                if (inner == "items" and "items" in p) or inner in p.get("properties", {})
            ]
            places = found
    offered = [key for place in places for key in place.get("properties", {})]
    words = {
        word
        for place in places
        for word in place.get("enum", [place["const"]] if "const" in place else [])
    }
    return offered, words


def alternatives(root: dict[str, Any], place: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what may stand at a place."""
    yield place
    if "$ref" in place:
        yield from alternatives(root, root["$defs"][place["$ref"].rpartition("/")[2]])
    branches = [place["else"]] if "else" in place else []
    for each in (*place.get("anyOf", ()), *place.get("oneOf", ()), *branches):
        yield from alternatives(root, each)


@pytest.mark.parametrize(
    ("file", "path", "offered", "words"),
    [
        ("pack", (), {"id", "version", "trust", "in_force", "extends"}, set()),
        ("pack", ("trust",), set(), {"A", "B", "C"}),
        ("pack", ("in_force",), {"from", "to"}, set()),
        ("pack", ("property_kinds", "[]"), set(), {"residential", "office"}),
        ("pack", ("facts",), set(), set()),
        ("department", ("rules", "[]"), {"id", "kind", "of", "per", "bands"}, set()),
        ("department", ("rules", "[]", "kind"), set(), {"posts", "quota", "bands", "fixed"}),
        ("department", ("rules", "[]", "of"), set(), {"gross_floor_area", "lifts"}),
        ("department", ("rules", "[]", "status"), set(), {"printed", "reading", "silent"}),
        ("department", ("rules", "[]", "bands", "[]"), {"from", "below", "people", "plus"}, set()),
        ("department", ("rules", "[]", "when", "[]", "fact"), set(), {"enclosed"}),
        ("department", ("leaders", "bands", "[]"), {"posts", "may", "clause"}, set()),
        ("department", ("rates", "[]", "activity"), set(), {"floor_sweeping", "mowing"}),
        ("cases", ("cases", "[]"), {"name", "source", "site", "expect"}, set()),
        ("cases", ("cases", "[]", "stance"), set(), {"lean", "typical", "generous"}),
        ("cases", ("cases", "[]", "site"), {"lifts", "电梯数"}, set()),
        ("cases", ("cases", "[]", "site", "property_kind"), set(), {"residential", "住宅小区"}),
    ],
)
def test_an_editor_completes(
    file: File, path: tuple[str, ...], offered: set[str], words: set[str]
) -> None:
    """Keys and words at any depth."""
    keys_there, words_there = completed(SCHEMAS[file], *path)

    assert offered <= set(keys_there)
    assert words <= words_there
