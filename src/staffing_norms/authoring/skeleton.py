"""The only place that writes a norm to begin with: files that pass the check, to be replaced."""

import json
import re
from collections.abc import Mapping
from typing import get_args

from staffing_norms.authoring.norm_schema import File, norm_schema
from staffing_norms.foundation.errors import Fault, UnknownNameError
from staffing_norms.foundation.languages import Language
from staffing_norms.foundation.library import PACK, norms_folder
from staffing_norms.sites.vocabulary import vocabulary

_FOLDER = "new-norm"
_NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
_SAMPLE = "my-norm"  # what the files call it
_FILES: Mapping[str, File] = {
    PACK: "pack",
    "grounds.yaml": "department",
    "cases/grounds.yaml": "cases",
}


def norm_files(name: str, lang: Language) -> dict[str, str]:
    """
    Return the files of a norm to begin with, by their paths in its folder.

    Args:
        name: Id of the norm.
        lang: Language of the comments.

    Raises:
        UnknownNameError: The name is no id.
    """
    if not _NAME.fullmatch(name):
        message = f"{name!r} is no id of a norm."
        hint = f"Write small letters, digits and hyphens, such as {_SAMPLE!r}."
        raise UnknownNameError([Fault("norms.name", "", message, hint)])
    folder = norms_folder() / _FOLDER
    files = {
        path: (folder / f"{file}.{lang}.yaml").read_text("utf-8").replace(_SAMPLE, name)
        for path, file in _FILES.items()
    }
    schemas = {file: norm_schema(file, vocabulary()) for file in get_args(File)}
    return files | {
        f"{file}.schema.json": f"{json.dumps(schema, ensure_ascii=False, indent=1)}\n"
        for file, schema in schemas.items()
    }
