"""What is known of the centre between two rounds; in memory, and asked again after any doubt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.storage.gaps import Gap
from app.storage.receiving import StreamKey

GREET_EVERY = timedelta(seconds=60)
"""So often a station says hello: its version and its clock, and that it is still there."""


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
    """The word for what the centre keeps aside, once its verdicts were followed."""
    stuck: dict[StreamKey, tuple[int, str]] = field(default_factory=dict)
    """Heads of streams that can't be taken in; asked for again when they change."""
    unheard: dict[StreamKey, tuple[int, str]] = field(default_factory=dict)
    """Heads of streams that the centre does not take from a witness; likewise."""
    gaps: dict[StreamKey, Gap] = field(default_factory=dict)
    """What of the two above is because records are missing in between."""
    gaps_noted: frozenset[Gap] | None = None
    """What the books say of that, once it was looked at."""
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

    def doubt(self) -> None:
        """Something is not as it was: hello again."""
        self.greeted_at = None
