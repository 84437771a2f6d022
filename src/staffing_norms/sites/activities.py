"""The only place that knows what work there is: activities, ways of doing them, and their names."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

from pydantic import Field

from staffing_norms.foundation.schema import Bilingual, Either, Name
from staffing_norms.sites.glossary import Glossary, Word, glossary


def work_of(activity: str, variant: str | None = "") -> str:
    """
    Return the name of work: of an activity, or of a way of doing it.

    >>> work_of("mowing", "grade_2"), work_of("floor_sweeping")
    ('mowing:grade_2', 'floor_sweeping')
    """
    return f"{activity}:{variant}" if variant else activity


def parts_of(work: str) -> tuple[str, str]:
    """
    Return the activity and the way of doing it, which may be empty, that name work.

    >>> parts_of("mowing:grade_2"), parts_of("floor_sweeping")
    (('mowing', 'grade_2'), ('floor_sweeping', ''))
    """
    activity, _, variant = work.partition(":")
    return activity, variant


class Work(Word):
    """
    Work with a quantity in *unit*.

    A frequency profile takes what the facts *of* add up to for the quantity, if the words *by*
    which facts choose the way of doing it are these.
    """

    unit: str = ""
    of: Annotated[tuple[str, ...], Either] = ()
    by: Mapping[Name, str] = Field(default_factory=dict)


class Variant(Work):
    """A way of doing an activity."""

    unit: str


class Activity(Work):
    """
    Work that a task may name; variants where the way of doing it matters.

    It is *rated_as* another activity, or stands *beside* one as work of the same department.
    """

    rated_as: Name | None = None
    beside: Name | None = None
    frequency: str = ""
    variants: Mapping[str, Variant] = Field(default_factory=dict)

    def work(self, variant: str) -> Work:
        """Return a way of doing it, or the activity itself where *variant* is empty."""
        return self.variants[variant] if variant else self

    def unit_of(self, variant: str) -> str:
        """Return the unit that a task's quantity is in."""
        return self.work(variant).unit

    def labels_of(self, variant: str) -> Bilingual:
        """Return what work is called: the activity, and the way of doing it."""
        if not variant:
            return self.labels
        way = self.variants[variant].labels
        return Bilingual(en=f"{self.labels.en}, {way.en}", zh=f"{self.labels.zh}（{way.zh}）")

    @cached_property
    def glossary(self) -> "Glossary":
        """The variants."""
        return glossary(self.variants)
