"""How Sphinx builds these pages: `sphinx-build -W --keep-going -b html docs docs/_build`."""

import re
from importlib.metadata import version as version_of

from sphinx import search
from sphinx.search.en import SearchEnglish

project = "staffing_norms"
author = "the authors of staffing_norms"
release = version = version_of("staffing-norms")
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "staffing_norms"
html_show_copyright = False
html_copy_source = False

myst_heading_anchors = 3

default_role = "code"  # docstrings write code in single backticks
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_use_ivar = True
napoleon_custom_sections = ["Source"]

_HAN = "\u3400-\u9fff"
_WORDS = re.compile(rf"[{_HAN}]+|[^\W{_HAN}]+")


class SearchBoth(SearchEnglish):
    """
    English words by their stems, Chinese text by pairs of characters.

    Sphinx's own Chinese search cuts the pages into words, but not what the reader types, so that
    only whole words are found. Pairs cut both alike, and find any text of two characters or more.
    """

    lang = "zh"
    language_name = "English"  # names the stemmer
    js_splitter_code = r"""
function splitQuery(query) {
  const words = query.match(/[\u3400-\u9fff]+|(?:(?![\u3400-\u9fff])[\p{L}\p{N}_])+/gu) || [];
  return words.flatMap((word) =>
    /^[\u3400-\u9fff]{3,}$/.test(word)
      ? [...word].slice(1).map((character, i) => word[i] + character)
      : [word]);
}
"""

    def split(self, input: str) -> list[str]:  # noqa: A002 - Sphinx's name
        """Return the terms of a text."""
        terms: list[str] = []
        for word in _WORDS.findall(input):
            pairs = [word[i : i + 2] for i in range(len(word) - 1)]
            terms += pairs if re.match(rf"[{_HAN}]{{3}}", word) else [word]
        return terms


search.languages["zh"] = SearchBoth
html_search_language = "zh"
