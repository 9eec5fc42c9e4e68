"""Fetches the numbers that the centre hands out, once the invoices they are for are there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from app.areas.invoices import records as invoices
from app.areas.invoices.records import KeepNumber
from app.kernel.clock import instant_text
from app.sync.books import Books
from app.sync.line import Line

LEFT_BEHIND_AFTER: Final = timedelta(minutes=10)
"""So long a station has time to fetch its own numbers before another one does it."""
AGAIN_AFTER: Final = timedelta(minutes=1)
"""What the centre does not know yet is asked about again so much later."""


class Numbers:
    """One station's asking; use it from one thread, after all that waited was sent."""

    def __init__(self, books: Books, line: Line) -> None:
        self._books = books
        self._line = line
        self._unknown: dict[str, datetime] = {}

    def round(self) -> int:
        """Fetch the numbers of invoices that wait for one; how many got theirs. An OutsideError
        when the centre is away.
        """
        now = self._books.clock.now()
        lately = instant_text(now - LEFT_BEHIND_AFTER), instant_text(now + LEFT_BEHIND_AFTER)
        waiting = self._books.ask(invoices.waiting_for_number, lately).result()
        asked = [one for one in waiting if self._unknown.get(one.invoice_id, now) <= now]
        if not asked:
            return 0
        got = 0
        with self._line.open() as central:
            for one in asked:
                told = central.next_number("invoice", one.series, one.width, one.invoice_id)
                if told is None:
                    self._unknown[one.invoice_id] = now + AGAIN_AFTER
                    continue
                keep = KeepNumber(one.invoice_id, told.number, told.series, told.value)
                got += self._books.record(invoices.keep_number, keep).result()
        return got
