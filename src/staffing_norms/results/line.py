"""Holds the people of one role, with why they are so many."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast

from staffing_norms.foundation.face import notebook_face
from staffing_norms.foundation.formula import Compare, Output, Source, Stance
from staffing_norms.foundation.languages import MARKS, Labels, Language
from staffing_norms.interpreters.evaluate import Step
from staffing_norms.program.layout import Basis, Kind
from staffing_norms.results.derivation import Style, calculated
from staffing_norms.results.reasons import CoverLine, Reasons
from staffing_norms.results.steps import walk
from staffing_norms.results.sums import People
from staffing_norms.results.wording import language
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.intake import Stated

STATUSES = ("printed", "corrected", "reading", "doubtful", "silent", "company", "undefined")


@dataclass(frozen=True, slots=True)
class Grounds:
    """
    What the figures of a result were computed from, beside their steps.

    Args:
        stated: The facts of the site with their provenance.
        outputs: The outputs of the program by name.
        stance: Which figure of a printed range counts.
        words: The vocabulary, in whose units formulas are written.
    """

    stated: Mapping[str, Stated]
    outputs: Mapping[str, Output]
    stance: Stance
    words: Vocabulary


@dataclass(frozen=True, slots=True)
class Line:
    """
    The people of one role.

    Args:
        role: Role id.
        department: Department id.
        kind: `workforce` or `leader`.
        labels: What the role is called, by language.
        headcount: People on duty over all shifts, as the norm counts; None for a gap, and 0 where
            the method of the plan does not count the role by itself. [person]
        adjusted: The same with what was decided; it may have halves. [person]
        proposed: The same with the posts that are demanded. [person]
        exact: The figure before it is rounded once. [person]
        lean: Headcount with the fewest people that the norm allows. [person]
        typical: Headcount in the middle of printed ranges. [person]
        generous: Headcount with the most. [person]
        on_duty: People on duty in each shift; None where the norm does not say. [person]
        shifts: Shifts a day of a post; 1 for day work; None where the norm does not say.
        basis: `posts`, `day_work`, `roster`, `composite` or `leaders`.
        counted_by: The methods that count the role.
        is_counted: Whether the method of the plan is one of them; if not, others stand for it.
        sources: The clauses that the figure rests on.
        shared_with: Other departments for which these people work too.
        step: The derivation.
        grounds: What it was computed from.
        beside: Why something else is proposed, where anything stands beside the norm.
        cover: How many to employ, where they count in place of the norm's people.
    """

    role: str
    department: str
    kind: Kind
    labels: Labels
    headcount: int | None
    adjusted: People | None
    proposed: People | None
    exact: Fraction | None
    lean: int | None
    typical: int | None
    generous: int | None
    on_duty: int | None
    shifts: int | None
    basis: Basis
    counted_by: tuple[str, ...]
    is_counted: bool
    sources: tuple[Source, ...]
    shared_with: tuple[str, ...]
    step: Step = field(repr=False)
    grounds: Grounds = field(repr=False, compare=False)
    beside: Reasons | None = field(default=None, repr=False)
    cover: CoverLine | None = field(default=None, repr=False)

    @property
    def words(self) -> Vocabulary:
        """The vocabulary, in whose units the formula is written."""
        return self.grounds.words

    @property
    def norm(self) -> int | None:
        """Headcount by the norm, also where those to employ count [person]."""
        return self.cover.norm if self.cover else self.headcount

    @property
    def demanded(self) -> int:
        """People that its posts which are demanded take; 0 for no posts [person]."""
        return self.beside.demanded or 0 if self.beside else 0

    @property
    def formula(self) -> str:
        """The derivation as one line, in Chinese: `3班×2人×⌈320,000÷50,000⌉=42`."""
        return self.formula_in("zh")

    def formula_in(self, lang: Language) -> str:
        """
        Return the derivation as one line: `3 shifts × 2 people × ⌈320,000 ÷ 50,000⌉ = 42`.

        A figure that is printed for a band of sites has the band: `1 (320,000 ≥ 300,000)`.

        Args:
            lang: `en` or `zh`; case and region are free.

        Raises:
            UnknownNameError: There is no such language.
        """
        return calculated(self.step, Style(language(lang), self.words))

    @property
    def leads_nobody(self) -> bool:
        """Whether it is a leader's line that is empty because the department has no workforce."""
        return self.kind == "leader" and any(
            isinstance(each.formula, Compare) and each.formula.op == "==" and each.value
            for each in walk(self.step)
        )

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses, as printed."""
        return tuple(dict.fromkeys(source.clause for source in self.sources))

    @property
    def source(self) -> str:
        """The clauses as one text."""
        return "；".join(self.clauses)

    def source_in(self, lang: Language) -> str:
        """
        Return the clauses as one text, as people of a language write it.

        Args:
            lang: `en` or `zh`; case and region are free.

        Raises:
            UnknownNameError: There is no such language.
        """
        return MARKS[language(lang)].semicolon.join(self.clauses)

    @property
    def status(self) -> str:
        """How the clauses are read: the least certain counts."""
        return max(
            (source.status for source in self.sources), key=STATUSES.index, default="printed"
        )

    @property
    def note(self) -> Labels:
        """What to know beside the figure, by language: notes, and why a clause is read so."""
        remarks = [source.note for source in self.sources] + [s.reading for s in self.sources]
        found: dict[str, dict[str, None]] = {}
        for lang, text in (part for remark in remarks for part in remark):
            found.setdefault(lang, {})[text] = None
        return {lang: MARKS[cast("Language", lang)].blank.join(t) for lang, t in found.items()}

    def __repr__(self) -> str:
        """`<Line patrol_guard: 42 = 3 shifts × 2 people × ⌈320,000 ÷ 50,000⌉>`."""
        formula, equals, people = self.formula_in("en").rpartition(" = ")
        told = f"{people}{equals}{formula}"
        if self.cover:  # then the people to employ count, and the formula is the norm's
            told = f"{self.headcount} for {told}"
        return f"<Line {self.role}: {told}>"

    def _repr_html_(self) -> str | None:
        return notebook_face(self)
