"""Records of sites in dataframes of their own: added up, or read site by site."""

from typing import Any

import duckdb
import polars as pl
import pytest

import staffing_norms as sn

NORMS = sn.load_norms("cn-estate")
SITES = pl.DataFrame({"site": ["b", "a", "c"], "gross_floor_area": [100_000, 320_000, 50_000]})
POSTS = {"m_and_e": "posts"}


def buildings(**columns: list[Any]) -> pl.DataFrame:
    """Return a frame of buildings."""
    return pl.DataFrame(columns, strict=False)


def everywhere(sites: pl.DataFrame, records: pl.DataFrame, **choice: Any) -> pl.DataFrame:  # noqa: ANN401
    """Plan eagerly, lazily and in a database, which is all the same."""
    eager: pl.DataFrame = NORMS.plan_frame(sites, buildings=records, **choice)
    lazy = NORMS.plan_frame(sites.lazy(), buildings=records.lazy(), **choice).collect()
    relations = [duckdb.from_arrow(each.to_arrow()) for each in (sites, records)]
    relation = NORMS.plan_frame(relations[0], buildings=relations[1], **choice).pl()

    assert lazy.equals(eager)
    assert sorted(relation.rows(), key=str) == sorted(eager.rows(), key=str)
    return eager


def faults_of(*frames: Any, **apart: Any) -> list[str]:  # noqa: ANN401 - any kind
    """Return the lines of the error that frames raise."""
    with pytest.raises(sn.SiteError) as raised:
        NORMS.plan_frame(*frames, **apart)
    return str(raised.value).splitlines()


def test_records_are_added_up_for_each_site() -> None:
    """
    One technician to ten lifts: a has 2 × 10 + 1 = 21, b has none, of c nothing is known.

    The columns are found by any name of their field, and the sites stay in their order.
    """
    records = buildings(
        site=["a", "b", "a"], 栋数=[10, 2, None], lifts=[2, 0, 1], address=["x", "y", "z"]
    )
    found = everywhere(SITES, records, methods=POSTS)

    assert found["site"].to_list() == ["b", "a", "c"]
    assert found["lift_technician"].to_list() == [0, 3, None]
    assert found["faults"].to_list() == [None, None, None]
    assert "address" not in found.columns


def test_a_total_is_unknown_when_one_record_is() -> None:
    """Lifts that one building does not state leave a gap, not a smaller number."""
    records = buildings(site=["a", "a", "b"], lifts=[2, None, 11])

    assert everywhere(SITES, records, methods=POSTS)["lift_technician"].to_list() == [2, None, None]


def test_what_the_site_itself_states_counts_first() -> None:
    """As in a site file: the lifts of the buildings are what is assumed."""
    records = buildings(site=["a", "b"], lifts=[2, 11])
    sites = SITES.with_columns(lifts=pl.Series([None, 99, 1]))

    assert everywhere(sites, records, methods=POSTS)["lift_technician"].to_list() == [2, 10, 1]


def test_a_record_that_cannot_be_used_is_a_fault_of_its_site() -> None:
    """The field is named in the row of the site; the other sites stand."""
    records = buildings(site=["a", "b", "a"], lifts=[2, -1, 3], storeys=[9, 201, 9])
    found = everywhere(SITES, records)

    assert found["faults"].to_list() == ["buildings.lifts, buildings.storeys", None, None]
    assert found["headcount"].is_null().to_list() == [True, False, False]


def test_more_records_than_a_site_may_have_are_a_fault() -> None:
    """As many as a site file may list, and one more."""
    some, more = (buildings(site=["a"] * number, lifts=[0] * number) for number in (10_000, 10_001))

    assert everywhere(SITES, some)["faults"].to_list() == [None, None, None]
    assert everywhere(SITES, more)["faults"].to_list() == [None, "buildings", None]


def test_sites_are_named_by_any_column() -> None:
    """By numbers of any width too, and one site may stand in several rows."""
    sites = SITES.select("gross_floor_area", 编号=pl.Series([7, 8, 8], dtype=pl.Int16))
    records = buildings(编号=[8, 7], lifts=[1, 20])
    found = everywhere(sites, records, methods=POSTS, on="编号")

    assert found["lift_technician"].to_list() == [2, 1, 1]


def test_a_site_without_a_name_is_a_fault() -> None:
    """Nobody knows which records are its own."""
    sites = SITES.with_columns(site=pl.Series(["b", None, "c"], dtype=pl.Categorical))
    records = buildings(site=["b"], lifts=[20])

    assert everywhere(sites, records)["faults"].to_list() == [None, "site", None]


def test_a_frame_of_records_may_be_empty() -> None:
    """Then no site has any."""
    records = pl.DataFrame({"site": [], "lifts": []})
    found = NORMS.plan_frame(SITES, buildings=records, tasks=TASKS.clear(), methods=POSTS)

    assert found["lift_technician"].to_list() == [None, None, None]
    assert found.drop_nulls("faults").is_empty()


def test_frames_that_do_not_fit_are_all_told_at_once() -> None:
    """Without the column that names the site, of another type, with rows of no site."""
    sites = SITES
    names = buildings(site=["a", None, "x", "y", "z", "u", "x"], lifts=[1] * 7)
    tasks = names.select("site", activity=pl.lit("mowing"), quantaty=1)

    assert faults_of(sites, buildings=buildings(lifts=[1], liftz=[2]), tasks=tasks) == [
        (
            "buildings: no column of buildings is called 'site', by which its rows find their "
            "sites. "
            "Say with on='…' which column of both frames it is."
        ),
        "tasks.site: 'site' is empty in 1 of 7 rows. Write it in each row.",
        (
            "tasks.site: the frame of the sites has no 'x', 'y', 'z' and 1 more. "
            "Correct 'site', or leave out the rows of tasks that are of no site."
        ),
        "tasks.quantaty: column 'quantaty' is no fact. Did you mean 'quantity'?",
    ]
    assert faults_of(sites, buildings=buildings(site=[1], lifts=[1])) == [
        (
            "buildings.site: column 'site' is of type Int64 here, but String for the sites. "
            "Convert one of them."
        )
    ]
    assert faults_of(SITES.drop("site"), buildings=names) == [
        (
            "no column is called 'site', by which rows find their sites. "
            "Say with on='…' which column of both frames it is."
        )
    ]
    assert faults_of(sites, buildings=buildings(site=["a"], x=[1])) == [
        (
            "buildings: no column is a field of buildings. "
            "Known: name, storeys, stairwells, count, lifts."
        )
    ]
    assert faults_of(sites, buildings={"site": ["a"]}) == [
        (
            "buildings: a frame of polars is expected, as the sites are, not builtins.dict. "
            "Convert one of them."
        )
    ]


TASKS = pl.DataFrame(
    {
        "site": ["a", "b", "a"],
        "activity": ["floor_sweeping", "mowing", "拖楼梯"],
        "variant": [None, "special", None],
        "quantity": ["5 万㎡", "1000", "200"],
        "frequency": ["2/day", "1/month", "1/week"],
    }
)


def test_sites_with_tasks_are_read_one_by_one() -> None:
    """Each row has what its site alone comes to; the others are as they were."""
    records = buildings(site=["a", "c"], storeys=[7, 7], stairwells=[3, 3], count=[4, 4])
    found = NORMS.plan_frame(SITES, buildings=records, tasks=TASKS, methods={"cleaning": "tasks"})
    cells: list[dict[str, Any]] = [
        {name: value for name, value in row.items() if name != "site" and value is not None}
        for row in TASKS.rows(named=True)
    ]
    building = {"storeys": 7, "stairwells": 3, "count": 4}
    sites: list[dict[str, Any]] = [
        {"gross_floor_area": 100_000, "tasks": [cells[1]]},
        {"gross_floor_area": 320_000, "tasks": [cells[0], cells[2]], "buildings": [building]},
        {"gross_floor_area": 50_000, "buildings": [building]},
    ]
    roles = NORMS.rulebook.program.roles

    assert found["site"].to_list() == ["b", "a", "c"]
    for site, row in zip(sites, found.select(roles).to_dicts(), strict=True):
        assert row == NORMS.headcount(site, methods={"cleaning": "tasks"})


def test_tasks_that_cannot_be_read_are_faults_of_their_sites() -> None:
    """Beside what is wrong with the columns of the site."""
    sites = SITES.with_columns(lifts=pl.Series([None, -1, None]))
    tasks = TASKS.with_columns(quantity=pl.Series(["5 m", "5 lifts", "5"]), rate=pl.lit("fast"))
    found = NORMS.plan_frame(sites, tasks=tasks)

    assert found["faults"].to_list() == [
        "tasks.quantity, tasks.rate",
        "lifts, tasks.quantity, tasks.rate",
        None,
    ]
    assert found["headcount"].is_null().to_list() == [True, True, False]


def test_the_season_of_a_task_has_columns_of_its_own() -> None:
    """Mowing once a week, for 26 weeks and for all the 52 of the year."""
    season = {"season.from": ["04-01"], "season.days": [182]}
    mowing = {"site": ["a"], "activity": ["mowing"], "variant": ["special"], "rate": [10]}
    often = {"quantity": [40_000], "frequency": ["1/week"]}
    half, whole = (pl.DataFrame({**mowing, **often, **more}) for more in (season, {}))
    by_tasks: dict[str, Any] = {"methods": {"landscaping": "tasks"}}

    # 40,000 ÷ 10 × 26 = 104,000 hours ÷ (8 × 248) = 52.4; twice that 104.8
    assert NORMS.plan_frame(SITES, tasks=half, **by_tasks)["gardener"].to_list()[1] == 53
    assert NORMS.plan_frame(SITES, tasks=whole, **by_tasks)["gardener"].to_list()[1] == 105


def test_numbers_between_two_steps_keep_their_records() -> None:
    """A site that is computed by itself has its buildings; other columns keep their faults."""
    areas = pl.Series([50_000.001, 320_000.0, 50_000.001])
    sites = SITES.with_columns(gross_floor_area=areas, entrances=pl.Series([2, None, -1]))
    records = buildings(site=["b", "a", "b"], lifts=[9, 21, 2])
    by_posts: dict[str, Any] = {"methods": {"m_and_e": "posts", "security": "posts"}}
    found = NORMS.plan_frame(sites, buildings=records, **by_posts)

    assert found["lift_technician"].to_list() == [2, 3, None]
    assert found["patrol_guard"].to_list() == [12, 42, None]
    assert found["faults"].to_list() == [None, None, "entrances"]


def test_lazy_frames_take_no_tasks() -> None:
    """With what to do instead."""
    assert faults_of(SITES.lazy(), tasks=TASKS.lazy()) == [
        (
            "tasks: tasks are read site by site, which only polars DataFrames allow. "
            "Give all frames as DataFrames, by collect() or pl(), say."
        )
    ]


def test_posts_and_adjustments_give_two_more_columns() -> None:
    """
    Beside the norm's people those adjusted and those proposed, in halves too.

    Site a has 42 patrol guards by the norm: one is taken away, 20 round the clock take 60. Site b
    has 12, and two posts of twelve hours take 3. The head outside the norm counts in the total.
    """
    posts = pl.DataFrame(
        {
            "site": ["a", "a", "b"],
            "岗位": ["patrol_guard", "项目经理", "patrol guard"],
            "on_duty": [20, 1, 2],
            "hours": [24, 8, 12],
        }
    )
    changes = pl.DataFrame(
        {
            "site": ["a"],
            "role": ["巡逻岗秩序维护员"],
            "change": [-1.5],
            "reason": ["cameras"],
            "approved_by": ["the area manager"],
        }
    )
    by_posts: dict[str, Any] = {"methods": {"security": "posts"}}
    found = NORMS.plan_frame(SITES, posts=posts, adjustments=changes, **by_posts)
    norm = NORMS.plan_frame(SITES, **by_posts)["headcount"].to_list()

    assert found["patrol_guard"].to_list() == [12, 42, 6]
    assert found["patrol_guard_adjusted"].to_list() == [12, 40.5, 6]
    assert found["patrol_guard_proposed"].to_list() == [12, 60, 6]
    assert found["headcount"].to_list() == norm
    assert found["adjusted"].to_list() == [norm[0], norm[1] - 1.5 + 0, norm[2]]
    assert found["proposed"].to_list() == [norm[0], norm[1] + 18 + 1, norm[2]]


def test_records_must_state_what_they_need() -> None:
    """A column that is lacking is told at once, a cell that is empty in the row of the site."""
    posts = pl.DataFrame(
        {"site": ["a", "b"], "role": ["patrol_guard", None], "on_duty": [1, 1], "hours": [25, 8]}
    )

    assert faults_of(SITES, posts=posts.drop("hours", "on_duty")) == [
        "posts: posts need their 'on_duty', 'hours'. Add a column for each."
    ]
    assert NORMS.plan_frame(SITES, posts=posts)["faults"].to_list() == [
        "posts",
        "posts.hours",
        None,
    ]


def test_the_people_to_employ_follow_what_is_proposed() -> None:
    """With `cover` a demanded post counts as in `headcount`, and lists need not be given."""
    posts = pl.DataFrame({"site": ["a"], "role": ["patrol_guard"], "on_duty": [20], "hours": [24]})
    choice: dict[str, Any] = {"methods": {"security": "posts"}, "cover": "no_overtime"}
    found = NORMS.plan_frame(SITES, posts=posts, **choice)
    site: dict[str, Any] = {
        "gross_floor_area": 320_000,
        "posts": [{"role": "patrol_guard", "on_duty": 20, "hours": 24}],
    }

    heads = [NORMS.headcount(each, **choice) for each in (site, {"gross_floor_area": 50_000})]
    rows = found.select(NORMS.rulebook.program.roles).to_dicts()
    assert rows[1:] == heads
    assert heads[0]["patrol_guard"] == 89  # 20 × 24 × 365 ÷ (248 × 8) = 88.3
