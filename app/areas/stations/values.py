"""What is asked about stations, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.kernel.ids import AccountId, CommandId, SiteId, StationId


@dataclass(frozen=True, slots=True)
class InviteStation:
    """Let one more computer join within the next minutes; `id` is the code's."""

    id: CommandId


@dataclass(frozen=True, slots=True)
class RevokeStation:
    """Take nothing more from a station, such as one that was stolen or is not used any more."""

    id: CommandId
    station_id: StationId
    reason: str


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """Let the centre try a record again that it keeps aside, such as after an upgrade."""

    id: CommandId
    record_hash: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Keep a record aside that the centre can't take, so that what was done after it gets there;
    `record_hash` is the very record, as its own window names it (stations.stuck_record).
    """

    id: CommandId
    station_id: StationId
    incarnation: str
    seq: int
    record_hash: str
    note: str


@dataclass(frozen=True, slots=True)
class ApproveHole:
    """Go on without records of a station that nobody has any more; `next_hash` is what the first
    record after them goes on from.
    """

    id: CommandId
    station_id: StationId
    incarnation: str
    first_seq: int
    last_seq: int
    next_hash: str
    note: str


@dataclass(frozen=True, slots=True)
class KeepDetails:
    """Which sites' journal lines this window keeps besides its own site's, and for how many months
    before the running one; `everything` keeps all of all sites.
    """

    id: CommandId
    everything: bool = True
    sites: tuple[SiteId, ...] = ()
    months: int = 24


@dataclass(frozen=True, slots=True)
class FetchDetails:
    """Fetch an account's journal lines that are kept elsewhere, and keep them for a while."""

    id: CommandId
    account_id: AccountId


@dataclass(frozen=True, slots=True)
class DetailsKept:
    """What of the ledger this window keeps line by line: of its own site and of `sites`, so many
    months before the running one.
    """

    everything: bool
    sites: tuple[SiteId, ...] = ()
    months: int = 0
    since: datetime | None = None
