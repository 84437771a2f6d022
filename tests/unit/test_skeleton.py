"""The norm to begin with passes check and test at once, in either language."""

import json
from pathlib import Path

import pytest

from drafts import draft
from staffing_norms.authoring.doubts import warnings
from staffing_norms.authoring.skeleton import norm_files
from staffing_norms.foundation.documents import parse_document
from staffing_norms.foundation.errors import NormError, UnknownNameError
from staffing_norms.foundation.library import home_at
from staffing_norms.planning.cases import read_cases, run_case
from staffing_norms.planning.loading import load_norms
from staffing_norms.publications.editions import judge_norm


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_passes(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No fault, no warning, and every case as it was worked out."""
    monkeypatch.chdir(tmp_path)
    home = home_at(draft("my-norm", lang=lang))
    judge_norm(home)
    norms, cases = load_norms(home.folder), read_cases(home)

    assert list(warnings(norms)) == []
    assert cases
    assert [each for case in cases for each in run_case(norms, case).differences] == []


def test_both_languages_say_the_same_but_for_words() -> None:
    """The comments differ, and what the cases are called."""
    english, chinese = (norm_files("my-norm", lang) for lang in ("en", "zh"))

    assert [*english] == [*chinese]
    for path in ("pack.yaml", "grounds.yaml"):
        texts = (files[path] for files in (english, chinese))
        one, other = (parse_document(text, NormError).data for text in texts)
        assert one == other
        assert english[path] != chinese[path]


def test_it_has_a_rule_of_each_common_kind() -> None:
    """With leaders, rates and a case beside them."""
    files = norm_files("my-norm", "en")
    data = parse_document(files["grounds.yaml"], NormError).data
    assert isinstance(data, dict)

    assert [rule["kind"] for rule in data["rules"]] == [
        "fixed",
        "posts",
        "quota",
        "bands",
        "work",
        "quota",
    ]
    assert data["leaders"]
    assert data["rates"]


def test_every_file_names_a_schema_that_is_there() -> None:
    """By the line that editors read."""
    files = norm_files("my-norm", "en")
    named = {
        path: text.splitlines()[0].rpartition("$schema=")[2].removeprefix("../")
        for path, text in files.items()
        if path.endswith(".yaml")
    }

    assert named == {
        "pack.yaml": "pack.schema.json",
        "grounds.yaml": "department.schema.json",
        "cases/grounds.yaml": "cases.schema.json",
    }
    assert all(json.loads(files[schema])["$defs"] for schema in named.values())


@pytest.mark.parametrize("name", ["My norm", "", "../x", "norm.", "标准"])
def test_a_name_that_is_no_id(name: str) -> None:
    """It would be the name of a folder."""
    with pytest.raises(UnknownNameError) as caught:
        norm_files(name, "en")

    assert str(caught.value) == (
        f"{name!r} is no id of a norm. Write small letters, digits and hyphens, such as 'my-norm'."
    )
