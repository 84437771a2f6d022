"""The only finder of `norms/`: the files that come with the library."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from staffing_norms.documents import Document, read_trusted
from staffing_norms.errors import Fault, NormError


def read_shipped(relative: str) -> Document:
    """Read a norm file that comes with the library, by its path inside `norms/`."""
    return read_trusted(norms_folder() / relative, f"norms/{relative}")


@cache
def norms_folder() -> Path:
    """Find `norms/`: inside the installed package, else beside `src/` in the repository."""
    module = Path(__file__)
    for folder in (module.parent / "_norms", module.parents[2] / "norms"):
        if folder.is_dir():
            return folder
    message = "the norm files that come with staffing_norms are not installed."
    raise NormError([Fault("norms.missing", "", message, "Install staffing_norms again.")])


@cache
def shipped_packs() -> tuple[str, ...]:
    """Return the sorted ids of the packs that come with the library."""
    return tuple(sorted(found.parent.name for found in norms_folder().glob("*/pack.yaml")))


def shipped_files(pack_id: str) -> tuple[str, ...]:
    """Return the sorted paths inside `norms/` of a pack's own files, without those of its cases."""
    found = (norms_folder() / pack_id).glob("*.yaml")
    return tuple(sorted(f"{pack_id}/{file.name}" for file in found))


def content_hash(pack_id: str) -> str:
    """Return a short hash over names and text of a pack's files, equal on every platform."""
    digest = sha256()
    for relative in shipped_files(pack_id):
        content = (norms_folder() / relative).read_bytes()
        text = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        digest.update(b"\0".join([relative.encode(), text, b""]))
    return f"sha256:{digest.hexdigest()[:16]}"
