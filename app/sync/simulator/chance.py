"""Where the simulator's time, ids and random choices come from: all of them from one seed."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


class Chance:
    """The seed's random numbers, and the time that goes on with each step (ms since START)."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now_ms = 0
        self._clocks = 0

    def new_id(self) -> str:
        """An id as `kernel.ids.new_id` makes them, later ones after earlier ones."""
        begun = int(START.timestamp() * 1000) + self.now_ms
        high = (begun << 16) | 0x7000 | self.random.getrandbits(12)
        low = (2 << 62) | self.random.getrandbits(62)
        return str(uuid.UUID(int=(high << 64) | low))

    def token_hex(self, size: int) -> str:
        """Stands in for `secrets.token_hex`."""
        return f"{self.random.getrandbits(size * 8):0{size * 2}x}"

    def token_bytes(self, size: int) -> bytes:
        return self.random.randbytes(size)

    def clock(self) -> SimClock:
        """Another computer's: no two of them ever say the same microsecond."""
        self._clocks += 1
        return SimClock(self, self._clocks)


class SimClock:
    """One computer's clock: the simulator's time and how far it is off."""

    def __init__(self, chance: Chance, microseconds: int) -> None:
        self._chance = chance
        self._own = timedelta(microseconds=microseconds)
        self.off_ms = 0

    def now(self) -> datetime:
        return START + self._own + timedelta(milliseconds=self._chance.now_ms + self.off_ms)
