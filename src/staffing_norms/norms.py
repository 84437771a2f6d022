"""The norms that a program works with: load one, and plan sites by it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from staffing_norms.errors import Fault, NormError, UnknownNameError, did_you_mean
from staffing_norms.evaluate import Evaluation
from staffing_norms.facts import vocabulary
from staffing_norms.library import read_shipped, shipped_packs
from staffing_norms.pack import DepartmentFile, PackFile, SharedFinding
from staffing_norms.rulebook import compile_rules
from staffing_norms.schema import Model, validate
from staffing_norms.site import Site


class _FindingsFile(Model):
    findings: Mapping[str, SharedFinding]


def load(pack_id: str):
    pack = validate(PackFile, read_shipped(f"{pack_id}/pack.yaml"), NormError)
    files = [validate(DepartmentFile, read_shipped(f"{pack_id}/{d}.yaml"), NormError) for d in pack.departments]
    shared = validate(_FindingsFile, read_shipped("findings.yaml"), NormError).findings
    words = {**vocabulary(), **pack.facts}
    return compile_rules(pack, files, words, shared)
