"""The edition in force is picked by a day; where none or several are, all are told."""

import pickle
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import staffing_norms as sn
from companies import company, demo
from staffing_norms.foundation.library import Home, find_norm, home_at, norms_folder
from staffing_norms.publications.editions import editions_of, judge_norm, open_norm

HERE = Path()
OLD, NEW = "2020.1.0 (2020-01-01 – 2023-12-31)", "2024.1.0 (2024-01-01 – not stated)"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def editions() -> None:
    """Write two editions: until the end of 2023, and since."""
    demo(HERE, "first", version="2020.1.0", in_force="from: 2020-01-01, to: 2023-12-31")
    demo(HERE, "second")


def told(norms: str | Path, as_of: date | str | None = None) -> str:
    """Return what is wrong with a norm."""
    with pytest.raises(sn.NormError) as caught:
        sn.load_norms(norms, as_of=as_of)
    return str(caught.value)


@pytest.mark.parametrize(
    ("as_of", "version"),
    [
        ("2020-01-01", "2020.1.0"),
        ("2023-12-31", "2020.1.0"),
        (date(2024, 1, 1), "2024.1.0"),
        (datetime(2024, 1, 1, 12), "2024.1.0"),  # noqa: DTZ001 - a day has no zone
        (None, "2024.1.0"),  # the one without an end
    ],
)
def test_a_day_picks_the_edition_in_force(
    editions: None, as_of: date | str | None, version: str
) -> None:
    """First and last day included; without a day the edition that has no end."""
    norms = sn.load_norms("./demo", as_of=as_of)

    assert norms.version == version
    assert norms.plan({}).norms["as_of"] == (None if as_of is None else str(as_of)[:10])
    assert pickle.loads(pickle.dumps(norms)).stamp == norms.stamp  # noqa: S301 - our own


def test_no_edition_in_force_is_told(editions: None) -> None:
    assert told("demo", "2019-12-31") == (
        f"as_of: demo has no edition in force on 2019-12-31: {OLD}, {NEW}. Name another day."
    )


def test_a_single_edition_is_held_to_its_days_too() -> None:
    demo(HERE, in_force="from: 2020-01-01, to: 2023-12-31")

    assert sn.load_norms("./demo").version == "2024.1.0"  # without a day, as it is
    assert told("demo", "2024-01-01") == (
        "as_of: demo has no edition in force on 2024-01-01: 2024.1.0 (2020-01-01 – 2023-12-31)."
        " Name another day."
    )


def test_a_bound_that_is_not_stated_is_open() -> None:
    demo(HERE, in_force="from: not stated, to: not stated")

    assert sn.load_norms("./demo", as_of="1900-01-01").version == "2024.1.0"


def test_two_editions_in_force_are_told() -> None:
    demo(HERE, "first", version="2020.1.0", in_force="from: 2020-01-01, to: 2024-06-30")
    demo(HERE, "second")
    first = "2020.1.0 (2020-01-01 – 2024-06-30)"

    assert told("demo", "2024-06-30") == (
        f"as_of: demo has 2 editions in force on 2024-06-30: {first}, {NEW}. Correct their dates."
    )
    assert sn.load_norms("demo", as_of="2024-07-01").version == "2024.1.0"
    with pytest.raises(sn.NormError) as caught:
        judge_norm(home_at(Path("demo")))
    assert str(caught.value) == (
        f"demo/second/pack.yaml:6:11: {first} and {NEW} are in force at the same time."
        " Correct their dates."
    )


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("from: 2020-01-01, to: 2020-12-31", "from: 2021-01-01, to: 2021-12-31", "no edition"),
        ("from: not stated, to: not stated", "from: 2021-01-01, to: not stated", "2 editions"),
    ],
)
def test_without_a_day_one_edition_has_no_end(first: str, second: str, count: str) -> None:
    """No clock is read: the same input gives the same plan."""
    demo(HERE, "a", in_force=first)
    demo(HERE, "b", in_force=second)

    assert told("demo").startswith(
        f"as_of: demo has several editions, and {count} of them without an end: 2024.1.0 ("
    )
    assert told("demo").endswith("). Say by as_of which day is meant.")


def test_no_day_is_told() -> None:
    demo(HERE)

    assert told("demo", "2024-02-30") == (
        "as_of: '2024-02-30' is no day. Write it like 2024-01-31."
    )


def test_the_faults_of_all_title_pages_are_told_at_once(editions: None) -> None:
    for edition in ("first", "second"):
        page = Path("demo", edition, "pack.yaml")
        page.write_text(page.read_text("utf-8").replace("version:", "verzion:"), "utf-8")
    with pytest.raises(sn.NormError) as caught:
        judge_norm(home_at(Path("demo")))

    missing = "the key 'version' is missing. Write 'version: …'."
    assert told("demo") == (
        f"demo/first/pack.yaml:1:1: {missing}\ndemo/second/pack.yaml:1:1: {missing}"
    )
    assert str(caught.value).splitlines() == [
        "demo/first/pack.yaml:2:1: unknown key 'verzion'. Did you mean 'version'?",
        "demo/second/pack.yaml:2:1: unknown key 'verzion'. Did you mean 'version'?",
    ]


def test_a_title_page_that_is_a_list_is_told(editions: None) -> None:
    Path("demo/first/pack.yaml").write_text("- a\n", "utf-8")

    assert told("demo", "2024-01-01").splitlines()[0] == (
        "demo/first/pack.yaml:1:1: the key 'version' is missing. Write 'version: …'."
    )
    Path("demo/second/pack.yaml").unlink()
    assert told("demo").startswith("demo/first/pack.yaml:1:1: a mapping is expected; found a list.")


def test_good_editions_are_judged_without_a_word(editions: None) -> None:
    judge_norm(home_at(Path("demo")))


def test_an_edition_may_be_judged_alone(editions: None) -> None:
    """Its id is that of the folder above."""
    judge_norm(home_at(Path("demo/first")))

    assert sn.load_norms("demo/first").version == "2020.1.0"


def test_an_overlay_takes_the_edition_of_the_day(editions: None) -> None:
    company(HERE, ("corridors.guards.shifts", "to: 2"))
    page = Path("acme/pack.yaml")
    page.write_text(
        page.read_text("utf-8").replace("from: 2026-01-01", "from: 2020-01-01"), "utf-8"
    )

    for as_of, version in (("2021-01-01", "2020.1.0"), ("2025-01-01", "2024.1.0")):
        stamp = sn.load_norms("./acme", as_of=as_of).stamp
        assert (stamp["as_of"], stamp["extends"]["version"]) == (as_of, version)


def test_a_norm_is_read_by_its_id_or_its_folder(editions: None) -> None:
    opened = open_norm(Home("demo", HERE / "demo"), date(2021, 1, 1))

    assert opened.pack.version == "2020.1.0"
    assert [each.department for each in opened.departments] == ["corridors", "gardens"]
    assert open_norm(find_norm("cn-estate")).pack.id == "cn-estate"


def test_only_the_norm_in_use_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading one opens its own files and the shared ones, however many norms there are."""
    opened = set()
    read = Path.open

    def noted(path: Path, *given: Any, **named: Any) -> object:  # noqa: ANN401 - as for open
        opened.add(path)
        return read(path, *given, **named)

    monkeypatch.setattr(Path, "open", noted)
    sn.load_norms("cn-estate", as_of="2001-02-03")  # a day that nothing else has loaded
    folders = {path.parent for path in opened if path.suffix == ".yaml"}

    assert norms_folder() / "cn-estate" in folders
    assert folders <= {norms_folder() / "cn-estate", norms_folder()}


def test_an_edition_says_where_it_is_from() -> None:
    """What a list of norms tells of it without opening it."""
    [edition] = editions_of(find_norm("cn-office-tower"))

    assert (edition.trust, edition.property_kinds) == ("C", ("office",))
    assert edition.source is not None
    assert edition.source.en.startswith("A trade text without a document number, seen in one copy.")
