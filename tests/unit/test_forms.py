"""Forms to fill in work as they are, half filled in, and filled in."""

import re
from typing import Any

import pytest

import staffing_norms as sn
from staffing_norms.authoring.forms import questions, template
from staffing_norms.foundation.languages import LANGUAGES, Language

NORMS = sn.load_norms("cn-estate")
ESTIMATE = "gross_floor_area: 32 万平方米\n"
ANSWERS = {
    "entrances": "4",
    "car_park_entrances": "3",
    "control_centres": "1",
    "fixed_posts": "",
    "fixed_post_area": "9,000 m²",
    "hv_switch_rooms": "2",
    "lifts": "46",
    "air_conditioned_area": "0",
    "outdoor_green_area": "96,000 m²",
}


def form_of(site: sn.Site, lang: Language = "en", **methods: str) -> str:
    plan = NORMS.plan(site, methods=methods)
    return questions(plan, lang)


def with_samples(form: str) -> str:
    """Take the # from the samples of a form."""
    return re.sub(r"^#(  -)", r"\1", form, flags=re.MULTILINE)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("is_full", [False, True])
def test_a_blank_form_states_nothing(lang: Language, is_full: bool) -> None:  # noqa: FBT001 - a parameter of a test
    """It is read and planned as it is, with gaps."""
    site = sn.Site.from_text(template(NORMS, lang, full=is_full))

    assert dict(site.facts) == {}
    assert not NORMS.plan(site).complete


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("is_full", [False, True])
def test_the_samples_work(lang: Language, is_full: bool) -> None:  # noqa: FBT001 - a parameter of a test
    """With their # taken away they are a building and two tasks, the same in both languages."""
    site = sn.Site.from_text(with_samples(template(NORMS, lang, full=is_full)))
    plan = NORMS.plan(site)

    [building] = site.values["buildings"]
    assert building["buildings.storeys"] == 18
    assert building["buildings.count"] == 2
    assert [task["tasks.work"] for task in site.values["tasks"]] == [
        "floor_sweeping",
        "mowing:grade_2",
    ]
    assert [task["tasks.quantity"] for task in site.values["tasks"]] == [640, 900]
    assert plan["cleaning"].method == "tasks"


def test_the_form_names_its_schema() -> None:
    """With the command that writes the schema; editors pass over a line that begins with ##."""
    for lang in LANGUAGES:
        head, _, _ = template(NORMS, lang).partition("\n\n")
        *_, told, modeline = head.splitlines()

        assert "staffing-norms schema -o site.schema.json" in told
        assert told.endswith(
            "take one # away here:" if lang == "en" else "去掉下一行开头的一个 #："
        )
        assert modeline == "## yaml-language-server: $schema=site.schema.json"


def test_a_form_offers_the_departments_of_its_norm() -> None:
    """Those that it has figures for, be it with another department: landscaping with cleaning."""
    form = template(sn.load_norms("cn-high-rise"), "en")

    offered = "security, m_and_e, cleaning, landscaping, management"
    assert f"# departments in the contract ({offered})\n" in form


def test_the_full_form_has_every_fact() -> None:
    """Each under its name; under its Chinese key in Chinese."""
    for lang, key in (("en", "gross_floor_area"), ("zh", "总建筑面积")):
        form = template(NORMS, lang, full=True)  # type: ignore[arg-type]  # a language
        keys = re.findall(r"^([^#\s].*):$", form, flags=re.MULTILINE)

        assert key in keys
        assert len(keys) == len(NORMS.words)


def test_the_short_form_has_what_a_plan_may_lack() -> None:
    """Not what is for information only, nor what has a default."""
    keys = re.findall(r"^([^#\s].*):$", template(NORMS, "en"), flags=re.MULTILINE)

    assert {"name", "property_kind", "scope", *ANSWERS, "tasks", "buildings"} <= set(keys)
    assert {"chargeable_area", "patrol_shifts", "cleaning_days"}.isdisjoint(keys)


def test_a_fact_is_told_with_unit_words_default_and_meaning() -> None:
    """In both languages."""
    english, chinese = (template(NORMS, lang, full=True) for lang in LANGUAGES)

    for block in (
        "# gross floor area (m²)\n#   Floor area managed; it is needed most.\ngross_floor_area:\n",
        "# gated (yes / no; when empty: yes)\n",
        "# patrol area (m²; when empty: gross floor area)\n",
        "# guard reduction (to be written with its %; when empty: 0%)\n",
        "retail, industrial, mixed; when empty: residential)\n",
        "# departments in the contract (customer_service, security, m_and_e, cleaning, ",
        "# hours a day (h; when empty: 8 h)\n",
        "# lifts\n",
        "#   · storeys: Storeys above ground.\n",
        "#   Activities and ways of doing them: staffing-norms norms cn-estate\ntasks:\n",
    ):
        assert block in english
    for block in (
        "# 总建筑面积（平方米）\n#   管理范围内的总建筑面积；最先需要。\n总建筑面积:\n",
        "# 绿地率（须带 %）\n#   绿地占用地面积的比例，如 35 %。\n绿地率:\n",
        "# 每个出入口当值人数（留空按：1 人）\n",
        "# 业态（住宅小区、写字楼、学校、医院、商业、工业园区、综合体；留空按：住宅小区）\n",
        "# 封闭管理（是 / 否；留空按：是）\n",
    ):
        assert block in chinese


def test_facts_that_give_another_together_stand_side_by_side() -> None:
    """The green ratio is asked for below the land area that it is a share of."""
    keys = re.findall("^(.+):$", template(NORMS, "zh"), flags=re.MULTILINE)

    at = keys.index("用地面积")
    assert keys[at : at + 2] == ["用地面积", "绿地率"]
    assert keys.count("绿地率") == 1
    assert keys.index("室外绿地面积") > at


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_choices_shown_are_read(lang: Language) -> None:
    """Every word that a form offers may be written."""
    form = template(NORMS, lang, full=True)
    for name in ("property_kind", "scope"):
        type_ = NORMS.words[name]
        label, key = (type_.labels.en, name) if lang == "en" else (type_.labels.zh, type_.keys[0])
        [offered] = re.findall(
            rf"^# {label}[ （(]+(.*?)[;；)）].*\n.*\n{key}:", form, flags=re.MULTILINE
        )
        for word in re.split("[,、] ?", offered):
            assert sn.Site.from_text(f"{key}: {word}").facts[name].value


def test_the_answers_make_the_plan_detailed() -> None:
    """The questions of an estimate, filled in and brought back, give the worked example."""
    estimate = sn.Site.from_text(ESTIMATE)
    form = form_of(estimate)
    for fact, answer in ANSWERS.items():
        assert f"\n{fact}:\n" in form
        form = re.sub(rf"^{fact}:$", f"{fact}: {answer}", form, flags=re.MULTILINE)
    plan = NORMS.plan(estimate.with_answers(sn.Site.from_text(form)))

    assert NORMS.plan(estimate).headcount == 261
    assert plan.headcount == 193
    assert plan["security"].method == "posts"


HEAD = (
    "# Fill in what you know and leave the rest empty. Where there is none of a thing, write 0.\n"
    "# Numbers may carry units: 32 万平方米, 320,000 m2, 5 亩. A bare number is in the unit shown;"
    " a share is written with its %: 35 %.\n"
    "# Any fact may say where it is from: {value: 46, source: tender p. 12, status: estimated,"
    " note: …}.\n"
    "# A line that begins with '#  -' is a sample: remove its # and write your own.\n"
    "# Filled in, it is planned with: staffing-norms plan SITE --answers THIS_FILE\n\n"
)


def test_needed_useful_and_assumed_stand_apart() -> None:
    """What keeps a role unknown comes first, in one question with what would do as well."""
    form = form_of(sn.Site.from_text(ESTIMATE), security="posts")
    needed, useful = form.split("## Useful: the answer makes the plan more detailed.")
    useful, assumed = useful.split("## Assumed so far: answer where it is otherwise.")

    assert needed == (
        f"{HEAD}## Needed: without the answer a role stays unknown.\n\n"
        "# How many fixed posts are there (or which area do they watch)?\n"
        "#   For: Security (Fixed-post guard)\n"
        "#   One of these is enough: fixed_posts; fixed_post_area (m²)\n"
        "fixed_posts:\n"
        "fixed_post_area:\n\n"
        "# How many gates has the estate?\n#   For: Security (Entrance guard)\nentrances:\n\n"
        "# How many entrances and exits have the closed car parks?\n"
        "#   For: Security (Car-park guard)\ncar_park_entrances:\n\n"
        "# How many monitoring centres are there?\n"
        "#   For: Security (Control-room guard)\ncontrol_centres:\n\n"
    )
    assert "\n# How many lifts are there?\n#   For: M&E maintenance\nlifts:\n" in useful
    assert "fixed_posts:" not in useful
    assert (
        "\n# In how many shifts a day do patrols walk? (when empty: 3)\n"
        "#   For: Security (Patrol guard)\npatrol_shifts:\n"
    ) in assumed


def test_words_are_told_as_they_are_written() -> None:
    """In English by their ids, also the one that is assumed; one may be asked for without."""
    kinds = "residential, office, school, hospital, retail, industrial, mixed"
    levels = sn.load_norms("cn-service-levels").plan({"gross_floor_area": 80_000})

    assert f"({kinds}; when empty: residential)\nproperty_kind:\n" in form_of(sn.Site(lifts=1))
    assert "？（一级、二级、三级、四级）\n" in questions(levels, "zh")


def test_the_questions_in_chinese() -> None:
    """With Chinese keys, and a sample of what is a list."""
    form = form_of(sn.Site.from_text(ESTIMATE), "zh")

    assert form.startswith("# 请填写已知资料，其余留空；确实没有的填 0。\n")
    assert "\n\n## 建议补充：可采用更细的方法。\n\n" in form
    assert (
        "# 中央空调服务的面积是多少（没有时填 0）？（平方米）\n#   用于：机电维修\n中央空调面积:\n"
    ) in form
    assert "#   填其中一项即可：固定岗数；固定岗监护面积（平方米）\n" in form
    assert "\n作业:\n#  - {名称: 大堂, 作业项目: 地面清扫" in form
    assert "# 小区是否封闭管理？（是 / 否；留空按：是）" in form_of(
        sn.Site.from_text(ESTIMATE), "zh", security="posts"
    )
    sn.Site.from_text(ESTIMATE).with_answers(sn.Site.from_text(with_samples(form)))


@pytest.mark.parametrize(
    ("site", "asked"),
    [
        (
            ESTIMATE,
            (
                "#   填其中一项即可：室外绿地面积（平方米）；用地面积（平方米）与绿地率（须带 %）\n"
                "室外绿地面积:\n用地面积:\n绿地率:\n"
            ),
        ),
        (
            f"{ESTIMATE}land_area: 10 公顷\n",
            (
                "#   填其中一项即可：室外绿地面积（平方米）；绿地率（须带 %）\n"
                "室外绿地面积:\n绿地率:\n\n"
            ),
        ),
    ],
)
def test_facts_that_answer_together_have_their_blanks(site: str, asked: str) -> None:
    """One way to answer is the fact itself, another the facts that it is worked out from."""
    form = form_of(sn.Site.from_text(site), "zh")

    assert (f"# 室外绿地面积是多少（或用地面积与绿地率）？\n#   用于：园林绿化\n{asked}") in form


def test_the_buildings_that_lack_a_field_are_to_be_filled_in() -> None:
    """Each once, with all that it lacks, below the first question about it."""
    site = sn.Site(
        gross_floor_area=100_000,
        property_kind="residential",
        scope="机电维修、保洁",
        hv_switch_rooms=0,
        air_conditioned_area=0,
        buildings=[
            {"name": "A: 1#", "storeys": 6, "lifts": 2},
            {"stairwells": 2},
            {"name": "B", "storeys": 9, "stairwells": 1},
        ],
    )
    form = form_of(site, m_and_e="posts", cleaning="stairs")
    needed, _ = form.split("\n## Useful")

    assert needed == (
        f"{HEAD}## Needed: without the answer a role stays unknown.\n\n"
        "# buildings 2, B: How many lifts has each building?\n"
        "#   For: M&E maintenance (Lift technician)\n"
        "#   One of these is enough: lifts; 'lifts' in the list 'buildings'\n"
        "lifts:\n"
        "buildings:\n"
        '  - name: "buildings 2"\n    lifts:\n    storeys:\n'
        '  - name: "B"\n    lifts:\n'
        '  - name: "A: 1#"\n    stairwells:\n\n'
        "# buildings 2: How many storeys has each building?\n"
        "#   For: Cleaning (Cleaner)\n"
        "#   To be stated above: 'storeys' in the list 'buildings'\n\n"
        "# A: 1#: How many stairwells has each building?\n"
        "#   For: Cleaning (Cleaner)\n"
        "#   To be stated above: 'stairwells' in the list 'buildings'\n"
    )
    answered = form.replace("    lifts:\n", "    lifts: 1\n")
    answered = answered.replace("storeys:\n", "storeys: 3\n").replace("wells:\n", "wells: 1\n")
    filled = site.with_answers(sn.Site.from_text(answered))
    assert NORMS.plan(filled, methods={"m_and_e": "posts", "cleaning": "stairs"}).complete
    assert site.with_answers(sn.Site.from_text(form)) == site


def test_what_tasks_lack_is_stated_in_the_site_file() -> None:
    """The question names those that lack it, not those that have it."""
    tasks: list[dict[str, Any]] = [
        {"name": "beds", "activity": "weeding", "variant": "hand", "quantity": 5},
        {"activity": "weeding", "variant": "hand", "times_per_year": 5, "rate": 20},
        {"activity": "watering", "variant": "manual", "quantity": 5, "times_per_year": 2},
    ]
    site = sn.Site(gross_floor_area=100_000, scope="landscaping", tasks=tasks)
    form = form_of(site)

    assert form.startswith(
        f"{HEAD}## Needed: without the answer a role stays unknown.\n\n"
        "# weeding, by hand: How much is done each time?\n"
        "#   For: Landscaping (Gardener)\n"
        "#   To be stated in the site file: 'quantity' in the list 'tasks'\n\n"
        "# beds · weeding, by hand: How often is it done?\n"
        "#   For: Landscaping (Gardener)\n"
        "#   To be stated in the site file: 'times_per_year' in the list 'tasks'\n\n"
        "# beds · weeding, by hand: How much does one person do in an hour?\n"
        "#   For: Landscaping (Gardener)\n"
        "#   To be stated in the site file: 'rate' in the list 'tasks'\n\n"
    )
    assert "#   请填入项目文件：“作业”清单中的“工效”\n" in form_of(site, "zh")


def test_more_tasks_may_be_answered() -> None:
    """Where the site has tasks, but none of a department: they are added to those."""
    task = {"activity": "weeding", "variant": "hand", "quantity": 5, "times_per_year": 5}
    site = sn.Site(gross_floor_area=100_000, scope="cleaning,landscaping", tasks=[task])

    assert "#   For: Cleaning\ntasks:\n#  - {name: lobbies, activity: " in form_of(site)


def test_nothing_open_is_said() -> None:
    """In both languages, as a comment."""
    site = sn.Site(gross_floor_area=1, scope="customer_service", property_kind="residential")

    assert form_of(site) == "# Nothing is open.\n"
    assert form_of(site, "zh") == "# 没有待补资料。\n"


def test_what_a_profile_asks_for_stands_together() -> None:
    """The grades of lawns in one mapping, and tasks once."""
    site = sn.Site(
        gross_floor_area=90_000,
        scope="landscaping",
        landscaping_profile="cn-lawn-manual",
        growing_season_days=184,
        lawns={"special": 600, "grade_1": 0},
        hedges={"wall": 100},
        beds=30,
    )
    form = form_of(site)

    assert "\nlawns:\n  grade_2:\n  grade_3:\n  grade_4:\n" in form
    assert form.count("\nlawns:") == form.count("\ntasks:") == 1
    assert "#   To be stated above: 'grade_4' in the list 'lawns' (m²)\n" in form
    assert "#   To be stated above: tasks\n" in form


def test_rare_facts_stand_in_the_full_template_only() -> None:
    """A mapping is written with all its fields."""
    assert "stair_floors" not in template(NORMS, "en")
    assert "\nhedges:\n  wall:\n  massed:\n  balls:\n" in template(NORMS, "en", full=True)
