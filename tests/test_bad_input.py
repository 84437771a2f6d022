"""What users write wrongly: each message whole, and nothing but a SiteError ever comes out."""

import string
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from messages import settled
from staffing_norms.foundation.errors import SiteError
from staffing_norms.sites.site import Site
from staffing_norms.sites.vocabulary import vocabulary

BAD = Path(__file__).parent / "bad"
FILES = sorted(path.name for path in BAD.glob("site_*.yaml"))
MANY = "there are more than 200,000 values, each alias written out. Divide the document."
DEEP = "lists and mappings nest more than 50 levels deep. Nest fewer levels."


def message_of(read: Callable[[], Site]) -> str:
    """Return the message of the error that a description gives."""
    with pytest.raises(SiteError) as caught:
        read()
    return settled(str(caught.value))


@pytest.mark.parametrize("file", FILES)
def test_a_broken_file_gives_its_message(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file ends with its whole message, as comments: place, slip, what is right, remedy."""
    monkeypatch.chdir(BAD)
    text = Path(file).read_bytes().decode("utf-8", errors="replace")
    expected = [line[2:] for line in text.splitlines() if line.startswith(f"# {file}")]

    assert expected
    assert message_of(lambda: Site.from_yaml(file)).splitlines() == expected


def test_every_kind_of_slip_has_a_file() -> None:
    """The codes of the faults in the files are those that a description can have."""
    codes = set()
    for file in FILES:
        with pytest.raises(SiteError) as caught:
            Site.from_file(BAD / file)
        codes |= {fault.code for fault in caught.value.faults}

    assert codes >= {
        "document.duplicate_key", "document.empty", "document.encoding", "document.tab",
        "document.top_level", "fact.day", "fact.flag", "fact.limit", "fact.list",
        "fact.provenance", "fact.record", "fact.required", "fact.status", "fact.text",
        "fact.twice", "fact.unknown", "fact.value", "fact.word", "quantity.dimension",
        "quantity.text", "quantity.type", "quantity.unit",
        "task.activity", "task.rate", "task.season", "task.times", "task.variant",
    }  # fmt: skip


def test_the_faults_of_a_document_are_data_in_reading_order() -> None:
    """Each has its place in the text and inside the document."""
    text = "lifts: 46 户\nbuildings:\n  - {storeys: 0}\nflor_area: 3\n"

    with pytest.raises(SiteError) as caught:
        Site.from_text(text)

    assert [(each.line, each.column, each.path) for each in caught.value.faults] == [
        (1, 8, "lifts"),
        (3, 15, "buildings[0].storeys"),
        (4, 1, "flor_area"),
    ]


# Files that are none


def test_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder is no file."""
    monkeypatch.chdir(tmp_path)
    Path("sites").mkdir()
    message = "sites: this is a folder; a file is expected. Name a file in it."

    assert message_of(lambda: Site.from_file("sites")) == message


def test_a_missing_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with nearly that name is named."""
    monkeypatch.chdir(tmp_path)
    Path("garden.yaml").touch()
    message = "gardn.yaml: there is no such file. Did you mean 'garden.yaml'?"

    assert message_of(lambda: Site.from_yaml("gardn.yaml")) == message


def test_json_that_is_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON is read strictly, with its own message."""
    monkeypatch.chdir(tmp_path)
    Path("site.json").write_text("{lifts: 46}", "utf-8")
    message = (
        "site.json:1:2: this is not JSON: expecting property name enclosed in double quotes. "
        "Check quotes, commas and brackets up to here."
    )

    assert message_of(lambda: Site.from_json("site.json")) == message


# What would take all time and memory


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[" * 100_000,
            f"1:51: {DEEP}",
        ),
        (
            "lifts: " + "{a: " * 100_000,
            f"1:204: {DEEP}",
        ),
        ("lifts: " + "4" * 2_000_000, "there is more than 1 MiB of text. Divide it."),
        (
            "a: &a [x, x, x, x, x, x, x, x, x]\n"
            + "".join(
                f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
                for old, new in zip("abcdefgh", "bcdefghi", strict=True)
            ),
            f"1:14: {MANY}",
        ),
    ],
    ids=["lists", "mappings", "text", "bomb"],
)
def test_a_bomb_goes_off_harmlessly(text: str, message: str) -> None:
    """Depth, length and aliases are bounded."""
    assert message_of(lambda: Site.from_text(text)) == message


def test_a_hundred_thousand_slips_give_a_thousand_messages() -> None:
    """The rest is counted."""
    facts = {f"lift{number}": 1 for number in range(100_000)}

    lines = message_of(lambda: Site.from_mapping(facts)).splitlines()

    assert len(lines) == 1001
    assert lines[0] == "lift0: no fact is called 'lift0'. Did you mean 'lifts'?"
    assert lines[-1] == "99,000 more faults are not listed. Mend these first."


def test_more_records_than_are_read() -> None:
    """The limit stands in the message."""
    message = "buildings: 10,001 entries are too many; at most 10,000 are read."

    assert message_of(lambda: Site(buildings=[{}] * 10_001)) == message


# Whatever comes, a site or a SiteError comes out

NAMES = [
    *vocabulary(),
    *vocabulary()["tasks"].fields,
    *vocabulary()["buildings"].fields,
    *(
        "电梯数",
        "楼栋",
        "层数",
        "作业",
        "作业项目",
        "value",
        "source",
        "status",
        "note",
        "from",
        "days",
    ),
]
VALUES = [
    *(
        "floor_sweeping",
        "mowing",
        "special",
        "2/day",
        "每天2次",
        "300 m²/h",
        "8 min",
        "46 户",
        "5 亩",
    ),
    *("1e30", "-5 m²", "35 %", "nan", "inf", "保洁、security", "residential", "是", "04-01"),
]
words = st.sampled_from(NAMES + VALUES)
leaves = (
    words
    | st.text(st.characters(), max_size=8)
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.fractions()
    | st.decimals()
    | st.complex_numbers()
    | st.dates()
    | st.datetimes()
    | st.binary(max_size=4)
    | st.builds(pow, st.just(10), st.just(10_000))
)
keys = words | st.text(max_size=8) | st.integers() | st.none() | st.dates() | st.tuples(words)
nested = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner) | st.dictionaries(keys, inner, max_size=4)
    ),
    max_leaves=12,
)


def attempt(read: Callable[[], Site]) -> None:
    """Read a site; let only a SiteError pass, whose message is short and can be printed."""
    try:
        site = read()
    except SiteError as error:
        for fault in error.faults:
            assert len(str(fault)) < 600
            assert str(fault).encode()
            assert fault.message
    else:
        assert site == read()
        assert hash(site) == hash(read())


@given(nested)
@example({"tasks": [{"activity": "floor_sweeping", "rate": "0 min"}]})
def test_any_data_gives_a_site_or_a_site_error(data: object) -> None:
    """No other exception, whatever Python data a description holds."""
    attempt(lambda: Site.from_mapping(data))  # type: ignore[arg-type]  # on purpose


@given(st.dictionaries(words, nested, max_size=6))
def test_any_facts_give_a_site_or_a_site_error(facts: dict[str, object]) -> None:
    """The same of facts by name, each with any value."""
    attempt(lambda: Site.from_mapping(facts))


@given(
    st.text(st.characters()) | st.text(string.printable + "电梯数：、") | st.binary(), st.booleans()
)
def test_any_text_gives_a_site_or_a_site_error(text: str | bytes, json: bool) -> None:  # noqa: FBT001
    """The same of YAML and JSON text."""
    attempt(lambda: Site.from_text(text, json=json))
