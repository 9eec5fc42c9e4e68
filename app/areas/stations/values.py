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
