"""What the program says of its backups, and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.kernel.ids import CommandId


class Place(Enum):
    """Where a backup lies: in the data folder, or in the second place."""

    HOME = "home"
    SECOND = "second"


class Why(Enum):
    """What a backup was made for; FOUND ones were there, such as those before an upgrade."""

    HOUR = "hour"
    CLOSE = "close"
    PROOF = "proof"
    HAND = "hand"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup that is there. Each was checked page by page when it was made; in `proven` ones
    every promise of the books was looked at.
    """

    place: Place
    name: str
    made_at: datetime
    why: Why
    size: int
    log_seq: int
    log_hash: str
    proven_at: datetime | None = None
    findings: int = 0
    words: str = ""

    @property
    def proven(self) -> bool:
        """Whether everything in it adds up."""
        return self.proven_at is not None and not self.findings


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where the second copies go, and what keeps backups from being made, since when."""

    second_folder: str = ""
    trouble: str = ""
    trouble_since: datetime | None = None
    second_trouble: str = ""
    second_since: datetime | None = None
    tried_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeepRule:
    """How many are kept: the newest of each of so many hours, days and months that have one."""

    hours: int = 24
    days: int = 30
    months: int = 12


@dataclass(frozen=True, slots=True)
class LastVerify:
    """What was found when every promise was looked at here last."""

    at: datetime
    findings: int
    words: str


@dataclass(frozen=True, slots=True)
class BackupState:
    """Everything that decides whether a backup is due, and what the Health page says of them."""

    keeping: Keeping
    kept: tuple[KeptBackup, ...]
    rule: KeepRule
    every_minutes: int
    head_seq: int
    last_close: datetime | None
    """When a drawer or a day was last closed here."""

    @property
    def newest(self) -> KeptBackup | None:
        """The one in the data folder that holds the most of this log, whatever any clock said."""
        here = (one for one in self.at(Place.HOME) if one.log_seq <= self.head_seq)
        return max(here, key=lambda one: (one.log_seq, one.made_at), default=None)

    @property
    def newest_proven(self) -> KeptBackup | None:
        return max((b for b in self.kept if b.proven), key=lambda one: one.made_at, default=None)

    def at(self, place: Place) -> tuple[KeptBackup, ...]:
        """Those of one place, newest first."""
        found = (one for one in self.kept if one.place is place)
        return tuple(sorted(found, key=lambda one: one.made_at, reverse=True))


@dataclass(frozen=True, slots=True)
class SaveSecondPlace:
    """Bring every backup to this folder too, on another disk or share; empty: no more."""

    id: CommandId
    folder: str


@dataclass(frozen=True, slots=True)
class SecondPlaceSaved:
    folder: str
