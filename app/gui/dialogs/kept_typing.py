"""What one person typed into a form that was put away; nobody else ever sees it."""

from __future__ import annotations

from dataclasses import dataclass

from app.areas.invoices.values import DraftLine


@dataclass(frozen=True, slots=True)
class PatientTyped:
    """The boxes of a new patient as they were typed."""

    person: dict[str, str]
    payer: dict[str, str]
    other_pays: bool


@dataclass(frozen=True, slots=True)
class LineTyped:
    """A line of a charge that was not added yet; `place` of one that is being changed."""

    place: int | None
    base: DraftLine
    texts: dict[str, str]


class KeptTyping:
    """New patients by the name they were begun with, lines by their charge or account."""

    def __init__(self) -> None:
        self._patients: dict[str, PatientTyped] = {}
        self._lines: dict[str, LineTyped] = {}

    def keep_patient(self, name: str, typed: PatientTyped | None) -> None:
        """None forgets them: saved, or emptied by hand."""
        self._patients.pop(name, None)
        if typed is not None:
            self._patients[name] = typed

    def patient(self, name: str) -> tuple[str, PatientTyped] | None:
        """Who was begun with this name; without a name the latest."""
        key = name or next(reversed(self._patients), "")
        return (key, self._patients[key]) if key in self._patients else None

    def keep_line(self, charge: str, typed: LineTyped) -> None:
        self._lines[charge] = typed

    def take_line(self, charge: str) -> LineTyped | None:
        """The line that was being typed; it is handed back once."""
        return self._lines.pop(charge, None)

    def clear(self) -> None:
        """Another person comes."""
        self._patients.clear()
        self._lines.clear()
