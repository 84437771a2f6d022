"""The only place that proves a typed table against the printed page: its rows and its figures."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from staffing_norms.foundation.quantities import format_number
from staffing_norms.foundation.schema import Model
from staffing_norms.publications.figures import PrintedFigure
from staffing_norms.publications.measures import Measures
from staffing_norms.publications.pack import Proof

_COMPARE = "Compare both with the page, row by row."


def check_proofs(
    measures: Measures, tables: Mapping[str, Sequence[object]], given: Mapping[Any, Proof]
) -> None:
    """
    Compare each table of a file with its proof.

    A table with other faults is not proven: what is wrong with it is known already. Of a file
    that an overlay changes, the rows that it adds are proven; the others were, before it.

    Args:
        measures: The names and figures of the file.
        tables: The tables by name.
        given: The proofs by the name of their table.
    """
    proofs: dict[str, Proof] = {str(table): proof for table, proof in given.items()}
    fault = measures.faults.fault
    for table, every in tables.items():
        rows = _own_rows(measures, table, every)
        proof, place = proofs.get(table), ("proof", table)
        is_judged = not any(each.path.startswith(table) for each in measures.faults.found)
        total = sum(_numerals(rows), Fraction(0))
        if proof is None and rows:
            message = f"the table {table!r} has no proof."
            hint = f"Count and add up the page: '{table}: {{rows: …, sum: …}}'."
            fault("proof.missing", ("proof",), message, hint)
        elif proof and is_judged and proof.rows != len(rows):
            message = f"the table {table!r} has {len(rows)} rows, its proof {proof.rows}."
            fault("proof.rows", (*place, "rows"), message, _COMPARE)
        elif proof and is_judged and proof.sum != total:
            found, said = format_number(total), format_number(proof.sum)
            message = f"the figures of {table!r} add up to {found}, by its proof to {said}."
            fault("proof.sum", (*place, "sum"), message, _COMPARE)


def _own_rows(measures: Measures, table: str, rows: Sequence[object]) -> Sequence[object]:
    """Return the rows that a file has of its own; those that an overlay extends are proven."""
    if measures.added is None:
        return rows
    own: Any = measures.added.get(table, ())
    own = own["bands"] if isinstance(own, Mapping) else own
    return rows[len(rows) - len(own) :]


def _numerals(value: object) -> Iterator[Fraction | int]:
    """Yield the figures of a table as they are printed, without units; ranges with both ends."""
    if isinstance(value, PrintedFigure):
        yield value.numerals
    elif isinstance(value, Model):
        shifts = getattr(value, "shifts", 0)
        yield shifts if isinstance(shifts, int) else 0
        for name in type(value).model_fields:
            yield from _numerals(getattr(value, name))
    elif isinstance(value, Mapping | tuple):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from _numerals(part)
