"""Holds what a result is printed with: the site, the norm, and the words of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from staffing_norms.foundation.formula import Output
from staffing_norms.sites.facts import Vocabulary
from staffing_norms.sites.intake import Stated


@dataclass(frozen=True, slots=True)
class Context:
    """
    What a result is printed with.

    Args:
        site: Name of the site.
        stated: Its facts with their provenance.
        norms: What the plan says of its norm: `Norms.stamp`.
        title: Title of the norm by language.
        stance: The stance of the figures.
        library: Version of this library.
        words: The vocabulary of facts.
        outputs: The outputs of the program by name.
    """

    site: str
    stated: Mapping[str, Stated]
    norms: Mapping[str, Any]
    title: Mapping[str, str]
    stance: str
    library: str
    words: Vocabulary
    outputs: Mapping[str, Output]
