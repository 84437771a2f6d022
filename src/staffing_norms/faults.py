"""The only place that collects the faults of a document, so that all are raised at once."""

from collections.abc import Callable, Iterable
from typing import TypeAlias, TypeVar

from staffing_norms.errors import Fault, QuantityError, StaffingNormsError, did_you_mean
from staffing_norms.library import Document

Place: TypeAlias = tuple[str | int, ...]
T = TypeVar("T")


class Faults:
    """
    The faults found so far in a document.

    Args:
        document: The document, which knows where each value stands.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: list[Fault] = []

    def fault(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Keep a fault at a value."""
        self.found.append(self.document.fault(code, place, message, hint))

    def unknown(self, code: str, place: Place, message: str, known: Iterable[str]) -> None:
        """Keep a fault at a key, the last part of *place*, that nobody knows."""
        hint = did_you_mean(str(place[-1]), known)
        self.found.append(self.document.fault(code, place, message, hint, at_key=True))

    def reads(self, place: Place, read: Callable[[], T]) -> T | None:
        """Return what *read* gives; keep a quantity that cannot be read as a fault at a value."""
        try:
            return read()
        except QuantityError as error:
            [fault] = error.faults
            self.fault(fault.code, place, fault.message, fault.hint)
            return None

    def raise_as(self, error: type[StaffingNormsError]) -> None:
        """Raise all faults as one *error*, if there are any."""
        if self.found:
            raise error(self.found)
