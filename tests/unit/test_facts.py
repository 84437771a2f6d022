"""The vocabulary is closed and consistent; a fact's type reads and limits its numbers."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
from pydantic import ValidationError

from staffing_norms.foundation.documents import document_of, parse_document
from staffing_norms.foundation.errors import NormError, bare
from staffing_norms.foundation.faults import Faults
from staffing_norms.foundation.quantities import frequency
from staffing_norms.foundation.schema import Bilingual, validate
from staffing_norms.foundation.units import units
from staffing_norms.sites.facts import FactType, fact_names, provenance_names, spellings
from staffing_norms.sites.glossary import Glossary, Word, flags, glossary
from staffing_norms.sites.vocabulary import department_names, joined, vocabulary, vocabulary_of

LABEL = Bilingual(en="label", zh="标签")


def fact(**about: object) -> FactType:
    return FactType.model_validate({"labels": LABEL, "meaning": LABEL, **about})


def every_type() -> Iterator[tuple[str, FactType]]:
    """Yield the facts and the fields of records, by path."""
    waiting = list(vocabulary().items())
    for path, type_ in waiting:
        yield path, type_
        waiting += [(f"{path}.{field}", inner) for field, inner in type_.fields.items()]


TYPES = dict(every_type())


# What a fact says of itself


@pytest.mark.parametrize(
    ("about", "limits"),
    [
        ({"unit": "fraction", "at_most": "20 %"}, (0, Fraction(1, 5))),
        ({"unit": "m2", "at_least": "3 亩", "at_most": "5 万㎡"}, (2000, 50_000)),
        ({"unit": "hectare", "at_least": 1, "at_most": "30 亩"}, (10_000, 20_000)),
        ({"unit": "lift", "at_least": 1, "at_most": 60}, (1, 60)),
    ],
)
def test_a_limit_is_written_in_the_facts_unit(
    about: dict[str, object], limits: tuple[Fraction, Fraction]
) -> None:
    """As a site writes the fact itself: a bare number is in its unit."""
    type_ = fact(**about)

    assert (type_.at_least, type_.at_most) == limits


def test_a_default_is_written_in_the_facts_unit() -> None:
    """As a site would state it; 15 亩 are 10,000 m²."""
    written: list[tuple[str, object]] = [("fraction", "5 %"), ("m2", "15 亩"), ("hectare", 2)]
    defaults = [fact(unit=unit, default={"value": value}).default for unit, value in written]

    assert [each and each.value for each in defaults] == [Fraction(1, 20), 10_000, 20_000]


@pytest.mark.parametrize(
    ("about", "message"),
    [
        (
            "unit: m2, at_most: 20 %",
            "at_most: '20 %' is a fraction; an area such as '5 m²' is expected.",
        ),
        (
            "unit: m2, default: {value: 20 %}",
            "default.value: '20 %' is a fraction; an area such as '5 m²' is expected.",
        ),
        (
            "unit: metre2, at_most: 20 m²",
            "a number needs a unit of units.yaml; 'metre2' is none.",
        ),
    ],
)
def test_a_figure_of_another_unit_is_told(about: str, message: str) -> None:
    """At the figure; where the unit is none, at the fact alone."""
    words = "labels: {en: a, zh: b}, meaning: {en: a, zh: b}"
    document = document_of(parse_document(f"{{{about}, {words}}}", NormError).data)

    with pytest.raises(NormError) as caught:
        validate(FactType, document, NormError)
    assert str(caught.value) == message


# The shipped vocabulary


def test_the_vocabulary_cannot_be_changed() -> None:
    """It is shared by all sites."""
    with pytest.raises(TypeError):
        vocabulary()["pools"] = fact(unit="item")  # type: ignore[index]


@pytest.mark.parametrize(
    "types",
    [
        vocabulary(),
        *(type_.fields for type_ in TYPES.values() if type_.fields),
    ],
)
def test_no_key_means_two_facts(types: dict[str, FactType]) -> None:
    """Every key, English or Chinese, belongs to one fact."""
    keys = [key for name, type_ in types.items() for key in (name, *type_.keys)]

    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("type_", TYPES.values(), ids=TYPES)
def test_a_fact_is_accepted_by_its_chinese_label(type_: FactType) -> None:
    """What the output prints may be typed in."""
    assert type_.labels.zh in type_.keys


@pytest.mark.parametrize(
    "words",
    [
        *(type_.words or type_.activities for type_ in TYPES.values()),
        *(activity.variants for activity in vocabulary()["tasks"].activities.values()),
    ],
)
def test_no_spelling_means_two_words(words: dict[str, Word]) -> None:
    """Id, labels and keys of a word find it, and no other."""
    found = glossary(words)

    for name, word in words.items():
        for spelling in (name, word.labels.en, word.labels.zh, *word.keys):
            assert found.find(spelling) == name
            assert found.find(spelling.upper()) == name


def test_a_word_may_be_a_number_as_people_write_it() -> None:
    level = Glossary({"level_1": ["level 1", "1"], "yes": ["true"]})

    found = [level.find(text) for text in (1, "1", "level 1", True)]
    assert found == ["level_1", "level_1", "level_1", None]


@pytest.mark.parametrize("name", [None, 3, [], "x" * 1000])
def test_what_is_no_name_is_not_found(name: object) -> None:
    """Anything may be looked up; the hint then lists what is known."""
    lifts = Glossary({"lifts": ["电梯数"]})

    assert lifts.find(name) is None
    assert lifts.hint(name) == "Known: lifts."


def test_a_department_is_found_by_its_labels_and_by_the_words_of_the_scope() -> None:
    """A department that no shared fact knows has its labels."""
    found = department_names({"security": ["Guards"], "stores": ["库房"]}, vocabulary())

    assert [found.find(name) for name in ("guards", "秩序维护", "保安")] == ["security"] * 3
    assert [found.find(name) for name in ("stores", "库房")] == ["stores"] * 2
    assert found.find("保洁") is None


def test_a_site_is_assumed_to_be_of_the_first_kind_that_its_norm_is_printed_for() -> None:
    """Nothing is assumed where the norm names no kind."""
    of_offices, of_none = (vocabulary_of({}, {}, kinds) for kinds in (["office", "retail"], []))

    default = of_offices["property_kind"].default
    assert default is not None
    assert default.value == "office"
    assert of_none["property_kind"].default is None


@pytest.mark.parametrize("word", ["待定", "TBD", "n/a", "Unknown", " 不详 "])
def test_a_word_for_what_is_not_known_is_no_value(word: str) -> None:
    """Of no kind: what is not known is left empty."""
    faults = Faults(document_of({}))
    fact(unit="lift").read(faults, ("lifts",), word)
    vocabulary()["property_kind"].glossary.read(faults, ("property_kind",), word, "kind")

    blank = "Leave it empty where it is not known."
    assert [str(each) for each in faults.found] == [
        f"lifts: a number is expected; found {word!r}. {blank} Write 0 where there is none.",
        f"property_kind: {word!r} is no kind. {blank}",
    ]
    assert faults.found[0].code == "fact.blank"


@pytest.mark.parametrize("name", vocabulary()["tasks"].activities)
def test_an_activity_has_a_unit_or_variants_with_one(name: str) -> None:
    """The quantity of a task is never without its unit."""
    of = vocabulary()["tasks"].activities[name]
    used = [variant.unit for variant in of.variants.values()] + [of.unit] * bool(of.unit)

    assert used
    assert set(used) <= set(units())
    assert not of.frequency or frequency(of.frequency)


@pytest.mark.parametrize("type_", TYPES.values(), ids=TYPES)
def test_a_default_is_right_itself(type_: FactType) -> None:
    """A number is within the limits of its fact."""
    if type_.default and isinstance(type_.default.value, Fraction):
        faults = Faults(document_of({}))
        type_.read(faults, (), type_.default.value)

        assert faults.found == []


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("GFA (m²)", "gross_floor_area"),
        ("Green area（平方米）", "outdoor_green_area"),
        ("Project", "name"),
        ("Gate count", "entrances"),
        ("Central AC area", "air_conditioned_area"),
        ("电梯数（台）", "lifts"),
    ],
)
def test_a_name_may_have_its_own_unit_behind_it(written: str, name: str) -> None:
    """In brackets, and in no other unit, for numbers are read in this one."""
    assert fact_names(vocabulary()).find(written) == name


@pytest.mark.parametrize("word", ["no", "否", False, "NaN"])
def test_no_is_no_number(word: object) -> None:
    """It may mean that there is none, or that nobody knows."""
    faults = Faults(document_of({}))
    fact(unit="m2").read(faults, ("air_conditioned_area",), word)

    [message] = map(str, faults.found)
    hint = "Leave it empty where it is not known. Write 0 where there is none."
    assert message.endswith(hint)
    assert message.startswith("air_conditioned_area: a number is expected; found ")


def test_the_keys_of_provenance() -> None:
    """They are accepted in both languages."""
    assert [provenance_names().find(key) for key in ("值", "来源", "状态", "备注")] == [
        *("value", "source", "status", "note")
    ]


@pytest.mark.parametrize(
    ("word", "found"),
    [("yes", "yes"), ("YES", "yes"), ("True", "yes"), ("有", "yes"), ("否", "no"), ("1", None)],
)
def test_the_words_for_true_and_false(word: str, found: str | None) -> None:
    """A number is no answer."""
    assert flags().find(word) == found


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("车库出入口", "car_park_entrances"),
        ("地下车库出入口数", "car_park_entrances"),
        ("电梯", "lifts"),
        ("电梯台数", "lifts"),
        ("elevators", "lifts"),
        ("大门数", "entrances"),
        ("Gates", "entrances"),
        ("总户数", "households"),
        ("flats", "households"),
        ("停车位", "parking_spaces"),
        ("监控中心", "control_centres"),
        ("消防控制室", "fire_control_rooms"),
        ("固定岗", "fixed_posts"),
        ("总建面", "gross_floor_area"),
        ("GFA", "gross_floor_area"),
        ("Gross-Floor Area", "gross_floor_area"),
        ("物业类型", "property_kind"),
        ("gated", "enclosed"),
        ("green area", "outdoor_green_area"),
    ],
)
def test_a_fact_is_accepted_by_the_words_of_a_tender(written: str, name: str) -> None:
    """By what can mean nothing else; case, spaces and punctuation are free."""
    assert fact_names(vocabulary()).find(written) == name


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("客梯", "Did you mean '电梯数'?"),
        ("客梯台数（部）", "Did you mean '电梯数'?"),
        ("绿化率", "Did you mean '绿地率'?"),
        ("配电房", "Did you mean '高压配电房数'?"),
        ("门岗数", "Did you mean '出入口数' or '固定岗数'?"),
        ("units", "Did you mean 'households'?"),
        ("地库的出入口", "Did you mean '停车场出入口数'?"),
        ("total area", "Did you mean 'gross_floor_area'?"),
        ("HVAC area", "Did you mean 'air_conditioned_area'?"),
        ("Security posts", "Did you mean 'fixed_posts'?"),
        ("Substations", "Did you mean 'hv_switch_rooms'?"),
        ("Floors", "Did you mean 'buildings'?"),
        ("Car parks", "Did you mean 'parking_spaces' or 'car_park_entrances'?"),
        ("GFA, m²", "Did you mean 'gross_floor_area'?"),
        ("GFA (10,000 m²)", "Did you mean 'gross_floor_area'?"),
        ("GFA (sqft)", "Did you mean 'gross_floor_area'?"),
        ("name (m²)", "Did you mean 'name'?"),
    ],
)
def test_what_may_mean_something_else_is_not_read(written: str, hint: str) -> None:
    """It leads to what is probably meant."""
    names = fact_names(vocabulary())

    assert names.find(written) is None
    assert names.hint(written) == hint


@pytest.mark.parametrize(
    "types", [vocabulary(), *(type_.fields for type_ in TYPES.values() if type_.fields)]
)
def test_no_name_of_a_fact_is_that_of_another(types: dict[str, FactType]) -> None:
    """Nor is a word that is not read the name of any."""
    called = [
        (name, {bare(each) for each in (name, type_.labels.en, type_.labels.zh, *type_.keys)})
        for name, type_ in types.items()
    ]
    every = [word for _, words in called for word in words]

    assert sorted(word for word in every if every.count(word) > 1) == []
    assert not {bare(word) for type_ in types.values() for word in type_.misnamed} & set(every)


def test_spellings_lead_to_names() -> None:
    """A name is a spelling of itself."""
    assert spellings({"lifts": fact(unit="lift", keys=["电梯数"])}) == {
        "lifts": "lifts",
        "电梯数": "lifts",
    }


# Words


@pytest.mark.parametrize(
    "text",
    ["wall_hand", "Wall-shaped, by hand", "wall shaped by hand", "墙状绿篱，人工", "墙状绿篱 人工"],
)
def test_case_spaces_and_punctuation_of_a_word_are_free(text: str) -> None:
    """What is typed need not follow the label to the comma."""
    hedges = vocabulary()["tasks"].activities["hedge_trimming"]

    assert hedges.glossary.find(text) == "wall_hand"


@pytest.mark.parametrize("text", ["", "，", "wall", "wall_hand" + " " * 200 + "x"])
def test_other_text_is_no_word(text: str) -> None:
    """Nor is a long text that begins like one."""
    assert vocabulary()["tasks"].activities["hedge_trimming"].glossary.find(text) is None


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("offce", "property_kind: 'offce' is no kind. Did you mean 'office'?"),
        ("写字搂", "property_kind: '写字搂' is no kind. Did you mean '写字楼'?"),
        (
            "castle",
            (
                "property_kind: 'castle' is no kind. "
                "Known: residential, office, school, hospital, retail, industrial, mixed."
            ),
        ),
        (
            "城堡",
            (
                "property_kind: '城堡' is no kind. "
                "Known: 住宅小区, 写字楼, 学校, 医院, 商业, 工业园区, 综合体."
            ),
        ),
        (
            ["office"],
            (
                "property_kind: a list is no kind. "
                "Known: residential, office, school, hospital, retail, industrial, mixed."
            ),
        ),
    ],
)
def test_an_unknown_word_is_a_fault(raw: object, message: str) -> None:
    """A close spelling is suggested, else one of each word listed in the language of the text."""
    faults = Faults(document_of({}))

    assert (
        vocabulary()["property_kind"].glossary.read(faults, ("property_kind",), raw, "kind") is None
    )
    assert [str(each) for each in faults.found] == [message]


# Numbers


def test_a_number_needs_a_unit() -> None:
    """Other kinds have none."""
    with pytest.raises(ValidationError, match=r"needs a unit of units\.yaml; 'm3' is none"):
        fact(unit="m3")

    assert fact(kind="text").unit == ""


def test_the_scale_is_that_of_the_dimension() -> None:
    """What is no number has the scale 1."""
    assert fact(unit="m2").scale == 300
    assert fact(kind="text").scale == 1


@pytest.mark.parametrize(
    ("about", "inside", "outside"),
    [
        ({"unit": "m2"}, [0, "1 m²", 10**9], ["-0.01 m²", "1,000,000,000.01 m²", "1e30"]),
        ({"unit": "fraction", "at_most": "0.5"}, [0, "50 %"], ["50.1 %", -1]),
        ({"unit": "hour", "over": 0, "at_most": 24}, ["1 min", 24], [0, -1, "24.1 h"]),
        ({"unit": "storey", "at_least": 1, "whole": True}, [1, "3 层"], [0, "1.5 层"]),
    ],
)
def test_limits_hold_at_their_bounds(
    about: dict[str, object], inside: list[object], outside: list[object]
) -> None:
    """At a bound a number is right; just beyond, it is one fault."""
    for raw in inside + outside:
        faults = Faults(document_of({}))
        value = fact(**about).read(faults, ("x",), raw)

        assert value is not None
        assert len(faults.found) == (raw in outside)


@pytest.mark.parametrize(
    ("about", "raw", "message"),
    [
        ({"unit": "m2"}, "-5 亩", "'-5 亩' is negative; 0 or more is expected."),
        (
            {"unit": "m2"},
            "1e30",
            (
                "'1e30' is too much; at most 1,000,000,000 m² is expected. "
                "Check the digits and the unit."
            ),
        ),
        (
            {"unit": "lift", "at_most": 100},
            101,
            "101 is too much; at most 100 lifts is expected. Check the digits and the unit.",
        ),
        (
            {"unit": "lift", "at_most": 100, "whole": True},
            101,
            "101 is too much; at most 100 is expected. Check the digits and the unit.",
        ),
        (
            {"unit": "person", "halves": True},
            1.3,
            "1.3 is neither whole nor a half; whole or half people are expected.",
        ),
        (
            {"unit": "fraction", "at_most": 1},
            35,
            "35 is too much; at most 100 % is expected. Write '35 %' if per cent is meant.",
        ),
        (
            {"unit": "fraction", "at_most": 1},
            "35",
            "'35' is too much; at most 100 % is expected. Write '35 %' if per cent is meant.",
        ),
        (
            {"unit": "fraction", "at_most": 1},
            "135 %",
            "'135 %' is too much; at most 100 % is expected. Check the digits and the unit.",
        ),
        (
            {"unit": "fraction", "at_most": "0.5"},
            50.5,
            "50.5 is too much; at most 50 % is expected. Check the digits and the unit.",
        ),
        (
            {"unit": "fraction", "at_most": "0.5"},
            0.6,
            "0.6 is too much; at most 50 % is expected. Check the digits and the unit.",
        ),
        ({"unit": "hour", "over": 0}, 0, "0 is too little; more than 0 is expected."),
        ({"unit": "hour", "over": 0}, -1, "-1 is negative; more than 0 is expected."),
        (
            {"unit": "hour", "at_least": 2},
            "90 min",
            "'90 min' is too little; 2 h or more is expected.",
        ),
        ({"unit": "storey", "at_least": 1}, 0, "0 is too little; 1 or more is expected."),
        (
            {"unit": "lift", "whole": True},
            "4.5 部",
            "'4.5 部' is not whole; a whole number is expected.",
        ),
        ({"unit": "lift"}, True, "a number is expected; found true."),
    ],
)
def test_a_number_beyond_a_limit_is_told(
    about: dict[str, object], raw: object, message: str
) -> None:
    """As it is written, with the limit and what to do."""
    faults = Faults(document_of({}))
    fact(**about).read(faults, ("x",), raw)

    assert [str(each) for each in faults.found] == [f"x: {message}"]


def test_a_half_is_a_number_of_people() -> None:
    """One and a half, but no third of a person."""
    faults = Faults(document_of({}))
    people = fact(unit="person", halves=True)

    assert [people.read(faults, ("x",), each) for each in ("1.5 人", 2)] == [Fraction(3, 2), 2]
    assert not faults.found


def test_vocabularies_are_joined_and_the_first_counts() -> None:
    """Each fact once, in order; the scope has the departments of all."""
    valets, porters = (Bilingual(en=name, zh=name) for name in ("Valets", "Porters"))
    pools, other = fact(unit="item"), fact(unit="m2")
    first = vocabulary_of({"pools": pools}, {"valets": valets}, [])
    second = vocabulary_of({"pools": other, "ponds": other}, {"porters": porters}, [])
    both = joined([first, second])

    assert list(both) == [*vocabulary(), "pools", "ponds"]
    assert (both["pools"], both["ponds"]) == (pools, other)
    assert {"valets", "porters", *vocabulary()["scope"].words} == both["scope"].words.keys()
    assert joined([second, first])["pools"] is other


def test_the_words_for_yes_and_no_are_read_once() -> None:
    flags.cache_clear()

    assert (flags().find("有"), flags().find("否"), flags().find("maybe")) == ("yes", "no", None)
    assert flags() is flags()
