"""What is asked about stations, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.ids import CommandId, StationId


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
