"""Whether nothing is going on, so that work which can wait may be done."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.sync.rounds import Done, Round

QUIET = timedelta(minutes=10)


class Quiet:
    """Hears what each round moved."""

    def __init__(self) -> None:
        self._since: datetime | None = None

    def lasts(self, moved: Round, now: datetime) -> bool:
        """Whether nothing came or went for a while, this round included."""
        if moved.sent or moved.taken or moved.done is not Done.DRAINED:
            self._since = None
            return False
        self._since = self._since or now
        return now - self._since >= QUIET
