"""Whole explanations, compared as text; `pytest tests/golden --rewrite-golden` writes them anew."""

from pathlib import Path

import pytest

import staffing_norms as sn
from staffing_norms.foundation.languages import LANGUAGES, Language
from worked import GARDEN, ORCHARD, ORCHARD_METHODS

HERE = Path(__file__).parent
SITES = {
    "garden": (
        {
            **GARDEN,
            "name": "花园小区 Garden Estate",
            "gross_floor_area": {"value": "32 万平方米", "source": "tender p. 12"},
        },
        {},
    ),
    "orchard": (ORCHARD, ORCHARD_METHODS),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("site", SITES)
def test_explanations_read_as_before(
    site: str, lang: Language, request: pytest.FixtureRequest
) -> None:
    """The table with its questions, findings and assumptions, and the derivation of each line."""
    facts, methods = SITES[site]
    plan = sn.plan_staffing(facts, methods=methods)
    text = f"{plan.to_markdown(lang=lang)}\n```\n{plan.explain(lang=lang)}\n```\n"
    path = HERE / f"{site}.{lang}.md"
    if request.config.getoption("--rewrite-golden"):
        path.write_text(text, "utf-8")

    assert text == path.read_text("utf-8")
