"""People who stand in one file twice under two numbers, found without keeping the file."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from hashlib import blake2b

from app.areas.imports.values import ReadRow
from app.areas.parties.rules import display_name
from app.kernel.text import fold


class TwinsInFile:
    """Sixteen bytes for each row with a birth date: a million patients take 16 MB."""

    def __init__(self) -> None:
        self._marks = array("Q")
        self._lines = array("Q")

    def see(self, rows: Iterable[ReadRow]) -> None:
        """Take good rows into account, in the order of the file."""
        for row in rows:
            born = row.record.get("birth_date")
            if born and not row.problem:
                name = _name(row)
                words = " ".join(sorted(fold(name).split()))
                mark = blake2b(f"{words}|{born}".encode(), digest_size=8).digest()
                self._marks.append(int.from_bytes(mark))
                self._lines.append(row.line)

    def found(self) -> tuple[tuple[int, int], ...]:
        """(line, the first earlier line of the same name and birth date)."""
        order = sorted(range(len(self._marks)), key=self._marks.__getitem__)
        twins = []
        first = -1
        for place in order:
            if first >= 0 and self._marks[place] == self._marks[first]:
                twins.append((self._lines[place], self._lines[first]))
            else:
                first = place
        return tuple(sorted(twins))


def _name(row: ReadRow) -> str:
    return display_name(row.record["family_name"], row.record.get("given_names", ""))
