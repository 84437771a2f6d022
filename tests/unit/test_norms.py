"""Norms are loaded once, and every wrong name is told at once."""

import inspect
import pickle
from typing import Any

import polars as pl
import pytest

import staffing_norms as sn
from worked import GARDEN


def test_a_norm_is_loaded_once() -> None:
    """The same id gives the same object, which threads share."""
    assert sn.load_norms("cn-estate") is sn.load_norms()
    assert repr(sn.load_norms()) == "<Norms cn-estate 2024.1.0>"


def test_a_norm_says_what_it_is() -> None:
    """Id, version, title in both languages, hash of its files, vocabulary."""
    norms = sn.load_norms()

    assert (norms.id, norms.version) == ("cn-estate", "2024.1.0")
    assert norms.title == {
        "en": "Staffing quotas for residential estates (advisory)",
        "zh": "住宅小区物业人员编制标准（建议）",
    }
    assert len(norms.hash) == len(sn.load_norms().hash) > 8
    assert "gross_floor_area" in norms.words
    assert "cn-estate" in sn.available_norms()


def test_an_unknown_norm_is_guessed() -> None:
    """With what was probably meant."""
    with pytest.raises(sn.UnknownNameError) as caught:
        sn.load_norms("cn_estate")

    assert str(caught.value) == (
        "cn_estate: no norm is called 'cn_estate'. Did you mean 'cn-estate'?"
    )


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"stance": "typicl"}, "stance: no stance is called 'typicl'. Did you mean 'typical'?"),
        (
            {"stance": "x"},
            "stance: no stance is called 'x'. Known: lean, typical, generous.",
        ),
        (
            {"methods": {"securty": "posts"}},
            "methods: cn-estate has no department 'securty'. Did you mean 'security'?",
        ),
        (
            {"methods": {"security": "compsite"}},
            "methods.security: security has no method 'compsite'. Did you mean 'composite'?",
        ),
        (
            {"methods": {"cleaning": "x"}},
            "methods.cleaning: cleaning has no method 'x'. Known: tasks, composite, stairs, auto.",
        ),
        (
            {"stance": "高"},
            "stance: no stance is called '高'. Known: 定额下限, 中值, 定额上限.",
        ),
        (
            {"methods": {"秩序": "综合"}},
            "methods.security: security has no method '综合'. Did you mean '综合定额'?",
        ),
        (
            {"methods": {"电梯": "posts"}},
            (
                "methods: cn-estate has no department '电梯'. "
                "Known: 客户服务, 秩序维护, 机电维修, 保洁, 园林绿化."
            ),
        ),
        (
            {"methods": {"security": "posts", "保安": "composite"}},
            "methods: security stands twice. Keep one of them.",
        ),
    ],
)
def test_an_unknown_choice_is_guessed(choices: dict[str, Any], message: str) -> None:
    """`plan` and `headcount` refuse alike."""
    norms = sn.load_norms()

    for face in (norms.plan, norms.headcount):
        with pytest.raises(sn.UnknownNameError) as caught:
            face(GARDEN, **choices)
        assert str(caught.value) == message


def test_choices_may_be_chinese() -> None:
    """Stance, departments and methods, by what the output calls them or by short names."""
    norms = sn.load_norms()
    plan = norms.plan(GARDEN, stance="lean", methods={"security": "composite", "cleaning": "auto"})

    for stance, department in (("下限", "秩序维护"), ("定额下限", "保安")):
        choices: Any = {
            "stance": stance,
            "methods": {department: "综合定额", "保洁": "自动"},
        }
        assert norms.plan(GARDEN, **choices) == plan
        assert norms.headcount(GARDEN, **choices)["security_workforce"] == 128  # ⌈320,000 / 2,500⌉
        frame = norms.plan_frame(pl.DataFrame({"gross_floor_area": [320_000]}), **choices)
        assert frame["security_workforce"].to_list() == [128]
    assert plan.stance == "lean"
    assert pickle.loads(pickle.dumps(plan)) == plan  # noqa: S301 - our own


def test_all_wrong_choices_are_told_at_once() -> None:
    """Stance, department and method in one error."""
    with pytest.raises(sn.UnknownNameError) as caught:
        sn.plan_staffing(
            GARDEN,
            stance="medium",
            methods={"guards": "posts", "cleaning": "task"},
        )

    assert [fault.code for fault in caught.value.faults] == [
        "stance.unknown",
        "department.unknown",
        "method.unknown",
    ]


def test_auto_is_a_method_too() -> None:
    """It says what is meant when nothing is said."""
    norms = sn.load_norms()

    assert norms.plan(GARDEN, methods={"cleaning": "auto"}) == norms.plan(GARDEN)


def test_a_site_or_a_mapping_is_planned() -> None:
    """A mapping is read as a site, with Chinese keys too."""
    norms = sn.load_norms()
    chinese = {("总建筑面积" if key == "gross_floor_area" else key): GARDEN[key] for key in GARDEN}

    assert norms.plan(sn.Site(**GARDEN)) == norms.plan(GARDEN)
    assert norms.plan(chinese).headcount == 193
    assert norms.headcount(sn.Site(**GARDEN)) == norms.headcount(GARDEN)
    assert norms.site(GARDEN) == sn.Site(**GARDEN)


def test_a_faulty_mapping_is_a_site_error() -> None:
    """The site's own faults, all at once."""
    with pytest.raises(sn.SiteError) as caught:
        sn.plan_staffing({"gross_flor_area": 1, "lifts": -1})

    assert [fault.code for fault in caught.value.faults] == ["fact.unknown", "fact.limit"]


def test_a_norm_or_its_id_is_taken() -> None:
    """`plan_staffing` plans by the base norm when nothing is said."""
    assert (
        sn.plan_staffing(GARDEN)
        == sn.plan_staffing(GARDEN, norms="cn-estate")
        == sn.plan_staffing(GARDEN, norms=sn.load_norms())
    )


def test_headcounts_are_those_of_the_plan() -> None:
    """Every role: the number, 0 for one that the method leaves out, None for a gap."""
    norms = sn.load_norms()
    heads = norms.headcount({"gross_floor_area": 320_000}, methods={"security": "posts"})

    assert heads["patrol_guard"] == 42
    assert heads["entrance_guard"] is None
    assert heads["security_workforce"] == 0
    assert tuple(heads) == norms.rulebook.program.roles
    assert norms.headcount({**GARDEN, "scope": ["cleaning"]})["patrol_guard"] == 0


def test_the_faces_share_one_signature() -> None:
    """`plan`, `headcount` and `plan_frame` share keywords and defaults; frames have more."""
    of_frames = ["buildings", "tasks", "posts", "adjustments", "on"]
    names = [name for name in ("plan", "headcount", "plan_frame") if hasattr(sn.Norms, name)]
    keywords = [
        [
            parameter
            for parameter in inspect.signature(getattr(sn.Norms, name)).parameters.values()
            if parameter.kind is parameter.KEYWORD_ONLY and parameter.name not in of_frames
        ]
        for name in names
    ]

    assert [parameter.name for parameter in keywords[0]] == ["stance", "methods", "cover"]
    assert all(each == keywords[0] for each in keywords)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"as_of": 2024},
            "as_of: 2024 is no day. Write it like 2024-01-31.",
        ),
        (
            {"profiles": "own.yaml"},
            "profiles: 'own.yaml' is no list of files. Write it like ['profile.yaml'].",
        ),
        (
            {"profiles": 5},
            "profiles: 5 is no list of files. Write it like ['profile.yaml'].",
        ),
        ({"profiles": [5]}, "5: int is no file. Write its path."),
    ],
)  # fmt: skip
def test_what_a_norm_is_not_loaded_by(given: dict[str, Any], message: str) -> None:
    """A value of another type is told; a text is not taken letter by letter."""
    with pytest.raises(sn.NormError) as caught:
        sn.load_norms(**given)

    assert str(caught.value) == message


def test_methods_of_a_wrong_shape_are_refused() -> None:
    """A list of methods, and no stance, are told as any other slip."""
    with pytest.raises(sn.UnknownNameError) as caught:
        sn.load_norms().plan({}, stance=None, methods=["posts"])  # type: ignore[arg-type]

    assert str(caught.value) == (
        "stance: no stance is called None. Known: lean, typical, generous.\n"
        "methods: list is no mapping; write {'security': 'composite'}."
    )
