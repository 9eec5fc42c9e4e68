"""Stores what is ruled about stations."""

from __future__ import annotations

from datetime import date

from app.areas.stations import schema
from app.areas.stations.values import InviteStation, RevokeStation
from app.storage.unit_of_work import UnitOfWork


def add_invitation(uow: UnitOfWork, command: InviteStation, day: date) -> None:
    uow.insert(schema.station_invitation, {**uow.made(day), "id": command.id})


def add_revocation(uow: UnitOfWork, command: RevokeStation, reason: str, day: date) -> None:
    uow.insert(
        schema.revocation,
        {
            **uow.made(day),
            "id": command.id,
            "of_station_id": command.station_id,
            "reason": reason,
        },
    )
