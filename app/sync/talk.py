"""What is known of the centre between two rounds; in memory, and asked again after any doubt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.storage.gaps import Gap
from app.storage.receiving import StreamKey

GREET_EVERY = timedelta(seconds=60)
"""So often a station says hello: its version and its clock, and that it is still there."""
REST = timedelta(seconds=60)
"""So long a record rests that the centre can't take."""


@dataclass(slots=True)
class Stumbles:
    """What of this station's records the centre could not take though it answered: those up to
    `alone_to` go one by one, so that it turns out which it is; that one failed `times` times. The
    first after `place` (of a stream, how far the centre has it) rests until `again_at`.
    """

    alone_to: int = 0
    digest: str = ""
    times: int = 0
    place: tuple[str, int] = ("", 0)
    again_at: datetime | None = None

    def rest(self, place: tuple[str, int], now: datetime) -> None:
        """What comes next there can't be sent, and is tried again after a while."""
        self.place, self.again_at = place, now + REST

    def rests(self, place: tuple[str, int], now: datetime) -> bool:
        if self.again_at is None or place != self.place:
            return False
        return timedelta(0) < self.again_at - now <= REST

    def count(self, digest: str) -> int:
        """How often this record failed in a row, with this time."""
        self.times = self.times + 1 if digest == self.digest else 1
        self.digest = digest
        return self.times


@dataclass(slots=True)
class Talk:
    """`have` and `hash` are how far the centre has the stream `incarnation` of this station."""

    incarnation: str = ""
    have: int = 0
    hash: str = ""
    epoch: str = ""
    clock_off_ms: int = 0
    version: tuple[str, str] | None = None
    """The centre's schema, and the oldest program that may take in what is there."""
    greeted_at: datetime | None = None
    aside: str | None = None
    """The word for what the centre keeps aside, once its verdicts were followed and while no other
    was heard.
    """
    stuck: dict[StreamKey, tuple[int, str]] = field(default_factory=dict)
    """Heads of streams that can't be taken in; asked for again when they change."""
    unheard: dict[StreamKey, tuple[int, str]] = field(default_factory=dict)
    """Heads of streams that the centre does not take from a witness; likewise."""
    gaps: dict[StreamKey, Gap] = field(default_factory=dict)
    """What of the two above is because records are missing in between."""
    gaps_noted: frozenset[Gap] | None = None
    """What the books say of that, once it was looked at."""
    stumbles: Stumbles = field(default_factory=Stumbles)
    heads_due: bool = True

    def fits(self, incarnation: str, now: datetime) -> bool:
        """Whether there is no need to say hello before anything else."""
        return (
            self.greeted_at is not None
            and self.incarnation == incarnation
            and abs(now - self.greeted_at) < GREET_EVERY
        )

    def try_all(self) -> None:
        """Ask again for streams that could not go on."""
        self.stuck.clear()
        self.unheard.clear()
        self.gaps.clear()

    def go_on(self, key: StreamKey) -> None:
        """A stream that could not go on may do so now."""
        self.stuck.pop(key, None)
        self.unheard.pop(key, None)
        self.gaps.pop(key, None)

    @property
    def place(self) -> tuple[str, int]:
        """How far the centre has the stream."""
        return self.incarnation, self.have

    def doubt(self) -> None:
        """Something is not as it was: hello again."""
        self.greeted_at = None

    def look_again(self) -> None:
        """Somebody asks: hello again, and nothing rests."""
        self.doubt()
        self.stumbles.again_at = None
