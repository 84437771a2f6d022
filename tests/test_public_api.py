"""The public names are what the package says they are."""

import subprocess
import sys
from inspect import signature
from pathlib import Path

import pandas as pd
import pytest

import staffing_norms as sn

EXAMPLES = Path(__file__).parents[1] / "examples"


def test_all_is_sorted_and_true() -> None:
    """`__all__` is sorted, and each name of it exists and has a docstring."""
    assert list(sn.__all__) == sorted(sn.__all__)
    assert all(getattr(sn, name).__doc__ for name in sn.__all__)


def test_dir_lists_what_is_loaded_when_asked_for() -> None:
    """Completion in a notebook sees every public name."""
    assert set(sn.__all__) <= set(dir(sn))


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that does not exist fails as it does in any module."""
    with pytest.raises(AttributeError, match="module 'staffing_norms' has no attribute 'plans'"):
        sn.plans  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_an_example_script_runs(path: Path) -> None:
    """Each script of examples/ runs and prints something."""
    run = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)  # noqa: S603

    assert run.stdout


def test_every_face_takes_a_language_as_people_write_it() -> None:
    """By one reading: `zh-CN` is `zh`, and what is no language is told."""
    plan = sn.plan_staffing({"lifts": 2})
    compared = sn.compare_norms({"lifts": 2}, ["cn-estate", "cn-high-rise"])
    faces = [
        getattr(result, name)
        for result in (plan, compared, plan.cover, plan.hours)
        for name in dir(result)
        if not name.startswith("_") and callable(getattr(type(result), name, None))
        if "lang" in signature(getattr(result, name)).parameters
    ]

    assert len(faces) > 8
    for face in faces:
        assert str(face(lang="zh-CN")) == str(face(lang="zh"))
        with pytest.raises(
            sn.UnknownNameError, match=r"^lang: no language is called 'fr'\. Known: en"
        ):
            face(lang="fr")


@pytest.mark.parametrize(
    ("site", "message"),
    [
        (
            "my_site.yaml",
            (
                "a site is expected; found 'my_site.yaml'. "
                "Read a file with Site.from_file('my_site.yaml')."
            ),
        ),
        (
            None,
            (
                "a site is expected; found null. "
                "Hand over a Site, or a mapping such as {'lifts': 46}."
            ),
        ),
        (
            pd.Series({"lifts": 46}),
            (
                "a site is expected; found a value of type Series. "
                "Hand over what its to_dict() gives."
            ),
        ),
    ],
)
def test_what_is_no_site_is_told(site: object, message: str) -> None:
    """In words that fit Python, where no file was read."""
    with pytest.raises(sn.SiteError) as caught:
        sn.plan_staffing(site)  # type: ignore[arg-type]  # on purpose

    assert str(caught.value) == message


def test_the_worked_example() -> None:
    """The worked example: 193 people, 184 to 200, department by department."""
    plan = sn.plan_staffing(sn.Site.from_yaml(EXAMPLES / "garden_estate.yaml"))

    assert plan.headcount == 193
    assert (plan.lean.known, plan.typical.known, plan.generous.known) == (184, 193, 200)
    assert [each.headcount for each in plan] == [11, 84, 35, 40, 23]


def test_the_worked_example_with_only_its_floor_area() -> None:
    """With the floor area alone: 11 + (143 + 9) + (36 + 3) + (36 + 4) + (12 + 7) = 261."""
    plan = sn.plan_staffing(sn.Site.from_yaml(EXAMPLES / "floor_area_only.yaml"))

    assert [each.headcount for each in plan] == [11, 152, 39, 40, 19]
    assert plan.headcount == 261


def test_a_real_site() -> None:
    """
    A boarding school of 76,849 m² by composite quotas and its green area.

    Customer service 3 + 1; security ⌈76,849/2,250⌉ = 35 and 1 + 3; M&E ⌈11 × 0.76849⌉ = 9 and 1;
    cleaning ⌈76,849/9,000⌉ = 9 and 1; gardeners ⌈19,858/6,000⌉ = 4 and 1 + 2.
    """
    plan = sn.plan_staffing(sn.Site.from_yaml(EXAMPLES / "changsha_school.yaml"))

    assert [each.headcount for each in plan] == [4, 39, 10, 10, 7]
    assert "property.other_kind" in {finding.code for finding in plan.findings}
