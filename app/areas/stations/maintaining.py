"""Inviting a further station: the word of a manager, which the code that is made for it rests on."""

from __future__ import annotations

from app.areas.settings import queries as settings
from app.areas.stations import records
from app.areas.stations.values import InviteStation
from app.kernel.actor import Permission
from app.storage.unit_of_work import UnitOfWork


def invite_station(uow: UnitOfWork, command: InviteStation) -> str:
    """Note that a manager lets one more computer in; the code of that id is made at the centre.

    The centre knows only which station asks for a code, so this is where who may is decided.
    """
    uow.actor.require(Permission.CHANGE_SETTINGS)
    records.add_invitation(uow, command, settings.business_today(settings.practice(uow), uow.now))
    return command.id
