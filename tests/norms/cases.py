"""The cases of every shipped norm."""

from dataclasses import dataclass

from staffing_norms import available_norms
from staffing_norms.cases import Case, Placed, read_cases
from staffing_norms.library import find_norm


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
