"""Writes the norm that authors begin with, with some of its texts replaced."""

from pathlib import Path

from staffing_norms.authoring.skeleton import norm_files

GROUNDS, CASES = "grounds.yaml", "cases/grounds.yaml"


def draft(name: str, *changes: tuple[str, str, str], lang: str = "en") -> Path:
    """
    Write a norm into the working directory.

    Args:
        name: Its id.
        changes: File, text and what takes its place.
        lang: Language of the comments.
    """
    files = norm_files(name, lang)  # type: ignore[arg-type]  # a language
    for file, old, new in changes:
        assert old in files[file], old
        files[file] = files[file].replace(old, new)
    for path, text in files.items():
        target = Path(name) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return Path(name)
