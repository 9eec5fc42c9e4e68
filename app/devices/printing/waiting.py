"""How long papers have waited, and how long a silent printer may just be busy."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from app.areas.printing.values import Answers, Printer, PrinterKind
from app.devices.printing.links import Times, Unreachable
from app.kernel.paper import Trouble

_LATELY_S = 60.0


class Ages:
    """Ages by the computer's clock or by what this program counted itself, whichever is longer:
    the clock may be turned, and the count stands still while the computer sleeps.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[str, datetime], float] = {}

    def age_s(self, job_id: str, since: datetime, now: datetime) -> float:
        """Seconds from `since`, and never less than was counted."""
        counted = time.monotonic() - self._seen.setdefault((job_id, since), time.monotonic())
        return max((now - since) / timedelta(seconds=1), counted)

    def keep_only(self, job_ids: frozenset[str]) -> None:
        """Forget what waits no more."""
        self._seen = {key: at for key, at in self._seen.items() if key[0] in job_ids}


class Silence:
    """Since when one printer gives no answer."""

    def __init__(self, times: Times) -> None:
        self._times = times
        self._since: float | None = None
        self._answered_at = float("-inf")
        self._place = (PrinterKind.SCREEN, "")

    def at(self, printer: Printer) -> None:
        """What is known of one printer says nothing of another."""
        place = (printer.kind, printer.address)
        if place != self._place:
            self._place, self._since, self._answered_at = place, None, float("-inf")

    def over(self) -> None:
        """It takes a paper."""
        self._since, self._answered_at = None, time.monotonic()

    def why(self, why: Trouble = Trouble.NO_ANSWER) -> Trouble:
        """Why a printer that has answered before does not: at first another window may have it."""
        now = time.monotonic()
        since = self._since = self._since or now
        return Trouble.BUSY if now - since < self._times.busy_s else why

    def of(self, printer: Printer) -> Trouble:
        """Why no status came; NONE where the printer is one that can't say."""
        if printer.answers is Answers.YES:
            return self.why()
        if printer.answers is Answers.NO or printer.kind is not PrinterKind.TCP:
            return Trouble.NONE
        now = time.monotonic()
        since = self._since = self._since or now
        return Trouble.BUSY if now - since < self._times.stranger_s else Trouble.NONE

    def gone(self, printer: Printer, error: Unreachable) -> Trouble:
        """Many printers take one connection and refuse others while another window prints."""
        plain = error.trouble is Trouble.NOT_REACHABLE
        late = time.monotonic() - self._answered_at > _LATELY_S
        if plain and printer.kind is PrinterKind.TCP and not late:
            return self.why(error.trouble)
        return Trouble.FILE if plain and printer.kind is PrinterKind.FILE else error.trouble
