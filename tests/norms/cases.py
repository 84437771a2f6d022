"""The cases of every shipped norm."""

from dataclasses import dataclass

from staffing_norms import Norms, available_norms
from staffing_norms.foundation.library import find_norm
from staffing_norms.interpreters.evaluate import Evaluator
from staffing_norms.planning.cases import Case, Placed, read_cases


@dataclass(frozen=True, slots=True)
class Place:
    """A case, and the norm that it is of."""

    norm: str
    placed: Placed

    def __str__(self) -> str:
        return str(self.placed)

    @property
    def file(self) -> str:
        return self.placed.file

    @property
    def case(self) -> Case:
        return self.placed.case


def all_cases() -> list[Place]:
    """Return the cases of every shipped norm."""
    return [
        Place(norm, placed)
        for norm in available_norms()
        for home in find_norm(norm).editions
        for placed in read_cases(home)
    ]


CORES = (
    (50_000, "multi_storey", 5),  # 3, not fewer than 5
    (83_333, "multi_storey", 5),  # 4.99998
    (83_334, "multi_storey", 6),  # 5.00004
    (99_999, "multi_storey", 6),  # 5.99994
    (100_000, "multi_storey", 6),
    (62_499, "high_rise", 5),  # 4.99992
    (75_000, "high_rise", 6),
    (99_999, "high_rise", 8),  # 7.99992
    (100_000, "high_rise", 8),
)
"""
Floor area, height of the buildings and the least core of cn-multi-storey, by hand.

6 for 10 万㎡, 8 in high-rise buildings; not fewer than 5 below 10 万㎡. No case can show the last,
for the roles that every site has are more than 5.
"""


def core(norms: Norms, area: int, height: str) -> object:
    """Return the least core of a site by cn-multi-storey; areas besides do not count."""
    outputs = {output.name: output for output in norms.rulebook.program.outputs}
    site = norms.site(
        {"gross_floor_area": area, "building_height": height, "nursery_area": 100_000}
    )
    return Evaluator(outputs).evaluation(site.values, "typical").value("total.core.low")


def misses_a_floor(norms: Norms) -> bool:
    """Whether a norm has another least core than was worked out."""
    return norms.id == "cn-multi-storey" and any(
        core(norms, area, height) != least for area, height, least in CORES
    )
