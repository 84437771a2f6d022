"""The only place that judges a norm's files: names, bands, dimensions and proofs."""

from staffing_norms.errors import NormError
from staffing_norms.library import read_shipped
from staffing_norms.pack import DepartmentFile, PackFile
from staffing_norms.schema import validate


def read_norm(name: str) -> tuple[PackFile, list[DepartmentFile]]:
    pack = validate(PackFile, read_shipped(f"{name}/pack.yaml"), NormError)
    files = [
        validate(DepartmentFile, read_shipped(f"{name}/{d}.yaml"), NormError)
        for d in pack.departments
    ]
    return pack, files
