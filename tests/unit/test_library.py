"""Text becomes plain data with places; whatever is wrong is one error with all faults."""

import json
import re
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from importlib.metadata import EntryPoints
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from staffing_norms.foundation import documents, library
from staffing_norms.foundation.documents import (
    Document,
    document_of,
    mapping_at_top,
    parse_document,
    read_document,
)
from staffing_norms.foundation.errors import (
    Fault,
    IncompletePlanError,
    NormError,
    QuantityError,
    SiteError,
    UnknownNameError,
)
from staffing_norms.foundation.library import (
    all_packs,
    find_norm,
    home_at,
    norms_folder,
    read_shipped,
    shipped_packs,
)

BAD = Path(__file__).parents[1] / "bad"
COLON = "Write a plain colon and a space"
PLAIN = "Write plain punctuation"
YAML_HINT = "Check indentation, colons, quotes and brackets up to here."
JSON_HINT = "Check quotes, commas and brackets up to here."
EXAMPLE_HINT = "Write one 'name: value' a line, such as 'lifts: 46'."


def fault_of(text: str | bytes, *, json: bool = False) -> Fault:
    """Return the only fault of a text."""
    with pytest.raises(SiteError) as caught:
        parse_document(text, SiteError, json=json)
    (fault,) = caught.value.faults
    return fault


def data_of(text: str | bytes, *, json: bool = False) -> object:
    return parse_document(text, SiteError, json=json).data


# What words mean


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("46", 46),
        ("-7", -7),
        ("0", 0),
        ("20250228", 20250228),
        ("1.0", Decimal("1.0")),
        ("3.10", Decimal("3.10")),
        ("-0.50", Decimal("-0.50")),
        ("0.1000000000000000055511151231257827", Decimal("0.1000000000000000055511151231257827")),
        ("1e5", Decimal("1e5")),
        ("3.2E-4", Decimal("3.2E-4")),
        ("1e+999", Decimal("1e+999")),
        ("9" * 100, int("9" * 100)),
        ("2025-02-28", date(2025, 2, 28)),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_a_plain_word_is_an_exact_value(word: str, value: object) -> None:
    """Numbers, days and constants have one spelling each and lose no digit."""
    found = data_of(f"- {word}")

    assert repr(found) == repr([value])


@pytest.mark.parametrize(
    "word",
    [
        *["yes", "no", "on", "off", "True", "NULL", "y"],
        *["010", "-01", "00", "1_000", "0x1F", "0o17", "+5", "1,200", "４６"],
        *["12:30", "04-01", "2025-2-28", "2025/02/28", "2025-02-28T08:00:00"],
        *["3.10.1", ".5", "5.", ".inf", "-.inf", ".nan", "1e", "1e1000", "01.5"],
        *["9" * 101, "0." + "1" * 99, "320000 ㎡", "=", "十"],
    ],
)
def test_every_other_plain_word_is_text(word: str) -> None:
    """What YAML 1.1 would guess to be a number, a time or a truth stays as it is written."""
    assert data_of(f"- {word}") == [word]


@pytest.mark.parametrize("word", ["46", "1.5", "2025-02-30", "true", "null", "~", "", "<<"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_quoted_word_is_text(word: str, quote: str) -> None:
    """Quotes say: this is text, as value and as key."""
    quoted = f"{quote}{word}{quote}"

    assert data_of(f"{quoted}: {quoted}") == {word: word}


def test_a_key_keeps_its_letters() -> None:
    """A key that looks like a number, a day or a truth is the text that stands there."""
    text = "1: a\n1.0: b\n010: c\ntrue: d\nnull: e\n2025-02-30: f\n~: g\n? \n: h\n"

    assert data_of(text) == dict(
        zip(["1", "1.0", "010", "true", "null", "2025-02-30", "~", ""], "abcdefgh", strict=True)
    )


def test_text_may_have_several_lines() -> None:
    """Block text is text, whatever it looks like."""
    assert data_of("a: |\n  46\nb: >\n  one\n  two\n") == {"a": "46\n", "b": "one two\n"}


def test_the_readme_line_works() -> None:
    """One line is a document."""
    assert data_of("lifts: 46") == {"lifts": 46}


def test_an_alias_repeats_its_value() -> None:
    """Anchors and aliases work at values, at keys, and inside each other."""
    text = "a: &a [1, &b {c: 2}]\nd: *b\n&e f: *a\ng: {*e : 3}\n"

    assert data_of(text) == {
        "a": [1, {"c": 2}],
        "d": {"c": 2},
        "f": [1, {"c": 2}],
        "g": {"f": 3},
    }


def test_an_anchor_may_be_set_again() -> None:
    """An alias means the last value above that carries its anchor."""
    assert data_of("[&a 1, *a, &a 2, *a]") == [1, 1, 2, 2]


# Places

SITE = """\
# a garden
name: 花园
buildings:
  - {storeys: 6, "lifts": 2}
  -   storeys: 33
"""
AS_JSON = '{\n\t"name": "\\"花\\/园\\ud83c\\udf38",\n\t"parts": [\n\t\t1, {"a": -1.50}]}\n'


def test_every_value_and_key_has_its_place() -> None:
    """Lines and columns count from 1; the root is ()."""
    document = parse_document(SITE, SiteError, file="site.yaml")

    assert document.marks == {
        (): (2, 1),
        ("name",): (2, 7),
        ("buildings",): (4, 3),
        ("buildings", 0): (4, 5),
        ("buildings", 0, "storeys"): (4, 15),
        ("buildings", 0, "lifts"): (4, 27),
        ("buildings", 1): (5, 7),
        ("buildings", 1, "storeys"): (5, 16),
    }
    assert document.key_marks == {
        ("name",): (2, 1),
        ("buildings",): (3, 1),
        ("buildings", 0, "storeys"): (4, 6),
        ("buildings", 0, "lifts"): (4, 18),
        ("buildings", 1, "storeys"): (5, 7),
    }


def test_json_has_places_too() -> None:
    """Strict JSON with tabs, escapes and surrogate pairs reads like YAML, with its places."""
    document = parse_document(AS_JSON, SiteError, json=True)

    assert document.data == {"name": '"花/园🌸', "parts": [1, {"a": Decimal("-1.50")}]}
    assert document.marks == {
        (): (1, 1),
        ("name",): (2, 10),
        ("parts",): (3, 11),
        ("parts", 0): (4, 3),
        ("parts", 1): (4, 6),
        ("parts", 1, "a"): (4, 12),
    }
    assert document.key_marks == {("name",): (2, 2), ("parts",): (3, 2), ("parts", 1, "a"): (4, 7)}


def test_an_alias_stands_where_it_is_written() -> None:
    """The value of an alias has the alias's place; what is inside has the anchor's."""
    document = parse_document("a: &a [1]\nb: *a\n", SiteError)

    assert document.marks[("b",)] == (2, 4)
    assert document.marks[("b", 0)] == (1, 8)


@pytest.mark.parametrize(
    ("path", "at_key", "told"),
    [
        ((), False, "site.yaml:2:1: wrong. Mend it."),
        (("buildings", 1, "storeys"), False, "site.yaml:5:16: wrong. Mend it."),
        (("buildings", 1, "storeys"), True, "site.yaml:5:7: wrong. Mend it."),
        (("buildings", 1, "lifts"), True, "site.yaml:5:7: wrong. Mend it."),
        (("buildings", 7, "lifts", "x"), False, "site.yaml:4:3: wrong. Mend it."),
        (("other",), True, "site.yaml:2:1: wrong. Mend it."),
    ],
)
def test_a_fault_points_at_the_nearest_known_place(
    path: tuple[str | int, ...], *, at_key: bool, told: str
) -> None:
    """What is missing is reported where it should stand."""
    document = parse_document(SITE, SiteError, file="site.yaml")

    assert str(document.fault("code", path, "wrong.", "Mend it.", at_key=at_key)) == told


def test_a_mapping_from_python_has_paths_only() -> None:
    """A document without marks gives faults without line and column."""
    document = document_of({"buildings": []})

    fault = document.fault("code", ("buildings", 2, "storeys"), "wrong.")

    assert document == Document({"buildings": []}, None, {}, {})
    assert fault == Fault("code", "buildings[2].storeys", "wrong.")
    assert str(fault) == "buildings[2].storeys: wrong."
    assert document.fault("code", (0, "a"), "wrong.").path == "[0].a"


# Faults, each with its whole message


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (
            "doc_duplicate_key.yaml",
            [
                "6:18: the key 'storeys' stands twice, first in line 6. Keep one of them.",
                "7:1: the key 'lifts' stands twice, first in line 3. Keep one of them.",
                "8:1: the key 'lifts' stands twice, first in line 3. Keep one of them.",
            ],
        ),
        (
            "doc_comma.yaml",
            [
                (
                    "1:19: a comma ends the value before '000 m²'."
                    " Put quotes around the whole: '9,000 m²'."
                ),
                (
                    "1:36: a comma ends the value before '000 m²'."
                    " Put quotes around the whole: '8,000 m²'."
                ),
                (
                    "2:20: a comma ends the value before '000'."
                    " Put quotes around the whole: '1,000,000'."
                ),
            ],
        ),
        (
            "doc_duplicate_key.json",
            ["2:2: the key 'lifts' stands twice, first in line 1. Keep one of them."],
        ),
        (
            "doc_merge.yaml",
            ["3:5: entries cannot be merged with '<<'. Write them out."],
        ),
        (
            "doc_tag.yaml",
            [
                "1:7: the tag '!!python/name:os.system' is not allowed. Remove it.",
                "2:8: the tag '!part' is not allowed. Remove it.",
                "3:1: the tag '!!int' is not allowed. Remove it.",
            ],
        ),
        (
            "doc_date.yaml",
            [
                (
                    "1:8: there is no such day as 2025-02-30. "
                    "Correct it, or put quotes around it if it is text."
                ),
                (
                    "3:9: there is no such day as 2024-13-01. "
                    "Correct it, or put quotes around it if it is text."
                ),
            ],
        ),
        (
            "doc_key_list.yaml",
            ["1:3: a list or mapping cannot be a key; text is expected. Write a short name."],
        ),
        (
            "doc_tab.yaml",
            ["2:1: line 2 uses a tab where YAML allows only spaces. Write spaces."],
        ),
        (
            "doc_tab_between.yaml",
            ["1:7: line 1 uses a tab where YAML allows only spaces. Write spaces."],
        ),
        (
            "doc_colon.yaml",
            [f"1:10: this is not YAML: mapping values are not allowed here. {YAML_HINT}"],
        ),
        (
            "doc_colon_full_width.yaml",
            ["2:3: no ': ' stands after '户数'. Write a plain colon and a space: '户数: 1480'."],
        ),
        (
            "doc_colon_close.yaml",
            [f"1:6: no ': ' stands after '总建筑面积'. {COLON}: '总建筑面积: 18.6万㎡'."],
        ),
        (
            "doc_colon_last.yaml",
            ["2:3: no ': ' stands after '户数'. Write a plain colon and a space: '户数: 1480'."],
        ),
        (
            "doc_bracket.yaml",
            [
                (
                    "2:1: this is not YAML: expected ',' or ']', but got the end "
                    f"while parsing a flow sequence (which begins in line 1). {YAML_HINT}"
                )
            ],
        ),
        (
            "doc_indent.yaml",
            [
                (
                    "3:3: this is not YAML: expected <block end>, but found "
                    "'<block mapping start>' while parsing a block mapping "
                    f"(which begins in line 1). {YAML_HINT}"
                )
            ],
        ),
        (
            "doc_quote.yaml",
            [
                (
                    "2:1: this is not YAML: found unexpected end of stream "
                    f"while scanning a quoted scalar (which begins in line 1). {YAML_HINT}"
                )
            ],
        ),
        (
            "doc_escape.yaml",
            ["1:8: this names no character and no version of YAML. Correct it."],
        ),
        (
            "doc_escape_hidden.yaml",
            [
                "1:7: the invisible character U+0000 is not allowed. Remove it.",
                "2:1: the invisible character U+D83D is not allowed. Remove it.",
            ],
        ),
        (
            "doc_surrogate.json",
            ["1:10: the invisible character U+D83D is not allowed. Remove it."],
        ),
        (
            "doc_nul.yaml",
            ["2:9: the invisible character U+0000 is not allowed. Remove it."],
        ),
        (
            "doc_marked_inside.yaml",
            ["2:1: the invisible character U+FEFF is not allowed. Remove it."],
        ),
        (
            "doc_second.yaml",
            [
                (
                    "2:1: a second document starts here; one file holds one document. "
                    "Move it to a file of its own."
                )
            ],
        ),
        (
            "doc_alias_unknown.yaml",
            ["1:8: no value that ends above carries the anchor '&lift'. Write the value out."],
        ),
        (
            "doc_alias_itself.yaml",
            ["2:5: no value that ends above carries the anchor '&parts'. Write the value out."],
        ),
        ("doc_empty.yaml", [f" nothing is written here. {EXAMPLE_HINT}"]),
        ("doc_empty.json", [f" nothing is written here. {EXAMPLE_HINT}"]),
        (
            "doc_neither.yaml",
            [" the bytes are neither UTF-8 nor GB18030. Save the file as UTF-8."],
        ),
        (
            "doc_utf16.yaml",
            [
                (
                    " the bytes are neither UTF-8 nor GB18030; they look like UTF-16. "
                    "Save the file as UTF-8."
                )
            ],
        ),
        ("doc_comma.json", [f"2:2: this is not JSON: expecting ',' delimiter. {JSON_HINT}"]),
        ("doc_yaml.json", [f"1:1: this is not JSON: expecting value. {JSON_HINT}"]),
        ("doc_quote.json", [f"1:18: this is not JSON: invalid control character. {JSON_HINT}"]),
        ("doc_nan.json", ["2:11: JSON has no number -Infinity. Write digits or null."]),
    ],
)
def test_a_broken_file_says_where_what_and_what_to_do(
    file: str, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All faults of a file come at once, each with file, line and column where there is one."""
    monkeypatch.chdir(BAD)

    with pytest.raises(SiteError) as caught:
        read_document(file, SiteError)

    assert str(caught.value) == "\n".join(f"{file}:{line}" for line in told)


def test_json_allows_no_comma_before_the_bracket(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wording is Python's and differs between its versions; the place does not say less."""
    monkeypatch.chdir(BAD)

    with pytest.raises(SiteError) as caught:
        read_document("doc_trailing_comma.json", SiteError)

    (fault,) = caught.value.faults
    assert (fault.code, fault.file, fault.line) == (
        "document.syntax",
        "doc_trailing_comma.json",
        1,
    )
    assert fault.message.startswith("this is not JSON: ")


def test_every_broken_file_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """No fixture lies about unused, and every fault has a name for programs."""
    monkeypatch.chdir(BAD)
    codes = set()
    for file in Path().glob("doc_*"):
        with pytest.raises(SiteError) as caught:
            read_document(file, SiteError)
        codes |= {fault.code for fault in caught.value.faults}

    assert codes == {
        "document.alias",
        "document.character",
        "document.comma",
        "document.date",
        "document.duplicate_key",
        "document.empty",
        "document.encoding",
        "document.key",
        "document.merge",
        "document.second",
        "document.syntax",
        "document.tab",
        "document.tag",
    }


def test_a_fault_knows_its_path() -> None:
    """A program finds the value without line and column."""
    fault = fault_of('{"parts": [{"a": 1, "a": 2}]}', json=True)

    assert fault.path == "parts[0].a"


def test_a_key_is_double_only_inside_one_mapping() -> None:
    """Below a double key the same names may stand again; an alias can make a key double."""
    assert fault_of("a: {b: 1}\na: {b: 2}").path == "a"
    assert str(fault_of("&a b: 1\n*a : 2")) == (
        "2:1: the key 'b' stands twice, first in line 1. Keep one of them."
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- \tx", "1:3: line 1 uses a tab where YAML allows only spaces. Write spaces."),
        ("a: 1\t# x", "1:5: line 1 uses a tab where YAML allows only spaces. Write spaces."),
        ("a: 1\r\n\tb: 2", "2:1: line 2 uses a tab where YAML allows only spaces. Write spaces."),
        ("a: 1\r\tb: 2", "2:1: line 2 uses a tab where YAML allows only spaces. Write spaces."),
        (
            "a: *",
            (
                "1:5: this is not YAML: expected alphabetic or numeric character, but found "
                f"the end while scanning an alias (which begins in line 1). {YAML_HINT}"
            ),
        ),
        (
            f"%YAML 1.{'1' * 5000}\n--- a",
            "1:1: this names no character and no version of YAML. Correct it.",
        ),
        (
            'a: 1\nb: "\\UFFFFFFFF"',
            "2:5: this names no character and no version of YAML. Correct it.",
        ),
        ("\ud800", "1:1: the invisible character U+D800 is not allowed. Remove it."),
        ("a\x1b[2J: 1", "1:2: the invisible character U+001B is not allowed. Remove it."),
    ],
)
def test_a_broken_text_says_where_what_and_what_to_do(text: str, told: str) -> None:
    """Text without a file has line and column all the same."""
    assert str(fault_of(text)) == told


def test_the_error_has_the_class_of_the_caller() -> None:
    """A site gives a SiteError, a norm file a NormError."""
    for error in (SiteError, NormError, QuantityError, IncompletePlanError):
        with pytest.raises(error) as caught:
            parse_document("a: *b", error)
        assert type(caught.value) is error
        assert caught.value.__cause__ is None


def test_the_top_level_is_a_mapping() -> None:
    """The mapping itself comes back."""
    assert mapping_at_top(document_of({"lifts": 46}), SiteError, "a site") == {"lifts": 46}
    assert mapping_at_top(document_of({46: 1}), SiteError, "a site") == {"46": 1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- 46", "a list"),
        ("lifts 46", "text"),
        ("46", "a number"),
        ("4.6", "a number"),
        ("2025-01-01", "a date"),
        ("true", "a bool"),
        ("---", "empty"),
    ],
)
def test_another_top_level_is_a_fault(text: str, found: str) -> None:
    """The message says what is there and what should be."""
    document = parse_document(text, SiteError, file="site.yaml")

    with pytest.raises(SiteError) as caught:
        mapping_at_top(document, SiteError, "a site")

    (fault,) = caught.value.faults
    assert fault.code == "document.top_level"
    assert f"{fault.message} {fault.hint}" == (
        f"the top level is {found}; a mapping that describes a site is expected. {EXAMPLE_HINT}"
    )
    assert fault.where.startswith("site.yaml:1:")


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("suffix", [".yaml", ".JSON"])
def test_utf8_and_gb18030_are_read(encoding: str, suffix: str, tmp_path: Path) -> None:
    """With or without a byte-order mark, and with the line ends of Windows."""
    path = tmp_path / f"site{suffix}"
    path.write_bytes('{"名称": "花园",\r\n "电梯": 46}\r\n'.encode(encoding))

    document = read_document(path, SiteError)

    assert document.data == {"名称": "花园", "电梯": 46}
    assert document.file == str(path)
    assert document.key_marks[("电梯",)] == (2, 2)


# Files


def told_of(path: str | Path) -> str:
    with pytest.raises(SiteError) as caught:
        read_document(path, SiteError)
    return str(caught.value)


def test_a_missing_file_suggests_its_neighbour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip in the name is the usual reason."""
    monkeypatch.chdir(tmp_path)
    Path("garden.yaml").touch()

    assert told_of("gardn.yaml") == (
        "gardn.yaml: there is no such file. Did you mean 'garden.yaml'?"
    )
    assert told_of("x/y.yaml") == (
        "x/y.yaml: there is no such file. Check the name and the folder."
    )


def test_a_folder_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sites").mkdir()

    assert told_of("sites") == "sites: this is a folder; a file is expected. Name a file in it."


def test_an_unreadable_file_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link to itself, a name with a NUL, a file of somebody else."""
    monkeypatch.chdir(tmp_path)
    Path("loop").symlink_to("loop")
    hint = "Check the path and its rights."

    assert told_of("loop") == (
        f"loop: the file cannot be read: Too many levels of symbolic links. {hint}"
    )
    assert told_of("a\0b") == f"a\0b: the file cannot be read: embedded null byte. {hint}"

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert told_of("mine") == f"mine: the file cannot be read: Permission denied. {hint}"


# Hostile text

TOO_DEEP = "lists and mappings nest more than 50 levels deep. Nest fewer levels."


@pytest.mark.parametrize("part", ["[", "{", "- ", "? ", "[{a: ", '{"a": ', "[\n", "&a [", "!a {"])
def test_deep_yaml_is_refused_within_a_second(part: str) -> None:
    """No crash and no recursion, however deep the nesting is."""
    start = time.perf_counter()

    fault = fault_of(part * 100_000)

    assert time.perf_counter() - start < 1
    assert f"{fault.message} {fault.hint}" == TOO_DEEP


@pytest.mark.parametrize("part", ["[", '{"a": ', '[{"\\"[": '])
def test_deep_json_is_refused_within_a_second(part: str) -> None:
    """The depth is counted before Python's own reader, which recurses, sees the text."""
    start = time.perf_counter()

    fault = fault_of(part * 100_000, json=True)

    assert time.perf_counter() - start < 1
    assert f"{fault.message} {fault.hint}" == TOO_DEEP


@pytest.mark.parametrize("is_json", [False, True])
def test_fifty_levels_are_read(*, is_json: bool) -> None:
    """The bound is exact."""
    assert str(data_of("[" * 50 + "]" * 50, json=is_json)) == "[" * 50 + "]" * 50
    assert str(fault_of("[" * 51 + "]" * 51, json=is_json)) == f"1:51: {TOO_DEEP}"


def test_quotes_do_not_make_json_slow() -> None:
    """An unfinished text of quotes and backslashes takes no quadratic time."""
    start = time.perf_counter()

    fault = fault_of('"' + '\\"' * 500_000, json=True)

    assert time.perf_counter() - start < 1
    assert str(fault) == f"1:1: this is not JSON: unterminated string. {JSON_HINT}"


def test_aliases_do_not_multiply() -> None:
    """A few lines that would become billions of values are refused."""
    lines = ["a0: &a0 [x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 20)]

    fault = fault_of("\n".join(lines))

    assert str(fault).endswith(
        ": there are more than 200,000 values, each alias written out. Divide the document."
    )


def test_aliases_do_not_nest_deeper() -> None:
    """The depth counts what an alias stands for."""
    lines = ["a0: &a0 [x]", *(f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 60))]

    assert str(fault_of("\n".join(lines))).endswith(f": {TOO_DEEP}")


def test_a_text_has_at_most_a_mebibyte() -> None:
    """The bound is exact, in bytes and in characters."""
    most = 1024 * 1024

    assert data_of('"' + "x" * (most - 2) + '"') == "x" * (most - 2)
    assert str(fault_of(" " * (most + 1))) == "there is more than 1 MiB of text. Divide it."
    assert str(fault_of(b" " * (most + 1))) == "there is more than 1 MiB of text. Divide it."


def test_an_endless_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    """No more than the bound is read, however large the file is."""
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(10**12)

    assert told_of(path) == f"{path}: there is more than 1 MiB of text. Divide it."


@given(st.text(st.sampled_from(" \n\t-?:,[]{}&*!|>'\"%@#a0\\U<\u2028\x85\ufeff"), max_size=40))
@example("\u2028\t: {")
def test_any_text_is_read_or_refused(text: str) -> None:
    """No error of yaml, json or Python escapes."""
    for is_json in (False, True):
        try:
            parse_document(text, SiteError, json=is_json)
        except SiteError as error:
            told = str(error)
            assert told


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """No error of decoding escapes."""
    try:
        parse_document(content, SiteError)
    except SiteError as error:
        told = str(error)
        assert told


# Everything that can be written reads back

TEXT = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"
    )
    | st.sampled_from("\n\t\"'\\:#-"),
    max_size=8,
)
DECIMALS = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3
)
DAYS = st.integers(0, 400_000).map(lambda days: date(2000, 1, 1) + timedelta(days=days))
WORDS = st.none() | st.booleans() | st.integers() | DECIMALS | TEXT


def nested(leaves: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
        max_leaves=12,
    )


def flow(value: object) -> str:
    """Write a value in brackets, which is both YAML and JSON; only YAML has dates."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, Decimal | date):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def block(value: object, indent: str = "") -> str:
    """Write a value in lines, as people write YAML."""
    if isinstance(value, dict) and value:
        entries = ((f"{flow(key)}:", item) for key, item in value.items())
    elif isinstance(value, list) and value:
        entries = (("-", item) for item in value)
    else:
        return f" {flow(value)}"
    return "".join(f"\n{indent}{name}{block(item, indent + '  ')}" for name, item in entries)


@given(nested(WORDS | DAYS))
def test_yaml_reads_back(value: object) -> None:
    """Numbers keep their digits, text its letters, days and constants their meaning."""
    assert repr(data_of(flow(value))) == repr(value)
    assert repr(data_of(block(value))) == repr(value)


@given(nested(WORDS))
def test_json_reads_back(value: object) -> None:
    """However it is laid out; the places are those of YAML."""
    text = flow(value)
    document = parse_document(text, SiteError, json=True)
    as_yaml = parse_document(text, SiteError)

    assert repr(document) == repr(as_yaml)
    assert repr(document.data) == repr(value)


@given(nested(st.none() | st.booleans() | st.integers(-(10**30), 10**30) | TEXT))
def test_json_of_python_reads_back(value: object) -> None:
    """Escapes, surrogate pairs and indentation by tabs are JSON."""
    assert data_of(json.dumps(value, indent="\t"), json=True) == value


# What is shipped


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Pretend that the package stands elsewhere, with `norms/` at the given place."""
    module = tmp_path / "src/staffing_norms/foundation/library.py"
    monkeypatch.setattr(library, "__file__", str(module))

    def install(place: str) -> Path:
        folder = tmp_path / place
        for name in ("demo", "cn", "draft"):
            (folder / name / "cases").mkdir(parents=True)
        for name in ("demo/pack", "cn/pack", "cn/b", "cn/a", "cn/cases/x", "units"):
            (folder / f"{name}.yaml").write_text("a: [1, 'two']\nb: 010\n", encoding="utf-8")
        (folder / "cn" / "notes.md").touch()
        _forget()
        return folder

    return install


def _forget() -> None:
    norms_folder.cache_clear()
    shipped_packs.cache_clear()


@pytest.fixture(autouse=True)
def _forget_the_folder() -> object:
    yield
    _forget()


def test_norms_are_found_in_the_repository() -> None:
    """The folder beside `src/` serves an editable install."""
    norms_folder.cache_clear()

    assert norms_folder() == Path(__file__).parents[2] / "norms"
    assert norms_folder() is norms_folder()


@pytest.mark.parametrize("place", ["norms", "src/staffing_norms/_norms"])
def test_norms_are_found_in_wheel_and_repository(
    place: str, installed: Callable[[str], Path]
) -> None:
    """Both hold the same tree."""
    folder = installed(place)

    assert norms_folder() == folder
    assert shipped_packs() == ("cn", "demo")
    assert find_norm("cn").files == ("a.yaml", "b.yaml", "pack.yaml")
    assert find_norm("cn").read("a.yaml").file == "norms/cn/a.yaml"


def test_the_wheel_comes_first(installed: Callable[[str], Path]) -> None:
    """An installed package never reads a folder that happens to stand near it."""
    installed("norms")

    wheel = installed("src/staffing_norms/_norms")

    assert norms_folder() == wheel


def test_missing_norms_are_a_fault(installed: Callable[[str], Path]) -> None:
    norms_folder.cache_clear()

    with pytest.raises(NormError) as caught:
        norms_folder()

    assert str(caught.value) == (
        "the norm files that come with staffing_norms are not installed. "
        "Install staffing_norms again."
    )


def test_a_shipped_file_is_read_by_its_path(installed: Callable[[str], Path]) -> None:
    """With the same strict words and places, and a name that does not depend on the machine."""
    installed("norms")

    document = read_shipped("cn/a.yaml")

    assert document.data == {"a": [1, "two"], "b": "010"}
    assert document.marks[("a", 1)] == (1, 8)
    assert document.key_marks[("b",)] == (2, 1)
    assert document.file == "norms/cn/a.yaml"


def test_a_missing_shipped_file_is_a_fault(installed: Callable[[str], Path]) -> None:
    installed("norms")

    with pytest.raises(NormError) as caught:
        read_shipped("cn/pak.yaml")

    assert str(caught.value) == (
        "norms/cn/pak.yaml: there is no such file. Did you mean 'pack.yaml'?"
    )


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@given(value=nested(WORDS | DAYS))
def test_both_parsers_agree(loader: str, value: object) -> None:
    """Where libyaml is missing, the Python parser gives the same document."""
    text = block(value).lstrip()
    events = documents._yaml_events(text, getattr(yaml, loader, yaml.SafeLoader))  # noqa: SLF001 - no public switch

    assert documents._document(events, None) == parse_document(text, SiteError)  # noqa: SLF001 - no public switch


def test_the_hash_follows_names_and_text(installed: Callable[[str], Path]) -> None:
    """It does not depend on line ends, cases or other packs, but on every letter of the pack."""
    folder = installed("norms")
    before = find_norm("cn").hash()
    (folder / "cn" / "a.yaml").write_bytes(b"a: [1, 'two']\r\nb: 010\r\n")
    (folder / "cn" / "cases" / "x.yaml").write_text("other", encoding="utf-8")

    assert before == find_norm("cn").hash()
    assert before.startswith("sha256:")
    assert len(before) == len("sha256:") + 16
    assert before != find_norm("demo").hash()

    (folder / "cn" / "a.yaml").rename(folder / "cn" / "c.yaml")
    renamed = find_norm("cn").hash()
    (folder / "cn" / "c.yaml").write_text("a: 2", encoding="utf-8")

    assert len({before, renamed, find_norm("cn").hash()}) == 3


def test_the_hash_does_not_follow_the_place(tmp_path: Path) -> None:
    """A norm keeps its hash where it is copied to; what it extends is part of it."""
    for place in ("here", "there"):
        (tmp_path / place / "demo").mkdir(parents=True)
        (tmp_path / place / "demo" / "pack.yaml").write_text("a: 1", "utf-8")
    here, there = (home_at(tmp_path / place / "demo") for place in ("here", "there"))

    assert here.hash() == there.hash() != here.hash("sha256:0")


# What is installed and what is in folders


@pytest.fixture
def distribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Return a function that installs a distribution which offers norms, by id and package."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)

    def install(name: str, **norms: str) -> Path:
        info = site / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        listed = "".join(f"{id_.replace('_', '-')} = {each}\n" for id_, each in norms.items())
        (info / "entry_points.txt").write_text(f"[staffing_norms.packs]\n{listed}")
        return site

    return install


def test_packages_are_looked_through_once_for_each_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening each of them takes milliseconds; a norm is asked for in every call of a service."""
    looked: list[str] = []

    def entry_points(*, group: str) -> EntryPoints:
        looked.append(group)
        return EntryPoints()

    monkeypatch.setattr(library, "entry_points", entry_points)
    for folder in ("one", "other"):
        monkeypatch.syspath_prepend(tmp_path / folder)
        for _ in range(3):
            assert find_norm("cn-estate").name == "cn-estate"

    assert looked == ["staffing_norms.packs"] * 2


def test_an_installed_package_offers_norms(
    distribution: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder is the norm, or holds a folder of that name; it is found and not run."""
    site = distribution("acme_norms", acme="acme_norms", acme_city="acme_more")
    for folder in ("acme_norms", "acme_more/acme-city"):
        (site / folder).mkdir(parents=True)
        (site / folder / "pack.yaml").write_text("id: x", "utf-8")
        (site / folder.partition("/")[0] / "__init__.py").write_text("1 / 0", "utf-8")

    assert {"acme", "acme-city", "cn-estate"} <= set(all_packs())
    assert find_norm("acme").folder == site / "acme_norms"
    assert find_norm("acme-city").folder == site / "acme_more" / "acme-city"
    assert find_norm("acme").name == "acme"
    assert find_norm("acme").read("pack.yaml").data == {"id": "x"}


def test_two_that_offer_one_norm_are_both_named(distribution: Callable[..., Path]) -> None:
    distribution("one", acme="one", cn_estate="one")
    distribution("two", acme="two")

    with pytest.raises(NormError) as caught:
        find_norm("acme")
    with pytest.raises(NormError) as shipped:
        find_norm("cn-estate")

    assert sorted(re.findall("one 1.0|two 1.0", str(caught.value))) == ["one 1.0", "two 1.0"]
    assert str(shipped.value) == (
        "cn-estate: two offer the norm 'cn-estate': staffing_norms itself and one 1.0."
        " Uninstall one of them."
    )


@pytest.mark.parametrize("package", ["acme_empty", "acme_gone", "acme_gone.norms"])
def test_a_norm_that_is_not_in_its_package_is_told(
    package: str, distribution: Callable[..., Path]
) -> None:
    site = distribution("acme_norms", acme=package)
    (site / "acme_empty").mkdir()

    with pytest.raises(NormError) as caught:
        find_norm("acme")

    assert str(caught.value) == (
        f"acme: acme_norms 1.0 offers the norm 'acme', but the package {package} holds none."
        " Install it again, or put pack.yaml into that package."
    )


def test_a_folder_is_a_norm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a path, by a text with a separator, and by its bare name where that is no id."""
    monkeypatch.chdir(tmp_path)
    for folder in ("acme", "cn-estate"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "pack.yaml").write_text("id: x", "utf-8")

    assert find_norm(Path("acme")) == find_norm("./acme") == find_norm("acme")
    assert find_norm("acme").folder == Path("acme")
    assert find_norm("cn-estate").shipped  # an id comes first
    assert find_norm("./cn-estate").folder == Path("cn-estate")
    monkeypatch.chdir("acme")
    assert find_norm(".").name == "acme"


def test_editions_of_a_shipped_norm_are_one_norm(installed: Callable[[str], Path]) -> None:
    folder = installed("norms")
    (folder / "draft" / "2024").mkdir()
    (folder / "draft" / "2024" / "pack.yaml").write_text("id: draft", "utf-8")

    assert shipped_packs() == ("cn", "demo", "draft")
    [edition] = find_norm("draft").editions
    assert edition.read("pack.yaml").file == "norms/draft/2024/pack.yaml"


def test_what_is_no_norm_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.yaml").touch()
    wrong: list[tuple[Any, str]] = [
        ("cn-estat", "cn-estat: no norm is called 'cn-estat'. Did you mean 'cn-estate'?"),
        ("./gone", "gone: there is no such folder. Check the name."),
        (
            Path("empty"),
            (
                "empty: this folder has no pack.yaml, so it is no norm."
                " Name the folder of a norm, or the files in it."
            ),
        ),
        (
            "./file.yaml",
            "file.yaml: this is a file; the folder of a norm is expected. Name its folder.",
        ),
        (None, "norms: NoneType is no norm; write its id or its folder."),
    ]

    for norm, told in wrong:
        with pytest.raises(UnknownNameError) as caught:
            find_norm(norm)
        assert str(caught.value) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "总建筑面积：15.6万㎡",
            [f"1:6: no ': ' stands after '总建筑面积'. {COLON}: '总建筑面积: 15.6万㎡'."],
        ),
        (
            "# 资料\n总建筑面积：15.6万㎡\n楼栋：\n  - 栋数:3\n    层数：18\n",
            [
                f"2:6: no ': ' stands after '总建筑面积'. {COLON}: '总建筑面积: 15.6万㎡'.",
                f"3:3: no ': ' stands after '楼栋'. {COLON}: '楼栋:'.",
                f"4:7: no ': ' stands after '栋数'. {COLON}: '栋数: 3'.",
                f"5:7: no ': ' stands after '层数'. {COLON}: '层数: 18'.",
            ],
        ),
    ],
)
def test_a_full_width_colon_is_told(text: str, told: list[str]) -> None:
    """Also where every line has one, which together make no mapping but one long text."""
    with pytest.raises(SiteError) as caught:
        parse_document(text, SiteError)

    assert str(caught.value).splitlines() == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "户数: 3\n12栋18层  # 全部\n电梯数: 3\n",
            [f"2:1: line 2 has no name: '12栋18层'. {EXAMPLE_HINT}"],
        ),
        ("户数: 3\n12栋18层\n", [f"2:1: line 2 has no name: '12栋18层'. {EXAMPLE_HINT}"]),
        ("12栋18层\n户数: 3\n", [f"1:1: line 1 has no name: '12栋18层'. {EXAMPLE_HINT}"]),
        (
            "户数：3\n12栋18层\n电梯数: 3\n\n封闭小区\n",
            [
                f"1:3: no ': ' stands after '户数'. {COLON}: '户数: 3'.",
                f"2:1: line 2 has no name: '12栋18层'. {EXAMPLE_HINT}",
                f"5:1: line 5 has no name: '封闭小区'. {EXAMPLE_HINT}",
            ],
        ),
        (
            "name: East\n  and West\nlifts: 46: 47\n",
            [f"3:10: this is not YAML: mapping values are not allowed here. {YAML_HINT}"],
        ),
    ],
)
def test_a_line_without_a_name_is_told(text: str, told: list[str]) -> None:
    """Where it stands, with the others; text that goes on from the line above is none."""
    with pytest.raises(SiteError) as caught:
        parse_document(text, SiteError)

    assert str(caught.value).splitlines() == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "总建筑面积:28万㎡  # 平方米\n\n# a remark\n出入口数: 3\n",
            [f"1:6: no ': ' stands after '总建筑面积'. {COLON}: '总建筑面积: 28万㎡'."],
        ),
        (
            "出入口数: 3\n# a remark\n总建筑面积:28万㎡\n# another\n\n# and one\n电梯数:\n",
            [f"3:6: no ': ' stands after '总建筑面积'. {COLON}: '总建筑面积: 28万㎡'."],
        ),
        (
            "name: |\n  12:30\n  http://x\nlifts:2\nentrances：3\nland_area: 4\n",
            [
                f"4:6: no ': ' stands after 'lifts'. {COLON}: 'lifts: 2'.",
                f"5:10: no ': ' stands after 'entrances'. {COLON}: 'entrances: 3'.",
            ],
        ),
        (
            "buildings:\n- {storeys:18, count:2}\n",
            [
                f"2:4: no ': ' stands after 'storeys'. {PLAIN}: 'storeys: 18'.",
                f"2:16: no ': ' stands after 'count'. {PLAIN}: 'count: 2'.",
            ],
        ),
        (
            "楼栋:\n- {层数：18，栋数：2}\n",
            [f"2:4: no ': ' stands after '层数'. {PLAIN}: '层数: 18, 栋数: 2'."],
        ),
        (
            "楼栋:\n- {层数：18, 栋数: 2}\n",
            [f"2:4: no ': ' stands after '层数'. {PLAIN}: '层数: 18'."],
        ),
        (
            "楼栋:\n- {层数: 18，栋数: 2}\n",
            [f"2:3: line 2 has full-width punctuation. {PLAIN}: '{{层数: 18, 栋数: 2}}'."],
        ),
        (
            "楼栋:\n- ｛层数: 18｝\n",
            [f"2:3: '｛层数' has full-width punctuation. {PLAIN}: '{{层数'."],
        ),
    ],
)
def test_punctuation_that_swallows_what_follows_is_told(text: str, told: list[str]) -> None:
    """In the line where it stands, however late the parser notices, with what to write."""
    with pytest.raises(SiteError) as caught:
        parse_document(text, SiteError)

    assert str(caught.value).splitlines() == told


def test_full_width_punctuation_inside_a_value_is_left_alone() -> None:
    """A note may be written as people write."""
    text = '名称: {数值: 东区，西区, 备注: "见：附件"}\n来源: 招标文件：第3页，表1\n'

    assert parse_document(text, SiteError).data == {
        "名称": {"数值": "东区，西区", "备注": "见：附件"},
        "来源": "招标文件：第3页，表1",
    }


def test_a_reader_may_go_on_after_a_double_key() -> None:
    """Then the document keeps the fault; any other stops it."""
    twice, tag = "lifts: 1\nlifts: 2\n", "lifts: 1\nlifts: 2\nname: !x y\n"
    document = parse_document(twice, SiteError, file="site.yaml", goes_on=True)

    assert document.data == {"lifts": 2}
    assert [str(fault) for fault in document.faults] == [
        "site.yaml:2:1: the key 'lifts' stands twice, first in line 1. Keep one of them."
    ]
    with pytest.raises(SiteError, match="the tag '!x' is not allowed"):
        parse_document(tag, SiteError, goes_on=True)
