"""What to ask the client, and why."""

from dataclasses import FrozenInstanceError, asdict

import pytest

import staffing_norms as sn
from staffing_norms.results.questions import questions
from staffing_norms.results.result import Result
from staffing_norms.sites.vocabulary import vocabulary

SITE = sn.Site(
    gross_floor_area=320_000,
    entrances=4,
    scope="security,m_and_e",
    buildings=[{"name": "A"}, {"lifts": 2}, {"name": "twin"}, {"name": "twin"}],
)


def asked(plan: sn.Plan, fact: str) -> sn.Question:
    [question] = [each for each in plan.questions() if each.fact == fact]
    return question


def test_a_gap_is_needed() -> None:
    """With the roles that wait; alternatives make one question; in both languages."""
    plan = sn.plan_staffing(SITE, methods={"security": "posts"})

    assert asked(plan, "fixed_posts") == sn.Question(
        fact="fixed_posts",
        alternatives=("fixed_post_area",),
        reason="needed",
        text="How many fixed posts are there (or which area do they watch)?",
        departments=("security",),
        roles=("fixed_post_guard",),
    )
    assert asked(plan, "fixed_posts").facts == ("fixed_posts", "fixed_post_area")
    assert plan.questions(lang="zh")[0].text == "设几个固定岗（或固定岗监护面积是多少）？"


def test_what_a_finer_method_lacks_is_useful() -> None:
    """It is asked once for all departments, and alternatives make one question here too."""
    plan = sn.plan_staffing({"gross_floor_area": 320_000})

    assert [each.fact for each in plan.questions() if each.reason == "useful"] == [
        "entrances", "car_park_entrances", "control_centres", "fixed_posts", "hv_switch_rooms",
        "lifts", "air_conditioned_area", "tasks", "outdoor_green_area",
    ]  # fmt: skip
    assert asked(plan, "fixed_posts").alternatives == ("fixed_post_area",)
    assert asked(plan, "tasks").departments == ("cleaning", "landscaping")
    assert asked(plan, "tasks").roles == ()


@pytest.mark.parametrize("method", ["auto", "posts"])
def test_the_buildings_without_lifts_are_named(method: str) -> None:
    """By name, or by number where that is none; their lifts would do as well as the total."""
    plan = sn.plan_staffing(SITE, methods={"m_and_e": method})
    question = asked(plan, "lifts")

    assert question.alternatives == ("buildings.lifts",)
    assert question.text == "A, twin: How many lifts has each building?"
    assert question.records == ("A", "buildings 3", "buildings 4")
    assert question.reason == ("useful" if method == "auto" else "needed")


def test_the_gap_names_them_too() -> None:
    """In both languages, and as positions for programs."""
    plan = sn.plan_staffing(SITE, methods={"m_and_e": "posts"})
    [gap] = [each for each in plan.gaps if each.fact == "lifts"]

    assert gap.alternatives == ("buildings.lifts",)
    assert gap.records == (0, 2, 3)
    assert gap.question["zh"] == "A、twin：各楼栋有几台电梯？"
    [listed] = [each for each in plan.to_dict()["gaps"] if each["fact"] == "lifts"]
    assert listed["records"] == [0, 2, 3]


def test_what_is_assumed_may_be_confirmed() -> None:
    """With the value as people write it, and the roles that rest on it."""
    plan = sn.plan_staffing(SITE, methods={"security": "posts"})

    assert asked(plan, "patrol_shifts") == sn.Question(
        fact="patrol_shifts",
        alternatives=(),
        reason="assumed",
        text="In how many shifts a day do patrols walk?",
        departments=("security",),
        roles=("patrol_guard",),
        assumed="3",
    )
    assert asked(plan, "patrol_area").assumed == "320,000 m²"
    assert asked(plan, "property_kind").departments == ()
    assert asked(plan, "property_kind").assumed == "residential estate"


def test_what_the_user_assumes_is_not_asked() -> None:
    """Nor what is worked out from other facts."""
    site = sn.Site(
        gross_floor_area=320_000,
        property_kind={"value": "residential", "status": "assumed"},
        scope="m_and_e",
        hv_switch_rooms=0,
        air_conditioned_area=0,
        buildings=[{"lifts": 2}],
    )

    assert sn.plan_staffing(site).questions() == ()


def test_several_departments_ask_once() -> None:
    """The floor area is needed by all."""
    plan = sn.plan_staffing({"scope": "customer_service,landscaping"})
    first, *others = plan.questions()

    assert (first.fact, first.departments) == (
        "gross_floor_area",
        ("customer_service", "landscaping"),
    )
    assert "gross_floor_area" not in [each.fact for each in others]


def test_the_alternative_is_not_asked_again() -> None:
    """What is needed as one of two is not asked for another reason by itself."""
    plan = sn.plan_staffing(SITE, methods={"security": "posts", "m_and_e": "posts"})
    facts = [fact for each in plan.questions() for fact in each.facts]

    assert len(facts) == len(set(facts))


def test_what_is_needed_is_not_asked_as_useful_too() -> None:
    """Cleaning by tasks waits for them; landscaping would only be more detailed."""
    plan = sn.plan_staffing(
        {"gross_floor_area": 9_000, "scope": "cleaning,landscaping"}, methods={"cleaning": "tasks"}
    )

    assert asked(plan, "tasks").reason == "needed"
    assert asked(plan, "tasks").departments == ("cleaning",)


def test_what_the_norm_leaves_undefined_is_not_asked() -> None:
    """No answer of the client would close such a gap."""
    told = {"en": "Not printed.", "zh": "未印。"}
    gap = sn.Gap("", "security", ("guard",), (), {"en": "", "zh": ""}, told)

    assert list(questions(Result((), (gap,), (), ()), {}, vocabulary(), "en")) == []


def test_a_question_is_frozen_data() -> None:
    """Ready for JSON as it is."""
    question, *_ = sn.plan_staffing(SITE).questions()

    with pytest.raises(FrozenInstanceError):
        question.fact = "lifts"  # type: ignore[misc]  # frozen
    assert list(asdict(question)) == [
        "fact", "alternatives", "reason", "text", "departments", "roles", "records", "assumed",
    ]  # fmt: skip
