"""Warnings about a norm: each whole, and at its line."""

from pathlib import Path

import pytest

from drafts import GROUNDS, draft
from staffing_norms.authoring.doubts import warnings
from staffing_norms.planning.loading import load_norms


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(*changes: tuple[str, str], proof: str = "", of: str = "1531") -> list[str]:
    """Return the warnings about the norm to begin with, changed."""
    sums = [(f"sum: {of}", f"sum: {proof}")] if proof else []
    changed = ((GROUNDS, old, new) for old, new in (*changes, *sums))
    return list(map(str, warnings(load_norms(draft("my-norm", *changed)))))


def test_a_headcount_that_falls() -> None:
    """Six up to 500 households, two from 501 on, at the rule that counts them."""
    assert told(("{up_to: 500 户, people: 1}", "{up_to: 500 户, people: 6}"), proof="1536") == [
        (
            "my-norm/grounds.yaml:56:11: desk_officer falls from 6 to 2 when households "
            "grows from 500 to 501 households (clause 4). Compare the figures with the page."
        )
    ]


def test_a_fall_at_one_stance_only() -> None:
    """1–3 up to 500 households and 0–4 above: the lean figure."""
    assert told(
        ("{up_to: 500 户, people: 1}", "{up_to: 500 户, people: 1–3}"),
        ("people: 2, plus: 1, every: 500 户", "people: 0–4"),
        proof="1035",
    ) == [
        (
            "my-norm/grounds.yaml:56:11: desk_officer falls from 1 to 0 at the stance "
            "lean when households grows from 500 to 501 households (clause 4). Compare the "
            "figures with the page."
        )
    ]


def test_leaders_that_fall() -> None:
    """At their bands."""
    assert told(
        (
            "      posts: {grounds_supervisor: 1}\n    - from",
            "      posts: {grounds_supervisor: 3}\n    - from",
        ),
        proof="25",
        of="23",
    ) == [
        (
            "my-norm/grounds.yaml:87:3: grounds_supervisor falls from 3 to 1 when "
            "gross_floor_area grows from 99,999 to 100,000 m² (clause 7). Compare the figures with "
            "the page."
        )
    ]


def test_a_share_is_told_in_per_cent() -> None:
    """One more below 30 % of green area."""
    assert told(
        ("    people: 1\n", "    people: 1\n    when: [{fact: green_ratio, below: 30 %}]\n"),
        proof="1561",
    ) == [
        (
            "my-norm/grounds.yaml:26:11: site_secretary falls from 1 to 0 when "
            "green_ratio grows from 29 to 30 % (clause 1). Compare the figures with the page."
        )
    ]


BERTHS = """\
facts:
  berths:
    {unit: item, whole: true, default: {value: 0}, labels: {en: berths, zh: 床位数}, keys: [床位数],
     meaning: {en: Berths., zh: 床位的数量。}}
departments: [grounds]"""


def test_a_plain_number_has_no_unit() -> None:
    """It counts what the fact is called."""
    rule = (GROUNDS, "    people: 1\n", "    people: 1\n    when: [{fact: berths, below: 300}]\n")
    proof = (GROUNDS, "sum: 1531", "sum: 1831")
    norm = draft("my-norm", ("pack.yaml", "departments: [grounds]", BERTHS), rule, proof)

    assert list(map(str, warnings(load_norms(norm)))) == [
        (
            "my-norm/grounds.yaml:26:11: site_secretary falls from 1 to 0 when berths "
            "grows from 299 to 300 (clause 1). Compare the figures with the page."
        )
    ]


def test_what_no_site_can_reach() -> None:
    """A branch of a rule, a band of leaders."""
    assert told(
        ("{up_to: 500 户, people: 1}", "{up_to: 500 万户, people: 1}"),
        ("{over: 500 户, people: 2, plus", "{over: 500 万户, people: 2, plus"),
    ) == [
        (
            "my-norm/grounds.yaml:54:9: a branch of 'desk' can never apply, for this "
            "always holds: households ≤ 5,000,000. Compare it with the limits of the facts."
        )
    ]
    assert told(
        ("measured_by: gross_floor_area", "measured_by: households"),
        ("below: 10 万㎡", "below: 500 万户"),
        ("from: 10 万㎡", "from: 500 万户"),
        proof="1003",
        of="23",
    ) == [
        (
            "my-norm/grounds.yaml:93:7: a band of leaders can never apply, for this "
            "never holds: households ≥ 5,000,000. Compare it with the limits of the facts."
        )
    ]
